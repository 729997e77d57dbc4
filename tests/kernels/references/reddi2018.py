"""Reddi et al. 2018, in PyTorch's β: regrets, and the least period by Lambert's function."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from references.numbers import Env, Key, M


def period(e: Env) -> Any:
    """Twice the least N with β2^N(2N)² ≤ 1 and N√(1−β2)(1−β1/√β2) ≥ 4, but for 10⁻¹²."""
    forgets = -M.log1p(-e["beta2"])
    level = M.log(4 / forgets)
    root = -M.lambertw(-M.exp(-level), -1).real if level > 1 else M.mpf(1)
    with M.workdps(120):  # both β may be next to 1
        lead = 1 - (1 - e["beta1"]) / M.sqrt(1 - e["beta2"])
        if lead <= 0:
            return M.nan
        steep = 4 / (M.sqrt(e["beta2"]) * lead)
    return 2 * M.ceil(max(2 / forgets * root, steep) * (1 - M.mpf(10) ** -12))


_ADAM = ("constant", "adam", None, "explicit")
REFERENCES: dict[Key, Callable[[Env], Any]] = {
    ("reddi2018-theorem-1", "regret", *_ADAM): lambda e: (
        (2 * e["rare_slope"] - 4) * e["iterations"] / 3
    ),
    ("reddi2018-theorem-1", "beta2", *_ADAM): lambda e: 1 - 1 / (1 + e["rare_slope"] ** 2),
    ("reddi2018-theorem-2", "regret", *_ADAM): lambda e: e["iterations"] / e["rare_slope"],
    ("reddi2018-theorem-2", "rare-period", *_ADAM): period,
}
