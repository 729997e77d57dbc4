"""Whole spectra beside other packages: time in gradients, peak memory, error of err.

    pip install -e '.[torch]' scikit-learn 'curvlinops-for-pytorch==3.0.1' 'torchvision'
    pip install --pre hessian-eigenthings==1.0.0a5
    pip install --no-deps pyhessian==0.1
    python tests/benchmarks/peers.py [--problem digits mlp resnet20 transformer]
        [--steps 10 50] [--probes 8] [--peer-probes 8] [--repeats 3] [--samples N] [--batch 128]
        [--threads 2]
        [--device cpu] [--package NAME ...] [--cpu-time] [--no-memory]

Each package measures a spectrum by stochastic Lanczos quadrature the way that it offers:

* adamw-bounds: ``measure``, all of it: two gradients, the checks, the trial of the chunk, the
  products, full reorthogonalisation, residuals of the extreme eigenvalues;
* PyHessian 0.1: ``hessian(...).density(steps, probes)``. As it comes from PyPI it does not run:
  ``torch.eig`` is gone. It is given back here, in memory, by ``torch.linalg.eigh``;
* hessian-eigenthings 1.0.0a5: ``spectral_density(HessianOperator(...))``;
* curvlinops 3.0.1: ``fast_lanczos(HessianLinearOperator(...))`` a probe, which does not
  reorthogonalise; without its determinism check.

The unit is one gradient over the data (forward and backward of every batch). Packages take turns
within a repeat; times and unit are the best of the repeats. "A probe-step" is a spectrum's time
over probes·steps. The others take one probe after another, so that ``--peer-probes 2`` says as much
of them in a fourth of the time; "slower" is per probe-step. Memory is the peak of a process of its
own, less what it held before, for the most steps asked for. The error is that of AdamW's err per
parameter (Corollary 3) from the package's nodes and weights, against the exact spectrum, mean over
seeds 0, 1, …, one a repeat; known where d ≤ 5000.
Memory is to be compared at equal results. Without reorthogonalisation Lanczos finds eigenvalues
again that it has found, and lacks as many others: the table counts the nodes of a probe that are
its largest eigenvalue (1 where all is right), and says what the vectors of one probe take that
prevent it, steps·d numbers: nobody who keeps them can take less. The vectors could only be kept
in fewer bytes than the products are computed in, or be computed twice.

Goals: at most 2.3 gradients a probe-step on resnet20 and mlp; 1.3 times as fast as any other there,
3 times on digits, faster on transformer.
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import gc
import json
import math
import resource
import subprocess
import sys
import time
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from problems import PROBLEMS, Task

Array = npt.NDArray[np.float64]
#: Nodes and weights, (probes, steps) each.
Rule = tuple[Array, Array]

#: Hyperparameters of the digits network's training, for err.
SETTINGS = {"eta": 1e-3, "lam": 1e-2, "batch_size": 32, "samples": 1797, "rho": 1 / 192}


def ours(task: Task, probes: int, steps: int, seed: int) -> Rule:
    """adamw-bounds."""
    from adamw_bounds.measure import Problem, measure

    problem = Problem(model=task.model, loss=task.criterion, data=task.batches)
    spectrum = measure(
        problem, probes=probes, steps=steps, seed=seed, exact_below=0, gradient_samples=0
    ).spectrum
    return np.asarray(spectrum.nodes), np.asarray(spectrum.weights)


def pyhessian(task: Task, probes: int, steps: int, seed: int) -> Rule:
    """PyHessian 0.1, patched."""
    from pyhessian import hessian

    def eig(matrix: Any, eigenvectors: bool = True) -> tuple[Any, Any]:
        values, vectors = torch.linalg.eigh(matrix)
        return torch.stack([values, torch.zeros_like(values)], dim=1), vectors

    torch.eig = eig
    torch.manual_seed(seed)
    cuda = task.batches[0][0].is_cuda
    found = hessian(task.model, task.criterion, dataloader=task.batches, cuda=cuda)
    nodes, weights = found.density(iter=steps, n_v=probes)
    return np.array(nodes, dtype=float), np.array(weights, dtype=float)


def eigenthings(task: Task, probes: int, steps: int, seed: int) -> Rule:
    """hessian-eigenthings 1.0.0a5."""
    from hessian_eigenthings import HessianOperator, spectral_density, supervised_loss

    operator = HessianOperator(task.model, task.batches, supervised_loss(task.criterion))
    found = spectral_density(operator, num_runs=probes, lanczos_steps=steps, seed=1000 * seed)
    return found.raw_eigenvalues.cpu().double().numpy(), found.raw_weights.cpu().double().numpy()


def curvlinops(task: Task, probes: int, steps: int, seed: int) -> Rule:
    """curvlinops 3.0.1."""
    from curvlinops import HessianLinearOperator
    from curvlinops.papyan2020traces.spectrum import fast_lanczos

    torch.manual_seed(seed)
    operator = HessianLinearOperator(
        task.model,
        task.criterion,
        [value for value in task.model.parameters() if value.requires_grad],
        task.batches,
        check_deterministic=False,
    )
    rules = [fast_lanczos(operator, steps) for _ in range(probes)]
    nodes = np.array([values.cpu().double().numpy() for values, _ in rules])
    return nodes, np.array([vectors[0].cpu().double().numpy() ** 2 for _, vectors in rules])


PEERS: dict[str, Callable[[Task, int, int, int], Rule]] = {
    "adamw-bounds": ours,
    "PyHessian 0.1, patched": pyhessian,
    "hessian-eigenthings 1.0.0a5": eigenthings,
    "curvlinops 3.0.1": curvlinops,
}


def copies(rule: Rule) -> float:
    """Return how many nodes of a probe are its largest eigenvalue, on average."""
    nodes = np.asarray(rule[0])
    largest = np.nanmax(nodes, axis=1, keepdims=True)
    near = np.abs(nodes - largest) <= 1e-4 * np.abs(largest)
    # A probe that ended early repeats its last node, with weight 0.
    return float(np.mean(np.sum(near & (np.asarray(rule[1]) > 0), axis=1)))


def err(spectrum: Any) -> float:
    """Return AdamW's err per parameter, the estimate without bounds."""
    import adamw_bounds as ab

    answer = ab.generalization(
        spectrum, optimizer="adamw", variant="corrected", x_star_norm=0.0, **SETTINGS
    )
    return float(answer.one(statement="corollary-3", quantity="err-per-parameter").value)


def err_of(rule: Rule, dim: int) -> float:
    """Return the same from nodes and weights."""
    from adamw_bounds.spectra import Meta, Spectrum

    nodes, weights = rule
    kept = np.where(np.isfinite(nodes), nodes, 0.0)  # a probe that ended early
    weights = np.where(np.isfinite(nodes), weights, 0.0)
    weights = weights / weights.sum(axis=1, keepdims=True)
    spectrum = Spectrum(dim=dim, nodes=kept, weights=weights, meta=Meta(dtype="float32"))
    return err(spectrum)


def exact(task: Task) -> float | None:
    """Return err per parameter of the exact spectrum."""
    from adamw_bounds.measure import Problem, measure

    if task.dim > 5000:
        return None
    problem = Problem(model=task.model, loss=task.criterion, data=task.batches)
    spectrum = measure(problem, gradient_samples=0).spectrum
    from adamw_bounds.spectra import Meta, Spectrum

    # The floor of err is that of the type: the same for all.
    same = Spectrum(eigenvalues=spectrum.eigenvalues, meta=Meta(dtype="float32"))
    return err(same)


def timed(call: Callable[[], Any], options: argparse.Namespace) -> tuple[float, Any]:
    """Return seconds and the result."""
    gc.collect()
    clock = time.process_time if options.cpu_time else time.perf_counter
    if options.device != "cpu":
        torch.cuda.synchronize()
    began = clock()
    found = call()
    if options.device != "cpu":
        torch.cuda.synchronize()
    return clock() - began, found


def peak(name: str, options: argparse.Namespace, problem: str) -> float:
    """Return the peak memory in MiB of a process of its own."""
    words = [sys.executable, __file__, "--child", name, "--problem", problem]
    words += ["--probes", str(probes_of(name, options))]
    for key in ("batch", "threads", "device"):
        words += [f"--{key}", str(getattr(options, key))]
    words += ["--steps", str(max(options.steps))]
    if options.samples:
        words += ["--samples", str(options.samples)]
    output = subprocess.run(words, check=True, capture_output=True, text=True).stdout
    return float(json.loads(output.splitlines()[-1]))


def child(options: argparse.Namespace) -> None:
    """Measure once, and print the memory that it took."""
    task = PROBLEMS[options.problem[0]](options.samples, options.batch).to(options.device)
    call = PEERS[options.child]
    task.gradient()
    cuda = options.device != "cpu"
    if not cuda:
        call(task, 1, 1, 0)  # imports and thread pools are no memory of the method
        gc.collect()
        # What was freed and not given back would hide as much of the peak.
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).malloc_trim(0)
        # From here on the peak is that of what follows, where Linux lets it be set back.
        with open("/proc/self/clear_refs", "w", encoding="ascii") as file:
            file.write("5")
        before = resident("VmRSS")
    else:
        torch.cuda.reset_peak_memory_stats()
        before = torch.cuda.memory_allocated() / 2**20
    call(task, options.probes, options.steps[0], 0)
    after = torch.cuda.max_memory_allocated() / 2**20 if cuda else resident("VmHWM")
    print(json.dumps(after - before))


def resident(key: str) -> float:
    """Return VmRSS or VmHWM in MiB."""
    with open("/proc/self/status", encoding="ascii") as file:
        for line in file:
            if line.startswith(f"{key}:"):
                return float(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def probes_of(name: str, options: argparse.Namespace) -> int:
    """Return how many probes a package takes."""
    of_peers = options.peer_probes or options.probes
    return int(options.probes if PEERS[name] is ours else of_peers)


def rows(problem: str, options: argparse.Namespace) -> list[str]:
    """Measure one problem with all packages; return the rows of the table."""
    task = PROBLEMS[problem](options.samples, options.batch).to(options.device)
    task.gradient()
    truth = exact(task)
    unit = math.inf
    times: dict[tuple[str, int], float] = {}
    errors: dict[tuple[str, int], list[float]] = {}
    again: dict[str, float] = {}
    failed: dict[str, str] = {}
    for name in options.package:  # imports, thread pools
        try:
            PEERS[name](task, 1, 2, 0)
        except Exception as error:
            failed[name] = f"{type(error).__name__}: {str(error).splitlines()[0]}"
    names = [name for name in options.package if name not in failed]
    for repeat in range(options.repeats):
        for steps in options.steps:
            for name in names:
                for _ in range(3):
                    unit = min(unit, timed(task.gradient, options)[0])
                probes = probes_of(name, options)
                run = lambda name=name, steps=steps, seed=repeat, probes=probes: PEERS[name](  # noqa: E731
                    task, probes, steps, seed
                )
                seconds, rule = timed(run, options)
                key = (name, steps)
                times[key] = min(times.get(key, math.inf), seconds / probes)
                if steps == max(options.steps):
                    again[name] = copies(rule)
                print(
                    f"{problem} {steps} {name}: {seconds:.2f} s, gradient {1e3 * unit:.2f} ms",
                    file=sys.stderr,
                    flush=True,
                )
                if truth is not None:
                    errors.setdefault(key, []).append(abs(err_of(rule, task.dim) / truth - 1))
    memory = {name: None if options.no_memory else peak(name, options, problem) for name in names}
    found = []
    for name in options.package:
        if name in failed:
            found.append(f"| {problem} | {name} | does not run: {failed[name]} |")
            continue
        cells = [f"{problem} (d = {task.dim:,})", name]
        for steps in options.steps:
            gradients = times[name, steps] / unit
            slower = times[name, steps] / times[options.package[0], steps]
            cells += [f"{gradients / steps:.2f}", f"{slower:.2f}"]
        room = memory[name]
        cells.append("–" if room is None else f"{room:.0f}")
        cells.append(f"{max(options.steps) * task.dim * 4 / 2**20:.1f}")
        cells.append(f"{again[name]:.1f}")
        for steps in options.steps:
            of_key = errors.get((name, steps))
            cells.append("–" if of_key is None else f"{100 * float(np.mean(of_key)):.1f}%")
        found.append(f"| {' | '.join(cells)} |")
    return found


def main() -> None:
    """Measure, and print a Markdown table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--problem", nargs="+", choices=PROBLEMS, default=list(PROBLEMS))
    parser.add_argument("--steps", type=int, nargs="+", default=[10, 50])
    parser.add_argument("--probes", type=int, default=8)
    parser.add_argument("--peer-probes", type=int, help="probes of the others (--probes)")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--samples", type=int, default=None)
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--package", nargs="+", choices=PEERS, default=list(PEERS))
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--device", default="cpu")
    parser.add_argument(
        "--cpu-time", action="store_true", help="processor time, where others use the machine"
    )
    parser.add_argument("--no-memory", action="store_true")
    parser.add_argument("--child", choices=PEERS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    # PyHessian's way to a graph, backward(create_graph=True), is warned of at every batch.
    warnings.filterwarnings("ignore", message=".*create_graph=True.*")
    if options.child:
        child(options)
        return
    steps = options.steps
    titles = ["problem", "package"]
    for count in steps:
        titles += [f"gradients a probe-step, {count} steps", "time / first package"]
    titles += ["peak memory (MiB)", "vectors of a probe (MiB)", "nodes at the largest eigenvalue"]
    titles += [f"error of err, {count} steps" for count in steps]
    lines = [f"| {' | '.join(titles)} |", f"|{' --- |' * len(titles)}"]
    for problem in options.problem:
        lines += rows(problem, options)
    print("\n".join(lines))


if __name__ == "__main__":
    main()
