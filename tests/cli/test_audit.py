"""``audit``: all claims, one statement, one claim, in every format; the exit status."""

from __future__ import annotations

import csv
import functools
import io
import json
import subprocess
import sys
from collections.abc import Iterator

import pytest

from adamw_bounds.cli import audit as command
from adamw_bounds.cli import processes
from adamw_bounds.theory.audit import CHECKS
from adamw_bounds.theory.catalog import CLAIMS, about

KINDS = {"holds", "misprint", "false-as-printed", "missing-hypothesis", "unsupported"}


@pytest.fixture(scope="module", autouse=True)
def remembered() -> Iterator[None]:
    """Run each check once for all tests of this file: proving takes longer than printing."""

    def once(check):
        alone = functools.cache(check)
        return functools.wraps(check)(lambda **more: check(**more) if more else alone())

    with pytest.MonkeyPatch.context() as patch:
        # What other processes find is not remembered here.
        patch.setattr(processes, "_cores", lambda: 1)
        for name, check in CHECKS.items():
            patch.setitem(CHECKS, name, once(check))
        yield


def test_the_list_has_every_claim(shell) -> None:
    ran = shell("audit")
    assert (ran.status, ran.err) == (0, "")
    assert all(claim.id in ran.out for claim in CLAIMS)
    assert max(map(len, ran.out.splitlines())) <= 80
    assert f"{len(CLAIMS)} claims: " in ran.out
    assert "Every verdict is as recorded." in ran.out


@pytest.mark.slow
def test_the_list_answers_as_a_process(process) -> None:
    ran = process("audit")
    assert ran.status == 0
    assert "Every verdict is as recorded" in ran.out


def test_rows(shell) -> None:
    report = json.loads(shell("audit", "-f", "json").out)
    assert report["command"] == "audit"
    rows = report["rows"]
    assert [row["id"] for row in rows] == [claim.id for claim in CLAIMS]
    for row in rows:
        assert {"id", "statement", "kind", "verdict", "reason", "evidence"} <= set(row)
        assert row["kind"] in KINDS
        assert row["verdict"] == row["kind"]
        assert row["evidence"]
        for step in row["evidence"]:
            assert set(step) == {"text", "formula", "latex", "method"}
            assert (step["formula"] is None) == (step["latex"] is None)
    names = [tuple(row.get(key) for key in ("statement", "case", "quantity")) for row in rows]
    assert len(names) == len(set(names))


def test_one_claim_shows_its_derivation(shell) -> None:
    ran = shell("audit", "thm3-square")
    assert ran.status == 0
    assert ran.out.startswith("thm3-square (theorem-3)")
    assert "false-as-printed" in ran.out
    assert "proved symbolically" in ran.out
    assert " 12. " in ran.out
    # The proof's T, squared as a whole.
    assert "4·c2^2.5·L·Δ₀·σ²·ℓ²/(c1^2.5·b·ε⁴)" in ran.out
    assert max(map(len, ran.out.splitlines())) <= 80


def test_one_claim_in_latex_and_markdown(shell) -> None:
    latex = shell("audit", "thm3-square", "-f", "latex").out
    assert r"\frac{4 \ell^{2} c_2^{5/2} L \Delta_0 \sigma^{2}}{c_1^{5/2} b \epsilon^{4}}" in latex
    markdown = shell("audit", "thm3-square", "-f", "markdown").out
    assert r"\log^{2} \frac{1}{\epsilon}" in markdown


def test_csv(shell) -> None:
    rows = list(csv.DictReader(io.StringIO(shell("audit", "theorem-1", "-f", "csv").out)))
    assert [row["id"] for row in rows] == [claim.id for claim in about("theorem-1")]
    assert {row["verdict"] for row in rows} <= KINDS


@pytest.mark.parametrize(
    ("asked", "statement"), [("3", "theorem-3"), ("lemma-5", "lemma-5"), ("THEOREM-2", "theorem-2")]
)
def test_one_statement(shell, asked: str, statement: str) -> None:
    rows = json.loads(shell("audit", asked, "-f", "json").out)["rows"]
    assert [row["id"] for row in rows] == [claim.id for claim in about(statement)]
    assert {row["statement"] for row in rows} == {statement}


def test_unknown(shell) -> None:
    ran = shell("audit", "thm3-squre")
    assert (ran.status, ran.out) == (2, "")
    assert "thm3-square" in ran.err


def test_the_erratum_sheet(shell) -> None:
    latex = shell("audit", "-f", "latex").out
    assert "tab:audit-errata" in latex
    assert "tab:audit-confirmed" in latex
    errata, confirmed = latex.split(r"\caption{Claims that the checks confirm}")
    assert "false as printed" in errata
    assert "false as printed" not in confirmed
    assert latex[latex.index("\\begin") :].isascii()
    # Above each group of claims stands where they are made, and where the proof is.
    headings = [line for line in errata.splitlines() if "multicolumn" in line]
    assert len(headings) > 10
    assert any(
        "Zhou et al. (2024), Eq. (2), Section 3; pp. 6486--6493" in line for line in headings
    )
    for line in headings:
        if "Zhou et al." in line:
            assert "Section " in line
            assert "proof: supplement" in line


def test_a_differing_verdict_exits_1(shell, monkeypatch) -> None:
    original = CHECKS["thm3-square"]
    from adamw_bounds.theory.papers.zhou2024.nonconvex import THEOREM_3

    corrected = THEOREM_3.formula("gradient-complexity").variants["corrected"]
    monkeypatch.setitem(CHECKS, "thm3-square", lambda: original(complexity=corrected))
    ran = shell("audit", "theorem-3")
    assert ran.status == 1
    assert "thm3-square: recorded as false-as-printed, found holds" in ran.out
    assert "1 verdict differs" in ran.out
    one = json.loads(shell("audit", "thm3-square", "-f", "json").out)
    assert one["warnings"][0]["code"] == "verdict-differs"
    assert one["rows"][0]["verdict"] == "holds"


def test_an_open_verdict_does_not_count(shell, monkeypatch) -> None:
    original = CHECKS["thm1-origin"]

    def open_verdict():
        from dataclasses import replace

        return replace(original(), verdict=None, reason="only --simulate can tell")

    monkeypatch.setitem(CHECKS, "thm1-origin", open_verdict)
    ran = shell("audit", "theorem-1", "-f", "json")
    assert ran.status == 0
    row = next(row for row in json.loads(ran.out)["rows"] if row["id"] == "thm1-origin")
    assert row["verdict"] is None
    assert row["reason"] == "only --simulate can tell"


def test_simulate_adds_the_figures(shell) -> None:
    ran = shell("audit", "thm2-steps", "--simulate", "-f", "json")
    assert ran.status == 0
    (row,) = json.loads(ran.out)["rows"]
    (step,) = [step for step in row["evidence"] if step["method"] == "simulation"]
    assert "seed 0" in step["text"]
    assert ">" in step["formula"]
    assert row["verdict"] == "false-as-printed"


def test_without_simulate_nothing_runs(shell, monkeypatch) -> None:
    def never(claims):
        raise AssertionError

    monkeypatch.setattr(command, "_simulated", never)
    assert shell("audit", "thm2-steps").status == 0


def test_sympy_is_enough(environment) -> None:
    code = (
        "import sys; from adamw_bounds.cli.main import main;"
        "status = main(['audit', 'cor3-order', '-f', 'json']);"
        "bad = {'numpy', 'scipy', 'pydantic', 'matplotlib', 'torch'} & set(sys.modules);"
        "sys.exit(str(bad) if bad else status)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
