"""A worked example: copy this file, rename it after your paper, fill it in, run the tests.

It says all there is to say of one theorem, SGD with a constant step under noise that grows with the
gradient. Names that begin with an underscore are not found, so this one answers no question; the
tests run it through everything that they run a paper through.
"""

from __future__ import annotations

import sympy as sp

# The symbols that papers share. Look there first: c_inf, sigma, L, gap, eps, eta, b, T …
from adamw_bounds.theory import symbols as s

# What a check of a claim collects its steps in.
from adamw_bounds.theory.audit.evidence import Evidence, Finding, Relation, check
from adamw_bounds.theory.audit.tools import zero
from adamw_bounds.theory.statements import (
    Claim,
    Condition,
    Formula,
    Monomial,
    Note,
    Paper,
    Part,
    Source,
    Statement,
    Variant,
)
from adamw_bounds.theory.units import NONE

__all__ = ["PAPER"]

# --- Symbols that only this paper uses ------------------------------------------------------------
# Name (the option is --relative-noise), LaTeX, Unicode, meaning, domain, unit. The domain is what
# the shell checks, and what the code generator knows of the sign.
relative_noise = s.given(
    "relative_noise",
    r"\omega",
    "ω",
    "how the gradient noise grows with the gradient",
    ">= 0",
    NONE,
    default=0,
)
# A learning rate of SGD is not one of Adam: x − ηg needs η in other units than x − ηm/√n. The check
# of units tells the two apart, and an option that meant both would be wrong in one of them.
step = s.given("sgd_step", r"\nu", "ν", "step size of SGD, x − ν·g", "> 0", s.CURVATURE**-1)
# An abbreviation: printed as such, written out wherever it is computed.
steepness = s.short(
    "steepness",
    r"L_\omega",
    "L_ω",
    "curvature that the noisy step feels",
    s.CURVATURE,
    s.L * (1 + relative_noise),
)

# --- Formulas -------------------------------------------------------------------------------------
# One step with ν ≤ 1/L_ω loses (ν/2)‖∇F‖² but for Lν²σ²/(2b); summed over T steps and divided:
_bound = Variant(
    (
        # The parts of a sum or of a maximum have labels; the largest is named in every answer.
        Part("gap", (Monomial(2, s.gap / (step * s.T)),)),
        Part("noise-floor", (Monomial(s.L * step * s.sigma**2 / s.b),)),
    ),
    "sum",
)
# s = min(1/L_ω, bε²/(2Lσ²)) leaves half of ε² to each part. The factors of a product that mean
# something by themselves are kept apart: they explain why a count is large.
_curvature_ratio = steepness * s.gap / s.eps**2
_noise_ratio = s.sigma**2 / (s.b * s.eps**2)
_iterations = Variant(
    (
        Part("bias", (Monomial(4, _curvature_ratio),)),
        Part("variance", (Monomial(8, s.L * s.gap / s.eps**2, _noise_ratio),)),
    ),
    # "max" is the default: T is the larger part.
)
_work = Variant(
    tuple(
        Part(part.label, tuple(Monomial(s.b, *item.factors) for item in part.alternatives))
        for part in _iterations.parts
    )
)

THEOREM = Statement(
    # Author and year, then the paper's own numbering.
    id="example2026-theorem-1",
    title="Stationarity of SGD with a constant step",
    assumptions=(
        "F is L-smooth and bounded below.",
        "E[g_k | past] = ∇F(x_k) and E‖g_k − ∇F(x_k)‖² ≤ σ²/b + ω‖∇F(x_k)‖².",
    ),
    formulas=(
        Formula(
            "gradient-norm-squared",
            r"\frac1T\sum_{k<T}\mathbb{E}\|\nabla F(x_k)\|_2^2",
            # What the paper prints; "corrected" and "explicit" stand beside it where they differ.
            {"explicit": _bound},
            schedule="constant",
            unit=s.GRADIENT**2,
        ),
        # Counts have no unit, and are rounded up in the variants that are no mere orders.
        Formula("iterations", "T", {"explicit": _iterations}, "constant", counts=("explicit",)),
        Formula(
            "gradient-complexity", r"b\,T", {"explicit": _work}, "constant", counts=("explicit",)
        ),
    ),
    conditions=(
        # lhs ≤ rhs: an answer says whether it is met, by what factor it is missed, what meets it.
        Condition(
            "step-steepness",
            step,
            1 / steepness,
            variants=("explicit",),
            text="s ≤ 1/(L(1+ω))",
            limit_of="sgd_step",
            why="the descent of one step must outweigh the noise that grows with the gradient",
            # The numbers that do not hold without it: no bound is printed as one then.
            for_=("gradient-norm-squared",),
        ),
    ),
    source=Source(
        paper="A. Author, An example, Journal of Examples 1, 2026",
        where="Theorem 1",
        pages="1–2",
        doi="doi:10.0000/example",
    ),
    remarks=(
        "The batch divides σ² only: the part of the noise that grows with the gradient stays.",
    ),
    notes=(
        # A remark on a row, where it holds.
        Note(
            "σ = 0: the step 1/(L(1+ω)) serves every ε",
            when=sp.Eq(s.sigma, 0),
            quantities=("iterations", "gradient-complexity"),
        ),
    ),
    optimizers=("sgd",),
    name="Theorem 1 of the example",
    measure="avg E‖∇F‖²",
)

# --- Claims, each with its check ------------------------------------------------------------------
CLAIMS = (
    Claim(
        "example2026-count",
        (THEOREM.id,),
        "holds",
        "the count follows from the bound, half of ε² for each part",
    ),
)


@check("example2026-count")
def count(
    evidence: Evidence,
    bound: Variant = _bound,
    iterations: Variant = _iterations,
) -> Finding:
    """Put both step sizes and the count into the bound.

    Every parameter has the paper's own object as its default, so that tests can feed in a twin
    that is wrong and see the verdict change.
    """
    gap, floor = (part.expr for part in bound.parts)
    caps = (1 / steepness, s.b * s.eps**2 / (2 * s.L * s.sigma**2))
    half = s.eps**2 / 2
    evidence.say("the noise floor at the second step size is half of ε²", floor.subs(step, caps[1]))
    if not zero(floor.subs(step, caps[1]) - half):
        return "false-as-printed", "the noise floor is not half of ε²"
    for part, size in zip(iterations.parts, caps, strict=True):
        needed = sp.solve(s.expand(gap.subs(step, size) - half), s.T)[0]
        evidence.say(f"steps until the gap's part is half of ε²: {part.label}", needed)
        if not zero(needed - part.expr):
            return "false-as-printed", f"{part.label} is not what the bound gives"
    evidence.say("the two step sizes", Relation(caps[0], "≤", sp.Max(*caps, evaluate=False)))
    return "holds", "each part of the count makes its part of the bound half of ε²"


PAPER = Paper(
    # The name of this file, and of the kernels generated from it.
    key="example2026",
    authors=("Author, Anna",),
    title="An Example",
    venue="Journal of Examples 1, 1–2",
    year=2026,
    statements=(THEOREM,),
    claims=CLAIMS,
    symbols=(relative_noise, step, steepness),
    doi="10.0000/example",
    bibtex=r"""@article{example2026,
  author = {Author, Anna},
  title = {An Example},
  journal = {Journal of Examples},
  volume = {1},
  pages = {1--2},
  year = {2026},
  doi = {10.0000/example},
}
""",
)
