"""A constant weight decay beside a moving v_k: gradients that know of the decay."""

from __future__ import annotations

import sympy as sp

from adamw_bounds.theory import symbols as s
from adamw_bounds.theory.papers.here import symbols as h
from adamw_bounds.theory.papers.here.source import here
from adamw_bounds.theory.papers.here.stationarity import (
    DRAWN,
    ESTIMATES,
    OF_A_RUN,
    RADIUS_TAKEN,
    eta_max,
    left_of_decay,
    smooth,
)
from adamw_bounds.theory.papers.zhou2024.readings import NEEDS_GAP, X0_NORM
from adamw_bounds.theory.special import Rate
from adamw_bounds.theory.statements import (
    Condition,
    Default,
    Formula,
    Monomial,
    Note,
    Part,
    Statement,
    Variant,
)

__all__ = ["AMSGRAD", "ANCHORED_DECAY", "REGULARISED_DECAY"]

_BOUND = "gradient-norm-squared"
_DRIFT = "drift"
_SQUARED = s.info(s.eps).unit ** 2
_one = sp.Integer(1)
_decayed = sp.Gt(s.lam, 0)
_torch = sp.Gt(h.pytorch_update, 0)
_v = (
    "‖g_k‖∞ ≤ c∞, so that c1 ≤ v_k ≤ c2: √δ and √(c∞²+δ) for the paper's update, ε and c∞+ε for "
    "PyTorch's. ε = 0 leaves no such bound."
)
GROUPS = (
    "Parameter groups with learning rates ητ_g and decays λ_g: λ is the largest λ_g, and c2/τ_min "
    "stands for c2. ‖x₀‖² and V may then be sums over the groups in which each counts λ_g/λ."
)
_why_step = "(c) of the proofs: the momentum's error is only absorbed when the step is small"


def _sum(name: str) -> str:
    return rf"\textstyle\sum_{{k<T}}\eta_k\,\mathbb{{E}}\|{name}\|_2^2\big/\sum_{{k<T}}\eta_k"


# --- Beside a fixed v̄ -----------------------------------------------------------------------------
_more = 1 + h.split_anchored
_anchored_limit = (
    2
    * s.beta1
    * s.c1
    / (
        s.beta1 * (s.L + s.lam * s.c1 * (1 + h.spread))
        + sp.sqrt(
            s.beta1**2 * (s.L + s.lam * s.c1 * (1 + h.spread)) ** 2 + 4 * (h.theta * s.L) ** 2
        )
    )
)

ANCHORED_DECAY = Statement(
    id="here-anchored-decay",
    title="Stationarity under constant weight decay, of the loss regularised with a fixed v̄",
    assumptions=(
        *smooth,
        _v,
        "λ_k = λ is constant, and Ση_kE‖x_k‖²/Ση_k ≤ R2² along the run.",
        "|v_k − v̄| ≤ φv_k in every entry, for one v̄ > 0 that may be picked after the run.",
    ),
    formulas=(
        Formula(
            _BOUND,
            _sum(r"\nabla F(x_k)+\lambda\bar v x_k"),
            {
                "sharp": Variant(
                    (
                        Part("gap", (Monomial(2, h.c2_rates * h.gap0_any / h.rate_sum),)),
                        Part(
                            "initial-noise",
                            (
                                Monomial(
                                    _more
                                    * h.S_any
                                    * h.C_any
                                    * s.eta
                                    / (h.p_anchored * s.beta1 * h.rate_sum)
                                ),
                            ),
                        ),
                        Part("noise-floor", (Monomial(_more * h.S_any * s.beta1 / h.p_anchored),)),
                        Part(
                            "weight-decay",
                            given=left_of_decay(h.split_anchored, h.anchored_error),
                        ),
                    ),
                    "sum",
                    why="(4) of the proofs, with the best s and p that the step allows",
                    exists=_decayed,
                )
            },
            unit=_SQUARED,
        ),
        eta_max(_anchored_limit, exists=_decayed),
    ),
    conditions=(
        Condition(
            "sharp-step",
            h.anchored_pull + h.z * s.beta1 + h.z**2 * h.theta**2,
            _one,
            ("sharp",),
            "λη(1+φ) + zβ1 + z²(1−β1)² < 1, where z = ηL/(β1c1)",
            limit_of="eta",
            limit=_anchored_limit,
            why=_why_step,
            remedy="at this β1",
            for_=(_BOUND,),
            carrier="eta-max",
            when=_decayed,
        ),
    ),
    source=here("6"),
    remarks=(
        "Where nothing is known of v_k, v̄ = 2c1c2/(c1+c2) has φ = (c2−c1)/(c2+c1).",
        "φ of one run makes it an estimate, not a bound.",
        GROUPS,
    ),
    name="constant decay beside a fixed v̄",
    measure="Σ(η_k/Ση)E‖∇F+λv̄x‖²",
    notes=(*OF_A_RUN, DRAWN, NEEDS_GAP, *ESTIMATES[:3]),
    defaults=(
        X0_NORM,
        Default(h.R_2, sp.sqrt(s.d) * s.x_inf_norm, note="‖x_k‖₂ ≤ √d ‖x‖∞ = {value}"),
        Default(
            h.R_2,
            sp.sqrt(s.d) * h.radius,
            when=sp.And(_decayed, sp.Le(s.lam * s.eta, 1)),
            note=RADIUS_TAKEN,
        ),
    ),
)

# --- With v_k itself ------------------------------------------------------------------------------
_box = s.d * s.x_inf_norm**2
#: c2 − c1 of the paper's update, without a difference of near numbers.
_range = s.c_inf**2 / (s.c1 + s.c2)
#: How far v_k of the paper's update can fall in a step: c2 − √((1−β2)c∞² + δ).
_fall = s.beta2 * s.c_inf**2 / (s.c2 + sp.sqrt((1 - s.beta2) * s.c_inf**2 + s.delta))
#: Σ(1 − √(1−a_k)) of PyTorch's weights, by 1 − y ≤ −log y and a product that collapses.
_early = sp.Min(sp.log(s.T), sp.log(1 / s.beta2))
_falls = ((s.T - 1) * Rate(s.beta2) + _early) / 2
_moving = sp.Piecewise(
    (_box * s.c_inf * (1 + _falls), _torch),
    (_box * (_range + (s.T - 1) * _fall), True),
)
#: AMSGrad's v_k never falls, but for PyTorch's correction, which grows.
_rising = sp.Piecewise((_box * s.c_inf * (1 + _early / 2), _torch), (_box * _range, True))


_held_limit = (
    2
    * s.beta1
    * s.c1
    / (
        s.beta1 * (s.L + s.lam * s.c1)
        + sp.sqrt(s.beta1**2 * (s.L + s.lam * s.c1) ** 2 + 4 * (h.theta * s.L) ** 2)
    )
)


def _regularised(
    id_: str, title: str, assumption: str, drift: sp.Expr, why: str, remarks: tuple[str, ...]
) -> Statement:
    """Return the bound on ∇F_k, F_k = F + (λ/2)‖x‖² in v_k, and what v_k's growth adds."""
    first = h.S_any * h.C_any * s.eta / (h.p_any * s.beta1 * h.rate_sum)
    return Statement(
        id=id_,
        title=title,
        assumptions=(*smooth, _v, "λ_k = λ is constant.", assumption),
        formulas=(
            Formula(
                _BOUND,
                _sum(r"\nabla F_k(x_k)"),
                {
                    "sharp": Variant(
                        (
                            Part("gap", (Monomial(2, h.c2_rates * h.gap0_any / h.rate_sum),)),
                            Part("initial-noise", (Monomial(first),)),
                            Part("noise-floor", (Monomial(h.S_any * s.beta1 / h.p_any),)),
                            Part("drift", (Monomial(h.c2_rates * s.lam, h.drift / h.rate_sum),)),
                        ),
                        "sum",
                        why="(5) of the proofs: (1), and how much λv_k grows along the run",
                        exists=_decayed,
                    )
                },
                unit=_SQUARED,
            ),
            Formula(
                _DRIFT,
                "V",
                {"sharp": Variant(given=drift, why=why)},
                unit=s.GRADIENT * s.PARAM**2,
            ),
            eta_max(_held_limit, exists=_decayed),
        ),
        conditions=(
            Condition(
                "sharp-step",
                s.lam * s.eta + h.z * s.beta1 + h.z**2 * h.theta**2,
                _one,
                ("sharp",),
                "λη + zβ1 + z²(1−β1)² ≤ 1, where z = ηL/(β1c1)",
                limit_of="eta",
                limit=_held_limit,
                why=_why_step,
                remedy="at this β1",
                for_=(_BOUND,),
                carrier="eta-max",
                when=_decayed,
            ),
        ),
        source=here("6"),
        remarks=remarks,
        measure="Σ(η_k/Ση)E‖∇F_k‖²",
        notes=(
            *OF_A_RUN,
            DRAWN,
            NEEDS_GAP,
            Note(
                "what v_k's growth adds was bounded from ‖x‖∞, d and c∞",
                quantities=(_BOUND,),
                missing="drift",
            ),
            ESTIMATES[3],
        ),
        defaults=(
            X0_NORM,
            Default(h.drift, quantity=_DRIFT),
            Default(
                s.x_inf_norm,
                h.radius,
                when=sp.And(_decayed, sp.Le(s.lam * s.eta, 1)),
                note="‖x_k‖∞ ≤ {value}, from the radius bound",
            ),
        ),
    )


REGULARISED_DECAY = _regularised(
    "here-regularised-decay",
    "Stationarity under constant weight decay, of the loss regularised with v_k itself",
    "V ≥ Σ_kE⟨(v_{k+1}−v_k)⁺, x_{k+1}²⟩; a bound of ‖x_k‖∞ gives one.",
    _moving,
    "v_{k+1} ≥ √(1−a)v_k, so what rises must fall no faster: c2 − c1 in all, and what it fell",
    (
        "PyTorch's a_k is β2/(1−(1−β2)^{k+1}): far larger than β2 in early steps.",
        "V of one run makes it an estimate, not a bound.",
        GROUPS,
    ),
)
AMSGRAD = _regularised(
    "here-amsgrad",
    "Stationarity under constant weight decay with AMSGrad's v_k",
    "v_k is AMSGrad's: the paper's update with the largest v_j so far, or PyTorch's amsgrad=True.",
    _rising,
    "the largest v so far only rises, by c2 − c1 in all; PyTorch's correction lets it fall once",
    (
        "PyTorch divides the largest n by a correction that grows, so its v_k is not monotone: "
        "it falls from 1 to 0.707 in one step where a zero gradient follows the first.",
        GROUPS,
    ),
)
