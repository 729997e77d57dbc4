"""Golden-section search: what encloses the least value, and how often it looks."""

from __future__ import annotations

import itertools
import math

import pytest

from adamw_bounds.engine.golden import golden


@pytest.mark.parametrize("least", [-2.0, -1.999, 0.3, 4.9, 5.0])
def test_each_stretch_holds_the_least_value_and_takes_one_look(least: float) -> None:
    looks: list[float] = []

    def at(x: float) -> float:
        looks.append(x)
        return abs(x - least)

    ratio = (math.sqrt(5) - 1) / 2
    for step, section in enumerate(itertools.islice(golden(at, -2.0, 5.0), 40)):
        assert len(looks) == step + 2
        assert section.low - 1e-12 <= least <= section.high + 1e-12
        assert section.high - section.low == pytest.approx(7 * ratio**step, rel=1e-6)
        assert section.value == min(abs(x - least) for x in looks) == abs(section.place - least)
        assert section.low - 1e-12 <= section.place <= section.high + 1e-12


def test_what_is_infinite_on_one_side_is_left() -> None:
    sections = golden(lambda x: math.inf if x > 1 else -x, 0.0, 1000.0)
    *_, last = itertools.islice(sections, 60)
    assert last.place == pytest.approx(1.0, abs=1e-6)
