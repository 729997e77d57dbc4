"""Xie and Li 2024: what AdamW converges to, if it converges.

The paper weighs with β1 and β2 as PyTorch does. Here the weights are those of the new gradient, as
everywhere in this package (β = 1 − their β), so that its β1 ≤ β2 reads β2 ≤ β1. What this project
derives from its theorems, with ε > 0, with noise and with a rate, stands in ``here``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import sympy as sp

from adamw_bounds.theory import symbols as s
from adamw_bounds.theory.audit.evidence import EVALUATED, Evidence, Finding, Relation, check
from adamw_bounds.theory.statements import (
    Claim,
    Condition,
    Formula,
    Note,
    Paper,
    Source,
    Statement,
    Variant,
)
from adamw_bounds.theory.units import NONE

__all__ = ["PAPER"]

# --- what is computed from a gradient and the parameters ------------------------------------------
gradient_l1 = s.given(
    "gradient_l1",
    r"\|\nabla F\|_1",
    "‖∇F‖₁",
    "sum of the absolute entries of the gradient",
    ">= 0",
    s.GRADIENT,
    is_input=False,
)
alignment = s.given(
    "alignment",
    r"\langle x,\nabla F\rangle",
    "⟨x, ∇F⟩",
    "inner product of the parameters and the gradient",
    "real",
    s.LOSS,
    is_input=False,
)
gradient_entry = s.given(
    "gradient_entry",
    r"|\partial_i|",
    "|∂_i|",
    "absolute value of an entry of the gradient",
    ">= 0",
    s.GRADIENT,
    is_input=False,
)
parameter_entry = s.given(
    "parameter_entry",
    r"(x_i\,\mathrm{sgn}\,\partial_i)",
    "x_i sgn ∂_i",
    "a parameter, with the sign of its entry of the gradient",
    "real",
    s.PARAM,
    is_input=False,
)

rate_rise = s.given(
    "rate_rise",
    r"\max_k\eta_{k+1}/\eta_k",
    "max η_{k+1}/η_k",
    "largest ratio of two learning rates in a row; at least 1",
    "> 0",
    NONE,
    is_input=False,
    default=1,
)

# --- Theorem 1.1 ----------------------------------------------------------------------------------
#: Learning rates of the named schedules at step k = 1, 2, …; those of _ENDING are 0 after step T.
RATES: Final[Mapping[str, Any]] = {
    "constant": s.eta,
    "inverse-sqrt": s.eta / sp.sqrt(s.k),
    "inverse-time": s.eta / s.k,
    "linear": s.eta * (1 - (s.k - 1) / s.T),
    "cosine": s.eta * (1 + sp.cos(sp.pi * (s.k - 1) / s.T)) / 2,
    # Up to step T, then constant.
    "warm-up": s.eta * sp.Min(1, s.k / s.T),
}
_ENDING: Final = ("linear", "cosine")
#: Schedules whose learning rates the run itself says: steps that fall by a factor, and a list.
_OF_RUN: Final = ("step", "file")
_LIMIT: Final = "limit-x-inf"
_NO = sp.Integer(0)
_ONE = sp.Integer(1)
#: What is left of x_0 after all steps, to first order in ηλ: 0 only where Ση_k is infinite.
_LEFT = sp.exp(-s.lam * s.eta * (s.T + 1) / 2)

_RISING: Final = (
    "NOT A BOUND: the learning rates rise, as in a warm-up, and the theorem asks that they never do"
)
_RADIUS = Variant(
    given=1 / s.lam,
    exists=sp.Gt(s.lam, 0),
    missing_text="λ = 0: there is no box, and the theorem says nothing",
)


def _sum(schedule: str) -> Condition:
    ends = schedule in _ENDING
    return Condition(
        "rate-sum-ending" if ends else "rate-sum",
        _LEFT if ends else _NO,
        _NO,
        ("printed",),
        "Ση_k = ∞, so that exp(−λΣη_k) = 0",
        schedule=schedule,
        why=(
            "a schedule that ends at 0 moves the parameters by a finite total: they stop anywhere"
            if ends
            else "the sum diverges"
        ),
        remedy="a schedule whose sum diverges: constant, 1/√k or 1/k",
        for_=(_LIMIT,),
        carrier=_LIMIT,
        when=sp.Gt(s.lam, 0),
        fails_unknown=ends,
    )


def _ends(schedule: str) -> Condition:
    falls = schedule == "step"
    return Condition(
        "rate-sum-of-run",
        sp.exp(-s.lam * s.rate_sum),
        _NO,
        ("printed",),
        "Ση_k = ∞, so that exp(−λΣη_k) = 0",
        schedule=schedule,
        why=(
            "steps that fall by a factor have a finite sum, however long the run is"
            if falls
            else "a list of learning rates ends, and has a finite sum"
        ),
        remedy="a schedule whose sum diverges: constant, 1/√k or 1/k",
        for_=(_LIMIT,),
        carrier=_LIMIT,
        when=sp.Gt(s.lam, 0),
        fails_unknown=True,
    )


def _falls(schedule: str) -> Condition:
    rises = schedule == "warm-up"
    return Condition(
        "rate-rises" if rises else "rate-falls",
        sp.Integer(2) if rises else rate_rise,
        _ONE,
        ("printed",),
        "η_{k+1}/η_k ≤ 1 for every k",
        schedule=schedule,
        why="the second step of a warm-up is twice its first" if rises else "",
        remedy="no warm-up; from its end on the theorem holds where m and v are started anew",
        for_=(_LIMIT,),
        carrier=_LIMIT,
    )


_SUMS = tuple(_sum(schedule) for schedule in RATES)
_FALLS = tuple(_falls(schedule) for schedule in RATES)


def _source(where: str) -> Source:
    return Source(
        "S. Xie and Z. Li, Implicit Bias of AdamW: ℓ∞-Norm Constrained Optimization, ICML 2024, "
        "Proceedings of Machine Learning Research 235",
        where,
        "54488–54510",
        "",
        "arXiv:2404.04454",
    )


THEOREM_1_1 = Statement(
    id="xie2024-theorem-1-1",
    name="Theorem 1.1 of Xie and Li",
    title="What AdamW converges to, if it converges",
    assumptions=(
        "F is continuously differentiable, and every gradient is that of the full batch.",
        "m_0 = v_0 = 0, no bias correction, ε = 0, β1 ≤ β2 < 1 as PyTorch writes them.",
        "The learning rates η_k never rise, and Ση_k = ∞.",
        "The iterates converge. The theorem does not say that they do.",
        "Then the limit is a KKT point of min F(x) subject to ‖x‖∞ ≤ 1/λ; a minimiser where F is "
        "convex.",
    ),
    formulas=tuple(
        Formula(
            _LIMIT,
            r"\|\lim_k x_k\|_\infty",
            {"printed": _RADIUS},
            schedule,
            unit=s.PARAM,
        )
        for schedule in (*RATES, *_OF_RUN)
    ),
    conditions=(
        Condition(
            "beta-order",
            s.beta2,
            s.beta1,
            ("printed",),
            "β2 ≤ β1 (in PyTorch's terms β1 ≤ β2)",
            limit_of="beta2",
            limit=s.beta1,
            why="v must forget no faster than m, or single updates stay large",
            for_=(_LIMIT,),
            carrier=_LIMIT,
        ),
        Condition(
            "no-epsilon",
            s.delta,
            _NO,
            ("printed",),
            "ε = 0",
            why="with ε > 0 AdamW rests strictly inside the box, where K > 0",
            remedy="ε = 0; where AdamW rests with ε > 0 is said by here-rest-points",
            for_=(_LIMIT,),
            carrier=_LIMIT,
        ),
        *_SUMS,
        *_FALLS,
        *(_ends(schedule) for schedule in _OF_RUN),
        *(_falls(schedule) for schedule in _OF_RUN),
    ),
    source=_source("Theorem 1.1, Section 1"),
    remarks=(
        "It is no rate, and no bound on any iterate: radius bounds those.",
        "Parameter groups with decays λ_G have the box |x_i| ≤ 1/λ_G, i in G; where λ_G = 0 the "
        "entry ∂_i is 0. The learning rate of a group does not enter.",
        "A decay that is not multiplied by the learning rate is λ/η_k here: constant only where "
        "η_k is.",
    ),
    notes=(
        *(
            Note(text, when=when, schedules=schedules, voids=True)
            for text, when, schedules in (
                (
                    "NOT A BOUND: the learning rates have a finite sum, and the theorem asks for "
                    "an infinite one",
                    sp.true,
                    (*_ENDING, *_OF_RUN),
                ),
                (_RISING, sp.true, ("warm-up",)),
                (
                    _RISING,
                    sp.Gt(rate_rise, 1),
                    (*(name for name in RATES if name != "warm-up"), *_OF_RUN),
                ),
            )
        ),
        Note(
            "NOT A BOUND: v forgets faster than m, and the theorem asks for the opposite",
            when=sp.Gt(s.beta2, s.beta1),
            voids=True,
        ),
        Note(
            "NOT COVERED: the theorem is for ε = 0; with ε > 0 AdamW rests inside the box, where "
            "here-rest-points says",
            given="delta",
        ),
        Note("holds for the limit, if there is one; the theorem does not say that there is"),
        Note(
            "a constant step usually ends in a cycle whose size is about η",
            schedules=("constant",),
        ),
    ),
    measure="‖lim x_k‖∞",
)

# --- Lemma 3.8 ------------------------------------------------------------------------------------
_SCORE = Variant(given=gradient_l1 + s.lam * alignment)
_GAP = Variant(
    given=gradient_l1 / s.lam + alignment,
    exists=sp.Gt(s.lam, 0),
    missing_text="λ = 0: without a box there is no Frank–Wolfe gap",
)
_RELATIVE = Variant(given=_SCORE.given / gradient_l1, exists=sp.Gt(gradient_l1, 0))
_SUMMAND = Variant(given=gradient_entry * (1 + s.lam * parameter_entry))

LEMMA_3_8 = Statement(
    id="xie2024-lemma-3-8",
    name="Lemma 3.8 of Xie and Li",
    title="Which points are KKT points of the box",
    assumptions=(
        "F is continuously differentiable, λ > 0.",
        "x is a KKT point of min F(x) subject to ‖x‖∞ ≤ 1/λ exactly where ‖x‖∞ ≤ 1/λ and K(x) = 0.",
        "That is, for each i: |x_i| < 1/λ and ∂_i = 0, or x_i = −sgn(∂_i)/λ.",
    ),
    formulas=(
        Formula("kkt-score", "K(x)", {"printed": _SCORE}, unit=s.GRADIENT, signed=True),
        Formula("kkt-relative", r"K(x)/\|\nabla F\|_1", {"printed": _RELATIVE}, signed=True),
        Formula(
            "frank-wolfe-gap",
            r"\max_{\|u\|_\infty\le1/\lambda}\langle\nabla F,x-u\rangle",
            {"printed": _GAP},
            unit=s.LOSS,
            signed=True,
        ),
        Formula(
            "kkt-summand",
            "K_i(x)",
            {"printed": _SUMMAND},
            unit=s.GRADIENT,
            linear=True,
        ),
    ),
    source=_source("Lemma 3.8, Section 3"),
    remarks=(
        "In the box K ≥ 0 and K/‖∇F‖₁ lies in [0, 2]: 0 at a KKT point, 1 where decay and gradient "
        "have nothing to do with each other. Outside the box K may be negative.",
        "K has the unit of a gradient, the gap K/λ that of F. For a convex F the gap is at least "
        "F(x) − min F over the box.",
        "λ = 0: K = ‖∇F‖₁.",
        "The norm of a minibatch's gradient is larger than that of its mean: K from one minibatch "
        "is too large on average.",
    ),
    measure="K(x)",
)

# --- claims ---------------------------------------------------------------------------------------
CLAIMS = (
    Claim(
        "kkt-score",
        (LEMMA_3_8.id,),
        "holds",
        "in the box K ≥ 0, and K = 0 exactly at KKT points; K/λ is the Frank–Wolfe gap",
    ),
    Claim(
        "kkt-schedule",
        (THEOREM_1_1.id,),
        "false-as-printed",
        "as it is often quoted: Theorem 1.1 covers warm-up, and a cosine or linear decay to zero",
        "The theorem asks for learning rates that never rise and whose sum is infinite. A decay to "
        "zero over T steps has a finite sum, and a warm-up rises",
    ),
)


@check("kkt-score")
def score_of_points(
    evidence: Evidence,
    score: Any = _SCORE.given,
    relative: Any = _RELATIVE.given,
    gap: Any = _GAP.given,
    summand: Any = _SUMMAND.given,
) -> Finding:
    """Sum one entry's share, and look at it at the corners and in the middle of the box."""
    a, y, lam = gradient_entry, parameter_entry, s.lam
    # x_i ∂_i = a y and |∂_i| = a: for one parameter the sums are these.
    one = {gradient_l1: a, alignment: a * y}
    if sp.expand(score.xreplace(one) - summand) != 0:
        return "unsupported", "K is not the sum of its entries' shares"
    evidence.say("one entry's share of K", summand)
    bottom, top = (sp.simplify(summand.subs(y, end)) for end in (-1 / lam, 1 / lam))
    slope = sp.simplify(sp.diff(summand, y) / (a * lam))
    evidence.say("at x_i = −sgn(∂_i)/λ it is", Relation(bottom, "=", 0))
    evidence.say("and from there it grows with λx_i sgn ∂_i, at the rate", a)
    if bottom != 0 or sp.simplify(top - 2 * a) != 0 or slope != 1:
        return "unsupported", "a share does not run from 0 at the corner to 2|∂_i| at the other"
    # The linear function ⟨∇F, x − u⟩ of u is largest over the box at u_i = −sgn(∂_i)/λ.
    largest = a * y + a / lam
    evidence.say("largest ⟨∇F, x − u⟩ of one entry over the box", largest)
    if sp.simplify(gap.xreplace(one) - largest) != 0:
        return "unsupported", "the gap is not max ⟨∇F, x − u⟩"
    if sp.simplify(gap - score / lam) != 0 or sp.simplify(relative * gradient_l1 - score) != 0:
        return "unsupported", "the gap is not K/λ, or the relative score not K/‖∇F‖₁"
    return "holds", "each entry's share is ≥ 0 in the box, and 0 only at a KKT point"


def _total(schedule: str, steps: int) -> sp.Expr:
    """Return Ση_k over a number of steps."""
    rate = RATES[schedule]
    return sp.simplify(sum(rate.xreplace({s.k: sp.Integer(k)}) for k in range(1, steps + 1)))


def _sums_of(schedule: str) -> sp.Expr | None:
    """Return the sum of all learning rates in T; infinity where it diverges."""
    if schedule in _ENDING:
        # Σcos(π(k−1)/T) over k = 1 … T is 1, as that of 1 − (k−1)/T less T/2 is 1/2.
        guess = s.eta * (s.T + 1) / 2
        for steps in (1, 2, 3, 4, 6):
            exact = sum(
                RATES[schedule].xreplace({s.k: sp.Integer(k), s.T: sp.Integer(steps)})
                for k in range(1, steps + 1)
            )
            if sp.simplify(exact - guess.xreplace({s.T: sp.Integer(steps)})) != 0:
                return None
        return guess
    rate = s.eta if schedule == "warm-up" else RATES[schedule]
    k = sp.Symbol("j", positive=True, integer=True)
    series = sp.Sum((rate / s.eta).xreplace({s.k: k}), (k, 1, sp.oo))
    return sp.oo if not series.is_convergent() else None


def _largest_ratio(schedule: str) -> Any:
    """Return the largest η_{k+1}/η_k, of the first steps of a run of six."""
    rate = RATES[schedule].xreplace({s.T: sp.Integer(6)})
    ratios = [
        sp.simplify(rate.xreplace({s.k: sp.Integer(k + 1)}) / rate.xreplace({s.k: sp.Integer(k)}))
        for k in range(1, 6)
    ]
    return max(ratios)


@check(
    "kkt-schedule",
    EVALUATED,
    unmoved={
        "sums.rate-sum.lhs: *": "the 0 of an infinite sum stays 0",
        "sums.rate-sum*.rhs: *": "the 0 that it is compared with stays 0",
    },
)
def covered_schedules(
    evidence: Evidence,
    sums: tuple[Condition, ...] = _SUMS,
    falls: tuple[Condition, ...] = _FALLS,
    claimed: tuple[str, ...] = ("linear", "cosine", "warm-up"),
) -> Finding:
    """Sum the learning rates of each schedule, and look whether they rise."""
    missed: dict[str, list[str]] = {}
    for of_sum, of_fall in zip(sums, falls, strict=True):
        name = str(of_sum.schedule)
        total = _sums_of(name)
        if total is None:
            return "unsupported", f"the sum of {name} is not known"
        left = sp.exp(-s.lam * total) if total != sp.oo else _NO
        if sp.simplify(of_sum.lhs - left) != 0 or of_sum.rhs != 0:
            return "unsupported", f"rate-sum of {name} is not exp(−λΣη_k) ≤ 0"
        ratio = _largest_ratio(name)
        # Of a long run that falls the largest ratio comes up to 1.
        most = sp.Max(1, ratio)
        # What the run's own rates say; of a warm-up it is known.
        if of_fall.lhs not in (rate_rise, ratio if ratio > 1 else rate_rise) or of_fall.rhs != 1:
            return "unsupported", f"rate-falls of {name} is not η_(k+1)/η_k ≤ 1"
        evidence.say(f"{name}: sum of all learning rates", total)
        evidence.say(f"{name}: largest η_(k+1)/η_k of a run of six steps", ratio)
        if of_sum.lhs != 0:
            missed.setdefault(name, []).append("the sum is finite")
        if most > of_fall.rhs:
            missed.setdefault(name, []).append("the rates rise")
    wrong = [f"{name}: {' and '.join(missed[name])}" for name in claimed if name in missed]
    if not wrong:
        return "holds", f"the theorem covers {', '.join(claimed)}"
    return "false-as-printed", "; ".join(wrong)


PAPER = Paper(
    key="xie2024",
    authors=("Xie, Shuo", "Li, Zhiyuan"),
    title="Implicit Bias of AdamW: ℓ∞-Norm Constrained Optimization",
    venue="Proceedings of the 41st International Conference on Machine Learning, PMLR 235, "
    "54488–54510",
    year=2024,
    statements=(THEOREM_1_1, LEMMA_3_8),
    claims=CLAIMS,
    symbols=(gradient_l1, alignment, gradient_entry, parameter_entry, rate_rise),
    arxiv="2404.04454",
    bibtex=r"""@inproceedings{xie2024,
  author = {Xie, Shuo and Li, Zhiyuan},
  title = {Implicit Bias of {AdamW}: $\ell_\infty$-Norm Constrained Optimization},
  booktitle = {Proceedings of the 41st International Conference on Machine Learning},
  series = {Proceedings of Machine Learning Research},
  volume = {235},
  pages = {54488--54510},
  publisher = {PMLR},
  year = {2024},
  url = {https://proceedings.mlr.press/v235/xie24e.html},
  eprint = {2404.04454},
  archiveprefix = {arXiv},
}
""",
)
