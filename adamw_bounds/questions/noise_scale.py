"""The gradient noise scale: from which batch size on a larger one buys little."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any, Final, Unpack

from adamw_bounds.engine.ask import ask
from adamw_bounds.engine.evaluate import any_true
from adamw_bounds.engine.inputs import ALIASES, InputValues, read, validate
from adamw_bounds.engine.question import Question
from adamw_bounds.engine.results import Answer
from adamw_bounds.errors import Fault

__all__ = ["QUESTION", "noise_scale"]

_AT_A_BATCH: Final = (
    "steps-over-least",
    "samples-over-least",
    "sgd-lr-share",
    "surge-lr-share",
)
QUESTION: Final = Question(
    name="noise-scale",
    quantities=(
        "noise-scale",
        "full-gradient-norm-squared",
        "noise-trace",
        "surge-batch",
        *_AT_A_BATCH,
    ),
    papers=("mccandlish2018", "li2024"),
    closed=True,
    if_given=("signal",),
)
#: What tells a statement that it is asked, and what it needs.
_WAYS: Final = {
    "mccandlish2018-noise-scale": ("sigma", "gradient_norm"),
    "mccandlish2018-with-hessian": ("noise_curvature", "gradient_curvature"),
    "mccandlish2018-two-batches": (
        *("batch_small", "norm_squared_small"),
        *("batch_big", "norm_squared_big"),
    ),
    "li2024-surge": ("hessian_trace", "coupling"),
}


def noise_scale(**inputs: Unpack[InputValues]) -> Answer:
    """Return the gradient noise scale B, and what a batch size costs beside it.

    B = tr Σ/‖G‖²: at b = B a run takes twice the least steps and twice the least samples. A model
    of SGD on a quadratic, no theorem about a run.

    Parameters
    ----------
    **inputs
        One or more of: sigma and gradient_norm; noise_curvature tr(HΣ) and gradient_curvature GᵀHG;
        batch_small, norm_squared_small, batch_big and norm_squared_big, the mean squared norms of
        gradients at two batch sizes; hessian_trace and coupling, the peak of the best learning rate
        of a sign update (with signal: by erf). batch_size adds what that batch costs.

    Returns
    -------
    Answer
        Rows ``noise-scale``, ``full-gradient-norm-squared``, ``noise-trace``, ``surge-batch``; with
        batch_size ``steps-over-least``, ``samples-over-least``, ``sgd-lr-share``,
        ``surge-lr-share``.

    Raises
    ------
    InputError
        If an input is missing or wrong.
    """
    given = {ALIASES.get(name, name) for name, value in inputs.items() if value is not None}
    asked = [name for name, needs in _WAYS.items() if given & set(needs)]
    if not asked:
        ways = "; or ".join(_listed(needs) for needs in _WAYS.values())
        validate(inputs, [Fault("sigma", None, "are missing", option=ways)])
    question = QUESTION
    if "batch_size" not in given:
        left = tuple(item for item in QUESTION.quantities if item not in _AT_A_BATCH)
        question = replace(QUESTION, quantities=left)
    return ask(question, inputs, theorem=asked, faults=_order(inputs))


def _listed(names: Collection[str]) -> str:
    *first, last = ["--" + name.replace("_", "-") for name in names]
    return f"{', '.join(first)} and {last}"


def _order(inputs: Any) -> list[Fault]:
    """Return a fault where the smaller batch is not the smaller one."""
    known, _ = read(inputs)
    small, big = known.get("batch_small"), known.get("batch_big")
    if small is None or big is None or not any_true(small >= big):
        return []
    return [Fault("batch_small", inputs["batch_small"], "must be below --batch-big")]
