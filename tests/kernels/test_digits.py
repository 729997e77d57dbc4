"""The backends of many digits: roots and powers against mpmath, one by one and in arrays."""

from __future__ import annotations

import math
from decimal import Context, Decimal, localcontext
from typing import Any

import mpmath as mp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adamw_bounds.kernels.calls import backend_for
from adamw_bounds.kernels.digits import Digits, Wide
from adamw_bounds.theory.special import Crest

CONTEXT = Context(prec=50, Emin=-(10**8), Emax=10**8, traps=[])
WIDE = Wide()


def close(found: Any, expected: Any, tolerance: float) -> bool:
    with mp.workdps(60):
        return bool(abs(mp.mpf(str(found)) / expected - 1) <= tolerance)


def shown(value: Any) -> str:
    return str(np.format_float_scientific(np.ravel(value)[0], precision=30, unique=False))


@settings(max_examples=50, deadline=None)
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


@settings(max_examples=50, deadline=None)
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
