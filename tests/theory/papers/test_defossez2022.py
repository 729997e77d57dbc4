"""Défossez et al. 2022: golden numbers, runs below the bounds, broken twins of the claims."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
import sympy as sp

from adamw_bounds import log_value
from adamw_bounds.theory import symbols as s
from adamw_bounds.theory.audit import audit
from adamw_bounds.theory.catalog import CATALOG
from adamw_bounds.theory.statements import Part, Variant

GOLDEN = {"c_inf": 1.0, "smoothness": 1.0, "gap": 1.0, "delta": 1e-8, "dim": 10.0, "eta": 1e-3}


def bound(name: str, optimizer: str, **inputs: Any) -> Any:
    return log_value(
        f"defossez2022-{name}",
        "gradient-norm-squared",
        "explicit",
        schedule="constant",
        optimizer=optimizer,
        **inputs,
    )


@pytest.mark.parametrize(
    ("name", "optimizer", "settings", "expected"),
    [
        ("repaired", "rmsprop", {"beta2": 1e-4}, 0.525307690569),
        ("theorem-2", "rmsprop", {"beta2": 1e-4}, 0.497288355525),
        ("theorem-4", "adam", {"beta1": 0.1, "beta2": 1e-4}, 14.5542226069),
        ("theorem-1", "adagrad", {}, 3.29023595185),
    ],
)
def test_golden_numbers(name, optimizer, settings, expected) -> None:
    found = bound(name, optimizer, iterations=1e6, **GOLDEN, **settings)
    assert math.exp(found) == pytest.approx(expected, rel=1e-11)


# --- simulated -------------------------------------------------------------------------------
def mean_squared_gradient(update: Any, rng: Any, problem: dict[str, float], weights: Any) -> float:
    """Run F = Σ(√(1+x²) − 1), L = 1, with two-point noise that is rare on one side."""
    x = np.full((48, 2), problem["start"])
    state: dict[str, Any] = {"m": np.zeros_like(x), "v": np.zeros_like(x)}
    total = 0.0
    for step, weight in enumerate(weights, start=1):
        gradient = x / np.sqrt(1 + x**2)
        total += weight * (gradient**2).sum(axis=1).mean()
        p, size = problem["rare"], problem["size"]
        noise = np.where(rng.random(x.shape) < p, size, -size * p / (1 - p))
        x = x - update(state, gradient + noise, step)
    return total / sum(weights)


def draw(rng: Any) -> tuple[dict[str, float], dict[str, float]]:
    rare, size = rng.choice([0.01, 0.1, 0.5]), 10 ** rng.uniform(-1, 1.5)
    start = rng.uniform(0, 20)
    problem = {"rare": rare, "size": size, "start": start}
    inputs = {
        "c_inf": 1 + max(size, size * rare / (1 - rare)),
        "smoothness": 1.0,
        "gap": 2 * (math.sqrt(1 + start**2) - 1),
        "dim": 2.0,
        "iterations": float(int(10 ** rng.uniform(1, 2.7))),
        "eta": 10 ** rng.uniform(-2.5, 0.5),
        "delta": 10 ** rng.uniform(-6, 1),
    }
    return problem, inputs


@pytest.mark.parametrize("seed", range(12))
def test_repaired_rmsprop_stays_below_its_bound(seed: int) -> None:
    rng = np.random.default_rng(seed)
    problem, inputs = draw(rng)
    beta2 = 10 ** rng.uniform(-2.5, -0.1)

    def update(state: Any, g: Any, step: int) -> Any:
        state["v"] = (1 - beta2) * state["v"] + beta2 * g**2
        corrected = state["v"] / (1 - (1 - beta2) ** step)
        return inputs["eta"] * g / np.sqrt(corrected + inputs["delta"])

    found = mean_squared_gradient(update, rng, problem, np.ones(int(inputs["iterations"])))
    assert 0 < found <= math.exp(bound("repaired", "rmsprop", beta2=beta2, **inputs))


@pytest.mark.parametrize("seed", range(12))
def test_adam_with_sums_stays_below_theorem_4(seed: int) -> None:
    rng = np.random.default_rng(100 + seed)
    problem, inputs = draw(rng)
    beta2 = 10 ** rng.uniform(-2.5, -0.3)
    beta1 = rng.uniform(beta2, 1)
    b1, b2, eps = 1 - beta1, 1 - beta2, inputs["delta"] / beta2
    inputs["iterations"] += math.ceil(b1 / beta1)
    steps = int(inputs["iterations"])

    def update(state: Any, g: Any, step: int) -> Any:
        state["m"] = b1 * state["m"] + g
        state["v"] = b2 * state["v"] + g**2
        alpha = inputs["eta"] * (1 - b1) * math.sqrt((1 - b2**step) / (1 - b2))
        return alpha * state["m"] / np.sqrt(eps + state["v"])

    weights = 1 - b1 ** (steps - np.arange(steps))
    found = mean_squared_gradient(update, rng, problem, weights)
    assert found > 0
    assert found <= math.exp(bound("theorem-4", "adam", beta1=beta1, beta2=beta2, **inputs))


def test_without_momentum_theorem_4_is_theorem_2_with_a_larger_constant() -> None:
    given = {**GOLDEN, "iterations": 1e6, "beta2": 1e-4}
    four = math.exp(bound("theorem-4", "adam", beta1=1.0, **given))
    tiny = {**given, "eta": 1e-3}
    two = math.exp(bound("theorem-2", "rmsprop", **tiny))
    R = 1 + math.sqrt(1e-8 / 1e-4)
    once = math.log1p(R**2 / 1e-8) / 1e6 - math.log1p(-1e-4)
    assert four - two == pytest.approx(8 * 10 * R**2 / 1e-2 * once, rel=1e-9)


# --- the claims' twins -----------------------------------------------------------------------
def part_of(name: str) -> Variant:
    return CATALOG[f"defossez2022-{name}"].formula("gradient-norm-squared").variants["explicit"]


def changed(variant: Variant, label: str, factor: Any) -> Variant:
    """A bound with one of its parts multiplied."""
    parts = tuple(
        Part(part.label, given=part.given * (factor if part.label == label else 1))
        for part in variant.parts
    )
    return Variant(parts, combine="sum")


def test_the_repaired_bound_would_make_the_claim_true() -> None:
    assert audit("defossez-delta", bound=part_of("repaired")).verdict == "holds"


def test_a_repair_with_a_floor_is_no_repair() -> None:
    verdict = audit("defossez-delta", repaired=part_of("theorem-2")).verdict
    assert verdict not in ("holds", "missing-hypothesis")


@pytest.mark.parametrize("label", ["gap", "initial-noise", "noise-floor"])
def test_a_repaired_bound_with_another_constant_is_not_what_the_proof_gives(label: str) -> None:
    twin = changed(part_of("repaired"), label, sp.Rational(9, 10))
    assert audit("defossez-repair", bound=twin).verdict == "unsupported"


def test_momentum_twin() -> None:
    twin = changed(part_of("theorem-4"), "noise-floor", 1 / s.beta1)
    assert audit("defossez-momentum", bound=twin).verdict == "holds"  # equal at β1 = 1
    twin = changed(part_of("theorem-4"), "noise-floor", 2)
    assert audit("defossez-momentum", bound=twin).verdict == "unsupported"
