"""The settings at which a bound is least, among those that meet its conditions: with a proof.

The box of all settings is cut up. A part is thrown away where its conditions fail everywhere, or
where the bound stays above what was reached elsewhere; what is left in the end tells how far below
that the bound could still come. Whole numbers stay whole.
"""

from __future__ import annotations

import heapq
import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from adamw_bounds.engine.golden import golden
from adamw_bounds.engine.invert import bracketed
from adamw_bounds.engine.slopes import OfBox
from adamw_bounds.kernels.duals import Dual, Ends, Undecided

__all__ = ["Minimum", "minimal"]

_ERRORS: Final = (
    TypeError,
    AttributeError,
    ZeroDivisionError,
    OverflowError,
    ValueError,
    Undecided,
)
#: Parts that are looked at in all, and how near to the least value the search goes.
_MOST_PARTS: Final = 700
_MOST_BLIND: Final = 150
_NEAR: Final = 1e-7
#: Steps of a golden section, and how far from a setting one looks, as a factor.
_SECTIONS: Final = 40
_REACH: Final = 3.0
#: By how much a condition may be missed by rounding.
_ROUNDING: Final = 1e-13
#: Whole numbers from here on are not told apart.
_WHOLE: Final = 2.0**52
_THIN: Final = 1e-13

Box = Mapping[str, Ends]


@dataclass(frozen=True, slots=True)
class Minimum:
    """The least value that was found.

    Attributes
    ----------
    log : float
        Its natural logarithm; infinite where no settings meet the conditions.
    settings : dict
        Where it is reached.
    log_floor : float
        Natural logarithm of what no settings come below: proved.
    """

    log: float
    settings: dict[str, float]
    log_floor: float


def minimal(
    function: OfBox, margins: Sequence[OfBox], box: Box, whole: Sequence[str] = ()
) -> Minimum:
    """Minimise a function of a box where other functions are at most 0.

    Parameters
    ----------
    function : callable
        Natural logarithm of what is minimised.
    margins : sequence of callable
        Logarithms of lhs/rhs of the conditions.
    box : mapping
        The ends of each setting, above 0.
    whole : sequence of str
        The settings that are whole numbers.
    """
    best = Minimum(math.inf, {}, -math.inf)
    serial = itertools.count()
    parts: list[tuple[float, int, Box]] = []

    def tried(point: Mapping[str, float]) -> None:
        nonlocal best
        there = {name: (value, value) for name, value in point.items()}
        if any(not _value(margin, there) <= _ROUNDING for margin in margins):
            return
        value = _value(function, there)
        if value < best.log:
            best = Minimum(value, dict(point), -math.inf)
            pushed = _pushed(function, margins, point, box, whole)
            value = _value(function, {name: (item, item) for name, item in pushed.items()})
            if value < best.log:
                best = Minimum(value, pushed, -math.inf)

    def put(part: Box) -> None:
        for _ in range(len(part) + 1):
            lower, smaller = _looked(function, margins, part, whole)
            if lower is None:
                return
            if lower >= best.log - _NEAR * max(1.0, abs(best.log)):
                return
            if smaller == part:
                break
            part = smaller
        for point in _tries(part, whole):
            tried(point)
        assert lower is not None
        heapq.heappush(parts, (lower, next(serial), part))

    for seed in _seeds(box):
        tried(seed)
    put(box)
    for looked in range(_MOST_PARTS):
        if not parts:
            break
        if looked > _MOST_BLIND and parts[0][0] == -math.inf:
            break  # nothing is known of what is left
        lower, _, part = heapq.heappop(parts)
        if lower >= best.log - _NEAR * max(1.0, abs(best.log)):
            heapq.heappush(parts, (lower, next(serial), part))
            break
        halves = _halves(part, whole)
        if not halves:
            heapq.heappush(parts, (lower, next(serial), part))
            break
        for half in halves:
            put(half)
    if best.settings:
        best = _polished(function, margins, best, box, whole)
    floor = min([best.log - _NEAR * max(1.0, abs(best.log)), *(item[0] for item in parts[:1])])
    return Minimum(best.log, best.settings, floor)


def _seeds(box: Box) -> Iterator[dict[str, float]]:
    """Yield powers of ten in the box: a first value that parts of it are held against."""
    step = 1 if len(box) == 1 else 2 if len(box) == 2 else 4
    sides = []
    for low, high in box.values():
        powers = [10.0**power for power in range(-12, 13, step)]
        sides.append([power for power in powers if low <= power <= high] or [low])
    for corner in itertools.product(*sides):
        yield dict(zip(box, corner, strict=True))


def _pushed(
    function: OfBox,
    margins: Sequence[OfBox],
    point: Mapping[str, float],
    box: Box,
    whole: Sequence[str],
) -> dict[str, float]:
    """Return settings moved, one after the other, as far as the conditions allow and it helps."""
    found = dict(point)
    for name, ends in box.items():
        there = {item: (value, value) for item, value in found.items()}
        over = _over(function, there)
        if not isinstance(over, Dual):
            continue
        low, high = over.slopes[list(box).index(name)]
        if low <= 0 <= high:
            continue
        end = ends[0] if low > 0 else ends[1]

        def missed(value: float, name: str = name) -> float:
            here = {**{item: (x, x) for item, x in found.items()}, name: (value, value)}
            return max((_value(margin, here) for margin in margins), default=-1.0)

        if missed(end) <= 0:
            found[name] = end
        elif missed(found[name]) < 0 and found[name] != end:
            first, second = sorted((found[name], end))
            edge = bracketed(missed, first, second)
            if name in whole and edge < _WHOLE:
                edge = float(math.ceil(edge) if low > 0 else math.floor(edge))
            for _ in range(3):  # the side of the edge that meets the conditions
                if missed(edge) <= _ROUNDING:
                    break
                edge = math.nextafter(edge, found[name])
            else:
                continue
            found[name] = edge
    return found


def _polished(
    function: OfBox, margins: Sequence[OfBox], best: Minimum, box: Box, whole: Sequence[str]
) -> Minimum:
    """Return the least value along each setting in turn, the others as far as they may go."""
    for name, ends in box.items():
        if name in whole or ends[0] == ends[1]:
            continue
        others = {item: value for item, value in box.items() if item != name}
        known: dict[float, tuple[float, dict[str, float]]] = {}

        start = best.settings

        def at(
            log: float,
            name: str = name,
            others: Box = others,
            known: Any = known,
            start: Mapping[str, float] = start,
        ) -> float:
            if log not in known:
                point = {**start, name: math.exp(log)}
                order = {**others, name: (point[name], point[name])}
                order = {item: order[item] for item in box}
                point = _pushed(function, margins, point, order, whole)
                there = {item: (value, value) for item, value in point.items()}
                fits = all(_value(margin, there) <= _ROUNDING for margin in margins)
                value = _value(function, there) if fits else math.inf
                known[log] = (math.inf if value != value else value, point)  # noqa: PLR0124
            found: float = known[log][0]
            return found

        center = math.log(best.settings[name])
        low = max(center - math.log(_REACH), math.log(ends[0]))
        high = min(center + math.log(_REACH), math.log(ends[1]))
        for _ in itertools.islice(golden(at, low, high), _SECTIONS):
            pass  # what was found is known
        value, point = min(known.values(), key=lambda pair: pair[0])
        if value < best.log:
            best = Minimum(value, point, best.log_floor)
    return best


def _value(function: OfBox, there: Box) -> float:
    try:
        found = function(there)
    except _ERRORS:
        return math.nan
    return found.high if isinstance(found, Dual) else float(found)


def _looked(
    function: OfBox, margins: Sequence[OfBox], part: Box, whole: Sequence[str]
) -> tuple[float | None, Box]:
    """Return what a function stays above in a part, and a smaller part that is as good.

    None where nothing of the part meets the conditions.
    """
    over = _over(function, part)
    middle = {name: (value, value) for name, value in _middle(part, whole).items()}
    open_margins = []
    for margin in margins:
        item = _over(margin, part)
        if isinstance(item, float):
            if item > _ROUNDING:
                return None, part
            continue
        if item is not None and _floor(margin, item, part, middle) > _ROUNDING:
            return None, part
        if item is None or item.high > 0:
            open_margins.append(item)
    if isinstance(over, float):
        return over, part
    if over is None:
        return -math.inf, part
    smaller = dict(part)
    if all(item is not None for item in open_margins):
        for place, (name, ends) in enumerate(part.items()):
            if ends[0] == ends[1]:
                continue
            slopes = [over.slopes[place], *(item.slopes[place] for item in open_margins if item)]
            # An end that is better for the bound, and for every condition that is still open.
            if all(low >= 0 for low, _ in slopes):
                smaller[name] = (ends[0], ends[0])
            elif all(high <= 0 for _, high in slopes):
                smaller[name] = (ends[1], ends[1])
    return _floor(function, over, part, middle), smaller


def _over(function: OfBox, part: Box) -> Dual | float | None:
    try:
        found = function(part)
    except _ERRORS:
        return None
    if isinstance(found, Dual):
        return found
    return math.inf if found != found else float(found)  # noqa: PLR0124


def _floor(function: OfBox, over: Dual, part: Box, middle: Box) -> float:
    """Return what a function stays above: of its range, and of its slopes from the middle."""
    try:
        there = function(middle)
    except _ERRORS:
        return over.low
    value = there.low if isinstance(there, Dual) else float(there)
    total = value
    for name, slope in zip(part, over.slopes, strict=True):
        low, high = part[name]
        if low == high:
            continue
        center = math.log(middle[name][0])
        spans = (math.log(low) - center, math.log(high) - center)
        products = [0.0 if 0 in (a, b) else a * b for a in slope for b in spans]
        total += min(products)
    return over.low if total != total else max(over.low, total)  # noqa: PLR0124


def _middle(part: Box, whole: Sequence[str]) -> dict[str, float]:
    found = {}
    for name, (low, high) in part.items():
        middle = min(max(math.sqrt(low) * math.sqrt(high), low), high)
        found[name] = float(math.floor(middle)) if name in whole and high < _WHOLE else middle
    return found


def _tries(part: Box, whole: Sequence[str]) -> Iterator[dict[str, float]]:
    yield _middle(part, whole)
    for corner in itertools.product(*part.values()):
        yield dict(zip(part, corner, strict=True))


def _halves(part: Box, whole: Sequence[str]) -> list[Box]:
    """Return the two halves of a part along its longest side, by the logarithm."""
    name = max(part, key=lambda item: math.log(part[item][1] / part[item][0]))
    low, high = part[name]
    if math.log(high / low) <= _THIN:
        return []
    middle = math.sqrt(low) * math.sqrt(high)
    if name in whole and high < _WHOLE:
        left = float(min(max(math.floor(middle), low), high - 1))
        return [{**part, name: (low, left)}, {**part, name: (left + 1, high)}]
    if not low < middle < high:
        return []
    return [{**part, name: (low, middle)}, {**part, name: (middle, high)}]
