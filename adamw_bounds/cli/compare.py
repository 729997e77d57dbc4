"""``adamw-bounds compare``: optimizers and published bounds, side by side."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from adamw_bounds.cli.options import PYTORCH
from adamw_bounds.cli.run import Request, command, report_of
from adamw_bounds.errors import Fault, InputError

if TYPE_CHECKING:
    from adamw_bounds.bounds.results import Answer
    from adamw_bounds.report import Report, Section
    from adamw_bounds.spectra import Spectrum

Found = TypeVar("Found")

#: Inputs of the generalization terms alone.
_GENERALIZATION = ("rho", "samples", "tau", "x_star_norm", "floor")
#: Inputs that both halves of the answer take.
_SHARED = ("eta", "lam", "lam_l2", "batch_size")
_OURS = frozenset({"theorem-2", "theorem-3", "theorem-4", "corollary-2"})
_SPECTRA = ("spectrum", "spectrum_adamw", "spectrum_l2")


@command(
    "compare",
    options=(
        *("schedule", "variant"),
        *("c_inf", "c_2", "smoothness", "sigma", "gap", "mu", "dim", "epsilon", "batch_size"),
        *("delta", "eta", "beta1", "beta2", "lam", "lam_l2", "x0_norm", "x_inf_norm", "gamma"),
        *PYTORCH,
        *_SPECTRA,
        *_GENERALIZATION,
    ),
    example=(
        "adamw-bounds compare --c-inf 5 --delta 1e-4 --epsilon 0.1 --batch-size 32 \\\n"
        "    --sigma 0.5 --smoothness 2 --gap 1.5 --mu 0.1 --dim 2410"
    ),
)
def answer(request: Request) -> Report:
    """Compare AdamW, Adam, ℓ2-Adam and the published bounds of others.

    With --spectrum (or --spectrum-adamw and --spectrum-l2) the generalization terms too. Ratios
    to AdamW stand where both figures are counts of the same kind.
    """
    from adamw_bounds.bounds.compare import compare
    from adamw_bounds.cli.tables import doubts, notes_of

    inputs = dict(request.inputs)
    paths = {name: inputs.pop(name) for name in _SPECTRA if name in inputs}
    if "spectrum" in paths and len(paths) > 1:
        raise InputError(
            [
                Fault(
                    "spectrum",
                    paths["spectrum"],
                    "cannot stand beside --spectrum-adamw or --spectrum-l2: it is used for both",
                )
            ]
        )
    own = {name: inputs.pop(name) for name in _GENERALIZATION if name in inputs}
    if own and not paths:
        raise InputError(
            [
                Fault(name, value, "needs --spectrum, or --spectrum-adamw and --spectrum-l2")
                for name, value in own.items()
            ]
        )
    spectra = _spectra(paths)
    for name, value in _facts(list(spectra.values())).items():
        inputs.setdefault(name, value)
    faults: list[Fault] = []
    convergence = _asked(faults, lambda: compare(**inputs))
    generalizations = _asked(
        faults, lambda: _generalizations(spectra, {**_settings(request.inputs), **own})
    )
    if faults or convergence is None or generalizations is None:
        raise InputError(list(dict.fromkeys(faults)))
    report = report_of(request, convergence)
    rows = [*report.rows, *_rows(generalizations)]
    return replace(
        report,
        rows=rows,
        inputs=_inputs(convergence, generalizations, paths),
        warnings=[*report.warnings, *notes_of(generalizations)],
        sections=_sections(rows),
        after=doubts(convergence.results),
    )


# The spectra


def _spectra(paths: Mapping[str, str]) -> dict[str, Spectrum]:
    """Return the spectra by the optimizers whose terms they give."""
    if not paths:
        return {}
    from adamw_bounds.spectra import resolve_spectrum

    whose = {"spectrum": "all", "spectrum_adamw": "adamw", "spectrum_l2": "l2-adam"}
    return {whose[name]: resolve_spectrum(path) for name, path in paths.items()}


def _facts(spectra: Sequence[Spectrum]) -> dict[str, Any]:
    """Return what all files say alike of the model and its training, for the counts."""
    known = [{"dim": spectrum.dim, "batch_size": spectrum.meta.batch_size} for spectrum in spectra]
    return {
        name: value
        for name, value in (known[0].items() if known else ())
        if value is not None and all(other[name] == value for other in known)
    }


def _settings(inputs: Mapping[str, Any]) -> dict[str, Any]:
    """Return the optimizer's settings as the generalization terms take them."""
    found = {name: inputs[name] for name in _SHARED if name in inputs}
    torch = {name: inputs[name] for name in ("lr", "weight_decay") if name in inputs}
    if torch:
        # Section 5 holds λ constant, as PyTorch does: there is nothing to warn of.
        from adamw_bounds.bounds.convert import convert

        found.update(convert(**torch).inputs)
    return found


def _generalizations(spectra: Mapping[str, Spectrum], inputs: Mapping[str, Any]) -> list[Answer]:
    """Ask for the terms of each spectrum; faults of all of them are reported together."""
    if not spectra:
        return []
    from adamw_bounds.spectra import generalization

    faults: list[Fault] = []
    found = [
        _asked(faults, lambda: generalization(spectrum, optimizer=optimizer, **inputs))  # noqa: B023
        for optimizer, spectrum in spectra.items()
    ]
    if faults:
        raise InputError(faults)
    return [answer for answer in found if answer is not None]


def _asked(faults: list[Fault], question: Callable[[], Found]) -> Found | None:
    """Ask; where the input is wrong, take the faults down and go on."""
    try:
        return question()
    except InputError as error:
        if not error.faults:
            raise
        faults += error.faults
        return None


def _rows(answers: Sequence[Answer]) -> list[dict[str, Any]]:
    return [result.as_row() for found in answers for result in found.results]


def _inputs(
    convergence: Answer, answers: Sequence[Answer], paths: Mapping[str, str]
) -> dict[str, Any]:
    """Return the inputs of both halves; those of each spectrum stand under its label."""
    if not answers:
        return dict(convergence.inputs)
    return {
        **convergence.inputs,
        **paths,
        "generalization": {str(found.results[0].case): dict(found.inputs) for found in answers},
    }


# Tables


def _sections(rows: Sequence[Mapping[str, Any]]) -> list[Section]:
    from adamw_bounds.cli.tables import generalization_section
    from adamw_bounds.report import VALUE, Column, Section

    counts = [
        {**row, "theorem": "theorem-2" if row["statement"] == "corollary-2" else row["statement"]}
        for row in rows
        if row["statement"] in _OURS
    ]
    orders = [row for row in rows if row["variant"] == "order"]
    terms = [row for row in rows if row["statement"] == "corollary-3"]
    found = [
        Section(
            rows=counts,
            title="Stochastic gradient complexity b·T, and its ratio to AdamW's",
            columns=(Column("optimizer", kind="id"),),
            group_by=("theorem", "schedule"),
            pivot="variant",
            pivot_on=(VALUE, Column("ratio", title="× AdamW", kind="number", digits=3)),
            footnotes=("notes",),
            label="tab:adamw-bounds-compare",
        ),
        Section(
            rows=orders,
            title="Orders of others, every constant 1: not comparable from row to row",
            columns=(
                Column("statement", kind="id"),
                Column("optimizer", kind="id"),
                Column("schedule", kind="id", drop=1),
                VALUE,
            ),
            footnotes=("notes",),
            label="tab:adamw-bounds-compare-orders",
        ),
        replace(
            generalization_section(terms, _terms_title(terms)),
            label="tab:adamw-bounds-compare-generalization",
        ),
    ]
    return [section for section in found if section.rows]


def _terms_title(terms: Sequence[Mapping[str, Any]]) -> str:
    """Say which spectrum each optimizer's terms come from."""
    cases = {row["optimizer"]: row["case"] for row in terms}
    if len(set(cases.values())) > 1:
        return f"Corollary 3: AdamW on {cases['adamw']}, ℓ2-Adam on {cases['l2-adam']}"
    return f"Corollary 3 on {next(iter(cases.values()), '')}"
