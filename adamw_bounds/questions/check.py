"""One page for one training run: what covers it, what that guarantees, what would help."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from adamw_bounds.choice_names import ScheduleName
from adamw_bounds.engine.choices import answerable, optimizers_of, question_statements
from adamw_bounds.engine.conventions import decimal_of
from adamw_bounds.engine.environment import kernels_of, schedules_of
from adamw_bounds.engine.evaluate import any_true, truth
from adamw_bounds.engine.inputs import ALIASES, option_of
from adamw_bounds.engine.question import Question
from adamw_bounds.engine.results import Answer, Condition, Note, Result
from adamw_bounds.engine.rows import figure
from adamw_bounds.errors import BoundsError, Fault, InputError
from adamw_bounds.kernels import STATEMENTS, SYMBOLS
from adamw_bounds.kernels.mathematics import LN10
from adamw_bounds.kernels.types import Kernel
from adamw_bounds.numbers import show, show_above, show_below, written
from adamw_bounds.optimizers import ADAMW, L2_ADAM, PYTORCH
from adamw_bounds.questions import conditions as conditions_of_run
from adamw_bounds.questions import edge as edge_of_run
from adamw_bounds.questions import guarantee as guarantee_of_run
from adamw_bounds.questions import noise_scale as noise_scale_of_run
from adamw_bounds.questions import radius as radius_of_run
from adamw_bounds.questions import timescale as timescale_of_run
from adamw_bounds.questions.certificates import evidence_of, with_measured_decay
from adamw_bounds.questions.kkt import kkt
from adamw_bounds.questions.run_inputs import accepted, bound_inputs, is_range, most, taken
from adamw_bounds.runs.constants import constants_beside, constants_of, voids
from adamw_bounds.runs.description import Description, Group, overridden, read_run
from adamw_bounds.runs.sources import Sources, sources_of
from adamw_bounds.spelling import any_of

if TYPE_CHECKING:
    from adamw_bounds.traces import Trace

__all__ = ["QUESTION", "QUESTIONS", "check", "check_sources"]

#: The questions that the page is made of: their inputs are its options.
QUESTIONS: Final = (
    guarantee_of_run.QUESTION,
    timescale_of_run.QUESTION,
    radius_of_run.QUESTION,
    noise_scale_of_run.QUESTION,
    edge_of_run.QUESTION,
)
QUESTION: Final = QUESTIONS[0]

_BOUND: Final = "gradient-norm-squared"
_COVERED: Final = "covered"
#: Whose statements are about a run of Adam or AdamW on a loss that need not be convex.
_PAPERS: Final = ("zhou2024", "here", "xie2024")
#: What holds for the largest second moment so far, and for no other.
_AMSGRAD: Final = "here-amsgrad"
#: What uses how v_k moves, which amsgrad changes; and one decay for all groups that have one.
_OF_V: Final = ("here-regularised-decay", _AMSGRAD)


# --- One statement --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Standing:
    """How a statement stands to the run.

    Attributes
    ----------
    statement : str
        Its identifier.
    covered : bool or None
        Whether it covers the run; None where inputs are missing that would tell.
    conditions : tuple of Condition
        Its hypotheses, as far as they can be held against the run.
    bounds : tuple of Result
        What it guarantees; empty where it is not covered, or inputs are missing.
    needs : tuple of str
        The inputs that are missing.
    reason : str
        Why it is not about this run at all; empty where it is.
    optimizer, schedule, variant : str or None
        As in the rows.
    """

    statement: str
    covered: bool | None
    conditions: tuple[Condition, ...] = ()
    bounds: tuple[Result, ...] = ()
    needs: tuple[str, ...] = ()
    reason: str = ""
    optimizer: str | None = ADAMW.key
    schedule: str | None = None
    variant: str = "sharp"

    @property
    def missed(self) -> tuple[Condition, ...]:
        """The hypotheses that fail."""
        return tuple(item for item in self.conditions if not item.met)

    def row(self) -> Result:
        """Return the row that says whether the run is covered."""
        value = None if self.covered is None else float(self.covered)
        notes = []
        if self.reason:
            notes.append(f"about other runs: {self.reason}")
        if self.needs:
            notes.append(f"missing: {', '.join(map(option_of, self.needs))}")
        return figure(
            value,
            statement=self.statement,
            optimizer=self.optimizer,
            schedule=self.schedule,
            variant=self.variant,
            quantity=_COVERED,
            conditions=self.conditions,
            notes=tuple(notes),
            audit=(),
        )


def _hypothesis(name: str, text: str) -> Condition:
    """Return a hypothesis that fails, and that no number measures."""
    return Condition(name, None, None, False, None, text)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A run as the questions about bounds are asked of it."""

    run: Description
    inputs: Mapping[str, Any]
    uncovered: tuple[Condition, ...]
    notes: tuple[tuple[str, str], ...] = ()
    #: The inputs as the answers so far have used them.
    shown: dict[str, Any] = field(default_factory=dict)

    @property
    def optimizer(self) -> str:
        return L2_ADAM.key if self.run.is_l2 and "lam_l2" in self.inputs else ADAMW.key

    def guarantee(self, theorem: str, **changes: Any) -> Answer:
        """Ask for the numbers of one statement, whether or not its conditions hold."""
        question = guarantee_of_run.QUESTION
        found = guarantee_of_run.guarantee(
            theorem,
            optimizer=self._optimizer_for(theorem),
            force=True,
            **self._asked(accepted(question), changes),
        )
        if not changes:
            self.shown.update(found.inputs)
        return found

    def conditions(self, theorem: str, **changes: Any) -> Answer:
        """Ask for the conditions of one statement."""
        question = conditions_of_run.QUESTION
        return conditions_of_run.conditions(
            theorem,
            optimizer=self._optimizer_for(theorem),
            update="pytorch" if self.is_pytorchs else None,
            **self._asked(accepted(question), changes),
        )

    def _optimizer_for(self, theorem: str) -> str | None:
        return self.optimizer if self.optimizer in optimizers_of(theorem) else None

    @property
    def is_pytorchs(self) -> bool:
        """Whether the update is PyTorch's."""
        return any(name in self.inputs for name in PYTORCH)

    def _asked(self, names: set[str], changes: Mapping[str, Any]) -> dict[str, Any]:
        found = taken({**self.inputs, **changes}, names)
        found["schedule"] = self.run.schedule or "constant"
        return found


def _standings(asked: _Asked) -> list[Standing]:
    """Return how each statement stands to the run, those that are about it first."""
    question = guarantee_of_run.QUESTION
    known = [
        name
        for name in answerable(question)
        if STATEMENTS[name].paper in _PAPERS and asked.optimizer in optimizers_of(name)
    ]
    asked_for = [
        name
        for name in dict.fromkeys((*question_statements(question), *known))
        if not STATEMENTS[name].stands_for and asked.optimizer in optimizers_of(name)
    ]
    found: dict[str, Standing] = {}
    for name in asked_for:
        for item in _standing(asked, name):
            found[item.statement] = item
    for name in known:
        if name not in found:
            found[name] = _elsewhere(asked, name)
    limit = _limit(asked)
    if limit is not None:
        found[limit.statement] = limit
    order = {name: place for place, name in enumerate(STATEMENTS)}
    return sorted(found.values(), key=lambda one: (bool(one.reason), order[one.statement]))


def _standing(asked: _Asked, name: str) -> Iterator[Standing]:
    """Ask one statement, and those that stand for it in this run."""
    reason = _excluded(asked, name)
    if reason:
        yield _not_of_this_run(name, *reason)
        return
    try:
        answer = asked.guarantee(name)
    except InputError as error:
        needs = [fault.name for fault in error.faults if fault.allowed.startswith("is missing")]
        if needs and len(needs) == len(error.faults):
            yield from _untold(asked, name, needs)
        return
    except BoundsError:
        return
    for statement in dict.fromkeys(row.statement for row in answer.results):
        rows = [row for row in answer.results if row.statement == statement]
        yield _of_rows(asked, statement, rows)


def _of_rows(asked: _Asked, statement: str, rows: Sequence[Result]) -> Standing:
    first = rows[0]
    listed = dict.fromkeys(item for row in rows for item in row.conditions)
    conditions = (*listed, *asked.uncovered)
    covered = all(bool(item.met) for item in conditions)
    return Standing(
        statement,
        covered,
        conditions=conditions,
        bounds=tuple(
            _own_notes(asked, row) for row in rows if row.log10 is not None or row.value == 0
        )
        if covered
        else (),
        optimizer=first.optimizer,
        schedule=first.schedule,
        variant=first.variant,
    )


#: What a row says of an input that is none of the user's where groups differ.
_SUM_GIVEN: Final = f"{SYMBOLS['group_decay'].text} was given"


def _own_notes(asked: _Asked, row: Result) -> Result:
    """Leave out that the sum over the groups was given, where it was made here, of radii."""
    if "group_decay" in asked.run.problem or "x_norm" in asked.run.problem:
        return row
    return replace(row, notes=tuple(note for note in row.notes if _SUM_GIVEN not in note))


def _untold(asked: _Asked, name: str, needs: Sequence[str]) -> Iterator[Standing]:
    """Say what can be said of statements whose numbers need inputs that are missing."""
    try:
        rows = asked.conditions(name).results
    except BoundsError:
        rows = ()
    try:
        # Whatever they are: which statements are about this run does not hang on them.
        listed = dict.fromkeys(
            row.statement for row in asked.guarantee(name, **dict.fromkeys(needs, 1.0)).results
        )
    except BoundsError:
        return
    for statement in listed:
        if _waits(asked, statement):
            continue
        own = [row for row in rows if row.statement == statement]
        conditions = tuple(dict.fromkeys(item for row in own for item in row.conditions))
        conditions += asked.uncovered
        fails = any(not item.met for item in conditions)
        yield Standing(
            statement,
            False if fails else None,
            conditions=conditions,
            needs=tuple(name for name in needs if name != "delta" or not asked.uncovered),
            schedule=own[0].schedule if own else None,
            optimizer=own[0].optimizer if own else asked.optimizer,
        )


def _excluded(asked: _Asked, name: str) -> tuple[str, str] | None:
    """Say what the formulas of a statement do not: whose second moments it is about."""
    if name not in _OF_V:
        return None
    amsgrad = any(group.settings.get("amsgrad") is True for group in asked.run.groups)
    if amsgrad != (name == _AMSGRAD):
        return "amsgrad", "amsgrad" if name == _AMSGRAD else "no amsgrad"
    decays = {str(group.settings.get("weight_decay", 0)) for group in asked.run.groups}
    if len({decay for decay in decays if decimal_of(decay) != 0}) > 1:
        return "one-decay", "one weight decay, beside groups without any"
    return None


def _not_of_this_run(statement: str, name: str, text: str) -> Standing:
    return Standing(statement, False, (_hypothesis(name, text),), reason=text)


def _kernels(asked: _Asked, statement: str) -> list[Kernel]:
    """Return the formulas of a statement for the schedule of the run."""
    return [
        kernel
        for kind in schedules_of(statement)
        if kind in (None, asked.run.schedule or "constant")
        for quantity in guarantee_of_run.QUESTION.quantities
        for kernel in kernels_of(statement, kind, asked.optimizer, "sharp", quantity)
    ]


def _waits(asked: _Asked, statement: str) -> str:
    """Return the input without which a statement is about other runs, where it is not given."""
    kernels = _kernels(asked, statement)
    for name in guarantee_of_run.QUESTION.if_given:
        if name in asked.inputs or not kernels:
            continue
        if all(name in kernel.inputs for kernel in kernels):
            return name
    return ""


def _elsewhere(asked: _Asked, statement: str) -> Standing:
    """Say of a statement that did not answer what other run it is about."""
    info = STATEMENTS[statement]
    kinds = schedules_of(statement)
    schedule = asked.run.schedule or "constant"
    if None not in kinds and schedule not in kinds:
        listed = any_of(str(kind) for kind in kinds)
        return _not_of_this_run(statement, "schedule", f"a learning rate that is {listed}")
    name = _waits(asked, statement)
    if name:
        text = f"a loss with a known {SYMBOLS[name].meaning} ({option_of(name)})"
        return _not_of_this_run(statement, name, text)
    kernels = _kernels(asked, statement)
    decay = (most(asked.inputs.get("weight_decay", asked.inputs.get("lam"))) or 0.0) > 0
    pytorchs = asked.is_pytorchs
    facts = {
        "pytorch_update": float(pytorchs),
        "constant_rate": float(schedule == "constant" and not asked.inputs.get("warmup")),
        "constant_decay": float(decay and pytorchs),
        "group_lr_ratio": most(asked.inputs.get("group_lr_ratio")) or 1.0,
        "lam": float(decay),
    }
    hold = [item for item in (info.when, *(kernel.exists for kernel in kernels)) if item]
    hold = [item for item in hold if set(item.inputs) <= facts.keys()]

    def stands(**other: float) -> bool:
        return all(any_true(truth(item, {**facts, **other})) for item in hold)

    update = (
        "the paper's update: no bias correction, m_0 = g_0, δ inside the root"
        if pytorchs
        else "PyTorch's update"
    )
    others = {
        "decay": (
            {"lam": float(not decay), "constant_decay": float(pytorchs and not decay)},
            "no weight decay" if decay else "a weight decay λ > 0",
        ),
        "update": ({"pytorch_update": float(not pytorchs)}, update),
        "schedule": (
            {"constant_rate": 1 - facts["constant_rate"]},
            "a schedule" if facts["constant_rate"] else "a constant learning rate",
        ),
        "groups": ({"group_lr_ratio": 1.0}, "one learning rate for all parameters"),
    }
    for name, (change, text) in others.items():
        if stands(**change):
            return _not_of_this_run(statement, name, text)
    return _not_of_this_run(statement, "update", update)


def _limit(asked: _Asked) -> Standing | None:
    """Return how the statement on the limit of a run stands: its conditions alone."""
    question = conditions_of_run.QUESTION
    for name in answerable(question):
        info = STATEMENTS[name]
        if info.paper != "xie2024" or asked.optimizer not in optimizers_of(name):
            continue
        try:
            rows = asked.conditions(name).results
        except BoundsError:
            return None
        conditions = tuple(dict.fromkeys(item for row in rows for item in row.conditions))
        # Its gradients are those of all the data.
        batch, samples = (asked.inputs.get(key) for key in ("batch_size", "samples"))
        if batch is None or samples is None or str(batch) != str(samples):
            text = "every gradient is that of all the data"
            conditions = (*conditions, _hypothesis("full-batch", text))
        return Standing(
            name,
            all(bool(item.met) for item in conditions),
            conditions=conditions,
            schedule=rows[0].schedule,
            variant=rows[0].variant,
        )
    return None


# --- The verdict ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer in a sentence.

    Attributes
    ----------
    covered : tuple of str
        The statements that cover the run.
    best : str or None
        The one with the least bound.
    cause : str
        What drives it where none covers the run.
    sentence : str
        All of it, for a person.
    """

    covered: tuple[str, ...]
    best: str | None
    cause: str
    sentence: str

    def as_dict(self) -> dict[str, Any]:
        """Return what JSON carries."""
        return {
            "covered": list(self.covered),
            "best": self.best,
            "cause": self.cause,
            "sentence": self.sentence,
        }


def _verdict(asked: _Asked, standings: Sequence[Standing], *, is_estimate: bool = False) -> Verdict:
    covered = [one for one in standings if one.covered]
    bounded = [
        row
        for one in covered
        for row in one.bounds
        if row.quantity == _BOUND and _is_of_the_loss(one.statement)
    ] or [row for one in covered for row in one.bounds]
    if bounded:
        best = min(bounded, key=_size)
        sentence, cause = _promise(asked, best, covered)
        if is_estimate:
            sentence += " It rests on constants that were measured at one point: it is an estimate."
        names = tuple(one.statement for one in covered)
        return Verdict(names, best.statement, cause, sentence)
    if covered:
        names = tuple(one.statement for one in covered)
        sentence = f"{_names(names)} covers this run, and bounds nothing that is computed here."
        return Verdict(names, None, "", sentence)
    cause, help_ = _cause(asked, standings)
    sentence = f"No statement covers this run: {cause}."
    if help_:
        sentence += f" {help_}"
    return Verdict((), None, cause, sentence)


def _size(row: Result) -> float:
    """Return log10 of a bound, of a range its upper end."""
    if row.upper is not None and row.upper > 0:
        return math.log10(row.upper)
    return -math.inf if row.log10 is None else float(row.log10)


def _is_of_the_loss(statement: str) -> bool:
    """Whether a statement bounds the gradient of the loss, not that of another function."""
    return bool(STATEMENTS[statement].stands_for) or STATEMENTS[statement].paper == "zhou2024"


def _promise(asked: _Asked, best: Result, covered: Sequence[Standing]) -> tuple[str, str]:
    """Say what the best bound promises, and whether that says something."""
    info = STATEMENTS[best.statement]
    size = _size(best)
    value = show_above(size * LN10)
    what = f"{info.measure} ≤ {value}" if info.measure else f"a bound of {value}"
    if best.quantity == _BOUND:
        what += f" (root {show_above(size * LN10 / 2)})"
    also = [one.statement for one in covered if one.statement != best.statement]
    beside = f" ({_names(also)} too)" if also else ""
    sentence = f"{info.name[:1].upper()}{info.name[1:]} ({best.statement}) covers this run{beside}"
    unproved = any(note.startswith("NOT PROVED") for note in best.notes)
    between = " at the points of the ranges that were looked at, NOT PROVED between them"
    sentence += f": {what}{between if unproved else ''}."
    worst = _trivial(asked)
    if best.quantity == _BOUND and worst is not None and size >= worst:
        cause = (
            f"the bound is vacuous: ‖∇F‖² ≤ d·c∞² = {show(worst * LN10)} holds for any gradient "
            "with entries up to c∞; the largest part of the bound is its "
            f"{_part_in_words(asked, best)}"
        )
        return f"{sentence} But {cause}.", cause
    if best.dominant:
        sentence += f" Its largest part is the {_part_in_words(asked, best)}."
    return sentence, ""


def _part_in_words(asked: _Asked, best: Result) -> str:
    """Name the largest part of a bound, and what makes it smaller."""
    known = {
        "gap": "gap, which falls with the sum of the learning rates",
        "noise-floor": "noise floor, which falls with β1 and 1/b",
        "initial-noise": "initial noise, which falls with the steps",
        "weight-decay": "weight decay",
    }
    part = str(best.dominant)
    if part == "weight-decay" and "x_norm" not in asked.inputs:
        return "weight decay, as x is held by the radius bound alone; x_norm bounds it better"
    return known.get(part, part.replace("-", " "))


def _trivial(asked: _Asked) -> float | None:
    """Return log10 of d·c∞², above which a bound of ‖∇F‖² says nothing; None if unknown."""
    if asked.optimizer == L2_ADAM.key:
        return None  # its bounds are of the regularised loss, whose gradient holds λx
    dim, c_inf, c_2 = (most(asked.inputs.get(name)) for name in ("dim", "c_inf", "c_2"))
    found = []
    if dim is not None and c_inf is not None:
        found.append(math.log10(dim) + 2 * math.log10(c_inf))
    if c_2 is not None:
        found.append(2 * math.log10(c_2))
    return min(found, default=None)


def _cause(asked: _Asked, standings: Sequence[Standing]) -> tuple[str, str]:
    """Say the one cause for which nothing covers the run, and the least change that would help."""
    mine = [one for one in standings if not one.reason and _is_of_the_loss(one.statement)]
    for item in asked.uncovered:
        if item.name == "epsilon":
            return f"it needs {item.text}", _least_epsilon(asked, mine)
    failing = [one for one in mine if one.missed]
    if not failing:
        needs = next((one.needs for one in mine if one.needs), ())
        if needs:
            listed = ", ".join(f"{SYMBOLS[name].text} ({option_of(name)})" for name in needs)
            return f"it cannot be told, as inputs are missing: {listed}", ""
        return "no statement is about such a run", ""
    nearest = min(failing, key=lambda one: (len(one.missed), _missed_by(one)))
    settings = [item for item in nearest.missed if item not in asked.uncovered]
    if not settings:
        return f"{_all_of(asked.uncovered)}, which fails here", ""
    item = max(settings, key=lambda one: one.margin or math.inf)
    ways = _ways(asked, nearest.statement)
    cause = _in_words(STATEMENTS[nearest.statement].name, item, ways)
    if asked.uncovered:
        cause += f"; besides, {_all_of(asked.uncovered)}, which fails here"
    if not ways:
        known = item.margin is not None and not any(map(is_range, asked.inputs.values()))
        return cause, "No change of lr or eps alone would help." if known else ""
    return cause, f"The smallest change that would help: {any_of(way[-1] for way in ways)}."


def _in_words(name: str, item: Condition, ways: Sequence[tuple[float, str, str]]) -> str:
    """Say which hypothesis fails, and by how much in the terms of a learning rate."""
    decades = next((far for far, setting, _ in ways if setting in ("lr", "eta")), None)
    if decades is not None:
        times = show(decades * LN10)
        return (
            f"the learning rate is {times} times the largest that {name} allows with these other "
            f"settings ({item.text} fails)"
        )
    by = "" if item.margin is None else f", missed by the factor {show(math.log(item.margin))}"
    return f"{name} needs {item.text}{by}"


def _all_of(items: Sequence[Condition]) -> str:
    return f"every statement assumes that {'; that '.join(item.text for item in items)}"


def _least_epsilon(asked: _Asked, mine: Sequence[Standing]) -> str:
    """Say which eps would do in the place of 0."""
    # Far below every eps that does, whatever the units.
    tiny = replace(asked, inputs={**asked.inputs, "adam_eps": 1e-30}, uncovered=())
    for one in mine:
        for _, setting, text in _ways(tiny, one.statement):
            if setting == "adam_eps":
                return f"The smallest change that would help: {text}."
    return ""


def _missed_by(one: Standing) -> float:
    return max((item.margin or math.inf) for item in one.missed)


#: Settings that are turned one at a time: the input, its direction, how its limit is said.
_LEVERS: Final = (
    ("lr", -1, "lr at most"),
    ("eta", -1, "η at most"),
    ("adam_eps", 1, "eps at least"),
    ("delta", 1, "δ at least"),
)
_FAR: Final = 40.0  # decades


def _ways(asked: _Asked, statement: str) -> list[tuple[float, str, str]]:
    """Return the changes of one setting each that meet all conditions, the smallest first.

    Each is its decades, the setting, and its limit in words.
    """
    found: list[tuple[float, str, str]] = []
    for name, sign, text in _LEVERS:
        start = most(asked.inputs.get(name))
        if start is None or start <= 0:
            continue
        log = math.log10(start)

        def holds(far: float, at: float = log, up: int = sign, key: str = name) -> bool:
            return _holds(asked, statement, key, 10 ** (at + up * far))

        decades = _least(holds)
        if decades is not None:
            limit = (log + sign * decades) * LN10
            shown = show_below(limit) if sign < 0 else show_above(limit)
            found.append((decades, name, f"{text} {shown}"))
    return sorted(found)


def _least(holds: Callable[[float], bool]) -> float | None:
    """Return how far a setting must be turned, in decades; None where nothing helps."""
    low, high = 0.0, _FAR
    if not holds(high):
        return None
    while high - low > 1e-4:
        middle = (low + high) / 2
        if holds(middle):
            high = middle
        else:
            low = middle
    return high


def _holds(asked: _Asked, statement: str, name: str, value: float) -> bool:
    try:
        rows = asked.conditions(statement, **{name: value}).results
    except BoundsError:
        return False
    items = [item for row in rows for item in row.conditions if row.statement == statement]
    return bool(items) and all(bool(item.met) for item in items)


def _names(statements: Iterable[str]) -> str:
    *first, last = (*statements,) or ("",)
    return f"{', '.join(first)} and {last}" if first else last


# --- The parts ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Part:
    """A question of its own, and those of its quantities that stand on the page.

    Attributes
    ----------
    question : Question
        What it is.
    ask : callable
        Its function.
    wants : mapping
        Each quantity, and the inputs that give it beside those of an optimizer with weight decay.
    of_groups : bool
        Whether each parameter group has figures of its own.
    of_decay : bool
        Whether they say something where there is weight decay, and nothing where there is none.
    """

    question: Question
    ask: Callable[..., Answer]
    wants: Mapping[str, tuple[str, ...]]
    of_groups: bool = True
    of_decay: bool = True

    def rows(self, run: Description, group: Group, shown: dict[str, Any]) -> list[Result]:
        """Return the rows of a group; of several that bound the same the least."""
        inputs = taken(run.of_group(group), accepted(self.question))
        if decimal_of(inputs.get("adam_eps")) == 0:
            inputs.pop("adam_eps")
        if self.question.of_a_run:
            inputs["schedule"] = run.schedule or "constant"
        try:
            answer = self.ask(**inputs)
        except BoundsError:
            return []
        shown.update({key: value for key, value in answer.inputs.items() if key not in shown})
        found: dict[str, Result] = {}
        for row in answer.results:
            if row.quantity not in self.wants or row.value is None:
                continue
            known = found.get(row.quantity)
            if known is None or _most(row) < _most(known):
                found[row.quantity] = row
        return [replace(row, case=group.name or None) for row in found.values()]


def _most(row: Result) -> float:
    return float(row.value if row.upper is None else row.upper)


_PARTS: Final = (
    _Part(
        timescale_of_run.QUESTION,
        timescale_of_run.timescale,
        {
            "timescale-steps": (),
            "timescale-epochs": ("batch_size", "samples"),
            "initial-share": ("iterations",),
            "effective-updates": ("iterations",),
            "equilibrium-rms": (),
            "equilibrium-ratio": ("dim", "x_norm"),
        },
    ),
    _Part(radius_of_run.QUESTION, radius_of_run.radius, {"radius": ("x0_inf_norm",)}),
    _Part(
        noise_scale_of_run.QUESTION,
        noise_scale_of_run.noise_scale,
        {"noise-scale": ("sigma", "gradient_norm")},
        of_groups=False,
        of_decay=False,
    ),
    _Part(
        edge_of_run.QUESTION,
        edge_of_run.edge,
        {"edge-ratio": ("sharpness",)},
        of_decay=False,
    ),
)


def _figures(run: Description, shown: dict[str, Any]) -> list[Result]:
    """Return the figures of the base group, then those of others that differ from it."""
    told: list[tuple[str, ...]] = []
    found: list[Result] = []
    names = ("lr", "betas", "weight_decay")
    for group in run.groups or (run.base,):
        alike = tuple(str(group.settings.get(name)) for name in names)
        if alike in told:
            continue
        for part in _PARTS:
            if told and not part.of_groups:
                continue
            if part.of_decay and not _decays(run, group):
                continue
            found += part.rows(run, group, shown)
        told.append(alike)
    if not any(row.quantity == "edge-ratio" for row in found):
        found += _edge(run, shown)
    return found


def _edge(run: Description, shown: dict[str, Any]) -> list[Result]:
    """Return the edge ratio of the run's spectrum, where that is a preconditioned one."""
    question = edge_of_run.QUESTION
    if run.spectrum is None:
        return []
    inputs = taken(run.of_group(run.base), accepted(question))
    inputs.pop("adam_eps", None)
    try:
        answer = edge_of_run.edge(eigenvalues=run.spectrum, **inputs)
    except BoundsError:
        return []
    return [row for row in answer.results if row.quantity == "edge-ratio" and row.value is not None]


def _score(run: Description, notes: list[tuple[str, str]]) -> list[Result]:
    """Return how far the point of the run is from a KKT point, where its gradient is known."""
    if run.params is None:
        return []
    settings = run.of_group(run.base)
    given = {name: settings.get(name) for name in ("weight_decay", "lam", "adam_eps", "delta")}
    if len(run.groups) > 1 or not any(value is not None for value in given.values()):
        # Which parameters are in which group only their optimizer tells.
        given = {}
    try:
        answer = kkt(run.params, run.grads, **given)
    except InputError as error:
        notes.append(("kkt-missing", f"No KKT score: {error.message}"))
        return []
    return [
        row
        for row in answer.results
        if row.quantity in ("kkt-score", "kkt-relative") and row.value is not None
    ]


def _decays(run: Description, group: Group) -> bool:
    inputs = run.of_group(group)
    decay = inputs.get("weight_decay", inputs.get("lam"))
    return decay is not None and decimal_of(decay) != 0


def _missing(run: Description, found: Sequence[Result]) -> dict[str, tuple[str, ...]]:
    """Return the figures that are not on the page, and the inputs that would give each."""
    given = {ALIASES.get(name, name) for name in run.of_group(run.base)}
    there = {row.quantity for row in found}
    needs: dict[str, tuple[str, ...]] = {}
    for part in _PARTS:
        for quantity, names in part.wants.items():
            lacking = tuple(name for name in names if name not in given)
            needless = part.of_decay and not _decays(run, run.base)
            if quantity not in there and lacking and not needless:
                needs[quantity] = lacking
    return needs


# --- The answer -----------------------------------------------------------------------------------


def check(
    run: Any,
    *,
    schedule: ScheduleName | Any = None,
    measured: Mapping[str, Any] | None = None,
    data: Any = None,
) -> Answer:
    """Return one page for one training run.

    Parameters
    ----------
    run : path, mapping or torch.optim.Optimizer
        A run file, the same as a mapping of its tables, or an optimizer, whose settings are read.
    schedule : str, sequence of float, scheduler of torch or mapping, optional
        Kind of the schedule, or the table ``[schedule]``. Of a scheduler a copy is walked through,
        one call of its ``step`` a step of training; it must not have been stepped. Where it does
        not say when it ends, the table does: ``{"kind": scheduler, "steps": 1000}``.
    measured : mapping, optional
        The table ``[problem]``: constants by the names of inputs.
    data : mapping, optional
        The table ``[data]``: batch_size, samples.

    Returns
    -------
    Answer
        Rows ``covered`` (1, 0, or None where inputs are missing that would tell) with the
        conditions of each statement, its bound, and the figures of the run. ``extra["verdict"]``
        says which statements cover the run, the best of them, or the cause for which none does.

    Raises
    ------
    InputError
        If something is wrong; all faults are listed.
    RunError
        If a file cannot be read.
    """
    return check_sources(sources_of(run, schedule=schedule, measured=measured, data=data))


def check_sources(sources: Sources, line: Mapping[str, Any] | None = None) -> Answer:
    """Return the page of a run that was found; ``line`` replaces what its tables say."""
    tables, options = overridden(sources.tables, line or {})
    run = read_run(tables, sources.where, options=options)
    run = replace(run, notes=(*sources.notes, *run.notes), params=run.params or sources.checkpoint)
    return _check_described(run, sources.point)


def _check_described(run: Description, point: Mapping[str, float] | None = None) -> Answer:
    """Return the page of a run that was read; ``point`` are norms of one point of it."""
    measured: dict[str, Any] = {}
    if run.spectrum is not None and not run.faults:
        run, measured = _with_constants(run, run.spectrum)
    if run.faults:
        raise InputError(run.faults)
    trace, evidence = None, None
    if run.trace is not None:
        from adamw_bounds.traces import load_trace

        trace = load_trace(run.trace)
        run = _with_head(run, trace)
        evidence = evidence_of(run, trace)
        point = {**evidence.point, **(point or {})}
    asked = _asked(run, () if evidence is None else evidence.broken)
    standings = _voided(_standings(asked), voids(measured))
    verdict = _verdict(asked, standings, is_estimate=bool(voids(measured)))
    shown = dict(asked.shown)
    at = _at(run, point or {})
    figures = _figures(at, shown)
    if at.problem.get("gradient_norm") != run.problem.get("gradient_norm"):
        told = "σ and ‖∇F‖ are those that the pairs in the trace tell: an estimate"
        figures = [
            replace(row, notes=(*row.notes, told)) if row.quantity == "noise-scale" else row
            for row in figures
        ]
    rows: list[Result] = []
    for one in standings:
        rows += [one.row(), *one.bounds]
    if evidence is not None and trace is not None:
        rows += evidence.rows
        beside = with_measured_decay(run, trace, asked.inputs)
        rows += [] if beside is None else [beside]
    noted: list[tuple[str, str]] = []
    rows += [*figures, *_score(run, noted)]
    said = (*run.notes, *asked.notes, *noted, *(() if evidence is None else evidence.notes))
    warnings = [Note(code, message) for code, message in said]
    if measured:
        listed = ", ".join(f"{name} = {value:.4g}" for name, value in measured.items())
        warnings.append(Note("from-spectrum", f"From {run.spectrum}: {listed}"))
    others: dict[str, list[str]] = {}
    for one in standings:
        if one.reason:
            others.setdefault(one.reason, []).append(one.statement)
    extra: dict[str, Any] = {
        "verdict": verdict.as_dict(),
        "missing": _missing(run, figures),
        "others": others,
    }
    extra["measured"] = [] if evidence is None else _told(evidence.rows)
    return Answer("check", shown, tuple(rows), tuple(warnings), extra)


def _told(rows: Sequence[Result]) -> list[str]:
    """Say in a sentence what is certified best of the run that was made."""
    for row in rows:
        if row.quantity.endswith("-measured") and row.value is not None:
            ends = "" if row.lower is None else f" ({row.lower:.3g} … {row.upper:.3g})"
            return [
                f"Measured along the run that was made: the mean of ‖∇F(x_k)‖² is {row.value:.3g}"
                f"{ends}, {row.notes[0]}."
                if row.lower is not None
                else f"Certified of the run that was made: the mean of ‖∇F(x_k)‖² is at most "
                f"{row.value:.3g}, {row.notes[0]}."
            ]
    return []


def _with_head(run: Description, trace: Trace) -> Description:
    """Take from a trace what the run does not say itself."""
    head = trace.head
    known = {"dim": "dim", "samples": "samples", "batch_size": "batch_size"}
    known |= {"x0_l2": "x0_norm", "x0_inf": "x0_inf_norm"}
    more = {
        name: head[key]
        for key, name in known.items()
        if head.get(key) is not None and name not in run.problem
    }
    if not more:
        return run
    listed = ", ".join(f"{name} = {written(value)}" for name, value in more.items())
    note = ("from-trace", f"From {trace.path}: {listed}")
    return replace(run, problem={**run.problem, **more}, notes=(*run.notes, note))


def _asked(run: Description, broken: Sequence[Condition] = ()) -> _Asked:
    """Return the run as bounds are asked of it; ``broken`` are hypotheses that do not hold."""
    made = bound_inputs(run)
    values = dict(made.values)
    uncovered = [_hypothesis(*one) for one in made.uncovered] + list(broken)
    if decimal_of(values.get("adam_eps")) == 0:
        # No bound is for it, but no slip of the pen either.
        del values["adam_eps"]
        uncovered.insert(0, _hypothesis("epsilon", "eps > 0, as at 0 nothing bounds a step"))
    return _Asked(run, values, tuple(uncovered), made.notes)


def _at(run: Description, point: Mapping[str, float]) -> Description:
    """Return the run with the norms of one of its points, which figures hold against their own."""
    measured = {name: point[name] for name in ("sigma", "gradient_norm") if name in point}
    more = {name: value for name, value in point.items() if name not in run.problem}
    if "gradient_norm" in more:
        # Noise and gradient of the same batches: σ of the file is a bound, and may be far above.
        more |= measured
    else:
        more.pop("sigma", None)
    if "x_norm" in more and len(run.groups) > 1:
        # It is that of all groups, and each settles at a size of its own.
        del more["x_norm"]
    return replace(run, problem={**run.problem, **more})


def _with_constants(run: Description, source: Any) -> tuple[Description, dict[str, Any]]:
    """Take the constants of the run's spectrum where the run does not say them itself."""
    from adamw_bounds.spectra import resolve_spectrum

    spectrum = resolve_spectrum(source)
    dim = run.problem.get("dim")
    if dim is not None and spectrum.dim is not None and decimal_of(dim) != spectrum.dim:
        said = f"is of {spectrum.dim} parameters, and dim is {dim}: it is of another model"
        fault = Fault("spectrum", str(source), said, option="spectrum")
        return replace(run, faults=(*run.faults, fault)), {}
    more = constants_beside(run.of_group(run.base), constants_of(spectrum))
    return replace(run, problem={**run.problem, **more}), more


def _voided(standings: Sequence[Standing], notes: Sequence[str]) -> list[Standing]:
    """Say on every bound what voids it."""
    if not notes:
        return list(standings)
    return [
        replace(one, bounds=tuple(replace(row, notes=(*notes, *row.notes)) for row in one.bounds))
        for one in standings
    ]
