"""``check`` on real runs: three models, AdamW, cosine with warm-up, no decay on biases."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest

import adamw_bounds as ab

torch = pytest.importorskip("torch")

STEPS, WARMUP, BATCH = 60, 10, 32


class Attending(torch.nn.Module):
    """A transformer of one block, shaped as GPT-2's are."""

    def __init__(self) -> None:
        super().__init__()
        self.tokens = torch.nn.Embedding(16, 8)
        self.places = torch.nn.Parameter(torch.randn(6, 8) / 10)
        self.block = torch.nn.TransformerEncoderLayer(
            8, 2, 16, dropout=0.0, activation="gelu", batch_first=True, norm_first=True
        )
        self.head = torch.nn.Linear(8, 3)

    def forward(self, words: Any) -> Any:
        mask = torch.nn.Transformer.generate_square_subsequent_mask(6)
        return self.head(self.block(self.tokens(words) + self.places, mask, is_causal=True)[:, -1])


def mlp() -> tuple[Any, Any]:
    layers = torch.nn.Linear(8, 16), torch.nn.Tanh(), torch.nn.Linear(16, 3)
    return torch.nn.Sequential(*layers), torch.randn(128, 8)


def convolutional() -> tuple[Any, Any]:
    layers = (torch.nn.Conv2d(1, 4, 3), torch.nn.ReLU(), torch.nn.Flatten(), torch.nn.Linear(64, 3))
    return torch.nn.Sequential(*layers), torch.randn(128, 1, 6, 6)


def attending() -> tuple[Any, Any]:
    return Attending(), torch.randint(16, (128, 6))


@pytest.mark.parametrize("make", [mlp, convolutional, attending])
def test_the_page_of_a_real_run(make: Any, tmp_path: Path) -> None:
    from adamw_bounds.measure import Recorder

    torch.manual_seed(0)
    torch.set_num_threads(1)
    model, x = make()
    y = torch.randint(3, (len(x),))
    data = torch.utils.data.TensorDataset(x, y)
    sampler = torch.utils.data.RandomSampler(data, replacement=True, num_samples=STEPS * BATCH)
    loader = torch.utils.data.DataLoader(data, BATCH, sampler=sampler)
    loss = torch.nn.CrossEntropyLoss()
    held: dict[bool, list[Any]] = {True: [], False: []}
    for value in model.parameters():
        held[value.ndim > 1].append(value)
    groups = [{"params": held[True]}, {"params": held[False], "weight_decay": 0.0, "name": "1-d"}]
    optimizer = torch.optim.AdamW(groups, lr=3e-3, betas=(0.9, 0.95), weight_decay=0.1)

    schedule = {"kind": "cosine", "warmup": WARMUP, "steps": STEPS}
    constants = {"c_inf": 10, "sigma": 3, "smoothness": 50, "gap": 2}
    before = ab.check(optimizer, schedule=schedule, measured=constants, data=loader)
    assert before.extra["verdict"]["covered"] == []
    assert "eps at least" in before.extra["verdict"]["sentence"]

    def rate(step: int) -> float:
        if step < WARMUP:
            return step / WARMUP
        return (1 + math.cos(math.pi * (step - WARMUP) / (STEPS - WARMUP))) / 2

    scheduler = torch.optim.lr_scheduler.LambdaLR(optimizer, rate)
    squares = []
    path = tmp_path / "run.jsonl"
    with Recorder(optimizer, path, every=1, probe=loader, model=model, loss=loss, loader=loader):
        for inputs, targets in loader:
            model.zero_grad()
            loss(model(x), y).backward()
            squares.append(sum(float((v.grad**2).sum()) for v in model.parameters()))
            optimizer.zero_grad()
            loss(model(inputs), targets).backward()
            optimizer.step()
            scheduler.step()

    after = ab.check(optimizer, schedule=schedule, measured={**constants, "trace": str(path)},
                     data=loader)  # fmt: skip
    truth = math.fsum(squares) / len(squares)
    interval = after.one(case="t-interval")
    assert interval.lower < truth < interval.upper
    assert math.sqrt(interval.upper / truth) < 1.3
    assert after.one(case="on-average").value > truth
    # The page before and the page after are of one run.
    for row in before.select(quantity="timescale-steps"):
        assert after.one(quantity="timescale-steps", case=row.case).value == row.value
    norm = after.one(quantity="radius").value
    assert max(float(v.detach().abs().max()) for v in held[True]) <= norm
