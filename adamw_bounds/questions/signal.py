"""Whether noise outweighs the gradient in the parameters, at a batch size: what can be seen of it.

Let SNR_i = b∂_i²/σ_i². Where noise is Gaussian, two independent batches of m agree in the sign of
entry i so much more often than not that E[sgn A_i sgn B_i] = e_i = erf(√(SNR_i/2))². A mean over
the entries needs no estimate of any single SNR_i. At κ times the batch e_i lies between e_i and
κe_i (κ ≥ 1), since erf(y)/y falls. Of entries with SNR_i ≥ 1, for which e_i ≥ e* = erf(1/√2)², a
mean e allows a share of at most e/e*, and asks for one of at least (e − e*)/(1 − e*).

The state of Adam shows the same: r_i = ∂_i²/(∂_i² + σ_i²/b) has the mean (ρ − c)/(1 − c), where
ρ is that of m̂_i²/v̂_i and c = Σw² of m̂'s weights is what pure noise leaves in it. SNR_i ≥ 1 at κ
times the batch is r_i ≥ 1/(1 + κ).
"""

from __future__ import annotations

import math
import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from adamw_bounds.errors import Fault, RunError
from adamw_bounds.questions.arrays import together
from adamw_bounds.questions.brackets import jackknifed

__all__ = ["ERRORS", "Signal", "of_gradients", "of_state", "of_trace"]

#: Standard errors that a bracket reaches to each side.
ERRORS: Final = 2
#: e_i where signal and noise are even.
EVEN: Final = math.erf(math.sqrt(0.5)) ** 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """What was seen of signal and noise.

    Attributes
    ----------
    source : str
        Where it was seen, for a note.
    squared : float or None
        ‖∇F‖², unbiased: it may be negative. None where it was not seen.
    variance : float or None
        tr Σ of one sample.
    least, most : float or None
        Between these lies the share of parameters whose gradient outweighs the noise at the larger
        batch. None where single parameters were not seen.
    """

    source: str
    squared: float | None = None
    variance: float | None = None
    least: float | None = None
    most: float | None = None

    @property
    def shares(self) -> tuple[float, float] | None:
        """Both ends, where they are known."""
        return None if self.least is None or self.most is None else (self.least, self.most)


def of_gradients(
    gradients: Sequence[Any], size: float, larger: float, faults: list[Fault]
) -> Signal | None:
    """Return what gradients of two or more independent batches show.

    Parameters
    ----------
    gradients : sequence
        Arrays, mappings of arrays or paths, of batches of `size` samples.
    size, larger : float
        Batch size of these, and the one at which the signal is asked for.
    faults : list of Fault
        Takes what is wrong.
    """
    import numpy as np

    if len(gradients) < 2:
        what = "must be two or more gradients, of independent batches at the same parameters"
        faults.append(Fault("grads", None, what))
        return None
    point = together(gradients, faults)
    if point is None:
        return None
    count = len(gradients)
    crossed, squares = [], []
    # Of each two batches: how much more often signs agree than not, and in how many entries.
    agreed, known = np.zeros((count, count)), np.zeros((count, count))
    for first, others in point.chunks(tuple(point.parameters)):
        table = np.vstack([first[None], others])
        each = np.square(table).sum()
        crossed.append((np.square(table.sum(axis=0)).sum() - each) / (count * (count - 1)))
        squares.append(each / count)
        signs = np.sign(table)
        agreed += signs @ signs.T
        known += np.abs(signs) @ np.abs(signs).T
    squared = math.fsum(crossed)
    source = f"{count} gradients of batches of {size:g}"
    variance = size * (math.fsum(squares) - squared)
    mean, error = _agreement(agreed, known)
    if mean is None:
        return Signal(source=source, squared=squared, variance=variance)
    ratio = larger / size
    low = min(1.0, ratio) * max(mean - ERRORS * error, 0.0)
    high = max(1.0, ratio) * max(mean + ERRORS * error, 0.0)
    return Signal(
        source=source,
        squared=squared,
        variance=variance,
        least=max(0.0, (low - EVEN) / (1 - EVEN)),
        most=min(1.0, high / EVEN),
    )


def _agreement(agreed: Any, known: Any) -> tuple[float | None, float]:
    """Return the mean of e and its standard error, from all pairs of batches.

    The error is that of independent entries, or the jackknife's where it is larger.
    """
    count = len(agreed)

    def mean(left: int | None = None) -> float:
        kept = [place for place in range(count) if place != left]
        pairs = [(one, other) for one in kept for other in kept if one < other]
        return float(sum(agreed[pair] for pair in pairs) / sum(known[pair] for pair in pairs))

    if any(known[one, other] == 0 for one in range(count) for other in range(one)):
        return None, 0.0
    whole = mean()
    entries = float(sum(known[one, other] for one in range(count) for other in range(one)))
    error = 1 / math.sqrt(entries)
    if count > 2:
        error = max(error, jackknifed([whole, *(mean(left) for left in range(count))])[1] or 0.0)
    return whole, error


def of_trace(path: str | os.PathLike[str]) -> Signal:
    """Return what the pairs of batches in a trace show, on average over the run.

    Raises
    ------
    RunError
        If it cannot be read, or has too few pairs.
    """
    from adamw_bounds.traces import load_trace, noise_scale

    found = noise_scale(load_trace(path))
    return Signal(
        source=f"{found.gradient.count} pairs of batches in {os.fspath(path)}, on average",
        squared=found.gradient.mean,
        variance=found.trace.mean,
    )


def of_state(path: str | os.PathLike[str], batch: float, larger: float) -> Signal:
    """Return what Adam's moments in a checkpoint show, of a run at `batch` samples a step.

    Raises
    ------
    RunError
        If it cannot be read, or holds no such moments.
    """
    import numpy as np

    from adamw_bounds.tensors import load_tensors

    state = load_tensors(path).optimizer
    moments = [] if state is None else state.moments
    if not moments:
        raise RunError(
            f"{os.fspath(path)} holds no state of Adam: exp_avg, exp_avg_sq, step and betas",
            code="no-moments",
        )
    total, counted, left, spread = [], 0, [], []
    for moment in moments:
        first, second = (np.asarray(item, dtype=float).ravel() for item in moment.pair)
        seen = second > 0
        theta, other, steps = (*moment.betas, moment.steps)
        mean, mass = 1 - theta**steps, 1 - other**steps
        with np.errstate(all="ignore"):
            ratio = np.square(first[seen] / mean) / (second[seen] / mass)
        if not np.isfinite(ratio).all():
            raise RunError(f"{os.fspath(path)} has a moment that is not finite", code="not-finite")
        total.append(float(ratio.sum()))
        counted += int(seen.sum())
        spread.append(float(np.square(ratio).sum()))
        # Σw² of the weights w_j = (1−θ)θ^j/(1−θ^t).
        noise = (1 - theta) * (1 + theta**steps) / ((1 + theta) * (1 - theta**steps))
        left.append(noise * int(seen.sum()))
    source = f"Adam's moments in {os.fspath(path)}, if ∂F changes little in 1/(1 − β1) steps"
    if not counted:
        return Signal(source=source)
    noise = math.fsum(left) / counted
    if noise >= 1 - 1e-9:
        raise RunError(
            f"{os.fspath(path)} is of one step, where signal and noise are not told apart",
            code="no-moments",
        )
    whole = math.fsum(total) / counted
    error = math.sqrt(max(math.fsum(spread) / counted - whole**2, 0.0) / counted)
    low, high = (
        min(1.0, max(0.0, (whole + side * ERRORS * error - noise) / (1 - noise)))
        for side in (-1, 1)
    )
    even = 1 / (1 + larger / batch)
    return Signal(
        source=source,
        least=max(0.0, (low - even) / (1 - even)),
        most=min(1.0, high / even),
    )
