"""The bound on the mean squared gradient norm that the proof gives after T steps."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final, Unpack

from adamw_bounds.bounds import kernels, rows
from adamw_bounds.bounds._kernels import CONDITIONS
from adamw_bounds.bounds.choices import OPTIMIZERS, SCHEDULES, choose
from adamw_bounds.bounds.inputs import InputValues, in_their_terms, validate
from adamw_bounds.bounds.mathematics import LN10
from adamw_bounds.bounds.question import (
    CONSTANT_DECAY,
    Question,
    any_positive,
    constant_decay,
    owner,
)
from adamw_bounds.bounds.results import Answer, Condition, Result
from adamw_bounds.errors import Fault, InputError, NoBoundError

__all__ = ["guarantee"]

_COMMON: Final = ("c_inf", "smoothness", "sigma", "delta", "gap", "iterations")
_NOT_A_BOUND: Final = "NOT A BOUND: printed by force although its conditions fail"
_THEOREM: Final = {"constant": "theorem-2", "decaying": "theorem-3"}


def guarantee(
    *,
    schedule: Any = "constant",
    optimizer: Any = "adamw",
    force: bool = False,
    **inputs: Unpack[InputValues],
) -> Answer:
    """Return the explicit bound on the mean squared gradient norm after T steps.

    Constant step: avg E‖∇F_k(x_k)‖² ≤ 2c2Δ₀/(ηT) + c2σ²/(c1β1bT) + c2β1σ²/(c1b), for η ≤ β1c1/(2L)
    and λη ≤ 1/4. Decaying step: its counterpart with β = min(1, γ/√(k+1)), η_k = r_λ β.

    Parameters
    ----------
    schedule : {"constant", "decaying"}
        Step schedule.
    optimizer : {"adamw", "adam", "l2-adam"}
        For ℓ2-Adam the gradient is that of the regularised loss.
    force : bool
        Return the number even where a condition fails, marked NOT A BOUND.
    **inputs
        c_inf, smoothness, sigma, delta, gap, iterations; constant step: eta and beta1 (or lr and
        betas); batch_size (1), lam (0), x0_norm; decaying step: gamma (the statement's own).

    Returns
    -------
    Answer
        Rows ``gradient-norm-squared`` with terms gap, initial-noise, noise-floor.

    Raises
    ------
    InputError
        If an input is missing or wrong.
    NoBoundError
        If a condition fails and ``force`` is not set: every failed one with its values and what
        would meet it.
    """
    faults: list[Fault] = []
    schedules = choose("schedule", schedule, SCHEDULES, faults)
    optimizers = choose("optimizer", optimizer, OPTIMIZERS, faults)
    steps = ("eta", "beta1") if "constant" in schedules else ()
    question = Question("guarantee", validate(inputs, faults, (*_COMMON, *steps)))
    question.require_regularised(optimizers)
    question.warn_unused(
        (
            *_COMMON,
            *("batch_size", "lam", "lam_l2", "x0_norm", "x_inf_norm", "beta2"),
            *steps,
            *(("gamma",) if "decaying" in schedules else ()),
        )
    )
    question.defaults(batch_size=1.0, lam=0.0)
    found: list[Result] = []
    failed: list[tuple[Result, Condition]] = []
    scales: dict[str, Any] = {}
    for kind in schedules:
        for who in optimizers:
            for row in _rows(question, kind, who, constant_decay(inputs, who), scales):
                listed = tuple(
                    replace(item, remedy=in_their_terms(item.remedy, inputs))
                    for item in row.conditions
                )
                missed = [item for item in listed if not _all(item.met)]
                failed += [(row, item) for item in missed]
                marks = (_NOT_A_BOUND,) if missed and force else ()
                found.append(replace(row, conditions=listed, notes=(*marks, *row.notes)))
    if failed and not force:
        raise _refusal(failed)
    if len(scales) == 1:
        question.defaults(gamma=next(iter(scales.values())))
    if failed:
        question.warn("not-a-bound", _NOT_A_BOUND + ": " + _list(failed))
    return question.answer(found)


def _all(met: Any) -> bool:
    return bool(met.all()) if rows.is_array(met) else bool(met)


def _rows(
    question: Question, schedule: str, optimizer: str, fixed: bool, scales: dict[str, Any]
) -> list[Result]:
    """Return the rows of one optimizer; ``scales`` takes the γ that was its own choice."""
    env = question.constants(optimizer, "explicit")
    if env is None:
        raise InputError("ℓ2-Adam with λ > 0 needs --x-inf-norm and --x0-norm")
    theorem = _THEOREM[schedule]
    found = []
    notes = list(question.remarks(optimizer, "explicit"))
    if schedule == "decaying" and "gamma" not in env:
        own = kernels.find(theorem, "gamma", "explicit", schedule=schedule)
        assert own is not None  # encoded with the theorem
        log = kernels.evaluate(own, env).log
        env["gamma"] = scales[optimizer] = _finite(log)
        if not rows.is_array(log):
            notes.append(f"γ = {rows.show(log)}, the statement's own")
    if optimizer == "adamw" and any_positive(env["lam"]):
        notes.append("holds for λ_k = λ(1+q)^(−k/2), which no β2 makes alternate")
        if schedule == "decaying":
            notes.append("steps η_k = r_λ β, where r_λ = min(r, 1/(4λ))")
    for case in (None, "weighted-output"):
        kernel = kernels.find(
            theorem, "gradient-norm-squared", "explicit", schedule=schedule, case=case
        )
        if kernel is None or (case is not None and _any_above_one(env["gamma"])):
            continue
        row = rows.result(
            kernel,
            env,
            statement=owner(theorem, optimizer),
            optimizer=optimizer,
            schedule=schedule,
            variant="explicit",
            quantity="gradient-norm-squared",
            notes=[*notes, kernel.why],
            conditions=_conditions(theorem, schedule, env, fixed),
            case=case,
        )
        if not rows.is_array(row.log10) and row.log10 is not None:
            root = rows.show(row.log10 * LN10 / 2)
            row = replace(row, notes=(*row.notes, f"root mean square gradient norm at most {root}"))
        found.append(row)
    return found


def _finite(log: Any) -> Any:
    """Return γ; where σ = 0 leaves it unbounded, a huge one: all weights are then 1."""
    if rows.is_array(log):
        import numpy as np

        return np.exp(np.minimum(log, 300.0))
    return math.exp(min(log, 300.0))


def _any_above_one(gamma: Any) -> bool:
    return bool((gamma > 1).any()) if rows.is_array(gamma) else gamma > 1


def _conditions(
    theorem: str, schedule: str, env: Mapping[str, Any], fixed: bool
) -> tuple[Condition, ...]:
    """Return what the gradient bound needs: coupling and λη ≤ 1/4, and a λ that decreases."""
    found = rows.conditions(
        theorem,
        "explicit",
        env,
        schedule=schedule,
        only=("eta-coupling", "lambda-eta", *(("lambda-schedule",) if fixed else ())),
    )
    listed = list(found.values())
    if fixed and "lambda-schedule" not in found:
        schedule_kernel = CONDITIONS[(theorem, "lambda-schedule")]
        listed.append(
            # Without β2 the right side is unknown, but it is below 1 for every β2.
            Condition(
                "lambda-schedule",
                1.0,
                None,
                False,
                None,
                schedule_kernel.text,
                schedule_kernel.remedy,
            )
        )
    return tuple(listed)


def _sentence(condition: Condition) -> str:
    sides = ""
    if condition.rhs is not None and not rows.is_array(condition.rhs):
        lhs, rhs = (_show(value) for value in (condition.lhs, condition.rhs))
        sides = f": {lhs} > {rhs}"
        if condition.margin is not None:
            sides += f", by the factor {_show(condition.margin)}"
    remedy = f"; would be met by {condition.remedy}" if condition.remedy else ""
    return f"{condition.text} fails{sides}{remedy}"


def _show(value: float | None) -> str:
    return "unbounded" if value is None else rows.show(math.log(value) if value > 0 else -math.inf)


def _list(failed: list[tuple[Result, Condition]]) -> str:
    return "; ".join(dict.fromkeys(_sentence(condition) for _, condition in failed))


def _refusal(failed: list[tuple[Result, Condition]]) -> NoBoundError:
    seen: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row, condition in failed:
        seen.setdefault(
            (row.statement, row.optimizer, row.schedule, condition.name),
            {
                "statement": row.statement,
                "optimizer": row.optimizer,
                "schedule": row.schedule,
                **condition.as_row(),
            },
        )
    text = "no bound holds at these settings: " + _list(failed)
    if any(condition.name == "lambda-schedule" for _, condition in failed):
        text += f" ({CONSTANT_DECAY})"
    return NoBoundError(text, details=seen.values())
