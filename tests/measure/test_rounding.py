"""The symmetric part of what float32 makes of a product."""

from __future__ import annotations

import os

import numpy as np
import pytest

if os.environ.get("ADAMW_BOUNDS_REQUIRE_TORCH"):
    import torch
else:
    torch = pytest.importorskip("torch")

from torch import nn
from torch.nn import functional as F  # noqa: N812

from adamw_bounds.measure import Problem, measure

FEW = {"probes": 2, "steps": 12, "exact_below": 0, "gradient_samples": 0}


def problem(loss=None) -> Problem:
    torch.manual_seed(0)
    model = nn.Sequential(nn.Linear(6, 8), nn.Tanh(), nn.Linear(8, 3))
    x, y = torch.randn(40, 6), torch.randint(0, 3, (40,))
    return Problem(model=model, loss=loss or nn.CrossEntropyLoss(), data=[(x, y)])


def coarse(model, batch):
    """A loss whose rounding is that of another function: float32 adds a little curvature."""
    x, y = batch
    value = F.cross_entropy(model(x), y)
    if x.dtype == torch.float32:
        for parameter in model.parameters():
            value = value + 1e-4 * (parameter * parameter).sum()
    return value


def narrow(model, batch):
    x, y = batch
    if x.dtype == torch.float64:
        raise TypeError("float32 is wanted")
    return F.cross_entropy(model(x), y)


def test_what_is_wrong_alike_in_all_products_widens_the_rounding() -> None:
    plain = measure(problem(), **FEW).spectrum
    share = plain.meta.extra["symmetric_rounding"]
    assert 0.1 < share < 10
    wrong = measure(problem(coarse), **FEW).spectrum
    assert wrong.meta.extra["symmetric_rounding"] > 1000
    assert plain.node_rounding < 1e-6
    # Every eigenvalue is off by 2e-4, which the bars now hold.
    assert 2e-4 < wrong.node_rounding < 2e-2
    exact = measure(problem(), dtype="float64").spectrum
    shift = wrong.extremes[1] - exact.extremes[1]
    assert shift == pytest.approx(2e-4, rel=0.05)


def test_where_there_is_no_product_in_float64_it_is_said() -> None:
    found = measure(problem(narrow), **FEW, dtype="float32")
    assert "rounding-unseen" in dict(found.warnings)
    assert "symmetric_rounding" not in found.spectrum.meta.extra
    assert found.spectrum.node_rounding > 0


def test_the_model_is_left_as_it_was_and_float64_has_no_such_part() -> None:
    asked = problem()
    before = [value.clone() for value in asked.model.parameters()]
    measure(asked, **FEW)
    for value, held in zip(asked.model.parameters(), before, strict=True):
        assert value.dtype == torch.float32
        assert torch.equal(value, held)
    fine = measure(problem(), **FEW, dtype="float64").spectrum
    assert "symmetric_rounding" not in fine.meta.extra
    assert fine.node_rounding is None
    again = [measure(problem(), **FEW).spectrum.meta.extra["symmetric_rounding"] for _ in "ab"]
    assert np.ptp(again) == 0
