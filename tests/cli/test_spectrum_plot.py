"""``spectrum plot``: pictures appear whole, rows say what they show, faults are sentences."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from adamw_bounds.spectra import Spectrum
from adamw_bounds.spectra.files import save_spectrum

ADAMW = "shipped:digits_mlp_adamw"


L2 = "shipped:digits_mlp_l2_adam"


SIGNATURES = {"png": b"\x89PNG", "pdf": b"%PDF", "svg": b"<?xml"}


IDENTITY = ("statement", "optimizer", "schedule", "variant", "quantity", "case", "stage")


def named(rows: list[dict[str, object]]) -> dict[tuple[object, ...], object]:
    found = {tuple(row.get(key) for key in IDENTITY): row["value"] for row in rows}
    assert len(found) == len(rows), "two rows have the same name"
    return found


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    ("kind", "ending"), [("density", "png"), ("lambda", "svg"), ("decades", "pdf")]
)
def test_pictures(shell, tmp_path: Path, kind: str, ending: str) -> None:
    more = () if kind == "density" else ("--rho", "0.01")
    line = ("spectrum", "plot", ADAMW, L2, "--kind", kind, "-o", f"a.{ending}", *more)
    ran = shell(*line)
    assert ran.status == 0, ran.err
    assert ran.out.startswith(f"Drawn to a.{ending}\n")
    assert max(map(len, ran.out.splitlines())) <= 80
    first = (tmp_path / f"a.{ending}").read_bytes()
    assert first.startswith(SIGNATURES[ending])
    assert os.listdir(tmp_path) == [f"a.{ending}"]
    ran = shell(*line, "-f", "json")
    assert (tmp_path / f"a.{ending}").read_bytes() == first
    answer = json.loads(ran.out)
    assert answer["command"] == "spectrum plot"
    assert answer["inputs"]["files"] == [ADAMW, L2]
    assert {row["case"] for row in answer["rows"]} == {"digits_mlp_adamw", "digits_mlp_l2_adam"}
    named(answer["rows"])


def test_rows_agree_with_generalization(shell) -> None:
    asked = ("--rho", "0.01", "-f", "json")
    ran = shell("generalization", "--spectrum", ADAMW, *asked)
    errs = {
        row["optimizer"]: row["value"]
        for row in json.loads(ran.out)["rows"]
        if (row["quantity"], row["variant"]) == ("err-per-parameter", "corrected")
    }
    drawn = {}
    for kind in ("lambda", "decades"):
        ran = shell("spectrum", "plot", ADAMW, "--kind", kind, "-o", "a.svg", *asked)
        rows = json.loads(ran.out)["rows"]
        assert {row["optimizer"] for row in rows} == {"adamw", "l2-adam"}
        for row in rows:
            drawn[kind, row["optimizer"], row["quantity"], row.get("stage")] = row["value"]
    for name in ("adamw", "l2-adam"):
        for kind in ("lambda", "decades"):
            key = (kind, name, "err-per-parameter", None)
            assert drawn[key] == pytest.approx(errs[name], rel=1e-12)
        zero = drawn["lambda", name, "err-per-parameter-at-0", None]
        assert zero == pytest.approx(errs["adam"], rel=1e-12)
        least = drawn["lambda", name, "err-per-parameter-at-lambda-star", None]
        assert 1 <= least < errs[name]
        parts = [
            value
            for (kind, whose, quantity, _), value in drawn.items()
            if kind == "decades"
            and whose == name
            and quantity in ("err-of-decade", "err-below-floor")
        ]
        assert sum(parts) == pytest.approx(errs[name], rel=1e-12)


def test_labels_and_optimizers_are_named_in_the_argument(shell) -> None:
    ran = shell(
        *("spectrum", "plot", f"first={ADAMW}:adamw", f"second={ADAMW}:adam"),
        *("--kind", "decades", "--rho", "1", "-o", "a.svg", "-f", "json"),
    )
    assert ran.status == 0, ran.err
    pairs = {(row["case"], row["optimizer"]) for row in json.loads(ran.out)["rows"]}
    assert pairs == {("first", "adamw"), ("second", "adam")}


def test_a_spectrum_behind_from_is_drawn(shell, tmp_path: Path) -> None:
    assert shell("spectrum", "plot", "--from", ADAMW, "-o", "a.svg").status == 0
    assert (tmp_path / "a.svg").stat().st_size > 1000


WRONG = {
    "nothing": ((), 2, {"FILE", "--output"}),
    "no output": ((ADAMW,), 2, {"--output"}),
    "ending": ((ADAMW, "-o", "a.bmp"), 2, {"--output"}),
    "no ending": ((ADAMW, "-o", "png"), 2, {"--output"}),
    "kinds": (
        (ADAMW, "-o", "a.bmp", "--kind", "round", "--optimizer", "sgd"),
        2,
        {"--output", "--kind", "--optimizer"},
    ),
    "no folder": ((ADAMW, "-o", "none/a.png"), 1, {"--output"}),
    "no file": (("none.npz", "-o", "a.png"), 1, set()),
    "rho": ((ADAMW, L2, "--kind", "lambda", "-o", "a.png"), 2, {"--rho"}),
    "adam has no λ": (
        (ADAMW, "--kind", "lambda", "--optimizer", "adam", "-o", "a.png", "--rho", "1"),
        2,
        {"--optimizer"},
    ),
    "adam in the name": (
        (f"{ADAMW}:adam", "--kind", "lambda", "-o", "a.png", "--rho", "1"),
        2,
        {"FILE"},
    ),
    "optimizer": ((f"{ADAMW}:adamm", "-o", "a.png"), 2, {"FILE"}),
    "twice": ((ADAMW, ADAMW, "-o", "a.png"), 2, {"FILE"}),
    "floor": ((ADAMW, "--floor", "low", "-o", "a.png"), 2, {"--floor"}),
    "label": ((f"={ADAMW}", "-o", "a.png"), 2, {"FILE"}),
    "upside down": ((ADAMW, "--xlim", "1:0.1", "-o", "a.png"), 2, {"--xlim"}),
    "no limits": ((ADAMW, "--xlim", "low:high", "-o", "a.png"), 2, {"--xlim"}),
    "one number": ((ADAMW, "--xlim", "1", "-o", "a.png"), 2, {"--xlim"}),
    "negative limits": ((ADAMW, "--xlim", "-1:1", "-o", "a.png"), 2, {"--xlim"}),
    "nothing within": ((ADAMW, "--xlim", "1e6:", "-o", "a.png"), 2, {"--xlim"}),
    "axes": ((ADAMW, "--log", "z", "--size", "3", "-o", "a.png"), 2, {"--log", "--size"}),
    "narrow": ((ADAMW, "--smooth", "1e-9", "-o", "a.png"), 2, {"--smooth"}),
    "smooth λ": (
        (ADAMW, "--kind", "lambda", "--rho", "1", "--smooth", "1", "-o", "a.png"),
        2,
        {"--smooth"},
    ),
    "log of decades": (
        (ADAMW, "--kind", "decades", "--rho", "1", "--log", "y", "-o", "a.png"),
        2,
        {"--log"},
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_faults_leave_nothing_behind(refused, tmp_path: Path, name: str) -> None:
    arguments, status, options = WRONG[name]
    (tmp_path / "a.png").write_bytes(b"old")
    found = refused("spectrum", "plot", *arguments)
    assert (found.status, found.options) == (status, options)
    assert (tmp_path / "a.png").read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.png"]


def test_a_full_disk_leaves_the_old_picture(
    refused, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.png").write_bytes(b"old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    found = refused("spectrum", "plot", ADAMW, "-o", "a.png")
    assert (found.status, found.code) == (1, "output-failed")
    assert os.listdir(tmp_path) == ["a.png"]
    assert (tmp_path / "a.png").read_bytes() == b"old"


def test_without_matplotlib(environment: dict[str, str], tmp_path: Path) -> None:
    program = (
        "import sys; sys.modules['matplotlib'] = None\n"
        "from adamw_bounds.cli.main import main\nsys.exit(main())"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "spectrum", "plot", ADAMW, "-o", "a.png"],
        capture_output=True,
        env=environment,
        cwd=tmp_path,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, b"")
    # On two lines, as wide as the terminal is.
    assert " ".join(done.stderr.decode().split()) == (
        "error: a picture needs matplotlib, which is not installed: "
        "pip install 'adamw-bounds[plot]'"
    )
    assert os.listdir(tmp_path) == []


MODULES = """
import sys
from adamw_bounds.cli.main import main
status = main(sys.argv[1:])
print("LOADED", status, *sorted({"matplotlib", "matplotlib.pyplot"} & sys.modules.keys()))
"""


@pytest.mark.sampled(4)
@pytest.mark.parametrize(
    ("arguments", "loaded"),
    [
        (("spectrum", "show", ADAMW), "0"),
        (("generalization", "--spectrum", f"a={ADAMW}", "--rho", "1"), "0"),
        (("spectrum", "plot", ADAMW), "2"),
        (("spectrum", "plot", ADAMW, "-o", "a.pdf"), "0 matplotlib"),
    ],
    ids=["show", "generalization", "fault", "plot"],
)
def test_matplotlib_is_loaded_for_pictures_alone(
    environment: dict[str, str], tmp_path: Path, arguments: tuple[str, ...], loaded: str
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", MODULES, *arguments],
        capture_output=True,
        env=environment,
        cwd=tmp_path,
        timeout=60,
        check=True,
    )
    assert done.stdout.decode().rpartition("LOADED ")[2].strip() == loaded


def test_err_over_training(shell, tmp_path: Path) -> None:
    for step, scale in ((100, 4.0), (50, 2.0), (0, 1.0)):
        spectrum = Spectrum(eigenvalues=np.array([0.5, 1.0, 3.0]) * scale)
        save_spectrum(spectrum, tmp_path / f"step-{step:04d}.npz")
    asked = ("--rho", "0.01", "--eta", "1e-3", "--lam", "0.1", "--lam-l2", "0.1", "-b", "8")
    files = [f"step-{step}.npz" for step in ("0100", "0000", "0050")]
    line = ("spectrum", "plot", *files, "--kind", "steps", *asked)
    ran = shell(*line, "-o", "a.svg", "-f", "json")
    assert ran.status == 0, ran.err
    rows = json.loads(ran.out)["rows"]
    assert len(rows) == 6
    one = shell("generalization", "--spectrum", files[2], *asked, "-n", "100", "-f", "json")
    wanted = {
        row["optimizer"]: row["value"]
        for row in json.loads(one.out)["rows"]
        if (row["quantity"], row["variant"]) == ("err-per-parameter", "corrected")
    }
    drawn = {row["optimizer"]: row["value"] for row in rows if row["case"] == "step-0050"}
    assert len(drawn) == 2
    assert drawn == pytest.approx({name: wanted[name] for name in drawn}, rel=1e-12)
    # A file of no known step, and two of one.
    os.rename(tmp_path / files[0], tmp_path / "last.npz")
    save_spectrum(Spectrum(eigenvalues=np.array([1.0])), tmp_path / "again-50.npz")
    ran = shell(
        "spectrum", "plot", "last.npz", *files[1:], "again-50.npz", *line[5:], "-o", "b.svg"
    )
    assert ran.status == 2
    assert "last.npz" in ran.err
    assert "again-50.npz" in ran.err


def test_sums_with_what_is_known_of_them(shell, tmp_path: Path) -> None:
    line = ("spectrum", "plot", ADAMW, "--kind", "cumulative")
    ran = shell(*line, "-o", "a.svg", "-f", "json")
    assert ran.status == 0, ran.err
    rows = {row["quantity"]: row["value"] for row in json.loads(ran.out)["rows"]}
    share = rows["share-at-most"]
    assert rows["share-at-most-lower"] <= share <= rows["share-at-most-upper"]
    assert share >= 0.5
    assert (tmp_path / "a.svg").read_bytes().startswith(SIGNATURES["svg"])
    ran = shell(*line, "--rho", "1", "-o", "b.svg")
    assert ran.status == 2
    assert "--rho" in ran.err
