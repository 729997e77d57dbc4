"""What a bound guarantees after a given number of steps, at the best settings that it allows."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from adamw_bounds.engine import rows
from adamw_bounds.engine.best import best_bound, searched, shown_settings
from adamw_bounds.engine.conditions import applying
from adamw_bounds.engine.environment import Environment, Group
from adamw_bounds.engine.evaluate import is_array
from adamw_bounds.engine.results import Result
from adamw_bounds.kernels import KERNELS
from adamw_bounds.kernels.types import BestKernel, Function, Kernel

if TYPE_CHECKING:
    from adamw_bounds.engine.ask import Session
    from adamw_bounds.engine.question import Question

__all__ = ["AT_BEST", "best_counts", "best_rows", "counts_of", "free_settings"]

_NOWHERE: Final = "no settings meet the conditions of the bound"


def free_settings(group: Group, question: Question) -> tuple[str, ...]:
    """Return the settings that a question searches for in a group's bounds."""
    if not question.searched:
        return ()
    names: dict[str, None] = {}
    for quantity in question.quantities:
        for kernel in group.kernels(quantity):
            chosen = (*question.searched, *_chosen_for_counts(group.statement, quantity))
            names.update((name, None) for name in kernel.inputs if name in chosen)
    return tuple(names)


def _chosen_for_counts(statement: str, bound: str) -> set[str]:
    """Return the settings over which the counts of a statement minimise a bound."""
    return {
        name
        for kernel in KERNELS.values()
        if kernel.base == statement and kernel.best is not None and kernel.best.bound == bound
        for name in kernel.best.over
    }


def best_rows(session: Session, group: Group, environment: Environment) -> list[Result]:
    """Return a row for each bound of a group, at the settings at which it is least."""
    found: list[Result] = []
    for quantity in session.question.quantities:
        for kernel in group.kernels(quantity):
            row = _best_row(session, group, kernel, environment)
            if row is not None:
                found.append(row)
    return found


def _squared(m: Any, *, epsilon: Any) -> Any:
    return 2 * m.log(epsilon)


def _times_batch(m: Any, *, batch_size: Any) -> Any:
    return m.log(batch_size)


#: Logarithms of what a bound has to come down to, where its statement counts no steps itself.
_TARGETS: Final = {"gradient-norm-squared": Function(_squared, ("epsilon",))}
#: The case of rows at the best settings of a bound, beside those at a theorem's own.
AT_BEST: Final = "best-settings"


def counts_of(bound: str, over: tuple[str, ...]) -> tuple[tuple[str, BestKernel], ...]:
    """Return the counts that are made of a bound after T steps, by quantity; none of others."""
    if bound not in _TARGETS:
        return ()
    best = BestKernel(bound, over, _TARGETS[bound], "iterations")
    return (
        ("iterations", best),
        ("gradient-complexity", best._replace(times=Function(_times_batch, ("batch_size",)))),
    )


def best_counts(session: Session, group: Group, bounds: Collection[str]) -> list[Result]:
    """Return the least numbers of steps at which the bounds of a group, at their best, meet ε.

    Only where the statement has no such count itself: none, or one at settings of its own choice.

    Parameters
    ----------
    session : Session
        Who asks; its inputs.
    group : Group
        The statement, schedule, optimizer and variant.
    bounds : collection of str
        The quantities that are bounds.
    """
    environment = Environment(group, session.given)
    found: list[Result] = []
    counts = group.kernels("iterations")
    if any(item.best or item.settings or item.staged for item in counts):
        return found
    for quantity in bounds:
        for bound in group.kernels(quantity):
            if bound.case is not None or quantity not in _TARGETS:
                continue
            over = free_settings(group, session.question)
            if counts and not over:
                continue  # there is nothing to choose
            for name, best in counts_of(quantity, over):
                kernel = bound._replace(quantity=name, parts=(), counts=True, best=best)
                notes = session.notes(group, kernel, environment, math.nan)
                row = searched(group, kernel, environment, notes, session.bests)
                if row is not None:
                    found.append(replace(row, case=AT_BEST if counts else None))
                    environment.used.update(name for name in kernel.inputs if name not in over)
    session.take_down(environment)
    return found


def _best_row(
    session: Session, group: Group, kernel: Kernel, environment: Environment
) -> Result | None:
    free = free_settings(group, session.question)
    over = tuple(name for name in free if name in kernel.inputs and name not in environment.given)
    best = best_bound(group, kernel, environment, over, session.bests)
    if best is None:
        return session.row(group, kernel, environment, [])
    there = environment.with_values(**best.settings)
    row = session.row(group, kernel, there, [])
    session.take_down(there)
    if row is None:
        return None
    (row,) = session.with_conditions(group, there, [row])
    nowhere: Any = best.log != best.log
    own = shown_settings(row.settings)
    notes = [note for note in row.notes if note != f"{kernel.statement}: {own}"]
    settings = {**best.settings, **row.settings}
    if is_array(nowhere):
        row = rows.without_number(row, ~nowhere) if nowhere.any() else row
    elif nowhere:
        # What is left says why: the conditions that hang on no setting.
        fixed = {item.name for item in applying(group) if not set(item.inputs) & set(over)}
        kept = tuple(item for item in row.conditions if item.name in fixed)
        return replace(
            rows.without_number(row, False),
            conditions=kept,
            notes=(_NOWHERE, *notes),
            settings={},
        )
    chosen = shown_settings(settings)
    first = (f"at its best settings: {chosen}",) if chosen else ()
    return replace(row, settings=settings, notes=(*first, *notes))
