"""Cases whose lines are computed only where they are needed: the same numbers, fewer calls."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from adamw_bounds.kernels.calls import backend_for
from adamw_bounds.kernels.mathematics import Arrays
from adamw_bounds.theory.later import later

#: t5 serves one case and holds a root; t1 serves both; the inner case and what is beyond a float
#: stand within it.
LINES = [
    "log_x = m.log(x)",
    "log_y = m.log(y)",
    "t1 = log_x + log_y",
    "t2 = m.exp(t1)",
    "t3 = m.logaddexp(log_x, log_y)",
    "t4 = m.log_outer_root(t2, t3)",
    "t5 = m.where(t2 > 3.0, t4, log_y)",
    "t6 = 2.0 * t5",
    "t7 = m.where(log_x >= 0.0, t6, t1)",
]
VALUES = np.array([1e-9, 0.3, 1.0, 1.5, 2.0, 40.0, 1e200, 1e300, np.nan])


class Counted(Arrays):
    def __init__(self) -> None:
        super().__init__()
        self.points = 0

    def log_outer_root(self, x: Any, log_x: Any = 0.0) -> Any:
        self.points += np.size(x)
        return super().log_outer_root(x, log_x)


def run(lines: list[str], m: Any, **inputs: Any) -> Any:
    body = "\n".join(f"    {line}" for line in [*lines, "return t7"])
    made: dict[str, Any] = {"Any": Any}
    exec(f"def formula(m, x, y):\n{body}", made)
    with np.errstate(all="ignore"):
        return made["formula"](m, **inputs)


def test_a_case_with_a_root_and_what_is_beyond_a_float_become_functions() -> None:
    found = later(LINES, "t7")
    assert [line.strip().split("(")[0] for line in found if "def " in line] == [
        "def t7_yes",
        "def t5_yes",
        "def t4_far",
    ]
    # What both sides need, or what returns, stays outside.
    assert "t1 = log_x + log_y" in found
    assert later(LINES[:6], "(t4, t3, t2)") == LINES[:6]


@pytest.mark.parametrize("result", ["t7", "t6 + t7"])
def test_the_numbers_stay_those_of_the_lines(result: str) -> None:
    new = later(LINES, result)
    x, y = VALUES[:, None], VALUES
    before = run(LINES, backend_for([x]), x=x, y=y)
    after = run(new, backend_for([x]), x=x, y=y)
    np.testing.assert_array_equal(before, after)
    for place, one in enumerate(VALUES):
        for other, two in enumerate(VALUES):
            alone = run(new, backend_for([]), x=float(one), y=float(two))
            np.testing.assert_allclose(alone, after[place, other], rtol=1e-14, atol=1e-15)


def test_a_root_is_searched_for_only_where_a_point_needs_it() -> None:
    x = np.array([0.5] * 90 + [10.0] * 10)
    m = Counted()
    run(later(LINES, "t7"), m, x=x, y=2.0)
    assert m.points == 10
    m = Counted()
    run(later(LINES, "t7"), m, x=np.full(50, 0.5), y=2.0)
    assert m.points == 0
