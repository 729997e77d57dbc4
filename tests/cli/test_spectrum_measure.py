"""``spectrum measure`` through real processes: a user's module, and all that can be wrong."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import numpy as np
import pytest
from lines import remarks_in

SOURCE = """
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

from adamw_bounds.measure import Problem

print("loading")

def problem(**more):
    torch.manual_seed(0)
    torch.set_num_threads(1)
    model = nn.Sequential(nn.Linear(6, 8), nn.Tanh(), nn.Dropout(0.5), nn.Linear(8, 3))
    data = TensorDataset(torch.randn(40, 6), torch.randint(0, 3, (40,)))
    parts = dict(
        model=model,
        loss=nn.CrossEntropyLoss(),
        data=DataLoader(data, batch_size=16, shuffle=True),
        optimizer=torch.optim.AdamW(model.parameters(), lr=1e-3, weight_decay=0.01),
        batch_size=16,
        rho=0.05,
    )
    return Problem(**{**parts, **more})

def random():
    return problem(loss=lambda model, batch: nn.functional.dropout(model(batch[0])).sum())

def nan():
    return problem(loss=lambda model, batch: model(batch[0]).sum() * float("nan"))

def empty():
    return problem(data=[])

def once():
    return problem(data=iter([]))

def raises():
    raise OSError("no such data set")

def memory():
    def loss(model, batch):
        raise RuntimeError("DefaultCPUAllocator: can't allocate memory")
    return problem(loss=loss)

number = 3
"""


@pytest.fixture
def torch_there() -> None:
    try:
        import torch  # noqa: F401
    except ImportError:
        if os.environ.get("ADAMW_BOUNDS_REQUIRE_TORCH"):
            pytest.fail("PyTorch is missing (the torch extra)")
        pytest.skip("needs the torch extra")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "mypkg").mkdir()
    (tmp_path / "mypkg" / "train.py").write_text(SOURCE)
    return tmp_path


@pytest.fixture
def here(shell, monkeypatch: pytest.MonkeyPatch):
    """Return the shell in this process, which forgets the user's module afterwards."""
    monkeypatch.setattr(sys, "path", [*sys.path])
    yield shell
    for name in ("mypkg", "mypkg.train"):
        sys.modules.pop(name, None)


PROCESSES = ("mypkg.train:random", "mypkg.train:raises", "mypkg.train")


@pytest.mark.usefixtures("torch_there")
def test_a_users_module_end_to_end(process, folder: Path) -> None:
    """Measured, then shown, evaluated and counted: each command takes the file as it is."""
    ran = process("spectrum", "measure", "mypkg.train:problem", "-o", "net.npz", "-f", "json")
    assert ran.status == 0, ran.err
    assert "loading" in ran.err  # what the code prints is no part of the answer
    answer = json.loads(ran.out)
    assert answer["command"] == "spectrum measure"
    rows = {row["quantity"]: row for row in answer["rows"]}
    assert rows["dim"]["value"] == 83
    assert rows["samples"]["value"] == 40
    for name in (
        *("eigenvalue-max", "eigenvalue-min-residual", "share-below-1", "trace", "c-inf", "c-2"),
        *("sigma", "x-star-norm", "loss", "gap-upper", "smoothness-lower"),
        *("seconds-per-product", "gradients-per-probe-step"),
    ):
        assert rows[name]["value"] is not None, name
    assert rows["sigma"]["stderr"] == 0
    with np.load(folder / "net.npz", allow_pickle=False) as file:
        assert file["eigenvalues"].shape == (83,)
        meta = json.loads(str(file["meta"]))
    assert (meta["optimizer"], meta["eta"], meta["lam"]) == ("AdamW", 1e-3, 0.01)
    err = process("generalization", "--spectrum", "net.npz", "-f", "json")
    assert err.status == 0, err.err
    assert any(row["quantity"] == "err" for row in json.loads(err.out)["rows"])
    count = process(
        *("complexity", "--from", "net.npz", "--epsilon", "0.1", "--delta", "1e-8", "-t", "2"),
        *("-f", "json"),
    )
    assert count.status == 0, count.err
    numbers = [row for row in json.loads(count.out)["rows"] if row["value"] is not None]
    assert numbers
    assert all(row["notes"][0].startswith("NOT A GUARANTEE") for row in numbers)
    assert json.loads(count.out)["inputs"]["sigma"] == meta["sigma"]


@pytest.mark.usefixtures("torch_there")
@pytest.mark.parametrize("form", ["table", "csv", "markdown", "latex"])
def test_a_summary_in_every_format(here, folder: Path, form: str) -> None:
    ran = here(
        *("spectrum", "measure", "mypkg.train:problem", "-o", "net.npz", "--exact-below", "0"),
        *("--probes", "3", "--steps", "5", "--seed", "2", "--device", "cpu", "-f", form, "-v"),
    )
    assert ran.status == 0, ran.err
    assert "gradients per probe step" in ran.out.replace("-", " ")
    assert "quadrature" in remarks_in(ran.err)
    if form == "table":
        assert max(map(len, ran.out.splitlines())) <= 80
    with np.load(folder / "net.npz", allow_pickle=False) as file:
        assert file["nodes"].shape == (3, 5 + 1)
        assert file["apart"][:, -1].all()  # the zeros of null directions


@pytest.mark.usefixtures("torch_there")
@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("mypkg.train:random",), 1, "draws random numbers in eval mode"),
        (("mypkg.train:nan",), 1, "the loss is nan on batch 0"),
        (("mypkg.train:empty",), 1, "the data is empty"),
        (("mypkg.train:once",), 1, "can be walked over only once"),
        (("mypkg.train:raises",), 1, "mypkg.train:raises raised OSError: no such data set"),
        (("mypkg.train:memory",), 1, "out of memory"),
        (("mypkg.train:number",), 1, "returns int, where a Problem"),
        (("mypkg.train:lost",), 1, "has no lost"),
        (("mypkg.tarin:problem",), 1, "there is no module mypkg.tarin"),
        (("mypkg.train:problem", "--device", "cuda:99"), 1, "device cuda:99: there"),
        (("mypkg.train", "--steps", "5"), 2, "PROBLEM must be module:function"),
        (("mypkg.train:problem", "--backend", "jax"), 2, "--backend must be one of torch"),
    ],
    ids=lambda value: value[0].rpartition(":")[2] if isinstance(value, tuple) else "",
)
def test_what_is_wrong_is_one_sentence(
    process, here, folder: Path, arguments, status, said
) -> None:
    """Nothing is written, and an older file stays as it is."""
    # A process loads torch for seconds: one for each way in which it can end, the rest in this.
    run = process if arguments[0] in PROCESSES else here
    (folder / "net.npz").write_bytes(b"older")
    before = set(folder.iterdir())
    ran = run("spectrum", "measure", *arguments, "-o", "net.npz")
    assert (ran.status, ran.out) == (status, ""), ran.err
    lines = [line for line in ran.err.splitlines() if line != "loading"]
    assert len(lines) == 1, ran.err
    assert lines[0].startswith("error: ")
    assert said in lines[0]
    assert (folder / "net.npz").read_bytes() == b"older"
    assert set(folder.iterdir()) == before


def test_all_that_is_wrong_is_named_before_anything_is_loaded(refused) -> None:
    found = refused(
        *("spectrum", "measure", "-o", "net.txt", "--probes", "0", "--steps", "1.5"),
        *("--dtype", "int8", "--exact-below", "-1", "--matrix", "fisher"),
    )
    assert (found.status, found.code) == (2, "invalid-input")
    assert found.options == {
        *("PROBLEM", "--output", "--probes", "--steps", "--dtype", "--exact-below", "--matrix"),
    }


def test_a_folder_that_is_not_there_is_said_before_the_measurement(process, folder: Path) -> None:
    ran = process("spectrum", "measure", "mypkg.train:problem", "-o", "no/net.npz")
    assert (ran.status, ran.out) == (1, "")
    assert "there is no folder" in ran.err
    assert "loading" not in ran.err


def test_without_torch_the_extra_is_named(process, folder: Path) -> None:
    (folder / "torch.py").write_text("raise ImportError('no torch here')\n")
    ran = process(
        *("spectrum", "measure", "mypkg.train:problem", "-o", "net.npz"), PYTHONPATH=_path(folder)
    )
    assert (ran.status, ran.out) == (1, "")
    assert ran.err == (
        "error: measuring needs PyTorch, which is not installed: pip install "
        "'adamw-bounds[torch]'\n"
    )


def _path(folder: Path) -> str:
    return os.pathsep.join([str(folder), str(Path(__file__).resolve().parents[2])])


def test_help_says_that_code_is_run(process) -> None:
    ran = process("spectrum", "measure", "--help")
    assert ran.status == 0
    text = " ".join(ran.out.split())
    assert "LOADING RUNS THE USER'S CODE" in text
    assert "--exact-below" in text
    assert "adamw-bounds spectrum measure mypkg.train:problem -o net.npz" in text


@pytest.mark.usefixtures("torch_there")
def test_a_terminal_sees_the_progress(terminal, folder: Path) -> None:
    """A bar with rate and time left on standard error, and none of it on standard output."""
    arguments = ("spectrum", "measure", "mypkg.train:problem", "-o", "net.npz")
    more = ("--exact-below", "0", "--steps", "80")
    ran = terminal(*arguments, *more, COLUMNS="100", cwd=folder)
    assert ran.status == 0, ran.seen
    assert "Lanczos" in ran.seen
    assert "batch gradients/s" in ran.seen
    assert "0:00:0" in ran.seen
    assert "Lanczos" not in ran.out
