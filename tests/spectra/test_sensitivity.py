"""Elasticities of the figures of Corollary 3, against differences of the figures themselves."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

import adamw_bounds as ab

SIGMA = np.geomspace(1e-6, 30, 20)
RUN: dict[str, Any] = {
    **{"eta": 1e-2, "lam": 1e-3, "batch_size": 80, "samples": 5000, "rho": 0.02},
    **{"tau": 0.05, "x_star_norm": 1.5},
}
STEP = 1e-4
RULE = {"nodes": [[0.1, 1.0, 3.0]] * 2, "weights": [[0.5, 0.3, 0.2], [0.4, 0.4, 0.2]]}
SPECTRA = {
    "exact": ab.Spectrum(eigenvalues=np.append(SIGMA, -SIGMA[::4]), label="a"),
    "quadrature": ab.Spectrum(dim=50, label="a", **RULE),
    "blocks": ab.Spectrum(
        label="a",
        blocks=tuple(
            ab.Block(name=name, spectrum=ab.Spectrum(eigenvalues=SIGMA * scale, label=name))
            for name, scale in (("one", 1.0), ("two", 3.0))
        ),
    ),
}


@pytest.mark.parametrize(
    ("name", "own_decay"),
    [("exact", False), ("exact", True), ("blocks", False), ("quadrature", False)],
)
def test_they_are_the_slopes_of_the_logarithms(name: str, own_decay: bool) -> None:
    given = {**RUN, **({"lam_l2": 0.02} if own_decay else {})}
    spectrum = SPECTRA[name]
    answer = ab.generalization(spectrum, sensitivity=True, **given)
    whole = [row for row in answer if row.case == "a"]
    quantities = {row.quantity for row in whole if row.elasticities}
    assert quantities == {"err", "err-per-parameter", "kl", "c0", "phi", "pac-bayes-classic"}
    # Each look at a quadrature takes long.
    looked = ("rho", "lam") if name == "quadrature" else tuple(given)
    for key, value in given.items():
        if key not in looked:
            continue
        if key in ("batch_size", "samples"):
            # Whole numbers: a wide step, and what is left of the curvature.
            low, high = (round(value * factor) for factor in (0.9875, 1.0125))
        else:
            low, high = (value * math.exp(sign * STEP) for sign in (-1, 1))
        ends = [ab.generalization(spectrum, **{**given, key: end}) for end in (low, high)]
        for row in whole:
            if not row.elasticities:
                continue
            same = {"optimizer": row.optimizer, "variant": row.variant, "quantity": row.quantity}
            down, up = (one.one(case="a", **same).value for one in ends)
            slope = (up - down) / row.value / math.log(high / low)
            found = row.elasticities.get(key, 0.0)
            assert found == pytest.approx(slope, abs=2e-3 if low % 1 == 0 else 2e-6), (row, key)


def test_what_a_root_finds_has_none_and_the_shell_shows_the_rest(
    capsys: pytest.CaptureFixture[str],
) -> None:
    from adamw_bounds.cli.main import main

    words = ["generalization", "--spectrum", "shipped:digits_mlp_adamw", "--rho", "1"]
    assert main([*words, "--sensitivity"]) == 0
    shown = capsys.readouterr().out
    assert "Elasticities" in shown
    assert "no elasticities" in shown
