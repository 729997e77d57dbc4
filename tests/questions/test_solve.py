"""The inverse of a bound: the bound at the answer is the target, and only there."""

from __future__ import annotations

import math
from typing import Any

import pytest

import adamw_bounds as ab

BASE: dict[str, Any] = {
    **{"c_inf": 5.0, "delta": 1e-4, "epsilon": 0.1, "batch_size": 32, "sigma": 0.5},
    **{"smoothness": 2.0, "gap": 1.5, "theorem": 2},
}
RUN: dict[str, Any] = {
    **{"c_inf": 1.0, "sigma": 0.5, "smoothness": 1.0, "gap": 1.0, "delta": 1.0},
    **{"beta1": 0.01, "beta2": 0.001, "batch_size": 32, "iterations": 10**5},
}


def without(name: str, known: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in known.items() if key != name}


@pytest.mark.parametrize("name", ["epsilon", "delta", "sigma", "smoothness", "gap", "c_inf"])
@pytest.mark.parametrize("variant", ["printed", "explicit"])
def test_the_bound_at_the_answer_is_the_target(name: str, variant: str) -> None:
    others = without(name, BASE)
    for row in ab.solve(name, variant=variant, iterations=10**9, **others):
        there = ab.complexity(**others, variant=variant, **{name: row.value})
        found = there.one(statement=row.statement, quantity="iterations")
        assert found.value == pytest.approx(1e9, rel=1e-11)
        further = row.value * (1.001 if row.case == "at-least" else 0.999)
        beyond = ab.complexity(**others, variant=variant, **{name: further})
        assert beyond.one(statement=row.statement, quantity="iterations").value < 1e9


def test_a_monomial_is_solved_in_closed_form() -> None:
    others = without("epsilon", BASE)
    row = ab.solve("epsilon", variant="printed", iterations=10**9, **others).one()
    # T is that of ε = 0.1 times (0.1/ε)⁴.
    steps = ab.complexity(**BASE, variant="printed").one(quantity="iterations").value
    assert row.value == pytest.approx(0.1 * (steps / 1e9) ** 0.25, rel=1e-13)
    assert row.elasticities == {"epsilon": -4}


def test_a_whole_number_is_the_first_that_serves() -> None:
    others = without("batch_size", BASE)
    for variant in ("printed", "explicit", "sharp"):
        row = ab.solve("batch_size", variant=variant, iterations=10**9, **others).one()
        steps = [
            ab.complexity(**others, variant=variant, batch_size=size)
            .one(quantity="iterations")
            .value
            for size in (row.count - 1, row.count)
        ]
        assert steps[0] > 1e9 >= steps[1]


def test_where_no_value_serves_the_limit_says_so() -> None:
    others = without("batch_size", BASE)
    row = ab.solve("b", variant="explicit", reach="gradient-complexity=1e6", **others).one()
    assert row.value is None
    least = ab.complexity(**others, variant="explicit", batch_size=1)
    assert row.floor == pytest.approx(least.one(quantity="gradient-complexity").value, rel=1e-12)


def test_both_ends_of_a_stretch_are_said_and_a_condition_may_be_one() -> None:
    asked = {**RUN, "theorem": 2, "variant": "explicit"}
    rows = ab.solve("eta", reach=("gradient-norm-squared", 0.1), **asked)
    low, high = rows.one(case="at-least").value, rows.one(case="at-most").value
    assert ab.guarantee(**asked, eta=low).one().value == pytest.approx(0.1, rel=1e-12)
    # η ≤ β1 c1/(2L)
    assert high == pytest.approx(0.01 / 2, rel=1e-12)
    with pytest.raises(ab.NoBoundError):
        ab.guarantee(**asked, eta=high * 1.001)


def test_the_stretches_of_a_bound_that_turns_round_are_all_found() -> None:
    asked = {**without("beta1", RUN), "eta": 1e-3, "theorem": 2, "variant": "explicit"}
    rows = ab.solve("beta1", reach="gradient-norm-squared=0.035", force=True, **asked)
    ends = [rows.one(case=case).value for case in ("at-least", "at-most")]
    for end, side in zip(ends, (1, -1), strict=True):
        values = [
            ab.guarantee(**asked, force=True, beta1=end * factor).one().value
            for factor in (1, 1 + side * 1e-3, 1 - side * 1e-3)
        ]
        assert values[0] == pytest.approx(0.035, rel=1e-11)
        assert values[1] < 0.035 < values[2]


def test_pytorchs_settings_are_looked_for_in_pytorchs_terms() -> None:
    known = {key: RUN[key] for key in RUN if key not in ("beta1", "beta2")}
    known["betas"] = (0.99, 0.999)
    row = ab.solve("lr", reach="gradient-norm-squared=0.2", **known).one(case="at-least")
    there = ab.guarantee(**known, lr=row.value).one(statement="here-pytorch")
    assert (row.quantity, row.update) == ("lr", there.update)
    assert there.value == pytest.approx(0.2, rel=1e-11)


def test_the_first_iteration_of_theorem_1() -> None:
    known: dict[str, Any] = {
        "alpha": 0.5,
        "distance_bound": 1,
        "grad_norm_bound": 1,
        "optimizer": "l2-adam",
    }
    row = ab.solve("k", reach="distance=0.1", variant="printed", **known).one()
    values = [
        ab.rate(**known, variant="printed", k=row.count - step).one().value for step in (0, 1)
    ]
    assert values[0] <= 0.1 < values[1]


def test_everything_that_is_wrong_is_said_at_once() -> None:
    with pytest.raises(ab.InputError) as caught:
        ab.solve("epsilon", epsilon=0.1, sigma="1..2", reach="nonsense=3")
    assert {fault.name for fault in caught.value.faults} == {"epsilon", "sigma", "reach"}
    for wrong in ("nothing", "betas", "mu"):
        with pytest.raises(ab.InputError):
            ab.solve(wrong, iterations=100, **BASE)
    with pytest.raises(ab.InputError):
        ab.solve("sigma", iterations=1.5, **without("sigma", BASE))


def test_a_count_that_a_search_finds_is_inverted_too() -> None:
    others = without("epsilon", BASE)
    row = ab.solve("epsilon", variant="sharp", iterations=10**9, **others).one()
    found = ab.complexity(**others, variant="sharp", epsilon=row.value)
    assert found.one(quantity="iterations").value == pytest.approx(1e9, rel=1e-8)
    assert math.log10(row.value) == row.log10
