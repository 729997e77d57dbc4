"""Ghadimi and Lan 2013: stochastic gradient descent on a smooth loss, with explicit constants."""

from __future__ import annotations

from typing import Any

import sympy as sp

from adamw_bounds.theory import symbols as s
from adamw_bounds.theory.audit import once
from adamw_bounds.theory.audit.evidence import Evidence, Finding, Relation, check
from adamw_bounds.theory.statements import (
    Claim,
    Formula,
    Note,
    Paper,
    Part,
    Source,
    Statement,
    Variant,
)

__all__ = ["PAPER"]

#: It bounds the squared gradient norm at the start, and the whole bound is made of it.
_START = 2 * s.L * s.gap

_BOUND = Variant(
    (
        Part("gap", given=_START / s.T),
        Part("noise", given=2 * s.sigma * sp.sqrt(_START / (s.b * s.T))),
    ),
    combine="sum",
)
#: The positive root of ε²N − 2σ√(2LΔN/b) − 2LΔ in √N, squared.
_COUNT = Variant(
    given=_START * (s.sigma / sp.sqrt(s.b) + sp.sqrt(s.sigma**2 / s.b + s.eps**2)) ** 2 / s.eps**4,
    why="the least T whose bound is at most ε², solved for T",
)
_COMPLEXITY = Variant(given=s.b * _COUNT.given, why=_COUNT.why)
#: The step that the corollary takes.
_STEP = Variant(
    given=sp.Min(1 / s.L, sp.sqrt(2 * s.gap * s.b / (s.L * s.T)) / s.sigma, evaluate=False)
)

COROLLARY_2_2 = Statement(
    id="ghadimi2013-corollary-2-2",
    name="Corollary 2.2 of Ghadimi and Lan",
    title="SGD with a constant step, smooth loss",
    assumptions=(
        "F is L-smooth and bounded below.",
        "The stochastic gradient is unbiased; its variance is at most σ² for one sample, so "
        "σ²/b for a batch of b.",
        "The step is constant: x_{k+1} = x_k − γ g_k with γ = min(1/L, √(2Δb/(Lσ²T))). So T, L, "
        "Δ and σ must be known before the run.",
        "The output is drawn uniformly from x_0, …, x_{T−1}; the bound is on the average over "
        "them.",
    ),
    formulas=(
        Formula(
            "gradient-norm-squared",
            r"\frac1T\sum_{k<T}\mathbb{E}\|\nabla F(x_k)\|_2^2",
            {"explicit": _BOUND},
            "constant",
            "sgd",
            unit=s.GRADIENT**2,
        ),
        Formula(
            "iterations",
            "T",
            {"explicit": _COUNT},
            "constant",
            "sgd",
            counts=("explicit",),
        ),
        Formula(
            "gradient-complexity",
            r"b\,T",
            {"explicit": _COMPLEXITY},
            "constant",
            "sgd",
            counts=("explicit",),
        ),
        Formula("eta", r"\gamma", {"explicit": _STEP}, "constant", "sgd", unit=s.CURVATURE**-1),
    ),
    source=Source(
        "S. Ghadimi and G. Lan, Stochastic First- and Zeroth-Order Methods for Nonconvex "
        "Stochastic Programming, SIAM Journal on Optimization 23(4), 2013",
        "Corollary 2.2, from Theorem 2.1(a)",
        "2341–2368",
        "",
        "doi:10.1137/120880811",
    ),
    remarks=(
        "No ℓ∞ bound, no dimension and no δ stand in it: it is the measure of what an adaptive "
        "method's bound costs.",
        "SGD's step is in other units than AdamW's: it multiplies the gradient itself.",
    ),
    notes=(
        Note(
            "no better than the start, where ‖∇F‖² ≤ 2LΔ",
            when=sp.Ge(_BOUND.expr, _START, evaluate=False),
            quantities=("gradient-norm-squared",),
        ),
    ),
    optimizers=("sgd",),
    measure="avg E‖∇F(x_k)‖²",
    in_a_line="F L-smooth; g unbiased, of variance σ²/b; the step is set from T, L, Δ and σ",
    translated="σ²/b is the paper's σ²",
)

_CLAIMS = (
    Claim(
        "ghadimi-step",
        (COROLLARY_2_2.id,),
        "holds",
        "the step γ = min(1/L, √(2Δb/(Lσ²T))) gives 2LΔ/T + 2σ√(2LΔ/(bT))",
    ),
    Claim(
        "ghadimi-count",
        (COROLLARY_2_2.id,),
        "holds",
        "T = 2LΔ(σ/√b + √(σ²/b + ε²))²/ε⁴ steps reach ε",
    ),
)


@check("ghadimi-step")
def step_of_the_corollary(
    evidence: Evidence, bound: Any = _BOUND.expr, step: Any = _STEP.expr
) -> Finding:
    """Put both sides of the step's minimum into the bound for any step up to 1/L."""
    T, L, b, sigma = s.T, s.L, s.b, s.sigma
    gamma = sp.Symbol("gamma_step", positive=True)
    general = 2 * s.gap / (T * gamma) + L * sigma**2 * gamma / b
    evidence.say("for γ ≤ 1/L the descent lemma gives avg E‖∇F‖² at most", general)
    sides = step.args
    # 1/γ is the larger of the two inverses, so at most their sum; γ is at most each side.
    inverse = sp.Add(*(1 / side for side in sides))
    noisy = next((side for side in sides if side.has(sigma)), None)
    if noisy is None or len(sides) != 2:
        return "false-as-printed", f"the step {step} is not the lesser of two sides"
    evidence.say("with 1/γ at most the sum of both inverses, and γ at most its noisy side", inverse)
    total = 2 * s.gap / T * inverse + L * sigma**2 * noisy / b
    difference = once.simplify(sp.expand(s.expand(total - bound), force=True))
    evidence.say("that, less the bound", Relation(difference, "=" if difference == 0 else "≠", 0))
    if difference == 0:
        return "holds", "both sides of the minimum add up to the bound"
    return "false-as-printed", f"the step leaves {difference} beside the bound"


@check("ghadimi-count")
def count_of_the_corollary(
    evidence: Evidence, bound: Any = _BOUND.expr, count: Any = _COUNT.expr
) -> Finding:
    """Put the count into the bound."""
    reached = s.expand(bound).xreplace({s.T: s.expand(count)})
    noise = sp.Symbol("v", nonnegative=True)
    reached = once.simplify(reached.subs(s.sigma, noise * sp.sqrt(s.b)))
    left = once.simplify(sp.radsimp(reached) - s.eps**2)
    evidence.say(
        "the bound after that many steps, less ε²", Relation(left, "=" if left == 0 else "≠", 0)
    )
    falls = once.simplify(sp.diff(s.expand(bound), s.T))
    evidence.say("the bound falls in T: its derivative", falls)
    if left == 0 and falls.is_nonpositive:
        return "holds", "there the bound is ε² exactly, and it falls in T"
    return "false-as-printed", f"there the bound is off ε² by {left}"


PAPER = Paper(
    key="ghadimi2013",
    authors=("Ghadimi, Saeed", "Lan, Guanghui"),
    title="Stochastic First- and Zeroth-Order Methods for Nonconvex Stochastic Programming",
    venue="SIAM Journal on Optimization 23(4), 2341–2368",
    year=2013,
    statements=(COROLLARY_2_2,),
    claims=_CLAIMS,
    doi="10.1137/120880811",
    arxiv="1309.5549",
    bibtex=r"""@article{ghadimi2013,
  author = {Ghadimi, Saeed and Lan, Guanghui},
  title = {Stochastic First- and Zeroth-Order Methods for Nonconvex Stochastic Programming},
  journal = {SIAM Journal on Optimization},
  volume = {23},
  number = {4},
  pages = {2341--2368},
  year = {2013},
  doi = {10.1137/120880811},
  eprint = {1309.5549},
  archiveprefix = {arXiv},
}
""",
    place=85,
)
