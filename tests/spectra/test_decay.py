"""λ*: minima of err and of the KL divergence against dense grids and known examples."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import mpmath
import numpy as np
import pytest
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from adamw_bounds.errors import InputError
from adamw_bounds.spectra import Block, Spectrum, generalization, optimal_decay
from adamw_bounds.spectra import decay as decay_module

mp = mpmath.mp.clone()
mp.dps = 40

#: a = 2ρ√b/η = 1
UNIT = {"eta": 2.0, "rho": 1.0, "batch_size": 1}
MULTIMODAL = np.array([1e-8] + [0.25] * 40)


def err(sigma: np.ndarray, optimizer: str, lam: float, a: float, batch: int = 1) -> float:
    """Σh(x_i) at batch b; a is 2ρ/η."""
    root = np.sqrt(batch * sigma)
    x = a * (root + (lam if optimizer == "adamw" else batch * lam / root))
    return float(np.sum(np.log(x) + 1 / x))


def exact_slope(sigma: np.ndarray, optimizer: str, lam: Any, a: float) -> Any:
    total = mp.mpf(0)
    for value in sigma:
        root = mp.sqrt(mp.mpf(float(value)))
        weight = 1 if optimizer == "adamw" else 1 / root
        x = a * (root + lam * weight)
        total += a * weight * (x - 1) / x**2
    return total


def test_the_example_with_two_minima() -> None:
    found = optimal_decay(Spectrum(eigenvalues=MULTIMODAL), "l2-adam", **UNIT, floor=0)
    first, second = found.minima
    assert first.lam == pytest.approx(1.0e-4, rel=0.03)
    assert second.lam == pytest.approx(0.225, rel=1e-3)
    assert found.best == second
    for minimum in found.minima:
        assert minimum.value == pytest.approx(err(MULTIMODAL, "l2-adam", minimum.lam, 1.0))
        sides = [
            exact_slope(MULTIMODAL, "l2-adam", minimum.lam * (1 + s), 1) for s in (-1e-9, 1e-9)
        ]
        assert sides[0] < 0 < sides[1]
    assert len(optimal_decay(Spectrum(eigenvalues=MULTIMODAL), "adamw", **UNIT).minima) == 1


def test_at_batch_16_in_golden_numbers() -> None:
    spectrum = Spectrum(eigenvalues=np.array([1e-3, 0.1, 2.0, 50.0]))
    found = optimal_decay(spectrum, "adamw", eta=0.1, rho=0.02, batch_size=16, floor=0)
    assert found.lam == pytest.approx(1.7508541767604041, rel=1e-13)
    assert found.cap == pytest.approx(2.37350889359326, rel=1e-14)


@pytest.mark.parametrize("optimizer", ["adamw", "l2-adam"])
def test_a_batch_is_a_curvature_and_a_decay(optimizer: str) -> None:
    """b stands with σ, and with ℓ2-Adam's λ."""
    sigma = 10.0 ** np.random.default_rng(5).uniform(-6, 1, 20)
    common = {"eta": 1e-2, "rho": 0.5, "floor": 0}
    found = optimal_decay(Spectrum(eigenvalues=sigma), optimizer, batch_size=9, **common)
    alike = optimal_decay(Spectrum(eigenvalues=9 * sigma), optimizer, batch_size=1, **common)
    assert found.value == pytest.approx(alike.value, rel=1e-13)
    if optimizer == "adamw":
        assert found.cap == pytest.approx(alike.cap, rel=1e-14)
    times = 1 if optimizer == "adamw" else 9
    assert times * found.lam == pytest.approx(alike.lam, rel=1e-9)
    left, right = found.criterion
    assert (found.lam > 0) == (left < right)


SIGMA = arrays(
    np.float64, st.integers(1, 12), elements=st.floats(-8, 2).map(lambda power: 10.0**power)
)


@given(sigma=SIGMA, a=st.floats(-3, 4).map(lambda power: 10.0**power))
@settings(max_examples=examples(60))
def test_adamw_has_one_minimum_and_its_criterion_tells_where(sigma: np.ndarray, a: float) -> None:
    found = optimal_decay(
        Spectrum(eigenvalues=sigma), "adamw", eta=2.0, rho=a, batch_size=1, floor=0
    )
    (minimum,) = found.minima
    left, right = a * np.sum(sigma**-0.5), np.sum(1 / sigma)
    assert found.criterion == pytest.approx((left / sigma.size, right / sigma.size))
    assert found.cap == pytest.approx(max(0.0, 1 / a - math.sqrt(sigma.min())))
    if abs(left / right - 1) > 1e-9:
        assert (minimum.lam > 0) == (left < right)
    assert 0 <= minimum.lam <= max(0.0, 1 / a - math.sqrt(sigma.min())) * (1 + 1e-12)
    grid = np.concatenate([[0.0], np.geomspace(1e-7, 10, 400) / a])
    best = min(err(sigma, "adamw", lam, a) for lam in grid)
    assert minimum.value is not None
    assert minimum.value <= best + 1e-12 * abs(best)
    if minimum.lam > 0:
        for side, sign in ((1 - 1e-7, -1), (1 + 1e-7, 1)):
            assert sign * exact_slope(sigma, "adamw", mp.mpf(minimum.lam) * side, a) > 0


@given(sigma=SIGMA, a=st.floats(-2, 3).map(lambda power: 10.0**power))
@settings(max_examples=examples(60))
def test_all_minima_of_l2_adam_are_found(sigma: np.ndarray, a: float) -> None:
    found = optimal_decay(
        Spectrum(eigenvalues=sigma), "l2-adam", eta=2.0, rho=a, batch_size=1, floor=0
    )
    lams = np.geomspace(1e-7 * min(sigma.min(), sigma.min() ** 0.5 / a), 0.3 / a**2, 6000)
    root = np.sqrt(sigma)[:, None]
    values = a * (root + lams / root)
    slope = np.sum((values - 1) / (root * values**2), axis=0)
    turns = np.flatnonzero((slope[:-1] < 0) & (slope[1:] >= 0))
    places = [minimum.lam for minimum in found.minima if minimum.lam > 0]
    for turn in turns:
        assert any(lams[turn] * (1 - 1e-6) <= lam <= lams[turn + 1] * (1 + 1e-6) for lam in places)
    assert len(places) <= len(turns) + 1
    whole = [minimum.value for minimum in found.minima if minimum.value is not None]
    best = min(err(sigma, "l2-adam", lam, a) for lam in (0.0, *lams[::20]))
    assert min(whole) <= best + 1e-9 * abs(best)


@given(sigma=SIGMA, seed=st.integers(0, 10**6), optimizer=st.sampled_from(["adamw", "l2-adam"]))
@settings(max_examples=examples(40))
def test_the_kl_with_the_right_mean(sigma: np.ndarray, seed: int, optimizer: str) -> None:
    rng = np.random.default_rng(seed)
    x_star = rng.standard_normal(sigma.size) * 10.0 ** rng.uniform(-2, 2)
    rho = 10.0 ** rng.uniform(-2, 1)
    found = optimal_decay(
        Spectrum(eigenvalues=sigma),
        optimizer,
        eta=1.0,
        rho=rho,
        batch_size=1,
        floor=0,
        x_star=x_star,
    )
    assert found.target == "kl"
    assert found.cap is None

    def kl(lam: float) -> float:
        root = np.sqrt(sigma)
        shrink = root / (root + lam) if optimizer == "adamw" else sigma / (sigma + lam)
        whole = err(sigma, optimizer, lam, 2 * rho) + np.sum((shrink * x_star) ** 2) / rho
        return 0.5 * float(whole - sigma.size)

    grid = np.concatenate([[0.0], np.geomspace(1e-10, 1e8, 2000)])
    best = min(kl(float(lam)) for lam in grid)
    assert found.value == pytest.approx(kl(found.lam), rel=1e-9, abs=1e-9)
    assert found.value <= best + 1e-9 * max(1.0, abs(best))


def test_decay_helps_where_weights_are_large_in_flat_directions() -> None:
    # d(2KL)/dλ at 0 is Σσ^(−1/2)(1 − 2x*²/ρ − 1/(a√σ)); err alone has λ* = 0 here.
    sigma, spectrum = np.array([0.04, 0.25]), Spectrum(eigenvalues=np.array([0.04, 0.25]))
    inputs = {"eta": 0.2, "rho": 1.0, "batch_size": 1}  # a = 10
    assert optimal_decay(spectrum, "adamw", **inputs).lam == 0
    for flat, positive in ((2.0, True), (0.1, False)):
        slope = np.sum(
            sigma**-0.5 * (1 - 2 * np.array([flat, 0.0]) ** 2 - 1 / (10 * np.sqrt(sigma)))
        )
        assert (slope < 0) == positive
        found = optimal_decay(spectrum, "adamw", **inputs, x_star=[flat, 0.0])
        assert (found.lam > 0) == positive


def test_pooled_values_find_what_all_values_do(monkeypatch: pytest.MonkeyPatch) -> None:
    sigma = 10.0 ** np.random.default_rng(4).uniform(-7, 0, 3000)
    spectrum = Spectrum(eigenvalues=sigma)
    inputs = {"eta": 1e-2, "rho": 0.01, "batch_size": 3}
    exact = {name: optimal_decay(spectrum, name, **inputs) for name in ("adamw", "l2-adam")}
    monkeypatch.setattr(decay_module, "_EXACT", 100)
    for name, expected in exact.items():
        found = optimal_decay(spectrum, name, **inputs)
        assert len(found.minima) == len(expected.minima)
        assert found.lam == pytest.approx(expected.lam, rel=1e-11)
        assert found.value == pytest.approx(expected.value, rel=1e-13)


def test_weights_count_as_values_do() -> None:
    sigma = np.array([1e-6, 1e-3, 0.2])
    one = Spectrum(eigenvalues=sigma)
    nodes = np.tile(sigma, (2, 1))
    other = Spectrum(dim=3, nodes=nodes, weights=np.full((2, 3), 1 / 3))
    for name in ("adamw", "l2-adam"):
        first = optimal_decay(one, name, **UNIT, floor=0)
        second = optimal_decay(other, name, **UNIT, floor=0)
        assert second.lam == pytest.approx(first.lam, rel=1e-10)
        assert second.value == pytest.approx(first.value, rel=1e-10)


@pytest.mark.parametrize(
    "call",
    [
        lambda s: optimal_decay(s, "adam", **UNIT),
        lambda s: optimal_decay(s, "adamw", **{**UNIT, "rho": 0.0}),
        lambda s: optimal_decay(s, "adamw", **UNIT, floor=-1.0),
        lambda s: optimal_decay(s, "adamw", **UNIT, x_star=[1.0]),
        lambda s: optimal_decay(s, "adamw", **UNIT, x_star=[1.0, math.nan, 0.0]),
        lambda s: optimal_decay(s, "adamw", **{**UNIT, "eta": 1e-300}),
        lambda s: optimal_decay(
            Spectrum(eigenvalues=np.array([0.0, 1.0])), "adamw", **UNIT, floor=0
        ),
    ],
)
def test_faults(call: Callable[[Spectrum], Any]) -> None:
    with pytest.raises(InputError):
        call(Spectrum(eigenvalues=np.array([0.1, 0.2, 0.3])))


# In an answer


def test_rows_of_lambda_star() -> None:
    spectrum = Spectrum(eigenvalues=MULTIMODAL, label="two")
    answer = generalization(
        spectrum, **UNIT, samples=10, lam=0.1, floor=0, optimize_lambda=True, variant="corrected"
    )
    row = answer.one(quantity="lambda-star", optimizer="adamw")
    found = optimal_decay(spectrum, "adamw", **UNIT, floor=0)
    assert row.value == found.lam
    positive, cap = row.conditions
    assert (positive.name, positive.met, cap.name, cap.met) == (
        *("lambda-positive", True),
        *("lambda-cap", True),
    )
    assert answer.one(quantity="err-at-lambda-star", optimizer="adamw").value == found.value
    assert found.value < answer.one(quantity="err", optimizer="adamw").value
    minima = answer.select(quantity="lambda-minimum", optimizer="l2-adam")
    assert [minimum.stage for minimum in minima] == [1, 2]
    assert not answer.select(quantity="lambda-star", optimizer="adam")
    keys = {
        (row.statement, row.optimizer, row.variant, row.quantity, row.case, row.stage)
        for row in answer
    }
    assert len(keys) == len(answer)
    said = [note.message for note in answer.warnings if note.code == "lambda-star-discussion"]
    assert "which holds here" in said[0]
    found_there = [note.message for note in answer.warnings if note.code == "lambda-star"]
    assert "2 local minima" in found_there[-1]


def test_in_the_papers_regime_no_decay_is_best() -> None:
    answer = generalization(
        Spectrum(eigenvalues=np.array([0.1, 0.5])),
        **{"eta": 1e-3, "rho": 1.0, "batch_size": 8, "samples": 10, "lam": 0.1},
        optimize_lambda=True,
    )
    for optimizer in ("adamw", "l2-adam"):
        row = answer.one(quantity="lambda-star", optimizer=optimizer)
        assert (row.value, row.log10, row.conditions[0].met) == (0.0, None, False)
        adam = answer.one(quantity="err", optimizer="adam", variant="corrected")
        assert answer.one(
            quantity="err-at-lambda-star", optimizer=optimizer
        ).value == pytest.approx(adam.value, rel=1e-14)
    said = [note.message for note in answer.warnings if note.code == "lambda-star-discussion"]
    assert "does not hold here" in said[0]


def test_blocks_share_one_lambda() -> None:
    blocks = [
        Block(name="one", spectrum=Spectrum(eigenvalues=np.array([1e-5, 0.1])), rho=0.02),
        Block(name="two", spectrum=Spectrum(eigenvalues=np.array([1e-4, 0.3])), rho=0.5),
    ]
    answer = generalization(
        Spectrum(blocks=blocks),
        **{"eta": 1e-2, "lam": 0, "batch_size": 2, "samples": 10, "floor": 0},
        optimize_lambda=True,
    )
    for optimizer in ("adamw", "l2-adam"):

        def total(lam: float, name: str = optimizer) -> float:
            return sum(
                err(np.asarray(b.spectrum.eigenvalues), name, lam, 2 * b.rho / 1e-2, 2)
                for b in blocks
            )

        row = answer.one(quantity="lambda-star", optimizer=optimizer)
        best = min(total(float(lam)) for lam in np.geomspace(1e-9, 1, 4000))
        assert total(row.value) <= best * (1 + 1e-12)
        assert total(row.value) == pytest.approx(
            answer.one(quantity="err-at-lambda-star", optimizer=optimizer).value
        )


@pytest.mark.parametrize("optimizer", ["adamw", "l2-adam"])
@pytest.mark.parametrize("most", [1 << 15, 100])
def test_many_portions_have_the_minima_of_one(
    optimizer: str, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of more than `most` values pools are evaluated at each λ: portions make no difference."""
    monkeypatch.setattr(decay_module, "_EXACT", most)
    draw = np.random.default_rng(5)
    sigma = 10.0 ** draw.uniform(-6, 0, 300)
    calls = 0
    slopes = decay_module._formulas.slopes

    def counted(*given: Any) -> Any:
        nonlocal calls
        calls += 1
        return slopes(*given)

    monkeypatch.setattr(decay_module._formulas, "slopes", counted)

    def searched(cut: int, rhos: tuple[float, ...]) -> Any:
        nonlocal calls
        calls = 0
        portions = [
            decay_module.Portion(
                spectrum=Spectrum(eigenvalues=part),
                settings={**UNIT, "rho": rhos[place % len(rhos)]},
                floor=1e-12,
            )
            for place, part in enumerate(np.split(sigma, cut))
        ]
        return decay_module.search(portions, optimizer), calls

    (one, of_one), (many, of_many) = searched(1, (1.0,)), searched(100, (1.0,))
    assert many.lam == pytest.approx(one.lam, rel=1e-9)
    assert many.value == pytest.approx(one.value, rel=1e-12)
    assert many.criterion == pytest.approx(one.criterion, rel=1e-12)
    assert of_one * 0.9 < of_many < of_one * 1.1
    apart, of_apart = searched(100, (1.0, 1.5))
    assert one.lam != apart.lam
    assert of_apart < 2 * of_one + 50
    # λ* over blocks of unlike ρ is where the sum is least.
    parts = np.split(sigma, 100)

    def total(lam: float) -> float:
        return sum(err(part, optimizer, lam, 1.0 + (at % 2) / 2) for at, part in enumerate(parts))

    for factor in (0.99, 1.01):
        assert total(apart.lam) <= total(apart.lam * factor)
