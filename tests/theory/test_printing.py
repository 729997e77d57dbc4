"""Formulas in print: readable, and the same formula as the object."""

from __future__ import annotations

import re

import pytest
import sympy as sp

from adamw_bounds.theory.catalog import CATALOG
from adamw_bounds.theory.papers.zhou2024 import symbols as s
from adamw_bounds.theory.printing import (
    latex_of,
    latex_of_variant,
    symbols_of,
    text_of,
    text_of_variant,
)

VARIANTS = [
    pytest.param(variant, id=f"{statement.id}-{formula.quantity}-{place}-{name}")
    for statement in CATALOG.values()
    for place, formula in enumerate(statement.formulas)
    for name, variant in formula.variants.items()
]


def test_theorem_2_reads_as_in_the_paper() -> None:
    printed = CATALOG["theorem-2"].formula("iterations").variants["printed"]
    assert latex_of_variant(printed) == (
        r"\max\left\{\frac{c_\infty^{5/2} L \Delta \sigma^{2}}{\delta^{5/4} b \epsilon^{4}},\; "
        r"\frac{c_\infty^{2} \sigma^{4}}{\delta b^{2} \epsilon^{4}}\right\}"
    )
    assert text_of_variant(printed) == ("max(c∞^2.5·L·Δ·σ²/(δ^1.25·b·ε⁴), c∞²·σ⁴/(δ·b²·ε⁴))")


@pytest.mark.parametrize(
    ("expr", "text", "latex"),
    [
        (sp.log(1 / s.eps), "log(1/ε)", r"\log \frac{1}{\epsilon}"),
        (sp.log(1 / s.eps) ** 2, "log²(1/ε)", r"\log^{2} \frac{1}{\epsilon}"),
        (1 / sp.sqrt(s.k + 1), "1/√(k + 1)", r"\frac{1}{\sqrt{k + 1}}"),
        (s.lam * (1 - s.q) ** s.k, "λ·(1 − q)^k", r"\lambda \left(1 - q\right)^{k}"),
        (
            sp.Max(1, sp.Max(s.mu, s.L)),
            "max(1, L, μ)",
            r"\max\left\{1,\; L,\; \mu\right\}",
        ),
        (sp.sqrt(s.c_inf**2 + s.delta), "√(c∞² + δ)", r"\sqrt{c_\infty^{2} + \delta}"),
        (-s.mu / 2, "−μ/2", r"- \frac{\mu}{2}"),
        (s.mu / (s.k - 1), "μ/(k − 1)", r"\frac{\mu}{k - 1}"),
        (
            sp.Piecewise((1, s.mu < s.k), (2, True)),
            "{1 if μ < k; 2 otherwise}",
            r"\begin{cases} 1 & \text{for}\: \mu < k \\2 & \text{otherwise} \end{cases}",
        ),
    ],
)
def test_small_formulas(expr: sp.Expr, text: str, latex: str) -> None:
    assert text_of(expr) == text
    assert latex_of(expr) == latex


@pytest.mark.parametrize("variant", VARIANTS)
def test_no_name_of_ours_is_left_in_print(variant) -> None:
    text, latex = text_of_variant(variant), latex_of_variant(variant)
    for shown in (text, latex):
        # Names of symbols in Python, ranks that order the factors, functions without a printer.
        assert not re.search(r"\bs\d{3}\b|_inf\b|smoothness|batch_size|Root", shown)
        assert not re.search(r"epsilon_gap|stage_epsilon|surrogate", shown)
    assert latex.count(r"\left") == latex.count(r"\right")
    assert latex.count("{") == latex.count("}")
    assert text.count("(") == text.count(")")
    assert r"\log{" not in latex


@pytest.mark.parametrize("variant", VARIANTS)
def test_every_symbol_of_a_formula_is_listed(variant) -> None:
    names = symbols_of([variant])
    used = {item.name for item in sp.sympify(variant.expr).free_symbols}
    assert used <= set(names)


def test_an_abbreviation_brings_what_it_stands_for() -> None:
    explicit = CATALOG["theorem-2"].formula("iterations").variants["explicit"]
    names = symbols_of([explicit])
    assert {"c1", "c2", "gap0", "c_inf", "delta", "x0_norm"} <= set(names)
