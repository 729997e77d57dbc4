"""``sweep`` in the shell: rows in every format, files that are whole, wrong input in a sentence."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from adamw_bounds.cli.main import main

_ASKED = ["sweep", "complexity", "-t", "2", "--variant", "explicit"]
_PROBLEM = ["--c-inf", "5", "--sigma", "0.5", "-L", "2", "--gap", "1.5"]
_GRID = ["--vary", "epsilon=1e-3:1e-1:log:3", "--vary", "delta=1e-8,1e-4"]


def _json(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    assert main([*words, "-f", "json"]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_json_and_csv_hold_the_same_rows_in_the_order_of_the_points(
    capsys: pytest.CaptureFixture[str],
) -> None:
    answer = _json(capsys, *_ASKED, *_PROBLEM, *_GRID)
    rows = answer["rows"]
    points = [(row["epsilon"], row["delta"]) for row in rows if row["quantity"] == "iterations"]
    assert points == [(e, d) for e in (1e-3, 1e-2, 1e-1) for d in (1e-8, 1e-4)]
    assert main([*_ASKED, *_PROBLEM, *_GRID, "-f", "csv"]) == 0
    lines = list(csv.DictReader(io.StringIO(capsys.readouterr().out, newline="")))
    assert len(lines) == len(rows)
    for row, line in zip(rows, lines, strict=True):
        assert [float(line[key]) for key in ("epsilon", "delta", "value", "log10", "count")] == [
            row[key] for key in ("epsilon", "delta", "value", "log10", "count")
        ]
        assert json.loads(line["terms"]) == row["terms"]
        assert json.loads(line["notes"]) == row["notes"]
        assert line["unmet"] == (row["unmet"] or "")


def test_the_inputs_of_an_answer_can_be_asked_again(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    first = _json(capsys, *_ASKED, *_PROBLEM, *_GRID)
    path = tmp_path / "answer.json"
    path.write_text(json.dumps(first))
    again = _json(capsys, *_ASKED, "--from", str(path))
    assert again["rows"] == first["rows"]


def test_arrays_in_a_file_vary(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "inputs.toml"
    path.write_text("epsilon = [1e-3, 1e-2, 1e-1]\ndelta = '1e-8,1e-4'\nc_inf = 5\n")
    rows = _json(capsys, *_ASKED, "--from", str(path), *_PROBLEM[2:])["rows"]
    assert rows == _json(capsys, *_ASKED, *_PROBLEM, *_GRID)["rows"]


def test_a_row_names_the_condition_that_fails_and_keeps_no_number_there(
    capsys: pytest.CaptureFixture[str],
) -> None:
    words = [
        "sweep",
        "guarantee",
        "-t",
        "2",
        "--variant",
        "explicit",
        *_PROBLEM,
        "--delta",
        "1e-4",
        "-T",
        "1000",
    ]
    rows = _json(capsys, *words, "--beta1", "0.1", "--vary", "eta=1e-6,1")["rows"]
    assert [row["value"] is None for row in rows] == [False, True]
    assert rows[0]["unmet"] is None
    assert "eta-coupling" in rows[1]["unmet"].split(", ")


@pytest.mark.parametrize("ending", ["csv", "json"])
def test_a_file_is_written_whole(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"t.{ending}"
    words = [*_ASKED, *_PROBLEM, *_GRID, "-f", ending, "-o", str(path)]
    assert main(words) == 0
    assert list(tmp_path.iterdir()) == [path]
    first = path.read_bytes()
    # A run that fails leaves the file as it is.
    assert main([*_ASKED, *_GRID, "-f", ending, "-o", str(path)]) == 2
    assert path.read_bytes() == first
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_an_output_that_is_full_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*_ASKED, *_PROBLEM, *_GRID, "-f", "csv", "-o", "/dev/full"]) == 1
    assert "/dev/full" in capsys.readouterr().err
    words = [sys.executable, "-m", "adamw_bounds", *_ASKED, *_PROBLEM, *_GRID, "-f", "csv"]
    with open("/dev/full", "wb") as full:
        run = subprocess.run(words, stdout=full, stderr=subprocess.PIPE, timeout=60)
    assert run.returncode == 1
    assert b"Traceback" not in run.stderr


def test_a_page_of_too_many_rows_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*_ASKED, *_PROBLEM, "--delta", "1", "--vary", "epsilon=1:2:lin:1e5"]) == 2
    assert "100000" in capsys.readouterr().err
