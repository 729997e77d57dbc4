"""``adamw-bounds spectrum show``: look at one spectrum."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from adamw_bounds.cli.completion import spectra
from adamw_bounds.cli.output import fit
from adamw_bounds.cli.run import Request, argument, command, report_of
from adamw_bounds.errors import Fault, InputError

if TYPE_CHECKING:
    from adamw_bounds.report import Report


@command(
    "spectrum show",
    arguments=(argument("file", "FILE", "a spectrum file, or shipped:NAME", completion=spectra),),
    options=(),
    example="adamw-bounds spectrum show shipped:digits_mlp_adamw",
)
def answer(request: Request) -> Report:
    """Show a spectrum file: its size, extremes and quantiles, and what it records.

    FILE is a .npz spectrum, a .npy, .csv or .txt list of eigenvalues, or a .json density of
    PyHessian.
    """
    path = request.arguments["file"] or request.source.spectrum
    if path is None:
        raise InputError([Fault("file", None, "is missing: name a spectrum file", option="FILE")])

    from adamw_bounds.cli.pictures import density_picture
    from adamw_bounds.cli.tables import texts
    from adamw_bounds.report import VALUE, Column
    from adamw_bounds.spectra import describe, resolve_spectrum, sketch

    spectrum = resolve_spectrum(path)
    found = describe(spectrum)
    width = max(40, min(80, shutil.get_terminal_size().columns) - 1)
    # Spelled out afterwards, the symbols would make its lines longer.
    plain = request.output in (None, "-") and fit("█σ") != "█σ"
    drawing = sketch(spectrum, width=width, ascii_only=plain)
    return report_of(
        request,
        found,
        title=f"Spectrum {spectrum.label}",
        columns=(
            Column("quantity", kind="id"),
            VALUE,
            Column("notes", title="what", kind="list"),
        ),
        footnotes=(),
        before=texts(found.inputs["meta"]),
        # A line that begins with a space is printed as it stands. A page has a real picture.
        after=[]
        if request.format == "html"
        else ["Density of log10 |σ|:", *(f" {line}" for line in drawing)],
        pictures=[density_picture([spectrum])],
    )
