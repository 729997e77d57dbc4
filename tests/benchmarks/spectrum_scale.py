"""What err of 10⁸ exact eigenvalues costs, read from an .npy by memory map, in units of numpy.log.

    python tests/benchmarks/spectrum_scale.py [--values 100000000] [--rounds 3] [--folder FOLDER]

The unit is one ``numpy.log`` of all values of the memory-mapped file, part by part into one small
array: the cheapest way to take them. (As one call, with an array for all of the result, it takes
several times as long; that is printed beside it.) Timed against it: reading and checking the file
(`load_spectrum`) and all of `generalization`, per optimizer. Goal: at most 3 for both together.
Beside it the largest memory of a process that does nothing else: goal below 2 GiB. Needs 8 bytes
of disk a value.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

SETTINGS = {"eta": 1e-3, "rho": 0.01, "batch_size": 32, "lam": 0.01, "samples": 10**6}
MEMORY = "--memory-of"


def write(path: Path, count: int) -> None:
    """Write eigenvalues over twelve decades, unsorted, part by part."""
    rng = np.random.default_rng(0)
    values = np.lib.format.open_memmap(path, mode="w+", dtype=np.float64, shape=(count,))
    for start in range(0, count, 1 << 22):
        part = values[start : start + (1 << 22)]
        part[:] = 10.0 ** rng.uniform(-11, 1, part.size)
    values.flush()


def answer(path: Path) -> tuple[float, float]:
    """Read and evaluate; return seconds of both."""
    from adamw_bounds.spectra import generalization, load_spectrum

    begin = time.perf_counter()
    spectrum = load_spectrum(path)
    middle = time.perf_counter()
    generalization(spectrum, floor=1e-13, **SETTINGS)
    return middle - begin, time.perf_counter() - middle


def main() -> None:
    """Measure, and print the ratios."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--values", type=int, default=100_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folder", default=None)
    parser.add_argument(MEMORY, dest="memory_of", default=None)
    options = parser.parse_args()
    if options.memory_of:
        answer(Path(options.memory_of))
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
        return

    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        path = Path(folder) / "eigenvalues.npy"
        write(path, options.values)
        mapped = np.load(path, mmap_mode="r")
        wholes, units, loads, evaluations = [], [], [], []
        buffer = np.empty(1 << 14)
        for _ in range(options.rounds):
            begin = time.perf_counter()
            np.log(mapped)
            wholes.append(time.perf_counter() - begin)
            begin = time.perf_counter()
            for start in range(0, mapped.size, buffer.size):
                part = mapped[start : start + buffer.size]
                np.log(part, out=buffer[: part.size])
            units.append(time.perf_counter() - begin)
            load, evaluation = answer(path)
            loads.append(load)
            evaluations.append(evaluation)
        run = subprocess.run(
            [sys.executable, __file__, MEMORY, str(path)],
            capture_output=True,
            text=True,
            check=True,
        )
    unit = statistics.median(units)
    load, evaluation = statistics.median(loads), statistics.median(evaluations)
    ratio = (load + evaluation) / 3 / unit
    # The pages of the map count as resident while the system leaves them there.
    memory = int(run.stdout) / 2**20
    print(f"{options.values:.3g} values, {options.rounds} rounds, medians")
    print(f"numpy.log by parts    {unit:8.2f} s  ({1e9 * unit / options.values:.2f} ns a value)")
    print(f"numpy.log at once     {statistics.median(wholes):8.2f} s")
    print(f"reading and checking  {load:8.2f} s")
    print(f"generalization        {evaluation:8.2f} s  (three optimizers, three floors)")
    print(f"per optimizer         {ratio:8.2f} x numpy.log {'met' if ratio <= 3 else 'MISSED'}")
    print(f"largest memory        {memory:8.2f} GiB {'met' if memory < 2 else 'MISSED'}")


if __name__ == "__main__":
    main()
