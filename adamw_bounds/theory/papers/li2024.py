"""Li et al. 2024: the best learning rate of a sign update rises with the batch size, then falls."""

from __future__ import annotations

from typing import Any

import sympy as sp

from adamw_bounds.theory import symbols as s
from adamw_bounds.theory.audit.evidence import Evidence, Finding, Relation, check
from adamw_bounds.theory.special import Erf
from adamw_bounds.theory.statements import (
    Claim,
    Condition,
    Formula,
    Paper,
    Source,
    Statement,
    Variant,
)
from adamw_bounds.theory.units import NONE

__all__ = ["PAPER"]

hessian_trace = s.given(
    "hessian_trace",
    r"\operatorname{tr}H",
    "tr H",
    "trace of the Hessian",
    "> 0",
    s.CURVATURE,
)
coupling = s.given(
    "coupling",
    r"\textstyle\sum_{i\ne j}H_{ij}\mu_i\mu_j/(\sigma_i\sigma_j)",
    "Σ_{i≠j}H_ij μ_iμ_j/(σ_iσ_j)",
    "Hessian off its diagonal, between the gradient's entries over their noise",
    "real",
    s.CURVATURE,
)
signal = s.given(
    "signal",
    r"|\mu_i|/\sigma_i",
    "|μ_i|/σ_i",
    "gradient over noise of one sample, the same for every parameter",
    "> 0",
    NONE,
)

_PEAK = sp.pi * hessian_trace / (2 * coupling)
_surge = s.short(
    "surge_batch", r"B_p", "B_p", "batch size of the largest best learning rate", NONE, _PEAK
)
_LINEAR = 2 / (sp.sqrt(_surge / s.b) + sp.sqrt(s.b / _surge))
#: With E = erf(√(b/2) μ/σ) for the sign of every gradient: w = E·(σ/μ)√(Σ/tr H) is 1 at the peak.
_SIGN = Erf(signal * sp.sqrt(s.b / 2))
_w = s.short(
    "surge_weight",
    "w",
    "w",
    "size of the mean sign, 1 at the largest best learning rate",
    NONE,
    _SIGN * sp.sqrt(coupling / hessian_trace) / signal,
)
_EXACT = 2 * _w / (1 + _w**2)

_positive = sp.Gt(coupling, 0)
_NO_PEAK = (
    "no peak: the coupling is not above 0, and the best learning rate grows like √b without end"
)


def _figure(expr: Any, why: str = "") -> Variant:
    return Variant(given=expr, why=why, exists=_positive, missing_text=_NO_PEAK)


SURGE = Statement(
    id="li2024-surge",
    name="the surge of Li et al.",
    title="The best learning rate of a sign update against the batch size",
    assumptions=(
        "The update is the sign of the gradient: a model of Adam with β → 0, and not Adam.",
        "The loss is a quadratic near the point; the entries of a batch's gradient are independent "
        "and Gaussian, with mean μ_i and variance σ_i²/b.",
        "Linearised: b is small beside πσ_i²/(2μ_i²) for every parameter.",
        "Σ_{i≠j} H_ij μ_iμ_j/(σ_iσ_j) > 0. This is not stated there, and there is no peak without.",
    ),
    formulas=(
        Formula("surge-batch", "B_p", {"printed": _figure(_PEAK)}),
        Formula(
            "surge-lr-share", r"\eta_{\mathrm{opt}}/\eta_{\max}", {"printed": _figure(_LINEAR)}
        ),
        Formula(
            "surge-lr-share",
            r"\eta_{\mathrm{opt}}/\eta_{\max}",
            {"printed": _figure(_EXACT, "with erf itself, where every |μ_i|/σ_i is the same")},
            case="erf",
        ),
    ),
    conditions=(
        Condition(
            "coupling-positive",
            sp.Integer(1),
            sp.Piecewise((sp.Integer(1), _positive), (sp.Integer(0), True)),
            ("printed",),
            "Σ_{i≠j} H_ij μ_iμ_j/(σ_iσ_j) > 0",
            why="else the linearised optimum grows with b without end",
            for_=("surge-batch", "surge-lr-share"),
        ),
    ),
    source=Source(
        "S. Li et al., Surge Phenomenon in Optimal Learning Rate and Batch Size Scaling, NeurIPS "
        "2024",
        "the optimum of the sign update, derived here with erf",
        "",
        "",
        "arXiv:2405.14578",
    ),
    remarks=(
        "η_opt(b) = Σ E_iμ_i/(tr H + Σ_{i≠j} E_iE_jH_ij), E_i = erf(√(b/2) μ_i/σ_i).",
        "Linearised, the fall behind the peak is overstated: E_i is below 1 at any batch.",
    ),
    optimizers=("sign",),
    measure="share of the largest best learning rate",
)

_CLAIMS = (
    Claim(
        "surge-peak",
        (SURGE.id,),
        "missing-hypothesis",
        "the best learning rate of a sign update peaks at a batch size B_p",
        "only where Σ_{i≠j} H_ij μ_iμ_j/(σ_iσ_j) > 0: a diagonal Hessian has no peak",
    ),
    Claim(
        "surge-forms",
        (SURGE.id,),
        "holds",
        "where that sum is positive, B_p, the linearised share and that with erf follow",
    ),
)


def _optimum(mean_sign: tuple[Any, Any], off_diagonal: Any) -> Any:
    """Return the best η of two parameters: the loss falls by η⟨μ, E⟩ − η²(tr H + 2E₁E₂H₁₂)/2."""
    mu = sp.symbols("mu_1 mu_2", positive=True)
    eta = sp.Symbol("eta_step", positive=True)
    lost = eta * sum(m * e for m, e in zip(mu, mean_sign, strict=True)) - eta**2 / 2 * (
        hessian_trace + 2 * mean_sign[0] * mean_sign[1] * off_diagonal
    )
    (best,) = sp.solve(sp.diff(lost, eta), eta)
    return best


def _linear_signs() -> tuple[Any, Any]:
    """Return √(2b/π) μ/σ for two parameters: erf's tangent at 0."""
    mu, sd = sp.symbols("mu_1 mu_2", positive=True), sp.symbols("sigma_1 sigma_2", positive=True)
    one, other = (sp.sqrt(2 * s.b / sp.pi) * m / d for m, d in zip(mu, sd, strict=True))
    return one, other


@check(
    "surge-peak",
    unmoved={"condition.rhs case 2: *": "it is 0 there, and 0 it stays"},
)
def peak(
    evidence: Evidence,
    condition: Condition = SURGE.conditions[0],
) -> Finding:
    """Look for the maximum in b, with and without a Hessian off its diagonal."""
    signs = _linear_signs()
    diagonal = sp.simplify(_optimum(signs, 0))
    slope = sp.simplify(sp.diff(diagonal, s.b))
    evidence.say("with a diagonal Hessian the linearised optimum is", diagonal)
    evidence.say("its slope in b, positive for every b", slope)
    if not slope.is_positive:
        return "unsupported", "the optimum of a diagonal Hessian does not rise with b"
    # The condition has to hold where the sum is positive, and to fail where it is not.
    for value, wanted in ((2, True), (0, False), (-3, False)):
        sides = [sp.sympify(side).subs(coupling, value) for side in (condition.lhs, condition.rhs)]
        evidence.say(f"the condition at a sum of {value}", Relation(sides[0], "≤", sides[1]))
        if sides != [1, int(wanted)]:
            return "unsupported", "the condition is not that the sum is positive"
    return "missing-hypothesis", "with a diagonal Hessian the optimum rises with every b: no peak"


@check("surge-forms")
def forms(
    evidence: Evidence,
    peak_at: Any = _PEAK,
    linear: Any = s.expand(_LINEAR),
    exact: Any = s.expand(_EXACT),
) -> Finding:
    """Find the maximum of the linearised optimum, and put in erf for parameters that are alike."""
    off = sp.Symbol("H_12", positive=True)
    signs = _linear_signs()
    best = _optimum(signs, off)
    mu, sd = sp.symbols("mu_1 mu_2", positive=True), sp.symbols("sigma_1 sigma_2", positive=True)
    total = 2 * off * mu[0] * mu[1] / (sd[0] * sd[1])
    root = sp.Symbol("r", positive=True)
    in_root = best.subs(s.b, root**2)
    (at,) = (item for item in sp.solve(sp.diff(in_root, root), root) if item.is_positive)
    evidence.say("the linearised optimum is largest at b", sp.simplify(at**2))
    wanted = sp.sympify(peak_at).subs(coupling, total)
    if not _zero(wanted - at**2):
        return "false-as-printed", "B_p is not where the linearised optimum is largest"
    most = in_root.subs(root, at)
    share = sp.sympify(linear).subs(coupling, total)
    evidence.say("the optimum over its largest value", share)
    if not _zero(share - best / most):
        return "false-as-printed", "the linearised share is not that of the optimum"
    # Parameters that are alike: |μ|/σ = q for both, and E = erf(q√(b/2)).
    q = signal
    alike = {mu[0]: q * sd[0], mu[1]: q * sd[1]}
    sign = sp.Symbol("E", positive=True)
    own = (_optimum((sign, sign), off) / most).subs(alike)
    given = sp.sympify(exact).replace(Erf, lambda x: sign * (x / (q * sp.sqrt(s.b / 2))))
    given = given.subs(coupling, total).subs(alike)
    evidence.say("with the mean sign E of every parameter", sp.simplify(own))
    if not _zero(given - own):
        return "false-as-printed", "the share with erf is not that of the optimum"
    return "holds", "B_p is the maximum, and both shares are the optimum over its largest value"


def _zero(expr: Any) -> bool:
    """Tell whether an expression in positive symbols vanishes, at numbers first."""
    expr = sp.sympify(expr)
    names = sorted(expr.free_symbols, key=str)
    at = expr.xreplace({name: sp.Rational(3 + 2 * i, 7 + i) for i, name in enumerate(names)})
    if not abs(at.evalf(30)) < 1e-20:
        return False
    return bool(sp.simplify(expr) == 0)


PAPER = Paper(
    key="li2024",
    authors=(
        "Li, Shuaipeng",
        "Zhao, Penghao",
        "Zhang, Hailin",
        "Sun, Xingwu",
        "Wu, Hao",
        "Jiao, Dian",
        "Wang, Weiyan",
        "Liu, Chengjun",
        "Fang, Zheng",
        "Xue, Jinbao",
        "Tao, Yangyu",
        "Cui, Bin",
        "Wang, Di",
    ),
    title="Surge Phenomenon in Optimal Learning Rate and Batch Size Scaling",
    venue="Advances in Neural Information Processing Systems 37",
    year=2024,
    statements=(SURGE,),
    claims=_CLAIMS,
    symbols=(hessian_trace, coupling, signal, _surge, _w),
    arxiv="2405.14578",
    bibtex=r"""@inproceedings{li2024,
  author = {Li, Shuaipeng and Zhao, Penghao and Zhang, Hailin and Sun, Xingwu and Wu, Hao
    and Jiao, Dian and Wang, Weiyan and Liu, Chengjun and Fang, Zheng and Xue, Jinbao
    and Tao, Yangyu and Cui, Bin and Wang, Di},
  title = {Surge Phenomenon in Optimal Learning Rate and Batch Size Scaling},
  booktitle = {Advances in Neural Information Processing Systems},
  volume = {37},
  year = {2024},
  eprint = {2405.14578},
  archiveprefix = {arXiv},
}
""",
    place=112,
)
