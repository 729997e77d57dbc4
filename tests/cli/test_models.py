"""A table of models: several spectra in one call of ``generalization``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from several import errs, networks, spectra, write

IDENTITY = ("statement", "optimizer", "schedule", "variant", "quantity", "case", "stage")


@pytest.fixture
def files(tmp_path: Path) -> dict[str, str]:
    return networks(tmp_path)


def test_rows_are_those_of_single_questions(shell, files: dict[str, str]) -> None:
    asked = spectra(
        f"ViT AdamW={files['vit-w']}:adamw", f"ViT l2={files['vit-l2']}:l2-adam", files["res-w"]
    )
    ran = shell("generalization", *asked, "-f", "json")
    assert ran.status == 0, ran.err
    answer = json.loads(ran.out)
    names = [tuple(row.get(key) for key in IDENTITY) for row in answer["rows"]]
    assert len(set(names)) == len(names)
    found = errs(answer["rows"])
    assert set(found) == {
        ("ViT AdamW", "adamw"),
        ("ViT l2", "l2-adam"),
        *(("c", name) for name in ("adamw", "adam", "l2-adam")),
    }
    for (case, optimizer), value in found.items():
        file = {"ViT AdamW": "a.npz", "ViT l2": "b.npz", "c": "c.npz"}[str(case)]
        alone = shell("generalization", "--spectrum", file, "-f", "json")
        assert errs(json.loads(alone.out)["rows"])[file[:-4], optimizer] == value
    assert answer["inputs"]["spectrum"] == list(asked[1::2])
    assert answer["inputs"]["generalization"]["ViT l2"]["lam_l2"] == 0.01
    assert answer["inputs"]["generalization"]["c"]["eta"] == 2e-3
    accuracies = {
        (row["case"], row["optimizer"]): row["value"]
        for row in answer["rows"]
        if row["quantity"] == "test-accuracy"
    }
    assert accuracies == {("ViT AdamW", "adamw"): 0.761, ("ViT l2", "l2-adam"): 0.75}


def test_one_label_for_two_optimizers(shell, refused, files: dict[str, str]) -> None:
    asked = spectra(f"ViT={files['vit-w']}:adamw", f"ViT={files['vit-l2']}:l2-adam")
    ran = shell("generalization", *asked, "-f", "json", "--test-accuracy", "ViT:l2-adam=0.5")
    answer = json.loads(ran.out)
    assert set(answer["inputs"]["generalization"]) == {"ViT:adamw", "ViT:l2-adam"}
    assert answer["inputs"]["test_accuracy"] == ["ViT:l2-adam=0.5"]
    assert [
        (row["optimizer"], row["value"])
        for row in answer["rows"]
        if row["quantity"] == "test-accuracy"
    ] == [("adamw", 0.761), ("l2-adam", 0.5)]
    found = refused("generalization", *asked, "--test-accuracy", "ViT=0.5")
    assert (found.status, found.options) == (2, {"--test-accuracy"})


def test_options_hold_for_all_and_win(shell, files: dict[str, str]) -> None:
    asked = spectra(f"x={files['vit-w']}:adamw", f"y={files['res-w']}:adamw")
    answer = json.loads(
        shell("generalization", *asked, "--lr", "0.1", "--floor", "1e-9", "-f", "json").out
    )
    inputs = answer["inputs"]["generalization"]
    assert [(found["eta"], found["floor"]) for found in inputs.values()] == [(0.1, 1e-9)] * 2


def test_a_single_spectrum_with_a_name(shell, files: dict[str, str]) -> None:
    ran = shell("generalization", *spectra(f"net={files['vit-w']}"), "-f", "json")
    rows = json.loads(ran.out)["rows"]
    assert {row["case"] for row in rows} == {"net"}
    # The network's own accuracy stands with the optimizer that trained it.
    (accuracy,) = [row for row in rows if row["quantity"] == "test-accuracy"]
    assert (accuracy["optimizer"], accuracy["value"]) == ("adamw", 0.761)


def test_an_accuracy_in_percent_is_left_out(shell, tmp_path: Path) -> None:
    name = write(tmp_path / "p.npz", 1.0, test_accuracy=76.1)
    ran = shell("generalization", *spectra(f"net={name}:adamw"), "-f", "json")
    assert ran.status == 0
    assert "test-accuracy" in {note["code"] for note in json.loads(ran.out)["warnings"]}
    assert not any(row["quantity"] == "test-accuracy" for row in json.loads(ran.out)["rows"])


def test_several_spectra_come_from_a_file(shell, tmp_path: Path, files: dict[str, str]) -> None:
    (tmp_path / "in.toml").write_text(
        f'spectrum = ["x={files["vit-w"]}:adamw", "y={files["vit-l2"]}:l2-adam"]\n'
        'test-accuracy = "x=0.25"\n'
    )
    answer = json.loads(shell("generalization", "--from", "in.toml", "-f", "json").out)
    assert set(errs(answer["rows"])) == {("x", "adamw"), ("y", "l2-adam")}
    assert any(row["value"] == 0.25 for row in answer["rows"])


def test_all_faults_at_once(refused, files: dict[str, str]) -> None:
    a = files["vit-w"]
    found = refused(
        *("generalization", *spectra(f"x={a}:adamw", f"x={a}"), "--rho", "-1"),
        *("--test-accuracy", "z=0.5", "--test-accuracy", "x=2", "--spectrum-l2", "b.npz"),
    )
    assert (found.status, found.code) == (2, "invalid-input")
    assert found.options == {"--spectrum", "--rho", "--test-accuracy", "--spectrum-l2"}
    values = [item["value"] for item in found.details if item["option"] == "--test-accuracy"]
    assert values == ["z=0.5", "x=2"]
    found = refused("generalization", *spectra(f"x={a}:adamm"), "--rho", "1")
    assert (found.status, found.options) == (2, {"--spectrum"})


def test_compare_takes_one_spectrum(refused, files: dict[str, str]) -> None:
    found = refused("compare", *spectra(files["vit-w"], files["vit-l2"]))
    assert (found.status, found.options) == (2, {"--spectrum"})


def test_ranges_hold_for_each_spectrum(shell, files: dict[str, str]) -> None:
    asked = spectra(f"A={files['vit-w']}:adamw", f"B={files['vit-l2']}:l2-adam")
    more = ("--rho", "0.5..2", "--samples", "900..1100", "--variant", "corrected")
    answer = json.loads(shell("generalization", *asked, *more, "-f", "json").out)
    assert answer["inputs"]["generalization"]["A"]["rho"] == "0.5..2"
    for case, file, optimizer in (("A", "a.npz", "adamw"), ("B", "b.npz", "l2-adam")):
        alone = shell(
            *("generalization", "--spectrum", file, "--optimizer", optimizer, *more, "-f", "json")
        )
        wanted = {
            row["quantity"]: (row.get("lower"), row["value"], row.get("upper"))
            for row in json.loads(alone.out)["rows"]
        }
        found = {
            row["quantity"]: (row.get("lower"), row["value"], row.get("upper"))
            for row in answer["rows"]
            if row["case"] == case and row["statement"] != "spectrum"
        }
        assert found == wanted
        assert found["err"][0] < found["err"][1] < found["err"][2]
    page = shell("generalization", *asked, *more)
    assert "Over the ranges of the inputs" in page.out
    paper = shell("generalization", *asked, *more, "-f", "latex")
    assert "over the ranges of the inputs" in " ".join(paper.out.split())
