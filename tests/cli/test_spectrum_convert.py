"""``spectrum convert``: what is written is read again, and what would be lost is refused."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from adamw_bounds.errors import RunError
from adamw_bounds.spectra import (
    Block,
    Meta,
    Spectrum,
    generalization,
    load_spectrum,
    save_spectrum,
)
from adamw_bounds.spectra.preconditioned import Preconditioned

VALUES = np.array([0.1, -1e-300, 2.0 / 3.0, 1e300, 0.0, -0.25])
NODES = np.array([[-0.1, 0.3, 1.0 / 3.0], [0.0, 0.7, 0.7]])
WEIGHTS = np.array([[0.2, 0.3, 0.5], [0.4, 0.6, 0.0]])
SHIPPED = "shipped:digits_mlp_adamw"


@pytest.fixture
def exact(tmp_path: Path) -> str:
    save_spectrum(Spectrum(eigenvalues=VALUES, meta=Meta(eta=1e-3)), tmp_path / "exact.npz")
    return "exact.npz"


@pytest.fixture
def rules(tmp_path: Path) -> str:
    spectrum = Spectrum(
        dim=50,
        nodes=NODES,
        weights=WEIGHTS,
        residuals=np.array([0.125, 0.0]),
        meta=Meta.from_mapping({"eta": 1e-3, "dtype": "float32", "probes_drawn": [[0, 0], [0, 1]]}),
    )
    save_spectrum(spectrum, tmp_path / "rules.npz")
    return "rules.npz"


@pytest.mark.parametrize("ending", ["npz", "npy", "csv", "txt"])
def test_eigenvalues_come_back(shell, exact: str, tmp_path: Path, ending: str) -> None:
    ran = shell("spectrum", "convert", exact, f"b.{ending}")
    assert ran.status == 0, ran.err
    assert ran.out.startswith(f"Written to b.{ending}\n")
    np.testing.assert_array_equal(load_spectrum(tmp_path / f"b.{ending}").eigenvalues, VALUES)
    assert ("is a list of eigenvalues, without eta." in ran.out) == (ending != "npz")
    back = shell("spectrum", "convert", f"b.{ending}", "c.npz", "-f", "json")
    assert back.status == 0, back.err
    np.testing.assert_array_equal(load_spectrum(tmp_path / "c.npz").eigenvalues, VALUES)
    answer = json.loads(back.out)
    assert answer["command"] == "spectrum convert"
    assert (answer["inputs"]["spectrum"], answer["inputs"]["target"]) == (f"b.{ending}", "c.npz")
    rows = {row["quantity"]: row["value"] for row in answer["rows"]}
    assert (rows["dim"], rows["eigenvalue-min"]) == (6, -0.25)
    assert sorted(os.listdir(tmp_path)) == sorted({exact, f"b.{ending}", "c.npz"})


def test_a_density_and_back(shell, rules: str, tmp_path: Path) -> None:
    assert shell("spectrum", "convert", rules, "b.json").status == 0
    content = json.loads((tmp_path / "b.json").read_text())
    assert content["eigenvalues"] == NODES.tolist()
    assert content["weights"] == WEIGHTS.tolist()
    assert shell("spectrum", "convert", "b.json", "c.npz").status == 0
    first, again = load_spectrum(tmp_path / rules), load_spectrum(tmp_path / "c.npz")
    assert again.dim == 50
    assert again.dtype == "float32"
    assert first.residuals is not None
    for name in ("nodes", "weights", "residuals"):
        np.testing.assert_array_equal(getattr(again, name), getattr(first, name))
    assert again.meta == first.meta


def test_what_only_an_archive_holds_is_named(shell, rules: str, tmp_path: Path) -> None:
    first = load_spectrum(tmp_path / rules)
    known = np.zeros(NODES.shape, dtype=np.bool_)
    known[:, -1] = WEIGHTS[:, -1] > 0
    own = Preconditioned(
        **{"kind": "adam", "optimizer": "AdamW", "matrix": "ggn", "kappa": 0.1, "dim": 50},
        **{"removed": 0, "steps": 1, "eta": 1e-3, "lam": (0.0,), "log_det_q": 0.0},
        **{"trace_q": 50.0, "q_min": 1.0, "q_median": 1.0, "q_max": 1.0},
        s=replace(first, residuals=None),
    )
    save_spectrum(
        replace(first, known=known, vectors=np.eye(50)[:2], preconditioned=own),
        tmp_path / "own.npz",
    )
    ran = shell("spectrum", "convert", "own.npz", "b.json")
    assert ran.status == 0, ran.err
    assert "without vectors, preconditioned." in " ".join(ran.out.split())
    # Which nodes are eigenvalues decides error bars.
    np.testing.assert_array_equal(load_spectrum(tmp_path / "b.json").known, known)
    ran = shell("spectrum", "convert", "own.npz", "c.npz")
    assert "without" not in ran.out
    again = load_spectrum(tmp_path / "c.npz")
    np.testing.assert_array_equal(again.vectors, np.eye(50)[:2])
    np.testing.assert_array_equal(again.preconditioned.s.nodes, NODES)


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_eigenvalues_that_were_counted_stay_counted(shell, dtype: type, tmp_path: Path) -> None:
    dim, zeros = 51301, 6541
    known = np.array([[False, True, True], [False, False, True]])
    apart = np.array([[False, False, True]] * 2)
    rest = (1 - zeros / dim) * np.array([[0.75, 0.25], [0.5, 0.5]])
    first = Spectrum(
        dim=dim,
        nodes=np.array([[0.3, 7.0, 0.0], [0.1, 7.1, 0.0]], dtype=dtype),
        weights=np.hstack([rest, np.full((2, 1), zeros / dim)]).astype(dtype),
        known=known,
        apart=apart,
        meta=Meta(eta=1e-3, batch_size=10, samples=10**6, rho=0.1, lam=0.1, x_star_norm=3.0),
    )
    save_spectrum(first, tmp_path / "a.npz")
    assert shell("spectrum", "convert", "a.npz", "b.json").status == 0
    assert shell("spectrum", "convert", "b.json", "c.npz").status == 0
    for name in ("b.json", "c.npz"):
        again = load_spectrum(tmp_path / name)
        np.testing.assert_array_equal(again.known, known)
        np.testing.assert_array_equal(again.apart, apart)
        assert again.dtype == first.dtype
        for probe in range(2):
            np.testing.assert_array_equal(again.counts(probe), first.counts(probe))
        ends = [
            [(row.value, row.lower, row.upper) for row in generalization(one) if row.upper]
            for one in (first, again)
        ]
        assert len(ends[0]) > 4
        np.testing.assert_allclose(ends[0], ends[1], rtol=1e-6)


@pytest.mark.parametrize("bad", [[[False]], [[1, 0]], [[True, True]], "yes", [[]]])
def test_a_density_that_counts_what_is_not_known(tmp_path: Path, bad: object) -> None:
    held = {"eigenvalues": [[1.0, 0.0]], "weights": [[0.75, 0.25]], "dim": 4}
    (tmp_path / "a.json").write_text(json.dumps({**held, "known": [[False, True]], "apart": bad}))
    with pytest.raises(RunError, match="apart"):
        load_spectrum(tmp_path / "a.json")


def test_the_coarser_type_is_named_where_it_is_lost(shell, tmp_path: Path) -> None:
    save_spectrum(Spectrum(eigenvalues=VALUES[:3].astype(np.float32) * 0 + 1), tmp_path / "a.npz")
    assert "without" not in shell("spectrum", "convert", "a.npz", "b.npy").out
    assert load_spectrum(tmp_path / "b.npy").dtype == "float32"
    assert "without dtype" in shell("spectrum", "convert", "a.npz", "b.txt").out
    assert "without dtype" in shell("spectrum", "convert", "b.npy", "b.csv").out


def test_the_dimension_that_a_file_does_not_state(shell, refused, tmp_path: Path) -> None:
    density = {"eigenvalues": NODES.tolist(), "weights": WEIGHTS.tolist()}
    (tmp_path / "a.json").write_text(json.dumps(density))
    found = refused("spectrum", "convert", "a.json", "b.npz")
    assert (found.status, found.options) == (2, {"--dim"})
    assert os.listdir(tmp_path) == ["a.json"]
    assert shell("spectrum", "convert", "a.json", "b.npz", "--dim", "77").status == 0
    assert load_spectrum(tmp_path / "b.npz").dim == 77
    # A density need not state it; it can be given to one in place.
    assert shell("spectrum", "convert", "a.json", "c.json").status == 0
    assert load_spectrum(tmp_path / "c.json").dim is None
    assert shell("spectrum", "convert", "a.json", "a.json", "-d", "77").status == 0
    assert load_spectrum(tmp_path / "a.json").dim == 77
    assert shell("spectrum", "convert", "b.npz", "d.json", "--dim", "77").status == 0


def test_blocks_stay_in_an_archive(shell, refused, tmp_path: Path) -> None:
    blocks = [Block(name="w", spectrum=Spectrum(eigenvalues=VALUES), rho=0.1)]
    save_spectrum(Spectrum(blocks=blocks), tmp_path / "a.npz")
    for name in ("b.npy", "b.json"):
        found = refused("spectrum", "convert", "a.npz", name)
        assert (found.status, found.options) == (2, {"OUT"})
    assert shell("spectrum", "convert", "a.npz", "b.npz").status == 0
    assert load_spectrum(tmp_path / "b.npz").blocks[0].rho == 0.1


@pytest.mark.parametrize("form", ["table", "json", "csv", "markdown", "latex"])
def test_every_format(shell, exact: str, tmp_path: Path, form: str) -> None:
    ran = shell("spectrum", "convert", exact, "b.npy", "-f", form)
    assert ran.status == 0, ran.err
    assert "As the file says." in ran.out
    # --output is the answer's, as everywhere.
    ran = shell("spectrum", "convert", exact, "b.npy", "-f", form, "-o", "answer")
    assert (ran.status, ran.out) == (0, "")
    assert "As the file says." in (tmp_path / "answer").read_text(encoding="utf-8")


def test_a_shipped_spectrum(shell, tmp_path: Path) -> None:
    assert shell("spectrum", "convert", SHIPPED, "a.csv").status == 0
    assert shell("spectrum", "convert", "--from", SHIPPED, "b.csv").status == 2  # IN comes first
    assert len((tmp_path / "a.csv").read_text().split()) == 2410


#: What is typed, the exit status, the code, and the options or arguments that are named.
WRONG: dict[str, tuple[tuple[str, ...], int, str, set[str]]] = {
    "nothing": ((), 2, "invalid-input", {"IN", "OUT"}),
    "no target": (("exact.npz", "-o", "out.npz"), 2, "invalid-input", {"OUT"}),
    "ending": (("exact.npz", "out.mat"), 2, "invalid-input", {"OUT"}),
    "rules in a list": (("rules.npz", "out.npy"), 2, "invalid-input", {"OUT"}),
    "rules in a text": (("rules.npz", "out.txt"), 2, "invalid-input", {"OUT"}),
    "eigenvalues in a density": (("exact.npz", "out.json"), 2, "invalid-input", {"OUT"}),
    "dim": (("exact.npz", "out.npy", "--dim", "0"), 2, "invalid-input", {"--dim"}),
    "no number": (("exact.npz", "out.npy", "--dim", "x"), 2, "invalid-input", {"--dim"}),
    "another dim": (("exact.npz", "out.npy", "--dim", "7"), 2, "invalid-input", {"--dim"}),
    "no file": (("none.npz", "out.npy"), 1, "bad-spectrum-file", set()),
    "no spectrum": (("text.npz", "out.npy"), 1, "bad-spectrum-file", set()),
    "no folder": (("exact.npz", "none/out.npy"), 1, "cannot-write", set()),
}


@pytest.mark.parametrize("name", WRONG)
@pytest.mark.usefixtures("exact", "rules")
def test_faults_leave_nothing_behind(refused, tmp_path: Path, name: str) -> None:
    arguments, status, code, named = WRONG[name]
    (tmp_path / "text.npz").write_text("hello")
    (tmp_path / "out.npy").write_bytes(b"old")
    before = sorted(os.listdir(tmp_path))
    found = refused("spectrum", "convert", *arguments)
    assert (found.status, found.code, found.options) == (status, code, named)
    assert sorted(os.listdir(tmp_path)) == before
    assert (tmp_path / "out.npy").read_bytes() == b"old"


@pytest.mark.parametrize("target", ["out.npz", "out.npy", "out.txt"])
def test_a_full_disk_leaves_the_old_file(
    refused, exact: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, target: str
) -> None:
    (tmp_path / target).write_bytes(b"old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    found = refused("spectrum", "convert", exact, target)
    assert (found.status, found.code) == (1, "cannot-write")
    assert sorted(os.listdir(tmp_path)) == sorted([exact, target])
    assert (tmp_path / target).read_bytes() == b"old"


LOADED = """
import sys
from adamw_bounds.cli.main import main
status = main(sys.argv[1:])
print("LOADED", status, *sorted({"torch", "scipy", "sympy", "matplotlib"} & sys.modules.keys()))
"""


@pytest.mark.parametrize("command", ["convert", "merge"])
def test_nothing_heavy_is_loaded(
    environment: dict[str, str], exact: str, tmp_path: Path, command: str
) -> None:
    rule = {"dim": 9, "nodes": NODES, "weights": WEIGHTS}
    for seed in range(2):
        meta = Meta.from_mapping({"seed": seed})
        save_spectrum(Spectrum(**rule, meta=meta), tmp_path / f"{seed}.npz")
    lines = {
        "convert": ("convert", exact, "b.npy"),
        "merge": ("merge", "0.npz", "1.npz", "-o", "b.npz", "--force"),
    }
    done = subprocess.run(
        [sys.executable, "-c", LOADED, "spectrum", *lines[command]],
        capture_output=True,
        env=environment,
        cwd=tmp_path,
        timeout=60,
        check=True,
    )
    assert done.stdout.decode().rpartition("LOADED ")[2].strip() == "0"
