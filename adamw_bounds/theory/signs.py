"""What is known of the sign and the size of an expression from the domains of its symbols."""

from __future__ import annotations

from typing import Any

import sympy as sp

from adamw_bounds.theory.special import KernelFunction, LeastCount, LogRoot, OuterRoot
from adamw_bounds.theory.symbols import SYMBOLS

__all__ = ["Facts"]

_POSITIVE_FUNCTIONS = (KernelFunction, LeastCount, OuterRoot, LogRoot, sp.exp, sp.Abs)


class Facts:
    """What may be taken as known while an expression is turned into code.

    Parameters
    ----------
    where : sympy boolean
        What holds wherever the result is used: bounds of single symbols by 1 are understood.
    """

    def __init__(self, where: Any = sp.true) -> None:
        self._at_most_one: set[Any] = set()
        self._at_least_one: set[Any] = set()
        for relation in where.args if isinstance(where, sp.And) else (where,):
            if isinstance(relation, (sp.Lt, sp.Le)) and relation.rhs == 1:
                self._at_most_one.add(relation.lhs)
            if isinstance(relation, (sp.Gt, sp.Ge)) and relation.rhs == 1:
                self._at_least_one.add(relation.lhs)

    # --- signs ----------------------------------------------------------------------------------
    def nonnegative(self, expr: Any) -> bool:
        """Whether an expression is surely not negative, infinities at zero inputs included."""
        if expr.is_number:
            return bool(expr.is_extended_real and expr >= 0)
        if isinstance(expr, sp.Symbol):
            return bool(expr.is_nonnegative)
        if isinstance(expr, _POSITIVE_FUNCTIONS):
            return True
        if isinstance(expr, sp.log):
            return self.at_least_one(expr.args[0])
        if isinstance(expr, sp.Pow):
            return self.nonnegative(expr.base) or _is_even(expr.exp)
        if isinstance(expr, sp.Max):
            return any(self.nonnegative(arg) for arg in expr.args)
        if isinstance(expr, sp.Piecewise):
            return all(self.nonnegative(value) for value, _ in expr.args)
        if isinstance(expr, sp.Mul):
            return self._product_sign(expr) == 1
        if isinstance(expr, sp.Add):
            return all(self.nonnegative(arg) for arg in expr.args) or self._one_minus(expr)
        if isinstance(expr, (sp.Min, sp.ceiling, sp.floor)):
            return all(self.nonnegative(arg) for arg in expr.args)
        return False

    def nonpositive(self, expr: Any) -> bool:
        """Whether an expression is surely not positive."""
        if isinstance(expr, sp.Mul):
            return self._product_sign(expr) == -1
        if isinstance(expr, sp.Add):
            return all(self.nonpositive(arg) for arg in expr.args)
        if isinstance(expr, sp.Max):
            return all(self.nonpositive(arg) for arg in expr.args)
        if isinstance(expr, sp.Min):
            return any(self.nonpositive(arg) for arg in expr.args)
        if isinstance(expr, sp.Piecewise):
            return all(self.nonpositive(value) for value, _ in expr.args)
        if isinstance(expr, sp.log):
            return self.at_most_one(expr.args[0])
        return bool(expr.is_number and expr.is_extended_real and expr <= 0)

    def _product_sign(self, expr: sp.Mul) -> int | None:
        sign = 1
        for arg in expr.args:
            if self.nonnegative(arg):
                continue
            if not self.nonpositive(arg):
                return None
            sign = -sign
        return sign

    def _one_minus(self, expr: sp.Add) -> bool:
        """Whether it is 1 − x with x surely in [0, 1]."""
        rest = [arg for arg in expr.args if arg != 1]
        return (
            len(rest) == 1
            and len(expr.args) == 2
            and self.nonpositive(rest[0])
            and self.at_most_one(-rest[0])
        )

    # --- sizes ----------------------------------------------------------------------------------
    def at_least_one(self, expr: Any) -> bool:
        """Whether an expression is surely at least 1."""
        if expr in self._at_least_one:
            return True
        if expr.is_number:
            return bool(expr.is_extended_real and expr >= 1)
        if isinstance(expr, sp.Symbol):
            entry = SYMBOLS.get(expr.name)
            return bool(expr.is_integer and expr.is_positive) or (
                entry is not None and entry.domain == "integer >= 1"
            )
        if isinstance(expr, sp.Pow):
            if self.nonpositive(expr.exp):
                return self.at_most_one(expr.base) and self.nonnegative(expr.base)
            return self.nonnegative(expr.exp) and self.at_least_one(expr.base)
        if isinstance(expr, sp.Mul):
            return all(self.at_least_one(arg) for arg in expr.args)
        if isinstance(expr, sp.Max):
            return any(self.at_least_one(arg) for arg in expr.args)
        if isinstance(expr, sp.Min):
            return all(self.at_least_one(arg) for arg in expr.args)
        if isinstance(expr, sp.Add):
            return all(self.nonnegative(arg) for arg in expr.args) and any(
                self.at_least_one(arg) for arg in expr.args
            )
        if isinstance(expr, sp.exp):
            return self.nonnegative(expr.args[0])
        if isinstance(expr, KernelFunction):
            return expr.at_least_one
        return isinstance(expr, (OuterRoot, LogRoot))

    def at_most_one(self, expr: Any) -> bool:
        """Whether an expression is surely at most 1."""
        if expr in self._at_most_one:
            return True
        if expr.is_number:
            return bool(expr.is_extended_real and expr <= 1)
        if isinstance(expr, sp.Symbol):
            entry = SYMBOLS.get(expr.name)
            return entry is not None and entry.domain in ("(0, 1)", "(0, 1]")
        if isinstance(expr, sp.Pow):
            if self.nonpositive(expr.exp):
                return self.at_least_one(expr.base)
            small = self.at_most_one(expr.base) and self.nonnegative(expr.base)
            return small and self.nonnegative(expr.exp)
        if isinstance(expr, sp.Mul):
            return all(self.nonnegative(arg) and self.at_most_one(arg) for arg in expr.args)
        if isinstance(expr, sp.Max):
            return all(self.at_most_one(arg) for arg in expr.args)
        if isinstance(expr, sp.Min):
            return any(self.at_most_one(arg) for arg in expr.args)
        if isinstance(expr, KernelFunction):
            return expr.at_most_one
        return False


def _is_even(exponent: Any) -> bool:
    return bool(exponent.is_Integer and exponent % 2 == 0)
