"""``adamw-bounds check``: one page for one training run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from adamw_bounds.cli.asking import options_of
from adamw_bounds.cli.run import Request, argument, command, report_of
from adamw_bounds.errors import Fault, InputError
from adamw_bounds.spelling import all_of

if TYPE_CHECKING:
    from adamw_bounds.engine.results import Result
    from adamw_bounds.report import Report, Section


#: The cases of what is certified of the run that was made.
_CERTIFIED = ("t-interval", "with-probability", "on-average", "bracket", "measured-decay")


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
    """Show on one page what the theory says of one training run.

    The verdict comes first: which statements cover the run, and what the best of them guarantees;
    or, where none does, the cause and the smallest change that would help. Each statement with its
    conditions follows, then the time scale, radius and noise of the run. The exit status is 0 where
    a statement covers the run, even if its bound is too large to say anything, and 3 where none
    does. Options replace what the file says; settings of the optimizer are those of the base group.
    """
    from adamw_bounds.questions.check import check_sources
    from adamw_bounds.runs.sources import Sources, sources_of

    path = request.arguments["run"]
    if path is not None:
        sources = sources_of(path, option="RUN")
    else:
        tables = request.source.tables or request.source.inputs
        if not tables and not request.line:
            raise InputError([Fault("run", None, "is missing: a run file", option="RUN")])
        sources = Sources(dict(tables), request.source.path)
    found = check_sources(sources, request.line)
    verdict = found.extra["verdict"]
    return report_of(
        request,
        found,
        before=(verdict["sentence"], *found.extra["measured"]),
        after=_left_out(found.extra["missing"]),
        sections=_sections(found.results, found.extra["others"], verdict["best"]),
        extra={"verdict": verdict},
        warnings=[(note.code, note.message, note.kind) for note in found.warnings],
    )


def _left_out(missing: Mapping[str, Sequence[str]]) -> list[str]:
    """Say in one line which figures need inputs that were not given."""
    if not missing:
        return []
    by_need: dict[str, list[str]] = {}
    for quantity, names in missing.items():
        by_need.setdefault(all_of(names), []).append(quantity)
    listed = "; ".join(f"{', '.join(what)} (with {need})" for need, what in by_need.items())
    return [f"Not on this page, for want of an input: {listed}."]


def _sections(
    results: Sequence[Result], others: Mapping[str, Sequence[str]], best: str | None
) -> list[Section]:
    from adamw_bounds.report import VALUE, Column, Section, conditions_section

    beside = {name for names in others.values() for name in names}
    statements = _statements(results, beside, best)
    sections = [
        Section(
            rows=statements,
            title="Statements",
            columns=(
                Column("statement", kind="id"),
                Column("covered"),
                *(
                    (
                        Column("bound", kind="number", log10_key="bound_log10"),
                        Column("measure", "on", drop=2),
                    )
                    if any(line["covered"] == "yes" for line in statements)
                    else ()
                ),
                Column("why"),
            ),
            after=_about_others(others),
            footnotes=("notes",),
        )
    ]
    about = [
        row.as_row() for row in results if row.quantity == "covered" and row.statement not in beside
    ]
    conditions = conditions_section(about)
    if conditions is not None:
        sections.append(conditions)
    certified = [row for row in results if row.case in _CERTIFIED]
    if certified:
        sections.append(
            Section(
                rows=[row.as_row() for row in certified],
                title="Of the run that was made",
                columns=(
                    Column("quantity", kind="id"),
                    Column("case", "how", kind="id"),
                    *(Column(key, kind="number") for key in ("lower", "value", "upper")),
                    Column("statement", kind="id", drop=2),
                ),
                footnotes=("notes",),
            )
        )
    figures = [
        row.as_row()
        for row in results
        if row not in certified and row.quantity not in ("covered", *_bounds(results))
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
                    Column("what_it_is", "what it is", drop=1),
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


def _about_others(others: Mapping[str, Sequence[str]]) -> list[str]:
    """Name the statements that are about other runs, and what runs these are."""
    listed = [f"• {reason}: {', '.join(names)}" for reason, names in others.items()]
    return ["Other statements are about other runs, which have", *listed] if listed else []


def _statements(
    results: Sequence[Result], beside: set[str], best: str | None
) -> list[Mapping[str, Any]]:
    """Return a line for each statement that is about such a run; what the best assumes is noted."""
    from adamw_bounds.kernels import STATEMENTS

    lines: list[Mapping[str, Any]] = []
    for row in results:
        if row.quantity != "covered" or row.statement in beside:
            continue
        bound = next(
            (one for one in results if one.statement == row.statement and one is not row), None
        )
        missed = [item.name for item in row.conditions if not item.met]
        missed += ["inputs are missing"] if row.value is None else []
        lines.append(
            {
                "statement": row.statement,
                "covered": {None: "unknown", 1.0: "yes", 0.0: "no"}[row.value],
                "bound": None if bound is None else (bound.upper or bound.value),
                "bound_log10": None if bound is None else bound.log10,
                "notes": []
                if bound is None or row.statement != best
                # How the bound was found stands in JSON.
                else [
                    note
                    for note in bound.notes
                    if "of the proofs" not in note and not note.startswith(row.statement)
                ],
                "measure": STATEMENTS[row.statement].measure,
                "why": ", ".join(missed),
            }
        )
    return lines


__all__ = ["answer"]
