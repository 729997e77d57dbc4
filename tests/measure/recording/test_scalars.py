"""The numbers of a step, against a second AdamW in float64 that keeps everything."""

from __future__ import annotations

import os

import pytest

if os.environ.get("ADAMW_BOUNDS_REQUIRE_TORCH"):
    import torch
else:
    torch = pytest.importorskip("torch")

import math
from typing import Any

import numpy as np
from torch import nn

from adamw_bounds.measure.recording import scalars

BETAS, EPS = (0.8, 0.9), 1e-3


class Dense:
    """AdamW or Adam of one parameter, in numpy, after Algorithm 1 of PyTorch's documentation."""

    def __init__(self, rate: float, decay: float, *, decoupled: bool, amsgrad: bool) -> None:
        self.rate, self.decay, self.decoupled, self.amsgrad = rate, decay, decoupled, amsgrad
        self.m = self.s = self.most = 0.0
        self.t, self.v = 0, np.nan

    def step(self, x: np.ndarray, g: np.ndarray) -> dict[str, float]:
        before_v, before_m = self.v, self.m
        taken = g if self.decoupled else g + self.decay * x
        self.t += 1
        self.m = BETAS[0] * self.m + (1 - BETAS[0]) * taken
        self.s = BETAS[1] * self.s + (1 - BETAS[1]) * taken**2
        self.most = np.maximum(self.most, self.s)
        second = self.most if self.amsgrad else self.s
        self.v = np.sqrt(second / (1 - BETAS[1] ** self.t)) + EPS
        u = self.m / (1 - BETAS[0] ** self.t) / self.v
        decay = self.decay if self.decoupled else 0.0
        found = {
            "gradient_l1": np.abs(g).sum(),
            "gradient_l2": np.linalg.norm(g),
            "gradient_inf": np.abs(g).max(),
            "x_l2": np.linalg.norm(x),
            "x_inf": np.abs(x).max(),
            "x_dot_gradient": x @ g,
            "denominator_least": self.v.min(),
            "denominator_most": self.v.max(),
            "x_v_squared": (x * x * self.v).sum(),
            "decay_squared": decay**2 * (x * x * self.v).sum(),
            "update_l2": np.linalg.norm(self.rate * (u + decay * x)),
        }
        if self.t > 1:
            found |= {
                "decay_drift": decay * (x * x * (self.v - before_v)).sum(),
                "denominator_change": np.abs(self.v / before_v - 1).max(),
                "momentum_dot_gradient": before_m @ g / (1 - BETAS[0] ** (self.t - 1)),
            }
        return found


@pytest.mark.parametrize("amsgrad", [False, True])
@pytest.mark.parametrize("kind", ["AdamW", "Adam"])
@pytest.mark.parametrize("decay", [0.0, 0.3])
def test_the_numbers_of_adam_are_those_of_a_dense_float64_run(
    kind: str, decay: float, amsgrad: bool
) -> None:
    torch.manual_seed(0)
    x = nn.Parameter(torch.randn(700, dtype=torch.float64))
    optimizer: Any = getattr(torch.optim, kind)(
        [x], lr=0.05, betas=BETAS, eps=EPS, weight_decay=decay, amsgrad=amsgrad
    )
    dense = Dense(0.05, decay, decoupled=kind == "AdamW", amsgrad=amsgrad)
    for _ in range(6):
        x.grad = torch.randn_like(x)
        before = x.detach().numpy().copy()
        line = scalars.of_step(optimizer).line
        wanted = dense.step(before, x.grad.numpy())
        for name, value in wanted.items():
            assert line[name] == pytest.approx(value, rel=1e-11, abs=1e-12), name
        for name in {"decay_drift", "denominator_change", "momentum_dot_gradient"} - set(wanted):
            assert line[name] is None
        optimizer.step()
        moved = np.linalg.norm(x.detach().numpy() - before)
        assert line["update_l2"] == pytest.approx(moved, rel=1e-10)


def test_pieces_of_a_parameter_add_up(monkeypatch: pytest.MonkeyPatch) -> None:
    torch.manual_seed(1)
    x = nn.Parameter(torch.randn(37, 11))
    x.grad = torch.randn_like(x)
    optimizer = torch.optim.AdamW([x])
    optimizer.step()
    whole = scalars.of_step(optimizer).line
    assert None not in whole.values()
    monkeypatch.setattr(scalars, "_PIECE", 50)
    for name, value in scalars.of_step(optimizer).line.items():
        assert value == pytest.approx(whole[name], rel=1e-6), name


def test_groups_have_their_own_numbers_and_other_optimizers_no_denominator() -> None:
    a, b = nn.Parameter(torch.tensor([3.0, -4.0])), nn.Parameter(torch.tensor([2.0]))
    a.grad, b.grad = torch.tensor([1.0, 2.0]), torch.tensor([-5.0])
    optimizer = torch.optim.SGD([{"params": [a], "lr": 0.1}, {"params": [b], "lr": 0.2}])
    step = scalars.of_step(optimizer)
    assert step.line["group_gradient_l1"] == [3.0, 5.0]
    assert step.line["group_x_dot_gradient"] == [-5.0, -10.0]
    assert step.line["group_x_inf"] == [4.0, 2.0]
    assert step.line["rates"] == [0.1, 0.2]
    assert step.line["denominator_least"] is None
    assert step.squares == 30.0
    assert step.flags == []


@pytest.mark.parametrize("wrong", [math.nan, math.inf])
def test_a_gradient_that_is_not_finite_is_flagged_and_never_written(wrong: float) -> None:
    x = nn.Parameter(torch.ones(3))
    x.grad = torch.tensor([1.0, wrong, 2.0])
    step = scalars.of_step(torch.optim.AdamW([x]))
    assert "not-finite" in step.flags
    assert step.line["gradient_inf"] is step.line["gradient_l1"] is None
    assert step.line["x_inf"] == 1.0


def test_a_parameter_without_gradient_is_flagged() -> None:
    x, y = nn.Parameter(torch.ones(3)), nn.Parameter(torch.ones(2))
    x.grad = torch.ones(3)
    step = scalars.of_step(torch.optim.AdamW([x, y]))
    assert step.flags == ["no-gradient"]
    assert step.line["gradient_l1"] == 3.0


def test_low_precision_parameters_are_summed_in_float64() -> None:
    x = nn.Parameter(torch.full((100_000,), 0.125, dtype=torch.bfloat16))
    x.grad = torch.full_like(x, 0.5)
    step = scalars.of_step(torch.optim.AdamW([x]))
    assert step.line["gradient_l1"] == 50_000.0
    assert step.line["x_dot_gradient"] == 6_250.0


def test_small_parameters_are_put_together_and_give_what_they_give_apart(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    torch.manual_seed(2)
    values = [nn.Parameter(torch.randn(size, dtype=torch.float64)) for size in (3, 50, 7, 1, 90)]
    optimizer = torch.optim.AdamW(
        [{"params": values[:3]}, {"params": values[3:], "weight_decay": 0.5}], weight_decay=0.1
    )
    for turn in range(3):
        for place, value in enumerate(values):
            value.grad = torch.randn_like(value)
            if turn == 0 and place == 2:
                value.grad = None  # it is a step behind the others
        if turn < 2:
            optimizer.step()
    found = scalars.of_step(optimizer).line
    monkeypatch.setattr(scalars, "_SMALL", 1)
    for name, value in scalars.of_step(optimizer).line.items():
        assert found[name] == pytest.approx(value, rel=1e-12), name
    flat = torch.cat([value.grad for value in values])
    assert found["gradient_l2"] == pytest.approx(float(flat.norm()), rel=1e-12)
