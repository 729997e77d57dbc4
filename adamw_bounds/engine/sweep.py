"""Any question at many points: arrays in, and every point answered as if it were asked alone."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Iterator, Mapping
from contextvars import copy_context
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, Final, TypeVar

from adamw_bounds.engine.evaluate import is_array
from adamw_bounds.engine.inputs import domain_of
from adamw_bounds.engine.points import CHUNK, Chunk, Points
from adamw_bounds.engine.pointwise import Mixed, Mode, pointwise
from adamw_bounds.engine.results import Answer, Condition, Note, Result, Selecting, Term
from adamw_bounds.errors import InputError

__all__ = ["Asked", "Block", "Part", "Sweep", "name_of", "unmet_of"]

T = TypeVar("T")
#: More threads than this wait for memory.
_MOST_THREADS: Final = 8
#: The size that glibc follows goes up to 32 MiB.
_LARGEST_FOLLOWED: Final = 31 << 20
#: A question with all but the inputs that vary: arrays by input in, an answer out.
Asked = Callable[[Mapping[str, Any]], Answer]
#: What tells the rows of one point apart.
NAMES: Final = (
    *("statement", "optimizer", "schedule", "variant", "quantity", "case", "stage", "update"),
)
#: More remarks of one kind are told by the first of them.
_MOST_SAID: Final = 2
_NUMBERS: Final = ("value", "log10", "count", "lower", "upper", "stderr", "ratio", "floor")


@dataclass(frozen=True, slots=True)
class Part:
    """Points of a chunk whose answers have the same rows.

    Attributes
    ----------
    places : ndarray or None
        Their numbers within the chunk; None for all of them, in the shape of the chunk.
    results : tuple of Result
        The rows, with an entry for each of these points, or one number for all.
    """

    places: Any
    results: tuple[Result, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A chunk of points with its answers."""

    chunk: Chunk
    parts: tuple[Part, ...]

    def columns(self, part: Part) -> dict[str, Any]:
        """Return the inputs that vary at the points of a part, flat."""
        flat = self.chunk.flat()
        if part.places is not None:
            flat = {name: values[part.places] for name, values in flat.items()}
        return {name: _whole(name, values) for name, values in flat.items()}

    def size(self, part: Part) -> int:
        """Return the number of points of a part."""
        return self.chunk.size if part.places is None else int(part.places.size)

    def patterns(self, part: Part) -> list[dict[str, Any]]:
        """Return the rows of a part: each a mapping in which an array has an entry a point."""
        inputs = self.columns(part)
        return [
            _pattern(result, inputs, lambda values: self.spread(part, values))
            for result in part.results
        ]

    def spread(self, part: Part, values: Any) -> Any:
        """Return what a row of a part holds, flat with an entry a point; None stays None."""
        import numpy as np

        if values is None:
            return None
        shape = self.chunk.shape if part.places is None else part.places.shape
        return np.broadcast_to(values, shape).reshape(-1)


@dataclass(slots=True)
class _Said:
    """What answers said besides their rows: remarks with the number of points, and inputs."""

    remarks: dict[Note, int] = field(default_factory=dict)
    silent: dict[str, int] = field(default_factory=dict)
    told: dict[str, Any] | None = None
    answered: bool = False

    def take_down(self, answer: Answer, count: int, varied: tuple[str, ...]) -> None:
        """Keep what an answer says of ``count`` points."""
        for note in answer.warnings:
            self.remarks[note] = self.remarks.get(note, 0) + count
        self._keep(
            {
                name: value
                for name, value in answer.inputs.items()
                if name not in varied and not is_array(value)
            }
        )

    def _keep(self, fixed: dict[str, Any]) -> None:
        """Keep the inputs that are the same at all points."""
        if self.told is None:
            self.told = fixed
        else:
            self.told = {k: value for k, value in self.told.items() if fixed.get(k) == value}

    def with_(self, other: _Said) -> _Said:
        """Return this and what was said of other points."""
        for note, count in other.remarks.items():
            self.remarks[note] = self.remarks.get(note, 0) + count
        for message, count in other.silent.items():
            self.silent[message] = self.silent.get(message, 0) + count
        if other.told is not None:
            self._keep(other.told)
        self.answered = self.answered or other.answered
        return self

    def notes(self, total: int) -> tuple[Note, ...]:
        """Return the remarks, each with the number of points where it is not of all."""
        found = []
        kinds: dict[str, list[Note]] = {}
        for note in self.remarks:
            kinds.setdefault(note.code, []).append(note)
        for notes in kinds.values():
            if len(notes) > _MOST_SAID:
                # The same remark with the numbers of each point.
                count = sum(self.remarks[note] for note in notes)
                text = f"at {count} of {total} points, at the first: {notes[0].message}"
                found.append(replace(notes[0], message=text))
                continue
            for note in notes:
                count = self.remarks[note]
                where = "" if count >= total else f"at {count} of {total} points: "
                found.append(replace(note, message=f"{where}{note.message}"))
        for message, count in self.silent.items():
            found.append(Note("no-row", f"at {count} of {total} points there is no row: {message}"))
        return tuple(found)


@cache
def _keep_memory() -> None:
    """Let the C library keep the memory that arrays give back, up to 64 MB.

    glibc returns blocks to the system from a size on that follows the largest it has freed. The
    arrays of each chunk were taken from there again, and half of a sweep's time went into pages
    that the system had to clear. Nothing is written to this block, so that it costs nothing.
    """
    import numpy as np

    np.empty(_LARGEST_FOLLOWED, np.uint8)


def _in_threads(work: Callable[[Chunk], T], chunks: Iterator[Chunk]) -> Iterator[T]:
    """Yield ``work`` of each chunk in order, some of them at once.

    numpy lets go of the interpreter while it computes, so that several cores have something to do.
    """
    from collections import deque
    from concurrent.futures import Future, ThreadPoolExecutor

    cores = os.cpu_count() or 1
    if hasattr(os, "sched_getaffinity"):
        cores = len(os.sched_getaffinity(0))
    workers = min(cores, _MOST_THREADS)
    if workers < 2:
        yield from map(work, chunks)
        return
    pool = ThreadPoolExecutor(workers)
    waiting: deque[Future[T]] = deque()
    try:
        for chunk in chunks:
            waiting.append(pool.submit(copy_context().run, work, chunk))
            if len(waiting) > workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)


@dataclass(slots=True, repr=False)
class Sweep(Selecting):
    """A question at many points; nothing is computed before it is looked at.

    Attributes
    ----------
    question : str
        What is asked: ``complexity``.
    inputs : mapping
        What does not vary.
    points : Points
        What varies.
    asked : callable
        The question.
    takes_arrays : bool
        Whether it takes many points at once; else they are asked one by one.
    quantities : tuple of str
        The quantities of the rows that are kept; empty: all.
    """

    question: str
    inputs: Mapping[str, Any]
    points: Points
    asked: Asked
    takes_arrays: bool = True
    quantities: tuple[str, ...] = ()
    _said: _Said = field(default_factory=_Said)
    _results: tuple[Result, ...] | None = None

    def __repr__(self) -> str:
        over = " × ".join(self.points.names)
        return f"<Sweep of {self.question} over {over}: {len(self)} points; .rows(), .results>"

    def __len__(self) -> int:
        return self.points.size

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape of the points: an axis for each input of a grid."""
        return self.points.shape

    def blocks(self) -> Iterator[Block]:
        """Yield the answers, a chunk of points at a time.

        Raises
        ------
        InputError
            If an input is wrong, or there is no row at any point.
        """
        return self.walk(lambda block: block)

    def walk(
        self,
        made: Callable[[Block], T],
        mode: Mode = "rows",
        most: int = CHUNK,
        points: Points | None = None,
    ) -> Iterator[T]:
        """Yield what is made of each chunk of points, in their order.

        Parameters
        ----------
        made : callable
            Makes it of the answers, in a thread of its own where several chunks are worked on.
        mode : {"rows", "logs", "numbers"}
            Whole rows, or only the logarithms of their numbers, or only the numbers.
        most : int
            Points of a chunk.
        points : Points, optional
            Others than those of the sweep.

        Raises
        ------
        InputError
            If an input is wrong, or there is no row at any point.
        """
        points = self.points if points is None else points
        said: _Said | None = None

        def work(chunk: Chunk) -> tuple[_Said, T]:
            own = _Said()
            block = Block(chunk, tuple(self._parts(chunk, mode, own)))
            own.answered = any(part.results for part in block.parts)
            return own, made(block)

        _keep_memory()
        alone = mode == "rows" or not self.takes_arrays or points.size <= most
        for own, item in (map if alone else _in_threads)(work, points.chunks(most)):
            said = own if said is None else said.with_(own)
            self._said = said
            yield item
        if said is not None and not said.answered and said.silent:
            raise InputError(next(iter(said.silent)))

    def _parts(self, chunk: Chunk, mode: Mode, said: _Said) -> Iterator[Part]:
        import numpy as np

        if not self.takes_arrays:
            flat = chunk.flat()
            for place in range(chunk.size):
                point = {name: float(values[place]) for name, values in flat.items()}
                yield Part(np.array([place]), self._answer(point, 1, None, said))
            return
        left: list[tuple[Any, Mapping[str, Any]]] = [(None, chunk.inputs)]
        while left:
            places, inputs = left.pop()
            count = chunk.size if places is None else int(places.size)
            try:
                yield Part(places, self._answer(inputs, count, mode, said))
            except Mixed as mixed:
                shape = chunk.shape if places is None else places.shape
                where = np.broadcast_to(mixed.where, shape).reshape(-1)
                if places is None:
                    places, inputs = np.arange(chunk.size), chunk.flat()
                left += [
                    (places[side], {name: values[side] for name, values in inputs.items()})
                    for side in (~where, where)
                ]

    def _answer(
        self,
        inputs: Mapping[str, Any],
        count: int,
        mode: Mode | None,
        said: _Said,
    ) -> tuple[Result, ...]:
        try:
            if mode is None:
                answer = self.asked(inputs)
            else:
                with pointwise(mode, self.quantities):
                    answer = self.asked(inputs)
        except InputError as error:
            if error.faults:
                raise
            # No statement answers here; elsewhere one may.
            said.silent[error.message] = said.silent.get(error.message, 0) + count
            return ()
        said.take_down(answer, count, self.points.names)
        if not self.quantities:
            return answer.results
        return tuple(row for row in answer.results if row.quantity in self.quantities)

    @property
    def told(self) -> dict[str, Any]:
        """The inputs that were used at every point that was looked at."""
        return dict(self._said.told or {})

    @property
    def warnings(self) -> tuple[Note, ...]:
        """What was said of the answers that were looked at, with the number of points."""
        return self._said.notes(self.points.size)

    def summary(self) -> list[dict[str, Any]]:
        """Return what all points come to, see :func:`adamw_bounds.engine.summary.summary`."""
        from adamw_bounds.engine.summary import summary

        return summary(self)

    def rows(self) -> Iterator[dict[str, Any]]:
        """Yield each row of each point as a mapping, the inputs that vary first."""
        for block in self.blocks():
            listed: list[list[dict[str, Any]]] = [[]] * block.chunk.size
            for part in block.parts:
                patterns = block.patterns(part)
                places = range(block.chunk.size) if part.places is None else part.places.tolist()
                for number, place in enumerate(places):
                    listed[place] = [_at(pattern, number) for pattern in patterns]
            yield from (row for point in listed for row in point)

    @property
    def results(self) -> tuple[Result, ...]:
        """Every row with arrays in the shape of the points.

        Where a point has no such row its numbers are NaN. Remarks that hold at some points only
        say at how many.
        """
        if self._results is None:
            self._results = self._merged()
        return self._results

    def _merged(self) -> tuple[Result, ...]:
        import numpy as np

        rows: dict[tuple[Any, ...], _Merged] = {}
        for block in self.blocks():
            for part in block.parts:
                places = np.arange(block.chunk.size) if part.places is None else part.places
                for result in part.results:
                    row = rows.setdefault(name_of(result), _Merged(result, self.points.size))
                    row.put(block.chunk.start + places, result, part, block)
        return tuple(row.result(self.shape) for row in rows.values())


class _Merged:
    """One row of all points, as it is put together."""

    def __init__(self, first: Result, size: int) -> None:
        self.first = first
        self.size = size
        self.arrays: dict[tuple[str, ...], Any] = {}
        self.conditions: dict[str, Condition] = {}
        self.notes: dict[str, int] = {}

    def put(self, places: Any, result: Result, part: Part, block: Block) -> None:
        import numpy as np

        for key, values in _arrays_of(result):
            if values is None:
                continue
            if key not in self.arrays:
                kind = object if key[0] == "dominant" else float
                self.arrays[key] = np.full(self.size, None if kind is object else np.nan, kind)
            self.arrays[key][places] = block.spread(part, values)
        self.conditions |= {item.name: item for item in result.conditions}
        for note in result.notes:
            self.notes[note] = self.notes.get(note, 0) + int(places.size)

    def result(self, shape: tuple[int, ...]) -> Result:
        """Return the row."""
        found = {key: values.reshape(shape) for key, values in self.arrays.items()}
        size = self.size
        numbers: dict[str, Any] = {key: found.get((key,)) for key in (*_NUMBERS, "dominant")}
        return replace(
            self.first,
            **numbers,
            terms=tuple(Term(key[1], found[key]) for key in found if key[0] == "terms"),
            settings={key[1]: found[key] for key in found if key[0] == "settings"},
            conditions=tuple(
                replace(
                    item,
                    remedy="",
                    lhs=found.get(("conditions", name, "lhs")),
                    rhs=found.get(("conditions", name, "rhs")),
                    margin=found.get(("conditions", name, "margin")),
                    # Where a condition does not apply nothing is missed.
                    met=found["conditions", name, "met"] != 0,
                )
                for name, item in self.conditions.items()
            ),
            notes=tuple(
                note if count == size else f"at {count} of {size} points: {note}"
                for note, count in self.notes.items()
            ),
        )


def _arrays_of(result: Result) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield what differs from point to point, by where it stands in a row."""
    for key in _NUMBERS:
        yield (key,), getattr(result, key)
    yield ("dominant",), dominant_of(result)
    for term in result.terms:
        yield ("terms", term.label), term.log10
    for name, value in result.settings.items():
        yield ("settings", name), value
    for item in result.conditions:
        for side in ("lhs", "rhs", "met", "margin"):
            yield ("conditions", item.name, side), getattr(item, side)


def _whole(name: str, values: Any) -> Any:
    """Return the values of an input that is a whole number as such, where floats hold them."""
    if not domain_of(name).startswith("integer") or (abs(values) >= 2**53).any():
        return values
    return values.astype("int64")


def _at(pattern: Any, place: int) -> Any:
    """Return what a pattern is at one point; None where an array has no number."""
    if isinstance(pattern, dict):
        return {key: _at(item, place) for key, item in pattern.items()}
    if isinstance(pattern, list):
        return [_at(item, place) for item in pattern]
    if not is_array(pattern):
        return pattern
    value = pattern[place]
    value = value.item() if hasattr(value, "item") else value
    return None if isinstance(value, float) and not math.isfinite(value) else value


def name_of(result: Result) -> tuple[Any, ...]:
    """Return what tells a row from the others of its point."""
    return tuple(getattr(result, key) for key in NAMES)


def dominant_of(result: Result) -> Any:
    """Return the label of the largest part, None where there is no part that is a number."""
    import numpy as np

    if not is_array(result.dominant):
        return result.dominant
    found = result.dominant.astype(object)
    some: Any = False
    for term in result.terms:
        if term.log10 is not None:
            some = some | np.isfinite(term.log10)
    found[~np.broadcast_to(some, found.shape)] = None
    return found


def unmet_of(conditions: tuple[Condition, ...]) -> Any:
    """Return the names of the conditions that fail, an array of texts where points differ.

    None where all are met.
    """
    import numpy as np

    failing: list[tuple[str, Any]] = [
        (item.name, np.logical_not(item.met)) for item in conditions if not np.all(item.met)
    ]
    if not failing:
        return None
    code: Any = 0
    for place, (_, missed) in enumerate(failing):
        code = code + (missed.astype(np.int64) << place)
    texts: dict[int, str | None] = {
        int(one): ", ".join(
            name for place, (name, _) in enumerate(failing) if int(one) >> place & 1
        )
        or None
        for one in np.unique(code)
    }
    if not is_array(code):
        return texts[int(code)]
    known, where = np.unique(code, return_inverse=True)
    return np.array([texts[int(one)] for one in known], dtype=object)[where].reshape(code.shape)


def _pattern(
    result: Result, inputs: Mapping[str, Any], spread: Callable[[Any], Any]
) -> dict[str, Any]:
    """Return the row of a result, each array flat with an entry a point."""
    dominant = dominant_of(result)
    unmet = unmet_of(result.conditions)
    value, log10 = result.value, result.log10
    if is_array(value) and log10 is not None:
        # What is too small for a float is no 0: its logarithm alone tells it.
        value = _without_underflow(value, log10)
    row = replace(
        result,
        value=value,
        dominant=dominant,
        conditions=tuple(replace(item, remedy="") for item in result.conditions),
    ).as_row()
    found = dict(inputs)
    for key, item in row.items():
        found[key] = _spread(item, spread)
        if key == "dominant":
            found["unmet"] = _spread(unmet, spread)
    return found


def _without_underflow(value: Any, log10: Any) -> Any:
    import numpy as np

    lost = np.equal(value, 0) & np.isfinite(log10)
    return np.where(lost, np.nan, value) if lost.any() else value


def _spread(value: Any, spread: Callable[[Any], Any]) -> Any:
    if is_array(value):
        return spread(value)
    if isinstance(value, Mapping):
        return {key: _spread(item, spread) for key, item in value.items()}
    if isinstance(value, list):
        return [_spread(item, spread) for item in value]
    return value
