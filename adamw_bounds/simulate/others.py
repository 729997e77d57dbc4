"""Runs of the statements of other papers: signs with weight decay, rare gradients, AMSGradW.

Sign descent and Lion run on the rotated nonconvex loss, whose smoothness in the max norm is d·L,
and their mean KKT score is held against the bound. Adam on rare gradients and AMSGradW on a
parabola have no noise: one run is all there is.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from adamw_bounds.engine.conditions import held
from adamw_bounds.engine.results import Condition, Result
from adamw_bounds.errors import Fault, InputError, RunError
from adamw_bounds.kernels import KERNELS, STATEMENTS
from adamw_bounds.kernels.calls import evaluate
from adamw_bounds.kernels.mathematics import LN10
from adamw_bounds.simulate.problems import Array, RotatedNonconvex
from adamw_bounds.simulate.trajectories import Limit, marked_steps

if TYPE_CHECKING:
    from adamw_bounds.simulate.runs import Work

__all__ = [
    "OTHER_CASES",
    "OTHER_DEFAULTS",
    "OTHER_RUNNERS",
    "RARE",
    "WITHOUT_NOISE",
    "OtherPlan",
    "other_plan",
]

SIGN: Final = "sign-descent-decay"
LION: Final = "lion-decay"
THREE: Final = "reddi2018-theorem-1"
RARE: Final = "reddi2018-theorem-2"
AMSGRADW: Final = "amsgradw"

OTHER_CASES: Final[Mapping[str, tuple[str, ...]]] = {
    SIGN: ("rotated",),
    LION: ("rotated",),
    THREE: ("rare",),
    RARE: ("rare",),
    AMSGRADW: ("parabola",),
}
#: What is taken where an input is not given; a step or a period that is missing is the formula's.
OTHER_DEFAULTS: Final[Mapping[str, Mapping[str, float]]] = {
    SIGN: {
        **{"dim": 8, "sigma": 0.5, "batch_size": 1, "lam": 0.05},
        **{"beta1": 0.1, "iterations": 4000},
    },
    LION: {
        **{"dim": 8, "sigma": 0.5, "batch_size": 1, "lam": 0.05},
        **{"beta1": 0.1, "beta2": 0.01, "iterations": 4000},
    },
    THREE: {"rare_slope": 3.0, "iterations": 3000},
    RARE: {"beta1": 0.1, "beta2": 0.05, "iterations": 100_000},
    AMSGRADW: {
        **{"eta": 0.25, "lam": 2.0, "delta": 1.0, "beta1": 0.1, "beta2": 0.5},
        "iterations": 2000,
    },
}
#: The statements whose runs have no noise, so that there is one run and no seed.
WITHOUT_NOISE: Final = (THREE, RARE, AMSGRADW)
_SCORE: Final = "kkt-score-average"
_REGRET: Final = "regret"
_REST: Final = "rest-point"
_DISTANCE: Final = "distance-to-rest-point"
#: So near to its rest point a run is at rest.
_AT_REST: Final = 1e-9


@dataclass(frozen=True, slots=True)
class OtherPlan:
    """The one run of a question.

    Attributes
    ----------
    name : str
        The case.
    steps : float
        T.
    inputs : mapping
        All inputs of the statement's formulas.
    bound : float or None
        What the run is held against; None where a hypothesis fails or nothing is bounded.
    conditions : tuple of Condition
        The hypotheses.
    """

    name: str
    steps: float
    inputs: Mapping[str, float]
    bound: float | None
    conditions: tuple[Condition, ...]


def _formula(statement: str, quantity: str, inputs: Mapping[str, float]) -> float:
    """Return the value of a statement's formula; of the inputs those that it takes."""
    return math.exp(_log_of(statement, quantity, inputs))


def _log_of(statement: str, quantity: str, inputs: Mapping[str, float]) -> float:
    (kernel,) = (
        kernel for key, kernel in KERNELS.items() if (key[0], key[1]) == (statement, quantity)
    )
    return float(evaluate(kernel, {name: inputs[name] for name in kernel.inputs}).log)


def other_plan(
    statement: str, case: str, used: Mapping[str, float]
) -> tuple[OtherPlan, Any, dict[str, float]]:
    """Return the plan, the loss (None where it is no problem of this package), and its constants.

    Parameters
    ----------
    statement, case : str
        What is run.
    used : mapping
        The inputs with their defaults.
    """
    inputs = dict(used)
    problem = None
    quantity = _REGRET
    if statement in (SIGN, LION):
        quantity = _SCORE
        problem = RotatedNonconvex(
            int(used["dim"]), sigma=used["sigma"], batch_size=int(used["batch_size"])
        )
        inputs |= {
            "gap": problem.gap,
            # At x = 0 the Hessian is L times the identity, whose norm from ℓ∞ to ℓ1 is d.
            "smoothness_inf": problem.dim * problem.smoothness,
            "sigma_l1": math.sqrt(problem.dim) * used["sigma"],
            "x0_inf_norm": float(np.abs(problem.start()).max()),
        }
        if "eta" not in inputs:
            step = _formula(statement, "eta", inputs)
            inputs["eta"] = min(step, 1 / used["lam"] if used["lam"] else step)
    elif statement == THREE:
        inputs["beta1"] = 1.0
        if used["rare_slope"] > 2:
            inputs["beta2"] = _formula(statement, "beta2", inputs)
        inputs["iterations"] = float(3 * math.ceil(used["iterations"] / 3))
    elif statement == RARE and "rare_slope" not in inputs:
        if 1 - used["beta1"] >= math.sqrt(1 - used["beta2"]):
            allowed = "is missing: no period serves where 1 − β1 is not below √(1 − β2)"
            raise InputError([Fault("rare_slope", None, allowed)])
        inputs["rare_slope"] = round(_formula(statement, "rare-period", inputs))
    who = STATEMENTS[statement].optimizers[0]
    schedule = None if statement == AMSGRADW else "constant"
    given = inputs if statement != AMSGRADW else {**inputs, "lipschitz_inf": 1.0}
    conditions = tuple(held(statement, schedule, who, "explicit", given).values())
    bound = None
    if statement != AMSGRADW and all(item.met for item in conditions):
        found = _formula(statement, quantity, inputs)
        bound = found if math.isfinite(found) else None
    constants = {name: value for name, value in inputs.items() if name != "sigma_l1"}
    return (
        OtherPlan(case, inputs["iterations"], inputs, bound, conditions),
        problem,
        constants,
    )


def _signs(work: Work) -> list[Result]:
    plan = work.plan
    (part,) = plan.parts
    e = part.inputs
    marks = marked_steps(int(part.steps))
    score, scores = _sign_scores(work, part, marks)
    limits = [] if part.bound is None else [_limit(plan.theorem, _SCORE, e, marks)]
    work.follow(part.name, _SCORE, "constant", marks, scores, limits)
    bounds = {} if part.bound is None else {"explicit": part.bound}
    notes = () if bounds else ("no bound is proven here: a condition fails",)
    found = work.held(
        "constant", part.name, _SCORE, score, bounds, conditions=part.conditions, notes=notes
    )
    shown = ["eta", "beta1", *(["beta2"] if plan.theorem == LION else [])]
    found += [work.row("constant", part.name, "explicit", name, e[name]) for name in shown]
    return [*found, _steps(work, part, "constant")]


def _limit(
    statement: str, quantity: str, inputs: Mapping[str, float], steps: Array, **more: Any
) -> Limit:
    """Return what a statement says after each number of steps."""
    log10 = [
        _log_of(statement, quantity, {**inputs, "iterations": count}) / LN10 for count in steps
    ]
    return Limit("explicit", steps, np.array(log10), **more)


def _sign_scores(work: Work, part: OtherPlan, marks: Array) -> tuple[Array, Array]:
    """Return the mean of K along the run, one for each seed, and that up to each mark."""
    plan, e = work.plan, part.inputs
    problem, steps = plan.problem, int(part.steps)
    shape = (problem.dim, work.seeds)
    x = np.empty(shape)
    x[:] = problem.start()[:, None]
    oracle = problem.oracle(work.seeds)
    gradient, noise = np.empty(shape), np.empty((1, *shape))
    m, total = np.zeros(shape), np.zeros(work.seeds)
    lion = plan.theorem == LION
    scores, place = np.empty((marks.size, work.seeds)), 0
    shrink, eta, lam = 1 - e["lam"] * e["eta"], e["eta"], e["lam"]
    for t in range(steps):
        oracle.gradient(x, gradient)
        total += np.abs(gradient).sum(axis=0) + lam * (x * gradient).sum(axis=0)
        if t + 1 == marks[place]:
            scores[place] = total / (t + 1)
            place += 1
        problem.noise(work.rng, noise)
        g = gradient + noise[0]
        if t == 0:
            m = g
        direction = m + e["beta1"] * (g - m)
        m = m + e["beta2"] * (g - m) if lion else direction
        x = shrink * x - eta * np.sign(direction)
        if work.progress is not None and (t % 256 == 255 or t == steps - 1):
            work.progress(t % 256 + 1)
    if not np.isfinite(x).all():
        raise RunError("the iterates are no finite numbers", code="diverged")
    return total / steps, scores


def _rare(work: Work) -> list[Result]:
    """Run Adam, clipped to [−1, 1], with α_t = α/√t; the regret is against −1."""
    plan = work.plan
    (part,) = plan.parts
    e = part.inputs
    steps, slope = int(part.steps), e["rare_slope"]
    three = plan.theorem == THREE
    period = 3 if three else int(slope)
    keep1, keep2 = 1 - e["beta1"], 1 - e.get("beta2", 0.5)
    # Theorem 1 asks for α < √(1 − β2′); Theorem 2 for none.
    alpha = math.sqrt(1 - keep2) / 2
    x, m, v, regret = 1.0, 0.0, 0.0, 0.0
    marks = marked_steps(steps, period)
    regrets: list[float] = []
    for t in range(1, steps + 1):
        g = slope if t % period == 1 else -1.0
        regret += g * (x + 1)
        if t == marks[len(regrets)]:
            regrets.append(regret)
        m = keep1 * m + (1 - keep1) * g
        v = keep2 * v + (1 - keep2) * g * g
        x = min(1.0, max(-1.0, x - alpha / math.sqrt(t) * m / math.sqrt(v)))
    if work.progress is not None:
        work.progress(steps)
    limits = []
    if part.bound is not None:
        limits.append(_limit(plan.theorem, _REGRET, e, marks, is_least=True))
    work.follow(part.name, _REGRET, "constant", marks, np.array(regrets)[:, None], limits)
    conditions = part.conditions
    notes: tuple[str, ...] = ("no bound is proven here: a condition fails",)
    if part.bound is not None:
        # Rounding alone may take a run that meets the bound exactly below it.
        met = regret >= part.bound * (1 - 1e-12)
        above = Condition(
            "above-guaranteed",
            part.bound,
            regret,
            met,
            part.bound / regret if regret > 0 else None,
            "measured ≥ guaranteed",
        )
        conditions, notes = (above, *conditions), ()
        if not met:
            work.warn(
                "guarantee-broken",
                f"{part.name}: {_REGRET} = {regret:.4g} is below the proven bound {part.bound:.4g}",
            )
    found = [
        work.row(
            "constant",
            part.name,
            "measured",
            _REGRET,
            regret,
            stderr=0.0,
            conditions=conditions,
            notes=notes,
        )
    ]
    if part.bound is not None:
        found.append(work.row("constant", part.name, "explicit", _REGRET, part.bound))
    found.append(work.row("constant", part.name, "explicit", "x-last", x))
    return [*found, _steps(work, part, "constant")]


def _amsgradw(work: Work) -> list[Result]:
    """Run AMSGradW on (w − 1)²/2 from 0, without bias correction."""
    (part,) = work.plan.parts
    e = part.inputs
    w, m, v, top = 0.0, 0.0, 0.0, 0.0
    eps = math.sqrt(e["delta"])
    marks = marked_steps(int(part.steps))
    places: list[float] = []
    for t in range(int(part.steps)):
        g = w - 1
        m += e["beta1"] * (g - m)
        v += e["beta2"] * (g * g - v)
        top = max(top, v)
        w = (1 - e["eta"] * e["lam"]) * w - e["eta"] * m / (math.sqrt(top) + eps)
        if t + 1 == marks[len(places)]:
            places.append(w)
    if work.progress is not None:
        work.progress(int(part.steps))
    if not math.isfinite(w):
        raise RunError("the iterates are no finite numbers", code="diverged")
    D = math.sqrt(top) + eps
    rest = 1 / (1 + e["lam"] * D)
    off = abs(w - rest)
    work.follow(part.name, _DISTANCE, None, marks, np.abs(np.array(places) - rest)[:, None])
    proven = all(item.met for item in part.conditions)
    check = Condition(
        "as-predicted", off, _AT_REST, off <= _AT_REST, off / _AT_REST, "measured = predicted"
    )
    if proven and not check.met:
        work.warn("not-at-rest", f"{part.name}: w is still {off:.2g} from its rest point")
    notes = () if proven else ("nothing is proven here: a condition fails",)
    return [
        work.row(
            None,
            part.name,
            "measured",
            _REST,
            w,
            stderr=0.0,
            conditions=(check, *part.conditions),
            notes=notes,
        ),
        work.row(None, part.name, "explicit", _REST, rest),
        work.row(None, part.name, "explicit", "denominator", D),
        work.row(None, part.name, "explicit", "eta", e["eta"]),
        _steps(work, part, None),
    ]


def _steps(work: Work, part: OtherPlan, schedule: str | None) -> Result:
    return work.row(
        schedule, part.name, "explicit", "iterations", part.steps, count=int(part.steps)
    )


OTHER_RUNNERS: Final[Mapping[str, Callable[[Any], list[Result]]]] = {
    SIGN: _signs,
    LION: _signs,
    THREE: _rare,
    RARE: _rare,
    AMSGRADW: _amsgradw,
}
