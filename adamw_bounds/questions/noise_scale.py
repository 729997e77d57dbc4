"""The gradient noise scale: from which batch size on a larger one buys little."""

from __future__ import annotations

import os
from collections.abc import Collection
from dataclasses import replace
from typing import Any, Final, Unpack

from adamw_bounds.engine.ask import ask
from adamw_bounds.engine.evaluate import any_true
from adamw_bounds.engine.inputs import ALIASES, RunValues, read, validate
from adamw_bounds.engine.question import Question
from adamw_bounds.engine.results import Answer, Note, Result
from adamw_bounds.engine.rows import figure
from adamw_bounds.engine.torch_settings import takes_optimizers
from adamw_bounds.errors import Fault, InputError

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


@takes_optimizers(wanted=())
def noise_scale(
    *, trace: str | os.PathLike[str] | None = None, **inputs: Unpack[RunValues]
) -> Answer:
    """Return the gradient noise scale B, and what a batch size costs beside it.

    B = tr Σ/‖G‖²: at b = B a run takes twice the least steps and twice the least samples. A model
    of SGD on a quadratic, no theorem about a run.

    Parameters
    ----------
    trace : path-like, optional
        What `adamw_bounds.measure.Recorder` wrote, with pairs of batches: of a probe, or of
        accumulated batches. In the place of all that follows but batch_size.
    **inputs
        One or more of: sigma and gradient_norm; noise_curvature tr(HΣ) and gradient_curvature GᵀHG;
        batch_small, norm_squared_small, batch_big and norm_squared_big, the mean squared norms of
        gradients at two batch sizes; hessian_trace and coupling, the peak of the best learning rate
        of a sign update (with signal: by erf). batch_size adds what that batch costs. An
        ``optimizer`` object is taken, but none of its settings enters: the model is of SGD.

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
    RunError
        If the trace cannot be read, or has too few pairs.
    """
    given = {ALIASES.get(name, name) for name, value in inputs.items() if value is not None}
    if trace is not None:
        return _of_trace(os.fspath(trace), given, inputs)
    asked = [name for name, needs in _WAYS.items() if given & set(needs)]
    if not asked:
        ways = "; or ".join(_listed(needs) for needs in _WAYS.values())
        validate(inputs, [Fault("sigma", None, "are missing", option=f"--trace; or {ways}")])
    question = QUESTION
    if "batch_size" not in given:
        left = tuple(item for item in QUESTION.quantities if item not in _AT_A_BATCH)
        question = replace(QUESTION, quantities=left)
    return ask(question, inputs, theorem=asked, faults=_order(inputs))


def _of_trace(path: str, given: Collection[str], inputs: Any) -> Answer:
    """Return the noise scale of a recorded run, and with a batch size what that costs there."""
    from adamw_bounds.traces import load_trace
    from adamw_bounds.traces import noise_scale as estimated

    faults = [
        Fault(name, None, "cannot stand beside --trace, which has it")
        for name in given
        if name != "batch_size"
    ]
    known, wrong = read({name: inputs[name] for name in inputs if name in {"b", "batch_size"}})
    if getattr(known.get("batch_size"), "ndim", 0):
        faults.append(Fault("batch_size", None, "must be one number beside --trace"))
    if faults or wrong:
        raise InputError([*faults, *wrong])
    trace = load_trace(path)
    found = estimated(trace)
    notes = (
        f"mean over {found.gradient.count} recorded steps with pairs of batches of "
        f"{found.batch_size}; the interval is approximate, {found.gradient.level:.0%}",
    )
    parts = (
        ("full-gradient-norm-squared", found.gradient),
        ("noise-trace", found.trace),
    )
    rows = [
        _estimate(quantity, part.mean, part.lower, part.upper, notes, stderr=part.stderr)
        for quantity, part in parts
    ]
    more = () if found.upper is not None else ("‖∇F‖² is not told from 0: there is no upper end",)
    rows.append(_estimate("noise-scale", found.value, found.lower, found.upper, (*notes, *more)))
    batch = known.get("batch_size")
    if batch is not None:
        for quantity, inverse in (("steps-over-least", False), ("samples-over-least", True)):
            ends = [
                _cost(end, float(batch), inverse=inverse)
                for end in (found.value, found.lower, found.upper)
            ]
            low, high = (ends[2], ends[1]) if inverse else (ends[1], ends[2])
            rows.append(_estimate(quantity, ends[0], low, high, notes))
    warnings = [Note(code, text) for code, text in trace.notes]
    if found.gradient.is_few:
        warnings.append(
            Note(
                "few-pairs",
                f"{path} has {found.gradient.count} pairs of batches: fewer than 30, and the "
                "intervals cannot be relied on",
            )
        )
    told = {"trace": path, **({} if batch is None else {"batch_size": batch})}
    return Answer("noise-scale", told, tuple(rows), tuple(warnings))


def _cost(scale: float | None, batch: float, *, inverse: bool) -> float | None:
    """Return what a batch costs in steps, or in samples, over the least."""
    if scale is None or (inverse and scale <= 0):
        return None
    return 1 + (batch / scale if inverse else scale / batch)


def _estimate(
    quantity: str,
    value: float | None,
    lower: float | None,
    upper: float | None,
    notes: tuple[str, ...],
    **more: Any,
) -> Result:
    return figure(
        value,
        statement="mccandlish2018-noise-scale",
        optimizer="sgd",
        schedule=None,
        variant="printed",
        quantity=quantity,
        lower=lower,
        upper=upper,
        notes=notes,
        **more,
    )


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
