"""``adamw-bounds generalization``: err and Φ from a Hessian spectrum."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from adamw_bounds.cli.options import PYTORCH
from adamw_bounds.cli.run import Request, command, report_of
from adamw_bounds.cli.terms import SPECTRA
from adamw_bounds.errors import Fault, InputError
from adamw_bounds.spelling import all_of

if TYPE_CHECKING:
    from adamw_bounds.report import Report


@command(
    "generalization",
    options=(
        *(
            "optimizer",
            "variant",
            *SPECTRA,
            "floor",
            "decades",
            "rho",
            "samples",
            "tau",
            "x_star_norm",
        ),
        *("eta", "lam", "lam_l2", "batch_size", "dim", "lr", "weight_decay", "test_accuracy"),
        *(
            "train_risk",
            "optimize_lambda",
            "sensitivity",
            "whole",
            "hessian",
            "q",
            "x_star",
            "absolute",
        ),
    ),
    example="adamw-bounds generalization --spectrum shipped:digits_mlp_adamw --rho 1",
)
def answer(request: Request) -> Report:
    """Evaluate err and Φ of AdamW and ℓ2-Adam on a Hessian spectrum.

    This is Corollary 3. Settings that the file records are taken from it, unless an option says
    otherwise. Several --spectrum make a table of models for a paper (with -f latex). With
    --hessian, Theorems 6 and 7 are evaluated exactly.
    """
    from adamw_bounds.cli.hessian import matrix_answer, without_hessian

    if "hessian" in request.inputs:
        return matrix_answer(request)
    without_hessian(request.inputs)
    from adamw_bounds.cli.models import is_table, table_of_models

    if is_table(request.inputs):
        faults = []
        if "decades" in request.inputs:
            what = "is for one spectrum; spectrum plot draws several"
            faults.append(Fault("decades", None, what))
        if "sensitivity" in request.inputs:
            faults.append(Fault("sensitivity", None, "is for one spectrum"))
        if faults:
            raise InputError(faults)
        return table_of_models(request)
    from adamw_bounds.cli.pictures import density_picture
    from adamw_bounds.cli.tables import decade_sections, generalization_sections, notes_of
    from adamw_bounds.cli.terms import (
        decades_of,
        given,
        inputs_by_case,
        paths_of,
        rows_of,
        settings,
        spectra_of,
        terms,
    )

    inputs = given(request)
    notes = request.source.notes if inputs == request.inputs else []
    paths = paths_of(inputs)
    if not paths:
        raise InputError(
            [Fault("spectrum", None, "is missing (or --spectrum-adamw and --spectrum-l2)")]
        )
    optimizer = inputs.pop("optimizer", "all")
    if "spectrum" not in paths and optimizer != "all":
        raise InputError(
            [Fault("optimizer", optimizer, "needs --spectrum: two files name their optimizers")]
        )
    by_decade = inputs.pop("decades", False)
    own = {name: value for name, value in inputs.items() if name not in PYTORCH}
    spectra, asked_with = spectra_of(paths), {**own, **settings(inputs)}
    answers = terms(spectra, asked_with, optimizer)
    rows = rows_of(answers)
    report = report_of(request, answers[0], rows=rows)
    decades = decades_of(spectra, asked_with, optimizer) if by_decade else []
    labels = all_of(str(found.results[0].case) for found in answers)
    return replace(
        report,
        rows=[*rows, *(result.as_row() for result in decades)],
        inputs=report.inputs if len(answers) == 1 else inputs_by_case(answers, paths),
        warnings=[*notes, *notes_of(answers)],
        sections=[
            *generalization_sections(rows, f"Corollary 3 on {labels}"),
            *decade_sections(decades),
        ],
        pictures=[density_picture([*spectra.values()])],
    )
