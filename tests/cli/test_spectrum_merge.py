"""``spectrum merge``: files of one problem pooled, and all that is refused."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from adamw_bounds.spectra import Block, Meta, Spectrum, load_spectrum, save_spectrum

PRINT = {
    **{"model": "aa" * 16, "data": "bb" * 16, "loss": "MSELoss, mean", "dtype": "float64"},
    **{"matrix": "hessian", "parameters": "cc" * 16},
}
FORMATS = ("table", "json", "csv", "markdown", "latex")


def measured(seed: int, probes: int = 4, steps: int = 6, **meta: Any) -> Spectrum:
    rng = np.random.default_rng(seed)
    nodes = np.sort(rng.normal(0, 1, (probes, steps)), axis=1)
    return Spectrum(
        dim=100,
        nodes=nodes,
        weights=rng.dirichlet(np.ones(steps), probes),
        residuals=rng.random(probes),
        meta=Meta.from_mapping(
            {
                **{"seed": seed, "dtype": "float64", "fingerprint": PRINT, "c_inf": 1.0 + seed},
                **{"sigma": 1.0, "sigma_stderr": 0.1, "gradients": 10, "gradients_of": "samples"},
                "probes_drawn": [[seed, number] for number in range(probes)],
                **meta,
            }
        ),
    )


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    for seed in range(3):
        save_spectrum(measured(seed, steps=6 + seed), tmp_path / f"{seed}.npz")
    return ["0.npz", "1.npz", "2.npz"]


def test_pooled_from_three_files(shell, files: list[str], tmp_path: Path) -> None:
    ran = shell("spectrum", "merge", *files, "-o", "study.npz")
    assert ran.status == 0, ran.err
    assert ran.out.startswith("Written to study.npz\n")
    for words in ("Of 3 files.", "From 0.npz, 6 steps each.", "From 2.npz, 8 steps each."):
        assert words in ran.out
    assert max(map(len, ran.out.splitlines())) <= 80
    found = load_spectrum(tmp_path / "study.npz")
    assert (found.probes, found.steps, found.dim) == (12, 8, 100)
    assert found.meta.c_inf == 3.0
    np.testing.assert_array_equal(
        found.residuals,
        np.concatenate([measured(seed, steps=6 + seed).residuals for seed in range(3)]),
    )
    assert found.meta.extra["fingerprint"] == PRINT
    assert sorted(os.listdir(tmp_path)) == [*files, "study.npz"]
    # The file goes into the other commands.
    assert shell("spectrum", "show", "study.npz").status == 0
    more = ("--rho", "0.1", "--eta", "0.001", "--samples", "10", "--floor", "1e-9", "-b", "4")
    more += ("--lam", "0")
    ran = shell("generalization", "--spectrum", "study.npz", *more, "-f", "json")
    assert ran.status == 0, ran.err
    (err, *_) = (row for row in json.loads(ran.out)["rows"] if row["quantity"] == "err")
    assert err["lower"] < err["value"] < err["upper"]
    assert err["stderr"] > 0


@pytest.mark.parametrize("form", FORMATS)
def test_every_format(shell, files: list[str], form: str) -> None:
    ran = shell("spectrum", "merge", *files, "-o", "study.npz", "-f", form)
    assert ran.status == 0, ran.err
    assert "From 1.npz, 7 steps each." in ran.out
    if form == "json":
        answer = json.loads(ran.out)
        assert answer["command"] == "spectrum merge"
        assert answer["inputs"]["files"] == files
        assert answer["inputs"]["force"] is False
        probes = {
            row["case"]: row["value"] for row in answer["rows"] if row["quantity"] == "probes"
        }
        assert probes == {"study": 12, "0.npz": 4, "1.npz": 4, "2.npz": 4}
        keys = [(row["quantity"], row["case"]) for row in answer["rows"]]
        assert len(set(keys)) == len(keys)


def test_blocks(shell, tmp_path: Path) -> None:
    for seed in range(2):
        blocks = [Block(name="w", spectrum=measured(seed), rho=0.1)]
        whole = Spectrum(blocks=blocks, meta=measured(seed).meta)
        save_spectrum(whole, tmp_path / f"{seed}.npz")
    ran = shell("spectrum", "merge", "0.npz", "1.npz", "-o", "study.npz")
    assert ran.status == 0, ran.err
    (block,) = load_spectrum(tmp_path / "study.npz").blocks
    assert (block.spectrum.probes, block.rho) == (8, 0.1)


def test_on_trust(shell, tmp_path: Path) -> None:
    save_spectrum(measured(0), tmp_path / "a.npz")
    save_spectrum(measured(1, fingerprint=None), tmp_path / "b.npz")
    line = ("spectrum", "merge", "a.npz", "b.npz", "-o", "study.npz")
    refused = shell(*line)
    assert (refused.status, refused.out) == (2, "")
    assert "b.npz has no fingerprint" in refused.err
    ran = shell(*line, "--force", "-f", "json")
    assert ran.status == 0, ran.err
    codes = [note["code"] for note in json.loads(ran.out)["warnings"]]
    assert codes.count("not-verified") == 1
    for flags in ((), ("-q",)):
        assert "NOT VERIFIED" in shell("spectrum", "show", "study.npz", *flags).out


#: What is typed, the exit status, the code, and the options or arguments that are named.
WRONG: dict[str, tuple[tuple[str, ...], int, str, set[str]]] = {
    "nothing": ((), 2, "invalid-input", {"FILE", "--output"}),
    "one": (("0.npz", "-o", "a.npz"), 2, "invalid-input", {"FILE"}),
    "ending": (("0.npz", "1.npz", "-o", "a.npy"), 2, "invalid-input", {"--output"}),
    "twice": (("0.npz", "0.npz", "-o", "a.npz"), 2, "invalid-input", {"0.npz"}),
    "exact": (
        ("0.npz", "shipped:digits_mlp_adamw", "-o", "a.npz"),
        2,
        "invalid-input",
        {"shipped:digits_mlp_adamw"},
    ),
    "unlike": (("0.npz", "other.npz", "-o", "a.npz"), 2, "invalid-input", {"other.npz"}),
    "no file": (("0.npz", "none.npz", "-o", "a.npz"), 1, "bad-spectrum-file", set()),
    "no spectrum": (("0.npz", "text.npz", "-o", "a.npz"), 1, "bad-spectrum-file", set()),
    "no folder": (("0.npz", "1.npz", "-o", "none/a.npz"), 1, "output-failed", {"--output"}),
}


@pytest.mark.parametrize("name", WRONG)
@pytest.mark.usefixtures("files")
def test_faults_leave_nothing_behind(refused, tmp_path: Path, name: str) -> None:
    arguments, status, code, named = WRONG[name]
    save_spectrum(
        measured(7, fingerprint={**PRINT, "data": "dd" * 16}, sigma=1.0), tmp_path / "other.npz"
    )
    (tmp_path / "text.npz").write_text("hello")
    (tmp_path / "a.npz").write_bytes(b"old")
    before = sorted(os.listdir(tmp_path))
    found = refused("spectrum", "merge", *arguments)
    assert (found.status, found.code, found.options) == (status, code, named)
    assert sorted(os.listdir(tmp_path)) == before
    assert (tmp_path / "a.npz").read_bytes() == b"old"


def test_help_names_an_example(shell) -> None:
    ran = shell("spectrum", "merge", "--help")
    assert ran.status == 0
    assert "adamw-bounds spectrum merge seed0.npz" in ran.out
    assert "marked NOT VERIFIED" in " ".join(ran.out.split())
