"""The trace of a training run: a file of JSON lines, a head and one line for each recorded step.

The head says what was trained and how. Every other line is a mapping of a few numbers, written
whole and at once, so that a run that was stopped anywhere leaves a file that can be read.
"""

from __future__ import annotations

import json
import math
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from adamw_bounds.errors import RunError

__all__ = ["FLAGS", "FORMAT", "Trace", "head_and_lines", "load_trace"]

FORMAT: Final = "adamw-bounds-trace/1"

#: What a line may say of its step beside numbers, and what that means.
FLAGS: Final = {
    "not-finite": "the gradient had a value that is not finite",
    "rescaled": "the gradient was changed between backward() and the step, as by clipping",
    "skipped-steps": "a gradient scaler left steps out before this one",
    "no-gradient": "a parameter of the optimizer had no gradient",
    "one-seed": "processes drew with one seed, so that their batches were not independent",
    "not-averaged": "the gradient was not the mean of those of the processes",
}
#: Numbers of a line, each a float, a whole number or null.
_NUMBERS: Final = frozenset(
    (
        "loss",
        "gradient_l1",
        "gradient_l2",
        "gradient_inf",
        "raw_gradient_l2",
        "x_l2",
        "x_inf",
        "x_dot_gradient",
        "momentum_dot_gradient",
        "denominator_least",
        "denominator_most",
        "denominator_change",
        "x_v_squared",
        "decay_squared",
        "decay_drift",
        "update_l2",
        "kkt_lower",
        "kkt_upper",
    )
)
#: Lists of numbers: one for each parameter group, or one for each pair of batches.
_LISTS: Final = frozenset(
    (
        "rates",
        "group_gradient_l1",
        "group_x_dot_gradient",
        "group_x_inf",
        "pairs",
        "pair_squares",
    )
)


@dataclass(frozen=True, kw_only=True)
class Trace:
    """What is known of a training run.

    Attributes
    ----------
    path : Path
        The file.
    head : mapping
        ``optimizer``, ``groups`` (settings and size of each), ``dim``, ``every``, ``batch_size``
        of an optimizer step, ``accumulate`` (batches of which it is made),
        ``samples``, ``training_sampling``, ``probe``, ``x0_l2``, ``x0_inf``; null where unknown.
    steps : ndarray of int, shape (lines,)
        Optimizer steps that were done before each recorded one, increasing.
    columns : mapping of str to ndarray, shape (lines,)
        A number of each line, NaN where it has none.
    lists : mapping of str to list of ndarray
        Numbers of each line, one for each parameter group or pair of batches; empty where it has
        none.
    flags : mapping of str to list of int
        Steps of which each flag was said.
    notes : tuple of (str, str)
        Code and sentence of what a reader must know of the file.
    """

    path: Path
    head: Mapping[str, Any]
    steps: np.ndarray[Any, np.dtype[np.int64]]
    columns: Mapping[str, np.ndarray[Any, np.dtype[np.float64]]]
    lists: Mapping[str, list[np.ndarray[Any, np.dtype[np.float64]]]]
    flags: Mapping[str, list[int]]
    notes: tuple[tuple[str, str], ...] = ()

    def flat(self, name: str) -> np.ndarray[Any, np.dtype[np.float64]]:
        """Return the numbers of a list, over all lines, in the order of the steps."""
        found = [values for values in self.lists.get(name, ()) if values.size]
        return np.concatenate(found) if found else np.empty(0)


def load_trace(path: str | os.PathLike[str]) -> Trace:
    """Read a trace.

    Parameters
    ----------
    path : path-like
        A file that a recorder wrote. A last line that was cut is left out, and said to be.

    Raises
    ------
    RunError
        If it cannot be read, or is no trace: names the line.
    """
    path = Path(path)
    head, lines, cut = head_and_lines(path)
    notes = []
    if cut:
        notes.append(
            (
                "cut-trace",
                f"The last line of {path} is cut, as where a run was stopped: it is left out.",
            )
        )
    steps: list[int] = []
    columns: dict[str, list[float]] = {name: [] for name in _NUMBERS}
    lists: dict[str, list[np.ndarray[Any, np.dtype[np.float64]]]] = {name: [] for name in _LISTS}
    flags: dict[str, list[int]] = {}
    for number, line in lines:
        where = f"{path}, line {number}"
        step = _step(where, line)
        if steps and step <= steps[-1]:
            raise _bad(where, f"step {step} comes after step {steps[-1]}")
        steps.append(step)
        for name, column in columns.items():
            column.append(_number(where, name, line.get(name)))
        for name, rows in lists.items():
            rows.append(_numbers(where, name, line.get(name)))
        said = line.get("flags", [])
        if not isinstance(said, list) or not all(isinstance(flag, str) for flag in said):
            raise _bad(where, "flags must be a list of words")
        for flag in said:
            flags.setdefault(flag, []).append(step)
    return Trace(
        path=path,
        head=head,
        steps=np.array(steps, dtype=np.int64),
        columns={name: np.array(column, dtype=float) for name, column in columns.items()},
        lists=lists,
        flags=flags,
        notes=tuple(notes),
    )


def head_and_lines(
    path: Path,
) -> tuple[dict[str, Any], Iterator[tuple[int, dict[str, Any]]], bool]:
    """Return the head of a trace, its lines with their numbers, and whether the last was cut.

    Raises
    ------
    RunError
        If the file cannot be read, or its head is that of no trace.
    """
    try:
        text = path.read_bytes()
    except OSError as error:
        raise RunError(
            f"{path} cannot be read: {error.strerror or error}", code="unreadable"
        ) from error
    cut = not text.endswith(b"\n")
    raw = text.split(b"\n")[:-1]
    first = _mapping(f"{path}, line 1", raw[0]) if raw else {}
    if first.get("format") != FORMAT:
        raise RunError(
            f'{path} is no trace of a training run: its first line must say "format": "{FORMAT}"',
            code="no-trace",
        )
    lines = (
        (place, _mapping(f"{path}, line {place}", line))
        for place, line in enumerate(raw[1:], start=2)
    )
    return first, lines, cut


def _mapping(where: str, line: bytes) -> dict[str, Any]:
    def refuse(word: str) -> Any:
        raise _bad(where, f"{word} is no number: what is not known is null")

    try:
        found = json.loads(line.decode(), parse_constant=refuse)
    except (ValueError, RecursionError) as error:
        raise _bad(where, "it is not one JSON mapping") from error
    if not isinstance(found, dict):
        raise _bad(where, "it is not one JSON mapping")
    return found


def _step(where: str, line: Mapping[str, Any]) -> int:
    step = line.get("step")
    if isinstance(step, bool) or not isinstance(step, int) or step < 0:
        raise _bad(where, "step must be a whole number ≥ 0")
    return step


def _number(where: str, name: str, value: Any) -> float:
    if value is None:
        return math.nan
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _bad(where, f"{name} must be a number or null")
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise _bad(where, f"{name} is beyond the range of a float")
    return number


def _numbers(where: str, name: str, value: Any) -> np.ndarray[Any, np.dtype[np.float64]]:
    if value is None:
        return np.empty(0)
    if not isinstance(value, list):
        raise _bad(where, f"{name} must be a list of numbers or null")
    return np.array([_number(where, name, item) for item in value], dtype=float)


def _bad(where: str, what: str) -> RunError:
    return RunError(f"{where}: {what}", code="bad-trace")
