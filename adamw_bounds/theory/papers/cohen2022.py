"""Cohen et al. 2022: where Adam with a frozen preconditioner stops being stable."""

from __future__ import annotations

from typing import Any

import sympy as sp

from adamw_bounds.theory import symbols as s
from adamw_bounds.theory.audit.evidence import Evidence, Finding, Relation, check
from adamw_bounds.theory.audit.tools import same
from adamw_bounds.theory.statements import (
    Claim,
    Formula,
    Paper,
    Source,
    Statement,
    Variant,
)

__all__ = ["FROZEN", "NOT_A_BOUND", "PAPER"]

#: PyTorch's β1 is 1 − β1 here: (2 + 2·β1)/((1 − β1)η) in the paper's letters, 38/η at 0.9.
_THRESHOLD = Variant(given=2 * (2 - s.beta1) / (s.beta1 * s.eta))

FROZEN = (
    "The preconditioner √v̂ + ε is held fixed, and the loss is quadratic near the point: what is "
    "asked is whether the iteration is stable there.",
    "The gradient is that of the full batch.",
)
NOT_A_BOUND = (
    "that full-batch training drives this ratio to about 1 was observed, not proved; with "
    "minibatches it stays well below"
)

EDGE = Statement(
    id="cohen2022-edge",
    name="the edge of stability of Cohen et al.",
    title="Where Adam with a frozen preconditioner stops being stable, without weight decay",
    assumptions=(*FROZEN, "There is no weight decay."),
    formulas=(
        Formula(
            "edge-threshold",
            r"s_{\max}",
            {"printed": _THRESHOLD},
            unit=s.PARAM**-1,
        ),
        Formula(
            "edge-ratio",
            r"s\,/\,s_{\max}",
            {"printed": Variant(given=s.sharpness / _THRESHOLD.given)},
        ),
    ),
    source=Source(
        "J. M. Cohen et al., Adaptive Gradient Methods at the Edge of Stability, 2022",
        "the stability threshold of preconditioned gradient descent with momentum",
        "",
        "",
        "arXiv:2207.14484",
    ),
    remarks=(
        "s is the largest eigenvalue of P^(-1/2) ∇²F P^(-1/2), P = diag(√v̂ + ε) with "
        "bias-corrected v̂.",
        f"An observation, no theorem: {NOT_A_BOUND}.",
    ),
    when=sp.Eq(s.lam, 0),
    measure="preconditioned sharpness",
)

_CLAIMS = (
    Claim(
        "edge-38",
        (EDGE.id,),
        "holds",
        "with a frozen preconditioner and no decay Adam is stable up to 38/η at β1 = 0.9",
    ),
)


@check("edge-38")
def threshold_of_adam(
    evidence: Evidence,
    threshold: Any = _THRESHOLD.expr,
    ratio: Any = EDGE.formula("edge-ratio").variants["printed"].expr,
) -> Finding:
    """Jury's conditions on the characteristic polynomial of one mode with momentum."""
    z, keep = sp.Symbol("z"), 1 - s.beta1
    curvature, eta = s.sharpness, s.eta
    # (x, m) → (x − ηm⁺, m⁺), m⁺ = (1 − β1)m + β1 s x.
    step = sp.Matrix([[1 - eta * s.beta1 * curvature, -eta * keep], [s.beta1 * curvature, keep]])
    polynomial = sp.expand((z * sp.eye(2) - step).det())
    evidence.say("characteristic polynomial of a mode", polynomial)
    at_one = sp.factor(polynomial.subs(z, 1))
    evidence.say("p(1), positive for every s > 0", at_one)
    product = sp.expand(polynomial.subs(z, 0))
    evidence.say("p(0), below 1 in size for β1 in (0, 1]", product)
    if not at_one.is_positive or product != sp.expand(keep):
        return "false-as-printed", "Jury's other conditions are not met"
    (edge,) = sp.solve(polynomial.subs(z, -1), curvature)
    evidence.say("p(−1) falls in s and is 0 at", sp.factor(edge))
    if not same(threshold, edge):
        return "false-as-printed", f"the threshold is not {sp.factor(edge)}"
    at_usual = s.expand(threshold).subs(s.beta1, sp.Rational(1, 10)) * s.eta
    evidence.say("threshold times η at PyTorch's β1 = 0.9", Relation(at_usual, "=", 38))
    if not same(ratio, s.sharpness / edge):
        return "false-as-printed", "the ratio is not that of s to the threshold"
    return "holds", "Jury's conditions hold up to p(−1) = 0, which is 38/η at β1 = 0.9"


PAPER = Paper(
    key="cohen2022",
    authors=(
        "Cohen, Jeremy M.",
        "Ghorbani, Behrooz",
        "Krishnan, Shankar",
        "Agarwal, Naman",
        "Medapati, Sourabh",
        "Badura, Michal",
        "Suo, Daniel",
        "Cardoze, David",
        "Nado, Zachary",
        "Dahl, George E.",
        "Gilmer, Justin",
    ),
    title="Adaptive Gradient Methods at the Edge of Stability",
    venue="arXiv 2207.14484",
    year=2022,
    statements=(EDGE,),
    claims=_CLAIMS,
    arxiv="2207.14484",
    bibtex=r"""@misc{cohen2022,
  author = {Cohen, Jeremy M. and Ghorbani, Behrooz and Krishnan, Shankar and Agarwal, Naman
    and Medapati, Sourabh and Badura, Michal and Suo, Daniel and Cardoze, David and Nado, Zachary
    and Dahl, George E. and Gilmer, Justin},
  title = {Adaptive Gradient Methods at the Edge of Stability},
  year = {2022},
  eprint = {2207.14484},
  archiveprefix = {arXiv},
}
""",
    place=110,
)
