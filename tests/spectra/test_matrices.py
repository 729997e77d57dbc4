"""Theorems 6 and 7 on matrices: the Gaussian KL by formula and by sampling, and what is said."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import scipy.linalg

from adamw_bounds.engine.results import Answer
from adamw_bounds.errors import InputError, NoBoundError, RunError
from adamw_bounds.spectra import generalization, hessian_generalization

SETTINGS: dict[str, Any] = {
    **{"eta": 0.05, "lam": 0.1, "lam_l2": 0.03, "batch_size": 4, "samples": 1000, "rho": 0.02},
}
OPTIMIZERS = ("adamw", "adam", "l2-adam")
STATEMENTS = {"adamw": "theorem-6", "adam": "theorem-6", "l2-adam": "theorem-7"}
LAMS = {"adamw": 0.1, "adam": 0.0, "l2-adam": 0.03}


def hessian(dim: int = 6, seed: int = 0) -> np.ndarray:
    rng = np.random.default_rng(seed)
    vectors, _ = np.linalg.qr(rng.standard_normal((dim, dim)))
    matrix = (vectors * 10.0 ** rng.uniform(-2, 0.5, dim)) @ vectors.T
    return 0.5 * (matrix + matrix.T)


def reference(
    matrix: np.ndarray, optimizer: str, x_star: np.ndarray, *, printed: bool = False
) -> tuple[Any, Any]:
    """Mean and covariance M straight from the two linear equations of the process."""
    q = np.diag((1 if printed else SETTINGS["batch_size"] ** 0.5) * np.diag(matrix) ** -0.5)
    shift = q if optimizer == "l2-adam" else np.eye(len(matrix))
    drift = q @ matrix + LAMS[optimizer] * shift
    noise = SETTINGS["eta"] / SETTINGS["batch_size"] * q @ matrix @ q
    covariance = scipy.linalg.solve_continuous_lyapunov(drift, noise)
    return np.linalg.solve(drift, q @ matrix @ x_star), covariance


def figure(answer: Answer, quantity: str, optimizer: str, statement: str = "") -> float:
    row = answer.one(
        statement=statement or STATEMENTS[optimizer],
        quantity=quantity,
        optimizer=optimizer,
        variant="corrected",
    )
    return float(row.value)


def test_the_kl_is_that_of_two_gaussians() -> None:
    matrix, x_star = hessian(), np.linspace(-0.3, 0.4, 6)
    answer = hessian_generalization(matrix, x_star=x_star, **SETTINGS)
    rho, dim, n = SETTINGS["rho"], 6, SETTINGS["samples"]
    for optimizer in OPTIMIZERS:
        mean, covariance = reference(matrix, optimizer, x_star)
        log_det = np.linalg.slogdet(covariance)[1]
        kl = 0.5 * (
            np.trace(covariance) / rho + mean @ mean / rho - dim + dim * math.log(rho) - log_det
        )
        err = 2 * kl - mean @ mean / rho + dim
        assert figure(answer, "kl", optimizer) == pytest.approx(kl, rel=1e-10)
        assert figure(answer, "err", optimizer) == pytest.approx(err, rel=1e-10)
        assert figure(answer, "err-per-parameter", optimizer) == pytest.approx(err / dim)
        phi = 4 * math.sqrt((kl + math.log(2 * n / 0.05)) / n)
        assert figure(answer, "phi", optimizer) == pytest.approx(phi, rel=1e-10)
        assert figure(answer, "residual", optimizer) < 1e-14
        assert figure(answer, "mean-residual", optimizer) < 1e-14
        near = figure(answer, "err", optimizer, "corollary-3")
        assert figure(answer, "err-difference", optimizer, "corollary-3") == pytest.approx(
            near - err, rel=1e-9
        )
        near = figure(answer, "kl", optimizer, "corollary-3")
        assert figure(answer, "kl-difference", optimizer, "corollary-3") == pytest.approx(
            near - kl, rel=1e-9
        )


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_the_kl_by_sampling(optimizer: str) -> None:
    # KL = E log(posterior/prior) over draws of the posterior itself.
    matrix, x_star = hessian(4, 3), np.array([0.2, -0.1, 0.3, 0.05])
    answer = hessian_generalization(matrix, x_star=x_star, optimizer=optimizer, **SETTINGS)
    solved = answer.extra["posteriors"][optimizer]
    covariance = solved.covariance * SETTINGS["eta"] / (2 * SETTINGS["batch_size"])
    rng, rho = np.random.default_rng(0), SETTINGS["rho"]
    factor = np.linalg.cholesky(covariance)
    z = rng.standard_normal((400_000, 4))
    x = solved.mean + z @ factor.T
    log_posterior = -0.5 * (z**2).sum(axis=1) - np.log(np.diag(factor)).sum()
    log_prior = -0.5 * (x**2).sum(axis=1) / rho - 2 * math.log(rho)
    ratios = log_posterior - log_prior
    error = ratios.std() / math.sqrt(len(ratios))
    assert figure(answer, "kl", optimizer) == pytest.approx(ratios.mean(), abs=5 * error)
    assert error < 0.02


def test_corollary_3_is_exact_where_q_is_the_inverse_root() -> None:
    # A diagonal Hessian: H_ii^(−1/2) is H^(−1/2).
    matrix = np.diag([0.01, 0.2, 3.0])
    answer = hessian_generalization(matrix, **SETTINGS, x_star_norm=0.4)
    for optimizer in OPTIMIZERS:
        assert figure(answer, "err-difference", optimizer, "corollary-3") == pytest.approx(
            0, abs=1e-11
        )
        assert figure(answer, "kl-difference", optimizer, "corollary-3") == pytest.approx(
            0, abs=1e-11
        )
    # And where Q is given as H^(−1/2) for equal curvatures.
    # b = 4
    answer = hessian_generalization(np.eye(3) * 0.3, q=np.full(3, 2 * 0.3**-0.5), **SETTINGS)
    assert figure(answer, "err-difference", "l2-adam", "corollary-3") == pytest.approx(0, abs=1e-11)


def test_the_rows_of_corollary_3_are_those_of_the_spectrum() -> None:
    matrix = hessian()
    answer = hessian_generalization(matrix, **SETTINGS, x_star_norm=0.4, label="net")
    spectrum = answer.extra["curvature"].eigenvalues
    from adamw_bounds.spectra import Spectrum

    alone = generalization(
        Spectrum(eigenvalues=spectrum, label="net, Q ~ H^(-1/2)"), **SETTINGS, x_star_norm=0.4
    )
    for row in alone:
        (mine,) = answer.select(
            statement=row.statement,
            optimizer=row.optimizer,
            variant=row.variant,
            quantity=row.quantity,
            case=row.case,
        )
        assert mine.value == pytest.approx(row.value, rel=1e-14)
    rows = [row.as_row() for row in answer]
    json.dumps(rows, allow_nan=False)
    keys = {
        tuple(str(row.get(k)) for k in ("statement", "optimizer", "variant", "quantity", "case"))
        for row in rows
    }
    assert len(keys) == len(rows)


def test_the_printed_forms_only_when_asked() -> None:
    matrix, dim = hessian(), 6
    eta, b, rho = (SETTINGS[name] for name in ("eta", "batch_size", "rho"))
    assert not [
        row
        for row in hessian_generalization(matrix, **SETTINGS)
        if row.variant == "printed" and row.statement.startswith("theorem")
    ]
    answer = hessian_generalization(matrix, variant="printed", **SETTINGS, x_star_norm=0.5)
    zero = np.zeros(6)
    for optimizer in OPTIMIZERS:
        _, covariance = reference(matrix, optimizer, zero, printed=True)
        log_det = np.linalg.slogdet(covariance)[1]
        if optimizer == "l2-adam":  # Theorem 7 prints M_AdamW in the determinant
            q = np.diag(np.diag(matrix) ** -0.5)
            drift = q @ matrix + LAMS["l2-adam"] * np.eye(6)
            other = scipy.linalg.solve_continuous_lyapunov(drift, eta / b * q @ matrix @ q)
            log_det = np.linalg.slogdet(other)[1]
        expected = (
            -log_det
            + eta / (2 * rho * b) * np.trace(covariance)
            + dim * math.log(2 * b * rho / eta)
        )
        row = answer.one(
            statement=STATEMENTS[optimizer], quantity="err", optimizer=optimizer, variant="printed"
        )
        assert row.value == pytest.approx(expected, rel=1e-10)
        assert "thm6-prefactor" in row.audit
        assert ("thm7-det" in row.audit) == (optimizer == "l2-adam")
    assert not answer.select(variant="corrected", quantity="err")


def test_a_printed_phi_without_a_root() -> None:
    # Theorem 7's mixed determinant and trace: −log det M_AdamW alone may be far below −c0.
    inputs = {**SETTINGS, "eta": 80.0, "rho": 1.0, "lam": 1.0, "lam_l2": 1.0}
    answer = hessian_generalization(np.eye(200) * 1e-4, **inputs, variant="printed")
    row = answer.one(statement="theorem-7", quantity="phi", optimizer="l2-adam")
    assert (row.value, row.log10) == (None, None)
    assert any("negative" in note for note in row.notes)


def test_floors_of_singular_hessians_are_said_and_moved() -> None:
    vectors, _ = np.linalg.qr(np.random.default_rng(0).standard_normal((4, 4)))
    matrix = (vectors * [0.0, 0.0, 0.3, 1.0]) @ vectors.T
    answer = hessian_generalization(matrix, floor=1e-6, **SETTINGS)
    moves = answer.extra["floor_err_per_parameter"]
    for optimizer in OPTIMIZERS:
        for place, floor in enumerate((1e-7, 1e-6, 1e-5)):
            other = hessian_generalization(matrix, floor=floor, **SETTINGS)
            expected = figure(other, "err-per-parameter", optimizer)
            assert moves[optimizer][place] == pytest.approx(expected, rel=1e-10)
    (said,) = [note.message for note in answer.warnings if note.code == "exact-floor"]
    assert "2 of 4 eigenvalues of H are raised" in said
    for name in ("AdamW", "Adam", "ℓ2-Adam"):
        assert f"{name} " in said
    default = hessian_generalization(matrix, **SETTINGS)
    assert default.inputs["floor"] == pytest.approx(4 * 2.0**-52)


def test_indefinite_hessians() -> None:
    matrix = hessian() - 0.1 * np.eye(6)
    least = np.linalg.eigvalsh(matrix)[0]
    assert least < 0
    with pytest.raises(NoBoundError, match=f"{least:.6g}"):
        hessian_generalization(matrix, **SETTINGS)
    answer = hessian_generalization(matrix, absolute=True, **SETTINGS)
    (said,) = [note.message for note in answer.warnings if note.code == "absolute"]
    assert "not of H" in said
    values, vectors = np.linalg.eigh(matrix)
    other = hessian_generalization((vectors * abs(values)) @ vectors.T, **SETTINGS)
    for optimizer in OPTIMIZERS:
        assert figure(answer, "err", optimizer) == pytest.approx(figure(other, "err", optimizer))


def test_the_mean_that_is_not_known_is_said() -> None:
    without = hessian_generalization(hessian(), **SETTINGS, x_star_norm=0.3)
    (said,) = [note.message for note in without.warnings if note.code == "stationary-mean"]
    assert "Without --x-star" in said
    row = without.one(statement="theorem-6", quantity="kl", optimizer="adamw")
    assert row.audit == ("lem5-mean",)
    known = hessian_generalization(hessian(), **SETTINGS, x_star=np.full(6, 0.3))
    assert known.one(statement="theorem-6", quantity="kl", optimizer="adamw").audit == ()
    assert known.inputs["x_star_norm"] == pytest.approx(0.3 * math.sqrt(6))


def test_the_kls_own_best_lambda() -> None:
    matrix, x_star = hessian(), np.linspace(-1, 1, 6)
    answer = hessian_generalization(matrix, x_star=x_star, optimize_lambda=True, **SETTINGS)
    sigma, vectors = np.linalg.eigh(matrix)
    component = vectors.T @ x_star
    a, rho = 2 * SETTINGS["rho"] / SETTINGS["eta"], SETTINGS["rho"]
    root = np.sqrt(SETTINGS["batch_size"] * sigma)

    def kl(lam: float) -> float:
        x = a * (root + lam)
        mean = root * component / (root + lam)
        return 0.5 * float(np.sum(np.log(x) + 1 / x - 1) + mean @ mean / rho)

    star = answer.one(quantity="lambda-star-kl", optimizer="adamw").value
    best = min(kl(float(lam)) for lam in np.geomspace(1e-6, 1e3, 4000))
    assert kl(star) <= best * (1 + 1e-12)
    assert answer.one(quantity="kl-at-lambda-star", optimizer="adamw").value == pytest.approx(
        kl(star)
    )
    assert star > answer.one(quantity="lambda-star", optimizer="adamw").value


def test_files_and_labels(tmp_path: Path) -> None:
    np.save(tmp_path / "net.npy", hessian())
    np.save(tmp_path / "x.npy", np.full(6, 0.1))
    np.save(tmp_path / "q.npy", np.full(6, 2.0))
    answer = hessian_generalization(
        tmp_path / "net.npy", x_star=tmp_path / "x.npy", q=tmp_path / "q.npy", **SETTINGS
    )
    assert answer.results[0].case == "net"
    assert answer.inputs["hessian"] == str(tmp_path / "net.npy")
    assert np.array_equal(answer.extra["curvature"].q, np.full(6, 2.0))
    same = hessian_generalization(hessian(), x_star=np.full(6, 0.1), q=[2.0] * 6, **SETTINGS)
    for optimizer in OPTIMIZERS:
        assert figure(answer, "kl", optimizer) == figure(same, "kl", optimizer)


@pytest.mark.parametrize(
    ("more", "kind", "words"),
    [
        ({"optimizer": "sgd", "rho": -1}, InputError, "--optimizer.*--rho"),
        ({"variant": "explicit"}, InputError, "--variant"),
        ({"dim": 5}, InputError, "--dim must be 6"),
        ({"x_star": np.ones(6), "x_star_norm": 1}, InputError, "cannot stand beside --x-star"),
        ({"x_star": np.ones(5)}, InputError, "6 numbers"),
        ({"x_star": np.full(6, np.nan)}, InputError, "finite"),
        ({"x_star": np.array(["a"] * 6)}, InputError, "real numbers"),
        ({"q": np.ones(3)}, InputError, "6 numbers"),
        ({"hessian": np.ones((2, 3))}, InputError, "square"),
        ({"hessian": "none.npy"}, RunError, "cannot be read"),
    ],
)
def test_faults(more: dict[str, Any], kind: Any, words: str) -> None:
    inputs = {"hessian": hessian(), **SETTINGS, **more}
    with pytest.raises(kind, match=words):
        hessian_generalization(inputs.pop("hessian"), **inputs)


def test_what_is_answered_has_a_small_residual() -> None:
    # Curvatures over 15 decades beside a given Q over 16.
    rng = np.random.default_rng(0)
    vectors, _ = np.linalg.qr(rng.standard_normal((5, 5)))
    matrix = (vectors * np.geomspace(1e-15, 1, 5)) @ vectors.T
    refused = False
    try:
        answer = hessian_generalization(
            matrix, q=np.geomspace(1e-8, 1e8, 5), floor=1e-16, **SETTINGS
        )
    except RunError:
        refused = True
    assert refused or max(row.value for row in answer if row.quantity == "residual") < 1e-8
