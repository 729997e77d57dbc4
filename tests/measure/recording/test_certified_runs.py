"""Traces of real runs against the true average of ‖∇F‖², by full gradients."""

from __future__ import annotations

import os

import pytest

if os.environ.get("ADAMW_BOUNDS_REQUIRE_TORCH"):
    import torch  # noqa: F401
else:
    pytest.importorskip("torch")

from pathlib import Path
from typing import Any

import certificates
import real_runs


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("mlp", {"steps": 100, "count": 300}),
        ("conv", {"steps": 60, "count": 300}),
        ("gpt", {"steps": 40, "count": 48}),
    ],
)
def test_pairs_tell_the_true_average_of_real_runs(
    name: str, size: dict[str, Any], tmp_path: Path
) -> None:
    if name != "gpt":
        pytest.importorskip("sklearn")
    run = real_runs.RUNS[name](**size)
    found = certificates.held(run, tmp_path, every=(1,))
    assert 1 <= found.ratio(1) < 1.25  # the goal, 1.1, is that of runs six times as long
    assert found.estimates[1, 0].lower <= found.truth


def test_intervals_hold_the_truth_as_often_as_they_say(tmp_path: Path) -> None:
    (missed,) = certificates.coverage(range(12), tmp_path, every=(1,), steps=40).values()
    # Of 12 at 95 %, more than 3 are missed with a chance of 0.2 %.
    assert sum(missed) <= 3
