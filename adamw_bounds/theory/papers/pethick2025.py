"""Pethick et al. 2025: stochastic conditional gradient with momentum (Scion), explicit constants.

The paper minimises over a ball of any norm with the radius ρ and steps x + γ(v − x), v the linear
minimiser of the momentum. Here the norm is the max norm and ρ = 1/λ: then this is sign descent with
the weight decay λ and the learning rate η, γ = λη, and α = β1 weighs the new gradient.
"""

from __future__ import annotations

from typing import Any

import sympy as sp

from adamw_bounds.theory import symbols as s
from adamw_bounds.theory.audit.evidence import Evidence, Finding, Relation, check, judge
from adamw_bounds.theory.special import LeastCount
from adamw_bounds.theory.statements import (
    Best,
    Claim,
    Condition,
    Default,
    Formula,
    Note,
    Paper,
    Part,
    Source,
    Statement,
    Variant,
)
from adamw_bounds.theory.units import NONE

__all__ = ["PAPER"]

rho = s.short("pethick_rho", r"\rho", "ρ", "radius of the ball, 1/λ", s.PARAM, 1 / s.lam)
gamma = s.short("pethick_gamma", r"\gamma", "γ", "the paper's step, λη", NONE, s.lam * s.eta)
diameter = s.short(
    "pethick_diameter",
    "D_2",
    "D₂",
    "Euclidean diameter of the ball, 2√d·ρ",
    s.PARAM,
    2 * sp.sqrt(s.d) * rho,
)
keep = s.short(
    "pethick_keep",
    "r",
    "r",
    "√(1 − α/2), with α = β1",
    NONE,
    sp.sqrt(1 - s.beta1 / 2),
)

QUANTITY = "frank-wolfe-gap-average"
_GAP, _STEP, _FLOOR, _ONCE = "gap", "step", "noise-floor", "initial-noise"
_noise = diameter * s.sigma / sp.sqrt(s.b)
_exists: dict[str, Any] = {
    "exists": sp.Gt(s.lam, 0),
    "missing_text": "no number for λ = 0: the ball has the radius 1/λ",
}

_CONSTANT = Variant(
    (
        Part(_GAP, given=s.gap / (gamma * s.T)),
        Part(_STEP, given=2 * s.H * rho**2 * gamma + 2 * s.L * diameter**2 * gamma / s.beta1),
        Part(_FLOOR, given=_noise * sp.sqrt(2 * s.beta1)),
        # r/(1 − r), with 1 − r² = α/2.
        Part(_ONCE, given=_noise * keep * (1 + keep) * 2 / (s.beta1 * s.T)),
    ),
    combine="sum",
    **_exists,
)
_slow = s.T ** sp.Rational(-1, 4)
_fast = s.T ** sp.Rational(-3, 4)
_DECAYING = Variant(
    (
        Part(_GAP, given=2 * s.gap * _slow),
        Part(
            "noise",
            given=sp.Rational(4, 3)
            * diameter
            * sp.sqrt(4 * s.sigma**2 / s.b + 8 * s.L**2 * diameter**2)
            * _slow,
        ),
        Part(_STEP, given=2 * s.H * rho**2 * _fast),
    ),
    combine="sum",
    **_exists,
)


def _formulas(bound: Variant, over: tuple[Any, ...]) -> tuple[Formula, ...]:
    best = Best(QUANTITY, over, s.eps / s.lam, s.T)
    names = ", ".join(s.info(item).text for item in over)
    at = f", at the best {names} where not given" if names else ""
    why = f"the least T whose bound is at most ε/λ, which is K ≤ ε{at}"
    least = LeastCount(bound.expr, best.target, best.count, *over)

    def counted(quantity: str, latex: str, count: Any) -> Formula:
        variant = Variant(given=count, why=why, **_exists)
        return Formula(
            quantity,
            latex,
            {"explicit": variant},
            "constant",
            "scion",
            counts=("explicit",),
            best=best,
        )

    return (
        Formula(
            QUANTITY,
            r"\mathbb{E}\max_u\langle\nabla F(\bar x),\bar x-u\rangle",
            {"explicit": bound},
            "constant",
            "scion",
            unit=s.LOSS,
        ),
        counted("iterations", "T", least),
        counted("gradient-complexity", r"b\,T", s.b * least),
    )


_ETA_MAX = Variant((Part("eta-max", given=1 / s.lam),), **_exists)
_START = Condition(
    "start-in-box",
    s.lam * s.x0_inf_norm,
    sp.Integer(1),
    ("explicit",),
    "λ‖x₀‖∞ ≤ 1",
    limit_of="x0_inf_norm",
    limit=1 / s.lam,
    why="the run must start in the ball, which it then never leaves",
    for_=(QUANTITY,),
    carrier="eta-max",
)
_DEFAULTS = (Default(s.H, s.d * s.L, note="H is not given: d·L is taken, which is never below it"),)


def _notes(bound: Variant) -> tuple[Note, ...]:
    counts = ("iterations", "gradient-complexity")
    return (
        Note(
            "the KKT score K is λ times the gap: at most {score}",
            quantities=(QUANTITY,),
            when=sp.Gt(s.lam, 0),
            values={"score": s.lam * bound.expr},
        ),
        Note(
            "a model of AdamW, its update replaced by signs: not a bound for AdamW itself",
            quantities=(QUANTITY, *counts),
        ),
        Note(
            "it needs a start with λ‖x₀‖∞ ≤ 1, which the counts do not check",
            quantities=counts,
            when=sp.Gt(s.lam, 0),
        ),
    )


_ASSUMPTIONS = (
    "The ball: |x_i| ≤ 1/λ with λ > 0. F has ‖∇F(x) − ∇F(y)‖₁ ≤ H‖x − y‖∞ and "
    "‖∇F(x) − ∇F(y)‖₂ ≤ L‖x − y‖₂ there, and F ≥ F*.",
    "The gradient g_t is unbiased, with a variance of at most σ²/b.",
)
_OUTPUT = "x̄ is drawn uniformly from the T iterates; u runs through the ball."
_REMARKS = (
    "The paper's theorem is for any norm, radius ρ and step γ; this is its case of the max norm. "
    "Its L is H here, and its L₂ is L.",
    "The paper states it for one fixed u. Its proof holds for every path and every u at once, so "
    "the maximum over u may stand inside the mean; see the claim scion-max.",
)


def _source(where: str) -> Source:
    return Source(
        "T. Pethick, W. Xie, K. Antonakopoulos, Z. Zhu, A. Silveti-Falls, V. Cevher, Training Deep "
        "Learning Models with Norm-Constrained LMOs, Proceedings of the 42nd International "
        "Conference on Machine Learning, PMLR 267, 2025",
        where,
        "49069–49104",
        "",
        "arXiv:2502.07529",
    )


THEOREM_5_6 = Statement(
    id="pethick2025-theorem-5-6",
    name="Theorem 5.6 of Pethick et al.",
    title="Scion (conditional gradient with momentum) at constant settings",
    assumptions=(
        *_ASSUMPTIONS,
        "x_{t+1} = (1 − λη)x_t − η sgn(m_t), m_t = (1 − β1)m_{t−1} + β1 g_t the paper's α = β1 "
        "constant but for the first step, where m is g; λη ≤ 1.",
        _OUTPUT,
    ),
    formulas=(
        *_formulas(_CONSTANT, (s.eta, s.beta1)),
        Formula("eta-max", r"\eta", {"explicit": _ETA_MAX}, "constant", "scion", unit=s.STEP),
    ),
    conditions=(
        Condition(
            "lambda-eta",
            s.lam * s.eta,
            sp.Integer(1),
            ("explicit",),
            "λη ≤ 1",
            limit_of="eta",
            limit=1 / s.lam,
            why="a step must not leave the ball",
            for_=(QUANTITY,),
            carrier="eta-max",
        ),
        _START,
    ),
    source=_source("Theorem 5.6, equation (22)"),
    remarks=_REMARKS,
    notes=_notes(_CONSTANT),
    defaults=_DEFAULTS,
    optimizers=("scion",),
    measure="E max_u ⟨∇F, x̄ − u⟩",
)

THEOREM_5_7 = Statement(
    id="pethick2025-theorem-5-7",
    name="Theorem 5.7 of Pethick et al.",
    title="Scion with a decaying weight of the new gradient",
    assumptions=(
        *_ASSUMPTIONS,
        "x_{t+1} = (1 − λη)x_t − η sgn(m_t), m_k = (1 − α_k)m_{k−1} + α_k g_k with α_k = 1/√k, "
        "k from 1 on, and a constant η with ½T^(−3/4) ≤ λη ≤ T^(−3/4).",
        _OUTPUT,
    ),
    formulas=(
        *_formulas(_DECAYING, ()),
        Formula(
            "eta-max",
            r"\eta",
            {"explicit": Variant((Part("eta-max", given=_fast / s.lam),), **_exists)},
            "constant",
            "scion",
            unit=s.STEP,
        ),
    ),
    conditions=(
        Condition(
            "step-not-too-large",
            s.lam * s.eta,
            _fast,
            ("explicit",),
            "λη ≤ T^(−3/4)",
            limit_of="eta",
            limit=_fast / s.lam,
            why="the gradient must not change faster than the momentum forgets",
            for_=(QUANTITY,),
            carrier="eta-max",
        ),
        Condition(
            "step-not-too-small",
            _fast / 2,
            s.lam * s.eta,
            ("explicit",),
            "λη ≥ ½T^(−3/4)",
            why="the gap at the start must be made up for",
            remedy="a larger η",
            for_=(QUANTITY,),
            carrier="eta-max",
        ),
        _START,
    ),
    source=_source("Theorem 5.7"),
    remarks=_REMARKS,
    notes=_notes(_DECAYING),
    defaults=(
        *_DEFAULTS,
        Default(
            s.eta,
            sp.Rational(3, 4) * _fast / s.lam,
            note="η = ¾T^(−3/4)/λ is taken: {value}",
            quantities=(QUANTITY,),
        ),
    ),
    optimizers=("scion",),
    measure="E max_u ⟨∇F, x̄ − u⟩",
)

# --- claims -------------------------------------------------------------------------------------
_CLAIMS = (
    Claim(
        "scion-max",
        (THEOREM_5_6.id,),
        "missing-hypothesis",
        "the bound for every u is a bound of the Frank–Wolfe gap",
        "for a fixed u it bounds the largest mean, and the gap is the mean of the largest; the "
        "proof does give that, as each of its steps holds for every path and every u",
    ),
    Claim(
        "scion-decaying",
        (THEOREM_5_7.id,),
        "holds",
        "with α_k = 1/√k the error of the momentum falls like k^(−1/4), and the bound follows",
    ),
)
_alpha, _k = sp.symbols("alpha k", positive=True)

#: A gradient that is 1 or −1 with equal odds, at x = 0 in [−1, 1]: two points of a run.
SIGNS = (1, -1)


def _mean_against_largest(evidence: Evidence, slopes: tuple[int, ...]) -> bool:
    """Tell whether the largest mean over u in [−1, 1] is the mean of the largest."""
    inside = sp.Rational(sum(abs(slope) for slope in slopes), len(slopes))
    outside = sp.Rational(abs(sum(slopes)), len(slopes))
    evidence.say("x = 0 in [−1, 1], the slopes with equal odds", sp.Tuple(*slopes))
    evidence.say("the largest over u of the mean of −slope·u", outside)
    evidence.say("the mean of the largest", inside)
    return bool(inside == outside)


def _nonnegative(expr: Any, symbol: Any) -> bool:
    """Tell whether a polynomial has no root inside (0, 1), and is not negative there."""
    top, below = sp.fraction(sp.together(sp.expand(expr)))
    poly = sp.Poly(top * below, symbol)
    inner = poly.count_roots(sp.Rational(1, 10**6), 1 - sp.Rational(1, 10**6))
    return bool(inner == 0 and sp.sympify(expr).subs(symbol, sp.Rational(1, 2)) >= 0)


@check("scion-max")
def maximum_inside_the_mean(
    evidence: Evidence, bound: Variant = _CONSTANT, slopes: tuple[int, ...] = SIGNS
) -> Finding:
    """Show that a fixed u says less, and add up the steps of the proof for a maximal u."""
    enough = _mean_against_largest(evidence, slopes)
    evidence.say(
        "for every path and u, F(x⁺) ≤ F + γ⟨∇F, v − x⟩ + ½H(2ργ)², and as v is best for m: "
        "⟨∇F, v − x⟩ ≤ ⟨∇F, u − x⟩ + D₂‖m − ∇F‖₂. So the mean of the largest ⟨∇F, x − u⟩ is at "
        "most this and D₂ times the mean of ‖m − ∇F‖₂",
        s.gap / (gamma * s.T) + s.H * (2 * rho) ** 2 * gamma / 2,
    )
    first = sp.expand((1 - _alpha / 2) - (1 - _alpha) ** 2 * (1 + _alpha / 2))
    second = sp.expand(2 / _alpha - (1 - _alpha) ** 2 * (1 + 2 / _alpha))
    evidence.say(
        "Young's inequality with α/2: (1−α)²(1+α/2) is at most 1 − α/2; the difference", first
    )
    evidence.say("and (1−α)²(1+2/α) at most 2/α; the difference", second)
    sound = _nonnegative(first, _alpha) and _nonnegative(second, _alpha)
    alpha = s.beta1
    change = s.L * diameter * gamma
    noise = s.sigma / sp.sqrt(s.b)
    still = sp.Symbol("E", positive=True)
    (rest,) = sp.solve(
        (1 - alpha / 2) * still + 2 * change**2 / alpha + alpha**2 * noise**2 - still, still
    )
    evidence.say("so E‖m − ∇F‖² falls, by 1 − α/2 a step, towards", rest)
    parts = (2 * change / alpha, sp.sqrt(2 * alpha) * noise)
    sound = sound and sp.simplify(s.expand(rest - sum(part**2 for part in parts))) == 0
    start = sp.expand((1 - _alpha / 2) + 2 * _alpha - 1)
    sound = sound and _nonnegative(start, _alpha)
    evidence.say("at the first step it is σ²/b, at most 1 − α/2 + 2α of it; the difference", start)
    once = keep / (1 - keep)
    evidence.say("its root is at most the roots of its parts; Σ_{k≥1} r^k is", once)
    made = (
        s.gap / (gamma * s.T)
        + s.H * (2 * rho) ** 2 * gamma / 2
        + diameter * (sum(parts) + noise * once / s.T)
    )
    left = sp.simplify(
        sp.radsimp(sp.simplify(s.expand(made - sp.Add(*(part.given for part in bound.parts)))))
    )
    evidence.say("all of it, less the bound", Relation(left, "=" if left == 0 else "≠", 0))
    proved = sound and left == 0
    verdict = judge(printed=enough and proved, repaired=proved, otherwise="missing-hypothesis")
    return verdict, (
        "the steps of the proof do not add up to the bound"
        if not proved
        else "for these slopes the largest mean is the mean of the largest"
        if enough
        else "a fixed u says less, but the proof holds with the maximum inside the mean"
    )


@check("scion-decaying")
def decaying_weight(evidence: Evidence, bound: Variant = _DECAYING) -> Finding:
    """Prove E‖m_k − ∇F‖² ≤ 4Q/√k by induction, Q = σ²/b + 2L²D₂², and sum over the run."""
    evidence.say(
        "with γ ≤ T^(−3/4) and α_k = k^(−1/2): γ²/α_k ≤ 1/k for k ≤ T, so "
        "E_k ≤ (1 − α_k/2)E_{k−1} + Q/k, and E_1 ≤ Q"
    )
    root = sp.Symbol("w", positive=True)  # √k
    step = sp.factor(
        sp.together((1 - 1 / (2 * root)) * (1 + 1 / (2 * (root**2 - 1))) + 1 / (4 * root) - 1)
    )
    evidence.say(
        "E_k ≤ 4Q/√k goes on for k ≥ 4, as √(k/(k−1)) ≤ 1 + 1/(2(k−1)): with w = √k what it needs",
        Relation(step, "≤", 0),
    )
    sound = sp.simplify(step - (2 - root) / (4 * (root**2 - 1))) == 0
    value = sp.Integer(1)
    for k in (2, 3):
        value = (1 - 1 / (2 * sp.sqrt(k))) * value + sp.Rational(1, k)
        sound = sound and bool(value < 4 / sp.sqrt(k))
        evidence.say(f"E_{k}/Q is at most", sp.Float(value.evalf(), 6))
    evidence.say("Σ_{k≤T} k^(−1/4) ≤ ∫_0^T", sp.integrate(_k ** sp.Rational(-1, 4), (_k, 0, s.T)))
    mean = sp.integrate(_k ** sp.Rational(-1, 4), (_k, 0, s.T)) / s.T
    Q = s.sigma**2 / s.b + 2 * s.L**2 * diameter**2
    made = (
        2 * s.gap * s.T ** sp.Rational(3, 4) / s.T
        + s.H * (2 * rho) ** 2 / 2 * s.T ** sp.Rational(-3, 4)
        + diameter * 2 * sp.sqrt(Q) * mean
    )
    left = sp.simplify(s.expand(made - sp.Add(*(part.given for part in bound.parts))))
    evidence.say("all of it, less the bound", Relation(left, "=" if left == 0 else "≠", 0))
    if sound and left == 0:
        return "holds", "the induction goes through, and its sum is the bound"
    return "unsupported", "the induction and the bound do not fit"


PAPER = Paper(
    key="pethick2025",
    authors=(
        "Pethick, Thomas",
        "Xie, Wanyun",
        "Antonakopoulos, Kimon",
        "Zhu, Zhenyu",
        "Silveti-Falls, Antonio",
        "Cevher, Volkan",
    ),
    title="Training Deep Learning Models with Norm-Constrained LMOs",
    venue="Proceedings of the 42nd International Conference on Machine Learning, PMLR 267",
    year=2025,
    statements=(THEOREM_5_6, THEOREM_5_7),
    claims=_CLAIMS,
    symbols=(rho, gamma, diameter, keep),
    arxiv="2502.07529",
    bibtex=r"""@inproceedings{pethick2025,
  author = {Pethick, Thomas and Xie, Wanyun and Antonakopoulos, Kimon and Zhu, Zhenyu and
    Silveti-Falls, Antonio and Cevher, Volkan},
  title = {Training Deep Learning Models with Norm-Constrained {LMO}s},
  booktitle = {Proceedings of the 42nd International Conference on Machine Learning},
  series = {Proceedings of Machine Learning Research},
  volume = {267},
  pages = {49069--49104},
  publisher = {PMLR},
  year = {2025},
  eprint = {2502.07529},
  archiveprefix = {arXiv},
}
""",
    place=76,
)
