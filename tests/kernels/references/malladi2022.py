"""Malladi et al. 2022: the square-root rule, in PyTorch's β."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from references.numbers import Env, Key, M, over


def kappa(e: Env) -> Any:
    return e["to"] / e["batch_size"]


def _beta(name: str) -> Callable[[Env], Any]:
    def function(e: Env) -> Any:
        torch = 1 - e[name]
        return 1 - kappa(e) * (1 - torch)

    return function


def signal(e: Env) -> Any:
    batch = max(e["batch_size"], e["to"])
    return over(batch * e["gradient_norm"] ** 2, e["sigma"] ** 2)


_ID = "malladi2022-square-root"
REFERENCES: dict[Key, Callable[[Env], Any]] = {
    (_ID, quantity, None, None, None, "printed"): function
    for quantity, function in (
        ("eta", lambda e: M.sqrt(kappa(e)) * e["eta"]),
        ("betas-1", _beta("beta1")),
        ("betas-2", _beta("beta2")),
        ("adam-eps", lambda e: M.sqrt(e["delta"]) / M.sqrt(kappa(e))),
        ("signal-to-noise", signal),
    )
}
