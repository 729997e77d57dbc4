"""The learning rates of a run: what a schedule means, and what stands with it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from adamw_bounds.engine.rates import OPTIONS, RATE_SUM, Rates, rates_of
from adamw_bounds.engine.schedules import SHAPES, rate_share
from adamw_bounds.errors import Fault

KINDS = ("constant", "decaying")


def read(schedule: Any, **options: Any) -> tuple[Rates, list[Fault], dict[str, Any]]:
    faults: list[Fault] = []
    values = {"eta": 1e-3, **options}
    return rates_of(schedule, values, KINDS, faults), faults, values


@pytest.mark.parametrize("kind", SHAPES)
def test_a_name_with_all_that_it_takes(kind: str) -> None:
    given = {"warmup": "5", "final": 0.5, "step_size": 7.0, "step_factor": "0.3"}
    rates, faults, rest = read(kind.upper(), **given)
    assert faults == []
    assert rest == {"eta": 1e-3}
    taken = {name for name, (_, kinds) in OPTIONS.items() if kind in kinds}
    assert (set(rates.options), set(rates.unused)) == (taken, set(OPTIONS) - taken)
    assert not rates.is_constant
    inputs: dict[str, Any] = {"eta": 2.0, "iterations": 50.0}
    assert rates.enter(inputs) == []
    assert inputs[RATE_SUM] == pytest.approx(2 * rate_share(kind, 50, **rates.options))
    assert inputs["constant_rate"] == 0


def test_a_constant_step_leaves_the_sum_to_its_default() -> None:
    rates, faults, _ = read("constant", warmup=0)
    inputs: dict[str, Any] = {"eta": 2.0, "iterations": 50.0}
    assert faults == rates.enter(inputs) == []
    assert RATE_SUM not in inputs
    assert inputs["constant_rate"] == 1


@pytest.mark.parametrize("schedule", ["decaying", ("decaying",), "all", "constant,decaying"])
def test_schedules_of_formulas_pass_through(schedule: Any) -> None:
    rates, faults, _ = read(schedule)
    assert faults == []
    assert rates.schedules == schedule
    assert rates.name == (
        "" if "decaying" in schedule and "constant" not in schedule else "constant"
    )


@pytest.mark.parametrize("listed", [[3, 1, 2], (3.0, 1, 2), np.array([3.0, 1, 2])])
def test_a_list_says_the_peak_and_the_steps(listed: Any) -> None:
    rates, faults, _ = read(listed)
    inputs: dict[str, Any] = {}
    assert faults == rates.enter(inputs) == []
    assert (inputs["eta"], inputs["iterations"], inputs[RATE_SUM]) == (3, 3, 6)
    some: dict[str, Any] = {"iterations": 2.0}
    assert rates.enter(some) == []
    assert (some["eta"], some[RATE_SUM]) == (3, 4)


@pytest.mark.parametrize("name", ["eta", "iterations"])
def test_a_list_stands_beside_no_arrays(name: str) -> None:
    rates, _, _ = read([1.0, 2.0])
    (fault,) = rates.enter({name: np.array([1.0, 2.0])})
    assert fault.name == name


def test_every_fault_is_said_at_once() -> None:
    _, faults, _ = read("step", warmup=-1, step_factor=2)
    assert {fault.name for fault in faults} == {"warmup", "step_size", "step_factor"}
