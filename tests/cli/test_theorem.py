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
    assert kinds == {
        *("sentence", "assumption", "formula", "condition", "symbol", "remark", "claim")
    }
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


@pytest.mark.parametrize("name", PAPER)
def test_a_page_begins_with_the_statement_and_is_short(shell, name: str) -> None:
    lines = shell("theorem", name).out.splitlines()
    assert lines[0].startswith(name.capitalize().replace("-", " "))
    assert len(lines) <= 46
    assert max(map(len, lines)) <= 80
    assert any(line == "If" or line.startswith("If ") for line in lines[2:6])
    assert "--part" in " ".join(lines[-3:])


def test_the_page_shows_the_other_readings(shell) -> None:
    out = " ".join(shell("theorem", "2").out.split())
    for word in ("printed", "corrected", "after T steps", "≤ ε²", "T = O("):
        assert word in out


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("formulas", ["printed, corrected", "momentum-error", "eta-max"]),
        ("conditions", ["eta-coupling"]),
        ("symbols", ["--c-inf", "smoothness constant"]),
        ("claims", ["thm2-gap"]),
    ],
)
def test_parts_are_shown_on_request(shell, part: str, words: list[str]) -> None:
    out = " ".join(shell("theorem", "2", "--part", part).out.split())
    assert all(word in out for word in words)
    assert "after T steps" not in out
    assert max(map(len, shell("theorem", "2", "--part", part).out.splitlines())) <= 80


def test_the_proof_has_the_steps_of_the_audit(shell) -> None:
    out = shell("theorem", "corollary-1", "--part", "proof").out
    assert "Proof: " in out
    assert "cor1-explicit" in out


@pytest.mark.parametrize("arguments", [("2", "--part", "cake"), ("--part", "claims")])
def test_other_parts_are_refused(shell, arguments: tuple[str, ...]) -> None:
    ran = shell("theorem", *arguments)
    assert (ran.status, ran.out) == (2, "")
    assert "--part" in ran.err


@pytest.mark.parametrize(
    ("asked", "meant"), [("5", "lemma-5"), ("theorem-5", "lemma-5"), ("thorem-3", "theorem-3")]
)
def test_what_was_meant_is_offered(shell, asked: str, meant: str) -> None:
    assert f"did you mean {meant}" in " ".join(shell("theorem", asked).err.split())


@pytest.mark.parametrize("asked", ["Theorem 3", "THEOREM-3", "theorem_3"])
def test_a_name_is_known_however_it_is_written(shell, asked: str) -> None:
    assert shell("theorem", asked).out == shell("theorem", "3").out


@pytest.mark.versions
def test_latex_has_printed_and_corrected(shell) -> None:
    out = shell("theorem", "3", "--format", "latex").out
    assert r"c_\infty^{5/4}" in out
    assert r"\log^{2} \frac{1}{\epsilon}" in out
    # The explicit T, in cases, is there too, and nothing but the theorem.
    assert r"\begin{cases}" in out
    assert out.count(r"\begin{theorem}") == 1
    assert r"\begin{table}" not in out


def test_all_has_every_statement_of_the_paper(shell) -> None:
    rows = list(csv.DictReader(io.StringIO(shell("theorem", "all", "-f", "csv").out)))
    assert {row["statement"] for row in rows} == set(PAPER)
    latex = shell("theorem", "all", "-f", "latex").out
    for name in PAPER:
        kind, _, number = name.partition("-")
        assert f"[{{{kind.capitalize()} {number}}}]" in latex


@pytest.mark.parametrize("name", ["9", "theorem9", "theorem-5", ""])
def test_unknown_statements(shell, name: str) -> None:
    ran = shell("theorem", name)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("error: ID must be a statement")


def test_another_papers_statement(shell) -> None:
    out = shell("theorem", "arjevani2023-smooth").out
    assert "Ω(" in out
