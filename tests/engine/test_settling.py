"""Counts of a search at whole numbers: decided in many digits, at settings to their last digit."""

from __future__ import annotations

import math
from typing import Any

import mpmath as mp
import numpy as np
import pytest
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from adamw_bounds import complexity
from adamw_bounds.engine.settling import Problem, settled
from adamw_bounds.kernels import KERNELS
from adamw_bounds.kernels.digits import exactly
from adamw_bounds.kernels.types import Function

DIGITS = 60


def meant(value: float) -> Any:
    """Return the number that a float stands for, in the current digits."""
    number = exactly(value)
    return mp.mpf(number.numerator) / number.denominator


def adagrad(e: dict[str, Any], steps: Any) -> Any:
    """Theorem 1 of Défossez et al. at its best η: 2√(gap · noise) and what no η changes."""
    r = e["c_inf"] + mp.sqrt(e["delta"])
    grows = mp.log1p(steps * r**2 / e["delta"]) / mp.sqrt(steps)
    gap = 2 * r * e["gap"] / mp.sqrt(steps)
    return 2 * mp.sqrt(gap * e["dim"] * r * e["smoothness"] * grows) + 4 * e["dim"] * r**2 * grows


def repaired(e: dict[str, Any], steps: Any) -> Any:
    """The repaired Theorem 2 at its best η, and at its best β2 by Newton's method."""

    def at(log_beta2: Any) -> Any:
        beta2 = mp.exp(log_beta2)
        c2 = mp.sqrt(e["c_inf"] ** 2 + e["delta"])
        noise = mp.log1p(e["c_inf"] ** 2 / (beta2 * e["delta"])) / steps - mp.log1p(-beta2)
        gap = 2 * c2 * e["gap"] / steps
        slope = e["dim"] * c2 * e["smoothness"] / beta2 * noise
        return 2 * mp.sqrt(gap * slope) + 4 * e["dim"] * e["c_inf"] * c2 / mp.sqrt(beta2) * noise

    golden = (mp.sqrt(5) - 1) / 2
    low, high = mp.mpf(-200), mp.mpf("-1e-3")
    left, right = high - golden * (high - low), low + golden * (high - low)
    for _ in range(160):  # a function that is flat at its bottom: half of all digits are enough
        if at(left) < at(right):
            high, right = right, left
            left = high - golden * (high - low)
        else:
            low, left = left, right
            right = low + golden * (high - low)
    return at((low + high) / 2)


BOUNDS = {"defossez2022-theorem-1": adagrad, "defossez2022-repaired": repaired}


@pytest.mark.parametrize("steps", [2, 7, 400, 98_765, 3_000_000_019, 10**12 + 39])
@pytest.mark.parametrize("name", BOUNDS)
def test_a_target_that_a_whole_count_meets_or_just_misses(name: str, steps: int) -> None:
    """ε is the float next to what N steps reach: one last digit decides between N and N + 1."""
    env = {"c_inf": 1.3, "delta": 0.7, "smoothness": 2.9, "gap": 3.1, "dim": 5.0}
    with mp.workdps(DIGITS):
        e = {key: meant(value) for key, value in env.items()}
        reached = BOUNDS[name](e, mp.mpf(steps))
        near = float(mp.sqrt(reached))
    seen = set()
    for epsilon in (math.nextafter(near, 0), near, math.nextafter(near, math.inf)):
        row = complexity(name, epsilon=epsilon, **env).one(quantity="iterations")
        with mp.workdps(DIGITS):
            if steps > 10**9:
                # Neighbouring ε are several steps apart: the count is where the bound says.
                count = mp.mpf(row.count)
                assert BOUNDS[name](e, count) <= meant(epsilon) ** 2 * (1 + mp.mpf("1e-26"))
                assert BOUNDS[name](e, count - 1) > meant(epsilon) ** 2
                seen.add(row.count >= steps)
                continue
            expected = steps if reached <= meant(epsilon) ** 2 else steps + 1
        assert row.count == expected
        seen.add(row.count == steps)
    assert True in seen


@pytest.mark.parametrize("name", BOUNDS)
def test_arrays_decide_as_single_answers_do(name: str) -> None:
    env = {"c_inf": 1.3, "delta": 0.7, "smoothness": 2.9, "gap": 3.1, "dim": 5.0}
    with mp.workdps(DIGITS):
        e = {key: meant(value) for key, value in env.items()}
        targets = [float(mp.sqrt(BOUNDS[name](e, mp.mpf(steps)))) for steps in (3, 50, 2_000_003)]
    targets = [side for item in targets for side in (math.nextafter(item, 0), item, item * 1.1)]
    many = complexity(name, epsilon=np.array(targets), **env).one(quantity="iterations")
    single = [complexity(name, epsilon=item, **env).one(quantity="iterations") for item in targets]
    assert many.count.tolist() == [float(row.count) for row in single]


@settings(max_examples=examples(20))
@given(
    name=st.sampled_from(
        sorted(
            name
            for name in {kernel.base for kernel in KERNELS.values() if kernel.best}
            if "defossez" in name
        )
    ),
    powers=st.tuples(st.floats(-1, 1), st.floats(-26, -22), st.floats(-1, 1), st.floats(-1, 1)),
    share=st.floats(-4, 0),
)
def test_the_count_is_the_first_that_suffices_at_the_settings_on_its_row(
    name: str, powers: tuple[float, ...], share: float
) -> None:
    names = ("c_inf", "delta", "smoothness", "gap")
    env = {key: 10**power for key, power in zip(names, powers, strict=True)} | {"dim": 3.0}
    epsilon = env["c_inf"] * 10**share
    row = complexity(name, epsilon=epsilon, **env).one(quantity="iterations")
    if row.count is None:
        return
    (kernel,) = (
        item for item in KERNELS.values() if item.base == name and item.quantity == "iterations"
    )
    assert kernel.best is not None
    assert kernel.best.share is not None
    problem = Problem(kernel.best.share, "iterations", {**env, "epsilon": epsilon}, frozenset())
    assert problem.at(row.count, row.settings) <= 1
    fewer = problem.at(row.count - 1, row.settings) if row.count > 1 else None
    assert fewer is None or not 0 <= fewer <= 1


def _line(m: Any, *, a: Any, x: Any, iterations: Any) -> Any:
    """(x/a + a/x)/2 · 100/N: least at x = a, where N = 100 meets it exactly."""
    return (x / a + a / x) / 2 * 100 / iterations


@pytest.mark.parametrize("off", [0.0, 1e-9, -3e-8, 1e-6, 1e-5])
@pytest.mark.parametrize("a", [0.25, 0.3, 1e-7, 1 / 3])
def test_settings_are_brought_to_their_last_digit(a: float, off: float) -> None:
    share = Function(_line, ("a", "iterations", "x"))
    problem = Problem(share, "iterations", {"a": a}, frozenset())
    count, found = settled(problem, {"x": a * (1 + off)}, 100 * (1 + off * off / 2), 101.0)
    assert count == 100
    assert found["x"] == pytest.approx(a, rel=3e-16)
