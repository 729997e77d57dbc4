"""Writes the numeric kernels of :mod:`adamw_bounds.kernels` from the formulas.

``python -m adamw_bounds.theory.codegen`` writes one file a paper; with ``--check`` it writes
nothing and exits 1 when a file is not what the formulas give.

A kernel takes the paper's inputs as plain numbers (or arrays that broadcast) and returns natural
logarithms, so that no value overflows: products become sums, sums become ``logaddexp``. Formulas
marked linear (the summands of err) become plain arithmetic, since they run over whole spectra.
"""

from __future__ import annotations

import argparse
import itertools
import os
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import sympy as sp

from adamw_bounds.theory.branches import NoCodeError
from adamw_bounds.theory.emit import Emitter
from adamw_bounds.theory.later import later
from adamw_bounds.theory.papers import built_in, load
from adamw_bounds.theory.plain import Plain
from adamw_bounds.theory.printing import text_of
from adamw_bounds.theory.reading import read_condition, read_default, read_formula, read_note
from adamw_bounds.theory.special import LeastCount, OuterRoot
from adamw_bounds.theory.statements import (
    Condition,
    Default,
    Formula,
    Note,
    Paper,
    Reading,
    Rows,
    Staged,
    Statement,
    Variant,
)
from adamw_bounds.theory.symbols import SHARED, SYMBOLS, occurs
from adamw_bounds.third_parties import PaperError, Source, from_path

__all__ = ["TARGET", "generate", "generate_outside", "main", "paper_code"]

#: Where the kernels of the built-in papers go.
TARGET = Path(__file__).resolve().parent.parent / "kernels"

_MARK = "generated from the formulas of adamw_bounds.theory: do not edit."
_HEADER = f'''"""Numeric kernels, {_MARK}

Regenerate with ``python -m adamw_bounds.theory.codegen``. Every function takes a backend ``m``
(adamw_bounds.kernels.mathematics) and plain inputs, and returns natural logarithms: the whole, then
its parts. Functions over single singular values return plain numbers.
"""
'''
_INDEX = f'''"""Names of the papers and the shared symbols, {_MARK}"""
'''
_WIDTH = 100
_TYPES = (
    "BestKernel",
    "Citation",
    "ConditionKernel",
    "DefaultKernel",
    "Doubt",
    "Driver",
    "Function",
    "Kernel",
    "NoteKernel",
    "PaperKernels",
    "StagedKernel",
    "StatementInfo",
    "SymbolText",
)


def _driver_text(expr: sp.Expr) -> str:
    """Return a factor as one line of Unicode, a power of a quotient as such: (c2/c1)^2.5."""
    powers = expr.as_powers_dict()
    sizes = {abs(exponent) for exponent in powers.values()}
    if len(powers) > 1 and len(sizes) == 1:
        (size,) = sizes
        if size not in (1, sp.Rational(1, 2)):
            base = sp.Mul(*(base ** sp.sign(exponent) for base, exponent in powers.items()))
            return f"({text_of(base)})^{float(size):g}"
    return text_of(expr)


def _identifier(*parts: str | None) -> str:
    return "_".join(part.replace("-", "_") for part in parts if part)


class _Functions:
    """The generated functions of one module: those with the same code stand there once."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.inputs: set[str] = set()
        self._known: dict[str, str] = {}

    def add(self, name: str, emitter: Emitter | Plain, result: str) -> str:
        """Add a function and return its name, or that of one with the same code."""
        parameters = ", ".join(f"{item}: Any" for item in sorted(emitter.inputs))
        head = f"(m: Any, *, {parameters}) -> Any:" if parameters else "(m: Any) -> Any:"
        *lines, last = _needed(emitter.lines, f"return {result}")
        if isinstance(emitter, Emitter) and not emitter.linear:
            lines = later(lines, result)
        text = "\n".join(f"    {line}" for line in (*lines, last))
        code = f"{head}\n{text}\n"
        self.inputs.update(emitter.inputs)
        if code not in self._known:
            name = self._free(name)
            self._known[code] = name
            self.texts.append(f"def {name}{code}")
        return self._known[code]

    def _free(self, name: str) -> str:
        """Return the name, with a number where another function has it already."""
        taken = set(self._known.values())
        later = (f"{name}_{place}" for place in itertools.count(2))
        return name if name not in taken else next(item for item in later if item not in taken)

    def call(self, name: str, emitter: Emitter | Plain, result: str) -> str:
        """Add a function and return the code of the object that names its inputs too."""
        return f"Function({self.add(name, emitter, result)}, {_names(emitter)!r})"

    def log(self, name: str, expr: Any) -> str:
        """Return the code of the logarithm of an expression that is not negative."""
        emitter = Emitter()
        return self.call(name, emitter, emitter.log(expr))

    def exact(self, name: str, expr: Any) -> tuple[str, tuple[str, ...], bool]:
        """Return the code of a number in plain arithmetic, its inputs, and whether it takes roots.

        It is None where it holds a search.
        """
        emitter = Plain()
        try:
            result = emitter.value(expr)
        except NoCodeError:
            return "None", (), False
        return self.call(name, emitter, result), _names(emitter), emitter.has_roots

    def truth(self, name: str, condition: Any) -> str:
        """Return the code of a truth value: None where it always holds."""
        if condition == sp.true:
            return "None"
        emitter = Emitter()
        return self.call(name, emitter, emitter.truth(condition))

    def number(self, name: str, expr: Any) -> str:
        """Return the code of a plain number: arithmetic as on paper where it can be."""
        emitter = Emitter(linear=True)
        try:
            result = emitter.value(expr)
        except NoCodeError:
            emitter = Emitter()
            result = emitter.value(expr)
        return self.call(name, emitter, result)


_NAME = re.compile(r"\b[A-Za-z_]\w*\b")


def _needed(lines: list[str], last: str) -> list[str]:
    """Return the lines that the last one needs; what is not used of a pair goes by ``_``."""
    used = set(_NAME.findall(last))
    kept = [last]
    for line in reversed(lines):
        names, code = line.split(" = ", 1)
        targets = names.split(", ")
        if not used.intersection(targets):
            continue
        names = ", ".join(name if name in used else "_" for name in targets)
        kept.append(f"{names} = {code}")
        used.update(_NAME.findall(code))
    return kept[::-1]


def _names(emitter: Emitter | Plain) -> tuple[str, ...]:
    return tuple(sorted(emitter.inputs))


def _fields(**values: str) -> str:
    """Return keyword arguments, without those that say nothing."""
    return "".join(
        f", {name}={code}"
        for name, code in values.items()
        if code not in ("None", "False", "''", "()")
    )


# --- formulas -----------------------------------------------------------------------------------


def _variant_code(name: str, formula: Formula, variant: Variant, functions: _Functions) -> Any:
    """Add the function of a variant; return its name and the names of its inputs."""
    emitter = Emitter(linear=formula.linear, where=variant.exists)
    emitter.inputs.update(dict.fromkeys(symbol.name for symbol in variant.also))
    emit = emitter.value if formula.linear else emitter.log
    sign = ""
    whole = sp.sympify(variant.expr)
    if not (formula.signed or formula.linear) and emitter.facts.nonpositive(whole) and whole != 0:
        raise NoCodeError("it is negative: declare it signed")
    if formula.signed:
        parts = [emitter.pair(part.expr)[0] for part in variant.parts]
        whole, turn = emitter.pair(variant.expr)
        sign = f", {turn}"
    else:
        parts = [emit(part.expr) for part in variant.parts]
        if variant.given is not None:
            whole = emit(variant.given)
        elif variant.combine == "sum":
            whole = _nest("m.logaddexp", parts) if not formula.linear else " + ".join(parts)
        else:
            whole = _nest("m.maximum", parts)
    result = f"{whole}, ({''.join(part + ', ' for part in parts).strip()}){sign}"
    return functions.add(name, emitter, result), _names(emitter)


def _nest(function: str, names: list[str]) -> str:
    code = names[0]
    for name in names[1:]:
        code = f"{function}({code}, {name})"
    return code


def _drivers_code(name: str, variant: Variant, functions: _Functions) -> str:
    """Add the function that gives the factors of every product; return the fields that name it."""
    emitter = Emitter(where=variant.exists)
    groups: list[str] = []
    labels: list[str] = []
    for part in variant.parts:
        for monomial in part.alternatives:
            called = monomial.labels or monomial.factors
            drivers = [
                (factor, label)
                for factor, label in zip(monomial.factors, called, strict=True)
                if not factor.is_number
            ]
            if not drivers:
                continue
            logs = ", ".join(emitter.log(factor) for factor, _ in drivers)
            groups.append(f"({emitter.log(monomial.expr)}, ({logs},))")
            texts = ", ".join(repr(_driver_text(label)) for _, label in drivers)
            labels.append(f"Driver({part.label!r}, ({texts},))")
    if not groups:
        return "None, (), ()"
    function = functions.add(name, emitter, f"({', '.join(groups)},)")
    return f"{function}, {_names(emitter)!r}, ({', '.join(labels)},)"


def _settings_code(name: str, variant: Variant, functions: _Functions) -> str:
    """Add the function of the settings that were chosen; return the code that names it."""
    if not variant.settings:
        return "None"
    emitter = Emitter(where=variant.exists)
    return functions.call(f"{name}_settings", emitter, _logs(emitter, variant.settings.values()))


def _logs(emitter: Emitter, values: Iterable[Any]) -> str:
    return f"({''.join(f'{emitter.log(value)}, ' for value in values).strip()})"


def _staged_code(staged: Staged | None) -> str:
    if staged is None:
        return "None"
    names = (staged.start.name, staged.target.name, staged.stage.name, staged.first_case)
    return f"StagedKernel{names!r}"


def _best_code(
    statement: Statement, name: str, formula: Formula, variant: str, functions: _Functions
) -> str:
    best = formula.best
    if best is None:
        return "None"
    expr = formula.variants[variant].expr
    bound = _bound_of(statement, formula).variants[variant].expr
    share, _, _ = functions.exact(f"{name}_share", bound / best.target)
    target = functions.log(f"{name}_target", best.target)
    times = _times(expr)
    factor = "None" if times == 1 else functions.log(f"{name}_times", times)
    over = tuple(symbol.name for symbol in best.over)
    return f"BestKernel({best.bound!r}, {over!r}, {target}, {best.count.name!r}, {factor}, {share})"


def _bound_of(statement: Statement, formula: Formula) -> Formula:
    """Return the bound behind a searched count."""
    assert formula.best is not None
    return statement.formula(
        formula.best.bound, schedule=formula.schedule, optimizer=formula.optimizer, case=None
    )


def _times(expr: Any) -> Any:
    """Return what a searched count is multiplied by."""
    (search,) = expr.atoms(LeastCount)
    return expr / search


def _searched_code(
    statement: Statement, formula: Formula, name: str, functions: _Functions
) -> tuple[str, tuple[str, ...]]:
    """Return the function of the bound behind a searched count, and the inputs of the search."""
    best = formula.best
    assert best is not None
    bound = _bound_of(statement, formula)
    place = (statement.id, bound.quantity, bound.schedule, bound.optimizer, bound.case, name)
    function, names = _variant_code(_identifier(*place), bound, bound.variants[name], functions)
    chosen = {best.count.name, *(symbol.name for symbol in best.over)}
    emitter = Emitter()
    emitter.log(best.target)
    emitter.log(_times(formula.variants[name].expr))
    return function, tuple(sorted({*names, *emitter.inputs} - chosen))


def _kernel_code(
    statement: Statement, owner: str, formula: Formula, name: str, functions: _Functions
) -> tuple[tuple[Any, ...], str]:
    """Return the key of a kernel and the code of its entry."""
    variant = formula.variants[name]
    place = (formula.quantity, formula.schedule, formula.optimizer, formula.case, name)
    key = (owner, *place)
    title = _identifier(*key)
    try:
        if formula.best is None:
            function, inputs = _variant_code(title, formula, variant, functions)
        else:
            function, inputs = _searched_code(statement, formula, name, functions)
        drivers = "None, (), ()"
        if formula.quantity == "iterations":
            drivers = _drivers_code(f"{title}_drivers", variant, functions)
        exact, with_roots = "None", False
        steep: tuple[str, ...] = ()
        if name in formula.counts and formula.quantity == "iterations" and formula.best is None:
            whole = variant.expr if variant.decided is None else variant.decided
            exact, names, with_roots = functions.exact(f"{title}_exact", whole)
            if exact != "None" and occurs(whole, OuterRoot):
                steep = ("epsilon",)
            elif variant.settings:
                steep = names
        more = _fields(
            counts=repr(name in formula.counts),
            linear=repr(formula.linear),
            signed=repr(formula.signed),
            exists=functions.truth(f"{title}_exists", variant.exists),
            missing_text=repr(variant.missing_text),
            missing_code=repr(variant.missing_code),
            missing_warning=repr(variant.missing_warning),
            why_when=functions.truth(f"{title}_why", variant.why_when),
            staged=_staged_code(formula.staged),
            best=_best_code(statement, title, formula, name, functions),
            exact=exact,
            steep=repr(steep),
            with_roots=repr(with_roots),
            settings=_settings_code(title, variant, functions),
            setting_names=repr(tuple(variant.settings)),
        )
    except NoCodeError as error:
        raise NoCodeError(f"{', '.join(str(item) for item in key if item)}: {error}") from None
    parts = tuple(part.label for part in variant.parts)
    code = (
        f"Kernel({function}, {inputs!r}, {parts!r}, {variant.why!r}, {variant.bare_log!r}, "
        f"{drivers}, {statement.id!r}, {owner!r}, {', '.join(map(repr, place))}{more})"
    )
    return key, code


def _read(statement: Statement) -> Iterable[tuple[Reading, Formula]]:
    """Return the statement's formulas as its readings have them."""
    for reading in statement.readings:
        for formula in statement.formulas:
            named = not reading.quantities or formula.quantity in reading.quantities
            if named and formula.numeric and formula.optimizer is None:
                yield reading, read_formula(formula, reading)


def _kernels(paper: Paper, functions: _Functions) -> dict[tuple[Any, ...], str]:
    found: dict[tuple[Any, ...], str] = {}
    for statement in paper.statements:
        # What a reading gives is shown by the statement that says so, and made once.
        own = [(statement.id, item) for item in statement.formulas if not item.shown_of]
        read = [(item.statement or statement.id, formula) for item, formula in _read(statement)]
        for owner, formula in (*own, *read):
            if not formula.numeric:
                continue
            for name in formula.variants:
                key, code = _kernel_code(statement, owner, formula, name, functions)
                if key in found:
                    raise ValueError(f"two formulas are {', '.join(filter(None, key))}")
                found[key] = code
    return found


# --- conditions, notes, defaults ----------------------------------------------------------------


def _for_each(
    statement: Statement, item: Any, read: Callable[[Any, Reading], Any], what: Callable[[Any], Any]
) -> list[Any]:
    """Return a condition or note for the statement's own optimizers and for every reading.

    Those that say the same are one; where all do, it is everyone's.
    """
    own = replace(item, optimizers=item.optimizers or statement.optimizers)
    if item.optimizers and not set(item.optimizers) & set(statement.optimizers):
        return [item]
    found = [own]
    if not item.optimizers:
        found += [read(item, reading) for reading in statement.readings]
    found = [one for one in found if one.when != sp.false]
    merged: list[Any] = []
    for one in found:
        for place, other in enumerate(merged):
            if what(one) == what(other) and one.variants == other.variants:
                merged[place] = replace(other, optimizers=(*other.optimizers, *one.optimizers))
                break
            if what(one) == what(other) and one.optimizers == other.optimizers:
                merged[place] = replace(other, variants=(*other.variants, *one.variants))
                break
        else:
            merged.append(one)
    everyone = {*statement.optimizers, *(item.optimizer for item in statement.readings)}
    if (
        not item.optimizers
        and len({what(one) for one in merged}) == 1
        and ({who for one in found for who in one.optimizers} == everyone)
    ):
        return [replace(item, when=merged[0].when)] if merged else []
    return merged


def _sides(condition: Condition) -> Any:
    return condition.lhs, condition.rhs, condition.limit, condition.when


def _condition_code(place: str, condition: Condition, functions: _Functions) -> str:
    emitter = Emitter(where=condition.when)
    limit = condition.limit if condition.limit is not None else condition.rhs
    names = [emitter.log(side) for side in (condition.lhs, condition.rhs, limit)]
    function = functions.add(place, emitter, ", ".join(names))
    more = _fields(
        for_=repr(condition.for_),
        carrier=repr(condition.carrier),
        when=functions.truth(f"{place}_when", condition.when),
        optimizers=repr(condition.optimizers),
        code=repr(condition.code),
        warning=repr(condition.warning),
        fails_unknown=repr(condition.fails_unknown),
        at=repr(tuple((symbol.name, float(value)) for symbol, value in condition.at.items())),
    )
    return (
        f"ConditionKernel({function}, {_names(emitter)!r}, {condition.variants!r}, "
        f"{condition.text!r}, {condition.schedule!r}, {condition.limit_of!r}, {condition.why!r}, "
        f"{condition.remedy!r}, {condition.name!r}{more})"
    )


def _meaning(note: Note) -> Any:
    return note.when, tuple(note.values.items())


def _note_code(place: str, note: Note, functions: _Functions) -> str:
    values = "None"
    if note.values:
        emitter = Emitter(where=note.when)
        logs = _logs(emitter, note.values.values())
        values = functions.call(f"{place}_values", emitter, logs)
    more = _fields(
        when=functions.truth(f"{place}_when", note.when),
        quantities=repr(note.quantities),
        variants=repr(note.variants),
        schedules=repr(note.schedules),
        optimizers=repr(note.optimizers),
        code=repr(note.code),
        voids=repr(note.voids),
        kind="''" if note.kind == "answer" else repr(note.kind),
        missing=repr(note.missing),
        names=repr(tuple(note.values)),
        values=values,
        own=repr(note.own),
        beside=repr(note.beside),
        given=repr(note.given),
        questions=repr(note.questions),
    )
    return f"NoteKernel({note.text!r}{more})"


def _worth(default: Default) -> Any:
    return default.value, default.when


def _default_code(place: str, default: Default, functions: _Functions) -> str:
    name = f"{place}_{default.symbol.name}"
    value = default.value
    more = _fields(
        value="None" if value is None else functions.number(name, sp.sympify(value)),
        quantity=repr(default.quantity),
        when=functions.truth(f"{name}_when", default.when),
        note=repr(default.note),
        quantities=repr(default.quantities),
        variants=repr(default.variants),
        optimizers=repr(default.optimizers),
    )
    return f"DefaultKernel({default.symbol.name!r}{more})"


def _statement_code(paper: Paper, statement: Statement, functions: _Functions) -> str:
    doubts = [
        f"Doubt({claim.id!r}{_fields(quantities=repr(of.quantities), variants=repr(of.variants))})"
        for claim in paper.claims
        if claim.kind != "holds"
        for of in claim.rows or (Rows(claim.statements),)
        if statement.id in of.statements
    ]
    place = _identifier(statement.id)
    conditions = [
        _condition_code(
            _identifier(statement.id, *one.optimizers, "condition", one.name), one, functions
        )
        for condition in statement.conditions
        for one in _for_each(statement, condition, read_condition, _sides)
    ]
    notes = [
        one for note in statement.notes for one in _for_each(statement, note, read_note, _meaning)
    ]
    defaults = [
        one
        for default in statement.defaults
        for one in _for_each(statement, default, read_default, _worth)
    ]
    for reading in statement.readings:
        who = (reading.optimizer,)
        notes += [
            replace(note, variants=note.variants or reading.variants, optimizers=who)
            for note in reading.notes
        ]
        defaults += [
            replace(item, variants=item.variants or reading.variants, optimizers=who)
            for item in reading.defaults
        ]
    has = {name for formula in statement.formulas for name in formula.variants}
    notes = [note for note in notes if not note.variants or has.intersection(note.variants)]
    defaults = [item for item in defaults if not item.variants or has.intersection(item.variants)]
    tables = _fields(
        measure=repr(statement.measure),
        conditions=_tuple(conditions),
        notes=_tuple(
            [_note_code(f"{place}_note_{i}", note, functions) for i, note in enumerate(notes, 1)]
        ),
        defaults=_tuple(
            [
                _default_code(f"{place}_default_{i}", item, functions)
                for i, item in enumerate(defaults, 1)
            ]
        ),
        stands_for=repr(statement.stands_for),
        when=functions.truth(f"{place}_when", statement.when),
        hypotheses=repr(statement.in_a_line or " ".join(statement.assumptions)),
        translated=repr(statement.translated),
    )
    return (
        f"StatementInfo({statement.title!r}, {statement.source.cite()!r}, {_tuple(doubts)}, "
        f"{statement.remarks!r}, {statement.optimizers!r}, {statement.name or statement.id!r}, "
        f"{paper.key!r}{tables})"
    )


def _tuple(items: list[str]) -> str:
    return f"({''.join(item + ', ' for item in items).strip()})"


# --- files --------------------------------------------------------------------------------------


def _symbol_rows(names: Iterable[str], indent: str, functions: _Functions) -> str:
    rows: list[str] = []
    for name in names:
        entry = SYMBOLS[name]
        if entry.definition is not None or entry.domain == "matrix":
            continue
        more = ""
        if not entry.is_input:
            more = ", is_input=False"
        if entry.default is not None:
            more += f", default={functions.number(f'default_{name}', entry.default)}"
            more += f", default_text={text_of(entry.default)!r}"
        if entry.how:
            more += f", how={entry.how!r}"
        rows.append(
            f"{indent}{name!r}: SymbolText({entry.text!r}, {entry.latex!r}, {entry.meaning!r}, "
            f"{entry.domain!r}, {str(entry.unit)!r}{more}),\n"
        )
    return "".join(rows)


def _index() -> str:
    """Return the text of the file that names the papers."""
    functions = _Functions()
    names = "".join(f"    {module.PAPER.key!r},\n" for module in built_in())
    comment = "#: Modules of the built-in papers, in the order of lists."
    shared = f"SHARED = {{\n{_symbol_rows(SHARED, '    ', functions)}}}\n"
    return _module(_INDEX, functions, f"{comment}\nPAPERS = (\n{names})\n\n{shared}")


def _module(head: str, functions: _Functions, table: str) -> str:
    """Return a module that keeps the layout it has here, whatever the formatter thinks of it."""
    body = _imports(functions.texts, table) + "\n\n".join([*functions.texts, table])
    codes = "D103, " * (bool(functions.texts) and head != _INDEX) + "E501"
    lint = f"# ruff: noqa: {codes}\n" * any(len(line) > _WIDTH for line in body.splitlines())
    return f"{head}{lint}# fmt: off\n\nfrom __future__ import annotations\n\n{body}"


def _imports(functions: list[str], table: str) -> str:
    """Return the imports that the code of a paper needs."""
    names = [name for name in _TYPES if f"{name}(" in table]
    listed = "".join(f"    {name},\n" for name in names)
    typing = "from typing import Any\n\n" * bool(functions)
    space = "\n" * (2 if functions else 1)
    return f"{typing}from adamw_bounds.kernels.types import (\n{listed})\n{space}"


def paper_code(paper: Paper, digest: str = "") -> str:
    """Return the text of the module that holds the kernels of a paper.

    Parameters
    ----------
    paper : Paper
        The paper.
    digest : str
        Of the formulas, for the kernels of a third party: it tells whether they are fresh.

    Raises
    ------
    NoCodeError
        If a formula cannot be kept in the log domain; its name is said.
    ValueError
        If two formulas of the paper have one name, or it takes numbers that it does not declare.
    """
    functions = _Functions()
    kernels = _kernels(paper, functions)
    statements = {item.id: _statement_code(paper, item, functions) for item in paper.statements}
    strange = functions.inputs - {*SHARED, *(symbol.name for symbol in paper.symbols)}
    if strange:
        names = ", ".join(sorted(strange))
        raise ValueError(f"{paper.key} takes {names}, which are not among its symbols")
    tables = {
        "kernels": _rows(kernels),
        "symbols": _symbol_rows((item.name for item in paper.symbols), "        ", functions),
        "statements": _rows(statements),
        "claims": _rows({item.id: repr(item.kind) for item in paper.claims}),
    }
    body = "".join(f"    {name}={{\n{rows}    }},\n" for name, rows in tables.items())
    body += f"    citation={_citation(paper)},\n"
    head = f"{_HEADER}# From formulas with the digest {digest}\n" if digest else _HEADER
    return _module(head, functions, f"PAPER = PaperKernels(\n    key={paper.key!r},\n{body})\n")


def _citation(paper: Paper) -> str:
    fields = (
        paper.authors,
        paper.title,
        paper.venue,
        paper.year,
        paper.doi,
        paper.arxiv,
        paper.bibtex,
    )
    return f"Citation({', '.join(map(repr, fields))})"


def _rows(codes: Mapping[Any, str]) -> str:
    return "".join(f"        {key!r}: {code},\n" for key, code in codes.items())


def generate() -> dict[str, str]:
    """Return the text of every generated file of :mod:`adamw_bounds.kernels` by its name."""
    papers = [module.PAPER for module in built_in()]
    return {"_index.py": _index(), **{f"{paper.key}.py": paper_code(paper) for paper in papers}}


def generate_outside(where: str) -> tuple[Path, str]:
    """Return the text of the kernels of a third party's paper, and the file beside it for them.

    Parameters
    ----------
    where : str
        The paper's file or folder, or its module's name.
    """
    source = _source(where)
    paper: Paper = load(source).PAPER
    return source.kernels, paper_code(paper, source.digest())


def _source(where: str) -> Source:
    if Path(where).exists():
        found = from_path(Path(where))
        if len(found) != 1:
            raise PaperError(f"{where} is a folder of papers: name one of them")
        return found[0]
    spec = find_spec(where) if where.replace(".", "_").isidentifier() else None
    if spec is None or not spec.origin:
        raise PaperError(f"{where} is neither a file nor a module")
    return Source(where.rpartition(".")[2], Path(spec.origin), where)


def _left_over(files: dict[str, str]) -> list[Path]:
    """Return generated files of papers that are gone."""
    return [
        path
        for path in sorted(TARGET.glob("*.py"))
        if path.name not in files and _MARK in path.read_text(encoding="utf-8")[:200]
    ]


_USAGE = """usage: python -m adamw_bounds.theory.codegen [--check] [--paper PAPER [--output FILE]]

Writes the kernels of the built-in papers; with --paper those of a third party's paper, a file, a
folder or a module, into FILE (by default beside the paper). With --check it writes nothing, and
exits 1 where a file is not what the formulas give.
"""


def main(arguments: list[str] | None = None) -> int:
    """Write the kernels, or with ``--check`` compare them; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m adamw_bounds.theory.codegen", usage=_USAGE)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--paper")
    parser.add_argument("--output", type=Path)
    try:
        chosen = parser.parse_args(arguments)
    except SystemExit as stop:
        return int(stop.code or 0)
    try:
        if chosen.paper is not None:
            beside, text = generate_outside(chosen.paper)
            target = chosen.output or beside
            folder, files, left = target.parent, {target.name: text}, []
        elif chosen.output is not None:
            parser.print_usage(sys.stderr)
            return 2
        else:
            files = generate()
            folder, left = TARGET, _left_over(files)
    except (ImportError, LookupError, NoCodeError, PaperError, TypeError, ValueError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    stale = [
        name
        for name, text in files.items()
        if not (folder / name).exists() or (folder / name).read_text(encoding="utf-8") != text
    ]
    if not chosen.check:
        for name in stale:
            _write(folder / name, files[name])
        for path in left:
            path.unlink()
        return 0
    if not stale and not left:
        sys.stdout.write("the kernels are what the formulas give\n")
        return 0
    names = ", ".join([*stale, *(path.name for path in left)])
    sys.stderr.write(f"stale in {folder.name}/: {names}: run this without --check\n")
    return 1


def _write(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    part = path.with_name(f".{path.name}.{os.getpid()}")
    part.write_text(text, encoding="utf-8")
    part.replace(path)


if __name__ == "__main__":
    raise SystemExit(main())
