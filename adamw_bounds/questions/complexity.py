"""Iterations and gradient complexities to an accuracy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, Unpack

from adamw_bounds.choice_names import (
    HasGroups,
    OptimizerName,
    ScheduleName,
    StatementName,
    VariantName,
)
from adamw_bounds.engine.ask import ask
from adamw_bounds.engine.inputs import InputValues
from adamw_bounds.engine.question import Question
from adamw_bounds.engine.results import Answer
from adamw_bounds.optimizers import ADAMW

__all__ = ["QUESTION", "complexity"]

QUESTION: Final = Question(
    name="complexity",
    quantities=("iterations", "gradient-complexity"),
    optimizers=ADAMW.key,
    says_equal=True,
    says_uncovered=True,
    refused={
        "group_lr_ratio": "cannot be used: a count takes one learning rate for all parameters"
    },
)


def complexity(
    theorem: StatementName | str | int | Sequence[str | int] = "all",
    *,
    optimizer: OptimizerName | str | Sequence[str] | HasGroups | None = None,
    schedule: ScheduleName | str | Sequence[Any] = "all",
    variant: VariantName | str | Sequence[str] = "all",
    sensitivity: Any = False,
    **inputs: Unpack[InputValues],
) -> Answer:
    """Return iterations T and gradient complexity b·T to reach the accuracy ε.

    Parameters
    ----------
    theorem : {2, 3, 4, "all"} or identifier
        Theorem 2 (constant step), 3 (decaying step), 4 (Polyak–Łojasiewicz, in stages), or a
        statement of another paper. Under Theorem 4 ε is the function gap asked for and Δ the gap
        at the start, ε₀.
    optimizer : {"adamw", "adam", "l2-adam", "all"}, optional
        AdamW by default; Adam and ℓ2-Adam by Corollary 2.
    schedule : {"constant", "decaying", "all"}
        Step schedule.
    variant : {"printed", "corrected", "explicit", "sharp", "all", "explicit-large-step"}
        As the paper prints it, with the misprint repaired (O() constants 1 in both), with the
        proof's constants: a guarantee, or with the best that is proved in this project.
    sensitivity : bool
        Tell the elasticities of each bound, and where another of its terms takes over.
    **inputs
        c_inf > 0, smoothness > 0, sigma >= 0, delta > 0, gap >= 0, epsilon > 0; batch_size >= 1
        (1), lam >= 0 (0), x0_norm >= 0; mu > 0 for Theorem 4; lam_l2 (lam), x_inf_norm for
        ℓ2-Adam. Floats, or arrays that broadcast.

    Returns
    -------
    Answer
        Rows with value, log10, terms, dominant term; explicit and sharp rows with
        ``count``; sharp rows with ``settings``, which are chosen for T to be least.

    Raises
    ------
    InputError
        If an input is missing, out of its domain or unknown; all faults are listed.

    Examples
    --------
    >>> from adamw_bounds import complexity
    >>> answer = complexity(2, c_inf=1, smoothness=1, sigma=1, delta=1, gap=1, epsilon=0.1)
    >>> round(answer.one(variant="printed", quantity="iterations").log10, 12)
    4.0
    """
    return ask(
        QUESTION,
        inputs,
        theorem=theorem,
        optimizer=optimizer,
        schedule=schedule,
        variant=variant,
        sensitivity=sensitivity,
    )
