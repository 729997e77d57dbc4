"""AMSGradW, from the proof: the point from which on a step leads back, and the contraction."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from references.numbers import Env, Key, M


def _pull(e: Env) -> Any:
    return e["lam"] * M.sqrt(e["delta"])


def rest(e: Env) -> Any:
    left = _pull(e) - e["lipschitz_inf"]
    return e["slope_at_zero"] / left if left > 0 else M.nan


def radius(e: Env) -> Any:
    return max(e["x0_inf_norm"], rest(e)) if _pull(e) > e["lipschitz_inf"] else M.nan


_KEY = (None, "amsgradw", None, "explicit")
REFERENCES: dict[Key, Callable[[Env], Any]] = {
    ("amsgradw", "contraction", *_KEY): lambda e: e["lipschitz_inf"] / _pull(e),
    ("amsgradw", "radius", *_KEY): radius,
    ("amsgradw", "rest-radius", *_KEY): rest,
}
