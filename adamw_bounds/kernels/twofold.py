"""Numbers of twice a float's digits, with an exponent of their own: for differences that cancel.

What a proof leaves of a step, 1 − λη − zβ1 − z²(1−β1)², is next to 0 where the step is the largest
that is allowed. There a logarithm of each term has lost the difference, and plain products of
floats have lost some of it. A :class:`Twofold` keeps it: all that is lost is the rounding of the
inputs.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, Final

__all__ = ["Twofold"]

_LN2: Final = math.log(2.0)
#: The exponent of 0, below all others.
_NOTHING: Final = -(10**6)
#: Exponents that a float surely has.
_INSIDE: Final = 1000
_SPLIT: Final = 134217729.0


class Twofold:
    """``(high + low) 2^exponent``, of one number or of arrays that broadcast.

    ``high`` starts in [0.5, 1) or its negative, or at 0. It is not brought back there: a formula is
    too short for it to leave the floats.

    Parameters
    ----------
    backend : Scalars or Arrays
        Whose functions compute.
    high, low : float or ndarray
        ``low`` is less than the last digit of ``high``.
    exponent : int or ndarray
        Power of 2.
    """

    __slots__ = ("exponent", "high", "low", "m")

    def __init__(self, backend: Any, high: Any, low: Any, exponent: Any) -> None:
        self.m, self.high, self.low, self.exponent = backend, high, low, exponent

    @classmethod
    def of(cls, backend: Any, x: Any, exponent: int = 0) -> Twofold:
        """Return ``x 2^exponent`` of floats x."""
        mantissa, shift = backend.frexp(x)
        exponent = backend.where(mantissa == 0, _NOTHING, exponent + shift)
        return cls(backend, mantissa, 0.0 * mantissa, exponent)

    def __neg__(self) -> Twofold:
        """Return the negative."""
        return Twofold(self.m, -self.high, -self.low, self.exponent)

    def __add__(self, other: Twofold) -> Twofold:
        """Return the sum."""
        m = self.m
        exponent = m.where(self.exponent > other.exponent, self.exponent, other.exponent)
        first = m.ldexp(1.0, self.exponent - exponent)
        second = m.ldexp(1.0, other.exponent - exponent)
        total, rest = _two_sum(self.high * first, other.high * second)
        low, rest_low = _two_sum(self.low * first, other.low * second)
        total, rest = _quick_sum(total, rest + low)
        return Twofold(m, *_quick_sum(total, rest + rest_low), exponent)

    def __sub__(self, other: Twofold) -> Twofold:
        """Return the difference."""
        return self + -other

    def __mul__(self, other: Twofold) -> Twofold:
        """Return the product."""
        product, rest = _two_product(self.high, other.high)
        rest = rest + (self.high * other.low + self.low * other.high)
        return Twofold(self.m, *_quick_sum(product, rest), self.exponent + other.exponent)

    def __truediv__(self, other: Twofold) -> Twofold:
        """Return the quotient; NaN over 0."""
        divisor = self.m.where(other.high == 0, math.nan, other.high)
        quotient = self.high / divisor
        product, rest = _two_product(quotient, divisor)
        left = ((self.high - product) - rest) + (self.low - quotient * other.low)
        exponent = self.exponent - other.exponent
        return Twofold(self.m, *_quick_sum(quotient, left / divisor), exponent)

    def __lt__(self, other: Twofold) -> Any:
        """Return where this number is the smaller."""
        return (self - other).high < 0

    def __le__(self, other: Twofold) -> Any:
        """Return where this number is not the larger."""
        return (self - other).high <= 0

    def sqrt(self) -> Twofold:
        """Return the root; NaN of what is negative."""
        m = self.m
        odd = self.exponent % 2
        high, low = m.ldexp(self.high, odd), m.ldexp(self.low, odd)
        root = m.sqrt(high)
        product, rest = _two_product(root, root)
        left = ((high - product) - rest) + low
        divisor = m.where(root == 0, 1.0, 2 * root)
        return Twofold(m, *_quick_sum(root, left / divisor), (self.exponent - odd) // 2)

    def each(self, change: Callable[[Any], Any]) -> Twofold:
        """Return the number that a function of single arrays makes: a part of each for example."""
        return Twofold(self.m, change(self.high), change(self.low), change(self.exponent))

    def number(self) -> Any:
        """Return the float next to it: infinite, or 0, where there is none."""
        return self.m.ldexp(self.high, self.exponent)

    def log(self) -> Any:
        """Return the natural logarithm: -inf of 0, NaN of what is negative."""
        m = self.m
        inside = m.where(self.exponent > _INSIDE, _INSIDE, self.exponent)
        inside = m.where(inside < -_INSIDE, -_INSIDE, inside)
        return m.log(m.ldexp(self.high, inside)) + (self.exponent - inside) * _LN2

    def where(self, condition: Any, other: Twofold) -> Twofold:
        """Return this number where a condition holds, and the other elsewhere."""
        pairs = (
            (self.high, other.high),
            (self.low, other.low),
            (self.exponent, other.exponent),
        )
        return Twofold(self.m, *(self.m.where(condition, *pair) for pair in pairs))


def _two_sum(x: Any, y: Any) -> tuple[Any, Any]:
    """Return a sum and what its rounding took away (Knuth)."""
    total = x + y
    part = total - x
    return total, (x - (total - part)) + (y - part)


def _quick_sum(x: Any, y: Any) -> tuple[Any, Any]:
    """Return the same where y is small beside x."""
    total = x + y
    return total, y - (total - x)


def _two_product(x: Any, y: Any) -> tuple[Any, Any]:
    """Return a product and what its rounding took away (Dekker, Veltkamp)."""
    product = x * y
    a, c = _SPLIT * x, _SPLIT * y
    x_high, y_high = a - (a - x), c - (c - y)
    x_low, y_low = x - x_high, y - y_high
    rest = ((x_high * y_high - product) + x_high * y_low + x_low * y_high) + x_low * y_low
    return product, rest
