"""Every check answers differently to a formula that is not the catalog's, or says why it does not.

Here the power of one symbol is changed in each formula; ``python -m
adamw_bounds.theory.audit.mutation`` changes that of each, and prints the whole table.
"""

from __future__ import annotations

import pytest
import sympy as sp

from adamw_bounds.theory.audit import CHECKS
from adamw_bounds.theory.audit.evidence import Evidence, Relation
from adamw_bounds.theory.audit.mutation import mutants, outcomes, places, strangers
from adamw_bounds.theory.catalog import CATALOG, CLAIMS, PAPERS
from adamw_bounds.theory.statements import Condition, Monomial, Part, Variant
from adamw_bounds.theory.symbols import b, sigma

#: The claims that are held to this. Those of ``here`` have twins, and mutants of which some change
#: nothing: the table of the program names each.
HELD = [claim for claim in CLAIMS if claim not in PAPERS["here"].claims]

#: Claims whose mutants take seconds each.
SLOW = frozenset(
    (
        *("scion-max", "kkt-schedule", "thm3-lambert", "lion-rate", "thm3-guarantee", "thm4-sum"),
        *("defossez-momentum", "sign-best", "thm1-origin", "defossez-repair"),
    )
)


@pytest.mark.sampled(5)
@pytest.mark.parametrize(
    "claim",
    [pytest.param(claim, marks=pytest.mark.slow if claim.id in SLOW else ()) for claim in HELD],
    ids=lambda claim: claim.id,
)
def test_the_answer_follows_each_formula(claim) -> None:
    found = list(outcomes(claim.id, every_power=False))
    assert found, "the check reads no formula"
    blind = [item.mutant.name for item in found if not item.enough]
    assert not blind


def test_the_slow_claims_are_claims() -> None:
    assert {claim.id for claim in HELD} >= SLOW


@pytest.mark.sampled(4)
@pytest.mark.parametrize("claim", HELD, ids=lambda claim: claim.id)
def test_a_check_reads_its_parameters_alone(claim) -> None:
    assert not strangers(CHECKS[claim.id])


def blind(evidence: Evidence, bound: Variant, corrected: sp.Expr = sigma) -> tuple[str, str]:
    """Look at the gap alone, and at nothing of what is right."""
    gap = bound.parts[0].expr
    evidence.say("the gap", Relation(gap, "≥", 0))
    return ("holds" if gap != 0 else "unsupported"), "it is there"


def test_a_blind_check_is_found(monkeypatch) -> None:
    bound = CATALOG["theorem-2"].formula("gradient-norm-squared").variants["explicit"]
    blind.__defaults__ = (sigma,)

    def check(bound: Variant = bound, corrected: sp.Expr = sigma):
        verdict, reason = blind(Evidence(), bound, corrected)
        return type(real)(real.claim, verdict, reason, real.method, ())

    real = CHECKS["thm2-gap"]()
    monkeypatch.setitem(CHECKS, "thm2-gap", check)
    found = {item.mutant.name: item for item in outcomes("thm2-gap")}
    # Only what is read is changed: the gap of the bound, and the bare expression.
    assert {item.mutant.place.name for item in found.values()} == {"bound.gap", "corrected"}
    assert found["bound.gap: zero"].enough
    assert found["bound.gap: zero"].moved == "verdict"
    assert not found["bound.gap: factor"].enough
    assert not any(item.enough for name, item in found.items() if name.startswith("corrected"))


def test_what_is_right_must_turn_the_verdict(monkeypatch) -> None:
    real = CHECKS["thm2-gap"]()

    def check(corrected: sp.Expr = sigma, printed: sp.Expr = sigma):
        return type(real)(real.claim, real.verdict, f"{corrected} {printed}", real.method, ())

    monkeypatch.setitem(CHECKS, "thm2-gap", check)
    for item in outcomes("thm2-gap"):
        assert item.moved == "result"
        assert item.enough == (item.mutant.place.parameter == "printed")


EQUATION = sp.Eq(b, sigma, evaluate=False)


def test_every_kind_of_object_is_taken_apart() -> None:
    variant = Variant(
        (
            Part("bias", (Monomial(2, sigma), Monomial(b))),
            Part("variance", given=sp.Piecewise((sigma, b > 1), (sp.Max(2, sigma), True))),
        )
    )
    condition = Condition("weight", sigma, sp.Integer(1), (), "")

    def check(
        variant: Variant = variant,
        conditions: tuple[Condition, ...] = (condition,),
        constants: dict = {"x": b},  # noqa: B006 - a default is what is looked at
        equation: sp.Eq = EQUATION,
        reading: str = "printed",
    ) -> None:
        assert variant.expr.has(sigma)
        assert conditions[0].lhs == conditions[0].rhs * sigma

    found = {place.name: place for place in places(check)}
    assert set(found) == {
        "variant.bias[0]",
        "variant.bias[1]",
        "variant.variance case 1",
        "variant.variance case 2 side 1",
        "variant.variance case 2 side 2",
        "conditions.weight.lhs",
        "conditions.weight.rhs",
        "constants[x]",
        "equation",
    }
    for place in found.values():
        names = [mutant.kind for mutant in mutants(place)]
        assert names[0] == "factor"
        assert {"sign", "zero"} <= set(names)
        for mutant in mutants(place):
            # Nothing of the original is touched.
            assert place.put(mutant.formula) is not None
    assert variant.parts[0].alternatives[0].expr == 2 * sigma
    swapped = found["variant.bias[1]"].put(sigma**2)
    assert swapped.parts[0].alternatives[1].expr == sigma**2
    assert swapped.parts[1] is variant.parts[1]
    case = found["variant.variance case 2 side 2"].put(b)
    assert case.parts[1].given == sp.Piecewise((sigma, b > 1), (sp.Max(2, b), True))
    assert found["conditions.weight.rhs"].put(b)[0].rhs == b
    assert found["equation"].put(b).rhs == b
