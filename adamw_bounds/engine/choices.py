"""What may be chosen by name: statements, optimizers, schedules, variants."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from adamw_bounds.engine.environment import Group, schedules_of
from adamw_bounds.engine.question import ALL_VARIANTS, Question
from adamw_bounds.errors import Fault
from adamw_bounds.kernels import KERNELS, STATEMENTS
from adamw_bounds.spelling import any_of, meant, one_of

__all__ = [
    "BY_NAME",
    "Choice",
    "answerable",
    "choose",
    "optimizers_of",
    "question_statements",
    "resolve",
    "row_statement",
    "schedules_of_question",
    "short_name",
    "stand_ins",
    "statement_ids",
]

#: Schedules that need more than their name, so that ``all`` does not mean them.
BY_NAME: Final = ("step", "file")


def choose(
    name: str,
    given: Any,
    allowed: Sequence[str],
    faults: list[Fault],
    by_name: Sequence[str] = (),
) -> tuple[str, ...]:
    """Return what was chosen; ``all`` is everything in ``allowed``.

    Parameters
    ----------
    name : str
        The option, for the fault.
    given : str or sequence of str
        The choice; several may be given as a sequence or with commas.
    allowed, by_name : sequence of str
        What ``all`` stands for, and what may be named beside it.
    faults : list of Fault
        Takes a fault for each unknown word.
    """
    chosen: list[str] = []
    for raw in _words(given):
        word = str(raw).strip().lower()
        if word == "all":
            chosen.extend(allowed)
        elif word in allowed or word in by_name:
            chosen.append(word)
        else:
            same = meant(word, (*allowed, *by_name))
            if same is not None:
                chosen.append(same)
                continue
            faults.append(Fault(name, raw, one_of(raw, (*allowed, *by_name, "all"))))
    return tuple(dict.fromkeys(chosen))


def _words(given: Any) -> list[Any]:
    if isinstance(given, str):
        return given.split(",")
    return list(given) if isinstance(given, list | tuple) else [given]


def short_name(statement: str) -> str:
    """Return what is typed for a statement: ``2`` for ``theorem-2``, else its identifier."""
    number = statement.removeprefix("theorem-")
    return number if number.isdigit() else statement


def answerable(question: Question) -> dict[str, tuple[str, ...]]:
    """Return the statements that can answer a question, each with the variants that it has.

    The orders of others have no constants: they are no answer by themselves.
    """
    papers = question.papers if question.closed else None
    return dict(_answerable(question.quantities, papers))


@cache
def _answerable(
    quantities: tuple[str, ...], papers: tuple[str, ...] | None
) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for kernel in KERNELS.values():
        if papers is not None and STATEMENTS[kernel.base].paper not in papers:
            continue
        if kernel.quantity in quantities and kernel.variant != "order":
            found.setdefault(kernel.base, {})[kernel.variant] = None
    return {statement: tuple(found[statement]) for statement in STATEMENTS if statement in found}


@cache
def optimizers_of(statement: str) -> tuple[str, ...]:
    """Return the optimizers that a statement speaks of, its readings' included."""
    own = STATEMENTS[statement].optimizers
    read = [
        kernel.optimizer
        for kernel in KERNELS.values()
        if kernel.base == statement and kernel.optimizer is not None
    ]
    return tuple(dict.fromkeys((*own, *read)))


@cache
def row_statement(statement: str, optimizer: str) -> str:
    """Return the statement that the rows of an optimizer name: Corollary 2 for Adam's."""
    for kernel in KERNELS.values():
        if kernel.base == statement and kernel.optimizer == optimizer:
            return kernel.statement
    return statement


@cache
def _readings() -> tuple[tuple[str, str], ...]:
    """Return each statement that rows name, with each statement that it is a reading of."""
    return tuple(dict.fromkeys((kernel.statement, kernel.base) for kernel in KERNELS.values()))


def statement_ids(given: Any, question: Question, faults: list[Fault]) -> dict[str, str | None]:
    """Return the chosen statements; for the identifier of a reading, the reading.

    ``2``, ``"2"``, ``"theorem-2"``, ``"corollary-2"`` and ``"all"`` are understood.
    """
    known = answerable(question)
    ours = question_statements(question)
    readings = {reading: base for reading, base in _readings() if base in known}
    chosen: dict[str, str | None] = {}
    for raw in _words(given):
        word = str(raw).strip().lower()
        full = f"theorem-{word}" if word.isdigit() else word
        full = meant(full, {*known, *ours, *readings}) or full
        if word == "all":
            chosen.update(dict.fromkeys(ours))
        elif full in known or full in ours:
            chosen[full] = None
        elif full in readings:
            chosen[readings[full]] = full
        else:
            allowed = one_of(raw, [*map(short_name, ours), "all"], also=[*ours, *known, *readings])
            faults.append(Fault("theorem", raw, allowed))
    return chosen


def question_statements(question: Question) -> list[str]:
    """Return the statements that ``all`` stands for, without those that stand for them."""
    known = answerable(question)
    asked = {STATEMENTS[name].stands_for or name for name in known}
    return [
        name for name in STATEMENTS if name in asked and STATEMENTS[name].paper in question.papers
    ]


def stand_ins(statement: str, known: Iterable[str]) -> list[str]:
    """Return which of the known statements stand for one."""
    return [name for name in known if STATEMENTS[name].stands_for == statement]


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen, resolved.

    Attributes
    ----------
    groups : tuple of Group
        Everything that was chosen, in the order of the rows.
    statements, optimizers : tuple of str
        What the groups are made of.
    named : bool
        Whether the statements were named, and not meant by ``all``.
    by_name : frozenset of str
        The statements that were asked for by their own names.
    """

    groups: tuple[Group, ...]
    statements: tuple[str, ...]
    optimizers: tuple[str, ...]
    named: bool
    by_name: frozenset[str] = frozenset()


def resolve(
    question: Question,
    theorem: Any,
    optimizer: Any,
    schedule: Any,
    variant: Any,
    faults: list[Fault],
) -> Choice:
    """Return what was chosen by name; None stands for the question's own choice."""
    found = statement_ids("all" if theorem is None else theorem, question, faults)
    known = answerable(question)
    statements = _with_stand_ins(found, known)
    every = statements or _with_stand_ins(question_statements(question), known)
    words = [str(word).strip().lower() for word in _words(theorem)]
    whose = _optimizers(question, optimizer, every, faults)
    by_reading = {reading for reading in found.values() if reading is not None}
    if by_reading and optimizer in (None, question.optimizers):
        # Corollary 2 is Theorem 2 for Adam and ℓ2-Adam: its name chooses them.
        whose |= {
            name: tuple(
                dict.fromkeys(
                    str(kernel.optimizer)
                    for kernel in KERNELS.values()
                    if kernel.base == name and kernel.statement in by_reading
                )
            )
            for name, reading in found.items()
            if reading is not None
        }
        whose |= {
            name: tuple(who for who in whose[base] if who in optimizers_of(name))
            for name in every
            if found.get(base := STATEMENTS[name].stands_for) is not None
        }
    schedules, variants = _schedules_and_variants(question, known, every, schedule, variant, faults)
    # With a fault there is no answer, but what is missing is said with it.
    groups = tuple(
        Group(name, kind, who, reading)
        for name in (every if faults else statements)
        for kind in schedules_of(name)
        if kind is None or kind in schedules or (faults and not schedules)
        for who in (whose[name] or (STATEMENTS[name].optimizers[:1] if faults else ()))
        for reading in (variants or (readings_of(known[name]) if faults else ()))
        # What stands for a statement has no other variants than its own.
        if reading in known[name] or not STATEMENTS[name].stands_for
    )
    kinds = {kind for name in statements for kind in schedules_of(name)}
    if not faults and not kinds & {None, *schedules}:
        names = any_of(STATEMENTS[name].name for name in statements)
        has = ", ".join(sorted(str(kind) for kind in kinds - set(BY_NAME) if kind is not None))
        given = ", ".join(schedules) or None
        faults.append(Fault("schedule", given, f"must be one that {names} has: {has}"))
    named = not faults and theorem is not None and "all" not in words
    optimizers = tuple(dict.fromkeys(who for name in statements for who in whose[name]))
    by_name = frozenset(found) if named else frozenset[str]()
    return Choice(groups, statements, optimizers, named, by_name)


def _with_stand_ins(chosen: Collection[str], known: Collection[str]) -> tuple[str, ...]:
    """Return the chosen statements that can answer, each before those that stand for it."""
    found: dict[str, None] = {}
    for name in STATEMENTS:
        if name in chosen:
            found.update(dict.fromkeys([name, *stand_ins(name, known)]))
    return tuple(name for name in found if name in known)


def schedules_of_question(question: Question) -> tuple[str, ...]:
    """Return the schedules for which formulas of their own answer a question."""
    known = answerable(question)
    kinds = (kind for name in known for kind in schedules_of(name) if kind is not None)
    return tuple(dict.fromkeys(kinds))


def readings_of(variants: Sequence[str]) -> tuple[str, ...]:
    """Return the readings that ``all`` stands for, as far as a statement has them."""
    return tuple(item for item in ALL_VARIANTS if item in variants)


def _schedules_and_variants(
    question: Question,
    known: Mapping[str, Sequence[str]],
    statements: Sequence[str],
    schedule: Any,
    variant: Any,
    faults: list[Fault],
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    kinds = schedules_of_question(question)
    schedules = choose(
        "schedule",
        question.schedules if schedule is None else schedule,
        tuple(kind for kind in kinds if kind not in BY_NAME),
        faults,
        tuple(kind for kind in kinds if kind in BY_NAME),
    )
    extra = [item for name in known for item in known[name] if item not in ALL_VARIANTS]
    readings = [item for item in ALL_VARIANTS if any(item in known[name] for name in statements)]
    variants = choose(
        "variant",
        "all" if variant is None else variant,
        tuple(readings),
        faults,
        tuple(dict.fromkeys(extra)),
    )
    return schedules, variants


def _optimizers(
    question: Question, given: Any, statements: Sequence[str], faults: list[Fault]
) -> dict[str, tuple[str, ...]]:
    """Return the optimizers of each statement; one that lacks the default answers for its own."""
    known = tuple(dict.fromkeys(who for name in statements for who in optimizers_of(name)))
    if given is None:
        default = question.optimizers
        return {
            name: (default,) if default in optimizers_of(name) else optimizers_of(name)
            for name in statements
        }
    chosen = choose("optimizer", given, known, faults)
    return {name: tuple(who for who in chosen if who in optimizers_of(name)) for name in statements}
