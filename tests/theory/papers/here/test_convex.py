"""The convex rate of sign descent: golden numbers, exact runs, twins of the claims."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

import adamw_bounds as ab
from adamw_bounds.theory.audit import audit
from adamw_bounds.theory.catalog import CATALOG
from adamw_bounds.theory.statements import Part

RATE = "here-convex-rate"
GOLDEN = {"smoothness_inf": 3, "lam": 0.5, "x0_inf_norm": 4, "iterations": 50}


def falling(**settings: float) -> float:
    value = ab.guarantee(RATE, schedule="frank-wolfe", **settings).one(quantity="box-gap").value
    assert value is not None
    return value


def test_golden_numbers() -> None:
    assert falling(**GOLDEN) == pytest.approx(1.869, abs=5e-4)
    usual = 2 * 3 * (1 + 0.5 * 4) ** 2 / (0.5**2 * 52)
    assert usual == pytest.approx(4.154, abs=5e-4)
    assert all(
        falling(**{**GOLDEN, "iterations": steps}) < 2 * 3 * 9 / (0.25 * (steps + 2))
        for steps in (1, 2, 3, 10, 1000)
    )


@pytest.mark.parametrize("target", [Fraction(0), Fraction(1, 3), Fraction(2), Fraction(9)])
@pytest.mark.parametrize("start", [Fraction(-4), Fraction(1, 7), Fraction(10)])
def test_a_parabola_in_rationals(start: Fraction, target: Fraction) -> None:
    """H(x − target)²/2 in the box |x| ≤ 2, from anywhere."""
    lam, smooth = Fraction(1, 2), Fraction(3)
    best = max(-1 / lam, min(1 / lam, target))

    def loss(x: Fraction) -> Fraction:
        return smooth * (x - target) ** 2 / 2

    def sign(x: Fraction) -> int:
        return (x > target) - (x < target)

    settings = {"smoothness_inf": 3, "lam": 0.5, "x0_inf_norm": float(abs(start))}
    x, y = start, start
    eta = Fraction(1, 10)
    for step in range(1, 30):
        now = 2 / (lam * (step + 1))
        x = (1 - lam * now) * x - now * sign(x)
        bound = falling(**settings, iterations=step)
        assert float(loss(x) - loss(best)) <= bound * (1 + 1e-12)
        y = (1 - lam * eta) * y - eta * sign(y)
        held = ab.guarantee(
            RATE,
            **settings,
            iterations=step,
            eta=float(eta),
            gap=max(0.0, float(loss(start) - loss(best))),
        ).one(quantity="box-gap")
        assert held.value is not None
        assert float(loss(y) - loss(best)) <= held.value * (1 + 1e-12)


def test_the_box_is_needed() -> None:
    without = ab.guarantee(RATE, schedule="frank-wolfe", **{**GOLDEN, "lam": 0})
    assert without.one(quantity="box-gap").value is None
    with pytest.raises(ab.NoBoundError):
        ab.guarantee(RATE, **GOLDEN, eta=3, gap=1)


def test_twins() -> None:
    assert audit("fw-rate").as_recorded
    sharp = CATALOG[RATE].formula("box-gap", schedule="frank-wolfe").variants["sharp"]
    start, step = sharp.parts
    smaller = replace(sharp, parts=(start, Part(step.label, given=step.expr / 2)))
    assert audit("fw-rate", falling=smaller).verdict == "unsupported"
    assert audit("kkt-eps").as_recorded
    assert audit("kkt-eps", epsilon="zero").verdict == "holds"
