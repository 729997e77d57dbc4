"""How far a run is from the edge of stability of a frozen preconditioner."""

from __future__ import annotations

from typing import Final, Unpack

from adamw_bounds.engine.ask import ask
from adamw_bounds.engine.inputs import InputValues
from adamw_bounds.engine.question import Question
from adamw_bounds.engine.results import Answer

__all__ = ["QUESTION", "edge"]

QUESTION: Final = Question(
    name="edge",
    quantities=("edge-threshold", "edge-ratio", "stable-negative-curvature"),
    papers=("cohen2022", "here_scaling"),
    closed=True,
    if_given=("sharpness",),
)


def edge(**inputs: Unpack[InputValues]) -> Answer:
    """Return the curvature up to which AdamW with a frozen preconditioner is stable.

    A mode of P^(-1/2) ∇²F P^(-1/2), P = diag(√v̂ + ε), is stable exactly for −λ < s < s_max,
    s_max = (2 − β1)(2 − ηλ)/(β1η) in the paper's β1: 38/η at PyTorch's 0.9 without decay.

    Parameters
    ----------
    **inputs
        eta and beta1 (or lr and betas); lam (or weight_decay; 0); sharpness, the largest
        eigenvalue, for the ratio to s_max.

    Returns
    -------
    Answer
        Rows ``edge-threshold``, ``edge-ratio`` (with sharpness), ``stable-negative-curvature``
        (with λ > 0).

    Raises
    ------
    InputError
        If an input is missing or wrong.
    """
    return ask(QUESTION, inputs)
