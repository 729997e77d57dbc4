"""Malladi et al. 2022: the square-root rule for Adam's settings at another batch size."""

from __future__ import annotations

from typing import Any

import sympy as sp

from adamw_bounds.theory import symbols as s
from adamw_bounds.theory.audit.evidence import Evidence, Finding, check
from adamw_bounds.theory.audit.tools import same
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

__all__ = ["NOISE_DOMINATED", "PAPER", "SETTINGS", "batch_ratio", "noise_dominated"]

batch_ratio = s.short(
    "batch_ratio", r"\kappa", "κ", "new batch size over the old one", NONE, s.to / s.b
)

SETTINGS = ("eta", "betas-1", "betas-2", "adam-eps")
_ETA = sp.sqrt(batch_ratio) * s.eta
_BETA_1 = 1 - batch_ratio * s.beta1
_BETA_2 = 1 - batch_ratio * s.beta2
_EPS = sp.sqrt(s.delta / batch_ratio)
#: How far the gradient is from drowning in the noise, at the larger of the two batches.
_SNR = sp.Max(s.b, s.to) * s.gradient_norm**2 / s.sigma**2


def noise_dominated(variant: str, quantities: tuple[str, ...]) -> Condition:
    """Return the hypothesis of the rule as far as two numbers tell it."""
    return Condition(
        "noise-dominated",
        sp.Max(s.b, s.to) * s.gradient_norm**2,
        s.sigma**2,
        (variant,),
        "max(b, b′)‖∇F‖² ≤ σ²",
        why="the rule keeps the run only while the noise of a batch outweighs the gradient",
        remedy="a batch below the noise scale σ²/‖∇F‖²",
        for_=quantities,
        code="signal-dominated",
        warning=(
            "the larger batch is above the noise scale σ²/‖∇F‖²: there the gradient decides the "
            "step and not the noise, and no rule of this kind keeps the run"
        ),
    )


NOISE_DOMINATED = (
    "keeps the run only where noise outweighs the gradient in every parameter, at both batch sizes"
)
_NO_BETA = "κ(1 − β) is not below 1 (β as in PyTorch): the rule gives no β for this batch"

RULE = Statement(
    id="malladi2022-square-root",
    name="the square-root rule of Malladi et al.",
    title="Adam's settings at another batch size",
    assumptions=(
        "The noise of a batch outweighs the gradient in every parameter: σ_i/√b ≫ |∂_i|, at both "
        "batch sizes.",
        "Both runs follow one stochastic differential equation: ηκ is small, and κ(1−β) < 1 for "
        "PyTorch's two β.",
        "Time is counted in samples: κ times the batch takes 1/κ of the steps.",
    ),
    formulas=(
        Formula("eta", r"\eta'", {"printed": Variant(given=_ETA)}, unit=s.STEP),
        *(
            Formula(
                f"betas-{place}",
                rf"1-\beta_{place}'",
                {
                    "printed": Variant(
                        given=expr,
                        exists=sp.Lt(batch_ratio * weight, 1),
                        missing_text=_NO_BETA,
                    )
                },
            )
            for place, expr, weight in ((1, _BETA_1, s.beta1), (2, _BETA_2, s.beta2))
        ),
        Formula("adam-eps", r"\varepsilon'", {"printed": Variant(given=_EPS)}, unit=s.GRADIENT),
        Formula("signal-to-noise", r"b\|\nabla F\|^2/\sigma^2", {"printed": Variant(given=_SNR)}),
    ),
    conditions=(noise_dominated("printed", SETTINGS),),
    source=Source(
        "S. Malladi, K. Lyu, A. Panigrahi and S. Arora, On the SDEs and Scaling Rules for Adaptive "
        "Gradient Algorithms, NeurIPS 2022",
        "the square-root scaling rule for Adam",
        "",
        "",
        "arXiv:2205.10287",
    ),
    remarks=(
        "Where the gradient outweighs the noise, Adam's step is about the sign of the gradient "
        "whatever b is: a larger batch gains nothing per step.",
        "The linear rule, κη, keeps neither the mean nor the spread of Adam's run.",
    ),
    notes=(Note(NOISE_DOMINATED, quantities=SETTINGS),),
    measure="settings",
)

_CLAIMS = (
    Claim(
        "square-root-rule",
        (RULE.id,),
        "holds",
        "per sample, the drift, the noise and the memory of Adam stay where noise dominates",
    ),
)


@check("square-root-rule")
def rule(
    evidence: Evidence,
    eta: Any = _ETA,
    beta1: Any = _BETA_1,
    beta2: Any = _BETA_2,
    epsilon: Any = _EPS,
    snr: Any = _SNR,
) -> Finding:
    """Hold what a step does per sample against the same at the new batch."""
    gradient, noise = sp.symbols("g s_1", positive=True)
    kappa = s.expand(batch_ratio)
    # Where noise dominates, √v̂ is the noise of a batch, s/√b; ε is some multiple of that.
    old, new = noise / sp.sqrt(s.b), noise / sp.sqrt(s.to)
    eta, beta1, beta2, epsilon = (
        s.expand(sp.sympify(item)) for item in (eta, beta1, beta2, epsilon)
    )
    ratio = sp.simplify(epsilon / new / (sp.sqrt(s.delta) / old))
    evidence.say("ε over the noise of a batch, new over old", ratio)
    drift = sp.simplify((eta * gradient / new / s.to) / (s.eta * gradient / old / s.b))
    evidence.say("drift a sample, η g/(√v̂ b), new over old", drift)
    spread = sp.simplify((eta**2 / s.to) / (s.eta**2 / s.b))
    evidence.say("variance a sample, η²/b, new over old", spread)
    memories = [
        sp.simplify((1 - new_beta) / s.to / (weight / s.b))
        for new_beta, weight in ((beta1, s.beta1), (beta2, s.beta2))
    ]
    evidence.say("weight of a sample in m and in n, new over old", sp.Tuple(*memories))
    if [ratio, drift, spread, *memories] != [1, 1, 1, 1, 1]:
        return "false-as-printed", "something of a step is not kept a sample"
    for old_batch, new_batch in ((8, 64), (64, 8)):
        at = {s.b: sp.Integer(old_batch), s.to: sp.Integer(new_batch)}
        larger = sp.Integer(64) * s.gradient_norm**2 / s.sigma**2
        if not same(sp.sympify(snr).subs(at), larger):
            return (
                "false-as-printed",
                "the signal is not held against the noise of the larger batch",
            )
    evidence.say("the signal over the noise of a batch of 64", larger)
    evidence.say("κ", kappa)
    return "holds", "drift, variance and memory a sample, and ε over the noise, are kept"


PAPER = Paper(
    key="malladi2022",
    authors=(
        "Malladi, Sadhika",
        "Lyu, Kaifeng",
        "Panigrahi, Abhishek",
        "Arora, Sanjeev",
    ),
    title="On the SDEs and Scaling Rules for Adaptive Gradient Algorithms",
    venue="Advances in Neural Information Processing Systems 35",
    year=2022,
    statements=(RULE,),
    claims=_CLAIMS,
    symbols=(batch_ratio,),
    arxiv="2205.10287",
    bibtex=r"""@inproceedings{malladi2022,
  author = {Malladi, Sadhika and Lyu, Kaifeng and Panigrahi, Abhishek and Arora, Sanjeev},
  title = {On the {SDEs} and Scaling Rules for Adaptive Gradient Algorithms},
  booktitle = {Advances in Neural Information Processing Systems},
  volume = {35},
  year = {2022},
  eprint = {2205.10287},
  archiveprefix = {arXiv},
}
""",
    place=113,
)
