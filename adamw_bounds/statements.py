"""Statements of the catalog as rows, as a page and as objects: for the shell, a notebook, Python.

>>> from adamw_bounds import theorem
>>> theorem("corollary-1").expr("gradient-norm", "printed")
c_inf*lam_k*x_norm + surrogate_gradient_norm
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from adamw_bounds.choice_names import StatementName
from adamw_bounds.errors import Fault, InputError
from adamw_bounds.frozen import Frozen
from adamw_bounds.shown import Shown
from adamw_bounds.spelling import all_of, meant, near
from adamw_bounds.theory.catalog import CATALOG, PAPER_STATEMENTS, about
from adamw_bounds.theory.display import COLUMN, display, width_of
from adamw_bounds.theory.printing import (
    functions_in,
    is_simple,
    latex_of,
    latex_of_variant,
    symbols_of,
    text_of,
    text_of_variant,
)
from adamw_bounds.theory.sentences import main_formulas, relate, sentence_of
from adamw_bounds.theory.statements import Claim, Formula, Statement, Variant
from adamw_bounds.theory.symbols import SYMBOLS
from adamw_bounds.theory.unicode_math import in_unicode

if TYPE_CHECKING:
    from adamw_bounds.report import Report, Section

__all__ = [
    "NUMBERED",
    "PARTS",
    "Theorem",
    "heading_of",
    "resolve",
    "rows_of",
    "sections_of",
    "theorem",
]

#: The theorems of Zhou et al. that go by their numbers alone.
NUMBERED: Final = ("1", "2", "3", "4", "6", "7")
#: What may be asked for beside the statement itself.
PARTS: Final = ("formulas", "conditions", "symbols", "claims", "proof")
#: The kinds of statements that papers number.
_KINDS: Final = ("theorem", "lemma", "corollary")


def resolve(wanted: int | str) -> Statement:
    """Return the statement that a name stands for: ``2``, ``"theorem-2"``, ``"Lemma 5"``.

    Raises
    ------
    InputError
        If there is none; the message names one that is close.
    """
    text = str(wanted).strip()
    full = f"theorem-{text}" if text in NUMBERED else text
    found = full if full in CATALOG else meant(full, CATALOG)
    if found is None:
        allowed = "must be a statement, as adamw-bounds theorem lists them, or all"
        raise InputError([Fault("id", str(wanted), allowed + near(full, CATALOG), option="ID")])
    return CATALOG[found]


def chosen(wanted: int | str) -> list[Statement]:
    """Return the statements that a name stands for: ``all`` are those of Zhou et al."""
    if str(wanted).strip().lower() == "all":
        return [CATALOG[name] for name in PAPER_STATEMENTS]
    return [resolve(wanted)]


# Rows: everything that is known, so that each format can print it


def rows_of(statement: Statement) -> list[dict[str, Any]]:
    """Return all that is known of a statement, a row each: every format can print it."""
    said = sentence_of(statement)
    return [
        _row(
            statement,
            "sentence",
            None,
            text=said.text,
            markdown=said.markdown,
            abbreviations=[text for text, _ in said.abbreviations],
        ),
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
    for name, variant in formula.variants.items():
        first = next(other for other, known in formula.variants.items() if known is variant)
        text, latex = relate(formula, name, text_of_variant(variant), latex_of_variant(variant))
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


def _condition_rows(statement: Statement) -> Iterable[dict[str, Any]]:
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
    for claim in about(statement.id):
        yield _row(
            statement,
            "claim",
            claim.id,
            verdict=claim.kind,
            text=claim.claim,
            finding=claim.finding,
        )


# The page


def heading_of(statement: Statement) -> str:
    """Return the title of a statement, with its number where papers number it."""
    kind, _, number = statement.id.partition("-")
    ours = kind in _KINDS
    return f"{kind.capitalize()} {number}: {statement.title}" if ours else statement.title


#: A formula in lines that fit a column.
_DISPLAYED = r"\[ {} \]"


def environment_of(statement: Statement) -> str:
    r"""Return a statement as LaTeX's ``theorem`` environment.

    Parameters
    ----------
    statement : Statement
        One of the catalog.

    Returns
    -------
    str
        The assumptions, what is chosen, and the main formulas in every reading that differs; where
        the paper has it, and where its proof stands. ASCII, for a class or a preamble that has the
        environment ``theorem``.
    """
    from adamw_bounds.phrases import statement_phrase
    from adamw_bounds.report.latex_text import escape

    said = sentence_of(statement)
    source = statement.source
    name = escape(statement_phrase(statement.id))
    # In many classes no line breaks in the head.
    heads = bool(name) and len(name) <= _HEAD
    out = [r"\begin{theorem}" + (f"[{{{name}}}]" if heads else "")]
    said_first = f"{name}. " if name and not heads else ""
    title = escape(statement.title.rstrip("."))
    out.append(rf"\label{{thm:{statement.id}}}\sloppy {said_first}{title}.")
    if said.hypotheses:
        out.append("Assume:")
        out.append(r"\begin{itemize}")
        out += [
            rf"  \item {escape(text)}{_END[text is said.hypotheses[-1]]}"
            for text in said.hypotheses
        ]
        out.append(r"\end{itemize}")
    shown = [body for formula in main_formulas(statement) for body in formula.variants.values()]
    if said.promise:
        out.append(r"\par\noindent Then " + escape(said.promise) + ", where")
    for formula in main_formulas(statement):
        rest = [item for item in (formula.optimizer, formula.schedule, formula.case) if item]
        about = f" ({', '.join(map(str, rest))})" if rest else ""
        for name, body in formula.variants.items():
            same = [other for other, known in formula.variants.items() if known is body]
            if name != same[0]:
                continue
            _, right = relate(formula, name, text_of_variant(body), _HOLE)
            before, _, behind = right.partition(_HOLE)
            left = formula.latex if right.startswith(("=", "\\")) else ""
            found = display(left, before, body, behind)
            out.append(rf"\par\smallskip\noindent\emph{{{escape(', '.join(same) + about)}:}}")
            out.append(_DISPLAYED.format(found.latex))
            out += _set_apart("where", list(found.names))
    out += _set_apart(
        rf"\par\noindent The {escape(said.variant)} form takes", [item for _, item in said.settings]
    )
    defined = [display(latex, "=", meant) for latex, meant in _definitions(shown)]
    out += _set_apart(
        r"\par\noindent Here", [one for found in defined for one in (found.latex, *found.names)]
    )
    special = functions_in(shown)
    if special:
        out.append(r"\par\noindent " + " ".join(special))
    proof = f" Proof: {source.proof.removeprefix('proof: ')}." if source.proof else ""
    out.append(r"\par\noindent " + escape(f"Source: {source.where}.{proof}"))
    out.append(r"\end{theorem}")
    return "\n".join(out) + "\n"


def _definitions(variants: Iterable[Variant]) -> list[tuple[str, Any]]:
    """Return what the symbols of formulas stand for; one that is written as another is put in."""
    entries = [SYMBOLS[name] for name in symbols_of(variants)]
    defined = [entry for entry in entries if entry.definition is not None]
    inner: set[Any] = set()
    found = []
    for entry in reversed(defined):
        twins = {
            other.symbol: other.definition
            for other in defined
            if other.latex == entry.latex and other.symbol in entry.definition.free_symbols
        }
        inner |= set(twins)
        if entry.symbol not in inner:
            found.append((entry.latex, entry.definition.xreplace(twins)))
    return found[::-1]


def _set_apart(words: str, formulas: list[str]) -> list[str]:
    """Return formulas behind words: short ones in one line, each long one in its own."""
    short = [item for item in formulas if width_of(item) <= _INLINE and r"\begin" not in item]
    long = [item for item in formulas if item not in short]
    out = [f"{words} {', '.join(f'${item}$' for item in short)}." if short else f"{words}"]
    if long:
        out.append(_listed(long))
    return out if formulas else []


def _listed(formulas: list[str]) -> str:
    """Return displayed formulas below each other, their signs too where there is room."""
    sides = [item.split(" = ", 1) for item in formulas]
    widest = [max(width_of(part) for part in column) for column in zip(*sides, strict=False)]
    whole = all(len(pair) == 2 and r"\begin" not in pair[0] for pair in sides)
    aligned = whole and sum(widest) + width_of("=") <= COLUMN
    lines = [" &= ".join(pair) for pair in sides] if aligned else formulas
    kind = "align*" if aligned else "gather*"
    return f"\\begin{{{kind}}}\n  " + " \\\\\n  ".join(lines) + f"\n\\end{{{kind}}}"


#: Letters of a name that stands in the head of a theorem.
_HEAD = 28
#: A formula that is wider, in points, stands in a line of its own.
_INLINE = 80.0
#: Stands for a formula whose sign is asked for.
_HOLE = "\0"
#: What ends an assumption: a semicolon, but behind the last one a full stop.
_END = {False: ";", True: "."}


def page_of(
    statement: Statement, rows: Sequence[Mapping[str, Any]], *, command: str = ""
) -> list[Section]:
    """Return the page of a statement: a sentence, its other readings, what there is besides.

    Parameters
    ----------
    statement : Statement
        One of the catalog.
    rows : sequence of mappings
        Its rows, see :func:`rows_of`.
    command : str
        How the reader asks for more, ``adamw-bounds theorem ID --part``; empty for Python.
    """
    from adamw_bounds.report import Column, Section

    said = sentence_of(statement)
    main = [
        formula_row(row, rows)
        for row in rows
        if row["kind"] == "formula"
        and row["quantity"] == said.formula.quantity
        and row["same_as"] is None
        and not _is_said(row, said.formula, said.variant)
    ]
    shown = [
        {**row, "text": _sided(row, row["text"]) if _readable(row) else _TOO_LONG} for row in main
    ]
    where = _where(said.abbreviations)
    return [
        Section(
            rows=shown,
            title=heading_of(statement),
            before=[
                statement.source.cite(),
                "",
                *said.lines,
                f"This is its {said.variant} form{f'; {where}' if where else ''}.",
                *([] if shown else ["", *_rest(statement, rows, command)]),
            ],
            columns=(Column("reading", title="as"), Column("text", title="formula")),
            group_by=("head",) if len({row["head"] for row in shown}) > 1 else (),
            after=_rest(statement, rows, command) if shown else (),
            caption=heading_of(statement),
            label=f"tab:{statement.id}",
        )
    ]


_TOO_LONG: Final = "too long for a line: see the formulas"
_LONGEST: Final = 300


def _sided(row: Mapping[str, Any], text: str) -> str:
    """Put the left side before a right side that has none."""
    return f"{in_unicode(row['left'])} {text}" if text.startswith(("=", "≤", "≥")) else text


def _readable(row: Mapping[str, Any]) -> bool:
    return bool(row["one_case"]) and len(row["text"]) <= _LONGEST


def _is_said(row: Mapping[str, Any], formula: Formula, variant: str) -> bool:
    """Whether a row is the formula that the sentence has."""
    place = (formula.optimizer, formula.schedule, formula.case)
    return (row["optimizer"], row["schedule"], row["case"]) == place and (
        row["variant"] == variant or formula.variants[row["variant"]] is formula.variants[variant]
    )


def _where(abbreviations: Iterable[tuple[str, str]]) -> str:
    return "; ".join(text for text, _ in abbreviations)


#: How many claims of each verdict there are: of one, of several.
_FOUND: Final = {
    "holds": ("holds", "hold"),
    "misprint": ("is a misprint", "are misprints"),
    "false-as-printed": ("is false as printed", "are false as printed"),
    "missing-hypothesis": ("lacks a hypothesis", "lack a hypothesis"),
    "unsupported": ("is unsupported", "are unsupported"),
}


def _rest(statement: Statement, rows: Sequence[Mapping[str, Any]], command: str) -> list[str]:
    """Return the remarks, what the audit says, and what else there is to see."""
    lines = [f"• {text}" for text in statement.remarks]
    claims = [row["verdict"] for row in rows if row["kind"] == "claim"]
    if claims:
        counts = [(claims.count(kind), kind) for kind in dict.fromkeys(claims)]
        said = all_of(
            f"{count} {_FOUND.get(kind, (kind, kind))[count > 1]}" for count, kind in counts
        )
        what = "claim" if len(claims) == 1 else "claims"
        lines.append(f"The audit of {len(claims)} {what} about it: {said}.")
    if command:
        kinds = [row["kind"] for row in rows]
        there = [
            (part, kinds.count(part.removesuffix("s")))
            for part in PARTS
            if part == "proof" or part.removesuffix("s") in kinds
        ]
        told = ", ".join(f"{part} ({count})" if count else part for part, count in there)
        lines += [f"{command} shows more: {told}."]
    return lines


def formula_row(row: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the row of a formula with what names it in a terminal."""
    return {**row, "reading": _reading(row, rows), "head": _head(row)}


def sections_of(
    statement: Statement,
    rows: Sequence[Mapping[str, Any]],
    *,
    parts: Sequence[str] = PARTS,
    terminal: bool = False,
    sentence: bool = True,
) -> Iterable[Section]:
    """Yield the tables of a statement.

    Parameters
    ----------
    statement : Statement
        One of the catalog.
    rows : sequence of mappings
        Its rows, see :func:`rows_of`.
    parts : sequence of str
        Which of :data:`PARTS`.
    terminal : bool
        Whether formulas have lines of their own, below the name of what they are of.
    sentence : bool
        Whether the statement in a sentence stands before the formulas; else its assumptions do.
    """
    from adamw_bounds.report import Column, Section

    def of(kind: str) -> list[Mapping[str, Any]]:
        return [row for row in rows if row["kind"] == kind]

    # A formula in cases fits a line of a terminal, not a cell of a table on paper.
    formulas = [
        formula_row(row, rows)
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
    if "formulas" in parts:
        yield Section(
            rows=formulas,
            title=heading_of(statement),
            before=[
                statement.source.cite(),
                *(
                    [sentence_of(statement).text]
                    if sentence
                    else [f"· {text}" for text in statement.assumptions]
                ),
            ],
            after=[
                *(
                    ["Left out here: formulas in cases; the terminal and JSON show them."]
                    if len(formulas) < sum(row["same_as"] is None for row in of("formula"))
                    else []
                ),
                *(f"· {text}" for text in statement.remarks),
            ],
            caption=heading_of(statement),
            label=f"tab:{statement.id}",
            **shown,
        )
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
        if f"{kind}s" in parts and (found := of(kind)):
            yield Section(
                rows=found,
                title=title,
                columns=columns,
                caption=f"{heading_of(statement)}: {title.lower()}",
                label=f"tab:{statement.id}-{kind}",
            )


def _head(row: Mapping[str, Any]) -> str:
    """Name a formula in a terminal: its left side, its quantity, what else tells it apart."""
    rest = [row[key] for key in ("optimizer", "schedule", "case") if row[key] is not None]
    return f"{in_unicode(row['left'])}: {', '.join((row['quantity'], *rest))}"


def _reading(row: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> str:
    """Return the variant, with those that say the same."""
    place = ("optimizer", "schedule", "quantity", "case")
    return ", ".join(
        other["variant"]
        for other in rows
        if other["kind"] == "formula"
        and all(other[key] == row[key] for key in place)
        and row["variant"] in (other["variant"], other["same_as"])
    )


def _varies(rows: Sequence[Mapping[str, Any]], key: str) -> bool:
    return len({row[key] for row in rows}) > 1


def proof_of(statement: Statement) -> list[Section]:
    """Return how a statement is proved: where the proof stands, and what the audit derives of it.

    Every claim about the statement that the audit confirms has its derivation, step by step.
    """
    from adamw_bounds.report import Column, Section
    from adamw_bounds.theory.audit import audit, latex, text

    where = statement.source.proof or "the source says where"
    confirmed = [claim for claim in about(statement.id) if claim.kind == "holds"]
    sections = [
        Section(
            title=f"{heading_of(statement)}: proof",
            before=[
                statement.source.cite(),
                f"Proof: {where.removeprefix('proof: ')}.",
                *([] if confirmed else ["The audit derives none of its claims."]),
            ],
        )
    ]
    for claim in confirmed:
        steps = [
            {
                "statement": statement.id,
                "case": claim.id,
                "step": number,
                "text": step.text,
                "formula": None if step.formula is None else text(step.formula),
                "latex": None if step.formula is None else latex(step.formula),
            }
            for number, step in enumerate(audit(claim.id).steps, 1)
        ]
        sections.append(
            Section(
                rows=steps,
                title=f"{claim.id}: {claim.claim}",
                columns=(
                    Column("step", title="no.", kind="id"),
                    Column("text", title="step"),
                    Column("formula", kind="math", math_key="latex"),
                ),
                footnotes=(),
                label=f"tab:{statement.id}-proof-{claim.id}",
            )
        )
    return sections


class Theorem(Shown):
    """A statement of the catalog: in words, as formulas of sympy, as LaTeX.

    Attributes
    ----------
    statement : adamw_bounds.theory.statements.Statement
        The entry of the catalog, with all that is encoded.
    """

    __slots__ = ("__dict__", "statement")
    command = "theorem"
    warnings = ()

    def __init__(self, statement: Statement) -> None:
        self.statement = statement

    @property
    def id(self) -> str:
        """Its identifier, ``theorem-2``."""
        return self.statement.id

    @property
    def title(self) -> str:
        """What it is about."""
        return self.statement.title

    @property
    def source(self) -> str:
        """Where it stands: equation, section, pages, proof."""
        return self.statement.source.cite()

    @property
    def assumptions(self) -> tuple[str, ...]:
        """What it assumes, a sentence each."""
        return self.statement.assumptions

    @property
    def formulas(self) -> tuple[Formula, ...]:
        """Its formulas; ``variants`` of each hold the readings, with sympy's ``expr``."""
        return tuple(formula for formula in self.statement.formulas if formula.listed)

    @property
    def conditions(self) -> tuple[Any, ...]:
        """Its conditions on numbers: ``relation`` is sympy's."""
        return self.statement.conditions

    @property
    def claims(self) -> tuple[Claim, ...]:
        """The claims about it that the audit examines."""
        return about(self.id)

    @cached_property
    def sentence(self) -> str:
        """The statement in a sentence."""
        return sentence_of(self.statement).text

    def _variant(self, quantity: str | None, variant: str | None, place: Mapping[str, Any]) -> Any:
        said = sentence_of(self.statement)
        wanted = said.formula.quantity if quantity is None else quantity
        found = [
            formula
            for formula in self.formulas
            if formula.quantity == wanted
            and all(getattr(formula, name) == value for name, value in place.items())
        ]
        if not found:
            raise LookupError(f"{self.id} has no formula of {wanted}{_at(place)}")
        if variant is None:
            first = found[0].variants
            variant = said.variant if said.variant in first else next(iter(first))
        for formula in found:
            if variant in formula.variants:
                return formula, variant
        known = ", ".join(dict.fromkeys(name for item in found for name in item.variants))
        raise LookupError(f"{wanted} of {self.id} has no {variant} form; it has {known}")

    def expr(self, quantity: str | None = None, variant: str | None = None, **place: Any) -> Any:
        """Return a formula as a sympy expression in the symbols of the catalog.

        Parameters
        ----------
        quantity : str, optional
            ``iterations``, ``eta-max``; by default what the statement is about.
        variant : str, optional
            ``printed``, ``corrected``, ``explicit``, ``sharp``; by default that of the sentence.
        **place
            ``schedule``, ``optimizer``, ``case``, where a quantity has several formulas.

        Raises
        ------
        LookupError
            If there is no such formula.
        """
        formula, name = self._variant(quantity, variant, place)
        return formula.variants[name].expr

    def latex(self, quantity: str | None = None, variant: str | None = None, **place: Any) -> str:
        """Return a formula as LaTeX with its left side; the arguments are those of :meth:`expr`.

        Raises
        ------
        LookupError
            If there is no such formula.
        """
        formula, name = self._variant(quantity, variant, place)
        body = formula.variants[name]
        _, right = relate(formula, name, text_of_variant(body), latex_of_variant(body))
        return f"{formula.latex} {right}" if right.startswith(("=", "\\")) else right

    @cached_property
    def _all_rows(self) -> list[dict[str, Any]]:
        return rows_of(self.statement)

    def _rows(self) -> list[dict[str, Any]]:
        return self._all_rows

    @property
    def inputs(self) -> Mapping[str, Any]:
        """What was asked for."""
        return Frozen({"id": self.id})

    def _report(self, rows: Sequence[Mapping[str, Any]]) -> Report:
        from adamw_bounds._version import __version__
        from adamw_bounds.report import Report

        return Report(
            command=self.command,
            version=__version__,
            inputs=self.inputs,
            rows=rows,
            sections=list(sections_of(self.statement, rows)),
        )

    def __repr__(self) -> str:
        import shutil
        from dataclasses import replace

        from adamw_bounds.report import render

        rows = self._rows()
        report = replace(self._report(rows), sections=page_of(self.statement, rows))
        width = min(120, shutil.get_terminal_size((80, 24)).columns)
        return render(report, "table", width=width, color=False).rstrip("\n")

    def _repr_markdown_(self) -> str:
        """Return what a notebook shows, with its formulas set."""
        said = sentence_of(self.statement)
        rest = [
            f"$$\\text{{{name}:}}\\quad {self.latex(said.formula.quantity, name)}$$"
            for name in said.formula.variants
            if is_simple(said.formula.variants[name])
        ]
        where = ", ".join(f"${latex}$" for _, latex in said.abbreviations)
        return "\n\n".join(
            [
                f"**{heading_of(self.statement)}**",
                self.source,
                said.markdown,
                *([f"Here {where}."] if where else []),
                *rest,
            ]
        )

    _repr_html_ = None  # type: ignore[assignment]  # a notebook sets the formulas of Markdown


def _at(place: Mapping[str, Any]) -> str:
    told = ", ".join(f"{name} {value}" for name, value in place.items())
    return f" at {told}" if told else ""


def theorem(id: StatementName | int | str) -> Theorem:
    """Return a statement: in a sentence, as formulas of sympy, as LaTeX.

    Parameters
    ----------
    id : int or str
        ``2``, ``"theorem-2"``, ``"lemma-5"``, ``"defossez2022-theorem-4"``.

    Returns
    -------
    Theorem

    Raises
    ------
    InputError
        If there is no such statement.
    """
    return Theorem(resolve(id))
