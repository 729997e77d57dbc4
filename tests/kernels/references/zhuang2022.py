"""Zhuang et al. 2022: both steps from their definitions, the copies from two walks of one step."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from references.numbers import Env, Key


def adamw(e: Env) -> Any:
    """Adam's step, and the decay ηλx beside it."""
    return e["coordinate"] - e["adam_step"] - e["eta"] * e["lam"] * e["coordinate"]


def adamprox(e: Env) -> Any:
    """The y at which the slope of ½(y − (x − u))² + (ηλ/2)y² is 0."""
    return (e["coordinate"] - e["adam_step"]) / (1 + e["eta"] * e["lam"])


def ratio(e: Env) -> Any:
    """η s m/(s√v + ε) over η m/(√v + ε)."""
    s, root, eps = e["gradient_scale"], e["root_v"], e["eps_outside"]
    return (s / (s * root + eps)) / (1 / (root + eps))


_PROX, _FREE = "zhuang2022-proximal-step", "zhuang2022-scale-free"
REFERENCES: dict[Key, Callable[[Env], Any]] = {
    (_PROX, "adamw-step", None, "adamw", None, "explicit"): adamw,
    (_PROX, "proximal-step", None, "adamprox", None, "explicit"): adamprox,
    (_PROX, "proximal-gap", None, "adamprox", None, "explicit"): lambda e: adamprox(e) - adamw(e),
    (_FREE, "step-ratio", None, "adamw", None, "explicit"): ratio,
    (_FREE, "step-deviation", None, "adamw", None, "explicit"): lambda e: ratio(e) - 1,
    # s(g + (λ/s)x) = sg + λx
    (_FREE, "copy-eps", None, None, None, "explicit"): lambda e: (
        e["eps_outside"] / e["gradient_scale"]
    ),
    (_FREE, "copy-decay", None, "l2-adam", None, "explicit"): lambda e: (
        e["lam_l2"] / e["gradient_scale"]
    ),
}
