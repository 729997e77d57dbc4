"""Streams of gradients: recorded in numpy's files or arrays, or drawn from a seed."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from adamw_bounds.errors import Fault
from adamw_bounds.simulate.problems import Array
from adamw_bounds.spelling import all_of

__all__ = ["Layer", "Source", "Stream", "drawn", "read_start", "read_stream"]

#: A file, an array of shape (T, d), or such arrays by layer.
Source = str | os.PathLike[str] | npt.ArrayLike | Mapping[str, npt.ArrayLike]
#: Numbers that are looked at in one go.
_BLOCK: Final = 1 << 20
#: How every .npz file begins that holds something.
_ARCHIVE: Final = b"PK"


@dataclass(frozen=True, slots=True)
class Layer:
    """The gradients of one layer.

    Attributes
    ----------
    name : str
        Empty where the stream has no layers.
    gradients : ndarray
        Shape (T, d), of any real type; perhaps mapped from a file.
    shape : tuple of int
        That of the parameters: d numbers in all.
    largest, smallest : float
        Largest |g|, and smallest but 0; both 0 where all are 0.
    """

    name: str
    gradients: npt.NDArray[Any]
    shape: tuple[int, ...]
    largest: float
    smallest: float

    @property
    def dim(self) -> int:
        """How many numbers one gradient has."""
        return int(self.gradients.shape[1])


@dataclass(frozen=True, slots=True)
class Stream:
    """Gradients g_1 … g_T, layer by layer; the seed of those that were drawn."""

    layers: tuple[Layer, ...]
    seed: int | None = None

    @property
    def steps(self) -> int:
        """T."""
        return int(self.layers[0].gradients.shape[0])

    @property
    def dim(self) -> int:
        """How many numbers one gradient has, over all layers."""
        return sum(layer.dim for layer in self.layers)

    @property
    def largest(self) -> float:
        """Largest |g|."""
        return max(layer.largest for layer in self.layers)

    @property
    def smallest(self) -> float:
        """Smallest |g| but 0; 0 where all are 0."""
        return min((layer.smallest for layer in self.layers if layer.smallest), default=0.0)


def drawn(dim: int, steps: int, seed: int) -> Stream:
    """Draw independent standard normal gradients."""
    table = np.random.default_rng(seed).standard_normal((steps, dim))
    return Stream((_measured("", table, (dim,)),), seed)


def read_stream(source: Source, faults: list[Fault]) -> Stream | None:
    """Read a stream; None, and a fault for each thing that is wrong with it.

    Parameters
    ----------
    source : path-like, array_like or mapping
        ``.npy`` of shape (T, d) or (T, …), ``.npz`` with one such array a layer, or the arrays.
    faults : list of Fault
        Takes what is wrong.
    """
    found = _arrays("grads", source, faults)
    if found is None:
        return None
    named, label = found
    wrong: list[str] = []
    layers: list[Layer] = []
    for name, given in named.items():
        where = f"{name}: " if name else ""
        array = _numbers(given)
        if array is None:
            wrong.append(f"{where}must be an array of real numbers")
        elif array.ndim < 2:
            wrong.append(f"{where}must be of shape (T, d), one gradient a row, not {array.shape}")
        elif 0 in array.shape:
            what = "no step" if array.shape[0] == 0 else "no parameter"
            wrong.append(f"{where}has {what}: its shape is {array.shape}")
        else:
            layer = _measured(name, array.reshape(array.shape[0], -1), array.shape[1:])
            if not np.isfinite(layer.largest):
                step = _not_finite(layer.gradients)
                wrong.append(f"{where}is not finite at step {step + 1} of {array.shape[0]}")
            layers.append(layer)
    lengths = {layer.gradients.shape[0] for layer in layers}
    if len(lengths) > 1:
        told = ", ".join(f"{layer.name} {layer.gradients.shape[0]}" for layer in layers)
        wrong.append(f"must have as many steps in each layer, not {told}")
    if wrong or not layers:
        shown = label if label else None
        faults += [Fault("grads", shown, text) for text in wrong or ["holds no array"]]
        return None
    return Stream(tuple(layers))


def read_start(source: Source, stream: Stream | None, faults: list[Fault]) -> list[Array] | None:
    """Read x_0, one array a layer of the stream; None where something is wrong.

    Parameters
    ----------
    source : path-like, array_like or mapping
        One number for every number of a gradient, under the same names.
    stream : Stream or None
        The gradients; None where those could not be read.
    faults : list of Fault
        Takes what is wrong.
    """
    found = _arrays("params", source, faults)
    if found is None:
        return None
    named, label = found
    shown = label if label else None
    wrong: list[str] = []
    arrays: dict[str, Array] = {}
    for name, given in named.items():
        where = f"{name}: " if name else ""
        array = _numbers(given)
        if array is None:
            wrong.append(f"{where}must be an array of real numbers")
        elif not np.isfinite(array).all():
            wrong.append(f"{where}must be finite everywhere")
        else:
            arrays[name] = np.array(array, dtype=np.float64).ravel()
    if stream is not None and not wrong:
        names = {layer.name for layer in stream.layers}
        missing, surplus = names - arrays.keys(), arrays.keys() - names
        if missing or surplus:
            lacks = [f"lacks {_listed(missing)}"] if missing else []
            more = [f"has {_listed(surplus)} besides"] if surplus else []
            wrong.append(f"must have the names of --grads: it {all_of([*lacks, *more])}")
        for layer in stream.layers:
            if layer.name in arrays and arrays[layer.name].size != layer.dim:
                where = f"{layer.name}: " if layer.name else ""
                wrong.append(
                    f"{where}must have {layer.dim} numbers as a gradient has, not "
                    f"{arrays[layer.name].size}"
                )
    faults += [Fault("params", shown, text) for text in wrong]
    if wrong or stream is None:
        return None
    return [arrays[layer.name] for layer in stream.layers]


def _listed(names: set[str]) -> str:
    return ", ".join(sorted(name or "an array without a name" for name in names))


def _arrays(option: str, source: Source, faults: list[Fault]) -> tuple[dict[str, Any], str] | None:
    """Return the arrays of a source by layer, and the name of the file."""
    if isinstance(source, Mapping):
        if not source:
            faults.append(Fault(option, None, "holds no array"))
            return None
        return {str(name): value for name, value in source.items()}, ""
    if not isinstance(source, str | os.PathLike):
        return {"": source}, ""
    path = os.fspath(source)
    try:
        # numpy leaves an archive open that it cannot read: the stream is ours.
        with Path(path).open("rb") as stream:
            if stream.read(len(_ARCHIVE)) != _ARCHIVE:
                return {"": np.load(path, mmap_mode="r", allow_pickle=False)}, path
            stream.seek(0)
            with np.load(stream, allow_pickle=False) as loaded:
                named = {name: loaded[name] for name in loaded.files}
    except OSError as error:
        reason = error.strerror or "it is no .npy or .npz file"
        faults.append(Fault(option, path, f"cannot be read: {reason}"))
        return None
    except (ValueError, EOFError, zipfile.BadZipFile):
        faults.append(Fault(option, path, "must be a .npy or .npz file of numbers"))
        return None
    if not named:
        faults.append(Fault(option, path, "holds no array"))
        return None
    return named, path


def _numbers(given: Any) -> npt.NDArray[Any] | None:
    """Return an array of real numbers as it is, perhaps mapped; None where it is none."""
    if callable(getattr(given, "detach", None)):
        given = given.detach().cpu()
        if str(given.dtype) == "torch.bfloat16":  # which numpy does not know
            given = given.float()
    if isinstance(given, np.ma.MaskedArray):
        return None
    try:
        array = np.asanyarray(given)
    except (TypeError, ValueError, RuntimeError):
        return None
    return array if array.dtype.kind in "iuf" else None


def _rows(gradients: npt.NDArray[Any]) -> int:
    return max(1, _BLOCK // int(gradients.shape[1]))


def _measured(name: str, gradients: npt.NDArray[Any], shape: tuple[int, ...]) -> Layer:
    """Look through a layer once: its largest and its smallest |g|; NaN where one is NaN."""
    largest, smallest = 0.0, np.inf
    for begin in range(0, gradients.shape[0], _rows(gradients)):
        part = np.abs(gradients[begin : begin + _rows(gradients)].astype(np.float64))
        top = float(part.max())
        # A NaN stays.
        largest = top if not top <= largest else largest
        if not np.isfinite(largest):
            break
        seen = part[part > 0]
        if seen.size:
            smallest = min(smallest, float(seen.min()))
    return Layer(name, gradients, shape, largest, smallest if np.isfinite(smallest) else 0.0)


def _not_finite(gradients: npt.NDArray[Any]) -> int:
    """Return the first step with a number that is not finite."""
    right = [bool(np.isfinite(row).all()) for row in gradients]
    return right.index(False)
