"""What the C library does with memory that is freed while a spectrum is measured on a CPU."""

from __future__ import annotations

import contextlib
import ctypes
import os
from collections.abc import Iterator
from typing import Any, Final

__all__ = ["keeping_freed_memory"]

#: Numbers of glibc's ``mallopt`` (malloc.h).
_TRIM_THRESHOLD: Final = -1
_MMAP_THRESHOLD: Final = -3
#: The largest size of blocks that glibc lets stand in its heap, and what it keeps free of the
#: heap's end by itself at most: twice that.
_BLOCK: Final = 32 << 20
#: What it keeps free here.
_KEPT: Final = 256 << 20
#: What users set for the whole process themselves.
_SET: Final = ("MALLOC_TRIM_THRESHOLD_", "MALLOC_MMAP_THRESHOLD_", "GLIBC_TUNABLES")


@contextlib.contextmanager
def keeping_freed_memory(device_type: str) -> Iterator[None]:
    """Keep what a product frees for the next one, in the place of giving it to the system.

    Each product takes and frees the same activations. Where glibc gives them back, the system
    fills the pages with zeros each time: a tenth to a fifth of the time of a product. At the end
    all that is free is given back, and glibc's own largest thresholds are set; what they were
    before it does not tell.

    Parameters
    ----------
    device_type : str
        The kind of device that measures; on another than the CPU nothing is done. Nor is it with
        another C library, or where the environment sets these thresholds.
    """
    library = _glibc() if device_type == "cpu" else None
    if library is None or any(os.environ.get(name) for name in _SET):
        yield
        return
    library.mallopt(_MMAP_THRESHOLD, _BLOCK)
    library.mallopt(_TRIM_THRESHOLD, _KEPT)
    try:
        yield
    finally:
        library.mallopt(_TRIM_THRESHOLD, 2 * _BLOCK)
        library.malloc_trim(0)


def _glibc() -> Any | None:
    """Return glibc, None where the process runs on another C library."""
    try:
        # Not known to all systems, nor to musl.
        known = (os.confstr("CS_GNU_LIBC_VERSION") or "").startswith("glibc")
    except (AttributeError, OSError, ValueError):
        return None
    return ctypes.CDLL(None) if known else None
