"""``adamw-bounds theorem``: the statements themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from adamw_bounds.cli.completion import statements
from adamw_bounds.cli.run import Request, argument, command, report_of
from adamw_bounds.errors import Fault, InputError
from adamw_bounds.spelling import one_of

if TYPE_CHECKING:
    from adamw_bounds.report import Report, Section
    from adamw_bounds.theory.statements import Statement


@command(
    "theorem",
    arguments=(
        argument(
            "id", "ID", "1 2 3 4 6 7, a full id such as corollary-2, or all", words=statements
        ),
    ),
    options=("part",),
    example="adamw-bounds theorem 3 --part formulas",
)
def answer(request: Request) -> Report:
    """Show the statements: what each assumes and says, and its source.

    Without ID: the list. With an ID: the statement in a sentence, and its main formula as printed,
    as corrected and with the proof's constants. --part shows all formulas, the conditions, the
    symbols, what the audit says of the paper's claims, or how they are proved. JSON and CSV hold
    everything.
    """
    from adamw_bounds.engine.results import Answer
    from adamw_bounds.report.formats import FORMATS
    from adamw_bounds.statements import (
        PARTS,
        chosen,
        environment_of,
        page_of,
        proof_of,
        rows_of,
        sections_of,
    )
    from adamw_bounds.theory.catalog import CATALOG

    wanted = request.arguments["id"]
    part = request.inputs.get("part")
    _check_part(part, wanted, PARTS)
    report = report_of(request, Answer("theorem", {"id": wanted}, ()))
    if wanted is None:
        return _list(report, list(CATALOG.values()))
    found = chosen(wanted)
    rows: list[dict[str, Any]] = []
    sections: list[Section] = []
    environments: list[str] = []
    terminal = request.format == "table"
    page = FORMATS[request.format].kind == "page"
    for statement in found:
        own = rows_of(statement)
        rows += own
        if not page:
            continue
        if request.format == "latex" and part is None:
            environments.append(environment_of(statement))
        elif part == "proof":
            sections += proof_of(statement)
        elif terminal and part is None and len(found) == 1:
            command = f"adamw-bounds theorem {statement.id} --part"
            sections += page_of(statement, own, command=command)
        else:
            parts: Sequence[str] = PARTS if part is None else (part,)
            sections += sections_of(
                statement,
                own,
                parts=("formulas",) if part is None and len(found) > 1 else parts,
                terminal=terminal,
                sentence=request.format in ("markdown", "html"),
            )
    return replace(report, rows=rows, sections=sections, environments=environments)


def _check_part(part: str | None, wanted: str | None, known: Sequence[str]) -> None:
    """Refuse a part that there is not, or one of no statement.

    Raises
    ------
    InputError
        If the part is wrong.
    """
    if part is None:
        return
    if part not in known:
        raise InputError([Fault("part", part, one_of(part, known))])
    if wanted is None:
        raise InputError([Fault("part", part, "needs the ID of a statement")])


def _list(report: Report, statements: Sequence[Statement]) -> Report:
    from adamw_bounds.report import Column

    return replace(
        report,
        rows=[
            {
                "statement": statement.id,
                "title": statement.title,
                "optimizers": list(statement.optimizers),
                "source": statement.source.cite(),
            }
            for statement in statements
        ],
        title="Statements",
        columns=(Column("statement", kind="id"), Column("title")),
        after=["adamw-bounds theorem ID shows one of them."],
    )
