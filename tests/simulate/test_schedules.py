"""Schedules of steps, weights and decay, against closed forms."""

from __future__ import annotations

import numpy as np

from adamw_bounds.simulate.problems import RotatedNonconvex
from adamw_bounds.simulate.schedules import (
    constant_step,
    decay_schedule,
    decaying_step,
)
from adamw_bounds.simulate.updates import iterate


def test_the_decay_schedules() -> None:
    k = np.arange(6.0)
    given = {"beta2": 0.02, "c_inf": 3.0, "delta": 1.0}  # q = 0.18
    explicit = decay_schedule(0.5, **given)(k)[2]
    np.testing.assert_allclose(explicit, 0.5 * 1.18 ** (-k / 2), rtol=1e-13)
    printed = decay_schedule(0.5, **given, form="printed")(k)[2]
    np.testing.assert_allclose(printed, 0.5 * 0.82**k, rtol=1e-12)
    assert (explicit >= printed).all()
    wild = decay_schedule(0.5, beta2=0.3, c_inf=3.0, delta=1.0, form="printed")(k)[2]
    np.testing.assert_allclose(wild, 0.5 * (1 - 2.7) ** k, rtol=1e-12)
    np.testing.assert_array_equal(decay_schedule(0.5, **given, form="constant")(k)[2], 0.5)
    np.testing.assert_array_equal(decay_schedule(0.0, **given)(k)[2], 0.0)


def test_the_decay_keeps_the_weighted_norm_from_growing() -> None:
    """λ_{k+1}v_{k+1} ≤ λ_k v_k along a run, which the proof needs; a constant λ breaks it."""
    loss = RotatedNonconvex(4, sigma=1.0)
    seeds, steps = 2, 60
    decay = decay_schedule(0.1, beta2=0.3, c_inf=loss.c_inf, delta=0.5)
    lams = decay(np.arange(float(steps)))[2]
    weights = []
    for k in range(steps):
        run = iterate(
            loss,
            optimizer="adamw",
            delta=0.5,
            beta2=0.3,
            schedule=constant_step(0.02, 0.2, decay),
            steps=k + 1,
            seeds=seeds,
            rng=np.random.default_rng(3),
        )
        weights.append(np.sqrt(run.last.n + 0.5))
    roots = np.array(weights)
    scaled = lams[:, None, None] * roots
    assert (scaled[1:] <= scaled[:-1]).all()
    assert not (roots[1:] <= roots[:-1]).all()


def test_the_decaying_step_pairs_steps_with_the_next_weight() -> None:
    none = decay_schedule(0.0, beta2=0.1, c_inf=1.0, delta=1.0)
    inputs = {"c_inf": 2.0, "delta": 1.5, "smoothness": 3.0, "lam": 0.0}
    r = 1.5**0.75 / (2 * 5.5**0.25 * 3.0)
    k = np.arange(50.0)
    for statement, gamma in (("theorem-3", 0.6), ("theorem-3", 4.0), ("theorem-4", 0.6)):
        eta, weight, _ = decaying_step(statement, {**inputs, "gamma": gamma}, none)(k)
        beta_next = np.minimum(1, gamma / np.sqrt(k + 1))
        np.testing.assert_allclose(eta, r * beta_next, rtol=1e-13)
        np.testing.assert_allclose(weight[1:], beta_next[:-1], rtol=1e-13)
