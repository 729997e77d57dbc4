"""Where a model is measured, and in which floating type."""

from __future__ import annotations

import contextlib
import copy
import os
from collections.abc import Iterator
from typing import Any

from adamw_bounds.errors import BoundsError, RunError
from adamw_bounds.measure._torch import torch
from adamw_bounds.measure.graph import plain
from adamw_bounds.measure.group import local_rank, number_in
from adamw_bounds.measure.problem import Problem, Supervised
from adamw_bounds.measure.products import is_out_of_memory

__all__ = ["at", "copied", "device_of", "owns_gpu", "plain"]


def device_of(wanted: str, own: Any) -> Any:
    """Return the device that is asked for; several processes on a machine take one GPU each.

    Raises
    ------
    RunError
        If it is not there.
    """
    if wanted == "auto":
        # One of several processes whose model was put on "cuda" has it on the first GPU.
        if own.type not in {"cpu", "meta"} and not (own.type == "cuda" and owns_gpu(wanted)):
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


def owns_gpu(wanted: str) -> bool:
    """Tell whether this is one of several processes that torchrun started, each with its GPU."""
    many = "LOCAL_RANK" in os.environ and number_in("WORLD_SIZE", 1) > 1
    if not many or wanted not in {"auto", "cuda"} or not torch.cuda.is_available():
        return False
    return local_rank() < int(torch.cuda.device_count())


@contextlib.contextmanager
def at(device: Any) -> Iterator[None]:
    """Make a GPU the current one for a while, which NCCL and the word "cuda" go by."""
    if device.type != "cuda":
        yield
        return
    # Random states that are kept from here on include those of GPUs.
    torch.cuda.init()
    with torch.cuda.device(device):
        yield


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
