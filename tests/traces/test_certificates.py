"""What pairs of batches say of the true gradient."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import stats

from adamw_bounds.errors import InputError, RunError
from adamw_bounds.traces import (
    FORMAT,
    Trace,
    kkt_bracket,
    load_trace,
    noise_squared,
    squared_gradient,
)


def trace(tmp_path: Path, lines: list[dict[str, Any]]) -> Trace:
    path = tmp_path / "run.jsonl"
    text = [{"format": FORMAT}, *({"step": k, **line} for k, line in enumerate(lines))]
    path.write_text("".join(json.dumps(line) + "\n" for line in text))
    return load_trace(path)


def test_mean_and_error_by_hand(tmp_path: Path) -> None:
    found = squared_gradient(trace(tmp_path, [{"pairs": [x]} for x in (3.0, 1.0, 2.0, 5.0, 4.0)]))
    assert found.mean == 3.0
    assert found.stderr == pytest.approx(math.sqrt(0.375), rel=1e-14)
    half = stats.t.ppf(0.975, 4) * found.stderr
    assert (found.lower, found.upper) == pytest.approx((3 - half, 3 + half), rel=1e-12)
    assert found.count == 5
    assert found.is_few
    assert found.is_told_from_zero


def test_the_noise_is_what_the_squares_have_above_the_products(tmp_path: Path) -> None:
    lines = [
        {"pairs": [1.0], "pair_squares": [3.0, 5.0]},
        {"pairs": None},
        {"pairs": [2.0], "pair_squares": [4.0, 8.0]},
    ]
    found = noise_squared(trace(tmp_path, lines))
    assert found.mean == 3.5
    assert found.count == 2


def test_the_bracket_takes_steps_with_both_ends(tmp_path: Path) -> None:
    lines = [{"kkt_lower": 1.0, "kkt_upper": 4.0}, {}, {"kkt_lower": 3.0, "kkt_upper": 6.0}]
    lower, upper = kkt_bracket(trace(tmp_path, lines))
    assert (lower.mean, upper.mean) == (2.0, 5.0)
    assert lower.count == upper.count == 2


@pytest.mark.parametrize("lines", [[], [{"loss": 1.0}], [{"pairs": [1.0]}]])
def test_a_trace_without_pairs_is_refused(tmp_path: Path, lines: list[dict[str, Any]]) -> None:
    for ask in (squared_gradient, noise_squared):
        lacking = [{**line, "pair_squares": [1.0, 1.0]} for line in lines]
        with pytest.raises(RunError) as caught:
            ask(trace(tmp_path, lacking))
        assert caught.value.code == "no-pairs"


@pytest.mark.parametrize("level", [0, 1, -0.1, 1.5, math.nan, True, "0.9"])
def test_a_wrong_level_is_refused(tmp_path: Path, level: Any) -> None:
    with pytest.raises(InputError):
        squared_gradient(trace(tmp_path, [{"pairs": [1.0]}, {"pairs": [2.0]}]), level=level)


def test_the_interval_covers_as_often_as_it_says(tmp_path: Path) -> None:
    """Noisy descent on a quadratic, one step of each block of ten with a pair: coverage, width."""
    rng = np.random.default_rng(0)
    blocks, every, curvature = 60, 10, np.array([0.2, 1.0, 3.0])
    covered, widths = [], []
    for _ in range(150):
        x, truths, pairs = np.ones(3), [], []
        for _ in range(blocks):
            chosen = rng.integers(every)
            for place in range(every):
                gradient = curvature * x
                truths.append(gradient @ gradient)
                if place == chosen:
                    one, other = gradient + 0.3 * rng.normal(size=(2, 3))
                    pairs.append(float(one @ other))
                x = x - 0.004 * np.sign(gradient + 0.3 * rng.normal(size=3))
        found = squared_gradient(trace(tmp_path, [{"pairs": [pair]} for pair in pairs]))
        covered.append(found.lower <= np.mean(truths) <= found.upper)
        widths.append(found.upper / np.mean(truths))
    assert np.mean(covered) >= 0.91
    assert 1 < np.median(widths) < 1.2
