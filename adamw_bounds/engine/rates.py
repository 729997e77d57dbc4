"""The learning rates of a run: a schedule by its name, a file of them, or a list.

A bound for any schedule needs their sum and the largest of them; see
:mod:`adamw_bounds.engine.schedules`.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise
from os import PathLike, fspath
from os.path import isfile
from typing import Any, Final

from adamw_bounds.domains import NotInDomain, is_plain, number_in
from adamw_bounds.engine.evaluate import any_true, is_array
from adamw_bounds.engine.rate_files import NoRates, read_rates, right_rates
from adamw_bounds.engine.schedules import SHAPES, rate_share
from adamw_bounds.errors import Fault
from adamw_bounds.kernels import KERNELS
from adamw_bounds.spelling import one_of

__all__ = ["OPTIONS", "RATE_SUM", "Rates", "any_schedule", "rates_of"]

#: The input of the formulas that hold for any schedule: the sum of the learning rates.
RATE_SUM: Final = "rate_sum"
_CONSTANT_RATE: Final = "constant_rate"
_RATE_RISE: Final = "rate_rise"
#: The options that describe a schedule: their domains, and the schedules that they are for.
OPTIONS: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "warmup": ("integer >= 0", tuple(SHAPES)),
    "final": ("[0, 1]", ("linear", "cosine")),
    "step_size": ("integer >= 1", ("step",)),
    "step_factor": ("(0, 1]", ("step",)),
}
_FILE: Final = "file"
_HUGE: Final = sys.float_info.max
#: A constant learning rate after its warm-up, for statements that tell it from others.
_WARM_UP: Final = "warm-up"


@cache
def any_schedule(statement: str) -> bool:
    """Whether a statement has a formula for any schedule that is fixed before the run."""
    return any(
        kernel.base == statement and kernel.schedule is None and RATE_SUM in kernel.inputs
        for kernel in KERNELS.values()
    )


@dataclass(frozen=True, slots=True)
class Rates:
    """The learning rates of a run.

    Attributes
    ----------
    name : str
        What rows call the schedule; empty where no formula for any schedule is asked.
    schedules : sequence of str or str or None
        The schedules of formulas that have one of their own.
    options : dict
        Warm-up and shape, validated.
    unused : tuple of str
        Options that were given, but say nothing of this schedule.
    listed : sequence of float or None
        The learning rates themselves.
    path : str
        Their file.
    """

    name: str
    schedules: Any = ()
    options: dict[str, Any] = field(default_factory=dict)
    unused: tuple[str, ...] = ()
    listed: Sequence[float] | None = None
    path: str = ""

    @property
    def is_constant(self) -> bool:
        """Whether every step has the same learning rate."""
        if self.listed is not None:
            return len(set(self.listed)) == 1
        # A cosine that ends where it begins, and steps that do not fall, are constant too.
        flat = any(_is_one(self.options.get(name)) for name in ("final", "step_factor"))
        return (flat or self.name == "constant") and not any_true(self.options.get("warmup", 0))

    @property
    def rises(self) -> bool:
        """Whether a learning rate is larger than the one before it."""
        if self.listed is not None:
            return _largest_rise(self.listed) > 1
        return any_true(self.options.get("warmup", 0) > 0)

    @property
    def says(self) -> tuple[str, ...]:
        """The inputs that need not be given beside it, right or wrong as it is."""
        return ("eta", "iterations") if self.name == _FILE else ()

    def shown(self) -> dict[str, Any]:
        """Return what the answer's inputs say of the schedule."""
        if self.listed is not None:
            return {"schedule": self.path} if self.path else {}
        named = {} if self.name in ("", "constant") else {"schedule": self.name}
        return {**named, **self.options}

    def enter(self, given: dict[str, Any]) -> list[Fault]:
        """Put the sum of the learning rates among the inputs; return what is wrong.

        Learning rates that are listed say η and T as well.
        """
        given[_CONSTANT_RATE] = float(self.is_constant)
        if self.listed is not None:
            return self._enter_list(given, self.listed)
        if self.rises:
            # The second step of a warm-up is twice the first.
            given[_RATE_RISE] = 2.0
        if not self.name or self.is_constant:
            return []
        steps, eta = given.get("iterations"), given.get("eta")
        if steps is None or eta is None:
            return []
        warmup = self.options.get("warmup", 0)
        if any_true(warmup >= steps):
            shown = warmup if is_plain(warmup) else None
            return [Fault("warmup", shown, "must be less than --iterations")]
        given[RATE_SUM] = eta * _shares(self.name, steps, self.options)
        return []

    def _enter_list(self, given: dict[str, Any], listed: Sequence[float]) -> list[Fault]:
        import math

        steps, eta = given.get("iterations", float(len(listed))), given.get("eta")
        if is_array(steps) or is_array(eta):
            name = "iterations" if is_array(steps) else "eta"
            return [Fault(name, None, "must be one number beside a list of learning rates")]
        if steps > len(listed):
            most = f"must be at most {len(listed)}, the number of learning rates in the schedule"
            return [Fault("iterations", int(steps), most)]
        run = listed[: int(steps)]
        peak = max(run)
        if peak == 0:
            return [Fault("iterations", int(steps), "must reach a learning rate > 0")]
        if eta is not None and not math.isclose(eta, peak, rel_tol=1e-9):
            return [Fault("eta", eta, f"must be {peak!r}, the largest learning rate, or left out")]
        given.update({"eta": peak, "iterations": steps, RATE_SUM: math.fsum(run)})
        given[_RATE_RISE] = _largest_rise(run)
        return []


def _largest_rise(rates: Sequence[float]) -> float:
    """Return the largest ratio of two learning rates in a row, at least 1."""
    rises = [(after, before) for before, after in pairwise(rates) if after > before]
    # From 0 on the ratio is none that a float holds.
    return max((after / before if before else _HUGE for after, before in rises), default=1.0)


def _is_one(value: Any) -> bool:
    return value is not None and not is_array(value) and value == 1


def _shares(kind: str, steps: Any, options: Mapping[str, Any]) -> Any:
    """Return the sum of the learning rates over the largest, for each point of arrays."""
    names = tuple(options)
    if not any(map(is_array, (steps, *options.values()))):
        return rate_share(kind, steps, **options)
    import numpy as np

    def one(steps: float, *values: float) -> float:
        return rate_share(kind, float(steps), **dict(zip(names, map(float, values), strict=True)))

    return np.vectorize(one, otypes=[float])(steps, *options.values())


def rates_of(
    schedule: Any, values: dict[str, Any], kinds: Sequence[str], faults: list[Fault]
) -> Rates:
    """Return what a schedule means; its options are taken out of the inputs.

    Parameters
    ----------
    schedule : str, sequence of str, or sequence of float
        A name, a file, or the learning rates themselves.
    values : dict
        The inputs by name, not yet validated.
    kinds : sequence of str
        The schedules for which formulas of their own exist.
    faults : list of Fault
        Takes what is wrong.
    """
    given = {name: values.pop(name) for name in OPTIONS if values.get(name) is not None}
    # What is wrong is named, also where the schedule has no use for it.
    raw = {name: _option(name, value, faults) for name, value in given.items()}
    if isinstance(schedule, PathLike):
        schedule = fspath(schedule)
    elif not isinstance(schedule, str | list | tuple) and not hasattr(schedule, "ndim"):
        faults.append(Fault("schedule", schedule, "must be a name, a file or a list"))
        schedule = "all"
    if not isinstance(schedule, str) and _are_numbers(schedule):
        return _listed(schedule, raw, kinds, faults)
    word = schedule.strip() if isinstance(schedule, str) else ""
    name = word.lower()
    if name in SHAPES:
        options = _options(name, raw, faults)
        unused = tuple(item for item in raw if name not in OPTIONS[item][1])
        found = Rates(name, (), options, unused)
        if found.is_constant:
            return replace(found, schedules=("constant",))
        if name in kinds and name != "constant":
            # What has formulas for this very schedule answers beside those for any.
            return replace(found, schedules=(name,))
        return replace(found, schedules=(_WARM_UP,)) if _WARM_UP in kinds and found.rises else found
    if word and isfile(word):
        try:
            return _of_list(read_rates(word), raw, kinds, word)
        except NoRates as error:
            faults.append(Fault("schedule", word, str(error)))
            return Rates(_FILE)
    words = word.lower().split(",") if word else [str(item).strip().lower() for item in schedule]
    kinds = tuple(kind for kind in kinds if kind != _FILE)
    wrong = [item for item in words if item.strip() not in (*kinds, "all")]
    if wrong:
        known = tuple(dict.fromkeys((*kinds, *SHAPES, "all")))
        faults.append(Fault("schedule", wrong[0], one_of(wrong[0], known, "a file")))
        schedule = "all"
    constant = {"constant", "all"} & {item.strip() for item in words}
    return Rates("constant" if constant else "", schedule, {}, tuple(raw))


def _are_numbers(schedule: Any) -> bool:
    if hasattr(schedule, "ndim"):
        return True
    return bool(isinstance(schedule, list | tuple) and schedule) and not any(
        isinstance(item, str) for item in schedule
    )


def _listed(
    schedule: Any, raw: Mapping[str, Any], kinds: Sequence[str], faults: list[Fault]
) -> Rates:
    try:
        rates = right_rates(schedule.tolist() if hasattr(schedule, "tolist") else schedule)
    except (NoRates, TypeError) as error:
        text = str(error) if isinstance(error, NoRates) else "must be a list of learning rates"
        faults.append(Fault("schedule", None, text))
        return Rates(_FILE)
    return _of_list(rates, raw, kinds)


def _of_list(
    rates: Sequence[float], raw: Mapping[str, Any], kinds: Sequence[str], path: str = ""
) -> Rates:
    """Return learning rates one by one; where all are the same the step is constant."""
    found = Rates(_FILE, (), {}, tuple(raw), rates, path)
    own = ("constant",) if found.is_constant else tuple({_FILE} & {*kinds})
    return replace(found, schedules=own)


def _option(name: str, value: Any, faults: list[Fault]) -> Any:
    """Return an option of a schedule, validated; None where it is wrong."""
    domain, _ = OPTIONS[name]
    try:
        number = number_in(value, domain)
    except NotInDomain as error:
        faults.append(Fault(name, value if is_plain(value) else None, str(error)))
        return None
    return int(number) if domain.startswith("integer") and not is_array(number) else number


def _options(name: str, raw: Mapping[str, Any], faults: list[Fault]) -> dict[str, Any]:
    """Return the options that a schedule takes."""
    if name == "step" and "step_size" not in raw:
        faults.append(Fault("step_size", None, "is missing: the steps between two drops"))
    return {
        option: raw[option]
        for option, (_, schedules) in OPTIONS.items()
        if name in schedules and raw.get(option) is not None
    }
