"""Reads a file of arrays, by what it holds and not by its name."""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NoReturn

from adamw_bounds.domains import NotInDomain, whole_items
from adamw_bounds.errors import RunError
from adamw_bounds.tensors.optimizers import OptimizerState

__all__ = ["NotArrayError", "Saved", "as_array", "load_tensors"]

_NUMPY: Final = b"\x93NUMPY"
_ZIP: Final = b"PK"
_PICKLE: Final = b"\x80"
#: What a PyTorch archive keeps its pickled part in.
_TORCH_MEMBER: Final = "data.pkl"
_READ: Final = (
    ".npy, .npz, .safetensors, PyTorch checkpoints and the index of several files (.index.json) "
    "are read"
)
#: Types of safetensors that numpy has.
_FLOATS: Final = frozenset(("F64", "F32", "F16", "BF16"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """What a file holds.

    Attributes
    ----------
    path : str
        The file.
    kind : str
        ``npy``, ``npz``, ``safetensors`` or ``torch``.
    arrays : mapping of str to ndarray
        By name, "" in an ``.npy`` file; of a checkpoint the state of the model. They have the
        type that they were saved in, but bfloat16 is float32 here. Large ones are mapped, not read.
    gradients : mapping of str to ndarray, or None
        Of a checkpoint that has them.
    second_moments : mapping of int to ndarray
        The optimizer's ``exp_avg_sq``, by its own numbers of parameters.
    optimizer : OptimizerState or None
        Of a checkpoint that has one.
    bfloat16 : frozenset of str
        Which of the arrays of ``torch.save`` were bfloat16.
    """

    path: str
    kind: str
    arrays: Mapping[str, Any]
    gradients: Mapping[str, Any] | None = None
    optimizer: OptimizerState | None = None
    bfloat16: frozenset[str] = frozenset()


class NotArrayError(ValueError):
    """Something that cannot be taken as an array of real numbers; says what it is."""


def load_tensors(path: str | os.PathLike[str], *, numbers: bool = False) -> Saved:
    """Read a file of arrays.

    Parameters
    ----------
    path : path-like
        ``.npy``, ``.npz``, safetensors, or what ``torch.save`` wrote of tensors, a ``state_dict``
        or a mapping with several of them. Of a model in several files, its index
        (``model.safetensors.index.json``), which names the file of each tensor.
    numbers : bool
        Take numbers, and lists of them or of tensors, for arrays in what ``torch.save`` wrote too;
        what is none of these is left out.

    Returns
    -------
    Saved

    Raises
    ------
    RunError
        If it cannot be read, is cut short or damaged, holds pickled code, or needs a package that
        is not installed.
    """
    name = os.fspath(path)
    try:
        if Path(name).is_dir():
            raise RunError(
                f"{name} is a folder: name the file in it that holds the arrays", code="cannot-read"
            )
        with open(name, "rb") as stream:
            start = stream.read(9)
        if not start:
            bad(name, "it is empty")
        if start.startswith(b"{") and start[8:] != b"{":
            return _of_index(name)
        if start.startswith(_NUMPY):
            return _of_numpy(name)
        if start.startswith(_ZIP):
            return _of_zip(name, numbers=numbers)
        if start[8:] == b"{" or name.lower().endswith(".safetensors"):
            return _of_safetensors(name)
        if start.startswith(_PICKLE):
            return _of_torch(name, numbers=numbers)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise RunError(f"cannot read {name}: {reason}", code="cannot-read") from error
    bad(name, _READ)


def bad(path: str, reason: str) -> NoReturn:
    """Say that a file is none of those that are read."""
    raise RunError(f"{path} is no file of arrays: {reason}", code="bad-array-file")


def _of_numpy(path: str) -> Saved:
    import numpy as np

    try:
        array = np.load(path, mmap_mode="r", allow_pickle=False)
    except (ValueError, EOFError) as error:
        _numpy_fault(path, error)
    return Saved(path=path, kind="npy", arrays={"": array})


def _numpy_fault(path: str, error: Exception) -> NoReturn:
    reason = str(error).splitlines()[0] if str(error) else "it ends too early"
    if "allow_pickle" in reason or "Python objects" in reason:
        raise RunError(
            f"{path} holds pickled objects, which could run code and are not read: save arrays of "
            "numbers",
            code="pickled-code",
        ) from error
    if "mmap" in reason or "reshape" in reason or "read" in reason.lower():
        reason = "it is cut short"
    bad(path, reason)


def _of_zip(path: str, *, numbers: bool) -> Saved:
    import numpy as np

    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.namelist()
        if any(member.rsplit("/", 1)[-1] == _TORCH_MEMBER for member in members):
            return _of_torch(path, numbers=numbers)
        # numpy leaves an archive open that it cannot read: the stream is ours.
        with open(path, "rb") as stream, np.load(stream, allow_pickle=False) as loaded:
            found = {name: loaded[name] for name in loaded.files}
    except (zipfile.BadZipFile, EOFError, KeyError) as error:
        raise RunError(
            f"{path} is no file of arrays: the archive is cut short or damaged",
            code="bad-array-file",
        ) from error
    except ValueError as error:
        _numpy_fault(path, error)
    if not all(isinstance(array, np.ndarray) for array in found.values()):
        bad(path, f"the archive holds other things than arrays; {_READ}")
    return Saved(path=path, kind="npz", arrays=found)


def _of_safetensors(path: str) -> Saved:
    try:
        from safetensors import SafetensorError, safe_open
    except ImportError as error:
        raise RunError(
            f"reading {path} needs safetensors, which is not installed: "
            "pip install 'adamw-bounds[safetensors]'",
            code="missing-extra",
        ) from error
    found: dict[str, Any] = {}
    try:
        with safe_open(path, framework="numpy") as stream:
            kinds = {name: stream.get_slice(name).get_dtype() for name in stream.keys()}  # noqa: SIM118
            halves = {name for name, kind in kinds.items() if kind == "BF16"}
            strange = {name: kind for name, kind in kinds.items() if kind.startswith("F8")}
            if strange:
                name, kind = next(iter(strange.items()))
                bad(path, f"{name} is of type {kind}; save it as float32, float16 or bfloat16")
            for name in kinds:
                found[name] = None if name in halves else stream.get_tensor(name)
    except SafetensorError as error:
        reason = str(error).rsplit(": ", 1)[-1]
        raise RunError(
            f"{path} is no file of arrays: it is cut short or damaged ({reason})",
            code="bad-array-file",
        ) from error
    if halves:
        found |= _bfloat16(path, halves)
    return Saved(path=path, kind="safetensors", arrays=found)


def _bfloat16(path: str, names: set[str]) -> dict[str, Any]:
    """Read arrays of a type that numpy lacks from a file that the library has found sound."""
    import numpy as np

    with open(path, "rb") as stream:
        size = int.from_bytes(stream.read(8), "little")
        header = json.loads(stream.read(size))
    found = {}
    for name in names:
        begin, end = header[name]["data_offsets"]
        raw = np.fromfile(path, "<u2", (end - begin) // 2, offset=8 + size + begin)
        # bfloat16 is the upper half of a float32.
        wide = raw.astype("<u4") << 16
        found[name] = wide.view("<f4").reshape(header[name]["shape"])
    return found


def _of_index(path: str) -> Saved:
    """Read the model whose index this is; its files lie in the same folder."""
    try:
        index = json.loads(Path(path).read_text("utf-8"))
    except (ValueError, RecursionError) as error:
        raise RunError(
            f"{path} is no file of arrays: it is no valid JSON, or cut short", code="bad-array-file"
        ) from error
    files = index.get("weight_map") if isinstance(index, dict) else None
    if not isinstance(files, dict) or not files:
        bad(path, 'it is JSON without a "weight_map"; ' + _READ)
    folder = Path(path).parent
    parts: dict[str, list[str]] = {}
    for name, part in files.items():
        # A name with a folder in it could lead anywhere.
        if not isinstance(part, str) or Path(part).name != part:
            bad(path, f"it places {name} in {part!r}, which is no name of a file beside it")
        parts.setdefault(part, []).append(name)
    if missing := sorted(part for part in parts if not (folder / part).is_file()):
        raise RunError(f"{path} names files that are not there: {', '.join(missing)}",
                       code="cannot-read")  # fmt: skip
    found: dict[str, Any] = {}
    kinds = set()
    for part, names in parts.items():
        saved = load_tensors(folder / part)
        kinds.add(saved.kind)
        if absent := [name for name in names if name not in saved.arrays]:
            bad(path, f"{part} does not hold {absent[0]}, which the index places there")
        found |= {name: saved.arrays[name] for name in names}
    # In the order of the index, so that the order of files does not matter.
    return Saved(path=path, kind=kinds.pop() if len(kinds) == 1 else "several",
                 arrays={name: found[name] for name in files})  # fmt: skip


def _of_torch(path: str, *, numbers: bool) -> Saved:
    from adamw_bounds.tensors.checkpoints import read_checkpoint, read_numbers

    return read_numbers(path) if numbers else read_checkpoint(path)


def as_array(given: Any) -> Any:
    """Return a numpy array of real numbers from an array, tensor, number or list of numbers.

    Parameters
    ----------
    given : array_like or tensor
        A tensor may be on any device, and need a gradient. bfloat16 becomes float32.

    Raises
    ------
    NotArrayError
        If it is none; the message says why.
    """
    import numpy as np

    if callable(getattr(given, "detach", None)):
        given = given.detach()
        if getattr(given, "is_sparse", False) or getattr(given, "is_quantized", False):
            raise NotArrayError("sparse and quantized tensors are not read: make it dense float32")
        given = given.cpu()
        kind = str(given.dtype)
        if kind == "torch.bfloat16":  # which numpy lacks
            given = given.float()
    try:
        array = np.asanyarray(given)
        if isinstance(given, list | tuple) and array.dtype.kind in "fiu":
            whole_items(given)  # it would lose a truth value among numbers
    except NotInDomain as error:
        raise NotArrayError(str(error)) from error
    except (TypeError, ValueError, RuntimeError) as error:
        kind = str(getattr(given, "dtype", type(given).__name__))
        raise NotArrayError(f"it is of type {kind}, or of no one shape") from error
    if isinstance(array, np.ma.MaskedArray):
        raise NotArrayError("it has masked entries")
    if array.dtype.kind not in "fiu":
        raise NotArrayError(f"it is of type {array.dtype}")
    return array
