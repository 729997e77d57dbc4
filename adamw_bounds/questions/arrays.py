"""A point and its gradients: from memory or from files, checked, a chunk at a time."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from adamw_bounds.errors import Fault, RunError
from adamw_bounds.tensors import (
    NotArrayError,
    OptimizerState,
    as_array,
    load_tensors,
    matched,
)

__all__ = ["Point", "pointed", "together"]

#: Entries that are turned to float64 at once: 8 MB an array.
CHUNK: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Point:
    """Parameters and gradients of the same names and shapes.

    Attributes
    ----------
    parameters : mapping of str to array
        By the names of the arrays; one without a name has the name "".
    gradients : tuple of mapping of str to array
        One, or several of independent batches.
    optimizer : OptimizerState or None
        What the parameters' file says of the optimizer.
    """

    parameters: Mapping[str, Any]
    gradients: tuple[Mapping[str, Any], ...]
    optimizer: OptimizerState | None = None

    @property
    def shapes(self) -> dict[str, tuple[int, ...]]:
        """The shape of each parameter."""
        return {name: tuple(array.shape) for name, array in self.parameters.items()}

    def size(self, names: Sequence[str]) -> int:
        """Return the number of entries of some parameters."""
        return sum(int(self.parameters[name].size) for name in names)

    def chunks(self, names: Sequence[str]) -> Iterator[tuple[Any, Any]]:
        """Yield parameters, of shape (n,), and gradients, of shape (count, n), in float64.

        n is at most `CHUNK`.

        Raises
        ------
        RunError
            If an entry is not finite.
        """
        import numpy as np

        for name in names:
            flat = self.parameters[name].reshape(-1)
            others = [gradient[name].reshape(-1) for gradient in self.gradients]
            for start in range(0, flat.size, CHUNK):
                part = slice(start, start + CHUNK)
                x = _finite("parameters", name, flat[part], start)
                yield (
                    x,
                    np.stack([_finite("gradients", name, item[part], start) for item in others]),
                )


def _finite(what: str, name: str, given: Any, start: int) -> Any:
    import numpy as np

    part = np.asarray(given, dtype=np.float64)
    wrong = ~np.isfinite(part)
    if wrong.any():
        place = int(wrong.argmax())
        where = f" of {name}" if name else ""
        raise RunError(
            f"the {what} have a value that is not finite: {given[place]} at entry "
            f"{start + place}{where}, counted from 0",
            code="not-finite",
        )
    return part


@dataclass(slots=True)
class _Given:
    """Arrays of one source, and the file where they are from."""

    arrays: Mapping[str, Any]
    path: str | None = None
    gradients: Mapping[str, Any] | None = None
    optimizer: OptimizerState | None = None


def pointed(parameters: Any, gradients: Any, faults: list[Fault]) -> Point | None:
    """Return parameters and gradients of the same names and shapes; None and faults where not.

    Parameters
    ----------
    parameters : array, mapping of arrays, sequence of arrays, model, or path
        Tensors count as arrays. A checkpoint with gradients needs no other source of them, nor does
        a model whose parameters have theirs.
    gradients : the same, or a list of paths or of mappings
        Several are of independent batches.
    faults : list of Fault
        Takes what is wrong.

    Raises
    ------
    RunError
        If a file cannot be read.
    """
    own = _source("params", parameters, faults)
    if gradients is None and own is not None and own.gradients is not None:
        held: list[_Given | None] = [_Given(own.gradients, own.path)]
    elif _is_several(gradients):
        held = [_source("grads", item, faults) for item in gradients]
    else:
        held = [_source("grads", gradients, faults)]
    if own is None or not own.arrays or any(item is None for item in held):
        if own is not None and not own.arrays:
            held_too = "" if own.optimizer is None else ", only the state of an optimizer"
            faults.append(Fault("params", own.path, f"hold no array{held_too}"))
        return None
    before = len(faults)
    found = [_partners(own, item, faults) for item in held if item is not None]
    names = list(found[0])
    if len(faults) == before and not any(own.arrays[name].size for name in names):
        faults.append(Fault("params", own.path, "hold no entry"))
    if any(set(item) != set(names) for item in found):
        faults.append(Fault("grads", None, "must hold the same arrays in each"))
    _floating(own, names, "params", faults)
    if len(faults) > before:
        return None
    return Point({name: own.arrays[name] for name in names}, tuple(found), own.optimizer)


def together(gradients: Sequence[Any], faults: list[Fault]) -> Point | None:
    """Return gradients of the same names and shapes, the first in the place of parameters.

    Raises
    ------
    RunError
        If a file cannot be read.
    """
    wrong: list[Fault] = []
    own, *held = (_source("grads", item, wrong) for item in gradients)
    found = [
        _partners(own, item, wrong)
        for item in held
        if own is not None and item is not None and own.arrays
    ]
    for fault in wrong:  # all of them are --grads
        said = fault.allowed.replace("--params", "--grads")
        faults.append(Fault("grads", fault.value, said))
    if wrong or own is None or len(found) < len(held):
        return None
    names = list(found[0])
    if any(set(item) != set(names) for item in found) or not any(
        own.arrays[name].size for name in names
    ):
        faults.append(Fault("grads", None, "must hold the same arrays in each, with entries"))
        return None
    return Point({name: own.arrays[name] for name in names}, tuple(found))


def _is_several(given: Any) -> bool:
    """Tell whether it is a list of sources, and not one of arrays."""
    return (
        isinstance(given, list | tuple)
        and bool(given)
        and all(isinstance(item, str | os.PathLike | Mapping) for item in given)
    )


def _partners(own: _Given, other: _Given, faults: list[Fault]) -> dict[str, Any]:
    """Return the gradient of each parameter; a fault for all that does not fit."""
    if not other.arrays:
        faults.append(Fault("grads", other.path, "hold no array"))
        return {}
    pairs, mismatch = matched(own.arrays, other.arrays)
    if mismatch is not None:
        for option, rival, names in (
            ("grads", "params", mismatch.lacking),
            ("params", "grads", mismatch.surplus),
        ):
            if names:
                shown = other.path if option == "grads" else own.path
                text = f"must hold the arrays of --{rival}; missing: {names}"
                faults.append(Fault(option, shown, text))
    found = {name: other.arrays[partner] for name, partner in pairs.items()}
    for name, array in found.items():
        mine = tuple(own.arrays[name].shape)
        if mine != tuple(array.shape):
            of = f" for {name}" if name else ""
            text = f"must have the shape of --params{of}, {mine}"
            faults.append(Fault("grads", str(tuple(array.shape)), text))
    _floating(other, list(pairs.values()), "grads", faults)
    return found


def _floating(given: _Given, names: Sequence[str], option: str, faults: list[Fault]) -> None:
    """Refuse whole numbers in a file: quantized weights are no parameters without their scales."""
    if given.path is None:
        return
    whole = [name for name in names if given.arrays[name].dtype.kind in "iu"]
    if whole:
        of = f"{whole[0]} is" if whole[0] else "its array is"
        text = (
            f"must hold floating-point numbers; {of} of type {given.arrays[whole[0]].dtype}, as "
            "counts and quantized weights are"
        )
        faults.append(Fault(option, given.path, text))


def _source(option: str, given: Any, faults: list[Fault]) -> _Given | None:
    """Return arrays by name, each of real numbers; None and faults where they are not."""
    if given is None:
        faults.append(Fault(option, None, "is missing"))
        return None
    if isinstance(given, str | os.PathLike):
        return _of_file(option, os.fspath(given), faults)
    if callable(getattr(given, "named_parameters", None)):
        return _of_model(option, given, faults)
    named: Mapping[Any, Any]
    if isinstance(given, Mapping):
        named = given
    elif _is_row(given):
        named = {str(place): array for place, array in enumerate(given)}
    else:
        named = {"": given}
    return None if (arrays := _taken(option, named, faults)) is None else _Given(arrays)


def _is_row(given: Any) -> bool:
    """Tell whether it is a list of arrays, one after the other, and not of numbers."""
    return (
        isinstance(given, list | tuple)
        and bool(given)
        and all(getattr(item, "shape", ()) != () for item in given)
    )


def _taken(option: str, named: Mapping[Any, Any], faults: list[Fault]) -> dict[str, Any] | None:
    found: dict[str, Any] = {}
    before = len(faults)
    for name, array in named.items():
        if array is None:
            continue  # what has no gradient
        try:
            found[str(name)] = as_array(array)
        except NotArrayError as error:
            of = f" {name}:" if str(name) else ""
            faults.append(Fault(option, None, f"must hold arrays of real numbers;{of} {error}"))
    return found if len(faults) == before else None


def _of_file(option: str, path: str, faults: list[Fault]) -> _Given | None:
    saved = load_tensors(path)
    if option == "grads" and (saved.gradients is not None or saved.optimizer is not None):
        if saved.gradients is None:
            faults.append(Fault(option, path, "must hold gradients; this checkpoint has none"))
            return None
        return _Given(saved.gradients, path)
    for name, array in saved.arrays.items():
        if array.dtype.kind not in "fiub":
            of = f" {name} is" if name else " its array is"
            text = f"must hold arrays of real numbers;{of} of type {array.dtype}"
            faults.append(Fault(option, path, text))
            return None
    return _Given(saved.arrays, path, saved.gradients, saved.optimizer)


def _of_model(option: str, model: Any, faults: list[Fault]) -> _Given | None:
    """Return the parameters of a model, and their gradients where it has some."""
    held = dict(model.named_parameters())
    if option == "grads":
        arrays = _taken(option, {name: value.grad for name, value in held.items()}, faults)
        return None if arrays is None else _Given(arrays)
    gradients = {name: value.grad for name, value in held.items() if value.grad is not None}
    arrays = _taken(option, {name: held[name] for name in gradients or held}, faults)
    own = _taken("grads", gradients, faults)
    if arrays is None or own is None:
        return None
    return _Given(arrays, gradients=own or None)
