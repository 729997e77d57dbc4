"""The one loop: every kernel of the wanted quantities whose inputs are known."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from adamw_bounds.domains import is_rounded
from adamw_bounds.engine import rows, staged
from adamw_bounds.engine.after_steps import best_rows, free_settings
from adamw_bounds.engine.best import searched, shown_settings
from adamw_bounds.engine.choices import Choice, resolve, row_statement, schedules_of_question
from adamw_bounds.engine.conditions import applying, conditions_of, excluded
from adamw_bounds.engine.conventions import (
    holds_decay_constant,
    in_their_terms,
    looks_like_pytorch,
)
from adamw_bounds.engine.counts import beyond_floats, whole_steps, work
from adamw_bounds.engine.entering import entering, of_question
from adamw_bounds.engine.environment import Environment, Group
from adamw_bounds.engine.evaluate import all_true, any_true, call, is_array, truth
from adamw_bounds.engine.inputs import ALIASES, missing_faults, option_of, read
from adamw_bounds.engine.pointwise import is_lean, is_of_numbers, is_pointwise, is_wanted
from adamw_bounds.engine.question import ORDERS, Question
from adamw_bounds.engine.rates import rates_of
from adamw_bounds.engine.results import Answer, Condition, Note, Result
from adamw_bounds.engine.runs import (
    UPDATES,
    Run,
    is_in_pytorchs_terms,
    tells_updates_apart,
    update_of,
)
from adamw_bounds.engine.torch_settings import is_optimizer, settings_of, with_notes
from adamw_bounds.engine.uncertain import take_apart
from adamw_bounds.errors import Fault, InputError, NoBoundError
from adamw_bounds.frozen import Frozen
from adamw_bounds.kernels import STATEMENTS, SYMBOLS
from adamw_bounds.kernels.calls import (
    Evaluated,
    evaluate,
    evaluate_drivers,
    evaluate_number,
    number_over_grid,
)
from adamw_bounds.kernels.mathematics import LN10
from adamw_bounds.kernels.types import ConditionKernel, Function, Kernel, NoteKernel
from adamw_bounds.numbers import show, show_value
from adamw_bounds.optimizers import PYTORCH, named
from adamw_bounds.remarks import RemarkKind
from adamw_bounds.spelling import all_of

__all__ = ["Session", "ask", "sessions_of"]

#: More steps than this no one can run.
_VACUOUS: Final = 1e15
_ORDER: Final = "order: constants taken as 1, not comparable"
_NOT_A_BOUND: Final = "NOT A BOUND: printed by force although its conditions fail"
_UNUSED: Final = "unused-input"
#: What names a row, beside its case and stage.
_NAMES: Final = ("statement", "optimizer", "schedule", "variant", "quantity")
#: Whether PyTorch's settings hold the decay constant: an input that no one gives.
_CONSTANT_DECAY: Final = "constant_decay"


def ask(
    question: Question,
    values: Mapping[str, Any],
    *,
    theorem: Any = None,
    optimizer: Any = None,
    schedule: Any = None,
    variant: Any = None,
    update: Any = None,
    force: bool = False,
    sensitivity: bool = False,
    known: Mapping[str, Any] | None = None,
    faults: Iterable[Fault] = (),
) -> Answer:
    """Answer a question: every kernel of its quantities whose inputs are known.

    Parameters
    ----------
    question : Question
        What is asked.
    values : mapping
        Inputs by name, alias or PyTorch setting, not yet validated; each may be a range.
    theorem, optimizer, schedule, variant : str, int, sequence or None
        Choices; None is the question's own. An optimizer object, with ``param_groups``, stands for
        its kind and its settings; what is given beside it goes before them.
    update : {"paper", "pytorch"} or None
        Whose update the run makes, for a question that tells them apart; None: PyTorch's where
        one of its settings is given.
    force : bool
        Answer even where conditions fail, marked NOT A BOUND.
    sensitivity : bool
        Tell, of each row, by which powers of the inputs it changes, and where another of its terms
        becomes the largest.
    known : mapping, optional
        Inputs that were computed and not typed, such as err: taken as they are. Where they are
        decimals, so are the values of linear kernels.
    faults : iterable of Fault
        What is wrong besides; raised with what is wrong with the inputs.

    Raises
    ------
    InputError
        If an input or a choice is wrong or missing; all faults are listed.
    NoBoundError
        If a condition fails and the question is one that refuses.
    """
    faults = list(faults)
    values = dict(values)
    told = optimizer if is_optimizer(optimizer) else values.pop("optimizer", None)
    if is_optimizer(told):
        said = settings_of(told, values, of_question(question), faults)
        if not said.key:
            raise InputError(faults)
        answer = ask(
            question,
            {**values, **said.values},
            theorem=theorem,
            optimizer=said.key or None,
            schedule=schedule,
            variant=variant,
            update=update,
            force=force,
            sensitivity=sensitivity,
            known=known,
            faults=faults,
        )
        return with_notes(answer, said)
    if told is not None and optimizer is None:
        optimizer = told
    choices = (theorem, optimizer, schedule, variant)
    apart = take_apart(values, faults)
    if apart.intervals:
        from adamw_bounds.engine.ranges import in_ranges

        def asked(inputs: Mapping[str, Any], by_force: bool) -> tuple[Answer, list[Session]]:
            return _asked_of(
                question, inputs, choices, update, force=by_force, known=known, faults=faults
            )

        answer = in_ranges(apart, asked, policy=question.unmet, force=force)
        middle = apart.at({})
        sessions = sessions_of(question, middle, choices, update) if sensitivity else []
    else:
        answer, sessions = _asked_of(
            question, values, choices, update, force=force, known=known, faults=faults
        )
    if sensitivity:
        from adamw_bounds.engine.sensitivity import sensitive

        answer = replace(answer, results=sensitive(answer.results, sessions))
        if any(is_array(row.value) for row in answer.results):
            note = Note(
                "sensitivity-of-points", "elasticities are told of single points, not of arrays"
            )
            answer = replace(answer, warnings=(*answer.warnings, note))
    return answer


def _asked_of(
    question: Question,
    values: Mapping[str, Any],
    choices: tuple[Any, Any, Any, Any],
    update: Any,
    *,
    force: bool,
    known: Mapping[str, Any] | None,
    faults: Iterable[Fault],
) -> tuple[Answer, list[Session]]:
    """Answer a question about one update or both, of inputs without a range."""
    if question.of_either_update and update is None and is_in_pytorchs_terms(values):
        return _of_either_update(question, values, choices, force=force, known=known, faults=faults)
    answer, session = _asked(
        question, values, choices, update, force=force, known=known, faults=faults
    )
    return answer, [session]


def _asked(
    question: Question,
    values: Mapping[str, Any],
    choices: tuple[Any, Any, Any, Any],
    update: Any,
    *,
    force: bool,
    known: Mapping[str, Any] | None,
    faults: Iterable[Fault],
) -> tuple[Answer, Session]:
    """Answer a question about one update."""
    session = session_of(question, values, choices, update, known=known, faults=faults)
    return session.answer(session.results(force=force)), session


def sessions_of(
    question: Question,
    values: Mapping[str, Any],
    choices: tuple[Any, Any, Any, Any],
    update: Any = None,
    *,
    faults: Iterable[Fault] = (),
) -> list[Session]:
    """Return the sessions of a question: one, or one for each update that it speaks of."""
    if not (question.of_either_update and update is None and is_in_pytorchs_terms(values)):
        return [session_of(question, values, choices, update, faults=faults)]
    found, failed = [], []
    for one in UPDATES:
        try:
            found.append(session_of(question, values, choices, one, faults=faults))
        except InputError as error:
            failed.append(error)
    if not found:
        raise failed[0]
    return found


def session_of(
    question: Question,
    values: Mapping[str, Any],
    choices: tuple[Any, Any, Any, Any],
    update: Any,
    *,
    known: Mapping[str, Any] | None = None,
    faults: Iterable[Fault] = (),
) -> Session:
    """Return a question on its way, its inputs and choices checked."""
    theorem, optimizer, schedule, variant = choices
    faults = list(faults)
    values = dict(values)
    run = None
    if question.of_a_run:
        chosen = question.schedules if schedule is None else schedule
        kinds = schedules_of_question(question)
        rates = rates_of(chosen, values, kinds, faults)
        run = Run(rates, update_of(update, values, faults))
        # Where no formula has a schedule of its own there is none to choose.
        schedule = rates.schedules if kinds else ()
    choice = resolve(question, theorem, optimizer, schedule, variant, faults)
    return Session(question, values, choice, faults, run, known)


def _of_either_update(
    question: Question,
    values: Mapping[str, Any],
    choices: tuple[Any, Any, Any, Any],
    *,
    force: bool,
    known: Mapping[str, Any] | None,
    faults: Iterable[Fault],
) -> tuple[Answer, list[Session]]:
    """Answer for the paper's update and for PyTorch's: each row says of which it speaks.

    What holds for both is told of PyTorch's, whose settings were given; what is told of no update
    is the paper's.
    """
    found: list[tuple[Answer, Session]] = []
    failed: list[InputError] = []
    for update in UPDATES:
        try:
            asked = _asked(
                question, values, choices, update, force=force, known=known, faults=faults
            )
            found.append(asked)
        except InputError as error:
            if error.faults:
                raise
            failed.append(error)
    if not found:
        raise failed[0]
    listed: dict[tuple[Any, ...], Result] = {}
    for answer, _ in found:
        for row in answer.results:
            name = (*(getattr(row, key) for key in _NAMES), row.case, row.stage)
            if name not in listed or row.update == "pytorch":
                listed.pop(name, None)
                listed[name] = row
    warnings = dict.fromkeys(
        note for answer, _ in found for note in answer.warnings if note.code != _UNUSED
    )
    # What one of the two needs is not unused.
    unused = [name for name in found[0][1].unused if name in found[-1][1].unused]
    whole = replace(
        found[0][0],
        inputs={name: value for answer, _ in found for name, value in answer.inputs.items()},
        results=tuple(listed.values()),
        warnings=(*warnings, *_unused(unused)),
    )
    return whole, [session for _, session in found]


class Session:
    """One question on its way.

    Parameters
    ----------
    question, values, choice : Question, mapping, Choice
        What is asked.
    faults : list of Fault
        What is wrong with the choices; raised with what is wrong with the inputs.
    run : Run, optional
        The learning rates and the update of the run that is asked about.
    known : mapping, optional
        Inputs that were computed and not typed.
    """

    def __init__(
        self,
        question: Question,
        values: Mapping[str, Any],
        choice: Choice,
        faults: list[Fault],
        run: Run | None = None,
        known: Mapping[str, Any] | None = None,
    ) -> None:
        self.run = run
        self.question = question
        self.choice = choice
        self.values = {name: value for name, value in values.items() if value is not None}
        self.warnings: list[Note] = []
        self.unused: tuple[str, ...] = ()
        self._shared: dict[tuple[str, str], list[str]] = {}
        self._used: set[str] = set()
        self._recorded: dict[str, Any] = {}
        self._told: dict[Group, dict[str, Any]] = {}
        #: What searches for best settings found: equal bounds are searched once.
        self.bests: dict[Any, Any] = {}
        given, wrong = read({k: v for k, v in self.values.items() if k not in question.refused})
        faults = [*faults, *wrong, *self._refused()]
        self.left_out: set[Group] = set()
        self._lacked: list[str] = []
        self._lacking: dict[str, set[str]] = {}
        self._is_beside = len({_base_of(group) for group in choice.groups}) > 1
        self.given = given = {**given, **(known or {})}
        if not faults:
            faults += self._prepare()
        if faults and run is not None:
            # It is not missing, whatever else is wrong.
            for name in run.rates.says:
                given.setdefault(name, None)
        faults += self._missing()
        if faults:
            raise InputError(list(dict.fromkeys(faults)))

    # --- inputs ---------------------------------------------------------------------------------

    def _refused(self) -> list[Fault]:
        return [
            Fault(name, value if isinstance(value, str | int | float) else None, sentence)
            for name, sentence in self.question.refused.items()
            if (value := self.values.get(name)) is not None
        ]

    def _prepare(self) -> list[Fault]:
        """Put among the inputs what no one gives; keep the groups that this run is asked for."""
        given = self.given
        faults: list[Fault] = []
        constant = holds_decay_constant(self.values, given)
        if self.run is not None:
            statements = {group.statement for group in self.choice.groups}
            faults = self.run.enter(given, entering(self.question, statements))
            constant = constant or (self.run.is_pytorchs and any_true(given.get("lam", 0.0) > 0))
        given[_CONSTANT_DECAY] = float(constant)
        groups = tuple(group for group in self.choice.groups if self._stands(group))
        self.choice = replace(self.choice, groups=groups)
        strange = looks_like_pytorch(given, self.values)
        if strange:
            self.warn("conventions", strange)
        return faults

    def _stands(self, group: Group) -> bool:
        """Whether a group is asked here: its statement is of this run, or was asked for by name.

        A statement that stands for another is not there where it has no number.
        """
        info = group.info
        environment = self._tentative(group)
        if self.run is not None and not self.run.has(group):
            return False
        if info.stands_for and group.statement in self.choice.by_name:
            return True
        if info.when is not None:
            known = environment.values(info.when.inputs)
            if known is not None and not any_true(truth(info.when, known)):
                return False
        return not info.stands_for or any(
            _may_exist(kernel, environment)
            for quantity in self.question.quantities
            for kernel in group.kernels(quantity)
        )

    def _tentative(self, group: Group) -> Environment:
        """Return where it is seen what is missing: settings that are searched for are not."""
        free = dict.fromkeys(free_settings(group, self.question), 1.0)
        return Environment(group, {**free, **self.given}, self.question.quantities)

    def _needs(self, group: Group) -> set[str]:
        """Return the inputs that a group cannot do without and that were not given."""
        question = self.question
        environment = self._tentative(group)
        stage = _stage_inputs(group)
        needs: set[str] = set()
        for quantity in question.quantities:
            if quantity in question.may_lack:
                continue
            for kernel in group.kernels(quantity):
                names = environment.missing((*kernel.inputs, *_start_and_target(group))) - stage
                if not names & set(question.if_given):
                    needs |= names
        if question.unmet != "say":
            # A bound is not printed where its hypotheses cannot be checked.
            for condition in applying(group):
                if set(condition.for_) & set(question.quantities) and not condition.fails_unknown:
                    names = environment.missing(condition.inputs)
                    if not names & set(question.if_given):
                        needs |= names
        return needs - self.given.keys()

    def _missing(self) -> list[Fault]:
        """Return a fault for every input that is missing; leave out what cannot be answered."""
        base: dict[str, set[str]] = {}
        asked: set[str] = set()
        stand_ins: list[tuple[Group, set[str]]] = []
        waiting: set[str] = set()
        for group in self.choice.groups:
            unsaid = self._waits_for(group)
            if unsaid:
                # It answers only where inputs are given that no one is asked for.
                waiting |= unsaid
                continue
            needs = self._needs(group)
            plain = self._plain_needs(group)
            if self._stands_beside(group):
                # It is one variant more: nothing is asked for its sake.
                stand_ins.append((group, needs))
                continue
            base.setdefault(group.statement, set()).update(needs & plain)
            extra = needs - plain
            if extra and self.question.chosen_optimizers:
                asked |= extra
            elif extra:
                self.left_out.add(group)
                self._lacking.setdefault(group.optimizer, set()).update(extra)
        for optimizer, names in self._lacking.items():
            self.warn(
                f"{optimizer}-missing",
                f"rows of {named(optimizer)} are left out: with λ > 0 they need {_options(names)}",
            )
        for group, needs in stand_ins:
            if needs:
                self.left_out.add(group)
            if needs - base[group.info.stands_for]:
                self._say_left_out(group, needs)
                self._lacked.append(self.warnings[-1].message)
        if not base:
            asked |= waiting
        if self.choice.named:
            asked |= set().union(*base.values())
        elif base:
            common = set.intersection(*base.values())
            if common:
                # Nothing can be answered: what the first statement needs is asked for.
                asked |= next(iter(base.values()))
            for group in self.choice.groups:
                if base.get(group.statement) and not common:
                    self.left_out.add(group)
                    self._say_left_out(group, base[group.statement])
        faults = missing_faults({}, [name for name in SYMBOLS if name in asked])
        return [
            replace(fault, allowed=f"is missing{self._instead(fault.name, asked)}")
            for fault in faults
        ]

    def _instead(self, name: str, asked: set[str]) -> str:
        """Say what would do in the place of a missing input, beside what else is asked for."""
        ways = dict.fromkeys(
            _options(way - asked)
            for group in self.choice.groups
            for way in Environment(group, self.given, self.question.quantities).instead(name)
            if not way <= asked
        )
        return f", and so is what would do in its place, {', or '.join(ways)}" if ways else ""

    def _waits_for(self, group: Group) -> set[str]:
        """Return the inputs, of those that are never asked for, without which a group is silent."""
        environment = self._tentative(group)
        found: set[str] = set()
        for quantity in self.question.quantities:
            for kernel in group.kernels(quantity):
                unsaid = environment.missing(kernel.inputs) & set(self.question.if_given)
                if not unsaid:
                    return set()
                found |= unsaid
        return found

    def _stands_beside(self, group: Group) -> bool:
        """Whether a group stands for a statement that is asked as well, and not by its own name."""
        return group.statement not in self.choice.by_name and any(
            other.statement == group.info.stands_for for other in self.choice.groups
        )

    def _plain_needs(self, group: Group) -> set[str]:
        """Return what the statement's own optimizer needs: the rest is the reading's."""
        own = group.info.optimizers[0]
        if group.optimizer == own:
            return self._needs(group)
        plain = Group(group.statement, group.schedule, own, group.variant)
        if not any(plain.kernels(quantity) for quantity in self.question.quantities):
            return self._needs(group)
        return self._needs(plain)

    def _say_left_out(self, group: Group, names: set[str]) -> None:
        code = f"{next(iter(names))}-missing" if len(names) == 1 else f"{group.statement}-missing"
        meaning = f"the {SYMBOLS[next(iter(names))].meaning}, " if len(names) == 1 else ""
        self.warn(code, f"{group.info.name} is left out: it needs {meaning}{_options(names)}")

    # --- what is said ---------------------------------------------------------------------------

    def warn(self, code: str, message: str, kind: RemarkKind = "answer") -> None:
        """Say something once."""
        note = Note(code, message, kind)
        if note not in self.warnings:
            self.warnings.append(note)

    def _warn_for(self, optimizer: str, code: str, message: str) -> None:
        """Say something of an optimizer's row; what holds for several is said once."""
        found = self._shared.setdefault((code, message), [])
        if optimizer not in found:
            found.append(optimizer)

    # --- rows -----------------------------------------------------------------------------------

    def results(self, *, force: bool = False) -> list[Result]:
        """Return the rows of all groups.

        Raises
        ------
        NoBoundError, InputError
            If conditions refuse every row, or nothing answers this choice.
        """
        found: list[Result] = []
        failed: list[tuple[Result, Condition, ConditionKernel]] = []
        for group in self.choice.groups:
            if group in self.left_out:
                continue
            before = len(found)
            said = list(self.warnings)
            listed = self._group(group)
            remarks = [note for note in self.warnings if note not in said]
            notes: dict[str | None, str] = {}
            for row in listed:
                kept = self._judged(group, row, failed, force=force)
                if kept is None:
                    continue
                if self.question.says_uncovered and kept.variant not in ORDERS:
                    note = notes.get(kept.schedule)
                    if note is None:
                        alike = Group(group.statement, kept.schedule, group.optimizer, kept.variant)
                        note = notes[kept.schedule] = excluded(alike, self.given)
                    if note:
                        kept = replace(kept, notes=(note, *kept.notes))
                found.append(self.question.finish(kept))
            if listed and len(found) == before:
                # What was said of rows that do not stand says nothing.
                self.warnings = [note for note in self.warnings if note not in remarks]
        if failed and not found:
            raise _refusal(failed, self._lacked)
        if failed and self.question.unmet == "refuse" and not force:
            for said_of in _by_sentence(failed):
                self.warn("no-bound", f"left out: {said_of}")
        if failed and force:
            sentences = dict.fromkeys(_sentence(item) for _, item, _ in failed)
            self.warn("not-a-bound", f"{_NOT_A_BOUND}: {'; '.join(sentences)}", "voids")
        if not found:
            raise InputError(
                "no statement answers with this choice of theorem, optimizer, schedule and variant",
                items=[
                    *(() if self.run is None else self.run.hints()),
                    *(note.message for note in self.warnings),
                ],
            )
        return found

    def _judged(
        self,
        group: Group,
        row: Result,
        failed: list[tuple[Result, Condition, ConditionKernel]],
        *,
        force: bool,
    ) -> Result | None:
        """Translate the conditions of a row; say, drop or refuse where one fails."""
        if not row.conditions:
            return row
        listed = row.conditions
        if any(item.remedy for item in listed):
            listed = tuple(
                replace(item, remedy=in_their_terms(item.remedy, self.values)) for item in listed
            )
            row = replace(row, conditions=listed)
        missed = [item for item in listed if rows.unmet(item)]
        policy = self.question.unmet
        if is_pointwise():
            dropped = policy == "drop" and row.variant in self.question.unmet_variants
            if missed and (dropped or policy == "refuse"):
                return _where_met_or_marked(row, missed, force=force and not dropped)
            return row
        kernels = {kernel.name: kernel for kernel in applying(group)}
        for item in missed:
            kernel = kernels[item.name]
            if not kernel.warning:
                continue
            if row.quantity in kernel.for_:
                # The number is what the theorem speaks of, and it does not speak of it there.
                row = replace(row, notes=tuple(dict.fromkeys((kernel.warning, *row.notes))))
                self.warn(kernel.code or item.name, kernel.warning, "voids")
            else:
                self.warn(kernel.code or item.name, kernel.warning)
        if not missed or policy == "say":
            return row
        if policy == "drop" and row.variant not in self.question.unmet_variants:
            return row
        failed += [(row, item, kernels[item.name]) for item in missed]
        if force and policy != "drop":
            return replace(row, notes=(_NOT_A_BOUND, *row.notes))
        return self._where_met(row, missed)

    @staticmethod
    def _where_met(row: Result, missed: Iterable[Condition]) -> Result | None:
        """Return a row of many points with the numbers of those that miss nothing."""
        if not is_array(row.value):
            return None
        met: Any = True
        for item in missed:
            met = item.met & met
        if not any_true(met):
            return None
        kept = rows.without_number(row, met)
        return kept if any_true(kept.value == kept.value) else None

    def _group(self, group: Group) -> list[Result]:
        """Return the rows of a statement, schedule, optimizer and variant."""
        environment = Environment(group, self.given, self.question.quantities)
        if self.question.searched:
            found = best_rows(self, group, environment)
        elif _in_stages(group):
            found = self._stages(group, environment)
        else:
            found = []
            for quantity in filter(is_wanted, self.question.quantities):
                for kernel in group.kernels(quantity):
                    row = self.row(group, kernel, environment, found)
                    if row is not None:
                        found.append(row)
            found = self.with_conditions(group, environment, found)
        told = self._of_the_run(group)
        found = [
            row
            if all(getattr(row, key) == value for key, value in told.items())
            else replace(row, **told)
            for row in found
        ]
        self.take_down(environment)
        if found:
            self._say_vacuous(group, environment, found)
        return found

    def _of_the_run(self, group: Group) -> dict[str, Any]:
        """Return what rows say of the run: its schedule, and of which update they speak."""
        if self.run is None:
            return {}
        if group in self._told:
            return self._told[group]
        said = self._told.setdefault(group, {})
        if group.schedule is None:
            said["schedule"] = self.run.rates.name or None
        if self.question.of_either_update and is_in_pytorchs_terms(self.values):
            told = self.run.is_pytorchs and tells_updates_apart(group.statement)
            said["update"] = "pytorch" if told else "paper"
        return said

    def row(
        self,
        group: Group,
        kernel: Kernel,
        environment: Environment,
        earlier: list[Result],
        *,
        stage: int | None = None,
        notes: list[str] | None = None,
        conditions: tuple[Condition, ...] = (),
    ) -> Result | None:
        """Return the row of a kernel, None where it has none.

        ``earlier`` are the rows of the group so far: work is counted in their steps. ``stage`` is
        the number of the stage that it is of. ``notes`` are what it says, where that is known.
        """
        inputs = environment.values(kernel.inputs)
        if inputs is None:
            self._quantity_missing(group, kernel, environment)
            return None
        environment.used.update(kernel.inputs)
        exists: Any = True
        if kernel.exists is not None:
            known = environment.values(kernel.exists.inputs)
            exists = True if known is None else truth(kernel.exists, known)
        nowhere = not any_true(exists)
        if nowhere and not kernel.missing_text:
            if kernel.missing_warning:
                self.warn(kernel.missing_code, kernel.missing_warning)
            return None
        if kernel.best is not None:
            notes = self.notes(group, kernel, environment, math.nan)
            if nowhere:
                row = rows.result(
                    Evaluated(math.nan, ()),
                    kernel,
                    optimizer=group.optimizer,
                    notes=(*notes, kernel.missing_text),
                )
                return replace(row, schedule=group.schedule)
            return searched(group, kernel, environment, notes, self.bests)
        evaluated = _evaluated(kernel, inputs)
        row = rows.result(
            evaluated,
            kernel,
            optimizer=group.optimizer,
            notes=(
                self.notes(group, kernel, environment, evaluated.log) if notes is None else notes
            ),
            case=kernel.case if stage is None else None,
            stage=stage,
            conditions=conditions,
            settings={} if is_lean() else _settings(kernel, environment),
            stands_for=_stood_for(group),
            **{"schedule": group.schedule, **self._of_the_run(group)},
        )
        chosen = shown_settings(row.settings)
        if chosen:
            row = replace(row, notes=(f"{kernel.statement}: {chosen}", *row.notes))
        if not all_true(exists):
            row = rows.without_number(row, exists)
            if nowhere:
                row = replace(row, notes=(*row.notes, kernel.missing_text))
            if kernel.missing_warning:
                self.warn(kernel.missing_code, kernel.missing_warning)
        if kernel.counts and not nowhere and not is_lean():
            if row.quantity == "iterations":
                value = row.value if is_array(row.value) else None
                return replace(row, count=whole_steps(kernel, inputs, evaluated.log, value))
            return self._counted(row, kernel, environment, earlier)
        return row

    def _counted(
        self, row: Result, kernel: Kernel, environment: Environment, earlier: list[Result]
    ) -> Result:
        steps = next((item.count for item in earlier if item.quantity == "iterations"), None)
        if steps is None:
            steps = self._steps_of(kernel, environment)
        batch = (environment.values(("batch_size",)) or {}).get("batch_size")
        if steps is None or batch is None:
            return row
        return replace(row, count=work(steps, batch))

    @staticmethod
    def _steps_of(kernel: Kernel, environment: Environment) -> Any:
        """Return the whole number of steps behind a gradient complexity."""
        for steps in environment.group.kernels("iterations"):
            inputs = environment.values(steps.inputs) if steps.case == kernel.case else None
            if inputs is not None:
                return whole_steps(steps, inputs, evaluate(steps, inputs).log)
        return None

    def _quantity_missing(self, group: Group, kernel: Kernel, environment: Environment) -> None:
        """Say which quantity is left out for want of an input that may be asked for."""
        if kernel.quantity not in self.question.may_lack:
            return
        names = environment.missing(kernel.inputs)
        if names & set(self.question.if_given):
            return
        code = f"{next(iter(names))}-missing" if len(names) == 1 else f"{kernel.quantity}-missing"
        self.warn(
            code,
            f"{kernel.quantity} of {group.info.name} is left out: it needs {_options(names)}",
        )

    # --- notes ----------------------------------------------------------------------------------

    def notes(
        self,
        group: Group,
        kernel: Kernel,
        environment: Environment,
        log: Any,
        *,
        brief: bool = False,
    ) -> list[str]:
        """Return what a row must say beside its number; say what belongs to the answer.

        ``log`` is the number's logarithm, None where it was not computed. ``brief`` leaves out
        what the row above has said of all rows.
        """
        voids: list[str] = []
        own: list[str] = []
        general: list[str] = []
        for note in group.info.notes:
            if not _speaks_of(note, group, kernel.quantity):
                continue
            if note.beside and not self._is_beside:
                continue
            if note.given and not self._is_news(group, note.given):
                continue
            if note.questions not in ("", "runs" if self.question.of_a_run else "others"):
                continue
            text = self._text(note, environment)
            if text is None:
                continue
            if note.code:
                self.warn(note.code, text, "voids" if note.voids else note.kind)
            if note.voids:
                voids.append(text)
            elif not note.code:
                (own if note.own else general).append(text)
        entered = environment.entered(kernel.inputs)
        defaults = [
            text
            for default in group.info.defaults
            if default.note and default.name in entered
            if environment.taken.get(default.name) is default
            if not default.quantities or kernel.quantity in default.quantities
            if (text := _default_text(default.note, environment.values((default.name,))))
        ]
        if brief:
            return [*voids, *general]
        if kernel.variant == "order":
            return [*voids, *own, _ORDER, *group.info.remarks, *general]
        why = [kernel.why] if kernel.why and self._holds(kernel.why_when, environment) else []
        if self._equals_printed(group, kernel, environment, log):
            why = ["equal to the printed form here: nothing to repair"]
        return [*voids, *own, *defaults, *why, *general]

    @staticmethod
    def _holds(when: Function | None, environment: Environment) -> bool:
        if when is None:
            return True
        inputs = environment.values(when.inputs)
        return inputs is not None and any_true(truth(when, inputs))

    def _is_news(self, group: Group, name: str) -> bool:
        """Whether a number was given, and another than what would be taken for it."""
        if name not in self.given:
            return False
        others = {key: value for key, value in self.given.items() if key != name}
        taken = Environment(group, others, self.question.quantities).values((name,))
        return taken is None or not all_true(taken[name] == self.given[name])

    def _text(self, note: NoteKernel, environment: Environment) -> str | None:
        """Return a note's text where it holds, None where it does not."""
        if note.missing and note.missing not in environment.taken:
            return None
        if not self._holds(note.when, environment):
            return None
        if note.values is None:
            return note.text
        inputs = environment.values(note.values.inputs)
        if inputs is None or any(is_array(value) for value in inputs.values()):
            return None
        shown = call(note.values.function, note.values.inputs, inputs)
        return note.text.format(
            **{name: show(log) for name, log in zip(note.names, shown, strict=True)}
        )

    def _equals_printed(
        self, group: Group, kernel: Kernel, environment: Environment, log: Any
    ) -> bool:
        if not self.question.says_equal or kernel.variant != "corrected" or _in_stages(group):
            return False
        if log is None or (is_array(log) and is_lean()):
            # To be the same to the last bit it has to be added up in the same order.
            log = evaluate(kernel, environment.values(kernel.inputs) or {}).log
        if is_array(log):
            if not is_pointwise():
                return False
        elif not math.isfinite(log):
            return False
        twin = Group(group.statement, group.schedule, group.optimizer, "printed")
        for printed in twin.kernels(kernel.quantity):
            if printed.case == kernel.case:
                inputs = Environment(twin, self.given).values(printed.inputs)
                there = None if inputs is None else evaluate(printed, inputs).log
                return there is not None and all_true((log == there) & (abs(log) < math.inf))
        return False

    def _say_vacuous(self, group: Group, environment: Environment, found: list[Result]) -> None:
        """Warn of a T that no one could run, and name the factor that drives it."""
        row = found[0]
        log10 = row.log10
        if row.quantity != "iterations" or log10 is None or is_array(log10):
            if row.quantity != "gradient-complexity":
                return
            row, log10 = self._steps_behind(group, environment, row)
        if log10 is None or is_array(log10) or log10 <= math.log10(_VACUOUS):
            return
        driver = self._driver(group, environment)
        info = STATEMENTS[row.statement]
        where = f"{info.name}, {row.schedule} step, {row.variant}"
        self._warn_for(
            str(row.optimizer),
            "vacuous",
            f"{where}: T = {show(log10 * LN10)} steps is vacuous, no one could run it{driver}",
        )

    def _steps_behind(
        self, group: Group, environment: Environment, row: Result
    ) -> tuple[Result, Any]:
        """Return T behind a gradient complexity, where only that was asked for."""
        plan = staged.plan_of(group)
        if plan is not None:
            return row, rows.numbers(plan.steps(environment))[1]
        for kernel in group.kernels("iterations"):
            if kernel.case is not None or kernel.best is not None:
                continue
            if (inputs := environment.values(kernel.inputs)) is not None:
                return row, rows.numbers(evaluate(kernel, inputs).log)[1]
        return row, None

    def _driver(self, group: Group, environment: Environment) -> str:
        steps = staged.last_stage(group, environment)
        for kernel in group.kernels("iterations"):
            if kernel.case == "first-stage" or kernel.drivers is None:
                continue
            inputs = (steps or environment).values(kernel.driver_inputs)
            if inputs is None:
                continue
            products = [
                item for item in evaluate_drivers(kernel, inputs) if not math.isnan(item[1])
            ]
            if products:
                _, _, factors = max(products, key=lambda item: item[1])
                name, log = max(factors, key=lambda item: item[1])
                return f"; the factor that drives it is {name} = {show(log)}"
        return ""

    # --- conditions -----------------------------------------------------------------------------

    def with_conditions(
        self, group: Group, environment: Environment, found: list[Result]
    ) -> list[Result]:
        """Put each condition onto the rows that need it, or onto the one that carries it."""
        for kernel, item in conditions_of(group, environment):
            places = [
                place
                for place, row in enumerate(found)
                if (
                    row.quantity == kernel.carrier
                    if self.question.carried
                    else row.quantity in kernel.for_
                )
            ]
            if self.question.carried:
                places = places[:1] or ([0] if found else [])
            for place in places:
                row = found[place]
                found[place] = replace(row, conditions=(*row.conditions, item))
        return found

    # --- stages ---------------------------------------------------------------------------------

    def _stages(self, group: Group, environment: Environment) -> list[Result]:
        plan = staged.plan_of(group)
        assert plan is not None  # asked only of statements in stages
        if self.question.carried:
            return self._stage_by_stage(group, environment, plan)
        return self._totals(group, environment, plan)

    def _stage_by_stage(
        self, group: Group, environment: Environment, plan: staged.Plan
    ) -> list[Result]:
        """Return the rows of every stage, each with the conditions of its own accuracy."""
        found: list[Result] = []
        counts = plan.count(environment)
        if is_pointwise() and is_array(counts):
            # A point has the rows of its own stages alone.
            all_true(counts == counts.flat[0])
        kernels = [
            kernel
            for quantity in self.question.quantities
            for kernel in group.kernels(quantity)
            if kernel.case == "stage"
        ]
        said: dict[str, list[str]] = {}
        for stage in plan.stages(environment):
            listed: list[Result] = []
            there = stage.environment
            held = conditions_of(group, there)
            for kernel in tuple(kernels):
                quantity = kernel.quantity
                row = self.row(
                    group,
                    kernel,
                    there,
                    listed,
                    stage=stage.number,
                    notes=said.get(quantity),
                    conditions=tuple(
                        item for owner, item in held if owner.carrier in ("", quantity)
                    ),
                )
                if row is None:
                    if there.values(kernel.inputs) is None and not there.hangs_on(
                        kernel.inputs, plan.stage_input
                    ):
                        # What it lacks it lacks in every stage.
                        kernels.remove(kernel)
                    continue
                if quantity not in said and not plan.tells_stages_apart(kernel, there):
                    said[quantity] = list(row.notes)
                listed.append(rows.where_live(row, stage.live))
            found += listed
        if not found and not any_true(plan.count(environment) > 0):
            self.warn("no-stage", f"{group.info.name}: ε ≥ ε₀, no stage is run")
        return found

    def _totals(self, group: Group, environment: Environment, plan: staged.Plan) -> list[Result]:
        """Return the sums over the stages, and the stages."""
        conditions = tuple(
            item
            for kernel, item in conditions_of(group, environment)
            if "iterations" in kernel.for_
        )
        return plan.rows(self, environment, conditions)

    # --- the answer -----------------------------------------------------------------------------

    def take_down(self, environment: Environment) -> None:
        """Remember which defaults of the symbols entered: the answer shows them as inputs."""
        for name in environment.used & environment.taken.keys():
            default = environment.taken[name]
            value = environment.values((name,))
            if value is None or not _finite(value[name]):
                continue
            if default is None:
                self._recorded.setdefault(name, value[name])
            elif default.quantity and default.quantity not in self.question.quantities:
                # What differs from row to row is said on the rows, not here.
                known = self._recorded.setdefault(name, value[name])
                if not _same(known, value[name]):
                    self._recorded[name] = None
            elif not _same(self._recorded.get(name, value[name]), value[name]):
                self._recorded[name] = None

    def _say_unused(self, also: Iterable[str] = ()) -> None:
        asked = [
            group
            for group in self.choice.groups
            if group not in self.left_out and not self._waits_for(group)
        ]
        kinds = {group.schedule for group in asked}
        statements = dict.fromkeys(group.statement for group in asked)
        known = entering(self.question, statements, kinds) | set(also)
        if self.values.get("betas") is not None or (self.run and self.run.is_pytorchs):
            # PyTorch's two β come as a pair, whether both enter or not.
            known |= {"beta1", "beta2"}
        left = [name for name in self.given if name not in known and SYMBOLS[name].is_input]
        left += () if self.run is None else self.run.rates.unused
        self.unused = tuple(dict.fromkeys(map(self._typed, left)))
        for note in _unused(self.unused):
            self.warn(note.code, note.message)

    def _typed(self, name: str) -> str:
        """Return the name under which an input was given: PyTorch's, or the paper's."""
        for setting, names in PYTORCH.items():
            if name in names and self.values.get(setting) is not None:
                return setting
        return name

    def shown(self) -> dict[str, Any]:
        """Return the inputs as an answer reports them, whole numbers as int."""
        values: dict[str, Any] = {}
        known = {**self._recorded, **self.given}
        for name, entry in SYMBOLS.items():
            value = known.get(name)
            if value is not None and entry.is_input:
                if not is_array(value):
                    value = int(value) if entry.domain.startswith("integer") else float(value)
                values[name] = value
        return values if self.run is None else {**values, **self.run.shown()}

    def answer(self, results: Iterable[Result], also: Iterable[str] = (), **extra: Any) -> Answer:
        """Return the answer; ``also`` are inputs that entered it by another way."""
        self._say_unused(also)
        for (code, message), optimizers in self._shared.items():
            self.warn(code, f"{', '.join(optimizers)}: {message}", "vacuous")
        found: Mapping[str, Any] = Frozen(extra)
        listed = tuple(results)
        self._say_rounded(listed)
        return Answer(self.question.name, self.shown(), listed, tuple(self.warnings), found)

    def _say_rounded(self, listed: Iterable[Result]) -> None:
        """Say where arrays hold whole numbers that floats round."""
        rounded = [
            option_of(name)
            for name, value in self.values.items()
            if SYMBOLS.get(full := ALIASES.get(name, name)) is not None
            and SYMBOLS[full].domain.startswith("integer")
            and is_rounded(value)
        ]
        if any(beyond_floats(row.count) for row in listed):
            rounded.append("count")
        if rounded:
            self.warn(
                "rounded",
                f"{all_of(rounded)}: whole numbers of 2^53 and more are rounded to floats in "
                "arrays (counts upwards); one by one they keep all their digits",
            )


def _unused(names: Iterable[str]) -> list[Note]:
    """Say which inputs were given and entered nothing."""
    *others, last = (*map(option_of, names),) or ("",)
    if not last:
        return []
    listed = f"{', '.join(others)} and {last} were" if others else f"{last} was"
    them = "them" if others else "it"
    return [Note(_UNUSED, f"{listed} given, but no part of this answer needs {them}")]


def _evaluated(kernel: Kernel, inputs: Mapping[str, Any]) -> Evaluated:
    """Evaluate a kernel for what is wanted: its logarithm, its number, or both."""
    if is_lean():
        return evaluate_number(kernel, inputs, by_log=not is_of_numbers())
    found = evaluate(kernel, inputs)
    if not is_array(found.log):
        return found
    # Over a grid the number costs less without its logarithm than with it.
    return found._replace(number=number_over_grid(kernel, inputs))


def _may_exist(kernel: Kernel, environment: Environment) -> bool:
    if kernel.exists is None or kernel.missing_text or kernel.missing_warning:
        return True
    known = environment.values(kernel.exists.inputs)
    return known is None or any_true(truth(kernel.exists, known))


def _where_met_or_marked(row: Result, missed: Iterable[Condition], *, force: bool) -> Result:
    """Return a row of many points whose conditions fail: without numbers there, or marked."""
    met: Any = True
    for item in missed:
        met = item.met & met
    if not force:
        return rows.without_number(row, met)
    return row if all_true(met) else replace(row, notes=(_NOT_A_BOUND, *row.notes))


def _base_of(group: Group) -> str:
    return group.info.stands_for or group.statement


def _stood_for(group: Group) -> str:
    """Return what rows of the statement that a group stands for would name."""
    base = group.info.stands_for
    return row_statement(base, group.optimizer) if base else ""


def _settings(kernel: Kernel, environment: Environment) -> Mapping[str, Any]:
    """Return what was chosen for a formula, by name."""
    inputs = None if kernel.settings is None else environment.values(kernel.settings.inputs)
    if kernel.settings is None or inputs is None:
        return Frozen({})
    logs = call(kernel.settings.function, kernel.settings.inputs, inputs)
    values = (rows.numbers(log)[0] for log in logs)
    return Frozen(dict(zip(kernel.setting_names, values, strict=True)))


def _in_stages(group: Group) -> bool:
    return staged.plan_of(group) is not None


def _stage_inputs(group: Group) -> set[str]:
    plan = staged.plan_of(group)
    return set() if plan is None else {plan.stage_input}


def _speaks_of(note: NoteKernel, group: Group, quantity: str) -> bool:
    return (
        (not note.quantities or quantity in note.quantities)
        and (not note.variants or group.variant in note.variants)
        and (not note.schedules or group.schedule in note.schedules)
        and (not note.optimizers or group.optimizer in note.optimizers)
    )


def _default_text(note: str, values: Mapping[str, Any] | None) -> str | None:
    if values is None:
        return None
    (value,) = values.values()
    if "{value}" not in note:
        return note
    if is_array(value):
        return None
    return note.format(value=show(math.log(value) if value > 0 else -math.inf))


def _finite(value: Any) -> bool:
    return all_true(abs(value) < math.inf)


def _same(one: Any, other: Any) -> bool:
    if one is None or getattr(one, "shape", ()) != getattr(other, "shape", ()):
        return False
    return all_true(one == other)


def _options(names: Iterable[str]) -> str:
    wanted = set(names)
    return all_of(option_of(name) for name in SYMBOLS if name in wanted)


def _start_and_target(group: Group) -> tuple[str, ...]:
    plan = staged.plan_of(group)
    return () if plan is None else (plan.start, plan.target)


def _named_row(row: Result) -> str:
    return f"{STATEMENTS[row.statement].name} ({row.optimizer}, {row.variant})"


def _sentence(condition: Condition) -> str:
    """Say by how much a condition is missed, and what would meet it."""
    text = condition.text + ("," if ", where " in condition.text else "")
    if is_array(condition.met):
        missed = condition.met.size - int(condition.met.sum())
        said = f"{text} fails at {missed} of {condition.met.size} points"
    elif condition.rhs is None or is_array(condition.rhs):
        said = f"{text} fails"
    else:
        lhs, rhs = (show_value(value) for value in (condition.lhs, condition.rhs))
        factor = None if condition.margin is None else show_value(condition.margin)
        # Over 1, the left side is the factor.
        sides = "" if factor == lhs else f" ({lhs} > {rhs})"
        missed_by = "" if factor is None else f" by the factor {factor}"
        said = f"{text} is missed{missed_by}{sides}"
    return f"{said}; it would be met by {condition.remedy}" if condition.remedy else said


def _by_sentence(
    failed: Iterable[tuple[Result, Condition, ConditionKernel]],
) -> list[str]:
    """Return an item for each thing that fails, with the rows that it concerns."""
    named: dict[str, dict[str, None]] = {}
    for row, item, _ in failed:
        named.setdefault(_sentence(item), {})[_named_row(row)] = None
    return [f"{all_of(names)}: {sentence}" for sentence, names in named.items()]


def _refusal(
    failed: list[tuple[Result, Condition, ConditionKernel]], lacked: Iterable[str]
) -> NoBoundError:
    """Return the error that names every condition that fails, and what else might have answered."""
    seen: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row, condition, _ in failed:
        seen.setdefault(
            (row.statement, row.optimizer, row.schedule, condition.name),
            {
                "statement": row.statement,
                "optimizer": row.optimizer,
                "schedule": row.schedule,
                **condition.as_row(),
            },
        )
    causes = dict.fromkeys(kernel.warning for _, _, kernel in failed if kernel.warning)
    return NoBoundError(
        "no bound holds at these settings",
        details=seen.values(),
        items=[*_by_sentence(failed), *causes, *lacked],
    )
