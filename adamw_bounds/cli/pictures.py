"""Pictures that stand in an answer, where its format shows them."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from adamw_bounds.errors import InputError, RunError
from adamw_bounds.spelling import all_of

if TYPE_CHECKING:
    from adamw_bounds.report import Picture
    from adamw_bounds.spectra import Spectrum

__all__ = ["adjust", "density_picture", "picture_of", "write_picture"]


def adjust(figure: Any, look: Mapping[str, Any]) -> None:
    """Give a figure the title and the size that were asked for."""
    if "size" in look:
        figure.set_size_inches(*look["size"])
    if "title" in look:
        title = figure.suptitle("", fontsize=8)
        title.set_parse_math(False)
        title.set_text(look["title"])


def write_picture(figure: Any, path: str, look: Mapping[str, Any]) -> None:
    """Write a figure whole, as it was asked to look; the ending of the path says how."""
    adjust(figure, look)
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
        from adamw_bounds.spectra.curves import densities

        return plot.density_figure(densities(spectra))

    names = all_of(spectrum.label for spectrum in spectra)
    return picture_of(f"Density of the eigenvalues of {names}", figure)
