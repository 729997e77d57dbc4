"""What the reference functions compute with: 60 digits, and exponents that do not end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mpmath.ctx_mp import MPContext

M = MPContext()
M.dps = 60

Env = Mapping[str, Any]
#: Statement, quantity, schedule, optimizer, case, variant.
Key = tuple[str, str, str | None, str | None, str | None, str]
half = M.mpf(1) / 2


def exact(env: Mapping[str, Any]) -> dict[str, Any]:
    """Turn floats into the numbers that they are."""
    return {name: M.mpf(value) for name, value in env.items()}


def log(value: Any) -> Any:
    """Natural logarithm, with -inf at 0 and +inf at an unbounded quantity."""
    if value == 0:
        return M.mpf("-inf")
    return M.log(value)


def over(top: Any, bottom: Any) -> Any:
    """Quotient; +inf over 0."""
    return top / bottom if bottom != 0 else M.inf
