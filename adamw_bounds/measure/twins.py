"""The same model with other tensors: twins in float64 that nobody else holds."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from typing import Any

from adamw_bounds.measure._torch import torch

__all__ = ["twins", "widened"]


@contextlib.contextmanager
def twins(modules: Iterable[Any], dtype: Any = None) -> Iterator[dict[int, Any]]:
    """Put twins in the place of all parameters, buffers and other tensors of modules.

    What the loss writes, and what ``backward()`` leaves in ``.grad``, goes to the twins; hooks on
    the parameters do not act on them.

    Parameters
    ----------
    modules : iterable of Module
        The modules, with all that they hold.
    dtype : torch.dtype, optional
        Type of the twins of floating tensors; by default their own.

    Yields
    ------
    dict
        The twin of each tensor, by its ``id``.
    """
    made: dict[int, Any] = {}
    kept: list[tuple[dict[str, Any], str, Any]] = []

    def twin(tensor: Any) -> Any:
        if id(tensor) not in made:
            kind = dtype if tensor.is_floating_point() else None
            value = tensor.detach().to(dtype=kind, copy=True)
            if isinstance(tensor, torch.nn.Parameter):
                value = torch.nn.Parameter(value, requires_grad=tensor.requires_grad)
            made[id(tensor)] = value
        return made[id(tensor)]

    try:
        for module in dict.fromkeys(part for whole in modules for part in whole.modules()):
            for held in (module._parameters, module._buffers, vars(module)):
                for name, value in list(held.items()):
                    if isinstance(value, torch.Tensor):
                        kept.append((held, name, value))
                        held[name] = twin(value)
        yield made
    finally:
        for held, name, value in kept:
            held[name] = value


class _Wide(torch.overrides.TorchFunctionMode):  # type: ignore[misc]
    """Computes in float64 whatever a model computes in a narrower type."""

    _NARROW = (torch.float32, torch.float16, torch.bfloat16)
    _CASTS = (torch.Tensor.float, torch.Tensor.half, torch.Tensor.bfloat16)

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        kwargs = kwargs or {}
        if func in self._CASTS:
            return args[0].double()
        name = getattr(func, "__name__", "")
        if name in {"__get__", "__set__", "view"}:
            return func(*args, **kwargs)
        # What is written to stays the tensor that it is.
        first = args[:1] if name.endswith("_") and not name.endswith("__") else ()
        wide = self._widened(args[len(first) :])
        return func(*first, *wide, **{key: self._widened(value) for key, value in kwargs.items()})

    def _widened(self, value: Any) -> Any:
        if isinstance(value, torch.dtype):
            return torch.float64 if value in self._NARROW else value
        if isinstance(value, torch.Tensor):
            return value.double() if value.dtype in self._NARROW else value
        if type(value) in {tuple, list}:
            return type(value)(self._widened(part) for part in value)
        return value


@contextlib.contextmanager
def widened() -> Iterator[None]:
    """Compute everything in float64, also where a model asks for a narrower type."""
    default = torch.get_default_dtype()
    torch.set_default_dtype(torch.float64)
    try:
        with _Wide():
            yield
    finally:
        torch.set_default_dtype(default)
