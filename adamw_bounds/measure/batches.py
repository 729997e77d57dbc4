"""Batches of any nesting: moved to a device, copied, counted, cut into samples."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import numpy as np

from adamw_bounds.errors import RunError
from adamw_bounds.measure._torch import torch

__all__ = [
    "Part",
    "Weighed",
    "bytes_in",
    "count_samples",
    "cut",
    "has_single_values",
    "joined",
    "moved",
    "owned",
    "rows_in",
    "stacked",
    "strided",
    "tensors_in",
    "unweighed",
]

_Packed = torch.nn.utils.rnn.PackedSequence
#: Levels of objects within objects that may hold a batch's tensors.
_DEEPEST: Final = 8


class Weighed(NamedTuple):
    """A batch whose samples training draws more or less often than others.

    Attributes
    ----------
    batch
        What the loss is given.
    factor : float
        How often each of its samples is drawn, up to a factor that all batches share.
    """

    batch: Any
    factor: float


def unweighed(batch: Any) -> tuple[Any, float]:
    """Return what the loss is given of a batch, and how often its samples are drawn, else 1."""
    return tuple(batch) if isinstance(batch, Weighed) else (batch, 1.0)


def moved(batch: Any, device: Any, dtype: Any = None) -> Any:
    """Return the batch on a device; floating tensors take `dtype` where one is given."""

    def move(tensor: Any) -> Any:
        cast = dtype if dtype is not None and tensor.is_floating_point() else None
        if tensor.is_inference():  # autograd keeps none that was made in inference mode
            tensor = tensor.clone()
        # A copy that is not waited for may be read, or its source filled anew, before it is made.
        return tensor.to(device=device, dtype=cast)

    return _mapped(batch, move, device)


def owned(batch: Any) -> Any:
    """Return a copy of the batch that nobody else writes to.

    A loader may fill the same memory again for its next batch.
    """
    if isinstance(batch, torch.Tensor):
        return batch.detach().clone().requires_grad_(batch.requires_grad)
    if isinstance(batch, Mapping | tuple | list) and not isinstance(batch, _Packed):
        return _mapped(batch, owned, None, every=True)
    return copy.deepcopy(batch)


def tensors_in(batch: Any, depth: int = 0) -> Iterator[Any]:
    """Yield the tensors that hold the memory of a batch: of a sparse one, indices and values."""
    for leaf in _leaves(batch):
        if isinstance(leaf, torch.Tensor):
            yield from strided(leaf.detach())
        elif isinstance(leaf, _Packed):
            yield from (leaf.data, leaf.batch_sizes)
        elif depth < _DEEPEST and getattr(leaf, "__dict__", None):  # a graph, for example
            yield from tensors_in([*vars(leaf).values()], depth + 1)


def strided(tensor: Any) -> Iterator[Any]:
    """Yield the plain tensors that a tensor of any layout is made of."""
    if tensor.layout == torch.sparse_coo:
        yield from (tensor._indices(), tensor._values())
    elif tensor.layout in {torch.sparse_csr, torch.sparse_bsr}:
        yield from (tensor.crow_indices(), tensor.col_indices(), tensor.values())
    elif tensor.layout in {torch.sparse_csc, torch.sparse_bsc}:
        yield from (tensor.ccol_indices(), tensor.row_indices(), tensor.values())
    elif tensor.is_nested:
        yield tensor.values()
        if tensor.layout == torch.jagged:
            yield tensor.offsets()
    else:
        yield tensor


def bytes_in(batch: Any) -> int:
    """Return the bytes that a copy of the batch takes."""
    return sum(tensor.numel() * tensor.element_size() for tensor in tensors_in(batch))


@dataclass(frozen=True)
class Part:
    """Some samples of a batch, as a batch of their own.

    Attributes
    ----------
    batch
        The samples.
    axes : tuple of (int or None)
        For each thing in it, the dimension along which samples lie, -1 for a list with an item
        for each sample; None for what all samples share.
    """

    batch: Any
    axes: tuple[int | None, ...]

    def row(self, number: int) -> Part:
        """Return one of the samples."""
        each = iter(self.axes)

        def take(leaf: Any) -> Any:
            way = next(each)
            return leaf if way is None else _taken(leaf, way, [number])

        return Part(_mapped(self.batch, take, None, every=True), self.axes)

    @property
    def kind(self) -> tuple[Any, ...]:
        """What must agree for parts to be put together: shapes, and what all samples share."""
        each = zip(self.axes, _leaves(self.batch), strict=True)
        return tuple((way, _shape(leaf, is_shared=way is None)) for way, leaf in each)


def rows_in(batch: Any, axis: int = 0) -> int | None:
    """Return the dimension of number `axis` that all tensors of a batch share.

    Tensors that have fewer dimensions do not count. None where there is none.
    """
    tensors = [leaf for leaf in _leaves(batch) if isinstance(leaf, torch.Tensor)]
    if axis and any(leaf.is_nested for leaf in tensors):
        return None
    lengths = {int(leaf.size(axis)) for leaf in tensors if leaf.dim() > axis}
    return lengths.pop() if len(lengths) == 1 and 0 not in lengths else None


def cut(batch: Any, count: int, rows: Sequence[int], *, axis: int = 0) -> Part | None:
    """Return the samples of numbers `rows` of a batch of `count`, as a batch of their own.

    They lie along `axis`, 0 or 1, of all tensors that have one of that length, or along the
    other. None where the batch does not split: a tensor in it has neither, or it holds something
    else than tensors, numbers and texts.
    """
    if count == 1:
        ways = (
            axis if _is_batched(leaf) and _has(leaf, axis, 1) else None for leaf in _leaves(batch)
        )
        return Part(batch, tuple(ways))
    axes: list[int | None] = []
    for leaf in _leaves(batch):
        if _is_batched(leaf):
            of = [way for way in (axis, 1 - axis) if _has(leaf, way, count)]
            if not of:
                return None
            axes.append(of[0])
        elif isinstance(leaf, str | int | float | torch.Tensor | None):
            axes.append(None)
        else:
            return None
    if all(way is None for way in axes):
        return None
    each = iter(axes)

    def take(leaf: Any) -> Any:
        way = next(each)
        return leaf if way is None else _taken(leaf, way, rows)

    try:
        return Part(_mapped(batch, take, None, every=True), tuple(axes))
    except (RuntimeError, NotImplementedError):  # a layout without rows
        return None


def joined(parts: Sequence[Part]) -> Any | None:
    """Return a batch of the samples of several parts; None where they do not fit together."""
    columns = list(zip(*(_leaves(part.batch) for part in parts), strict=True))
    made: list[Any] = []
    for way, column in zip(parts[0].axes, columns, strict=True):
        if way is None:
            if any(not _same(column[0], other) for other in column):
                return None
            made.append(column[0])
        elif column[0].is_nested:
            rows = [row for leaf in column for row in leaf.unbind()]
            made.append(torch.nested.nested_tensor(rows, layout=column[0].layout))
        else:
            made.append(torch.cat(column, dim=way))
    given = iter(made)
    return _mapped(parts[0].batch, lambda leaf: next(given), None, every=True)


def stacked(items: Sequence[Any]) -> Any | None:
    """Return a batch of items that are single samples; None where they are not alike."""
    columns = list(zip(*(_leaves(item) for item in items), strict=True))
    made: list[Any] = []
    for column in columns:
        if all(isinstance(leaf, torch.Tensor) and not leaf.is_nested for leaf in column):
            if len({leaf.shape for leaf in column}) > 1:
                return None
            made.append(torch.stack(column))
        elif all(isinstance(leaf, int | float) for leaf in column):
            made.append(torch.tensor(column, device="cpu"))
        elif all(_same(column[0], leaf) for leaf in column):
            made.append(column[0])
        else:
            return None
    given = iter(made)
    return _mapped(items[0], lambda leaf: next(given), None, every=True)


def has_single_values(batch: Any) -> bool:
    """Tell whether a batch holds tensors without a dimension beside tensors that have some."""
    leaves = [leaf for leaf in _leaves(batch) if isinstance(leaf, torch.Tensor)]
    return 0 < sum(_is_batched(leaf) for leaf in leaves) < len(leaves)


def _taken(leaf: Any, way: int, rows: Sequence[int]) -> Any:
    if leaf.is_nested:
        every = leaf.unbind()
        return torch.nested.nested_tensor([every[row] for row in rows], layout=leaf.layout)
    if leaf.layout == torch.strided and len(rows) == 1:
        return leaf.narrow(way, rows[0], 1)
    return leaf.index_select(way, torch.tensor(rows, device=leaf.device))


def _has(leaf: Any, way: int, count: int) -> bool:
    return way < leaf.dim() and (way == 0 or not leaf.is_nested) and int(leaf.size(way)) == count


def _shape(leaf: Any, *, is_shared: bool) -> Any:
    if not isinstance(leaf, torch.Tensor):
        return (type(leaf), repr(leaf))
    sizes = () if leaf.is_nested else tuple(leaf.shape)
    shared = leaf.tolist() if is_shared and leaf.dim() == 0 else None
    return (leaf.dtype, leaf.layout, sizes, shared)


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, torch.Tensor):
        return isinstance(other, torch.Tensor) and torch.equal(one, other)
    return bool(one == other)


def count_samples(batch: Any, samples_in: Callable[[Any], int] | None) -> int:
    """Return how many samples a batch seems to hold.

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
    lengths = {_length(leaf) for leaf in _leaves(batch) if _is_batched(leaf)}
    if len(lengths) == 1 and 0 not in lengths:
        return lengths.pop()
    if lengths == {0}:
        raise RunError(
            "a batch is empty: leave batches without a sample out of the data", code="bad-data"
        )
    if not lengths and any(isinstance(leaf, np.ndarray) for leaf in _leaves(batch)):
        raise RunError(
            "the batches hold numpy arrays, but models take torch tensors: give tensors "
            "(torch.from_numpy, or a DataLoader, which makes them)",
            code="bad-data",
        )
    if not lengths:
        what = f"no tensor with a first dimension is in a batch of type {type(batch).__name__}"
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


def _length(leaf: Any) -> int:
    return int(leaf.size(0))


def _leaves(batch: Any) -> Iterator[Any]:
    if isinstance(batch, Mapping):
        for part in batch.values():
            yield from _leaves(part)
    elif isinstance(batch, tuple | list) and not isinstance(batch, _Packed):
        for part in batch:
            yield from _leaves(part)
    else:
        yield batch


def _mapped(batch: Any, change: Callable[[Any], Any], device: Any, *, every: bool = False) -> Any:
    """Return the batch with its tensors changed; with `every`, whatever stands in it."""
    if isinstance(batch, torch.Tensor):
        return change(batch)
    if isinstance(batch, _Packed):
        # Its batch sizes stay on the CPU.
        return change(batch) if every else batch.to(device=device)._replace(data=change(batch.data))
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
