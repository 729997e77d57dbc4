"""AMSGrad with decoupled weight decay: where it converges, and to what. Proved in this project.

With the largest square in the place of the average the denominators only grow, so they settle, and
where weight decay is stronger than the curvature over ε the whole run is drawn to one point.
"""

from __future__ import annotations

from typing import Any

import mpmath
import sympy as sp

from adamw_bounds.theory import symbols as s
from adamw_bounds.theory.audit.evidence import EVALUATED, Evidence, Finding, Relation, check
from adamw_bounds.theory.audit.notation import text
from adamw_bounds.theory.papers.here.source import here
from adamw_bounds.theory.statements import Claim, Condition, Formula, Paper, Statement, Variant

__all__ = ["PAPER"]

L_inf = s.given(
    "lipschitz_inf",
    r"L_\infty",
    "L∞",
    "Lipschitz constant of the gradient in the max norm: ‖∇F(x) − ∇F(y)‖∞ ≤ L∞‖x − y‖∞",
    "> 0",
    s.CURVATURE,
)
slope = s.given(
    "slope_at_zero",
    r"\|\nabla F(0)\|_\infty",
    "‖∇F(0)‖∞",
    "largest entry of the gradient at 0",
    ">= 0",
    s.GRADIENT,
)

_strong = sp.Gt(s.lam * s.c1, L_inf)
_exists: dict[str, Any] = {
    "exists": _strong,
    "missing_text": "no number for L∞ ≥ λε: the decay must be stronger than the curvature over ε",
}
_RATIO = Variant(given=L_inf / (s.lam * s.c1))
_RADIUS = Variant(
    given=sp.Max(s.x0_inf_norm, slope / (s.lam * s.c1 - L_inf), evaluate=False), **_exists
)
_REST = Variant(given=slope / (s.lam * s.c1 - L_inf), **_exists)

AMSGRADW = Statement(
    id="amsgradw",
    name="the convergence of AMSGradW",
    title="AMSGrad with decoupled weight decay converges where the decay is strong",
    assumptions=(
        "Full batch; ‖∇F(x) − ∇F(y)‖∞ ≤ L∞‖x − y‖∞.",
        "x_{t+1} = (1 − ηλ)x_t − ηm_t/D_t with m_t PyTorch's average of the gradients, and "
        "D_t = ε + the root of the largest average of squares so far; with bias correction, as "
        "PyTorch's AdamW(amsgrad=True) has it, or without.",
        "0 < ηλ ≤ 1 and L∞ < λε.",
    ),
    formulas=(
        Formula("contraction", r"\kappa", {"explicit": _RATIO}, None, "amsgradw"),
        Formula(
            "radius",
            r"\sup_t\|x_t\|_\infty",
            {"explicit": _RADIUS},
            None,
            "amsgradw",
            unit=s.PARAM,
        ),
        Formula(
            "rest-radius",
            r"\|x_*\|_\infty",
            {"explicit": _REST},
            None,
            "amsgradw",
            unit=s.PARAM,
        ),
    ),
    conditions=(
        Condition(
            "decay-above-curvature",
            L_inf,
            s.lam * s.c1,
            ("explicit",),
            "L∞ < λε",
            why="the map to the rest point must be a contraction",
            remedy="a larger λ or ε",
            for_=("radius", "rest-radius"),
            carrier="contraction",
        ),
        Condition(
            "lambda-eta",
            s.lam * s.eta,
            sp.Integer(1),
            ("explicit",),
            "λη ≤ 1",
            limit_of="eta",
            limit=1 / s.lam,
            why="x_{t+1} must be a mean of x_t and a pull",
            for_=("radius",),
            carrier="contraction",
        ),
    ),
    source=here("10"),
    remarks=(
        "Then D_t tends to a D, and x_t to the one point with ∇F(x) + λD⊙x = 0; for a convex F it "
        "minimises F + (λ/2)ΣD_i x_i². D is known from the run alone: it holds the largest squares "
        "that the run has seen, so the limit depends on the start.",
        "ε is √δ in this package's inputs. L∞ < λε asks for an ε far above the usual 1e-8.",
        "AdamW's own D_t falls again, and no such statement is known for it.",
    ),
    optimizers=("amsgradw",),
    measure="limit of x_t",
)

_CLAIMS = (
    Claim(
        "amsgradw-rest",
        (AMSGRADW.id,),
        "holds",
        "the run stays in its radius and is drawn to ∇F + λD⊙x = 0, by L∞/(λε) each time",
    ),
    Claim(
        "amsgradw-example",
        (AMSGRADW.id,),
        "holds",
        "on (w − 1)²/2 with η = 1/4, ε = 1, λ = 2 and β = (0.9, 0.5) it reaches 1/(1 + 2D)",
    ),
)


@check("amsgradw-rest")
def drawn_to_rest(
    evidence: Evidence, ratio: Variant = _RATIO, radius: Variant = _RADIUS, rest: Variant = _REST
) -> Finding:
    """Bound the run, then what is left of its distance from the rest point."""
    x, left = sp.symbols("x ell", positive=True)
    epsilon = s.c1
    bound = (1 - s.eta * s.lam) * x + s.eta * (slope + L_inf * x) / epsilon
    (place,) = sp.solve(bound - x, x)
    evidence.say(
        "|m| ≤ ‖∇F(0)‖∞ + L∞·max‖x‖∞ and D ≥ ε: ‖x_{t+1}‖∞ is at most this, x the largest so far",
        bound,
    )
    evidence.say("which is at most x from here on", place)
    sound = sp.simplify(sp.diff(bound, x) - 1 + s.eta * (s.lam - L_inf / epsilon)) == 0
    largest = sp.Max(s.x0_inf_norm, place, evaluate=False)
    values = tuple(
        sp.sympify(item).xreplace({s.x0_inf_norm: sp.Integer(start)})
        for item in (largest, radius.given)
        for start in (0, 10**6)
    )
    point = {
        L_inf: sp.Rational(3, 2),
        s.lam: sp.Integer(2),
        s.c1: sp.Integer(5),
        slope: sp.Integer(7),
    }
    numbers = [item.xreplace(point).doit() for item in values]
    sound = sound and numbers[0] == numbers[2] and numbers[1] == numbers[3]
    evidence.say("the radius that is stated, at a point, with x_0 near 0", numbers[2])
    sound = sound and sp.simplify(place - rest.given) == 0
    evidence.say("D_t grows and is bounded, so it tends to a D ≥ ε; x* has x* = −∇F(x*)/(λD)")
    # ℓ = limsup ‖x_t − x*‖∞: limsup |m_t/D_t − ∇F(x*)/D| ≤ L∞ℓ/ε.
    pull = s.eta * L_inf * left / epsilon
    evidence.say("ℓ, the largest distance that comes back, is at most (1 − ηλ)ℓ and", pull)
    factor = sp.simplify(pull / (s.eta * s.lam) / left)
    evidence.say("so ℓ is at most ℓ times this, which is below 1: ℓ = 0", factor)
    sound = sound and sp.simplify(factor - ratio.given) == 0
    if sound:
        return "holds", "the run is bounded, D settles, and the distance is 0 in the limit"
    return "unsupported", "a step of the proof is not what is stated"


@check(
    "amsgradw-example",
    EVALUATED,
    unmoved={"ratio: power of *": "L∞ and ε are 1 in the example"},
)
def example(evidence: Evidence, ratio: Variant = _RATIO, decay: int | float = 2) -> Finding:
    """Run it in 30 digits from w = 0, and hold the limit against the rest point."""
    known = {L_inf: sp.Integer(1), s.lam: sp.Rational(decay), s.delta: sp.Integer(1)}
    kappa = s.expand(ratio.given).xreplace(known)
    with mpmath.workdps(30):
        b1, b2, eta = mpmath.mpf("0.9"), mpmath.mpf("0.5"), mpmath.mpf("0.25")
        w, m, v, top = (mpmath.mpf(0) for _ in range(4))
        for _ in range(4000):
            g = w - 1
            m = b1 * m + (1 - b1) * g
            v = b2 * v + (1 - b2) * g * g
            top = max(top, v)
            w = (1 - eta * decay) * w - eta * m / (mpmath.sqrt(top) + 1)
        denominator = mpmath.sqrt(top) + 1
        rests = abs(w - 1 / (1 + decay * denominator)) < mpmath.mpf(10) ** -20
        place, D = sp.Float(str(w), 7), sp.Float(str(denominator), 7)
    evidence.say("D settles at", D)
    evidence.say("w settles at", place)
    evidence.say("κ", Relation(kappa, "<" if kappa < 1 else "≥", 1))
    if not rests:
        return "unsupported", f"w = {text(place)} is not at rest"
    if not 0 < kappa < 1:
        return (
            "unsupported",
            f"w = {text(place)} is at rest, but κ = {text(kappa)} promises nothing",
        )
    return "holds", f"w = {text(place)} = 1/(1 + λD) with D = {text(D)}, and κ = {text(kappa)}"


PAPER = Paper(
    key="amsgradw",
    authors=("adamw-bounds contributors",),
    title="Where AMSGrad with decoupled weight decay converges",
    venue="adamw-bounds, guide/proofs.md, Section 10",
    year=2026,
    statements=(AMSGRADW,),
    claims=_CLAIMS,
    symbols=(L_inf, slope),
    bibtex=r"""@misc{adamwboundsamsgradw,
  author = {{The adamw-bounds contributors}},
  title = {Where {AMSGrad} with decoupled weight decay converges},
  howpublished = {adamw-bounds, guide/proofs.md, Section 10},
  year = {2026},
}
""",
    place=78,
)
