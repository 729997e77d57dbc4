"""The orders, with every constant 1."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from references.numbers import Env, Key, M

REFERENCES: dict[Key, Callable[[Env], Any]] = {
    ("you2019-lamb", "gradient-complexity", "constant", "lamb", None, "order"): (
        lambda e: e["c_2"] * M.sqrt(e["dim"]) / e["epsilon"] ** 4
    ),
}
