"""Sums of h(x_i) over a spectrum, for several optimizers and floors in one pass.

What is added up is h − 1 ≥ 0, and d is added to the sum in Decimal: KL and Φ take err − d, of
which a float of err keeps few digits where d is large or most x_i are near 1.

A chunk of values above every floor takes the fast way: one root for all optimizers, and one
logarithm for a product of `_GROUP` values x_i. What lies below a floor is set apart and evaluated
at each floor; sums beyond a float are taken again in Decimal.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from adamw_bounds.optimizers import OPTIMIZERS as _KINDS
from adamw_bounds.spectra import _formulas
from adamw_bounds.spectra.spectrum import CHUNK, Spectrum

__all__ = [
    "CONTEXT",
    "OPTIMIZERS",
    "Tallies",
    "Tally",
    "added",
    "floor_of",
    "lam_of",
    "needs_floor",
    "tally",
]

Float64Array = npt.NDArray[np.float64]

OPTIMIZERS = tuple(_KINDS)
#: Enough digits for d = 1e12 beside the last digit of a float, and no limit that a float reaches.
CONTEXT: Final = Context(prec=50, Emax=10**8, Emin=-(10**8))
#: Sums above it leave the fast path, far from the end of a float's range.
_LARGE = 1e290
#: Values x_i that are multiplied before the logarithm is taken, and the range that allows it.
_GROUP = 8
_LOG_RANGE = 0.9 * math.log(1e300) / _GROUP
#: A mean h − 1 below this has lost digits where it was taken from the sums of log x and of 1/x.
_LEAST_MEAN = 1e-3


@dataclass
class _Partial:
    """A sum in the making: floats, and exact numbers where a float would not do."""

    floats: list[float]
    large: list[Decimal]

    def total(self) -> Decimal:
        return Decimal(math.fsum(self.floats)) + sum(self.large, Decimal(0))


class Tally(NamedTuple):
    """Sums of one optimizer.

    Attributes
    ----------
    err : Decimal
        Σh(x_i): of an exact spectrum, or the mean over probes.
    scatter : Decimal or None
        Standard error of the mean over probes; None for fewer than two.
    floor_down, floor_up : Decimal
        err with the floor a decade lower and higher.
    share_above_one : float
        Share of x_i > 1.
    """

    err: Decimal
    scatter: Decimal | None
    floor_down: Decimal
    floor_up: Decimal
    share_above_one: float


class Tallies(NamedTuple):
    """Sums of every optimizer, and shares of the spectrum.

    Attributes
    ----------
    of : dict
        Sums by optimizer and variant.
    share_raised : float
        Share of singular values below the floor.
    share_below_one, share_below_batch : float
        Shares of singular values < 1, and < b.
    share_negative : float
        Share of eigenvalues < 0.
    """

    of: dict[tuple[str, str], Tally]
    share_raised: float
    share_below_one: float
    share_below_batch: float
    share_negative: float


def lam_of(optimizer: str, values: Mapping[str, Any]) -> float:
    """Return the λ of an optimizer."""
    setting = _KINDS[optimizer].setting
    return float(values[setting]) if setting else 0.0


def needs_floor(optimizer: str, values: Mapping[str, Any]) -> bool:
    """Tell whether h(x) is infinite at σ = 0: all but decoupled decay with λ > 0."""
    return not (_KINDS[optimizer].decays_parameters and lam_of(optimizer, values) > 0)


def floor_of(optimizer: str, values: Mapping[str, Any]) -> float:
    """Return the floor of an optimizer: the default one only where h is infinite at σ = 0.

    ``floor_by_default`` of `values` tells that nobody asked for ``floor``, which then holds for
    those alone that need one.
    """
    if values.get("floor_by_default") and not needs_floor(optimizer, values):
        return 0.0
    return float(values["floor"])


def tally(
    spectrum: Spectrum,
    optimizers: Sequence[str],
    values: Mapping[str, Any],
    variants: Sequence[str] = (_formulas.CORRECTED,),
) -> Tallies:
    """Sum h(x_i) for each optimizer at the floor and a decade to both sides, in one pass.

    Parameters
    ----------
    spectrum : Spectrum
        The values; at most a chunk of them is held at a time.
    optimizers : sequence of str
        Which to sum for.
    values : mapping
        ``eta``, ``rho``, ``batch_size``, ``lam``, ``lam_l2``, ``dim``, ``floor``,
        ``floor_by_default``.
    variants : sequence of str
        ``printed``, ``corrected``: which x_i are taken. At b = 1 they are the same.
    """
    floor = float(values["floor"])
    apart = variants if values["batch_size"] > 1 else variants[:1]
    runs = [_Run(name, kind, spectrum, values) for name in optimizers for kind in apart]
    every = {run.floors for run in runs}
    highest = max((floor, *(floors[2] for floors in every)))
    raised: list[float] = []
    below: dict[float, list[float]] = {1: [], values["batch_size"]: []}
    negative: list[float] = []
    any_negative = spectrum.extremes[0] < 0
    roots = _formulas.Roots(CHUNK)
    for probe, signed, shares in spectrum.chunks():
        weights = shares
        if any_negative:
            sigma = np.abs(signed)
            negative.append(_mass(signed < 0, weights))
        else:
            sigma = signed
        for limit, found in below.items():
            if spectrum.max_singular_value >= limit:
                found.append(_mass(sigma < limit, weights))
        if float(sigma.min()) < highest:
            low = sigma < highest
            small, small_weights = sigma[low], None if weights is None else weights[low]
            raised.append(_mass(small < floor, small_weights))
            for floors in every:
                mine = [run for run in runs if run.floors == floors]
                if floors[2] == 0:
                    for run in mine:
                        run.add(probe, (0, 1, 2), small, small_weights, shown=True)
                    continue
                for place, at in enumerate(floors):
                    lifted = np.maximum(small, at)
                    for run in mine:
                        run.add(probe, (place,), lifted, small_weights, shown=place == 1)
            sigma = sigma[~low]
            weights = None if weights is None else weights[~low]
            if sigma.size == 0:
                continue
        roots.take(sigma)
        for run in runs:
            run.add(probe, (0, 1, 2), sigma, weights, shown=True, roots=roots)
    mass = values["dim"] if spectrum.kind == "exact" else spectrum.probes

    def share(parts: list[float]) -> float:
        return min(1.0, math.fsum(parts) / mass)

    def share_below(limit: float) -> float:
        return 1.0 if spectrum.max_singular_value < limit else share(below[limit])

    of = {(run.optimizer, run.variant): run.finish(values["dim"], mass) for run in runs}
    return Tallies(
        of={
            (name, kind): of[name, kind if kind in apart else apart[0]]
            for name in optimizers
            for kind in variants
        },
        share_raised=share(raised),
        share_below_one=share_below(1),
        share_below_batch=share_below(values["batch_size"]),
        share_negative=share(negative),
    )


def added(parts: Sequence[Tallies], dims: Sequence[int]) -> Tallies:
    """Return the sums over blocks, whose probes are independent of each other's."""
    total = sum(dims)

    def mean(shares: Sequence[float]) -> float:
        return min(1.0, math.fsum(x * dim for x, dim in zip(shares, dims, strict=True)) / total)

    of = {}
    for name in parts[0].of:
        mine = [part.of[name] for part in parts]
        scatters = [item.scatter for item in mine if item.scatter is not None]
        of[name] = Tally(
            err=sum((item.err for item in mine), Decimal(0)),
            scatter=sum((item**2 for item in scatters), Decimal(0)).sqrt() if scatters else None,
            floor_down=sum((item.floor_down for item in mine), Decimal(0)),
            floor_up=sum((item.floor_up for item in mine), Decimal(0)),
            share_above_one=mean([item.share_above_one for item in mine]),
        )
    return Tallies(
        of,
        mean([part.share_raised for part in parts]),
        mean([part.share_below_one for part in parts]),
        mean([part.share_below_batch for part in parts]),
        mean([part.share_negative for part in parts]),
    )


class _Run:
    """The sums of one optimizer, in one variant, in the making."""

    def __init__(
        self,
        optimizer: str,
        variant: str,
        spectrum: Spectrum,
        values: Mapping[str, Any],
    ) -> None:
        self.optimizer, self.variant = optimizer, variant
        self._values = values
        self._lam = lam_of(optimizer, values)
        self._exact = spectrum.kind == "exact"
        floor = floor_of(optimizer, values)
        # A floor at the very end of a float's range has no decade below it.
        self.floors = floors = (floor * 0.1 or floor, floor, floor * 10.0)
        self._partials = [[_Partial([], []) for _ in range(spectrum.probes)] for _ in floors]
        self._above_one: list[float] = []
        # x_i is largest at an end; its least is at an end too, or (ℓ2-Adam) at σ = λ.
        low = floors[2] or spectrum.min_singular_value
        ends = {float(low), float(max(spectrum.max_singular_value, low)), float(self._lam or low)}
        logs = [_formulas.log_x_at(optimizer, end, self._lam, values, variant) for end in ends]
        self._in_range = all(abs(log) < _LOG_RANGE for log in logs)
        self._all_above = all(log > 1e-9 for log in logs)

    def add(
        self,
        probe: int,
        places: tuple[int, ...],
        sigma: Float64Array,
        weights: Float64Array | None,
        *,
        shown: bool,
        roots: _formulas.Roots | None = None,
    ) -> None:
        """Add Σ w·(h(x_i) − 1) to the sums at the floors `places`; `shown`: count x_i > 1 too."""
        total, above = -1.0, 0.0
        if roots is not None and weights is None and self._in_range:
            total, above = self._fast(sigma, roots)
        if total < _LEAST_MEAN * sigma.size:
            excesses, logs = _formulas.excesses(
                self.optimizer, sigma, self._lam, self._values, self.variant
            )
            if weights is not None:
                excesses = excesses * weights
            total = float(excesses.sum())
            if shown:
                above = _mass(logs > 0, weights)
        if shown:
            self._above_one.append(above)
        if total < _LARGE:  # false for infinities and for what is no number
            for place in places:
                self._partials[place][probe].floats.append(total)
            return
        log_x = _formulas.log_x(self.optimizer, sigma, self._lam, self._values, self.variant)
        large = _large_sum(log_x, weights)
        for place in places:
            self._partials[place][probe].large.append(large)

    def _fast(self, sigma: Float64Array, roots: _formulas.Roots) -> tuple[float, float]:
        """Return Σ(log x + 1/x − 1) and the number of x > 1, where no product leaves a float."""
        x = _formulas.x_values(self.optimizer, sigma, self._lam, self._values, roots, self.variant)
        whole = x.size - x.size % _GROUP
        # Rows are multiplied: neighbours in memory stay neighbours, as vector units like it.
        products = np.multiply.reduce(x[:whole].reshape(_GROUP, -1), axis=0)
        total = float(np.log(products, out=products).sum())
        if whole < x.size:
            total += float(np.log(x[whole:]).sum())
        above = float(x.size if self._all_above else np.count_nonzero(x > 1))
        return total + float(np.divide(1.0, x, out=x).sum()) - x.size, above

    def finish(self, dim: int, mass: int) -> Tally:
        # The weights of a probe sum to 1 only as far as floats do; their own sum is d.
        factor = Decimal(1 if self._exact else dim)
        errs = [[dim + factor * part.total() for part in probes] for probes in self._partials]
        means = [sum(parts, Decimal(0)) / len(parts) for parts in errs]
        return Tally(
            err=means[1],
            scatter=_stderr(errs[1]),
            floor_down=means[0],
            floor_up=means[2],
            share_above_one=min(1.0, math.fsum(self._above_one) / mass),
        )


def _mass(hit: npt.NDArray[np.bool_], weights: Float64Array | None) -> float:
    return float(np.count_nonzero(hit) if weights is None else weights[hit].sum())


def _large_sum(log_x: Float64Array, weights: Float64Array | None) -> Decimal:
    """Return Σ w(log x + 1/x − 1) where 1/x may exceed a float, relative to the largest."""
    least = float(log_x.min())
    inverse = np.exp(least - log_x)
    if weights is not None:
        inverse, log_x = inverse * weights, log_x * weights
    count = Decimal(log_x.size if weights is None else float(weights.sum()))
    rest = Decimal(float(log_x.sum())) - count
    return (-Decimal(least)).exp() * Decimal(float(inverse.sum())) + rest


def _stderr(values: Sequence[Decimal]) -> Decimal | None:
    """Return the standard error of the mean over probes; None for fewer than two."""
    count = len(values)
    if count < 2:
        return None
    mean = sum(values, Decimal(0)) / count
    spread = sum(((value - mean) ** 2 for value in values), Decimal(0))
    return (spread / (count * (count - 1))).sqrt()
