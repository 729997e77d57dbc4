"""Pictures that stand in an answer, where its format shows them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from adamw_bounds.report import Picture
    from adamw_bounds.spectra import Spectrum

__all__ = ["density_picture"]


def density_picture(spectra: Sequence[Spectrum]) -> Picture:
    """Return the picture of the densities of spectra, drawn when it is shown."""
    from adamw_bounds.report import Picture

    def draw() -> str:
        from adamw_bounds.report import plot
        from adamw_bounds.spectra.curves import densities

        figure = plot.density_figure(densities(spectra))
        return plot.encode(figure, "svg").decode("utf-8")

    names = " and ".join(spectrum.label for spectrum in spectra)
    return Picture(f"Density of the eigenvalues of {names}", draw)
