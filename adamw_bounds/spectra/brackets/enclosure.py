"""The distributions of all probes, caught in windows, and the bracket of any functional of them."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from adamw_bounds.errors import InputError
from adamw_bounds.spectra.brackets.interval import Bracket, interval
from adamw_bounds.spectra.brackets.moments import Moments, moments_of
from adamw_bounds.spectra.brackets.radau import Alternating, Rules, alternating_bounds, rules_at
from adamw_bounds.spectra.brackets.support import (
    Support,
    dim_of,
    lower_end,
    rounding_of,
    support_bounds,
)
from adamw_bounds.spectra.brackets.windows import Windows, distribution
from adamw_bounds.spectra.spectrum import MACHINE_EPSILON, Spectrum

__all__ = ["Enclosure", "Functional", "enclose"]

Float64Array = npt.NDArray[np.float64]

#: Probes from which their own scatter is looked at: t quantiles of fewer are far too wide.
_LEAST_PROBES: Final = 4
#: Share of Hutchinson's interval below which that of the scatter is taken.
_FAR: Final = 0.5
#: Degrees of freedom from which χ² is as good as normal.
_NORMAL: Final = 1e6
#: Blocks up to which chance and quadrature are taken of one measure: it costs as much again.
_FEW: Final = 20
#: Share of an interval that chance and quadrature must have each, for the same reason.
_WORTH: Final = 0.1
#: Times by which V may be larger than that of the Gauss rule: no polynomial is near beyond it.
_FAR_OFF: Final = 1e4
#: Variances between which g√V is taken at the ends, and the least of them, relative to the largest.
_GRID: Final = 1000
_LEAST: Final = 1e-6
#: Parts into which an interval is cut, and how often: a point in it is placed to the last digit.
_PARTS: Final = 64
_ROUNDS: Final = 10
#: Places for a node in the gap about σ = 0.
_REFINE: Final = 8
#: How far √w may be off in float64, in roundings: weights are squares of vectors' components.
_ROUNDINGS: Final = 8
#: Share of 1 − level that is spent on the support.
_SUPPORT_SHARE: Final = 1 / 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Functional:
    """A function of the eigenvalue (signed) with finitely many monotone pieces.

    Attributes
    ----------
    function : callable
        Continuous; takes and returns float64 arrays of one shape. Infinities are allowed.
    turning_points : tuple of float
        Where it may turn from falling to rising or back. Between neighbours it is monotone.
    alternating : tuple of Alternating
        Parts of which it is the sum, from the support's lower end on, where it has such parts:
        Gauss and Gauss–Radau rules then enclose it more tightly.
    is_smooth : bool
        Whether it has a slope between them: then `Moments` narrow its brackets.
    """

    function: Callable[[Float64Array], Float64Array]
    turning_points: tuple[float, ...]
    alternating: tuple[Alternating, ...] = ()
    is_smooth: bool = False

    def is_alternating(self, least: float) -> bool:
        """Tell whether it is a sum of such parts from `least` on."""
        return bool(self.alternating) and all(part.start <= least for part in self.alternating)

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


class _Chance(NamedTuple):
    """What chance adds to a sum, a(f − c)², which bounds its standard error.

    Attributes
    ----------
    factor, centre : float
        a and c.
    bottoms : tuple of float
        Where ±f + a(f − c)² is least: it turns there, and f does not.
    size : float
        Size of what matters.
    """

    factor: float
    centre: float
    bottoms: tuple[float, ...]
    size: float


class _Variance(NamedTuple):
    """What V = ∫(f − c)² may be, the mean over the probes.

    Attributes
    ----------
    least, likely, most : float
        V lies between the first and the last; that of the Gauss rule.
    furthest : float
        The largest |f − c|.
    kurtosis : float
        ∫(f − c)⁴ is at most this times the square of the largest V.
    """

    least: float
    likely: float
    most: float
    furthest: float
    kurtosis: float

    def above(self, slope: float, dim: int, probes: int, tail: float) -> float:
        """Return the least e with g√V ≤ slope·V + e for every V, g that of `_skewed`.

        The kurtosis of a measure that has V is at most (furthest²)/V, too. Between two neighbours
        g is largest at the lower one.
        """
        start = max(self.least, _LEAST * self.most)
        places = np.append(np.geomspace(start, max(start, self.most), _GRID), self.most)
        places = np.sort(np.append(places, min(self.least, self.most)))
        shares = places / self.most
        with np.errstate(all="ignore"):
            kurtosis = np.fmin(
                (self.furthest / math.sqrt(self.most)) ** 2 / shares, self.kurtosis / shares**2
            )
        factors = _skewed(kurtosis, dim, probes, tail)[:-1]
        return float((factors * np.sqrt(places[1:]) - slope * places[:-1]).max())


class _Part(NamedTuple):
    """The probe of one block, or of the whole.

    Attributes
    ----------
    windows : Windows
        Where its mass lies, which is its part of the whole.
    moments : Moments or None
        Those of what is not known, whose mass is `loose`.
    known : int
        How many of the windows, the last ones, are known.
    loose : float
        What part of the mass is not known.
    """

    windows: Windows
    moments: Moments | None
    known: int
    loose: float

    def ends(self, functional: Functional) -> tuple[float, float]:
        """Return the least and the largest ∫f."""
        least, largest = functional.extremes(self.windows.low, self.windows.high)
        masses, cut = self.windows.mass, self.windows.mass.size - self.known
        low, high = _mean(masses[:cut], least[:cut]), _mean(masses[:cut], largest[:cut])
        moments = self.moments
        if moments is not None and functional.is_smooth:
            factor, shift = self.loose / moments.mass, moments.shift
            found = moments.extremes(
                lambda x: functional.extremes(x - shift, x + shift)[0],
                lambda x: functional.extremes(x - shift, x + shift)[1],
                functional.turning_points,
                (low / factor, high / factor),
            )
            low, high = found[0] * factor, found[1] * factor
        return (
            low + _mean(masses[cut:], least[cut:]),
            high + _mean(masses[cut:], largest[cut:]),
        )

    def joint(self, functional: Functional, chance: _Chance, sign: int) -> float:
        """Return the most that ∫(sign·f + a(f − c)²) is, the second summand over what is loose."""
        cut = self.windows.mass.size - self.known
        least, largest = functional.extremes(self.windows.low, self.windows.high)

        def most(low: Float64Array, high: Float64Array) -> Float64Array:
            # Convex in f, it is largest where f is least or largest.
            ends = [sign * f + chance.factor * (f - chance.centre) ** 2 for f in (low, high)]
            return np.maximum(*ends)

        found = _mean(self.windows.mass[:cut], most(least[:cut], largest[:cut]))
        moments = self.moments
        if moments is not None and functional.is_smooth and math.isfinite(found):
            factor, shift = self.loose / moments.mass, moments.shift
            found = factor * moments.most(
                lambda x: most(*functional.extremes(x - shift, x + shift)),
                functional.turning_points,
                chance.bottoms,
                found / factor,
                chance.size / factor,
            )
        ends = (sign * least[cut:], sign * largest[cut:])
        return found + _mean(self.windows.mass[cut:], np.maximum(*ends))


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
    fixed : tuple of int
        How many windows and nodes of each probe, the last ones, are eigenvalues with the mass
        that each has: chance does not touch them.
    radau : tuple of Rules or None
        The Gauss–Radau rule of each probe, where the lower end of the support was given.
    parts : tuple of tuple
        For each probe, what its blocks have: windows and moments. Empty: there are windows alone.
    zeros : float
        Share of the eigenvalues that are known to be 0 without any rounding, of zero rows.
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
    fixed: tuple[int, ...] = ()
    radau: tuple[Rules | None, ...] = ()
    parts: tuple[tuple[_Part, ...], ...] = ()
    zeros: float = 0.0

    @property
    def probes(self) -> int:
        """Number of probes; 1 for exact eigenvalues."""
        return len(self.windows)

    def bracket(self, functional: Functional) -> Bracket:
        """Return the mean of f over the eigenvalues, tr f(H)/d, with its error bars.

        Parameters
        ----------
        functional : Functional
            f. Where it is infinite on the support, so may be an end of the bracket, and the
            estimate where a node lies there.

        Returns
        -------
        Bracket
            For chance, with Hutchinson's variance, of the same measure as the quadrature where that
            pays, or, from four probes on, a t interval over them where that is far narrower, both
            widened where a few eigenvalues decide.
        """
        found = self._bracket(functional)
        if math.isfinite(found.reach[0]):
            return found
        # Nothing bounds the variance of an f that may be infinite. That of min(f, c) is bounded,
        # and so is its mean from below, which is no larger than that of f.
        capped = self._bracket(self._capped(functional))
        return replace(
            found,
            lower=max(found.limits[0], min(capped.lower, found.estimate)),
            quadrature=(max(capped.quadrature[0], found.limits[0]), found.quadrature[1]),
            reach=(capped.reach[0], found.reach[1]),
        )

    def _capped(self, functional: Functional) -> Functional:
        """Return min(f, c), with c the most that f must have where chance moves the mass."""
        found = []
        with np.errstate(all="ignore"):
            for windows, fixed in zip(self.windows, self.fixed, strict=True):
                moved = windows.mass.size - fixed
                least, _ = functional.extremes(windows.low[:moved], windows.high[:moved])
                found += least[np.isfinite(least)].tolist()
        most = max(found, default=0.0)
        return replace(
            functional,
            function=lambda places: np.minimum(functional.function(places), most),
            alternating=(),
            is_smooth=False,
        )

    def _bracket(self, functional: Functional) -> Bracket:
        lower, middle, upper = self.of_each(functional)
        seconds, fourths = np.zeros(self.probes), np.zeros(self.probes)
        centres, guesses, nearest = (np.zeros(self.probes) for _ in range(3))
        furthest = 0.0
        sure = np.zeros((3, self.probes))
        with np.errstate(all="ignore"):
            for probe, (windows, nodes, weights) in enumerate(
                zip(self.windows, self.nodes, self.weights, strict=True)
            ):
                least, largest = functional.extremes(windows.low, windows.high)
                if not self.exact:
                    moved = windows.mass.size - (self.fixed[probe] if self.fixed else 0)
                    certain = windows.mass[moved:]
                    sure[:, probe] = (
                        _mean(certain, least[moved:]),
                        certain.sum(),
                        _mean(certain, largest[moved:]),
                    )
                    held = weights.size - (self.fixed[probe] if self.fixed else 0)
                    # Any centre will do: the mass that is left to chance is known as a whole.
                    values = functional.function(nodes[:held])
                    finite = np.where(np.isfinite(values), weights[:held], 0.0)
                    centre = _mean(finite, values) / (float(finite.sum()) or 1.0)
                    centres[probe] = centre
                    guesses[probe] = _mean(finite, (values - centre) ** 2)
                    away = np.maximum(np.abs(least - centre), np.abs(largest - centre))[:moved]
                    seconds[probe] = _mean(windows.mass[:moved], away**2)
                    near = np.maximum(np.maximum(least - centre, centre - largest), 0.0)[:moved]
                    nearest[probe] = _mean(windows.mass[:moved], near**2)
                    # As shares of the largest: its fourth power might not be a float.
                    most = float(away.max(initial=0.0))
                    furthest = max(furthest, most)
                    if 0 < most < math.inf:
                        fourths[probe] = _mean(windows.mass[:moved], (away / most) ** 4)
                        fourths[probe] *= (most * most / seconds[probe]) ** 2
            ends = np.array([[self.support.lower], [self.support.upper]])
            least, largest = functional.extremes(*ends)
            low, rest, high = sure.mean(axis=1)
            limits = (
                float(low + (1 - rest) * least[0]),
                float(high + (1 - rest) * largest[0]),
            )
            spent = 1 - self.level - self.support.failure
            scatter, freedom, reach = None, None, (0.0, 0.0)
            if not self.exact:
                plain = math.sqrt(2.0 / self.dim * _average(seconds) / self.probes)
                scatter = (plain,) * 3
                if self.probes > 1:
                    errors = [_standard_error(values) for values in (lower, middle, upper)]
                    scatter, freedom = (errors[0], errors[1], errors[2]), self.probes - 1
                tail = 0.5 * spent
                kurtosis = np.array([_average(fourths)])
                skewed = float(_skewed(kurtosis, self.dim, self.probes, tail)[0])
                reach = (skewed * plain, skewed * plain)
                if self.probes >= _LEAST_PROBES:
                    reach = _scattered(reach, scatter, self.probes, tail, skewed)
                inner = (_average(lower), _average(upper))
                variance = _average(seconds)
                if functional.is_smooth and 0 < variance < math.inf and self._pays(inner, reach):
                    chance = _Variance(
                        least=_average(nearest),
                        likely=min(_average(guesses), variance),
                        most=variance,
                        furthest=furthest,
                        # Of all probes, where V is the largest.
                        kurtosis=_average(fourths * (seconds / variance) ** 2),
                    )
                    # Where the quadrature decides, the measure with the most has the largest V.
                    signs = (-1, 1) if inner[1] - inner[0] <= sum(reach) else (-1,)
                    reached, is_near = list(reach), chance.most < _FAR_OFF * chance.likely
                    for side, sign in enumerate(signs):
                        # The scatter of the probes has nothing to do with one measure's V.
                        if is_near and reached[side] == skewed * plain:
                            given = (functional, centres, chance, skewed, tail, sign)
                            more = self._joint(*given) - sign * inner[side]
                            reached[side] = min(reached[side], max(more, 0.0))
                    reach = (reached[0], reached[1])
            return interval(
                (_average(lower), _average(middle), _average(upper)),
                scatter,
                freedom,
                reach,
                limits=limits,
                level=self.level,
                spent=spent,
                assumed=self.support.assumed,
            )

    def _pays(self, ends: tuple[float, float], reach: tuple[float, float]) -> bool:
        """Tell whether one measure for both may narrow an interval by what it costs."""
        if not self.parts or max(map(len, self.parts)) > _FEW:
            return False
        inner, outer = ends[1] - ends[0], reach[0] + reach[1]
        return min(inner, outer) >= _WORTH * (inner + outer)

    def _joint(
        self,
        functional: Functional,
        centres: Float64Array,
        variance: _Variance,
        skewed: float,
        tail: float,
        sign: int,
    ) -> float:
        """Return an upper bound of ±∫f and what chance adds to it, the same measure in both.

        What chance adds to a measure is g√V times a constant, and g√V ≤ slope·V + e, whatever the
        slope: a linear functional of the measure. Where the mass that is not placed lies tells ∫f
        and V at once.
        """
        size = math.sqrt(variance.most if sign > 0 else variance.likely)
        if not size > 0:
            return math.inf
        slope = 0.5 * skewed / size
        rest = variance.above(slope, self.dim, self.probes, tail)
        unit = math.sqrt(2.0 / self.dim / self.probes)
        factor, found = unit * slope, []
        if not (0 < factor < math.inf and rest < math.inf):
            return math.inf
        ends = (self.support.lower, self.support.upper)
        for parts, centre in zip(self.parts, centres.tolist(), strict=True):
            bottoms = tuple(_crossings(functional, centre - sign * 0.5 / factor, ends))
            chance = _Chance(factor, centre, bottoms, unit * skewed * size)
            found.append(math.fsum(part.joint(functional, chance, sign) for part in parts))
        # No number at all would be the least of all.
        most = float(np.mean(found)) + unit * rest
        return math.inf if math.isnan(most) else most

    def of_each(self, functional: Functional) -> tuple[Float64Array, Float64Array, Float64Array]:
        """Return lower end, estimate and upper end of ∫f dμ for each probe, without chance."""
        lower, middle, upper = (np.empty(self.probes) for _ in range(3))
        with np.errstate(all="ignore"):
            for probe, (windows, nodes, weights) in enumerate(
                zip(self.windows, self.nodes, self.weights, strict=True)
            ):
                least, largest = functional.extremes(windows.low, windows.high)
                estimate = _mean(weights, functional.function(nodes))
                low, high = _mean(windows.mass, least), _mean(windows.mass, largest)
                if self.parts and functional.is_smooth:
                    found = [part.ends(functional) for part in self.parts[probe]]
                    low = max(low, math.fsum(end[0] for end in found))
                    high = min(high, math.fsum(end[1] for end in found))
                # The Gauss rule is one of the distributions: only rounding can put it outside.
                rules = self.radau[probe] if self.radau else None
                if rules is not None and functional.is_alternating(rules.least):
                    ends = self._alternating(probe, functional, rules, least, largest)
                    low, high = max(low, ends[0]), min(high, ends[1])
                lower[probe], upper[probe] = min(low, estimate), max(high, estimate)
                middle[probe] = estimate
        return lower, middle, upper

    def _known(self, probe: int) -> int:
        """Return how many eigenvalues are known beside what a probe says."""
        fixed = self.fixed[probe] if self.fixed else 0
        mass = self.windows[probe].mass
        return round(self.dim * float(mass[mass.size - fixed :].sum()))

    def _alternating(
        self,
        probe: int,
        functional: Functional,
        rules: Rules,
        least: Float64Array,
        largest: Float64Array,
    ) -> tuple[float, float]:
        """Return bounds of ∫f dμ from the rules, beside which known eigenvalues may stand."""
        windows, weights = self.windows[probe], self.weights[probe]
        fixed = self.fixed[probe] if self.fixed else 0
        cut, held = windows.mass.size - fixed, weights.size - fixed
        share = float(weights[:held].sum())
        moved = Windows(windows.mass[:cut] / share, windows.low[:cut], windows.high[:cut])
        ends = [
            _signed(
                alternating_bounds(
                    part, self.nodes[probe][:held], weights[:held] / share, rules, moved
                ),
                part.sign,
            )
            for part in functional.alternating
        ]
        return (
            share * sum(end[0] for end in ends) + _mean(windows.mass[cut:], least[cut:]),
            share * sum(end[1] for end in ends) + _mean(windows.mass[cut:], largest[cut:]),
        )

    def describe(self) -> str:
        """Say in a few sentences what the error bars hold, and on what they rest."""
        if self.exact:
            return "All eigenvalues are known: there are no error bars."
        chance = "Hutchinson's variance"
        if self.probes >= _LEAST_PROBES:
            chance += f", or the scatter over {self.probes} probes where that is far narrower"
        chance += ", wider where a few eigenvalues decide"
        known = max(map(self._known, range(self.probes)))
        if known:
            chance += f"; known eigenvalues, {known} of them, stand for themselves without chance"
        return (
            f"lower and upper hold the exact figure at a level of {100 * self.level:g} %: the "
            "quadrature of each probe bracketed by the inequalities of Chebyshev, Markov and "
            "Stieltjes and by polynomials above and below the summand, and "
            f"{chance}. {self.support.text} Nodes are widened by "
            f"{self.rounding[0]:.2g} and partial sums by {self.rounding[1]:.2g} for rounding; that "
            "Lanczos was reorthogonalised in full is assumed."
        )


def _skewed(kurtosis: Float64Array, dim: int, probes: int, tail: float) -> Float64Array:
    """Return how many standard errors chance may move an end.

    Parameters
    ----------
    kurtosis : ndarray
        dΣa⁴/(Σa²)² of the eigenvalues' parts.
    dim, probes : int
        d, and how many probes there are.
    tail : float
        What may fail on each side.

    Notes
    -----
    The mass that a probe has at one eigenvalue is χ²₁/d, which is skewed: where it is small, so is
    the standard error that it gives. Were the figure F·Y with Y = χ²_ν/ν, ν = probes·many, its
    standard error would read F√(2Y/ν), and F ≤ FY + g·F√(2Y/ν) holds but for a probability t with
    g = (1 − y)/√(2y/ν), y the t-quantile of Y. For ν → ∞ it is the normal quantile. `many` is how
    many eigenvalues, of equal share, would give the variance: (Σa²)²/Σa⁴.
    """
    # scipy.stats would take longer to import than to use.
    from scipy.special import gammaincinv, ndtri

    normal = -float(ndtri(tail))
    with np.errstate(all="ignore"):
        freedom = probes * np.maximum(np.where(kurtosis > 0, dim / kurtosis, np.inf), 1.0)
        half = 0.5 * np.minimum(freedom, _NORMAL)
        low = gammaincinv(half, tail) / half
        found = np.maximum(normal, (1.0 - low) / np.sqrt(low / half))
    return np.where(freedom < _NORMAL, found, normal)


def _scattered(
    reach: tuple[float, float],
    scatter: tuple[float, float, float],
    probes: int,
    tail: float,
    skewed: float,
) -> tuple[float, float]:
    """Return how far chance may move the ends by the scatter of the probes, or `reach`.

    `scatter` has the standard errors over the probes of lower ends, estimates and upper ends.
    """
    from scipy.special import ndtri, stdtrit

    factor = float(stdtrit(probes - 1, tail)) * skewed / float(ndtri(tail))
    low, high = (factor * error for error in (scatter[0], scatter[2]))
    # The narrower of two would hold less often than either: Hutchinson's is left only where it is
    # far too wide, as the scatter of the probes hardly makes it seem by chance.
    return (
        low if low < _FAR * reach[0] else reach[0],
        high if high < _FAR * reach[1] else reach[1],
    )


def _crossings(functional: Functional, level: float, ends: tuple[float, float]) -> list[float]:
    """Return where f passes a level; between its turning points it does so once at most."""
    inner = [point for point in functional.turning_points if ends[0] < point < ends[1]]
    places = np.array(sorted({*ends, *inner}))
    below = functional.function(places) < level
    found = []
    for piece in np.flatnonzero(below[:-1] != below[1:]).tolist():
        low, high = places[piece : piece + 2]
        for _ in range(_ROUNDS):
            between = np.linspace(low, high, _PARTS + 1)
            same = (functional.function(between) < level) == below[piece]
            at = max(int(np.argmin(same)), 1)
            low, high = between[at - 1 : at + 1]
        found.append(float(low))
    return found


def _signed(ends: tuple[float, float], sign: int) -> tuple[float, float]:
    return ends if sign > 0 else (-ends[1], -ends[0])


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


def enclose(
    spectrum: Spectrum,
    *,
    support: tuple[float | None, float | None] | None = None,
    residuals: npt.ArrayLike | None = None,
    refine: int | None = None,
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
    refine : int, optional
        Rules with a node between the Gauss nodes: this many in the gap about σ = 0, beside some
        near 0. 0: the Gauss nodes alone, and no `Moments`. By default 8.
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
    if refine is not None and refine < 0:
        raise InputError(f"refine must be an integer ≥ 0, not {refine}")
    dim = dim_of(spectrum)
    if refine is None:
        refine = _REFINE
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
    known = spectrum.known
    rest = spectrum if known is None else _unknown(spectrum)
    # Rounding knows nothing of which nodes are known: it is that of the whole matrix.
    size = max(map(abs, spectrum.extremes))
    ends = support_bounds(rest, support=support, failure=failure, size=size)
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
    shift = relative * max(abs(ends.lower), abs(ends.upper), size)
    measured = spectrum.node_rounding
    if measured is not None and measured < shift:
        # The rule is that of a matrix this near; what is left is how far the vectors are from
        # orthogonal, after two sweeps a few roundings of Lanczos' own type.
        shift = measured
        relative = math.sqrt(steps) * min(
            MACHINE_EPSILON[spectrum.dtype], MACHINE_EPSILON["float32"]
        )
    # The rule is that of a matrix without its null space, which lies this near.
    shift += spectrum.null_rounding
    ended = rounding_of(spectrum)
    finest = max(float(np.finfo(spectrum.weights.dtype).eps), MACHINE_EPSILON["float64"])
    all_nodes, all_weights = [], []
    placed: list[Windows] = []
    fixed: list[int] = []
    radau: list[Rules | None] = []
    given_low = support is not None and support[0] is not None
    parts: list[tuple[_Part, ...]] = []
    refined, slacks, zeros = True, [], []
    for probe, (row, masses) in enumerate(zip(spectrum.nodes, spectrum.weights, strict=True)):
        certain = np.zeros(row.shape, np.bool_) if known is None else known[probe]
        beside = certain & False if spectrum.apart is None else spectrum.apart[probe]
        order = np.argsort(np.asarray(row, dtype=np.float64), kind="stable")
        order = order[(masses[order] > 0) & ~beside[order]]
        whole, sure = np.asarray(row[order], dtype=np.float64), certain[order]
        heavy = np.asarray(masses[order], dtype=np.float64)
        off = abs(float(np.asarray(masses, dtype=np.float64).sum()) - 1.0)
        nodes, weights = whole[~sure], heavy[~sure] / float(heavy[~sure].sum())
        counts = spectrum.counts(probe)[certain]
        count = int(counts.sum())
        residual = None if left is None else float(left[probe])
        spent = residual is not None and residual <= ended
        exhausted = nodes.size >= dim - count or spent
        moments = None
        slacks.append(relative + off)
        if refine and not exhausted:
            moments = moments_of(
                whole,
                heavy / float(heavy.sum()),
                residual=residual,
                ends=(ends.lower, ends.upper),
                shift=shift,
                slack=relative + off,
                known=sure,
                weight_error=max(_ROUNDINGS * finest, off),
            )
        # Where a Krylov space has ended, a residual up to this was taken for 0.
        own = shift + ended if spent else shift
        inner, masses_in = nodes, weights
        if refine and not exhausted and moments is None and not sure.any():
            short = _ended(nodes, weights, shift)
            if short is not None:
                inner, masses_in, exhausted = *short[:2], True
                own = shift + 2.0 * short[2]
        refined = refined and (exhausted or moments is not None)
        found = distribution(
            inner,
            masses_in,
            ends,
            exhausted=exhausted,
            rules=[] if moments is None else moments.partial(refine),
            shift=own,
            slack=relative + off,
        )
        rules = None
        if given_low and residual is not None and not spent and not sure.any():
            rules = rules_at(ends.lower, nodes, weights, residual, shift, relative + off)
        radau.append(rules)
        values = np.asarray(row[certain], dtype=np.float64)
        zeros.append(float(counts[beside[certain] & (values == 0)].sum()) / dim)
        away = np.where(beside[certain], spectrum.null_rounding, 2.0 * shift)
        apart = Windows(counts / dim, values - away, values + away)
        share = 1.0 - count / dim
        placed.append(
            Windows(
                np.concatenate([found.mass * share, apart.mass]),
                np.concatenate([found.low, apart.low]),
                np.concatenate([found.high, apart.high]),
            )
        )
        parts.append((_Part(placed[-1], moments, values.size, share),))
        all_nodes.append(np.concatenate([nodes, values]))
        all_weights.append(np.concatenate([weights * share, apart.mass]))
        fixed.append(values.size)
    return Enclosure(
        windows=tuple(placed),
        nodes=tuple(all_nodes),
        weights=tuple(all_weights),
        support=replace(
            ends,
            lower=min(ends.lower, *spectrum.extremes),
            upper=max(ends.upper, *spectrum.extremes),
        ),
        dim=dim,
        level=level,
        exact=False,
        rounding=(shift, max(slacks)),
        refined=refined,
        fixed=tuple(fixed),
        radau=tuple(radau),
        parts=tuple(parts),
        zeros=float(np.mean(zeros)),
    )


def _ended(
    nodes: Float64Array, weights: Float64Array, shift: float
) -> tuple[Float64Array, Float64Array, float] | None:
    """Return a rule whose Krylov space was all but over before the last step.

    After as many steps as there are distinct eigenvalues, rounding goes on with what it left of
    the residual β, and finds each of them again and again. Without that β the matrix is another
    one, which is β from the first in norm, and has the first nodes alone.

    Returns
    -------
    tuple or None
        Nodes that lie apart, their weights, and β with how far those that are one node reach; None
        where all nodes lie apart.
    """
    first = np.concatenate([[True], np.diff(nodes) > shift])
    group = np.cumsum(first) - 1
    count = int(group[-1]) + 1
    if count == nodes.size:
        return None
    masses = np.bincount(group, weights).astype(np.float64)
    places = np.bincount(group, weights * nodes) / masses
    basis = np.zeros((count, nodes.size))
    basis[0] = np.sqrt(weights)
    vector = basis[0]
    for step in range(count):
        vector = nodes * basis[step]
        for _ in range(2):
            vector = vector - (basis[: step + 1] @ vector) @ basis[: step + 1]
        size = float(np.linalg.norm(vector))
        if step + 1 < count:
            if not size > 0:
                return None
            basis[step + 1] = vector / size
    last = np.append(np.flatnonzero(first)[1:] - 1, nodes.size - 1)
    return places, masses, size + float((nodes[last] - nodes[first]).max())


def _unknown(spectrum: Spectrum) -> Spectrum:
    """Return the spectrum without the eigenvalues that are known, whose space is a smaller one."""
    assert spectrum.weights is not None
    assert spectrum.known is not None
    weights = np.where(spectrum.known, 0.0, np.asarray(spectrum.weights, dtype=np.float64))
    rest = weights.sum(axis=1, keepdims=True)
    if not (rest > 0).all():  # a probe that has nothing else
        return replace(spectrum, known=None, apart=None, vectors=None, preconditioned=None)
    known = [int(spectrum.counts(probe).sum()) for probe in range(spectrum.probes)]
    return replace(
        spectrum,
        weights=weights / rest,
        dim=max(1, dim_of(spectrum) - min(known)),
        known=None,
        apart=None,
        vectors=None,
        preconditioned=None,
        blocks=(),
    )


def _enclose_blocks(
    spectrum: Spectrum,
    support: tuple[float | None, float | None] | None,
    refine: int,
    level: float,
) -> Enclosure:
    """Put the windows of the blocks together, each with its share of the dimension."""
    dim = dim_of(spectrum)
    failure = _SUPPORT_SHARE * (1 - level) / len(spectrum.blocks)
    parts = [
        _enclose(
            item.spectrum,
            dim_of(item.spectrum),
            _support_of_block(spectrum, item.spectrum, support),
            item.spectrum.residuals,
            refine,
            level,
            failure,
        )
        for item in spectrum.blocks
    ]
    shares = [part.dim / dim for part in parts]
    windows, nodes, weights, fixed, pieces = [], [], [], [], []
    for probe in range(spectrum.probes):
        # An exact block is the same for every probe.
        places = [0 if part.exact else probe for part in parts]
        mine = [part.windows[place] for part, place in zip(parts, places, strict=True)]
        certain = [
            part.nodes[at].size if part.exact else part.fixed[at]
            for part, at in zip(parts, places, strict=True)
        ]
        windows.append(
            Windows(
                _certain_last(
                    [w.mass * share for w, share in zip(mine, shares, strict=True)], certain
                ),
                _certain_last([w.low for w in mine], certain),
                _certain_last([w.high for w in mine], certain),
            )
        )
        nodes.append(
            _certain_last([part.nodes[at] for part, at in zip(parts, places, strict=True)], certain)
        )
        weights.append(
            _certain_last(
                [
                    part.weights[at] * share
                    for part, at, share in zip(parts, places, shares, strict=True)
                ],
                certain,
            )
        )
        fixed.append(sum(certain))
        pieces.append(
            tuple(
                _scaled(part.parts[at][0], share)
                if part.parts
                else _certain(part.windows[at], share)
                for part, at, share in zip(parts, places, shares, strict=True)
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
        fixed=tuple(fixed),
        parts=tuple(pieces),
        zeros=math.fsum(share * part.zeros for part, share in zip(parts, shares, strict=True)),
    )


def _support_of_block(
    whole: Spectrum, part: Spectrum, support: tuple[float | None, float | None] | None
) -> tuple[float | None, float | None] | None:
    """Return the given support without a lower end that only the rounding of the whole allows.

    A small block's nodes may lie below it by more than their own rounding, which refutes it there.
    """
    if support is None or support[0] is None or part.kind == "exact":
        return support
    least = support[0]
    is_refuted = lower_end(part, least) != least and lower_end(whole, least) == least
    return (None, support[1]) if is_refuted else support


def _certain(windows: Windows, share: float) -> _Part:
    """Return an exact block, which chance does not touch."""
    return _Part(_scaled_windows(windows, share), None, windows.mass.size, share)


def _scaled_windows(windows: Windows, share: float) -> Windows:
    return windows._replace(mass=windows.mass * share)


def _scaled(part: _Part, share: float) -> _Part:
    """Return a part that has a share of what it had."""
    return part._replace(windows=_scaled_windows(part.windows, share), loose=part.loose * share)


def _certain_last(parts: Sequence[Float64Array], certain: Sequence[int]) -> Float64Array:
    """Put arrays together; the last entries of each, as many as `certain` says, come last."""
    cuts = [part.size - count for part, count in zip(parts, certain, strict=True)]
    moved = [part[:cut] for part, cut in zip(parts, cuts, strict=True)]
    return np.concatenate([*moved, *(part[cut:] for part, cut in zip(parts, cuts, strict=True))])
