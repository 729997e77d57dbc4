"""``theorem``: the list, one statement, all of them."""

from __future__ import annotations

import csv
import io
import json

import pytest

PAPER = [
    *(f"theorem-{number}" for number in (1, 2, 3, 4, 6, 7)),
    *("lemma-5", "corollary-1", "corollary-2", "corollary-3"),
]


@pytest.mark.versions
def test_the_list_has_every_statement_once(shell) -> None:
    ran = shell("theorem", "-f", "json")
    listed = [row["statement"] for row in json.loads(ran.out)["rows"]]
    assert set(PAPER) <= set(listed)
    assert len(listed) == len(set(listed))
    table = shell("theorem").out
    assert all(name in table for name in listed)


def test_one_statement_says_all_that_is_known(shell) -> None:
    rows = json.loads(shell("theorem", "3", "-f", "json").out)["rows"]
    kinds = {row["kind"] for row in rows}
    assert kinds == {"assumption", "formula", "condition", "symbol", "remark", "claim"}
    assert {row["statement"] for row in rows} == {"theorem-3"}
    formulas = [row for row in rows if row["kind"] == "formula"]
    wanted = {row["variant"]: row for row in formulas if row["quantity"] == "iterations"}
    assert set(wanted) == {"printed", "corrected", "explicit"}
    assert "log(1/ε)" in wanted["printed"]["text"]
    assert "log²(1/ε)" in wanted["corrected"]["text"]
    assert wanted["corrected"]["notes"]
    assert "thm3-square" in {row["case"] for row in rows if row["kind"] == "claim"}
    # No two rows carry the same name.
    key = ("statement", "optimizer", "schedule", "variant", "quantity", "case", "stage")
    names = [tuple(row.get(part) for part in key) for row in rows]
    assert len(names) == len(set(names))


def test_the_terminal_shows_what_differs(shell) -> None:
    out = shell("theorem", "theorem-3").out
    assert out.startswith("Theorem 3: ")
    for word in ("printed", "corrected", "explicit", "Conditions", "Symbols", "thm3-square"):
        assert word in out
    assert max(map(len, out.splitlines())) <= 80


@pytest.mark.versions
def test_latex_has_printed_and_corrected(shell) -> None:
    out = shell("theorem", "3", "--format", "latex").out
    assert r"c_\infty^{5/4}" in out
    assert r"\log^{2} \frac{1}{\epsilon}" in out
    assert r"\begin{cases}" not in out.split("tab:theorem-3-condition")[0]


def test_all_has_every_statement_of_the_paper(shell) -> None:
    rows = list(csv.DictReader(io.StringIO(shell("theorem", "all", "-f", "csv").out)))
    assert {row["statement"] for row in rows} == set(PAPER)
    latex = shell("theorem", "all", "-f", "latex").out
    for name in PAPER:
        kind, _, number = name.partition("-")
        assert f"{kind.capitalize()} {number}: " in latex


@pytest.mark.parametrize("name", ["9", "theorem9", "theorem-5", ""])
def test_unknown_statements(shell, name: str) -> None:
    ran = shell("theorem", name)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("error: ID must be a statement")


def test_another_papers_statement(shell) -> None:
    out = shell("theorem", "arjevani2023-smooth").out
    assert "Ω(" in out
