"""Sign descent with weight decay on a convex F: how near the least value in the box it comes.

Xie and Li (2024) see that it is Frank and Wolfe's method in the box ‖x‖∞ ≤ 1/λ, and prove a rate
for it (their Theorem 3.5). The first step of Frank and Wolfe's own steps lands in the box, from
wherever the run starts; what is proved here makes use of that.
"""

from __future__ import annotations

import sympy as sp

from adamw_bounds.theory import symbols as s
from adamw_bounds.theory.papers.here.source import here
from adamw_bounds.theory.special import Shrink
from adamw_bounds.theory.statements import Condition, Formula, Note, Part, Statement, Variant

__all__ = ["CONVEX_RATE", "FRANK_WOLFE"]

#: The schedule η_k = 2/(λ(k+1)).
FRANK_WOLFE = "frank-wolfe"
_GAP, _RATE = "box-gap", "eta-k"
_LATEX = r"F(x_T)-\min_{\|x\|_\infty\le1/\lambda}F"
_decays = sp.Gt(s.lam, 0)
_NO_BOX = "λ = 0: there is no box, and no bound"
_WHO = "sign-descent"

_T, _scale = s.T, s.H / s.lam**2
_FALLING = Variant(
    (
        Part("start", given=_scale * (1 + s.lam * s.x0_inf_norm) ** 2 / (_T * (_T + 1))),
        Part("step", given=4 * _scale * (2 * _T + 1) * (_T - 1) / (_T * (_T + 1) ** 2)),
    ),
    combine="sum",
    why="section 13 of the proofs: T(T+1)h_T adds up; after one step the iterate is in the box",
    exists=_decays,
    missing_text=_NO_BOX,
)
_shrunk = Shrink(s.lam * s.eta, _T)
_CONSTANT = Variant(
    (
        Part("gap", given=_shrunk * s.gap),
        Part(
            "step",
            given=(1 - _shrunk)
            * s.H
            * s.eta
            * (1 + sp.Max(1, s.lam * s.x0_inf_norm)) ** 2
            / (2 * s.lam),
        ),
    ),
    combine="sum",
    why="section 13 of the proofs: h falls by the factor 1 − λη a step, down to what η leaves",
    exists=sp.And(_decays, sp.Le(s.lam * s.eta, 1)),
    missing_text="it needs λ > 0 and λη ≤ 1",
)

CONVEX_RATE = Statement(
    id="here-convex-rate",
    name="the convex rate of sign descent",
    title="Sign descent with weight decay on a convex F: a model of AdamW",
    assumptions=(
        "F is convex and differentiable, and ‖∇F(x) − ∇F(y)‖₁ ≤ H‖x − y‖∞. For a Hessian A, H is "
        "at most Σ|A_ij|; an ℓ2 constant L gives H ≤ dL.",
        "Every gradient is that of the full batch.",
        "x_k = (1 − λη_k)x_{k−1} − η_k sgn ∇F(x_{k−1}), k = 1, …, T, with λ > 0; the start may lie "
        "outside the box ‖x‖∞ ≤ 1/λ.",
        "frank-wolfe: η_k = 2/(λ(k+1)). constant: η_k = η with λη ≤ 1.",
    ),
    formulas=(
        Formula(_GAP, _LATEX, {"sharp": _FALLING}, FRANK_WOLFE, _WHO, unit=s.LOSS),
        Formula(_GAP, _LATEX, {"sharp": _CONSTANT}, "constant", _WHO, unit=s.LOSS),
        Formula(
            _RATE,
            r"\eta_k",
            {"sharp": Variant(given=2 / (s.lam * (s.k + 1)), exists=_decays, missing_text=_NO_BOX)},
            FRANK_WOLFE,
            _WHO,
            unit=s.STEP,
        ),
    ),
    conditions=(
        Condition(
            "lambda-eta",
            s.lam * s.eta,
            sp.Integer(1),
            ("sharp",),
            "λη ≤ 1",
            schedule="constant",
            limit_of="eta",
            limit=1 / s.lam,
            why="a step must not leave the box |x_i| ≤ 1/λ",
            for_=(_GAP,),
            carrier=_GAP,
            when=_decays,
        ),
    ),
    source=here("13"),
    remarks=(
        "The least value is that in the box: F* itself, where a minimiser of F lies in it.",
        "With the step 2/(λ(k+1)) and B = max(‖x_0‖∞, 1/λ) the usual count for Frank and Wolfe's "
        "method gives 2H(1+λB)²/(λ²(T+2)), which is larger.",
        "Any norm: with the norm's own linear minimiser in the place of −sgn, and H the smoothness "
        "from ‖·‖ to ‖·‖_*.",
        "constant: Δ = F(x_0) − F* may be replaced by F(x_0) less the least value in the box.",
    ),
    notes=(
        Note(
            "a model of AdamW, its update replaced by signs: not a bound for AdamW itself",
            quantities=(_GAP,),
        ),
        Note("for a convex F and full gradients", quantities=(_GAP,)),
    ),
    optimizers=(_WHO,),
    measure="F(x_T) − min F over the box",
)
