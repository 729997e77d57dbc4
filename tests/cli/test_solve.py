"""The shell's ``solve``."""

from __future__ import annotations

import json

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


def test_what_is_missing_or_not_to_be_given_is_wrong_input() -> None:
    assert main(["solve", *BOUND]) == 2
    assert main(["solve", "--for", "epsilon", "-e", "0.1", "-T", "10", *BOUND]) == 2
    assert main(["solve", "--for", "epsilon", "--reach", "x", *BOUND]) == 2
