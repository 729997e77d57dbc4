"""The generated kernels of every paper, merged into one table of each kind.

The files of this package that hold a paper are written by ``python -m
adamw_bounds.theory.codegen`` from the formulas. They need neither sympy nor numpy. The papers of
third parties stand beside them, see :mod:`adamw_bounds.third_parties`.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from adamw_bounds.kernels import _index, external
from adamw_bounds.kernels.types import (
    ConditionKernel,
    Kernel,
    Key,
    PaperKernels,
    StatementInfo,
    SymbolText,
)

__all__ = ["CLAIMS", "CONDITIONS", "KERNELS", "PAPERS", "STATEMENTS", "SYMBOLS"]


def _load() -> dict[str, PaperKernels]:
    modules = [importlib.import_module(f"{__name__}.{name}") for name in _index.PAPERS]
    found = [*(module.PAPER for module in modules), *external.load()]
    return {paper.key: paper for paper in found}


def _merged(tables: list[Mapping[Any, Any]]) -> MappingProxyType[Any, Any]:
    """Merge tables; what is the same in two of them, a symbol for example, stands there once."""
    found: dict[Any, Any] = {}
    for table in tables:
        for key, value in table.items():
            found.setdefault(key, value)
    return MappingProxyType(found)


#: What is generated from each paper, by its key.
PAPERS: Final[Mapping[str, PaperKernels]] = MappingProxyType(_load())
_ALL = list(PAPERS.values())
#: Every formula.
KERNELS: Final[Mapping[Key, Kernel]] = _merged([paper.kernels for paper in _ALL])
#: Every given number: the shared ones, then those of the papers.
SYMBOLS: Final[Mapping[str, SymbolText]] = _merged(
    [_index.SHARED, *(paper.symbols for paper in _ALL)]
)
#: Every statement.
STATEMENTS: Final[Mapping[str, StatementInfo]] = _merged([paper.statements for paper in _ALL])
#: Every hypothesis on numbers, by statement and name, as the statement's own optimizer has it.
CONDITIONS: Final[Mapping[tuple[str, str], ConditionKernel]] = MappingProxyType(
    {
        (name, item.name): item
        for name, statement in STATEMENTS.items()
        for item in statement.conditions
        if not item.optimizers or set(item.optimizers) & set(statement.optimizers)
    }
)
#: Every claim and what is recorded of it.
CLAIMS: Final[Mapping[str, str]] = _merged([paper.claims for paper in _ALL])
