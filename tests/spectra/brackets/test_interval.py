"""What chance adds: intervals over the probes."""

from __future__ import annotations

import numpy as np
import pytest
from rules import BENCHMARK, LOG, SQUARE, measured

from adamw_bounds.spectra import Spectrum
from adamw_bounds.spectra.brackets import (
    enclose,
)


@pytest.mark.sampled(3)
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


@pytest.mark.sampled(3)
@pytest.mark.parametrize("probes", [1, 2, 3, 10])
def test_one_eigenvalue_that_decides_is_held_too(probes: int) -> None:
    # Its mass is χ²₁/d: a t interval of 10 probes misses every eighth time, and the normal one of
    # one probe every fourth.
    rng = np.random.default_rng(3)
    eigenvalues = np.append(rng.uniform(0, 1, 199), 100.0)
    exact = float(SQUARE.function(eigenvalues).mean())
    starts = rng.standard_normal((400, probes, 200)) ** 2
    weights = starts / starts.sum(axis=2, keepdims=True)
    nodes = np.broadcast_to(eigenvalues, (probes, 200))
    known = nodes == 100.0
    held = without = 0
    widths = []
    for run in range(400):
        spectrum = Spectrum(dim=200, nodes=nodes, weights=weights[run])
        found = enclose(spectrum).bracket(SQUARE)
        held += exact in found
        # Known, it is no matter of chance.
        certain = Spectrum(dim=200, nodes=nodes, weights=weights[run], known=known)
        enclosure = enclose(certain)
        narrow = enclosure.bracket(SQUARE)
        without += exact in narrow
        widths.append((found.width, narrow.width))
        for probe in range(probes):
            assert certain.masses(probe) @ nodes[probe] ** 2 == pytest.approx(
                enclosure.weights[probe] @ enclosure.nodes[probe] ** 2, rel=1e-12
            )
    assert held >= 0.94 * 400
    assert without >= 0.94 * 400
    wide, tight = np.mean(widths, axis=0)
    assert tight < 0.01 * wide


@pytest.mark.sampled(3)
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
    spectrum, _ = measured(np.linspace(-1, 1, 300), rng.standard_normal((4, 300)), 30)
    widths = [enclose(spectrum, level=level).bracket(LOG).width for level in (0.5, 0.9, 0.99)]
    assert widths[0] < widths[1] < widths[2]
