"""How statements are written out where an answer is typeset."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from adamw_bounds.report import Report

__all__ = ["statement_labels", "statement_phrase"]

#: An id is its paper's own numbering, hyphens for full stops, after the author and the year where
#: the paper is another one.
_ID = re.compile(
    r"(?:(?P<author>[a-z-]+?)(?P<year>\d{4})-)?"
    r"(?P<kind>theorem|lemma|corollary|proposition|assumption)-(?P<number>[\w.]+(?:-\d+)*)"
)


def statement_phrase(identifier: str) -> str:
    """Return what a reader calls a statement, empty where it has no numbered name.

    Examples
    --------
    >>> statement_phrase("theorem-2"), statement_phrase("defossez2022-theorem-4")
    ('Theorem 2', 'Defossez (2022), Theorem 4')
    """
    match = _ID.fullmatch(identifier)
    if match is None:
        return ""
    phrase = f"{match['kind'].capitalize()} {match['number'].replace('-', '.')}"
    if match["author"]:
        author = " ".join(part.capitalize() for part in match["author"].split("-"))
        phrase = f"{author} ({match['year']}), {phrase}"
    return phrase


def statement_labels(report: Report) -> dict[str, str]:
    """Return the phrases of the statements that the tables of a report name."""
    named = (
        word for table in report.tables() for row in table.rows for word in _words(row.values())
    )
    return {word: phrase for word in dict.fromkeys(named) if (phrase := statement_phrase(word))}


def _words(values: Any) -> Iterator[str]:
    for value in values:
        if isinstance(value, str):
            yield from re.split(r" / |, ", value)
        elif isinstance(value, list | tuple):
            yield from _words(value)
