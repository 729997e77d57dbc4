"""Merging files that hold the run's own preconditioner, and eigenvectors."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from adamw_bounds.errors import InputError
from adamw_bounds.spectra import Meta, Spectrum, generalization, load_spectrum, save_spectrum
from adamw_bounds.spectra.merge import pooled
from adamw_bounds.spectra.own import CASE
from adamw_bounds.spectra.preconditioned import Preconditioned

DIM, LAM = 40, 0.02
PRINT = {
    **{"model": "aa", "data": "bb", "loss": "CrossEntropyLoss, mean", "dtype": "float64"},
    **{"matrix": "hessian", "parameters": "cc"},
}
SETTINGS: dict[str, Any] = {
    **{"eta": 1e-3, "lam": LAM, "batch_size": 32, "samples": 1000, "rho": 0.01},
    **{"floor": 1e-9, "x_star_norm": 1.0},
}
_rng = np.random.default_rng(0)
_BASIS = np.linalg.qr(_rng.standard_normal((DIM, DIM)))[0]
MATRIX = (_BASIS * np.geomspace(0.05, 2.0, DIM)) @ _BASIS.T
Q = np.geomspace(1.0, 300.0, DIM)


def rule(matrix: np.ndarray, start: np.ndarray, steps: int) -> tuple[np.ndarray, np.ndarray, float]:
    """Make the Gauss rule of a start by Lanczos with full orthogonalisation."""
    vectors = [start / np.linalg.norm(start)]
    diagonal, beside = [], []
    for _ in range(steps):
        product = matrix @ vectors[-1]
        diagonal.append(float(product @ vectors[-1]))
        basis = np.array(vectors)
        for _ in range(2):
            product = product - basis.T @ (basis @ product)
        beside.append(float(np.linalg.norm(product)))
        vectors.append(product / beside[-1])
    jacobi = np.diag(diagonal) + np.diag(beside[:-1], 1) + np.diag(beside[:-1], -1)
    nodes, columns = np.linalg.eigh(jacobi)
    return nodes, columns[0] ** 2, beside[-1]


def quadratures(
    matrix: np.ndarray, seed: int, steps: int, scale: np.ndarray | None = None, probes: int = 4
) -> Spectrum:
    made = []
    for probe in range(probes):
        start = np.random.default_rng([seed, probe]).choice([-1.0, 1.0], DIM)
        made.append(rule(matrix, start if scale is None else start * scale, steps))
    nodes, weights, left = (np.array(part) for part in zip(*made, strict=True))
    extra = {
        "probes_drawn": [[seed, probe] for probe in range(probes)],
        "distribution": "rademacher",
    }
    meta = Meta(dtype="float64", method="Lanczos quadrature: some", extra=extra)
    return Spectrum(dim=DIM, nodes=nodes, weights=weights, residuals=left, meta=meta)


def measured(seed: int, depth: int = 12, **change: Any) -> Spectrum:
    root = np.sqrt(Q)
    inner = root[:, None] * MATRIX * root
    told: dict[str, Any] = {
        **{"kind": "adam", "optimizer": "Adam (l2-Adam)", "matrix": "ggn", "kappa": 0.04},
        **{"dim": DIM, "removed": 0, "steps": 10, "eta": 1e-3, "lam": (LAM,)},
        **{"log_det_q": float(np.log(Q).sum()), "trace_q": float(Q.sum())},
        **{"q_min": float(Q.min()), "q_median": float(np.median(Q)), "q_max": float(Q.max())},
        **{"ratio": {"trace": 0.5 + 0.1 * seed}},
    }
    own = Preconditioned(
        **{**told, **change},
        s=quadratures(inner, seed, depth),
        s_trace=quadratures(inner, seed, depth, root),
        h=quadratures(MATRIX, seed, depth),
        h_trace=quadratures(MATRIX, seed, depth, root),
    )
    whole = quadratures(MATRIX, seed + 100, depth)
    values, vectors = np.linalg.eigh(MATRIX)
    extra = {
        **whole.meta.extra,
        **{"fingerprint": PRINT, "eigenvalue_max": float(values[-1]) - 1e-3 * seed},
        "eigenvalue_min": float(values[0]) - 1e-3 * seed,
    }
    ends = np.stack([vectors[:, -1], vectors[:, 0]]) * (1.0 if seed == 0 else -1.0)
    return replace(
        whole,
        meta=replace(whole.meta, samples=1000, loss="cross-entropy", extra=extra),
        label=f"seed{seed}",
        vectors=ends,
        preconditioned=own,
    )


def rows(spectrum: Spectrum) -> dict[tuple[str, str], Any]:
    answer = generalization(spectrum, variant="corrected", **SETTINGS)
    return {(str(row.optimizer), row.quantity): row for row in answer.results if row.case == CASE}


def exact_err() -> float:
    root = np.sqrt(Q)
    s, vectors = np.linalg.eigh(root[:, None] * MATRIX * root)
    a = 2 * SETTINGS["rho"] * SETTINGS["batch_size"] / SETTINGS["eta"]
    trace = (vectors**2 * Q[:, None] * (s / (s + LAM))).sum() / a
    return float(-np.log(Q).sum() - np.log(s / (s + LAM)).sum() + trace + DIM * np.log(a))


def test_the_probes_of_the_preconditioner_are_pooled(tmp_path: Path) -> None:
    # The second file does not say ‖x*‖.
    norms = (1.0, None, 1.25)
    files = [measured(seed, depth=11 + seed, x_star_norm=norms[seed]) for seed in range(3)]
    for item in files:
        save_spectrum(item, tmp_path / f"{item.label}.npz")
    found = pooled([load_spectrum(tmp_path / f"{item.label}.npz") for item in files])
    save_spectrum(found.spectrum, tmp_path / "study.npz")
    study = load_spectrum(tmp_path / "study.npz")
    own = study.preconditioned
    assert own is not None
    for part in (own.s, own.s_trace, own.h, own.h_trace):
        assert part is not None
        assert (part.probes, part.steps) == (12, 13)
        assert len(part.meta.extra["probes_drawn"]) == 12
    together, apart = rows(study), rows(files[0])
    err = together["adamw", "err"]
    assert err.lower <= exact_err() <= err.upper
    first = apart["adamw", "err"]
    assert err.upper - err.lower < 0.7 * (first.upper - first.lower)
    assert ("l2-adam", "err") in together
    # b·Σv̂ over the trace that all probes tell.
    above = np.mean([item.preconditioned.ratio["trace"] * item.trace for item in files])
    assert own.ratio["trace"] == pytest.approx(above / study.trace, rel=1e-12)
    # Each end's vector is that of the file which has the end.
    assert np.array_equal(study.vectors, np.stack([files[0].vectors[0], files[2].vectors[1]]))
    assert own.x_star_norm == 1.25
    # A study goes into another.
    again = pooled([study, measured(5)]).spectrum.preconditioned
    assert again is not None
    assert again.s.probes == 16


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"log_det_q": 1.0}, "another state"),
        ({"steps": 11}, "optimizer steps"),
        ({"kappa": 0.03}, "κ = 0.03"),
        ({"matrix": "hessian"}, "own matrix"),
        ({"lam": (0.0, LAM)}, "weight decays"),
    ],
)
def test_another_run_or_matrix_is_refused(change: dict[str, Any], words: str) -> None:
    with pytest.raises(InputError, match=words):
        pooled([measured(0), measured(1, **change)])


def test_a_probe_of_the_preconditioner_counts_once() -> None:
    # The seeds of the matrix's own probes differ, by distribution for example.
    other = replace(measured(1), preconditioned=measured(0).preconditioned)
    with pytest.raises(InputError, match="probe 0 of seed 0"):
        pooled([measured(0), other])
    one, two = measured(0), measured(1)
    two = replace(two, preconditioned=replace(two.preconditioned, h=None))
    with pytest.raises(InputError, match="h_trace"):
        pooled([one, two])


def test_a_file_without_is_told() -> None:
    found = pooled([measured(0), replace(measured(1), preconditioned=None, vectors=None)])
    assert {note.code for note in found.notes} == {"own-of-some", "no-vectors"}
    assert found.spectrum.preconditioned.s.probes == 4
    assert found.spectrum.vectors is None
