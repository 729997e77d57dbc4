"""The kernels over boxes: elasticities against 60 digits, and nothing leaves what encloses it."""

from __future__ import annotations

import math
import random
from typing import Any

import pytest
from input_strategies import BOX
from references import REFERENCES, M, exact, log

from adamw_bounds.kernels import KERNELS, SYMBOLS
from adamw_bounds.kernels.calls import evaluate
from adamw_bounds.kernels.duals import Dual, Duals, Undecided, inputs_between
from adamw_bounds.kernels.types import Kernel

#: Formulas that choose settings by a search: the slope is that of the best, to the search's digits.
SEARCHED = "here-constant-step"
KEYS = sorted(
    (key for key, kernel in KERNELS.items() if not (kernel.best or kernel.linear or kernel.signed)),
    key=str,
)
FLAGS = ("pytorch_update", "constant_decay", "constant_rate")


def drawn(kernel: Kernel, draw: random.Random) -> dict[str, float]:
    """Draw a point of the middle of the domain, where most formulas have a value."""
    found = {}
    for name in kernel.inputs:
        domain = SYMBOLS[name].domain if name in SYMBOLS else "> 0"
        if name in FLAGS:
            found[name] = 0.0
        elif "1)" in domain or "1]" in domain:
            found[name] = draw.uniform(0.01, 0.9)
        elif domain.startswith("integer"):
            found[name] = float(draw.randint(2, 200))
        else:
            low, high = BOX.get(name, (-2, 2))
            found[name] = 10 ** draw.uniform(max(low, -2), min(high, 2))
    return found


def dual(kernel: Kernel, box: dict[str, tuple[float, float]]) -> Any:
    return kernel.function(Duals(), **inputs_between(box))[0]


def test_elasticities_are_those_of_the_formula_in_sixty_digits() -> None:
    draw = random.Random(5)
    compared, undecided = 0, []
    for key in KEYS:
        kernel = KERNELS[key]
        env = drawn(kernel, draw)
        if not kernel.inputs or not math.isfinite(evaluate(kernel, env).log):
            continue
        try:
            found = dual(kernel, {name: (value, value) for name, value in env.items()})
        except Undecided:
            undecided.append(key)
            continue
        if not isinstance(found, Dual):
            continue
        place = draw.randrange(len(env))
        name = list(env)[place]
        low, high = found.slopes[place]
        if SYMBOLS[name].domain.startswith("integer"):
            continue
        step = M.mpf(10) ** -25
        here = exact(env)
        ends = [
            log(REFERENCES[key]({**here, name: here[name] * (1 + side * step)})) for side in (-1, 1)
        ]
        reference = float((ends[1] - ends[0]) / (2 * step))
        if not math.isfinite(reference):
            continue  # -inf or inf on both sides: the formula is 0 or unbounded
        near = 1e-6 if key[0] == SEARCHED else 1e-12
        assert (low + high) / 2 == pytest.approx(reference, rel=near, abs=near), (key, name)
        compared += 1
    assert compared > 200
    assert len(undecided) < compared / 50


@pytest.mark.parametrize("factor", [1.01, 3.0])
def test_nothing_leaves_the_box_of_its_values_and_slopes(factor: float) -> None:
    draw = random.Random(7)
    decided = 0
    for key in KEYS[:: 2 if factor < 2 else 1]:
        kernel = KERNELS[key]
        start = drawn(kernel, draw)
        box = {
            name: (value, value)
            if name in FLAGS
            else (value, min(value * factor, 0.95) if value < 0.95 else value * factor)
            for name, value in start.items()
        }
        try:
            over = dual(kernel, box)
        except Undecided:
            continue
        if not isinstance(over, Dual):
            continue
        decided += 1
        for _ in range(2):
            env = {
                name: low * (high / low) ** draw.random() if low else 0.0
                for name, (low, high) in box.items()
            }
            value = evaluate(kernel, env).log
            if math.isinf(value):
                continue
            assert over.low - 1e-12 * abs(value) <= value <= over.high + 1e-12 * abs(value), key
            try:
                here = dual(kernel, {name: (item, item) for name, item in env.items()})
            except Undecided:
                continue
            if not isinstance(here, Dual):
                continue
            for inside, outside in zip(here.slopes, over.slopes, strict=True):
                near = 1e-9 if key[0] == SEARCHED else 1e-12
                assert outside[0] - near <= inside[1], key
                assert inside[0] <= outside[1] + near, key
    assert decided > 100


def test_a_box_on_both_sides_of_a_branch_is_undecided() -> None:
    (x,) = inputs_between({"x": (1.0, 3.0)}).values()
    m = Duals()
    with pytest.raises(Undecided):
        bool(x < 2)
    assert m.where(x < 4, 1.0, 2.0) == 1.0
    over = m.where(x < 2, x, 5.0)
    assert (over.low, over.high) == (1.0, 5.0)
    assert over.slopes == ((-math.inf, math.inf),)


def test_a_zero_among_the_inputs_leaves_a_point_a_point() -> None:
    kernel = KERNELS["here-constant-step", "iterations", "constant", None, None, "sharp"]
    env = {"c_inf": 5.0, "delta": 1e-4, "batch_size": 32.0, "sigma": 0.5, "smoothness": 2.0}
    env |= {"gap": 1.5, "epsilon": 0.1, "lam": 0.0, "x0_norm": 0.0}
    found = dual(kernel, {name: (value, value) for name, value in env.items()})
    for (low, high), name in zip(found.slopes, env, strict=True):
        step = 1e-4
        ends = [
            evaluate(kernel, {**env, name: env[name] * math.exp(side * step)}).log
            for side in (-1, 1)
        ]
        assert (low + high) / 2 == pytest.approx((ends[1] - ends[0]) / (2 * step), abs=1e-5)
        assert high - low < 1e-9
