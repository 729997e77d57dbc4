"""Counts that no closed form gives: the least number of steps at the best of a bound's settings."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, NamedTuple

from adamw_bounds.engine import rows
from adamw_bounds.engine.conditions import applying
from adamw_bounds.engine.environment import Environment, Group
from adamw_bounds.engine.evaluate import call, is_array
from adamw_bounds.engine.least import Axis, Least, Lowest, least_count, lowest
from adamw_bounds.engine.results import Result
from adamw_bounds.engine.settling import MOST_SETTLED, NEAR, Problem, settled
from adamw_bounds.engine.space import Space
from adamw_bounds.kernels import SYMBOLS
from adamw_bounds.kernels.calls import Evaluated
from adamw_bounds.kernels.types import Function, Kernel
from adamw_bounds.numbers import show

__all__ = ["Best", "Found", "best_bound", "search", "searched", "shown_settings"]

#: Problems that are searched together: memory grows with them.
_TOGETHER: Final = 64
#: Two bounds that agree to the last bit at so many points of the box are one function.
_PROBES: Final = 48
_PRIMES: Final = (2, 3, 5, 7, 11, 13, 17, 19)
#: The logarithms of counts among those points.
_COUNT: Final = Axis(0.0, 60.0, lambda coordinate: coordinate)


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
    group: Group,
    kernel: Kernel,
    environment: Environment,
    notes: Sequence[str],
    bests: dict[Any, Any] | None = None,
) -> Result | None:
    """Return the row of a count that is searched for; None where an input is missing.

    Parameters
    ----------
    group, kernel, environment : Group, Kernel, Environment
        As in :func:`search`.
    notes : sequence of str
        What the row says besides.
    bests : dict, optional
        As in :func:`search`.
    """
    found = search(group, kernel, environment, bests)
    if found is None:
        return None
    log_times = _log_times(kernel, environment)
    if log_times is None:
        return None
    evaluated = Evaluated(found.log + log_times, ())
    row = replace(rows.result(evaluated, kernel, optimizer=group.optimizer), case=kernel.case)
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
        whatever = f"whatever {names} are, " if names else ""
        never = f"no number of steps suffices: {whatever}the bound stays above {floor}, "
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


def search(
    group: Group,
    kernel: Kernel,
    environment: Environment,
    bests: dict[Any, Any] | None = None,
) -> Found | None:
    """Find the least count of a kernel that has no closed form.

    Only settings that meet the statement's own conditions are tried; what was given is kept.

    Parameters
    ----------
    group, kernel, environment : Group, Kernel, Environment
        The kernel, whose ``best`` says what is to be found, and where it is evaluated.
    bests : dict, optional
        What was found for other bounds: one that is the same function (Adam's and AdamW's without
        decay) is not searched again.

    Returns
    -------
    Found or None
        None where an input is missing.
    """
    best = kernel.best
    assert best is not None  # asked only of kernels that are searched
    bounds = group.kernels(best.bound)
    bound = next((item for item in bounds if item.case == kernel.case), bounds[0])
    over = tuple(name for name in best.over if name not in environment.given)
    fixed = Space(group, bound, over, {}).fixed(environment, best.counted)
    known = environment.values(dict.fromkeys((*fixed, *best.target.inputs)))
    if known is None:
        return None
    known |= condition_inputs(group, bound, environment, (*over, best.counted))
    place = (best.bound, bound.case, over)
    if place not in environment.searches:
        target = call(best.target.function, best.target.inputs, known)
        bests = {} if bests is None else bests
        environment.searches[place] = _search(
            group, bound, over, best.counted, known, target, best.share, bests
        )
    found: Found = environment.searches[place]
    return found


def condition_inputs(
    group: Group, bound: Kernel, environment: Environment, free: Collection[str]
) -> dict[str, Any]:
    """Return what is known of the inputs that the conditions of a bound ask for."""
    names = {
        name
        for item in applying(group)
        if bound.quantity in item.for_
        for name in (*item.inputs, *(item.when.inputs if item.when else ()))
    }
    found: dict[str, Any] = {}
    for name in names - set(free):
        found |= environment.values((name,)) or {}
    return found


class Best(NamedTuple):
    """The least value of a bound after a given number of steps.

    Attributes
    ----------
    log : float or ndarray
        Its natural logarithm; NaN where no settings meet the conditions.
    settings : dict
        The settings that it takes, by name.
    """

    log: Any
    settings: dict[str, Any]


def best_bound(
    group: Group,
    bound: Kernel,
    environment: Environment,
    over: Sequence[str],
    bests: dict[Any, Any] | None = None,
) -> Best | None:
    """Find the settings at which a bound is least, among those that meet its conditions.

    Parameters
    ----------
    group, bound, environment : Group, Kernel, Environment
        The bound, and where it is evaluated; the number of steps is among its inputs.
    over : sequence of str
        The settings that are free.
    bests : dict, optional
        As in :func:`search`.

    Returns
    -------
    Best or None
        None where an input is missing.
    """
    import numpy as np

    fixed = Space(group, bound, over, {}).fixed(environment)
    known = environment.values(fixed)
    if known is None:
        return None
    known |= condition_inputs(group, bound, environment, over)
    shape = np.broadcast_shapes(*(np.shape(value) for value in known.values()))
    columns = _columns(known, shape)
    size = math.prod(shape)
    logs: list[Any] = []
    settings: dict[str, list[Any]] = {name: [] for name in over}
    for place in _slices(size):
        space = Space(group, bound, over, _part(columns, place))
        count = len(range(*place.indices(size)))
        found = _lowest(space, {} if bests is None else bests)
        raw = [
            axis.value(found.coordinates[:, place])[:, None]
            for place, axis in enumerate(space.axes)
        ]
        chosen = space.settings(raw)
        logs.append(np.broadcast_to(found.log, (count,)))
        for name in over:
            settings[name].append(np.broadcast_to(chosen[name], (count, 1))[:, 0])

    def shaped(parts: list[Any]) -> Any:
        values = np.concatenate(parts).reshape(shape)
        return values if shape else float(values)

    log = shaped(logs)
    log = np.where(log == np.inf, np.nan, log)
    return Best(log if shape else float(log), {name: shaped(settings[name]) for name in over})


def _lowest(space: Space, bests: dict[Any, Any]) -> Lowest:
    """Return the least value in a space; that of an equal function where it is known already."""

    def function(raw: tuple[Any, ...]) -> Any:
        return space.log_bound(space.settings(raw))

    key = (space.names, space.axes, _fingerprint(function, space.axes))
    if key not in bests:
        bests[key] = lowest(function, space.axes)
    found: Lowest = bests[key]
    return found


def _least(space: Space, counted: str, log_target: Any, bests: dict[Any, Any]) -> Least:
    """Return the least count in a space; that of an equal function where it is known already."""
    function = _counted(space, counted)

    def at_counts(raw: tuple[Any, ...]) -> Any:
        return function(raw[0], raw[1:])

    prints = _fingerprint(at_counts, (_COUNT, *space.axes))
    key = (space.names, space.axes, counted, log_target.tobytes(), prints)
    if key not in bests:
        bests[key] = least_count(function, space.axes, log_target)
    found: Least = bests[key]
    return found


def _fingerprint(function: Callable[[tuple[Any, ...]], Any], axes: Sequence[Axis]) -> bytes:
    """Return a function's values at points that are scattered over a box, to the last bit."""
    import numpy as np

    points = np.arange(1, _PROBES + 1)
    raw = []
    for axis, prime in zip(axes, _PRIMES, strict=False):
        shares = (points * math.sqrt(prime)) % 1.0
        raw.append(axis.value((axis.low + shares * (axis.high - axis.low))[None]))
    with np.errstate(all="ignore"):
        return np.asarray(function(tuple(raw)), float).tobytes()


def _search(
    group: Group,
    bound: Kernel,
    over: tuple[str, ...],
    counted: str,
    known: Mapping[str, Any],
    log_target: Any,
    share: Function | None,
    bests: dict[Any, Any],
) -> Found:
    import numpy as np

    shape = np.broadcast_shapes(
        np.shape(log_target), *(np.shape(value) for value in known.values())
    )
    columns = _columns(known, shape)
    target = np.broadcast_to(np.asarray(log_target, float), shape).reshape(-1)
    parts, held = [], []
    with np.errstate(all="ignore"):
        for place in _slices(len(target)):
            space = Space(group, bound, over, _part(columns, place))
            found = _least(space, counted, target[place], bests)
            settings = space.settings(
                [values[:, None] for values in found.settings],
                **{counted: np.exp(found.log_count)[:, None]},
            )
            chosen = tuple(
                np.broadcast_to(settings[name], (len(found.count), 1))[:, 0] for name in over
            )
            capped = space.at_cap(found.settings) & np.ones(len(found.count), bool)
            held.append(capped)
            parts.append(found._replace(settings=chosen))
    found = _joined(parts)
    if share is not None:
        found = _settled(share, counted, over, known, shape, found, np.concatenate(held))

    def shaped(values: Any) -> Any:
        values = np.broadcast_to(np.asarray(values).reshape(-1), (len(target),)).reshape(shape)
        return values if shape else float(values)

    return Found(
        shaped(found.log_count),
        shaped(found.count) if shape else _whole_of(found.count[0]),
        {name: shaped(values) for name, values in zip(over, found.settings, strict=True)},
        shaped(found.log_floor),
        shaped(target),
    )


def _columns(known: Mapping[str, Any], shape: tuple[int, ...]) -> dict[str, Any]:
    """Return inputs as columns, a row for each problem."""
    import numpy as np

    return {
        name: np.broadcast_to(np.asarray(value, float), shape).reshape(-1, 1)
        for name, value in known.items()
    }


def _part(columns: Mapping[str, Any], place: slice) -> dict[str, Any]:
    return {name: values[place] for name, values in columns.items()}


def _counted(space: Space, counted: str) -> Callable[[Any, tuple[Any, ...]], Any]:
    """Return the bound as a function of the count and of what stands on the axes."""
    import numpy as np

    def function(log_count: Any, raw: tuple[Any, ...]) -> Any:
        count = {counted: np.exp(log_count)}
        return space.log_bound(space.settings(raw, **count), **count)

    return function


def _whole_of(count: Any) -> Any:
    """Return a count as an int, with all its digits; NaN where there is none."""
    return count if count != count else int(count)  # noqa: PLR0124


def _settled(
    share: Function,
    counted: str,
    over: tuple[str, ...],
    known: Mapping[str, Any],
    shape: tuple[int, ...],
    found: Least,
    held: Any,
) -> Least:
    """Decide whole counts in many digits where floats cannot; a single one always.

    Where ``held``, a setting is the largest that a condition allows, and all stay as they are.
    """
    import numpy as np

    fractions, wholes = (
        frozenset(name for name in over if SYMBOLS[name].domain in domains)
        for domains in (("(0, 1)", "(0, 1]"), ("(0, 1]",))
    )
    counts = found.count.astype(object)
    settings = [np.array(values, float) for values in found.settings]
    with np.errstate(all="ignore"):
        reals = np.exp(found.log_count)
        near = np.abs(reals - np.rint(reals)) <= NEAR * reals
        decided = np.isfinite(found.count) & ((near & (reals < MOST_SETTLED)) | (not shape))
    columns = {
        name: np.broadcast_to(np.asarray(value, object), shape).reshape(-1)
        for name, value in known.items()
        if name in share.inputs
    }
    for place in np.flatnonzero(decided).tolist():
        inputs = {name: values[place] for name, values in columns.items()}
        chosen = {name: float(values[place]) for name, values in zip(over, settings, strict=True)}
        problem = Problem(share, counted, inputs, fractions, wholes)
        counts[place], chosen = settled(
            problem, chosen, float(reals[place]), found.count[place], polish=not held[place]
        )
        for name, values in zip(over, settings, strict=True):
            values[place] = chosen[name]
    if shape:
        counts = counts.astype(float)
    return found._replace(count=counts, settings=tuple(settings))


def _log_times(kernel: Kernel, environment: Environment) -> Any:
    """Return the logarithm of what a kernel multiplies the count by; None where it is missing."""
    assert kernel.best is not None
    times = kernel.best.times
    if times is None:
        return 0.0
    inputs = environment.values(times.inputs)
    return None if inputs is None else call(times.function, times.inputs, inputs)


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
