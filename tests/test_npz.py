"""An archive that unpacks to more than is given to it is refused before it is unpacked."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from adamw_bounds import npz
from adamw_bounds.errors import RunError
from adamw_bounds.spectra import load_spectrum

_BASE = {
    "format": np.array("adamw-bounds-spectrum/1"),
    "dim": np.array(3),
    "eigenvalues": np.array([1.0, 2.0, 3.0]),
}


def _head(kind: str, shape: tuple[int, ...], version: bytes = b"\x01\x00") -> bytes:
    """Return the head of an array without its content."""
    text = repr({"descr": kind, "fortran_order": False, "shape": shape}).encode() + b"\n"
    return b"\x93NUMPY" + version + struct.pack("<H" if version[0] == 1 else "<I", len(text)) + text


def _archive(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, array in _BASE.items():
            if name not in members:
                stream = io.BytesIO()
                np.save(stream, array)
                archive.writestr(f"{name}.npy", stream.getvalue())
        for name, content in members.items():
            archive.writestr(f"{name}.npy", content)
    return path


CASES: dict[str, Any] = {
    # What a head announces counts, whatever the archive says of the member's size.
    "text": {"meta": _head("<U268435456", ()) + bytes(1000)},
    "values": {"eigenvalues": _head("<f8", (1 << 40,)) + bytes(1000)},
    "block": {"blocks/a/eigenvalues": _head("<f8", (1 << 20, 1 << 20)) + bytes(1000)},
    "second version": {"eigenvalues": _head("<f8", (1 << 40,), b"\x02\x00") + bytes(1000)},
    # A head that is itself too long, of zeros that take no room in the archive.
    "head": {"meta": b"\x93NUMPY\x02\x00" + struct.pack("<I", 1 << 26) + bytes(1 << 26)},
}


@pytest.mark.parametrize("case", CASES)
def test_what_unpacks_to_too_much_is_refused_and_takes_no_memory(tmp_path: Path, case: str) -> None:
    path = _archive(tmp_path / "s.npz", CASES[case])
    tracemalloc.start()
    with pytest.raises(RunError, match="is not unpacked"):
        load_spectrum(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 16 << 20


def test_the_sum_of_all_arrays_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = io.BytesIO()
    np.save(content, np.zeros(1000))
    path = _archive(tmp_path / "s.npz", {f"blocks/{n}/residuals": content.getvalue() for n in "ab"})
    monkeypatch.setattr(npz, "most_memory", lambda: 12_000)
    with pytest.raises(RunError, match="is not unpacked"):
        load_spectrum(path)


def test_a_file_as_it_is_written_is_read(tmp_path: Path) -> None:
    assert load_spectrum(_archive(tmp_path / "s.npz", {})).dim == 3


def test_members_are_read_as_numpy_reads_them(tmp_path: Path) -> None:
    arrays: dict[str, Any] = {
        "number": np.float64(0.1),
        "text": np.array("λ of a block"),
        "columns": np.asfortranarray(np.arange(12.0).reshape(3, 4)),
        "swapped": np.arange(5, dtype=">f4"),
        "nothing": np.empty((0, 3)),
        "large": np.arange(200_000.0),
    }
    path = tmp_path / "a.npz"
    np.savez_compressed(path, **arrays)
    with np.load(path) as archive:
        read = npz.read_members(archive, {name: f"{name}.npy" for name in arrays})
        for name, expected in arrays.items():
            found = read[name]
            np.testing.assert_array_equal(found, expected)
            assert found.dtype == archive[name].dtype
            assert found.flags.writeable
