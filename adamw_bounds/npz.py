"""How much memory the arrays of an ``.npz`` file take, before any of them is unpacked.

An archive of a megabyte can hold zeros that unpack to gigabytes. What a member will take stands in
its own head, of which a bounded part is read: what the archive says of its size may be false.
"""

from __future__ import annotations

import io
import math
import os
import struct
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final

__all__ = ["TooLargeError", "check_sizes", "most_memory", "read_member"]

#: Arrays of more than this are not unpacked, however much memory there is: 16 GiB.
_MOST: Final = 1 << 34
#: A text of more than this is no text that was written about a spectrum: 64 MiB.
_MOST_TEXT: Final = 1 << 26
#: The head of an array says its type and shape; more than this it never needs.
_MOST_HEAD: Final = 1 << 16
#: A member of more than this is read part by part: 1 MiB.
_MOST_AT_ONCE: Final = 1 << 20
_MAGIC: Final = b"\x93NUMPY"


class TooLargeError(Exception):
    """What is said of an archive that is not unpacked: a phrase that follows its name."""


def most_memory() -> int:
    """Return how many bytes the arrays of a file may take: half of what the machine has."""
    try:
        machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return _MOST
    return min(_MOST, max(machine // 2, 1 << 30))


def check_sizes(archive: Any, names: Iterable[str]) -> None:
    """Refuse an archive whose arrays take more memory than is given to them.

    Parameters
    ----------
    archive : zipfile.ZipFile
        The archive.
    names : iterable of str
        The members that will be unpacked, as the archive names them.

    Raises
    ------
    TooLargeError
        If they take more.
    """
    total = 0
    for name in names:
        with archive.open(name) as stream:
            size, is_text = _size(stream)
        if is_text and size > _MOST_TEXT:
            raise TooLargeError(
                f"is not unpacked: the text {name.removesuffix('.npy')!r:.60} in it takes "
                f"{_shown(size)} of memory, and at most {_shown(_MOST_TEXT)} are given to a text"
            )
        total += size
    if total > most_memory():
        raise TooLargeError(
            f"is not unpacked: its arrays take {_shown(total)} of memory, and at most "
            f"{_shown(most_memory())} are given to a file"
        )


def _size(stream: Any) -> tuple[int, bool]:
    """Return how many bytes an array takes, and whether it is text; 0 where it is no array."""
    head = stream.read(len(_MAGIC) + 2)
    if head[: len(_MAGIC)] != _MAGIC or len(head) < len(_MAGIC) + 2:
        return 0, False  # whoever reads it finds that out
    width = 2 if head[len(_MAGIC)] == 1 else 4
    length = stream.read(width)
    if len(length) < width:
        return 0, False
    (count,) = struct.unpack("<H" if width == 2 else "<I", length)
    if count > _MOST_HEAD:
        raise TooLargeError(f"is not unpacked: the head of an array in it takes {_shown(count)}")
    known = _head(head + length + stream.read(count))
    if known is None:
        return 0, False
    shape, _, kind = known
    return math.prod(shape) * kind.itemsize, kind.kind in "US"


@lru_cache(maxsize=64)
def _head(text: bytes) -> tuple[tuple[int, ...], bool, Any] | None:
    """Return shape, order and type of an array by its head; None where it has none.

    It is a Python literal, which takes long to read; thousands of arrays have the same one.
    """
    import numpy as np

    stream = io.BytesIO(text)
    try:
        version = np.lib.format.read_magic(stream)
        read = (
            np.lib.format.read_array_header_1_0
            if version == (1, 0)
            else np.lib.format.read_array_header_2_0
        )
        shape, is_fortran, kind = read(stream)
    except (ValueError, SyntaxError, TypeError):
        return None
    return shape, is_fortran, kind


def read_member(archive: Any, name: str, stored: str) -> Any:
    """Return an array of an archive.

    Parameters
    ----------
    archive : numpy.lib.npyio.NpzFile
        The archive, its sizes checked.
    name, stored : str
        The array's name, and the member that holds it.
    """
    import numpy as np

    if archive.zip.getinfo(stored).file_size > _MOST_AT_ONCE:
        return archive[name]  # numpy reads it part by part
    data = archive.zip.read(stored)
    start = len(_MAGIC) + 4 + int.from_bytes(data[len(_MAGIC) + 2 : len(_MAGIC) + 4], "little")
    is_first = data[: len(_MAGIC) + 1] == _MAGIC + b"\x01"
    known = _head(data[:start]) if is_first and start <= _MOST_HEAD else None
    if known is None or known[2].hasobject or known[2].itemsize == 0:
        return archive[name]
    shape, is_fortran, kind = known
    count = math.prod(shape)
    if len(data) < start + count * kind.itemsize:
        return archive[name]  # numpy says what is wrong with it
    flat = np.frombuffer(data, kind, count, start)
    return flat.reshape(shape, order="F" if is_fortran else "C").copy()


def _shown(size: float) -> str:
    for unit in ("B", "KiB", "MiB", "GiB"):
        if size < 1024 or unit == "GiB":
            break
        size /= 1024
    return f"{size:.3g} {unit}"
