"""Batches of any nesting: moved to a device, counted, cut into samples."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from adamw_bounds.errors import RunError
from adamw_bounds.measure._torch import torch

__all__ = ["count_samples", "moved", "picked"]


def moved(batch: Any, device: Any, dtype: Any = None) -> Any:
    """Return the batch on a device; floating tensors take `dtype` where one is given."""

    def move(tensor: Any) -> Any:
        cast = dtype if dtype is not None and tensor.is_floating_point() else None
        return tensor.to(device=device, dtype=cast, non_blocking=True)

    return _mapped(batch, move, device)


def picked(batch: Any, start: int, count: int, size: int = 1) -> Any | None:
    """Return `size` samples from `start` of a batch of `count`, as a batch of their own.

    None where the batch does not split: a tensor in it has another leading dimension, or it
    holds something else than tensors, numbers and texts.
    """
    if not all(
        isinstance(leaf, str | int | float | None) or (_is_batched(leaf) and len(leaf) == count)
        for leaf in _leaves(batch)
    ):
        return None
    return _mapped(batch, lambda tensor: tensor[start : start + size], None)


def count_samples(batch: Any, samples_in: Callable[[Any], int] | None) -> int:
    """Return how many samples a batch holds.

    `samples_in` says it; without it, the first dimension that all tensors of the batch share.

    Raises
    ------
    RunError
        If the tensors disagree or there is none.
    """
    if samples_in is not None:
        number = samples_in(batch)
        if isinstance(number, bool) or int(number) != number or number < 1:
            raise RunError(
                f"samples_in must return a whole number ≥ 1 for each batch, not {number!r}",
                code="bad-problem",
            )
        return int(number)
    lengths = {int(leaf.shape[0]) for leaf in _leaves(batch) if _is_batched(leaf)}
    if len(lengths) == 1 and 0 not in lengths:
        return lengths.pop()
    if not lengths:
        what = f"no tensor with a first dimension is in a batch of type {type(batch).__name__}"
    elif lengths == {0}:
        what = "a batch is empty"
    else:
        sizes = ", ".join(map(str, sorted(lengths)))
        what = f"the tensors of a batch have different first dimensions ({sizes})"
    raise RunError(
        f"the number of samples in a batch is not clear, because {what}: give the problem "
        "samples_in, a function that returns it",
        code="bad-data",
    )


def _is_batched(leaf: Any) -> bool:
    return isinstance(leaf, torch.Tensor) and leaf.dim() > 0


def _leaves(batch: Any) -> Iterator[Any]:
    if isinstance(batch, Mapping):
        for part in batch.values():
            yield from _leaves(part)
    elif isinstance(batch, tuple | list):
        for part in batch:
            yield from _leaves(part)
    else:
        yield batch


def _mapped(batch: Any, change: Callable[[Any], Any], device: Any) -> Any:
    if isinstance(batch, torch.Tensor):
        return change(batch)
    if isinstance(batch, Mapping):
        parts = {key: _mapped(part, change, device) for key, part in batch.items()}
        if isinstance(batch, dict) and type(batch) is not dict:
            try:
                return type(batch)(parts)
            except TypeError:
                return parts
        return parts
    if isinstance(batch, tuple | list):
        items = [_mapped(part, change, device) for part in batch]
        if isinstance(batch, tuple) and hasattr(batch, "_fields"):
            return type(batch)(*items)
        return tuple(items) if isinstance(batch, tuple) else items
    if device is not None and callable(getattr(batch, "to", None)):
        return batch.to(device)  # a graph, a packed sequence
    return batch
