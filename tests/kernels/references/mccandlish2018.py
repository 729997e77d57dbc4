"""McCandlish et al. 2018, from a quadratic model and two means of squared norms."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from references.numbers import Env, Key

Figure = Callable[[Env], Any]


def simple(e: Env) -> Any:
    return (e["sigma"] / e["gradient_norm"]) ** 2


def curved(e: Env) -> Any:
    return e["noise_curvature"] / e["gradient_curvature"]


def norm(e: Env) -> Any:
    b1, b2 = e["batch_small"], e["batch_big"]
    return (b2 * e["norm_squared_big"] - b1 * e["norm_squared_small"]) / (b2 - b1)


def trace(e: Env) -> Any:
    fallen = e["norm_squared_small"] - e["norm_squared_big"]
    return fallen / (1 / e["batch_small"] - 1 / e["batch_big"])


def pairs(e: Env) -> Any:
    return trace(e) / norm(e)


def _costs(scale: Figure) -> tuple[tuple[str, str | None, Figure], ...]:
    return (
        ("noise-scale", None, scale),
        ("steps-over-least", None, lambda e: 1 + scale(e) / e["batch_size"]),
        ("samples-over-least", None, lambda e: 1 + e["batch_size"] / scale(e)),
    )


_ALL = {
    "mccandlish2018-noise-scale": (*_costs(simple),),
    "mccandlish2018-with-hessian": (
        *_costs(curved),
        ("sgd-lr-share", None, lambda e: 1 / (1 + curved(e) / e["batch_size"])),
    ),
    "mccandlish2018-two-batches": (
        *_costs(pairs),
        ("full-gradient-norm-squared", None, norm),
        ("noise-trace", None, trace),
    ),
}
REFERENCES: dict[Key, Figure] = {
    (statement, quantity, None, None, case, "printed"): function
    for statement, figures in _ALL.items()
    for quantity, case, function in figures
}
