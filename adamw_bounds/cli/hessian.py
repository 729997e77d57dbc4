"""``generalization --hessian``: Theorems 6 and 7 on a matrix, Corollary 3 beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from adamw_bounds.cli.options import PYTORCH
from adamw_bounds.cli.terms import SPECTRA, settings
from adamw_bounds.errors import Fault, InputError

if TYPE_CHECKING:
    from adamw_bounds.cli.run import Request
    from adamw_bounds.report import Report

__all__ = ["matrix_answer", "without_hessian"]

#: Options that speak of a matrix.
_MATRIX = ("q", "x_star", "absolute")
#: Options that speak of spectra.
_SPECTRUM = ("sensitivity", *SPECTRA, "whole", "test_accuracy")


def without_hessian(inputs: Mapping[str, Any]) -> None:
    """Refuse what needs a matrix where there is none."""
    faults = [
        Fault(name, None if inputs[name] is True else inputs[name], "needs --hessian")
        for name in _MATRIX
        if name in inputs
    ]
    if faults:
        raise InputError(faults)


def matrix_answer(request: Request) -> Report:
    """Evaluate Theorems 6 and 7 on the Hessian of the request."""
    from adamw_bounds.cli.run import report_of
    from adamw_bounds.cli.tables import generalization_sections
    from adamw_bounds.report import Section
    from adamw_bounds.spectra import hessian_generalization

    inputs = dict(request.inputs)
    faults = [
        Fault(
            name,
            None if inputs[name] is True else str(inputs[name]),
            "cannot stand beside --hessian",
        )
        for name in _SPECTRUM
        if name in inputs
    ]
    if faults:
        raise InputError(faults)
    own = {name: value for name, value in inputs.items() if name not in PYTORCH}
    found = hessian_generalization(**{**own, **settings(inputs)})
    report = report_of(request, found)
    rows = [result.as_row() for result in found.results]
    label = str(found.extra["label"])
    exact = [row for row in rows if row.get("case") == label]
    near = [row for row in rows if row.get("case") != label]
    differences = [row for row in near if row["quantity"].endswith("-difference")]
    sections: list[Section] = [
        *generalization_sections(exact, f"Theorems 6 and 7 on {label}, exactly"),
        *generalization_sections(
            [row for row in near if row not in differences],
            "Corollary 3 on its eigenvalues: Q ~ H^(-1/2)",
        ),
        *generalization_sections(differences, "What Q ~ H^(-1/2) costs: Corollary 3 less exact"),
    ]
    return replace(
        report,
        warnings=[
            *request.source.notes,
            *((note.code, note.message, note.kind) for note in found.warnings),
        ],
        sections=sections,
    )
