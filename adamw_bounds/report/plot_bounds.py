"""Pictures of bounds: over one input, over two, and side by side.

They look as those of :mod:`adamw_bounds.report.plot`. Numbers are drawn by their logarithms, so
that 10⁴⁰⁰ steps have a place too. Names stand beside the curves, and differ in markers as well as
in colours; a curve is dashed where a condition of its bound fails. Import
:mod:`adamw_bounds.report.plot` first: it says what to install where matplotlib is missing.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke
from matplotlib.ticker import FixedLocator, FuncFormatter, MaxNLocator

from adamw_bounds.errors import InputError
from adamw_bounds.report.plain import one_line
from adamw_bounds.report.plot import COLORS, GREY, HEIGHT, MARKERS, PALE, WIDTH, styled

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from adamw_bounds.report.charts import Bar, Chart, Curve, HeatMap

__all__ = ["MOST_CURVES", "bars_figure", "curves_figure", "map_figure"]

#: More names than these have no place beside the curves.
MOST_CURVES: Final = 24
_LINE: Final = 8.2  # points from one line of a name to the next
_NAME: Final = 22  # letters of a line of a name
_WIDE: Final = 20.0  # values whose ratio is larger stand on a logarithmic axis
_HATCH: Final = "//////"


@styled
def curves_figure(chart: Chart) -> Figure:
    """Draw a quantity over one input, a curve a bound.

    Parameters
    ----------
    chart : Chart
        The curves. Hatched: where conditions fail for every curve.

    Returns
    -------
    matplotlib.figure.Figure
    """
    import numpy as np

    curves = list(chart.curves)
    if not curves:
        raise InputError("there is nothing to draw: no bound has a number here")
    names = [_in_lines(curve.label) for curve in curves]
    needed = sum(name.count("\n") + 1 for name in names) * _LINE / 72 + 0.5
    figure = Figure(figsize=(WIDTH, max(HEIGHT, needed)))
    axes = figure.subplots()
    every_x = np.unique(np.concatenate([curve.x for curve in curves]))
    is_log = _is_log(every_x)
    place = np.log10 if is_log else np.asarray
    ends = []
    for number, curve in enumerate(curves):
        color = COLORS[number % len(COLORS)]
        x = place(curve.x)
        y = np.where(np.isfinite(curve.log10), curve.log10, np.nan)
        fails = np.asarray(curve.unmet) != ""
        style: dict[str, Any] = {
            "color": color,
            # The eighth has the first one's colour, and another marker.
            "marker": MARKERS[(number + number // len(COLORS)) % len(MARKERS)],
            "markerfacecolor": color if curve.measured else "white",
            "markeredgewidth": 0.7,
            "clip_on": False,  # a marker on the edge is whole
        }
        every = max(1, len(x) // 7)
        # Shifted, so that markers of curves that coincide do not hide each other.
        start = number * every // max(1, len(curves))
        if curve.points:
            style["ls"], every, start = "", 1, 0
        axes.plot(x, np.where(fails, np.nan, y), markevery=(start, every), **style)
        if curve.strands is not None:
            axes.plot(x, np.transpose(curve.strands), color=color, alpha=0.3, lw=0.3, zorder=1)
        if curve.band is not None:
            axes.fill_between(x, *curve.band, color=color, alpha=0.18, lw=0)
        if fails.any():
            # The piece between the last point that holds and the first that fails is dashed.
            near = fails.copy()
            near[:-1] |= fails[1:]
            near[1:] |= fails[:-1]
            axes.plot(x, np.where(near, y, np.nan), color=color, ls=(0, (3, 2)), lw=0.9)
        known = np.flatnonzero(np.isfinite(y))
        ends.append((float(x[known[-1]]), float(y[known[-1]])) if known.size else None)
    low, high = float(place(every_x[0])), float(place(every_x[-1]))
    axes.set_xlim(low, high if high > low else low + 1)
    _say_failures(axes, curves, place)
    heights = np.concatenate(
        [
            np.ravel(part)
            for curve in curves
            for part in (curve.log10, *(curve.band or ()), curve.strands)
            if part is not None
        ]
    )
    heights = heights[np.isfinite(heights)]
    bottom, top = (float(heights.min()), float(heights.max())) if heights.size else (0.0, 1.0)
    margin = max(0.05 * (top - bottom), 0.02)
    axes.set_ylim(bottom - margin, top + margin)
    _log_ticks(axes.yaxis, bottom - margin, top + margin)
    if is_log:
        _log_ticks(axes.xaxis, low, high)
    else:
        axes.xaxis.set_major_locator(MaxNLocator(nbins=5))
    _text(axes.set_xlabel(""), chart.xlabel)
    _text(axes.set_ylabel(""), chart.ylabel)
    _names_beside(figure, axes, names, ends)
    return figure


@styled
def map_figure(item: HeatMap) -> Figure:
    """Draw a quantity over two inputs: colours by its logarithm, and the lines where it changes.

    Parameters
    ----------
    item : HeatMap
        The quantity. A white line parts regions of different largest terms, a dashed one those
        in which other conditions fail, which are hatched.

    Returns
    -------
    matplotlib.figure.Figure
    """
    import numpy as np

    figure = Figure(figsize=(WIDTH, 2.75))
    axes = figure.subplots()
    logs = [_is_log(item.x), _is_log(item.y)]
    x, y = (
        np.log10(values) if log else np.asarray(values, float)
        for values, log in zip((item.x, item.y), logs, strict=True)
    )
    heights = np.ma.masked_invalid(np.asarray(item.log10, float))
    if heights.count() == 0:
        raise InputError("there is nothing to draw: the bound has no number here")
    mesh = axes.pcolormesh(x, y, heights, cmap="cividis", shading="nearest", rasterized=True)
    bar = figure.colorbar(mesh, ax=axes, pad=0.02, aspect=28)
    _log_ticks(bar.ax.yaxis, float(heights.min()), float(heights.max()))
    bar.outline.set_linewidth(0.6)
    _text(bar.ax.set_ylabel(""), item.label)
    _regions(axes, x, y, np.asarray(item.dominant), "white", "-", " largest")
    unmet = np.asarray(item.unmet)
    failing = unmet != ""
    if failing.any():
        # On colours the hatch is white, where there is no number grey.
        blank = np.ma.getmaskarray(heights)
        for mask, color in ((failing & ~blank, "white"), (failing & blank, GREY)):
            _hatch(axes, x, y, mask, color)
        _regions(axes, x, y, unmet, "black", (0, (3, 2)), " fails")
    for axis, values, log in ((axes.xaxis, x, logs[0]), (axes.yaxis, y, logs[1])):
        if log:
            _log_ticks(axis, float(values[0]), float(values[-1]))
        else:
            axis.set_major_locator(MaxNLocator(nbins=5))
    _text(axes.set_xlabel(""), item.xlabel)
    _text(axes.set_ylabel(""), item.ylabel)
    _text(axes.set_title("", loc="left", fontsize=7), item.title)
    return figure


@styled
def bars_figure(items: Sequence[Bar], *, xlabel: str) -> Figure:
    """Draw numbers side by side on a logarithmic axis, the first on top.

    Parameters
    ----------
    items : sequence of Bar
        The numbers.
    xlabel : str
        What they are.

    Returns
    -------
    matplotlib.figure.Figure
    """
    if not items:
        raise InputError("there is nothing to draw: no bound has a number here")
    groups = list(dict.fromkeys(item.group for item in items))
    if len(groups) < 2:
        groups = []
    items = sorted(items, key=lambda item: groups.index(item.group)) if groups else list(items)
    names = [_in_lines(item.label, 30) for item in items]
    middles, heads, below = [], [], 0.0
    for place, (item, name) in enumerate(zip(items, names, strict=True)):
        if groups and (place == 0 or items[place - 1].group != item.group):
            heads.append((below + 1.0, item.group))
            below += 1.6
        height = max(1.6, name.count("\n") + 1)
        middles.append(below + height / 2)
        below += height
    figure = Figure(figsize=(WIDTH, below * _LINE / 72 + 0.55))
    axes = figure.subplots()
    low = min(item.log10 for item in items)
    high = max(item.log10 for item in items)
    spread = max(high - low, 0.5)
    # A logarithm has no zero for a bar to stand on: a point shows the number, a line leads to it.
    left, right = low - 0.12 * spread, high + 0.1 * spread
    for item, middle in zip(items, middles, strict=True):
        fails = bool(item.unmet)
        color = COLORS[0] if not fails else GREY
        axes.plot(
            [left, item.log10], [middle, middle], color=color, lw=0.7, ls=":" if fails else "-"
        )
        axes.plot(
            [item.log10],
            [middle],
            marker="o",
            markersize=4,
            color=color,
            markerfacecolor="white" if fails else color,
        )
        _text(
            axes.annotate(
                "",
                (item.log10, middle),
                xytext=(4, 0),
                textcoords="offset points",
                va="center",
                fontsize=6,
                annotation_clip=False,
            ),
            item.text + (f" ({item.unmet} fails)" if fails else ""),
        )
    for middle, group in heads:
        note = axes.annotate(
            "", (0, middle), xycoords=axes.get_yaxis_transform(), va="center", fontsize=6.2
        )
        note.set_color(GREY)
        _text(note, f" {group}")
    axes.set_yticks(middles, names)
    axes.tick_params(axis="y", size=0, labelsize=6.2)
    for tick in axes.get_yticklabels():
        tick.set_parse_math(False)
    axes.set_ylim(below, 0)
    axes.set_xlim(left, right)
    _log_ticks(axes.xaxis, left, right, most=4)
    _text(axes.set_xlabel(""), xlabel)
    return figure


# Parts


def _is_log(values: Any) -> bool:
    """Say whether values stand on a logarithmic axis: far apart, and not at equal distances."""
    import numpy as np

    values = np.asarray(values, float)
    if values.size < 2 or values[0] <= 0 or values[-1] < _WIDE * values[0]:
        return False
    steps = np.diff(values)
    return values.size < 3 or not np.allclose(steps, steps[0], rtol=1e-6)


# What labels ticks is no closure: a figure can be pickled.
def _power(value: float, _: object) -> str:
    return f"$10^{{{value:.0f}}}$"


def _number(value: float, _: object, *, digits: int) -> str:
    from adamw_bounds.numbers import format_number

    return format_number(None, value, digits=digits)


def _log_ticks(axis: Any, low: float, high: float, most: int = 6) -> None:
    """Label an axis that holds log10 of numbers: with powers of ten, or with the numbers."""
    first, last = math.ceil(low - 1e-9), math.floor(high + 1e-9)
    if last - first >= 2:
        every = max(1, math.ceil((last - first + 1) / most))
        major = [float(tick) for tick in range(first, last + 1) if tick % every == 0]
        minor = [float(tick) for tick in range(first, last + 1)]
        axis.set_major_formatter(FuncFormatter(_power))
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
        axis.set_major_formatter(FuncFormatter(partial(_number, digits=digits)))
    axis.set_major_locator(FixedLocator(major))
    axis.set_minor_locator(FixedLocator(minor))
    axis.set_tick_params(which="minor", size=1.5, width=0.5)


def _say_failures(axes: Axes, curves: Sequence[Curve], place: Any) -> None:
    """Hatch where conditions fail for every curve, and say above the axes which they are."""
    import numpy as np

    bounds = [curve for curve in curves if not curve.measured]
    names: dict[str, None] = {}
    for curve in bounds:
        for text in np.unique(np.asarray(curve.unmet, dtype=str)):
            names.update(dict.fromkeys(name for name in text.split(", ") if name))
    if not names:
        return
    hatched = False
    same = all(np.array_equal(curve.x, bounds[0].x) for curve in bounds)
    if same:
        x = place(bounds[0].x)
        fails = np.all([np.asarray(curve.unmet) != "" for curve in bounds], axis=0)
        for start, stop in _runs(fails):
            # Up to half way to the neighbour that holds.
            left = x[start] if start == 0 else (x[start - 1] + x[start]) / 2
            right = x[stop - 1] if stop == x.size else (x[stop - 1] + x[stop]) / 2
            axes.axvspan(
                float(left), float(right), fill=False, hatch=_HATCH, ec=PALE, lw=0, zorder=0
            )
            hatched = True
    dashed = any(
        (np.isfinite(curve.log10) & (np.asarray(curve.unmet) != "")).any() for curve in bounds
    )
    which = f"({', '.join(names)})"
    said = f"dashed: conditions fail {which}" if dashed else ""
    if hatched:
        more = "hatched: for all" if dashed else f"hatched: the conditions fail {which}"
        said = f"{said}; {more}" if dashed else more
    title = axes.set_title("", loc="left", fontsize=6.2, color=GREY)
    _text(title, "\n".join(textwrap.wrap(said, 56)))


def _runs(flags: Any) -> list[tuple[int, int]]:
    """Return where flags are set: from number, to before number."""
    found: list[tuple[int, int]] = []
    start: int | None = None
    for place, flag in enumerate([*map(bool, flags), False]):
        if flag and start is None:
            start = place
        elif not flag and start is not None:
            found.append((start, place))
            start = None
    return found


def _regions(axes: Axes, x: Any, y: Any, names: Any, color: str, dashes: Any, said: str) -> None:
    """Part regions of different names by lines, and write each name where there is most room."""
    import numpy as np

    every = [str(name) for name in np.unique(names.astype(str)) if name]
    parted = len(np.unique(names.astype(str))) > 1
    for name in every:
        mask = names == name
        if parted and min(mask.shape) > 1:
            axes.contour(
                x, y, mask.astype(float), [0.5], colors=color, linewidths=1.0, linestyles=[dashes]
            )
        row, column = _middle(mask)
        note = axes.text(
            float(x[column]),
            float(y[row]),
            "",
            ha=_side(column / max(1, x.size - 1)),
            va="center",
            fontsize=6.2,
            color="black",
            path_effects=[withStroke(linewidth=1.8, foreground="white")],
            clip_on=True,
        )
        _text(note, "\n".join(textwrap.wrap(name + said, 20)))


def _side(share: float) -> str:
    """Return which end of a text stands at a place, so that it stays inside of the axes."""
    return "left" if share < 0.2 else "right" if share > 0.8 else "center"


def _hatch(axes: Axes, x: Any, y: Any, mask: Any, color: str) -> None:
    """Hatch the cells of a mask, a strip for each run of a row."""
    from matplotlib.collections import PolyCollection

    across, up = _edges(x), _edges(y)
    cells = [
        [
            (across[a], up[row]),
            (across[b], up[row]),
            (across[b], up[row + 1]),
            (across[a], up[row + 1]),
        ]
        for row in range(mask.shape[0])
        for a, b in _runs(mask[row])
    ]
    if cells:
        axes.add_collection(
            PolyCollection(cells, facecolors="none", edgecolors=color, hatch=_HATCH, lw=0)
        )


def _edges(values: Any) -> Any:
    """Return where cells around values begin and end."""
    import numpy as np

    if values.size < 2:
        return np.array([values[0] - 0.5, values[0] + 0.5])
    middles = (values[1:] + values[:-1]) / 2
    return np.concatenate([[2 * values[0] - middles[0]], middles, [2 * values[-1] - middles[-1]]])


def _middle(mask: Any) -> tuple[int, int]:
    """Return the place of a region that is farthest from all others, and from the edge."""
    import numpy as np

    left = np.pad(mask, 1)
    place = np.argwhere(mask)[len(np.argwhere(mask)) // 2]
    while left.any():
        # Of the last ring that is left, the place in its middle.
        rest = np.argwhere(left) - 1
        place = rest[len(rest) // 2]
        inner = left.copy()
        for axis in (0, 1):
            for step in (-1, 1):
                inner &= np.roll(left, step, axis)
        left = inner
    return int(place[0]), int(place[1])


def _names_beside(
    figure: Figure, axes: Axes, names: Sequence[str], ends: Sequence[tuple[float, float] | None]
) -> None:
    """Write each name at the right of the axes, near the end of its curve, none over another."""
    bottom, top = axes.get_ylim()
    left, right = axes.get_xlim()
    # What stands below and above the axes takes about half an inch.
    height = (figure.get_figheight() - 0.5) * 72
    sizes = [(name.count("\n") + 1) * _LINE / height for name in names]
    wanted = [
        0.5 if end is None else (end[1] - bottom) / (top - bottom) if top > bottom else 0.5
        for end in ends
    ]
    for number, middle in enumerate(_apart(wanted, sizes)):
        end = ends[number]
        if end is None:
            continue
        color = COLORS[number % len(COLORS)]
        note = axes.annotate(
            "",
            ((end[0] - left) / (right - left), wanted[number]),
            xycoords="axes fraction",
            xytext=(1.07, middle),
            textcoords="axes fraction",
            va="center",
            fontsize=6.2,
            linespacing=1.0,
            annotation_clip=False,
            arrowprops={
                "arrowstyle": "-",
                "color": color,
                "lw": 0.5,
                "shrinkA": 0,
                "shrinkB": 0,
                "relpos": (0, 0.5),
            },
        )
        _text(note, names[number])
        note.set_color(_dark(color))


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


def _in_lines(text: str, width: int = _NAME) -> str:
    """Return a name in at most five lines, shortened at its end where it is longer."""
    lines = textwrap.wrap(one_line(text), width) or [""]
    if len(lines) > 5:
        lines = [*lines[:4], f"{lines[4][: width - 1]}…"]
    return "\n".join(lines)


def _text(artist: Any, text: str) -> None:
    """Set a text that is never read as mathematics."""
    artist.set_parse_math(False)
    artist.set_text(text)


def _dark(color: str) -> tuple[float, float, float]:
    """Return a colour that is dark enough for small letters."""
    parts = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    return (0.6 * parts[0], 0.6 * parts[1], 0.6 * parts[2])
