"""What a question needs to run: settings from the theorems' own formulas, and how many steps."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from adamw_bounds.engine.conditions import held
from adamw_bounds.engine.results import Condition, Result
from adamw_bounds.kernels.calls import log_value
from adamw_bounds.kernels.mathematics import LN10
from adamw_bounds.optimizers import OPTIMIZERS
from adamw_bounds.questions.api import complexity, conditions, guarantee
from adamw_bounds.simulate.others import OTHER_CASES, OTHER_DEFAULTS, other_plan
from adamw_bounds.simulate.problems import (
    LeastSquares,
    PolyakLojasiewicz,
    Problem,
    RotatedNonconvex,
)
from adamw_bounds.simulate.stationary import plans

__all__ = [
    "CASES",
    "DEFAULTS",
    "SMALL",
    "UNCOUPLED_BETA1",
    "DecayingPlan",
    "HorizonPlan",
    "Plan",
    "StagePlan",
    "StepPlan",
    "make",
]

#: The named cases of each theorem, the default one first.
CASES: Final[Mapping[str, tuple[str, ...]]] = {
    "theorem-1": ("origin", "off-origin"),
    "theorem-2": ("rotated", "uncoupled", "small-gradient"),
    "theorem-3": ("rotated",),
    "theorem-4": ("polyak-lojasiewicz",),
    "lemma-5": ("quadratic",),
    **OTHER_CASES,
}
#: The factor on the loss in ``small-gradient``: a power of two, so that the run scales exactly.
SMALL: Final = 2.0**-6
#: β1 of ``uncoupled``: below its printed cap, far below what the step size needs.
UNCOUPLED_BETA1: Final = 1e-6
#: What is taken where an input is not given, by theorem.
DEFAULTS: Final[Mapping[str, Mapping[str, float]]] = {
    "theorem-1": {"k": 10_000, "alpha": 0.5, "delta": 1.0, "beta1": 0.1, "beta2": 1e-3},
    "theorem-2": {
        **{"dim": 8, "sigma": 0.5, "epsilon": 0.4, "batch_size": 1},
        **{"lam": 0.02, "beta2": 1e-3},
    },
    "theorem-3": {
        **{"dim": 8, "sigma": 0.5, "epsilon": 0.5, "batch_size": 1},
        **{"lam": 0.02, "beta2": 1e-3},
    },
    "theorem-4": {
        **{"dim": 4, "sigma": 0.5, "epsilon": 0.06, "batch_size": 1},
        **{"lam": 0.0, "beta2": 1e-3},
    },
    "lemma-5": {"dim": 4, "lam": 0.0, "beta1": 0.1, "beta2": 1e-3},
    **OTHER_DEFAULTS,
}
#: Below a cap by so little that rounding cannot put it above.
_BELOW: Final = 1 - 2.0**-40


@dataclass(frozen=True, slots=True)
class StepPlan:
    """One run of Theorem 2.

    Attributes
    ----------
    name : str
        The case.
    eta, beta1 : float
        η and β1.
    steps : float
        T; infinite where it exceeds a float.
    bound : float or None
        The guarantee at these settings; None where a hypothesis fails.
    reached : bool
        Whether T is that of the statement, so that the bounds in ε apply.
    conditions : tuple of Condition
        The hypotheses on η and β1.
    """

    name: str
    eta: float
    beta1: float
    steps: float
    bound: float | None
    reached: bool
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class DecayingPlan:
    """One run of Theorem 3: γ, T, the guarantee, and that for the output drawn ∝ η_k."""

    name: str
    gamma: float
    steps: float
    bound: float
    weighted: float | None
    reached: bool


@dataclass(frozen=True, slots=True)
class StagePlan:
    """One stage of Theorem 4: its schedule, number, ε_k, T_k; η and β1, or γ."""

    schedule: str
    stage: int
    epsilon: float
    steps: float
    eta: float = math.nan
    beta1: float = math.nan
    gamma: float = math.nan


@dataclass(frozen=True, slots=True)
class HorizonPlan:
    """One horizon of Theorem 1: k, its constant η and λ, τ, and the bounds by variant."""

    k: int
    eta: float
    lam: float
    tau: float
    bounds: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Plan:
    """All runs of a question.

    Attributes
    ----------
    theorem, case : str
        What is asked.
    optimizer : str
        Whose updates.
    problem : Problem
        The loss.
    constants : mapping
        The problem's constants and the settings, by the names of the inputs.
    effective : mapping
        The same as the theorem reads them (ℓ2-Adam: of the regularised loss).
    parts : tuple
        The runs.
    """

    theorem: str
    case: str
    optimizer: str
    problem: Problem
    constants: Mapping[str, Any]
    effective: Mapping[str, Any]
    parts: tuple[Any, ...]

    @property
    def steps(self) -> float:
        """All steps of all runs."""
        return float(
            sum(part.k if isinstance(part, HorizonPlan) else part.steps for part in self.parts)
        )


def make(
    theorem: str,
    case: str,
    optimizer: str,
    schedules: tuple[str, ...],
    variant: str,
    given: Mapping[str, Any],
) -> Plan:
    """Return the plan of a question.

    Parameters
    ----------
    theorem, case, optimizer, variant : str
        Validated choices.
    schedules : tuple of str
        Theorem 4: ``constant`` and ``decaying``.
    given : mapping
        Validated inputs, without defaults.
    """
    used = {**DEFAULTS[theorem], **_scaled_defaults(case), **given}
    if theorem == "theorem-1":
        return _horizons(case, optimizer, used)
    if theorem == "lemma-5":
        return _at_rest(case, optimizer, used)
    if theorem in OTHER_CASES:
        part, loss, fixed = other_plan(theorem, case, used)
        return Plan(theorem, case, optimizer, loss, fixed, fixed, (part,))
    problem = _problem(theorem, case, used)
    constants = _constants(problem, optimizer, used)
    effective = _effective(optimizer, constants)
    parts: tuple[Any, ...]
    if theorem == "theorem-2":
        parts = _steps(case, optimizer, variant, constants, used.get("iterations"))
    elif theorem == "theorem-3":
        parts = _decaying(case, optimizer, constants, used)
    else:
        parts = tuple(part for kind in schedules for part in _stages(kind, optimizer, constants))
    return Plan(theorem, case, optimizer, problem, constants, effective, parts)


def _at_rest(case: str, optimizer: str, used: Mapping[str, Any]) -> Plan:
    """Return Lemma 5's runs, one for each batch size."""
    runs = plans(optimizer, used)
    decay = OPTIMIZERS[optimizer].setting
    constants = {
        **{name: used[name] for name in ("dim", "beta1", "beta2")},
        **({decay: runs[0].decay} if OPTIMIZERS[optimizer].has_decay else {}),
        "smoothness": runs[0].problem.smoothness,
        "mu": runs[0].problem.mu,
    }
    if len(runs) == 1:
        constants["batch_size"] = runs[0].problem.batch_size
    return Plan("lemma-5", case, optimizer, runs[0].problem, constants, constants, runs)


def _scaled_defaults(case: str) -> dict[str, float]:
    """Return the defaults that scale with the loss."""
    if case != "small-gradient":
        return {}
    base = DEFAULTS["theorem-2"]
    return {name: base[name] * SMALL for name in ("sigma", "epsilon")}


def _problem(theorem: str, case: str, used: Mapping[str, Any]) -> Problem:
    kind = PolyakLojasiewicz if theorem == "theorem-4" else RotatedNonconvex
    return kind(
        int(used["dim"]),
        sigma=used["sigma"],
        batch_size=int(used["batch_size"]),
        loss_scale=SMALL if case == "small-gradient" else 1.0,
    )


def _constants(problem: Problem, optimizer: str, used: Mapping[str, Any]) -> dict[str, Any]:
    """Return the inputs of the bounds: the problem's constants and the settings."""
    start = problem.start()
    norm = math.sqrt(float(start @ start))
    constants = {
        "c_inf": problem.c_inf,
        "smoothness": problem.smoothness,
        "sigma": problem.sigma,
        "delta": used.get("delta", problem.c_inf**2),
        "gap": problem.gap,
        "epsilon": used["epsilon"],
        "batch_size": used["batch_size"],
        "dim": problem.dim,
        "beta2": used["beta2"],
        "lam": used["lam"] if OPTIMIZERS[optimizer].decays_parameters else 0.0,
        "x0_norm": norm,
    }
    if problem.mu:
        constants["mu"] = problem.mu
    if OPTIMIZERS[optimizer].decays_loss:
        constants["lam_l2"] = used.get("lam_l2", used["lam"])
        # A bound along the run, which is watched for it.
        constants["x_inf_norm"] = used.get("x_inf_norm", 2 * float(abs(start).max()))
    return constants


#: The constants that ℓ2-Adam's regularised loss changes, and Corollary 2's quantity for each.
_REGULARISED: Final = {"c_inf": "c-inf", "smoothness": "smoothness", "gap": "gap"}


def _effective(optimizer: str, constants: Mapping[str, Any]) -> dict[str, Any]:
    """Return the constants as the theorems read them: ℓ2-Adam's of the regularised loss."""
    kind = OPTIMIZERS[optimizer]
    if kind.decays_parameters:
        return dict(constants)
    found = {**constants, "lam": 0.0, "x0_norm": 0.0}
    if kind.decays_loss:
        known = {name: constants[name] for name in ("lam_l2", "x0_norm", "x_inf_norm")}
        for name, quantity in _REGULARISED.items():
            inputs = {**known, name: constants[name]}
            log = log_value("corollary-2", quantity, "corrected", optimizer=optimizer, **inputs)
            found[name] = math.exp(log)
    return found


def _asked(constants: Mapping[str, Any], *without: str) -> dict[str, Any]:
    return {name: value for name, value in constants.items() if name not in without}


def _count(row: Result) -> float:
    if row.count is not None:
        return float(row.count)
    return math.inf if row.log10 is None or row.log10 > 15 else math.exp(row.log10 * LN10)


def _steps(
    case: str,
    optimizer: str,
    variant: str,
    constants: Mapping[str, Any],
    iterations: float | None,
) -> tuple[StepPlan, ...]:
    asked = _asked(constants)
    needed = _count(
        complexity(2, optimizer=optimizer, variant=variant, **asked).one(quantity="iterations")
    )
    steps = needed if iterations is None else float(iterations)
    if not math.isfinite(steps):
        return (StepPlan(case, math.nan, math.nan, steps, None, True, ()),)
    caps = conditions(
        2, optimizer=optimizer, variant=variant, schedule="constant", **_asked(asked, "beta2")
    )
    eta = caps.one(quantity="eta-max").value * _BELOW
    beta1 = caps.one(quantity="beta1-max").value
    coupled = _step_plan(
        "coupled" if case == "uncoupled" else case, optimizer, constants, eta, beta1, steps, needed
    )
    if case != "uncoupled":
        return (coupled,)
    printed = conditions(
        2, optimizer=optimizer, variant="printed", schedule="constant", **_asked(asked, "beta2")
    )
    cap = printed.one(quantity="eta-max").value
    # Without noise the printed cap is unbounded: the coupled step is then as good as any.
    largest = eta if cap is None else cap * _BELOW
    loose = _step_plan(
        case, optimizer, constants, largest, UNCOUPLED_BETA1, steps, needed, printed=True
    )
    return loose, coupled


#: The hypotheses on the step of Theorem 2 that a run is held to.
_NEEDED: tuple[str, ...] = ("eta-coupling", "beta1-weight", "lambda-eta")


def _step_plan(
    name: str,
    optimizer: str,
    constants: Mapping[str, Any],
    eta: float,
    beta1: float,
    steps: float,
    needed: float,
    *,
    printed: bool = False,
) -> StepPlan:
    env = {**constants, "eta": eta, "beta1": beta1}
    explicit = held("theorem-2", "constant", optimizer, "explicit", env)
    checked = {name: explicit[name] for name in _NEEDED if name in explicit}
    if printed:
        caps = held("theorem-2", "constant", optimizer, "printed", env)
        checked = {
            **{name: caps[name] for name in ("eta", "beta1") if name in caps},
            "eta-coupling": checked["eta-coupling"],
        }
    bound = None
    if all(condition.met for condition in checked.values()) and math.isfinite(steps):
        found = guarantee(
            optimizer=optimizer,
            variant="explicit",
            eta=eta,
            beta1=beta1,
            iterations=int(steps),
            **_asked(constants, "epsilon", "dim"),
        )
        bound = found.one(quantity="gradient-norm-squared").value
    return StepPlan(name, eta, beta1, steps, bound, steps >= needed, tuple(checked.values()))


def _decaying(
    case: str, optimizer: str, constants: Mapping[str, Any], used: Mapping[str, Any]
) -> tuple[DecayingPlan, ...]:
    needed = _count(
        complexity(3, optimizer=optimizer, variant="explicit", **_asked(constants)).one(
            quantity="iterations"
        )
    )
    steps = float(used.get("iterations", needed))
    gamma = {"gamma": used["gamma"]} if "gamma" in used else {}
    if not math.isfinite(steps):
        return (DecayingPlan(case, math.nan, steps, math.nan, None, True),)
    found = guarantee(
        schedule="decaying",
        optimizer=optimizer,
        variant="explicit",
        iterations=int(steps),
        **gamma,
        **_asked(constants, "epsilon", "dim", "beta2"),
    )
    weighted = found.select(case="weighted-output")
    return (
        DecayingPlan(
            case,
            float(found.inputs["gamma"]),
            steps,
            float(found.one(case=None).value),
            float(weighted[0].value) if weighted else None,
            steps >= needed and not gamma,
        ),
    )


def _stages(schedule: str, optimizer: str, constants: Mapping[str, Any]) -> tuple[StagePlan, ...]:
    asked = _asked(constants, "lam", "lam_l2", "x0_norm", "x_inf_norm", "beta2")
    if asked["epsilon"] >= asked["gap"]:
        return ()
    choice: dict[str, Any] = {
        "optimizer": optimizer,
        "variant": "explicit",
        "schedule": schedule,
    }
    counts = complexity(4, **choice, **asked).select(quantity="iterations")
    caps = conditions(4, **choice, **asked)
    found = []
    for row in counts:
        if row.stage is None:
            continue
        settings: dict[str, float] = {}
        if schedule == "constant":
            settings["eta"] = caps.one(stage=row.stage, quantity="eta-max").value * _BELOW
            settings["beta1"] = caps.one(stage=row.stage, quantity="beta1-max").value
        else:
            settings["gamma"] = caps.one(stage=row.stage, quantity="gamma").value
        target = math.ldexp(constants["gap"], -row.stage)
        found.append(StagePlan(schedule, row.stage, target, _count(row), **settings))
    return tuple(found)


def _horizons(case: str, optimizer: str, used: Mapping[str, Any]) -> Plan:
    """Return Theorem 1 at k/100, k/10 and k."""
    from adamw_bounds.questions.api import rate

    problem = LeastSquares(mean=1.0 if case == "off-origin" else 0.0, x0=3.0)
    alpha, delta = used["alpha"], used["delta"]
    distance = abs(problem.x0 - problem.minimum)
    parts = []
    decays = OPTIMIZERS[optimizer].decays_parameters
    for k in sorted({max(3, int(used["k"]) // part) for part in (100, 10, 1)}):
        # The supplement's choice (G.1): λ√δ = k^(1/2+α), ηλ = 3/(2√k).
        pull = k ** (0.5 + alpha)
        lam = pull / math.sqrt(delta)
        eta = 1.5 / (math.sqrt(k) * lam)
        tau = problem.grad_norm_bound(pull)
        bounds: dict[str, float] = {}
        if decays and math.isfinite(tau):
            found = rate(
                optimizer=optimizer,
                k=k,
                alpha=alpha,
                distance_bound=distance + eta,
                grad_norm_bound=tau,
            )
            wanted = ("printed",) if case == "off-origin" else ("printed", "explicit")
            bounds = {name: found.one(variant=name).value for name in wanted}
        parts.append(HorizonPlan(k, eta, lam if decays else 0.0, tau, bounds))
    constants = {
        **{name: used[name] for name in ("k", "alpha", "delta", "beta1", "beta2")},
        "smoothness": problem.smoothness,
        "mu": problem.mu,
        "gap": problem.gap,
        "grad_norm_bound": parts[-1].tau,
        "distance_bound": distance + parts[-1].eta,
    }
    return Plan("theorem-1", case, optimizer, problem, constants, constants, tuple(parts))
