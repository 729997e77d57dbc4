"""``compare`` in the shell."""

from __future__ import annotations

import json

from lines import CONSTANTS, SPECTRA, one


def test_compare_has_ratios_and_orders(shell) -> None:
    ran = shell("compare", *CONSTANTS, "--dim", "100", "-f", "json")
    rows = json.loads(ran.out)["rows"]
    count = {"quantity": "gradient-complexity", "case": None}
    adam = one(rows, statement="corollary-2", optimizer="adam", variant="explicit", **count)
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


def test_compare_begins_with_its_answer(shell) -> None:
    ran = shell("compare", *CONSTANTS, "-f", "json")
    rows = [row for row in json.loads(ran.out)["rows"] if row["quantity"] == "iterations"]
    ours = [row for row in rows if row["optimizer"] == "adamw" and "measure" in row]
    best = min(ours, key=lambda row: row["log10"])
    least = min(
        (row for row in ours if row["statement"] == "theorem-2"), key=lambda row: row["log10"]
    )
    first = shell("compare", *CONSTANTS).out.partition("\n\n")[0].replace("\n", " ")
    assert best["statement"] in first
    times = 10 ** (least["log10"] - best["log10"])
    assert f"By theorem-2 it takes {times:.3g} times" in first
    # What each bound assumes is too much for a screen.
    hypotheses = best["hypotheses"].split(";")[0]
    assert hypotheses not in shell("compare", *CONSTANTS).out.replace("\n", " ")
    assert hypotheses in shell("compare", *CONSTANTS, "-v").out.replace("\n", " ")


def test_compare_calls_nothing_the_best_that_is_no_guarantee(shell) -> None:
    held = ("--adam-eps", "1e-3", "--weight-decay", "0.1", "--x0-norm", "1")
    line = [*CONSTANTS[: CONSTANTS.index("--delta")], *CONSTANTS[CONSTANTS.index("--delta") + 2 :]]
    first = shell("compare", *line, *held).out.partition("\n\n")[0]
    assert "is a guarantee for AdamW" in first
    assert "reaches" not in first
