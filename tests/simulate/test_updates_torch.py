"""PyTorch's optimizers against the paper's updates, with settings that `convert` translates.

PyTorch corrects the bias of a zero start and puts ε outside the root; both differences are taken
apart here: after the start-up the moments are the paper's, and what is left is √n + ε for √(n+ε²).
"""

from __future__ import annotations

import math
import os

import numpy as np
import pytest

import adamw_bounds as ab
from adamw_bounds.simulate import RotatedNonconvex, State, constant_step, decay_schedule, iterate

DIM = 6
BETAS = (0.9, 0.98)
LR = 3e-3
#: Bias correction is over: 0.98^1750 < 1e-15.
WARM_UP = 1750
STEPS = 400


@pytest.fixture(scope="module")
def torch():
    """Return PyTorch; skip where it is missing, fail where it was promised."""
    try:
        import torch
    except ImportError:
        if os.environ.get("ADAMW_BOUNDS_REQUIRE_TORCH"):
            pytest.fail("PyTorch is missing (the torch extra)")
        pytest.skip("needs the torch extra")
    return torch


class Recorded(RotatedNonconvex):
    """The loss with a noise that was drawn before; ``slope_scale`` 0 leaves the noise alone."""

    def __init__(self, table, *, flat: bool = False) -> None:
        super().__init__(DIM, loss_scale=0.0 if flat else 1.0)
        self.table, self.read = table, 0

    def noise(self, rng, out) -> None:
        out[:] = self.table[self.read : self.read + len(out)]
        self.read += len(out)


def paper(settings: dict) -> dict:
    """Return η, β1, β2, δ, λ of PyTorch's settings, from the package's own conversion."""
    answer = ab.convert(**settings)
    return {row.quantity: row.value for row in answer.results}


def in_torch(torch, kind: str, loss, noise, start, settings: dict):
    """Run PyTorch's optimizer; return (x_k, m_k, n_k) for every k, x_k before the step."""
    x = torch.tensor(start, dtype=torch.float64, requires_grad=True)
    make = torch.optim.AdamW if kind == "adamw" else torch.optim.Adam
    optimizer = make(
        [x],
        lr=settings["lr"],
        betas=settings["betas"],
        eps=settings["adam_eps"],
        weight_decay=settings["weight_decay"],
    )
    oracle, out = loss.oracle(1), np.empty((DIM, 1))
    states = []
    for k in range(len(noise)):
        before = x.detach().numpy().copy()
        oracle.gradient(before, out)
        x.grad = torch.tensor(out + noise[k])
        optimizer.step()
        state = optimizer.state[x]
        states.append((before, state["exp_avg"].numpy().copy(), state["exp_avg_sq"].numpy().copy()))
    return states, x.detach().numpy().copy()


def in_paper(kind: str, loss, state, symbols: dict, steps: int) -> State:
    """Run the paper's updates from x_k, m_k, n_k for some steps."""
    decay = decay_schedule(
        symbols.get("lambda", 0.0),
        beta2=symbols["beta2"],
        c_inf=1.0,
        delta=1.0,
        form="constant",
    )
    return iterate(
        loss,
        optimizer=kind,
        delta=symbols["delta"],
        beta2=symbols["beta2"],
        schedule=constant_step(symbols["eta"], symbols["beta1"], decay),
        steps=steps,
        seeds=1,
        rng=np.random.default_rng(0),
        start=State(*state),
    ).last


def settings_of(epsilon: float, decay: float) -> dict:
    return {"lr": LR, "betas": BETAS, "adam_eps": epsilon, "weight_decay": decay}


KINDS = [("adamw", 0.1), ("adam", 0.0), ("l2-adam", 0.05)]


@pytest.mark.parametrize(("kind", "decay"), KINDS, ids=[kind for kind, _ in KINDS])
@pytest.mark.parametrize("epsilon", [1e-8, 1e-3, 0.3])
def test_one_step_differs_by_the_root_alone(torch, kind: str, decay: float, epsilon: float) -> None:
    noise = np.random.default_rng(1).standard_normal((WARM_UP + 60, DIM, 1)) * 0.2
    settings = settings_of(epsilon, decay)
    symbols = paper(settings)
    states, last = in_torch(
        torch, kind, Recorded(noise), noise, RotatedNonconvex(DIM).start()[:, None], settings
    )
    after = [*(state[0] for state in states[1:]), last]
    ratios = []
    for k in range(WARM_UP, len(states)):
        x, m, n = states[k]
        ours = in_paper(kind, Recorded(noise[k:]), states[k], symbols, 1)
        np.testing.assert_array_equal(ours.m, m)
        own = LR * decay * x if kind == "adamw" else 0.0
        paper_move, torch_move = x - own - ours.x, x - own - after[k]
        big = np.abs(paper_move) > 1e-9  # below, the difference of two x has no digits left
        ratio = (paper_move[big] / torch_move[big]).ravel()
        predicted = ((np.sqrt(n) + epsilon) / np.sqrt(n + epsilon**2))[big].ravel()
        np.testing.assert_allclose(ratio, predicted, rtol=2e-5)
        ratios.append(ratio)
    every = np.concatenate(ratios)
    assert every.size > 100
    # √(n+ε²) ≤ √n + ε ≤ √2 √(n+ε²)
    assert every.min() >= 1 - 2e-5
    assert every.max() <= math.sqrt(2) + 2e-5
    if epsilon == 0.3:
        assert every.max() > 1.3


@pytest.mark.parametrize(("kind", "decay"), KINDS, ids=[kind for kind, _ in KINDS])
def test_the_moments_are_the_papers_after_the_start_up(torch, kind: str, decay: float) -> None:
    """The same gradients give the same m and n, wherever they started."""
    noise = np.random.default_rng(2).standard_normal((WARM_UP + 1, DIM, 1))
    flat = Recorded(noise, flat=True)
    settings = settings_of(1e-8, 0.0)
    states, _ = in_torch(torch, kind, flat, noise, np.zeros((DIM, 1)), settings)
    ours = iterate(
        Recorded(noise, flat=True),
        optimizer=kind,
        delta=1e-16,
        beta2=0.02,
        schedule=constant_step(LR, 0.1, decay_schedule(0.0, beta2=0.02, c_inf=1, delta=1)),
        steps=WARM_UP + 1,
        seeds=1,
        rng=np.random.default_rng(0),
    ).last
    np.testing.assert_allclose(ours.m, states[-1][1], rtol=1e-9, atol=1e-14)
    np.testing.assert_allclose(ours.n, states[-1][2], rtol=1e-11)
    # The first steps are not the paper's: a zero start against g_0.
    assert np.abs(states[0][1] - noise[0]).max() > 0.1


@pytest.mark.parametrize("epsilon", [1e-8, 1e-3, 0.3])
def test_the_distance_on_a_flat_loss_is_the_sum_of_the_differences(torch, epsilon: float) -> None:
    """Where x has no say in the gradient, the two paths part by what δ = ε² predicts."""
    noise = np.random.default_rng(3).standard_normal((WARM_UP + STEPS, DIM, 1)) + 0.3
    settings = settings_of(epsilon, 0.0)
    states, last = in_torch(
        torch, "adamw", Recorded(noise, flat=True), noise, np.zeros((DIM, 1)), settings
    )
    ours = in_paper(
        "adamw", Recorded(noise[WARM_UP:], flat=True), states[WARM_UP], paper(settings), STEPS
    )
    parts = [
        LR * m * (1 / np.sqrt(n + epsilon**2) - 1 / (np.sqrt(n) + epsilon))
        for _, m, n in states[WARM_UP:]
    ]
    np.testing.assert_allclose(last - ours.x, sum(parts), rtol=1e-6, atol=1e-12)
    assert np.abs(last - ours.x).max() <= (math.sqrt(2) - 1) * sum(
        np.abs(LR * m / (np.sqrt(n) + epsilon)).max() for _, m, n in states[WARM_UP:]
    )


@pytest.mark.parametrize(("kind", "decay"), KINDS, ids=[kind for kind, _ in KINDS])
def test_the_trajectories_agree_past_the_start_up(torch, kind: str, decay: float) -> None:
    noise = np.random.default_rng(4).standard_normal((WARM_UP + STEPS, DIM, 1)) * 0.2
    start = RotatedNonconvex(DIM).start()[:, None]
    apart = {}
    for epsilon in (1e-8, 1e-6, 1e-4):
        settings = settings_of(epsilon, decay)
        states, last = in_torch(torch, kind, Recorded(noise), noise, start, settings)
        ours = in_paper(kind, Recorded(noise[WARM_UP:]), states[WARM_UP], paper(settings), STEPS)
        apart[epsilon] = np.abs(last - ours.x).max()
        # To first order a step differs by the factor ε/√n; no step is longer than about LR.
        smallest = min(np.sqrt(n).min() for _, _, n in states[WARM_UP:])
        assert apart[epsilon] <= 10 * STEPS * LR * epsilon / smallest + 1e-12
    # The distance falls with ε, and the paths themselves are long.
    assert apart[1e-8] < apart[1e-6] < apart[1e-4]
    assert apart[1e-4] / apart[1e-6] == pytest.approx(100, rel=0.2)
    assert np.abs(states[-1][0] - states[WARM_UP][0]).max() > 1000 * apart[1e-4]
