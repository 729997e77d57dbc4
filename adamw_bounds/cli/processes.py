"""The same work on many items, shared among the cores where that costs little to start."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Sequence
from typing import Any, Final, TypeVar

__all__ = ["in_processes"]

Item = TypeVar("Item")
Result = TypeVar("Result")

#: With fewer items, starting processes takes longer than it saves.
_FEW: Final = 20
_MOST_PROCESSES: Final = 4
#: Neighbours share derivations, so that each process takes several in a row; the last pieces are
#: short enough for the processes to end together.
_IN_A_ROW: Final = 5

#: What a process does, in that process. A fork inherits it, closures and all: only the places of
#: the items are sent.
_WORK: Final[list[Callable[[int], Any]]] = []


def in_processes(
    function: Callable[[Item], Result],
    items: Sequence[Item],
    *,
    prepare: Callable[[], None] = lambda: None,
) -> list[Result]:
    """Return the function of each item, in the order of the items.

    Parameters
    ----------
    function : callable
        What is done with an item; what it returns is pickled.
    items : sequence
        The items.
    prepare : callable, optional
        What is done once, before the work is shared: imports.
    """
    cores = _cores()
    if len(items) <= _FEW or cores < 2 or not _forks_safely():
        return [function(item) for item in items]
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    prepare()
    pool = ProcessPoolExecutor(
        min(cores, _MOST_PROCESSES),
        get_context("fork"),
        initializer=_begin,
        initargs=(lambda place: function(items[place]),),
    )
    try:
        return list(pool.map(_done, range(len(items)), chunksize=_IN_A_ROW))
    finally:
        # After Ctrl-C, what was not begun is left.
        pool.shutdown(cancel_futures=True)


def _begin(work: Callable[[int], Any]) -> None:
    # Ctrl-C reaches every process of a terminal; the one that started the work ends the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _WORK.append(work)


def _done(place: int) -> Any:
    return _WORK[-1](place)


def _cores() -> int:
    """Return how many cores this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _forks_safely() -> bool:
    """Tell whether this process has one thread only: a lock that another holds is held for ever.

    Only Linux says so; elsewhere system libraries have threads of their own.
    """
    return sys.platform == "linux" and len(os.listdir("/proc/self/task")) == 1
