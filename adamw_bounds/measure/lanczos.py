"""Lanczos quadrature of many random probes at once, with full reorthogonalisation."""

from __future__ import annotations

import contextlib
import math
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from adamw_bounds.errors import RunError
from adamw_bounds.measure._torch import torch
from adamw_bounds.measure.products import Operator, is_out_of_memory
from adamw_bounds.measure.results import Extreme

__all__ = ["Quadrature", "lanczos", "probe_vector"]

Float64Array = npt.NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Quadrature:
    """What Lanczos found.

    Attributes
    ----------
    nodes, weights : ndarray of shape (probes, steps)
        Gauss quadrature of each probe, nodes ascending. A probe whose Krylov space ended early
        has fewer nodes; the rest have weight 0 and repeat its last node.
    largest, smallest : Extreme
        Extreme Ritz values over all probes, with measured residuals.
    steps : tuple of int
        Steps that each probe took.
    seconds : float
        Time of everything.
    orthogonalisation : float
        Time of reorthogonalisation.
    """

    nodes: Float64Array
    weights: Float64Array
    largest: Extreme
    smallest: Extreme
    steps: tuple[int, ...]
    seconds: float
    orthogonalisation: float


def probe_vector(dim: int, seed: int, probe: int, distribution: str) -> Float64Array:
    """Return a random vector of norm 1 that depends on its arguments alone.

    Parameters
    ----------
    dim : int
        d ≥ 1.
    seed, probe : int
        Seed ≥ 0 of the run and number of the probe.
    distribution : str
        ``rademacher`` or ``gaussian``.
    """
    rng = np.random.default_rng([seed, probe])
    if distribution == "rademacher":
        signs = rng.integers(0, 2, size=dim, dtype=np.int8)
        vector = 2.0 * signs - 1.0
    else:
        vector = rng.standard_normal(dim)
    found: Float64Array = vector / np.linalg.norm(vector)
    return found


def lanczos(
    operator: Operator,
    *,
    probes: int,
    steps: int,
    seed: int = 0,
    distribution: str = "rademacher",
    basis: str = "auto",
) -> Quadrature:
    """Measure Gauss quadratures of random probes.

    Parameters
    ----------
    operator : Operator
        The symmetric matrix; called once a step with all probes that are not done.
    probes, steps : int
        Probes ≥ 1 and steps ≥ 1 of each; min(steps, d) are made.
    seed : int
        Seed of the probes.
    distribution : str
        ``rademacher`` or ``gaussian``.
    basis : str
        Where the vectors are kept: ``device``, ``host``, ``disk``, or ``auto`` for the first of
        them that has room. It takes probes·steps·d numbers.

    Returns
    -------
    Quadrature

    Raises
    ------
    RunError
        If the basis fits nowhere.
    """
    began = time.perf_counter()
    steps = min(steps, operator.dim)
    epsilon = float(torch.finfo(operator.dtype).eps)
    diagonal = np.zeros((probes, steps))
    # Entry i couples steps i and i + 1; the last one is that of the residual.
    beside = np.zeros((probes, steps))
    taken = [steps] * probes
    spent = 0.0
    with _basis((probes, steps, operator.dim), operator, basis) as vectors:
        for probe in range(probes):
            start = probe_vector(operator.dim, seed, probe, distribution)
            vectors[probe, 0].copy_(torch.from_numpy(start))
        active = list(range(probes))
        scale = 0.0
        for step in range(steps):
            now = vectors[active, step].to(operator.device)
            following = operator.apply(now)
            clock = time.perf_counter()
            alphas = (now.double() * following.double()).sum(dim=1).tolist()
            following = following.to(vectors.device)
            left = []
            for row, (probe, alpha) in enumerate(zip(active, alphas, strict=True)):
                diagonal[probe, step] = alpha
                residual = following[row]
                earlier = vectors[probe, : step + 1]
                # The three-term recurrence is part of the first sweep; the second one takes
                # away what rounding left of the first.
                for _ in range(2):
                    residual -= torch.mv(earlier.T, torch.mv(earlier, residual))
                beta = float(torch.linalg.vector_norm(residual, dtype=torch.float64))
                if not (math.isfinite(alpha) and math.isfinite(beta)):
                    raise RunError(
                        f"a product of the matrix is not finite (step {step + 1} of probe {probe})",
                        code="not-finite",
                    )
                scale = max(scale, abs(alpha), beta)
                if beta <= 10 * epsilon * scale:
                    # The Krylov space is invariant: its quadrature is exact.
                    taken[probe] = step + 1
                    continue
                beside[probe, step] = beta
                left.append(probe)
                if step + 1 < steps:
                    torch.div(residual, beta, out=vectors[probe, step + 1])
            spent += time.perf_counter() - clock
            active = left
            if not active:
                break
        nodes, weights, columns = _quadrature(diagonal, beside, taken)
        ends = [_end(vectors, nodes, columns, taken, largest=largest) for largest in (False, True)]
        units = torch.stack([vector for _, vector in ends]).to(operator.device)
        units /= torch.linalg.vector_norm(units, dim=1, keepdim=True)
        applied = operator.apply(units)
        values = torch.tensor([value for value, _ in ends], dtype=torch.float64)
        misses = applied.double() - values.to(applied.device)[:, None] * units.double()
        residuals = torch.linalg.vector_norm(misses, dim=1).tolist()
    smallest, largest = (
        Extreme(value, float(miss)) for (value, _), miss in zip(ends, residuals, strict=True)
    )
    return Quadrature(
        nodes=nodes,
        weights=weights,
        largest=largest,
        smallest=smallest,
        steps=tuple(taken),
        seconds=time.perf_counter() - began,
        orthogonalisation=spent,
    )


def _quadrature(
    diagonal: Float64Array, beside: Float64Array, taken: list[int]
) -> tuple[Float64Array, Float64Array, list[Float64Array]]:
    """Diagonalise the tridiagonal matrix of each probe.

    Returns
    -------
    nodes, weights : ndarray of shape (probes, steps)
        Padded by weight 0.
    columns : list of ndarray of shape (steps of the probe, steps of the probe)
        Eigenvectors.
    """
    nodes, weights = np.empty_like(diagonal), np.zeros_like(diagonal)
    columns = []
    for probe, size in enumerate(taken):
        # eigh reads the lower triangle.
        matrix = np.diag(diagonal[probe, :size]) + np.diag(beside[probe, : size - 1], -1)
        values, vectors = np.linalg.eigh(matrix)
        nodes[probe, :size], nodes[probe, size:] = values, values[-1]
        squares = vectors[0] ** 2
        weights[probe, :size] = squares / squares.sum()
        columns.append(vectors)
    return nodes, weights, columns


def _end(
    vectors: Any,
    nodes: Float64Array,
    columns: list[Float64Array],
    taken: list[int],
    *,
    largest: bool,
) -> tuple[float, Any]:
    """Return an extreme Ritz value and its vector."""
    place = [size - 1 if largest else 0 for size in taken]
    found = [nodes[probe, index] for probe, index in enumerate(place)]
    probe = int(np.argmax(found) if largest else np.argmin(found))
    column = torch.from_numpy(np.ascontiguousarray(columns[probe][:, place[probe]]))
    kept = vectors[probe, : taken[probe]]
    return float(found[probe]), torch.mv(kept.T, column.to(device=kept.device, dtype=kept.dtype))


# Where the vectors are kept


@contextlib.contextmanager
def _basis(shape: tuple[int, int, int], operator: Operator, where: str) -> Iterator[Any]:
    """Make room for the Lanczos vectors; a file on disk is gone when they are."""
    size = int(np.prod(shape, dtype=object)) * torch.finfo(operator.dtype).bits // 8
    places = ("device", "host", "disk") if where == "auto" else (where,)
    with contextlib.ExitStack() as stack:
        vectors = None
        for place in places:
            if where == "auto" and size > _room(place, operator.device):
                continue
            try:
                if place == "disk":
                    vectors = stack.enter_context(_on_disk(shape, operator.dtype, size))
                else:
                    device = operator.device if place == "device" else torch.device("cpu")
                    vectors = torch.empty(shape, dtype=operator.dtype, device=device)
                break
            except (RuntimeError, MemoryError) as error:
                if not is_out_of_memory(error):
                    raise
        if vectors is not None:
            yield vectors
            return
    raise RunError(
        f"the Lanczos vectors take {size / 2**30:.3g} GiB (probes·steps·d numbers), for which "
        f"there is no room ({', '.join(places)}): take fewer probes or steps",
        code="out-of-memory",
    )


def _room(place: str, device: Any) -> float:
    """Return how many bytes the basis may take there."""
    if place == "disk":
        return 0.9 * shutil.disk_usage(tempfile.gettempdir()).free
    if place == "device" and device.type == "cuda":
        return 0.5 * float(torch.cuda.mem_get_info(device)[0])
    try:
        for line in Path("/proc/meminfo").read_text(encoding="ascii").splitlines():
            if line.startswith("MemAvailable:"):
                return 0.6 * 1024 * float(line.split()[1])
    except (OSError, ValueError):
        pass
    try:
        return 0.6 * os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, OSError, ValueError):
        return float("inf")  # not known here: try


@contextlib.contextmanager
def _on_disk(shape: tuple[int, int, int], dtype: Any, size: int) -> Iterator[Any]:
    if size > shutil.disk_usage(tempfile.gettempdir()).free:
        raise RunError(
            f"the Lanczos vectors take {size / 2**30:.3g} GiB, more than is free in "
            f"{tempfile.gettempdir()}",
            code="out-of-memory",
        )
    name = "float64" if dtype == torch.float64 else "float32"
    with tempfile.TemporaryFile(prefix="adamw-bounds-") as file:
        array = np.memmap(file, dtype=name, mode="w+", shape=shape)
        yield torch.from_numpy(array)
