"""How statements are written out where an answer is typeset."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from adamw_bounds.report import Report

__all__ = ["glossary", "statement_labels", "statement_phrase"]

#: The id of a statement that the catalog calls by nothing else: its number in the paper.
_ID = re.compile(r"(theorem|lemma|corollary|proposition|assumption)-(\d[\w.]*(?:-\d+)*)")


def statement_phrase(identifier: str) -> str:
    """Return what a reader calls a statement, empty where it has no name but its id.

    Examples
    --------
    >>> statement_phrase("theorem-2"), statement_phrase("defossez2022-theorem-4")
    ('Theorem 2', 'Theorem 4 of Défossez et al.')
    """
    from adamw_bounds.kernels import STATEMENTS

    if identifier in STATEMENTS and STATEMENTS[identifier].name != identifier:
        name = STATEMENTS[identifier].name
        return name[:1].upper() + name[1:]
    match = _ID.fullmatch(identifier)
    return "" if match is None else f"{match[1].capitalize()} {match[2].replace('-', '.')}"


def glossary(inputs: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Return the symbol and the meaning of each input that the catalog knows."""
    from adamw_bounds.kernels import SYMBOLS

    return {name: (SYMBOLS[name].text, SYMBOLS[name].meaning) for name in inputs if name in SYMBOLS}


def statement_labels(report: Report) -> dict[str, str]:
    """Return the phrases of the statements that the tables of a report name."""
    texts = dict.fromkeys(
        text for table in report.tables() for row in table.rows for text in _texts(row.values())
    )
    named = (word for text in texts for word in re.split(r" / |, ", text))
    return {word: phrase for word in dict.fromkeys(named) if (phrase := statement_phrase(word))}


def _texts(values: Any) -> Iterator[str]:
    for value in values:
        if isinstance(value, str):
            yield value
        elif isinstance(value, list | tuple):
            yield from _texts(value)
