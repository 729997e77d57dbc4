"""Pictures of a spectrum, for a column of a paper. It and `plot_bounds` alone import matplotlib.

Readable without colour: curves differ in dashes and markers too, bars in hatches. The colours are
those of Okabe and Ito, which colour-blind readers can tell apart. Nothing of the user's own
matplotlib settings enters, and equal data give equal bytes.
"""

from __future__ import annotations

import io
import logging
import math
import textwrap
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import wraps
from typing import TYPE_CHECKING, Any, Final, ParamSpec, TypeVar

from adamw_bounds.errors import Fault, InputError, RunError
from adamw_bounds.numbers import format_number
from adamw_bounds.optimizers import ADAM, named
from adamw_bounds.report import PICTURES
from adamw_bounds.report.plain import one_line
from adamw_bounds.spelling import one_of

# Its first run anywhere says on standard error that it builds a font cache: not our user's concern.
logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)

try:
    import matplotlib as mpl
    from matplotlib.figure import Figure
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch
    from matplotlib.ticker import (
        FuncFormatter,
        LogLocator,
        MaxNLocator,
        NullLocator,
    )
except ModuleNotFoundError as missing:
    if (missing.name or "").partition(".")[0] != "matplotlib":
        raise
    raise RunError(
        "a picture needs matplotlib, which is not installed: pip install 'adamw-bounds[plot]'",
        code="missing-extra",
    ) from missing

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

    from adamw_bounds.spectra.curves import Cumulative, Decades, Density, LambdaCurve

__all__ = ["cumulative_figure", "decades_figure", "density_figure", "encode", "lambda_figure"]

P = ParamSpec("P")
T = TypeVar("T")

WIDTH: Final = 3.5  # inches: one of two columns
HEIGHT: Final = 2.35
_LEGEND_LINE: Final = 0.145
_BESIDE: Final = 20  # characters of a line of the legend beside the axes
_DPI: Final = 300
_LONGEST: Final = 50  # characters of an entry of the legend
COLORS: Final = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
_DASHES: Final[tuple[Any, ...]] = ("-", (0, (5, 2)), (0, (1, 1.2)), (0, (5, 1.5, 1, 1.5)))
MARKERS: Final = "osD^vPX"
_HATCHES: Final = ("", "/////", ".....", "\\\\\\\\\\", "xxxxx", "-----", "+++++")
_FILLED: Final = 3  # densities that are filled: of more, only the outlines can be told apart
GREY: Final = "#555555"
PALE: Final = "#d9d9d9"

_STYLE: Final[dict[str, Any]] = {
    "font.family": "DejaVu Sans",  # comes with matplotlib
    "font.size": 7.0,
    "axes.labelsize": 7.5,
    "xtick.labelsize": 6.5,
    "ytick.labelsize": 6.5,
    "legend.fontsize": 6.5,
    "legend.title_fontsize": 6.5,
    "axes.linewidth": 0.6,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.unicode_minus": True,
    "lines.linewidth": 1.2,
    "lines.markersize": 3.2,
    "hatch.linewidth": 0.4,
    "xtick.major.width": 0.6,
    "ytick.major.width": 0.6,
    "xtick.major.size": 2.5,
    "ytick.major.size": 2.5,
    "legend.frameon": False,
    "legend.handlelength": 1.8,
    "legend.handletextpad": 0.5,
    "legend.columnspacing": 1.2,
    "legend.labelspacing": 0.3,
    "legend.borderaxespad": 0.2,
    "figure.constrained_layout.use": True,
    "pdf.fonttype": 42,  # TrueType, embedded: what journals ask for
    "svg.fonttype": "path",  # outlines: the same on every machine
    "svg.hashsalt": "adamw-bounds",
}
#: No date and no version of a program in a file.
_METADATA: Final[dict[str, dict[str, Any]]] = {
    "png": {"Software": None},
    "pdf": {"Creator": "adamw-bounds", "Producer": None, "CreationDate": None},
    "svg": {"Creator": "adamw-bounds", "Date": None},
}


@contextmanager
def _style() -> Iterator[None]:
    """Set matplotlib's defaults and our sizes, and put back what was there."""
    with mpl.rc_context(), warnings.catch_warnings():
        # A label may hold letters that the font lacks: they are drawn as boxes.
        warnings.filterwarnings("ignore", message=r"Glyph .* missing from")
        mpl.rcdefaults()
        settings: Any = mpl.rcParams
        settings.update(_STYLE)
        yield


def styled(draw: Callable[P, T]) -> Callable[P, T]:
    """Let a function draw with our settings, whatever the user's own are."""

    @wraps(draw)
    def styled(*args: P.args, **kwargs: P.kwargs) -> T:
        with _style():
            return draw(*args, **kwargs)

    return styled


@styled
def encode(figure: Figure, ending: str) -> bytes:
    """Return a figure as the content of a file.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        The figure.
    ending : {"png", "pdf", "svg"}
        PNG has 300 dots per inch; PDF and SVG have their fonts in them. No date is written.

    Returns
    -------
    bytes

    Raises
    ------
    InputError
        If the ending is another.
    """
    if ending not in PICTURES:
        raise InputError([Fault("ending", ending, one_of(ending, PICTURES))])
    buffer = io.BytesIO()
    figure.savefig(buffer, format=ending, dpi=_DPI, metadata=_METADATA[ending])
    return buffer.getvalue()


# The spectral density


@styled
def density_figure(items: Sequence[Density]) -> Figure:
    """Draw the spectral density over log|σ|: positive eigenvalues upwards, negative downwards.

    Parameters
    ----------
    items : sequence of Density
        One or more, laid over each other.

    Returns
    -------
    matplotlib.figure.Figure
        Areas are shares of the eigenvalues; those below the floor (or 0) stand in a slot of
        their own at the left, hatched. A line marks σ = b, below which ℓ2-Adam's x_i exceeds
        AdamW's at equal λ, where all are of one batch size b and it is near; else σ = 1.
    """
    _some(items)
    figure, axes = _frame(len(items))
    drawn = [item for item in items if item.edges]
    low = min((item.edges[0] for item in drawn), default=0.0)
    high = max((item.edges[-1] for item in drawn), default=0.0)
    mark, marked = _mark_of_order(items, high)
    if high > mark - 3:  # near enough to show how far it is
        high = max(high, mark)
    slot = any(sum(item.below) > 0 for item in items)
    negative = any(item.share_negative > 0 for item in items)
    handles: list[Artist] = []
    labels: list[str] = []
    for place, item in enumerate(items):
        color = COLORS[place % len(COLORS)]
        line: dict[str, Any] = {"color": color, "linestyle": _DASHES[place % len(_DASHES)]}
        for sign, shares, below in (
            (1, item.positive, item.below[0]),
            (-1, item.negative, item.below[1]),
        ):
            heights = [sign * 100 * share / item.step for share in shares]
            if item.edges and any(heights):
                if len(items) <= _FILLED:
                    axes.stairs(heights, item.edges, fill=True, color=color, alpha=0.16, lw=0)
                axes.stairs(heights, item.edges, baseline=None, lw=0.9, **line)
            if below > 0:
                # One decade wide: its area is its share too.
                axes.stairs(
                    [sign * 100 * below], [low - 1.6, low - 0.6], baseline=0, lw=0.9, **line
                )
        share = f": {_percent(item.share_negative)} negative" if negative else ""
        handles.append(Line2D([], [], **line))
        labels.append(_label(item.label, spare=len(share)) + share)
    if slot:
        axes.axvspan(low - 1.6, low - 0.6, color=PALE, alpha=0.5, lw=0, zorder=0)
    axes.axhline(0, color="black", lw=0.6)
    if low < mark <= high:
        axes.axvline(mark, color=GREY, lw=0.6, ls=(0, (4, 3)), zorder=0)
        _note(axes, mark, 1.0, marked, ha="right", va="top", rotation=90, offset=(-2, 0))
    axes.set_xlim(low - (1.9 if slot else 0.3), high + 0.3)
    bottom, top = axes.get_ylim()
    axes.set_ylim(min(bottom, 0.0) * 1.02, max(top, 0.0) * 1.05)
    _decade_ticks(axes, low, high, slot)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=6))
    axes.yaxis.set_major_formatter(FuncFormatter(_unsigned))
    axes.set_xlabel("absolute eigenvalue |σ| of the Hessian")
    axes.set_ylabel("eigenvalues per decade (%)")
    if negative:
        # The half below the line holds the negative ones.
        left = low - (0.4 if slot else 0.2)
        _note(axes, left, 0.0, "σ < 0", ha="left", va="bottom")
        _note(axes, left, 1.0, "σ > 0", ha="left", va="top")
    _legend(figure, handles, labels)
    return figure


@styled
def cumulative_figure(items: Sequence[Cumulative]) -> Figure:
    """Draw the share of the eigenvalues of at most a size, with what is known of it as a band.

    Parameters
    ----------
    items : sequence of Cumulative
        One or more, laid over each other.

    Returns
    -------
    matplotlib.figure.Figure
    """
    _some(items)
    banded = [item for item in items if item.level < 1]
    figure, axes = _frame(len(items) + bool(banded))
    handles: list[Artist] = []
    labels: list[str] = []
    for place, item in enumerate(items):
        color = COLORS[place % len(COLORS)]
        line: dict[str, Any] = {"color": color, "linestyle": _DASHES[place % len(_DASHES)]}
        sizes = [math.log10(size) for size in item.sigma]
        axes.plot(sizes, [100 * share for share in item.share], **line)
        if item.level < 1:
            lower, upper = ([100 * end for end in ends] for ends in (item.lower, item.upper))
            axes.fill_between(sizes, lower, upper, color=color, alpha=0.18, lw=0)
            for ends in (lower, upper):
                axes.plot(sizes, ends, color=color, lw=0.4)
        handles.append(Line2D([], [], **line))
        labels.append(_label(item.label))
    if banded:
        handles.append(Patch(facecolor=PALE, edgecolor=GREY, lw=0.4))
        assumed = ", assuming its ends" if any(item.is_assumed for item in banded) else ""
        labels.append(f"where it lies, at {100 * banded[0].level:.0f} % for each |σ|{assumed}")
    low = math.log10(min(item.sigma[0] for item in items))
    high = math.log10(max(item.sigma[-1] for item in items))
    axes.set_xlim(low, high)
    axes.set_ylim(-2, 102)
    _decade_ticks(axes, low, high, slot=False)
    axes.set_xlabel("absolute eigenvalue |σ| of the Hessian")
    axes.set_ylabel("eigenvalues of at most |σ| (%)")
    _legend(figure, handles, labels)
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
def lambda_figure(items: Sequence[LambdaCurve], *, ylabel: str = "err per parameter") -> Figure:
    """Draw err per parameter against the weight decay λ.

    Parameters
    ----------
    items : sequence of LambdaCurve
        One or more. A star marks λ* where it is known (at the left edge for λ* = 0), a cross the λ
        that was used, and a dotted line err at λ = 0.
    ylabel : str
        What the vertical axis says, with the statement that the curves come from for example.

    Returns
    -------
    matplotlib.figure.Figure
    """
    _some(items)
    stars = any(item.lam_star is not None for item in items)
    used = any(item.lam_used for item in items)
    figure, axes = _frame(len(items) + 1 + stars + used)
    left = min(item.lam[0] for item in items)
    handles: list[Artist] = []
    labels: list[str] = []
    spectra = list(dict.fromkeys(item.label for item in items))
    for place, item in enumerate(items):
        style: dict[str, Any] = {
            "color": COLORS[place % len(COLORS)],
            "linestyle": _DASHES[place % len(_DASHES)],
        }
        every = max(1, len(item.lam) // 9)
        marked: dict[str, Any] = {
            **style,
            "marker": MARKERS[place % len(MARKERS)],
            "markerfacecolor": "white",
            "markeredgewidth": 0.7,
        }
        axes.plot(
            item.lam,
            [_finite(value) for value in item.err],
            # Shifted, so that markers of curves that coincide do not hide each other.
            markevery=(place * every // max(1, len(items)), every),
            **marked,
        )
        axes.axhline(_finite(item.at_zero), color=GREY, lw=0.7, ls=":", zorder=0)
        name = named(item.optimizer)
        label = _label(item.label, spare=len(name) + 2)
        handles.append(Line2D([], [], **marked))
        labels.append(name if len(spectra) == 1 and len(items) > 1 else f"{name}, {label}")
    for place, item in enumerate(items):
        color = COLORS[place % len(COLORS)]
        if item.lam_used and item.at_used is not None:
            _mark(axes, item.lam_used, item.at_used, "x", 5.5, color=color, edge="black")
        if item.lam_star is not None and item.at_star is not None:
            _mark(axes, item.lam_star or left, item.at_star, "*", 8.5, color=color, edge="black")
    handles.append(Line2D([], [], color=GREY, lw=0.7, ls=":"))
    labels.append(f"λ = 0 ({ADAM.text})")
    if stars:
        handles.append(_sample("*", 7.0, "white", "black"))
        at_edge = any(item.lam_star == 0 for item in items)
        labels.append("λ*, of least err" + (" (left edge: λ* = 0)" if at_edge else ""))
    if used:
        handles.append(_sample("x", 4.5, "white", "black"))
        labels.append("λ in use")
    axes.set_xscale("log")
    axes.set_xlim(left, max(item.lam[-1] for item in items))
    heights = [value for item in items for value in (*item.err, item.at_zero)]
    heights = [value for value in heights if math.isfinite(value)]
    if heights and max(heights) > 6 * min(heights):
        axes.set_yscale("log")
        axes.yaxis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0)))
        axes.yaxis.set_major_formatter(FuncFormatter(_one_digit))
        axes.yaxis.set_minor_locator(NullLocator())
    else:
        axes.yaxis.set_major_locator(MaxNLocator(nbins=6))
    axes.set_xlabel("weight decay λ")
    axes.set_ylabel(ylabel)
    _legend(figure, handles, labels, _heading(items, spectra))
    return figure


# err by decade of σ


@styled
def decades_figure(items: Sequence[Decades]) -> Figure:
    """Draw what each decade of σ contributes to err per parameter.

    Parameters
    ----------
    items : sequence of Decades
        One or more; their bars stand side by side. Singular values that are raised to the floor
        have a slot of their own at the left.

    Returns
    -------
    matplotlib.figure.Figure
        A black bar across marks the share of the singular values: as h ≥ 1, the least that they
        can contribute.
    """
    _some(items)
    figure, axes = _frame(len(items) + 1)
    drawn = [item for item in items if item.err]
    low = min((item.first for item in drawn), default=0)
    high = max((item.first + len(item.err) for item in drawn), default=1)
    slot = any(item.at_floor[1] > 0 for item in items)
    spectra = list(dict.fromkeys(item.label for item in items))
    width = 0.86 / len(items)
    handles: list[Artist] = []
    labels: list[str] = []
    for place, item in enumerate(items):
        style: dict[str, Any] = {
            "facecolor": _tint(COLORS[place % len(COLORS)]),
            "edgecolor": "black",
            "hatch": _HATCHES[place % len(_HATCHES)],
            "linewidth": 0.5,
        }
        shift = 0.07 + width * place
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
        name = named(item.optimizer)
        total = f" (sum {format_number(item.total)})"
        label = _label(item.label, spare=len(name) + len(total) + 2)
        labels.append(
            (name if len(spectra) == 1 and len(items) > 1 else f"{name}, {label}") + total
        )
        handles.append(Patch(**style))
    handles.append(Line2D([], [], color="black", lw=1.6))
    labels.append("the least possible: the share of the singular values")
    if slot:
        axes.axvspan(low - 1.6, low - 0.6, color=PALE, alpha=0.5, lw=0, zorder=0)
    axes.set_xlim(low - (1.9 if slot else 0.3), high + 0.3)
    _decade_ticks(axes, low, high, slot)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=6))
    axes.set_xlabel("singular value |σ| of the Hessian")
    axes.set_ylabel("part of err per parameter\n(Corollary 3, corrected)")
    _legend(figure, handles, labels, _heading(items, spectra))
    return figure


# Parts


# What labels ticks is no closure: a figure can be pickled.
def _unsigned(value: float, _: object) -> str:
    return f"{abs(value):g}"


def _one_digit(value: float, _: object) -> str:
    return format_number(value, digits=1)


def _some(items: Sequence[Any]) -> None:
    if not items:
        raise InputError("there is nothing to draw: name at least one spectrum")


def _frame(entries: int) -> tuple[Figure, Axes]:
    """Return axes with room beside them for a legend of so many entries."""
    figure = Figure(figsize=(WIDTH, max(HEIGHT, 2 * _LEGEND_LINE * entries + 0.3)))
    return figure, figure.subplots()


def _legend(
    figure: Figure, handles: Sequence[Artist], labels: Sequence[str], title: str = ""
) -> None:
    """Write the legend beside the axes; labels are never read as mathematics."""
    # matplotlib leaves out what begins with an underscore: the texts come afterwards.
    if len(set(labels)) < len(labels):  # shortened to the same text
        labels = [f"{place}. {label}" for place, label in enumerate(labels, start=1)]
    numbers = [str(place) for place in range(len(labels))]
    legend = figure.legend(handles, numbers, loc="outside right upper")
    for text, label in zip(legend.get_texts(), labels, strict=True):
        text.set_parse_math(False)
        text.set_text(_in_lines(label))
    if title:
        legend.set_title(_in_lines(title))
        legend.get_title().set_parse_math(False)
        legend.set_alignment("left")


def _in_lines(label: str) -> str:
    """Break a label into lines that leave room for the axes."""
    return "\n".join(textwrap.wrap(label, _BESIDE))


def _heading(items: Sequence[Any], spectra: Sequence[str]) -> str:
    """Return the spectrum's name where all curves are of one, and several are named after it."""
    return _label(spectra[0]) if len(spectra) == 1 and len(items) > 1 else ""


def _label(text: str, spare: int = 0) -> str:
    """Return a label that fits the column, shortened in its middle where it is long."""
    text, longest = one_line(text), max(12, _LONGEST - spare)
    if len(text) <= longest:
        return text
    head = (longest - 1) // 2
    return f"{text[:head]}…{text[len(text) - (longest - 1 - head) :]}"


def _decade_ticks(axes: Axes, low: float, high: float, slot: bool) -> None:
    """Label whole decades as powers of ten, and the slot of what lies below the floor."""
    first, last = math.ceil(low - 1e-9), math.floor(high + 1e-9)
    every = max(1, math.ceil((last - first) / 4))
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


def _mark(
    axes: Axes, x: float, y: float, marker: str, size: float, *, color: str, edge: str
) -> None:
    if math.isfinite(y):
        axes.plot(
            [x],
            [y],
            marker=marker,
            markersize=size,
            markerfacecolor=color,
            markeredgecolor=edge,
            # A cross is nothing but its edge.
            markeredgewidth=1.4 if marker == "x" else 0.8,
            linestyle="none",
            clip_on=False,
            zorder=5,
        )


def _sample(marker: str, size: float, color: str, edge: str) -> Line2D:
    return Line2D(
        [],
        [],
        linestyle="none",
        marker=marker,
        markersize=size,
        markerfacecolor=color,
        markeredgecolor=edge,
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
