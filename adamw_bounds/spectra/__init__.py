"""Hessian spectra: their files, and what Corollary 3 says of them."""

from __future__ import annotations

from adamw_bounds.spectra.files import load_spectrum, save_spectrum
from adamw_bounds.spectra.generalization import generalization
from adamw_bounds.spectra.library import resolve_spectrum, shipped
from adamw_bounds.spectra.meta import Meta
from adamw_bounds.spectra.spectrum import Spectrum
from adamw_bounds.spectra.summary import describe, sketch

__all__ = [
    "Meta",
    "Spectrum",
    "describe",
    "generalization",
    "load_spectrum",
    "resolve_spectrum",
    "save_spectrum",
    "shipped",
    "sketch",
]
