"""Files of learning rates, one for each step: text, CSV or JSON."""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from adamw_bounds.domains import NotInDomain, plain_float

__all__ = ["NoRates", "read_rates", "right_rates"]

#: A longer file is no list of learning rates.
_MOST_BYTES: Final = 256 * 2**20
#: What the column, or the key, of the learning rate is called, in lower case.
_NAMES: Final = ("lr", "learning_rate", "learning rate", "learning-rate", "eta", "rate", "η")


class NoRates(ValueError):  # noqa: N818
    """A file, or a list, that holds no learning rates; the message says what is wrong."""


def read_rates(path: str) -> list[float]:
    """Return the learning rates in a file, in the order of the steps.

    Parameters
    ----------
    path : str
        A text file with a number a line, a CSV file of one column or with a column called ``lr``
        (or ``learning_rate``, ``eta``), a JSON list, a JSON object with such a key, or a line of
        JSON for each step. Empty lines and lines that begin with ``#`` are left out.

    Raises
    ------
    NoRates
        If it cannot be read, or holds something else.
    """
    file = Path(path)
    try:
        size = file.stat().st_size
        if size > _MOST_BYTES:
            raise NoRates(f"is a file of {size} bytes: too large for a list of learning rates")
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise NoRates("is no text file of learning rates") from None
    except (OSError, ValueError) as error:
        if isinstance(error, NoRates):
            raise
        why = getattr(error, "strerror", None) or "no such file"
        raise NoRates(f"is a file that cannot be read: {why}") from None
    lines = [line for line in text.splitlines() if line.strip() and line.lstrip()[0] != "#"]
    if not lines:
        raise NoRates("is an empty file: it must hold a learning rate for each step")
    if lines[0].lstrip()[0] in "[{":
        return right_rates(_of_json(text, lines))
    return right_rates(_of_table(lines))


def right_rates(values: Iterable[Any]) -> list[float]:
    """Return learning rates as floats: finite, not negative, and not all 0.

    Raises
    ------
    NoRates
        If one of them is no such number; its place is said.
    """
    found: list[float] = []
    for place, value in enumerate(values, start=1):
        number = _number(value)
        if number is None or not 0 <= number < math.inf:
            raise NoRates(f"must hold learning rates ≥ 0; number {place} is {_short(value)}")
        found.append(number)
    if not any(found):
        raise NoRates("must hold a learning rate > 0")
    return found


def _short(value: Any) -> str:
    text = str(value).strip() or "empty"
    return text if len(text) <= 20 else f"{text[:20]}…"


def _number(value: Any) -> float | None:
    try:
        return plain_float(value)
    except NotInDomain:
        return None


def _of_json(text: str, lines: list[str]) -> list[Any]:
    try:
        found = json.loads(text)
    except RecursionError:
        raise NoRates("is no JSON file of learning rates") from None
    except ValueError:
        try:
            found = [json.loads(line) for line in lines]
        except (ValueError, RecursionError):
            raise NoRates("is no JSON file of learning rates") from None
    if isinstance(found, Mapping):
        found = _named(found)
    if not isinstance(found, list):
        raise NoRates("must hold a JSON list of learning rates")
    return [_named(item) if isinstance(item, Mapping) else item for item in found]


def _named(item: Mapping[str, Any]) -> Any:
    for key, value in item.items():
        if key.strip().lower() in _NAMES:
            return value
    raise NoRates("must have the learning rate under the key lr in its JSON objects")


def _of_table(lines: list[str]) -> list[Any]:
    try:
        rows = [row for row in csv.reader(lines, strict=True) if row]
    except csv.Error:
        raise NoRates("is no CSV file of learning rates") from None
    head = [cell.strip().lower() for cell in rows[0]]
    named = [place for place, cell in enumerate(head) if cell in _NAMES]
    if len(named) > 1:
        raise NoRates("must have one column of learning rates, called lr")
    if named:
        place, rows = named[0], rows[1:]
    elif len(head) == 1:
        # A heading of another name is one line that is no number, and no slip in writing one.
        heading = _number(head[0]) is None and head[0][:1].isalpha()
        place, rows = 0, rows[1:] if heading and len(rows) > 1 else rows
    else:
        raise NoRates("must name its column of learning rates lr, or have one column only")
    return [row[place] if place < len(row) else "" for row in rows]
