"""Twins stand in for all tensors of a model, and leave no trace."""

from __future__ import annotations

import os

import pytest

if os.environ.get("ADAMW_BOUNDS_REQUIRE_TORCH"):
    import torch
else:
    torch = pytest.importorskip("torch")

from torch import nn
from torch.nn import functional as F  # noqa: N812

from adamw_bounds.measure.graph import Graph
from adamw_bounds.measure.twins import twins, widened


class Norm(nn.Module):
    """Computes in float32 whatever it is given, with a tensor that is no buffer."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(size))
        self.scale = torch.full((size,), 0.5)
        self.register_buffer("calls", torch.zeros(()))

    def forward(self, x):
        kind, x = x.dtype, x.float()
        self.calls += 1
        x = x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + 1e-6)
        return self.weight * self.scale * F.softmax(x, -1, dtype=torch.float32).to(kind)


def model():
    torch.manual_seed(0)
    return nn.Sequential(nn.Linear(4, 8), Norm(8), nn.Tanh(), nn.Linear(8, 3))


def test_a_model_that_leaves_its_type_is_computed_in_float64() -> None:
    net, x = model(), torch.randn(5, 4)
    own = net(x)
    state = {name: value.clone() for name, value in net.state_dict().items()}
    with twins([net], torch.float64), widened():
        wide = net(x.double()).float()
        assert wide.dtype == torch.float64
        assert Graph.behind([wide]).types == (torch.float64,)
        wide.sum().backward()
        assert all(value.grad is not None for value in net.parameters())
    assert (wide - own).abs().max() < 1e-6
    assert all(value.grad is None for value in net.parameters())
    assert torch.get_default_dtype() == torch.float32
    assert net[1].scale.dtype == torch.float32
    after = net.state_dict()
    assert all(torch.equal(state[name], after[name]) for name in state)


def test_a_hook_does_not_see_twins_and_writing_reaches_them_only() -> None:
    net = model()
    seen = []
    net[0].weight.register_hook(seen.append)
    before = net[0].weight.clone()
    own = net[0].weight
    with twins([net]) as made:
        assert net[0].weight is made[id(own)] is not own
        with torch.no_grad():
            net[0].weight.mul_(2)
        net(torch.ones(2, 4)).sum().backward()
    assert not seen
    assert torch.equal(net[0].weight, before)


def test_tied_parameters_have_one_twin_and_recurrent_layers_follow() -> None:
    net = nn.Sequential(nn.Linear(3, 3), nn.Linear(3, 3))
    net[1].weight = net[0].weight
    with twins([net], torch.float64) as made:
        assert net[1].weight is net[0].weight
        assert len(made) == 3
    layer, x = nn.LSTM(4, 5), torch.randn(3, 2, 4)
    own = layer(x)[0]
    with twins([layer], torch.float64):
        wide = layer(x.double())[0]
    assert wide.dtype == torch.float64
    assert (wide - own).abs().max() < 1e-6
    assert torch.equal(layer(x)[0], own)


def test_everything_is_put_back_after_an_error() -> None:
    net = model()
    held = list(net.parameters())
    with pytest.raises(ValueError, match="no luck"), twins([net], torch.float64), widened():
        raise ValueError("no luck")
    assert all(one is other for one, other in zip(net.parameters(), held, strict=True))
    assert torch.get_default_dtype() == torch.float32
