"""Small problems in float64, and their dense Hessians by another route."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def _asked_in_a_shell() -> Iterator[None]:
    """Let faults name options of the shell: what these tests tell them by."""
    from adamw_bounds.errors import in_the_shell

    with in_the_shell():
        yield


@pytest.fixture(scope="session")
def dense_hessian() -> Callable[..., Any]:
    """Return a function that computes the Hessian of Σ w_B ℓ_B with `torch.func.hessian`."""
    import torch
    from torch.func import functional_call, grad, hessian
    from torch.nn.attention import SDPBackend, sdpa_kernel

    def compute(
        model: Any, names: list[str], loss: Callable[[Any], Any], *, differences: bool = False
    ) -> Any:
        """`loss` takes a function (inputs) -> output that stands for the model.

        `differences`: central differences of the gradient, right to about 1e-10. Forward mode
        through layer normalisation is wrong in torch 2.13 (its scale's second derivatives).
        """
        every = dict(model.named_parameters())
        shapes = [every[name].shape for name in names]
        point = torch.cat([every[name].detach().reshape(-1) for name in names])

        def value(flat: Any) -> Any:
            parts = torch.split(flat, [shape.numel() for shape in shapes])
            new = {
                name: part.view(shape)
                for name, part, shape in zip(names, parts, shapes, strict=True)
            }
            return loss(lambda *inputs: functional_call(model, new, inputs))

        with sdpa_kernel(SDPBackend.MATH), warnings.catch_warnings():
            # Forward mode compiles its decompositions by a route that torch deprecates.
            warnings.simplefilter("ignore", DeprecationWarning)
            if not differences:
                return hessian(value)(point).detach().numpy()
            slope, step = grad(value), 1e-5
            rows = [
                (slope(point + step * unit) - slope(point - step * unit)) / (2 * step)
                for unit in torch.eye(len(point), dtype=point.dtype)
            ]
            return torch.stack(rows).detach().numpy()

    return compute


@pytest.fixture(autouse=True)
def _one_thread() -> None:
    """Matrices this small gain nothing from threads, and lose much where cores are shared."""
    try:
        import torch
    except ImportError:
        return
    torch.set_num_threads(1)
