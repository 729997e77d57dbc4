"""Bergsma et al. 2025: the best time scale of decay against tokens per parameter, a fit."""

from __future__ import annotations

from typing import Any

import sympy as sp

from adamw_bounds.theory import symbols as s
from adamw_bounds.theory.audit.evidence import Evidence, Finding, check
from adamw_bounds.theory.audit.tools import same
from adamw_bounds.theory.statements import (
    Claim,
    Formula,
    Note,
    Paper,
    Source,
    Statement,
    Variant,
)
from adamw_bounds.theory.units import NONE

__all__ = ["PAPER"]

tokens_per_parameter = s.given(
    "tokens_per_parameter",
    r"D/N",
    "D/N",
    "tokens of the whole run over parameters",
    "> 0",
    NONE,
)
fit_constant = s.given(
    "fit_constant", "c", "c", "constant of the fit of the best time scale", "> 0", NONE
)
fit_exponent = s.given(
    "fit_exponent",
    "m",
    "m",
    "how fast the fitted time scale falls with D/N",
    "> 0",
    NONE,
    default=sp.Rational(527, 1000),
)

_TAU = fit_constant * tokens_per_parameter**-fit_exponent
_LAMBDA = 1 / (s.eta * s.T * _TAU)
_FIT = (
    "an empirical fit (µP, SlimPajama, up to 3.3 billion parameters), no theorem; its constant is "
    "the c that was given"
)

FIT = Statement(
    id="bergsma2025-timescale",
    name="the fit of Bergsma et al.",
    title="A fit of the best time scale of decay",
    assumptions=("None: a fit to runs, and no theorem.",),
    formulas=(
        Formula("timescale-share-fit", r"\tau_{\mathrm{opt}}", {"printed": Variant(given=_TAU)}),
        Formula(
            "lam-fit",
            r"\lambda_{\mathrm{opt}}",
            {"printed": Variant(given=_LAMBDA)},
            unit=s.PARAM**-1,
        ),
    ),
    source=Source(
        "S. Bergsma, N. Dey, G. Gosal, G. Gray, D. Soboleva and J. Hestness, Power Lines: Scaling "
        "Laws for Weight Decay and Batch Size in LLM Pre-training, 2025",
        "the power law of the best time scale in tokens per parameter",
        "",
        "",
        "arXiv:2505.13738",
    ),
    remarks=(
        "τ = 1/(ηλT) is the time scale as a share of the run; λ follows from it at given η and T.",
        "The exponent 0.527 is that of a secondary text; the constant could not be confirmed, so "
        "that it is asked for.",
    ),
    notes=(Note(_FIT),),
    measure="settings",
)

_CLAIMS = (
    Claim(
        "bergsma-lambda",
        (FIT.id,),
        "holds",
        "λ = 1/(ηTτ) has the time scale that the fit gives",
    ),
)


@check("bergsma-lambda")
def decay_of_the_fit(evidence: Evidence, lam: Any = _LAMBDA, tau: Any = _TAU) -> Finding:
    """Put the fitted λ into the time scale as a share of the run."""
    share = 1 / (s.eta * sp.sympify(lam) * s.T)
    evidence.say("1/(ηλT) at the fitted λ", sp.powsimp(share))
    slope = sp.simplify(
        tokens_per_parameter * sp.diff(sp.sympify(tau), tokens_per_parameter) / sp.sympify(tau)
        if tau
        else sp.Integer(0)
    )
    evidence.say("the fit falls with D/N by the power", slope)
    if not same(share, tau) or slope != -fit_exponent:
        return "false-as-printed", "λ has another time scale than the fit's"
    if sp.sympify(tau).subs(tokens_per_parameter, 1) != fit_constant:
        return "false-as-printed", "the fit is not its constant at D/N = 1"
    return "holds", "the fitted λ has the fitted time scale"


PAPER = Paper(
    key="bergsma2025",
    authors=(
        "Bergsma, Shane",
        "Dey, Nolan",
        "Gosal, Gurpreet",
        "Gray, Gavia",
        "Soboleva, Daria",
        "Hestness, Joel",
    ),
    title="Power Lines: Scaling Laws for Weight Decay and Batch Size in LLM Pre-training",
    venue="arXiv 2505.13738",
    year=2025,
    statements=(FIT,),
    claims=_CLAIMS,
    symbols=(tokens_per_parameter, fit_constant, fit_exponent),
    arxiv="2505.13738",
    bibtex=r"""@misc{bergsma2025,
  author = {Bergsma, Shane and Dey, Nolan and Gosal, Gurpreet and Gray, Gavia
    and Soboleva, Daria and Hestness, Joel},
  title = {Power Lines: Scaling Laws for Weight Decay and Batch Size in {LLM} Pre-training},
  year = {2025},
  eprint = {2505.13738},
  archiveprefix = {arXiv},
}
""",
    place=115,
)
