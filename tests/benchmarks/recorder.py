"""What a recorder costs: CPU time of training with one against without, in one process, by turns.

    python tests/benchmarks/recorder.py [--every N] [--batch N]

A model of about 10 million parameters, AdamW, on the CPU. Prints the median ratio of blocks.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from pathlib import Path

import torch
from torch import nn

from adamw_bounds.measure import Recorder


def block(
    model: nn.Module, optimizer: torch.optim.Optimizer, batch: torch.Tensor, steps: int
) -> float:
    """Return the CPU seconds of some steps."""
    target = torch.randn(len(batch), 700)
    begin = time.process_time()
    for _ in range(steps):
        optimizer.zero_grad()
        (model(batch) - target).square().mean().backward()
        optimizer.step()
    return time.process_time() - begin


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--every", type=int, default=20)
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--blocks", type=int, default=6)
    given = parser.parse_args()
    torch.manual_seed(0)
    model = nn.Sequential(
        nn.Linear(1000, 2000), nn.Tanh(), nn.Linear(2000, 3000), nn.Tanh(), nn.Linear(3000, 700)
    )
    optimizer = torch.optim.AdamW(model.parameters())
    batch = torch.randn(given.batch, 1000)
    block(model, optimizer, batch, 2)
    ratios = []
    with tempfile.TemporaryDirectory() as folder:
        for turn in range(given.blocks):
            with Recorder(optimizer, Path(folder) / f"{turn}.jsonl", every=given.every):
                recorded = block(model, optimizer, batch, given.every)
            plain = block(model, optimizer, batch, given.every)
            ratios.append(recorded / plain)
    count = sum(value.numel() for value in model.parameters())
    print(f"{count:,} parameters, batch {given.batch}, one step in {given.every} recorded")
    print(f"with / without: {statistics.median(ratios):.3f} ({min(ratios):.3f}…{max(ratios):.3f})")


if __name__ == "__main__":
    main()
