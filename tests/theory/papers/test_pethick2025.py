"""Pethick et al. 2025: against sign descent, runs below the bounds, broken twins of the claims."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
import sympy as sp

import adamw_bounds as ab
from adamw_bounds.errors import NoBoundError
from adamw_bounds.theory.audit import audit
from adamw_bounds.theory.catalog import CATALOG
from adamw_bounds.theory.statements import Part, Variant

CONSTANT, DECAYING = "pethick2025-theorem-5-6", "pethick2025-theorem-5-7"
RUN = {
    **{"gap": 2.0, "eta": 1e-4, "iterations": 100_000, "smoothness_inf": 5.0, "smoothness": 1.0},
    **{"sigma": 1.0, "batch_size": 16, "lam": 0.5, "x0_inf_norm": 2.0, "dim": 10},
}


def test_theorem_5_6_term_by_term() -> None:
    row = ab.guarantee(CONSTANT, beta1=0.1, **RUN).one()
    rho, gamma, diameter = 2.0, 5e-5, 4 * math.sqrt(10)
    keep = math.sqrt(0.95)
    expected = {
        "gap": 2 / (gamma * 1e5),
        "step": 2 * 5 * rho**2 * gamma + 2 * diameter**2 * gamma / 0.1,
        "noise-floor": diameter / 4 * math.sqrt(0.2),
        "initial-noise": diameter / 4 * keep / (1e5 * (1 - keep)),
    }
    terms = {term.label: 10**term.log10 for term in row.terms}
    assert terms == pytest.approx(expected, rel=1e-11)
    assert row.value == pytest.approx(sum(expected.values()), rel=1e-11)
    # The rate of sign descent, at the same settings, is below it: S ≤ √d·σ.
    ours = ab.guarantee(
        "sign-descent-decay", beta1=0.1, **{k: v for k, v in RUN.items() if k != "smoothness"}
    ).one()
    assert ours.value < 0.5 * row.value


def test_theorem_5_7_takes_its_own_step() -> None:
    given = {name: value for name, value in RUN.items() if name != "eta"}
    row = ab.guarantee(DECAYING, **given).one()
    with pytest.raises(NoBoundError) as large:
        ab.guarantee(DECAYING, **{**RUN, "eta": 1.0})
    assert [item["name"] for item in large.value.details] == ["step-not-too-large"]
    with pytest.raises(NoBoundError) as small:
        ab.guarantee(DECAYING, **{**RUN, "eta": 1e-9})
    assert [item["name"] for item in small.value.details] == ["step-not-too-small"]
    middle = 0.6 * 1e5**-0.75 / 0.5
    assert ab.guarantee(DECAYING, **{**given, "eta": middle}).one().value == row.value


@pytest.mark.parametrize("name", [CONSTANT, DECAYING])
def test_without_decay_there_is_no_ball(name: str) -> None:
    given = {"gap": 2, "sigma": 1, "smoothness_inf": 5, "smoothness": 1, "dim": 10, "epsilon": 0.1}
    for lam in (0, [0.0, 1.0]):
        rows = ab.complexity(name, lam=np.asarray(lam), **given)
        for row in rows:
            values = np.atleast_1d(np.array(row.value, float))
            assert np.isnan(values[0])
            assert np.isfinite(values[1:]).all()


# --- runs ----------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", [CONSTANT, DECAYING])
@pytest.mark.parametrize("seed", range(12))
def test_every_path_of_a_short_run_stays_below_the_bound(name: str, seed: int) -> None:
    """All 2^T paths on √(1+(x−c)²) in one dimension, where L = H and S = σ."""
    rng = np.random.default_rng(seed)
    lam = 10 ** rng.uniform(-1.5, 0.5)
    start, center = rng.uniform(-1, 1) / lam, rng.uniform(-2, 2) / lam
    size = float(rng.choice([0.0, 10 ** rng.uniform(-2, 1)]))
    curvature, steps = 10 ** rng.uniform(-1, 1), int(rng.integers(1, 13))
    most = steps**-0.75 if name == DECAYING else 1.0
    eta = rng.uniform(0.5, 1) * most / lam
    weights = np.full(steps, rng.uniform(0.02, 1))
    if name == DECAYING:
        weights = 1 / np.sqrt(np.arange(1, steps + 1))
    weights[0] = 1.0
    signs = np.array(list(itertools.product((-1.0, 1.0), repeat=steps)))
    x, m, total = np.full(len(signs), start), np.zeros(len(signs)), 0.0
    for t in range(steps):
        slope = curvature * (x - center) / np.sqrt(1 + (x - center) ** 2)
        total += np.mean(np.abs(slope) / lam + x * slope)
        m = (1 - weights[t]) * m + weights[t] * (slope + size * signs[:, t])
        x = (1 - lam * eta) * x - eta * np.sign(m)
    given = {
        **{"lam": lam, "eta": eta, "sigma": size, "iterations": steps, "dim": 1},
        **{"smoothness_inf": curvature, "smoothness": curvature, "x0_inf_norm": abs(start)},
        "gap": curvature * (math.sqrt(1 + (start - center) ** 2) - 1),
    }
    if name == CONSTANT:
        given["beta1"] = weights[-1]
    assert 0 <= total / steps <= ab.guarantee(name, **given).one().value


# --- the claims' twins ---------------------------------------------------------------------------
def changed(name: str, label: str) -> Variant:
    """A bound with one of its parts a little smaller."""
    bound = CATALOG[name].formula("frank-wolfe-gap-average").variants["explicit"]
    parts = tuple(
        Part(part.label, given=part.given * (sp.Rational(9, 10) if part.label == label else 1))
        for part in bound.parts
    )
    return Variant(parts, combine="sum")


def test_where_the_slope_keeps_its_sign_a_fixed_point_is_enough() -> None:
    assert audit("scion-max").verdict == "missing-hypothesis"
    assert audit("scion-max", slopes=(1, 2)).verdict == "holds"


@pytest.mark.parametrize("label", ["gap", "step", "noise-floor", "initial-noise"])
def test_another_bound_is_not_what_the_steps_give(label: str) -> None:
    assert audit("scion-max", bound=changed(CONSTANT, label)).verdict == "unsupported"


@pytest.mark.parametrize("label", ["gap", "step", "noise"])
def test_another_bound_is_not_what_the_induction_gives(label: str) -> None:
    assert audit("scion-decaying", bound=changed(DECAYING, label)).verdict == "unsupported"
