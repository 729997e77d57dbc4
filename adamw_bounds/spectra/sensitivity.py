"""By how many per cent the figures of Corollary 3 change where an input changes by one.

x_i is in proportion to ρ and to 1/η, and h(x) = log x + 1/x has the slope 1 − 1/x in log x: the
derivative of err in log ρ is Σ(1 − 1/x_i). That in log λ is the kernel's own.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

import numpy as np

from adamw_bounds.engine.results import Result
from adamw_bounds.optimizers import OPTIMIZERS
from adamw_bounds.spectra._formulas import STATEMENT, log_x, slopes
from adamw_bounds.spectra._inputs import Piece
from adamw_bounds.spectra._sums import floor_of, lam_of

__all__ = ["with_elasticities"]

_NONE: Final = "no elasticities: a root, and no formula, finds this number"
_CLASSIC: Final = "pac-bayes-classic"


def with_elasticities(
    results: Sequence[Result],
    parts: Sequence[Piece],
    label: str,
    values: Mapping[str, Any],
    prior: float,
    *,
    one_decay: bool,
) -> list[Result]:
    """Return rows with their elasticities; those of single blocks as they were.

    Parameters
    ----------
    results : sequence of Result
        The rows.
    parts : sequence of Piece
        The spectrum, or its blocks, with their settings.
    label : str
        The case of the whole.
    values : mapping
        All inputs.
    prior : float
        ‖x*‖²/ρ, of blocks their sum.
    one_decay : bool
        Whether ℓ2-Adam's λ is AdamW's, as nobody gave it.
    """
    known: dict[tuple[str, str], tuple[float, dict[str, float]]] = {}
    found = []
    for row in results:
        own = row.statement == STATEMENT or row.quantity.startswith("pac-bayes")
        if row.case != label or row.value is None or not own:
            found.append(row)
            continue
        key = (str(row.optimizer), row.variant)
        if key not in known:
            err = next(
                one.value
                for one in results
                if (one.optimizer, one.variant, one.quantity, one.case) == (*key, "err", label)
            )
            known[key] = err, _of_err(parts, *key, one_decay=one_decay)
        powers = _elasticities(row, *known[key], values, prior)
        if powers is None:
            found.append(replace(row, takeovers=(), notes=(*row.notes, _NONE)))
        else:
            powers = {name: power for name, power in powers.items() if name in _given(values)}
            found.append(replace(row, elasticities=powers, takeovers=()))
    return found


def _given(values: Mapping[str, Any]) -> set[str]:
    # Where each block has its own, it is no one number that could change.
    return {name for name, value in values.items() if value is not None}


def _elasticities(
    row: Result,
    err: float,
    of_err: Mapping[str, float],
    values: Mapping[str, Any],
    prior: float,
) -> dict[str, float] | None:
    """Return the elasticities of one figure; None where no formula gives it."""
    value, quantity = float(row.value), row.quantity
    share = 0.5 if row.variant == "printed" else 1.0
    of_prior = {"rho": -prior, "x_star_norm": 2 * prior}
    if quantity in ("err", "err-per-parameter"):
        return _over(of_err, err)
    if quantity == "kl":
        return _over(_sum(of_err, of_prior), 2 * value)
    of_c0 = _sum(
        {name: share * slope for name, slope in of_prior.items()}, {"samples": 2.0, "tau": -2.0}
    )
    if quantity == "c0":
        return _over(of_c0, value)
    samples = float(values["samples"])
    if quantity == "phi":
        inside = value**2 * samples / 8
        found = _over(_sum(of_err, of_c0), 2 * inside)
        return {**found, "samples": found["samples"] - 0.5}
    if quantity == _CLASSIC:
        # The square is (KL + log(2√n/τ))/(2n).
        inside = 2 * samples * value**2
        slopes_of = _sum(_sum(of_err, of_prior), {"samples": 1.0, "tau": -2.0})
        found = _over(slopes_of, 4 * inside)
        return {**found, "samples": found["samples"] - 0.5}
    return None


def _sum(one: Mapping[str, float], other: Mapping[str, float]) -> dict[str, float]:
    return {name: one.get(name, 0.0) + other.get(name, 0.0) for name in {**one, **other}}


def _over(found: Mapping[str, float], value: float) -> dict[str, float]:
    return {name: slope / value for name, slope in found.items()} if value else {}


def _of_err(
    parts: Sequence[Piece], optimizer: str, variant: str, *, one_decay: bool
) -> dict[str, float]:
    """Return the derivatives of err in the logarithms of its inputs."""
    kind = OPTIMIZERS[optimizer]
    both = [_slopes(part, optimizer, variant) for part in parts]
    scale, decay = (math.fsum(pair[place] for pair in both) for place in (0, 1))
    batch = scale
    if variant != "printed":
        # Of AdamW b stands with √σ_i alone, not with λ.
        batch = (scale - decay) / 2 if kind.decays_parameters else scale / 2
    found = {"rho": scale, "eta": -scale, "batch_size": batch}
    if kind.has_decay:
        found["lam" if one_decay else str(kind.setting)] = decay
    return found


def _slopes(part: Piece, optimizer: str, variant: str) -> tuple[float, float]:
    """Return Σ(1 − 1/x_i) and λΣ∂h(x_i)/∂λ."""
    settings, spectrum = dict(part.values), part.spectrum
    if variant == "printed":
        # As printed x_i is the corrected one at b = 1 with bρ for ρ.
        settings["rho"] = settings["rho"] * settings["batch_size"]
        settings["batch_size"] = 1
    lam, floor = lam_of(optimizer, settings), floor_of(optimizer, part.values)
    scale, decay = [], []
    for _, signed, weights in spectrum.chunks():
        sigma = np.maximum(np.abs(signed), floor)
        with np.errstate(all="ignore"):
            rises = -np.expm1(-log_x(optimizer, sigma, lam, settings))
            falls = lam * slopes(optimizer, sigma, lam, settings) if lam else 0.0 * rises
        if weights is not None:
            rises, falls = rises * weights, falls * weights
        scale.append(float(rises.sum()))
        decay.append(float(falls.sum()))
    factor = 1.0 if spectrum.kind == "exact" else part.values["dim"] / spectrum.probes
    return factor * math.fsum(scale), factor * math.fsum(decay)
