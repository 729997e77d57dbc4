"""Numbers in text that anyone may have written: decimal commas, thousands marks, headings, indices.

A text is read in every way that its characters allow: with a point or a comma before the decimals,
with or without a mark between thousands, with a heading, with a column that counts the rows. It is
taken where all these ways give the same numbers, or only one is possible; where they give different
ones nobody but its writer can tell, and it is refused with two of the ways.

A lone point is a decimal point: ``1.234`` is no thousand unless a decimal comma stands in the text,
or a number with two points.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

__all__ = ["TextError", "eigenvalues_in"]

#: What a heading may be: a name, not a number.
_HEADING: Final = re.compile(r"[^\W\d][\w.|()λσ -]*")
#: Headings of a column that counts the rows; that of an index without a name is empty.
_INDEX: Final = frozenset({"", "index", "idx", "i", "j", "k", "n", "no", "nr", "id", "row", "rank"})
_QUOTED: Final = re.compile(r'^"([^"]*)"$')
_COUNT: Final = re.compile(r"\d{1,18}")
#: Spaces that a number may have between its thousands.
_SPACES: Final = "  \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}"[1:]
_NAMES: Final = {",": "commas", " ": "spaces"}
#: Numbers of a reading that a message shows.
_SHOWN: Final = 3


class TextError(Exception):
    """Why a text is no list of eigenvalues: a phrase that follows the name of its file."""


class _Reading(NamedTuple):
    """One way to read the text, which `what` says in words."""

    values: tuple[float, ...]
    what: str


class _NoReadingError(Exception):
    """Why a text cannot be read in one way."""


@dataclass(frozen=True, slots=True)
class _Dialect:
    """A way to write numbers: what stands between them, before decimals, between thousands."""

    separator: str
    decimal: str
    thousands: str

    @property
    def number(self) -> re.Pattern[str]:
        """What a number looks like."""
        point, mark = re.escape(self.decimal), f"[{re.escape(self.thousands)}]"
        whole = r"\d+"
        if self.thousands:
            # Groups of three, and no zero in front.
            whole = rf"(?:[1-9]\d{{0,2}}(?:{mark}\d{{3}})+|\d+)"
        plain = rf"(?:{whole}(?:{point}\d*)?|{point}\d+)(?:[eE][+-]?\d+)?"
        return re.compile(rf"[+-]?(?:{plain}|nan|inf|infinity)", re.ASCII | re.IGNORECASE)

    def value(self, token: str) -> float:
        """Return the number that a token writes."""
        for mark in self.thousands:
            token = token.replace(mark, "")
        return float(token.replace(self.decimal, "."))

    def is_used(self, tokens: Sequence[str]) -> bool:
        """Tell whether the marks that it allows stand in any number."""
        has_comma = any("," in token for token in tokens)
        if self.decimal == "," and self.thousands != "." and not has_comma:
            return False
        if not self.thousands:
            return True
        marked = [token for token in tokens if any(mark in token for mark in self.thousands)]
        if self.thousands != "." or not marked:
            return bool(marked)
        return has_comma or any(token.count(".") > 1 for token in marked)

    def describe(self, is_list: bool) -> str:
        """Say it in words; `is_list`: several numbers stand in a line."""
        parts = ["decimal commas"] if self.decimal == "," else []
        if self.thousands:
            name = {",": "commas", ".": "points", "'’": "apostrophes"}.get(self.thousands, "spaces")
            parts.append(f"{name} between thousands")
        elif is_list and self.separator in _NAMES:
            parts.append(f"{_NAMES[self.separator]} between numbers")
        return " and ".join(parts)


def eigenvalues_in(text: str) -> list[float]:
    """Return the numbers of a list, one a line or all in one line.

    Parameters
    ----------
    text : str
        Lines; what follows ``#`` is a comment. The first line may be a heading, and the first of
        two columns may count the rows from 0 or 1 where the heading says so.

    Raises
    ------
    TextError
        If it is no list, or can be read as different lists.
    """
    lines = [
        (number, line)
        for number, raw in enumerate(text.splitlines(), start=1)
        if (line := raw.partition("#")[0].strip(" "))
    ]
    lines = [(number, line) for number, line in lines if line.strip()]
    if not lines:
        raise TextError("is no list of eigenvalues: it holds no number")
    readings: dict[bytes, _Reading] = {}
    # Of several ways that fail, the plainest one says why.
    why = ""
    for dialect in _dialects(lines):
        try:
            for reading in _readings(lines, dialect):
                readings.setdefault(array("d", reading.values).tobytes(), reading)
        except _NoReadingError as error:
            why = why or str(error)
    found = list(readings.values())
    if not found:
        raise TextError(f"is no list of eigenvalues: {why}")
    if len(found) > 1:
        raise TextError(
            "can be read in more than one way: "
            + ", or ".join(f"as {reading.what}" for reading in found[:_SHOWN])
            + ". Write one number a line, with decimal points and no marks between thousands"
        )
    return list(found[0].values)


def _dialects(lines: Sequence[tuple[int, str]]) -> Iterator[_Dialect]:
    """Yield the ways that the characters of a text allow, the plainest first."""
    body = "\n".join(line.strip() for _, line in lines)
    has_comma, has_space = "," in body, any(space in body for space in _SPACES)
    blank = [" "] if has_space or "\t" in body else []
    semicolon = [";"] if ";" in body else []
    for separator in [*("," if has_comma else ""), *semicolon, *blank] or [" "]:
        yield _Dialect(separator, ".", "")
    # Where a comma stands in numbers, it does not stand between them.
    for separator in [*semicolon, *blank] or [" "]:
        if has_comma:
            yield _Dialect(separator, ",", "")
            yield _Dialect(separator, ".", ",")
        if "." in body:
            yield _Dialect(separator, ",", ".")
        if "'" in body or "’" in body:
            yield _Dialect(separator, ".", "'’")
            yield _Dialect(separator, ",", "'’")
    if has_space:
        for separator in [*semicolon, "\t"]:
            yield _Dialect(separator, ".", _SPACES)
            yield _Dialect(separator, ",", _SPACES)
        if has_comma:
            yield _Dialect(",", ".", _SPACES)


def _cut(line: str, separator: str) -> list[str]:
    """Return what stands between separators, without quotes; one at the end closes nothing."""
    tokens = line.split() if separator == " " else [part.strip() for part in line.split(separator)]
    if '"' in line:
        tokens = [_QUOTED.sub(r"\1", token) for token in tokens]
    while len(tokens) > 1 and not tokens[-1]:
        tokens.pop()
    return tokens


def _readings(lines: Sequence[tuple[int, str]], dialect: _Dialect) -> Iterator[_Reading]:
    """Yield what the text is in one dialect: a list, or what else it may be taken for."""
    pattern = dialect.number
    rows = [(number, _cut(line, dialect.separator)) for number, line in lines]
    heading = None
    if not all(pattern.fullmatch(token) for token in rows[0][1]):
        heading = _heading(*rows.pop(0), pattern)
    if not rows:
        raise _NoReadingError("it holds no number")
    for number, tokens in rows:
        for token in tokens:
            if not pattern.fullmatch(token):
                raise _NoReadingError(f"line {number} holds {token!r:.40}, which is no number")
    flat = [token for _, tokens in rows for token in tokens]
    if not dialect.is_used(flat):
        raise _NoReadingError("it has no mark that this way of writing numbers has")
    values = tuple(map(dialect.value, flat))
    widths = {len(tokens) for _, tokens in rows}
    how = dialect.describe(widths != {1})
    if widths == {1} or len(rows) == 1:
        if heading is not None and len(heading) > 1 and len(heading) != len(rows[0][1]):
            raise _NoReadingError(f"its heading is of {len(heading)} columns, its numbers are not")
        if heading is not None and widths == {2} and _is_index(heading, rows):
            yield _Reading(values[1:], _what(values[1:], how, "with its index"))
            return
        yield _Reading(values, _what(values, how))
        if heading is None and _is_heading_of(flat):
            yield _Reading(values[1:], _what(values[1:], how, f"under the heading {flat[0]}"))
        return
    second = values[1::2]
    if widths == {2} and _is_counted(rows):
        if heading is not None and _is_index(heading, rows):
            yield _Reading(second, _what(second, how, "with their index"))
            return
        yield _Reading(second, _what(second, how, "with their index"))
        yield _Reading(values, _what(values, how, "in two columns"))
        return
    width = len(rows[0][1])
    if heading is None and len(rows) == 2 and widths == {width}:
        first, rest = rows[0][1], values[width:]
        if _counts(first):
            yield _Reading(rest, _what(rest, how, "under a heading that counts them"))
            yield _Reading(values, _what(values, how, f"in {width} columns"))
            return
    number, tokens = next((row for row in rows[1:] if len(row[1]) > 1), rows[0])
    raise _NoReadingError(f"line {number} makes it a table of {max(widths)} columns")


def _heading(number: int, tokens: list[str], pattern: re.Pattern[str]) -> list[str]:
    """Return the names in a line that is no line of numbers."""
    names = any(_HEADING.fullmatch(token) for token in tokens) or tokens[0] == ""
    fine = names and all(
        not token or _HEADING.fullmatch(token) or pattern.fullmatch(token) for token in tokens
    )
    if fine and (len(tokens) == 1 or tokens[0].lower() in _INDEX):
        return tokens
    bad = next(token for token in tokens if not pattern.fullmatch(token))
    raise _NoReadingError(f"line {number} holds {bad!r:.40}, which is no number")


def _is_index(heading: Sequence[str], rows: Sequence[tuple[int, Sequence[str]]]) -> bool:
    named = len(heading) == 2 and heading[0].lower() in _INDEX
    return named and _is_counted(rows)


def _is_counted(rows: Sequence[tuple[int, Sequence[str]]]) -> bool:
    return _counts([tokens[0] for _, tokens in rows])


def _counts(tokens: Sequence[str]) -> bool:
    """Tell whether whole numbers count from 0 or from 1."""
    if not all(_COUNT.fullmatch(token) for token in tokens):
        return False
    numbers = [int(token) for token in tokens]
    return numbers[0] in {0, 1} and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _is_heading_of(tokens: Sequence[str]) -> bool:
    """Tell whether a list may begin with the name 0 of its column: all others have decimals."""
    return (
        len(tokens) > 1
        and tokens[0] == "0"
        and not any(_COUNT.fullmatch(token.lstrip("+-")) for token in tokens[1:])
    )


def _what(values: Sequence[float], how: str, where: str = "") -> str:
    shown = ", ".join(f"{value:g}" for value in values[:_SHOWN])
    more = ", …" if len(values) > _SHOWN else ""
    count = "1 number" if len(values) == 1 else f"{len(values)} numbers"
    parts = [f"{count} ({shown}{more})", f"with {how}" if how else "", where]
    return " ".join(part for part in parts if part)
