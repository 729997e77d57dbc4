"""The functions that the generated kernels are written in: for numbers, arrays, and decimals.

Numbers and arrays are natural logarithms, with ``-inf`` for the logarithm of 0 and ``inf`` for that
of an unbounded quantity. None raises: what is undefined is NaN. :class:`Scalars` needs no numpy, so
that a single answer in the shell does not wait for it to load. :class:`Decimals` serves the kernels
of plain numbers alone, where floats would lose what a difference is made of.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final

from adamw_bounds.kernels.choices import Chosen
from adamw_bounds.kernels.twofold import Twofold

__all__ = ["LN10", "Arrays", "Decimals", "Scalars", "Truths", "two_times"]

LN10: Final = math.log(10.0)
_LN2: Final = math.log(2.0)
_INF: Final = math.inf
_NAN: Final = math.nan
#: From here on (a natural logarithm, a number) squares come near the end of a float's exponents.
_LARGE: Final = 300.0
_FAR: Final = 1e150
_NEWTON_STEPS: Final = 200
#: Terms of the series of log1p after steps of 3e-4 and of 1e-11 of the start.
_START_TERMS: Final = 6
_LAST_TERMS: Final = 2
#: Below this log x, erf x is 2x/√π to the last digit.
_LINEAR: Final = -20.0
_LOG_SLOPE: Final = math.log(2 / math.sqrt(math.pi))


class Truths:
    """Truth values of one point, and what is chosen by them."""

    @staticmethod
    def where(condition: bool, yes: Any, no: Any) -> Any:
        """Return yes or no."""
        return yes if condition else no

    @staticmethod
    def choose(condition: bool, yes: Any, no: Any) -> Any:
        """Return yes or no, of which each may be a function with its arguments."""
        return _called(yes if condition else no)

    @staticmethod
    def both(first: bool, second: bool) -> bool:
        """Return whether both hold."""
        return first and second

    @staticmethod
    def either(first: bool, second: bool) -> bool:
        """Return whether one of them holds."""
        return first or second

    @staticmethod
    def negate(what: bool) -> bool:
        """Return whether it does not hold."""
        return not what


class Scalars(Chosen, Truths):
    """The backend for plain numbers."""

    nan: Final = _NAN
    infinity: Final = _INF

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

    frexp = staticmethod(math.frexp)

    @staticmethod
    def ldexp(x: float, exponent: int) -> float:
        """Return x 2^exponent: infinite where it exceeds a float."""
        try:
            return math.ldexp(x, exponent)
        except OverflowError:
            return math.copysign(_INF, x)

    def twofold(self, x: float) -> Twofold:
        """Return a number with room for twice its digits."""
        if isinstance(x, int):  # it may be beyond a float
            bits = x.bit_length()
            return Twofold.of(self, x / (1 << bits), bits)
        return Twofold.of(self, x)

    @staticmethod
    def refined(
        needed: bool, function: Callable[..., Any], arguments: tuple[Any, ...], values: Any
    ) -> Any:
        """Return the values, or where it is needed those of a function that takes longer."""
        return function(*arguments) if needed else values

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
        """Return log(e^x + e^y); NaN where one of them is."""
        if x < y:
            x, y = y, x
        if y == -_INF or (x == _INF and y == y):  # noqa: PLR0124
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
    def sign_one_minus_product(*pairs: tuple[float, int]) -> float:
        """Return the sign of 1 - prod base^power, exact where the product is 1."""
        difference, divisor, product = _minus_product(1.0, pairs)
        if not (1e-100 < product < 1e100 and 0 < divisor < 1e100):
            log = sum(power * Scalars.log(base) for base, power in pairs)
            return Scalars.sign(-log)
        return Scalars.sign(difference)

    @staticmethod
    def log_erf(log_x: float) -> float:
        """Return log erf x; below its digits erf is its tangent."""
        if log_x < _LINEAR:
            return log_x + _LOG_SLOPE
        return math.log(math.erf(Scalars.exp(log_x)))

    @staticmethod
    def log_outer_root(x: float, log_x: float | Callable[[], float] = _INF) -> float:
        """Return log t for the root t >= 1 of t - log t = x; 0 for x < 1.

        ``log_x``, or what it returns, stands for x where x is beyond a float.
        """
        if x == _INF:
            return log_x() if callable(log_x) else log_x
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
    def log_crest(noise: float) -> float:
        """Return log u for the root u of 2 s (1 + u) = e^(u/2) in (0, 1); 0 where there is none."""
        level = math.log(4 * noise) - 0.5 if noise > 0 else -1.0
        if not (level > 0 and noise < 0.5):
            return 0.0
        # With (1 + u)/2 = 1 - q: -q - log(1 - q) = level, convex; from the right Newton falls.
        q = math.sqrt(2 * level)
        for _ in range(_NEWTON_STEPS):
            step = (-q - math.log1p(-q) - level) * (1 - q) / q
            q -= step
            if abs(step) <= 1e-15 * q:
                break
        return math.log1p(-2 * q) if q < 0.5 else -_INF

    @staticmethod
    def log_log_root(
        alpha: float,
        log_beta: float,
        kappa: float,
        log_alpha: float = _INF,
        log_kappa: float = _INF,
    ) -> float:
        """Return log T for the smallest T >= 1 with sqrt(T+1) >= alpha + beta (kappa + log T).

        The logarithms of alpha and kappa stand for what is beyond a float.
        """
        beta = Scalars.exp(log_beta)
        log_alpha = log_alpha if alpha == _INF else Scalars.log(alpha)
        log_kappa = log_kappa if kappa == _INF else Scalars.log(kappa)
        if _INF in (kappa, alpha):
            reached = Scalars.logaddexp(log_alpha, log_beta + log_kappa) <= _LN2 / 2
        else:
            reached = math.sqrt(2.0) >= alpha + beta * kappa
        if reached:
            return 0.0
        log_shift = Scalars.logaddexp(log_alpha - log_beta, log_kappa)
        if log_shift > _LARGE:  # beside it log T is nothing
            log_y = log_beta + log_shift
            return max(0.0, 2 * log_y + Scalars.log_one_minus_exp(-2 * log_y))
        part = math.exp(log_alpha - log_beta) if alpha == _INF else alpha * math.exp(-log_beta)
        shift = part + kappa
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
    def log_floor(x: float) -> float:
        """Return log of floor(e^x); whole numbers beyond 2^53 are taken as they are."""
        if x > 36 or x != x:  # noqa: PLR0124
            return x
        return Scalars.log(math.floor(math.exp(x)))

    # --- numbers of any sign: log|x| and the sign ---------------------------------------------

    @staticmethod
    def log_abs(x: float) -> float:
        """Return log|x|."""
        return Scalars.log(abs(x))

    @staticmethod
    def sign(x: float) -> float:
        """Return 1, 0 or -1; NaN for NaN."""
        if x != x:  # noqa: PLR0124
            return x
        return float((x > 0) - (x < 0))

    @staticmethod
    def sign_power(sign: float, exponent: float) -> float:
        """Return the sign of a whole power of a number with this sign."""
        if sign > 0:
            return sign
        # A power among the exponents comes from its logarithm, which leaves a rounding.
        whole = round(exponent) if -_INF < exponent < _INF else exponent
        return sign * sign if whole % 2 == 0 else sign

    @staticmethod
    def signed_add(x: float, x_sign: float, y: float, y_sign: float) -> tuple[float, float]:
        """Return the sum of two numbers, each a logarithm and a sign."""
        if x_sign == 0 or x == -_INF:
            return y, y_sign
        if y_sign == 0 or y == -_INF:
            return x, x_sign
        if x_sign == y_sign:
            return Scalars.logaddexp(x, y), x_sign
        if x == y:
            return (-_INF, 0.0) if x < _INF else (_NAN, _NAN)
        if x < y:
            x, x_sign, y = y, y_sign, x
        return Scalars.logsubexp(x, y), x_sign

    @staticmethod
    def signed_maximum(x: float, x_sign: float, y: float, y_sign: float) -> tuple[float, float]:
        """Return the larger of two numbers, each a logarithm and a sign."""
        if x != x or x_sign != x_sign:  # noqa: PLR0124
            return y, y_sign
        if y != y or y_sign != y_sign:  # noqa: PLR0124
            return x, x_sign
        return (x, x_sign) if (x_sign, x_sign * x) >= (y_sign, y_sign * y) else (y, y_sign)

    @staticmethod
    def signed_minimum(x: float, x_sign: float, y: float, y_sign: float) -> tuple[float, float]:
        """Return the smaller of two numbers, each a logarithm and a sign."""
        log, sign = Scalars.signed_maximum(x, -x_sign, y, -y_sign)
        return log, -sign


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
                high, low = two_times(high, low, base)
                product = product * base
            else:
                below_high, below_low = two_times(below_high, below_low, base)
                product = product / base
    first, rest = minuend * below_high, minuend * below_low
    top = first - high
    part = top - first
    error = (first - (top - part)) - (high + part)
    return top + (error + (rest - low)), below_high + below_low, product


def two_times(high: Any, low: Any, factor: Any) -> tuple[Any, Any]:
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


def _first(items: tuple[Any, ...]) -> Any:
    return items[0]


def _taken(side: Any) -> tuple[Any, ...]:
    """Return the arguments of a side of a choice, or the side itself where it is a number."""
    return side[1] if isinstance(side, tuple) else (side,)


def _called(side: Any) -> Any:
    return side[0](*side[1]) if isinstance(side, tuple) else side


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
        self.either = numpy.logical_or
        self.negate = numpy.logical_not
        self.sign = numpy.sign
        self.frexp = numpy.frexp
        self.ldexp = numpy.ldexp
        self.nan = _NAN
        self.infinity = _INF

    def twofold(self, x: Any) -> Twofold:
        """Return numbers with room for twice their digits."""
        return Twofold.of(self, self.np.asarray(x, float))

    def refined(
        self, needed: Any, function: Callable[..., Any], arguments: tuple[Any, ...], values: Any
    ) -> Any:
        """Return values, and where they need it those of a function that takes longer."""
        np = self.np
        if not np.any(needed):
            return values
        shape = np.broadcast_shapes(needed.shape, *(np.shape(value) for value in values))
        places = np.broadcast_to(needed, shape)

        def part(x: Any) -> Any:
            return np.broadcast_to(x, shape)[places]

        taken = [x.each(part) if isinstance(x, Twofold) else part(x) for x in arguments]
        whole = [np.array(np.broadcast_to(value, shape)) for value in values]
        for old, new in zip(whole, function(*taken), strict=True):
            old[places] = new
        return whole

    def choose(self, condition: Any, yes: Any, no: Any) -> Any:
        """Return yes or no; a function with its arguments is called for its own points alone."""
        np = self.np
        if np.all(condition):
            return _called(yes)
        if not np.any(condition):
            return _called(no)
        taken = [item for side in (yes, no) for item in _taken(side)]
        shape = np.broadcast_shapes(np.shape(condition), *map(np.shape, taken))
        chosen = np.broadcast_to(condition, shape)
        most = np.count_nonzero(chosen) * 2 > chosen.size
        (often, seldom), places = ((yes, no), ~chosen) if most else ((no, yes), chosen)
        # What most points need is computed for all, which takes no copies.
        found = np.array(np.broadcast_to(_called(often), shape))

        def part(x: Any) -> Any:
            return np.broadcast_to(x, shape)[places] if np.ndim(x) else x

        if isinstance(seldom, tuple):
            found[places] = seldom[0](*map(part, seldom[1]))
        else:
            found[places] = part(seldom)
        return found

    def dot(self, constant: float, *pairs: tuple[float, Any]) -> Any:
        """Add small arrays first, so that as few operations as possible run over the full grid."""
        total: Any = constant
        arrays = []
        for coefficient, value in pairs:
            if getattr(value, "ndim", 0):
                arrays.append((value.size, coefficient, value))
            else:
                total += coefficient * value
        if len(arrays) > 1:
            arrays.sort(key=_first)
        for _, coefficient, value in arrays:
            if coefficient == -1:
                total = total - value
            else:
                total = total + (value if coefficient == 1 else coefficient * value)
        return total

    def times(self, factor: Any, x: Any) -> Any:
        """Return factor times x, 0 where the factor is 0."""
        return self.np.where(self.np.equal(factor, 0), 0.0, self.np.multiply(factor, x))

    def logsubexp(self, x: Any, y: Any) -> Any:
        """Return log(e^x - e^y)."""
        nothing = self.np.isneginf(y)
        found = x + self.log_one_minus_exp(y - x)
        return self.np.where(nothing, x, found) if self.np.any(nothing) else found

    def log_one_minus_exp(self, x: Any) -> Any:
        """Return log(1 - e^x)."""
        np = self.np
        x = np.asarray(x, float)
        near = x > -_LN2
        if near.all() and not (x > 0).any():
            return np.log(-np.expm1(x))
        below = x < 0
        if np.count_nonzero(below) * 2 < x.size:
            # Most have no such logarithm: those are not looked for.
            found = np.where(x == 0, -_INF, _NAN)
            if below.any():
                found[below] = self.log_one_minus_exp(x[below])
            return found
        found = np.log1p(-np.exp(x))
        if near.any():
            found[near] = np.log(-np.expm1(x[near]))
        return found

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

    def sign_one_minus_product(self, *pairs: tuple[Any, int]) -> Any:
        """Return the sign of 1 - prod base^power, exact where the product is 1."""
        np = self.np
        arrays = [(np.asarray(base, float), power) for base, power in pairs]
        difference, divisor, product = _minus_product(1.0, arrays)
        inside = (product > 1e-100) & (product < 1e100) & (divisor > 0) & (divisor < 1e100)
        far = sum(power * np.log(base) for base, power in pairs)
        return np.where(inside, np.sign(difference), np.sign(-far))

    def log_erf(self, log_x: Any) -> Any:
        """Return log erf x."""
        return self.np.vectorize(Scalars.log_erf, otypes=[float])(log_x)

    def log_outer_root(self, x: Any, log_x: Any = _INF) -> Any:
        """Return log t for the root t >= 1 of t - log t = x; 0 for x < 1."""
        np = self.np
        x = np.asarray(x, float)
        ordinary = (x > 1) & (x <= _FAR)
        if ordinary.all():
            return self.log_outer_root_beyond(x - 1)
        found = np.array(np.where(np.isnan(x), x, 0.0))
        found[ordinary] = self.log_outer_root_beyond(x[ordinary] - 1)
        far = x > _FAR
        found[far] = np.log(x[far])
        beyond = np.isposinf(x)
        if not beyond.any():
            return found
        return np.where(beyond, log_x() if callable(log_x) else log_x, found)

    def log_outer_root_beyond(self, excess: Any) -> Any:
        """Return log t for t - log t = 1 + excess, where excess > 0 and its square are floats.

        The start is that of Barry, Culligan-Hensley and Barry (ACM TOMS 21(2), 1995) for the lower
        branch of Lambert's function, off by 0.03 %. A step of Halley's cubes that, so that two
        leave rounding alone. A logarithm is taken of the start alone.
        """
        np = self.np
        shape = np.shape(excess)
        excess = np.atleast_1d(excess)  # a single number cannot be changed in place
        root = np.sqrt(excess)
        # e^(0.0201 root) to 0.2 %, which is what the start needs, by its series at an eighth.
        bend = root * (0.0201 / 8 / 3)
        bend += 0.5
        bend *= root
        bend *= 0.0201 / 8
        bend += 1
        bend *= root
        bend *= 0.0201 / 8
        bend += 1
        for _ in range(3):
            bend *= bend
        np.divide(excess, bend, out=bend)
        bend *= -0.0042
        bend += 1
        root *= 0.3361 / math.sqrt(2)
        bend += root
        root /= bend
        root *= 2 / 0.3361
        # With t = 1 + s: s - log1p(s) = excess.
        s = np.add(excess, root, out=root)
        log_t = np.log1p(s)
        for terms in (_START_TERMS, _LAST_TERMS):
            step = self._halley(s, log_t, excess)
            # log1p(s - step), by its series from log1p(s): a logarithm would take longer.
            part = step / (1 + s)
            s -= step
            series = part / terms
            for term in range(terms - 1, 0, -1):
                series += 1 / term
                series *= part
            log_t -= series
        return log_t.reshape(shape)

    def _halley(self, s: Any, log_t: Any, excess: Any) -> Any:
        """Return Halley's step for s - log_t = excess, log_t = log1p(s), on either side of 0."""
        off = s - log_t
        off -= excess
        # By parts, so that no square leaves the floats: off/s (1 + s)/(1 - off/(2 s^2)).
        off /= s
        bend = off / s
        bend *= -0.5
        bend += 1
        off /= bend
        self.np.multiply(off, s, out=bend)
        off += bend
        return off

    def log_crest(self, noise: Any) -> Any:
        """Return log u for the root u of 2 s (1 + u) = e^(u/2) in (0, 1); 0 where there is none."""
        np = self.np
        noise = np.asarray(noise, float)
        found = np.zeros(noise.shape)
        # Where the level below is positive, and the root too.
        inside = (noise > math.exp(0.5) / 4) & (noise < 0.5)
        if not inside.any():
            return found
        level = np.log(4 * noise[inside]) - 0.5
        # With (1 + u)/2 = 1 + s: s - log1p(s) = level, on the side where s < 0; the start is the
        # series around 0.
        near = np.sqrt(2 * level)
        s = near * (-1 + near / 3 - near**2 / 36)
        for _ in range(3):
            s -= self._halley(s, np.log1p(s), level)
        found[inside] = np.where(level > 0, np.log1p(np.maximum(2 * s, -1.0)), 0.0)
        return found

    def log_log_root(
        self, alpha: Any, log_beta: Any, kappa: Any, log_alpha: Any = _INF, log_kappa: Any = _INF
    ) -> Any:
        """Return log T for the smallest T >= 1 with sqrt(T+1) >= alpha + beta (kappa + log T)."""
        np = self.np
        alpha, log_beta, kappa, log_alpha, log_kappa = (
            np.asarray(item, float) for item in (alpha, log_beta, kappa, log_alpha, log_kappa)
        )
        log_alpha = np.where(np.isposinf(alpha), log_alpha, np.log(alpha))
        log_kappa = np.where(np.isposinf(kappa), log_kappa, np.log(kappa))
        log_shift = np.logaddexp(log_alpha - log_beta, log_kappa)
        # log of alpha + beta kappa, what y = sqrt(T+1) has to reach at T = 1.
        log_y = log_beta + log_shift
        trivial = np.where(
            np.isposinf(alpha) | np.isposinf(kappa),
            log_y <= _LN2 / 2,
            math.sqrt(2.0) >= alpha + np.exp(log_beta) * kappa,
        )
        # Where the shift is far, log T is nothing beside it.
        search = np.asarray(~(trivial | (log_shift > _LARGE)))
        if search.any():
            log_y = np.array(log_y)

            def taken(values: Any) -> Any:
                return np.broadcast_to(values, search.shape)[search]

            log_beta = taken(log_beta)
            alpha, log_alpha = taken(alpha), taken(log_alpha)
            part = alpha * np.exp(-log_beta)
            part = np.where(np.isposinf(alpha), np.exp(log_alpha - log_beta), part)
            log_y[search] = self._log_log_root(part + taken(kappa), log_beta)
        log_t = np.maximum(0.0, 2 * log_y + self.log_one_minus_exp(-2 * log_y))
        return np.where(trivial, 0.0, log_t)

    def _log_log_root(self, shift: Any, log_beta: Any) -> Any:
        """Return log y for y = beta (shift + log(y^2 - 1)), where nothing is extreme."""
        np = self.np
        # With y = beta s. With log y^2 for log(y^2 - 1) the equation has the Lambert form, whose
        # root lies above.
        log_s = self.log_outer_root(shift / 2 + log_beta + _LN2) + _LN2
        tiny = np.exp(-2 * log_beta)
        places = np.flatnonzero(~(tiny <= 1e-17 * np.exp(2 * log_s)))
        if places.size:
            s, tiny = np.exp(log_s[places]), tiny[places]
            level = shift[places] + 2 * log_beta[places]
            last = np.full(s.shape, np.inf)
            for _ in range(_NEWTON_STEPS):
                square = s * s
                step = s - level - 2 * np.log(s) - np.log1p(-tiny / square)
                step /= 1 - 2 * s / (square - tiny)
                # Newton falls on the root: once a step is no shorter than the last it is rounding.
                step = np.where(np.abs(step) < last, step, 0.0)
                s -= step
                last = np.abs(step)
                if np.all(last <= 1e-15 * s):
                    break
            log_s[places] = np.log(s)
        return log_beta + log_s

    def log_ceil(self, x: Any) -> Any:
        """Return log of ceil(e^x)."""
        np = self.np
        inside = np.minimum(x, 36.0)
        whole = np.log(np.ceil(np.exp(inside)))
        return np.where(np.greater(x, 36.0) | np.isneginf(x), x, np.maximum(whole, 0.0))

    def log_floor(self, x: Any) -> Any:
        """Return log of floor(e^x)."""
        np = self.np
        whole = np.log(np.floor(np.exp(np.minimum(x, 36.0))))
        return np.where(np.greater(x, 36.0) | np.isnan(x), x, whole)

    # --- numbers of any sign: log|x| and the sign ---------------------------------------------

    def log_abs(self, x: Any) -> Any:
        """Return log|x|."""
        return self.np.log(self.np.abs(x))

    def sign_power(self, sign: Any, exponent: Any) -> Any:
        """Return the sign of a whole power of a number with this sign."""
        np = self.np
        whole = np.rint(exponent)  # see there
        return np.where(np.equal(np.mod(whole, 2), 0), np.multiply(sign, sign), sign)

    def signed_add(self, x: Any, x_sign: Any, y: Any, y_sign: Any) -> tuple[Any, Any]:
        """Return the sum of two numbers, each a logarithm and a sign."""
        np = self.np
        x, x_sign, y, y_sign = np.broadcast_arrays(
            *(np.asarray(item, float) for item in (x, x_sign, y, y_sign))
        )
        x = np.where(x_sign == 0, -_INF, x)
        y = np.where(y_sign == 0, -_INF, y)
        same = x_sign == y_sign
        high, low = np.maximum(x, y), np.minimum(x, y)
        difference = self.logsubexp(high, low)
        difference = np.where(high == low, np.where(high == _INF, _NAN, -_INF), difference)
        larger = np.where(x >= y, x_sign, y_sign)
        sign = np.where(
            same, x_sign, np.where(high == low, np.where(high == _INF, _NAN, 0.0), larger)
        )
        alone = np.isneginf(x) | np.isneginf(y)
        log = np.where(same, np.logaddexp(x, y), np.where(alone, high, difference))
        sign = np.where(np.isneginf(x), y_sign, np.where(np.isneginf(y), x_sign, sign))
        return log, sign

    def signed_maximum(self, x: Any, x_sign: Any, y: Any, y_sign: Any) -> tuple[Any, Any]:
        """Return the larger of two numbers, each a logarithm and a sign."""
        np = self.np
        first = np.isnan(y) | np.isnan(y_sign) | np.greater(x_sign, y_sign)
        first = first | (
            np.equal(x_sign, y_sign) & (np.multiply(x_sign, x) >= np.multiply(y_sign, y))
        )
        first = first & ~(np.isnan(x) | np.isnan(x_sign))
        return np.where(first, x, y), np.where(first, x_sign, y_sign)

    def signed_minimum(self, x: Any, x_sign: Any, y: Any, y_sign: Any) -> tuple[Any, Any]:
        """Return the smaller of two numbers, each a logarithm and a sign."""
        log, sign = self.signed_maximum(x, -x_sign, y, -y_sign)
        return log, -sign


class Decimals:
    """The backend for kernels of plain numbers, in the precision of the decimal context."""

    @staticmethod
    def log(x: Decimal) -> Decimal:
        """Return the natural logarithm."""
        return x.ln() if x >= 0 else Decimal("NaN")

    @staticmethod
    def sqrt(x: Decimal | int) -> Decimal:
        """Return the root."""
        return Decimal(x).sqrt() if x >= 0 else Decimal("NaN")
