"""The scripts of README and of the manual that import torch do what the pages show."""

from __future__ import annotations

from pathlib import Path

import pytest
import update_readme as readme

pytest.importorskip("torch")

PAGES = {name: path.read_text("utf-8").splitlines() for name, path in readme.PAGES.items()}
SCRIPTS = {
    name: found
    for name, lines in PAGES.items()
    if (found := readme.scripts(lines)) and readme.needs_torch(found)
}


@pytest.mark.readme
@pytest.mark.parametrize("page", SCRIPTS)
def test_python_blocks(page: str, tmp_path: Path) -> None:
    readme.prepare(PAGES[page], tmp_path)
    steps = SCRIPTS[page]
    for step, actual in zip(steps, readme.run_scripts(steps, tmp_path), strict=True):
        assert readme.matches(step.expected, actual), readme.difference(step, actual)
