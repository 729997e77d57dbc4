"""What may be chosen by name: theorems, optimizers, schedules, variants."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from adamw_bounds.errors import Fault

__all__ = ["OPTIMIZERS", "SCHEDULES", "VARIANTS", "choose", "choose_theorems"]

OPTIMIZERS: Final = ("adamw", "adam", "l2-adam")
SCHEDULES: Final = ("constant", "decaying")
VARIANTS: Final = ("printed", "corrected", "explicit")
#: Asked for by name only, not part of ``all``.
LARGE_STEP: Final = "explicit-large-step"


def choose(
    name: str,
    given: Any,
    allowed: Sequence[str],
    faults: list[Fault],
    by_name: Sequence[str] = (),
) -> tuple[str, ...]:
    """Return what was chosen; ``all`` is everything in ``allowed``.

    Parameters
    ----------
    name : str
        The option, for the fault.
    given : str or sequence of str
        The choice; several may be given as a sequence or with commas.
    allowed, by_name : sequence of str
        What ``all`` stands for, and what may be named beside it.
    faults : list of Fault
        Takes a fault for each unknown word.
    """
    words = given.split(",") if isinstance(given, str) else [str(word) for word in given]
    chosen: list[str] = []
    for raw in words:
        word = raw.strip().lower()
        if word == "all":
            chosen.extend(allowed)
        elif word in allowed or word in by_name:
            chosen.append(word)
        else:
            options = ", ".join((*allowed, *by_name, "all"))
            faults.append(Fault(name, raw, f"must be one of {options}"))
    return tuple(dict.fromkeys(chosen))


def choose_theorems(
    given: Any, allowed: Sequence[str], faults: list[Fault], where: str, *, several: bool = True
) -> tuple[str, ...]:
    """Return statement identifiers: ``2``, ``"2"``, ``"theorem-2"`` or ``"all"`` are understood.

    ``where`` says, in the fault, which theorems answer the question, ``several`` whether ``all``
    is among the choices that it offers.
    """
    words = given.split(",") if isinstance(given, str) else given
    if not isinstance(words, list | tuple):
        words = [words]
    chosen: list[str] = []
    for raw in words:
        word = str(raw).strip().lower()
        full = f"theorem-{word}" if word.isdigit() else word
        if word == "all":
            chosen.extend(allowed)
        elif full in allowed:
            chosen.append(full)
        else:
            faults.append(Fault("theorem", raw, f"must be one of {where}{' or all' * several}"))
    return tuple(dict.fromkeys(chosen))
