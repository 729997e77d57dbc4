"""Answers to uncertain inputs: each number with the least and the most that it can be.

A question is asked at the estimates, and again at the ends of the ranges. What is asked of a bound
is asked of its conditions too: one is met only if it is met over the whole range.
"""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from adamw_bounds.engine.evaluate import is_array
from adamw_bounds.engine.inputs import option_of
from adamw_bounds.engine.results import Answer, Condition, Note, Result
from adamw_bounds.engine.uncertain import Apart, Interval, Key, in_paper
from adamw_bounds.errors import NoBoundError
from adamw_bounds.numbers import format_number

__all__ = ["in_ranges"]

#: Asks the question at numbers for the uncertain inputs, whether its conditions are met or not.
Asked = Callable[[Mapping[str, Any], bool], Answer]
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


def in_ranges(apart: Apart, asked: Asked, *, policy: str, force: bool) -> Answer:
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

    Raises
    ------
    NoBoundError
        If no bound holds over the whole range.
    """
    keys = list(apart.intervals)
    middle = asked(apart.at({}), force)
    looks = [_Look(keys, tuple(item.estimate for item in apart.intervals.values()), middle)]
    for point in _looked_at(list(apart.intervals.values())):
        try:
            answer = asked(apart.at(dict(zip(keys, point, strict=True))), True)
        except NoBoundError:
            answer = replace(middle, results=())
        looks.append(_Look(keys, point, answer))
    found: list[Result] = []
    refused: dict[str, None] = {}
    for row in middle:
        kept, cause = _ranged(row, looks)
        if cause and policy != "say" and not force:
            refused[f"{row.statement} ({row.optimizer}, {row.variant}): {cause}"] = None
        else:
            found.append(kept)
    if not found:
        raise NoBoundError(f"no bound holds over the whole range: {'; '.join(refused)}")
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
        self.rows = {_name_of(row): row for row in answer}

    def where(self) -> str:
        """Say at which inputs."""
        return " and ".join(
            f"{option_of(name)} {format_number(number)}"
            for (name, _), number in zip(self.keys, self.point, strict=True)
        )


def _looked_at(box: Sequence[Interval]) -> list[Point]:
    """Return corners of the box and points inside of it, the same ones each time."""
    sides = [tuple(dict.fromkeys((item.lower, item.upper))) for item in box]
    draw = random.Random(0)
    if math.prod(map(len, sides)) <= _MOST_CORNERS:
        found = list(itertools.product(*sides))
    else:
        found = [tuple(side[0] for side in sides), tuple(side[-1] for side in sides)]
        while len(found) < _MOST_CORNERS:
            found.append(tuple(draw.choice(side) for side in sides))
    found += [tuple(_inside(item, draw) for item in box) for _ in range(_INSIDE)]
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


def _name_of(row: Result) -> tuple[Any, ...]:
    names = (row.statement, row.optimizer, row.schedule, row.variant, row.quantity)
    return (*names, row.case, row.stage, row.update)


def _ranged(row: Result, looks: Sequence[_Look]) -> tuple[Result, str]:
    """Return a row with its range, and what fails somewhere in it."""
    name = _name_of(row)
    seen = [(look, look.rows[name]) for look in looks if name in look.rows]
    causes = [f"it does not hold at {look.where()}" for look in looks if name not in look.rows][:1]
    conditions: list[Condition] = []
    for item in row.conditions:
        worst, look = _worst(item.name, seen)
        conditions.append(worst)
        if not _is_met(worst):
            remedy = f"; would be met by {worst.remedy}" if worst.remedy else ""
            causes.append(f"{worst.text} fails at {look.where()}{remedy}")
    notes = [_NOT_PROVED.format(count=len(looks))]
    lower, upper = _ends([other for _, other in seen])
    counts = [other.count for _, other in seen]
    kept = replace(
        row,
        lower=lower,
        upper=upper,
        count=None if any(item is None for item in counts) else _most(counts),
        conditions=tuple(conditions),
        notes=(*notes, *causes, *row.notes),
    )
    return kept, "; ".join(causes)


def _worst(name: str, seen: Sequence[tuple[_Look, Result]]) -> tuple[Condition, _Look]:
    """Return a condition where it is furthest from being met, and where that is."""
    found = [(item, look) for look, row in seen for item in row.conditions if item.name == name]
    return max(found, key=lambda pair: _excess(pair[0]))


def _excess(item: Condition) -> tuple[bool, float]:
    if is_array(item.margin):
        import numpy as np

        return not item.met.all(), float(np.nanmax(item.margin))
    if item.margin is None:
        return not item.met, -math.inf if item.met else math.inf
    return not item.met, item.margin


def _is_met(item: Condition) -> bool:
    return bool(item.met.all()) if is_array(item.met) else bool(item.met)


def _ends(rows: Sequence[Result]) -> tuple[Any, Any]:
    """Return the least and the most value of rows; None where there is none that a float holds."""
    if any(is_array(row.value) for row in rows):
        import numpy as np

        values = np.broadcast_arrays(*(row.value for row in rows))
        return np.min(values, axis=0), np.max(values, axis=0)
    sizes = [_size(row) for row in rows]
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
    for (name, place), interval in apart.intervals.items():
        paper, ends = in_paper(name, place, interval)
        if paper in found:
            found[paper] = ends
    return found
