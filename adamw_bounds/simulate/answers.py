"""The question of ``simulate``: validate, plan, refuse what is too long, run, compare."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, Unpack

import numpy as np

from adamw_bounds.bounds import rows
from adamw_bounds.bounds._kernels import SYMBOLS
from adamw_bounds.bounds.choices import (
    LARGE_STEP,
    OPTIMIZERS,
    SCHEDULES,
    choose,
    choose_theorems,
)
from adamw_bounds.bounds.inputs import ALIASES, InputValues, validate
from adamw_bounds.bounds.kernels import log_value
from adamw_bounds.bounds.question import owner
from adamw_bounds.bounds.results import Answer, Condition, Note, Result
from adamw_bounds.errors import Fault, InputError, NoBoundError
from adamw_bounds.simulate.plans import (
    CASES,
    DEFAULTS,
    DecayingPlan,
    HorizonPlan,
    Plan,
    StagePlan,
    StepPlan,
    make,
)
from adamw_bounds.simulate.problems import Array, LeastSquares
from adamw_bounds.simulate.schedules import constant_step, decay_schedule, decaying_step
from adamw_bounds.simulate.updates import Estimate, Optimizer, Run, Schedule, State, iterate

__all__ = ["MAX_STEPS", "run"]

#: No more steps than this are run unless asked for.
MAX_STEPS: Final = 2_000_000
_THEOREMS: Final = ("theorem-1", "theorem-2", "theorem-3", "theorem-4")
_TAKES: Final[Mapping[str, tuple[str, ...]]] = {
    "theorem-1": ("k", "alpha", "delta", "beta1", "beta2"),
    "theorem-2": (
        *("epsilon", "sigma", "batch_size", "dim", "delta", "lam", "lam_l2", "x_inf_norm"),
        *("beta2", "iterations"),
    ),
    "theorem-3": (
        *("epsilon", "sigma", "batch_size", "dim", "delta", "lam", "lam_l2", "x_inf_norm"),
        *("beta2", "iterations", "gamma"),
    ),
    "theorem-4": ("epsilon", "sigma", "batch_size", "dim", "delta", "beta2", "lam"),
}
_LARGEST_LOG: Final = 690.0
_WRITTEN_OUT: Final = 1e9
_FIXED: Final = ("c_inf", "smoothness", "gap", "mu", "x0_norm")
_WIDEST: Final = 512
#: Numbers a step moves in the default questions (seeds times d), to which max_steps refers.
_NUMBERS_A_STEP: Final = 1024
_SEEDS: Final = {"theorem-1": 1024, "theorem-2": 128, "theorem-3": 128, "theorem-4": 128}
_MEASURED: Final = "measured"
_GRADIENT: Final = "gradient-norm-squared"
_WEIGHTED: Final = "weighted-gradient-norm-squared"
_STEP: Final = "step-norm-squared"
_MOMENTUM: Final = "momentum-error"
#: What would shorten a run, and in which direction.
_SHORTENS: Final = (("epsilon", 1), ("batch_size", 1), ("sigma", -1), ("delta", 1))

_Choice = tuple[str, str, Optimizer, tuple[str, ...], str]
#: Called with the steps done since the last call and the steps in all.
Reporter = Callable[[int, int], None]


def run(
    theorem: Any = 2,
    *,
    case: str | None = None,
    optimizer: Any = "adamw",
    schedule: Any = "all",
    variant: str = "explicit",
    seed: Any = 0,
    seeds: Any = None,
    max_steps: Any = MAX_STEPS,
    progress: Reporter | None = None,
    **inputs: Unpack[InputValues],
) -> Answer:
    """Run the paper's updates where all constants are known, and hold the bounds against the run.

    Parameters
    ----------
    theorem : {1, 2, 3, 4} or identifier
        Theorem 1: least squares in one dimension, distance at the horizons k/100, k/10, k.
        Theorems 2 and 3: a rotated nonconvex loss; Theorem 4: a PŁ loss, stage by stage.
    case : str, optional
        Theorem 1: ``origin``, ``off-origin`` (E ξ = 1). Theorem 2: ``rotated``, ``uncoupled``
        (β1 = 1e-6 with η at its printed cap, beside the coupled choice), ``small-gradient`` (the
        loss times 2⁻⁶). Theorem 3: ``rotated``. Theorem 4: ``polyak-lojasiewicz``.
    optimizer : {"adamw", "adam", "l2-adam"}
        Whose updates. Theorem 1 has no ℓ2-Adam; Theorem 4 needs λ = 0.
    schedule : {"constant", "decaying", "all"}
        Theorem 4's step inside a stage.
    variant : {"explicit", "explicit-large-step"}
        Theorem 2's step size.
    seed : int
        Seed >= 0 of all randomness.
    seeds : int, optional
        Number of independent runs >= 2: 128 (Theorem 1: 1024).
    max_steps : int
        A question that needs more steps is refused.
    progress : callable, optional
        Called with the steps done since the last call, and the steps in all.
    **inputs
        epsilon > 0 (Theorem 4: function gap), sigma >= 0, batch_size >= 1, dim >= 1, delta > 0
        (c∞²), lam >= 0, beta2 in (0, 1); iterations to run another T (Theorems 2, 3) and with it
        gamma (Theorem 3); lam_l2, x_inf_norm for ℓ2-Adam; k, alpha, beta1 for Theorem 1. The
        problem fixes c∞, L, Δ, μ.

    Returns
    -------
    Answer
        Rows of variant ``measured`` with ``stderr`` and conditions that hold them against the
        rows of variant ``explicit`` (guaranteed) and ``printed`` beside them; the settings used.

    Raises
    ------
    InputError
        If anything is wrong, or the run needs more than ``max_steps`` steps; the message says what
        would make it feasible.
    NoBoundError
        Theorem 4 with λ > 0: it has no explicit form.
    RunError
        If an iterate is no finite number.

    Examples
    --------
    >>> from adamw_bounds.simulate import run
    >>> answer = run(2, epsilon=1, seeds=4)
    >>> row = answer.one(quantity="gradient-norm-squared", variant="measured")
    >>> row.value < answer.one(quantity="gradient-norm-squared", variant="explicit").value
    True
    """
    faults: list[Fault] = []
    theorems = choose_theorems(theorem, _THEOREMS, faults, "1, 2, 3, 4", several=False)
    if not faults and len(theorems) != 1:
        faults.append(Fault("theorem", theorem, "must be one of 1, 2, 3, 4: one run at a time"))
    chosen = choose("optimizer", optimizer, OPTIMIZERS, faults)
    if len(chosen) > 1:
        faults.append(Fault("optimizer", optimizer, f"must be one of {', '.join(OPTIMIZERS)}"))
    schedules = choose("schedule", schedule, SCHEDULES, faults)
    numbers = {
        "seed": _integer("seed", seed, 0, faults),
        "seeds": _integer("seeds", seeds, 2, faults),
        "max_steps": _integer("max_steps", max_steps, 1, faults),
    }
    name = theorems[0] if len(theorems) == 1 else None
    picked = _case(name, case, faults)
    if variant not in ("explicit", LARGE_STEP) or (variant == LARGE_STEP and name != "theorem-2"):
        allowed = f"explicit or {LARGE_STEP}" if name in (None, "theorem-2") else "explicit"
        faults.append(Fault("variant", variant, f"must be {allowed}: what is run"))
    if name is not None:
        _unwanted(name, chosen, schedules, inputs, faults)
    given = validate(inputs, faults)
    assert name is not None
    who: Optimizer = chosen[0]  # type: ignore[assignment]
    _no_bound(name, given)
    plan = make(name, picked, who, schedules, variant, given)
    if not plan.parts:
        raise InputError(
            [
                Fault(
                    "epsilon",
                    plan.constants["epsilon"],
                    f"must be below ε₀ = {plan.constants['gap']:.4g}, the gap at the start",
                )
            ]
        )
    limit = numbers["max_steps"] or MAX_STEPS
    if plan.steps > limit:
        raise _too_long(plan, limit, (name, picked, who, schedules, variant), given)
    count = numbers["seeds"] or _SEEDS[name]
    size = int(plan.constants.get("dim", 1))
    most = int(limit * _NUMBERS_A_STEP / (plan.steps * size))
    if count > max(most, 2):
        raise InputError(
            [
                Fault(
                    "seeds",
                    count,
                    f"times {int(plan.steps)} steps of {size} coordinates is more work than "
                    f"--max-steps {limit} of {_NUMBERS_A_STEP} numbers each; feasible with "
                    f"--seeds at most {max(most, 2)}",
                )
            ],
            code="too-many-steps",
        )
    total = int(plan.steps)
    work = _Work(
        plan,
        seeds=count,
        rng=np.random.default_rng(numbers["seed"]),
        progress=None if progress is None else (lambda done: progress(done, total)),
        large=variant == LARGE_STEP,
    )
    found = _RUNNERS[name](work)
    shown: dict[str, Any] = {
        "theorem": name,
        "optimizer": who,
        "schedule": "all" if len(schedules) > 1 else schedules[0],
        "variant": variant,
        **plan.constants,
    }
    if "iterations" in given:
        shown["iterations"] = given["iterations"]
    if "gamma" in given:
        shown["gamma"] = given["gamma"]
    for key in ("batch_size", "dim", "k", "iterations"):
        if key in shown:
            shown[key] = int(shown[key])
    shown |= {
        "case": picked,
        "seed": numbers["seed"],
        "seeds": work.seeds,
        "max_steps": limit,
    }
    return Answer("simulate", shown, tuple(found), tuple(work.warnings))


# --- what is asked --------------------------------------------------------------------------------


def _integer(name: str, value: Any, least: int, faults: list[Fault]) -> int | None:
    """Return a whole number, None where nothing was given."""
    if value is None:
        return None
    text = str(value).strip()
    try:
        number = int(text) if not isinstance(value, float) else int(value)
        wrong = number < least or (isinstance(value, float) and number != value)
    except (ValueError, OverflowError):
        wrong, number = True, least
    if wrong or isinstance(value, bool):
        faults.append(Fault(name, value, f"must be a whole number ≥ {least}"))
    return number


def _case(theorem: str | None, case: str | None, faults: list[Fault]) -> str:
    allowed = (
        CASES[theorem] if theorem else tuple(name for names in CASES.values() for name in names)
    )
    if case is None:
        return allowed[0]
    word = str(case).strip().lower()
    if word not in allowed:
        where = f" for {theorem}" if theorem else ""
        faults.append(Fault("case", case, f"must be one of {', '.join(allowed)}{where}"))
    return word


def _unwanted(
    theorem: str,
    optimizers: tuple[str, ...],
    schedules: tuple[str, ...],
    inputs: Mapping[str, Any],
    faults: list[Fault],
) -> None:
    """Name the inputs that the theorem's problem fixes or does not know."""
    for key, value in inputs.items():
        name = ALIASES.get(key, key)
        if value is None or name in _TAKES[theorem] or name not in SYMBOLS:
            continue
        reason = "is fixed by the problem" if name in _FIXED else f"is no input of {theorem} here"
        faults.append(Fault(name, None if rows.is_array(value) else value, reason))
    for name in ("lr", "betas", "adam_eps", "weight_decay"):
        if inputs.get(name) is not None:
            faults.append(Fault(name, None, "is no input here: the theorem chooses the steps"))
    for name, value in inputs.items():
        if isinstance(value, list | tuple) or rows.is_array(value):
            faults.append(Fault(name, None, "must be one number"))
    if inputs.get("gamma") is not None and inputs.get("iterations") is None:
        faults.append(Fault("gamma", inputs["gamma"], "needs --iterations: T is that of its own γ"))
    dim = inputs.get("dim", inputs.get("d"))
    if isinstance(dim, str | int | float):
        try:
            wide = float(dim) > _WIDEST
        except ValueError:
            wide = False
        if wide:
            faults.append(Fault("dim", dim, f"must be at most {_WIDEST} in a simulation"))
    if theorem == "theorem-1" and "l2-adam" in optimizers:
        faults.append(Fault("optimizer", "l2-adam", "must be adamw or adam for theorem-1"))
    only = {"theorem-2": "constant", "theorem-3": "decaying"}.get(theorem)
    if only and schedules and only not in schedules:
        faults.append(Fault("schedule", ", ".join(schedules), f"must be {only} for {theorem}"))


def _no_bound(theorem: str, given: Mapping[str, Any]) -> None:
    if theorem == "theorem-4" and given.get("lam", 0.0) > 0:
        raise NoBoundError(
            "Theorem 4 has no explicit form for λ > 0: both printed λ schedules break "
            "λ_{k+1}v_{k+1} ≤ λ_k v_k, and F_k(x*) > F*; would be met by --lam 0",
            details=[{"name": "lambda", "lhs": given["lam"], "rhs": 0.0, "met": False}],
        )
    if theorem == "theorem-1" and given.get("k", DEFAULTS[theorem]["k"]) < 3:
        raise NoBoundError(
            "Theorem 1's AdamW bound needs ηλ = 3/(2√k) ≤ 1; would be met by --k at least 3",
            details=[{"name": "decay-step", "lhs": given["k"], "rhs": 3, "met": False}],
        )


def _too_long(plan: Plan, limit: int, choice: _Choice, given: Mapping[str, Any]) -> InputError:
    """Say by how much the run is too long, and which inputs would make it feasible."""
    if plan.steps < _WRITTEN_OUT:
        count = str(int(plan.steps))
    else:
        count = rows.show(math.log(plan.steps)) if math.isfinite(plan.steps) else "over 10¹⁵"
    asked = f"asks for {count} steps, more than --max-steps {limit}"
    if plan.theorem == "theorem-1":
        # k, k/10 and k/100 are run.
        return _refusal("k", given.get("k"), asked, [("k", limit * 100 // 111, "at most")])
    if "iterations" in given:
        return _refusal(
            "iterations", given["iterations"], asked, [("iterations", limit, "at most")]
        )
    ways: list[tuple[str, float, str]] = []
    for name, direction in _SHORTENS:
        value = _feasible(name, direction, limit, plan.constants[name], choice, given)
        if value is not None:
            ways.append((name, value, "at least" if direction > 0 else "at most"))
    if math.isfinite(plan.steps) and plan.steps < 1e12:
        ways.append(("max_steps", int(plan.steps), "at least"))
    return _refusal("epsilon", plan.constants["epsilon"], asked, ways)


def _refusal(name: str, value: Any, asked: str, ways: list[tuple[str, float, str]]) -> InputError:
    said = " or ".join(f"--{way.replace('_', '-')} {how} {best:.6g}" for way, best, how in ways)
    feasible = f"; feasible with {said}" if said else ""
    error = InputError([Fault(name, value, asked + feasible)], code="too-many-steps")
    error.details += [
        {"option": f"--{way.replace('_', '-')}", how: best} for way, best, how in ways
    ]
    return error


def _feasible(
    name: str,
    direction: int,
    limit: int,
    value: float,
    choice: _Choice,
    given: Mapping[str, Any],
) -> float | None:
    """Return the value nearest to the one given with which the run is short enough."""

    def fits(log: float) -> bool:
        number = math.exp(log)
        if name == "batch_size":
            number = float(math.ceil(number))
        try:
            return make(*choice, {**given, name: number}).steps <= limit
        except (OverflowError, ValueError):
            return False

    if value <= 0:
        return None
    near = math.log(value)
    # Near first: far away everything may be feasible, or nothing a number any more.
    for decades in (3, 9, 30, 100, 300):
        far = near + direction * decades * math.log(10)
        if abs(far) < _LARGEST_LOG and fits(far):
            break
    else:
        return None
    while abs(far - near) > 1e-4:
        middle = (near + far) / 2
        near, far = (near, middle) if fits(middle) else (middle, far)
    found = math.exp(far)
    if name == "batch_size":
        return float(math.ceil(found))
    scale = 10.0 ** (math.floor(math.log10(found)) - 2)
    rounded = (math.ceil if direction > 0 else math.floor)(found / scale) * scale
    return rounded if fits(math.log(rounded)) else found


# --- what is run ----------------------------------------------------------------------------------


@dataclass(slots=True)
class _Work:
    """A plan being run."""

    plan: Plan
    seeds: int
    rng: np.random.Generator
    progress: Callable[[int], None] | None
    large: bool
    warnings: list[Note] = field(default_factory=list)

    def iterate(self, schedule: Schedule, steps: float, **more: Any) -> Run:
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
            watch_x=plan.optimizer == "l2-adam",
            progress=self.progress,
            **more,
        )
        self._hold_region(done)
        return done

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
                )

    def decay(self) -> Schedule:
        constants, optimizer = self.plan.constants, self.plan.optimizer
        lam = constants["lam_l2"] if optimizer == "l2-adam" else constants["lam"]
        return decay_schedule(
            0.0 if optimizer == "adam" else lam,
            beta2=constants["beta2"],
            c_inf=constants["c_inf"],
            delta=constants["delta"],
            # The regularised loss is one loss only where λ stays.
            form="constant" if optimizer == "l2-adam" else "explicit",
        )

    def warn(self, code: str, message: str) -> None:
        note = Note(code, message)
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
        statement = owner(self.plan.theorem, self.plan.optimizer)
        made = rows.result_of_log(
            math.log(value) if value > 0 else -math.inf,
            (),
            (),
            statement=statement,
            optimizer=self.plan.optimizer,
            schedule=schedule,
            variant=variant,
            quantity=quantity,
            case=case,
            **more,
        )
        return replace(made, value=value)

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


def _run_1(work: _Work) -> list[Result]:
    plan = work.plan
    problem = plan.problem
    assert isinstance(problem, LeastSquares)
    found: list[Result] = []
    part: HorizonPlan
    for part in plan.parts:
        case = f"{plan.case}, k = {part.k}"
        decay = decay_schedule(
            part.lam, beta2=plan.constants["beta2"], c_inf=1.0, delta=1.0, form="constant"
        )
        done = work.iterate(constant_step(part.eta, plan.constants["beta1"], decay), part.k)
        notes: tuple[str, ...] = ()
        if plan.case == "off-origin":
            notes = (
                "x* = E ξ/a = 1: the paper has E ξ = 0, which puts x* at 0, where decay pulls; no "
                "bound is proven here",
            )
        distances = np.abs(done.last.x[0] - problem.minimum)
        found += [
            *work.held(None, case, "distance", distances, part.bounds, notes=notes),
            work.row(None, case, "explicit", "eta", part.eta),
            work.row(None, case, "explicit", "lambda", part.lam),
        ]
    return found


def _conclusion(quantity: str, variant: str, used: Mapping[str, Any], eta: float) -> float:
    """Return what Theorem 2 says of the steps or of the momentum."""
    log = log_value("theorem-2", quantity, variant, schedule="constant", **{**used, "eta": eta})
    return math.exp(log)


def _run_2(work: _Work) -> list[Result]:
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


def _run_3(work: _Work) -> list[Result]:
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
        for quantity, values, bounds in held:
            found += work.held("decaying", part.name, quantity, values, bounds)
        found += [
            work.row(
                "decaying", part.name, "explicit", "iterations", part.steps, count=int(part.steps)
            ),
            work.row("decaying", part.name, "explicit", "gamma", part.gamma),
        ]
    return found


def _run_4(work: _Work) -> list[Result]:
    plan = work.plan
    found: list[Result] = []
    for kind in dict.fromkeys(part.schedule for part in plan.parts):
        state: State | None = None
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
            gradient = done.gradient if kind == "constant" else done.weighted
            target = 2 * plan.constants["mu"] * part.epsilon
            name = plan.case
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
                _GRADIENT if kind == "constant" else _WEIGHTED,
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
    return found


_RUNNERS: Final[Mapping[str, Callable[[_Work], list[Result]]]] = {
    "theorem-1": _run_1,
    "theorem-2": _run_2,
    "theorem-3": _run_3,
    "theorem-4": _run_4,
}
