"""The shapes of what is encoded: statements, formulas in variants, conditions, sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import sympy as sp

__all__ = [
    "Claim",
    "Condition",
    "Formula",
    "Kind",
    "Monomial",
    "Paper",
    "Part",
    "Source",
    "Statement",
    "Variant",
]

VariantName = Literal["printed", "corrected", "explicit", "explicit-large-step", "order"]

Kind = Literal["holds", "misprint", "false-as-printed", "missing-hypothesis", "unsupported"]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a statement stands.

    Attributes
    ----------
    paper : str
        Authors, title, venue, year.
    where : str
        Statement, equation and section.
    pages : str
        Page range of the article; the supplement's pages are said in ``proof``.
    proof : str
        Where the proof stands.
    doi : str
        DOI or arXiv number.
    """

    paper: str
    where: str
    pages: str
    proof: str = ""
    doi: str = ""

    def cite(self) -> str:
        """Return one line that names the place."""
        parts = [self.where, f"pp. {self.pages}" if self.pages else "", self.proof, self.doi]
        return "; ".join(part for part in parts if part)


class Monomial:
    """A product whose factors mean something each.

    Parameters
    ----------
    *factors : sympy expressions
        The factors; a leading number is the constant. Their product is the monomial.
    """

    __slots__ = ("factors",)

    def __init__(self, *factors: Any) -> None:
        self.factors: tuple[sp.Expr, ...] = tuple(sp.sympify(factor) for factor in factors)

    @property
    def expr(self) -> sp.Expr:
        """The product."""
        return sp.Mul(*self.factors)

    @property
    def drivers(self) -> tuple[sp.Expr, ...]:
        """The factors that are not mere numbers."""
        return tuple(factor for factor in self.factors if not factor.is_number)


@dataclass(frozen=True, slots=True)
class Part:
    """A labelled part of a formula: the largest of its alternatives.

    Attributes
    ----------
    label : str
        ``bias``, ``variance``; ``gap``, ``initial-noise``, ``noise-floor``; ``contraction``,
        ``noise``.
    alternatives : tuple of Monomial
        The part is their maximum.
    expr : sympy expression
        The part as an expression.
    """

    label: str
    alternatives: tuple[Monomial, ...] = ()
    given: Any = None

    @property
    def expr(self) -> sp.Expr:
        """The part as one sympy expression."""
        if self.given is not None:
            return sp.sympify(self.given)
        return sp.Max(
            *(item.expr for item in self.alternatives), evaluate=len(self.alternatives) < 2
        )


@dataclass(frozen=True, slots=True)
class Variant:
    """One reading of a formula.

    Attributes
    ----------
    parts : tuple of Part
        Labelled parts, largest or sum of which is the formula (``combine``).
    combine : {"max", "sum", "none"}
        ``none``: the parts are its leading parts only and ``given`` is the formula.
    given : sympy expression or None
        The formula where it is not made from its parts.
    why : str
        One line: how it differs from what is printed, and why. Empty where it does not.
    bare_log : bool
        Whether a logarithm of a quantity with a unit stands in it, as in the printed log(1/ε).
    """

    parts: tuple[Part, ...] = ()
    combine: Literal["max", "sum", "none"] = "max"
    given: Any = None
    why: str = ""
    bare_log: bool = False

    @property
    def expr(self) -> Any:
        """The whole formula as one sympy expression."""
        if self.given is not None:
            return self.given
        parts = [part.expr for part in self.parts]
        if self.combine == "sum":
            return sp.Add(*parts)
        return sp.Max(*parts, evaluate=False) if len(parts) > 1 else parts[0]


@dataclass(frozen=True, slots=True)
class Formula:
    """A quantity of a statement in its variants.

    Attributes
    ----------
    quantity : str
        Name as in the rows: ``iterations``, ``eta-max`` and so on.
    latex : str
        Left-hand side.
    variants : mapping
        Variant name to :class:`Variant`; where printed and corrected agree they are one object.
    schedule, optimizer, case : str or None
        What else tells the formula apart.
    is_count : bool
        Whether it must come out without a unit.
    unit : Unit or None
        The unit that it must have (None: a pure number).
    numeric : bool
        Whether kernels are generated for it.
    linear : bool
        Whether its kernel works on plain numbers, not in the log domain.
    listed : bool
        Whether a list of the statement's formulas shows it; False for a second kernel of one.
    """

    quantity: str
    latex: str
    variants: Mapping[str, Variant]
    schedule: str | None = None
    optimizer: str | None = None
    case: str | None = None
    unit: Any = None
    numeric: bool = True
    linear: bool = False
    listed: bool = True


@dataclass(frozen=True, slots=True)
class Condition:
    """A hypothesis ``lhs <= rhs`` that numbers can be held against.

    Attributes
    ----------
    name : str
        Stable identifier.
    lhs, rhs : sympy expressions
        Both sides, non-negative.
    variants : tuple of str
        Which readings of the statement ask for it.
    text : str
        The condition in plain symbols.
    schedule : str or None
        Restricts it to one schedule.
    limit_of : str
        Name of the input whose change meets it; ``limit`` is the largest value that does
        (``lhs`` itself being that input unless ``limit`` says otherwise).
    limit : sympy expression or None
        That largest value.
    why : str
        Where it comes from, a phrase.
    remedy : str
        What meets it where no single input does.
    """

    name: str
    lhs: sp.Expr
    rhs: sp.Expr
    variants: tuple[str, ...]
    text: str
    schedule: str | None = None
    limit_of: str = ""
    limit: Any = None
    why: str = ""
    remedy: str = ""

    @property
    def relation(self) -> Any:
        """The condition as a sympy relation."""
        return sp.Le(self.lhs, self.rhs, evaluate=False)


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement of a paper.

    Attributes
    ----------
    id : str
        ``theorem-2`` for example.
    title : str
        A line that says what it is about.
    assumptions : tuple of str
        What it assumes, a sentence each.
    formulas : tuple of Formula
        Its formulas.
    conditions : tuple of Condition
        Its hypotheses on numbers.
    source : Source
        Where it stands.
    remarks : tuple of str
        What a reader must know beside the formulas.
    nats : bool
        Whether the loss is measured in nats (Section 5).
    """

    id: str
    title: str
    assumptions: tuple[str, ...]
    formulas: tuple[Formula, ...]
    source: Source
    conditions: tuple[Condition, ...] = ()
    remarks: tuple[str, ...] = ()
    nats: bool = False
    optimizers: tuple[str, ...] = field(default=("adamw",))

    def formula(self, quantity: str, **wanted: Any) -> Formula:
        """Return the one formula of a quantity.

        Raises
        ------
        LookupError
            If none or several match.
        """
        found = [
            formula
            for formula in self.formulas
            if formula.quantity == quantity
            and all(getattr(formula, name) == value for name, value in wanted.items())
        ]
        if len(found) != 1:
            raise LookupError(f"{len(found)} formulas of {self.id} match {quantity} {wanted}")
        return found[0]


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim of the paper.

    Attributes
    ----------
    id : str
        Stable identifier, ``thm3-square`` for example.
    statements : tuple of str
        Identifiers of the statements that it concerns.
    kind : str
        ``holds``, ``misprint``, ``false-as-printed``, ``missing-hypothesis`` or ``unsupported``.
    claim : str
        What the paper says, in our words.
    finding : str
        What is right instead, or why it is not supported; empty where it holds.
    """

    id: str
    statements: tuple[str, ...]
    kind: Kind
    claim: str
    finding: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper: where it stands, and all that is encoded of it.

    Attributes
    ----------
    key : str
        Author and year, ``zhou2024``; the name of its module and of its generated kernels.
    authors : tuple of str
        Family name first, ``Zhou, Pan``.
    title, venue : str
        As published.
    year : int
        Of publication.
    statements : tuple of Statement
        Its statements, in its own order.
    claims : tuple of Claim
        What it claims, for the audit; each has a check.
    symbols : tuple
        The symbols that only this paper uses, declared in its file.
    doi, arxiv : str
        ``10.1109/…`` and ``1711.05101``; empty where there is none.
    bibtex : str
        The entry for a bibliography.
    place : int
        Where it stands in lists; papers of one place are in the order of year and key.
    """

    key: str
    authors: tuple[str, ...]
    title: str
    venue: str
    year: int
    statements: tuple[Statement, ...]
    claims: tuple[Claim, ...] = ()
    symbols: tuple[Any, ...] = ()
    doi: str = ""
    arxiv: str = ""
    bibtex: str = ""
    place: int = 100
