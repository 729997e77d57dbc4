"""Inputs of `generalization`: numbers or texts in, every fault reported at once."""

from __future__ import annotations

import math
import numbers
from collections.abc import Collection, Mapping
from typing import Any

from adamw_bounds.errors import Fault, InputError
from adamw_bounds.spectra.meta import Meta
from adamw_bounds.spectra.spectrum import Spectrum

__all__ = ["NAMES", "NEEDED", "chosen", "collect", "rho_wanted"]

#: name -> (what is allowed, lower bound, whether the bound itself is allowed, integer)
_DOMAINS: dict[str, tuple[str, float, bool, bool]] = {
    "eta": ("must be a number > 0", 0.0, False, False),
    "lam": ("must be a number ≥ 0", 0.0, True, False),
    "lam_l2": ("must be a number ≥ 0", 0.0, True, False),
    "batch_size": ("must be an integer ≥ 1", 1.0, True, True),
    "samples": ("must be an integer ≥ 1", 1.0, True, True),
    "rho": ("must be a number > 0", 0.0, False, False),
    "tau": ("must be a number between 0 and 1, both left out", 0.0, False, False),
    "x_star_norm": ("must be a number ≥ 0", 0.0, True, False),
    "dim": ("must be an integer ≥ 1", 1.0, True, True),
    "floor": ("must be a number ≥ 0", 0.0, True, False),
    "train_risk": ("must be a number from 0 to 1", 0.0, True, False),
}
NAMES = frozenset(_DOMAINS)
_MISSING = "is missing, and the spectrum file does not say it"
NEEDED = ("eta", "batch_size", "samples", "rho", "dim")


def chosen(name: str, value: str, allowed: tuple[str, ...]) -> list[Fault]:
    """Return a fault unless `value` is one of `allowed`."""
    return [] if value in allowed else [Fault(name, value, f"must be one of {', '.join(allowed)}")]


def rho_wanted(spectrum: Spectrum) -> str:
    """Say why ρ is needed; empty where every block of the spectrum has its own."""
    if not spectrum.blocks:
        return _MISSING
    without = [block.name for block in spectrum.blocks if block.rho is None]
    if not without:
        return ""
    which = "block " if len(without) == 1 else "blocks "
    return f"is missing, and the spectrum file does not say it for the {which}{', '.join(without)}"


def collect(
    given: Mapping[str, Any],
    meta: Meta,
    dim: int | None,
    faults: list[Fault],
    needed: Collection[str] = NEEDED,
    rho: str = "",
) -> tuple[dict[str, Any], list[str]]:
    """Check what is given, and fill the rest from the file and the defaults.

    Parameters
    ----------
    given : mapping
        Inputs by name; None counts as not given.
    meta : Meta
        What the spectrum file says.
    dim : int or None
        Dimension of the spectrum.
    faults : list of Fault
        What is wrong already; raised together with what is found here.
    needed : collection of str
        Names without which there is no answer.
    rho : str
        What is said where ρ is missing, as from `rho_wanted`.

    Returns
    -------
    values : dict
        Every input; ``floor`` and ``train_risk`` are None where they are not given.
    from_file : list of str
        Names whose value is the file's.

    Raises
    ------
    InputError
        With everything that is wrong or missing.
    """
    faults = list(faults)
    values: dict[str, Any] = {}
    for name, raw in given.items():
        if raw is None:
            continue
        if name not in _DOMAINS:
            faults.append(Fault(name, None, "is no input of generalization"))
            continue
        number = _number(name, raw)
        if number is None:
            faults.append(Fault(name, raw, _DOMAINS[name][0]))
        values[name] = number
    from_file = []
    for name in ("eta", "lam", "batch_size", "samples", "rho", "x_star_norm"):
        value = getattr(meta, name)
        if name not in values and value is not None:
            values[name] = value
            from_file.append(name)
    if dim is not None and "dim" not in values:
        values["dim"] = dim
        from_file.append("dim")
    faults.extend(
        Fault(name, None, rho if rho and name == "rho" else _MISSING)
        for name in needed
        if name not in values
    )
    if faults:
        raise InputError(faults)
    values.setdefault("lam", 0.0)
    values.setdefault("lam_l2", values["lam"])
    values.setdefault("tau", 0.05)
    values.setdefault("x_star_norm", 0.0)
    values.setdefault("floor", None)
    values.setdefault("train_risk", None)
    return values, from_file


def _number(name: str, raw: Any) -> float | int | None:
    """Return the number in its domain, or None."""
    _, lower, closed, integer = _DOMAINS[name]
    if isinstance(raw, str):
        text = raw.strip()
        if "_" in text:
            return None
        raw = text
    elif isinstance(raw, bool) or not (
        isinstance(raw, numbers.Real) or getattr(raw, "shape", None) == ()
    ):
        return None
    try:
        number = float(raw)
    except (TypeError, ValueError, OverflowError):
        return None
    if not math.isfinite(number) or number < lower or (number == lower and not closed):
        return None
    if (name == "tau" and number >= 1) or (name == "train_risk" and number > 1):
        return None
    if not integer:
        return number
    return int(number) if number == int(number) else None
