"""Optimizers and the published bounds of others, side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any, Final, Unpack

from adamw_bounds.engine import rows
from adamw_bounds.engine.ask import Session
from adamw_bounds.engine.choices import resolve
from adamw_bounds.engine.evaluate import is_array
from adamw_bounds.engine.inputs import InputValues
from adamw_bounds.engine.others import others
from adamw_bounds.engine.question import Question
from adamw_bounds.engine.results import Answer, Result
from adamw_bounds.errors import Fault
from adamw_bounds.kernels import KERNELS
from adamw_bounds.kernels.mathematics import LN10

__all__ = ["QUESTION", "base_of", "compare"]

_NO_SETTINGS: Final = (
    "cannot be used: compare takes constants of the problem, and each bound at its own best "
    "settings; see guarantee and conditions for given ones"
)

QUESTION: Final = Question(
    name="compare",
    quantities=("gradient-complexity",),
    chosen_optimizers=False,
    beside=("iterations", "gradient-complexity"),
    says_equal=True,
    refused=dict.fromkeys(("eta", "beta1", "beta2", "gamma", "lr", "betas", "k"), _NO_SETTINGS),
)


def compare(
    *, schedule: Any = "all", variant: Any = "all", **inputs: Unpack[InputValues]
) -> Answer:
    """Return the gradient complexities of AdamW, Adam, ℓ2-Adam, and the bounds of others.

    Parameters
    ----------
    schedule : {"constant", "decaying", "all"}
        Step schedule.
    variant : {"printed", "corrected", "explicit", "sharp", "all"}
        Readings of the paper's statements; the bounds of others always stand.
    **inputs
        As for :func:`adamw_bounds.complexity`; mu brings in Theorem 4, dim the bounds of others,
        c_2 (√d·c_inf unless given) those in G₂. Step sizes are no inputs: each bound takes its
        own best.

    Returns
    -------
    Answer
        Rows ``gradient-complexity``; ``ratio`` is the count over AdamW's of the same theorem,
        schedule and variant, and None where the two are not counts of the same kind. Bounds of
        others with constants have ``iterations`` too, and the settings that they take.

    Raises
    ------
    InputError
        If an input is missing or wrong.
    """
    faults: list[Fault] = []
    choice = resolve(QUESTION, "all", None, schedule, variant, faults)
    session = Session(QUESTION, inputs, choice, faults)
    ours = session.results()
    ours = [_with_ratio(row, ours) for row in ours]
    schedules = {group.schedule for group in choice.groups}
    theirs, entered = others(session, schedules)
    return session.answer([*ours, *theirs], entered)


def base_of(row: Mapping[str, Any]) -> str:
    """Return the statement behind a row: Theorem 2 for Corollary 2's, and for a sharper bound's."""
    return _base(row.get("stands_for") or row["statement"])


def _base(statement: str) -> str:
    return _bases().get(statement, statement)


@cache
def _bases() -> dict[str, str]:
    return {
        kernel.statement: kernel.base
        for kernel in KERNELS.values()
        if kernel.base != kernel.statement
    }


def _with_ratio(row: Result, found: list[Result]) -> Result:
    """Add the ratio to the count of AdamW's row of the same theorem, schedule and variant."""
    own = QUESTION.quantities[0]
    for base in found:
        if (
            base.optimizer == found[0].optimizer
            and base.quantity == row.quantity == own
            and base_of(base.as_row()) == base_of(row.as_row())
            and (base.schedule, base.variant) == (row.schedule, row.variant)
        ):
            if base.log10 is None or row.log10 is None:
                return row
            return replace(row, ratio=_ratio(row.log10, base.log10))
    return row


def _ratio(log10: Any, base: Any) -> Any:
    if is_array(log10) or is_array(base):
        import numpy as np

        with np.errstate(all="ignore"):
            return rows.numbers((log10 - base) * LN10)[0]
    return rows.numbers((log10 - base) * LN10)[0]
