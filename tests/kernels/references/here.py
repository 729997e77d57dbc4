"""The bounds that are proved in this project once more, in 60 digits, from the proofs alone.

The settings that a proof leaves free are found by scipy in floats: a bound is flat where it is
least, so that they need half the digits of the bound.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from scipy.optimize import minimize_scalar

from references.numbers import Env, Key, M, half, over
from references.zhou2024 import c1, c2, gap0

Number = Any


def c2_torch(e: Env) -> Number:
    return e["c_inf"] + c1(e)


def noise(e: Env, top: Callable[[Env], Number] = c2) -> Number:
    return top(e) * e["sigma"] ** 2 / (c1(e) * e["batch_size"])


def z(e: Env) -> Number:
    return e["eta"] * e["smoothness"] / (e["beta1"] * c1(e))


def young(step: Number, decay: Number, beta1: Number, split: Number = 0) -> Number:
    """The larger root of A p² − (A(2−β1) + β1) p + 1 = 0; 1 where the step is too large."""
    load = (1 + split) * step**2 * (1 - beta1) ** 2
    room = 1 - decay - step * beta1
    if load >= room:
        return M.mpf(1)
    a = over(room, load)
    if a == M.inf:
        return 2 - beta1
    root = M.sqrt((a - 1) * ((2 - beta1) ** 2 * a - beta1**2))
    return (a * (2 - beta1) + beta1 + root) / (2 * a)


def bias_sum(beta1: Number) -> Number:
    """Σ_{i≥1} (a_i² + 2β1 a_i); for a small β1 by the expansions of two Lambert series at θ = 1."""
    if beta1 == 1:
        return M.mpf(0)
    t = -M.log1p(-beta1)
    if t > M.mpf("0.25"):
        total, i = M.mpf(0), 1
        while True:
            a = -beta1 * M.exp(-t * i) / M.expm1(-t * i)
            total += a * a + 2 * beta1 * a
            if a < M.mpf("1e-62"):
                return total
            i += 1
    sums = M.pi**2 / (6 * t**2) - 1 / (2 * t) + M.mpf(1) / 24
    sums -= 4 * M.pi**2 / t**2 / M.expm1(4 * M.pi**2 / t)
    counts = (M.euler - M.log(t)) / t + M.mpf(1) / 4
    for j in range(1, 21):
        counts -= M.bernoulli(2 * j) ** 2 * t ** (2 * j - 1) / (2 * j * M.factorial(2 * j))
    return beta1**2 * (sums + counts)


def paper_start(beta1: Number) -> Number:
    return 1 - beta1**2


# --- guarantees -----------------------------------------------------------------------------------
def bound(
    e: Env, *, gap: Number, top: Number, start: Number, p: Number, split: Number = 0
) -> Number:
    """2c2Δ/H + (1+s)(S/p)(β1 + Cη/(β1H)), H being the sum of the learning rates."""
    scaled = (1 + split) * top * e["sigma"] ** 2 / (c1(e) * e["batch_size"]) / p
    total = e["rate_sum"]
    return 2 * top * gap / total + scaled * (e["beta1"] + start * e["eta"] / (e["beta1"] * total))


def guarantee(e: Env) -> Number:
    p = young(z(e), e["lam"] * e["eta"], e["beta1"])
    return bound(e, gap=gap0(e), top=c2(e), start=paper_start(e["beta1"]), p=p)


def guarantee_torch(e: Env) -> Number:
    p = young(z(e), 0, e["beta1"])
    return bound(e, gap=e["gap"], top=c2_torch(e), start=bias_sum(e["beta1"]), p=p)


def guarantee_decay(e: Env) -> Number:
    torch = e["pytorch_update"] > 0
    top = c2_torch(e) if torch else c2(e)
    start = bias_sum(e["beta1"]) if torch else paper_start(e["beta1"])
    error = e["lam"] ** 2 * top**2 * e["x_norm"] ** 2
    step, beta1 = z(e), e["beta1"]
    load = (step * (1 - beta1)) ** 2
    if step * beta1 + load > 1:
        return M.inf
    most = over(1 - step * beta1, load) - 1
    rest = {"gap": e["gap"], "top": top, "start": start}

    def at(split: Number) -> Number:
        p = young(step, 0, beta1, split)
        return bound(e, p=p, split=split, **rest) + (1 + 1 / split) * error

    if beta1 == 1:
        split = M.sqrt(over(error, bound(e, **{**rest, "gap": 0}, p=M.mpf(1))))
        return at(split if 0 < split < M.inf else M.mpf("1e300" if split else "1e-300"))
    golden = (M.sqrt(5) - 1) / 2
    low, high = M.mpf(-700), M.log(most)
    left, right = high - golden * (high - low), low + golden * (high - low)
    at_left, at_right = at(M.exp(left)), at(M.exp(right))
    for _ in range(75):
        if at_left <= at_right:
            high, right, at_right = right, left, at_left
            left = high - golden * (high - low)
            at_left = at(M.exp(left))
        else:
            low, left, at_left = left, right, at_right
            right = low + golden * (high - low)
            at_right = at(M.exp(right))
    return min(at_left, at_right, at(most))


def radius(e: Env) -> Number:
    ratio = e["c_inf"] / c1(e)
    phi = (1 - e["beta1"]) ** 2 / (1 - e["beta2"])
    if phi < 1:
        ratio = min(ratio, M.sqrt(e["beta1"] ** 2 / (e["beta2"] * (1 - phi))))
    return max(e["x0_inf_norm"], ratio / e["lam"])


# --- the shortest run -----------------------------------------------------------------------------
def largest_step(decay: Number, beta1: Number, k: Number) -> Number:
    linear = beta1 * (1 + decay)
    return 2 / (linear + M.sqrt(linear**2 + 4 * k))


def length(
    gap: Number, noise_: Number, decay: Number, theta: Number, rest: Number, start: Number
) -> Number:
    """T of (2) at β1 = 1 − θ and p = 1 + (1 − rest)θ; infinite where the noise is too much."""
    beta1 = 1 - theta
    share = 1 - rest
    p = 1 + share * theta
    k = theta**2 * (1 - share * beta1) / (p * rest)
    left = 1 - beta1 * noise_ / p
    if left <= 0:
        return M.inf
    return (gap / largest_step(decay, beta1, k) + start * noise_ / p) / (beta1 * left)


def _log_length(
    log_gap: float, log_noise: float, log_decay: float, log_beta1: float, log_rest: float
) -> float:
    """The same in floats, for the search; the paper's start."""
    beta1, theta, rest = math.exp(log_beta1), -math.expm1(log_beta1), math.exp(log_rest)
    share = -math.expm1(log_rest)
    p = 1 + share * theta
    k = theta**2 * (1 - share * beta1) / (p * rest)
    decay = math.exp(min(log_decay, 300.0))
    linear = beta1 * (1 + decay)
    step = 2 / (linear + math.sqrt(linear**2 + 4 * k))
    floor = log_beta1 + log_noise - math.log(p)
    if floor >= 0:
        return 1e6 + floor
    start = math.log(theta * (1 + beta1)) if theta else -math.inf
    pair = (log_gap - math.log(step), start + log_noise - math.log(p))
    high = max(pair)
    if high == -math.inf:
        return high
    whole = high + math.log1p(math.exp(min(pair) - high))
    return whole - log_beta1 - math.log(-math.expm1(floor))


def settings(gap: Number, noise_: Number, decay: Number) -> tuple[Number, Number]:
    """θ and 1 − τ of the shortest run."""
    if gap == 0 and noise_ < 1:  # nothing to do: one step at full weight
        return M.mpf(0), M.mpf(1)
    logs = tuple(float(M.log(item)) if item else -math.inf for item in (gap, noise_, decay))
    top = min(0.0, math.log(2.0) - logs[1])

    def best_rest(log_beta1: float) -> tuple[float, float]:
        found = minimize_scalar(
            lambda log_rest: _log_length(*logs, log_beta1, log_rest),
            bounds=(math.log(1e-4), 0.0),
            method="bounded",
            options={"xatol": 1e-9},
        )
        ends = [(found.fun, found.x), (_log_length(*logs, log_beta1, 0.0), 0.0)]
        return min(ends)

    def weight(logit: float) -> float:
        return -math.log1p(math.exp(-logit))

    def logit_of(log_beta1: float) -> float:
        return log_beta1 - math.log(-math.expm1(log_beta1)) if log_beta1 < 0 else 37.0

    low, high = logit_of(top - math.log(1e6)), min(37.0, logit_of(top))
    found = minimize_scalar(
        lambda logit: best_rest(weight(logit))[0],
        bounds=(low, high),
        method="bounded",
        options={"xatol": 1e-8},
    )
    log_beta1 = weight(found.x)
    if top == 0 and best_rest(0.0)[0] <= found.fun + 1e-15:
        return M.mpf(0), M.mpf(1)
    return -M.expm1(M.mpf(log_beta1)), M.exp(M.mpf(best_rest(log_beta1)[1]))


def ratios(e: Env, gap: Number) -> tuple[Number, Number, Number]:
    square = e["epsilon"] ** 2
    return (
        2 * c2(e) * e["smoothness"] * gap / (c1(e) * square),
        noise(e) / square,
        e["lam"] * c1(e) / e["smoothness"],
    )


def iterations(e: Env) -> Number:
    found = ratios(e, gap0(e))
    theta, rest = settings(*found)
    return length(*found, theta, rest, theta * (2 - theta))


def beta1_sharp(e: Env) -> Number:
    return 1 - settings(*ratios(e, gap0(e)))[0]


def eta_sharp(e: Env) -> Number:
    found = ratios(e, gap0(e))
    theta, rest = settings(*found)
    share = 1 - rest
    k = theta**2 * (1 - share * (1 - theta)) / ((1 + share * theta) * rest)
    step = largest_step(found[2], 1 - theta, k)
    return step * (1 - theta) * c1(e) / e["smoothness"]


# --- optimizers -----------------------------------------------------------------------------------
Function = Callable[[Env], Number]


def adam(function: Function) -> Function:
    return lambda e: function({**e, "lam": M.mpf(0), "x0_norm": M.mpf(0)})


def l2_adam(function: Function) -> Function:
    def read(e: Env) -> Number:
        lam = e["lam_l2"]
        return function(
            {
                **e,
                "lam": M.mpf(0),
                "x0_norm": M.mpf(0),
                "c_inf": e["c_inf"] + lam * e["x_inf_norm"],
                "smoothness": e["smoothness"] + lam,
                "gap": e["gap"] + half * lam * e["x0_norm"] ** 2,
            }
        )

    return read


REFERENCES: dict[Key, Function] = {}
_READINGS: dict[str | None, Callable[[Function], Function]] = {
    None: lambda function: function,
    "adam": adam,
    "l2-adam": l2_adam,
}


def _read(statement: str, quantity: str, schedule: str | None, function: Function) -> None:
    for optimizer, reading in _READINGS.items():
        REFERENCES[statement, quantity, schedule, optimizer, None, "sharp"] = reading(function)


_read("here-constant-step", "iterations", "constant", iterations)
_read(
    "here-constant-step",
    "gradient-complexity",
    "constant",
    lambda e: e["batch_size"] * iterations(e),
)
_read("here-constant-step", "eta-max", "constant", eta_sharp)
_read("here-constant-step", "beta1-max", "constant", beta1_sharp)
_read("here-constant-step", "gradient-norm-squared", "constant", guarantee)
_read("here-schedule", "gradient-norm-squared", None, guarantee)
for _key, _function in (
    (("here-pytorch", "gradient-norm-squared"), guarantee_torch),
    (("here-constant-decay", "gradient-norm-squared"), guarantee_decay),
    (("here-radius", "radius"), radius),
):
    REFERENCES[(*_key, None, None, None, "sharp")] = _function


# --- the last iterate under PŁ --------------------------------------------------------------------
def _top(e: Env) -> Number:
    return c2_torch(e) if e["pytorch_update"] > 0 else c2(e)


def _chi(e: Env) -> Number:
    return e["mu"] * c1(e) / (e["smoothness"] * _top(e))


def _pl_floor(e: Env, step: Number) -> Number:
    left = 1 - step * _chi(e)
    return _top(e) * e["sigma"] ** 2 / (2 * e["mu"] * c1(e) * e["batch_size"] * left)


def _pl_start(e: Env, step: Number) -> Number:
    left = 1 - step * _chi(e)
    return step * e["sigma"] ** 2 / (2 * e["batch_size"] * e["smoothness"] * left)


def _pl_step(e: Env) -> Number:
    chi = _chi(e)
    return 2 / (chi + M.sqrt(chi**2 + 4))


def last_iterate(e: Env) -> Number:
    step, chi, beta1 = z(e), _chi(e), e["beta1"]
    if step * chi >= 1:
        return M.inf if step * chi == 1 else M.nan
    rate, theta = step * chi * beta1, 1 - beta1
    first = M.mpf(1)
    if e["pytorch_update"] > 0:
        inner = (M.pi**2 / 6 - 1) * theta + 2 * (1 - rate) / ((2 - beta1) * (1 - step * chi))
        first += theta**2 / (1 - rate) * inner
    shrunk = M.exp(e["iterations"] * M.log1p(-rate))
    return shrunk * (e["gap"] + first * _pl_start(e, step)) + _pl_floor(e, step) * beta1


def _rate(x: Number) -> Number:
    return -M.log1p(-x) if x < 1 else M.inf


def pl_iterations(e: Env) -> Number:
    chi, eps = _chi(e), e["epsilon_gap"]
    if e["sigma"] == 0:
        return max(M.mpf(1), M.log(e["gap"] / eps) / _rate(chi)) if e["gap"] else M.mpf(1)

    def run(step: Number, weight: Number) -> Number:
        left = eps - _pl_floor(e, step) * weight
        ratio = (e["gap"] + _pl_start(e, step)) / left
        return max(M.mpf(1), M.log(ratio) / _rate(step * chi * weight))

    step = _pl_step(e)
    found = [run(step, min(M.mpf(1), eps / (2 * _pl_floor(e, step))))]
    if chi < 1 and _pl_floor(e, M.mpf(1)) < eps:
        found.append(run(M.mpf(1), M.mpf(1)))
    return min(found)


def pl_iterations_falling(e: Env) -> Number:
    chi, eps = _chi(e), e["epsilon_gap"]
    step = _pl_step(e) if 2 * chi**2 <= 1 else 1 / (2 * chi)
    # With the second step k0 is 4, which rounding of its quotient would lift to 5.
    k0 = M.ceil(2 / (step * chi)) if 2 * chi**2 <= 1 else M.mpf(4)
    b = e["sigma"] ** 2 / (2 * e["batch_size"] * e["smoothness"] * step * (1 - step * chi) * chi**2)
    q = eps + 4 * b
    start = k0 * (k0 - 1) * (e["gap"] + _pl_start(e, step))
    d = q**2 + 4 * eps * (start - 4 * b * k0)
    return M.mpf(1) if d < 0 else max(M.mpf(1), (q + M.sqrt(d)) / (2 * eps) - k0)


for _schedule, _function in (("constant", pl_iterations), ("decaying", pl_iterations_falling)):
    _key = ("here-pl-last-iterate", "iterations", _schedule, None, None, "sharp")
    REFERENCES[_key] = _function
    _key = ("here-pl-last-iterate", "gradient-complexity", _schedule, None, None, "sharp")
    REFERENCES[_key] = lambda e, function=_function: e["batch_size"] * function(e)
REFERENCES["here-pl-last-iterate", "function-gap", "constant", None, None, "sharp"] = last_iterate
