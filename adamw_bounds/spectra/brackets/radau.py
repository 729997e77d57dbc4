"""Gauss from below and Gauss–Radau from above, for functions whose derivatives alternate in sign.

For g with (−1)^k g^(k) ≥ 0, k ≥ 1, on a spectrum in [a, ∞), the m-point Gauss rule errs by
g^(2m)(ξ)/(2m)!·∫ω² ≥ 0: it lies below ∫g dμ. The rule with one more node, at a, errs by
g^(2m+1)(ξ)/(2m+1)!·∫(s − a)ω² ≤ 0: it lies above. Golub and Meurant, Matrices, Moments and
Quadrature with Applications, 2010, Section 6.

Rounding makes the rules those of S + E with ‖E‖ ≤ δ. The functions here fall in the order of
matrices (log(1 + λ/s), 1/(√s + λ) and so on), hence g(S) ⪰ g(S + E + δ) and g(S) ⪯ g(S + 2δ) + Δ ⪯
g(S + E + δ) + Δ, where Δ(s) = g(s) − g(s + 2δ) is enclosed by windows as any other function is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from adamw_bounds.spectra.brackets.windows import Windows, radau_rule

__all__ = ["Alternating", "Rules", "alternating_bounds", "rules_at"]

Float64Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternating:
    """A part ±g of a function, with (−1)^k g^(k) ≥ 0 for k ≥ 1, falling in the order of matrices.

    Attributes
    ----------
    function : callable
        g; takes and returns float64 arrays of one shape.
    sign : int
        1 or −1.
    start : float
        From where on the derivatives are so.
    """

    function: Callable[[Float64Array], Float64Array]
    sign: int = 1
    start: float = 0.0


class Rules(NamedTuple):
    """The Gauss–Radau rule of a probe with a node at the least eigenvalue possible, or below it.

    Attributes
    ----------
    least : float
        No eigenvalue lies below it.
    nodes, weights : ndarray of shape (steps + 1,)
        Of the rule, which has one node at `least` less `shift`.
    shift, slack : float
        What rounding may move a node, and a partial sum.
    """

    least: float
    nodes: Float64Array
    weights: Float64Array
    shift: float
    slack: float


def rules_at(
    least: float,
    nodes: Float64Array,
    weights: Float64Array,
    residual: float,
    shift: float,
    slack: float,
) -> Rules | None:
    """Return the Gauss–Radau rule of a probe, None where its Jacobi matrix cannot be found again.

    Parameters
    ----------
    least : float
        A lower bound of all eigenvalues.
    nodes, weights, residual
        The Gauss rule, and the off-diagonal that its next step would have begun with.
    shift, slack : float
        What rounding may move a node, and a partial sum.
    """
    found = radau_rule(nodes, weights, residual, least - shift)
    if found is None:
        return None
    return Rules(least, *found[:2], shift + found[2], slack + found[3])


def alternating_bounds(
    part: Alternating,
    nodes: Float64Array,
    weights: Float64Array,
    rules: Rules,
    windows: Windows,
) -> tuple[float, float]:
    """Return bounds of ∫g dμ, from the Gauss rule, the Gauss–Radau rule and the windows of μ."""

    def at(places: Float64Array) -> Float64Array:
        return part.function(np.maximum(places, rules.least))

    shift = rules.shift
    gauss = at(nodes + shift)
    radau = at(rules.nodes + shift)
    held = rules.weights > 0
    low = float((weights * gauss).sum())
    high = float((rules.weights[held] * radau[held]).sum())
    # What rounding of partial sums may carry from one end to the other.
    slack = rules.slack * float(radau[held].max() - radau[held].min())
    mass = windows.mass[windows.mass > 0]
    start, end = at(windows.low[windows.mass > 0]), at(windows.high[windows.mass > 0])
    after = at(np.maximum(windows.low[windows.mass > 0], rules.least) + 2.0 * shift)
    # g falls: in each window it is largest at the lower end.
    bounds = (
        max(low - slack, float((mass * end).sum())),
        min(high + slack + float((mass * (start - after)).sum()), float((mass * start).sum())),
    )
    return (
        bounds[0] if np.isfinite(bounds[0]) else -np.inf,
        bounds[1] if np.isfinite(bounds[1]) else np.inf,
    )
