"""Lines of prose keep together what is read as one word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adamw_bounds.wrapping import wrap

TEXT = "With c∞ = 5, L = 2, σ = 0.5, T = 1\u202f000\u202f000, β1 ≤ 0.1, --x0-inf-norm at most 3."


@pytest.mark.parametrize("width", range(20, 90, 7))
def test_no_equation_number_or_option_is_broken(width: int) -> None:
    lines = wrap(TEXT, width)
    assert " ".join(lines) == TEXT
    assert all(len(line) <= width for line in lines)
    for part in ("c∞ = 5,", "T = 1\u202f000\u202f000,", "β1 ≤ 0.1,", "--x0-inf-norm"):
        assert any(part in line for line in lines)


@given(st.lists(st.text("abc=≤ ", min_size=1), max_size=20), st.integers(1, 40))
def test_nothing_is_lost(words: list[str], width: int) -> None:
    text = " ".join(words)
    assert " ".join(wrap(text, width)).split() == text.split()


def test_a_list_hangs_behind_its_mark() -> None:
    first, *others = wrap("a long item of a list", 10, first="• ", rest="  ")
    assert first.startswith("• ")
    assert others
    assert all(line.startswith("  ") for line in others)
