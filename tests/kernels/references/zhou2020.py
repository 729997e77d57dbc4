"""The orders, with every constant 1."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from references.numbers import Env, Key, M

REFERENCES: dict[Key, Callable[[Env], Any]] = {
    ("zhou2020-rmsprop", "gradient-complexity", "constant", "rmsprop", None, "order"): (
        lambda e: M.sqrt(e["c_inf"]) * e["dim"] / e["epsilon"] ** 4
    ),
    ("zhou2020-padam", "gradient-complexity", "constant", "padam", None, "order"): (
        lambda e: M.sqrt(e["c_inf"]) * e["dim"] / e["epsilon"] ** 4
    ),
}
