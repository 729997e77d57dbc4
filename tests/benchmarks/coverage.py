"""How often the error bars of a Lanczos quadrature hold the exact err, on the shipped spectra.

    python tests/benchmarks/coverage.py [--runs 100] [--probes 10] [--steps 30 100 300] [--float32]
    python tests/benchmarks/coverage.py --drawn [NAME …] --dim 2000 --probes 2 --steps 150

Each run draws its own seeded probes, uniform on the sphere: in the Hessian's eigenbasis a Gaussian
vector is a Gaussian vector, so Lanczos on the diagonal matrix of the exact eigenvalues (all of
them, in float64) is Lanczos on the Hessian. Runs of fewer steps are the beginnings of the longest.
Goal: at least 95 of 100 intervals at a level of 95 % hold the exact err per parameter, for AdamW
and for ℓ2-Adam. Beside the counts: the interval of the quadrature alone must hold what the run's
own probes have (always: it is a theorem), the mean width with its share that is quadrature, and
the same with the Gauss nodes alone (``--no-refine`` counts those). The exact err is that at full
precision, whatever Lanczos computes in. With ``--drawn`` the spectra are drawn, clustered or with
one zero for example, turned into another basis and measured as a model is (needs torch).
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.linalg import eigh_tridiagonal

from adamw_bounds.spectra import Meta, Spectrum, shipped
from adamw_bounds.spectra._formulas import summands
from adamw_bounds.spectra._sums import floor_of
from adamw_bounds.spectra.brackets import enclose, err_bracket

Array = npt.NDArray[np.floating[Any]]

SPECTRA = ("digits_mlp_adamw", "digits_mlp_l2_adam")
#: Spectra that are drawn, of any dimension; see `drawn`.
DRAWN = ("clustered", "multiplicity", "one-zero", "half-zero", "negative", "geometric", "outliers")
OPTIMIZERS = ("adamw", "l2-adam")
#: From where on a drawn spectrum in float64 stays in its own basis.
_LARGE = 20_000


def drawn(name: str, dim: int) -> Array:
    """Return the eigenvalues (dim,) of a spectrum that is hard in one way: the same ones each time.

    Parameters
    ----------
    name : str
        One of `DRAWN`.
    dim : int
        d ≥ 10, a multiple of 10.
    """
    rng = np.random.default_rng(DRAWN.index(name))
    fifth, half, quarter = dim // 5, dim // 2, dim // 4

    def decades(low: float, high: float, count: int) -> Array:
        return 10.0 ** rng.uniform(low, high, count)

    made: dict[str, Callable[[], Array]] = {
        "clustered": lambda: np.concatenate(
            [c * (1 + 1e-3 * rng.standard_normal(fifth)) for c in (1e-6, 1e-4, 1e-2, 0.3, 5)]
        ),
        "multiplicity": lambda: np.repeat([1e-5, 1e-3, 0.1, 1.0, 8.0], fifth),
        "one-zero": lambda: np.append(decades(-3, 1, dim - 1), 0.0),
        "half-zero": lambda: np.concatenate([np.zeros(half), decades(-3, 1, dim - half)]),
        "negative": lambda: np.concatenate(
            [-decades(-5, -1, quarter), decades(-5, 1, dim - quarter)]
        ),
        "geometric": lambda: np.geomspace(1e-10, 10, dim),
        "outliers": lambda: np.concatenate([[5.0, 12.0, 30.0], decades(-6, -3, dim - 3)]),
    }
    return made[name]()


class Rotated:
    """diag(eigenvalues) in another basis, where products round as those of a full matrix do."""

    def __init__(self, eigenvalues: Array, rng: np.random.Generator) -> None:
        self.eigenvalues = eigenvalues
        signs = rng.choice([-1.0, 1.0], (2, eigenvalues.size)).astype(eigenvalues.dtype)
        self._first, self._second = signs

    def __call__(self, vector: Array) -> Array:
        """Return the product with a vector (d,)."""
        from scipy.fft import dct, idct

        inner = dct(self._second * dct(self._first * vector, norm="ortho"), norm="ortho")
        back = self._second * idct(self.eigenvalues * inner, norm="ortho")
        found: Array = self._first * idct(back, norm="ortho")
        return found


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


def count_drawn(
    name: str,
    dim: int,
    *,
    runs: int,
    probes: int,
    steps: int,
    dtype: str = "float64",
    first_seed: int = 0,
    products: int | None = None,
) -> dict[str, Count]:
    """Count for a drawn spectrum, measured as a model is, err against that at full precision.

    Its floor is what `generalization` takes by default; needs torch. Large ones in float64 stay in
    their own basis, with Gaussian probes: there Lanczos on the diagonal is Lanczos on the matrix,
    at half of the time. `products` stands in for `probes` and `steps`.
    """
    from adamw_bounds.measure import measure_operator
    from adamw_bounds.measure.products import Matvec
    from adamw_bounds.spectra import generalization

    values = drawn(name, dim)
    given: dict[str, Any] = {
        "eta": 1e-3,
        "lam": 0.01,
        "lam_l2": 0.01,
        "batch_size": 128,
        "rho": 1 / 192,
    }
    truth = generalization(Spectrum(eigenvalues=values), samples=1000, variant="corrected", **given)
    counts = {kind: Count() for kind in ("adamw", "adam", "l2-adam")}
    turned = dtype != "float64" or dim < _LARGE
    for run in range(first_seed, first_seed + runs):
        product = Rotated(values.astype(dtype), np.random.default_rng([run, 7]))

        def apply(columns: Array, product: Rotated = product) -> Array:
            if not turned:
                return values[:, None] * columns
            return np.stack([product(column) for column in columns.T], axis=1)

        measured = measure_operator(
            Matvec(apply, dim, dtype=dtype),
            **({"probes": probes, "steps": steps} if products is None else {"products": products}),
            meta=Meta.from_mapping({**given, "samples": 1000}) if products else None,
            seed=run,
            exact_below=0,
            look_for_zeros=False,  # of a matrix in its own basis all zeros would be counted
            distribution="rademacher" if turned else "gaussian",
        )
        found = generalization(measured.spectrum, samples=1000, variant="corrected", **given)
        for kind, tally in counts.items():
            row, exact = (
                answer.one(quantity="err-per-parameter", optimizer=kind)
                for answer in (found, truth)
            )
            value = float(exact.value)
            low, high = float(row.lower), float("inf" if row.upper is None else row.upper)
            slack = 1e-12 * value
            tally.runs += 1
            tally.held += low - slack <= value <= high + slack
            tally.low += high < value - slack
            tally.high += low > value + slack
            tally.widths.append((high - low) / value)
            tally.errors.append(abs(float(row.value) - value) / value)
    return counts


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
    floor = spectrum.default_floor()
    values = {**settings(spectrum), "floor": floor, "floor_by_default": True}
    each = {
        kind: summands(
            kind,
            np.maximum(np.abs(exact), floor_of(kind, values)),
            values["lam_l2" if kind == "l2-adam" else "lam"],
            values,
            variant,
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
    parser.add_argument(
        "--drawn",
        nargs="*",
        choices=DRAWN,
        help="spectra that are drawn (all of them where none is named), all three optimizers",
    )
    parser.add_argument("--dim", type=int, default=2000, help="of those")
    parser.add_argument("--products", type=int, help="of those, for --probes and one --steps")
    options = parser.parse_args()
    dtype = "float32" if options.float32 else "float64"
    print(f"{options.runs} runs x {options.probes} probes, {dtype}, err per parameter")
    print(
        f"{'spectrum':20} {'optimizer':9} {'steps':>5}  {'held':>4} {'of':>3} {'probes':>6}  "
        f"{'width':>7} {'quadrature':>10} {'error':>7}  goal"
    )
    if options.drawn is not None:
        _show_drawn(options, dtype)
        return
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


def _show_drawn(options: argparse.Namespace, dtype: str) -> None:
    """Print how often the interval held, and its median width in units of err."""
    for name in options.drawn or DRAWN:
        for steps in options.steps if options.products is None else [options.products]:
            counts = count_drawn(
                name,
                options.dim,
                runs=options.runs,
                probes=options.probes,
                steps=steps,
                dtype=dtype,
                products=options.products,
            )
            for kind, tally in counts.items():
                print(
                    f"{name:12} d = {options.dim} {kind:8} {steps:5}  held {tally.held:3} of "
                    f"{tally.runs:3} (below {tally.low}, above {tally.high})  width "
                    f"{np.median(tally.widths):.4g}  "
                    f"{'met' if tally.held >= 0.95 * tally.runs else 'MISSED'}",
                    flush=True,
                )


if __name__ == "__main__":
    main()
