"""What a picture of a bound is made of, as numbers; nothing is drawn here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

__all__ = ["Bar", "Chart", "Curve", "HeatMap"]


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
