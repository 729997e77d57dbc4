"""Bergsma et al. 2025: the fitted time scale, and the λ that has it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from references.numbers import Env, Key


def tau(e: Env) -> Any:
    return e["fit_constant"] / e["tokens_per_parameter"] ** e["fit_exponent"]


_ID = "bergsma2025-timescale"
REFERENCES: dict[Key, Callable[[Env], Any]] = {
    (_ID, "timescale-share-fit", None, None, None, "printed"): tau,
    (_ID, "lam-fit", None, None, None, "printed"): lambda e: (
        1 / (tau(e) * e["eta"] * e["iterations"])
    ),
}
