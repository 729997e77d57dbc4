"""Where each quantile of a measure with given moments may lie."""

from __future__ import annotations

import numpy as np
import pytest
from rules import VALUES, Array, enclosure_of, windows_of
from scipy.optimize import linprog

from adamw_bounds.spectra.brackets import (
    Functional,
    err_bracket,
    quantile_windows,
)


@pytest.mark.parametrize("seed", range(12))
def test_windows_give_the_optimum_of_the_linear_programme(seed: int) -> None:
    rng = np.random.default_rng(seed)
    points = np.sort(rng.uniform(-1, 1, rng.integers(1, 7)))
    truth = np.sort(rng.random(points.size))
    below = np.clip(truth - rng.uniform(0, 0.4, points.size), 0, 1)
    upto = np.clip(truth + rng.uniform(0, 0.4, points.size), 0, 1)
    turns = tuple(np.sort(rng.uniform(-1.2, 1.2, 4)))
    levels = rng.normal(size=6)

    def function(sigma: Array) -> Array:
        # Monotone between its turning points, and linear, so that np.interp has no other extreme.
        return np.interp(sigma, (-1.5, *turns, 1.5), levels)

    functional = Functional(function=function, turning_points=turns)
    windows = quantile_windows(points, below, upto, (-1.5, 1.5))
    least, largest = functional.extremes(windows.low, windows.high)

    # Places for mass: just before, at and just after each point, at the ends and where f turns.
    places = [(point, side) for point in points for side in (-1, 0, 1)]
    places += [(end, 0) for end in (-1.5, *turns, 1.5)]
    grid = function(np.array([place[0] for place in places]))
    rows, limits = [], []
    for point, low, top in zip(points, below, upto, strict=True):
        rows.append([-float(place < (point, 0)) for place in places])
        limits.append(-low)
        rows.append([float(place <= (point, 0)) for place in places])
        limits.append(top)
    for sign, found in ((1, least), (-1, largest)):
        optimum = linprog(
            sign * grid, A_ub=rows, b_ub=limits, A_eq=np.ones((1, len(places))), b_eq=[1.0]
        )
        assert optimum.status == 0
        assert windows.mass @ found == pytest.approx(sign * optimum.fun, abs=1e-9)


def test_gauss_nodes_alone_leave_each_weight_between_its_neighbours() -> None:
    nodes, weights = np.array([-0.5, 0.1, 0.8]), np.array([0.25, 0.5, 0.25])
    sums = np.cumsum(weights)
    windows = quantile_windows(nodes, sums - weights, sums, (-1.0, 2.0))
    assert windows.mass == pytest.approx(weights)
    assert windows.low.tolist() == [-1.0, -0.5, 0.1]
    assert windows.high.tolist() == [0.1, 0.8, 2.0]


def test_extremes_of_err_are_those_of_a_fine_grid() -> None:
    rng = np.random.default_rng(5)
    # x = 1 lies inside the support for these; for ℓ2-Adam twice, on both sides of σ = λ.
    for optimizer, rho in (("adamw", 2e-5), ("adam", 2e-5), ("l2-adam", 2e-6), ("l2-adam", 1e-3)):
        values = {**VALUES, "rho": rho, "lam": 1e-3, "lam_l2": 1e-3, "floor": 1e-7}
        for _ in range(60):
            low, high = np.sort(rng.choice([-1, 1], 2) * 10.0 ** rng.uniform(-9, 1, 2))
            size = 10.0 ** np.linspace(-9.5, 1.5, 40_001)
            grid = np.concatenate([-size[::-1], [0.0], size])
            grid = np.concatenate([[low], grid[(grid > low) & (grid < high)], [high]])
            one = np.array([1.0])
            windows = (windows_of(one, np.array([low]), np.array([high])),)
            enclosure = enclosure_of(windows, nodes=np.array([high]), ends=(low, high))
            # Batch b is the factor of σ that Q has; as printed b multiplies x instead.
            for variant, times, inside in (("printed", 128, 1), ("corrected", 1, 128)):
                found = err_bracket(enclosure, optimizer, values, variant)
                root = np.sqrt(inside * np.maximum(np.abs(grid), 1e-7))
                lam = 0.0 if optimizer == "adam" else 1e-3
                x = 2 * rho * times / 1e-3
                x = x * (root + lam * (inside / root if optimizer == "l2-adam" else 1))
                h = np.log(x) + 1 / x
                assert found.quadrature[0] == pytest.approx(h.min(), rel=1e-5)
                assert found.quadrature[1] == pytest.approx(h.max(), rel=1e-5)
