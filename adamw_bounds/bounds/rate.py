"""Theorem 1: how far from the minimum AdamW and ℓ2-Adam are after k steps."""

from __future__ import annotations

from typing import Any, Final, Unpack

from adamw_bounds.bounds import kernels, rows
from adamw_bounds.bounds.choices import VARIANTS, choose
from adamw_bounds.bounds.inputs import InputValues, validate
from adamw_bounds.bounds.question import Question
from adamw_bounds.bounds.results import Answer, Condition, Result
from adamw_bounds.errors import Fault, InputError, NoBoundError

__all__ = ["rate"]

_STATEMENT: Final = "theorem-1"
_NEEDED: Final = ("k", "alpha", "distance_bound", "grad_norm_bound")


def rate(*, optimizer: Any = "all", variant: Any = "all", **inputs: Unpack[InputValues]) -> Answer:
    """Return Theorem 1's bounds on E‖x_k − x*‖ for one-dimensional least squares.

    Parameters
    ----------
    optimizer : {"adamw", "l2-adam", "all"}
        Whose bound.
    variant : {"printed", "corrected", "explicit", "all"}
        ``explicit`` is the supplement's chain for AdamW, which holds for k >= 3; ℓ2-Adam has none.
    **inputs
        k >= 1 (the horizon), alpha > 0, distance_bound Λ > 0, grad_norm_bound τ > 0.

    Returns
    -------
    Answer
        Rows ``distance`` with terms contraction and noise.

    Raises
    ------
    InputError
        If an input is missing or wrong.
    NoBoundError
        If only the explicit bound is asked for, at k < 3.
    """
    faults: list[Fault] = []
    optimizers = choose("optimizer", optimizer, ("adamw", "l2-adam"), faults)
    variants = choose("variant", variant, VARIANTS, faults)
    given = validate(inputs, faults, _NEEDED)
    question = Question("rate", given)
    found: list[Result] = []
    refused: list[Condition] = []
    for who in optimizers:
        for reading in variants:
            kernel = kernels.find(_STATEMENT, "distance", reading, optimizer=who)
            if kernel is None:
                continue
            checked = (
                tuple(rows.conditions(_STATEMENT, reading, given).values())
                if who == "adamw"
                else ()
            )
            early = any(not _met(condition.met) for condition in checked)
            if early:
                question.warn(
                    "small-k",
                    "AdamW's bound of Theorem 1 is not implied at k = 1 and 2: the proof needs "
                    "ηλ = 3/(2√k) ≤ 1, so k ≥ 3",
                )
                if reading == "explicit" and not rows.is_array(given["k"]):
                    refused += checked
                    continue
            notes = [kernel.why] if kernel.why else []
            if who == "l2-adam":
                notes.append("not supported by its proof: spectral radii do not bound the product")
            found.append(
                rows.result(
                    kernel,
                    given,
                    statement=_STATEMENT,
                    optimizer=who,
                    schedule=None,
                    variant=reading,
                    quantity="distance",
                    notes=notes,
                    conditions=checked,
                )
            )
    question.warn(
        "theorem-1-origin",
        "Theorem 1 is about a minimum at 0, where weight decay pulls: it says nothing of others",
    )
    if not found and "adamw" in optimizers:
        raise NoBoundError(
            "Theorem 1 has no explicit bound at k = 1 and 2: the proof needs ηλ = 3/(2√k) ≤ 1, "
            "which k ≥ 3 meets",
            details=[condition.as_row() for condition in refused],
        )
    if not found:
        raise InputError("Theorem 1 has no explicit bound for ℓ2-Adam: its proof does not hold")
    return question.answer(found)


def _met(value: Any) -> bool:
    return bool(value.all()) if rows.is_array(value) else bool(value)
