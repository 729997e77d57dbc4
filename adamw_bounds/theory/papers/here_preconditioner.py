"""What is derived here for Section 5 with the preconditioner that a finished run has."""

from __future__ import annotations

from typing import Any

import sympy as sp

from adamw_bounds.theory.audit.evidence import Evidence, Finding, Relation, check, equation
from adamw_bounds.theory.audit.tools import same
from adamw_bounds.theory.papers.here.audit.tools import judged
from adamw_bounds.theory.papers.zhou2024 import symbols as s
from adamw_bounds.theory.papers.zhou2024.generalization import COROLLARY_3
from adamw_bounds.theory.statements import (
    Claim,
    Default,
    Formula,
    Paper,
    Part,
    Source,
    Statement,
    Variant,
)
from adamw_bounds.theory.symbols import CURVATURE, PARAM, given
from adamw_bounds.theory.units import NONE

__all__ = ["PAPER"]

s_i = given(
    "preconditioned_eigenvalue",
    "s_i",
    "s_i",
    "eigenvalue of S = Q^(1/2) H Q^(1/2)",
    "> 0",
    PARAM**-1,
    is_input=False,
)
log_det_q = given(
    "log_det_q",
    r"\log\det Q",
    "log det Q",
    "log-determinant of the run's preconditioner, Σ log q_i",
    "real",
    NONE,
    is_input=False,
)
log_ratio = given(
    "log_ratio",
    r"\textstyle\sum_i\log(1+\lambda/s_i)",
    "Σlog(1 + λ/s_i)",
    "what the decay adds to err: log det(I + λS^{−1}); with ℓ2-Adam log det(I + λH^{−1})",
    ">= 0",
    NONE,
    is_input=False,
)
trace_own = given(
    "trace_own",
    r"\operatorname{Tr}[QS(S+\lambda)^{-1}]",
    "Tr[QS(S+λ)^{−1}]",
    "trace of the covariance over η/(2b); with ℓ2-Adam Tr[QH(H+λ)^{−1}]",
    ">= 0",
    PARAM,
    is_input=False,
)
trace_q = given(
    "trace_q",
    r"\operatorname{Tr}Q",
    "Tr Q",
    "trace of the run's preconditioner",
    "> 0",
    PARAM,
    is_input=False,
)
trace_s = given(
    "trace_s",
    r"\operatorname{Tr}S",
    "Tr S",
    "trace of S = Q^(1/2) H Q^(1/2), which is Tr[QH]",
    "> 0",
    PARAM**-1,
    is_input=False,
)
trace_most = given(
    "trace_most",
    r"\overline{\operatorname{Tr}M}",
    "Tr M at most",
    "upper bound of the trace of ℓ2-Adam's covariance over η/(2b)",
    "> 0",
    PARAM,
    is_input=False,
)
share_sum = given(
    "share_sum",
    r"\operatorname{Tr}[H(H+\lambda)^{-1}]",
    "Tr[H(H+λ)^{−1}]",
    "sum of σ_i/(σ_i + λ)",
    "> 0",
    NONE,
    is_input=False,
)
sigma_max = given(
    "sigma_max",
    r"\sigma_{\max}",
    "σ_max",
    "largest eigenvalue of the Hessian",
    "> 0",
    CURVATURE,
    is_input=False,
)

_prior = s.d * sp.log(2 * s.b * s.rho / s.eta)
_why = "Theorem 6 for the Q of the run, whose Lyapunov equation S = Q^(1/2)HQ^(1/2) solves"
_why_l2 = (
    "Oppenheim's inequality for the determinant, and for the trace that 0 ⪯ N ⪯ (η/2b)·κ_max and "
    "Tr[(H+λ)M] = (η/2b)·Tr[HQ]; the closed form would need QH = HQ"
)


def _err(log: Any, trace: Any, why: str) -> dict[str, Variant]:
    """Return err as a sum of what Q, the decay, the trace and the prior give."""
    return {
        "corrected": Variant(
            parts=(
                Part("preconditioner", given=-log_det_q),
                Part("decay", given=log),
                Part("trace", given=trace / s.a),
                Part("prior", given=_prior),
            ),
            combine="sum",
            why=why,
            bare_log=True,
        )
    }


def _one(
    quantity: str,
    latex: str,
    summand: Any,
    why: str,
    optimizer: str,
    unit: Any = None,
    *,
    linear: bool = True,
) -> Formula:
    return Formula(
        quantity,
        latex,
        {"corrected": Variant(given=summand, why=why)},
        optimizer=optimizer,
        unit=unit,
        linear=linear,
    )


_name = r"\overline{\mathrm{err}}_{\mathrm{AdamW}}"
_name_l2 = r"\overline{\mathrm{err}}_{\ell_2\text{-}\mathrm{Adam}}"
_share = s_i / (s_i + s.lam)
_share_l2 = s.sigma_i / (s.sigma_i + s.lam_l2)
#: N ⪯ (η/2b)·κ_max I, and Tr[(H+λ)M] = (η/2b)·Tr[HQ]: each bounds Tr M over η/(2b).
_of_size = sigma_max / (sigma_max + s.lam_l2) * trace_q
_of_balance = trace_s / s.lam_l2

OWN = Statement(
    id="here-own-preconditioner",
    main="phi",
    title="Generalization terms with the run's own preconditioner",
    assumptions=(
        "F(x) = F(x*) + ½(x − x*)ᵀH(x − x*) with H ≻ 0, in nats; the steps are small.",
        "The noise of one sample's gradient has the covariance H.",
        "Q = diag(q_i) is that of the finished run and held fixed, q_i = (η_i/η)/(√v̂_i + ε), with "
        "η_i the learning rate of the parameter's group; S = Q^(1/2) H Q^(1/2).",
        *COROLLARY_3.assumptions[1:],
    ),
    formulas=(
        _one(
            "own-log-summand",
            r"\log(1+\lambda/s_i)",
            sp.log(1 + s.lam / s_i),
            "−log det of S(S+λ)^{−1}",
            "adamw",
        ),
        _one("own-share", r"s_i/(s_i+\lambda)", _share, "an eigenvalue of S(S+λ)^{−1}", "adamw"),
        Formula(
            "err-own",
            _name,
            _err(log_ratio, trace_own, _why),
            optimizer="adamw",
            linear=True,
        ),
        _one(
            "own-log-summand",
            r"\log(1+\lambda/\sigma_i)",
            sp.log(1 + s.lam_l2 / s.sigma_i),
            "−log det of H(H+λ)^{−1}",
            "l2-adam",
        ),
        _one(
            "own-share",
            r"\sigma_i/(\sigma_i+\lambda)",
            _share_l2,
            "an eigenvalue of H(H+λ)^{−1}",
            "l2-adam",
        ),
        _one(
            "own-trace-by-size",
            r"\kappa_{\max}\operatorname{Tr}Q",
            _of_size,
            "N ⪯ (η/2b)·κ_max, κ_max = σ_max/(σ_max + λ)",
            "l2-adam",
            PARAM,
        ),
        _one(
            "own-trace-by-balance",
            r"\operatorname{Tr}S/\lambda",
            _of_balance,
            "Tr[(H+λ)M] = (η/2b)·Tr[HQ], and λM ⪯ (H+λ)M in the trace",
            "l2-adam",
            PARAM,
            linear=False,  # infinite without decay
        ),
        Formula(
            "err-own-lower",
            _name_l2,
            _err(
                -s.d * sp.log(share_sum / s.d),
                trace_own,
                "the mean of N's eigenvalues is "
                "known, and its determinant is at most that of equal ones",
            ),
            optimizer="l2-adam",
            linear=True,
        ),
        Formula(
            "err-own-upper",
            _name_l2,
            _err(log_ratio, trace_most, _why_l2),
            optimizer="l2-adam",
            linear=True,
        ),
        *(item for item in COROLLARY_3.formulas if item.quantity in {"c0", "kl", "phi"}),
    ),
    source=Source(
        "adamw-bounds, Section 5 with the run's own preconditioner",
        "guide/preconditioner.md",
        "",
        "proved there",
    ),
    remarks=(
        "err of AdamW and Adam is exact under the assumptions; of ℓ2-Adam it is a lower and an "
        "upper bound of it, since Q and H do not commute.",
        "As s_i → 0 with λ > 0 err is infinite: the stationary law has no width there. Where S has "
        "a negative eigenvalue there is no such law, and formulas that return a number are wrong.",
        "b·v̂_i/H_ii should be about 1: where it is not, the second assumption fails.",
    ),
    nats=True,
    optimizers=("adamw", "adam", "l2-adam"),
    defaults=(Default(s.c_zero, quantity="c0"),),
)

_CLAIMS = (
    Claim(
        "here-own-covariance",
        (OWN.id,),
        "holds",
        "(η/2b)Q^½S(S+λ)^{−1}Q^½ is AdamW's stationary covariance for every diagonal Q > 0, and "
        "err follows from it",
    ),
    Claim(
        "here-own-l2-bracket",
        (OWN.id,),
        "holds",
        "err of ℓ2-Adam lies between the two bounds, whatever Q > 0 and H ≻ 0 are",
    ),
)

_q1, _q2, _p, _r, _c = sp.symbols("q_1 q_2 h_1 h_2 h_12", positive=True)
_TWO = sp.Matrix([[_p, _c], [_c, _r]])


def _plain(quantity: str, optimizer: str) -> Any:
    return OWN.formula(quantity, optimizer=optimizer).variants["corrected"].expr


@check("here-own-covariance")
def own_covariance(
    evidence: Evidence,
    share: Any = _plain("own-share", "adamw"),
    log: Any = _plain("own-log-summand", "adamw"),
    err: Any = _plain("err-own", "adamw"),
) -> Finding:
    """Solve the Lyapunov equation of the drift QH + λ, for two parameters with any Q and H."""
    root = sp.diag(sp.sqrt(_q1), sp.sqrt(_q2))
    inner = root * _TWO * root
    # The matrix function of the share, which must be rational in S.
    solved = (inner + s.lam * sp.eye(2)).inv() * inner
    covariance = s.eta / (2 * s.b) * root * solved * root
    drift = root * root * _TWO + s.lam * sp.eye(2)
    noise = s.eta / s.b * root * root * _TWO * root * root
    left = (drift * covariance + covariance * drift.T - noise).applyfunc(sp.simplify)
    evidence.say("residual of (QH+λ)M + M(QH+λ)ᵀ = (η/b)QHQ", left)
    if left != sp.zeros(2, 2):
        return "unsupported", "the covariance does not solve its equation"
    if not (same(share, s_i / (s_i + s.lam)) and same(log, -sp.log(share))):
        return "unsupported", "the summands are not those of S(S+λ)^{−1}"
    scale = s.eta / (2 * s.b)
    # 2KL(N(x*, M) ‖ N(0, ρ)) without ‖x*‖²/ρ − d, M = scale·Q^½ S(S+λ)^{−1} Q^½.
    wanted = -(s.d * sp.log(scale / s.rho) + log_det_q - log_ratio) + scale * trace_own / s.rho
    apart = sp.simplify(sp.expand_log(s.expand(err) - wanted, force=True))
    evidence.say(
        "err, and −log det(M/ρ) + Tr(M/ρ)", equation(s.expand(err), wanted, holds=apart == 0)
    )
    return judged(apart == 0, "it solves its equation, and err is its KL", "err is another")


@check("here-own-l2-bracket")
def own_bracket(
    evidence: Evidence,
    lower: Any = _plain("err-own-lower", "l2-adam"),
    upper: Any = _plain("err-own-upper", "l2-adam"),
    share: Any = _plain("own-share", "l2-adam"),
    of_size: Any = _plain("own-trace-by-size", "l2-adam"),
    of_balance: Any = _plain("own-trace-by-balance", "l2-adam"),
) -> Finding:
    """Solve Lyapunov's equation in exact numbers for matrices that do not commute with Q."""
    for q, curvature, decay in _POINTS:
        found = _l2(q, curvature, decay)
        known = {
            log_det_q: sp.log(sp.prod(map(sp.Integer, q))),
            trace_q: sp.Integer(sum(q)),
            s.lam_l2: decay,
            **_SETTING,
        }
        shifted = curvature + decay * sp.eye(curvature.rows)
        known[log_ratio] = sp.log(shifted.det() / curvature.det())
        known[trace_own] = (sp.diag(*q) * curvature * shifted.inv()).trace()
        known[trace_s] = (sp.diag(*q) * curvature).trace()
        balance = sp.simplify((shifted * found).trace() - known[trace_s])
        evidence.say("Tr[(H+λ)M] − Tr[HQ], over η/2b", balance)
        if balance != 0:
            return "unsupported", "the trace of (H+λ)M is not that of HQ"
        known[share_sum] = (curvature * shifted.inv()).trace()
        known[sigma_max] = sp.Max(*(sp.re(sp.N(value, 40)) for value in curvature.eigenvals()))
        known[s.d] = sp.Integer(curvature.rows)
        known[trace_most] = sp.Min(
            *(s.expand(end).xreplace(known) for end in (of_size, of_balance))
        )
        ends = [sp.N(s.expand(end).xreplace(known), 30) for end in (lower, upper)]
        a = 2 * known[s.rho] * known[s.b] / known[s.eta]
        err = -sp.log(found.det()) + found.trace() / a + curvature.rows * sp.log(a)
        evidence.say("err by Lyapunov's equation, at λ =", decay)
        evidence.say("lower bound", Relation(ends[0], "≤", sp.N(err, 30)))
        evidence.say("upper bound", Relation(sp.N(err, 30), "≤", ends[1]))
        if curvature == _EVEN and any(abs(end - sp.N(err, 30)) > _ROUNDING for end in ends):
            return "unsupported", "the bounds are not err where H is a multiple of 1"
        if not ends[0] - _ROUNDING <= sp.N(err, 30) <= ends[1] + _ROUNDING:
            return "unsupported", "a bound is on the wrong side of err"
    # With H = h, Tr M over η/2b is h/(h + λ)·Tr Q; the balance gives that as h falls.
    exact = _p / (_p + s.lam_l2) * trace_q
    sharp = sp.limit(of_balance.xreplace({trace_s: _p * trace_q}) / exact, _p, 0)
    evidence.say("Tr S/λ over Tr M where H = h → 0", sharp)
    if sharp != 1:
        return "unsupported", "Tr S/λ is not attained in the limit"
    if not same(share, s.sigma_i / (s.sigma_i + s.lam_l2)):
        return "unsupported", "the summands are not those of H(H+λ)^{−1}"
    return "holds", "Oppenheim's inequality, and N between what W ⪰ S and the mean allow"


_SETTING: dict[Any, Any] = {
    s.eta: sp.Rational(1, 1000),
    s.b: sp.Integer(32),
    s.rho: sp.Rational(1, 100),
}
_GOLDEN = sp.Matrix(3, 3, [20, 5, 1, 5, 10, -2, 1, -2, 2]) / 10
_FLAT = sp.Matrix(2, 2, [3, 1, 1, 2]) / 100
#: Here Q and H commute and all shares are equal: both bounds are attained.
_EVEN = 2 * sp.eye(3)
_ROUNDING = sp.Float("1e-25")
#: q, H and λ.
_POINTS: tuple[tuple[tuple[Any, ...], Any, Any], ...] = (
    ((3, 7, 20), _GOLDEN, sp.Rational(1, 100)),
    ((3, 7, 20), _GOLDEN, sp.Integer(1)),
    ((1, 400), _FLAT, sp.Rational(1, 4)),
    ((3, 7, 20), _EVEN, sp.Integer(1)),
)


def _l2(q: tuple[Any, ...], curvature: Any, decay: Any) -> Any:
    """Return the covariance of ℓ2-Adam over η/(2b): Q(H+λ)M + M(H+λ)Q = 2QHQ."""
    size = curvature.rows
    scale = sp.diag(*q)
    drift = scale * (curvature + decay * sp.eye(size))
    names = sp.symbols(f"m:{size * size}")
    unknown = sp.Matrix(size, size, names)
    equations = drift * unknown + unknown * drift.T - 2 * scale * curvature * scale
    (found,) = sp.linsolve(list(equations), names)
    return sp.Matrix(size, size, found)


PAPER = Paper(
    key="here_preconditioner",
    authors=("adamw-bounds contributors",),
    title="Section 5 with the preconditioner of a finished run",
    venue="adamw-bounds, guide/preconditioner.md",
    year=2026,
    statements=(OWN,),
    claims=_CLAIMS,
    symbols=(
        *(s_i, log_det_q, log_ratio, trace_own, trace_q, trace_s, trace_most, share_sum),
        sigma_max,
        *(s.err, s.c_zero, s.sigma_i),
    ),
    bibtex=r"""@misc{adamwboundspreconditioner,
  author = {{The adamw-bounds contributors}},
  title = {Section 5 with the preconditioner of a finished run},
  howpublished = {adamw-bounds, guide/preconditioner.md},
  year = {2026},
}
""",
    place=130,
)
