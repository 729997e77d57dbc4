"""Pictures that stand in an answer, where its format shows them."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from adamw_bounds.errors import InputError, RunError
from adamw_bounds.spelling import all_of

if TYPE_CHECKING:
    from adamw_bounds.report import Picture
    from adamw_bounds.spectra import Spectrum

__all__ = ["density_picture", "picture_of", "write_picture"]


def write_picture(figure: Any, path: str) -> None:
    """Write a figure whole; the ending of the path says how."""
    from adamw_bounds.cli.output import write_file
    from adamw_bounds.report import plot

    write_file(plot.encode(figure, os.path.splitext(path)[1].lower().removeprefix(".")), path)


def picture_of(title: str, figure: Callable[[], Any]) -> Picture:
    """Return a picture whose figure is made when it is shown; what hinders it stands there."""
    from adamw_bounds.report import Picture

    def draw() -> str:
        try:
            made = figure()
        except InputError as error:
            raise RunError(error.message) from error
        from adamw_bounds.report import plot

        return plot.encode(made, "svg").decode("utf-8")

    return Picture(title, draw)


def density_picture(spectra: Sequence[Spectrum]) -> Picture:
    """Return the picture of the densities of spectra, drawn when it is shown."""

    def figure() -> Any:
        from adamw_bounds.report import plot
        from adamw_bounds.spectra.shapes import densities

        return plot.density_figure(densities(spectra))

    names = all_of(spectrum.label for spectrum in spectra)
    return picture_of(f"Density of the eigenvalues of {names}", figure)
