from __future__ import annotations

import importlib.util
import math
import sys
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from scipy.optimize import linprog

from adamw_bounds.errors import InputError
from adamw_bounds.spectra import Meta, Spectrum, generalization, shipped
from adamw_bounds.spectra.brackets import (
    Enclosure,
    Functional,
    bound_brackets,
    combine,
    enclose,
    err_bracket,
    excess_bracket,
    quantile_windows,
    support_bounds,
)
from adamw_bounds.spectra.spectrum import Block

Array = npt.NDArray[np.float64]


def _benchmark() -> Any:
    path = Path(__file__).parents[1] / "benchmarks" / "coverage.py"
    spec = importlib.util.spec_from_file_location("coverage_of_brackets", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


BENCHMARK = _benchmark()

VALUES: Mapping[str, Any] = {
    "eta": 1e-3,
    "rho": 1 / 192,
    "batch_size": 128,
    "lam": 0.01,
    "lam_l2": 0.01,
    "samples": 1797,
    "tau": 0.05,
    "x_star_norm": 3.0,
    "floor": 1e-9,
}


def _log(sigma: Array) -> Array:
    return np.log(np.maximum(np.abs(sigma), 1e-6))


LOG = Functional(function=_log, turning_points=(0.0,))
SQUARE = Functional(function=np.square, turning_points=(0.0,))


def _measured(
    eigenvalues: Array, starts: Array, steps: int, dtype: str = "float64"
) -> tuple[Spectrum, Array]:
    """Return nodes and weights of each start (a row, in the eigenbasis), and the residuals."""
    found = [BENCHMARK.lanczos(eigenvalues.astype(dtype), start, steps) for start in starts]
    rules = [BENCHMARK.gauss(*pair) for pair in found]
    spectrum = Spectrum(
        dim=eigenvalues.size,
        nodes=np.array([rule[0] for rule in rules]),
        weights=np.array([rule[1] for rule in rules]),
        meta=Meta(dtype=dtype),
    )
    return spectrum, np.array([pair[1][-1] for pair in found], dtype=np.float64)


def _own(functional: Functional, eigenvalues: Array, starts: Array) -> float:
    """Return ∫f dμ, its mean over the probes drawn."""
    shares = starts**2 / (starts**2).sum(axis=1, keepdims=True)
    return float((shares @ functional.function(eigenvalues)).mean())


def _spectra(rng: np.random.Generator) -> dict[str, Array]:
    bulk = np.concatenate([rng.normal(0, 1e-3, 150), rng.exponential(0.02, 40), [0.5, 1.0, 2.0]])
    return {
        "even": np.linspace(-1.0, 1.0, 200),
        "decades": np.geomspace(1e-9, 1.0, 200),
        "network": bulk,
        "clusters": np.repeat([-0.3, 0.0, 1e-8, 0.7], [20, 100, 50, 30]) + 1e-12 * np.arange(200),
    }


# The closed form


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
            windows = (_windows(one, np.array([low]), np.array([high])),)
            enclosure = _enclosure(windows, nodes=np.array([high]), ends=(low, high))
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


def _windows(mass: Array, low: Array, high: Array) -> Any:
    return quantile_windows(low, np.zeros_like(low), np.zeros_like(low), (low[0], high[0]))


def _enclosure(windows: Any, *, nodes: Array, ends: tuple[float, float]) -> Enclosure:
    spectrum = Spectrum(dim=1, nodes=nodes, weights=np.ones(1))
    built = enclose(spectrum)
    return replace(
        built,
        windows=windows,
        support=replace(built.support, lower=float(ends[0]), upper=float(ends[1])),
    )


# The bracket of the quadrature


@pytest.mark.parametrize("refine", [0, 3])
@pytest.mark.parametrize("name", ["even", "decades", "network", "clusters"])
def test_quadrature_ends_hold_what_the_probes_have(name: str, refine: int) -> None:
    rng = np.random.default_rng(11)
    eigenvalues = _spectra(rng)[name]
    for steps in (1, 2, 3, 7, 20, 60):
        starts = rng.choice([-1.0, 1.0], (1, eigenvalues.size)) * rng.uniform(
            0.1, 2, (1, eigenvalues.size)
        )
        spectrum, residuals = _measured(eigenvalues, starts, steps)
        ends = (float(eigenvalues.min()), float(eigenvalues.max()))
        # Even one gap that is too narrow shows for one of these ramps.
        ramps = [
            Functional(
                function=lambda sigma, at=at: np.clip((sigma - at) / 1e-9, 0.0, 1.0),
                turning_points=(),
            )
            for at in (*np.quantile(eigenvalues, np.linspace(0.02, 0.98, 25)), 0.0)
        ]
        for options in ({}, {"residuals": residuals}):
            enclosure = enclose(spectrum, support=ends, refine=refine, **options)
            for functional in (LOG, SQUARE, *ramps):
                bracket = enclosure.bracket(functional)
                own = _own(functional, eigenvalues, starts)
                slack = 1e-11
                assert bracket.quadrature[0] - slack <= own <= bracket.quadrature[1] + slack
                assert bracket.quadrature[0] <= bracket.estimate <= bracket.quadrature[1]


def test_every_measure_of_the_same_moments_is_inside() -> None:
    # The rules that continue a Jacobi matrix in any way have its moments: the bracket cannot tell
    # which of them was measured, and must hold all. They come as near to its ends as any.
    rng = np.random.default_rng(3)
    diagonal, off = BENCHMARK.lanczos(np.linspace(-1, 1, 100), rng.standard_normal(100), 9)
    nodes, weights = BENCHMARK.gauss(diagonal, off)
    spectrum = Spectrum(dim=100, nodes=nodes, weights=weights)
    at = float(nodes[4]) + 0.02
    ramp = Functional(function=lambda sigma: np.clip((sigma - at) / 1e-9, 0, 1), turning_points=())
    reached = []
    ends = enclose(spectrum, support=(-3.0, 3.0), refine=40).bracket(ramp).quadrature
    for _ in range(300):
        more = rng.integers(1, 4)
        longer = np.append(diagonal, rng.uniform(-1, 1, more))
        places, masses = BENCHMARK.gauss(longer, np.append(off[:8], rng.uniform(0.01, 1, more)))
        assert -3 <= places.min() <= places.max() <= 3
        reached.append(float(masses @ ramp.function(places)))
    assert ends[0] - 1e-12 <= min(reached)
    assert max(reached) <= ends[1] + 1e-12
    assert max(reached) - min(reached) > 0.8 * (ends[1] - ends[0])


def test_rules_between_the_nodes_narrow_the_bracket() -> None:
    rng = np.random.default_rng(2)
    exact = np.asarray(shipped("digits_mlp_adamw").eigenvalues)
    spectrum, residuals = _measured(exact, rng.standard_normal((4, exact.size)), 40)
    for optimizer in ("adamw", "adam", "l2-adam"):
        widths = []
        for options in ({"refine": 0}, {}, {"residuals": residuals}):
            enclosure = enclose(spectrum, **options)
            assert enclosure.refined == (options.get("refine") != 0)
            ends = err_bracket(enclosure, optimizer, {**VALUES, "floor": 1e-12}).quadrature
            widths.append(ends[1] - ends[0])
        assert widths[1] < (0.95 if optimizer == "adam" else 0.9) * widths[0]
        assert widths[2] < widths[1]


def test_bracket_shrinks_with_the_steps_and_vanishes_at_d() -> None:
    rng = np.random.default_rng(4)
    eigenvalues = np.concatenate([rng.normal(0, 0.01, 50), [0.4, 0.7, 1.0]])
    starts = rng.standard_normal((3, eigenvalues.size))
    widths = []
    for steps in (5, 10, 20, 40, 53):
        spectrum, _ = _measured(eigenvalues, starts, steps)
        bracket = enclose(spectrum).bracket(LOG)
        widths.append(bracket.quadrature[1] - bracket.quadrature[0])
        assert bracket.width > widths[-1]
    assert all(late < 0.8 * early for early, late in pairwise(widths))
    assert widths[-1] < 1e-9
    own = _own(LOG, eigenvalues, starts)
    assert bracket.estimate == pytest.approx(own, rel=1e-10)


def test_a_residual_of_zero_says_that_the_rule_is_the_measure() -> None:
    rng = np.random.default_rng(6)
    eigenvalues = np.repeat([-0.2, 0.0, 0.3, 1.0], 25)
    starts = rng.standard_normal((2, 100))
    spectrum, residuals = _measured(eigenvalues, starts, 4)
    assert (residuals < 1e-15).all()
    known = enclose(spectrum, residuals=residuals).bracket(LOG)
    blind = enclose(spectrum).bracket(LOG)
    assert known.quadrature[1] - known.quadrature[0] < 1e-12
    assert blind.quadrature[1] - blind.quadrature[0] > 0.5


def test_nodes_of_weight_zero_change_nothing() -> None:
    rng = np.random.default_rng(7)
    eigenvalues = _spectra(rng)["network"]
    spectrum, _ = _measured(eigenvalues, rng.standard_normal((2, eigenvalues.size)), 8)
    assert spectrum.nodes is not None
    assert spectrum.weights is not None
    padded = Spectrum(
        dim=spectrum.dim,
        nodes=np.concatenate([spectrum.nodes, np.zeros((2, 2))], axis=1),
        weights=np.concatenate([spectrum.weights, np.zeros((2, 2))], axis=1),
    )
    first, second = (enclose(item, support=(-1.0, 3.0)).bracket(LOG) for item in (spectrum, padded))
    assert first.lower == pytest.approx(second.lower, rel=1e-9)
    assert first.upper == pytest.approx(second.upper, rel=1e-9)


def test_float32_is_widened_by_its_rounding() -> None:
    rng = np.random.default_rng(8)
    eigenvalues = np.concatenate([rng.normal(0, 1e-3, 60), [0.3, 1.0]])
    starts = rng.standard_normal((5, 62))
    for steps in (20, 62):
        spectrum, _ = _measured(eigenvalues, starts, steps, "float32")
        enclosure = enclose(spectrum)
        shift, slack = enclosure.rounding
        largest = max(abs(enclosure.support.lower), abs(enclosure.support.upper))
        assert shift == pytest.approx(steps * 2.0**-23 * largest, rel=1e-3)
        assert slack >= steps * 2.0**-23
        bracket = enclosure.bracket(LOG)
        own = _own(LOG, eigenvalues, starts)
        assert bracket.quadrature[0] <= own <= bracket.quadrature[1]
    # At d steps only rounding is left, and without the allowance it would show.
    windows = enclosure.windows[0]
    # Between two neighbouring nodes, twice the allowance of a partial sum may lie at either.
    either = windows.high - windows.low > 2.02 * shift
    assert windows.mass[either].sum() == pytest.approx(2 * 61 * slack, rel=0.1)
    places = np.abs(windows.low[:, None] + shift - enclosure.nodes[0]).min(axis=1)
    assert places.max() < 0.05 * shift
    places = np.abs(windows.high[:, None] - shift - enclosure.nodes[0]).min(axis=1)
    assert places.max() < 0.05 * shift
    assert spectrum.nodes is not None
    fine = Spectrum(dim=62, nodes=spectrum.nodes, weights=spectrum.weights)
    ends = enclose(fine).bracket(LOG).quadrature
    assert not ends[0] <= own <= ends[1]


# The support


def test_support_holds_the_spectrum() -> None:
    rng = np.random.default_rng(9)
    for eigenvalues in _spectra(rng).values():
        for steps in (6, 12, 40):
            starts = rng.standard_normal((2, eigenvalues.size))
            found = support_bounds(_measured(eigenvalues, starts, steps)[0])
            assert found.lower <= eigenvalues.min()
            assert eigenvalues.max() <= found.upper


@pytest.mark.parametrize("probes", [1, 4])
def test_support_bound_has_the_published_size(probes: int) -> None:
    nodes = np.array([[-0.5] + [0.1] * 18 + [1.0]] * probes)
    spectrum = Spectrum(dim=10_000, nodes=nodes, weights=np.full((probes, 20), 0.05))
    found = support_bounds(spectrum, failure=1e-3)
    # Each end: (1.648·√d·exp(−√ε(2·20−1)))^probes = 5e-4, and a spread of at most 1.5/(1 − 2ε).
    epsilon = (math.log(164.8 / 5e-4 ** (1 / probes)) / 39) ** 2
    margin = 1.5 * epsilon / (1 - 2 * epsilon)
    assert found.upper == pytest.approx(1 + margin, rel=1e-9)
    assert found.lower == pytest.approx(-0.5 - margin, rel=1e-9)
    assert found.failure == 1e-3
    assert not found.assumed


def test_support_that_is_assumed_says_so() -> None:
    spectrum = Spectrum(dim=10_000, nodes=np.array([[0.0, 1.0]]), weights=np.full((1, 2), 0.5))
    found = support_bounds(spectrum)
    assert found.assumed
    assert "assumed" in found.text
    assert enclose(spectrum).bracket(LOG).assumed
    given = enclose(spectrum, support=(0.0, 4.0))
    assert (given.support.lower, given.support.upper) == (0.0, 4.0)
    assert not given.bracket(LOG).assumed
    half = support_bounds(spectrum, support=(0.0, None))
    assert half.lower == 0.0
    assert half.upper > 1
    assert half.assumed


def test_wider_support_widens_the_bracket() -> None:
    rng = np.random.default_rng(10)
    spectrum, _ = _measured(np.linspace(-1, 1, 100), rng.standard_normal((2, 100)), 5)
    near, far = (enclose(spectrum, support=(-end, end)).bracket(SQUARE) for end in (1.0, 10.0))
    assert far.upper > near.upper
    assert far.lower <= near.lower


# Chance


@pytest.mark.parametrize("probes", [1, 2, 10])
def test_t_interval_covers_at_its_level(probes: int) -> None:
    # At d steps no quadrature error helps: what is counted is the t interval (one probe:
    # Hutchinson's variance) alone, which must neither miss nor be much too wide.
    rng = np.random.default_rng(12)
    # The exact measure of d nodes, whose weights are the squares of a uniform unit vector.
    eigenvalues = rng.normal(0, 1, 400)
    exact = float(LOG.function(eigenvalues).mean())
    held, runs = 0, 600
    starts = rng.standard_normal((runs, probes, 400)) ** 2
    weights = starts / starts.sum(axis=2, keepdims=True)
    nodes = np.broadcast_to(eigenvalues, (probes, 400))
    for run in range(runs):
        spectrum = Spectrum(dim=400, nodes=nodes, weights=weights[run])
        held += exact in enclose(spectrum, level=0.9).bracket(LOG)
    assert 0.875 * runs <= held <= 0.945 * runs


@pytest.mark.parametrize("variant", ["printed", "corrected"])
@pytest.mark.parametrize("name", ["digits_mlp_adamw", "digits_mlp_l2_adam"])
def test_intervals_hold_the_exact_err_of_real_networks(name: str, variant: str) -> None:
    counts = BENCHMARK.count(name, [30, 100], runs=5, probes=10, first_seed=1000, variant=variant)
    for (steps, kind), count in counts.items():
        assert count.quadrature_held == count.runs == 5, (steps, kind)
        assert count.held == 5, (steps, kind)
    for kind in ("adamw", "l2-adam"):
        shallow, deep = (np.mean(counts[steps, kind].widths) for steps in (30, 100))
        assert deep < 0.75 * shallow
    # x is smaller at batch b, and 1/x hangs more on the least singular values.
    limit = {"printed": 0.8, "corrected": 4.0}[variant]
    assert np.mean(counts[100, "adamw"].widths) < limit


@pytest.mark.slow
def test_deep_intervals_hold_the_exact_err() -> None:
    for name in BENCHMARK.SPECTRA:
        counts = BENCHMARK.count(name, [300], runs=1, probes=10, first_seed=2000, variant="printed")
        assert all(count.held == 1 for count in counts.values())
        assert np.mean(counts[300, "adamw"].widths) < 0.35


def test_level_widens() -> None:
    rng = np.random.default_rng(13)
    spectrum, _ = _measured(np.linspace(-1, 1, 300), rng.standard_normal((4, 300)), 30)
    widths = [enclose(spectrum, level=level).bracket(LOG).width for level in (0.5, 0.9, 0.99)]
    assert widths[0] < widths[1] < widths[2]


# err and what follows from it


def test_estimate_is_the_err_of_generalization() -> None:
    rng = np.random.default_rng(14)
    eigenvalues = _spectra(rng)["network"]
    spectrum, _ = _measured(eigenvalues, rng.standard_normal((3, eigenvalues.size)), 12)
    values = {**VALUES, "dim": eigenvalues.size}
    inputs = {name: values[name] for name in VALUES if name != "floor"}
    answer = generalization(spectrum, floor=values["floor"], **inputs)
    enclosure = enclose(spectrum)
    for optimizer in ("adamw", "adam", "l2-adam"):
        for variant in ("printed", "corrected"):
            excess = excess_bracket(enclosure, optimizer, values, variant)
            for name, found in bound_brackets(excess, values, variant=variant).items():
                if name == "kl" and variant == "printed":
                    continue
                row = answer.one(quantity=name, optimizer=optimizer, variant=variant)
                assert found.estimate == pytest.approx(row.value, rel=1e-12), name
                assert found.stderr == pytest.approx(row.stderr, rel=1e-3), name
                assert found.lower <= found.quadrature[0] <= found.estimate
                assert found.estimate <= found.quadrature[1] <= found.upper


def test_kl_and_phi_are_those_of_the_ends() -> None:
    rng = np.random.default_rng(15)
    eigenvalues = _spectra(rng)["network"]
    spectrum, _ = _measured(eigenvalues, rng.standard_normal((3, eigenvalues.size)), 12)
    values = {**VALUES, "dim": eigenvalues.size}
    err = err_bracket(enclose(spectrum), "adamw", values)
    found = bound_brackets(excess_bracket(enclose(spectrum), "adamw", values), values)
    fixed = 9.0 * 192 - eigenvalues.size  # ‖x*‖²/ρ − d
    for end in ("lower", "estimate", "upper"):
        kl = 0.5 * (getattr(err, end) + fixed)
        c0 = fixed + 2 * math.log(2 * 1797 / 0.05)
        phi = math.sqrt(8 / 1797 * (getattr(err, end) + c0))
        assert getattr(found["kl"], end) == pytest.approx(kl, rel=1e-12)
        assert getattr(found["phi"], end) == pytest.approx(phi, rel=1e-12)


def test_err_is_never_said_to_be_below_d() -> None:
    # All x_i = 1, where h is least: the t interval would reach below.
    sigma = (1e-3 / (2 * VALUES["rho"])) ** 2 / 128
    rng = np.random.default_rng(16)
    eigenvalues = sigma * (1 + 0.2 * rng.random(100))
    spectrum, _ = _measured(eigenvalues, rng.standard_normal((2, 100)), 3)
    err = err_bracket(enclose(spectrum), "adam", VALUES)
    assert err.lower >= 100 * (1 - 1e-12)
    assert err.lower <= err.estimate <= err.upper


def test_floor_is_part_of_the_bracket() -> None:
    rng = np.random.default_rng(17)
    eigenvalues = _spectra(rng)["network"]
    spectrum, _ = _measured(eigenvalues, rng.standard_normal((3, eigenvalues.size)), 15)
    enclosure = enclose(spectrum)
    widths = [
        err_bracket(enclosure, "l2-adam", {**VALUES, "floor": floor}).width
        for floor in (1e-12, 1e-9, 1e-6, 1e-4)
    ]
    assert all(late < early for early, late in pairwise(widths))
    bare = err_bracket(enclosure, "adam", {**VALUES, "floor": 0.0})
    assert bare.upper == math.inf
    assert math.isfinite(bare.lower)
    assert math.isfinite(err_bracket(enclosure, "adamw", {**VALUES, "floor": 0.0}).upper)
    bare = excess_bracket(enclosure, "adam", {**VALUES, "floor": 0.0})
    assert bound_brackets(bare, {**VALUES, "dim": enclosure.dim})["phi"].upper == math.inf


def test_exact_eigenvalues_have_no_error_bars() -> None:
    spectrum = shipped("digits_mlp_adamw")
    values = {**VALUES, "floor": spectrum.default_floor()}
    enclosure = enclose(spectrum)
    found = err_bracket(enclosure, "l2-adam", values)
    inputs = {name: values[name] for name in VALUES if name != "floor"}
    row = generalization(spectrum, **inputs).one(
        quantity="err", optimizer="l2-adam", variant="corrected"
    )
    assert found.estimate == pytest.approx(row.value, rel=1e-12)
    assert found.width <= 1e-9 * found.estimate
    assert found.stderr is None
    assert "no error bars" in enclosure.describe()


# Blocks


def _blocks(rng: np.random.Generator) -> tuple[Spectrum, dict[str, Array]]:
    eigenvalues = {"in": np.linspace(-0.1, 0.1, 120), "out": np.geomspace(1e-7, 1.0, 60)}
    blocks = [
        Block(
            name=name, spectrum=_measured(part, rng.standard_normal((8, part.size)), 15)[0], rho=rho
        )
        for (name, part), rho in zip(eigenvalues.items(), (1 / 192, 1 / 96), strict=True)
    ]
    return Spectrum(blocks=blocks), eigenvalues


def test_sum_over_blocks_holds_the_exact_sum() -> None:
    rng = np.random.default_rng(18)
    spectrum, eigenvalues = _blocks(rng)
    parts, exact = [], 0.0
    for block in spectrum.blocks:
        values = {**VALUES, "rho": block.rho}
        parts.append(err_bracket(enclose(block.spectrum), "l2-adam", values))
        known = Spectrum(eigenvalues=eigenvalues[block.name])
        exact += err_bracket(enclose(known), "l2-adam", values).estimate
    total = combine(parts)
    assert exact in total
    assert total.estimate == pytest.approx(sum(part.estimate for part in parts))
    # Independent errors add in squares: less than the sum of the widths, more than any one.
    assert max(part.width for part in parts) < total.width < sum(part.width for part in parts)
    alone = combine(parts[:1])
    assert (alone.lower, alone.upper) == pytest.approx((parts[0].lower, parts[0].upper))


def test_nodes_put_together_from_blocks_are_enclosed_block_by_block() -> None:
    rng = np.random.default_rng(19)
    spectrum, eigenvalues = _blocks(rng)
    every = np.concatenate(list(eigenvalues.values()))
    whole = enclose(spectrum)
    exact = float(LOG.function(every).mean())
    found = whole.bracket(LOG)
    assert exact in found
    ends = [enclose(block.spectrum).bracket(LOG).quadrature for block in spectrum.blocks]
    for side in (0, 1):
        mixed = (120 * ends[0][side] + 60 * ends[1][side]) / 180
        assert found.quadrature[side] == pytest.approx(mixed, rel=1e-3)


# Bad input


def test_bad_arguments_are_refused() -> None:
    spectrum = Spectrum(dim=9, nodes=np.array([[0.0, 1.0]]), weights=np.full((1, 2), 0.5))
    with pytest.raises(InputError, match="level must be a number between 0 and 1"):
        enclose(spectrum, level=1.0)
    with pytest.raises(InputError, match="refine must be an integer ≥ 0"):
        enclose(spectrum, refine=-1)
    with pytest.raises(InputError, match="residuals must be 1 finite numbers"):
        enclose(spectrum, residuals=[0.1, 0.2])
    with pytest.raises(InputError, match=r"the upper end of the support, 0\.9"):
        enclose(spectrum, support=(0.0, 0.9))
    with pytest.raises(InputError, match="the lower end of the support"):
        enclose(spectrum, support=(-math.inf, 2.0))
    nameless = Spectrum(nodes=np.array([[0.0, 1.0]]), weights=np.full((1, 2), 0.5))
    with pytest.raises(InputError, match="does not state its dimension"):
        enclose(nameless)
    with pytest.raises(InputError, match="one level"):
        combine([])
