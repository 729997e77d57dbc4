"""Free settings of the proofs and the series of bias correction, against mpmath and definitions."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from references import M

from adamw_bounds.kernels.mathematics import Arrays, Scalars
from adamw_bounds.kernels.twofold import Twofold

NUMBERS = Scalars()
GRID = Arrays()
NONE = -math.inf
WEIGHTS = st.one_of(
    st.floats(1e-8, 1.0), st.floats(1e-6, 1e-1), st.floats(1 - 1e-6, 1.0), st.just(1.0)
)


def twofold(x: float) -> Twofold:
    return NUMBERS.twofold(x)


def log(x: Any) -> float:
    return float(M.log(x)) if x else NONE


# --- p ----------------------------------------------------------------------------------------


def largest_step(beta1: Any, decay: Any) -> Any:
    """z_max of the page: the condition at p = 1 with equality, decay = λ c1/L."""
    linear = beta1 * (1 + decay)
    return 2 / (linear + M.sqrt(linear**2 + 4 * (1 - beta1) ** 2))


def young(z: Any, decay_step: Any, beta1: Any, split: Any) -> Any:
    load = (1 + split) * z**2 * (1 - beta1) ** 2
    room = 1 - decay_step - z * beta1
    if load == 0:
        return 2 - beta1
    a = room / load
    middle = a * (2 - beta1) + beta1
    return (middle + M.sqrt(max(a - 1, 0) * ((2 - beta1) ** 2 * a - beta1**2))) / (2 * a)


@settings(max_examples=examples(150))
@given(
    beta1=WEIGHTS,
    fraction=st.one_of(st.floats(1e-200, 1.0), st.floats(0.9, 1 - 1e-9), st.floats(1e-9, 0.99)),
    decay=st.sampled_from([0.0, 1e-6, 0.1, 3.0]),
)
def test_p_is_the_larger_root_of_the_condition(beta1: float, fraction: float, decay: float) -> None:
    z = float(M.mpf(fraction) * largest_step(M.mpf(beta1), M.mpf(decay)))
    step = decay * z * beta1
    found = math.exp(NUMBERS.log_young(twofold(z), twofold(step), beta1, NONE))
    b, p = M.mpf(beta1), M.mpf(found)
    load = M.mpf(z) ** 2 * (1 - b) ** 2
    room = 1 - M.mpf(step) - M.mpf(z) * b
    assert 1 <= found <= (2 - beta1) * (1 + 1e-15)
    # load p-th condition, without 2 - β1 - p, whose digits cancel as β1 approaches 1
    rest = room * p * p - (room * (2 - b) + load * b) * p + load
    assert abs(rest) <= 4e-15 * room + 1e-15  # room is a difference of numbers near 1
    if load < room * (1 - M.mpf("1e-3")):
        near = M.mpf("1e-13") + M.mpf("1e-14") / room
        assert abs(p / young(M.mpf(z), M.mpf(step), b, 0) - 1) < near


def test_p_of_the_golden_sheet() -> None:
    for decay_step, expected in ((0.0, 1.84013585142620), (0.25, 1.81784029344917)):
        found = NUMBERS.log_young(twofold(0.4), twofold(decay_step), 0.1, NONE)
        assert math.exp(found) == pytest.approx(expected, rel=1e-14)


@pytest.mark.parametrize("log_z", [-800.0, -300.0, 5.0, 400.0, 800.0])
def test_p_exists_for_every_step(log_z: float) -> None:
    root = twofold(math.exp(log_z / 2))  # z itself may be beyond a float
    found = NUMBERS.log_young(root * root, twofold(0.0), 0.1, NONE)
    assert math.exp(found) == pytest.approx(1.9 if log_z < 0 else 1.0, rel=1e-15)


def test_p_at_full_weight_is_one() -> None:
    assert NUMBERS.log_young(twofold(1.0), twofold(0.0), 1.0, NONE) == 0
    assert NUMBERS.log_young(twofold(1e-4), twofold(0.0), 1.0, 4.0) == 0


# --- bias correction --------------------------------------------------------------------------


def bias_sum(beta1: Any, order: int = 130) -> Any:
    t = -M.log1p(-beta1)
    total = M.mpf(0)
    for i in range(1, int(order / t) + 2):
        a = -beta1 * M.exp(-t * i) / M.expm1(-t * i)
        total += a * a + 2 * beta1 * a
    return total


@pytest.mark.parametrize(
    "beta1",
    [0.999999, 0.9, 0.64, 0.632, 0.63, 0.5, 0.19, 0.1814, 0.1812, 0.18, 0.1, 0.05, 0.02],
)
def test_the_bias_sum_is_its_definition(beta1: float) -> None:
    found = M.exp(M.mpf(NUMBERS.log_bias_sum(beta1)))
    assert abs(found / bias_sum(M.mpf(beta1)) - 1) < M.mpf("4e-15")


@pytest.mark.parametrize(("beta1", "expected"), [(0.1, 1.70563608715021), (0.5, 1.08768226029370)])
def test_the_bias_sum_of_the_golden_sheet(beta1: float, expected: float) -> None:
    assert math.exp(NUMBERS.log_bias_sum(beta1)) == pytest.approx(expected, rel=1e-14)


def test_the_bias_sum_stays_below_what_is_proved() -> None:
    """Σ ≤ θ Li₂(θ) + 2 β1 √θ ln((1+√θ)/β1), and at most 1.715: the largest is at β1 = 0.0652."""
    beta1 = np.concatenate([np.geomspace(1e-15, 1, 4001), 1 - np.geomspace(1e-15, 0.5, 1001)])
    with np.errstate(all="ignore"):
        found = np.exp(GRID.log_bias_sum(beta1))
    assert found.max() == pytest.approx(1.714406558, abs=1e-7)
    assert beta1[found.argmax()] == pytest.approx(0.06523, rel=1e-2)
    assert found[beta1 == 1] == 0
    for place in range(0, beta1.size, 250):
        b = M.mpf(float(beta1[place]))
        theta = 1 - b
        root = M.sqrt(theta)
        closed = theta * M.polylog(2, theta) + 2 * b * root * M.log((1 + root) / b)
        assert found[place] <= closed * (1 + M.mpf("1e-14"))
    assert math.exp(NUMBERS.log_bias_sum(1e-300)) == pytest.approx(math.pi**2 / 6, rel=1e-15)


# --- the split of a constant decay's error ------------------------------------------------------


@settings(max_examples=examples(40))
@given(
    beta1=st.floats(1e-6, 1.0),
    fraction=st.floats(1e-6, 0.999),
    log_ratio=st.floats(-60.0, 60.0),
)
def test_no_other_split_is_better(beta1: float, fraction: float, log_ratio: float) -> None:
    given_z = float(fraction * largest_step(M.mpf(beta1), M.mpf(0)))
    z = M.mpf(given_z)
    found = NUMBERS.log_split(log_ratio, twofold(given_z), beta1, twofold(0.0))
    b = M.mpf(beta1)
    most = (1 - z * b) / (z * (1 - b)) ** 2 - 1 if beta1 < 1 else M.mpf("1e300")
    ratio = M.exp(M.mpf(log_ratio))

    def bound(s: Any) -> Any:
        return (1 + s) / young(z, 0, b, s) + (1 + 1 / s) * ratio

    s = M.exp(M.mpf(found))
    assert s <= most * (1 + M.mpf("1e-11"))
    s = min(s, most)
    at = bound(s)
    for factor in ("0.25", "0.9", "0.999", "0.99999", "1.00001", "1.001", "1.1", "4"):
        other = min(s * M.mpf(factor), most)
        assert at <= bound(other) * (1 + M.mpf("1e-11"))


def test_the_split_at_full_weight_is_the_root_of_the_ratio() -> None:
    for log_ratio in (-300.0, -3.0, 0.0, 7.0, 300.0):
        found = NUMBERS.log_split(log_ratio, twofold(math.exp(-1.0)), 1.0, twofold(0.0))
        assert found == pytest.approx(log_ratio / 2, abs=1e-12)


def test_without_noise_the_split_is_the_largest_and_without_decay_next_to_none() -> None:
    z, beta1 = 0.5, 0.2
    most = (1 - z * beta1) / (z * (1 - beta1)) ** 2 - 1
    given = (twofold(z), beta1, twofold(0.0))
    assert NUMBERS.log_split(math.inf, *given) == pytest.approx(math.log(most))
    assert NUMBERS.log_split(NONE, *given) < -600


# --- the shortest run ---------------------------------------------------------------------------


def steps(gap: Any, noise: Any, decay: Any, beta1: Any, share: Any, starts: int) -> Any:
    """T(β1, p) of the page at p = 1 + share (1 - β1); infinite where the noise is too much."""
    theta = 1 - beta1
    p = 1 + share * theta
    k = theta**2 * (1 - p * beta1) / (p * (2 - beta1 - p)) if theta else M.mpf(0)
    linear = beta1 * (1 + decay)
    z = 2 / (linear + M.sqrt(linear**2 + 4 * k))
    start = bias_sum(beta1, 60) if starts and theta else 1 - beta1**2
    left = 1 - beta1 * noise / p
    return (gap / z + start * noise / p) / (beta1 * left) if left > 0 else M.inf


def found_steps(log_gap: float, log_noise: float, decay: float, starts: int) -> tuple[Any, ...]:
    log_decay = log(decay)
    log_beta1 = NUMBERS.log_best_momentum(log_gap, log_noise, log_decay, starts)
    log_rest = NUMBERS.log_best_rest(log_gap, log_noise, log_decay, log_beta1, starts)
    share = -M.expm1(M.mpf(log_rest))
    return M.exp(M.mpf(log_beta1)), share


@settings(max_examples=examples(25))
@given(
    log_gap=st.floats(-6.0, 30.0),
    log_noise=st.floats(-8.0, 8.0),
    decay=st.sampled_from([0.0, 0.0, 1e-3, 2.0]),
)
def test_no_other_setting_is_shorter(log_gap: float, log_noise: float, decay: float) -> None:
    gap, noise = M.exp(M.mpf(log_gap)), M.exp(M.mpf(log_noise))
    beta1, share = found_steps(log_gap, log_noise, decay, 0)
    at = steps(gap, noise, decay, beta1, share, 0)
    assert M.isfinite(at)
    for factor in ("0.2", "0.6", "0.9", "0.99", "0.9999", "1.0001", "1.01", "1.1", "2", "1e9"):
        other = min(beta1 * M.mpf(factor), M.mpf(1))
        for rest in ("0", "0.1", "0.3", "0.5", "0.7", "0.9", "0.99", "0.9999"):
            assert at <= steps(gap, noise, decay, other, M.mpf(rest), 0) * (1 + M.mpf("1e-12"))
        assert at <= steps(gap, noise, decay, other, share, 0) * (1 + M.mpf("1e-12"))


@settings(max_examples=examples(25))
@given(log_gap=st.floats(-20.0, 60.0), log_noise=st.floats(-30.0, 60.0), starts=st.booleans())
def test_the_search_is_never_worse_than_the_closed_choices(
    log_gap: float, log_noise: float, starts: bool
) -> None:
    """T1, T2 and T3 of the page; C is at most 1 for the paper's start, 1.715 for PyTorch's."""
    gap, noise = M.exp(M.mpf(log_gap)), M.exp(M.mpf(log_noise))
    beta1, share = found_steps(log_gap, log_noise, 0.0, int(starts))
    c = M.mpf("1.715") if starts else M.mpf(1)
    log_c = NUMBERS.log_bias_sum(float(beta1)) if starts else log(1 - beta1**2)
    theta = 1 - beta1
    p = 1 + share * theta
    k = theta * (1 - p * beta1) / (p * (1 - share))
    z = 2 / (beta1 + M.sqrt(beta1**2 + 4 * k))
    at = (gap / z + M.exp(M.mpf(log_c)) * noise / p) / (beta1 * (1 - beta1 * noise / p))
    above = 1 + M.mpf("1e-10")
    if noise < 1:
        assert at <= above * gap / (1 - noise)
    if noise >= M.mpf(3) / 8:
        u = 4 * noise / 3 + M.mpf(1) / 2
        assert at <= above * u * (4 * gap / M.sqrt(3) + c * u)
    if noise * M.mpf("0.493544548884") >= 1:
        assert at <= above * 16 * noise * (gap / (3 * M.sqrt(3)) + c * noise / 9)


def test_the_shortest_run_of_the_golden_sheet() -> None:
    noise, gap = M.mpf("0.706631879610063"), M.mpf("200.997512422418")
    for eps, expected in (("0.1", "4367682"), ("4", "14")):
        square = M.mpf(eps) ** 2
        beta1, share = found_steps(log(gap / square), log(noise / square), 0.0, 0)
        at = steps(gap / square, noise / square, 0, beta1, share, 0)
        assert M.ceil(at) == M.mpf(expected)


def test_without_noise_the_weight_is_one() -> None:
    beta1, _ = found_steps(3.0, NONE, 0.5, 0)
    assert beta1 == 1


# --- arrays -------------------------------------------------------------------------------------


def test_arrays_are_the_numbers_one_by_one() -> None:
    random = np.random.default_rng(5)
    size = 40
    beta1 = np.concatenate([10 ** random.uniform(-6, 0, size - 1), [1.0]])
    log_z = random.uniform(-4, 0.1, size)
    log_decay = random.uniform(-9, -2, size)
    step, pull = np.exp(log_z), np.exp(log_decay)
    log_gap, log_noise = random.uniform(-9, 40, size), random.uniform(-20, 40, size)
    with np.errstate(all="ignore"):
        arrays = {
            "young": GRID.log_young(GRID.twofold(step), GRID.twofold(pull), beta1, -3.0),
            "bias": GRID.log_bias_sum(beta1),
            "split": GRID.log_split(log_gap, GRID.twofold(step), beta1, GRID.twofold(pull)),
            "momentum": GRID.log_best_momentum(log_gap, log_noise, log_decay, 1),
            "rest": GRID.log_best_rest(log_gap, log_noise, log_decay, np.log(beta1), 0),
            "step": GRID.log_step(log_decay, np.log(beta1), log_z - 1),
        }
    for place in range(size):
        z, w, b = float(log_z[place]), float(log_decay[place]), float(beta1[place])
        g, n = float(log_gap[place]), float(log_noise[place])
        taken = twofold(float(step[place])), twofold(float(pull[place]))
        numbers = {
            "young": NUMBERS.log_young(*taken, b, -3.0),
            "bias": NUMBERS.log_bias_sum(b),
            "split": NUMBERS.log_split(g, taken[0], b, taken[1]),
            "momentum": NUMBERS.log_best_momentum(g, n, w, 1),
            "rest": NUMBERS.log_best_rest(g, n, w, math.log(b), 0),
            "step": NUMBERS.log_step(w, math.log(b), z - 1),
        }
        for name, number in numbers.items():
            near = 1e-5 if name in ("momentum", "rest") else 1e-11
            assert arrays[name][place] == pytest.approx(number, rel=near, abs=near), name
