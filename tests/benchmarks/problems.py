"""Four problems on which measurements are timed: model, loss module and batches, all seeded."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
from torch import nn
from torch.nn import functional as F  # noqa: N812

__all__ = ["PROBLEMS", "Task"]


@dataclass(frozen=True)
class Task:
    """A classifier in eval mode, in float32, on the CPU until it is moved."""

    model: Any
    criterion: Any
    batches: list[tuple[Any, Any]]

    @property
    def dim(self) -> int:
        """Number of parameters."""
        return sum(value.numel() for value in self.model.parameters())

    def to(self, device: str) -> Task:
        """Return the task on a device."""
        moved = [(x.to(device), y.to(device)) for x, y in self.batches]
        return Task(self.model.to(device), self.criterion, moved)

    def gradient(self) -> list[Any]:
        """Return the gradients of all batches: the unit of time."""
        parameters = list(self.model.parameters())
        return [
            torch.autograd.grad(self.criterion(self.model(x), y), parameters)
            for x, y in self.batches
        ]


class Block(nn.Module):
    """Two convolutions beside a shortcut; one that shrinks is padded with zeros (option A)."""

    def __init__(self, into: int, out: int, stride: int) -> None:
        super().__init__()
        self.one = nn.Conv2d(into, out, 3, stride, 1, bias=False)
        self.norm_one = nn.BatchNorm2d(out)
        self.two = nn.Conv2d(out, out, 3, 1, 1, bias=False)
        self.norm_two = nn.BatchNorm2d(out)
        self.stride, self.more = stride, out - into

    def forward(self, x: Any) -> Any:
        inner = self.norm_two(self.two(F.relu(self.norm_one(self.one(x)))))
        if self.more:
            low = self.more // 2
            x = F.pad(x[:, :, :: self.stride, :: self.stride], (0, 0, 0, 0, low, self.more - low))
        return F.relu(x + inner)


class ResNet20(nn.Module):
    """ResNet-20 for 32 x 32 images (He et al. 2016, section 4.2): 269,722 parameters."""

    def __init__(self) -> None:
        super().__init__()
        widths = (16, 16, 16, 16, 32, 32, 32, 64, 64, 64)
        layers: list[nn.Module] = [nn.Conv2d(3, 16, 3, 1, 1, bias=False), nn.BatchNorm2d(16)]
        layers.append(nn.ReLU())
        for into, out in itertools.pairwise(widths):
            layers.append(Block(into, out, 2 if out > into else 1))
        self.features, self.head = nn.Sequential(*layers), nn.Linear(64, 10)

    def forward(self, x: Any) -> Any:
        return self.head(self.features(x).mean((2, 3)))


class Layer(nn.Module):
    """Attention, written out (fused kernels have no second derivative), and a small network."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.norm_one, self.norm_two = nn.LayerNorm(width), nn.LayerNorm(width)
        self.into, self.out = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.up, self.down = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)

    def forward(self, x: Any) -> Any:
        parts = self.into(self.norm_one(x)).chunk(3, dim=-1)
        q, k, v = (part.unflatten(-1, (self.heads, -1)).transpose(1, 2) for part in parts)
        shares = torch.softmax(q @ k.transpose(-1, -2) / math.sqrt(q.shape[-1]), dim=-1)
        x = x + self.out((shares @ v).transpose(1, 2).flatten(2))
        return x + self.down(F.gelu(self.up(self.norm_two(x))))


class Transformer(nn.Module):
    """Two layers of width 64 over 32 tokens; the mean is classified."""

    def __init__(self) -> None:
        super().__init__()
        self.tokens, self.places = nn.Embedding(64, 64), nn.Parameter(0.02 * torch.randn(32, 64))
        self.layers, self.head = nn.Sequential(Layer(64, 4), Layer(64, 4)), nn.Linear(64, 10)

    def forward(self, tokens: Any) -> Any:
        return self.head(self.layers(self.tokens(tokens) + self.places).mean(1))


def digits(samples: int | None, batch: int) -> Task:
    """64-32-10 tanh network (d = 2,410) on scikit-learn's digits, trained for 100 epochs."""
    from sklearn.datasets import load_digits

    data = load_digits()
    x = torch.from_numpy(data.data[:samples] / 16).float()
    y = torch.from_numpy(data.target[:samples])
    model = nn.Sequential(nn.Linear(64, 32), nn.Tanh(), nn.Linear(32, 10))
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3, weight_decay=1e-2)
    for _ in range(100):
        order = torch.randperm(len(x))
        for part in order.split(32):
            optimizer.zero_grad()
            F.cross_entropy(model(x[part]), y[part]).backward()
            optimizer.step()
    model.zero_grad()
    return _task(model, x, y, batch)


def mlp(samples: int | None, batch: int) -> Task:
    """784-300-100-10 ReLU network (d = 266,610) on random data."""
    model = nn.Sequential(
        nn.Linear(784, 300), nn.ReLU(), nn.Linear(300, 100), nn.ReLU(), nn.Linear(100, 10)
    )
    return _random(model, lambda many: torch.randn(many, 784), samples or 1024, batch)


def resnet20(samples: int | None, batch: int) -> Task:
    """ResNet-20 on random images; batch normalisation in eval mode."""
    images = lambda many: torch.randn(many, 3, 32, 32)  # noqa: E731
    return _random(ResNet20(), images, samples or 512, batch)


def transformer(samples: int | None, batch: int) -> Task:
    """Small transformer (d = 106,762) on random tokens."""
    tokens = lambda many: torch.randint(0, 64, (many, 32))  # noqa: E731
    return _random(Transformer(), tokens, samples or 256, batch)


def _random(model: Any, inputs: Callable[[int], Any], samples: int, batch: int) -> Task:
    return _task(model, inputs(samples), torch.randint(0, 10, (samples,)), batch)


def _task(model: Any, x: Any, y: Any, batch: int) -> Task:
    batches = list(zip(x.split(batch), y.split(batch), strict=True))
    return Task(model.eval(), nn.CrossEntropyLoss(), batches)


def _seeded(build: Callable[[int | None, int], Task]) -> Callable[[int | None, int], Task]:
    def make(samples: int | None, batch: int) -> Task:
        torch.manual_seed(0)
        return build(samples, batch)

    make.__doc__ = build.__doc__
    return make


#: Functions of the number of samples (None: all, or a fixed one) and the batch size.
PROBLEMS = {build.__name__: _seeded(build) for build in (digits, mlp, resnet20, transformer)}
