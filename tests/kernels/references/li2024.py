"""Li et al. 2024: the optimum of a sign update, with erf and linearised."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from references.numbers import Env, Key, M


def peak(e: Env) -> Any:
    return M.pi * e["hessian_trace"] / (2 * e["coupling"])


def linear(e: Env) -> Any:
    root = M.sqrt(e["batch_size"] / peak(e))
    return 1 / ((1 / root + root) / 2)


def exact(e: Env) -> Any:
    """Σμ E/(tr H + E² C) with C the Hessian off its diagonal, over its linearised maximum."""
    s, trace = e["signal"], e["hessian_trace"]
    off = e["coupling"] / s**2
    sign = M.erf(s * M.sqrt(e["batch_size"] / 2))
    most = 1 / (2 * M.sqrt(trace * off))
    return sign / (trace + sign**2 * off) / most


_ID = "li2024-surge"
REFERENCES: dict[Key, Callable[[Env], Any]] = {
    (_ID, "surge-batch", None, None, None, "printed"): peak,
    (_ID, "surge-lr-share", None, None, None, "printed"): linear,
    (_ID, "surge-lr-share", None, None, "erf", "printed"): exact,
}
