"""The stationary covariance with decays that do not commute with S."""

from __future__ import annotations

from typing import Any

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.linalg import solve_continuous_lyapunov, solve_discrete_lyapunov

from adamw_bounds.spectra.decays import Decays, solved, trace_bounds

H = np.array([[2, 0.5, 0.1], [0.5, 1, -0.2], [0.1, -0.2, 0.2]])
Q = np.array([3.0, 7.0, 20.0])
A = 2 * 0.01 * 32 / 1e-3


def solution(matrix: np.ndarray, q: np.ndarray, decay: np.ndarray) -> Any:
    values, vectors = np.linalg.eigh(matrix)
    return solved(values, vectors, q, decay)


@pytest.mark.parametrize(
    ("decay", "err"),
    [
        (Q, 16.608782422937708),
        (0.01 * Q, 13.481469888235237),
        (np.array([0.1, 0.1, 0.0]), 13.435316654042721),
    ],
)
def test_the_sheets_figures(decay: np.ndarray, err: float) -> None:
    found = solution(H, Q, decay)
    mine = -np.log(Q).sum() - found.log_det + found.trace / A + 3 * np.log(A)
    assert mine == pytest.approx(err, rel=1e-14)
    assert found.rounding < 1e-12


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 7), st.integers(0, 10**6), st.booleans(), st.floats(0, 4))
def test_any_decays(size: int, seed: int, coupled: bool, spread: float) -> None:
    rng = np.random.default_rng(seed)
    basis = np.linalg.qr(rng.standard_normal((size, size)))[0]
    sigma = 10.0 ** rng.uniform(-3, 1, size)
    matrix = (basis * sigma) @ basis.T
    q = 10.0 ** (spread * rng.uniform(0, 1, size))
    # Biases without a decay are the ordinary case.
    decay = 10.0 ** rng.uniform(-3, 1) * rng.choice([0.0, 0.3, 1.0], size)
    decay = decay * q if coupled else decay
    root = np.sqrt(q)
    s = root[:, None] * matrix * root
    covariance = solve_continuous_lyapunov(s + np.diag(decay), 2 * s)
    found = solution(matrix, q, decay)
    assert found.log_det == pytest.approx(np.linalg.slogdet(covariance)[1], abs=1e-6)
    assert found.trace == pytest.approx((q * np.diag(covariance)).sum(), rel=1e-8)
    lower, upper = trace_bounds(
        q,
        decay,
        kappa=sigma.min(),
        trace_s=(np.trace(s), np.trace(s)),
        s_max=np.linalg.eigvalsh(s)[-1],
        sigma_max=sigma.max(),
    )
    assert lower * (1 - 1e-9) <= found.trace <= upper * (1 + 1e-9)
    # Oppenheim's inequality, and N ⪯ 1.
    shifted = np.linalg.slogdet(s + np.diag(decay))[1]
    assert np.linalg.slogdet(s)[1] - shifted - 1e-6 <= found.log_det <= 1e-6


def test_small_and_large_beside_each_other() -> None:
    """κ of rounding, nearly dead coordinates and biases without a decay, at 50 digits."""
    rng = np.random.default_rng(3)
    size = 6
    factor = rng.standard_normal((size, 3))
    values, vectors = np.linalg.eigh(factor @ factor.T / 9)
    values = np.maximum(values, 0.0) + 1e-12
    q = np.array([2e2, 3e2, 5e2, 1e3, 1e5, 7e7])
    for decay in (3e-4 * q, 0.1 * np.array([1.0, 0, 1, 1, 0, 1])):
        found = solved(values, vectors, q, decay)
        assert found is not None
        with mpmath.workdps(50):
            # The vectors as they are stored: orthogonal to rounding, which moves H by as little.
            v, root = mpmath.matrix(vectors), mpmath.diag([mpmath.sqrt(x) for x in q])
            v, _ = mpmath.qr(v)
            s = root * v * mpmath.diag(list(values)) * v.T * root
            w, e = mpmath.eigsy(s + mpmath.diag(list(decay)))
            inner = e.T * s * e
            for i in range(size):
                for j in range(size):
                    inner[i, j] *= 2 / (w[i] + w[j])
            covariance = e * inner * e.T
            log_det = float(sum(mpmath.log(x) for x in mpmath.eigsy(inner, eigvals_only=True)))
            trace = float(sum(q[i] * covariance[i, i] for i in range(size)))
        assert found.log_det == pytest.approx(log_det, abs=max(found.rounding, 1e-9))
        assert found.rounding < 1e-3
        assert found.trace == pytest.approx(trace, rel=1e-8)


def test_what_rounding_takes_has_no_number() -> None:
    values, vectors = np.linalg.eigh(H)
    assert solved(np.array([1e-30, *values[1:]]), vectors, Q, np.ones(3)) is None


def test_the_steps_themselves_have_that_covariance() -> None:
    """Simulated: x ← x − ηQ(Hx + noise) − ηDx, noise of covariance H/b, many chains at once."""
    eta, b, decay = 2e-3, 32, np.array([0.5, 0.5, 0.0])
    root = np.sqrt(Q)
    found = solution(H, Q, decay)
    drift = np.eye(3) - eta * (Q[:, None] * H + np.diag(decay))
    noise = eta**2 / b * Q[:, None] * H * Q
    stepped = solve_discrete_lyapunov(drift, noise)
    # The continuous law is the limit of small steps: η·(largest of QH) is 0.03 here.
    assert found.trace * eta / (2 * b) == pytest.approx(np.trace(stepped), rel=0.02)
    log_det = 3 * np.log(eta / (2 * b)) + np.log(Q).sum() + found.log_det
    assert log_det == pytest.approx(np.linalg.slogdet(stepped)[1], abs=0.04)
    rng, chains = np.random.default_rng(0), 3000
    half = np.linalg.cholesky(noise)
    x = rng.standard_normal((chains, 3)) @ np.linalg.cholesky(stepped * 1.5).T
    for _ in range(1500):
        x = x @ drift.T + rng.standard_normal((chains, 3)) @ half.T
    seen = x.T @ x / chains
    # Of a sample covariance the relative standard error is √(2/chains), 2.6 %.
    assert np.diag(seen) == pytest.approx(np.diag(stepped), rel=0.1)
    assert np.diag(seen) == pytest.approx(
        eta / (2 * b) * root**2 * np.diag(_covariance(decay)), rel=0.12
    )


def _covariance(decay: np.ndarray) -> np.ndarray:
    root = np.sqrt(Q)
    s = root[:, None] * H * root
    found: np.ndarray = solve_continuous_lyapunov(s + np.diag(decay), 2 * s)
    return found


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"least": 2.0, "largest": 1.0},
        {"least": 0.0, "largest": "1"},
        {"least": -1, "largest": 0},
    ],
)
def test_what_is_no_decays(told: dict[str, Any]) -> None:
    with pytest.raises((KeyError, TypeError, ValueError)):
        Decays.from_mapping(told)
