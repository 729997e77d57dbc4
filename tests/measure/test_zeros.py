"""Zero rows of the matrix: counted, and no estimate."""

from __future__ import annotations

import os
from typing import Any

import numpy as np
import pytest

if os.environ.get("ADAMW_BOUNDS_REQUIRE_TORCH"):
    import torch
else:
    torch = pytest.importorskip("torch")

from torch import nn

from adamw_bounds.errors import RunError
from adamw_bounds.measure import Problem, measure, measure_operator
from adamw_bounds.measure import run as running
from adamw_bounds.measure.products import Matvec
from adamw_bounds.measure.zeros import zero_rows
from adamw_bounds.spectra import Meta, Spectrum, generalization, load_spectrum, save_spectrum
from adamw_bounds.spectra.merge import pooled

#: Features that are always 0, and the numbers of the weights that they take.
DARK = (0, 3)
ROWS = 5 * len(DARK)
#: Shifts of all logits alike: one for each input of the last layer, and its bias.
SHIFTS = 6


def problem() -> Problem:
    torch.manual_seed(0)
    x, y = torch.randn(30, 6), torch.randint(0, 3, (30,))
    x[:, list(DARK)] = 0
    model = nn.Sequential(nn.Linear(6, 5), nn.Tanh(), nn.Linear(5, 3))
    return Problem(
        model=model,
        loss=nn.CrossEntropyLoss(),
        data=[(x[:20], y[:20]), (x[20:], y[20:])],
        rho=0.01,
        batch_size=10,
        optimizer=torch.optim.AdamW(model.parameters(), lr=1e-3),
    )


@pytest.mark.parametrize("more", [{"dtype": "float64"}, {"dtype": "float32"}, {"matrix": "ggn"}])
def test_they_are_counted_and_the_others_measured(more: dict, tmp_path) -> None:
    found = measure(problem(), probes=2, steps=12, exact_below=0, **more)
    spectrum = found.spectrum
    assert "zero-rows" in dict(found.warnings)
    assert (spectrum.nodes[spectrum.apart] == 0).all()
    many = ROWS + SHIFTS
    assert spectrum.dim * spectrum.weights[spectrum.apart] == pytest.approx([many, many])
    exact = measure(problem(), **{**more, "dtype": "float64"}).spectrum
    assert found.smallest.value <= 0
    file = tmp_path / "zeros.npz"
    save_spectrum(spectrum, file)
    again = load_spectrum(file)
    assert (again.apart == spectrum.apart).all()
    for row in generalization(again).results:
        if row.quantity == "err-per-parameter" and row.variant == "corrected":
            exactly = generalization(exact).one(
                quantity="err-per-parameter", optimizer=row.optimizer, variant="corrected"
            )
            assert row.lower <= exactly.value <= row.upper


def test_a_row_that_one_product_missed_has_all_made_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # As if the witness had met a 0 by accident: rows 0 and 1 are not zero.
    def wrong(operator, still, seed):
        rows = zero_rows(operator, still, seed)
        rows[[0, 1]] = True
        return rows

    plain = measure(problem(), probes=1, steps=8, exact_below=0)
    monkeypatch.setattr(running, "zero_rows", wrong)
    found = measure(problem(), probes=1, steps=8, exact_below=0)
    assert found.spectrum.apart is None
    assert "zero-rows" not in dict(found.warnings)
    assert plain.spectrum.apart is not None


def test_each_block_has_its_own() -> None:
    found = measure(
        problem(), probes=2, steps=10, exact_below=0, blocks=r"^(\d)", rho={"0": 0.01, "2": 0.01}
    ).spectrum
    first, second = (block.spectrum for block in found.blocks)
    assert first.dim * first.weights[first.apart] == pytest.approx([ROWS, ROWS])
    assert second.dim * second.weights[second.apart] == pytest.approx([SHIFTS, SHIFTS])


def test_a_run_is_taken_up_again(tmp_path) -> None:
    asked = {"probes": 2, "exact_below": 0, "checkpoint": tmp_path / "kept"}
    measure(problem(), steps=4, **asked)
    resumed = measure(problem(), steps=9, **asked).spectrum
    whole = measure(problem(), steps=9, probes=2, exact_below=0).spectrum
    assert (resumed.nodes == whole.nodes).all()
    assert (resumed.apart == whole.apart).all()


def test_a_gradient_of_zero_alone_is_no_zero_row() -> None:
    matrix = np.diag([1.0, 0.0, 2.0, 0.0])
    matrix[3, 0] = matrix[0, 3] = 0.5
    operator = Matvec(lambda columns: matrix @ columns, 4)
    rows = zero_rows(operator, np.array([False, True, True, True]), 0)
    assert rows.tolist() == [False, True, False, False]
    assert zero_rows(operator, np.array([True, False, True, True]), 0) is None


def rotated(zeros: int, dim: int = 40) -> np.ndarray:
    """Return a matrix of which some rows are zero, no two of them beside one another."""
    rng = np.random.default_rng(5)
    root = rng.standard_normal((dim - zeros, dim - zeros))
    full = np.zeros((dim, dim))
    kept = np.sort(rng.permutation(dim)[zeros:])
    full[np.ix_(kept, kept)] = root @ root.T / dim
    return full


def test_those_of_an_operator_are_counted(tmp_path) -> None:
    full = rotated(15)
    calls = []

    def product(columns: np.ndarray) -> np.ndarray:
        calls.append(columns.shape[1])
        return full @ columns

    asked = {"probes": 3, "steps": 8, "exact_below": 0}
    found = measure_operator(Matvec(product, 40), **asked)
    assert "zero-rows" in dict(found.warnings)
    spectrum = found.spectrum
    assert 40 * spectrum.weights[spectrum.apart] == pytest.approx([15, 15, 15])
    assert found.smallest.value == 0
    made = sum(calls)
    calls.clear()
    plain = measure_operator(Matvec(product, 40), look_for_zeros=False, **asked)
    assert plain.spectrum.apart is None
    assert made - sum(calls) == 1
    # What is not exactly 0 is not taken for it.
    full += 1e-18
    assert measure_operator(Matvec(product, 40), **asked).spectrum.apart is None


def test_an_operator_s_run_is_taken_up_again_without_its_zero_rows(tmp_path) -> None:
    full = rotated(15)
    operator = Matvec(lambda columns: full @ columns, 40)
    asked = {"probes": 2, "exact_below": 0, "seed": 3}
    measure_operator(operator, steps=4, checkpoint=tmp_path, **asked)
    resumed = measure_operator(operator, steps=9, checkpoint=tmp_path, **asked)
    whole = measure_operator(operator, steps=9, **asked)
    np.testing.assert_array_equal(resumed.spectrum.nodes, whole.spectrum.nodes)
    np.testing.assert_array_equal(resumed.spectrum.apart, whole.spectrum.apart)
    # A run that did not look is another one.
    with pytest.raises(RunError) as caught:
        measure_operator(operator, steps=9, checkpoint=tmp_path, look_for_zeros=False, **asked)
    assert caught.value.code == "other-checkpoint"


def test_eigenvectors_stand_beside_known_nodes() -> None:
    spectrum = measure(problem(), probes=2, steps=12, exact_below=0, vectors=True).spectrum
    assert spectrum.known is not None
    assert spectrum.vectors.shape == (2, spectrum.dim)
    row = generalization(spectrum).one(quantity="err", optimizer="adamw", variant="corrected")
    assert row.lower < row.value < row.upper


def test_files_that_count_unlike_zeros_are_pooled() -> None:
    """One looked for zero rows, the other did not: the mean over all probes is of one matrix."""
    dim, zeros = 60, 25
    basis, _ = np.linalg.qr(np.random.default_rng(0).standard_normal((dim - zeros,) * 2))
    values = np.geomspace(1e-3, 5, dim - zeros)
    matrix = np.zeros((dim, dim))
    matrix[zeros:, zeros:] = (basis * values) @ basis.T
    extra = {
        **{"model": "a", "data": "b", "loss": "c", "dtype": "float64"},
        **{"matrix": "hessian", "parameters": "d"},
    }
    files = [
        measure_operator(
            Matvec(lambda columns: matrix @ columns, dim),
            exact_below=0,
            probes=3,
            steps=12,
            seed=seed,
            look_for_zeros=look,
            meta=Meta(samples=1000, loss="cross-entropy", extra={"fingerprint": extra}),
            label=f"seed{seed}",
        ).spectrum
        for seed, look in ((0, True), (1, False))
    ]
    found = pooled(files).spectrum
    assert found.apart.sum(axis=1).tolist() == [1, 1, 1, 0, 0, 0]
    exact = Spectrum(eigenvalues=np.concatenate([np.zeros(zeros), values]))
    asked = {"eta": 1e-3, "lam": 0.1, "batch_size": 32, "rho": 0.01, "samples": 1000}

    def err(spectrum: Spectrum, optimizer: str) -> Any:
        answer = generalization(
            spectrum, optimizer=optimizer, variant="corrected", floor=1e-4, **asked
        )
        return answer.one(quantity="err")

    for optimizer in ("adamw", "adam", "l2-adam"):
        row = err(found, optimizer)
        assert row.lower <= err(exact, optimizer).value <= row.upper
