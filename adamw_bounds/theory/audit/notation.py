"""Steps of a derivation as one line of Unicode and as LaTeX."""

from __future__ import annotations

from typing import Any

import sympy as sp

from adamw_bounds.theory.audit.evidence import Relation
from adamw_bounds.theory.printing import latex_of, text_of
from adamw_bounds.theory.symbols import SYMBOLS

__all__ = ["latex", "text"]

_LATEX_SIGNS = {"≠": r"\ne", "≤": r"\le", "≥": r"\ge", "→": r"\to"}
#: Symbols of single checks whose names are no notation: Unicode and LaTeX.
_LOCAL = {"norm_v": ("‖v_k‖₂", r"\|v_k\|_2")}
_LETTERS = {"sigma": "σ", "lambda": "λ", "ell": "ℓ"}
_LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def text(item: Any) -> str:
    """Return a formula, a relation or a matrix as one line of Unicode.

    Parameters
    ----------
    item : sympy object, Relation or number
        What is printed.
    """
    if isinstance(item, Relation):
        sides = text(item.lhs), text(item.rhs)
        if item.sign == "=" and sides[0] == sides[1]:
            return f"{sides[0]} on both sides"
        return f"{sides[0]} {item.sign} {sides[1]}"
    if isinstance(item, sp.MatrixBase):
        rows = (", ".join(text(entry) for entry in row) for row in item.tolist())
        return f"[{'; '.join(rows)}]"
    item = sp.sympify(item)
    if item in (sp.oo, -sp.oo):
        return "∞" if item is sp.oo else "−∞"
    if item.has(sp.zoo, sp.nan):
        return "no number"
    if item.is_Float:
        return f"{float(item):.6g}".replace("-", "−")
    names = {symbol: _local(symbol, 0) for symbol in _own(item)}
    return text_of(_rounded(item).xreplace(names)).replace("-", "−")


def latex(item: Any) -> str:
    """Return a formula, a relation or a matrix as LaTeX.

    Parameters
    ----------
    item : sympy object, Relation or number
        What is printed.
    """
    if isinstance(item, Relation):
        sides = latex(item.lhs), latex(item.rhs)
        if item.sign == "=" and sides[0] == sides[1]:
            return rf"{sides[0]} \text{{ on both sides}}"
        return f"{sides[0]} {_LATEX_SIGNS.get(item.sign, item.sign)} {sides[1]}"
    if isinstance(item, sp.MatrixBase):
        rows = (" & ".join(_entry(entry) for entry in row) for row in item.tolist())
        columns = "c" * item.shape[1]
        inner = r" \\[2pt] ".join(rows)
        return rf"\left(\begin{{array}}{{{columns}}}{inner}\end{{array}}\right)"
    item = sp.sympify(item)
    if item.has(sp.zoo, sp.nan):
        return r"\text{no number}"
    if item.is_Float:
        return _float(float(item))
    names = {symbol: _local(symbol, 1) for symbol in _own(item) if symbol.name in _LOCAL}
    return latex_of(_rounded(item).xreplace(names))


def _entry(item: Any) -> str:
    """Return an entry of a matrix: a fraction of numbers on one line, so that rows keep apart."""
    return f"{item.p}/{item.q}" if item.is_Rational and not item.is_Integer else latex(item)


def _own(item: Any) -> list[sp.Symbol]:
    """Return the symbols that stand in no table of the paper's."""
    return [
        symbol for symbol in item.free_symbols if symbol.is_Symbol and symbol.name not in SYMBOLS
    ]


def _local(symbol: sp.Symbol, which: int) -> sp.Symbol:
    if symbol.name in _LOCAL:
        name = _LOCAL[symbol.name][which]
    else:
        base, _, below = symbol.name.partition("_")
        base = _LETTERS.get(base, base)
        if below == "*":
            name = f"{base}*"
        elif below.isdigit():
            name = base + below.translate(_LOWERED)
        else:
            name = f"{base}_{below}" if below else base
    return sp.Symbol(name, **symbol.assumptions0)


def _rounded(item: Any) -> Any:
    return item.xreplace({number: sp.Float(number, 6) for number in item.atoms(sp.Float)})


def _float(number: float) -> str:
    plain = f"{number:.6g}"
    mantissa, _, exponent = plain.partition("e")
    return plain if not exponent else rf"{mantissa} \times 10^{{{int(exponent)}}}"
