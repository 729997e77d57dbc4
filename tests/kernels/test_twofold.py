"""Numbers of twice a float's digits, against mpmath."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from references import M

from adamw_bounds.kernels.mathematics import Arrays, Scalars
from adamw_bounds.kernels.twofold import Twofold

NUMBERS = Scalars()
GRID = Arrays()
#: What an operation loses, relatively.
LOST = M.mpf(2) ** -100
floats = st.floats(5e-324, 1.7e308) | st.floats(0.5, 2.0)


def value(number: Twofold) -> Any:
    return (M.mpf(float(number.high)) + M.mpf(float(number.low))) * M.mpf(2) ** int(number.exponent)


def near(found: Twofold, expected: Any, beside: Any = None) -> bool:
    size = abs(expected) if beside is None else beside
    return bool(abs(value(found) - expected) <= LOST * size)


@given(x=floats, y=floats, w=floats)
def test_operations_keep_a_hundred_bits_whatever_the_size(x: float, y: float, w: float) -> None:
    a, b, c = (NUMBERS.twofold(item) for item in (x, y, w))
    p, q, r = M.mpf(x), M.mpf(y), M.mpf(w)
    assert value(a) == p
    product = a * b
    assert near(product, p * q)
    assert near(product * c, p * q * r)
    assert near(a / b, p / q)
    assert near(a / b / c, p / q / r)
    assert near(a.sqrt(), M.sqrt(p))
    assert near((product * c).sqrt(), M.sqrt(p * q * r))
    assert near(a + b, p + q)
    assert near(a * b - b * c, p * q - q * r, p * q + q * r)
    assert near(a / b - c, p / q - r, p / q + r)


@given(x=floats, y=floats)
def test_arrays_are_the_numbers_one_by_one(x: float, y: float) -> None:
    def formula(m: Any, left: Any, right: Any) -> tuple[Any, Any]:
        a, b = m.twofold(left), m.twofold(right)
        found = (m.twofold(1.0) - a / b) * a.sqrt()
        return found.number(), m.log_spare(found)

    numbers = formula(NUMBERS, x, y)
    with np.errstate(all="ignore"):
        arrays = formula(GRID, np.array([x, 1.0]), np.array([[y], [2.0]]))
    for number, array in zip(numbers, arrays, strict=True):
        assert array.shape == (2, 2)
        assert array[0, 0] == number


@pytest.mark.parametrize("m", [NUMBERS, GRID])
def test_the_ends_of_the_range_have_no_surprises(m: Any) -> None:
    with np.errstate(all="ignore"):
        large, small, none = m.twofold(1e300), m.twofold(1e-300), m.twofold(0.0)
        assert (large * large).number() == math.inf
        assert (none - large * large).number() == -math.inf
        assert (small * small).number() == 0
        assert (large * large).log() == pytest.approx(600 * math.log(10), rel=1e-15)
        assert (small * small).log() == pytest.approx(-600 * math.log(10), rel=1e-15)
        assert (small + none).number() == 1e-300
        assert none.log() == none.sqrt().log() == (none * large).log() == -math.inf
        assert math.isnan((none - large).log())
        assert m.log_spare(none - large) == -math.inf
        assert math.isnan((large / none).number())
    ten = NUMBERS.twofold(10**400)  # a whole number that no float holds
    assert ten.log() == pytest.approx(400 * math.log(10), rel=1e-15)
