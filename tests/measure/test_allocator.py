"""Memory that is freed stays with the process while it measures."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

if os.environ.get("ADAMW_BOUNDS_REQUIRE_TORCH"):
    import torch
else:
    torch = pytest.importorskip("torch")

from adamw_bounds.measure import Problem, allocator, measure, run

#: Rounds of activations, taken and freed; prints how often the system had to give a page.
ROUNDS = """
import resource, sys
import numpy as np
from adamw_bounds.measure.allocator import keeping_freed_memory

def faults(rounds=5):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _ in range(rounds):
        held = [np.ones(1 << 19) for _ in range(10)]
        del held
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before

outside = faults()
with keeping_freed_memory(sys.argv[1]):
    faults(1)
    within = faults()
after = faults()
print(outside, within, after)
"""


def faults(device: str, **more: str) -> list[int]:
    ran = subprocess.run(
        [sys.executable, "-c", ROUNDS, device],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, **more},
    )
    return [int(word) for word in ran.stdout.split()]


@pytest.mark.skipif(allocator._glibc() is None, reason="the C library is not glibc")
def test_pages_are_not_taken_anew() -> None:
    outside, within, after = faults("cpu")
    assert within < outside / 10
    assert after > 10 * within  # it is over
    outside, within, _ = faults("cuda")
    assert within > outside / 2
    outside, within, _ = faults("cpu", MALLOC_TRIM_THRESHOLD_="1000000")
    assert within > outside / 2  # as the user set it


def test_another_c_library_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(allocator.os, "confstr", lambda name: None)
    assert allocator._glibc() is None
    with allocator.keeping_freed_memory("cpu"):
        pass


def test_a_measurement_keeps_it(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []

    @contextlib.contextmanager
    def spy(device_type: str) -> Iterator[None]:
        seen.append(device_type)
        yield
        seen.append("over")

    monkeypatch.setattr(run, "keeping_freed_memory", spy)
    model = torch.nn.Linear(2, 1)
    data = [(torch.randn(4, 2), torch.randn(4, 1))]
    measure(Problem(model=model, loss=torch.nn.MSELoss(), data=data))
    assert seen == ["cpu", "over"]
