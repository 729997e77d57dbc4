"""How many examples a property is tried on."""

from __future__ import annotations

import math
import os

__all__ = ["examples"]

#: A run tries a share of the examples; CI tries all of them in a stage of its own.
_SHARE = 1.0 if os.environ.get("ADAMW_BOUNDS_THOROUGH") else 0.25


def examples(count: int) -> int:
    """Return how many of so many examples this run tries: all with ADAMW_BOUNDS_THOROUGH."""
    return math.ceil(_SHARE * count)
