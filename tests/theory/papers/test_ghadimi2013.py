"""Ghadimi and Lan 2013: the golden count, SGD below its bound, broken twins of the claims."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
import sympy as sp

from adamw_bounds import log_value
from adamw_bounds.engine.least import least_count
from adamw_bounds.theory.audit import audit
from adamw_bounds.theory.catalog import CATALOG

ID = "ghadimi2013-corollary-2-2"


def value(quantity: str, **inputs: Any) -> Any:
    return log_value(ID, quantity, "explicit", schedule="constant", optimizer="sgd", **inputs)


def test_the_golden_count() -> None:
    given = {"smoothness": 1.0, "gap": 1.0, "sigma": 0.5, "epsilon": 0.1, "batch_size": 1.0}
    assert math.ceil(math.exp(value("iterations", **given))) == 20399
    four = {**given, "batch_size": 4.0}
    steps = math.exp(value("iterations", **four))
    assert math.exp(value("gradient-complexity", **four)) == pytest.approx(4 * steps)


@pytest.mark.parametrize("seed", range(20))
def test_the_search_finds_the_closed_form(seed: int) -> None:
    rng = np.random.default_rng(seed)
    names = ("smoothness", "gap", "sigma", "batch_size")
    given = dict(zip(names, 10 ** rng.uniform(-3, 3, 4), strict=True))
    given["batch_size"] = float(math.ceil(given["batch_size"]))
    epsilon = 10 ** rng.uniform(-6, 0)
    found = least_count(
        lambda log_n, _: value("gradient-norm-squared", iterations=np.exp(log_n), **given),
        (),
        2 * math.log(epsilon),
    )
    exact = value("iterations", epsilon=epsilon, **given)
    assert found.log_count[0] == pytest.approx(max(0.0, exact), abs=1e-11)


@pytest.mark.parametrize("seed", range(10))
def test_sgd_stays_below_its_bound(seed: int) -> None:
    """F = Σ(√(1+x²) − 1), L = 1, Gaussian noise, the corollary's own step."""
    rng = np.random.default_rng(seed)
    start, sigma, steps = rng.uniform(0, 10), 10 ** rng.uniform(-1, 1), int(10 ** rng.uniform(1, 3))
    given = {
        "smoothness": 1.0,
        "gap": 3 * (math.sqrt(1 + start**2) - 1),
        "sigma": sigma,
        "batch_size": 4.0,
        "iterations": float(steps),
    }
    gamma = math.exp(value("eta", **given))
    x = np.full((64, 3), start)
    total = 0.0
    for _ in range(steps):
        gradient = x / np.sqrt(1 + x**2)
        total += (gradient**2).sum(axis=1).mean()
        noise = sigma / math.sqrt(3 * given["batch_size"]) * rng.standard_normal(x.shape)
        x = x - gamma * (gradient + noise)
    assert total / steps <= math.exp(value("gradient-norm-squared", **given)) * 1.02


def test_no_noise() -> None:
    given = {"smoothness": 2.0, "gap": 3.0, "sigma": 0.0, "batch_size": 1.0}
    assert value("iterations", epsilon=0.1, **given) == pytest.approx(math.log(12 / 0.01))
    assert value("eta", iterations=100.0, **given) == pytest.approx(math.log(0.5))


def test_twins() -> None:
    formulas = CATALOG[ID]
    bound = formulas.formula("gradient-norm-squared").variants["explicit"].expr
    count = formulas.formula("iterations").variants["explicit"].expr
    step = formulas.formula("eta").variants["explicit"].expr
    assert audit("ghadimi-count", count=2 * count).verdict == "false-as-printed"
    assert audit("ghadimi-step", bound=bound / 2).verdict == "false-as-printed"
    slow = sp.Min(*(side / 2 for side in step.args), evaluate=False)
    assert audit("ghadimi-step", step=slow).verdict == "false-as-printed"
