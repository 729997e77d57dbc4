"""Answers to uncertain inputs: the least and the most that each number can be."""

from __future__ import annotations

import itertools
import math
import random
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from answers import BASE
from hypothesis import given, settings
from hypothesis import strategies as st

import adamw_bounds as ab
from adamw_bounds.engine.ask import Session
from adamw_bounds.engine.choices import resolve
from adamw_bounds.engine.slopes import extents
from adamw_bounds.questions.compare import BOUNDS

RUN: dict[str, Any] = {
    **{"c_inf": 1, "sigma": 0.5, "smoothness": 1, "gap": 1, "delta": 1, "eta": 1e-3},
    **{"beta1": 0.01, "beta2": 0.001, "batch_size": 32, "iterations": 10**5},
}
SHARE = st.floats(0, 1)


def test_a_range_of_inputs_gives_a_range_of_answers() -> None:
    uncertain = {"sigma": (0.4, 0.9), "smoothness": (1, 3), "epsilon": (0.05, 0.2)}
    inputs = {**BASE, **{name: f"{low}..{high}" for name, (low, high) in uncertain.items()}}
    found = ab.complexity(2, **inputs)
    ends = [
        ab.complexity(2, **{**BASE, **dict(zip(uncertain, point, strict=True))})
        for point in itertools.product(*uncertain.values())
    ]
    for row in found:
        key = {"variant": row.variant, "quantity": row.quantity, "statement": row.statement}
        rows = [answer.one(**key) for answer in ends]
        assert row.lower == min(other.value for other in rows)
        assert row.upper == max(other.value for other in rows)
        assert row.lower < row.value < row.upper
        assert not any("NOT PROVED" in note for note in row.notes)
        if row.count is not None:
            assert row.count == max(other.count for other in rows)
    assert found.inputs["sigma"] == ab.Interval(0.4, 0.6, 0.9)


RANGED = st.tuples(st.floats(-2, 2), st.floats(0.01, 1.5))


@given(first=RANGED, second=RANGED, draws=st.lists(st.tuples(SHARE, SHARE), min_size=3, max_size=3))
@settings(max_examples=4)
@pytest.mark.parametrize("names", [("sigma", "batch_size"), ("delta", "c_inf"), ("gap", "epsilon")])
def test_nothing_between_the_ends_leaves_the_range(
    names: tuple[str, str],
    first: tuple[float, float],
    second: tuple[float, float],
    draws: list[tuple[float, float]],
) -> None:
    ends = {}
    for name, (low, width) in zip(names, (first, second), strict=True):
        ends[name] = (BASE[name] * 10**low, BASE[name] * 10 ** (low + width))
        if name == "batch_size":
            ends[name] = (float(math.ceil(ends[name][0])), float(math.ceil(ends[name][1])))
    asked: dict[str, Any] = {"theorem": 2, "variant": "explicit"}
    uncertain = {name: ab.Interval(low, low, high) for name, (low, high) in ends.items()}
    found = ab.complexity(**asked, **{**BASE, **uncertain})
    assert not any("NOT PROVED" in note for row in found for note in row.notes)
    corners = [(0.0, 0.0), (0.0, 1.0), (1.0, 0.0), (1.0, 1.0)]
    for shares in (*corners, *draws):
        point = {
            name: low * (high / low) ** share
            for (name, (low, high)), share in zip(ends.items(), shares, strict=True)
        }
        point |= {name: float(round(point[name])) for name in point if name == "batch_size"}
        there = ab.complexity(**asked, **{**BASE, **point})
        for row in found:
            value = there.one(statement=row.statement, quantity=row.quantity).value
            assert row.lower * (1 - 1e-11) <= value <= row.upper * (1 + 1e-11), point


def test_a_condition_is_met_only_over_the_whole_range() -> None:
    asked = {**RUN, "smoothness": "0.1..10"}
    assert all(item.met for item in ab.guarantee(2, **RUN, variant="explicit").one().conditions)
    (name,) = (
        item.name
        for item in ab.guarantee(2, **{**RUN, "smoothness": 10}, variant="explicit", force=True)
        .one()
        .conditions
        if not item.met
    )
    with pytest.raises(ab.NoBoundError):
        ab.guarantee(2, **asked, variant="explicit")
    row = ab.guarantee(2, **asked, variant="explicit", force=True).one()
    assert [item.name for item in row.conditions if not item.met] == [name]
    assert any("smoothness 10" in note for note in row.notes)


def test_pytorchs_settings_may_be_ranges() -> None:
    inputs = {key: RUN[key] for key in RUN if key not in ("eta", "beta1", "beta2")}
    ends = [(1e-4, 0.99), (1e-4, 0.999), (2e-4, 0.99), (2e-4, 0.999)]
    inputs["smoothness"] = 0.1

    def asked(lr: object, beta: object) -> ab.Result:
        return ab.guarantee(**inputs, lr=lr, betas=(beta, 0.999)).one(statement="here-pytorch")

    found = asked("1e-4..2e-4", "0.99..0.999")
    values = [asked(*point).value for point in ends]
    assert found.lower <= min(values)
    assert found.upper >= max(values)


def test_a_number_that_is_not_monotone_is_enclosed() -> None:
    inputs = {**BASE, "batch_size": "4..2048"}
    asked: dict[str, Any] = {"theorem": 2, "variant": "explicit"}
    row = ab.complexity(**asked, **inputs).one(quantity="gradient-complexity")
    values = [
        ab.complexity(**asked, **{**BASE, "batch_size": size})
        .one(quantity="gradient-complexity")
        .value
        for size in (4, 8, 13, 32, 77, 128, 500, 1024, 2048)
    ]
    assert row.lower <= min(values) * (1 + 1e-12)
    assert row.upper >= max(values) * (1 - 1e-12)
    assert row.lower > 0.5 * min(values)
    assert row.upper < 2 * max(values)


def test_the_stages_of_a_sum_move_as_it_does() -> None:
    inputs = {**BASE, "mu": 0.1, "smoothness": "1..3", "epsilon": "0.1..0.4"}
    asked: dict[str, Any] = {"theorem": 4, "variant": "explicit", "schedule": "constant"}
    row = ab.complexity(**asked, **inputs).one(
        stage=None, quantity="iterations", statement="theorem-4"
    )
    ends = [
        ab.complexity(**asked, **{**inputs, "smoothness": size, "epsilon": near})
        .one(stage=None, quantity="iterations", statement="theorem-4")
        .value
        for size, near in ((1, 0.4), (3, 0.1))
    ]
    assert [row.lower, row.upper] == ends
    assert not any("NOT PROVED" in note for note in row.notes)


@pytest.mark.parametrize(
    ("variant", "schedule"),
    [("printed", "constant"), ("corrected", "constant"), ("corrected", "decaying")],
)
@pytest.mark.parametrize("gap", ["1..5", "1.6..3.2", "1.61..1.9", "0.81..0.9"])
def test_a_sum_over_stages_jumps_with_the_gap(variant: str, schedule: str, gap: str) -> None:
    inputs = {**BASE, "mu": 0.1, "smoothness": "1..3", "epsilon": "0.1..0.15", "gap": gap}
    asked: dict[str, Any] = {"theorem": 4, "variant": variant, "schedule": schedule}
    row = ab.complexity(**asked, **inputs).one(
        stage=None, quantity="iterations", statement="theorem-4"
    )
    assert not any("NOT PROVED" in note for note in row.notes)
    low, high = map(float, gap.split(".."))
    draw = random.Random(gap)
    points = [
        (draw.uniform(low, high), draw.uniform(0.1, 0.15), draw.uniform(1, 3)) for _ in range(60)
    ]
    # Next to every doubling of both ends of ε, and at the ends.
    for epsilon in (0.1, 0.15):
        doubled = [epsilon * 2**power for power in range(9)]
        sides = [low, high, *doubled, *(value * (1 + 1e-15) for value in doubled)]
        points += [
            (value, epsilon, smoothness)
            for value in sides
            if low <= value <= high
            for smoothness in (1.0, 3.0)
        ]
    values = [
        ab.complexity(**asked, **{**inputs, "gap": one, "epsilon": two, "smoothness": three})
        .one(stage=None, quantity="iterations", statement="theorem-4")
        .value
        for one, two, three in points
    ]
    assert row.lower == pytest.approx(min(values), rel=1e-12)
    assert row.upper == pytest.approx(max(values), rel=1e-12)
    assert row.lower <= row.value <= row.upper


def test_a_bound_at_its_best_settings_is_proved_to_rise_with_the_noise() -> None:
    choice = resolve(BOUNDS, "all", None, "constant", "explicit", [])
    inputs = {key: BASE[key] for key in BASE if key != "epsilon"} | {"epsilon": 0.1}
    session = Session(BOUNDS, inputs, choice, [], known={"iterations": 1.0})
    found = extents(session, {"sigma": (0.4, 0.9), "epsilon": (0.05, 0.2)})
    name = ("theorem-2", "adamw", "constant", "explicit", "iterations", "best-settings", "")
    assert found[name].signs == {"sigma": 1, "epsilon": -1}
    # b·T falls, or rises, with b: no direction is proved.
    found = extents(session, {"batch_size": (1.0, 64.0)})
    assert found[name].signs == {"batch_size": -1}
    assert (*name[:4], "gradient-complexity", *name[5:]) not in found


def test_ranges_beside_arrays_are_those_of_each_point() -> None:
    sigmas = np.array([0.2, 0.5, 3.0])
    known: dict[str, Any] = {**BASE, "theorem": 2, "variant": "explicit"}
    row = ab.complexity(**{**known, "sigma": sigmas, "smoothness": "1..3"}).results[0]
    assert not any("NOT PROVED" in note for note in row.notes)
    for place, sigma in enumerate(sigmas):
        alone = ab.complexity(**{**known, "sigma": sigma, "smoothness": "1..3"}).results[0]
        assert row.lower[place] == pytest.approx(alone.lower, rel=1e-13)
        assert row.upper[place] == pytest.approx(alone.upper, rel=1e-13)
    del known["epsilon"]
    with pytest.raises(ab.InputError):
        ab.solve("epsilon", iterations=100, **{**known, "sigma": sigmas})


def test_a_condition_names_the_inputs_that_enter_it() -> None:
    given = {**RUN, "eta": "1..2", "sigma": "0.4..0.9", "gap": "1..2"}
    found = ab.guarantee(2, variant="explicit", force=True, **given)
    (row,) = found.select(quantity="gradient-norm-squared", statement="theorem-2")
    said = next(note for note in row.notes if " fails at " in note)
    assert "eta 2" in said
    assert "sigma" not in said
    assert "gap" not in said
    given = {**RUN, "eta": 5, "sigma": "0.4..0.9"}
    found = ab.guarantee(2, variant="explicit", force=True, **given)
    (row,) = found.select(quantity="gradient-norm-squared", statement="theorem-2")
    assert not any("sigma" in note for note in row.notes)


def test_a_number_lies_between_its_ends_whatever_rounding_does() -> None:
    row = ab.complexity(2, **BASE).results[0]
    up, down = row.value * (1 + 1e-14), row.value * (1 - 1e-14)
    for lower, upper in ((up, up), (down, down), (up, None), (None, down)):
        held = replace(row, lower=lower, upper=upper)
        assert held.lower is None or held.lower <= held.value
        assert held.upper is None or held.upper >= held.value
    array = replace(row, value=np.array([1.0, 2.0]), lower=np.array([1.1, 1.0]), upper=1.5)
    assert array.lower.tolist() == [1.0, 1.0]
    assert array.upper.tolist() == [1.5, 2.0]


@pytest.mark.parametrize(
    ("decay", "delta", "smoothness"),
    [((1e-3, 0.9), 1e-2, 0.1), ((1e-6, 1e-4), 1e-4, 0.1), ((0.01, 0.1), 1e-2, 80.0)],
)
def test_a_range_of_a_decay_that_is_held_constant_is_exact(
    decay: tuple[float, float], delta: float, smoothness: float
) -> None:
    fixed: dict[str, Any] = {"lr": 1e-4, "betas": (0.9, 0.999), "delta": delta}
    fixed |= {"smoothness": smoothness, "x_norm": 3.0, "x0_inf_norm": 0.1, "dim": 100}
    fixed |= {"c_inf": 1.0, "iterations": 1e5}
    box = {"weight_decay": decay, "sigma": (0.1, 2.0), "gap": (0.5, 4.0)}

    def asked(**inputs: Any) -> ab.Result:
        return ab.guarantee(**fixed, **inputs).one(statement="here-constant-decay")

    row = asked(**{name: f"{low}..{high}" for name, (low, high) in box.items()})
    assert not any("NOT PROVED" in note or "enclosure" in note for note in row.notes)
    draw = random.Random(1)
    inside = [
        asked(**{name: draw.uniform(*ends) for name, ends in box.items()}).value for _ in range(40)
    ]
    corners = [
        asked(**dict(zip(box, point, strict=True))).value
        for point in itertools.product(*box.values())
    ]
    assert row.lower == min(corners) <= min(inside)
    assert row.upper == max(corners) >= max(inside)
