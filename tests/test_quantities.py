"""Every figure of a run is said in a phrase beside its number."""

from __future__ import annotations

from importlib import import_module

import pytest

from adamw_bounds.quantities import MEANINGS


@pytest.mark.parametrize("question", ["timescale", "radius", "rescale", "noise_scale", "edge"])
def test_every_figure_has_a_meaning(question: str) -> None:
    asked = import_module(f"adamw_bounds.questions.{question}").QUESTION
    assert {*asked.quantities} <= MEANINGS.keys()


def test_a_phrase_is_short_and_no_sentence() -> None:
    assert all(len(text) < 80 and not text.endswith(".") for text in MEANINGS.values())
    assert len({*MEANINGS.values()}) == len(MEANINGS)
