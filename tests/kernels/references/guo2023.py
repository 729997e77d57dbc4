"""The orders, with every constant 1."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from references.numbers import Env, Key, M

REFERENCES: dict[Key, Callable[[Env], Any]] = {
    (
        "guo2023-adam-type",
        "gradient-complexity",
        "decaying",
        "adam-type",
        None,
        "order",
    ): lambda e: (
        max(
            M.sqrt(e["c_inf"]) ** 5
            * e["smoothness"] ** 2
            * e["sigma"] ** 2
            / M.sqrt(e["delta"]) ** 5,
            e["c_inf"] ** 2 * e["sigma"] ** 4 / e["delta"] ** 2,
        )
        * M.log(1 / e["epsilon"])
        / e["epsilon"] ** 4
    ),
}
