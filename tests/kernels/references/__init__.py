"""Every formula once more, typed anew from the mathematics: one module a paper.

A module is named as the paper's, and exports ``REFERENCES``: key of a kernel to a function that
takes the inputs as ``M.mpf`` by name and returns the quantity itself, not its logarithm. Nothing
in it is imported from the package.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from typing import Any

from references.numbers import Env, Key, M, exact, log

__all__ = ["REFERENCES", "Env", "Key", "M", "exact", "log"]

REFERENCES: dict[Key, Callable[[Env], Any]] = {}
for _entry in pkgutil.iter_modules(__path__):
    if _entry.name != "numbers" and not _entry.name.startswith("_"):
        REFERENCES.update(importlib.import_module(f"{__name__}.{_entry.name}").REFERENCES)
