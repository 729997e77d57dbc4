"""Leaves everything as it was: the model, its gradients and every random state."""

from __future__ import annotations

import contextlib
import copy
import functools
import random
import types
import warnings
from collections.abc import Callable, Iterator
from typing import Any, Final

import numpy as np

from adamw_bounds.errors import RunError
from adamw_bounds.measure._torch import torch

__all__ = ["Randomness", "numerics", "untouched"]


class Randomness:
    """Every random state that a pass over the data may read, as it is now.

    Python's, numpy's, torch's on the CPU and on each CUDA device in use, and those that the data
    holds itself: random states of numpy, Python and torch, and the numbers of epochs by which
    samplers seed themselves, in a loader, its samplers and its data set, in what these hold, and
    in the functions that they call.
    """

    def __init__(self, data: Any) -> None:
        self._own = list(_own_states(data))
        self._python, self._numpy = random.getstate(), np.random.get_state()
        self._torch = torch.get_rng_state()
        self._cuda = torch.cuda.get_rng_state_all() if torch.cuda.is_initialized() else None

    def restore(self) -> None:
        """Put every state back."""
        for restore, state in self._own:
            restore(state)
        random.setstate(self._python)
        np.random.set_state(self._numpy)
        torch.set_rng_state(self._torch)
        if self._cuda is not None:
            torch.cuda.set_rng_state_all(self._cuda)


#: Objects that are looked through for random states, and the longest list among them.
_LOOKED: Final = 5000
_LONG: Final = 64


def _own_states(data: Any) -> Iterator[tuple[Callable[[Any], object], Any]]:
    """Yield how to set each random state that the data holds, and what it is now."""
    waiting, seen = [data], {id(data)}
    for _ in range(_LOOKED):
        if not waiting:
            return
        thing = waiting.pop()
        if isinstance(thing, torch.Generator | np.random.RandomState):
            yield thing.set_state, thing.get_state()
        elif isinstance(thing, np.random.Generator):
            bits: Any = thing.bit_generator
            yield functools.partial(setattr, bits, "state"), copy.deepcopy(bits.state)
        elif isinstance(thing, random.Random):
            if not isinstance(thing, random.SystemRandom):
                yield thing.setstate, thing.getstate()
        else:
            for name in ("epoch", "_epoch"):
                number = getattr(thing, "__dict__", {}).get(name)
                if type(number) is int:
                    yield functools.partial(setattr, thing, name), number
            for inner in _held(thing):
                if id(inner) not in seen:
                    seen.add(id(inner))
                    waiting.append(inner)


def _held(thing: Any) -> Iterator[Any]:
    """Yield what an object holds, or a function uses, where random states may be."""
    if isinstance(thing, type | types.ModuleType | torch.Tensor | torch.nn.Module | np.ndarray):
        return
    # Of these types themselves: to walk over what a user derived from them may do anything.
    if type(thing) in {list, tuple, set}:
        if len(thing) <= _LONG:
            yield from thing
    elif type(thing) is dict:
        if len(thing) <= _LONG:
            yield from thing.values()
    elif isinstance(thing, types.MethodType):
        yield from (thing.__self__, thing.__func__)
    elif isinstance(thing, functools.partial):
        yield from (thing.func, thing.args, thing.keywords)
    elif isinstance(thing, types.FunctionType):
        for cell in thing.__closure__ or ():
            with contextlib.suppress(ValueError):  # not filled yet
                yield cell.cell_contents
        yield thing.__defaults__
        for name in thing.__code__.co_names:
            used = thing.__globals__.get(name)
            if isinstance(used, _RANDOM):
                yield used
    elif type(thing).__module__ != "builtins":
        yield from getattr(thing, "__dict__", {}).values()
        for name in ("__iter__", "__getitem__", "__call__"):
            yield getattr(type(thing), name, None)


_RANDOM: Final = (torch.Generator, np.random.RandomState, np.random.Generator, random.Random)


@contextlib.contextmanager
def untouched(model: Any, data: Any) -> Iterator[None]:
    """Put the model in eval mode, and restore it and all random states to the bit.

    Restored are the modes of every module, buffers, gradients and the states of `Randomness`.
    Parameters are not copied: that the loss leaves them alone is checked.

    Raises
    ------
    RunError
        If the loss changed a parameter.
    """
    randomness = Randomness(data)
    modes = [(module, module.training) for module in model.modules()]
    sparse = [module for module in model.modules() if getattr(module, "sparse", False) is True]
    tensors = [*model.parameters(), *model.buffers()]
    copies = {id(buffer): buffer.detach().clone() for buffer in model.buffers()}
    gradients = [
        (value, value.grad, None if value.grad is None else value.grad.detach().clone())
        for value in model.parameters()
    ]
    versions = [tensor._version for tensor in tensors]
    changed = False
    places = [
        (module, name, buffer)
        for module in model.modules()
        for name, buffer in module._buffers.items()
    ]
    try:
        model.eval()
        for module in sparse:
            module.sparse = False  # a sparse gradient has no second derivative
        yield
    finally:
        for module, mode in modes:
            module.training = mode
        for module in sparse:
            module.sparse = True
        for module, name, buffer in places:
            module._buffers[name] = buffer
        with torch.no_grad():
            for tensor, version in zip(tensors, versions, strict=True):
                if tensor._version == version:
                    continue
                if id(tensor) in copies:
                    tensor.copy_(copies[id(tensor)])
                else:
                    changed = True
            for value, gradient, copy in gradients:
                if gradient is not None and copy is not None:
                    gradient.copy_(copy)
                value.grad = gradient
        randomness.restore()
    if changed:
        raise RunError(
            "the loss changed a parameter of the model while it was evaluated: measure with a loss "
            "that only reads them",
            code="bad-problem",
        )


@contextlib.contextmanager
def numerics(model: Any) -> Iterator[None]:
    """Choose kernels that have second derivatives and full precision, for a while.

    Attention takes the math path, cuDNN rounds no float32 to TF32, and is off for recurrent
    networks, whose cuDNN kernels cannot be differentiated twice.
    """
    from torch.nn.attention import SDPBackend, sdpa_kernel

    recurrent = any(isinstance(module, torch.nn.RNNBase) for module in model.modules())
    cudnn = torch.backends.cudnn
    matmul = torch.backends.cuda.matmul
    tf32 = matmul.allow_tf32
    fast_path = torch.backends.mha.get_fastpath_enabled()
    with (
        sdpa_kernel(SDPBackend.MATH),
        cudnn.flags(
            enabled=cudnn.enabled and not recurrent,
            benchmark=cudnn.benchmark,
            deterministic=cudnn.deterministic,
            allow_tf32=False,
        ),
        torch.enable_grad(),
        warnings.catch_warnings(),
    ):
        # Slower than vectorised, not wrong.
        warnings.filterwarnings("ignore", message=".*batching rule.*")
        matmul.allow_tf32 = False
        torch.backends.mha.set_fastpath_enabled(False)
        try:
            yield
        finally:
            matmul.allow_tf32 = tf32
            torch.backends.mha.set_fastpath_enabled(fast_path)
