"""err of Corollary 3 with its error bars, and what follows from it."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from decimal import Decimal, localcontext
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from adamw_bounds.optimizers import ADAMW, OPTIMIZERS
from adamw_bounds.spectra import _formulas
from adamw_bounds.spectra._bounds import bound
from adamw_bounds.spectra._sums import CONTEXT, floor_of, lam_of
from adamw_bounds.spectra.brackets.enclosure import Enclosure, Functional
from adamw_bounds.spectra.brackets.interval import Bracket
from adamw_bounds.spectra.brackets.radau import Alternating
from adamw_bounds.spectra.spectrum import Spectrum

__all__ = [
    "bound_brackets",
    "err_bracket",
    "exact_excess",
    "excess_bracket",
    "excess_functional",
]

Float64Array = npt.NDArray[np.float64]


def err_bracket(
    enclosure: Enclosure,
    optimizer: str,
    values: Mapping[str, Any],
    variant: str = _formulas.CORRECTED,
) -> Bracket:
    """Return err = Σ h(x_i) of Corollary 3 with its error bars.

    Parameters
    ----------
    enclosure : Enclosure
        Of the spectrum.
    optimizer : str
        ``adamw``, ``adam`` or ``l2-adam``.
    values : mapping
        ``eta``, ``rho``, ``batch_size``, ``lam``, ``lam_l2``, ``floor`` ≥ 0: singular values below
        it are raised to it, with ``floor_by_default`` only where h is infinite at σ = 0. With a
        floor of 0 the upper end may then be infinite.
    variant : str
        ``printed`` or ``corrected``: which x_i are taken.

    Returns
    -------
    Bracket
        Of the sum over all d eigenvalues; ``scaled(1/d)`` is err per parameter.

    Notes
    -----
    f(σ) = h(x(max(|σ|, floor))) is even. On σ > 0 it turns where x itself does (ℓ2-Adam: at σ = λ)
    and where x = 1, the minimum of h. Source: Corollary 3 of Zhou et al. 2024,
    doi:10.1109/TPAMI.2024.3382294.
    """
    excess = excess_bracket(enclosure, optimizer, values, variant)
    return excess.shifted(float(enclosure.dim))


def excess_bracket(
    enclosure: Enclosure,
    optimizer: str,
    values: Mapping[str, Any],
    variant: str = _formulas.CORRECTED,
    *,
    floor: float | None = None,
) -> Bracket:
    """Return err − d = Σ(h(x_i) − 1) ≥ 0 with its error bars, arguments as of `err_bracket`.

    KL and Φ take this difference: from err itself it would lose its digits where d is large.
    `floor` stands in for that of `values`.
    """
    functional = excess_functional(enclosure, optimizer, values, variant, floor=floor)
    return enclosure.bracket(functional).scaled(float(enclosure.dim))


def excess_functional(
    enclosure: Enclosure,
    optimizer: str,
    values: Mapping[str, Any],
    variant: str = _formulas.CORRECTED,
    *,
    floor: float | None = None,
) -> Functional:
    """Return h(x) − 1 as a function of the eigenvalue, arguments as of `excess_bracket`."""
    ends = (abs(enclosure.support.lower), abs(enclosure.support.upper))
    return _excess_functional(optimizer, values, max(ends), variant, floor)


def exact_excess(
    spectrum: Spectrum,
    optimizer: str,
    values: Mapping[str, Any],
    variant: str = _formulas.CORRECTED,
    *,
    resolution: float = 0.0,
    level: float = 0.95,
    floor: float | None = None,
) -> Bracket:
    """Return err − d of exact eigenvalues, each of which may be off by `resolution` ≥ 0.

    One pass in chunks: the eigenvalues are never held in memory. Nothing is left to chance;
    `level` is that of the brackets beside which it stands.
    """
    largest = spectrum.max_singular_value + resolution
    functional = _excess_functional(optimizer, values, largest, variant, floor)
    sums: tuple[list[float], list[float], list[float]] = ([], [], [])
    for _, signed, _weights in spectrum.chunks():
        with np.errstate(all="ignore"):
            middle = functional.function(signed)
            if resolution > 0:
                least, most = functional.extremes(signed - resolution, signed + resolution)
            else:
                least = most = middle
            for found, part in zip(sums, (least, middle, most), strict=True):
                found.append(float(part.sum()))
    low, estimate, high = (_total(found) for found in sums)
    return Bracket(
        lower=low,
        estimate=estimate,
        upper=high,
        quadrature=(low, high),
        scatter=None,
        freedom=None,
        level=level,
        assumed=False,
        limits=(low, high),
        spent=1 - level,
    )


def _total(parts: list[float]) -> float:
    try:
        return math.fsum(parts)
    except OverflowError:
        return math.inf


def _excess_functional(
    optimizer: str,
    values: Mapping[str, Any],
    largest: float,
    variant: str,
    floor: float | None = None,
) -> Functional:
    lam = lam_of(optimizer, values)
    floor = floor_of(optimizer, values) if floor is None else floor

    def function(sigma: Float64Array) -> Float64Array:
        excesses, _ = _formulas.excesses(
            optimizer, np.maximum(np.abs(sigma), floor), lam, values, variant
        )
        # At σ = 0 without a floor log x + 1/x is +∞ as a limit, and no number as computed.
        return np.where(np.isnan(excesses), np.inf, excesses)

    def log_x(sigma: float) -> float:
        return float(_formulas.log_x(optimizer, np.array([sigma]), lam, values, variant)[0])

    # The least normal number stands for a floor of 0.
    first, last = max(floor, np.finfo(np.float64).tiny), max(largest, floor)
    turns = [lam] if OPTIMIZERS[optimizer].decays_loss and first < lam < last else []
    cuts = [first, *turns, last]
    for low, high in pairwise(cuts):
        crossing = _crossing(log_x, low, high)
        if crossing is not None:
            turns.append(crossing)
    points = sorted(turns)
    parts: tuple[Alternating, ...] = ()
    if floor == 0 and not OPTIMIZERS[optimizer].decays_loss and lam > 0:

        def log(sigma: Float64Array) -> Float64Array:
            return _formulas.log_x(optimizer, np.abs(sigma), lam, values, variant)

        # x rises as √σ does: −log x and 1/x are what falls, with derivatives that alternate.
        parts = (
            Alternating(function=lambda sigma: 1 - log(sigma), sign=-1),
            Alternating(function=lambda sigma: np.exp(-log(sigma))),
        )
    return Functional(
        function=function,
        turning_points=(*(-point for point in reversed(points)), 0.0, *points),
        alternating=parts,
        is_smooth=True,
    )


def _crossing(function: Callable[[float], float], low: float, high: float) -> float | None:
    """Return the zero of a monotone function of log σ by bisection; None where there is none."""
    at_low, at_high = function(low), function(high)
    if not (low < high and min(at_low, at_high) < 0 < max(at_low, at_high)):
        return None
    left, right = math.log(low), math.log(high)
    for _ in range(100):
        middle = 0.5 * (left + right)
        if middle in (left, right):
            break
        if (function(math.exp(middle)) < 0) == (at_low < 0):
            left = middle
        else:
            right = middle
    return math.exp(0.5 * (left + right))


def bound_brackets(
    excess: Bracket,
    values: Mapping[str, Any],
    *,
    variant: str = "corrected",
    norm: float | Decimal | None = None,
    rho: float | Decimal | None = None,
) -> dict[str, Bracket]:
    """Return err, err per parameter, KL and Φ with their error bars; all of them rise with err.

    Parameters
    ----------
    excess : Bracket
        Of err − d, as from `excess_bracket`.
    values : mapping
        ``dim``, ``samples``, ``tau``, ``rho``, ``x_star_norm``.
    variant : str
        ``printed`` or ``corrected``: which c0 is in Φ.
    norm, rho : float or Decimal, optional
        ‖x*‖₂ and ρ of KL and c0, where they are not those of `values`.

    Returns
    -------
    dict
        Bracket by ``err``, ``err-per-parameter``, ``kl`` and ``phi``.

    Notes
    -----
    Source: Theorem 6 and Corollary 3 of Zhou et al. 2024, doi:10.1109/TPAMI.2024.3382294.
    """
    dim = Decimal(values["dim"])
    known = {name: Decimal(values[name]) for name in ("dim", "samples", "tau")}
    known["x_star_norm"] = Decimal(values["x_star_norm"] if norm is None else norm)
    known["rho"] = Decimal(values["rho"] if rho is None else rho)

    def of(quantity: str, variant: str) -> Callable[[float], float]:
        def figure(value: float) -> float:
            if not math.isfinite(value):
                return value
            more = {**known, "err": dim + Decimal(value)}
            # None of the three depends on the optimizer but by err.
            return float(bound(_formulas.STATEMENT, ADAMW.key, variant, more)[quantity].value)

        return figure

    with localcontext(CONTEXT):
        err = excess.shifted(float(dim))
        return {
            "err": err,
            "err-per-parameter": err.scaled(1.0 / values["dim"]),
            "kl": excess.through(of("kl", _formulas.CORRECTED)),
            "phi": excess.through(of("phi", variant)),
        }
