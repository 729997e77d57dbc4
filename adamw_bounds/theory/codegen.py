"""Writes the numeric kernels of :mod:`adamw_bounds.kernels` from the formulas.

``python -m adamw_bounds.theory.codegen`` writes one file a paper; with ``--check`` it writes
nothing and exits 1 when a file is not what the formulas give.

A kernel takes the paper's inputs as plain numbers (or arrays that broadcast) and returns natural
logarithms, so that no value overflows: products become sums, sums become ``logaddexp``. Formulas
marked linear (the summands of err) become plain arithmetic, since they run over whole spectra.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import sympy as sp

from adamw_bounds.theory.catalog import PAPERS, about
from adamw_bounds.theory.printing import text_of
from adamw_bounds.theory.special import LogRoot, OuterRoot
from adamw_bounds.theory.statements import Condition, Formula, Paper, Statement, Variant
from adamw_bounds.theory.symbols import SHARED, SYMBOLS, expand

__all__ = ["TARGET", "generate", "main", "paper_code"]

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
_TYPES = ("ConditionKernel", "Driver", "Kernel", "PaperKernels", "StatementInfo", "SymbolText")


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


class _Emitter:
    """Turns expressions into lines of Python, each subexpression once."""

    def __init__(self, linear: bool) -> None:
        self.linear = linear
        self.lines: list[str] = []
        self.inputs: dict[str, None] = {}
        self._names: dict[tuple[str, Any], str] = {}
        self._count = 0

    # --- naming -------------------------------------------------------------------------------
    def _assign(self, mode: str, expr: Any, code: str, name: str = "") -> str:
        if not name:
            self._count += 1
            name = f"t{self._count}"
        self.lines.append(f"{name} = {code}")
        self._names[(mode, expr)] = name
        return name

    def _raw(self, symbol: sp.Symbol) -> str:
        self.inputs[symbol.name] = None
        return str(symbol.name)

    # --- logarithm of a non-negative expression ------------------------------------------------
    def log(self, expr: Any) -> str:
        """Return the name of the variable that holds log(expr)."""
        known = self._names.get(("log", expr))
        if known is not None:
            return known
        if isinstance(expr, sp.Symbol):
            definition = SYMBOLS[expr.name].definition
            if definition is not None:
                name = self.log(definition)
                self._names[("log", expr)] = name
                return name
            return self._assign("log", expr, f"m.log({self._raw(expr)})", f"log_{expr.name}")
        return self._assign("log", expr, self._log_code(expr))

    def _log_code(self, expr: Any) -> str:
        if expr.is_number:
            return repr(float(sp.log(expr))) if expr != 0 else "m.log(0.0)"
        if isinstance(expr, (sp.Max, sp.Min)):
            function = "m.maximum" if isinstance(expr, sp.Max) else "m.minimum"
            return _nest(function, [self.log(arg) for arg in _ordered(expr.args)])
        if isinstance(expr, sp.Piecewise):
            return self._piecewise(expr, self.log)
        if isinstance(expr, sp.log):
            quotient = _quotient(expr.args[0])
            if quotient is not None:
                top, bottom = map(self._raw, quotient)
                return f"m.log(m.log_quotient({top}, {bottom}))"
            return f"m.log({self.log(expr.args[0])})"
        if isinstance(expr, OuterRoot):
            return f"m.log_outer_root({self.value(expr.args[0])})"
        if isinstance(expr, LogRoot):
            alpha, beta, kappa = expr.args
            return f"m.log_log_root({self.value(alpha)}, {self.log(beta)}, {self.value(kappa)})"
        if isinstance(expr, sp.ceiling):
            return f"m.log_ceil({self.log(expr.args[0])})"
        if isinstance(expr, sp.Add):
            return self._log_sum(expr)
        return self._log_product(expr)

    def _log_sum(self, expr: sp.Add) -> str:
        positive = [arg for arg in _ordered(expr.args) if _nonnegative(arg)]
        negative = [
            -arg for arg in _ordered(expr.args) if not _nonnegative(arg) and _nonnegative(-arg)
        ]
        if len(positive) + len(negative) != len(expr.args):
            return f"m.log({self.value(expr)})"
        if not negative:
            return _nest("m.logaddexp", [self.log(arg) for arg in positive])
        if len(positive) == 1 and positive[0] == 1 and len(negative) == 1:
            factors = _integer_product(negative[0])
            if factors is not None:
                pairs = ", ".join(f"({self._raw(base)}, {power})" for base, power in factors)
                return f"m.log_abs_one_minus_product({pairs})"
            return f"m.log_one_minus_exp({self.log(negative[0])})"
        above = _nest("m.logaddexp", [self.log(arg) for arg in positive])
        below = _nest("m.logaddexp", [self.log(arg) for arg in negative])
        return f"m.logsubexp({above}, {below})"

    def _log_product(self, expr: Any) -> str:
        constant, atoms = self._collect(expr)
        pairs = []
        for name, coefficient in atoms.items():
            if coefficient != 0:
                pairs.append(f"({float(coefficient)!r}, {name})")
        return f"m.dot({float(constant)!r}{''.join(', ' + pair for pair in pairs)})"

    def _collect(self, expr: Any) -> tuple[sp.Expr, dict[str, sp.Rational]]:
        """Write log(expr) as a constant and coefficients of variables."""
        if isinstance(expr, sp.Symbol):
            definition = SYMBOLS[expr.name].definition
            if definition is not None and isinstance(definition, (sp.Mul, sp.Pow, sp.Symbol)):
                return self._collect(definition)
            return sp.Integer(0), {self.log(expr): sp.Integer(1)}
        if expr.is_number:
            return sp.log(expr), {}
        if isinstance(expr, sp.Mul):
            constant: sp.Expr = sp.Integer(0)
            atoms: dict[str, sp.Rational] = {}
            for arg in _ordered(expr.args):
                part, inner = self._collect(arg)
                constant += part
                for name, coefficient in inner.items():
                    atoms[name] = atoms.get(name, sp.Integer(0)) + coefficient
            return constant, atoms
        if isinstance(expr, sp.Pow):
            base, exponent = expr.as_base_exp()
            if exponent.is_number:
                constant, atoms = self._collect(base)
                return exponent * constant, {name: exponent * c for name, c in atoms.items()}
            known = self._names.get(("log", expr))
            if known is None:
                code = f"m.times({self.value(exponent)}, {self.log(base)})"
                known = self._assign("log", expr, code)
            return sp.Integer(0), {known: sp.Integer(1)}
        return sp.Integer(0), {self.log(expr): sp.Integer(1)}

    # --- plain values ---------------------------------------------------------------------------
    def value(self, expr: Any) -> str:
        """Return the name (or literal) of the variable that holds expr itself."""
        if expr.is_number:
            return self._linear_number(expr) if self.linear else repr(float(expr))
        known = self._names.get(("value", expr))
        if known is not None:
            return known
        if isinstance(expr, sp.Symbol):
            definition = SYMBOLS[expr.name].definition
            if definition is None:
                return self._raw(expr)
            if self.linear or not _nonnegative(expr):
                return self.value(definition)
        return self._assign("value", expr, self._value_code(expr))

    @staticmethod
    def _linear_number(expr: Any) -> str:
        """Return a number that keeps its digits whatever it meets: a float, an array, a Decimal."""
        if expr.is_Integer:
            return str(int(expr))
        if isinstance(expr, sp.Pow) and expr.exp == sp.Rational(1, 2):
            return f"m.sqrt({int(expr.base)})"
        raise NotImplementedError(f"no linear code for the number {expr}")

    def _value_code(self, expr: Any) -> str:
        if isinstance(expr, sp.log):
            return f"m.log({self.value(expr.args[0])})" if self.linear else self.log(expr.args[0])
        if isinstance(expr, sp.Add):
            return " + ".join(self.value(arg) for arg in _ordered(expr.args)).replace("+ -", "- ")
        if isinstance(expr, sp.Piecewise):
            return self._piecewise(expr, self.value)
        if self.linear:
            return self._linear(expr)
        if isinstance(expr, sp.Mul):
            product = [arg for arg in expr.args if _nonnegative(arg)]
            rest = [arg for arg in _ordered(expr.args) if arg not in product]
            if rest:
                names = [self.value(arg) for arg in rest]
                if product:
                    names.insert(0, self.value(sp.Mul(*product)))
                return " * ".join(f"({name})" if name.startswith("-") else name for name in names)
        if _nonnegative(expr):
            return f"m.exp({self.log(expr)})"
        raise NotImplementedError(f"no plain code for {expr}")

    def _linear(self, expr: Any) -> str:
        if isinstance(expr, sp.Mul):
            top, bottom = sp.fraction(expr)
            if bottom != 1:
                return f"{self.value(top)} / {self.value(bottom)}"
            return " * ".join(self.value(arg) for arg in _ordered(expr.args))
        if isinstance(expr, sp.Pow):
            base, exponent = expr.as_base_exp()
            if exponent == sp.Rational(1, 2):
                return f"m.sqrt({self.value(base)})"
            if exponent.is_negative:
                return f"1.0 / {self.value(base ** (-exponent))}"
            if exponent.is_Integer:
                return " * ".join([self.value(base)] * int(exponent))
        raise NotImplementedError(f"no linear code for {expr}")

    # --- conditions -----------------------------------------------------------------------------
    def _piecewise(self, expr: sp.Piecewise, emit: Any) -> str:
        pairs = list(expr.args)
        code = str(emit(pairs[-1][0]))
        for branch, condition in reversed(pairs[:-1]):
            code = f"m.where({self._truth(condition)}, {emit(branch)}, {code})"
        return code

    def _truth(self, condition: Any) -> str:
        if isinstance(condition, sp.And):
            return _nest("m.both", [self._truth(arg) for arg in _ordered(condition.args)])
        left, right = condition.args
        sign = {sp.Le: "<=", sp.Lt: "<", sp.Ge: ">=", sp.Gt: ">"}[type(condition)]
        emit = self.log if _nonnegative(left) and _nonnegative(right) else self.value
        return f"({emit(left)} {sign} {emit(right)})"


def _nonnegative(expr: Any) -> bool:
    """Whether an expression is surely not negative, infinities at zero inputs included."""
    if expr.is_number:
        return bool(expr >= 0)
    if isinstance(expr, sp.Symbol):
        return bool(expr.is_nonnegative)
    if isinstance(expr, (OuterRoot, LogRoot, sp.exp)):
        return True
    if isinstance(expr, sp.Pow):
        return _nonnegative(expr.base)
    if isinstance(expr, sp.Max):
        return any(_nonnegative(arg) for arg in expr.args)
    if isinstance(expr, sp.Piecewise):
        return all(_nonnegative(value) for value, _ in expr.args)
    if isinstance(expr, (sp.Mul, sp.Add, sp.Min, sp.ceiling)):
        return all(_nonnegative(arg) for arg in expr.args)
    return False


def _ordered(args: Iterable[Any]) -> list[Any]:
    return sorted(args, key=sp.default_sort_key)


def _nest(function: str, names: list[str]) -> str:
    code = names[0]
    for name in names[1:]:
        code = f"{function}({code}, {name})"
    return code


def _quotient(expr: Any) -> tuple[sp.Symbol, sp.Symbol] | None:
    """Return numerator and denominator of a quotient of two inputs, None if it is none."""
    sides = sp.fraction(expr)
    if all(isinstance(side, sp.Symbol) and SYMBOLS[side.name].definition is None for side in sides):
        return sides
    return None


def _integer_product(expr: Any) -> list[tuple[sp.Symbol, int]] | None:
    """Return the factors of a product of integer powers of inputs, None if it is none."""
    factors = []
    for factor in sp.Mul.make_args(expand(expr)):
        base, exponent = factor.as_base_exp()
        if not (isinstance(base, sp.Symbol) and exponent.is_Integer):
            return None
        factors.append((base, int(exponent)))
    return sorted(factors, key=lambda pair: str(pair[0]))


def _function(name: str, emitter: _Emitter, result: str) -> str:
    parameters = ", ".join(f"{item}: Any" for item in sorted(emitter.inputs))
    head = (
        f"def {name}(m: Any, *, {parameters}) -> Any:"
        if parameters
        else f"def {name}(m: Any) -> Any:"
    )
    body = "\n".join(f"    {line}" for line in (*emitter.lines, f"return {result}"))
    return f"{head}\n{body}\n"


def _identifier(*parts: str | None) -> str:
    return "_".join(part.replace("-", "_") for part in parts if part)


def _variant_code(name: str, formula: Formula, variant: Variant) -> tuple[str, list[str]]:
    """Return the function of a variant and the names of its inputs."""
    emitter = _Emitter(formula.linear)
    emit = emitter.value if formula.linear else emitter.log
    parts = [emit(part.expr) for part in variant.parts]
    if variant.given is not None:
        whole = emit(variant.given)
    elif variant.combine == "sum":
        whole = " + ".join(parts) if formula.linear else _nest("m.logaddexp", parts)
    else:
        whole = _nest("m.maximum", parts)
    code = _function(name, emitter, f"{whole}, ({''.join(part + ', ' for part in parts).strip()})")
    return code, sorted(emitter.inputs)


def _drivers_code(name: str, variant: Variant) -> tuple[str, list[str], str] | None:
    """Return the function that gives the factors of every product, its inputs, and its labels."""
    emitter = _Emitter(linear=False)
    groups: list[str] = []
    labels: list[str] = []
    for part in variant.parts:
        for monomial in part.alternatives:
            if not monomial.drivers:
                continue
            logs = ", ".join(emitter.log(driver) for driver in monomial.drivers)
            groups.append(f"({emitter.log(monomial.expr)}, ({logs},))")
            texts = ", ".join(repr(_driver_text(driver)) for driver in monomial.drivers)
            labels.append(f"Driver({part.label!r}, ({texts},))")
    if not groups:
        return None
    code = _function(name, emitter, f"({', '.join(groups)},)")
    return code, sorted(emitter.inputs), f"({', '.join(labels)},)"


def _condition_code(name: str, condition: Condition) -> tuple[str, list[str]]:
    emitter = _Emitter(linear=False)
    limit = condition.limit if condition.limit is not None else condition.rhs
    names = [emitter.log(side) for side in (condition.lhs, condition.rhs, limit)]
    return _function(name, emitter, ", ".join(names)), sorted(emitter.inputs)


def _statement_info(statement: Statement) -> str:
    doubts = tuple(claim.id for claim in about(statement.id) if claim.kind != "holds")
    return (
        f"StatementInfo({statement.title!r}, {statement.source.cite()!r}, {doubts!r}, "
        f"{statement.remarks!r}, {statement.optimizers!r})"
    )


def _symbol_rows(names: Iterable[str], indent: str) -> str:
    rows = [
        f"{indent}{name!r}: SymbolText({entry.text!r}, {entry.latex!r}, {entry.meaning!r}, "
        f"{entry.domain!r}, {str(entry.unit)!r}),\n"
        for name, entry in ((name, SYMBOLS[name]) for name in names)
        if entry.is_input
    ]
    return "".join(rows)


def _index() -> str:
    """Return the text of the file that names the papers."""
    names = "".join(f"    {key!r},\n" for key in PAPERS)
    comment = "#: Modules of the built-in papers, in the order of lists."
    shared = f"SHARED = {{\n{_symbol_rows(SHARED, '    ')}}}\n"
    imports = "from adamw_bounds.kernels.types import SymbolText\n\n"
    return _module(_INDEX, f"{imports}{comment}\nPAPERS = (\n{names})\n\n{shared}")


def _module(head: str, body: str) -> str:
    """Return a module that keeps the layout it has here, whatever the formatter thinks of it."""
    codes = "D103, " * ("\ndef " in body) + "E501"
    lint = f"# ruff: noqa: {codes}\n" * any(len(line) > _WIDTH for line in body.splitlines())
    return f"{head}{lint}# fmt: off\n\nfrom __future__ import annotations\n\n{body}"


def paper_code(paper: Paper) -> str:
    """Return the text of the module that holds the kernels of a paper."""
    functions: list[str] = []
    kernels: list[str] = []
    conditions: list[str] = []
    seen: dict[int, tuple[str, list[str]]] = {}
    drivers: dict[int, str] = {}
    for statement in paper.statements:
        for formula in statement.formulas:
            if not formula.numeric:
                continue
            for variant_name, variant in formula.variants.items():
                key = (
                    statement.id,
                    formula.quantity,
                    formula.schedule,
                    formula.optimizer,
                    formula.case,
                    variant_name,
                )
                identity = id(variant)
                if identity not in seen:
                    name = _identifier(*key)
                    code, inputs = _variant_code(name, formula, variant)
                    functions.append(code)
                    seen[identity] = (name, inputs)
                    drivers[identity] = "None, (), ()"
                    if formula.quantity == "iterations":
                        extra = _drivers_code(f"{name}_drivers", variant)
                        if extra is not None:
                            functions.append(extra[0])
                            drivers[identity] = f"{name}_drivers, {tuple(extra[1])!r}, {extra[2]}"
                name, inputs = seen[identity]
                parts = tuple(part.label for part in variant.parts)
                kernels.append(
                    f"        {key!r}: Kernel({name}, {tuple(inputs)!r}, {parts!r}, "
                    f"{variant.why!r}, "
                    f"{variant.bare_log!r}, {drivers[identity]}),\n"
                )
        for condition in statement.conditions:
            name = _identifier(statement.id, "condition", condition.name)
            code, inputs = _condition_code(name, condition)
            functions.append(code)
            conditions.append(
                f"        {(statement.id, condition.name)!r}: ConditionKernel({name}, "
                f"{tuple(inputs)!r}, "
                f"{condition.variants!r}, {condition.text!r}, {condition.schedule!r}, "
                f"{condition.limit_of!r}, {condition.why!r}, {condition.remedy!r}),\n"
            )
    infos = [f"        {item.id!r}: {_statement_info(item)},\n" for item in paper.statements]
    claims = [f"        {item.id!r}: {item.kind!r},\n" for item in paper.claims]
    tables = (
        ("kernels", "".join(kernels)),
        ("conditions", "".join(conditions)),
        ("symbols", _symbol_rows((item.name for item in paper.symbols), "        ")),
        ("statements", "".join(infos)),
        ("claims", "".join(claims)),
    )
    body = "".join(f"    {name}={{\n{rows}    }},\n" for name, rows in tables)
    table = f"PAPER = PaperKernels(\n    key={paper.key!r},\n{body})\n"
    return _module(_HEADER, _imports(functions, table) + "\n\n".join([*functions, table]))


def _imports(functions: list[str], table: str) -> str:
    """Return the imports that the code of a paper needs."""
    names = [name for name in _TYPES if f"{name}(" in table]
    listed = "".join(f"    {name},\n" for name in names)
    typing = "from typing import Any\n\n" * bool(functions)
    return f"{typing}from adamw_bounds.kernels.types import (\n{listed})\n\n" + "\n" * bool(
        functions
    )


def generate() -> dict[str, str]:
    """Return the text of every generated file of :mod:`adamw_bounds.kernels` by its name."""
    files = {f"{key}.py": paper_code(paper) for key, paper in PAPERS.items()}
    return {"_index.py": _index(), **files}


def _left_over(files: dict[str, str]) -> list[Path]:
    """Return generated files of papers that are gone."""
    return [
        path
        for path in sorted(TARGET.glob("*.py"))
        if path.name not in files and _MARK in path.read_text(encoding="utf-8")[:200]
    ]


def main(arguments: list[str] | None = None) -> int:
    """Write the kernels, or with ``--check`` compare them; return the exit status."""
    arguments = sys.argv[1:] if arguments is None else arguments
    if arguments not in ([], ["--check"]):
        sys.stderr.write("usage: python -m adamw_bounds.theory.codegen [--check]\n")
        return 2
    files = generate()
    stale = [
        name
        for name, text in files.items()
        if not (TARGET / name).exists() or (TARGET / name).read_text(encoding="utf-8") != text
    ]
    left = _left_over(files)
    if arguments:
        if not stale and not left:
            sys.stdout.write("the kernels are what the formulas give\n")
            return 0
        names = ", ".join([*stale, *(path.name for path in left)])
        sys.stderr.write(f"stale in kernels/: {names}: run python -m adamw_bounds.theory.codegen\n")
        return 1
    for name in stale:
        (TARGET / name).write_text(files[name], encoding="utf-8")
    for path in left:
        path.unlink()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
