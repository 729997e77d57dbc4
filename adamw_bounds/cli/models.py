"""A table of models, as a paper has it: ``generalization`` asked of several spectra."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from adamw_bounds.cli.labelled import Labelled, keys_of, parse, read_labelled, repeated
from adamw_bounds.cli.terms import listed
from adamw_bounds.domains import NotInDomain, number_in
from adamw_bounds.errors import Fault, InputError
from adamw_bounds.optimizers import OPTIMIZERS, in_words
from adamw_bounds.spelling import any_of

if TYPE_CHECKING:
    from adamw_bounds.cli.run import Request
    from adamw_bounds.engine.results import Answer, Result
    from adamw_bounds.remarks import RemarkKind
    from adamw_bounds.report import Report

__all__ = ["is_table", "table_of_models"]


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
    from adamw_bounds.cli.models_tables import sections, settings_line
    from adamw_bounds.cli.options import PYTORCH
    from adamw_bounds.cli.run import names_range, report_of
    from adamw_bounds.cli.tables import notes_of
    from adamw_bounds.cli.terms import asked, settings
    from adamw_bounds.cli.terms import given as given_inputs
    from adamw_bounds.engine.results import Answer
    from adamw_bounds.spectra import generalization
    from adamw_bounds.spectra.own import CASES

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
    cases = read_labelled(texts, "spectrum", "--spectrum")
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
    results = [
        replace(result, case=f"{case.label}/{result.case}") if result.case in CASES else result
        for case, answer in zip(cases, found, strict=True)
        for result in answer.results
    ]
    whole = Answer(
        command="generalization",
        inputs={
            "spectrum": texts,
            **({"test_accuracy": given} if given else {}),
            "generalization": {
                name: {**answer.inputs, "spectrum": case.text}
                for name, case, answer in zip(keys_of(cases), cases, found, strict=True)
            },
        },
        results=(*results, *accuracy_rows),
    )
    return report_of(
        request,
        whole,
        warnings=[*request.source.notes, *warnings],
        names_inputs=False,  # the line below the first table tells the models apart
        sections=sections(
            request.format,
            results,
            accuracy_rows,
            settings_line(cases, found, own_floor="floor" in own),
            ranged=names_range(whole.inputs),
        ),
    )


def _whose(case: Labelled, shared: str) -> tuple[str, ...]:
    """Return the optimizers whose terms a case has."""
    chosen = case.optimizer or shared
    return tuple(OPTIMIZERS) if chosen == "all" else (chosen,)


def _given_accuracies(
    texts: Sequence[str], cases: Sequence[Labelled], faults: list[Fault]
) -> dict[int, float]:
    """Return the accuracy of each case that one was given for."""
    keys = keys_of(cases)
    found: dict[int, float] = {}
    for text in texts:
        label, _, figure = text.rpartition("=")
        label = label.strip()
        whose = [place for place, case in enumerate(cases) if label in (keys[place], case.label)]
        problem = ""
        try:
            value = number_in(figure, "[0, 1]")
        except NotInDomain:
            value = None
        if not label or value is None:
            problem = "must be LABEL=ACCURACY, with an accuracy from 0 to 1"
        elif not whose:
            problem = f"names no spectrum; the labels are {', '.join(dict.fromkeys(keys))}"
        elif len(whose) > 1:
            problem = f"names several spectra; write {any_of(keys[p] for p in whose)}"
        elif whose[0] in found:
            problem = "is given twice for that spectrum"
        if problem:
            faults.append(Fault("test_accuracy", text, problem))
        else:
            found[whose[0]] = value
    return found


def _accuracy(
    case: Labelled, given: float | None, shared: str, answer: Answer
) -> tuple[Result | None, tuple[str, str, RemarkKind] | None]:
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
            "answer",
        )
    whose = _whose(case, shared)
    # The accuracy is the network's, and one optimizer has trained it.
    trained = in_words(case.spectrum.meta.optimizer)
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
