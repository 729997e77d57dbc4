"""What papers say, one module (or folder) a paper: found by name, each exports ``PAPER``.

README.md in this folder says how to add one; ``_template.py`` is a worked example. Papers of third
parties stand in their own packages or folders, see :mod:`adamw_bounds.third_parties`.
"""

from __future__ import annotations

import importlib
import importlib.util
import pkgutil
import sys
from functools import cache
from types import ModuleType

from adamw_bounds.theory.statements import Paper
from adamw_bounds.third_parties import PaperError, Source, sources

__all__ = ["built_in", "load", "modules", "papers"]


@cache
def built_in() -> tuple[ModuleType, ...]:
    """Return the module of every paper of this package, in the order of lists.

    Raises
    ------
    PaperError
        If a module exports no ``PAPER``, or its key is not the name of its module.
    """
    names = [entry.name for entry in pkgutil.iter_modules(__path__)]
    found = [importlib.import_module(f"{__name__}.{name}") for name in names if name[0] != "_"]
    return tuple(sorted(map(_checked, found), key=_place))


@cache
def modules() -> tuple[ModuleType, ...]:
    """Return the module of every paper, in the order of lists: those of third parties last."""
    return (*built_in(), *sorted(map(load, sources()), key=_place))


def load(source: Source) -> ModuleType:
    """Return the module of a paper of a third party.

    Raises
    ------
    PaperError
        If it exports no ``PAPER``, or its key is not the name of its module.
    """
    if source.module:
        return _checked(importlib.import_module(source.module))
    name = f"adamw_bounds_papers_{source.key}"
    if name in sys.modules:
        return sys.modules[name]
    inside = [str(source.path.parent)] if source.is_folder else None
    spec = importlib.util.spec_from_file_location(
        name, source.path, submodule_search_locations=inside
    )
    assert spec is not None  # the path is that of a Python file
    assert spec.loader is not None
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
        return _checked(module, source.key)
    except BaseException as error:
        del sys.modules[name]
        if isinstance(error, PaperError) or not isinstance(error, Exception):
            raise
        reason = f"{type(error).__name__}: {error}"
        raise PaperError(f"the paper {source.key} ({source.path}) fails: {reason}") from error


def _checked(module: ModuleType, name: str = "") -> ModuleType:
    paper = getattr(module, "PAPER", None)
    if not isinstance(paper, Paper):
        raise PaperError(f"{module.__name__} exports no PAPER")
    name = name or module.__name__.rpartition(".")[2]
    if paper.key != name:
        raise PaperError(f"the key {paper.key!r} of a paper is not its module's name, {name!r}")
    return module


def _place(module: ModuleType) -> tuple[int, int, str]:
    paper: Paper = module.PAPER
    return paper.place, paper.year, paper.key


def papers() -> tuple[Paper, ...]:
    """Return every paper, in the order of lists."""
    return tuple(module.PAPER for module in modules())
