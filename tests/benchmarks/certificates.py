"""What traces certify of a run, against the true average of ‖∇F(x_k)‖² by full gradients.

    python tests/benchmarks/certificates.py [--seeds 100] [--draws 5]

For each of three real runs: the bound from pairs at every step and from one step in ten, as root
mean square over the true one; and for one step in ten the least and the largest of several draws of
steps and batches. Then the share of runs of a small perceptron whose two-sided 95 % interval holds
the true average, and the shares that it misses on each side.
"""

from __future__ import annotations

import argparse
import math
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from real_runs import RUNS, Run
from torch import nn
from torch.utils.data import TensorDataset

from adamw_bounds.traces import Estimate, load_trace, squared_gradient

#: Largest bound over truth, as root mean squares: of every step, and of one in ten.
GOALS = {1: 1.1, 10: 1.4}
SEEDS, STEPS = 100, 200


@dataclass(frozen=True)
class Held:
    """What traces of one run say, and what is true of it."""

    truth: float
    estimates: dict[tuple[int, int], Estimate]

    def ratio(self, every: int, draw: int = 0) -> float:
        """Return the bound over the truth, as root mean squares."""
        upper = self.estimates[every, draw].upper
        return math.sqrt(max(0.0, upper) / self.truth)


def held(run: Run, folder: Path, *, every: Sequence[int] = (1, 10), draws: int = 1) -> Held:
    """Train a run with recorders, and with full gradients."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted = [(step, draw) for step in every for draw in range(draws if step > 1 else 1)]
    paths = {key: folder / f"{run.name}-{key[0]}-{key[1]}.jsonl" for key in wanted}
    recorders = [
        run.recorder(path, every=step, seed=run.seed + 1000 * draw)
        for (step, draw), path in paths.items()
    ]
    truths: list[float] = []
    run.train(*recorders, before=lambda: truths.append(run.squared_gradient()))
    estimates = {key: squared_gradient(load_trace(path)) for key, path in paths.items()}
    return Held(math.fsum(truths) / len(truths), estimates)


def tiny(seed: int, steps: int = STEPS) -> Run:
    """Return a perceptron of 8-6-3 on data that a seed does not change."""
    drawn = torch.Generator().manual_seed(0)
    inputs = torch.randn(200, 8, generator=drawn)
    targets = (inputs[:, :3] + 0.5 * torch.randn(200, 3, generator=drawn)).argmax(1)
    torch.manual_seed(seed)
    model = nn.Sequential(nn.Linear(8, 6), nn.Tanh(), nn.Linear(6, 3))
    return Run("tiny", model, TensorDataset(inputs, targets), 10, steps, 3e-3, seed)


def coverage(
    seeds: Sequence[int], folder: Path, *, every: Sequence[int] = (1, 5), steps: int = STEPS
) -> dict[int, tuple[int, int]]:
    """Return for how many seeds the interval lies wholly below the truth, and wholly above."""
    missed = dict.fromkeys(every, (0, 0))
    for seed in seeds:
        found = held(tiny(seed, steps), folder / str(seed), every=every)
        for step, (below, above) in missed.items():
            estimate = found.estimates[step, 0]
            missed[step] = (
                below + (estimate.upper < found.truth),
                above + (estimate.lower > found.truth),
            )
    return missed


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=SEEDS)
    parser.add_argument("--draws", type=int, default=5)
    given = parser.parse_args()
    torch.set_num_threads(1)
    print("bound over truth (root mean squares)")
    print(f"{'run':>5} {'steps':>6} {'truth':>10} {'every step':>11} {'one in ten':>16}")
    with tempfile.TemporaryDirectory() as folder:
        for name, build in RUNS.items():
            run = build()
            found = held(run, Path(folder), draws=given.draws)
            tenths = [found.ratio(10, draw) for draw in range(given.draws)]
            spread = f"{min(tenths):.3f} to {max(tenths):.3f}"
            truth, each = math.sqrt(found.truth), found.ratio(1)
            print(f"{name:>5} {run.steps:6} {truth:10.4g} {each:11.3f} {spread:>16}", flush=True)
        print(f"\n95 % intervals of {given.seeds} runs of a perceptron")
        print(f"{'every':>6} {'pairs':>6} {'hold':>6} {'too low':>8} {'too high':>9}", flush=True)
        missed = coverage(range(given.seeds), Path(folder))
    for every, (below, above) in missed.items():
        share = 1 - (below + above) / given.seeds
        print(
            f"{every:6} {STEPS // every:6} {share:6.1%} {below / given.seeds:8.1%} "
            f"{above / given.seeds:9.1%}"
        )


if __name__ == "__main__":
    main()
