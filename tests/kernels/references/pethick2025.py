"""Pethick et al. 2025, as the paper writes it: ρ, γ, α, D₂, L, L₂; σ for a batch."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from references.numbers import Env, Key, M, over


def _letters(e: Env) -> dict[str, Any]:
    rho = 1 / e["lam"]
    return {
        **{"rho": rho, "D": 2 * M.sqrt(e["dim"]) * rho, "n": e["iterations"]},
        **{"sigma": e["sigma"] / M.sqrt(e["batch_size"]), "gap": e["gap"]},
        **{"L": e["smoothness_inf"], "L2": e["smoothness"]},
    }


def theorem_5_6(e: Env) -> Any:
    if e["lam"] == 0:
        return M.nan
    p = _letters(e)
    gamma, alpha = e["lam"] * e["eta"], e["beta1"]
    keep = M.sqrt(1 - alpha / 2)
    noise = M.sqrt(2 * alpha) + keep / (p["n"] * (1 - keep))
    drift = 2 * p["L2"] * p["D"] ** 2 * gamma / alpha
    start = p["gap"] / (gamma * p["n"])
    return start + 2 * p["L"] * p["rho"] ** 2 * gamma + drift + p["D"] * p["sigma"] * noise


def theorem_5_7(e: Env) -> Any:
    if e["lam"] == 0:
        return M.nan
    p = _letters(e)
    slow, fast = M.sqrt(M.sqrt(1 / p["n"])), M.sqrt(M.sqrt(1 / p["n"])) ** 3
    noise = M.sqrt(4 * p["sigma"] ** 2 + 8 * p["L2"] ** 2 * p["D"] ** 2)
    return (2 * p["gap"] + 4 * p["D"] / 3 * noise) * slow + 2 * p["L"] * p["rho"] ** 2 * fast


REFERENCES: dict[Key, Callable[[Env], Any]] = {}
for _id, _bound in (
    ("pethick2025-theorem-5-6", theorem_5_6),
    ("pethick2025-theorem-5-7", theorem_5_7),
):
    REFERENCES[_id, "frank-wolfe-gap-average", "constant", "scion", None, "explicit"] = _bound


def _most(e: Env, power: Any) -> Any:
    return over(e.get("iterations", M.mpf(1)) ** power, e["lam"])


_KEY = ("eta-max", "constant", "scion", None, "explicit")
REFERENCES["pethick2025-theorem-5-6", *_KEY] = lambda e: _most({"lam": e["lam"]}, M.mpf(0))
REFERENCES["pethick2025-theorem-5-7", *_KEY] = lambda e: _most(e, -M.mpf(3) / 4)
