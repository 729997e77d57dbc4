"""``adamw-bounds audit``: what the paper claims, checked by machine."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from adamw_bounds.cli.processes import in_processes
from adamw_bounds.cli.progress import progress_bar
from adamw_bounds.cli.run import Request, argument, command, report_of
from adamw_bounds.errors import Fault, InputError
from adamw_bounds.report.formats import FORMATS
from adamw_bounds.spelling import meant, near

if TYPE_CHECKING:
    from adamw_bounds.report import Report, Section
    from adamw_bounds.theory.audit import Measured, Verdict
    from adamw_bounds.theory.statements import Claim

_NUMBERED = ("1", "2", "3", "4", "6", "7")
_OPEN = "open"


def _status(report: Report) -> int:
    """Return 1 where a verdict is not the recorded one."""
    return int(not all(row["as_recorded"] for row in report.rows))


@command(
    "audit",
    arguments=(
        argument("id", "ID", "a claim such as thm3-square, or a statement: 1 2 3 4 6 7, a full id"),
    ),
    options=("simulate",),
    example="adamw-bounds audit thm3-square",
    status=_status,
)
def answer(request: Request) -> Report:
    """Check what the paper claims: a verdict for each claim, with its evidence.

    Without ID: every claim. With a claim: its derivation, step by step. With a statement: the
    claims about it. Exit 0 where every verdict is the recorded one, 1 where one differs.
    """
    from adamw_bounds.engine.results import Answer
    from adamw_bounds.theory.audit import audit, prepare

    wanted = request.arguments["id"]
    claims = _chosen(wanted)
    figures = _simulated(claims) if request.inputs.get("simulate") else {}
    one = len(claims) == 1 and claims[0].id == wanted
    # Printing every formula twice takes as long as proving it: tables of many claims show none.
    with_steps = one or FORMATS[request.format].kind == "rows"
    inputs = {"id": wanted, "simulate": bool(figures)}

    def row_of(claim: Claim) -> dict[str, Any]:
        more = {"simulated": figures[claim.id]} if claim.id in figures else {}
        return _row(audit(claim.id, **more), wanted, with_steps=with_steps)

    report = report_of(
        request, Answer("audit", inputs, ()), rows=in_processes(row_of, claims, prepare=prepare)
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
        return _derivation(report, request.format)
    return _listing(report, wanted, request.format)


def _chosen(wanted: str | None) -> tuple[Claim, ...]:
    """Return the claims that are asked for.

    Raises
    ------
    InputError
        If there is neither such a claim nor such a statement.
    """
    from adamw_bounds.theory.catalog import CLAIMS, about

    if wanted is None or wanted == "all":
        return CLAIMS
    known = {claim.id: claim for claim in CLAIMS}
    statements = sorted({name for claim in CLAIMS for name in claim.statements})
    asked = meant(wanted, [*known, *statements]) or wanted.lower()
    if asked in known:
        return (known[asked],)
    found = about(f"theorem-{asked}" if asked in _NUMBERED else asked)
    if found:
        return found
    names = [*_NUMBERED, "all", *statements, *known]
    raise InputError(
        [
            Fault(
                "id",
                wanted,
                "must be a claim or a statement, as adamw-bounds audit lists them, or all"
                + near(asked, names),
                option="ID",
            )
        ]
    )


# Rows


def _row(verdict: Verdict, wanted: str | None, *, with_steps: bool) -> dict[str, Any]:
    from adamw_bounds.theory.audit import latex, text

    claim = verdict.claim
    asked = f"theorem-{wanted}" if wanted in _NUMBERED else str(wanted).lower()
    row: dict[str, Any] = {
        "statement": asked if asked in claim.statements else claim.statements[0],
        "quantity": "verdict",
        "case": claim.id,
        "id": claim.id,
        "statements": list(claim.statements),
        "kind": claim.kind,
        "verdict": verdict.verdict,
        "as_recorded": verdict.as_recorded,
        "reason": verdict.reason,
        "claim": claim.claim,
        "finding": claim.finding,
        "where": _place(claim),
        "paper": _paper_of(claim),
        "method": verdict.method,
    }
    if with_steps:
        row["evidence"] = [
            {
                "text": step.text,
                "formula": None if step.formula is None else text(step.formula),
                "latex": None if step.formula is None else latex(step.formula),
                "method": step.method,
            }
            for step in verdict.steps
        ]
    return row


def _place(claim: Claim) -> str:
    """Return equation or section of a claim, its pages, and where the proof stands."""
    from adamw_bounds.theory.catalog import CATALOG

    source = CATALOG[claim.statements[0]].source
    pages = f"pp. {source.pages}" if source.pages else ""
    return "; ".join(filter(None, (claim.where or source.where, pages, source.proof)))


def _paper_of(claim: Claim) -> str:
    """Return who makes a claim, and when."""
    from adamw_bounds.theory.catalog import PAPERS

    paper = next(item for item in PAPERS.values() if claim in item.claims)
    names = [author.partition(",")[0] for author in paper.authors]
    who = f"{names[0]} et al." if len(names) > 2 else " and ".join(names)
    return f"{who} ({paper.year})"


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
    from adamw_bounds.report import Column, Section

    if form in ("latex", "markdown", "html"):
        return replace(report, sections=_erratum_sheet(report.rows))
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


def _erratum_sheet(rows: Sequence[Mapping[str, Any]]) -> Sequence[Section]:
    """Return what is wrong and what is right instead, then what is confirmed."""
    from adamw_bounds.report import Column, Section

    wrong = [
        {**row, "verdict": row["verdict"].replace("-", " ")}
        for row in rows
        if row["verdict"] not in ("holds", None)
    ]
    right = [row for row in rows if row["verdict"] in ("holds", None)]
    said = Column("claim", title="what is said")
    where = ("paper", "where")
    sections = []
    if wrong:
        sections.append(
            Section(
                rows=wrong,
                title="Errata",
                columns=(
                    said,
                    Column("verdict", kind="text"),
                    Column("finding", title="instead"),
                ),
                group_by=where,
                footnotes=(),
                caption="Errata: what is said, what the check finds, and what is right instead",
                label="tab:audit-errata",
            )
        )
    if right:
        sections.append(
            Section(
                rows=right,
                title="Confirmed",
                columns=(said, Column("reason", title="found")),
                group_by=where,
                footnotes=(),
                caption="Claims that the checks confirm",
                label="tab:audit-confirmed",
            )
        )
    return sections


def _derivation(report: Report, form: str) -> Report:
    from adamw_bounds.report import Column, Section

    (row,) = report.rows
    head = [
        f"The paper: {row['claim']}.",
        *([f"Instead: {row['finding']}."] if row["finding"] else []),
        f"Found: {row['reason']}.",
    ]
    title = f"{row['id']} ({', '.join(row['statements'])})"
    steps = [{**step, "step": number} for number, step in enumerate(row["evidence"], 1)]
    if form == "table":
        section = Section(
            rows=report.rows,
            title=title,
            columns=(
                Column("verdict", kind="id"),
                Column("kind", title="recorded", kind="id"),
                Column("method", title="established"),
            ),
            footnotes=(),
            before=head,
            after=list(_lines(steps, row["method"])),
        )
        return replace(report, sections=(section,))
    section = Section(
        rows=steps,
        title=title,
        columns=(
            Column("step", kind="id", title="no."),
            Column("text", title="step"),
            Column("formula", kind="math", math_key="latex"),
        ),
        footnotes=(),
        before=head,
        caption=f"{_written(row['statements'])}, “{row['claim']}”: {row['verdict'] or _OPEN}",
        label=f"tab:audit-{row['id']}",
    )
    return replace(report, sections=(section,))


def _written(statements: Sequence[str]) -> str:
    return ", ".join(name.replace("-", " ").capitalize() for name in statements)


def _lines(steps: Sequence[Mapping[str, Any]], method: str) -> Iterator[str]:
    """Yield a derivation as lines of a terminal: a step, its formula below."""
    width = max(40, shutil.get_terminal_size((80, 24)).columns - 1)
    for step in steps:
        how = "" if step["method"] == method else f" [{step['method']}]"
        colon = ":" if step["formula"] else ""
        yield from textwrap.wrap(
            f"{step['step']}. {step['text']}{how}{colon}",
            width,
            initial_indent=" ",
            subsequent_indent="    ",
        )
        if step["formula"]:
            yield from textwrap.wrap(
                step["formula"],
                width,
                initial_indent=" " * 6,
                subsequent_indent=" " * 8,
                break_long_words=False,
                break_on_hyphens=False,
            )


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
