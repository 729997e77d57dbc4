"""A sweep's points equal the questions asked one by one; what is written badly is said at once."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import adamw_bounds as ab
from adamw_bounds.engine.sweep import NAMES
from adamw_bounds.errors import InputError, NoBoundError
from adamw_bounds.questions.sweep import NOT_SWEPT
from adamw_bounds.report.stream import row_at
from adamw_bounds.spectra import generalization

PROBLEM = {"c_inf": 1.0, "smoothness": 1.0, "sigma": 1.0, "gap": 1.0}


def _points(draw: random.Random, count: int, **ranges: Any) -> dict[str, Any]:
    """Draw points: a pair of powers of ten, whole where they are ints; beside 0 where told."""
    columns: dict[str, Any] = {}
    for name, (low, high, *rest) in ranges.items():
        values = [10 ** draw.uniform(low, high) for _ in range(count)]
        if "whole" in rest:
            values = [float(max(1, int(value))) for value in values]
        if "zero" in rest:
            values = [value if draw.random() < 0.5 else 0.0 for value in values]
        columns[name] = np.array(values)
    return columns


_COMMON = {
    "c_inf": (-3, 3),
    "smoothness": (-3, 5),
    "sigma": (-3, 3, "zero"),
    "delta": (-16, 0),
    "gap": (-2, 4),
    "batch_size": (0, 3.5, "whole"),
    "lam": (-8, 0, "zero"),
    "x0_norm": (-1, 3),
}
_CASES = [
    ("complexity", {"theorem": 2}, {**_COMMON, "epsilon": (-6, 0.5)}),
    ("complexity", {"theorem": 2, "variant": "printed"}, {"epsilon": (-150, 100), **_COMMON}),
    ("complexity", {"theorem": 3}, {**_COMMON, "epsilon": (-6, 0.5)}),
    ("complexity", {"theorem": 4}, {**_COMMON, "epsilon": (-6, 3), "mu": (-5, 1)}),
    (
        "complexity",
        {"optimizer": "l2-adam", "x_inf_norm": 2.0, "variant": "explicit"},
        {**_COMMON, "epsilon": (-6, 0.5)},
    ),
    (
        "conditions",
        {"variant": "explicit"},
        {**_COMMON, "epsilon": (-3, 0.5), "eta": (-8, 0), "beta1": (-4, 0), "mu": (-3, 1)},
    ),
    (
        "guarantee",
        {},
        {**_COMMON, "iterations": (0, 9, "whole"), "eta": (-9, -1), "beta1": (-3, 0)},
    ),
    (
        "guarantee",
        {"schedule": "decaying", "force": True},
        {**_COMMON, "iterations": (0, 9, "whole"), "eta": (-9, -1), "beta1": (-3, 0)},
    ),
    (
        "guarantee",
        {"adam_eps": 1e-8, "betas": (0.9, 0.999)},
        {
            **{name: ends for name, ends in _COMMON.items() if name not in ("delta", "lam")},
            **{"iterations": (0, 9, "whole"), "lr": (-9, -1), "weight_decay": (-8, 0, "zero")},
            "x_norm": (-1, 2),
        },
    ),
    (
        "rate",
        {},
        {
            "k": (0, 5, "whole"),
            "alpha": (-2, 1),
            "distance_bound": (-2, 3),
            "grad_norm_bound": (-2, 3),
        },
    ),
    (
        "timescale",
        {},
        {
            **{"eta": (-6, -1), "lam": (-4, 0), "iterations": (1, 6, "whole")},
            **{"samples": (1, 6, "whole"), "batch_size": (0, 2, "whole"), "beta1": (-2, -0.1)},
        },
    ),
    (
        "radius",
        {},
        {
            **{"eta": (-6, 1), "lam": (-4, 1), "beta1": (-3, 0), "beta2": (-4, -1)},
            **{"x0_inf_norm": (-2, 2), "iterations": (0, 6, "whole")},
        },
    ),
    (
        "rescale",
        {},
        {
            **{"batch_size": (0, 2.7, "whole"), "to": (0, 3.6, "whole"), "eta": (-5, -1)},
            **{"beta1": (-2, -0.1), "beta2": (-4, -1), "delta": (-16, -4)},
        },
    ),
    (
        "noise-scale",
        {},
        {"sigma": (-2, 3), "gradient_norm": (-3, 2), "batch_size": (0, 3, "whole")},
    ),
    ("edge", {}, {"eta": (-5, 1), "beta1": (-3, 0), "lam": (-4, 1, "zero"), "sharpness": (-1, 5)}),
]


def _alone(question: str, fixed: dict[str, Any], point: dict[str, Any]) -> dict[Any, Any] | None:
    """Return the rows of a point that is asked alone, by name; None where no bound holds."""
    function: Callable[..., Any] = getattr(ab, question.replace("-", "_"))
    try:
        answer = function(**fixed, **point)
    except NoBoundError:
        return None
    rows = [result.as_row() for result in answer.results]
    if question == "complexity":
        rows = [row for row in rows if row.get("stage") is None]
    return {tuple(row.get(key) for key in NAMES): row for row in rows}


def _together(found: Any) -> list[dict[Any, Any]]:
    rows: list[dict[Any, Any]] = [{} for _ in range(len(found))]
    for block in found.walk(lambda block: block, most=16):
        for part in block.parts:
            for pattern in block.patterns(part):
                places = range(block.chunk.size) if part.places is None else part.places
                for number, place in enumerate(places):
                    row = row_at(pattern, number)
                    name = tuple(row.get(key) for key in NAMES)
                    assert name not in rows[block.chunk.start + place]
                    rows[block.chunk.start + place][name] = row
    return rows


def _same(one: Any, other: Any, most: float = 1e-12) -> bool:
    if one is None or other is None or isinstance(one, str | bool):
        return bool(one == other)
    return bool(one == other or abs(one - other) <= most * max(abs(one), abs(other)))


def _check_row(alone: dict[str, Any], row: dict[str, Any]) -> None:
    for key in ("value", "log10", "lower", "upper", "floor", "dominant"):
        assert _same(alone.get(key), row.get(key)), (key, alone, row)
    count = alone.get("count")
    # From 2^53 on a count is a float; where logarithms are in it its 12th digit is rounded up.
    exact = count is None or count < 2**53
    assert _same(count, row.get("count"), 0.0 if exact else 1e-11), (alone, row)
    for ours, theirs in zip(alone["terms"], row["terms"], strict=True):
        assert ours["label"] == theirs["label"]
        assert _same(ours["log10"], theirs["log10"])
    conditions = alone.get("conditions", [])
    for ours, theirs in zip(conditions, row.get("conditions", []), strict=True):
        assert ours["name"] == theirs["name"]
        assert ours["met"] == theirs["met"]
        assert all(_same(ours[side], theirs[side]) for side in ("lhs", "rhs", "margin"))
    failing = ", ".join(item["name"] for item in conditions if not item["met"])
    assert row["unmet"] == (failing or None)
    voids = [note for note in alone["notes"] if note.startswith("NOT ")]
    assert voids == [note for note in row["notes"] if note.startswith("NOT ")]


@pytest.mark.sampled(3)
@pytest.mark.parametrize(("question", "fixed", "ranges"), _CASES)
def test_each_point_is_answered_as_if_it_were_asked_alone(
    question: str, fixed: dict[str, Any], ranges: dict[str, Any]
) -> None:
    draw = random.Random(f"{question} {fixed}")
    columns = _points(draw, 20, **ranges)
    found = ab.sweep(question, points=columns, **fixed)
    for place, rows in enumerate(_together(found)):
        point = {name: float(values[place]) for name, values in columns.items()}
        alone = _alone(question, fixed, point)
        if alone is None:
            # What refuses an answer takes the numbers of a sweep's rows.
            assert rows
            assert all(row["value"] is None and row["unmet"] for row in rows.values())
            continue
        for name, row in alone.items():
            _check_row(row, rows[name])
        for name in rows.keys() - alone.keys():
            assert rows[name]["value"] is None
            assert rows[name]["unmet"]


def test_a_grid_has_every_value_with_every_other_and_the_last_varies_fastest() -> None:
    found = ab.sweep(
        "complexity",
        {"epsilon": "1e-3:1e-1:log:3", "batch_size": [1, 8], "delta": "1e-8,1e-4"},
        theorem=2,
        variant="explicit",
        **PROBLEM,
    )
    row = found.one(quantity="iterations")
    assert row.log10.shape == found.shape == (3, 2, 2)
    for place in np.ndindex(3, 2, 2):
        point = found.points.at(int(np.ravel_multi_index(place, found.shape)))
        assert point["epsilon"] == pytest.approx((1e-3, 1e-2, 1e-1)[place[0]], rel=1e-14)
        assert point["batch_size"] == (1, 8)[place[1]]
        alone = ab.complexity(2, variant="explicit", **PROBLEM, **point)
        wanted = alone.one(quantity="iterations")
        assert row.log10[place] == pytest.approx(wanted.log10, rel=1e-12)
        # Beyond 2^53 the least float that is not below.
        assert 0 <= row.count[place] - wanted.count <= 1e-15 * wanted.count


def test_chunks_of_a_grid_cover_it_once_in_order() -> None:
    found = ab.sweep(
        "complexity",
        {"epsilon": "1e-3:1:log:7", "delta": "1e-8:1:log:5", "gap": "1:2:lin:3"},
        **{**PROBLEM, "gap": None},
    )
    for most in (1, 2, 3, 4, 15, 16, 50, 105, 1000):
        flat = [chunk.flat() for chunk in found.points.chunks(most)]
        assert max(chunk.size for chunk in found.points.chunks(most)) <= most
        starts = [chunk.start for chunk in found.points.chunks(most)]
        assert starts == [0, *np.cumsum([item["gap"].size for item in flat])[:-1]]
        for name in found.points.names:
            joined = np.concatenate([item[name] for item in flat])
            assert joined.tolist() == [found.points.at(place)[name] for place in range(105)]


def test_generalization_is_asked_point_by_point() -> None:
    found = ab.sweep(
        "generalization", {"lam": [1e-4, 1e-2]}, spectrum="shipped:digits_mlp_adamw", rho=1
    )
    for place, lam in enumerate((1e-4, 1e-2)):
        alone = generalization("shipped:digits_mlp_adamw", rho=1, lam=lam)
        for result in alone.results:
            row = found.one(
                optimizer=result.optimizer, variant=result.variant, quantity=result.quantity
            )
            assert row.value[place] == result.value


@pytest.mark.parametrize(
    ("vary", "names"),
    [
        ({"epsilom": [1.0]}, ["--vary"]),
        ({"epsilon": "1:1e-4:log:5"}, ["--vary epsilon"]),
        ({"epsilon": "0:1:log:5"}, ["--vary epsilon"]),
        ({"epsilon": "1e-4:1:log:1e12"}, ["--vary epsilon"]),
        ({"epsilon": "1:2:cubic:5"}, ["--vary epsilon"]),
        ({"epsilon": "1:2:lin:1"}, ["--vary epsilon"]),
        ({"epsilon": "1,nan"}, ["--vary epsilon"]),
        ({"epsilon": [0.1, -1]}, ["--vary epsilon"]),
        ({"epsilon": [[0.1], [1]]}, ["--vary epsilon"]),
        ({"epsilon": []}, ["--vary epsilon"]),
        ({"batch_size": "1,2.5"}, ["--vary batch-size"]),
        ([("epsilon", "1,2"), ("eps", "1,2")], ["--vary"]),
        ({"gap": "1,2"}, ["--gap"]),
        ({}, ["--vary"]),
        ({"epsilon": "1:2:lin:99999", "delta": "1:2:lin:999999"}, ["--vary"]),
        (
            {"epsilon": "a:1:lin:2", "delta": "1,", "nonsense": "1"},
            ["--vary epsilon", "--vary delta", "--vary"],
        ),
    ],
)
def test_what_is_written_badly_is_said_all_at_once(vary: Any, names: list[str]) -> None:
    with pytest.raises(InputError) as caught:
        ab.sweep("complexity", vary, **PROBLEM)
    assert sorted(fault.option for fault in caught.value.faults) == sorted(names)


def test_whole_numbers_of_a_range_are_rounded_and_none_stands_twice() -> None:
    found = ab.sweep("complexity", {"batch_size": "1:10:log:20"}, epsilon=0.1, delta=1, **PROBLEM)
    values = [found.points.at(place)["batch_size"] for place in range(len(found))]
    assert values == sorted(set(values))
    assert all(value == int(value) for value in values)
    assert (values[0], values[-1]) == (1, 10)


def test_rows_are_mappings_in_the_order_of_the_points() -> None:
    found = ab.sweep(
        "complexity", {"epsilon": [0.1, 0.2], "delta": [1.0, 2.0]}, theorem=2, **PROBLEM
    )
    rows = list(found.rows())
    points = list(dict.fromkeys((row["epsilon"], row["delta"]) for row in rows))
    assert points == [(0.1, 1.0), (0.1, 2.0), (0.2, 1.0), (0.2, 2.0)]
    for line in found.summary():
        values = [
            row["value"]
            for row in rows
            if (row["variant"], row["quantity"]) == (line["variant"], line["quantity"])
        ]
        assert line["min"] == pytest.approx(min(values), rel=1e-12)


def test_the_score_of_a_point_is_swept_over_the_decay() -> None:
    point = {"params": np.array([-2.0, 0.5]), "grads": np.array([0.3, 0.1])}
    found = ab.sweep("kkt", {"weight_decay": "0.1,0.5", "adam_eps": "0,1e-3"}, **point)
    rows = [row for row in found.rows() if row["quantity"] == "kkt-score"]
    assert len(rows) == 4
    for row in rows:
        alone = ab.kkt(**point, weight_decay=row["weight_decay"], adam_eps=row["adam_eps"])
        assert row["value"] == alone.one(quantity="kkt-score").value


@pytest.mark.parametrize("question", ["check", "solve", "simulate", "convert"])
def test_what_cannot_be_swept_says_why(question: str) -> None:
    with pytest.raises(InputError) as caught:
        ab.sweep(question, {"lr": "1,2"})
    (fault,) = caught.value.faults
    assert fault.allowed == NOT_SWEPT[question]


def test_a_quantity_is_understood_or_refused() -> None:
    asked = {"theorem": 2, "delta": 1.0, **PROBLEM}
    found = ab.sweep("complexity", {"epsilon": [0.1, 0.2]}, quantity="Iterations", **asked)
    assert {row.quantity for row in found.results} == {"iterations"}
    with pytest.raises(InputError, match="did you mean iterations"):
        ab.sweep("complexity", {"epsilon": [0.1, 0.2]}, quantity="iteration", **asked)
