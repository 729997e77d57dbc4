"""Explicit counts hold, and one step fewer does not: held against the guarantees themselves."""

from __future__ import annotations

import itertools
import math
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from examples import examples
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from input_strategies import inputs
from references import M, exact
from references.zhou2024 import (
    A,
    S,
    beta1_explicit,
    beta4_explicit,
    c1,
    c2,
    decaying,
    eta_explicit,
    gamma4_explicit,
    gamma_explicit,
    gap0,
    guarantee_constant,
    hardest,
    level,
    r,
    r_large,
    stage_AS,
    stage_decaying_arguments,
    stages,
)

from adamw_bounds import complexity
from adamw_bounds.engine.staged import stage_count
from adamw_bounds.kernels import calls as kernels

BASE = ("c_inf", "delta", "sigma", "smoothness", "gap", "epsilon", "batch_size")
DECAY = (*BASE, "lam", "x0_norm")
STAGED = ("c_inf", "delta", "sigma", "smoothness", "mu", "batch_size", "gap", "epsilon")
#: Beyond this a float no longer tells neighbouring whole numbers apart well enough.
COUNTABLE = 1e11
SLACK = M.mpf("1e-11")


def count_of(answer: Any, **wanted: Any) -> int:
    count = answer.one(quantity="iterations", **wanted).count
    assert isinstance(count, int)
    return count


# --- Theorem 2 --------------------------------------------------------------------------------


@pytest.mark.parametrize("variant", ["explicit", "explicit-large-step"])
@settings(max_examples=examples(80))
@given(env=inputs(DECAY, zeros=True))
def test_theorem_2_meets_its_guarantee(variant: str, env: dict[str, float]) -> None:
    """At T and the cap step sizes the guarantee is at most ε²; each third that falls is ε²/3."""
    row = complexity(2, variant=variant, **env).one(quantity="iterations")
    e = exact(env)
    steps = M.mpf(row.count) if row.count is not None else M.mpf(10) ** M.mpf(row.log10)
    ratio = r if variant == "explicit" else r_large
    beta, eta = beta1_explicit(e), eta_explicit(e, ratio)
    eps2 = e["epsilon"] ** 2
    e |= {"eta": eta, "beta1": beta, "iterations": steps}
    assert guarantee_constant(e) <= eps2 * (1 + SLACK)
    # The step sizes are what the hypotheses of the proof allow.
    assert eta <= beta * c1(e) / (2 * e["smoothness"]) * (1 + SLACK)
    assert e["lam"] * eta <= M.mpf("0.25") * (1 + SLACK)
    assert c2(e) * beta * e["sigma"] ** 2 / (c1(e) * e["batch_size"]) <= eps2 / 3 * (1 + SLACK)
    # Smallest for this split: one of the two falling terms is a third of ε², no less.
    if 1 < row.value < COUNTABLE:
        fewer = steps - 1
        terms = [
            2 * c2(e) * gap0(e) / (eta * fewer),
            c2(e) * e["sigma"] ** 2 / (c1(e) * beta * e["batch_size"] * fewer),
        ]
        assert max(terms) > eps2 / 3 * (1 - SLACK)


def test_counts_that_are_whole_are_not_rounded_up_by_a_rounding() -> None:
    """c2/c1 = 5/4 makes T rational, so that its ceiling is known."""
    base = {"c_inf": 3, "delta": 16, "smoothness": 2, "gap": 0}
    for sigma, epsilon, batch in itertools.product(range(1, 13), (1, 0.5, 0.25), (1, 2, 4)):
        answer = complexity(
            2, variant="explicit", sigma=sigma, epsilon=epsilon, batch_size=batch, **base
        )
        noise = Fraction(5, 4) * sigma**2 / (batch * Fraction(epsilon) ** 2)
        assert count_of(answer) == max(1, math.ceil(max(9 * noise**2, 6 * noise)))


# --- Theorem 3 --------------------------------------------------------------------------------


def check_theorem_3(env: dict[str, float]) -> None:
    e = exact(env)
    answer = complexity(3, variant="explicit", **env)
    row = answer.one(quantity="iterations")
    a, s, eps2 = A(e), S(e), e["epsilon"] ** 2
    gaps = {a, hardest(a, s, eps2)}  # a smaller gap may need more steps

    def bound(steps: Any) -> Any:
        if s == 0:
            return a / steps  # every weight is 1
        return max(decaying(gap, s, max(M.mpf(1), M.sqrt(gap / s)), M.mpf(steps)) for gap in gaps)

    if row.value is not None and row.value < COUNTABLE:
        assert bound(M.mpf(row.count)) <= eps2 * (1 + SLACK)
        if row.count > 1:
            assert bound(M.mpf(row.count - 1)) > eps2 * (1 - SLACK)
    else:
        steps = M.exp(M.mpf(row.log10) * M.log(10))
        assert bound(steps * (1 + M.mpf("1e-8"))) <= eps2
        assert bound(steps * (1 - M.mpf("1e-8"))) > eps2


@settings(max_examples=examples(150))
@given(env=inputs(DECAY, zeros=True))
def test_theorem_3_is_sufficient_and_one_less_is_not(env: dict[str, float]) -> None:
    check_theorem_3(env)


@settings(max_examples=examples(150))
@given(
    ratio=st.floats(-3, 6).map(lambda power: 10**power),
    noise=st.floats(-5, 0.29).map(lambda power: 10**power),
)
@example(ratio=100.0, noise=0.4)
@example(ratio=100.0, noise=0.4999)
@example(ratio=100.0, noise=0.5001)
@example(ratio=0.999999, noise=0.49)
@example(ratio=1.000001, noise=0.49)
@example(ratio=1.2, noise=0.35)
@example(ratio=12.0, noise=0.4779)
@example(ratio=10.81, noise=0.4779)
def test_theorem_3_is_the_first_step_that_meets_the_guarantee(ratio: float, noise: float) -> None:
    """Brute force over every T: S = noise ε², A = ratio S, both regimes of γ and of T."""
    # With c2/c1 known, S = (c2/c1) σ²/b and A = 4 c2^1.5 L Δ/c1^1.5.
    env = {"c_inf": 1.0, "delta": 1.0, "epsilon": 1.0, "batch_size": 1.0, "smoothness": 1.0}
    c = math.sqrt(2.0)
    env["sigma"] = math.sqrt(noise / c)
    env["gap"] = ratio * noise / (4 * c**1.5)
    answer = complexity(3, variant="explicit", **env)
    found = count_of(answer)
    limit = 200_000
    assume(found < limit)
    T = np.arange(1, found + 1, dtype=float)
    bound = np.zeros(found)
    for a in {ratio * noise, float(hardest(M.mpf(ratio * noise), M.mpf(noise), M.mpf(1)))}:
        gamma = max(1.0, math.sqrt(a / noise))
        late = (a + noise * (1 + gamma**2 * (1 + np.log(T / gamma**2)))) / (gamma * np.sqrt(T))
        flat = (gamma > 1) & (gamma**2 > T)
        bound = np.maximum(bound, np.where(flat, (a + noise * (1 + T)) / T, late))
    assert bound[-1] <= 1 + 1e-9
    assert (bound[:-1] > 1 - 1e-9).all()


def test_both_regimes_of_theorem_3_occur() -> None:
    """The minimum over both regimes is finer than the late regime alone, which starts at γ²."""
    env = {"c_inf": 1.0, "delta": 1.0, "epsilon": 1.0, "smoothness": 1.0, "gap": 100.0}
    early = complexity(3, variant="explicit", sigma=0.1, **env)
    e = exact({**env, "sigma": 0.1, "lam": 0.0, "x0_norm": 0.0, "batch_size": 1.0})
    assert 1 < count_of(early) < gamma_explicit(e) ** 2
    late = complexity(3, variant="explicit", sigma=1.0, **env)
    e["sigma"] = M.mpf(1)
    assert count_of(late) > gamma_explicit(e) ** 2 > 1


@settings(max_examples=examples(40))
@given(env=inputs([name for name in DECAY if name != "sigma"]))
def test_theorem_3_without_noise_is_gap_over_accuracy(env: dict[str, float]) -> None:
    row = complexity(3, variant="explicit", sigma=0, **env).one(quantity="iterations")
    e = exact({**env, "sigma": 0.0})
    expected = M.log(A(e) / e["epsilon"] ** 2)
    assert abs(row.log10 * M.log(10) - expected) <= 1e-12 * max(1, abs(expected))
    assert row.dominant in ("bias", None)


# --- Theorem 4 --------------------------------------------------------------------------------


@settings(max_examples=examples(300))
@given(
    start=st.floats(5e-324, 1.7e308),
    target=st.floats(5e-324, 1.7e308),
)
def test_number_of_stages_is_exact(start: float, target: float) -> None:
    assert stage_count(start, target) == stages(start, target)


def test_number_of_stages_at_powers_of_two() -> None:
    for power in range(0, 1001, 7):
        for target in (0.1, 1.0, 0.3):
            start = math.ldexp(target, power)
            assert stage_count(start, target) == power
            assert stage_count(math.nextafter(start, math.inf), target) == power + 1
            assert stage_count(math.nextafter(start, 0.0), target) == max(power, 0)


def staged(env: dict[str, float], schedule: str) -> list[Any]:
    answer = complexity(4, variant="explicit", schedule=schedule, **env)
    rows = [row for row in answer if row.stage is not None]
    assert len(rows) == stages(env["gap"], env["epsilon"])
    assert [row.stage for row in rows] == list(range(1, len(rows) + 1))
    total = answer.one(quantity="iterations", stage=None)
    work = answer.one(quantity="gradient-complexity")
    if all(row.count is not None for row in rows):
        assert total.count == sum(row.count for row in rows)
        assert work.count == total.count * int(env["batch_size"])
    if rows:
        logs = [M.mpf(row.log10) * M.log(10) for row in rows]
        expected = M.log(sum(M.exp(item) for item in logs))
        found = M.mpf(total.log10) * M.log(10)
        assert abs(found - expected) <= 1e-11 * max(1, abs(expected))
        work_log = M.mpf(work.log10) * M.log(10) - M.log(M.mpf(env["batch_size"]))
        assert abs(work_log - expected) <= 1e-11 * max(1, abs(expected))
    else:
        assert (total.value, total.log10, total.count) == (0.0, None, 0)
    return rows


def stage_env(env: dict[str, float], number: int) -> dict[str, Any]:
    return exact(env) | {"stage_epsilon": M.ldexp(M.mpf(env["gap"]), -number)}


@settings(max_examples=examples(60))
@given(env=inputs(STAGED))
def test_stages_of_the_constant_step_reach_their_target(env: dict[str, float]) -> None:
    """Put T_k into the guarantee with the carried start: it is at most 2 μ ε_k (PŁ: gap ε_k)."""
    assume(env["mu"] <= env["smoothness"])
    for row in staged(env, "constant"):
        e = stage_env(env, row.stage)
        ratio, eps = c2(e) / c1(e), e["stage_epsilon"]
        beta = beta4_explicit(e)
        eta = r(e) * beta
        noise = e["sigma"] ** 2 / e["batch_size"]
        # Momentum's error at the start: σ²/b in stage 1, then what the stage before left.
        start = noise if row.stage == 1 else min(noise, M.mpf(20) / 3 / ratio * e["mu"] * eps)
        exact_steps = M.exp(M.mpf(row.log10) * M.log(10))

        def bound(steps: Any) -> Any:
            return (
                2 * c2(e) * 2 * eps / (eta * steps)  # noqa: B023
                + ratio * start / (beta * steps)  # noqa: B023
                + ratio * beta * noise  # noqa: B023
            )

        steps = M.mpf(row.count) if row.count is not None else exact_steps
        assert bound(steps) <= 2 * e["mu"] * eps * (1 + SLACK)
        # Smallest for the split in thirds: the gap's third at most, and reached.
        if row.dominant == "bias":
            third = 4 * c2(e) * eps / (eta * exact_steps)
            assert abs(third / (2 * e["mu"] * eps / 3) - 1) < SLACK


@settings(max_examples=examples(60))
@given(env=inputs(STAGED))
def test_stages_of_the_decaying_step_reach_their_target(env: dict[str, float]) -> None:
    assume(env["mu"] <= env["smoothness"])
    for row in staged(env, "decaying"):
        e = stage_env(env, row.stage)
        alpha, beta, kappa = stage_decaying_arguments(e, first_stage=row.stage == 1)

        def met(steps: Any) -> Any:
            return M.sqrt(steps + 1) / (alpha + beta * (kappa + M.log(steps)))  # noqa: B023

        if row.value is not None and row.value < COUNTABLE:
            assert met(M.mpf(row.count)) >= 1 - SLACK
            if row.count > 1:
                assert met(M.mpf(row.count - 1)) < 1 + SLACK
            steps = M.mpf(row.count)
        else:
            steps = M.exp(M.mpf(row.log10) * M.log(10))
            assert abs(met(steps) - 1) < 1e-9
        # And the inequality does imply the target, through the guarantee of the drawn output.
        a, s = stage_AS(e)
        gamma, eps = gamma4_explicit(e), e["stage_epsilon"]
        noise = e["sigma"] ** 2 / e["batch_size"]
        start = noise if row.stage == 1 else min(noise, 8 * c1(e) / c2(e) * e["mu"] * eps)
        top = a + s * (start / noise + gamma**2 * (1 + M.log(steps)))
        assert top / (gamma * (M.sqrt(steps + 1) - 1)) <= 2 * e["mu"] * eps * (1 + M.mpf("1e-8"))


def test_capped_stages_have_no_noise_in_them() -> None:
    env = {"c_inf": 1.0, "delta": 1.0, "smoothness": 1.0, "mu": 0.5, "gap": 8.0, "epsilon": 1.0}
    rows = staged({**env, "sigma": 1e-3, "batch_size": 1.0}, "constant")
    expected = math.ceil(24 * 2**0.75 * 2)
    assert [row.count for row in rows] == [expected] * 3
    e = stage_env({**env, "sigma": 1e-3, "batch_size": 1.0}, 1)
    assert c2(e) / c1(e) * level(e) < M.mpf(4) / 3


@pytest.mark.parametrize("schedule", ["constant", "decaying"])
@pytest.mark.parametrize("variant", ["printed", "corrected", "explicit"])
def test_arrays_of_stages_agree_with_single_answers(schedule: str, variant: str) -> None:
    gaps, targets = np.array([[8.0], [0.01]]), np.array([1.0, 0.3, 16.0, 1e-3])
    base = {"c_inf": 5.0, "delta": 1e-4, "sigma": 0.5, "smoothness": 2.0, "mu": 0.1}
    many = complexity(4, schedule=schedule, variant=variant, gap=gaps, epsilon=targets, **base)
    row = many.one(quantity="iterations")
    assert row.value.shape == (2, 4)
    for i, gap in enumerate(gaps[:, 0]):
        for j, target in enumerate(targets):
            one = complexity(
                4, schedule=schedule, variant=variant, gap=gap, epsilon=target, **base
            ).one(quantity="iterations", stage=None)
            assert math.isclose(row.value[i, j], one.value, rel_tol=1e-12)


# --- the closed form against Lambert's function -----------------------------------------------


@settings(max_examples=examples(100))
@given(x=st.one_of(st.floats(1, 700), st.floats(-12, 0).map(lambda power: 1 + 10**power)))
def test_outer_root_is_lambert_w(x: float) -> None:
    # t near 1 is as badly posed as a double root: it loses half the digits of x - 1, not of x.
    t = -M.lambertw(-M.exp(-M.mpf(x)), -1).real
    for backend in (kernels.backend_for([]), kernels.backend_for([np.ones(1)])):
        with np.errstate(all="ignore"):
            found = backend.log_outer_root(np.array([x]) if hasattr(backend, "np") else x)
        assert abs(M.mpf(float(np.ravel(found)[0])) - M.log(t)) <= 1e-13 * max(1, M.log(t))


@settings(max_examples=examples(100))
@given(
    alpha=st.sampled_from([1.0, 3.0]),
    log_beta=st.floats(-60, 120),
    kappa=st.one_of(st.sampled_from([2.0, 3.0]), st.floats(0.3, 12).map(lambda power: 10**power)),
)
def test_log_root_is_the_first_that_meets_its_inequality(
    alpha: float, log_beta: float, kappa: float
) -> None:
    scalar = kernels.backend_for([]).log_log_root(alpha, log_beta, kappa)
    with np.errstate(all="ignore"):
        array = kernels.backend_for([np.ones(1)]).log_log_root(
            np.array([alpha]), np.array([log_beta]), np.array([kappa])
        )
    assert math.isclose(scalar, float(array[0]), rel_tol=1e-13, abs_tol=1e-13)
    beta = M.exp(M.mpf(log_beta))

    def short(log_t: Any) -> Any:
        return M.sqrt(M.exp(log_t) + 1) - alpha - beta * (kappa + log_t)

    if scalar == 0:
        assert short(M.mpf(0)) >= -1e-12
    else:
        width = M.mpf("1e-12") * max(1, scalar)
        assert short(M.mpf(scalar) + width) > 0
        assert short(M.mpf(scalar) - width) < 0
