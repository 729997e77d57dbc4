"""`SpectrumCallback` is a callback of Lightning and of Hugging Face's Trainer."""

from __future__ import annotations

import os

import pytest

if os.environ.get("ADAMW_BOUNDS_REQUIRE_TORCH"):
    import torch
else:
    torch = pytest.importorskip("torch")

import copy
import importlib
import pickle
import re
import subprocess
import sys
import textwrap
from importlib.resources import files
from pathlib import Path
from typing import Any

from adamw_bounds.errors import InputError
from adamw_bounds.measure import Problem, SpectrumCallback

PAGE = files("adamw_bounds") / "guide" / "callbacks.md"


def required(*names: str) -> Any:
    """Import the first module there is; none is a failure where the extras are required."""
    for name in names[:-1]:
        try:
            return importlib.import_module(name)
        except ImportError:
            continue
    if os.environ.get("ADAMW_BOUNDS_REQUIRE_TORCH"):
        return importlib.import_module(names[-1])
    return pytest.importorskip(names[-1])


@pytest.fixture
def lightning() -> Any:
    return required("lightning.pytorch", "pytorch_lightning")


@pytest.fixture
def transformers(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    required("accelerate")
    return required("transformers")


def numbers(folder: Path) -> list[int]:
    assert all(re.fullmatch(r"spectrum-\d{8}\.npz", path.name) for path in folder.iterdir())
    return sorted(int(path.stem[-8:]) for path in folder.iterdir())


def test_it_is_a_callback_of_both(lightning: Any, transformers: Any, tmp_path: Path) -> None:
    bases = lightning.Callback, transformers.TrainerCallback  # which loads the second
    callback = SpectrumCallback(tmp_path, every=7, probes=3)
    assert all(isinstance(callback, base) for base in bases)
    assert isinstance(callback, SpectrumCallback)
    assert type(callback) is type(SpectrumCallback(tmp_path))
    assert (type(callback).__name__, type(callback).__module__) == (
        "SpectrumCallback",
        "adamw_bounds.measure.training.callback",
    )
    for other in (pickle.loads(pickle.dumps(callback)), copy.deepcopy(callback)):
        assert type(other) is type(callback)
        assert (other.folder, other.every) == (tmp_path, 7)
        assert other.__dict__ == callback.__dict__

    class Mine(SpectrumCallback):
        pass

    assert isinstance(Mine(tmp_path), lightning.Callback)
    assert Mine(tmp_path).state_key.endswith(".Mine")


def test_no_framework_is_loaded_for_another(
    lightning: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "transformers.trainer_callback", raising=False)
    callback = SpectrumCallback(tmp_path)
    assert isinstance(callback, lightning.Callback)
    assert "transformers.trainer_callback" not in sys.modules


def test_without_a_framework_it_is_a_plain_class(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    homes = ("lightning.pytorch", "pytorch_lightning", "transformers")
    for name in {name for name in sys.modules if name.startswith(homes)} | {*homes}:
        monkeypatch.setitem(sys.modules, name, None)
    callback = SpectrumCallback(tmp_path)
    assert type(callback) is SpectrumCallback
    assert {cls.__module__.split(".")[0] for cls in SpectrumCallback.__mro__} == {
        *("adamw_bounds", "builtins")
    }


def test_wrong_arguments_are_named_at_once(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError) as caught:
        SpectrumCallback(
            tmp_path / "file",
            every=0,
            problem=3,
            data=iter([]),
            samples=True,
            on_error="cry",
            checkpoint="there",
            probes=0,
            stepps=3,
        )
    assert {fault.name for fault in caught.value.faults} == {
        *("folder", "every", "problem", "data", "samples", "on_error", "checkpoint"),
        *("probes", "stepps"),
    }
    with pytest.raises(InputError, match="folder must be a path"):
        SpectrumCallback(None)
    with pytest.raises(InputError, match="goes with the default problem"):
        SpectrumCallback(tmp_path, problem=Problem.lightning, data=[])
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["train_lightning", "train_transformers"])
def test_the_script_of_the_page_runs(
    lightning: Any, transformers: Any, name: str, tmp_path: Path
) -> None:
    (source,) = re.findall(
        rf"^```py\n# {name}\.py\n(.*?)^```$", PAGE.read_text("utf-8"), re.M | re.S
    )
    (tmp_path / f"{name}.py").write_text(textwrap.dedent(source), encoding="utf-8")
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "HF_HUB_OFFLINE": "1"}
    done = subprocess.run(
        [sys.executable, f"{name}.py"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert "no spectrum" not in done.stderr
    assert numbers(tmp_path / "spectra") == [0, 50, 100]
