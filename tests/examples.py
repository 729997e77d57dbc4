"""How much of what could be tried a run tries."""

from __future__ import annotations

import math
import os

__all__ = ["THOROUGH", "examples"]

#: Whether to try all examples of properties, and all cases of tests that are marked `sampled`.
THOROUGH = bool(os.environ.get("ADAMW_BOUNDS_THOROUGH"))
_SHARE = 1.0 if THOROUGH else 0.25


def examples(count: int) -> int:
    """Return how many of so many examples this run tries: all with ADAMW_BOUNDS_THOROUGH."""
    return math.ceil(_SHARE * count)
