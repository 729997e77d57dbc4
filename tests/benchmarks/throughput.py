"""What log T of Theorem 2 costs on a grid of ten million points, in units of ``numpy.add``.

    python tests/benchmarks/throughput.py [--rounds 7] [--points 10000000]

The unit is one ``numpy.add(a, b)`` of two float64 arrays of as many points, with a new array for
the result, as a kernel has to make one. Calls are interleaved; a ratio is taken within its round.
Goal for the grid over two varying inputs (broadcasting): at most 8. Beside it: every input a full
array, and ``sympy.lambdify`` of the printed formula. Needs about 2 GB of memory.
"""

from __future__ import annotations

import argparse
import math
import statistics
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

FIXED = {"delta": 1e-4, "batch_size": 32.0, "sigma": 0.5, "smoothness": 2.0, "gap": 1.5}


def log_iterations(**inputs: Any) -> Array:
    """Natural log of T, Theorem 2 as printed, constant step: the kernel itself."""
    from adamw_bounds.kernels.calls import log_value

    return np.asarray(
        log_value("theorem-2", "iterations", "printed", schedule="constant", **inputs)
    )


def answer(**inputs: Any) -> Array:
    """Return the same number by the public API, with validation, terms and decimal logarithms."""
    import adamw_bounds as ab

    found = ab.complexity(theorem=2, variant="printed", schedule="constant", **inputs)
    log10 = found.one(quantity="iterations", optimizer="adamw", variant="printed").log10
    return np.asarray(log10) * math.log(10)


def lambdified() -> Callable[..., Array]:
    """Return the printed formula as ``sympy.lambdify`` makes it (T itself, not its log)."""
    import sympy as sp

    names = sp.symbols("c_inf delta epsilon batch_size sigma smoothness gap", positive=True)
    c, delta, eps, b, sigma, lip, gap = names
    bias = c ** sp.Rational(5, 2) * lip * gap * sigma**2 / (delta ** sp.Rational(5, 4) * b * eps**4)
    variance = c**2 * sigma**4 / (delta * b**2 * eps**4)
    function = sp.lambdify(names, sp.Max(bias, variance), "numpy")

    def call(**inputs: Any) -> Array:
        return np.asarray(function(**inputs))

    return call


def main() -> None:
    """Measure, and print the ratios."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--points", type=int, default=10_000_000)
    options = parser.parse_args()

    columns = math.isqrt(options.points)
    rows = options.points // columns
    shape = (rows, columns)
    c_inf = np.geomspace(1e-3, 1e3, rows).reshape(-1, 1)
    epsilon = np.geomspace(1e-6, 1e-1, columns).reshape(1, -1)
    grid: dict[str, Any] = {"c_inf": c_inf, "epsilon": epsilon, **FIXED}
    full = {
        name: np.ascontiguousarray(np.broadcast_to(np.asarray(value, dtype=float), shape))
        for name, value in grid.items()
    }
    reference = lambdified()
    first, second = full["c_inf"], full["epsilon"]

    cases: dict[str, tuple[Callable[[], Array], float | None]] = {
        "kernel, grid over two inputs": (lambda: log_iterations(**grid), 8.0),
        "kernel, full arrays": (lambda: log_iterations(**full), None),
        "API (complexity), grid": (lambda: answer(**grid), None),
        "sympy.lambdify, grid": (lambda: reference(**grid), None),
        "sympy.lambdify, full arrays": (lambda: reference(**full), None),
    }
    expected = np.log(reference(**grid))
    for name, (call, _) in cases.items():
        found = call()
        found = np.log(found) if "lambdify" in name else found
        assert found.shape == shape, f"{name}: shape {found.shape}, not {shape}"
        np.testing.assert_allclose(found, expected, rtol=1e-11, err_msg=name)

    units: list[float] = []
    ratios: dict[str, list[float]] = {name: [] for name in cases}
    for _ in range(options.rounds):
        for name, (call, _) in cases.items():
            begin = time.perf_counter()
            np.add(first, second)
            middle = time.perf_counter()
            call()
            end = time.perf_counter()
            units.append(middle - begin)
            ratios[name].append((end - middle) / (middle - begin))

    print(
        f"unit: numpy.add on {rows} x {columns} = {1e3 * statistics.median(units):.1f} ms (median)"
    )
    print(f"{'case':32}{'min':>8}{'median':>8}{'goal':>8}   ({options.rounds} rounds)")
    for name, (_, goal) in cases.items():
        median = statistics.median(ratios[name])
        verdict = "" if goal is None else f"{goal:8.1f}   {'met' if median <= goal else 'MISSED'}"
        print(f"{name:32}{min(ratios[name]):8.2f}{median:8.2f}{verdict}")


if __name__ == "__main__":
    main()
