"""How the paper's O() writes a formula."""

from __future__ import annotations

from typing import Any

import sympy as sp

from adamw_bounds.theory.papers.zhou2024 import symbols as s

__all__ = ["order"]


def order(expr: Any) -> sp.Expr:
    """Return a formula as the paper's O() writes it: c∞ for c2, √δ for c1, Δ for Δ₀."""
    return sp.sympify(expr).xreplace({s.c2: s.c_inf, s.c1: sp.sqrt(s.delta), s.gap0: s.gap})
