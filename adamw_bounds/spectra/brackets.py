"""Error bars of a stochastic Lanczos quadrature: lower, estimate and upper of ∫f dμ and of err.

Two errors are kept apart. The quadrature error of one probe is bracketed rigorously, by the
inequalities of Chebyshev, Markov and Stieltjes on the probe's spectral distribution; what chance
does over the probes is bracketed by a t interval.

The bracket of one probe
------------------------
Let μ be the spectral measure of a symmetric matrix at a unit vector, F(t) = μ((−∞, t]), and let a
rule with nodes ξ_1 < … < ξ_m and weights ω_j > 0 integrate every polynomial of degree ≤ 2m − 2
exactly against μ. For each i there is a polynomial p of that degree with p = 1 at ξ_1 … ξ_i, p = 0
at the other nodes, p' = 0 at every node but ξ_i, and it lies above the step function of (−∞, ξ_i]
everywhere; another one lies below that of (−∞, ξ_i). Integrating both,

    Σ_{j<i} ω_j ≤ F(ξ_i⁻)   and   F(ξ_i) ≤ Σ_{j≤i} ω_j        (Chebyshev, Markov, Stieltjes).

It holds at the Gauss nodes, and between them at the nodes of every rule of J + τe_m e_mᵀ, with J
the Jacobi matrix and τ any real number: those are exact to degree 2m − 2 (Gauss-Radau rules are
some of them). J is found again from nodes and weights. A handful of τ, chosen so that nodes fall
between the Gauss nodes about σ = 0, narrows the bracket by a quarter to a third, near to the best
that can be known from the moments.

The largest and the least ∫f dF over all F with L_k ≤ F(t_k⁻), F(t_k) ≤ U_k on a support [a, b] have
a closed form. Write ∫f dF = ∫_0^1 f(q(u)) du with the quantile function q. The constraints say:
q(u) ≥ t_k for u > U_k, and q(u) ≤ t_k for u ≤ L_k. Between two neighbouring values of {L_k, U_k}
they leave q one window [A, B] and nothing else, for both ends of the windows rise with u, so that
values chosen freely in their windows and then sorted are a quantile function that obeys them too,
of the same ∫f. Hence the extremes are Σ Δu · max_{[A, B]} f and Σ Δu · min_{[A, B]} f; for f with
finitely many monotone pieces each is attained at an end of the window or at a turning point in it.
With the Gauss nodes alone the mass w_i lies in [θ_{i−1}, θ_{i+1}], θ_0 = a and θ_{m+1} = b.

What is added for the rest
--------------------------
*Support.* An extreme Ritz value lies inside the spectrum. Unless outer bounds are given, the ends
are moved out by ε·(λ_max − λ_min) with the ε for which all probes miss with a stated, small
probability, by Kuczyński and Woźniakowski's bound P(λ_max − θ_max ≥ ε(λ_max − λ_min)) ≤
1.648√d·exp(−√ε(2m − 1)) for a start uniform on the sphere (Gaussian probes; for Rademacher probes
it is an assumption); m is each probe's own number of nodes, d where its Krylov space ended. For
too few steps the ends are an assumption, and marked as one.

*Rounding.* Nodes may be off by m·ε_machine·max|σ| and partial sums by m·ε_machine (plus what the
weights as stored miss of 1): windows are widened, partial sums loosened by as much. That is the
size of the backward error of Lanczos with full reorthogonalisation, without which no bracket is
claimed; in float32 on matrices of known spectrum the largest excess was below a hundredth of it.

*Chance.* Each probe has l ≤ ∫f dμ ≤ u, and the mean of ∫f dμ over probes is tr f(H)/d. So the lower
end of a t interval of E l and the upper end of one of E u enclose it with at least their level.
One probe has no scatter to go by: Hutchinson's variance, ≤ (2/d)·mean (f − c)² for probes uniform
on the sphere or Rademacher, takes its place, its mean bracketed from above by the same windows.

References
----------
G. Szegő, Orthogonal Polynomials, Section 3.41; G. H. Golub and G. Meurant, Matrices, Moments and
Quadrature with Applications, 2010; J. Kuczyński and H. Woźniakowski, SIAM J. Matrix Anal. Appl.
13(4):1094-1122, 1992, Theorem 4.2; M. F. Hutchinson, Comm. Statist. Simul. 19(2):433-450, 1990.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext
from itertools import pairwise
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from adamw_bounds.errors import InputError
from adamw_bounds.optimizers import OPTIMIZERS
from adamw_bounds.spectra import _formulas
from adamw_bounds.spectra._sums import CONTEXT, lam_of
from adamw_bounds.spectra.spectrum import MACHINE_EPSILON, Spectrum

__all__ = [
    "Bracket",
    "Enclosure",
    "Functional",
    "Support",
    "Windows",
    "bound_brackets",
    "combine",
    "enclose",
    "err_bracket",
    "quantile_windows",
    "support_bounds",
]

Float64Array = npt.NDArray[np.float64]

#: Share of 1 − level that is spent on the support.
_SUPPORT_SHARE: Final = 1 / 50
#: Beyond this ε the bound of the support says little: S ≤ (θ_max − θ_min)/(1 − 2ε).
_LARGEST_EPSILON: Final = 0.4
#: Rules between the Gauss nodes cost O(m³) a probe; above it their nodes lie dense anyway.
_REFINED_STEPS: Final = 600
#: With a residual, rules without it add little, and up to here cost little: then no bracket is
#: wider for what is known more.
_BOTH_STEPS: Final = 200
#: J is used only where it gives nodes and weights back to this accuracy.
_REBUILD_LIMIT: Final = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Functional:
    """A function of the eigenvalue (signed) with finitely many monotone pieces.

    Attributes
    ----------
    function : callable
        Continuous; takes and returns float64 arrays of one shape. Infinities are allowed.
    turning_points : tuple of float
        Where it may turn from falling to rising or back. Between neighbours it is monotone.
    """

    function: Callable[[Float64Array], Float64Array]
    turning_points: tuple[float, ...]

    def extremes(self, low: Float64Array, high: Float64Array) -> tuple[Float64Array, Float64Array]:
        """Return least and largest value on each interval [low, high]; arrays of shape (n,)."""
        at_low, at_high = self.function(low), self.function(high)
        least, largest = np.minimum(at_low, at_high), np.maximum(at_low, at_high)
        if self.turning_points:
            values = self.function(np.array(self.turning_points))
            for point, value in zip(self.turning_points, values, strict=True):
                inside = (low < point) & (point < high)
                np.minimum(least, value, out=least, where=inside)
                np.maximum(largest, value, out=largest, where=inside)
        return least, largest


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """An interval that is taken to hold the spectrum.

    Attributes
    ----------
    lower, upper : float
        Its ends, eigenvalues with their sign.
    failure : float
        Probability that the spectrum reaches beyond; 0 where the ends were given or are known.
    assumed : bool
        Whether the ends are an assumption, for which no probability can be said.
    text : str
        How they were found.
    """

    lower: float
    upper: float
    failure: float
    assumed: bool
    text: str


class Windows(NamedTuple):
    """Where the mass of a measure may lie: `mass` (it sums to 1) somewhere in [`low`, `high`]."""

    mass: Float64Array
    low: Float64Array
    high: Float64Array


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
        return replace(moved, scatter=(factor * low, factor * middle, factor * high))

    def through(self, function: Callable[[float], float]) -> Bracket:
        """Return the bracket of an increasing function of the figure.

        `scatter` becomes half the distance between the images of estimate ± standard error.
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


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Enclosure:
    """The spectral distributions of all probes, each caught in windows; built by `enclose`.

    Attributes
    ----------
    windows : tuple of Windows
        One for each probe; widened for rounding.
    nodes, weights : tuple of ndarray
        The Gauss rule of each probe (weights sum to 1), for the estimate.
    support : Support
        Interval of all eigenvalues.
    dim : int
        d.
    level : float
        Level of its brackets.
    exact : bool
        Whether the eigenvalues themselves were given: no chance, no quadrature.
    rounding : tuple of float
        Largest shift of a node and largest error of a partial sum that were allowed for.
    refined : bool
        Whether rules between the Gauss nodes were used for every probe that needs them.
    """

    windows: tuple[Windows, ...]
    nodes: tuple[Float64Array, ...]
    weights: tuple[Float64Array, ...]
    support: Support
    dim: int
    level: float
    exact: bool
    rounding: tuple[float, float]
    refined: bool

    @property
    def probes(self) -> int:
        """Number of probes; 1 for exact eigenvalues."""
        return len(self.windows)

    def bracket(self, functional: Functional) -> Bracket:
        """Return the mean of f over the eigenvalues, tr f(H)/d, with its error bars.

        Parameters
        ----------
        functional : Functional
            f. Where it is infinite on the support, so may be an end of the bracket.

        Returns
        -------
        Bracket
            With a t interval over the probes; for one probe with Hutchinson's variance.
        """
        lower, middle, upper = (np.empty(self.probes) for _ in range(3))
        variance = 0.0
        with np.errstate(all="ignore"):
            for probe, (windows, nodes, weights) in enumerate(
                zip(self.windows, self.nodes, self.weights, strict=True)
            ):
                least, largest = functional.extremes(windows.low, windows.high)
                estimate = _mean(weights, functional.function(nodes))
                # The Gauss rule is one of the distributions: only rounding can put it outside.
                lower[probe] = min(_mean(windows.mass, least), estimate)
                upper[probe] = max(_mean(windows.mass, largest), estimate)
                middle[probe] = estimate
                if self.probes == 1:
                    away = np.maximum(np.abs(least - estimate), np.abs(largest - estimate))
                    variance = 2.0 / self.dim * _mean(windows.mass, away * away)
            ends = np.array([[self.support.lower], [self.support.upper]])
            least, largest = functional.extremes(*ends)
            scatter, freedom = None, None
            if not self.exact and self.probes > 1:
                errors = [_standard_error(values) for values in (lower, middle, upper)]
                scatter, freedom = (errors[0], errors[1], errors[2]), self.probes - 1
            elif not self.exact:
                scatter = (math.sqrt(variance),) * 3
            return _interval(
                (_average(lower), _average(middle), _average(upper)),
                scatter,
                freedom,
                limits=(float(least[0]), float(largest[0])),
                level=self.level,
                spent=1 - self.level - self.support.failure,
                assumed=self.support.assumed,
            )

    def describe(self) -> str:
        """Say in a few sentences what the error bars hold, and on what they rest."""
        if self.exact:
            return "All eigenvalues are known: there are no error bars."
        chance = (
            f"the t interval over {self.probes} probes"
            if self.probes > 1
            else "Hutchinson's variance (one probe has no scatter of its own)"
        )
        return (
            f"lower and upper hold the exact figure at a level of {100 * self.level:g} %: the "
            "quadrature of each probe bracketed by the inequalities of Chebyshev, Markov and "
            f"Stieltjes, and {chance}. {self.support.text} Nodes are widened by "
            f"{self.rounding[0]:.2g} and partial sums by {self.rounding[1]:.2g} for rounding; that "
            "Lanczos was reorthogonalised in full is assumed."
        )


def _mean(masses: Float64Array, values: Float64Array) -> float:
    """Return Σ mass·value; an infinite value counts only where there is mass."""
    kept = masses > 0
    return float((masses[kept] * values[kept]).sum())


def _average(values: Float64Array) -> float:
    return float(values.mean())


def _standard_error(values: Float64Array) -> float:
    if not np.isfinite(values).all():
        return math.inf
    return float(values.std(ddof=1)) / math.sqrt(values.size)


def _interval(
    centres: tuple[float, float, float],
    scatter: tuple[float, float, float] | None,
    freedom: int | None,
    *,
    limits: tuple[float, float],
    level: float,
    spent: float,
    assumed: bool,
) -> Bracket:
    """Put the ends of the quadrature and the scatter of the ends together."""
    low, middle, high = centres
    if scatter is not None:
        # Half of what may fail on each side; scipy.stats would take longer to import than to use.
        from scipy.special import ndtri, stdtrit

        tail = 1.0 - 0.5 * spent
        quantile = float(ndtri(tail) if freedom is None else stdtrit(freedom, tail))
        low, high = low - quantile * scatter[0], high + quantile * scatter[2]
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
    )


# The distribution of one probe


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
        windows: see the module's text for the proof.
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


def _distribution(
    nodes: Float64Array,
    weights: Float64Array,
    support: Support,
    *,
    residual: float | None,
    exhausted: bool,
    refine: int,
    shift: float,
    slack: float,
) -> tuple[Windows, float, float, bool]:
    """Return windows of one probe, the rounding in them, and whether rules between nodes helped."""
    sums = np.cumsum(weights)
    before = np.concatenate([[0.0], sums[:-1]])
    points, below, upto = [nodes], [before], [sums]
    refined = exhausted
    if exhausted:
        # The rule is the measure: F jumps at the nodes and nowhere else.
        below, upto = [sums], [before]
    elif refine and 1 < nodes.size <= _REFINED_STEPS:
        built = _jacobi(nodes, weights)
        if built is not None:
            diagonal, off, node_error, sum_error = built
            shift, slack, refined = shift + node_error, slack + sum_error, True
            targets = _targets(nodes, refine)
            rules = []
            if residual is None or nodes.size <= _BOTH_STEPS:
                rules += _between(diagonal, off, targets)
            if residual is not None:
                diagonal, off = np.append(diagonal, diagonal[-1]), np.append(off, residual)
                rules += _between(diagonal, off, targets)
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
    return Windows(windows.mass, low, high), shift, slack, refined


def _targets(nodes: Float64Array, refine: int) -> Float64Array:
    """Return `refine` points in the gap about σ = 0, where f is steepest, and in those beside it.

    A rule with a node at a target has nodes in every other gap too.
    """
    gap = int(np.clip(np.searchsorted(nodes, 0.0) - 1, 0, nodes.size - 2))
    shares = np.arange(1, refine + 1) / (refine + 1)
    gaps = range(max(gap - 1, 0), min(gap + 1, nodes.size - 2) + 1)
    return np.concatenate([nodes[k] + (nodes[k + 1] - nodes[k]) * shares for k in gaps])


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


# The support, and all probes


def support_bounds(
    spectrum: Spectrum,
    *,
    support: tuple[float | None, float | None] | None = None,
    failure: float = 1e-3,
) -> Support:
    """Return an interval that holds all eigenvalues.

    Parameters
    ----------
    spectrum : Spectrum
        Exact, or nodes and weights with `dim`.
    support : tuple, optional
        Known outer bounds (lower, upper), either of them None: 0 below for a positive semidefinite
        matrix, a norm of the matrix. They are trusted.
    failure : float
        In (0, 1): probability that may be left to a spectrum beyond the ends.

    Returns
    -------
    Support
        The given ends; else the extreme Ritz values of all probes moved outwards.

    Raises
    ------
    InputError
        If `dim` is unknown, or a given end lies inside the Ritz values beyond rounding.

    Notes
    -----
    Source: J. Kuczyński and H. Woźniakowski, SIAM J. Matrix Anal. Appl. 13(4):1094-1122, 1992,
    Theorem 4.2, for H − λ_min I and λ_max I − H (Lanczos does not see a shift); all of the
    independent probes must miss for the largest Ritz value of all to miss. Fewer steps than it
    needs: the ends are assumed to lie within twice the range of the Ritz values beyond them.
    """
    dim = _dim(spectrum)
    smallest, largest = spectrum.extremes
    if spectrum.kind == "exact":
        return Support(
            lower=smallest, upper=largest, failure=0.0, assumed=False, text="The support is known."
        )
    given_low, given_high = (None, None) if support is None else support
    depths = _depths(spectrum, dim)
    steps = max(depths)
    shift = (
        int(spectrum.steps or 1)
        * MACHINE_EPSILON[spectrum.dtype]
        * max(abs(smallest), abs(largest))
    )
    for name, end, inside in (
        ("lower", given_low, given_low is not None and given_low > smallest + shift),
        ("upper", given_high, given_high is not None and given_high < largest - shift),
    ):
        if end is not None and (inside or not math.isfinite(end)):
            raise InputError(
                f"the {name} end of the support, {end:.6g}, must be finite and hold the nodes, "
                f"which reach from {smallest:.6g} to {largest:.6g}"
            )
    extent = largest - smallest
    assumed = False
    if steps >= dim:
        margin, text = shift, "Steps ≥ d: the extreme nodes are the extreme eigenvalues."
        failure = 0.0
    else:
        epsilon = _reach(depths, dim, 0.5 * failure)
        assumed = epsilon > _LARGEST_EPSILON or extent <= shift
        if assumed:
            margin = 2.0 * max(extent, abs(smallest), abs(largest)) + shift
            text = (
                f"{steps} steps are too few to bound the support: it is assumed to reach no "
                f"further than {margin:.4g} beyond the extreme Ritz values."
            )
        else:
            margin = epsilon * extent / (1.0 - 2.0 * epsilon) + shift
            text = (
                f"The support reaches {margin:.4g} beyond the extreme Ritz values at most, but "
                f"for a probability of {failure:g} (Kuczyński and Woźniakowski 1992; for probes "
                "uniform on the sphere)."
            )
    if given_low is not None and given_high is not None:
        assumed, failure, text = False, 0.0, "The support is as given."
    elif given_low is not None or given_high is not None:
        text = "One end of the support is as given. " + text
    return Support(
        lower=smallest - margin if given_low is None else float(given_low),
        upper=largest + margin if given_high is None else float(given_high),
        failure=0.0 if assumed else failure,
        assumed=assumed,
        text=text,
    )


def _depths(spectrum: Spectrum, dim: int) -> list[int]:
    """Return the steps of each probe: its nodes, or d where its Krylov space ended."""
    assert spectrum.weights is not None
    counts = np.count_nonzero(np.asarray(spectrum.weights) > 0, axis=1)
    if spectrum.residuals is not None:
        ended = np.asarray(spectrum.residuals) <= _rounding(spectrum)
        counts = np.where(ended, dim, counts)
    return [int(count) for count in counts]


def _rounding(spectrum: Spectrum) -> float:
    """Return the residual up to which a Krylov space has ended: a few units in the last place.

    Lanczos vectors are float32 at least, whatever products are computed in.
    """
    epsilon = min(MACHINE_EPSILON[spectrum.dtype], MACHINE_EPSILON["float32"])
    return 10.0 * epsilon * spectrum.max_singular_value


def _reach(depths: Sequence[int], dim: int, failure: float) -> float:
    """Return the ε by which all probes miss an end with probability `failure` at most.

    The probabilities of any of the probes multiply: of the deepest k, with the k that says most.
    """
    one, reached = math.log(1.648 * math.sqrt(dim)), 0
    least = math.inf
    for count, depth in enumerate(sorted(depths, reverse=True), start=1):
        reached += 2 * depth - 1
        least = min(least, (count * one - math.log(failure)) / reached)
    return least**2


def _dim(spectrum: Spectrum) -> int:
    if spectrum.dim is None:
        raise InputError(f"the spectrum {spectrum.label} does not state its dimension d")
    return spectrum.dim


def enclose(
    spectrum: Spectrum,
    *,
    support: tuple[float | None, float | None] | None = None,
    residuals: npt.ArrayLike | None = None,
    refine: int = 3,
    level: float = 0.95,
    among: int = 1,
) -> Enclosure:
    """Catch the spectral distribution of every probe.

    Parameters
    ----------
    spectrum : Spectrum
        Nodes and weights of a Lanczos quadrature with full reorthogonalisation, and `dim`. Rows
        may hold nodes of weight 0, which are left out. Where its nodes are those of its blocks put
        together, each block is enclosed by itself (a union of Gauss rules is none). Exact
        eigenvalues give brackets of no width.
    support : tuple, optional
        Known outer bounds of the eigenvalues, either of them None; see `support_bounds`.
    residuals : array_like of shape (probes,), optional
        The off-diagonal of each probe that the next step would have begun with; by default the
        spectrum's own. It narrows the bracket a little; where it is 0 up to rounding, the rule is
        the measure.
    refine : int
        Rules with nodes between the Gauss nodes: this many in each of the three gaps about σ = 0,
        for up to 600 steps. 0: the Gauss nodes alone.
    level : float
        In (0, 1). A fiftieth of 1 − level goes to the support where it is not known.
    among : int
        Of how many estimated blocks, whose brackets `combine` adds, this is one, ≥ 1: they share
        that fiftieth.

    Returns
    -------
    Enclosure
        For any number of functionals.

    Raises
    ------
    InputError
        If `dim` is unknown or an argument is out of its domain.

    Notes
    -----
    Source: the inequalities of Chebyshev, Markov and Stieltjes, Szegő, Orthogonal Polynomials,
    Section 3.41; Golub and Meurant, Matrices, Moments and Quadrature with Applications, 2010.
    """
    if not 0 < level < 1:
        raise InputError(f"level must be a number between 0 and 1, not {level}")
    if refine < 0:
        raise InputError(f"refine must be an integer ≥ 0, not {refine}")
    dim = _dim(spectrum)
    if spectrum.kind == "quadrature" and spectrum.made_of_blocks and residuals is None:
        return _enclose_blocks(spectrum, support, refine, level)
    if residuals is None:
        residuals = spectrum.residuals
    share = _SUPPORT_SHARE * (1 - level) / among
    return _enclose(spectrum, dim, support, residuals, refine, level, share)


def _enclose(
    spectrum: Spectrum,
    dim: int,
    support: tuple[float | None, float | None] | None,
    residuals: npt.ArrayLike | None,
    refine: int,
    level: float,
    failure: float,
) -> Enclosure:
    ends = support_bounds(spectrum, support=support, failure=failure)
    if spectrum.eigenvalues is not None:
        values = np.sort(np.asarray(spectrum.eigenvalues, dtype=np.float64))
        weights = np.full(dim, 1.0 / dim)
        windows = (Windows(weights, values, values),)
        return Enclosure(
            windows=windows,
            nodes=(values,),
            weights=(weights,),
            support=ends,
            dim=dim,
            level=level,
            exact=True,
            rounding=(0.0, 0.0),
            refined=True,
        )
    left = None if residuals is None else np.abs(np.asarray(residuals, dtype=np.float64))
    if left is not None and (left.shape != (spectrum.probes,) or not np.isfinite(left).all()):
        raise InputError(
            f"residuals must be {spectrum.probes} finite numbers, one for each probe, not an "
            f"array of shape {left.shape}"
        )
    assert spectrum.nodes is not None
    assert spectrum.weights is not None
    steps = int(spectrum.steps or 1)
    relative = steps * MACHINE_EPSILON[spectrum.dtype]
    shift = relative * max(abs(ends.lower), abs(ends.upper))
    ended = _rounding(spectrum)
    made, all_nodes, all_weights = [], [], []
    for probe, (row, masses) in enumerate(zip(spectrum.nodes, spectrum.weights, strict=True)):
        kept = masses > 0
        nodes = np.asarray(row[kept], dtype=np.float64)
        weights = np.asarray(masses[kept], dtype=np.float64)
        order = np.argsort(nodes, kind="stable")
        total = float(weights.sum())
        nodes, weights = nodes[order], weights[order] / total
        residual = None if left is None else float(left[probe])
        made.append(
            _distribution(
                nodes,
                weights,
                ends,
                residual=residual,
                exhausted=nodes.size >= dim or (residual is not None and residual <= ended),
                refine=refine,
                shift=shift,
                slack=relative + abs(total - 1.0),
            )
        )
        all_nodes.append(nodes)
        all_weights.append(weights)
    return Enclosure(
        windows=tuple(item[0] for item in made),
        nodes=tuple(all_nodes),
        weights=tuple(all_weights),
        support=ends,
        dim=dim,
        level=level,
        exact=False,
        rounding=(max(item[1] for item in made), max(item[2] for item in made)),
        refined=all(item[3] for item in made),
    )


def _enclose_blocks(
    spectrum: Spectrum,
    support: tuple[float | None, float | None] | None,
    refine: int,
    level: float,
) -> Enclosure:
    """Put the windows of the blocks together, each with its share of the dimension."""
    dim = _dim(spectrum)
    failure = _SUPPORT_SHARE * (1 - level) / len(spectrum.blocks)
    parts = [
        _enclose(
            item.spectrum,
            _dim(item.spectrum),
            support,
            item.spectrum.residuals,
            refine,
            level,
            failure,
        )
        for item in spectrum.blocks
    ]
    shares = [part.dim / dim for part in parts]
    windows, nodes, weights = [], [], []
    for probe in range(spectrum.probes):
        # An exact block is the same for every probe.
        places = [0 if part.exact else probe for part in parts]
        mine = [part.windows[place] for part, place in zip(parts, places, strict=True)]
        windows.append(
            Windows(
                np.concatenate([w.mass * share for w, share in zip(mine, shares, strict=True)]),
                np.concatenate([w.low for w in mine]),
                np.concatenate([w.high for w in mine]),
            )
        )
        nodes.append(
            np.concatenate([part.nodes[at] for part, at in zip(parts, places, strict=True)])
        )
        weights.append(
            np.concatenate(
                [
                    part.weights[at] * share
                    for part, at, share in zip(parts, places, shares, strict=True)
                ]
            )
        )
    supports = [part.support for part in parts]
    widest = max(supports, key=lambda item: (item.assumed, item.upper - item.lower))
    return Enclosure(
        windows=tuple(windows),
        nodes=tuple(nodes),
        weights=tuple(weights),
        support=Support(
            lower=min(item.lower for item in supports),
            upper=max(item.upper for item in supports),
            failure=math.fsum(item.failure for item in supports),
            assumed=any(item.assumed for item in supports),
            text="Of the block with the widest support: " + widest.text,
        ),
        dim=dim,
        level=level,
        exact=False,
        rounding=(
            max(part.rounding[0] for part in parts),
            max(part.rounding[1] for part in parts),
        ),
        refined=all(part.refined for part in parts),
    )


# err, and what follows from it


def err_bracket(enclosure: Enclosure, optimizer: str, values: Mapping[str, Any]) -> Bracket:
    """Return err = Σ h(x_i) of Corollary 3 with its error bars.

    Parameters
    ----------
    enclosure : Enclosure
        Of the spectrum.
    optimizer : str
        ``adamw``, ``adam`` or ``l2-adam``.
    values : mapping
        ``eta``, ``rho``, ``batch_size``, ``lam``, ``lam_l2``, ``floor`` ≥ 0: singular values below
        it are raised to it. With a floor of 0 the upper end may be infinite.

    Returns
    -------
    Bracket
        Of the sum over all d eigenvalues; ``scaled(1/d)`` is err per parameter.

    Notes
    -----
    f(σ) = h(x(max(|σ|, floor))) is even. On σ > 0 it turns where x itself does (ℓ2-Adam: at σ = λ)
    and where x = 1, the minimum of h. Source: Corollary 3 of Zhou et al. 2024,
    doi:10.1109/TPAMI.2024.3382294.
    """
    ends = (abs(enclosure.support.lower), abs(enclosure.support.upper))
    functional = _err_functional(optimizer, values, max(ends))
    return enclosure.bracket(functional).scaled(float(enclosure.dim))


def _err_functional(optimizer: str, values: Mapping[str, Any], largest: float) -> Functional:
    lam, floor = lam_of(optimizer, values), float(values["floor"])

    def function(sigma: Float64Array) -> Float64Array:
        summands, _ = _formulas.summands(optimizer, np.maximum(np.abs(sigma), floor), lam, values)
        # At σ = 0 without a floor log x + 1/x is +∞ as a limit, and no number as computed.
        return np.where(np.isnan(summands), np.inf, summands)

    def log_x(sigma: float) -> float:
        return float(_formulas.log_x(optimizer, np.array([sigma]), lam, values)[0])

    # The least normal number stands for a floor of 0.
    first, last = max(floor, np.finfo(np.float64).tiny), max(largest, floor)
    turns = [lam] if OPTIMIZERS[optimizer].decays_loss and first < lam < last else []
    cuts = [first, *turns, last]
    for low, high in pairwise(cuts):
        crossing = _crossing(log_x, low, high)
        if crossing is not None:
            turns.append(crossing)
    points = sorted(turns)
    return Functional(
        function=function,
        turning_points=(*(-point for point in reversed(points)), 0.0, *points),
    )


def _crossing(function: Callable[[float], float], low: float, high: float) -> float | None:
    """Return the zero of a monotone function of log σ by bisection; None where there is none."""
    at_low, at_high = function(low), function(high)
    if not (low < high and min(at_low, at_high) < 0 < max(at_low, at_high)):
        return None
    left, right = math.log(low), math.log(high)
    for _ in range(100):
        middle = 0.5 * (left + right)
        if middle in (left, right):
            break
        if (function(math.exp(middle)) < 0) == (at_low < 0):
            left = middle
        else:
            right = middle
    return math.exp(0.5 * (left + right))


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
        Ends of the quadrature are added, standard errors are added in squares, and the t interval
        takes the fewest degrees of freedom of any part, which can only widen it.
    """
    if len({part.level for part in parts}) != 1:
        raise InputError("brackets of one level are wanted to add up, and at least one of them")
    level = parts[0].level
    chances = [part for part in parts if part.scatter is not None]
    scatter, freedom = None, None
    if chances:
        errors = [
            math.sqrt(math.fsum(part.scatter[k] ** 2 for part in chances if part.scatter))
            for k in range(3)
        ]
        scatter = (errors[0], errors[1], errors[2])
        counts = [part.freedom for part in chances if part.freedom is not None]
        freedom = min(counts) if counts else None
    # What the supports may fail with adds up; the rest is left to chance over the probes.
    supports = math.fsum(1 - level - part.spent for part in parts if part.scatter is not None)
    return _interval(
        (
            math.fsum(part.quadrature[0] for part in parts),
            math.fsum(part.estimate for part in parts),
            math.fsum(part.quadrature[1] for part in parts),
        ),
        scatter,
        freedom,
        limits=limits
        or (
            math.fsum(part.limits[0] for part in parts),
            math.fsum(part.limits[1] for part in parts),
        ),
        level=level,
        spent=max(1 - level - supports, 0.5 * (1 - level)),
        assumed=any(part.assumed for part in parts),
    )


def bound_brackets(
    err: Bracket,
    values: Mapping[str, Any],
    *,
    variant: str = "corrected",
    norm: float | Decimal | None = None,
    rho: float | Decimal | None = None,
) -> dict[str, Bracket]:
    """Return err, err per parameter, KL and Φ with their error bars; all of them rise with err.

    Parameters
    ----------
    err : Bracket
        As from `err_bracket`.
    values : mapping
        ``dim``, ``samples``, ``tau``, ``rho``, ``x_star_norm``.
    variant : str
        ``printed`` or ``corrected``: which c0 is in Φ.
    norm, rho : float or Decimal, optional
        ‖x*‖₂ and ρ of KL and c0, where they are not those of `values`.

    Returns
    -------
    dict
        Bracket by ``err``, ``err-per-parameter``, ``kl`` and ``phi``.

    Notes
    -----
    Source: Theorem 6 and Corollary 3 of Zhou et al. 2024, doi:10.1109/TPAMI.2024.3382294.
    """
    dim, samples, tau = (Decimal(values[name]) for name in ("dim", "samples", "tau"))
    size = Decimal(values["x_star_norm"] if norm is None else norm)
    prior = Decimal(values["rho"] if rho is None else rho)
    with localcontext(CONTEXT):
        c0 = _formulas.c0(variant, x_star_norm=size, rho=prior, dim=dim, samples=samples, tau=tau)

        def kl(value: float) -> float:
            if not math.isfinite(value):
                return value
            return float(_formulas.kl(Decimal(value), x_star_norm=size, rho=prior, dim=dim))

        def phi(value: float) -> float:
            if not math.isfinite(value):
                return value
            return float(_formulas.phi(Decimal(value), c0, samples))

        # h ≥ 1, so err ≥ d: below it stands rounding only.
        least = float(dim)
        err = replace(
            err,
            lower=max(err.lower, least),
            estimate=max(err.estimate, least),
            upper=max(err.upper, least),
            quadrature=(max(err.quadrature[0], least), max(err.quadrature[1], least)),
            limits=(max(err.limits[0], least), max(err.limits[1], least)),
        )
        return {
            "err": err,
            "err-per-parameter": err.scaled(1.0 / values["dim"]),
            "kl": err.through(kl),
            "phi": err.through(phi),
        }
