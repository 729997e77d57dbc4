"""The name that a wrong one is near to."""

from __future__ import annotations

import difflib
from collections.abc import Collection

__all__ = ["near"]


def near(word: str, words: Collection[str]) -> str:
    """Return ``; did you mean …?`` where ``words`` has something close to ``word``."""
    found = difflib.get_close_matches(word, words, n=2)
    return f"; did you mean {' or '.join(found)}?" if found else ""
