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
