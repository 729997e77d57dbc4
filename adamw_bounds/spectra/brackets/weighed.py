"""Brackets of probes that are not uniform: of Tr[Q f(S)] by starts Q^½z."""

from __future__ import annotations

import math

import numpy as np

from adamw_bounds.errors import InputError
from adamw_bounds.spectra.brackets.enclosure import Functional, enclose
from adamw_bounds.spectra.brackets.interval import Bracket, interval
from adamw_bounds.spectra.spectrum import Spectrum

__all__ = ["weighed_bracket"]


def weighed_bracket(
    spectrum: Spectrum,
    functional: Functional,
    *,
    support: tuple[float, float],
    level: float = 0.95,
) -> Bracket:
    """Return the mean of f over probes from a start distribution of one's own.

    Parameters
    ----------
    spectrum : Spectrum
        Nodes and weights of probes whose starts have one norm, Q^½z with z of entries ±1.
    functional : Functional
        f.
    support : tuple of float
        Where all eigenvalues lie.
    level : float
        Of the interval.

    Returns
    -------
    Bracket
        The quadrature of each probe is enclosed as in `enclose`; chance is a t interval over the
        probes, since nothing bounds the variance of such starts. One probe tells no scatter: then
        the ends are those that the support allows.
    """
    if not 0 < level < 1:
        raise InputError(f"level must be a number between 0 and 1, not {level}")
    found = enclose(spectrum, support=support, level=level)
    lower, middle, upper = found.of_each(functional)
    ends = np.array([[support[0]], [support[1]]])
    least, largest = functional.extremes(*ends)
    limits = (float(least[0]), float(largest[0]))
    count, spent = len(lower), 1 - level
    scatter, reach = None, (math.inf, math.inf)
    if count > 1:
        # scipy.stats would take longer to import than to use.
        from scipy.special import stdtrit

        errors = [float(values.std(ddof=1)) / math.sqrt(count) for values in (lower, middle, upper)]
        scatter = (errors[0], errors[1], errors[2])
        quantile = -float(stdtrit(count - 1, 0.5 * spent))
        reach = (quantile * errors[0], quantile * errors[2])
    return interval(
        (float(lower.mean()), float(middle.mean()), float(upper.mean())),
        scatter,
        count - 1 if count > 1 else None,
        reach,
        limits=limits,
        level=level,
        spent=spent,
        assumed=found.support.assumed,
    )
