from __future__ import annotations

import numpy as np
import pytest

from adamw_bounds.errors import InputError
from adamw_bounds.spectra import Meta


def test_known_names_are_typed_and_others_are_kept() -> None:
    meta = Meta.from_mapping(
        {"eta": 1, "batch_size": 128.0, "lr": 0.1, "model": "MLP", "rho": None}
    )
    assert meta.eta == 1.0
    assert isinstance(meta.eta, float)
    assert meta.batch_size == 128
    assert isinstance(meta.batch_size, int)
    assert meta.rho is None
    assert dict(meta.extra) == {"lr": 0.1}
    written = meta.as_dict()
    assert written["lr"] == 0.1
    assert written["samples"] is None
    assert "extra" not in written
    assert Meta.from_mapping(written) == meta


def test_numpy_scalars_become_python_numbers() -> None:
    meta = Meta(samples=np.int64(7), lam=np.float32(0.5))  # type: ignore[arg-type]
    assert type(meta.samples) is int
    assert type(meta.lam) is float


def test_extra_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        Meta(extra={"a": 1}).extra["a"] = 2  # type: ignore[index]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"eta": 0}, "eta in meta must be > 0"),
        ({"eta": "fast"}, "eta in meta must be a number"),
        ({"rho": -1.0}, "rho in meta must be > 0"),
        ({"lam": -1e-9}, "lam in meta must be ≥ 0"),
        ({"lam": True}, "lam in meta must be a number"),
        ({"samples": 0}, "samples in meta must be an integer ≥ 1"),
        ({"batch_size": 1.5}, "batch_size in meta must be an integer ≥ 1"),
        ({"x_star_norm": float("nan")}, "x_star_norm in meta must be finite"),
        ({"c_inf": 10**400}, "c_inf in meta must be finite"),
        ({"model": 3}, "model in meta must be a text"),
        ({"dtype": ["float32"]}, "dtype in meta must be a text"),
    ],
)
def test_wrong_values_are_named(values: dict[str, object], said: str) -> None:
    with pytest.raises(InputError, match=said):
        Meta.from_mapping(values)
