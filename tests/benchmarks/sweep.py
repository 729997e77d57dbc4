"""Time sweeps and answers over arrays in units of numpy's own addition of arrays of that size.

``python tests/benchmarks/sweep.py [--quick] [NAME…]`` prints a line for each: the points, seconds
by the clock and of processor time of all threads, and both in additions. An addition is
``numpy.add`` of two float64 arrays of that many points into a third, each written before. Work and
additions take turns, and the best of each counts. The start of the program is not in it.
``--quick`` takes a hundredth of the points, where what a chunk costs weighs more. NAME takes the
lines that hold it: ``npy``, ``summary``, ``theorem 3``, ``stages``.

What no arrangement can avoid, in additions of 10⁷ points, on a machine without AVX-512 (an addition
1.1 to 1.9 ns a point; counted by ``numpy`` calls over pieces that a cache holds):

* ``numpy.exp`` of a point 5 to 8, ``log`` 4 to 7, ``log1p`` 11, a multiplication or a maximum 0.3,
  an operation of wide floats (80 bits) 5, an array that was never written before 1 to 2.
* ``.npy`` of a grid: two products and a maximum 1, copying 8 bytes a point into the system's files
  2 to 4, asking ten chunks 1. The clock also waits for the disk to have it (``fsync``).
* ``ab.complexity`` over a grid: for T and for b T each a value, its logarithm, two terms and their
  logarithms, and the name of the largest (a text: 32 bytes a point and more), all kept.
* Whole numbers of steps: 14 wide operations a point of a grid beyond 2^53, 60 a point of full
  arrays: 70 and 300 additions. Fewer digits would not tell which float is next.
"""

from __future__ import annotations

import os
import resource
import subprocess
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
#: So many kB are a MiB.
_KILO = 1024
REPETITIONS = 3
#: What is asked of arrays: a theorem, a variant, more inputs, and how many sides of a grid.
ANSWERS: tuple[tuple[int, str, dict[str, float], int], ...] = (
    (2, "printed", {}, 3162),
    (2, "corrected", {"lam": 0.1, "x0_norm": 1.0}, 1000),
    (2, "explicit", {}, 1000),
    (3, "printed", {}, 1000),
    (3, "explicit", {}, 1000),
    (4, "printed", {"mu": 1.0}, 316),
    (4, "explicit", {"mu": 1.0}, 316),
)
#: Theorem 4 with about two thousand stages, and two thirds of that, in corners.
STAGES: dict[str, dict[str, str]] = {
    "complexity": {},
    "conditions": {},
    "conditions, δ tiny": {"delta": "1e-300"},
    "conditions, δ huge": {"delta": "1e300", "epsilon": "1e-150"},
    "conditions, all far": {"delta": "1e-300", "sigma": "1e-150", "c-inf": "1e-9", "mu": "1e-9"},
    "conditions, with decay": {"lam": "0.1", "x0-norm": "1", "x-inf-norm": "1"},
    "conditions, η and β": {"eta": "1e-3", "beta1": "0.1", "beta2": "1e-3", "batch-size": "32"},
}


def seconds(work: Callable[[], object]) -> tuple[float, float]:
    """Return the seconds that a work took, by the clock and of processor time."""
    since, used = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - since, time.process_time() - used


def line(name: str, points: int, work: Callable[[], object], most: float | None = None) -> None:
    """Print how many additions a work takes."""
    one, other, total = np.ones(points), np.ones(points), np.ones(points)
    times = max(1, 10_000_000 // points)

    def add() -> None:
        for _ in range(times):
            np.add(one, other, out=total)

    pairs = [(seconds(work), seconds(add)) for _ in range(REPETITIONS)]
    shown = ""
    for clock in (0, 1):
        took, added = (min(pair[place][clock] for pair in pairs) for place in (0, 1))
        shown += f" {took:8.3f} s {took / added * times:8.1f}"
    wanted = "" if most is None else f"  (at most {most:g})"
    nanoseconds = 1e9 * min(pair[1][1] for pair in pairs) / times / points
    print(f"{name:44} {points:>11,}{shown} {nanoseconds:6.2f} ns{wanted}", flush=True)


def grid(question: str, side: int, **fixed: Any) -> Any:
    vary = {"epsilon": f"1e-4:1:log:{side}", "delta": f"1e-16:1:log:{side}"}
    return ab.sweep(question, vary, **{**PROBLEM, **fixed})


def sweeps(scale: int, wanted: Callable[[str], bool]) -> None:
    """Time whole sweeps: to a file, and to a summary."""
    asked = {"theorem": 2, "variant": "printed", "quantity": "iterations"}
    name = "Theorem 2's T, to .npy"
    if wanted(name):
        with tempfile.TemporaryDirectory() as folder:
            path = os.fspath(Path(folder) / "t.npy")
            smaller = grid("complexity", 3_162 // scale, **asked)
            line(name, len(smaller), lambda: write_npy(smaller, path, (), lambda size: None), 8)
    for side, known in ((3_162, True), (10_000, False)):
        name = "Theorem 2's T, to a summary"
        if wanted(name):
            found = grid("complexity", side // scale, **asked)
            line(name, len(found), lambda found=found: summary(found), None if known else 8)
    for theorem, most in ((2, None), (3, 100)):
        name = f"Theorem {theorem}'s explicit T, to a summary"
        if wanted(name):
            fixed = {"theorem": theorem, "variant": "explicit", "quantity": "iterations"}
            explicit = grid("complexity", 3_162 // scale, **fixed)
            line(name, len(explicit), lambda found=explicit: summary(found), most)


def memory(scale: int, wanted: Callable[[str], bool]) -> None:
    """Print the largest memory of whole runs of the program, which chunks bound."""
    for side in (30, 3_162 // scale, 10_000 // scale):
        name = "memory of the program, to a summary"
        if wanted(name):
            given = {**PROBLEM, "theorem": 2, "variant": "printed"}
            words = [f"--{key.replace('_', '-')}={value}" for key, value in given.items()]
            for axis, least in (("epsilon", "1e-4"), ("delta", "1e-16")):
                words += ["--vary", f"{axis}={least}:1:log:{side}"]
            words += ["--quantity", "iterations", "--summary"]
            command = [sys.executable, "-m", "adamw_bounds", "sweep", "complexity", *words]
            run = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            _, code, used = os.wait4(run.pid, 0)
            assert code == 0
            print(f"{name:44} {side * side:>11,} {used.ru_maxrss / _KILO:8.0f} MiB", flush=True)


def answers(scale: int, wanted: Callable[[str], bool]) -> None:
    """Time answers over arrays: each row with its terms, counts, conditions and notes."""
    for theorem, variant, more, whole in ANSWERS:
        side = whole // scale
        epsilon = np.geomspace(1e-4, 1, side)[:, None]
        delta = np.geomspace(1e-16, 1, side)
        for kind, inputs, most in (
            ("grid", {"epsilon": epsilon, "delta": delta}, 41),
            ("arrays", {"epsilon": epsilon + 0 * delta, "delta": delta + 0 * epsilon}, 120),
        ):
            name = f"ab.complexity, theorem {theorem} {variant}, {kind}"
            if wanted(name):

                def asked(t: int = theorem, v: str = variant, given: Any = more | inputs) -> Any:
                    return ab.complexity(t, variant=v, **PROBLEM, **given)

                line(name, side * side, asked, most if theorem == 2 else None)


def stages(wanted: Callable[[str], bool]) -> None:
    """Time thousands of stages, the start of the program included."""
    given = {"gap": "1e300", "epsilon": "1e-300", "delta": "1e-8", "mu": "1", "sigma": "1"}
    given |= {"c-inf": "1", "smoothness": "1"}
    for name, changed in STAGES.items():
        label = f"stages of Theorem 4: {name}"
        if not wanted(label):
            continue
        words = [f"--{key}={value}" for key, value in (given | changed).items()]
        command = [sys.executable, "-m", "adamw_bounds", name.split(",")[0], "-t", "4", *words]
        before, since = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        took = time.perf_counter() - since
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        print(f"{label:44} {'':>11} {took:8.3f} s {'':8} {used:8.3f} s {'':18} (at most 2 s)")


def main(words: list[str]) -> None:
    names = [word for word in words if word != "--quick"]

    def wanted(name: str) -> bool:
        return not names or any(word in name for word in names)

    scale = 10 if "--quick" in words else 1
    columns = f"{'clock':>10} {'adds':>8} {'processor':>10} {'adds':>8} {'an add':>9}"
    print(f"{'':44} {'points':>11} {columns}")
    # First: what the system counts for a child begins at what its parent had.
    memory(scale, wanted)
    sweeps(scale, wanted)
    answers(scale, wanted)
    stages(wanted)


if __name__ == "__main__":
    main(sys.argv[1:])
