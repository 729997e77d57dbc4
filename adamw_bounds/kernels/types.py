"""What the generated tables are made of: the contract between the formulas and the engine.

Everything that computes is a generated function ``function(m, **inputs)``, where ``m`` is one of
the two backends of :mod:`adamw_bounds.kernels.mathematics`; beside it stand the names of its
inputs. Numbers are natural logarithms unless it is said otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal, NamedTuple

from adamw_bounds.remarks import RemarkKind

__all__ = [
    "BestKernel",
    "Citation",
    "ConditionKernel",
    "DefaultKernel",
    "Doubt",
    "Driver",
    "Function",
    "Kernel",
    "Key",
    "NoteKernel",
    "PaperKernels",
    "StagedKernel",
    "StatementInfo",
    "SymbolText",
]

#: Statement, quantity, schedule, optimizer, case, variant: what tells one kernel from all others.
Key = tuple[str, str, str | None, str | None, str | None, str]


class Function(NamedTuple):
    """A generated function and the names of its inputs."""

    function: Callable[..., Any]
    inputs: tuple[str, ...]


class Driver(NamedTuple):
    """A product that a term can be: the term's label and its factors in plain symbols."""

    part: str
    factors: tuple[str, ...]


class StagedKernel(NamedTuple):
    """How a kernel of one stage makes a total.

    Attributes
    ----------
    start, target, stage : str
        Names of inputs: what is left at the start, what is asked for, and what stage k ends with.
        There are max(0, ⌈log₂(start/target)⌉) stages; stage k ends with start/2^k. The statement
        has defaults for the first two where they go by another name.
    first_case : str
        The case of the kernel for stage 1, empty where it is the same as for the others.
    """

    start: str
    target: str
    stage: str
    first_case: str


class BestKernel(NamedTuple):
    """A count that is found by a search.

    Attributes
    ----------
    bound : str
        Quantity of the bound: a kernel of the same statement, schedule, optimizer and variant.
    over : tuple of str
        The inputs of the bound that are chosen for it to be least.
    target : Function
        Logarithm of what the bound has to come down to.
    counted : str
        The input of the bound that is counted.
    times : Function or None
        Logarithm of what the count is multiplied by.
    share : Function or None
        The bound over its target in plain arithmetic, for the backend of
        :mod:`adamw_bounds.kernels.digits`.
    """

    bound: str
    over: tuple[str, ...]
    target: Function
    counted: str
    times: Function | None = None
    share: Function | None = None


class Kernel(NamedTuple):
    """A generated formula and what is known of it.

    Attributes
    ----------
    function : callable
        ``function(m, **inputs)`` returns ``(log, parts)``: the logarithm of the formula and those
        of its parts; ``(log, parts, sign)`` where ``signed``, with the sign of the formula, 1 or
        -1 (either where it is 0), and the logarithm of its absolute value. Linear kernels return
        plain numbers.
    inputs : tuple of str
        Names of its inputs.
    parts : tuple of str
        Labels of the parts.
    why : str
        How the variant differs from the printed formula.
    bare_log : bool
        Whether it holds log(1/ε), which has no sense for ε >= 1.
    drivers : callable or None
        Returns, for each product, its logarithm and those of its factors.
    driver_inputs : tuple of str
        Names of the inputs of ``drivers``.
    driver_labels : tuple of Driver
        What the products and factors are.
    base : str
        The statement that has the formula.
    statement : str
        The statement that its rows name: ``base``, or the one that a reading names (Corollary 2).
    quantity, schedule, optimizer, case, variant : str or None
        As in the rows. No optimizer: the statement's own, or none that matters.
    counts : bool
        Whether it is a whole number of steps or gradients, not an order.
    linear, signed : bool
        What the function returns.
    exists : Function or None
        Where the formula has a number (a truth value); None: everywhere.
    missing_text : str
        What the row says where it has none; empty: no row.
    missing_code, missing_warning : str
        What the answer says then; empty: nothing.
    why_when : Function or None
        Where the row says ``why`` (a truth value); None: everywhere.
    staged : StagedKernel or None
        How its stages add up, where it is of one stage.
    best : BestKernel or None
        How its count is searched for; ``function`` is then that of the bound, and ``inputs`` are
        those of the search.
    exact : Function or None
        A count of steps in plain arithmetic, for the backend of
        :mod:`adamw_bounds.kernels.digits`: it returns the number itself. Its inputs may be settings
        too: then it is the count at these settings.
    steep : tuple of str
        The inputs, of ``exact``, with which the count can change by much more than they do,
        relatively. All of them: the count is decided in plain arithmetic everywhere.
    settings : Function or None
        Returns the logarithms of what was chosen for the formula.
    setting_names : tuple of str
        What that is: ``p``, ``beta1``.
    """

    function: Callable[..., Any]
    inputs: tuple[str, ...]
    parts: tuple[str, ...]
    why: str
    bare_log: bool
    drivers: Callable[..., Any] | None
    driver_inputs: tuple[str, ...]
    driver_labels: tuple[Driver, ...]
    base: str
    statement: str
    quantity: str
    schedule: str | None
    optimizer: str | None
    case: str | None
    variant: str
    counts: bool = False
    linear: bool = False
    signed: bool = False
    exists: Function | None = None
    missing_text: str = ""
    missing_code: str = ""
    missing_warning: str = ""
    why_when: Function | None = None
    staged: StagedKernel | None = None
    best: BestKernel | None = None
    exact: Function | None = None
    steep: tuple[str, ...] = ()
    with_roots: bool = False
    settings: Function | None = None
    setting_names: tuple[str, ...] = ()


class ConditionKernel(NamedTuple):
    """A hypothesis ``lhs <= rhs``.

    Attributes
    ----------
    function : callable
        Returns the logarithms of lhs, rhs and the limit that meets it.
    inputs : tuple of str
        Names of its inputs.
    variants : tuple of str
        The readings of the statement that ask for it.
    text : str
        The condition in plain symbols.
    schedule : str or None
        The one schedule that it is about.
    limit_of : str
        The input whose change meets it; ``limit`` is the largest value that does.
    why : str
        Where it comes from.
    remedy : str
        What meets it where no single input does, or what is said beside the limit.
    name : str
        Stable identifier.
    for_ : tuple of str
        The quantities that do not hold without it.
    carrier : str
        The quantity on whose row a table of conditions shows it; empty: every row.
    when : Function or None
        Where the statement asks for it (a truth value); None: everywhere.
    optimizers : tuple of str
        Whose it is: one condition of each name for each optimizer. Empty: everyone's.
    code, warning : str
        What the answer says where it is not met; empty: nothing.
    at : tuple of (str, float)
        Where it is judged if these inputs are not given.
    fails_unknown : bool
        Whether it fails whatever the value of an input that was not given.
    """

    function: Callable[..., Any]
    inputs: tuple[str, ...]
    variants: tuple[str, ...]
    text: str
    schedule: str | None
    limit_of: str
    why: str
    remedy: str
    name: str
    for_: tuple[str, ...] = ()
    carrier: str = ""
    when: Function | None = None
    optimizers: tuple[str, ...] = ()
    code: str = ""
    warning: str = ""
    fails_unknown: bool = False
    at: tuple[tuple[str, float], ...] = ()


class NoteKernel(NamedTuple):
    """A remark on rows, or on the whole answer.

    Attributes
    ----------
    text : str
        The sentence; ``{name}`` in it stands for a value.
    when : Function or None
        Where it holds (a truth value); None: everywhere.
    quantities, variants, schedules, optimizers : tuple of str
        The rows that it is about; empty: all of them. A remark whose ``when`` or values differ
        from optimizer to optimizer stands here once for each.
    code : str
        Where there is one, the remark is a warning of the whole answer.
    voids : bool
        Whether it voids the number: it stands on the row, in every format.
    kind : str
        What such a warning is about, see `adamw_bounds.remarks`; where it voids no number.
    missing : str
        An input: the remark holds only where it was not given and its default was taken, on rows
        whose kernel has that input.
    names : tuple of str
        The names in the text, in the order of what ``values`` returns.
    values : Function or None
        The logarithms of their values.
    own : bool
        Whether it stands before the variant's own remark, ``why``, and not behind it.
    beside : bool
        Whether it holds only where rows of other statements stand beside.
    given : str
        An input: the remark holds only where it was given.
    questions : {"", "runs", "others"}
        Whether it holds only in questions about a run, or only in the others; empty: in all.
    """

    text: str
    when: Function | None = None
    quantities: tuple[str, ...] = ()
    variants: tuple[str, ...] = ()
    schedules: tuple[str, ...] = ()
    optimizers: tuple[str, ...] = ()
    code: str = ""
    voids: bool = False
    kind: RemarkKind = "answer"
    missing: str = ""
    names: tuple[str, ...] = ()
    values: Function | None = None
    own: bool = False
    beside: bool = False
    given: str = ""
    questions: Literal["", "runs", "others"] = ""


class DefaultKernel(NamedTuple):
    """What an input is where it was not given.

    Attributes
    ----------
    name : str
        The input.
    value : Function or None
        The number itself, not its logarithm.
    quantity : str
        Or the quantity of the same statement and variant that is its value.
    when : Function or None
        Where the default is allowed (a truth value); None: everywhere.
    note : str
        What rows say that took it; ``{value}`` in it is the value.
    quantities, variants, optimizers : tuple of str
        The rows that may take it; empty: all of them.
    """

    name: str
    value: Function | None = None
    quantity: str = ""
    when: Function | None = None
    note: str = ""
    quantities: tuple[str, ...] = ()
    variants: tuple[str, ...] = ()
    optimizers: tuple[str, ...] = ()


class SymbolText(NamedTuple):
    """A given number in words.

    Attributes
    ----------
    text, latex, meaning, domain, unit : str
        How it is written, what it is, and where it lies.
    is_input : bool
        Whether the shell offers it as an option.
    default : Function or None
        What it is where it was not given, for every statement: the number itself.
    default_text : str
        The same in plain symbols.
    how : str
        How one comes by it, and what is usual.
    """

    text: str
    latex: str
    meaning: str
    domain: str
    unit: str
    is_input: bool = True
    default: Function | None = None
    default_text: str = ""
    how: str = ""


class Doubt(NamedTuple):
    """A claim that the audit does not confirm, and the rows of a statement that carry it.

    Attributes
    ----------
    claim : str
        Its identifier.
    quantities, variants : tuple of str
        Which rows; empty: all of them.
    """

    claim: str
    quantities: tuple[str, ...] = ()
    variants: tuple[str, ...] = ()


class StatementInfo(NamedTuple):
    """A statement in words.

    Attributes
    ----------
    title, source : str
        What it is about, and where it stands.
    doubts : tuple of Doubt
        The claims about it that the audit does not confirm.
    remarks : tuple of str
        What a reader must know beside the formulas.
    optimizers : tuple of str
        Whose it is, without the readings.
    name : str
        How a sentence calls it.
    paper : str
        Key of its paper.
    measure : str
        What its bound is on.
    conditions : tuple of ConditionKernel
        Its hypotheses on numbers, for every optimizer.
    notes : tuple of NoteKernel
        What its rows and answers say beside the numbers, for every optimizer.
    defaults : tuple of DefaultKernel
        What its inputs are where they are not given.
    stands_for : str
        The statement whose question it answers too.
    when : Function or None
        Where it answers, unless it is asked for by its own name (a truth value); None: everywhere.
    hypotheses : str
        What it assumes, in a line.
    translated : str
        Which conventions of its paper were translated, in a line.
    """

    title: str
    source: str
    doubts: tuple[Doubt, ...]
    remarks: tuple[str, ...]
    optimizers: tuple[str, ...]
    name: str
    paper: str
    measure: str = ""
    conditions: tuple[ConditionKernel, ...] = ()
    notes: tuple[NoteKernel, ...] = ()
    defaults: tuple[DefaultKernel, ...] = ()
    stands_for: str = ""
    when: Function | None = None
    hypotheses: str = ""
    translated: str = ""

    def doubts_of(self, quantity: str, variant: str) -> tuple[str, ...]:
        """Return the claims that the row of a quantity carries, in a variant."""
        found = (
            doubt.claim
            for doubt in self.doubts
            if not doubt.quantities or quantity in doubt.quantities
            if not doubt.variants or variant in doubt.variants
        )
        return tuple(dict.fromkeys(found))


class Citation(NamedTuple):
    """Where a paper stands.

    Attributes
    ----------
    authors : tuple of str
        Family name first.
    title, venue : str
        As published.
    year : int or None
        Of publication; None where there is none.
    doi, arxiv : str
        Empty where there is none.
    bibtex : str
        The entry for a bibliography.
    """

    authors: tuple[str, ...]
    title: str
    venue: str
    year: int | None
    doi: str
    arxiv: str
    bibtex: str


class PaperKernels(NamedTuple):
    """All that is generated from one paper.

    Attributes
    ----------
    key : str
        The paper's key, ``zhou2024``.
    kernels : mapping of Key to Kernel
        Its formulas, and their readings for other optimizers.
    symbols : mapping of str to SymbolText
        The given numbers that it declares; those that papers share are in the index.
    statements : mapping of str to StatementInfo
        Its statements.
    claims : mapping of str to str
        Its claims and what is recorded of each.
    citation : Citation or None
        Where it stands.
    """

    key: str
    kernels: Mapping[Key, Kernel]
    symbols: Mapping[str, SymbolText]
    statements: Mapping[str, StatementInfo]
    claims: Mapping[str, str]
    citation: Citation | None = None
