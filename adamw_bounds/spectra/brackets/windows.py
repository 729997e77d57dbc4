"""Where the mass of one probe's spectral distribution may lie; see the text of the package."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from adamw_bounds.spectra.brackets.support import Support

__all__ = ["Windows", "distribution", "quantile_windows", "radau_rule"]

Float64Array = npt.NDArray[np.float64]

#: A Jacobi matrix costs O(m³) to find again.
_REBUILT_STEPS: Final = 600
#: J is used only where it gives nodes and weights back to this accuracy.
_REBUILD_LIMIT: Final = 1e-9


class Windows(NamedTuple):
    """Where the mass of a measure may lie: `mass` (it sums to 1) somewhere in [`low`, `high`]."""

    mass: Float64Array
    low: Float64Array
    high: Float64Array


def quantile_windows(
    points: Float64Array,
    below: Float64Array,
    upto: Float64Array,
    ends: tuple[float, float],
) -> Windows:
    """Return the windows of all distributions F with below ≤ F(t⁻) and F(t) ≤ upto at each t.

    Parameters
    ----------
    points : ndarray of shape (n,)
        The t, in any order.
    below, upto : ndarray of shape (n,)
        Bounds of F(t⁻) from below and of F(t) from above.
    ends : tuple of float
        Support of F; windows are cut to it.

    Returns
    -------
    Windows
        At most 2n + 1 of them. The extremes of ∫f dF are Σ mass·max f and Σ mass·min f over the
        windows: see the package's text for the proof.
    """
    order = np.argsort(points, kind="stable")
    places = np.asarray(points, dtype=np.float64)[order]
    # What F's monotony makes of the bounds: the best bound of any point to the left or right.
    lows = np.maximum.accumulate(np.clip(below[order], 0.0, 1.0))
    tops = np.minimum.accumulate(np.clip(upto[order], 0.0, 1.0)[::-1])[::-1]
    levels = np.unique(np.concatenate([[0.0, 1.0], lows, tops]))
    left, right = levels[:-1], levels[1:]
    framed = np.concatenate([[ends[0]], places, [ends[1]]])
    low = framed[np.searchsorted(tops, left, side="right")]
    high = framed[1 + np.searchsorted(lows, right, side="left")]
    low, high = np.clip(low, *ends), np.clip(high, *ends)
    # Bounds that cross by rounding leave an empty window: it is taken the other way round.
    return Windows(right - left, np.minimum(low, high), np.maximum(low, high))


def distribution(
    nodes: Float64Array,
    weights: Float64Array,
    support: Support,
    *,
    exhausted: bool,
    rules: Sequence[tuple[Float64Array, Float64Array]],
    shift: float,
    slack: float,
) -> Windows:
    """Return the windows of one probe.

    Parameters
    ----------
    nodes, weights : ndarray of shape (m,)
        Its Gauss rule.
    support : Support
        Where the mass lies.
    exhausted : bool
        Whether the rule is the measure.
    rules : sequence of (ndarray, ndarray)
        Nodes and weights of other rules with the same moments.
    shift, slack : float
        Rounding of nodes and of partial sums.
    """
    sums = np.cumsum(weights)
    before = np.concatenate([[0.0], sums[:-1]])
    points, below, upto = [nodes], [before], [sums]
    if exhausted:
        # The rule is the measure: F jumps at the nodes and nowhere else.
        below, upto = [sums], [before]
    else:
        for places, masses in rules:
            partial = np.cumsum(masses)
            points.append(places)
            below.append(partial - masses)
            upto.append(partial)
    windows = quantile_windows(
        np.concatenate(points),
        np.concatenate(below) - slack,
        np.concatenate(upto) + slack,
        (support.lower, support.upper),
    )
    low = np.maximum(windows.low - shift, support.lower)
    high = np.minimum(windows.high + shift, support.upper)
    return Windows(windows.mass, low, high)


def _jacobi(
    nodes: Float64Array, weights: Float64Array
) -> tuple[Float64Array, Float64Array, float, float] | None:
    """Return the Jacobi matrix of a rule, and how well it gives nodes and partial sums back.

    Lanczos on diag(nodes), started at √weights, reorthogonalised in full. None where a weight too
    small to be seen ends it early, or where it does not give the rule back.
    """
    count = nodes.size
    size = float(np.abs(nodes).max())
    basis = np.zeros((count, count))
    basis[0] = np.sqrt(weights)
    basis[0] /= np.linalg.norm(basis[0])
    diagonal, off = np.zeros(count), np.zeros(count - 1)
    for step in range(count):
        vector = nodes * basis[step]
        diagonal[step] = basis[step] @ vector
        if step == count - 1:
            break
        for _ in range(2):
            vector -= (basis[: step + 1] @ vector) @ basis[: step + 1]
        off[step] = np.linalg.norm(vector)
        if not off[step] > 1e-14 * size:
            return None
        basis[step + 1] = vector / off[step]
    found, masses = _rule(diagonal, off)
    node_error = float(np.abs(found - nodes).max())
    sum_error = float(np.abs(np.cumsum(masses) - np.cumsum(weights)).max())
    if not (node_error <= _REBUILD_LIMIT * size and sum_error <= _REBUILD_LIMIT):
        return None
    return diagonal, off, node_error, sum_error


def radau_rule(
    nodes: Float64Array, weights: Float64Array, residual: float, end: float
) -> tuple[Float64Array, Float64Array, float, float] | None:
    """Return the Gauss–Radau rule with one node more, below `end`, which lies below all others.

    Beside nodes and weights how far the nodes and the partial sums of its Jacobi matrix are from
    those given; the new node lies that far below `end`. None where the rule's Jacobi matrix cannot
    be found again, or `end` does not lie below.
    """
    built = None
    if 1 < nodes.size <= _REBUILT_STEPS and end < nodes[0] and residual > 0:
        built = _jacobi(nodes, weights)
    if built is None:
        return None
    diagonal, off = np.append(built[0], built[0][-1]), np.append(built[1], residual)
    found = _between(diagonal, off, np.array([end - built[2]]))
    if not found or not found[0][0][0] >= end - 2 * built[2] - 1e-9 * abs(end):
        return None
    return (*found[0], built[2], built[3])


def _rule(diagonal: Float64Array, off: Float64Array) -> tuple[Float64Array, Float64Array]:
    """Return nodes and weights of a Jacobi matrix (Golub and Welsch)."""
    from scipy.linalg import eigh_tridiagonal

    nodes, vectors = eigh_tridiagonal(diagonal, off)
    return nodes, vectors[0] ** 2


def _between(
    diagonal: Float64Array, off: Float64Array, targets: Float64Array
) -> list[tuple[Float64Array, Float64Array]]:
    """Return the rules of J + τe_m e_mᵀ that have a node at each target.

    t is an eigenvalue where 1 + τ e_mᵀ(J − t)^{−1}e_m = 0.
    """
    from scipy.linalg import eigh_tridiagonal

    nodes, vectors = eigh_tridiagonal(diagonal, off)
    last = vectors[-1] ** 2
    rules = []
    for target in targets:
        with np.errstate(all="ignore"):
            inverse = -float((last / (nodes - target)).sum())
        if not (math.isfinite(inverse) and inverse != 0 and math.isfinite(1.0 / inverse)):
            continue  # the target is a Gauss node itself, or one of the rule with m − 1 nodes
        moved = diagonal.copy()
        moved[-1] += 1.0 / inverse
        rules.append(_rule(moved, off))
    return rules
