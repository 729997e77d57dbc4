"""How often the error bars of a Lanczos quadrature hold the exact err, on the shipped spectra.

    python tests/benchmarks/coverage.py [--runs 100] [--probes 10] [--steps 30 100 300] [--float32]

Each run draws its own seeded probes, uniform on the sphere: in the Hessian's eigenbasis a Gaussian
vector is a Gaussian vector, so Lanczos on the diagonal matrix of the exact eigenvalues (all of
them, in float64) is Lanczos on the Hessian. Runs of fewer steps are the beginnings of the longest.
Goal: at least 95 of 100 intervals at a level of 95 % hold the exact err per parameter, for AdamW
and for ℓ2-Adam. Beside the counts: the interval of the quadrature alone must hold what the run's
own probes have (always: it is a theorem), the mean width with its share that is quadrature, and
the same with the Gauss nodes alone (``--no-refine`` counts those).
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.linalg import eigh_tridiagonal

from adamw_bounds.spectra import Meta, Spectrum, shipped
from adamw_bounds.spectra._formulas import summands
from adamw_bounds.spectra.brackets import enclose, err_bracket

Array = npt.NDArray[np.floating[Any]]

SPECTRA = ("digits_mlp_adamw", "digits_mlp_l2_adam")
OPTIMIZERS = ("adamw", "l2-adam")


def lanczos(eigenvalues: Array, start: Array, steps: int) -> tuple[Array, Array]:
    """Return diagonal (steps,) and off-diagonals (steps,) of diag(eigenvalues) from `start`.

    In the floating type of `eigenvalues`; what the three-term recurrence leaves is
    reorthogonalised in full. The last off-diagonal is the residual.
    """
    kind = eigenvalues.dtype
    basis = np.zeros((steps + 1, eigenvalues.size), dtype=kind)
    basis[0] = start / np.linalg.norm(start)
    diagonal, off = np.zeros(steps, dtype=kind), np.zeros(steps, dtype=kind)
    for step in range(steps):
        vector = eigenvalues * basis[step]
        diagonal[step] = basis[step] @ vector
        vector -= diagonal[step] * basis[step]
        if step:
            vector -= off[step - 1] * basis[step - 1]
        vector -= (basis[: step + 1] @ vector) @ basis[: step + 1]
        off[step] = np.linalg.norm(vector)
        if off[step] > 0:
            basis[step + 1] = vector / off[step]
    return diagonal, off


def gauss(diagonal: Array, off: Array) -> tuple[Array, Array]:
    """Return nodes and weights of a Jacobi matrix, in float64."""
    nodes, vectors = eigh_tridiagonal(
        diagonal.astype(np.float64), off[: diagonal.size - 1].astype(np.float64)
    )
    return nodes, vectors[0] ** 2


@dataclass
class Count:
    """What a series of runs gave for one spectrum, optimizer and number of steps."""

    held: int = 0
    low: int = 0
    high: int = 0
    quadrature_held: int = 0
    runs: int = 0
    widths: list[float] = field(default_factory=list)
    quadrature: list[float] = field(default_factory=list)
    errors: list[float] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)


def settings(spectrum: Spectrum) -> dict[str, Any]:
    """Return the settings of the spectrum's run; ρ is the variance of PyTorch's initialisation."""
    meta = spectrum.meta
    return {
        "eta": meta.eta,
        "lam": meta.lam,
        "lam_l2": meta.lam,
        "batch_size": meta.batch_size,
        "samples": meta.samples,
        "rho": 1 / 192,
        "tau": 0.05,
        "x_star_norm": meta.x_star_norm,
        "dim": spectrum.dim,
    }


def count(
    name: str,
    steps: Sequence[int],
    *,
    runs: int,
    probes: int,
    first_seed: int = 0,
    dtype: str = "float64",
    refine: int = 3,
    variant: str = "corrected",
) -> dict[tuple[int, str], Count]:
    """Count over seeded runs how often the interval holds the exact err per parameter."""
    spectrum = shipped(name)
    exact = np.asarray(spectrum.eigenvalues, dtype=np.float64)
    floor = Spectrum(eigenvalues=exact, dtype=dtype).default_floor()
    values = {**settings(spectrum), "floor": floor}
    sigma = np.maximum(np.abs(exact), floor)
    each = {
        kind: summands(
            kind, sigma, values["lam_l2" if kind == "l2-adam" else "lam"], values, variant
        )[0]
        for kind in OPTIMIZERS
    }
    counts = {(size, kind): Count() for size in steps for kind in OPTIMIZERS}
    for run in range(runs):
        rng = np.random.default_rng([first_seed + run, SPECTRA.index(name)])
        starts = rng.standard_normal((probes, exact.size))
        tridiagonal = [lanczos(exact.astype(dtype), start, max(steps)) for start in starts]
        shares = starts**2 / (starts**2).sum(axis=1, keepdims=True)
        for size in steps:
            rules = [gauss(diagonal[:size], off) for diagonal, off in tridiagonal]
            found = Spectrum(
                dim=exact.size,
                nodes=np.array([rule[0] for rule in rules]),
                weights=np.array([rule[1] for rule in rules]),
                meta=Meta(dtype=dtype),
            )
            begin = time.perf_counter()
            enclosure = enclose(found, refine=refine)
            for kind in OPTIMIZERS:
                bracket = err_bracket(enclosure, kind, values, variant).scaled(1 / exact.size)
                tally, truth = counts[size, kind], float(each[kind].mean())
                tally.runs += 1
                tally.held += truth in bracket
                tally.low += bracket.upper < truth
                tally.high += bracket.lower > truth
                own = float((shares @ each[kind]).mean())
                slack = 1e-12 * abs(own)
                low, high = bracket.quadrature
                tally.quadrature_held += low - slack <= own <= high + slack
                tally.widths.append(bracket.width)
                tally.quadrature.append(high - low)
                tally.errors.append(abs(bracket.estimate - truth))
            counts[size, OPTIMIZERS[0]].seconds.append(time.perf_counter() - begin)
    return counts


def main() -> None:
    """Count, and print a table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--runs", type=int, default=100)
    parser.add_argument("--probes", type=int, default=10)
    parser.add_argument("--steps", type=int, nargs="+", default=[30, 100, 300])
    parser.add_argument("--float32", action="store_true", help="Lanczos in float32")
    parser.add_argument("--no-refine", action="store_true", help="the Gauss nodes alone")
    options = parser.parse_args()
    dtype = "float32" if options.float32 else "float64"
    print(f"{options.runs} runs x {options.probes} probes, {dtype}, err per parameter")
    print(
        f"{'spectrum':20} {'optimizer':9} {'steps':>5}  {'held':>4} {'of':>3} {'probes':>6}  "
        f"{'width':>7} {'quadrature':>10} {'error':>7}  goal"
    )
    for name in SPECTRA:
        counts = count(
            name,
            options.steps,
            runs=options.runs,
            probes=options.probes,
            dtype=dtype,
            refine=0 if options.no_refine else 3,
        )
        for (size, kind), tally in counts.items():
            met = tally.held >= 0.95 * tally.runs and tally.quadrature_held == tally.runs
            print(
                f"{name:20} {kind:9} {size:5}  {tally.held:4} {tally.runs:3} "
                f"{tally.quadrature_held:6}  {np.mean(tally.widths):7.4f} "
                f"{np.mean(tally.quadrature):10.4f} {np.mean(tally.errors):7.4f}  "
                f"{'met' if met else 'MISSED'}",
                flush=True,
            )
        seconds = {
            size: float(np.median(counts[size, OPTIMIZERS[0]].seconds)) for size in options.steps
        }
        times = ", ".join(f"{size} steps {value:.2f} s" for size, value in seconds.items())
        print(f"{'':20} bracket of {options.probes} probes, both optimizers: {times}")


if __name__ == "__main__":
    main()
