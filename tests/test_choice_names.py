"""Names as types are those of the catalog."""

from __future__ import annotations

from typing import get_args

from adamw_bounds import choice_names
from adamw_bounds.engine.question import ALL_VARIANTS
from adamw_bounds.engine.runs import UPDATES
from adamw_bounds.engine.schedules import SHAPES
from adamw_bounds.kernels import STATEMENTS
from adamw_bounds.optimizers import OPTIMIZERS
from adamw_bounds.questions.sweep import QUESTIONS


def test_statements_are_those_of_the_catalog() -> None:
    assert get_args(choice_names.StatementName) == ("all", *STATEMENTS)


def test_optimizers_variants_and_questions_are_those_that_there_are() -> None:
    assert get_args(choice_names.OptimizerName) == (*OPTIMIZERS, "all")
    assert {*get_args(choice_names.VariantName)} == {*ALL_VARIANTS, "explicit-large-step", "all"}
    assert get_args(choice_names.UpdateName) == UPDATES
    assert {*get_args(choice_names.ScheduleName)} == {*SHAPES, "constant", "decaying", "all"}
    assert {*get_args(choice_names.QuestionName)} == {*QUESTIONS}
