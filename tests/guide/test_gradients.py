"""The page on scales of gradients: its scripts run, on a real network, and its figures hold."""

from __future__ import annotations

import os

import pytest

if os.environ.get("ADAMW_BOUNDS_REQUIRE_TORCH"):
    import torch
else:
    torch = pytest.importorskip("torch")

import importlib.resources
import json
import re
import runpy
import shlex
from pathlib import Path
from typing import Any

import numpy as np

import adamw_bounds as ab
from adamw_bounds.cli.main import main

PAGE = (importlib.resources.files("adamw_bounds") / "guide" / "gradients.md").read_text("utf-8")
SCRIPTS = dict(re.findall(r"^```py\n# (\w+\.py)\n(.*?)^```$", PAGE, re.M | re.S))
SHELL = re.findall(r"^```sh\n(.*?)^```$", PAGE, re.M | re.S)[0].splitlines()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder in which the network of the page was trained."""
    path = tmp_path_factory.mktemp("gradients")
    before = Path.cwd()
    os.chdir(path)
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        for name, source in SCRIPTS.items():
            (path / name).write_text(source, encoding="utf-8")
        runpy.run_path("record.py")
    finally:
        torch.set_num_threads(threads)
        os.chdir(before)
    return path


@pytest.fixture
def answer(folder: Path) -> Any:
    return ab.scale_free(
        folder / "grads.npz", params=folder / "start.npz", adam_eps=(1e-4, 1e-8, 0), lam=0.1
    )


def test_the_commands_and_the_script(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(folder)
    for line in SHELL:
        assert main(shlex.split(line)[1:]) == 0
    assert "0.weight" in capsys.readouterr().out
    rows = json.loads((folder / "far.json").read_text("utf-8"))["rows"]
    assert any(row["quantity"] == "deviation" and row["value"] > 0 for row in rows)
    runpy.run_path("ask.py")
    *lines, last = capsys.readouterr().out.splitlines()
    assert len(lines) == 2 * 4
    assert float(last.split()[0]) > 0.5


def test_what_is_recorded_is_what_the_optimizer_got(folder: Path) -> None:
    """The walk of AdamW on the recorded gradients is PyTorch's own run."""
    from adamw_bounds.optimizers import ADAMW
    from adamw_bounds.simulate.rules import correction, displacement, remember, torch_root

    grads, start = np.load(folder / "grads.npz"), np.load(folder / "start.npz")
    name = "2.weight"
    x = start[name].astype(np.float64)
    parameter = torch.nn.Parameter(torch.tensor(x))
    optimizer = torch.optim.AdamW([parameter], lr=1e-3, weight_decay=0.1)
    m, n = np.zeros_like(x), np.zeros_like(x)
    v, u, scratch = (np.empty_like(x) for _ in range(3))
    for step, row in enumerate(grads[name].astype(np.float64), 1):
        parameter.grad = torch.tensor(row)
        optimizer.step()
        remember(m, n, row, 0.1, 0.001, scratch)
        torch_root(n, correction(0.001, step), v)
        v += 1e-8
        rate = 1e-3 / correction(0.1, step)
        displacement(ADAMW, x, m, v, rate=rate, share=1e-4, out=u, scratch=scratch)
        x -= u
    np.testing.assert_allclose(parameter.detach().numpy(), x, rtol=1e-10)


def test_a_real_network(answer: Any) -> None:
    found = {
        (row.optimizer, row.settings["adam_eps"]): row
        for row in answer.select(quantity="deviation")
    }
    for who in ("adamw", "adamprox", "adam"):
        values = [found[who, eps].value for eps in (1e-4, 1e-8, 0.0)]
        assert values[0] > 1e-2
        assert values[0] > values[1] > 1e-7
        assert values[2] < 1e-13
        assert found[who, 0.0].conditions[0].met
    assert min(found["l2-adam", eps].value for eps in (1e-4, 1e-8, 0.0)) > 0.1
    whole = {row.quantity: row.value for row in answer if row.case is None}
    # Features in units of their own: the first layer's gradients are spread over decades.
    first = answer.one(quantity="scale-spread", case="0.weight").value
    assert first > 2
    assert whole["scale-spread"] > 1
    assert whole["share-zero"] == 0
    assert 1e-3 < whole["density"] < 2 / np.pi
    assert answer.one(quantity="share-below-eps", case="ε = 1e-08").value == 0
