"""``sweep`` in the shell: rows in every format, files that are whole, wrong input in a sentence."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
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


def test_a_spectrum_that_is_missing_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sweep", "generalization", "--vary", "lam=0,1"]) == 2
    assert "--spectrum" in capsys.readouterr().err


def test_a_page_of_too_many_rows_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*_ASKED, *_PROBLEM, "--delta", "1", "--vary", "epsilon=1:2:lin:1e5"]) == 2
    assert "100000" in capsys.readouterr().err


def test_an_array_has_the_shape_of_the_grid_and_the_numbers_of_the_rows(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "t.npy"
    grid = ["--vary", "epsilon=1e-3:1e-1:log:3", "--vary", "delta=1e-8,1e-4"]
    rows = _json(capsys, *_ASKED, *_PROBLEM, *grid)["rows"]
    assert main([*_ASKED, *_PROBLEM, *grid, "--quantity", "iterations", "-o", str(path)]) == 0
    array = np.load(path)
    wanted = [row["value"] for row in rows if row["quantity"] == "iterations"]
    assert array.shape == (3, 2)
    assert array.ravel().tolist() == pytest.approx(wanted, rel=1e-12)
    # Several rows are fields.
    assert main([*_ASKED, *_PROBLEM, *grid, "-o", str(path)]) == 0
    fields = np.load(path)
    assert fields.shape == (3, 2)
    assert [name.rsplit("/", 1)[1] for name in fields.dtype.names] == [
        "iterations",
        "gradient-complexity",
    ]
    assert fields[fields.dtype.names[0]].tolist() == array.tolist()


def test_an_array_says_what_voids_its_numbers(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "g.npy"
    words = ["sweep", "guarantee", "-t", "2", "--variant", "explicit", *_PROBLEM, "-T", "1000"]
    words += ["--delta", "1e-4", "--beta1", "0.1", "--vary", "eta=1e-6,1", "--vary", "lam=0,1e-9"]
    assert main([*words, "-o", str(path)]) == 0
    assert np.isnan(np.load(path)).tolist() == [[False, False], [True, True]]
    said = " ".join(capsys.readouterr().err.split())
    assert "at 2 of 4 points the condition eta-coupling fails" in said
    assert "at 2 of 4 points: NOT A GUARANTEE" in said


def test_parquet_holds_what_csv_holds(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    words = ["sweep", "guarantee", *_PROBLEM, "-T", "1000", "--delta", "1e-4", "--beta1", "0.1"]
    words += ["--vary", "eta=1e-6:1:log:5", "--vary", "lam=0,1e-9"]
    for ending in ("csv", "parquet"):
        assert main([*words, "-o", str(tmp_path / f"t.{ending}")]) == 0
    with open(tmp_path / "t.csv", encoding="utf-8", newline="") as stream:
        lines = list(csv.DictReader(stream))
    rows = parquet.read_table(tmp_path / "t.parquet").to_pylist()
    assert len(rows) == len(lines)
    for row, line in zip(rows, lines, strict=True):
        assert list(row) == list(line)
        for key, cell in line.items():
            value = row[key]
            assert (float(cell) if isinstance(value, float) else cell) == (
                "" if value is None else value
            )


def test_points_of_a_file(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    wanted = _json(capsys, *_ASKED, *_PROBLEM, *_GRID)["rows"]
    table = tmp_path / "points.csv"
    table.write_text(
        "epsilon,delta\n"
        + "".join(f"{e},{d}\n" for e in ("1e-3", "1e-2", "1e-1") for d in ("1e-8", "1e-4"))
    )
    found = _json(capsys, *_ASKED, *_PROBLEM, "--points", str(table))["rows"]
    for row, other in zip(found, wanted, strict=True):
        for key in ("epsilon", "delta", "log10"):
            assert row[key] == pytest.approx(other[key], rel=1e-14)
        assert row["quantity"] == other["quantity"]
    columns = {"epsilon": [], "delta": []}  # type: ignore[var-annotated]
    for row in wanted[::2]:
        for name, values in columns.items():
            values.append(row[name])
    path = tmp_path / "points.json"
    path.write_text(json.dumps(columns))
    again = _json(capsys, *_ASKED, *_PROBLEM, "--points", str(path))["rows"]
    assert [row["quantity"] for row in again] == [row["quantity"] for row in found]
    assert [row["log10"] for row in again] == pytest.approx([row["log10"] for row in found])


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("epsilon,delta\n0.1\n", "line 2"),
        ("epsilon,delta\n0.1,nan\n", "line 2"),
        ("epsilon,delta\n0.1,1,2\n", "line 2"),
        ("epsilon,delta\n0.1,x\n", "line 2"),
        ("epsilon,delta\n0.1,-1\n", "delta"),
        ("epsilon,delta\n", "no point"),
        ("epsilon,delta,epsilon\n0.1,1,0.2\n", "column epsilon"),
        ("0.1,1\n0.2,1\n", "names"),
        ("epsilom,delta\n0.1,1\n", "epsilom"),
        ("", "names"),
    ],
)
def test_a_bad_file_of_points_is_a_sentence(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, text: str, word: str
) -> None:
    path = tmp_path / "points.csv"
    path.write_text(text)
    assert main([*_ASKED, *_PROBLEM, "--points", str(path)]) == 2
    said = capsys.readouterr().err
    assert word in said
    assert "Warning" not in said


def test_a_bad_parquet_file_of_points_is_a_sentence(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    path = tmp_path / "points.parquet"

    def said(status: int) -> str:
        assert main([*_ASKED, *_PROBLEM, "--points", str(path)]) == status
        return " ".join(capsys.readouterr().err.split())

    assert "no such file" in said(1)
    values = pyarrow.array([1e-3, 1e-2])
    parquet.write_table(pyarrow.table([values, values], names=["epsilon", "epsilon"]), path)
    assert "more than one column epsilon" in said(2)
    path.write_bytes(path.read_bytes()[:100])
    assert "damaged" in said(1)
    path.unlink()
    path.mkdir()
    assert "directory" in said(1)


def test_a_dry_run_counts_points_and_rows_and_a_summary_reduces_them(
    capsys: pytest.CaptureFixture[str],
) -> None:
    (row,) = _json(capsys, *_ASKED, *_PROBLEM, *_GRID, "--dry-run")["rows"]
    assert (row["points"], row["rows"]) == (6, 12)
    rows = _json(capsys, *_ASKED, *_PROBLEM, *_GRID)["rows"]
    for line in _json(capsys, *_ASKED, *_PROBLEM, *_GRID, "--summary")["rows"]:
        values = sorted(row["value"] for row in rows if row["quantity"] == line["quantity"])
        assert [line[key] for key in ("min", "median", "max")] == pytest.approx(
            [values[0], values[2], values[-1]], rel=1e-12
        )
        assert line["argmin"] == {"epsilon": 0.1, "delta": 1e-4}


def test_what_was_written_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    words = [*_ASKED, *_PROBLEM, *_GRID, "--optimizer", "adamw", "--quantity", "iterations"]
    for name in ("a.npy", "a.csv", "a.json"):
        assert main([*words, "-o", name]) == 0
        assert f"wrote {name}" in capsys.readouterr().err
        assert (tmp_path / name).exists()
        assert main([*words, "-o", name, "-q"]) == 0
        assert "wrote" not in capsys.readouterr().err
