"""Where a model is measured, and in which floating type."""

from __future__ import annotations

import copy
from typing import Any

from adamw_bounds.errors import BoundsError, RunError
from adamw_bounds.measure._torch import torch
from adamw_bounds.measure.graph import plain
from adamw_bounds.measure.group import local_rank
from adamw_bounds.measure.problem import Problem, Supervised
from adamw_bounds.measure.products import is_out_of_memory

__all__ = ["copied", "device_of", "plain"]


def device_of(wanted: str, own: Any) -> Any:
    """Return the device that is asked for; several processes on a machine take one GPU each.

    Raises
    ------
    RunError
        If it is not there.
    """
    if wanted == "auto":
        if own.type not in {"cpu", "meta"}:
            return own
        if not torch.cuda.is_available():
            return torch.device("cpu")
        wanted = "cuda"
    kind, _, index = wanted.partition(":")
    if kind == "cuda":
        there = torch.cuda.device_count() if torch.cuda.is_available() else 0
        number = int(index or local_rank())
        if number >= there:
            known = f"there are {there} CUDA devices" if there else "there is no CUDA device here"
            raise RunError(f"device {kind}:{number}: {known}", code="no-device")
        return torch.device("cuda", number)
    try:
        device = torch.device(wanted)
        torch.empty(0, device=device)
    except (RuntimeError, AssertionError, NotImplementedError) as error:
        raise RunError(f"device {wanted} is not there: {error}", code="no-device") from error
    return device


def copied(problem: Problem, device: Any, dtype: Any) -> tuple[Any, Any]:
    """Return the model and the loss on another device or in another type; the user's stay."""
    try:
        # What a module computed and holds (old weight norm) is computed anew in the copy.
        computed = {
            id(value): value.detach().clone()
            for module in problem.model.modules()
            for value in vars(module).values()
            if isinstance(value, torch.Tensor) and not value.is_leaf
        }
        model = copy.deepcopy(problem.model, computed).to(device=device, dtype=dtype)
        loss = problem.loss
        if isinstance(loss, Supervised) and isinstance(loss.criterion, torch.nn.Module):
            loss = Supervised(copy.deepcopy(loss.criterion).to(device=device, dtype=dtype))
    except BoundsError:
        raise
    except Exception as error:
        if is_out_of_memory(error):
            raise
        raise RunError(
            f"the model cannot be copied to {device} in {plain(dtype)}: {error}; give it there "
            "and in that type already",
            code="bad-problem",
        ) from error
    return model.eval(), loss
