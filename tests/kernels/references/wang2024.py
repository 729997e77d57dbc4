"""Wang and Aitchison 2024: time scales, and shares from the sums of a run."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from references.numbers import Env, Key, M, over


def steps(e: Env) -> Any:
    return over(M.mpf(1), e["eta"] * e["lam"])


_ID = "wang2024-ema"
REFERENCES: dict[Key, Callable[[Env], Any]] = {
    (_ID, quantity, None, None, None, "explicit"): function
    for quantity, function in (
        ("timescale-steps", steps),
        ("timescale-epochs", lambda e: steps(e) / (e["samples"] / e["batch_size"])),
        ("timescale-share", lambda e: steps(e) / e["iterations"]),
        ("initial-share", lambda e: M.exp(-e["decay_sum"])),
        ("last-share", lambda e: -M.expm1(-e["decay_sum_last"])),
        ("effective-updates", lambda e: M.expm1(-e["decay_sum"]) ** 2 / e["decay_squares"]),
    )
}
