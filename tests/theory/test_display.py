"""Formulas in lines: every line fits a column, and every name is defined once, in order."""

from __future__ import annotations

import re

import pytest
import sympy as sp

from adamw_bounds.theory import symbols as s
from adamw_bounds.theory.catalog import CATALOG
from adamw_bounds.theory.display import COLUMN, display, width_of
from adamw_bounds.theory.printing import is_simple, latex_of_variant

FORMULAS = {
    f"{name}-{number}-{variant}": body
    for name, statement in CATALOG.items()
    for number, formula in enumerate(statement.formulas)
    for variant, body in formula.variants.items()
}
#: Those with cases: the longest are among them.
HARD = [name for name, body in FORMULAS.items() if not is_simple(body)]
PLAIN = [name for name in FORMULAS if name.startswith("theorem-") and name not in HARD]
NAME = re.compile(r"X_\{(\d+)\}")
LINES = re.compile(r"\\\\(?:\[3pt\])?")
_AROUND = 30.0  # what is before and behind a line of a maximum


def widths(latex: str) -> list[float]:
    return [width_of(line) for line in LINES.split(latex)]


@pytest.mark.parametrize("name", HARD)
def test_names_are_defined_in_order_and_lines_fit(name: str) -> None:
    found = display("T", "=", FORMULAS[name])
    defined = [NAME.match(text)[1] for text in found.names]
    assert defined == [str(number) for number in range(1, len(defined) + 1)]
    used = set(NAME.findall(" ".join([found.latex, *(text[5:] for text in found.names)])))
    assert used == set(defined)
    for text in (found.latex, *found.names):
        assert max(widths(text)) < COLUMN + _AROUND
        assert text.count(r"\left") == text.count(r"\right")
        assert text.count(r"\begin") == text.count(r"\end")


@pytest.mark.parametrize("name", PLAIN)
def test_what_fits_is_left_alone(name: str) -> None:
    whole = latex_of_variant(FORMULAS[name])
    if width_of(f"T = {whole}") <= COLUMN:
        assert display("T", "=", FORMULAS[name]) == (f"T = {whole}", ())


def test_what_stands_twice_has_one_name() -> None:
    part = sp.log(s.L * s.gap / s.eps**2 + s.sigma**2 / (s.b * s.eps**2) + s.c_inf + s.mu)
    found = display("T", "=", part**2 + s.lam * part + s.mu * sp.sqrt(part))
    assert len(found.names) == 1
    assert NAME.findall(found.latex) == ["1"] * 3


def test_cases_and_long_left_sides_have_lines_of_their_own() -> None:
    cases = sp.Piecewise((s.L, sp.And(sp.Gt(s.L, 1), sp.Lt(s.mu, s.L))), (s.mu, True))
    found = display("T", r"\ge", cases)
    assert [line.count("&") for line in LINES.split(found.latex)] == [1, 1, 1]
    left = r"\sum_k w_k\|\nabla F(x_k)\|^2,\quad w_k\propto\min_i b_{k,i}"
    shown = display(left, r"\le", s.L * s.gap * sp.log(s.L * s.gap) / s.eps**2).latex
    assert shown.startswith(r"\begin{aligned}")
    assert len(LINES.split(shown)) == 2
