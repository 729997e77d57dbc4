"""Inputs of `generalization`: numbers or texts in, every fault reported at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from adamw_bounds.domains import DOMAINS, NotInDomain, number_in
from adamw_bounds.errors import Fault, InputError
from adamw_bounds.spectra.meta import Meta
from adamw_bounds.spectra.spectrum import Spectrum

__all__ = ["NAMES", "NEEDED", "chosen", "collect", "rho_wanted"]

#: The domain of each input.
_DOMAINS: dict[str, str] = {
    "eta": "> 0",
    "lam": ">= 0",
    "lam_l2": ">= 0",
    "batch_size": "integer >= 1",
    "samples": "integer >= 1",
    "rho": "> 0",
    "tau": "(0, 1)",
    "x_star_norm": ">= 0",
    "dim": "integer >= 1",
    "floor": ">= 0",
    "train_risk": "[0, 1]",
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
        domain = _DOMAINS[name]
        try:
            number = number_in(raw, domain, arrays=False)
        except NotInDomain as error:
            faults.append(Fault(name, raw, str(error)))
            values[name] = None
        else:
            values[name] = int(number) if DOMAINS[domain].whole else number
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
