"""The questions as Python asks them: the examples of their docstrings."""

from __future__ import annotations

import doctest
import importlib

import pytest


@pytest.mark.parametrize(
    "module",
    ["adamw_bounds", "adamw_bounds.questions.complexity", "adamw_bounds.questions.convert"],
)
def test_examples_of_the_docstrings(module: str) -> None:
    found = doctest.testmod(importlib.import_module(module), raise_on_error=False)
    assert found.attempted > 0
    assert found.failed == 0
