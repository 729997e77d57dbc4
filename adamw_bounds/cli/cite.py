"""``adamw-bounds cite``: BibTeX of statements, and of this software."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from adamw_bounds.cli.run import Request, argument, command, report_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from adamw_bounds.report import Report


def _words() -> Sequence[str]:
    from adamw_bounds.questions.cite import names

    return names()


@command(
    "cite",
    arguments=(
        argument(
            "ids",
            "[ID]...",
            "statements (2, corollary-2, a full id), claims of audit, papers, or software",
            many=True,
            words=_words,
        ),
    ),
    options=(),
    ending=".bib",
    example="adamw-bounds cite theorem-2 defossez2022-theorem-4 --output refs.bib",
)
def answer(request: Request) -> Report:
    """Print the BibTeX of statements, of papers and of this software.

    Without ID: this software and the paper that it is about. For a claim: its paper, and this
    software, which found the verdict.
    """
    from adamw_bounds.engine.results import Answer
    from adamw_bounds.questions.cite import cite
    from adamw_bounds.report import Column, Section

    wanted = request.arguments["ids"] or []
    found = cite(*wanted)
    report = report_of(request, Answer("cite", {"ids": list(wanted)}, ()))
    rows = [
        {
            **entry._asdict(),
            "wanted_by": list(entry.wanted_by),
            "authors": list(entry.authors),
        }
        for entry in found
    ]
    if request.format == "table":
        # A bibliography is copied as it is: nothing stands around it.
        return replace(report, rows=rows, sections=[Section(before=str(found).splitlines())])
    return replace(
        report,
        rows=rows,
        title="References",
        columns=(
            Column("key", kind="id"),
            Column("authors", kind="list"),
            Column("title"),
            Column("venue"),
            Column("year"),
        ),
    )
