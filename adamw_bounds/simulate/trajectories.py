"""What a run measured step by step, and what is guaranteed there."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, Final

import numpy as np

from adamw_bounds.simulate.problems import Array

__all__ = ["Limit", "Trajectory", "marked_steps"]

#: A run is looked at after so many numbers of steps at most: a picture shows no more.
_MOST_MARKS: Final = 160


def marked_steps(steps: int, every: int = 1) -> Array:
    """Return numbers of steps at equal ratios, the last one ``steps``.

    Parameters
    ----------
    steps : int
        T >= 1.
    every : int
        Only multiples of it.
    """
    found = np.unique(np.rint(np.geomspace(1, max(1, steps // every), _MOST_MARKS))) * every
    return np.unique(np.append(found[found <= steps], steps)).astype(np.float64)


class _Arrays:
    """Equal where all arrays are."""

    __slots__ = ()
    __hash__ = None  # type: ignore[assignment]

    def __eq__(self: Any, other: Any) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        names = [item.name for item in fields(other)]
        return all(_equal(getattr(self, name), getattr(other, name)) for name in names)


def _equal(one: Any, other: Any) -> bool:
    if isinstance(one, np.ndarray):
        return np.array_equal(one, other, equal_nan=True)
    return bool(one == other)


@dataclass(frozen=True, slots=True, eq=False)
class Limit(_Arrays):
    """What a statement says of a quantity after some numbers of steps.

    Attributes
    ----------
    variant : str
        ``explicit`` (guaranteed) or ``printed``.
    steps : ndarray
        The numbers of steps.
    log10 : ndarray
        Decimal logarithm of what the quantity is held against.
    is_least : bool
        Whether the quantity is at least that, not at most.
    at_ends : bool
        Whether it is of ends of runs or stages, and says nothing of the steps between.
    """

    variant: str
    steps: Array
    log10: Array
    is_least: bool = False
    at_ends: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Trajectory(_Arrays):
    """A quantity along a run, for every seed.

    Attributes
    ----------
    name : str
        The case.
    quantity : str
        What was measured; a mean is that of all steps so far.
    schedule : str or None
        Of the step size.
    steps : ndarray, shape (marks,)
        After how many steps, increasing. Stages follow each other.
    values : ndarray, shape (marks, seeds)
        The quantity. NaN parts stages from each other: each begins a mean of its own.
    limits : tuple of Limit
        What is guaranteed or printed of its mean over seeds.
    """

    name: str
    quantity: str
    schedule: str | None
    steps: Array
    values: Array
    limits: tuple[Limit, ...] = ()
