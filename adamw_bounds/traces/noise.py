"""The gradient noise scale of a run, from the pairs of batches in its trace."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from adamw_bounds.errors import RunError
from adamw_bounds.traces.certificates import (
    Estimate,
    noise_squared,
    quantile,
    squared_gradient,
)
from adamw_bounds.traces.files import Trace

__all__ = ["NoiseScale", "noise_scale", "pair_batch_size"]


@dataclass(frozen=True, slots=True)
class NoiseScale:
    """What pairs of batches say of noise and gradient, on average over the run.

    Attributes
    ----------
    gradient : Estimate
        Of ‖∇F‖².
    trace : Estimate
        Of tr Σ, the variance of one sample's gradient.
    batch_size : int
        Samples of each batch of a pair.
    value : float or None
        tr Σ/‖∇F‖²; None where one of both means is not positive.
    lower, upper : float or None
        Ends of its interval at the level of the others (Fieller's): what it can be while both parts
        are what was seen. `upper` is None where ‖∇F‖² is not told from 0.
    """

    gradient: Estimate
    trace: Estimate
    batch_size: int
    value: float | None
    lower: float
    upper: float | None


def pair_batch_size(trace: Trace) -> int:
    """Return the number of samples in each batch of a pair.

    Raises
    ------
    RunError
        If the trace does not say.
    """
    probe = trace.head.get("probe")
    size: Any = probe.get("batch_size") if isinstance(probe, dict) else None
    if size is None:
        # A pair is of two processes where there are several, else of two accumulated batches.
        whole, processes = trace.head.get("batch_size"), trace.head.get("processes")
        several = isinstance(processes, int) and processes > 1
        parts = processes if several else trace.head.get("accumulate")
        if isinstance(whole, int) and isinstance(parts, int) and parts > 0:
            size = whole // parts
    if isinstance(size, bool) or not isinstance(size, int) or size < 1:
        raise RunError(
            f"{trace.path} does not say how many samples a batch of a pair has: record with probe, "
            "or name the loader",
            code="no-batch-size",
        )
    return size


def noise_scale(trace: Trace, *, level: float = 0.95) -> NoiseScale:
    """Return the noise scale tr Σ/‖∇F‖² of a run; both parts are averaged before they are divided.

    Raises
    ------
    InputError
        If `level` is wrong.
    RunError
        If the trace has fewer than two pairs, or does not say the size of their batches.
    """
    gradient = squared_gradient(trace, level=level)
    noise = noise_squared(trace, level=level)
    size = pair_batch_size(trace)
    spread = replace(
        noise,
        mean=size * noise.mean,
        stderr=size * noise.stderr,
        lower=size * noise.lower,
        upper=size * noise.upper,
    )
    value = spread.mean / gradient.mean if gradient.mean > 0 and spread.mean > 0 else None
    lower, upper = _fieller(*_pairs(trace, size), quantile(gradient.count, level))
    return NoiseScale(gradient, spread, size, value, lower, upper)


def _pairs(trace: Trace, size: int) -> tuple[Any, Any]:
    """Return tr Σ and ‖∇F‖² as each recorded step has them, noise included."""
    rows = [
        (size * float(squares.mean() - pairs.mean()), float(pairs.mean()))
        for pairs, squares in zip(trace.lists["pairs"], trace.lists["pair_squares"], strict=True)
        if pairs.size
    ]
    table = np.array(rows)
    return table[:, 0], table[:, 1]


def _fieller(top: Any, bottom: Any, reach: float) -> tuple[float, float | None]:
    """Return the ratios r ≥ 0 for which mean(top) − r·mean(bottom) is within its error of 0."""
    count = len(top)

    def spread(one: Any, other: Any) -> float:
        products = np.diff(one) * np.diff(other)
        return reach**2 * math.fsum(products) / (2 * (count - 1) * count)

    t, g = math.fsum(top) / count, math.fsum(bottom) / count
    # a r² − 2 b r + c ≤ 0
    a = g * g - spread(bottom, bottom)
    b = t * g - spread(top, bottom)
    c = t * t - spread(top, top)
    root = math.sqrt(max(b * b - a * c, 0.0))
    if a > 0 and g > 0:
        # The smaller root without the difference of what is near each other.
        upper = max((b + root) / a, 0.0)
        lower = c / (b + root) if b + root > 0 else 0.0
        return max(lower, 0.0), upper
    if a < 0 and b * b > a * c:
        return max((b - root) / a, 0.0), None
    return 0.0, None
