"""Inputs of `generalization`: numbers or texts in, every fault reported at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from adamw_bounds.domains import read_number
from adamw_bounds.errors import Fault, InputError
from adamw_bounds.optimizers import ADAMW, L2_ADAM
from adamw_bounds.spectra.meta import Meta
from adamw_bounds.spectra.spectrum import Block, Spectrum
from adamw_bounds.spectra.training import Setting, setting_of
from adamw_bounds.spelling import one_of, some_of

__all__ = [
    "NAMES",
    "NEEDED",
    "Collected",
    "Piece",
    "chosen",
    "collect",
    "collect_for",
    "needs_decay",
    "pieces",
]

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
NEEDED = ("eta", "lam", "batch_size", "samples", "rho", "dim")
#: What a block may have of its own, and a file of blocks need not say for the whole then.
_OWN = ("eta", "lam", "rho")


def chosen(name: str, value: str, allowed: tuple[str, ...]) -> list[Fault]:
    """Return a fault unless `value` is one of `allowed`."""
    return [] if value in allowed else [Fault(name, value, one_of(value, allowed))]


class Collected(NamedTuple):
    """What is asked with.

    Attributes
    ----------
    values : dict
        Every input; ``floor`` and ``train_risk`` are None where they are not given, ``eta``,
        ``lam``, ``lam_l2`` and ``rho`` where each block has its own, and what is not needed.
    from_file : list of str
        Names whose value is the file's.
    own : frozenset of str
        Which of ``eta``, ``lam``, ``lam_l2`` a block's own replaces: nobody gave one for all.
    said : dict
        The `Setting` of each value that is not that of all parameters, by name.
    """

    values: dict[str, Any]
    from_file: list[str]
    own: frozenset[str]
    said: dict[str, Setting]


class Piece(NamedTuple):
    """A spectrum, or a block of one, with the settings that hold for it."""

    name: str
    spectrum: Spectrum
    values: dict[str, Any]


def needs_decay(optimizers: Sequence[str], given: Mapping[str, Any]) -> bool:
    """Tell whether λ enters the terms of these optimizers, and is not given for them."""
    return ADAMW.key in optimizers or (L2_ADAM.key in optimizers and given.get("lam_l2") is None)


def collect_for(
    spectrum: Spectrum,
    given: Mapping[str, Any],
    faults: list[Fault],
    needed: Collection[str] = NEEDED,
) -> Collected:
    """Check what is given, and fill the rest from a spectrum, its blocks and the defaults.

    Parameters
    ----------
    spectrum : Spectrum
        What its meta says stands in for what is not given; of η, λ and ρ what its blocks say.
    given, faults, needed
        As in `collect`.

    Raises
    ------
    InputError
        With everything that is wrong or missing.
    """
    reasons: dict[str, str] = {}
    lacking: dict[str, list[str]] = {}
    for name in _OWN:
        lacking[name] = [block.name for block in spectrum.blocks if _own(block, name) is None]
        if spectrum.blocks and lacking[name]:
            which = "block " if len(lacking[name]) == 1 else "blocks "
            reasons[name] = (
                f"is missing, and the spectrum file does not say it for the {which}"
                + some_of(lacking[name], 20)
            )
    whole = [name for name in _OWN if spectrum.blocks and not lacking[name]]
    found = collect(given, spectrum.meta, spectrum.dim, faults, needed, reasons, whole)
    own = {
        name
        for name in ("eta", "lam")
        if given.get(name) is None and getattr(spectrum.meta, name) is None
    }
    if "lam" in own and given.get("lam_l2") is None:
        own.add("lam_l2")
    return found._replace(own=frozenset(own) if spectrum.blocks else frozenset())


def _own(block: Block, name: str) -> float | None:
    """Return η, λ or ρ of a block where it has its own."""
    return block.rho if name == "rho" else getattr(block.spectrum.meta, name)


def pieces(spectrum: Spectrum, found: Collected) -> list[Piece]:
    """Return the blocks with the settings that hold for each, or the spectrum itself."""
    values = found.values
    if not spectrum.blocks:
        return [Piece("", spectrum, values)]
    parts = []
    for block in spectrum.blocks:
        meta = block.spectrum.meta
        own = {"eta": meta.eta, "lam": meta.lam, "lam_l2": meta.lam}
        replaced = {
            name: value for name, value in own.items() if name in found.own and value is not None
        }
        settings = {
            **values,
            **replaced,
            "rho": values["rho"] if block.rho is None else block.rho,
            "dim": block.spectrum.dim,
            "x_star_norm": meta.x_star_norm,
        }
        parts.append(Piece(block.name, block.spectrum, settings))
    return parts


def collect(
    given: Mapping[str, Any],
    meta: Meta,
    dim: int | None,
    faults: list[Fault],
    needed: Collection[str] = NEEDED,
    reasons: Mapping[str, str] | None = None,
    optional: Collection[str] = (),
) -> Collected:
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
    reasons : mapping, optional
        What is said where one of them is missing, by name.
    optional : collection of str
        Names that are not needed after all, since each block has its own.

    Returns
    -------
    Collected

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
        values[name] = read_number(name, raw, _DOMAINS[name], faults)
    from_file = []
    said: dict[str, Setting] = {}
    missing = dict(reasons or {})
    for name in ("eta", "lam", "batch_size", "samples", "rho", "x_star_norm"):
        value = getattr(meta, name)
        if name in values:
            continue
        if value is None and name in {"eta", "lam"} and name not in optional:
            setting = setting_of(meta, name)
            value = setting.value
            if setting.note:
                said[name] = setting
            if setting.why:
                missing[name] = f"{missing.get(name, 'is missing')}: {setting.why}"
        if value is not None:
            values[name] = value
            from_file.append(name)
    if dim is not None and "dim" not in values:
        values["dim"] = dim
        from_file.append("dim")
    faults.extend(
        Fault(name, None, missing.get(name, _MISSING))
        for name in needed
        if name not in values and name not in optional
    )
    if faults:
        raise InputError(faults)
    for name in ("eta", "lam", "rho"):
        values.setdefault(name, None)
    values.setdefault("lam_l2", values["lam"])
    values.setdefault("tau", 0.05)
    values.setdefault("x_star_norm", 0.0)
    values.setdefault("floor", None)
    values.setdefault("train_risk", None)
    return Collected(values, from_file, frozenset(), said)


def no_floor(*, by_default: bool) -> Fault:
    """Say that a floor > 0 is needed where a singular value is 0."""
    if not by_default:
        return Fault("floor", 0.0, "must be > 0: the spectrum has singular values that are 0")
    return Fault(
        "floor",
        None,
        "is missing, a number > 0: the spectrum has singular values that are 0, and d·2⁻⁵²·max|σ|, "
        "which is taken by default, is 0 too",
    )
