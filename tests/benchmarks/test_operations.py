"""What a product of the Hessian costs, by counting: no clock is read."""

from __future__ import annotations

import os

import pytest

if os.environ.get("ADAMW_BOUNDS_REQUIRE_TORCH"):
    import torch
else:
    torch = pytest.importorskip("torch")

from operations import operations
from problems import PROBLEMS


def test_a_product_on_a_residual_net_is_two_gradients() -> None:
    task = PROBLEMS["resnet20"](1, 1)
    plain, graph, theirs = operations(task, own=False)
    same, _, product = operations(task, own=True)
    assert plain.multiplications == graph.multiplications == same.multiplications > 0
    assert 1.9 < product.multiplications / plain.multiplications < 2
    assert theirs.multiplications > product.multiplications
    assert product.passes < 0.6 * theirs.passes
    assert product.kernel == 3 < theirs.kernel
