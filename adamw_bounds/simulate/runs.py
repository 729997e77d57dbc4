"""Plans being run: the paper's updates, and what was measured held against the bounds."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

import numpy as np

from adamw_bounds.engine.choices import row_statement
from adamw_bounds.engine.results import Condition, Note, Result
from adamw_bounds.engine.rows import figure
from adamw_bounds.kernels.calls import log_value
from adamw_bounds.optimizers import OPTIMIZERS
from adamw_bounds.questions.api import guarantee
from adamw_bounds.remarks import RemarkKind
from adamw_bounds.simulate.others import OTHER_RUNNERS
from adamw_bounds.simulate.plans import DecayingPlan, HorizonPlan, Plan, StagePlan, StepPlan
from adamw_bounds.simulate.problems import Array, LeastSquares
from adamw_bounds.simulate.schedules import constant_step, decay_schedule, decaying_step
from adamw_bounds.simulate.stationary import StationaryPlan
from adamw_bounds.simulate.trajectories import Limit, Trajectory, marked_steps
from adamw_bounds.simulate.updates import Estimate, Run, Schedule, State, iterate

__all__ = ["RUNNERS", "Work"]

_MEASURED: Final = "measured"
_GRADIENT: Final = "gradient-norm-squared"
_WEIGHTED: Final = "weighted-gradient-norm-squared"
_STEP: Final = "step-norm-squared"
_MOMENTUM: Final = "momentum-error"
_DISTANCE: Final = "distance"
_RATIO: Final = "variance-ratio"
#: Of Theorem 3, the row of the output that is drawn with weights η_k.
_WEIGHTED_CASE: Final = "weighted-output"
#: What the problem says that no guarantee asks for.
_NOT_HELD: Final = ("epsilon", "dim")


@dataclass(slots=True)
class Work:
    """A plan being run."""

    plan: Plan
    seeds: int
    rng: np.random.Generator
    progress: Callable[[int], None] | None
    large: bool
    warnings: list[Note] = field(default_factory=list)
    trajectories: list[Trajectory] = field(default_factory=list)

    def iterate(self, schedule: Schedule, steps: float, **more: Any) -> Run:
        """Run the optimizer, and warn where it left the region of its constants."""
        plan = self.plan
        done = iterate(
            plan.problem,
            optimizer=plan.optimizer,
            delta=plan.constants["delta"],
            beta2=plan.constants["beta2"],
            schedule=schedule,
            steps=int(steps),
            seeds=self.seeds,
            rng=self.rng,
            watch_x=OPTIMIZERS[plan.optimizer].decays_loss,
            marks=marked_steps(int(steps)),
            progress=self.progress,
            **more,
        )
        self._hold_region(done)
        return done

    def follow(
        self,
        name: str,
        quantity: str,
        schedule: str | None,
        steps: Array,
        values: Array,
        limits: Iterable[Limit] = (),
    ) -> None:
        """Keep what was measured along a run, with what is guaranteed there."""
        self.trajectories.append(Trajectory(name, quantity, schedule, steps, values, tuple(limits)))

    def limits(
        self,
        quantity: str,
        steps: Array,
        printed: float | None,
        settings: Mapping[str, Any] | None,
    ) -> list[Limit]:
        """Return the guarantee of Theorem 2 or 3 after each number of steps, and what is printed.

        Parameters
        ----------
        quantity : str
            The mean, with weights or without.
        steps : ndarray
            Numbers of steps.
        printed : float or None
            What the paper prints of the last of them.
        settings : mapping or None
            The settings of the run; None where nothing is guaranteed at them.
        """
        limits = []
        if settings is not None:
            log10 = self._guaranteed(quantity, steps, settings)
            limits.append(Limit("explicit", steps, log10))
        if printed:
            limits.append(Limit("printed", steps[-1:], np.log10([printed]), at_ends=True))
        return limits

    def _guaranteed(self, quantity: str, steps: Array, settings: Mapping[str, Any]) -> Array:
        """Return log10 of the guarantee after each number of steps."""
        constants = {
            key: value for key, value in self.plan.constants.items() if key not in _NOT_HELD
        }
        if "gamma" in settings:
            del constants["beta2"]
        found = guarantee(
            optimizer=self.plan.optimizer,
            variant="explicit",
            iterations=steps,
            **{**constants, **settings},
        )
        row = found.one(case=_WEIGHTED_CASE if quantity == _WEIGHTED else None)
        return np.array(np.broadcast_to(row.log10, steps.shape), float)

    def _hold_region(self, done: Run) -> None:
        """Warn where a run left the region in which its constants hold."""
        limits = [("|Rx_k|∞", done.peak, self.plan.problem.region)]
        if "x_inf_norm" in self.plan.constants:
            limits.append(("‖x_k‖∞", done.x_inf, self.plan.constants["x_inf_norm"]))
        for name, found, allowed in limits:
            if found > allowed:
                self.warn(
                    "assumption-broken",
                    f"NOT A TEST: {name} reached {found:.4g}, beyond {allowed:.4g}, where the "
                    "constants of the problem hold",
                    "voids",
                )

    def decay(self) -> Schedule:
        """Return the weight decay that goes with the theorem."""
        constants, optimizer = self.plan.constants, OPTIMIZERS[self.plan.optimizer]
        return decay_schedule(
            constants[optimizer.setting] if optimizer.has_decay else 0.0,
            beta2=constants["beta2"],
            c_inf=constants["c_inf"],
            delta=constants["delta"],
            # The regularised loss is one loss only where λ stays.
            form="constant" if optimizer.decays_loss else "explicit",
        )

    def warn(self, code: str, message: str, kind: RemarkKind = "finding") -> None:
        """Note a remark on the answer, once."""
        note = Note(code, message, kind)
        if note not in self.warnings:
            self.warnings.append(note)

    def row(
        self,
        schedule: str | None,
        case: str,
        variant: str,
        quantity: str,
        value: float,
        **more: Any,
    ) -> Result:
        """Return a row of one number."""
        statement = row_statement(self.plan.theorem, self.plan.optimizer)
        return figure(
            value,
            statement=statement,
            optimizer=self.plan.optimizer,
            schedule=schedule,
            variant=variant,
            quantity=quantity,
            case=case,
            **more,
        )

    def held(
        self,
        schedule: str | None,
        case: str,
        quantity: str,
        values: Array,
        bounds: Mapping[str, float],
        *,
        stage: int | None = None,
        conditions: tuple[Condition, ...] = (),
        notes: tuple[str, ...] = (),
    ) -> list[Result]:
        """Return a measured row, held against its bounds, and the rows of the bounds."""
        estimate = Estimate.of(values)
        for variant, bound in bounds.items():
            self._say_broken(case, quantity, estimate, variant, bound, stage)
        checks = tuple(_against(variant, estimate.mean, bound) for variant, bound in bounds.items())
        found = [
            self.row(
                schedule,
                case,
                _MEASURED,
                quantity,
                estimate.mean,
                stderr=estimate.stderr,
                stage=stage,
                conditions=(*checks, *conditions),
                notes=notes,
            )
        ]
        for variant, bound in bounds.items():
            found.append(self.row(schedule, case, variant, quantity, bound, stage=stage))
        return found

    def at_rest(self, part: StationaryPlan, x: Array) -> list[Result]:
        """Return the variance at rest over what Corollary 3 predicts, for either Q.

        The measured row is a mean over directions: 1 where the prediction is right.
        """
        found = []
        for variant, predicted in part.predicted.items():
            estimate = Estimate.of((x * x / predicted[:, None]).mean(axis=0))
            allowed = 3 * estimate.stderr + part.bias
            off = abs(estimate.mean - 1)
            case = f"{part.name}, {variant}"
            check = Condition(
                "as-predicted", off, allowed, off <= allowed, off / allowed, "measured = predicted"
            )
            if not check.met:
                self.warn(
                    f"{variant}-broken",
                    f"{case}: the variance at rest is {estimate.mean:.4g} ± {estimate.stderr:.2g} "
                    "times what Corollary 3 predicts",
                )
            found += [
                self.row(
                    None,
                    case,
                    _MEASURED,
                    _RATIO,
                    estimate.mean,
                    stderr=estimate.stderr,
                    conditions=(check,),
                ),
                self.row(None, case, variant, _RATIO, 1.0),
            ]
        found.append(self.row(None, part.name, "explicit", "eta", part.eta))
        steps = float(part.steps)
        found.append(self.row(None, part.name, "explicit", "iterations", steps, count=part.steps))
        return found

    def _say_broken(
        self,
        case: str,
        quantity: str,
        estimate: Estimate,
        variant: str,
        bound: float,
        stage: int | None,
    ) -> None:
        if estimate.mean <= bound + 3 * estimate.stderr:
            return
        where = f"{case}{'' if stage is None else f', stage {stage}'}: {quantity}"
        said = f"{estimate.mean:.4g} ± {estimate.stderr:.2g}"
        if variant == "printed":
            self.warn("printed-broken", f"{where} = {said} exceeds the printed bound {bound:.4g}")
        else:
            self.warn("guarantee-broken", f"{where} = {said} exceeds the proven bound {bound:.4g}")


def _against(variant: str, measured: float, bound: float) -> Condition:
    word = "printed" if variant == "printed" else "guaranteed"
    margin = measured / bound if bound > 0 else (0.0 if measured == 0 else None)
    return Condition(
        f"below-{word}", measured, bound, measured <= bound, margin, f"measured ≤ {word}"
    )


def _run_1(work: Work) -> list[Result]:
    plan = work.plan
    problem = plan.problem
    assert isinstance(problem, LeastSquares)
    found: list[Result] = []

    def distance(x: Array) -> Array:
        return np.asarray(np.abs(x[0] - problem.minimum), float)

    part: HorizonPlan
    for part in plan.parts:
        case = f"{plan.case}, k = {part.k}"
        decay = decay_schedule(
            part.lam, beta2=plan.constants["beta2"], c_inf=1.0, delta=1.0, form="constant"
        )
        done = work.iterate(
            constant_step(part.eta, plan.constants["beta1"], decay), part.k, look=distance
        )
        notes: tuple[str, ...] = ()
        if plan.case == "off-origin":
            notes = (
                "x* = E ξ/a = 1: the paper has E ξ = 0, which puts x* at 0, where decay pulls; no "
                "bound is proven here",
            )
        distances = distance(done.last.x)
        # Each horizon has settings of its own: its bound is of its last step alone.
        ends = [
            Limit(variant, done.marks[-1:], np.log10([bound]), at_ends=True)
            for variant, bound in part.bounds.items()
        ]
        work.follow(case, _DISTANCE, None, done.marks, done.seen, ends)
        found += [
            *work.held(None, case, _DISTANCE, distances, part.bounds, notes=notes),
            work.row(None, case, "explicit", "eta", part.eta),
            work.row(None, case, "explicit", "lambda", part.lam),
        ]
    return found


def _conclusion(quantity: str, variant: str, used: Mapping[str, Any], eta: float) -> float:
    """Return what Theorem 2 says of the steps or of the momentum."""
    log = log_value("theorem-2", quantity, variant, schedule="constant", **{**used, "eta": eta})
    return math.exp(log)


def _run_2(work: Work) -> list[Result]:
    plan, used = work.plan, work.plan.effective
    found: list[Result] = []
    part: StepPlan
    for part in plan.parts:
        done = work.iterate(constant_step(part.eta, part.beta1, work.decay()), part.steps)
        gradient: dict[str, float] = {} if part.bound is None else {"explicit": part.bound}
        step: dict[str, float] = {}
        momentum: dict[str, float] = {}
        epsilon = used["epsilon"]
        if part.reached:
            gradient["printed"] = epsilon**2
            step["printed"] = _conclusion("step-norm-squared", "printed", used, part.eta)
            momentum["printed"] = _conclusion("momentum-error", "printed", used, part.eta)
            if part.bound is not None:
                proof = "explicit-large-step" if work.large else "explicit"
                step["explicit"] = _conclusion("step-norm-squared", "explicit", used, part.eta)
                momentum["explicit"] = _conclusion("momentum-error", proof, used, part.eta)
        notes = () if part.bound is not None else ("no bound is proven here: η exceeds β1√δ/(2L)",)
        limits = work.limits(
            _GRADIENT,
            done.marks,
            gradient.get("printed"),
            None if part.bound is None else {"eta": part.eta, "beta1": part.beta1},
        )
        work.follow(part.name, _GRADIENT, "constant", done.marks, done.gradients, limits)
        held = [
            (_GRADIENT, done.gradient, gradient, part.conditions),
            (_STEP, done.step, step, ()),
            (_MOMENTUM, done.momentum, momentum, ()),
        ]
        for quantity, values, bounds, conditions in held:
            found += work.held(
                "constant",
                part.name,
                quantity,
                values,
                bounds,
                conditions=conditions,
                notes=notes if quantity == _GRADIENT else (),
            )
        found += [
            work.row(
                "constant", part.name, "explicit", "iterations", part.steps, count=int(part.steps)
            ),
            work.row("constant", part.name, "explicit", "eta", part.eta),
            work.row("constant", part.name, "explicit", "beta1", part.beta1),
        ]
    return found


def _run_3(work: Work) -> list[Result]:
    found: list[Result] = []
    part: DecayingPlan
    for part in work.plan.parts:
        used = {**work.plan.effective, "gamma": part.gamma}
        schedule = decaying_step("theorem-3", used, work.decay())
        done = work.iterate(schedule, part.steps)
        gradient = {"explicit": part.bound}
        if part.reached:
            gradient["printed"] = used["epsilon"] ** 2
        held: list[tuple[str, Array, dict[str, float]]] = [
            (_GRADIENT, done.gradient, gradient),
            (_STEP, done.step, {}),
            (_MOMENTUM, done.momentum, {}),
        ]
        if part.weighted is not None:
            held.insert(1, (_WEIGHTED, done.weighted, {"explicit": part.weighted}))
        settings = {"schedule": "decaying", "gamma": part.gamma}
        means = {_GRADIENT: done.gradients, _WEIGHTED: done.weighteds}
        for quantity, values, bounds in held:
            if quantity in means:
                limits = work.limits(quantity, done.marks, bounds.get("printed"), settings)
                mean = means[quantity]
                work.follow(part.name, quantity, "decaying", done.marks, mean, limits)
            found += work.held("decaying", part.name, quantity, values, bounds)
        found += [
            work.row(
                "decaying", part.name, "explicit", "iterations", part.steps, count=int(part.steps)
            ),
            work.row("decaying", part.name, "explicit", "gamma", part.gamma),
        ]
    return found


def _run_4(work: Work) -> list[Result]:
    plan = work.plan
    found: list[Result] = []
    for kind in dict.fromkeys(part.schedule for part in plan.parts):
        state: State | None = None
        stages = _Stages(work.seeds)
        part: StagePlan
        for part in (item for item in plan.parts if item.schedule == kind):
            steps = int(part.steps)
            if kind == "constant":
                schedule = constant_step(part.eta, part.beta1, work.decay())
                drawn = work.rng.integers(0, steps, size=work.seeds)
            else:
                schedule = decaying_step(
                    "theorem-4", {**plan.effective, "gamma": part.gamma}, work.decay()
                )
                shares = np.cumsum(schedule(np.arange(steps, dtype=np.float64))[0])
                aims = work.rng.random(work.seeds) * shares[-1]
                drawn = np.minimum(np.searchsorted(shares, aims, side="right"), steps - 1)
            done = work.iterate(schedule, steps, start=state, pick=drawn)
            state = done.picked
            assert state is not None  # every seed drew an index
            is_constant = kind == "constant"
            gradient = done.gradient if is_constant else done.weighted
            target = 2 * plan.constants["mu"] * part.epsilon
            name = plan.case
            stages.add(done.marks, done.gradients if is_constant else done.weighteds, target)
            found += work.held(
                kind,
                name,
                "gap",
                plan.problem.value(state.x),
                {"explicit": part.epsilon},
                stage=part.stage,
            )
            found += work.held(
                kind,
                name,
                _GRADIENT if is_constant else _WEIGHTED,
                gradient,
                {"explicit": target},
                stage=part.stage,
            )
            found.append(
                work.row(
                    kind, name, "explicit", "iterations", part.steps, count=steps, stage=part.stage
                )
            )
            for quantity, value in (
                ("eta", part.eta),
                ("beta1", part.beta1),
                ("gamma", part.gamma),
            ):
                if not math.isnan(value):
                    found.append(
                        work.row(kind, name, "explicit", quantity, value, stage=part.stage)
                    )
        work.follow(
            plan.case, _GRADIENT if kind == "constant" else _WEIGHTED, kind, *stages.joined()
        )
    return found


class _Stages:
    """A quantity along stages that follow each other, and what is guaranteed at each end."""

    def __init__(self, seeds: int) -> None:
        self._gap = np.full((1, seeds), math.nan)
        self._steps: list[Array] = []
        self._values: list[Array] = []
        self._ends: list[float] = []
        self._targets: list[float] = []

    def add(self, steps: Array, values: Array, target: float) -> None:
        """Add a stage: a mean that begins with it, and the bound of the whole of it."""
        before = self._ends[-1] if self._ends else 0.0
        if before:
            self._steps.append(np.array([before]))
            self._values.append(self._gap)
        self._steps.append(before + steps)
        self._values.append(values)
        self._ends.append(before + float(steps[-1]))
        self._targets.append(target)

    def joined(self) -> tuple[Array, Array, list[Limit]]:
        """Return all steps, the quantity there, and the bounds."""
        limit = Limit("explicit", np.array(self._ends), np.log10(self._targets), at_ends=True)
        return np.concatenate(self._steps), np.concatenate(self._values), [limit]


def _over(predicted: Array, x: Array) -> Array:
    """Return the mean over directions of x²/predicted, a number for each seed."""
    found: Array = (x * x / predicted).mean(axis=0)
    return found


def _run_at_rest(work: Work) -> list[Result]:
    plan = work.plan
    found: list[Result] = []
    part: StationaryPlan
    for part in plan.parts:
        predicted = part.predicted["corrected"][:, None]
        shape = (part.problem.dim, work.seeds)
        rest = np.broadcast_to(part.problem.spectrum[:, None] / part.problem.batch_size, shape)
        decay = decay_schedule(part.decay, beta2=0.5, c_inf=1.0, delta=1.0, form="constant")
        done = iterate(
            part.problem,
            optimizer=plan.optimizer,
            delta=part.delta,
            beta2=part.beta2,
            schedule=constant_step(part.eta, part.beta1, decay),
            steps=part.steps,
            seeds=work.seeds,
            rng=work.rng,
            start=State(np.zeros(shape), np.zeros(shape), rest),
            marks=marked_steps(part.steps),
            look=partial(_over, predicted),
            progress=work.progress,
        )
        limit = Limit("predicted", done.marks, np.zeros(done.marks.size))
        work.follow(part.name, _RATIO, None, done.marks, done.seen, [limit])
        found += work.at_rest(part, done.last.x)
    return found


#: What runs the plan of each theorem.
RUNNERS: Final[Mapping[str, Callable[[Work], list[Result]]]] = {
    "theorem-1": _run_1,
    "theorem-2": _run_2,
    "theorem-3": _run_3,
    "theorem-4": _run_4,
    "lemma-5": _run_at_rest,
    **OTHER_RUNNERS,
}
