"""Eigenvectors of the extremes, on request."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest

if os.environ.get("ADAMW_BOUNDS_REQUIRE_TORCH"):
    import torch
else:
    torch = pytest.importorskip("torch")

from torch import nn
from torch.nn import functional as F  # noqa: N812

from adamw_bounds.errors import InputError, RunError
from adamw_bounds.measure import Problem, Settings, measure
from adamw_bounds.spectra import describe, load_spectrum


def problem() -> Problem:
    torch.manual_seed(0)
    model = nn.Sequential(nn.Linear(4, 5), nn.Tanh(), nn.Linear(5, 3)).double()
    data = [(torch.randn(20, 4, dtype=torch.float64), torch.randint(0, 3, (20,)))]
    return Problem(model=model, loss=nn.CrossEntropyLoss(), data=data)


@pytest.mark.parametrize("few", [{}, {"exact_below": 0, "probes": 2, "steps": 43}])
def test_they_are_eigenvectors(tmp_path: Path, dense_hessian: Any, few: dict[str, Any]) -> None:
    asked = problem()
    path = tmp_path / "v.npz"
    measure(asked, vectors=True, **few).save(path)
    found = load_spectrum(path)
    (x, y), names = asked.data[0], [name for name, _ in asked.model.named_parameters()]
    matrix = dense_hessian(asked.model, names, lambda call: F.cross_entropy(call(x), y))
    assert found.vectors is not None
    assert np.linalg.norm(found.vectors, axis=1) == pytest.approx(1.0, rel=1e-12)
    low, high = found.extremes
    for value, vector in zip((high, low), found.vectors, strict=True):
        assert np.linalg.norm(matrix @ vector - value * vector) < 1e-7


def test_they_are_told(tmp_path: Path) -> None:
    path = tmp_path / "v.npz"
    measure(problem(), vectors=True).save(path)
    assert describe(path).one(quantity="eigenvectors").value == 2


def test_they_are_not_there_unasked(tmp_path: Path) -> None:
    assert measure(problem()).spectrum.vectors is None


def test_what_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        Settings.checked(vectors=True, blocks="layer")
    path = tmp_path / "v.npz"
    measure(problem(), vectors=True).save(path)
    with np.load(path) as archive:
        arrays = dict(archive)
    np.savez(path, **{**arrays, "vectors": arrays["vectors"][:, 1:]})
    with pytest.raises(RunError) as refused:
        load_spectrum(path)
    assert refused.value.code == "bad-spectrum-file"
