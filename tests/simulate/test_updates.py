"""The vectorised updates against the paper's lines, written out one number at a time."""

from __future__ import annotations

import math

import numpy as np
import pytest

from adamw_bounds.errors import RunError
from adamw_bounds.simulate import updates
from adamw_bounds.simulate.problems import LeastSquares, RotatedNonconvex, rotation
from adamw_bounds.simulate.schedules import (
    constant_step,
    decay_schedule,
)
from adamw_bounds.simulate.updates import Estimate, State, iterate

DELTA, BETA2, LAM = 0.3, 0.05, 0.2


def naive(loss, optimizer, noises, etas, betas, lams, *, start=None):
    """Run one seed as the paper writes it; return the four averages and all states."""
    dim, matrix = loss.dim, rotation(loss.dim).tolist()
    x = loss.start().tolist()
    m, n = [0.0] * dim, [0.0] * dim
    if start is not None:
        x, m, n = (list(part) for part in start)
    sums, weighted, states = [0.0, 0.0, 0.0], 0.0, []
    for k, (eta, beta, lam) in enumerate(zip(etas, betas, lams, strict=True)):
        inner = [sum(matrix[i][j] * x[j] for j in range(dim)) for i in range(dim)]
        slope = [y / math.sqrt(4 + y * y) + 0.5 * math.sin(y) for y in inner]
        full = [sum(matrix[i][j] * slope[i] for i in range(dim)) for j in range(dim)]
        if optimizer == "l2-adam":
            full = [full[j] + lam * x[j] for j in range(dim)]
        for j in range(dim):
            g = full[j] + noises[k][j]
            if k == 0:
                if start is None:
                    m[j], n[j] = g, g * g
            else:
                m[j] = (1 - beta) * m[j] + beta * g
                n[j] = (1 - BETA2) * n[j] + BETA2 * g * g
        states.append((list(x), list(m), list(n)))
        v = [math.sqrt(n[j] + DELTA) for j in range(dim)]
        own = lam if optimizer == "adamw" else 0.0
        square = sum((full[j] + own * v[j] * x[j]) ** 2 for j in range(dim))
        new = [x[j] - eta * m[j] / v[j] - eta * own * x[j] for j in range(dim)]
        sums[0] += square
        sums[1] += sum(v[j] * (x[j] - new[j]) ** 2 for j in range(dim))
        sums[2] += sum((m[j] - full[j]) ** 2 for j in range(dim))
        weighted += eta * square
        x = new
    steps = len(etas)
    states.append((x, list(m), list(n)))
    return [value / steps for value in sums], weighted / sum(etas), states


class Recorded(RotatedNonconvex):
    """The loss with a noise that was written down before."""

    def __init__(self, dim: int, table) -> None:
        super().__init__(dim)
        self.table, self.read = table, 0

    def noise(self, rng, out) -> None:
        out[:] = self.table[self.read : self.read + len(out)]
        self.read += len(out)


def schedule(etas, betas, lams):
    """Return a schedule that reads lists."""
    table = np.array([etas, betas, lams])

    def at(k):
        index = k.astype(int)
        return table[0][index], table[1][index], table[2][index]

    return at


@pytest.mark.parametrize("carried", [False, True])
@pytest.mark.parametrize("optimizer", ["adamw", "adam", "l2-adam"])
def test_against_a_plain_loop(optimizer: str, carried: bool, monkeypatch) -> None:
    monkeypatch.setattr(updates, "_BLOCK", 200)  # several blocks
    dim, seeds, steps = 3, 4, 75
    rng = np.random.default_rng(11)
    noises = rng.standard_normal((steps, dim, seeds)) * 0.3
    etas, betas = rng.uniform(0.01, 0.2, steps).tolist(), rng.uniform(0.05, 1, steps).tolist()
    lams = np.geomspace(LAM, LAM / 3, steps).tolist()
    start = None
    if carried:
        start = State(
            *(rng.standard_normal((dim, seeds)) for _ in range(2)), rng.random((dim, seeds))
        )
    pick = np.array([0, 33, 33, steps - 1])
    found = iterate(
        Recorded(dim, noises),
        optimizer=optimizer,
        delta=DELTA,
        beta2=BETA2,
        schedule=schedule(etas, betas, lams),
        steps=steps,
        seeds=seeds,
        rng=rng,
        start=start,
        pick=pick,
        watch_x=True,
        watch_growth=True,
    )
    largest = 0.0
    for seed in range(seeds):
        first = None if start is None else [part[:, seed] for part in (start.x, start.m, start.n)]
        sums, weighted, states = naive(
            RotatedNonconvex(dim),
            optimizer,
            noises[:, :, seed].tolist(),
            etas,
            betas,
            lams,
            start=first,
        )
        measured = [found.gradient[seed], found.step[seed], found.momentum[seed]]
        np.testing.assert_allclose(measured, sums, rtol=1e-11)
        assert found.weighted[seed] == pytest.approx(weighted, rel=1e-11)
        for state, expected in ((found.last, states[-1]), (found.picked, states[pick[seed]])):
            for part, wanted in zip((state.x, state.m, state.n), expected, strict=True):
                np.testing.assert_allclose(part[:, seed], wanted, rtol=1e-10, atol=1e-13)
        largest = max(largest, *(abs(value) for state in states[:-1] for value in state[0]))
        held = [
            [lam * math.sqrt(value + DELTA) for value in n]
            for lam, (_, _, n) in zip(lams, states[:-1], strict=True)
        ]
        growth = sum(
            value**2 * (after - before)
            for k in range(1, steps)
            for value, after, before in zip(states[k][0], held[k], held[k - 1], strict=True)
        )
        assert found.growth[seed] == pytest.approx(growth, rel=1e-10)
    assert found.x_inf == pytest.approx(largest, rel=1e-12)


def go(loss, *, delta, eta, steps=300, seeds=3, optimizer="adamw", lam=0.1, seed=5, **more):
    decay = decay_schedule(lam, beta2=0.01, c_inf=1.0, delta=1.0)
    return iterate(
        loss,
        optimizer=optimizer,
        delta=delta,
        beta2=0.01,
        schedule=constant_step(eta, 0.1, decay),
        steps=steps,
        seeds=seeds,
        rng=np.random.default_rng(seed),
        **more,
    )


@pytest.mark.parametrize(("s", "t"), [(2.0**-6, 1.0), (1.0, 8.0), (2.0**10, 2.0**-3)])
@pytest.mark.parametrize("optimizer", ["adamw", "adam", "l2-adam"])
def test_the_iterates_scale_exactly(optimizer: str, s: float, t: float) -> None:
    """F → sF, x → tx: units alone, so that powers of two change no digit."""
    base = RotatedNonconvex(5, sigma=0.5)
    other = RotatedNonconvex(5, sigma=0.5 * s / t, loss_scale=s, length_scale=t)
    # λ: 1/length for AdamW, loss/length² for ℓ2-Adam.
    lam = 0.1 * (s / t**2 if optimizer == "l2-adam" else 1 / t)
    first = go(base, delta=1.0, eta=0.05, optimizer=optimizer)
    second = go(other, delta=(s / t) ** 2, eta=0.05 * t, lam=lam, optimizer=optimizer)
    np.testing.assert_array_equal(second.last.x, t * first.last.x)
    np.testing.assert_array_equal(second.last.m, s / t * first.last.m)
    np.testing.assert_array_equal(second.gradient, (s / t) ** 2 * first.gradient)
    np.testing.assert_array_equal(second.step, s * t * first.step)
    np.testing.assert_array_equal(second.momentum, (s / t) ** 2 * first.momentum)


def test_the_block_length_changes_nothing(monkeypatch) -> None:
    first = go(RotatedNonconvex(4), delta=1.0, eta=0.1)
    monkeypatch.setattr(updates, "_BLOCK", 1)
    second = go(RotatedNonconvex(4), delta=1.0, eta=0.1)
    np.testing.assert_array_equal(first.last.x, second.last.x)


def test_seeds_are_independent_and_reproducible() -> None:
    first, again = (go(RotatedNonconvex(4), delta=1.0, eta=0.1) for _ in range(2))
    np.testing.assert_array_equal(first.last.x, again.last.x)
    other = go(RotatedNonconvex(4), delta=1.0, eta=0.1, seed=6)
    assert not np.array_equal(first.last.x, other.last.x)
    assert len(set(first.gradient.tolist())) == 3


def test_the_start_is_not_changed_and_nothing_is_picked_unasked() -> None:
    first = go(RotatedNonconvex(4), delta=1.0, eta=0.1, steps=10)
    assert first.picked is None
    assert math.isnan(first.x_inf)
    kept = [part.copy() for part in (first.last.x, first.last.m, first.last.n)]
    go(RotatedNonconvex(4), delta=1.0, eta=0.1, steps=10, start=first.last)
    for part, before in zip((first.last.x, first.last.m, first.last.n), kept, strict=True):
        np.testing.assert_array_equal(part, before)


def test_a_single_seed_runs_too() -> None:
    loss = RotatedNonconvex(4)
    before = loss.start()
    found = go(loss, delta=1.0, eta=0.1, seeds=1)
    assert found.last.x.shape == (4, 1)
    np.testing.assert_array_equal(loss.start(), before)
    assert Estimate.of(found.gradient).stderr == 0


def test_progress_adds_up() -> None:
    done: list[int] = []
    go(RotatedNonconvex(4), delta=1.0, eta=0.1, steps=100, progress=done.append)
    assert sum(done) == 100


def test_a_run_that_overflows_says_so() -> None:
    with pytest.raises(RunError, match="no finite numbers"):
        go(LeastSquares(), delta=1e-300, eta=1e200, optimizer="adam", steps=50)


def test_an_estimate_is_mean_and_standard_error() -> None:
    values = np.array([1.0, 2.0, 4.0, 5.0])
    found = Estimate.of(values)
    assert found.mean == 3.0
    assert found.stderr == pytest.approx(math.sqrt(10 / 3) / 2)
    assert Estimate.of(np.array([2.0])) == Estimate(2.0, 0.0)
