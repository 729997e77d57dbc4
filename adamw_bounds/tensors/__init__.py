"""Arrays by name from files: numpy's own, safetensors, and PyTorch checkpoints.

>>> from adamw_bounds.tensors import load_tensors
>>> saved = load_tensors("model.safetensors")  # doctest: +SKIP
>>> {name: array.shape for name, array in saved.arrays.items()}  # doctest: +SKIP

`load_tensors` reads any of them by what the file holds, whatever its name, and unpickles no code.
`Saved` is what it found: arrays, and of a checkpoint the gradients and the optimizer's settings
(`OptimizerState`, `groups_of`). `as_array` takes an array or tensor from memory. `matched` finds
the arrays of two sources that belong together, and says all that do not. Reading safetensors
needs ``pip install 'adamw-bounds[safetensors]'``, checkpoints ``'adamw-bounds[torch]'``.
"""

from __future__ import annotations

from adamw_bounds.tensors.files import NotArrayError, Saved, as_array, load_tensors
from adamw_bounds.tensors.matching import Mismatch, matched
from adamw_bounds.tensors.optimizers import (
    GroupState,
    OptimizerState,
    groups_of,
    second_moments_of,
)

__all__ = [
    "GroupState",
    "Mismatch",
    "NotArrayError",
    "OptimizerState",
    "Saved",
    "as_array",
    "groups_of",
    "load_tensors",
    "matched",
    "second_moments_of",
]
