"""``timescale``, ``radius``, ``rescale``, ``noise-scale`` and ``edge`` in the shell."""

from __future__ import annotations

import json

import numpy as np
import pytest

LINES = {
    "timescale": (
        *("timescale", "--lr", "3e-4", "--weight-decay", "0.1", "--iterations", "100000"),
        *("--schedule", "cosine", "--final", "0.1", "--betas", "0.9", "0.95"),
    ),
    "radius": (
        *("radius", "--lr", "1e-3", "--betas", "0.9", "0.999", "--weight-decay", "0.1"),
        *("--x0-inf-norm", "0.5"),
    ),
    "rescale": (
        *("rescale", "--batch-size", "512", "--to", "4096", "--lr", "3e-4", "--betas", "0.9"),
        *("0.95", "--weight-decay", "0.1", "--adam-eps", "1e-8"),
    ),
    "noise-scale": (
        *("noise-scale", "--batch-small", "8", "--norm-squared-small", "2", "--batch-big", "64"),
        *("--norm-squared-big", "0.6", "--hessian-trace", "3", "--coupling", "1"),
    ),
    "edge": ("edge", "--lr", "1e-3", "--betas", "0.9", "0.999", "--sharpness", "9000"),
}


@pytest.mark.parametrize("name", LINES)
def test_every_format_has_every_row(shell, name: str) -> None:
    answer = json.loads(shell(*LINES[name], "-f", "json").out)
    assert answer["command"] == name
    quantities = [row["quantity"] for row in answer["rows"]]
    assert quantities
    for kind in ("table", "csv", "markdown", "latex"):
        ran = shell(*LINES[name], "-f", kind)
        assert ran.status == 0
        for quantity in quantities:
            words = (quantity, quantity.replace("-", " "), r"$\eta$")
            assert any(word in ran.out for word in words), (kind, quantity)


@pytest.mark.parametrize("name", LINES)
def test_a_file_of_inputs_says_the_same(shell, name: str, tmp_path) -> None:
    first = shell(*LINES[name], "-f", "json").out
    (tmp_path / "run.json").write_text(first, "utf-8")
    again = shell(name, "--from", str(tmp_path / "run.json"), "-f", "json").out
    rows = [json.loads(text)["rows"] for text in (first, again)]
    assert [row["value"] for row in rows[1]] == pytest.approx([row["value"] for row in rows[0]])


@pytest.mark.parametrize(
    ("line", "options"),
    [
        (("timescale", "--lr", "0", "--weight-decay", "x"), {"--lr", "--weight-decay"}),
        (("radius", "--x0-inf-norm", "-1"), {"--x0-inf-norm", "--eta", "--beta1", "--beta2"}),
        (("rescale", "--to", "1.5"), {"--to", "--batch-size"}),
        (("edge", "--lr", "1e-3", "--betas", "1", "0.9"), {"--betas (first)"}),
        (("noise-scale", "--sigma", "-1"), {"--sigma", "--gradient-norm"}),
    ],
)
def test_all_that_is_wrong_is_said_at_once(shell, line, options) -> None:
    ran = shell(*line, "-f", "json")
    assert ran.status == 2
    found = {item["option"] for item in json.loads(ran.err)["error"]["details"]}
    assert options <= found


def test_a_doubtful_claim_is_named_and_a_fit_says_that_it_is_one(shell) -> None:
    surge = json.loads(shell(*LINES["noise-scale"], "-f", "json").out)["rows"]
    assert {item for row in surge for item in row["audit"]} == {"surge-peak: missing-hypothesis"}
    fit = ("--tokens-per-parameter", "20", "--fit-constant", "1")
    rows = json.loads(shell(*LINES["timescale"], *fit, "-f", "json").out)["rows"]
    notes = {row["quantity"]: row["notes"] for row in rows}
    assert notes["lam-fit"]
    assert notes["equilibrium-rms"]
    assert not notes["timescale-steps"]


def test_files_of_a_run(shell, refused, tmp_path) -> None:
    rng = np.random.default_rng(0)
    for name in "ab":
        np.save(tmp_path / f"{name}.npy", 0.1 + rng.standard_normal(5000))
    np.save(tmp_path / "s.npy", [-1.0, 9000.0, 40000.0])
    grads = [item for name in "ab" for item in ("--grads", str(tmp_path / f"{name}.npy"))]
    rows = json.loads(shell(*LINES["rescale"], *grads, "-f", "json").out)["rows"]
    (share,) = (row for row in rows if row["quantity"] == "signal-dominated-share")
    assert 0 == share["lower"] < share["value"] == share["upper"] < 1
    line = (*LINES["edge"][:-2], "--eigenvalues", str(tmp_path / "s.npy"))
    answer = json.loads(shell(*line, "-f", "json").out)
    found = {row["quantity"]: row["value"] for row in answer["rows"]}
    assert found["count-below-minus-lambda"] == found["count-above-threshold"] == 1
    assert answer["inputs"]["eigenvalues"] == str(tmp_path / "s.npy")
    assert refused(*line, "--sharpness", "3").options == {"--sharpness"}
    assert refused(*LINES["rescale"], "--grads", str(tmp_path / "a.npy")).options == {"--grads"}
    assert shell("noise-scale", "--trace", str(tmp_path / "gone.jsonl")).status == 1
    assert refused("noise-scale", "--trace", "x", "--sigma", "1").options == {"--sigma"}
