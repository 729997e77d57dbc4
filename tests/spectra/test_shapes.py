"""Shares of eigenvalues against counts made by hand, and brackets that hold them."""

from __future__ import annotations

import math
from itertools import pairwise

import mpmath
import numpy as np
import pytest
from rules import quadrature

from adamw_bounds.errors import InputError
from adamw_bounds.spectra import Spectrum
from adamw_bounds.spectra.shapes import cumulative, densities, density


def exact(*values: float, **more: object) -> Spectrum:
    return Spectrum(eigenvalues=np.array(values), **more)  # type: ignore[arg-type]


def wide(size: int = 400, seed: int = 0) -> Spectrum:
    rng = np.random.default_rng(seed)
    signs = rng.choice([1.0, 1.0, -1.0], size)
    return exact(*(signs * 10.0 ** rng.uniform(-9, 1, size)))


@pytest.fixture(scope="module")
def signed() -> np.ndarray:
    values = np.exp(2 * np.random.default_rng(1).normal(size=200))
    values[:20] *= -0.01
    return values


@pytest.fixture(scope="module")
def rule(signed: np.ndarray) -> Spectrum:
    return quadrature(signed, probes=4, steps=15)


# Density


def test_density_counts_what_lies_in_each_interval() -> None:
    found = density(exact(1, 2, 3, 4, 5, 0.2, 0.3, -0.4, 0.0, 0.0), step=0.5)
    assert found.edges == (-1.0, -0.5, 0.0, 0.5, 1.0)
    assert found.positive == pytest.approx((0.2, 0.0, 0.3, 0.2))
    assert found.negative == pytest.approx((0.0, 0.1, 0.0, 0.0))
    assert found.below == pytest.approx((0.2, 0.0))
    assert found.floor == 10 * 2.0**-52 * 5
    assert (found.share_below_one, found.share_negative) == pytest.approx((0.5, 0.1))


def test_density_agrees_with_a_histogram() -> None:
    spectrum = wide(5000)
    found = density(spectrum, most=60)
    values = np.asarray(spectrum.eigenvalues)
    for shares, chosen in (
        (found.positive, values[values > 0]),
        (found.negative, -values[values < 0]),
    ):
        counts, _ = np.histogram(np.log10(chosen), np.array(found.edges))
        assert np.allclose(shares, counts / values.size, atol=1e-12)
    assert len(found.positive) <= 60
    assert math.fsum((*found.positive, *found.negative, *found.below)) == pytest.approx(1)


def test_density_weighs_quadrature_nodes() -> None:
    spectrum = Spectrum(
        dim=100,
        nodes=np.array([[0.5, -2.0], [0.5, 0.0]]),
        weights=np.array([[0.25, 0.75], [0.9, 0.1]]),
    )
    found = density(spectrum, step=1.0)
    assert found.edges == (-1.0, 0.0, 1.0)
    assert found.positive == pytest.approx((0.575, 0.0))
    assert found.negative == pytest.approx((0.0, 0.375))
    assert found.below == pytest.approx((0.05, 0.0))


def test_densities_share_their_intervals() -> None:
    narrow, broad = exact(*np.geomspace(0.1, 1, 3000)), exact(*np.geomspace(1e-30, 1, 3000))
    alone = densities([narrow])[0]
    together = densities([narrow, broad], floor=0.0)
    assert len({item.step for item in together}) == 1
    assert together[0].step > alone.step
    few, many = (densities([exact(*np.geomspace(1e-4, 1, size))])[0] for size in (30, 10000))
    assert len(few.positive) < len(many.positive)  # no more intervals than shape


def test_density_of_nothing_but_zeros() -> None:
    found = density(exact(0.0, 0.0))
    assert (found.edges, found.positive, found.below) == ((), (), (1.0, 0.0))


@pytest.mark.parametrize(("floor", "step"), [(-1.0, None), (math.nan, 1.0), (None, 0.0)])
def test_density_refuses_what_makes_no_intervals(floor: float | None, step: float | None) -> None:
    with pytest.raises(InputError, match="must be a number"):
        density(exact(1.0), floor=floor, step=step)


def test_intervals_of_a_linear_axis_hold_signed_eigenvalues() -> None:
    spectrum = wide(3000)
    found = density(spectrum, is_linear=True, most=40)
    counts, _ = np.histogram(np.asarray(spectrum.eigenvalues), np.array(found.edges))
    assert np.allclose(found.positive, counts / 3000)
    assert math.fsum(found.positive) == pytest.approx(1)
    assert not any(found.negative)
    assert 0.0 in found.edges  # no interval holds both signs
    narrow = density(spectrum, is_linear=True, most=10, span=(0.0, 1.0))
    assert (narrow.edges[0], narrow.edges[-1]) == pytest.approx((0.0, 1.0))
    values = np.asarray(spectrum.eigenvalues)
    assert math.fsum(narrow.positive) == pytest.approx(((values >= 0) & (values < 1)).mean())


def test_a_span_leaves_out_what_lies_beyond() -> None:
    found = density(exact(1e-6, 1e-3, 0.5, 2.0, 30.0), span=(1e-4, 1.0), step=1.0)
    assert (found.edges[0], found.edges[-1]) == (-4.0, 1.0)
    assert math.fsum(found.positive) == pytest.approx(0.6)
    assert found.below == (0.0, 0.0)
    with pytest.raises(InputError):
        density(exact(1.0, 2.0), span=(1e3, None))


def test_shares_of_a_quadrature_are_bracketed(signed: np.ndarray, rule: Spectrum) -> None:
    (found,) = densities([rule])
    known = found.known
    assert known is not None
    assert found.step == 1.0
    sizes = [10.0**edge for edge in found.edges]
    for sign, shares, (lower, upper) in (
        (1, found.positive, known.positive),
        (-1, found.negative, known.negative),
    ):
        values = sign * signed
        truth = [((values >= low) & (values < high)).mean() for low, high in pairwise(sizes)]
        for low, one, share, high in zip(lower, truth, shares, upper, strict=True):
            assert low <= one <= high
            assert low <= share + 1e-12
            assert share - 1e-12 <= high
    below = (np.abs(signed) < sizes[0]).mean()
    assert known.below[0] <= below <= known.below[1]
    assert (known.level, densities([exact(*signed)])[0].known) == (0.95, None)
    (linear,) = densities([rule], is_linear=True)
    assert linear.known is not None
    truth = [((signed >= a) & (signed < b)).mean() for a, b in pairwise(linear.edges)]
    for low, one, high in zip(
        linear.known.positive[0], truth, linear.known.positive[1], strict=True
    ):
        assert low <= one <= high


def _reference(values: np.ndarray, place: float, width: float, sign: int) -> float:
    """Return the smoothed density at log10|σ| = place, in 30 digits."""
    with mpmath.workdps(30):
        total = mpmath.mpf(0)
        for value in values[sign * values > 0]:
            distance = (mpmath.log10(abs(value)) - place) / width
            total += mpmath.npdf(distance) / width
        return float(total / values.size)


@pytest.mark.sampled(2)
@pytest.mark.parametrize("width", [0.2, 0.5])
def test_a_kernel_smooths_eigenvalues_and_brackets_a_quadrature(
    signed: np.ndarray, rule: Spectrum, width: float
) -> None:
    whole, seen = densities([exact(*signed), rule], smooth=width)
    assert whole.smooth is not None
    assert seen.smooth is not None
    assert whole.smooth.known is None
    for sign, heights in ((1, whole.smooth.positive), (-1, whole.smooth.negative)):
        for number in (3, 40, 90):
            place = whole.smooth.places[number]
            wanted = _reference(signed, place, width, sign)
            assert heights[number] == pytest.approx(wanted, rel=1e-12, abs=1e-300)
    area = np.trapezoid(np.add(whole.smooth.positive, whole.smooth.negative), whole.smooth.places)
    assert area == pytest.approx(1, abs=2e-3)
    known = seen.smooth.known
    assert known is not None
    for sign, (lower, upper) in ((1, known.positive), (-1, known.negative)):
        truth = [_reference(signed, place, width, sign) for place in seen.smooth.places]
        assert (np.array(lower) <= np.array(truth) + 1e-15).all()
        assert (np.array(truth) <= np.array(upper) + 1e-15).all()
    assert (np.subtract(*known.positive[::-1])).min() < 0.05


def test_many_eigenvalues_are_smoothed_by_narrow_intervals() -> None:
    values = 10 ** np.random.default_rng(3).normal(-3, 1, 20000)
    (found,) = densities([exact(*values)], smooth=0.3)
    assert found.smooth is not None
    spread = math.hypot(1, 0.3)
    wanted = np.exp(-0.5 * ((np.array(found.smooth.places) + 3) / spread) ** 2)
    wanted /= spread * math.sqrt(2 * math.pi)
    assert np.allclose(found.smooth.positive, wanted, atol=0.01)
    number = int(np.argmax(found.smooth.positive))
    exactly = _reference(values, found.smooth.places[number], 0.3, 1)
    assert found.smooth.positive[number] == pytest.approx(exactly, rel=1e-4)


def test_a_kernel_is_no_narrower_than_is_seen() -> None:
    for width in (0.0, -1.0, math.nan, 1e-4):
        with pytest.raises(InputError) as caught:
            densities([wide()], smooth=width)
        assert [fault.name for fault in caught.value.faults] == ["smooth"]


# Sums


def test_sums_of_known_eigenvalues_are_counts() -> None:
    found = cumulative(exact(-3.0, 0.5, 1.0, 0.0), count=5)
    assert found.share == found.lower == found.upper
    assert (found.share[0], found.share[-1]) == (0.25, 1.0)
    wanted = [(np.abs([3.0, 0.5, 1.0, 0.0]) <= size).mean() for size in found.sigma]
    assert found.share == pytest.approx(wanted)
    assert found.level == 1
    with pytest.raises(InputError):
        cumulative(exact(0.0, 0.0))


def test_sums_of_a_quadrature_are_bracketed(signed: np.ndarray, rule: Spectrum) -> None:
    found = cumulative(rule, count=41)
    truth = np.array([(np.abs(signed) <= size).mean() for size in found.sigma])
    lower, upper = np.array(found.lower), np.array(found.upper)
    assert ((lower <= truth) & (truth <= upper)).all()
    assert ((lower <= found.share) & (np.array(found.share) <= upper)).all()
    assert found.level == 0.95
    # It tells something: near the top what is left open is little.
    assert (upper - lower)[-6:].max() < 0.2 < (upper - lower).max()


def test_sums_of_signed_eigenvalues(signed: np.ndarray, rule: Spectrum) -> None:
    whole = cumulative(exact(*signed), count=21, is_linear=True, span=(-1.0, 5.0))
    assert (whole.sigma[0], whole.sigma[-1]) == (-1.0, 5.0)
    truth = np.array([(signed <= size).mean() for size in whole.sigma])
    assert whole.share == pytest.approx(truth)
    found = cumulative(rule, count=21, is_linear=True, span=(-1.0, 5.0))
    assert ((np.array(found.lower) <= truth) & (truth <= np.array(found.upper))).all()
