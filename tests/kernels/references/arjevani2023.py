"""The orders, with every constant 1."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from references.numbers import Env, Key

REFERENCES: dict[Key, Callable[[Env], Any]] = {
    (
        "arjevani2023-smooth",
        "gradient-complexity",
        "constant",
        "lower-bound",
        None,
        "order",
    ): lambda e: e["smoothness"] * e["gap"] * e["sigma"] ** 2 / e["epsilon"] ** 4,
    (
        "arjevani2023-mean-squared-smooth",
        "gradient-complexity",
        "constant",
        "lower-bound",
        None,
        "order",
    ): lambda e: e["epsilon"] ** -3,
}
