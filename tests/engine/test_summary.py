"""What many points come to equals what the points come to when all of them are kept."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import adamw_bounds as ab
from adamw_bounds.engine import summary as module
from adamw_bounds.engine.summary import summary

PROBLEM = {"c_inf": 1.0, "smoothness": 1.0, "sigma": 1.0, "gap": 1.0}


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let few points be many: several chunks, pieces of them, a sample, threads."""
    for name, size in (("CHUNK", 512), ("_MOST_NUMBERS", 512), ("_PIECE", 100), ("_SAMPLE", 256)):
        monkeypatch.setattr(module, name, size)


def _kept(found: Any, **wanted: Any) -> tuple[Any, Any]:
    row = found.one(**wanted)
    return row, np.sort(row.log10.ravel()[~np.isnan(row.log10.ravel())])


GRIDS = [
    {"epsilon": "1e-4:1:log:97", "delta": "1e-16:1:log:61"},
    # Each number stands nine times; nearly all are one of two; half of them are one number.
    {"mu": "1:9:lin:9", "epsilon": "1e-2:1e-1:log:700"},
    {"epsilon": [0.1] * 3000 + [0.01] * 2999 + [0.2, 0.3]},
    {"epsilon": np.concatenate([np.full(4000, 0.1), np.geomspace(1e-3, 1, 4000)])},
]


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("vary", GRIDS)
@pytest.mark.parametrize("most", [1 << 23, 40])
def test_least_median_and_largest_are_those_of_all_points(
    vary: dict[str, Any], most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Where few numbers are kept, a second and a third walk find the median.
    monkeypatch.setattr(module, "_MOST_KEPT", most)
    fixed = {**PROBLEM, **({} if "delta" in vary else {"delta": 1e-4})}
    found = ab.sweep("complexity", vary, theorem=2, variant="explicit", **fixed)
    for line in summary(found):
        row, kept = _kept(found, quantity=line["quantity"])
        assert line["points"] == line["numbers"] == kept.size == len(found)
        assert line["min_log10"] == pytest.approx(kept[0], rel=1e-13)
        assert line["max_log10"] == pytest.approx(kept[-1], rel=1e-13)
        assert line["median_log10"] == pytest.approx(kept[(kept.size - 1) // 2], rel=1e-13)
        assert line["min"] == pytest.approx(10 ** kept[0], rel=1e-12)
        for end, place in (("argmin", row.log10.argmin()), ("argmax", row.log10.argmax())):
            there, wanted = line[end], found.points.at(int(place))
            alone = [
                ab.complexity(2, variant="explicit", **fixed, **point).one(
                    quantity=line["quantity"]
                )
                for point in (there, wanted)
            ]
            assert alone[0].log10 == pytest.approx(alone[1].log10, rel=1e-13)


@pytest.mark.usefixtures("small")
def test_conditions_that_fail_are_counted_and_take_their_numbers() -> None:
    found = ab.sweep(
        "guarantee",
        {"eta": "1e-6:1:log:1500", "lam": "0,1e-3"},
        theorem=2,
        variant="explicit",
        delta=1e-2,
        iterations=1e4,
        beta1=0.1,
        **PROBLEM,
    )
    (line,) = summary(found)
    row, kept = _kept(found, quantity="gradient-norm-squared")
    assert 0 < line["numbers"] == kept.size < line["points"] == len(found)
    failing = {item.name: int((~item.met).sum()) for item in row.conditions}
    assert line["unmet"] == {name: count for name, count in failing.items() if count}
    assert line["median_log10"] == pytest.approx(kept[(kept.size - 1) // 2], rel=1e-13)
    # What voids the number is said of the points of which it is true: those with λ > 0.
    voids = [note for note in line["notes"] if "NOT " in note]
    assert voids
    assert all(note.startswith(f"at {len(found) // 2} of {len(found)} points: ") for note in voids)
