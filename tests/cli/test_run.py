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
