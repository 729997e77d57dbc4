"""How far from the minimum the iterates are after k steps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, Unpack

from adamw_bounds.choice_names import HasGroups, OptimizerName, VariantName
from adamw_bounds.engine.ask import ask
from adamw_bounds.engine.inputs import InputValues
from adamw_bounds.engine.question import Question
from adamw_bounds.engine.results import Answer

__all__ = ["QUESTION", "rate"]

QUESTION: Final = Question(
    name="rate",
    quantities=("distance",),
    unmet="drop",
    unmet_variants=("explicit",),
)


def rate(
    *,
    optimizer: OptimizerName | str | Sequence[str] | HasGroups = "all",
    variant: VariantName | str | Sequence[str] = "all",
    sensitivity: Any = False,
    **inputs: Unpack[InputValues],
) -> Answer:
    """Return Theorem 1's bounds on E‖x_k − x*‖ for one-dimensional least squares.

    Parameters
    ----------
    optimizer : {"adamw", "l2-adam", "all"}
        Whose bound.
    variant : {"printed", "corrected", "explicit", "all"}
        ``explicit`` is the supplement's chain for AdamW, which holds for k >= 3; ℓ2-Adam has none.
    sensitivity : bool
        Tell the elasticities of each bound, and where another of its terms takes over.
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
    return ask(QUESTION, inputs, optimizer=optimizer, variant=variant, sensitivity=sensitivity)
