"""Formulas as LaTeX and as one line of Unicode, both from the same sympy objects."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

import sympy as sp
from sympy.printing.latex import LatexPrinter
from sympy.printing.precedence import PRECEDENCE
from sympy.printing.str import StrPrinter

from adamw_bounds.theory import special
from adamw_bounds.theory.special import DecaySplit, YoungWeight
from adamw_bounds.theory.statements import Part, Variant
from adamw_bounds.theory.symbols import SYMBOLS

__all__ = [
    "flat",
    "functions_in",
    "is_simple",
    "latex_of",
    "latex_of_variant",
    "members_of",
    "ordered_terms",
    "symbols_of",
    "text_of",
    "text_of_variant",
]

_HALF = sp.Rational(1, 2)
#: The order of factors in a product, as the paper has it; symbols not named here come last.
_FACTORS = (
    *(
        "singular_value",
        "rho",
        "d",
        "dim",
        "c_2",
        "c_inf",
        "c_inf_l2",
        "c2",
        "c2_l2",
        "c1",
        "delta",
    ),
    *("smoothness", "smoothness_l2", "gap", "gap0", "gap_l2", "sigma", "mu", "batch_size"),
    "epsilon",
)


def _rank(name: str) -> int:
    """Return the place of a symbol among factors: the paper's order, then the table's."""
    if name in _FACTORS:
        return _FACTORS.index(name)
    return len(_FACTORS) + list(SYMBOLS).index(name)


def _ranked(name: str) -> sp.Symbol:
    """Return a symbol whose name sorts where the paper's factor stands."""
    known = SYMBOLS[name].symbol
    return sp.Symbol(f"s{_rank(name):03d}", **known.assumptions0)


def _arranged(expr: Any) -> Any:
    return expr.xreplace({item: _ranked(item.name) for item in _scalars(expr)})


def _scalars(expr: Any) -> list[Any]:
    return [item for item in expr.free_symbols if item.is_Symbol and item.name in SYMBOLS]


def _flat(expr: Any, kind: Any) -> list[Any]:
    """Return the arguments of nested maxima (or minima) as one list."""
    found: list[Any] = []
    for item in expr.args:
        found.extend(_flat(item, kind) if isinstance(item, kind) else [item])
    return sorted(found, key=sp.default_sort_key)


def _signs_last(terms: Iterable[Any]) -> list[Any]:
    """Put numbers first (but k + 1 and T + 1), and negative terms last."""
    found = list(terms)
    count = any(item in _COUNTERS for item in found)
    return sorted(
        found,
        key=lambda item: (item.could_extract_minus_sign(), item.is_number is count),
    )


#: Symbols that count steps: one more of them is written k + 1.
_COUNTERS = (_ranked("k"), _ranked("iterations"))
_SMALL_FRACTION = re.compile(r"\\frac\{([^{}]*)\}\{([^{}]*)\}")


class _Latex(LatexPrinter):
    def _print_Pow(self, expr: Any) -> str:  # noqa: N802
        base, exponent = expr.as_base_exp()
        if exponent == _HALF:
            return rf"\sqrt{{{self._print(base)}}}"
        if exponent.is_Rational and exponent < 0:
            return rf"\frac{{1}}{{{self._print(base**-exponent)}}}"
        if not exponent.is_number:
            power = _SMALL_FRACTION.sub(r"\1/\2", self._print(exponent))
            return rf"{self.parenthesize(base, PRECEDENCE['Pow'])}^{{{power}}}"
        if isinstance(base, sp.log) and exponent.is_Integer and exponent > 1:
            return self._print_log(base, exp=self._print(exponent))
        return str(super()._print_Pow(expr))

    def _print_log(self, expr: Any, exp: Any = None) -> str:
        inner = expr.args[0]
        power = "" if exp is None else f"^{{{exp}}}"
        text = self._print(inner)
        if inner.is_Symbol:
            return rf"\log{power} {text}"
        if isinstance(inner, sp.Determinant):
            return rf"\log{power} \det {self._print(inner.arg)}"
        return (
            rf"\log{power} \left({text}\right)"
            if not _is_quotient(inner)
            else (rf"\log{power} {text}")
        )

    def _print_Integer(self, expr: Any) -> str:  # noqa: N802
        found = _as_power(expr)
        return f"{found[0]}^{{{found[1]}}}" if found else str(expr.p)

    def _as_ordered_terms(self, expr: Any, order: Any = None) -> list[Any]:
        return _signs_last(super()._as_ordered_terms(expr, order=order))

    def _extremum(self, name: str, items: list[Any], exp: Any) -> str:
        inner = r",\; ".join(self._print(item) for item in items)
        text = rf"\{name}\left\{{{inner}\right\}}"
        return text if exp is None else f"{text}^{{{exp}}}"

    def _print_Max(self, expr: Any, exp: Any = None) -> str:  # noqa: N802
        return self._extremum("max", _flat(expr, sp.Max), exp)

    def _print_Min(self, expr: Any, exp: Any = None) -> str:  # noqa: N802
        return self._extremum("min", _flat(expr, sp.Min), exp)

    def _print_MatrixSymbol(self, expr: Any) -> str:  # noqa: N802
        return SYMBOLS[expr.name].latex if expr.name in SYMBOLS else str(expr.name)

    def _print_Trace(self, expr: Any, exp: Any = None) -> str:  # noqa: N802
        return rf"\operatorname{{tr}} {self._print(expr.arg)}"

    def _print_Identity(self, expr: Any, exp: Any = None) -> str:  # noqa: N802
        return "I"


#: Whole numbers from here on are printed as powers, where they are some.
_LONG: Final = 10**15


def _as_power(expr: Any) -> tuple[int, int] | None:
    """Return base and exponent of a long whole number that is a power."""
    found: Any = sp.perfect_power(int(expr)) if expr >= _LONG else None
    return (int(found[0]), int(found[1])) if found else None


def _is_quotient(expr: Any) -> bool:
    return bool(expr.is_Mul or expr.is_Pow) and sp.fraction(expr)[1] != 1


def latex_of(expr: Any) -> str:
    r"""Return an expression as LaTeX in the paper's symbols, ``\delta^{5/4}``.

    Parameters
    ----------
    expr : sympy expression
        Over the symbols of :mod:`adamw_bounds.theory.symbols`.
    """
    names = {_ranked(item.name): SYMBOLS[item.name].latex for item in _scalars(expr)}
    settings = {"symbol_names": names, "fold_frac_powers": True, "root_notation": False}
    return str(_Latex(settings).doprint(_arranged(sp.sympify(expr))))


_RAISED = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")


class _Text(StrPrinter):
    """Unicode on one line: ``c∞^2.5·L·Δ·σ²/(δ^1.25·b·ε⁴)``."""

    def __init__(self, names: dict[Any, str]) -> None:
        super().__init__()
        self.names = names

    def _print_Symbol(self, expr: Any) -> str:  # noqa: N802
        return self.names.get(expr, str(expr.name))

    def _print_MatrixSymbol(self, expr: Any) -> str:  # noqa: N802
        return SYMBOLS[expr.name].text if expr.name in SYMBOLS else str(expr.name)

    def _print_Identity(self, expr: Any) -> str:  # noqa: N802
        return "I"

    def _print_Transpose(self, expr: Any) -> str:  # noqa: N802
        return f"{self.parenthesize(expr.arg, PRECEDENCE['Pow'])}ᵀ"

    def _print_Inverse(self, expr: Any) -> str:  # noqa: N802
        return f"{self.parenthesize(expr.arg, PRECEDENCE['Pow'])}⁻¹"

    def _print_MatMul(self, expr: Any) -> str:  # noqa: N802
        number, matrices = expr.as_coeff_matrices()
        product = "·".join(self.parenthesize(item, PRECEDENCE["Mul"]) for item in matrices)
        if number == 1:
            return product
        factor = self._print(number)
        return f"{factor}·{product}" if number.is_Atom else f"({factor})·{product}"

    def _print_MatAdd(self, expr: Any) -> str:  # noqa: N802
        return " + ".join(self._print(item) for item in expr.args)

    def _print_Determinant(self, expr: Any) -> str:  # noqa: N802
        return f"det {self._print(expr.arg)}"

    def _print_Trace(self, expr: Any) -> str:  # noqa: N802
        return f"tr {self._print(expr.arg)}"

    def _print_Equality(self, expr: Any) -> str:  # noqa: N802
        return f"{self._print(expr.lhs)} = {self._print(expr.rhs)}"

    def _print_Add(self, expr: Any, order: Any = None) -> str:  # noqa: N802
        parts: list[str] = []
        for term in _signs_last(self._as_ordered_terms(expr, order=order)):
            negative = term.could_extract_minus_sign()
            text = self.parenthesize(-term if negative else term, PRECEDENCE["Add"])
            sign = "−" if negative else "+"
            parts.append(f" {sign} {text}" if parts else f"{'−' if negative else ''}{text}")
        return "".join(parts)

    def _print_Mul(self, expr: Any) -> str:  # noqa: N802
        if expr.could_extract_minus_sign():
            return f"−{self.parenthesize(-expr, PRECEDENCE['Mul'], strict=True)}"
        above, below = sp.fraction(expr, exact=True)
        top = self._product(above)
        if below == 1:
            return top
        bottom = self._product(below)
        return f"{top}/({bottom})" if below.is_Mul else f"{top}/{bottom}"

    def _product(self, expr: Any) -> str:
        if not expr.is_Mul:
            return str(self.parenthesize(expr, PRECEDENCE["Mul"]))
        return "·".join(
            self.parenthesize(item, PRECEDENCE["Mul"]) for item in expr.as_ordered_factors()
        )

    def _print_Pow(self, expr: Any, rational: bool = False) -> str:  # noqa: N802
        base, exponent = expr.as_base_exp()
        if exponent.could_extract_minus_sign() and exponent.is_number:
            inverse = base**-exponent
            return f"1/{self.parenthesize(inverse, PRECEDENCE['Mul'])}"
        if exponent == _HALF:
            inner = self._print(base)
            return f"√{inner}" if base.is_Atom else f"√({inner})"
        if isinstance(base, sp.log) and exponent.is_Integer:
            return str(self._print_log(base, str(exponent).translate(_RAISED)))
        below = self.parenthesize(base, PRECEDENCE["Pow"])
        if exponent.is_Integer:
            return f"{below}{str(exponent).translate(_RAISED)}"
        if exponent.is_Rational:
            return f"{below}^{float(exponent):g}"
        return f"{below}^{self.parenthesize(exponent, PRECEDENCE['Atom'], strict=True)}"

    def _print_Integer(self, expr: Any) -> str:  # noqa: N802
        found = _as_power(expr)
        return f"{found[0]}{str(found[1]).translate(_RAISED)}" if found else str(expr.p)

    def _print_Rational(self, expr: Any) -> str:  # noqa: N802
        return f"{expr.p}/{expr.q}".replace("-", "−")

    def _print_log(self, expr: Any, power: str = "") -> str:
        inner = expr.args[0]
        text = self._print(inner)
        plain = inner.is_Symbol or isinstance(inner, sp.Determinant)
        return f"log{power} {text}" if plain else f"log{power}({text})"

    def _print_Max(self, expr: Any) -> str:  # noqa: N802
        return f"max({', '.join(self._print(item) for item in _flat(expr, sp.Max))})"

    def _print_Min(self, expr: Any) -> str:  # noqa: N802
        return f"min({', '.join(self._print(item) for item in _flat(expr, sp.Min))})"

    def _print_ceiling(self, expr: Any) -> str:
        return f"⌈{self._print(expr.args[0])}⌉"

    def _print_Relational(self, expr: Any) -> str:  # noqa: N802
        signs = {"<=": "≤", ">=": "≥", "==": "=", "!=": "≠"}
        sign = signs.get(expr.rel_op, expr.rel_op)
        return f"{self._print(expr.lhs)} {sign} {self._print(expr.rhs)}"

    def _print_And(self, expr: Any) -> str:  # noqa: N802
        return " and ".join(self._print(item) for item in expr.args)

    def _print_Or(self, expr: Any) -> str:  # noqa: N802
        return " or ".join(self._print(item) for item in expr.args)

    def _print_Piecewise(self, expr: Any) -> str:  # noqa: N802
        cases = [
            f"{self._print(value)} {'otherwise' if when == True else f'if {self._print(when)}'}"  # noqa: E712
            for value, when in expr.args
        ]
        return f"{{{'; '.join(cases)}}}"

    def _print_KernelFunction(self, expr: Any) -> str:  # noqa: N802
        inner = ", ".join(self._print(item) for item in expr.args)
        return f"{expr.text}({inner})"

    def _print_PowerSum(self, expr: Any) -> str:  # noqa: N802
        q, count = expr.args
        return f"(Σ_{{j<{self._print(count)}}} ({self._print(q)})^j)"

    def _print_Erf(self, expr: Any) -> str:  # noqa: N802
        return f"erf({self._print(expr.args[0])})"

    def _print_Pi(self, expr: Any) -> str:  # noqa: N802
        return "π"

    def _print_Quotient(self, expr: Any) -> str:  # noqa: N802
        return "/".join(self.parenthesize(item, PRECEDENCE["Mul"] + 1) for item in expr.args)

    def _print_Spare(self, expr: Any) -> str:  # noqa: N802
        return f"({self._print(expr.args[0])})"

    def _print_UpToPole(self, expr: Any) -> str:  # noqa: N802
        return self.parenthesize(expr.args[0], PRECEDENCE["Mul"])

    def _print_OuterRoot(self, expr: Any) -> str:  # noqa: N802
        inner = self.parenthesize(expr.args[0], PRECEDENCE["Mul"])
        return f"(−W₋₁(−exp(−{inner})))"

    def _print_LogRoot(self, expr: Any) -> str:  # noqa: N802
        start, slope, shift = (
            self.parenthesize(item, PRECEDENCE["Mul"]) if place == 1 else self._print(item)
            for place, item in enumerate(expr.args)
        )
        return f"min{{T ≥ 1 : √(T+1) ≥ {start} + {slope}·({shift} + log T)}}"

    def _print_LeastCount(self, expr: Any) -> str:  # noqa: N802
        bound, target, count = (self._print(item) for item in expr.args[:3])
        names = ", ".join(self._print(item) for item in expr.settings)
        least = f"min over {names} of ({bound})" if names else bound
        return f"min{{{count} ≥ 1 : {least} ≤ {target}}}"


def text_of(expr: Any) -> str:
    """Return an expression as one line of Unicode.

    Parameters
    ----------
    expr : sympy expression
        Over the symbols of :mod:`adamw_bounds.theory.symbols`.
    """
    names = {_ranked(item.name): SYMBOLS[item.name].text for item in _scalars(expr)}
    return str(_Text(names).doprint(_arranged(sp.sympify(expr))))


def _pieces(variant: Variant) -> tuple[str, list[Any]] | None:
    """Return how the variant is put together and of what, in the order of its parts."""
    if variant.given is not None or variant.combine == "none" or not variant.parts:
        return None
    if variant.combine == "sum":
        return "sum", [part.expr for part in variant.parts]
    return "max", [item for part in variant.parts for item in _alternatives(part)]


def _alternatives(part: Part) -> list[Any]:
    if part.given is not None:
        given = sp.sympify(part.given)
        return _flat(given, sp.Max) if isinstance(given, sp.Max) else [given]
    return [item.expr for item in part.alternatives]


def members_of(variant: Variant) -> tuple[str, list[Any]]:
    """Return how a formula is put together, ``sum`` or ``max``, and of what; or itself."""
    found = _pieces(variant)
    if found is None:
        return "", [variant.expr]
    return found if len(found[1]) > 1 else ("", found[1])


def ordered_terms(expr: Any) -> list[Any]:
    """Return the terms of a sum in the order in which they are printed."""
    arranged = _arranged(expr)
    back = {_ranked(item.name): item for item in _scalars(expr)}
    terms = _Latex()._as_ordered_terms(arranged)
    return [term.xreplace(back) for term in terms]


def flat(expr: Any) -> list[Any]:
    """Return the members of a maximum or a minimum, those of nested ones too, as printed."""
    back = {_ranked(item.name): item for item in _scalars(expr)}
    return [item.xreplace(back) for item in _flat(_arranged(expr), type(expr))]


def latex_of_variant(variant: Variant) -> str:
    """Return the formula of a variant as LaTeX, its parts in their own order."""
    pieces = _pieces(variant)
    if pieces is None:
        return latex_of(variant.expr)
    how, items = pieces
    texts = [latex_of(item) for item in items]
    if how == "sum":
        return " + ".join(texts)
    return texts[0] if len(texts) == 1 else _latex_max(texts)


def _latex_max(texts: list[str]) -> str:
    inner = r",\; ".join(texts)
    return rf"\max\left\{{{inner}\right\}}"


def text_of_variant(variant: Variant) -> str:
    """Return the formula of a variant as one line of Unicode, its parts in their own order."""
    pieces = _pieces(variant)
    if pieces is None:
        return text_of(variant.expr)
    how, items = pieces
    texts = [text_of(item) for item in items]
    if how == "sum":
        return " + ".join(texts)
    return texts[0] if len(texts) == 1 else f"max({', '.join(texts)})"


def is_simple(variant: Variant) -> bool:
    """Tell whether the formula has one case only, so that it fits a line of a table."""
    return not sp.sympify(variant.expr).has(sp.Piecewise)


def functions_in(variants: Iterable[Variant]) -> list[str]:
    """Return a sentence of LaTeX for each special function in the formulas."""
    variants = list(variants)
    definitions = [SYMBOLS[name].definition for name in symbols_of(variants)]
    waiting = [*(variant.expr for variant in variants), *definitions]
    names = {
        type(item)
        for expr in waiting
        if expr is not None
        for item in sp.preorder_traversal(sp.sympify(expr))
    }
    if DecaySplit in names:
        names.add(YoungWeight)  # it is said by it
    known: list[Any] = [getattr(special, name) for name in special.__all__]
    return [kind.meaning for kind in known if kind in names and hasattr(kind, "meaning")]


def symbols_of(variants: Iterable[Variant]) -> list[str]:
    """Return the names of all symbols that stand in the formulas, in the order of the table.

    Symbols that an abbreviation stands for are named too.
    """
    names: set[str] = set()
    waiting = [sp.sympify(variant.expr) for variant in variants]
    while waiting:
        for item in waiting.pop().free_symbols:
            if item.name in SYMBOLS and item.name not in names:
                names.add(item.name)
                definition = SYMBOLS[item.name].definition
                if definition is not None:
                    waiting.append(definition)
    return [name for name in SYMBOLS if name in names]
