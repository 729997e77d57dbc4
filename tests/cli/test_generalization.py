"""``generalization`` on real files and wrong ones."""

from __future__ import annotations

import json
import math
import pickle
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from lines import remarks_in

pytestmark = pytest.mark.versions


SHIPPED = "shipped:digits_mlp_adamw"


def test_err_of_the_shipped_spectrum(process) -> None:
    ran = process("generalization", "--spectrum", SHIPPED, "--rho", "1", "-f", "json", "-v")
    assert ran.status == 0, ran.err
    answer = json.loads(ran.out)
    wanted = [
        row
        for row in answer["rows"]
        if (row["optimizer"], row["variant"], row["quantity"]) == ("adamw", "corrected", "err")
    ]
    assert len(wanted) == 1
    assert answer["inputs"]["lam"] == 0.01
    assert "floor" in remarks_in(ran.err)


def test_optimizers_stand_side_by_side(shell) -> None:
    out = shell("generalization", "--spectrum", SHIPPED, "--rho", "1").out
    assert max(map(len, out.splitlines())) <= 80
    assert [name in out for name in ("adamw", "l2-adam", "err-per-parameter", "phi")] == [True] * 4


def test_pytorch_settings_are_taken(shell) -> None:
    paper = shell(
        "generalization", "--spectrum", SHIPPED, "--rho", "1", "--eta", "0.01", "-f", "json"
    )
    torch = shell(
        "generalization", "--spectrum", SHIPPED, "--rho", "1", "--lr", "0.01", "-f", "json"
    )
    assert json.loads(paper.out)["rows"] == json.loads(torch.out)["rows"]


def test_all_that_is_missing_is_named(shell) -> None:
    ran = shell("generalization", "--spectrum", SHIPPED, "--tau", "2", "--eta", "x")
    assert ran.status == 2
    for word in ("--rho", "--tau", "--eta"):
        assert word in ran.err
    assert "--spectrum is missing" in shell("generalization").err


def test_a_spectrum_behind_from_is_the_spectrum(shell, spectrum: Path) -> None:
    first = shell("generalization", "--from", str(spectrum), "--rho", "1", "-f", "json")
    second = shell("generalization", "--spectrum", str(spectrum), "--rho", "1", "-f", "json")
    assert first.status == 0, first.err
    assert json.loads(first.out)["rows"] == json.loads(second.out)["rows"]


def test_a_gauss_newton_file_is_said_to_be_one(
    shell, tmp_path: Path, write_spectrum, spectrum_meta
) -> None:
    path = str(
        write_spectrum(tmp_path / "ggn.npz", meta=json.dumps({**spectrum_meta, "matrix": "ggn"}))
    )
    counts = ("--c-inf", "2", "--delta", "1e-4", "--epsilon", "0.1", "--sigma", "1", "--gap", "1")
    for line in (
        ("spectrum", "show", path),
        ("generalization", "--spectrum", path, "--rho", "1"),
        ("generalization", "--spectrum", f"a={path}:adamw", "--spectrum", SHIPPED, "--rho", "1"),
        ("compare", "--spectrum", path, "--rho", "1", *counts, "--smoothness", "2"),
    ):
        ran = shell(*line, "-f", "json")
        assert ran.status == 0, ran.err
        notes = json.loads(ran.out)["warnings"]
        (text,) = [note["message"] for note in notes if note["code"] == "gauss-newton"]
        assert "NOT OF THE HESSIAN" in text


def _pickled(path: Path, write: Any) -> None:
    np.savez(path, format="adamw-bounds-spectrum/1", dim=1, eigenvalues=np.array([{}]))


def _truncated(path: Path, write: Any) -> None:
    write(path)
    path.write_bytes(path.read_bytes()[:-60])


WRONG = {
    "missing": lambda path, write: None,
    "empty": lambda path, write: path.write_bytes(b""),
    "truncated": _truncated,
    "another-kind": lambda path, write: zipfile.ZipFile(path, "w").close(),
    "a-text": lambda path, write: path.write_text("hello"),
    "nan": lambda path, write: write(path, eigenvalues=np.array([0.5, np.nan, 1.0])),
    "weights": lambda path, write: write(
        path,
        eigenvalues=None,
        nodes=np.array([[0.1, 0.2]]),
        weights=np.array([[0.5, 0.4]]),
    ),
    "pickled": _pickled,
    "a-pickle": lambda path, write: path.write_bytes(pickle.dumps({"eigenvalues": [1.0]})),
}


@pytest.mark.parametrize("name", WRONG)
def test_files_that_are_no_spectrum(
    process, shell, write_spectrum, tmp_path: Path, name: str
) -> None:
    path = tmp_path / f"{name}.npz"
    WRONG[name](path, write_spectrum)
    before = sorted(tmp_path.iterdir())
    # A process of its own shows that nothing else is printed; one is enough.
    run = process if name == "truncated" else shell
    ran = run("generalization", "--spectrum", str(path), "--rho", "1", "-o", "out.txt")
    assert (ran.status, ran.out) == (1, ""), ran.err
    assert ran.err.startswith("error: ")
    assert path.name in ran.err
    assert len(ran.err.splitlines()) == 1
    assert sorted(tmp_path.iterdir()) == before
    shown = run("spectrum", "show", str(path), "-f", "json")
    assert shown.status == 1
    assert json.loads(shown.err)["error"]["message"]


def test_decades_add_up_to_err_per_parameter(shell) -> None:
    ran = shell(
        *("generalization", "--spectrum", "shipped:digits_mlp_adamw", "--rho", "0.01"),
        *("--decades", "-f", "json"),
    )
    assert ran.status == 0, ran.err
    rows = json.loads(ran.out)["rows"]
    for optimizer in ("adamw", "adam", "l2-adam"):
        mine = [row for row in rows if row["optimizer"] == optimizer]
        parts = [
            row["value"] for row in mine if row["quantity"] in ("err-of-decade", "err-below-floor")
        ]
        (whole,) = (
            row["value"]
            for row in mine
            if row["quantity"] == "err-per-parameter" and row["variant"] == "corrected"
        )
        assert len(parts) > 10
        assert math.isclose(sum(parts), whole, rel_tol=1e-9)
