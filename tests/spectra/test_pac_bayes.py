"""PAC-Bayes bounds against 40 digits, brute force and each other."""

from __future__ import annotations

import math
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import mpmath
import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from adamw_bounds.errors import InputError
from adamw_bounds.spectra import Spectrum, generalization, pac_bayes
from adamw_bounds.spectra.pac_bayes import binary_kl, invert_kl

mp = mpmath.mp.clone()
mp.dps = 60


def exact_kl(p: Any, q: Any) -> Any:
    p, q = mp.mpf(p), mp.mpf(q)
    total = mp.mpf(0)
    for share, other in ((p, q), (1 - p, 1 - q)):
        if share > 0:
            total += mp.inf if other <= 0 else share * mp.log(share / other)
    return total


@given(p=st.floats(0, 1), q=st.floats(0, 1))
@example(p=0.3, q=0.3 + 1e-9)
@example(p=0.0, q=0.5)
@example(p=1.0, q=0.5)
@example(p=0.5, q=1.0)
def test_kl_of_two_coins(p: float, q: float) -> None:
    found, expected = binary_kl(p, q), exact_kl(p, q)
    assert found >= 0
    if mp.isinf(expected):
        assert found == math.inf
    elif min(q, 1 - q) > 1e-12:
        # q − p is rounded where they differ in size, and no more is lost.
        assert abs(mp.mpf(found) - expected) <= 1e-12 * expected + 1e-15 * abs(q - p)


@given(
    p=st.floats(0, 1),
    radius=st.floats(-12, 3).map(lambda power: 10.0**power),
)
@example(p=0.0, radius=1e-9)
@example(p=1.0, radius=0.1)
@example(p=0.5, radius=0.0)
def test_the_inverse_is_the_largest_risk_allowed(p: float, radius: float) -> None:
    q = invert_kl(p, radius)
    assert p <= q <= 1
    assert q <= p + math.sqrt(radius / 2) * (1 + 1e-12) + 1e-16  # Pinsker
    if q < 1 - 1e-9:
        step = max(mp.mpf(1e-9) * (1 - q), mp.mpf(4e-16))
        assert exact_kl(p, q + step) > radius * (1 - 1e-12)
        if q - step > p:
            assert exact_kl(p, q - step) < radius * (1 + 1e-12)


def test_inverses_in_closed_form() -> None:
    assert invert_kl(0.0, 0.3) == pytest.approx(1 - math.exp(-0.3), rel=1e-15)
    assert invert_kl(1.0, 0.3) == 1.0
    assert invert_kl(0.2, math.inf) == 1.0
    assert invert_kl(0.2, 0.0) == 0.2
    for wrong in ((-0.1, 1.0), (1.1, 1.0), (0.5, -1.0), (0.5, math.nan)):
        with pytest.raises(InputError):
            invert_kl(*wrong)


@given(
    kl=st.floats(0, 1e6),
    samples=st.integers(1, 10**9),
    tau=st.floats(1e-9, 0.999),
    risk=st.floats(0, 1),
)
def test_the_bounds_are_in_order(kl: float, samples: int, tau: float, risk: float) -> None:
    found = pac_bayes(kl, samples=samples, tau=tau, train_risk=risk)
    anywhere = pac_bayes(kl, samples=samples, tau=tau)
    log = mp.log(2 * mp.sqrt(samples) / mp.mpf(tau))
    assert found.radius == pytest.approx(float((kl + log) / samples), rel=1e-13)
    assert found.classic == pytest.approx(float(mp.sqrt((kl + log) / (2 * samples))), rel=1e-13)
    assert found.kl_gap <= found.classic * (1 + 1e-12)
    assert found.kl_gap <= anywhere.kl_gap * (1 + 1e-9)
    assert anywhere.kl_gap <= min(1.0, anywhere.classic)
    assert anywhere.kl_risk is None
    assert found.kl_risk is not None
    assert found.kl_risk <= 1
    assert found.kl_risk == pytest.approx(risk + found.kl_gap, abs=1e-15)
    # At least 4√2 below the paper's 4√((KL + ln(2n/τ))/n).
    paper = 4 * mp.sqrt((kl + mp.log(2 * samples / mp.mpf(tau))) / samples)
    assert 4 * math.sqrt(2) * found.classic <= float(paper) * (1 + 1e-12)


@pytest.mark.parametrize("radius", [1e-9, 1e-4, 0.03, 0.7, 5.0])
def test_the_widest_gap_is_that_of_a_grid(radius: float) -> None:
    samples = 1
    kl = radius - math.log(2 / 0.999999)
    if kl < 0:  # KL ≥ 0: let n make the radius small
        samples = math.ceil(20 / radius)
        kl = radius * samples - math.log(2 * math.sqrt(samples) / 0.999999)
    found = pac_bayes(kl, samples=samples, tau=0.999999).kl_gap
    grid = max(invert_kl(p, radius) - p for p in np.linspace(0, 1, 2001))
    assert grid <= found * (1 + 1e-9)
    assert found == pytest.approx(grid, rel=1e-5)


def test_maurers_constant_holds_for_few_samples_too() -> None:
    # His proof has n ≥ 8; what it needs is Σ C(n,k)(k/n)^k(1−k/n)^(n−k) ≤ 2√n.
    for n in range(1, 60):
        total = sum(math.comb(n, k) * (k / n) ** k * (1 - k / n) ** (n - k) for k in range(n + 1))
        assert total <= 2 * math.sqrt(n) * (1 + 1e-15)


def test_huge_divergences_are_vacuous_not_errors() -> None:
    found = pac_bayes(Decimal("1e5000"), samples=100, tau=0.05, train_risk=0.25)
    assert (found.classic, found.kl_gap, found.kl_risk) == (math.inf, 0.75, 1.0)
    assert pac_bayes(Decimal("1e5000"), samples=100, tau=0.05).kl_gap == 1.0


def test_faults_are_named_at_once() -> None:
    with pytest.raises(InputError) as caught:
        pac_bayes(-1.0, samples=0, tau=1.0, train_risk=2.0)
    assert [fault.name for fault in caught.value.faults] == ["kl", "samples", "tau", "train_risk"]


# In an answer


def test_rows(settings: Mapping[str, Any]) -> None:
    spectrum = Spectrum(eigenvalues=np.array([0.1, 0.2, 0.5]))
    inputs = {**settings, "samples": 10**6, "x_star_norm": 0.5}
    without = generalization(spectrum, **inputs)
    answer = generalization(spectrum, **inputs, train_risk=0.03)
    assert not without.select(quantity="risk-kl")
    for optimizer in ("adamw", "adam", "l2-adam"):
        figures = {
            row.quantity: row for row in answer.select(optimizer=optimizer, variant="corrected")
        }
        expected = pac_bayes(figures["kl"].value, samples=10**6, tau=0.05, train_risk=0.03)
        assert figures["pac-bayes-classic"].value == pytest.approx(expected.classic, rel=1e-14)
        assert figures["pac-bayes-kl"].value == pytest.approx(expected.kl_gap, rel=1e-12)
        assert figures["risk-kl"].value == pytest.approx(expected.kl_risk, rel=1e-12)
        assert figures["risk-classic"].value == pytest.approx(0.03 + expected.classic)
        assert figures["risk-phi"].value == pytest.approx(0.03 + figures["phi"].value)
        assert figures["risk-kl"].value < figures["risk-classic"].value < figures["risk-phi"].value
        assert "Langford and Seeger 2001" in figures["pac-bayes-kl"].source
        assert "McAllester 1999" in figures["pac-bayes-classic"].source
        assert not any("acuous" in note for note in figures["pac-bayes-kl"].notes)
    assert answer.inputs["train_risk"] == 0.03
    assert "train_risk" not in without.inputs
    assert not [row for row in answer if row.variant == "printed" and "pac" in row.quantity]


def test_vacuous_rows_say_so(settings: Mapping[str, Any]) -> None:
    spectrum = Spectrum(eigenvalues=np.array([1e-9] * 50))
    answer = generalization(
        spectrum, **{**settings, "samples": 2, "x_star_norm": 100}, train_risk=0.5
    )
    for quantity in ("pac-bayes-classic", "pac-bayes-kl", "risk-phi", "risk-classic", "risk-kl"):
        row = answer.one(quantity=quantity, optimizer="adamw")
        assert any("acuous" in note for note in row.notes), quantity
    assert answer.one(quantity="risk-kl", optimizer="adamw").value <= 1
    (said,) = [note.message for note in answer.warnings if note.code == "pac-bayes"]
    assert "vacuous too" in said


def test_scatter_goes_into_the_bounds(settings: Mapping[str, Any]) -> None:
    rng = np.random.default_rng(0)
    nodes, weights = 10.0 ** rng.uniform(-4, 0, (6, 8)), np.full((6, 8), 1 / 8)
    spectrum = Spectrum(dim=500, nodes=nodes, weights=weights)
    answer = generalization(spectrum, **{**settings, "samples": 10**5})
    kl = answer.one(quantity="kl", optimizer="adamw")
    row = answer.one(quantity="pac-bayes-classic", optimizer="adamw")
    # d√(KL/(2n)) = dKL/(4n·bound)
    assert row.stderr == pytest.approx(kl.stderr / (4 * 10**5 * row.value), rel=1e-3)
    small = answer.one(quantity="pac-bayes-kl", optimizer="adamw")
    assert 0 < small.stderr <= row.stderr * 1.01
