"""The constants in closed form against the functions themselves."""

from __future__ import annotations

import math

import numpy as np
import pytest

from adamw_bounds.simulate.problems import (
    LeastSquares,
    PolyakLojasiewicz,
    RotatedNonconvex,
    rotation,
)

LOSSES = [
    RotatedNonconvex(6),
    RotatedNonconvex(1, sigma=0.0),
    RotatedNonconvex(8, sigma=2.0, loss_scale=0.25, length_scale=2.0),
    PolyakLojasiewicz(5),
    PolyakLojasiewicz(4, sigma=0.1, loss_scale=8.0, length_scale=0.5),
]
NAMES = [f"{type(loss).__name__}-{loss.dim}" for loss in LOSSES]
losses = pytest.mark.parametrize("loss", LOSSES, ids=NAMES)


def gradient(loss, x):
    """Return ∇F at the columns of x."""
    out = np.empty_like(x)
    loss.oracle(x.shape[1]).gradient(x, out)
    return out


def hessian(loss, x):
    """Return ∇²F(x) by central differences of the gradient."""
    step = 1e-5 * loss.length_scale
    shifts = step * np.eye(loss.dim)
    ahead, behind = gradient(loss, x[:, None] + shifts), gradient(loss, x[:, None] - shifts)
    return (ahead - behind) / (2 * step)


@pytest.mark.parametrize("dim", [1, 2, 7, 16])
def test_the_rotation_is_orthogonal_and_mixes(dim: int) -> None:
    matrix = rotation(dim)
    np.testing.assert_allclose(matrix @ matrix.T, np.eye(dim), atol=1e-13)
    if dim > 1:
        assert np.count_nonzero(np.abs(matrix) > 1e-9) > dim


@losses
def test_the_gradient_is_that_of_the_value(loss) -> None:
    rng = np.random.default_rng(1)
    x = loss.length_scale * rng.standard_normal((loss.dim, 5)) * 2
    step = 1e-6 * loss.length_scale
    found = gradient(loss, x)
    for row in range(loss.dim):
        shift = np.zeros((loss.dim, 1))
        shift[row] = step
        slope = (loss.value(x + shift) - loss.value(x - shift)) / (2 * step)
        np.testing.assert_allclose(found[row], slope, rtol=1e-6, atol=1e-7 * loss.gradient_bound)


@losses
def test_smoothness_bounds_the_hessian_and_is_attained(loss) -> None:
    rng = np.random.default_rng(2)
    points = loss.length_scale * rng.standard_normal((60, loss.dim)) * rng.uniform(0, 6, (60, 1))
    norms = [np.linalg.norm(hessian(loss, point), 2) for point in points]
    assert max(norms) <= loss.smoothness * (1 + 1e-6)
    at_zero = np.linalg.norm(hessian(loss, np.zeros(loss.dim)), 2)
    assert at_zero == pytest.approx(loss.smoothness, rel=1e-6)
    # The same by Lipschitz quotients, which need no differences.
    a, b = points[:30].T, points[30:].T
    quotient = np.linalg.norm(gradient(loss, a) - gradient(loss, b), axis=0)
    quotient /= np.linalg.norm(a - b, axis=0)
    assert quotient.max() <= loss.smoothness


@losses
def test_the_loss_is_not_convex_and_its_hessian_not_diagonal(loss) -> None:
    start = hessian(loss, loss.start())
    assert np.linalg.eigvalsh((start + start.T) / 2).min() < -1e-3 * loss.smoothness
    if loss.dim > 1:
        x = loss.length_scale * np.linspace(0.1, 2, loss.dim)
        found = hessian(loss, x)
        assert np.abs(found - np.diag(np.diag(found))).max() > 1e-2 * loss.smoothness


@losses
def test_the_gradient_bound_holds_and_is_the_least(loss) -> None:
    rng = np.random.default_rng(3)
    x = loss.length_scale * rng.standard_normal((loss.dim, 20_000)) * 3
    assert np.abs(gradient(loss, x)).max() <= loss.gradient_bound
    matrix = rotation(loss.dim)
    column = int(np.abs(matrix).sum(axis=0).argmax())
    # Where φ′ is at its supremum: sin y = 1 far out, or y = 1.
    top = 2 * math.pi * 1000 + math.pi / 2 if isinstance(loss, RotatedNonconvex) else 1.0
    worst = loss.length_scale * matrix.T @ (np.sign(matrix[:, column]) * top)
    found = abs(gradient(loss, worst[:, None])[column, 0])
    assert loss.gradient_bound * (1 - 1e-6) < found <= loss.gradient_bound * (1 + 1e-12)


@losses
def test_the_minimum_is_zero_at_zero(loss) -> None:
    zero = np.zeros((loss.dim, 1))
    assert loss.value(zero)[0] == 0
    assert not gradient(loss, zero).any()
    rng = np.random.default_rng(4)
    assert loss.value(rng.standard_normal((loss.dim, 1000)) * 5 * loss.length_scale).min() > 0
    assert loss.gap == loss.value(loss.start()[:, None])[0] > 0


@pytest.mark.parametrize("batch", [1, 3, 16])
def test_the_noise_has_its_variance_and_its_bound(batch: int) -> None:
    loss = RotatedNonconvex(5, sigma=0.7, batch_size=batch)
    out = np.empty((4000, 5, 8))
    loss.noise(np.random.default_rng(5), out)
    squares = (out**2).sum(axis=1).ravel()
    error = squares.std() / math.sqrt(squares.size)
    assert abs(squares.mean() - 0.7**2 / batch) <= 4 * error + 1e-12
    assert abs(out.mean()) < 4 * 0.7 / math.sqrt(5 * batch * out.size)
    limit = 0.7 / math.sqrt(5)
    assert np.abs(out).max() == pytest.approx(limit, rel=1e-12)
    assert loss.c_inf == pytest.approx(loss.gradient_bound + limit, rel=1e-15)
    # Neighbours in time, in space and across seeds are independent.
    for axis in range(3):
        ahead, behind = np.roll(out, 1, axis=axis), out
        assert abs((ahead * behind).mean()) < 5 * limit**2 / batch / math.sqrt(out.size)


def test_no_noise_is_none() -> None:
    out = np.ones((3, 2, 2))
    RotatedNonconvex(2, sigma=0.0).noise(np.random.default_rng(0), out)
    assert not out.any()


def test_the_noise_does_not_depend_on_how_it_is_blocked() -> None:
    loss = RotatedNonconvex(3)
    whole = np.empty((64, 3, 5))
    loss.noise(np.random.default_rng(6), whole)
    rng, parts = np.random.default_rng(6), np.empty((64, 3, 5))
    for begin in (0, 32):
        loss.noise(rng, parts[begin : begin + 32])
    np.testing.assert_array_equal(whole, parts)


@pytest.mark.parametrize("loss", LOSSES[3:], ids=NAMES[3:])
def test_mu_is_the_best_constant_in_the_region(loss) -> None:
    rng = np.random.default_rng(7)
    inner = rng.uniform(-loss.region, loss.region, (loss.dim, 50_000))
    matrix = rotation(loss.dim)
    x = loss.length_scale * (matrix.T @ inner)
    squares = (gradient(loss, x) ** 2).sum(axis=0)
    ratio = squares / (2 * loss.value(x))
    assert ratio.min() >= loss.mu
    edge = loss.length_scale * matrix.T @ np.full((loss.dim, 1), loss.region)
    found = (gradient(loss, edge) ** 2).sum() / (2 * loss.value(edge)[0])
    assert found == pytest.approx(loss.mu, rel=1e-10)
    beyond = edge * 1.01
    assert (gradient(loss, beyond) ** 2).sum() / (2 * loss.value(beyond)[0]) < loss.mu
    assert loss.mu < loss.smoothness


def test_the_region_is_watched() -> None:
    loss = PolyakLojasiewicz(4, length_scale=2.0)
    oracle = loss.oracle(2)
    x = np.repeat(loss.start()[:, None], 2, axis=1)
    out = np.empty_like(x)
    oracle.gradient(0.5 * x, out)
    oracle.gradient(x, out)
    oracle.gradient(0.1 * x, out)
    assert oracle.peak() == pytest.approx(1.1)


@pytest.mark.parametrize("scale", [2.0**-6, 2.0**5])
def test_scaling_the_loss_scales_the_constants(scale: float) -> None:
    base = RotatedNonconvex(4, sigma=0.5)
    loss = RotatedNonconvex(4, sigma=0.5 * scale, loss_scale=scale)
    for name in ("smoothness", "c_inf", "gap", "sigma"):
        assert getattr(loss, name) == scale * getattr(base, name)
    wide = RotatedNonconvex(4, sigma=0.5 / scale, length_scale=scale)
    assert wide.smoothness == base.smoothness / scale**2
    assert wide.c_inf == base.c_inf / scale
    assert wide.gap == pytest.approx(base.gap, rel=1e-14)


@pytest.mark.parametrize("mean", [0.0, 1.0, -2.0])
def test_least_squares_in_closed_form(mean: float) -> None:
    loss = LeastSquares(a=2.0, mean=mean, x0=1.5)
    draws = np.random.default_rng(8).standard_normal(1_000_000) + mean
    error = 4 * draws.std() / 1000
    assert abs(np.abs(draws).mean() - loss.mean_size) < error
    x = np.array([[loss.minimum, 0.3]])
    found = gradient(loss, x)
    np.testing.assert_allclose(found, 2.0 * (2.0 * x - mean), atol=1e-15)
    assert found[0, 0] == 0
    assert loss.gap == pytest.approx(loss.value(np.array([[1.5]]))[0])
    noise = np.empty((50_000, 1, 2))
    loss.noise(np.random.default_rng(9), noise)
    assert abs(noise.mean()) < 4 * loss.sigma / math.sqrt(noise.size)
    assert abs(noise.std() - loss.sigma) < 0.02


def test_the_gradient_bound_of_least_squares() -> None:
    loss = LeastSquares(x0=3.0)
    assert loss.grad_norm_bound(1.0) == math.inf
    assert loss.grad_norm_bound(10.0) == pytest.approx(3 + math.sqrt(2 / math.pi))
    near = LeastSquares(x0=0.0)
    # x_0 = 0: the farthest is a E|ξ|/(λ√δ − a²).
    assert near.grad_norm_bound(3.0) == pytest.approx(1.5 * math.sqrt(2 / math.pi))
