"""The layouts of a table of models: on a screen, and in a paper."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pytest
from several import errs, networks, spectra

ADAMW = "shipped:digits_mlp_adamw"
L2 = "shipped:digits_mlp_l2_adam"
BOTH = ("--spectrum", f"{ADAMW}:adamw", "--spectrum", f"{L2}:l2-adam", "--rho", "0.01")


@pytest.fixture
def files(tmp_path: Path) -> dict[str, str]:
    return networks(tmp_path)


def test_models_and_optimizers_stand_side_by_side(shell, files: dict[str, str]) -> None:
    asked = spectra(
        f"ViT AdamW={files['vit-w']}:adamw",
        f"ViT ℓ2-Adam={files['vit-l2']}:l2-adam",
        f"ResNet AdamW={files['res-w']}:adamw",
    )
    out = shell("generalization", *asked, "--test-accuracy", "ResNet AdamW=0.9").out
    assert max(map(len, out.splitlines())) <= 80
    table = out.partition("\n\nη = ")[0].splitlines()
    head = re.split(r"\s{2,}", table[2])
    assert head == [
        "model",
        "err AdamW",
        "err ℓ2-Adam",
        "test acc. (%) AdamW",
        "test acc. (%) ℓ2-Adam",
    ]
    lines = {line.split()[0]: line.split()[1:] for line in table[4:6]}
    answer = errs(json.loads(shell("generalization", *asked, "-f", "json").out)["rows"])
    assert float(lines["ViT"][0]) == pytest.approx(answer["ViT AdamW", "adamw"], rel=1e-3)
    assert float(lines["ViT"][1]) == pytest.approx(answer["ViT ℓ2-Adam", "l2-adam"], rel=1e-3)
    assert lines["ViT"][2:] == ["76.10", "75.00"]
    assert float(lines["ResNet"][0]) == pytest.approx(answer["ResNet AdamW", "adamw"], rel=1e-3)
    assert lines["ResNet"][1:] == ["–", "90.00", "–"]
    text = " ".join(out.split())
    assert (
        "η = 0.001 (ViT AdamW, ViT ℓ2-Adam), 0.002 (ResNet AdamW); b = 8; ρ = 0.1; λ = 0.01;"
        in text
    )
    assert "floor of σ: d·2⁻⁵²·max|σ| of each spectrum, none for AdamW with λ > 0." in text


@pytest.fixture
def estimated(tmp_path: Path) -> str:
    """A spectrum of two probes, which has error bars."""
    np.savez(
        tmp_path / "q.npz",
        format="adamw-bounds-spectrum/1",
        dim=40,
        nodes=np.array([[1e-4, 0.01, 0.5], [2e-4, 0.02, 0.4]]),
        weights=np.array([[0.5, 0.3, 0.2], [0.6, 0.25, 0.15]]),
        meta=json.dumps(
            {"eta": 1e-3, "lam": 0.01, "batch_size": 8, "samples": 100, "rho": 0.1}
            | {"test_accuracy": 0.875}
        ),
    )
    return "q.npz"


def test_error_bars_stand_beside_err(shell, files: dict[str, str], estimated: str) -> None:
    asked = spectra(f"q={estimated}:adamw", f"q={estimated}:l2-adam", f"v={files['vit-w']}:adamw")
    asked = (*asked, "--test-accuracy", "q:adamw=0.875")
    rows = json.loads(shell("generalization", *asked, "-f", "json").out)["rows"]
    (mine,) = [
        row
        for row in rows
        if (row["case"], row["optimizer"], row["variant"], row["quantity"])
        == ("q", "l2-adam", "corrected", "err-per-parameter")
    ]
    assert mine["lower"] < mine["value"] < mine["upper"]
    out = shell("generalization", *asked).out
    assert max(map(len, out.splitlines())) <= 80
    table = [re.split(r"\s{2,}", line) for line in out.partition("\n\nη = ")[0].splitlines()]
    assert table[2] == ["model", "optimizer", "err", "lower", "upper", "stderr", "test acc. (%)"]
    assert [(line[0], line[1]) for line in table[4:]] == [
        ("q", "AdamW"),
        ("q", "ℓ2-Adam"),
        ("v", "AdamW"),
    ]
    shown = dict(zip(table[2], table[5], strict=True))
    for key, title in (("value", "err"), ("lower", "lower"), ("upper", "upper")):
        assert float(shown[title]) == pytest.approx(mine[key], rel=1e-3)
    assert [line[6] for line in table[4:]] == ["87.50", "87.50", "76.10"]
    assert table[6][3:6] == ["–"] * 3  # all its eigenvalues are known
    latex = shell("generalization", *asked, "-f", "latex").out
    ends = re.findall(r"^ *err, (lower|upper) & (\S+) & (\S+) & \{--\} ", latex, re.MULTILINE)
    assert [end for end, *_ in ends] == ["lower", "upper"]
    assert [float(figure) for _, _, figure in ends] == pytest.approx(
        [mine["lower"], mine["upper"]], rel=1e-3
    )
    assert r"lower and upper hold it at a level of 95 \%" in latex


def test_error_bars_of_a_single_spectrum(shell, estimated: str) -> None:
    rows = json.loads(shell("generalization", "--spectrum", estimated, "-f", "json").out)["rows"]
    out = shell("generalization", "--spectrum", estimated).out
    bars = [
        line.split() for line in out.partition("Error bars (corrected)")[2].splitlines() if line
    ][2:8]
    assert [line[:2] for line in bars] == [
        [quantity, optimizer]
        for quantity in ("err-per-parameter", "phi")
        for optimizer in ("adamw", "adam", "l2-adam")
    ]
    of_phi = {row["optimizer"]: row for row in rows if row["quantity"] == "phi"}
    for _, optimizer, lower, value, upper, _ in bars[3:]:
        row = of_phi[optimizer]
        assert row["variant"] == "corrected"  # the last of the two
        assert [float(lower), float(value), float(upper)] == pytest.approx(
            [row["lower"], row["value"], row["upper"]], rel=1e-3
        )
    # Nothing is estimated where all eigenvalues are known.
    assert "Error bars" not in shell("generalization", "--spectrum", ADAMW, "--rho", "1").out


def test_labels_that_would_become_equal_stay(shell, files: dict[str, str]) -> None:
    asked = spectra(f"ViT AdamW={files['vit-w']}:adamw", f"ViT={files['res-w']}:adamw")
    lines = [line.split("  ")[0] for line in shell("generalization", *asked).out.splitlines()]
    assert {"ViT AdamW", "ViT"} <= set(lines)


def test_latex_has_the_layout_of_a_paper(shell, files: dict[str, str]) -> None:
    asked = spectra(
        f"ViT AdamW={files['vit-w']}:adamw",
        f"ViT l2-Adam={files['vit-l2']}:l2-adam",
        f"ResNet AdamW={files['res-w']}:adamw",
    )
    latex = shell("generalization", *asked, "-f", "latex").out
    body = [line.strip() for line in latex.partition(r"\toprule")[2].splitlines()]
    assert body[1] == (
        r"\multicolumn{1}{@{}l}{model} & \multicolumn{2}{c}{ViT} & \multicolumn{1}{c}{ResNet} \\"
    )
    assert body[2] == r"\cmidrule(lr){2-3} \cmidrule(lr){4-4}"
    assert body[3] == r"optimizer & {AdamW} & {$\ell_{2}$-Adam} & {AdamW} \\"
    assert re.fullmatch(r"err in bound( & \d\.\d{3}){3} \\\\", body[5])
    assert body[6] == r"test acc. (\%) & 76.10 & 75.00 & {--} \\"
    assert body[7] == r"\bottomrule"
    assert latex.count(r"\begin{table}") == 1
    caption = re.search(r"\\caption\{(.*)\}\n", latex)
    assert caption is not None
    for words in (
        "Corollary 3",
        "0.001",
        r"$b$ = 8",
        "0.1",
        "floor of",
        "Table 1 of Zhou et al. (2024); its figures are not reproduced",
    ):
        assert words in caption[1], words


def test_without_accuracies_there_is_no_such_row(shell) -> None:
    latex = shell("generalization", *BOTH, "-f", "latex").out
    assert "test acc" not in latex
    assert r"\multicolumn{2}{c}{digits\_mlp}" in latex
    assert "err in bound & 1.700 & 5.459" in latex
    assert "test acc" not in shell("generalization", *BOTH).out


def test_blocks_are_no_models(shell, tmp_path: Path, files: dict[str, str]) -> None:
    blocks = {
        "blocks/a/dim": 2,
        "blocks/a/eigenvalues": np.array([0.5, 0.1]),
        "blocks/a/rho": 0.1,
        "blocks/b/dim": 2,
        "blocks/b/eigenvalues": np.array([0.4, 0.01]),
        "blocks/b/rho": 0.2,
    }
    np.savez(
        tmp_path / "blocks.npz",
        format="adamw-bounds-spectrum/1",
        dim=4,
        eigenvalues=np.array([0.5, 0.4, 0.1, 0.01]),
        meta=json.dumps({"eta": 1e-3, "lam": 0.01, "batch_size": 8, "samples": 100}),
        **blocks,
    )
    ran = shell("generalization", *spectra("net=blocks.npz:adamw", files["vit-w"] + ":adamw"))
    assert ran.status == 0, ran.err
    first = ran.out.partition("\n\nη = ")[0].splitlines()[4:]
    assert [line.split()[0] for line in first] == ["net", "a"]
    assert "ρ = that of each block (net), 0.1 (a)" in " ".join(ran.out.split())
    assert "net/a" in ran.out.partition("Blocks")[2]
