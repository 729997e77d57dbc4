"""Two ways to drive the shell: a real process, and the entry point in this one."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Ran:
    """What a run of the shell left behind."""

    status: int
    out: str
    err: str


Shell = Callable[..., Ran]


@pytest.fixture
def environment() -> dict[str, str]:
    """Return an environment in which the package is importable and nothing is coloured."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("_ADAMW")}
    paths = [str(ROOT), *filter(None, [kept.get("PYTHONPATH")])]
    return {**kept, "PYTHONPATH": os.pathsep.join(paths), "NO_COLOR": "1", "COLUMNS": "80"}


@pytest.fixture
def process(environment: dict[str, str], tmp_path: Path) -> Shell:
    """Return a function that runs the shell as a process of its own."""

    def run(*arguments: str, **more: str) -> Ran:
        done = subprocess.run(
            [sys.executable, "-m", "adamw_bounds", *arguments],
            capture_output=True,
            env={**environment, **more},
            cwd=tmp_path,
            timeout=60,
            check=False,
        )
        return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


@pytest.fixture
def shell(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Shell:
    """Return a function that runs the shell inside this process, in a folder of its own."""
    from adamw_bounds.cli.main import main

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "80")

    def run(*arguments: str) -> Ran:
        capsys.readouterr()
        status = main(arguments)
        said = capsys.readouterr()
        return Ran(status, said.out, said.err)

    return run
