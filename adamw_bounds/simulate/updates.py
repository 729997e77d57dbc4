"""The paper's updates, for many seeds at once, in place.

m_k = (1−β_k)m_{k−1} + β_k g_k, n_k = (1−β2)n_{k−1} + β2 g_k², v_k = √(n_k+δ),
x_{k+1} = x_k − η_k m_k/v_k − η_kλ_k x_k, with m_0 = g_0, n_0 = g_0². β1, β2 are one minus
PyTorch's. ℓ2-Adam adds λ_k x_k to the gradient and has no decay of its own; Adam has λ = 0.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from adamw_bounds.errors import RunError
from adamw_bounds.optimizers import OPTIMIZERS
from adamw_bounds.simulate.problems import Array, Problem
from adamw_bounds.simulate.rules import displacement, paper_root, regularise, remember

__all__ = ["Estimate", "Progress", "Run", "Schedule", "State", "iterate"]

#: Called with the number of steps done since the last call.
Progress = Callable[[int], None]
#: From iterations k to (η_k, weight that forms m_k, λ_k), arrays of the shape of k.
Schedule = Callable[[Array], tuple[Array, Array, Array]]

#: Noise is drawn for so many numbers at a time: 2 MiB, which stays in a cache.
_BLOCK = 1 << 18


@dataclass(frozen=True, slots=True)
class State:
    """x, m and n at one iteration, each of shape (d, seeds)."""

    x: Array
    m: Array
    n: Array


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean over seeds and its standard error.

    Attributes
    ----------
    mean, stderr : float
        The standard error is 0 for a single seed.
    """

    mean: float
    stderr: float

    @staticmethod
    def of(values: Array) -> Estimate:
        """Return mean and standard error of one value a seed."""
        count = values.size
        spread = float(values.std(ddof=1)) / math.sqrt(count) if count > 1 else 0.0
        return Estimate(float(values.mean()), spread)


@dataclass(frozen=True, slots=True)
class Run:
    """What a run measured; arrays of shape (seeds,).

    Attributes
    ----------
    gradient : ndarray
        (1/T) Σ_k ‖∇F_k(x_k)‖², with F_k(x) = F(x) + (λ_k/2)‖x‖²_{v_k}; for ℓ2-Adam the gradient of
        F + (λ/2)‖x‖².
    weighted : ndarray
        The same mean with weights η_k.
    step : ndarray
        (1/T) Σ_k ‖x_k − x_{k+1}‖²_{v_k}.
    momentum : ndarray
        (1/T) Σ_k ‖m_k − ∇F(x_k)‖².
    last : State
        x_T, and m, n that made it.
    picked : State or None
        x_i, m_i, n_i at the index drawn for each seed.
    peak : float
        :meth:`Oracle.peak` over the run.
    x_inf : float
        max ‖x_k‖∞ over k and seeds; NaN unless asked for.
    growth : ndarray
        Σ_{k<T−1} ⟨x²_{k+1}, λ_{k+1}v_{k+1} − λ_kv_k⟩, at most 0 where λ_kv_k falls; 0 unless asked
        for.
    marks : ndarray
        After how many steps the run was looked at; empty unless asked for.
    gradients, weighteds : ndarray, shape (marks, seeds)
        ``gradient`` and ``weighted`` of the steps up to each of these.
    seen : ndarray, shape (marks, seeds)
        What ``look`` returned of x_k there.
    """

    gradient: Array
    weighted: Array
    step: Array
    momentum: Array
    last: State
    picked: State | None
    peak: float
    x_inf: float
    growth: Array
    marks: Array
    gradients: Array
    weighteds: Array
    seen: Array


def iterate(
    problem: Problem,
    *,
    optimizer: str,
    delta: float,
    beta2: float,
    schedule: Schedule,
    steps: int,
    seeds: int,
    rng: np.random.Generator,
    start: State | None = None,
    pick: np.ndarray[tuple[int], np.dtype[np.int64]] | None = None,
    watch_x: bool = False,
    watch_growth: bool = False,
    marks: Array | None = None,
    look: Callable[[Array], Array] | None = None,
    progress: Progress | None = None,
) -> Run:
    """Run an optimizer for ``steps`` steps on ``seeds`` independent noises.

    Parameters
    ----------
    problem : Problem
        The loss.
    optimizer : {"adamw", "adam", "l2-adam"}
        Where λ_k acts: on x, nowhere, or in the gradient.
    delta : float
        δ > 0; unit gradient².
    beta2 : float
        β2 in (0, 1), one minus PyTorch's.
    schedule : callable
        Iterations to η_k, the weight in m_k (not used at k = 0), λ_k.
    steps, seeds : int
        T >= 1, number of runs >= 1.
    rng : numpy.random.Generator
        Source of all noise.
    start : State, optional
        x_0, m_0, n_0 carried from another run. When missing, x_0 is the problem's and
        m_0 = g_0, n_0 = g_0². It is not changed.
    pick : ndarray of int, optional
        For each seed the index, in 0 … T−1, whose state is kept.
    watch_x : bool
        Record the largest ‖x_k‖∞.
    watch_growth : bool
        Record how much λ_kv_k grows along the run.
    marks : ndarray, optional
        Numbers of steps from 1 to T, increasing, after which the means so far are recorded.
    look : callable, optional
        What else is recorded there: x_k to one number a seed.
    progress : callable, optional
        Told of the steps done, from time to time.

    Returns
    -------
    Run

    Raises
    ------
    RunError
        If an iterate is no finite number.
    """
    shape = (problem.dim, seeds)
    if start is None:
        x = np.empty(shape)
        x[:] = problem.start()[:, None]
        m, n = np.zeros(shape), np.zeros(shape)
    else:
        x, m, n = start.x.copy(), start.m.copy(), start.n.copy()
    oracle = problem.oracle(seeds)
    gradient, g, v, t, u = (np.empty(shape) for _ in range(5))
    squares, weighted, moves, errors = (np.zeros(shape) for _ in range(4))
    biggest = np.zeros(shape)
    decayed, growth = np.zeros(shape), np.zeros(shape)
    kept = State(np.empty(shape), np.empty(shape), np.empty(shape)) if pick is not None else None
    columns = _columns(pick)
    update = OPTIMIZERS[optimizer]
    weight_sum = 0.0
    marked = np.empty(0) if marks is None else marks
    gradients, weighteds, seen = (np.full((marked.size, seeds), math.nan) for _ in range(3))
    waiting = iter(enumerate(marked.astype(np.int64).tolist()))
    place, mark = next(waiting, (0, 0))
    # Whole words of random bits a step block: the stream does not depend on the block's length.
    length = max(32, _BLOCK // (problem.dim * seeds) // 32 * 32)
    block = np.empty((min(length, steps), *shape))
    with np.errstate(over="ignore", invalid="ignore", under="ignore"):
        for begin in range(0, steps, length):
            count = min(length, steps - begin)
            noise = block[:count]
            problem.noise(rng, noise)
            etas, weights, lams = schedule(np.arange(begin, begin + count, dtype=np.float64))
            sums = weight_sum + np.cumsum(etas)
            weight_sum += float(etas.sum())
            rates, shares, decays = etas.tolist(), weights.tolist(), lams.tolist()
            for j in range(count):
                eta, beta, lam = rates[j], shares[j], decays[j]
                oracle.gradient(x, gradient)
                regularise(update, gradient, x, lam, t)
                if begin or j:
                    np.add(gradient, noise[j], out=g)
                    remember(m, n, g, beta, beta2, t)
                elif start is None:
                    np.add(gradient, noise[j], out=m)
                    np.multiply(m, m, out=n)
                paper_root(n, delta, v)
                if kept is not None and begin + j in columns:
                    index = columns[begin + j]
                    kept.x[:, index], kept.m[:, index], kept.n[:, index] = (
                        x[:, index],
                        m[:, index],
                        n[:, index],
                    )
                if watch_x:
                    np.absolute(x, out=t)
                    np.maximum(biggest, t, out=biggest)
                if watch_growth:
                    np.multiply(v, lam, out=t)
                    if begin or j:
                        t -= decayed
                        t *= x
                        t *= x
                        growth += t
                    np.multiply(v, lam, out=decayed)
                # ‖m_k − ∇F(x_k)‖²
                np.subtract(m, gradient, out=t)
                np.multiply(t, t, out=t)
                errors += t
                # x_k − x_{k+1}
                displacement(update, x, m, v, rate=eta, share=eta * lam, out=u, scratch=t)
                if update.decays_parameters and lam:
                    np.multiply(x, v, out=t)
                    t *= lam
                    gradient += t
                # ‖∇F_k(x_k)‖²
                np.multiply(gradient, gradient, out=t)
                squares += t
                t *= eta
                weighted += t
                # ‖x_k − x_{k+1}‖² in the norm of v_k
                np.multiply(u, u, out=t)
                t *= v
                moves += t
                x -= u
                if begin + j + 1 == mark:
                    gradients[place] = squares.sum(axis=0) / mark
                    weighteds[place] = weighted.sum(axis=0) / sums[j]
                    if look is not None:
                        seen[place] = look(x)
                    place, mark = next(waiting, (0, 0))
            if not (np.isfinite(x).all() and np.isfinite(n).all()):
                raise RunError(
                    f"the iterates are no finite numbers after {begin + count} steps: "
                    "the step size is too large for this loss",
                    code="diverged",
                )
            if progress is not None:
                progress(count)
    return Run(
        gradient=squares.sum(axis=0) / steps,
        weighted=weighted.sum(axis=0) / weight_sum,
        step=moves.sum(axis=0) / steps,
        momentum=errors.sum(axis=0) / steps,
        last=State(x, m, n),
        picked=kept,
        peak=oracle.peak(),
        x_inf=float(biggest.max()) if watch_x else math.nan,
        growth=growth.sum(axis=0),
        marks=marked,
        gradients=gradients,
        weighteds=weighteds,
        seen=seen,
    )


def _columns(
    pick: np.ndarray[tuple[int], np.dtype[np.int64]] | None,
) -> dict[int, list[int]]:
    """Return the seeds whose drawn index is k, for every k that was drawn."""
    found: dict[int, list[int]] = {}
    if pick is not None:
        for column, index in enumerate(pick.tolist()):
            found.setdefault(index, []).append(column)
    return found
