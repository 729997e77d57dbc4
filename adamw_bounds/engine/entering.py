"""Which inputs can enter a question, and which of them it cannot do without."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import cache
from typing import Any

from adamw_bounds.engine.choices import answerable, question_statements
from adamw_bounds.engine.environment import Environment, Group, schedules_of
from adamw_bounds.engine.question import Question
from adamw_bounds.engine.staged import staged_of
from adamw_bounds.kernels import KERNELS, STATEMENTS, SYMBOLS
from adamw_bounds.kernels.types import Kernel

__all__ = ["behind", "entering", "needed", "of_question"]


def entering(
    question: Question,
    statements: Iterable[str],
    schedules: Collection[str | None] | None = None,
) -> set[str]:
    """Return every input that can enter an answer, for any optimizer and reading.

    Parameters
    ----------
    question : Question
        What is asked.
    statements : iterable of str
        Of which statements.
    schedules : collection of str, optional
        Of which schedules; all by default.
    """
    found: set[str] = set()
    for statement in statements:
        names: set[str] = set()
        for kernel in _kernels(statement, question.quantities):
            if schedules is None or kernel.schedule is None or kernel.schedule in schedules:
                names.update(kernel.inputs, _inputs(kernel.exists), _inputs(kernel.settings))
        staged = staged_of(statement)
        if staged is not None:
            names.update((staged.start, staged.target))
        info = STATEMENTS[statement]
        for condition in info.conditions:
            if question.carried or set(condition.for_) & set(question.quantities):
                names.update(condition.inputs)
        for note in info.notes:
            if not note.quantities or set(note.quantities) & set(question.quantities):
                names.update(_inputs(note.when))
                if note.given:
                    names.add(note.given)
        # A default may be made of an input that has a default itself.
        more = names
        while more:
            more = (behind(more) | _behind_defaults(statement, more)) - names
            names |= more
        found |= names
    return found


def _behind_defaults(statement: str, names: Collection[str]) -> set[str]:
    """Return what stands behind a statement's own defaults of these inputs."""
    found: set[str] = set()
    for default in STATEMENTS[statement].defaults:
        if default.name in names:
            found.update(_inputs(default.value))
            if default.quantity:
                for kernel in _kernels(statement, (default.quantity,)):
                    found.update(kernel.inputs)
    return found


def behind(names: Iterable[str]) -> set[str]:
    """Return the inputs that the defaults of these symbols are made of."""
    return {
        inner
        for name in names
        if (entry := SYMBOLS.get(name)) is not None
        for inner in _inputs(entry.default)
    }


def of_question(question: Question) -> tuple[str, ...]:
    """Return the inputs that a question takes, in the order of the symbol tables."""
    names = entering(question, answerable(question))
    for kernel in KERNELS.values():
        if kernel.quantity in question.beside:
            names.update(kernel.inputs, behind(kernel.inputs))
    names -= {*question.refused, *question.searched}
    return tuple(name for name, entry in SYMBOLS.items() if name in names and entry.is_input)


def needed(question: Question) -> dict[str, tuple[str, ...]]:
    """Return the inputs without a default, each with the statements that need it.

    Those of the question's own papers; a statement counts where its first optimizer needs it.
    """
    found: dict[str, dict[str, None]] = {}
    ours = question_statements(question)
    for statement, variants in answerable(question).items():
        info = STATEMENTS[statement]
        if statement not in ours:
            continue
        for schedule in schedules_of(statement):
            for variant in variants:
                group = Group(statement, schedule, info.optimizers[0], variant)
                environment = Environment(group, {}, question.quantities)
                for quantity in question.quantities:
                    for kernel in group.kernels(quantity):
                        for name in environment.missing(kernel.inputs):
                            if SYMBOLS[name].is_input:
                                found.setdefault(name, {})[info.name] = None
    return {name: tuple(names) for name, names in found.items()}


def _inputs(what: Any) -> tuple[str, ...]:
    return () if what is None else tuple(what.inputs)


@cache
def _kernels(statement: str, quantities: tuple[str, ...]) -> tuple[Kernel, ...]:
    return tuple(
        kernel
        for kernel in KERNELS.values()
        if kernel.base == statement and kernel.quantity in quantities
    )
