"""Numbers as people read them, from a float or from a decimal logarithm beyond any float."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

__all__ = [
    "Figure",
    "brief",
    "figure",
    "format_log10",
    "format_number",
    "grouped",
    "in_powers",
    "show",
    "show_above",
    "show_below",
    "show_value",
    "superscript",
    "without_groups",
    "written",
]

_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_E_NOTATION = re.compile(r"(?<![\w.])(-?\d+(?:\.\d+)?)e([+-]\d{2,3})(?!\w)")
_LN10 = 2.302585092994046
_ROUND = _LN10  # relative change of 10^x for a change of x by 1
_LEAST = 1e-300  # below it a float loses digits that its logarithm still has
_PLAIN_LOW, _PLAIN_HIGH = -4, 6  # powers of ten between which a sentence writes all digits
_SAFE_LOG10 = 300.0  # 10**x is a normal float up to here, on both sides of 1
_WHOLE = 15  # digits of an integer that are written out
_GROUP = "\u202f"  # a narrow space at which no line is broken
_GROUPS = re.compile(r"(?<=\d)[\u202f\u2009\u00a0](?=\d{3})")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number rounded for print.

    Attributes
    ----------
    mantissa : str
        Digits in ASCII, with sign and point; for a ``special`` figure the whole text.
    exponent : int or None
        Power of ten, None in plain notation.
    special : bool
        Whether this is no decimal number: ``∞``, or a power too high for a mantissa.
    """

    mantissa: str
    exponent: int | None = None
    special: bool = False

    def text(self) -> str:
        """Return the figure in Unicode, ``4.700×10¹⁰``."""
        if self.exponent is None:
            return self.mantissa if self.special else grouped(self.mantissa)
        return f"{self.mantissa}×10{superscript(self.exponent)}"

    def siunitx(self) -> str:
        """Return the figure as siunitx parses it, ``4.700e10``."""
        return self.mantissa if self.exponent is None else f"{self.mantissa}e{self.exponent}"


def grouped(digits: str) -> str:
    """Return a plain number with narrow spaces between thousands, from five digits on.

    Examples
    --------
    >>> grouped("9999"), grouped("-1281167").split(), grouped("0.00012345")
    ('9999', ['-1', '281', '167'], '0.00012345')
    """
    whole, point, rest = digits.partition(".")
    number = whole.lstrip("-")
    if len(number) < 5 or not number.isdigit():
        return digits
    return f"{int(whole):,}".replace(",", _GROUP) + point + rest


def without_groups(text: str) -> str:
    """Return what was typed without the spaces of `grouped`: an answer can be pasted."""
    return _GROUPS.sub("", text)


def written(value: object) -> str:
    """Return a number as it was given, in up to six digits: ``0.001``, ``10⁻¹⁶``.

    An integer is written with all its digits, unless a power of ten says the same.

    Examples
    --------
    >>> written(0.001), written(1e-16), written(2.5e9), written(128), written(10**20)
    ('0.001', '10⁻¹⁶', '2.5×10⁹', '128', '10²⁰')
    """
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    if isinstance(value, int):
        digits = str(value).lstrip("-")
        first, rest = digits[0], digits[1:].rstrip("0")
        if len(digits) <= _WHOLE or len(rest) > 5:
            return grouped(str(value))
        sign = "-" if value < 0 else ""
        return _times(f"{sign}{first}.{rest}" if rest else sign + first, len(digits) - 1)
    mantissa, mark, exponent = f"{value:.6g}".partition("e")
    return grouped(mantissa) if not mark else _times(mantissa, int(exponent))


def brief(value: object, most: int = 9) -> str | None:
    """Return an integer without rounding it, in few letters; None where it takes more.

    Examples
    --------
    >>> brief(5000), brief(10**9), brief(123456789)
    ('5000', '10⁹', None)
    """
    if not isinstance(value, int):
        return None
    digits = str(value)
    rest = digits[1:].rstrip("0")
    power = _times(f"{digits[0]}.{rest}" if rest else digits[0], len(digits) - 1)
    found = min(written(value), power, key=len)
    return found if len(found) <= most else None


def _times(mantissa: str, exponent: int) -> str:
    power = f"10{superscript(exponent)}"
    return power if mantissa == "1" else f"{mantissa}×{power}"


def in_powers(text: str) -> str:
    """Return a sentence in which numbers such as ``2.4e-13`` are written ``2.4×10⁻¹³``.

    What people type, ``1e-8``, stays as it is: Python writes two digits of the exponent.
    """
    return _E_NOTATION.sub(lambda found: _times(found[1], int(found[2])), text)


def superscript(number: int) -> str:
    """Return an integer in superscript digits."""
    return str(number).translate(_SUPERSCRIPTS)


def figure(
    value: float | None,
    log10: float | None = None,
    *,
    digits: int = 4,
    low: int = -4,
    high: int = 6,
    whole: int = _WHOLE,
) -> Figure | None:
    """Round a number for print.

    Parameters
    ----------
    value : float, int or None
        The number; None where it exceeds a float.
    log10 : float, optional
        Its decimal logarithm; counts where there is no value, or where it underflows.
    digits : int
        Significant digits, at least 1. Plain notation writes the whole integer part, however
        long.
    low, high : int
        Powers of ten between which (``10**low <= |number| < 10**high``) notation is plain.
    whole : int
        Digits up to which an integer is written exactly.

    Returns
    -------
    Figure or None
        None where there is no number.
    """
    if log10 is not None and not math.isfinite(log10):
        log10 = None
    if value is None or value != value:  # noqa: PLR0124 - NaN; math.isnan refuses large integers
        return None if log10 is None else _from_log10(log10, digits, low, high, sign="")
    if isinstance(value, int):
        return _from_int(value, digits, whole)
    if log10 is not None and (abs(value) < _LEAST or math.isinf(value)):
        return _from_log10(log10, digits, low, high, sign="-" if value < 0 else "")
    if math.isinf(value):
        return Figure("∞" if value > 0 else "-∞", special=True)
    return Figure("0") if value == 0 else _from_float(value, digits, low, high)


def _from_int(value: int, digits: int, whole: int) -> Figure:
    if abs(value) < 10**whole:
        return Figure(str(int(value)))
    from decimal import Decimal

    mantissa, _, exponent = f"{Decimal(value):.{digits - 1}e}".partition("e")
    return Figure(mantissa, int(exponent))


def _from_float(value: float, digits: int, low: int, high: int) -> Figure:
    mantissa, _, written = f"{value:.{digits - 1}e}".partition("e")
    exponent = int(written)  # after rounding: 9.9996 counts as 10.00
    if low <= exponent < high:
        return Figure(f"{value:.{max(0, digits - 1 - exponent)}f}")
    return Figure(mantissa, exponent)


def _from_log10(log10: float, digits: int, low: int, high: int, *, sign: str) -> Figure:
    if abs(log10) < _SAFE_LOG10:
        return _from_float(float(sign + "1") * 10.0**log10, digits, low, high)
    # A logarithm known to one ulp gives only so many digits of the number.
    known = math.floor(-math.log10(math.ulp(log10) * _ROUND))
    if known < 1:
        inner = figure(log10, digits=6)
        assert inner is not None
        return Figure(f"{sign}10^({inner.text()})", special=True)
    decimals = min(digits, known) - 1
    exponent = math.floor(log10)
    mantissa = f"{10.0 ** (log10 - exponent):.{decimals}f}"
    if float(mantissa) >= 10:
        mantissa, exponent = f"{1:.{decimals}f}", exponent + 1
    return Figure(sign + mantissa, exponent)


def format_number(value: float | None, log10: float | None = None, *, digits: int = 4) -> str:
    """Return a number as the tables print it: four digits, plain from 10⁻⁴ to 10⁶.

    Parameters
    ----------
    value : float, int or None
        The number; None where it exceeds a float.
    log10 : float, optional
        Its decimal logarithm.
    digits : int
        Significant digits.

    Returns
    -------
    str
        ``–`` where there is no number.

    Examples
    --------
    >>> format_number(4.7e10), format_number(9.9996), format_number(None, 123456.5)
    ('4.700×10¹⁰', '10.00', '3.162×10¹²³⁴⁵⁶')
    """
    found = figure(value, log10, digits=digits)
    return "–" if found is None else found.text()


def format_log10(value: float | None, *, digits: int = 4) -> str:
    """Return a logarithm with a fixed number of decimals, ``–`` where there is none."""
    if value is None or not math.isfinite(value):
        return "–"
    return f"{value:.{digits}f}"


# Numbers in sentences: no more digits than are needed, and no trailing zeros.


def show(log: float) -> str:
    """Return a number for a sentence from its natural logarithm.

    Examples
    --------
    >>> show(math.log(0.25)), show(math.log(25000)), show(math.log(4.7e10)), show(math.inf)
    ('0.25', '25\u202f000', '4.7×10¹⁰', 'unbounded')
    """
    if math.isnan(log):
        return "undefined"
    if math.isinf(log):
        return "unbounded" if log > 0 else "0"
    exponent = math.floor(log / _LN10)
    if _PLAIN_LOW <= exponent < _PLAIN_HIGH:
        return grouped(f"{float(f'{math.exp(log):.4g}'):.10g}")  # 25000, not 2.5e+04
    mantissa = f"{math.exp(log - exponent * _LN10):.3g}"
    if mantissa == "10":
        mantissa, exponent = "1", exponent + 1
    return _times(mantissa, exponent)


def show_below(log: float, *, rounding: float = 1e-12) -> str:
    """Return a number for "at most": rounded down, so that what is shown does meet the limit.

    ``rounding`` is the share of the number by which its logarithm may be off.
    """
    if math.isinf(log) or math.isnan(log):
        return show(log)
    exponent = math.floor(log / _LN10)
    unit = 1e3 if _PLAIN_LOW <= exponent < _PLAIN_HIGH else 1e2  # the digits that show() keeps
    mantissa = math.floor(math.exp(log - exponent * _LN10) * unit * (1 + rounding)) / unit
    return show(math.log(mantissa) + exponent * _LN10)


def show_above(log: float, *, rounding: float = 1e-12) -> str:
    """Return a number for "at least": rounded up; see :func:`show_below`."""
    if math.isinf(log) or math.isnan(log):
        return show(log)
    exponent = math.floor(log / _LN10)
    unit = 1e3 if _PLAIN_LOW <= exponent < _PLAIN_HIGH else 1e2
    mantissa = math.ceil(math.exp(log - exponent * _LN10) * unit * (1 - rounding)) / unit
    return show(math.log(mantissa) + exponent * _LN10)


def show_value(value: float | None) -> str:
    """Return a number >= 0 for a sentence; None is a bound that does not exist."""
    if value is None:
        return "unbounded"
    return show(math.log(value) if value > 0 else -math.inf)
