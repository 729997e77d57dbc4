"""Every paper and statement of the catalog goes through the same checks."""

from __future__ import annotations

import json
import math
import random
import re
import string
from collections.abc import Iterable
from typing import Any

import pytest
import sympy as sp

from adamw_bounds.kernels import CONDITIONS, KERNELS, PAPERS, STATEMENTS, SYMBOLS, calls
from adamw_bounds.kernels.mathematics import Scalars
from adamw_bounds.kernels.types import Function, NoteKernel
from adamw_bounds.theory import catalog, symbols
from adamw_bounds.theory.audit import CHECKS
from adamw_bounds.theory.papers import built_in
from adamw_bounds.theory.printing import latex_of
from adamw_bounds.theory.statements import Formula, Paper, Statement
from adamw_bounds.theory.units import unit_of

ALL_PAPERS = [module.PAPER for module in built_in()]
STATED = [
    pytest.param(paper, statement, id=statement.id)
    for paper in ALL_PAPERS
    for statement in paper.statements
]


# --- papers ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("paper", ALL_PAPERS, ids=lambda paper: paper.key)
def test_a_paper_can_be_cited(paper: Paper) -> None:
    assert catalog.PAPERS[paper.key] is paper
    assert paper.key in PAPERS
    assert paper.title
    assert paper.authors
    assert 1900 < paper.year < 2100
    assert paper.venue
    if not paper.bibtex:  # what is proved in this project has no entry of its own
        assert not paper.doi
        assert not paper.arxiv
        return
    text = re.sub(r"[{}]", "", paper.bibtex)
    assert paper.bibtex.count("{") == paper.bibtex.count("}")
    assert re.match(r"@\w+\{\w+,\n", paper.bibtex)
    for family in (author.split(",")[0] for author in paper.authors):
        assert family in text or not family.isascii()
    assert str(paper.year) in text
    for number in (paper.doi, paper.arxiv):
        assert number in text


@pytest.mark.parametrize("paper", ALL_PAPERS, ids=lambda paper: paper.key)
def test_a_paper_declares_what_it_uses(paper: Paper) -> None:
    own = {symbol.name for symbol in paper.symbols}
    assert len(own) == len(paper.symbols)
    assert not own & set(symbols.SHARED)
    for name in own:
        assert symbols.SYMBOLS[name].symbol in paper.symbols
    for key, kernel in KERNELS.items():
        if STATEMENTS[kernel.base].paper == paper.key:
            assert set(kernel.inputs) <= own | set(symbols.SHARED), key
    for symbol in paper.symbols:
        entry = symbols.SYMBOLS[symbol.name]
        if entry.definition is None and entry.domain != "matrix":
            assert SYMBOLS[symbol.name].is_input == entry.is_input


@pytest.mark.parametrize("paper", ALL_PAPERS, ids=lambda paper: paper.key)
def test_every_claim_is_of_a_statement_and_has_a_check(paper: Paper) -> None:
    ids = {statement.id for statement in paper.statements}
    for claim in paper.claims:
        assert set(claim.statements) <= ids
        assert claim.id in CHECKS
        assert PAPERS[paper.key].claims[claim.id] == claim.kind


def test_defaults_of_symbols_are_numbers_in_their_domain() -> None:
    seen = 0
    for name, entry in SYMBOLS.items():
        if entry.default is None:
            continue
        env = {item: 0.5 if item == "lam" else 4.0 for item in entry.default.inputs}
        value = entry.default.function(Scalars(), **env)
        assert value >= 0, name
        seen += 1
    assert seen >= 5
    assert SYMBOLS["c_2"].default is not None
    assert SYMBOLS["c_2"].default.function(Scalars(), c_inf=3.0, dim=16.0) == 12.0
    assert SYMBOLS["lam_l2"].default is not None
    assert SYMBOLS["lam_l2"].default.function(Scalars(), lam=0.3) == 0.3


# --- statements -----------------------------------------------------------------------------------


def quantities(statement: Statement) -> set[str]:
    return {formula.quantity for formula in statement.formulas}


def optimizers(statement: Statement) -> set[str]:
    read = {reading.optimizer for reading in statement.readings}
    own = {formula.optimizer for formula in statement.formulas if formula.optimizer}
    return {*statement.optimizers, *read, *own}


def variants(statement: Statement) -> set[str]:
    return {name for formula in statement.formulas for name in formula.variants}


@pytest.mark.parametrize(("paper", "statement"), STATED)
def test_what_stands_beside_the_numbers_is_about_them(paper: Paper, statement: Statement) -> None:
    info = STATEMENTS[statement.id]
    assert (info.paper, info.name) == (paper.key, statement.name or statement.id)
    made = {kernel.quantity for kernel in KERNELS.values() if kernel.base == statement.id}
    for item in (*info.notes, *info.conditions, *info.defaults):
        assert set(item.optimizers) <= optimizers(statement)
        assert not item.variants or set(item.variants) & variants(statement)
    for note in info.notes:
        assert set(note.quantities) <= made, note.text
        if note.names:  # else its braces are its own: λ_{k+1}
            fields = [field for _, field, _, _ in string.Formatter().parse(note.text) if field]
            assert sorted(fields) == sorted(note.names)
        assert not note.text.endswith(".")
        assert bool(note.names) == (note.values is not None)
        if note.missing:
            assert note.missing in {item.name for item in info.defaults}
    for condition in info.conditions:
        assert set(condition.for_) <= made
        # Where the statement has no such row, the first one carries it.
        assert condition.carrier in {"", *(kernel.quantity for kernel in KERNELS.values())}
        assert bool(condition.warning) == bool(condition.code)
        if condition.limit_of and set(condition.optimizers) <= set(statement.optimizers):
            assert condition.limit_of in condition.inputs  # a reading may do away with it
        assert CONDITIONS[statement.id, condition.name].text == condition.text
    for default in info.defaults:
        assert (default.value is None) == bool(default.quantity)
        assert not default.quantity or default.quantity in made
        assert set(default.quantities) <= made
    for reading in statement.readings:
        assert (reading.statement or statement.id) in STATEMENTS
        assert set(reading.quantities) <= quantities(statement)


def functions(statement: Statement) -> Iterable[Function]:
    info = STATEMENTS[statement.id]
    for item in (*info.notes, *info.conditions, *info.defaults):
        for name in ("when", "value", "values"):
            found = getattr(item, name, None)
            if found is not None:
                yield found
    for kernel in KERNELS.values():
        if kernel.base == statement.id:
            for found in (kernel.exists, kernel.why_when):
                if found is not None:
                    yield found


@pytest.mark.parametrize(("paper", "statement"), STATED)
def test_functions_take_the_inputs_that_they_name(paper: Paper, statement: Statement) -> None:
    for item in functions(statement):
        assert set(item.inputs) <= set(SYMBOLS)
        for number in (0.5, 3.0):
            item.function(Scalars(), **dict.fromkeys(item.inputs, number))


@pytest.mark.parametrize(("paper", "statement"), STATED)
def test_what_stands_for_another_statement_is_one_variant_more(
    paper: Paper, statement: Statement
) -> None:
    assert paper.key in PAPERS
    base = STATEMENTS[statement.id].stands_for
    assert base == statement.stands_for
    if not base:
        return
    variants = {kernel.variant for kernel in KERNELS.values() if kernel.base == statement.id}
    others = {kernel.variant for kernel in KERNELS.values() if kernel.base == base}
    assert variants
    assert not variants & others
    assert not STATEMENTS[base].stands_for


@pytest.mark.parametrize("key", [key for key, item in KERNELS.items() if item.setting_names])
def test_chosen_settings_are_numbers_of_inputs_that_rows_have(key: Any) -> None:
    kernel = KERNELS[key]
    assert kernel.settings is not None
    assert set(kernel.settings.inputs) <= set(kernel.inputs)
    values = {
        name: 0.5 if SYMBOLS[name].domain != "integer >= 1" else 3.0 for name in kernel.inputs
    }
    values |= {"c_inf": 2.0, "smoothness": 2.0, "beta2": 1e-3, "lam": 0.0, "pytorch_update": 0.0}
    logs = kernel.settings.function(
        Scalars(), **{name: values[name] for name in kernel.settings.inputs}
    )
    assert len(logs) == len(kernel.setting_names)
    assert not any(math.isnan(log) for log in logs)


@pytest.mark.parametrize(("paper", "statement"), STATED)
def test_texts_survive_json(paper: Paper, statement: Statement) -> None:
    info = STATEMENTS[statement.id]

    def plain(value: Any) -> Any:
        if isinstance(value, Function) or callable(value):
            return None
        if hasattr(value, "_asdict"):
            return {name: plain(item) for name, item in value._asdict().items()}
        return [plain(item) for item in value] if isinstance(value, tuple) else value

    found = plain(info)
    assert json.loads(json.dumps(found, allow_nan=False)) == found


@pytest.mark.parametrize(("paper", "statement"), STATED)
def test_conditions_and_remarks_print(paper: Paper, statement: Statement) -> None:
    table = symbols.units()
    for condition in statement.conditions:
        for side in (condition.lhs, condition.rhs, condition.when):
            text = latex_of(side) if side not in (sp.true, sp.false) else ""
            assert text.isascii()
        if isinstance(condition.when, sp.core.relational.Relational):
            left, right = condition.when.args
            assert right == 0 or unit_of(left, table) == unit_of(right, table)


# --- monotone where it says so --------------------------------------------------------------------

SLOPES = [
    pytest.param(key, formula, id="-".join(filter(None, key)))
    for statement in catalog.CATALOG.values()
    for formula in statement.formulas
    if formula.rises or formula.falls
    for name in formula.variants
    for key in [
        (statement.id, formula.quantity, formula.schedule, formula.optimizer, formula.case, name)
    ]
    if key in KERNELS
]


@pytest.mark.parametrize(("key", "formula"), SLOPES)
def test_a_formula_rises_and_falls_where_it_says_so(key: Any, formula: Formula) -> None:
    kernel = KERNELS[key]
    rng = random.Random(str(key))
    tried = 0
    for symbol, side in [(s, 1) for s in formula.rises] + [(s, -1) for s in formula.falls]:
        if symbol.name not in kernel.inputs:
            continue
        for _ in range(30):
            env = {name: drawn(rng, name) for name in kernel.inputs}
            more = {**env, symbol.name: moved(env[symbol.name], symbol.name)}
            if not all(exists(kernel, point) for point in (env, more)):
                continue
            low, high = (calls.evaluate(kernel, point).log for point in (env, more))
            assert side * (high - low) >= -1e-11 * max(1.0, abs(low)), (symbol, env)
            tried += 1
    assert tried > 20


def exists(kernel: Any, env: dict[str, float]) -> bool:
    item = kernel.exists
    return item is None or bool(
        item.function(Scalars(), **{name: env.get(name, 1.0) for name in item.inputs})
    )


def drawn(rng: random.Random, name: str) -> float:
    domain = SYMBOLS[name].domain
    if domain.startswith("(0, 1") or name == "epsilon":
        return 10 ** rng.uniform(-5, -0.3)
    if domain == "integer >= 1":
        return float(round(10 ** rng.uniform(0, 5)))
    return 10 ** rng.uniform(-4, 4)


def moved(value: float, name: str) -> float:
    domain = SYMBOLS[name].domain
    if domain == "integer >= 1":
        return value + 1 + value // 10
    return value + (1 - value) * 0.3 if domain.startswith("(0, 1") else value * 1.3


def test_catalogue_notes_that_void_a_number_are_known() -> None:
    voiding = [note for info in STATEMENTS.values() for note in info.notes if note.voids]
    assert voiding
    for note in voiding:
        assert isinstance(note, NoteKernel)
        assert note.text.startswith("NOT ")
