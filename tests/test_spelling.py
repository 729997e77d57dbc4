"""What misspelt words were meant to be."""

from __future__ import annotations

import pytest

from adamw_bounds.engine.choices import answerable, choose
from adamw_bounds.errors import Fault
from adamw_bounds.kernels import STATEMENTS
from adamw_bounds.questions.complexity import QUESTION
from adamw_bounds.spectra import shipped
from adamw_bounds.spelling import meant, near

WORDS = {
    "variant": ("printed", "corrected", "explicit", "sharp"),
    "optimizer": ("adamw", "adam", "l2-adam"),
    "schedule": ("constant", "linear", "cosine", "inverse-sqrt"),
    "input": ("weight_decay", "batch_size", "smoothness", "c_inf"),
}


@pytest.mark.parametrize(
    ("word", "words", "wanted"),
    [
        ("explict", "variant", "explicit"),
        ("cosin", "schedule", "cosine"),
        ("inverse_sqrt", "schedule", "inverse-sqrt"),
        ("weigth_decay", "input", "weight_decay"),
        ("smothness", "input", "smoothness"),
    ],
)
def test_a_slip_is_seen(word: str, words: str, wanted: str) -> None:
    assert near(word, WORDS[words]) == f"; did you mean {wanted}?"
    assert near("zzzz", WORDS[words]) == near("", WORDS[words]) == ""


@pytest.mark.parametrize("word", ["5", "theorem 5", "Theorem-5", "thm5", "lem5"])
def test_a_number_is_remembered_and_not_what_it_is_of(word: str) -> None:
    assert near(word, STATEMENTS) == "; did you mean lemma-5?"


def test_every_name_is_found_without_its_punctuation_and_case() -> None:
    for words in (tuple(STATEMENTS), shipped(), *WORDS.values()):
        for word in words:
            assert meant(word.upper(), words) == word
            assert meant(word.replace("-", "").replace("_", " "), words) == word


def test_choices_take_what_was_clearly_meant() -> None:
    faults: list[Fault] = []
    assert choose("optimizer", "L2Adam", WORDS["optimizer"], faults) == ("l2-adam",)
    assert choose("optimizer", "AdamW,adam", WORDS["optimizer"], faults) == ("adamw", "adam")
    assert faults == []
    assert choose("optimizer", "adamm", WORDS["optimizer"], faults) == ()
    assert "did you mean" in faults[0].allowed
    assert "theorem-3" in answerable(QUESTION)
