"""The one inequality that every bound here follows from, with all that a use of it may choose."""

from __future__ import annotations

import sympy as sp

from adamw_bounds.theory import symbols as s
from adamw_bounds.theory.papers.here import symbols as h
from adamw_bounds.theory.papers.here.source import here
from adamw_bounds.theory.statements import Condition, Formula, Monomial, Part, Statement, Variant

__all__ = ["MASTER"]

_one = sp.Integer(1)
_steepness = s.L / s.c1

MASTER = Statement(
    id="here-master",
    main="weighted-gradients",
    title="The inequality that the bounds proved here follow from",
    assumptions=(
        "F is L-smooth along the segments between iterates, and F ≥ F*.",
        "E[g_k | past] = ∇F(x_k) and E‖g_k − ∇F(x_k)‖² ≤ σ²/b.",
        "m_0 = g_0, and m_k = (1−α_k)m_{k−1} + α_kg_k; c1 ≤ v_k ≤ c2, where v_k may depend on g_k.",
        "x_{k+1} = x_k − η_k(m_k/v_k + λ_kx_k); η_k, α_k and all weights are fixed before the run.",
        "ω_k ≥ 0 is any random vector; d_k = (λ_kv_k − ω_k)x_k, and s → 0 where every d_k is 0.",
    ),
    formulas=(
        Formula(
            "step-weight",
            "w_k",
            {
                "sharp": Variant(
                    given=h.step_weight * h.theta**2 * (1 + h.young_split)
                    + (1 + h.master_split) * s.eta / 2,
                    why="takes the momentum's error out of the sum; w_T = 0",
                )
            },
            unit=s.STEP,
        ),
        Formula(
            "weighted-gradients",
            r"\textstyle\sum_{k<T}\eta_k\,\mathbb{E}\|\nabla\Phi_k(x_k)\|_{1/v_k}^2",
            {
                "sharp": Variant(
                    (
                        Part("gap", (Monomial(2, h.reference_gap),)),
                        Part("noise", (Monomial(2, s.sigma**2 / (s.b * s.c1), h.noise_weight),)),
                        Part(
                            "weight-decay",
                            (Monomial(1 + 1 / h.master_split, h.decay_left),),
                        ),
                        Part("drift", (Monomial(h.reference_growth),)),
                    ),
                    "sum",
                    why="(M) of the proofs: the sum of one step's inequality over the run",
                )
            },
            unit=s.LOSS,
        ),
    ),
    conditions=(
        Condition(
            "master-step",
            s.eta * (_steepness + h.reference_ratio)
            + 2 * h.step_weight * h.theta**2 * (1 + 1 / h.young_split) * _steepness**2 * s.eta,
            _one,
            ("sharp",),
            "η_k(L/c1 + ϖ_k) + 2w_{k+1}(1−α)²(1+1/t)(L/c1)²η_k ≤ 1, where α = α_{k+1}",
            why="(b) of the proofs: then no step's square is left on the right",
            for_=("weighted-gradients",),
            remedy="smaller steps, or other weights",
        ),
    ),
    source=here("2"),
    remarks=(
        "β1 stands for α_{k+1}, and t for Young's split: the proof's ρ is (1−α)²(1+t).",
        "The other statements choose ω: 0 for the gradient of F, λv_k for that of F_k, λv̄ between.",
    ),
    name="the master inequality",
    measure="Σ η_kE‖∇Φ_k(x_k)‖²_{1/v_k}",
)
