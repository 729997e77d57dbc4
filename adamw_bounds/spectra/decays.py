"""The stationary covariance where the decay D does not commute with S: exact, and what bounds it.

With M = Q^½NQ^½ and W = S + D it is WN + NW = (η/b)S. D = λQ for ℓ2-Adam, and for AdamW the
diagonal of each group's decay. All figures here are over η/(2b), so that they hold for every η and
b.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from adamw_bounds.spectra.spectrum import Spectrum

__all__ = ["Decays", "Solved", "solved", "top_of", "trace_bounds", "trace_ends"]

Float64Array = npt.NDArray[np.float64]

_EPSILON: Final = 2.0**-52
#: How many roundings of the largest eigenvalue of N each of its eigenvalues may be off.
_ROUNDINGS: Final = 8
#: Share of the least eigenvalue that this may be.
_LOST: Final = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Decays:
    """What the weight decays of a finished run make of its covariance.

    Attributes
    ----------
    least, largest : float
        Of the coordinates' decays in the unit of λ: λ of the parameter's group, times its learning
        rate over η for AdamW.
    log_det, trace : float or None
        log det N and Tr M over η/(2b), where the whole matrix was at hand.
    rounding : float
        How far rounding may have moved `log_det`.
    trace_least, trace_most : float or None
        Bounds of Tr M over η/(2b).
    """

    least: float
    largest: float
    log_det: float | None = None
    trace: float | None = None
    rounding: float = 0.0
    trace_least: float | None = None
    trace_most: float | None = None

    @property
    def differ(self) -> bool:
        """Whether the coordinates have several decays."""
        return self.least < self.largest

    @classmethod
    def from_mapping(cls, told: Mapping[str, object]) -> Decays:
        """Read what ``dataclasses.asdict`` gives.

        Raises
        ------
        TypeError, ValueError
            If it is something else.
        """
        values: dict[str, float | None] = {}
        for name in cls.__slots__:
            value = told[name] if name in {"least", "largest"} else told.get(name)
            if value is not None:
                if isinstance(value, bool) or not isinstance(value, int | float):
                    raise TypeError(name)
                if not np.isfinite(value):
                    raise ValueError(name)
                values[name] = float(value)
        found = cls(**values)  # type: ignore[arg-type]
        if not 0 <= found.least <= found.largest:
            raise ValueError("least")
        return found


class Solved(NamedTuple):
    """The solution N.

    Attributes
    ----------
    log_det, trace : float
        log det N and Tr[QN], over η/(2b).
    rounding : float
        How far rounding may have moved `log_det`.
    eigenvalues : ndarray of shape (d,)
        Of W, ascending.
    """

    log_det: float
    trace: float
    rounding: float
    eigenvalues: Float64Array


def solved(
    values: Float64Array, vectors: Float64Array, q: Float64Array, decay: Float64Array
) -> Solved | None:
    """Solve WN + NW = 2S in the eigenbasis of W.

    Parameters
    ----------
    values, vectors : ndarray of shape (d,), (d, d)
        Eigenvalues > 0 of H, and its eigenvectors.
    q, decay : ndarray of shape (d,)
        Diagonals of Q > 0 and of D ≥ 0.

    Returns
    -------
    Solved or None
        None where rounding leaves the determinant open.
    """
    # Large before small: rounding then spares the small ones.
    order = np.argsort(-q)
    q, decay = q[order], decay[order]
    # S = FFᵀ: no difference is taken, so that its small parts keep their digits.
    factor = np.sqrt(q)[:, None] * vectors[order] * np.sqrt(values)
    whole = factor @ factor.T
    whole[np.diag_indices_from(whole)] += decay
    _, basis = np.linalg.eigh(whole)
    factor = factor.T @ basis
    inner = factor.T @ factor
    found = np.diagonal(inner) + np.einsum("ij,ij,i->j", basis, basis, decay)
    inner *= 2.0
    inner /= found[:, None] + found[None, :]
    spread = np.linalg.eigvalsh(inner)
    off = _ROUNDINGS * _EPSILON * float(spread[-1])
    if not spread[0] > off / _LOST:
        return None
    return Solved(
        log_det=float(np.log(spread).sum()),
        trace=float(np.einsum("ij,ij->i", basis @ inner, basis) @ q),
        rounding=float((off / spread).sum()),
        eigenvalues=np.sort(found),
    )


def top_of(part: Spectrum) -> float:
    """Return what no eigenvalue exceeds."""
    if part.kind == "exact":
        return part.extremes[1]
    from adamw_bounds.spectra.brackets import enclose

    return max(enclose(part).support.upper, part.extremes[1])


def trace_ends(part: Spectrum, tail: float) -> tuple[float, float]:
    """Return what the trace lies between; chance takes the share `tail` beyond each end."""
    traces = np.asarray(part.traces)
    if part.kind == "exact":
        return part.trace, part.trace
    if traces.size < 2:
        return 0.0, math.inf
    from scipy.special import stdtrit

    # A rule has its probe's trace exactly: what is left is chance.
    reach = -float(stdtrit(traces.size - 1, tail)) * float(traces.std(ddof=1))
    reach /= math.sqrt(traces.size)
    return max(part.trace - reach, 0.0), part.trace + reach


def trace_bounds(
    q: Float64Array,
    decay: Float64Array,
    *,
    kappa: float,
    trace_s: tuple[float, float],
    s_max: float,
    sigma_max: float | None = None,
) -> tuple[float, float]:
    """Return what Tr M over η/(2b) lies between, whatever H is.

    Each M_ii is at most κ_max·q_i, and Tr[(H + D/Q)M] = Tr S. Of these the largest and the least
    sum are those of a fractional knapsack: coordinates are filled one after the other, those first
    that cost least or most.

    Parameters
    ----------
    q, decay : ndarray of shape (d,)
        Diagonals of Q and D.
    kappa : float
        What no eigenvalue of H is below.
    trace_s : tuple of float
        What Tr S lies between.
    s_max, sigma_max : float
        What no eigenvalue of S, and of H, exceeds; that of H where it is known.
    """
    share = s_max / (s_max + float(decay.min())) if s_max > 0 else 1.0
    most = share * q
    upper = _filled(most, -(kappa + decay / q), trace_s[1])
    # H ⪯ s_max/Q, and H ⪯ σ_max.
    lower = _filled(most, (s_max + decay) / q, trace_s[0])
    if sigma_max is not None:
        lower = max(lower, _filled(most, sigma_max + decay / q, trace_s[0]))
    return lower, upper


def _filled(most: Float64Array, price: Float64Array, budget: float) -> float:
    """Return the sum of what `budget` buys: at most so much of each, the largest `price` first.

    The price is its absolute value.
    """
    order = np.argsort(-price, kind="stable")
    most, price = most[order], np.abs(price[order])
    spent = np.cumsum(most * price)
    whole = int(np.searchsorted(spent, budget, side="right"))
    bought = float(most[:whole].sum())
    if whole < most.size and budget < math.inf:
        left = budget - (float(spent[whole - 1]) if whole else 0.0)
        bought += max(left, 0.0) / float(price[whole])
    return bought
