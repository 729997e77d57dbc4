"""The generated tables, which stand in :mod:`adamw_bounds.kernels`."""

from __future__ import annotations

from adamw_bounds.kernels import CLAIMS, CONDITIONS, KERNELS, STATEMENTS
from adamw_bounds.kernels import SYMBOLS as _ALL

__all__ = ["CLAIMS", "CONDITIONS", "KERNELS", "STATEMENTS", "SYMBOLS"]

SYMBOLS = {name: entry for name, entry in _ALL.items() if entry.is_input}
