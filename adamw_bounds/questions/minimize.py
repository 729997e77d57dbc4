"""The settings at which a bound is least: over one or several inputs, within its conditions."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from adamw_bounds.engine.after_steps import best_counts
from adamw_bounds.engine.ask import Session, ask, sessions_of
from adamw_bounds.engine.choices import resolve
from adamw_bounds.engine.conditions import applying
from adamw_bounds.engine.environment import Group
from adamw_bounds.engine.inputs import option_of
from adamw_bounds.engine.minimal import minimal
from adamw_bounds.engine.results import Answer, Note, Result
from adamw_bounds.engine.slopes import kernel_name, kernels_asked, log_of, margin_of, name_of
from adamw_bounds.errors import Fault, InputError, NoBoundError
from adamw_bounds.kernels.types import Kernel
from adamw_bounds.numbers import show, show_below
from adamw_bounds.optimizers import ADAMW
from adamw_bounds.questions.compare import BOUNDS
from adamw_bounds.questions.sought import REACHED, Sought, sought_of
from adamw_bounds.spelling import all_of, meant, one_of

__all__ = ["minimized"]

_COUNTS: Final = ("iterations", "gradient-complexity")
#: What a bound after T steps leaves free: a count of its own is made over them.
_SETTINGS: Final = ("eta", "beta1", "beta2", "gamma")
_BATCH: Final = "batch_size"
#: No setting is looked for further out.
_FAR: Final = (1e-30, 1e30)
#: A lower end below it is the search's: no input has a least value between it and 0.
_LOWEST: Final = 1.0
_MOST_BATCH: Final = 1e9
_PLACES: Final = 49
_LEAST: Final = "minimum"


def minimized(
    quantity: Any,
    over: Any,
    values: dict[str, Any],
    choices: tuple[Any, Any, Any, Any],
    update: Any,
    *,
    force: bool,
    faults: list[Fault],
) -> Answer:
    """Return a row for each bound at the settings at which it is least.

    Parameters
    ----------
    quantity : str
        What is minimised.
    over : str or sequence of str
        The inputs that are chosen.
    values, choices, update, force
        As of `solve`.
    faults : list of Fault
        What is wrong so far.
    """
    wanted = meant(str(quantity), REACHED) or str(quantity)
    names = [over] if isinstance(over, str) else list(over or ())
    if wanted not in REACHED:
        from adamw_bounds.questions.solve_spectrum import FIGURES

        said = one_of(wanted, (*REACHED, *FIGURES))
        if wanted in FIGURES:
            said = "is a figure of a spectrum: --spectrum is missing"
        faults.append(Fault("minimize", quantity, said))
    if not names:
        faults.append(Fault("over", None, "is missing: the inputs that are chosen"))
    found = [sought_of(name, values, faults, option="over") for name in names]
    chosen = [item for item in found if item is not None]
    if len({item.paper for item in chosen}) < len(chosen):
        faults.append(Fault("over", ", ".join(names), "must name each input once"))
    if faults:
        raise InputError(faults)
    if wanted in _COUNTS and any(item.paper in _SETTINGS for item in chosen):
        return _of_bounds(wanted, chosen, values, choices)
    return _Least(wanted, chosen, values, choices, update, force).answer()


class _Least:
    """A question's bounds as functions of several inputs."""

    def __init__(
        self,
        quantity: str,
        over: Sequence[Sought],
        values: Mapping[str, Any],
        choices: tuple[Any, Any, Any, Any],
        update: Any,
        force: bool,
    ) -> None:
        self.quantity, self.over, self.values = quantity, over, values
        self.question = REACHED[quantity]
        schedule = self.question.schedules if choices[2] is None else choices[2]
        self.choices = (*choices[:2], schedule, choices[3])
        self.update, self.force = update, force

    def answer(self) -> Answer:
        """Return the rows."""
        start = {item.name: 1.0 if item.whole else 0.5 for item in self.over}
        sessions = sessions_of(self.question, {**self.values, **start}, self.choices, self.update)
        found: list[Result] = []
        left: dict[str, None] = {}
        seen = set()
        for session in sessions:
            for group, kernel in kernels_asked(session):
                name = kernel_name(session, group, kernel)
                if kernel.quantity != self.quantity or name in seen:
                    continue
                seen.add(name)
                found += self._rows(session, group, kernel, left)
        if not found:
            if left:
                raise NoBoundError("no bound has a least value", items=left)
            options = all_of(option_of(item.name) for item in self.over)
            raise InputError([Fault("over", options, "enter none of the bounds that are asked")])
        taken = {name for item in self.over for name in (item.name, item.paper)}
        inputs = {name: value for name, value in sessions[0].shown().items() if name not in taken}
        inputs["minimize"] = self.quantity
        inputs["over"] = ",".join(item.name for item in self.over)
        notes = [Note("no-minimum", f"left out: {text}") for text in left]
        return Answer("solve", inputs, tuple(found), tuple(notes))

    def _rows(
        self, session: Session, group: Group, kernel: Kernel, left: dict[str, None]
    ) -> Iterator[Result]:
        named = f"{kernel.statement} ({group.optimizer}, {kernel.variant})"
        if kernel.best or kernel.staged or "beta1" in kernel.setting_names:
            left[f"{named}: a search, and no formula, finds its value"] = None
            return
        box = {
            item.paper: (max(item.ends[0], _FAR[0]), min(item.ends[1], _FAR[1]))
            for item in self.over
        }
        whole = [item.paper for item in self.over if item.whole]
        margins = [
            margin_of(session, group, item)
            for item in applying(group)
            if kernel.quantity in item.for_ and not self.force
        ]
        least = minimal(log_of(session, group, kernel), margins, box, whole)
        if not least.settings:
            left[f"{named}: no settings were found that meet its conditions"] = None
            return
        settings: dict[str, float] = {}
        for item in self.over:
            number = item.theirs(least.settings[item.paper])
            settings[item.name] = int(number) if item.whole else number
        theorem, optimizer, schedule, variant = self.choices
        there = ask(
            self.question,
            {**self.values, **settings},
            theorem=theorem,
            optimizer=optimizer,
            schedule=schedule,
            variant=variant,
            update=self.update,
            force=True,
        )
        name = kernel_name(session, group, kernel)
        floor, within = show_below(least.log_floor), self._within(box)
        proved = (
            f"no settings that meet the conditions bring it below {floor}: proved{within}"
            if math.isfinite(least.log_floor)
            else "NOT PROVED to be the least: the search ended before it had looked at everything"
        )
        beyond = [
            f"the search ends at this {option_of(item.name)}: the bound may be less beyond it"
            for item in self.over
            if least.settings[item.paper] in _cut(box[item.paper])
        ]
        for row in there:
            if name_of(row) == name:
                chosen = ", ".join(
                    f"{option_of(key)} {show(math.log(value))}" for key, value in settings.items()
                )
                yield replace(
                    row,
                    case=_LEAST,
                    settings={**row.settings, **settings},
                    notes=(f"least at {chosen}", proved, *beyond, *row.notes),
                )

    def _within(self, box: Mapping[str, tuple[float, float]]) -> str:
        """Say how far was looked, where the inputs may lie further out."""
        spans = [
            f"{option_of(item.name)} from {show(math.log(low))} to {show(math.log(high))}"
            for item in self.over
            if _cut(box[item.paper])
            for low, high in [sorted(map(item.theirs, box[item.paper]))]
        ]
        return f" for {all_of(spans)}" if spans else ""


def _cut(ends: tuple[float, float]) -> tuple[float, ...]:
    """Return the ends that are the search's own, not those of what an input may be."""
    low, high = ends
    return (*([low] if low < _LOWEST else ()), *([high] if high > 1 else ()))


def _of_bounds(
    quantity: str,
    over: Sequence[Sought],
    values: Mapping[str, Any],
    choices: tuple[Any, Any, Any, Any],
) -> Answer:
    """Return the least counts that the bounds after T steps allow, at the best of these settings.

    The learning rate and the weights are searched for by the engine; a batch size is looked for
    among whole numbers.
    """
    free = tuple(item.paper for item in over if item.paper in _SETTINGS)
    others = [item for item in over if item.paper not in (*_SETTINGS, _BATCH)]
    if others:
        text = "cannot be chosen beside a setting of the optimizer: only the batch size can"
        raise InputError([Fault("over", others[0].name, text)])
    question = replace(BOUNDS, searched=free, refused={})
    faults: list[Fault] = []
    theorem, optimizer, schedule, variant = choices
    optimizer, schedule = optimizer or ADAMW.key, schedule or "constant"
    choice = resolve(question, theorem, optimizer, schedule, variant, faults)
    if faults:
        raise InputError(faults)
    known = {"iterations": 1.0}

    def asked(batch: Any) -> tuple[list[Result], Session]:
        inputs = dict(values) if batch is None else {**values, _BATCH: batch}
        session = Session(question, inputs, choice, list(faults), known=known)
        rows: list[Result] = []
        for group in session.choice.groups:
            if group not in session.left_out:
                rows += best_counts(session, group, ("gradient-norm-squared", "function-gap"))
        return [replace(row, case=_LEAST) for row in rows if row.quantity == quantity], session

    if all(item.paper != _BATCH for item in over):
        rows, session = asked(None)
    else:
        rows, session = _over_batch(asked)
    if not rows:
        raise InputError("no bound of this choice has settings to choose for a count")
    taken = {*free, _BATCH if any(item.paper == _BATCH for item in over) else "", *known}
    inputs = {name: value for name, value in session.shown().items() if name not in taken}
    inputs |= {"minimize": quantity, "over": ",".join(item.name for item in over)}
    return Answer("solve", inputs, tuple(rows), tuple(session.warnings))


def _over_batch(asked: Any) -> tuple[list[Result], Session]:
    """Return the rows at the batch sizes at which each is least, among all whole numbers looked at.

    Many are looked at together, then those about the best of them, until all neighbours are known.
    """
    import numpy as np

    first, session = asked(_places(1.0, _MOST_BATCH))
    found = []
    for row in first:
        name = name_of(row)
        sizes = _places(1.0, _MOST_BATCH)
        logs = np.broadcast_to(row.log10, sizes.shape)
        while True:
            if np.isnan(logs).all():
                break
            best = int(np.nanargmin(logs))
            low, high = sizes[max(best - 1, 0)], sizes[min(best + 1, len(sizes) - 1)]
            if high - low <= 2 or len(sizes) < 3:
                break
            sizes = _places(float(low), float(high))
            inner, _ = asked(sizes)
            (again,) = (item for item in inner if name_of(item) == name)
            logs = np.broadcast_to(again.log10, sizes.shape)
        size = 1 if np.isnan(logs).all() else int(sizes[int(np.nanargmin(logs))])
        exact, session = asked(size)
        (there,) = (item for item in exact if name_of(item) == name)
        note = f"least at {option_of(_BATCH)} {size}, among the whole numbers that were looked at"
        settings = {_BATCH: size, **there.settings}
        found.append(replace(there, settings=settings, notes=(note, *there.notes)))
    return found, session


def _places(low: float, high: float) -> Any:
    import numpy as np

    return np.unique(np.rint(np.geomspace(low, high, _PLACES)))
