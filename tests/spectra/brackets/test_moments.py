"""Bounds of ∫f dμ over all measures with the moments of a probe, beside linear programming."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from rules import BENCHMARK, VALUES, Array, measured, spectra
from scipy.optimize import linprog

from adamw_bounds.spectra import Spectrum, shipped
from adamw_bounds.spectra._formulas import summands
from adamw_bounds.spectra._sums import floor_of, lam_of
from adamw_bounds.spectra.brackets import enclose
from adamw_bounds.spectra.brackets.enclosure import Functional
from adamw_bounds.spectra.brackets.err import err_bracket
from adamw_bounds.spectra.brackets.moments import moments_of

#: Optimizer, λ and ρ: x rises above 1 everywhere, or falls below it near σ = 0, or almost always.
CASES = (
    ("adamw", 0.1, 4e-3),
    ("adamw", 0.01, 5e-3),
    ("adamw", 0.01, 1e-4),
    ("adam", 0.0, 5e-3),
    ("l2-adam", 0.01, 5e-3),
    ("l2-adam", 3e-4, 4e-3),
)


def functional_of(
    case: tuple[str, float, float], floor: float = 1e-9
) -> tuple[str, dict[str, Any]]:
    kind, lam, rho = case
    return kind, {
        **VALUES,
        "lam": lam,
        "lam_l2": lam,
        "rho": rho,
        "floor": floor,
        "floor_by_default": True,
    }


def optimum(diagonal: Array, off: Array, grid: Array, values: Array) -> tuple[float, float]:
    """Return the extremes of ∫f over all measures on the grid with the moments up to 2m."""
    count = diagonal.size
    basis = np.ones((count + 1, grid.size))
    for step in range(count):
        before = off[step - 1] * basis[step - 1] if step else 0.0
        basis[step + 1] = ((grid - diagonal[step]) * basis[step] - before) / off[step]
    rows = np.vstack([basis, basis[-1] * basis[1:]])
    wanted = np.zeros(2 * count + 1)
    wanted[[0, -1]] = 1.0
    scale = 1 / np.abs(rows).max(axis=0)
    found = []
    for sign in (1, -1):
        answer = linprog(sign * values * scale, A_eq=rows * scale, b_eq=wanted)
        assert answer.status == 0
        found.append(sign * float(answer.fun))
    return found[0], found[1]


def eigenvalues_of(name: str) -> Array:
    if name.startswith("digits"):
        return np.asarray(shipped(name).eigenvalues)
    if name in BENCHMARK.DRAWN:
        return np.asarray(BENCHMARK.drawn(name, 200))
    return spectra(np.random.default_rng(1))[name]


def summands_of(kind: str, values: dict[str, Any], eigenvalues: Array) -> Array:
    sigma = np.maximum(np.abs(eigenvalues), floor_of(kind, values))
    return summands(kind, sigma, lam_of(kind, values), values)[0]


@pytest.mark.parametrize("name", ["decades", "network", "clustered", "half-zero", "negative"])
def test_bounds_are_next_to_the_optimum_of_the_linear_programme(name: str) -> None:
    eigenvalues, steps = eigenvalues_of(name), 6
    start = np.random.default_rng(2).standard_normal(eigenvalues.size)
    diagonal, off = BENCHMARK.lanczos(eigenvalues, start, steps)
    nodes, weights = BENCHMARK.gauss(diagonal, off)
    low, high = eigenvalues.min() - 0.1, eigenvalues.max() + 0.1
    spectrum = Spectrum(dim=eigenvalues.size, nodes=nodes, weights=weights, residuals=off[-1:])
    enclosure = enclose(spectrum, support=(low, high))
    edges = np.concatenate([[low], nodes, [high]])
    inside = edges[:-1, None] + np.diff(edges)[:, None] * np.linspace(0, 1, 40)
    fine = np.geomspace(1e-12, high, 300)
    grid = np.unique(np.concatenate([inside.ravel(), fine, -fine, [0.0]]))
    grid = grid[(low <= grid) & (grid <= high)]
    for case in CASES:
        kind, values = functional_of(case)
        mine = err_bracket(enclosure, kind, values).scaled(1 / eigenvalues.size).quadrature
        best = optimum(diagonal, off, grid, summands_of(kind, values, grid))
        slack = 1e-7 * best[1]
        assert mine[0] <= best[0] + slack, case
        assert mine[1] >= best[1] - slack, case
        assert mine[1] - mine[0] <= 1.15 * (best[1] - best[0]) + slack, case


@pytest.mark.sampled(4)
@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize(
    "name",
    ["even", "decades", "clustered", "digits_mlp_adamw", "one-zero", "geometric", "outliers"],
)
def test_what_the_probe_has_lies_inside(name: str, dtype: str) -> None:
    eigenvalues = eigenvalues_of(name)
    rng = np.random.default_rng(3)
    for steps in (3, 10, 60):
        starts = rng.standard_normal((1, eigenvalues.size))
        spectrum, residuals = measured(eigenvalues, starts, steps, dtype)
        share = starts[0] ** 2 / (starts**2).sum()
        enclosure = enclose(spectrum, residuals=residuals if steps > 5 else None)
        for case in CASES:
            kind, values = functional_of(case, 1e-12)
            low, high = err_bracket(enclosure, kind, values).quadrature
            own = float(share @ summands_of(kind, values, eigenvalues)) * eigenvalues.size
            slack = 1e-10 * abs(own)
            assert low - slack <= own <= high + slack, (steps, case)


def test_it_halves_what_partial_sums_leave_open() -> None:
    # A small net's spectrum at 100 steps, AdamW with x = 1 near σ = 0.
    eigenvalues = eigenvalues_of("digits_mlp_adamw")
    starts = np.random.default_rng(4).standard_normal((1, eigenvalues.size))
    spectrum, residuals = measured(eigenvalues, starts, 100)
    kind, values = functional_of(CASES[0])
    widths = []
    for refine in (0, None):
        enclosure = enclose(spectrum, residuals=residuals, refine=refine)
        low, high = err_bracket(enclosure, kind, values).quadrature
        widths.append(high - low)
    assert widths[1] < 0.4 * widths[0]


@pytest.mark.parametrize("residual", [True, False])
def test_every_rule_has_the_moments(residual: bool) -> None:
    rng = np.random.default_rng(5)
    eigenvalues = spectra(rng)["network"]
    diagonal, off = BENCHMARK.lanczos(eigenvalues, rng.standard_normal(eigenvalues.size), 8)
    nodes, weights = BENCHMARK.gauss(diagonal, off)
    found = moments_of(
        nodes,
        weights,
        residual=float(off[-1]) if residual else None,
        ends=(-1.0, 3.0),
        shift=0.0,
        slack=0.0,
        known=np.zeros(8, np.bool_),
        weight_error=1e-15,
    )
    assert found is not None
    rules = found.rules(found.places())
    assert len(rules) > 8
    for rule in rules:
        assert rule.nodes.size == 8 + residual
        # Chebyshev polynomials on the nodes' range, up to the degree.
        ends = rule.nodes[0], rule.nodes[-1]

        def moments(places: Array, masses: Array, ends: tuple[float, float] = ends) -> Array:
            scaled = (2 * places - ends[0] - ends[1]) / (ends[1] - ends[0])
            return masses @ np.polynomial.chebyshev.chebvander(scaled, 16)

        other, mine = moments(nodes, weights), moments(rule.nodes, rule.weights)
        known = 16 if residual else 15
        assert mine[:known] == pytest.approx(other[:known], abs=1e-9)
        if residual:
            # The degree 2m: ∫Π(x − θ_i)² dμ = (β_1…β_m)².
            product = np.prod(rule.nodes[:, None] - nodes, axis=1) ** 2
            assert rule.weights @ product == pytest.approx(float(np.prod(off**2)), rel=1e-8)


def test_f_that_is_not_smooth_is_left_to_the_windows() -> None:
    rng = np.random.default_rng(6)
    spectrum, _ = measured(np.linspace(-1, 1, 50), rng.standard_normal((1, 50)), 10)
    step = Functional(function=lambda x: (x > 0.03).astype(float), turning_points=())
    low, high = enclose(spectrum).bracket(step).quadrature
    assert high - low > 0.05
