"""Sums of learning rates against the rates themselves, one by one, and against mpmath."""

from __future__ import annotations

import math
from typing import Any

import mpmath
import pytest
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from adamw_bounds.engine.schedules import SHAPES, rate_share, root_sum


def rates(kind: str, steps: int, options: dict[str, Any]) -> list[float]:
    warmup, final = options["warmup"], options["final"]
    rest = steps - warmup
    shape = {
        "constant": lambda _k: 1.0,
        "linear": lambda k: 1 - (1 - final) * k / rest,
        "cosine": lambda k: final + (1 - final) * (1 + math.cos(math.pi * k / rest)) / 2,
        "inverse-sqrt": lambda k: math.sqrt(max(1, warmup) / (max(1, warmup) + k)),
        "step": lambda k: options["step_factor"] ** (k // options["step_size"]),
    }[kind]
    return [k / warmup for k in range(warmup)] + [shape(k) for k in range(rest)]


@settings(max_examples=examples(200))
@given(
    kind=st.sampled_from(sorted(SHAPES)),
    warmup=st.integers(0, 40),
    rest=st.integers(1, 200),
    final=st.floats(0, 1),
    step_size=st.integers(1, 50),
    step_factor=st.floats(0.05, 1),
)
def test_a_sum_is_that_of_its_rates(
    kind: str, warmup: int, rest: int, final: float, step_size: int, step_factor: float
) -> None:
    options = {
        "warmup": warmup,
        "final": final,
        "step_size": step_size,
        "step_factor": step_factor,
    }
    every = rates(kind, warmup + rest, options)
    assert max(every) == 1
    found = rate_share(kind, warmup + rest, **options)
    assert found == pytest.approx(math.fsum(every), rel=1e-12)


@pytest.mark.parametrize("scale", [1, 12, 2000, 10**9])
@pytest.mark.parametrize("steps", [1, 11, 13, 10**4, 10**15])
def test_an_inverse_root_adds_up_to_a_zeta_function(scale: int, steps: int) -> None:
    with mpmath.workdps(40):
        half = mpmath.mpf(1) / 2
        ends = mpmath.zeta(half, scale) - mpmath.zeta(half, scale + steps)
        expected = mpmath.sqrt(scale) * ends
        assert abs(root_sum(scale, steps) / expected - 1) < 1e-13
