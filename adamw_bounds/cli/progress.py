"""The progress bar: on standard error, on a terminal only, and gone without a trace at the end."""

from __future__ import annotations

import contextlib
import math
import sys
import time
from collections.abc import Iterator
from typing import Any, Final

__all__ = ["Bar", "late_bar", "progress_bar"]

#: Seconds after which work is worth a bar.
_LATE: Final = 2.0


class Bar:
    """A bar that may be there or not; what is told to it is shown where it is."""

    def __init__(self, shown: Any = None, task: Any = None) -> None:
        self._shown = shown
        self._task = task

    def __bool__(self) -> bool:
        return self._shown is not None

    def advance(self, done: float = 1, *, total: float | None = None) -> None:
        """Count work that was done since the last call."""
        if self._shown is not None:
            self._shown.update(self._task, advance=done, total=total)

    def reach(self, done: float, total: float, text: str, *, unit: str = "") -> None:
        """Say how far the work is, what is being done, and how fast in ``unit`` a second."""
        if self._shown is not None:
            speed = self._shown.tasks[0].speed
            rate = f"{speed:.3g} {unit}/s" if speed and unit else ""
            self._shown.update(self._task, completed=done, total=total, description=text, rate=rate)


@contextlib.contextmanager
def progress_bar(
    *, total: float | None = None, counted: str = "", remaining: bool = True
) -> Iterator[Bar]:
    """Show a progress bar on standard error where that is a terminal.

    Parameters
    ----------
    total : float, optional
        The work to be done, where it is known from the start.
    counted : str
        The noun of a count, which is shown as ``3 of 5 steps``; without it the bar shows what is
        being done, the share that is done, and the speed.
    remaining : bool
        Whether to show the time that is left.

    Yields
    ------
    Bar
        What to tell; false where nothing is shown.
    """
    stream = sys.stderr
    if stream is None or not stream.isatty() or total == 0:
        yield Bar()
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    if counted:
        count = "{task.completed:,} of {task.total:,} " + counted
        columns: list[Any] = [TextColumn(count), BarColumn()]
    else:
        columns = [
            *(TextColumn("{task.description}"), BarColumn()),
            *(TextColumn("{task.percentage:>3.0f}%"), TextColumn("{task.fields[rate]}")),
        ]
    if remaining:
        columns.append(TimeRemainingColumn())
    with Progress(*columns, console=Console(file=stream), transient=True) as shown:
        start = 1 if counted and not total else total
        task = shown.add_task(counted or "loading", total=start, rate="")
        yield Bar(shown, task)


class _LateBar(Bar):
    """A bar that appears once the work has taken a while, and not at its end."""

    def __init__(self, stack: contextlib.ExitStack, total: float, counted: str) -> None:
        super().__init__()
        self._stack = stack
        self._total = total
        self._counted = counted
        self._since = time.monotonic()
        self._done: float = 0
        self._bar: Bar | None = None

    def advance(self, done: float = 1, *, total: float | None = None) -> None:
        """Count work that was done since the last call."""
        self._done += done
        self._total = self._total if total is None else total
        if self._bar is not None:
            self._bar.advance(done, total=total)
        elif time.monotonic() - self._since > _LATE and self._done < self._total:
            self._bar = self._stack.enter_context(
                progress_bar(total=self._total, counted=self._counted)
            )
            self._bar.advance(self._done)


@contextlib.contextmanager
def late_bar(*, total: float = math.inf, counted: str) -> Iterator[Bar]:
    """Show a progress bar once the work has taken two seconds.

    Parameters
    ----------
    total : float
        The work to be done; where it is not known yet, it is told with what was done.
    counted : str
        The noun of its count.
    """
    with contextlib.ExitStack() as stack:
        yield _LateBar(stack, total, counted)
