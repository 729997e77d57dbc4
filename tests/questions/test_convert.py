"""The conversion as an API: floats, text and arrays."""

from __future__ import annotations

from decimal import Context, Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from adamw_bounds.errors import InputError
from adamw_bounds.questions.convert import convert


def test_floats_mean_the_number_they_print() -> None:
    answer = convert(betas=(0.9, 0.999), adam_eps=1e-8)
    assert [result.value for result in answer] == [0.1, 0.001, 1e-16]
    assert [result.log10 for result in answer] == [-1.0, -3.0, -16.0]


def test_arrays_keep_their_shape() -> None:
    betas2 = np.array([[0.99, 0.999, 0.9999]])
    answer = convert(lr=np.array([1e-3, 1e-4]), betas=(0.9, betas2))
    assert answer.one(quantity="beta2").value.shape == (1, 3)
    np.testing.assert_array_equal(answer.one(quantity="beta2").value, [[1e-2, 1e-3, 1e-4]])
    np.testing.assert_array_equal(answer.one(quantity="eta").log10, [-3.0, -4.0])
    assert answer.inputs["beta2"].dtype == float


def test_one_bad_entry_of_an_array_is_named() -> None:
    with pytest.raises(InputError) as caught:
        convert(delta=np.array([1e-8, -2.0]))
    assert "-2.0" in caught.value.message


@given(st.decimals(min_value=Decimal("1e-30"), max_value=1, places=30))
def test_there_and_back_is_exact(beta1: Decimal) -> None:
    beta = Context(prec=60).subtract(Decimal(1), beta1)
    there = convert(beta1=str(beta1)).one(quantity="beta1-torch")
    assert there.value == float(beta)
    back = convert(betas=(str(beta), "0.5")).one(quantity="beta1")
    assert back.value == float(beta1)


def test_both_sides_of_each_setting_are_refused_together() -> None:
    with pytest.raises(InputError) as caught:
        convert(lr=1, eta=1, betas=(0.9, 0.99), beta1=0.1, beta2=0.1, adam_eps=1, delta=1)
    options = [fault.option for fault in caught.value.faults]
    assert options == ["--lr", "--betas (first)", "--betas (second)", "--adam-eps"]


def test_unknown_settings_are_refused() -> None:
    with pytest.raises(InputError, match="momentum"):
        convert(momentum=0.9)
