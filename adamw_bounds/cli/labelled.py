"""Several spectra in one question: ``LABEL=FILE:OPTIMIZER`` each."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from adamw_bounds.errors import Fault, InputError
from adamw_bounds.optimizers import OPTIMIZERS

if TYPE_CHECKING:
    from adamw_bounds.spectra import Spectrum

__all__ = ["Labelled", "keys_of", "parse", "read_labelled", "repeated"]


@dataclass(frozen=True, slots=True)
class Labelled:
    """One spectrum of several.

    Attributes
    ----------
    text : str
        As it was given.
    label : str
        Names its rows.
    optimizer : str
        ``adamw``, ``adam``, ``l2-adam``, or empty where none was named.
    spectrum : Spectrum
        The spectrum, under that label.
    """

    text: str
    label: str
    optimizer: str
    spectrum: Spectrum


def parse(text: str) -> tuple[str | None, str, str]:
    """Split ``LABEL=FILE:OPTIMIZER`` into label, file and optimizer.

    Label and optimizer may be left out: None and an empty text then. The name of a file that
    exists is never split, so that one may hold ``=`` and ``:``.
    """
    if os.path.exists(text):
        return None, text, ""
    rest, colon, optimizer = text.rpartition(":")
    if not colon or optimizer not in OPTIMIZERS:
        rest, optimizer = text, ""
    if os.path.exists(rest) or rest.startswith("shipped:"):
        return None, rest, optimizer
    cuts = [match.start() for match in re.finditer("=", rest)]
    if not cuts:
        return None, rest, optimizer
    # A label may hold the sign itself: the first cut that leaves a file is meant.
    cut = next((place for place in cuts if _is_source(rest[place + 1 :])), cuts[0])
    return rest[:cut].strip(), rest[cut + 1 :], optimizer


def _is_source(text: str) -> bool:
    return text.startswith("shipped:") or os.path.exists(text)


def read_labelled(texts: Sequence[str], name: str, option: str) -> list[Labelled]:
    """Read the spectra that ``texts`` name.

    Parameters
    ----------
    texts : sequence of str
        ``LABEL=FILE:OPTIMIZER`` each.
    name, option : str
        What they were given as, for what is wrong with them.

    Raises
    ------
    InputError
        If a label is empty.
    RunError
        If a file is no spectrum.
    """
    from adamw_bounds.spectra import resolve_spectrum

    faults: list[Fault] = []
    parsed = []
    for text in texts:
        label, path, optimizer = parse(text)
        if label == "" or not path:
            faults.append(Fault(name, text, "must be FILE or LABEL=FILE:OPTIMIZER", option=option))
        stem, colon, _ = path.rpartition(":")
        if colon and _is_source(stem) and not os.path.exists(path):
            faults.append(
                Fault(name, text, f"must end in one of :{', :'.join(OPTIMIZERS)}", option=option)
            )
        parsed.append((text, label, path, optimizer))
    if faults:
        raise InputError(faults)
    found = []
    for text, label, path, optimizer in parsed:
        spectrum = resolve_spectrum(path)
        named = label or spectrum.label
        found.append(Labelled(text, named, optimizer, replace(spectrum, label=named)))
    return found


def repeated(
    cases: Sequence[Labelled], whose: Sequence[Sequence[str]], name: str, option: str
) -> list[Fault]:
    """Name the spectra whose rows could not be told apart.

    Parameters
    ----------
    cases : sequence of Case
        The spectra.
    whose : sequence of sequences of str
        The optimizers that each has rows of.
    name, option : str
        What the spectra were given as.
    """
    faults = []
    seen: dict[tuple[str, str], Labelled] = {}
    for case, optimizers in zip(cases, whose, strict=True):
        keys = [(case.label, optimizer) for optimizer in optimizers]
        clashes = [seen[key] for key in keys if key in seen]
        if clashes:
            faults.append(
                Fault(
                    name,
                    case.text,
                    f"and {clashes[0].text} have the same label, {case.label}, for the same "
                    "optimizer: give each a label, LABEL=FILE:OPTIMIZER",
                    option=option,
                )
            )
        for key in keys:
            seen.setdefault(key, case)
    return faults


def keys_of(cases: Sequence[Labelled]) -> list[str]:
    """Return a name for each case that no other has: its label, where it is alone with it."""
    labels = [case.label for case in cases]
    return [
        case.label if labels.count(case.label) == 1 else f"{case.label}:{case.optimizer}"
        for case in cases
    ]
