"""Pictures of a spectrum: its density, its sums, and err over λ and by decade of σ.

What is known of a quadrature is drawn with it: boxes or bands that hold the figure.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from adamw_bounds.errors import Fault, InputError
from adamw_bounds.numbers import format_number
from adamw_bounds.optimizers import ADAM, named
from adamw_bounds.report.charts import Look
from adamw_bounds.report.drawing import (
    COLORS,
    DASHES,
    GREY,
    HATCHES,
    MARKERS,
    PALE,
    Figure,
    FixedLocator,
    FuncFormatter,
    Line2D,
    LogLocator,
    MaxNLocator,
    NullLocator,
    Patch,
    encode,
    frame,
    height_for,
    in_lines,
    legend_below,
    legends,
    log_ticks,
    names_beside,
    number_said,
    show_span,
    some,
    styled,
)
from adamw_bounds.report.plain import one_line

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

    from adamw_bounds.spectra.curves import Decades, LambdaCurve
    from adamw_bounds.spectra.shapes import Cumulative, Density

__all__ = [
    "COLORS",
    "cumulative_figure",
    "decades_figure",
    "density_figure",
    "encode",
    "lambda_figure",
]

_LONGEST: Final = 50  # characters of an entry of the legend
_FILLED: Final = 3  # densities that are filled: of more, only the outlines can be told apart
#: Decades below the highest density that a logarithmic axis reaches down to, at most.
_DEPTH: Final = 9
#: What an interval is worth at least: a vertical axis that reaches farther shows no curve.
_REACH: Final = 30.0
_PLAIN: Final = Look()


# The spectral density


class _Heights(NamedTuple):
    """How heights are drawn: as they are, or by their logarithms above `base`, both ways."""

    base: float | None

    def of(self, values: Sequence[float], sign: int = 1) -> list[float]:
        if self.base is None:
            return [sign * value for value in values]
        return [
            sign * max(0.0, math.log10(value) - self.base) if value > 0 else 0.0 for value in values
        ]

    @classmethod
    def over(cls, tops: Sequence[float], *, is_log: bool) -> _Heights:
        tops = [top for top in tops if top > 0]
        if not is_log or not tops:
            return cls(None)
        least = max(min(tops), max(tops) * 10.0**-_DEPTH)
        # A height at the foot of the axis would not be seen.
        return cls(math.floor(math.log10(least) - 0.15))


@styled
def density_figure(items: Sequence[Density], look: Look = _PLAIN) -> Figure:
    """Draw the spectral density over log|σ|: positive eigenvalues upwards, negative downwards.

    Parameters
    ----------
    items : sequence of Density
        One or more, laid over each other; all over log10|σ|, or all over σ.
    look : Look
        How it looks. A logarithmic vertical axis grows both ways from a foot.

    Returns
    -------
    matplotlib.figure.Figure
        Areas are shares of the eigenvalues; those below the floor (or 0) stand in a slot of
        their own at the left. A quadrature has a box in each interval, from the least share that
        it may have to the largest, and a stroke at the estimate; or a curve through a kernel with
        a band. A line marks σ = b, below which ℓ2-Adam's x_i exceeds AdamW's at equal λ, where
        all are of one batch size b and it is near; else σ = 1.
    """
    some(items)
    is_linear = items[0].is_linear
    figure, axes = frame(look)
    drawn = [item for item in items if item.edges]
    low = min((_first(item) for item in drawn), default=0.0)
    high = max((_last(item) for item in drawn), default=0.0)
    mark, marked = _mark_of_order(items, high)
    if high > mark - 3 and not is_linear:  # near enough to show how far it is
        high = max(high, mark)
    slot = any(sum(item.below) > 0 for item in items)
    negative = not is_linear and any(item.share_negative > 0 for item in items)
    heights = _Heights.over(
        [height for item in items for height in _tops(item)], is_log=look.has_log("y", False)
    )
    handles: list[Artist] = []
    labels: list[str] = []
    for number, item in enumerate(items):
        line: dict[str, Any] = {
            "color": COLORS[number % len(COLORS)],
            "linestyle": DASHES[number % len(DASHES)],
        }
        _draw_density(axes, item, heights, line, is_filled=len(items) <= _FILLED)
        for sign, below in zip((1, -1), item.below, strict=True):
            if below > 0:
                # One decade wide: its area is its share too.
                axes.stairs(
                    heights.of([100 * below], sign), [low - 1.6, low - 0.6], baseline=0, lw=0.9,
                    **line,
                )  # fmt: skip
        share = f": {_percent(item.share_negative)} negative" if item.share_negative > 0 else ""
        handles.append(Line2D([], [], **line))
        labels.append(_label(item.label, spare=len(share)) + share)
    if slot:
        axes.axvspan(low - 1.6, low - 0.6, color=PALE, alpha=0.5, lw=0, zorder=0)
    axes.axhline(0, color="black", lw=0.6)
    left = low - (1.9 if slot else 0.3) if not is_linear else low
    right = high + 0.3 if not is_linear else high
    show_span(axes, look, left, right, is_log=not is_linear)
    if not is_linear and max(low, axes.get_xlim()[0]) < mark <= min(high, axes.get_xlim()[1]):
        axes.axvline(mark, color=GREY, lw=0.6, ls=(0, (4, 3)), zorder=0)
        _note(axes, mark, 1.0, marked, ha="right", va="top", rotation=90, offset=(-2, 0))
    slot = slot and axes.get_xlim()[0] < low - 0.6
    bottom, top = axes.get_ylim()
    axes.set_ylim(min(bottom, 0.0) * 1.02, max(top, 0.0) * 1.05)
    if is_linear:
        _signed_ticks(axes)
        axes.set_xlabel("eigenvalue σ of the Hessian")
        axes.set_ylabel("density of the eigenvalues (area 1)")
    else:
        _decade_ticks(axes, max(low, axes.get_xlim()[0]), min(high, axes.get_xlim()[1]), slot)
        axes.set_xlabel("absolute eigenvalue |σ| of the Hessian")
        axes.set_ylabel("eigenvalues per decade (%)")
    _height_ticks(axes, heights)
    if negative:
        # The half below the line holds the negative ones.
        for text, side, up in (("σ < 0", "top", -2), ("σ > 0", "bottom", 2)):
            axes.annotate(
                text,
                (1.0, 0.0),
                xycoords=axes.get_yaxis_transform(),
                xytext=(3, up),
                textcoords="offset points",
                va=side,
                color=GREY,
                fontsize=6.5,
                annotation_clip=False,
            )
    start, end = axes.get_xlim()
    room = (low - 0.6 - start) / (end - start) if slot else 0.0
    legends(figure, axes, look, (handles, labels), _known_said(items), left=room)
    return figure


def _first(item: Density) -> float:
    """Return where the drawing of a density begins."""
    if item.smooth is not None:
        return item.smooth.places[0]
    # All that is smaller than the first interval of a quadrature has a box of its own.
    return item.edges[0] - (item.known is not None and not item.is_linear)


def _last(item: Density) -> float:
    return item.edges[-1] if item.smooth is None else item.smooth.places[-1]


def _scale(item: Density) -> float:
    """Return what a share per interval is multiplied with to be a height."""
    return (1.0 if item.is_linear else 100.0) / item.step


def _tops(item: Density) -> list[float]:
    """Return all heights of a density."""
    times = 1.0 if item.is_linear else 100.0
    if item.smooth is not None:
        parts = [*item.smooth.positive, *item.smooth.negative]
        most = max(parts, default=0.0)
        # The tails of a kernel have no end.
        return [times * part for part in parts if part > 1e-4 * most]
    scale = _scale(item)
    found = [scale * share for share in (*item.positive, *item.negative)]
    if item.known is not None:
        found += [scale * share for ends in item.known[:2] for share in ends[1]]
        # Nothing but rounding.
        found = [height for height in found if height > 1e-9 * scale]
    return [*found, *(times * share for share in item.below)]


def _draw_density(
    axes: Axes, item: Density, heights: _Heights, line: dict[str, Any], *, is_filled: bool
) -> None:
    times = 1.0 if item.is_linear else 100.0
    smooth, known, color = item.smooth, item.known, line["color"]
    halves: list[tuple[int, Sequence[float], tuple[Any, Any] | None]]
    if smooth is not None:
        bands = smooth.known[:2] if smooth.known else (None, None)
        halves = [(1, smooth.positive, bands[0]), (-1, smooth.negative, bands[1])]
        for sign, values, band in halves:
            if not any(values) and not (band and any(band[1])):
                continue
            axes.plot(smooth.places, heights.of([times * one for one in values], sign), **line)
            ends = band or ((0.0,) * len(values), values)
            if band or is_filled:
                lower, upper = (heights.of([times * one for one in end], sign) for end in ends)
                axes.fill_between(smooth.places, lower, upper, color=color, alpha=0.16, lw=0)
        return
    bands = known[:2] if known else (None, None)
    halves = [(1, item.positive, bands[0]), (-1, item.negative, bands[1])]
    scale = _scale(item)
    for sign, shares, band in halves:
        tall = heights.of([scale * share for share in shares], sign)
        if band is not None:
            lower, upper = (heights.of([scale * one for one in end], sign) for end in band)
            _boxes(axes, item.edges, lower, upper, tall, line)
        elif item.edges and any(tall):
            if is_filled:
                axes.stairs(tall, item.edges, fill=True, color=color, alpha=0.16, lw=0)
            axes.stairs(tall, item.edges, baseline=None, lw=0.9, **line)
    if known is not None and not item.is_linear:
        # One decade wide: its area is its share, as in the slot of exact values.
        lower, upper = (heights.of([100 * share]) for share in known.below)
        edges = (item.edges[0] - 1.0, item.edges[0])
        axes.stairs(
            upper, edges, baseline=lower, fill=True, facecolor="none", edgecolor=color,
            hatch="/////", lw=0.4,
        )  # fmt: skip


def _boxes(
    axes: Axes,
    edges: Sequence[float],
    lower: Sequence[float],
    upper: Sequence[float],
    middle: Sequence[float],
    line: dict[str, Any],
) -> None:
    """Draw what shares lie between, and a stroke at each estimate."""
    for number in range(len(lower)):
        low, high = lower[number], upper[number]
        if low == high == 0.0:
            continue
        ends = (edges[number], edges[number + 1])
        axes.fill_between(ends, low, high, color=line["color"], alpha=0.22, lw=0)
        axes.plot(ends, [middle[number]] * 2, color=line["color"], lw=1.4, solid_capstyle="butt")


def _known_said(items: Sequence[Density]) -> tuple[list[Artist], list[str]]:
    """Return what boxes, bands and kernels are, as entries of a legend."""
    handles: list[Artist] = []
    labels: list[str] = []
    held = [
        known
        for item in items
        if (known := item.smooth.known if item.smooth else item.known) is not None
    ]
    width = next((item.smooth.width for item in items if item.smooth), None)
    is_linear = items[0].is_linear
    if held:
        of = "place" if width is not None else "interval" if is_linear else "decade"
        assumed = any(known.is_assumed for known in held)
        labels.append(_level_said(held[0].level, f"each {of}", assumed))
        handles.append(Patch(facecolor=PALE, edgecolor=GREY, lw=0.4))
        if width is None and not is_linear:
            labels.append("all smaller ones, of either sign")
            handles.append(Patch(facecolor="none", edgecolor=GREY, hatch="/////", lw=0.4))
    if width is not None:
        unit = "of σ" if is_linear else "decades" if width != 1 else "decade"
        labels.append(f"smoothed: Gaussian kernel, standard deviation {width:g} {unit}")
        handles.append(Line2D([], [], linestyle="none"))
    return handles, labels


def _level_said(level: float, of: str, is_assumed: bool) -> str:
    assumed = ", assuming its ends" if is_assumed else ""
    return f"where it lies, at {100 * level:.0f} % for {of}{assumed}"


def _height_ticks(axes: Axes, heights: _Heights) -> None:
    """Label heights, which have no sign."""
    base = heights.base
    if base is None:
        axes.yaxis.set_major_locator(MaxNLocator(nbins=6))
        axes.yaxis.set_major_formatter(FuncFormatter(_unsigned))
        return
    bottom, top = axes.get_ylim()
    first, last = math.ceil(bottom - 1e-9), math.floor(top + 1e-9)
    every = max(1, math.ceil((last - first) / 7))
    ticks = [float(tick) for tick in range(first, last + 1) if tick % every == 0]
    axes.yaxis.set_major_locator(FixedLocator(ticks))
    axes.yaxis.set_major_formatter(FuncFormatter(partial(_mirrored, base=base)))


@styled
def cumulative_figure(items: Sequence[Cumulative], look: Look = _PLAIN) -> Figure:
    """Draw the share of the eigenvalues of at most a size, with what is known of it as a band.

    Parameters
    ----------
    items : sequence of Cumulative
        One or more, laid over each other; all over |σ|, or all over σ.
    look : Look
        How it looks.

    Returns
    -------
    matplotlib.figure.Figure
    """
    some(items)
    is_linear = items[0].is_linear
    names = [in_lines(_label(item.label)) for item in items]
    figure, axes = frame(look, height_for(names))
    banded = [item for item in items if item.level < 1]
    place: Callable[[float], float] = float if is_linear else math.log10
    ends = []
    for number, item in enumerate(items):
        color = COLORS[number % len(COLORS)]
        sizes = [place(size) for size in item.sigma]
        axes.plot(
            sizes,
            [100 * share for share in item.share],
            color=color,
            linestyle=DASHES[number % len(DASHES)],
        )
        if item.level < 1:
            lower, upper = ([100 * end for end in both] for both in (item.lower, item.upper))
            axes.fill_between(sizes, lower, upper, color=color, alpha=0.18, lw=0)
            for both in (lower, upper):
                axes.plot(sizes, both, color=color, lw=0.4)
        ends.append(list(zip(sizes, (100 * share for share in item.share), strict=True)))
    low = min(place(item.sigma[0]) for item in items)
    high = max(place(item.sigma[-1]) for item in items)
    show_span(axes, look, low, high, is_log=not is_linear)
    if look.has_log("y", False):
        least = min(share for item in items for share in item.share if share > 0)
        axes.set_yscale("log")
        axes.set_ylim(70 * least, 130)
        axes.yaxis.set_major_formatter(FuncFormatter(partial(number_said, digits=1)))
    else:
        axes.set_ylim(-2, 102)
    if is_linear:
        _signed_ticks(axes)
        axes.set_xlabel("eigenvalue σ of the Hessian")
        axes.set_ylabel("eigenvalues of at most σ (%)")
    else:
        _decade_ticks(axes, *axes.get_xlim(), slot=False)
        axes.set_xlabel("absolute eigenvalue |σ| of the Hessian")
        axes.set_ylabel("eigenvalues of at most |σ| (%)")
    if banded:
        sign = "σ" if is_linear else "|σ|"
        assumed = any(item.is_assumed for item in banded)
        said = _level_said(banded[0].level, f"each {sign}", assumed)
        legend_below(figure, look, [Patch(facecolor=PALE, edgecolor=GREY, lw=0.4)], [said])
    right = axes.get_xlim()[1]
    names_beside(
        figure,
        axes,
        names,
        [max((end for end in found if end[0] <= right), default=None) for found in ends],
        [COLORS[number % len(COLORS)] for number in range(len(items))],
    )
    return figure


def _mark_of_order(items: Sequence[Density], high: float) -> tuple[float, str]:
    """Return where the order of the two optimizers turns, as log10 σ, and what it is called."""
    sizes = {item.batch_size for item in items}
    size = sizes.pop() if len(sizes) == 1 else None
    if size is None or not math.log10(size) - 3 < high:
        return 0.0, "σ = 1"
    return math.log10(size), f"σ = b = {size}" if size > 1 else "σ = 1"


# err against λ


@styled
def lambda_figure(
    items: Sequence[LambdaCurve], look: Look = _PLAIN, *, ylabel: str = "err per parameter"
) -> Figure:
    """Draw err per parameter against the weight decay λ.

    Parameters
    ----------
    items : sequence of LambdaCurve
        One or more. A star marks λ* where it is known (at the left edge for λ* = 0), a cross the λ
        that was used, a dotted line err at λ = 0, and a band what err lies between where the
        spectrum is a quadrature.
    look : Look
        How it looks.
    ylabel : str
        What the vertical axis says, with the statement that the curves come from for example.

    Returns
    -------
    matplotlib.figure.Figure
    """
    some(items)
    spectra = list(dict.fromkeys(item.label for item in items))
    names = [in_lines(name) for name in _names(items, spectra)]
    figure, axes = frame(look, height_for(names))
    left = min(item.lam[0] for item in items)
    ends = []
    for number, item in enumerate(items):
        color = COLORS[number % len(COLORS)]
        every = max(1, len(item.lam) // 9)
        heights = [_finite(value) for value in item.err]
        axes.plot(
            item.lam,
            heights,
            color=color,
            linestyle=DASHES[number % len(DASHES)],
            marker=MARKERS[number % len(MARKERS)],
            markerfacecolor="white",
            markeredgewidth=0.7,
            # Shifted, so that markers of curves that coincide do not hide each other.
            markevery=(number * every // max(1, len(items)), every),
        )
        axes.axhline(_finite(item.at_zero), color=GREY, lw=0.7, ls=":", zorder=0)
        if item.band is not None:
            upper = [min(end, 1e300) for end in item.band.upper]
            axes.fill_between(item.band.lam, item.band.lower, upper, color=color, alpha=0.16, lw=0)
        ends.append([end for end in zip(item.lam, heights, strict=True) if math.isfinite(end[1])])
    stars = [item for item in items if item.lam_star is not None and item.at_star is not None]
    used = [item for item in items if item.lam_used and item.at_used is not None]
    show_span(axes, look, left, max(item.lam[-1] for item in items), is_log=False)
    edge = axes.get_xlim()[0]
    for marked, marker in ((used, "x"), (stars, "*")):
        for item in marked:
            color = COLORS[list(items).index(item) % len(COLORS)]
            at, err = (
                (item.lam_used, item.at_used)
                if marker == "x"
                else (item.lam_star or edge, item.at_star)
            )
            if at is not None and err is not None and edge <= at <= axes.get_xlim()[1]:
                _mark(axes, at, err, marker, 5.5 if marker == "x" else 8.5, color)
    if look.has_log("x", True):
        axes.set_xscale("log")
    _err_axis(axes, items, look)
    axes.set_xlabel("weight decay λ")
    axes.set_ylabel(ylabel)
    handles: list[Artist] = [Line2D([], [], color=GREY, lw=0.7, ls=":")]
    labels = [f"λ = 0 ({ADAM.text})"]
    if stars:
        handles.append(_sample("*", 7.0))
        at_edge = any(item.lam_star == 0 for item in stars)
        labels.append("λ*, of least err" + (" (left edge: λ* = 0)" if at_edge else ""))
    if used:
        handles.append(_sample("x", 4.5))
        labels.append("λ in use")
    if banded := [item.band for item in items if item.band is not None]:
        handles.append(Patch(facecolor=PALE, edgecolor=GREY, lw=0.4))
        assumed = any(band.is_assumed for band in banded)
        labels.append(_level_said(banded[0].level, "each λ", assumed))
    legend_below(figure, look, handles, labels)
    right = axes.get_xlim()[1]
    names_beside(
        figure,
        axes,
        names,
        [max((end for end in found if end[0] <= right), default=None) for found in ends],
        [COLORS[number % len(COLORS)] for number in range(len(items))],
    )
    return figure


def _names(items: Sequence[LambdaCurve | Decades], spectra: Sequence[str]) -> list[str]:
    """Return a name for each curve; a spectrum that all share goes without saying in all but one.

    Where all are of one spectrum and there are several, the first says which.
    """
    if len(spectra) == 1 and len(items) > 1:
        return [named(item.optimizer) for item in items]
    return [
        f"{named(item.optimizer)}, {_label(item.label, len(named(item.optimizer)) + 2)}"
        for item in items
    ]


def _err_axis(axes: Axes, items: Sequence[LambdaCurve], look: Look) -> None:
    """Set the vertical axis: logarithmic where err differs much, and never lost in a band."""
    start, end = axes.get_xlim()
    seen = [
        err
        for item in items
        for lam, err in zip(item.lam, item.err, strict=True)
        if start <= lam <= end and math.isfinite(err)
    ]
    seen += [item.at_zero for item in items if math.isfinite(item.at_zero)]
    curves = list(seen)
    for item in items:
        if item.band is not None:
            for lam, *both in zip(item.band.lam, item.band.lower, item.band.upper, strict=True):
                if start <= lam <= end:
                    seen += [min(value, _REACH * max(curves, default=1.0)) for value in both]
    if not seen:
        return
    low, high = min(seen), max(seen)
    if look.has_log("y", high > 6 * low):
        axes.set_yscale("log")
        margin = (high / low) ** 0.04
        axes.set_ylim(low / margin, high * margin)
        axes.yaxis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0)))
        axes.yaxis.set_major_formatter(FuncFormatter(partial(number_said, digits=1)))
        axes.yaxis.set_minor_locator(NullLocator())
    else:
        margin = 0.04 * (high - low) or 0.1 * high
        axes.set_ylim(low - margin, high + margin)
        axes.yaxis.set_major_locator(MaxNLocator(nbins=6))


# err by decade of σ


@styled
def decades_figure(items: Sequence[Decades], look: Look = _PLAIN) -> Figure:
    """Draw what each decade of σ contributes to err per parameter.

    Parameters
    ----------
    items : sequence of Decades
        One or more; their bars stand side by side. Singular values that are raised to the floor
        have a slot of their own at the left.
    look : Look
        How it looks; its axes are a logarithm of σ and a sum, and stay so.

    Returns
    -------
    matplotlib.figure.Figure
        A black bar across marks the share of the singular values: as h ≥ 1, the least that they
        can contribute.

    Raises
    ------
    InputError
        If other axes are asked for.
    """
    some(items)
    if look.log not in (None, "x"):
        said = "must be x here: σ stands by decades, and their parts of err add up"
        raise InputError([Fault("log", look.log, said)])
    figure, axes = frame(look)
    drawn = [item for item in items if item.err]
    low = min((item.first for item in drawn), default=0)
    high = max((item.first + len(item.err) for item in drawn), default=1)
    slot = any(item.at_floor[1] > 0 for item in items)
    spectra = list(dict.fromkeys(item.label for item in items))
    width = 0.86 / len(items)
    handles: list[Artist] = []
    labels: list[str] = []
    for number, (item, name) in enumerate(zip(items, _names(items, spectra), strict=True)):
        style: dict[str, Any] = {
            "facecolor": _tint(COLORS[number % len(COLORS)]),
            "edgecolor": "black",
            "hatch": HATCHES[number % len(HATCHES)],
            "linewidth": 0.5,
        }
        shift = 0.07 + width * number
        lefts = [item.first + index + shift for index in range(len(item.err))]
        heights, shares = list(item.err), list(item.share)
        if item.at_floor[1] > 0:
            lefts.append(low - 1.6 + shift)
            heights.append(item.at_floor[0])
            shares.append(item.at_floor[1])
        axes.bar(lefts, [_finite(value) for value in heights], width, align="edge", **style)
        filled = [index for index, share in enumerate(shares) if share > 0]
        axes.hlines(
            [shares[index] for index in filled],
            [lefts[index] for index in filled],
            [lefts[index] + width for index in filled],
            color="black",
            lw=1.6,
        )
        labels.append(f"{name} (sum {_sum(item)})")
        handles.append(Patch(**style))
    handles.append(Line2D([], [], color="black", lw=1.6))
    labels.append("the least possible: the share of the singular values")
    if slot:
        axes.axvspan(low - 1.6, low - 0.6, color=PALE, alpha=0.5, lw=0, zorder=0)
    show_span(axes, look, low - (1.9 if slot else 0.3), high + 0.3, is_log=True)
    start, end = axes.get_xlim()
    slot = slot and start < low - 0.6
    _decade_ticks(axes, max(low, start), min(high, end), slot)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=6))
    axes.set_xlabel("singular value |σ| of the Hessian")
    axes.set_ylabel("part of err per parameter\n(Corollary 3, corrected)")
    legends(
        figure,
        axes,
        look,
        (handles, labels),
        title=_label(spectra[0]) if len(spectra) == 1 and len(items) > 1 else "",
        left=(low - 0.6 - start) / (end - start) if slot else 0.0,
    )
    return figure


def _sum(item: Decades) -> str:
    """Return the sum of the parts, with what it lies between where that is known."""
    text = format_number(item.total)
    if item.known is None:
        return text
    low, high = (format_number(end, digits=3) for end in item.known)
    return f"{text}: {low} to {high}" if math.isfinite(item.known[1]) else f"{text}, {low} at least"


# Parts


def _label(text: str, spare: int = 0) -> str:
    """Return a label that fits the column, shortened in its middle where it is long."""
    text, longest = one_line(text), max(12, _LONGEST - spare)
    if len(text) <= longest:
        return text
    head = (longest - 1) // 2
    return f"{text[:head]}…{text[len(text) - (longest - 1 - head) :]}"


def _decade_ticks(axes: Axes, low: float, high: float, slot: bool) -> None:
    """Label whole decades as powers of ten, and the slot of what lies below the floor."""
    if high - low < 2 and not slot:
        log_ticks(axes.xaxis, low, high)
        return
    first, last = math.ceil(low - 1e-9), math.floor(high + 1e-9)
    every = max(1, math.ceil((last - first) / 5))
    # The slot's own label has no neighbour too near.
    nearest = low + 0.12 * (high - low) if slot else -math.inf
    ticks = [
        float(tick) for tick in range(first, last + 1) if tick % every == 0 and tick >= nearest
    ] or [float(last)]
    names = [f"$10^{{{tick:.0f}}}$" for tick in ticks]
    if slot:
        ticks.insert(0, low - 1.1)
        names.insert(0, "below\nfloor")
    axes.set_xticks(ticks, names)
    axes.set_xticks([float(tick) for tick in range(first, last + 1)], minor=True)
    axes.tick_params(axis="x", which="minor", size=1.5, width=0.5)


# What labels ticks is no closure: a figure can be pickled.
def _unsigned(value: float, _: object) -> str:
    return f"{abs(value):g}"


def _signed(value: float, _: object) -> str:
    return f"{value:g}".replace("-", "\N{MINUS SIGN}")


def _mirrored(value: float, _: object, *, base: float) -> str:
    return f"$10^{{{base + abs(value):.0f}}}$"


def _signed_ticks(axes: Axes) -> None:
    """Label an axis of eigenvalues as they are."""
    axes.xaxis.set_major_locator(MaxNLocator(nbins=4))
    axes.xaxis.set_major_formatter(FuncFormatter(_signed))


def _note(
    axes: Axes,
    x: float,
    y: float,
    text: str,
    *,
    offset: tuple[float, float] = (0, 0),
    **more: Any,
) -> None:
    """Write a remark; x in data, y from 0 to 1 in the axes."""
    axes.annotate(
        text,
        (x, y),
        xycoords=axes.get_xaxis_transform(),
        xytext=offset,
        textcoords="offset points",
        color=GREY,
        fontsize=6.5,
        **more,
    )


def _mark(axes: Axes, x: float, y: float, marker: str, size: float, color: str) -> None:
    if math.isfinite(y):
        axes.plot(
            [x],
            [y],
            marker=marker,
            markersize=size,
            markerfacecolor=color,
            markeredgecolor="black",
            # A cross is nothing but its edge.
            markeredgewidth=1.4 if marker == "x" else 0.8,
            linestyle="none",
            clip_on=False,
            zorder=5,
        )


def _sample(marker: str, size: float) -> Line2D:
    return Line2D(
        [],
        [],
        linestyle="none",
        marker=marker,
        markersize=size,
        markerfacecolor="white",
        markeredgecolor="black",
        markeredgewidth=1.4 if marker == "x" else 0.7,
    )


def _tint(color: str) -> tuple[float, float, float]:
    """Return a colour half way to white, on which a hatch shows."""
    parts = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    return (0.5 + parts[0] / 2, 0.5 + parts[1] / 2, 0.5 + parts[2] / 2)


def _finite(value: float) -> float:
    """Return a number, or what matplotlib leaves out."""
    return value if math.isfinite(value) else math.nan


def _percent(share: float) -> str:
    if 0 < share < 5e-4:
        return "<0.1 %"
    return f"{100 * share:.1f} %"
