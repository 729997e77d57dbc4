"""What a picture of a bound is made of, as numbers; nothing is drawn here."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from adamw_bounds.errors import Fault

__all__ = ["AXES", "LOOK", "Bar", "Chart", "Curve", "HeatMap", "Look", "look_of"]

#: What may be asked of the look of every picture, by name.
LOOK: Final = ("title", "size", "log", "xlim")
#: Which axes may be logarithmic.
AXES: Final = ("x", "y", "xy", "none")
#: A picture is at least and at most so wide and high, in inches.
_LEAST_INCHES, _MOST_INCHES = 1, 50


@dataclass(frozen=True, slots=True)
class Look:
    """How a picture was asked to look.

    Attributes
    ----------
    title : str
        What stands above it.
    size : (float, float), optional
        Its width and height in inches; by default as wide as a column.
    log : str, optional
        Which axes are logarithmic, ``x``, ``y``, ``xy`` or ``none``; None leaves it to the picture.
    xlim : (float or None, float or None)
        Where the horizontal axis begins and ends; None leaves an end to the picture.
    """

    title: str = ""
    size: tuple[float, float] | None = None
    log: str | None = None
    xlim: tuple[float | None, float | None] = (None, None)

    def has_log(self, axis: str, default: bool) -> bool:
        """Tell whether an axis, ``x`` or ``y``, is logarithmic."""
        return default if self.log is None else axis in self.log

    @property
    def span(self) -> str:
        """The ends of the horizontal axis, as they are typed."""
        return ":".join("" if end is None else f"{end:g}" for end in self.xlim)


def look_of(given: Mapping[str, Any], faults: list[Fault]) -> Look:
    """Return the look that was asked for, as text or as numbers.

    Parameters
    ----------
    given : mapping
        ``title``; ``size``, ``"7x3"`` or a pair; ``log``, one of `AXES`; ``xlim``, ``"1e-6:1"`` or
        a pair, in which an end may be missing.
    faults : list of Fault
        What is wrong is added.
    """
    log = given.get("log")
    if log is not None and log not in AXES:
        faults.append(Fault("log", log, f"must be one of {', '.join(AXES)}"))
        log = None
    return Look(
        str(given.get("title", "")),
        _size(given.get("size"), faults),
        log,
        _xlim(given.get("xlim"), faults),
    )


def _size(given: Any, faults: list[Fault]) -> tuple[float, float] | None:
    if given is None:
        return None
    found = re.split(r"\s*[x×]\s*", given.strip()) if isinstance(given, str) else given
    sides = _numbers(found)
    if sides is not None and all(
        side is not None and _LEAST_INCHES <= side <= _MOST_INCHES for side in sides
    ):
        return sides[0] or 0.0, sides[1] or 0.0
    said = f"must be WIDTHxHEIGHT in inches, {_LEAST_INCHES} to {_MOST_INCHES} each"
    faults.append(Fault("size", given, said))
    return None


def _xlim(given: Any, faults: list[Fault]) -> tuple[float | None, float | None]:
    if given is None:
        return (None, None)
    found = [part.strip() or None for part in given.split(":")] if isinstance(given, str) else given
    ends = _numbers(found)
    said = ""
    if ends is None or ends == (None, None):
        said = "must be LOW:HIGH, two numbers of which one may be missing: 1e-6:1, or 1e-6:"
    elif ends[0] is not None and ends[1] is not None and not ends[0] < ends[1]:
        said = "must rise: LOW:HIGH with LOW < HIGH"
    if not said:
        return ends or (None, None)
    faults.append(Fault("xlim", given, said))
    return (None, None)


def _numbers(found: Any) -> tuple[float | None, float | None] | None:
    """Return two finite numbers, either of which may be None; None where they are none."""
    try:
        first, second = (None if one is None else float(one) for one in found)
    except (TypeError, ValueError):
        return None
    fine = all(one is None or math.isfinite(one) for one in (first, second))
    return (first, second) if fine else None


@dataclass(frozen=True, slots=True)
class Curve:
    """A quantity over one input.

    Attributes
    ----------
    label : str
        What stands beside it.
    x : ndarray
        The input, increasing.
    log10 : ndarray
        log10 of the quantity; what is not finite is left out.
    unmet : ndarray
        The names of the conditions that fail at each point, an empty text where none does.
    measured : bool
        Whether it was measured, not bounded.
    band : (ndarray, ndarray), optional
        log10 of what the quantity lies between, where inputs are known roughly.
    strands : ndarray, shape (strands, points), optional
        log10 of what it is the mean of, drawn thin.
    points : bool
        Whether it is of these points alone, and no line leads from one to the next.
    """

    label: str
    x: Any
    log10: Any
    unmet: Any
    measured: bool = False
    band: tuple[Any, Any] | None = None
    strands: Any = None
    points: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """Curves over one input.

    Attributes
    ----------
    curves : sequence of Curve
        They.
    xlabel, ylabel : str
        What the axes say.
    """

    curves: Sequence[Curve]
    xlabel: str
    ylabel: str


@dataclass(frozen=True, slots=True)
class HeatMap:
    """A quantity over two inputs.

    Attributes
    ----------
    title : str
        Which bound it is.
    x, y : ndarray
        The inputs, increasing.
    log10 : ndarray, shape (y, x)
        log10 of the quantity.
    dominant : ndarray of str, shape (y, x)
        Its largest term; empty where there is none.
    unmet : ndarray of str, shape (y, x)
        The names of the conditions that fail; empty where none does.
    xlabel, ylabel, label : str
        What the axes and the scale of colours say.
    """

    title: str
    x: Any
    y: Any
    log10: Any
    dominant: Any
    unmet: Any
    xlabel: str
    ylabel: str
    label: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One number among others.

    Attributes
    ----------
    label : str
        What it is.
    log10 : float
        log10 of the number.
    text : str
        The number as it is written.
    unmet : str
        The names of the conditions that fail.
    group : str
        In what it is counted: numbers of different groups are not compared.
    """

    label: str
    log10: float
    text: str
    unmet: str = ""
    group: str = ""
