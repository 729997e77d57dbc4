"""Sums of what weight decay leaves, against the recursion step by step, and the sheet's numbers."""

from __future__ import annotations

import math

import numpy as np
import pytest

from adamw_bounds.engine import decay
from adamw_bounds.engine.decay import DECAY_SUMS, decay_sums, enter_decay
from adamw_bounds.engine.rates import Rates
from adamw_bounds.engine.schedules import SHAPES, rate_share, rate_values


def options_of(kind: str) -> list[dict[str, float]]:
    own = {
        "linear": [{}, {"final": 0.2}],
        "cosine": [{}, {"final": 0.1}],
        "step": [{"step_size": 7.0, "step_factor": 0.5}],
    }.get(kind, [{}])
    return [*own, *({**item, "warmup": 5.0} for item in own)]


CASES = [(kind, options) for kind in SHAPES for options in options_of(kind)]


def by_steps(pulls: list[float], tail: int) -> tuple[float, float, float]:
    """Return what is left of the start and of what stood before the tail, and Σc², by the run."""
    weights: list[float] = []
    left = tail_left = 1.0
    for place, pull in enumerate(pulls):
        weights = [weight * (1 - pull) for weight in weights] + [pull]
        left *= 1 - pull
        if place >= len(pulls) - tail:
            tail_left *= 1 - pull
    return left, tail_left, math.fsum(weight**2 for weight in weights)


@pytest.mark.parametrize(("kind", "options"), CASES)
@pytest.mark.parametrize("chunk", [2**20, 7])
def test_the_sums_are_those_of_the_run(kind, options, chunk, monkeypatch) -> None:
    monkeypatch.setattr(decay, "_CHUNK", chunk)
    steps, pull, last = 37, 0.21, 0.3
    pulls = [pull * float(rate) for rate in rate_values(kind, 0, steps, steps, **options)]
    left, tail_left, squares = by_steps(pulls, round(last * steps))
    found = decay_sums(kind, steps, pull, last=last, options=options)
    assert math.exp(-found.decay_sum) == pytest.approx(left, rel=1e-12)
    assert math.exp(-found.decay_sum_last) == pytest.approx(tail_left, rel=1e-12)
    assert found.decay_squares == pytest.approx(squares, rel=1e-12)
    listed = [item / pull for item in pulls]
    again = decay_sums("file", steps, pull, last=last, listed=listed)
    assert tuple(again) == pytest.approx(tuple(found), rel=1e-12)


@pytest.mark.parametrize(("kind", "options"), CASES)
def test_the_rates_add_up(kind, options) -> None:
    for steps in (9, 400):
        found = rate_values(kind, 0, steps, steps, **options)
        assert float(found.sum()) == pytest.approx(rate_share(kind, steps, **options), rel=1e-12)
        parts = [
            rate_values(kind, i, min(i + 6, steps), steps, **options) for i in range(0, steps, 6)
        ]
        np.testing.assert_array_equal(np.concatenate(parts), found)


@pytest.mark.parametrize(
    ("kind", "options", "initial", "last"),
    [
        ("constant", {}, 0.0498, 0.259),
        ("linear", {}, 0.2231, 0.0149),
        ("cosine", {"final": 0.1}, 0.192, 0.0317),
    ],
)
def test_the_sheet(kind, options, initial, last) -> None:
    """η = 3e-4, λ = 0.1, T = 1e5."""
    found = decay_sums(kind, 10**5, 3e-5, last=0.1, options=options)
    digits = 5e-5 if kind != "cosine" else 5e-4
    assert math.exp(-found.decay_sum) == pytest.approx(initial, abs=digits)
    assert -math.expm1(-found.decay_sum_last) == pytest.approx(
        last, abs=5e-4 if last > 0.1 else 5e-5
    )


def test_the_ends() -> None:
    gone = decay_sums("constant", 10, 1.0, last=0.1)
    assert gone.decay_sum == math.inf
    assert gone.decay_squares == pytest.approx(1.0)  # the last update alone is left
    slow = decay_sums("linear", 10, 1.0, last=0.1)
    assert slow.decay_sum == math.inf
    assert math.isfinite(slow.decay_squares)
    assert tuple(decay_sums("cosine", 10, 0.0, last=0.1)) == (0.0, 0.0, 0.0)


def test_what_enters_a_question() -> None:
    given = {"eta": 0.1, "lam": 0.5, "iterations": 20.0}
    assert enter_decay(Rates("cosine"), given) == []
    assert tuple(given[name] for name in DECAY_SUMS) == tuple(
        decay_sums("cosine", 20, 0.05, last=0.1)
    )
    array = {"eta": np.array([0.1, 0.2]), "lam": 0.5, "iterations": 20.0}
    enter_decay(Rates("cosine"), array)
    assert array["decay_sum"][0] == given["decay_sum"]
    assert array["decay_sum"].shape == (2,)
    missing = {"eta": 0.1, "lam": None, "iterations": 20.0}
    assert enter_decay(Rates("cosine"), missing) == []
    assert "decay_sum" not in missing
    (fault,) = enter_decay(Rates("cosine"), {**given, "iterations": 2e8})
    assert fault.name == "iterations"
    long = {**given, "iterations": 2e8}
    assert enter_decay(Rates("constant"), long) == []
    assert long["decay_sum"] == pytest.approx(-2e8 * math.log1p(-0.05))
