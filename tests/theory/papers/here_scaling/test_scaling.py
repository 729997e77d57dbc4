"""Radius, stability, equilibrium and rescaling: the sheet's numbers, simulations, twins."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
import sympy as sp

from adamw_bounds.kernels import KERNELS
from adamw_bounds.kernels.calls import evaluate
from adamw_bounds.theory.audit import audit
from adamw_bounds.theory.catalog import CATALOG


def value(statement: str, quantity: str, case: str | None = None, **inputs: float) -> float:
    (variant,) = CATALOG[statement].formula(quantity, case=case).variants
    kernel = KERNELS[statement, quantity, None, None, case, variant]
    return math.exp(evaluate(kernel, inputs).log)


# --- radius ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("betas", "update"),
    [
        ((0.9, 0.999), 7.2703),
        ((0.9, 0.99), 2.3452),
        ((0.9, 0.98), 1.6977),
        ((0.9, 0.95), 1.1650),
        ((0.95, 0.99), 1.6818),
        ((0.9, 0.9), 1.0),
        ((0.5, 0.5), 1.0),
    ],
)
def test_the_largest_update_of_the_sheet(betas: tuple[float, float], update: float) -> None:
    rates = {"beta1": 1 - betas[0], "beta2": 1 - betas[1]}
    assert value("here-radius", "update-ratio", **rates) == pytest.approx(update, abs=5e-5)
    long = value("here-radius", "update-ratio", "first-steps", iterations=1e6, **rates)
    assert long == pytest.approx(value("here-radius", "update-ratio", **rates), rel=1e-9)
    first = value("here-radius", "update-ratio", "first-steps", iterations=1.0, **rates)
    assert first == pytest.approx(1.0, rel=1e-12)


def test_the_radius_of_pytorch() -> None:
    """U = 7.27 for PyTorch's betas, unless c∞/ε is less."""
    inputs = {"beta1": 0.1, "beta2": 0.001, "lam": 0.01, "x0_inf_norm": 1.0}
    found = value("here-radius", "radius", **inputs)
    assert found == pytest.approx(7.27029179999970 / 0.01, rel=1e-12)
    bounded = {**inputs, "delta": 1e-16, "c_inf": 1.0}
    assert value("here-radius", "radius", "bounded-gradients", **bounded) == pytest.approx(found)
    small = value("here-radius", "radius", "bounded-gradients", **{**bounded, "c_inf": 1e-9})
    assert small == pytest.approx(1.0 * max(1.0, 0.1 / 0.01), rel=1e-12)


def run(gradients: Any, beta1: float, beta2: float, *, corrected: bool = True) -> float:
    """Return the last |m̂|/√v̂ of PyTorch's update, or |m|/√v, for one entry."""
    m = n = 0.0
    keep1, keep2 = 1 - beta1, 1 - beta2
    for gradient in gradients:
        m = keep1 * m + beta1 * gradient
        n = keep2 * n + beta2 * gradient**2
    steps = len(gradients)
    whole = (1 - keep1**steps, 1 - keep2**steps) if corrected else (1.0, 1.0)
    return abs(m) / whole[0] / math.sqrt(n / whole[1])


@pytest.mark.parametrize("rates", [(0.1, 0.001), (0.1, 0.05), (0.3, 0.6), (0.1, 0.1), (1.0, 0.2)])
@pytest.mark.parametrize("corrected", [True, False])
def test_some_gradients_attain_the_largest_update(
    rates: tuple[float, float], *, corrected: bool
) -> None:
    """g_j ∝ (β1/β2)^(t−j) in PyTorch's β attains it, and no random gradients exceed it."""
    case = "first-steps" if corrected else "first-steps-uncorrected"
    known = {"beta1": rates[0], "beta2": rates[1]}
    growth = (1 - rates[0]) / (1 - rates[1])
    for steps in (1, 2, 9, 40):
        found = value("here-radius", "update-ratio", case, iterations=float(steps), **known)
        worst = growth ** np.arange(steps - 1.0, -1.0, -1.0)
        assert run(worst, *rates, corrected=corrected) == pytest.approx(found, rel=1e-10)
        rng = np.random.default_rng(steps)
        for _ in range(50):
            wild = rng.standard_normal(steps) * 10 ** rng.uniform(-6, 6, steps)
            assert run(wild, *rates, corrected=corrected) <= found * (1 + 1e-12)


def test_iterates_stay_in_the_radius() -> None:
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(0)
    start, lam, lr, betas = 0.3, 0.5, 0.2, (0.9, 0.95)
    x = torch.nn.Parameter(torch.full((64,), start, dtype=torch.float64))
    optimizer = torch.optim.AdamW([x], lr=lr, betas=betas, eps=1e-12, weight_decay=lam)
    known = {"beta1": 0.1, "beta2": 0.05, "lam": lam, "x0_inf_norm": start, "eta": lr}
    radius = value("here-radius", "radius", **{k: v for k, v in known.items() if k != "eta"})
    step = value("here-radius", "largest-step", **known)
    largest = moved = 0.0
    growth = 0.9 / 0.95
    for k in range(300):
        before = x.detach().clone()
        sign = np.where(np.arange(64) % 2, 1.0, -1.0)
        kind = growth ** (40 - k % 40) * (1 if k % 80 < 40 else -1)
        x.grad = torch.from_numpy(sign * kind + 1e-3 * rng.standard_normal(64))
        optimizer.step()
        largest = max(largest, float(x.detach().abs().max()))
        moved = max(moved, float((x.detach() - before).abs().max()))
    assert largest <= radius
    assert moved <= step
    assert largest > 0.9 * radius  # the bounds are near
    assert moved > 0.4 * step


# --- stability ------------------------------------------------------------------------------------
def largest_root(s: float, eta: float, lam: float, beta1: float) -> float:
    """Return the spectral radius of one mode's update, momentum and decay included."""
    step = np.array([[1 - eta * lam - eta * beta1 * s, -eta * (1 - beta1)], [beta1 * s, 1 - beta1]])
    return float(np.abs(np.linalg.eigvals(step)).max())


def test_the_edge_of_the_sheet() -> None:
    known = {"eta": 1e-3, "beta1": 0.1, "lam": 0.1}
    assert value("here-edge", "edge-threshold", **known) == pytest.approx(37998.1, rel=1e-12)
    plain = {"eta": 1e-3, "beta1": 0.1}
    assert value("cohen2022-edge", "edge-threshold", **plain) == pytest.approx(38e3, rel=1e-12)


@pytest.mark.parametrize("seed", range(20))
def test_a_mode_is_stable_between_the_two_ends(seed: int) -> None:
    rng = np.random.default_rng(seed)
    beta1, eta = rng.uniform(0.02, 1), 10 ** rng.uniform(-4, 0)
    lam = rng.uniform(0.01, 1.9) / eta
    known = {"eta": eta, "beta1": beta1, "lam": lam}
    top = value("here-edge", "edge-threshold", **known)
    low = -value("here-edge", "stable-negative-curvature", lam=lam)
    width = top - low
    for inside in (low + 1e-3 * width, (low + top) / 2, top - 1e-3 * width):
        assert largest_root(inside, eta, lam, beta1) < 1
    for outside in (low - 1e-3 * width, top + 1e-3 * width):
        assert largest_root(outside, eta, lam, beta1) > 1


# --- equilibrium ----------------------------------------------------------------------------------
def test_the_equilibrium_of_the_sheet_and_of_a_run() -> None:
    known = {"eta": 1e-2, "lam": 0.5, "beta1": 0.1}
    rms = value("here-equilibrium", "equilibrium-rms", **known)
    turn = value("here-equilibrium", "equilibrium-turn", **known)
    assert rms == pytest.approx(0.09783, abs=5e-6)
    assert turn == pytest.approx(math.sqrt(2 * 1e-2 * 0.5 * 0.1 / 1.9), rel=2e-3)
    rng = np.random.default_rng(1)
    x, u = np.zeros(20_000), np.zeros(20_000)
    for _ in range(1500):  # 7.5 time scales
        u = 0.9 * u + 0.1 * rng.standard_normal(x.size)
        before, x = x, (1 - 5e-3) * x - 1e-2 * u
    assert math.sqrt(np.mean(x**2)) == pytest.approx(rms, rel=0.02)
    assert math.sqrt(np.mean((x - before) ** 2) / np.mean(x**2)) == pytest.approx(turn, rel=0.03)
    more = {**known, "dim": 1e6}
    ratio = value("here-equilibrium", "equilibrium-ratio", x_norm=3e3 * rms, **more)
    assert ratio == pytest.approx(3.0, rel=1e-12)


# --- another batch size ---------------------------------------------------------------------------
def rescaled_run(kappa: int, *, eta: float, lam: float, betas: tuple[float, float]) -> Any:
    """Return mean and spread of x after 4,096 samples: gradient 0.05, noise 1 for a sample."""
    rng = np.random.default_rng(kappa)
    x, m, n = np.zeros(4000), np.zeros(4000), np.zeros(4000)
    for t in range(1, 4096 // kappa + 1):
        g = 0.05 + rng.standard_normal(x.size) / math.sqrt(kappa)
        m = betas[0] * m + (1 - betas[0]) * g
        n = betas[1] * n + (1 - betas[1]) * g**2
        step = m / (1 - betas[0] ** t) / np.sqrt(n / (1 - betas[1] ** t))
        x = (1 - eta * lam) * x - eta * step
    return float(-x.mean()), float(x.std())


def test_the_rule_keeps_a_run_that_noise_dominates() -> None:
    old = {"eta": 1e-3, "lam": 0.5, "beta1": 0.01, "beta2": 0.001}
    batches = {"batch_size": 1.0, "to": 8.0}
    eta = value("malladi2022-square-root", "eta", eta=old["eta"], **batches)
    lam = value("here-square-root-decay", "lam", lam=old["lam"], **batches)
    assert (eta, lam) == pytest.approx((math.sqrt(8) * 1e-3, math.sqrt(8) * 0.5))
    betas = [
        value("here-square-root-decay", f"betas-{i}", "half-life", **batches, **{name: old[name]})
        for i, name in ((1, "beta1"), (2, "beta2"))
    ]
    linear = [
        value("malladi2022-square-root", f"betas-{i}", **batches, **{name: old[name]})
        for i, name in ((1, "beta1"), (2, "beta2"))
    ]
    assert betas == pytest.approx(linear, abs=3e-3)
    mean, spread = rescaled_run(1, eta=1e-3, lam=0.5, betas=(0.99, 0.999))
    kept = rescaled_run(8, eta=eta, lam=lam, betas=(betas[0], betas[1]))
    assert kept == pytest.approx((mean, spread), rel=0.12)
    alone = rescaled_run(8, eta=eta, lam=0.5, betas=(betas[0], betas[1]))
    assert abs(alone[0] - mean) > 0.3 * mean
    linear_rule = rescaled_run(8, eta=8e-3, lam=0.5, betas=(betas[0], betas[1]))
    assert abs(linear_rule[1] - spread) > 0.5 * spread


# --- twins ----------------------------------------------------------------------------------------
def expression(statement: str, quantity: str, case: str | None = None) -> sp.Expr:
    (variant,) = CATALOG[statement].formula(quantity, case=case).variants.values()
    return sp.sympify(variant.expr)


@pytest.mark.parametrize(
    ("claim", "parameter", "twin"),
    [
        ("here-radius-bound", "largest", expression("here-radius", "update-ratio") * 0.99),
        ("here-radius-bound", "held", expression("here-radius", "decay-radius")),
        ("here-radius-bound", "step", expression("here-radius", "update-ratio")),
        (
            "here-update-rises",
            "corrected",
            expression("here-radius", "update-ratio", "first-steps-uncorrected"),
        ),
        ("here-edge-decay", "threshold", expression("cohen2022-edge", "edge-threshold")),
        ("here-edge-decay", "lower", sp.Integer(0)),
        (
            "here-equilibrium-size",
            "size",
            sp.sqrt(sp.Symbol("eta", positive=True) / sp.Symbol("lam", nonnegative=True) / 2),
        ),
        (
            "here-rescaled-decay",
            "lam",
            sp.Symbol("lam", nonnegative=True) * sp.Symbol("to", positive=True, integer=True),
        ),
    ],
    ids=lambda item: item if isinstance(item, str) else "twin",
)
def test_twins(claim: str, parameter: str, twin: sp.Expr) -> None:
    assert audit(claim).verdict == "holds"
    assert audit(claim, **{parameter: twin}).verdict == "unsupported"
