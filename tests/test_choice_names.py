"""Names as types are those of the catalog."""

from __future__ import annotations

import inspect
from typing import get_args

import pytest

import adamw_bounds as ab
from adamw_bounds import choice_names
from adamw_bounds.domains import DOMAINS
from adamw_bounds.engine.question import ALL_VARIANTS
from adamw_bounds.engine.runs import UPDATES
from adamw_bounds.engine.schedules import SHAPES
from adamw_bounds.kernels import CLAIMS, KERNELS, STATEMENTS, SYMBOLS
from adamw_bounds.optimizers import OPTIMIZERS, PYTORCH
from adamw_bounds.questions.sought import REACHED
from adamw_bounds.questions.sweep import QUESTIONS
from adamw_bounds.simulate import CASES
from adamw_bounds.spectra import shipped
from adamw_bounds.spectra.decay import DECAYING
from adamw_bounds.statements import PARTS

FUNCTIONS = {name for name in ab.__all__ if name.islower()} - {"__version__"}


def test_statements_are_those_of_the_catalog() -> None:
    assert get_args(choice_names.StatementName) == ("all", *STATEMENTS)


def test_optimizers_variants_and_questions_are_those_that_there_are() -> None:
    assert get_args(choice_names.OptimizerName) == (*OPTIMIZERS, "all")
    assert {*get_args(choice_names.VariantName)} == {*ALL_VARIANTS, "explicit-large-step", "all"}
    assert get_args(choice_names.UpdateName) == UPDATES
    assert {*get_args(choice_names.ScheduleName)} == {*SHAPES, "constant", "decaying", "all"}
    assert {*get_args(choice_names.QuestionName)} == {*QUESTIONS}


def test_inputs_quantities_and_claims_are_those_of_the_catalog() -> None:
    numbers = [name for name, item in SYMBOLS.items() if item.is_input and item.domain in DOMAINS]
    assert get_args(choice_names.InputName) == (*numbers, *PYTORCH)
    assert {*get_args(choice_names.QuantityName)} == {item.quantity for item in KERNELS.values()}
    assert get_args(choice_names.TargetName) == tuple(REACHED)
    assert get_args(choice_names.ClaimName) == tuple(CLAIMS)
    assert get_args(choice_names.PartName) == PARTS
    assert get_args(choice_names.DecayingName) == DECAYING
    assert get_args(choice_names.ShippedName) == shipped()
    every = dict.fromkeys(case for cases in CASES.values() for case in cases)
    assert get_args(choice_names.CaseName) == tuple(every)


#: Parameters of the public functions that take a name, and whose names it takes.
NAMED = {
    "statement": "StatementName",
    "theorem": "StatementName",
    "optimizer": "OptimizerName",
    "schedule": "ScheduleName",
    "variant": "VariantName",
    "update": "UpdateName",
    "question": "QuestionName",
    "quantity": "QuantityName",
    "minimize": "TargetName",
    "reach": "TargetName",
    "for_": "InputName",
    "over": "InputName",
    "crossover": "InputName",
    "case": "CaseName",
}
#: What some of them take instead: fewer names, or no name at all.
BUT = {
    ("generalization", "variant"): "SpectrumVariantName",
    ("hessian_generalization", "variant"): "SpectrumVariantName",
    ("optimal_decay", "optimizer"): "DecayingName",
    ("compare", "optimizer"): "HasGroups",
    ("kkt", "optimizer"): "HasGroups",
    ("log_value", "case"): "str",
}


@pytest.mark.parametrize("name", [name for name in ab.__all__ if name in FUNCTIONS])
def test_an_editor_can_complete_every_name(name: str) -> None:
    function = ab.simulate.run if name == "simulate" else getattr(ab, name)
    for key, parameter in inspect.signature(function).parameters.items():
        if key in NAMED:
            assert BUT.get((name, key), NAMED[key]) in str(parameter.annotation), key
