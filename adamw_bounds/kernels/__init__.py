"""The generated kernels of every paper, merged into one table of each kind.

The files of this package, but for :mod:`~adamw_bounds.kernels.types`,
:mod:`~adamw_bounds.kernels.mathematics` and :mod:`~adamw_bounds.kernels.calls`, are written by
``python -m adamw_bounds.theory.codegen`` from the formulas. They need neither sympy nor numpy.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from adamw_bounds.kernels import _index
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
    return {module.PAPER.key: module.PAPER for module in modules}


def _merged(tables: list[Mapping[Any, Any]]) -> MappingProxyType[Any, Any]:
    return MappingProxyType({key: value for table in tables for key, value in table.items()})


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
