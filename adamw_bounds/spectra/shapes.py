"""What pictures of a spectrum's shape are drawn from: shares of the eigenvalues by their size.

A quadrature is no list of eigenvalues: beside each figure that is taken from its nodes stands what
the figure lies between, for each by itself, by the brackets of `adamw_bounds.spectra.brackets`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from adamw_bounds.errors import Fault, InputError
from adamw_bounds.spectra.brackets import enclose
from adamw_bounds.spectra.brackets.enclosure import Enclosure, Functional
from adamw_bounds.spectra.spectrum import Spectrum

__all__ = [
    "Cumulative",
    "Density",
    "Known",
    "Smooth",
    "cumulative",
    "densities",
    "density",
    "least_drawn",
]

Float64Array = npt.NDArray[np.float64]
Span = tuple[float | None, float | None]

_STEPS: Final = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0)
#: Intervals of a quadrature are so wide at least, in decades: of narrower ones nothing is known.
_DECADE: Final = 1.0
#: Intervals over a linear axis, of all eigenvalues and of a quadrature.
_LINEAR, _LINEAR_KNOWN = 60, 16
#: Sizes at which a smoothed density is computed, and those that a kernel's width is worth.
_PLACES, _PER_WIDTH = 1201, 4
#: Values up to which each enters a smoothed density by itself; more enter by narrow intervals.
_EXACT: Final = 1 << 13
#: Kernel widths beyond which a kernel is 0 for the eye.
_FAR: Final = 5.0


class Known(NamedTuple):
    """What shares of a quadrature lie between.

    Attributes
    ----------
    positive, negative : (tuple of float, tuple of float)
        The lower and the upper ends of each figure, by sign.
    below : (float, float)
        Of the share of the eigenvalues with |σ| below the first edge; (0, 0) on a linear axis.
    level : float
        With which probability each interval holds, by itself.
    is_assumed : bool
        Whether it rests on an assumption about the ends of the spectrum.
    """

    positive: tuple[tuple[float, ...], tuple[float, ...]]
    negative: tuple[tuple[float, ...], tuple[float, ...]]
    below: tuple[float, float]
    level: float
    is_assumed: bool


class Smooth(NamedTuple):
    """A density seen through a Gaussian kernel.

    Attributes
    ----------
    width : float
        Standard deviation of the kernel: in decades, or in σ on a linear axis.
    places : tuple of float
        Where, as log10|σ|, or as σ on a linear axis; ascending.
    positive, negative : tuple of float
        Share of all eigenvalues per decade, or per unit of σ, by sign; on a linear axis all of
        them are in `positive`.
    known : Known or None
        What these figures lie between; None where all eigenvalues are known.
    """

    width: float
    places: tuple[float, ...]
    positive: tuple[float, ...]
    negative: tuple[float, ...]
    known: Known | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Density:
    """Shares of the eigenvalues by interval of log10|σ|, or of σ.

    Attributes
    ----------
    label : str
        The spectrum's.
    step : float
        Width of an interval: in decades, or in σ on a linear axis.
    edges : tuple of float
        Their ends as log10|σ|, or as σ; ascending, one more than intervals; multiples of `step`.
    positive, negative : tuple of float
        Share of all eigenvalues that lie in the interval, by sign; on a linear axis all of them
        are in `positive`.
    floor : float
        |σ| below it are counted as rounding; 0 where the spectrum does not state d.
    below : (float, float)
        Share of the eigenvalues below the floor or equal to 0: those ≥ 0, those < 0.
    share_below_one : float
        Share of |σ| < 1.
    share_negative : float
        Share of eigenvalues < 0.
    batch_size : int or None
        b of the run, where the file says it: at equal λ, ℓ2-Adam's x_i is the larger one exactly
        where |σ| < b.
    share_below_batch : float or None
        Share of |σ| < b.
    is_linear : bool
        Whether the intervals are of σ itself.
    known : Known or None
        What the shares of a quadrature lie between.
    smooth : Smooth or None
        The density through a kernel, where that was asked for.
    """

    label: str
    step: float
    edges: tuple[float, ...]
    positive: tuple[float, ...]
    negative: tuple[float, ...]
    floor: float
    below: tuple[float, float]
    share_below_one: float
    share_negative: float
    batch_size: int | None = None
    share_below_batch: float | None = None
    is_linear: bool = False
    known: Known | None = None
    smooth: Smooth | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cumulative:
    """Shares of the eigenvalues of at most a size, and what is known of them.

    Attributes
    ----------
    label : str
        The spectrum's.
    sigma : tuple of float
        Sizes |σ| > 0, ascending; on a linear axis σ itself.
    share : tuple of float
        Share of the eigenvalues with at most that size, as estimated.
    lower, upper : tuple of float
        What that share lies between, at each size by itself with probability `level`; the share
        itself where all eigenvalues are known.
    level : float
        1 where all eigenvalues are known.
    is_assumed : bool
        Whether the interval rests on an assumption about the ends of the spectrum.
    is_linear : bool
        Whether sizes are σ itself, negative ones too.
    """

    label: str
    sigma: tuple[float, ...]
    share: tuple[float, ...]
    lower: tuple[float, ...]
    upper: tuple[float, ...]
    level: float
    is_assumed: bool
    is_linear: bool = False


# Density


def density(
    spectrum: Spectrum,
    *,
    floor: float | None = None,
    step: float | None = None,
    most: int = 24,
    is_linear: bool = False,
    span: Span = (None, None),
) -> Density:
    """Return the shares of the eigenvalues by interval of log10|σ|, or of σ.

    Parameters
    ----------
    spectrum : Spectrum
        The spectrum; quadrature nodes count with their weights.
    floor : float, optional
        |σ| below it, ≥ 0, fall in no interval. Default: the spectrum's resolution
        d·ε_machine(dtype)·max|σ|; 0 where that is above all, or the spectrum does not state d.
        On a linear axis there is none.
    step : float, optional
        Width of an interval in decades; by default the least of 0.1, 0.2, 0.5, 1, 2, 5, … that
        makes at most `most` intervals. On a linear axis a `most`-th part of it.
    most : int
        Intervals at most.
    is_linear : bool
        Take intervals of σ itself.
    span : (float or None, float or None)
        Intervals lie between these |σ| > 0, or these σ on a linear axis.

    Returns
    -------
    Density
        From the least |σ| that is not below the floor to the largest; no intervals where all
        are 0.

    Raises
    ------
    InputError
        If `floor` or `step` is out of its domain.
    """
    faults = [
        Fault(name, value, f"must be a number {allowed}")
        for name, value, allowed, fine in (
            ("floor", floor, "≥ 0", floor is None or 0 <= floor < math.inf),
            ("step", step, "> 0", step is None or 0 < step < math.inf),
        )
        if not fine
    ]
    if faults:
        raise InputError(faults)
    top = spectrum.max_singular_value
    if is_linear:
        floor = 0.0
    elif floor is None:
        floor = spectrum.resolution() if spectrum.dim is not None else 0.0
        if floor >= top:  # a floor above everything would leave nothing to draw
            floor = 0.0
    shared: dict[str, Any] = {
        "label": spectrum.label,
        "floor": floor,
        "share_below_one": spectrum.share_below_one,
        "share_negative": spectrum.share_negative,
        "batch_size": spectrum.meta.batch_size,
        "share_below_batch": spectrum.share_below_batch,
        "is_linear": is_linear,
    }
    bottom = least_drawn(spectrum, floor)
    if bottom is None and not is_linear:
        negative = spectrum.share_negative
        return Density(
            step=step or _STEPS[0],
            edges=(),
            positive=(),
            negative=(),
            below=(1.0 - negative, negative),
            **shared,
        )
    low, high = _ends(spectrum, bottom or 0.0, span, is_linear=is_linear)
    if is_linear:
        step = (high - low) / most if step is None else step
        first, count = math.floor(low / step), 0
        count = max(1, math.floor(high / step) - first + (high / step != math.floor(high / step)))
    else:
        step, first, count = _axis(low, high, most, step)
    positive, negative_shares, below = _histogram(spectrum, floor, step, first, count, is_linear)
    return Density(
        step=step,
        edges=tuple((first + place) * step for place in range(count + 1)),
        positive=tuple(positive),
        negative=tuple(negative_shares),
        below=below,
        **shared,
    )


def densities(
    spectra: Sequence[Spectrum],
    *,
    floor: float | None = None,
    most: int | None = None,
    is_linear: bool = False,
    span: Span = (None, None),
    smooth: float | None = None,
) -> tuple[Density, ...]:
    """Return the densities of several spectra over intervals that they share.

    Parameters
    ----------
    spectra : sequence of Spectrum
        The spectra. Those that are quadratures have wider intervals, and what their shares lie
        between.
    floor : float, optional
        As in `density`.
    most : int, optional
        Intervals of each spectrum at most; by default 1.5 times the root of how many values it
        has, from 8 to 80.
    is_linear, span : bool, (float or None, float or None)
        As in `density`.
    smooth : float, optional
        Standard deviation > 0 of a Gaussian kernel, in decades (in σ on a linear axis), through
        which the densities are seen too.

    Returns
    -------
    tuple of Density

    Raises
    ------
    InputError
        If an argument is out of its domain, or a quadrature does not state d.
    """
    if smooth is not None and not 0 < smooth < math.inf:
        raise InputError([Fault("smooth", smooth, "must be a number > 0")])
    shared: dict[str, Any] = {"floor": floor, "is_linear": is_linear, "span": span}
    found: dict[int, Density] = {}
    for exact in (True, False):
        group = {
            place: spectrum
            for place, spectrum in enumerate(spectra)
            if (spectrum.kind == "exact") == exact
        }
        items = {
            place: density(
                spectrum, most=_enough(spectrum, is_linear) if most is None else most, **shared
            )
            for place, spectrum in group.items()
        }
        step = max((item.step for item in items.values()), default=0.0)
        if not exact and not is_linear:
            step = max(step, _DECADE)
        found |= {
            place: item if item.step == step else density(group[place], step=step, **shared)
            for place, item in items.items()
        }
    return tuple(
        _with_known(spectrum, found[place], smooth, span) for place, spectrum in enumerate(spectra)
    )


def _with_known(spectrum: Spectrum, item: Density, smooth: float | None, span: Span) -> Density:
    """Say what shares of a quadrature lie between, and see a density through a kernel."""
    if not item.edges:
        return item
    enclosure = None if spectrum.kind == "exact" else enclose(spectrum)
    if enclosure is not None and smooth is None:
        item = replace(item, known=_known(enclosure, item))
    if smooth is not None:
        item = replace(item, smooth=_smoothed(spectrum, enclosure, item, smooth, span))
    return item


@dataclass(frozen=True, slots=True, kw_only=True)
class _Within(Functional):
    """1 where low ≤ σ < high, else 0; it jumps, so that it says its extremes itself."""

    low: float
    high: float

    def extremes(self, low: Float64Array, high: Float64Array) -> tuple[Float64Array, Float64Array]:
        within = (low >= self.low) & (high < self.high)
        meets = (low < self.high) & (high >= self.low)
        return within.astype(np.float64), meets.astype(np.float64)


def _within(low: float, high: float) -> Functional:
    return _Within(
        function=lambda sigma: ((sigma >= low) & (sigma < high)).astype(np.float64),
        turning_points=(),
        low=low,
        high=high,
    )


def _known(enclosure: Enclosure, item: Density) -> Known:
    """Return what the shares of the intervals lie between."""

    def ends(functionals: Sequence[Functional]) -> tuple[tuple[float, ...], tuple[float, ...]]:
        found = [enclosure.bracket(one) for one in functionals]
        return (
            tuple(max(0.0, one.lower) for one in found),
            tuple(min(1.0, one.upper) for one in found),
        )

    if item.is_linear:
        edges = item.edges
        pairs = list(pairwise(edges))
        positive = ends([_within(low, high) for low, high in pairs])
        negative = ((0.0,) * len(pairs),) * 2
        below = (0.0, 0.0)
    else:
        sizes = [10.0**edge for edge in item.edges]
        pairs = list(pairwise(sizes))
        positive = ends([_within(low, high) for low, high in pairs])
        # The next float, as (−high, −low] is [next(−high), next(−low)).
        flipped = [
            _within(math.nextafter(-high, math.inf), math.nextafter(-low, math.inf))
            for low, high in pairs
        ]
        negative = ends(flipped)
        lower, upper = ends([_within(math.nextafter(-sizes[0], math.inf), sizes[0])])
        below = (lower[0], upper[0])
    assumed = enclosure.support.assumed
    return Known(positive, negative, below, enclosure.level, assumed)


# Smoothed


def _smoothed(
    spectrum: Spectrum, enclosure: Enclosure | None, item: Density, width: float, span: Span
) -> Smooth:
    """Return the density through a Gaussian kernel, and what that lies between."""
    low, high = item.edges[0], item.edges[-1]
    if span[0] is None:
        low -= 3 * width
    if span[1] is None:
        high += 3 * width
    count = math.ceil(_PER_WIDTH * (high - low) / width) + 1
    if count > _PLACES:
        least = _PER_WIDTH * (item.edges[-1] - item.edges[0]) / _PLACES
        raise InputError(
            [Fault("smooth", width, f"must be {least:.2g} or more here: less is not seen")]
        )
    places = np.linspace(low, high, max(count, 121))
    if enclosure is None:
        positive, negative = _through(spectrum, item, places, width)
        return Smooth(width, _floats(places), _floats(positive), _floats(negative), None)
    signs = (1,) if item.is_linear else (1, -1)
    found = {
        sign: [
            enclosure.bracket(_bell(float(place), width, sign, is_linear=item.is_linear))
            for place in places
        ]
        for sign in signs
    }
    zeros = (0.0,) * len(places)
    ends = {
        sign: (
            tuple(max(0.0, one.lower) for one in brackets),
            tuple(one.upper for one in brackets),
        )
        for sign, brackets in found.items()
    }
    middle = {sign: tuple(one.estimate for one in brackets) for sign, brackets in found.items()}
    return Smooth(
        width,
        _floats(places),
        middle[1],
        middle.get(-1, zeros),
        Known(
            ends[1],
            ends.get(-1, (zeros, zeros)),
            (0.0, 0.0),
            enclosure.level,
            enclosure.support.assumed,
        ),
    )


def _gauss(distance: Float64Array, width: float) -> Float64Array:
    return np.exp(-0.5 * (distance / width) ** 2) / (width * math.sqrt(2 * math.pi))


def _bell(place: float, width: float, sign: int, *, is_linear: bool) -> Functional:
    """Return the kernel about a place as a function of the eigenvalue."""

    def linear(sigma: Float64Array) -> Float64Array:
        return _gauss(sigma - place, width)

    def by_decades(sigma: Float64Array) -> Float64Array:
        size = sign * sigma
        with np.errstate(all="ignore"):
            return np.where(size > 0, _gauss(np.log10(size) - place, width), 0.0)

    turn = place if is_linear else sign * 10.0**place
    return Functional(function=linear if is_linear else by_decades, turning_points=(turn,))


def _through(
    spectrum: Spectrum, item: Density, places: Float64Array, width: float
) -> tuple[Float64Array, Float64Array]:
    """Return the density of exact eigenvalues through a kernel, by sign."""
    sums = np.zeros((2, places.size))
    total = 0
    large = (spectrum.dim or 0) > _EXACT
    # Many values enter by intervals of a fiftieth of the kernel's width, by their middles.
    cell = width / 50
    for _, values, _weights in spectrum.chunks():
        total += values.size
        sigma = np.abs(values)
        if item.is_linear:
            points, signs = values, np.zeros(values.size, dtype=np.int64)
        else:
            kept = (sigma > 0) & (sigma >= item.floor)
            points, signs = np.log10(sigma[kept]), (values[kept] < 0).astype(np.int64)
        near = (points > places[0] - _FAR * width) & (points < places[-1] + _FAR * width)
        points, signs = points[near], signs[near]
        for sign in (0, 1):
            own, counts = points[signs == sign], None
            if large:
                cells, counts = np.unique(np.floor(own / cell), return_counts=True)
                own = (cells + 0.5) * cell
            for start in range(0, own.size, _EXACT):
                part = own[start : start + _EXACT]
                bells = _gauss(places[:, None] - part, width)
                weights = np.ones(part.size) if counts is None else counts[start : start + _EXACT]
                sums[sign] += bells @ weights
    sums /= max(total, 1)
    return sums[0], sums[1]


def _floats(values: Float64Array) -> tuple[float, ...]:
    return tuple(values.tolist())


# Cumulative


@dataclass(frozen=True, slots=True, kw_only=True)
class _AtMost(Functional):
    """1 where |σ| is at most a size, else 0; it jumps, so that it says its extremes itself."""

    size: float

    def extremes(self, low: Float64Array, high: Float64Array) -> tuple[Float64Array, Float64Array]:
        within = (low >= -self.size) & (high <= self.size)
        meets = (low <= self.size) & (high >= -self.size)
        return within.astype(np.float64), meets.astype(np.float64)


def cumulative(
    spectrum: Spectrum,
    *,
    count: int = 161,
    is_linear: bool = False,
    span: Span = (None, None),
) -> Cumulative:
    """Return the shares of eigenvalues of at most a size, with what they lie between.

    Parameters
    ----------
    spectrum : Spectrum
        The spectrum. Of a quadrature the shares are bracketed by its moments and the chance of
        its probes, as error bars are.
    count : int
        Sizes, at equal ratios from the least |σ| > 0 to the largest, ≥ 2.
    is_linear : bool
        Take σ itself for its size, at equal distances.
    span : (float or None, float or None)
        The first and the last size.

    Returns
    -------
    Cumulative

    Raises
    ------
    InputError
        If every eigenvalue is 0, or the quadrature does not state d.
    """
    bottom = least_drawn(spectrum, 0.0)
    if bottom is None:
        raise InputError(f"the spectrum {spectrum.label} has no eigenvalue but 0: nothing to draw")
    low, high = _ends(spectrum, bottom, span, is_linear=is_linear)
    # Beyond both ends a little, so that the first and the last step are seen.
    before, behind = (span[0] is None, span[1] is None)
    if is_linear:
        more = 0.02 * (high - low)
        sizes = np.linspace(low - before * more, high + behind * more, count)
    else:
        more = math.log10(1.1)
        sizes = 10 ** np.linspace(low - before * more, high + behind * more, count)
    shared: dict[str, Any] = {
        "label": spectrum.label,
        "sigma": _floats(sizes),
        "is_linear": is_linear,
    }
    if spectrum.kind == "exact":
        totals = np.zeros(count)
        for _, values, _weights in spectrum.chunks():
            ordered = np.sort(values if is_linear else np.abs(values))
            totals += np.searchsorted(ordered, sizes, side="right")
        shares = _floats(totals / (spectrum.dim or 1))
        return Cumulative(
            share=shares, lower=shares, upper=shares, level=1.0, is_assumed=False, **shared
        )
    enclosure = enclose(spectrum)
    found = [
        enclosure.bracket(
            _within(-math.inf, math.nextafter(size, math.inf))
            if is_linear
            else _AtMost(function=_indicator(size), turning_points=(), size=size)
        )
        for size in sizes.tolist()
    ]
    return Cumulative(
        share=tuple(one.estimate for one in found),
        lower=tuple(max(0.0, one.lower) for one in found),
        upper=tuple(min(1.0, one.upper) for one in found),
        level=found[0].level,
        is_assumed=any(one.assumed for one in found),
        **shared,
    )


def _indicator(size: float) -> Callable[[Float64Array], Float64Array]:
    return lambda sigma: (np.abs(sigma) <= size).astype(np.float64)


# Parts


def _enough(spectrum: Spectrum, is_linear: bool) -> int:
    """Return a number of intervals that shows the shape and not the noise."""
    size = spectrum.probes * (spectrum.steps or spectrum.dim or 1)
    if is_linear:
        return _LINEAR if spectrum.kind == "exact" else _LINEAR_KNOWN
    return min(80, max(8, int(1.5 * math.sqrt(size))))


def least_drawn(spectrum: Spectrum, floor: float) -> float | None:
    """Return the least |σ| > 0 that is not below the floor; None where there is none."""
    least = math.inf
    for _, values, _weights in spectrum.chunks():
        sigma = np.abs(values)
        kept = sigma[(sigma > 0) & (sigma >= floor)]
        if kept.size:
            least = min(least, float(kept.min()))
    return least if math.isfinite(least) else None


def _ends(spectrum: Spectrum, bottom: float, span: Span, *, is_linear: bool) -> tuple[float, float]:
    """Return where an axis begins and ends, as log10|σ| or as σ."""
    if is_linear:
        low = min(float(values.min()) for _, values, _weights in spectrum.chunks())
        high = max(float(values.max()) for _, values, _weights in spectrum.chunks())
        ends = [low if span[0] is None else span[0], high if span[1] is None else span[1]]
    else:
        found = (bottom if span[0] is None else span[0], span[1] or spectrum.max_singular_value)
        ends = [math.log10(end) for end in found]
    if ends[0] < ends[1] or span == (None, None):
        same = ends[0] == ends[1] and is_linear
        return ends[0] - same * 0.5, ends[1] + same * 0.5
    said = ":".join("" if end is None else f"{end:g}" for end in span)
    raise InputError([Fault("xlim", said, f"holds no eigenvalue of {spectrum.label}")])


def _axis(low: float, high: float, most: int, step: float | None) -> tuple[float, int, int]:
    """Return step, first interval and number of intervals that cover [low, high] decades."""
    for width in _STEPS if step is None else (step,):
        first, last = math.floor(low / width), math.floor(high / width)
        if last - first + 1 <= most or step is not None:
            return width, first, last - first + 1
    raise AssertionError("floats span fewer than 640 decades")  # pragma: no cover


def _histogram(
    spectrum: Spectrum, floor: float, step: float, first: int, count: int, is_linear: bool
) -> tuple[list[float], list[float], tuple[float, float]]:
    """Return shares of positive and negative values by interval, and of both below the floor."""
    # The last but one place is below the floor, the last beyond the intervals.
    shares = np.zeros((2, count + 2))
    for _, values, weights in spectrum.chunks():
        sigma = np.abs(values)
        places = np.full(values.shape, count)
        drawn = np.full(values.shape, True) if is_linear else (sigma > 0) & (sigma >= floor)
        points = values if is_linear else np.log10(sigma[drawn])
        found = np.floor(points / step).astype(np.int64) - first
        # Rounding may put an end one interval beyond the last; its own edge is in the last.
        found[(found == count) & (points <= (first + count) * step * (1 + 1e-12))] = count - 1
        places[drawn] = np.where((found < 0) | (found >= count), count + 1, found)
        negative = np.full(values.shape, False) if is_linear else values < 0
        for sign, chosen in enumerate((~negative, negative)):
            shares[sign] += np.bincount(
                places[chosen],
                weights=None if weights is None else weights[chosen],
                minlength=count + 2,
            )
    shares /= shares.sum()
    positive, flipped = shares.tolist()
    return positive[:count], flipped[:count], (positive[count], flipped[count])
