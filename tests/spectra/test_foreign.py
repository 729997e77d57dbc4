"""Spectra that other packages measured, in the files that people save them in."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from adamw_bounds.errors import BoundsError, RunError
from adamw_bounds.spectra import generalization, load_spectrum

NODES = np.array([[5.0, 3.0, 2.0], [4.5, 3.1, -1.0]])
WEIGHTS = np.array([[0.5, 0.25, 0.25], [0.125, 0.375, 0.5]])
NAMES = [
    ("nodes", "weights"),
    ("eigenvalues", "weights"),
    ("density_eigen", "density_weight"),
    ("raw_eigenvalues", "raw_weights"),
]


def refused(path: Path) -> str:
    with pytest.raises(RunError) as caught:
        load_spectrum(path)
    return caught.value.message


@pytest.mark.parametrize("names", NAMES)
@pytest.mark.parametrize("kind", ["npz", "json", "pt"])
def test_nodes_and_weights_by_their_names(tmp_path: Path, names: tuple[str, str], kind: str):
    path = tmp_path / f"other.{kind}"
    more = {"grid": np.linspace(0, 1, 200), "density": np.ones(200)}
    held = {**dict(zip(names, (NODES, WEIGHTS), strict=True)), **more}
    if kind == "npz":
        np.savez(path, **held)
    elif kind == "json":
        path.write_text(json.dumps({name: value.tolist() for name, value in held.items()}))
    else:
        torch = pytest.importorskip("torch")
        torch.save({name: torch.from_numpy(value) for name, value in held.items()}, path)
    found = load_spectrum(path)
    assert np.array_equal(found.nodes, NODES)
    assert np.array_equal(found.weights, WEIGHTS)
    assert found.dim is None


def test_float32_is_known_again(tmp_path: Path) -> None:
    """Its rounding takes a sum of 1 from the weights, and is that of the nodes."""
    drawn = np.random.default_rng(0).dirichlet(np.ones(300), 4).astype(np.float32)
    nodes = np.random.default_rng(1).standard_normal((4, 300)).astype(np.float32)
    path = tmp_path / "other.npz"
    np.savez(path, nodes=nodes, weights=drawn, dim=1000)
    found = load_spectrum(path)
    assert found.dtype == "float32"
    assert found.dim == 1000
    np.testing.assert_allclose(found.weights.sum(axis=1), 1, atol=1e-14)
    np.savez(path, nodes=nodes, weights=0.99 * drawn)
    assert "sum to 0.99" in refused(path)


def test_what_torch_saved(tmp_path: Path) -> None:
    torch = pytest.importorskip("torch")
    path = tmp_path / "other.pt"
    torch.save((torch.from_numpy(NODES), torch.from_numpy(WEIGHTS)), path)
    assert np.array_equal(load_spectrum(path).nodes, NODES)
    torch.save(torch.tensor([3.0, 1.0, 2.0], dtype=torch.float64), path)
    assert sorted(load_spectrum(path).eigenvalues.tolist()) == [1, 2, 3]
    torch.save({"weight": torch.ones(2, 3)}, path)
    assert "weight" in refused(path)
    torch.save(torch.nn.Linear(2, 2), path)  # a module is pickled code
    with pytest.raises(RunError) as caught:
        load_spectrum(path)
    assert caught.value.code == "pickled-code"
    path.write_bytes(b"\x80\x02nothing")
    refused(path)


@pytest.mark.parametrize("kind", ["lists", "pair of lists", "lists of tensors", "stacked"])
def test_what_torch_saved_of_lists(tmp_path: Path, kind: str) -> None:
    """PyHessian returns lists of numbers."""
    torch = pytest.importorskip("torch")
    path = tmp_path / "other.pt"
    nodes, weights = NODES.tolist(), WEIGHTS.tolist()
    if kind == "lists of tensors":
        nodes, weights = (
            [torch.tensor(row, dtype=torch.float64) for row in rows] for rows in (nodes, weights)
        )
    held = {
        "lists": {"density_eigen": nodes, "density_weight": weights, "dim": 40, "name": "net"},
        "pair of lists": (nodes, weights),
        "lists of tensors": {"nodes": nodes, "weights": weights, "dim": torch.tensor(40)},
        "stacked": torch.from_numpy(np.stack([NODES, WEIGHTS])),
    }
    torch.save(held[kind], path)
    found = load_spectrum(path)
    assert np.array_equal(found.nodes, NODES)
    assert np.array_equal(found.weights, WEIGHTS)
    assert found.dim == (40 if isinstance(held[kind], dict) else None)
    torch.save({"nodes": [[1.0], [1.0, 2.0]], "weights": "none", "flag": True}, path)
    refused(path)


@pytest.mark.parametrize("kind", ["bfloat16", "float16"])
def test_the_type_of_what_torch_saved_is_known(tmp_path: Path, kind: str) -> None:
    """Its resolution is that of the numbers, whatever they are read as."""
    torch = pytest.importorskip("torch")
    path = tmp_path / "other.pt"
    drawn = np.random.default_rng(0).dirichlet(np.ones(30), 2)
    nodes = np.random.default_rng(1).standard_normal((2, 30))
    for weights in (torch.from_numpy(drawn).to(getattr(torch, kind)), torch.from_numpy(drawn)):
        held = {"nodes": torch.from_numpy(nodes).to(getattr(torch, kind)), "weights": weights}
        torch.save({**held, "dim": 1000}, path)
        assert load_spectrum(path).dtype == kind
    torch.save(held["nodes"][0], path)
    assert load_spectrum(path).dtype == kind


@pytest.mark.parametrize("dim", [1000.5, np.nan, "many", [10, 20], True, 0, -3])
def test_a_dimension_that_is_none_is_refused(tmp_path: Path, dim: object) -> None:
    path = tmp_path / "other.npz"
    np.savez(path, nodes=NODES, weights=WEIGHTS, dim=dim)
    assert "dim" in refused(path)
    for right in (40, 40.0, [40]):
        np.savez(path, nodes=NODES, weights=WEIGHTS, dim=right)
        assert load_spectrum(path).dim == 40


def test_what_is_in_the_place_of_nodes_is_said(tmp_path: Path) -> None:
    path = tmp_path / "other.npz"
    np.savez(path, evals=NODES, mass=WEIGHTS)
    assert "evals, mass" in refused(path)


@pytest.mark.parametrize("names", [("grid", "density"), ("grids", "weights"), ("x", "densities")])
def test_grids_are_refused(tmp_path: Path, names: tuple[str, str]) -> None:
    grid, curve = np.linspace(-1, 4, 100), np.ones(100)
    path = tmp_path / "curve.npz"
    np.savez(path, **dict(zip(names, (grid, curve), strict=True)))
    assert "on a grid" in refused(path)
    path = tmp_path / "curve.json"
    path.write_text(json.dumps(dict(zip(names, (grid.tolist(), curve.tolist()), strict=True))))
    assert "on a grid" in refused(path)


@pytest.mark.parametrize("name", ["curve.npz", "curve.json"])
def test_grids_under_the_names_of_nodes_are_refused(tmp_path: Path, name: str) -> None:
    grid, curve = np.linspace(-1, 4, 100), np.ones(100) / 100
    path = tmp_path / name
    if name.endswith("npz"):
        np.savez(path, eigenvalues=grid.astype(np.float32), weights=curve)
    else:
        path.write_text(json.dumps([grid.tolist(), curve.tolist()]))
    assert "on a grid" in refused(path)


def test_some_eigenvalues_are_not_taken_for_all(tmp_path: Path) -> None:
    path = tmp_path / "top.npy"
    np.save(path, np.array([5.0, 3.0, 2.0]))
    asked = {"eta": 1e-3, "lam": 0.01, "batch_size": 8, "samples": 1000, "rho": 0.01}
    with pytest.raises(BoundsError) as caught:
        generalization(load_spectrum(path), optimizer="adamw", dim=1000, **asked)
    assert "dim" in str(caught.value)


def test_a_dimension_below_the_number_of_nodes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.npz"
    rng = np.random.default_rng(0)
    nodes, weights = rng.standard_normal((2, 20)), np.full((2, 20), 0.05)
    asked = {"eta": 1e-3, "lam": 0.01, "batch_size": 8, "samples": 100, "rho": 0.01}
    np.savez(path, nodes=nodes, weights=weights)
    for dim, fits in ((19, False), (1, False), (20, True), (21, True)):
        if fits:
            assert generalization(load_spectrum(path), dim=dim, **asked).inputs["dim"] == dim
            continue
        with pytest.raises(BoundsError) as caught:
            generalization(load_spectrum(path), dim=dim, **asked)
        assert [fault.name for fault in caught.value.faults] == ["dim"]
    np.savez(path, nodes=nodes, weights=weights, dim=19)
    assert "at least 20" in refused(path)
    # Without reorthogonalisation eigenvalues come again, and what is on its way to one.
    again = np.concatenate([nodes, nodes + 1e-9, nodes + 0.1], axis=1)
    light = np.concatenate([weights / 2, weights / 2, np.full((2, 20), 1e-9)], axis=1)
    np.savez(path, nodes=again, weights=light)
    assert generalization(load_spectrum(path), dim=20, **asked).inputs["dim"] == 20
