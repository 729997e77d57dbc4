"""Time sweeps in units of numpy's own addition of arrays of that size, in one run.

``python tests/benchmarks/sweep.py [--quick]`` prints a line for each: seconds, those of an addition
that stood between its repetitions, and their ratio; then the same in processor time of all threads,
which other work on the machine does not lengthen. The best of each counts. With ``--quick`` there
are a hundred times fewer points.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

import adamw_bounds as ab
from adamw_bounds.cli.sweep_files import write_npy
from adamw_bounds.engine.summary import summary

PROBLEM = {"c_inf": 1.0, "smoothness": 1.0, "sigma": 1.0, "gap": 1.0}
REPETITIONS = 3


def seconds(work: Callable[[], object]) -> tuple[float, float]:
    """Return the seconds that a work took, by the clock and of processor time."""
    since, used = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - since, time.process_time() - used


def line(name: str, points: int, work: Callable[[], object], most: float | None = None) -> None:
    """Print how many additions a work takes; both are run by turns, and the best of each counts."""
    one, other = np.ones(points), np.ones(points)
    np.add(one, other)
    pairs = [(seconds(work), seconds(lambda: np.add(one, other))) for _ in range(REPETITIONS)]
    shown = ""
    for clock in (0, 1):
        took, added = (min(pair[place][clock] for pair in pairs) for place in (0, 1))
        shown += f" {took:8.3f} s {added:8.4f} s {took / added:8.1f}"
    wanted = "" if most is None else f"  (at most {most:g})"
    print(f"{name:46} {points:>11,}{shown}{wanted}")


def grid(question: str, side: int, **fixed: Any) -> Any:
    vary = {"epsilon": f"1e-4:1:log:{side}", "delta": f"1e-16:1:log:{side}"}
    return ab.sweep(question, vary, **{**PROBLEM, **fixed})


def stages(name: str, work: Callable[[], object]) -> None:
    took, used = seconds(work)
    print(f"{name:46} {'':>11} {took:8.3f} s {'':19} {used:8.3f} s {'':19}  (at most 2 s)")


def main(quick: bool) -> None:
    scale = 10 if quick else 1
    whole, tenth = 10_000 // scale, 3_162 // scale
    columns = f" {'':>10} {'numpy.add':>10} {'ratio':>8}"
    print(f"{'':46} {'points':>11}{columns}{columns}  (the latter: processor time)")
    asked = {"theorem": 2, "variant": "printed", "quantity": "iterations"}
    t_of_two = grid("complexity", whole, **asked)
    line("Theorem 2's T, to a summary", len(t_of_two), lambda: summary(t_of_two), 8)
    with tempfile.TemporaryDirectory() as folder:
        path = os.fspath(Path(folder) / "t.npy")
        smaller = grid("complexity", tenth, **asked)
        written = lambda: write_npy(smaller, path, (), lambda size: None)  # noqa: E731
        line("Theorem 2's T, to .npy", len(smaller), written, 8)
    for theorem, most in ((2, None), (3, 100)):
        explicit = grid(
            "complexity",
            1_000 // scale,
            theorem=theorem,
            variant="explicit",
            quantity="iterations",
        )
        name = f"Theorem {theorem}'s explicit T, to a summary"
        line(name, len(explicit), lambda found=explicit: summary(found), most)
    side = 1_000 // scale
    epsilon = np.geomspace(1e-4, 1, side)[:, None]
    delta = np.geomspace(1e-16, 1, side)
    for variant in ("printed", "explicit"):
        for name, inputs in (
            ("a grid", {"epsilon": epsilon, "delta": delta}),
            ("arrays", {"epsilon": epsilon + 0 * delta, "delta": delta + 0 * epsilon}),
        ):
            line(
                f"ab.complexity(2, variant={variant!r}) on {name}",
                side * side,
                lambda v=variant, i=inputs: ab.complexity(2, variant=v, **PROBLEM, **i),
            )
    far = {**PROBLEM, "gap": 1e300, "epsilon": 1e-300, "delta": 1e-8, "mu": 1.0}
    stages("Theorem 4 with 2,000 stages", lambda: ab.complexity(4, **far))
    stages("conditions of 2,000 stages", lambda: ab.conditions(4, **far))


if __name__ == "__main__":
    main("--quick" in sys.argv[1:])
