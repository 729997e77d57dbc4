"""Xie and Li 2024: the schedules that Theorem 1.1 covers, the score of points, broken twins."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

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


def of_run(schedule: object, **more: object) -> dict[str, tuple[float, float]]:
    row = ab.conditions(
        THEOREM, schedule=schedule, betas=(0.9, 0.999), weight_decay=0.1, **more
    ).one(quantity="limit-x-inf")
    assert any("NOT A BOUND" in note for note in row.notes)
    return {item.name: (item.lhs, item.met) for item in row.conditions}


def test_a_list_of_rates_ends_and_may_rise() -> None:
    rates = [0.3, 0.2, 0.2, 0.25, 0.1]
    found = of_run(rates)
    assert found["rate-sum-of-run"] == (pytest.approx(math.exp(-0.1 * sum(rates))), False)
    assert found["rate-falls"] == (pytest.approx(1.25), False)
    # The run may be shorter than the list.
    found = of_run(rates, iterations=3)
    assert found["rate-sum-of-run"][0] == pytest.approx(math.exp(-0.1 * 0.7))
    assert found["rate-falls"] == (1, True)
    assert not of_run([0.0, 0.1])["rate-falls"][1]
    # What does not change is a constant step.
    row = ab.conditions(THEOREM, schedule=[0.1, 0.1], weight_decay=0.1).results[0]
    assert row.schedule == "constant"
    assert all(item.met for item in row.conditions)


def test_a_file_of_rates(tmp_path: Path) -> None:
    file = tmp_path / "rates.txt"
    file.write_text("0.2\n0.1\n", encoding="utf-8")
    assert of_run(str(file))["rate-sum-of-run"][0] == pytest.approx(math.exp(-0.03))


def test_steps_that_fall_by_a_factor() -> None:
    settings = {"lr": 0.1, "iterations": 25, "step_size": 10}
    found = of_run("step", step_factor=0.5, **settings)
    total = 0.1 * (10 + 10 / 2 + 5 / 4)
    assert found["rate-sum-of-run"] == (pytest.approx(math.exp(-0.1 * total)), False)
    assert found["rate-falls"] == (1, True)
    assert not of_run("step", warmup=3, **settings)["rate-falls"][1]
    # Of what is not known the sum is finite still.
    assert not of_run("step", step_size=10)["rate-sum-of-run"][1]
    assert not unmet("step", step_size=10, step_factor=1)
    assert not unmet("cosine", final=1)


def test_all_schedules_are_those_that_a_name_says() -> None:
    answer = ab.conditions(THEOREM, schedule="all", **SETTINGS)
    assert {row.schedule for row in answer} == set(RATES)


def test_a_schedule_that_it_has_not() -> None:
    with pytest.raises(ab.InputError) as caught:
        ab.guarantee(
            "here-convex-rate",
            schedule="cosine",
            lam=1,
            smoothness_inf=1,
            x0_inf_norm=1,
            iterations=5,
        )
    (fault,) = caught.value.faults
    assert fault.name == "schedule"
    assert fault.value is None
    assert {"constant", "frank-wolfe"} <= set(fault.allowed.replace(",", "").split())


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
