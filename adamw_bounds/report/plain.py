"""Values of any origin as JSON-ready objects and as one line of text."""

from __future__ import annotations

import json
import math
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from adamw_bounds.numbers import format_number

__all__ = ["DASH", "compact_json", "json_ready", "one_line", "plain_text"]

#: What stands for a missing value in tables.
DASH = "–"

_COMPACT = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))
_MAX_INT_BITS = 13_000  # Python refuses to write integers of more than 4300 digits


def json_ready(value: Any) -> Any:
    """Return a value made of dict, list, str, int, float, bool and None alone.

    NaN and the infinities become None, numpy's scalars and arrays Python's (recognised by their
    ``tolist``, so that numpy need not be loaded), other objects their text.
    """
    kind = type(value)
    if value is None or kind is bool or (kind is str and value.isascii()):
        return value
    if kind is float:
        return value if math.isfinite(value) else None
    if kind is dict:
        return {_key(key): json_ready(item) for key, item in value.items()}
    if kind is list or kind is tuple:
        return [json_ready(item) for item in value]
    if isinstance(value, str):
        # Undecodable bytes of a file name arrive as lone surrogates, which UTF-8 cannot hold.
        return value.encode("utf-8", "backslashreplace").decode("utf-8")
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    if isinstance(value, int):
        return int(value) if value.bit_length() <= _MAX_INT_BITS else None
    if hasattr(value, "tolist"):
        return json_ready(value.tolist())
    if isinstance(value, Mapping):
        return {_key(key): json_ready(item) for key, item in value.items()}
    if isinstance(value, Iterable) and not isinstance(value, bytes | bytearray):
        return [json_ready(item) for item in value]
    return json_ready(str(value))


def _key(key: Any) -> str:
    return key if type(key) is str and key.isascii() else str(json_ready(str(key)))


def compact_json(value: Any) -> str:
    """Return strict JSON on one line, without spaces."""
    value = json_ready(value)
    # Most values are single numbers, for which an encoder is a long way round.
    return repr(value) if type(value) in (float, int) else _COMPACT.encode(value)


def one_line(text: str) -> str:
    """Return text without line ends and control characters (a file name may hold an escape)."""
    clean = str(json_ready(text))
    if clean.isprintable():
        return clean
    clean = " ".join(clean.split()) if any(mark in clean for mark in "\n\r\t") else clean
    return "".join(
        char
        if unicodedata.category(char) not in {"Cc", "Cf", "Zl", "Zp"}
        else f"\\x{ord(char):02x}"
        for char in clean
    )


def plain_text(value: Any) -> str:
    """Return a value as a cell of a table: a dash for None, yes and no, numbers in four digits."""
    value = json_ready(value)
    if value is None or value in ("", [], {}):
        return DASH
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return format_number(value)
    if isinstance(value, list):
        return ", ".join(
            one_line(compact_json(item)) if isinstance(item, dict | list) else plain_text(item)
            for item in value
        )
    if isinstance(value, dict):
        return one_line(compact_json(value))
    return one_line(value)
