"""How much faster two processes measure a spectrum than one, with one thread each.

    python tests/benchmarks/processes.py [--problem mlp resnet20 transformer] [--rounds 3]
        [--samples 8192] [--batch 256] [--probes 4] [--steps 20]

Problems of problems.py; by default a network of 784-300-100-10 on random samples. Each process
has a core of its own. Time of the spectrum as the
measurement tells it: products, orthogonalisation, eigenvalues; not the start of processes, nor
constants and checks. Both processes start once; in each round first one alone measures, while the
other waits, then both share the data, then the probes. Goal for each: 1.7 times as fast on two
cores that do nothing else. Beside it the ratio of processor time, of one process to the busier of
the two: how evenly the work is shared out, whatever else the machine does.
"""

from __future__ import annotations

import argparse
import json
import os
import socket
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

GOAL = 1.7


def problem(options: argparse.Namespace) -> Any:
    """Return the network and its data."""
    from problems import PROBLEMS

    from adamw_bounds.measure import Problem

    task = PROBLEMS[options.problem](options.samples, options.batch)
    return Problem(model=task.model, loss=task.criterion, data=task.batches)


def work(options: argparse.Namespace) -> None:
    """Measure as one of two processes; the first one prints."""
    import torch
    from torch import distributed

    from adamw_bounds.measure import measure, run
    from adamw_bounds.measure.group import ALONE

    busy = 0.0
    real = run.quadrature

    def quadrature(*arguments: Any, **more: Any) -> Any:
        nonlocal busy
        began = time.process_time()
        found = real(*arguments, **more)
        busy = time.process_time() - began
        return found

    setattr(run, "quadrature", quadrature)  # noqa: B010

    torch.set_num_threads(1)
    rank = int(os.environ["RANK"])
    cores = sorted(os.sched_getaffinity(0))
    if len(cores) > 1:
        os.sched_setaffinity(0, {cores[rank]})
    distributed.init_process_group("gloo")
    asked = problem(options)
    settings = {
        "probes": options.probes,
        "steps": options.steps,
        "exact_below": 0,
        "gradient_samples": 0,
        "chunk": options.chunk,
    }
    seconds: dict[str, list[float]] = {"one": [], "data": [], "probes": []}
    processor: dict[str, list[float]] = {"one": [], "data": [], "probes": []}
    found: dict[str, Any] = {}
    for turn in range(options.rounds + 1):
        for name, taken in seconds.items():
            distributed.barrier()
            if name == "one" and rank:
                continue
            more = {"group": ALONE} if name == "one" else {"shard": name}
            found[name] = measure(asked, **settings, **more)
            spent = [busy]
            if name != "one":
                spent = [0.0] * 2
                distributed.all_gather_object(spent, busy)
            if turn:  # the first round warms up
                taken.append(found[name].seconds)
                processor[name].append(max(spent))
    if rank == 0:
        for name in ("data", "probes"):
            ours, alone = found[name].spectrum, found["one"].spectrum
            np.testing.assert_allclose(ours.nodes[:, -1], alone.nodes[:, -1], rtol=1e-3)
        dim = found["one"].spectrum.dim
        print(json.dumps({"seconds": seconds, "processor": processor, "dim": dim}), flush=True)
    distributed.barrier()
    distributed.destroy_process_group()


def started(arguments: list[str]) -> dict[str, Any]:
    """Run this file in two processes; return what the first one prints."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    shared = {
        **os.environ,
        "MASTER_ADDR": "127.0.0.1",
        "MASTER_PORT": str(port),
        "WORLD_SIZE": "2",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "PYTHONPATH": os.pathsep.join(
            [str(Path(__file__).resolve().parents[2]), os.environ.get("PYTHONPATH", "")]
        ),
    }
    processes = [
        subprocess.Popen(
            [sys.executable, __file__, "--rank", *arguments],
            env={**shared, "RANK": str(rank)},
            stdout=subprocess.PIPE,
            text=True,
        )
        for rank in range(2)
    ]
    answers = [process.communicate()[0] for process in processes]
    if any(process.returncode for process in processes):
        raise SystemExit("a process failed")
    found: dict[str, Any] = json.loads(answers[0].splitlines()[-1])
    return found


def main() -> None:
    """Measure, and print how much faster two are."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--problem", choices=("mlp", "resnet20", "transformer"), default="mlp")
    parser.add_argument("--samples", type=int, default=8192)
    parser.add_argument("--batch", type=int, default=256)
    parser.add_argument("--probes", type=int, default=4)
    parser.add_argument("--steps", type=int, default=20)
    parser.add_argument("--chunk", type=int, default=1)
    parser.add_argument("--rank", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.rank:
        work(options)
        return
    before = os.getloadavg()[0]
    found = started(sys.argv[1:])
    seconds = found["seconds"]
    cores = len(os.sched_getaffinity(0))
    print(
        f"{options.problem}, d = {found['dim']}, {options.samples} samples, "
        f"{options.probes} probes, {options.steps} steps; {cores} cores, load before {before:.1f}"
    )
    print(f"one process   {statistics.median(seconds['one']):8.2f} s (median)")
    for name in ("data", "probes"):
        ratios = [one / two for one, two in zip(seconds["one"], seconds[name], strict=True)]
        shared = statistics.median(found["processor"]["one"])
        shared /= statistics.median(found["processor"][name])
        median = statistics.median(ratios)
        print(
            f"two, {name:8} {statistics.median(seconds[name]):8.2f} s   {median:.2f} times as fast "
            f"(best {max(ratios):.2f}), goal {GOAL}: {'met' if median >= GOAL else 'MISSED'}; "
            f"processor time {shared:.2f}"
        )


if __name__ == "__main__":
    main()
