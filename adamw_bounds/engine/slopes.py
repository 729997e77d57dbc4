"""In which direction the numbers of an answer move with its inputs, and what they stay between.

The formulas are evaluated once more over the whole box of inputs
(:mod:`adamw_bounds.kernels.duals`): where the slope by an input keeps one sign, the number is
monotone in it, and is largest at an end. Where it does not, the box is cut up, and what the number
stays between is enclosed.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from adamw_bounds.engine.conditions import applying
from adamw_bounds.engine.decay import DECAY_SUMS
from adamw_bounds.engine.entering import entering
from adamw_bounds.engine.environment import Environment, Group
from adamw_bounds.engine.evaluate import call, is_array, truth
from adamw_bounds.engine.rates import RATE_SUM
from adamw_bounds.engine.runs import is_in_pytorchs_terms, tells_updates_apart
from adamw_bounds.kernels import SYMBOLS
from adamw_bounds.kernels.duals import Dual, Ends, Undecided, between, inputs_between
from adamw_bounds.kernels.types import BestKernel, ConditionKernel, Kernel

if TYPE_CHECKING:
    from adamw_bounds.engine.ask import Session

__all__ = [
    "Extent",
    "Jump",
    "Name",
    "OfBox",
    "condition_extents",
    "ends_of_stages",
    "extents",
    "kernel_name",
    "kernels_asked",
    "known_over",
    "log_of",
    "margin_of",
    "most_of",
    "name_of",
]

#: Statement, optimizer, schedule, variant, quantity, case, update: what names a row.
Name = tuple[Any, ...]
#: A function of a box; it raises `Undecided` where it has no value, or none that is known.
OfBox = Callable[[Mapping[str, Ends]], Any]
#: What it costs to ask for a sum over a run, or for a default that has no slope: nothing is known.
_UNKNOWN: Final = (TypeError, AttributeError, ZeroDivisionError, OverflowError, ValueError)
#: Boxes that are looked at to enclose a number, and how near the enclosure should come.
_MOST_BOXES: Final = 300
_NEAR: Final = 1e-9
#: Over which logarithms settings, and counts, are searched.
_SETTINGS: Final = (-300.0, 300.0)
_COUNTS: Final = (0.0, 600.0)
_WORK: Final = "gradient-complexity"
#: By how much a number of stages may be above a whole number by rounding; no more are summed.
_WHOLE_STAGE: Final = 1e-9
_MOST_STAGES: Final = 200
#: A sum that jumps more often between the ends of an input is not followed.
_MOST_JUMPS: Final = 64
#: The sign where none is proved.
_NONE: Final = 2
_DERIVED: Final = (RATE_SUM, *DECAY_SUMS)


class Jump(NamedTuple):
    """A value of an input at which a number jumps, as near to it as floats come.

    Attributes
    ----------
    input : str
        The input.
    value : float
        Its value next to the jump.
    side : int
        1 where the number may be largest there, −1 where it may be least.
    """

    input: str
    value: float
    side: int


@dataclass(frozen=True, slots=True)
class Extent:
    """Where in a box of inputs a number is least and where it is largest.

    Attributes
    ----------
    signs : mapping of str to int
        1 where it rises with an input, −1 where it falls, 0 where it does not change; inputs
        in which no direction is proved are left out.
    log_lower, log_upper : float or None
        What its natural logarithm stays between, where not every direction is proved; None where
        the ends of the inputs tell it.
    jumps : tuple of Jump
        Where it jumps between the ends of an input, and moves as ``signs`` says between jumps.
    """

    signs: Mapping[str, int]
    log_lower: float | None = None
    log_upper: float | None = None
    jumps: tuple[Jump, ...] = ()


def name_of(row: Any) -> Name:
    """Return what names a row beside its stage."""
    names = (row.statement, row.optimizer, row.schedule, row.variant)
    return (*names, row.quantity, row.case, row.update)


def extents(session: Session, box: Mapping[str, Ends]) -> dict[Name, Extent]:
    """Return, for each row that a formula gives, where it is least and largest.

    Parameters
    ----------
    session : Session
        The question, asked at the estimates.
    box : mapping
        The ends of the uncertain inputs, in the paper's symbols.
    """
    if session.question.searched:
        return _best_extents(session, box)
    found: dict[Name, Extent] = {}
    for group, kernel in kernels_asked(session):
        if kernel.signed or kernel.linear:
            continue
        name = kernel_name(session, group, kernel)
        if any(
            kernel is _first_stage(group, item)
            for item in group.kernels(kernel.quantity)
            if item.staged is not None and item is not kernel
        ):
            continue  # it enters the sum alone
        if kernel.staged is not None:
            extent = _total_extent(session, group, kernel, box)
            other = found.pop(name, extent)
            if extent is not None and extent == other:
                found[name] = extent
                if "batch_size" not in box:
                    found.setdefault((*name[:4], _WORK, *name[5:]), extent)
            continue
        extent = _extent(log_of(session, group, kernel), box)
        if extent is not None:
            found[name] = extent
    return found


def _total_extent(
    session: Session, group: Group, kernel: Kernel, box: Mapping[str, Ends]
) -> Extent | None:
    """Return where a sum over stages is least and largest.

    It moves as each of its summands does, whatever the accuracy of the stage is; an accuracy that
    is easier to reach takes some of the stages away. With more to reach at the start each stage is
    shorter, and there is one more from every doubling on: the sum jumps up there.
    """
    stages = kernel.staged
    assert stages is not None
    try:
        known = Environment(group, known_over(session, box), session.question.quantities)
        ends = _values(known, (stages.start, stages.target))
        start, target = ends[stages.start], ends[stages.target]
        least, most = (target.low, target.high) if isinstance(target, Dual) else (target, target)
        first, last = (start.low, start.high) if isinstance(start, Dual) else (start, start)
        if not 0 < least < first:
            return None
        flat = [(0.0, 0.0)] * len(box)
        started = "" if not isinstance(start, Dual) else _is_input(known, stages.start, box)
        if started is None or (started and not most < first):
            return None
        rising = [(1.0, 1.0) if name == started else (0.0, 0.0) for name in box]
        growing = [(least / 2, last) if name == started else (0.0, 0.0) for name in box]
        logs = Dual(math.log(least / 2), math.log(last), rising if started else flat)
        accuracy = Dual(least / 2, last, growing if started else flat, logs)
        inner = Environment(
            group, known_over(session, box, **{stages.stage: accuracy}), session.question.quantities
        )
        summands = [
            call(item.function, item.inputs, _values(inner, item.inputs))[0]
            for item in dict.fromkeys((kernel, _first_stage(group, kernel)))
        ]
    except (*_UNKNOWN, Undecided):
        return None
    if any(item != item for item in summands):  # noqa: PLR0124
        return None
    signs = dict.fromkeys(box, 0)
    for part in (*summands, -target):
        if not isinstance(part, Dual):
            continue
        found = _signs(part, box)
        for name in box:
            signs[name] = (
                found.get(name, _NONE)
                if not signs[name]
                else (signs[name] if found.get(name) in (0, signs[name]) else _NONE)
            )
    if _NONE in signs.values():
        return None
    if not started:
        return Extent(signs)
    if signs[started] >= 0:
        return Extent({**signs, started: 1})
    jumps = [
        *(Jump(started, value, 1) for value in _doublings(least, first, last, 1)),
        *(Jump(started, value, -1) for value in _doublings(most, first, last, -1)),
    ]
    return None if len(jumps) > _MOST_JUMPS else Extent(signs, jumps=tuple(jumps))


def _is_input(known: Environment, name: str, box: Mapping[str, Ends]) -> str | None:
    """Return which uncertain input a number is, by itself or by its default; None where none."""
    if name in box:
        return name
    made = known.made_by(name)
    if made is None or len(made.inputs) != 1 or made.inputs[0] not in box:
        return None
    mark: Any = object()
    try:
        found = made.function(None, **{made.inputs[0]: mark})
    except (AttributeError, TypeError):
        return None
    return made.inputs[0] if found is mark else None


def _doublings(target: float, first: float, last: float, side: int) -> list[float]:
    """Return where there is one stage more: the target doubled again and again.

    With ``side`` 1 the float behind it, where that stage is there, else the doubled target itself.
    """
    found = []
    power = math.floor(math.log2(first / target)) - 1
    while (value := math.ldexp(target, power)) <= last:
        beyond = math.nextafter(math.nextafter(value, math.inf), math.inf) if side > 0 else value
        if first <= beyond <= last:
            found.append(beyond)
        power += 1
    return found


def ends_of_stages(
    session: Session, group: Group, kernel: Kernel, box: Mapping[str, Ends]
) -> Iterator[tuple[Kernel, dict[str, Any]]]:
    """Yield the formula of each stage of a sum, and its inputs over a box.

    The box is a point, but for rounding: the number of stages is that of the estimates.
    """
    stages = kernel.staged
    assert stages is not None
    first = _first_stage(group, kernel)
    known = known_over(session, box)
    environment = Environment(group, known, session.question.quantities)
    ends = _values(environment, (stages.start, stages.target))
    start, target = (
        value.middle if isinstance(value, Dual) else value
        for value in (ends[stages.start], ends[stages.target])
    )
    number = max(0, math.ceil(math.log2(start / target) - _WHOLE_STAGE))
    if number > _MOST_STAGES:
        raise Undecided
    for place in range(1, number + 1):
        share = 0.5**place
        accuracy = ends[stages.start] * share
        if isinstance(accuracy, Dual) and ends[stages.start].logged is not None:
            accuracy.logged = ends[stages.start].logged + math.log(share)
        used = first if place == 1 else kernel
        inner = Environment(group, {**known, stages.stage: accuracy}, session.question.quantities)
        yield used, _values(inner, used.inputs)


def _first_stage(group: Group, kernel: Kernel) -> Kernel:
    """Return the formula of the first stage of a sum: its own, or that of the others."""
    assert kernel.staged is not None
    listed = group.kernels(kernel.quantity)
    named = [item for item in listed if item.case and item.case == kernel.staged.first_case]
    return named[0] if named else kernel


def condition_extents(
    session: Session, box: Mapping[str, Ends]
) -> dict[tuple[Name, str], Extent | None]:
    """Return where conditions are furthest from being met, by row and name of the condition."""
    found: dict[tuple[Name, str], Extent | None] = {}
    known: dict[tuple[int, str], Extent | None] = {}
    for group, kernel in kernels_asked(session):
        for item in applying(group):
            place = (id(group), item.name)
            if place not in known:
                known[place] = _extent(margin_of(session, group, item), box)
            found[kernel_name(session, group, kernel), item.name] = known[place]
    return found


def kernels_asked(session: Session) -> Iterator[tuple[Group, Kernel]]:
    """Yield the formulas that a question asks."""
    for group in session.choice.groups:
        if group in session.left_out:
            continue
        for quantity in session.question.quantities:
            for kernel in group.kernels(quantity):
                yield group, kernel


def kernel_name(session: Session, group: Group, kernel: Kernel) -> Name:
    """Return what names the row of a formula."""
    schedule, update = group.schedule, ""
    if session.run is not None:
        if schedule is None:
            schedule = session.run.rates.name or None
        if session.question.of_either_update and is_in_pytorchs_terms(session.values):
            told = session.run.is_pytorchs and tells_updates_apart(group.statement)
            update = "pytorch" if told else "paper"
    names = (kernel.statement, group.optimizer, schedule, kernel.variant)
    case = None if kernel.staged is not None else kernel.case
    return (*names, kernel.quantity, case, update)


# --- formulas over a box --------------------------------------------------------------------------


def known_over(session: Session, box: Mapping[str, Ends], **settings: Dual) -> dict[str, Any]:
    """Return the inputs, those of the box as duals, with what is made of them.

    Arrays lie somewhere between their least and their largest entry.
    """
    flat = [(0.0, 0.0)] * len(box)
    known = {
        name: between(float(value.min()), float(value.max()), flat) if is_array(value) else value
        for name, value in session.given.items()
        if value is not None
    }
    known |= inputs_between(dict(box))
    flags = [name for name in box if name == "lam" and box[name][0] == 0 < box[name][1]]
    if flags and session.given.get("constant_decay"):
        raise Undecided  # a decay that may be none
    if session.run is not None:
        for name in _DERIVED:
            known.pop(name, None)
        try:
            statements = {group.statement for group in session.choice.groups}
            session.run.enter(known, entering(session.question, statements))
        except (*_UNKNOWN, Undecided):
            for name in _DERIVED:
                known.pop(name, None)
    return {**known, **settings}


def _values(environment: Environment, names: Sequence[str]) -> dict[str, Any]:
    inputs = environment.values(names)
    if inputs is None:
        raise Undecided
    return inputs


def log_of(session: Session, group: Group, kernel: Kernel) -> OfBox:
    """Return the logarithm of a formula as a function of a box of inputs."""
    if kernel.best is not None:
        return _searched(session, group, kernel)

    def function(box: Mapping[str, Ends]) -> Any:
        environment = Environment(group, known_over(session, box), session.question.quantities)
        if kernel.exists is not None and not truth(
            kernel.exists, _values(environment, kernel.exists.inputs)
        ):
            return math.nan
        inputs = _values(environment, kernel.inputs)
        log, *_ = call(kernel.function, kernel.inputs, inputs)
        return log

    return function


def margin_of(session: Session, group: Group, item: ConditionKernel) -> OfBox:
    """Return the logarithm of lhs/rhs of a condition as a function of a box of inputs."""

    def function(box: Mapping[str, Ends]) -> Any:
        environment = Environment(group, known_over(session, box), session.question.quantities)
        environment = environment.with_defaults(dict(item.at)) if item.at else environment
        return _margin(environment, item)

    return function


def _margin(environment: Environment, item: ConditionKernel) -> Any:
    if item.when is not None and not truth(item.when, _values(environment, item.when.inputs)):
        return 0.0
    lhs, rhs, _ = call(item.function, item.inputs, _values(environment, item.inputs))
    if not isinstance(lhs, Dual) and not isinstance(rhs, Dual) and lhs == rhs:
        return 0.0
    return lhs - rhs


def _searched(session: Session, group: Group, kernel: Kernel) -> OfBox:
    """Return what tells in which direction a count moves that a search finds."""
    best = kernel.best
    assert best is not None
    bounds = group.kernels(best.bound)
    bound = next((item for item in bounds if item.case == kernel.case), bounds[0])
    return _at_best(session, group, bound, best.over, best)


def _at_best(
    session: Session,
    group: Group,
    bound: Kernel,
    over: Sequence[str],
    best: BestKernel | None = None,
) -> OfBox:
    """Return what tells in which direction a bound moves at its best settings, or a count of it.

    It rises with an input with which it rises at all settings, and with which none of its
    conditions gets wider: it is then larger for every choice of settings.
    """

    def function(box: Mapping[str, Ends]) -> Any:
        flat = [(0.0, 0.0)] * len(box)
        settings = {}
        counted = () if best is None else (best.counted,)
        for name in (*over, *counted):
            if name in session.given and name not in counted:
                continue
            ends = _COUNTS if name in counted else _SETTINGS
            if "1" in SYMBOLS[name].domain and name not in counted:
                ends = (ends[0], 0.0)
            settings[name] = between(math.exp(ends[0]), math.exp(ends[1]), flat)
        known = known_over(session, box, **settings)
        environment = Environment(group, known, session.question.quantities)
        parts = [call(bound.function, bound.inputs, _values(environment, bound.inputs))[0]]
        if best is not None:
            target = _values(environment, best.target.inputs)
            parts[0] = parts[0] - call(best.target.function, best.target.inputs, target)
        for item in applying(group):
            if bound.quantity in item.for_:
                names = set(item.inputs) | set(item.when.inputs if item.when else ())
                if names & (set(box) | set(settings)):
                    parts.append(_margin(environment, item))
        if best is not None and best.times is not None:
            inputs = _values(environment, best.times.inputs)
            parts.append(call(best.times.function, best.times.inputs, inputs))
        duals = [part for part in parts if isinstance(part, Dual)]
        slopes = [
            (
                min(part.slopes[place][0] for part in duals),
                max(part.slopes[place][1] for part in duals),
            )
            for place in range(len(box))
        ]
        # Its size is not known, only how it moves.
        return Dual(-math.inf, math.inf, slopes)

    return function


def _best_extents(session: Session, box: Mapping[str, Ends]) -> dict[Name, Extent]:
    """Return where bounds are least and largest that stand at their best settings, and counts."""
    from adamw_bounds.engine.after_steps import AT_BEST, counts_of, free_settings

    found: dict[Name, Extent] = {}
    for group, bound in kernels_asked(session):
        over = free_settings(group, session.question)
        extent = _extent(_at_best(session, group, bound, over), box)
        name = kernel_name(session, group, bound)
        if extent is not None:
            found[name] = extent
        for quantity, best in counts_of(bound.quantity, over):
            extent = _extent(_at_best(session, group, bound, over, best), box)
            if extent is not None:
                for case in (None, AT_BEST):
                    found[(*name[:4], quantity, case, name[6])] = extent
    return found


# --- extents --------------------------------------------------------------------------------------


def _extent(function: OfBox, box: Mapping[str, Ends]) -> Extent | None:
    """Return where a function of a box is least and largest; None where that is not known."""
    try:
        over = function(box)
    except (*_UNKNOWN, Undecided):
        over = None
    if over is not None and not isinstance(over, Dual):
        return None if over != over else Extent(dict.fromkeys(box, 0))  # noqa: PLR0124
    signs = {} if over is None else _signs(over, box)
    if len(signs) == len(box):
        return Extent(signs)
    if over is not None and math.isinf(over.low) and math.isinf(over.high):
        return None
    upper = most_of(function, box, 1)
    lower = most_of(function, box, -1)
    if upper is None or lower is None:
        return None
    return Extent(signs, -lower, upper)


def _signs(over: Dual, box: Mapping[str, Ends]) -> dict[str, int]:
    found = {}
    for name, (low, high) in zip(box, over.slopes, strict=True):
        if low == 0 == high:
            found[name] = 0
        elif low >= 0:
            found[name] = 1
        elif high <= 0:
            found[name] = -1
    return found


def most_of(function: OfBox, box: Mapping[str, Ends], side: int) -> float | None:
    """Return a bound on the largest value over a box of a function, or of its negative.

    The box with the largest bound is cut in two until that bound is next to a value that is
    reached. In each box an input with a proved direction stands at its better end.
    """
    serial = count()
    boxes: list[tuple[float, int, Mapping[str, Ends], Dual | None]] = []
    reached = -math.inf

    def look(part: Mapping[str, Ends]) -> None:
        nonlocal reached
        try:
            over = function(part)
        except Undecided:
            over = None
        if over is not None and not isinstance(over, Dual):
            raise ValueError
        if over is not None:
            signs = _signs(over, part)
            ends = {
                name: (part[name][(1 + side * sign) // 2],) * 2 if sign else part[name]
                for name, sign in signs.items()
            }
            smaller = {**part, **ends}
            if smaller != part:
                part = smaller
                over = function(part)
            value = over.high if side > 0 else -over.low
        else:
            value = math.inf
        middle = {name: (_between(ends),) * 2 for name, ends in part.items()}
        try:
            there = function(middle)
            reached = max(reached, there.low if side > 0 else -there.high)
        except Undecided:
            pass
        heapq.heappush(boxes, (-value, next(serial), part, over))

    try:
        look(box)
        for _ in range(_MOST_BOXES):
            most, _, part, over = boxes[0]
            if -most - reached <= _NEAR * max(1.0, abs(most)):
                break
            name = max(part, key=lambda item: _width(part, item, over))
            low, high = part[name]
            middle = _between(part[name])
            if not low < middle < high:
                break
            heapq.heappop(boxes)
            look({**part, name: (low, middle)})
            look({**part, name: (middle, high)})
    except (*_UNKNOWN, Undecided):
        return None
    bound = -boxes[0][0]
    return bound if math.isfinite(bound) else None


def _between(ends: Ends) -> float:
    low, high = ends
    return math.sqrt(low) * math.sqrt(high) if low > 0 else (low + high) / 2


def _width(part: Mapping[str, Ends], name: str, over: Dual | None) -> float:
    """Return how much of the spread of the values an input may make."""
    low, high = part[name]
    if low == high:
        return -1.0
    width = math.log(high / low) if low > 0 else 10.0
    if over is None:
        return width
    slope = over.slopes[list(part).index(name)]
    steep = max(abs(slope[0]), abs(slope[1]))
    return width * min(steep, 1e3)
