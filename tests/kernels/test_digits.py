"""The backends of many digits: roots and powers against mpmath, one by one and in arrays."""

from __future__ import annotations

import math
from decimal import Context, Decimal, localcontext
from fractions import Fraction
from typing import Any

import mpmath as mp
import numpy as np
import pytest
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from adamw_bounds.kernels.calls import backend_for
from adamw_bounds.kernels.digits import LEAST_PAIR, Digits, Fine, Wide, exactly, read_pairs
from adamw_bounds.theory.special import Crest

CONTEXT = Context(prec=50, Emin=-(10**8), Emax=10**8, traps=[])
WIDE = Wide()


def close(found: Any, expected: Any, tolerance: float) -> bool:
    with mp.workdps(60):
        return bool(abs(mp.mpf(str(found)) / expected - 1) <= tolerance)


def shown(value: Any) -> str:
    return str(np.format_float_scientific(np.ravel(value)[0], precision=30, unique=False))


@settings(max_examples=examples(50))
@given(st.one_of(st.floats(1.0001, 1e6), st.floats(1e6, 1e300)))
def test_the_outer_root(x: float) -> None:
    with mp.workdps(60):
        t = mp.mpf(x) + mp.log(x) + 1
        while abs(step := (t - mp.log(t) - mp.mpf(x)) / (1 - 1 / t)) > t * mp.mpf("1e-55"):
            t -= step
        with localcontext(CONTEXT):
            assert close(Digits.outer_root(Decimal(x)), t, 1e-40)
        with np.errstate(all="ignore"):
            wide = WIDE.outer_root(np.array([x], np.longdouble))
        assert close(shown(wide), t, 1e-13) or (x > 1e100 and np.isnan(wide[0]))


@settings(max_examples=examples(50))
@given(
    st.sampled_from([1.0, 3.0]),
    st.one_of(st.floats(1e-3, 1e6), st.floats(1e6, 1e150)),
    st.floats(2.0, 100.0),
)
def test_the_root_of_the_decaying_stages(alpha: float, beta: float, kappa: float) -> None:
    with mp.workdps(60):
        a, b, k = (mp.mpf(item) for item in (alpha, beta, kappa))
        with localcontext(CONTEXT):
            found = Digits.log_root(*(Decimal(item) for item in (alpha, beta, kappa)))
        steps = mp.mpf(str(found))
        if steps > 1:
            right = a + b * (k + mp.log(steps))
            assert abs(mp.sqrt(steps + 1) / right - 1) < mp.mpf("1e-40")
            assert mp.sqrt(2) < a + b * k
        else:
            assert mp.sqrt(2) >= a + b * k
        with np.errstate(all="ignore"):
            arrays = (np.array([item], np.longdouble) for item in (alpha, beta, kappa))
            assert close(shown(WIDE.log_root(*arrays)), steps, 1e-16)


@pytest.mark.parametrize("power", [(5, 4), (-3, 8), (2, 1), (1, 3), (-2, 3)])
def test_powers(power: tuple[int, int]) -> None:
    with mp.workdps(60):
        expected = mp.mpf(7) ** (mp.mpf(power[0]) / power[1])
        with localcontext(CONTEXT):
            assert close(Digits.power(Decimal(7), *power), expected, 1e-45)
        assert close(shown(WIDE.power(np.longdouble(7), *power)), expected, 1e-15)


def test_what_has_no_number_is_not_finite() -> None:
    with localcontext(CONTEXT):
        nothing = Digits.number(0) / Digits.number(0)
        assert nothing.is_nan()
        assert Digits.maximum(nothing, Decimal(1)) == 1
        assert Digits.minimum(nothing, Decimal(1)) == 1
        assert Digits.outer_root(Decimal("Infinity")) == Decimal("Infinity")
        assert Digits.outer_root(Decimal("0.5")) == 1
        assert Digits.ceiling(Decimal(4) + Decimal("1e-45")) == 4
        assert Digits.ceiling(Decimal("4.001")) == 5


def test_a_wide_float_is_the_decimal_that_was_typed() -> None:
    tenth = WIDE.of(np.array([[0.1], [0.1 + 0.2]]))
    assert tenth.shape == (2, 1)
    assert tenth[0, 0] * 10 == 1
    assert float(tenth[1, 0]) == 0.1 + 0.2


def floats_of_all_lengths() -> list[float]:
    """Return typed numbers and others, next to powers of ten and to the middle of two floats."""
    draw = np.random.default_rng(1)
    found = [5e-324, 1.7976931348623157e308, 2.0**53, -0.1, 4503599627370497.5, 0.1 + 0.2]
    for power in range(-75, 75, 2):
        ten = 10.0**power
        found += [ten, math.nextafter(ten, 0), math.nextafter(ten, math.inf)]
        for digits in (1, 8, 14, 15, 16, 17):
            number = int(draw.integers(10 ** (digits - 1), 10**digits))
            found += [float(f"{number}e{power}"), -float(f"{number}e{power - digits}")]
    for power in range(1, 23):
        # 15 digits and zeros: where floats are further apart than 1, some lie in the middle.
        found += [float(int(item) * 10**power) for item in draw.integers(10**14, 10**15, 40)]
    return found


def test_pairs_of_floats_are_read_as_their_texts() -> None:
    numbers = floats_of_all_lengths()
    high, low = read_pairs(np.array(numbers))
    for number, first, second in zip(numbers, high.tolist(), low.tolist(), strict=True):
        if abs(number) >= LEAST_PAIR:
            meant = exactly(number)
            assert first == number
            off = abs(Fraction(first) + Fraction(second) - meant)
            assert off <= abs(meant) / 2**100, number
    assert read_pairs(np.array([0.0, np.inf]))[1].tolist() == [0.0, 0.0]


def test_a_grid_of_numbers_is_read_a_few_texts_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[float] = []
    monkeypatch.setattr(
        "adamw_bounds.kernels.digits.exactly", lambda value: asked.append(value) or exactly(value)
    )
    read_pairs(np.geomspace(1e-16, 1e3, 5000))
    read_pairs(np.arange(1, 5000) / 1000)
    assert len(asked) < 10


@settings(max_examples=100, deadline=None)
@given(
    st.tuples(*[st.floats(1e-30, 1e30)] * 2),
    st.sampled_from([(1, 1), (-3, 2), (5, 4), (-4, 1), (1, 8)]),
)
def test_pairs_of_floats_multiply_as_many_digits(
    pair: tuple[float, float], power: tuple[int, int]
) -> None:
    fine = Fine()
    with np.errstate(all="ignore"):
        x, y = (fine.of(np.array([item, 1.0])) for item in pair)
        value = fine.product(fine.number(3, 7), fine.power(x, *power), y)
        larger = fine.maximum(x, y)
    with mp.workdps(60):
        a, b = (mp.mpf(exactly(item).numerator) / exactly(item).denominator for item in pair)
        expected = mp.mpf(3) / 7 * a ** (mp.mpf(power[0]) / power[1]) * b
        for found, wanted in ((value, expected), (larger, max(a, b))):
            number = mp.ldexp(mp.mpf(found.high[0]) + mp.mpf(found.low[0]), int(found.exponent[0]))
            assert abs(number / wanted - 1) < mp.mpf(2) ** -97


@pytest.mark.parametrize(
    "noise", [0.2, 0.4121, 0.4122, 0.41219, 0.42, 0.45, 0.49, 0.4999, 0.499999999, 0.5, 0.7]
)
def test_where_the_steps_stop_rising_with_the_gap(noise: float) -> None:
    with mp.workdps(60):
        low, high = mp.mpf(0), mp.mpf(1)
        if 2 * mp.mpf(noise) * 2 > mp.exp(0.5) and noise < 0.5:
            for _ in range(220):
                middle = (low + high) / 2
                rises = 2 * mp.mpf(noise) * (1 + middle) > mp.exp(middle / 2)
                low, high = (low, middle) if rises else (middle, high)
        assert Crest._number(mp.mpf(noise)) == pytest.approx(high, rel=1e-30)
        with localcontext(CONTEXT):
            assert close(Digits.crest(Decimal(noise)), high, 1e-24)
        with np.errstate(all="ignore"):
            many = backend_for([np.ones(1)]).log_crest(np.array([noise]))
        for log in (backend_for([]).log_crest(noise), float(many[0])):
            assert math.isclose(log, float(mp.log(high)), rel_tol=1e-6, abs_tol=1e-7)
        with np.errstate(all="ignore"):
            assert close(shown(WIDE.crest(np.array([noise], np.longdouble))), high, 1e-9)
