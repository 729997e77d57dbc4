"""Quadratures that are measured by Lanczos in numpy, and what they are of."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from adamw_bounds.spectra import Meta, Spectrum
from adamw_bounds.spectra.brackets import (
    Enclosure,
    Functional,
    enclose,
    quantile_windows,
)

Array = npt.NDArray[np.float64]


def benchmark() -> Any:
    path = Path(__file__).parents[2] / "benchmarks" / "coverage.py"
    spec = importlib.util.spec_from_file_location("coverage_of_brackets", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


BENCHMARK = benchmark()

VALUES: Mapping[str, Any] = {
    "eta": 1e-3,
    "rho": 1 / 192,
    "batch_size": 128,
    "lam": 0.01,
    "lam_l2": 0.01,
    "samples": 1797,
    "tau": 0.05,
    "x_star_norm": 3.0,
    "floor": 1e-9,
}


def log_of(sigma: Array) -> Array:
    return np.log(np.maximum(np.abs(sigma), 1e-6))


LOG = Functional(function=log_of, turning_points=(0.0,))
SQUARE = Functional(function=np.square, turning_points=(0.0,))


def measured(
    eigenvalues: Array, starts: Array, steps: int, dtype: str = "float64"
) -> tuple[Spectrum, Array]:
    """Return nodes and weights of each start (a row, in the eigenbasis), and the residuals."""
    found = [BENCHMARK.lanczos(eigenvalues.astype(dtype), start, steps) for start in starts]
    rules = [BENCHMARK.gauss(*pair) for pair in found]
    spectrum = Spectrum(
        dim=eigenvalues.size,
        nodes=np.array([rule[0] for rule in rules]),
        weights=np.array([rule[1] for rule in rules]),
        meta=Meta(dtype=dtype),
    )
    return spectrum, np.array([pair[1][-1] for pair in found], dtype=np.float64)


def mean_of_probes(functional: Functional, eigenvalues: Array, starts: Array) -> float:
    """Return ∫f dμ, its mean over the probes drawn."""
    shares = starts**2 / (starts**2).sum(axis=1, keepdims=True)
    return float((shares @ functional.function(eigenvalues)).mean())


def spectra(rng: np.random.Generator) -> dict[str, Array]:
    bulk = np.concatenate([rng.normal(0, 1e-3, 150), rng.exponential(0.02, 40), [0.5, 1.0, 2.0]])
    return {
        "even": np.linspace(-1.0, 1.0, 200),
        "decades": np.geomspace(1e-9, 1.0, 200),
        "network": bulk,
        "clusters": np.repeat([-0.3, 0.0, 1e-8, 0.7], [20, 100, 50, 30]) + 1e-12 * np.arange(200),
    }


def windows_of(mass: Array, low: Array, high: Array) -> Any:
    return quantile_windows(low, np.zeros_like(low), np.zeros_like(low), (low[0], high[0]))


def enclosure_of(windows: Any, *, nodes: Array, ends: tuple[float, float]) -> Enclosure:
    spectrum = Spectrum(dim=1, nodes=nodes, weights=np.ones(1))
    built = enclose(spectrum)
    return replace(
        built,
        windows=windows,
        parts=(),
        support=replace(built.support, lower=float(ends[0]), upper=float(ends[1])),
    )


def quadrature(values: Array, probes: int, steps: int) -> Spectrum:
    """Return Lanczos rules of a diagonal matrix, orthogonalised in full."""
    rng = np.random.default_rng(0)
    nodes, weights = [], []
    for _ in range(probes):
        start = rng.normal(size=values.size)
        basis = [start / np.linalg.norm(start)]
        diagonal, off = [], []
        for _ in range(steps):
            product = values * basis[-1]
            diagonal.append(basis[-1] @ product)
            for _ in range(2):
                for vector in basis:
                    product = product - vector * (vector @ product)
            off.append(np.linalg.norm(product))
            basis.append(product / off[-1])
        found, vectors = np.linalg.eigh(
            np.diag(diagonal) + np.diag(off[:-1], 1) + np.diag(off[:-1], -1)
        )
        nodes.append(found)
        weights.append(vectors[0] ** 2)
    return Spectrum(nodes=np.array(nodes), weights=np.array(weights), dim=values.size)
