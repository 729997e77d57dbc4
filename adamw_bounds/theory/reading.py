"""A statement read for another optimizer: the same formulas in other numbers.

Nothing is evaluated here. A given number is replaced in a formula and inside every abbreviation
that holds it; one that becomes 0 takes its products with it, and the quotient by it is unbounded.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import sympy as sp

from adamw_bounds.theory.statements import (
    Condition,
    Default,
    Formula,
    Monomial,
    Note,
    Part,
    Reading,
    Variant,
)
from adamw_bounds.theory.symbols import definition_of, expand, read_as

__all__ = ["read_condition", "read_default", "read_formula", "read_note", "substituted"]


def substituted(expr: Any, substitute: Mapping[Any, Any]) -> Any:
    """Return an expression, or a truth value, in which other numbers stand.

    Parameters
    ----------
    expr : sympy expression or boolean
        Over declared symbols.
    substitute : mapping
        Symbol to what stands for it; both sides may be abbreviations.

    Raises
    ------
    ValueError
        If a number that becomes 0 makes a product of 0 and an unbounded factor.
    """
    return _Substitution(substitute)(sp.sympify(expr))


class _Substitution:
    def __init__(self, substitute: Mapping[Any, Any]) -> None:
        self.known = {symbol: sp.sympify(value) for symbol, value in substitute.items()}
        self._behind: dict[str, bool] = {}

    def _concerns(self, expr: Any) -> bool:
        """Whether a replaced number stands in an expression, or behind what it abbreviates."""
        return any(self._stands_behind(item) for item in expr.free_symbols)

    def _stands_behind(self, symbol: Any) -> bool:
        if symbol.name not in self._behind:
            definition = definition_of(symbol)
            self._behind[symbol.name] = symbol in self.known or (
                definition is not None and self._concerns(definition)
            )
        return self._behind[symbol.name]

    def __call__(self, expr: Any) -> Any:
        if expr in self.known:
            return self.known[expr]
        if not self._concerns(expr):
            return expr
        if isinstance(expr, sp.Symbol):
            new = self(definition_of(expr))
            return new if new.is_number or isinstance(new, sp.Symbol) else read_as(expr, new)
        args = [self(arg) for arg in expr.args]
        if isinstance(expr, sp.Mul):
            return self._product(expr, args)
        if isinstance(expr, sp.Pow):
            base, exponent = args
            if base == 0 and exponent.is_negative:
                return sp.oo
            return base**exponent
        if isinstance(expr, sp.Max):
            return self._extremum(sp.Max, args)
        if isinstance(expr, sp.Min):
            return self._extremum(sp.Min, [arg for arg in args if arg != sp.oo] or [sp.oo])
        if isinstance(expr, sp.Piecewise):
            return _piecewise([(pair.args[0], pair.args[1]) for pair in args])
        if isinstance(expr, sp.core.relational.Relational):
            left, right = args
            known = left.is_number and right.is_number
            return expr.func(left, right, evaluate=known)
        return expr.func(*args)

    @staticmethod
    def _product(expr: Any, args: list[Any]) -> Any:
        if any(arg == 0 for arg in args):
            if any(arg == sp.oo for arg in args):
                raise ValueError(f"0 times an unbounded factor in {expr}")
            return sp.Integer(0)
        return sp.oo if any(arg == sp.oo for arg in args) else sp.Mul(*args)

    @staticmethod
    def _extremum(kind: Any, args: list[Any]) -> Any:
        if kind is sp.Max and sp.oo in args:
            return sp.oo
        args = list(dict.fromkeys(args))
        return args[0] if len(args) == 1 else kind(*args, evaluate=False)


def _piecewise(pairs: list[tuple[Any, Any]]) -> Any:
    """Return the cases that can still occur; one alone is the whole."""
    kept: list[tuple[Any, Any]] = []
    for value, when in pairs:
        if when == sp.false:
            continue
        kept.append((value, when))
        if when == sp.true:
            break
    if kept[0][1] == sp.true:
        return kept[0][0]
    return sp.Piecewise(*kept, evaluate=False)


def read_formula(formula: Formula, reading: Reading) -> Formula:
    """Return a formula of a statement as its reading has it."""
    return replace(
        formula,
        optimizer=reading.optimizer,
        variants={
            name: _read_variant(variant, reading)
            for name, variant in formula.variants.items()
            if not reading.variants or name in reading.variants
        },
    )


def _read_variant(variant: Variant, reading: Reading) -> Variant:
    new = reading.substitute
    also: tuple[sp.Symbol, ...] = ()
    if not substituted(variant.expr, new).free_symbols:
        before = expand(sp.sympify(variant.expr)).free_symbols
        gone = {symbol for symbol, value in new.items() if sp.sympify(value).is_number}
        also = tuple(sorted(before - gone, key=str))
    return replace(
        variant,
        also=also,
        parts=tuple(_read_part(part, new) for part in variant.parts),
        given=None if variant.given is None else substituted(variant.given, new),
        why=reading.why.get(variant.why, variant.why),
        exists=substituted(variant.exists, new),
        why_when=substituted(variant.why_when, new),
        settings={name: substituted(value, new) for name, value in variant.settings.items()},
        decided=None if variant.decided is None else substituted(variant.decided, new),
    )


def _read_part(part: Part, new: Mapping[Any, Any]) -> Part:
    if part.given is not None:
        return replace(part, given=substituted(part.given, new))
    read = [
        Monomial(
            *(substituted(factor, new) for factor in item.factors),
            labels=item.labels or item.factors,
        )
        for item in part.alternatives
        if substituted(item.expr, new) != 0
    ]
    return replace(part, alternatives=tuple(read)) if read else Part(part.label, given=0)


def read_condition(condition: Condition, reading: Reading) -> Condition:
    """Return a condition as a reading has it; one of none of its variants holds nowhere."""
    new = reading.substitute
    found: Condition = _restricted(
        condition,
        reading,
        lhs=substituted(condition.lhs, new),
        rhs=substituted(condition.rhs, new),
        limit=None if condition.limit is None else substituted(condition.limit, new),
    )
    return found


def read_note(note: Note, reading: Reading) -> Note:
    """Return a note as a reading has it; one of none of its variants holds nowhere."""
    new = reading.substitute
    values = {name: substituted(value, new) for name, value in note.values.items()}
    found: Note = _restricted(note, reading, values=values)
    return found


def read_default(default: Default, reading: Reading) -> Default:
    """Return a default as a reading has it; one of none of its variants holds nowhere."""
    new = reading.substitute
    value = None if default.value is None else substituted(default.value, new)
    found: Default = _restricted(default, reading, value=value)
    return found


def _both(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...] | None:
    """Return what two restrictions leave; an empty one is none, and None is nothing left."""
    if not first or not second:
        return first or second
    return tuple(item for item in first if item in second) or None


def _restricted(item: Any, reading: Reading, **changed: Any) -> Any:
    """Return a condition, note or default for the variants of a reading."""
    variants = _both(item.variants, reading.variants)
    if variants is None:
        return replace(item, when=sp.false, optimizers=(reading.optimizer,))
    when = substituted(item.when, reading.substitute)
    return replace(item, when=when, variants=variants, optimizers=(reading.optimizer,), **changed)
