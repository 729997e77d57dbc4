"""Tables that several commands show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from adamw_bounds.engine.results import Answer, Result
from adamw_bounds.report import VALUE, Column, Section
from adamw_bounds.spelling import all_of

if TYPE_CHECKING:
    from adamw_bounds.cli.run import Request
    from adamw_bounds.remarks import RemarkKind
    from adamw_bounds.report import Report

__all__ = [
    "decade_sections",
    "doubts",
    "figures",
    "generalization_section",
    "generalization_sections",
    "notes_of",
    "texts",
]


def figures(request: Request, answer: Answer, *, title: str) -> Report:
    """Return the report of an answer whose rows are a few figures of one run."""
    from adamw_bounds.cli.run import report_of

    several = any(row.case is not None for row in answer)
    return report_of(
        request,
        answer,
        title=title,
        columns=(
            Column("quantity", kind="id"),
            *((Column("case", kind="id"),) if several else ()),
            VALUE,
            Column("what_it_is", "what it is", drop=1),
            Column("statement", kind="id", drop=2),
        ),
        conditions=True,
        footnotes=("notes",),
        after=doubts(answer.results),
    )


#: Of more statements only the count is said.
_NAMED = 3


def doubts(results: Iterable[Result]) -> list[str]:
    """Return one line that names the statements with claims that the audit does not confirm."""
    found = {result.statement: result.audit for result in results if result.audit}
    if not found:
        return []
    first, *others = found
    said = (
        f"{len(found[first])} of the claims about {first}"
        if len(found[first]) > 1
        else (f"a claim about {first}")
    )
    more = [f"{len(found[name])} about {name}" for name in others]
    if len(found) > _NAMED:
        count = sum(map(len, found.values()))
        return [
            f"The audit does not confirm {count} of the claims about {len(found)} of these "
            "statements: adamw-bounds audit ID lists them."
        ]
    text = f"The audit does not confirm {all_of([said, *more])}"
    return [f"{text}: adamw-bounds audit {first} lists them."]


def notes_of(answers: Sequence[Answer]) -> list[tuple[str, str, RemarkKind]]:
    """Return the warnings of several answers, with the case where only one of them has it."""
    found: dict[tuple[str, str, RemarkKind], list[str]] = {}
    for answer in answers:
        for note in answer.warnings:
            key = (note.code, note.message, note.kind)
            found.setdefault(key, []).append(str(answer.results[0].case))
    return [
        (
            code,
            message
            if len(cases) == len(answers)
            else f"{', '.join(dict.fromkeys(cases))}: {message}",
            kind,
        )
        for (code, message, kind), cases in found.items()
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


def generalization_sections(
    rows: Sequence[Mapping[str, Any]], title: str, *, bars: bool = True
) -> list[Section]:
    """Return the table of ``generalization`` rows, then of error bars, local minima and blocks.

    Rows with the run's own preconditioner have a table of their own.
    """
    from adamw_bounds.spectra.own import CASE, CASES, DECAYS

    own = [row for row in rows if str(row.get("case")).endswith(CASE)]
    decays = [row for row in rows if str(row.get("case")).endswith(DECAYS)]
    rows = [row for row in rows if not str(row.get("case")).endswith(CASES)]
    minima = [row for row in rows if row.get("stage") is not None]
    cases = {row.get("case") for row in rows if row["quantity"] == "phi"}
    others = [row for row in rows if row.get("stage") is None]
    blocks = [row for row in others if cases and row.get("case") not in cases]
    main = [row for row in others if not cases or row.get("case") in cases]
    found = [
        generalization_section(main, title),
        generalization_section(own, "With the run's own preconditioner"),
        generalization_section(decays, "With the run's own preconditioner and its several decays"),
        _bars_section([*main, *own, *decays] if bars else []),
        Section(
            rows=minima,
            title="Local minima in λ",
            columns=(Column("optimizer", kind="id"), Column("stage")),
            pivot="quantity",
            pivot_on=(VALUE,),
            footnotes=(),
        ),
        Section(
            rows=blocks,
            title="Blocks, each with its own ρ",
            columns=(Column("case", kind="id"), Column("quantity", kind="id")),
            pivot="optimizer",
            pivot_on=(VALUE,),
            footnotes=("notes",),
        ),
    ]
    return [section for section in found if section.rows]


def _bars_section(rows: Sequence[Mapping[str, Any]]) -> Section:
    """Return the error bars of err and Φ, where they were estimated; other rows have them too."""
    found: dict[tuple[Any, ...], Mapping[str, Any]] = {}
    for row in rows:
        if row["quantity"] in {"err-per-parameter", "phi"} and row.get("lower") is not None:
            # The last variant: corrected where there are both.
            found[row.get("case"), row["quantity"], row["optimizer"]] = row
    several = len({row.get("case") for row in found.values()}) > 1
    return Section(
        rows=sorted(found.values(), key=lambda row: row["quantity"]),
        title=f"Error bars ({next(iter(found.values()))['variant']})" if found else "",
        columns=(
            *((Column("case", kind="id"),) if several else ()),
            Column("quantity", kind="id"),
            Column("optimizer", kind="id"),
            *(Column(key, kind="number") for key in ("lower", "value", "upper", "stderr")),
        ),
        footnotes=(),
    )


def decade_sections(results: Sequence[Result]) -> list[Section]:
    """Return the table of err by decade of σ: a column for each optimizer, least σ first."""
    if not results:
        return []
    return [
        Section(
            rows=[result.as_row() for result in results],
            title=f"err per parameter by decade of σ ({results[0].variant})",
            columns=(
                Column("quantity", kind="id"),
                Column("stage", "σ from 10^", kind="number"),
            ),
            pivot="optimizer",
            pivot_on=(VALUE,),
            footnotes=(),
            label="tab:adamw-bounds-generalization-decades",
        )
    ]


def texts(meta: Mapping[str, Any]) -> list[str]:
    """Return what the meta of a spectrum says in words, a line each."""
    return [
        f"{name}: {meta[name]}"
        for name in ("model", "data", "loss", "optimizer", "method", "dtype")
        if isinstance(meta.get(name), str)
    ]
