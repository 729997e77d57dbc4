"""How far a run is from the edge of stability of a frozen preconditioner."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final, Unpack

from adamw_bounds.engine.ask import ask
from adamw_bounds.engine.inputs import RunValues, read, validate
from adamw_bounds.engine.question import Question
from adamw_bounds.engine.results import Answer, Result
from adamw_bounds.engine.rows import figure
from adamw_bounds.engine.torch_settings import takes_optimizers
from adamw_bounds.errors import Fault, InputError
from adamw_bounds.optimizers import ADAMW

__all__ = ["QUESTION", "edge"]

QUESTION: Final = Question(
    name="edge",
    quantities=("edge-threshold", "edge-ratio", "stable-negative-curvature"),
    papers=("cohen2022", "here_scaling"),
    closed=True,
    if_given=("sharpness",),
)


@takes_optimizers(decoupled=True)
def edge(*, eigenvalues: Any = None, **inputs: Unpack[RunValues]) -> Answer:
    """Return the curvature up to which AdamW with a frozen preconditioner is stable.

    A mode of P^(-1/2) ∇²F P^(-1/2), P = diag(√v̂ + ε), is stable exactly for −λ < s < s_max,
    s_max = (2 − β1)(2 − ηλ)/(β1η) in the paper's β1: 38/η at PyTorch's 0.9 without decay.

    Parameters
    ----------
    eigenvalues : Spectrum, path or array, optional
        The eigenvalues s of that matrix, in the place of sharpness: ``.npy``, ``.npz``, ``.csv`` or
        ``.txt``, or a spectrum file that was measured with the run's own preconditioner, or whose
        meta names one. Of ℓ2-Adam's the decay is in the modes: λ is then 0 in the threshold.
    **inputs
        eta and beta1 (or lr and betas); lam (or weight_decay; 0); sharpness, the largest
        eigenvalue, for the ratio to s_max.

    Returns
    -------
    Answer
        Rows ``edge-threshold``, ``edge-ratio`` (with sharpness or eigenvalues),
        ``stable-negative-curvature`` (with λ > 0); with eigenvalues the unstable modes on either
        side, ``count-below-minus-lambda`` and ``count-above-threshold``.

    Raises
    ------
    InputError
        If an input is missing or wrong.
    RunError
        If a file cannot be read.
    """
    if eigenvalues is None:
        return ask(QUESTION, inputs)
    from adamw_bounds.spectra.edge import COUPLED, NOTES, OF_RUN, modes_of, preconditioned
    from adamw_bounds.spectra.resolve import source_name

    faults: list[Fault] = []
    if inputs.get("sharpness") is not None:
        what = "cannot stand beside --eigenvalues, which has it"
        faults.append(Fault("sharpness", inputs.pop("sharpness"), what))
    known, _ = read(inputs)
    faults += [
        Fault(name, None, "must be one number beside --eigenvalues")
        for name, value in known.items()
        if getattr(value, "ndim", 0)
    ]
    try:
        held = preconditioned(eigenvalues)
    except InputError as error:
        validate(inputs, [*faults, *(error.faults or [Fault("eigenvalues", None, error.message)])])
        raise
    asked_lam = None if known.get("lam") is None else float(known["lam"])
    is_coupled = bool(held.meta.extra.get(COUPLED))
    if is_coupled:
        # The decay of an ℓ2 term is in the modes.
        for name in ("weight_decay", "lam"):
            inputs.pop(name, None)  # type: ignore[misc]
        known["lam"] = 0.0
    smallest, largest = held.extremes
    # Where no mode curves upwards, none is near the edge.
    known_too: Any = {"sharpness": largest} if largest > 0 else {}
    answer = ask(QUESTION, {**inputs, **known_too}, faults=faults)
    row = next(row for row in answer if row.quantity == "edge-threshold")
    lam = float(known.get("lam") or 0.0)
    modes = modes_of(held, -lam, math.inf if row.value is None else float(row.value))
    ends = f"s from {smallest:.6g} to {largest:.6g}"
    notes = (ends,) if modes.exact else (ends, "from quadrature nodes: an estimate")
    told_of = (
        *held.meta.extra.get(NOTES, ()),
        *_unlike_run(
            held.meta.extra.get(OF_RUN, {}),
            float(answer.inputs["eta"]),
            asked_lam,
            coupled=is_coupled,
        ),
    )
    notes = (*notes, *told_of)
    counts = [
        _count(row.statement, quantity, number, notes)
        for quantity, number in (
            ("count-below-minus-lambda", modes.below),
            ("count-above-threshold", modes.above if row.value is not None else None),
        )
        if number is not None
    ]
    inside = () if modes.exact else (_INSIDE,)
    results = [
        replace(item, notes=(*item.notes, *inside, *told_of))
        if item.quantity == "edge-ratio"
        else item
        for item in answer
    ]
    told = {key: value for key, value in answer.inputs.items() if key != "sharpness"}
    return replace(
        answer,
        inputs={**told, "eigenvalues": source_name(held)},
        results=(*results, *counts),
    )


def _unlike_run(
    run: Mapping[str, Any], eta: float, lam: float | None, *, coupled: bool
) -> tuple[str, ...]:
    """Say where η and λ are not those of the run whose preconditioner it is.

    Parameters
    ----------
    run : mapping
        ``eta`` and ``lam``, a list, of the run; empty where the file does not say them.
    eta, lam : float
        As asked; λ is None where nothing was.
    coupled : bool
        Whether the decay is in the modes, whatever was asked.
    """
    notes = []
    if run and not math.isclose(eta, run["eta"], rel_tol=1e-6):
        notes.append(f"η is as asked; the run's own was {run['eta']:g}")
    decays = run.get("lam", ())
    if not decays or all(math.isclose(lam or 0.0, own, rel_tol=1e-6) for own in decays):
        return tuple(notes)
    own = " and ".join(f"{value:g}" for value in decays)
    if not coupled:
        taken = "λ is 0, as none was given" if lam is None else f"λ is {lam:g}, as asked"
        notes.append(f"{taken}; the run's own was {own}")
    elif lam is not None:
        notes.append(f"λ = {lam:g} was asked and is not used: the run's own, {own}, is in s")
    return tuple(notes)


_INSIDE: Final = "from the largest quadrature node: the true ratio is not smaller"


def _count(statement: str, quantity: str, value: float, notes: tuple[str, ...]) -> Result:
    return figure(
        value,
        statement=statement,
        optimizer=ADAMW.key,
        schedule=None,
        variant="explicit",
        quantity=quantity,
        notes=notes,
    )
