"""The commands that compute: figures, exit statuses, and what bad input gets."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

CONSTANTS = (
    *("--c-inf", "5", "--delta", "1e-4", "--epsilon", "0.1", "--batch-size", "32"),
    *("--sigma", "0.5", "--smoothness", "2", "--gap", "1.5"),
)
PYTORCH = (
    *("--lr", "1e-3", "--betas", "0.9", "0.999", "--adam-eps", "1e-8", "--weight-decay", "0.01"),
    *("--c-inf", "5", "--sigma", "0.5", "-L", "2", "-e", "0.1", "-b", "32"),
)
GUARANTEE = (
    *("--c-inf", "1", "--sigma", "0.5", "--smoothness", "1", "--gap", "1", "--delta", "1"),
    *("--beta1", "0.01", "--beta2", "0.001", "--batch-size", "32", "--iterations", "100000"),
)
SPECTRA = (
    *("--spectrum-adamw", "shipped:digits_mlp_adamw"),
    *("--spectrum-l2", "shipped:digits_mlp_l2_adam", "--rho", "1"),
)
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
IDENTITY = ("statement", "optimizer", "schedule", "variant", "quantity", "case", "stage")


def _one(rows: list[dict], **wanted: object) -> dict:
    found = [row for row in rows if all(row.get(key) == value for key, value in wanted.items())]
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize("name", ANSWERS)
def test_json_is_strict_and_names_every_row(shell, name: str) -> None:
    ran = shell(name, *ANSWERS[name], "--format", "json")
    assert ran.status == 0, ran.err

    def refuse(constant: str) -> None:
        raise AssertionError(f"{constant} is no JSON")

    answer = json.loads(ran.out, parse_constant=refuse)
    assert answer["schema"] == "adamw-bounds/v1"
    assert answer["command"] == name
    rows = answer["rows"]
    names = [tuple(row.get(key) for key in IDENTITY) for row in rows]
    assert len(names) == len(set(names)) > 0
    # Each warning stands in JSON and, a line each, on standard error.
    assert len(ran.err.splitlines()) == len(answer["warnings"])


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


def test_complexity_of_the_reference_setting(process) -> None:
    ran = process("complexity", *CONSTANTS, "--format", "json")
    answer = json.loads(ran.out)
    printed = _one(answer["rows"], statement="theorem-2", variant="printed", quantity="iterations")
    noise = 0.5**2 / (32 * 0.1**2)
    bias = (5 / 0.01) ** 2.5 * 2 * 1.5 / 0.1**2 * noise
    assert printed["dominant"] == "bias"
    assert printed["log10"] == pytest.approx(math.log10(bias), abs=1e-12)
    assert printed["value"] == pytest.approx(bias, rel=1e-12)
    explicit = _one(
        answer["rows"], statement="theorem-2", variant="explicit", quantity="iterations"
    )
    assert explicit["count"] == math.ceil(explicit["value"])
    assert answer["inputs"]["batch_size"] == 32


def test_the_table_says_why_the_variants_differ(shell) -> None:
    out = shell("complexity", *CONSTANTS, "--theorem", "3").out
    for word in ("printed", "corrected", "explicit", "squares only ε²"):
        assert word in out


def test_vacuous_counts_are_called_so(shell) -> None:
    ran = shell("complexity", *CONSTANTS, "--epsilon", "1e-6", "-t", "2")
    assert ran.status == 0
    assert "vacuous" in ran.err
    assert "the factor that drives it" in ran.err


def test_conditions_say_what_would_meet_them(shell) -> None:
    ran = shell("conditions", "-t", "2", *PYTORCH, "--format", "json")
    rows = json.loads(ran.out)["rows"]
    row = _one(rows, quantity="eta-max", variant="explicit")
    coupling = next(item for item in row["conditions"] if item["name"] == "eta-coupling")
    assert coupling["met"] is False
    assert coupling["margin"] == pytest.approx(coupling["lhs"] / coupling["rhs"])
    assert coupling["remedy"].startswith("--lr at most ")
    table = shell("conditions", "-t", "2", *PYTORCH)
    assert "--lr at most" in table.out
    assert "constant λ > 0" in table.err


def test_a_guarantee(shell) -> None:
    ran = shell("guarantee", *GUARANTEE, "--eta", "1e-3", "-f", "json")
    (row,) = json.loads(ran.out)["rows"]
    c2, noise = math.sqrt(2), 0.25 / 32
    expected = 2 * c2 / (1e-3 * 1e5) + c2 * noise / (0.01 * 1e5) + c2 * 0.01 * noise
    assert row["value"] == pytest.approx(expected, rel=1e-12)
    assert [term["label"] for term in row["terms"]] == ["gap", "initial-noise", "noise-floor"]


def test_no_guarantee_where_a_condition_fails(process) -> None:
    ran = process("guarantee", *GUARANTEE, "--eta", "1", "-f", "json", "-o", "out.json")
    assert (ran.status, ran.out) == (3, "")
    error = json.loads(ran.err)["error"]
    assert error["code"] == "no-bound"
    (failed,) = error["details"]
    assert (failed["name"], failed["lhs"]) == ("eta-coupling", 1.0)
    assert failed["rhs"] == pytest.approx(0.005, rel=1e-12)
    assert "--eta at most 0.005" in failed["remedy"]


def test_force_marks_what_is_no_bound(shell) -> None:
    ran = shell("guarantee", *GUARANTEE, "--eta", "1", "--force")
    assert ran.status == 0
    assert "NOT A BOUND" in ran.out
    assert ran.err.startswith("warning: NOT A BOUND")


def test_compare_has_ratios_and_orders(shell) -> None:
    ran = shell("compare", *CONSTANTS, "--dim", "100", "-f", "json")
    rows = json.loads(ran.out)["rows"]
    adam = _one(rows, statement="corollary-2", optimizer="adam", variant="explicit")
    assert adam["ratio"] == 1.0
    orders = [row for row in rows if row["variant"] == "order"]
    assert orders
    assert not any("ratio" in row for row in orders)
    assert "not comparable" in shell("compare", *CONSTANTS, "--dim", "100").out


def test_compare_with_a_spectrum_for_each(shell) -> None:
    ran = shell("compare", *CONSTANTS, *SPECTRA, "-f", "json")
    answer = json.loads(ran.out)
    terms = [row for row in answer["rows"] if row.get("case", "").startswith("digits")]
    assert {(row["optimizer"], row["case"]) for row in terms} == {
        ("adamw", "digits_mlp_adamw"),
        ("l2-adam", "digits_mlp_l2_adam"),
    }
    # The files agree on the model's size, which the orders of others ask for.
    assert answer["inputs"]["dim"] == 2410
    own = shell(
        *("generalization", "--spectrum", "shipped:digits_mlp_adamw", "--rho", "1"),
        *("--batch-size", "32", "--optimizer", "adamw", "-f", "json"),
    )
    assert [row for row in terms if row["optimizer"] == "adamw"] == json.loads(own.out)["rows"]


def test_compare_names_the_faults_of_both_halves(shell) -> None:
    ran = shell("compare", "--c-inf", "x", "--spectrum", "shipped:digits_mlp_adamw", "--tau", "3")
    assert ran.status == 2
    for word in ("--c-inf must be a number (given: x)", "--rho is missing", "--tau"):
        assert word in ran.err
    ran = shell("compare", *CONSTANTS, *SPECTRA, "--spectrum", "shipped:digits_mlp_adamw")
    assert "cannot stand beside --spectrum-adamw" in ran.err
    assert "--rho needs --spectrum" in shell("compare", *CONSTANTS, "--rho", "1").err


def test_the_demo_shows_what_the_tool_is_for(process) -> None:
    ran = process("demo")
    assert ran.status == 0, ran.err
    for word in ("err-per-parameter", "l2-adam", "iterations", "Theorem 3 is wrong", "Next:"):
        assert word in ran.out
    rows = json.loads(process("demo", "-f", "json").out)["rows"]
    steps = {
        (row.get("case"), row["variant"]): row["log10"]
        for row in rows
        if row["statement"] == "theorem-3" and row["quantity"] == "iterations"
    }
    scaled = "loss-divided-by-10"
    # What the third part says: the explicit count is invariant, the printed one is not.
    assert steps[scaled, "explicit"] == pytest.approx(steps[None, "explicit"], abs=1e-9)
    assert steps[scaled, "printed"] == pytest.approx(
        steps[None, "printed"] + 2 + math.log10(2), abs=1e-9
    )


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
    ("given", "said"),
    [
        (("--sigma", "-1"), "--sigma must be ≥ 0 (given: -1)"),
        (("--c-inf", "0"), "--c-inf must be > 0 (given: 0)"),
        (("--gap", "nan"), "--gap must be a finite number (given: nan)"),
        (("--smoothness", "inf"), "--smoothness must be a finite number (given: inf)"),
        (("--delta", "small"), "--delta must be a number (given: small)"),
        (("--batch-size", "2.5"), "--batch-size must be a whole number ≥ 1 (given: 2.5)"),
        (("--theorem", "5"), "--theorem must be one of 2, 3, 4 or all (given: 5)"),
        (("--optimizer", "sgd"), "--optimizer must be one of adamw, adam, l2-adam, all"),
        (("--schedule", "cosine"), "--schedule must be one of constant, decaying, all"),
        (("--variant", "wrong"), "--variant must be one of printed, corrected, explicit"),
        (("--format", "xml"), "--format must be one of table, json, csv, markdown, latex"),
        (("--adam-eps", "1e-2"), "--adam-eps cannot stand beside --delta"),
    ],
)
def test_bad_values(process, given: tuple[str, ...], said: str) -> None:
    ran = process("complexity", *CONSTANTS, *given, "-o", "out.txt")
    assert (ran.status, ran.out) == (2, "")
    assert said in ran.err
    assert len(ran.err.splitlines()) == 1


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
def test_missing_options_are_named_at_once(process, name: str, needed: tuple[str, ...]) -> None:
    ran = process(name)
    assert (ran.status, ran.out) == (2, "")
    assert all(f"{option} is missing" in ran.err for option in needed)
    assert len(ran.err.splitlines()) == 1


def test_all_kinds_of_faults_stand_together(shell) -> None:
    ran = shell(
        *("complexity", "-t", "9", "--optimizer", "sgd", "--c-inf", "x", "-f", "xml"),
        *("--lam", "1", "--weight-decay", "1"),
    )
    assert ran.status == 2
    for option in ("--theorem", "--optimizer", "--c-inf", "--format", "--weight-decay"):
        assert option in ran.err
