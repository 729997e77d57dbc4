"""How far AdamW's iterates can go, whatever the gradients are."""

from __future__ import annotations

from typing import Final, Unpack

from adamw_bounds.engine.ask import ask
from adamw_bounds.engine.inputs import RunValues
from adamw_bounds.engine.question import Question
from adamw_bounds.engine.results import Answer
from adamw_bounds.engine.torch_settings import takes_optimizers

__all__ = ["QUESTION", "radius"]

QUESTION: Final = Question(
    name="radius",
    quantities=("radius", "decay-radius", "update-ratio", "largest-step"),
    papers=("here_scaling",),
    closed=True,
    if_given=("iterations", "c_inf", "delta", "x_inf_norm"),
    may_lack=("radius", "largest-step"),
    unmet="refuse",
)


@takes_optimizers(decoupled=True)
def radius(*, force: bool = False, **inputs: Unpack[RunValues]) -> Answer:
    """Return where constant decoupled weight decay holds the iterates, for any gradients.

    ‖x_k‖∞ ≤ max(‖x_0‖∞, U/λ) at every step where η_kλ ≤ 1; U = β1/√(β2(1−r)), r = (1−β1)²/(1−β2)
    in the paper's β, is the largest |m̂_k|/√v̂_k: 7.27 at PyTorch's defaults.

    Parameters
    ----------
    force : bool
        Return the numbers even where ηλ > 1, marked NOT A BOUND.
    **inputs
        eta, beta1, beta2 and lam (or lr, betas and weight_decay); η is the peak. x0_inf_norm: the
        radius itself and the largest step. iterations: the same of the first T steps, for any β.
        c_inf with delta: a smaller radius where gradients are bounded. x_inf_norm, of a
        checkpoint: whether it can be one of this run.

    Returns
    -------
    Answer
        Rows ``radius``, ``decay-radius`` (U/λ), ``update-ratio`` (U), ``largest-step``. Where
        ηλ > 1 only U is left, and a warning says so.

    Raises
    ------
    InputError
        If an input is missing or wrong.
    """
    return ask(QUESTION, inputs, force=force)
