"""The bounds that are proved in this project once more, in 60 digits, from the proofs alone.

The settings that a proof leaves free are found by scipy in floats: a bound is flat where it is
least, so that they need half the digits of the bound.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from typing import Any

from scipy.optimize import minimize_scalar

from references.numbers import Env, Key, M, half, over
from references.zhou2024 import c1, c2, gap0

Number = Any


def _ratio(e: Env) -> Number:
    """The least learning rate of a group over the largest: 1 where there are no groups."""
    return e.get("group_lr_ratio", M.mpf(1))


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
    top = c2_torch(e) / _ratio(e)
    return bound(e, gap=e["gap"], top=top, start=bias_sum(e["beta1"]), p=p)


def guarantee_decay(e: Env) -> Number:
    error = _top(e) ** 2 * e["group_decay"] / _ratio(e)
    return with_split(e, e["gap"], M.mpf(0), error)


def guarantee_anchored(e: Env) -> Number:
    spread, top = e["v_spread"], _top(e)
    return with_split(
        e,
        e["gap"] + half * e["lam"] * top * e["x0_norm"] ** 2,
        e["lam"] * e["eta"] * (1 + spread),
        (spread * top) ** 2 * e["group_decay"] / _ratio(e),
    )


def with_split(e: Env, gap: Number, pull: Number, error: Number) -> Number:
    """The bound at the best split of an error that the decay leaves; pull = λη or what is of it."""
    torch = e["pytorch_update"] > 0
    top = _top(e) / _ratio(e)
    start = bias_sum(e["beta1"]) if torch else paper_start(e["beta1"])
    step, beta1 = z(e), e["beta1"]
    load = (step * (1 - beta1)) ** 2
    if not error:
        return bound(e, p=young(step, pull, beta1), gap=gap, top=top, start=start)
    if pull + step * beta1 + load > 1:
        return M.inf
    most = over(1 - pull - step * beta1, load) - 1
    rest = {"gap": gap, "top": top, "start": start}

    def at(split: Number) -> Number:
        p = young(step, pull, beta1, split)
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


def guarantee_regularised(e: Env) -> Number:
    """The gradient of F_k with λ held constant: the plain bound, and c2 λ V/H."""
    torch = e["pytorch_update"] > 0
    top = _top(e)
    p = young(z(e), e["lam"] * e["eta"], e["beta1"])
    start = bias_sum(e["beta1"]) if torch else paper_start(e["beta1"])
    gap = e["gap"] + half * e["lam"] * top * e["x0_norm"] ** 2
    top /= _ratio(e)
    plain = bound(e, gap=gap, top=top, start=start, p=p)
    return plain + top * e["lam"] * e["drift"] / e["rate_sum"]


def drift(e: Env) -> Number:
    """What v can rise in all: its range, and what it fell on the way."""
    box = e["dim"] * e["x_inf_norm"] ** 2
    steps, beta2 = e["iterations"], e["beta2"]
    if e["pytorch_update"] > 0:
        falls = (steps - 1) * -M.log1p(-beta2) + min(M.log(steps), -M.log(beta2))
        return box * e["c_inf"] * (1 + falls / 2)
    fall = c2(e) - M.sqrt((1 - beta2) * e["c_inf"] ** 2 + e["delta"])
    return box * (c2(e) - c1(e) + (steps - 1) * fall)


def drift_amsgrad(e: Env) -> Number:
    box = e["dim"] * e["x_inf_norm"] ** 2
    if e["pytorch_update"] > 0:
        return box * e["c_inf"] * (1 + min(M.log(e["iterations"]), -M.log(e["beta2"])) / 2)
    return box * (c2(e) - c1(e))


def quadratic(a: Number, b: Number) -> Number:
    """The least z > 0 at which a z² + b z = 1, by as many digits as its subtraction loses."""
    with M.workdps(2000):
        return (M.sqrt(b * b + 4 * a) - b) / (2 * a) if a else 1 / b


def eta_of(e: Env, step: Number) -> Number:
    return step * e["beta1"] * c1(e) / e["smoothness"]


def largest_eta(pull: Callable[[Env], Number]) -> Callable[[Env], Number]:
    """The step that meets λη·pull + zβ1 + z²θ² = 1; λη is zβ1 λc1/L."""

    def function(e: Env) -> Number:
        decay = pull(e) * c1(e) / e["smoothness"]
        return eta_of(e, quadratic((1 - e["beta1"]) ** 2, e["beta1"] * (1 + decay)))

    return function


def largest_eta_last(e: Env) -> Number:
    """(1−zβ1)(1−zχ) = z²θ²."""
    chi, beta1 = _chi(e), e["beta1"]
    return eta_of(e, quadratic((1 - beta1) ** 2 - beta1 * chi, beta1 + chi))


def master(e: Env) -> Number:
    noise_term = 2 * e["sigma"] ** 2 * e["noise_weight"] / (e["batch_size"] * c1(e))
    left = (1 + 1 / e["split_given"]) * e["decay_left"]
    return 2 * e["reference_gap"] + noise_term + left + e["reference_growth"]


def master_weight(e: Env) -> Number:
    kept = (1 - e["beta1"]) ** 2 * (1 + e["young_split"])
    return e["step_weight"] * kept + half * (1 + e["split_given"]) * e["eta"]


# --- a decaying step ------------------------------------------------------------------------------
def decaying_noise(e: Env) -> tuple[Number, Number]:
    """A and S."""
    r = c1(e) / (e["smoothness"] + e["lam"] * c1(e))
    return 2 * c2(e) * gap0(e) / r, noise(e)


def weights_squared(gamma: Number, steps: Number) -> Number:
    """At least Σ_{k=1}^{T−1} min(1, γ²/k), for whole T."""
    until, most = max(M.mpf(1), gamma**2), min(M.mpf(1), gamma**2)
    if steps - 1 <= until:
        return most * (steps - 1)
    return most * until * (1 + M.log((steps - 1) / until))


def guarantee_decaying(e: Env) -> Number:
    a, s = decaying_noise(e)
    gamma, steps = e["gamma"], e["iterations"]
    below = min(M.mpf(1), gamma / M.sqrt(steps)) * steps
    return (a + s * (1 + weights_squared(gamma, steps))) / below


def guarantee_drawn(e: Env) -> Number:
    a, s = decaying_noise(e)
    gamma, steps = e["gamma"], e["iterations"]
    if gamma <= 1:
        below = 2 * gamma * (M.sqrt(steps) - 1) + gamma / M.sqrt(steps)
    elif steps <= gamma**2:
        below = steps
    else:
        below = 2 * gamma * M.sqrt(steps) - gamma**2 - 1 + gamma / M.sqrt(steps)
    return (a + s * (1 + weights_squared(gamma, steps))) / below


def decaying_run(e: Env) -> tuple[Number, Number]:
    """T and γ: a step that never decays, or γ² = (1 + A/S)/(2t − 1) with t − log t = log(4S/ε²)."""
    a, s = decaying_noise(e)
    square = e["epsilon"] ** 2
    flat = a / (square - s) if square > s else M.inf
    if M.exp(1) * square < 4 * s:
        t = -M.lambertw(-square / (4 * s), -1).real
        falling = 16 * s * (a + s) * t**2 / ((2 * t - 1) * square**2)
        if falling < flat:
            return falling, M.sqrt((1 + a / s) / (2 * t - 1))
    return flat, M.sqrt(1 + flat)


def decaying_iterations(e: Env) -> Number:
    return decaying_run(e)[0]


def decaying_gamma(e: Env) -> Number:
    return decaying_run(e)[1]


def decaying_eta(e: Env) -> Number:
    r = c1(e) / (e["smoothness"] + e["lam"] * c1(e))
    return r * min(M.mpf(1), e["gamma"] / M.sqrt(e["k"] + 1))


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
        lam = e.get("lam_l2", M.mpf(0))
        more = {"lam": M.mpf(0), "x0_norm": M.mpf(0)}
        if "x_inf_norm" in e:
            more["c_inf"] = e["c_inf"] + lam * e["x_inf_norm"]
        if "smoothness" in e:
            more["smoothness"] = e["smoothness"] + lam
        if "x0_norm" in e:
            more["gap"] = e["gap"] + half * lam * e["x0_norm"] ** 2
        return function({**e, **more})

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
_read("here-pytorch", "gradient-norm-squared", None, guarantee_torch)
_read("here-schedule", "eta-max", None, largest_eta(lambda e: e["lam"]))
_read("here-pytorch", "eta-max", None, largest_eta(lambda e: M.mpf(0)))
for _key, _function in (
    (("here-constant-decay", "gradient-norm-squared"), guarantee_decay),
    (("here-anchored-decay", "gradient-norm-squared"), guarantee_anchored),
    (("here-regularised-decay", "gradient-norm-squared"), guarantee_regularised),
    (("here-regularised-decay", "drift"), drift),
    (("here-amsgrad", "gradient-norm-squared"), guarantee_regularised),
    (("here-amsgrad", "drift"), drift_amsgrad),
    (("here-constant-decay", "eta-max"), largest_eta(lambda e: M.mpf(0))),
    (("here-anchored-decay", "eta-max"), largest_eta(lambda e: e["lam"] * (1 + e["v_spread"]))),
    (("here-regularised-decay", "eta-max"), largest_eta(lambda e: e["lam"])),
    (("here-amsgrad", "eta-max"), largest_eta(lambda e: e["lam"])),
    (("here-master", "weighted-gradients"), master),
    (("here-master", "step-weight"), master_weight),
):
    REFERENCES[(*_key, None, None, None, "sharp")] = _function


_read("here-decaying", "iterations", "decaying", decaying_iterations)
_read(
    "here-decaying",
    "gradient-complexity",
    "decaying",
    lambda e: e["batch_size"] * decaying_iterations(e),
)
_read("here-decaying", "gamma", "decaying", decaying_gamma)
_read("here-decaying", "eta-k", "decaying", decaying_eta)
_read(
    "here-decaying",
    "beta1-k",
    "decaying",
    lambda e: min(M.mpf(1), e["gamma"] / M.sqrt(e["k"])),
)
_read("here-decaying", "gradient-norm-squared", "decaying", guarantee_decaying)
for _optimizer, _reading in _READINGS.items():
    _key = ("here-decaying", "gradient-norm-squared", "decaying", _optimizer)
    REFERENCES[(*_key, "weighted-output", "sharp")] = _reading(guarantee_drawn)


# --- the last iterate under PŁ --------------------------------------------------------------------
def _top(e: Env) -> Number:
    return c2_torch(e) if e["pytorch_update"] > 0 else c2(e)


def _chi(e: Env) -> Number:
    return e["mu"] * c1(e) * _ratio(e) / (e["smoothness"] * _top(e))


def _pl_floor(e: Env, step: Number) -> Number:
    left = 1 - step * _chi(e)
    top = _top(e) / _ratio(e)
    return top * e["sigma"] ** 2 / (2 * e["mu"] * c1(e) * e["batch_size"] * left)


def _pl_start(e: Env, step: Number) -> Number:
    left = 1 - step * _chi(e)
    return step * e["sigma"] ** 2 / (2 * e["batch_size"] * e["smoothness"] * left)


def _pl_step(e: Env) -> Number:
    chi = _chi(e)
    return 2 / (chi + M.sqrt(chi**2 + 4))


def last_iterate(e: Env) -> Number:
    if z(e) * _chi(e) >= 1:
        return M.inf if z(e) * _chi(e) == 1 else M.nan
    first, noise_ = _last_parts(e)
    return first + noise_


def last_iterate_decay(e: Env) -> Number:
    """Noise times 1 + s, and (1 + 1/s) of the decay's floor, at the best s that the step allows."""
    step, chi, beta1 = z(e), _chi(e), e["beta1"]
    room = (1 - step * beta1) * (1 - step * chi)
    load = (step * (1 - beta1)) ** 2
    if step * chi >= 1 or step * beta1 > 1 or room < load:
        return M.nan
    first, noise_ = _last_parts(e)
    floor = _top(e) ** 2 * e["group_decay"] / (2 * e["mu"] * _ratio(e))
    most = over(room, load) - 1
    if floor == 0:
        return first + noise_
    if noise_ == 0:
        return first + floor * (1 + 1 / most)
    split = min(M.sqrt(floor / noise_), most)
    return first + (1 + split) * noise_ + (1 + 1 / split) * floor


def _last_parts(e: Env) -> tuple[Number, Number]:
    """What is left of the gap, and what the noise adds to it."""
    step, chi, beta1 = z(e), _chi(e), e["beta1"]
    rate, theta = step * chi * beta1, 1 - beta1
    first = M.mpf(1)
    if e["pytorch_update"] > 0:
        inner = (M.pi**2 / 6 - 1) * theta + 2 * (1 - rate) / ((2 - beta1) * (1 - step * chi))
        first += theta**2 / (1 - rate) * inner
    shrunk = M.exp(e["iterations"] * M.log1p(-rate))
    return shrunk * e["gap"], shrunk * first * _pl_start(e, step) + _pl_floor(e, step) * beta1


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
    k0 = 2 / (step * chi) - 1
    b = e["sigma"] ** 2 / (2 * e["batch_size"] * e["smoothness"] * step * (1 - step * chi) * chi**2)
    q = eps + 4 * b
    start = k0 * (k0 - 1) * (e["gap"] + _pl_start(e, step))
    d = q**2 + 4 * eps * (start - 4 * b * k0)
    return M.mpf(1) if d < 0 else max(M.mpf(1), (q + M.sqrt(d)) / (2 * eps) - k0)


def last_iterate_falling(e: Env) -> Number:
    chi, steps = _chi(e), e["iterations"]
    step = _pl_step(e) if 2 * chi**2 <= 1 else 1 / (2 * chi)
    k0 = 2 / (step * chi) - 1
    b = e["sigma"] ** 2 / (2 * e["batch_size"] * e["smoothness"] * step * (1 - step * chi) * chi**2)
    begun = k0 * (k0 - 1) * (e["gap"] + _pl_start(e, step))
    return (begun + 4 * b * steps) / ((steps + k0) * (steps + k0 - 1))


for _schedule, _function in (("constant", pl_iterations), ("decaying", pl_iterations_falling)):
    _read("here-pl-last-iterate", "iterations", _schedule, _function)
    _read(
        "here-pl-last-iterate",
        "gradient-complexity",
        _schedule,
        lambda e, function=_function: e["batch_size"] * function(e),
    )
_read("here-pl-last-iterate", "function-gap", "constant", last_iterate)
_read("here-pl-last-iterate", "function-gap", "decaying", last_iterate_falling)
REFERENCES["here-pl-decay", "function-gap", "constant", None, None, "sharp"] = last_iterate_decay
_read("here-pl-last-iterate", "eta-max", "constant", largest_eta_last)
REFERENCES["here-pl-decay", "eta-max", "constant", None, None, "sharp"] = largest_eta_last


# --- certificates of a run ------------------------------------------------------------------------
def _deviation(e: Env) -> Number:
    spread = e["noise_proxy"] ** 2 * e["square_sum"] + e["mixture_scale"]
    return M.sqrt(spread * (M.log(spread / e["mixture_scale"]) + 2 * M.log(2 / e["tau"])))


def pair_certificate(e: Env) -> Number:
    c = e["certificate_share"]
    price = e["noise_proxy"] ** 2 * M.log(2 / e["tau"]) / c
    whole = e["iterations"] * e["pair_mean"] + _deviation(e) + price
    return whole / e["iterations"] / (1 - c / 2)


def _of_error(error: Number, product: Number) -> Number:
    return ((error + M.sqrt(error**2 + 4 * product)) / 2) ** 2


def ema_certificate(e: Env) -> Number:
    a, steps = e["ema_weight"], e["iterations"]
    noise = e["batch_noise"] * M.sqrt((a + 1 / (a * steps)) / (2 - a))
    return _of_error(noise + e["gradient_change"] / a, e["ema_mean"])


def ema_certificate_of_run(e: Env) -> Number:
    a, steps = e["ema_weight"], e["iterations"]
    once = e["first_noise"] ** 2 / a + 4 * e["noise_proxy"] ** 2 * M.log(2 / e["tau"])
    noise = M.sqrt((a * e["batch_noise"] ** 2 + once / steps) * 2 / (3 - a))
    product = e["ema_mean"] + _deviation(e) / steps
    return _of_error(noise + e["gradient_change"] / a, product)


def descent_certificate(e: Env) -> Number:
    curved = e["smoothness"] * (e["smoothness"] * e["apart_sum"] + e["moved_sum"])
    noise = 4 * e["noise_proxy"] ** 2 * e["weight_most"] * M.log(1 / e["tau"])
    return (2 * (e["gap"] + e["rest_sum"]) + curved + noise) / e["weight_sum"]


_MEASURED = "gradient-norm-squared-measured"
REFERENCES["here-pair-certificate", _MEASURED, None, None, None, "sharp"] = pair_certificate
REFERENCES["here-ema-certificate", _MEASURED, None, None, None, "sharp"] = ema_certificate
REFERENCES["here-ema-certificate", _MEASURED, None, None, "one-run", "sharp"] = (
    ema_certificate_of_run
)
REFERENCES["here-descent-certificate", _MEASURED, None, None, None, "sharp"] = descent_certificate


# --- rest points with ε > 0 -----------------------------------------------------------------------
def _rest(inside: bool, e: Env) -> Number:
    """λ|x_i| where AdamW does not move."""
    g = e["gradient_entry"]
    return g / (M.sqrt(g**2 + e["delta"]) if inside else g + e["eps_outside"])


def _floor(inside: bool, e: Env) -> Number:
    return e["gradient_entry"] * (1 - _rest(inside, e))


def _rest_residual(inside: bool, e: Env) -> Number:
    g = e["gradient_entry"]
    return g + e["lam"] * e["parameter_entry"] * g / _rest(inside, e)


def _largest_floor(inside: bool, e: Env) -> Number:
    if not inside:
        return e["dim"] * e["eps_outside"]
    # t(1 − t/√(1+t²)) at t = c/√(1−c²), where c² + c = 1.
    c = 2 / (1 + M.sqrt(5))
    return e["dim"] * M.sqrt(e["delta"]) * c * (1 - c) / M.sqrt(1 - c**2)


REFERENCES |= {
    ("here-rest-points", quantity, None, None, case, "sharp"): partial(function, case == "inside")
    for case in ("outside", "inside")
    for quantity, function in (
        ("rest-point", lambda inside, e: _rest(inside, e) / e["lam"]),
        ("kkt-floor-summand", _floor),
        ("kkt-floor", _largest_floor),
        ("residual-entry", _rest_residual),
    )
}


# --- sign descent on a convex F -------------------------------------------------------------------
def box_gap_falling(e: Env) -> Number:
    """H/λ²·[(1+λB)² + 8T²/(T+1) − 4]/(T(T+1)): what the steps add up to, not taken apart."""
    t, lam = e["iterations"], e["lam"]
    total = (1 + lam * e["x0_inf_norm"]) ** 2 + 8 * t**2 / (t + 1) - 4
    return e["smoothness_inf"] * total / (lam**2 * t * (t + 1))


def box_gap_constant(e: Env) -> Number:
    lam, eta = e["lam"], e["eta"]
    far = max(e["x0_inf_norm"], 1 / lam)
    floor = e["smoothness_inf"] * eta * (1 + lam * far) ** 2 / (2 * lam)
    kept = M.mpf(0) if lam * eta == 1 else M.exp(e["iterations"] * M.log1p(-lam * eta))
    lost = -M.expm1(e["iterations"] * M.log1p(-lam * eta)) if kept else 1
    return kept * e["gap"] + lost * floor


_OF_SIGNS = "sign-descent"
REFERENCES |= {
    ("here-convex-rate", "box-gap", "frank-wolfe", _OF_SIGNS, None, "sharp"): box_gap_falling,
    ("here-convex-rate", "box-gap", "constant", _OF_SIGNS, None, "sharp"): box_gap_constant,
    ("here-convex-rate", "eta-k", "frank-wolfe", _OF_SIGNS, None, "sharp"): lambda e: (
        2 / (e["lam"] * (e["k"] + 1))
    ),
}
