"""Hessian spectra: their files, and what Section 5 of the paper says of them."""

from __future__ import annotations

from adamw_bounds.spectra._formulas import reading_of
from adamw_bounds.spectra.curves import err_by_decade, lambda_curve, lambda_curves
from adamw_bounds.spectra.decay import DecayOptimum, optimal_decay
from adamw_bounds.spectra.files import load_spectrum, save_spectrum
from adamw_bounds.spectra.generalization import generalization
from adamw_bounds.spectra.matrices import hessian_generalization
from adamw_bounds.spectra.merge import merge
from adamw_bounds.spectra.meta import Meta
from adamw_bounds.spectra.pac_bayes import PacBayes, pac_bayes
from adamw_bounds.spectra.posterior import Curvature, Posterior, curvature, posterior
from adamw_bounds.spectra.resolve import resolve_spectrum, shipped
from adamw_bounds.spectra.shapes import densities, density
from adamw_bounds.spectra.spectrum import Block, Spectrum
from adamw_bounds.spectra.summary import describe, sketch

__all__ = [
    "Block",
    "Curvature",
    "DecayOptimum",
    "Meta",
    "PacBayes",
    "Posterior",
    "Spectrum",
    "curvature",
    "densities",
    "density",
    "describe",
    "err_by_decade",
    "generalization",
    "hessian_generalization",
    "lambda_curve",
    "lambda_curves",
    "load_spectrum",
    "merge",
    "optimal_decay",
    "pac_bayes",
    "posterior",
    "reading_of",
    "resolve_spectrum",
    "save_spectrum",
    "shipped",
    "sketch",
]
