"""Counts that no closed form gives: the least number of steps at the best of a bound's settings."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, NamedTuple

from adamw_bounds.engine import rows
from adamw_bounds.engine.conditions import applying
from adamw_bounds.engine.environment import Environment, Group
from adamw_bounds.engine.evaluate import call, is_array
from adamw_bounds.engine.least import FRACTION, POSITIVE, UP_TO_ONE, Axis, Least, least_count
from adamw_bounds.engine.results import Result
from adamw_bounds.kernels import SYMBOLS
from adamw_bounds.kernels.calls import Evaluated
from adamw_bounds.kernels.mathematics import Arrays
from adamw_bounds.kernels.types import Kernel
from adamw_bounds.numbers import show

__all__ = ["Found", "search", "searched", "shown_settings"]

_AXES: Final[Mapping[str, Axis]] = {"> 0": POSITIVE, "(0, 1)": FRACTION, "(0, 1]": UP_TO_ONE}
#: Problems that are searched together: memory grows with them.
_TOGETHER: Final = 64


class Found(NamedTuple):
    """What the search for a count found: floats, or arrays in the shape of the inputs.

    Attributes
    ----------
    log : float or ndarray
        Natural logarithm of the least real count; NaN where no count suffices.
    count : float or ndarray
        The least whole count.
    settings : dict
        The settings that it takes, by name; where no count suffices, those nearest to it.
    log_floor : float or ndarray
        Natural logarithm of what the bound stays above; -inf where it falls without end.
    log_target : float or ndarray
        Natural logarithm of what it had to come down to.
    """

    log: Any
    count: Any
    settings: dict[str, Any]
    log_floor: Any
    log_target: Any


def searched(
    group: Group, kernel: Kernel, environment: Environment, notes: Sequence[str]
) -> Result | None:
    """Return the row of a count that is searched for; None where an input is missing.

    Parameters
    ----------
    group, kernel, environment : Group, Kernel, Environment
        As in :func:`search`.
    notes : sequence of str
        What the row says besides.
    """
    found = search(group, kernel, environment)
    if found is None:
        return None
    log_times = _log_times(kernel, environment)
    if log_times is None:
        return None
    evaluated = Evaluated(found.log + log_times, ())
    row = rows.result(evaluated, kernel, optimizer=group.optimizer)
    settings = {
        name: value for name, value in found.settings.items() if name not in environment.given
    }
    if is_array(evaluated.log):
        import numpy as np

        nowhere = np.isnan(evaluated.log)
        return replace(
            row,
            schedule=group.schedule,
            count=np.rint(found.count * np.exp(log_times)),
            settings={name: np.where(nowhere, np.nan, value) for name, value in settings.items()},
            floor=_floors(found, nowhere) if nowhere.any() else None,
            notes=tuple(notes),
        )
    row = replace(row, schedule=group.schedule)
    names = ", ".join(SYMBOLS[name].text for name in settings)
    if math.isinf(found.log_floor) and math.isnan(found.log):
        why = (
            "no settings meet the conditions of the bound"
            if found.log_floor > 0
            else "more steps than a number can hold"
        )
        return replace(row, notes=(why, *notes))
    if math.isnan(found.log):
        floor, target = show(found.log_floor), show(found.log_target)
        never = (
            f"no number of steps suffices: whatever {names} are, the bound stays above {floor}, "
        )
        return replace(
            row,
            floor=rows.numbers(found.log_floor)[0],
            notes=(f"{never}and has to come down to {target}", *notes),
        )
    chosen = shown_settings(settings)
    return replace(
        row,
        count=int(found.count) * round(math.exp(log_times)),
        settings=settings,
        notes=(f"at its best settings: {chosen}", *notes) if chosen else tuple(notes),
    )


def shown_settings(settings: Mapping[str, Any]) -> str:
    """Return settings in one line; empty for arrays, and where there are none.

    >>> shown_settings({"beta1": 0.5, "p": 1.25})
    'β1 = 0.5, p = 1.25'
    """
    if any(value is None or is_array(value) or value <= 0 for value in settings.values()):
        return ""
    return ", ".join(
        f"{SYMBOLS[name].text if name in SYMBOLS else name} = {show(math.log(value))}"
        for name, value in settings.items()
    )


def _floors(found: Found, nowhere: Any) -> Any:
    """Return what the bound stays above where no count suffices, NaN elsewhere."""
    import numpy as np

    with np.errstate(over="ignore"):
        return np.where(nowhere & np.isfinite(found.log_floor), np.exp(found.log_floor), np.nan)


def search(group: Group, kernel: Kernel, environment: Environment) -> Found | None:
    """Find the least count of a kernel that has no closed form.

    Only settings that meet the statement's own conditions are tried; what was given is kept.

    Parameters
    ----------
    group, kernel, environment : Group, Kernel, Environment
        The kernel, whose ``best`` says what is to be found, and where it is evaluated.

    Returns
    -------
    Found or None
        None where an input is missing.
    """
    best = kernel.best
    assert best is not None  # asked only of kernels that are searched
    bound = group.kernels(best.bound)[0]
    over = tuple(name for name in best.over if name not in environment.given)
    fixed = [name for name in bound.inputs if name not in (*over, best.counted)]
    known = environment.values(dict.fromkeys((*fixed, *best.target.inputs)))
    if known is None:
        return None
    place = (best.bound, over)
    if place not in environment.searches:
        environment.searches[place] = _search(group, kernel, bound, over, known)
    found: Found = environment.searches[place]
    return found


def _search(
    group: Group, kernel: Kernel, bound: Kernel, over: tuple[str, ...], known: Mapping[str, Any]
) -> Found:
    best = kernel.best
    assert best is not None
    chosen = {*over, best.counted}
    import numpy as np

    shape = np.broadcast_shapes(*(np.shape(value) for value in known.values()))
    columns = {
        name: np.broadcast_to(np.asarray(value, float), shape).reshape(-1, 1)
        for name, value in known.items()
    }
    limits = [
        item
        for item in applying(group)
        if best.bound in item.for_ and set(item.inputs) <= {*columns, *chosen}
    ]
    backend = Arrays()
    with np.errstate(all="ignore"):
        target = _call(best.target, backend, columns)[:, 0]
        parts = [
            least_count(
                _masked(bound, limits, (best.counted, *over), backend, columns, place),
                [_AXES[SYMBOLS[name].domain] for name in over],
                target[place],
            )
            for place in _slices(len(target))
        ]
    found = _joined(parts)

    def shaped(values: Any) -> Any:
        values = np.broadcast_to(np.asarray(values).reshape(-1), (len(target),)).reshape(shape)
        return values if shape else float(values)

    return Found(
        shaped(found.log_count),
        shaped(found.count),
        {name: shaped(values) for name, values in zip(over, found.settings, strict=True)},
        shaped(found.log_floor),
        shaped(target),
    )


def _log_times(kernel: Kernel, environment: Environment) -> Any:
    """Return the logarithm of what a kernel multiplies the count by; None where it is missing."""
    assert kernel.best is not None
    times = kernel.best.times
    if times is None:
        return 0.0
    inputs = environment.values(times.inputs)
    return None if inputs is None else call(times.function, times.inputs, inputs)


def _call(function: Any, backend: Arrays, inputs: Mapping[str, Any]) -> Any:
    return function.function(backend, **{name: inputs[name] for name in function.inputs})


def _masked(
    bound: Kernel,
    limits: Sequence[Any],
    names: Sequence[str],
    backend: Arrays,
    columns: Mapping[str, Any],
    place: slice,
) -> Callable[[Any, tuple[Any, ...]], Any]:
    """Return the bound as a function of the count and its settings: NaN where it does not hold."""
    import numpy as np

    part = {name: values[place] for name, values in columns.items()}

    def function(log_count: Any, settings: tuple[Any, ...]) -> Any:
        inputs = {
            **part,
            **dict(zip(names, (np.exp(log_count), *settings), strict=True)),
        }
        log = _call(bound, backend, inputs)[0]
        for item in limits:
            lhs, rhs, _ = _call(item, backend, inputs)
            log = np.where(lhs <= rhs, log, np.nan)
        return log

    return function


def _slices(length: int) -> list[slice]:
    return [slice(start, start + _TOGETHER) for start in range(0, length, _TOGETHER)]


def _joined(parts: Sequence[Least]) -> Least:
    import numpy as np

    settings = zip(*(part.settings for part in parts), strict=True)
    return Least(
        np.concatenate([part.log_count for part in parts]),
        np.concatenate([part.count for part in parts]),
        tuple(np.concatenate(values) for values in settings),
        np.concatenate([part.log_floor for part in parts]),
    )
