"""Calls the generated kernels: :mod:`adamw_bounds.kernels.calls`."""

from __future__ import annotations

from adamw_bounds.kernels.calls import (
    Evaluated,
    backend_for,
    conditions_of,
    evaluate,
    evaluate_condition,
    evaluate_drivers,
    find,
    log_value,
)

__all__ = [
    "Evaluated",
    "backend_for",
    "conditions_of",
    "evaluate",
    "evaluate_condition",
    "evaluate_drivers",
    "find",
    "log_value",
]
