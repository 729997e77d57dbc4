"""Where AdamW rests with ε > 0: beside the KKT points of Xie and Li's box, strictly inside it."""

from __future__ import annotations

from typing import Any

import sympy as sp

from adamw_bounds.theory import symbols as s
from adamw_bounds.theory.papers.here.source import here
from adamw_bounds.theory.papers.xie2024 import gradient_entry, parameter_entry
from adamw_bounds.theory.papers.zhuang2022 import eps_outside
from adamw_bounds.theory.statements import Formula, Statement, Variant

__all__ = ["OWN", "REST_POINTS", "parameter_size"]

parameter_size = s.given(
    "parameter_size",
    "|x_i|",
    "|x_i|",
    "absolute value of a parameter",
    ">= 0",
    s.PARAM,
    is_input=False,
)
#: What stands in these formulas, also what other papers declare.
OWN = (parameter_size, gradient_entry, parameter_entry, eps_outside)

_a, _y, _eps = gradient_entry, parameter_entry, eps_outside
#: √(a² + δ): what an entry of the gradient is divided by where δ stands inside the root.
_root = sp.sqrt(_a**2 + s.delta)
#: (1/φ)^(5/2) with the golden ratio φ = (1+√5)/2: the largest t(1 − t/√(1+t²)).
GOLDEN = ((sp.sqrt(5) - 1) / 2) ** sp.Rational(5, 2)
OUTSIDE, INSIDE = "outside", "inside"
_decays = sp.Gt(s.lam, 0)


def _formula(quantity: str, latex: str, case: str, given: Any, **more: Any) -> Formula:
    exists = more.pop("exists", sp.true)
    return Formula(
        quantity, latex, {"sharp": Variant(given=given, exists=exists)}, case=case, **more
    )


REST_POINTS = Statement(
    id="here-rest-points",
    name="the rest points of AdamW",
    title="Where AdamW rests with ε > 0, and how far from a KKT point that is",
    assumptions=(
        "Every gradient is that of the full batch, λ > 0 is constant, and x_k = x for every k: "
        "m̂ = ∇F(x) and v̂ = ∇F(x)².",
        "outside: x moves by η(m̂/(√v̂ + ε) + λx), as PyTorch's does. inside: by η(m̂/√(v̂ + δ) + λx).",
    ),
    formulas=(
        _formula(
            "rest-point",
            "|x_i|",
            OUTSIDE,
            _a / (s.lam * (_a + _eps)),
            unit=s.PARAM,
            exists=sp.And(_decays, sp.Gt(_a, 0)),
        ),
        _formula("rest-point", "|x_i|", INSIDE, _a / (s.lam * _root), unit=s.PARAM, exists=_decays),
        _formula(
            "kkt-floor-summand",
            "K_i",
            OUTSIDE,
            _a * _eps / (_a + _eps),
            unit=s.GRADIENT,
            linear=True,
        ),
        # a − a²/√(a²+δ), without its cancellation.
        _formula(
            "kkt-floor-summand",
            "K_i",
            INSIDE,
            _a * s.delta / (_root * (_root + _a)),
            unit=s.GRADIENT,
            linear=True,
        ),
        _formula("kkt-floor", r"\max K", OUTSIDE, s.d * _eps, unit=s.GRADIENT),
        _formula("kkt-floor", r"\max K", INSIDE, GOLDEN * s.d * sp.sqrt(s.delta), unit=s.GRADIENT),
        _formula(
            "residual-entry",
            r"\varrho_i",
            OUTSIDE,
            _a + s.lam * (_a + _eps) * _y,
            unit=s.GRADIENT,
            linear=True,
        ),
        _formula(
            "residual-entry",
            r"\varrho_i",
            INSIDE,
            _a + s.lam * _root * _y,
            unit=s.GRADIENT,
            linear=True,
        ),
        _formula(
            "barrier",
            r"\Phi_i(x)",
            OUTSIDE,
            -_eps / s.lam * (sp.log(1 - s.lam * parameter_size) + s.lam * parameter_size),
            unit=s.LOSS,
            numeric=False,
        ),
        _formula(
            "barrier",
            r"\Phi_i(x)",
            INSIDE,
            sp.sqrt(s.delta) / s.lam * (1 - sp.sqrt(1 - s.lam**2 * parameter_size**2)),
            unit=s.LOSS,
            numeric=False,
        ),
    ),
    source=here("12"),
    remarks=(
        "Xie and Li (2024) prove that with ε = 0 a limit is a KKT point of the box ‖x‖∞ ≤ 1/λ. "
        "With ε > 0 it is a stationary point of F + ΣΦ_i instead, strictly inside the box, and "
        "there K = Σ_i K_i > 0 unless ∇F = 0.",
        "For λ|x_i| ≪ 1 the barrier is about ελx_i²/2 (√δ for ε): an ordinary ℓ2 penalty.",
        "A convex F has one rest point; any F has exactly one where ‖∇²F‖_{∞→∞} < λε everywhere.",
        "With noise of variance s_i² and a slow v the mean of x_i rests where δ + s_i² stands for "
        "δ: minibatch AdamW does not come to K = 0.",
    ),
    measure="K(x)",
)
