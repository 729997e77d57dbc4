"""What all commands share: every format, exit statuses, and what bad input gets."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from lines import CONSTANTS, GUARANTEE, IDENTITY, PYTORCH, SPECTRA, remarks_in, with_option

#: Every command that computes, with options that answer.
ANSWERS = {
    "complexity": CONSTANTS,
    "conditions": PYTORCH,
    "guarantee": (*GUARANTEE, "--eta", "1e-3"),
    "rate": ("--k", "100", "--alpha", "0.5", "--distance-bound", "1", "--grad-norm-bound", "2"),
    "compare": (*CONSTANTS, "--mu", "0.1", *SPECTRA),
    "generalization": ("--spectrum", "shipped:digits_mlp_adamw", "--rho", "1"),
    "simulate": ("--theorem", "2", "--epsilon", "1", "--seeds", "4"),
    "demo": (),
}


@pytest.mark.sampled(2)
@pytest.mark.parametrize("name", ANSWERS)
def test_json_is_strict_and_names_every_row(shell, name: str) -> None:
    ran = shell(name, *ANSWERS[name], "--format", "json", "-v")
    assert ran.status == 0, ran.err

    def refuse(constant: str) -> None:
        raise AssertionError(f"{constant} is no JSON")

    answer = json.loads(ran.out, parse_constant=refuse)
    assert answer["schema"] == "adamw-bounds/v1"
    assert answer["command"] == name
    rows = answer["rows"]
    names = [tuple(row.get(key) for key in IDENTITY) for row in rows]
    assert len(names) == len(set(names)) > 0
    # Each remark stands in JSON and, where it is asked for, on standard error.
    assert remarks_in(ran.err) == [note["code"] for note in answer["warnings"]]


@pytest.mark.sampled(3)
@pytest.mark.versions
@pytest.mark.parametrize("form", ["table", "csv", "markdown", "latex"])
@pytest.mark.parametrize("name", ANSWERS)
def test_every_format_answers(shell, name: str, form: str) -> None:
    ran = shell(name, *ANSWERS[name], "--format", form)
    assert ran.status == 0, ran.err
    assert ran.out.endswith("\n")
    if form == "table":
        assert max(map(len, ran.out.splitlines())) <= 80
        assert "\x1b" not in ran.out


def test_constants_from_a_file(shell, tmp_path: Path) -> None:
    (tmp_path / "c.toml").write_text(
        "c-inf = 5\ndelta = 1e-4\nepsilon = 0.1\nbatch_size = 32\nsigma = 0.5\n"
        "smoothness = 2\ngap = 1.5\ntheorem = 2\nvariant = 'printed'\nrho = 1\n"
    )
    line = shell("complexity", *CONSTANTS, "-t", "2", "--variant", "printed", "-f", "json")
    file = shell("complexity", "--from", "c.toml", "-f", "json")
    assert json.loads(file.out)["rows"] == json.loads(line.out)["rows"]
    other = shell("complexity", "--from", "c.toml", "-f", "json", "--variant", "corrected")
    assert {row["variant"] for row in json.loads(other.out)["rows"]} == {"corrected"}


def test_an_answer_is_a_file_of_constants(shell) -> None:
    first = shell("complexity", *CONSTANTS, "-f", "json", "-o", "first.json")
    assert first.status == 0
    again = shell("complexity", "--from", "first.json", "-f", "json")
    straight = shell("complexity", *CONSTANTS, "-f", "json")
    assert json.loads(again.out)["rows"] == json.loads(straight.out)["rows"]


@pytest.mark.parametrize(
    ("option", "value"),
    [
        *(("--sigma", "-1"), ("--c-inf", "0"), ("--gap", "nan"), ("--smoothness", "inf")),
        *(("--delta", "small"), ("--batch-size", "2.5"), ("--theorem", "5")),
        *(("--optimizer", "sgd"), ("--schedule", "cosine"), ("--variant", "wrong")),
        ("--adam-eps", "1e-2"),
    ],
)
def test_bad_values(refused, tmp_path: Path, option: str, value: str) -> None:
    found = refused("complexity", *with_option(option, value), "-o", "out.txt")
    assert (found.status, found.code, found.options) == (2, "invalid-input", {option})
    assert [item["value"] for item in found.details] == [value]
    assert not (tmp_path / "out.txt").exists()


def test_a_format_that_is_none(process) -> None:
    ran = process("complexity", *CONSTANTS, "--format", "xml")
    assert (ran.status, ran.out, len(ran.err.splitlines())) == (2, "", 1)


@pytest.mark.parametrize(
    ("name", "needed"),
    [
        ("complexity", ("--c-inf", "--smoothness", "--sigma", "--delta", "--gap", "--epsilon")),
        ("conditions", ("--c-inf", "--smoothness", "--sigma", "--delta", "--epsilon")),
        ("guarantee", ("--c-inf", "--gap", "--iterations", "--eta", "--beta1")),
        ("rate", ("--k", "--alpha", "--distance-bound", "--grad-norm-bound")),
        ("compare", ("--c-inf", "--smoothness", "--sigma", "--delta", "--gap", "--epsilon")),
    ],
)
def test_missing_options_are_named_at_once(refused, name: str, needed: tuple[str, ...]) -> None:
    found = refused(name)
    assert (found.status, found.code) == (2, "invalid-input")
    assert set(needed) <= found.options
    assert {item.get("value") for item in found.details} == {None}


def test_all_kinds_of_faults_stand_together(shell) -> None:
    ran = shell(
        *("complexity", "-t", "9", "--optimizer", "sgd", "--c-inf", "x", "-f", "xml"),
        *("--lam", "1", "--weight-decay", "1"),
    )
    assert ran.status == 2
    for option in ("--theorem", "--optimizer", "--c-inf", "--format", "--weight-decay"):
        assert option in ran.err


ENDINGS = {"tex": "latex", "JSON": "json", "csv": "csv", "md": "markdown", "html": "html"}


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_ending_of_a_file_says_its_format(shell, tmp_path: Path, ending: str) -> None:
    line = ("convert", "--eta", "1e-3")
    ran = shell(*line, "-o", f"a.{ending}")
    assert (ran.status, ran.out) == (0, "")
    assert f"wrote a.{ending} ({ENDINGS[ending]})" in ran.err
    written = (tmp_path / f"a.{ending}").read_text(encoding="utf-8")
    assert shell(*line, "-o", "b.txt", "-f", ENDINGS[ending], "-q").err == ""
    same = (tmp_path / "b.txt").read_text(encoding="utf-8")
    if ending in ("JSON", "csv"):
        assert written == same
    else:
        assert written[:20] == same[:20]


def test_an_unknown_ending_is_refused(refused, shell) -> None:
    found = refused("convert", "--eta", "-1", "-o", "a.foo")
    assert (found.status, found.options) == (2, {"--eta"})  # -f json was given
    ran = shell("convert", "--eta", "-1", "-o", "a.foo")
    assert ran.status == 2
    assert "--output must end in" in ran.err
    assert "--eta" in ran.err


def test_inputs_come_from_standard_input(process) -> None:
    import subprocess
    import sys

    done = subprocess.run(
        [sys.executable, "-m", "adamw_bounds", "convert", "--from", "-", "-f", "json"],
        input=b"eta = 2e-3\n",
        capture_output=True,
        check=True,
    )
    assert json.loads(done.stdout)["inputs"] == {"eta": 0.002}
    assert process("convert", "--from", "-").status == 1


@pytest.mark.parametrize("digits", ["0", "18", "2.5", "x"])
def test_digits_that_make_no_sense(refused, digits: str) -> None:
    found = refused("convert", "--eta", "0.1", "--digits", digits)
    assert (found.status, found.options) == (2, {"--digits"})


@pytest.mark.parametrize("form", ["table", "markdown", "latex", "html"])
def test_digits_of_tables(shell, form: str) -> None:
    line = ("complexity", *CONSTANTS, "-t", "2", "--variant", "sharp", "-f", form)
    few, many = (shell(*line, "--digits", digits).out for digits in ("2", "9"))
    rows = json.loads(shell(*line[:-1], "json", "--digits", "2").out)["rows"]
    # A count of up to nine digits is written whole; this one has more.
    (full,) = (row["value"] for row in rows if row["quantity"] == "gradient-complexity")
    mantissa = f"{full:.8e}".partition("e")[0]
    assert mantissa in many
    assert mantissa not in few
    assert f"{full:.1e}".partition("e")[0] in few


@pytest.mark.parametrize("betas", [("0.9", "0.95"), ("0.9,0.95",), ("(0.9, 0.95)",)])
def test_a_pair_may_be_joined_by_a_comma(shell, betas: tuple[str, ...]) -> None:
    ran = shell("convert", "--betas", *betas, "--lr", "1e-3", "-f", "JSON")
    found = json.loads(ran.out)["inputs"]
    assert (found["beta1"], found["beta2"]) == pytest.approx((0.1, 0.05), rel=1e-15)


def test_what_is_missing_is_explained(refused, process) -> None:
    found = refused("complexity", "-t", "2")
    assert len(found.details) == 6
    for item in found.details:
        assert {"symbol", "meaning", "domain", "how"} <= item.keys(), item["option"]
    said = process("complexity", "-t", "2").err
    assert said.count("\n• --") == 6


#: Lines whose numbers are not what their theorem says, and a word of what their rows say of it.
CAVEATS = {
    "NOT A GUARANTEE": (
        *("complexity", *CONSTANTS),
        *("--lam", "0.1", "-t", "2", "--variant", "sharp"),
    ),
    "NOT A BOUND": ("guarantee", *GUARANTEE, "--eta", "1", "--force"),
    "exceeds L": (*("complexity", *CONSTANTS), "--mu", "9", "-t", "4", "--variant", "explicit"),
}


@pytest.mark.parametrize("form", ["table", "json", "csv", "markdown", "latex", "html"])
@pytest.mark.parametrize("mark", CAVEATS)
def test_what_voids_a_number_stays_on_its_row(shell, mark: str, form: str) -> None:
    line = CAVEATS[mark]
    answer = json.loads(shell(*line, "-f", "json").out)
    numbers = [row for row in answer["rows"] if row["value"] is not None]
    assert numbers
    assert all(any(mark in note for note in row["notes"]) for row in numbers)
    assert any(mark in note["message"] for note in answer["warnings"] if note["kind"] == "voids")
    for more in ((), ("-q",), ("-v",)):
        out = " ".join(shell(*line, "-f", form, *more).out.replace("$", "").split())
        assert mark in out


@pytest.mark.sampled(4)
@pytest.mark.parametrize("name", ["complexity", "conditions", "generalization", "compare"])
def test_the_answer_comes_first_and_no_line_is_too_wide(process, name: str) -> None:
    ran = process(name, *ANSWERS[name])
    first = ran.out.splitlines()[0]
    assert first
    assert not first.startswith(("•", "warning"))
    assert len(ran.err.splitlines()) <= 1
    quiet = process(name, *ANSWERS[name], "-q")
    assert quiet.err == ""
    assert "About this answer" not in quiet.out
    loud = process(name, *ANSWERS[name], "-v", COLUMNS="60")
    assert max(map(len, loud.out.splitlines())) <= 60
