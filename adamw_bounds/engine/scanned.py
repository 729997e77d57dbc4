"""Where a function that can only be looked at, many places at a time, meets a target."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, Final

from adamw_bounds.engine.invert import Piece

__all__ = ["scanned"]

#: Places that are looked at first, and then between two of them that differ.
_PLACES: Final = 121
_BETWEEN: Final = 33
#: No further out than this.
_LOW, _HIGH = 1e-15, 1e15
_NEAR: Final = 1e-13
_ROUNDS: Final = 12


def scanned(
    logs: Callable[[Any], Any],
    ends: tuple[float, float],
    log_target: float,
    *,
    whole: bool = False,
) -> list[Piece]:
    """Cut a stretch into pieces on which a function is above its target, and below.

    Parameters
    ----------
    logs : callable
        Natural logarithms of the function at an array of places; NaN where it has none.
    ends : (float, float)
        Of the stretch, above 0.
    log_target : float
        Logarithm of the target.
    whole : bool
        Whether only whole numbers are places.
    """
    low, high = max(ends[0], _LOW), min(ends[1], _HIGH)
    places = _spread(low, high, _PLACES, whole=whole)
    meets = _sides(logs(places), log_target)
    found: list[Piece] = []
    left = ends[0]
    for index in range(len(places) - 1):
        if meets[index] == meets[index + 1]:
            continue
        near, far = float(places[index]), float(places[index + 1])
        first = meets[index]
        for _ in range(_ROUNDS):
            inner = _spread(near, far, _BETWEEN, whole=whole)
            inside = _sides(logs(inner), log_target)
            changed = [place for place in range(1, len(inner)) if inside[place] != first]
            place = changed[0] if changed else len(inner) - 1
            near, far = float(inner[place - 1]), float(inner[place])
            if math.log(far / near) <= _NEAR or (whole and far - near <= 1):
                break
        # The end that meets the target is the one that is told.
        root = near if first == "meets" else far
        found.append(Piece(left, root, first))
        left = root
    found.append(Piece(left, ends[1], meets[-1]))
    return found


def _spread(low: float, high: float, count: int, *, whole: bool) -> Any:
    """Return places from one number to another, evenly in the logarithm; whole ones once each."""
    import numpy as np

    found = np.geomspace(low, high, count)
    found[0], found[-1] = low, high
    return np.unique(np.rint(found)) if whole else found


def _sides(values: Any, log_target: float) -> list[Any]:
    return [
        "absent" if value != value else "meets" if value <= log_target else "misses"  # noqa: PLR0124
        for value in values.tolist()
    ]
