"""err − d of a spectrum that is not known to the last digit: what it lies between."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np

from adamw_bounds.spectra import _inputs
from adamw_bounds.spectra._sums import floor_of, needs_floor
from adamw_bounds.spectra.brackets import (
    Bracket,
    Enclosure,
    combine,
    enclose,
    support_of_matrix,
)
from adamw_bounds.spectra.brackets.err import exact_excess, excess_bracket, excess_functional
from adamw_bounds.spectra.spectrum import Spectrum

__all__ = ["Bar", "Span", "bars_of", "summed"]


class Span(NamedTuple):
    """err − d from all that is unresolved at the floor to all of it at the resolution."""

    floored: Bracket
    resolved: Bracket

    @property
    def whole(self) -> Bracket:
        """The interval that holds both."""
        return replace(
            self.floored,
            lower=min(self.floored.lower, self.resolved.lower),
            upper=max(self.floored.upper, self.resolved.upper),
        )

    @property
    def share(self) -> float:
        """Which part of the width is the floor's: what goes if it is raised to the resolution."""
        whole, least = self.whole.width, self.resolved.width
        if math.isinf(whole):
            return 0.0 if math.isinf(least) else 1.0
        return (whole - least) / whole if whole > least else 0.0


def summed(spans: Sequence[Span]) -> Span:
    """Return the spans of a sum."""
    return Span(
        combine([span.floored for span in spans]), combine([span.resolved for span in spans])
    )


class Bar(NamedTuple):
    """A part of the spectrum with its error bars: what encloses it, and the settings it has.

    `enclosure` is None where all eigenvalues are known, up to `resolution`.
    """

    spectrum: Spectrum
    enclosure: Enclosure | None
    resolution: float
    values: dict[str, Any]

    def span(self, optimizer: str, variant: str) -> Span:
        """Return the brackets of err − d."""
        floored = self.excess(optimizer, variant, None)
        if not (
            needs_floor(optimizer, self.values)
            and floor_of(optimizer, self.values) < self.resolution
        ):
            return Span(floored, floored)
        return Span(floored, self.excess(optimizer, variant, self.resolution))

    def excess(self, optimizer: str, variant: str, floor: float | None) -> Bracket:
        """Return the bracket of err − d; `floor` stands in for that of the settings."""
        enclosure = self.enclosure
        if enclosure is not None:
            found = excess_bracket(enclosure, optimizer, self.values, variant, floor=floor)
            if floor is None or not enclosure.zeros:
                return found
            # Zero rows are resolved, whatever the measurement was rounded to.
            at = [
                float(
                    excess_functional(
                        enclosure, optimizer, self.values, variant, floor=each
                    ).function(np.zeros(1))[0]
                )
                for each in (None, floor)
            ]
            return found.shifted(enclosure.dim * enclosure.zeros * (at[0] - at[1]))
        return exact_excess(
            self.spectrum,
            optimizer,
            self.values,
            variant,
            resolution=self.resolution,
            floor=floor,
        )


def bars_of(
    whole: Spectrum | None,
    parts: Sequence[_inputs.Piece],
    done: Callable[[], object] | None = None,
) -> list[Bar]:
    """Enclose what is not known to the last digit; nothing where all eigenvalues are.

    ``whole`` is the spectrum before its blocks were put together, which alone tells that a row of
    nodes is that of several rules. ``done`` is called after each part that takes a while.
    """
    estimated = sum(part.spectrum.kind != "exact" for part in parts)
    bars = []
    for part in parts:
        spectrum = part.spectrum if whole is None else whole
        if part.spectrum.kind == "exact":
            coarse = spectrum.dtype != "float64"
            bars.append(Bar(spectrum, None, spectrum.resolution() if coarse else 0.0, part.values))
        else:
            enclosure = enclose(spectrum, support=support_of_matrix(spectrum), among=estimated)
            bars.append(Bar(spectrum, enclosure, enclosure.rounding[0], part.values))
            if done is not None:
                done()
    return bars if any(bar.enclosure is not None or bar.resolution > 0 for bar in bars) else []
