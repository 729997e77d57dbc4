"""The generated tables, which stand in :mod:`adamw_bounds.kernels`."""

from __future__ import annotations

from adamw_bounds.kernels import CLAIMS, CONDITIONS, KERNELS, STATEMENTS, SYMBOLS

__all__ = ["CLAIMS", "CONDITIONS", "KERNELS", "STATEMENTS", "SYMBOLS"]
