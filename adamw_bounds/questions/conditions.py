"""Step sizes that the theorems allow, and whether given settings meet their hypotheses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, Unpack

from adamw_bounds.choice_names import (
    HasGroups,
    OptimizerName,
    ScheduleName,
    StatementName,
    UpdateName,
    VariantName,
)
from adamw_bounds.engine.ask import ask
from adamw_bounds.engine.inputs import InputValues
from adamw_bounds.engine.question import Question
from adamw_bounds.engine.results import Answer
from adamw_bounds.optimizers import ADAMW

__all__ = ["QUESTION", "conditions"]

QUESTION: Final = Question(
    name="conditions",
    optimizers=ADAMW.key,
    quantities=(
        "gamma",
        "eta-max",
        "eta-k",
        "beta1-max",
        "beta1-k",
        "beta2-max",
        "lambda-k",
        "eta",
        "limit-x-inf",
        "beta2",
        "rare-period",
    ),
    if_given=("k", "beta1", "beta2", "gamma"),
    may_lack=("gamma",),
    carried=True,
    of_a_run=True,
    of_either_update=True,
)


def conditions(
    theorem: StatementName | str | int | Sequence[str | int] = "all",
    *,
    optimizer: OptimizerName | str | Sequence[str] | HasGroups | None = None,
    schedule: ScheduleName | str | Sequence[Any] = "all",
    variant: VariantName | str | Sequence[str] = "all",
    update: UpdateName | None = None,
    **inputs: Unpack[InputValues],
) -> Answer:
    """Return the step sizes that a theorem allows, and hold given settings against them.

    Parameters
    ----------
    theorem : {2, 3, 4, "all"} or identifier
        Theorem 2 (constant step), 3 (decaying), 4 (stage by stage; needs mu and gap).
    optimizer, variant : str
        As in :func:`adamw_bounds.complexity`.
    schedule : str or sequence of float
        As in :func:`adamw_bounds.guarantee`; ``all`` by default. The conditions of a schedule are
        those of its largest learning rate.
    update : {"paper", "pytorch"}, optional
        Whose update; by default both where one of PyTorch's settings is given (lr, betas, adam_eps,
        weight_decay), else the paper's.
    **inputs
        c_inf, smoothness, sigma, delta, epsilon; batch_size (1), lam (0), gap (for γ), k (for
        η_k, β_{1k}, λ_k), mu (Theorem 4). Settings to be checked: eta, beta1, beta2, gamma, or
        PyTorch's lr, betas, adam_eps, weight_decay, which are converted.

    Returns
    -------
    Answer
        Rows ``eta-max``, ``beta1-max``, ``beta2-max``, ``gamma``, ``eta-k``, ``beta1-k``,
        ``lambda-k``; where settings are given a row carries its conditions, each met or missed,
        by what factor, and what would meet it. Where both updates are spoken of, ``update`` of a
        row says which it is about.

    Raises
    ------
    InputError
        If a constant is missing or wrong; all faults are listed.
    """
    return ask(
        QUESTION,
        inputs,
        theorem=theorem,
        optimizer=optimizer,
        schedule=schedule,
        variant=variant,
        update=update,
    )
