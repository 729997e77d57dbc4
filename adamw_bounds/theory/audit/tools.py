"""What several checks need: equality, units, orders, matrices in place of their symbols."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import sympy as sp
from sympy.matrices.expressions.matexpr import MatrixExpr

from adamw_bounds.theory import symbols as s
from adamw_bounds.theory.audit import once
from adamw_bounds.theory.audit.evidence import Relation
from adamw_bounds.theory.units import Unit, UnitError, unit_of

__all__ = [
    "at_primes",
    "decimal",
    "diagonal",
    "equation",
    "linear_root",
    "matrix_value",
    "positive_number",
    "quotient",
    "same",
    "scaled",
    "unit_or_fault",
    "zero",
]


@cache
def quotient(above: Any, below: Any) -> sp.Expr:
    """Return a quotient in given numbers, simplified as far as powers allow."""
    return once.powsimp(s.expand(sp.sympify(above)) / s.expand(sp.sympify(below)))


@cache
def zero(expr: Any) -> bool:
    """Tell whether an expression vanishes identically."""
    expr = s.expand(sp.sympify(expr))
    if expr == 0 or sp.expand(expr) == 0:
        return True
    # What is not 0 at a point need not be simplified: that takes longer than all the rest.
    value = at_primes(expr).evalf(30)
    if value.is_number and value.is_finite and abs(value) > sp.Float("1e-12"):
        return False
    return bool(once.simplify(expr) == 0)


def at_primes(expr: Any, known: Mapping[Any, Any] | None = None) -> sp.Expr:
    """Return an expression at a point of unlike rationals, but for the symbols that are known.

    Parameters
    ----------
    expr : sympy expression
        The expression, its abbreviations written out.
    known : mapping, optional
        Symbols with a value of their own.
    """
    known = known or {}
    names = sorted((item for item in expr.free_symbols if item not in known), key=str)
    point = {
        item: sp.Integer(sp.prime(place + 2))
        if item.is_integer
        else sp.Rational(sp.prime(place + 5), sp.prime(place + 3))
        for place, item in enumerate(names)
    }
    return sp.sympify(expr).xreplace({**known, **point})


def positive_number(expr: Any) -> bool:
    """Tell whether an expression is a number above 0: then two terms agree up to a number."""
    expr = sp.sympify(expr)
    return bool(expr.is_number and expr.is_finite and expr.is_positive)


@cache
def same(one: Any, other: Any) -> bool:
    """Tell whether two expressions are identically equal."""
    if one == other:
        return True
    if sp.sympify(other) != 0 and quotient(one, other) == 1:
        return True
    return zero(sp.sympify(one) - sp.sympify(other))


def equation(one: Any, other: Any) -> Relation:
    """Return two expressions as they stand, and between them whether they are the same."""
    return Relation(one, "=" if same(one, other) else "≠", other)


def decimal(expr: Any, digits: int = 6) -> sp.Float:
    """Return a number as a decimal, for reading; comparisons are made with the exact one."""
    return sp.Float(sp.sympify(expr).evalf(digits + 15), digits)


def linear_root(expr: Any, unknown: sp.Symbol) -> sp.Expr:
    """Return the root of an expression that is linear in the unknown."""
    expr = sp.expand(expr)
    slope = expr.coeff(unknown, 1)
    if slope == 0 or sp.expand(expr - slope * unknown).has(unknown):
        raise ValueError(f"{expr} is not linear in {unknown}")
    return -once.together(expr.coeff(unknown, 0)) / once.factor(slope)


def unit_or_fault(expr: Any, *, nats: bool = False, bare_log: bool = False) -> Unit | str:
    """Return the unit of a formula, or what is wrong with its units."""
    try:
        return unit_of(expr, s.units(), nats=nats, bare_log=bare_log)
    except UnitError as error:
        return str(error)


def scaled(expr: Any, loss: sp.Expr, param: sp.Expr) -> sp.Expr:
    """Return a formula after F → loss·F and x → param·x, by the units of its symbols."""
    table = s.units()
    return sp.sympify(expr).xreplace(
        {
            symbol: symbol * loss ** table[symbol].loss * param ** table[symbol].param
            for symbol in sp.sympify(expr).free_symbols
            if symbol in table
        }
    )


def diagonal(*entries: Any) -> sp.Matrix:
    """Return a diagonal matrix."""
    return sp.ImmutableMatrix(sp.diag(*entries))


def matrix_value(expr: Any, values: Mapping[Any, sp.Matrix], size: int) -> Any:
    """Put matrices of one size in place of matrix symbols.

    Parameters
    ----------
    expr : sympy expression, matrix expression or equation
        The formula.
    values : mapping
        Matrix symbol to matrix.
    size : int
        d.

    Returns
    -------
    sympy expression or matrix
        The value; for an equation, the difference of its sides.
    """
    if expr in values:
        return values[expr]
    if isinstance(expr, sp.MatrixBase):
        return expr
    if isinstance(expr, sp.Identity):
        return sp.eye(size)
    if not isinstance(expr, sp.Equality | MatrixExpr) and not expr.atoms(sp.MatrixSymbol):
        return expr.xreplace({s.d: sp.Integer(size)})
    parts = [matrix_value(item, values, size) for item in expr.args]
    if isinstance(expr, sp.Equality):
        return parts[0] - parts[1]
    if isinstance(expr, sp.Inverse):
        return parts[0].inv()
    if isinstance(expr, sp.Transpose):
        return parts[0].T
    if isinstance(expr, sp.Trace):
        return parts[0].trace()
    if isinstance(expr, sp.Determinant):
        return once.factor(parts[0].det())
    if isinstance(expr, sp.MatMul | sp.MatAdd):
        total = parts[0]
        for part in parts[1:]:
            total = total * part if isinstance(expr, sp.MatMul) else total + part
        return total
    return expr.func(*parts)
