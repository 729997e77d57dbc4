"""``adamw-bounds spectrum convert``: read a spectrum in one format, write it in another."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from adamw_bounds.cli.completion import spectra
from adamw_bounds.cli.run import Request, argument, command, report_of
from adamw_bounds.domains import read_number
from adamw_bounds.errors import Fault, InputError

if TYPE_CHECKING:
    from adamw_bounds.report import Report
    from adamw_bounds.spectra import Spectrum


@command(
    "spectrum convert",
    arguments=(
        argument("file", "IN", "a spectrum file, or shipped:NAME", completion=spectra),
        argument("target", "OUT", "the file to write: .npz, .npy, .csv, .txt or .json"),
    ),
    options=("dim",),
    example="adamw-bounds spectrum convert density.json net.npz --dim 11173962",
)
def answer(request: Request) -> Report:
    """Read a spectrum in one format and write it in another.

    .npz holds everything. .npy, .csv and .txt are lists of all eigenvalues, and .json holds the
    nodes and weights of PyHessian's density. What a format cannot hold is refused. A list holds no
    metadata, and only .npz eigenvectors and the run's own preconditioner; the answer says what is
    left out. --dim is for files that do not state d.
    """
    source, target = (request.arguments[name] for name in ("file", "target"))
    source = source or request.source.spectrum
    faults = []
    if source is None:
        faults.append(Fault("file", None, "is missing: name a spectrum file", option="IN"))
    if target is None:
        faults.append(
            Fault("target", None, "is missing: name the file to write after it", option="OUT")
        )
    dim = _dim(request.inputs.get("dim"), faults)
    if faults or source is None or target is None:
        raise InputError(faults)

    from adamw_bounds.engine.results import Note
    from adamw_bounds.report import VALUE, Column
    from adamw_bounds.spectra import describe, resolve_spectrum
    from adamw_bounds.spectra.export import export_spectrum, left_out

    spectrum = _with_dim(resolve_spectrum(source), dim)
    export_spectrum(spectrum, target)
    found = describe(spectrum)
    lost = left_out(spectrum, target)
    notes = [
        Note("left-out", f"{target} is {_kind(target)}, without {', '.join(lost)}.")
        for _ in lost[:1]
    ]
    found = replace(
        found,
        command="spectrum convert",
        inputs={**found.inputs, "spectrum": source, "target": target},
        warnings=(*found.warnings, *notes),
    )
    return report_of(
        request,
        found,
        title=f"Written to {target}",
        columns=(
            Column("quantity", kind="id"),
            VALUE,
            Column("notes", title="what", kind="list"),
        ),
        footnotes=(),
    )


def _kind(target: str) -> str:
    is_density = target.lower().endswith(".json")
    return "a density of nodes and weights" if is_density else "a list of eigenvalues"


def _dim(text: str | int | None, faults: list[Fault]) -> int | None:
    """Return d as it was given, or note what is wrong with it."""
    if text is None:
        return None
    dim: int | None = read_number("dim", text, "integer >= 1", faults)
    return dim


def _with_dim(spectrum: Spectrum, dim: int | None) -> Spectrum:
    """Give the spectrum the dimension that it does not state."""
    if dim is None or spectrum.dim == dim:
        return spectrum
    if spectrum.dim is not None:
        raise InputError(
            [Fault("dim", dim, f"must be {spectrum.dim}, which the file states, or left out")]
        )
    return spectrum.with_dim(dim)
