"""Ghadimi and Lan 2013, Corollary 2.2 with D̃ = D_f, as the paper writes it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from references.numbers import Env, Key, M, over


def _start(e: Env) -> Any:
    """D_f = √(2(f(x_1) − f*)/L)."""
    return M.sqrt(2 * e["gap"] / e["smoothness"])


def _noise(e: Env) -> Any:
    return e["sigma"] / M.sqrt(e["batch_size"])


def bound(e: Env) -> Any:
    D, L, N = _start(e), e["smoothness"], e["iterations"]
    return L * (L * D**2 / N + 2 * D * _noise(e) / M.sqrt(N))


def count(e: Env) -> Any:
    """The N at which the bound is ε²: √N is the root of a square equation."""
    D, L, eps = _start(e), e["smoothness"], e["epsilon"]
    half = L * D * _noise(e)  # ε² y² − 2·half·y − L²D² = 0
    root = (half + M.sqrt(half**2 + eps**2 * L**2 * D**2)) / eps**2
    return root**2


def step(e: Env) -> Any:
    D = _start(e)
    return min(1 / e["smoothness"], over(D, _noise(e) * M.sqrt(e["iterations"])))


_ID = "ghadimi2013-corollary-2-2"
REFERENCES: dict[Key, Callable[[Env], Any]] = {
    (_ID, quantity, "constant", "sgd", None, "explicit"): function
    for quantity, function in (
        ("gradient-norm-squared", bound),
        ("iterations", count),
        ("gradient-complexity", lambda e: e["batch_size"] * count(e)),
        ("eta", step),
    )
}
