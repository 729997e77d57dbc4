"""Names of statements, from the catalog."""

from __future__ import annotations

import pytest

from adamw_bounds.phrases import statement_labels, statement_phrase
from adamw_bounds.report import Report, Section


@pytest.mark.parametrize(
    ("identifier", "phrase"),
    [
        ("theorem-2", "Theorem 2"),
        ("lemma-5", "Lemma 5"),
        ("ghadimi2013-corollary-2-2", "Corollary 2.2 of Ghadimi and Lan"),
        ("defossez2022-theorem-4", "Theorem 4 of Défossez et al."),
        ("here-constant-step", "The sharper constant step"),
        ("corollary-2-2", "Corollary 2.2"),
        ("you2019-lamb", ""),
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
