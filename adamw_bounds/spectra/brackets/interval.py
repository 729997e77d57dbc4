"""A figure with its error bars: what the quadrature leaves open, and what chance does."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from adamw_bounds.errors import InputError

__all__ = ["Bracket", "combine", "interval"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bracket:
    """A figure with its error bars.

    Attributes
    ----------
    lower, estimate, upper : float
        The interval at `level`, and the estimate, which lies in it.
    quadrature : tuple of float
        Lower and upper end for the probes that were drawn: the quadrature's part alone.
    scatter : tuple of float or None
        Standard errors over the probes: of the lower ends, of the estimates, of the upper ends.
        None for a figure without chance.
    freedom : int or None
        Degrees of freedom of `scatter`; None where it is Hutchinson's variance.
    reach : tuple of float
        How far chance moves the ends of the quadrature out: below the lower, above the upper.
    level : float
        Probability with which the interval holds the exact figure, over the draw of the probes.
    assumed : bool
        Whether it rests on an assumption about the support (see `Support.assumed`).
    limits : tuple of float
        Least and largest value of the figure that the support allows.
    spent : float
        Probability left to chance over the probes: `level` is 1 − spent − that of the support.
    """

    lower: float
    estimate: float
    upper: float
    quadrature: tuple[float, float]
    scatter: tuple[float, float, float] | None
    freedom: int | None
    level: float
    assumed: bool
    limits: tuple[float, float]
    spent: float
    reach: tuple[float, float] = (0.0, 0.0)

    @property
    def width(self) -> float:
        """Distance from lower to upper end."""
        return self.upper - self.lower

    @property
    def stderr(self) -> float | None:
        """Standard error of the estimate over the probes; None without chance."""
        return None if self.scatter is None else self.scatter[1]

    def __contains__(self, value: float) -> bool:
        return self.lower <= value <= self.upper

    def scaled(self, factor: float) -> Bracket:
        """Return the bracket of the figure times `factor` > 0."""
        moved = self.through(lambda value: factor * value)
        if self.scatter is None:
            return moved
        low, middle, high = self.scatter
        return replace(
            moved,
            scatter=(factor * low, factor * middle, factor * high),
            reach=(factor * self.reach[0], factor * self.reach[1]),
        )

    def shifted(self, by: float) -> Bracket:
        """Return the bracket of the figure plus a number that is known."""
        return replace(self.through(lambda value: value + by), scatter=self.scatter)

    def through(self, function: Callable[[float], float]) -> Bracket:
        """Return the bracket of an increasing function of the figure.

        `scatter` becomes half the distance between the images of estimate ± standard error;
        `reach` stays what it was, so that only a scaled or shifted bracket can be added to others.
        """
        scatter = None
        if self.scatter is not None:
            centres = (self.quadrature[0], self.estimate, self.quadrature[1])
            halves = []
            for centre, error in zip(centres, self.scatter, strict=True):
                low = function(max(centre - error, self.limits[0]))
                high = function(min(centre + error, self.limits[1]))
                halves.append(0.5 * (high - low) if math.isfinite(high) else math.inf)
            scatter = (halves[0], halves[1], halves[2])
        return replace(
            self,
            lower=function(self.lower),
            estimate=function(self.estimate),
            upper=function(self.upper),
            quadrature=(function(self.quadrature[0]), function(self.quadrature[1])),
            scatter=scatter,
            limits=(function(self.limits[0]), function(self.limits[1])),
        )


def interval(
    centres: tuple[float, float, float],
    scatter: tuple[float, float, float] | None,
    freedom: int | None,
    reach: tuple[float, float],
    *,
    limits: tuple[float, float],
    level: float,
    spent: float,
    assumed: bool,
) -> Bracket:
    """Put the ends of the quadrature and what chance may do to them together."""
    low, middle, high = centres
    low, high = low - reach[0], high + reach[1]
    return Bracket(
        lower=min(max(low, limits[0]), middle),
        estimate=middle,
        upper=max(min(high, limits[1]), middle),
        quadrature=(centres[0], centres[2]),
        scatter=scatter,
        freedom=freedom,
        level=level,
        assumed=assumed,
        limits=limits,
        spent=spent,
        reach=reach,
    )


def combine(parts: Sequence[Bracket], *, limits: tuple[float, float] | None = None) -> Bracket:
    """Return the bracket of a sum of figures from independent probes, of blocks for example.

    Parameters
    ----------
    parts : sequence of Bracket
        Of one level, at least one.
    limits : tuple of float, optional
        Least and largest value of the sum; by default the sums of those of the parts.

    Returns
    -------
    Bracket
        Ends of the quadrature are added; standard errors, and what chance may do to each end, are
        added in squares.
    """
    if len({part.level for part in parts}) != 1:
        raise InputError("brackets of one level are wanted to add up, and at least one of them")
    level = parts[0].level
    chances = [part for part in parts if part.scatter is not None]
    scatter, freedom, reach = None, None, (0.0, 0.0)
    if chances:
        reach = (
            math.sqrt(math.fsum(part.reach[0] ** 2 for part in chances)),
            math.sqrt(math.fsum(part.reach[1] ** 2 for part in chances)),
        )
        errors = [
            math.sqrt(math.fsum(part.scatter[k] ** 2 for part in chances if part.scatter))
            for k in range(3)
        ]
        scatter = (errors[0], errors[1], errors[2])
        counts = [part.freedom for part in chances if part.freedom is not None]
        freedom = min(counts) if counts else None
    # What the supports may fail with adds up; the rest is left to chance over the probes.
    supports = math.fsum(1 - level - part.spent for part in parts if part.scatter is not None)
    return interval(
        (
            math.fsum(part.quadrature[0] for part in parts),
            math.fsum(part.estimate for part in parts),
            math.fsum(part.quadrature[1] for part in parts),
        ),
        scatter,
        freedom,
        reach,
        limits=limits
        or (
            math.fsum(part.limits[0] for part in parts),
            math.fsum(part.limits[1] for part in parts),
        ),
        level=level,
        spent=max(1 - level - supports, 0.5 * (1 - level)),
        assumed=any(part.assumed for part in parts),
    )
