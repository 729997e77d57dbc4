"""The unit of any formula, computed from the units of its symbols.

Two base units carry the whole paper: that of the loss and that of the parameters. A count of
iterations must come out with none, which alone finds half of the paper's misprints.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import sympy as sp
from sympy.matrices.expressions.determinant import Determinant
from sympy.matrices.expressions.matexpr import MatrixExpr

from adamw_bounds.theory.special import LeastCount, Quotient, Spare, UpToPole

__all__ = ["NONE", "Unit", "UnitError", "unit_of"]


class UnitError(ValueError):
    """A formula adds, compares or takes the logarithm of things whose units do not allow it."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A product of powers of the two base units.

    Attributes
    ----------
    loss, param : sympy.Rational
        Exponents of the unit of the loss and of the unit of the parameters.
    """

    loss: sp.Rational = field(default_factory=lambda: sp.Integer(0))
    param: sp.Rational = field(default_factory=lambda: sp.Integer(0))

    def __mul__(self, other: Unit) -> Unit:
        return Unit(self.loss + other.loss, self.param + other.param)

    def __pow__(self, exponent: Any) -> Unit:
        return Unit(self.loss * exponent, self.param * exponent)

    @property
    def is_none(self) -> bool:
        """Whether the quantity is a pure number."""
        return bool(self.loss == 0 and self.param == 0)

    def __str__(self) -> str:
        parts = []
        for name, exponent in (("𝓕", self.loss), ("𝓧", self.param)):
            if exponent != 0:
                parts.append(name if exponent == 1 else f"{name}^{exponent}")
        return "·".join(parts) or "none"


NONE = Unit()


@dataclass(frozen=True, slots=True)
class _Measure:
    """A unit, and what logarithms of quantities with a unit have left over (coefficient a base)."""

    unit: Unit
    log_loss: sp.Expr = field(default_factory=lambda: sp.Integer(0))
    log_param: sp.Expr = field(default_factory=lambda: sp.Integer(0))

    @property
    def has_log(self) -> bool:
        return bool(sp.simplify(self.log_loss) != 0 or sp.simplify(self.log_param) != 0)


def unit_of(
    expr: Any, units: dict[Any, Unit], *, nats: bool = False, bare_log: bool = False
) -> Unit:
    """Compute the unit of a formula.

    Parameters
    ----------
    expr : sympy expression or matrix expression
        The formula.
    units : dict
        Unit of every symbol (and matrix symbol) that may occur.
    nats : bool
        Measure the loss in nats, so that its unit is dropped (Section 5 of the paper, where
        Assumption 4b equates the Fisher matrix and the Hessian).
    bare_log : bool
        Let ``log`` take an argument with a unit, as the paper's ``log(1/ε)`` does.

    Returns
    -------
    Unit
        The unit.

    Raises
    ------
    UnitError
        If summands or compared things differ in unit, an exponent or the argument of a
        function carries a unit, or logarithms of quantities with a unit do not cancel.
    """
    measure = _measure(expr, _Table(units, nats, bare_log))
    if measure.has_log:
        raise UnitError(f"the logarithm of a quantity with a unit is left over in {expr}")
    return measure.unit


@dataclass(frozen=True, slots=True)
class _Table:
    """Units of the symbols, and the two liberties that :func:`unit_of` grants."""

    units: dict[Any, Unit]
    nats: bool
    bare_log: bool

    def __contains__(self, expr: Any) -> bool:
        return expr in self.units

    def __getitem__(self, expr: Any) -> Unit:
        unit = self.units[expr]
        return Unit(sp.Integer(0), unit.param) if self.nats else unit


def _pure(expr: Any, table: _Table, what: str) -> None:
    measure = _measure(expr, table)
    if not measure.unit.is_none or measure.has_log:
        raise UnitError(f"{what} {expr} has the unit {measure.unit}, not none")


def _same(args: Any, table: _Table) -> _Measure:
    """Measure things that are added or compared; zero and infinity fit any unit."""
    found: _Measure | None = None
    log_loss: sp.Expr = sp.Integer(0)
    log_param: sp.Expr = sp.Integer(0)
    for arg in args:
        if arg in (sp.S.Zero, sp.S.Infinity):
            continue
        measure = _measure(arg, table)
        if found is not None and measure.unit != found.unit:
            raise UnitError(f"{arg} has the unit {measure.unit}, its neighbour {found.unit}")
        found = measure
        log_loss += measure.log_loss
        log_param += measure.log_param
    if found is None:
        return _Measure(NONE)
    return _Measure(found.unit, log_loss, log_param)


def _measure(expr: Any, table: _Table) -> _Measure:
    if expr in table:
        return _Measure(table[expr])
    if isinstance(expr, sp.Expr) and expr.is_number:
        return _Measure(NONE)
    if isinstance(expr, sp.Identity):
        return _Measure(NONE)
    if isinstance(expr, (sp.Add, sp.MatAdd)):
        return _same(expr.args, table)
    if isinstance(expr, (sp.Max, sp.Min)):
        measure = _same(expr.args, table)
        if measure.has_log:
            raise UnitError(f"a logarithm of a quantity with a unit is compared in {expr}")
        return measure
    if isinstance(expr, (sp.Mul, sp.MatMul)):
        total = NONE
        leftover: _Measure | None = None
        plain: list[Any] = []
        for arg in expr.args:
            measure = _measure(arg, table)
            total = total * measure.unit
            if measure.has_log:
                if leftover is not None:
                    raise UnitError(f"a product of logarithms with a unit in {expr}")
                leftover = measure
            else:
                plain.append(arg)
        if leftover is None:
            return _Measure(total)
        factor = sp.Mul(*plain)
        return _Measure(total, factor * leftover.log_loss, factor * leftover.log_param)
    if isinstance(expr, (sp.Pow, sp.MatPow, sp.Inverse)):
        base, exponent = (expr.args[0], -1) if isinstance(expr, sp.Inverse) else expr.as_base_exp()
        measure = _measure(base, table)
        if measure.unit.is_none:
            if isinstance(exponent, sp.Expr):
                _pure(exponent, table, "the exponent")
            if measure.has_log:
                raise UnitError(f"a power of the logarithm of a quantity with a unit in {expr}")
            return _Measure(NONE)
        if not sp.sympify(exponent).is_number:
            raise UnitError(f"{base} has the unit {measure.unit} and a symbolic exponent")
        return _Measure(measure.unit ** sp.nsimplify(exponent))
    if isinstance(expr, sp.log):
        inner = expr.args[0]
        if table.bare_log:
            return _Measure(NONE)
        if isinstance(inner, Determinant):
            matrix = inner.args[0]
            unit = _measure(matrix, table).unit
            rows = matrix.shape[0]
            return _Measure(NONE, rows * unit.loss, rows * unit.param)
        unit = _measure(inner, table).unit
        return _Measure(NONE, sp.sympify(unit.loss), sp.sympify(unit.param))
    if isinstance(expr, sp.Trace):
        return _measure(expr.args[0], table)
    if isinstance(expr, sp.Transpose):
        return _measure(expr.args[0], table)
    if isinstance(expr, sp.Sum):
        return _measure(expr.function, table)
    if isinstance(expr, sp.Piecewise):
        for _, condition in expr.args:
            for relation in condition.atoms(sp.core.relational.Relational):
                _same(relation.args, table)
        return _same([value for value, _ in expr.args], table)
    if isinstance(expr, sp.Equality):
        return _same(expr.args, table)
    if isinstance(expr, LeastCount):
        _same((expr.bound, expr.target), table)
        _pure(expr.count, table, "the count")
        return _Measure(NONE)
    if isinstance(expr, Quotient):
        _same(expr.args, table)
        return _Measure(NONE)
    if isinstance(expr, (Spare, UpToPole)):
        return _measure(expr.args[0], table)
    if isinstance(expr, sp.Function):
        for arg in expr.args:
            _pure(arg, table, f"the argument of {type(expr).__name__}")
        return _Measure(NONE)
    if isinstance(expr, MatrixExpr):
        raise UnitError(f"no unit is known for the matrix {expr}")
    raise UnitError(f"no unit is known for {expr}")
