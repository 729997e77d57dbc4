"""Real runs of the paper's updates on problems whose constants are known.

>>> from adamw_bounds.simulate import run
>>> answer = run(2, epsilon=1, seeds=4)
>>> answer.one(quantity="gradient-norm-squared", variant="measured").conditions[0].met
True

The package itself is the question too: ``adamw_bounds.simulate(2, epsilon=1, seeds=4)``.
"""

from __future__ import annotations

import inspect
import sys
from types import ModuleType
from typing import Any

from adamw_bounds.simulate.answers import MAX_STEPS, run
from adamw_bounds.simulate.evidence import (
    Evidence,
    batches_at_rest,
    decay_away_from_minimum,
    explicit_constants,
    step_sizes_uncoupled,
    step_sizes_with_units,
)
from adamw_bounds.simulate.plans import CASES
from adamw_bounds.simulate.problems import (
    LeastSquares,
    PolyakLojasiewicz,
    Problem,
    RotatedNonconvex,
)
from adamw_bounds.simulate.rescaled import scale_free
from adamw_bounds.simulate.schedules import constant_step, decay_schedule, decaying_step
from adamw_bounds.simulate.updates import Estimate, Run, State, iterate

__all__ = [
    "CASES",
    "MAX_STEPS",
    "Estimate",
    "Evidence",
    "LeastSquares",
    "PolyakLojasiewicz",
    "Problem",
    "RotatedNonconvex",
    "Run",
    "State",
    "batches_at_rest",
    "constant_step",
    "decay_away_from_minimum",
    "decay_schedule",
    "decaying_step",
    "explicit_constants",
    "iterate",
    "run",
    "scale_free",
    "step_sizes_uncoupled",
    "step_sizes_with_units",
]


class _Question(ModuleType):
    """A package that can be asked: its name is that of the question."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return run(*args, **kwargs)


_own, *_ = inspect.signature(_Question.__call__).parameters.values()
_asked = inspect.signature(run)
_Question.__call__.__doc__ = run.__doc__
_Question.__call__.__signature__ = _asked.replace(  # type: ignore[attr-defined]
    parameters=[_own.replace(kind=inspect.Parameter.POSITIONAL_ONLY), *_asked.parameters.values()]
)
sys.modules[__name__].__class__ = _Question
