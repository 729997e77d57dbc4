"""Each check of the bounds proved here is fed its formulas changed: the verdict must follow."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import sympy as sp

from adamw_bounds.theory.audit import CHECKS, Measured, audit
from adamw_bounds.theory.catalog import PAPERS
from adamw_bounds.theory.statements import Condition, Part, Variant

CLAIMS = [claim.id for claim in PAPERS["here"].claims]
#: What is done to a formula: a factor, a power, the sign, nothing left.
CHANGES = {
    "factor": lambda expr: expr * sp.Rational(11, 10),
    "power": lambda expr: expr ** sp.Rational(6, 5),
    "sign": lambda expr: -expr,
    "zero": lambda expr: sp.Integer(0) * expr,
}


def changed(item: Any, change: str) -> Iterator[tuple[str, Any]]:
    """What was changed, and the same object with one of its expressions changed."""
    turn = CHANGES[change]
    if isinstance(item, Variant) and item.given is None:
        for place, part in enumerate(item.parts):
            parts = list(item.parts)
            parts[place] = Part(part.label, given=turn(part.expr))
            yield part.label, replace(item, parts=tuple(parts))
    elif isinstance(item, Variant):
        yield "", replace(item, given=turn(item.given))
    elif isinstance(item, Condition):
        if item.lhs != 1 or change != "power":  # 1 is its own power
            yield "lhs", replace(item, lhs=turn(item.lhs))
        if item.rhs != 1 or change != "power":
            yield "rhs", replace(item, rhs=turn(item.rhs))
    elif isinstance(item, sp.Basic):
        yield "", turn(item)


#: Parts of the master inequality that a use of it makes 0: their factor does not matter there.
NOTHING = {
    "here-schedule-bound": ("weight-decay", "drift"),
    "here-pytorch-bound": ("weight-decay", "drift"),
    "here-decay-bound": ("drift",),
    "here-anchored-bound": ("drift",),
    "here-held-bound": ("weight-decay",),
    "here-decaying-bound": ("weight-decay", "drift"),
}
#: Here the condition is met with equality, 1 ≤ 1, and a power of it is the same condition.
SAME = {("here-shortest-run", "condition", "power")}
#: Check, parameter, change. What is no formula (a number to beat, a run) is turned below.
MUTATIONS = [
    (claim, name, change)
    for claim in CLAIMS
    for name, parameter in inspect.signature(CHECKS[claim]).parameters.items()
    if name not in ("evidence", "simulated") and not isinstance(parameter.default, str)
    for change in CHANGES
]


def test_every_statement_is_claimed_and_every_formula_is_read() -> None:
    paper = PAPERS["here"]
    claimed = {statement for claim in paper.claims for statement in claim.statements}
    assert claimed == {statement.id for statement in paper.statements}
    read: list[Any] = []
    for claim in CLAIMS:
        for parameter in inspect.signature(CHECKS[claim]).parameters.values():
            default = parameter.default
            read.append(default.expr if isinstance(default, Variant) else default)
    for statement in paper.statements:
        for formula in statement.formulas:
            for variant in formula.variants.values():
                assert any(
                    isinstance(item, sp.Basic) and item == sp.sympify(variant.expr) for item in read
                ), (statement.id, formula.quantity)
        for condition in statement.conditions:
            # That there is one learning rate is the hypothesis itself.
            if condition.name != "one-learning-rate":
                assert any(item is condition or _same(item, condition) for item in read), (
                    statement.id,
                    condition.name,
                )


def _same(item: Any, condition: Condition) -> bool:
    return isinstance(item, Condition) and (item.lhs, item.rhs) == (condition.lhs, condition.rhs)


@pytest.mark.sampled(4)
@pytest.mark.parametrize(
    ("claim", "name", "change"),
    [
        # One change of each formula always; all of them take minutes.
        pytest.param(*item, marks=() if item[-1] == "factor" else pytest.mark.slow)
        for item in MUTATIONS
    ],
    ids=["-".join(item) for item in MUTATIONS],
)
def test_a_changed_formula_turns_the_verdict(claim: str, name: str, change: str) -> None:
    default = inspect.signature(CHECKS[claim]).parameters[name].default
    tried = 0
    for what, item in changed(default, change):
        try:
            found = audit(claim, **{name: item}).verdict
        except (ArithmeticError, ValueError, TypeError, KeyError, AttributeError) as error:
            pytest.fail(f"{claim} does not judge {name}: {error!r}")
        unread = name == "master" and what in NOTHING.get(claim, ())
        harmless = unread or (claim, name, change) in SAME
        assert found == ("holds" if harmless else "unsupported"), what
        tried += 1
    assert tried


def test_the_constant_that_the_start_is_held_to_is_read() -> None:
    assert audit("here-bias-sum", most="1.715").verdict == "holds"
    assert audit("here-bias-sum", most="1.714").verdict == "unsupported"
    assert audit("here-bias-sum", most="2").verdict == "holds"


def test_a_run_above_the_bound_turns_the_measured_growth() -> None:
    for mean, verdict in ((0.9, "unsupported"), (0.2, "holds")):
        run = Measured("a run", mean, 0.01, 0.3)
        assert audit("lambda-const", simulated=(run,)).verdict == verdict


def test_a_bound_without_the_growth_of_v_is_refused() -> None:
    statements = PAPERS["here"].statements
    (held,) = (item for item in statements if item.id == "here-regularised-decay")
    sharp = held.formula("gradient-norm-squared").variants["sharp"]
    parts = tuple(item for item in sharp.parts if item.label != "drift")
    nothing = replace(sharp, parts=(*parts, Part("drift", given=sp.Integer(0))))
    assert audit("lambda-const", bound=nothing).verdict == "unsupported"
