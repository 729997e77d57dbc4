"""Leaves everything as it was: the model, its gradients and every random state."""

from __future__ import annotations

import contextlib
import random
import warnings
from collections.abc import Iterator
from typing import Any

import numpy as np

from adamw_bounds.errors import RunError
from adamw_bounds.measure._torch import torch

__all__ = ["Randomness", "numerics", "untouched"]


class Randomness:
    """Every random state that a pass over the data may read, as it is now.

    Python's, numpy's, torch's on the CPU and on each CUDA device in use, and the generators of a
    ``DataLoader``, its sampler and its batch sampler.
    """

    def __init__(self, data: Any) -> None:
        self._generators = list(_generators(data))
        self._states = [generator.get_state() for generator in self._generators]
        self._python, self._numpy = random.getstate(), np.random.get_state()
        self._torch = torch.get_rng_state()
        self._cuda = torch.cuda.get_rng_state_all() if torch.cuda.is_initialized() else None

    def restore(self) -> None:
        """Put every state back."""
        for generator, state in zip(self._generators, self._states, strict=True):
            generator.set_state(state)
        random.setstate(self._python)
        np.random.set_state(self._numpy)
        torch.set_rng_state(self._torch)
        if self._cuda is not None:
            torch.cuda.set_rng_state_all(self._cuda)


def _generators(data: Any) -> Iterator[Any]:
    sampler = getattr(data, "sampler", None)
    batch_sampler = getattr(data, "batch_sampler", None)
    seen: set[int] = set()
    for owner in (data, sampler, batch_sampler, getattr(batch_sampler, "sampler", None)):
        generator = getattr(owner, "generator", None)
        if isinstance(generator, torch.Generator) and id(generator) not in seen:
            seen.add(id(generator))
            yield generator


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
