"""The bounds against exact means over all paths of small runs: near, and never exceeded."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Iterator
from copy import copy
from pathlib import Path
from typing import Any

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent))
from trees import random_loss, random_noise, run

from adamw_bounds.kernels import CONDITIONS, KERNELS
from adamw_bounds.kernels.calls import evaluate, evaluate_condition

COUNT = 200
#: Draws of problems that are seldom near their bound.
MORE = {"regularised": 600, "decayed_last_iterate": 1500}
#: The share of the bound that the exact mean is, and σ.
Found = tuple[float, float]
#: The bound is not exceeded, but for rounding.
SLACK = 1 + 1e-9


def bound(statement: str, quantity: str, schedule: str | None, values: dict[str, float]) -> float:
    kernel = KERNELS[statement, quantity, schedule, None, None, "sharp"]
    for key, condition in CONDITIONS.items():
        if (
            key[0] == statement
            and quantity in condition.for_
            and condition.when is None
            and condition.schedule in (None, schedule)
        ):
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

    def __init__(self, random: Any, *, torch: bool, curved: tuple[float, ...] = ()) -> None:
        self.random = random
        L = float(10 ** random.uniform(-1, 1))
        self.c1 = float(10 ** random.uniform(-1, 1))
        # Next to c1 two times out of three: there the bounds are nearest.
        spread = float(random.choice([1e-6, 1e-6, 1.0])) * self.c1
        self.c2 = self.c1 + spread if torch else math.hypot(spread, self.c1)
        self.beta1 = float(random.choice([1.0, random.uniform(0.02, 1), random.uniform(0.9, 1)]))
        self.sigma = float(random.choice([0.0, random.uniform(0, 2), 10 ** random.uniform(-2, 2)]))
        self.steps = int(random.integers(1, 8))
        mu = L * float(random.choice(curved)) if curved else 0.0
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
            "group_lr_ratio": 1.0,
            "beta1": self.beta1,
            "iterations": float(self.steps),
            "pytorch_update": float(torch),
            "mu": mu,
        }

    def twin(self) -> Problem:
        """Return another loss, noise and start beside the same constants."""
        other = copy(self)
        other.loss = random_loss(self.random, self.values["smoothness"], curved=self.values["mu"])
        other.sigma = self.sigma * float(self.random.choice([0.0, 0.3, 1.0]))
        other.noise = random_noise(self.random, other.sigma)
        other.x0 = self.x0 * float(self.random.normal())
        gap = float(other.loss.value(np.array(other.x0))) - other.loss.least
        other.values = {**self.values, "sigma": other.sigma, "gap": gap}
        return other

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
        reference=lambda _k, v: lam * v,
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
        "group_decay": (lam * norm) ** 2,
    }
    limit = bound("here-constant-decay", "gradient-norm-squared", None, values)
    return float(np.dot(rates, found.gradients) / sum(rates) / limit), problem.sigma


def last_iterate(random: Any, torch: bool) -> Found:
    problem = Problem(random, torch=torch, curved=(1.0, 0.9, 0.3))
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


def falling_last_iterate(random: Any) -> Found:
    """The decreasing step under PŁ, for the paper's update."""
    problem = Problem(random, torch=False, curved=(0.1, 0.03))
    values = {**problem.values, "lam": 0.0}
    chi = values["mu"] * problem.c1 / (values["smoothness"] * problem.c2)
    z = 2 / (chi + math.sqrt(chi**2 + 4)) if 2 * chi**2 <= 1 else 1 / (2 * chi)
    falls = 2 / (np.arange(problem.steps) + 2 / (z * chi))
    weights = falls / (z * chi)
    found = run(
        problem.loss,
        problem.noise,
        problem.x0,
        z * weights * problem.c1 / values["smoothness"],
        [1.0, *weights[:-1]],
        problem.adversary(),
    )
    limit = bound("here-pl-last-iterate", "function-gap", "decaying", values)
    return (found.gap / limit if limit > 1e-12 else 0.0), problem.sigma


def decaying(random: Any, drawn: bool) -> Found:
    """β falls as 1/√k; without decay, or with one beside a v that stands still."""
    problem = Problem(random, torch=False)
    lam = float(random.choice([0.0, 10 ** random.uniform(-2, 1)]))
    lam *= problem.values["smoothness"] / problem.c1
    gamma = float(random.choice([1.0, 10 ** random.uniform(-0.5, 0.7)]))
    weights = np.minimum(1.0, gamma / np.sqrt(np.arange(1, problem.steps + 1)))
    rates = weights * problem.c1 / (problem.values["smoothness"] + lam * problem.c1)
    v = float(random.choice([problem.c1, problem.c2]))
    still = lam > 0
    found = run(
        problem.loss,
        problem.noise,
        problem.x0,
        rates,
        [1.0, *weights[1:]],
        (lambda _k, m, _g: np.full(m.shape, v)) if still else problem.adversary(),
        decay=lam,
        reference=lambda _k, v: lam * v,
    )
    values = {**problem.values, "lam": lam, "gamma": gamma, "x0_norm": abs(problem.x0)}
    key = ("here-decaying", "gradient-norm-squared", "decaying", None)
    kernel = KERNELS[(*key, "weighted-output" if drawn else None, "sharp")]
    share = rates / rates.sum() if drawn else np.full(problem.steps, 1 / problem.steps)
    limit = math.exp(evaluate(kernel, values).log)
    return float(np.dot(share, found.gradients) / limit), problem.sigma


def anchored(random: Any, torch: bool) -> Found:
    """The gradient of F + (λ/2)‖x‖² in a v̄ that is picked beside the adversary."""
    problem = Problem(random, torch=torch)
    low, high = problem.c1, problem.c2
    lam = float(10 ** random.uniform(-3, 0)) * problem.values["smoothness"] / low
    anchor = float(random.choice([2 * low * high / (low + high), random.uniform(low, high)]))
    spread = max(1 - anchor / high, anchor / low - 1)
    eta = problem.eta(problem.largest_step(lam * (1 + spread)) * 0.999)
    rates = rates_of(random, eta, problem.steps, bool(random.integers(2)))
    found = run(
        problem.loss,
        problem.noise,
        problem.x0,
        rates,
        problem.weights,
        problem.adversary(),
        decay=lam,
        reference=lambda _k, _v: lam * anchor,
    )
    square = np.dot(rates, found.squares) / sum(rates)
    values = {
        **problem.values,
        "eta": eta,
        "rate_sum": float(sum(rates)),
        "lam": lam,
        "x0_norm": abs(problem.x0),
        "v_spread": spread,
        "group_decay": lam**2 * float(square),
    }
    limit = bound("here-anchored-decay", "gradient-norm-squared", None, values)
    return float(np.dot(rates, found.gradients) / sum(rates) / limit), problem.sigma


def groups(random: Any, torch: bool, kind: str) -> Found:
    """Two parameters, each a group with its own learning rate and its own decay.

    The loss is a sum, so that the paths of each are enumerated alone.
    """
    pair = [Problem(random, torch=torch)]
    pair.append(pair[0].twin())
    first = pair[0].values
    share = float(random.choice([1 - 1e-6, random.uniform(0.2, 1)]))
    rates_of_groups = [1.0, share] if random.integers(2) else [share, 1.0]
    scale = 0.0 if kind == "none" else float(10 ** random.uniform(-6, 0)) / pair[0].c1
    decays = [scale * first["smoothness"] * float(random.choice([0.0, 1.0, 0.3])) for _ in pair]
    if kind != "none" and not any(decays):
        decays[0] = scale * first["smoothness"]
    lam = max(decays)
    held = kind == "held"
    z = pair[0].largest_step(lam if held else 0.0)
    eta = pair[0].eta(z if held or kind == "none" else z * 0.999)
    rates = rates_of(random, eta, pair[0].steps, bool(random.integers(2)))
    found = [
        run(
            problem.loss,
            problem.noise,
            problem.x0,
            rates * tau,
            problem.weights,
            problem.adversary(),
            decay=decay,
            reference=(lambda _k, v, decay=decay: decay * v) if held else None,
        )
        for problem, tau, decay in zip(pair, rates_of_groups, decays, strict=True)
    ]
    total = sum(rates)
    squares = [float(np.dot(rates, item.squares) / total) for item in found]
    values = {
        **first,
        "eta": eta,
        "rate_sum": float(total),
        "lam": lam,
        "sigma": math.hypot(*(problem.sigma for problem in pair)),
        "gap": sum(problem.values["gap"] for problem in pair),
        "group_lr_ratio": share,
        "group_decay": sum(
            tau * decay**2 * square
            for tau, decay, square in zip(rates_of_groups, decays, squares, strict=True)
        ),
        "x0_norm": 0.0,
    }
    if held:
        starts = (d / lam * p.x0**2 for d, p in zip(decays, pair, strict=True))
        values["x0_norm"] = math.sqrt(sum(starts))
        drifts = (d / lam * item.drift for d, item in zip(decays, found, strict=True))
        values["drift"] = sum(drifts)
    statement = {
        "none": "here-pytorch",
        "decay": "here-constant-decay",
        "held": "here-regularised-decay",
    }[kind]
    limit = bound(statement, "gradient-norm-squared", None, values)
    gradients = np.sum([item.gradients for item in found], axis=0)
    return float(np.dot(rates, gradients) / total / limit), values["sigma"]


class Memory:
    """v_k as an optimizer makes it from the squares of its gradients, on every path."""

    def __init__(self, c1: float, beta2: float, *, torch: bool, largest: bool) -> None:
        self.c1, self.beta2, self.torch, self.largest = c1, beta2, torch, largest
        self.n = self.top = np.array([0.0])

    def __call__(self, k: int, m: Any, g: Any) -> Any:
        n, top = np.repeat(self.n, 2), np.repeat(self.top, 2)
        start = g**2 if k == 0 and not self.torch else (1 - self.beta2) * n + self.beta2 * g**2
        self.n, self.top = start, np.maximum(top, start)
        square = self.top if self.largest else self.n
        if not self.torch:
            return np.sqrt(square + self.c1**2)
        return np.sqrt(square / (1 - (1 - self.beta2) ** (k + 1))) + self.c1


def regularised(random: Any, torch: bool, amsgrad: bool) -> Found:
    """The gradient of F_k under constant decay, v_k being an adversary's or the optimizer's."""
    problem = Problem(random, torch=torch)
    lam = float(10 ** random.uniform(-6, 0.5)) * problem.values["smoothness"] / problem.c1
    eta = problem.eta(problem.largest_step(lam))
    rates = rates_of(random, eta, problem.steps, bool(random.integers(2)))
    beta2 = float(random.choice([0.9, 0.3, 1e-2, 1e-3]))
    own = bool(random.integers(2))
    high = bool(random.integers(2))

    def rising(k: int, m: Any, _g: Any) -> Any:
        return np.full(m.shape, problem.c2 if high and k > 2 else problem.c1)

    memory = Memory(problem.c1, beta2, torch=torch, largest=amsgrad)
    found = run(
        problem.loss,
        problem.noise,
        problem.x0,
        rates,
        problem.weights,
        memory if own else rising if amsgrad else problem.adversary(),
        decay=lam,
        reference=lambda _k, v: lam * v,
    )
    statement = "here-amsgrad" if amsgrad else "here-regularised-decay"
    values = {
        **problem.values,
        "eta": eta,
        "rate_sum": float(sum(rates)),
        "lam": lam,
        "x0_norm": abs(problem.x0),
        "beta2": beta2,
        "dim": 1.0,
        "x_inf_norm": found.largest,
    }
    if own:
        values["c_inf"] = found.steepest
        most = math.exp(
            evaluate(KERNELS[statement, "drift", None, None, None, "sharp"], values).log
        )
        assert found.drift <= most * SLACK
    values["drift"] = found.drift
    limit = bound(statement, "gradient-norm-squared", None, values)
    return float(np.dot(rates, found.gradients) / sum(rates) / limit), problem.sigma


def decayed_last_iterate(random: Any, torch: bool) -> Found:
    problem = Problem(random, torch=torch, curved=(1.0, 0.9, 0.3))
    lam = float(10 ** random.uniform(-8, 0)) * problem.values["smoothness"] / problem.c1
    chi = problem.values["mu"] * problem.c1 / (problem.values["smoothness"] * problem.c2)
    z = 2 / (chi + math.sqrt(chi**2 + 4)) * float(random.choice([0.999, random.uniform(0.05, 1)]))
    if problem.sigma == 0 and problem.beta1 == 1:
        z = 1 - 1e-9
    eta = problem.eta(z)
    found = run(
        problem.loss,
        problem.noise,
        problem.x0,
        np.full(problem.steps, eta),
        problem.weights,
        problem.adversary(),
        decay=lam,
    )
    values = {
        **problem.values,
        "eta": eta,
        "lam": lam,
        "group_decay": lam**2 * max(found.squares),
    }
    limit = bound("here-pl-decay", "function-gap", "constant", values)
    return (found.gap / limit if limit > 1e-12 else 0.0), problem.sigma


def master(random: Any, kind: str) -> Found:
    """(M) itself: any weights α_k, t_k and s, and any ω_k; the steps meet (b) with equality."""
    problem = Problem(random, torch=bool(random.integers(2)))
    steps, steepness = problem.steps, problem.values["smoothness"] / problem.c1
    lam = 0.0 if kind == "none" else float(10 ** random.uniform(-3, 0.5)) * steepness
    v_fixed = float(random.uniform(problem.c1, problem.c2))
    split = 0.0 if kind in ("none", "own") else float(10 ** random.uniform(-1, 1))
    weights = [1.0, *np.atleast_1d(random.uniform(0.05, 1, steps - 1))]
    if random.integers(2):
        weights = problem.weights
    kept = [0.0, *(float(random.uniform((1 - a) ** 2, 1)) for a in weights[1:])]
    ratio = {"none": 0.0, "zero": 0.0, "own": lam, "fixed": lam * v_fixed / problem.c1}[kind]
    shape = random.uniform(0.1, 1, steps) if random.integers(2) else np.ones(steps)

    def of(name: str, values: dict[str, float]) -> float:
        kernel = KERNELS["here-master", name, None, None, None, "sharp"]
        return math.exp(evaluate(kernel, values).log)

    def step(scale: float) -> tuple[list[float], float]:
        """The weights w_k, and the largest left side of (b)."""
        w, largest = [0.0] * (steps + 1), 0.0
        for k in reversed(range(steps)):
            theta = 1 - weights[k + 1] if k + 1 < steps else 0.0
            share = kept[k + 1] if k + 1 < steps else 0.0
            values = {
                **problem.values,
                "eta": scale * shape[k],
                "beta1": 1 - theta,
                "step_weight": w[k + 1],
                # With no memory, θ = 0, any t will do.
                "young_split": share / theta**2 - 1 if theta > 0 else 1.0,
                "split_given": split or 1e-15,
                "reference_ratio": ratio,
            }
            w[k] = of("step-weight", values)
            lhs = evaluate_condition(CONDITIONS["here-master", "master-step"], values)[0]
            largest = max(largest, math.exp(lhs))
        return w, largest

    low, high = -60.0, 20.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if step(math.exp(middle))[1] <= 1 else (low, middle)
    w, _ = step(math.exp(low))
    rates = math.exp(low) * shape
    choose = {
        "none": None,
        "zero": None,
        "own": lambda _k, v: lam * v,
        "fixed": lambda _k, _v: lam * v_fixed,
    }
    found = run(
        problem.loss,
        problem.noise,
        problem.x0,
        rates,
        weights,
        problem.adversary(),
        decay=lam,
        reference=choose[kind],
    )
    # v's growth may be negative, which a kernel of logarithms leaves out.
    values = {
        **problem.values,
        "reference_gap": problem.values["gap"] + found.reference / 2,
        "noise_weight": w[0] + sum(w[k] * weights[k] ** 2 for k in range(1, steps)),
        "decay_left": float(np.dot(rates, found.left)),
        "split_given": split or 1e-15,
        "reference_growth": 0.0,
    }
    if kind == "own":
        values["decay_left"] = 0.0
    limit = of("weighted-gradients", values) + found.growth
    return float(np.dot(rates, found.scaled) / limit), problem.sigma


def draws(what: Callable[..., Found], *arguments: Any) -> Iterator[Found]:
    random = np.random.default_rng(12)
    for _ in range(MORE.get(what.__name__, COUNT)):
        yield what(random, *arguments)


@pytest.mark.sampled(5)
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
        # Noise and a weight below 1: the sum of the weights' squares is an integral's bound.
        (decaying, (False,), 0.9999, 0.75),
        (decaying, (True,), 0.9999, 0.85),
        (anchored, (False,), 0.998, 0.99),
        (anchored, (True,), 0.998, 0.99),
        (groups, (True, "none"), 0.999, 0.85),
        (groups, (True, "decay"), 0.99, 0.9),
        (groups, (False, "decay"), 0.99, 0.9),
        (groups, (True, "held"), 0.99, 0.9),
        (groups, (False, "held"), 0.99, 0.9),
        (regularised, (False, False), 0.999, 0.9),
        (regularised, (True, False), 0.999, 0.9),
        (regularised, (False, True), 0.999, 0.9),
        (regularised, (True, True), 0.999, 0.9),
        (decayed_last_iterate, (False,), 0.999, 0.9),
        (decayed_last_iterate, (True,), 0.999, 0.9),
        (master, ("none",), 0.9999, 0.95),
        (master, ("zero",), 0.999, 0.95),
        (master, ("own",), 0.9999, 0.95),
        (master, ("fixed",), 0.9999, 0.95),
        (falling_last_iterate, (), 0.9, 0.5),
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
