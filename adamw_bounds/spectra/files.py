"""Reading and writing spectra: the project's ``.npz``, plain lists, PyHessian's densities."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO, Final, NoReturn

import numpy as np
import numpy.typing as npt

from adamw_bounds.errors import InputError, RunError
from adamw_bounds.npz import TooLargeError, read_members
from adamw_bounds.spectra.foreign import NAMES, GridError, WrongDimError, check_no_grid, rule_in
from adamw_bounds.spectra.meta import Meta
from adamw_bounds.spectra.preconditioned import PREFIX, arrays_of, from_arrays
from adamw_bounds.spectra.spectrum import MACHINE_EPSILON, Block, Spectrum
from adamw_bounds.spectra.text import TextError, eigenvalues_in

__all__ = ["FORMAT", "load_spectrum", "save_spectrum"]

#: Name and version of the file format.
FORMAT = "adamw-bounds-spectrum/1"

_ZIP, _NPY = (b"PK\x03\x04", b"PK\x05\x06"), b"\x93NUMPY"
#: The records of a large archive, before the last one.
_LARGE_RECORDS = 56 + 20
#: Longest end of an archive: its last records and a comment of 65,535 bytes.
_END_RECORD = 22 + 65535 + _LARGE_RECORDS
#: From so many members on the last record leaves their number to the one before it.
_MOST_COUNTED = 0xFFFF


def load_spectrum(path: str | os.PathLike[str], *, label: str | None = None) -> Spectrum:
    """Read a spectrum from a file.

    Read are ``.npz`` of this project, ``.npy`` (memory-mapped), ``.csv`` and ``.txt`` lists of
    eigenvalues, and PyHessian's density as ``.json``: ``{"eigenvalues": [[…], …], "weights":
    [[…], …]}`` or the pair of both lists, the first optionally with ``dim``, ``residuals``,
    ``known``, ``apart`` and ``meta``. Nodes and weights of other packages are read from ``.npz``,
    ``.json`` and ``.pt`` (what ``torch.save`` wrote), under the names ``nodes`` or ``eigenvalues``
    and ``weights``, ``density_eigen`` and ``density_weight``, ``raw_eigenvalues`` and
    ``raw_weights``; a density on a grid is refused. Another suffix is judged by content. Nothing in
    a file is ever executed (pickled objects are refused).

    Parameters
    ----------
    path : path-like
        The file.
    label : str, optional
        Name in answers; by default the file's name without suffix.

    Returns
    -------
    Spectrum
        Checked in one pass: finite, in shape, weights of each probe ≥ 0 with sum 1.

    Raises
    ------
    RunError
        If the file cannot be read or is no spectrum, in one sentence.

    Notes
    -----
    Diagonal blocks of the Hessian stand in an ``.npz`` under ``blocks/NAME/KEY``, where KEY is
    ``dim``, ``eigenvalues`` or ``nodes`` and ``weights``, and optionally ``residuals``, ``known``,
    ``apart``, ``rho`` (a scalar) and ``meta`` (JSON; ``x_star_norm`` in it is that of the block).
    NAME may hold slashes. The keys of the whole may then be missing.

    ``vectors``, of shape (2, d), are unit eigenvectors of the largest and of the least eigenvalue.
    What the run's own preconditioner makes of the matrix stands under ``preconditioned/KEY``:
    ``meta`` (JSON), and ``s/KEY``, ``s_trace/KEY``, ``h/KEY``, ``h_trace/KEY`` with the arrays of
    a spectrum; see `adamw_bounds.spectra.preconditioned`.
    """
    try:
        file = Path(path)
        spectrum = _read(file, label if label is not None else file.stem)
    except _UnreadableError as refusal:
        raise RunError(f"{path} {refusal}", code="bad-spectrum-file") from refusal.__cause__
    except InputError as error:
        raise RunError(
            f"{path} is no spectrum: {error.message}", code="bad-spectrum-file"
        ) from error
    return spectrum


def save_spectrum(spectrum: Spectrum, path: str | os.PathLike[str]) -> None:
    """Write a spectrum as ``.npz``; the file appears whole or not at all.

    Parameters
    ----------
    spectrum : Spectrum
        What to write; it must state its dimension.
    path : path-like
        A name that ends in ``.npz``. An existing file is replaced once the new one is complete.

    Raises
    ------
    InputError
        If the name does not end in ``.npz`` or the spectrum does not state its dimension.
    RunError
        If the folder does not exist or cannot be written to.
    """
    if Path(os.path.realpath(path)).suffix != ".npz":
        raise InputError(f"a spectrum is written to a file that ends in .npz, not to {path}")
    if spectrum.dim is None:
        raise InputError(f"the spectrum {spectrum.label} does not state its dimension d: give it")
    arrays: dict[str, Any] = {"format": np.array(FORMAT), **_arrays(spectrum)}
    exact = [block.spectrum.kind == "exact" for block in spectrum.blocks]
    if any(exact) and not all(exact) and spectrum.made_of_blocks:
        # Eigenvalues of exact blocks would be repeated for every probe.
        del arrays["nodes"], arrays["weights"]
    for block in spectrum.blocks:
        start = f"{_BLOCKS}{block.name}/"
        arrays |= {start + key: value for key, value in _arrays(block.spectrum).items()}
        if block.rho is not None:
            arrays[f"{start}rho"] = np.array(float(block.rho))
    if spectrum.vectors is not None:
        arrays["vectors"] = spectrum.vectors
    if spectrum.preconditioned is not None:
        arrays |= arrays_of(spectrum.preconditioned)
    write_whole(path, lambda stream: np.savez(stream, **arrays))


def write_whole(path: str | os.PathLike[str], write: Callable[[BinaryIO], object]) -> None:
    """Let `write` fill a file that appears whole or not at all.

    Raises
    ------
    RunError
        If the folder does not exist or cannot be written to.
    """
    # A link is followed: what it points to is replaced, not the link.
    target = Path(os.path.realpath(path))
    partial = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    try:
        try:
            with partial.open("xb") as stream:
                write(stream)
                stream.flush()
                os.fsync(stream.fileno())
            partial.replace(target)
        finally:
            with suppress(OSError):
                partial.unlink()
    except OSError as error:
        raise RunError(f"cannot write {path}: {_reason(error)}", code="cannot-write") from error


def _arrays(spectrum: Spectrum) -> dict[str, Any]:
    """Return the keys of one spectrum as a file holds them."""
    arrays: dict[str, Any] = {"dim": np.array(spectrum.dim)}
    if spectrum.eigenvalues is not None:
        arrays["eigenvalues"] = spectrum.eigenvalues
    else:
        arrays["nodes"], arrays["weights"] = spectrum.nodes, spectrum.weights
    if spectrum.residuals is not None:
        arrays["residuals"] = spectrum.residuals
    if spectrum.known is not None:
        arrays["known"] = spectrum.known
    if spectrum.apart is not None:
        arrays["apart"] = spectrum.apart
    meta = spectrum.meta.as_dict()
    # The type sets the floor: a file must not come back with a finer one.
    meta["dtype"] = spectrum.dtype
    try:
        arrays["meta"] = np.array(json.dumps(meta, ensure_ascii=False, allow_nan=False))
    except (TypeError, ValueError) as error:
        raise InputError(f"meta of {spectrum.label} cannot be written as JSON: {error}") from error
    return arrays


class _UnreadableError(Exception):
    """What is wrong with a file: a phrase that follows its name."""


def _refuse(what: str, cause: Exception | None = None) -> NoReturn:
    raise _UnreadableError(what) from cause


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()


def _read(file: Path, label: str) -> Spectrum:
    try:
        if not file.exists():
            _refuse("does not exist")
        if file.is_dir():
            _refuse("is a folder, not a spectrum file")
        if not file.is_file():
            _refuse("is not a regular file")
        with file.open("rb") as stream:
            start = stream.read(len(_NPY))
    except OSError as error:
        _refuse(f"cannot be read: {_reason(error)}", error)
    except ValueError as error:  # a null byte in the name
        _refuse(f"is no name of a file: {error}", error)
    if not start:
        _refuse("is empty")
    suffix = file.suffix.lower()
    if suffix in _TORCH:
        return _read_torch(file, label)
    if suffix == ".npz" or (suffix not in _READERS and start.startswith(_ZIP)):
        if not start.startswith(_ZIP):
            _refuse("is no spectrum file: its content is not that of an .npz archive")
        return _read_npz(file, label)
    if suffix == ".npy" or (suffix not in _READERS and start == _NPY):
        if start != _NPY:
            _refuse("is no list of eigenvalues: its content is not that of an .npy file")
        return _read_npy(file, label)
    if suffix in _READERS:
        try:
            text = file.read_text(encoding="utf-8-sig")
        except OSError as error:
            _refuse(f"cannot be read: {_reason(error)}", error)
        except UnicodeDecodeError as error:
            _refuse("is no text in UTF-8", error)
        return _READERS[suffix](text, file, label)
    _refuse("is of no kind that is read: .npz, .npy, .csv, .txt, .json, .pt")


# numpy


def _read_npz(file: Path, label: str) -> Spectrum:
    try:
        # Opened here: numpy would leave the file open where the archive is damaged.
        with file.open("rb") as stream, np.load(stream, allow_pickle=False) as archive:
            members = archive.files
            known = _KEYS if "format" in members else _KEYS | NAMES
            wanted = [
                name for name in members if name in known or name.startswith((_BLOCKS, PREFIX))
            ]
            stored = {name.removesuffix(".npy"): name for name in archive.zip.namelist()}
            arrays = read_members(archive, {name: stored[name] for name in wanted})
            read = {id(archive.zip.getinfo(stored[name])) for name in wanted}
            for entry in archive.zip.infolist():
                if id(entry) not in read:
                    archive.zip.open(entry).close()  # compares the two names that a member has
            complete = len(members) == _member_count(stream)
    except TooLargeError as error:
        _refuse(str(error), error)
    except Exception as error:  # a damaged archive makes zipfile, zlib and numpy raise anything
        _refuse(_damage(error), error)
    if not complete:
        _refuse("is damaged: its table of contents has lost an entry")
    if "format" not in arrays:
        rule = None if "meta" in arrays else _rule({**dict.fromkeys(members), **arrays})
        if rule is not None:
            return _of_rule(rule, file, label)
        names = ", ".join(members)
        _refuse(
            "is no spectrum file: the key format is missing, and of another package's file nodes "
            f"and weights are wanted (it has {names:.80})"
        )
    version = _scalar("format", arrays["format"], "U")
    if version != FORMAT:
        _refuse(f"is of the format {version!r:.60}: this version reads {FORMAT}")
    blocks = _read_blocks(arrays)
    if "dim" not in arrays:
        _refuse("is no spectrum file: the key dim is missing")
    return Spectrum(
        dim=int(_scalar("dim", arrays["dim"], "iu")),
        eigenvalues=arrays.get("eigenvalues"),
        nodes=arrays.get("nodes"),
        weights=arrays.get("weights"),
        residuals=arrays.get("residuals"),
        known=arrays.get("known"),
        apart=arrays.get("apart"),
        meta=_meta_of(arrays, "meta"),
        label=label,
        path=file,
        blocks=blocks,
        vectors=arrays.get("vectors"),
        preconditioned=from_arrays(arrays),
    )


_VALUES = frozenset({"eigenvalues", "nodes", "weights", "residuals", "known", "apart"})
_KEYS = _VALUES | {"format", "dim", "meta", "blocks", "vectors"}
_BLOCKS = "blocks/"
_BLOCK_KEYS = _VALUES | {"dim", "meta", "rho"}


def _meta_of(arrays: Mapping[str, Any], key: str, known: dict[str, Meta] | None = None) -> Meta:
    """Return what a file says of a spectrum; `known` is what its texts were found to say so far."""
    if key not in arrays:
        return Meta()
    text = _scalar(key, arrays[key], "U")
    found = (known or {}).get(text)
    if found is None:
        found = _meta(_json(text, f"{key} in it"))
        if known is not None:
            known[text] = found
    return found


def _read_blocks(arrays: Mapping[str, Any]) -> list[Block]:
    """Return the blocks in the order in which their names come first."""
    if "blocks" in arrays:
        _refuse("is no spectrum file: blocks stand under the keys blocks/NAME/KEY")
    parts: dict[str, dict[str, Any]] = {}
    for key, value in arrays.items():
        if key.startswith(_BLOCKS):
            name, _, last = key[len(_BLOCKS) :].rpartition("/")
            if not name or last not in _BLOCK_KEYS:
                allowed = ", ".join(sorted(_BLOCK_KEYS))
                _refuse(f"is no spectrum file: {key!r:.80} is none of blocks/NAME/ with {allowed}")
            parts.setdefault(name, {})[last] = value
    blocks = []
    metas: dict[str, Meta] = {}  # thousands of blocks often say one and the same
    for name, keys in parts.items():
        if "dim" not in keys:
            _refuse(f"is no spectrum file: the key {_BLOCKS}{name}/dim is missing")
        rho = keys.get("rho")
        try:
            spectrum = Spectrum(
                dim=int(_scalar(f"{_BLOCKS}{name}/dim", keys["dim"], "iu")),
                eigenvalues=keys.get("eigenvalues"),
                nodes=keys.get("nodes"),
                weights=keys.get("weights"),
                residuals=keys.get("residuals"),
                known=keys.get("known"),
                apart=keys.get("apart"),
                meta=_meta_of(keys, "meta", metas),
                label=name,
            )
        except InputError as error:
            raise InputError(f"in block {name}, {error.message}") from error
        blocks.append(
            Block(
                name=name,
                spectrum=spectrum,
                rho=None if rho is None else float(_scalar(f"{_BLOCKS}{name}/rho", rho, "iuf")),
            )
        )
    return blocks


def _member_count(stream: BinaryIO) -> int:
    """Return how many members the archive's last record counts.

    zipfile does not compare: one damaged length can make it skip the member that follows.
    """
    size = stream.seek(0, os.SEEK_END)
    stream.seek(max(0, size - _END_RECORD))
    end = stream.read()
    start = end.rindex(b"PK\x05\x06")
    count = int.from_bytes(end[start + 10 : start + 12], "little")
    if count == _MOST_COUNTED:
        # Of so many or more another record, before it, has the count.
        start = end.rindex(b"PK\x06\x06", 0, start)
        count = int.from_bytes(end[start + 32 : start + 40], "little")
    return count


def _read_npy(file: Path, label: str) -> Spectrum:
    try:
        values: npt.NDArray[Any] = np.load(file, mmap_mode="r", allow_pickle=False)
    except Exception as error:  # as above
        _refuse(_damage(error), error)
    return Spectrum(eigenvalues=values, label=label, path=file)


def _rule(arrays: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return nodes and weights among arrays that another package wrote."""
    try:
        return rule_in(arrays)
    except (GridError, WrongDimError) as error:
        _refuse(str(error), error)


#: How far a sum of weights of a coarse type may be from 1.
_FAR_FROM_ONE: Final = 0.05


def _of_rule(rule: Mapping[str, Any], file: Path, label: str, kind: str | None = None) -> Spectrum:
    """Return the spectrum of nodes and weights; `kind` is their type where numpy has it not."""
    nodes, weights = np.asarray(rule["nodes"]), np.asarray(rule["weights"])
    # What is not said is read off: rounding in the type that they were computed in.
    kinds = [kind or "float64", nodes.dtype.name, weights.dtype.name]
    coarsest = max(kinds, key=lambda name: MACHINE_EPSILON.get(name, 0.0))
    found = Spectrum(
        nodes=nodes.astype(np.float64) if nodes.dtype.kind == "f" else nodes,
        weights=_summed(weights, MACHINE_EPSILON[coarsest]),
        meta=Meta(dtype=None if coarsest == "float64" else coarsest),
        label=label,
        path=file,
    )
    return found if rule.get("dim") is None else found.with_dim(rule["dim"])


def _summed(weights: npt.NDArray[Any], epsilon: float) -> npt.NDArray[Any]:
    """Return weights in float64; coarser ones add up to 1 again, which rounding took."""
    if weights.dtype.kind != "f" or weights.dtype == np.float64 or weights.ndim == 0:
        return weights
    wide = weights.astype(np.float64)
    sums = wide.sum(axis=-1, keepdims=True)
    near = np.abs(sums - 1) <= min(wide.shape[-1] * epsilon, _FAR_FROM_ONE)
    summed: npt.NDArray[Any] = wide / np.where(near, sums, 1.0)
    return summed


# PyTorch


_TORCH: Final = frozenset({".pt", ".pth"})


def _read_torch(file: Path, label: str) -> Spectrum:
    """Read what ``torch.save`` wrote of tensors; no code in it is run."""
    from adamw_bounds.tensors import load_tensors

    saved = load_tensors(file, numbers=True)
    arrays = saved.arrays
    kind = "bfloat16" if saved.bfloat16 else None
    if list(arrays) == [""] and arrays[""].ndim < 2:
        return Spectrum(eigenvalues=arrays[""], meta=Meta(dtype=kind), label=label, path=file)
    if list(arrays) == [""] and len(arrays[""]) == 2:  # the pair, stacked into one
        arrays = dict(zip(("0", "1"), arrays[""], strict=True))
    if list(arrays) == ["0", "1"]:  # the pair that most packages return
        arrays = dict(zip(("nodes", "weights"), arrays.values(), strict=True))
    rule = _rule(arrays)
    if rule is None:
        names = ", ".join(arrays)
        _refuse(f"holds no spectrum: nodes and weights are wanted, and it has {names:.200}")
    return _of_rule(rule, file, label, kind)


def _damage(error: Exception) -> str:
    if isinstance(error, MemoryError):
        return "is damaged, or larger than the memory at hand"
    if isinstance(error, ValueError) and ("pickle" in str(error) or "Python objects" in str(error)):
        return "holds pickled Python objects, which are never loaded"
    if isinstance(error, OSError) and error.strerror:
        return f"cannot be read: {_reason(error)}"
    return "is damaged or cut short: it cannot be read to its end"


def _scalar(name: str, array: npt.NDArray[Any], kinds: str) -> Any:
    if array.shape != () or array.dtype.kind not in kinds:
        wanted = {"U": "a text", "iu": "an integer"}.get(kinds, "a number")
        _refuse(f"is no spectrum file: {name} is not {wanted}")
    return array.item()


# JSON


def _json(text: str, what: str) -> Any:
    def refuse_constant(name: str) -> NoReturn:
        _refuse(f"is no spectrum file: {what} holds {name}, which is not JSON")

    try:
        return json.loads(text, parse_constant=refuse_constant)
    except (ValueError, RecursionError) as error:
        _refuse(f"is no spectrum file: {what} is not JSON", error)


def _meta(values: Any) -> Meta:
    if values is None:
        return Meta()
    if not isinstance(values, dict):
        _refuse("is no spectrum file: meta in it is not a JSON object")
    return Meta.from_mapping(values)


def _read_json(text: str, file: Path, label: str) -> Spectrum:
    # pydantic takes a tenth of a second to load, which other files need not wait for.
    from adamw_bounds.spectra.densities import DensityError, density_in

    try:
        density = density_in(_json(text, "it"))
    except DensityError as error:
        _refuse(str(error), error)
    left = density.residuals
    try:
        for row in () if left is not None else density.eigenvalues:
            check_no_grid(row)
    except GridError as error:
        _refuse(str(error), error)
    return Spectrum(
        dim=density.dim,
        nodes=np.array(density.eigenvalues, dtype=np.float64),
        weights=np.array(density.weights, dtype=np.float64),
        residuals=None if left is None else np.array(left[0], dtype=np.float64),
        known=None if density.known is None else np.array(density.known, dtype=np.bool_),
        apart=None if density.apart is None else np.array(density.apart, dtype=np.bool_),
        meta=_meta(density.meta),
        label=label,
        path=file,
    )


# Text


def _read_text(text: str, file: Path, label: str) -> Spectrum:
    try:
        values = eigenvalues_in(text)
    except TextError as error:
        _refuse(str(error))
    return Spectrum(eigenvalues=np.array(values, dtype=np.float64), label=label, path=file)


_READERS = {".json": _read_json, ".csv": _read_text, ".txt": _read_text}
