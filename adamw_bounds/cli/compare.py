"""``adamw-bounds compare``: optimizers and published bounds, side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from adamw_bounds.cli.asking import changes_of, options_of
from adamw_bounds.cli.run import Request, command, report_of
from adamw_bounds.cli.terms import SPECTRA
from adamw_bounds.errors import Fault, InputError
from adamw_bounds.optimizers import ADAMW, L2_ADAM

if TYPE_CHECKING:
    from adamw_bounds.report import Report, Section

#: Inputs of the generalization terms alone.
_GENERALIZATION = ("rho", "samples", "tau", "x_star_norm", "floor")
#: Settings that only they take: the counts are at each bound's own best settings.
_SETTINGS = ("eta", "lr")


@command(
    "compare",
    options=options_of("compare", "schedule", "variant", *SPECTRA, *_GENERALIZATION, *_SETTINGS),
    changes=changes_of("compare"),
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
    from adamw_bounds.cli.tables import doubts, notes_of
    from adamw_bounds.cli.terms import (
        asked,
        facts,
        given,
        inputs_by_case,
        paths_of,
        rows_of,
        settings,
        spectra_of,
        terms,
    )
    from adamw_bounds.questions.compare import compare

    inputs = dict(request.inputs)
    paths = paths_of(inputs)
    asked_with = given(request)
    own = {name: inputs.pop(name) for name in _GENERALIZATION if name in inputs}
    if own and not paths:
        raise InputError(
            [
                Fault(name, value, "needs --spectrum, or --spectrum-adamw and --spectrum-l2")
                for name, value in own.items()
            ]
        )
    for name in _SETTINGS:
        # Only the generalization terms use them; a file's were not given for the counts.
        if paths or name not in request.line:
            inputs.pop(name, None)
    spectra = spectra_of(paths)
    for name, value in facts(list(spectra.values())).items():
        inputs.setdefault(name, value)
    faults: list[Fault] = []
    convergence = asked(faults, lambda: compare(**inputs))
    own = {name: asked_with[name] for name in own if name in asked_with}
    generalizations = asked(faults, lambda: terms(spectra, {**settings(asked_with), **own}))
    if faults or convergence is None or generalizations is None:
        raise InputError(list(dict.fromkeys(faults)))
    report = report_of(request, convergence)
    more = rows_of(generalizations)
    return replace(
        report,
        rows=[*report.rows, *more],
        inputs={
            **convergence.inputs,
            **(inputs_by_case(generalizations, paths) if generalizations else {}),
        },
        warnings=[*report.warnings, *notes_of(generalizations)],
        sections=_sections(report.rows, more),
        after=doubts(convergence.results),
    )


# Tables


def _sections(
    rows: Sequence[Mapping[str, Any]], terms: Sequence[Mapping[str, Any]]
) -> list[Section]:
    from adamw_bounds.cli.tables import generalization_sections
    from adamw_bounds.kernels import STATEMENTS
    from adamw_bounds.questions.compare import QUESTION, base_of
    from adamw_bounds.report import VALUE, Column, Section

    counts: list[Mapping[str, Any]] = []
    orders: list[Mapping[str, Any]] = []
    bounds: list[Mapping[str, Any]] = []
    for row in rows:
        base = base_of(row)
        if STATEMENTS[base].paper in QUESTION.papers:
            # A sharper bound stands beside the theorem that it stands for.
            counts.append({**row, "statement": base, "stands_for": base})
        else:
            (orders if row["variant"] == "order" else bounds).append(row)
    side_by_side: dict[str, Any] = {
        "columns": (Column("optimizer", kind="id"),),
        "group_by": ("statement", "schedule"),
        "pivot": "variant",
    }
    found = [
        Section(
            rows=counts,
            title="Stochastic gradient complexity b·T",
            pivot_on=(VALUE,),
            footnotes=("notes",),
            label="tab:adamw-bounds-compare",
            **side_by_side,
        ),
        Section(
            rows=[row for row in counts if row.get("ratio") is not None],
            title="Ratios to AdamW's count of the same theorem and reading",
            pivot_on=(Column("ratio", kind="number", digits=3),),
            footnotes=(),
            label="tab:adamw-bounds-compare-ratios",
            **side_by_side,
        ),
        Section(
            rows=bounds,
            title="Bounds of others, with their constants, at their own best settings",
            group_by=("statement", "schedule"),
            columns=(
                Column("optimizer", kind="id"),
                Column("quantity", kind="id"),
                VALUE,
            ),
            footnotes=("notes",),
            label="tab:adamw-bounds-compare-bounds",
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
        *(
            replace(section, label=f"tab:adamw-bounds-compare-generalization{place or ''}")
            for place, section in enumerate(generalization_sections(terms, _terms_title(terms)))
        ),
    ]
    return [section for section in found if section.rows]


def _terms_title(terms: Sequence[Mapping[str, Any]]) -> str:
    """Say which spectrum each optimizer's terms come from."""
    cases = {row["optimizer"]: row["case"] for row in terms if row["quantity"] == "phi"}
    if len(set(cases.values())) > 1:
        return f"Corollary 3: AdamW on {cases[ADAMW.key]}, ℓ2-Adam on {cases[L2_ADAM.key]}"
    return f"Corollary 3 on {next(iter(cases.values()), '')}"
