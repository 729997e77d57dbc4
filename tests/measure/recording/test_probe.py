"""Pairs of batches: what they say of the true gradient, and that training does not notice."""

from __future__ import annotations

import os

import pytest

if os.environ.get("ADAMW_BOUNDS_REQUIRE_TORCH"):
    import torch
else:
    torch = pytest.importorskip("torch")

from typing import Any

import numpy as np
from torch import nn
from torch.utils.data import DataLoader, IterableDataset, TensorDataset, WeightedRandomSampler

from adamw_bounds.errors import RunError
from adamw_bounds.measure.recording.probe import Probe, products

CRITERION = nn.CrossEntropyLoss()


def loss(model: nn.Module, batch: Any) -> Any:
    return CRITERION(model(batch[0]), batch[1])


def data() -> TensorDataset:
    generator = torch.Generator().manual_seed(1)
    x = torch.randn(12, 3, generator=generator, dtype=torch.float64)
    return TensorDataset(x, (x[:, 0] > 0).long())


def net() -> nn.Module:
    torch.manual_seed(0)
    return nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 2)).double()


def groups(model: nn.Module, decay: float = 0.0) -> list[dict[str, Any]]:
    return [{"params": list(model.parameters()), "weight_decay": decay}]


def squared(model: nn.Module, weights: np.ndarray | None = None) -> tuple[float, float]:
    """Return ‖∇F‖² and ‖∇F‖₁ of the weighted mean loss, from each sample's own gradient."""
    x, y = data().tensors
    every = nn.functional.cross_entropy(model(x), y, reduction="none")
    share = torch.full((12,), 1 / 12) if weights is None else torch.tensor(weights / weights.sum())
    found = torch.autograd.grad((share.double() * every).sum(), list(model.parameters()))
    flat = torch.cat([gradient.reshape(-1) for gradient in found])
    return float(flat @ flat), float(flat.abs().sum())


@pytest.mark.parametrize("weighted", [False, True])
def test_the_mean_of_pairs_is_the_squared_norm_of_the_true_gradient(weighted: bool) -> None:
    weights = np.arange(1.0, 13.0)
    sampler = WeightedRandomSampler(torch.tensor(weights), 12) if weighted else None
    loader = DataLoader(data(), batch_size=2, sampler=sampler, shuffle=None if weighted else True)
    model = net()
    probe = Probe(loader, model, loss, seed=5)
    found = [probe.pair(step, groups(model)) for step in range(1500)]
    pairs = np.array([line["pairs"][0] for line in found])
    truth, l1 = squared(model, weights if weighted else None)
    error = pairs.std(ddof=1) / np.sqrt(pairs.size)
    assert abs(pairs.mean() - truth) < 4 * error
    assert error < 0.2 * truth  # else the test could not fail
    lower, upper = (np.array([line[name] for line in found]) for name in ("kkt_lower", "kkt_upper"))
    spread = lower.std() / np.sqrt(lower.size)
    assert lower.mean() - 4 * spread < l1 < upper.mean()


def test_products_are_those_of_numpy() -> None:
    rng = np.random.default_rng(0)
    x, a, b = rng.normal(size=(3, 40))
    held = [(torch.tensor(x[:30]), 0.5), (torch.tensor(x[30:]), 0.0)]
    one, other = ([torch.tensor(g[:30]), torch.tensor(g[30:])] for g in (a, b))
    found = products(held, one, other)
    along = 0.5 * x[:30] @ (a + b)[:30] / 2
    assert found["pairs"] == pytest.approx([a @ b])
    assert found["pair_squares"] == pytest.approx([a @ a, b @ b])
    assert found["kkt_lower"] == pytest.approx((np.sign(a) @ b + np.sign(b) @ a) / 2 + along)
    assert found["kkt_upper"] == pytest.approx((np.abs(a).sum() + np.abs(b).sum()) / 2 + along)


def test_a_step_draws_the_same_batches_again_and_another_step_others() -> None:
    model = net()
    probe = Probe(DataLoader(data(), batch_size=3), model, loss, seed=1)
    one, again, other = (probe.pair(step, groups(model)) for step in (4, 4, 5))
    assert one == again
    assert one != other


def test_training_does_not_notice_a_probe() -> None:
    torch.manual_seed(0)
    model = nn.Sequential(
        nn.Linear(3, 4), nn.BatchNorm1d(4), nn.Dropout(0.5), nn.Linear(4, 2)
    ).double()
    loader = DataLoader(data(), batch_size=4, shuffle=True)
    probe = Probe(loader, model, loss, seed=1)
    seen: list[Any] = []
    for value in model.parameters():
        value.grad = torch.ones_like(value)
        value.register_hook(seen.append)
    buffers = [buffer.clone() for buffer in model.buffers()]
    state = torch.get_rng_state()
    probe.pair(0, groups(model))
    assert torch.equal(state, torch.get_rng_state())
    assert model.training
    assert not seen
    for buffer, was in zip(model.buffers(), buffers, strict=True):
        assert torch.equal(buffer, was)
    for value in model.parameters():
        assert torch.equal(value.grad, torch.ones_like(value))
        assert value._backward_hooks


class Stream(IterableDataset):  # type: ignore[type-arg]
    def __iter__(self) -> Any:
        return iter([])


def test_a_stream_is_refused() -> None:
    with pytest.raises(RunError) as caught:
        Probe(DataLoader(Stream()), net(), loss, seed=0)
    assert caught.value.code == "bad-data"


def test_a_loss_that_fails_is_a_sentence() -> None:
    model = net()

    def wrong(model: nn.Module, batch: Any) -> Any:
        raise ValueError("no such thing")

    probe = Probe(DataLoader(data(), batch_size=4), model, wrong, seed=0)
    with pytest.raises(RunError) as caught:
        probe.pair(0, groups(model))
    assert caught.value.code == "probe"
