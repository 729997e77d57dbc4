"""Measure Hessian spectra and training constants of PyTorch models (the ``torch`` extra).

>>> from adamw_bounds.measure import Problem, measure  # doctest: +SKIP
>>> found = measure(Problem(model=model, loss=criterion, data=loader))  # doctest: +SKIP
>>> found.save("net.npz")  # doctest: +SKIP

Nothing is loaded before it is used: only `Problem`, `measure` and what they need import torch.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from adamw_bounds.measure.backends import available as available
    from adamw_bounds.measure.backends import find as find
    from adamw_bounds.measure.group import ALONE as ALONE
    from adamw_bounds.measure.group import Group as Group
    from adamw_bounds.measure.problem import Problem as Problem
    from adamw_bounds.measure.problem import load_problem as load_problem
    from adamw_bounds.measure.products import Matvec as Matvec
    from adamw_bounds.measure.recording.callback import RecorderCallback as RecorderCallback
    from adamw_bounds.measure.recording.recorder import Recorder as Recorder
    from adamw_bounds.measure.results import Constants as Constants
    from adamw_bounds.measure.results import Extreme as Extreme
    from adamw_bounds.measure.results import Measurement as Measurement
    from adamw_bounds.measure.run import measure as measure
    from adamw_bounds.measure.run import measure_operator as measure_operator
    from adamw_bounds.measure.settings import Settings as Settings
    from adamw_bounds.measure.training.callback import SpectrumCallback as SpectrumCallback
    from adamw_bounds.measure.training.loop import SpectrumRecorder as SpectrumRecorder

_HOMES = {
    "available": "backends",
    "find": "backends",
    "SpectrumCallback": "training.callback",
    "SpectrumRecorder": "training.loop",
    "ALONE": "group",
    "Group": "group",
    "Matvec": "products",
    "Problem": "problem",
    "Recorder": "recording.recorder",
    "RecorderCallback": "recording.callback",
    "load_problem": "problem",
    "Constants": "results",
    "Extreme": "results",
    "Measurement": "results",
    "measure": "run",
    "measure_operator": "run",
    "Settings": "settings",
}

__all__ = [
    "ALONE",
    "Constants",
    "Extreme",
    "Group",
    "Matvec",
    "Measurement",
    "Problem",
    "Recorder",
    "RecorderCallback",
    "Settings",
    "SpectrumCallback",
    "SpectrumRecorder",
    "available",
    "find",
    "load_problem",
    "measure",
    "measure_operator",
]


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(f"{__name__}.{home}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
