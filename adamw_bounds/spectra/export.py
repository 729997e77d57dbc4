"""Writing a spectrum in other formats, so far as they hold it."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any, BinaryIO, Final

import numpy as np

from adamw_bounds.errors import Fault, InputError
from adamw_bounds.spectra.files import save_spectrum, write_whole
from adamw_bounds.spectra.spectrum import CHUNK, Spectrum

__all__ = ["ENDINGS", "export_spectrum", "left_out"]

#: What a spectrum can be written as.
ENDINGS: Final = (".npz", ".npy", ".csv", ".txt", ".json")
#: Lists of eigenvalues, which hold nothing besides.
_LISTS: Final = (".npy", ".csv", ".txt")
#: What only an ``.npz`` holds.
_BESIDE: Final = ("vectors", "preconditioned")


def export_spectrum(spectrum: Spectrum, path: str | os.PathLike[str]) -> None:
    """Write a spectrum in the format that the file's name ends in; it appears whole or not at all.

    ``.npz`` holds everything. ``.npy``, ``.csv`` and ``.txt`` are lists of eigenvalues in the order
    of the spectrum: an exact one's. ``.json`` is PyHessian's density, ``eigenvalues`` (nodes) and
    ``weights`` of each probe, with ``dim``, ``residuals``, ``known``, ``apart`` and ``meta`` beside
    them; it has neither eigenvectors nor what the run's own preconditioner makes (see `left_out`).
    Numbers are written so that the same ones are read again.

    Parameters
    ----------
    spectrum : Spectrum
        What to write.
    path : path-like
        The file.

    Raises
    ------
    InputError
        If the format cannot hold the spectrum: quadratures in a list, exact eigenvalues in a
        density, blocks in anything but ``.npz``, which wants the dimension too.
    RunError
        If the file cannot be written.
    """
    ending = Path(path).suffix.lower()
    faults = list(_faults(spectrum, ending, str(path)))
    if faults:
        raise InputError(faults)
    if ending == ".npz":
        save_spectrum(spectrum, path)
    elif ending == ".json":
        text = _density(spectrum)
        write_whole(path, lambda stream: stream.write(text.encode()))
    elif ending == ".npy":
        write_whole(
            path,
            lambda stream: np.save(stream, np.asarray(spectrum.eigenvalues), allow_pickle=False),
        )
    else:
        write_whole(path, lambda stream: _write_list(spectrum, stream))


def left_out(spectrum: Spectrum, path: str | os.PathLike[str]) -> tuple[str, ...]:
    """Return the names of what the spectrum says and a file of that kind does not hold."""
    ending = Path(path).suffix.lower()
    if ending == ".npz":
        return ()
    beside = [name for name in _BESIDE if getattr(spectrum, name) is not None]
    if ending not in _LISTS:
        return tuple(beside)
    names = [name for name, value in spectrum.meta.as_dict().items() if value is not None]
    kept = "float64" if ending != ".npy" else np.asarray(spectrum.eigenvalues).dtype.name
    if spectrum.dtype == kept and "dtype" in names:
        names.remove("dtype")
    elif spectrum.dtype != kept and "dtype" not in names:
        names.append("dtype")
    return (*names, *beside)


def _faults(spectrum: Spectrum, ending: str, path: str) -> list[Fault]:
    """Say why the format cannot hold the spectrum."""

    def fault(allowed: str) -> Fault:
        return Fault("target", path, allowed, option="OUT")

    if ending not in ENDINGS:
        return [fault(f"must end in {', '.join(ENDINGS[:-1])} or {ENDINGS[-1]}")]
    faults = []
    if spectrum.blocks and ending != ".npz":
        faults.append(
            fault(f"cannot hold the spectrum's blocks ({len(spectrum.blocks)}): .npz can")
        )
    if ending in _LISTS and spectrum.kind == "quadrature":
        faults.append(
            fault(
                "is a list of eigenvalues and cannot hold nodes and weights of random probes "
                f"({spectrum.probes}): .npz and .json can"
            )
        )
    if ending == ".json" and spectrum.kind == "exact":
        faults.append(
            fault(
                "is a density of nodes and weights, as which all eigenvalues would be read again "
                "as an estimate: .npz, .npy, .csv and .txt hold them"
            )
        )
    if ending == ".npz" and spectrum.dim is None:
        faults.append(
            Fault("dim", None, f"is missing: {spectrum.label} does not state its dimension d")
        )
    return faults


def _density(spectrum: Spectrum) -> str:
    content: dict[str, Any] = {
        "eigenvalues": np.asarray(spectrum.nodes).tolist(),
        "weights": np.asarray(spectrum.weights).tolist(),
    }
    if spectrum.dim is not None:
        content["dim"] = spectrum.dim
    if spectrum.residuals is not None:
        content["residuals"] = np.asarray(spectrum.residuals).tolist()
    if spectrum.known is not None:
        content["known"] = np.asarray(spectrum.known).tolist()
    if spectrum.apart is not None and spectrum.dim is not None:
        content["apart"] = np.asarray(spectrum.apart).tolist()
        # Rounded to float32, these weights would be no whole numbers over d when read as float64.
        counts = np.array([spectrum.counts(probe) for probe in range(spectrum.probes)])
        weights = np.asarray(spectrum.weights, dtype=np.float64)
        if np.asarray(spectrum.weights).dtype != np.float64:
            weights = np.where(spectrum.apart, counts / spectrum.dim, weights)
        content["weights"] = weights.tolist()
    meta = {name: value for name, value in spectrum.meta.as_dict().items() if value is not None}
    # The type sets the floor: a file must not come back with a finer one.
    content["meta"] = {**meta, "dtype": spectrum.dtype}
    try:
        return json.dumps(content, ensure_ascii=False, allow_nan=False) + "\n"
    except (TypeError, ValueError) as error:
        raise InputError(f"meta of {spectrum.label} cannot be written as JSON: {error}") from error


def _write_list(spectrum: Spectrum, stream: BinaryIO) -> None:
    values = np.asarray(spectrum.eigenvalues).reshape(-1)
    for start in range(0, values.size, CHUNK):
        # Python's shortest text of a float64 gives the same float64 again.
        part = values[start : start + CHUNK].astype(np.float64).tolist()
        stream.write("".join(f"{value!r}\n" for value in part).encode())
