"""A step that falls as 1/√k, without the largest ratio η/β1 of Theorem 3: η = (c1/L)β."""

from __future__ import annotations

from dataclasses import replace

import sympy as sp

from adamw_bounds.theory import symbols as s
from adamw_bounds.theory.papers.here import symbols as h
from adamw_bounds.theory.papers.here.source import here
from adamw_bounds.theory.papers.here.stationarity import (
    MONOTONE,
    ONE_RATE,
    SCHEDULE_CONDITION,
    V_PAPER,
    smooth,
)
from adamw_bounds.theory.papers.zhou2024.readings import (
    COUNTS,
    FALLING_DECAY,
    NEEDS_GAP,
    X0_NORM,
    papers_update,
    readings,
)
from adamw_bounds.theory.special import OuterRoot
from adamw_bounds.theory.statements import Default, Formula, Monomial, Part, Statement, Variant

__all__ = ["DECAYING"]

_BOUND = "gradient-norm-squared"
_SQUARED = s.info(s.eps).unit ** 2
_g = s.gamma_given

# --- the guarantee --------------------------------------------------------------------------------
#: The steps until β falls below 1, and β's largest value: min(1, γ/√k) = least·min(1, √(until/k)).
_until = sp.Max(1, _g**2)
_least = sp.Min(1, _g)
#: At least Σ_{k<T} β_k²: the sum of a falling function, by its integral from 0 on.
_squares = _least**2 * sp.Piecewise(
    (sp.Max(0, s.T - 1), sp.Le(s.T, 1 + _until)),
    (_until * (1 + sp.log(sp.Max(1, (s.T - 1) / _until))), True),
)
#: At most Tβ_T and Σβ_k: the uniform mean's divisor, and that of an output drawn ∝ η_k.
_uniform = _least * sp.sqrt(s.T * sp.Min(s.T, _until))
_drawn = _least * sp.Piecewise(
    (s.T, sp.Le(s.T, _until)),
    (2 * sp.sqrt(_until * s.T) - _until - 1 + sp.sqrt(_until / s.T), True),
)


def _guarantee(divisor: sp.Expr, why: str) -> Variant:
    return Variant(
        (
            Part("gap", (Monomial(h.A_here / divisor),)),
            Part("initial-noise", (Monomial(h.S / divisor),)),
            Part("noise-floor", (Monomial(h.S * _squares / divisor),)),
        ),
        "sum",
        why=why,
    )


# --- the shortest run -----------------------------------------------------------------------------
# With γ² = (1 + A/S)θ and T = γ²τ the bound is S(1/θ + 1 + log τ)/√τ. Least θτ for ε²: θ = 1/(2t−1)
# and √τ = 4tS/ε², where t − log t = log(4S/ε²).
_root = OuterRoot(sp.log(4 * h.S / s.eps**2))
_noisy_count = 16 * h.S * _root**2 / ((2 * _root - 1) * s.eps**4)
#: No β below 1 in these T steps, where γ² = 1 + T: a constant step, while the noise leaves room.
_flat_count = h.A_here / sp.Max(0, s.eps**2 - h.S)
_flat = sp.Or(
    sp.Le(4 * h.S, sp.E * s.eps**2),
    sp.And(sp.Lt(h.S, s.eps**2), sp.Le(_flat_count, _noisy_count * (h.A_here + h.S))),
)
_gamma = sp.Piecewise(
    (sp.sqrt(1 + _flat_count), _flat),
    (sp.sqrt((1 + h.A_here / h.S) / (2 * _root - 1)), True),
)


def _count(factor: sp.Expr) -> Variant:
    return Variant(
        (
            Part(
                "bias",
                given=factor * sp.Piecewise((_flat_count, _flat), (_noisy_count * h.A_here, True)),
            ),
            Part(
                "variance",
                given=factor * sp.Piecewise((sp.Integer(0), _flat), (_noisy_count * h.S, True)),
            ),
        ),
        "sum",
        why="section 5 of the proofs: the least T at the best γ, or a step that never decays",
        settings={"gamma": _gamma},
    )


DECAYING = Statement(
    id="here-decaying",
    title="Stationarity of AdamW with a decaying step, sharper",
    assumptions=(
        *smooth[:2],
        "β_{k+1} = min(1, γ/√(k+1)) and η_k = rβ_{k+1}, with r = c1/(L+λc1): fixed before the run.",
        V_PAPER,
        MONOTONE,
    ),
    formulas=(
        Formula("iterations", "T", {"sharp": _count(sp.Integer(1))}, "decaying", counts=("sharp",)),
        Formula(
            "gradient-complexity",
            r"b\,T",
            {"sharp": _count(s.b)},
            "decaying",
            counts=("sharp",),
        ),
        Formula(
            "gamma",
            r"\gamma",
            {"sharp": Variant(given=_gamma, why="the γ of the shortest run for this ε")},
            "decaying",
        ),
        Formula(
            "eta-k",
            r"\eta_k",
            {
                "sharp": Variant(
                    given=h.r_here * sp.Min(1, _g / sp.sqrt(s.k + 1)),
                    why="η_k = rβ_{k+1} with r = c1/(L+λc1)",
                )
            },
            "decaying",
            unit=s.info(s.eta).unit,
        ),
        Formula(
            "beta1-k",
            r"\beta_{1k}",
            {"sharp": Variant(given=sp.Min(1, _g / sp.sqrt(s.k)), why="the weight of g_k in m_k")},
            "decaying",
        ),
        Formula(
            _BOUND,
            r"\frac1T\sum_{k<T}\mathbb{E}\|\nabla F_k(x_k)\|_2^2",
            {"sharp": _guarantee(_uniform, "section 5 of the proofs, with p = 1")},
            "decaying",
            unit=_SQUARED,
            rises=(s.gap, s.sigma, s.lam, s.x0_norm, s.L, s.c_inf),
            falls=(s.b,),
        ),
        Formula(
            _BOUND,
            r"\sum_{k<T}\frac{\eta_k}{\sum_j\eta_j}\mathbb{E}\|\nabla F_k(x_k)\|_2^2",
            {"sharp": _guarantee(_drawn, "the output drawn in proportion to η_k")},
            "decaying",
            case="weighted-output",
            unit=_SQUARED,
            rises=(s.gap, s.sigma, s.lam, s.x0_norm, s.L, s.c_inf),
            falls=(s.b,),
        ),
    ),
    conditions=(SCHEDULE_CONDITION, ONE_RATE),
    source=here("5"),
    remarks=(
        "For the paper's update: β1 varies, so PyTorch's bias correction is another.",
        "No step without a horizon is free of the logarithm in this inequality.",
    ),
    name="the sharper decaying step",
    measure="avg E‖∇F_k‖²",
    in_a_line=(
        "F L-smooth; ‖g‖∞ ≤ c∞; g unbiased, of variance σ²/b; any β2; λ_k v_k does not "
        "increase; β_k = min(1, γ/√(k+1)) and η_k = rβ_k"
    ),
    readings=readings(corrected=("sharp",)),
    notes=(replace(NEEDS_GAP, quantities=(*COUNTS, _BOUND)), FALLING_DECAY),
    defaults=(
        X0_NORM,
        Default(_g, quantity="gamma", quantities=("eta-k", "beta1-k")),
        Default(
            _g,
            h.gamma_here,
            note="γ = {value}, the best for this T",
            quantities=(_BOUND,),
        ),
    ),
    stands_for="theorem-3",
    when=papers_update,
)
