"""Spectra of many values: one pass in chunks, little memory, the same figures by every way."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import numpy as np
import pytest

from adamw_bounds.spectra import Spectrum, generalization, load_spectrum, optimal_decay
from adamw_bounds.spectra import _sums as sums

SETTINGS = {"eta": 1e-3, "rho": 0.01, "batch_size": 32, "lam": 0.01, "samples": 10**6}


def test_a_mapped_file_is_never_held_in_memory(tmp_path: Path) -> None:
    count = 4_000_000  # 32 MB
    path = tmp_path / "many.npy"
    values = np.lib.format.open_memmap(path, mode="w+", dtype=np.float64, shape=(count,))
    values[:] = np.geomspace(1e-11, 5, count)
    values.flush()
    del values
    generalization(Spectrum(eigenvalues=np.array([1.0, 2.0])), **SETTINGS)  # what is loaded once
    tracemalloc.start()
    try:
        answer = generalization(load_spectrum(path), floor=1e-9, **SETTINGS)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert answer.inputs["dim"] == count
    assert peak < 6e6


def test_lambda_star_of_a_mapped_file_takes_little_memory_too(tmp_path: Path) -> None:
    path = tmp_path / "many.npy"
    np.save(path, np.geomspace(1e-9, 5, 1_000_000))  # 8 MB
    spectrum = load_spectrum(path)
    inputs = {"eta": 1e-2, "rho": 0.01, "batch_size": 1}
    optimal_decay(Spectrum(eigenvalues=np.array([1.0, 2.0])), "adamw", **inputs)
    tracemalloc.start()
    try:
        optimal_decay(spectrum, "adamw", **inputs)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 6e6


@pytest.mark.parametrize("lam", [0.0, 0.02])
def test_products_of_x_give_the_sum_of_their_logarithms(
    monkeypatch: pytest.MonkeyPatch, lam: float
) -> None:
    rng = np.random.default_rng(0)
    values = 10.0 ** rng.uniform(-12, 4, 50_003) * rng.choice([-1.0, 1.0], 50_003)
    inputs = {**SETTINGS, "lam": lam}
    fast = generalization(Spectrum(eigenvalues=values), floor=1e-10, **inputs)
    monkeypatch.setattr(sums, "_LOG_RANGE", 0.0)  # no product is allowed
    slow = generalization(Spectrum(eigenvalues=values), floor=1e-10, **inputs)
    for left, right in zip(fast, slow, strict=True):
        assert left.value == pytest.approx(right.value, rel=1e-13)
    assert fast.extra["share_x_above_one"] == slow.extra["share_x_above_one"]


def test_no_product_leaves_a_float() -> None:
    # x of 1e-30 to 1e-25: eight of them would underflow.
    values = np.geomspace(1e-20, 1e-10, 1000)
    inputs = {"eta": 1e20, "rho": 1.0, "batch_size": 1, "samples": 10, "lam": 0.0, "floor": 0}
    answer = generalization(Spectrum(eigenvalues=values), **inputs)
    x = 2e-20 * np.sqrt(values)
    expected = float(np.sum(np.log(x) + 1 / x))
    found = answer.one(quantity="err", optimizer="adamw", variant="corrected").value
    assert found == pytest.approx(expected, rel=1e-12)
