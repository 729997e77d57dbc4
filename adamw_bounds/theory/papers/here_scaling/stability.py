"""Where AdamW with a frozen preconditioner stops being stable, weight decay included."""

from __future__ import annotations

import sympy as sp

from adamw_bounds.theory import symbols as s
from adamw_bounds.theory.papers.cohen2022 import FROZEN, NOT_A_BOUND
from adamw_bounds.theory.papers.here_scaling.source import here
from adamw_bounds.theory.statements import Formula, Statement, Variant

__all__ = ["EDGE"]

_steps = sp.Lt(s.lam * s.eta, 2)


def _variant(expr: sp.Expr) -> Variant:
    return Variant(
        given=expr,
        why="Jury's conditions on one mode, momentum and decay included",
        exists=_steps,
        missing_text="ηλ ≥ 2: the decay alone makes the iteration unstable",
    )


_threshold = (2 - s.beta1) * (2 - s.lam * s.eta) / (s.beta1 * s.eta)

EDGE = Statement(
    id="here-edge",
    name="the edge of stability with weight decay",
    title="Where AdamW with a frozen preconditioner stops being stable",
    assumptions=(*FROZEN, "The decay is decoupled, and 0 < ηλ < 2."),
    formulas=(
        Formula(
            "edge-threshold", r"s_{\max}", {"explicit": _variant(_threshold)}, unit=s.PARAM**-1
        ),
        Formula(
            "edge-ratio",
            r"s\,/\,s_{\max}",
            {"explicit": _variant(s.sharpness / _threshold)},
        ),
        Formula(
            "stable-negative-curvature",
            r"-s_{\min}",
            {"explicit": _variant(s.lam)},
            unit=s.PARAM**-1,
        ),
    ),
    source=here("1"),
    remarks=(
        "A mode is stable exactly where −λ < s < s_max: decay makes negative curvature down to −λ "
        "stable.",
        f"An observation, no theorem: {NOT_A_BOUND}.",
    ),
    when=sp.Gt(s.lam, 0),
    measure="preconditioned sharpness",
)
