"""Where a bound, as a function of one input, meets a target: every such place, with a proof.

A formula is enclosed over a stretch of the input (:mod:`.slopes`). Where the target lies outside,
there is no root; where the slope keeps its sign, there is at most one, and it is bracketed; any
other stretch is cut in two. All of it happens in the logarithm of the input.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final, Literal

from adamw_bounds.engine.slopes import OfBox
from adamw_bounds.kernels.duals import Dual, Undecided

__all__ = ["DOMAINS", "Piece", "Shape", "bracketed", "common", "pieces", "shape_of"]

Side = Literal["meets", "misses", "absent", "unknown"]
#: The stretches over which an input is looked for, by its domain.
DOMAINS: Final = {
    "> 0": (1e-300, 1e300),
    ">= 0": (1e-300, 1e300),
    "(0, 1)": (1e-300, 1 - 2**-53),
    "(0, 1]": (1e-300, 1.0),
    "[0, 1)": (1e-300, 1 - 2**-53),
    "[0, 1]": (1e-300, 1.0),
    "integer >= 1": (1.0, 1e18),
    "integer >= 0": (1.0, 1e18),
}
#: Stretches that are looked at in all, and the logarithm below which one is not cut any more.
_MOST_STRETCHES: Final = 1500
_THIN: Final = 1e-13
_MOST_STEPS: Final = 200
#: Two elasticities that differ by less than this are one: the formula is a power of the input.
_SAME: Final = 1e-9
_ERRORS: Final = (
    TypeError,
    AttributeError,
    ZeroDivisionError,
    OverflowError,
    ValueError,
    Undecided,
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the input on which the bound is on one side of the target.

    Attributes
    ----------
    lower, upper : float
        Its ends.
    side : {"meets", "misses", "absent", "unknown"}
        Whether the bound is at most the target there; ``absent`` where it has no value.
    """

    lower: float
    upper: float
    side: Side


@dataclass(frozen=True, slots=True)
class Shape:
    """How a formula hangs on one input, over the whole of its domain.

    Attributes
    ----------
    sign : int or None
        1 where it rises, −1 where it falls, 0 where it does not change; None where no direction
        is proved.
    low, high : float
        What its elasticity stays between.
    """

    sign: int | None
    low: float
    high: float

    @property
    def power(self) -> float | None:
        """The exponent of the input, where the formula is a power of it; else None."""
        if not math.isfinite(self.high - self.low) or self.high - self.low > _SAME:
            return None
        middle = (self.low + self.high) / 2
        near = round(middle * 4) / 4
        return near if abs(middle - near) <= _SAME else middle


def shape_of(function: OfBox, name: str, ends: tuple[float, float]) -> Shape:
    """Return how a function of a box hangs on its one input."""
    try:
        over = function({name: ends})
    except _ERRORS:
        return Shape(None, -math.inf, math.inf)
    if not isinstance(over, Dual):
        return Shape(0, 0.0, 0.0)
    ((low, high),) = over.slopes
    sign = 0 if low == 0 == high else 1 if low >= 0 else -1 if high <= 0 else None
    return Shape(sign, low, high)


def pieces(
    function: OfBox,
    name: str,
    ends: tuple[float, float],
    log_target: float,
    *,
    most: int = _MOST_STRETCHES,
) -> list[Piece]:
    """Cut the domain of an input into stretches where a bound meets its target, and where not.

    Parameters
    ----------
    function : callable
        Logarithm of the bound over a box of this one input.
    name : str
        The input.
    ends : (float, float)
        Of its domain, both above 0.
    log_target : float
        Logarithm of the target.
    most : int
        No more stretches are looked at; what is left is unknown.
    """
    waiting = [ends]
    found: list[Piece] = []
    looked = 0

    def at(x: float) -> float | None:
        return _value(function, name, x)

    while waiting:
        low, high = waiting.pop()
        looked += 1
        try:
            over = function({name: (low, high)})
        except Undecided:
            over = None
        if isinstance(over, float):
            found.append(Piece(low, high, _side(over, log_target)))
            continue
        if over is not None and over.high <= log_target:
            found.append(Piece(low, high, "meets"))
            continue
        if over is not None and over.low > log_target:
            found.append(Piece(low, high, "misses"))
            continue
        if over is not None:
            ((down, up),) = over.slopes
            if down >= 0 or up <= 0:
                found += _around(at, low, high, log_target)
                continue
        middle = math.sqrt(low) * math.sqrt(high)
        thin = math.log(high / low) <= _THIN or not low < middle < high
        if thin or looked > most:
            sides = {_side(at(x), log_target) for x in (low, middle, high)}
            found.append(Piece(low, high, sides.pop() if len(sides) == 1 and thin else "unknown"))
            continue
        waiting += [(middle, high), (low, middle)]
    return _joined(found)


def _side(log: float | None, log_target: float) -> Side:
    if log is None:
        return "unknown"
    if log != log:  # noqa: PLR0124
        return "absent"
    return "meets" if log <= log_target else "misses"


def _value(function: OfBox, name: str, x: float) -> float | None:
    """Return the logarithm at one value of the input; None where there is none."""
    try:
        found = function({name: (x, x)})
    except Undecided:
        return None
    return found.middle if isinstance(found, Dual) else float(found)


def _around(
    at: Callable[[float], float | None], low: float, high: float, log_target: float
) -> list[Piece]:
    """Return the pieces of a stretch over which the bound is monotone."""
    sides = [_side(at(x), log_target) for x in (low, high)]
    if sides[0] == sides[1] or not {"meets", "misses"} >= set(sides):
        return [Piece(low, high, sides[0] if sides[0] == sides[1] else "unknown")]
    root = bracketed(lambda x: _or_nan(at(x)) - log_target, low, high)
    return [Piece(low, root, sides[0]), Piece(root, high, sides[1])]


def _or_nan(value: float | None) -> float:
    return math.nan if value is None else value


def bracketed(difference: Callable[[float], float], low: float, high: float) -> float:
    """Return the root of a function between two numbers above 0 where it has opposite signs.

    Chandrupatla's method in the logarithm: quadratic steps while they help, else bisection.
    """
    logs = [math.log(low), math.log(high)]
    a, b = logs[1], logs[0]
    at_a, at_b = difference(high), difference(low)
    if at_a == 0:
        return high
    if at_b == 0:
        return low
    c, at_c = a, at_a
    share = 0.5
    for _ in range(_MOST_STEPS):
        x = a + share * (b - a)
        at_x = difference(math.exp(x))
        if at_x != at_x:  # noqa: PLR0124
            break
        if (at_x > 0) == (at_a > 0):
            c, at_c = a, at_a
        else:
            c, at_c, b, at_b = b, at_b, a, at_a
        a, at_a = x, at_x
        best = a if abs(at_a) < abs(at_b) else b
        room = 4e-16 * max(1.0, abs(best))
        tight = room / abs(b - a) if b != a else 1.0
        if tight > 0.5 or at_a == 0:
            a = best
            break
        xi, phi = (a - b) / (c - b), (at_a - at_b) / (at_c - at_b)
        share = 0.5
        if phi * phi < xi and (1 - phi) ** 2 < 1 - xi and math.isfinite(at_c):
            share = at_a / (at_b - at_a) * at_c / (at_b - at_c) + (c - a) / (b - a) * at_a / (
                at_c - at_a
            ) * at_b / (at_c - at_b)
        share = min(1 - tight, max(tight, share))
    return min(max(math.exp(a), low), high)


def common(lists: Sequence[Sequence[Piece]]) -> list[Piece]:
    """Return pieces that meet where all of several lists do."""
    ends = sorted({end for found in lists for piece in found for end in (piece.lower, piece.upper)})
    kept = []
    for low, high in pairwise(ends):
        middle = math.sqrt(low) * math.sqrt(high)
        sides = {
            piece.side for found in lists for piece in found if piece.lower <= middle <= piece.upper
        }
        side: Side = "misses" if "misses" in sides else "unknown" if "unknown" in sides else "meets"
        kept.append(Piece(low, high, side))
    return _joined(kept)


def _joined(found: Sequence[Piece]) -> list[Piece]:
    """Return pieces from left to right, neighbours of one side as one."""
    kept: list[Piece] = []
    for piece in sorted(found, key=lambda item: item.lower):
        if kept and kept[-1].side == piece.side:
            kept[-1] = replace(kept[-1], upper=piece.upper)
        elif piece.lower < piece.upper or not kept:
            kept.append(piece)
    return kept
