"""``audit`` as an object."""

from __future__ import annotations

import json

import pytest

import adamw_bounds as ab
from adamw_bounds.theory.audit import Relation, text
from adamw_bounds.theory.audit.evidence import Step
from adamw_bounds.theory.catalog import about


def test_one_claim_is_its_derivation() -> None:
    found = ab.audit("thm2-beta2")
    assert found.as_recorded
    lines = repr(found).splitlines()
    assert lines[1].startswith("Assumed (Theorem 2): ")
    assert len(found) == 1
    rows = json.loads(found.to_json())["rows"]
    assert rows[0]["assumed"]
    assert rows[0]["evidence"]
    assert found.to_html().startswith("<!DOCTYPE html>")


def test_a_statement_has_all_its_claims() -> None:
    found = ab.audit("corollary-1")
    assert [item.claim.id for item in found] == [claim.id for claim in about("corollary-1")]
    assert all(claim.id in repr(found) for claim in about("corollary-1"))


def test_others_are_refused() -> None:
    with pytest.raises(ab.InputError, match="thm3-square"):
        ab.audit("thm3-squre")


@pytest.mark.parametrize("claim", ["thm2-explicit", "thm3-guarantee", "thm2-beta2", "reddi-regret"])
def test_a_proved_step_shows_what_is_equal(claim: str) -> None:
    (verdict,) = ab.audit(claim)

    def empty(step: Step) -> bool:
        item = step.formula
        return isinstance(item, Relation) and item.sign == "=" and item.lhs == item.rhs == 0

    assert not any(map(empty, verdict.steps))
    for step in verdict.steps:
        if isinstance(step.formula, Relation):
            left, sign, right = text(step.formula).partition(" = ")
            assert not sign or left != right
