"""Where the Lanczos vectors lie: on the device, in memory, or in a file that goes with them."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from typing import Any

import numpy as np

from adamw_bounds.errors import RunError
from adamw_bounds.measure._torch import torch
from adamw_bounds.measure.chunking import free_memory
from adamw_bounds.measure.cost import disk_room, host_room
from adamw_bounds.measure.products import Operator, is_out_of_memory

__all__ = ["room_for"]


@contextlib.contextmanager
def room_for(shape: tuple[int, int, int], operator: Operator, where: str) -> Iterator[Any]:
    """Make room for the Lanczos vectors; a file on disk is gone when they are.

    Parameters
    ----------
    shape : tuple of int
        Probes, steps, coordinates.
    operator : Operator
        Its dtype is theirs, its device the nearest place for them.
    where : str
        ``device``, ``host``, ``disk``, or ``auto`` for the first of them that has room.

    Raises
    ------
    RunError
        If they fit nowhere.
    """
    size = int(np.prod(shape, dtype=object)) * torch.finfo(operator.dtype).bits // 8
    places = ("device", "host", "disk") if where == "auto" else (where,)
    with contextlib.ExitStack() as stack:
        vectors = None
        for place in places:
            if where == "auto" and size > _room(place, operator.device):
                continue
            try:
                if place == "disk":
                    vectors = stack.enter_context(_on_disk(shape, operator.dtype, size))
                else:
                    device = operator.device if place == "device" else torch.device("cpu")
                    vectors = torch.empty(shape, dtype=operator.dtype, device=device)
                break
            except (RuntimeError, MemoryError) as error:
                if not is_out_of_memory(error):
                    raise
        if vectors is not None:
            yield vectors
            return
    raise RunError(
        f"the Lanczos vectors take {size / 2**30:.3g} GiB (probes·steps·d numbers), for which "
        f"there is no room ({', '.join(places)}): take fewer probes or steps",
        code="out-of-memory",
    )


def _room(place: str, device: Any) -> float:
    """Return how many bytes the basis may take there."""
    if place == "disk":
        return disk_room()
    if place == "device" and device.type == "cuda":
        return 0.5 * free_memory(device)
    return host_room()


@contextlib.contextmanager
def _on_disk(shape: tuple[int, int, int], dtype: Any, size: int) -> Iterator[Any]:
    if size > shutil.disk_usage(tempfile.gettempdir()).free:
        raise RunError(
            f"the Lanczos vectors take {size / 2**30:.3g} GiB, more than is free in "
            f"{tempfile.gettempdir()}",
            code="out-of-memory",
        )
    name = "float64" if dtype == torch.float64 else "float32"
    with tempfile.TemporaryFile(prefix="adamw-bounds-") as file:
        array = np.memmap(file, dtype=name, mode="w+", shape=shape)
        yield torch.from_numpy(array)
