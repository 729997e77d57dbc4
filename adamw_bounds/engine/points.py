"""The points of a sweep: a grid or a table of inputs, taken a chunk at a time."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Protocol

__all__ = ["CHUNK", "Axis", "Chunk", "Grid", "Points", "Range", "Table", "Values"]

#: Points that are asked at once: half a megabyte an array, which a cache holds.
CHUNK: Final = 1 << 16
#: Values of an axis that are kept while a grid is walked through: 8 MB.
_MOST_LISTED: Final = 1 << 20


class Axis(Protocol):
    """The values of one input."""

    @property
    def size(self) -> int:
        """How many they are."""

    @property
    def text(self) -> str:
        """What was written for them; empty where they were not written."""

    def take(self, start: int, stop: int) -> Any:
        """Return some of them, as an array."""

    def pick(self, places: Any) -> Any:
        """Return those of these numbers."""


@dataclass(frozen=True, slots=True)
class Range:
    """Values at equal distances, or at equal ratios: only those that are asked for exist.

    Attributes
    ----------
    start, stop : float
        The first and the last.
    size : int
        How many they are, at least 2.
    is_log : bool
        Whether their ratios are equal, not their distances.
    text : str
        What was written.
    """

    start: float
    stop: float
    size: int
    is_log: bool
    text: str = ""

    def take(self, start: int, stop: int) -> Any:
        """Return the values from number ``start`` on to before number ``stop``."""
        import numpy as np

        return self.pick(np.arange(start, stop))

    def pick(self, places: Any) -> Any:
        """Return the values of these numbers."""
        import numpy as np

        share = places / (self.size - 1)
        if self.is_log:
            first, last = math.log10(self.start), math.log10(self.stop)
            found = np.power(10.0, first + share * (last - first))
        else:
            found = self.start * (1 - share) + self.stop * share
        # The ends are what was written.
        found[places == 0] = self.start
        found[places == self.size - 1] = self.stop
        return found


@dataclass(frozen=True, slots=True)
class Values:
    """Values that were listed.

    Attributes
    ----------
    values : ndarray
        They.
    text : str
        What was written.
    """

    values: Any
    text: str = ""

    @property
    def size(self) -> int:
        """How many they are."""
        return int(self.values.size)

    def take(self, start: int, stop: int) -> Any:
        """Return the values from number ``start`` on to before number ``stop``."""
        return self.values[start:stop]

    def pick(self, places: Any) -> Any:
        """Return the values of these numbers."""
        return self.values[places]


@dataclass(frozen=True, slots=True)
class Chunk:
    """Neighbouring points.

    Attributes
    ----------
    start : int
        The number of the first, counted from 0.
    shape : tuple of int
        Their shape: the inputs broadcast to it.
    inputs : mapping
        Arrays by input.
    """

    start: int
    shape: tuple[int, ...]
    inputs: Mapping[str, Any]

    @property
    def size(self) -> int:
        """The number of points."""
        return math.prod(self.shape)

    def flat(self) -> dict[str, Any]:
        """Return the inputs, one entry a point."""
        import numpy as np

        return {
            name: np.broadcast_to(values, self.shape).reshape(-1)
            for name, values in self.inputs.items()
        }


class Points(Protocol):
    """What a sweep walks through."""

    @property
    def names(self) -> tuple[str, ...]:
        """The inputs that vary."""

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape of the whole: an axis an input for a grid."""

    @property
    def size(self) -> int:
        """The number of points."""

    def chunks(self, most: int = CHUNK) -> Iterator[Chunk]:
        """Yield the points in their order, at most ``most`` at once."""

    def at(self, place: int) -> dict[str, float]:
        """Return the inputs of one point."""

    def pick(self, places: Any) -> dict[str, Any]:
        """Return columns of the inputs at these points."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Every value of each input with every value of the others; the last input varies fastest.

    Attributes
    ----------
    axes : mapping of str to Axis
        The values by input.
    """

    axes: Mapping[str, Axis]

    @property
    def names(self) -> tuple[str, ...]:
        """The inputs that vary."""
        return tuple(self.axes)

    @property
    def shape(self) -> tuple[int, ...]:
        """The number of values of each."""
        return tuple(axis.size for axis in self.axes.values())

    @property
    def size(self) -> int:
        """The number of points."""
        return math.prod(self.shape)

    def chunks(self, most: int = CHUNK) -> Iterator[Chunk]:
        """Yield the points as grids of their own, so that a logarithm is taken once a value."""
        shape = self.shape
        inner = len(shape)
        while inner > 0 and math.prod(shape[inner - 1 :]) <= most:
            inner -= 1
        # The axes from ``inner`` on are taken whole, the one before in slices.
        whole = math.prod(shape[inner:])
        place = max(0, inner - 1)
        step = shape[place] if inner == 0 else max(1, most // whole)
        # Values are made once, where that needs little memory.
        axes = {
            name: Values(axis.take(0, axis.size)) if axis.size <= _MOST_LISTED else axis
            for name, axis in self.axes.items()
        }
        start = 0
        for outer in _indices(shape[:place]):
            for first in range(0, shape[place], step):
                last = min(first + step, shape[place])
                ends = (
                    *((index, index + 1) for index in outer),
                    (first, last),
                    *((0, size) for size in shape[place + 1 :]),
                )
                taken = tuple(stop - begin for begin, stop in ends)
                yield Chunk(start, taken, _part(axes, ends))
                start += math.prod(taken)

    def at(self, place: int) -> dict[str, float]:
        """Return the inputs of one point."""
        found: dict[str, float] = {}
        for name in reversed(self.names):
            axis = self.axes[name]
            place, index = divmod(place, axis.size)
            found[name] = float(axis.take(index, index + 1)[0])
        return {name: found[name] for name in self.axes}

    def pick(self, places: Any) -> dict[str, Any]:
        """Return columns of the inputs at these points."""
        import numpy as np

        indices = np.unravel_index(places, self.shape)
        pairs = zip(self.axes.items(), indices, strict=True)
        return {name: axis.pick(index) for (name, axis), index in pairs}


def _part(axes: Mapping[str, Axis], ends: tuple[tuple[int, int], ...]) -> dict[str, Any]:
    """Return a grid of some values of each axis."""
    count = len(ends)
    return {
        name: axis.take(*ends[number]).reshape(
            tuple(-1 if other == number else 1 for other in range(count))
        )
        for number, (name, axis) in enumerate(axes.items())
    }


def _indices(shape: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    """Yield every index of a shape in order, without a list of them."""
    if not shape:
        yield ()
        return
    for first in range(shape[0]):
        for rest in _indices(shape[1:]):
            yield (first, *rest)


@dataclass(frozen=True, slots=True)
class Table:
    """Points that were listed, one after the other.

    Attributes
    ----------
    columns : mapping of str to ndarray
        Flat arrays of one length, by input.
    text : str
        The file that they are from.
    """

    columns: Mapping[str, Any]
    text: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The inputs that vary."""
        return tuple(self.columns)

    @property
    def shape(self) -> tuple[int, ...]:
        """The number of points."""
        return (self.size,)

    @property
    def size(self) -> int:
        """The number of points."""
        return int(next(iter(self.columns.values())).size)

    def chunks(self, most: int = CHUNK) -> Iterator[Chunk]:
        """Yield the points in their order."""
        for start in range(0, self.size, most):
            stop = min(start + most, self.size)
            inputs = {name: column[start:stop] for name, column in self.columns.items()}
            yield Chunk(start, (stop - start,), inputs)

    def at(self, place: int) -> dict[str, float]:
        """Return the inputs of one point."""
        return {name: float(column[place]) for name, column in self.columns.items()}

    def pick(self, places: Any) -> dict[str, Any]:
        """Return columns of the inputs at these points."""
        return {name: column[places] for name, column in self.columns.items()}
