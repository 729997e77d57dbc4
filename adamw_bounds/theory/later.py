"""Moves what only some points need behind the question whether they need it.

The lines of a kernel compute both sides of every case. Where a side takes a root that has to be
searched for, its lines become a function of their own, which is called at the points of that case
alone. So does the logarithm of what is beyond a float, which hardly any point asks for.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

__all__ = ["later"]

#: What takes long: a case that holds one of them is not computed where it does not hold.
_LONG = frozenset({"log_outer_root", "log_crest", "log_log_root"})


@dataclass(frozen=True, slots=True)
class _Line:
    """A line, with the functions that stand before it for its sake.

    Attributes
    ----------
    targets, takes : tuple of str
        The names that it defines, and those that it needs.
    texts : tuple of str
        What is written; the line itself comes last.
    """

    targets: tuple[str, ...]
    takes: tuple[str, ...]
    texts: tuple[str, ...]

    @property
    def is_long(self) -> bool:
        """Whether it holds a call that takes long, itself or in a function that it calls."""
        return any(f"m.{name}(" in text for name in _LONG for text in self.texts)


def later(lines: Sequence[str], result: str) -> list[str]:
    """Return lines that do the same, with functions for what is not needed everywhere.

    Parameters
    ----------
    lines : sequence of str
        Assignments, each name once, in the order in which they are needed.
    result : str
        The code of what is returned.
    """
    found = _moved([_parsed(line) for line in lines], ast.parse(result, mode="eval").body)
    return [text for line in found for text in line.texts]


def _parsed(text: str) -> _Line:
    target, code = _sides(text)
    return _Line(_names(target), _names(code), (text,))


def _sides(text: str) -> tuple[ast.expr, ast.expr]:
    (statement,) = ast.parse(text).body
    assert isinstance(statement, ast.Assign)
    return statement.targets[0], statement.value


def _names(node: ast.AST) -> tuple[str, ...]:
    return tuple(
        item.id for item in ast.walk(node) if isinstance(item, ast.Name) and item.id != "m"
    )


def _moved(lines: list[_Line], result: ast.expr) -> list[_Line]:
    """Return the lines, the last case first put behind its question, then those before it."""
    place = len(lines) - 1
    while place >= 0:
        kept = _line_moved(lines, place, result)
        place -= len(lines) - len(kept) + 1
        lines = kept
    return lines


def _line_moved(lines: list[_Line], place: int, result: ast.expr) -> list[_Line]:
    """Return the lines, those that a line does not need everywhere in functions before it."""
    line = lines[place]
    call = _sides(line.texts[-1])[1]
    words: dict[int, str] = {}
    if _is_call(call, "where"):
        words = {1: "yes", 2: "no"}
    elif _is_call(call, "log_outer_root"):
        words = {1: "far"}
    if not (words and isinstance(call, ast.Call)):
        return lines
    is_case = "yes" in words.values()
    codes = [ast.unparse(item) for item in call.args]
    functions: list[str] = []
    takes = list(line.takes)
    gone: set[int] = set()
    for number, word in words.items():
        if number >= len(codes):
            continue
        side = codes[number]
        own = _alone(lines, place, side, result)
        if not own or (is_case and not any(lines[index].is_long for index in own)):
            continue
        gone.update(own)
        body = [lines[index] for index in own]
        free = _free(body)
        takes += free
        name = f"{line.targets[0]}_{word}"
        functions += _function(name, free if is_case else [], body, side)
        arguments = "".join(f"{item}, " for item in free)
        codes[number] = f"({name}, ({arguments}))" if is_case else name
    if not functions:
        return lines
    text = f"{line.targets[0]} = m.{'choose' if is_case else 'log_outer_root'}({', '.join(codes)})"
    changed = _Line(line.targets, tuple(takes), (*functions, text))
    listed = [*lines[:place], changed, *lines[place + 1 :]]
    return [item for index, item in enumerate(listed) if index not in gone]


def _is_call(code: ast.expr, name: str) -> bool:
    return (
        isinstance(code, ast.Call)
        and isinstance(code.func, ast.Attribute)
        and code.func.attr == name
    )


def _alone(lines: list[_Line], place: int, name: str, result: ast.expr) -> list[int]:
    """Return the numbers of the lines that serve one argument of a line and nothing else."""
    if lines[place].takes.count(name) > 1 or name in _names(result):
        return []
    outside = set(_names(result))
    for line in lines[place + 1 :]:
        outside.update(line.takes)
    outside.update(item for item in lines[place].takes if item != name)
    own: list[int] = []
    inside = {name}
    for index in range(place - 1, -1, -1):
        line = lines[index]
        if outside.isdisjoint(line.targets) and not inside.isdisjoint(line.targets):
            own.append(index)
            inside.update(line.takes)
        else:
            outside.update(line.takes)
    return own[::-1]


def _free(body: Iterable[_Line]) -> list[str]:
    """Return what lines take from outside."""
    made = {name for line in body for name in line.targets}
    taken = dict.fromkeys(name for line in body for name in line.takes)
    return [name for name in taken if name not in made]


def _function(name: str, taken: Sequence[str], body: list[_Line], result: str) -> list[str]:
    parameters = ", ".join(f"{item}: Any" for item in taken)
    inner = _moved(body, ast.parse(result, mode="eval").body)
    return [
        f"def {name}({parameters}) -> Any:",
        *(f"    {text}" for line in inner for text in line.texts),
        f"    return {result}",
    ]
