r"""Text and identifiers as LaTeX, in ASCII, with the mathematics in them set as such."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from adamw_bounds.optimizers import OPTIMIZERS, OTHERS
from adamw_bounds.report.plain import one_line

__all__ = ["escape", "written_out"]

_TEXT = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "`": r"\textasciigrave{}",
    '"': "''",  # T1 alone has a straight one
    "[": "{[}",  # after \\ a bracket would be an argument
    "]": "{]}",
    "*": "{*}",  # so would a star
    "–": "--",
    "—": "---",
    "‘": "`",
    "’": "'",
    "“": "``",
    "”": "''",
    "…": r"\dots{}",
    "§": r"\S{}",
    "\u00a0": "~",
    "\u202f": r"\,",
    "ß": r"{\ss}",
    "ø": r"{\o}",
    "Ø": r"{\O}",
    "æ": r"{\ae}",
    "Æ": r"{\AE}",
    "œ": r"{\oe}",
    "ł": r"{\l}",
    "Ł": r"{\L}",
    "ı": r"{\i}",
}

# LaTeX names the letters as Unicode does, apart from these.
_GREEK = {
    **{char: unicodedata.name(char).split()[-1].lower() for char in "αβγδζηθικμνξπρστυχψω"},
    **{char: unicodedata.name(char).split()[-1].capitalize() for char in "ΓΔΘΞΠΣΦΨΩ"},
    "ς": "varsigma",
    "ε": "epsilon",  # as the catalog's formulas have it
    "ϵ": "epsilon",
    "λ": "lambda",
    "Λ": "Lambda",
    "φ": "varphi",
    "ϕ": "phi",
    "µ": "mu",
}
_MATH = {
    **{char: rf"\{name} " for char, name in _GREEK.items()},
    "∞": r"\infty ",
    "‖": r"\|",
    "×": r"\times ",
    "·": r"\cdot ",
    "⋅": r"\cdot ",
    "≤": r"\le ",
    "≥": r"\ge ",
    "≠": r"\ne ",
    "≈": r"\approx ",
    "≡": r"\equiv ",
    "∼": r"\sim ",
    "∝": r"\propto ",
    "±": r"\pm ",
    "−": "-",
    "∓": r"\mp ",
    "÷": r"\div ",
    "√": r"\surd ",
    "∑": r"\sum ",
    "∏": r"\prod ",
    "∫": r"\int ",
    "∂": r"\partial ",
    "∇": r"\nabla ",
    "∈": r"\in ",
    "∉": r"\notin ",
    "⊂": r"\subset ",
    "⊆": r"\subseteq ",
    "∪": r"\cup ",
    "∩": r"\cap ",
    "∀": r"\forall ",
    "∃": r"\exists ",
    "→": r"\to ",
    "←": r"\leftarrow ",
    "↔": r"\leftrightarrow ",
    "⇒": r"\Rightarrow ",
    "⇔": r"\Leftrightarrow ",
    "↦": r"\mapsto ",
    "≪": r"\ll ",
    "≫": r"\gg ",
    "⪰": r"\succeq ",
    "⪯": r"\preceq ",
    "≻": r"\succ ",
    "≺": r"\prec ",
    "ℓ": r"\ell ",
    "ℝ": r"\mathbf{R}",
    "𝔼": r"\mathbf{E}",
    "𝓕": r"\mathcal{F}",
    "𝓧": r"\mathcal{X}",
    "⌈": r"\lceil ",
    "⌉": r"\rceil ",
    "⌊": r"\lfloor ",
    "⌋": r"\rfloor ",
    "⟨": r"\langle ",
    "⟩": r"\rangle ",
    "⊤": r"\top ",
    "⊥": r"\perp ",
    "½": r"\frac{1}{2}",
    "¼": r"\frac{1}{4}",
    "¾": r"\frac{3}{4}",
    "∘": r"\circ ",
    "°": r"^{\circ}",
    "′": "'",
    "″": "''",
    "<": "<",
    ">": ">",
    "|": "|",
    "∣": r"\mid ",
    "¬": r"\neg ",
    "∧": r"\wedge ",
    "∨": r"\vee ",
    "⊗": r"\otimes ",
    "⊙": r"\odot ",
    "⊕": r"\oplus ",
    "∅": r"\emptyset ",
    "★": r"\star ",
    "†": r"\dagger ",
    "✓": r"\surd ",
}
# Mathematical italics: variables that are not to be taken for words.
_MATH.update({chr(0x1D434 + place): chr(65 + place) for place in range(26)})
_MATH.update({chr(0x1D44E + place): chr(97 + place) for place in range(26)})
_RAISED = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱᵀ", "0123456789+-=()niT", strict=True))
_RAISED.update(zip("ᵏᵗᵇᵈᵃˣ", "ktbdax", strict=True))
_LOWERED = dict(zip("₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎", "0123456789+-=()", strict=True))
_LOWERED.update(zip("ₐₑₒₓₕₖₗₘₙₚₛₜᵢⱼᵣᵤᵥᵦᵧᵨᵩ", "aeoxhklmnpstijruvβγρφ", strict=True))
_ACCENTS = {
    "\u0300": "`",
    "\u0301": "'",
    "\u0302": "^",
    "\u0303": "~",
    "\u0304": "=",
    "\u0306": "u ",
    "\u0307": ".",
    "\u0308": '"',
    "\u030a": "r ",
    "\u030b": "H ",
    "\u030c": "v ",
    "\u0327": "c ",
}

#: What stands over a variable: √v̂, f̃, v̄. A letter that Unicode has with its mark is one of a name.
_OVER_MATH = {"\u0302": r"\hat", "\u0303": r"\tilde", "\u0304": r"\bar"}

# Symbols of the field that are more than one character: a letter or Greek letter with what is
# below it (c∞, c2, x0, x*, β1, λ_k, β_{1k}, G₂, ℓ2), a root with what is under it, and powers in
# raised digits or behind a caret.
_GREEKS = "".join(_GREEK) + "ℓ"
_SUBS = "".join(_LOWERED)
_OVER = "".join(_OVER_MATH)
_SYMBOL = re.compile(
    rf"""
      (?P<root>√)(?=[\w(∞])
    | (?P<norm>‖)∞
    | (?P<base>[{_GREEKS}]
        | [A-Za-z][{_OVER}]
        | (?<![A-Za-z_])(?!(?<=[0-9])[eE][0-9])
          [A-Za-z](?=[∞{_SUBS}] | [0-9*](?![0-9]*[A-Za-z_.])
            | _(?:\{{ | ℓ[2₂](?!\w) | [A-Z][a-z]+[A-Z](?!\w)
                | [A-Za-z0-9{_GREEKS}](?![A-Za-z0-9_]))))
      (?: _\{{(?P<braced>[^{{}}]+)\}}
        | _(?P<under>[0-9]+[a-z]?(?!\w) | ℓ[2₂](?!\w) | [^\W\d_]{{3,}}(?!\w) | \w)
        | (?<!Σ)(?P<bare>(?<=[{_GREEKS}])[0-9]k(?![A-Za-z0-9_])
            | (?<=[{_GREEKS}])[12](?=[A-Za-z](?![A-Za-z]))
            | [0-9∞]+(?!\.[0-9]|[A-Za-z_]))
        | (?P<subs>[{_SUBS}]+)
      )?
      (?P<star>\*(?!\w))?
    | \^ (?: \((?P<group>[^()]+)\)
          | \{{(?P<power>[^{{}}]+)\}}
          | (?P<word>[-−+]?[\w∞]+(?:\.\d+)?) )
    | (?P<raised>[{"".join(_RAISED)}]+)
    | (?P<lowered>[{_SUBS}]+)
    """,
    re.VERBOSE,
)
#: What stands under a root without brackets: a letter with its index, or a number.
_UNDER_ROOT = re.compile(
    rf"""[{_GREEKS}](?:_\{{[^{{}}]+\}}|_\w|[∞{_SUBS}]+|[^\W_])?
    | [A-Za-z][{_OVER}]?(?:_\{{[^{{}}]+\}}|_\w(?!\w)|[∞{_SUBS}0-9]*)
    | [0-9]+ | .""",
    re.VERBOSE,
)


#: A letter that stands alone is a variable: T, b, ∇F. Not so the words a, A and I, unless an
#: operator follows; nor initials (Zhou, P.), sections (G.2), pages (p. 9), and what stands behind
#: an apostrophe.
_LETTER = re.compile(
    r"""(?<![A-Za-z0-9À-ÖØ-öø-ɏ'’.^_\\-])
    (?: (?<!,\ )(?<!\.\ )(?<!^)[A-Z](?=\.(?:\s|$))
      | (?![aAI](?!\s?[=≤≥<>/·+−∈]))[A-Za-z](?!\.)
      | (?<=[α-ω])I )
    (?![A-Za-z0-9À-ÖØ-öø-ɏ]|['’_-](?=[A-Za-z]))""",
    re.VERBOSE,
)


def _math_of(text: str) -> str:
    """Return text as the inside of a formula: letters are variables."""
    return _tidy("".join(piece for _, piece in _pieces(text, inside=True)))


def _tidy(formula: str) -> str:
    """Return a formula without the blanks that mean nothing in it."""
    return re.sub(r" +(?=[\^_} ])", "", formula).strip()


def _matching(text: str, start: int) -> int:
    """Return the index behind the bracket that closes the one at ``start``, or -1."""
    depth = 0
    for index in range(start, len(text)):
        depth += {"(": 1, ")": -1}.get(text[index], 0)
        if depth == 0:
            return index + 1
    return -1


def _root(text: str, start: int) -> tuple[str, int]:
    r"""Return ``\sqrt{...}`` for the root at ``start`` and the index behind it."""
    if text[start + 1] == "(":
        end = _matching(text, start + 1)
        if end < 0:
            return r"\surd ", start + 1
        return rf"\sqrt{{{_math_of(text[start + 2 : end - 1])}}}", end
    under = _UNDER_ROOT.match(text, start + 1)
    assert under is not None
    return rf"\sqrt{{{_math_of(under.group())}}}", under.end()


def _symbol(match: re.Match[str]) -> str:
    power = match["group"] or match["power"] or match["word"]
    if power is not None:
        return f"^{{{_math_of(power)}}}"
    if match["raised"]:
        return f"^{{{''.join(_RAISED[char] for char in match['raised'])}}}"
    if match["norm"]:
        return r"\|_{\infty}"
    if match["lowered"]:
        return f"_{{{_lower(match['lowered'])}}}"
    letter, mark = match["base"][0], match["base"][1:]
    base = _MATH.get(letter, letter).strip()
    if mark:
        base = rf"{_OVER_MATH[mark]}{{{base}}}"
    below = match["braced"] or match["under"] or match["bare"] or ""
    if re.fullmatch(r"[^\W\d_]{3,}", below):
        below = rf"\mathrm{{{_math_of(below)}}}"  # a word, not three variables
    else:
        below = _math_of(below) if below else _lower(match["subs"] or "")
    symbol = base
    if below:
        symbol += f"_{{{below}}}"
    if match["star"]:
        symbol += "^{*}"
    return symbol if symbol != base or not base.startswith("\\") else base + " "


def _lower(text: str) -> str:
    return "".join(_MATH.get(_LOWERED[char], _LOWERED[char]) for char in text).strip()


def _character(char: str, *, inside: bool) -> tuple[bool, str]:
    """Return whether a single character is mathematics, and its LaTeX."""
    if char in _MATH:
        return True, _MATH[char]
    if inside and char in _TEXT and char not in "{}%&#$_":
        # A command of text mode would not do; what cannot be meant in a formula is set as text.
        return False, char if char in "[]*" else rf"\mbox{{{_TEXT[char]}}}"
    if inside and char == "'":
        return False, r"\mbox{'}"
    if char in _TEXT:
        return False, _TEXT[char]
    if char.isascii():
        return False, char if char.isprintable() else " "
    parts = unicodedata.normalize("NFD", char)
    if len(parts) == 2 and parts[1] in _ACCENTS and parts[0].isalpha() and parts[0].isascii():
        letter = {"i": r"\i", "j": r"\j"}.get(parts[0], parts[0])
        return False, rf"{{\{_ACCENTS[parts[1]]}{letter}}}"
    plain = unicodedata.normalize("NFKD", char)
    plain = "".join(part for part in plain if not unicodedata.combining(part))
    if plain.isascii() and plain.isalnum():
        return False, plain  # ﬁ, or a letter with a mark that the standard fonts lack
    return False, rf"\texttt{{U+{ord(char):04X}}}"


def _pieces(text: str, *, inside: bool = False) -> list[tuple[bool, str]]:
    """Split text into formulas (True) and escaped text (False)."""
    pieces: list[tuple[bool, str]] = []
    place = 0
    while place < len(text):
        match = _SYMBOL.match(text, place)
        if match and match["root"]:
            root, place = _root(text, place)
            pieces.append((True, root))
        elif match:
            pieces.append((True, _symbol(match)))
            place = match.end()
        elif not inside and _LETTER.match(text, place):
            pieces.append((True, text[place]))
            place += 1
        elif text.startswith("--", place) and not inside:
            pieces.append((False, "-{}"))  # an option, not a dash
            place += 1
        else:
            pieces.append(_character(text[place], inside=inside))
            place += 1
    return _separated(pieces)


def _separated(pieces: list[tuple[bool, str]]) -> list[tuple[bool, str]]:
    """Keep a power of a power, or an index of an index, from being an error of LaTeX."""
    out: list[tuple[bool, str]] = []
    scripts: set[str] = set()  # what the last symbol already carries
    for is_math, piece in pieces:
        kind = "_" if piece[:1] == "_" else "^"
        if is_math and piece[:1] in ("^", "_", "'"):
            again = kind in scripts
            scripts = {kind} if again else scripts | {kind}
            out.append((True, "{}" + piece if again else piece))
            continue
        if is_math:
            scripts = {mark for mark in "^_" if mark + "{" in piece}
        elif not piece.isspace():
            scripts = set()
        out.append((is_math, piece))
    return out


def escape(text: str) -> str:
    r"""Return text in which LaTeX sees no command and no character outside ASCII.

    Parameters
    ----------
    text : str
        Plain text; Unicode mathematics in it becomes mathematics: ``‖x‖₂ ≤ 10⁻³`` is set as
        ``$\|$x$\|_{2} \le$ 10$^{-3}$``, ``c∞`` as ``$c_{\infty}$``, ``√(c∞²+δ)`` as a root.

    Returns
    -------
    str
        LaTeX for text mode. A character that no standard font has is set as its code point.
    """
    text = one_line(unicodedata.normalize("NFC", text))
    # One formula where only blanks, digits and operators stand between two.
    out: list[tuple[bool, str]] = []
    gap = ""
    for is_math, piece in _pieces(text):
        if is_math:
            if out and out[-1][0]:
                out[-1] = (True, out[-1][1] + gap + piece)
            else:
                out += [(False, gap), (True, piece)]
            gap = ""
        elif out and out[-1][0] and re.fullmatch(r"[ 0-9+=/()-]", piece):
            gap += piece
        else:
            out.append((False, gap + piece))
            gap = ""
    out.append((False, gap))
    return "".join(f"${_tidy(piece)}$" if is_math else piece for is_math, piece in out if piece)


_NAMES = {
    **{key: item.phrase for key, item in OPTIMIZERS.items()},
    **OTHERS,
    "iterations": "iterations 𝑇",
    "gradient-complexity": "gradient complexity 𝑏𝑇",
    "eta-max": "largest η",
    "beta1-max": "largest β1",
    "beta2-max": "largest β2",
    "gamma": "γ",
    "eta-k": "η_k",
    "beta1-k": "β_{1k}",
    "lambda-k": "λ_k",
    "gradient-norm-squared": "mean squared gradient norm",
    "err-per-parameter": "err per parameter",
    "c0": "c0",
    "eta": "η",
    "beta1": "β1",
    "beta2": "β2",
    "lambda": "λ",
    "epsilon": "ε",
    "delta": "δ",
    "sigma": "σ",
    "kl": "KL",
    "phi": "Φ",
    "pac-bayes-kl": "PAC-Bayes-kl bound",
    "lambda-star": "λ*",
}
_SYMBOLS = {"eta", "beta1", "beta2", "lambda", "epsilon", "delta", "sigma", "gamma"}


def _words(identifier: str) -> str:
    if not re.fullmatch(r"[a-z0-9-]+", identifier):
        return identifier
    return " ".join(_NAMES[word] if word in _SYMBOLS else word for word in identifier.split("-"))


def written_out(identifier: str, labels: Mapping[str, str] | None = None) -> str:
    """Return an identifier as a reader's phrase, in plain text.

    Parameters
    ----------
    identifier : str
        ``l2-adam``, ``gradient-complexity``.
    labels : mapping, optional
        Phrases that go before the built-in ones.

    Returns
    -------
    str
        ``ℓ₂-Adam``, ``gradient complexity 𝑏𝑇``; else the words of the identifier.
    """
    if labels and identifier in labels:
        return labels[identifier]
    if identifier in _NAMES:
        return _NAMES[identifier]
    return ", ".join(_words(part) for part in identifier.split(", "))
