"""The colours of a terminal: such as read on white and on black alike, and whether to use them.

Each has a contrast of at least 4.5 to 1 against both, which only few of the 256 have. The first
sixteen are never used: every terminal paints those as it likes.
"""

from __future__ import annotations

import os
from typing import Any, Final

__all__ = ["BAD", "DIM", "GOOD", "GROUP", "NUMBERS", "wanted"]

#: Numbers in the palette of 256 colours.
NUMBERS: Final = {"good": 29, "bad": 131, "group": 63, "dim": 243}

GOOD: Final = f"color({NUMBERS['good']})"
BAD: Final = f"bold color({NUMBERS['bad']})"
GROUP: Final = f"color({NUMBERS['group']})"
DIM: Final = f"color({NUMBERS['dim']})"


def wanted(stream: Any) -> bool:
    """Tell whether to colour what is written to a stream.

    ``NO_COLOR`` forbids it, ``FORCE_COLOR`` asks for it; else a terminal has colours.
    """
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR", "0") not in ("", "0"):
        return True
    if os.environ.get("TERM") == "dumb" or stream is None:
        return False
    try:
        return bool(stream.isatty())
    except (AttributeError, ValueError):
        return False
