"""``adamw-bounds spectrum merge``: several measurements of one problem, pooled."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

from adamw_bounds.cli.completion import spectra
from adamw_bounds.cli.run import Request, argument, command, report_of
from adamw_bounds.errors import Fault, InputError

if TYPE_CHECKING:
    from adamw_bounds.report import Report


@command(
    "spectrum merge",
    arguments=(
        argument("files", "FILE...", "two spectrum files or more", many=True, completion=spectra),
    ),
    options=("take_on_trust",),
    example="adamw-bounds spectrum merge seed0.npz seed1.npz seed2.npz -o study.npz",
    draws=True,
)
def answer(request: Request) -> Report:
    """Pool spectra of one problem whose random probes were measured apart.

    The probes may have other seeds, come from other machines and have different depths; more probes
    narrow the interval. Files of different problems are refused (a fingerprint tells model, data,
    loss, type, matrix and parameters apart), and so is a probe that stands in two files. The result
    is written to --output, which ends in .npz; a summary goes to standard output.
    """
    files = list(request.arguments["files"] or [])
    faults = []
    if len(files) < 2:
        faults.append(
            Fault(
                "files",
                files[0] if files else None,
                "must be two spectrum files or more",
                option="FILE",
            )
        )
    if request.output is None:
        faults.append(Fault("output", None, "is missing: name a file that ends in .npz"))
    elif not request.output.endswith(".npz"):
        faults.append(Fault("output", request.output, "must end in .npz"))
    if faults or request.output is None:
        raise InputError(faults)

    from adamw_bounds.report import VALUE, Column
    from adamw_bounds.spectra import describe, resolve_spectrum, save_spectrum
    from adamw_bounds.spectra.merge import pooled

    merged = pooled(
        [resolve_spectrum(file) for file in files],
        force=bool(request.inputs.get("take_on_trust")),
        label=os.path.basename(request.output).removesuffix(".npz"),
        names=files,
    )
    request.stop_before_writing()
    save_spectrum(merged.spectrum, request.output)
    found = describe(merged.spectrum)
    own = [row for row in found.results if row.quantity != "probes"]
    (total,) = (row for row in found.results if row.quantity == "probes")
    parts = [
        replace(
            total, value=probes, case=file, notes=(f"From {file}, {steps} steps each.",), log10=None
        )
        for file, probes, steps in merged.probes
    ]
    codes = {note.code for note in merged.notes}
    found = replace(
        found,
        command="spectrum merge",
        inputs={
            **found.inputs,
            "spectrum": request.output,
            "files": files,
            "force": bool(request.inputs.get("take_on_trust")),
        },
        results=(own[0], replace(total, notes=(f"Of {len(files)} files.",)), *parts, *own[1:]),
        warnings=(
            *merged.notes,
            *(note for note in found.warnings if note.code not in codes),
        ),
    )
    return report_of(
        request,
        found,
        title=f"Written to {request.output}",
        columns=(
            Column("quantity", kind="id"),
            VALUE,
            Column("notes", title="what", kind="list"),
        ),
        footnotes=(),
    )
