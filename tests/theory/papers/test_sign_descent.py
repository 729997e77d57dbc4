"""Sign descent and Lion with decay: golden numbers, runs below the bounds, broken twins."""

from __future__ import annotations

import itertools
import math
from typing import Any

import numpy as np
import pytest
import sympy as sp

import adamw_bounds as ab
from adamw_bounds import log_value
from adamw_bounds.errors import InputError, NoBoundError
from adamw_bounds.theory import symbols as s
from adamw_bounds.theory.audit import audit
from adamw_bounds.theory.catalog import CATALOG
from adamw_bounds.theory.statements import Part, Variant

SIGN, LION = "sign-descent-decay", "lion-decay"
OPTIMIZER = {SIGN: "sign-descent", LION: "lion"}
GOLDEN = {
    **{"gap": 2.0, "eta": 1e-4, "iterations": 1e5, "smoothness_inf": 5.0},
    **{"sigma_l1": 1.0, "batch_size": 16.0, "beta1": 0.1, "lam": 1.0},
}


def bound(name: str, **inputs: Any) -> float:
    found = log_value(
        name,
        "kkt-score-average",
        "explicit",
        schedule="constant",
        optimizer=OPTIMIZER[name],
        **inputs,
    )
    return math.exp(found)


def test_golden_numbers() -> None:
    sign = ab.guarantee(SIGN, x0_inf_norm=1, **GOLDEN).one()
    assert sign.value == pytest.approx(0.333758, abs=5e-7)
    terms = {term.label: 10**term.log10 for term in sign.terms}
    assert terms["gap"] == pytest.approx(0.2, rel=1e-12)
    assert terms["step"] == pytest.approx(0.019, rel=1e-12)
    assert terms["noise-floor"] + terms["initial-noise"] == pytest.approx(0.114758, abs=5e-7)
    lion = ab.guarantee(LION, x0_inf_norm=1, beta2=0.01, **GOLDEN).one()
    assert lion.value == pytest.approx(0.440759, abs=5e-7)


def test_best_settings_tend_to_the_closed_form() -> None:
    constant = CATALOG[SIGN].formula("kkt-score-limit").variants["explicit"].given
    inputs = {s.H: 5, s.gap: 2, s.S: 1, s.b: 16, s.lam: sp.Rational(1, 10)}
    unit = s.expand(constant).xreplace({**dict.fromkeys((s.H, s.gap, s.S, s.b, s.T), 1), s.lam: 1})
    assert float(unit) == pytest.approx(4.757, abs=5e-4)
    for epsilon in (1e-2, 1e-3):
        row = ab.complexity(
            SIGN, smoothness_inf=5, gap=2, sigma_l1=1, batch_size=16, lam=0.1, epsilon=epsilon
        ).one(quantity="iterations")
        limit = float(s.expand(constant).xreplace({**inputs, s.T: sp.Float(row.value)}))
        assert limit == pytest.approx(epsilon, rel=30 * epsilon)


def test_without_noise_and_momentum() -> None:
    steps, curvature, gap = 1000, 5.0, 2.0
    eta = math.sqrt(gap / (2 * curvature * steps))
    given = {"smoothness_inf": curvature, "gap": gap, "beta1": 1.0, "iterations": steps}
    found = bound(SIGN, eta=eta, sigma_l1=0.0, batch_size=1.0, lam=1.0, **given)
    assert found == pytest.approx(2 * math.sqrt(2 * curvature * gap / steps), rel=1e-12)
    best = log_value(
        SIGN, "eta", "explicit", schedule="constant", optimizer="sign-descent", lam=1.0, **given
    )
    assert math.exp(best) == pytest.approx(eta, rel=1e-12)


@pytest.mark.parametrize("name", [SIGN, LION])
def test_lion_with_equal_weights_is_sign_descent_but_for_the_start(name: str) -> None:
    given = {**GOLDEN, "beta2": 0.1, "iterations": 1e12}
    given = given if name == LION else {k: v for k, v in given.items() if k != "beta2"}
    assert bound(name, **given) == pytest.approx(bound(SIGN, **{**GOLDEN, "iterations": 1e12}))


@pytest.mark.sampled(3)
@pytest.mark.parametrize("epsilon", [1.0, 0.1, 0.01])
@pytest.mark.parametrize("batch_size", [1, 64])
def test_the_best_lion_needs_no_more_steps_than_sign_descent(epsilon, batch_size) -> None:
    given = {"smoothness_inf": 5, "gap": 2, "sigma_l1": 1, "lam": 0.1, "epsilon": epsilon}
    rows = ab.complexity((SIGN, LION), batch_size=batch_size, **given)
    sign, lion = rows.select(quantity="iterations")
    assert (sign.statement, lion.statement) == (SIGN, LION)
    assert 0.5 * sign.value < lion.value <= sign.value


def test_what_breaks_a_condition_has_no_bound() -> None:
    given = {**GOLDEN, "x0_inf_norm": 1}
    with pytest.raises(NoBoundError) as far:
        ab.guarantee(SIGN, **{**given, "x0_inf_norm": 1.01})
    assert [item["name"] for item in far.value.details] == ["start-in-box"]
    with pytest.raises(NoBoundError) as long:
        ab.guarantee(SIGN, **{**given, "eta": 1.01})
    assert [item["name"] for item in long.value.details] == ["lambda-eta"]
    with pytest.raises(InputError) as missing:
        ab.guarantee(SIGN, **GOLDEN)
    assert [fault.name for fault in missing.value.faults] == ["x0_inf_norm"]
    # Without weight decay there is no box.
    assert ab.guarantee(SIGN, **{**GOLDEN, "lam": 0, "eta": 10}).one().value > 0


# --- runs ----------------------------------------------------------------------------------------
def exact_mean(name: str, inputs: dict[str, float], start: float, center: float, size: float):
    """Return the exact avg E K of a run on H√(1+(x−c)²) with noise ±size: all of its 2^T paths."""
    steps, curvature = int(inputs["iterations"]), inputs["smoothness_inf"]
    theta1, theta2 = 1 - inputs["beta1"], 1 - inputs.get("beta2", inputs["beta1"])
    signs = np.array(list(itertools.product((-1.0, 1.0), repeat=steps)))
    x, total = np.full(len(signs), start), 0.0
    m = np.zeros(len(signs))
    for t in range(steps):
        slope = curvature * (x - center) / np.sqrt(1 + (x - center) ** 2)
        total += np.mean(np.abs(slope) + inputs["lam"] * x * slope)
        g = slope + size * signs[:, t]
        if name == LION:
            m = g if t == 0 else m
            direction = theta1 * m + (1 - theta1) * g
            m = theta2 * m + (1 - theta2) * g
        else:
            m = g if t == 0 else theta1 * m + (1 - theta1) * g
            direction = m
        x = (1 - inputs["lam"] * inputs["eta"]) * x - inputs["eta"] * np.sign(direction)
    return total / steps


@pytest.mark.parametrize("name", [SIGN, LION])
@pytest.mark.parametrize("seed", range(12))
def test_every_path_of_a_short_run_stays_below_the_bound(name: str, seed: int) -> None:
    rng = np.random.default_rng(seed)
    lam = float(rng.choice([0.0, 10 ** rng.uniform(-1.5, 0.5)]))
    most = 1 / lam if lam else 10.0
    start, center = rng.uniform(-1, 1) * most, rng.uniform(-2, 2) * most
    size = float(rng.choice([0.0, 10 ** rng.uniform(-2, 1)]))
    curvature = 10 ** rng.uniform(-1, 1)
    inputs = {
        **{"lam": lam, "eta": min(10 ** rng.uniform(-2, 0.3), most), "sigma_l1": size},
        **{"beta1": rng.uniform(0.02, 1), "iterations": float(rng.integers(1, 13))},
        **{"smoothness_inf": curvature, "batch_size": 1.0},
        "gap": curvature * (math.sqrt(1 + (start - center) ** 2) - 1),
    }
    if name == LION:
        inputs["beta2"] = rng.uniform(0.02, 0.98)
    found = exact_mean(name, inputs, start, center, size)
    assert 0 <= found <= bound(name, **inputs)


# --- the claims' twins ---------------------------------------------------------------------------
def part_of(name: str) -> Variant:
    return CATALOG[name].formula("kkt-score-average").variants["explicit"]


def changed(variant: Variant, label: str, factor: Any) -> Variant:
    """A bound with one of its parts multiplied."""
    parts = tuple(
        Part(part.label, given=part.given * (factor if part.label == label else 1))
        for part in variant.parts
    )
    return Variant(parts, combine="sum")


@pytest.mark.parametrize("label", ["gap", "step", "noise-floor", "initial-noise"])
@pytest.mark.parametrize(("claim", "name"), [("sign-rate", SIGN), ("lion-rate", LION)])
def test_a_bound_with_another_constant_is_not_what_the_proof_gives(claim, name, label) -> None:
    twin = changed(part_of(name), label, sp.Rational(9, 10))
    assert audit(claim, bound=twin).verdict == "unsupported"


def test_another_rate_at_the_best_settings() -> None:
    assert audit("sign-best").verdict == "holds"
    half = CATALOG[SIGN].formula("kkt-score-limit").variants["explicit"].given / 2
    assert audit("sign-best", limit=Variant(given=half)).verdict == "unsupported"
    twin = changed(part_of(SIGN), "step", 2)
    assert audit("sign-best", bound=twin).verdict == "unsupported"


def test_the_identity_of_one_weight_for_both_averages() -> None:
    own = CATALOG[SIGN].formula("update-size").variants["explicit"]
    assert audit("sign-identity").verdict == "holds"
    assert audit("sign-identity", update=Variant(given=own.given / 2)).verdict == "unsupported"
    rng = np.random.default_rng(3)
    m = v = w = 0.0
    beta = 0.3
    for g in rng.normal(size=50):
        w = (1 - beta) * w + beta * (m - g) ** 2
        m, v = (1 - beta) * m + beta * g, (1 - beta) * v + beta * g * g
    names = {s.beta1: beta, "momentum_entry": abs(m), "momentum_surprise": w}
    values = {item: names.get(item, names.get(item.name)) for item in own.given.free_symbols}
    assert float(own.given.subs(values)) == pytest.approx(abs(m) / math.sqrt(v), rel=1e-12)


def test_without_smoothness_the_one_in_the_max_norm_is_asked_for() -> None:
    given = {name: value for name, value in GOLDEN.items() if name != "smoothness_inf"}
    with pytest.raises(InputError) as missing:
        ab.guarantee(SIGN, **{**given, "lam": 0})
    assert [fault.name for fault in missing.value.faults] == ["smoothness_inf"]
    row = ab.guarantee(SIGN, smoothness=0.5, dim=10, **{**given, "lam": 0}).one()
    assert row.value == ab.guarantee(SIGN, **{**GOLDEN, "lam": 0}).one().value
    assert any("d·L" in note for note in row.notes)


def test_the_cycle_is_lions() -> None:
    found = audit("lion-const")
    assert found.verdict == "false-as-printed"

    def gradient_descent(x: Any, m: Any, eta: Any, beta1: Any, beta2: Any) -> tuple[Any, Any]:
        return x - eta * x / 10, (1 - beta2) * m + beta2 * x

    assert audit("lion-const", update=gradient_descent).verdict == "holds"
    twin = changed(part_of(LION), "step", 0)
    assert audit("lion-const", bound=twin).verdict == "unsupported"
