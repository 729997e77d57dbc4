"""Where bounds overtake each other."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

import adamw_bounds as ab
from adamw_bounds.questions.crossover import _sign

PROBLEM = {"c_inf": 1.0, "smoothness": 1.0, "gap": 1.0, "sigma": 0.5, "epsilon": 0.1}


def steps(statement: str, **inputs: Any) -> float:
    answer = ab.compare(variant="sharp", schedule="constant", **inputs)
    (row,) = (
        row
        for row in answer.select(statement=statement, quantity="iterations")
        if row.optimizer in ("adamw", "sgd", "adagrad")
    )
    return float(row.log10)


def test_both_sides_need_the_same_steps_at_a_crossing_and_swap_there() -> None:
    answer = ab.compare(crossover="delta", variant="sharp", schedule="constant", **PROBLEM)
    sgd = "ghadimi2013-corollary-2-2"
    row = answer.one(
        quantity="crossover",
        statement="here-constant-step",
        case=f"{sgd} sgd constant explicit",
    )
    assert row.crossing["input"] == "delta"
    assert "delta" not in answer.inputs
    assert row.crossing["smaller_below"] == sgd
    assert row.crossing["smaller_above"] == "here-constant-step"
    ours, theirs = (
        [steps(name, delta=row.value * factor, **PROBLEM) for factor in (0.9, 1, 1.1)]
        for name in ("here-constant-step", sgd)
    )
    assert math.isclose(ours[1], theirs[1], rel_tol=1e-8)
    assert ours[0] > theirs[0]
    assert ours[2] < theirs[2]


def test_a_pair_that_never_crosses_says_so_with_its_range() -> None:
    answer = ab.compare(
        crossover="delta", between=(1e-6, 1e-2), variant="sharp", schedule="constant", **PROBLEM
    )
    row = answer.one(
        statement="here-constant-step", case="ghadimi2013-corollary-2-2 sgd constant explicit"
    )
    assert row.value is None
    assert row.stage is None
    assert row.crossing["range"] == [1e-6, 1e-2]
    assert row.crossing["smaller_below"] == row.crossing["smaller_above"]


def test_a_crossing_over_a_whole_number_is_one() -> None:
    answer = ab.compare(
        crossover="dim",
        delta=1e-8,
        variant="sharp",
        schedule="constant",
        between=(1, 1e4),
        **{**PROBLEM, "epsilon": None, "iterations": 10**13},
    )
    found = [row for row in answer if row.value is not None]
    assert found
    for row in found:
        assert row.value == round(row.value)
        assert row.crossing["compared"] == "bound after T steps"


def test_rounding_alone_makes_no_crossing() -> None:
    rising = np.linspace(1.0, 12.0, 9)
    rounded = rising * (1 + 1e-13 * np.array([1, -1, 1, -1, 1, -1, 1, -1, 1]))
    assert not np.any(_sign(rounded, rising))
    apart = _sign(rounded + np.linspace(-1e-6, 1e-6, 9), rising)
    assert apart.tolist() == [-1.0] * 4 + [0.0] + [1.0] * 4


def test_wrong_requests_are_told_together() -> None:
    with pytest.raises(ab.InputError) as error:
        ab.compare(crossover="dleta", **{**PROBLEM, "c_inf": -1.0})
    assert {fault.name for fault in error.value.faults} >= {"crossover"}
    with pytest.raises(ab.InputError) as error:
        ab.compare(crossover="delta", between=(3, 2), **{**PROBLEM, "sigma": -1})
    assert {fault.name for fault in error.value.faults} == {"between", "sigma"}
    with pytest.raises(ab.InputError):
        ab.compare(between=(1, 2), delta=1.0, **PROBLEM)


@pytest.mark.parametrize(
    ("name", "between", "wrong"),
    [
        ("delta", (-1, 1), {"between"}),
        ("delta", ("a", "b"), {"between"}),
        ("dim", (1.5, 7.5), {"between"}),
        ("delta", (2, 1), {"between"}),
        ("beta1", (0.1, 0.2), {"crossover"}),
        ("no_input", None, {"crossover"}),
    ],
)
def test_only_what_was_given_is_called_wrong(name: str, between: Any, wrong: set[str]) -> None:
    problem = {**PROBLEM, "delta": 1e-4} if name != "delta" else PROBLEM
    with pytest.raises(ab.InputError) as caught:
        ab.compare(crossover=name, between=between, **problem)
    assert {fault.name for fault in caught.value.faults} == wrong
    assert "1e-16" not in str(caught.value)


def test_a_value_of_what_changes_is_called_unused_where_the_range_is_given() -> None:
    asked: dict[str, Any] = {"crossover": "delta", "variant": "sharp", "schedule": "constant"}
    answer = ab.compare(**asked, between=(1e-6, 1e-2), delta=1e-4, **PROBLEM)
    assert [note.code for note in answer.warnings] == ["unused-input"]
    plain = ab.compare(**asked, between=(1e-6, 1e-2), **PROBLEM)
    assert not plain.warnings
    assert answer.results == plain.results
