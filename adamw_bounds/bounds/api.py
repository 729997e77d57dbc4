"""The questions that can be asked, in one place."""

from __future__ import annotations

from adamw_bounds.bounds.compare import compare
from adamw_bounds.bounds.complexity import complexity
from adamw_bounds.bounds.conditions import conditions
from adamw_bounds.bounds.convert import convert
from adamw_bounds.bounds.guarantee import guarantee
from adamw_bounds.bounds.rate import rate

__all__ = ["compare", "complexity", "conditions", "convert", "guarantee", "rate"]
