"""Numbers for print: digits, carries, and figures that no float holds."""

from __future__ import annotations

import math
import re
from decimal import Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adamw_bounds.numbers import (
    figure,
    format_log10,
    format_number,
    grouped,
    show,
    show_above,
    show_below,
    show_value,
    superscript,
    without_groups,
    written,
)

_PLAIN = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


def parsed(text: str) -> tuple[Decimal, int]:
    """Return mantissa and exponent of a printed number; ``10⁹`` is a power alone."""
    alone = re.fullmatch("(-?)10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)", text)
    if alone:
        return Decimal(f"{alone[1]}1"), int(alone[2].translate(_PLAIN))
    mantissa, _, power = without_groups(text).partition("×10")
    return Decimal(mantissa), int(power.translate(_PLAIN) or 0)


def read_back(text: str) -> Decimal:
    mantissa, power = parsed(text)
    return mantissa.scaleb(power)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (1.0, "1.000"),
        (9.9996, "10.00"),
        (99.996, "100.0"),
        (9999.6, "10\u202f000"),
        (123456.7, "123\u202f457"),
        (999949.0, "999\u202f949"),
        (999999.7, "1.000×10⁶"),
        (1e6, "1.000×10⁶"),
        (4.7e10, "4.700×10¹⁰"),
        (1e-4, "0.0001000"),
        (9.9999e-5, "0.0001000"),
        (9.9994e-5, "9.999×10⁻⁵"),
        (-2.5e-9, "-2.500×10⁻⁹"),
        (-1234.56, "-1235"),
        (1.7976931348623157e308, "1.798×10³⁰⁸"),
        (math.inf, "∞"),
        (-math.inf, "-∞"),
        (math.nan, "–"),
        (None, "–"),
        (7, "7"),
        (999_999, "999\u202f999"),
        (1_000_000, "1\u202f000\u202f000"),
        (-(10**6), "-1\u202f000\u202f000"),
        (10**15 - 1, "999\u202f999\u202f999\u202f999\u202f999"),
        (10**15, "1.000×10¹⁵"),
        (123_456 * 10**400, "1.235×10⁴⁰⁵"),
    ],
)
def test_number(value: float | None, text: str) -> None:
    assert format_number(value) == text


@pytest.mark.parametrize(
    ("log10", "text"),
    [
        (400.0, "1.000×10⁴⁰⁰"),
        (400.99999, "1.000×10⁴⁰¹"),  # a mantissa of 9.9998 carries
        (123456.5, "3.162×10¹²³⁴⁵⁶"),
        (-400.0, "1.000×10⁻⁴⁰⁰"),
        (2.0, "100.0"),
        (-3.0, "0.001000"),
        (1e13, "1.0×10¹⁰⁰⁰⁰⁰⁰⁰⁰⁰⁰⁰⁰⁰"),  # fewer digits are known there
        (1e15, "10^(1.00000×10¹⁵)"),
        (math.inf, "–"),
        (math.nan, "–"),
    ],
)
def test_number_from_its_logarithm(log10: float, text: str) -> None:
    assert format_number(None, log10) == text


def test_logarithm_stands_in_where_the_value_underflows() -> None:
    assert format_number(0.0, -400.0) == "1.000×10⁻⁴⁰⁰"
    assert format_number(0.0, None) == "0"
    assert format_number(5e-324, -323.5) == "3.162×10⁻³²⁴"
    assert format_number(-math.inf, 310.0) == "-1.000×10³¹⁰"
    assert format_number(math.nan, 310.0) == "1.000×10³¹⁰"


def test_value_goes_before_its_logarithm() -> None:
    assert format_number(-5.0, 0.69897) == "-5.000"


@given(st.floats(-1e9, 1e9))
def test_logarithm_is_recovered_to_the_digits_shown(log10: float) -> None:
    mantissa, exponent = parsed(format_number(None, log10))
    with localcontext() as context:
        context.prec = 40
        back = mantissa.log10() + exponent
        # Half a unit of the fourth digit, and what one ulp of the logarithm is worth.
        room = (Decimal("0.0005") / abs(mantissa if exponent else Decimal(1))).copy_abs()
        room = max(room, Decimal("0.00051")) * Decimal("0.4343") * Decimal("1.001")
        assert abs(back - Decimal(log10)) <= room + Decimal(math.ulp(log10)) * 2


@given(st.floats(-1e9, 1e9))
def test_mantissa_is_normalised(log10: float) -> None:
    found = figure(None, log10)
    assert found is not None
    if found.exponent is not None:
        assert 1 <= Decimal(found.mantissa) < 10
        assert not -4 <= found.exponent < 6


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_value_is_recovered_to_four_digits(value: float) -> None:
    mantissa, exponent = parsed(format_number(value))
    with localcontext() as context:
        context.prec = 60
        back = mantissa.scaleb(exponent)
        assert abs(back - Decimal(value)) <= Decimal("0.0005001") * abs(Decimal(value))
        assert (back < 0) == (value < 0)


@given(st.floats(1e-4, 1e6, exclude_max=True), st.integers(1, 12))
def test_digits_are_those_asked_for(value: float, digits: int) -> None:
    found = figure(value, digits=digits)
    assert found is not None
    shown = found.mantissa.replace(".", "").lstrip("0")
    assert len(shown) >= digits
    if "." in found.mantissa:
        assert len(shown) == digits


@given(st.integers(), st.integers(1, 15))
def test_integers_of_so_many_digits_are_exact(value: int, whole: int) -> None:
    found = figure(value, whole=whole)
    assert found is not None
    if abs(value) < 10**whole:
        assert found.mantissa == str(value)
        assert int(without_groups(found.text())) == value
    else:
        assert abs(Decimal(found.mantissa).scaleb(found.exponent or 0) - value) <= Decimal(
            "0.0005001"
        ) * abs(Decimal(value))


@given(st.integers() | st.integers(-9999, 9999).map(lambda few: few * 10**20))
def test_an_integer_that_was_given_is_never_rounded(value: int) -> None:
    with localcontext() as context:
        context.prec = 400
        assert read_back(written(value)) == value
    assert len(written(value)) <= len(f"{value:,}")


@pytest.mark.parametrize("digits", ["9999", "0.00012345", "∞", "2.5", "-1234"])
def test_what_is_short_is_not_parted(digits: str) -> None:
    assert grouped(digits) == digits


def test_siunitx_form() -> None:
    found = figure(-4.7e-10)
    assert found is not None
    assert found.siunitx() == "-4.700e-10"


@given(st.integers())
def test_superscript_is_the_integer(number: int) -> None:
    assert int(superscript(number).translate(_PLAIN)) == number


def test_logarithms_have_fixed_decimals() -> None:
    assert format_log10(12.0) == "12.0000"
    assert format_log10(None) == "–"
    assert format_log10(math.inf) == "–"


@given(st.floats(1e-300, 1e300))
def test_what_a_sentence_shows_is_the_number(value: float) -> None:
    text = show_value(value)
    read = float(read_back(text))
    assert read == pytest.approx(value, rel=5e-3)
    assert "e" not in text
    assert not text.startswith("1×")


@given(st.floats(-600, 600))
def test_what_is_shown_for_at_most_is_not_above(log: float) -> None:
    text = show_below(log)
    read = float(read_back(text))
    assert math.exp(log) * (1 - 1e-2) <= read <= math.exp(log) * (1 + 2e-12)


@given(st.floats(-600, 600))
def test_what_is_shown_for_at_least_is_not_below(log: float) -> None:
    text = show_above(log)
    read = float(read_back(text))
    assert math.exp(log) * (1 - 2e-12) <= read <= math.exp(log) * (1 + 1.1e-2)


def test_sentences_of_what_is_no_number() -> None:
    assert (show_value(0.0), show_value(None)) == ("0", "unbounded")
    assert (show(math.nan), show_below(math.inf)) == ("undefined", "unbounded")
