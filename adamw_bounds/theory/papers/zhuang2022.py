"""Zhuang, Liu, Cutkosky and Orabona 2022: AdamW as a proximal step, and scale-free updates.

What the paper is about stands in its abstract. The statements are worded here, and derived from the
update itself; ``scale-free`` measures them on a stream of gradients.
"""

from __future__ import annotations

from collections.abc import Callable

import sympy as sp

from adamw_bounds.theory import symbols as s
from adamw_bounds.theory.audit.evidence import (
    EXACT,
    Evidence,
    Finding,
    Relation,
    check,
)
from adamw_bounds.theory.audit.notation import text
from adamw_bounds.theory.audit.tools import linear_root, zero
from adamw_bounds.theory.statements import (
    Claim,
    Formula,
    Paper,
    Source,
    Statement,
    Variant,
)
from adamw_bounds.theory.units import NONE

__all__ = ["PAPER"]

# --- Symbols --------------------------------------------------------------------------------------
x = s.given(
    "coordinate", "x", "x", "one parameter before the step", "real", s.PARAM, is_input=False
)
u = s.given(
    "adam_step",
    "u",
    "u",
    "what Adam subtracts from it, η m̂/(√v̂ + ε)",
    "real",
    s.PARAM,
    is_input=False,
)
root_v = s.given(
    "root_v", r"\sqrt{\hat v}", "√v̂", "root of the second moment", "> 0", s.GRADIENT, is_input=False
)
eps_outside = s.given(
    "eps_outside",
    r"\varepsilon",
    "ε_Adam",
    "Adam's ε, which stands outside of the root",
    ">= 0",
    s.GRADIENT,
    is_input=False,
)
scale = s.given(
    "gradient_scale",
    "s",
    "s",
    "factor of every gradient of one coordinate, the same at every step",
    "> 0",
    NONE,
    is_input=False,
)
z = s.short("decay_of_a_step", "z", "z", "ηλ, what one step decays", NONE, s.eta * s.lam, ">= 0")
# Of the condition number: a Hessian of two coordinates, and Λ.
h_11 = s.given("h_11", "H_{11}", "H₁₁", "curvature along x₁", "> 0", s.CURVATURE, is_input=False)
h_22 = s.given("h_22", "H_{22}", "H₂₂", "curvature along x₂", "> 0", s.CURVATURE, is_input=False)
h_12 = s.given(
    "h_12", "H_{12}", "H₁₂", "coupling of x₁ and x₂", "real", s.CURVATURE, is_input=False
)
scale_1 = s.given(
    "scale_1", r"\Lambda_1", "Λ₁", "factor of the gradient along x₁", "> 0", NONE, is_input=False
)
scale_2 = s.given(
    "scale_2", r"\Lambda_2", "Λ₂", "factor of the gradient along x₂", "> 0", NONE, is_input=False
)

_SYMBOLS = (x, u, root_v, eps_outside, scale, z, h_11, h_22, h_12, scale_1, scale_2)


def _source(where: str) -> Source:
    return Source(
        "Z. Zhuang, M. Liu, A. Cutkosky and F. Orabona, Understanding AdamW through Proximal "
        "Methods and Scale-Freeness, Transactions on Machine Learning Research, 2022",
        where,
        "",
        "",
        "arXiv:2202.00089",
    )


# --- The proximal step ----------------------------------------------------------------------------
_ADAMW_STEP = Variant(given=(1 - z) * x - u)
_PROXIMAL_STEP = Variant(given=(x - u) / (1 + z))
_GAP = Variant(given=z * (z * x + u) / (1 + z))

PROXIMAL_STEP = Statement(
    id="zhuang2022-proximal-step",
    name="the proximal step of Zhuang et al.",
    title="AdamW is a proximal step to first order in ηλ",
    assumptions=(
        "One coordinate x, and u = η m̂/(√v̂ + ε), what Adam subtracts from it. AdamW, AdamProx "
        "(and Adam) have the same u at the same gradients.",
        "Decay as PyTorch has it, ηλx. The paper writes λη_t x with η_t the schedule alone, at "
        "most 1: its λ is λη_max here.",
    ),
    formulas=(
        Formula(
            "adamw-step",
            r"x^{\mathrm{AdamW}}",
            {"explicit": _ADAMW_STEP},
            unit=s.PARAM,
            optimizer="adamw",
            signed=True,
        ),
        Formula(
            "proximal-step",
            r"x^{\mathrm{AdamProx}}",
            {"explicit": _PROXIMAL_STEP},
            unit=s.PARAM,
            optimizer="adamprox",
            signed=True,
        ),
        Formula(
            "proximal-gap",
            r"x^{\mathrm{AdamProx}} - x^{\mathrm{AdamW}}",
            {"explicit": _GAP},
            unit=s.PARAM,
            optimizer="adamprox",
            signed=True,
        ),
    ),
    source=_source("the proximal update, beside AdamW's"),
    remarks=(
        "AdamProx minimises ½(y − (x − u))² + (ηλ/2)y²: the penalty enters by its proximal map, "
        "not by its gradient.",
        "The gap is of second order in ηλ where u is of first order in η. AdamProx never "
        "overshoots: for ηλ > 1 AdamW's decay alone turns the sign of x, AdamProx's does not.",
    ),
    optimizers=("adamw", "adamprox"),
)

# --- Scale-free -----------------------------------------------------------------------------------
_RATIO = Variant(given=(root_v + eps_outside) / (root_v + eps_outside / scale))
_DEVIATION = Variant(given=eps_outside * (scale - 1) / (scale * root_v + eps_outside))
_EPS_OF_COPY = Variant(given=eps_outside / scale)
_DECAY_OF_COPY = Variant(given=s.lam_l2 / scale)

SCALE_FREE = Statement(
    id="zhuang2022-scale-free",
    name="scale-freeness of Zhuang et al.",
    title="Rescaled gradients give the same iterates, exactly if ε = 0",
    assumptions=(
        "Every gradient g_t, its noise included, becomes s⊙g_t with s > 0 of one value a "
        "coordinate, the same at every step. The gradients are a given stream.",
        "Both moments start at 0, with or without bias correction; 0/0 is read as 0, where a "
        "coordinate never gets a gradient.",
    ),
    formulas=(
        Formula(
            "step-ratio",
            r"u_s / u",
            {"explicit": _RATIO},
            optimizer="adamw",
        ),
        Formula(
            "step-deviation",
            r"(u_s - u)/u",
            {"explicit": _DEVIATION},
            optimizer="adamw",
            signed=True,
        ),
        Formula(
            "copy-eps",
            r"\varepsilon_s",
            {"explicit": _EPS_OF_COPY},
            unit=s.GRADIENT,
        ),
        Formula(
            "copy-decay",
            r"\lambda_s",
            {"explicit": _DECAY_OF_COPY},
            unit=s.CURVATURE,
            optimizer="l2-adam",
        ),
    ),
    source=_source("scale-freeness"),
    remarks=(
        "A copy with s⊙g_t walks exactly as the original with ε/s in the place of ε; ℓ2-Adam's "
        "also with λ/s in the place of λ. So AdamW, AdamProx and Adam are scale-free if and only "
        "if ε = 0, with any λ; ℓ2-Adam with λ > 0 never is.",
        "The decay rates of ℓ2-Adam, λ/(√v̂ + ε), are spread over the coordinates as widely as "
        "1/(√v̂ + ε) is.",
    ),
    optimizers=("adamw", "adamprox", "adam", "l2-adam"),
)

# --- The condition number -------------------------------------------------------------------------
#: ΛH less its transpose, off the diagonal: it must vanish for ΛH to be a Hessian.
_ASYMMETRY = Variant(given=(scale_1 - scale_2) * h_12)

CONDITION_NUMBER = Statement(
    id="zhuang2022-condition-number",
    name="the condition number of scale-free methods",
    title="A scale-free method does not see a diagonal rescaling of the gradient",
    assumptions=(
        "f is twice differentiable, Λ is diagonal with positive entries, and f̃ is a function whose "
        "gradient is Λ∇f.",
        "The method is scale-free (ε = 0); the noise of f̃ is Λ times that of f, not the same "
        "noise.",
    ),
    formulas=(
        Formula(
            "scaled-hessian-asymmetry",
            r"(\Lambda H)_{12} - (\Lambda H)_{21}",
            {"explicit": _ASYMMETRY},
            unit=s.CURVATURE,
            numeric=False,
        ),
    ),
    source=_source("on scale-free updates; worded here"),
    remarks=(
        "Worded and derived here, not quoted: it is what follows from scale-freeness for the "
        "gradients of a function.",
        "The iterates on f and on f̃ are then the same, so that what is proved for the better "
        "conditioned of the two holds for both.",
        "But f̃ exists only where Λ∇²f(x) is symmetric: (Λ_i − Λ_j)∂_i∂_j f(x) = 0 for all i, j, x. "
        "So Λ has one value on each connected component of the graph that joins i and j where "
        "∂_i∂_j f is not identically 0. For a connected f it is a multiple of 1, and nothing is "
        "gained. It helps between blocks that have nothing to do with one another, not inside one.",
    ),
    optimizers=("adamw", "adamprox", "adam"),
)

# --- Claims, each with its check ------------------------------------------------------------------
_CLAIMS = (
    Claim(
        "prox-gap",
        (PROXIMAL_STEP.id,),
        "holds",
        "AdamProx minimises its proximal objective, and is off AdamW's step by (z²x + zu)/(1+z)",
    ),
    Claim(
        "scale-free",
        (SCALE_FREE.id,),
        "holds",
        "AdamW's iterates do not change with the scale of the gradients exactly if ε = 0; those "
        "of ℓ2-Adam with λ > 0 always do",
    ),
    Claim(
        "scale-cond",
        (CONDITION_NUMBER.id,),
        "unsupported",
        "scale-free methods, it is said, have the rate of the least condition number of Λ∇²f over "
        "all diagonal Λ",
        "true, but empty for a connected Hessian: Λ∇²f must be symmetric, so that Λ has one value "
        "on each connected component",
    ),
)


@check("prox-gap")
def gap_of_the_proximal_step(
    evidence: Evidence,
    adamw: Variant = _ADAMW_STEP,
    proximal: Variant = _PROXIMAL_STEP,
    gap: Variant = _GAP,
) -> Finding:
    """Minimise the proximal objective, and take AdamW's step from the minimiser."""
    y = sp.Symbol("y", real=True)
    share = s.expand(z)
    objective = (y - (x - u)) ** 2 / 2 + share * y**2 / 2
    evidence.say("minimise over y", objective)
    found = linear_root(sp.diff(objective, y), y)
    evidence.say("the minimiser; the second derivative 1 + ηλ is positive", found)
    if not zero(found - proximal.expr):
        return "false-as-printed", f"the minimiser is {text(found)}"
    whole = x - u - share * x
    evidence.say("AdamW: Adam's step, and ηλx beside it", whole)
    if not zero(whole - adamw.expr):
        return "false-as-printed", f"AdamW's step is {text(whole)}"
    difference = sp.factor(sp.together(found - whole))
    evidence.say("AdamProx less AdamW", Relation(difference, "=", gap.expr))
    if not zero(difference - gap.expr):
        return "false-as-printed", f"the two differ by {text(difference)}"
    return "holds", "the two steps differ by (z²x + zu)/(1+z) exactly"


#: The weights of the new gradient and of its square, as symbols of the derivation.
_WEIGHTS = sp.symbols("b_1 b_2", positive=True)


def mean(before: sp.Expr, new: sp.Expr, weight: sp.Expr) -> sp.Expr:
    """Return a moving average after one more number."""
    return (1 - weight) * before + weight * new


def walk(
    gradients: tuple[sp.Expr, ...], *, eps: sp.Expr, decay: sp.Expr, in_the_loss: bool
) -> sp.Expr:
    """Return where one coordinate is after a few steps of PyTorch's AdamW or ℓ2-Adam, exactly."""
    eta, weights = sp.Rational(1, 10), (sp.Rational(1, 10), sp.Rational(1, 100))
    place, m, v = sp.Integer(1), sp.Integer(0), sp.Integer(0)
    for step, given in enumerate(gradients, 1):
        g = given + decay * place if in_the_loss else given
        m, v = mean(m, g, weights[0]), mean(v, g**2, weights[1])
        first, second = (
            value / (1 - (1 - weight) ** step)
            for value, weight in zip((m, v), weights, strict=True)
        )
        kept = place if in_the_loss else (1 - eta * decay) * place
        place = kept - eta * first / (sp.sqrt(second) + eps)
    return sp.sympify(place)


@check("scale-free")
def free_of_scale(
    evidence: Evidence,
    ratio: Variant = _RATIO,
    deviation: Variant = _DEVIATION,
    eps_of_copy: Variant = _EPS_OF_COPY,
    decay_of_copy: Variant = _DECAY_OF_COPY,
    moment: Callable[[sp.Expr, sp.Expr, sp.Expr], sp.Expr] = mean,
) -> Finding:
    """Follow s through one step in one coordinate, then run two short streams exactly."""
    m, g = sp.symbols("m g", real=True)
    v = sp.Symbol("v", positive=True)
    for before, new, weight, power in ((m, g, _WEIGHTS[0], 1), (v, g**2, _WEIGHTS[1], 2)):
        copy = moment(scale**power * before, scale**power * new, weight)
        grown = scale**power * moment(before, new, weight)
        left = sp.expand(copy - grown)
        evidence.say(
            f"moment {power} of the copy, and s^{power} times that of the original; both start "
            "at 0, so this carries over from step to step",
            Relation(copy, "=" if left == 0 else "≠", grown),
        )
        if left != 0:
            return "false-as-printed", f"moment {power} does not grow by s^{power}"
    eps = eps_outside
    own, copied = m / (root_v + eps), scale * m / (scale * root_v + eps)
    evidence.say("so the step of the copy over that of the original", copied / own)
    if not zero(copied / own - ratio.expr):
        return "false-as-printed", f"the ratio of the steps is {text(sp.simplify(copied / own))}"
    if not zero(copied / own - 1 - deviation.expr):
        return "false-as-printed", "the deviation is not the ratio less 1"
    if not zero(copied - m / (root_v + eps_of_copy.expr)):
        return "false-as-printed", "the copy does not walk as the original with another ε"
    evidence.say("the copy walks as the original with ε of", eps_of_copy.expr)
    zeros = sp.solve(sp.numer(sp.together(deviation.expr)), eps)
    evidence.say("for s ≠ 1 the deviation vanishes at ε of", zeros[0] if zeros else None)
    if zeros != [0]:
        return "false-as-printed", "the deviation does not vanish at ε = 0 alone"
    coupled = scale * g + s.lam_l2 * x
    evidence.say("ℓ2-Adam averages, in the copy", coupled)
    if not zero(coupled - scale * (g + decay_of_copy.expr * x)):
        return "false-as-printed", "ℓ2-Adam's copy has not that weight decay"
    evidence.say("that is s times the original's with λ of", decay_of_copy.expr)
    stream = (sp.Integer(3), sp.Integer(-2), sp.Integer(5))
    factor, decay = sp.Integer(1000), sp.Rational(1, 2)
    larger = tuple(factor * item for item in stream)
    for in_the_loss, tiny in ((False, sp.Integer(0)), (False, sp.Rational(1, 100)), (True, 0)):
        settings = {"eps": sp.sympify(tiny), "decay": decay, "in_the_loss": in_the_loss}
        apart = sp.expand(walk(larger, **settings) - walk(stream, **settings))
        same = apart == 0
        evidence.say(
            f"{'ℓ2-Adam' if in_the_loss else 'AdamW'} on the stream 3, −2, 5 and on 1000 times "
            f"it, λ = 1/2, ε = {tiny}: after three steps they are apart by",
            Relation(sp.Float(sp.N(apart, 20), 6), "=" if same else "≠", 0),
            EXACT,
        )
        if same != (tiny == 0 and not in_the_loss):
            return "false-as-printed", "two exact runs say otherwise"
    return "holds", "the copy walks as the original with ε/s (ℓ2-Adam: and λ/s)"


#: Which of four coordinates are coupled: each with the next, so that the graph is connected.
_CHAIN = ((0, 1), (1, 2), (2, 3))


@check("scale-cond")
def condition_number(
    evidence: Evidence,
    asymmetry: Variant = _ASYMMETRY,
    coupled: tuple[tuple[int, int], ...] = _CHAIN,
) -> Finding:
    """Ask for a symmetric ΛH, of two coordinates and then of four."""
    two = sp.diag(scale_1, scale_2) * sp.Matrix([[h_11, h_12], [h_12, h_22]])
    left = sp.factor((two - two.T)[0, 1])
    evidence.say(
        "Λ∇f is a gradient only if ΛH is symmetric; two coordinates: it is off by",
        Relation(left, "=", asymmetry.expr),
    )
    if not zero(left - asymmetry.expr):
        return "false-as-printed", f"ΛH is off its transpose by {text(left)}"
    scales = sp.symbols("L_1:5", positive=True)
    joined = {pair: sp.Symbol(f"H_{pair[0] + 1}{pair[1] + 1}", nonzero=True) for pair in coupled}
    hessian = sp.Matrix(
        4, 4, lambda i, j: h_11 if i == j else joined.get((min(i, j), max(i, j)), 0)
    )
    evidence.say("four coordinates with the Hessian", sp.ImmutableMatrix(hessian))
    scaled = sp.diag(*scales) * hessian
    equations = [item for item in scaled - scaled.T if item != 0]
    solved = sp.solve(equations, scales, dict=True)[0] if equations else {}
    allowed = [solved.get(item, item) for item in scales]
    evidence.say("the diagonal Λ for which ΛH is symmetric", sp.ImmutableMatrix([allowed]))
    free = len(set(allowed))
    if free > 1:
        return "holds", f"Λ has {free} values of its own: the Hessian falls into blocks"
    return (
        "unsupported",
        f"ΛH is off its transpose by {text(left)}: Λ has one value on each connected component, "
        "so that the condition number of a connected Hessian is not reduced",
    )


PAPER = Paper(
    key="zhuang2022",
    authors=(
        "Zhuang, Zhenxun",
        "Liu, Mingrui",
        "Cutkosky, Ashok",
        "Orabona, Francesco",
    ),
    title="Understanding AdamW through Proximal Methods and Scale-Freeness",
    venue="Transactions on Machine Learning Research",
    year=2022,
    statements=(PROXIMAL_STEP, SCALE_FREE, CONDITION_NUMBER),
    claims=_CLAIMS,
    symbols=_SYMBOLS,
    arxiv="2202.00089",
    bibtex=r"""@article{zhuang2022,
  author = {Zhuang, Zhenxun and
    Liu, Mingrui and
    Cutkosky, Ashok and
    Orabona, Francesco},
  title = {Understanding {AdamW} through Proximal Methods and Scale-Freeness},
  journal = {Transactions on Machine Learning Research},
  year = {2022},
  eprint = {2202.00089},
  archiveprefix = {arXiv},
  url = {https://openreview.net/forum?id=IKhEPWGdwK},
}
""",
    place=95,
)
