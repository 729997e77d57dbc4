"""Cases and truth values become nested calls, in an order that does not change."""

import pytest
import sympy as sp

from adamw_bounds.theory.branches import NoCodeError, logic, nest, ordered, piecewise

a, b = sp.symbols("a b", positive=True)


def relation(condition, sign: str) -> str:
    return f"[{condition.lhs}{sign}{condition.rhs}]"


def truth(condition) -> str:
    return logic(condition, relation)


def test_relations_and_what_is_made_of_them() -> None:
    assert truth(sp.true) == "True"
    assert truth(sp.Le(a, b, evaluate=False)) == "[a<=b]"
    assert truth(sp.And(a < 1, b > 2)) in (
        "m.both([a<1], [b>2])",
        "m.both([b>2], [a<1])",
    )
    assert truth(sp.Not(sp.And(a < 1, b > 2), evaluate=False)).startswith("m.negate(m.both(")
    with pytest.raises(NoCodeError):
        truth(sp.Symbol("flag"))


def test_the_last_case_takes_what_is_left() -> None:
    cases = sp.Piecewise((a, a < 1), (b, b > 2), (1, True))
    assert piecewise(cases, str, truth) == "m.where([a<1], a, m.where([b>2], b, 1))"
    with pytest.raises(NoCodeError):
        piecewise(sp.Piecewise((a, a < 1)), str, truth)


def test_several_arguments_nest_from_the_left() -> None:
    assert nest("f", ["x"]) == "x"
    assert nest("f", ["x", "y", "z"]) == "f(f(x, y), z)"
    assert ordered([b, a]) == ordered([a, b])
