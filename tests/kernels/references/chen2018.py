"""The orders, with every constant 1."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from references.numbers import Env, Key, M

REFERENCES: dict[Key, Callable[[Env], Any]] = {
    (
        "chen2018-adam-type",
        "gradient-complexity",
        "constant",
        "adam-type",
        None,
        "order",
    ): lambda e: e["c_inf"] * M.sqrt(e["dim"]) / e["epsilon"] ** 4,
    (
        "chen2018-adam-type-decaying",
        "gradient-complexity",
        "decaying",
        "adam-type",
        None,
        "order",
    ): lambda e: e["c_inf"] * M.sqrt(e["dim"]) / e["epsilon"] ** 4 * M.log(1 / e["epsilon"]),
}
