"""What a question is answered with: frozen, typed results that know where they come from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, Final

from adamw_bounds.engine.evaluate import is_array
from adamw_bounds.errors import spoken
from adamw_bounds.frozen import Frozen
from adamw_bounds.remarks import RemarkKind
from adamw_bounds.shown import Shown

__all__ = ["Answer", "Condition", "Note", "Result", "Takeover", "Term"]

#: A float for scalar inputs, a float64 array for array inputs, None where there is no number.
Number = Any
_NOTHING: Final[Frozen[str, Any]] = Frozen()


@dataclass(frozen=True, slots=True)
class Term:
    """One summand (or one side of a maximum) of a bound.

    Attributes
    ----------
    label : str
        ``bias``, ``variance``; ``gap``, ``initial-noise``, ``noise-floor``; ``contraction``,
        ``noise``.
    log10 : float, ndarray or None
        Decimal logarithm of the term; None (NaN in an array) where the term is 0.
    """

    label: str
    log10: Number


@dataclass(frozen=True, slots=True)
class Condition:
    """One hypothesis of a statement, evaluated: ``lhs <= rhs``.

    Attributes
    ----------
    name : str
        Stable identifier, ``eta-coupling`` for example.
    lhs, rhs : float or ndarray
        Both sides; the condition is met when ``lhs <= rhs``.
    met : bool or ndarray of bool
        Whether it holds.
    margin : float or ndarray
        ``lhs / rhs``: at most 1 when met, else the factor by which it is missed.
    text : str
        The condition in symbols, ``η ≤ β1 c1/(2L)``.
    remedy : str
        What would meet it, with the number; empty where it is met.
    """

    name: str
    lhs: Number
    rhs: Number
    met: Any
    margin: Number
    text: str = ""
    remedy: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "remedy", spoken(self.remedy))

    def as_row(self) -> dict[str, Any]:
        """Return the fields that a row of an answer carries."""
        return {
            "name": self.name,
            "lhs": self.lhs,
            "rhs": self.rhs,
            "met": self.met,
            "margin": self.margin,
            "text": self.text,
            "remedy": self.remedy,
        }


@dataclass(frozen=True, slots=True)
class Takeover:
    """Where, as an input changes, another term of a bound becomes the largest.

    Attributes
    ----------
    input : str
        The input, in the paper's symbols.
    side : str
        ``below`` or ``above``: on which side of the value another term is the largest.
    value : float
        The value of the input.
    term : str
        The label of the term that takes over.
    """

    input: str
    side: str
    value: float
    term: str


@dataclass(frozen=True, slots=True)
class Note:
    """A remark on the whole answer.

    Attributes
    ----------
    code : str
        Stable identifier, ``unused-input`` for example.
    message : str
        One sentence or a few.
    kind : {"answer", "method", "finding", "vacuous", "voids"}
        What it is about, which decides where it is shown; see `adamw_bounds.remarks`. What is
        not said to be of the method is shown with the answer.
    brief : str
        What a row says whose number it voids; the message when empty.
    """

    code: str
    message: str
    kind: RemarkKind = "answer"
    brief: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "brief", spoken(self.brief or self.message))
        object.__setattr__(self, "message", spoken(self.message))


@dataclass(frozen=True, slots=True)
class Result:
    """One number of an answer, with all that is needed to trust or distrust it.

    Attributes
    ----------
    statement : str
        Identifier of the statement, ``theorem-2`` or ``defossez2022-theorem-4``.
    optimizer : str or None
        ``adamw``, ``adam``, ``l2-adam``, or another paper's optimizer.
    schedule : str or None
        ``constant``, ``decaying``, that of a run (``cosine``, ``file``), or None.
    variant : str
        ``printed``, ``corrected``, ``explicit``, ``explicit-large-step``, ``sharp``, ``order``.
    quantity : str
        What the number is: ``iterations``, ``gradient-complexity``, ``err`` and so on.
    value : float, ndarray or None
        The number; None (inf in an array) where it exceeds a float or does not exist.
    log10 : float, ndarray or None
        Its decimal logarithm; None where the number is 0 or does not exist (arrays: NaN, -inf).
    terms : tuple of Term
        Its parts.
    dominant : str or None
        Label of the largest part.
    conditions : tuple of Condition
        The hypotheses that could be evaluated on the inputs.
    audit : tuple of str
        Identifiers of the claims about the statement that the audit does not confirm.
    notes : tuple of str
        Remarks on this number, a sentence each.
    source : str
        Statement, equation, section and page.
    case, stage : str, int or None
        Tell rows apart where there are several.
    count : int or None
        ``max(1, ceil(value))`` for explicit counts (Theorem 4: the sum over stages), decided with
        enough digits. Where a search found the settings, it is the first whole number that suffices
        at the settings of this row; other settings may allow a run that is shorter by less than
        10⁻⁴ of it (10⁻⁹, unless the row's p is next to 2 − β1).
    lower, upper, stderr : float or None
        Uncertainty, where the number was estimated.
    ratio : float or None
        The number over AdamW's of the same kind (``compare``).
    settings : mapping
        The settings that were chosen for a bound: those at which it is least.
    floor : float, ndarray or None
        What a bound stays above however many steps there are, where none suffice.
    elasticities : mapping
        By how many per cent the number changes where an input changes by one, by input.
    takeovers : tuple of Takeover or None
        Where another term takes over, input by input; None where that was not asked.
    stands_for : str
        The statement whose question it answers with constants of its own: ``theorem-2``.
    update : str
        Whose update it speaks of, ``paper`` or ``pytorch``, where an answer speaks of both.
    measure : str
        In what a bound is counted (``compare``): rows that differ in it are not compared.
    measured : str
        The same in the statement's own words, ``avg E‖∇F_k‖²``.
    hypotheses : str
        What the statement assumes, in a line (``compare``).
    translated : str
        What was translated from the conventions of the statement's paper (``compare``).
    crossing : mapping
        Where one bound overtakes another: the input, the other side, which is smaller on each side.
    """

    statement: str
    optimizer: str | None
    schedule: str | None
    variant: str
    quantity: str
    value: Number
    log10: Number
    terms: tuple[Term, ...] = ()
    dominant: Any = None
    conditions: tuple[Condition, ...] = ()
    audit: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    source: str = ""
    case: str | None = None
    stage: int | None = None
    count: Any = None
    lower: Number = None
    upper: Number = None
    stderr: Number = None
    ratio: Number = None
    settings: Mapping[str, Number] = field(default_factory=lambda: _NOTHING)
    floor: Number = None
    elasticities: Mapping[str, Any] = field(default_factory=lambda: _NOTHING)
    takeovers: tuple[Takeover, ...] | None = None
    stands_for: str = ""
    update: str = ""
    measure: str = ""
    measured: str = ""
    hypotheses: str = ""
    translated: str = ""
    crossing: Mapping[str, Any] = field(default_factory=lambda: _NOTHING)

    def __post_init__(self) -> None:
        object.__setattr__(self, "notes", tuple(map(spoken, self.notes)))
        if self.lower is not None or self.upper is not None:
            self._hold_value()

    def _hold_value(self) -> None:
        """Widen what a number lies between to the number: rounding may have put it outside."""
        if self.value is None:
            return
        for name, least in (("lower", True), ("upper", False)):
            end = getattr(self, name)
            if end is None:
                continue
            if is_array(end) or is_array(self.value):
                import numpy as np

                held = (np.fmin if least else np.fmax)(end, self.value)
            else:
                held = min(end, self.value) if least else max(end, self.value)
            object.__setattr__(self, name, held)

    def as_row(self) -> dict[str, Any]:
        """Return the row of every output format; optional keys only where they say something."""
        row: dict[str, Any] = {
            "statement": self.statement,
            "optimizer": self.optimizer,
            "schedule": self.schedule,
            "variant": self.variant,
            "quantity": self.quantity,
        }
        for key in ("case", "stage"):
            if getattr(self, key) is not None:
                row[key] = getattr(self, key)
        if self.stands_for:
            row["stands_for"] = self.stands_for
        if self.update:
            row["update"] = self.update
        row["value"] = self.value
        row["log10"] = self.log10
        for key in ("count", "lower", "upper", "stderr", "ratio", "floor"):
            if getattr(self, key) is not None:
                row[key] = getattr(self, key)
        if self.settings:
            row["settings"] = dict(self.settings)
        if self.elasticities:
            row["elasticities"] = dict(self.elasticities)
        if self.takeovers is not None:
            row["takeovers"] = [
                {"input": one.input, "side": one.side, "value": one.value, "term": one.term}
                for one in self.takeovers
            ]
        for key in ("measure", "measured", "hypotheses", "translated"):
            if getattr(self, key):
                row[key] = getattr(self, key)
        row.update(self.crossing)
        row["terms"] = [{"label": term.label, "log10": term.log10} for term in self.terms]
        row["dominant"] = self.dominant
        if self.conditions:
            row["conditions"] = [condition.as_row() for condition in self.conditions]
        row["audit"] = list(_verdicts(self.audit))
        row["notes"] = list(self.notes)
        row["source"] = self.source
        return row


@cache
def _verdicts(claims: tuple[str, ...]) -> tuple[str, ...]:
    """Return each claim with its verdict: ``thm3-square: false-as-printed``."""
    if not claims:
        return ()
    from adamw_bounds.kernels import CLAIMS

    return tuple(f"{claim}: {CLAIMS[claim]}" for claim in claims)


class Selecting:
    """What holds ``results`` and finds some of them by their attributes."""

    __slots__ = ()

    def select(self: Any, **wanted: Any) -> tuple[Result, ...]:
        """Return the results whose attributes equal ``wanted``.

        Examples
        --------
        >>> answer.select(variant="explicit", quantity="iterations")  # doctest: +SKIP
        """
        return tuple(
            result
            for result in self.results
            if all(getattr(result, name) == value for name, value in wanted.items())
        )

    def one(self: Any, **wanted: Any) -> Result:
        """Return the one result that matches ``wanted``.

        Raises
        ------
        LookupError
            If none or several match.
        """
        found: tuple[Result, ...] = self.select(**wanted)
        if len(found) != 1:
            raise LookupError(f"{len(found)} results match {wanted}, not one")
        return found[0]


@dataclass(frozen=True, slots=True, repr=False)
class Answer(Shown, Selecting):
    """All rows of one question.

    A console shows it as a table, a notebook too; ``to_dataframe``, ``to_json``, ``to_csv``,
    ``to_markdown``, ``to_latex`` and ``to_html`` write it elsewhere.

    Attributes
    ----------
    command : str
        The question, ``complexity`` for example.
    inputs : mapping
        Every input as it was used, in the paper's symbols, after conversion and defaults.
    results : tuple of Result
        The rows.
    warnings : tuple of Note
        What a reader must know before the numbers are used. One that voids numbers stands on
        the rows too: on those that the question marked, or else on all that have a number.
    """

    command: str
    inputs: Mapping[str, Any]
    results: tuple[Result, ...]
    warnings: tuple[Note, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=lambda: _NOTHING)

    def __post_init__(self) -> None:
        object.__setattr__(self, "inputs", Frozen(self.inputs))
        said = {note for result in self.results for note in result.notes}
        loose = tuple(
            note.brief
            for note in self.warnings
            if note.kind == "voids"
            and note.brief not in said
            and not any(note.message.startswith(text) for text in said)
        )
        if loose:
            marked = tuple(
                result
                if result.value is None and result.log10 is None
                else replace(result, notes=(*loose, *result.notes))
                for result in self.results
            )
            object.__setattr__(self, "results", marked)

    def __iter__(self) -> Any:
        return iter(self.results)

    def __len__(self) -> int:
        return len(self.results)
