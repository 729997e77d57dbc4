"""Optimizers and the published bounds of others, side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any, Final, Unpack

from adamw_bounds.choice_names import HasGroups, InputName, ScheduleName, VariantName
from adamw_bounds.engine import rows
from adamw_bounds.engine.after_steps import best_counts
from adamw_bounds.engine.ask import Session
from adamw_bounds.engine.choices import Choice, resolve
from adamw_bounds.engine.conditions import covered
from adamw_bounds.engine.entering import entering
from adamw_bounds.engine.environment import Group
from adamw_bounds.engine.evaluate import is_array
from adamw_bounds.engine.inputs import InputValues
from adamw_bounds.engine.measures import measure_of
from adamw_bounds.engine.others import others
from adamw_bounds.engine.question import ORDERS, Question
from adamw_bounds.engine.results import Answer, Result
from adamw_bounds.engine.torch_settings import takes_optimizers
from adamw_bounds.engine.uncertain import take_apart
from adamw_bounds.errors import Fault, InputError
from adamw_bounds.kernels import KERNELS, PAPERS, STATEMENTS
from adamw_bounds.kernels.mathematics import LN10
from adamw_bounds.questions.guarantee import QUESTION as GUARANTEE

__all__ = ["BOUNDS", "QUESTION", "QUESTIONS", "base_of", "compare", "is_guarantee"]

_NO_SETTINGS: Final = (
    "cannot be used: compare takes constants of the problem, and each bound at its own best "
    "settings; see guarantee and conditions for given ones"
)
_SETTINGS: Final = ("eta", "beta1", "beta2", "gamma")
_CONSTANT: Final = "constant"
#: Points inside of ranges that are looked at where nothing is proved: each takes long.
_INSIDE: Final = 4
_COUNTS: Final = ("iterations", "gradient-complexity")
_REFUSED: Final = dict.fromkeys((*_SETTINGS, "lr", "betas", "k", "group_lr_ratio"), _NO_SETTINGS)

#: The counts: how many steps to reach ε.
QUESTION: Final = Question(
    name="compare",
    quantities=_COUNTS,
    chosen_optimizers=False,
    beside=_COUNTS,
    says_equal=True,
    refused=_REFUSED,
)
#: The bounds: what is guaranteed after T steps.
BOUNDS: Final = Question(
    name="compare",
    quantities=GUARANTEE.quantities,
    # What is proved here answers in the place of a theorem, or by its own name.
    papers=tuple(key for key in PAPERS if key != "here"),
    chosen_optimizers=False,
    if_given=GUARANTEE.if_given,
    searched=_SETTINGS,
    refused=_REFUSED,
)
QUESTIONS: Final = (QUESTION, BOUNDS)
#: PyTorch's update, which no one is asked for here: its bounds stand beside the paper's.
_PYTORCH: Final = {"pytorch_update": 1.0}


@takes_optimizers(wanted=("delta", "lam"))
def compare(
    *,
    optimizer: HasGroups | None = None,
    schedule: ScheduleName | str | Sequence[str] = "all",
    variant: VariantName | str | Sequence[str] = "all",
    crossover: InputName | str | None = None,
    between: Any = None,
    sensitivity: Any = False,
    **inputs: Unpack[InputValues],
) -> Answer:
    """Return what AdamW, Adam, ℓ2-Adam and others' methods are guaranteed, side by side.

    With ``epsilon``: the steps that each bound needs to reach it. With ``iterations``: what each
    bound guarantees after so many steps. Each bound stands at the best settings that it allows.

    Parameters
    ----------
    optimizer : torch.optim.Optimizer, optional
        An optimizer object, of which ε and the weight decay are taken. All optimizers are compared.
    schedule : {"constant", "decaying", "all"}
        Step schedule.
    variant : {"printed", "corrected", "explicit", "sharp", "all"}
        Readings of the paper's statements; the bounds of others always stand.
    crossover : str, optional
        An input, ``delta`` for example: where do bounds overtake each other as it changes? Then
        the rows are ``crossover``: of the counts where epsilon is given (or is what changes), else
        of the bounds after ``iterations`` steps.
    between : pair of float, optional
        Where that input is looked at; eight decades to each side of it where it is given.
    sensitivity : bool
        Tell the elasticities of each bound that a formula gives, and where another of its terms
        takes over.
    **inputs
        As for :func:`adamw_bounds.complexity`, with iterations, epsilon, or both; mu brings in
        Theorem 4, dim the bounds of others, c_2 (√d·c_inf unless given) those in G₂. Step sizes
        are no inputs: each bound takes its own best.

    Returns
    -------
    Answer
        Rows ``iterations`` and ``gradient-complexity`` to reach ε, and the bounds after T steps,
        ``gradient-norm-squared`` for example. A guarantee carries its ``measure`` (rows that
        differ in it are not comparable), its ``hypotheses`` in a line, what was ``translated``
        from the conventions of its paper, and the ``settings`` that were chosen for it. Rows
        ``printed``, ``corrected`` and ``order`` are orders, with every constant 1. The case
        ``best-settings`` is the least T of a theorem's bound at any settings, where the theorem
        counts at settings of its own. ``ratio`` is the gradient complexity over AdamW's of the
        same theorem, schedule and variant.

    Raises
    ------
    InputError
        If an input is missing or wrong.
    """
    faults: list[Fault] = []
    if optimizer is not None:
        what = "must be an optimizer object of PyTorch: all optimizers are compared"
        faults.append(Fault("optimizer", str(optimizer), what))
    if crossover is not None:
        from adamw_bounds.questions.crossover import crossovers

        choices = (
            resolve(QUESTION, "all", None, schedule, variant, faults),
            _chosen_bounds(schedule, variant, faults),
        )
        return crossovers(crossover, between, choices, QUESTIONS, inputs, faults)
    if between is not None:
        faults.append(Fault("between", str(between), "needs --crossover"))
    apart = take_apart(inputs, faults)
    if not apart.intervals:
        return _compared(schedule, variant, inputs, faults, sensitivity)[0]
    from adamw_bounds.engine.ranges import in_ranges

    def asked(values: Mapping[str, Any], by_force: bool) -> tuple[Answer, list[Session]]:
        return _compared(schedule, variant, values, list(faults), sensitivity)

    return in_ranges(apart, asked, policy="drop", force=False, inside=_INSIDE)


def _compared(
    schedule: Any,
    variant: Any,
    inputs: Mapping[str, Any],
    faults: list[Fault],
    sensitivity: Any,
) -> tuple[Answer, list[Session]]:
    """Return the answer to inputs without a range, and the sessions that made it."""
    sessions: list[Session] = []
    answers: list[Answer] = []
    if inputs.get("epsilon") is not None or inputs.get("iterations") is None:
        answers.append(_counts(schedule, variant, inputs, faults, sensitivity, sessions))
    answers += _bounds(schedule, variant, inputs, faults, sensitivity, sessions)
    answers = [answer for answer in answers if answer.results]
    if not answers:
        raise InputError("no bound answers with this choice of schedule and variant")
    results = [row for answer in answers for row in answer.results]
    told: dict[str, Any] = {}
    for answer in reversed(answers):
        told.update(answer.inputs)
    warnings = dict.fromkeys(note for answer in answers for note in answer.warnings)
    if any(note.code == "orders-missing" for note in answers[0].warnings):
        # What the bounds of others lack was said of their counts already.
        theirs = [name for name in STATEMENTS if STATEMENTS[name].paper not in QUESTION.papers]
        said = {STATEMENTS[name].name for name in theirs if not STATEMENTS[name].stands_for}
        warnings = {
            note: None
            for note in warnings
            if not any(note.message.startswith(f"{name} is left out") for name in said)
        }
    results.sort(key=_is_order)
    listed = tuple(_described(row, told) for row in results)
    return Answer(QUESTION.name, told, listed, tuple(warnings)), sessions


def base_of(row: Mapping[str, Any]) -> str:
    """Return the statement behind a row: Theorem 2 for Corollary 2's, and for a sharper bound's."""
    return _base(row.get("stands_for") or row["statement"])


def is_guarantee(row: Mapping[str, Any]) -> bool:
    """Whether a row has constants: it is no order."""
    return row["variant"] not in ORDERS


def _is_order(row: Result) -> bool:
    return row.variant in ORDERS


def _counts(
    schedule: Any,
    variant: Any,
    inputs: Any,
    faults: list[Fault],
    sensitivity: Any,
    sessions: list[Session],
) -> Answer:
    """Return the counts: those of the theorems, then those of others."""
    choice = resolve(QUESTION, "all", None, schedule, variant, faults)
    session = Session(QUESTION, inputs, choice, faults)
    sessions.append(session)
    ours = [
        row
        for row in session.results()
        if row.stage is None and (row.quantity == _COUNTS[1] or not _is_order(row))
    ]
    ours = [_covered(_with_ratio(row, ours), session.given) for row in ours]
    if sensitivity:
        ours = _sensitive(ours, session)
    theirs, entered = others(session, {group.schedule for group in choice.groups})
    bounds = _chosen_bounds(schedule, variant, [])
    return session.answer([*ours, *theirs], entered | _entering(bounds))


def _bounds(
    schedule: Any,
    variant: Any,
    inputs: Any,
    faults: list[Fault],
    sensitivity: Any,
    sessions: list[Session],
) -> list[Answer]:
    """Return the least T of bounds that have no such count, and the bounds after T steps."""
    choice = _chosen_bounds(schedule, variant, faults)
    after = inputs.get("iterations") is not None
    known = {} if after else {"iterations": 1.0}
    paper = Session(BOUNDS, inputs, choice, faults, known=known)
    elsewhere = [group for group in choice.groups if group not in paper.choice.groups]
    torch = Session(
        BOUNDS,
        inputs,
        replace(choice, groups=tuple(elsewhere)),
        faults,
        known={**known, **_PYTORCH},
    )
    torch.bests = paper.bests
    sessions += [paper, torch]
    found: list[Answer] = []
    for session in (paper, torch):
        groups = [group for group in session.choice.groups if group not in session.left_out]
        if not groups:
            continue
        results: list[Result] = []
        if inputs.get("epsilon") is not None:
            for group in groups:
                results += best_counts(session, group, BOUNDS.quantities)
        if after:
            results += session.results()
        if sensitivity:
            results = _sensitive(results, session)
        # A bound for any schedule is asked here for a constant one.
        results = [replace(row, schedule=row.schedule or _CONSTANT) for row in results]
        answer = session.answer(results, (*_entering(choice), *inputs))
        shown = {name: value for name, value in answer.inputs.items() if name not in known}
        found.append(replace(answer, inputs=shown))
    return found


def _sensitive(found: list[Result], session: Session) -> list[Result]:
    from adamw_bounds.engine.sensitivity import sensitive

    return list(sensitive(found, [session]))


def _chosen_bounds(schedule: Any, variant: Any, faults: list[Fault]) -> Choice:
    """Return the bounds that were chosen; those of others stand whatever the variant is."""
    choice = resolve(BOUNDS, "all", None, schedule, variant, faults)
    every = resolve(BOUNDS, "all", None, schedule, "all", [])
    kinds = {group.schedule for group in every.groups}
    groups = [
        group
        for group in every.groups
        # A bound for any schedule is asked here for a constant one.
        if group.schedule is not None or _CONSTANT in kinds
    ]
    variants = {(group.statement, group.variant) for group in choice.groups}
    groups = [
        group
        for group in groups
        if STATEMENTS[_own(group)].paper not in QUESTION.papers
        or (group.statement, group.variant) in variants
    ]
    return replace(every, groups=tuple(groups))


def _own(group: Group) -> str:
    return group.info.stands_for or group.statement


def _entering(choice: Choice) -> set[str]:
    """Return what may enter the bounds beside the counts."""
    return entering(BOUNDS, choice.statements) | {"iterations"}


# --- rows -----------------------------------------------------------------------------------------


def _covered(row: Result, given: Mapping[str, Any]) -> Result:
    """Say of a count that its bound cannot hold: a constant decay that its statement excludes."""
    return row if _is_order(row) else covered(row, _base(row.statement), given)


def _described(row: Result, given: Mapping[str, Any]) -> Result:
    """Say of a guarantee in what it is counted, what it assumes, and what was translated."""
    if _is_order(row):
        return row
    base = _base(row.statement)
    info = STATEMENTS[base]
    return replace(
        row,
        measure=measure_of(base, row.optimizer, row.schedule, row.variant, given),
        measured=info.measure,
        hypotheses=info.hypotheses,
        translated=info.translated,
    )


def _base(statement: str) -> str:
    return _bases().get(statement, statement)


@cache
def _bases() -> dict[str, str]:
    return {
        kernel.statement: kernel.base
        for kernel in KERNELS.values()
        if kernel.base != kernel.statement
    }


def _with_ratio(row: Result, found: list[Result]) -> Result:
    """Add the ratio to the count of AdamW's row of the same theorem, schedule and variant."""
    own = _COUNTS[1]
    for base in found:
        if (
            base.optimizer == found[0].optimizer
            and base.quantity == row.quantity == own
            and base_of(base.as_row()) == base_of(row.as_row())
            and (base.schedule, base.variant) == (row.schedule, row.variant)
        ):
            if base.log10 is None or row.log10 is None:
                return row
            return replace(row, ratio=_ratio(row.log10, base.log10))
    return row


def _ratio(log10: Any, base: Any) -> Any:
    if is_array(log10) or is_array(base):
        import numpy as np

        with np.errstate(all="ignore"):
            return rows.numbers((log10 - base) * LN10)[0]
    return rows.numbers((log10 - base) * LN10)[0]
