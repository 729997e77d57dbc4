"""Plain arithmetic in more digits than a float has: the backends that decide whole numbers.

:class:`Digits` computes with :class:`decimal.Decimal` in the context of the caller, for one point;
:class:`Wide` with the widest floats that numpy has, for arrays. Nothing raises: what has no number
is infinite or NaN, and a comparison with NaN is false. :func:`exactly` says which number a float
stands for.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from decimal import Context, Decimal, getcontext, localcontext
from fractions import Fraction
from functools import cache, lru_cache
from typing import Any, Final

from adamw_bounds.kernels.mathematics import Arrays, Truths, two_times
from adamw_bounds.kernels.twofold import Twofold
from adamw_bounds.kernels.types import Function

__all__ = ["LEAST_PAIR", "Digits", "Fine", "Wide", "evaluate_exactly", "exactly", "read_pairs"]

#: From here on a float can be the larger of a pair with twice its digits.
LEAST_PAIR: Final = 1e-270

#: Every decimal number of so many digits comes back unharmed from a float.
_TYPED: Final = 15
_NEWTON_STEPS: Final = 400
#: Below this, log(1 + x) is summed as a series: 1 + x has lost digits of x.
_SMALL: Final = Decimal("1e-3")
#: Where Newton's steps in floats end, relatively.
_ROUGH: Final = 1e-12
#: Newton's steps for arrays of floats, from a start that is never far.
_FEW_STEPS: Final = 14
#: Error of a formula in pairs of floats: each of a hundred operations is right to 2^-100.
_FINE: Final = 2.0**-90
#: By how much the distance to the middle of two floats must differ for a side to be sure.
_NEXT: Final = 1 + 1e-6
#: Powers of ten from here below to here above 1 are looked up.
_TENS: Final = 60
#: Roots that are kept: stages in a row, and neighbouring points, ask for the same ones.
_KEPT: Final = 1024


@lru_cache(maxsize=4096)
def exactly(value: Any) -> Fraction:
    """Return the number that a float, or an int, stands for.

    A float whose shortest text has at most 15 digits stands for that decimal number, which is what
    someone typed: 0.1 is a tenth. Any other is what the float holds.
    """
    if isinstance(value, int | Fraction):
        return Fraction(value)
    text = repr(float(value))
    return Fraction(text) if _is_typed(text) else Fraction(float(value))


def read_pairs(values: Any) -> tuple[Any, Any]:
    """Return the numbers that floats stand for, see :func:`exactly`, as sums of two floats.

    A float is a decimal of 15 digits where the nearest such decimal rounds to it. Its digits are
    the float times a power of ten; both products here are exact to 2^-104. A float below
    :data:`LEAST_PAIR` has no room for a second one.
    """
    import numpy as np

    floats = np.asarray(values, float)
    flat = floats.reshape(-1)
    tens_high, tens_low = _tens()
    with np.errstate(all="ignore"):
        size = np.abs(flat)
        # Where the first digit stands: that of the power of two below, or the place before.
        place = (((size.view(np.int64) >> 52) - 1023) * 78913) >> 18
        shift = _TYPED - 1 - place
        index = np.minimum(np.maximum(shift, 1 - _TENS), _TENS)
        sure = shift == index
        index -= size * tens_high[index + _TENS] >= 10.0**_TYPED
        near, rest = two_times(tens_high[index + _TENS], tens_low[index + _TENS], flat)
        digits = np.rint(near)
        product, rest = two_times(tens_high[_TENS - index], tens_low[_TENS - index], digits)
        high = product + rest
        low = rest - (high - product)
        # Next to the middle of two floats it is not told to which one the decimal rounds.
        sure &= high + low * _NEXT == high
        sure &= np.abs(digits) >= 10 ** (_TYPED - 1)
        typed = high == flat
        low = np.where(typed & sure, low, 0.0)
    places = np.flatnonzero(~sure & np.isfinite(flat) & (flat != 0))
    if places.size:
        known, back = np.unique(flat[places], return_inverse=True)
        exact = [(exactly(value), value) for value in known.tolist()]
        low[places] = np.array([float(number - Fraction(value)) for number, value in exact])[back]
    return floats, low.reshape(floats.shape)


@cache
def _tens() -> tuple[Any, Any]:
    """Return powers of ten as sums of two floats, the one of 1 at :data:`_TENS`."""
    import numpy as np

    tens = [Fraction(10) ** power for power in range(-_TENS, _TENS + 1)]
    high = [float(ten) for ten in tens]
    low = [float(ten - Fraction(one)) for ten, one in zip(tens, high, strict=True)]
    return np.array(high), np.array(low)


def _is_typed(text: str) -> bool:
    """Whether someone may have typed the shortest text of a float."""
    return len(text.partition("e")[0].replace(".", "").strip("-0")) <= _TYPED


class Digits(Truths):
    """The backend; every method works in the current decimal context."""

    infinity: Final = Decimal("Infinity")

    @staticmethod
    def number(top: int, bottom: int = 1) -> Decimal:
        """Return a quotient of whole numbers."""
        return Decimal(top) / Decimal(bottom)

    @staticmethod
    def product(*factors: Decimal) -> Decimal:
        """Return a product."""
        return math.prod(factors, start=Decimal(1))

    @staticmethod
    def power(base: Decimal, top: int, bottom: int) -> Decimal:
        """Return base^(top/bottom), by roots where the denominator is a power of 2."""
        if top < 0:
            return 1 / Digits.power(base, -top, bottom)
        while bottom % 2 == 0:
            base, bottom = _square_root(base), bottom // 2
        if bottom > 1:
            return (base.ln() * top / bottom).exp() if base else base
        return base**top

    @staticmethod
    def log(x: Decimal) -> Decimal:
        """Return log x."""
        return x.ln()

    @staticmethod
    def log1p(x: Decimal) -> Decimal:
        """Return log(1 + x), with all digits of a small x."""
        if not 0 < abs(x) < _SMALL:
            return (1 + x).ln()
        total, power, n = x, x, 1
        while abs(power) > abs(x) * Decimal(10) ** (-getcontext().prec - 2):
            power, n = -power * x, n + 1
            total += power / n
        return total

    @staticmethod
    def rate(h: Decimal) -> Decimal:
        """Return -log(1 - h)."""
        return -Digits.log1p(-h)

    @staticmethod
    def young(z: Decimal, decay: Decimal, beta1: Decimal, split: Decimal) -> Decimal:
        """Return the best p of the proof, 1 where the step is too large."""
        room = 1 - decay - z * beta1
        load = (1 + split) * (z * (1 - beta1)) ** 2
        if not load < room:
            return Decimal(1)
        used, rest = load / room, 2 - beta1
        return (rest + beta1 * used + ((1 - used) * (rest**2 - beta1**2 * used)).sqrt()) / 2

    @staticmethod
    def exp(x: Decimal) -> Decimal:
        """Return e^x."""
        return x.exp()

    @staticmethod
    def ceiling(x: Decimal) -> Decimal:
        """Return the least whole number that is not less, but for rounding; infinities stay."""
        nearest = x.to_integral_value()
        if abs(x - nearest) <= _least_step(nearest):
            return nearest
        return x.to_integral_value("ROUND_CEILING")

    @staticmethod
    def maximum(x: Decimal, y: Decimal) -> Decimal:
        """Return the larger; an undefined side (0/0) does not count."""
        if x.is_nan():
            return y
        return y if y > x else x

    @staticmethod
    def minimum(x: Decimal, y: Decimal) -> Decimal:
        """Return the smaller; an undefined side does not count."""
        if x.is_nan():
            return y
        return y if y < x else x

    @staticmethod
    def outer_root(x: Decimal) -> Decimal:
        """Return the root t >= 1 of t - log t = x; 1 for x < 1."""
        excess = x - 1
        if not excess > 0 or excess.is_infinite():
            return x if excess > 0 or x.is_nan() else Decimal(1)
        # With t = 1 + s: s - log(1 + s) = excess, convex; from the right Newton falls on the root.
        return 1 + _newton(
            lambda s: (s - (1 + s).ln() - excess) * (1 + s) / s,
            lambda s: (s - math.log1p(s) - float(excess)) * (1 + s) / s,
            excess + (excess * (excess + 2)).sqrt(),
        )

    @staticmethod
    def crest(noise: Decimal) -> Decimal:
        """Return the root u of 2 s (1 + u) = e^(u/2) in (0, 1); 1 where there is none."""
        level = (4 * noise).ln() - Decimal("0.5")
        if not (level > 0 and noise < Decimal("0.5")):
            return Decimal(1)
        q = _newton(
            lambda q: (-q - (1 - q).ln() - level) * (1 - q) / q,
            lambda q: (-q - math.log1p(-q) - float(level)) * (1 - q) / q,
            (2 * level).sqrt(),
        )
        return 1 - 2 * q

    @staticmethod
    def log_root(alpha: Decimal, beta: Decimal, kappa: Decimal) -> Decimal:
        """Return the smallest T >= 1 with sqrt(T+1) >= alpha + beta (kappa + log T)."""
        return _log_root(alpha, beta, kappa)


def _kept(function: Callable[..., Decimal]) -> Callable[..., Decimal]:
    """Keep what a function of decimals gives in the precision of the context."""

    @lru_cache(maxsize=_KEPT)
    def found(width: tuple[int, int], *numbers: Decimal) -> Decimal:
        return function(*numbers)

    def kept(*numbers: Decimal) -> Decimal:
        context = getcontext()
        return found((context.prec, context.Emax), *numbers)

    return kept


@_kept
def _square_root(x: Decimal) -> Decimal:
    return x.sqrt()


@_kept
def _log_root(alpha: Decimal, beta: Decimal, kappa: Decimal) -> Decimal:
    start = alpha + beta * kappa
    if Decimal(2).sqrt() >= start:
        return Decimal(1)
    if start.is_infinite() or start.is_nan():
        return start

    def step(y: Decimal) -> Decimal:
        square = y * y - 1
        return (y - alpha - beta * (kappa + square.ln())) / (1 - 2 * beta * y / square)

    a, b, c = float(alpha), float(beta), float(kappa)

    def rough(y: float) -> float:
        square = y * y - 1
        return (y - a - b * (c + math.log(square))) / (1 - 2 * b * y / square)

    y = _newton(step, rough, 2 * start + 8 * beta * (1 + abs((1 + beta).ln())) + 2)
    return Digits.maximum(y * y - 1, Decimal(1))


def _newton(
    step: Callable[[Decimal], Decimal], rough: Callable[[float], float], start: Decimal
) -> Decimal:
    """Fall on the root of a convex function from its right, first in floats where they do."""
    at = start
    try:
        near = float(start)
        for _ in range(_NEWTON_STEPS):
            by = rough(near)
            near -= by
            if not abs(by) > _ROUGH * near:
                break
        if near > 0 and math.isfinite(near) and abs(rough(near)) <= _ROUGH * near:
            at = Decimal(near)
    except (ArithmeticError, ValueError):
        pass  # beyond a float
    for _ in range(_NEWTON_STEPS):
        more = step(at)
        at -= more
        if not abs(more) > _least_step(at):
            break
    return at


def _least_step(at: Decimal) -> Decimal:
    """Return a step so small that the next, its square, is beyond the context's digits."""
    return abs(at) * Decimal(10) ** (-(getcontext().prec * 2 // 3))


class Wide:
    """The same for arrays of numpy's widest float; call it under ``errstate(all="ignore")``."""

    def __init__(self) -> None:
        import numpy

        self.np: Any = numpy
        self.infinity = numpy.longdouble("inf")
        self.log = numpy.log
        self.log1p = numpy.log1p
        self.exp = numpy.exp
        self.ceiling = numpy.ceil
        self.maximum = numpy.fmax
        self.minimum = numpy.fmin
        self.where = numpy.where
        self.both = numpy.logical_and
        self.either = numpy.logical_or
        self.negate = numpy.logical_not
        self._powers: dict[tuple[int, int], tuple[Any, Any]] = {}

    @property
    def epsilon(self) -> float:
        """The relative distance of two neighbours."""
        return float(self.np.finfo(self.np.longdouble).eps)

    def of(self, values: Any) -> Any:
        """Return an array of the numbers that floats stand for, as :func:`exactly` reads them."""
        np = self.np
        high, low = read_pairs(values)
        wide = np.asarray(high.astype(np.longdouble) + low)  # one number can be changed, too
        tiny = (np.abs(high) < LEAST_PAIR) & (high != 0)
        if tiny.any():
            texts = [repr(value) for value in high[tiny].tolist()]
            wide[tiny] = [np.longdouble(text if _is_typed(text) else float(text)) for text in texts]
        return wide

    def number(self, top: int, bottom: int = 1) -> Any:
        """Return a quotient of whole numbers."""
        return self.np.longdouble(top) / self.np.longdouble(bottom)

    def product(self, *factors: Any) -> Any:
        """Return a product; small arrays are multiplied first."""
        first, *others = sorted(factors, key=self.np.size)
        for factor in others:
            first = first * factor
        return first

    def power(self, base: Any, top: int, bottom: int) -> Any:
        """Return base^(top/bottom); roots and lower powers of the same array are taken once."""
        if top < 0:
            return 1 / self.power(base, -top, bottom)
        while bottom % 2 == 0:
            base, bottom = self._kept(base, 0, self.np.sqrt), bottom // 2
        if bottom > 1:
            return base ** self.number(top, bottom)
        if top == 1:
            return base
        return self._kept(base, top, lambda base: self.power(base, top - 1, 1) * base)

    def _kept(self, base: Any, top: int, made: Callable[[Any], Any]) -> Any:
        """Return what is made of an array, once; ``top`` is its power, 0 for the root."""
        known = self._powers.get((id(base), top))
        if known is None:
            # With its base, so that no other array is given the same identity.
            known = self._powers[id(base), top] = base, made(base)
        return known[1]

    def rate(self, h: Any) -> Any:
        """Return -log(1 - h)."""
        return -self.np.log1p(-h)

    def young(self, z: Any, decay: Any, beta1: Any, split: Any) -> Any:
        """Return the best p of the proof, 1 where the step is too large."""
        np = self.np
        room = 1 - decay - z * beta1
        load = (1 + split) * (z * (1 - beta1)) ** 2
        used, rest = load / room, 2 - beta1
        root = np.sqrt((1 - used) * (rest**2 - beta1**2 * used))
        return np.where(load < room, (rest + beta1 * used + root) / 2, self.number(1))

    def outer_root(self, x: Any) -> Any:
        """Return the root t >= 1 of t - log t = x; 1 for x < 1."""
        np = self.np
        excess = np.where(x > 1, x - 1, 1)

        near = Arrays().log_outer_root_beyond(np.asarray(excess, float))
        s = np.expm1(near).astype(np.longdouble)
        for _ in range(2):
            s = s - (s - np.log1p(s) - excess) * (1 + s) / s
        return np.where(x > 1, 1 + s, np.where(np.isnan(x), x, 1))

    def crest(self, noise: Any) -> Any:
        """Return the root u of 2 s (1 + u) = e^(u/2) in (0, 1); 1 where there is none."""
        np = self.np
        half = self.number(1, 2)
        level = np.log(4 * noise) - half
        inside = (level > 0) & (noise < half)
        level = np.where(inside, level, half / 5)

        def nearer(q: Any, level: Any) -> Any:
            return q - (-q - np.log1p(-q) - level) * (1 - q) / q

        return np.where(inside, 1 - 2 * self._newton(nearer, np.sqrt(2 * level), level), 1)

    def log_root(self, alpha: Any, beta: Any, kappa: Any) -> Any:
        """Return the smallest T >= 1 with sqrt(T+1) >= alpha + beta (kappa + log T)."""
        np = self.np

        def nearer(y: Any, alpha: Any, beta: Any, kappa: Any) -> Any:
            square = y * y - 1
            return y - (y - alpha - beta * (kappa + np.log(square))) / (1 - 2 * beta * y / square)

        start = alpha + beta * kappa
        y = 2 * start + 8 * beta * (1 + np.abs(np.log(1 + beta))) + 2
        y = self._newton(nearer, y, alpha, beta, kappa)
        return np.where(np.sqrt(self.number(2)) >= start, 1, np.fmax(y * y - 1, 1))

    def _newton(self, nearer: Callable[..., Any], start: Any, *numbers: Any) -> Any:
        """Fall on the root of a convex function from its right, first in floats as Digits does."""
        np = self.np
        floats = [np.asarray(number, float) for number in numbers]
        at = np.asarray(start, float)
        for _ in range(_FEW_STEPS):
            at = nearer(at, *floats)
        for _ in range(2):
            at = nearer(np.asarray(at, np.longdouble), *numbers)
        return at


class Fine:
    """The same for arrays of pairs of floats, 100 bits: for what takes powers and no logarithms."""

    def __init__(self) -> None:
        self._arrays = Arrays()

    def of(self, values: Any) -> Twofold:
        """Return the numbers that floats stand for; NaN where they have no room for a pair."""
        np = self._arrays.np
        high, low = read_pairs(values)
        mantissa, exponent = np.frexp(high)
        found = Twofold.of(self._arrays, high)
        none = (np.abs(high) < LEAST_PAIR) & (high != 0)
        return Twofold(
            self._arrays,
            np.where(none, math.nan, mantissa),
            np.ldexp(low, -exponent),
            found.exponent,
        )

    def number(self, top: int, bottom: int = 1) -> Twofold:
        """Return a quotient of whole numbers."""
        above, below = (Twofold.of(self._arrays, float(number)) for number in (top, bottom))
        return above / below

    def product(self, first: Twofold, *others: Twofold) -> Twofold:
        """Return a product."""
        for other in others:
            first = first * other
        return first

    def power(self, base: Twofold, top: int, bottom: int) -> Twofold:
        """Return base^(top/bottom), of which the denominator is a power of 2."""
        if top < 0:
            return self.number(1) / self.power(base, -top, bottom)
        while bottom > 1:
            base, bottom = base.sqrt(), bottom // 2
        return self.product(*(base,) * top)

    def maximum(self, x: Twofold, y: Twofold) -> Twofold:
        """Return the larger."""
        return y.where(x < y, x)

    def where(self, condition: Any, yes: Twofold, no: Twofold) -> Twofold:
        """Return what is chosen."""
        return yes.where(condition, no)

    def whole(self, value: Twofold) -> tuple[Any, Any]:
        """Return where the least whole number that is not less is known, and the number."""
        np = self._arrays.np
        high = np.ldexp(value.high, value.exponent)
        nearest = np.rint(high)
        off = (high - nearest) + np.ldexp(value.low, value.exponent)
        return np.abs(off) > _FINE * high, nearest + (off > 0)


def evaluate_exactly(function: Function, inputs: Mapping[str, Any], digits: int) -> Decimal:
    """Return the value of a plain function in so many digits.

    Parameters
    ----------
    function : Function
        A kernel's ``exact``.
    inputs : mapping
        At least the inputs that it names: floats, ints or fractions; none of them an array.
    digits : int
        Significant digits of every operation.
    """
    with localcontext(Context(prec=digits, Emin=-(10**8), Emax=10**8, traps=[])):
        values = {name: _decimal(_exact(inputs[name])) for name in function.inputs}
        result: Decimal = function.function(Digits, **values)
        return result


def _exact(value: Any) -> Fraction:
    """Return an exact number as it is: of a long fraction even the hash takes long."""
    return value if isinstance(value, Fraction) else exactly(value)


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)
