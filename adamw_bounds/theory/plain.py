"""Turns expressions into plain decimal arithmetic, for counts that a float cannot decide.

``ceil`` of a logarithm's exponential is one too large where rounding leaves a whole number a little
above itself. The same formula in plain arithmetic, in as many digits as are needed, decides it.
"""

from __future__ import annotations

from typing import Any

import sympy as sp

from adamw_bounds.theory.branches import NoCodeError, logic, nest, ordered, piecewise
from adamw_bounds.theory.special import (
    Crest,
    LogRoot,
    OuterRoot,
    Quotient,
    Rate,
    Spare,
    UpToPole,
    YoungWeight,
)
from adamw_bounds.theory.symbols import definition_of

__all__ = ["Plain"]

_CALLS = {
    sp.Max: "maximum",
    sp.Min: "minimum",
    sp.exp: "exp",
    sp.log: "log",
    sp.ceiling: "ceiling",
    Crest: "crest",
    OuterRoot: "outer_root",
    LogRoot: "log_root",
    Rate: "rate",
    YoungWeight: "young",
}
#: Those take time in many digits.
_SLOW = (sp.exp, sp.log, Crest, OuterRoot, LogRoot, Rate)
#: Those take any number of arguments, in any order.
_NESTED = (sp.Max, sp.Min)


class Plain:
    """Turns expressions into lines of Python, each subexpression once.

    Attributes
    ----------
    lines : list of str
        The lines so far.
    inputs : dict
        Names of the inputs that they use.
    has_roots : bool
        Whether they take logarithms or roots of equations.
    """

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.inputs: dict[str, None] = {}
        self._names: dict[Any, str] = {}
        self.has_roots = False

    def value(self, expr: Any) -> str:
        """Return the name (or code) of what holds the expression.

        Raises
        ------
        NoCodeError
            If it holds a function that is known in floats only, a search for example.
        """
        if expr.is_number:
            return self._number(expr)
        known = self._names.get(expr)
        if known is not None:
            return known
        if isinstance(expr, sp.Symbol):
            definition = definition_of(expr)
            if definition is not None:
                name = self.value(definition)
            else:
                self.inputs[expr.name] = None
                name = str(expr.name)
        else:
            code = self._code(expr)
            name = f"t{len(self.lines) + 1}"
            self.lines.append(f"{name} = {code}")
        self._names[expr] = name
        return name

    @staticmethod
    def _number(expr: Any) -> str:
        if expr == sp.oo:
            return "m.infinity"
        if expr == sp.E:
            return "m.exp(m.number(1, 1))"
        if isinstance(expr, sp.exp):
            return f"m.exp({Plain._number(expr.args[0])})"
        if isinstance(expr, sp.Rational):
            return f"m.number({int(expr.p)}, {int(expr.q)})"
        if isinstance(expr, sp.Pow) and isinstance(expr.exp, sp.Rational):
            return f"m.power({Plain._number(expr.base)}, {int(expr.exp.p)}, {int(expr.exp.q)})"
        if isinstance(expr, sp.Mul):
            return " * ".join(map(Plain._number, ordered(expr.args)))
        if isinstance(expr, sp.log):
            return f"m.log({Plain._number(expr.args[0])})"
        raise NoCodeError(f"no plain code for the number {expr}")

    def _code(self, expr: Any) -> str:
        if isinstance(expr, sp.Add):
            return " + ".join(self.value(arg) for arg in ordered(expr.args))
        if isinstance(expr, sp.Mul):
            return f"m.product({', '.join(self.value(arg) for arg in ordered(expr.args))})"
        if isinstance(expr, sp.Pow):
            base, exponent = expr.as_base_exp()
            if not isinstance(exponent, sp.Rational):
                raise NoCodeError(f"no plain code for {expr}")
            return f"m.power({self.value(base)}, {int(exponent.p)}, {int(exponent.q)})"
        if isinstance(expr, sp.Piecewise):
            return piecewise(expr, self.value, self._truth)
        if isinstance(expr, (Spare, UpToPole)):
            return self.value(expr.args[0])
        if isinstance(expr, Quotient):
            return " / ".join(self.value(arg) for arg in expr.args)
        if isinstance(expr, sp.log) and (beside := _beside_one(expr.args[0])) is not None:
            self.has_roots = True
            function, rest = beside
            return f"m.{function}({self.value(rest)})"
        for kind, name in _CALLS.items():
            if isinstance(expr, kind):
                nested = isinstance(expr, _NESTED)
                self.has_roots |= isinstance(expr, _SLOW)
                args = ordered(expr.args) if nested else expr.args
                values = [self.value(arg) for arg in args]
                return nest(f"m.{name}", values) if nested else f"m.{name}({', '.join(values)})"
        raise NoCodeError(f"no plain code for {expr}")

    def _truth(self, condition: Any) -> str:
        return logic(condition, self._relation)

    def _relation(self, condition: Any, sign: str) -> str:
        left, right = map(self.value, condition.args)
        return f"({left} {sign} {right})"


def _beside_one(expr: Any) -> tuple[str, Any] | None:
    """Return how the log of 1 + x, or of 1/(1 - x), keeps the digits of a small x, and x."""
    base, exponent = expr.as_base_exp()
    if exponent not in (1, -1):
        return None
    if isinstance(base, sp.Symbol):
        base = definition_of(base)
    if not isinstance(base, sp.Add):
        return None
    whole, rest = base.as_coeff_Add()
    if whole != 1:
        return None
    return ("log1p", rest) if exponent == 1 else ("rate", -rest)
