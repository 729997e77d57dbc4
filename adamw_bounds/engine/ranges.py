"""Answers to uncertain inputs: each number with the least and the most that it can be.

A question is asked at the estimates, and again at those ends of the ranges where a number is least
and largest: the slopes of its formula over the whole box tell which (:mod:`.slopes`). What is asked
of a bound is asked of its conditions too: one is met only if it is met over the whole range.
"""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from adamw_bounds.engine import rows
from adamw_bounds.engine.evaluate import is_array
from adamw_bounds.engine.inputs import option_of
from adamw_bounds.engine.results import Answer, Condition, Note, Result
from adamw_bounds.engine.slopes import Extent, Name, condition_extents, extents, name_of
from adamw_bounds.engine.uncertain import Apart, Interval, Key, in_paper
from adamw_bounds.errors import NoBoundError
from adamw_bounds.numbers import format_number
from adamw_bounds.spelling import all_of

if TYPE_CHECKING:
    from adamw_bounds.engine.ask import Session

__all__ = ["in_ranges"]

#: Asks the question at numbers for the uncertain inputs, whether its conditions are met or not.
Asked = Callable[[Mapping[str, Any], bool], "tuple[Answer, list[Session]]"]
#: A point of the box that the ranges span: a number for each uncertain input.
Point = tuple[float, ...]
#: More ranges than this have more corners than are looked at.
_MOST_CORNERS: Final = 64
#: Points inside that are looked at where nothing is proved.
_INSIDE: Final = 24
_NOT_PROVED: Final = (
    "NOT PROVED: lower and upper are the least and the most that was found at {count} points of "
    "the ranges; between them the number may leave them"
)
_ENCLOSED: Final = (
    "lower and upper are an enclosure: the number is not proved to be monotone in {names}, and "
    "stays between them over the whole range"
)
#: By how much of itself a condition may miss its limit by rounding.
_ROUNDING: Final = 1e-12


def in_ranges(
    apart: Apart, asked: Asked, *, policy: str, force: bool, inside: int = _INSIDE
) -> Answer:
    """Answer a question whose inputs are ranges.

    Parameters
    ----------
    apart : Apart
        The inputs, taken apart.
    asked : callable
        Asks at given inputs, by force or not.
    policy : {"say", "drop", "refuse"}
        What a condition that fails does.
    force : bool
        Whether bounds are shown whose conditions fail.
    inside : int
        As many points inside are looked at where nothing is proved.

    Raises
    ------
    NoBoundError
        If no bound holds over the whole range.
    """
    middle, sessions = asked(apart.at({}), force)
    looks = _Looks(apart, asked, middle, sessions, inside)
    found: list[Result] = []
    refused: dict[str, None] = {}
    for row in middle:
        kept, cause = looks.ranged(row)
        if cause and policy != "say" and not force:
            refused[f"{row.statement} ({row.optimizer}, {row.variant}): {cause}"] = None
        else:
            found.append(kept)
    if not found:
        raise NoBoundError("no bound holds over the whole range", items=refused)
    notes = [
        Note("no-bound", f"left out, as it does not hold over the whole range: {text}")
        for text in refused
    ]
    return replace(
        middle,
        inputs=_with_ranges(middle.inputs, apart),
        results=tuple(found),
        warnings=(*middle.warnings, *notes),
    )


class _Look:
    """An answer at one point of the ranges."""

    def __init__(self, keys: Sequence[Key], point: Point, answer: Answer) -> None:
        self.keys = keys
        self.point = point
        self.rows = {(*name_of(row), row.stage): row for row in answer}

    def where(self, entering: Collection[str] | None = None) -> str:
        """Say at which inputs: those of some names, or all."""
        return all_of(
            f"{option_of(name)} {format_number(number)}"
            for (name, _), number in zip(self.keys, self.point, strict=True)
            if entering is None or name in entering
        )


class _Looks:
    """The answers at points of the ranges, each asked for once."""

    def __init__(
        self,
        apart: Apart,
        asked: Asked,
        middle: Answer,
        sessions: Sequence[Session],
        inside: int,
    ) -> None:
        self.apart, self.asked, self.inside = apart, asked, inside
        self.keys = list(apart.intervals)
        self.box = list(apart.intervals.values())
        estimates = tuple(item.estimate for item in self.box)
        self._known = {estimates: _Look(self.keys, estimates, middle)}
        self.middle = self._known[estimates]
        papers = [in_paper(*key, item) for key, item in apart.intervals.items()]
        self.turned = {name: turned for name, _, turned in papers}
        ends = {name: (item.lower, item.upper) for name, item, _ in papers}
        self.extents: dict[Name, Extent] = {}
        self.margins: dict[tuple[Name, str], Extent | None] = {}
        for session in sessions:
            self.extents |= extents(session, ends)
            self.margins |= condition_extents(session, ends)

    def at(self, point: Point) -> _Look:
        """Return the answer at a point; one without rows where no bound holds."""
        if point not in self._known:
            try:
                inputs = self.apart.at(dict(zip(self.keys, point, strict=True)))
                answer, _ = self.asked(inputs, True)
            except NoBoundError:
                answer = Answer("", {}, ())
            self._known[point] = _Look(self.keys, point, answer)
        return self._known[point]

    def at_end(self, extent: Extent, side: int) -> _Look:
        """Return the answer where a number is largest (side 1), or least (−1)."""
        point = []
        for (name, turned), item in zip(self.turned.items(), self.box, strict=True):
            rises = (extent.signs[name] or 1) * side * (-1 if turned else 1)
            point.append(item.upper if rises > 0 else item.lower)
        return self.at(tuple(point))

    def at_jumps(self, extent: Extent) -> list[_Look]:
        """Return the answers next to the jumps of a number, the other inputs at their ends."""
        papers = list(self.turned)
        found = []
        for jump in extent.jumps:
            point = list(self.at_end(extent, jump.side).point)
            point[papers.index(jump.input)] = jump.value
            found.append(self.at(tuple(point)))
        return found

    def everywhere(self) -> list[_Look]:
        """Return answers at the corners, and at points inside."""
        return [self.middle, *map(self.at, _looked_at(self.box, self.inside))]

    def ranged(self, row: Result) -> tuple[Result, str]:
        """Return a row with its range, and what fails somewhere in it."""
        # A stage moves as the sum of all of them does.
        extent = self._extent(row)
        if extent is not None and extent.log_upper is not None and is_array(row.value):
            extent = None  # what encloses all points of an array is not the range of each
        notes = []
        if extent is not None and extent.log_upper is None:
            looks = [self.middle, self.at_end(extent, -1), self.at_end(extent, 1)]
            looks += self.at_jumps(extent)
        else:
            looks = self.everywhere()
        name = (*name_of(row), row.stage)
        seen = [look.rows[name] for look in looks if name in look.rows]
        causes = [f"it does not hold at {look.where()}" for look in looks if name not in look.rows][
            :1
        ]
        lower, upper = _ends(seen)
        if extent is None:
            notes.append(_NOT_PROVED.format(count=len(looks)))
        elif extent.log_upper is not None and extent.log_lower is not None:
            lower, upper = (rows.numbers(log)[0] for log in (extent.log_lower, extent.log_upper))
            free = [option_of(item) for item in self.turned if item not in extent.signs]
            notes.append(_ENCLOSED.format(names=all_of(free)))
        conditions = []
        for item in row.conditions:
            worst, cause = self._worst(row, item)
            conditions.append(worst)
            causes += [cause] if cause else []
        counts = [other.count for other in seen]
        if extent is not None and extent.log_upper is not None and None not in counts:
            counts.append(None if upper is None else math.ceil(upper))
        kept = replace(
            row,
            lower=lower,
            upper=upper,
            count=None if any(item is None for item in counts) else _most(counts),
            conditions=tuple(conditions),
            notes=(*notes, *causes, *row.notes),
        )
        return kept, "; ".join(causes)

    def _extent(self, row: Result) -> Extent | None:
        name = name_of(row)
        # A bound for any schedule may be told of a constant one.
        return self.extents.get(name) or self.extents.get((*name[:2], None, *name[3:]))

    def _moving(self, extent: Extent | None) -> set[str]:
        """Return the inputs that a condition may move with, as they were given."""
        still = set() if extent is None else {k for k, sign in extent.signs.items() if sign == 0}
        papers = zip(self.keys, self.turned, strict=True)
        return {name for (name, _), paper in papers if paper not in still}

    def _worst(self, row: Result, item: Condition) -> tuple[Condition, str]:
        """Return a condition where it is furthest from being met, and what to say if it is not."""
        extent = self.margins.get((name_of(row), item.name)) if row.stage is None else None
        if extent is not None and extent.log_upper is not None and is_array(row.value):
            extent = None
        if extent is not None and extent.log_upper is None:
            looks = [self.at_end(extent, 1), self.middle]
        else:
            looks = self.everywhere()
        name = (*name_of(row), row.stage)
        found = [
            (other, look)
            for look in looks
            for other in (look.rows[name].conditions if name in look.rows else ())
            if other.name == item.name
        ] or [(item, self.middle)]
        worst, look = max(found, key=lambda pair: _excess(pair[0]))
        if not _is_met(worst):
            remedy = f"; it would be met by {worst.remedy}" if worst.remedy else ""
            moving = self._moving(extent)
            where = f"at {look.where(moving)}" if moving else "over the whole range"
            return worst, f"{worst.text} fails {where}{remedy}"
        if extent is None or extent.log_upper is None or extent.log_upper <= _ROUNDING:
            return worst, ""
        return replace(worst, met=False), f"{worst.text} is not proved over the whole range"


def _looked_at(box: Sequence[Interval], inside: int) -> list[Point]:
    """Return corners of the box and points inside of it, the same ones each time."""
    sides = [tuple(dict.fromkeys((item.lower, item.upper))) for item in box]
    draw = random.Random(0)
    if math.prod(map(len, sides)) <= _MOST_CORNERS:
        found = list(itertools.product(*sides))
    else:
        found = [tuple(side[0] for side in sides), tuple(side[-1] for side in sides)]
        while len(found) < _MOST_CORNERS:
            found.append(tuple(draw.choice(side) for side in sides))
    found += [tuple(_inside(item, draw) for item in box) for _ in range(inside)]
    return list(dict.fromkeys(found))


def _inside(item: Interval, draw: random.Random) -> float:
    ends = (item.lower, item.estimate, item.upper)
    is_whole = all(float(end).is_integer() for end in ends)
    if item.lower > 0:
        number = math.exp(draw.uniform(math.log(item.lower), math.log(item.upper)))
    else:
        number = draw.uniform(item.lower, item.upper)
    number = min(max(number, item.lower), item.upper)
    return float(round(number)) if is_whole else number


def _excess(item: Condition) -> tuple[bool, float]:
    if is_array(item.margin):
        import numpy as np

        return not item.met.all(), float(np.nanmax(item.margin, initial=-math.inf))
    if item.margin is None:
        return not item.met, -math.inf if item.met else math.inf
    return not item.met, item.margin


def _is_met(item: Condition) -> bool:
    return bool(item.met.all()) if is_array(item.met) else bool(item.met)


def _ends(found: Sequence[Result]) -> tuple[Any, Any]:
    """Return the least and the most value of rows; None where there is none that a float holds."""
    if any(is_array(row.value) for row in found):
        import numpy as np

        values = np.broadcast_arrays(*(row.value for row in found))
        return np.min(values, axis=0), np.max(values, axis=0)
    sizes = [_size(row) for row in found]
    known = [size for size in sizes if size is not None]
    if len(known) < len(sizes):
        return None, None
    lower, upper = min(known), max(known)
    return (lower if lower < math.inf else None), (upper if upper < math.inf else None)


def _size(row: Result) -> float | None:
    """Return a value, infinite where it exceeds a float; None where it does not exist."""
    if row.value is None and row.log10 is not None:
        return math.inf if row.log10 > 0 else 0.0
    return None if row.value is None else float(row.value)


def _most(counts: Sequence[Any]) -> Any:
    if any(map(is_array, counts)):
        import numpy as np

        return np.max(np.broadcast_arrays(*counts), axis=0)
    return max(counts)


def _with_ranges(inputs: Mapping[str, Any], apart: Apart) -> dict[str, Any]:
    """Return the inputs of the answer with the ranges that were given, in the paper's symbols."""
    found = dict(inputs)
    for key, interval in apart.intervals.items():
        paper, ends, _ = in_paper(*key, interval)
        if paper in found:
            found[paper] = ends
    return found
