"""Three small trainings of networks: what a recorder, `check` and certificates are tried on.

    python tests/benchmarks/real_runs.py FOLDER [mlp gpt conv]

A perceptron and a convolutional net on scikit-learn's digits, and a GPT-2-shaped net on the
characters of the manual. AdamW, cosine after a warm-up, weight decay 0.1 but none on biases and
norms, shuffled batches. Each writes its trace, a run file and a checkpoint to a folder of its name.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import torch
from torch import nn
from torch.nn import functional as F  # noqa: N812
from torch.utils.data import DataLoader, TensorDataset

from adamw_bounds.measure import Recorder

DECAY, WARM_UP, FINAL = 0.1, 0.1, 0.1
BETAS, EPS = (0.9, 0.95), 1e-8


@dataclass
class Run:
    """A training: its parts, and how long it is."""

    name: str
    model: nn.Module
    data: TensorDataset
    batch_size: int
    steps: int
    rate: float
    seed: int

    def __post_init__(self) -> None:
        values = list(self.model.parameters())
        self.groups = [
            {"params": [value for value in values if value.ndim > 1], "weight_decay": DECAY},
            {
                "params": [value for value in values if value.ndim < 2],
                "weight_decay": 0.0,
                "name": "no decay",
            },
        ]
        self.groups[0]["name"] = "decay"
        self.optimizer = torch.optim.AdamW(self.groups, lr=self.rate, betas=BETAS, eps=EPS)
        self.schedule = torch.optim.lr_scheduler.LambdaLR(self.optimizer, self.share)
        self.loader = DataLoader(
            self.data,
            batch_size=self.batch_size,
            shuffle=True,
            generator=torch.Generator().manual_seed(self.seed),
        )

    def share(self, step: int) -> float:
        """Return the share of the learning rate at a step."""
        warm = round(WARM_UP * self.steps)
        if step < warm:
            return (step + 1) / warm
        done = (step - warm) / (self.steps - warm)
        return FINAL + (1 - FINAL) * (1 + math.cos(math.pi * done)) / 2

    def recorder(self, path: Path, **options: Any) -> Recorder:
        """Return a recorder with a probe."""
        parts = {"probe": self.loader, "model": self.model, "loss": loss, "loader": self.loader}
        return Recorder(self.optimizer, path, **{**parts, **options})

    def squared_gradient(self) -> float:
        """Return ‖∇F‖² of the mean over all samples."""
        whole = loss(self.model, self.data.tensors)
        found = torch.autograd.grad(whole, list(self.model.parameters()))
        return sum(float(gradient.double().square().sum()) for gradient in found)

    def train(self, *recorders: Recorder, before: Callable[[], None] = lambda: None) -> None:
        """Train, and call a function before each step."""
        batches = _endless(self.loader)
        for _ in range(self.steps):
            before()
            batch = next(batches)
            self.optimizer.zero_grad()
            found = loss(self.model, batch)
            found.backward()
            for recorder in recorders:
                recorder.note(loss=found)
            self.optimizer.step()
            self.schedule.step()
        for recorder in recorders:
            recorder.close()


def loss(model: nn.Module, batch: Any) -> torch.Tensor:
    """Return the mean cross-entropy of classes, or of the characters that follow."""
    inputs, targets = batch
    return F.cross_entropy(model(inputs).flatten(0, -2), targets.flatten())


def _endless(loader: DataLoader[Any]) -> Iterator[Any]:
    while True:
        yield from loader


def _digits(count: int | None) -> tuple[torch.Tensor, torch.Tensor]:
    from sklearn.datasets import load_digits

    held = load_digits()
    pixels = torch.tensor(held.data, dtype=torch.float32) / 16
    return pixels[:count], torch.tensor(held.target)[:count]


def mlp(seed: int = 0, steps: int = 600, count: int | None = None) -> Run:
    """Return a perceptron of 64-32-10 on digits."""
    torch.manual_seed(seed)
    model = nn.Sequential(nn.Linear(64, 32), nn.Tanh(), nn.Linear(32, 10))
    return Run("mlp", model, TensorDataset(*_digits(count)), 64, steps, 3e-3, seed)


def conv(seed: int = 0, steps: int = 500, count: int | None = None) -> Run:
    """Return a convolutional net on digits."""
    torch.manual_seed(seed)
    pixels, targets = _digits(count)
    model = nn.Sequential(
        nn.Conv2d(1, 8, 3, padding=1),
        nn.ReLU(),
        nn.Conv2d(8, 16, 3, stride=2, padding=1),
        nn.ReLU(),
        nn.Flatten(),
        nn.Linear(256, 10),
    )
    data = TensorDataset(pixels.reshape(-1, 1, 8, 8), targets)
    return Run("conv", model, data, 64, steps, 3e-3, seed)


class Block(nn.Module):
    """A block of GPT-2: attention to what came before, and a perceptron."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.before, self.between = nn.LayerNorm(width), nn.LayerNorm(width)
        self.mixed, self.out = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.wide, self.narrow = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return the residual stream behind the block."""
        shape = (*x.shape[:2], 3, self.heads, x.shape[2] // self.heads)
        q, k, v = self.mixed(self.before(x)).reshape(shape).permute(2, 0, 3, 1, 4)
        seen = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        x = x + self.out(seen.transpose(1, 2).reshape(x.shape))
        return x + self.narrow(F.gelu(self.wide(self.between(x))))


class Characters(nn.Module):
    """GPT-2 at reduced size, on characters."""

    def __init__(self, count: int, length: int, width: int = 32, depth: int = 2) -> None:
        super().__init__()
        self.tokens, self.places = nn.Embedding(count, width), nn.Embedding(length, width)
        self.blocks = nn.Sequential(*(Block(width, 4) for _ in range(depth)))
        self.last = nn.LayerNorm(width)
        for value in self.parameters():
            if value.ndim > 1:
                nn.init.normal_(value, std=0.02)

    def forward(self, texts: torch.Tensor) -> torch.Tensor:
        """Return logits of the next character."""
        x = self.tokens(texts) + self.places.weight[: texts.shape[1]]
        return self.last(self.blocks(x)) @ self.tokens.weight.T


def gpt(seed: int = 0, steps: int = 300, count: int = 256, length: int = 32) -> Run:
    """Return a GPT-2-shaped net on the characters of the manual."""
    torch.manual_seed(seed)
    text = (files("adamw_bounds") / "guide" / "training.md").read_text(encoding="utf-8")
    text = text[: count * length + 1]
    numbers = {letter: place for place, letter in enumerate(sorted(set(text)))}
    known = torch.tensor([numbers[letter] for letter in text])
    inputs, targets = (known[first : first + count * length] for first in (0, 1))
    data = TensorDataset(inputs.reshape(count, length), targets.reshape(count, length))
    return Run("gpt", Characters(len(numbers), length), data, 16, steps, 3e-3, seed)


RUNS: dict[str, Callable[..., Run]] = {"mlp": mlp, "gpt": gpt, "conv": conv}


def write(run: Run, folder: Path, *, every: int = 10) -> None:
    """Train, and leave a trace, a run file and a checkpoint in a folder.

    The run file is ``run.toml``, the trace ``run.jsonl``, and the checkpoint ``checkpoint.pt``.
    """
    folder.mkdir(parents=True, exist_ok=True)
    run.train(run.recorder(folder / "run.jsonl", every=every))
    held = {"model": run.model.state_dict(), "optimizer": run.optimizer.state_dict()}
    torch.save(held, folder / "checkpoint.pt")
    counts = [sum(value.numel() for value in group["params"]) for group in run.groups]
    (folder / "run.toml").write_text(
        f"""[optimizer]
name = "AdamW"
lr = {run.rate}
betas = [{BETAS[0]}, {BETAS[1]}]
eps = {EPS}
weight_decay = {DECAY}
[[optimizer.groups]]
name = "no decay"
weight_decay = 0.0
parameters = {counts[1]}
[schedule]
kind = "cosine"
warmup = {round(WARM_UP * run.steps)}
steps = {run.steps}
final = {FINAL}
[data]
batch_size = {run.batch_size}
samples = {len(run.data)}
[problem]
dim = {sum(counts)}
trace = "run.jsonl"
""",
        encoding="utf-8",
    )


def main() -> None:
    """Write the runs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("names", nargs="*", default=list(RUNS), metavar="NAME")
    given = parser.parse_args()
    torch.set_num_threads(1)
    for name in given.names:
        write(RUNS[name](), given.folder / name)
        print(given.folder / name / "run.toml")


if __name__ == "__main__":
    main()
