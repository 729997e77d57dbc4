"""Where one bound overtakes another as one constant of the problem changes."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from adamw_bounds.domains import DOMAINS, NotInDomain, number_in
from adamw_bounds.engine.after_steps import best_counts
from adamw_bounds.engine.ask import Session
from adamw_bounds.engine.choices import Choice
from adamw_bounds.engine.entering import of_question
from adamw_bounds.engine.environment import Group
from adamw_bounds.engine.evaluate import is_array
from adamw_bounds.engine.inputs import ALIASES, option_of
from adamw_bounds.engine.measures import measure_of
from adamw_bounds.engine.question import Question
from adamw_bounds.engine.results import Answer, Note, Result
from adamw_bounds.errors import Fault, InputError
from adamw_bounds.frozen import Frozen
from adamw_bounds.kernels import KERNELS, SYMBOLS
from adamw_bounds.kernels.mathematics import LN10
from adamw_bounds.spelling import one_of

__all__ = ["QUANTITY", "crossovers"]

QUANTITY: Final = "crossover"
#: Points of the scan; between two of them a pair of crossings can hide.
_POINTS: Final = 32
#: How far the scan goes to each side of a given value, and where it goes without one.
_AROUND: Final = 1e8
_RANGE: Final = (1e-16, 1e8)
_WHOLE_RANGE: Final = (1.0, 1e12)
#: A crossing is known when its bracket is so narrow, in natural logarithms.
_STILL: Final = 1e-8
_MOST_STEPS: Final = 60
#: Whose update a statement may speak of.
_UPDATES: Final[tuple[Mapping[str, float], ...]] = ({}, {"pytorch_update": 1.0})
#: Two curves that differ by less than this everywhere, in decimal logarithms, are one.
_SAME: Final = 1e-9


@dataclass(frozen=True, slots=True)
class _Side:
    """One bound: the group that it is, its measure, and who else has the very same numbers."""

    group: Group
    measure: str
    curve: Any

    @property
    def info(self) -> tuple[str, str, str | None, str]:
        """What names its rows: statement, optimizer, schedule, variant."""
        group = self.group
        return group.statement, group.optimizer, group.schedule, group.variant


class _Curves:
    """What each bound needs, or guarantees, as a function of one input."""

    def __init__(
        self, name: str, questions: tuple[Question, Question], inputs: Mapping[str, Any]
    ) -> None:
        self.name = name
        self.counts, self.bounds = questions
        self.inputs = {key: value for key, value in inputs.items() if value is not None}
        #: Counts of steps where an accuracy is asked for, else the bounds after T steps.
        self.counted = "epsilon" in self.inputs or name == "epsilon"
        self.bests: dict[Any, Any] = {}
        self._known: dict[Group, Mapping[str, float]] = {}

    def log10(self, group: Group, values: Any) -> Any:
        """Return the decimal logarithm at values of the input; inf where there is no number."""
        import numpy as np

        whole = SYMBOLS[self.name].domain.startswith("integer")
        inputs = {**self.inputs, self.name: np.rint(values) if whole else values}
        found = self._row(group, inputs)
        if found is None or found.log10 is None:
            return np.full(np.shape(values), np.inf)
        log10 = np.broadcast_to(np.asarray(found.log10, float), np.shape(values))
        return np.where(np.isnan(log10), np.inf, log10)

    def _row(self, group: Group, inputs: Mapping[str, Any]) -> Result | None:
        try:
            if not self.counted:
                rows = self._session(self.bounds, group, inputs).results()
                return next((row for row in rows if row.case is None), None)
            session = self._session(self.bounds, group, {"iterations": 1.0, **inputs})
            rows = best_counts(session, group, self.bounds.quantities)
            if not rows:
                rows = self._session(self.counts, group, inputs).results()
        except InputError:
            return None
        return next((row for row in rows if row.quantity == "iterations"), None)

    def stands(self, group: Group) -> bool:
        """Whether a statement answers here, for the paper's update or for PyTorch's."""
        return any(self._stands(group, known) for known in _UPDATES)

    def _stands(self, group: Group, known: Mapping[str, float]) -> bool:
        inputs = {**self.inputs, self.name: self.inputs.get(self.name, 1.0)}
        choice = Choice((group,), (group.statement,), (group.optimizer,), named=False)
        try:
            session = Session(self.bounds, inputs, choice, [], known={"iterations": 1.0, **known})
        except InputError:
            return False
        return group in session.choice.groups and group not in session.left_out

    def _session(self, question: Question, group: Group, inputs: Mapping[str, Any]) -> Session:
        choice = Choice((group,), (group.statement,), (group.optimizer,), named=True)
        if group not in self._known:
            self._known[group] = next(item for item in _UPDATES if self._stands(group, item))
        session = Session(question, inputs, choice, [], known=self._known[group])
        session.bests = self.bests
        return session


def crossovers(
    name: str,
    between: Any,
    choices: tuple[Choice, Choice],
    questions: tuple[Question, Question],
    inputs: Mapping[str, Any],
    faults: list[Fault],
) -> Answer:
    """Return where the bounds of one measure overtake each other as an input changes.

    Parameters
    ----------
    name : str
        The input.
    between : pair of numbers or None
        Where to look.
    choices : pair of Choice
        Which counts, and which bounds.
    questions : pair of Question
        That of the counts, and that of the bounds.
    inputs : mapping
        Everything else.
    faults : list of Fault
        What is wrong with the choices.
    """
    import numpy as np

    name = ALIASES.get(str(name).strip().replace("-", "_"), str(name).strip().replace("-", "_"))
    found = _range(name, between, questions, inputs, faults)
    low, high = found or (_inside(name),) * 2
    curves = _Curves(name, questions, inputs)
    if not curves.counted and inputs.get("iterations") is None and name != "iterations":
        faults.append(Fault("epsilon", None, "is missing (or give --iterations)"))
    probe: dict[str, Any] = {**curves.inputs, name: low}
    # What is missing or wrong is said once, as compare says it.
    which = 0 if curves.counted else 1
    if name in _allowed(questions):
        session = Session(questions[which], probe, choices[which], faults)
        told = {key: value for key, value in session.shown().items() if key != name}
    if faults:
        raise InputError(list(dict.fromkeys(faults)))
    values = np.exp(np.linspace(math.log(low), math.log(high), _POINTS))
    values[0], values[-1] = low, high
    if SYMBOLS[name].domain.startswith("integer"):
        values = np.unique(np.rint(values))
    sides = _sides(curves, choices[1], values)
    results = _results(curves, sides, values)
    if not results:
        raise InputError("no two bounds that are counted in one measure answer here")
    warnings: tuple[Note, ...] = ()
    if between is not None and inputs.get(name) is not None:
        text = f"{option_of(name)} was given, but no part of this answer needs it: it changes here"
        warnings = (Note("unused-input", text),)
    return Answer("compare", told, tuple(results), warnings)


def _range(
    name: str,
    between: Any,
    questions: Sequence[Question],
    inputs: Mapping[str, Any],
    faults: list[Fault],
) -> tuple[float, float] | None:
    """Return where to look; None and a fault where nothing says that."""
    allowed = _allowed(questions)
    if name not in allowed:
        names = [item.replace("_", "-") for item in allowed]
        faults.append(Fault("crossover", name, one_of(name, names)))
        return None
    for key, value in inputs.items():
        if is_array(value) or isinstance(value, list):
            faults.append(Fault(key, None, "must be one number: a crossover is looked for"))
    domain = SYMBOLS[name].domain
    if between is None:
        given = inputs.get(name)
        whole = domain.startswith("integer")
        try:
            middle = None if given is None else float(number_in(given, domain))
        except NotInDomain:
            middle = None  # said by the session
        if middle and not whole:
            low, high = middle / _AROUND, middle * _AROUND
        else:
            low, high = _WHOLE_RANGE if whole else _RANGE
        return low, min(high, 1 - 1e-9) if domain.startswith("(0, 1") else high
    try:
        low, high = (float(number_in(end, domain)) for end in between)
    except (NotInDomain, TypeError, ValueError):
        shown = " ".join(map(str, between)) if isinstance(between, list | tuple) else between
        allowed_there = DOMAINS[domain].allowed
        faults.append(
            Fault(
                "between", shown, f"must be two values of {option_of(name)}, which {allowed_there}"
            )
        )
        return None
    if not 0 < low < high:
        faults.append(Fault("between", f"{low} {high}", "must be two numbers, 0 < A < B"))
        return None
    return low, high


def _allowed(questions: Sequence[Question]) -> list[str]:
    """Return the inputs that may change."""
    names = dict.fromkeys(key for one in questions for key in of_question(one))
    return [name for name in names if name in SYMBOLS]


def _inside(name: str) -> float:
    """Return a value that an input may have: what else is wrong is looked for there."""
    return 0.5 if name in SYMBOLS and not DOMAINS[SYMBOLS[name].domain].contains(1.0) else 1.0


def _sides(curves: _Curves, choice: Choice, values: Any) -> list[_Side]:
    """Return the bounds with a number somewhere, each once: Adam's is AdamW's without decay."""
    import numpy as np

    known = set(_with_numbers(curves))
    decays = any(
        name == curves.name or curves.inputs.get(name) for name in ("lam", "lam_l2", "weight_decay")
    )
    found: list[_Side] = []
    for group in choice.groups:
        if (group.statement, group.variant) not in known:
            continue
        if not decays and group.optimizer != group.info.optimizers[0]:
            continue  # without decay AdamW, Adam and ℓ2-Adam are one
        if not curves.stands(group):
            continue
        curve = curves.log10(group, values)
        if not np.any(np.isfinite(curve)):
            continue
        kinds = {**curves.inputs, curves.name: values}
        measure = measure_of(group.statement, group.optimizer, group.schedule, group.variant, kinds)
        is_known = any(
            other.group.statement == group.statement
            and other.group.schedule == group.schedule
            and other.group.variant == group.variant
            and np.allclose(other.curve, curve, rtol=0, atol=_SAME)
            for other in found
        )
        if not is_known:
            found.append(_Side(group, measure, curve))
    return found


def _with_numbers(curves: _Curves) -> list[tuple[str, str]]:
    """Return the statements and variants that have constants, and what is asked for."""
    orders = ("printed", "corrected", "order")
    wanted = (*curves.bounds.quantities, *(("iterations",) if curves.counted else ()))
    return [
        (kernel.base, kernel.variant)
        for kernel in KERNELS.values()
        if kernel.variant not in orders and kernel.quantity in wanted
    ]


def _results(curves: _Curves, sides: Sequence[_Side], values: Any) -> list[Result]:
    """Return a row for each crossing of each pair, and one for each pair that never crosses."""
    import numpy as np

    pairs = [
        (one, other)
        for one, other in itertools.combinations(sides, 2)
        if one.measure == other.measure
    ]
    brackets: list[tuple[int, float, float]] = []
    signs: list[Any] = []
    for number, (one, other) in enumerate(pairs):
        sign = _sign(one.curve, other.curve)
        signs.append(sign)
        there = np.flatnonzero(sign)
        for first, second in itertools.pairwise(there.tolist()):
            if sign[first] != sign[second]:
                brackets.append((number, values[first], values[second]))
    roots = _refined(curves, pairs, brackets)
    found: list[Result] = []
    for number, (one, other) in enumerate(pairs):
        own = [place for place, item in enumerate(brackets) if item[0] == number]
        sign = signs[number][np.flatnonzero(signs[number])]
        if not len(sign):
            continue
        for count, place in enumerate(own or [-1], start=1):
            at = sign[0] * (-1) ** (count - 1)
            below = one if at < 0 else other
            above = below if place < 0 else other if below is one else one
            value = None if place < 0 else roots[place]
            found.append(
                _result(curves, one, other, value, below, above, values, count if own else None)
            )
    return sorted(found, key=lambda row: (row.measure, row.value is None, row.value or 0.0))


def _sign(one: Any, other: Any) -> Any:
    """Return which is smaller at each point: -1 the first, 1 the second, 0 where none is.

    Where they agree to the accuracy of a search, rounding alone would say which.
    """
    import numpy as np

    with np.errstate(invalid="ignore"):
        difference = one - other
    apart = np.abs(difference) > _SAME * np.maximum(1.0, np.abs(one))
    return np.where(apart, np.sign(difference), 0.0)


def _refined(
    curves: _Curves,
    pairs: Sequence[tuple[_Side, _Side]],
    brackets: Sequence[tuple[int, float, float]],
) -> list[float]:
    """Return the crossings in their brackets, all at once.

    Curves of powers are nearly straight in logarithms: a few points beside the crossing that is
    expected close each bracket from both sides.
    """
    whole = SYMBOLS[curves.name].domain.startswith("integer")
    known: list[dict[float, float]] = [{} for _ in brackets]
    wanted: list[list[float]] = [[low, high] for _, low, high in brackets]
    ends = [(low, high) for _, low, high in brackets]
    for _ in range(_MOST_STEPS):
        _evaluate(curves, pairs, brackets, wanted, known)
        ends = [_bracket(found, last) for found, last in zip(known, ends, strict=True)]
        wanted = [
            _next(found, low, high, whole=whole)
            for found, (low, high) in zip(known, ends, strict=True)
        ]
        if not any(wanted):
            break
    if whole:
        return [high for _, high in ends]
    return [math.exp((math.log(low) + math.log(high)) / 2) for low, high in ends]


def _evaluate(
    curves: _Curves,
    pairs: Sequence[tuple[_Side, _Side]],
    brackets: Sequence[tuple[int, float, float]],
    wanted: Sequence[Sequence[float]],
    known: list[dict[float, float]],
) -> None:
    """Add the difference of each pair at the wanted values; each bound is asked once for all."""
    import numpy as np

    sides = {id(side): side for pair in pairs for side in pair}
    asked: dict[int, set[float]] = {}
    for (number, _, _), values in zip(brackets, wanted, strict=True):
        for side in pairs[number]:
            asked.setdefault(id(side), set()).update(values)
    found: dict[tuple[int, float], float] = {}
    for key, values_of in asked.items():
        values = sorted(values_of)
        if values:
            logs = curves.log10(sides[key].group, np.array(values))
            found.update({(key, at): float(log) for at, log in zip(values, logs, strict=True)})
    for place, (number, _, _) in enumerate(brackets):
        one, other = pairs[number]
        for at in wanted[place]:
            known[place][at] = found[id(one), at] - found[id(other), at]


def _bracket(found: Mapping[float, float], last: tuple[float, float]) -> tuple[float, float]:
    """Return the narrowest two neighbours, within the last bracket, whose signs differ."""
    low, high = last
    inside = [at for at in sorted(found) if low <= at <= high and not math.isnan(found[at])]
    for first, second in itertools.pairwise(inside):
        if (found[first] > 0) != (found[second] > 0):
            return first, second
    return last


def _next(found: Mapping[float, float], low: float, high: float, *, whole: bool) -> list[float]:
    """Return where to look next: at the crossing that is expected, and closely beside it."""
    if high - low <= 1 if whole else math.log(high / low) <= _STILL:
        return []
    left, right = math.log(low), math.log(high)
    near = sorted(found, key=lambda at: abs(math.log(at) - (left + right) / 2))[:5]
    points = [(found[at], math.log(at)) for at in near if math.isfinite(found[at])]
    middle = (left + right) / 2
    guesses = [middle]
    if all(math.isfinite(found[end]) for end in (low, high)):
        slope = (found[high] - found[low]) / (right - left)
        straight = left - found[low] / slope
        curved = _interpolated(points)
        best = curved if left < curved < right else straight
        error = max(abs(best - straight) ** 2, _STILL / 3, (right - left) ** 3 / 100)
        guesses = [best - error, best, best + error]
    if not any(left < guess < right for guess in guesses):
        guesses = [middle]
    values = {math.exp(guess) for guess in guesses if left < guess < right}
    if whole:
        values = {float(min(max(round(at), low + 1), high - 1)) for at in values}
    return sorted(at for at in values if low < at < high) or ([] if not whole else [low + 1])


def _interpolated(points: Sequence[tuple[float, float]]) -> float:
    """Return where a difference of 0 lies on the curve through (difference, place): Neville's."""
    values = [place for _, place in points]
    for order in range(1, len(points)):
        for k in range(len(points) - order):
            one, other = points[k][0], points[k + order][0]
            if one == other:
                return math.nan
            values[k] = (other * values[k] - one * values[k + 1]) / (other - one)
    return values[0] if values else math.nan


def _result(
    curves: _Curves,
    one: _Side,
    other: _Side,
    value: float | None,
    below: _Side,
    above: _Side,
    values: Any,
    number: int | None,
) -> Result:
    statement, optimizer, schedule, variant = one.info
    unique = one.group.statement != other.group.statement
    what = "steps to ε" if curves.counted else "bound after T steps"
    span = f"[{values[0]:.4g}, {values[-1]:.4g}]"
    text = SYMBOLS[curves.name].text
    crossing = {
        "input": curves.name,
        "against": other.group.statement,
        "against_optimizer": other.group.optimizer,
        "against_schedule": other.group.schedule,
        "against_variant": other.group.variant,
        "smaller_below": _called(below, unique=unique),
        "smaller_above": _called(above, unique=unique),
        "range": [float(values[0]), float(values[-1])],
        "compared": what,
    }
    notes = () if value is not None else (f"never, for {text} in {span}",)
    return Result(
        statement=statement,
        optimizer=optimizer,
        schedule=schedule,
        variant=variant,
        quantity=QUANTITY,
        value=value,
        log10=None if value is None else math.log(value) / LN10,
        case=" ".join(str(item) for item in other.info if item is not None),
        stage=number,
        measure=one.measure,
        notes=notes,
        crossing=Frozen(crossing),
    )


def _called(side: _Side, *, unique: bool) -> str:
    if unique:
        return side.group.statement
    return " ".join(str(item) for item in side.info if item is not None)
