"""The sympy objects themselves: variants, products, conditions, and their numbers by mpmath."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any

import mpmath
import pytest
import sympy as sp

from adamw_bounds import complexity
from adamw_bounds.kernels import CONDITIONS, KERNELS, STATEMENTS
from adamw_bounds.kernels import calls as kernels
from adamw_bounds.kernels.mathematics import Scalars
from adamw_bounds.theory.catalog import CATALOG, CLAIMS, about
from adamw_bounds.theory.papers.zhou2024 import symbols as s
from adamw_bounds.theory.reading import read_condition, read_formula
from adamw_bounds.theory.special import BestMomentum, KernelFunction, Quotient
from adamw_bounds.theory.symbols import SYMBOLS, definition_of, expand

DIGITS = 50
FORMULAS = {
    (item.id, form.quantity, form.schedule, form.optimizer, form.case, name): (form, variant)
    for item in CATALOG.values()
    for form in item.formulas
    if form.numeric and form.best is None
    for name, variant in form.variants.items()
}
#: What is searched for: tests/engine/test_best.py holds these against their bounds.
SEARCHED = {
    (item.id, form.quantity, form.schedule, form.optimizer, form.case, name)
    for item in CATALOG.values()
    for form in item.formulas
    if form.numeric and form.best is not None
    for name in form.variants
}
#: What Adam and ℓ2-Adam read, made from the formulas by substitution.
READ = {
    (reading.statement or item.id, form.quantity, form.schedule, who, form.case, name): (
        form,
        variant,
    )
    for item in CATALOG.values()
    for reading in item.readings
    for who in [reading.optimizer]
    for base in item.formulas
    if base.numeric and base.optimizer is None
    for form in [read_formula(base, reading)]
    for name, variant in form.variants.items()
}


def outer_root(x: Any) -> Any:
    return -mpmath.lambertw(-mpmath.exp(-x), -1).real if x > 1 else mpmath.mpf(1)


def log_root(alpha: Any, beta: Any, kappa: Any) -> Any:
    def short(u: Any) -> bool:
        return bool(mpmath.sqrt(mpmath.exp(u) + 1) < alpha + beta * (kappa + u))

    low, high = mpmath.mpf(0), mpmath.mpf(1)
    if not short(low):
        return mpmath.mpf(1)
    while short(high):
        low, high = high, 2 * high
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if short(middle) else (low, middle)
    return mpmath.exp(high)


def largest_of(*args: Any) -> Any:
    """Max, with a number next to 0 for 0: a branch not taken may divide by it."""
    return max(*args) or mpmath.mpf(10) ** -400


NAMES = {
    "OuterRoot": outer_root,
    "LogRoot": log_root,
    "Max": largest_of,
    "Min": min,
    # By their definitions, which tests/theory/test_special.py holds against the backends.
    **{
        function.__name__: lru_cache(function._number)
        for function in KernelFunction.__subclasses__()
    },
}


@cache
def compiled(expr: sp.Expr) -> tuple[list[sp.Symbol], Callable[..., Any]]:
    symbols = sorted(expr.free_symbols, key=str)
    return symbols, sp.lambdify(symbols, expr, [NAMES, "mpmath"])


def function_of(expr: Any) -> tuple[list[str], Callable[..., Any]]:
    """Turn an expression into a function of mpmath's numbers, the given ones.

    Abbreviations are evaluated, not substituted: that takes sympy seconds, one formula.
    """
    whole = sp.sympify(expr)
    given: set[str] = set()
    waiting = [whole]
    seen: set[sp.Symbol] = set()
    while waiting:
        for symbol in waiting.pop().free_symbols - seen:
            seen.add(symbol)
            if (definition := definition_of(symbol)) is None:
                given.add(symbol.name)
            else:
                waiting.append(definition)
    names = sorted(given)

    def function(*values: Any) -> Any:
        known = dict(zip(names, values, strict=True))

        def value(part: Any) -> Any:
            symbols, evaluate = compiled(part)
            return evaluate(*map(number, symbols))

        def number(symbol: sp.Symbol) -> Any:
            if symbol.name not in known:
                known[symbol.name] = value(definition_of(symbol))
            return known[symbol.name]

        return value(whole)

    return names, function


def draw(rng: random.Random, name: str) -> float:
    domain = SYMBOLS[name].domain
    if domain == "integer >= 1":
        return float(round(10 ** rng.uniform(0.5, 8)))
    if domain.startswith("(0, 1"):
        return float(10 ** rng.uniform(-6, -0.01))
    if name == "epsilon":
        return float(10 ** rng.uniform(-6, -0.01))
    if name == "stage_start":
        return float(10 ** rng.uniform(6, 8))
    if name == "gamma":
        return float(10 ** rng.uniform(-3, 0))
    return float(10 ** rng.uniform(-5, 5))


def sensible(key: tuple[str, ...], point: dict[str, float]) -> dict[str, float]:
    """Bring a point of a statement proved here to where its conditions hold."""
    if key[0].startswith("here-") and "mu" in point:
        point["mu"] = 0.7 * min(1.0, point["mu"]) * point["smoothness"]
    if key[0] == "here-radius" and key[4] is None:
        point["beta2"] *= point["beta1"]  # PyTorch's β1² is below β2 then
    if "v_spread" in point:
        point["v_spread"] = min(1.0, point["v_spread"])
    if key[0].startswith("here-") and {"eta", "smoothness"} <= set(point):
        c1 = math.sqrt(point["delta"])
        curvature = point["smoothness"] + point.get("lam", 0.0) * c1
        point["eta"] = 0.3 * point["beta1"] * c1 / (curvature + point.get("lam_l2", 0.0))
    return point


@pytest.fixture
def rng(request: pytest.FixtureRequest) -> random.Random:
    """A source of its own for each test, whichever others run before it."""
    return random.Random(request.node.name)


def test_there_is_a_kernel_for_every_numeric_formula() -> None:
    assert set(FORMULAS) | set(READ) | SEARCHED == set(KERNELS)
    for key, kernel in KERNELS.items():
        assert (kernel.best is not None) == (key in SEARCHED)
        assert key[0] == kernel.statement
        place = (kernel.quantity, kernel.schedule, kernel.optimizer, kernel.case, kernel.variant)
        assert place == key[1:]
        assert (kernel.base != kernel.statement) == (key[0] == "corollary-2" and key in READ)


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    ("key", "table"),
    [*((key, FORMULAS) for key in FORMULAS), *((key, READ) for key in READ)],
    ids=lambda key: "-".join(filter(None, key)) if isinstance(key, tuple) else "",
)
def test_kernel_is_the_formula(key: Any, table: Any, rng: random.Random) -> None:
    """Also what Corollary 2 shows of Theorem 2 for Adam and ℓ2-Adam."""
    formula, variant = table[key]
    names, function = function_of(variant.expr)
    assert {*names, *(item.name for item in variant.also)} == set(KERNELS[key].inputs)
    with mpmath.workdps(DIGITS):
        # A search inside a search takes minutes here; tests/kernels holds these against references.
        for _ in range(0 if variant.expr.has(BestMomentum) else 8):
            point = sensible(key, {name: draw(rng, name) for name in KERNELS[key].inputs})
            expected = function(*(mpmath.mpf(point[name]) for name in names))
            evaluated = kernels.evaluate(KERNELS[key], point)
            found, sign = evaluated.log, evaluated.sign
            if expected == 0:
                assert found == -math.inf
                continue
            # A linear kernel gives the number itself, with its sign, and not its logarithm.
            is_complex = isinstance(expected, mpmath.mpc)
            negative = not is_complex and not formula.linear and sign == 1 and expected < 0
            if is_complex or negative:
                assert math.isnan(found)  # outside of the statement's conditions
                continue
            assert formula.linear or sign == mpmath.sign(expected)
            if not formula.linear:
                expected = mpmath.log(abs(expected))
            largest = max([abs(expected), 1, *(mpmath.mpf(v) for v in point.values())])
            scale = largest if formula.linear else max(1, abs(expected))
            assert abs(mpmath.mpf(found) - expected) <= 1e-11 * scale


@pytest.mark.parametrize("key", list(CONDITIONS), ids="-".join)
def test_condition_kernel_is_the_relation(key: tuple[str, str], rng: random.Random) -> None:
    kernel = CONDITIONS[key]
    (condition,) = (
        item
        for item in CATALOG[key[0]].conditions
        if (item.name, item.schedule) == (key[1], kernel.schedule)
    )
    limit = condition.rhs if condition.limit is None else condition.limit
    sides = [function_of(side) for side in (condition.lhs, condition.rhs, limit)]
    assert condition.relation == sp.Le(condition.lhs, condition.rhs, evaluate=False)
    with mpmath.workdps(DIGITS):
        for _ in range(4):
            point = {name: draw(rng, name) for name in kernel.inputs}
            found = kernels.evaluate_condition(kernel, point)
            for value, (names, function) in zip(found, sides, strict=True):
                whole = function(*(mpmath.mpf(point[name]) for name in names))
                if whole < 0:  # a side of no logarithm there
                    assert math.isnan(value)
                    continue
                expected = mpmath.log(whole)
                error = 0 if value == expected else abs(mpmath.mpf(value) - expected)
                assert error <= 1e-12 * max(1, abs(expected))


def test_limits_turn_conditions_into_equalities() -> None:
    tried = 0
    for statement in CATALOG.values():
        for condition in statement.conditions:
            if not condition.limit_of:
                continue
            symbol = SYMBOLS[condition.limit_of].symbol
            limit = condition.rhs if condition.limit is None else condition.limit
            at_limit = expand(condition.lhs / condition.rhs).subs(symbol, expand(limit))
            at_limit = at_limit.replace(Quotient, lambda top, bottom: top / bottom)
            assert sp.simplify(at_limit) == 1, condition.name
            tried += 1
    assert tried >= 8


def test_printed_and_corrected_are_one_object_where_they_agree() -> None:
    same = different = 0
    for statement in CATALOG.values():
        for formula in statement.formulas:
            printed, corrected = (formula.variants.get(n) for n in ("printed", "corrected"))
            if printed is None or corrected is None:
                continue
            if printed is corrected:
                same += 1
                assert printed.why == ""
                continue
            different += 1
            if statement.id != "corollary-2":
                assert corrected.why, (statement.id, formula.quantity)
                assert expand(printed.expr) != expand(corrected.expr)
    assert same >= 10
    assert different >= 10


def test_factors_multiply_to_their_monomial() -> None:
    seen = 0
    for _, variant in FORMULAS.values():
        for part in variant.parts:
            for monomial in part.alternatives:
                constant = sp.Mul(*(item for item in monomial.factors if item.is_number))
                product = constant * sp.Mul(*monomial.drivers)
                assert sp.simplify(product / monomial.expr) == 1
                assert constant > 0
                assert all(driver.free_symbols for driver in monomial.drivers)
                seen += 1
    assert seen > 40


def test_statements_find_their_formulas() -> None:
    theorem = CATALOG["theorem-2"]
    assert theorem.formula("iterations").latex == "T"
    with pytest.raises(LookupError, match="0 formulas of theorem-2 match nothing"):
        theorem.formula("nothing")
    with pytest.raises(LookupError, match="2 formulas"):
        CATALOG["theorem-1"].formula("distance")


def test_claims_are_well_formed() -> None:
    ids = [claim.id for claim in CLAIMS]
    assert len(set(ids)) == len(ids) >= 42
    kinds = {"holds", "misprint", "false-as-printed", "missing-hypothesis", "unsupported"}
    assert {claim.kind for claim in CLAIMS} == kinds
    for claim in CLAIMS:
        assert set(claim.statements) <= set(CATALOG)
        assert claim.claim
        assert claim.finding or claim.kind == "holds"
    assert "thm3-units" in {claim.id for claim in about("theorem-3")}


# --- Theorem 2, by substitution ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("variant", "ratio"), [("explicit", s.r), ("explicit-large-step", s.c1 / (2 * s.L))]
)
def test_theorem_2_follows_from_its_guarantee_by_substitution(variant: str, ratio: Any) -> None:
    """Each third of ε² at the caps with equality gives 36 and 9, with both step sizes."""
    theorem = CATALOG["theorem-2"]
    gap, initial, floor = (
        part.expr for part in theorem.formula("gradient-norm-squared").variants["explicit"].parts
    )
    beta = s.c1 * s.b * s.eps**2 / (3 * s.c2 * s.sigma**2)
    caps = {s.beta1: beta, s.eta: ratio * beta}
    third = s.eps**2 / 3
    assert sp.simplify(expand(floor.subs(caps)) / expand(third)) == 1
    parts = dict(
        zip(
            ("bias", "variance"), theorem.formula("iterations").variants[variant].parts, strict=True
        )
    )
    for term, label in ((gap, "bias"), (initial, "variance")):
        steps = expand(sp.solve(term.subs(caps) - third, s.T)[0])
        largest = expand(parts[label].alternatives[0].expr)
        assert sp.simplify(steps / largest) == 1
    assert parts["bias"].alternatives[0].factors[0] == 36
    assert parts["variance"].alternatives[0].factors[0] == 9


def test_corrected_theorem_3_is_theorem_2_times_log_squared() -> None:
    for quantity in ("iterations", "gradient-complexity"):
        two = CATALOG["theorem-2"].formula(quantity).variants["corrected"].parts
        three = CATALOG["theorem-3"].formula(quantity).variants["corrected"].parts
        for first, second in zip(two, three, strict=True):
            assert sp.simplify(second.expr / first.expr - sp.log(1 / s.eps) ** 2) == 0


def test_corollary_2_in_the_catalogue_is_what_the_numbers_use() -> None:
    env = {
        **{"c_inf": 5.0, "delta": 1e-4, "epsilon": 0.1, "batch_size": 32.0, "sigma": 0.5},
        **{"smoothness": 2.0, "gap": 1.5, "lam": 0.3, "lam_l2": 0.7, "x0_norm": 2.0},
        "x_inf_norm": 1.5,
    }
    rows = 0
    for optimizer in ("adam", "l2-adam"):
        printed = ("printed", "corrected", "explicit")
        answer = complexity(2, optimizer=optimizer, variant=printed, **env)
        for row in answer:
            formula = CATALOG["corollary-2"].formula(
                row.quantity, optimizer=optimizer, schedule="constant"
            )
            names, function = function_of(formula.variants[row.variant].expr)
            with mpmath.workdps(DIGITS):
                expected = mpmath.log10(function(*(mpmath.mpf(env[name]) for name in names)))
            assert math.isclose(row.log10, float(expected), rel_tol=1e-12)
            rows += 1
    assert rows == 12


# --- conditions and notes as Adam and ℓ2-Adam read them ---------------------------------------

READ_CONDITIONS = [
    pytest.param(item, reading, kernel, id=f"{statement.id}-{item.name}-{reading.optimizer}-{n}")
    for statement in CATALOG.values()
    for reading in statement.readings
    for item in statement.conditions
    for n, kernel in enumerate(STATEMENTS[statement.id].conditions)
    if kernel.name == item.name and reading.optimizer in kernel.optimizers
    if not reading.variants or set(reading.variants) & set(kernel.variants)
]


@pytest.mark.parametrize(("item", "reading", "kernel"), READ_CONDITIONS)
def test_read_conditions_are_the_relations(
    item: Any, reading: Any, kernel: Any, rng: random.Random
) -> None:
    read = read_condition(item, reading)
    assert read.when != sp.false
    limit = read.rhs if read.limit is None else read.limit
    sides = [function_of(side) for side in (read.lhs, read.rhs, limit)]
    with mpmath.workdps(DIGITS):
        for _ in range(4):
            point = {name: draw(rng, name) for name in kernel.inputs}
            found = kernels.evaluate_condition(kernel, point)
            for value, (names, function) in zip(found, sides, strict=True):
                expected = function(*(mpmath.mpf(point[name]) for name in names))
                if expected in (0, mpmath.inf):
                    assert value == (-math.inf if expected == 0 else math.inf)
                    continue
                assert abs(value - mpmath.log(expected)) <= 1e-12 * max(1, abs(value))


def test_notes_are_said_of_the_numbers_that_a_reading_has() -> None:
    """Δ = 0 is the gap of the regularised loss for ℓ2-Adam, but for the printed form."""
    notes = [n for n in STATEMENTS["theorem-2"].notes if n.text.startswith("Δ = 0")]

    def said(optimizer: str, variant: str, **env: float) -> bool:
        return any(
            n.when.function(Scalars(), **{name: env.get(name, 0.0) for name in n.when.inputs})
            for n in notes
            if n.when is not None
            and (not n.optimizers or optimizer in n.optimizers)
            and (not n.variants or variant in n.variants)
        )

    decay = {"c_inf": 1.0, "delta": 1e-4, "lam": 0.1, "lam_l2": 0.1, "x0_norm": 2.0}
    assert said("adamw", "printed", **decay)
    assert not said("adamw", "explicit", **decay)
    assert said("adam", "explicit", **decay)
    assert said("l2-adam", "printed", **decay)
    assert not said("l2-adam", "corrected", **decay)
    assert said("l2-adam", "corrected", **{**decay, "lam_l2": 0.0})
    assert not said("adam", "explicit", gap=1.0, **decay)


@pytest.mark.parametrize("optimizer", ["adamw", "l2-adam"])
def test_corollary_3_follows_from_lemma_5_with_either_q(optimizer: str) -> None:
    """x_i is ρ over the variance along an eigenvector: Q = σ^(−1/2) as printed, √b times it."""
    lemma, corollary = CATALOG["lemma-5"], CATALOG["corollary-3"]
    covariance = lemma.formula("covariance", optimizer=optimizer).variants["printed"].expr
    mean = lemma.formula("mean").variants["corrected"].expr
    x = corollary.formula("x", optimizer=optimizer).variants
    for variant, scale in (("printed", sp.Integer(1)), ("corrected", sp.sqrt(s.b))):
        one = {
            s.H: sp.ImmutableMatrix([[s.sigma_i]]),
            s.Q: sp.ImmutableMatrix([[scale / sp.sqrt(s.sigma_i)]]),
            s.d: sp.Integer(1),
        }
        variance = sp.Matrix(covariance.subs(one).doit())[0, 0]
        assert sp.simplify(expand(x[variant].expr) - s.rho / variance) == 0
    if optimizer == "adamw":
        found = sp.Matrix(mean.subs({**one, s.x_star: sp.ImmutableMatrix([[s.x_star_i]])}).doit())
        part = corollary.formula("mean-summand", optimizer=optimizer).variants["corrected"].expr
        assert sp.simplify(found[0, 0] ** 2 / s.rho - part) == 0
    # Corrected: at equal λ > 0, ℓ2-Adam's is the larger one exactly where σ < b.
    other = corollary.formula("x", optimizer="adamw").variants["corrected"].expr
    l2 = corollary.formula("x", optimizer="l2-adam").variants["corrected"].expr
    difference = expand(l2.subs(s.lam_l2, s.lam) - other)
    wanted = 2 * s.rho * s.lam / s.eta * (sp.sqrt(s.b / s.sigma_i) - 1)
    assert sp.simplify(difference - wanted) == 0
