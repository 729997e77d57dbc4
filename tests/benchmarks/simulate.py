"""Coordinate-updates per second and core of the simulated optimizers.

    python tests/benchmarks/simulate.py [--rounds 5] [--updates 20000000]

One coordinate-update is one step of one coordinate of one seed, with the gradient, the noise and
the three averages that a question measures. Time is the processor's, so that a second core would
not count. Goal: at least 1e7 where d times seeds is 512 or more (1024 by default); runs of
few numbers are bound by the calls, not by the arithmetic.
"""

from __future__ import annotations

import argparse
import statistics
import time

import numpy as np

from adamw_bounds.simulate import (
    PolyakLojasiewicz,
    RotatedNonconvex,
    constant_step,
    decay_schedule,
    iterate,
)

GOAL = 1e7
CASES = (
    ("default question", RotatedNonconvex(8), 128, "adamw"),
    ("Adam", RotatedNonconvex(8), 128, "adam"),
    ("ℓ2-Adam", RotatedNonconvex(8), 128, "l2-adam"),
    ("64 seeds", RotatedNonconvex(8), 64, "adamw"),
    ("d = 32, 128 seeds", RotatedNonconvex(32), 128, "adamw"),
    ("batches of 8", RotatedNonconvex(16, batch_size=8), 128, "adamw"),
    ("PŁ, 128 seeds", PolyakLojasiewicz(4), 128, "adam"),
    ("16 seeds only", RotatedNonconvex(8), 16, "adamw"),
)


def measure(problem, seeds: int, optimizer: str, updates: int) -> float:
    """Return coordinate-updates per second of processor time."""
    steps = max(100, updates // (problem.dim * seeds))
    delta = problem.c_inf**2
    decay = decay_schedule(0.02, beta2=1e-3, c_inf=problem.c_inf, delta=delta)
    begin = time.process_time()
    iterate(
        problem,
        optimizer=optimizer,
        delta=delta,
        beta2=1e-3,
        schedule=constant_step(0.01, 0.1, decay),
        steps=steps,
        seeds=seeds,
        rng=np.random.default_rng(0),
    )
    return steps * problem.dim * seeds / (time.process_time() - begin)


def main() -> None:
    """Measure, and print the rates."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--updates", type=int, default=20_000_000)
    options = parser.parse_args()
    print(f"{'case':22}{'numbers':>9}{'median':>12}{'best':>12}   updates a second and core")
    for name, problem, seeds, optimizer in CASES:
        rates = [measure(problem, seeds, optimizer, options.updates) for _ in range(options.rounds)]
        median, size = statistics.median(rates), problem.dim * seeds
        verdict = "" if size < 512 else "met" if median >= GOAL else "MISSED"
        print(f"{name:22}{size:>9}{median:>12.3g}{max(rates):>12.3g}   {verdict}")


if __name__ == "__main__":
    main()
