"""Every statement as a sentence, made from the catalog."""

from __future__ import annotations

import pytest

from adamw_bounds.theory.catalog import CATALOG
from adamw_bounds.theory.printing import text_of_variant
from adamw_bounds.theory.sentences import COUNTS, main_formulas, sentence_of


@pytest.mark.parametrize("name", CATALOG)
def test_a_sentence_has_the_assumptions_and_the_formula(name: str) -> None:
    statement = CATALOG[name]
    said = sentence_of(statement)
    assert said.text.startswith("If " if said.hypotheses else "Then ")
    assert said.text.endswith(".")
    assert text_of_variant(said.formula.variants[said.variant]) in said.text
    for text in statement.assumptions:
        if not text.startswith("None:"):
            assert text.removesuffix(".")[1:] in said.text
    assert "0 ≤ 0" not in said.text
    assert said.text.count("$") == 0
    assert said.markdown.count("$") % 2 == 0


@pytest.mark.parametrize(
    "name", [name for name in CATALOG if main_formulas(CATALOG[name])[0].quantity == "iterations"]
)
def test_a_count_says_what_it_brings_down(name: str) -> None:
    promise = sentence_of(CATALOG[name]).promise
    assert CATALOG[name].measure
    assert f"{CATALOG[name].measure} ≤ ε" in promise


@pytest.mark.parametrize(
    ("name", "promise", "variant"),
    [
        ("theorem-2", "after T steps avg E‖∇F_k‖² ≤ ε²", "explicit"),
        ("theorem-3", "after T steps avg E‖∇F_k‖² ≤ ε²", "corrected"),
        ("theorem-4", "after T_k steps of stage k F(x) − F* ≤ ε_k", "explicit"),
        ("li2023-adam", "b·T stochastic gradients suffice for ‖∇F‖₂ ≤ ε", "order"),
        ("theorem-6", "", "corrected"),
        ("here-constant-step", "", "sharp"),
    ],
)
def test_some_are_known(name: str, promise: str, variant: str) -> None:
    said = sentence_of(CATALOG[name])
    assert (said.promise, said.variant) == (promise, variant)


def test_settings_are_those_of_the_reading() -> None:
    said = sentence_of(CATALOG["theorem-2"])
    assert said.formula.quantity in COUNTS
    assert [text.partition(" = ")[0] for text, _ in said.settings] == ["η", "β1", "λ_k"]
    assert said.settings[1][0].startswith("β1 = min(1/2,")
    assert "c1 = √δ" in [text for text, _ in said.abbreviations]
