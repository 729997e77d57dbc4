"""On which inputs a bound hangs, and how: its elasticities, and where another term takes over.

The elasticity by an input is ∂log/∂log: by how many per cent the bound changes where the input
changes by one. It comes from the formula itself (:mod:`adamw_bounds.kernels.duals`).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from adamw_bounds.domains import DOMAINS as SETS
from adamw_bounds.engine.environment import Environment, Group
from adamw_bounds.engine.evaluate import call, is_array
from adamw_bounds.engine.invert import DOMAINS, Piece, pieces
from adamw_bounds.engine.results import Result, Takeover
from adamw_bounds.engine.slopes import (
    Name,
    OfBox,
    ends_of_stages,
    kernel_name,
    kernels_asked,
    known_over,
    log_of,
    name_of,
)
from adamw_bounds.kernels import SYMBOLS
from adamw_bounds.kernels.duals import Dual, Duals, Ends, Undecided
from adamw_bounds.kernels.types import Kernel

if TYPE_CHECKING:
    from adamw_bounds.engine.ask import Session

__all__ = ["sensitive"]

_UNKNOWN: Final = (TypeError, AttributeError, ZeroDivisionError, OverflowError, ValueError)
#: An elasticity that is less than this is that of rounding.
_NOTHING: Final = 1e-13
#: Two elasticities of one side and the other of a kink that differ by less are one.
_ONE: Final = 1e-6
#: By how much of itself an input goes past a takeover, to see who takes over.
_PAST: Final = 1e-6
#: Stretches of an input that are looked at for takeovers.
_LOOKS: Final = 150
_FAR: Final = 1e12
_STEPS, _WORK = "iterations", "gradient-complexity"
_KINK: Final = (
    "the elasticity by {name} is {low:.4g} on one side of this point and {high:.4g} on the other"
)
_SEARCHED: Final = "no elasticities: a search finds this number, no formula"


def sensitive(rows: Iterable[Result], sessions: Sequence[Session]) -> tuple[Result, ...]:
    """Return rows with their elasticities, and with where another term takes over.

    Parameters
    ----------
    rows : iterable of Result
        Of an answer.
    sessions : sequence of Session
        Who made them.
    """
    makers: dict[Name, tuple[Session, Group, Kernel]] = {}
    for session in sessions:
        for group, kernel in kernels_asked(session):
            makers.setdefault(kernel_name(session, group, kernel), (session, group, kernel))
    told = [_told(row, makers) for row in rows]
    steps = {(*name_of(row)[:4], *name_of(row)[5:]): row for row in told if row.quantity == _STEPS}
    return tuple(
        _times_batch(row, steps.get((*name_of(row)[:4], *name_of(row)[5:])), makers) for row in told
    )


def _times_batch(row: Result, steps: Result | None, makers: Mapping[Name, Any]) -> Result:
    """Return a row of work that has no formula of its own: b times the steps."""
    if steps is None or row.quantity != _WORK or name_of(row) in makers or row.stage is not None:
        return row
    found = dict(steps.elasticities)
    if not found:
        return row
    by_batch = found.pop("batch_size", 0.0) + 1.0
    if abs(by_batch) > _NOTHING:
        found["batch_size"] = by_batch
    return replace(row, elasticities=found, takeovers=())


def _told(row: Result, makers: Mapping[Name, tuple[Session, Group, Kernel]]) -> Result:
    name = name_of(row)
    # A bound for any schedule may be told of a constant one.
    maker = makers.get(name) or makers.get((*name[:2], None, *name[3:]))
    if maker is None or row.value is None or is_array(row.value) or row.stage is not None:
        return row
    session, group, kernel = maker
    if kernel.best is not None:
        return replace(row, notes=(*row.notes, _SEARCHED))
    inputs = _inputs(session, group, kernel)
    found: dict[str, float] = {}
    notes = []
    function = _total(session, group, kernel) if kernel.staged else log_of(session, group, kernel)
    try:
        over = function({item: (value, value) for item, value in inputs.items()})
    except (*_UNKNOWN, Undecided):
        return replace(row, notes=(*row.notes, "no elasticities: the formula has a jump here"))
    if isinstance(over, Dual):
        for item, (low, high) in zip(inputs, over.slopes, strict=True):
            middle = (low + high) / 2
            if not math.isfinite(middle):
                continue
            if high - low > _ONE:
                notes.append(_KINK.format(name=item, low=low, high=high))
                continue
            if abs(middle) > _NOTHING:
                found[item] = _rounded(middle, low, high)
    else:
        found = {}
    return replace(
        row,
        elasticities=found,
        takeovers=tuple(_takeovers(session, group, kernel, inputs, row)),
        notes=(*row.notes, *notes),
    )


def _rounded(middle: float, low: float, high: float) -> float:
    """Return an elasticity; the quarter that it is, where nothing else can be meant."""
    quarter = round(middle * 4) / 4
    return quarter if low <= quarter <= high else middle


def _inputs(session: Session, group: Group, kernel: Kernel) -> dict[str, float]:
    """Return the inputs that enter a formula, by the paper's symbols: those above 0."""
    environment = Environment(group, session.given, session.question.quantities)
    names = set(kernel.inputs)
    if kernel.staged is not None:
        names |= {kernel.staged.start, kernel.staged.target} - {kernel.staged.stage}
    for name in names:
        environment.values((name,))
    entered = environment.entered(sorted(names))
    if session.run is not None:
        entered |= {"eta", "iterations", "lam"} & session.given.keys()
    return {
        name: float(value)
        for name in SYMBOLS
        if name in entered
        and SYMBOLS[name].is_input
        and (value := session.given.get(name)) is not None
        and not is_array(value)
        and value > 0
    }


def _total(session: Session, group: Group, kernel: Kernel) -> OfBox:
    """Return the logarithm of a sum over stages as a function of a box of inputs."""

    def function(box: Mapping[str, Ends]) -> Any:
        total: Any = -math.inf
        m = Duals()
        for stage, inputs in ends_of_stages(session, group, kernel, box):
            total = m.logaddexp(total, call(stage.function, stage.inputs, inputs)[0])
        return total

    return function


# --- who dominates --------------------------------------------------------------------------------


def _takeovers(
    session: Session, group: Group, kernel: Kernel, inputs: Mapping[str, float], row: Result
) -> list[Takeover]:
    """Return, for each input, the values beyond which another term is the largest."""
    if row.dominant is None or kernel.staged is not None or "beta1" in kernel.setting_names:
        return []
    if row.dominant not in kernel.parts or len(kernel.parts) < 2:
        return []
    first = kernel.parts.index(row.dominant)
    found = []
    for name, value in inputs.items():
        parts = _parts(session, group, kernel)

        def behind(box: Mapping[str, Ends], parts: Any = parts) -> Any:
            m, logs = Duals(), parts(box)
            others = [log for place, log in enumerate(logs) if place != first]
            most = others[0]
            for log in others[1:]:
                most = m.maximum(most, log)
            return most - logs[first]

        try:
            listed = pieces(behind, name, _stretch(name, value), 0.0, most=_LOOKS)
        except _UNKNOWN:
            continue
        own = next((item for item in listed if item.lower <= value <= item.upper), None)
        if own is None or own.side != "meets":
            continue
        found += _ends(own, listed, name, parts, kernel, first)
    return found


def _stretch(name: str, value: float) -> Ends:
    """Return the part of an input's domain that is not all too far from its value."""
    low, high = DOMAINS[SYMBOLS[name].domain]
    return max(low, value / _FAR), min(high, value * _FAR)


def _parts(session: Session, group: Group, kernel: Kernel) -> Any:
    def parts(box: Mapping[str, Ends]) -> Any:
        environment = Environment(group, known_over(session, box), session.question.quantities)
        inputs = environment.values(kernel.inputs)
        if inputs is None:
            raise Undecided
        return call(kernel.function, kernel.inputs, inputs)[1]

    return parts


def _ends(
    own: Piece, listed: Sequence[Piece], name: str, parts: Any, kernel: Kernel, first: int
) -> list[Takeover]:
    found = []
    whole = SETS[SYMBOLS[name].domain].whole
    for end, factor in ((own.lower, 1 - _PAST), (own.upper, 1 + _PAST)):
        beside = [item for item in listed if item is not own and end in (item.lower, item.upper)]
        if not beside or beside[0].side != "misses":
            continue
        place = end * factor
        try:
            logs = parts({name: (place, place)})
        except (*_UNKNOWN, Undecided):
            continue
        sizes = [
            -math.inf if index == first else log.middle if isinstance(log, Dual) else float(log)
            for index, log in enumerate(logs)
        ]
        shown = (math.floor(end) if factor < 1 else math.ceil(end)) if whole else end
        side = "below" if factor < 1 else "above"
        found.append(Takeover(name, side, shown, kernel.parts[sizes.index(max(sizes))]))
    return found
