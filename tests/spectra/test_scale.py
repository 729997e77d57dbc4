"""Spectra of many values: one pass in chunks, little memory, the same figures by every way."""

from __future__ import annotations

import math
import tracemalloc
from pathlib import Path
from typing import Any

import mpmath as mp
import numpy as np
import pytest
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st

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


def _exactly(
    optimizer: str, nodes: Any, weights: Any, dim: int, inputs: dict[str, float]
) -> dict[str, Any]:
    """Return err, KL, Φ and the classic bound in 60 digits; ‖x*‖ = 0."""
    with mp.workdps(60):
        a = 2 * mp.mpf(inputs["rho"]) * inputs["batch_size"] / mp.mpf(inputs["eta"])
        lam = mp.mpf(inputs["lam"])
        total = mp.fsum(mp.mpf(float(weight)) for weight in weights)
        excess = mp.mpf(0)
        for node, weight in zip(nodes, weights, strict=True):
            root = mp.sqrt(mp.mpf(float(node)))
            x = a * (root + (lam / root if optimizer == "l2-adam" else lam))
            excess += mp.mpf(float(weight)) * (mp.log(x) + 1 / x - 1) / total
        excess *= dim
        n, tau = mp.mpf(inputs["samples"]), mp.mpf(0.05)
        return {
            "err": dim + excess,
            "kl": excess / 2,
            "phi": mp.sqrt(8 / n * (excess + 2 * mp.log(2 * n / tau))),
            "pac-bayes-classic": mp.sqrt((excess / 2 + mp.log(2 * mp.sqrt(n) / tau)) / (2 * n)),
        }


@pytest.mark.sampled(4)
@pytest.mark.parametrize("optimizer", ["adamw", "l2-adam"])
@pytest.mark.parametrize("spread", [1e-6, 1e-4, 1e-2, 1.0])
@pytest.mark.parametrize("dim", [2_000, 10**9, 10**12])
def test_kl_and_phi_keep_their_digits_beside_d(optimizer: str, spread: float, dim: int) -> None:
    # x_i near 1: err is hardly above d, and KL is half of what is above.
    inputs = {"eta": 2e-3, "rho": 1e-3, "batch_size": 1, "lam": 0.0, "samples": 10**6}
    rng = np.random.default_rng(5)
    if dim < 10**6:
        nodes, weights = np.exp(spread * rng.standard_normal(dim)), np.ones(dim)
        spectrum = Spectrum(eigenvalues=nodes)
    else:
        nodes = np.exp(spread * rng.standard_normal(30))
        weights = rng.random(30)
        weights /= weights.sum()
        spectrum = Spectrum(dim=dim, nodes=nodes, weights=weights)
    answer = generalization(spectrum, optimizer=optimizer, **inputs)
    for quantity, expected in _exactly(optimizer, nodes, weights, dim, inputs).items():
        row = answer.one(quantity=quantity, variant="corrected")
        # What the rounding of x alone does to h - 1 is next to x = 1 of the order 1e-16/|x - 1|.
        slack = 1e-12 if quantity == "kl" else 1e-10 if dim > 10**10 else 1e-12
        assert row.value == pytest.approx(float(expected), rel=max(slack, 1e-15 / spread)), quantity
        assert row.lower is None or row.lower <= row.value <= row.upper


@settings(max_examples=examples(25))
@given(
    st.lists(st.floats(1e-6, 1e3), min_size=1, max_size=12),
    st.floats(1e-4, 1e4),
    st.sampled_from(["adamw", "l2-adam"]),
    st.integers(1, 10**13),
)
def test_figures_of_a_quadrature_are_those_of_60_digits(
    nodes: list[float], ratio: float, optimizer: str, dim: int
) -> None:
    inputs = {"eta": 1e-2, "rho": 5e-3 * ratio, "batch_size": 1, "lam": 0.0, "samples": 10**5}
    values = np.array(nodes)
    weights = np.full(values.size, 1 / values.size)
    spectrum = Spectrum(dim=dim, nodes=values, weights=weights)
    answer = generalization(spectrum, optimizer=optimizer, floor=1e-9, **inputs)
    for quantity, expected in _exactly(optimizer, values, weights, dim, inputs).items():
        found = answer.one(quantity=quantity, variant="corrected").value
        assert math.isclose(found, float(expected), rel_tol=1e-10), quantity
