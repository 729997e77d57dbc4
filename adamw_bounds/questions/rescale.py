"""Settings for another batch size, with the hypothesis under which they keep the run."""

from __future__ import annotations

import math
import os
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, Unpack

from adamw_bounds.domains import read_number
from adamw_bounds.engine.ask import ask
from adamw_bounds.engine.inputs import ALIASES, RunValues, read, validate
from adamw_bounds.engine.question import Question
from adamw_bounds.engine.results import Answer, Note, Result
from adamw_bounds.engine.rows import figure
from adamw_bounds.engine.torch_settings import takes_optimizers
from adamw_bounds.errors import Fault, InputError
from adamw_bounds.optimizers import ADAMW
from adamw_bounds.questions.signal import ERRORS, Signal, of_gradients, of_state, of_trace

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


@takes_optimizers(decoupled=True)
def rescale(
    *,
    grads: Sequence[Any] | None = None,
    grads_batch_size: Any = None,
    trace: str | os.PathLike[str] | None = None,
    state: str | os.PathLike[str] | None = None,
    **inputs: Unpack[RunValues],
) -> Answer:
    """Return AdamW's settings for another batch size: the square-root rule.

    With κ = b′/b: η → √κ η, λ → √κ λ, 1 − β → κ(1 − β) or β → β^κ (β as in PyTorch), ε → ε/√κ. It
    keeps the run, counted in samples, while the noise of a batch outweighs the gradient in every
    parameter.

    Parameters
    ----------
    grads : sequence of arrays, mappings of arrays or paths, optional
        Gradients of two or more independent batches at the same parameters. They check the
        hypothesis, for the parameters together and one by one.
    grads_batch_size : int, optional
        Samples of each of these batches; by default batch_size.
    trace : path-like, optional
        What `adamw_bounds.measure.Recorder` wrote, with pairs of batches: checks the hypothesis
        for the parameters together, on average over the run.
    state : path-like, optional
        A checkpoint with the state of Adam, at batch_size: checks it one by one.
    **inputs
        batch_size and to, the old and the new batch size; the settings to rescale: eta, lam, beta1,
        beta2, delta, or lr, weight_decay, betas, adam_eps. gradient_norm and sigma check the
        hypothesis as far as two numbers can.

    Returns
    -------
    Answer
        Rows ``eta``, ``lam``, ``betas-1``, ``betas-2`` (PyTorch's; the case ``half-life`` is β^κ),
        ``adam-eps`` (PyTorch's), ``signal-to-noise``, ``signal-dominated-share`` (the largest share
        of the parameters in which the gradient may outweigh the noise at the larger batch). The
        notes of the settings say whether their hypothesis was checked.

    Raises
    ------
    InputError
        If an input is missing or wrong.
    RunError
        If a file cannot be read, or shows neither signal nor noise.
    """
    given = {ALIASES.get(name, name) for name, value in inputs.items() if value is not None}
    faults = [Fault(name, None, "is missing") for name in _NEEDED if name not in given]
    if grads_batch_size is not None and grads is None:
        faults.append(Fault("grads_batch_size", grads_batch_size, "is for --grads"))
    if not given & {*_SETTINGS, *_TORCH}:
        settings = "--lr, --weight-decay, --betas or --adam-eps"
        validate(inputs, [*faults, Fault("lr", None, "is missing", option=settings)])
    question = QUESTION
    if not given & {"lam", "weight_decay"}:
        # No decay was told, so there is none to rescale.
        left = tuple(item for item in QUESTION.quantities if item != "lam")
        question = replace(QUESTION, quantities=left)
    sources = {"grads": grads, "trace": trace, "state": state}
    seen = {name: source for name, source in sources.items() if source is not None}
    if not seen:
        return _told(ask(question, inputs, faults=faults), None, given)
    if len(seen) > 1:
        first, *others = (name.replace("_", "-") for name in seen)
        faults += [Fault(name, None, f"cannot stand beside --{first}") for name in others]
    faults += [
        Fault(name, None, f"cannot stand beside --{next(iter(seen))}, which has it")
        for name in ("gradient_norm", "sigma")
        if name in given and "state" not in seen
    ]
    known, _ = read(inputs)
    sizes = [known.get(name) for name in _NEEDED]
    if any(getattr(size, "ndim", 0) for size in sizes):
        faults.append(Fault("to", None, "must be one number, as --batch-size, to be checked"))
    batch = sizes[0]
    if grads_batch_size is not None:
        batch = read_number("grads_batch_size", grads_batch_size, "integer >= 1", faults)
    if faults or None in (batch, *sizes):
        validate(inputs, faults)
        ask(question, inputs, faults=faults)
    larger = float(max(size for size in sizes if size is not None))
    signal = _signal(seen, float(batch or 1), larger, faults)
    if signal is None:
        raise InputError(faults)
    more: dict[str, Any] = dict(inputs)
    if (signal.squared or 0) > 0 and (signal.variance or 0) > 0:
        more["gradient_norm"] = math.sqrt(signal.squared or 0)
        more["sigma"] = math.sqrt(signal.variance or 0)
    answer = _told(ask(question, more), signal, given)
    used = {name: value for name, value in answer.inputs.items() if name not in _DERIVED - given}
    named = {name: _path(source) for name, source in seen.items()}
    if grads_batch_size is not None:
        named["grads_batch_size"] = batch
    return replace(answer, inputs={**used, **named})


_DERIVED: Final = frozenset(("gradient_norm", "sigma"))
_RULE: Final = "malladi2022-square-root"
_NOT_CHECKED: Final = (
    "not checked: --grads, --trace, --state, or --gradient-norm and --sigma would tell"
)


def _path(source: Any) -> Any:
    """Return the names of files; None for what is in memory."""
    items = source if isinstance(source, list | tuple) else [source]
    if not all(isinstance(item, str | os.PathLike) for item in items):
        return None
    names = [os.fspath(item) for item in items]
    return names if isinstance(source, list | tuple) else names[0]


def _signal(
    seen: Mapping[str, Any], batch: float, larger: float, faults: list[Fault]
) -> Signal | None:
    ((name, source),) = seen.items()
    if name == "trace":
        return of_trace(source)
    if name == "state":
        return of_state(source, batch, larger)
    listed = source if isinstance(source, list | tuple) else [source]
    return of_gradients(listed, batch, larger, faults)


def _told(answer: Answer, signal: Signal | None, given: Collection[str]) -> Answer:
    """Say on each setting whether its hypothesis was checked, and add what was seen."""
    warnings = list(answer.warnings)
    said: list[str] = []
    rows: list[Result] = []
    together = any(row.quantity == "signal-to-noise" for row in answer)
    shares = None if signal is None else signal.shares
    if signal is not None and shares is not None:
        least, most = shares
        range_ = f"{least:.3g} to {most:.3g}"
        said.append(f"checked: the share of parameters with more signal than noise is {range_}")
        rows.append(
            figure(
                most,
                statement=_RULE,
                optimizer=ADAMW.key,
                schedule=None,
                variant="printed",
                quantity="signal-dominated-share",
                lower=least,
                upper=most,
                notes=(f"from {signal.source}; for Gaussian noise, give or take {ERRORS} errors",),
            )
        )
        if least > 0:
            warnings.append(
                Note(
                    "signal-dominated-entries",
                    f"at the larger batch the gradient outweighs the noise in at least {least:.1%} "
                    "of the parameters: there no rule of this kind keeps the run",
                )
            )
    if signal is not None and signal.squared is not None and signal.squared <= 0:
        said.append("checked: ‖∇F‖² is not told from 0 beside the noise")
    if together and shares is None:
        said.append("checked for all parameters together, not for each")
    if not said and not together:
        said.append(_NOT_CHECKED)
    settings = {"eta", "lam", "betas-1", "betas-2", "adam-eps"}
    results = [
        replace(row, notes=(*row.notes, *said)) if row.quantity in settings else row
        for row in answer
    ]
    return replace(answer, results=(*results, *rows), warnings=tuple(warnings))
