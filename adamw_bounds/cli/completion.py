"""What the shell completes words with; nothing heavy is loaded for it."""

from __future__ import annotations

import glob
import os
from importlib.resources import files
from typing import Final

__all__ = ["claims", "shipped", "spectra", "statements"]

_PREFIX: Final = "shipped:"
_ENDING: Final = ".npz"


def shipped() -> list[str]:
    """Return the shipped spectra as they are typed, without reading one."""
    names = [item.name for item in (files("adamw_bounds") / "data").iterdir()]
    return sorted(f"{_PREFIX}{name[: -len(_ENDING)]}" for name in names if name.endswith(_ENDING))


def spectra(incomplete: str) -> list[str]:
    """Return the shipped spectra and the files that a word may become."""
    found = [name for name in shipped() if name.startswith(incomplete)]
    for path in sorted(glob.glob(f"{glob.escape(incomplete)}*")):
        found.append(f"{path}{os.sep}" if os.path.isdir(path) else path)
    return found


def statements() -> list[str]:
    """Return the ids of statements, and the numbers of the paper's theorems."""
    from adamw_bounds.kernels import STATEMENTS

    heads = (name.removeprefix("theorem-") for name in STATEMENTS)
    return ["all", *STATEMENTS, *(head for head in heads if head.isdigit())]


def claims() -> list[str]:
    """Return the ids of claims, and of the statements that they are about."""
    from adamw_bounds.kernels import CLAIMS

    return [*CLAIMS, *statements()]
