"""The worked example goes through everything that a paper goes through."""

from __future__ import annotations

import random
from typing import Any

import pytest
import sympy as sp
from references import M, exact, log
from references._template import REFERENCES

from adamw_bounds.kernels.mathematics import Scalars
from adamw_bounds.kernels.types import PaperKernels
from adamw_bounds.theory import codegen
from adamw_bounds.theory import symbols as s
from adamw_bounds.theory.audit.evidence import CHECKS
from adamw_bounds.theory.papers import _template as template
from adamw_bounds.theory.papers import papers
from adamw_bounds.theory.printing import latex_of_variant, symbols_of, text_of_variant
from adamw_bounds.theory.statements import Monomial, Part, Variant
from adamw_bounds.theory.units import NONE, unit_of

PAPER = template.PAPER
(STATEMENT,) = PAPER.statements
(STATEMENT_CLAIM,) = PAPER.claims


@pytest.fixture(scope="module")
def kernels() -> PaperKernels:
    space: dict[str, Any] = {}
    exec(compile(codegen.paper_code(PAPER), "example2026_kernels.py", "exec"), space)
    found = space["PAPER"]
    assert isinstance(found, PaperKernels)
    return found


def test_it_answers_no_question() -> None:
    assert PAPER.key not in {paper.key for paper in papers()}


def test_kernels_are_the_references(kernels: PaperKernels) -> None:
    assert set(kernels.kernels) == set(REFERENCES)
    rng = random.Random(2026)
    for key, kernel in kernels.kernels.items():
        for _ in range(20):
            env = {name: 10 ** rng.uniform(-6, 6) for name in kernel.inputs}
            env = {k: float(round(v) + 1) if k == "batch_size" else v for k, v in env.items()}
            if rng.random() < 0.2 and "sigma" in env:
                env["sigma"] = 0.0
            found, parts = kernel.function(Scalars(), **env)
            expected = log(REFERENCES[key](exact(env)))
            assert abs(M.mpf(found) - expected) <= 1e-12 * max(1, abs(expected))
            assert len(parts) == len(kernel.parts) == 2


def test_units_and_print() -> None:
    for formula in STATEMENT.formulas:
        for variant in formula.variants.values():
            assert unit_of(variant.expr, s.units()) == (formula.unit or NONE)
            assert latex_of_variant(variant).isascii()
            assert text_of_variant(variant)
            assert {item.name for item in variant.expr.free_symbols} <= set(symbols_of([variant]))
    (condition,) = STATEMENT.conditions
    assert unit_of(condition.lhs, s.units()) == unit_of(condition.rhs, s.units())


def test_what_it_says_of_itself(kernels: PaperKernels) -> None:
    info = kernels.statements[STATEMENT.id]
    assert (info.paper, info.optimizers) == ("example2026", ("sgd",))
    (condition,) = info.conditions
    assert condition.for_ == ("gradient-norm-squared",)
    lhs, rhs, limit = condition.function(
        Scalars(), sgd_step=0.1, smoothness=2.0, relative_noise=1.5
    )
    assert M.exp(lhs) == pytest.approx(0.1)
    assert M.exp(rhs) == pytest.approx(0.2)
    assert limit == rhs
    (note,) = info.notes
    assert note.when is not None
    assert note.when.function(Scalars(), sigma=0.0)
    assert not note.when.function(Scalars(), sigma=0.1)
    default = kernels.symbols["relative_noise"].default
    assert default is not None
    assert default.function(Scalars()) == 0
    assert "steepness" not in kernels.symbols
    assert kernels.claims == {"example2026-count": "holds"}


def test_its_check_can_fail() -> None:
    assert CHECKS["example2026-count"] is template.count
    function: Any = template.count.__wrapped__  # type: ignore[attr-defined]
    evidence = template.Evidence()
    assert function(evidence)[0] == STATEMENT_CLAIM.kind
    assert len(evidence.steps) >= 3
    bias, variance = template._iterations.parts
    short = Part("bias", tuple(Monomial(sp.Rational(1, 2), *m.factors) for m in bias.alternatives))
    wrong = Variant((short, variance))
    assert function(template.Evidence(), iterations=wrong)[0] == "false-as-printed"


def test_bibtex_says_what_the_fields_say() -> None:
    for field in (PAPER.key, PAPER.authors[0], PAPER.title, str(PAPER.year), PAPER.doi):
        assert field in PAPER.bibtex
