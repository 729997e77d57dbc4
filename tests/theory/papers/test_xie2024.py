"""Xie and Li 2024: the schedules that Theorem 1.1 covers, the score of points, broken twins."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
import sympy as sp

import adamw_bounds as ab
from adamw_bounds.engine.schedules import rate_share
from adamw_bounds.theory import symbols as s
from adamw_bounds.theory.audit import audit
from adamw_bounds.theory.catalog import CATALOG
from adamw_bounds.theory.papers.xie2024 import RATES

THEOREM, LEMMA = "xie2024-theorem-1-1", "xie2024-lemma-3-8"
SETTINGS = {"lr": 1e-3, "betas": (0.9, 0.999), "weight_decay": 0.1, "iterations": 10_000}
COVERED = {"constant", "inverse-sqrt", "inverse-time"}


def unmet(schedule: str, **more: object) -> set[str]:
    answer = ab.conditions(THEOREM, schedule=schedule, **{**SETTINGS, **more})
    row = answer.one(quantity="limit-x-inf")
    assert row.value == pytest.approx(10)
    return {item.name for item in row.conditions if not item.met}


def test_the_schedules_that_are_covered() -> None:
    assert {schedule for schedule in RATES if not unmet(schedule)} == COVERED
    assert unmet("cosine") == unmet("linear") == {"rate-sum-ending"}
    assert unmet("warm-up") == {"rate-rises"}


def test_an_uncovered_schedule_marks_the_number() -> None:
    for schedule in RATES:
        notes = ab.conditions(THEOREM, schedule=schedule, **SETTINGS).results[0].notes
        assert any("NOT A BOUND" in note for note in notes) == (schedule not in COVERED)


def test_a_warm_up_is_not_covered_whatever_follows() -> None:
    assert unmet("constant", warmup=100) == {"rate-rises"}
    assert unmet("inverse-sqrt", warmup=100) == {"rate-falls"}
    assert unmet("cosine", warmup=100) == {"rate-sum-ending", "rate-falls"}
    assert unmet("constant", warmup=0) == set()
    row = ab.conditions(THEOREM, schedule="inverse-sqrt", warmup=5, **SETTINGS).results[0]
    assert any("NOT A BOUND" in note for note in row.notes)


def test_the_sum_is_unknown_without_the_length_of_the_run() -> None:
    assert unmet("cosine", iterations=None) == {"rate-sum-ending"}
    assert unmet("constant", iterations=None) == set()


def test_weights_and_epsilon() -> None:
    assert unmet("constant", betas=(0.99, 0.95)) == {"beta-order"}
    assert unmet("constant", betas=(0.95, 0.95)) == set()
    assert unmet("constant", adam_eps=1e-8) == {"no-epsilon"}


def test_what_is_left_of_the_start() -> None:
    """The golden share of the sheet's run, and the product that it approximates."""
    row = ab.conditions(
        THEOREM, schedule="linear", lr=3e-4, weight_decay=0.1, iterations=100_000
    ).results[0]
    (left,) = (item.lhs for item in row.conditions if item.name == "rate-sum-ending")
    assert left == pytest.approx(0.2231, abs=1e-4)
    rates = 3e-4 * (1 - np.arange(100_000) / 100_000)
    assert left == pytest.approx(math.exp(-0.1 * rates.sum()), rel=1e-9)
    assert left == pytest.approx(math.exp(np.log1p(-0.1 * rates).sum()), rel=1e-4)


@pytest.mark.parametrize("schedule", ["constant", "linear", "cosine"])
def test_the_rates_are_those_of_the_engine(schedule: str) -> None:
    known = {s.eta: 1, s.T: 12}
    total = sum(float(RATES[schedule].subs({**known, s.k: k})) for k in range(1, 13))
    assert total == pytest.approx(rate_share(schedule, 12))


def test_no_decay_no_box() -> None:
    row = ab.conditions(THEOREM, schedule="constant", weight_decay=0).results[0]
    assert row.value is None


def value(quantity: str, gradient_l1: float, alignment: float, lam: float) -> float:
    found = ab.log_value(
        LEMMA, quantity, "printed", gradient_l1=gradient_l1, alignment=alignment, lam=lam
    )
    return math.exp(found)


def test_the_score_of_a_point() -> None:
    rng = np.random.default_rng(3)
    x, g, lam = rng.uniform(-2, 2, 50), rng.standard_normal(50), 0.5
    norm, inner = float(abs(g).sum()), float(x @ g)
    score = sum(abs(b) * (1 + lam * a * np.sign(b)) for a, b in zip(x, g, strict=True))
    assert value("kkt-score", norm, inner, lam) == pytest.approx(score)
    assert value("kkt-relative", norm, inner, lam) == pytest.approx(score / norm)
    # The gap is the largest ⟨g, x − u⟩ over the corners of the box.
    corner = -np.sign(g) / lam
    assert value("frank-wolfe-gap", norm, inner, lam) == pytest.approx(g @ (x - corner))


def test_twins() -> None:
    for claim in ("kkt-score", "kkt-schedule"):
        assert audit(claim).as_recorded
    assert audit("kkt-schedule", claimed=("constant", "inverse-time")).verdict == "holds"
    assert audit("kkt-schedule", claimed=("inverse-sqrt", "cosine")).verdict == "false-as-printed"
    sums = [item for item in CATALOG[THEOREM].conditions if item.name.startswith("rate-sum")]
    finite = tuple(
        replace(item, lhs=sp.Integer(0)) if item.schedule == "cosine" else item for item in sums
    )
    assert audit("kkt-schedule", sums=finite).verdict == "unsupported"
    summand = CATALOG[LEMMA].formula("kkt-summand").variants["printed"].expr
    assert audit("kkt-score", summand=2 * summand).verdict == "unsupported"
