"""``adamw-bounds simulate`` in the shell: formats, refusals, the progress bar, Ctrl-C."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from lines import remarks_in

QUICK = ("--epsilon", "0.9", "--seeds", "4")
KEYS = ("statement", "optimizer", "schedule", "variant", "quantity", "case", "stage")


@pytest.mark.parametrize(
    "arguments",
    [
        QUICK,
        (*QUICK, "--case", "uncoupled"),
        (*QUICK, "--optimizer", "l2-adam"),
        ("--theorem", "1", "--k", "100", "--seeds", "8"),
        ("--theorem", "3", *QUICK),
        ("--theorem", "4", *QUICK, "--schedule", "constant"),
    ],
    ids=" ".join,
)
def test_json_is_strict_and_names_every_row(shell, arguments: tuple[str, ...]) -> None:
    ran = shell("simulate", *arguments, "--format", "json", "-v")
    assert ran.status == 0, ran.err

    def refuse(constant: str) -> None:
        raise AssertionError(f"{constant} is no JSON")

    answer = json.loads(ran.out, parse_constant=refuse)
    assert answer["command"] == "simulate"
    names = [tuple(row.get(key) for key in KEYS) for row in answer["rows"]]
    assert len(names) == len(set(names)) > 0
    measured = [row for row in answer["rows"] if row["variant"] == "measured"]
    assert measured
    assert all(row["stderr"] >= 0 for row in measured)
    assert {"seed", "seeds", "case"} <= answer["inputs"].keys()
    assert remarks_in(ran.err) == [note["code"] for note in answer["warnings"]]


@pytest.mark.sampled(4)
@pytest.mark.parametrize("form", ["table", "markdown", "latex", "csv"])
@pytest.mark.parametrize("theorem", ["1", "2", "4"])
def test_every_format_answers(shell, theorem: str, form: str) -> None:
    more = ("--k", "100") if theorem == "1" else ("-e", "0.9")
    ran = shell("simulate", "-t", theorem, *more, "--seeds", "4", "-f", form)
    assert ran.status == 0, ran.err
    if form == "table":
        assert max(map(len, ran.out.splitlines())) <= 80
        assert "±" in ran.out
        assert "guaranteed" in ran.out
        assert "\x1b" not in ran.out
    if form == "csv":
        rows = list(csv.DictReader(ran.out.splitlines()))
        assert any(row["variant"] == "measured" and float(row["stderr"]) >= 0 for row in rows)


def test_the_default_question(process) -> None:
    ran = process("simulate", "--theorem", "2")
    assert ran.status == 0, ran.err
    assert ran.err == ""
    assert "below" in ran.out
    assert "above" not in ran.out


def test_a_broken_statement_is_said(shell) -> None:
    ran = shell("simulate", "--case", "uncoupled", *QUICK)
    assert ran.status == 0
    assert "above printed" in ran.out
    assert "uncoupled: gradient-norm-squared" in ran.out
    assert "exceeds the printed" in ran.out


@pytest.mark.parametrize(
    "arguments",
    [
        QUICK,
        ("--theorem", "1", "--k", "50", "--seeds", "4", "--case", "off-origin"),
        ("--theorem", "3", *QUICK, "--iterations", "100", "--gamma", "0.5"),
        ("--theorem", "4", *QUICK, "--schedule", "constant"),
        (*QUICK, "--optimizer", "l2-adam", "--variant", "explicit-large-step"),
        ("--case", "small-gradient", "--epsilon", "0.014", "--seeds", "4"),
    ],
    ids=" ".join,
)
def test_seeds_fix_the_answer_and_its_file_asks_it_again(
    shell, arguments: tuple[str, ...], tmp_path: Path
) -> None:
    asked = ("simulate", *arguments, "--seed", "3", "-f", "json")
    first, again = shell(*asked), shell(*asked)
    assert first.status == 0
    assert first.out == again.out
    (tmp_path / "first.json").write_text(first.out, encoding="utf-8")
    replayed = shell("simulate", "--from", "first.json", "-f", "json")
    assert json.loads(replayed.out) == json.loads(first.out)
    other = shell("simulate", *arguments, "--seed", "4", "-f", "json")
    assert json.loads(other.out)["rows"] != json.loads(first.out)["rows"]


@pytest.mark.parametrize(
    ("arguments", "code", "options"),
    [
        (("-e", "1e-3"), "too-many-steps", {"--epsilon"}),
        (("-e", "0", "--seeds", "1"), "invalid-input", {"--epsilon", "--seeds"}),
        (("--theorem", "6"), "invalid-input", {"--theorem"}),
        (("--case", "origin"), "invalid-input", {"--case"}),
        (("--c-inf", "1"), "usage", set()),
    ],
)
def test_what_is_refused(refused, arguments: tuple[str, ...], code: str, options: set[str]) -> None:
    found = refused("simulate", *arguments)
    assert (found.status, found.code) == (2, code)
    assert found.options == options


@pytest.mark.parametrize(
    ("arguments", "condition"),
    [(("-t", "4", "--lam", "0.1"), "lambda"), (("-t", "1", "--k", "1"), "decay-step")],
)
def test_where_no_bound_holds(refused, arguments: tuple[str, ...], condition: str) -> None:
    found = refused("simulate", *arguments)
    assert (found.status, found.code) == (3, "no-bound")
    assert [item["name"] for item in found.details] == [condition]


def test_a_refusal_in_json_names_what_would_fit(shell) -> None:
    ran = shell("simulate", "-e", "0.3", "--max-steps", "1000", "-f", "json")
    error = json.loads(ran.err)["error"]
    assert (ran.status, error["code"]) == (2, "too-many-steps")
    options = {item["option"]: item for item in error["details"][1:]}
    assert options["--max-steps"]["at least"] > 1000
    best = options["--epsilon"]["at least"]
    assert shell("simulate", "-e", str(best), "--max-steps", "1000", "--seeds", "2").status == 0


def test_a_progress_bar_on_a_terminal_only(terminal, shell) -> None:
    ran = terminal("simulate", "-e", "0.5")
    assert ran.status == 0
    assert "steps" in ran.seen
    # It is taken away at the end: the cursor is shown again and the line is cleared.
    assert ran.seen.rstrip("\r\n").endswith(("\x1b[2K", "\x1b[?25h"))
    assert ran.seen.count("\x1b[?25l") == ran.seen.count("\x1b[?25h")
    assert shell("simulate", *QUICK).err == ""


def test_ctrl_c_leaves_the_terminal_clean(terminal) -> None:
    ran = terminal("simulate", "-e", "0.15", interrupted_at="steps")
    assert ran.status == 130
    assert "Traceback" not in ran.seen
    hidden, shown = ran.seen.rfind("\x1b[?25l"), ran.seen.rfind("\x1b[?25h")
    assert 0 <= hidden < shown
    assert ran.seen.rstrip().endswith("error: interrupted")
