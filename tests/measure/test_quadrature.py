"""Quadratures of random probes, dense assembly and operators of others."""

from __future__ import annotations

import os

import numpy as np
import pytest

if os.environ.get("ADAMW_BOUNDS_REQUIRE_TORCH"):
    import torch
else:
    torch = pytest.importorskip("torch")

from scipy.sparse.linalg import LinearOperator, eigsh

from adamw_bounds.errors import InputError, RunError
from adamw_bounds.measure import measure_operator
from adamw_bounds.measure.products import Matvec
from adamw_bounds.measure.quadrature import Choice, probe_vector, quadrature, steps_that_show


def matrix(values, seed: int = 0) -> np.ndarray:
    rotation, _ = np.linalg.qr(np.random.default_rng(seed).standard_normal((len(values),) * 2))
    full = rotation * values @ rotation.T
    return (full + full.T) / 2


VALUES = np.concatenate([np.logspace(-8, 0, 150), -np.logspace(-6, -2, 20), [5.0, 40.0]])


def operator(full: np.ndarray, **more: str) -> Matvec:
    return Matvec(lambda columns: full.astype(columns.dtype) @ columns, len(full), **more)


@pytest.mark.parametrize("distribution", ["rademacher", "gaussian"])
def test_the_quadrature_has_the_moments_of_each_probe(distribution: str) -> None:
    """m nodes integrate polynomials up to degree 2m − 1: vᵀHᵏv."""
    full = matrix(np.linspace(-1, 1, 60))
    found = quadrature(operator(full), probes=3, steps=6, seed=5, distribution=distribution)
    np.testing.assert_allclose(found.weights.sum(axis=1), 1, rtol=1e-14)
    for probe in range(3):
        v = probe_vector(len(full), 5, probe, distribution)
        assert np.linalg.norm(v) == pytest.approx(1)
        moment = v.copy()
        for power in range(12):
            wanted = v @ moment
            rule = found.weights[probe] @ found.nodes[probe] ** power
            assert rule == pytest.approx(wanted, rel=1e-10, abs=1e-14)
            moment = full @ moment
        # One degree more is beyond the rule.
        beyond = found.weights[probe] @ found.nodes[probe] ** 12
        assert beyond < (v @ moment) * (1 - 1e-5)


def test_probes_are_random_signs_and_differ() -> None:
    one, other = (probe_vector(10_000, 0, probe, "rademacher") for probe in (0, 1))
    assert set(np.abs(one)) == {0.01}
    assert abs(one.sum()) < 5
    assert abs(one @ other) < 0.05
    assert abs(one @ probe_vector(10_000, 1, 0, "rademacher")) < 0.05
    gauss = probe_vector(10_000, 0, 0, "gaussian") * 100
    assert np.mean(gauss**4) == pytest.approx(3, abs=0.2)


def test_a_probe_does_not_depend_on_the_others() -> None:
    full = matrix(VALUES)
    few = quadrature(operator(full), probes=1, steps=20, seed=3)
    many = quadrature(operator(full), probes=4, steps=20, seed=3)
    np.testing.assert_allclose(few.nodes[0], many.nodes[0], rtol=1e-9, atol=1e-12)
    assert np.abs(many.nodes[0] - many.nodes[1]).max() > 1e-6


def test_as_many_steps_as_eigenvalues_find_each_once() -> None:
    """Without reorthogonalisation the largest would come back again and again."""
    values = np.concatenate([np.linspace(-1, 1, 38), [10.0, 100.0]])
    found = quadrature(operator(matrix(values)), probes=2, steps=90, seed=0)
    assert found.nodes.shape == (2, 40)
    np.testing.assert_allclose(found.nodes, np.tile(np.sort(values), (2, 1)), atol=1e-11)


def test_float32_keeps_its_vectors_orthogonal() -> None:
    values = np.concatenate([np.linspace(-1, 1, 198), [50.0, 1000.0]])
    found = quadrature(operator(matrix(values), dtype="float32"), probes=1, steps=120, seed=0)
    assert np.count_nonzero(np.abs(found.nodes[0] - 1000) < 1) == 1
    assert np.count_nonzero(np.abs(found.nodes[0] - 50) < 1) == 1
    assert found.largest.value == pytest.approx(1000, rel=1e-5)


def test_an_invariant_space_ends_a_probe_exactly() -> None:
    values = np.repeat([0.0, 1.0, 3.0], [20, 5, 5])
    full = matrix(values)
    found = quadrature(operator(full), probes=3, steps=12, seed=1)
    assert found.steps == (3, 3, 3)
    assert np.count_nonzero(found.weights, axis=1).tolist() == [3, 3, 3]
    for probe in range(3):
        np.testing.assert_allclose(found.nodes[probe, :3], [0, 1, 3], atol=1e-13)
        v = probe_vector(30, 1, probe, "rademacher")
        share = v @ np.linalg.solve(full + np.eye(30), v)  # Σ w/(1 + σ)
        assert found.weights[probe] @ (1 / (1 + found.nodes[probe])) == pytest.approx(share)


@pytest.mark.parametrize("value", [0.0, 2.5])
def test_a_multiple_of_the_identity_takes_one_step(value: float) -> None:
    found = quadrature(operator(value * np.eye(7)), probes=2, steps=5, seed=0)
    assert found.steps == (1, 1)
    np.testing.assert_allclose(found.nodes, value, atol=1e-15)
    assert found.largest.residual < 1e-14


def test_the_ends_are_those_of_another_solver() -> None:
    full = matrix(VALUES)
    found = quadrature(operator(full), probes=2, steps=60, seed=0)
    start = np.random.default_rng(0).standard_normal(len(full))
    (high,) = eigsh(full, k=1, which="LA", v0=start, return_eigenvectors=False)
    (low,) = eigsh(full, k=1, which="SA", v0=start, return_eigenvectors=False)
    assert found.largest.value == pytest.approx(high, rel=1e-12)
    assert found.smallest.value == pytest.approx(low, rel=1e-9)


def test_residuals_are_true_ones() -> None:
    """An eigenvalue lies within the residual of each end, long before it has converged."""
    full = matrix(VALUES)
    for steps in (2, 5, 9):
        found = quadrature(operator(full), probes=2, steps=steps, seed=0)
        for end in (found.largest, found.smallest):
            assert np.abs(VALUES - end.value).min() <= end.residual + 1e-13
            assert VALUES.min() - 1e-12 <= end.value <= VALUES.max() + 1e-12
    assert quadrature(operator(full), probes=1, steps=2, seed=0).largest.residual > 0.1


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_an_exact_spectrum_is_that_of_a_dense_solver(dtype: str) -> None:
    full = matrix(VALUES)
    found = measure_operator(operator(full, dtype=dtype), seed=0)
    assert found.spectrum.kind == "exact"
    assert found.spectrum.dtype == dtype
    error = 1e-12 if dtype == "float64" else 1e-4
    np.testing.assert_allclose(found.spectrum.eigenvalues, np.linalg.eigvalsh(full), atol=error)


def test_operators_of_others() -> None:
    full = matrix(VALUES)
    settings = {"exact_below": 0, "probes": 3, "steps": 10, "seed": 2}
    scipy = LinearOperator(full.shape, matvec=lambda v: full @ v, dtype=float)
    as_torch = torch.from_numpy(full)
    ways = [
        Matvec(scipy.matmat, len(full)),
        Matvec(lambda columns: as_torch @ columns, len(full), arrays="torch"),
        operator(full),
    ]
    found = [measure_operator(way, **settings).spectrum for way in ways]
    for other in found:
        np.testing.assert_allclose(other.nodes, found[0].nodes, rtol=1e-9, atol=1e-12)
    assert found[0].meta.dtype == "float64"
    assert found[0].probes == 3
    trace = np.array(quadrature(operator(full), probes=200, steps=2, seed=0).nodes)
    assert trace.shape == (200, 2)


def test_the_trace_is_estimated_without_bias() -> None:
    full = matrix(VALUES)
    spectrum = measure_operator(operator(full), exact_below=0, probes=400, steps=3).spectrum
    error = np.std(spectrum.traces, ddof=1) / 20
    assert abs(spectrum.trace - VALUES.sum()) < 4 * error
    assert error < 0.1 * VALUES.sum()


def test_operators_that_are_wrong() -> None:
    with pytest.raises(RunError, match=r"returns the shape \(3, 1\)"):
        measure_operator(Matvec(lambda columns: columns[:, :1], 3))
    with pytest.raises(RunError, match="not finite"):
        measure_operator(Matvec(lambda columns: columns * np.nan, 3), exact_below=0)
    with pytest.raises(RunError, match="not symmetric"):
        measure_operator(operator(np.triu(np.ones((4, 4)))))
    with pytest.raises(InputError, match="--device is the operator's own"):
        measure_operator(operator(np.eye(2)), device="cpu")


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize(
    ("outliers", "simple"),
    [
        ([-7.0, 4.0, 9.0, 40.0], [-7.0, 4.0, 9.0, 40.0]),
        # A fresh start finds 9 once more: what lies below may be there more than once, too.
        ([-7.0, 4.0, 9.0, 9.0, 40.0], [-7.0, 40.0]),
    ],
)
def test_a_single_probe_shows_which_eigenvalues_are_simple(
    outliers: list[float], simple: list[float], dtype: str
) -> None:
    rng = np.random.default_rng(2)
    full = matrix(np.concatenate([rng.uniform(-1, 1, 400), outliers]))
    found = quadrature(
        operator(full, dtype=dtype), probes=1, steps=240, choose=lambda *_: Choice.SIMPLE
    )
    assert found.made == 240
    assert found.nodes.shape == (1, 240 - steps_that_show(240))
    np.testing.assert_allclose(
        found.nodes[found.known], simple, atol=1e-4 if dtype == "float32" else 1e-11
    )
    plain = quadrature(
        operator(full, dtype=dtype), probes=1, steps=240, choose=lambda *_: Choice.STEPS
    )
    assert plain.nodes.shape == (1, 240)
    assert plain.known is None


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_simple_eigenvalues_that_all_probes_found_are_known(dtype: str) -> None:
    rng = np.random.default_rng(1)
    # 40 and 0 are simple and far from the rest, 5 counts twice.
    values = np.concatenate([rng.uniform(0.5, 1, 296), [5.0, 5.0, 40.0, 0.0]])
    full = matrix(values)
    found = quadrature(operator(full, dtype=dtype), probes=3, steps=25)
    assert found.known is not None
    for nodes, mask in zip(found.nodes, found.known, strict=True):
        np.testing.assert_allclose(
            nodes[mask], [0.0, 40.0], atol=1e-4 if dtype == "float32" else 1e-12
        )
    # One probe cannot tell how often an eigenvalue counts.
    assert quadrature(operator(full), probes=1, steps=25).known is None
    assert quadrature(operator(full), probes=3, steps=3).known is None
    spectrum = measure_operator(
        operator(full, dtype=dtype), probes=3, steps=25, exact_below=0
    ).spectrum
    np.testing.assert_array_equal(spectrum.known, found.known)
    # What is known counts 1/d: of 40 and 0 the trace holds what they are.
    trace = [spectrum.masses(probe) @ spectrum.nodes[probe] for probe in range(3)]
    raw = (found.weights * found.nodes).sum(axis=1)
    assert np.std(trace) < 0.2 * np.std(raw)
    assert spectrum.trace == pytest.approx(300 * np.mean(trace), rel=1e-12)


def test_signs_that_miss_an_eigenvector_are_drawn_anew() -> None:
    """Entries ±1 are beside (e1 − e2)/√2 every other time; their Krylov space ends without it."""
    full = np.eye(12)
    full[:2, :2] += 500 * np.array([[1.0, -1.0], [-1.0, 1.0]])
    missed = 0
    for seed in range(6):
        ask = {"probes": 1, "steps": 6, "seed": seed}
        missed += quadrature(operator(full), **ask).largest.value < 2
        found = measure_operator(operator(full), exact_below=0, **ask)
        assert found.largest.value == pytest.approx(1001, rel=1e-12)
        assert found.spectrum.meta.extra["distribution"] == "gaussian"
        assert [code for code, _ in found.warnings] == ["probes-again"]
    assert missed > 0
    # A space that ended because it is the whole one misses nothing.
    whole = measure_operator(operator(matrix(np.arange(1.0, 5.0))), exact_below=0, probes=2)
    assert whole.spectrum.meta.extra["distribution"] == "rademacher"


def test_signs_of_one_direction_in_an_eigenspace_do_not_show_a_simple_eigenvalue() -> None:
    """Two starts have the same part, up to its sign, in the span of e1 and e2 every other time."""
    rng = np.random.default_rng(0)
    full = np.zeros((60, 60))
    full[:2, :2] = 9 * np.eye(2)
    full[2:, 2:] = matrix(rng.uniform(0, 1, 58))
    alike = 0
    for seed in range(8):
        found = quadrature(operator(full), probes=2, steps=20, seed=seed)
        first, second = (probe_vector(60, seed, probe, "rademacher")[:2] for probe in range(2))
        alike += abs(first @ second) > 1e-9
        assert found.nodes[:, -1] == pytest.approx(9, rel=1e-9)
        assert found.known is None or not found.known[:, -1].any()
    assert alike > 0
