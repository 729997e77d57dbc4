"""The stationary posteriors against scipy's Lyapunov solver, mpmath and sampling."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import mpmath
import numpy as np
import pytest
import scipy.linalg
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from adamw_bounds.errors import InputError, NoBoundError, RunError
from adamw_bounds.spectra import curvature, posterior
from adamw_bounds.spectra.posterior import read_matrix, read_vector, with_floor

mp = mpmath.mp.clone()
mp.dps = 60


def hessian(dim: int, seed: int = 0, least: float = -4.0) -> np.ndarray:
    """A dense positive definite matrix that commutes with no diagonal one."""
    rng = np.random.default_rng(seed)
    vectors, _ = np.linalg.qr(rng.standard_normal((dim, dim)))
    values = 10.0 ** rng.uniform(least, 1, dim)
    matrix = (vectors * values) @ vectors.T
    return 0.5 * (matrix + matrix.T)


def drift(optimizer: str, matrix: np.ndarray, q: np.ndarray, lam: float) -> np.ndarray:
    shift = np.diag(q) if optimizer == "l2-adam" else np.eye(q.size)
    return np.diag(q) @ matrix + lam * shift


@given(
    dim=st.integers(1, 9),
    seed=st.integers(0, 10**6),
    lam=st.floats(-4, 2).map(lambda power: 10.0**power),
    own_q=st.booleans(),
)
@settings(max_examples=examples(60))
def test_covariances_solve_lyapunovs_equation(dim: int, seed: int, lam: float, own_q: bool) -> None:
    matrix = hessian(dim, seed, -2)
    q = 10.0 ** np.random.default_rng(seed).uniform(-1, 1, dim) if own_q else None
    found = curvature(matrix, q=q)
    np.testing.assert_allclose(found.q, np.diag(matrix) ** -0.5 if q is None else q)
    for optimizer in ("adamw", "l2-adam"):
        solved = posterior(found, optimizer, lam)
        noise = 2 * np.diag(found.q) @ matrix @ np.diag(found.q)
        reference = scipy.linalg.solve_continuous_lyapunov(
            drift(optimizer, matrix, found.q, lam), noise
        )
        np.testing.assert_allclose(
            solved.covariance, reference, rtol=0, atol=1e-9 * np.abs(reference).max()
        )
        sign, log_det = np.linalg.slogdet(solved.covariance)
        assert sign == 1
        assert solved.log_det == pytest.approx(log_det, abs=1e-8 * dim)
        assert solved.trace == pytest.approx(np.trace(reference), rel=1e-9)
        assert solved.residual < 1e-14
        assert np.linalg.eigvalsh(solved.covariance)[0] > 0


def test_the_closed_form_for_l2_needs_matrices_that_commute() -> None:
    matrix = hessian(5)
    found = curvature(matrix)
    q = np.diag(found.q)
    closed = np.linalg.solve(q @ matrix + 0.3 * q, q @ matrix @ q)
    solved = posterior(found, "l2-adam", 0.3).covariance
    assert solved is not None
    assert np.abs(closed - solved).max() > 1e-3 * np.abs(solved).max()
    diagonal = np.diag([0.1, 2.0, 5.0])
    found = curvature(diagonal, q=[1.0, 0.5, 3.0])
    q = np.diag(found.q)
    closed = np.linalg.solve(q @ diagonal + 0.3 * q, q @ diagonal @ q)
    np.testing.assert_allclose(posterior(found, "l2-adam", 0.3).covariance, closed, rtol=1e-14)


@pytest.mark.parametrize("least", [1e-6, 1e-12, 1e-15])
@pytest.mark.parametrize("optimizer", ["adamw", "l2-adam"])
def test_log_determinants_of_nearly_singular_hessians(least: float, optimizer: str) -> None:
    dim, lam = 8, 0.05
    rng = np.random.default_rng(3)
    vectors, _ = np.linalg.qr(rng.standard_normal((dim, dim)))
    values = np.array([least, least, 1e-3, 0.01, 0.1, 0.5, 1.0, 3.0])
    found = curvature((vectors * values) @ vectors.T, floor=least)
    solved = posterior(found, optimizer, lam)
    # The same matrix in 60 digits, from its floats' eigenvalues and eigenvectors.
    basis, _ = mp.qr(mp.matrix(found.eigenvectors.tolist()))
    whole = basis * mp.diag([mp.mpf(float(x)) for x in found.eigenvalues]) * basis.T
    root = mp.diag([mp.sqrt(mp.mpf(float(x))) for x in found.q])
    scaled, log_q = root * whole * root, sum(mp.log(mp.mpf(float(x))) for x in found.q)
    if optimizer == "adamw":
        inner = mp.inverse(scaled + lam * mp.eye(dim)) * scaled
    else:
        rates, turned = mp.eigsy(scaled + lam * root * root)
        inside = turned.T * scaled * turned
        for i in range(dim):
            for j in range(dim):
                inside[i, j] *= 2 / (rates[i] + rates[j])
        inner = turned * inside * turned.T
    expected = log_q + mp.log(mp.det(inner))
    assert solved.log_det == pytest.approx(float(expected), abs=1e-9)
    trace = sum((root * inner * root)[i, i] for i in range(dim))
    assert solved.trace == pytest.approx(float(trace), rel=1e-11)


def test_without_decay_the_covariance_is_q() -> None:
    found = curvature(hessian(6))
    for optimizer, lam in (("adam", 7.0), ("adamw", 0.0), ("l2-adam", 0.0)):
        solved = posterior(found, optimizer, lam, x_star=np.arange(6.0))
        np.testing.assert_array_equal(solved.covariance, np.diag(found.q))
        assert solved.log_det == pytest.approx(np.log(found.q).sum())
        np.testing.assert_array_equal(solved.mean, np.arange(6.0))
        assert solved.lam == 0


def test_means_are_where_the_drift_vanishes() -> None:
    matrix, x_star, lam = hessian(7), np.linspace(-1, 2, 7), 0.4
    found = curvature(matrix)
    q = np.diag(found.q)
    for optimizer in ("adamw", "l2-adam"):
        solved = posterior(found, optimizer, lam, x_star=x_star)
        expected = np.linalg.solve(drift(optimizer, matrix, found.q, lam), q @ matrix @ x_star)
        np.testing.assert_allclose(solved.mean, expected, rtol=1e-10, atol=1e-12)
        assert solved.mean_residual is not None
        assert solved.mean_residual < 1e-14


def test_an_ornstein_uhlenbeck_process_has_this_mean_and_covariance() -> None:
    # dx = −drift (x − mean) dt + √noise dW, stepped exactly over long times.
    matrix, lam, rng = hessian(3, 5, -1), 0.5, np.random.default_rng(0)
    found = curvature(matrix)
    x_star = np.array([1.0, -2.0, 0.5])
    for optimizer in ("adamw", "l2-adam"):
        solved = posterior(found, optimizer, lam, x_star=x_star)
        rate = drift(optimizer, matrix, found.q, lam)
        noise = 2 * np.diag(found.q) @ matrix @ np.diag(found.q)
        pull = np.diag(found.q) @ matrix @ x_star
        step = 5e-3
        x = np.zeros((3000, 3))
        factor = np.linalg.cholesky(noise + 1e-12 * np.eye(3)) * math.sqrt(step)
        for _ in range(1200):
            x += step * (pull - x @ rate.T) + rng.standard_normal(x.shape) @ factor.T
        assert solved.covariance is not None
        scale = np.sqrt(np.diag(solved.covariance))
        assert np.abs((x.mean(axis=0) - solved.mean) / scale).max() < 0.1
        assert np.abs((np.cov(x.T) - solved.covariance) / np.outer(scale, scale)).max() < 0.13


def test_floors_hold_and_follow() -> None:
    vectors, _ = np.linalg.qr(np.random.default_rng(0).standard_normal((4, 4)))
    matrix = (vectors * [0.0, 1e-20, 0.5, 2.0]) @ vectors.T
    found = curvature(matrix)
    assert found.floor == pytest.approx(4 * 2.0**-52 * 2.0)
    assert found.raised == 2
    np.testing.assert_allclose(np.linalg.eigvalsh(found.matrix)[2:], [0.5, 2.0])
    low = with_floor(found, 1e-3)
    again = curvature(matrix, floor=1e-3)
    np.testing.assert_allclose(low.matrix, again.matrix, atol=1e-16)
    np.testing.assert_allclose(low.q, again.q)
    assert low.raised == again.raised == 2
    np.testing.assert_allclose(np.linalg.eigvalsh(low.matrix), [1e-3, 1e-3, 0.5, 2.0])
    given_q = curvature(matrix, q=np.ones(4))
    np.testing.assert_array_equal(with_floor(given_q, 1e-3).q, np.ones(4))
    with pytest.raises(InputError, match="singular"):
        curvature(np.diag([0.0, 1.0]), floor=0)


def test_indefinite_hessians_are_refused_with_their_least_eigenvalue() -> None:
    matrix = np.array([[1.0, 2.0], [2.0, 1.0]])  # eigenvalues −1 and 3
    with pytest.raises(NoBoundError, match=r"least eigenvalue is -1, and 1 of 2.*--absolute") as e:
        curvature(matrix)
    assert e.value.exit_code == 3
    assert e.value.details[0]["rhs"] == pytest.approx(-1)
    found = curvature(matrix, absolute=True)
    assert found.absolute
    # |H| = V|σ|Vᵀ = (HᵀH)^½
    np.testing.assert_allclose(found.matrix, scipy.linalg.sqrtm(matrix @ matrix), atol=1e-14)
    # Rounding below 0 is not indefinite.
    assert curvature(np.diag([-1e-17, 1.0])).raised == 1
    assert not curvature(np.eye(2), absolute=True).absolute


@pytest.mark.parametrize(
    ("matrix", "kind", "words"),
    [
        (np.ones((2, 3)), InputError, r"square matrix, not of shape \(2, 3\)"),
        (np.ones(4), InputError, "square matrix"),
        (np.array([[1.0, 0.5], [0.4, 1.0]]), InputError, r"H\[0, 1\] = 0.5 but H\[1, 0\] = 0.4"),
        (np.array([[1.0, np.nan], [0.0, 1.0]]), RunError, r"nan at \[0, 1\]"),
        (np.array([[1, 0], [0, 1]]), RunError, "int64, not floating"),
        (np.zeros((2, 2)), InputError, "is zero"),
        (np.zeros((0, 0)), RunError, "is empty"),
    ],
)
def test_matrices_that_are_no_hessian(matrix: Any, kind: Any, words: str) -> None:
    with pytest.raises(kind, match=words):
        curvature(matrix)


def test_asymmetry_up_to_rounding_of_the_type() -> None:
    rough = np.array([[1.0, 0.5], [0.5001, 1.0]])
    with pytest.raises(InputError, match="rounding in float64"):
        curvature(rough)
    found = curvature(rough.astype(np.float32))
    assert found.asymmetry == pytest.approx(1e-4, rel=1e-3)
    assert found.dtype == "float32"
    assert found.matrix[0, 1] == found.matrix[1, 0]


@pytest.mark.parametrize(
    ("q", "words"),
    [
        ([1.0], "2 numbers"),
        ([1.0, 0.0], "entry 1 is 0"),
        ([1.0, math.inf], "entry 1 is inf"),
        ([[1.0, 0.1], [0.0, 1.0]], "diagonal"),
    ],
)
def test_preconditioners_that_are_none(q: Any, words: str) -> None:
    with pytest.raises(InputError, match=words):
        curvature(np.eye(2), q=q)
    np.testing.assert_array_equal(curvature(np.eye(2), q=np.diag([2.0, 3.0])).q, [2.0, 3.0])


def test_other_faults() -> None:
    found = curvature(np.eye(2))
    for x_star, words in (([1.0], "2 numbers"), ([1.0, math.nan], "entry 1")):
        with pytest.raises(InputError, match=words):
            posterior(found, "adamw", 0.1, x_star=x_star)
    with pytest.raises(InputError, match="optimizer"):
        posterior(found, "sgd", 0.1)
    for name, ask in {
        "lam": lambda: posterior(found, "adamw", -1.0),
        "floor": lambda: curvature(np.eye(2), floor=-1.0),
    }.items():
        with pytest.raises(InputError) as caught:
            ask()
        assert [fault.name for fault in caught.value.faults] == [name]
    # d·ε of float16 exceeds 1 from d = 1025 on.
    with pytest.raises(InputError, match="above every"):
        curvature(np.eye(1100, dtype=np.float16))


def test_bad_residuals_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    module = sys.modules["adamw_bounds.spectra.posterior"]
    monkeypatch.setattr(module, "_lyapunov", lambda scaled, q, lam: scaled * 1.1 + np.eye(len(q)))
    with pytest.raises(RunError, match="solves its equation only to"):
        posterior(curvature(hessian(4)), "l2-adam", 0.1)


def test_files(tmp_path: Path) -> None:
    path = tmp_path / "h.npy"
    np.save(path, np.eye(3, dtype=np.float32))
    assert read_matrix(path).dtype == np.float32
    with pytest.raises(RunError, match="no such file"):
        read_matrix(tmp_path / "none.npy")
    with pytest.raises(RunError, match="is a folder"):
        read_matrix(tmp_path)
    (tmp_path / "text.npy").write_text("hello")
    with pytest.raises(RunError, match=r"an \.npy file is wanted"):
        read_matrix(tmp_path / "text.npy")
    np.save(path, np.array([{}], dtype=object), allow_pickle=True)
    with pytest.raises(RunError, match="pickled"):
        read_matrix(path)
    np.save(path, np.ones((2, 3)))
    with pytest.raises(RunError, match=r"has the shape \(2, 3\)"):
        read_matrix(path)
    np.save(path, np.array([1.0, np.inf]))
    with pytest.raises(RunError, match=r"holds inf at \[1\]"):
        read_vector(path, "x*")
    path.write_bytes(path.read_bytes()[:-4])
    with pytest.raises(RunError, match="cut short"):
        read_vector(path, "x*")
