"""Several spectra in one question, ``LABEL=FILE:OPTIMIZER``, and a table of models from them."""

from __future__ import annotations

import math
import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from adamw_bounds.cli.terms import listed
from adamw_bounds.errors import Fault, InputError
from adamw_bounds.optimizers import OPTIMIZERS

if TYPE_CHECKING:
    from adamw_bounds.cli.run import Request
    from adamw_bounds.engine.results import Answer, Result
    from adamw_bounds.report import Report, Section
    from adamw_bounds.spectra import Spectrum

__all__ = ["Case", "cases_of", "is_table", "parse", "repeated", "table_of_models"]

#: The optimizers that a case may name, and how a table names them.
NAMES = {key: item.text for key, item in OPTIMIZERS.items()}
#: An optimizer's name at the end of a label.
_LAST_WORD = {
    "adamw": re.compile(r"[\s,;:_/·–-]*(?<![a-z])adamw$", re.IGNORECASE),
    "adam": re.compile(r"[\s,;:_/·–-]*(?<![a-z])adam$", re.IGNORECASE),
    "l2-adam": re.compile(r"[\s,;:_/·–-]*(?<![a-z])(?:ℓ|l)[2₂]?[\s_-]*adam$", re.IGNORECASE),
}
#: What err is computed with, by the name of the input; λ stands apart.
_SIGNS = {"eta": "η", "batch_size": "b", "rho": "ρ"}


@dataclass(frozen=True, slots=True)
class Case:
    """One spectrum of several.

    Attributes
    ----------
    text : str
        As it was given.
    label : str
        Names its rows.
    optimizer : str
        ``adamw``, ``adam``, ``l2-adam``, or empty where none was named.
    spectrum : Spectrum
        The spectrum, under that label.
    """

    text: str
    label: str
    optimizer: str
    spectrum: Spectrum


def parse(text: str) -> tuple[str | None, str, str]:
    """Split ``LABEL=FILE:OPTIMIZER`` into label, file and optimizer.

    Label and optimizer may be left out: None and an empty text then. The name of a file that
    exists is never split, so that one may hold ``=`` and ``:``.
    """
    if os.path.exists(text):
        return None, text, ""
    rest, colon, optimizer = text.rpartition(":")
    if not colon or optimizer not in NAMES:
        rest, optimizer = text, ""
    if os.path.exists(rest) or rest.startswith("shipped:"):
        return None, rest, optimizer
    cuts = [match.start() for match in re.finditer("=", rest)]
    if not cuts:
        return None, rest, optimizer
    # A label may hold the sign itself: the first cut that leaves a file is meant.
    cut = next((place for place in cuts if _is_source(rest[place + 1 :])), cuts[0])
    return rest[:cut].strip(), rest[cut + 1 :], optimizer


def _is_source(text: str) -> bool:
    return text.startswith("shipped:") or os.path.exists(text)


def cases_of(texts: Sequence[str], name: str, option: str) -> list[Case]:
    """Read the spectra that ``texts`` name.

    Parameters
    ----------
    texts : sequence of str
        ``LABEL=FILE:OPTIMIZER`` each.
    name, option : str
        What they were given as, for what is wrong with them.

    Raises
    ------
    InputError
        If a label is empty.
    RunError
        If a file is no spectrum.
    """
    from adamw_bounds.spectra import resolve_spectrum

    faults: list[Fault] = []
    parsed = []
    for text in texts:
        label, path, optimizer = parse(text)
        if label == "" or not path:
            faults.append(Fault(name, text, "must be FILE or LABEL=FILE:OPTIMIZER", option=option))
        stem, colon, _ = path.rpartition(":")
        if colon and _is_source(stem) and not os.path.exists(path):
            faults.append(
                Fault(name, text, f"must end in one of :{', :'.join(NAMES)}", option=option)
            )
        parsed.append((text, label, path, optimizer))
    if faults:
        raise InputError(faults)
    found = []
    for text, label, path, optimizer in parsed:
        spectrum = resolve_spectrum(path)
        named = label or spectrum.label
        found.append(Case(text, named, optimizer, replace(spectrum, label=named)))
    return found


def is_table(inputs: Mapping[str, Any]) -> bool:
    """Tell whether a table of models is asked for: several spectra, or one with a name."""
    texts = listed(inputs.get("spectrum"))
    return (
        len(texts) > 1
        or "test_accuracy" in inputs
        or any(parse(text) != (None, text, "") for text in texts)
    )


def table_of_models(request: Request) -> Report:
    """Answer ``generalization`` for several spectra.

    Raises
    ------
    InputError
        If two spectra share label and optimizer, or an input is wrong: all at once.
    RunError
        If a file is no spectrum.
    """
    from adamw_bounds.cli.options import PYTORCH
    from adamw_bounds.cli.run import report_of
    from adamw_bounds.cli.tables import notes_of
    from adamw_bounds.cli.terms import asked, settings
    from adamw_bounds.cli.terms import given as given_inputs
    from adamw_bounds.engine.results import Answer
    from adamw_bounds.spectra import generalization

    inputs = given_inputs(request)
    faults = [
        Fault(name, inputs.pop(name), "cannot stand beside --spectrum: it is used for both")
        for name in ("spectrum_adamw", "spectrum_l2")
        if name in inputs
    ]
    texts = listed(inputs.pop("spectrum", None))
    if not texts:
        raise InputError([*faults, Fault("spectrum", None, "is missing")])
    given = listed(inputs.pop("test_accuracy", None))
    shared = inputs.pop("optimizer", "all")
    cases = cases_of(texts, "spectrum", "--spectrum")
    faults += repeated(cases, [_whose(case, shared) for case in cases], "spectrum", "--spectrum")
    accuracies = _given_accuracies(given, cases, faults)
    own = {name: value for name, value in inputs.items() if name not in PYTORCH}
    question = {**own, **(asked(faults, lambda: settings(inputs)) or {})}
    found: list[Answer] = []
    for case in cases:
        answer = asked(
            faults,
            lambda: generalization(
                case.spectrum,  # noqa: B023
                optimizer=case.optimizer or shared,  # noqa: B023
                **question,
            ),
        )
        if answer is not None:
            found.append(answer)
    if faults:
        raise InputError(list(dict.fromkeys(faults)))
    warnings = notes_of(found)
    accuracy_rows: list[Result] = []
    for place, (case, answer) in enumerate(zip(cases, found, strict=True)):
        row, warning = _accuracy(case, accuracies.get(place), shared, answer)
        accuracy_rows += [row] if row else []
        warnings += [warning] if warning else []
    results = [result for answer in found for result in answer.results]
    whole = Answer(
        command="generalization",
        inputs={
            "spectrum": texts,
            **({"test_accuracy": given} if given else {}),
            "generalization": {
                name: {**answer.inputs, "spectrum": case.text}
                for name, case, answer in zip(_keys(cases), cases, found, strict=True)
            },
        },
        results=(*results, *accuracy_rows),
    )
    return report_of(
        request,
        whole,
        warnings=[*request.source.notes, *warnings],
        sections=_sections(
            request.format,
            results,
            accuracy_rows,
            _settings(cases, found, own_floor="floor" in own),
        ),
    )


# What is given


def _whose(case: Case, shared: str) -> tuple[str, ...]:
    """Return the optimizers whose terms a case has."""
    chosen = case.optimizer or shared
    return tuple(NAMES) if chosen == "all" else (chosen,)


def repeated(
    cases: Sequence[Case], whose: Sequence[Sequence[str]], name: str, option: str
) -> list[Fault]:
    """Name the spectra whose rows could not be told apart.

    Parameters
    ----------
    cases : sequence of Case
        The spectra.
    whose : sequence of sequences of str
        The optimizers that each has rows of.
    name, option : str
        What the spectra were given as.
    """
    faults = []
    seen: dict[tuple[str, str], Case] = {}
    for case, optimizers in zip(cases, whose, strict=True):
        keys = [(case.label, optimizer) for optimizer in optimizers]
        clashes = [seen[key] for key in keys if key in seen]
        if clashes:
            faults.append(
                Fault(
                    name,
                    case.text,
                    f"and {clashes[0].text} have the same label, {case.label}, for the same "
                    "optimizer: give each a label, LABEL=FILE:OPTIMIZER",
                    option=option,
                )
            )
        for key in keys:
            seen.setdefault(key, case)
    return faults


def _keys(cases: Sequence[Case]) -> list[str]:
    """Return a name for each case that no other has: its label, where it is alone with it."""
    labels = [case.label for case in cases]
    return [
        case.label if labels.count(case.label) == 1 else f"{case.label}:{case.optimizer}"
        for case in cases
    ]


def _given_accuracies(
    texts: Sequence[str], cases: Sequence[Case], faults: list[Fault]
) -> dict[int, float]:
    """Return the accuracy of each case that one was given for."""
    keys = _keys(cases)
    found: dict[int, float] = {}
    for text in texts:
        label, _, figure = text.rpartition("=")
        label = label.strip()
        whose = [place for place, case in enumerate(cases) if label in (keys[place], case.label)]
        problem = ""
        try:
            value = float(figure)
        except ValueError:
            value = math.nan
        if not label or not 0 <= value <= 1:
            problem = "must be LABEL=ACCURACY, with an accuracy from 0 to 1"
        elif not whose:
            problem = f"names no spectrum; the labels are {', '.join(dict.fromkeys(keys))}"
        elif len(whose) > 1:
            problem = f"names several spectra; write {' or '.join(keys[p] for p in whose)}"
        elif whose[0] in found:
            problem = "is given twice for that spectrum"
        if problem:
            faults.append(Fault("test_accuracy", text, problem))
        else:
            found[whose[0]] = value
    return found


def _accuracy(
    case: Case, given: float | None, shared: str, answer: Answer
) -> tuple[Result | None, tuple[str, str] | None]:
    """Return the row of a model's test accuracy, or why there is none."""
    from adamw_bounds.cli.terms import figure_row

    value = case.spectrum.meta.test_accuracy if given is None else given
    if value is None:
        return None, None
    if value > 1:
        return None, (
            "test-accuracy",
            f"{case.label}: the file's test_accuracy, {value:g}, is no share from 0 to 1, and is "
            "left out; give --test-accuracy.",
        )
    whose = _whose(case, shared)
    # The accuracy is the network's, and one optimizer has trained it.
    trained = _trained_by(case.spectrum.meta.optimizer)
    optimizer = whose[0] if len(whose) == 1 else trained if trained in whose else None
    return figure_row(
        "test-accuracy",
        value,
        statement="spectrum",
        optimizer=optimizer,
        variant="measured",
        case=case.label,
        notes=("As the file says." if given is None else "As given.",),
    ), None


def _trained_by(text: str | None) -> str | None:
    """Return the optimizer that a file's words name."""
    words = (text or "").lower()
    if "l2" in words or "ℓ2" in words:
        return "l2-adam"
    return next((name for name in ("adamw", "adam") if name in words), None)


# Tables


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


def _sections(
    fmt: str, results: Sequence[Result], accuracies: Sequence[Result], settings: str
) -> list[Section]:
    from adamw_bounds.cli.tables import generalization_sections

    labels = {str(row.case) for row in results if row.quantity == "phi"}  # others are of blocks
    models = _models([row for row in results if row.case in labels])
    errs: dict[tuple[str, str], Result] = {}
    for row in results:
        if row.quantity == "err-per-parameter" and row.case in labels:
            errs.setdefault((models[str(row.case), str(row.optimizer)], str(row.optimizer)), row)
    shares: dict[tuple[str, str], float] = {}
    for row in accuracies:
        label, optimizer = str(row.case), str(row.optimizer)
        # A network whose optimizer is not known: beside the first of its figures.
        pair = next(
            (key for key in models if key == (label, optimizer)),
            next(key for key in models if key[0] == label),
        )
        shares[models[pair], pair[1]] = 100 * float(row.value)
    order = [name for name in NAMES if any(optimizer == name for _, optimizer in errs)]
    first = _for_paper if fmt == "latex" else _for_screen
    sections = [
        first(list(dict.fromkeys(model for model, _ in errs)), order, errs, shares, settings)
    ]
    if fmt != "latex":
        rows = [
            row.as_row() | {"case": models.get((str(row.case), str(row.optimizer)), row.case)}
            for row in results
        ]
        whole, *rest = generalization_sections(rows, "Corollary 3 in full", bars=False)
        sections += [replace(whole, group_by=("case",)), *rest]
    return sections


Errs = Mapping[tuple[str, str], "Result"]


def _for_screen(
    models: Sequence[str],
    optimizers: Sequence[str],
    errs: Errs,
    shares: Mapping[tuple[str, str], float],
    settings: str,
) -> Section:
    """Return the table with a line for each model, which any number of models fits.

    With error bars, a line for each model and optimizer.
    """
    from adamw_bounds.report import Column, Section

    title = "err per parameter (Corollary 3)" + (", and test accuracy" if shares else "")
    if any(found.lower is not None for found in errs.values()):
        return Section(
            rows=[
                {
                    **errs[model, name].as_row(),
                    "case": model,
                    "optimizer": NAMES[name],
                    "accuracy": shares.get((model, name)),
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
                *(Column(key, kind="number") for key in ("lower", "upper", "stderr")),
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
            *(Column(f"err-{name}", NAMES[name], kind="number", over="err") for name in optimizers),
            *(
                Column(f"accuracy-{name}", NAMES[name], kind="number", over="test acc. (%)")
                for name in optimizers
                if any(optimizer == name for _, optimizer in shares)
            ),
        ),
        footnotes=(),
        after=[settings],
    )


def _for_paper(
    models: Sequence[str],
    optimizers: Sequence[str],
    errs: Errs,
    shares: Mapping[tuple[str, str], float],
    settings: str,
) -> Section:
    """Return the table in a paper's layout: models over optimizers, a row for each figure."""
    from adamw_bounds.report import Column, Section

    columns = [Column("measure", "optimizer", latex="optimizer", over="model")]
    err: dict[str, Any] = {"measure": "err in bound"}
    bars: dict[str, dict[str, Any]] = {
        end: {"measure": f"err, {end}"} for end in ("lower", "upper")
    }
    accuracy: dict[str, Any] = {"measure": "test acc. (%)"}
    for model in models:
        for name in optimizers:
            found = errs.get((model, name))
            if found is None:
                continue
            key = str(len(columns))
            columns.append(Column(key, NAMES[name], kind="number", over=model))
            err |= {key: found.value, f"{key}_log10": found.log10}
            for end, row in bars.items():
                row[key] = getattr(found, end)
            accuracy[key] = shares.get((model, name))
    barred = any(found.lower is not None for found in errs.values())
    caption = (
        "err is Corollary 3's, per parameter: the mean of h(x) = ln x + 1/x over the singular "
        f"values of the Hessian{'; lower and upper hold it at a level of 95 %' if barred else ''}"
        f"{'; test acc. is the test accuracy' if shares else ''}. {settings} "
        "The layout is that of Table 1 of Zhou et al. (2024); its figures are not reproduced."
    )
    return Section(
        rows=[err, *(bars.values() if barred else ()), *([accuracy] if shares else [])],
        columns=columns,
        footnotes=(),
        caption=caption,
        label="tab:adamw-bounds-models",
    )


def _settings(cases: Sequence[Case], answers: Sequence[Answer], *, own_floor: bool) -> str:
    """Say with which η, b, ρ, λ and floor the errs were computed; where they differ, of which."""
    from adamw_bounds.report import format_number

    keys = _keys(cases)

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
                of = key if len(whose) == 1 else f"{NAMES[name]} on {key}"
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
        parts.append("floor of σ: d·ε_machine·max|σ| of each spectrum")
    return "; ".join(part for part in parts if part) + "."


def _shown(value: float | None) -> str:
    """Return a setting; None where each block has its own."""
    return "that of each block" if value is None else f"{value:g}"
