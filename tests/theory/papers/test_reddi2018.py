"""Reddi et al. 2018: the least periods, regrets of runs, broken twins of the claims."""

from __future__ import annotations

import math

import pytest
import sympy as sp

import adamw_bounds as ab
from adamw_bounds.errors import NoBoundError
from adamw_bounds.theory.audit import audit
from adamw_bounds.theory.catalog import CATALOG
from adamw_bounds.theory.statements import Variant

ONE, TWO = "reddi2018-theorem-1", "reddi2018-theorem-2"
PERIODS = [
    ((0, 0.5), 16),
    ((0.9, 0.95), 482),
    ((0.9, 0.98), 1440),
    ((0.9, 0.99), 3214),
    ((0.9, 0.999), 42620),
]


@pytest.mark.parametrize(("betas", "period"), PERIODS)
def test_least_periods(betas, period) -> None:
    row = ab.conditions(TWO, betas=betas).one(quantity="rare-period")
    assert row.value == pytest.approx(period, rel=1e-12)
    # It meets the conditions of the theorem, and two fewer do not.
    inputs = {"betas": betas, "iterations": 10 * period}
    found = ab.guarantee(TWO, rare_slope=period * (1 + 1e-12), **inputs).one()
    assert found.value == pytest.approx(10, rel=1e-9)
    with pytest.raises(NoBoundError):
        ab.guarantee(TWO, rare_slope=period - 2, **inputs)


def test_momentum_that_forgets_too_slowly_has_no_period() -> None:
    row = ab.conditions(TWO, beta1=0.05, beta2=0.2).one(quantity="rare-period")
    assert row.value is None
    with pytest.raises(NoBoundError) as refused:
        ab.guarantee(TWO, rare_slope=1000, beta1=0.05, beta2=0.2, iterations=10_000)
    assert "small-steps-add-up" in {item["name"] for item in refused.value.details}


@pytest.mark.parametrize("slope", [2.1, 3, 5, 20])
@pytest.mark.parametrize("share", [0.01, 0.5, 0.999])
def test_regret_of_a_period_of_three(slope: float, share: float) -> None:
    beta2 = ab.conditions(ONE, rare_slope=slope).one(quantity="beta2").value
    kept = 1 - beta2
    assert kept == pytest.approx(1 / (1 + slope**2), rel=1e-11)
    alpha, x, v, regret, steps = share * math.sqrt(1 - kept), 1.0, 0.0, 0.0, 3000
    for t in range(1, steps + 1):
        if t % 3 == 1:
            assert x == 1
        g = slope if t % 3 == 1 else -1.0
        regret += g * (x + 1)
        v = kept * v + (1 - kept) * g * g
        x = min(1.0, max(-1.0, x - alpha / math.sqrt(t) * g / math.sqrt(v)))
    bound = ab.guarantee(ONE, rare_slope=slope, iterations=steps).one().value
    assert bound == pytest.approx((2 * slope - 4) * steps / 3, rel=1e-11)
    assert regret >= bound * (1 - 1e-12)


def test_a_small_slope_has_no_bound() -> None:
    with pytest.raises(NoBoundError):
        ab.guarantee(ONE, rare_slope=1.9, iterations=300)


# --- the claims' twins ---------------------------------------------------------------------------
def test_the_inequality_of_the_proof_with_another_index_would_hold() -> None:
    t = sp.Symbol("t", nonnegative=True, integer=True)
    assert audit("reddi-step").verdict == "false-as-printed"
    sides = (1 / sp.sqrt(3 * t + 2), 1 / sp.sqrt(2 * (3 * t + 1)))
    assert audit("reddi-step", sides=sides).verdict == "holds"


def test_another_regret_or_weight() -> None:
    assert audit("reddi-regret").verdict == "holds"
    regret = CATALOG[ONE].formula("regret").variants["explicit"]
    more = Variant(given=regret.given * sp.Rational(11, 10))
    assert audit("reddi-regret", regret=more).verdict == "unsupported"
    beta2 = CATALOG[ONE].formula("beta2").variants["explicit"]
    assert audit("reddi-regret", beta2=Variant(given=beta2.given / 2)).verdict == "unsupported"


def test_another_period() -> None:
    assert audit("reddi-period").verdict == "holds"
    period = CATALOG[TWO].formula("rare-period").variants["explicit"]
    for twin in (period.given + 2, period.given - 2):
        assert audit("reddi-period", period=Variant(given=twin)).verdict == "unsupported"


def test_compare_does_not_ask_for_a_regret() -> None:
    given = {"c_inf": 1, "delta": 0.01, "epsilon": 0.5, "smoothness": 1, "sigma": 0.5, "gap": 1}
    answer = ab.compare(dim=10, iterations=1000, **given)
    assert not [row for row in answer if row.statement.startswith("reddi2018")]
    assert not [
        note.code for note in answer.warnings if "rare" in note.code or "reddi" in note.code
    ]
