"""Arrays that would lose a part are refused wherever arrays are taken."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import adamw_bounds as ab

NUMBERS = {"c_inf": 1, "smoothness": 1, "sigma": 0.5, "delta": 1, "gap": 1}
POINT = {"weight_decay": 0.1, "adam_eps": 1e-8}
POSTERIOR = {"rho": 1, "eta": 0.1, "lam": 0.1, "batch_size": 1, "samples": 10}

LOSSY = {
    "complex": np.array([1 + 2j, 1]),
    "truth": np.array([True, True]),
    "masked": np.ma.array([1.0, 2.0], mask=[True, False]),
    "mixed": [True, 1.0],
}


def _matrix(value: Any) -> Any:
    """Return a matrix that has the fault of a vector."""
    if isinstance(value, list):
        return [[True, 0.0], [0.0, 1.0]]
    if isinstance(value, np.ma.MaskedArray):
        return np.ma.array(np.eye(2), mask=np.eye(2) > 0)
    return np.diag(value)


TAKEN = {
    "inputs": lambda value: ab.complexity(2, epsilon=value, **NUMBERS),
    "settings": lambda value: ab.convert(betas=(value, 0.9)),
    "parameters": lambda value: ab.kkt(params=value, grads=np.ones(2), **POINT),
    "gradients": lambda value: ab.kkt(params=np.ones(2), grads=value, **POINT),
    "eigenvalues": lambda value: ab.Spectrum(eigenvalues=value),
    "nodes": lambda value: ab.Spectrum(dim=3, nodes=value, weights=np.array([0.5, 0.5])),
    "weights": lambda value: ab.Spectrum(dim=3, nodes=np.array([1.0, 2.0]), weights=value),
    "hessian": lambda value: ab.hessian_generalization(_matrix(value), **POSTERIOR),
    "rates": lambda value: ab.guarantee(2, schedule=value, beta1=0.1, lam=0, **NUMBERS),
    "grid": lambda value: list(ab.sweep("complexity", {"epsilon": value}, **NUMBERS).rows()),
    "edge": lambda value: ab.edge(eigenvalues=value, eta=0.1, beta1=0.1),
    "stream": lambda value: ab.scale_free(gradients=value, factor=10.0),
}


@pytest.mark.parametrize("kind", LOSSY)
@pytest.mark.parametrize("place", TAKEN)
def test_what_would_lose_a_part_is_refused(place: str, kind: str) -> None:
    with pytest.raises(ab.BoundsError):
        TAKEN[place](LOSSY[kind])
