"""``adamw-bounds check``: one page for one training run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from adamw_bounds.cli.asking import options_of
from adamw_bounds.cli.run import Request, argument, command, report_of
from adamw_bounds.errors import Fault, InputError

if TYPE_CHECKING:
    from adamw_bounds.engine.results import Result
    from adamw_bounds.report import Report, Section


def _status(report: Report) -> int:
    """Return 0 where a statement covers the run, else 3."""
    return 0 if report.extra["verdict"]["covered"] else 3


@command(
    "check",
    options=options_of("check", "schedule", "warmup", "final", "step_size", "step_factor"),
    arguments=[argument("run", "RUN", "run file: TOML or JSON, see adamw-bounds guide check")],
    status=_status,
    example="adamw-bounds check run.toml",
)
def answer(request: Request) -> Report:
    """Say on one page what the theory says of one training run.

    The verdict comes first: which statements cover the run, what the best of them guarantees; if
    none does, the cause, and the smallest change that would help. Then each statement with its
    conditions, and the time scale, radius and noise of the run. The exit status is 0 where a
    statement covers the run, even where its bound is too large to say anything, and 3 where none
    does. Options replace what the file says; settings of the optimizer are the base group's.
    """
    from adamw_bounds.questions.check import check_described
    from adamw_bounds.runs.description import overridden, read_run
    from adamw_bounds.runs.sources import read_tables

    path = request.arguments["run"]
    if path is None:
        path = request.source.path
        tables = request.source.tables or request.source.inputs
        if not tables and not request.line:
            raise InputError([Fault("run", None, "is missing: a run file", option="RUN")])
    else:
        tables = read_tables(path)
    merged, options = overridden(tables, request.line)
    found = check_described(read_run(merged, path or "", options=options))
    verdict = found.extra["verdict"]
    return report_of(
        request,
        found,
        before=(verdict["sentence"],),
        after=_left_out(found.extra["missing"]),
        sections=_sections(found.results),
        extra={"verdict": verdict},
        warnings=[(note.code, note.message, note.kind) for note in found.warnings],
    )


def _left_out(missing: Mapping[str, Sequence[str]]) -> list[str]:
    """Say in one line which figures need inputs that were not given."""
    if not missing:
        return []
    by_need: dict[str, list[str]] = {}
    for quantity, names in missing.items():
        by_need.setdefault(" and ".join(names), []).append(quantity)
    listed = "; ".join(f"{', '.join(what)} (give {need})" for need, what in by_need.items())
    return [f"Not on this page: {listed}."]


def _sections(results: Sequence[Result]) -> list[Section]:
    from adamw_bounds.report import VALUE, Column, Section, conditions_section

    statements, others = _statements(results)
    sections = [
        Section(
            rows=statements,
            title="Statements",
            columns=(
                Column("statement", kind="id"),
                Column("covered"),
                Column("bound", kind="number", log10_key="bound_log10"),
                Column("measure", "on", drop=2),
                Column("why"),
            ),
            after=others,
            footnotes=(),
        )
    ]
    about = [row.as_row() for row in results if row.quantity == "covered" and not _is_other(row)]
    conditions = conditions_section(about)
    if conditions is not None:
        sections.append(conditions)
    figures = [
        row.as_row() for row in results if row.quantity not in ("covered", *_bounds(results))
    ]
    if figures:
        several = any(row.get("case") for row in figures)
        sections.append(
            Section(
                rows=figures,
                title="Figures of the run",
                columns=(
                    Column("quantity", kind="id"),
                    *((Column("case", "group", kind="id"),) if several else ()),
                    VALUE,
                    Column("statement", kind="id", drop=2),
                ),
                footnotes=("notes",),
            )
        )
    return sections


def _bounds(results: Sequence[Result]) -> set[str]:
    """Return the quantities of the statements' bounds."""
    about = {row.statement for row in results if row.quantity == "covered"}
    return {row.quantity for row in results if row.statement in about} - {"covered"}


def _is_other(row: Result) -> bool:
    """Whether a row is of a statement about another run."""
    return bool(row.notes) and any(
        note == item.text for note in row.notes for item in row.conditions
    )


def _statements(results: Sequence[Result]) -> tuple[list[Mapping[str, Any]], list[str]]:
    """Return a line for each statement, and one for those that are about another run."""
    from adamw_bounds.kernels import STATEMENTS

    lines: list[Mapping[str, Any]] = []
    others: dict[str, list[str]] = {}
    for row in results:
        if row.quantity != "covered":
            continue
        if _is_other(row):
            others.setdefault(row.notes[0], []).append(row.statement)
            continue
        bound = next(
            (one for one in results if one.statement == row.statement and one is not row), None
        )
        missed = [item for item in row.conditions if not item.met]
        word = {None: "cannot be told", 1.0: "yes", 0.0: "no"}[row.value]
        lines.append(
            {
                "statement": row.statement,
                "covered": word,
                "bound": None if bound is None else bound.value,
                "bound_log10": None if bound is None else bound.log10,
                "measure": STATEMENTS[row.statement].measure,
                "why": ", ".join([*(item.name for item in missed), *row.notes]),
            }
        )
    said = [f"{', '.join(names)}: {reason}." for reason, names in others.items()]
    return lines, ["Of other runs:", *(f"  {line}" for line in said)] if said else []


__all__ = ["answer"]
