"""A statement as a sentence: if its assumptions hold, then what it promises.

Made from the catalog: assumptions, settings, conditions, the measure and the formula. How a formula
stands to what it bounds is decided here for everything that shows formulas.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import sympy as sp

from adamw_bounds.theory.printing import (
    is_simple,
    latex_of,
    latex_of_variant,
    symbols_of,
    text_of,
    text_of_variant,
)
from adamw_bounds.theory.statements import Condition, Formula, Statement, Variant
from adamw_bounds.theory.symbols import SYMBOLS
from adamw_bounds.theory.unicode_math import in_unicode

__all__ = ["Sentence", "main_formulas", "relate", "sentence_of", "variant_of"]

#: Counts of work: what suffices is at least so much.
COUNTS: Final = ("iterations", "gradient-complexity")
#: Settings that come with a count; those that are caps are taken at their largest.
_SETTINGS: Final = ("eta-max", "eta", "beta1-max", "gamma", "eta-k", "beta1-k", "lambda-k")
_CHOICES: Final = frozenset({*_SETTINGS, "beta2-max"})
#: How the right-hand side stands to what it bounds.
_AT_MOST: Final = frozenset(
    {
        *("eta-max", "beta1-max", "beta2-max", "distance", "gradient-norm", "gradient-l1-norm"),
        *("gradient-norm-squared", "step-norm-squared", "momentum-error", "function-gap"),
        *("gradient-norm-squared-measured", "box-gap", "kkt-score-average", "radius"),
        *("frank-wolfe-gap-average", "largest-step", "limit-x-inf", "pac-bayes-classic"),
        *("pac-bayes-kl-radius", "weighted-gradients"),
    }
)
_AT_LEAST: Final = frozenset({"gradient-norm-min", "regret"})
#: The reading that a sentence takes, where a statement has it: what is proved goes first.
_READINGS: Final = ("explicit", "sharp", "corrected", "order", "printed")
#: Characters of a formula in a sentence.
_LONGEST: Final = 240
#: Words that begin an assumption and are no names: in the middle of a sentence they are small.
_SMALL: Final = frozenset(
    {
        *("The", "There", "Every", "Each", "Both", "All", "Any", "With", "Given"),
        *(
            "Samples",
            "Minibatches",
            "Gradients",
            "Gradient",
            "One",
            "Time",
            "Horizon",
            "Decay",
            "Then",
        ),
        *("That", "Since", "As", "It", "Linearised", "Explicit", "Constant", "In", "Let"),
        *("No", "Where", "Learning", "Rates", "Noise", "On", "Full", "Batches"),
    }
)


def relate(formula: Formula, variant: str, text: str, latex: str) -> tuple[str, str]:
    """Put the sign that relates a formula to its left side before its right side.

    Parameters
    ----------
    formula : Formula
        What it is of.
    variant : str
        The reading.
    text, latex : str
        The right side.

    Returns
    -------
    tuple of str
        Text and LaTeX: ``≥ …``, ``= O(…)``, ``≤ …``, ``= …``.
    """
    if formula.quantity in COUNTS:
        if variant.startswith("explicit") or variant == "sharp":
            return f"≥ {text}", rf"\ge {latex}"
        if formula.optimizer == "lower-bound":
            return f"= Ω({text})", rf"= \Omega\left({latex}\right)"
        return f"= O({text})", rf"= O\left({latex}\right)"
    if formula.quantity == "covariance-equation" or " = " in text:
        return text, latex
    if formula.quantity in _AT_MOST:
        return f"≤ {text}", rf"\le {latex}"
    if formula.quantity in _AT_LEAST:
        return f"≥ {text}", rf"\ge {latex}"
    return f"= {text}", f"= {latex}"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A statement in a sentence.

    Attributes
    ----------
    hypotheses : tuple of str
        What is assumed.
    settings : tuple of (text, latex)
        What is chosen, ``η = …``.
    promise : str
        What follows, without its formula: ``after T steps avg E‖∇F_k‖² ≤ ε²``.
    relation : tuple of (text, latex)
        The formula, with its left side: ``T ≥ …``.
    formula : Formula
        The formula.
    variant : str
        The reading that is told.
    abbreviations : tuple of (text, latex)
        What the symbols stand for that are no inputs, ``c1 = √δ``.
    """

    hypotheses: tuple[str, ...]
    settings: tuple[tuple[str, str], ...]
    promise: str
    relation: tuple[str, str]
    formula: Formula
    variant: str
    abbreviations: tuple[tuple[str, str], ...]

    def _told(self, which: int, mark: str = "") -> str:
        chosen = [f"{mark}{item[which]}{mark}" for item in self.settings]
        formula = f"{mark}{self.relation[which]}{mark}"
        parts = [f"If {_listed(self.hypotheses)}, then" if self.hypotheses else "Then"]
        if chosen:
            parts.append(f"with {_listed(chosen)},")
        parts.append(f"{self.promise}, where {formula}" if self.promise else formula)
        return f"{' '.join(parts)}."

    @property
    def lines(self) -> tuple[str, ...]:
        """The sentence, with a line for each assumption where one is more than a phrase."""
        phrases = not any("; " in text or ". " in text for text in self.hypotheses)
        if phrases or len(self.hypotheses) < 2:
            return (self.text,)
        rest = replace(self, hypotheses=()).text
        return (
            "If",
            *(f"• {text}" for text in self.hypotheses),
            f"then{rest.removeprefix('Then')}",
        )

    @property
    def text(self) -> str:
        """The sentence in Unicode."""
        return self._told(0)

    @property
    def markdown(self) -> str:
        """The sentence with its formulas between dollar signs."""
        return self._told(1, "$")


def _listed(parts: Sequence[str]) -> str:
    """Join parts of a sentence: by semicolons where one of them has a comma."""
    if len(parts) < 2:
        return "".join(parts)
    between = "; " if any(", " in part or ". " in part for part in parts) else ", "
    last = f"{between}and " if between == "; " else " and "
    return between.join(parts[:-1]) + last + parts[-1]


def _is_none(text: str) -> bool:
    """Whether an assumption says that there is none."""
    return text.startswith("None:")


def _inside(text: str) -> str:
    """Return an assumption as a part of a sentence."""
    text = text.removesuffix(".")
    first, blank, rest = text.partition(" ")
    return f"{first.lower()}{blank}{rest}" if first.rstrip(",:") in _SMALL else text


def _short(variant: Variant) -> bool:
    """Whether a formula is one expression that a reader takes in."""
    return is_simple(variant) and len(text_of_variant(variant)) <= _LONGEST


def main_formulas(statement: Statement) -> tuple[Formula, ...]:
    """Return the formulas that a statement is about: those of one quantity, the main one first.

    That is its count of steps where a formula gives one that a reader takes in, else its first
    bound; a statement may say otherwise.
    """
    listed = [formula for formula in statement.formulas if formula.listed]
    counts = (
        item.quantity
        for name in COUNTS
        for item in listed
        if item.quantity == name and item.best is None and any(map(_short, item.variants.values()))
    )
    bounds = (item.quantity for item in listed if item.quantity not in {*COUNTS, *_CHOICES})
    quantity = statement.main or next(counts, None) or next(bounds, listed[0].quantity)
    return tuple(formula for formula in listed if formula.quantity == quantity)


def variant_of(formula: Formula) -> str:
    """Return the reading that a sentence takes of a formula: the most that is proved and short."""
    known = [name for name in _READINGS if name in formula.variants] or [*formula.variants]
    return next((name for name in known if _short(formula.variants[name])), known[0])


def sentence_of(statement: Statement) -> Sentence:
    """Return a statement as a sentence.

    Parameters
    ----------
    statement : Statement
        One of the catalog.

    Examples
    --------
    >>> from adamw_bounds.theory.catalog import CATALOG
    >>> found = sentence_of(CATALOG["theorem-2"])
    >>> found.promise
    'after T steps avg E‖∇F_k‖² ≤ ε²'
    """
    formula = main_formulas(statement)[0]
    variant = variant_of(formula)
    body = formula.variants[variant]
    left = in_unicode(formula.latex)
    right = relate(formula, variant, text_of_variant(body), latex_of_variant(body))
    return Sentence(
        hypotheses=(
            *(_inside(text) for text in statement.assumptions if not _is_none(text)),
            *(_met(condition) for condition in _needed(statement, formula, variant)),
        ),
        settings=tuple(_settings(statement, formula, variant)),
        promise=_promise(statement, formula, left),
        relation=(_sided(left, right[0]), _sided(formula.latex, right[1])),
        formula=formula,
        variant=variant,
        abbreviations=tuple(_abbreviations([body, *_bodies(statement, formula, variant)])),
    )


def _sided(left: str, right: str) -> str:
    """Put the left side before the right one, unless that is an equation by itself."""
    signs = ("=", "≤", "≥", r"\le", r"\ge")
    return f"{left} {right}" if right.startswith(signs) else right


def _met(condition: Condition) -> str:
    return condition.text or f"{text_of(condition.lhs)} ≤ {text_of(condition.rhs)}"


def _needed(statement: Statement, formula: Formula, variant: str) -> Iterable[Condition]:
    """Return the conditions without which the formula does not hold."""
    return (
        condition
        for condition in statement.conditions
        if formula.quantity in condition.for_
        and variant in condition.variants
        and condition.schedule in (None, formula.schedule)
        and (not condition.optimizers or formula.optimizer in (None, *condition.optimizers))
    )


def _chosen(statement: Statement, formula: Formula, variant: str) -> Iterable[Formula]:
    """Yield the settings at which a count holds; the caps are taken as they are."""
    if formula.quantity not in COUNTS or variant == "sharp":
        return
    own = {other.quantity for other in statement.formulas if variant in other.variants}
    for quantity in _SETTINGS:
        if quantity == "eta-max" and "eta" in own:
            continue  # the step that is taken, not its cap
        for other in statement.formulas:
            if (
                other.quantity == quantity
                and other.listed
                and variant in other.variants
                and other.schedule in (None, formula.schedule)
                and other.optimizer in (None, formula.optimizer)
                and other.case in (None, formula.case)
            ):
                yield other


def _bodies(statement: Statement, formula: Formula, variant: str) -> Iterable[Variant]:
    return (other.variants[variant] for other in _chosen(statement, formula, variant))


def _settings(statement: Statement, formula: Formula, variant: str) -> Iterable[tuple[str, str]]:
    """Yield the settings at which a count holds, with their left sides."""
    for other in _chosen(statement, formula, variant):
        body = other.variants[variant]
        yield (
            f"{in_unicode(other.latex)} = {text_of_variant(body)}",
            f"{other.latex} = {latex_of_variant(body)}",
        )


def _abbreviations(bodies: Iterable[Variant]) -> Iterable[tuple[str, str]]:
    """Yield what the symbols of formulas stand for, those of the definitions too."""
    waiting = [name for name in symbols_of(bodies) if SYMBOLS[name].definition is not None]
    for name in waiting:
        entry = SYMBOLS[name]
        if sp.sympify(entry.definition).has(sp.Piecewise):
            continue  # no part of a sentence
        if text_of(entry.symbol) == text_of(entry.definition):
            continue  # a symbol that is written as what it stands for
        yield (
            f"{text_of(entry.symbol)} = {text_of(entry.definition)}",
            f"{entry.latex} = {latex_of(entry.definition)}",
        )


def _promise(statement: Statement, formula: Formula, left: str) -> str:
    """Return what follows, where the formula is a count; empty where it is the bound itself."""
    measure = statement.measure
    if formula.quantity == "gradient-complexity":
        if formula.optimizer == "lower-bound":
            return f"no method does with fewer than {left} stochastic gradients"
        goal = f" for {measure} ≤ {_target(statement, formula)}" if measure else ""
        return f"{left} stochastic gradients suffice{goal}"
    if formula.quantity != "iterations":
        return ""
    of_stage = " of stage k" if formula.staged is not None else ""
    return f"after {left} steps{of_stage} {measure} ≤ {_target(statement, formula)}"


def _target(statement: Statement, formula: Formula) -> str:
    target = statement.target
    if formula.best is not None:
        target = formula.best.target
    elif formula.staged is not None:
        target = formula.staged.stage
    return text_of(SYMBOLS["epsilon"].symbol ** 2 if target is None else target)
