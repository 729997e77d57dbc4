"""What the generated tables are made of: :mod:`adamw_bounds.kernels.types`."""

from __future__ import annotations

from adamw_bounds.kernels.types import ConditionKernel, Driver, Kernel, StatementInfo, SymbolText

__all__ = ["ConditionKernel", "Driver", "Kernel", "StatementInfo", "SymbolText"]
