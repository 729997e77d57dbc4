"""The manual's module is a problem that can be measured."""

from __future__ import annotations

import os
import re
import shlex
import sys
from importlib.resources import files
from pathlib import Path

import pytest

if os.environ.get("ADAMW_BOUNDS_REQUIRE_TORCH"):
    import torch
else:
    torch = pytest.importorskip("torch")

from adamw_bounds.cli.main import main
from adamw_bounds.measure import load_problem, measure

PAGE = files("adamw_bounds") / "guide" / "measuring.md"


def _block(start: str) -> str:
    (found,) = re.findall(rf"^{start}(.*?)^```$", PAGE.read_text("utf-8"), re.M | re.S)
    return str(found)


def test_the_module_of_the_page_is_measured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = _block(r"```py\n# train\.py\n")
    (tmp_path / "readme_train.py").write_text(source, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [*sys.path])
    torch.manual_seed(0)
    found = measure(load_problem("readme_train:problem"))
    assert found.spectrum.kind == "exact"
    assert found.spectrum.dim == 8 * 16 + 16 + 16 * 3 + 3
    assert (found.spectrum.meta.optimizer, found.spectrum.meta.batch_size) == ("AdamW", 64)
    assert found.constants.sigma > 0
    assert not found.warnings


def test_the_commands_of_the_page_answer_from_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "train.py").write_text(_block(r"```py\n# train\.py\n"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [*sys.path])
    monkeypatch.delitem(sys.modules, "train", raising=False)
    lines = _block(r"```sh\n(?=adamw-bounds spectrum measure train:problem)").splitlines()
    assert [line.split()[1] for line in lines[1:]] == ["complexity", "conditions", "generalization"]
    for line in lines:
        assert main(shlex.split(line)[1:]) == 0, line
    monkeypatch.delitem(sys.modules, "train", raising=False)
