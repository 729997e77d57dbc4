"""Step sizes that the theorems allow, and whether given settings meet their hypotheses."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any, Final, Unpack

from adamw_bounds.bounds import kernels, rows
from adamw_bounds.bounds._kernels import CONDITIONS
from adamw_bounds.bounds.choices import (
    LARGE_STEP,
    OPTIMIZERS,
    SCHEDULES,
    VARIANTS,
    choose,
    choose_theorems,
)
from adamw_bounds.bounds.complexity import THEOREMS, stage_count
from adamw_bounds.bounds.inputs import InputValues, in_their_terms, validate
from adamw_bounds.bounds.question import CONSTANT_DECAY, Question, constant_decay, owner
from adamw_bounds.bounds.results import Answer, Condition, Result
from adamw_bounds.errors import Fault, InputError

__all__ = ["conditions"]

_COMMON: Final = ("c_inf", "smoothness", "sigma", "delta", "epsilon")
_TABLE: Final = {
    "theorem-2": ("eta-max", "beta1-max", "beta2-max", "lambda-k"),
    "theorem-3": ("gamma", "eta-k", "beta1-k", "beta2-max", "lambda-k"),
}
#: Which row carries a condition, by the input that would meet it.
_CARRIER: Final = {"eta": "eta-max", "beta1": "beta1-max", "beta2": "beta2-max", "lam": "lambda-k"}


def conditions(
    theorem: Any = "all",
    *,
    optimizer: Any = "adamw",
    schedule: Any = "all",
    variant: Any = "all",
    **inputs: Unpack[InputValues],
) -> Answer:
    """Return the step sizes that a theorem allows, and hold given settings against them.

    Parameters
    ----------
    theorem : {2, 3, 4, "all"} or identifier
        Theorem 2 (constant step), 3 (decaying), 4 (stage by stage; needs mu and gap).
    optimizer, schedule, variant : str
        As in :func:`adamw_bounds.complexity`.
    **inputs
        c_inf, smoothness, sigma, delta, epsilon; batch_size (1), lam (0), gap (for γ), k (for
        η_k, β_{1k}, λ_k), mu (Theorem 4). Settings to be checked: eta, beta1, beta2, gamma, or
        PyTorch's lr, betas, adam_eps, weight_decay, which are converted.

    Returns
    -------
    Answer
        Rows ``eta-max``, ``beta1-max``, ``beta2-max``, ``gamma``, ``eta-k``, ``beta1-k``,
        ``lambda-k``; where settings are given a row carries its conditions, each met or missed,
        by what factor, and what would meet it.

    Raises
    ------
    InputError
        If a constant is missing or wrong; all faults are listed.
    """
    faults: list[Fault] = []
    theorems = choose_theorems(theorem, tuple(THEOREMS), faults, "2, 3, 4")
    optimizers = choose("optimizer", optimizer, OPTIMIZERS, faults)
    schedules = choose("schedule", schedule, SCHEDULES, faults)
    variants = choose("variant", variant, VARIANTS, faults, (LARGE_STEP,))
    named = str(theorem).strip().lower() != "all"
    staged = named and "theorem-4" in theorems
    given = validate(inputs, faults, (*_COMMON, *(("mu", "gap") if staged else ())))
    question = Question("conditions", given)
    question.require_regularised(optimizers)
    if "decaying" in schedules and {"theorem-3", "theorem-4"} & set(theorems) and "eta" in given:
        question.warn(
            "constant-step",
            "a constant η is not the schedule of a decaying step: there Theorems 3 and 4 ask for "
            "the η_k that --k shows",
        )
    question.defaults(batch_size=1.0, lam=0.0)
    found: list[Result] = []
    for name in theorems:
        for kind in THEOREMS[name]:
            if kind not in schedules:
                continue
            for who in optimizers:
                fixed = constant_decay(inputs, who)
                if fixed:
                    question.warn("constant-weight-decay", CONSTANT_DECAY)
                for reading in variants:
                    make = _stages if name == "theorem-4" else _caps
                    found += make(question, name, kind, who, reading, fixed)
    if not found:
        raise question.nothing("no statement has this choice of theorem, schedule and variant")
    return question.answer(
        replace(
            row,
            conditions=tuple(
                replace(item, remedy=in_their_terms(item.remedy, inputs)) for item in row.conditions
            ),
        )
        for row in found
    )


def _caps(
    question: Question, theorem: str, schedule: str, optimizer: str, variant: str, fixed: bool
) -> list[Result]:
    """Return the rows of Theorem 2 or 3."""
    gap_matters = theorem == "theorem-3" and "gap" in question.given
    env = question.constants(optimizer, variant, needs_gap=gap_matters)
    if env is None:
        return []
    checked = _checked(theorem, schedule, variant, env, fixed)
    found = []
    for quantity in _TABLE[theorem]:
        row = _cap(question, theorem, schedule, optimizer, variant, quantity, env)
        if row is not None:
            found.append(row)
    for condition, carrier in checked:
        for index, row in enumerate(found):
            if row.quantity == carrier:
                found[index] = replace(row, conditions=(*row.conditions, condition))
                break
        else:
            if found:
                found[0] = replace(found[0], conditions=(*found[0].conditions, condition))
    return found


def _cap(
    question: Question,
    theorem: str,
    schedule: str,
    optimizer: str,
    variant: str,
    quantity: str,
    env: dict[str, Any],
) -> Result | None:
    kernel = kernels.find(theorem, quantity, variant, schedule=schedule) or kernels.find(
        theorem, quantity, variant
    )
    notes = list(question.remarks(optimizer, variant))
    if quantity == "beta2-max" and not rows.is_array(env["lam"]) and env["lam"] == 0:
        kernel = kernels.find(theorem, quantity, "printed")
        notes.append("λ = 0: any β2 in (0, 1)")
    if kernel is None:
        return None
    used = dict(env)
    if quantity in ("eta-k", "beta1-k") and "gamma" not in used and "k" in used:
        own = kernels.find(theorem, "gamma", variant, schedule=schedule)
        if own is None or any(name not in used for name in own.inputs):
            return None
        scale = rows.numbers(kernels.evaluate(own, used).log)[0]
        if scale is None:
            return None
        used["gamma"] = scale
    if any(name not in used for name in kernel.inputs):
        if quantity == "gamma":
            question.warn("gap-missing", "γ of Theorem 3 is left out: it needs --gap")
        return None
    if kernel.why:
        notes.append(kernel.why)
    row = rows.result(
        kernel,
        used,
        statement=owner(theorem, optimizer),
        optimizer=optimizer,
        schedule=schedule,
        variant=variant,
        quantity=quantity,
        notes=notes,
    )
    if quantity == "lambda-k":
        row = _signed(row, used, variant)
    if quantity == "beta1-max" and variant == "printed" and row.value is not None:
        above = not rows.is_array(row.value) and row.value > 1
        if above:
            row = replace(
                row, notes=(*row.notes, "above 1: no weight; a cap at 1 is missing in print")
            )
    if row.value is None and row.log10 is None:
        row = replace(row, notes=(*row.notes, "without bound: σ = 0"))
    return row


def _signed(row: Result, env: Mapping[str, Any], variant: str) -> Result:
    """Give the printed λ_k its sign: for q > 1 and odd k it is negative."""
    if variant == "explicit":
        return row
    if rows.is_array(row.value):
        import numpy as np

        with np.errstate(all="ignore"):
            negative = (env["beta2"] * env["c_inf"] ** 2 / env["delta"] > 1) & (env["k"] % 2 == 1)
        if not np.any(negative):
            return row
        return replace(
            row,
            value=np.where(negative, -row.value, row.value),
            notes=(*row.notes, "negative where q > 1 and k is odd; log10 is that of |λ_k|"),
        )
    beta2, c_inf, delta = (Fraction(env[name]) for name in ("beta2", "c_inf", "delta"))
    if beta2 * c_inf**2 <= delta:
        return row
    log_q = math.log(env["beta2"]) + 2 * math.log(env["c_inf"]) - math.log(env["delta"])
    notes = (*row.notes, f"q = {rows.show(log_q)} > 1: λ(1 − q)^k alternates in sign")
    if env["k"] % 2 == 1 and row.value:
        return replace(row, value=-row.value, notes=(*notes, "negative; log10 is that of |λ_k|"))
    return replace(row, notes=notes)


def _checked(
    theorem: str, schedule: str, variant: str, env: dict[str, Any], fixed: bool
) -> list[tuple[Condition, str]]:
    """Return the conditions that can be evaluated, each with the row that carries it."""
    used = dict(env)
    skip = []
    decay = used["lam"]
    if not rows.is_array(decay) and decay == 0:
        # Without decay nothing depends on the schedule of lambda.
        skip += ["lambda-schedule", "lambda-schedule-printed", "lambda-eta"]
    else:
        # A constant decay is judged by its ratio, the theorem's own schedule by its q.
        skip.append("lambda-schedule-printed" if fixed else "lambda-schedule")
    if theorem == "theorem-3":
        used.setdefault("k", 1.0)
        if "gamma" not in used:
            own = kernels.find(theorem, "gamma", variant, schedule=schedule)
            if own is not None and all(name in used for name in own.inputs):
                value = rows.numbers(kernels.evaluate(own, used).log)[0]
                if value is not None:
                    used["gamma"] = value
    found = rows.conditions(theorem, variant, used, schedule=schedule, skip=skip)
    return [
        (
            condition,
            "beta1-k"
            if theorem == "theorem-3" and name == "beta1-weight"
            else _CARRIER.get(CONDITIONS[(theorem, name)].limit_of, "lambda-k"),
        )
        for name, condition in found.items()
    ]


def _stages(
    question: Question, theorem: str, schedule: str, optimizer: str, variant: str, fixed: bool
) -> list[Result]:
    """Return the rows of Theorem 4, stage by stage."""
    missing = [name for name in ("mu", "gap") if name not in question.given]
    if missing:
        question.warn(
            "theorem-4-missing",
            "Theorem 4 is left out: it needs " + " and ".join(f"--{name}" for name in missing),
        )
        return []
    env = question.constants(optimizer, variant)
    if env is None or variant == LARGE_STEP:
        return []
    if any(rows.is_array(env[name]) for name in ("gap", "epsilon")):
        raise InputError("conditions of Theorem 4 take one gap and one epsilon at a time")
    decay = env["lam"]
    if variant == "explicit" and optimizer == "adamw" and (rows.is_array(decay) or decay > 0):
        question.warn("theorem-4-decay", "Theorem 4 has no explicit form for AdamW with λ > 0")
        return []
    quantities = (
        ("eta-max", "beta1-max") if schedule == "constant" else ("gamma", "eta-k", "beta1-k")
    )
    found = []
    for number in range(1, stage_count(env["gap"], env["epsilon"]) + 1):
        used = {**env, "stage_epsilon": math.ldexp(env["gap"], -number)}
        checked = tuple(rows.conditions(theorem, variant, used, schedule=schedule).values())
        for quantity in quantities:
            kernel = kernels.find(theorem, quantity, variant, schedule=schedule, case="stage")
            if kernel is None:
                continue
            if quantity == "gamma" and "gamma" not in question.given:
                used["gamma"] = rows.numbers(kernels.evaluate(kernel, used).log)[0]
            if any(used.get(name) is None for name in kernel.inputs):
                continue
            row = rows.result(
                kernel,
                used,
                statement=theorem,
                optimizer=optimizer,
                schedule=schedule,
                variant=variant,
                quantity=quantity,
                notes=[
                    *question.remarks(optimizer, variant),
                    *([kernel.why] if kernel.why else []),
                ],
                conditions=tuple(
                    item
                    for item in checked
                    if not item.name.startswith(("eta", "beta1"))
                    or item.name.startswith(quantity.partition("-")[0])
                ),
                stage=number,
            )
            if row.value is None and row.log10 is None:
                row = replace(row, notes=(*row.notes, "without bound: σ = 0"))
            found.append(row)
    if not found:
        question.warn("no-stage", "Theorem 4: ε ≥ ε₀, no stage is run")
    return found
