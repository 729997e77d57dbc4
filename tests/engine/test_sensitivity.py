"""Elasticities of rows, against differences of answers; and who dominates on either side."""

from __future__ import annotations

import math
from typing import Any

import pytest
from answers import BASE

import adamw_bounds as ab

MORE: dict[str, Any] = {**BASE, "lam": 0.1, "x0_norm": 1.0, "x_inf_norm": 0.5, "mu": 0.1}
RUN: dict[str, Any] = {
    **{"c_inf": 1.0, "sigma": 0.5, "smoothness": 1.0, "gap": 1.0, "delta": 1.0},
    **{"batch_size": 32, "iterations": 10**5},
}


def key(row: ab.Result) -> tuple[Any, ...]:
    return (row.statement, row.optimizer, row.schedule, row.variant, row.quantity, row.update)


def compared(asked: Any, known: dict[str, Any], names: tuple[str, ...], near: float) -> int:
    """Hold elasticities against central differences of whole answers; return how many there are."""
    told = {key(row): row for row in asked(**known, sensitivity=True) if row.stage is None}
    count = 0
    for name in names:
        step = 1e-4
        sides = [
            {
                key(row): row.log10
                for row in asked(**{**known, name: known[name] * math.exp(side * step)})
                if row.stage is None
            }
            for side in (-1, 1)
        ]
        for place, row in told.items():
            if row.takeovers is None:
                continue
            difference = (sides[1][place] - sides[0][place]) * math.log(10) / (2 * step)
            assert row.elasticities.get(name, 0.0) == pytest.approx(difference, abs=near), place
            count += 1
    return count


def test_elasticities_are_those_of_the_answers() -> None:
    def asked(**inputs: Any) -> ab.Answer:
        return ab.complexity("all", optimizer="l2-adam", variant="explicit", **inputs)

    assert compared(asked, MORE, ("delta", "gap", "lam", "mu"), 1e-5) >= 20


def test_elasticities_of_a_run_follow_its_schedule() -> None:
    known = {**RUN, "eta": 1e-3, "beta1": 0.01}
    for schedule in ("constant", "cosine"):

        def asked(schedule: str = schedule, **inputs: Any) -> ab.Answer:
            return ab.guarantee(schedule=schedule, beta2=0.001, **inputs)

        assert compared(asked, known, ("eta", "beta1", "sigma", "delta", "gap"), 1e-6)


def test_another_term_is_the_largest_beyond_where_it_takes_over() -> None:
    answer = ab.complexity(2, **BASE, sensitivity=True)
    seen = 0
    for row in answer:
        for one in row.takeovers or ():
            for factor, term in ((1 - 1e-3, row.dominant), (1 + 1e-3, one.term)):
                turned = 1 / factor if one.side == "below" else factor
                there = ab.complexity(2, **{**BASE, one.input: one.value * turned})
                found = there.one(variant=row.variant, quantity=row.quantity)
                assert found.dominant == term, (row.variant, one)
                seen += 1
    assert seen > 10


def test_nothing_is_told_that_was_not_asked() -> None:
    row = ab.complexity(2, **BASE, variant="explicit").results[0]
    assert row.takeovers is None
    assert not row.elasticities
    assert "elasticities" not in row.as_row()
