"""``theorem``: a statement as an object with formulas of sympy."""

from __future__ import annotations

import json

import pytest
import sympy as sp

import adamw_bounds as ab
from adamw_bounds.statements import environment_of
from adamw_bounds.theory.catalog import CATALOG
from adamw_bounds.theory.sentences import main_formulas
from adamw_bounds.theory.symbols import expand


def test_a_theorem_has_formulas_of_sympy() -> None:
    found = ab.theorem("theorem-3")
    corrected, printed = (found.expr("iterations", name) for name in ("corrected", "printed"))
    assert isinstance(corrected, sp.Expr)
    assert corrected != printed
    assert found.expr() == corrected
    assert found.statement is CATALOG["theorem-3"]
    epsilon = sp.Symbol("epsilon", positive=True)
    assert epsilon.name in {item.name for item in expand(corrected).free_symbols}


def test_its_latex_has_a_left_side() -> None:
    assert ab.theorem(2).latex("iterations", "printed").startswith(r"T = O\left(")
    assert ab.theorem(2).latex("eta-max", "explicit").startswith(r"\eta \le ")


@pytest.mark.parametrize("name", [2, "2", "theorem-2", "Theorem 2", "THEOREM-2"])
def test_it_is_found_by_any_of_its_names(name: int | str) -> None:
    assert ab.theorem(name).id == "theorem-2"


@pytest.mark.parametrize("name", CATALOG)
def test_a_notebook_shows_every_statement(name: str) -> None:
    found = ab.theorem(name)
    text = found._repr_markdown_()
    assert text.startswith("**")
    assert text.count("$") % 2 == 0
    assert found._repr_html_ is None
    assert found.id == name


def test_a_console_shows_the_page() -> None:
    lines = repr(ab.theorem(2)).splitlines()
    assert lines[0].startswith("Theorem 2: ")
    assert len(lines) <= 46
    assert "--part" not in lines[-1]


def test_it_is_written_in_every_format() -> None:
    found = ab.theorem("corollary-1")
    assert json.loads(found.to_json())["rows"][0]["kind"] == "sentence"
    assert r"\begin{tabular}" in found.to_latex()
    assert found.to_html().startswith("<!DOCTYPE html>")
    assert "corollary-1" in found.to_csv()


def test_what_is_not_there_is_said() -> None:
    with pytest.raises(ab.InputError, match="lemma-5"):
        ab.theorem(5)
    with pytest.raises(LookupError, match="no formula of gamma"):
        ab.theorem(2).expr("gamma")
    with pytest.raises(LookupError, match="no sharp form"):
        ab.theorem(2).expr("iterations", "sharp")


@pytest.mark.parametrize("name", CATALOG)
def test_a_theorem_environment_has_every_reading(name: str) -> None:
    text = environment_of(CATALOG[name])
    assert text.isascii()
    assert text.count("{") - text.count(r"\{") == text.count("}") - text.count(r"\}")
    assert text.startswith(r"\begin{theorem}")
    assert text.endswith("\\end{theorem}\n")
    for formula in main_formulas(CATALOG[name]):
        told = formula.variants.values()
        assert text.count(r"\emph{") >= len({id(body) for body in told})
        for variant in formula.variants:
            assert variant in text
