"""What the shell says of a wrong input: one clear sentence of each kind.

Other tests look at codes, options and numbers; how a refusal reads is held here alone.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from lines import CONSTANTS, with_option

SHIPPED = "shipped:digits_mlp_adamw"
CHOICES = {
    "--theorem": "2, 3, 4, all",
    "--optimizer": "adamw, adam, l2-adam, all",
    "--format": "table, json, csv, markdown, latex, html",
}
#: What is typed behind ``complexity`` with all its constants.
OF_COMPLEXITY = {
    ("--sigma", "-1"): "--sigma must be ≥ 0 (given: -1)",
    ("--c-inf", "0"): "--c-inf must be > 0 (given: 0)",
    ("--gap", "nan"): "--gap must be a finite number (given: nan)",
    ("--delta", "small"): "--delta must be a number (given: small)",
    ("--batch-size", "2.5"): "--batch-size must be a whole number ≥ 1 (given: 2.5)",
    **{
        (option, "5"): f"{option} must be one of {allowed} (given: 5)"
        for option, allowed in CHOICES.items()
    },
}
#: What is typed as it stands.
AS_TYPED = {
    ("convert", "--betas", "0.9", "1"): "--betas (second) must be in (0, 1) (given: 1)",
    ("convert", "--betas", "1", "0.9"): "--betas (first) must be in [0, 1) (given: 1)",
    ("spectrum", "show"): "FILE is missing: name a spectrum file",
    ("spectrum", "convert", SHIPPED, "a.npy", "--dim", "7"): (
        "--dim must be 2410, which the file states, or left out (given: 7)"
    ),
    ("generalization", "--spectrum", SHIPPED, "--absolute", "--rho", "1"): (
        "--absolute needs --hessian"
    ),
    ("complexity", "--betas", "0.9"): (
        "adamw-bounds complexity takes no option --betas (see adamw-bounds complexity --help)"
    ),
}
#: What a file holds, and what ``convert --from`` says of it.
OF_FILES = {
    "gone.toml": (None, "cannot be read: No such file"),
    "empty.toml": (b"", "is empty"),
    "bad.toml": (b"eta = = 1", "is no valid TOML"),
    "bad.json": (b'{"eta": 1', "is no valid JSON"),
    "list.json": (b"[1, 2]", "no JSON object"),
    "binary.dat": (b"\xff\xfe\x00\x01", "is no TOML or JSON file"),
    "answer.json": (b'{"schema": "adamw-bounds/v1"}', "without inputs"),
}


def said(ran) -> str:
    """Return the one sentence on standard error, without its first word."""
    assert ran.out == ""
    # A long sentence goes on in indented lines.
    (line,) = ran.err.replace("\n  ", " ").splitlines()
    assert line.startswith("error: ")
    return line.removeprefix("error: ")


@pytest.mark.parametrize("given", OF_COMPLEXITY, ids=" ".join)
def test_of_a_value(shell, given: tuple[str, str]) -> None:
    assert said(shell("complexity", *with_option(*given, line=CONSTANTS))) == OF_COMPLEXITY[given]


@pytest.mark.parametrize("arguments", AS_TYPED, ids=" ".join)
def test_of_a_line(shell, arguments: tuple[str, ...]) -> None:
    assert said(shell(*arguments)) == AS_TYPED[arguments]


@pytest.mark.parametrize("name", OF_FILES)
def test_of_a_file(shell, tmp_path: Path, name: str) -> None:
    data, words = OF_FILES[name]
    if data is not None:
        (tmp_path / name).write_bytes(data)
    sentence = said(shell("convert", "--from", name))
    assert sentence.startswith(f"--from {name} ")
    assert words in sentence


def test_of_all_keys_of_a_file(shell, tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text("etta = 1\nbetas = 0.9\neta = -1\n")
    first, *faults = shell("convert", "--from", "a.toml").err.splitlines()
    assert first.startswith("error: 3 ")
    assert faults == [
        "• etta in a.toml is no input; did you mean eta?",
        "• betas in a.toml must be a list of two numbers (given: 0.9)",
        "• --eta must be > 0 (given: -1)",
    ]


def test_of_spectra_that_do_not_belong_together(shell, tmp_path: Path) -> None:
    for name, dim in (("a.npz", 2), ("b.npz", 3)):
        np.savez(
            tmp_path / name,
            format="adamw-bounds-spectrum/1",
            dim=dim,
            nodes=np.ones((1, 1)),
            weights=np.ones((1, 1)),
            meta=json.dumps({}),
        )
    ran = shell("spectrum", "merge", "a.npz", "b.npz", "-o", "c.npz")
    first, *faults = ran.err.replace("\n  ", " ").splitlines()
    assert first.startswith("error: ")
    assert all(line.startswith("• ") for line in faults)
    assert "b.npz has d = 3" in ran.err
