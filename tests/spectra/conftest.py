from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest


@pytest.fixture(autouse=True)
def _asked_in_a_shell() -> Iterator[None]:
    """Let faults name options of the shell: what these tests tell them by."""
    from adamw_bounds.errors import in_the_shell

    with in_the_shell():
        yield


@pytest.fixture
def write_npz(tmp_path: Path) -> Callable[..., Path]:
    """Write a spectrum file key by key; a key given as None is left out."""

    def write(name: str = "s.npz", **changes: Any) -> Path:
        arrays: dict[str, Any] = {
            "format": "adamw-bounds-spectrum/1",
            "dim": 3,
            "eigenvalues": np.array([0.5, -0.25, 2.0]),
            "meta": json.dumps({"eta": 1e-3}),
        }
        arrays.update(changes)
        path = tmp_path / name
        kept = {key: value for key, value in arrays.items() if value is not None}
        np.savez(path, allow_pickle=True, **kept)
        return path

    return write


@pytest.fixture
def settings() -> Mapping[str, Any]:
    return {
        "eta": 1e-3,
        "lam": 0.01,
        "batch_size": 32,
        "samples": 1000,
        "rho": 0.01,
        "x_star_norm": 2.0,
    }
