"""``convert``: exact figures both ways, in every format, and what it warns of."""

from __future__ import annotations

import csv
import io
import json

import pytest
from lines import remarks_in

DEFAULTS = ("--lr", "1e-3", "--betas", "0.9", "0.999", "--adam-eps", "1e-8")


def _values(text: str) -> dict[str, float]:
    return {row["quantity"]: row["value"] for row in json.loads(text)["rows"]}


def test_pytorch_defaults_are_exact(process) -> None:
    ran = process("convert", *DEFAULTS, "--weight-decay", "0.01", "--format", "json")
    assert ran.status == 0
    answer = json.loads(ran.out)
    assert answer["schema"] == "adamw-bounds/v1"
    assert answer["command"] == "convert"
    expected = {"eta": 1e-3, "beta1": 0.1, "beta2": 0.001, "delta": 1e-16, "lambda": 0.01}
    assert _values(ran.out) == expected
    assert answer["inputs"] == {
        "eta": 1e-3,
        "beta1": 0.1,
        "beta2": 0.001,
        "delta": 1e-16,
        "lam": 0.01,
    }
    codes = [warning["code"] for warning in answer["warnings"]]
    assert codes == ["epsilon-outside-root", "bias-correction", "constant-weight-decay"]
    assert [warning["kind"] for warning in answer["warnings"]] == ["method", "method", "answer"]
    # They are counted on standard error, and printed there where that is asked for.
    assert ran.err.startswith("3 remarks")
    assert len(ran.err.splitlines()) == 1
    said = process("convert", *DEFAULTS, "--weight-decay", "0.01", "-f", "json", "-v").err
    assert remarks_in(said) == codes


def test_back_to_pytorch(shell) -> None:
    ran = shell(
        *("convert", "--eta", "1e-3", "--beta1", "0.1", "--beta2", "0.001"),
        *("--delta", "1e-16", "--lam", "0", "-f", "json"),
    )
    assert _values(ran.out) == {
        "lr": 1e-3,
        "beta1-torch": 0.9,
        "beta2-torch": 0.999,
        "adam-eps": 1e-8,
        "weight-decay": 0.0,
    }
    # Nothing decays, so nothing is said about a decay.
    assert "constant-weight-decay" not in ran.out


def test_every_format_has_the_same_rows(shell) -> None:
    answer = json.loads(shell("convert", *DEFAULTS, "-f", "json").out)
    table = list(csv.DictReader(io.StringIO(shell("convert", *DEFAULTS, "-f", "csv").out)))
    assert [row["quantity"] for row in table] == [row["quantity"] for row in answer["rows"]]
    assert [float(row["value"]) for row in table] == [row["value"] for row in answer["rows"]]
    for name in ("table", "markdown", "latex"):
        ran = shell("convert", *DEFAULTS, "-f", name)
        assert ran.status == 0
        for row in answer["rows"]:
            assert row["quantity"] in ran.out


def test_beyond_a_float(shell) -> None:
    ran = shell("convert", "--adam-eps", "1e-200", "-f", "json")
    (row,) = json.loads(ran.out)["rows"]
    assert row["value"] is None
    assert row["log10"] == -400.0


@pytest.mark.parametrize(
    ("arguments", "option"),
    [
        *((("--eta", text), "--eta") for text in ("0", "nan", "inf", "ten", "", "1e-400")),
        (("--lr", "-1"), "--lr"),
        (("--adam-eps", "-1e-8"), "--adam-eps"),
        (("--betas", "0.9", "1"), "--betas (second)"),
        (("--betas", "1", "0.9"), "--betas (first)"),
        (("--lam", "-0.1"), "--lam"),
        ((), "--lr, --betas, --adam-eps, --weight-decay, --eta, --beta1, --beta2, --delta, --lam"),
    ],
)
def test_values_out_of_domain(refused, arguments: tuple[str, ...], option: str) -> None:
    found = refused("convert", *arguments)
    assert (found.status, found.code, found.options) == (2, "invalid-input", {option})
