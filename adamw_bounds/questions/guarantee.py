"""The bound that the proof gives after T steps, at given settings."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
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
from adamw_bounds.engine.evaluate import is_array
from adamw_bounds.engine.inputs import InputValues
from adamw_bounds.engine.question import Question
from adamw_bounds.engine.results import Answer, Result
from adamw_bounds.kernels.mathematics import LN10
from adamw_bounds.numbers import show_above
from adamw_bounds.optimizers import ADAMW

__all__ = ["QUESTION", "guarantee"]


_BOUND: Final = "gradient-norm-squared"
_ROOT: Final = "root mean square gradient norm at most"


def _with_root(row: Result) -> Result:
    if row.quantity != _BOUND or is_array(row.log10) or row.log10 is None:
        return row
    root = show_above(row.log10 * LN10 / 2)
    return replace(row, notes=(*row.notes, f"{_ROOT} {root}"))


def _over_ranges(row: Result) -> Result:
    """Where inputs are ranges, only the upper end of the bound is a bound: take its root."""
    upper = row.upper
    if row.quantity != _BOUND or upper is None or is_array(upper) or is_array(row.log10):
        return row
    notes = tuple(note for note in row.notes if not note.startswith(_ROOT))
    if not 0 < upper < math.inf:
        return replace(row, notes=notes)
    root = show_above(math.log(upper) / 2)
    return replace(row, notes=(*notes, f"{_ROOT} {root}, over the ranges of the inputs"))


QUESTION: Final = Question(
    name="guarantee",
    optimizers=ADAMW.key,
    quantities=(
        _BOUND,
        "function-gap",
        "box-gap",
        "kkt-score-average",
        "frank-wolfe-gap-average",
        "regret",
    ),
    if_given=("mu", "rare_slope"),
    schedules="constant",
    unmet="refuse",
    of_a_run=True,
    finish=_with_root,
)


def guarantee(
    theorem: StatementName | str | int | Sequence[str | int] = "all",
    *,
    schedule: ScheduleName | str | Sequence[Any] = "constant",
    optimizer: OptimizerName | str | Sequence[str] | HasGroups | None = None,
    variant: VariantName | str | Sequence[str] = "all",
    update: UpdateName | None = None,
    force: bool = False,
    sensitivity: Any = False,
    **inputs: Unpack[InputValues],
) -> Answer:
    """Return the bound on the mean squared gradient norm after T steps.

    ``explicit``, constant step: avg E‖∇F_k(x_k)‖² ≤ 2c2Δ₀/(ηT) + c2σ²/(c1β1bT) + c2β1σ²/(c1b), for
    η ≤ β1c1/(2L) and λη ≤ 1/4. Decaying step: its counterpart with β = min(1, γ/√(k+1)) and
    η_k = r_λ β. ``sharp``: the bounds proved in this project, for larger steps, any schedule of the
    learning rate, PyTorch's own update, and a constant weight decay.

    Parameters
    ----------
    theorem : {2, 3, 4, "all"} or identifier
        Whose guarantee; ``all`` is that of the schedule. Statements of other papers, and those
        proved here, by name.
    schedule : str or sequence of float
        ``constant``, ``decaying`` (Theorem 3's), ``linear``, ``cosine``, ``inverse-sqrt`` or
        ``step``; a file of learning rates (text, CSV, JSON); or the learning rates of all steps.
        They are fixed before the run.
    optimizer : {"adamw", "adam", "l2-adam"}, optional
        AdamW by default. For ℓ2-Adam the gradient is that of the regularised loss.
    variant : {"explicit", "sharp", "all"}
        Which constants.
    update : {"paper", "pytorch"}, optional
        Whose update; by default PyTorch's where one of its settings is given (lr, betas,
        adam_eps, weight_decay), else the paper's. PyTorch's corrects the bias, starts at 0, and
        adds ε outside the root.
    force : bool
        Return the number even where a condition fails, marked NOT A BOUND.
    sensitivity : bool
        Tell the elasticities of each bound, and where another of its terms takes over.
    **inputs
        c_inf, smoothness, sigma, delta, gap, iterations; eta and beta1 (or lr and betas);
        batch_size (1), lam (0), x0_norm; decaying step: gamma (the statement's own). Constant
        weight decay: x_norm, or dim and x0_inf_norm. Schedule: warmup (0), final (0), step_size,
        step_factor (0.1). mu brings in the last iterate.

    Returns
    -------
    Answer
        Rows ``gradient-norm-squared`` with terms gap, initial-noise, noise-floor, weight-decay;
        statements asked for by name bound what they bound (``kkt-score-average``, for signs);
        ``settings`` of a sharp row are what the proof leaves free. A bound whose conditions fail is
        left out, with a warning, where another one holds.

    Raises
    ------
    InputError
        If an input is missing or wrong.
    NoBoundError
        If no bound holds and ``force`` is not set: every failed condition with its values and
        what would meet it.
    """
    found = ask(
        QUESTION,
        inputs,
        theorem=theorem,
        optimizer=optimizer,
        schedule=schedule,
        variant=variant,
        update=update,
        force=force,
        sensitivity=sensitivity,
    )
    return replace(found, results=tuple(_over_ranges(row) for row in found.results))
