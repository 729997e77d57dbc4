"""``adamw-bounds scale-free`` in the shell: formats, files, replays, refusals."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest
from lines import remarks_in
from rich.cells import cell_len

KEYS = ("statement", "optimizer", "schedule", "variant", "quantity", "case", "stage")


@pytest.fixture
def grads(tmp_path: Path) -> Path:
    """Return a file of two layers, float32 as networks have them."""
    rng = np.random.default_rng(0)
    path = tmp_path / "run.npz"
    layers = {"a.weight": rng.standard_normal((6, 3, 2)), "b": 1e-9 * rng.standard_normal((6, 4))}
    np.savez(path, **{name: item.astype(np.float32) for name, item in layers.items()})
    return path


def test_json_is_strict_and_names_every_row(shell, grads: Path) -> None:
    ran = shell("scale-free", "--grads", str(grads), "-f", "json", "-v")
    assert ran.status == 0, ran.err

    def refuse(constant: str) -> None:
        raise AssertionError(f"{constant} is no JSON")

    answer = json.loads(ran.out, parse_constant=refuse)
    assert answer["command"] == "scale-free"
    names = [tuple(row.get(key) for key in KEYS) for row in answer["rows"]]
    assert len(names) == len(set(names)) > 0
    assert {row["quantity"] for row in answer["rows"]} == {
        *("deviation", "proximal-gap", "density", "scale-spread", "scale-spread-layers"),
        *("rms", "share-zero", "share-below-eps"),
    }
    assert {row.get("case") for row in answer["rows"] if row["quantity"] == "density"} == {
        *(None, "a.weight", "b"),
    }
    assert remarks_in(ran.err) == [note["code"] for note in answer["warnings"]]
    below = next(row for row in answer["rows"] if row.get("case") == "b, ε = 1e-08")
    assert below["value"] == 1.0


@pytest.mark.parametrize("form", ["table", "markdown", "latex", "csv"])
def test_every_format_answers(shell, grads: Path, form: str) -> None:
    ran = shell("scale-free", "--grads", "run.npz", "-f", form, "--weight-decay", "0,0.1")
    assert ran.status == 0, ran.err
    if form == "table":
        assert max(map(cell_len, ran.out.splitlines())) <= 80
        assert "a.weight" in ran.out
    if form == "csv":
        rows = list(csv.DictReader(ran.out.splitlines()))
        assert sum(row["quantity"] == "deviation" for row in rows) == 3 * (2 + 2 + 1 + 2)


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("--adam-eps", "1e-3,0", "--lam", "0.5", "--lam-l2", "0.1,0.2", "--scales", "4"),
        ("--lr", "0.01", "--betas", "0.8", "0.95", "-d", "3", "-T", "7", "--seed", "5"),
        ("--grads", "run.npz"),
    ],
    ids=" ".join,
)
def test_an_answer_can_be_asked_again(
    shell, grads: Path, arguments: tuple[str, ...], tmp_path: Path
) -> None:
    first = shell("scale-free", *arguments, "-f", "json")
    assert first.status == 0, first.err
    (tmp_path / "first.json").write_text(first.out, encoding="utf-8")
    replayed = shell("scale-free", "--from", "first.json", "-f", "json")
    assert json.loads(replayed.out) == json.loads(first.out)


@pytest.mark.parametrize(
    ("arguments", "status", "code", "options"),
    [
        (("--scales", "1e300"), 2, "invalid-input", {"--scales"}),
        (
            ("--scales=-1,x", "--adam-eps=-1", "--lam", "nan", "--lr", "0", "-d", "0"),
            *(2, "invalid-input"),
            {"--scales", "--adam-eps", "--lam", "--lr", "--dim"},
        ),
        (("--betas", "0.9", "1"), 2, "invalid-input", {"--betas (second)"}),
        (("--scales", "none.npy"), 2, "invalid-input", {"--scales"}),
        (("--grads", "none.npz"), 1, "bad-gradients-file", set()),
        (("--grads", "run.npz", "--seed", "1"), 2, "invalid-input", {"--seed"}),
        (("--grads", "run.npz", "--params", "run.npz"), 2, "invalid-input", {"--params"}),
        (("--delta", "1"), 2, "usage", set()),
    ],
)
def test_what_is_refused(refused, grads: Path, arguments, status, code, options) -> None:
    found = refused("scale-free", *arguments)
    assert (found.status, found.code) == (status, code)
    assert found.options == options


def test_scales_and_a_start_from_files(shell, grads: Path, tmp_path: Path) -> None:
    np.save(tmp_path / "s.npy", 2.0 ** np.arange(-5, 5)[None])
    np.savez(tmp_path / "x0.npz", **{"a.weight": np.ones((3, 2)), "b": np.ones(4)})
    ran = shell(
        *("scale-free", "--grads", "run.npz", "--params", "x0.npz", "--scales", "s.npy"),
        *("--adam-eps", "0", "-f", "json"),
    )
    assert ran.status == 0, ran.err
    assert ran.err == ""
    for row in json.loads(ran.out)["rows"]:
        if row["quantity"] == "deviation":
            assert (row["value"] == 0) == (row["optimizer"] != "l2-adam")
