"""What the edge of stability reads of the spectrum of P^(−1/2) ∇²F P^(−1/2), P = diag(√v̂ + ε).

A file measured with the run's own preconditioner has it beside that of the matrix itself; a file of
such a spectrum alone says so: its meta names the ``preconditioner``. A bare list of numbers is
taken at its word.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np

from adamw_bounds.errors import Fault, InputError
from adamw_bounds.spectra.meta import Meta
from adamw_bounds.spectra.preconditioned import Preconditioned
from adamw_bounds.spectra.resolve import resolve_spectrum, source_name
from adamw_bounds.spectra.spectrum import Spectrum
from adamw_bounds.tensors import NotArrayError, as_array, load_tensors

__all__ = ["COUPLED", "MARK", "NOTES", "OF_RUN", "Modes", "modes_of", "preconditioned"]

#: The name in the meta of a file that says by what the Hessian was divided.
MARK: Final = "preconditioner"
#: And what else is to be known of it.
NOTES: Final = "edge_notes"
#: And whether the decay is a term of the gradient: then it is no part of the threshold.
COUPLED: Final = "edge_coupled"
#: And with which η and λ the run was made.
OF_RUN: Final = "edge_run"
_ARCHIVE: Final = b"PK"


@dataclass(frozen=True, slots=True, kw_only=True)
class Modes:
    """How the modes of a preconditioned Hessian lie beside an interval.

    Attributes
    ----------
    largest, smallest : float
        The ends of the spectrum. Of a quadrature they lie inside the true ones.
    below, above : float
        How many of the d modes lie below and above the interval; of a quadrature an estimate.
    exact : bool
        Whether all eigenvalues are known.
    """

    largest: float
    smallest: float
    below: float
    above: float
    exact: bool


def preconditioned(source: Any) -> Spectrum:
    """Return the spectrum of a preconditioned Hessian.

    Parameters
    ----------
    source : Spectrum, path-like or array of eigenvalues
        A spectrum file, or a list: ``.npy``, ``.npz`` with one array, ``.csv``, ``.txt``.

    Raises
    ------
    InputError
        If it is the spectrum of a Hessian that nothing was divided by.
    RunError
        If the file is no spectrum.
    """
    spectrum = _listed(source) or resolve_spectrum(source)
    own = spectrum.preconditioned
    if own is not None and own.s is not None:
        held = own.w if own.is_l2 and own.w is not None else own.s
        extra = {
            **held.meta.extra,
            MARK: own.kind,
            COUPLED: own.is_l2,
            OF_RUN: {"eta": own.eta, "lam": list(own.lam)},
            **_notes_of(own),
        }
        meta = replace(held.meta, extra=extra)
        return replace(held, label=spectrum.label, path=spectrum.path, meta=meta)
    if MARK not in spectrum.meta.extra and (own is not None or _says_anything(spectrum.meta)):
        what = (
            "must hold the eigenvalues s of the Hessian between two factors (√v̂+ε)^(-1/2), or be a "
            f"bare list of them; {_what_it_holds(own)}"
        )
        raise InputError([Fault("eigenvalues", source_name(source), what)])
    return spectrum


def _what_it_holds(own: Preconditioned | None) -> str:
    """Say what a file has in the place of s, and what to do."""
    measured = "spectrum measure --preconditioner adam"
    if own is None:
        return f"this file has only those of the Hessian itself ({measured} adds s)"
    if own.h is None:
        return f"this file has the run's own preconditioner, but not s ({measured} makes both)"
    q, top = (own.q_min, own.q_max), own.h.extremes[1]
    shift = max(own.lam) * own.q_max if own.is_l2 else 0.0
    text = (
        "this file has the run's own q = 1/(√v̂+ε), but with it only the eigenvalues of the matrix "
        f"itself, without q ({measured} makes s)"
    )
    if own.h.kind == "exact" and top > 0:
        # q_min·H ⪯ Q^½HQ^½ ⪯ q_max·H by their largest eigenvalues, and λQ ⪯ λ·q_max.
        text += (
            f". From these, the largest s lies between {q[0] * top:.4g} and "
            f"{q[1] * top + shift:.4g}: --sharpness takes such a number"
        )
    return text


def _notes_of(own: Preconditioned) -> dict[str, list[str]]:
    """Return what of a run's own spectrum is not what the edge speaks of."""
    notes = []
    if own.matrix == "ggn":
        notes.append("s is that of the Gauss–Newton matrix, and no mode of it curves downwards")
    if own.kappa > 0:
        notes.append(f"κ = {own.kappa:.4g} was added to the matrix")
    if own.removed:
        notes.append(f"{own.removed} coordinates with v̂ = 0 are left out")
    if own.is_l2 and own.w is not None:
        notes.append(
            "the run is ℓ2-Adam: s is that of W = S + λQ with its own λ, and the threshold that "
            "without decay"
        )
    elif own.is_l2:
        notes.append(
            "the run is ℓ2-Adam, whose modes are those of S + λQ: at most λ·max q = "
            f"{max(own.lam) * own.q_max:.4g} larger; the threshold is that without decay"
        )
    elif own.has_several:
        notes.append("the run's parameter groups have several decays, and one λ is taken for all")
    return {NOTES: notes} if notes else {}


def _listed(source: Any) -> Spectrum | None:
    """Return the spectrum of numbers that stand alone; None for what is more than these."""
    if isinstance(source, Spectrum):
        return None
    if isinstance(source, str | os.PathLike):
        path = os.fspath(source)
        if not _is_archive(path):
            return None
        saved = load_tensors(path)
        if "format" in saved.arrays or len(saved.arrays) != 1:
            return None
        (source,) = saved.arrays.values()
        return Spectrum(eigenvalues=np.asarray(source, dtype=float), label=path)
    try:
        values = np.asarray(as_array(source), dtype=float)
    except NotArrayError as error:
        what = f"must be a list of numbers: {error}"
        raise InputError([Fault("eigenvalues", None, what)]) from error
    return Spectrum(eigenvalues=values, label="eigenvalues")


def _is_archive(path: str) -> bool:
    try:
        with open(path, "rb") as stream:
            return stream.read(2) == _ARCHIVE
    except OSError:
        return False


def _says_anything(meta: Meta) -> bool:
    # The type is written to every file, and says nothing of the matrix.
    return any(value is not None for key, value in meta.as_dict().items() if key != "dtype")


def modes_of(spectrum: Spectrum, least: float, most: float) -> Modes:
    """Return the ends of a spectrum, and how many modes lie outside of [least, most]."""
    smallest, largest = spectrum.extremes
    return Modes(
        largest=largest,
        smallest=smallest,
        below=spectrum.count(spectrum.shares(lambda values: values < least)),
        above=spectrum.count(spectrum.shares(lambda values: values > most)),
        exact=spectrum.kind == "exact",
    )
