"""Optimizers and the bounds of others side by side."""

from __future__ import annotations

import math

import pytest
from answers import BASE, codes, message

import adamw_bounds as ab


def test_compare_sets_counts_of_one_kind_in_ratio() -> None:
    env = {**BASE, "mu": 0.1, "lam": 0.1, "x0_norm": 2.0, "x_inf_norm": 1.0, "dim": 1000}
    answer = ab.compare(**env)
    theirs = ("defossez2022", "ghadimi2013")
    others = [row for row in answer if row.statement.startswith(theirs)]
    assert {row.quantity for row in others} == {"iterations", "gradient-complexity"}
    assert all(row.ratio is None for row in others)
    ours = [row for row in answer if row.variant != "order" and row not in others]
    assert {row.quantity for row in ours} == {"gradient-complexity"}
    for row in ours:
        of_row = (row.stands_for or row.statement).replace("corollary-2", "theorem-2")
        base = [
            other
            for other in ours
            if other.optimizer == "adamw"
            and (other.schedule, other.variant) == (row.schedule, row.variant)
            and (other.stands_for or other.statement) == of_row
        ]
        if not base:
            assert row.ratio is None
            assert of_row == "theorem-4"
            assert row.variant in ("explicit", "sharp")
            continue
        assert math.isclose(row.ratio, row.value / base[0].value, rel_tol=1e-11)
        if row.optimizer == "adamw":
            assert row.ratio == 1
    orders = answer.select(variant="order")
    assert len(orders) == 9
    assert all(row.ratio is None for row in orders)
    assert "orders" in codes(answer)
    assert answer.inputs["c_2"] == pytest.approx(math.sqrt(1000) * 5)
    lamb = answer.one(statement="you2019-lamb")
    assert math.isclose(lamb.value, 5 * 1000 / 1e-4, rel_tol=1e-12)
    own = ab.compare(c_2=7, **env).one(statement="you2019-lamb")
    assert math.isclose(own.value, 7 * math.sqrt(1000) / 1e-4, rel_tol=1e-12)
    fewer = ab.compare(**BASE)
    assert "dim" in message(fewer, "orders-missing")
    assert {row.schedule for row in ab.compare(schedule="constant", **env)} == {"constant"}
