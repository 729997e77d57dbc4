"""What papers say, one module (or folder) a paper: found by name, each exports ``PAPER``.

README.md in this folder says how to add one; ``_template.py`` is a worked example.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from types import ModuleType

from adamw_bounds.theory.statements import Paper

__all__ = ["modules", "papers"]


@cache
def modules() -> tuple[ModuleType, ...]:
    """Return the module of every paper, in the order of lists.

    Raises
    ------
    TypeError
        If a module exports no ``PAPER``.
    ValueError
        If a paper's key is not the name of its module.
    """
    found: list[ModuleType] = []
    for entry in pkgutil.iter_modules(__path__):
        if entry.name.startswith("_"):
            continue
        module = importlib.import_module(f"{__name__}.{entry.name}")
        paper = getattr(module, "PAPER", None)
        if not isinstance(paper, Paper):
            raise TypeError(f"{module.__name__} exports no PAPER")
        if paper.key != entry.name:
            raise ValueError(f"{module.__name__}: its key {paper.key!r} is not its module's name")
        found.append(module)
    return tuple(sorted(found, key=_place))


def _place(module: ModuleType) -> tuple[int, int, str]:
    paper: Paper = module.PAPER
    return paper.place, paper.year, paper.key


def papers() -> tuple[Paper, ...]:
    """Return every paper, in the order of lists."""
    return tuple(module.PAPER for module in modules())
