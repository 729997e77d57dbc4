"""Names of statements, from their ids."""

from __future__ import annotations

import pytest

from adamw_bounds.cli.names import statement_labels, statement_phrase
from adamw_bounds.report import Report, Section


@pytest.mark.parametrize(
    ("identifier", "phrase"),
    [
        ("theorem-2", "Theorem 2"),
        ("lemma-5", "Lemma 5"),
        ("ghadimi2013-corollary-2-2", "Ghadimi (2013), Corollary 2.2"),
        ("defossez2022-theorem-4", "Defossez (2022), Theorem 4"),
        ("here-master", ""),
        ("l2-adam", ""),
        ("", ""),
    ],
)
def test_the_phrase_of_an_id(identifier: str, phrase: str) -> None:
    assert statement_phrase(identifier) == phrase


def test_all_statements_of_all_tables_have_labels() -> None:
    rows = [{"statement": "theorem-2", "audit": ["lemma-5"], "value": 1.0}]
    more = [{"name": "theorem-3 / corollary-2", "value": 2.0}]
    report = Report("compare", "0", {}, rows, sections=[Section(rows), Section(more)])
    assert set(statement_labels(report)) == {"theorem-2", "lemma-5", "theorem-3", "corollary-2"}
