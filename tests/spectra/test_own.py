"""err with the run's own preconditioner, against dense matrices and the sheet's figures."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.linalg import solve_continuous_lyapunov

from adamw_bounds.errors import RunError
from adamw_bounds.questions.edge import edge
from adamw_bounds.spectra import Meta, Spectrum, generalization, load_spectrum, save_spectrum
from adamw_bounds.spectra.own import CASE
from adamw_bounds.spectra.preconditioned import Dead, Preconditioned

SETTINGS: dict[str, Any] = {"eta": 1e-3, "batch_size": 32, "rho": 0.01, "samples": 1000}
GOLDEN = np.array([[2, 0.5, 0.1], [0.5, 1, -0.2], [0.1, -0.2, 0.2]])
Q = np.array([3.0, 7.0, 20.0])


def exact(matrix: np.ndarray, q: np.ndarray, **more: Any) -> Preconditioned:
    """Measure as the plugin does, with numpy alone."""
    dim, root = len(q), np.sqrt(q)

    def parts(whole: np.ndarray) -> tuple[Spectrum, Spectrum]:
        values, vectors = np.linalg.eigh(whole)
        shares = (vectors**2 * q[:, None]).sum(axis=0) / q.sum()
        return (
            Spectrum(dim=dim, eigenvalues=values),
            Spectrum(dim=dim, nodes=values[None], weights=shares[None]),
        )

    h, h_trace = parts(matrix)
    s, s_trace = parts(root[:, None] * matrix * root)
    told = {
        "kind": "adam",
        "optimizer": "AdamW",
        "matrix": "hessian",
        "kappa": 0.0,
        "dim": dim,
        "removed": 0,
        "steps": 10,
        "eta": SETTINGS["eta"],
        "lam": (0.01,),
        "log_det_q": float(np.log(q).sum()),
        "trace_q": float(q.sum()),
        "q_min": float(q.min()),
        "q_median": float(np.median(q)),
        "q_max": float(q.max()),
    }
    return Preconditioned(**{**told, **more}, s=s, s_trace=s_trace, h=h, h_trace=h_trace)


def measured(own: Preconditioned, matrix: np.ndarray) -> Spectrum:
    values = np.abs(np.linalg.eigvalsh(matrix))
    return Spectrum(eigenvalues=values, meta=Meta(loss="cross-entropy"), preconditioned=own)


def rows(spectrum: Spectrum, **inputs: Any) -> dict[tuple[str, str], Any]:
    answer = generalization(spectrum, variant="corrected", **{**SETTINGS, **inputs})
    return {(str(row.optimizer), row.quantity): row for row in answer.results if row.case == CASE}


def dense(matrix: np.ndarray, q: np.ndarray, lam: float, *, l2: bool) -> float:
    """Solve the Lyapunov equation with the general solver, and take the KL's two figures."""
    size, b, eta, rho = len(q), SETTINGS["batch_size"], SETTINGS["eta"], SETTINGS["rho"]
    drift = q[:, None] * matrix + lam * (np.diag(q) if l2 else np.eye(size))
    covariance = solve_continuous_lyapunov(drift, eta / b * q[:, None] * matrix * q)
    _, log_det = np.linalg.slogdet(covariance / rho)
    return float(np.trace(covariance) / rho - log_det)


@pytest.mark.parametrize(
    ("lam", "err"),
    [(0.0, 13.391024817783739), (0.01, 13.399048608500686), (1.0, 14.072385147457343)],
)
def test_the_sheets_figures(lam: float, err: float) -> None:
    found = rows(measured(exact(GOLDEN, Q), GOLDEN), lam=lam)
    assert found["adamw", "err"].value == pytest.approx(err, rel=1e-14)
    assert found["adam", "err"].value == pytest.approx(13.391024817783739, rel=1e-14)


@pytest.mark.parametrize(
    ("lam", "ends"),
    [
        (1.0, (15.949665488707662, 16.7115857016583)),
        (0.01, (13.479869264644183, 13.4835483026566)),
    ],
)
def test_the_bracket_of_l2_adam(lam: float, ends: tuple[float, float]) -> None:
    row = rows(measured(exact(GOLDEN, Q), GOLDEN), lam=lam)["l2-adam", "err"]
    # Beside the sheet's N ⪯ κ_max there is Tr[(H+λ)M] = Tr[HQ], of which Tr M is at most 1/λ.
    largest, a = np.linalg.eigvalsh(GOLDEN)[-1], 2 * 0.01 * 32 / 1e-3
    plain = largest / (largest + lam) * Q.sum()
    upper = ends[1] - (plain - min(plain, (Q * np.diag(GOLDEN)).sum() / lam)) / a
    assert (row.lower, row.upper) == pytest.approx((ends[0], upper), rel=1e-13)
    assert row.lower <= dense(GOLDEN, Q, lam, l2=True) <= row.upper
    assert row.value == row.upper


@settings(max_examples=examples(40))
@given(
    st.integers(2, 7),
    st.integers(0, 10**6),
    st.floats(-3, 3),
    st.floats(0, 4),
    st.floats(-5, 1),
)
def test_any_matrix_and_any_q(
    size: int, seed: int, scale: float, spread: float, decay: float
) -> None:
    rng = np.random.default_rng(seed)
    basis = np.linalg.qr(rng.standard_normal((size, size)))[0]
    matrix = (basis * 10.0 ** rng.uniform(-3, 1, size)) @ basis.T
    q = 10.0 ** (scale + spread * rng.uniform(0, 1, size))
    lam = 10.0**decay
    found = rows(measured(exact(matrix, q), matrix), lam=lam)
    assert found["adamw", "err"].value == pytest.approx(
        dense(matrix, q, lam, l2=False), rel=1e-6, abs=1e-6
    )
    l2 = found["l2-adam", "err"]
    slack = 1e-6 * abs(l2.value)
    assert l2.lower - slack <= dense(matrix, q, lam, l2=True) <= l2.upper + slack


def test_negative_curvature_has_no_number() -> None:
    matrix = GOLDEN.copy()
    matrix[2, 2] = 0.05
    assert np.linalg.eigvalsh(matrix)[0] < 0
    for row in rows(measured(exact(matrix, Q), matrix), lam=1.0).values():
        assert row.value is None
        assert row.log10 is None


def test_zero_curvature_is_infinite_with_decay() -> None:
    matrix = np.diag([1.0, 2.0, 0.0])
    found = rows(measured(exact(matrix, Q), np.eye(3)), lam=0.1)
    assert found["adamw", "err"].value is None
    assert found["l2-adam", "err"].value is None
    assert found["adam", "err"].value is not None
    assert any("singular" in note for note in found["adam", "err"].notes)


def test_a_file_keeps_it(tmp_path: Path) -> None:
    dead = (Dead(name="fc.weight", count=1, share=0.66),)
    own = exact(GOLDEN, Q, dead=dead, ratio={"0.5": 1.25}, log_det_s=3.0)
    path = tmp_path / "own.npz"
    save_spectrum(measured(own, GOLDEN), path)
    back = load_spectrum(path).preconditioned
    assert back is not None
    assert (back.dead, back.ratio, back.log_det_s, back.lam) == (dead, {"0.5": 1.25}, 3.0, (0.01,))
    for name in ("s", "s_trace", "h", "h_trace"):
        one, other = getattr(own, name), getattr(back, name)
        assert other.extremes == one.extremes
        assert other.kind == one.kind


def test_the_kl_takes_the_norm_of_what_is_covered(tmp_path: Path) -> None:
    """A dead coordinate is no part of d, and none of ‖x*‖."""
    whole = np.zeros((4, 4))
    whole[:3, :3] = GOLDEN
    path = tmp_path / "own.npz"

    def asked(norm: float | None, **given: Any) -> tuple[Any, set[str], float]:
        own = exact(GOLDEN, Q, removed=1, x_star_norm=norm)
        made = measured(own, whole)
        save_spectrum(replace(made, meta=replace(made.meta, x_star_norm=5.0)), path)
        answer = generalization(load_spectrum(path), lam=0.01, **SETTINGS, **given)
        found = {
            row.quantity: row
            for row in answer.results
            if (row.case, row.optimizer) == (CASE, "adamw")
        }
        return found["kl"], {note.code for note in answer.warnings}, found["err"].value

    row, codes, err = asked(3.0)
    assert row.value == pytest.approx((err - 3 + 9 / SETTINGS["rho"]) / 2, rel=1e-12)
    assert "own-norm" not in codes
    assert not row.notes
    # A file that does not say it, and a figure that was given, are taken as they are.
    for norm, more, taken in ((None, {}, 5.0), (3.0, {"x_star_norm": 4.0}, 4.0)):
        row, codes, _ = asked(norm, **more)
        assert row.value == pytest.approx((err - 3 + taken**2 / SETTINGS["rho"]) / 2, rel=1e-12)
        assert "own-norm" in codes
        assert row.notes
    assert "own-norm" not in asked(None, x_star_norm=0)[1]


@pytest.mark.parametrize(
    "change",
    [
        {"meta": np.array("[1]")},
        {"meta": np.array('{"kind": "adam"}')},
        {"odd": np.array(1.0)},
        {"s/eigenvalues": np.array([1.0, 2.0])},
        {"s/eigenvalues": np.array([1.0, 2.0, np.nan])},
        *(
            {"meta": name}
            for name in (
                *({"kind": 3}, {"optimizer": None}, {"matrix": "fisher"}, {"kappa": -1.0}),
                *({"eta": 0.0}, {"lam": []}, {"lam": [-0.1]}, {"lam": 0.1}, {"dim": 2}),
                *({"dim": 2.5}, {"dim": True}, {"removed": -1}, {"removed": 1}, {"steps": "ten"}),
                *({"q_min": 0.0}, {"q_min": 1e9}, {"q_max": 0.1}, {"q_median": "1"}),
                *({"trace_q": 1e9}, {"log_det_q": 1e9}, {"log_det_s": [1]}, {"dead": 3}),
                *({"ratio": [1]}, {"ratio": {"0.5": "x"}}, {"versions": 3}, {"decays": [1]}),
                *({"x_star_norm": -1.0}, {"x_star_norm": "1"}),
            )
        ),
    ],
)
def test_what_is_no_such_file(tmp_path: Path, change: dict[str, Any]) -> None:
    path = tmp_path / "own.npz"
    save_spectrum(measured(exact(GOLDEN, Q), GOLDEN), path)
    with np.load(path) as archive:
        arrays = dict(archive)
    if isinstance(change.get("meta"), dict):
        told = json.loads(arrays["preconditioned/meta"].item())
        change = {"meta": np.array(json.dumps({**told, **change["meta"]}))}
    changed = {f"preconditioned/{key}": value for key, value in change.items()}
    np.savez(path, **{**arrays, **changed})
    with pytest.raises(RunError) as refused:
        load_spectrum(path)
    assert refused.value.code == "bad-spectrum-file"


def test_kappa_takes_the_place_of_the_least_eigenvalues() -> None:
    """log det S is that of H and Q, though rounding of S loses its least eigenvalues."""
    kappa = 1e-13
    matrix, q = np.diag([1.0, 1e-3, 0.0]) + kappa * np.eye(3), np.array([1e6, 1.0, 3.0])
    log_det = float(np.log(np.diag(matrix)).sum() + np.log(q).sum())
    own = exact(matrix, q, kappa=kappa, log_det_s=log_det)
    noisy = np.asarray(own.s.eigenvalues).copy()  # type: ignore[union-attr]
    noisy[0] = 1e-12
    own = replace(own, s=Spectrum(eigenvalues=noisy))
    found = rows(measured(own, matrix), lam=0.01)["adamw", "err"]
    s = np.diag(matrix) * q
    a = 2 * SETTINGS["rho"] * SETTINGS["batch_size"] / SETTINGS["eta"]
    err = -np.log(q).sum() - np.log(s / (s + 0.01)).sum()
    err += (q * s / (s + 0.01)).sum() / a + 3 * np.log(a)
    assert found.value == pytest.approx(err, rel=1e-9)


@pytest.mark.parametrize("theta", [0.9, 0.0])
@pytest.mark.parametrize(("lam", "l2"), [(0.0, False), (0.5, False), (0.5, True)])
def test_the_edge_is_where_the_steps_themselves_diverge(theta: float, lam: float, l2: bool) -> None:
    """AdamW with Q held fixed as one matrix: its spectral radius passes 1 where the ratio does."""
    root = np.sqrt(Q)
    s = root[:, None] * GOLDEN * root
    own = exact(GOLDEN, Q)
    if l2:
        w = Spectrum(eigenvalues=np.linalg.eigvalsh(s + lam * np.diag(Q)))
        own = replace(own, optimizer="Adam (l2-Adam)", lam=(lam,), w=w)
    spectrum = measured(own, GOLDEN)

    def ratio(eta: float) -> Any:
        return edge(eigenvalues=spectrum, lr=eta, betas=(theta, 0.999), weight_decay=lam).one(
            quantity="edge-ratio"
        )

    def radius(eta: float) -> float:
        one, apart = np.eye(3), 0.0 if l2 else lam
        gradient = (1 - theta) * (GOLDEN + (lam * one if l2 else 0.0))
        steps = np.block(
            [
                [(1 - eta * apart) * one - eta * Q[:, None] * gradient, -eta * theta * np.diag(Q)],
                [gradient, theta * one],
            ]
        )
        return float(np.abs(np.linalg.eigvals(steps)).max())

    if l2:
        largest = np.linalg.eigvalsh(s + lam * np.diag(Q))[-1]
        eta = 2 * (1 + theta) / ((1 - theta) * largest)
    else:
        # (1 + θ)(2 − ηλ) = (1 − θ)·η·s.
        eta = 2 * (1 + theta) / ((1 - theta) * np.linalg.eigvalsh(s)[-1] + (1 + theta) * lam)
    assert ratio(eta).value == pytest.approx(1.0, rel=1e-12)
    assert ratio(0.999 * eta).value < 1 < ratio(1.001 * eta).value
    assert radius(0.999 * eta) < 1 < radius(1.001 * eta)
