"""Batches of any nesting: moved to a device, copied, counted, cut into samples."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from adamw_bounds.errors import RunError
from adamw_bounds.measure._torch import torch

__all__ = ["bytes_in", "count_samples", "moved", "owned", "picked", "tensors_in"]

#: Levels of objects within objects that may hold a batch's tensors.
_DEEPEST: Final = 8


def moved(batch: Any, device: Any, dtype: Any = None) -> Any:
    """Return the batch on a device; floating tensors take `dtype` where one is given."""

    def move(tensor: Any) -> Any:
        cast = dtype if dtype is not None and tensor.is_floating_point() else None
        return tensor.to(device=device, dtype=cast, non_blocking=True)

    return _mapped(batch, move, device)


def owned(batch: Any) -> Any:
    """Return a copy of the batch that nobody else writes to.

    A loader may fill the same memory again for its next batch.
    """
    if isinstance(batch, torch.Tensor):
        return batch.detach().clone().requires_grad_(batch.requires_grad)
    if isinstance(batch, Mapping | tuple | list):
        return _mapped(batch, owned, None, every=True)
    return copy.deepcopy(batch)


def tensors_in(batch: Any, depth: int = 0) -> Iterator[Any]:
    """Yield the tensors that hold the memory of a batch: of a sparse one, indices and values."""
    for leaf in _leaves(batch):
        if isinstance(leaf, torch.Tensor):
            yield from _strided(leaf)
        elif depth < _DEEPEST and getattr(leaf, "__dict__", None):  # a graph, for example
            yield from tensors_in([*vars(leaf).values()], depth + 1)


def _strided(tensor: Any) -> Iterator[Any]:
    if tensor.layout == torch.sparse_coo:
        yield from (tensor._indices(), tensor._values())
    elif tensor.layout in {torch.sparse_csr, torch.sparse_bsr}:
        yield from (tensor.crow_indices(), tensor.col_indices(), tensor.values())
    elif tensor.layout in {torch.sparse_csc, torch.sparse_bsc}:
        yield from (tensor.ccol_indices(), tensor.row_indices(), tensor.values())
    elif tensor.is_nested:
        yield tensor.values()
    else:
        yield tensor


def bytes_in(batch: Any) -> int:
    """Return the bytes that a copy of the batch takes."""
    return sum(tensor.numel() * tensor.element_size() for tensor in tensors_in(batch))


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


def _mapped(batch: Any, change: Callable[[Any], Any], device: Any, *, every: bool = False) -> Any:
    """Return the batch with its tensors changed; with `every`, whatever stands in it."""
    if isinstance(batch, torch.Tensor):
        return change(batch)
    if isinstance(batch, Mapping):
        parts = {key: _mapped(part, change, device, every=every) for key, part in batch.items()}
        if type(batch) is not dict:
            try:
                return type(batch)(parts)  # type: ignore[call-arg]
            except Exception:
                return parts
        return parts
    if isinstance(batch, tuple | list):
        items = [_mapped(part, change, device, every=every) for part in batch]
        if isinstance(batch, tuple) and hasattr(batch, "_fields"):
            return type(batch)(*items)
        return tuple(items) if isinstance(batch, tuple) else items
    if every:
        return change(batch)
    if device is not None and callable(getattr(batch, "to", None)):
        return batch.to(device)  # a graph, a packed sequence
    return batch
