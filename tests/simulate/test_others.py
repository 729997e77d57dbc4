"""Runs of other papers' statements: below, above or at what is proved; and what is refused."""

from __future__ import annotations

import math

import numpy as np
import pytest

from adamw_bounds.errors import InputError, RunError
from adamw_bounds.simulate import run

SCORE = "kkt-score-average"
SIGNS = [
    {},
    {"lam": 0},
    {"sigma": 0, "seeds": 2, "beta1": 1},
    {"sigma": 0, "seeds": 2, "lam": 0},
    {"sigma": 4, "batch_size": 16, "dim": 3},
    {"iterations": 1},
    {"iterations": 30, "beta1": 0.02},
    {"eta": 0.5, "iterations": 200},
    {"eta": 20, "iterations": 50, "dim": 2},
]


@pytest.mark.parametrize("settings", SIGNS, ids=str)
@pytest.mark.parametrize("name", ["sign-descent-decay", "lion-decay"])
def test_signs_stay_below_their_bound(name: str, settings: dict[str, float]) -> None:
    found = run(name, **{"seeds": 8, "iterations": 1500, **settings})
    row = found.one(quantity=SCORE, variant="measured")
    bound = found.one(quantity=SCORE, variant="explicit").value
    assert 0 < row.value <= bound
    assert [item.met for item in row.conditions] == [True] * len(row.conditions)
    assert row.conditions[0].margin == pytest.approx(row.value / bound)
    assert not found.warnings


def test_a_run_of_signs_is_the_one_written_out() -> None:
    """Lion in one dimension without noise, step by step."""
    given = {"dim": 1, "sigma": 0, "lam": 0.2, "eta": 0.3, "iterations": 40}
    found = run("lion-decay", beta1=0.3, beta2=0.1, seeds=2, **given)
    x, m, total = 3.0, None, 0.0
    for _ in range(40):
        g = x / math.sqrt(4 + x * x) + math.sin(x) / 2
        total += abs(g) + 0.2 * x * g
        m = g if m is None else m
        c = 0.7 * m + 0.3 * g
        m = 0.9 * m + 0.1 * g
        x = (1 - 0.06) * x - 0.3 * np.sign(c)
    assert found.one(quantity=SCORE, variant="measured").value == pytest.approx(total / 40)


def test_a_start_outside_the_box_has_no_bound() -> None:
    found = run("sign-descent-decay", lam=1, iterations=20, seeds=2)
    row = found.one(quantity=SCORE, variant="measured")
    assert [item.name for item in row.conditions if not item.met] == ["start-in-box"]
    assert not found.select(quantity=SCORE, variant="explicit")


@pytest.mark.parametrize("slope", [2.01, 3, 20])
def test_a_period_of_three_keeps_its_regret(slope: float) -> None:
    found = run("reddi2018-theorem-1", rare_slope=slope, iterations=299)
    row = found.one(quantity="regret", variant="measured")
    assert found.one(quantity="iterations").value == 300
    bound = found.one(quantity="regret", variant="explicit").value
    assert row.value >= bound * (1 - 1e-12)
    assert bound == pytest.approx(100 * (2 * slope - 4), rel=1e-11)
    assert row.conditions[0].name == "above-guaranteed"
    assert row.conditions[0].met
    assert found.one(quantity="x-last").value == 1


@pytest.mark.parametrize(
    ("beta1", "beta2", "period"), [(1, 0.5, 16), (0.1, 0.05, 482), (0.1, 0.02, 1440)]
)
def test_the_least_period_keeps_its_regret(beta1, beta2, period) -> None:
    found = run("reddi2018-theorem-2", beta1=beta1, beta2=beta2, iterations=20 * period)
    assert found.inputs["rare_slope"] == period
    row = found.one(quantity="regret", variant="measured")
    assert row.conditions[0].met
    assert row.value > found.one(quantity="regret", variant="explicit").value
    assert found.one(quantity="x-last").value > 0.5


def test_amsgradw_comes_to_rest() -> None:
    found = run("amsgradw")
    row = found.one(quantity="rest-point", variant="measured")
    assert row.value == pytest.approx(0.205623, abs=5e-7)
    assert found.one(quantity="denominator").value == pytest.approx(1.9316, abs=5e-5)
    assert all(item.met for item in row.conditions)
    early = run("amsgradw", iterations=3)
    assert [note.code for note in early.warnings] == ["not-at-rest"]
    weak = run("amsgradw", lam=0.5).one(quantity="rest-point", variant="measured")
    assert [item.name for item in weak.conditions if not item.met] == ["decay-above-curvature"]


@pytest.mark.parametrize(
    ("theorem", "inputs", "name"),
    [
        ("sign-descent-decay", {"epsilon": 1}, "epsilon"),
        ("sign-descent-decay", {"beta2": 0.1}, "beta2"),
        ("sign-descent-decay", {"sigma_l1": 1}, "sigma_l1"),
        ("lion-decay", {"dim": 1000}, "dim"),
        ("lion-decay", {"optimizer": "adamw"}, "optimizer"),
        ("lion-decay", {"iterations": 3_000_000}, "iterations"),
        ("lion-decay", {"case": "rare"}, "case"),
        ("reddi2018-theorem-1", {"seeds": 4}, "seeds"),
        ("reddi2018-theorem-2", {"rare_slope": 481}, "rare_slope"),
        ("reddi2018-theorem-2", {"rare_slope": 16.5}, "rare_slope"),
        ("reddi2018-theorem-2", {"beta1": 0.05, "beta2": 0.2}, "rare_slope"),
        ("amsgradw", {"sigma": 1}, "sigma"),
    ],
)
def test_wrong_inputs_are_named(theorem, inputs, name) -> None:
    with pytest.raises(InputError) as refused:
        run(theorem, **inputs)
    assert [fault.name for fault in refused.value.faults] == [name]


def test_a_step_that_throws_the_run_out_is_said() -> None:
    with pytest.raises(RunError):
        run("amsgradw", lam=100)
