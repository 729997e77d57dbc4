"""The functions that the generated kernels are written in: one set for numbers, one for arrays.

Both work on natural logarithms, with ``-inf`` for the logarithm of 0 and ``inf`` for that of an
unbounded quantity. Neither raises: what is undefined is NaN. :class:`Scalars` needs no numpy, so
that a single answer in the shell does not wait for it to load.
"""

from __future__ import annotations

import math
from typing import Any, Final

from adamw_bounds.kernels.choices import Chosen

__all__ = ["LN10", "Arrays", "Scalars"]

LN10: Final = math.log(10.0)
_LN2: Final = math.log(2.0)
_INF: Final = math.inf
_NAN: Final = math.nan
#: From here on (a natural logarithm, a number) squares come near the end of a float's exponents.
_LARGE: Final = 300.0
_FAR: Final = 1e150
_NEWTON_STEPS: Final = 200


class Scalars(Chosen):
    """The backend for plain numbers."""

    @staticmethod
    def log(x: float) -> float:
        """Return log x: -inf at 0, NaN below."""
        if x > 0:
            return math.log(x)
        return -_INF if x == 0 else _NAN

    @staticmethod
    def exp(x: float) -> float:
        """Return e^x: inf where it exceeds a float."""
        try:
            return math.exp(x)
        except OverflowError:
            return _INF

    @staticmethod
    def sqrt(x: float) -> float:
        """Return the root, NaN below 0."""
        return math.sqrt(x) if x >= 0 else _NAN

    @staticmethod
    def log1p(x: float) -> float:
        """Return log(1 + x): -inf at -1, NaN below."""
        if x > -1:
            return math.log1p(x)
        return -_INF if x == -1 else _NAN

    @staticmethod
    def expm1(x: float) -> float:
        """Return e^x - 1: inf where it exceeds a float."""
        try:
            return math.expm1(x)
        except OverflowError:
            return _INF

    @staticmethod
    def dot(constant: float, *pairs: tuple[float, float]) -> float:
        """Return constant + the sum of coefficient times logarithm: the log of a product."""
        total = constant
        for coefficient, value in pairs:
            total += coefficient * value
        return total

    @staticmethod
    def times(factor: float, x: float) -> float:
        """Return factor times x, 0 where the factor is 0."""
        return factor * x if factor else 0.0

    @staticmethod
    def maximum(x: float, y: float) -> float:
        """Return the larger; an undefined side (0/0) does not count."""
        if x != x:  # noqa: PLR0124
            return y
        return y if y > x else x

    @staticmethod
    def minimum(x: float, y: float) -> float:
        """Return the smaller; an undefined side does not count."""
        if x != x:  # noqa: PLR0124
            return y
        return y if y < x else x

    @staticmethod
    def logaddexp(x: float, y: float) -> float:
        """Return log(e^x + e^y)."""
        if x < y:
            x, y = y, x
        if y == -_INF or x == _INF:
            return x
        return x + math.log1p(math.exp(y - x))

    @staticmethod
    def logsubexp(x: float, y: float) -> float:
        """Return log(e^x - e^y): -inf where they are equal, NaN where x < y."""
        if y == -_INF:
            return x
        return x + Scalars.log_one_minus_exp(y - x)

    @staticmethod
    def log_one_minus_exp(x: float) -> float:
        """Return log(1 - e^x) for x <= 0, by whichever of expm1 and log1p keeps the digits."""
        if x > 0 or x != x:  # noqa: PLR0124
            return _NAN
        if x == 0:
            return -_INF
        return math.log(-math.expm1(x)) if x > -_LN2 else math.log1p(-math.exp(x))

    @staticmethod
    def log_quotient(x: float, y: float) -> float:
        """Return log(x/y), whose digits a difference of logarithms loses where x is near y."""
        if y > 0 and 0.5 * y <= x <= 2 * y:
            return math.log1p((x - y) / y)
        return Scalars.log(x) - Scalars.log(y)

    @staticmethod
    def log_abs_one_minus_product(*pairs: tuple[float, int]) -> float:
        """Return log|1 - prod base^power|, exact to rounding even near the products 1 and 2."""
        difference, divisor, product = _minus_product(1.0, pairs)
        if product > 1e100:
            return sum(power * Scalars.log(base) for base, power in pairs)
        if product < 0.25:
            return math.log1p(-product)
        if 1.5 < product < 3:
            return math.log1p(-_minus_product(2.0, pairs)[0] / divisor)
        return Scalars.log(abs(difference / divisor))

    @staticmethod
    def log_outer_root(x: float) -> float:
        """Return log t for the root t >= 1 of t - log t = x; 0 for x < 1."""
        excess = x - 1
        if not excess > 0:
            return 0.0 if excess <= 0 else _NAN
        if excess > _FAR:
            return math.log(excess)
        # With t = 1 + s: s - log1p(s) = excess, convex in s. The start is right of the root, as
        # s - log1p(s) >= s^2/(2 + 2s), so Newton falls on it.
        s = excess + math.sqrt(excess) * math.sqrt(excess + 2)
        for _ in range(_NEWTON_STEPS):
            step = (s - math.log1p(s) - excess) * (1 + s) / s
            s -= step
            if abs(step) <= 1e-15 * s:
                break
        return math.log1p(s)

    @staticmethod
    def log_log_root(alpha: float, log_beta: float, kappa: float) -> float:
        """Return log T for the smallest T >= 1 with sqrt(T+1) >= alpha + beta (kappa + log T)."""
        beta = Scalars.exp(log_beta)
        if math.sqrt(2.0) >= alpha + beta * kappa:
            return 0.0
        log_shift = Scalars.logaddexp(Scalars.log(alpha) - log_beta, Scalars.log(kappa))
        if log_shift > _LARGE:  # beside it log T is nothing
            log_y = log_beta + log_shift
            return max(0.0, 2 * log_y + Scalars.log_one_minus_exp(-2 * log_y))
        shift = alpha * math.exp(-log_beta) + kappa
        # Upper start: with log T < 2 log y the equation has the Lambert form.
        log_t = Scalars.log_outer_root(shift / 2 + log_beta + _LN2)
        s = 2 * math.exp(log_t)
        # y = sqrt(T+1) = beta s; beta^-2 vanishes where beta is beyond a float.
        tiny = math.exp(-2 * log_beta)
        level = shift + 2 * log_beta
        for _ in range(_NEWTON_STEPS):
            square = s * s
            rest = square - tiny
            if not rest > 0:
                return _NAN
            step = (s - level - 2 * math.log(s) - math.log1p(-tiny / square)) / (1 - 2 * s / rest)
            s -= step
            if abs(step) <= 1e-15 * s:
                break
        log_y = log_beta + math.log(s)
        return max(0.0, 2 * log_y + Scalars.log_one_minus_exp(-2 * log_y))

    @staticmethod
    def log_ceil(x: float) -> float:
        """Return log of ceil(e^x); whole numbers beyond 2^53 are taken as they are."""
        if x > 36 or x != x or x == -_INF:  # noqa: PLR0124
            return x
        return math.log(math.ceil(math.exp(x))) if x > 0 else 0.0

    @staticmethod
    def where(condition: bool, yes: float, no: float) -> float:
        """Return yes or no."""
        return yes if condition else no

    @staticmethod
    def both(first: bool, second: bool) -> bool:
        """Return whether both hold."""
        return first and second


def _minus_product(minuend: float, pairs: Any) -> tuple[Any, Any, Any]:
    """Return (numerator of minuend - product, its denominator, the product), exact to rounding.

    Numerator and denominator of the product are carried as unevaluated sums of two floats, so
    that their difference keeps its digits. The minuend is 1 or 2. Works on floats and on arrays.
    """
    high, low, product = 1.0, 0.0, 1.0
    below_high, below_low = 1.0, 0.0
    for base, power in pairs:
        for _ in range(abs(power)):
            if power > 0:
                high, low = _two_times(high, low, base)
                product = product * base
            else:
                below_high, below_low = _two_times(below_high, below_low, base)
                product = product / base
    first, rest = minuend * below_high, minuend * below_low
    top = first - high
    part = top - first
    error = (first - (top - part)) - (high + part)
    return top + (error + (rest - low)), below_high + below_low, product


def _two_times(high: Any, low: Any, factor: Any) -> tuple[Any, Any]:
    """Multiply an unevaluated sum by a float (Dekker's product)."""
    product = high * factor
    split = 134217729.0
    a = split * high
    a_high = a - (a - high)
    a_low = high - a_high
    c = split * factor
    c_high = c - (c - factor)
    c_low = factor - c_high
    error = ((a_high * c_high - product) + a_high * c_low + a_low * c_high) + a_low * c_low
    return product, error + low * factor


class Arrays(Chosen):
    """The backend for arrays that broadcast; call it under ``numpy.errstate(all="ignore")``."""

    def __init__(self) -> None:
        import numpy

        self.np: Any = numpy
        self.log = numpy.log
        self.exp = numpy.exp
        self.sqrt = numpy.sqrt
        self.log1p = numpy.log1p
        self.expm1 = numpy.expm1
        self.maximum = numpy.fmax
        self.minimum = numpy.fmin
        self.logaddexp = numpy.logaddexp
        self.where = numpy.where
        self.both = numpy.logical_and

    def dot(self, constant: float, *pairs: tuple[float, Any]) -> Any:
        """Add small arrays first, so that as few operations as possible run over the full grid."""
        total: Any = constant
        for coefficient, value in sorted(pairs, key=lambda pair: self.np.size(pair[1])):
            total = total + (value if coefficient == 1 else coefficient * value)
        return total

    def times(self, factor: Any, x: Any) -> Any:
        """Return factor times x, 0 where the factor is 0."""
        return self.np.where(self.np.equal(factor, 0), 0.0, self.np.multiply(factor, x))

    def logsubexp(self, x: Any, y: Any) -> Any:
        """Return log(e^x - e^y)."""
        return self.np.where(self.np.isneginf(y), x, x + self.log_one_minus_exp(y - x))

    def log_one_minus_exp(self, x: Any) -> Any:
        """Return log(1 - e^x)."""
        return self.np.where(
            self.np.greater(x, -_LN2),
            self.np.log(-self.np.expm1(x)),
            self.np.log1p(-self.np.exp(x)),
        )

    def log_quotient(self, x: Any, y: Any) -> Any:
        """Return log(x/y)."""
        np = self.np
        x, y = np.asarray(x, float), np.asarray(y, float)
        near = (0.5 * y <= x) & (x <= 2 * y)
        return np.where(near, np.log1p((x - y) / y), np.log(x) - np.log(y))

    def log_abs_one_minus_product(self, *pairs: tuple[Any, int]) -> Any:
        """Return log|1 - prod base^power|."""
        np = self.np
        arrays = [(np.asarray(base, float), power) for base, power in pairs]
        difference, divisor, product = _minus_product(1.0, arrays)
        far = sum(power * np.log(base) for base, power in pairs)
        near = np.where(
            (product > 1.5) & (product < 3),
            np.log1p(-_minus_product(2.0, arrays)[0] / divisor),
            np.log(np.abs(difference / divisor)),
        )
        small = np.log1p(-np.minimum(product, 0.5))
        return np.where(product > 1e100, far, np.where(product < 0.25, small, near))

    def log_outer_root(self, x: Any) -> Any:
        """Return log t for the root t >= 1 of t - log t = x; 0 for x < 1."""
        np = self.np
        x = np.asarray(x, float)
        excess = np.where(x > 1, x - 1, 1.0)
        s = excess + np.sqrt(excess) * np.sqrt(excess + 2)
        for _ in range(_NEWTON_STEPS):
            step = (s - np.log1p(s) - excess) * (1 + s) / s
            step = np.where(np.isfinite(step), step, 0.0)
            s = s - step
            if np.all(np.abs(step) <= 1e-15 * s):
                break
        log_t = np.where(excess > _FAR, np.log(excess), np.log1p(s))
        return np.where(x > 1, log_t, np.where(np.isnan(x), x, 0.0))

    def log_log_root(self, alpha: Any, log_beta: Any, kappa: Any) -> Any:
        """Return log T for the smallest T >= 1 with sqrt(T+1) >= alpha + beta (kappa + log T)."""
        np = self.np
        alpha, log_beta, kappa = np.broadcast_arrays(
            *(np.asarray(item, float) for item in (alpha, log_beta, kappa))
        )
        trivial = math.sqrt(2.0) >= alpha + np.exp(log_beta) * kappa
        log_shift = np.logaddexp(np.log(alpha) - log_beta, np.log(kappa))
        far = log_shift > _LARGE  # beside it log T is nothing
        log_b = np.where(far, 0.0, log_beta)
        shift = alpha * np.exp(-log_b) + kappa
        s = 2 * np.exp(self.log_outer_root(shift / 2 + log_b + _LN2))
        tiny = np.exp(-2 * log_b)
        level = shift + 2 * log_b
        for _ in range(_NEWTON_STEPS):
            square = s * s
            rest = square - tiny
            step = (s - level - 2 * np.log(s) - np.log1p(-tiny / square)) / (1 - 2 * s / rest)
            step = np.where(trivial | ~np.isfinite(step), 0.0, step)
            s = s - step
            if np.all(np.abs(step) <= 1e-15 * s):
                break
        log_y = log_b + np.log(s)
        log_t = np.maximum(0.0, 2 * log_y + self.log_one_minus_exp(-2 * log_y))
        log_y = log_beta + log_shift
        log_far = np.maximum(0.0, 2 * log_y + self.log_one_minus_exp(-2 * log_y))
        return np.where(trivial, 0.0, np.where(far, log_far, log_t))

    def log_ceil(self, x: Any) -> Any:
        """Return log of ceil(e^x)."""
        np = self.np
        inside = np.minimum(x, 36.0)
        whole = np.log(np.ceil(np.exp(inside)))
        return np.where(np.greater(x, 36.0) | np.isneginf(x), x, np.maximum(whole, 0.0))
