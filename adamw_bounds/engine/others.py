"""The bounds of other papers beside those that a question is about."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from adamw_bounds.engine.entering import behind
from adamw_bounds.engine.environment import Environment, Group, schedules_of
from adamw_bounds.engine.inputs import option_of
from adamw_bounds.engine.results import Result
from adamw_bounds.kernels import KERNELS, STATEMENTS
from adamw_bounds.spelling import all_of

if TYPE_CHECKING:
    from adamw_bounds.engine.ask import Session

__all__ = ["others"]


def others(session: Session, schedules: Collection[str | None]) -> tuple[list[Result], set[str]]:
    """Return the counts of the papers that the question is not about, and the inputs they took.

    Orders, whose constants are not known, are said to be such; what lacks an input is left out,
    and that is said.
    """
    found: list[Result] = []
    entered: set[str] = set()
    lacking: dict[str, None] = {}
    has_orders = False
    for group in _groups(session, schedules):
        rows, inputs, missing = _rows(session, group)
        found += rows
        entered |= inputs
        lacking.update(dict.fromkeys(missing))
        has_orders = has_orders or (bool(rows) and group.variant == "order")
    if has_orders:
        session.warn(
            "orders",
            "the orders of other papers have every constant taken as 1, in other quantities and "
            "units: they are comparable neither with the counts above nor with each other",
            "method",
        )
    if lacking:
        names = all_of(option_of(name) for name in lacking)
        session.warn(
            "orders-missing", f"some bounds of other papers are left out: they need {names}"
        )
    return found, entered


def _groups(session: Session, schedules: Collection[str | None]) -> list[Group]:
    """Return a group for each statement, schedule, optimizer and variant of other papers."""
    seen: dict[tuple[str, str | None, str, str], None] = {}
    for kernel in KERNELS.values():
        info = STATEMENTS[kernel.base]
        if (
            info.paper in session.question.papers
            or info.stands_for
            or kernel.quantity not in session.question.beside
        ):
            continue
        for schedule in schedules_of(kernel.base):
            if kernel.schedule not in (None, schedule):
                continue
            if schedule is None or schedule in schedules:
                who = kernel.optimizer or info.optimizers[0]
                seen[kernel.base, schedule, who, kernel.variant] = None
    return [Group(*key) for key in seen]


def _rows(session: Session, group: Group) -> tuple[list[Result], set[str], list[str]]:
    environment = Environment(group, session.given)
    found: list[Result] = []
    entered: set[str] = set()
    missing: list[str] = []
    for quantity in session.question.beside:
        for kernel in group.kernels(quantity):
            if environment.missing(kernel.inputs):
                missing += sorted(environment.missing(kernel.inputs))
                continue
            row = session.row(group, kernel, environment, found)
            entered |= set(kernel.inputs)
            if row is not None:
                found.append(row)
    session.take_down(environment)
    return found, entered | behind(entered), missing
