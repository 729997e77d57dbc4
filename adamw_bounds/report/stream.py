"""Rows of many points as text, without an object for each row.

A pattern is a row in which an array stands wherever points differ: its constant pieces are written
once, and the pieces of the arrays put between them.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import repeat
from typing import Any, Final

from adamw_bounds.report.plain import compact_json, json_ready

__all__ = ["CSV_KEYS", "cell_texts", "csv_head", "csv_rows", "json_rows", "row_at"]

#: What a line of CSV holds beside the inputs; JSON has all that there is.
CSV_KEYS: Final = (
    *("statement", "optimizer", "schedule", "variant", "quantity", "case", "stage"),
    *("update", "value", "log10", "count", "lower", "upper", "dominant", "unmet"),
    *("terms", "settings", "notes"),
)
#: Up to here a float of a whole number has all its digits.
_LARGEST_WHOLE: Final = 2.0**53

Pattern = Mapping[str, Any]


def json_rows(pattern: Pattern, size: int) -> list[str]:
    """Return the rows of a pattern, each a JSON object on one line."""
    return _texts(_json_pieces(pattern, ""), size)


def csv_head(keys: Sequence[str]) -> str:
    """Return the line of names."""
    return _line(keys)


def csv_rows(pattern: Pattern, keys: Sequence[str], size: int) -> list[str]:
    r"""Return the rows of a pattern as lines of CSV, which end in ``\r\n``."""
    pieces: list[Any] = []
    for place, key in enumerate(keys):
        if place:
            pieces.append(",")
        pieces.append(_csv_cell(pattern.get(key), key, size))
    pieces.append("\r\n")
    return _texts(pieces, size)


def row_at(pattern: Any, place: int) -> Any:
    """Return the row of one point, without arrays."""
    if isinstance(pattern, Mapping):
        return {key: _count_or(key, row_at(item, place)) for key, item in pattern.items()}
    if isinstance(pattern, list):
        return [row_at(item, place) for item in pattern]
    if hasattr(pattern, "ndim") and pattern.ndim:
        return json_ready(pattern[place])
    return pattern


def _count_or(key: str, value: Any) -> Any:
    """Return a count of floats as the whole number that it is."""
    is_count = key == "count" and isinstance(value, float) and value < _LARGEST_WHOLE
    return int(value) if is_count else value


def _texts(pieces: Iterable[Any], size: int) -> list[str]:
    """Join pieces: texts that all rows share, and lists with a text for each row."""
    joined: list[Any] = []
    for piece in pieces:
        if isinstance(piece, str) and joined and isinstance(joined[-1], str):
            joined[-1] += piece
        else:
            joined.append(piece)
    columns = [repeat(piece, size) if isinstance(piece, str) else piece for piece in joined]
    return list(map("".join, zip(*columns, strict=True)))


def _is_array(value: Any) -> bool:
    return bool(getattr(value, "ndim", 0))


def _has_array(value: Any) -> bool:
    if isinstance(value, Mapping):
        return any(map(_has_array, value.values()))
    if isinstance(value, list | tuple):
        return any(map(_has_array, value))
    return _is_array(value)


def _json_pieces(value: Any, key: str) -> Iterator[Any]:
    if _is_array(value):
        yield _tokens(value, compact_json, "null", is_count=key == "count")
    elif isinstance(value, Mapping) and _has_array(value):
        for place, (name, item) in enumerate(value.items()):
            yield f"{',' if place else '{'}{compact_json(str(name))}:"
            yield from _json_pieces(item, name)
        yield "}"
    elif isinstance(value, list | tuple) and _has_array(value):
        yield "["
        for place, item in enumerate(value):
            if place:
                yield ","
            yield from _json_pieces(item, "")
        yield "]"
    else:
        yield compact_json(value)


def _csv_cell(value: Any, key: str, size: int) -> Any:
    texts = cell_texts(value, size, is_count=key == "count")
    return list(map(_quoted, texts)) if isinstance(texts, list) else _quoted(texts)


def cell_texts(value: Any, size: int, *, is_count: bool = False) -> str | list[str]:
    """Return the text of a cell, a list where it differs from row to row; empty for nothing."""
    if value is None:
        return ""
    if _is_array(value):
        return _tokens(value, str, "", is_count=is_count)
    if _has_array(value):
        return _texts(_json_pieces(value, ""), size)
    return value if isinstance(value, str) else compact_json(value)


def _tokens(values: Any, text: Callable[[Any], str], nothing: str, *, is_count: bool) -> list[str]:
    """Return a text for each entry of an array."""
    listed = values.tolist()
    if values.dtype.kind == "f":
        import numpy as np

        if is_count:
            return [
                nothing
                if not math.isfinite(value)
                else str(int(value))
                if value < _LARGEST_WHOLE
                else repr(value)
                for value in listed
            ]
        found = list(map(repr, listed))
        for place in np.flatnonzero(~np.isfinite(values)).tolist():
            found[place] = nothing
        return found
    if values.dtype.kind == "b":
        return ["true" if value else "false" for value in listed]
    if values.dtype.kind == "i":
        return list(map(str, listed))
    known = {value: nothing if value is None else text(value) for value in set(listed)}
    return [known[value] for value in listed]


def _quoted(text: str) -> str:
    """Return a cell as RFC 4180 has it."""
    if not any(mark in text for mark in ',"\r\n'):
        return text
    doubled = text.replace('"', '""')
    return f'"{doubled}"'


def _line(cells: Iterable[str]) -> str:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\r\n").writerow(cells)
    return stream.getvalue()
