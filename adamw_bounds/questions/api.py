"""The questions that can be asked, in one place."""

from __future__ import annotations

from adamw_bounds.questions.check import check
from adamw_bounds.questions.cite import cite
from adamw_bounds.questions.compare import compare
from adamw_bounds.questions.complexity import complexity
from adamw_bounds.questions.conditions import conditions
from adamw_bounds.questions.convert import convert
from adamw_bounds.questions.edge import edge
from adamw_bounds.questions.guarantee import guarantee
from adamw_bounds.questions.kkt import kkt
from adamw_bounds.questions.noise_scale import noise_scale
from adamw_bounds.questions.radius import radius
from adamw_bounds.questions.rate import rate
from adamw_bounds.questions.rescale import rescale
from adamw_bounds.questions.solve import solve
from adamw_bounds.questions.sweep import sweep
from adamw_bounds.questions.timescale import timescale

__all__ = [
    "check",
    "cite",
    "compare",
    "complexity",
    "conditions",
    "convert",
    "edge",
    "guarantee",
    "kkt",
    "noise_scale",
    "radius",
    "rate",
    "rescale",
    "solve",
    "sweep",
    "timescale",
]
