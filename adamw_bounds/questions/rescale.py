"""Settings for another batch size, with the hypothesis under which they keep the run."""

from __future__ import annotations

from dataclasses import replace
from typing import Final, Unpack

from adamw_bounds.engine.ask import ask
from adamw_bounds.engine.inputs import ALIASES, InputValues, validate
from adamw_bounds.engine.question import Question
from adamw_bounds.engine.results import Answer
from adamw_bounds.errors import Fault

__all__ = ["QUESTION", "rescale"]

_SETTINGS: Final = ("eta", "lam", "beta1", "beta2", "delta")
_TORCH: Final = ("lr", "weight_decay", "betas", "adam_eps")
_NEEDED: Final = ("batch_size", "to")

QUESTION: Final = Question(
    name="rescale",
    quantities=("eta", "lam", "betas-1", "betas-2", "adam-eps", "signal-to-noise"),
    papers=("malladi2022", "here_scaling"),
    closed=True,
    if_given=(*_SETTINGS, "gradient_norm", "sigma"),
)


def rescale(**inputs: Unpack[InputValues]) -> Answer:
    """Return AdamW's settings for another batch size: the square-root rule.

    With κ = b′/b: η → √κ η, λ → √κ λ, 1 − β → κ(1 − β) or β → β^κ (β as in PyTorch), ε → ε/√κ. It
    keeps the run, counted in samples, while the noise of a batch outweighs the gradient in every
    parameter.

    Parameters
    ----------
    **inputs
        batch_size and to, the old and the new batch size; the settings to rescale: eta, lam, beta1,
        beta2, delta, or lr, weight_decay, betas, adam_eps. gradient_norm and sigma check the
        hypothesis as far as two numbers can.

    Returns
    -------
    Answer
        Rows ``eta``, ``lam``, ``betas-1``, ``betas-2`` (PyTorch's; the case ``half-life`` is β^κ),
        ``adam-eps`` (PyTorch's), ``signal-to-noise``.

    Raises
    ------
    InputError
        If an input is missing or wrong.
    """
    given = {ALIASES.get(name, name) for name, value in inputs.items() if value is not None}
    faults = [Fault(name, None, "is missing") for name in _NEEDED if name not in given]
    if not given & {*_SETTINGS, *_TORCH}:
        settings = "--lr, --weight-decay, --betas or --adam-eps"
        validate(inputs, [*faults, Fault("lr", None, "is missing", option=settings)])
    question = QUESTION
    if not given & {"lam", "weight_decay"}:
        # No decay was told, so there is none to rescale.
        left = tuple(item for item in QUESTION.quantities if item != "lam")
        question = replace(QUESTION, quantities=left)
    return ask(question, inputs, faults=faults)
