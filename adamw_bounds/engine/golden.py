"""Golden-section search for the least value of a function with one dip."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

__all__ = ["Section", "golden"]

_RATIO: Final = (math.sqrt(5.0) - 1) / 2


class Section(NamedTuple):
    """How far a search has come.

    Attributes
    ----------
    low, high : float
        Where the function is least, if it has one dip, lies between them.
    place, value : float
        Where the least value so far was found, and it.
    """

    low: float
    high: float
    place: float
    value: float


def golden(at: Callable[[float], float], low: float, high: float) -> Iterator[Section]:
    """Yield ever narrower stretches in which a function is least, without an end.

    The first is the whole after two values of the function; each further one takes one value, and
    is 0.618 times as wide. The values at the ends of the whole are not looked at.

    Parameters
    ----------
    at : callable
        The function; it falls, and then rises.
    low, high : float
        The ends of the whole.
    """
    left, right = high - _RATIO * (high - low), low + _RATIO * (high - low)
    at_left, at_right = at(left), at(right)
    value, place = min((at_left, left), (at_right, right))
    while True:
        yield Section(low, high, place, value)
        if at_left <= at_right:
            high, right, at_right = right, left, at_left
            left = high - _RATIO * (high - low)
            new, found = left, at(left)
            at_left = found
        else:
            low, left, at_left = left, right, at_right
            right = low + _RATIO * (high - low)
            new, found = right, at(right)
            at_right = found
        if found < value:
            value, place = found, new
