"""What the graph of a loss shows."""

from __future__ import annotations

import os

import pytest

if os.environ.get("ADAMW_BOUNDS_REQUIRE_TORCH"):
    import torch
else:
    torch = pytest.importorskip("torch")

from torch.utils.checkpoint import checkpoint

from adamw_bounds.measure.graph import Graph, coarsest, plain


class Mine(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return 2 * x

    @staticmethod
    def backward(ctx, slope):
        return 2 * slope


def test_types_are_those_of_every_value() -> None:
    x = torch.ones(3, dtype=torch.float64, requires_grad=True)
    assert Graph.behind([x.sin().sum()]).types == (torch.float64,)
    inside = x.float().sin().to(torch.bfloat16).double().sum()
    assert set(Graph.behind([inside]).types) == {torch.float64, torch.float32, torch.bfloat16}
    assert coarsest(Graph.behind([inside]).types) == torch.bfloat16
    # A spectrum of frequencies is as precise as its parts.
    waves = torch.fft.fft(x.float()).abs().sum().double()
    assert set(Graph.behind([waves]).types) == {torch.float64, torch.float32}
    assert plain(torch.float16) == "float16"


def test_what_an_operation_does_not_compute_has_no_type() -> None:
    # The gradient of a convolution that holds its input: the weight's part is left out.
    x = torch.ones(1, 1, 4, dtype=torch.float64, requires_grad=True)
    weight = torch.ones(1, 1, 2, dtype=torch.float64, requires_grad=True)
    (slope,) = torch.autograd.grad(torch.conv1d(x, weight).sin().sum(), x, create_graph=True)
    assert Graph.behind([slope.square().sum()]).types == (torch.float64,)


def test_autocast_shows() -> None:
    layer = torch.nn.Linear(3, 3)
    with torch.autocast("cpu", torch.bfloat16):
        value = layer(torch.ones(2, 3)).float().sum()
    assert coarsest(Graph.behind([value]).types) == torch.bfloat16


def test_functions_checkpoints_and_leaves() -> None:
    x, y = (torch.ones(3, requires_grad=True) for _ in range(2))
    graph = Graph.behind([Mine.apply(x).sum()])
    assert graph.functions == ("Mine",)
    assert graph.leaves == {id(x)}
    assert not graph.has_reentrant
    hidden = Graph.behind([checkpoint(lambda z: z * y, x, use_reentrant=True).sum()])
    assert hidden.has_reentrant
    assert hidden.functions == ()
    assert hidden.leaves == {id(x)}
    shown = Graph.behind([checkpoint(lambda z: z * y, x, use_reentrant=False).sum()])
    assert not shown.has_reentrant
    assert shown.leaves == {id(x), id(y)}


def test_the_fused_weight_norm_shows() -> None:
    direction, length = (torch.ones(shape, requires_grad=True) for shape in ((3, 4), (3, 1)))
    assert Graph.behind([torch._weight_norm(direction, length, 0)]).has_fused_weight_norm
    assert not Graph.behind([direction * length]).has_fused_weight_norm
