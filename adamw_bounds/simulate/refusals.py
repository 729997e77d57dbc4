"""What of a simulation is refused before it runs: wrong choices, no bound, too many steps."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Final

from adamw_bounds.domains import NotInDomain, number_in, read_number
from adamw_bounds.engine.evaluate import is_array
from adamw_bounds.engine.inputs import ALIASES
from adamw_bounds.errors import Fault, InputError, NoBoundError
from adamw_bounds.kernels import SYMBOLS
from adamw_bounds.numbers import show
from adamw_bounds.optimizers import L2_ADAM, OPTIMIZERS, PYTORCH
from adamw_bounds.simulate.others import OTHER_CASES, RARE
from adamw_bounds.simulate.plans import CASES, DEFAULTS, Plan, make
from adamw_bounds.spelling import any_of, meant, one_of

__all__ = ["check_bound", "chosen_case", "name_unwanted", "too_long", "whole_number"]

_OF_SIGNS: Final = ("sigma", "batch_size", "dim", "lam", "eta", "iterations")
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
    "lemma-5": ("batch_size", "dim", "beta1", "beta2", "lam"),
    "theorem-4": ("epsilon", "sigma", "batch_size", "dim", "delta", "beta2", "lam"),
    "sign-descent-decay": (*_OF_SIGNS, "beta1"),
    "lion-decay": (*_OF_SIGNS, "beta1", "beta2"),
    "reddi2018-theorem-1": ("rare_slope", "iterations"),
    "reddi2018-theorem-2": ("rare_slope", "beta1", "beta2", "iterations"),
    "amsgradw": ("eta", "lam", "delta", "beta1", "beta2", "iterations"),
}
_LARGEST_LOG: Final = 690.0
_WRITTEN_OUT: Final = 1e9
_FIXED: Final = (
    *("c_inf", "smoothness", "smoothness_inf", "sigma_l1", "gap", "mu"),
    *("x0_norm", "x0_inf_norm"),
)
_WIDEST: Final = 512
#: What would shorten a run, and in which direction.
_SHORTENS: Final = (("epsilon", 1), ("batch_size", 1), ("sigma", -1), ("delta", 1))

#: Theorem, case, optimizer, schedules and variant.
_Choice = tuple[str, str, str, tuple[str, ...], str]


def whole_number(name: str, value: Any, least: int, faults: list[Fault]) -> int | None:
    """Return a whole number, None where nothing was given."""
    if value is None:
        return None
    number: int | None = read_number(name, value, f"integer >= {min(least, 1)}", faults)
    if number is not None and number < least:
        faults.append(Fault(name, value, f"must be a whole number ≥ {least}"))
    return number


def chosen_case(theorem: str | None, case: str | None, faults: list[Fault]) -> str:
    """Return the problem that is run, the first of the theorem where none was chosen."""
    allowed = (
        CASES[theorem] if theorem else tuple(name for names in CASES.values() for name in names)
    )
    if case is None:
        return allowed[0]
    word = meant(str(case), allowed) or str(case)
    if word not in allowed:
        faults.append(Fault("case", case, one_of(case, allowed)))
    return word


def name_unwanted(
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
        faults.append(Fault(name, None if is_array(value) else value, reason))
    for name in PYTORCH:
        if inputs.get(name) is not None:
            faults.append(Fault(name, None, "is no input here: the theorem chooses the steps"))
    for name, value in inputs.items():
        if isinstance(value, list | tuple) or is_array(value):
            faults.append(Fault(name, None, "must be one number"))
    if inputs.get("gamma") is not None and inputs.get("iterations") is None:
        faults.append(Fault("gamma", inputs["gamma"], "needs --iterations: T is that of its own γ"))
    dim = inputs.get("dim", inputs.get("d"))
    if isinstance(dim, str | int | float):
        try:
            wide = number_in(dim, "real") > _WIDEST
        except NotInDomain:
            wide = False
        if wide:
            faults.append(Fault("dim", dim, f"must be at most {_WIDEST} in a simulation"))
    if theorem == "theorem-1" and L2_ADAM.key in optimizers:
        others = any_of(key for key in OPTIMIZERS if key != L2_ADAM.key)
        faults.append(Fault("optimizer", L2_ADAM.key, f"must be {others} for theorem-1"))
    only = {"theorem-2": "constant", "theorem-3": "decaying"}.get(theorem)
    if only and schedules and only not in schedules:
        faults.append(Fault("schedule", ", ".join(schedules), f"must be {only} for {theorem}"))


def check_bound(theorem: str, given: Mapping[str, Any]) -> None:
    """Fail where the theorem has no bound that a run could be held to, or no such run."""
    period = given.get("rare_slope", 2.0)
    if theorem == RARE and (period != int(period) or period % 2):
        raise InputError(
            [Fault("rare_slope", period, f"must be an even whole number, the period of {theorem}")]
        )
    if theorem == "theorem-4" and given.get("lam", 0.0) > 0:
        raise NoBoundError(
            "Theorem 4 has no explicit form for λ > 0: both printed λ schedules break "
            "λ_{k+1}v_{k+1} ≤ λ_k v_k, and F_k(x*) > F*; it would be met by --lam 0",
            details=[{"name": "lambda", "lhs": given["lam"], "rhs": 0.0, "met": False}],
        )
    if theorem == "theorem-1" and given.get("k", DEFAULTS[theorem]["k"]) < 3:
        raise NoBoundError(
            "Theorem 1's AdamW bound needs ηλ = 3/(2√k) ≤ 1; it would be met by --k at least 3",
            details=[{"name": "decay-step", "lhs": given["k"], "rhs": 3, "met": False}],
        )


def too_long(plan: Plan, limit: int, choice: _Choice, given: Mapping[str, Any]) -> InputError:
    """Say by how much the run is too long, and which inputs would make it feasible."""
    if plan.steps < _WRITTEN_OUT:
        count = str(int(plan.steps))
    else:
        count = show(math.log(plan.steps)) if math.isfinite(plan.steps) else "over 10¹⁵"
    asked = f"asks for {count} steps, more than --max-steps {limit}"
    if plan.theorem == "theorem-1":
        # k, k/10 and k/100 are run.
        return _refusal("k", given.get("k"), asked, [("k", limit * 100 // 111, "at most")])
    if plan.theorem == "lemma-5":
        return _refusal(
            "dim", plan.constants["dim"], asked, [("max_steps", int(plan.steps), "at least")]
        )
    if "iterations" in given or plan.theorem in OTHER_CASES:
        return _refusal(
            "iterations", given.get("iterations"), asked, [("iterations", limit, "at most")]
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
    said = any_of(f"--{way.replace('_', '-')} {how} {best:.6g}" for way, best, how in ways)
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
