"""What tells one problem from another: digests of its model, its data and its loss.

Two measurements whose fingerprints agree are of one matrix, so that their probes may be pooled and
a run may be gone on with. A digest says that things differ, not by how much.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from adamw_bounds.errors import RunError
from adamw_bounds.measure._torch import torch
from adamw_bounds.measure.batches import count_samples, tensors_in, unweighed
from adamw_bounds.measure.problem import Problem
from adamw_bounds.measure.state import Randomness

__all__ = ["DataDigest", "batch_print", "fingerprint", "model_digest"]

#: Bytes of a digest: two problems get the same one by chance with probability 2⁻¹²⁸.
_SIZE: Final = 16
_MODULUS: Final = 1 << 8 * _SIZE
#: Levels of lists, mappings and objects in a batch.
_DEEPEST: Final = 64
#: Where an object lies in memory is no part of it.
_ADDRESS: Final = re.compile(r" at 0x[0-9a-fA-F]+")


def fingerprint(
    problem: Problem,
    digest: DataDigest | None = None,
    *,
    matrix: str = "hessian",
    dtype: str = "",
    model: str | None = None,
) -> dict[str, str]:
    """Return what tells a problem from another.

    Parameters
    ----------
    problem : Problem
        The problem, its model as the user gave it: before it was moved or cast.
    digest : DataDigest, optional
        What was fed with all batches of a pass; without it, a pass is made here, which leaves
        random states as they were.
    matrix : str
        ``hessian`` or ``ggn``.
    dtype : str
        Type in which it is measured; the model's own by default.
    model : str, optional
        What `model_digest` returned, where that was before the loss was first evaluated.

    Returns
    -------
    dict
        ``model``, ``data``, ``parameters`` (which are measured): 32 hexadecimal digits each;
        ``loss``, ``dtype``, ``matrix``: texts.
    """
    if digest is None:
        digest = _walked(problem)
    selected = problem.selected(problem.model)
    names = hashlib.blake2b(digest_size=_SIZE)
    for name in sorted(selected):
        _put(names, name)
    first = next(iter(selected.values()))
    return {
        "model": model_digest(problem) if model is None else model,
        "data": digest.hexdigest(),
        "loss": f"{problem.loss_name}, {problem.reduction}",
        "dtype": dtype or str(first.dtype).removeprefix("torch."),
        "matrix": matrix,
        "parameters": names.hexdigest(),
    }


def model_digest(problem: Problem) -> str:
    """Return a digest of the model.

    Its class, the names and classes of its modules, and names, types, shapes and bytes of all
    parameters and buffers, on whatever device they are. Not its code: that two losses agree is
    compared where spectra are pooled.
    """
    made = hashlib.blake2b(digest_size=_SIZE)
    for name, module in problem.model.named_modules():
        _put(made, name, type(module).__name__)
    first_name: dict[int, str] = {}
    for kind, named in (
        ("parameter", problem.model.named_parameters(remove_duplicate=False)),
        ("buffer", problem.model.named_buffers(remove_duplicate=False)),
    ):
        for name, tensor in named:
            tied = first_name.setdefault(id(tensor), name)
            _put(made, kind, name, str(tensor.dtype), str(tuple(tensor.shape)), tied)
            if tied == name:
                made.update(_bytes_of(tensor).data)
    return made.hexdigest()


class DataDigest:
    """A digest of the data that depends neither on the order of the samples nor on the batches.

    The sum modulo 2¹²⁸ of a digest for each sample. Where the tensors of a batch share their first
    dimension, a sample is what stands at one place of each of them; numpy arrays, and lists of
    texts of that length, are taken apart alike, and what is left (numbers, single texts) belongs to
    each sample. Any other batch counts as one. Padding to the longest of a batch is part of the
    data, and so is what random augmentation makes of it.
    """

    def __init__(self) -> None:
        self._sum = self._parts = self._samples = 0

    def add(self, batch: Any, count: int) -> None:
        """Take in a batch, as the data gives it, of `count` samples."""
        leaves = list(_leaves(batch, ""))
        size = _shared_size(leaves)
        head, columns = _keyed(), []
        for leaf in leaves:
            rows = None if size is None else _rows(leaf.value, size)
            if rows is None:
                _put(head, leaf.path, *_described(leaf.value))
                head.update(_content(leaf.value))
            else:
                _put(head, leaf.path, *rows.described)
                columns.append(rows.values)
        self._samples += count
        if not columns or size is None:
            self._take(head)
            return
        for place in range(size):
            made = head.copy()
            for column in columns:
                made.update(column[place])
            self._take(made)

    def _take(self, made: Any) -> None:
        self._sum = (self._sum + int.from_bytes(made.digest(), "little")) % _MODULUS
        self._parts += 1

    def hexdigest(self) -> str:
        """Return the digest of what was taken in, 32 hexadecimal digits."""
        made = _keyed()
        _put(made, str(self._parts), str(self._samples))
        made.update(self._sum.to_bytes(_SIZE, "little"))
        return str(made.hexdigest())


def batch_print(batch: Any) -> tuple[int, int]:
    """Return a cyclic checksum and a sum, by which a batch is known again on a later pass.

    They are much cheaper than a digest: each pass over the data computes them.
    """
    cyclic, added = 0, 0
    for leaf in _leaves(batch, ""):
        head = "\0".join((leaf.path, *_described(leaf.value))).encode("utf-8", "surrogatepass")
        parts: list[Any] = [head]
        if isinstance(leaf.value, torch.Tensor):
            parts += [_bytes_of(part) for part in tensors_in(leaf.value)]
        else:
            parts.append(_content(leaf.value))
        for part in parts:
            cyclic, added = zlib.crc32(part, cyclic), (31 * added + _added(part)) % 2**64
    return cyclic, added


def _added(part: Any) -> int:
    """Return the sum of the bytes taken as numbers of 64 bits, modulo 2⁶⁴."""
    data = np.frombuffer(part, np.uint8) if len(part) else np.empty(0, np.uint8)
    whole = data.size // 8 * 8
    rest = int.from_bytes(data[whole:].tobytes(), "little")
    return int(data[:whole].view(np.uint64).sum()) + rest


def _walked(problem: Problem) -> DataDigest:
    """Walk over the data once."""
    randomness = Randomness(problem.data)
    found = DataDigest()
    try:
        for batch in problem.data:
            found.add(batch, count_samples(unweighed(batch)[0], problem.samples_in))
    finally:
        randomness.restore()
    return found


def _keyed() -> Any:
    return hashlib.blake2b(digest_size=_SIZE, key=b"adamw-bounds data")


def _put(made: Any, *texts: str) -> None:
    """Take in texts so that where one ends is part of the digest."""
    for text in texts:
        data = text.encode("utf-8", "surrogatepass")
        made.update(len(data).to_bytes(8, "little"))
        made.update(data)


# What is in a batch


class _Leaf(NamedTuple):
    """A value in a batch, and the way to it."""

    path: str
    value: Any


class _Rows(NamedTuple):
    """What one leaf gives to each sample: a row of bytes of an array, or a text's bytes."""

    described: tuple[str, ...]
    values: Any


def _leaves(part: Any, path: str, depth: int = 0) -> Iterator[_Leaf]:
    """Walk over what is in a batch; a list of texts is one leaf."""
    if depth > _DEEPEST:
        raise RunError(
            f"a batch is nested more than {_DEEPEST} deep: it may hold itself", code="bad-data"
        )
    if isinstance(part, Mapping):
        for key in sorted(part, key=str):
            yield from _leaves(part[key], f"{path}/{key}", depth + 1)
    elif isinstance(part, list | tuple) and not _are_texts(part):
        for place, item in enumerate(part):
            yield from _leaves(item, f"{path}/{place}", depth + 1)
    elif isinstance(part, np.generic):
        yield _Leaf(path, np.asarray(part))
    elif isinstance(part, torch.Tensor | np.ndarray) or not _inner(part):
        yield _Leaf(path, part)
    else:
        yield from _leaves(_inner(part), path, depth + 1)


def _are_texts(part: list[Any] | tuple[Any, ...]) -> bool:
    return bool(part) and all(isinstance(item, str | bytes) for item in part)


def _inner(part: Any) -> dict[str, Any]:
    """Return what an object of another kind holds, a graph for example; empty for a value."""
    if isinstance(part, str | bytes | bool | int | float | complex | None):
        return {}
    if is_dataclass(part) and not isinstance(part, type):
        return {item.name: getattr(part, item.name) for item in fields(part)}
    convert = getattr(part, "to_dict", None)
    if callable(convert) and not isinstance(part, type):
        found = convert()
        return dict(found) if isinstance(found, Mapping) else {}
    return dict(getattr(part, "__dict__", {}))


def _length(value: Any) -> int | None:
    """Return the first dimension of an array, None for anything else."""
    if isinstance(value, torch.Tensor | np.ndarray) and value.ndim > 0:
        return int(value.size(0) if isinstance(value, torch.Tensor) else value.shape[0])
    return None


def _shared_size(leaves: list[_Leaf]) -> int | None:
    """Return the first dimension that all arrays share, None where they do not."""
    sizes = {length for leaf in leaves if (length := _length(leaf.value)) is not None}
    return sizes.pop() if len(sizes) == 1 and 0 not in sizes else None


def _rows(value: Any, size: int) -> _Rows | None:
    """Return what a leaf gives to each of `size` samples; None where all have it."""
    if _length(value) is not None:
        if not isinstance(value, torch.Tensor) and value.dtype.kind == "O":
            return None
        if isinstance(value, torch.Tensor) and value.is_nested:
            rows = [_text(_bytes_of(row).tobytes()) for row in value.unbind()]
            return _Rows(("nested", str(value.dtype)), rows)
        kind, shape = str(value.dtype), str(tuple(value.shape[1:]))
        return _Rows(("array", kind, shape), _bytes_of(value).reshape(size, -1))
    if isinstance(value, list | tuple) and len(value) == size:
        return _Rows(("texts",), [_text(item) for item in value])
    return None


def _text(item: str | bytes) -> bytes:
    data = item if isinstance(item, bytes) else item.encode("utf-8", "surrogatepass")
    return len(data).to_bytes(8, "little") + data


def _described(value: Any) -> tuple[str, ...]:
    """Return kind and shape of a value that is not taken apart."""
    if isinstance(value, torch.Tensor) and value.is_nested:
        sizes = [tuple(row.shape) for row in value.unbind()]
        return ("nested", str(value.dtype), str(sizes))
    if isinstance(value, torch.Tensor | np.ndarray):
        return ("array", str(value.dtype), str(tuple(value.shape)))
    return (type(value).__name__,)


def _content(value: Any) -> Any:
    """Return the bytes of a value that is not taken apart."""
    if isinstance(value, torch.Tensor) or (
        isinstance(value, np.ndarray) and value.dtype.kind != "O"
    ):
        return _bytes_of(value)
    if isinstance(value, list | tuple):
        return b"".join(_text(item) for item in value)
    return _ADDRESS.sub("", repr(value)).encode("utf-8", "surrogatepass")


def _bytes_of(value: Any) -> npt.NDArray[np.uint8]:
    """Return the bytes of an array in one dimension, without a copy where it lies in order."""
    if isinstance(value, torch.Tensor):
        plain = value.detach()
        if plain.is_quantized:
            plain = plain.dequantize()
        if plain.layout != torch.strided:
            plain = plain.to_dense()
        # Conjugation and negation may be pending, and numpy knows no bfloat16.
        flat = plain.resolve_conj().resolve_neg().cpu().contiguous().reshape(-1)
        found: npt.NDArray[np.uint8] = flat.view(torch.uint8).numpy()
        return found
    return np.ascontiguousarray(value).reshape(-1).view(np.uint8)
