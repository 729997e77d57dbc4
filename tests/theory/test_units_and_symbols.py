"""Every symbol once, every count without a unit, and a check of units that can fail."""

from __future__ import annotations

from typing import Any

import pytest
import sympy as sp

from adamw_bounds.theory.catalog import CATALOG, PAPER_STATEMENTS
from adamw_bounds.theory.papers.zhou2024 import symbols as s
from adamw_bounds.theory.statements import Formula, Statement, Variant
from adamw_bounds.theory.symbols import SYMBOLS, expand, units
from adamw_bounds.theory.units import NONE, Unit, UnitError, unit_of

TABLE = units()
LOSS, PARAM = Unit(sp.Integer(1), sp.Integer(0)), Unit(sp.Integer(0), sp.Integer(1))
COUNTS = ("iterations", "gradient-complexity")


def place(statement: Statement, formula: Formula, name: str) -> str:
    parts = (
        statement.id,
        formula.quantity,
        formula.schedule,
        formula.optimizer,
        formula.case,
        name,
    )
    return "-".join(part for part in parts if part)


def unit(statement: Statement, variant: Variant, expr: Any = None) -> Unit:
    return unit_of(
        variant.expr if expr is None else expr,
        TABLE,
        nats=statement.nats,
        bare_log=variant.bare_log,
    )


ALL = [
    pytest.param(statement, formula, variant, id=place(statement, formula, name))
    for statement in CATALOG.values()
    for formula in statement.formulas
    for name, variant in formula.variants.items()
    if name in ("corrected", "explicit", "explicit-large-step")
    # A length plus a gradient: Theorem 1 sets δ to a pure number without saying so.
    and (statement.id, formula.quantity) != ("theorem-1", "distance")
]


@pytest.mark.sampled(4)
@pytest.mark.parametrize(("statement", "formula", "variant"), ALL)
def test_what_is_right_has_the_right_unit(
    statement: Statement, formula: Formula, variant: Variant
) -> None:
    if isinstance(variant.expr, sp.Equality):
        assert unit(statement, variant) == PARAM  # both sides agree: η Q H Q, the loss in nats
        return
    wanted = formula.unit or NONE
    if statement.nats:
        wanted = Unit(sp.Integer(0), wanted.param)
    assert unit(statement, variant) == wanted
    # Written out in given numbers the unit is the same.
    if not isinstance(variant.expr, sp.MatrixExpr):
        assert unit(statement, variant, expand(variant.expr)) == wanted


@pytest.mark.parametrize(
    ("statement", "formula", "variant"),
    [item for item in ALL if not isinstance(item.values[2].expr, sp.MatrixExpr | sp.Equality)],
)
def test_one_more_factor_is_noticed(
    statement: Statement, formula: Formula, variant: Variant
) -> None:
    """The twin of every right formula with a length too many is wrong."""
    wanted = unit(statement, variant)
    assert unit(statement, variant, variant.expr * s.x_norm) == wanted * PARAM
    with pytest.raises(UnitError):
        unit(statement, variant, variant.expr + s.x_norm * variant.expr)


def test_theorem_1_adds_a_gradient_to_a_length() -> None:
    for formula in CATALOG["theorem-1"].formulas:
        with pytest.raises(UnitError, match="neighbour"):
            unit(CATALOG["theorem-1"], formula.variants["printed"])


@pytest.mark.parametrize("quantity", COUNTS)
def test_printed_theorem_3_is_no_count(quantity: str) -> None:
    variants = CATALOG["theorem-3"].formula(quantity).variants
    found = unit(CATALOG["theorem-3"], variants["printed"])
    assert found == LOSS**-2 * PARAM**2
    assert str(found) == "𝓕^-2·𝓧^2"
    assert [unit_of(part.expr, TABLE, bare_log=True) for part in variants["printed"].parts] == [
        found,
        found,
    ]
    assert unit(CATALOG["theorem-3"], variants["corrected"]).is_none
    with pytest.raises(UnitError, match="logarithm"):
        unit_of(variants["printed"].expr, TABLE)


def test_printed_mu_cubed_of_theorem_4_is_no_count() -> None:
    formula = CATALOG["theorem-4"].formula("iterations", schedule="constant", case="stage")
    with pytest.raises(UnitError):
        unit(CATALOG["theorem-4"], formula.variants["printed"])
    bias, variance = formula.variants["printed"].parts
    assert unit_of(bias.expr, TABLE).is_none
    assert unit_of(variance.expr, TABLE) == LOSS**-2 * PARAM**4
    assert unit_of(variance.expr * s.mu**2, TABLE).is_none
    total = CATALOG["theorem-4"].formula("gradient-complexity", schedule="constant")
    assert unit(CATALOG["theorem-4"], total.variants["printed"]).is_none


def test_printed_err_of_theorem_6_and_7_has_no_unit_that_fits() -> None:
    for id_ in ("theorem-6", "theorem-7"):
        formula = CATALOG[id_].formula("err")
        with pytest.raises(UnitError):
            unit(CATALOG[id_], formula.variants["printed"])
        assert unit(CATALOG[id_], formula.variants["corrected"]).is_none


def test_printed_step_bound_of_theorem_2_has_another_unit() -> None:
    formula = CATALOG["theorem-2"].formula("step-norm-squared")
    printed = unit(CATALOG["theorem-2"], formula.variants["printed"])
    right = unit(CATALOG["theorem-2"], formula.variants["corrected"])
    assert printed == LOSS**2
    assert right == LOSS * PARAM


def test_conditions_compare_like_with_like() -> None:
    checked = 0
    for statement in CATALOG.values():
        for condition in statement.conditions:
            if condition.name == "decay-step":
                continue  # Theorem 1's numbers
            left, right = (unit_of(side, TABLE) for side in (condition.lhs, condition.rhs))
            # 0 compares with a number of any unit.
            assert left == right or 0 in (condition.lhs, condition.rhs)
            if condition.limit is not None:
                assert unit_of(condition.limit, TABLE) == SYMBOLS[condition.limit_of].unit
            checked += 1
    assert checked >= 10


@pytest.mark.parametrize("name", list(SYMBOLS))
def test_every_symbol_is_described(name: str) -> None:
    entry = SYMBOLS[name]
    assert entry.symbol.name == name
    assert entry.latex.strip()
    assert entry.text.strip()
    assert len(entry.meaning) > 3
    domains = {"> 0", ">= 0", "(0, 1)", "(0, 1]", "integer >= 1", "matrix", "real"}
    assert entry.domain in domains
    assert isinstance(entry.unit, Unit)
    if entry.definition is None:
        return
    assert not entry.is_input
    assert unit_of(entry.definition, TABLE) == entry.unit
    for symbol in expand(entry.definition).free_symbols:
        assert SYMBOLS[symbol.name].definition is None


def test_no_two_inputs_share_a_name_in_print() -> None:
    inputs = [entry for entry in SYMBOLS.values() if entry.is_input]
    assert len({entry.meaning for entry in inputs}) == len(inputs)
    assert len({entry.symbol for entry in inputs}) == len(inputs)
    twice = {"\\tau"}  # Theorem 1's gradient bound and the confidence: the paper's own letters
    latex = [entry.latex for entry in inputs if entry.latex not in twice]
    assert len(set(latex)) == len(latex)


@pytest.mark.parametrize(
    ("expr", "fault"),
    [
        (s.L + s.mu * s.x_norm, "neighbour"),
        (sp.Max(s.L, s.gap), "neighbour"),
        (s.L**s.k, "symbolic exponent"),
        (s.k**s.gap, "the exponent"),
        (sp.log(s.eps), "logarithm"),
        (sp.log(s.eps) * sp.log(s.delta), "product of logarithms"),
        (sp.Symbol("stranger") * s.L, "no unit is known"),
        (sp.Piecewise((s.L, sp.Le(s.gap, s.L)), (s.mu, True)), "neighbour"),
        (sp.sin(s.L), "the argument of sin"),
    ],
)
def test_units_that_do_not_fit_are_refused(expr: Any, fault: str) -> None:
    with pytest.raises(UnitError, match=fault):
        unit_of(expr, TABLE)


def test_logarithms_whose_units_cancel_are_pure() -> None:
    assert unit_of(sp.log(s.eps**2 / s.delta), TABLE).is_none
    assert unit_of(2 * sp.log(s.eps) - sp.log(s.delta), TABLE).is_none
    with pytest.raises(UnitError):
        unit_of(3 * sp.log(s.eps) - sp.log(s.delta), TABLE)
    assert unit_of(s.d * sp.log(s.rho) - sp.log(sp.Determinant(s.M)), TABLE, nats=True).is_none
    assert str(NONE) == "none"
    assert str(LOSS * PARAM**-1) == "𝓕·𝓧^-1"


def test_catalogue_has_the_papers_statements_in_its_order() -> None:
    assert (
        *("theorem-1", "theorem-2", "corollary-1", "corollary-2", "theorem-3", "theorem-4"),
        *("lemma-5", "theorem-6", "theorem-7", "corollary-3"),
    ) == PAPER_STATEMENTS
    assert list(CATALOG)[: len(PAPER_STATEMENTS)] == list(PAPER_STATEMENTS)
    for id_, statement in CATALOG.items():
        assert statement.id == id_
        assert statement.title
        assert statement.source.cite()
        assert statement.formulas
        if id_ in PAPER_STATEMENTS:
            assert "10.1109/TPAMI.2024.3382294" in statement.source.cite()
            assert statement.source.pages == "6486–6493"
            assert statement.assumptions
