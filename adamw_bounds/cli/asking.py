"""The options of a question: what its statements can use, with its own choices and defaults."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

from adamw_bounds.cli.options import COUNTERPARTS, options
from adamw_bounds.spelling import all_of, any_of

if TYPE_CHECKING:
    from adamw_bounds.engine.question import Question

__all__ = ["changes_of", "choices_of", "options_of"]


def _question(name: str) -> Question:
    found: Question = import_module(f"adamw_bounds.questions.{name}").QUESTION
    return found


def _questions(name: str) -> tuple[Question, ...]:
    """Return the questions that a command asks: most ask one."""
    module = import_module(f"adamw_bounds.questions.{name}")
    found: tuple[Question, ...] = getattr(module, "QUESTIONS", (module.QUESTION,))
    return found


def options_of(name: str, *more: str) -> Callable[[], tuple[str, ...]]:
    """Return what lists the options of a question: its inputs, PyTorch's names for them, more."""

    def names() -> tuple[str, ...]:
        from adamw_bounds.engine.entering import of_question
        from adamw_bounds.kernels import SYMBOLS

        question = _question(name)
        known = {item for one in _questions(name) for item in of_question(one)}
        inputs = [item for item in SYMBOLS if item in known]
        torch = [
            theirs
            for theirs, ours, _ in COUNTERPARTS
            if ours in inputs and theirs not in question.refused
        ]
        return tuple(dict.fromkeys((*more, *inputs, *torch)))

    return names


def changes_of(name: str) -> Callable[[], Mapping[str, Mapping[str, Any]]]:
    """Return what tells how a question's options differ from the general ones.

    Its choices with its own defaults, and which statements need an input that has no default.
    """

    def changes() -> dict[str, dict[str, Any]]:
        question = _question(name)
        return {**_choices(question), **_needs(question)}

    return changes


def choices_of(name: str) -> Callable[[], Mapping[str, Mapping[str, Any]]]:
    """Return what tells the choices of a question, without what it needs."""
    return lambda: _choices(_question(name))


def _choices(question: Question) -> dict[str, dict[str, Any]]:
    from adamw_bounds.engine.choices import (
        answerable,
        optimizers_of,
        question_statements,
        short_name,
        stand_ins,
    )
    from adamw_bounds.engine.environment import schedules_of
    from adamw_bounds.engine.question import ALL_VARIANTS
    from adamw_bounds.engine.schedules import SHAPES

    known = answerable(question)
    ours = question_statements(question)
    theirs = [item for item in known if item not in ours]
    sharper = [other for item in ours for other in stand_ins(item, known)]
    optimizers = _once(who for item in ours for who in optimizers_of(item))
    schedules = _once(kind for item in ours for kind in schedules_of(item) if kind is not None)
    variants = _once(item for name in (*ours, *sharper) for item in known.get(name, ()))
    shapes = [item for item in SHAPES if item not in schedules] if question.of_a_run else []
    file = ", or a file of learning rates (text, CSV, JSON)" if question.of_a_run else ""
    usual = [item for item in ALL_VARIANTS if item in variants]
    named = [item for item in variants if item not in usual]
    by_id = f", or the id of another statement: {', '.join(theirs)}" if theirs else ""
    return {
        "theorem": {
            "help": f"{', '.join(map(short_name, ours))} or all{by_id} [default: all]",
            "choices": (*map(short_name, ours), "all", *ours, *theirs),
        },
        "optimizer": {
            "help": f"{any_of([*optimizers, 'all'])} [default: {question.optimizers}]",
            "choices": (*optimizers, "all"),
        },
        "schedule": {
            "help": (
                f"learning-rate schedule: {any_of([*schedules, *shapes, 'all'])}{file} "
                f"[default: {question.schedules}]"
            ),
            "choices": (*schedules, *shapes, "all"),
        },
        "variant": {
            "help": _variants(usual, named),
            "choices": (*usual, "all", *named),
        },
    }


_MEANINGS = {
    "printed": "printed (as in the paper)",
    "corrected": "corrected (with misprints repaired)",
    "explicit": "explicit (with the constants of the proof: a guarantee)",
    "sharp": "sharp (with the best constants that are proved here)",
}


def _variants(usual: Sequence[str], named: Sequence[str]) -> str:
    words = [_MEANINGS.get(item, item) for item in usual]
    more = f"; also {all_of(named)}, which all leaves out" if named else ""
    return f"{any_of([*words, 'all'])}{more} [default: all]"


def _once(words: Any) -> list[str]:
    return list(dict.fromkeys(words))


def _needs(question: Question) -> dict[str, dict[str, Any]]:
    """Mark the inputs that have no default: needed by all, or by which statements."""
    from adamw_bounds.engine.choices import answerable, question_statements
    from adamw_bounds.engine.entering import needed
    from adamw_bounds.kernels import STATEMENTS

    known = answerable(question)
    every = {STATEMENTS[item].name for item in question_statements(question) if item in known}
    texts = options()
    found: dict[str, dict[str, Any]] = {}
    for name, statements in needed(question).items():
        if name in question.if_given:
            continue
        whose = "" if set(statements) == every else f" for {', '.join(statements)}"
        found[name] = {"help": f"{texts[name].help} [needed{whose}]"}
    return found
