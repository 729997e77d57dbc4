"""Conditions and rows of arrays say what single points say, infinities and zeros included."""

from __future__ import annotations

import math
from importlib import import_module
from typing import Any

import numpy as np
import pytest

from adamw_bounds import InputError, NoBoundError, complexity, conditions, guarantee, rate
from adamw_bounds.kernels import KERNELS, calls

BASE = {"c_inf": 1.0, "delta": 1e-4, "smoothness": 10.0, "gap": 1.0, "epsilon": 0.1}


def at(value: Any, place: int) -> Any:
    """Return an entry of an array, None for what single answers have no number for."""
    if value is None:
        return None
    flat = np.asarray(value).reshape(-1)
    found = flat[place] if flat.size > 1 else flat[0]
    return found.item() if hasattr(found, "item") else found


def same_number(single: Any, many: Any) -> bool:
    if single is None:  # beyond a float, at one end or the other, or none at all
        return many is None or not 0 < abs(many) < math.inf
    return math.isclose(single, many, rel_tol=1e-11, abs_tol=0.0)


SEARCHED = {
    kernel.statement for kernel in KERNELS.values() if kernel.counts and kernel.exact is None
} - {kernel.statement for kernel in KERNELS.values() if kernel.exact is not None}


POINTS = {
    "sigma": [0.0, 0.5, 1e-200, 3.0],
    "lam": [0.0, 0.1, 1e-3, 0.0],
    "gap": [1.0, 0.0, 0.0, 1e100],
    "eta": [1e-4, 1e-8, 5e-6, 1e3],
    "beta1": [0.01, 0.01, 0.5, 1.0],
    "beta2": [1e-3, 0.9, 1e-5, 0.1],
    "mu": [0.1, 100.0, 1e-9, 10.0],
}
FIXED = {"c_inf": 1.0, "delta": 1e-4, "smoothness": 10.0, "epsilon": 0.1, "x0_norm": 1.0}


def check_conditions(points: dict[str, list[float]], fixed: dict[str, Any]) -> None:
    many = conditions(**fixed, **{name: np.array(values) for name, values in points.items()})
    count = len(next(iter(points.values())))
    found = 0
    for place in range(count):
        answer = conditions(**fixed, **{name: values[place] for name, values in points.items()})
        for row in answer:
            wanted = ("statement", "variant", "quantity", "schedule", "stage", "optimizer")
            twins = many.select(**{name: getattr(row, name) for name in wanted})
            assert len(twins) == 1, row
            assert same_number(row.value, at(twins[0].value, place)), (row, twins[0])
            others = {item.name: item for item in twins[0].conditions}
            for item in row.conditions:
                twin = others.pop(item.name)
                found += 1
                assert item.met == at(twin.met, place), (item, twin)
                assert same_number(item.margin, at(twin.margin, place)), (item, twin)
                assert item.margin is None or item.met == (item.margin <= 1)
            for twin in others.values():  # it does not apply at this point
                assert at(twin.met, place)
    assert found


@pytest.mark.parametrize("theorem", [2, 3, 4])
def test_conditions_of_arrays_are_those_of_their_points(theorem: int) -> None:
    points = dict(POINTS)
    if theorem != 4:
        points.pop("mu")
    else:
        points["gap"] = [1.0, 0.2, 0.3, 2.0]
    check_conditions(points, {**FIXED, "theorem": theorem, "k": 3})


@pytest.mark.parametrize("seed", range(12))
def test_conditions_of_random_arrays_are_those_of_their_points(seed: int) -> None:
    rng = np.random.default_rng(seed)
    names = ("sigma", "lam", "eta", "beta1", "beta2", "gap", "c_inf", "delta", "smoothness")
    spread = 100 if seed % 3 == 0 else 4
    points = {name: (10.0 ** rng.uniform(-spread, spread, 3)).tolist() for name in names}
    for name in ("beta1", "beta2"):
        points[name] = [min(value, 0.5) for value in points[name]]
    for name in ("sigma", "lam", "gap"):
        points[name][seed % 3] = 0.0
    check_conditions(points, {"theorem": 2 + seed % 2, "epsilon": 0.01, "x0_norm": 1.0, "k": 7})


def test_an_unbounded_side_misses_what_is_finite() -> None:
    """σ = 0 leaves Theorem 3's printed γ without bound: no weight, and above 1."""
    for sigma in (0.0, np.array([0.0, 0.0])):
        row = conditions(theorem=3, sigma=sigma, k=3, variant="printed", **BASE).one(
            quantity="beta1-k"
        )
        (item,) = row.conditions
        assert not np.any(item.met)


def test_a_condition_that_does_not_apply_has_no_sides() -> None:
    answer = conditions(2, sigma=0.5, beta2=1e-3, lam=np.array([0.0, 0.1]), x0_norm=1.0, **BASE)
    row = answer.one(variant="corrected", quantity="beta2-max")
    item = next(item for item in row.conditions if item.name == "lambda-schedule-printed")
    assert item.met.tolist() == [True, False]
    assert np.isnan(item.margin).tolist() == [True, False]
    assert row.value.tolist() == [1.0, pytest.approx(1e-4)]


def test_points_that_miss_a_condition_have_no_number_and_are_counted() -> None:
    base = {name: value for name, value in BASE.items() if name != "epsilon"}
    settings_ = {"sigma": 0.5, "beta1": 0.1, "iterations": 1000, **base}
    wanted = {"statement": "theorem-2", "quantity": "gradient-norm-squared"}
    etas = np.array([1e-5, 1.0, 2.0])
    answer = guarantee(theorem=2, variant="explicit", eta=etas, **settings_)
    row = answer.one(**wanted)
    assert np.isnan(row.value).tolist() == [False, True, True]
    assert row.conditions[0].met.tolist() == [True, False, False]
    (note,) = (note for note in answer.warnings if note.code == "no-bound")
    assert "at 2 of 3 points" in note.message
    forced = guarantee(theorem=2, variant="explicit", eta=etas, force=True, **settings_)
    assert np.isfinite(forced.one(**wanted).value).all()
    assert forced.one(**wanted).notes[0].startswith("NOT A BOUND")
    with pytest.raises(NoBoundError) as caught:
        guarantee(theorem=2, variant="explicit", eta=etas[1:], **settings_)
    assert "at 2 of 2 points" in str(caught.value)


def test_a_row_that_is_dropped_for_a_point_is_no_number_there() -> None:
    answer = rate(k=np.array([1, 2, 3, 9]), alpha=0.5, distance_bound=1, grad_norm_bound=1)
    row = answer.one(variant="explicit")
    assert np.isnan(row.value).tolist() == [True, True, False, False]
    assert all(np.isnan(term.log10).tolist()[:2] == [True, True] for term in row.terms)
    with pytest.raises(NoBoundError):
        rate(k=np.array([1, 2]), variant="explicit", alpha=0.5, distance_bound=1, grad_norm_bound=1)


def check_counts(points: dict[str, list[float]], more: dict[str, Any]) -> None:
    many = complexity(**more, **{name: np.array(values) for name, values in points.items()})
    for place in range(len(points["gap"])):
        answer = complexity(**more, **{name: values[place] for name, values in points.items()})
        for row in answer:
            if row.stage is not None:
                continue
            wanted = ("statement", "variant", "quantity", "schedule", "optimizer")
            twins = many.select(**{name: getattr(row, name) for name in wanted})
            assert len(twins) == 1, row
            assert same_number(row.value, at(twins[0].value, place)), (row, twins[0])
            if row.count is None or row.count >= 2**53:
                continue
            # What a search chose is as near as the search is.
            searched = row.statement in SEARCHED
            other = at(twins[0].count, place)
            near = math.isclose(row.count, other, rel_tol=1e-9, abs_tol=1) and searched
            assert near or row.count == other, (row, twins[0])


@pytest.mark.sampled(4)
@pytest.mark.parametrize("seed", range(12))
def test_counts_and_values_of_arrays_are_those_of_their_points(seed: int) -> None:
    rng = np.random.default_rng(seed)
    count, wide = 4, 3 if seed % 2 else 1
    names = ("c_inf", "sigma", "smoothness", "gap", "lam", "x0_norm", "mu")
    points = {name: (10.0 ** rng.uniform(-wide, wide, count)).tolist() for name in names}
    for name in ("sigma", "gap", "lam", "x0_norm"):
        points[name][seed % count] = 0.0
    points["delta"] = (10.0 ** rng.uniform(-6, 1, count)).tolist()
    points["epsilon"] = [max(gap / 100, 1e-3) for gap in points["gap"]]
    check_counts(points, {"x_inf_norm": 0.5, "batch_size": 3, "optimizer": "all"})


def test_theorem_4_keeps_the_points_without_decay() -> None:
    points = {"lam": [0.0, 0.1], "gap": [1.0, 1.0], "sigma": [0.5, 0.5]}
    more = {"c_inf": 1.0, "delta": 1e-2, "smoothness": 2.0, "mu": 0.5, "epsilon": 0.1}
    check_counts(points, {**more, "theorem": 4, "x0_norm": 1.0})
    answer = complexity(4, lam=np.array([0.0, 0.1]), gap=1.0, sigma=0.5, x0_norm=1.0, **more)
    for row in answer.select(variant="explicit", optimizer="adamw"):
        assert np.isnan(row.value).tolist() == [False, True]
        assert np.isnan(row.count).tolist() == [False, True]


@pytest.mark.parametrize("steps", [1, 4, 9, 100, 10**12])
def test_the_guarantee_of_a_decaying_step_does_not_jump_where_gamma_reaches_the_steps(
    steps: int,
) -> None:
    base = {"c_inf": 1.0, "delta": 1e-2, "smoothness": 3.0, "gap": 1.0, "sigma": 0.5}
    root = math.sqrt(steps)
    for edge in (1.0, root):
        values = [
            guarantee(
                3, schedule="decaying", variant="explicit", gamma=gamma, iterations=steps, **base
            )
            .one(quantity="gradient-norm-squared", case=None)
            .value
            for gamma in (math.nextafter(edge, 0), edge, math.nextafter(edge, math.inf))
        ]
        assert max(values) == pytest.approx(min(values), rel=1e-14)


@pytest.mark.parametrize("full", [False, True])
def test_arrays_are_evaluated_once_a_row(monkeypatch: pytest.MonkeyPatch, full: bool) -> None:
    asked: list[str] = []
    once = calls.evaluate

    def counted(kernel: Any, given: Any) -> Any:
        asked.append(kernel.quantity)
        return once(kernel, given)

    for module in ("kernels.calls", "engine.ask"):
        monkeypatch.setattr(import_module(f"adamw_bounds.{module}"), "evaluate", counted)
    epsilon, delta = np.array([[0.1], [0.2], [0.3]]), np.array([1e-8, 1e-4])
    if full:
        epsilon, delta = np.broadcast_arrays(epsilon, delta)
    problem = {"c_inf": 1.0, "smoothness": 1.0, "sigma": 1.0, "gap": 1.0}
    complexity(2, variant="printed", epsilon=epsilon, delta=delta, **problem)
    assert asked == ["iterations", "gradient-complexity"]


def test_a_margin_below_the_least_float_is_no_number_in_an_array_either() -> None:
    # μ/L = 1e-600, 1e-3: 0.0 would say that μ is 0.
    points = {"mu": [1e-300, 1e-3], "smoothness": [1e300, 1.0]}
    fixed = {"c_inf": 1.0, "delta": 1.0, "gap": 1.0, "sigma": 1.0, "x0_norm": 1.0}
    check_conditions(points, {**fixed, "theorem": 4, "epsilon": 1e-3, "k": 1})
    many = conditions(
        **fixed,
        theorem=4,
        epsilon=1e-3,
        k=1,
        **{name: np.array(values) for name, values in points.items()},
    )
    margins = [item.margin for row in many for item in row.conditions if item.name == "mu-below-l"]
    assert margins
    for margin in margins:
        np.testing.assert_allclose(margin, [np.nan, 1e-3])


@pytest.mark.parametrize("given", [range(1, 3), range(4, 0, -2)])
def test_a_range_of_python_is_the_list_of_its_numbers(given: range) -> None:
    fixed = {"c_inf": 1, "smoothness": 1, "sigma": 1, "delta": 1, "gap": 1, "theorem": 2}
    found, wanted = (complexity(**fixed, epsilon=them) for them in (given, list(given)))
    np.testing.assert_array_equal(found.results[0].value, wanted.results[0].value)
    with pytest.raises(InputError, match="epsilon"):
        complexity(**fixed, epsilon=range(0))
