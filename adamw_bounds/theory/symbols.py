"""The symbols that several papers share: name, LaTeX, meaning, domain, unit, option of the shell.

A symbol is a given number (``definition`` is None) or an abbreviation that the formulas share
(``definition`` is its expression in other symbols). Its sympy name is the name of the option, so
that the same word stands for the same thing in the shell, in Python and in JSON. What only one
paper uses is declared in that paper's file, by :func:`given`, :func:`short` and :func:`matrix`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sympy as sp

from adamw_bounds.theory.units import NONE, Unit

__all__ = [
    "CURVATURE",
    "DOMAINS",
    "GRADIENT",
    "LOSS",
    "PARAM",
    "SHARED",
    "STEP",
    "SYMBOLS",
    "SymbolInfo",
    "definition_of",
    "expand",
    "given",
    "info",
    "latex_names",
    "matrix",
    "occurs",
    "read_as",
    "short",
    "units",
]

LOSS = Unit(sp.Integer(1), sp.Integer(0))
PARAM = Unit(sp.Integer(0), sp.Integer(1))
GRADIENT = LOSS * PARAM**-1
CURVATURE = LOSS * PARAM**-2
STEP = PARAM  # the step eta m/v: m/v has no unit

#: Every domain that a given number can have, and what sympy is told of it.
DOMAINS: dict[str, dict[str, bool]] = {
    "> 0": {"positive": True},
    ">= 0": {"nonnegative": True},
    "(0, 1)": {"positive": True},
    "(0, 1]": {"positive": True},
    "integer >= 1": {"positive": True, "integer": True},
    "real": {"real": True},
}


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
        One of :data:`DOMAINS`, or ``matrix``.
    unit : Unit
        Its unit.
    definition : sympy expression or None
        For an abbreviation: what it abbreviates.
    is_input : bool
        Whether it is an option of the shell.
    default : sympy expression or None
        What it is where it was not given, for every statement.
    how : str
        How one comes by it, and what is usual: what is said to who did not give it.
    """

    symbol: Any
    latex: str
    text: str
    meaning: str
    domain: str
    unit: Unit
    definition: Any = None
    is_input: bool = True
    default: Any = None
    how: str = ""


#: Every symbol that has been declared, by name: the shared ones, then those of the papers.
SYMBOLS: dict[str, SymbolInfo] = {}


def _declare(entry: SymbolInfo) -> Any:
    """Add a symbol to the table; one name has one meaning, whichever paper uses it.

    Raises
    ------
    ValueError
        If the name stands for something else already.
    """
    name = entry.symbol.name
    known = SYMBOLS.setdefault(name, entry)
    if known != entry:
        raise ValueError(
            f"the symbol {name!r} is declared already, as {known.meaning!r} ({known.domain}, "
            f"unit {known.unit}): use that one, or choose another name"
        )
    return entry.symbol


def given(
    name: str,
    latex: str,
    text: str,
    meaning: str,
    domain: str,
    unit: Unit,
    *,
    is_input: bool = True,
    default: Any = None,
    how: str = "",
) -> sp.Symbol:
    """Declare a given number and return its symbol.

    Parameters
    ----------
    name : str
        The option of the shell and the argument in Python, with ``_`` for ``-``.
    latex, text : str
        How it is printed.
    meaning : str
        What it stands for, a phrase.
    domain : str
        One of :data:`DOMAINS`.
    unit : Unit
        Its unit.
    is_input : bool
        Whether the shell offers it as an option.
    default : sympy expression or None
        What it is where it was not given.
    how : str
        How one comes by it, and what is usual.

    Raises
    ------
    KeyError
        If there is no such domain.
    ValueError
        If the name stands for something else already.
    """
    symbol = sp.Symbol(name, **DOMAINS[domain])
    value = None if default is None else sp.sympify(default)
    return _declare(
        SymbolInfo(symbol, latex, text, meaning, domain, unit, None, is_input, value, how)
    )


def short(
    name: str, latex: str, text: str, meaning: str, unit: Unit, definition: Any, domain: str = "> 0"
) -> sp.Symbol:
    """Declare an abbreviation, ``c2`` for √(c∞² + δ), and return its symbol.

    Parameters are those of :func:`given`; ``definition`` is the expression that it stands for, in
    given numbers and other abbreviations.
    """
    symbol = sp.Symbol(name, **DOMAINS[domain])
    return _declare(SymbolInfo(symbol, latex, text, meaning, domain, unit, definition, False))


def matrix(name: str, latex: str, text: str, meaning: str, unit: Unit, shape: Any) -> Any:
    """Declare a matrix of a given shape and return its symbol."""
    symbol = sp.MatrixSymbol(name, *shape)
    return _declare(SymbolInfo(symbol, latex, text, meaning, "matrix", unit, None, False))


# --- Given numbers ------------------------------------------------------------------------------
c_inf = given(
    "c_inf",
    r"c_\infty",
    "c∞",
    "ℓ∞ bound of the stochastic gradient",
    "> 0",
    GRADIENT,
    how=(
        "the largest entry of any stochastic gradient; spectrum measure and a trace of "
        "Recorder hold the largest seen; usually 10⁻² to 10, and at most C where gradients "
        "are clipped to the norm C"
    ),
)
c_2 = given(
    "c_2",
    "G_2",
    "G₂",
    "ℓ2 bound of the stochastic gradient",
    "> 0",
    GRADIENT,
    default=sp.sqrt(sp.Symbol("dim", **DOMAINS["integer >= 1"])) * c_inf,
)
L = given(
    "smoothness",
    "L",
    "L",
    "smoothness constant of the loss",
    "> 0",
    CURVATURE,
    how=(
        "the largest Hessian eigenvalue, which spectrum measure gives, is never above it; "
        "usually 10 to 10⁴"
    ),
)
sigma = given(
    "sigma",
    r"\sigma",
    "σ",
    "gradient noise: standard deviation for one sample",
    ">= 0",
    GRADIENT,
    how=(
        "spectrum measure and a trace of Recorder estimate it; that of a batch is σ/√b; "
        "usually 0.1 to 10²"
    ),
)
H = given(
    "smoothness_inf",
    "H",
    "H",
    "smoothness in the max norm: ‖∇F(x) − ∇F(y)‖₁ ≤ H‖x − y‖∞",
    "> 0",
    CURVATURE,
)
S = given(
    "sigma_l1",
    "S",
    "S",
    "sum over the coordinates of the standard deviations of the gradient noise, for one sample",
    ">= 0",
    GRADIENT,
    default=sp.sqrt(sp.Symbol("dim", **DOMAINS["integer >= 1"])) * sigma,
)
delta = given(
    "delta",
    r"\delta",
    "δ",
    "constant inside the root, √(n_k + δ)",
    "> 0",
    GRADIENT**2,
    how="the square of Adam's ε, so --adam-eps says it too; PyTorch's default is 10⁻¹⁶",
)
gap = given(
    "gap",
    r"\Delta",
    "Δ",
    "initial gap F(x₀) − F(x*)",
    ">= 0",
    LOSS,
    how=(
        "the loss at the start, less the least that it can be: at most the loss at the start "
        "where losses are ≥ 0; about ln(classes) for cross-entropy"
    ),
)
eps = given(
    "epsilon",
    r"\epsilon",
    "ε",
    "accuracy asked for: of the gradient norm",
    "> 0",
    GRADIENT,
    how=(
        "your choice: a gradient norm at which you would call the run converged, 10⁻² to 1 "
        "for example"
    ),
)
eps_gap = given(
    "epsilon_gap",
    r"\epsilon",
    "ε",
    "accuracy asked for in Theorem 4: of the function gap",
    "> 0",
    LOSS,
    is_input=False,
)
b = given(
    "batch_size",
    "b",
    "b",
    "minibatch size",
    "integer >= 1",
    NONE,
    default=1,
    how="samples of a step",
)
mu = given(
    "mu",
    r"\mu",
    "μ",
    "Polyak–Łojasiewicz constant",
    "> 0",
    CURVATURE,
    how=(
        "no measurement gives it: it is known for losses such as ridge regression, where it "
        "is the least eigenvalue"
    ),
)
d = given(
    "dim",
    "d",
    "d",
    "number of parameters",
    "integer >= 1",
    NONE,
    how="sum(p.numel() for p in model.parameters())",
)
eta = given(
    "eta",
    r"\eta",
    "η",
    "learning rate",
    "> 0",
    STEP,
    how="the learning rate of the run, so --lr says it too; usually 10⁻⁵ to 10⁻²",
)
beta1 = given(
    "beta1",
    r"\beta_1",
    "β1",
    "weight of the new gradient in m (one minus PyTorch's)",
    "(0, 1]",
    NONE,
    how="one minus the first of PyTorch's betas, so --betas 0.9 0.999 says it too; usually 0.1",
)
beta2 = given(
    "beta2",
    r"\beta_2",
    "β2",
    "weight of the new squared gradient in n (one minus PyTorch's)",
    "(0, 1)",
    NONE,
    how=(
        "one minus the second of PyTorch's betas, so --betas 0.9 0.999 says it too; usually "
        "10⁻³ to 0.05"
    ),
)
lam = given(
    "lam",
    r"\lambda",
    "λ",
    "decoupled weight decay; λ₀ of the decreasing schedule",
    ">= 0",
    PARAM**-1,
    default=0,
    how="the weight decay of the run, so --weight-decay says it too; PyTorch's default is 0.01",
)
# The paper gives both optimizers one λ, although the two have different units.
lam_l2 = given(
    "lam_l2",
    r"\lambda_{\ell_2}",
    "λ_ℓ2",
    "weight decay of ℓ2-Adam",
    ">= 0",
    CURVATURE,
    default=lam,
)
x0_norm = given(
    "x0_norm",
    r"\|x_0\|_2",
    "‖x₀‖₂",
    "norm of the initial parameters",
    ">= 0",
    PARAM,
    how="root of the sum of squares of the model's parameters before the first step",
)
x0_inf_norm = given(
    "x0_inf_norm",
    r"\|x_0\|_\infty",
    "‖x₀‖∞",
    "largest initial parameter",
    ">= 0",
    PARAM,
    how="the largest parameter, in absolute value, before the first step; usually 0.1 to 1",
)
x_inf_norm = given(
    "x_inf_norm",
    r"\|x_k\|_\infty",
    "‖x‖∞",
    "largest parameter along the run",
    ">= 0",
    PARAM,
    how=(
        "the largest parameter, in absolute value, in any step; a trace of Recorder holds it;"
        " usually 0.1 to 10"
    ),
)
gamma_given = given("gamma", r"\gamma", "γ", "scale of the decaying step (Theorem 3)", "> 0", NONE)
k = given(
    "k",
    "k",
    "k",
    "iteration",
    "integer >= 1",
    NONE,
    how="a step of your choice",
)
T = given(
    "iterations",
    "T",
    "T",
    "number of steps",
    "integer >= 1",
    NONE,
    how="the steps of the run, or a number of your choice",
)
rate_sum = given(
    "rate_sum",
    r"\textstyle\sum_k\eta_k",
    "Ση_k",
    "sum of the learning rates of the run, of which η is the largest",
    "> 0",
    STEP,
    is_input=False,
    default=eta * T,
)
rho = given(
    "rho",
    r"\rho",
    "ρ",
    "variance of the prior (of the initialisation)",
    "> 0",
    PARAM**2,
    how=(
        "the variance with which PyTorch fills the layers, 1/(3·fan-in) for Linear and Conv; "
        "files of spectrum measure hold it where it is known; usually 10⁻³ to 0.1"
    ),
)
n = given(
    "samples",
    "n",
    "n",
    "number of training samples",
    "integer >= 1",
    NONE,
    how="length of the data set",
)
tau = given(
    "tau",
    r"\tau",
    "τ",
    "confidence: the bound holds with probability 1 − τ",
    "(0, 1)",
    NONE,
    default=sp.Rational(1, 20),
)
x_star_norm = given(
    "x_star_norm",
    r"\|x_*\|_2",
    "‖x*‖₂",
    "norm of the trained parameters",
    ">= 0",
    PARAM,
    default=0,
)
kl = given(
    "kl",
    r"\mathrm{KL}",
    "KL",
    "KL divergence of the posterior from the prior, in nats",
    ">= 0",
    NONE,
    is_input=False,
)
x_norm = given(
    "x_norm",
    r"\|x_k\|_2",
    "‖x_k‖₂",
    "norm of the parameters at step k, or its root mean square along the run",
    ">= 0",
    PARAM,
    how="a trace of Recorder holds it; √d times a bound of the largest parameter is never below it",
)
sharpness = given(
    "sharpness",
    "s",
    "s",
    "largest eigenvalue of the Hessian between two factors (√v̂+ε)^(-1/2)",
    "> 0",
    PARAM**-1,
)
gradient_norm = given(
    "gradient_norm",
    r"\|\nabla F\|_2",
    "‖∇F‖₂",
    "norm of the full gradient at the point that is looked at",
    "> 0",
    GRADIENT,
    how=(
        "the norm of the gradient of all the data; pairs of batches in a trace of Recorder "
        "estimate it"
    ),
)
to = given("to", "b'", "b′", "batch size to change to", "integer >= 1", NONE)
constant_decay = given(
    "constant_decay",
    r"[\lambda_k = \lambda]",
    "[λ_k = λ]",
    "1 where the weight decay is held constant, as PyTorch does, else 0",
    ">= 0",
    NONE,
    is_input=False,
    default=0,
)
pytorch_update = given(
    "pytorch_update",
    r"[\text{PyTorch}]",
    "[PyTorch]",
    "1 for PyTorch's update (bias-corrected, ε outside the root), 0 for the paper's",
    ">= 0",
    NONE,
    is_input=False,
    default=0,
)
constant_rate = given(
    "constant_rate",
    r"[\eta_k = \eta]",
    "[η_k = η]",
    "1 where the learning rate is the same at every step, else 0",
    ">= 0",
    NONE,
    is_input=False,
    default=1,
)

least_rate = given(
    "group_lr_ratio",
    r"\tau_{\min}",
    "τ_min",
    "smallest learning rate of a parameter group over the largest, which is η",
    "(0, 1]",
    NONE,
    default=1,
)

# --- Abbreviations ------------------------------------------------------------------------------
c1 = short("c1", "c_1", "c1", "least entry of v_k", GRADIENT, sp.sqrt(delta))
c2 = short("c2", "c_2", "c2", "largest entry of v_k", GRADIENT, sp.sqrt(c_inf**2 + delta))
c_inf_l2 = short(
    "c_inf_l2",
    r"c_\infty'",
    "c∞′",
    "ℓ∞ bound of the regularised stochastic gradient (ℓ2-Adam)",
    GRADIENT,
    c_inf + lam_l2 * x_inf_norm,
)
L_l2 = short(
    "smoothness_l2",
    "L'",
    "L′",
    "smoothness constant of the regularised loss (ℓ2-Adam)",
    CURVATURE,
    L + lam_l2,
)
gap_l2 = short(
    "gap_l2",
    r"\Delta'",
    "Δ′",
    "initial gap of the regularised loss (ℓ2-Adam)",
    LOSS,
    gap + lam_l2 * x0_norm**2 / 2,
    ">= 0",
)

#: Names of the symbols that belong to no paper.
SHARED: tuple[str, ...] = tuple(SYMBOLS)


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


#: Abbreviations of formulas that are read with other numbers, by name: they are in no table.
_READ: dict[str, Any] = {}


def read_as(symbol: sp.Symbol, definition: Any) -> sp.Symbol:
    """Return an abbreviation that stands for another expression than the symbol does.

    It keeps what is known of the symbol's sign.
    """
    for name, known in _READ.items():
        if known == definition and name.startswith(f"{symbol.name}@"):
            break
    else:
        name = f"{symbol.name}@{len(_READ)}"
        _READ[name] = definition
    return sp.Symbol(name, **symbol.assumptions0)


def definition_of(symbol: Any) -> Any:
    """Return what a symbol abbreviates, None where it is a given number.

    Raises
    ------
    KeyError
        If the symbol is not declared.
    """
    if symbol.name in _READ:
        return _READ[symbol.name]
    return SYMBOLS[symbol.name].definition


def expand(expr: Any) -> Any:
    """Replace every abbreviation by its definition, down to given numbers."""
    while True:
        known = {
            symbol: definition_of(symbol)
            for symbol in expr.free_symbols
            if (symbol.name in SYMBOLS or symbol.name in _READ)
            and definition_of(symbol) is not None
        }
        if not known:
            return expr
        expr = expr.xreplace(known)


def occurs(expr: Any, kind: Any) -> bool:
    """Tell whether an expression has a part of a kind, in its abbreviations too.

    Nothing is substituted, which would evaluate every expression on the way.
    """
    seen: set[str] = set()
    waiting = [expr]
    while waiting:
        expr = waiting.pop()
        if expr.has(kind):
            return True
        for symbol in expr.free_symbols:
            if symbol.name in seen or not (symbol.name in SYMBOLS or symbol.name in _READ):
                continue
            seen.add(symbol.name)
            if (definition := definition_of(symbol)) is not None:
                waiting.append(definition)
    return False
