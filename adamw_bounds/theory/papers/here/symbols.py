"""The symbols of the bounds that are proved here, beside those that they share with the paper.

c1 and c2 are the bounds of v_k: √δ and √(c∞² + δ) for the paper's update; ε and c∞ + ε for
PyTorch's, whose ε stands outside the root. The symbols give √δ for ε: the two are one number.
"""

from __future__ import annotations

import sympy as sp

from adamw_bounds.theory import symbols as s
from adamw_bounds.theory.papers.zhou2024.symbols import S, eps_0, gap0
from adamw_bounds.theory.special import BiasSum, DecaySplit, OuterRoot, Quotient, YoungWeight
from adamw_bounds.theory.units import NONE

__all__ = [
    "OWN",
    "R_2",
    "A_here",
    "C_any",
    "C_paper",
    "C_torch",
    "S",
    "S_any",
    "S_torch",
    "anchored_error",
    "anchored_pull",
    "c2_any",
    "c2_rates",
    "c2_torch",
    "c2_torch_rates",
    "chi",
    "decay_error",
    "decay_left",
    "drift",
    "eps_0",
    "gamma_here",
    "gap0",
    "gap0_any",
    "group_decay",
    "master_split",
    "noise_any",
    "noise_weight",
    "p_anchored",
    "p_any",
    "p_decay",
    "p_torch",
    "pytorch_update",
    "r_here",
    "radius",
    "rate_sum",
    "reference_gap",
    "reference_growth",
    "reference_ratio",
    "split",
    "split_anchored",
    "spread",
    "step_weight",
    "theta",
    "update_ratio",
    "x0_inf_norm",
    "young_split",
    "z",
]

# --- Given numbers --------------------------------------------------------------------------------
rate_sum = s.rate_sum
x0_inf_norm = s.x0_inf_norm
R_2 = s.x_norm
pytorch_update = s.pytorch_update
group_decay = s.given(
    "group_decay",
    r"\textstyle\sum_g\tau_g\lambda_g^2R_{2,g}^2",
    "Σ_g τ_gλ_g²R2_g²",
    "sum over the parameter groups: share τ_g of the largest learning rate, times the squares of "
    "the constant decay and of R2 of the group",
    ">= 0",
    NONE,
    default=s.lam**2 * R_2**2,
)
drift = s.given(
    "drift",
    "V",
    "V",
    "bound of Σ_k E⟨(v_{k+1} − v_k)⁺, x_{k+1}²⟩: how much v_k grows where the parameters are "
    "large; entries of a group with decay λ_g count λ_g/λ",
    ">= 0",
    s.GRADIENT * s.PARAM**2,
)
spread = s.given(
    "v_spread",
    r"\varphi",
    "φ",
    "largest |v_k − v̄|/v_k of a fixed v̄, over the entries and steps of the run",
    ">= 0",
    NONE,
    default=sp.Piecewise(
        (s.c_inf / (s.c_inf + 2 * s.c1), sp.Gt(pytorch_update, 0)),
        (s.c_inf**2 / (s.c1 + s.c2) ** 2, True),
    ),
)
step_weight = s.given(
    "step_weight",
    "w_{k+1}",
    "w_{k+1}",
    "weight of the momentum's error after step k",
    ">= 0",
    s.STEP,
    is_input=False,
)
young_split = s.given(
    "young_split",
    "t",
    "t",
    "Young's split of the momentum's error: (1−β1)²(1+t) of it is kept",
    "> 0",
    NONE,
    is_input=False,
)
reference_ratio = s.given(
    "reference_ratio",
    r"\varpi_k",
    "ϖ_k",
    "largest entry of ω_k/v_k",
    ">= 0",
    s.PARAM**-1,
    is_input=False,
)
noise_weight = s.given(
    "noise_weight",
    r"w_0+\textstyle\sum_k w_k\alpha_k^2",
    "w₀+Σw_kα_k²",
    "weight of the noise in the master inequality",
    ">= 0",
    s.STEP,
    is_input=False,
)
reference_gap = s.given(
    "reference_gap",
    r"\mathbb{E}\Phi_0(x_0)-F_*",
    "EΦ₀(x₀)−F*",
    "gap at the start of F + ½‖x‖², weighted with ω",
    ">= 0",
    s.LOSS,
    is_input=False,
)
decay_left = s.given(
    "decay_left",
    r"\textstyle\sum_k\eta_k\mathbb{E}\|d_k\|_{1/v_k}^2",
    "Ση_kE‖d_k‖²",
    "what ω leaves of the decay: squares of d_k = (λ_kv_k − ω_k)x_k over v_k",
    ">= 0",
    s.LOSS,
    is_input=False,
)
reference_growth = s.given(
    "reference_growth",
    r"\textstyle\sum_k\mathbb{E}\langle\omega_{k+1}-\omega_k,x_{k+1}^2\rangle",
    "ΣE⟨ω_{k+1}−ω_k,x_{k+1}²⟩",
    "growth of ω along the run, weighted with the parameters' squares",
    ">= 0",
    s.LOSS,
    is_input=False,
)
master_split = s.given(
    "split_given",
    "s",
    "s",
    "free split between the momentum's error and what is left of the decay",
    "> 0",
    NONE,
    is_input=False,
)

# --- Abbreviations --------------------------------------------------------------------------------
_torch = sp.Gt(pytorch_update, 0)
theta = s.short("theta", r"\theta", "θ", "1 − β1", NONE, 1 - s.beta1, ">= 0")
z = s.short("z", "z", "z", "the step beside β1, ηL/(β1 c1)", NONE, s.eta * s.L / (s.beta1 * s.c1))
c2_torch = s.short(
    "c2_torch",
    "c_2",
    "c2",
    "largest entry of v_k in PyTorch's update, c∞ + ε",
    s.GRADIENT,
    s.c_inf + sp.sqrt(s.delta),
)
c2_any = s.short(
    "c2_any",
    "c_2",
    "c2",
    "largest entry of v_k of the update in question",
    s.GRADIENT,
    sp.Piecewise((c2_torch, _torch), (s.c2, True)),
)
c2_rates = s.short(
    "c2_rates",
    r"c_2/\tau_{\min}",
    "c2/τ_min",
    "largest entry of v_k over the group's share of the learning rate",
    s.GRADIENT,
    c2_any / s.least_rate,
)
c2_torch_rates = s.short(
    "c2_torch_rates",
    r"c_2/\tau_{\min}",
    "c2/τ_min",
    "largest entry of PyTorch's v_k over the group's share of the learning rate",
    s.GRADIENT,
    c2_torch / s.least_rate,
)


def _noise(c2: sp.Symbol) -> sp.Expr:
    return c2 * s.sigma**2 / (s.c1 * s.b)


S_torch = s.short(
    "S_torch",
    "S",
    "S",
    "noise term of the bounds, PyTorch's update",
    s.GRADIENT**2,
    _noise(c2_torch_rates),
    ">= 0",
)
S_any = s.short(
    "S_any", "S", "S", "noise term of the bounds", s.GRADIENT**2, _noise(c2_rates), ">= 0"
)
C_paper = s.short(
    "C_paper", "C", "C", "what the first gradient adds to the noise", NONE, 1 - s.beta1**2, ">= 0"
)
C_torch = s.short(
    "C_torch", "C", "C", "what bias correction adds to the noise", NONE, BiasSum(s.beta1), ">= 0"
)
C_any = s.short(
    "C_any",
    "C",
    "C",
    "what the start of the momentum adds to the noise",
    NONE,
    sp.Piecewise((C_torch, _torch), (C_paper, True)),
    ">= 0",
)
p_any = s.short(
    "p_free",
    "p",
    "p",
    "free weight of the proof, the best that the step allows",
    NONE,
    YoungWeight(z, s.lam * s.eta, s.beta1, sp.Integer(0)),
)
p_torch = s.short(
    "p_free_torch",
    "p",
    "p",
    "free weight of the proof, the best that the step allows",
    NONE,
    YoungWeight(z, sp.Integer(0), s.beta1, sp.Integer(0)),
)
noise_any = s.short(
    "noise_any",
    r"S\left(\beta_1+\tfrac{C\eta}{\beta_1\sum_k\eta_k}\right)",
    "S(β1+Cη/(β1Ση_k))",
    "what the noise adds, but for the factor (1+s)/p",
    s.GRADIENT**2,
    S_any * (s.beta1 + C_any * s.eta / (s.beta1 * rate_sum)),
    ">= 0",
)
decay_error = s.short(
    "decay_error",
    r"\lambda^2c_2^2R_2^2",
    "λ²c2²R2²",
    "what a constant decay adds at most",
    s.GRADIENT**2,
    c2_any * c2_rates * group_decay,
    ">= 0",
)
split = s.short(
    "split",
    "s",
    "s",
    "split of the constant decay's error, chosen for the bound to be least",
    NONE,
    DecaySplit(decay_error / noise_any, z, s.beta1, sp.Integer(0)),
    ">= 0",
)
p_decay = s.short(
    "p_free_decay",
    "p",
    "p",
    "free weight of the proof, the best that the step and s allow",
    NONE,
    YoungWeight(z, sp.Integer(0), s.beta1, split),
)
# A fixed v̄ in the place of v_k.
anchored_error = s.short(
    "anchored_error",
    r"\lambda^2\varphi^2c_2^2R_2^2",
    "λ²φ²c2²R2²",
    "what a constant decay adds at most beside a fixed v̄",
    s.GRADIENT**2,
    spread**2 * decay_error,
    ">= 0",
)
anchored_pull = s.short(
    "anchored_pull",
    r"\lambda\eta(1+\varphi)",
    "λη(1+φ)",
    "largest share of a step that the decay makes beside a fixed v̄",
    NONE,
    s.lam * s.eta * (1 + spread),
    ">= 0",
)
split_anchored = s.short(
    "split_anchored",
    "s",
    "s",
    "split of what a fixed v̄ leaves of the decay, chosen for the bound to be least",
    NONE,
    DecaySplit(anchored_error / noise_any, z, s.beta1, anchored_pull),
    ">= 0",
)
p_anchored = s.short(
    "p_free_anchored",
    "p",
    "p",
    "free weight of the proof, the best that the step and s allow",
    NONE,
    YoungWeight(z, anchored_pull, s.beta1, split_anchored),
)
gap0_any = s.short(
    "gap0_any",
    r"\Delta_0",
    "Δ₀",
    "gap of the regularised loss, F_0(x_0) − F*, bounded, of the update in question",
    s.LOSS,
    s.gap + s.lam * c2_any * s.x0_norm**2 / 2,
    ">= 0",
)
# The decaying step.
r_here = s.short(
    "r_here",
    "r",
    "r",
    "ratio η/β1 of the sharper decaying step",
    s.PARAM,
    s.c1 / (s.L + s.lam * s.c1),
)
A_here = s.short(
    "A_here",
    "A",
    "A",
    "gap term of the sharper decaying bound",
    s.GRADIENT**2,
    2 * s.c2 * gap0 / r_here,
    ">= 0",
)
gamma_here = s.short(
    "gamma_here",
    r"\gamma_*",
    "γ*",
    "scale of the sharper decaying step that is best for T steps",
    NONE,
    sp.sqrt((1 + A_here / S) / OuterRoot(sp.log(s.T * S / (A_here + S)) - 1)),
)
chi = s.short(
    "chi",
    r"\chi",
    "χ",
    "inverse condition number, μc1τ_min/(Lc2)",
    NONE,
    # Written so that 1 − χ keeps its digits where μ is next to L and c1 next to c2.
    s.least_rate
    * Quotient(s.mu, s.L)
    * sp.Piecewise(
        (1 / (1 + s.c_inf / s.c1), _torch),
        ((1 + s.c_inf**2 / s.delta) ** sp.Rational(-1, 2), True),
    ),
)
_memory = s.beta1 * (2 - s.beta1)
update_ratio = s.short(
    "update_ratio",
    r"\varrho",
    "ϱ",
    "bound of every entry of m_k/v_k",
    NONE,
    sp.Piecewise(
        (
            # β1/√(β2(1 − φ)) with φ = (1−β1)²/(1−β2) < 1, without the cancellation in 1 − φ.
            sp.Min(
                s.c_inf / s.c1,
                s.beta1 * sp.sqrt((1 - s.beta2) / (s.beta2 * (_memory - s.beta2))),
            ),
            sp.Lt(s.beta2, _memory),
        ),
        (s.c_inf / s.c1, True),
    ),
)
radius = s.short(
    "radius",
    r"R_\infty",
    "R∞",
    "bound of every entry of x_k under constant decay",
    s.PARAM,
    sp.Max(x0_inf_norm, update_ratio / s.lam),
)

#: The symbols that are declared here.
OWN = (
    group_decay,
    drift,
    spread,
    step_weight,
    young_split,
    reference_ratio,
    noise_weight,
    reference_gap,
    decay_left,
    reference_growth,
    master_split,
    theta,
    z,
    c2_torch,
    c2_any,
    c2_rates,
    c2_torch_rates,
    S_torch,
    S_any,
    C_paper,
    C_torch,
    C_any,
    p_any,
    p_torch,
    noise_any,
    decay_error,
    split,
    p_decay,
    anchored_error,
    anchored_pull,
    split_anchored,
    p_anchored,
    gap0_any,
    r_here,
    A_here,
    gamma_here,
    chi,
    update_ratio,
    radius,
)
