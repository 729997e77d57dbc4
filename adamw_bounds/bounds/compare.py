"""AdamW, Adam, ℓ2-Adam and the published orders of others, side by side."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final, Unpack

from adamw_bounds.bounds import rows
from adamw_bounds.bounds._kernels import KERNELS, STATEMENTS
from adamw_bounds.bounds.choices import OPTIMIZERS, SCHEDULES, VARIANTS, choose
from adamw_bounds.bounds.complexity import ENTERING, THEOREMS, rows_of
from adamw_bounds.bounds.inputs import InputValues, validate
from adamw_bounds.bounds.mathematics import LN10
from adamw_bounds.bounds.question import CONSTANT_DECAY, Question, constant_decay
from adamw_bounds.bounds.results import Answer, Result
from adamw_bounds.errors import Fault

__all__ = ["compare"]

_COMMON: Final = ("c_inf", "smoothness", "sigma", "delta", "gap", "epsilon")


def compare(
    *, schedule: Any = "all", variant: Any = "all", **inputs: Unpack[InputValues]
) -> Answer:
    """Return the gradient complexities of AdamW, Adam, ℓ2-Adam, and the orders of others.

    Parameters
    ----------
    schedule : {"constant", "decaying", "all"}
        Step schedule.
    variant : {"printed", "corrected", "explicit", "all"}
        Readings of the paper's statements; the orders of others have no variant and always stand.
    **inputs
        As for :func:`adamw_bounds.complexity`; mu brings in Theorem 4, dim the orders of others,
        c_2 (√d·c_inf unless given) those in G₂.

    Returns
    -------
    Answer
        Rows ``gradient-complexity``; ``ratio`` is the count over AdamW's of the same theorem,
        schedule and variant, and None where the two are not counts of the same kind.

    Raises
    ------
    InputError
        If an input is missing or wrong.
    """
    faults: list[Fault] = []
    schedules = choose("schedule", schedule, SCHEDULES, faults)
    variants = choose("variant", variant, VARIANTS, faults)
    given = validate(inputs, faults, _COMMON)
    question = Question("compare", given)
    question.warn_unused((*ENTERING, "dim", "c_2"))
    if constant_decay(inputs, "adamw"):
        question.warn("constant-weight-decay", CONSTANT_DECAY)
    question.defaults(batch_size=1.0, lam=0.0)
    pairs = [(t, s) for t, kinds in THEOREMS.items() for s in kinds if s in schedules]
    found = [
        row
        for row in rows_of(question, pairs, OPTIMIZERS, variants, named=False)
        if row.quantity == "gradient-complexity"
    ]
    found = [_with_ratio(row, found) for row in found]
    others = _others(question, schedules)
    if others:
        question.warn(
            "orders",
            "rows of other papers are orders with every constant taken as 1, in other "
            "quantities and "
            "units: they are comparable neither with the counts above nor with each other",
        )
    return question.answer([*found, *others])


def _theorem(row: Result) -> str:
    return "theorem-2" if row.statement == "corollary-2" else row.statement


def _with_ratio(row: Result, found: list[Result]) -> Result:
    """Add the ratio to AdamW's row of the same theorem, schedule and variant."""
    for base in found:
        if (
            base.optimizer == "adamw"
            and _theorem(base) == _theorem(row)
            and (base.schedule, base.variant) == (row.schedule, row.variant)
        ):
            if base.log10 is None or row.log10 is None:
                return row
            log = (row.log10 - base.log10) * LN10
            return replace(row, ratio=rows.numbers(log)[0])
    return row


def _others(question: Question, schedules: tuple[str, ...]) -> list[Result]:
    """Return the orders of other papers, as far as the inputs allow."""
    env = dict(question.given)
    if "c_2" not in env and "dim" in env:
        env["c_2"] = env["dim"] ** 0.5 * env["c_inf"]
        question.given["c_2"] = env["c_2"]
    found: list[Result] = []
    left: dict[str, None] = {}
    for (statement, quantity, schedule, optimizer, _, variant), kernel in KERNELS.items():
        if variant != "order" or schedule not in schedules:
            continue
        missing = [name for name in kernel.inputs if name not in env]
        if missing:
            left.update(dict.fromkeys("dim" if name == "c_2" else name for name in missing))
            continue
        notes = ["order: constants taken as 1, not comparable", *STATEMENTS[statement].remarks]
        row = rows.result(
            kernel,
            env,
            statement=statement,
            optimizer=optimizer,
            schedule=schedule,
            variant=variant,
            quantity=quantity,
            notes=notes,
        )
        epsilon = env["epsilon"]
        if kernel.bare_log and not rows.is_array(epsilon) and epsilon >= 1:
            row = replace(row, value=None, log10=None, notes=(*row.notes, "no number for ε ≥ 1"))
        found.append(row)
    if left:
        names = " and ".join("--" + name.replace("_", "-") for name in left)
        question.warn(
            "orders-missing", f"some orders of other papers are left out: they need {names}"
        )
    return found
