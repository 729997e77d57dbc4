"""What the run's own preconditioner makes of one problem, measured apart and pooled."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Final

from adamw_bounds.engine.results import Note
from adamw_bounds.errors import Fault
from adamw_bounds.spectra.decays import Decays
from adamw_bounds.spectra.preconditioned import PARTS, Preconditioned
from adamw_bounds.spectra.spectrum import Spectrum

__all__ = ["own_faults", "own_pooled"]

#: How a sentence names what must be the same.
_SAME: Final = {
    "kind": "kind of preconditioner",
    "optimizer": "optimizer",
    "matrix": "own matrix",
    "dim": "preconditioner of d",
    "removed": "dead coordinates",
    "steps": "optimizer steps",
    "eta": "learning rate",
    "lam": "weight decays",
    "range_of_decays": "range of decays",
}
#: What tells one state of an optimizer from another, but for the order of additions.
_STATE: Final = ("log_det_q", "trace_q", "q_min", "q_median", "q_max")
_ROUNDING: Final = 1e-9
#: κ by default is a multiple of the largest Ritz value, which the probes of two files find to
#: rounding. err moves by no more than d times the relative difference.
_KAPPA: Final = 1e-6

Pool = Callable[[Sequence[Spectrum], str, list[Note]], Spectrum]


def _fault(name: str, allowed: str) -> Fault:
    return Fault("files", None, allowed, option=name)


def own_faults(
    held: Sequence[tuple[str, Preconditioned]],
    twice: Callable[[Sequence[Spectrum], Sequence[str]], list[Fault]],
) -> list[Fault]:
    """Say which files hold the preconditioner of another run, or of another matrix.

    Parameters
    ----------
    held : sequence of (str, Preconditioned)
        Name and content of each file that has one.
    twice : callable
        Says which of some spectra, by their names, hold one probe.
    """
    faults: list[Fault] = []
    if not held:
        return faults
    (first, mine), *rest = held
    for name, own in rest:
        faults += [
            _fault(name, f"has the {word} {_told(own, key)}, but {first} has {_told(mine, key)}")
            for key, word in _SAME.items()
            if getattr(own, key) != getattr(mine, key)
        ]
        if not math.isclose(own.kappa, mine.kappa, rel_tol=_KAPPA):
            faults.append(
                _fault(
                    name,
                    f"has κ = {own.kappa:.6g}, but {first} has {mine.kappa:.6g}: measure both with "
                    "one --kappa",
                )
            )
        apart = [
            key
            for key in _STATE
            if not math.isclose(
                getattr(own, key), getattr(mine, key), rel_tol=_ROUNDING, abs_tol=_ROUNDING
            )
        ]
        if apart:
            faults.append(
                _fault(
                    name,
                    "has the preconditioner of another state of the optimizer "
                    f"({apart[0]} is {getattr(own, apart[0]):.9g}, and "
                    f"{getattr(mine, apart[0]):.9g} in {first})",
                )
            )
        parts = [_parts(own), _parts(mine)]
        if parts[0] != parts[1]:
            faults.append(
                _fault(
                    name,
                    f"has the spectra {', '.join(parts[0])} of its preconditioner, but {first} has "
                    f"{', '.join(parts[1])}",
                )
            )
        elif own.is_exact != mine.is_exact:
            what = ["a quadrature", "all eigenvalues"]
            faults.append(
                _fault(
                    name,
                    f"has {what[own.is_exact]} of its preconditioned matrix, but {first} has "
                    f"{what[mine.is_exact]}: spectra of one kind are pooled",
                )
            )
    if faults or mine.is_exact:
        return faults
    found: dict[str, Fault] = {}
    for part in _parts(mine):
        spectra = [getattr(own, part) for _, own in held]
        for fault in twice(spectra, [name for name, _ in held]):
            found.setdefault(str(fault.option), fault)
    return list(found.values())


def _told(own: Preconditioned, key: str) -> str:
    value = getattr(own, key)
    if key == "range_of_decays" and value is not None:
        return f"{value[0]:g} to {value[1]:g}"
    return ", ".join(f"{item:g}" for item in value) if isinstance(value, tuple) else str(value)


def _parts(own: Preconditioned) -> list[str]:
    return [name for name in PARTS if getattr(own, name) is not None]


def own_pooled(
    spectra: Sequence[Spectrum], whole: Spectrum, pool: Pool, notes: list[Note]
) -> Preconditioned | None:
    """Return what the files that have a preconditioner say of it together.

    Parameters
    ----------
    spectra : sequence of Spectrum
        What is merged; `own_faults` has found nothing.
    whole : Spectrum
        The probes of all of them.
    pool : callable
        Pools some quadratures under a name.
    notes : list of Note
        Where what is to be said is added.
    """
    held = [item for item in spectra if item.preconditioned is not None]
    owns = [item.preconditioned for item in held if item.preconditioned is not None]
    if not owns:
        return None
    if len(owns) < len(spectra):
        notes.append(
            Note(
                "own-of-some",
                f"{len(owns)} of {len(spectra)} files have the spectra of the run's own "
                "preconditioner: those rows are from their probes alone.",
            )
        )
    first = owns[0]
    # The largest, as for the whole; None where no file says it.
    norm = max((own.x_star_norm for own in owns if own.x_star_norm is not None), default=None)
    if first.is_exact:
        return replace(first, x_star_norm=norm)  # the same in all, but for rounding
    parts: dict[str, Any] = {
        name: pool([getattr(own, name) for own in owns], name, notes) for name in _parts(first)
    }
    return replace(
        first,
        # The least is that which every matrix has at least.
        kappa=min(own.kappa for own in owns),
        ratio=_ratio(held, whole),
        x_star_norm=norm,
        decays=_decays([own.decays for own in owns if own.decays is not None]),
        versions={
            key: value
            for own in owns
            for key, value in (own.versions or {}).items()
            if all((other.versions or {}).get(key) == value for other in owns)
        },
        **parts,
    )


def _decays(found: Sequence[Decays]) -> Decays | None:
    """Return what bounds the trace for all: each file's ends rest on its own probes."""
    if not found:
        return None
    lower = [item.trace_least for item in found if item.trace_least is not None]
    upper = [item.trace_most for item in found if item.trace_most is not None]
    return replace(
        found[0],
        trace_least=min(lower) if len(lower) == len(found) else None,
        trace_most=max(upper) if len(upper) == len(found) else None,
    )


def _ratio(held: Sequence[Spectrum], whole: Spectrum) -> dict[str, float] | None:
    """Return b·Σv̂/Tr H with the trace of all probes: the numerator is the run's."""
    above = []
    for item in held:
        assert item.preconditioned is not None
        ratio = item.preconditioned.ratio or {}
        if "trace" not in ratio:
            return None
        above.append(ratio["trace"] * item.trace)
    if not whole.trace > 0:
        return None
    return {"trace": math.fsum(above) / len(above) / whole.trace}
