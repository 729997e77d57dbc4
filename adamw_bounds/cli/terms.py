"""The generalization terms of one spectrum or of two, for ``compare`` and ``generalization``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from adamw_bounds.engine.uncertain import take_apart
from adamw_bounds.errors import Fault, InputError
from adamw_bounds.optimizers import ADAMW, L2_ADAM, OPTIMIZERS

if TYPE_CHECKING:
    from adamw_bounds.cli.run import Request
    from adamw_bounds.engine.results import Answer, Result
    from adamw_bounds.spectra import Spectrum
    from adamw_bounds.spectra.curves import Decades

__all__ = [
    "SPECTRA",
    "asked",
    "decade_rows",
    "decades_of",
    "facts",
    "figure_row",
    "given",
    "inputs_by_case",
    "listed",
    "paths_of",
    "rows_of",
    "settings",
    "spectra_of",
    "terms",
]

Found = TypeVar("Found")

#: Options that name a spectrum: of both optimizers, or of one.
SPECTRA = ("spectrum", "spectrum_adamw", "spectrum_l2")
#: Settings of the optimizer that the terms take.
_SHARED = ("eta", "lam", "lam_l2", "batch_size")


def given(request: Request) -> dict[str, Any]:
    """Return what the terms of a spectrum are asked with.

    What a spectrum file behind ``--from`` records is left out where the terms are of that very
    spectrum: they read it there themselves, block by block where the blocks differ.
    """
    inputs, source = dict(request.inputs), request.source.spectrum
    if source is None or request.arguments.get("files") or set(SPECTRA) & request.line.keys():
        return inputs
    return {name: inputs[name] for name in inputs if name in request.line or name == "spectrum"}


def paths_of(inputs: dict[str, Any]) -> dict[str, str]:
    """Take the spectra out of the inputs.

    Raises
    ------
    InputError
        If ``--spectrum`` is given twice, or stands beside one of the others.
    """
    paths = {name: inputs.pop(name) for name in SPECTRA if name in inputs}
    several = listed(paths.get("spectrum"))
    if len(several) > 1:
        raise InputError([Fault("spectrum", ", ".join(several), "is taken once here")])
    if several:
        paths["spectrum"] = several[0]
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
    return paths


def listed(value: str | Sequence[str] | None) -> list[str]:
    """Return the values of an option that may be given more than once."""
    if value is None:
        return []
    return [value] if isinstance(value, str) else list(value)


def spectra_of(paths: Mapping[str, str]) -> dict[str, Spectrum]:
    """Return the spectra by the optimizers whose terms they give."""
    if not paths:
        return {}
    from adamw_bounds.spectra import resolve_spectrum

    whose = {"spectrum": "all", "spectrum_adamw": ADAMW.key, "spectrum_l2": L2_ADAM.key}
    return {whose[name]: resolve_spectrum(path) for name, path in paths.items()}


def facts(spectra: Sequence[Spectrum]) -> dict[str, Any]:
    """Return what all files say alike of the model and its training, for the counts."""
    known = [{"dim": spectrum.dim, "batch_size": spectrum.meta.batch_size} for spectrum in spectra]
    return {
        name: value
        for name, value in (known[0].items() if known else ())
        if value is not None and all(other[name] == value for other in known)
    }


def settings(inputs: Mapping[str, Any]) -> dict[str, Any]:
    """Return the optimizer's settings as the generalization terms take them."""
    found = {name: inputs[name] for name in _SHARED if name in inputs}
    torch = {name: inputs[name] for name in ("lr", "weight_decay") if name in inputs}
    for name, ours in (("lr", "eta"), ("weight_decay", "lam")):
        # They are the same numbers: a range of one is that of the other.
        if ours not in found and take_apart({name: torch.get(name)}, []).intervals:
            found[ours] = torch.pop(name)
    if torch:
        # Section 5 holds λ constant, as PyTorch does: there is nothing to warn of.
        from adamw_bounds.questions.convert import convert

        found.update(convert(**torch).inputs)
    return found


def terms(
    spectra: Mapping[str, Spectrum], inputs: Mapping[str, Any], optimizer: str = "all"
) -> list[Answer]:
    """Ask for the terms of each spectrum; faults of all of them are reported together."""
    if not spectra:
        return []
    from adamw_bounds.cli.progress import late_bar
    from adamw_bounds.spectra import generalization

    faults: list[Fault] = []
    with late_bar(counted="error bars") as bar:
        found = [
            asked(
                faults,
                lambda: generalization(
                    spectrum,  # noqa: B023
                    optimizer=optimizer if whose == "all" else whose,  # noqa: B023
                    progress=lambda done, total: bar.advance(total=total),
                    **inputs,
                ),
            )
            for whose, spectrum in spectra.items()
        ]
    if faults:
        raise InputError(faults)
    return [answer for answer in found if answer is not None]


def asked(faults: list[Fault], question: Callable[[], Found]) -> Found | None:
    """Ask; where the input is wrong, take the faults down and go on."""
    try:
        return question()
    except InputError as error:
        if not error.faults:
            raise
        faults += error.faults
        return None


def rows_of(answers: Sequence[Answer]) -> list[dict[str, Any]]:
    """Return the rows of several answers."""
    return [result.as_row() for found in answers for result in found.results]


def inputs_by_case(answers: Sequence[Answer], paths: Mapping[str, str]) -> dict[str, Any]:
    """Return the inputs of each spectrum's terms, under its label."""
    return {
        **paths,
        "generalization": {str(found.results[0].case): dict(found.inputs) for found in answers},
    }


def figure_row(quantity: str, value: float | None, **more: Any) -> Result:
    """Return the row of a figure; None where it is no number that a float holds."""
    import math

    from adamw_bounds.engine.results import Result

    if value is not None and not math.isfinite(value):
        value = None
    log10 = math.log10(value) if value is not None and value > 0 else None
    return Result(schedule=None, quantity=quantity, value=value, log10=log10, **more)


def decade_rows(item: Decades) -> Iterator[Result]:
    """Return what each decade of σ contributes to err per parameter; ``stage`` is its exponent."""
    shared: dict[str, Any] = {
        "statement": "corollary-3",
        "optimizer": item.optimizer,
        "variant": item.variant,
        "case": item.label,
    }
    if item.at_floor[1] > 0:
        yield figure_row("err-below-floor", item.at_floor[0], **shared)
    for place, value in enumerate(item.err):
        yield figure_row("err-of-decade", value, stage=item.first + place, **shared)


def decades_of(
    spectra: Mapping[str, Spectrum], inputs: Mapping[str, Any], optimizer: str
) -> list[Result]:
    """Return the rows of :func:`decade_rows` for each optimizer that the answer shows."""
    from adamw_bounds.spectra.curves import err_by_decade

    taken = ("eta", "lam", "lam_l2", "batch_size", "rho", "dim", "floor", "whole")
    used = {name: inputs[name] for name in taken if name in inputs}
    if inputs.get("variant") == "printed":
        used["variant"] = "printed"
    found: list[Result] = []
    for whose, spectrum in spectra.items():
        chosen = optimizer if whose == "all" else whose
        for name in OPTIMIZERS if chosen == "all" else (chosen,):
            found += decade_rows(err_by_decade(spectrum, optimizer=name, **used))
    return found
