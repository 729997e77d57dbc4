"""The sharper bounds: golden numbers, counts that hold, monotone and continuous bounds."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from examples import examples
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from adamw_bounds.kernels import CONDITIONS, KERNELS, SYMBOLS
from adamw_bounds.kernels.calls import backend_for, evaluate, evaluate_condition

#: Δ = 5, L = 2, σ = 1.5, b = 32, c∞ = 1, δ = 0.01, λ = 0.
COMMON = {
    "gap": 5.0,
    "smoothness": 2.0,
    "sigma": 1.5,
    "batch_size": 32.0,
    "c_inf": 1.0,
    "delta": 0.01,
    "lam": 0.0,
    "x0_norm": 0.0,
    "pytorch_update": 0.0,
    "group_lr_ratio": 1.0,
}
Env = dict[str, float]


def log_of(statement: str, quantity: str, values: Env, schedule: str | None = "constant") -> float:
    kernel = KERNELS[statement, quantity, schedule, None, None, "sharp"]
    return float(evaluate(kernel, values).log)


def value(statement: str, quantity: str, values: Env, schedule: str | None = "constant") -> float:
    return math.exp(log_of(statement, quantity, values, schedule))


def run_of(steps: float, eta: float, beta1: float, **more: float) -> Env:
    rates = {"eta": eta, "iterations": steps, "rate_sum": eta * steps}
    return {**COMMON, **rates, "beta1": beta1, **more}


# --- golden numbers -------------------------------------------------------------------------------


def test_the_guarantee_of_the_sheet() -> None:
    run = run_of(1e6, 0.002, 0.1)
    found = value("here-constant-step", "gradient-norm-squared", run)
    assert found == pytest.approx(0.0434298107778695, rel=1e-13)
    # λη = 1/4, with the gap of the regularised loss the same.
    decayed = value("here-constant-step", "gradient-norm-squared", {**run, "lam": 125.0})
    assert decayed == pytest.approx(0.0439008411950787, rel=1e-13)


@pytest.mark.parametrize(("epsilon", "steps"), [(0.1, 4367682), (4.0, 14)])
def test_the_shortest_run_of_the_sheet(epsilon: float, steps: int) -> None:
    found = value("here-constant-step", "iterations", {**COMMON, "epsilon": epsilon})
    assert math.ceil(found) == steps


def test_the_largest_step_of_the_sheet() -> None:
    kernel = CONDITIONS["here-constant-step", "sharp-step"]
    inputs = {"beta1": 0.1, "delta": 0.01, "eta": 0.002, "lam": 0.0, "smoothness": 2.0}
    eta = math.exp(evaluate_condition(kernel, inputs)[2])
    assert eta * 2 / (0.1 * 0.1) == pytest.approx(1.05109607267407, rel=1e-14)


def test_the_last_iterate_of_the_sheet() -> None:
    """χ, z* and f by way of the bound: with T large it is the noise floor f β1."""
    chi, z = 0.00995037190209989, 0.995037190209989
    beta1 = 0.01
    run = run_of(1e9, z * beta1 * 0.1 / 2, beta1, mu=0.2)
    found = value("here-pl-last-iterate", "function-gap", run)
    assert found == pytest.approx(1.78424549601541 * beta1, rel=1e-12)
    assert chi == pytest.approx(0.2 * 0.1 / (2 * math.sqrt(1.01)), rel=1e-14)


# --- what is claimed of the choices --------------------------------------------------------------
sizes = st.floats(-3, 3).map(lambda power: 10.0**power)
problems = st.fixed_dictionaries(
    {
        "gap": sizes,
        "smoothness": sizes,
        "sigma": st.one_of(sizes, st.just(0.0)),
        "batch_size": st.sampled_from([1.0, 32.0, 4096.0]),
        "c_inf": sizes,
        "delta": st.floats(-8, 2).map(lambda power: 10.0**power),
        "lam": st.one_of(st.just(0.0), sizes),
        "x0_norm": sizes,
        "epsilon": st.floats(-3, 1).map(lambda power: 10.0**power),
    }
)


@settings(max_examples=examples(25))
@given(problem=problems)
def test_the_chosen_settings_reach_the_accuracy_in_the_counted_steps(problem: Env) -> None:
    """T, η and β1 belong together: the guarantee at them is ε², and not below it for long."""
    log_steps = log_of("here-constant-step", "iterations", problem)
    eta = value("here-constant-step", "eta-max", problem)
    beta1 = value("here-constant-step", "beta1-max", problem)
    assume(log_steps < 30)
    steps = max(1.0, math.ceil(math.exp(log_steps)))
    run = {**problem, "eta": eta, "beta1": beta1, "iterations": steps, "rate_sum": eta * steps}
    condition = CONDITIONS.get(("here-constant-step", "sharp-step"))
    if condition is not None:
        lhs, rhs, _ = evaluate_condition(condition, run)
        assert lhs <= rhs + 1e-12
    log_square = 2 * math.log(problem["epsilon"])
    assert log_of("here-constant-step", "gradient-norm-squared", run) <= log_square + 1e-9
    if steps > 20:
        short = {**run, "iterations": steps * 0.8, "rate_sum": eta * steps * 0.8}
        assert log_of("here-constant-step", "gradient-norm-squared", short) > log_square


@settings(max_examples=examples(40))
@given(problem=problems)
def test_the_sharper_count_is_never_above_the_explicit_one(problem: Env) -> None:
    sharp = log_of("here-constant-step", "iterations", problem)
    for variant in ("explicit", "explicit-large-step"):
        key = ("theorem-2", "iterations", "constant", None, None, variant)
        assert sharp <= evaluate(KERNELS[key], problem).log + 1e-9


def test_the_count_is_far_below_the_explicit_one_for_a_small_accuracy() -> None:
    problem = {**COMMON, "epsilon": 1e-3}
    key = ("theorem-2", "iterations", "constant", None, None, "explicit-large-step")
    explicit = math.exp(evaluate(KERNELS[key], problem).log)
    sharp = value("here-constant-step", "iterations", problem)
    assert explicit / sharp > 36 * 3 * math.sqrt(3) / 32 * 0.99


# --- monotone, continuous ------------------------------------------------------------------------
RISING = ("gap", "smoothness", "sigma", "c_inf", "lam", "x0_norm")


@settings(max_examples=examples(25))
@given(problem=problems, name=st.sampled_from([*RISING, "epsilon", "batch_size"]))
def test_the_count_rises_with_what_makes_a_problem_harder(problem: Env, name: str) -> None:
    more = {**problem, name: problem[name] * 1.5}
    there = log_of("here-constant-step", "iterations", more)
    here = log_of("here-constant-step", "iterations", problem)
    if name in RISING:
        assert here <= there + 1e-9
    else:
        assert there <= here + 1e-9


@pytest.mark.parametrize("name", ["sigma", "epsilon", "gap", "lam", "delta", "smoothness"])
def test_the_count_has_no_jump(name: str) -> None:
    """Along a line through every regime: β1 from 1 to nearly 0, noise or none."""
    line = np.geomspace(1e-3, 1e3, 801)
    values: dict[str, Any] = {**COMMON, "x0_norm": 1.0, "epsilon": 0.5, "lam": 0.01, name: line}
    kernel = KERNELS["here-constant-step", "iterations", "constant", None, None, "sharp"]
    log = evaluate(kernel, {key: values[key] for key in kernel.inputs}).log
    steps = np.diff(log)
    assert np.isfinite(log).all()
    # A power of at most 8 along a ratio of 1.017.
    assert np.abs(steps).max() < 8 * math.log(line[1] / line[0])


def test_a_vanishing_noise_is_continuous_with_none() -> None:
    for statement, more in (
        ("here-constant-step", {"epsilon": 0.5}),
        ("here-pl-last-iterate", {"epsilon_gap": 0.5, "mu": 0.2}),
    ):
        still = log_of(statement, "iterations", {**COMMON, **more, "sigma": 0.0})
        nearly = log_of(statement, "iterations", {**COMMON, **more, "sigma": 1e-8})
        assert nearly == pytest.approx(still, abs=1e-6)


def test_pytorchs_bound_is_that_of_the_paper_where_the_two_updates_are_one() -> None:
    """β1 = 1: no momentum; c∞ small beside ε: one c2."""
    run = run_of(50, 0.01, 1.0, c_inf=1e-9, delta=1.0)
    paper = value("here-constant-step", "gradient-norm-squared", run)
    assert value("here-pytorch", "gradient-norm-squared", run, None) == pytest.approx(
        paper, rel=1e-8
    )


def test_next_to_no_decay_costs_next_to_nothing() -> None:
    run = run_of(1e5, 0.002, 0.1)
    without = value("here-pytorch", "gradient-norm-squared", run, None)
    with_decay = {**run, "lam": 1e-12, "group_decay": 1e-24, "pytorch_update": 1.0}
    found = value("here-constant-decay", "gradient-norm-squared", with_decay, None)
    assert found == pytest.approx(without, rel=1e-6)


# --- the last iterate ----------------------------------------------------------------------------
pl_problems = st.fixed_dictionaries(
    {
        "gap": sizes,
        "smoothness": sizes,
        "sigma": st.one_of(sizes, st.just(0.0)),
        "batch_size": st.sampled_from([1.0, 32.0]),
        "c_inf": sizes,
        "delta": st.floats(-6, 2).map(lambda power: 10.0**power),
        "epsilon_gap": st.floats(-3, 1).map(lambda power: 10.0**power),
        "condition": st.floats(0.01, 1.0),
        "pytorch_update": st.just(0.0),
        "group_lr_ratio": st.just(1.0),
        "lam": st.just(0.0),
    }
)


@settings(max_examples=examples(40))
@given(problem=pl_problems)
def test_the_counted_steps_bring_the_last_iterate_there(problem: Env) -> None:
    """After rounding up, the bound itself is evaluated again."""
    problem = {**problem, "mu": problem["smoothness"] * problem["condition"]}
    log_steps = log_of("here-pl-last-iterate", "iterations", problem)
    assume(log_steps < 30)
    steps = max(1.0, math.ceil(math.exp(log_steps) * (1 - 1e-12)))
    c1 = math.sqrt(problem["delta"])
    c2 = math.hypot(problem["c_inf"], c1)
    chi = problem["mu"] * c1 / (problem["smoothness"] * c2)
    noise = c2 * problem["sigma"] ** 2 / (2 * problem["mu"] * c1 * problem["batch_size"])
    z = 2 / (chi + math.sqrt(chi * chi + 4))
    choices = [(z, min(1.0, problem["epsilon_gap"] * (1 - z * chi) / (2 * noise or 1e-300)))]
    if chi < 1 and noise / (1 - chi) < problem["epsilon_gap"]:
        choices.append((1.0, 1.0))
    found = []
    for step, beta1 in choices:
        eta = step * beta1 * c1 / problem["smoothness"]
        run = {**problem, "beta1": beta1, "iterations": steps, "eta": eta}
        found.append(log_of("here-pl-last-iterate", "function-gap", run))
    assert min(found) <= math.log(problem["epsilon_gap"]) + 1e-9


def test_a_long_run_keeps_the_digits_of_a_small_rate() -> None:
    """(1 − h)^T at T ~ 1e9 by log1p: as a power of 1 − h it is wrong in the eighth digit."""
    m = backend_for(())
    h, count = 1.23456789e-9, 1e9
    found = m.log_shrink(m.twofold(h), m.twofold(count))
    assert found == pytest.approx(count * math.log1p(-h), rel=1e-13)
    assert abs(math.log((1 - h) ** count) / found - 1) > 1e-9


# --- what stands in the catalog -----------------------------------------------------------------


def test_pytorchs_bound_is_for_no_decay_and_the_other_for_some() -> None:
    for statement, at_zero in (("here-pytorch", True), ("here-constant-decay", False)):
        exists = KERNELS[statement, "gradient-norm-squared", None, None, None, "sharp"].exists
        assert exists is not None
        assert exists.function(backend_for(()), lam=0.0) is at_zero
        assert exists.function(backend_for(()), lam=0.1) is not at_zero


def test_the_sum_of_constant_rates_is_the_default() -> None:
    default = SYMBOLS["rate_sum"].default
    assert default is not None
    assert default.function(backend_for(()), eta=0.5, iterations=8.0) == 4.0


# --- a decaying step ------------------------------------------------------------------------------
WEIGHTED = ("here-decaying", "gradient-norm-squared", "decaying", None, "weighted-output", "sharp")


def drawn(values: Env) -> float:
    return math.exp(evaluate(KERNELS[WEIGHTED], values).log)


def decaying(gamma: float, steps: float, **more: float) -> float:
    run = {**COMMON, "gamma": gamma, "iterations": steps, **more}
    return value("here-decaying", "gradient-norm-squared", run, "decaying")


def test_the_decaying_bounds_of_the_sheet() -> None:
    """The sheet has ln T for ln(T−1), and the drawn mean's divisor by a coarser integral."""
    gamma = 16.8654808542314
    run = {**COMMON, "gamma": gamma, "iterations": 1e9}
    assert decaying(gamma, 1e9) == pytest.approx(0.00643552962259329, rel=1e-9)
    assert drawn(run) == pytest.approx(0.00321862612744998, rel=1e-9)
    # The sheet's T for ε = 0.1 at this γ.
    assert decaying(gamma, 366959150) == pytest.approx(0.01, rel=1e-8)


def test_the_decaying_count_at_its_own_scale_is_far_below_that_of_the_sheet() -> None:
    problem = {**COMMON, "epsilon": 0.1}
    steps = value("here-decaying", "iterations", problem, "decaying")
    assert steps == pytest.approx(93706063.40384483, rel=1e-12)
    assert 366959150 / steps > 3.9
    gamma = value("here-decaying", "gamma", problem, "decaying")
    # No other scale is shorter.
    assert decaying(gamma, math.ceil(steps)) <= 0.01
    for factor in (0.5, 0.9, 0.99, 1.01, 1.1, 2.0):
        assert decaying(gamma * factor, math.floor(steps)) > 0.01


@settings(max_examples=examples(60))
@given(problem=problems)
def test_the_decaying_count_reaches_the_accuracy(problem: Env) -> None:
    problem = {**problem, "lam": 0.0 if problem["lam"] < 1 else problem["lam"]}
    log_steps = log_of("here-decaying", "iterations", problem, "decaying")
    assume(log_steps < 30)
    steps = max(1.0, math.ceil(math.exp(log_steps) * (1 - 1e-13)))
    gamma = value("here-decaying", "gamma", problem, "decaying")
    run = {**problem, "gamma": gamma, "iterations": steps}
    log_square = 2 * math.log(problem["epsilon"])
    found = log_of("here-decaying", "gradient-norm-squared", run, "decaying")
    assert found <= log_square + 1e-12
    # The output drawn in proportion to η_k is never worse.
    assert math.log(drawn(run)) <= found + 1e-12


@pytest.mark.parametrize("noise", [1e-3, 1.0, 1e3])
@pytest.mark.parametrize("gap", [0.0, 5.0])
def test_the_decaying_bounds_have_no_jump(noise: float, gap: float) -> None:
    """At γ = 1, at T = γ² and at T = 1 + γ², of both means."""
    more = {"sigma": noise, "gap": gap}

    def both(gamma: float, steps: float) -> list[float]:
        run = {**COMMON, **more, "gamma": gamma, "iterations": steps}
        return [decaying(gamma, steps, **more), drawn(run)]

    for steps in (1.0, 2.0, 3.0, 1e6):
        assert both(1 - 1e-12, steps) == pytest.approx(both(1 + 1e-12, steps), rel=1e-9)
    for gamma in (1.0, 2.0, 30.0):
        for steps in (gamma**2, 1 + gamma**2):
            before, after = (both(gamma, max(1.0, steps * (1 + side))) for side in (-1e-13, 1e-13))
            assert before == pytest.approx(after, rel=1e-9)
        # All weights are 1 as long as T ≤ γ²: A/T + S, from both means.
        noise_term = math.sqrt(1.01) * noise**2 / (0.1 * 32)
        flat = 2 * math.sqrt(1.01) * 2 * gap / 0.1 / gamma**2 + noise_term
        assert both(gamma, gamma**2) == pytest.approx([flat, flat], rel=1e-12)


@settings(max_examples=examples(40))
@given(problem=problems, name=st.sampled_from([*RISING, "epsilon", "batch_size"]))
def test_the_decaying_count_rises_with_what_makes_a_problem_harder(problem: Env, name: str) -> None:
    more = {**problem, name: problem[name] * 1.5}
    here, there = (log_of("here-decaying", "iterations", e, "decaying") for e in (problem, more))
    low, high = (here, there) if name in RISING else (there, here)
    assert low <= high + 1e-9


@pytest.mark.parametrize("name", ["sigma", "epsilon", "gap", "delta", "smoothness"])
def test_the_decaying_count_has_no_jump(name: str) -> None:
    line = np.geomspace(1e-3, 1e3, 2001)
    values: dict[str, Any] = {**COMMON, "epsilon": 0.5, name: line}
    kernel = KERNELS["here-decaying", "iterations", "decaying", None, None, "sharp"]
    log = evaluate(kernel, {key: values[key] for key in kernel.inputs}).log
    assert np.isfinite(log).all()
    # Next to S = ε² the flat count rises without end, until the falling one is less.
    assert np.abs(np.diff(log)).max() < 40 * math.log(line[1] / line[0])


# --- constant decay -------------------------------------------------------------------------------
DECAYED = {**COMMON, "lam": 1e-3, "beta2": 1e-3, "dim": 7.0, "x_inf_norm": 0.5, "x0_norm": 0.5}


def test_groups_add_up() -> None:
    """Two groups of one decay are one; groups without decay cost nothing."""
    run = run_of(1e5, 0.002, 0.1, lam=1e-3)
    name = ("here-constant-decay", "gradient-norm-squared")
    one = value(*name, {**run, "group_decay": 1e-6 * 9.0}, None)
    assert value(*name, {**run, "group_decay": 1e-6 * 4.0 + 1e-6 * 5.0}, None) == one
    assert value(*name, {**run, "group_decay": 1e-6 * 4.0}, None) < one
    default = SYMBOLS["group_decay"].default
    assert default is not None
    assert default.function(backend_for(()), lam=1e-3, x_norm=3.0) == pytest.approx(9e-6, rel=1e-15)


def test_a_fixed_reference_is_between_no_decay_and_the_gradient_of_the_loss() -> None:
    run = run_of(1e5, 0.002, 0.1, lam=1e-3, x0_norm=0.0, group_decay=9e-6, pytorch_update=1.0)
    name = ("here-anchored-decay", "gradient-norm-squared")
    free = value("here-constant-decay", name[1], run, None)
    spread = SYMBOLS["v_spread"].default
    assert spread is not None
    known = spread.function(backend_for(()), c_inf=1.0, delta=0.01, pytorch_update=1.0)
    c1, c2 = 0.1, 1.1
    assert known == pytest.approx((c2 - c1) / (c2 + c1), rel=1e-15)
    paper = spread.function(backend_for(()), c_inf=1.0, delta=0.01, pytorch_update=0.0)
    c2 = math.sqrt(1.01)
    assert paper == pytest.approx((c2 - c1) / (c2 + c1), rel=1e-14)
    still = value(*name, {**run, "v_spread": 0.0}, None)
    bounded = value(*name, {**run, "v_spread": known}, None)
    assert still < bounded < free
    # With a v that stands still it is (1), whose condition has λη.
    plain = value("here-regularised-decay", name[1], {**run, "drift": 0.0}, None)
    assert still == pytest.approx(plain, rel=1e-13)


@pytest.mark.parametrize("torch", [0.0, 1.0])
def test_how_far_v_can_rise(torch: float) -> None:
    """AMSGrad's rises once; others rise as often as they fall; at T = 1 nothing moves."""
    values = {**DECAYED, "pytorch_update": torch, "iterations": 1000.0}
    moving, held = (
        value(statement, "drift", values, None)
        for statement in ("here-regularised-decay", "here-amsgrad")
    )
    assert held < moving
    once = {**values, "iterations": 1.0}
    c1, c2 = 0.1, 1.1 if torch else math.sqrt(1.01)
    for statement in ("here-regularised-decay", "here-amsgrad"):
        found = value(statement, "drift", once, None)
        assert found == pytest.approx(7 * 0.25 * (c2 - c1), rel=1e-12)
    # In the long run by a share of β2 a step, and not by PyTorch's early half.
    long = {**values, "iterations": 1e9}
    assert value("here-regularised-decay", "drift", long, None) < 7 * 0.25 * c2 * 1e-3 * 1e9


def test_pytorchs_early_weights_are_not_those_of_late_steps() -> None:
    """With β2 for a_k the bound of V is exceeded: a_1 is 1/(2 − β2)."""
    beta2, steps = 1e-3, 50
    a = [beta2 / (1 - (1 - beta2) ** (k + 1)) for k in range(1, steps)]
    falls = sum(1 - math.sqrt(1 - item) for item in a)
    assert falls > 2 * (steps - 1) * (1 - math.sqrt(1 - beta2))
    values = {**DECAYED, "pytorch_update": 1.0, "iterations": float(steps)}
    most = value("here-regularised-decay", "drift", values, None) / (7 * 0.25)
    assert 1 + falls <= most <= 1.5 * (1 + falls)


def test_the_decayed_last_iterate_is_the_other_without_decay() -> None:
    run = run_of(500, 4e-4, 0.1, mu=0.2, lam=1e-3, pytorch_update=1.0)
    name = ("function-gap",)
    plain = value("here-pl-last-iterate", *name, {**run, "lam": 0.0})
    nearly = value("here-pl-decay", *name, {**run, "group_decay": 1e-30})
    assert nearly == pytest.approx(plain, rel=1e-12)
    assert value("here-pl-decay", *name, {**run, "group_decay": 1e-6}) > plain
    still = value("here-pl-decay", *name, {**run, "group_decay": 0.0})
    assert still == pytest.approx(plain, rel=1e-14)


@pytest.mark.parametrize(
    ("statement", "quantity", "schedule"),
    [
        ("here-constant-decay", "gradient-norm-squared", None),
        ("here-anchored-decay", "gradient-norm-squared", None),
        ("here-pl-decay", "function-gap", "constant"),
    ],
)
def test_the_split_has_no_jump_where_the_step_bounds_it(
    statement: str, quantity: str, schedule: str | None
) -> None:
    """As the decay's error grows, s does, until the step allows no more."""
    run = run_of(2000, 3.9e-3, 0.1, lam=1e-3, mu=0.2, v_spread=0.5)
    kernel = KERNELS[statement, quantity, schedule, None, None, "sharp"]
    line = np.geomspace(1e-16, 1e8, 2001)
    values: dict[str, Any] = {**run, "group_decay": line}
    log = evaluate(kernel, {key: values[key] for key in kernel.inputs}).log
    steps = np.diff(log)
    assert (steps >= -1e-12).all()
    assert steps.max() <= math.log(line[1] / line[0]) * 1.0001


# --- numerical cautions of the sheet --------------------------------------------------------------


def test_a_count_that_rounding_took_too_low_is_right_one_step_later() -> None:
    """The bound is evaluated again at the whole number: it meets ε² there, or at the next one."""
    rng = np.random.default_rng(3)
    for _ in range(60):
        problem = {**COMMON, "gap": 10 ** rng.uniform(-2, 2), "sigma": 10 ** rng.uniform(-2, 1)}
        problem["epsilon"] = 10 ** rng.uniform(-2, 0.5)
        steps = max(1.0, math.ceil(value("here-constant-step", "iterations", problem)))
        eta = value("here-constant-step", "eta-max", problem)
        beta1 = value("here-constant-step", "beta1-max", problem)
        found = [
            value(
                "here-constant-step",
                "gradient-norm-squared",
                {
                    **problem,
                    "eta": eta,
                    "beta1": beta1,
                    "rate_sum": eta * count,
                    "iterations": count,
                },
            )
            for count in (steps, steps + 1)
        ]
        square = problem["epsilon"] ** 2
        assert found[0] <= square * (1 + 4e-12)
        # Where one step more is more than rounding, it must show.
        assert found[1] <= square * max(1, 1 + 4e-12 - 0.1 / steps)


def test_p_next_to_full_weight_keeps_its_digits() -> None:
    """2 − β1 − p cancels as β1 → 1: the equation is held as Ap² − (A(2−β1)+β1)p + 1."""
    for theta in (1e-3, 1e-6, 1e-9, 1e-12):
        beta1 = 1 - theta
        z = 0.999 * 2 / (beta1 + math.hypot(beta1, 2 * theta))
        m = backend_for(())
        p = math.exp(m.log_young(m.twofold(z), m.twofold(0.0), beta1, -math.inf))
        assert 1 <= p <= (2 - beta1) * (1 + 1e-15)
        a = (1 - z * beta1) / (z * theta) ** 2
        assert abs(a * p * p - (a * (2 - beta1) + beta1) * p + 1) <= 1e-12 * a


# --- Theorem 3, mended ----------------------------------------------------------------------------


@pytest.mark.parametrize("noise", [1e-3, 1.0, 1e3])
def test_the_decaying_guarantee_has_no_jump(noise: float) -> None:
    """At γ = 1, and at T = γ²: from both sides the same."""
    kernel = KERNELS["theorem-3", "gradient-norm-squared", "decaying", None, None, "explicit"]

    def at(gamma: float, steps: float) -> float:
        values = {**COMMON, "sigma": noise, "gamma": gamma, "iterations": steps}
        return float(evaluate(kernel, {name: values[name] for name in kernel.inputs}).log)

    for steps in (1.0, 7.0, 1e6):
        assert at(1 - 1e-12, steps) == pytest.approx(at(1 + 1e-12, steps), abs=1e-10)
    for gamma in (2.0, 30.0):
        early = at(gamma * (1 + 1e-13), gamma**2)
        assert early == pytest.approx(at(gamma, gamma**2), abs=1e-10)


@settings(max_examples=examples(30))
@given(problem=problems)
def test_the_decaying_count_has_no_jump_where_gamma_leaves_one(problem: Env) -> None:
    """A = S: the gap at which √(A/S) passes 1."""
    assume(problem["sigma"] > 0)
    problem = {**problem, "lam": 0.0}
    key = ("theorem-3", "iterations", "decaying", None, None, "explicit")
    c1 = math.sqrt(problem["delta"])
    c2 = math.hypot(problem["c_inf"], c1)
    noise = c2 * problem["sigma"] ** 2 / (c1 * problem["batch_size"])
    edge = noise * (c1 / c2) ** 1.5 / (4 * problem["smoothness"])
    below, above = (
        evaluate(KERNELS[key], {**problem, "gap": edge * side}).log for side in (0.999999, 1.000001)
    )
    assert above == pytest.approx(below, abs=1e-4)
