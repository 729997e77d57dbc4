"""Left-hand sides of the catalog in Unicode."""

from __future__ import annotations

import pytest

from adamw_bounds.theory.catalog import CATALOG
from adamw_bounds.theory.unicode_math import in_unicode

LEFTS = sorted({formula.latex for item in CATALOG.values() for formula in item.formulas})


@pytest.mark.parametrize("latex", LEFTS)
def test_every_left_side_can_be_read(latex: str) -> None:
    text = in_unicode(latex)
    assert text
    assert "\\" not in text
    assert text.count("(") == text.count(")")
    assert text.count("{") == text.count("}")
    assert "  " not in text


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"\frac1T\sum_{k<T}\mathbb{E}\|\nabla F_k(x_k)\|_2^2", "(1/T) Σ_{k<T}E‖∇F_k(x_k)‖₂²"),
        (r"\mathbb{E}F(x_T)-F_*", "E F(x_T)−F_*"),
        (r"\mathbb{E}\max_u\langle a,b\rangle", "E max_u ⟨a,b⟩"),
        (r"\beta_{1k}", "β_{1k}"),
        (r"\sqrt{\mathbb{E}x_i^2}", "√(E x_i²)"),
    ],
)
def test_some_are_known(latex: str, text: str) -> None:
    assert in_unicode(latex) == text


def test_what_is_not_known_is_refused() -> None:
    with pytest.raises(ValueError, match=r"\\weird"):
        in_unicode(r"\weird{x}")
