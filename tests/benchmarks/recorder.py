"""What a recorder costs: CPU time of steps that are recorded against steps that are not.

    python tests/benchmarks/recorder.py [--batches 8 64 256] [--rounds 12] [--every N]

A model of about 10 million parameters, AdamW, on one core. Steps of four kinds are made in turn in
one process, so that whatever else the machine does meets them alike: without a recorder, with one
that does not record the step, recorded, and recorded with a probe. From the medians of their ratios
follows what a run costs that records one step in N, and the least N for 5 %.
"""

from __future__ import annotations

import argparse
import contextlib
import inspect
import math
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

from adamw_bounds.measure import Recorder

GOAL = 0.05
KINDS = ("plain", "watched", "recorded", "probed")


def network() -> nn.Module:
    """Return a network of about 10 million parameters."""
    torch.manual_seed(0)
    return nn.Sequential(
        nn.Linear(1000, 2000), nn.Tanh(), nn.Linear(2000, 3000), nn.Tanh(), nn.Linear(3000, 700)
    )


def costs(batch: int, rounds: int, folder: Path) -> dict[str, float]:
    """Return how many steps without a recorder a step of each kind costs."""
    model = network()
    optimizer = torch.optim.AdamW(model.parameters(), weight_decay=0.1)
    data = TensorDataset(torch.randn(4 * batch, 1000), torch.randn(4 * batch, 700))
    loader = DataLoader(data, batch_size=batch, shuffle=True)
    inputs, targets = (tensor[:batch] for tensor in data.tensors)
    recorders: dict[str, Callable[[], contextlib.AbstractContextManager[object]]] = {
        "plain": contextlib.nullcontext,
        # Of the first block of so many steps, none of these few is drawn.
        "watched": lambda: Recorder(optimizer, folder / "watched.jsonl", every=10**9),
        "recorded": lambda: Recorder(optimizer, folder / f"{batch}.jsonl", every=1),
        "probed": lambda: Recorder(
            optimizer,
            folder / f"{batch}-probe.jsonl",
            every=1,
            probe=loader,
            model=model,
            loss=nn.MSELoss(),
        ),
    }

    def seconds(kind: str) -> float:
        with recorders[kind]():
            begin = time.process_time()
            optimizer.zero_grad()
            (model(inputs) - targets).square().mean().backward()
            optimizer.step()
            return time.process_time() - begin

    for kind in KINDS:
        seconds(kind)
    ratios: dict[str, list[float]] = {kind: [] for kind in KINDS}
    for _ in range(rounds):
        before = seconds("plain")
        for kind in KINDS[1:]:
            taken, after = seconds(kind), seconds("plain")
            ratios[kind].append(2 * taken / (before + after))
            before = after
    return {kind: statistics.median(ratios[kind]) for kind in KINDS[1:]}


def main() -> None:
    """Print the table."""
    default = inspect.signature(Recorder).parameters["every"].default
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--batches", type=int, nargs="+", default=[8, 64, 256])
    parser.add_argument("--rounds", type=int, default=12)
    parser.add_argument("--every", type=int, default=default)
    given = parser.parse_args()
    torch.set_num_threads(1)
    count = sum(value.numel() for value in network().parameters())
    print(f"{count:,} parameters, one step in {given.every} recorded, goal {GOAL:.0%}")
    print(f"{'batch':>5} {'kind':>9} {'of a step':>10} {'of the run':>11} {'least N':>8}")
    with tempfile.TemporaryDirectory() as folder:
        for batch in given.batches:
            found = costs(batch, given.rounds, Path(folder))
            idle = found["watched"] - 1
            for kind in KINDS[1:]:
                more = found[kind] - 1
                share = idle if kind == "watched" else max(idle, 0) + more / given.every
                least = "" if kind == "watched" else math.ceil(more / GOAL)
                print(f"{batch:5} {kind:>9} {more:10.3f} {share:11.2%} {least:>8}", flush=True)


if __name__ == "__main__":
    main()
