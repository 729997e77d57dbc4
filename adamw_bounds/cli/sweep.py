"""``adamw-bounds sweep``: any question over a grid of its inputs."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, Literal

from adamw_bounds.cli.asking import options_of
from adamw_bounds.cli.run import Command, Request, Written, command
from adamw_bounds.errors import Fault, InputError
from adamw_bounds.questions.sweep import QUESTIONS
from adamw_bounds.report.charts import LOOK

if TYPE_CHECKING:
    from adamw_bounds.cli.progress import Bar
    from adamw_bounds.engine.sweep import Block, Part, Sweep
    from adamw_bounds.report import Picture, Report

__all__ = ["SWEPT", "swept"]

#: Options of every sweep beside those of its question.
_OWN: Final = ("vary", "points", "quantity", "summary", "dry_run", "plot", "trace")
#: What tells rows of one point apart.
_NAMES: Final = (
    *("statement", "optimizer", "schedule", "variant", "quantity", "case", "stage", "update"),
)
#: More rows than this are no page.
_MOST_ON_A_PAGE: Final = 10_000
#: Beside a picture, which shows them all, fewer are read.
_MOST_BESIDE: Final = 200
#: What varies in the example of a sweep, in the place of what its question's example gives.
_VARIED: Final = {
    "complexity": ("--epsilon 0.1", "epsilon=1e-3:1:log:7"),
    "conditions": ("--epsilon 0.1", "epsilon=1e-3:1:log:7"),
    "guarantee": ("--iterations 100000", "iterations=1e3:1e9:log:13"),
    "rate": ("--k 1000", "k=1:1e6:log:7"),
    "compare": ("--epsilon 0.1", "epsilon=1e-3:1:log:7"),
    "generalization": ("--rho 1", "rho=1e-3:1:log:4"),
    "timescale": ("--batch-size 512", "batch-size=64:8192:log:8"),
    "radius": ("--weight-decay 0.1", "weight-decay=1e-3:1:log:7"),
    "rescale": ("--to 4096", "to=64:8192:log:8"),
    "noise-scale": ("--batch-size 256", "batch-size=16:4096:log:9"),
    "edge": ("--lr 1e-3", "lr=1e-5:1:log:11"),
    "kkt": ("--weight-decay 0.1", "weight-decay=1e-3:1:log:7"),
}
#: The questions that can be swept, by what the list of commands says.
SWEPT: Final = tuple(QUESTIONS)


def swept(question: str) -> Callable[[], Any]:
    """Return what loads the command that sweeps a question."""

    def load() -> Any:
        return _declared(question).build()

    return load


def _declared(question: str) -> Command:
    asked: Command = import_module(f"adamw_bounds.cli.{question.replace('-', '_')}").answer

    def answer(request: Request) -> Report | Written:
        return _answer(question, request)

    answer.__doc__ = (
        f"Ask {question} at every point of a grid or of a table.\n\n"
        "Every point is answered as if it were asked alone; `unmet` names the conditions that fail "
        "there. CSV, Parquet and .npy are written while they are computed. --plot draws a curve "
        "for each bound over one input, or a map over two; the table then sums up more than 200 "
        "rows."
    )

    def changes() -> Mapping[str, Mapping[str, Any]]:
        own = {} if asked.changes is None else dict(asked.changes())
        own["dry_run"] = {
            "help": "only say how many points and rows there are, and how long they take"
        }
        if question == "guarantee":
            own["trace"] = {
                "help": "trace of a training run (.jsonl); its measured mean of ‖∇F‖² is drawn "
                "over the guarantee: --vary iterations=… --plot"
            }
        return own

    return command(
        f"sweep {question}",
        options=lambda: (
            *(name for name in _OWN if name != "trace" or question == "guarantee"),
            *LOOK,
            *_options(question, asked),
        ),
        example=_example(question, asked),
        changes=changes,
        sweeps=True,
    )(answer)


def _options(question: str, asked: Command) -> tuple[str, ...]:
    """Return the options of the question, without those of its tables and pictures."""
    if question == "compare":
        return options_of("compare", "schedule", "variant")()
    if question == "generalization":
        from adamw_bounds.questions.sweep import varied_names

        switches = ("optimizer", "variant", "spectrum", "whole", "optimize_lambda")
        return (*switches, *varied_names(question))
    if question == "kkt":
        from adamw_bounds.questions.sweep import varied_names

        return ("params", "grads", *varied_names(question), "tolerance")
    return asked.names


def _example(question: str, asked: Command) -> str:
    """Return the question's own example, with an input that varies."""
    given, varied = _VARIED[question]
    text = asked.example.replace(given, f"--vary {varied}")
    return text.replace("adamw-bounds ", "adamw-bounds sweep ", 1)


def _answer(question: str, request: Request) -> Report | Written:
    from adamw_bounds.questions.sweep import sweep, varied_names
    from adamw_bounds.questions.vary import is_written

    inputs = dict(request.inputs)
    own = {name: inputs.pop(name, None) for name in _OWN}
    faults: list[Fault] = []
    vary = _pairs(own["vary"], faults)
    if isinstance(inputs.get("spectrum"), list):
        first, *more = inputs["spectrum"]
        inputs["spectrum"] = first
        if more:
            faults.append(Fault("spectrum", None, "must be one file here: a sweep is of one"))
    known = varied_names(question)
    # In a file an array stands for what --vary says.
    for name in [name for name in inputs if name in known and is_written(inputs[name])]:
        value = inputs.pop(name)
        vary.append((name, list(value) if isinstance(value, tuple) else value))
    try:
        found = sweep(
            question, vary or None, points=own["points"], quantity=own["quantity"], **inputs
        )
    except InputError as error:
        raise InputError([*faults, *error.faults] if error.faults else str(error)) from error
    if faults:
        raise InputError(faults)
    if own["dry_run"]:
        return _dry(request, found)
    if own["trace"] is not None and request.picture is None:
        raise InputError([Fault("trace", own["trace"], "needs --plot: it is drawn there")])
    if request.picture is not None:
        from adamw_bounds.bound_pictures import figure_of
        from adamw_bounds.cli.pictures import write_picture

        traces = []
        if own["trace"] is not None:
            from adamw_bounds.traces import load_trace

            traces.append(load_trace(own["trace"]))
        write_picture(figure_of(found, traces, request.look)[0], request.picture)
        if request.output is None and _is_long(request, found):
            return _summary(request, found)
    if own["summary"]:
        return _summary(request, found)
    return _rows(request, found)


def _pairs(given: Any, faults: list[Fault]) -> list[tuple[str, Any]]:
    """Return what ``--vary`` says: NAME=VALUES."""
    pairs: list[tuple[str, Any]] = []
    for text in given or ():
        name, equals, values = str(text).partition("=")
        if not equals or not name.strip() or not values.strip():
            faults.append(
                Fault("vary", text, "must be NAME=start:stop:lin|log:count or NAME=A,B,C")
            )
            continue
        pairs.append((name.strip(), values.strip()))
    return pairs


# --- rows -----------------------------------------------------------------------------------------


def _rows(request: Request, found: Sweep) -> Report | Written:
    from adamw_bounds.cli import output
    from adamw_bounds.cli.progress import late_bar
    from adamw_bounds.report.formats import FORMATS

    ending = "" if request.output is None else os.path.splitext(request.output)[1].lower()
    if request.output is not None and ending in (".npy", ".parquet"):
        from adamw_bounds.cli.sweep_files import write_npy, write_parquet

        write = write_npy if ending == ".npy" else write_parquet
        with late_bar(total=len(found), counted="points") as bar:
            more = write(found, request.output, request.source.voids(), bar.advance)
        return Written(_report(request, found, said=more))
    chosen = FORMATS[request.format]
    if chosen.kind == "page":
        return _page(request, found)
    output.check_output(request.output)
    pieces = (_json if chosen.name == "json" else _csv)(request, found)
    with late_bar(total=len(found), counted="points") as bar:
        output.write_pieces(_told(pieces, bar), request.output, chosen)
    return Written(_report(request, found))


def _told(pieces: Iterator[tuple[int, str]], bar: Bar) -> Iterator[str]:
    for points, text in pieces:
        yield text
        bar.advance(points)


def _csv(request: Request, found: Sweep) -> Iterator[tuple[int, str]]:
    from adamw_bounds.report.stream import CSV_KEYS, csv_head, csv_rows

    names = found.points.names
    keys = (*names, *(key for key in CSV_KEYS if key not in names))
    head = csv_head(keys)
    for block in found.blocks():
        yield (
            block.chunk.size,
            head
            + "".join(
                _in_order(request, block, lambda pattern, size: csv_rows(pattern, keys, size))
            ),
        )
        head = ""


def _json(request: Request, found: Sweep) -> Iterator[tuple[int, str]]:
    from adamw_bounds._version import __version__
    from adamw_bounds.report.json_ import SCHEMA
    from adamw_bounds.report.plain import compact_json
    from adamw_bounds.report.stream import json_rows

    head = {"schema": SCHEMA, "command": request.command, "version": __version__}
    before = compact_json(head)[:-1] + ',"rows":[\n'
    for block in found.blocks():
        lines = _in_order(request, block, json_rows)
        if lines:
            yield block.chunk.size, before + ",\n".join(lines)
            before = ",\n"
    warnings = [
        {"code": code, "message": message}
        for code, message in (
            *request.source.notes,
            *((note.code, note.message) for note in found.warnings),
        )
    ]
    inputs = compact_json(_inputs(found))
    yield 0, f'\n],"inputs":{inputs},"warnings":{compact_json(warnings)}}}\n'


def _patterns(request: Request, block: Block, part: Part) -> list[dict[str, Any]]:
    """Return the rows of a part; what voids their numbers comes first among their notes."""
    voids = request.source.voids()
    return [
        {**pattern, "notes": [*voids, *pattern["notes"]]} if voids else pattern
        for pattern in block.patterns(part)
    ]


def _in_order(request: Request, block: Block, write: Callable[[Any, int], list[str]]) -> list[str]:
    """Return the rows of a chunk as texts, point by point."""
    lines: list[list[str]] = [[]] * block.chunk.size
    for part in block.parts:
        size = block.size(part)
        written = [write(pattern, size) for pattern in _patterns(request, block, part)]
        rows = map(list, zip(*written, strict=True))
        places = range(size) if part.places is None else part.places.tolist()
        for place, row in zip(places, rows, strict=False):
            lines[place] = row
    return [line for row in lines for line in row]


def _inputs(found: Sweep) -> dict[str, Any]:
    """Return the inputs: what varies as it was written, where that is short."""
    from adamw_bounds.engine.points import Grid, Table

    varied: dict[str, Any] = {}
    if isinstance(found.points, Grid):
        for name, axis in found.points.axes.items():
            varied[name] = axis.text or axis.take(0, min(axis.size, _MOST_ON_A_PAGE)).tolist()
    elif isinstance(found.points, Table):
        varied = dict.fromkeys(found.points.names, found.points.text)
    return {**found.told, **varied}


def _page(request: Request, found: Sweep) -> Report:
    """Return the rows as a page; they are few."""
    from adamw_bounds.report import LOG10, VALUE, Column
    from adamw_bounds.report.stream import row_at

    rows: list[dict[str, Any]] = []
    for block in found.walk(lambda block: block, most=_MOST_ON_A_PAGE):
        listed: list[list[dict[str, Any]]] = [[]] * block.chunk.size
        for part in block.parts:
            size = block.size(part)
            patterns = _patterns(request, block, part)
            _fit(len(rows) + size * len(patterns), len(found))
            places = range(size) if part.places is None else part.places.tolist()
            for number, place in enumerate(places):
                listed[place] = [row_at(pattern, number) for pattern in patterns]
        rows += [row for point in listed for row in point]
        _fit(len(rows) * len(found) // (block.chunk.start + block.chunk.size), len(found))
    names = found.points.names
    differ = [key for key in _NAMES if len({row.get(key) for row in rows}) > 1]
    unmet = [Column("unmet", drop=1)] if any(row["unmet"] for row in rows) else []
    columns = [
        *(Column(name, kind="number") for name in names),
        *(Column(key, kind="id") for key in differ or ["statement", "quantity"]),
        VALUE,
        *(Column(end, kind="number") for end in ("lower", "upper") if any(end in r for r in rows)),
        LOG10,
        Column("dominant", drop=2),
        *unmet,
    ]
    return _report(
        request,
        found,
        rows=rows,
        columns=columns,
        footnotes=("notes",),
        title=_title(found),
        pictures=_pictures(request, found),
    )


def _pictures(request: Request, found: Sweep) -> list[Picture]:
    """Return what a page shows of a sweep over one input or two."""
    from adamw_bounds.report.formats import FORMATS

    names = found.points.names
    drawn = len(names) == len(found.shape) <= 2 and len(found) <= _MOST_ON_A_PAGE
    if FORMATS[request.format].name != "html" or not drawn:
        return []
    from adamw_bounds.bound_pictures import figure_of
    from adamw_bounds.cli.pictures import picture_of

    title = f"{found.question} over {' and '.join(name.replace('_', '-') for name in names)}"
    return [picture_of(title, lambda: figure_of(found)[0])]


def _is_long(request: Request, found: Sweep) -> bool:
    """Say whether the rows are too many to be read beside a picture: their summary stands there."""
    from adamw_bounds.report.formats import FORMATS

    rows = sum(found.quantities == () or one.quantity in found.quantities for one in found.results)
    return FORMATS[request.format].kind == "page" and len(found) * rows > _MOST_BESIDE


def _fit(rows: int, points: int) -> None:
    if rows > _MOST_ON_A_PAGE:
        raise InputError(
            f"{points} points make about {rows} rows, too many for a page: write them with "
            "-o FILE.csv (.json, .parquet, .npy), or take --summary"
        )


def _report(
    request: Request,
    found: Sweep,
    rows: Sequence[Any] = (),
    said: Sequence[tuple[str, ...]] = (),
    **more: Any,
) -> Report:
    from adamw_bounds._version import __version__
    from adamw_bounds.report import Report

    return Report(
        command=request.command,
        version=__version__,
        inputs=_inputs(found),
        warnings=[
            *request.source.notes,
            *said,
            *((n.code, n.message, n.kind) for n in found.warnings),
        ],
        invocation=request.invocation,
        rows=rows,
        **more,
    )


def _title(found: Sweep) -> str:
    shape = " × ".join(str(size) for size in found.shape)
    return f"{found.question} at {shape} points"


def _summary(request: Request, found: Sweep) -> Report:
    """Return what all points come to, a row for each row of the question."""
    from adamw_bounds.cli.progress import late_bar
    from adamw_bounds.engine.summary import summary
    from adamw_bounds.report import Column, Section

    with late_bar(total=len(found), counted="points") as bar:
        rows = summary(found, bar.advance)
    voids = request.source.voids()
    rows = [{**row, "notes": [*voids, *row["notes"]]} for row in rows]
    keys = [key for key in _NAMES if len({row.get(key) for row in rows}) > 1]
    shown = [
        {
            **row,
            **{f"at_{end}": _point(row[f"arg{end}"]) for end in ("min", "max")},
            "failing": [f"{name} ({count})" for name, count in row["unmet"].items()],
        }
        for row in rows
    ]
    columns = [
        *(Column(key, kind="id") for key in keys or ["statement", "quantity"]),
        *(Column(end, kind="number", log10_key=f"{end}_log10") for end in ("min", "median", "max")),
        *(Column("at_min", drop=3), Column("at_max", drop=3)),
        *([Column("failing", "fails at", kind="list")] if any(r["unmet"] for r in rows) else []),
    ]
    section = Section(rows=shown, title=_title(found), columns=columns, footnotes=("notes",))
    pictures = _pictures(request, found)
    return _report(request, found, rows=rows, sections=[section], pictures=pictures)


def _point(inputs: Mapping[str, float] | None) -> str:
    return ", ".join(f"{name} = {value:.4g}" for name, value in (inputs or {}).items())


def _dry(request: Request, found: Sweep) -> Report:
    """Say how many points and rows there are and how long they take, by a trial at a few."""
    from time import perf_counter

    from adamw_bounds.engine.points import CHUNK, Table
    from adamw_bounds.numbers import written
    from adamw_bounds.report import Column, Section

    size = len(found)
    tried = min(size, CHUNK if found.takes_arrays else 3)
    trial = Table(found.points.pick(_spread(size, tried)))
    mode: Literal["rows", "logs"] = "logs" if request.inputs.get("summary") else "rows"
    since = perf_counter()
    rows = sum(found.walk(_rows_in, mode, CHUNK, trial))
    seconds = (perf_counter() - since) * size / tried
    row = {
        "points": size,
        "shape": " × ".join(str(count) for count in found.shape),
        "rows": round(rows * size / tried),
        "seconds": seconds,
        "points_at_once": CHUNK if found.takes_arrays else 1,
        "varied": list(found.points.names),
    }
    if size > tried:
        note = f"rows and seconds are estimates, from a trial at {tried} points"
        note += "; writing them takes more"
        row["notes"] = [note]
    columns = [
        *(Column("points", kind="number"), Column("shape"), Column("rows", kind="number")),
        Column("seconds", kind="number", digits=2),
        *(Column("points_at_once", kind="number"), Column("varied", kind="list")),
    ]
    title = f"{found.question}: {written(size)} points, not asked"
    section = Section(rows=[row], title=title, columns=columns, footnotes=("notes",))
    return _report(request, found, rows=[row], sections=[section])


def _spread(size: int, count: int) -> Any:
    """Return numbers of points that lie all over."""
    import numpy as np

    return np.unique(np.linspace(0, size - 1, count).astype(np.int64))


def _rows_in(block: Block) -> int:
    return sum(block.size(part) * len(part.results) for part in block.parts)
