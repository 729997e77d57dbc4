"""Gauss and Gauss–Radau rules against the measures that they are of."""

from __future__ import annotations

import numpy as np
import pytest
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from adamw_bounds.spectra import Meta, Spectrum
from adamw_bounds.spectra.brackets import (
    Alternating,
    Functional,
    enclose,
    err_bracket,
    support_of_matrix,
    weighed_bracket,
)

VALUES = {
    **{"eta": 1e-3, "rho": 0.01, "batch_size": 32, "lam": 0.01, "lam_l2": 0.01},
    **{"floor": 0.0, "floor_by_default": True},
}


Rule = tuple[np.ndarray, np.ndarray, float]


def lanczos(values: np.ndarray, start: np.ndarray, steps: int) -> Rule:
    """Return nodes, weights and residual for a diagonal matrix, reorthogonalised in full."""
    basis = np.zeros((steps, values.size))
    basis[0] = start / np.linalg.norm(start)
    diagonal, beside = np.zeros(steps), np.zeros(steps)
    for step in range(steps):
        vector = values * basis[step]
        diagonal[step] = basis[step] @ vector
        for _ in range(2):
            vector -= basis[: step + 1].T @ (basis[: step + 1] @ vector)
        beside[step] = np.linalg.norm(vector)
        if step + 1 < steps:
            basis[step + 1] = vector / beside[step]
    matrix = np.diag(diagonal) + np.diag(beside[:-1], 1) + np.diag(beside[:-1], -1)
    nodes, vectors = np.linalg.eigh(matrix)
    return nodes, vectors[0] ** 2, float(beside[-1])


def falling(lam: float) -> Functional:
    def function(values: np.ndarray) -> np.ndarray:
        with np.errstate(all="ignore"):
            return np.log1p(lam / np.maximum(values, 0.0))

    return Functional(
        function=function, turning_points=(0.0,), alternating=(Alternating(function=function),)
    )


@settings(max_examples=examples(40))
@given(st.integers(0, 10**6), st.integers(2, 12), st.floats(-6, 0), st.floats(-4, 2))
def test_the_rules_enclose_what_they_are_of(
    seed: int, steps: int, least: float, decay: float
) -> None:
    rng = np.random.default_rng(seed)
    values = 10.0 ** rng.uniform(least, 1.0, 40)
    starts = rng.standard_normal((3, 40)) * 10.0 ** rng.uniform(-1, 1, 40)
    rules = [lanczos(values, start, steps) for start in starts]
    spectrum = Spectrum(
        dim=40,
        nodes=np.array([rule[0] for rule in rules]),
        weights=np.array([rule[1] for rule in rules]),
        residuals=np.array([rule[2] for rule in rules]),
    )
    functional = falling(10.0**decay)
    end = 0.5 * float(values.min())
    plain = enclose(spectrum, support=(end, None))
    low, middle, high = plain.of_each(functional)
    for probe, start in enumerate(starts):
        exact = float(start**2 @ functional.function(values) / (start @ start))
        slack = 1e-9 * max(1.0, abs(exact))
        assert low[probe] - slack <= exact <= high[probe] + slack
        # A Gauss rule lies on one side: what it says is the lower end.
        assert middle[probe] <= exact + slack
    windows = Functional(function=functional.function, turning_points=(0.0,))
    wide = plain.of_each(windows)
    assert ((high - low) <= (wide[2] - wide[0]) * (1 + 1e-12)).all()


def test_they_are_much_tighter_than_windows() -> None:
    values = np.geomspace(1e-3, 10.0, 500)
    start = np.random.default_rng(0).standard_normal(500)
    nodes, weights, residual = lanczos(values, start, 60)
    spectrum = Spectrum(
        dim=500, nodes=nodes[None], weights=weights[None], residuals=np.array([residual])
    )
    functional = falling(0.01)
    found = enclose(spectrum, support=(1e-3, None))
    low, _, high = found.of_each(functional)
    wide = found.of_each(Functional(function=functional.function, turning_points=(0.0,)))
    assert high[0] - low[0] < 0.1 * (wide[2][0] - wide[0][0])


@pytest.mark.parametrize("lam", [0.01, 30.0])
def test_err_of_a_gauss_newton_spectrum(lam: float) -> None:
    values = np.concatenate([np.zeros(200), np.geomspace(1e-6, 10.0, 200)])
    rng = np.random.default_rng(1)
    rules = [lanczos(values, rng.choice([-1.0, 1.0], 400), 25) for _ in range(4)]
    arrays = {
        "nodes": np.array([rule[0] for rule in rules]),
        "weights": np.array([rule[1] for rule in rules]),
        "residuals": np.array([rule[2] for rule in rules]),
    }
    plain = Spectrum(dim=400, **arrays)
    marked = Spectrum(dim=400, **arrays, meta=Meta(extra={"matrix": "ggn"}))
    assert support_of_matrix(plain) is None
    assert support_of_matrix(marked) == (0.0, None)
    asked = {**VALUES, "lam": lam}
    wide = err_bracket(enclose(plain, refine=0), "adamw", asked)
    unaware = err_bracket(enclose(plain), "adamw", asked)
    tight = err_bracket(enclose(marked, support=(0.0, None)), "adamw", asked)
    a = 2 * VALUES["rho"] * np.sqrt(VALUES["batch_size"]) / VALUES["eta"]
    x = a * (np.sqrt(values) + lam / np.sqrt(VALUES["batch_size"]))
    exact = float((np.log(x) + 1 / x).sum())
    assert tight.lower <= exact <= tight.upper
    ends = (tight.quadrature[1] - tight.quadrature[0], wide.quadrature[1] - wide.quadrature[0])
    # Where the decay is small beside the root of the least nodes, both rules are far apart.
    assert ends[0] < (ends[1] if lam < 1 else 0.3 * ends[1])
    # Polynomials know the moments, not where the spectrum ends.
    assert ends[0] < unaware.quadrature[1] - unaware.quadrature[0]


@pytest.mark.parametrize("probes", [1, 5])
def test_probes_that_are_not_uniform(probes: int) -> None:
    values, scale = np.geomspace(1e-3, 10.0, 60), np.geomspace(100.0, 1.0, 60)
    basis = np.linalg.qr(np.random.default_rng(2).standard_normal((60, 60)))[0]
    rng = np.random.default_rng(3)
    starts = [basis.T @ (np.sqrt(scale) * rng.choice([-1.0, 1.0], 60)) for _ in range(probes)]
    rules = [lanczos(values, start, 20) for start in starts]
    spectrum = Spectrum(
        dim=60,
        nodes=np.array([rule[0] for rule in rules]),
        weights=np.array([rule[1] for rule in rules]),
        residuals=np.array([rule[2] for rule in rules]),
    )
    found = weighed_bracket(spectrum, falling(0.01), support=(1e-3, 10.0))
    share = (basis**2 * scale[:, None]).sum(axis=0) / scale.sum()
    exact = float(share @ np.log1p(0.01 / values))
    assert found.lower <= exact <= found.upper
    limits = np.log1p(0.01 / np.array([10.0, 1e-3]))
    assert limits[0] <= found.lower
    assert found.upper <= limits[1]
    if probes == 1:
        assert (found.lower, found.upper) == pytest.approx(limits)
        assert found.stderr is None
