"""The one way in for numbers: every kind that holds one, and what would lose a part."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from adamw_bounds.domains import (
    DOMAINS,
    NotInDomain,
    is_plain,
    number_in,
    read_number,
    whole_in,
)
from adamw_bounds.errors import Fault


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_holder_of_a_number_gives_it(number: float) -> None:
    holders: list[Any] = [
        number,
        repr(number),
        f" {number!r} ",
        np.float64(number),
        Decimal(number),
    ]
    holders += [np.array(number), Fraction(number), Decimal(number)]
    for holder in holders:
        assert is_plain(holder)
        found = number_in(holder, "real")
        assert type(found) is float
        assert found == number
    for several in ([number], (number,), np.array([number]), [repr(number)], [Decimal(number)]):
        assert not is_plain(several)
        array = number_in(several, "real")
        assert array.dtype == np.float64
        np.testing.assert_array_equal(array, [number])


@pytest.mark.parametrize(
    "wrong",
    [
        *("1_0", "", "much", "nan", "inf", "1,5", "0x10", "１", "1e400"),
        *(True, 1j, None, {}, object(), np.bool_(True), np.complex128(1), np.ma.masked),
        *(math.nan, math.inf, [], ["1_0"], [True], [1j], [None], [1.0, math.nan]),
        np.array([True]),
        np.array([1j]),
        np.ma.masked_array([1.0, 2.0], [False, True]),
    ],
)
def test_what_is_no_number_is_refused(wrong: Any) -> None:
    with pytest.raises(NotInDomain, match=r"^must "):
        number_in(wrong, "real")


@pytest.mark.parametrize(
    ("domain", "inside", "outside"),
    [
        ("> 0", (5e-324, 1e308), (0.0, -1.0)),
        (">= 0", (0.0, 1e308), (-5e-324,)),
        ("(0, 1)", (5e-324, 1 - 2**-53), (0.0, 1.0)),
        ("(0, 1]", (5e-324, 1.0), (0.0, 1 + 2**-52)),
        ("[0, 1)", (0.0, 1 - 2**-53), (1.0, -5e-324)),
        ("[0, 1]", (0.0, 1.0), (1 + 2**-52, -5e-324)),
        ("integer >= 0", (0.0, 1e300), (-1.0, 0.5)),
        ("integer >= 1", (1.0, 2.0**53), (0.0, 1.5)),
        ("real", (-1e308, 0.0), ()),
    ],
)
def test_the_ends_of_each_domain(
    domain: str, inside: tuple[float, ...], outside: tuple[float, ...]
) -> None:
    for number in inside:
        assert number_in(number, domain) == number
    for number in outside:
        with pytest.raises(NotInDomain) as caught:
            number_in(number, domain)
        assert str(caught.value) == DOMAINS[domain].allowed
        with pytest.raises(NotInDomain, match="everywhere"):
            number_in([inside[0], number], domain)


def test_every_domain_has_its_test() -> None:
    tested = test_the_ends_of_each_domain.pytestmark[0].args[1]  # type: ignore[attr-defined]
    assert {name for name, _, _ in tested} == set(DOMAINS)


def test_one_number_where_several_make_no_sense() -> None:
    with pytest.raises(NotInDomain, match="one number"):
        number_in([1.0], "> 0", arrays=False)


@pytest.mark.parametrize(
    "holder", [2**53 + 1, str(2**53 + 1), f" {2**53 + 1} ", np.int64(2**53 + 1), f"{2**53 + 1}.0"]
)
def test_whole_numbers_keep_all_their_digits(holder: Any) -> None:
    assert whole_in(holder, "integer >= 1") == 9007199254740993


@pytest.mark.parametrize(
    "wrong", ["1.5", 1.5, "1.00000000000000000001", "-1", True, "1e19", 10**19, [1], "1_0", None]
)
def test_what_is_no_whole_number_is_refused(wrong: Any) -> None:
    with pytest.raises(NotInDomain, match=r"^must "):
        whole_in(wrong, "integer >= 0")


def test_minus_zero_is_zero() -> None:
    assert math.copysign(1, number_in("-0", ">= 0")) == 1
    assert np.copysign(1, number_in([-0.0], ">= 0")) == [1]


def test_what_is_wrong_becomes_a_fault_of_its_name() -> None:
    faults: list[Fault] = []
    assert read_number("steps", "1e3", "integer >= 1", faults) == 1000
    assert read_number("floor", "1e3", ">= 0", faults) == 1000.0
    assert faults == []
    assert read_number("floor", "-1", ">= 0", faults) is None
    assert read_number("steps", [1, 2], "integer >= 1", faults) is None
    assert [(fault.name, fault.value) for fault in faults] == [("floor", "-1"), ("steps", None)]


@pytest.mark.parametrize(
    "part",
    [True, np.True_, np.array(True), 1j, np.ma.masked, np.ma.array([1.0, 2.0], mask=[0, 1])],
)
def test_a_list_does_not_hide_what_loses_a_part(part: Any) -> None:
    for value in ([part, part], [[part, part]], (part, part)):
        with pytest.raises(NotInDomain):
            number_in(value, "real")
    if np.ndim(part) == 0:
        with pytest.raises(NotInDomain):
            number_in([0.5, part], "real")


def test_tensors_that_numpy_cannot_hold() -> None:
    torch = pytest.importorskip("torch")
    halves = torch.tensor([0.5, 0.25], dtype=torch.bfloat16)
    assert number_in(halves, "> 0").tolist() == [0.5, 0.25]
    assert number_in([halves[0], torch.tensor(2.0, requires_grad=True)], "> 0").tolist() == [0.5, 2]
    for wrong in (
        torch.empty(2, device="meta"),
        torch.tensor([1.0]).to_sparse(),
        [1.0, torch.tensor(True)],
    ):
        with pytest.raises(NotInDomain):
            number_in(wrong, "> 0")
