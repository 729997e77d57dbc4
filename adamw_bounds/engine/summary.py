"""What many points come to, without keeping them: least, median, largest, and where they are.

The median is a value of a point: half of the numbers are at or below it. It is found in one walk
over the points: a sample says between which two values it must lie, and only what lies between
them is kept. Should the sample have misled, a second walk looks where the first one says.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from adamw_bounds.engine.points import Table
from adamw_bounds.engine.results import Result
from adamw_bounds.engine.rows import numbers, plain
from adamw_bounds.engine.sweep import NAMES, Block, Part, Sweep, name_of
from adamw_bounds.kernels.mathematics import LN10

__all__ = ["CHUNK", "row_names", "summary"]

#: Points of a chunk: two megabytes an array.
CHUNK: Final = 1 << 18
#: Where an answer holds a few arrays: eight megabytes in all.
_MOST_NUMBERS: Final = 1 << 20
#: Points that are looked at together: half a megabyte.
_PIECE: Final = 1 << 16
#: Points that are looked at first.
_SAMPLE: Final = 1 << 14
#: By how many standard deviations the median's place in the sample may be off.
_SURE: Final = 5.0
#: Numbers that are kept to find the median among them: 64 MB a row.
_MOST_KEPT: Final = 1 << 23
#: Two values between which something lies.
Ends = tuple[float, float]


@dataclass(slots=True)
class _Tally:
    """What is known of a row at the points of one chunk, or of all chunks so far.

    Attributes
    ----------
    points : int
        Points with such a row.
    numbers : int
        Points at which it has a number.
    least, largest : (float, int)
        A number and its place.
    below : int
        Numbers below ``between``.
    inside : list of ndarray
        Those inside.
    equal : int
        Numbers that are both ends of ``between``.
    is_too_many : bool
        Whether those inside are too many to be kept.
    unmet : dict
        Points at which a condition fails, by its name.
    notes : dict
        Points of which a remark speaks.
    """

    first: Result
    by_log: bool
    points: int = 0
    numbers: int = 0
    least: tuple[float, int] = (math.inf, -1)
    largest: tuple[float, int] = (-math.inf, -1)
    below: int = 0
    equal: int = 0
    is_too_many: bool = False
    inside: list[Any] = field(default_factory=list)
    unmet: dict[str, int] = field(default_factory=dict)
    notes: dict[str, int] = field(default_factory=dict)

    def add(self, other: _Tally) -> None:
        """Add what is known of other points."""
        self.points += other.points
        self.numbers += other.numbers
        self.least = min(self.least, other.least)
        if other.largest[0] > self.largest[0]:
            self.largest = other.largest
        self.below += other.below
        self.equal += other.equal
        self.inside += other.inside
        kept = sum(int(array.size) for array in self.inside)
        if self.is_too_many or other.is_too_many or kept > _MOST_KEPT:
            self.is_too_many, self.inside = True, []
        for mine, theirs in ((self.unmet, other.unmet), (self.notes, other.notes)):
            for key, count in theirs.items():
                mine[key] = mine.get(key, 0) + count


#: The values between which the median of a row lies, by the name of the row.
Between = dict[tuple[Any, ...], tuple[float, float]]


def summary(found: Sweep, told: Callable[[int], object] | None = None) -> list[dict[str, Any]]:
    """Return a row for each row of the question, with what it comes to over all points.

    Parameters
    ----------
    found : Sweep
        The question at its points.
    told : callable, optional
        Told the number of points of every chunk that is done.

    Returns
    -------
    list of dict
        ``points`` with such a row, ``numbers`` among them, ``min``, ``median``, ``max`` with their
        ``log10``, ``argmin`` and ``argmax``: the inputs there; ``unmet``: at how many points each
        condition fails; ``notes``.
    """
    sampled, held = _sample(found)
    most = max(CHUNK, _MOST_NUMBERS // max(1, held))
    between = {name: _around_the_middle(values) for name, values in sampled.items()}
    tallies = _walk(found, between, told, most)
    medians = {name: _median(item, between.get(name)) for name, item in tallies.items()}
    for name, tally in tallies.items():
        if medians[name] is None and tally.numbers:
            medians[name] = _again(found, name, tally, sampled.get(name))
    return [_row(found, item, medians[name]) for name, item in tallies.items()]


def _sample(found: Sweep) -> tuple[dict[tuple[Any, ...], Any], int]:
    """Return sorted numbers of some points, by the name of the row, and how many a point holds.

    None where points are few.
    """
    import numpy as np

    size = found.points.size
    if size <= _SAMPLE:
        return {}, 1
    held = 1
    places = np.sort(np.random.default_rng(0).integers(0, size, _SAMPLE))
    values: dict[tuple[Any, ...], list[Any]] = {}

    def taken(block: Block) -> tuple[int, list[tuple[tuple[Any, ...], Any]]]:
        rows = [(part, result) for part in block.parts for result in part.results]
        # A condition holds its two sides, whether it is met, and by how much.
        count = sum(1 + 4 * len(result.conditions) for _, result in rows)
        return count, [(name_of(row), _numbers(block, part, row)[0]) for part, row in rows]

    for count, items in found.walk(taken, "logs", CHUNK, Table(found.points.pick(places))):
        held = max(held, count)
        for name, array in items:
            values.setdefault(name, []).append(array[~np.isnan(array)])
    joined = {name: np.sort(np.concatenate(arrays)) for name, arrays in values.items()}
    return {name: array for name, array in joined.items() if array.size}, held


def row_names(found: Sweep) -> list[tuple[Any, ...]]:
    """Return what tells the rows of a point apart, by a sample of the points."""
    import numpy as np

    size = found.points.size
    places = np.unique(np.linspace(0, size - 1, min(size, _SAMPLE)).astype(np.int64))

    def taken(block: Block) -> list[tuple[Any, ...]]:
        return [name_of(result) for part in block.parts for result in part.results]

    walked = found.walk(taken, "logs", CHUNK, Table(found.points.pick(places)))
    return list(dict.fromkeys(name for names in walked for name in names))


def _around_the_middle(values: Any) -> Ends:
    """Return between which values the median of all lies, by a sorted sample."""
    spread = _SURE * math.sqrt(values.size) / 2 + 1
    low = math.floor(values.size / 2 - spread)
    high = math.ceil(values.size / 2 + spread)
    return (
        float(values[low]) if low >= 0 else -math.inf,
        float(values[high]) if high < values.size else math.inf,
    )


def _walk(
    found: Sweep,
    between: Mapping[tuple[Any, ...], Ends],
    told: Callable[[int], object] | None,
    most: int,
) -> dict[tuple[Any, ...], _Tally]:
    tallies: dict[tuple[Any, ...], _Tally] = {}

    def made(block: Block) -> tuple[int, dict[tuple[Any, ...], _Tally]]:
        own: dict[tuple[Any, ...], _Tally] = {}
        nothing = (math.inf, -math.inf)
        for part in block.parts:
            for result in part.results:
                name = name_of(result)
                known = tallies.get(name)
                best = nothing if known is None else (known.least[0], known.largest[0])
                tally = _tally(block, part, result, between.get(name), best)
                if name in own:
                    own[name].add(tally)
                else:
                    own[name] = tally
        return block.chunk.size, own

    for size, own in found.walk(made, "logs", most):
        for name, tally in own.items():
            if name in tallies:
                tallies[name].add(tally)
            else:
                tallies[name] = tally
        if told is not None:
            told(size)
    return tallies


def _again(found: Sweep, name: tuple[Any, ...], tally: _Tally, sampled: Any) -> float:
    """Return a median that the first walk missed: many points are equal, or the sample misled.

    One walk counts the numbers between those of the sample; the next keeps those of one interval.
    """
    import numpy as np

    ends = (tally.least[0], tally.largest[0])
    edges = np.unique(np.concatenate([[] if sampled is None else sampled, ends]))
    rank = (tally.numbers - 1) // 2
    counts = np.zeros(2 * edges.size + 1, dtype=np.int64)

    def counted(block: Block) -> Any:
        own = np.zeros_like(counts)
        for part, result in _rows_of(block, name):
            values = _numbers(block, part, result)[0]
            values = values[~np.isnan(values)]
            # Twice the number of edges below, and one more for one that is an edge itself.
            place = np.searchsorted(edges, values) + np.searchsorted(edges, values, "right")
            own += np.bincount(place, minlength=counts.size)
        return own

    for own in found.walk(counted, "logs", CHUNK):
        counts += own
    place = int(np.searchsorted(np.cumsum(counts), rank, "right"))
    if place % 2:
        return float(edges[place // 2])
    low, high = float(edges[place // 2 - 1]), float(edges[place // 2])

    def inside(block: Block) -> list[Any]:
        values = [_numbers(block, part, result)[0] for part, result in _rows_of(block, name)]
        return [array[(array > low) & (array < high)] for array in values]

    kept = [array for arrays in found.walk(inside, "logs", CHUNK) for array in arrays]
    rest = rank - int(counts[:place].sum())
    return float(np.partition(np.concatenate(kept), rest)[rest])


def _rows_of(block: Block, name: tuple[Any, ...]) -> Iterator[tuple[Part, Result]]:
    for part in block.parts:
        for result in part.results:
            if name_of(result) == name:
                yield part, result


def _numbers(block: Block, part: Part, result: Result) -> tuple[Any, bool]:
    """Return the numbers of a row, NaN where there is none, and whether they are logarithms."""
    import numpy as np

    by_log = result.value is None and result.log10 is not None
    values = result.log10 if by_log else result.value
    flat = block.spread(part, np.nan if values is None else values)
    return np.asarray(flat, float), by_log


def _tally(block: Block, part: Part, result: Result, ends: Ends | None, best: Ends) -> _Tally:
    """Return what is known of a row at the points of a part; places only where they may be best."""
    import numpy as np

    values, by_log = _numbers(block, part, result)
    size = int(values.size)
    tally = _Tally(result, by_log, points=size, numbers=size)
    for item in result.conditions:
        missed = block.spread(part, np.logical_not(item.met))
        count = int(np.count_nonzero(missed))
        if count:
            tally.unmet[item.name] = count
    tally.notes = dict.fromkeys(result.notes, size)
    for start in range(0, size, _PIECE):
        _look_at(tally, values[start : start + _PIECE], start, ends, best)
    for kind in ("least", "largest"):
        number, place = getattr(tally, kind)
        if place >= 0:
            whole = place if part.places is None else int(part.places[place])
            setattr(tally, kind, (number, block.chunk.start + whole))
    if len(tally.inside) > 1:
        tally.inside = [np.concatenate(tally.inside)]
    return tally


def _look_at(tally: _Tally, values: Any, start: int, ends: Ends | None, best: Ends) -> None:
    """Add what is known of some numbers; the least and the largest with their places here."""
    import numpy as np

    least, largest = float(values.min()), float(values.max())
    places = None
    if math.isnan(least):
        places = np.flatnonzero(~np.isnan(values))
        tally.numbers -= values.size - int(places.size)
        values = values[places]
        if not values.size:
            return
        least, largest = float(values.min()), float(values.max())
    for kind, number, is_best, find in (
        ("least", least, least <= min(best[0], tally.least[0]), values.argmin),
        ("largest", largest, largest >= max(best[1], tally.largest[0]), values.argmax),
    ):
        # Of equal ones the first counts.
        if is_best and (getattr(tally, kind)[1] < 0 or getattr(tally, kind)[0] != number):
            place = int(find())
            setattr(tally, kind, (number, start + int(place if places is None else places[place])))
    if ends is None:
        tally.inside.append(values)
        return
    low, high = ends
    if low > -math.inf:
        tally.below += int(np.count_nonzero(values < low)) if least < low else 0
    if low == high:
        tally.equal += int(np.count_nonzero(values == low))
    elif largest >= low and least <= high:
        tally.inside.append(values[(values >= low) & (values <= high)])


def _median(tally: _Tally, ends: Ends | None) -> float | None:
    """Return the median, None where it is not among what was kept."""
    import numpy as np

    rank = (tally.numbers - 1) // 2 - tally.below
    if not tally.numbers or tally.is_too_many or rank < 0:
        return None
    if ends is not None and ends[0] == ends[1]:
        return ends[0] if rank < tally.equal else None
    kept = np.concatenate(tally.inside) if tally.inside else np.empty(0)
    return float(np.partition(kept, rank)[rank]) if rank < kept.size else None


def _row(found: Sweep, tally: _Tally, median: float | None) -> dict[str, Any]:
    row: dict[str, Any] = {
        key: value
        for key, value in zip(NAMES, name_of(tally.first), strict=True)
        if value or key not in ("case", "stage", "update")
    }
    row |= {"points": tally.points, "numbers": tally.numbers}
    known = tally.numbers > 0
    for key, number in (
        ("min", tally.least[0] if known else None),
        ("median", median),
        ("max", tally.largest[0] if known else None),
    ):
        row[key], row[f"{key}_log10"] = _both(number, by_log=tally.by_log)
    row["argmin"] = found.points.at(tally.least[1]) if known else None
    row["argmax"] = found.points.at(tally.largest[1]) if known else None
    row["unmet"] = dict(tally.unmet)
    row["notes"] = [
        note if count == found.points.size else f"at {count} of {found.points.size} points: {note}"
        for note, count in tally.notes.items()
    ]
    return row


def _both(number: float | None, *, by_log: bool) -> tuple[float | None, float | None]:
    """Return a number and its decimal logarithm, as rows have them."""
    if number is None:
        return None, None
    return numbers(number * LN10) if by_log else plain(number)
