"""The figures of Corollary 3 at many settings, without remarks; error bars where they are asked."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal, localcontext
from typing import Any, Final

import numpy as np

from adamw_bounds.engine.results import Result
from adamw_bounds.spectra import _inputs
from adamw_bounds.spectra._bars import Bar, bars_of, summed
from adamw_bounds.spectra._bounds import CLASSIC, bound, gaps
from adamw_bounds.spectra._formulas import STATEMENT
from adamw_bounds.spectra._sums import CONTEXT
from adamw_bounds.spectra._sums import added as joined
from adamw_bounds.spectra._sums import tallies as tallies_of
from adamw_bounds.spectra.generalization import _check_floor, _prior, _rows, _with_dim
from adamw_bounds.spectra.pac_bayes import pac_bayes
from adamw_bounds.spectra.spectrum import Spectrum

__all__ = ["Figures"]


#: The inputs that move bounds and leave err as it is.
_STILL: Final = ("samples", "tau", "x_star_norm")


def _share_of(quantity: str, variant: str) -> float:
    """Return which share of ‖x*‖²/ρ stands beside err in what a figure rises with."""
    if quantity.startswith("err"):
        return 0.0
    return 0.5 if quantity in ("phi", "risk-phi") and variant == "printed" else 1.0


class Figures:
    """A spectrum whose figures are asked for at one setting after another.

    Parameters
    ----------
    spectrum : Spectrum
        What was measured.
    optimizers, variants : sequence of str
        Whose figures, in which readings.
    given : mapping
        What `adamw_bounds.generalization` takes.
    whole : bool
        Whether blocks are left aside.
    """

    def __init__(
        self,
        spectrum: Spectrum,
        optimizers: Sequence[str],
        variants: Sequence[str],
        given: Mapping[str, Any],
        *,
        whole: bool = False,
    ) -> None:
        self.spectrum = replace(spectrum, blocks=()) if spectrum.blocks and whole else spectrum
        self.optimizers, self.variants = tuple(optimizers), tuple(variants)
        self.given = dict(given)
        self._measured = spectrum if whole else None
        self._bars: list[Bar] | None = None
        self._spans: dict[Any, tuple[float, float]] = {}
        #: What was used the last time, with what the spectrum's file says.
        self.values: dict[str, Any] = {}

    def at(self, numbers: Mapping[str, Any]) -> list[Result]:
        """Return the rows of err, KL, c0, Φ and the tighter bounds where some inputs are these.

        Raises
        ------
        InputError
            If an input is missing or wrong.
        """
        spectrum, parts = self._parts(numbers)
        values = self.values
        with localcontext(CONTEXT), np.errstate(all="ignore"):
            sums = tallies_of(parts, self.optimizers, self.variants)
            dims = [part.values["dim"] for part in parts]
            tallies = joined(sums, dims) if spectrum.blocks else sums[0]
            prior = _prior(spectrum, parts, values)
            return [
                row
                for name in self.optimizers
                for kind in self.variants
                for row in _rows(spectrum.label, name, kind, values, tallies.of[name, kind], prior)
            ]

    def sum_at(
        self, numbers: Mapping[str, Any], optimizer: str, variant: str, share: float
    ) -> float:
        """Return err + share·‖x*‖²/ρ, with which all that is made of err and the prior rises."""
        spectrum, parts = self._parts(numbers)
        with localcontext(CONTEXT), np.errstate(all="ignore"):
            sums = tallies_of(parts, (optimizer,), (variant,))
            total = sum((item.of[optimizer, variant].err for item in sums), Decimal(0))
            prior = _prior(spectrum, parts, self.values)
            return float(total + Decimal(share) * prior.norm**2 / prior.rho)

    def value_at(
        self, numbers: Mapping[str, Any], optimizer: str, variant: str, quantity: str
    ) -> float:
        """Return one figure of one optimizer, as that of the rows; infinite beyond a float.

        All figures are made of a sum with the prior in it: it stands for err, and the prior is 0.
        """
        share = _share_of(quantity, variant)
        return self._of_sum(
            self.sum_at(numbers, optimizer, variant, share), optimizer, variant, quantity
        )

    def ends_at(
        self, numbers: Mapping[str, Any], optimizer: str, variant: str, quantity: str
    ) -> tuple[float, float] | None:
        """Return what one figure lies between; None where the spectrum is known to the last digit.

        Infinite where nothing holds it.
        """
        spectrum, parts = self._parts(numbers)
        if self._bars is None:
            self._bars = bars_of(self._measured, parts)
        if not self._bars:
            return None
        # ‖x*‖, n and τ do not move err.
        moving = tuple(sorted(item for item in numbers.items() if item[0] not in _STILL))
        key = (optimizer, variant, moving)
        with localcontext(CONTEXT), np.errstate(all="ignore"):
            if key not in self._spans:
                bars = zip(self._bars, parts, strict=True)
                spans = [bar._replace(values=p.values).span(optimizer, variant) for bar, p in bars]
                found = summed(spans).whole
                self._spans[key] = found.lower, found.upper
            prior = _prior(spectrum, parts, self.values)
            more = _share_of(quantity, variant) * float(prior.norm**2 / prior.rho)
        low, high = (
            self._of_sum(self.values["dim"] + end + more, optimizer, variant, quantity)
            for end in self._spans[key]
        )
        return low, high

    def _of_sum(self, total: float, optimizer: str, variant: str, quantity: str) -> float:
        """Return a figure of err with the part of the prior in it."""
        values = self.values
        if quantity == "err" or not math.isfinite(total):
            return total
        if quantity == "err-per-parameter":
            return total / float(values["dim"])
        risk = float(values["train_risk"] or 0.0) if quantity.startswith("risk") else 0.0
        known = {name: Decimal(values[name]) for name in ("dim", "samples", "tau")}
        known |= {"err": Decimal(total), "x_star_norm": Decimal(0), "rho": Decimal(1)}
        with localcontext(CONTEXT):
            if quantity in ("kl", "phi", "risk-phi"):
                rows = bound(STATEMENT, optimizer, variant, known)
                row = rows["kl" if quantity == "kl" else "phi"]
                return math.nan if row.value is None else float(row.value) + risk
            divergence = max((Decimal(total) - known["dim"]) / 2, Decimal(0))
            if quantity.endswith("classic"):
                rows = gaps(divergence, known["samples"], known["tau"])
                return float(rows[CLASSIC].value) + risk
            tight = pac_bayes(
                divergence,
                samples=values["samples"],
                tau=values["tau"],
                train_risk=values["train_risk"],
            )
            found = tight.kl_gap if quantity == "pac-bayes-kl" else tight.kl_risk
            return math.nan if found is None else float(found)

    def _parts(self, numbers: Mapping[str, Any]) -> tuple[Spectrum, list[_inputs.Piece]]:
        given = {**self.given, **numbers}
        decays = _inputs.needs_decay(self.optimizers, given)
        needed = [name for name in _inputs.NEEDED if name != "lam" or decays]
        asked = _inputs.collect_for(self.spectrum, given, [], needed)
        values = asked.values
        spectrum = _with_dim(self.spectrum, values["dim"], [])
        values["floor_by_default"] = values["floor"] is None
        if values["floor_by_default"]:
            values["floor"] = spectrum.default_floor()
        self.values = values
        parts = _inputs.pieces(spectrum, asked)
        _check_floor(parts, self.optimizers)
        return spectrum, parts
