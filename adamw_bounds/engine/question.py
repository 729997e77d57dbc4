"""What a question is: the quantities it asks for, and how it reads what the statements say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from adamw_bounds.engine.results import Result

__all__ = ["ALL_VARIANTS", "ORDERS", "Question"]

#: The readings that ``all`` stands for; others are asked for by name.
ALL_VARIANTS: Final = ("printed", "corrected", "explicit", "sharp")
#: Readings with every constant of O() taken as 1: orders, and no guarantees.
ORDERS: Final = ("printed", "corrected", "order")


def _as_it_is(row: Result) -> Result:
    return row


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A declaration; :func:`adamw_bounds.engine.ask.ask` does the rest.

    Attributes
    ----------
    name : str
        The command: ``complexity``.
    quantities : tuple of str
        What it asks for, in the order of the rows.
    papers : tuple of str
        The papers whose statements ``all`` stands for, with the statements that stand for theirs;
        those of others answer by their names.
    closed : bool
        Whether statements of other papers do not answer, not even by their names.
    optimizers, schedules : str
        What is chosen where nothing is said.
    chosen_optimizers : bool
        Whether the optimizers are the user's choice, so that what one of them needs is asked for;
        else its rows are left out, and that is said.
    if_given : tuple of str
        Inputs that are never asked for: quantities that need them are answered where they stand.
    may_lack : tuple of str
        Quantities that are left out, which is said, where their inputs are missing.
    unmet : {"say", "drop", "refuse"}
        What a condition that fails does: it stands on the row; it takes the row away (in the
        readings of ``unmet_variants``); or there is no answer unless it is forced.
    unmet_variants : tuple of str
        The readings whose rows ``drop`` takes away.
    carried : bool
        Whether conditions stand on the row of the quantity that would meet them, and not on those
        that need them.
    beside : tuple of str
        Quantities of other papers' bounds that stand beside the answer.
    of_a_run : bool
        Whether it is about a run whose learning rates and update are told: any schedule, and
        PyTorch's update beside the paper's.
    of_either_update : bool
        Whether both updates are spoken of where PyTorch's settings are given and none is chosen.
    says_equal : bool
        Whether a corrected form that equals the printed one is said to.
    says_uncovered : bool
        Whether a number that is no order says that its statement excludes what is given: a weight
        decay that is held constant.
    searched : tuple of str
        Settings that no one is asked for: each bound takes those at which it is least.
    refused : mapping
        Inputs that the question cannot use, and the sentence that says so.
    finish : callable
        Last touch on a row.
    """

    name: str
    quantities: tuple[str, ...]
    papers: tuple[str, ...] = ("zhou2024",)
    closed: bool = False
    optimizers: str = "all"
    schedules: str = "all"
    chosen_optimizers: bool = True
    if_given: tuple[str, ...] = ()
    may_lack: tuple[str, ...] = ()
    unmet: Literal["say", "drop", "refuse"] = "say"
    unmet_variants: tuple[str, ...] = ()
    carried: bool = False
    beside: tuple[str, ...] = ()
    of_a_run: bool = False
    of_either_update: bool = False
    says_equal: bool = False
    says_uncovered: bool = False
    searched: tuple[str, ...] = ()
    refused: Mapping[str, str] = field(default_factory=dict)
    finish: Callable[[Result], Result] = _as_it_is
