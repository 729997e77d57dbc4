r"""Short formulas of LaTeX in Unicode, for a terminal: ``\|\nabla F(x_k)\|_2^2`` is ‖∇F(x_k)‖₂².

For left-hand sides, which stand in the catalog as LaTeX alone; every other formula is printed from
its sympy object.
"""

from __future__ import annotations

import re
from typing import Final

__all__ = ["in_unicode"]

_TOKEN: Final = re.compile(r"\\[A-Za-z]+|\\.|[{}^_]|.", re.DOTALL)
_SIGNS: Final = {
    **{"alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ϵ", "varepsilon": "ε"},
    **{"eta": "η", "kappa": "κ", "lambda": "λ", "mu": "μ", "rho": "ρ", "varrho": "ϱ"},
    **{"sigma": "σ", "tau": "τ", "xi": "ξ", "Delta": "Δ", "Lambda": "Λ", "Phi": "Φ"},
    **{"Sigma": "Σ", "sum": "Σ", "prod": "∏", "nabla": "∇", "partial": "∂", "infty": "∞"},
    **{"ell": "ℓ", "langle": "⟨", "rangle": "⟩", "le": " ≤ ", "ge": " ≥ ", "in": " ∈ "},
    **{"cdot": "·", "mathrm": "", "text": "", "operatorname": "", "textstyle": ""},
    **{
        "left": "",
        "right": "",
        "big": "",
        "bigl": "",
        "bigr": "",
        "|": "‖",
        ",": " ",
        "quad": " ",
        "propto": " ∝ ",
    },
}
#: Names of functions: a blank keeps them from what follows.
_WORDS: Final = frozenset({"max", "min", "sup", "lim", "ln", "log"})
#: What stands over a letter.
_OVER: Final = {"hat": "\u0302", "widehat": "\u0302", "bar": "\u0304", "overline": "\u0304"}
_RAISED: Final = str.maketrans("0123456789+-−()in", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁽⁾ⁱⁿ")
_LOWERED: Final = str.maketrans("0123456789+-−()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₍₎")


def in_unicode(latex: str) -> str:
    r"""Return a formula of LaTeX on one line of Unicode.

    Parameters
    ----------
    latex : str
        Letters, indices, fractions and the signs that left-hand sides need.

    Returns
    -------
    str

    Raises
    ------
    ValueError
        If it holds a command that is not known.

    Examples
    --------
    >>> in_unicode(r"b\,T"), in_unicode(r"\frac1T\sum_{k<T}\|g_k\|_2^2")
    ('b·T', '(1/T) Σ_{k<T}‖g_k‖₂²')
    """
    tokens = _TOKEN.findall(latex)
    text = _sequence(tokens, end=None)
    if re.fullmatch(r"\w \w", text):  # a space between two letters is a product's
        text = text.replace(" ", "·")
    # As the symbols' own texts have it.
    text = text.replace("β₁", "β1").replace("β₂", "β2")
    return re.sub(r" {2,}", " ", text).strip()


def _sequence(tokens: list[str], end: str | None) -> str:
    out: list[str] = []
    while tokens:
        if tokens[0] == end:
            tokens.pop(0)
            break
        out.append(_one(tokens))
    return "".join(out)


def _one(tokens: list[str]) -> str:
    """Take one piece from the tokens: a letter, a group, a command with what it needs."""
    token = tokens.pop(0)
    if token == "{":
        return _sequence(tokens, "}")
    if token in "^_" and len(token) == 1:
        return _script(token, _argument(tokens))
    if token == "-":
        return "−"
    if not token.startswith("\\"):
        return token
    name = token[1:]
    if name.isalpha() and tokens and tokens[0] == " ":
        tokens.pop(0)  # it only ends the command
    if name == "mathbb":
        letter = _argument(tokens)
        # An expectation keeps its distance from a letter or a word.
        rest = tokens[:2]
        apart = bool(rest) and (rest[0].isalpha() or rest[0].removeprefix("\\") in _WORDS)
        return f"{letter} " if apart else letter
    if name in ("frac", "tfrac"):
        above, below = _argument(tokens), _argument(tokens)
        return f"({above}/{below}) " if len(below) == 1 else f"{_held(above)}/{_held(below)} "
    if name == "sqrt":
        inner = _argument(tokens)
        return f"√{inner}" if len(inner) == 1 else f"√({inner})"
    if name in _OVER:
        return "".join(letter + _OVER[name] for letter in _argument(tokens))
    if name in _WORDS:
        return f"{name}{_scripts(tokens)} "
    if name in ("mathrm", "operatorname", "text"):
        word = _argument(tokens)
        return f"{word} " if name == "operatorname" else word
    if name not in _SIGNS:
        raise ValueError(f"{token} has no sign in Unicode")
    return _SIGNS[name]


def _scripts(tokens: list[str]) -> str:
    """Take the indices and powers that follow."""
    out = ""
    while tokens and tokens[0] in ("^", "_"):
        out += _one(tokens)
    return out


def _argument(tokens: list[str]) -> str:
    while tokens[0] == " ":
        tokens.pop(0)
    return _one(tokens).strip()


def _held(text: str) -> str:
    return f"({text})" if re.search(r"[ +−/]", text) else text


def _script(mark: str, inner: str) -> str:
    table = _RAISED if mark == "^" else _LOWERED
    if inner == "∞" and mark == "_":
        return "∞"
    changed = inner.translate(table)
    if inner and all(letter in table for letter in map(ord, inner)):
        return changed
    return f"{mark}{inner}" if len(inner) == 1 else f"{mark}{{{inner}}}"
