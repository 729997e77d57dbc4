r"""Formulas for a column of a paper: long ones broken into lines, with names for what is too long.

Nothing is set smaller. A sum is broken at its signs, a maximum between its members, cases have a
line each; what is still too wide gets a name, ``X_1``, and is shown by itself. Widths are those of
Computer Modern at ten points, as estimated from the LaTeX: within a few points of what TeX finds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, NamedTuple

import sympy as sp

from adamw_bounds.theory.printing import flat, latex_of, members_of, ordered_terms
from adamw_bounds.theory.statements import Variant

__all__ = ["COLUMN", "Display", "display", "width_of"]

#: Points that a formula may take: the narrowest column of the usual classes has 229.
COLUMN: Final = 215.0


class Display(NamedTuple):
    """A formula as it is shown.

    Attributes
    ----------
    latex : str
        What stands in the display; lines are in ``aligned``, ``array`` or ``cases``.
    names : tuple of str
        Definitions of the names in it, ``X_{1} = …``, each shown by itself, in this order.
    """

    latex: str
    names: tuple[str, ...]


def display(left: str, sign: str, expr: Any, right: str = "", room: float = COLUMN) -> Display:
    r"""Return a formula in lines that fit a column.

    Parameters
    ----------
    left, sign, right : str
        LaTeX before and behind the formula: ``T``, ``= O\left(`` and ``\right)``. A long left side
        has a line of its own.
    expr : sympy expression or Variant
        The formula.
    room : float
        Points that a line may take.
    """
    page = _Page(room)
    latex = page.shown(left, sign, expr, right)
    names: list[str] = []
    # A definition may need names of its own, which stand behind it.
    done = 0
    while done < len(page.named):
        symbol, meant = page.named[done]
        names.append(page.shown(str(sp.latex(symbol)), "=", meant))
        done += 1
    return _in_order(latex, names)


def _in_order(latex: str, names: list[str]) -> Display:
    """Return a display whose names are numbered as they come."""
    known = {_NAME.findall(text)[0]: text for text in names}
    order: list[str] = []
    waiting = [latex]
    while waiting:
        fresh = dict.fromkeys(_NAME.findall(waiting.pop(0)))
        new = [name for name in fresh if name not in order]
        order += new
        waiting += [known[name] for name in new]
    numbers = {name: str(place) for place, name in enumerate(order, start=1)}

    def numbered(text: str) -> str:
        return _NAME.sub(lambda found: f"X_{{{numbers[found[1]]}}}", text)

    shown = [numbered(known[name]) for name in order]
    return Display(numbered(latex), tuple(shown))


#: A name; papers have no X with a number.
_NAME: Final = re.compile(r"X_\{(\d+)\}")


# Breaking


class _Page:
    def __init__(self, room: float) -> None:
        self.room = room
        self.named: list[tuple[Any, Any]] = []

    def shown(self, left: str, sign: str, expr: Any, right: str = "") -> str:
        """Return a formula with what stands around it."""
        above = width_of(left) > _LEFT * self.room
        room = self.room - width_of(sign) - width_of(right) - (0.0 if above else width_of(left))
        shown = f"{sign} {self.fitted(self._without_repeats(expr, room), room)}{right}".strip()
        if not above or width_of(f"{left} {shown}") <= self.room:
            return f"{left} {shown}".strip()
        return rf"\begin{{aligned}} &{left} \\ &{shown} \end{{aligned}}"

    def _without_repeats(self, expr: Any, room: float) -> Any:
        """Name the large parts that stand more than once in a formula that is too wide."""
        how, members = members_of(expr) if isinstance(expr, Variant) else ("", [expr])
        if how or width_of(latex_of(sp.sympify(members[0]))) <= room:
            return expr
        (found,) = members
        found = sp.sympify(found)
        while True:
            counts = _counted(found)
            again = [part for part, count in counts.items() if count > 1 and _is_wide(part)]
            if not again:
                return found
            part = max(again, key=lambda part: width_of(latex_of(part)))
            found = found.xreplace({part: self._symbol(part)})

    def fitted(self, expr: Any, room: float) -> str:
        """Return a formula that is no wider than the room, in several lines where need be."""
        how, members = members_of(expr) if isinstance(expr, Variant) else ("", [expr])
        if how == "" and len(members) == 1:
            expr = sp.sympify(members[0])
            if isinstance(expr, sp.Piecewise):
                return self._cases(expr, room)
            text = latex_of(expr)
            if width_of(text) <= room:
                return text
            if isinstance(expr, sp.Max | sp.Min):
                how, members = type(expr).__name__.lower(), flat(expr)
            elif expr.is_Add:
                how, members = "sum", ordered_terms(expr)
            else:
                return self._shortened(expr, room)
        texts = [latex_of(item) for item in members]
        if how == "sum":
            whole = _sum(texts)
            return whole if width_of(whole) <= room else self._sum_of(members, room)
        whole = rf"\{how}\left\{{{_joined(texts)}\right\}}"
        if width_of(whole) <= room:
            return whole
        return self._extremum(how, members, room)

    def _extremum(self, how: str, members: Sequence[Any], room: float) -> str:
        inner = room - width_of(rf"\{how}\left\{{\right\}}") - 4.0
        lines = [
            # Cases within a list would be hard to read.
            self._name(item) if item.has(sp.Piecewise) else self.fitted(item, inner - 3.0)
            for item in members
        ]
        whole = rf"\{how}\left\{{{_joined(lines)}\right\}}"
        if width_of(whole) <= room and r"\begin" not in whole:
            return whole
        body = r",\\[3pt] ".join(rf"\displaystyle {line}" for line in lines)
        return rf"\{how}\left\{{\begin{{array}}{{@{{}}l@{{}}}} {body} \end{{array}}\right\}}"

    def _sum_of(self, terms: Sequence[Any], room: float) -> str:
        """Return a sum in lines; as many terms to a line as fit."""
        sign = width_of("{}+")
        lines: list[str] = []
        for term in terms:
            negative = term.could_extract_minus_sign()
            text = self.fitted(self._without_cases(-term if negative else term), room - sign)
            mark = "-" if negative else "+" if lines else ""
            joined = f"{lines[-1]} {mark} {text}" if lines else f"{mark} {text}".strip()
            if lines and (width_of(joined) > room or r"\begin" in joined):
                lines.append(f"{{}} {mark} {text}")
            elif lines:
                lines[-1] = joined
            else:
                lines.append(joined)
        if len(lines) == 1:
            return lines[0]
        return rf"\begin{{aligned}}[t] &{(chr(92) * 2 + ' &').join(lines)} \end{{aligned}}"

    def _without_cases(self, term: Any) -> Any:
        """Name the cases in a term, which would tower over the sum."""
        if isinstance(term, sp.Piecewise):
            return self._symbol(term)
        found = [part for part in term.args if isinstance(part, sp.Piecewise)]
        return term.xreplace({part: self._symbol(part) for part in found})

    def _cases(self, expr: Any, room: float) -> str:
        """Return cases, the condition of each beside its value, in lines of their own."""
        inner = room - width_of(r"\left\{\right.") - 14.0
        tests = [_tests(when) for _, when in expr.args]
        widest = max((width_of(line) for lines in tests for line in lines), default=0.0)
        values = [latex_of(value) for value, _ in expr.args]
        for number in sorted(range(len(values)), key=lambda place: -width_of(values[place])):
            if width_of(values[number]) + min(widest, 0.5 * inner) > inner:
                values[number] = self._name(expr.args[number][0])
        left = inner - max(map(width_of, values))
        rows = []
        for text, (_, when) in zip(values, expr.args, strict=True):
            lines = [self._test(test, left) for test in _parts(when)] or [r"\text{otherwise}"]
            between = r"\text{or } " if isinstance(when, sp.Or) else r"\text{and } "
            for number, line in enumerate(lines):
                word = r"\text{if } " if number == 0 else between
                word = "" if when == True else word  # noqa: E712
                rows.append(f"{text if number == 0 else ''} & {word}{line}")
        return rf"\begin{{cases}} {(chr(92) * 2 + ' ').join(rows)} \end{{cases}}"

    def _test(self, test: Any, room: float) -> str:
        text = latex_of(test)
        room -= _WORD
        if width_of(text) <= room or not test.args:
            return text
        if isinstance(test, sp.And | sp.Or):
            word = r" \text{ or } " if isinstance(test, sp.Or) else r" \text{ and } "
            share = room / len(test.args)
            return rf"\left({word.join(self._test(item, share) for item in test.args)}\right)"
        sides = [
            sp.Symbol(self._name(side)) if width_of(latex_of(side)) > 0.5 * room else side
            for side in test.args
        ]
        return latex_of(type(test)(*sides, evaluate=False))

    def _shortened(self, expr: Any, room: float) -> str:
        """Return a formula in which parts have names until it fits."""
        while width_of(latex_of(expr)) > room:
            part = _to_name(expr, room)
            if part is None:
                break
            expr = expr.xreplace({part: self._symbol(part)})
        return latex_of(expr)

    def _name(self, part: Any) -> str:
        return str(sp.latex(self._symbol(part)))

    def _symbol(self, part: Any) -> Any:
        """Return the name of a part; equal parts have one."""
        for symbol, meant in self.named:
            if meant == part:
                return symbol
        symbol = sp.Symbol(f"X_{len(self.named) + 1}", real=True)
        self.named.append((symbol, part))
        return symbol


def _to_name(expr: Any, room: float) -> Any:
    """Return the part of a formula whose name shortens it best."""
    whole = width_of(latex_of(expr))
    found = _counted(expr)
    if not found:
        return None

    def worth(part: Any) -> tuple[bool, float]:
        own = width_of(latex_of(part))
        # What is a little narrower than the whole would leave hardly more than a name.
        return isinstance(part, sp.Piecewise), own * found[part] if own <= 0.8 * whole else own / 9

    best = max(found, key=worth)
    return best if width_of(latex_of(best)) > _NAME_WIDTH else None


def _counted(expr: Any) -> dict[Any, int]:
    """Return how often each part of a formula stands in it."""
    found: dict[Any, int] = {}
    for part in sp.preorder_traversal(expr):
        plain = not part.args or part.is_Boolean or part.is_number
        if part != expr and not plain and isinstance(part, sp.Expr):
            found[part] = found.get(part, 0) + 1
    return found


def _is_wide(part: Any) -> bool:
    return isinstance(part, sp.Piecewise) or width_of(latex_of(part)) > _REPEATED


def _parts(when: Any) -> list[Any]:
    """Return the conditions that hold together; none of what holds otherwise."""
    if when == True:  # noqa: E712
        return []
    return list(when.args) if isinstance(when, sp.And | sp.Or) else [when]


def _tests(when: Any) -> list[str]:
    return [rf"\text{{and }} {latex_of(test)}" for test in _parts(when)]


def _joined(texts: Iterable[str]) -> str:
    return r",\; ".join(texts)


def _sum(texts: Sequence[str]) -> str:
    return " ".join(
        text if number == 0 or text.startswith("-") else f"+ {text}"
        for number, text in enumerate(texts)
    )


# Widths

_TOKEN: Final = re.compile(r"\\[A-Za-z]+|\\.|[{}^_&]|\s+|.", re.DOTALL)
_NAME_WIDTH: Final = 16.0
#: Share of a line from which a left side stands above.
_LEFT: Final = 0.4
#: Points of the word before a condition.
_WORD: Final = 20.0
#: A part that is wider gets a name where it stands more than once.
_REPEATED: Final = 30.0
#: In points of a font of ten.
_WIDTHS: Final = {
    **dict.fromkeys("0123456789", 5.0),
    **dict.fromkeys("()[]", 3.9),
    **dict.fromkeys(",;.!'|", 2.8),
    **{",": 4.5, "/": 5.0, "m": 8.8, "w": 7.2, "i": 3.5, "j": 4.1, "l": 3.0, "t": 3.6, "r": 4.5},
    **{"M": 9.7, "W": 9.4, "I": 4.4, "L": 6.8, "T": 5.8, "F": 6.5, "E": 7.4, "A": 7.5, "Q": 7.9},
    **{r"\infty": 10.0, r"\|": 5.0, r"\{": 5.0, r"\}": 5.0, r"\;": 2.8, r"\,": 1.7, r"\ ": 3.3},
    **{r"\:": 2.2, r"\!": -1.7, r"\quad": 10.0, r"\ast": 5.0, r"\prime": 2.8, r"\nabla": 8.3},
    **{r"\max": 20.2, r"\min": 18.3, r"\log": 14.5, r"\exp": 17.0, r"\det": 15.0},
    **{r"\Delta": 8.3, r"\Lambda": 6.9, r"\Omega": 7.2, r"\Phi": 7.2, r"\Gamma": 6.3},
    **{r"\lambda": 5.8, r"\epsilon": 4.1, r"\sigma": 6.1, r"\delta": 4.6, r"\beta": 6.1},
    **{r"\gamma": 5.7, r"\eta": 5.4, r"\mu": 6.0, r"\rho": 5.2, r"\tau": 4.9, r"\alpha": 6.4},
    **{r"\ell": 4.2, r"\sum": 14.4, r"\mathbb": 0.0, r"\lceil": 4.4, r"\rceil": 4.4},
    **{
        "&": 0.0,
        r"\left": 0.0,
        r"\right": 0.0,
        r"\displaystyle": 0.0,
        r"\mathrm": 0.0,
        r"\text": 0.0,
    },
    **{r"\operatorname": 0.0, r"\mathcal": 0.0, r"\big": 0.0, r"\Big": 0.0, r"\limits": 0.0},
}
_BINARY: Final = frozenset(("+", "-", r"\cdot", r"\times", r"\wedge", r"\vee"))
_RELATIONS: Final = frozenset(
    ("=", "<", ">", ":", r"\le", r"\ge", r"\leq", r"\geq", r"\lesssim", r"\to", r"\sim", r"\in")
)
_SIZES: Final = (1.0, 1.0, 0.72, 0.55)


def width_of(latex: str) -> float:
    """Return about how wide a formula is in a display, in points at ten points."""
    return _Measure(latex).run()


class _Measure:
    def __init__(self, latex: str) -> None:
        tokens = [token for token in _TOKEN.findall(latex) if not token.isspace()]
        self.tokens: Iterator[str] = iter(tokens)
        self.ahead: str | None = next(self.tokens, None)

    def take(self) -> str:
        token = self.ahead or ""
        self.ahead = next(self.tokens, None)
        return token

    def run(self) -> float:
        total = 0.0
        while self.ahead is not None:
            if self.ahead == "}":
                self.take()
                continue
            total += self.one(0)
        return total

    def group(self, style: int) -> float:
        """Measure what braces hold, or the one thing that stands there."""
        if self.ahead != "{":
            return self.one(style)
        self.take()
        total = 0.0
        while self.ahead not in (None, "}"):
            total += self.one(style)
        self.take()
        return total

    def one(self, style: int) -> float:
        """Measure one thing with what is above and below it."""
        base = self.bare(style)
        scripts = [0.0]
        while self.ahead in ("^", "_"):
            self.take()
            scripts.append(self.group(max(2, min(style + 2, 3))) + 0.6)
        return base + max(scripts)

    def bare(self, style: int) -> float:
        if self.ahead == "{":
            return self.group(style)
        token = self.take()
        size = _SIZES[min(style, 3)]
        if token in (r"\frac", r"\tfrac", r"\dfrac"):
            inner = min(style + 1, 3)
            return max(self.group(inner), self.group(inner)) + 2.6
        if token == r"\sqrt":
            return self.group(style) + 8.5 * size
        if token in (r"\begin", r"\end"):
            self.group(style)
            return 0.0
        if token in _RELATIONS:
            return (7.8 + (5.6 if style < 2 else 0.0)) * size
        if token in _BINARY:
            return ((7.8 if token != r"\cdot" else 2.8) + (4.4 if style < 2 else 0.0)) * size
        if token in (r"\left", r"\right"):
            mark = self.take()
            return 0.0 if mark == "." else 6.5 * size
        known = _WIDTHS.get(token)
        if known is not None:
            return known * size
        if len(token) == 1:
            return (7.4 if token.isupper() else 5.1) * size
        return 6.0 * size
