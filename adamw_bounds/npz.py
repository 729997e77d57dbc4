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
from typing import Any, Final

__all__ = ["TooLargeError", "check_sizes", "most_memory"]

#: Arrays of more than this are not unpacked, however much memory there is: 16 GiB.
_MOST: Final = 1 << 34
#: A text of more than this is no text that was written about a spectrum: 64 MiB.
_MOST_TEXT: Final = 1 << 26
#: The head of an array says its type and shape; more than this it never needs.
_MOST_HEAD: Final = 1 << 16
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
    import numpy as np

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
    known = io.BytesIO(head + length + stream.read(count))
    version = np.lib.format.read_magic(known)
    read = (
        np.lib.format.read_array_header_1_0
        if version == (1, 0)
        else np.lib.format.read_array_header_2_0
    )
    try:
        shape, _, kind = read(known)
    except (ValueError, SyntaxError, TypeError):
        return 0, False
    return math.prod(shape) * kind.itemsize, kind.kind in "US"


def _shown(size: float) -> str:
    for unit in ("B", "KiB", "MiB", "GiB"):
        if size < 1024 or unit == "GiB":
            break
        size /= 1024
    return f"{size:.3g} {unit}"
