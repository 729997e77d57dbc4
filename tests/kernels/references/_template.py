"""The worked example's formulas once more; a paper's own file of references looks like this."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from references.numbers import Env, Key, M


def steps(e: Env) -> Any:
    """s = min(1/(L(1+ω)), bε²/(2Lσ²)), and the gap's part of the bound is ε²/2."""
    slow = 1 / (e["smoothness"] * (1 + e["relative_noise"]))
    if e["sigma"] > 0:
        fall = e["batch_size"] * e["epsilon"] ** 2 / (2 * e["smoothness"] * e["sigma"] ** 2)
        slow = min(slow, fall)
    return 4 * e["gap"] / (slow * e["epsilon"] ** 2)


def bound(e: Env) -> Any:
    noise = e["sigma"] ** 2 / e["batch_size"]
    return (
        2 * e["gap"] / (e["sgd_step"] * e["iterations"]) + e["smoothness"] * e["sgd_step"] * noise
    )


_ID = "example2026-theorem-1"
REFERENCES: dict[Key, Callable[[Env], Any]] = {
    (_ID, "gradient-norm-squared", "constant", None, None, "explicit"): bound,
    (_ID, "iterations", "constant", None, None, "explicit"): steps,
    (_ID, "gradient-complexity", "constant", None, None, "explicit"): lambda e: (
        steps(e) * M.mpf(e["batch_size"])
    ),
}
