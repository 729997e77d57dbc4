"""What is drawn of the bounds in an answer: the bridge from rows to charts, without matplotlib."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from adamw_bounds.errors import Fault, InputError

if TYPE_CHECKING:
    from adamw_bounds.engine.results import Answer, Result
    from adamw_bounds.engine.sweep import Sweep
    from adamw_bounds.report.charts import Bar, Chart, Curve, HeatMap, Look
    from adamw_bounds.spectra.curves import Decades
    from adamw_bounds.traces import Trace

__all__ = [
    "MOST_POINTS",
    "answer_figure",
    "bars_of",
    "chart_of",
    "figure_of",
    "input_label",
    "labels_of",
    "map_of",
    "steps_figure",
    "trajectory_chart",
    "trajectory_figure",
]

#: A picture of more points than these shows nothing more.
MOST_POINTS: Final = 1_000_000
#: Logarithms that differ by less are of one number.
_SAME: Final = 1e-9
#: What tells the bounds of an answer apart, in the order in which a name says it.
_PARTS: Final = ("statement", "optimizer", "schedule", "variant", "case", "stage", "quantity")
#: The bound that a trace measures.
_MEASURED: Final = "gradient-norm-squared"
_NO_TRACE: Final = Fault(
    "trace",
    None,
    "is drawn over the guarantee of a constant step, where --vary iterations=… alone varies",
)
#: What is drawn of an answer with several quantities, the first of these that it has.
_FIRST: Final = ("iterations", "gradient-complexity")
_QUANTITIES: Final = {"iterations": "steps T", "gradient-complexity": "stochastic gradients b·T"}


def figure_of(
    found: Sweep, traces: Sequence[Trace] = (), look: Look | None = None
) -> tuple[Any, Chart | HeatMap]:
    """Return the figure of a sweep, and what it shows as numbers.

    Parameters
    ----------
    found : Sweep
        A question over one input or two.
    traces : sequence of Trace
        Traces of runs, laid over a guarantee against T.
    look : Look, optional
        How it looks.

    Raises
    ------
    InputError
        If more than two inputs vary, there is nothing to draw, or traces have no place there.
    RunError
        If matplotlib is not installed, or a trace has no pairs of batches.
    """
    from adamw_bounds.report import plot_bounds
    from adamw_bounds.report.charts import Look

    look = look or Look()
    names = found.points.names
    if len(names) > 2 or len(names) != len(found.shape):
        said = f"shows one or two inputs that vary, not {', '.join(names)}"
        if len(names) == 2:
            said = "shows two inputs that vary as a grid, by --vary; a table has no grid"
        raise InputError([Fault("plot", None, said)])
    if len(found) > MOST_POINTS:
        raise InputError([Fault("plot", None, f"shows {MOST_POINTS} points at most")])
    item: Chart | HeatMap
    if len(names) == 1:
        item = chart_of(found)
        if traces:
            item = replace(item, curves=[*item.curves, *_measured(found, traces)])
        if len(item.curves) > plot_bounds.MOST_CURVES:
            said = (
                f"shows {plot_bounds.MOST_CURVES} curves at most, and here are "
                f"{len(item.curves)}: choose with --theorem, --optimizer, --variant or --quantity"
            )
            raise InputError([Fault("plot", None, said)])
        return plot_bounds.curves_figure(item, look), item
    if traces:
        raise InputError([_NO_TRACE])
    item = map_of(found)
    return plot_bounds.map_figure(item, look), item


def chart_of(found: Sweep) -> Chart:
    """Return the curves of a sweep over one input; those that coincide are one with two names."""
    import numpy as np

    from adamw_bounds.report.charts import Chart, Curve

    (name,) = found.points.names
    x = np.asarray(found.points.pick(np.arange(len(found)))[name], float)
    order = np.argsort(x, kind="stable")
    kept = _drawn(found.results, found.quantities)
    curves: list[tuple[list[Result], Any, Any]] = []
    for result in kept:
        log10 = np.broadcast_to(np.asarray(result.log10, float), x.shape)[order]
        if not np.isfinite(log10).any():
            continue
        unmet = _unmet(result, x.shape)[order]
        for rows, other, failing in curves:
            if (
                result.lower is None
                and rows[0].lower is None
                and np.allclose(other, log10, rtol=0, atol=_SAME, equal_nan=True)
                and (failing.tolist() == unmet.tolist())
            ):
                rows.append(result)
                break
        else:
            curves.append(([result], log10, unmet))
    names = labels_of([rows for rows, _, _ in curves])
    return Chart(
        [
            Curve(label, x[order], log10, unmet, band=_band(rows[0], x.shape, order))
            for label, (rows, log10, unmet) in zip(names, curves, strict=True)
        ],
        input_label(name),
        _quantity(kept),
    )


def _band(result: Result, shape: tuple[int, ...], order: Any) -> tuple[Any, Any] | None:
    """Return log10 of what a row lies between, where its inputs are known roughly."""
    import numpy as np

    if result.lower is None or result.upper is None:
        return None
    with np.errstate(all="ignore"):
        lower, upper = (
            np.log10(np.broadcast_to(np.asarray(ends, float), shape)[order])
            for ends in (result.lower, result.upper)
        )
    both = np.isfinite(lower) & np.isfinite(upper)
    return np.where(both, lower, np.nan), np.where(both, upper, np.nan)


def _measured(found: Sweep, traces: Sequence[Trace]) -> list[Curve]:
    """Return the running mean of ‖∇F(x_k)‖² of each trace, up to each recorded step.

    It is that of pairs of independent batches, so that noise does not enter on average; where
    noise makes it negative there is nothing to draw.
    """
    import numpy as np

    from adamw_bounds.report.charts import Curve
    from adamw_bounds.traces import squared_gradient

    if (
        found.points.names != ("iterations",)
        or found.inputs.get("schedule", "constant") not in ("constant", "all")
        or not any(row.quantity == _MEASURED for row in _drawn(found.results, found.quantities))
    ):
        raise InputError([_NO_TRACE])
    curves = []
    for trace in traces:
        squared_gradient(trace)  # says what is missing
        pairs = trace.lists["pairs"]
        kept = [place for place, values in enumerate(pairs) if values.size]
        sums = np.cumsum([float(pairs[place].sum()) for place in kept])
        counts = np.cumsum([pairs[place].size for place in kept])
        means = sums / counts
        with np.errstate(all="ignore"):
            log10 = np.where(means > 0, np.log10(np.abs(means)), np.nan)
        curves.append(
            Curve(
                f"measured mean ‖∇F‖² of {trace.path.stem}",
                trace.steps[kept].astype(float) + 1,
                log10,
                np.full(len(kept), "", dtype=object),
                measured=True,
            )
        )
    return curves


def map_of(found: Sweep) -> HeatMap:
    """Return the map of the first bound of a sweep over two inputs."""
    import numpy as np

    from adamw_bounds.engine.sweep import dominant_of
    from adamw_bounds.report.charts import HeatMap

    first, second = found.points.names
    kept = [
        result
        for result in _drawn(found.results, found.quantities)
        if np.isfinite(np.asarray(result.log10, float)).any()
    ]
    if not kept:
        raise InputError("there is nothing to draw: no bound has a number here")
    # What holds comes before what is printed.
    result = next((one for one in kept if one.variant == "explicit"), kept[0])
    shape = found.shape
    index = np.arange(len(found)).reshape(shape)
    y = np.asarray(found.points.pick(index[:, 0])[first], float)
    x = np.asarray(found.points.pick(index[0, :])[second], float)
    rows, columns = np.argsort(y, kind="stable"), np.argsort(x, kind="stable")

    def laid(values: Any) -> Any:
        return np.broadcast_to(values, shape)[np.ix_(rows, columns)]

    dominant = dominant_of(result)
    texts = np.array(["" if one is None else str(one) for one in np.ravel(dominant)], dtype=object)
    return HeatMap(
        title=_name(result, [part for part in _PARTS[:-1] if getattr(result, part)])
        + ("" if result.lower is None else " (the estimate)"),
        x=x[columns],
        y=y[rows],
        log10=laid(np.asarray(result.log10, float)),
        dominant=laid(texts.reshape(np.shape(dominant))),
        unmet=laid(_unmet(result, shape)),
        xlabel=input_label(second),
        ylabel=input_label(first),
        label=_quantity([result]),
    )


def steps_figure(parts: Sequence[tuple[int, Decades]], look: Look | None = None) -> Any:
    """Return the figure of err per parameter over the steps of training, a curve an optimizer.

    Parameters
    ----------
    parts : sequence of (int, Decades)
        The training step of each spectrum, and its err.
    look : Look, optional
        How it looks.
    """
    import numpy as np

    from adamw_bounds.optimizers import named
    from adamw_bounds.report import plot_bounds
    from adamw_bounds.report.charts import Chart, Curve, Look

    curves = []
    for optimizer in dict.fromkeys(item.optimizer for _, item in parts):
        own = sorted(
            (step, item.total, *(item.known or (item.total, item.total)))
            for step, item in parts
            if item.optimizer == optimizer
        )
        x, *errs = np.array(own, float).T
        with np.errstate(all="ignore"):
            log10, lower, upper = np.log10(errs)
        empty = np.full(x.size, "", dtype=object)
        is_known = all(item.known is None for _, item in parts if item.optimizer == optimizer)
        band = None if is_known else (lower, np.where(np.isfinite(upper), upper, np.nan))
        curves.append(Curve(named(optimizer), x, log10, empty, measured=True, band=band))
    return plot_bounds.curves_figure(
        Chart(curves, "training step", "err per parameter\n(Corollary 3, corrected)"),
        look or Look(),
    )


#: What is measured along a run, as an axis says it.
_ALONG: Final = {
    "distance": "distance |x_k − x*|",
    "distance-to-rest-point": "distance to the rest point",
    _MEASURED: "running mean of ‖∇F_k‖²",
    "weighted-gradient-norm-squared": "running mean of ‖∇F_k‖², weights η_k",
    "kkt-score-average": "running mean of K",
    "regret": "regret",
    "variance-ratio": "variance over that at rest (corrected)",
}
#: So many single runs are drawn beside their mean: more would be a blot.
_MOST_STRANDS: Final = 24
_WEIGHTED: Final = "weighted"
#: Decimal logarithms that differ by less are of one line of a picture.
_ALIKE: Final = 0.001
_LIMITS: Final = {"explicit": "guaranteed", "printed": "printed", "predicted": "predicted"}


def trajectory_figure(found: Answer, look: Look | None = None) -> tuple[Any, Chart]:
    """Return the figure of simulated runs against their bounds, and what it shows as numbers.

    Parameters
    ----------
    found : Answer
        What `simulate` answered.
    look : Look, optional
        How it looks.

    Raises
    ------
    InputError
        If nothing was measured along the runs.
    RunError
        If matplotlib is not installed.
    """
    from adamw_bounds.report import plot_bounds
    from adamw_bounds.report.charts import Look

    chart = trajectory_chart(found)
    return plot_bounds.curves_figure(chart, look or Look()), chart


def trajectory_chart(found: Answer) -> Chart:
    """Return what was measured along runs, each seed and the mean, and what is guaranteed there."""
    import numpy as np

    from adamw_bounds.report.charts import Chart, Curve

    runs = found.extra.get("trajectories", ())
    if not runs:
        raise InputError(
            [Fault("plot", None, "shows a run along its steps, and this one is looked at at rest")]
        )

    curves: list[Curve] = []
    names = _apart(runs)
    for run, own in zip(runs, names, strict=True):
        seeds = run.values.shape[1]
        shown = min(seeds, _MOST_STRANDS)
        with np.errstate(all="ignore"):
            mean = np.log10(run.values.mean(axis=1))
            strands = None if seeds == 1 else np.log10(run.values[:, :shown]).T
        label = "measured"
        if seeds > 1 and not curves:
            label += f" (thick: mean of {seeds} seeds, thin: {shown} of them)"
        empty = np.full(run.steps.size, "", dtype=object)
        label = ", ".join([label, *own])
        curves.append(Curve(label, run.steps, mean, empty, measured=True, strands=strands))
    for line in _lines(runs, names):
        # What is of all runs needs no name of one.
        whose = [" and ".join(line.own)] if any(line.own) and len(line.own) < len(runs) else []
        label = ", ".join([" and ".join(line.words), *whose])
        empty = np.full(len(line.steps), "", dtype=object)
        curves.append(Curve(label, line.steps, line.log10, empty, points=line.points))
    # Of means with weights and without, the names beside the curves say which is which.
    said = next((run.quantity for run in runs if not run.quantity.startswith(_WEIGHTED)), None)
    return Chart(curves, "steps", _ALONG[said or runs[0].quantity])


def _apart(runs: Sequence[Any]) -> list[list[str]]:
    """Return what tells runs from each other, in words."""

    def several(name: str) -> bool:
        return len({getattr(run, name) for run in runs}) > 1

    names = [run.name.split(", ") for run in runs]
    # What all of them begin with tells nothing.
    while len(runs) > 1 and all(len(name) > 1 and name[0] == names[0][0] for name in names):
        names = [name[1:] for name in names]
    return [
        [
            *([", ".join(name)] if several("name") else []),
            *([f"{run.schedule} step"] if several("schedule") else []),
            *(
                ["weights η_k"]
                if several("quantity") and run.quantity.startswith(_WEIGHTED)
                else []
            ),
        ]
        for run, name in zip(runs, names, strict=True)
    ]


@dataclass(slots=True)
class _Line:
    """Limits that are one curve: which they are, of which runs, and where they stand."""

    words: list[str]
    own: list[str]
    steps: Any
    log10: Any
    points: bool
    of: tuple[str | None, str]  # schedule and quantity of the runs

    def coincides(self, other: _Line) -> bool:
        """Say whether another one cannot be told from it in a picture."""
        import numpy as np

        return (
            self.of == other.of
            and np.array_equal(self.steps, other.steps)
            and np.allclose(self.log10, other.log10, rtol=0, atol=_ALIKE)
        )

    def goes_on(self, other: _Line) -> bool:
        """Say whether another one is a single point further on."""
        alike = (self.of, self.words) == (other.of, other.words)
        return bool(alike and other.steps.size == 1 and other.steps[0] > self.steps[-1])


def _lines(runs: Sequence[Any], names: Sequence[Sequence[str]]) -> list[_Line]:
    """Return the limits of runs, those that coincide as one."""
    import numpy as np

    found: list[_Line] = []
    for run, own in zip(runs, names, strict=True):
        for limit in run.limits:
            word = _LIMITS[limit.variant] + (" at least" if limit.is_least else "")
            of = (run.schedule, run.quantity)
            line = _Line([word], [", ".join(own)], limit.steps, limit.log10, limit.at_ends, of)
            before = next((one for one in found if one.goes_on(line)), None)
            if before is None:
                found.append(line)
                continue
            before.own += line.own
            before.steps = np.append(before.steps, line.steps)
            before.log10 = np.append(before.log10, line.log10)
    merged: list[_Line] = []
    for line in found:
        twin = next((one for one in merged if one.coincides(line)), None)
        if twin is None:
            merged.append(line)
            continue
        twin.words = list(dict.fromkeys([*twin.words, *line.words]))
        twin.own = list(dict.fromkeys([*twin.own, *line.own]))
    return merged


def bars_of(results: Iterable[Result]) -> tuple[list[Bar], str]:
    """Return the numbers of an answer at one point, the least first, and what they are."""
    import math

    from adamw_bounds.report.charts import Bar

    kept = [row for row in _drawn(results, ()) if math.isfinite(float(row.log10))]
    groups: list[list[Result]] = []
    for row in sorted(kept, key=lambda row: float(row.log10)):
        twin = next((rows for rows in groups if _coincide(rows[0], row)), None)
        if twin is None:
            groups.append([row])
        else:
            twin.append(row)
    bars = [
        Bar(
            name,
            float(rows[0].log10),
            _text(rows[0]),
            _failing(rows[0]),
            rows[0].measure,
        )
        for name, rows in zip(labels_of(groups, measures=False), groups, strict=True)
    ]
    return bars, _quantity(kept)


def _coincide(one: Result, other: Result) -> bool:
    return (
        abs(float(one.log10) - float(other.log10)) < _SAME
        and one.measure == other.measure
        and _failing(one) == _failing(other)
    )


def answer_figure(found: Answer, look: Look | None = None) -> tuple[Any, list[Bar]]:
    """Return the figure of an answer at one point, its numbers side by side, and what it shows.

    Parameters
    ----------
    found : Answer
        The answer.
    look : Look, optional
        How it looks.

    Raises
    ------
    InputError
        If it is of several points, or has no number.
    RunError
        If matplotlib is not installed.
    """
    from adamw_bounds.engine.evaluate import is_array
    from adamw_bounds.report import plot_bounds
    from adamw_bounds.report.charts import Look

    if any(is_array(row.log10) for row in found.results):
        raise InputError([Fault("plot", None, "shows numbers at one point: sweep draws several")])
    bars, label = bars_of(found.results)
    return plot_bounds.bars_figure(bars, look or Look(), xlabel=label), bars


def input_label(name: str) -> str:
    """Return what an axis says of an input: its symbol and its meaning, where that is short."""
    from adamw_bounds.kernels import SYMBOLS

    entry = SYMBOLS.get(name)
    if entry is None:
        return name.replace("_", " ")
    meaning = entry.meaning.partition(";")[0].partition(":")[0].partition(",")[0]
    return f"{meaning} {entry.text}" if len(meaning) <= 40 else entry.text


# Parts


def _drawn(results: Iterable[Result], wanted: Sequence[str]) -> list[Result]:
    """Return the rows that are drawn: of the quantities asked for, else of one."""
    rows = [row for row in results if row.log10 is not None]
    known = dict.fromkeys(row.quantity for row in rows)
    if not wanted:
        first = next((name for name in _FIRST if name in known), next(iter(known), ""))
        wanted = (first,)
    return [row for row in rows if row.quantity in wanted]


def _unmet(result: Result, shape: tuple[int, ...]) -> Any:
    import numpy as np

    from adamw_bounds.engine.sweep import unmet_of

    found = np.asarray(unmet_of(result.conditions), dtype=object)
    texts = np.array(["" if one is None else str(one) for one in found.ravel()], dtype=object)
    return np.broadcast_to(texts.reshape(found.shape), shape)


def _text(row: Result) -> str:
    """Return a number, with what it lies between where that is known."""
    from adamw_bounds.numbers import format_number

    text = format_number(None, float(row.log10), digits=3)
    if row.lower is None or row.upper is None:
        return text
    ends = (format_number(float(end), digits=3) for end in (row.lower, row.upper))
    return f"{text} ({' to '.join(ends)})"


def _failing(result: Result) -> str:
    return ", ".join(item.name for item in result.conditions if not item.met)


def labels_of(groups: Sequence[Sequence[Result]], *, measures: bool = True) -> list[str]:
    """Return a name for each group of bounds that coincide: what tells it from the others.

    Where some are counted in another measure than the first, their names say so.
    """
    # One alone says which reading it is; of several, what differs is said.
    if len(groups) == 1:
        return [_joined(groups[0], ["statement", "variant"])]
    parts = ["statement"]
    names = [_joined(rows, parts) for rows in groups]
    for part in _PARTS[1:]:
        longer = [_joined(rows, [*parts, part]) for rows in groups]
        if len(set(longer)) > len(set(names)):
            parts.append(part)
            names = longer
    for part in parts[1:]:
        # One that came later may tell as much.
        rest = [one for one in parts if one != part]
        shorter = [_joined(rows, rest) for rows in groups]
        if len(set(shorter)) == len(set(names)):
            parts, names = rest, shorter
    if len(parts) > 1 and len({row.statement for rows in groups for row in rows}) == 1:
        # It goes without saying.
        names = [_joined(rows, parts[1:]) for rows in groups]
    if measures and groups:
        first = groups[0][0].measure
        names = [
            name if rows[0].measure == first else f"{name} ({rows[0].measure})"
            for name, rows in zip(names, groups, strict=True)
        ]
    return names


def _joined(rows: Sequence[Result], parts: Sequence[str]) -> str:
    """Return one name for bounds that coincide."""
    found = []
    for part in parts:
        texts = list(dict.fromkeys(text for row in rows if (text := _part(row, part))))
        if texts:
            *others, last = texts
            found.append(f"{', '.join(others)} and {last}" if others else last)
    return ", ".join(found)


def _name(row: Result, parts: Sequence[str]) -> str:
    return ", ".join(text for part in parts if (text := _part(row, part)))


def _part(row: Result, part: str) -> str:
    from adamw_bounds.optimizers import named
    from adamw_bounds.phrases import statement_phrase

    value = getattr(row, part)
    if value is None:
        return ""
    if part == "statement":
        return statement_phrase(value) or str(value)
    if part == "optimizer":
        return named(value)
    if part == "schedule":
        return f"{value} step"
    if part == "stage":
        return f"stage {value}"
    return str(value).replace("-", " ")


def _quantity(rows: Sequence[Result]) -> str:
    names = dict.fromkeys(row.quantity for row in rows)
    return " / ".join(_QUANTITIES.get(name, name.replace("-", " ")) for name in names)
