"""What papers claim, checked by machine: rows, tables and an object, for shell and Python."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from adamw_bounds.choice_names import ClaimName, StatementName
from adamw_bounds.errors import Fault, InputError
from adamw_bounds.frozen import Frozen
from adamw_bounds.shown import Shown
from adamw_bounds.spelling import meant, near
from adamw_bounds.statements import NUMBERED
from adamw_bounds.theory.audit import Verdict, latex, text
from adamw_bounds.theory.audit import audit as check
from adamw_bounds.theory.catalog import CATALOG, CLAIMS, PAPERS, about
from adamw_bounds.theory.statements import Claim, Statement

if TYPE_CHECKING:
    from adamw_bounds.report import Report, Section

__all__ = ["Audit", "audit", "chosen", "derivation", "erratum_sheet", "place_of", "row_of"]

_OPEN: Final = "open"


def chosen(wanted: int | str | None) -> tuple[Claim, ...]:
    """Return the claims that are asked for.

    Raises
    ------
    InputError
        If there is neither such a claim nor such a statement.
    """
    if wanted is None or wanted == "all":
        return CLAIMS
    wanted = str(wanted).strip()
    known = {claim.id: claim for claim in CLAIMS}
    statements = sorted({name for claim in CLAIMS for name in claim.statements})
    asked = meant(wanted, [*known, *statements]) or wanted.lower()
    if asked in known:
        return (known[asked],)
    found = about(f"theorem-{asked}" if asked in NUMBERED else asked)
    if found:
        return found
    names = [*NUMBERED, "all", *statements, *known]
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


def row_of(verdict: Verdict, wanted: str | None, *, with_steps: bool) -> dict[str, Any]:
    """Return the row of a verdict, with its steps where they are asked for."""
    claim = verdict.claim
    asked = f"theorem-{wanted}" if wanted in NUMBERED else str(wanted).lower()
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
        "assumed": _assumed(CATALOG[claim.statements[0]]),
        "claim": claim.claim,
        "finding": claim.finding,
        "where": place_of(claim),
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


def place_of(claim: Claim) -> str:
    """Return equation or section of a claim, its pages, and where the proof stands."""
    source = CATALOG[claim.statements[0]].source
    pages = f"pp. {source.pages}" if source.pages else ""
    return "; ".join(filter(None, (claim.where or source.where, pages, source.proof)))


def _paper_of(claim: Claim) -> str:
    """Return who makes a claim, and when."""
    paper = next(item for item in PAPERS.values() if claim in item.claims)
    names = [author.partition(",")[0] for author in paper.authors]
    who = f"{names[0]} et al." if len(names) > 2 else " and ".join(names)
    return f"{who} ({paper.year})"


def _assumed(statement: Statement) -> str:
    """Return what a statement assumes, in a line."""
    own = "; ".join(item.removesuffix(".") for item in statement.assumptions)
    return statement.in_a_line or own


# Tables


def erratum_sheet(rows: Sequence[Mapping[str, Any]]) -> Sequence[Section]:
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


def derivation(report: Report, form: str) -> Report:
    """Return the report of one claim: what is assumed, what is said, and the steps."""
    from adamw_bounds.report import Column, Section

    (row,) = report.rows
    head = [
        f"Assumed ({_written(row['statements'][:1])}): {row['assumed']}.",
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


class Audit(Shown):
    """What the audit finds: a verdict a claim.

    Attributes
    ----------
    verdicts : tuple of Verdict
        For each claim what is recorded, what was found, why, and the steps that lead there, with
        formulas of sympy.
    """

    __slots__ = ("_asked", "verdicts")
    command = "audit"
    warnings = ()

    def __init__(self, verdicts: Sequence[Verdict], asked: str | None) -> None:
        self.verdicts = tuple(verdicts)
        self._asked = asked

    def __iter__(self) -> Iterator[Verdict]:
        return iter(self.verdicts)

    def __len__(self) -> int:
        return len(self.verdicts)

    @property
    def as_recorded(self) -> bool:
        """Whether every verdict is the recorded one."""
        return all(verdict.as_recorded for verdict in self.verdicts)

    @property
    def inputs(self) -> Mapping[str, Any]:
        """What was asked for."""
        return Frozen({"id": self._asked})

    def _rows(self) -> list[dict[str, Any]]:
        return [row_of(verdict, self._asked, with_steps=True) for verdict in self.verdicts]

    def _report(self, rows: Sequence[Mapping[str, Any]]) -> Report:
        from adamw_bounds._version import __version__
        from adamw_bounds.report import Column, Report

        report = Report(
            command=self.command,
            version=__version__,
            inputs=self.inputs,
            rows=rows,
            columns=(
                Column("id", title="claim", kind="id"),
                Column("verdict", kind="id"),
                Column("reason"),
            ),
            group_by=("statement",),
            footnotes=(),
        )
        return derivation(report, "markdown") if len(self.verdicts) == 1 else report


def audit(id: ClaimName | StatementName | int | str | None = None) -> Audit:
    """Check what papers claim.

    Parameters
    ----------
    id : int or str, optional
        A claim, ``"thm3-square"``, or a statement, ``2``, whose claims are checked; all of them
        when it is left out, which takes a minute.

    Returns
    -------
    Audit

    Raises
    ------
    InputError
        If there is neither such a claim nor such a statement.
    """
    asked = None if id is None else str(id)
    return Audit([check(claim.id) for claim in chosen(asked)], asked)
