"""What the pairs of batches in a trace say of the true gradient, on average over the run."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from adamw_bounds.errors import Fault, InputError, RunError
from adamw_bounds.traces.files import Trace

__all__ = ["Estimate", "kkt_bracket", "noise_squared", "quantile", "squared_gradient"]

#: Pairs from which on the t-interval may be relied on.
ENOUGH: Final = 30


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean over the recorded steps, with an approximate interval.

    Attributes
    ----------
    mean : float
        The mean; it may be negative where noise hides what is small.
    stderr : float
        Its standard error, from differences of neighbouring steps, so that a slow change along
        the run is not taken for chance.
    lower, upper : float
        Ends of the two-sided t-interval.
    level : float
        Its level, approximate.
    count : int
        How many numbers it is the mean of.
    """

    mean: float
    stderr: float
    lower: float
    upper: float
    level: float
    count: int

    @property
    def is_told_from_zero(self) -> bool:
        """Whether the interval lies above 0."""
        return self.lower > 0

    @property
    def is_few(self) -> bool:
        """Whether there are too few numbers for the interval to be relied on."""
        return self.count < ENOUGH


def squared_gradient(trace: Trace, *, level: float = 0.95) -> Estimate:
    """Return the average of ‖∇F(x_k)‖² over the run, from pairs of independent batches.

    ⟨g_A, g_B⟩ is ‖∇F‖² on average, whatever the noise, the optimizer, the sampler of training
    and the clipping. Each recorded step was drawn at random from its block of steps, so that their
    mean is that of the run.

    Parameters
    ----------
    trace : Trace
        With pairs: of a probe, or of accumulated batches that were drawn with replacement.
    level : float
        In (0, 1).

    Returns
    -------
    Estimate
        Of unit (loss/parameter)².

    Raises
    ------
    InputError
        If `level` is wrong.
    RunError
        If the trace has fewer than two pairs.
    """
    return _estimate(trace, trace.flat("pairs"), level)


def noise_squared(trace: Trace, *, level: float = 0.95) -> Estimate:
    """Return the average of E‖g − ∇F‖² of one batch of a pair: σ²/b of a probe's batches.

    Parameters, unit and errors are those of `squared_gradient`.
    """
    rows = zip(trace.lists["pairs"], trace.lists["pair_squares"], strict=True)
    found = [float(squares.mean() - pairs.mean()) for pairs, squares in rows if pairs.size]
    return _estimate(trace, np.array(found), level)


def kkt_bracket(trace: Trace, *, level: float = 0.95) -> tuple[Estimate, Estimate]:
    """Return averages over the run below and above that of K = ‖∇F‖₁ + λ⟨x, ∇F⟩.

    From two independent batches E[⟨sgn g_A, g_B⟩ + λ⟨x, g_B⟩] ≤ K ≤ E[‖g_A‖₁ + λ⟨x, g_A⟩], whatever
    the noise. Where the first is not above 0, the noise hides K. λ is each group's own.

    Raises
    ------
    InputError
        If `level` is wrong.
    RunError
        If the trace has fewer than two pairs of a probe.
    """
    lower, upper = (trace.columns[name] for name in ("kkt_lower", "kkt_upper"))
    known = np.isfinite(lower) & np.isfinite(upper)
    return _estimate(trace, lower[known], level), _estimate(trace, upper[known], level)


def quantile(count: int, level: float) -> float:
    """Return how many standard errors a t-interval of so many numbers reaches to each side."""
    from scipy.special import stdtrit

    return float(stdtrit(count - 1, (1 + level) / 2))


def _estimate(trace: Trace, values: np.ndarray[Any, Any], level: float) -> Estimate:
    given: Any = level
    if isinstance(given, bool) or not isinstance(given, int | float) or not 0 < given < 1:
        raise InputError([Fault("level", level, "must be a number in (0, 1)", option="level")])
    count = int(values.size)
    if count < 2:
        raise RunError(
            f"{trace.path} has {'no pair' if not count else 'one pair'} of independent batches, "
            "and an interval needs two: record with probe, or accumulate batches that are drawn "
            "with replacement",
            code="no-pairs",
        )
    if not np.isfinite(values).all():
        raise RunError(
            f"{trace.path} has a pair whose product is not finite: the run diverged there",
            code="not-finite",
        )
    mean = math.fsum(values) / count
    steps = np.diff(values)
    stderr = math.sqrt(math.fsum(steps * steps) / (2 * (count - 1) * count))
    half = quantile(count, level) * stderr
    return Estimate(mean, stderr, mean - half, mean + half, float(level), count)
