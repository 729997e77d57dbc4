"""``adamw-bounds audit``: what the paper claims, checked by machine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from adamw_bounds.cli.completion import claims
from adamw_bounds.cli.processes import in_processes
from adamw_bounds.cli.progress import progress_bar
from adamw_bounds.cli.run import Request, argument, command, report_of
from adamw_bounds.report.formats import FORMATS

if TYPE_CHECKING:
    from adamw_bounds.report import Report
    from adamw_bounds.theory.audit import Measured
    from adamw_bounds.theory.statements import Claim

_NUMBERED = ("1", "2", "3", "4", "6", "7")
_OPEN = "open"


def _status(report: Report) -> int:
    """Return 1 where a verdict is not the recorded one."""
    return int(not all(row["as_recorded"] for row in report.rows))


@command(
    "audit",
    arguments=(
        argument(
            "id",
            "ID",
            "a claim such as thm3-square, or a statement: 1 2 3 4 6 7, a full id",
            words=claims,
        ),
    ),
    options=("simulate",),
    example="adamw-bounds audit thm3-square",
    status=_status,
)
def answer(request: Request) -> Report:
    """Check what the paper claims: a verdict for each claim, with its evidence.

    Without ID: every claim. With a claim: its derivation, step by step. With a statement: the
    claims about it. The exit status is 0 where every verdict is the recorded one, and 1 where one
    differs.
    """
    from adamw_bounds.audits import chosen, derivation, row_of
    from adamw_bounds.engine.results import Answer
    from adamw_bounds.theory.audit import audit, prepare

    wanted = request.arguments["id"]
    claims = chosen(wanted)
    request.stop_before_working()
    figures = _simulated(claims) if request.inputs.get("simulate") else {}
    one = len(claims) == 1 and claims[0].id == wanted
    # Printing every formula twice takes as long as proving it: tables of many claims show none.
    with_steps = one or FORMATS[request.format].kind == "rows"
    inputs = {"id": wanted, "simulate": bool(figures)}

    def checked(claim: Claim) -> dict[str, Any]:
        more = {"simulated": figures[claim.id]} if claim.id in figures else {}
        return row_of(audit(claim.id, **more), wanted, with_steps=with_steps)

    report = report_of(
        request, Answer("audit", inputs, ()), rows=in_processes(checked, claims, prepare=prepare)
    )
    differing = [row for row in report.rows if not row["as_recorded"]]
    warnings = [
        (
            "verdict-differs",
            f"{row['id']}: recorded as {row['kind']}, found {row['verdict']}",
        )
        for row in differing
    ]
    report = replace(report, warnings=[*report.warnings, *warnings])
    if one:
        return derivation(report, request.format)
    return _listing(report, wanted, request.format)


# Tables


def _summary(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    counts: dict[str, int] = {}
    for row in rows:
        counts[row["verdict"] or _OPEN] = counts.get(row["verdict"] or _OPEN, 0) + 1
    told = ", ".join(f"{count} {name}" for name, count in counts.items())
    differing = sum(not row["as_recorded"] for row in rows)
    lines = [f"{len(rows)} claims: {told}."]
    several = "verdict differs from what is" if differing == 1 else "verdicts differ from what is"
    lines.append(
        f"{differing} {several} recorded." if differing else "Every verdict is as recorded."
    )
    return lines


def _listing(report: Report, wanted: str | None, form: str) -> Report:
    from adamw_bounds.audits import erratum_sheet
    from adamw_bounds.report import Column, Section

    if form in ("latex", "markdown", "html"):
        return replace(report, sections=erratum_sheet(report.rows))
    differs = not all(row["as_recorded"] for row in report.rows)
    recorded = (Column("kind", title="recorded", kind="id"),) if differs else ()
    columns = (
        Column("id", title="claim", kind="id"),
        *recorded,
        Column("verdict", kind="id"),
        Column("reason"),
    )
    after = [*_summary(report.rows), "adamw-bounds audit ID shows how a verdict is reached."]
    section = Section(
        rows=report.rows,
        title="Claims" if wanted in (None, "all") else f"Claims about {wanted}",
        columns=columns,
        group_by=("statement",),
        footnotes=(),
    )
    return replace(report, sections=(section,), after=after)


# Simulation


def _simulated(claims: Sequence[Claim]) -> dict[str, tuple[Measured, ...]]:
    """Run the simulations that the claims have, and return the figures of each."""
    from adamw_bounds.simulate.evidence import EVIDENCE
    from adamw_bounds.theory.audit import Measured

    wanted = [claim.id for claim in claims if claim.id in EVIDENCE]
    figures: dict[str, tuple[Measured, ...]] = {}
    with progress_bar(total=len(wanted), counted="simulations", remaining=False) as bar:
        for name in wanted:
            found = EVIDENCE[name]()
            figures[name] = (
                Measured(
                    f"{found.quantity}, {found.text}; {found.seeds} runs of {found.steps} steps, "
                    f"seed {found.seed}",
                    found.mean,
                    found.stderr,
                    found.printed,
                ),
            )
            bar.advance()
    return figures
