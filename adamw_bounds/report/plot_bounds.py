"""Pictures of bounds: over one input, over two, and side by side.

They look as those of spectra. Numbers are drawn by their logarithms, so
that 10⁴⁰⁰ steps have a place too. Names stand beside the curves, and differ in markers as well as
in colours; a curve is dashed where a condition of its bound fails.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from adamw_bounds.errors import Fault, InputError
from adamw_bounds.report.charts import Look
from adamw_bounds.report.drawing import (
    COLORS,
    GREY,
    MARKERS,
    PALE,
    Figure,
    FuncFormatter,
    MaxNLocator,
    PolyCollection,
    frame,
    height_for,
    in_lines,
    log_ticks,
    names_beside,
    number_said,
    plain_text,
    show_span,
    styled,
    withStroke,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from adamw_bounds.report.charts import Bar, Chart, Curve, HeatMap

__all__ = ["MOST_CURVES", "bars_figure", "curves_figure", "map_figure"]

#: More names than these have no place beside the curves.
MOST_CURVES: Final = 24
_LINE: Final = 8.2  # points from one line of a name to the next
_PLAIN: Final = Look()
_MOST: Final = 300  # log10 of what a linear axis shows
_WIDE: Final = 20.0  # values whose ratio is larger stand on a logarithmic axis
_HATCH: Final = "//////"


@styled
def curves_figure(chart: Chart, look: Look = _PLAIN) -> Figure:
    """Draw a quantity over one input, a curve a bound.

    Parameters
    ----------
    chart : Chart
        The curves. Hatched: where conditions fail for every curve.
    look : Look
        How it looks.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    InputError
        If there is nothing to draw, or an axis cannot be as it was asked for.
    """
    import numpy as np

    curves = list(chart.curves)
    if not curves:
        raise InputError("there is nothing to draw: no bound has a number here")
    names = [in_lines(curve.label) for curve in curves]
    figure, axes = frame(look, height_for(names))
    every_x = np.unique(np.concatenate([curve.x for curve in curves]))
    is_log = look.has_log("x", _is_log(every_x))
    _positive(every_x, look, is_log=is_log)
    place = np.log10 if is_log else np.asarray
    high_up = [float(np.nanmax(curve.log10)) for curve in curves if np.isfinite(curve.log10).any()]
    rises = look.has_log("y", True)
    if not rises and max(high_up, default=0.0) > _MOST:
        said = f"must have y here: a linear axis ends at 1e{_MOST}"
        raise InputError([Fault("log", look.log, said)])
    height: Any = np.asarray if rises else lambda log10: 10.0 ** np.asarray(log10)
    ends = []
    for number, curve in enumerate(curves):
        color = COLORS[number % len(COLORS)]
        x = place(curve.x)
        y = height(np.where(np.isfinite(curve.log10), curve.log10, np.nan))
        fails = np.asarray(curve.unmet) != ""
        style: dict[str, Any] = {
            "color": color,
            # The eighth has the first one's colour, and another marker.
            "marker": MARKERS[(number + number // len(COLORS)) % len(MARKERS)],
            "markerfacecolor": color if curve.measured else "white",
            "markeredgewidth": 0.7,
            # A marker on the edge is whole.
            "clip_on": look.xlim != (None, None),
        }
        every = max(1, len(x) // 7)
        # Shifted, so that markers of curves that coincide do not hide each other.
        start = number * every // max(1, len(curves))
        if curve.points:
            style["ls"], every, start = "", 1, 0
        axes.plot(x, np.where(fails, np.nan, y), markevery=(start, every), **style)
        if curve.strands is not None:
            strands = np.transpose(height(curve.strands))
            axes.plot(x, strands, color=color, alpha=0.3, lw=0.3, zorder=1)
        if curve.band is not None:
            axes.fill_between(x, *map(height, curve.band), color=color, alpha=0.18, lw=0)
        if fails.any():
            # The piece between the last point that holds and the first that fails is dashed.
            near = fails.copy()
            near[:-1] |= fails[1:]
            near[1:] |= fails[:-1]
            axes.plot(x, np.where(near, y, np.nan), color=color, ls=(0, (3, 2)), lw=0.9)
        known = np.flatnonzero(np.isfinite(y))
        ends.append([(float(x[at]), float(y[at])) for at in known])
    show_span(axes, look, float(place(every_x[0])), float(place(every_x[-1])), is_log=is_log)
    _say_failures(axes, curves, place)
    left, right = axes.get_xlim()
    heights = np.concatenate(
        [
            np.ravel(height(part)[..., (place(curve.x) >= left) & (place(curve.x) <= right)])
            for curve in curves
            for part in (curve.log10, *(curve.band or ()), curve.strands)
            if part is not None
        ]
    )
    heights = heights[np.isfinite(heights)]
    bottom, top = (float(heights.min()), float(heights.max())) if heights.size else (0.0, 1.0)
    margin = max(0.05 * (top - bottom), 0.02 if rises else 0.02 * top)
    axes.set_ylim(bottom - margin, top + margin)
    if rises:
        log_ticks(axes.yaxis, bottom - margin, top + margin)
    else:
        axes.yaxis.set_major_locator(MaxNLocator(nbins=6))
        axes.yaxis.set_major_formatter(FuncFormatter(partial(number_said, digits=2)))
    if is_log:
        log_ticks(axes.xaxis, left, right)
    else:
        axes.xaxis.set_major_locator(MaxNLocator(nbins=5))
    plain_text(axes.set_xlabel(""), chart.xlabel)
    plain_text(axes.set_ylabel(""), chart.ylabel)
    seen = [[end for end in found if left <= end[0] <= right] for found in ends]
    names_beside(
        figure,
        axes,
        names,
        [found[-1] if found else None for found in seen],
        [COLORS[number % len(COLORS)] for number in range(len(curves))],
    )
    return figure


@styled
def map_figure(item: HeatMap, look: Look = _PLAIN) -> Figure:
    """Draw a quantity over two inputs: colours by its logarithm, and the lines where it changes.

    Parameters
    ----------
    item : HeatMap
        The quantity. A white line parts regions of different largest terms, a dashed one those
        in which other conditions fail, which are hatched.
    look : Look
        How it looks: `log` is of the two inputs.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    InputError
        If there is nothing to draw, or an axis cannot be as it was asked for.
    """
    import numpy as np

    figure, axes = frame(look, 2.75)
    logs = [look.has_log("x", _is_log(item.x)), look.has_log("y", _is_log(item.y))]
    for values, is_log in zip((item.x, item.y), logs, strict=True):
        _positive(np.asarray(values), look, is_log=is_log)
    x, y = (
        np.log10(values) if log else np.asarray(values, float)
        for values, log in zip((item.x, item.y), logs, strict=True)
    )
    sides = _edges(x)
    show_span(axes, look, float(sides[0]), float(sides[-1]), is_log=logs[0])
    first, last = axes.get_xlim()
    seen = (sides[:-1] < last) & (sides[1:] > first)
    x = x[seen]
    dominant, unmet = np.asarray(item.dominant)[:, seen], np.asarray(item.unmet)[:, seen]
    heights = np.ma.masked_invalid(np.asarray(item.log10, float)[:, seen])
    if heights.count() == 0:
        raise InputError("there is nothing to draw: the bound has no number here")
    mesh = axes.pcolormesh(x, y, heights, cmap="cividis", shading="nearest", rasterized=True)
    bar = figure.colorbar(mesh, ax=axes, pad=0.02, aspect=28)
    log_ticks(bar.ax.yaxis, float(heights.min()), float(heights.max()))
    bar.outline.set_linewidth(0.6)
    plain_text(bar.ax.set_ylabel(""), item.label)
    _regions(axes, x, y, dominant, "white", "-", " largest")
    failing = unmet != ""
    if failing.any():
        # On colours the hatch is white, where there is no number grey.
        blank = np.ma.getmaskarray(heights)
        for mask, color in ((failing & ~blank, "white"), (failing & blank, GREY)):
            _hatch(axes, x, y, mask, color)
        _regions(axes, x, y, unmet, "black", (0, (3, 2)), " fails")
    ends = ((first, last), (float(y[0]), float(y[-1])))
    for axis, (low, high), log in zip((axes.xaxis, axes.yaxis), ends, logs, strict=True):
        if log:
            log_ticks(axis, low, high)
        else:
            axis.set_major_locator(MaxNLocator(nbins=5))
    plain_text(axes.set_xlabel(""), item.xlabel)
    plain_text(axes.set_ylabel(""), item.ylabel)
    plain_text(axes.set_title("", loc="left", fontsize=7), item.title)
    return figure


@styled
def bars_figure(items: Sequence[Bar], look: Look = _PLAIN, *, xlabel: str) -> Figure:
    """Draw numbers side by side on a logarithmic axis, the first on top.

    Parameters
    ----------
    items : sequence of Bar
        The numbers.
    look : Look
        How it looks; its vertical axis has names.
    xlabel : str
        What they are.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    InputError
        If there is nothing to draw, or an axis cannot be as it was asked for.
    """
    if not items:
        raise InputError("there is nothing to draw: no bound has a number here")
    groups = list(dict.fromkeys(item.group for item in items))
    if len(groups) < 2:
        groups = []
    items = sorted(items, key=lambda item: groups.index(item.group)) if groups else list(items)
    names = [in_lines(item.label, 30) for item in items]
    middles, heads, below = [], [], 0.0
    for place, (item, name) in enumerate(zip(items, names, strict=True)):
        if groups and (place == 0 or items[place - 1].group != item.group):
            heads.append((below + 1.0, item.group))
            below += 1.6
        height = max(1.6, name.count("\n") + 1)
        middles.append(below + height / 2)
        below += height
    is_log, said = look.has_log("x", True), ""
    if "y" in (look.log or ""):
        said = "must be x or none here: names have no logarithm"
    elif not is_log and max(item.log10 for item in items) > _MOST:
        said = f"must be x here: a linear axis ends at 1e{_MOST}"
    if said:
        raise InputError([Fault("log", look.log, said)])
    figure, axes = frame(look, below * _LINE / 72 + 0.55)
    values = [item.log10 if is_log else 10**item.log10 for item in items]
    low, high = min(values), max(values)
    spread = max(high - low, 0.5) if is_log else high
    # A logarithm has no zero for a bar to stand on: a point shows the number, a line leads to it.
    left, right = low - 0.12 * spread if is_log else 0.0, high + 0.1 * spread
    show_span(axes, look, left, right, is_log=is_log)
    foot, end = axes.get_xlim()
    for item, at, middle in zip(items, values, middles, strict=True):
        fails = bool(item.unmet)
        color = COLORS[0] if not fails else GREY
        shown = min(max(at, foot), end)
        axes.plot([foot, shown], [middle, middle], color=color, lw=0.7, ls=":" if fails else "-")
        axes.plot(
            [at],
            [middle],
            marker="o",
            markersize=4,
            color=color,
            markerfacecolor="white" if fails else color,
        )
        plain_text(
            axes.annotate(
                "",
                (shown, middle),
                xytext=(4, 0),
                textcoords="offset points",
                va="center",
                fontsize=6,
                annotation_clip=False,
            ),
            ("← " if at < foot else "→ " if at > end else "")
            + item.text
            + (f" ({item.unmet} fails)" if fails else ""),
        )
    for middle, group in heads:
        note = axes.annotate(
            "", (0, middle), xycoords=axes.get_yaxis_transform(), va="center", fontsize=6.2
        )
        note.set_color(GREY)
        plain_text(note, f" {group}")
    axes.set_yticks(middles, names)
    axes.tick_params(axis="y", size=0, labelsize=6.2)
    for tick in axes.get_yticklabels():
        tick.set_parse_math(False)
    axes.set_ylim(below, 0)
    if is_log:
        log_ticks(axes.xaxis, *axes.get_xlim(), most=4)
    else:
        axes.xaxis.set_major_locator(MaxNLocator(nbins=4))
    plain_text(axes.set_xlabel(""), xlabel)
    return figure


# Parts


def _positive(values: Any, look: Look, *, is_log: bool) -> None:
    """Refuse a logarithmic axis of numbers that have no logarithm."""
    if is_log and not (values > 0).all():
        said = f"takes no logarithm of {float(values.min()):g}: numbers > 0 have one"
        raise InputError([Fault("log", look.log, said)])


def _is_log(values: Any) -> bool:
    """Say whether values stand on a logarithmic axis: far apart, and not at equal distances."""
    import numpy as np

    values = np.asarray(values, float)
    if values.size < 2 or values[0] <= 0 or values[-1] < _WIDE * values[0]:
        return False
    steps = np.diff(values)
    return values.size < 3 or not np.allclose(steps, steps[0], rtol=1e-6)


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
    plain_text(title, "\n".join(textwrap.wrap(said, 56)))


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
        plain_text(note, "\n".join(textwrap.wrap(name + said, 20)))


def _side(share: float) -> str:
    """Return which end of a text stands at a place, so that it stays inside of the axes."""
    return "left" if share < 0.2 else "right" if share > 0.8 else "center"


def _hatch(axes: Axes, x: Any, y: Any, mask: Any, color: str) -> None:
    """Hatch the cells of a mask, a strip for each run of a row."""
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
