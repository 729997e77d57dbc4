"""Tables of the manual that are made from the catalog: no formula stands there by hand.

A page marks the place of one with ``<!-- table: NAME -->`` and ``<!-- end -->``;
``update_readme.py`` fills it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from adamw_bounds.audits import place_of
from adamw_bounds.theory.catalog import CATALOG, CLAIMS, PAPER_STATEMENTS
from adamw_bounds.theory.papers import papers
from adamw_bounds.theory.printing import symbols_of, text_of, text_of_variant
from adamw_bounds.theory.statements import Formula, Statement
from adamw_bounds.theory.symbols import SHARED, SYMBOLS, SymbolInfo

__all__ = ["TABLES", "filled"]

_BEGIN, _END = "<!-- table: ", "<!-- end -->"


def filled(lines: list[str]) -> list[str]:
    """Return the lines of a page with its generated tables as they are now."""
    out: list[str] = []
    inside = False
    for line in lines:
        if line.startswith(_BEGIN):
            name = line.removeprefix(_BEGIN).removesuffix(" -->")
            out += [line, "", *TABLES[name](), ""]
            inside = True
        elif line == _END:
            inside = False
        if not inside:
            out.append(line)
    if inside:
        raise ValueError(f"a generated table has no {_END}")
    return out


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> list[str]:
    heads = list(heads)
    return [
        f"| {' | '.join(heads)} |",
        f"|{' --- |' * len(heads)}",
        *(f"| {' | '.join(cell.replace('|', '∣') for cell in row)} |" for row in rows),
    ]


def _inputs() -> list[str]:
    return _symbols(lambda entry: entry.is_input)


def _abbreviations() -> list[str]:
    """Return those of the first paper: others define their own on the pages of their statements."""
    variants = [
        variant
        for name in PAPER_STATEMENTS
        for formula in CATALOG[name].formulas
        for variant in formula.variants.values()
    ]
    entries = [SYMBOLS[name] for name in symbols_of(variants)]
    return _table(
        ("symbol", "meaning"),
        (
            (f"{entry.text} = {text_of(entry.definition)}", entry.meaning)
            for entry in entries
            if entry.definition is not None
        ),
    )


def _symbols(wanted: Callable[[SymbolInfo], bool]) -> list[str]:
    # A symbol that only the worked example of a paper declares is none of the catalog's.
    known = {*SHARED, *(symbol.name for paper in papers() for symbol in paper.symbols)}
    return _table(
        ("option", "symbol", "meaning", "domain", "unit"),
        (
            (
                f"`--{name.replace('_', '-')}`",
                entry.text,
                entry.meaning,
                entry.domain.replace(">=", "≥"),
                str(entry.unit),
            )
            for name, entry in SYMBOLS.items()
            if name in known and wanted(entry)
        ),
    )


def _errata() -> list[str]:
    out: list[str] = []
    for name in PAPER_STATEMENTS:
        statement = CATALOG[name]
        name_of = name.replace("-", " ").capitalize()
        out += [f"### {name_of}: {statement.title}", "", f"{statement.source.cite()}.", ""]
        if rows := list(_repaired(statement)):
            out += [*_table(("quantity", "printed", "corrected"), rows), ""]
        out += [
            f"- **{claim.id}** ({claim.kind}; {place_of(claim)}). "
            f"The paper: {claim.claim.rstrip('.')}. Instead: {claim.finding.rstrip('.')}. "
            f"Shown by `adamw-bounds audit {claim.id}`."
            for claim in CLAIMS
            if claim.statements[0] == name and claim.kind != "holds"
        ]
        out.append("")
    return out[:-1]


def _repaired(statement: Statement) -> Iterable[tuple[str, str, str]]:
    for formula in statement.formulas:
        variants = formula.variants
        if not formula.listed or not {"printed", "corrected"} <= variants.keys():
            continue
        printed, corrected = (text_of_variant(variants[key]) for key in ("printed", "corrected"))
        if printed != corrected:
            yield _named(formula), printed, corrected


def _named(formula: Formula) -> str:
    rest = [item for item in (formula.optimizer, formula.schedule, formula.case) if item]
    return formula.quantity + (f" ({', '.join(map(str, rest))})" if rest else "")


#: What fills a place, by its name.
TABLES: dict[str, Callable[[], list[str]]] = {
    "inputs": _inputs,
    "abbreviations": _abbreviations,
    "errata": _errata,
}
