"""How the pictures look: for a column of a paper, readable without colour.

Curves differ in dashes and markers too, bars in hatches. The colours are those of Okabe and Ito,
which colour-blind readers can tell apart. Nothing of the user's own matplotlib settings enters,
and equal data give equal bytes. This module alone
imports matplotlib: it says what to install where that is missing.
"""

from __future__ import annotations

import io
import logging
import math
import textwrap
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial, wraps
from typing import TYPE_CHECKING, Any, Final, ParamSpec, TypeVar

from adamw_bounds.errors import Fault, InputError, RunError
from adamw_bounds.numbers import format_number
from adamw_bounds.report import PICTURES
from adamw_bounds.report.charts import Look
from adamw_bounds.report.plain import one_line
from adamw_bounds.spelling import one_of

# Its first run anywhere says on standard error that it builds a font cache: not our user's concern.
logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)

try:
    import matplotlib as mpl
    from matplotlib.collections import PolyCollection
    from matplotlib.figure import Figure
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch
    from matplotlib.patheffects import withStroke
    from matplotlib.ticker import (
        FixedLocator,
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

__all__ = [
    "COLORS",
    "DASHES",
    "GREY",
    "HATCHES",
    "HEIGHT",
    "MARKERS",
    "NAME",
    "PALE",
    "WIDTH",
    "Figure",
    "FixedLocator",
    "FuncFormatter",
    "Line2D",
    "LogLocator",
    "MaxNLocator",
    "NullLocator",
    "Patch",
    "PolyCollection",
    "dark",
    "encode",
    "frame",
    "height_for",
    "in_lines",
    "legend_below",
    "legends",
    "log_ticks",
    "names_beside",
    "number_said",
    "plain_text",
    "show_span",
    "some",
    "styled",
    "withStroke",
]

P = ParamSpec("P")
T = TypeVar("T")

WIDTH: Final = 3.5  # inches: one of two columns
HEIGHT: Final = 2.35
_DPI: Final = 300
_INSIDE: Final = 22  # letters of a line of a legend inside of the axes
COLORS: Final = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
DASHES: Final[tuple[Any, ...]] = ("-", (0, (5, 2)), (0, (1, 1.2)), (0, (5, 1.5, 1, 1.5)))
MARKERS: Final = "osD^vPX"
HATCHES: Final = ("", "/////", ".....", "\\\\\\\\\\", "xxxxx", "-----", "+++++")
GREY: Final = "#555555"
PALE: Final = "#d9d9d9"
LINE: Final = 8.2  # points from one line of a name to the next
NAME: Final = 22  # letters of a line of a name
#: Points of room about a legend in which nothing is drawn.
_AIR: Final = 2.0
_LETTERS: Final = 19  # of a legend to an inch
_ENTRY: Final = 0.135  # inches of a line of a legend

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
        # A picture of one inch has no room for its axes beside the labels.
        warnings.filterwarnings("ignore", message="constrained_layout not applied")
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


# Axes


def some(items: Sequence[Any]) -> None:
    """Refuse a picture of nothing."""
    if not items:
        raise InputError("there is nothing to draw: name at least one spectrum")


def frame(look: Look, height: float = HEIGHT) -> tuple[Figure, Axes]:
    """Return axes in a figure that is as large as it should be, under its title."""
    figure = Figure(figsize=look.size or (WIDTH, height))
    if look.title:
        plain_text(figure.suptitle("", fontsize=8), look.title)
    return figure, figure.subplots()


def height_for(names: Sequence[str]) -> float:
    """Return inches in which names have room beside the axes."""
    return max(HEIGHT, sum(name.count("\n") + 1 for name in names) * LINE / 72 + 0.5)


def show_span(axes: Axes, look: Look, low: float, high: float, *, is_log: bool) -> None:
    """Show the axes from low to high, or from where to where it was asked for.

    Parameters
    ----------
    axes : Axes
        The axes.
    look : Look
        Its `xlim` is in the units of the numbers.
    low, high : float
        What there is to see, where it is drawn.
    is_log : bool
        Whether numbers are drawn at their logarithms.

    Raises
    ------
    InputError
        If nothing lies within what was asked for.
    """
    wanted = [end for end in look.xlim if end is not None]
    if is_log and not all(end > 0 for end in wanted):
        said = "must be > 0 here: a logarithmic axis has no 0"
        raise InputError([Fault("xlim", look.span, said)])
    start, stop = (
        own if end is None else math.log10(end) if is_log else end
        for own, end in zip((low, high), look.xlim, strict=True)
    )
    if wanted and not (start < stop and start < high and stop > low):
        raise InputError([Fault("xlim", look.span, "holds nothing of the picture")])
    axes.set_xlim(start, stop if stop > start else start + 1)


# What labels ticks is no closure: a figure can be pickled.
def number_said(value: float, _: object, *, digits: int) -> str:
    """Return what a tick at a number says."""
    return format_number(value, digits=digits)


def _log_said(value: float, _: object, *, digits: int) -> str:
    return format_number(None, value, digits=digits)


def _power_said(value: float, _: object) -> str:
    return f"$10^{{{value:.0f}}}$"


def log_ticks(axis: Any, low: float, high: float, most: int = 6) -> None:
    """Label an axis that holds log10 of numbers: with powers of ten, or with the numbers."""
    first, last = math.ceil(low - 1e-9), math.floor(high + 1e-9)
    if last - first >= 2:
        every = max(1, math.ceil((last - first + 1) / most))
        major = [float(tick) for tick in range(first, last + 1) if tick % every == 0]
        minor = [float(tick) for tick in range(first, last + 1)]
        axis.set_major_formatter(FuncFormatter(_power_said))
        if len(minor) > 40:
            minor = major
    else:
        decades = range(math.floor(low), math.ceil(high) + 1)
        steps = (1, 2, 5) if high - low > 0.9 else (1, 1.5, 2, 3, 4, 5, 6, 7, 8, 9)
        major = [
            tick
            for decade in decades
            for step in steps
            if low - 1e-9 <= (tick := decade + math.log10(step)) <= high + 1e-9
        ]
        if len(major) < 3 and abs(low) < 300 and abs(high) < 300:
            values = MaxNLocator(nbins=5).tick_values(10**low, 10**high)
            major = [math.log10(value) for value in values if 10**low <= value <= 10**high]
        elif len(major) < 2:
            found = MaxNLocator(nbins=4).tick_values(low, high)
            major = [float(tick) for tick in found if low <= tick <= high]
        minor = major
        digits = 2 if high - low > 0.1 else 4
        axis.set_major_formatter(FuncFormatter(partial(_log_said, digits=digits)))
    axis.set_major_locator(FixedLocator(major))
    axis.set_minor_locator(FixedLocator(minor))
    axis.set_tick_params(which="minor", size=1.5, width=0.5)


# Names and legends


def names_beside(
    figure: Figure,
    axes: Axes,
    names: Sequence[str],
    ends: Sequence[tuple[float, float] | None],
    colors: Sequence[str],
) -> None:
    """Write each name at the right of the axes, near the end of its curve, none over another.

    All but the names is drawn by then; `ends` are in the units of the axes' numbers.
    """
    figure.draw_without_rendering()
    height = axes.get_window_extent().height * 72 / figure.dpi
    sizes = [(name.count("\n") + 1) * LINE / height for name in names]
    where = axes.transScale + axes.transLimits
    found = [None if end is None else where.transform(end) for end in ends]
    wanted = [0.5 if end is None else min(1.0, max(0.0, float(end[1]))) for end in found]
    for number, middle in enumerate(_apart(wanted, sizes)):
        end = found[number]
        if end is None:
            continue
        note = axes.annotate(
            "",
            (min(1.0, float(end[0])), wanted[number]),
            xycoords="axes fraction",
            xytext=(1.07, middle),
            textcoords="axes fraction",
            va="center",
            fontsize=6.2,
            linespacing=1.0,
            annotation_clip=False,
            arrowprops={
                "arrowstyle": "-",
                "color": colors[number],
                "lw": 0.5,
                "shrinkA": 0,
                "shrinkB": 0,
                "relpos": (0, 0.5),
            },
        )
        plain_text(note, names[number])
        note.set_color(dark(colors[number]))


def _apart(wanted: Sequence[float], sizes: Sequence[float]) -> list[float]:
    """Return places near the wanted ones at which nothing overlaps, from 0 to 1 where they fit."""
    order = sorted(range(len(wanted)), key=lambda number: wanted[number])
    found = list(wanted)
    floor = 0.0
    for number in order:
        found[number] = max(wanted[number], floor + sizes[number] / 2)
        floor = found[number] + sizes[number] / 2
    ceiling = max(1.0, sum(sizes))
    for number in reversed(order):
        found[number] = min(found[number], ceiling - sizes[number] / 2)
        ceiling = found[number] - sizes[number] / 2
    return found


def legend_below(
    figure: Figure,
    look: Look,
    handles: Sequence[Artist],
    labels: Sequence[str],
    title: str = "",
) -> None:
    """Explain signs in a few lines below the axes, for which a figure of no given size grows."""
    if handles:
        room = int(figure.get_figwidth() * _LETTERS)
        columns = next(
            (
                count
                for count in range(len(labels), 1, -1)
                if sum(max(map(len, part)) + 6 for part in _columns(labels, count)) <= room
            ),
            1,
        )
        _written(
            figure.legend(
                handles,
                _numbers(labels),
                loc="outside lower center",
                ncols=columns,
            ),
            labels,
            room - 6,
            title,
        )
        if look.size is None:
            lines = math.ceil(len(labels) / columns) + bool(title)
            figure.set_figheight(figure.get_figheight() + lines * _ENTRY + 0.06)


def _columns(labels: Sequence[str], count: int) -> list[Sequence[str]]:
    """Return the entries by column, as matplotlib lays them out: the first ones are the longer."""
    rows, more = divmod(len(labels), count)
    found, start = [], 0
    for number in range(count):
        stop = start + rows + (number < more)
        found.append(labels[start:stop])
        start = stop
    return found


Entries = tuple[Sequence["Artist"], Sequence[str]]


def legends(
    figure: Figure,
    axes: Axes,
    look: Look,
    names: Entries,
    signs: Entries = ((), ()),
    title: str = "",
    left: float = 0.0,
) -> None:
    """Name what is drawn where nothing is drawn, or below the axes; explain signs below them.

    Parameters
    ----------
    figure, axes : Figure, Axes
        Their limits and all that is drawn are set by then.
    look : Look
        How it looks.
    names, signs : (sequence of Artist, sequence of str)
        The entries; labels are never read as mathematics.
    title : str
        What the names have in common.
    left : float
        Where the room in the axes begins, as a share of their width.
    """
    handles, labels = names
    if len(set(labels)) < len(labels):  # shortened to the same text
        labels = [f"{place}. {label}" for place, label in enumerate(labels, start=1)]
    height = figure.get_figheight()
    legend_below(figure, look, *signs)
    legend = axes.legend(
        handles,
        _numbers(labels),
        loc="upper left",
        bbox_to_anchor=(left, 0.0, 1.0 - left, 1.0),
        borderaxespad=0.6,
    )
    # It must not take room from the axes while it is tried.
    legend.set_in_layout(False)
    _written(legend, labels, _INSIDE, title)
    for place in ("upper left", "upper right", "center left", "center right", "lower left"):
        legend.set_loc(place)
        figure.draw_without_rendering()
        box = legend.get_window_extent().padded(_AIR)
        room = axes.get_window_extent()
        fits = room.x0 <= box.x0 and box.x1 <= room.x1 and room.y0 <= box.y0 and box.y1 <= room.y1
        if fits and not any(_meets(artist, box) for artist in _drawn(axes)):
            return
    legend.remove()
    for below in figure.legends:
        below.remove()
    figure.set_figheight(height)
    legend_below(figure, look, [*handles, *signs[0]], [*labels, *signs[1]], title)


def _numbers(labels: Sequence[str]) -> list[str]:
    """Return stand-ins: matplotlib leaves out an entry whose text begins with an underscore."""
    return [str(place) for place in range(len(labels))]


def _written(legend: Any, labels: Sequence[str], width: int, title: str = "") -> None:
    for text, label in zip(legend.get_texts(), labels, strict=True):
        plain_text(text, _broken(label, width))
    if title:
        legend.set_title(_broken(title, width))
        legend.get_title().set_parse_math(False)
        legend.set_alignment("left")


def _broken(label: str, width: int) -> str:
    """Break a label into lines that leave room for the axes; a number keeps its percent sign."""
    return "\n".join(textwrap.wrap(label.replace(" %", "\u00a0%"), width, break_on_hyphens=False))


def _drawn(axes: Axes) -> Iterator[Any]:
    """Return all that a legend must not cover."""
    yield from (patch for patch in axes.patches if patch.get_zorder() > 0)
    yield from (line for line in axes.lines if line.get_zorder() > 0)
    yield from axes.collections
    yield from axes.texts


def _meets(artist: Any, box: Any) -> bool:
    """Tell whether something is drawn within a box of the screen."""
    if hasattr(artist, "get_text"):
        return bool(artist.get_window_extent().overlaps(box))
    if hasattr(artist, "get_paths"):  # a collection
        paths = artist.get_paths()
        move = artist.get_transform()
        return any(move.transform_path(path).intersects_bbox(box, filled=True) for path in paths)
    path = artist.get_transform().transform_path(artist.get_path())
    is_filled = hasattr(artist, "get_fill") and bool(artist.get_fill())
    return bool(path.intersects_bbox(box, filled=is_filled))


def in_lines(text: str, width: int = NAME) -> str:
    """Return a name in at most five lines, shortened at its end where it is longer."""
    lines = textwrap.wrap(one_line(text), width) or [""]
    if len(lines) > 5:
        lines = [*lines[:4], f"{lines[4][: width - 1]}…"]
    return "\n".join(lines)


def plain_text(artist: Any, text: str) -> None:
    """Set a text that is never read as mathematics."""
    artist.set_parse_math(False)
    artist.set_text(text)


def dark(color: str) -> tuple[float, float, float]:
    """Return a colour that is dark enough for small letters."""
    parts = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    return (0.6 * parts[0], 0.6 * parts[1], 0.6 * parts[2])
