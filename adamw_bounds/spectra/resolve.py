"""The measured spectra that ship with the package."""

from __future__ import annotations

import os
from dataclasses import replace
from importlib.resources import as_file, files
from typing import overload

from adamw_bounds.choice_names import ShippedName
from adamw_bounds.errors import Fault, InputError, RunError
from adamw_bounds.spectra.files import load_spectrum
from adamw_bounds.spectra.spectrum import Spectrum
from adamw_bounds.spelling import all_of, meant, near

__all__ = ["PREFIX", "resolve_spectrum", "shipped", "source_name"]

#: Stands before the name of a shipped spectrum where a file is expected.
PREFIX = "shipped:"


@overload
def shipped() -> tuple[str, ...]: ...
@overload
def shipped(name: ShippedName | str) -> Spectrum: ...
def shipped(name: ShippedName | str | None = None) -> tuple[str, ...] | Spectrum:
    """Return the names of the shipped spectra, or one of them.

    Parameters
    ----------
    name : str, optional
        Name of a spectrum, ``digits_mlp_adamw``.

    Raises
    ------
    InputError
        If there is no spectrum of that name.
    """
    folder = files("adamw_bounds") / "data"
    names = tuple(
        sorted(item.name[: -len(".npz")] for item in folder.iterdir() if item.name.endswith(".npz"))
    )
    if name is None:
        return names
    if name not in names:
        same = meant(name, names)
        if same is None:
            raise InputError(
                f"no spectrum ships as {name!r}: there are {all_of(names)}{near(name, names)}"
            )
        name = same
    with as_file(folder / f"{name}.npz") as path:
        # Where the package lies is no part of an answer.
        return replace(load_spectrum(path, label=name), path=None)


def resolve_spectrum(source: str | os.PathLike[str] | Spectrum) -> Spectrum:
    """Return the spectrum that a file's name, ``shipped:NAME`` or a spectrum itself means.

    Raises
    ------
    InputError
        If no spectrum ships under the name, or it is none of these.
    RunError
        If the file is no spectrum.
    """
    if isinstance(source, Spectrum):
        return source
    if not isinstance(source, str | os.PathLike):
        raise InputError(
            [Fault("spectrum", source, f"must be a Spectrum, a file of one, or {PREFIX}NAME")]
        )
    text = os.fspath(source)
    if text.startswith(PREFIX):
        return shipped(text[len(PREFIX) :])
    if text in shipped() and not os.path.exists(text):
        raise RunError(
            f"{text} does not exist; the spectrum that ships is {PREFIX}{text}",
            code="bad-spectrum-file",
        )
    return load_spectrum(text)


def source_name(source: str | os.PathLike[str] | Spectrum) -> str:
    """Return how an answer names its spectrum: as it was given, else its file or its label."""
    if isinstance(source, Spectrum):
        return str(source.path or source.label)
    return os.fspath(source)
