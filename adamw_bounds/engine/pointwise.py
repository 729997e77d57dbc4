"""Many points asked at once, each answered as if it were asked alone.

An answer decides as it is made: which default is taken, whether a remark holds, which rows there
are. Where a decision falls the same at all points, arrays give what the points would give one by
one. Where it does not, :class:`Mixed` says at which points it falls which way, and whoever asks
asks again for each of the two sets.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final, Literal

__all__ = ["Mixed", "Mode", "is_lean", "is_of_numbers", "is_pointwise", "is_wanted", "pointwise"]

#: What is wanted of rows: all, or of their numbers the logarithms alone, or the numbers themselves.
Mode = Literal["rows", "logs", "numbers"]
_MODE: Final[ContextVar[Mode | Literal[""]]] = ContextVar("adamw_bounds_pointwise", default="")
_WANTED: Final[ContextVar[Collection[str]]] = ContextVar("adamw_bounds_wanted", default=())


class Mixed(Exception):  # noqa: N818
    """A decision is not the same at all points; ``where`` is an array of what it is at each."""

    def __init__(self, where: Any) -> None:
        super().__init__("a decision differs from point to point")
        self.where = where


@contextmanager
def pointwise(mode: Mode = "rows", quantities: Collection[str] = ()) -> Iterator[None]:
    """Let every decision that is made meanwhile be one of all points, else raise `Mixed`.

    Rows whose conditions fail stay then, without a number at the points where they do.

    Parameters
    ----------
    mode : {"rows", "logs", "numbers"}
        Whether rows are wanted whole, or of their numbers the logarithms alone, or the numbers
        themselves where they can be had without (else the logarithms).
    quantities : collection of str
        The quantities that are looked at; empty: all. Rows of others may be missing.
    """
    token, wanted = _MODE.set(mode), _WANTED.set(quantities)
    try:
        yield
    finally:
        _MODE.reset(token)
        _WANTED.reset(wanted)


def is_wanted(quantity: str) -> bool:
    """Whether rows of a quantity are looked at."""
    wanted = _WANTED.get()
    return not wanted or quantity in wanted


def is_pointwise() -> bool:
    """Whether points are being asked together."""
    return bool(_MODE.get())


def is_lean() -> bool:
    """Whether numbers alone are wanted: no counts, terms and settings."""
    return _MODE.get() in ("logs", "numbers")


def is_of_numbers() -> bool:
    """Whether numbers are wanted rather than their logarithms."""
    return _MODE.get() == "numbers"
