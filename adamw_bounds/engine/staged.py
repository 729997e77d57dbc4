"""Statements that run in stages, each to half the accuracy of the one before: sums over them."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache, partial
from typing import TYPE_CHECKING, Any, Final

from adamw_bounds.engine import rows
from adamw_bounds.engine.counts import AtPoints, whole_steps, work
from adamw_bounds.engine.environment import Environment, Group
from adamw_bounds.engine.evaluate import all_true, any_true, is_array, truth
from adamw_bounds.engine.pointwise import is_lean, is_pointwise
from adamw_bounds.engine.results import Condition, Result
from adamw_bounds.kernels import KERNELS
from adamw_bounds.kernels.calls import Evaluated, backend_for, evaluate
from adamw_bounds.kernels.types import Kernel, StagedKernel
from adamw_bounds.numbers import show

if TYPE_CHECKING:
    from adamw_bounds.engine.ask import Session

__all__ = ["Plan", "Stage", "last_stage", "plan_of", "stage_count", "staged_of"]

#: Two accuracies whose quotient is so near to a power of 2 are compared exactly, in log2.
_ROUNDING: Final = 1e-14
_REACHED = "ε ≥ ε₀: the accuracy is reached at the start, no stage is run"


def stage_count(start: Any, target: Any) -> Any:
    """Return K = max(0, ceil(log2(start/target))), exact also where the quotient is no float.

    Parameters
    ----------
    start, target : Fraction, int, float or ndarray
        ε₀ and ε, in one unit.

    Returns
    -------
    int or ndarray of int
    """
    if is_array(start) or is_array(target):
        import numpy as np

        start, target = np.broadcast_arrays(np.asarray(start, float), np.asarray(target, float))
        (above, exponent), (below, other) = np.frexp(start), np.frexp(target)
        return np.where(start > target, exponent - other + (above > below), 0)
    if start <= target:
        return 0
    return (math.ceil(Fraction(start) / Fraction(target)) - 1).bit_length()


def _halved(accuracy: Fraction, times: int) -> Fraction:
    return accuracy / (1 << times)


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage: its number from 1, what is known in it, and at which points it is run.

    ``accuracy`` returns what it ends with, exactly: a long fraction, which few stages need.
    """

    number: int
    environment: Environment
    live: Any
    accuracy: Callable[[], Fraction | AtPoints]


@dataclass(frozen=True, slots=True)
class _Steps:
    """The steps of a stage, as its kernel gives them."""

    stage: Stage
    kernel: Kernel
    inputs: Mapping[str, Any]
    logs: Evaluated

    def whole(self, stage_input: str) -> Any:
        """Return the whole number of them; None (inf in an array) where it exceeds a float."""
        accuracy = self.stage.accuracy()
        if isinstance(accuracy, AtPoints) and not is_array(self.logs.log):
            # What differs from point to point is how many stages there are, not this one.
            accuracy = accuracy.at(0, accuracy.floats.shape)
        return whole_steps(self.kernel, {**self.inputs, stage_input: accuracy}, self.logs.log)


@dataclass(frozen=True, slots=True)
class Plan:
    """The stages of a group of rows.

    Attributes
    ----------
    start, target, stage_input : str
        The inputs ε₀ and ε, and the one that is a stage's own accuracy.
    first_case : str
        The case of the formula for stage 1, where it has one of its own.
    group : Group
        The rows.
    """

    start: str
    target: str
    stage_input: str
    first_case: str
    group: Group

    def count(self, environment: Environment) -> Any:
        """Return the number of stages, an array where it differs from point to point."""
        known = environment.values((self.start, self.target))
        if known is None:
            return 0
        start, target = known[self.start], known[self.target]
        if not (is_array(start) or is_array(target)):
            return self._exact_count(environment)
        return self._counts(environment, start, target)

    def _counts(self, environment: Environment, start: Any, target: Any) -> Any:
        """Return the numbers of stages of many points, decided exactly where a float cannot."""
        import numpy as np

        counts = np.array(stage_count(start, target))
        with np.errstate(all="ignore"):
            shares = np.frexp(start)[0] / np.frexp(target)[0]
            unsure = np.isin(np.rint(np.log2(shares)), (-1, 0, 1))
            unsure &= np.abs(np.log2(shares) - np.rint(np.log2(shares))) < _ROUNDING
        places = np.flatnonzero(np.broadcast_to(unsure, counts.shape))
        if self.start in environment.given:
            return counts
        flat = counts.reshape(-1)
        for place in places.tolist():
            flat[place] = self._exact_count(environment, place, counts.shape)
        return flat.reshape(counts.shape)

    def _exact_count(
        self, environment: Environment, place: int | None = None, shape: tuple[int, ...] = ()
    ) -> int:
        """Return the number of stages of one point.

        Floats are read as what was typed. Where both ends are inputs they are also read as what
        they hold, in which 8ε computed in floats is eight times ε, however short each of them is.
        """
        sources = (environment.entered((name,)) & environment.given.keys() for name in self._ends)
        is_plain = all(len(names) == 1 for names in sources)
        readings = (True, False) if is_plain else (True,)
        counts: list[int] = [
            stage_count(
                *(environment.exact(name, place, shape, as_typed=typed) for name in self._ends)
            )
            for typed in readings
        ]
        return min(counts)

    @property
    def _ends(self) -> tuple[str, str]:
        return self.start, self.target

    def stages(self, environment: Environment) -> Iterator[Stage]:
        """Walk through the stages; none where the accuracies are not known."""
        known = environment.values((self.start, self.target))
        if known is None:
            return
        counts = self.count(environment)
        start = known[self.start]
        if is_array(counts):
            yield from self._stages_of_points(environment, counts, start)
            return
        whole = environment.exact(self.start)
        for number in range(1, counts + 1):
            accuracy = math.ldexp(start, -number)
            # What does not hang on the accuracy is taken over from stage to stage.
            environment = environment.with_values(**{self.stage_input: accuracy})
            yield Stage(number, environment, True, partial(_halved, whole, number))

    def _stages_of_points(
        self, environment: Environment, counts: Any, start: Any
    ) -> Iterator[Stage]:
        import numpy as np

        for number in range(1, int(counts.max()) + 1):
            accuracy = np.ldexp(np.asarray(start, float), -number)

            def at(place: int, shape: tuple[int, ...], number: int = number) -> Fraction:
                return _halved(environment.exact(self.start, place, shape), number)

            inside = environment.with_values(**{self.stage_input: accuracy})
            yield Stage(number, inside, counts >= number, partial(AtPoints, accuracy, at))

    # --- sums -----------------------------------------------------------------------------------

    def rows(
        self, session: Session, environment: Environment, conditions: tuple[Condition, ...]
    ) -> list[Result]:
        """Return the totals that the question asks for, then the stages."""
        kernel = self._kernel("iterations", "stage")
        if kernel is None:
            return []
        exists = self._exists(session, kernel, environment)
        if not any_true(exists):
            return []
        first = self._kernel("iterations", self.first_case)
        evaluated = list(self._evaluated(kernel, first, environment))
        wanted = session.question.quantities
        found: list[Result] = []
        counted = kernel.counts and not is_lean()
        wholes = [item.whole(self.stage_input) if counted else None for item in evaluated]
        total = self._total(session, kernel, evaluated, environment)
        if counted:
            total = replace(total, count=self._counted(evaluated, wholes, environment))
        if "iterations" in wanted:
            found.append(total)
        if "gradient-complexity" in wanted:
            found.append(self._work(session, kernel, total, evaluated, environment))
        listed = not is_pointwise() and not is_array(self.count(environment))
        if "iterations" in wanted and listed:
            notes = self._notes_of_stages(session, kernel, evaluated)
            found += [
                self._listed(kernel, item, whole, next(notes), conditions)
                for item, whole in zip(evaluated, wholes, strict=True)
            ]
        found = [rows.where_live(row, exists) for row in found]
        return [
            row if row.conditions == conditions else replace(row, conditions=conditions)
            for row in found
        ]

    def steps(self, environment: Environment) -> Any:
        """Return the logarithm of the steps of all stages."""
        kernel = self._kernel("iterations", "stage")
        if kernel is None:
            return -math.inf
        first = self._kernel("iterations", self.first_case)
        return self._sum(list(self._evaluated(kernel, first, environment)), environment).log

    def _exists(self, session: Session, kernel: Kernel, environment: Environment) -> Any:
        """Return where the formula has a number; say why where it has none."""
        known = None if kernel.exists is None else environment.values(kernel.exists.inputs)
        exists = True if known is None else truth(kernel.exists, known)
        if not all_true(exists) and kernel.missing_warning:
            session.warn(kernel.missing_code, kernel.missing_warning)
        return exists

    def _kernel(self, quantity: str, case: str | None) -> Kernel | None:
        found = [item for item in self.group.kernels(quantity) if item.case == case]
        return found[0] if found else None

    def _evaluated(
        self, kernel: Kernel, first: Kernel | None, environment: Environment
    ) -> Iterator[_Steps]:
        for stage in self.stages(environment):
            used = first if stage.number == 1 and first is not None else kernel
            inputs = stage.environment.values(used.inputs)
            if inputs is not None:
                yield _Steps(stage, used, inputs, evaluate(used, inputs))

    def _sum(self, evaluated: list[_Steps], environment: Environment) -> Evaluated:
        """Add the stages up in the log domain, each where it is run."""
        counts = self.count(environment)
        width = len(evaluated[0].logs.parts) if evaluated else 0
        if not is_array(counts):
            backend = backend_for([item.logs.log for item in evaluated])
            total: Any = -math.inf
            parts: list[Any] = [-math.inf] * width
            for item in evaluated:
                total = backend.logaddexp(total, item.logs.log)
                parts = [
                    backend.logaddexp(old, new)
                    for old, new in zip(parts, item.logs.parts, strict=True)
                ]
            return Evaluated(total, tuple(parts))
        import numpy as np

        total = np.full(counts.shape, -np.inf)
        parts = [total] * width
        for item in evaluated:
            live, logs = item.stage.live, item.logs

            def add(old: Any, new: Any, live: Any = live) -> Any:
                return np.logaddexp(old, np.where(live, new, -np.inf))

            total = add(total, logs.log)
            parts = [add(old, new) for old, new in zip(parts, logs.parts, strict=True)]
        return Evaluated(total, tuple(parts))

    def _total(
        self,
        session: Session,
        kernel: Kernel,
        evaluated: list[_Steps],
        environment: Environment,
    ) -> Result:
        summed = self._sum(evaluated, environment)
        if not summed.parts:
            nothing = -math.inf if not is_array(summed.log) else summed.log
            summed = Evaluated(summed.log, (nothing,) * len(kernel.parts))
        row = rows.result(
            summed,
            kernel,
            optimizer=self.group.optimizer,
            notes=[
                *session.notes(self.group, kernel, environment, summed.log),
                *self._reached(environment),
            ],
        )
        return replace(row, case=None)

    def _counted(self, evaluated: list[_Steps], wholes: list[Any], environment: Environment) -> Any:
        """Return Σ⌈T_k⌉, None where a stage exceeds a float."""
        counts = self.count(environment)
        if is_array(counts):
            import numpy as np

            summed = np.zeros(counts.shape)
            for item, whole in zip(evaluated, wholes, strict=True):
                steps = math.inf if whole is None else whole
                summed = summed + np.where(item.stage.live, steps, 0.0)
            return summed
        # An entry may be an array, which has no truth value.
        return None if any(item is None for item in wholes) else sum(wholes)

    def _work(
        self,
        session: Session,
        kernel: Kernel,
        total: Result,
        evaluated: list[_Steps],
        environment: Environment,
    ) -> Result:
        """Return the gradient complexity: an order of its own, or b times the steps."""
        own = self._kernel("gradient-complexity", None)
        if own is not None:
            inputs = environment.values(own.inputs)
            assert inputs is not None  # they are inputs of the stages too
            logs = self._where_run(evaluate(own, inputs), environment)
            return rows.result(
                logs,
                own,
                optimizer=self.group.optimizer,
                notes=[
                    *session.notes(self.group, own, environment, logs.log),
                    *self._reached(environment),
                ],
            )
        batch = (environment.values(("batch_size",)) or {"batch_size": 1.0})["batch_size"]
        shift = backend_for([batch]).log(batch)
        summed = self._sum(evaluated, environment)
        parts = summed.parts or (-math.inf,) * len(kernel.parts)
        logs = Evaluated(summed.log + shift, tuple(part + shift for part in parts))
        row = rows.result(
            logs,
            kernel,
            optimizer=self.group.optimizer,
            notes=total.notes,
            quantity="gradient-complexity",
        )
        count = None if total.count is None else work(total.count, batch)
        return replace(row, case=None, count=count)

    def _where_run(self, logs: Evaluated, environment: Environment) -> Evaluated:
        """Return what an order of its own is: nothing where no stage is run."""
        counts = self.count(environment)
        if not is_array(counts):
            nothing = -math.inf
            return logs if counts else Evaluated(nothing, (nothing,) * len(logs.parts))
        import numpy as np

        run = counts > 0
        return Evaluated(
            np.where(run, logs.log, -np.inf),
            tuple(np.where(run, part, -np.inf) for part in logs.parts),
        )

    def _notes_of_stages(
        self, session: Session, kernel: Kernel, evaluated: list[_Steps]
    ) -> Iterator[list[str]]:
        """Yield what is said of each stage; asked once where it does not depend on the stage."""
        same: list[str] | None = None
        for item in evaluated:
            environment = item.stage.environment
            if same is not None:
                yield same
                continue
            found = session.notes(self.group, kernel, environment, item.logs.log, brief=True)
            if not self.tells_stages_apart(kernel, environment):
                same = found
            yield found

    def tells_stages_apart(self, kernel: Kernel, environment: Environment) -> bool:
        """Whether what is said of a kernel's rows may differ from stage to stage."""
        info = self.group.info
        functions = [what for note in info.notes for what in (note.when, note.values)]
        heard = {
            *(name for what in (*functions, kernel.why_when) if what for name in what.inputs),
            *(item.name for item in info.defaults if item.note),
        }
        return self.stage_input in environment.entered(heard)

    def _listed(
        self,
        kernel: Kernel,
        item: _Steps,
        whole: int | None,
        notes: list[str],
        conditions: tuple[Condition, ...],
    ) -> Result:
        stage, logs = item.stage, item.logs
        known = stage.environment.values((self.stage_input,))
        assert known is not None  # the stage knows its accuracy
        accuracy = known[self.stage_input]
        return rows.result(
            logs,
            kernel,
            optimizer=self.group.optimizer,
            notes=(f"ε_k = {show(math.log(accuracy) if accuracy > 0 else -math.inf)}", *notes),
            stage=stage.number,
            count=whole,
            conditions=conditions,
        )

    def _reached(self, environment: Environment) -> tuple[str, ...]:
        counts = self.count(environment)
        if is_array(counts) and not is_pointwise():
            return ()
        return () if any_true(counts > 0) else (_REACHED,)


@cache
def staged_of(statement: str) -> StagedKernel | None:
    """Return how a statement runs in stages, None where it does not."""
    for kernel in KERNELS.values():
        if kernel.base == statement and kernel.staged is not None:
            return kernel.staged
    return None


def plan_of(group: Group) -> Plan | None:
    """Return the stages of a group, None where its statement has none."""
    found = staged_of(group.statement)
    if found is None:
        return None
    return Plan(found.start, found.target, found.stage, found.first_case, group)


def last_stage(group: Group, environment: Environment) -> Environment | None:
    """Return what is known in the last stage, None where there is no stage."""
    plan = plan_of(group)
    known = None if plan is None else environment.values((plan.start, plan.target))
    if plan is None or known is None:
        return None
    counts = plan.count(environment)
    if not is_array(counts):
        if counts == 0:
            return None
        return environment.with_values(**{plan.stage_input: math.ldexp(known[plan.start], -counts)})
    last = None
    for stage in plan.stages(environment):
        if not any_true(stage.live):
            break
        last = stage.environment
    return last
