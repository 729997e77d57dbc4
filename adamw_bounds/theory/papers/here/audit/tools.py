"""What the checks share: abbreviations written out, numbers in many digits, a run's weights."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

import mpmath
import sympy as sp

from adamw_bounds.theory import symbols as s
from adamw_bounds.theory.audit.evidence import Finding
from adamw_bounds.theory.papers.here import symbols as h
from adamw_bounds.theory.papers.here.master import MASTER
from adamw_bounds.theory.special import KernelFunction, Quotient, Spare, UpToPole
from adamw_bounds.theory.statements import Variant

__all__ = [
    "BOUND",
    "CONDITION",
    "WEIGHT",
    "judged",
    "number",
    "opened",
    "part",
    "points",
    "vanishes",
]

#: The catalog's own master inequality: the sum, the weight's recursion and the condition.
BOUND = MASTER.formula("weighted-gradients").variants["sharp"]
WEIGHT = MASTER.formula("step-weight").variants["sharp"].expr
(CONDITION,) = MASTER.conditions

DIGITS = 30


def opened(expr: Any) -> sp.Expr:
    """Write every abbreviation out, and put a symbol for each function of a backend's own."""
    expr = s.expand(sp.sympify(expr)).replace(Quotient, lambda top, bottom: top / bottom)
    expr = expr.replace(UpToPole, lambda number, left: number)
    expr = expr.replace(Spare, lambda number: number)
    # √(1 + c∞²/δ) is c2/c1, which sympy does not see.
    ratio = 1 + s.c_inf**2 / s.delta
    expr = expr.replace(
        lambda item: item.is_Pow and item.base == ratio,
        lambda item: (s.c_inf**2 + s.delta) ** item.exp * s.delta ** (-item.exp),
    )
    while found := [
        item
        for item in expr.atoms(KernelFunction)
        if not any(arg.has(KernelFunction) for arg in item.args)
    ]:
        expr = expr.xreplace({item: _stands_for(item) for item in found})
    return expr


_STANDING: dict[Any, sp.Symbol] = {}


def _stands_for(item: Any) -> sp.Symbol:
    if item not in _STANDING:
        _STANDING[item] = sp.Symbol(f"{item.func.__name__}_{len(_STANDING)}", positive=True)
    return _STANDING[item]


def vanishes(expr: Any) -> bool:
    """Tell whether an expression in given numbers is 0 identically."""
    expr = opened(expr)
    if expr == 0:
        return True
    # What is not 0 at some numbers need not be simplified.
    names = sorted(expr.free_symbols, key=str)
    point = {name: sp.Rational(3 + 2 * place, 7 + place) for place, name in enumerate(names)}
    at = expr.xreplace(point).evalf(DIGITS)
    if not at.is_number or abs(at) > 1e-12:
        return False
    top = sp.numer(sp.together(expr))
    return bool(sp.expand(top) == 0 or sp.simplify(top) == 0)


def part(variant: Variant, label: str) -> sp.Expr:
    """Return a labelled part of a formula."""
    return next(item.expr for item in variant.parts if item.label == label)


def number(expr: Any, point: Mapping[Any, Any], digits: int = DIGITS) -> sp.Float:
    """Return the value of an expression at exact numbers; 10¹⁰⁰⁰ where it has no real one."""
    with mpmath.workdps(digits + 20):
        known = {symbol: _exact(value, digits) for symbol, value in point.items()}
        try:
            return sp.Float(mpmath.mpf(_value(sp.sympify(expr), known)), digits)
        except (ZeroDivisionError, TypeError):  # a quotient by 0, a complex root
            return sp.Float(10, digits) ** 1000


def _value(expr: sp.Expr, known: dict[Any, Any]) -> Any:
    """Evaluate an expression, each abbreviation in it once."""
    names, function = _function(expr)
    for name in names:
        if name not in known:
            definition = s.definition_of(name)
            if definition is None:
                raise KeyError(name)
            try:
                known[name] = _value(definition, known)
            except ZeroDivisionError:
                known[name] = None  # of a branch that is not taken, or it raises there
    return function(*(known[name] for name in names))


@lru_cache(maxsize=512)
def _function(expr: sp.Expr) -> tuple[list[sp.Symbol], Callable[..., Any]]:
    """Turn an expression into a function that computes no branch that is not taken."""
    names = sorted(expr.free_symbols, key=str)
    return names, sp.lambdify(names, expr, [_NAMES, "mpmath"])


def _exact(value: Any, digits: int) -> Any:
    value = sp.sympify(value)
    if value.is_Rational:
        return mpmath.mpf(int(value.p)) / int(value.q)
    return mpmath.mpf(str(value.evalf(digits + 20)))


def _largest(*args: Any) -> Any:
    """Return the largest; for 0 a number next to it, which a branch not taken may divide by."""
    return max(args) or mpmath.mpf(10) ** -400


def _outer_root(x: Any) -> Any:
    return -mpmath.lambertw(-mpmath.exp(-x), -1).real if x > 1 else mpmath.mpf(1)


_NAMES: dict[str, Any] = {
    "OuterRoot": _outer_root,
    "Max": _largest,
    "Min": min,
    **{kind.__name__: lru_cache(kind._number) for kind in KernelFunction.__subclasses__()},
}


def points(names: tuple[sp.Symbol, ...], *rows: tuple[Any, ...]) -> list[dict[Any, Any]]:
    """Return points by symbol."""
    return [dict(zip(names, map(sp.sympify, row), strict=True)) for row in rows]


def judged(holds: bool, yes: str, no: str) -> Finding:
    """Return the verdict on a claim of this project: unsupported where no proof gives it."""
    return ("holds", yes) if holds else ("unsupported", no)


#: A run at exact numbers where nothing is 0 or 1.
RUN = {
    s.L: sp.Rational(2),
    s.sigma: sp.Rational(3, 2),
    s.b: sp.Integer(32),
    s.c_inf: sp.Integer(1),
    s.delta: sp.Rational(1, 100),
    s.gap: sp.Integer(5),
    s.x0_norm: sp.Rational(3, 10),
    h.pytorch_update: sp.Integer(0),
    s.least_rate: sp.Integer(1),
}
