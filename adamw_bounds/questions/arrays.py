"""Arrays of parameters and of gradients: from memory or from files, checked, a chunk at a time."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from adamw_bounds.errors import Fault, RunError

__all__ = ["Pairs", "paired"]

#: Entries that are turned to float64 at once: 8 MB an array.
CHUNK: Final = 1 << 20
#: Endings of files that hold whole models or optimizers.
_CHECKPOINTS: Final = (".safetensors", ".pt", ".pth", ".bin", ".ckpt", ".pkl", ".pickle", ".h5")
_MAGIC: Final = b"\x93NUMPY"


@dataclass(frozen=True, slots=True)
class Pairs:
    """Parameters and their gradients, one array after the other.

    Attributes
    ----------
    parameters, gradients : mapping of str to array
        By the names of the arrays; one without a name has the name "".
    """

    parameters: Mapping[str, Any]
    gradients: Mapping[str, Any]

    @property
    def size(self) -> int:
        """The number of entries, d."""
        return sum(int(array.size) for array in self.parameters.values())

    def chunks(self) -> Iterator[tuple[Any, Any]]:
        """Yield parameters and gradients as flat float64 arrays of at most `CHUNK` entries.

        Raises
        ------
        RunError
            If an entry is not finite.
        """
        import numpy as np

        for name, parameters in self.parameters.items():
            both = tuple(array.reshape(-1) for array in (parameters, self.gradients[name]))
            for start in range(0, both[0].size, CHUNK):
                taken = []
                for what, flat in zip(("parameters", "gradients"), both, strict=True):
                    part = np.asarray(flat[start : start + CHUNK], dtype=np.float64)
                    wrong = ~np.isfinite(part)
                    if wrong.any():
                        place = start + int(wrong.argmax())
                        where = f" of {name}" if name else ""
                        raise RunError(
                            f"the {what} have a value that is not finite: {flat[place]} at entry "
                            f"{place}{where}, counted from 0",
                            code="not-finite",
                        )
                    taken.append(part)
                yield taken[0], taken[1]


def paired(parameters: Any, gradients: Any, faults: list[Fault]) -> Pairs | None:
    """Return parameters and gradients of the same names and shapes; None and faults where not.

    Raises
    ------
    RunError
        If a file cannot be read.
    """
    found = [
        _arrays(option, given, faults)
        for option, given in (("params", parameters), ("grads", gradients))
    ]
    ours, theirs = found
    if ours is None or theirs is None:
        return None
    if len(ours) == len(theirs) == 1 and "" in {*ours, *theirs}:
        # One array needs no name.
        theirs = dict(zip(ours, theirs.values(), strict=True))
    before = len(faults)
    _named_alike(ours, theirs, faults)
    for name in ours.keys() & theirs.keys():
        if ours[name].shape != theirs[name].shape:
            of = f" for {name}" if name else ""
            faults.append(
                Fault(
                    "grads",
                    str(theirs[name].shape),
                    f"must have the shape of --params{of}, {ours[name].shape}",
                )
            )
    if len(faults) == before and not any(array.size for array in ours.values()):
        faults.append(Fault("params", None, "hold no entry"))
    return Pairs(ours, theirs) if len(faults) == before else None


def _named_alike(ours: Mapping[str, Any], theirs: Mapping[str, Any], faults: list[Fault]) -> None:
    for names, option, other in (
        (ours.keys() - theirs.keys(), "grads", "params"),
        (theirs.keys() - ours.keys(), "params", "grads"),
    ):
        if names:
            first = sorted(name or "an array without a name" for name in names)
            more = f" and {len(first) - 3} more" if len(first) > 3 else ""
            listed = ", ".join(first[:3])
            faults.append(
                Fault(option, None, f"must hold the arrays of --{other}: {listed}{more} is missing")
            )


def _arrays(option: str, given: Any, faults: list[Fault]) -> dict[str, Any] | None:
    """Return arrays by name, each of real numbers; None and faults where they are not."""
    import numpy as np

    if given is None:
        faults.append(Fault(option, None, "is missing"))
        return None
    shown = None
    if isinstance(given, str | os.PathLike):
        shown = os.fspath(given)
        given = _read(shown, option, faults)
        if given is None:
            return None
    arrays = given if isinstance(given, Mapping) else {"": given}
    found: dict[str, Any] = {}
    before = len(faults)
    for name, array in arrays.items():
        try:
            found[str(name)] = np.asanyarray(array)
        except (ValueError, TypeError) as error:
            faults.append(Fault(option, shown, f"must hold arrays of numbers: {error}"))
            continue
        kind = found[str(name)].dtype
        if kind.kind not in "fiu":
            of = f" {name}" if name else ""
            faults.append(
                Fault(option, shown, f"must hold arrays of real numbers;{of} is of type {kind}")
            )
        if isinstance(found[str(name)], np.ma.MaskedArray):
            faults.append(Fault(option, shown, "must hold arrays without masked entries"))
    if not arrays:
        faults.append(Fault(option, shown, "hold no array"))
    return found if len(faults) == before else None


def _read(path: str, option: str, faults: list[Fault]) -> Any:
    """Return the array of an ``.npy`` file, mapped, or those of an ``.npz`` file, by name."""
    import numpy as np

    if path.lower().endswith(_CHECKPOINTS):
        faults.append(Fault(option, path, "must be .npy or .npz: a checkpoint is not read here"))
        return None
    try:
        with open(path, "rb") as stream:
            start = stream.read(len(_MAGIC))
        if start == _MAGIC:
            return np.load(path, mmap_mode="r", allow_pickle=False)
        if start[:2] == b"PK":
            return _members(path)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise RunError(f"cannot read {path}: {reason}", code="cannot-read") from error
    except (ValueError, EOFError, zipfile.BadZipFile, KeyError) as error:
        reason = str(error).splitlines()[0] if str(error) else "it ends too early"
        raise RunError(f"{path} is no array file: {reason}", code="bad-array-file") from error
    raise RunError(
        f"{path} is no array file: numpy's .npy and .npz are read, as np.save and np.savez "
        "write them",
        code="bad-array-file",
    )


def _members(path: str) -> dict[str, Any]:
    import numpy as np

    with np.load(path, allow_pickle=False) as archive:
        found = {name: archive[name] for name in archive.files}
    if not all(isinstance(array, np.ndarray) for array in found.values()):
        raise ValueError("the archive holds other things than arrays, as a checkpoint does")
    return found
