"""``generalization`` with a Hessian, λ*, a training risk and blocks, from the shell."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

SETTINGS = ("--eta", "0.05", "--lam", "0.1", "-b", "4", "-n", "1000", "--rho", "0.02")
SHIPPED = "shipped:digits_mlp_adamw"


@pytest.fixture
def hessian(tmp_path: Path) -> Path:
    vectors, _ = np.linalg.qr(np.random.default_rng(0).standard_normal((5, 5)))
    np.save(tmp_path / "net.npy", (vectors * [0.01, 0.1, 0.2, 1.0, 3.0]) @ vectors.T)
    np.save(tmp_path / "x.npy", np.linspace(-0.2, 0.3, 5))
    return tmp_path / "net.npy"


def test_theorems_6_and_7_stand_beside_corollary_3(shell, hessian: Path) -> None:
    asked = ("generalization", "--hessian", "net.npy", "--x-star", "x.npy", *SETTINGS)
    out = shell(*asked, "--optimize-lambda", "--train-risk", "0.1").out
    assert max(map(len, out.splitlines())) <= 80
    for words in (
        "Theorems 6 and 7 on net, exactly",
        "Corollary 3 on its eigenvalues",
        "What Q ~ H^(-1/2) costs",
        "risk-kl",
        "lambda-star-kl",
        "err-difference",
    ):
        assert words in out
    ran = shell(*asked, "-f", "json")
    answer = json.loads(ran.out)
    assert {row["statement"] for row in answer["rows"]} == {
        *("theorem-6", "theorem-7", "corollary-3"),
        *("mcallester1999-pac-bayes", "langford2001-pac-bayes-kl"),
    }
    assert answer["inputs"]["hessian"] == "net.npy"
    assert "hessian" in {note["code"] for note in answer["warnings"]}
    for form in ("csv", "markdown", "latex"):
        assert shell(*asked, "--optimize-lambda", "-f", form).status == 0


def test_an_indefinite_hessian_gives_no_bound(shell, process, hessian: Path) -> None:
    np.save("bent.npy", np.load(hessian) - 0.05 * np.eye(5))
    asked = ("generalization", "--hessian", "bent.npy", *SETTINGS)
    ran = process(*asked, "-f", "json")
    assert (ran.status, ran.out) == (3, "")
    error = json.loads(ran.err)["error"]
    assert error["code"] == "indefinite-hessian"
    assert error["details"][0]["rhs"] == pytest.approx(-0.04)
    taken = shell(*asked, "--absolute", "-f", "json")
    assert taken.status == 0
    assert "absolute" in {note["code"] for note in json.loads(taken.out)["warnings"]}


def test_wrong_questions(refused, hessian: Path) -> None:
    for more, named in (
        (("--spectrum", SHIPPED, "--whole"), {"--spectrum", "--whole"}),
        (("--x-star-norm", "1", "--x-star", "x.npy"), {"--x-star-norm"}),
        (("--train-risk", "2"), {"--train-risk"}),
    ):
        found = refused("generalization", "--hessian", "net.npy", *SETTINGS, *more)
        assert (found.status, found.options) == (2, named)
    found = refused("generalization", "--spectrum", SHIPPED, "--q", "q.npy", "--absolute")
    assert (found.status, found.options) == (2, {"--q", "--absolute"})
    np.save("words.npy", np.array(["a", "b"]))
    found = refused("generalization", "--hessian", "words.npy", *SETTINGS)
    assert (found.status, found.code) == (1, "bad-matrix-file")


def test_lambda_star_and_the_risk_of_a_spectrum(shell) -> None:
    ran = shell(
        *("generalization", "--spectrum", SHIPPED, "--rho", "0.01", "--optimize-lambda"),
        *("--train-risk", "0.02", "-f", "json"),
    )
    answer = json.loads(ran.out)
    rows = {(row["optimizer"], row["quantity"]): row for row in answer["rows"]}
    star = rows["adamw", "lambda-star"]
    assert [condition["name"] for condition in star["conditions"]] == [
        *("lambda-positive", "lambda-cap"),
    ]
    assert rows["adamw", "risk-kl"]["value"] <= 1
    assert "lambda-star" in {note["code"] for note in answer["warnings"]}
    assert answer["inputs"]["train_risk"] == 0.02


def test_local_minima_have_a_table_of_their_own(shell) -> None:
    np.save("two.npy", np.array([1e-8] + [0.25] * 40))
    asked = ("generalization", "--spectrum", "two.npy", "--eta", "2", "--rho", "1", "-n", "9")
    asked += ("-b", "1", "--floor", "0", "--lam", "0", "--optimize-lambda")
    out = shell(*asked).out
    assert "Local minima in λ" in out
    assert "0.2249" in out
    rows = json.loads(shell(*asked, "-f", "json").out)["rows"]
    keys = [
        tuple(
            row.get(k) for k in ("statement", "optimizer", "variant", "quantity", "case", "stage")
        )
        for row in rows
    ]
    assert len(set(keys)) == len(keys)


def test_blocks_have_a_table_of_their_own(shell, refused) -> None:
    np.savez(
        "net.npz",
        **{
            "format": "adamw-bounds-spectrum/1",
            "dim": 3,
            "eigenvalues": np.array([0.5, 0.1, 0.01]),
            "blocks/first/dim": 2,
            "blocks/first/eigenvalues": np.array([0.4, 0.1]),
            "blocks/first/rho": 0.5,
            "blocks/second/dim": 1,
            "blocks/second/eigenvalues": np.array([0.01]),
        },
    )
    asked = (
        "generalization",
        "--lam",
        "0",
        "--spectrum",
        "net.npz",
        "--eta",
        "1e-3",
        "-b",
        "8",
        "-n",
        "100",
    )
    found = refused(*asked)
    assert (found.status, found.options) == (2, {"--rho"})
    ran = shell(*asked, "--rho", "0.1")
    assert "Blocks, each with its own ρ" in ran.out
    assert "net/first" in ran.out
    whole = shell(*asked, "--rho", "0.1", "--whole")
    assert "Blocks" not in whole.out
    compared = shell(
        *("compare", "--spectrum", "net.npz", "--rho", "0.1", "--samples", "9", "--eta", "1e-3"),
        *("-b", "8", "--lam", "0"),
        *("--c-inf", "1", "-L", "1", "--sigma", "1", "--delta", "1e-4", "--gap", "1", "-e", "0.1"),
    )
    assert compared.status == 0, compared.err
    assert "net/second" in compared.out
