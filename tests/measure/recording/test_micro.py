"""Products of accumulated batches."""

from __future__ import annotations

import os

import pytest

if os.environ.get("ADAMW_BOUNDS_REQUIRE_TORCH"):
    import torch
else:
    torch = pytest.importorskip("torch")

from torch import nn

from adamw_bounds.measure.recording.micro import MicroBatches


def test_three_batches_by_hand() -> None:
    micro = MicroBatches(3)
    x = nn.Parameter(torch.zeros(3))
    x.register_post_accumulate_grad_hook(micro.arrived)
    for gradient in ([1.0, 2.0, -1.0], [0.5, 1.0, 0.0], [2.0, 1.0, 1.0]):
        ((x * torch.tensor(gradient)).sum() / 3 * 4).backward()
    found = micro.products(1 / 4)
    # ⟨g1,g2⟩ = 2.5, ⟨g1,g3⟩ = 3, ⟨g2,g3⟩ = 2.
    assert found["pairs"] == pytest.approx([2.5])
    assert found["pair_squares"] == pytest.approx([(6 + 1.25 + 6) / 3])


@pytest.mark.parametrize("passes", [0, 1, 3])
def test_a_step_of_another_number_of_batches_has_none(passes: int) -> None:
    micro = MicroBatches(2)
    x = nn.Parameter(torch.ones(2))
    x.register_post_accumulate_grad_hook(micro.arrived)
    for _ in range(passes):
        (x * x).sum().backward()
    assert micro.products(1.0) == {}


def test_a_parameter_that_one_batch_did_not_use_leaves_none() -> None:
    micro = MicroBatches(2)
    x, y = nn.Parameter(torch.ones(2)), nn.Parameter(torch.ones(2))
    for value in (x, y):
        value.register_post_accumulate_grad_hook(micro.arrived)
    (x * y).sum().backward()
    x.sum().backward()
    assert micro.products(1.0) == {}
