"""err, and what follows from its bracket."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from rules import VALUES, measured, spectra

from adamw_bounds.spectra import Spectrum, generalization, shipped
from adamw_bounds.spectra.brackets import (
    bound_brackets,
    combine,
    enclose,
    err_bracket,
    excess_bracket,
)


def test_estimate_is_the_err_of_generalization() -> None:
    rng = np.random.default_rng(14)
    eigenvalues = spectra(rng)["network"]
    spectrum, _ = measured(eigenvalues, rng.standard_normal((3, eigenvalues.size)), 12)
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
    eigenvalues = spectra(rng)["network"]
    spectrum, _ = measured(eigenvalues, rng.standard_normal((3, eigenvalues.size)), 12)
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
    spectrum, _ = measured(eigenvalues, rng.standard_normal((2, 100)), 3)
    err = err_bracket(enclose(spectrum), "adam", VALUES)
    assert err.lower >= 100 * (1 - 1e-12)
    assert err.lower <= err.estimate <= err.upper


def test_floor_is_part_of_the_bracket() -> None:
    rng = np.random.default_rng(17)
    eigenvalues = spectra(rng)["network"]
    spectrum, _ = measured(eigenvalues, rng.standard_normal((3, eigenvalues.size)), 15)
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


@pytest.mark.parametrize("probes", [1, 2, 5])
@pytest.mark.parametrize("is_known", [False, True])
@pytest.mark.parametrize("optimizer", ["adam", "l2-adam"])
def test_a_node_at_zero_without_a_floor_has_no_upper_end(
    probes: int, is_known: bool, optimizer: str
) -> None:
    values = {**VALUES, "lam_l2": 0.0, "floor": 0.0}
    nodes = np.tile([0.0, 1e-3, 0.1, 1.0, 2.0], (probes, 1))
    spectrum = Spectrum(
        dim=100,
        nodes=nodes,
        weights=np.tile([0.1, 0.2, 0.3, 0.2, 0.2], (probes, 1)),
        residuals=np.full(probes, 0.1),
        known=nodes == 0 if is_known else None,
    )
    err = err_bracket(enclose(spectrum), optimizer, values)
    for found in (err, err.scaled(0.5), err.shifted(1.0), err.through(math.sqrt), combine([err])):
        assert math.isfinite(found.lower)
        assert found.estimate == found.upper == math.inf
        assert not any(map(math.isnan, (*found.quadrature, *found.reach, *(found.scatter or ()))))
    assert err.lower > 1.5 * 100  # d, the least that err can be


def test_lower_end_without_a_floor_holds_and_is_far_above_what_the_support_allows() -> None:
    rng = np.random.default_rng(21)
    eigenvalues = 10.0 ** rng.uniform(-3, 1, 200)
    values = {**VALUES, "floor": 0.0}
    exact = err_bracket(enclose(Spectrum(eigenvalues=eigenvalues)), "adam", values).estimate
    found = [
        err_bracket(
            enclose(measured(eigenvalues, rng.standard_normal((2, 200)), 60)[0]), "adam", values
        )
        for _ in range(8)
    ]
    # The support reaches below 0, for all that the moments say.
    assert {one.upper for one in found} == {math.inf}
    assert all(0.8 * exact < one.lower <= exact for one in found)
    assert max(one.lower + one.reach[0] for one in found) > 0.99 * exact


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
