"""The update rules, one call each: PyTorch's own optimizers, and the proximal map's definition."""

from __future__ import annotations

import math

import numpy as np
import pytest

from adamw_bounds.optimizers import ADAM, ADAMPROX, ADAMW, L2_ADAM, Optimizer
from adamw_bounds.simulate.rules import (
    correction,
    displacement,
    paper_root,
    regularise,
    remember,
    torch_root,
)

ETA, LAM, BETAS, EPS = 0.01, 0.3, (0.9, 0.98), 1e-3


def steps(who: Optimizer, gradients, start, *, lam: float = LAM):
    """Return x_1 … x_T of PyTorch's update from the rules."""
    x, m, n = start.copy(), np.zeros(start.shape), np.zeros(start.shape)
    g, v, u, scratch = (np.empty(start.shape) for _ in range(4))
    found = []
    for step, given in enumerate(gradients, 1):
        g[...] = given
        regularise(who, g, x, lam, scratch)
        remember(m, n, g, 1 - BETAS[0], 1 - BETAS[1], scratch)
        torch_root(n, correction(1 - BETAS[1], step), v)
        v += EPS
        rate = ETA / correction(1 - BETAS[0], step)
        displacement(who, x, m, v, rate=rate, share=ETA * lam, out=u, scratch=scratch)
        x -= u
        found.append(x.copy())
    return np.array(found)


@pytest.fixture
def gradients():
    return np.random.default_rng(0).standard_normal((40, 5))


@pytest.mark.parametrize("who", [ADAMW, ADAM, L2_ADAM], ids=lambda item: item.key)
def test_they_are_pytorchs(who: Optimizer, gradients) -> None:
    torch = pytest.importorskip("torch")
    start = np.linspace(-2, 2, 5)
    x = torch.tensor(start, requires_grad=True)
    optimizer = getattr(torch.optim, who.torch)(
        [x], lr=ETA, betas=BETAS, eps=EPS, weight_decay=LAM if who.has_decay else 0.0
    )
    ours = steps(who, gradients, start)
    for row, expected in zip(gradients, ours, strict=True):
        x.grad = torch.tensor(row)
        optimizer.step()
        np.testing.assert_allclose(x.detach().numpy(), expected, rtol=1e-12, atol=1e-15)


def test_the_proximal_step_minimises(gradients) -> None:
    """y = x⁺ makes ½(y − (x − u))² + (ηλ/2)y² least, where u is Adam's step."""
    start = np.linspace(-2, 2, 5)
    prox = steps(ADAMPROX, gradients[:1], start)[0]
    u = start - steps(ADAM, gradients[:1], start)[0]

    def objective(y):
        return (y - (start - u)) ** 2 / 2 + ETA * LAM * y**2 / 2

    for shift in (1e-5, -1e-5):
        assert (objective(prox) < objective(prox + shift)).all()
    gap = prox - steps(ADAMW, gradients[:1], start)[0]
    z = ETA * LAM
    np.testing.assert_allclose(gap, (z**2 * start + z * u) / (1 + z), rtol=1e-10)


def test_without_decay_all_are_adam(gradients) -> None:
    start = np.ones(5)
    found = [steps(who, gradients, start, lam=0.0) for who in (ADAMW, ADAM, L2_ADAM, ADAMPROX)]
    assert all((item == found[0]).all() for item in found)


@pytest.mark.parametrize("beta", [1e-12, 1e-3, 0.1, 1.0])
@pytest.mark.parametrize("step", [1, 2, 1000])
def test_the_correction_keeps_its_digits(beta: float, step: int) -> None:
    import mpmath

    with mpmath.workdps(50):
        exact = 1 - (1 - mpmath.mpf(beta)) ** step
    assert correction(beta, step) == pytest.approx(float(exact), rel=1e-14)


def test_the_papers_root() -> None:
    out = np.empty(2)
    paper_root(np.array([0.0, 3.0]), 1.0, out)
    assert out.tolist() == [1.0, math.sqrt(4)]


def steps_to_a_hundredth(hessian, most: int) -> int | None:
    """Return the steps of Adam with ε = 0 until ‖x‖ is 1 % of the start, None if it takes more."""
    x = np.ones(len(hessian))
    far = np.linalg.norm(x) / 100
    m, n = np.zeros_like(x), np.zeros_like(x)
    v, u, scratch = (np.empty_like(x) for _ in range(3))
    for step in range(1, most + 1):
        remember(m, n, hessian @ x, 0.1, 0.001, scratch)
        torch_root(n, correction(0.001, step), v)
        v[v == 0] = np.inf
        rate = ETA / correction(0.1, step)
        displacement(ADAM, x, m, v, rate=rate, share=0.0, out=u, scratch=scratch)
        x -= u
        if np.linalg.norm(x) <= far:
            return step
    return None


def test_the_condition_number_is_not_seen_between_blocks_and_is_inside_one() -> None:
    """What the condition-number statement is worth: nothing where coordinates are coupled."""
    cos, sin = math.cos(0.5), math.sin(0.5)
    turn = np.array([[cos, -sin], [sin, cos]])
    apart = [steps_to_a_hundredth(np.diag([1.0, k]), 1000) for k in (1, 2**7, 2**13)]
    assert apart[0] is not None
    assert apart == [apart[0]] * 3
    coupled = [steps_to_a_hundredth(turn @ np.diag([1.0, k]) @ turn.T, 3000) for k in (1, 100, 1e4)]
    assert coupled[0] == apart[0]
    assert coupled[1] is not None
    assert coupled[1] > 4 * apart[0]
    assert coupled[2] is None
