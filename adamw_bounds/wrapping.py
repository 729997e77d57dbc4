"""Lines of prose: broken at spaces alone, never inside of a word, a number or ``λ = 0.1``."""

from __future__ import annotations

import re
import textwrap
from typing import Final

__all__ = ["wrap"]

#: A short equation, which is read as one word.
_EQUATION: Final = re.compile(r"(?<!\S)(\S{1,8}) ([=≤≥<>≈]) (?=\S{1,14}(?:\s|$))")
_TIED: Final = "\u2060"  # stands for a space that stays, and is in no text


def wrap(text: str, width: int, *, first: str = "", rest: str = "") -> list[str]:
    """Break a text into lines of at most ``width`` letters, unless one word is longer.

    Parameters
    ----------
    text : str
        The text.
    width : int
        The most letters of a line.
    first, rest : str
        What stands before the first line, and before the others.

    Examples
    --------
    >>> wrap("With η = 0.001, λ = 0.1.", 18)
    ['With η = 0.001,', 'λ = 0.1.']
    """
    tied = _EQUATION.sub(rf"\1{_TIED}\2{_TIED}", text)
    lines = textwrap.wrap(
        tied,
        max(1, width),
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return [line.replace(_TIED, " ") for line in lines]
