"""The ways in which a question can fail, each with the exit status of the shell.

An error carries a short machine-readable ``code``, one sentence for a person, and
``details``: a list of JSON-ready mappings, one for each thing that is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, ClassVar, Final

__all__ = [
    "BoundsError",
    "Fault",
    "InputError",
    "NoBoundError",
    "RunError",
    "cut",
    "in_the_shell",
    "spoken",
]

#: Whether a shell is being answered: its users type options, those of Python arguments.
_SHELL: ContextVar[bool] = ContextVar("adamw_bounds_shell", default=False)
_OPTION = r"(?<![\w-])--([a-z][a-z0-9]*(?:-[a-z0-9]+)*)"


@contextmanager
def in_the_shell() -> Iterator[None]:
    """Let every message that is made meanwhile name options of the shell."""
    token = _SHELL.set(True)
    try:
        yield
    finally:
        _SHELL.reset(token)


def spoken(text: str) -> str:
    """Return a text in the words of who asks: ``--c-inf`` for the shell, ``c_inf`` for Python."""
    return text if _SHELL.get() or "--" not in text else _in_python(text)


@lru_cache(maxsize=4096)
def _in_python(text: str) -> str:
    return re.sub(_OPTION, lambda found: found[1].replace("-", "_"), text)


class BoundsError(Exception):
    """Base of every error that this package raises on purpose.

    Parameters
    ----------
    message : str
        One sentence that says what is wrong and what would be right.
    code : str
        Short identifier in kebab case, stable across releases.
    details : iterable of mappings
        JSON-ready facts, one mapping for each thing that is wrong.
    items : iterable of str
        Where there is a list to give: its items, which ``message`` introduces. ``message`` then
        holds them too, in one line; ``str`` gives each a line of its own.
    """

    exit_code: ClassVar[int] = 1
    default_code: ClassVar[str] = "failed"

    def __init__(
        self,
        message: str,
        *,
        code: str | None = None,
        details: Iterable[Mapping[str, Any]] = (),
        items: Iterable[str] = (),
    ) -> None:
        self.head = spoken(message)
        self.items = tuple(spoken(item) for item in items)
        self.message = f"{self.head}: {'; '.join(self.items)}" if self.items else self.head
        super().__init__(self.message)
        self.code = code or self.default_code
        self.details: list[dict[str, Any]] = [dict(item) for item in details]

    def __str__(self) -> str:
        """Return the message, with a line for each item of a list."""
        if not self.items:
            return self.message
        return "\n".join([f"{self.head}:", *(f"• {item}" for item in self.items)])


class RunError(BoundsError):
    """The run failed: a file that is no spectrum, a model that returns NaN (exit 1)."""

    exit_code = 1
    default_code = "run-failed"


#: More of a value than this says nothing more: of what was written, and of what prints itself.
_MOST_WRITTEN: Final = 240
_MOST_SHOWN: Final = 60
#: Entries of a list that are looked at to show it.
_MOST_ENTRIES: Final = 30


def cut(text: str, most: int = _MOST_WRITTEN) -> str:
    """Return the beginning of a long text, with a mark that it goes on."""
    return text if len(text) <= most else f"{text[:most]}…"


def _printable(value: Any) -> str | int | float | None:
    """Return a value that can be compared, hashed and printed in one line, whatever was given."""
    if isinstance(value, str):
        return cut(value)
    if value is None or isinstance(value, float):
        return value
    if isinstance(value, int) and abs(value) < 10**_MOST_SHOWN:
        return value
    if isinstance(value, list | tuple):
        value = value[:_MOST_ENTRIES]
    try:
        text = " ".join(str(value).split())
    except ValueError:  # Python writes no int of thousands of digits
        return "a number of very many digits"
    return cut(text, _MOST_SHOWN)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with the input.

    Attributes
    ----------
    name : str
        Name of the input in Python, ``c_inf`` for example.
    value : str, int, float or None
        What was given, or how it prints; ``None`` where nothing was.
    allowed : str
        What would be right, as a phrase: ``"must be > 0"``, ``"is missing"``.
    option : str
        The option of the shell, ``--c-inf``; made from ``name`` when empty.
    """

    name: str
    value: Any
    allowed: str
    option: str = field(default="")

    def __post_init__(self) -> None:
        if not self.option:
            object.__setattr__(self, "option", "--" + self.name.replace("_", "-"))
        object.__setattr__(self, "value", _printable(self.value))

    def sentence(self) -> str:
        """Say the fault in the words of who asks."""
        given = "" if self.value is None else f" (given: {self.value})"
        return f"{spoken(self.option)} {spoken(self.allowed)}{given}"


class InputError(BoundsError, ValueError):
    """The input is wrong (exit 2); lists all that is wrong at once.

    Parameters
    ----------
    faults : iterable of Fault
        Everything that is wrong.
    """

    exit_code = 2
    default_code = "invalid-input"

    def __init__(
        self,
        faults: Iterable[Fault] | str,
        *,
        code: str | None = None,
        items: Iterable[str] = (),
    ) -> None:
        if isinstance(faults, str):
            self.faults: tuple[Fault, ...] = ()
            super().__init__(faults, code=code, items=items)
            return
        self.faults = tuple(faults)
        super().__init__(
            "; ".join(fault.sentence() for fault in self.faults),
            code=code,
            details=[
                {
                    "option": fault.option,
                    "value": fault.value,
                    "allowed": fault.allowed,
                }
                for fault in self.faults
            ],
        )


class NoBoundError(BoundsError):
    """The input is right, but no bound holds there (exit 3).

    ``details`` name each violated condition with its values and what would meet it.
    """

    exit_code = 3
    default_code = "no-bound"
