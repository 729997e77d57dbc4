"""The kernels over whole boxes of inputs: what their values, and their slopes, stay between.

A :class:`Dual` is a number that lies between two others, with its slopes by each uncertain input,
each between two numbers. Rounding goes outwards, so that what is enclosed stays enclosed. Slopes by
an input are those by its logarithm: the slope of a logarithm is then an elasticity. Over a single
point they tell the elasticities; over a box their signs tell in which direction a bound is
monotone.

Settings that a formula chooses for itself to be least have no slope: where a function is least it
does not change with them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from contextvars import ContextVar
from typing import Any, Final

from adamw_bounds.kernels.choices import Chosen
from adamw_bounds.kernels.mathematics import Scalars, Truths

__all__ = ["Dual", "Duals", "Undecided", "between", "inputs_between"]

_INF: Final = math.inf
_LN2: Final = math.log(2.0)
_ANY: Final = (-_INF, _INF)
_FLAT: Final = (0.0, 0.0)
#: Whole numbers up to here are exact.
_WHOLE: Final = 2.0**52
#: A box that is narrower than this is a point: what is chosen there is chosen at its middle.
_POINT: Final = 1e-9
_SCALARS: Final = Scalars()
#: Of the largest and the smallest weight, and share, that the searches of the kernels try.
_LEAST_LOG: Final = -1500.0

#: Whether the formula that is evaluated chooses settings for itself from a whole range.
_FREE: ContextVar[bool] = ContextVar("adamw_bounds_free_settings", default=False)

#: What a number, or a slope, stays between.
Ends = tuple[float, float]


class Undecided(Exception):  # noqa: N818
    """Over the box something is true in one place and false in another, or has no value."""


class Maybe:
    """A truth value that differs over the box."""

    def __bool__(self) -> bool:
        raise Undecided

    def __and__(self, other: Any) -> Any:
        return False if other is False else self

    def __or__(self, other: Any) -> Any:
        return True if other is True else self

    __rand__, __ror__ = __and__, __or__

    def __invert__(self) -> Maybe:
        return self


class Nothing:
    """A number that is not known. Formulas ask for some that they never use."""

    def __neg__(self) -> Nothing:
        return self

    def _compared(self, other: Any) -> Any:
        return _MAYBE

    def _counted(self, other: Any) -> Any:
        raise Undecided

    __lt__ = __le__ = __gt__ = __ge__ = _compared
    __add__ = __radd__ = __mul__ = __rmul__ = __sub__ = __rsub__ = _counted


_MAYBE: Final = Maybe()
_NOTHING: Final = Nothing()


def _down(x: float) -> float:
    if x == int(x) if -_WHOLE < x < _WHOLE else x != x or x in (_INF, -_INF):  # noqa: PLR0124
        return x
    return math.nextafter(math.nextafter(x, -_INF), -_INF)


def _up(x: float) -> float:
    if x == int(x) if -_WHOLE < x < _WHOLE else x != x or x in (_INF, -_INF):  # noqa: PLR0124
        return x
    return math.nextafter(math.nextafter(x, _INF), _INF)


def _ends(low: float, high: float) -> Ends:
    """Return two ends rounded outwards; what is undefined may be anything."""
    return (
        -_INF if low != low else _down(low),  # noqa: PLR0124
        _INF if high != high else _up(high),  # noqa: PLR0124
    )


def _plus(a: Ends, b: Ends) -> Ends:
    return _ends(a[0] + b[0], a[1] + b[1])


def _product(x: float, y: float) -> float:
    return 0.0 if 0 in (x, y) else x * y


def _multiplied(a: Ends, b: Ends) -> Ends:
    if _FLAT in (a, b):
        return _FLAT
    if a == (1.0, 1.0):
        return b
    if b == (1.0, 1.0):
        return a
    found = [_product(x, y) for x in a for y in b]
    return _ends(min(found), max(found))


def _mixed(weight: Ends, a: Ends, b: Ends) -> Ends:
    """Return what ``w a + (1 − w) b`` stays between: linear in w, so its ends are at those of w."""
    if a == b:
        return a
    low = min(_product(w, a[0]) + _product(1 - w, b[0]) for w in weight)
    high = max(_product(w, a[1]) + _product(1 - w, b[1]) for w in weight)
    low, high = _ends(low, high)
    return max(low, min(a[0], b[0])), min(high, max(a[1], b[1]))


def _hull(a: Ends, b: Ends) -> Ends:
    return min(a[0], b[0]), max(a[1], b[1])


class Dual:
    """A number between two others, and what its slopes by the uncertain inputs are between.

    Parameters
    ----------
    low, high : float
        What it stays between.
    slopes : sequence of (float, float)
        By each uncertain input.
    logged : Dual, optional
        Its natural logarithm, where that is known better than from the number.
    """

    __slots__ = ("high", "logged", "low", "slopes")
    ndim = 0

    def __init__(
        self, low: float, high: float, slopes: Sequence[Ends], logged: Dual | None = None
    ) -> None:
        if low != low or high != high:  # noqa: PLR0124
            raise Undecided
        self.low, self.high, self.slopes, self.logged = low, high, tuple(slopes), logged

    @property
    def backend(self) -> Duals:
        """What computes with it."""
        return _DUALS

    @property
    def ends(self) -> Ends:
        """What it stays between."""
        return self.low, self.high

    @property
    def is_point(self) -> bool:
        """Whether it is one number, but for rounding."""
        same = self.low == self.high
        return same or self.high - self.low <= _POINT * max(1.0, abs(self.low))

    @property
    def middle(self) -> float:
        """The number in its middle."""
        return self.low if self.low == self.high else self.low + (self.high - self.low) / 2

    def _with(self, other: Any) -> Dual | None:
        if isinstance(other, Dual):
            return other
        if isinstance(other, int | float) and other == other:  # noqa: PLR0124
            return Dual(other, other, [_FLAT] * len(self.slopes))
        return None

    def changed(self, ends: Ends, slope: Ends) -> Dual:
        """Return a function of this number alone, by what it and its slope stay between."""
        return Dual(*_ends(*ends), [_multiplied(slope, item) for item in self.slopes])

    # --- arithmetic -----------------------------------------------------------------------------

    def __neg__(self) -> Dual:
        return Dual(-self.high, -self.low, [(-high, -low) for low, high in self.slopes])

    def __pos__(self) -> Dual:
        return self

    def __abs__(self) -> Dual:
        if self.low >= 0:
            return self
        if self.high <= 0:
            return -self
        most = max(-self.low, self.high)
        return Dual(0.0, most, [_hull(item, (-item[1], -item[0])) for item in self.slopes])

    def __add__(self, other: Any) -> Any:
        other = self._with(other)
        if other is None:
            return math.nan
        slopes = map(_plus, self.slopes, other.slopes)
        return Dual(*_plus(self.ends, other.ends), list(slopes))

    __radd__ = __add__

    def __sub__(self, other: Any) -> Any:
        if other is self:
            return 0.0
        return self + -other

    def __rsub__(self, other: Any) -> Any:
        return -self + other

    def __mul__(self, other: Any) -> Any:
        if other is self:
            squares = [x * x for x in self.ends]
            least = 0.0 if self.low < 0 < self.high else min(squares)
            twice = _multiplied((2.0, 2.0), self.ends)
            return self.changed((least, max(squares)), twice)
        known = self._with(other)
        if known is None:
            return math.nan
        slopes = [
            _plus(_multiplied(a, known.ends), _multiplied(self.ends, b))
            for a, b in zip(self.slopes, known.slopes, strict=True)
        ]
        return Dual(*_multiplied(self.ends, known.ends), slopes)

    __rmul__ = __mul__

    def _inverse(self) -> Dual:
        if self.low < 0 < self.high or (self.low == 0 == self.high):
            raise Undecided
        low = 1 / self.high if self.high else -_INF
        high = 1 / self.low if self.low else _INF
        square = _multiplied((low, high), (low, high))
        return self.changed((low, high), (-square[1], -square[0]))

    def __truediv__(self, other: Any) -> Any:
        known = self._with(other)
        return math.nan if known is None else self * known._inverse()

    def __rtruediv__(self, other: Any) -> Any:
        known = self._with(other)
        return math.nan if known is None else known * self._inverse()

    def __pow__(self, other: Any) -> Any:
        if other == 2:
            return self * self
        if other == 0.5:
            return _DUALS.sqrt(self)
        raise Undecided

    # --- truth ------------------------------------------------------------------------------------

    def __lt__(self, other: Any) -> Any:
        known = self._with(other)
        if known is None:
            return False
        return True if self.high < known.low else (_MAYBE if self.low < known.high else False)

    def __gt__(self, other: Any) -> Any:
        known = self._with(other)
        if known is None:
            return False
        return True if self.low > known.high else (_MAYBE if self.high > known.low else False)

    def __le__(self, other: Any) -> Any:
        return self._opposite(self > other, other)

    def __ge__(self, other: Any) -> Any:
        return self._opposite(self < other, other)

    def _opposite(self, found: Any, other: Any) -> Any:
        if self._with(other) is None:
            return False
        return found if found is _MAYBE else not found

    def __eq__(self, other: object) -> Any:
        if other is self:
            return True
        known = self._with(other)
        if known is None or self.high < known.low or self.low > known.high:
            return False
        return True if self.low == self.high == known.low == known.high else _MAYBE

    def __ne__(self, other: object) -> Any:
        found = self == other
        return found if found is _MAYBE else not found

    __hash__ = None  # type: ignore[assignment]


def inputs_between(box: dict[str, Ends]) -> dict[str, Dual]:
    """Return inputs that lie anywhere in a box, each with slope 1 by its own logarithm.

    Parameters
    ----------
    box : dict
        The ends of each, which are at least 0.
    """
    _FREE.set(False)
    found = {}
    for place, (name, (low, high)) in enumerate(box.items()):
        one = [(1.0, 1.0) if index == place else _FLAT for index in range(len(box))]
        logs = _SCALARS.log(low), _SCALARS.log(high)
        slopes = [(low, high) if index == place else _FLAT for index in range(len(box))]
        found[name] = Dual(low, high, slopes, Dual(*_ends(*logs), one))
    return found


def between(low: float, high: float, slopes: Sequence[Ends]) -> Dual:
    """Return a number of at least 0 between two others, that changes with no input."""
    logs = _ends(_SCALARS.log(low), _SCALARS.log(high))
    return Dual(low, high, slopes, Dual(*logs, slopes))


class Plain:
    """What a number of twice the digits is here: the number alone, with the same operations."""

    __slots__ = ("high",)

    def __init__(self, high: Any) -> None:
        self.high = high

    def __neg__(self) -> Plain:
        return Plain(-self.high)

    def __add__(self, other: Plain) -> Plain:
        return Plain(self.high + other.high)

    def __sub__(self, other: Plain) -> Plain:
        return Plain(self.high - other.high)

    def __mul__(self, other: Plain) -> Plain:
        return Plain(self.high * other.high)

    def __truediv__(self, other: Plain) -> Plain:
        return Plain(self.high / other.high) if other.high != 0 else Plain(math.nan)

    def sqrt(self) -> Plain:
        """Return the root."""
        return Plain(_DUALS.sqrt(self.high))

    def number(self) -> Any:
        """Return the number."""
        return self.high

    def log(self) -> Any:
        """Return the natural logarithm."""
        return _DUALS.log(self.high)

    def where(self, condition: Any, other: Plain) -> Plain:
        """Return this number where a condition holds, and the other elsewhere."""
        return Plain(_DUALS.where(condition, self.high, other.high))


def _known(*values: Any) -> bool:
    return not any(isinstance(value, Dual) for value in values)


def _rising(
    x: Dual, function: Callable[[float], float], slope: Callable[[float], float], *, bends: int
) -> Dual:
    """Return a function that rises, whose slope rises too (``bends`` 1) or falls (−1)."""
    at_low, at_high = slope(x.low), slope(x.high)
    slopes = (at_low, at_high) if bends > 0 else (at_high, at_low)
    return x.changed((function(x.low), function(x.high)), slopes)


def _both_dual(x: Any, y: Any) -> tuple[Dual, Dual]:
    one = x if isinstance(x, Dual) else y._with(x)
    other = y if isinstance(y, Dual) else x._with(y)
    if one is None or other is None:
        raise Undecided
    return one, other


class Duals(Chosen):
    """The backend for boxes of inputs."""

    nan: Final = math.nan
    infinity: Final = _INF

    # --- truth values -----------------------------------------------------------------------------

    @staticmethod
    def where(condition: Any, yes: Any, no: Any) -> Any:
        """Return yes or no; where either may be meant, all that lies between them."""
        if condition is not _MAYBE:
            return yes if condition else no
        if yes is no or (_known(yes, no) and yes == no):
            return yes
        if _known(yes, no):
            raise Undecided
        one, other = _both_dual(yes, no)
        return Dual(*_hull(one.ends, other.ends), [_ANY] * len(one.slopes))

    def choose(self, condition: Any, yes: Any, no: Any) -> Any:
        """Return the same of sides that may be functions with their arguments."""
        if condition is not _MAYBE:
            return Truths.choose(condition, yes, no)
        return self.where(condition, Truths.choose(True, yes, no), Truths.choose(False, yes, no))

    @staticmethod
    def both(first: Any, second: Any) -> Any:
        """Return whether both hold."""
        return second if first is True else first & second

    @staticmethod
    def either(first: Any, second: Any) -> Any:
        """Return whether one of them holds."""
        return second if first is False else first | second

    @staticmethod
    def negate(what: Any) -> Any:
        """Return whether it does not hold."""
        return what if what is _MAYBE else not what

    # --- functions of one number --------------------------------------------------------------

    @staticmethod
    def log(x: Any) -> Any:
        """Return log x."""
        if _known(x):
            return _SCALARS.log(x)
        if x.logged is not None:
            return x.logged
        if x.high < 0:
            return math.nan
        if x.low < 0:
            raise Undecided
        return _rising(x, _SCALARS.log, lambda t: 1 / t if t else _INF, bends=-1)

    @staticmethod
    def exp(x: Any) -> Any:
        """Return e^x."""
        if _known(x):
            return _SCALARS.exp(x)
        found = _rising(x, _SCALARS.exp, _SCALARS.exp, bends=1)
        return Dual(found.low, found.high, found.slopes, x)

    @staticmethod
    def expm1(x: Any) -> Any:
        """Return e^x − 1."""
        return _SCALARS.expm1(x) if _known(x) else _rising(x, _SCALARS.expm1, _SCALARS.exp, bends=1)

    @staticmethod
    def log1p(x: Any) -> Any:
        """Return log(1 + x)."""
        if _known(x):
            return _SCALARS.log1p(x)
        if x.low < -1:
            raise Undecided
        return _rising(x, _SCALARS.log1p, lambda t: 1 / (1 + t) if t > -1 else _INF, bends=-1)

    @staticmethod
    def sqrt(x: Any) -> Any:
        """Return the root."""
        if _known(x):
            return _SCALARS.sqrt(x)
        if x.low < 0:
            raise Undecided
        return _rising(x, math.sqrt, lambda t: 0.5 / math.sqrt(t) if t else _INF, bends=-1)

    @staticmethod
    def log_one_minus_exp(x: Any) -> Any:
        """Return log(1 − e^x)."""
        if _known(x):
            return _SCALARS.log_one_minus_exp(x)
        if x.low > 0:
            return math.nan
        high = x.high
        if high > 0:
            if not _FREE.get():
                raise Undecided
            # Settings that are chosen to be best are among those where the formula has a value.
            high = 0.0

        def slope(t: float) -> float:
            return -1 / _SCALARS.expm1(-t) if t < 0 else -_INF

        ends = _SCALARS.log_one_minus_exp(high), _SCALARS.log_one_minus_exp(x.low)
        return x.changed(ends, (slope(high), slope(x.low)))

    @staticmethod
    def log_erf(x: Any) -> Any:
        """Return log erf e^x."""
        if _known(x):
            return _SCALARS.log_erf(x)

        def slope(t: float) -> float:
            number = _SCALARS.exp(t)
            if number > 30:
                return 0.0
            return (
                2 / math.sqrt(math.pi) * number * math.exp(-number * number) / math.erf(number)
                if number > 1e-8
                else 1.0
            )

        return _rising(x, _SCALARS.log_erf, slope, bends=-1)

    @staticmethod
    def log_outer_root(x: Any, log_x: Any = _INF) -> Any:
        """Return log t for the root t ≥ 1 of t − log t = x."""
        if callable(log_x):
            log_x = log_x()
        if _known(x, log_x):
            return _SCALARS.log_outer_root(x, log_x)
        one, _ = _both_dual(x, x)
        if one.high == _INF:
            raise Undecided

        def slope(t: float) -> float:
            if t < 1:
                return 0.0
            root = _SCALARS.log_outer_root(t)
            return 1 / math.expm1(root) if root > 0 else _INF

        slopes = (0.0 if one.low < 1 else slope(one.high), slope(max(one.low, 1.0)))
        if one.high < 1:
            slopes = _FLAT
        ends = _SCALARS.log_outer_root(one.low), _SCALARS.log_outer_root(one.high)
        return one.changed(ends, slopes)

    @staticmethod
    def log_crest(noise: Any) -> Any:
        """Return log u for the root u of 2 s (1 + u) = e^(u/2) in (0, 1)."""
        if _known(noise):
            return _SCALARS.log_crest(noise)
        ends = _SCALARS.log_crest(noise.high), _SCALARS.log_crest(noise.low)
        if -_INF in ends or not noise.is_point or ends[1] == 0:
            return noise.changed(ends, (-_INF, 0.0))
        root = math.exp(_SCALARS.log_crest(noise.middle))
        slope = 2 * (1 + root) / (root * noise.middle * (root - 1))
        return noise.changed(ends, _ends(slope * (1 + 1e-12), slope * (1 - 1e-12)))

    def log_log_root(
        self,
        alpha: Any,
        log_beta: Any,
        kappa: Any,
        log_alpha: Any = _INF,
        log_kappa: Any = _INF,
    ) -> Any:
        """Return log T for the smallest T ≥ 1 with sqrt(T+1) ≥ α + β(κ + log T)."""
        values = (alpha, log_beta, kappa)
        if _known(*values):
            return _SCALARS.log_log_root(*values, log_alpha, log_kappa)
        some = next(value for value in values if isinstance(value, Dual))
        known = [some._with(value) for value in values]
        if any(value is None or value.high == _INF for value in known):
            raise Undecided
        one, two, three = (value for value in known if value is not None)
        low = _SCALARS.log_log_root(one.low, two.low, three.low)
        high = _SCALARS.log_log_root(one.high, two.high, three.high)
        if high == 0:
            return 0.0
        beta = (_SCALARS.exp(two.low), _SCALARS.exp(two.high))

        def rate(log_t: float, factor: float) -> float:
            number = _SCALARS.exp(log_t)
            return number / (2 * math.sqrt(number + 1)) - factor

        least, most = rate(low, beta[1]), rate(high, beta[0])
        if not most > 0:
            raise Undecided
        inverse = _ends(1 / most, 1 / least if least > 0 else _INF)
        if low == 0:
            inverse = (0.0, inverse[1])
        inside = _plus(three.ends, (low, high))
        by = (
            inverse,
            _multiplied(_multiplied(beta, inside), inverse),
            _multiplied(beta, inverse),
        )
        slopes = [
            _plus(
                _plus(_multiplied(by[0], a), _multiplied(by[1], b)),
                _multiplied(by[2], c),
            )
            for a, b, c in zip(one.slopes, two.slopes, three.slopes, strict=True)
        ]
        return Dual(*_ends(low, high), slopes)

    @staticmethod
    def _jumping(x: Any, function: Callable[[float], float]) -> Any:
        if _known(x):
            return function(x)
        low, high = function(x.low), function(x.high)
        return x.changed((low, high), _FLAT if low == high else (0.0, _INF))

    def log_ceil(self, x: Any) -> Any:
        """Return log of ⌈e^x⌉."""
        return self._jumping(x, _SCALARS.log_ceil)

    def log_floor(self, x: Any) -> Any:
        """Return log of ⌊e^x⌋."""
        return self._jumping(x, _SCALARS.log_floor)

    # --- functions of two -------------------------------------------------------------------------

    @staticmethod
    def dot(constant: Any, *pairs: tuple[Any, Any]) -> Any:
        """Return constant + the sum of coefficient times logarithm."""
        total = constant
        for coefficient, value in pairs:
            total = total + coefficient * value
        return total

    @staticmethod
    def times(factor: Any, x: Any) -> Any:
        """Return factor times x, 0 where the factor is 0."""
        if _known(factor) and not factor:
            return 0.0
        return factor * x

    @staticmethod
    def maximum(x: Any, y: Any) -> Any:
        """Return the larger; an undefined side does not count."""
        if _known(x, y):
            return _SCALARS.maximum(x, y)
        if _known(x) and x != x:  # noqa: PLR0124
            return y
        if _known(y) and y != y:  # noqa: PLR0124
            return x
        one, other = _both_dual(x, y)
        if one.low > other.high:
            return x
        if other.low > one.high:
            return y
        slopes = map(_hull, one.slopes, other.slopes)
        ends = max(one.low, other.low), max(one.high, other.high)
        return Dual(*ends, list(slopes))

    def minimum(self, x: Any, y: Any) -> Any:
        """Return the smaller; an undefined side does not count."""
        return -self.maximum(-x, -y)

    @staticmethod
    def logaddexp(x: Any, y: Any) -> Any:
        """Return log(e^x + e^y)."""
        if _known(x, y):
            return _SCALARS.logaddexp(x, y)
        if (_known(x) and x != x) or (_known(y) and y != y):  # noqa: PLR0124
            return math.nan
        one, other = _both_dual(x, y)
        if other.high == -_INF:
            return x
        if one.high == -_INF:
            return y

        def share(difference: float) -> float:
            if difference != difference:  # noqa: PLR0124
                raise Undecided
            return 1 / (1 + _SCALARS.exp(-difference))

        weight = (
            share(one.low - other.high) if one.low > -_INF else 0.0,
            share(one.high - other.low) if other.low > -_INF else 1.0,
        )
        slopes = [
            _mixed(_ends(*weight), a, b) for a, b in zip(one.slopes, other.slopes, strict=True)
        ]
        ends = _SCALARS.logaddexp(one.low, other.low), _SCALARS.logaddexp(one.high, other.high)
        return Dual(*_ends(*ends), slopes)

    def logsubexp(self, x: Any, y: Any) -> Any:
        """Return log(e^x − e^y)."""
        if _known(x, y):
            return _SCALARS.logsubexp(x, y)
        if _known(y) and y == -_INF:
            return x
        if (_known(x) and x != x) or (_known(y) and y != y):  # noqa: PLR0124
            return math.nan
        one, other = _both_dual(x, y)
        if one.high < other.low:
            return math.nan
        if one.low < other.high:
            raise Undecided
        ends = (
            _SCALARS.logsubexp(one.low, other.high),
            _SCALARS.logsubexp(one.high, other.low),
        )

        def odds(difference: float) -> float:
            return 1 / _SCALARS.expm1(-difference) if difference < 0 else _INF

        # The slope is x' + (x' − y')/(e^(x−y) − 1).
        odd = _ends(odds(other.low - one.high), odds(other.high - one.low))
        slopes = [
            _plus(a, _multiplied(_plus(a, (-b[1], -b[0])), odd))
            for a, b in zip(one.slopes, other.slopes, strict=True)
        ]
        return Dual(*_ends(*ends), slopes)

    def log_quotient(self, x: Any, y: Any) -> Any:
        """Return log(x/y)."""
        if _known(x, y):
            return _SCALARS.log_quotient(x, y)
        return self.log(x) - self.log(y)

    def _log_product(self, pairs: Sequence[tuple[Any, int]]) -> Any:
        return self.dot(0.0, *((power, self.log(base)) for base, power in pairs))

    def log_abs_one_minus_product(self, *pairs: tuple[Any, int]) -> Any:
        """Return log|1 − Π base^power|."""
        log = self._log_product(pairs)
        if log < 0:
            return self.log_one_minus_exp(log)
        return log + self.log_one_minus_exp(-log)

    def sign_one_minus_product(self, *pairs: tuple[Any, int]) -> Any:
        """Return the sign of 1 − Π base^power."""
        return self.sign(-self._log_product(pairs))

    # --- numbers of any sign ----------------------------------------------------------------------

    def log_abs(self, x: Any) -> Any:
        """Return log|x|."""
        return self.log(abs(x))

    @staticmethod
    def sign(x: Any) -> Any:
        """Return 1, 0 or −1."""
        if _known(x):
            return _SCALARS.sign(x)
        if x.low > 0:
            return 1.0
        if x.high < 0:
            return -1.0
        return 0.0 if x.low == 0 == x.high else _NOTHING

    @staticmethod
    def sign_power(sign: Any, exponent: Any) -> Any:
        """Return the sign of a whole power of a number with this sign."""
        if sign > 0:
            return sign
        if not _known(exponent):
            raise Undecided
        return _SCALARS.sign_power(sign, exponent)

    def signed_add(self, x: Any, x_sign: Any, y: Any, y_sign: Any) -> tuple[Any, Any]:
        """Return the sum of two numbers, each a logarithm and a sign."""
        if any(item is _NOTHING for item in (x, x_sign, y, y_sign)):
            return _NOTHING, _NOTHING
        if _known(x, y):
            return _SCALARS.signed_add(x, x_sign, y, y_sign)
        if x_sign == 0 or (_known(x) and x == -_INF):
            return y, y_sign
        if y_sign == 0 or (_known(y) and y == -_INF):
            return x, x_sign
        if x_sign == y_sign:
            return self.logaddexp(x, y), x_sign
        below = x < y
        if below is _MAYBE:
            return _NOTHING, _NOTHING
        return (self.logsubexp(y, x), y_sign) if below else (self.logsubexp(x, y), x_sign)

    def signed_maximum(self, x: Any, x_sign: Any, y: Any, y_sign: Any) -> tuple[Any, Any]:
        """Return the larger of two numbers, each a logarithm and a sign."""
        if x_sign != y_sign:
            return (x, x_sign) if x_sign > y_sign else (y, y_sign)
        if x_sign > 0:
            return self.maximum(x, y), x_sign
        return self.minimum(x, y), x_sign

    def signed_minimum(self, x: Any, x_sign: Any, y: Any, y_sign: Any) -> tuple[Any, Any]:
        """Return the smaller of two numbers, each a logarithm and a sign."""
        log, sign = self.signed_maximum(x, -x_sign, y, -y_sign)
        return log, -sign

    # --- numbers of twice the digits, and choices -------------------------------------------------

    @staticmethod
    def twofold(x: Any) -> Any:
        """Return a number; its digits are those of a float here."""
        return Plain(x)

    @staticmethod
    def refined(
        needed: Any, function: Callable[..., Any], arguments: tuple[Any, ...], values: Any
    ) -> Any:
        """Return the values as they are: rounding is enclosed."""
        return values

    def _chosen(self, choose: Callable[..., float], arguments: Sequence[Any], ends: Ends) -> Any:
        """Return what is chosen, without a slope: at a point, or anywhere between two ends."""
        numbers = [item.middle if isinstance(item, Dual) else item for item in arguments]
        if all(not isinstance(item, Dual) or item.is_point for item in arguments):
            return choose(*numbers)
        some = next(item for item in arguments if isinstance(item, Dual))
        _FREE.set(True)
        return Dual(*ends, [_FLAT] * len(some.slopes))

    def log_best_momentum(self, log_gap: Any, log_noise: Any, log_decay: Any, starts: int) -> Any:
        """Return log β1 for the shortest sufficient run."""

        def choose(gap: float, noise: float, decay: float) -> float:
            return float(_SCALARS.log_best_momentum(gap, noise, decay, starts))

        highest = self.minimum(0.0, _LN2 - log_noise)
        high = highest.high if isinstance(highest, Dual) else highest
        low = (highest.low if isinstance(highest, Dual) else highest) - math.log(1e6)
        return self._chosen(choose, (log_gap, log_noise, log_decay), (low, high))

    def log_best_rest(
        self, log_gap: Any, log_noise: Any, log_decay: Any, log_beta1: Any, starts: int
    ) -> Any:
        """Return log(1 − τ) for the share τ that makes a run shortest."""

        def choose(gap: float, noise: float, decay: float, beta1: float) -> float:
            return float(_SCALARS.log_best_rest(gap, noise, decay, beta1, starts))

        arguments = (log_gap, log_noise, log_decay, log_beta1)
        return self._chosen(choose, arguments, (math.log(1e-4), 0.0))

    def log_split(self, log_ratio: Any, z: Any, beta1: Any, decay: Any) -> Any:
        """Return log s for the split of a constant decay's error."""

        def choose(ratio: float, step: float, weight: float, pull: float) -> float:
            both = _SCALARS.twofold(step), _SCALARS.twofold(pull)
            return float(_SCALARS.log_split(ratio, both[0], weight, both[1]))

        arguments = (log_ratio, z.high, beta1, decay.high)
        return self._chosen(choose, arguments, (_LEAST_LOG, -_LEAST_LOG))

    def log_young(self, z: Any, decay: Any, beta1: Any, log_split: Any) -> Any:
        """Return log p for the best p that a step allows.

        Where only the split is free, p is free too: it lies between 1 and 2 − β1 whatever the
        split, and is a function of it and of the step, which no uncertain input moves.
        """
        if (
            isinstance(log_split, Dual)
            and not log_split.is_point
            and all(item == _FLAT for item in log_split.slopes)
            and _known(z.high, decay.high, beta1)
        ):
            return Dual(*_ends(0.0, math.log(2 - beta1)), log_split.slopes)
        return super().log_young(z, decay, beta1, log_split)


_DUALS: Final = Duals()
