"""Where the Lanczos vectors lie."""

from __future__ import annotations

import os

import numpy as np
import pytest

if os.environ.get("ADAMW_BOUNDS_REQUIRE_TORCH"):
    import torch
else:
    torch = pytest.importorskip("torch")

from adamw_bounds.errors import RunError
from adamw_bounds.measure.basis import room_for
from adamw_bounds.measure.products import Matvec
from adamw_bounds.measure.quadrature import quadrature


def test_where_the_basis_lies_changes_nothing() -> None:
    full = np.random.default_rng(0).standard_normal((150, 150))
    full += full.T
    operator = Matvec(lambda columns: full @ columns, len(full))
    found = {
        place: quadrature(operator, probes=2, steps=15, seed=0, basis=place)
        for place in ("device", "host", "disk", "auto")
    }
    for other in found.values():
        assert np.array_equal(other.nodes, found["host"].nodes)
        assert np.array_equal(other.weights, found["host"].weights)


@pytest.mark.parametrize("place", ["device", "host", "disk"])
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_the_room_is_of_the_operators_type(place: str, dtype: str) -> None:
    operator = Matvec(lambda columns: columns, 7, dtype=dtype)
    with room_for((2, 3, 7), operator, place) as vectors:
        vectors[1, 2, 6] = 1.5
        assert (tuple(vectors.shape), vectors.dtype) == ((2, 3, 7), getattr(torch, dtype))
        assert float(vectors[1, 2, 6]) == 1.5


@pytest.mark.parametrize("place", ["auto", "host", "disk"])
def test_a_basis_that_fits_nowhere_is_refused(place: str) -> None:
    huge = Matvec(lambda columns: columns, 10**9)
    with pytest.raises(RunError) as caught:
        quadrature(huge, probes=10**3, steps=10**4, basis=place)
    assert caught.value.code == "out-of-memory"
