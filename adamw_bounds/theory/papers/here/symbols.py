"""The symbols of the bounds that are proved here, beside those that they share with the paper.

c1 and c2 are the bounds of v_k: √δ and √(c∞² + δ) for the paper's update; ε and c∞ + ε for
PyTorch's, whose ε stands outside the root. The symbols give √δ for ε: the two are one number.
"""

from __future__ import annotations

import sympy as sp

from adamw_bounds.theory import symbols as s
from adamw_bounds.theory.papers.zhou2024.symbols import S, eps_0, gap0
from adamw_bounds.theory.special import BiasSum, DecaySplit, YoungWeight
from adamw_bounds.theory.units import NONE

__all__ = [
    "OWN",
    "R_2",
    "C_any",
    "C_paper",
    "C_torch",
    "S",
    "S_any",
    "S_torch",
    "c2_any",
    "c2_torch",
    "chi",
    "decay_error",
    "eps_0",
    "gap0",
    "p_any",
    "p_decay",
    "p_torch",
    "pytorch_update",
    "radius",
    "rate_sum",
    "split",
    "theta",
    "update_ratio",
    "x0_inf_norm",
    "z",
]

# --- Given numbers --------------------------------------------------------------------------------
rate_sum = s.given(
    "rate_sum",
    r"\textstyle\sum_k\eta_k",
    "Ση_k",
    "sum of the learning rates of the run, of which η is the largest",
    "> 0",
    s.STEP,
    is_input=False,
    default=s.eta * s.T,
)
pytorch_update = s.given(
    "pytorch_update",
    r"[\text{PyTorch}]",
    "[PyTorch]",
    "1 for PyTorch's update (bias-corrected, ε outside the root), 0 for the paper's",
    ">= 0",
    NONE,
    is_input=False,
    default=0,
)
x0_inf_norm = s.given(
    "x0_inf_norm", r"\|x_0\|_\infty", "‖x₀‖∞", "largest initial parameter", ">= 0", s.PARAM
)
R_2 = s.x_norm

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


def _noise(c2: sp.Symbol) -> sp.Expr:
    return c2 * s.sigma**2 / (s.c1 * s.b)


S_torch = s.short(
    "S_torch",
    "S",
    "S",
    "noise term of the bounds, PyTorch's update",
    s.GRADIENT**2,
    _noise(c2_torch),
    ">= 0",
)
S_any = s.short(
    "S_any", "S", "S", "noise term of the bounds", s.GRADIENT**2, _noise(c2_any), ">= 0"
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
decay_error = s.short(
    "decay_error",
    r"\lambda^2c_2^2R_2^2",
    "λ²c2²R2²",
    "what a constant decay adds at most",
    s.GRADIENT**2,
    s.lam**2 * c2_any**2 * R_2**2,
    ">= 0",
)
split = s.short(
    "split",
    "s",
    "s",
    "split of the constant decay's error, chosen for the bound to be least",
    NONE,
    DecaySplit(
        decay_error / (S_any * (s.beta1 + C_any * s.eta / (s.beta1 * rate_sum))), z, s.beta1
    ),
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
chi = s.short(
    "chi",
    r"\chi",
    "χ",
    "inverse condition number, μc1/(Lc2)",
    NONE,
    s.mu * s.c1 / (s.L * c2_any),
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
    rate_sum,
    pytorch_update,
    x0_inf_norm,
    theta,
    z,
    c2_torch,
    c2_any,
    S_torch,
    S_any,
    C_paper,
    C_torch,
    C_any,
    p_any,
    p_torch,
    decay_error,
    split,
    p_decay,
    chi,
    update_ratio,
    radius,
)
