"""Tables that several commands show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from adamw_bounds.bounds.results import Answer, Result
from adamw_bounds.report import VALUE, Column, Section

__all__ = ["doubts", "generalization_section", "notes_of", "texts"]


def doubts(results: Iterable[Result]) -> list[str]:
    """Return one line that names the statements with claims that the audit does not confirm."""
    counts: dict[str, int] = {}
    for result in results:
        if result.audit:
            counts[result.statement] = len(result.audit)
    if not counts:
        return []
    listed = ", ".join(f"{statement} ({count})" for statement, count in counts.items())
    first = next(iter(counts)).removeprefix("theorem-")
    return [
        f"Claims of the paper that the audit does not confirm: {listed}; "
        f"see adamw-bounds theorem {first}."
    ]


def notes_of(answers: Sequence[Answer]) -> list[tuple[str, str]]:
    """Return the warnings of several answers, with the case where only one of them has it."""
    found: dict[tuple[str, str], list[str]] = {}
    for answer in answers:
        for note in answer.warnings:
            found.setdefault((note.code, note.message), []).append(str(answer.results[0].case))
    return [
        (code, message if len(cases) == len(answers) else f"{', '.join(cases)}: {message}")
        for (code, message), cases in found.items()
    ]


def generalization_section(rows: Sequence[Mapping[str, Any]], title: str) -> Section:
    """Return the table of ``generalization`` rows: a column for each optimizer."""
    return Section(
        rows=rows,
        title=title,
        columns=(Column("quantity", kind="id"), Column("variant", kind="id")),
        pivot="optimizer",
        pivot_on=(VALUE,),
        footnotes=("notes",),
    )


def texts(meta: Mapping[str, Any]) -> list[str]:
    """Return what the meta of a spectrum says in words, a line each."""
    return [
        f"{name}: {meta[name]}"
        for name in ("model", "data", "loss", "optimizer", "method", "dtype")
        if isinstance(meta.get(name), str)
    ]
