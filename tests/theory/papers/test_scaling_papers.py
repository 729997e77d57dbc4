"""Noise scale, surge, square-root rule, time scale, fit, edge: the sheet's numbers and twins."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
import sympy as sp

from adamw_bounds import log_value
from adamw_bounds.theory import symbols as s
from adamw_bounds.theory.audit import audit
from adamw_bounds.theory.catalog import CATALOG
from adamw_bounds.theory.papers import li2024


def value(statement: str, quantity: str, case: str | None = None, **inputs: float) -> float:
    (variant,) = CATALOG[statement].formula(quantity, case=case).variants
    more = {} if case is None else {"case": case}
    return math.exp(log_value(statement, quantity, variant, **more, **inputs))


# --- noise scale ----------------------------------------------------------------------------------
PAIR = {"batch_small": 8.0, "norm_squared_small": 2.0, "batch_big": 64.0, "norm_squared_big": 0.6}


def test_two_batches_of_the_sheet() -> None:
    found = [
        value("mccandlish2018-two-batches", quantity, **PAIR)
        for quantity in ("full-gradient-norm-squared", "noise-trace", "noise-scale")
    ]
    assert found == pytest.approx([0.4, 12.8, 32.0], rel=1e-12)
    simple = {"sigma": math.sqrt(12.8), "gradient_norm": math.sqrt(0.4)}
    assert value("mccandlish2018-noise-scale", "noise-scale", **simple) == pytest.approx(32)
    at = {**simple, "batch_size": 32.0}
    assert value("mccandlish2018-noise-scale", "steps-over-least", **at) == pytest.approx(2)
    assert value("mccandlish2018-noise-scale", "samples-over-least", **at) == pytest.approx(2)


def test_the_parts_are_unbiased() -> None:
    """Gradients of batches drawn with known mean and covariance give both parts back."""
    rng = np.random.default_rng(0)
    mean, spread = rng.standard_normal(30), np.exp(rng.standard_normal(30))
    draws = {}
    for batch in (4, 32):
        g = mean + rng.standard_normal((20_000, 30)) * spread / math.sqrt(batch)
        draws[batch] = float((g**2).sum(axis=1).mean())
    known = {
        **{"batch_small": 4.0, "norm_squared_small": draws[4]},
        **{"batch_big": 32.0, "norm_squared_big": draws[32]},
    }
    norm = value("mccandlish2018-two-batches", "full-gradient-norm-squared", **known)
    trace = value("mccandlish2018-two-batches", "noise-trace", **known)
    assert norm == pytest.approx(float(mean @ mean), rel=0.02)
    assert trace == pytest.approx(float(spread @ spread), rel=0.02)


# --- surge ----------------------------------------------------------------------------------------
def test_the_surge_of_the_sheet() -> None:
    trace, coupling = 9.0, 4.0
    peak = value("li2024-surge", "surge-batch", hessian_trace=trace, coupling=coupling)
    assert peak == pytest.approx(math.pi * 9 / 8, rel=1e-12)
    # Any B_p with whole b: b = B_p/16, B_p and 4B_p, for B_p = 16.
    known = {"hessian_trace": 32 / math.pi, "coupling": 1.0}
    for batch, share in ((1.0, 0.470588), (16.0, 1.0), (64.0, 0.8)):
        found = value("li2024-surge", "surge-lr-share", batch_size=batch, **known)
        assert found == pytest.approx(share, abs=5e-7)
    # With a small signal erf is its tangent; with a large one the mean sign is 1 at every b.
    for batch in (1.0, 16.0, 64.0):
        linear = value("li2024-surge", "surge-lr-share", batch_size=batch, **known)
        near = value(
            "li2024-surge", "surge-lr-share", "erf", batch_size=batch, signal=1e-4, **known
        )
        assert near == pytest.approx(linear, rel=1e-5)
    fall = [
        value("li2024-surge", "surge-lr-share", "erf", batch_size=b, signal=0.15, **known)
        for b in (64.0, 256.0)
    ]
    linear = value("li2024-surge", "surge-lr-share", batch_size=256.0, **known)
    assert fall[0] > fall[1] > linear  # the linearised fall is overstated


def test_the_exact_optimum_of_a_simulated_sign_update() -> None:
    """On a quadratic, the share with erf is that of the η that loses most."""
    rng = np.random.default_rng(3)
    d, mu, sigma, batch = 4, 0.2, 1.0, 6
    hessian = np.full((d, d), 0.3) + np.eye(d)
    signs = np.sign(mu + sigma / math.sqrt(batch) * rng.standard_normal((400_000, d)))
    gain = float((signs @ np.full(d, mu)).mean())
    cost = float(np.einsum("ki,ij,kj->k", signs, hessian, signs).mean())
    trace = float(np.trace(hessian))
    coupling = float(hessian.sum() - trace) * (mu / sigma) ** 2
    off = float(hessian.sum() - trace)
    most = d * mu / (2 * math.sqrt(trace * off))
    found = value(
        "li2024-surge",
        "surge-lr-share",
        "erf",
        batch_size=float(batch),
        signal=mu / sigma,
        hessian_trace=trace,
        coupling=coupling,
    )
    assert gain / cost / most == pytest.approx(found, rel=0.01)


# --- time scale -----------------------------------------------------------------------------------
def test_time_scales() -> None:
    known = {"eta": 3e-4, "lam": 0.1}
    assert value("wang2024-ema", "timescale-steps", **known) == pytest.approx(1 / 3e-5)
    epochs = value("wang2024-ema", "timescale-epochs", batch_size=512.0, samples=51200.0, **known)
    assert epochs == pytest.approx(1 / 3e-5 / 100)
    share = value("wang2024-ema", "timescale-share", iterations=1e5, **known)
    assert share == pytest.approx(1 / 3)


def test_the_fit_is_of_its_own_constant() -> None:
    known = {"fit_constant": 1.5, "fit_exponent": 0.5, "tokens_per_parameter": 25.0}
    tau = value("bergsma2025-timescale", "timescale-share-fit", **known)
    assert tau == pytest.approx(0.3)
    lam = value("bergsma2025-timescale", "lam-fit", eta=1e-3, iterations=1e4, **known)
    assert value("wang2024-ema", "timescale-share", eta=1e-3, iterations=1e4, lam=lam) == (
        pytest.approx(tau)
    )


# --- twins ----------------------------------------------------------------------------------------
def expression(statement: str, quantity: str, case: str | None = None) -> sp.Expr:
    (variant,) = CATALOG[statement].formula(quantity, case=case).variants.values()
    return s.expand(sp.sympify(variant.expr))


#: The threshold of plain gradient descent, 2/η; a scale that forgets the batch; and so on.
TWINS = [
    ("edge-38", "threshold", 2 / s.eta),
    ("noise-scale-model", "simple", s.sigma / s.gradient_norm),
    ("noise-scale-trade", "samples", expression("mccandlish2018-noise-scale", "steps-over-least")),
    (
        "noise-scale-pairs",
        "norm",
        sp.Symbol("norm_squared_big", positive=True),
    ),
    ("surge-forms", "exact", expression("li2024-surge", "surge-lr-share")),
    ("surge-forms", "peak_at", 2 * expression("li2024-surge", "surge-batch")),
    ("square-root-rule", "eta", s.eta * s.to / s.b),
    ("square-root-rule", "epsilon", sp.sqrt(s.delta)),
    ("ema-identity", "effective", expression("wang2024-ema", "initial-share")),
    ("ema-timescale", "steps", 1 / s.lam),
    ("bergsma-lambda", "lam", 1 / (s.eta * s.T)),
]


@pytest.mark.parametrize(
    ("claim", "parameter", "twin"),
    TWINS,
    ids=lambda item: item if isinstance(item, str) else "twin",
)
def test_twins(claim: str, parameter: str, twin: sp.Expr) -> None:
    assert audit(claim).verdict == "holds"
    assert audit(claim, **{parameter: twin}).verdict == "false-as-printed"


def test_the_twin_of_the_missing_hypothesis() -> None:
    """A condition that a diagonal Hessian meets would be none."""
    assert audit("surge-peak").verdict == "missing-hypothesis"
    (condition,) = li2024.SURGE.conditions
    always = replace(condition, rhs=sp.Integer(1))
    assert audit("surge-peak", condition=always).verdict == "unsupported"
