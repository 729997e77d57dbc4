"""The shell's ``solve``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from adamw_bounds.cli.main import main

BOUND = ["--theorem", "2", "--c-inf", "5", "--delta", "1e-4", "--sigma", "0.5"]
BOUND += ["--smoothness", "2", "--gap", "1.5", "--variant", "explicit"]


def test_rows_name_what_was_looked_for(capsys: pytest.CaptureFixture[str]) -> None:
    line = ["solve", "--for", "batch-size", "-T", "1e9", "-e", "0.1", *BOUND]
    assert main([*line, "--format", "json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)["rows"]
    assert (row["quantity"], row["value"], row["case"]) == ("batch-size", 1510, "at-least")
    assert main(line) == 0
    assert "1510" in capsys.readouterr().out


def test_the_nearest_input_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["solve", "--for", "batchsice", "-T", "10", *BOUND]) == 2
    assert "batch-size" in capsys.readouterr().err


def test_what_is_missing_or_not_to_be_given_is_wrong_input() -> None:
    assert main(["solve", *BOUND]) == 2
    assert main(["solve", "--for", "epsilon", "-e", "0.1", "-T", "10", *BOUND]) == 2
    assert main(["solve", "--for", "epsilon", "--reach", "x", *BOUND]) == 2


def test_settings_are_chosen_for_a_bound_to_be_least(capsys: pytest.CaptureFixture[str]) -> None:
    line = ["solve", "--minimize", "gradient-norm-squared", "--over", "eta", "-T", "1e5", *BOUND]
    line += ["-b", "32", "--beta1", "0.01"]
    assert main([*line, "--format", "json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)["rows"]
    # η ≤ β1 c1/(2L), and a larger step is better.
    assert row["settings"]["eta"] == pytest.approx(0.01 * 1e-2 / 4, rel=1e-9)
    assert main(line) == 0
    table = capsys.readouterr().out.partition("\n1. ")[0]
    assert "2.500" in table
    assert main(["solve", "--minimize", "iterations", "--for", "epsilon", *BOUND]) == 2


def test_a_file_may_hold_what_is_looked_for(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "run.toml").write_text("epsilon = 0.1\nbatch_size = 32\n", "utf-8")
    line = ["solve", "--for", "epsilon", "-T", "1e9", *BOUND, "--from", str(tmp_path / "run.toml")]
    assert main([*line, "--format", "json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)["rows"]
    assert row["value"] > 0.1
    assert main([*line, "-e", "0.1"]) == 2
