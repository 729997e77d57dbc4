"""The symbols that only Zhou et al. use, beside those that all papers share.

The modules of this paper take every symbol from here, ``s.c_inf`` as well as ``s.gap0``.
"""

from __future__ import annotations

import sympy as sp

from adamw_bounds.theory.symbols import (
    CURVATURE,
    GRADIENT,
    LOSS,
    PARAM,
    SYMBOLS,
    L,
    L_l2,
    T,
    b,
    beta1,
    beta2,
    c1,
    c2,
    c_2,
    c_inf,
    c_inf_l2,
    constant_decay,
    d,
    delta,
    eps,
    eps_gap,
    eta,
    expand,
    gamma_given,
    gap,
    gap_l2,
    given,
    info,
    k,
    kl,
    lam,
    lam_l2,
    latex_names,
    least_rate,
    matrix,
    mu,
    n,
    pytorch_update,
    rho,
    short,
    sigma,
    tau,
    units,
    x0_norm,
    x_inf_norm,
    x_norm,
    x_star_norm,
)
from adamw_bounds.theory.units import NONE

__all__ = [
    "OWN",
    "SYMBOLS",
    "A",
    "H",
    "L",
    "L_c",
    "L_l2",
    "Lambda",
    "M",
    "M_adamw",
    "M_l2",
    "M_prime",
    "M_prime_l2",
    "Q",
    "S",
    "T",
    "a",
    "a_b",
    "all_steps",
    "alpha",
    "b",
    "beta1",
    "beta2",
    "c1",
    "c2",
    "c2_l2",
    "c_2",
    "c_inf",
    "c_inf_l2",
    "c_zero",
    "constant_decay",
    "d",
    "delta",
    "eps",
    "eps_0",
    "eps_gap",
    "eps_k",
    "err",
    "eta",
    "expand",
    "gamma_auto",
    "gamma_given",
    "gap",
    "gap0",
    "gap_l2",
    "info",
    "k",
    "kl",
    "lam",
    "lam_k",
    "lam_l2",
    "latex_names",
    "least_rate",
    "log_det",
    "mu",
    "n",
    "p",
    "pytorch_update",
    "q",
    "r",
    "r_lam",
    "rho",
    "rho_prime",
    "sigma",
    "sigma_i",
    "stage",
    "stage_step",
    "surrogate_gradient",
    "tau",
    "tau_gradient",
    "trace",
    "units",
    "w",
    "x0_norm",
    "x_inf_norm",
    "x_norm",
    "x_star",
    "x_star_i",
    "x_star_norm",
]

_half = sp.Rational(1, 2)

# --- Theorem 1 ----------------------------------------------------------------------------------
alpha = given("alpha", r"\alpha", "α", "free exponent of Theorem 1", "> 0", NONE)
Lambda = given("distance_bound", r"\Lambda", "Λ", "Λ = η₀ + Δ, where Δ ≥ E‖x₀ − x*‖", "> 0", PARAM)
tau_gradient = given(
    "grad_norm_bound", r"\tau", "τ", "bound of E‖g_k‖ (Theorem 1)", "> 0", GRADIENT
)
# --- Section 5 ----------------------------------------------------------------------------------
sigma_i = given(
    "singular_value",
    r"\sigma_i",
    "σ_i",
    "i-th singular value of the Hessian",
    "> 0",
    CURVATURE,
    is_input=False,
)
err = given("err", r"\mathrm{err}", "err", "error term of Corollary 3", "> 0", NONE, is_input=False)
x_star_i = given(
    "x_star_component",
    r"|x_*^{(i)}|",
    "|x*_i|",
    "size of x* along the i-th eigenvector of the Hessian",
    ">= 0",
    PARAM,
    is_input=False,
)
log_det = given(
    "log_det",
    r"\log\det(M/\rho)",
    "log det(M/ρ)",
    "log-determinant of the posterior covariance over the prior's",
    "real",
    NONE,
    is_input=False,
)
trace = given(
    "trace",
    r"\operatorname{tr}(M/\rho)",
    "Tr(M/ρ)",
    "trace of the posterior covariance over the prior's",
    "> 0",
    NONE,
    is_input=False,
)
c_zero = given("c0", "c_0", "c0", "constant beside err in Φ", "> 0", NONE, is_input=False)
# --- Corollary 1, stages, the iterates ----------------------------------------------------------
rho_prime = given(
    "rho_prime",
    r"\rho'",
    "ρ′",
    "constant with ‖v_k‖₂ ≤ ρ′‖∇F(x_k)‖₂",
    "> 0",
    NONE,
    is_input=False,
)
lam_k = given(
    "lam_k", r"\lambda_k", "λ_k", "weight decay at step k", ">= 0", PARAM**-1, is_input=False
)
surrogate_gradient = given(
    "surrogate_gradient",
    r"\|\nabla F_k(x_k)\|_2",
    "‖∇F_k(x_k)‖₂",
    "gradient norm of the regularised surrogate",
    ">= 0",
    GRADIENT,
    is_input=False,
)
eps_k = given(
    "stage_epsilon",
    r"\epsilon_k",
    "ε_k",
    "accuracy of stage k, ε_0/2^k",
    "> 0",
    LOSS,
    is_input=False,
)
eps_0 = given(
    "stage_start",
    r"\epsilon_0",
    "ε₀",
    "gap at the start of Theorem 4, F_0(x_0) − F(x*)",
    "> 0",
    LOSS,
    is_input=False,
)
stage = given("stage_number", "k", "k", "number of the stage", "integer >= 1", NONE, is_input=False)
stage_step = given(
    "stage_step", "i", "i", "step within its stage, from 0", ">= 0", NONE, is_input=False
)
all_steps = given(
    "all_steps", "t", "t", "steps before this one, over all stages", ">= 0", NONE, is_input=False
)
# --- Abbreviations ------------------------------------------------------------------------------
q = short(
    "q", "q", "q", "largest relative change of v_k² in a step", NONE, beta2 * c_inf**2 / delta
)
gap0 = short(
    "gap0",
    r"\Delta_0",
    "Δ₀",
    "gap of the regularised loss, F_0(x_0) − F*, bounded",
    LOSS,
    gap + lam * c2 * x0_norm**2 / 2,
    ">= 0",
)
r = short(
    "r",
    "r",
    "r",
    "largest ratio η/β1 of the printed step",
    PARAM,
    c1 ** sp.Rational(3, 2) / (2 * c2**_half * L),
)
r_lam = short(
    "r_lam",
    r"r_\lambda",
    "r_λ",
    "ratio η/β1 with λη ≤ 1/4",
    PARAM,
    sp.Min(r, 1 / (4 * lam)),
)
A = short(
    "A", "A", "A", "gap term of the decaying guarantee", GRADIENT**2, 2 * c2 * gap0 / r_lam, ">= 0"
)
S = short(
    "S", "S", "S", "noise term of the guarantees", GRADIENT**2, c2 * sigma**2 / (c1 * b), ">= 0"
)
c2_l2 = short(
    "c2_l2",
    "c_2'",
    "c2′",
    "largest entry of v_k for ℓ2-Adam",
    GRADIENT,
    sp.sqrt(c_inf_l2**2 + delta),
)
gamma_auto = short(
    "gamma_auto",
    r"\gamma_*",
    "γ*",
    "scale of the decaying step that the explicit form takes",
    NONE,
    sp.Max(1, sp.sqrt(A / S)),
)
p = short("p", "p", "p", "slope of the equation for √T", GRADIENT**2, gamma_auto * eps**2)
w = short("w", "w", "w", "weight of the logarithm", GRADIENT**2, 2 * S * gamma_auto**2, ">= 0")
L_c = short(
    "L_c",
    "L_c",
    "L_c",
    "argument of the Lambert form of T",
    NONE,
    (A + S * (1 + gamma_auto**2)) / w - sp.log(gamma_auto) - sp.log(p / w),
    "real",
)
a = short("a", "a", "a", "2ρb/η", PARAM, 2 * rho * b / eta)
a_b = short("a_b", "a_b", "a_b", "2ρ√b/η", PARAM, 2 * rho * sp.sqrt(b) / eta)
# --- Matrices of Lemma 5 and Theorems 6, 7 ------------------------------------------------------
H = matrix("H", "H_*", "H", "Hessian at the minimum", CURVATURE, (d, d))
Q = matrix(
    "Q", "Q", "Q", "diagonal preconditioner, the mean of 1/v_k", LOSS ** (-_half) * PARAM, (d, d)
)
M = matrix("M", "M", "M", "stationary covariance", PARAM**2, (d, d))
M_adamw = matrix(
    "M_adamw", r"M_{\mathrm{AdamW}}", "M_AdamW", "stationary covariance of AdamW", PARAM**2, (d, d)
)
M_l2 = matrix("M_l2", r"M_{\ell_2}", "M_ℓ2", "stationary covariance of ℓ2-Adam", PARAM**2, (d, d))
M_prime = matrix(
    "M_prime", "M'", "M′", "covariance of AdamW without the factor η/(2b)", PARAM, (d, d)
)
M_prime_l2 = matrix(
    "M_prime_l2", r"M'_{\ell_2}", "M′_ℓ2", "covariance of ℓ2-Adam without η/(2b)", PARAM, (d, d)
)
x_star = matrix("x_star", "x_*", "x*", "minimum of the loss", PARAM, (d, 1))

#: The symbols that are declared here.
OWN = (
    alpha,
    Lambda,
    tau_gradient,
    sigma_i,
    err,
    x_star_i,
    log_det,
    trace,
    c_zero,
    rho_prime,
    lam_k,
    surrogate_gradient,
    eps_k,
    eps_0,
    stage,
    stage_step,
    all_steps,
    q,
    gap0,
    r,
    r_lam,
    A,
    S,
    c2_l2,
    gamma_auto,
    p,
    w,
    L_c,
    a,
    a_b,
    H,
    Q,
    M,
    M_adamw,
    M_l2,
    M_prime,
    M_prime_l2,
    x_star,
)
