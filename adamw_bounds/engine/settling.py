"""Whole counts of a search: decided in many digits at the settings that it found.

A search in floats finds settings to half of their digits, which is enough for all digits of the
bound but for the last few. Next to a whole number, and where counts have more digits than that,
the settings are brought to their last digit first. Then the bound itself says, in plain decimal
arithmetic, which whole number is the first that suffices at these settings.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any, Final, NamedTuple

from adamw_bounds.kernels.digits import evaluate_exactly, exactly
from adamw_bounds.kernels.types import Function

__all__ = ["MOST_SETTLED", "NEAR", "Problem", "settled"]

#: A root that is nearer to a whole number than this, relatively, does not tell its ceiling.
NEAR: Final = 1e-9
#: In arrays counts from here on are not decided: every float is then a whole number.
MOST_SETTLED: Final = 2.0**53
#: Digits beside those of the count.
_DIGITS: Final = 48
#: A bound above its target by less than this meets it: the settings are floats.
_FORGIVEN: Final = Decimal(1) + Decimal("1e-24")
#: How far a setting's coordinate is moved to see the slope, and the largest step that is believed.
_MOVED: Final = 1e-8
_FARTHEST: Final = 1e-3
_STEPS: Final = 2
#: So many doublings away from where the floats saw it, the count is not looked for.
_MOST_DOUBLINGS: Final = 60


class Problem(NamedTuple):
    """A bound that has to come down to a target.

    Attributes
    ----------
    share : Function
        The bound over its target, in plain arithmetic.
    counted : str
        The input that is counted.
    known : mapping
        The other inputs but for the settings: floats, ints or fractions.
    fractions : set of str
        The settings between 0 and 1; the others are positive.
    wholes : set of str
        Those of them that may be 1.
    """

    share: Function
    counted: str
    known: Mapping[str, Any]
    fractions: frozenset[str]
    wholes: frozenset[str] = frozenset()

    def at(self, count: int, settings: Mapping[str, Any]) -> Decimal:
        """Return the share at a count and settings; NaN where there is none."""
        inputs = {**self.known, **settings, self.counted: count}
        return evaluate_exactly(self.share, inputs, _DIGITS + 2 * len(str(count)))

    def is_met(self, count: int, settings: Mapping[str, Any]) -> bool:
        """Whether the bound meets its target, as far as settings that are floats can tell."""
        return 0 <= (share := self.at(count, settings)) <= _FORGIVEN and share.is_finite()


def settled(
    problem: Problem,
    settings: Mapping[str, float],
    real: float,
    count: float,
    *,
    polish: bool = True,
) -> tuple[int, dict[str, float]]:
    """Return the least whole count at settings next to these, and the settings.

    Parameters
    ----------
    problem : Problem
        What has to be met.
    settings : mapping
        The settings that the search found.
    real, count : float
        The least real count, and the whole one, as floats have them.
    polish : bool
        Whether the settings may be moved.
    """
    chosen = dict(settings)
    if polish and abs(real - round(real)) <= NEAR * real:
        chosen = _polished(problem, chosen, max(1, round(real)))
    found = _least(lambda steps: problem.is_met(steps, chosen), max(1, int(count)))
    return (int(count), dict(settings)) if found is None else (found, chosen)


def _least(is_met: Callable[[int], bool], start: int) -> int | None:
    """Return the first count that suffices, by doubled steps from a start; None if it is far."""
    low = high = start
    step = 1
    if is_met(start):
        while low > 0 and is_met(low):
            high, low, step = low, max(0, low - step), 2 * step
    else:
        for _ in range(_MOST_DOUBLINGS):
            low, high, step = high, high + step, 2 * step
            if is_met(high):
                break
        else:
            return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if is_met(middle) else (middle, high)
    return high


# --- settings to their last digit -----------------------------------------------------------------


def _polished(problem: Problem, settings: dict[str, float], count: int) -> dict[str, float]:
    """Return the settings after Newton's steps towards the least bound; the same if none helps."""
    ends = {name: 1.0 for name in problem.wholes if settings[name] > 1 - NEAR}
    if ends and problem.at(count, {**settings, **ends}) <= problem.at(count, settings):
        settings = {**settings, **ends}
    free = [name for name, value in settings.items() if name not in problem.wholes or value < 1]
    for _ in range(_STEPS):
        step = _newton(problem, settings, count, free)
        if step is None or max(map(abs, step), default=0.0) > _FARTHEST:
            break
        moved = _moved(problem, settings, zip(free, step, strict=True))
        new = {name: float(value) for name, value in moved.items()}
        if not problem.at(count, new) <= problem.at(count, settings):
            break
        settings = new
    return settings


def _moved(
    problem: Problem, settings: Mapping[str, float], steps: Iterable[tuple[str, float]]
) -> dict[str, Any]:
    """Return settings moved in their logarithms, or logits, as fractions."""
    moved: dict[str, Any] = {name: exactly(value) for name, value in settings.items()}
    for name, step in steps:
        # Of e^step alone the float matters little: it only has to be another point.
        factor = exactly(1.0) + exactly(math.expm1(step))
        value = moved[name]
        odds = value / (1 - value) * factor if name in problem.fractions else None
        moved[name] = value * factor if odds is None else odds / (1 + odds)
    return moved


def _newton(
    problem: Problem, settings: Mapping[str, float], count: int, free: list[str]
) -> list[float] | None:
    """Return Newton's step for the logarithm of the bound; None where it has no bottom near."""
    import numpy as np

    middle = problem.at(count, settings)

    def above(*steps: tuple[int, int]) -> Decimal:
        moved = _moved(problem, settings, ((free[place], by * _MOVED) for place, by in steps))
        return problem.at(count, moved) / middle - 1

    size = len(free)
    slope, bend = np.zeros(size), np.zeros((size, size))
    ends = [(above((i, 1)), above((i, -1))) for i in range(size)]
    for i, (up, down) in enumerate(ends):
        slope[i] = float((up - down) / 2) / _MOVED
        bend[i, i] = float(up + down) / _MOVED**2
        for j in range(i):
            corners = above((i, 1), (j, 1)) - above((i, 1), (j, -1))
            corners += above((i, -1), (j, -1)) - above((i, -1), (j, 1))
            bend[i, j] = bend[j, i] = float(corners / 4) / _MOVED**2
    if not (np.isfinite(slope).all() and np.isfinite(bend).all()):
        return None
    curvatures, directions = np.linalg.eigh(bend) if size else (slope, bend)
    if not (curvatures > 0).all():
        return None
    found = -directions @ ((directions.T @ slope) / curvatures)
    return [float(item) for item in found]
