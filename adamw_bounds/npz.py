"""How much memory the arrays of an ``.npz`` file take, before any of them is unpacked.

An archive of a megabyte can hold zeros that unpack to gigabytes. What a member will take stands in
its own head, of which a bounded part is read: what the archive says of its size may be false.
"""

from __future__ import annotations

import io
import math
import mmap
import os
import struct
import zipfile
import zlib
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final, Self

__all__ = ["TooLargeError", "most_memory", "read_members"]

#: Arrays of more than this are not unpacked, however much memory there is: 16 GiB.
_MOST: Final = 1 << 34
#: A text of more than this is no text that was written about a spectrum: 64 MiB.
_MOST_TEXT: Final = 1 << 26
#: The head of an array says its type and shape; more than this it never needs.
_MOST_HEAD: Final = 1 << 16
#: A member of more than this is read part by part: 1 MiB.
_MOST_AT_ONCE: Final = 1 << 20
_MAGIC: Final = b"\x93NUMPY"
#: What stands before a member of an archive, and the flag that its name is in UTF-8.
_LOCAL: Final = struct.Struct("<4sHHHHHLLLHH")
_UTF8: Final = 0x800


class TooLargeError(Exception):
    """What is said of an archive that is not unpacked: a phrase that follows its name."""


def most_memory() -> int:
    """Return how many bytes the arrays of a file may take: half of what the machine has."""
    try:
        machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return _MOST
    return min(_MOST, max(machine // 2, 1 << 30))


def read_members(archive: Any, names: Mapping[str, str]) -> dict[str, Any]:
    """Return arrays of an archive, unless they take more memory than is given to them.

    Parameters
    ----------
    archive : numpy.lib.npyio.NpzFile
        The archive.
    names : mapping of str to str
        The arrays' names, and the members that hold them.

    Raises
    ------
    TooLargeError
        If they take more.
    """
    entries = {name: archive.zip.getinfo(stored) for name, stored in names.items()}
    small = {name for name, entry in entries.items() if entry.file_size <= _MOST_AT_ONCE}
    # No member yields more than the archive says of it; what its head says may still be more.
    total = sum(entries[name].file_size for name in small)
    if total > most_memory():
        raise TooLargeError(_too_much(total))
    contents: dict[str, tuple[bytes, int]] = {}
    total = 0
    with _Stored(archive.zip) as stored:
        for name, entry in entries.items():
            if name in small:
                data = stored.read(entry)
                start = _start(data)
                contents[name] = data, start
                size, is_text = _size_of(_head(data[:start]))
            else:
                with archive.zip.open(entry) as stream:
                    size, is_text = _size(stream)
            if is_text and size > _MOST_TEXT:
                raise TooLargeError(
                    f"is not unpacked: the text {name!r:.60} in it takes {_shown(size)} of "
                    f"memory, and at most {_shown(_MOST_TEXT)} are given to a text"
                )
            total += size
    if total > most_memory():
        raise TooLargeError(_too_much(total))
    return {
        # Of a large one numpy reads one part after another.
        name: _array(archive, name, *contents[name]) if name in small else archive[name]
        for name in names
    }


def _too_much(size: float) -> str:
    return (
        f"is not unpacked: its arrays take {_shown(size)} of memory, and at most "
        f"{_shown(most_memory())} are given to a file"
    )


class _Stored:
    """The members of an archive, of which those that are not packed are read at their place.

    zipfile opens a stream for each, which takes ten times as long as its content does where there
    are tens of thousands.
    """

    def __init__(self, archive: Any) -> None:
        self._archive = archive
        try:
            self._bytes: mmap.mmap | None = mmap.mmap(
                archive.fp.fileno(), 0, access=mmap.ACCESS_READ
            )
        except (OSError, ValueError, AttributeError):  # no file of the disk
            self._bytes = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._bytes is not None:
            self._bytes.close()

    def read(self, entry: Any) -> bytes:
        """Return the content of a member; zipfile says what is wrong with one that is not whole."""
        found = self._in_place(entry)
        return self._archive.read(entry) if found is None else found

    def _in_place(self, entry: Any) -> bytes | None:
        if (
            self._bytes is None
            or entry.compress_type != zipfile.ZIP_STORED
            or entry.flag_bits & ~_UTF8
            or entry.compress_size != entry.file_size
        ):
            return None
        place = entry.header_offset
        head = self._bytes[place : place + _LOCAL.size]
        if len(head) < _LOCAL.size:
            return None
        magic, _, flags, kind, *_, name_size, extra_size = _LOCAL.unpack(head)
        place += _LOCAL.size
        name = self._bytes[place : place + name_size]
        is_utf8 = entry.flag_bits & _UTF8 or entry.orig_filename.isascii()
        encoding = "utf-8" if is_utf8 else "cp437"
        if (magic, flags, kind) != (b"PK\x03\x04", entry.flag_bits, zipfile.ZIP_STORED) or (
            name != entry.orig_filename.encode(encoding, "replace")
        ):
            return None
        place += name_size + extra_size
        data = self._bytes[place : place + entry.file_size]
        is_whole = len(data) == entry.file_size and zlib.crc32(data) == entry.CRC
        return data if is_whole else None


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
    return _size_of(_head(head + length + stream.read(count)))


def _start(data: bytes) -> int:
    """Return where the content of an array begins, as its head says."""
    width = 2 if data[len(_MAGIC) : len(_MAGIC) + 1] == b"\x01" else 4
    place = len(_MAGIC) + 2
    count = int.from_bytes(data[place : place + width], "little")
    if data[: len(_MAGIC)] == _MAGIC and count > _MOST_HEAD:
        raise TooLargeError(f"is not unpacked: the head of an array in it takes {_shown(count)}")
    return place + width + count


def _size_of(head: tuple[tuple[int, ...], bool, Any] | None) -> tuple[int, bool]:
    """Return how many bytes an array of such a head takes, and whether it is text."""
    if head is None:
        return 0, False  # whoever reads it finds that out
    shape, _, kind = head
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


def _array(archive: Any, name: str, data: bytes, start: int) -> Any:
    """Return the array that a member's content is, whose values begin at `start`."""
    import numpy as np

    known = _head(data[:start])
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
