"""Section 5 with the run's own preconditioner, once more, as the sheet writes it."""

from __future__ import annotations

from typing import Any

from references.numbers import Env, Key, M, over
from references.zhou2024 import c0, kl, phi

_ID = "here-own-preconditioner"
half = M.mpf(1) / 2


def _rest(e: Env) -> Any:
    """−Σ ln q and d ln(2bρ/η)."""
    return -e["log_det_q"] + e["dim"] * M.log(2 * e["batch_size"] * e["rho"] / e["eta"])


def _over(e: Env, trace: Any) -> Any:
    return e["eta"] * trace / (2 * e["rho"] * e["batch_size"])


def lower(e: Env) -> Any:
    log = -e["dim"] * M.log(e["share_sum"] / e["dim"])
    return _rest(e) + log + _over(e, e["trace_own"])


def upper(e: Env) -> Any:
    return _rest(e) + e["log_ratio"] + _over(e, e["trace_most"])


REFERENCES: dict[Key, Any] = {
    (_ID, quantity, None, optimizer, None, "corrected"): function
    for optimizer, quantity, function in (
        (
            "adamw",
            "own-log-summand",
            lambda e: (
                -M.log(e["preconditioned_eigenvalue"] / (e["preconditioned_eigenvalue"] + e["lam"]))
            ),
        ),
        (
            "adamw",
            "own-share",
            lambda e: e["preconditioned_eigenvalue"] / (e["preconditioned_eigenvalue"] + e["lam"]),
        ),
        (
            "adamw",
            "err-own",
            lambda e: _rest(e) + e["log_ratio"] + _over(e, e["trace_own"]),
        ),
        (
            "l2-adam",
            "own-log-summand",
            lambda e: -M.log(e["singular_value"] / (e["singular_value"] + e["lam_l2"])),
        ),
        (
            "l2-adam",
            "own-share",
            lambda e: e["singular_value"] / (e["singular_value"] + e["lam_l2"]),
        ),
        (
            "l2-adam",
            "own-trace-by-size",
            lambda e: e["sigma_max"] / (e["sigma_max"] + e["lam_l2"]) * e["trace_q"],
        ),
        ("l2-adam", "own-trace-by-balance", lambda e: over(e["trace_s"], e["lam_l2"])),
        ("l2-adam", "err-own-lower", lower),
        ("l2-adam", "err-own-upper", upper),
    )
}
REFERENCES |= {
    (_ID, "c0", None, None, None, "printed"): lambda e: c0(e, half),
    (_ID, "c0", None, None, None, "corrected"): lambda e: c0(e, 1),
    (_ID, "phi", None, None, None, "printed"): phi,
    (_ID, "phi", None, None, None, "corrected"): phi,
    (_ID, "kl", None, None, None, "corrected"): kl,
}
