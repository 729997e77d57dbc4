"""Chance and quadrature of one measure, beside that measure and without it."""

from __future__ import annotations

import math

import numpy as np
import pytest
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from rules import BENCHMARK, Array, measured
from scipy.stats import chi2, norm
from test_moments import CASES, eigenvalues_of, functional_of

from adamw_bounds.spectra import Spectrum
from adamw_bounds.spectra.brackets import Enclosure, Functional, enclose, excess_functional
from adamw_bounds.spectra.brackets.enclosure import _Chance, _crossings, _Variance

SEEDS = st.integers(0, 2**32 - 1)
FLOORS = (1e-12, 1e-4)
LEVEL = 0.95


def drawn(seed: int) -> tuple[Enclosure, Array, Array]:
    """Return an enclosure of a few probes, the eigenvalues, and what each probe has of them."""
    rng = np.random.default_rng(seed)
    dim, steps, probes = int(rng.choice([40, 300])), int(rng.integers(1, 12)), rng.integers(1, 4)
    low, high = rng.choice([-12.0, -8.0, -3.0]), rng.choice([-1.0, 1.5])
    eigenvalues = 10.0 ** rng.uniform(low, high, dim) * rng.choice([1, 1, 1, -1], dim)
    if rng.random() < 0.5:
        eigenvalues[: int(rng.integers(1, dim // 2))] *= rng.choice([0.0, 1e-6])
    starts = rng.standard_normal((probes, dim))
    made = [BENCHMARK.lanczos(eigenvalues, start, steps) for start in starts]
    rules = [BENCHMARK.gauss(*one) for one in made]
    spectrum = Spectrum(
        dim=dim,
        nodes=np.array([rule[0] for rule in rules]),
        weights=np.array([rule[1] for rule in rules]),
        residuals=np.array([float(off[-1]) for _, off in made]),
    )
    support = (float(eigenvalues.min()) - 0.01, float(eigenvalues.max()) + 0.01)
    shares = starts**2 / (starts**2).sum(axis=1, keepdims=True)
    return enclose(spectrum, support=support, level=LEVEL), eigenvalues, shares


def functionals_of(enclosure: Enclosure) -> list[Functional]:
    pairs = [functional_of(case, floor) for case in CASES for floor in FLOORS]
    return [excess_functional(enclosure, *pair) for pair in pairs]


@settings(max_examples=examples(6))
@given(seed=SEEDS)
def test_joint_bounds_sum_and_square_of_the_measure(seed: int) -> None:
    enclosure, eigenvalues, shares = drawn(seed)
    rng = np.random.default_rng(seed)
    ends = (enclosure.support.lower, enclosure.support.upper)
    for functional in functionals_of(enclosure):
        values = functional.function(eigenvalues)
        centre, spread = float(rng.choice(values)), float(values.std()) or 1.0
        factor = float(10 ** rng.uniform(-3, 1)) / spread
        squares = factor * (values - centre) ** 2
        for sign in (-1, 1):
            bottoms = tuple(_crossings(functional, centre - sign * 0.5 / factor, ends))
            chance = _Chance(factor, centre, bottoms, factor * spread**2)
            for share, (part,) in zip(shares, enclosure.parts, strict=True):
                own = float(share @ (sign * values + squares))
                slack = 1e-10 * float(share @ (np.abs(values) + squares))
                assert part.joint(functional, chance, sign) >= own - slack


def factor_of(kurtosis: float, dim: int, probes: int, tail: float) -> float:
    """Return g of the module, by scipy.stats."""
    freedom = probes * max(dim / kurtosis, 1.0)
    if freedom >= 1e6:
        return float(-norm.ppf(tail))
    low = chi2.ppf(tail, freedom) / freedom
    return float(max(-norm.ppf(tail), (1 - low) / math.sqrt(2 * low / freedom)))


@settings(max_examples=examples(6))
@given(seed=SEEDS)
def test_interval_holds_sum_and_chance_of_the_measure_and_is_no_wider(seed: int) -> None:
    enclosure, eigenvalues, shares = drawn(seed)
    for functional in functionals_of(enclosure):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Enclosure, "_pays", lambda *_: False)
            apart = enclosure.bracket(functional)
            patch.setattr(Enclosure, "_pays", lambda *_: True)
            found = enclosure.bracket(functional)
        slack = 1e-10 * max(map(abs, apart.quadrature))
        assert apart.lower - slack <= found.lower
        assert found.upper <= apart.upper + slack
        values = functional.function(eigenvalues)
        gauss = zip(enclosure.weights, enclosure.nodes, strict=True)
        centres = np.array([weights @ functional.function(nodes) for weights, nodes in gauss])
        away = values - centres[:, None]
        variance = float((shares * away**2).sum(axis=1).mean())
        if not variance > 0:
            continue
        kurtosis = float((shares * away**4).sum(axis=1).mean()) / variance**2
        tail = 0.5 * (1 - LEVEL - enclosure.support.failure)
        reach = factor_of(kurtosis, enclosure.dim, enclosure.probes, tail)
        reach *= math.sqrt(2 / enclosure.dim / enclosure.probes * variance)
        middle = float((shares @ values).mean())
        assert found.lower <= max(middle - reach, found.limits[0]) + slack
        assert found.upper >= min(middle + reach, found.limits[1]) - slack


def test_one_measure_narrows_the_interval_of_a_network() -> None:
    eigenvalues = eigenvalues_of("digits_mlp_adamw")
    starts = np.random.default_rng(4).standard_normal((1, eigenvalues.size))
    spectrum, residuals = measured(eigenvalues, starts, 100)
    enclosure = enclose(spectrum, residuals=residuals)
    functional = excess_functional(enclosure, *functional_of(CASES[4]))
    found = enclosure.bracket(functional)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Enclosure, "_pays", lambda *_: False)
        apart = enclosure.bracket(functional)
    assert float(functional.function(eigenvalues).mean()) in found
    assert found.reach[0] < 0.7 * apart.reach[0]


@given(
    share=st.floats(0, 1),
    most=st.floats(1e-200, 1e100),
    spread=st.floats(1, 1e6),
    peak=st.floats(1, 1e4),
    dim=st.integers(2, 10**7),
    probes=st.integers(1, 3),
    place=st.floats(0, 1),
)
@settings(max_examples=examples(60))
def test_line_lies_above_what_chance_adds(
    share: float, most: float, spread: float, peak: float, dim: int, probes: int, place: float
) -> None:
    chance = _Variance(
        least=share * most,
        likely=most,
        most=most,
        furthest=math.sqrt(spread * most),
        kurtosis=min(peak, spread),
    )
    slope, tail = 1.0 / math.sqrt(most), 0.0245
    rest = chance.above(slope, dim, probes, tail)
    variance = (share + (1 - share) * place) * most
    if variance <= 0:
        return
    kurtosis = min(spread * most / variance, chance.kurtosis * (most / variance) ** 2)
    real = factor_of(kurtosis, dim, probes, tail) * math.sqrt(variance)
    assert real <= (slope * variance + rest) * (1 + 1e-6)
