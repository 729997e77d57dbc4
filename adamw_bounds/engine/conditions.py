"""Which hypotheses of a statement apply to a group of rows, and whether the inputs meet them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from adamw_bounds.engine import rows
from adamw_bounds.engine.environment import Environment, Group
from adamw_bounds.engine.evaluate import any_true, truth
from adamw_bounds.engine.results import Condition, Result
from adamw_bounds.kernels import STATEMENTS
from adamw_bounds.kernels.types import ConditionKernel

__all__ = ["applying", "conditions_of", "covered", "excluded", "held"]


def applying(group: Group) -> tuple[ConditionKernel, ...]:
    """Return the hypotheses that a statement asks for in this reading, schedule and optimizer."""
    return _applying(group.statement, group.schedule, group.optimizer, group.variant)


@cache
def _applying(
    statement: str, schedule: str | None, optimizer: str, variant: str
) -> tuple[ConditionKernel, ...]:
    return tuple(
        kernel
        for kernel in STATEMENTS[statement].conditions
        if variant in kernel.variants
        and (kernel.schedule is None or schedule in (None, kernel.schedule))
        and (not kernel.optimizers or optimizer in kernel.optimizers)
    )


def conditions_of(
    group: Group, environment: Environment
) -> list[tuple[ConditionKernel, Condition]]:
    """Evaluate the hypotheses that the inputs allow to evaluate."""
    found: list[tuple[ConditionKernel, Condition]] = []
    for kernel in applying(group):
        when = () if kernel.when is None else kernel.when.inputs
        there = environment.with_defaults(dict(kernel.at)) if kernel.at else environment
        item = _condition(kernel, environment, there.values((*kernel.inputs, *when)))
        if item is not None:
            found.append((kernel, item))
    return found


def held(
    statement: str,
    schedule: str | None,
    optimizer: str,
    variant: str,
    given: Mapping[str, Any],
) -> dict[str, Condition]:
    """Return the hypotheses of a statement by name, held against given inputs."""
    group = Group(statement, schedule, optimizer, variant)
    return {item.name: item for _, item in conditions_of(group, Environment(group, given))}


def covered(row: Result, base: str, given: Mapping[str, Any]) -> Result:
    """Return a row, with a note where its statement excludes what is given whatever else is.

    Parameters
    ----------
    row : Result
        A number that is a guarantee where the conditions hold.
    base : str
        The statement whose conditions they are.
    given : mapping
        The inputs: a weight decay that is held constant, for example.
    """
    text = excluded(Group(base, row.schedule, str(row.optimizer), row.variant), given)
    return replace(row, notes=(text, *row.notes)) if text else row


def excluded(group: Group, given: Mapping[str, Any]) -> str:
    """Return the note of `covered` on the rows of a group; empty where there is nothing to say."""
    if not any(kernel.fails_unknown for kernel in applying(group)):
        return ""
    items = [item for _, item in conditions_of(group, Environment(group, given))]
    fails = [item.text for item in items if item.rhs is None and not any_true(item.met)]
    if not fails:
        return ""
    return f"NOT A GUARANTEE: {'; '.join(fails)} fails, as the weight decay is held constant"


def _condition(
    kernel: ConditionKernel, environment: Environment, inputs: Mapping[str, Any] | None
) -> Condition | None:
    if inputs is not None:
        return rows.condition(kernel, inputs)
    if not kernel.fails_unknown or kernel.when is None:
        return None
    known = environment.values(kernel.when.inputs)
    if known is None or not any_true(truth(kernel.when, known)):
        return None
    # The right side is unknown, but it is below the left one whatever it is.
    return Condition(kernel.name, 1.0, None, False, None, kernel.text, kernel.remedy)
