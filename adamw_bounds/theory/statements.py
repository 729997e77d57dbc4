"""The shapes of what is encoded: statements, formulas in variants, conditions, sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import sympy as sp

from adamw_bounds.remarks import RemarkKind

__all__ = [
    "Best",
    "Claim",
    "Condition",
    "Default",
    "Formula",
    "Kind",
    "Monomial",
    "Note",
    "Paper",
    "Part",
    "Reading",
    "Rows",
    "Source",
    "Staged",
    "Statement",
    "Variant",
]

VariantName = Literal["printed", "corrected", "explicit", "explicit-large-step", "sharp", "order"]

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
    labels : tuple of sympy expressions
        How the factors are called, one for one, where other numbers stand for them.
    """

    __slots__ = ("factors", "labels")

    def __init__(self, *factors: Any, labels: tuple[Any, ...] = ()) -> None:
        self.factors: tuple[sp.Expr, ...] = tuple(sp.sympify(factor) for factor in factors)
        self.labels = labels

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
    exists : sympy boolean
        Where the formula has a number.
    missing_text : str
        What its row says where it has none; empty where no row is to stand there at all.
    missing_code, missing_warning : str
        What the whole answer says then.
    why_when : sympy boolean
        Where ``why`` is said on a row; a list of formulas always says it.
    also : tuple of sympy.Symbol
        Inputs that must be known although the formula does not need them: a λ_k that a reading
        makes 0 is still one of step k.
    settings : mapping
        What the tool chooses for the formula, by name (``p``, ``beta1``), as expressions: rows show
        it.
    decided : sympy expression or None
        A count once more, in the symbols of its settings: where a search found them, its whole
        number is decided at the floats that rows show.
    """

    parts: tuple[Part, ...] = ()
    combine: Literal["max", "sum", "none"] = "max"
    given: Any = None
    why: str = ""
    bare_log: bool = False
    exists: Any = sp.true
    missing_text: str = ""
    missing_code: str = ""
    missing_warning: str = ""
    why_when: Any = sp.true
    also: tuple[sp.Symbol, ...] = ()
    settings: Mapping[str, Any] = field(default_factory=dict)
    decided: Any = None

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
class Staged:
    """How a formula of one stage makes a total: each stage halves what is left, from start on.

    Attributes
    ----------
    start, target : sympy.Symbol
        Inputs: what is left at the start, and what is asked for, in one unit. There are
        ``max(0, ⌈log₂(start/target)⌉)`` stages.
    stage : sympy.Symbol
        Input: what stage k ends with, ``start/2^k``.
    first_case : str
        The case of the formula that stands for stage 1, where it has one of its own.
    """

    start: sp.Symbol
    target: sp.Symbol
    stage: sp.Symbol
    first_case: str = ""


@dataclass(frozen=True, slots=True)
class Best:
    """A count that no closed form gives: the least N at which a bound is small enough.

    Attributes
    ----------
    bound : str
        Quantity of the bound, a formula of the same statement, schedule and variant.
    over : tuple of sympy.Symbol
        Its free settings, each of which is chosen for the bound to be least.
    target : sympy expression
        What the bound has to come down to.
    count : sympy.Symbol
        The input of the bound that is counted.
    """

    bound: str
    over: tuple[sp.Symbol, ...]
    target: Any
    count: sp.Symbol


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
    counts : tuple of str
        The variants that are whole numbers of steps (or of gradients), not orders.
    staged : Staged or None
        Where the formula is of one stage: how the stages add up.
    best : Best or None
        Where the quantity is found by a search, and not by the formula.
    signed : bool
        Whether it can be negative. A formula that cannot is undefined where its value would be.
    shown_of : str
        The statement whose reading gives its kernel, where it only shows what that gives.
    rises, falls : tuple of sympy.Symbol
        The inputs in which it never falls, and never rises: what an inverse may rely on.
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
    counts: tuple[str, ...] = ()
    staged: Staged | None = None
    best: Best | None = None
    signed: bool = False
    shown_of: str = ""
    rises: tuple[sp.Symbol, ...] = ()
    falls: tuple[sp.Symbol, ...] = ()


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
    for_ : tuple of str
        The quantities that do not hold without it.
    carrier : str
        The quantity on whose row a table of conditions shows it; empty: on every row.
    when : sympy boolean
        Where the statement asks for it.
    optimizers : tuple of str
        Whose it is; empty: everyone's.
    code, warning : str
        What the whole answer says where it is not met; it must be true of this very condition.
    fails_unknown : bool
        Whether it fails whatever the value of an input that was not given.
    at : mapping of sympy.Symbol to number
        Where it is judged if these inputs are not given: at the first step, k = 1.
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
    for_: tuple[str, ...] = ()
    carrier: str = ""
    when: Any = sp.true
    optimizers: tuple[str, ...] = ()
    code: str = ""
    warning: str = ""
    fails_unknown: bool = False
    at: Mapping[sp.Symbol, float] = field(default_factory=dict)

    @property
    def relation(self) -> Any:
        """The condition as a sympy relation."""
        return sp.Le(self.lhs, self.rhs, evaluate=False)


@dataclass(frozen=True, slots=True)
class Note:
    """A remark on rows, or on the whole answer.

    Attributes
    ----------
    text : str
        One sentence, without its full stop; ``{name}`` in it is the value of ``values[name]``.
    when : sympy boolean
        Where it holds.
    quantities, variants, schedules, optimizers : tuple of str
        The rows that it is about; empty: all of them.
    code : str
        Where there is one, the remark is a warning of the whole answer.
    voids : bool
        Whether it voids the number: then it stands on the row in every format.
    kind : {"answer", "method", "finding", "vacuous"}
        What a warning is about that voids no number; see `adamw_bounds.remarks`.
    missing : str
        An input; the remark holds only where it was not given and its default was taken.
    values : mapping
        Name in the text to expression, not negative.
    own : bool
        Whether it stands before the variant's own remark, ``why``, and not behind it.
    beside : bool
        Whether it holds only where rows of other statements stand beside.
    given : str
        An input; the remark holds only where it was given.
    questions : {"", "runs", "others"}
        Whether it holds only in questions about a run, whose update can be chosen, or only in the
        others; empty: in all.
    """

    text: str
    when: Any = sp.true
    quantities: tuple[str, ...] = ()
    variants: tuple[str, ...] = ()
    schedules: tuple[str, ...] = ()
    optimizers: tuple[str, ...] = ()
    code: str = ""
    voids: bool = False
    kind: RemarkKind = "answer"
    missing: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    own: bool = False
    beside: bool = False
    given: str = ""
    questions: Literal["", "runs", "others"] = ""


@dataclass(frozen=True, slots=True)
class Default:
    """What an input is where it was not given.

    Attributes
    ----------
    symbol : sympy.Symbol
        The input.
    value : sympy expression or None
        Its value, in other inputs.
    quantity : str
        Or the statement's own formula for it, of the same variant: ``gamma``.
    when : sympy boolean
        Where the default is allowed.
    note : str
        What rows say that took it; ``{value}`` in it is the value.
    quantities, variants, optimizers : tuple of str
        The rows that may take it; empty: all of them.
    """

    symbol: sp.Symbol
    value: Any = None
    quantity: str = ""
    when: Any = sp.true
    note: str = ""
    quantities: tuple[str, ...] = ()
    variants: tuple[str, ...] = ()
    optimizers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """A statement read for another optimizer: the same formulas in other numbers.

    Attributes
    ----------
    optimizer : str
        Whose the formulas are then.
    substitute : mapping of sympy.Symbol to expression
        What stands for a given number, in every formula, condition and note, and inside every
        abbreviation. A number that becomes 0 takes its products with it.
    variants : tuple of str
        The variants that are read this way; empty: all. One optimizer may have several readings
        of different variants.
    statement : str
        The statement that says so, which the rows name; empty: the one that is read.
    quantities : tuple of str
        The quantities that are read; empty: all.
    notes : tuple of Note
        What its rows say besides.
    defaults : tuple of Default
        Defaults of its own inputs.
    why : mapping
        A variant's ``why`` to what stands in its place.
    """

    optimizer: str
    substitute: Mapping[sp.Symbol, Any]
    variants: tuple[str, ...] = ()
    statement: str = ""
    quantities: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    defaults: tuple[Default, ...] = ()
    why: Mapping[str, str] = field(default_factory=dict)


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
    optimizers : tuple of str
        Whose it is, without the readings.
    name : str
        How a sentence calls it, ``Theorem 2``; the identifier where it is empty.
    measure : str
        What its bound is on, ``avg E‖∇F_k‖²``.
    readings : tuple of Reading
        The other optimizers that it serves.
    notes : tuple of Note
        What its rows and answers say beside the numbers.
    defaults : tuple of Default
        What its inputs are where they are not given, beside the defaults of the symbols.
    stands_for : str
        The statement whose question it answers too, with constants of its own: whoever asks for
        Theorem 2 gets its rows as another variant.
    when : sympy boolean
        Where it answers, unless it is asked for by its own name.
    in_a_line : str
        Its assumptions in a line, for a table of many statements; all of them where it is empty.
    translated : str
        Which conventions of its paper were translated into those of this package, in a line.
    main : str
        The quantity that the statement in a sentence is about; the count of steps, else the first
        formula, where it is empty.
    target : sympy expression or None
        What its count of steps brings the measure down to, where no formula says it; ε² where it is
        None.
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
    name: str = ""
    measure: str = ""
    readings: tuple[Reading, ...] = ()
    notes: tuple[Note, ...] = ()
    defaults: tuple[Default, ...] = ()
    stands_for: str = ""
    when: Any = sp.true
    in_a_line: str = ""
    translated: str = ""
    main: str = ""
    target: Any = None

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
class Rows:
    """Rows of an answer that a claim is about.

    Attributes
    ----------
    statements : tuple of str
        The statements that the rows name.
    quantities, variants : tuple of str
        Which of their rows; empty: all.
    """

    statements: tuple[str, ...]
    quantities: tuple[str, ...] = ()
    variants: tuple[str, ...] = ()


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
    rows : tuple of Rows
        The rows that carry it where it does not hold; empty: all rows of its statements.
    where : str
        Where the paper makes it, an equation or a section, if not where its first statement stands.
    """

    id: str
    statements: tuple[str, ...]
    kind: Kind
    claim: str
    finding: str = ""
    rows: tuple[Rows, ...] = ()
    where: str = ""


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
