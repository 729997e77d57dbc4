"""The package: its names, and the examples of its docstrings."""

from __future__ import annotations

import doctest
import importlib

import pytest


def test_package_has_the_names_it_lists() -> None:
    import adamw_bounds.report as package

    assert {*package.__all__} <= {*dir(package)}
    assert all(hasattr(package, name) for name in package.__all__)
    with pytest.raises(AttributeError, match="nothing"):
        _ = package.nothing


@pytest.mark.parametrize("module", ["adamw_bounds.report", "adamw_bounds.numbers"])
def test_examples_of_the_docstrings(module: str) -> None:
    result = doctest.testmod(importlib.import_module(module))
    assert result.attempted > 0
    assert result.failed == 0
