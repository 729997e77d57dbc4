"""Every block of the page on training runs, and leaves the files that the page says."""

from __future__ import annotations

import os

import pytest

if os.environ.get("ADAMW_BOUNDS_REQUIRE_TORCH"):
    import torch
else:
    torch = pytest.importorskip("torch")

import importlib.resources
import re
import runpy
import subprocess
import sys
import warnings
from pathlib import Path

from adamw_bounds.spectra import load_spectrum

PAGE = (importlib.resources.files("adamw_bounds") / "guide" / "training.md").read_text("utf-8")
SCRIPTS = dict(re.findall(r"^```py\n# (\w+\.py)\n(.*?)^```$", PAGE, re.M | re.S))
SHELL = [line for block in re.findall(r"^```sh\n(.*?)^```$", PAGE, re.M | re.S)
         for line in block.splitlines()]  # fmt: skip

#: The folder of each script, the steps that it measures, and the batch size at the last.
LEFT = {
    "loop.py": ("spectra", [0, 20, 40], 64),
    "accumulate.py": ("accumulated", [0, 5, 10], 256),
    "amp.py": ("amp", [0, 20, 40], 64),
    "compiled.py": ("compiled", [0, 8], 64),
    "ema.py": ("averaged", [0, 20, 40], 64),
    "accelerated.py": ("accelerated", [0, 10, 20], 128),
    "train_lightning.py": ("lightning", [0, 20, 40], 64),
    "train_transformers.py": ("transformers", [0, 10, 20], 8),
}
NEEDS = {
    "accelerated.py": "accelerate",
    "train_lightning.py": "pytorch_lightning",
    "train_transformers.py": "transformers",
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, source in SCRIPTS.items():
        (tmp_path / name).write_text(source, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.delitem(sys.modules, "task", raising=False)
    torch.set_num_threads(1)
    return tmp_path


def run(name: str) -> list[str]:
    """Run a script; returns what it warned of."""
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        runpy.run_path(name, run_name="__main__")
    sys.modules.pop("task", None)
    return [str(one.message) for one in said]


def test_every_block_is_tried() -> None:
    assert SCRIPTS.keys() == {
        *LEFT,
        *("task.py", "ddp.py", "save.py", "checkpoint.py", "record.py", "read.py"),
    }
    assert PAGE.count("```py\n") == len(SCRIPTS)


@pytest.mark.parametrize("name", LEFT)
def test_a_script_leaves_its_files(folder: Path, name: str) -> None:
    if name in NEEDS and not os.environ.get("ADAMW_BOUNDS_REQUIRE_TORCH"):
        pytest.importorskip(NEEDS[name])
    said = run(name)
    assert not [line for line in said if "no spectrum" in line or "backward()" in line]
    place, steps, size = LEFT[name]
    paths = sorted((folder / place).iterdir())
    assert [int(path.stem[-8:]) for path in paths] == steps
    meta = load_spectrum(paths[-1]).meta
    assert meta.batch_size == size
    assert meta.eta is not None
    assert meta.lam is not None


def test_a_trace_is_recorded_and_read(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("record.py") == []
    assert run("read.py") == []
    assert "‖∇F‖²" in capsys.readouterr().out


def shell(line: str, folder: Path) -> str:
    program, *rest = line.split()
    module = {"adamw-bounds": "adamw_bounds", "torchrun": "torch.distributed.run"}[program]
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "PYTHONPATH": str(folder)}
    done = subprocess.run(
        [sys.executable, "-m", module, *rest], cwd=folder, env=environment, capture_output=True,
        text=True, timeout=150, check=False,
    )  # fmt: skip
    assert done.returncode == 0, f"{line}\n{done.stderr[-3000:]}"
    return done.stdout


@pytest.mark.slow
def test_the_commands_of_the_page(folder: Path) -> None:
    run("loop.py")
    run("save.py")
    for line in SHELL:
        assert shell(line, folder) or line.startswith("torchrun")
    assert sorted(path.name for path in (folder / "ddp").iterdir()) == [
        f"spectrum-{step:08d}.npz" for step in (0, 20, 24)
    ]
    meta = load_spectrum(folder / "ddp" / "spectrum-00000020.npz").meta
    assert (meta.batch_size, meta.samples) == (64, 512)
    meta = load_spectrum(folder / "last.npz").meta
    assert (meta.eta, meta.lam, meta.batch_size, meta.samples) == (0.01, 0.01, 64, 512)
