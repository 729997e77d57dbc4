"""Numbers over a grid, multiplied where the kernels add logarithms; or these alone, no parts.

Most bounds are the largest of a few products of powers. Over a grid each factor varies along one
axis, so that its exponential is taken once a value of that axis. What is left at a point is one
multiplication a product; an exponential of a sum of logarithms would cost ten times as much. So
logarithms of different axes are not added up.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, Final

import numpy as np

from adamw_bounds.kernels.calls import pieces, within
from adamw_bounds.kernels.mathematics import Arrays

__all__ = ["NoProducts", "Products"]

#: While the logarithm of a product of some factors is within this, the product is a float.
_WITHIN: Final = 700.0
#: What else kernels of products do, to what varies along one axis.
_OTHERS: Final = ("exp", "log", "times")
#: Takes of an array what belongs to a piece of the grid.
Taken = Callable[[Any], Any]


class NoProducts(Exception):  # noqa: N818
    """A kernel is not made of products, their sums, maxima and minima; or a product is no float."""


class _Product:
    """A product of factors that vary along different axes, by their logarithms."""

    def __init__(self, logs: list[Any]) -> None:
        self.logs = sorted(logs, key=np.size)
        self.shape = np.broadcast_shapes(*map(np.shape, logs))

    def by_log(self) -> _Number:
        """Return the logarithm, small ones added up."""
        first, *others, last = self.logs
        for log in others:
            first = first + log
        return _Number(self.shape, np.add, (first, last))

    def numbers(self) -> _Number:
        """Return the product, its exponentials taken and small factors multiplied."""
        least = largest = 0.0
        for log in self.logs:
            least += float(np.min(log, where=np.isfinite(log), initial=0.0))
            largest += max(float(log.max()), 0.0)
        if not (least >= -_WITHIN and largest <= _WITHIN):  # one of them may be NaN
            raise NoProducts
        first, *others, last = map(np.exp, self.logs)
        for factor in others:
            first = first * factor
        return _Number(self.shape, np.multiply, (first, last))


class _Joined:
    """The maximum, the minimum or the sum of two numbers, of which one is a product at least."""

    def __init__(self, of_logs: Any, of_numbers: Any, sides: tuple[Any, Any]) -> None:
        self.of_logs, self.of_numbers, self.sides = of_logs, of_numbers, sides
        self.shape = np.broadcast_shapes(*map(np.shape, sides))

    def by_log(self) -> _Number:
        """Return the same of the logarithms."""
        return _Number(self.shape, self.of_logs, tuple(map(_by_log, self.sides)))

    def numbers(self) -> _Number:
        """Return the same of the numbers themselves."""
        return _Number(self.shape, self.of_numbers, tuple(map(_numbers, self.sides)))


class _Number:
    """What is to be computed at each point: a function of two numbers, or factors."""

    def __init__(self, shape: tuple[int, ...], ufunc: Any, sides: tuple[Any, ...]) -> None:
        self.shape, self.ufunc, self.sides = shape, ufunc, sides

    def at(self, taken: Taken, out: Any = None) -> Any:
        """Return the number at a piece of the grid, in ``out`` where that is given."""
        sides: list[Any] = []
        room = out
        for side in self.sides:
            if not isinstance(side, _Number):
                sides.append(taken(side))
            elif side.shape == self.shape:
                # The first that fills the piece is put where the result goes.
                sides.append(side.at(taken, room))
                room = None
            else:
                sides.append(side.at(taken))
        return self.ufunc(*sides, out=out)


class Products:
    """The backend for numbers over a grid; :meth:`number` makes them of what a kernel returns.

    A kernel that does more than multiplying, adding and choosing the largest or the smallest raises
    `NoProducts`.
    """

    def __init__(self) -> None:
        self._arrays = Arrays()
        self.maximum = _joins(np.fmax, np.fmax)
        self.minimum = _joins(np.fmin, np.fmin)
        self.logaddexp = _joins(np.logaddexp, np.add)

    def __getattr__(self, name: str) -> Any:
        if name not in _OTHERS:
            raise NoProducts
        found = getattr(self._arrays, name)

        def called(*arguments: Any) -> Any:
            if any(isinstance(item, _Product | _Joined) for item in arguments):
                raise NoProducts
            return found(*arguments)

        return called

    @staticmethod
    def dot(constant: float, *pairs: tuple[float, Any]) -> Any:
        """Return the logarithm of a product: an array where it varies along one axis alone."""
        found: dict[tuple[int, ...], Any] = {}
        for coefficient, value in pairs:
            if isinstance(value, _Joined):
                raise NoProducts
            for log in value.logs if isinstance(value, _Product) else [value]:
                term = log if coefficient == 1 else coefficient * log
                shape = np.shape(log)
                found[shape] = found[shape] + term if shape in found else term
        constant = constant + found.pop((), 0.0)
        if not found:
            return constant
        least = min(found, key=math.prod)
        found[least] = found[least] + constant
        return found[least] if len(found) == 1 else _Product(list(found.values()))

    @staticmethod
    def number(log: Any, *, by_log: bool = False) -> Any:
        """Return e^log, infinite where it exceeds a float, or the logarithm itself."""
        number = _by_log(log) if by_log else _numbers(log)
        if not isinstance(number, _Number):
            return number
        found = np.empty(number.shape)
        for axis, here in pieces(number.shape):

            def taken(value: Any, axis: int = axis, here: Any = here) -> Any:
                return value[within(value, found.ndim, axis, here)] if np.ndim(value) else value

            number.at(taken, found[here])
        return found


def _numbers(log: Any) -> Any:
    return log.numbers() if isinstance(log, _Product | _Joined) else np.exp(log)


def _by_log(log: Any) -> Any:
    return log.by_log() if isinstance(log, _Product | _Joined) else log


def _joins(of_logs: Any, of_numbers: Any) -> Callable[[Any, Any], Any]:
    def joined(one: Any, other: Any) -> Any:
        if isinstance(one, _Product | _Joined) or isinstance(other, _Product | _Joined):
            return _Joined(of_logs, of_numbers, (one, other))
        return of_logs(one, other)

    return joined
