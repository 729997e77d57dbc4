"""Curves against mpmath, against `generalization`, and against sums made by hand."""

from __future__ import annotations

import math

import mpmath
import numpy as np
import pytest
from rules import quadrature

from adamw_bounds.errors import InputError
from adamw_bounds.spectra import Meta, Spectrum, generalization, shipped
from adamw_bounds.spectra.curves import err_by_decade, lambda_curve, lambda_curves
from adamw_bounds.spectra.decay import optimal_decay
from adamw_bounds.spectra.spectrum import Block

SETTINGS = {"eta": 2e-3, "rho": 0.05, "batch_size": 16}


def exact(*values: float, **more: object) -> Spectrum:
    return Spectrum(eigenvalues=np.array(values), **more)  # type: ignore[arg-type]


def wide(size: int = 400, seed: int = 0) -> Spectrum:
    rng = np.random.default_rng(seed)
    signs = rng.choice([1.0, 1.0, -1.0], size)
    return exact(*(signs * 10.0 ** rng.uniform(-9, 1, size)))


def reference_err(spectrum: Spectrum, optimizer: str, lam: float) -> float:
    """err per parameter by Corollary 3 at batch b, in 40 digits."""
    with mpmath.workdps(40):
        total = mpmath.mpf(0)
        for value in np.maximum(np.abs(spectrum.eigenvalues), spectrum.default_floor()).tolist():
            # σ becomes bσ, and ℓ2-Adam's λ becomes bλ.
            root = mpmath.sqrt(16 * mpmath.mpf(value))
            decay = mpmath.mpf(lam) * (16 / root if optimizer == "l2-adam" else 1)
            x = 2 * mpmath.mpf(0.05) / mpmath.mpf(2e-3) * (root + decay)
            total += mpmath.log(x) + 1 / x
        return float(total / spectrum.eigenvalues.size)


# err against λ


@pytest.mark.parametrize("optimizer", ["adamw", "l2-adam"])
def test_err_against_lambda_agrees_with_mpmath(optimizer: str) -> None:
    spectrum = wide()
    lams = [1e-12, 1e-6, 1e-3, 0.5, 20.0]
    curve = lambda_curve(
        spectrum, optimizer=optimizer, lams=lams[::-1], lam_star=1e-4, lam=0.25, **SETTINGS
    )
    assert curve.lam == tuple(lams)
    assert curve.err == pytest.approx(
        [reference_err(spectrum, optimizer, lam) for lam in lams], rel=1e-12
    )
    assert curve.at_zero == pytest.approx(reference_err(spectrum, optimizer, 0), rel=1e-12)
    assert (curve.lam_star, curve.lam_used) == (1e-4, 0.25)
    assert curve.at_star == pytest.approx(reference_err(spectrum, optimizer, 1e-4), rel=1e-12)
    assert curve.at_used == pytest.approx(reference_err(spectrum, optimizer, 0.25), rel=1e-12)


def test_curves_agree_with_generalization() -> None:
    spectrum = shipped("digits_mlp_adamw")
    answer = generalization(spectrum, variant="corrected", rho=0.01)
    for name in ("adamw", "l2-adam"):
        curve = lambda_curve(spectrum, optimizer=name, rho=0.01)
        wanted = answer.one(optimizer=name, quantity="err-per-parameter").value
        assert curve.at_used == pytest.approx(wanted, rel=1e-12)
        assert curve.lam_used == 0.01
        wanted = answer.one(optimizer="adam", quantity="err-per-parameter").value
        assert curve.at_zero == pytest.approx(wanted, rel=1e-12)
        # What is drawn holds the λ in use, and where err begins to move.
        assert curve.lam[0] < 0.01 < curve.lam[-1]
        assert curve.err[0] == pytest.approx(curve.at_zero, rel=0.02)
    assert dict(curve.settings) == {
        **{"eta": 1e-3, "batch_size": 128, "rho": 0.01, "dim": 2410},
        "floor": spectrum.default_floor(),
    }


def test_the_star_is_the_least_of_the_curve() -> None:
    spectrum = wide()
    curves = lambda_curves([(spectrum, "adamw"), (spectrum, "l2-adam")], **SETTINGS)
    assert curves[0].lam == curves[1].lam
    for curve in curves:
        wanted = optimal_decay(spectrum, curve.optimizer, **SETTINGS)
        assert curve.lam_star == wanted.lam
        assert curve.at_star <= min((*curve.err, curve.at_zero)) * (1 + 1e-12)
        assert curve.lam[0] < curve.lam_star < curve.lam[-1]
        assert curve.lam_used is None
        assert curve.at_used is None
    # All x_i > 1 at λ = 0: any λ raises err.
    (none,) = lambda_curves([(exact(0.5, 0.9), "adamw")], **SETTINGS)
    assert (none.lam_star, none.at_star) == (0.0, none.at_zero)
    (unasked,) = lambda_curves([(spectrum, "adamw")], optimum=False, **SETTINGS)
    assert unasked.lam_star is None


def test_a_large_spectrum_is_pooled_without_harm() -> None:
    rng = np.random.default_rng(1)
    values = 10.0 ** rng.uniform(-10, 0, 40_000)
    lams = np.geomspace(1e-11, 1, 7)
    for optimizer in ("adamw", "l2-adam"):
        pooled = lambda_curve(exact(*values), optimizer=optimizer, lams=lams, **SETTINGS)
        halves = [
            lambda_curve(
                exact(*half),
                optimizer=optimizer,
                lams=lams,
                floor=pooled.settings["floor"],
                **SETTINGS,
            )
            for half in (values[:20_000], values[20_000:])
        ]
        mean = (np.array(halves[0].err) + np.array(halves[1].err)) / 2
        assert np.allclose(pooled.err, mean, rtol=1e-6, atol=0)
        assert not np.array_equal(pooled.err, mean)


def test_blocks_count_with_their_own_prior() -> None:
    blocks = [
        Block(name="a", spectrum=exact(1e-3, 0.2), rho=0.05),
        Block(name="b", spectrum=exact(0.4, 1e-5, 0.1), rho=0.5),
    ]
    spectrum = Spectrum(blocks=blocks, label="net")
    shared = {"eta": 2e-3, "batch_size": 16, "lam": 0.01, "floor": 1e-9}
    for optimizer in ("adamw", "l2-adam"):
        curve = lambda_curve(spectrum, optimizer=optimizer, lams=[1e-3, 0.1], **shared)
        parts = [
            lambda_curve(
                block.spectrum, optimizer=optimizer, lams=[1e-3, 0.1], rho=block.rho, **shared
            )
            for block in blocks
        ]
        wanted = (2 * np.array(parts[0].err) + 3 * np.array(parts[1].err)) / 5
        assert curve.err == pytest.approx(wanted.tolist(), rel=1e-13)
        decades = err_by_decade(spectrum, optimizer=optimizer, **shared)
        assert decades.total == pytest.approx(curve.at_used, rel=1e-13)
        assert dict(decades.settings["rho"]) == {"a": 0.05, "b": 0.5}
    whole = lambda_curve(spectrum, lams=[0.1], whole=True, rho=0.05, **shared)
    joined = lambda_curve(exact(1e-3, 0.2, 0.4, 1e-5, 0.1), lams=[0.1], rho=0.05, **shared)
    assert whole.err == joined.err


# err by decade


@pytest.mark.parametrize("variant", ["printed", "corrected"])
@pytest.mark.parametrize("optimizer", ["adamw", "adam", "l2-adam"])
def test_decades_add_up_to_err(optimizer: str, variant: str) -> None:
    spectrum = shipped("digits_mlp_l2_adam")
    found = err_by_decade(spectrum, optimizer=optimizer, variant=variant, rho=0.01)
    assert found.variant == variant
    answer = generalization(spectrum, optimizer=optimizer, variant=variant, rho=0.01)
    assert found.total == pytest.approx(answer.one(quantity="err-per-parameter").value, rel=1e-12)
    assert math.fsum((*found.share, found.at_floor[1])) == pytest.approx(1, rel=1e-12)
    # h ≥ 1
    assert all(
        err >= share * (1 - 1e-12) for err, share in zip(found.err, found.share, strict=True)
    )


def test_decades_by_hand() -> None:
    spectrum = exact(0.5, -0.2, 3.0, 1e-5, 1e-30)
    found = err_by_decade(spectrum, lam=0.1, floor=1e-12, **SETTINGS)

    def h(sigma: float) -> float:
        x = 2 * 0.05 / 2e-3 * (math.sqrt(16 * sigma) + 0.1)
        return (math.log(x) + 1 / x) / 5

    assert found.first == -5
    wanted = (h(1e-5), 0, 0, 0, h(0.5) + h(0.2), h(3.0))
    assert found.err == pytest.approx(wanted, rel=1e-13)
    assert found.share == pytest.approx((0.2, 0, 0, 0, 0.4, 0.2))
    assert found.at_floor == pytest.approx((h(1e-12), 0.2), rel=1e-13)


def test_decades_of_a_quadrature() -> None:
    nodes = Spectrum(
        dim=30,
        nodes=np.array([[0.5, 0.02], [0.5, 0.0]]),
        weights=np.array([[0.5, 0.5], [0.8, 0.2]]),
    )
    found = err_by_decade(nodes, optimizer="l2-adam", lam=0.1, floor=1e-3, **SETTINGS)
    assert found.share == pytest.approx((0.25, 0.65))
    assert found.at_floor[1] == pytest.approx(0.1)
    answer = generalization(
        nodes, optimizer="l2-adam", variant="corrected", lam=0.1, floor=1e-3, samples=10, **SETTINGS
    )
    assert found.total == pytest.approx(answer.one(quantity="err-per-parameter").value, rel=1e-12)


# What is wrong


def test_all_faults_at_once() -> None:
    with pytest.raises(InputError) as caught:
        lambda_curves([(exact(1.0), "adamw"), (exact(2.0), "adam")], eta=-1, rho="x")
    assert {(fault.name, fault.value) for fault in caught.value.faults} == {
        ("eta", -1),
        ("rho", "x"),
        ("batch_size", None),
        ("optimizer", "adam"),
    }
    for named, ask in {
        ("lam_star", "lams"): lambda: lambda_curve(
            exact(1.0), lams=[0.0, 1.0], lam_star=-1.0, **SETTINGS
        ),
        ("floor",): lambda: err_by_decade(exact(1.0, 0.0), floor=0, lam=0, **SETTINGS),
        ("dim",): lambda: err_by_decade(exact(1.0, meta=Meta()), dim=2, lam=0, **SETTINGS),
    }.items():
        with pytest.raises(InputError) as caught:
            ask()
        assert [fault.name for fault in caught.value.faults] == [name for name in named if name]


def test_the_band_of_a_quadrature_holds_err_of_the_eigenvalues() -> None:
    values = np.geomspace(1e-3, 2, 150)
    known = exact(*values)
    for optimizer in ("adamw", "l2-adam"):
        lams = np.geomspace(1e-4, 1, 9)
        given = {"optimizer": optimizer, "lams": lams, **SETTINGS}
        found = lambda_curve(quadrature(values, probes=4, steps=25), **given)
        assert found.band is not None
        truth = np.array(lambda_curve(known, **given).err)
        lower, upper = np.array(found.band.lower), np.array(found.band.upper)
        assert ((lower <= truth) & (truth <= upper)).all()
        assert ((lower <= found.err) & (np.array(found.err) <= upper)).all()
        assert (upper / lower).min() < 1.5  # it tells something
        assert lambda_curve(known, **given).band is None
    part = err_by_decade(quadrature(values, probes=4, steps=25), lam=0.1, **SETTINGS)
    whole = err_by_decade(known, lam=0.1, **SETTINGS)
    assert part.known is not None
    assert part.known[0] <= whole.total <= part.known[1]
    assert whole.known is None


def test_the_band_is_what_generalization_says() -> None:
    spectrum = quadrature(np.geomspace(1e-3, 2, 150), probes=4, steps=25)
    given = {**SETTINGS, "samples": 100, "x_star_norm": 0.0}
    for optimizer, floor in (("adamw", 1e-9), ("l2-adam", None)):
        row = generalization(
            spectrum, optimizer=optimizer, lam=0.1, floor=floor, variant="corrected", **given
        ).one(quantity="err-per-parameter")
        curve = lambda_curve(spectrum, optimizer=optimizer, lams=[0.1], floor=floor, **SETTINGS)
        assert curve.band is not None
        assert curve.band.lower[0] == pytest.approx(row.lower, rel=1e-9)
        assert curve.band.upper[0] == pytest.approx(row.upper, rel=1e-9)


def test_curves_go_from_where_to_where_they_were_asked_for() -> None:
    (found,) = lambda_curves([(wide(), "adamw")], span=(1e-3, 10.0), **SETTINGS)
    assert (found.lam[0], found.lam[-1]) == pytest.approx((1e-3, 10.0))
    (found,) = lambda_curves([(wide(), "adamw")], span=(None, 1e-30), **SETTINGS)
    assert found.lam[0] < found.lam[-1] == pytest.approx(1e-30)


def test_a_spectrum_of_zeros_has_no_decade() -> None:
    zeros = Spectrum(eigenvalues=np.zeros(3))
    found = err_by_decade(zeros, optimizer="adamw", eta=1e-3, lam=0.1, batch_size=8, rho=0.1)
    assert (found.err, found.share) == ((), ())
    assert found.at_floor[1] == 1
    with pytest.raises(InputError) as caught:
        err_by_decade(zeros, optimizer="adam", eta=1e-3, batch_size=8, rho=0.1)
    assert [(fault.name, fault.value) for fault in caught.value.faults] == [("floor", None)]
