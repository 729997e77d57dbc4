"""The bounds against exact means over all paths of small runs: near, and never exceeded."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent))
from trees import random_loss, random_noise, run

from adamw_bounds.kernels import CONDITIONS, KERNELS
from adamw_bounds.kernels.calls import evaluate, evaluate_condition

COUNT = 200
#: The share of the bound that the exact mean is, and σ.
Found = tuple[float, float]
#: The bound is not exceeded, but for rounding.
SLACK = 1 + 1e-9


def bound(statement: str, quantity: str, schedule: str | None, values: dict[str, float]) -> float:
    kernel = KERNELS[statement, quantity, schedule, None, None, "sharp"]
    for key, condition in CONDITIONS.items():
        if key[0] == statement and quantity in condition.for_ and condition.when is None:
            lhs, rhs, *_ = evaluate_condition(condition, values)
            assert lhs <= rhs + 1e-9, key
    return math.exp(evaluate(kernel, values).log)


def rates_of(random: Any, eta: float, steps: int, constant: bool) -> Any:
    """Return a schedule whose largest rate is η: constant, or anything."""
    if constant or steps == 1:
        return np.full(steps, eta)
    shape = random.uniform(0, 1, steps) ** random.choice([0.2, 1.0, 3.0])
    return eta * shape / shape.max()


class Problem:
    """What is drawn for one run: a loss, noise, an adversary, and the inputs of the bound."""

    def __init__(self, random: Any, *, torch: bool, curved: bool = False) -> None:
        self.random = random
        L = float(10 ** random.uniform(-1, 1))
        self.c1 = float(10 ** random.uniform(-1, 1))
        # Next to c1 two times out of three: there the bounds are nearest.
        spread = float(random.choice([1e-6, 1e-6, 1.0])) * self.c1
        self.c2 = self.c1 + spread if torch else math.hypot(spread, self.c1)
        self.beta1 = float(random.choice([1.0, random.uniform(0.02, 1), random.uniform(0.9, 1)]))
        self.sigma = float(random.choice([0.0, random.uniform(0, 2), 10 ** random.uniform(-2, 2)]))
        self.steps = int(random.integers(1, 8))
        mu = L * float(random.choice([1.0, 0.9, 0.3])) if curved else 0.0
        self.loss = random_loss(random, L, curved=mu)
        self.noise = random_noise(random, self.sigma)
        self.x0 = float(random.normal() * random.choice([0.1, 1.0, 3.0]))
        theta = 1 - self.beta1
        if torch:
            weights = [self.beta1 / (1 - theta ** (k + 1)) for k in range(self.steps)]
        else:
            weights = [1.0, *[self.beta1] * (self.steps - 1)]
        self.weights = weights
        self.values = {
            "c_inf": spread,
            "delta": self.c1**2,
            "smoothness": L,
            "sigma": self.sigma,
            "gap": float(self.loss.value(np.array(self.x0))) - self.loss.least,
            "batch_size": 1.0,
            "beta1": self.beta1,
            "iterations": float(self.steps),
            "pytorch_update": float(torch),
            "mu": mu,
        }

    def largest_step(self, decay: float = 0.0, split: float = 0.0) -> float:
        """z_max, or a share of it."""
        linear = self.beta1 * (1 + decay * self.c1 / self.values["smoothness"])
        load = (1 + split) * (1 - self.beta1) ** 2
        z = 2 / (linear + math.sqrt(linear**2 + 4 * load))
        return z * float(self.random.choice([1.0, 1.0, self.random.uniform(0.05, 1)]))

    def eta(self, z: float) -> float:
        return z * self.beta1 * self.c1 / self.values["smoothness"]

    def adversary(self) -> Callable[[int, Any, Any], Any]:
        kind = int(self.random.integers(4))
        low, high = self.c1, self.c2

        def choose(k: int, m: Any, g: Any) -> Any:
            if kind == 0:
                return np.full(m.shape, low)
            if kind == 1:
                return np.where(g > 0, low, high)
            if kind == 2:
                return np.where(m > 0, low, high)
            return np.full(m.shape, low if k % 2 else high)

        return choose


def stationary(random: Any, constant: bool, torch: bool) -> Found:
    """Return the exact mean over the bound, without decay, and the noise."""
    problem = Problem(random, torch=torch)
    eta = problem.eta(problem.largest_step())
    rates = rates_of(random, eta, problem.steps, constant)
    values = {**problem.values, "eta": eta, "rate_sum": float(sum(rates)), "lam": 0, "x0_norm": 0}
    found = run(
        problem.loss, problem.noise, problem.x0, rates, problem.weights, problem.adversary()
    )
    statement = "here-pytorch" if torch else "here-schedule"
    kinds = [(statement, None)]
    if constant and not torch:
        kinds.append(("here-constant-step", "constant"))
    limit = min(bound(name, "gradient-norm-squared", kind, values) for name, kind in kinds)
    return float(np.dot(rates, found.gradients) / sum(rates) / limit), problem.sigma


def falling_decay(random: Any, constant: bool) -> Found:
    """With λ_k v_k that does not grow: here v and λ stand still. The gradient is that of F_k."""
    problem = Problem(random, torch=False)
    lam = float(10 ** random.uniform(-2, 1)) * problem.values["smoothness"] / problem.c1
    eta = problem.eta(problem.largest_step(lam))
    v = float(random.choice([problem.c1, problem.c2]))
    rates = rates_of(random, eta, problem.steps, constant)
    x0 = problem.x0
    values = {
        **problem.values,
        "eta": eta,
        "rate_sum": float(sum(rates)),
        "lam": lam,
        "x0_norm": abs(x0),
    }
    found = run(
        problem.loss,
        problem.noise,
        x0,
        rates,
        problem.weights,
        lambda _k, m, _g: np.full(m.shape, v),
        decay=lam,
        regularised=True,
    )
    limit = bound("here-schedule", "gradient-norm-squared", None, values)
    return float(np.dot(rates, found.gradients) / sum(rates) / limit), problem.sigma


def constant_decay(random: Any, torch: bool) -> Found:
    problem = Problem(random, torch=torch)
    lam = float(10 ** random.uniform(-3, 0)) * problem.values["smoothness"] / problem.c1
    eta = problem.eta(problem.largest_step() * 0.999)
    rates = rates_of(random, eta, problem.steps, bool(random.integers(2)))
    found = run(
        problem.loss,
        problem.noise,
        problem.x0,
        rates,
        problem.weights,
        problem.adversary(),
        decay=lam,
    )
    norm = math.sqrt(np.dot(rates, found.squares) / sum(rates))
    values = {
        **problem.values,
        "eta": eta,
        "rate_sum": float(sum(rates)),
        "lam": lam,
        "x_norm": norm,
    }
    limit = bound("here-constant-decay", "gradient-norm-squared", None, values)
    return float(np.dot(rates, found.gradients) / sum(rates) / limit), problem.sigma


def last_iterate(random: Any, torch: bool) -> Found:
    problem = Problem(random, torch=torch, curved=True)
    chi = problem.values["mu"] * problem.c1 / (problem.values["smoothness"] * problem.c2)
    z = 2 / (chi + math.sqrt(chi**2 + 4)) * float(random.choice([1.0, random.uniform(0.05, 1)]))
    if problem.sigma == 0 and problem.beta1 == 1:
        z = 1 - 1e-9
    eta = problem.eta(z)
    values = {**problem.values, "eta": eta, "lam": 0.0}
    found = run(
        problem.loss,
        problem.noise,
        problem.x0,
        np.full(problem.steps, eta),
        problem.weights,
        problem.adversary(),
    )
    limit = bound("here-pl-last-iterate", "function-gap", "constant", values)
    return (found.gap / limit if limit > 1e-12 else 0.0), problem.sigma


def draws(what: Callable[..., Found], *arguments: Any) -> Iterator[Found]:
    random = np.random.default_rng(12)
    for _ in range(COUNT):
        yield what(random, *arguments)


@pytest.mark.parametrize(
    ("what", "arguments", "near", "noisy"),
    [
        (stationary, (True, False), 0.99, 0.9),
        (stationary, (False, False), 0.99, 0.8),
        (stationary, (True, True), 0.99, 0.9),
        (stationary, (False, True), 0.99, 0.8),
        (falling_decay, (True,), 0.99, 0.9),
        (falling_decay, (False,), 0.99, 0.9),
        (constant_decay, (False,), 0.99, 0.7),
        (constant_decay, (True,), 0.99, 0.7),
        (last_iterate, (False,), 0.95, 0.9),
        (last_iterate, (True,), 0.95, 0.9),
    ],
)
def test_a_bound_is_near_and_never_exceeded(
    what: Callable[..., Found], arguments: tuple[Any, ...], near: float, noisy: float
) -> None:
    """``near`` is asked of all, ``noisy`` of those where noise makes most of the loss's scale."""
    found = list(draws(what, *arguments))
    assert max(ratio for ratio, _ in found) <= SLACK
    assert max(ratio for ratio, _ in found) >= near
    assert max(ratio for ratio, sigma in found if sigma > 0.5) >= noisy
