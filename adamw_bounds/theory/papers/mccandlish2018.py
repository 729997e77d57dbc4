"""McCandlish et al. 2018: the gradient noise scale, and what a batch size costs."""

from __future__ import annotations

from typing import Any

import sympy as sp

from adamw_bounds.theory import symbols as s
from adamw_bounds.theory.audit.evidence import Evidence, Finding, check
from adamw_bounds.theory.audit.tools import same
from adamw_bounds.theory.special import Quotient
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

_CURVED = s.GRADIENT**2 * s.CURVATURE
batch_small = s.given(
    "batch_small", r"b_1", "b₁", "smaller of two batch sizes", "integer >= 1", NONE
)
batch_big = s.given("batch_big", r"b_2", "b₂", "larger of two batch sizes", "integer >= 1", NONE)
norm_small = s.given(
    "norm_squared_small",
    "q_1",
    "q₁",
    "mean squared norm of the gradient of a batch of b₁",
    "> 0",
    s.GRADIENT**2,
)
norm_big = s.given(
    "norm_squared_big",
    "q_2",
    "q₂",
    "mean squared norm of the gradient of a batch of b₂",
    "> 0",
    s.GRADIENT**2,
)
gradient_curvature = s.given(
    "gradient_curvature",
    r"G^\top HG",
    "GᵀHG",
    "curvature along the full gradient, times its squared norm",
    "> 0",
    _CURVED,
)
noise_curvature = s.given(
    "noise_curvature",
    r"\operatorname{tr}(H\Sigma)",
    "tr(HΣ)",
    "curvature that the noise of one sample's gradient feels",
    "> 0",
    _CURVED,
)

_SIMPLE = s.sigma**2 / s.gradient_norm**2
_CURVED_SCALE = noise_curvature / gradient_curvature
_LR = 1 / (1 + _CURVED_SCALE / s.b)
#: ‖ĝ_b‖² is ‖G‖² + tr Σ/b on average: two batch sizes give both. The differences stand as 1 less
#: something, which keeps their digits where the two sides are near.
_fallen = 1 - Quotient(norm_big, norm_small)
_risen = 1 - batch_small * norm_small / (batch_big * norm_big)
_apart = 1 - Quotient(batch_small, batch_big)
_NORM = norm_big * _risen / _apart
_TRACE = norm_small * batch_small * _fallen / _apart
_PAIRS = norm_small * batch_small * _fallen / (norm_big * _risen)
_order = sp.Lt(batch_small, batch_big)
_norm_there = sp.And(_order, sp.Gt(batch_big * norm_big, batch_small * norm_small))
_trace_there = sp.And(_order, sp.Lt(norm_big / norm_small, 1))
_there = sp.And(_norm_there, _trace_there)
_MORE = "the estimate is not positive: the means need more batches"


def _figure(expr: Any, exists: Any = sp.true) -> dict[Any, Variant]:
    return {"printed": Variant(given=expr, exists=exists, missing_text=_MORE)}


def _costs(scale: Any, exists: Any = sp.true) -> tuple[Formula, ...]:
    """Return what a run at batch size b costs, against the least of each."""
    return (
        Formula("steps-over-least", r"S/S_{\min}", _figure(1 + scale / s.b, exists)),
        Formula("samples-over-least", r"E/E_{\min}", _figure(1 + s.b / scale, exists)),
    )


_SOURCE = Source(
    "S. McCandlish, J. Kaplan, D. Amodei and the OpenAI Dota Team, An Empirical Model of "
    "Large-Batch Training, 2018",
    "the noise scale and its estimate from two batch sizes",
    "",
    "derived here from a quadratic model",
    "arXiv:1812.06162",
)
_MODEL = (
    "The loss is a quadratic near the point: what follows is a model of one step of SGD there, and "
    "no theorem about a run.",
    "Samples are drawn independently; Σ is the covariance of one sample's gradient, G the full "
    "gradient, H the Hessian.",
)
_REMARKS = (
    "The critical batch size is the noise scale: there a run takes twice the least steps and twice "
    "the least samples.",
    "It grows along a run, as the gradient falls.",
)

SCALE = Statement(
    id="mccandlish2018-noise-scale",
    name="the noise scale of McCandlish et al.",
    title="The gradient noise scale, and what a batch size costs",
    assumptions=_MODEL,
    formulas=(
        Formula("noise-scale", r"B_{\mathrm{simple}}", _figure(_SIMPLE)),
        *_costs(_SIMPLE),
    ),
    source=_SOURCE,
    remarks=(
        *_REMARKS,
        "B_simple = tr Σ/‖G‖² is B_noise = tr(HΣ)/(GᵀHG) where H is a multiple of I.",
    ),
    optimizers=("sgd",),
    measure="batch size",
)

CURVED = Statement(
    id="mccandlish2018-with-hessian",
    name="the noise scale of McCandlish et al., with the Hessian",
    title="The gradient noise scale in the Hessian's measure, and SGD's best step",
    assumptions=_MODEL,
    formulas=(
        Formula("noise-scale", r"B_{\mathrm{noise}}", _figure(_CURVED_SCALE)),
        Formula("sgd-lr-share", r"\eta_{\mathrm{opt}}/\eta_{\max}", _figure(_LR)),
        *_costs(_CURVED_SCALE),
    ),
    source=_SOURCE,
    remarks=(
        *_REMARKS,
        "η_opt/η_max is of plain SGD; the decrease of the loss in a step has the same share.",
    ),
    optimizers=("sgd",),
    measure="batch size",
)

PAIRS = Statement(
    id="mccandlish2018-two-batches",
    name="the noise scale from two batch sizes",
    title="The noise scale from the gradients' norms at two batch sizes",
    assumptions=(
        *_MODEL,
        "q₁ and q₂ are means over many independent batches of b₁ and of b₂ samples.",
    ),
    formulas=(
        Formula(
            "full-gradient-norm-squared",
            r"\|G\|^2",
            _figure(_NORM, _norm_there),
            unit=s.GRADIENT**2,
        ),
        Formula(
            "noise-trace",
            r"\operatorname{tr}\Sigma",
            _figure(_TRACE, _trace_there),
            unit=s.GRADIENT**2,
        ),
        Formula("noise-scale", r"B_{\mathrm{simple}}", _figure(_PAIRS, _there)),
        *_costs(_PAIRS, _there),
    ),
    source=_SOURCE,
    remarks=(
        *_REMARKS,
        "‖G‖² and tr Σ are unbiased, their ratio is not: average the parts over the run first.",
    ),
    optimizers=("sgd",),
    measure="batch size",
)

_CLAIMS = (
    Claim(
        "noise-scale-model",
        (SCALE.id, CURVED.id),
        "holds",
        "on a quadratic the best step of SGD is η_max/(1 + B_noise/b), and B_noise is B_simple "
        "where H is a multiple of I",
    ),
    Claim(
        "noise-scale-trade",
        (SCALE.id, CURVED.id, PAIRS.id),
        "holds",
        "(S/S_min − 1)(E/E_min − 1) = 1, and both are 2 at the noise scale",
    ),
    Claim(
        "noise-scale-pairs",
        (PAIRS.id,),
        "holds",
        "the parts from two batch sizes are unbiased",
    ),
)


@check("noise-scale-model")
def model(
    evidence: Evidence,
    share: Any = _LR,
    simple: Any = _SIMPLE,
    curved: Any = _CURVED_SCALE,
) -> Finding:
    """Take the best step of a quadratic for a gradient with noise."""
    eta, norm = sp.Symbol("eta_step", positive=True), s.gradient_norm
    lost = eta * norm**2 - eta**2 / 2 * (gradient_curvature + noise_curvature / s.b)
    evidence.say("E F falls in one step by", lost)
    (best,) = sp.solve(sp.diff(lost, eta), eta)
    most = norm**2 / gradient_curvature
    evidence.say("most at the step", best)
    if not same(share, best / most):
        return "false-as-printed", "the best step's share is another one"
    fallen = sp.simplify(lost.subs(eta, best) / lost.subs({eta: most}).subs(noise_curvature, 0))
    evidence.say("its decrease, over the decrease without noise", fallen)
    if not same(fallen, 1 / (1 + curved / s.b)):
        return "false-as-printed", "the decrease has another share"
    height = sp.Symbol("h", positive=True)
    alike = curved.subs(
        {noise_curvature: height * s.sigma**2, gradient_curvature: height * norm**2}
    )
    evidence.say("B_noise where H = hI", alike)
    if not same(simple, alike):
        return "false-as-printed", "B_simple is not B_noise of H = hI"
    return "holds", "the best step and its decrease are those of B_noise, and of B_simple at H = hI"


@check("noise-scale-trade")
def trade(
    evidence: Evidence,
    steps: Any = SCALE.formula("steps-over-least").variants["printed"].expr,
    samples: Any = SCALE.formula("samples-over-least").variants["printed"].expr,
    steps_curved: Any = CURVED.formula("steps-over-least").variants["printed"].expr,
    samples_curved: Any = CURVED.formula("samples-over-least").variants["printed"].expr,
    steps_of_pairs: Any = PAIRS.formula("steps-over-least").variants["printed"].expr,
    samples_of_pairs: Any = PAIRS.formula("samples-over-least").variants["printed"].expr,
) -> Finding:
    """Multiply both excesses; put in the noise scale for the batch size."""
    for scale, one, other in (
        (_simple(), steps, samples),
        (noise_curvature / gradient_curvature, steps_curved, samples_curved),
        (_of_pairs(), steps_of_pairs, samples_of_pairs),
    ):
        in_steps, in_samples = _plain(one), _plain(other)
        product = sp.simplify((in_steps - 1) * (in_samples - 1))
        evidence.say("(S/S_min − 1)(E/E_min − 1)", product)
        there = sp.simplify(in_steps.subs(s.b, scale))
        evidence.say("S/S_min at b = B", there)
        # One step of the best size loses 1/(1 + B/b) of the most, so that as many more are needed.
        if product != 1 or there != 2 or not same(in_steps, 1 + scale / s.b):
            return "false-as-printed", "the two excesses are not each other's inverse"
    return "holds", "the excesses multiply to 1, and both counts double at b = B"


def _plain(expr: Any) -> Any:
    """Write quotients as such."""
    return sp.sympify(expr).replace(Quotient, lambda top, bottom: top / bottom)


def _simple() -> Any:
    return s.sigma**2 / s.gradient_norm**2


def _of_pairs() -> Any:
    trace, norm = _unbiased()
    return trace / norm


def _unbiased() -> tuple[Any, Any]:
    """Return tr Σ and ‖G‖² that two means of ‖ĝ_b‖² = ‖G‖² + tr Σ/b give."""
    trace, norm = sp.symbols("tr_Sigma G_squared", positive=True)
    found = sp.solve(
        [norm + trace / batch_small - norm_small, norm + trace / batch_big - norm_big],
        [trace, norm],
        dict=True,
    )
    return found[0][trace], found[0][norm]


@check("noise-scale-pairs")
def unbiased(
    evidence: Evidence,
    norm: Any = _NORM,
    trace: Any = _TRACE,
    ratio: Any = _PAIRS,
) -> Finding:
    """Solve both means for their parts: the parts are linear in them, so they are unbiased."""
    norm, trace, ratio = map(_plain, (norm, trace, ratio))
    expected_trace, expected_norm = _unbiased()
    evidence.say("E‖ĝ_b‖² = ‖G‖² + tr Σ/b at two b gives tr Σ", sp.factor(expected_trace))
    evidence.say("and ‖G‖²", sp.factor(expected_norm))
    linear = all(
        sp.diff(item, one, other) == 0
        for item in map(sp.expand, (norm, trace))
        for one in (norm_small, norm_big)
        for other in (norm_small, norm_big)
    )
    if not linear or not same(trace, expected_trace) or not same(norm, expected_norm):
        return "false-as-printed", "the parts are not those of the two means"
    if not same(ratio, expected_trace / expected_norm):
        return "false-as-printed", "the noise scale is not the ratio of the parts"
    return "holds", "both parts solve the two means, and are linear in them"


PAPER = Paper(
    key="mccandlish2018",
    authors=(
        "McCandlish, Sam",
        "Kaplan, Jared",
        "Amodei, Dario",
        "OpenAI Dota Team",
    ),
    title="An Empirical Model of Large-Batch Training",
    venue="arXiv 1812.06162",
    year=2018,
    statements=(SCALE, CURVED, PAIRS),
    claims=_CLAIMS,
    symbols=(batch_small, batch_big, norm_small, norm_big, gradient_curvature, noise_curvature),
    arxiv="1812.06162",
    bibtex=r"""@misc{mccandlish2018,
  author = {McCandlish, Sam and Kaplan, Jared and Amodei, Dario and {OpenAI Dota Team}},
  title = {An Empirical Model of Large-Batch Training},
  year = {2018},
  eprint = {1812.06162},
  archiveprefix = {arXiv},
}
""",
    place=111,
)
