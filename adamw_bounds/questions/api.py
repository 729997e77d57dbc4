"""The questions that can be asked, in one place."""

from __future__ import annotations

from adamw_bounds.questions.compare import compare
from adamw_bounds.questions.complexity import complexity
from adamw_bounds.questions.conditions import conditions
from adamw_bounds.questions.convert import convert
from adamw_bounds.questions.guarantee import guarantee
from adamw_bounds.questions.rate import rate

__all__ = ["compare", "complexity", "conditions", "convert", "guarantee", "rate"]
