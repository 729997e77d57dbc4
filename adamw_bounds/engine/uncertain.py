"""Uncertain inputs: a number that is known to lie between two others.

Written ``1..3``, ``2±0.5`` (``2+-0.5`` and ``2+/-0.5`` on a plain keyboard), ``2±25%``, or with the
estimate between the ends, ``1..2.5..3``. In Python an :class:`Interval` says the same.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Context, Decimal, InvalidOperation
from typing import Any, Final

from adamw_bounds.domains import (
    DOMAINS,
    NotInDomain,
    is_number_text,
    number_in,
)
from adamw_bounds.engine.conventions import CONVENTIONS
from adamw_bounds.engine.inputs import ALIASES
from adamw_bounds.errors import Fault
from adamw_bounds.kernels import SYMBOLS
from adamw_bounds.optimizers import PYTORCH

__all__ = ["Apart", "Interval", "Key", "in_paper", "parse_interval", "take_apart"]

_EXACT: Final = Context(prec=60, Emin=-(10**6), Emax=10**6, traps=[])
_SIGNS: Final = re.compile(r"±|\+/-|\+-")
_BETWEEN: Final = ".."
_UPSIDE_DOWN: Final = "must rise from its lower end over its estimate to its upper end"
#: A number of every domain: it stands in for what is wrong, so that nothing is called missing too.
_ANYWHERE: Final = 0.5


@dataclass(frozen=True, slots=True)
class Interval:
    """A number that lies between two others.

    Attributes
    ----------
    lower, upper : float or int
        The ends, which belong to it.
    estimate : float or int
        The most likely number; answers are computed there, and hold for the whole range.
    """

    lower: float
    estimate: float
    upper: float

    @classmethod
    def between(cls, lower: float, upper: float, *, whole: bool = False) -> Interval:
        """Return the interval between two numbers, with the estimate in its middle.

        That is the geometric mean of two positive numbers, for most inputs of a bound are known up
        to a factor, and their mean where one of them is not positive. A whole number is rounded.
        """
        if lower == upper:
            return cls(lower, lower, upper)
        if lower > 0 and upper > 0:
            middle = math.sqrt(lower) * math.sqrt(upper)
        else:
            middle = lower + (upper - lower) / 2
        middle = min(max(middle, lower), upper) if lower <= upper else middle
        return cls(lower, round(middle) if whole and math.isfinite(middle) else middle, upper)

    def __format__(self, spec: str) -> str:
        if not spec:
            return str(self)
        return f"{self.lower:{spec}}{_BETWEEN}{self.upper:{spec}}"

    def __str__(self) -> str:
        """Return the text that is read as this interval."""
        ends = self.lower, self.upper
        usual = self.estimate == Interval.between(*ends).estimate
        numbers = ends if usual else (self.lower, self.estimate, self.upper)
        return _BETWEEN.join(_written(number) for number in numbers)


def _written(number: float) -> str:
    text = repr(number)
    return text.removesuffix(".0")


def parse_interval(text: str, *, whole: bool = False) -> Interval | None:
    """Return the interval that a text writes; None where it writes none.

    Parameters
    ----------
    text : str
        ``1..3``, ``1..2..3``, ``2±0.5``, ``2+-0.5``, ``2±25%``.
    whole : bool
        Whether the number is whole, and so its estimate.

    Raises
    ------
    NotInDomain
        If an end is no number.
    """
    if _BETWEEN in text:
        words = text.split(_BETWEEN)
        if len(words) not in (2, 3) or any(word.startswith(".") for word in words[1:]):
            raise NotInDomain("must be two numbers with two full stops between them, as in 1..3")
        numbers = [_number(word) for word in words]
        if len(numbers) == 3:
            return Interval(*numbers)
        return Interval.between(*numbers, whole=whole)
    match = _SIGNS.search(text)
    if match is None:
        return None
    estimate, radius = _decimal(text[: match.start()]), text[match.end() :].strip()
    share = radius.endswith("%")
    width = _decimal(radius.removesuffix("%"))
    if share:
        width = _EXACT.divide(_EXACT.multiply(abs(estimate), width), Decimal(100))
    ends = _EXACT.subtract(estimate, width), estimate, _EXACT.add(estimate, width)
    return Interval(*map(_plain, ends))


def _decimal(text: str) -> Decimal:
    word = text.strip()
    if is_number_text(word):
        try:
            number = Decimal(word)
        except InvalidOperation:
            number = Decimal("NaN")
        if number.is_finite():
            return number
    raise NotInDomain("must be a number, or a range of numbers as in 1..3 and 2±0.5")


def _number(text: str) -> float:
    return _plain(_decimal(text))


def _plain(number: Decimal) -> float:
    """Return a float, or an int where a float has not all the digits of a whole number."""
    plain = float(number)
    if abs(plain) >= 2.0**53 and math.isfinite(plain) and number == number.to_integral_value():
        return int(number)
    return plain


#: An input of a mapping: its name there, and its place where it stands in a pair.
Key = tuple[str, int | None]


@dataclass(frozen=True, slots=True)
class Apart:
    """Inputs of which some are uncertain.

    Attributes
    ----------
    values : mapping
        The inputs as they were given.
    intervals : mapping of Key to Interval
        Those that are uncertain.
    """

    values: Mapping[str, Any]
    intervals: Mapping[Key, Interval]

    def at(self, numbers: Mapping[Key, float]) -> dict[str, Any]:
        """Return the inputs with numbers for the uncertain ones: estimates where none is said."""
        found = dict(self.values)
        for key, interval in self.intervals.items():
            name, place = key
            number = numbers.get(key, interval.estimate)
            if place is None:
                found[name] = number
            else:
                pair = list(found[name])
                pair[place] = number
                found[name] = tuple(pair)
        return found


def take_apart(values: Mapping[str, Any], faults: list[Fault]) -> Apart:
    """Find the uncertain inputs; what is wrong with one of them is a fault.

    Parameters
    ----------
    values : mapping
        Inputs by name, alias or PyTorch setting, not yet validated.
    faults : list of Fault
        Takes what is wrong: an end outside of the input's domain, ends that are upside down.
    """
    found: dict[Key, Interval] = {}
    for name, value in values.items():
        for place, item in _items(name, value):
            interval = _interval(name, place, item, faults)
            if interval is not None:
                found[name, place] = interval
    return Apart(values, found)


def _items(name: str, value: Any) -> Iterable[tuple[int | None, Any]]:
    if isinstance(value, str | Interval):
        return [(None, value)]
    if name == "betas" and isinstance(value, list | tuple):
        return list(enumerate(value))
    return []


def _interval(name: str, place: int | None, value: Any, faults: list[Fault]) -> Interval | None:
    """Return an interval that is right, a stand-in and a fault where it is wrong, or None."""
    domain, option = _domain_of(name, place)
    if domain is None:
        return None
    whole = DOMAINS[domain].whole
    stand_in = 1.0 if whole else _ANYWHERE
    try:
        interval = parse_interval(value, whole=whole) if isinstance(value, str) else value
        if not isinstance(interval, Interval):
            return None
        numbers = (interval.lower, interval.estimate, interval.upper)
        read = [number_in(number, domain, arrays=False) for number in numbers]
        if not read[0] <= read[1] <= read[2]:
            raise NotInDomain(_UPSIDE_DOWN)
        return Interval(*read)
    except NotInDomain as error:
        faults.append(Fault(ALIASES.get(name, name), str(value), str(error), option=option))
        return Interval(stand_in, stand_in, stand_in)


def _domain_of(name: str, place: int | None) -> tuple[str | None, str]:
    """Return the domain of an input, and how a fault names it."""
    if name in PYTORCH:
        known = [item for item in CONVENTIONS if item.setting == name]
        if place is None and len(known) > 1:
            return None, ""
        if place is not None and place >= len(known):
            return None, ""
        convention = known[place or 0]
        return convention.domain, convention.option
    symbol = SYMBOLS.get(ALIASES.get(name, name))
    if symbol is None or not symbol.is_input:
        return None, ""
    return symbol.domain, ""


def in_paper(name: str, place: int | None, interval: Interval) -> tuple[str, Interval, bool]:
    """Return the paper's symbol for an input, its range there, and whether that is turned round.

    PyTorch's β are one minus the paper's: the largest of theirs is the smallest of the paper's.
    """
    conventions = [item for item in CONVENTIONS if item.setting == name]
    if not conventions:
        return ALIASES.get(name, name), interval, False
    convention = conventions[place or 0]
    lower, estimate, upper = (
        _plain(convention.to_paper(Decimal(repr(number))))
        for number in (interval.lower, interval.estimate, interval.upper)
    )
    if lower > upper:
        return convention.paper, Interval(upper, estimate, lower), True
    return convention.paper, Interval(lower, estimate, upper), False
