"""``adamw-bounds theorem``: the statements themselves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from adamw_bounds.cli.run import Request, argument, command, report_of
from adamw_bounds.errors import Fault, InputError
from adamw_bounds.spelling import meant, near

if TYPE_CHECKING:
    from adamw_bounds.report import Report, Section
    from adamw_bounds.theory.statements import Formula, Statement

_NUMBERED = ("1", "2", "3", "4", "6", "7")
#: How the right-hand side stands to what it bounds.
_AT_MOST = frozenset(
    {
        *("eta-max", "beta1-max", "beta2-max", "distance", "gradient-norm"),
        *("gradient-norm-squared", "step-norm-squared", "momentum-error"),
    }
)
_COUNTS = frozenset({"iterations", "gradient-complexity"})


@command(
    "theorem",
    arguments=(argument("id", "ID", "1 2 3 4 6 7, a full id such as corollary-2, or all"),),
    options=(),
    example="adamw-bounds theorem 3 --format latex",
)
def answer(request: Request) -> Report:
    """Show the statements: assumptions, formulas, symbols, sources.

    Without ID: the list. With one: what it assumes and says, as printed, as corrected and with
    the proof's constants; its symbols; what the audit does not confirm.
    """
    from adamw_bounds.engine.results import Answer
    from adamw_bounds.theory.catalog import CATALOG, PAPER_STATEMENTS

    wanted = request.arguments["id"]
    if wanted is None:
        chosen = list(CATALOG.values())
    elif wanted == "all":
        chosen = [CATALOG[name] for name in PAPER_STATEMENTS]
    else:
        full = f"theorem-{wanted}" if wanted in _NUMBERED else wanted.lower()
        full = meant(full, CATALOG) or full
        if full not in CATALOG:
            allowed = "must be a statement, as adamw-bounds theorem lists them, or all"
            raise InputError([Fault("id", wanted, allowed + near(full, CATALOG), option="ID")])
        chosen = [CATALOG[full]]
    report = report_of(request, Answer("theorem", {"id": wanted}, ()))
    if wanted is None:
        return _list(report, chosen)
    rows: list[dict[str, Any]] = []
    sections: list[Section] = []
    for statement in chosen:
        own = _rows(statement)
        rows += own
        sections += _sections(
            statement, own, brief=len(chosen) > 1, terminal=request.format == "table"
        )
    return replace(report, rows=rows, sections=sections)


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


# Rows: everything that is known, so that each format can print it


def _rows(statement: Statement) -> list[dict[str, Any]]:
    return [
        *(
            _row(statement, "assumption", number, text=text)
            for number, text in enumerate(statement.assumptions, 1)
        ),
        *(
            row
            for formula in statement.formulas
            if formula.listed
            for row in _formula_rows(statement, formula)
        ),
        *_condition_rows(statement),
        *_symbol_rows(statement),
        *(
            _row(statement, "remark", number, text=text)
            for number, text in enumerate(statement.remarks, 1)
        ),
        *_claim_rows(statement),
    ]


def _row(
    statement: Statement,
    kind: str,
    case: object,
    *,
    optimizer: str | None = None,
    schedule: str | None = None,
    variant: str | None = None,
    quantity: str | None = None,
    **more: Any,
) -> dict[str, Any]:
    return {
        "statement": statement.id,
        "optimizer": optimizer,
        "schedule": schedule,
        "variant": variant,
        "quantity": quantity or kind,
        "case": case,
        "kind": kind,
        **more,
        "source": statement.source.cite(),
    }


def _formula_rows(statement: Statement, formula: Formula) -> Iterable[dict[str, Any]]:
    from adamw_bounds.theory.printing import is_simple, latex_of_variant, text_of_variant

    for name, variant in formula.variants.items():
        first = next(other for other, known in formula.variants.items() if known is variant)
        text, latex = _related(formula, name, text_of_variant(variant), latex_of_variant(variant))
        yield _row(
            statement,
            "formula",
            formula.case,
            optimizer=formula.optimizer,
            schedule=formula.schedule,
            variant=name,
            quantity=formula.quantity,
            left=formula.latex,
            text=text,
            latex=latex,
            same_as=None if first == name else first,
            one_case=is_simple(variant),
            notes=[variant.why] if variant.why else [],
        )


def _related(formula: Formula, variant: str, text: str, latex: str) -> tuple[str, str]:
    """Put the relation before the right-hand side."""
    if formula.quantity in _COUNTS:
        if variant.startswith("explicit"):
            return f"≥ {text}", rf"\ge {latex}"
        if formula.optimizer == "lower-bound":
            return f"= Ω({text})", rf"= \Omega\left({latex}\right)"
        return f"= O({text})", rf"= O\left({latex}\right)"
    if formula.quantity == "covariance-equation" or " = " in text:
        return text, latex
    if formula.quantity in _AT_MOST:
        return f"≤ {text}", rf"\le {latex}"
    if formula.quantity == "gradient-norm-min":
        return f"≥ {text}", rf"\ge {latex}"
    return f"= {text}", f"= {latex}"


def _condition_rows(statement: Statement) -> Iterable[dict[str, Any]]:
    from adamw_bounds.theory.printing import latex_of, text_of

    for condition in statement.conditions:
        yield _row(
            statement,
            "condition",
            condition.name,
            schedule=condition.schedule,
            text=f"{text_of(condition.lhs)} ≤ {text_of(condition.rhs)}",
            latex=rf"{latex_of(condition.lhs)} \le {latex_of(condition.rhs)}",
            variants=list(condition.variants),
            notes=[condition.why] if condition.why else [],
        )


def _symbol_rows(statement: Statement) -> Iterable[dict[str, Any]]:
    from adamw_bounds.theory.printing import latex_of, symbols_of, text_of
    from adamw_bounds.theory.symbols import SYMBOLS

    variants = [item for formula in statement.formulas for item in formula.variants.values()]
    for name in symbols_of(variants):
        entry = SYMBOLS[name]
        defined = entry.definition is not None
        yield _row(
            statement,
            "symbol",
            name,
            text=text_of(entry.symbol) + (f" = {text_of(entry.definition)}" if defined else ""),
            latex=entry.latex + (f" = {latex_of(entry.definition)}" if defined else ""),
            meaning=entry.meaning,
            domain=entry.domain.replace(">=", "≥"),
            unit=str(entry.unit),
            option="--" + name.replace("_", "-") if entry.is_input else None,
        )


def _claim_rows(statement: Statement) -> Iterable[dict[str, Any]]:
    from adamw_bounds.theory.catalog import about

    for claim in about(statement.id):
        yield _row(
            statement,
            "claim",
            claim.id,
            verdict=claim.kind,
            text=claim.claim,
            finding=claim.finding,
        )


# Tables


def _heading(statement: Statement) -> str:
    kind, _, number = statement.id.partition("-")
    ours = kind in {"theorem", "lemma", "corollary"}
    return f"{kind.capitalize()} {number}: {statement.title}" if ours else statement.title


def _sections(
    statement: Statement, rows: Sequence[dict[str, Any]], *, brief: bool, terminal: bool
) -> Iterable[Section]:
    """Return the tables; ``brief`` for the formulas alone."""
    from adamw_bounds.report import Column, Section

    def of(kind: str) -> list[dict[str, Any]]:
        return [row for row in rows if row["kind"] == kind]

    # A formula in cases fits a line of a terminal, not a cell of a table on paper.
    formulas = [
        {**row, "reading": _reading(row, rows), "head": _head(row)}
        for row in of("formula")
        if row["same_as"] is None and (row["one_case"] or terminal)
    ]
    shown: dict[str, Any] = {
        "columns": (
            # A footnote's mark stands in the first column, where no power can be read into it.
            Column("reading", title="as"),
            *(
                Column(key, kind="id")
                for key in ("optimizer", "schedule")
                if _varies(formulas, key)
            ),
            Column("quantity", kind="math", math_key="left"),
            Column("text", title="formula", kind="math", math_key="latex"),
        )
    }
    if terminal:
        shown = {
            "columns": (Column("reading", title="as"), Column("text", title="formula")),
            "group_by": ("head",),
        }
    yield Section(
        rows=formulas,
        title=_heading(statement),
        before=[statement.source.cite(), *(f"· {text}" for text in statement.assumptions)],
        after=[
            *(
                ["Left out here: formulas in cases; the terminal and JSON show them."]
                if len(formulas) < sum(row["same_as"] is None for row in of("formula"))
                else []
            ),
            *(f"· {text}" for text in statement.remarks),
        ],
        caption=_heading(statement),
        label=f"tab:{statement.id}",
        **shown,
    )
    if brief:
        return
    tables = (
        (
            "condition",
            "Conditions",
            (
                Column("case", title="name", kind="id"),
                Column("text", title="condition", kind="math", math_key="latex"),
                Column("variants", title="asked for by", kind="list"),
            ),
        ),
        (
            "symbol",
            "Symbols",
            (
                Column("text", title="symbol", kind="math", math_key="latex"),
                Column("meaning"),
                Column("domain"),
                Column("unit"),
                Column("option", kind="id", drop=1),
            ),
        ),
        (
            "claim",
            "What the paper claims, and what the audit says",
            (
                Column("case", title="claim"),
                Column("verdict", kind="id"),
                Column("text", title="the paper"),
                Column("finding", title="instead"),
            ),
        ),
    )
    for kind, title, columns in tables:
        if found := of(kind):
            yield Section(
                rows=found,
                title=title,
                columns=columns,
                caption=f"{_heading(statement)}: {title.lower()}",
                label=f"tab:{statement.id}-{kind}",
            )


def _head(row: dict[str, Any]) -> str:
    """Name a formula in a terminal: quantity, and what else tells it apart."""
    rest = [row[key] for key in ("optimizer", "schedule", "case") if row[key] is not None]
    return str(row["quantity"]) + (f" ({', '.join(rest)})" if rest else "")


def _reading(row: dict[str, Any], rows: Sequence[dict[str, Any]]) -> str:
    """Return the variant, with those that say the same."""
    place = ("optimizer", "schedule", "quantity", "case")
    return ", ".join(
        other["variant"]
        for other in rows
        if other["kind"] == "formula"
        and all(other[key] == row[key] for key in place)
        and row["variant"] in (other["variant"], other["same_as"])
    )


def _varies(rows: Sequence[dict[str, Any]], key: str) -> bool:
    return len({row[key] for row in rows}) > 1
