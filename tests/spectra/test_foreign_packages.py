"""What hessian-eigenthings and curvlinops measure, saved as people save it, and read here.

curvlinops is tested where it is installed: it asks for torchvision. matfree's results are the same
pairs of arrays, but it needs JAX. Both are too large to install for a test.
"""

from __future__ import annotations

import os
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pytest

if os.environ.get("ADAMW_BOUNDS_REQUIRE_TORCH"):
    import hessian_eigenthings
    import torch
else:
    torch = pytest.importorskip("torch")
    hessian_eigenthings = pytest.importorskip("hessian_eigenthings")

from torch import nn

from adamw_bounds.errors import RunError
from adamw_bounds.measure import Matvec, Problem, measure, measure_operator
from adamw_bounds.spectra import Spectrum, generalization, load_spectrum

pytestmark = pytest.mark.filterwarnings("ignore:.*torch.jit.*:DeprecationWarning")

SETTINGS = {"eta": 1e-3, "lam": 0.1, "batch_size": 8, "samples": 100, "rho": 0.01}
PROBES, STEPS = 4, 16


@pytest.fixture(scope="module")
def problem() -> Problem:
    """A small network in float64, and the exact spectrum of its Hessian."""
    torch.manual_seed(0)
    model = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 3)).double()
    batches = [
        (torch.randn(16, 3, dtype=torch.float64), torch.randint(0, 3, (16,))) for _ in range(2)
    ]
    return Problem(model=model, loss=nn.CrossEntropyLoss(), data=batches)


@pytest.fixture(scope="module")
def exact(problem: Problem) -> Spectrum:
    return measure(problem, gradient_samples=0).spectrum


@pytest.fixture(scope="module")
def density(problem: Problem) -> Any:
    """What hessian-eigenthings returns: nodes, weights, and a curve on a grid."""
    loss = hessian_eigenthings.supervised_loss(nn.CrossEntropyLoss())
    operator = hessian_eigenthings.HessianOperator(problem.model, problem.data, loss)
    return hessian_eigenthings.spectral_density(operator, num_runs=PROBES, lanczos_steps=STEPS)


@pytest.fixture(scope="module")
def curvlinops() -> Any:
    with warnings.catch_warnings():
        # It and its dependencies compile when they are imported, as PyTorch no longer advises.
        warnings.simplefilter("ignore", DeprecationWarning)
        return pytest.importorskip("curvlinops")


def linear_operator(curvlinops: Any, problem: Problem) -> Any:
    return curvlinops.HessianLinearOperator(
        problem.model,
        nn.CrossEntropyLoss(),
        list(problem.model.parameters()),
        problem.data,
        check_deterministic=False,
    )


@pytest.fixture(params=["hessian-eigenthings", "curvlinops"])
def measured(request: pytest.FixtureRequest, problem: Problem) -> dict[str, Any]:
    """What people save of the results of one package."""
    if request.param == "hessian-eigenthings":
        density = request.getfixturevalue("density")
        return {"raw_eigenvalues": density.raw_eigenvalues, "raw_weights": density.raw_weights}
    package = request.getfixturevalue("curvlinops")
    from curvlinops.papyan2020traces.spectrum import fast_lanczos

    torch.manual_seed(0)
    operator = linear_operator(package, problem)
    found = [fast_lanczos(operator, STEPS) for _ in range(PROBES)]
    return {
        "nodes": torch.stack([values for values, _ in found]),
        "weights": torch.stack([vectors[0] ** 2 for _, vectors in found]),
    }


@pytest.mark.parametrize("kind", ["npz", "pt"])
def test_err_of_what_another_package_measured(
    measured: dict[str, Any], exact: Spectrum, kind: str, tmp_path: Path
) -> None:
    """The ends are those of the dense matrix, and the interval of err holds the exact one."""
    path = tmp_path / f"other.{kind}"
    if kind == "pt":
        torch.save(measured, path)
    else:
        np.savez(path, **{name: value.numpy() for name, value in measured.items()})
    read = load_spectrum(path)
    assert read.nodes is not None
    assert exact.eigenvalues is not None
    assert read.nodes.max() == pytest.approx(exact.eigenvalues.max(), rel=1e-6)
    assert read.nodes.min() == pytest.approx(exact.eigenvalues.min(), rel=1e-6)
    asked: dict[str, Any] = {"optimizer": "adamw", "variant": "corrected", "x_star_norm": 0.0}
    find = {"statement": "corollary-3", "quantity": "err-per-parameter"}
    wanted = generalization(exact, **asked, **SETTINGS).one(**find)
    found = generalization(read, dim=exact.dim, **asked, **SETTINGS).one(**find)
    assert found.lower <= wanted.value <= found.upper
    assert found.value == pytest.approx(wanted.value, rel=0.5)


def test_a_grid_of_hessian_eigenthings_is_refused(density: Any, tmp_path: Path) -> None:
    path = tmp_path / "curve.npz"
    np.savez(path, grid=density.grid.numpy(), density=density.density.numpy())
    with pytest.raises(RunError) as caught:
        load_spectrum(path)
    assert caught.value.code == "bad-spectrum-file"
    assert "on a grid" in caught.value.message


def test_an_operator_of_curvlinops_is_measured(
    curvlinops: Any, problem: Problem, exact: Spectrum
) -> None:
    operator = linear_operator(curvlinops, problem)
    matvec = Matvec(lambda vectors: operator @ vectors, operator.shape[0], arrays="torch")
    found = measure_operator(matvec).spectrum
    np.testing.assert_allclose(found.eigenvalues, exact.eigenvalues, atol=1e-12)
