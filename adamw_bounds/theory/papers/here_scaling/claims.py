"""What is claimed of the statements derived here, as data."""

from __future__ import annotations

from adamw_bounds.theory.statements import Claim

__all__ = ["CLAIMS"]

CLAIMS: tuple[Claim, ...] = (
    Claim(
        "here-radius-bound",
        ("here-radius",),
        "holds",
        "no |m̂_k|/√v̂_k exceeds U, some gradients reach it, and with η_kλ ≤ 1 no entry of x_k "
        "leaves max(‖x_0‖∞, U/λ)",
    ),
    Claim(
        "here-update-rises",
        ("here-radius",),
        "holds",
        "the largest |m̂_k|/√v̂_k never falls with k, so that of step T serves the first T steps",
    ),
    Claim(
        "here-edge-decay",
        ("here-edge",),
        "holds",
        "with a frozen preconditioner AdamW is stable exactly for −λ < s < s_max",
    ),
    Claim(
        "here-equilibrium-size",
        ("here-equilibrium",),
        "holds",
        "driven by white noise, decay and momentum settle at this size and this turn a step",
    ),
    Claim(
        "here-rescaled-decay",
        ("here-square-root-decay",),
        "holds",
        "√κ λ keeps the decay a sample and the equilibrium, and β^κ the half-life in samples",
    ),
)
