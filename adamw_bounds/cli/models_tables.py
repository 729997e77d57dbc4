"""The layouts of a table of models: for a screen, and for a paper."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from adamw_bounds.cli.labelled import Labelled, keys_of
from adamw_bounds.optimizers import ADAM, ADAMW, L2_ADAM, OPTIMIZERS

if TYPE_CHECKING:
    from adamw_bounds.engine.results import Answer, Result
    from adamw_bounds.report import Column, Section

__all__ = ["sections", "settings_line"]

#: An optimizer's name at the end of a label.
_LAST_WORD = {
    ADAMW.key: re.compile(r"[\s,;:_/·–-]*(?<![a-z])adamw$", re.IGNORECASE),
    ADAM.key: re.compile(r"[\s,;:_/·–-]*(?<![a-z])adam$", re.IGNORECASE),
    L2_ADAM.key: re.compile(r"[\s,;:_/·–-]*(?<![a-z])(?:ℓ|l)[2₂]?[\s_-]*adam$", re.IGNORECASE),
}
#: What err is computed with, by the name of the input; λ stands apart.
_SIGNS = {"eta": "η", "batch_size": "b", "rho": "ρ"}
#: The rows of err by model and optimizer.
Errs = Mapping[tuple[str, str], "Result"]


def sections(
    fmt: str,
    results: Sequence[Result],
    accuracies: Sequence[Result],
    settings: str,
    *,
    ranged: bool = False,
) -> list[Section]:
    """Return the tables: the models side by side, and on a screen all that was computed behind it.

    Parameters
    ----------
    fmt : str
        The output format.
    results, accuracies : sequence of Result
        The rows of Corollary 3, and those of test accuracies.
    settings : str
        What err was computed with, as `settings_line` says it.
    ranged : bool
        Whether an input is a range.
    """
    from adamw_bounds.cli.tables import generalization_sections
    from adamw_bounds.spectra.own import CASES, STATEMENT

    # Other rows are of blocks, or have the run's own preconditioner.
    labels = {
        str(row.case) for row in results if row.quantity == "phi" and row.statement != STATEMENT
    }
    models = _models([row for row in results if row.case in labels])
    errs: dict[tuple[str, str], Result] = {}
    for row in results:
        if row.quantity == "err-per-parameter" and row.case in labels:
            # The last variant: corrected where there are both.
            errs[models[str(row.case), str(row.optimizer)], str(row.optimizer)] = row
    owns: dict[tuple[str, str], Result] = {}
    for row in results:
        # Where the run has several decays, its own come last and count.
        pair = (_split(row.case, CASES)[0], str(row.optimizer))
        if row.statement == STATEMENT and row.quantity == "err-per-parameter" and pair in models:
            owns[models[pair], pair[1]] = row
    shares: dict[tuple[str, str], float] = {}
    for row in accuracies:
        label, optimizer = str(row.case), str(row.optimizer)
        # A network whose optimizer is not known: beside the first of its figures.
        pair = next(
            (key for key in models if key == (label, optimizer)),
            next(key for key in models if key[0] == label),
        )
        shares[models[pair], pair[1]] = 100 * float(row.value)
    order = [name for name in OPTIMIZERS if any(optimizer == name for _, optimizer in errs)]
    if ranged and owns:
        settings += " own Q: NOT PROVED over the ranges, at the estimates of the inputs alone."
    shown = (list(dict.fromkeys(model for model, _ in errs)), order, errs, owns, shares, settings)
    made = [_for_paper(*shown, ranged=ranged) if fmt == "latex" else _for_screen(*shown)]
    if fmt != "latex":
        rows = []
        for row in results:
            label, ending = _split(row.case, CASES)
            model = models.get((label, str(row.optimizer)))
            rows.append(row.as_row() | {"case": row.case if model is None else f"{model}{ending}"})
        whole, *rest = generalization_sections(rows, "Corollary 3 in full", bars=False)
        made.append(replace(whole, group_by=("case",)))
        made += [
            replace(section, group_by=("case",))
            if all(_split(row.get("case"), CASES)[1] for row in section.rows)
            else section
            for section in rest
        ]
    return made


def _split(case: Any, endings: Sequence[str]) -> tuple[str, str]:
    """Return a case without its ending, and the ending with its slash."""
    for ending in endings:
        if str(case).endswith(f"/{ending}"):
            return str(case).removesuffix(f"/{ending}"), f"/{ending}"
    return str(case), ""


def _for_screen(
    models: Sequence[str],
    optimizers: Sequence[str],
    errs: Errs,
    owns: Errs,
    shares: Mapping[tuple[str, str], float],
    settings: str,
) -> Section:
    """Return the table with a line for each model, which any number of models fits.

    With error bars, or the run's own preconditioner, a line for each model and optimizer.
    """
    from adamw_bounds.report import Column, Section

    variant = next(iter(errs.values())).variant
    title = f"err per parameter (Corollary 3, {variant})"
    title += ", and test accuracy" if shares else ""
    barred = any(found.lower is not None for found in errs.values())
    if barred or owns:
        return Section(
            rows=[
                {
                    **errs[model, name].as_row(),
                    "case": model,
                    "optimizer": OPTIMIZERS[name].text,
                    "accuracy": shares.get((model, name)),
                    **_own_cells(owns.get((model, name))),
                }
                for model in models
                for name in optimizers
                if (model, name) in errs
            ],
            title=title,
            columns=(
                Column("case", "model", kind="id"),
                Column("optimizer", kind="id"),
                Column("value", "err", kind="number"),
                *(Column(key, kind="number") for key in ("lower", "upper", "stderr") if barred),
                *_own_columns(owns.values()),
                *((Column("accuracy", "test acc. (%)", kind="number"),) if shares else ()),
            ),
            footnotes=(),
            after=[settings],
        )
    rows = []
    for model in models:
        row: dict[str, Any] = {"case": model}
        for name in optimizers:
            found = errs.get((model, name))
            if found is not None:
                row[f"err-{name}"] = found.value
                row[f"err-{name}_log10"] = found.log10
            row[f"accuracy-{name}"] = shares.get((model, name))
        rows.append(row)
    return Section(
        rows=rows,
        title=title,
        columns=(
            Column("case", "model", kind="id"),
            *(
                Column(f"err-{name}", OPTIMIZERS[name].text, kind="number", over="err")
                for name in optimizers
            ),
            *(
                Column(
                    f"accuracy-{name}", OPTIMIZERS[name].text, kind="number", over="test acc. (%)"
                )
                for name in optimizers
                if any(optimizer == name for _, optimizer in shares)
            ),
        ),
        footnotes=(),
        after=[settings],
    )


def _own_cells(found: Result | None) -> dict[str, Any]:
    """Return err with the run's own preconditioner, and its bars, as cells of a row."""
    if found is None:
        return {}
    return {
        "own": found.value,
        "own_log10": found.log10,
        "own-lower": found.lower,
        "own-upper": found.upper,
    }


def _own_columns(owns: Iterable[Result]) -> list[Column]:
    """Return their columns, where there are any."""
    from adamw_bounds.report import Column

    found = list(owns)
    if not found:
        return []
    columns = [Column("own", "err", kind="number", over="own Q")]
    if any(row.lower is not None for row in found):
        columns += [
            Column(f"own-{end}", end, kind="number", over="own Q") for end in ("lower", "upper")
        ]
    return columns


def _for_paper(
    models: Sequence[str],
    optimizers: Sequence[str],
    errs: Errs,
    owns: Errs,
    shares: Mapping[tuple[str, str], float],
    settings: str,
    *,
    ranged: bool,
) -> Section:
    """Return the table in a paper's layout: models over optimizers, a row for each figure."""
    from adamw_bounds.report import Column, Section

    columns = [Column("measure", "optimizer", latex="optimizer", over="model")]
    err: dict[str, Any] = {"measure": "err in bound"}
    bars: dict[str, dict[str, Any]] = {
        end: {"measure": f"err, {end}"} for end in ("lower", "upper")
    }
    accuracy: dict[str, Any] = {"measure": "test acc. (%)"}
    own: dict[str, Any] = {"measure": "err, own Q"}
    for model in models:
        for name in optimizers:
            found = errs.get((model, name))
            if found is None:
                continue
            key = str(len(columns))
            columns.append(Column(key, OPTIMIZERS[name].text, kind="number", over=model))
            err |= {key: found.value, f"{key}_log10": found.log10}
            for end, row in bars.items():
                row[key] = getattr(found, end)
            accuracy[key] = shares.get((model, name))
            if (model, name) in owns:
                own |= {key: owns[model, name].value, f"{key}_log10": owns[model, name].log10}
    barred = any(found.lower is not None for found in errs.values())
    held = "over the ranges of the inputs" if ranged else "at a level of 95 %"
    printed = next(iter(errs.values())).variant == "printed"
    reading = "as printed (right only at b = 1)" if printed else "corrected for batch size b"
    caption = (
        f"err is Corollary 3's, {reading}, per parameter: the mean of h(x) = ln x + 1/x over the "
        "singular values of the Hessian"
        f"{f'; lower and upper hold it {held}' if barred else ''}"
        f"{'; own Q: with the preconditioner of the finished run' if owns else ''}"
        f"{'; test acc. is the test accuracy' if shares else ''}. {settings} "
        "The layout is that of Table 1 of Zhou et al. (2024); its figures are not reproduced."
    )
    return Section(
        rows=[
            *(err, *(bars.values() if barred else ())),
            *([own] if owns else []),
            *([accuracy] if shares else []),
        ],
        columns=columns,
        footnotes=(),
        caption=caption,
        label="tab:adamw-bounds-models",
    )


def settings_line(cases: Sequence[Labelled], answers: Sequence[Answer], *, own_floor: bool) -> str:
    """Say with which η, b, ρ, λ and floor the errs were computed; where they differ, of which."""
    from adamw_bounds.report import format_number

    keys = keys_of(cases)

    def said(sign: str, values: Mapping[str, str]) -> str:
        if len(set(values.values())) <= 1:
            return f"{sign} = {next(iter(values.values()))}" if values else ""
        whose: dict[str, list[str]] = {}
        for key, value in values.items():
            whose.setdefault(value, []).append(key)
        return f"{sign} = " + ", ".join(f"{value} ({', '.join(of)})" for value, of in whose.items())

    def each(value: Callable[[Answer], str]) -> dict[str, str]:
        return {key: value(answer) for key, answer in zip(keys, answers, strict=True)}

    decays: dict[str, str] = {}
    for key, answer in zip(keys, answers, strict=True):
        whose = {row.optimizer for row in answer.results}
        for name, optimizer in OPTIMIZERS.items():
            if name in whose and optimizer.has_decay:
                of = key if len(whose) == 1 else f"{optimizer.text} on {key}"
                decays[of] = _shown(answer.inputs[optimizer.setting])
    parts = [
        *(
            said(sign, each(lambda answer: _shown(answer.inputs[name])))  # noqa: B023
            for name, sign in _SIGNS.items()
        ),
        said("λ", decays),
    ]
    floors = each(lambda answer: format_number(answer.inputs["floor"]))
    if own_floor or len(set(floors.values())) == 1:
        parts.append(said("floor of σ", floors))
    else:
        parts.append("floor of σ: d·2⁻⁵²·max|σ| of each spectrum, none for AdamW with λ > 0")
    return "; ".join(part for part in parts if part) + "."


def _shown(value: float | None) -> str:
    """Return a setting; None where each block has its own."""
    return "that of each block" if value is None else f"{value:g}"


def _models(results: Sequence[Result]) -> dict[tuple[str, str], str]:
    """Return the model of each label and optimizer: the label without the optimizer's name.

    Labels stand as they are where two models could not be told apart any more.
    """
    pairs = list(dict.fromkeys((str(row.case), str(row.optimizer)) for row in results))
    by_label: dict[str, set[str]] = {}
    for label, optimizer in pairs:
        by_label.setdefault(label, set()).add(optimizer)
    short: dict[tuple[str, str], str] = {}
    for label, optimizer in pairs:
        alone = len(by_label[label]) == 1
        rest = _LAST_WORD[optimizer].sub("", label) if alone else label
        short[label, optimizer] = rest or label
    taken = [(model, optimizer) for (_, optimizer), model in short.items()]
    return {
        pair: model if taken.count((model, pair[1])) == 1 else pair[0]
        for pair, model in short.items()
    }
