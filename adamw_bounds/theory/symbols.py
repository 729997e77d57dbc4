"""Every symbol of the paper once: name, LaTeX, meaning, domain, unit, option of the shell.

A symbol is a given number (``definition`` is None) or an abbreviation that the formulas share
(``definition`` is its expression in other symbols). Its sympy name is the name of the option, so
that the same word stands for the same thing in the shell, in Python and in JSON.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sympy as sp

from adamw_bounds.theory.units import NONE, Unit

__all__ = ["SYMBOLS", "SymbolInfo", "expand", "info", "latex_names", "units"]

_LOSS = Unit(sp.Integer(1), sp.Integer(0))
_PARAM = Unit(sp.Integer(0), sp.Integer(1))
_GRADIENT = _LOSS * _PARAM**-1
_CURVATURE = _LOSS * _PARAM**-2
_STEP = _PARAM  # the step eta m/v: m/v has no unit


@dataclass(frozen=True, slots=True)
class SymbolInfo:
    """What is known of a symbol.

    Attributes
    ----------
    symbol : sympy.Symbol or sympy.MatrixSymbol
        The object that stands in the formulas.
    latex, text : str
        How it is printed in LaTeX and in plain Unicode.
    meaning : str
        What it stands for, a phrase.
    domain : str
        ``> 0``, ``>= 0``, ``real``, ``(0, 1)``, ``(0, 1]`` or ``integer >= 1``.
    unit : Unit
        Its unit.
    definition : sympy expression or None
        For an abbreviation: what it abbreviates.
    is_input : bool
        Whether it is an option of the shell.
    """

    symbol: Any
    latex: str
    text: str
    meaning: str
    domain: str
    unit: Unit
    definition: Any = None
    is_input: bool = True


SYMBOLS: dict[str, SymbolInfo] = {}


def _given(
    name: str,
    latex: str,
    text: str,
    meaning: str,
    domain: str,
    unit: Unit,
    *,
    is_input: bool = True,
) -> sp.Symbol:
    assumption = {">= 0": "nonnegative", "real": "real"}.get(domain, "positive")
    assumptions = {assumption: True}
    if domain == "integer >= 1":
        assumptions["integer"] = True
    symbol = sp.Symbol(name, **assumptions)
    SYMBOLS[name] = SymbolInfo(symbol, latex, text, meaning, domain, unit, None, is_input)
    return symbol


def _short(
    name: str, latex: str, text: str, meaning: str, unit: Unit, definition: Any, domain: str = "> 0"
) -> sp.Symbol:
    assumption = {"> 0": "positive", ">= 0": "nonnegative", "real": "real"}[domain]
    symbol = sp.Symbol(name, **{assumption: True})
    SYMBOLS[name] = SymbolInfo(symbol, latex, text, meaning, domain, unit, definition, False)
    return symbol


def _matrix(name: str, latex: str, meaning: str, unit: Unit, shape: Any) -> sp.MatrixSymbol:
    symbol = sp.MatrixSymbol(name, *shape)
    SYMBOLS[name] = SymbolInfo(symbol, latex, latex, meaning, "matrix", unit, None, False)
    return symbol


# --- Given numbers of Section 4 ---------------------------------------------------------------
c_inf = _given("c_inf", r"c_\infty", "c∞", "ℓ∞ bound of the stochastic gradient", "> 0", _GRADIENT)
c_2 = _given("c_2", "G_2", "G₂", "ℓ2 bound of the stochastic gradient", "> 0", _GRADIENT)
L = _given("smoothness", "L", "L", "smoothness constant of the loss", "> 0", _CURVATURE)
sigma = _given(
    "sigma", r"\sigma", "σ", "gradient noise: standard deviation for one sample", ">= 0", _GRADIENT
)
delta = _given("delta", r"\delta", "δ", "constant inside the root, √(n_k + δ)", "> 0", _GRADIENT**2)
gap = _given("gap", r"\Delta", "Δ", "initial gap F(x₀) − F(x*)", ">= 0", _LOSS)
eps = _given(
    "epsilon", r"\epsilon", "ε", "accuracy asked for: of the gradient norm", "> 0", _GRADIENT
)
eps_gap = _given(
    "epsilon_gap",
    r"\epsilon",
    "ε",
    "accuracy asked for in Theorem 4: of the function gap",
    "> 0",
    _LOSS,
    is_input=False,
)
b = _given("batch_size", "b", "b", "minibatch size", "integer >= 1", NONE)
mu = _given("mu", r"\mu", "μ", "Polyak–Łojasiewicz constant", "> 0", _CURVATURE)
d = _given("dim", "d", "d", "number of parameters", "integer >= 1", NONE)
eta = _given("eta", r"\eta", "η", "learning rate", "> 0", _STEP)
beta1 = _given(
    "beta1",
    r"\beta_1",
    "β1",
    "weight of the new gradient in m (one minus PyTorch's)",
    "(0, 1]",
    NONE,
)
beta2 = _given(
    "beta2",
    r"\beta_2",
    "β2",
    "weight of the new squared gradient in n (one minus PyTorch's)",
    "(0, 1)",
    NONE,
)
lam = _given(
    "lam",
    r"\lambda",
    "λ",
    "decoupled weight decay; λ₀ of the decreasing schedule",
    ">= 0",
    _PARAM**-1,
)
lam_l2 = _given(
    "lam_l2", r"\lambda_{\ell_2}", "λ_ℓ2", "weight decay of ℓ2-Adam", ">= 0", _CURVATURE
)
x0_norm = _given("x0_norm", r"\|x_0\|_2", "‖x₀‖₂", "norm of the initial parameters", ">= 0", _PARAM)
x_inf_norm = _given(
    "x_inf_norm", r"\|x_k\|_\infty", "‖x‖∞", "largest parameter along the run", ">= 0", _PARAM
)
gamma_given = _given("gamma", r"\gamma", "γ", "scale of the decaying step (Theorem 3)", "> 0", NONE)
k = _given("k", "k", "k", "iteration", "integer >= 1", NONE)
T = _given("iterations", "T", "T", "number of steps", "integer >= 1", NONE)

# --- Theorem 1 ----------------------------------------------------------------------------------
alpha = _given("alpha", r"\alpha", "α", "free exponent of Theorem 1", "> 0", NONE)
Lambda = _given(
    "distance_bound", r"\Lambda", "Λ", "Λ = η₀ + Δ, where Δ ≥ E‖x₀ − x*‖", "> 0", _PARAM
)
tau_gradient = _given(
    "grad_norm_bound", r"\tau", "τ", "bound of E‖g_k‖ (Theorem 1)", "> 0", _GRADIENT
)

# --- Section 5 ----------------------------------------------------------------------------------
rho = _given("rho", r"\rho", "ρ", "variance of the prior (of the initialisation)", "> 0", _PARAM**2)
n = _given("samples", "n", "n", "number of training samples", "integer >= 1", NONE)
tau = _given(
    "tau", r"\tau", "τ", "confidence: the bound holds with probability 1 − τ", "(0, 1)", NONE
)
x_star_norm = _given(
    "x_star_norm", r"\|x_*\|_2", "‖x*‖₂", "norm of the trained parameters", ">= 0", _PARAM
)
sigma_i = _given(
    "singular_value",
    r"\sigma_i",
    "σ_i",
    "i-th singular value of the Hessian",
    "> 0",
    _CURVATURE,
    is_input=False,
)
err = _given(
    "err", r"\mathrm{err}", "err", "error term of Corollary 3", "> 0", NONE, is_input=False
)
x_star_i = _given(
    "x_star_component",
    r"|x_*^{(i)}|",
    "|x*_i|",
    "size of x* along the i-th eigenvector of the Hessian",
    ">= 0",
    _PARAM,
    is_input=False,
)
log_det = _given(
    "log_det",
    r"\log\det(M/\rho)",
    "log det(M/ρ)",
    "log-determinant of the posterior covariance over the prior's",
    "real",
    NONE,
    is_input=False,
)
trace = _given(
    "trace",
    r"\operatorname{tr}(M/\rho)",
    "Tr(M/ρ)",
    "trace of the posterior covariance over the prior's",
    "> 0",
    NONE,
    is_input=False,
)
kl = _given(
    "kl",
    r"\mathrm{KL}",
    "KL",
    "KL divergence of the posterior from the prior, in nats",
    ">= 0",
    NONE,
    is_input=False,
)
c_zero = _given("c0", "c_0", "c0", "constant beside err in Φ", "> 0", NONE, is_input=False)

# --- Corollary 1, stages, the iterates ----------------------------------------------------------
rho_prime = _given(
    "rho_prime",
    r"\rho'",
    "ρ′",
    "constant with ‖v_k‖₂ ≤ ρ′‖∇F(x_k)‖₂",
    "> 0",
    NONE,
    is_input=False,
)
lam_k = _given(
    "lam_k", r"\lambda_k", "λ_k", "weight decay at step k", ">= 0", _PARAM**-1, is_input=False
)
x_norm = _given(
    "x_norm",
    r"\|x_k\|_2",
    "‖x_k‖₂",
    "norm of the parameters at step k",
    ">= 0",
    _PARAM,
    is_input=False,
)
surrogate_gradient = _given(
    "surrogate_gradient",
    r"\|\nabla F_k(x_k)\|_2",
    "‖∇F_k(x_k)‖₂",
    "gradient norm of the regularised surrogate",
    ">= 0",
    _GRADIENT,
    is_input=False,
)
C_other = _given(
    "other_constant",
    "C",
    "C",
    "constant that a quoted order leaves open",
    "> 0",
    _GRADIENT,
    is_input=False,
)
eps_k = _given(
    "stage_epsilon",
    r"\epsilon_k",
    "ε_k",
    "accuracy of stage k, ε_0/2^k",
    "> 0",
    _LOSS,
    is_input=False,
)
eps_0 = _given(
    "stage_start",
    r"\epsilon_0",
    "ε₀",
    "gap at the start of Theorem 4, F_0(x_0) − F(x*)",
    "> 0",
    _LOSS,
    is_input=False,
)

# --- Abbreviations ------------------------------------------------------------------------------
_half = sp.Rational(1, 2)
c1 = _short("c1", "c_1", "c1", "least entry of v_k", _GRADIENT, sp.sqrt(delta))
c2 = _short("c2", "c_2", "c2", "largest entry of v_k", _GRADIENT, sp.sqrt(c_inf**2 + delta))
q = _short(
    "q", "q", "q", "largest relative change of v_k² in a step", NONE, beta2 * c_inf**2 / delta
)
gap0 = _short(
    "gap0",
    r"\Delta_0",
    "Δ₀",
    "gap of the regularised loss, F_0(x_0) − F*, bounded",
    _LOSS,
    gap + lam * c2 * x0_norm**2 / 2,
    ">= 0",
)
r = _short(
    "r",
    "r",
    "r",
    "largest ratio η/β1 of the printed step",
    _PARAM,
    c1 ** sp.Rational(3, 2) / (2 * c2**_half * L),
)
r_lam = _short(
    "r_lam",
    r"r_\lambda",
    "r_λ",
    "ratio η/β1 with λη ≤ 1/4",
    _PARAM,
    sp.Min(r, 1 / (4 * lam)),
)
A = _short(
    "A", "A", "A", "gap term of the decaying guarantee", _GRADIENT**2, 2 * c2 * gap0 / r_lam, ">= 0"
)
S = _short(
    "S", "S", "S", "noise term of the guarantees", _GRADIENT**2, c2 * sigma**2 / (c1 * b), ">= 0"
)
c_inf_l2 = _short(
    "c_inf_l2",
    r"c_\infty'",
    "c∞′",
    "ℓ∞ bound of the regularised stochastic gradient (ℓ2-Adam)",
    _GRADIENT,
    c_inf + lam_l2 * x_inf_norm,
)
c2_l2 = _short(
    "c2_l2",
    "c_2'",
    "c2′",
    "largest entry of v_k for ℓ2-Adam",
    _GRADIENT,
    sp.sqrt(c_inf_l2**2 + delta),
)
L_l2 = _short(
    "smoothness_l2",
    "L'",
    "L′",
    "smoothness constant of the regularised loss (ℓ2-Adam)",
    _CURVATURE,
    L + lam_l2,
)
gap_l2 = _short(
    "gap_l2",
    r"\Delta'",
    "Δ′",
    "initial gap of the regularised loss (ℓ2-Adam)",
    _LOSS,
    gap + lam_l2 * x0_norm**2 / 2,
    ">= 0",
)
gamma_auto = _short(
    "gamma_auto",
    r"\gamma_*",
    "γ*",
    "scale of the decaying step that the explicit form takes",
    NONE,
    sp.Max(1, sp.sqrt(A / S)),
)
kappa = _short(
    "kappa",
    r"\kappa",
    "κ",
    "1 for γ = 1, 2 for γ > 1, where the first steps have β = 1",
    NONE,
    sp.Piecewise((sp.Integer(1), sp.Le(A, S)), (sp.Integer(2), True)),
)
p = _short("p", "p", "p", "slope of the equation for √T", _GRADIENT**2, gamma_auto * eps**2)
w = _short("w", "w", "w", "weight of the logarithm", _GRADIENT**2, 2 * S * gamma_auto**2, ">= 0")
L_c = _short(
    "L_c",
    "L_c",
    "L_c",
    "argument of the Lambert form of T",
    NONE,
    (A + S * (1 + kappa * gamma_auto**2)) / w - sp.log(gamma_auto) - sp.log(p / w),
    "real",
)
a = _short("a", "a", "a", "2ρb/η", _PARAM, 2 * rho * b / eta)

# --- Matrices of Lemma 5 and Theorems 6, 7 ------------------------------------------------------
H = _matrix("H", "H_*", "Hessian at the minimum", _CURVATURE, (d, d))
Q = _matrix(
    "Q", "Q", "diagonal preconditioner, diag(H_ii^{-1/2})", _LOSS ** (-_half) * _PARAM, (d, d)
)
M = _matrix("M", "M", "stationary covariance", _PARAM**2, (d, d))
M_adamw = _matrix(
    "M_adamw", r"M_{\mathrm{AdamW}}", "stationary covariance of AdamW", _PARAM**2, (d, d)
)
M_l2 = _matrix("M_l2", r"M_{\ell_2}", "stationary covariance of ℓ2-Adam", _PARAM**2, (d, d))
M_prime = _matrix("M_prime", "M'", "covariance of AdamW without the factor η/(2b)", _PARAM, (d, d))
M_prime_l2 = _matrix(
    "M_prime_l2", r"M'_{\ell_2}", "covariance of ℓ2-Adam without η/(2b)", _PARAM, (d, d)
)
x_star = _matrix("x_star", "x_*", "minimum of the loss", _PARAM, (d, 1))


def info(symbol: Any) -> SymbolInfo:
    """Return what is known of a symbol.

    Raises
    ------
    KeyError
        If the symbol is not in the table.
    """
    return SYMBOLS[symbol.name]


def units() -> dict[Any, Unit]:
    """Return the unit of every symbol, as :func:`adamw_bounds.theory.units.unit_of` takes it."""
    return {entry.symbol: entry.unit for entry in SYMBOLS.values()}


def latex_names() -> dict[Any, str]:
    """Return the LaTeX of every symbol, for sympy's printer."""
    return {entry.symbol: entry.latex for entry in SYMBOLS.values()}


def expand(expr: Any) -> Any:
    """Replace every abbreviation by its definition, down to given numbers."""
    while True:
        known = {
            symbol: SYMBOLS[symbol.name].definition
            for symbol in expr.free_symbols
            if getattr(symbol, "name", None) in SYMBOLS
            and SYMBOLS[symbol.name].definition is not None
        }
        if not known:
            return expr
        expr = expr.xreplace(known)
