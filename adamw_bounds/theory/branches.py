"""Code of cases and of truth values, whatever the numbers in them are written as."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import sympy as sp

__all__ = ["RELATIONS", "NoCodeError", "logic", "nest", "ordered", "piecewise"]

RELATIONS = {sp.Le: "<=", sp.Lt: "<", sp.Ge: ">=", sp.Gt: ">", sp.Eq: "==", sp.Ne: "!="}


class NoCodeError(NotImplementedError):
    """An expression that cannot be written as code; in a kernel, not kept in the log domain."""


def ordered(args: Iterable[Any]) -> list[Any]:
    """Return arguments in an order that does not change from run to run."""
    return sorted(args, key=sp.default_sort_key)


def nest(function: str, codes: Sequence[str]) -> str:
    """Return the code of a function of two arguments applied to several."""
    code, *others = codes
    for other in others:
        code = f"{function}({code}, {other})"
    return code


def piecewise(expr: sp.Piecewise, emit: Callable[[Any], str], truth: Callable[[Any], str]) -> str:
    """Return the code of cases, of which the last holds for all that is left.

    Raises
    ------
    NoCodeError
        If the last case has a condition.
    """
    pairs = list(expr.args)
    if pairs[-1][1] != sp.true:
        raise NoCodeError(f"no last case in {expr}")
    code = emit(pairs[-1][0])
    for branch, condition in reversed(pairs[:-1]):
        code = f"m.where({truth(condition)}, {emit(branch)}, {code})"
    return code


def logic(condition: Any, relation: Callable[[Any, str], str]) -> str:
    """Return the code of a truth value; ``relation`` writes a relation with its sign.

    Raises
    ------
    NoCodeError
        If it is made of something else.
    """
    if condition in (sp.true, sp.false):
        return str(bool(condition))
    if isinstance(condition, (sp.And, sp.Or)):
        name = "m.both" if isinstance(condition, sp.And) else "m.either"
        return nest(name, [logic(arg, relation) for arg in ordered(condition.args)])
    if isinstance(condition, sp.Not):
        return f"m.negate({logic(condition.args[0], relation)})"
    sign = RELATIONS.get(type(condition))
    if sign is None:
        raise NoCodeError(f"no code for the condition {condition}")
    return relation(condition, sign)
