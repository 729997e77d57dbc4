"""Where the whole spectrum lies, at a level."""

from __future__ import annotations

import math

import numpy as np
import pytest
from rules import LOG, SQUARE, measured, spectra

from adamw_bounds.spectra import Spectrum
from adamw_bounds.spectra.brackets import (
    enclose,
    support_bounds,
)


def test_support_holds_the_spectrum() -> None:
    rng = np.random.default_rng(9)
    for eigenvalues in spectra(rng).values():
        for steps in (6, 12, 40):
            starts = rng.standard_normal((2, eigenvalues.size))
            found = support_bounds(measured(eigenvalues, starts, steps)[0])
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


@pytest.mark.parametrize("seed", range(3))
def test_one_step_on_a_matrix_whose_eigenvalues_cancel(seed: int) -> None:
    """Of ±1 in equal shares the only Ritz value is near 0, and the residual tells the norm."""
    signs = np.repeat([1.0, -1.0], 50)
    entries = np.random.default_rng(seed).standard_normal(100)
    entries /= np.linalg.norm(entries)
    node = float(signs @ entries**2)
    spectrum = Spectrum(
        dim=100, nodes=[[node]], weights=[[1.0]], residuals=[math.sqrt(1 - node**2)]
    )
    found = support_bounds(spectrum)
    assert found.assumed
    assert found.lower < -1
    assert found.upper > 1


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
    spectrum, _ = measured(np.linspace(-1, 1, 100), rng.standard_normal((2, 100)), 5)
    near, far = (enclose(spectrum, support=(-end, end)).bracket(SQUARE) for end in (1.0, 10.0))
    assert far.upper > near.upper
    assert far.lower <= near.lower


def test_what_known_nodes_leave_is_as_rounded_as_the_matrix() -> None:
    """Beside a known 1, float32 leaves small nodes of a semidefinite matrix about 0."""
    spectrum = Spectrum(
        dim=100,
        nodes=[[-2e-8, 1e-8, 1.0]],
        weights=[[0.5, 0.45, 0.05]],
        known=[[False, False, True]],
        dtype="float32",
    )
    enclosure = enclose(spectrum, support=(0.0, None))
    assert enclosure.rounding[0] >= 3 * np.finfo(np.float32).eps
    assert enclosure.support.lower == -2e-8
