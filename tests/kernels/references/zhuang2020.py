"""The orders, with every constant 1."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from references.numbers import Env, Key

REFERENCES: dict[Key, Callable[[Env], Any]] = {
    (
        "zhuang2020-adabelief",
        "gradient-complexity",
        "constant",
        "adabelief",
        None,
        "order",
    ): lambda e: e["c_2"] ** 6 / e["epsilon"] ** 4,
}
