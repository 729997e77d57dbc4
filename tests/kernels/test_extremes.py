"""Guarantees where a step is the largest that its proof allows, against 80 digits.

There 1 − λη − zβ1 − z²(1−β1)², or 1 − zχ, is next to 0, and a root, a pole or an infinity turns
what rounding lost of it into an answer that is off. The points are drawn over the whole range of
floats; the references are those of the other tests, typed anew from the proofs.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from references import REFERENCES, Key, M, exact, log

from adamw_bounds.kernels import KERNELS
from adamw_bounds.kernels import calls as kernels

TOLERANCE = 1e-12
DIGITS = 80
#: Powers of ten; ε², the largest step and what follows from it have the widest range.
RANGES = {
    "delta": (-300, 300),
    "lam": (-100, 100),
    "rate_sum": (-300, 300),
    "group_decay": (-200, 200),
    "x0_norm": (-100, 100),
    "x_inf_norm": (-100, 100),
    "lam_l2": (-100, 100),
    "v_spread": (-20, 5),
    "drift": (-100, 100),
}
WIDE = (-150, 150)
NEAR = 8
MAY_BE_ZERO = ("sigma", "gap", "lam", "x0_norm", "lam_l2", "group_decay", "drift", "v_spread")
POLE = ("here-pl-last-iterate", "here-pl-decay")
GUARANTEES = sorted(
    (
        key
        for key in REFERENCES
        if key[0].startswith("here")
        and key[1] in ("gradient-norm-squared", "function-gap")
        and "eta" in KERNELS[key].inputs
    ),
    key=str,
)


def drawn(draw: random.Random, name: str) -> float:
    """Return a number of the range of an input."""
    if name == "iterations":
        return draw.choice([1.0, 3.0, float(round(10 ** draw.uniform(0, 15)))])
    if name == "batch_size":
        return draw.choice([1.0, float(round(10 ** draw.uniform(0, 9)))])
    if name == "beta1":
        above = 1 - 10 ** draw.uniform(-16, -1)
        return draw.choice([1.0, above, 10 ** draw.uniform(-300, 0), 10 ** draw.uniform(-6, 0)])
    if name in ("pytorch_update", "constant_decay"):
        return float(draw.random() < 0.5)
    if name == "group_lr_ratio":
        return draw.choice([1.0, 10 ** draw.uniform(-6, 0)])
    if name in MAY_BE_ZERO and draw.random() < 0.2:
        return 0.0
    low, high = RANGES.get(name, WIDE)
    if draw.random() < 0.5:
        low, high = max(low, -NEAR), min(high, NEAR)
    return float(10 ** draw.uniform(low, high))


def rounded(draw: random.Random, env: dict[str, float]) -> dict[str, float]:
    """Return powers of 2 in the place of numbers, δ a square: then a boundary is met exactly."""
    power = {
        name: 2.0 ** draw.randint(-20, 20) if name == "delta" else 2.0 ** draw.randint(-9, 9)
        for name in env
    }
    power |= {"beta1": draw.choice([1.0, 0.5, 0.125]), "delta": power["delta"] ** 2}
    power |= {
        "group_lr_ratio": draw.choice([1.0, 0.5]),
        "mu": 2.0**-12,
        "smoothness": power["smoothness"],
        "iterations": 3.0,
    }
    return {
        name: value if value == 0 or name in ("pytorch_update", "constant_decay") else power[name]
        for name, value in env.items()
    }


def numbers(env: dict[str, float]) -> dict[str, Any]:
    none = {"lam": 0.0, "lam_l2": 0.0, "v_spread": 0.0, "x_inf_norm": 0.0, "group_lr_ratio": 1.0}
    return exact({**none, **env})


def pole(env: dict[str, float]) -> Any:
    """Return the step at which zχ is 1."""
    e = numbers(env)
    c1, c_inf = M.sqrt(e["delta"]), e["c_inf"] + e["lam_l2"] * e["x_inf_norm"]
    c2 = c_inf + c1 if e["pytorch_update"] else M.sqrt(c_inf**2 + e["delta"])
    return c2 * e["beta1"] / (e["mu"] * e["group_lr_ratio"])


def largest_step(draw: random.Random, key: Key, env: dict[str, float]) -> Any:
    """Return a step at a boundary of the proof: of its condition, or the pole zχ = 1."""
    e = numbers(env)
    if key[0] == "here-pl-decay" and draw.random() < 0.5:
        return REFERENCES[key[0], "eta-max", *key[2:]](e)
    if key[0] in POLE:
        return pole(env)
    beta1, c1, smooth = e["beta1"], M.sqrt(e["delta"]), e["smoothness"] + e["lam_l2"]
    pull = 0 if key[0] in ("here-constant-decay", "here-pytorch") else e["lam"]
    linear = beta1 * (1 + pull * (1 + e["v_spread"]) * c1 / smooth)
    return 2 / (linear + M.sqrt(linear**2 + 4 * (1 - beta1) ** 2)) * beta1 * c1 / smooth


def near(draw: random.Random, step: float) -> float:
    """Return a step at, next to, or far from another."""
    share = 1 - 10 ** draw.uniform(-17, -0.1)
    below = math.nextafter(step, 0)
    return draw.choice(
        [step, step, below, math.nextafter(below, 0), math.nextafter(step, math.inf), step * share]
    )


def points(key: Key, count: int) -> Iterator[dict[str, float]]:
    draw = random.Random(repr(key))
    while count:
        env = {name: drawn(draw, name) for name in KERNELS[key].inputs}
        if "mu" in env and env["mu"] > env["smoothness"]:
            env["mu"], env["smoothness"] = env["smoothness"], env["mu"]
        if draw.random() < 0.3:
            env = rounded(draw, env)
        env["eta"] = near(draw, float(largest_step(draw, key, env)))
        if "rate_sum" in env and draw.random() < 0.8:
            env["rate_sum"] = env["eta"] * draw.choice([1.0, 10 ** draw.uniform(0, 15)])
        if all(1e-300 < env[name] < 1e300 for name in ("eta", "rate_sum") if name in env):
            count -= 1
            yield env


def reference(key: Key, env: dict[str, float]) -> Any:
    if key[0] in POLE and env["eta"] == pole(env):
        return M.inf  # the other reference divides, and is then not quite at the pole
    if key[0] == "here-pl-decay" and env["group_decay"] == 0:
        key = ("here-pl-last-iterate", *key[1:])  # nothing is left of the decay's own condition
    try:
        return log(REFERENCES[key](exact(env)))
    except ZeroDivisionError:  # at a boundary that is met exactly, 1/0 of the split that is left
        return M.inf


def right(found: float, expected: Any) -> bool:
    if M.isnan(expected):  # beyond the pole: no number, or none that is finite
        return not math.isfinite(found)
    if not M.isfinite(expected):
        return found == float(expected)
    return bool(abs(M.mpf(found) - expected) <= TOLERANCE * max(1, abs(expected)))


@pytest.mark.parametrize("key", GUARANTEES, ids=lambda key: "-".join(filter(None, key)))
def test_a_guarantee_at_the_largest_step_loses_only_what_its_inputs_did(key: Key) -> None:
    """As numbers and as an array: the bound of the floats that are given, to 1e-12."""
    envs = list(points(key, 60))
    kernel = KERNELS[key]
    columns = {name: np.array([env[name] for env in envs]) for name in kernel.inputs}
    whole = np.broadcast_to(kernels.evaluate(kernel, columns).log, len(envs))
    finite = 0
    with M.workdps(DIGITS):
        for env, of_array in zip(envs, whole, strict=True):
            found = kernels.evaluate(kernel, env).log
            expected = reference(key, env)
            finite += bool(M.isfinite(expected))
            assert right(found, expected), (env, found, float(expected))
            assert right(float(of_array), expected), (env, of_array, float(expected))
    assert finite > 20
