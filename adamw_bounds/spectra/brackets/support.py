"""The interval that holds the spectrum: the extreme Ritz values, moved outwards."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from adamw_bounds.errors import InputError
from adamw_bounds.spectra.spectrum import MACHINE_EPSILON, Spectrum

__all__ = [
    "Support",
    "dim_of",
    "lower_end",
    "rounding_of",
    "support_bounds",
    "support_of_matrix",
]

#: Beyond this ε the bound of the support says little: S ≤ (θ_max − θ_min)/(1 − 2ε).
_LARGEST_EPSILON: Final = 0.4


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """An interval that is taken to hold the spectrum.

    Attributes
    ----------
    lower, upper : float
        Its ends, eigenvalues with their sign.
    failure : float
        Probability that the spectrum reaches beyond; 0 where the ends were given or are known.
    assumed : bool
        Whether the ends are an assumption, for which no probability can be said.
    text : str
        How they were found.
    """

    lower: float
    upper: float
    failure: float
    assumed: bool
    text: str


def support_bounds(
    spectrum: Spectrum,
    *,
    support: tuple[float | None, float | None] | None = None,
    failure: float = 1e-3,
    size: float = 0.0,
) -> Support:
    """Return an interval that holds all eigenvalues.

    Parameters
    ----------
    spectrum : Spectrum
        Exact, or nodes and weights with `dim`.
    support : tuple, optional
        Known outer bounds (lower, upper), either of them None: 0 below for a positive semidefinite
        matrix, a norm of the matrix. They are trusted.
    failure : float
        In (0, 1): probability that may be left to a spectrum beyond the ends.
    size : float
        Largest singular value of the matrix that was multiplied by, to which it was rounded, where
        the spectrum is that of a part of it.

    Returns
    -------
    Support
        The given ends; else the extreme Ritz values of all probes moved outwards.

    Raises
    ------
    InputError
        If `dim` is unknown, or a given end lies inside the Ritz values beyond rounding.

    Notes
    -----
    Source: J. Kuczyński and H. Woźniakowski, SIAM J. Matrix Anal. Appl. 13(4):1094-1122, 1992,
    Theorem 4.2, for H − λ_min I and λ_max I − H (Lanczos does not see a shift); all of the
    independent probes must miss for the largest Ritz value of all to miss. Fewer steps than it
    needs: the ends are assumed to lie within twice the range of the Ritz values, or twice the
    largest residual, beyond them.
    """
    dim = dim_of(spectrum)
    smallest, largest = spectrum.extremes
    if spectrum.kind == "exact":
        return Support(
            lower=smallest, upper=largest, failure=0.0, assumed=False, text="The support is known."
        )
    given_low, given_high = (None, None) if support is None else support
    depths = _depths(spectrum, dim)
    steps = max(depths)
    shift = (
        int(spectrum.steps or 1)
        * MACHINE_EPSILON[spectrum.dtype]
        * max(abs(smallest), abs(largest), size)
    )
    for name, end, inside in (
        ("lower", given_low, given_low is not None and given_low > smallest + shift),
        ("upper", given_high, given_high is not None and given_high < largest - shift),
    ):
        if end is not None and (inside or not math.isfinite(end)):
            raise InputError(
                f"the {name} end of the support, {end:.6g}, must be finite and hold the nodes, "
                f"which reach from {smallest:.6g} to {largest:.6g}"
            )
    extent = largest - smallest
    assumed = False
    if steps >= dim:
        margin, text = shift, "Steps ≥ d: the extreme nodes are the extreme eigenvalues."
        failure = 0.0
    else:
        epsilon = _reach(depths, dim, 0.5 * failure)
        assumed = epsilon > _LARGEST_EPSILON or extent <= shift
        if assumed:
            # A residual is at most the norm of the matrix, and where few steps cancel, most of it.
            left = 0.0 if spectrum.residuals is None else float(np.max(spectrum.residuals))
            margin = 2.0 * max(extent, abs(smallest), abs(largest), left) + shift
            text = (
                f"{steps} steps are too few to bound the support: it is assumed to reach no "
                f"further than {margin:.4g} beyond the extreme Ritz values."
            )
        else:
            margin = epsilon * extent / (1.0 - 2.0 * epsilon) + shift
            text = (
                f"The support reaches {margin:.4g} beyond the extreme Ritz values at most, but "
                f"for a probability of {failure:g} (Kuczyński and Woźniakowski 1992; for probes "
                "uniform on the sphere)."
            )
    if given_low is not None and given_high is not None:
        assumed, failure, text = False, 0.0, "The support is as given."
    elif given_low is not None or given_high is not None:
        text = "One end of the support is as given. " + text
    return Support(
        lower=smallest - margin if given_low is None else float(given_low),
        upper=largest + margin if given_high is None else float(given_high),
        failure=0.0 if assumed else failure,
        assumed=assumed,
        text=text,
    )


def support_of_matrix(spectrum: Spectrum) -> tuple[float, None] | None:
    """Return what the measured matrix says of the support: a Gauss–Newton matrix is ⪰ 0."""
    metas = [spectrum.meta, *(block.spectrum.meta for block in spectrum.blocks)]
    if spectrum.kind == "exact" or any(meta.extra.get("matrix") != "ggn" for meta in metas):
        return None
    return (0.0, None) if lower_end(spectrum, 0.0) == 0 else None


def lower_end(spectrum: Spectrum, least: float) -> float:
    """Return a known lower bound of the eigenvalues, or the least node where that is far below.

    Rounding puts nodes a little below it.
    """
    low, high = spectrum.extremes
    room = int(spectrum.steps or 1) * MACHINE_EPSILON[spectrum.dtype] * max(abs(low), abs(high))
    return least if least <= low + room else low


def _depths(spectrum: Spectrum, dim: int) -> list[int]:
    """Return the steps of each probe: its nodes, or d where its Krylov space ended."""
    assert spectrum.weights is not None
    counts = np.count_nonzero(np.asarray(spectrum.weights) > 0, axis=1)
    if spectrum.residuals is not None:
        ended = np.asarray(spectrum.residuals) <= rounding_of(spectrum)
        counts = np.where(ended, dim, counts)
    return [int(count) for count in counts]


def rounding_of(spectrum: Spectrum) -> float:
    """Return the residual up to which a Krylov space has ended: a few units in the last place.

    Lanczos vectors are float32 at least, whatever products are computed in.
    """
    epsilon = min(MACHINE_EPSILON[spectrum.dtype], MACHINE_EPSILON["float32"])
    return 10.0 * epsilon * spectrum.max_singular_value


def _reach(depths: Sequence[int], dim: int, failure: float) -> float:
    """Return the ε by which all probes miss an end with probability `failure` at most.

    The probabilities of any of the probes multiply: of the deepest k, with the k that says most.
    """
    one, reached = math.log(1.648 * math.sqrt(dim)), 0
    least = math.inf
    for count, depth in enumerate(sorted(depths, reverse=True), start=1):
        reached += 2 * depth - 1
        least = min(least, (count * one - math.log(failure)) / reached)
    return least**2


def dim_of(spectrum: Spectrum) -> int:
    """Return d.

    Raises
    ------
    InputError
        If the spectrum does not state it.
    """
    if spectrum.dim is None:
        raise InputError(f"the spectrum {spectrum.label} does not state its dimension d")
    return spectrum.dim
