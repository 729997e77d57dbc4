from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from adamw_bounds.errors import InputError
from adamw_bounds.spectra import Meta, Spectrum
from adamw_bounds.spectra import spectrum as module

FINITE = st.floats(-1e6, 1e6, allow_subnormal=False)


def exact(*values: float) -> Spectrum:
    return Spectrum(eigenvalues=np.array(values))


def test_figures_of_an_exact_spectrum() -> None:
    spectrum = exact(0.5, -3.0, 0.0, 1.0)
    assert spectrum.dim == 4
    assert spectrum.kind == "exact"
    assert spectrum.extremes == (-3.0, 1.0)
    assert spectrum.max_singular_value == 3.0
    assert spectrum.min_singular_value == 0.0
    assert spectrum.share_negative == 0.25
    assert spectrum.share_below_one == 0.5  # 1.0 is not below 1
    assert spectrum.trace == -1.5
    sigma, multiplicity = spectrum.singular_values()
    assert sigma.tolist() == [0.0, 0.5, 1.0, 3.0]
    assert multiplicity.tolist() == [1.0] * 4
    assert spectrum.share_below(0.5) == 0.25
    assert spectrum.count(spectrum.share_below(0.75)) == 2.0
    assert spectrum.quantiles([0.0, 0.25, 0.26, 0.5, 1.0]).tolist() == [0.0, 0.0, 0.5, 0.5, 3.0]


def test_figures_of_a_quadrature() -> None:
    spectrum = Spectrum(
        dim=10,
        nodes=np.array([[-2.0, 0.5, 7.0], [1.0, 4.0, 0.0]]),
        weights=np.array([[0.25, 0.75, 0.0], [0.5, 0.5, 0.0]]),
    )
    assert (spectrum.kind, spectrum.probes, spectrum.steps) == ("quadrature", 2, 3)
    # Nodes of weight 0 are nowhere: 7 is not the largest, 0 not the least magnitude.
    assert spectrum.extremes == (-2.0, 4.0)
    assert spectrum.min_singular_value == 0.5
    assert spectrum.share_negative == 0.125
    assert spectrum.share_below_one == 0.375
    assert spectrum.traces == (-1.25, 25.0)
    assert spectrum.trace == 11.875
    sigma, multiplicity = spectrum.singular_values()
    assert sigma.tolist() == [0.5, 1.0, 2.0, 4.0]
    assert multiplicity.tolist() == [3.75, 2.5, 1.25, 2.5]
    assert spectrum.quantiles([0.375, 0.376, 0.75, 1.0]).tolist() == [0.5, 1.0, 2.0, 4.0]


@given(values=arrays(np.float64, st.integers(1, 60), elements=FINITE), probes=st.integers(1, 3))
def test_equal_weights_are_the_exact_spectrum(values: np.ndarray, probes: int) -> None:
    one = Spectrum(eigenvalues=values)
    other = Spectrum(
        dim=values.size,
        nodes=np.tile(values, (probes, 1)),
        weights=np.full((probes, values.size), 1 / values.size),
    )
    assert other.extremes == one.extremes
    assert other.max_singular_value == one.max_singular_value
    assert other.share_negative == pytest.approx(one.share_negative, abs=1e-14)
    assert other.share_below_one == pytest.approx(one.share_below_one, abs=1e-14)
    assert other.trace == pytest.approx(one.trace, rel=1e-12, abs=1e-9)
    levels = [0.01, 0.1, 0.5, 0.9, 1.0]
    assert other.quantiles(levels).tolist() == one.quantiles(levels).tolist()


@given(values=arrays(np.float64, st.integers(1, 60), elements=FINITE))
def test_chunks_do_not_change_a_figure(values: np.ndarray) -> None:
    whole = Spectrum(eigenvalues=values)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "CHUNK", 7)
        parts = Spectrum(eigenvalues=values)
        assert sum(chunk.values.size for chunk in parts.chunks()) == values.size
        assert max(chunk.values.size for chunk in parts.chunks()) <= 7
        assert parts.extremes == whole.extremes
        assert parts.share_negative == whole.share_negative
        assert parts.share_below_one == whole.share_below_one
        assert parts.trace == pytest.approx(whole.trace, rel=1e-12, abs=1e-9)


def test_quantiles_agree_with_numpy() -> None:
    rng = np.random.default_rng(3)
    values = rng.standard_normal(501)
    levels = np.linspace(0, 1, 37)
    expected = np.quantile(np.abs(values), levels, method="inverted_cdf")
    assert np.array_equal(exact(*values).quantiles(levels.tolist()), expected)


def test_weights_are_divided_by_their_sum() -> None:
    weights = np.array([[0.5, 0.500004]])
    spectrum = Spectrum(dim=100, nodes=np.array([[1.0, 1.0]]), weights=weights)
    assert spectrum.trace == pytest.approx(100.0, rel=1e-15)
    assert spectrum.weights is not None
    assert spectrum.weights.tolist() == weights.tolist()


@pytest.mark.parametrize(
    ("array", "meta", "given", "expected"),
    [
        (np.float64, None, "", "float64"),
        (np.float32, None, "", "float32"),
        (np.float64, "float32", "", "float32"),
        (np.float32, "float64", "", "float32"),  # what is stored cannot be finer than its type
        (np.float64, "torch.bfloat16", "", "bfloat16"),
        (np.float64, None, "half", "float16"),
        (np.longdouble, None, "", "float64"),
        (">f8", None, "", "float64"),
    ],
)
def test_resolution_follows_the_coarsest_type_and_the_floor_does_not(
    array: str, meta: str | None, given: str, expected: str
) -> None:
    spectrum = Spectrum(
        eigenvalues=np.array([1.0, -4.0], dtype=array), meta=Meta(dtype=meta), dtype=given
    )
    epsilon = {"float64": 2**-52, "float32": 2**-23, "float16": 2**-10, "bfloat16": 2**-7}
    assert spectrum.dtype == expected
    assert spectrum.resolution() == min(4.0, 2 * epsilon[expected] * 4.0)
    assert spectrum.default_floor() == 2 * 2**-52 * 4.0
    for name in ("float64", "float32", "float16"):
        assert module.MACHINE_EPSILON[name] == np.finfo(name).eps


def test_arrays_cannot_be_changed_through_a_spectrum() -> None:
    values = np.array([1.0, 2.0])
    spectrum = Spectrum(eigenvalues=values)
    assert spectrum.eigenvalues is not None
    with pytest.raises(ValueError, match="read-only"):
        spectrum.eigenvalues[0] = 5.0
    assert values.flags.writeable
    with pytest.raises(dataclasses.FrozenInstanceError):
        spectrum.dim = 7  # type: ignore[misc]


def test_one_probe_may_be_one_row() -> None:
    spectrum = Spectrum(dim=5, nodes=np.array([1.0, 2.0]), weights=np.array([0.5, 0.5]))
    assert (spectrum.probes, spectrum.steps) == (1, 2)


def test_a_spectrum_without_dimension() -> None:
    spectrum = Spectrum(nodes=np.array([1.0, 3.0]), weights=np.array([0.5, 0.5]))
    assert spectrum.dim is None
    assert spectrum.trace == 2.0  # the mean eigenvalue
    with pytest.raises(InputError, match="does not state its dimension"):
        spectrum.default_floor()
    assert spectrum.with_dim(10).trace == 20.0


def test_huge_values_do_not_warn() -> None:
    spectrum = exact(1.7e308, 1.7e308)
    assert spectrum.trace == math.inf
    assert spectrum.max_singular_value == 1.7e308


NAN, INF = math.nan, math.inf
HALF = np.array([[0.5, 0.5]])


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "neither eigenvalues nor both nodes and weights"),
        ({"nodes": HALF}, "neither eigenvalues nor both"),
        ({"eigenvalues": HALF[0], "nodes": HALF, "weights": HALF}, "give one"),
        ({"eigenvalues": np.zeros(0)}, "at least one number"),
        ({"eigenvalues": np.zeros((2, 2))}, r"shape \(2, 2\)"),
        ({"eigenvalues": np.array(1.0)}, r"shape \(\)"),
        ({"eigenvalues": np.array([1.0, NAN, 2.0])}, "number 1 .* is nan"),
        ({"eigenvalues": np.array([1.0, 2.0, -INF])}, "number 2 .* is -inf"),
        ({"eigenvalues": np.array([1, 2])}, "not integers"),
        ({"eigenvalues": np.array([1 + 0j])}, "not complex numbers"),
        ({"eigenvalues": np.array([True])}, "not truth values"),
        ({"eigenvalues": np.array(["1"])}, "not text"),
        ({"eigenvalues": np.array([1.0], dtype=object)}, "not Python objects"),
        ({"eigenvalues": np.array([1.0]), "dim": 2}, "dim is 2, but there are 1"),
        ({"eigenvalues": np.array([1.0]), "dim": 0}, "integer ≥ 1"),
        ({"eigenvalues": np.array([1.0]), "dim": True}, "integer ≥ 1"),
        ({"eigenvalues": np.array([1.0]), "dim": 1.5}, "integer ≥ 1"),
        ({"eigenvalues": np.array([1.0]), "dtype": "int8"}, "must be one of float64"),
        ({"eigenvalues": np.array([1.0]), "meta": Meta(dtype="fp8")}, "dtype in meta must be"),
        ({"nodes": HALF, "weights": HALF[0]}, "one shape"),
        ({"nodes": np.zeros((1, 1, 1)), "weights": np.ones((1, 1, 1))}, "probes, steps"),
        ({"nodes": np.zeros((0, 3)), "weights": np.zeros((0, 3))}, "probes, steps"),
        ({"nodes": np.array([[1.0, NAN]]), "weights": HALF}, r"nodes .* \[0, 1\] .* is nan"),
        ({"nodes": HALF, "weights": np.array([[0.5, INF]])}, r"weights .* \[0, 1\] .* is inf"),
        ({"nodes": HALF, "weights": np.array([[1.5, -0.5]])}, "probe 0 has -0.5"),
        ({"nodes": HALF, "weights": np.array([[0.5, 0.6]])}, "probe 0 sum to 1.1"),
        ({"nodes": HALF, "weights": np.array([[0.5, 0.50002]])}, "sum to 1.00002"),
        ({"nodes": HALF, "weights": np.array([[1e308, 1e308]])}, "sum to inf"),
        ({"nodes": HALF, "weights": np.array([[0, 1]])}, "weights .* not integers"),
        ({"nodes": [[1.0], [1.0, 2.0]], "weights": HALF}, "rows differ in length"),
    ],
)
def test_what_is_no_spectrum_is_refused(fields: dict[str, object], said: str) -> None:
    with pytest.raises(InputError, match=said):
        Spectrum(**fields)  # type: ignore[arg-type]


def test_the_weight_of_every_probe_is_checked() -> None:
    weights = np.array([[0.5, 0.5], [0.5, 0.5], [0.7, 0.2]])
    with pytest.raises(InputError, match=r"probe 2 sum to 0\.9"):
        Spectrum(nodes=np.ones((3, 2)), weights=weights)


def test_a_bad_number_far_into_the_file_is_found() -> None:
    values = np.ones(2 * module.CHUNK + 5)
    values[2 * module.CHUNK + 1] = NAN
    with pytest.raises(InputError, match=f"number {2 * module.CHUNK + 1} .* is nan"):
        Spectrum(eigenvalues=values)
