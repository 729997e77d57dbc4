"""``adamw-bounds generalization``: err and Φ from a Hessian spectrum."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from adamw_bounds.cli.run import Request, command, report_of
from adamw_bounds.errors import Fault, InputError

if TYPE_CHECKING:
    from adamw_bounds.report import Report


@command(
    "generalization",
    options=(
        *("optimizer", "variant", "spectrum", "floor", "rho", "samples", "tau", "x_star_norm"),
        *("eta", "lam", "lam_l2", "batch_size", "dim", "lr", "weight_decay"),
    ),
    example="adamw-bounds generalization --spectrum shipped:digits_mlp_adamw --rho 1",
)
def answer(request: Request) -> Report:
    """Evaluate err and Φ of AdamW and ℓ2-Adam on a Hessian spectrum.

    Corollary 3. Settings that the file records are taken from it; options win.
    """
    inputs = dict(request.inputs)
    path = inputs.pop("spectrum", None)
    if path is None:
        raise InputError([Fault("spectrum", None, "is missing")])

    torch = {name: inputs.pop(name) for name in ("lr", "weight_decay") if name in inputs}
    if torch:
        # Section 5 holds λ constant, as PyTorch does: there is nothing to warn of.
        from adamw_bounds.bounds.convert import convert

        inputs.update(convert(**torch).inputs)

    from adamw_bounds.cli.tables import generalization_section
    from adamw_bounds.spectra import generalization, resolve_spectrum

    spectrum = resolve_spectrum(path)
    found = generalization(spectrum, **inputs)
    report = report_of(request, found)
    title = f"Corollary 3 on {spectrum.label}"
    return replace(report, sections=(generalization_section(report.rows, title),))
