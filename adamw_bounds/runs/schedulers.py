"""The learning rates that a scheduler of torch sets, step by step."""

from __future__ import annotations

import copy
import math
import warnings
from collections.abc import Mapping
from typing import Any, Final

from adamw_bounds.numbers import written

__all__ = ["NoScheduleError", "is_scheduler", "rates_of", "with_rates"]

#: Steps that are walked through at most: some ten seconds.
MOST_STEPS: Final = 1_000_000
#: What schedulers call the step at which they end.
_ENDS: Final = ("total_steps", "T_max")
#: Wrappers with a scheduler inside them keep it here.
_INSIDE: Final = "scheduler"


class NoScheduleError(ValueError):
    """The learning rates cannot be told; the message says why and what helps."""


class _Stub:
    """An optimizer without parameters: what a scheduler changes, and nothing else."""

    def __init__(self, optimizer: Any) -> None:
        self.param_groups = [
            {key: value for key, value in group.items() if key != "params"}
            for group in optimizer.param_groups
        ]
        self.defaults = dict(optimizer.defaults)
        self.state: dict[Any, Any] = {}

    def step(self) -> None:
        """Nothing moves; schedulers look whether there is such a method."""


def is_scheduler(given: Any) -> bool:
    """Return whether it is a scheduler of torch, or a wrapper of one."""
    return hasattr(_unwrapped(given), "get_last_lr")


def rates_of(scheduler: Any, steps: Any = None) -> list[float]:
    """Return the learning rate of each step, where the scheduler is stepped once a step.

    A copy is walked through: the scheduler and its optimizer stay as they are.

    Parameters
    ----------
    scheduler : torch.optim.lr_scheduler.LRScheduler
        As it was made, before its first step; or a wrapper of one.
    steps : int, optional
        How many steps the run makes. Without it, the step at which the scheduler ends.

    Raises
    ------
    NoScheduleError
        If it was stepped already, never ends, waits for losses, or treats groups differently.
    """
    scheduler = _unwrapped(scheduler)
    if not _is_plain(scheduler):
        raise NoScheduleError("depends on losses that are not known before the run")
    if done := getattr(scheduler, "last_epoch", 0):
        raise NoScheduleError(
            f"has made {done} step{'s' * (done > 1)} already: give it as it was before the first, "
            "or a list of learning rates"
        )
    count = _count(_end(scheduler) if steps is None else steps)
    # The parameters stay where they are: the copy holds this in place of the optimizer.
    stub = _Stub(scheduler.optimizer)
    walked = copy.deepcopy(scheduler, {id(scheduler.optimizer): stub})
    rows = []
    with warnings.catch_warnings():
        # It misses the steps of an optimizer, and some wish for a number of the epoch.
        warnings.simplefilter("ignore")
        for _ in range(count):
            rows.append([float(group["lr"]) for group in stub.param_groups])
            walked.step()
    return _common(rows)


def _unwrapped(given: Any) -> Any:
    for _ in range(4):
        if hasattr(given, "get_last_lr") and isinstance(getattr(given, "base_lrs", None), list):
            break
        inner = getattr(given, _INSIDE, None)
        if inner is None:
            break
        given = inner
    return given


def _is_plain(scheduler: Any) -> bool:
    return not hasattr(scheduler, "num_bad_epochs")


def _end(scheduler: Any) -> Any:
    for name in _ENDS:
        if (end := getattr(scheduler, name, None)) is not None:
            return end
    raise NoScheduleError(
        f"does not say when it ends ({type(scheduler).__name__}): say the steps too, as "
        '{"kind": scheduler, "steps": 1000}'
    )


def _count(steps: Any) -> int:
    try:
        number = float(steps)
    except (TypeError, ValueError):
        number = math.nan
    if not (number >= 1 and number == math.floor(number)):
        raise NoScheduleError(
            f"is walked through step by step: its steps must be an integer ≥ 1, not {steps!r}"
        )
    if number > MOST_STEPS:
        raise NoScheduleError(
            f"is walked through step by step, and {written(number)} steps are more than "
            f"{written(MOST_STEPS)}: name its shape, such as cosine"
        )
    return int(number)


def _common(rows: list[list[float]]) -> list[float]:
    """Return the rates of the first group, of which the others' are multiples."""
    first = [row[0] for row in rows]
    peak = max(first)
    for place in range(1, len(rows[0])):
        own = [row[place] for row in rows]
        top = max(own)
        if any(
            not math.isclose(a * top, b * peak, rel_tol=1e-9, abs_tol=1e-12 * peak * top)
            for a, b in zip(first, own, strict=True)
        ):
            raise NoScheduleError(
                f"gives groups 0 and {place} learning rates of different shape, and a schedule "
                "here is one shape for all groups"
            )
    return first


def with_rates(table: Mapping[str, Any]) -> dict[str, Any]:
    """Return the table ``[schedule]`` with a scheduler in it replaced by its learning rates.

    Raises
    ------
    NoScheduleError
        If they cannot be told.
    """
    found = dict(table)
    rates = rates_of(found["kind"], found.get("steps"))
    return {**found, "kind": rates, "steps": len(rates)}
