"""Counts that are searched for: held against the bound itself, given settings, arrays, floors."""

from __future__ import annotations

import json
import math
from typing import Any

import numpy as np
import pytest

from adamw_bounds import InputError, compare, complexity, guarantee
from adamw_bounds.kernels import KERNELS, STATEMENTS

SEARCHED = sorted({kernel.base for kernel in KERNELS.values() if kernel.best is not None})
CONSTANTS = {"c_inf": 1.0, "smoothness": 1.0, "gap": 1.0}


#: What is drawn of problems in the max norm, and what decides the least of their gradients.
SIGNS = ("smoothness_inf", "sigma_l1", "gap")


def draw(rng: Any, name: str) -> tuple[dict[str, float], float]:
    """Return the constants of a problem, and an accuracy that is neither met nor out of reach."""
    entering = {
        item for kernel in KERNELS.values() if kernel.base == name for item in kernel.inputs
    }
    if "smoothness_inf" in entering:
        given = {item: 10 ** rng.uniform(-2, 2) for item in SIGNS}
        start = math.sqrt(2 * given["smoothness_inf"] * given["gap"])
        epsilon = min(start, given["sigma_l1"]) * 10 ** rng.uniform(-1.5, -0.5)
        if "sigma_l1" not in entering:
            # In the Euclidean norm, and in a ball.
            given["sigma"] = given.pop("sigma_l1")
            given["smoothness"] = given["smoothness_inf"] / 2
            given |= {"dim": float(round(10 ** rng.uniform(0, 1))), "lam": 10 ** rng.uniform(-2, 0)}
        return given, epsilon
    constants = {item: 10 ** rng.uniform(-2, 2) for item in CONSTANTS}
    # Those with a floor need a small δ to reach ε.
    delta = rng.uniform(-30, -24) if "theorem" in name else rng.uniform(-16, 1)
    given = {**constants, "delta": 10**delta, "dim": float(round(10 ** rng.uniform(0, 3)))}
    return given, given["c_inf"] * math.sqrt(given["dim"]) * 10 ** rng.uniform(-1.5, -0.5)


@pytest.mark.sampled(4)
@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("name", SEARCHED)
def test_the_settings_reach_the_target_and_one_step_fewer_does_not(name: str, seed: int) -> None:
    rng = np.random.default_rng(seed)
    given, epsilon = draw(rng, name)
    row = complexity(name, epsilon=epsilon, **given).one(quantity="iterations")
    assert row.count == max(1, math.ceil(row.value)) or row.value > 1e11
    ((over, quantity),) = {
        (kernel.best.over, kernel.best.bound)
        for kernel in KERNELS.values()
        if kernel.base == name and kernel.best
    }
    # A Frank–Wolfe gap is to be ε/λ.
    target = {"gradient-norm-squared": epsilon**2, "kkt-score-average": epsilon}.get(
        quantity, epsilon / given.get("lam", 1)
    )
    start = {"x0_inf_norm": 0.0} if "lam" in given else {}
    assert set(row.settings) == set(over)

    def bound(steps: int) -> float:
        answer = guarantee(name, iterations=steps, **start, **given, **row.settings)
        return float(answer.one(quantity=quantity).value)

    assert bound(row.count) <= target * (1 + 1e-11)
    fewer = min(row.count - 1, math.floor(row.value * (1 - 1e-9)))
    if fewer >= 1:
        assert bound(fewer) > target
    # Nearby settings do no better.
    for setting in row.settings:
        for factor in (0.97, 1 / 0.97):
            moved = {**row.settings, setting: min(row.settings[setting] * factor, 1.0)}
            answer = guarantee(name, iterations=row.count, **start, **given, **moved)
            value = answer.one(quantity=quantity).value
            assert value >= bound(row.count) * (1 - 1e-9)


def test_batches_multiply_the_complexity() -> None:
    answer = complexity(
        "defossez2022-repaired", epsilon=0.1, delta=1e-8, dim=1, batch_size=4, **CONSTANTS
    )
    steps, work = (answer.one(quantity=item) for item in ("iterations", "gradient-complexity"))
    assert work.count == 4 * steps.count
    assert work.log10 == pytest.approx(steps.log10 + math.log10(4), abs=1e-13)
    assert steps.count == 24112362


def test_a_given_setting_is_kept() -> None:
    given = {"delta": 1e-16, "dim": 10, "epsilon": 0.1, **CONSTANTS}
    free = complexity("defossez2022-theorem-4", **given).one(quantity="iterations")
    kept = complexity("defossez2022-theorem-4", beta1=0.1, **given).one(quantity="iterations")
    assert set(kept.settings) == {"eta", "beta2"}
    assert kept.settings["beta2"] < 0.1
    assert kept.log10 > free.log10
    # Its bound is least without momentum; next to 1 it is flat in floats.
    assert free.settings["beta1"] == pytest.approx(1.0, rel=1e-12)


def test_no_count_where_the_bound_has_a_floor() -> None:
    given = {"delta": 1e-4, "dim": 1, "epsilon": 0.1, **CONSTANTS}
    for row in complexity("defossez2022-theorem-2", **given):
        assert row.value is None
        assert row.log10 is None
        assert row.count is None
        assert 0.16 <= row.floor < 0.16 * (1 + 1e-4)
        assert not row.settings
        json.dumps(row.as_row(), allow_nan=False)
    loose = complexity("defossez2022-theorem-2", **{**given, "epsilon": 0.401})
    assert loose.one(quantity="iterations").count > 1
    assert loose.one(quantity="iterations").floor is None


def test_more_steps_than_can_be_written_is_no_floor() -> None:
    given = {"delta": 1e-4, "dim": 1, "epsilon": 1e-90, **CONSTANTS}
    row = complexity("defossez2022-repaired", **given).one(quantity="iterations")
    assert row.value is None
    assert row.floor is None


def test_arrays_are_answered_as_their_points() -> None:
    delta, dim = np.array([1e-2, 1e-8, 1e-16])[:, None], np.array([1.0, 1e4])
    given = {"epsilon": 0.1, **CONSTANTS}
    name = "defossez2022-theorem-2"
    all_at_once = complexity(name, delta=delta, dim=dim, **given).one(quantity="iterations")
    for i, j in np.ndindex(3, 2):
        alone = complexity(name, delta=delta[i, 0], dim=dim[j], **given).one(quantity="iterations")
        if alone.value is None:
            assert np.isnan(all_at_once.value[i, j])
            assert all_at_once.floor[i, j] == pytest.approx(alone.floor)
            assert np.isnan(all_at_once.settings["eta"][i, j])
        else:
            assert all_at_once.value[i, j] == pytest.approx(alone.value, rel=1e-9)
            assert np.isnan(all_at_once.floor[i, j])


@pytest.mark.sampled(2)
@pytest.mark.parametrize("dim", [1e3, 1e8])
def test_compare_has_them_beside_the_orders(dim: float) -> None:
    answer = compare(sigma=0.5, delta=1e-8, epsilon=0.1, dim=dim, **CONSTANTS)
    for name in (*SEARCHED, "ghadimi2013-corollary-2-2"):
        # H and S are taken from L, σ and d where they are not given.
        who = STATEMENTS[name].optimizers[0]
        quantities = {row.quantity for row in answer.select(statement=name, optimizer=who)}
        assert quantities == {"iterations", "gradient-complexity"}
    assert answer.select(statement="ghadimi2013-corollary-2-2")[0].count == 20399
    assert answer.select(statement="defossez2022-theorem-2")[0].value is None


@pytest.mark.parametrize("setting", ["eta", "beta1", "beta2"])
def test_compare_takes_no_step_sizes(setting: str) -> None:
    with pytest.raises(InputError) as refused:
        compare(sigma=0.5, delta=1e-8, epsilon=0.1, dim=10, **{setting: 0.1}, **CONSTANTS)
    assert [fault.name for fault in refused.value.faults] == [setting]


@pytest.mark.parametrize("epsilon", [0.5, 30, 1e3, 1e5])
def test_settings_that_break_a_condition_are_not_tried(epsilon: float) -> None:
    """Theorem 4 asks for β2 < β1, and for more steps than the momentum remembers."""
    given = {"delta": 1e-20, "dim": 1, "epsilon": epsilon, "beta1": 1e-3, **CONSTANTS}
    row = complexity("defossez2022-theorem-4", **given).one(quantity="iterations")
    assert 0 < row.settings["beta2"] < 1e-3
    assert row.count > 999
