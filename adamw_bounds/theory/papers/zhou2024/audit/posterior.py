"""Claims about Lemma 5: the stationary posterior."""

from __future__ import annotations

from collections.abc import Callable

import sympy as sp

from adamw_bounds.theory.audit import once
from adamw_bounds.theory.audit.evidence import (
    EXACT,
    PROVED,
    Evidence,
    Finding,
    Relation,
    check,
    judge,
)
from adamw_bounds.theory.audit.notation import text
from adamw_bounds.theory.audit.tools import diagonal, matrix_value
from adamw_bounds.theory.papers.zhou2024 import symbols as s
from adamw_bounds.theory.papers.zhou2024.generalization import LEMMA_5

_COVARIANCE = LEMMA_5.formula("covariance", optimizer="adamw").variants["printed"].expr
_EQUATION = LEMMA_5.formula("covariance-equation").variants["corrected"].expr
_COVARIANCE_L2 = LEMMA_5.formula("covariance", optimizer="l2-adam").variants["printed"].expr
_EQUATION_L2 = LEMMA_5.formula("covariance", optimizer="l2-adam").variants["corrected"].expr
_MEAN = LEMMA_5.formula("mean").variants

_h = sp.symbols("h_11 h_12 h_22", real=True)
_q = sp.symbols("q_1 q_2", positive=True)
#: Any symmetric H and any positive diagonal Q: they do not commute.
HESSIAN = sp.ImmutableMatrix([[_h[0], _h[1]], [_h[1], _h[2]]])
PRECONDITIONER = diagonal(*_q)


def _residual(
    covariance: sp.Expr, equation: sp.Expr, hessian: sp.Matrix, preconditioner: sp.Matrix
) -> tuple[sp.Matrix, sp.Matrix]:
    """Return the covariance, and the difference of the two sides of the equation there."""
    values = {s.H: hessian, s.Q: preconditioner}
    found = matrix_value(covariance, values, 2).applyfunc(once.cancel)
    unknown = s.M if equation.has(s.M) else s.M_l2
    left = matrix_value(equation, {**values, unknown: found}, 2)
    return sp.ImmutableMatrix(found), sp.ImmutableMatrix(left.applyfunc(once.cancel))


@check("lem5-cov")
def covariance_of_adamw(
    evidence: Evidence, covariance: sp.Expr = _COVARIANCE, equation: sp.Expr = _EQUATION
) -> Finding:
    """Put M into the Lyapunov equation, for a symbolic 2×2 H and a diagonal Q."""
    evidence.say(
        "the stationary covariance of dx = −(QH + λI)x dt + √(η/b)·QH^{1/2}dζ solves",
        Relation(equation.lhs, "=", equation.rhs),
    )
    evidence.say("the paper's M", covariance)
    evidence.say("H, any symmetric matrix", HESSIAN)
    evidence.say("Q, any positive diagonal matrix", PRECONDITIONER)
    commutator = PRECONDITIONER * HESSIAN - HESSIAN * PRECONDITIONER
    evidence.say("QH − HQ", commutator)
    found, residual = _residual(covariance, equation, HESSIAN, PRECONDITIONER)
    symmetric = (found - found.T).applyfunc(once.cancel).is_zero_matrix
    evidence.say("M − Mᵀ", (found - found.T).applyfunc(once.cancel))
    evidence.say("left side minus right side", residual)
    holds = bool(residual.is_zero_matrix and symmetric)
    return ("holds" if holds else "false-as-printed"), (
        "M is symmetric and solves its Lyapunov equation for every symmetric 2×2 H and diagonal Q"
        if holds
        else "M does not solve its Lyapunov equation"
    )


@check("lem5-l2", EXACT)
def covariance_of_l2_adam(
    evidence: Evidence, covariance: sp.Expr = _COVARIANCE_L2, equation: sp.Expr = _EQUATION_L2
) -> Finding:
    """Put the closed form into the Lyapunov equation, for matrices that do and do not commute."""
    evidence.say(
        "the covariance of ℓ2-Adam solves", Relation(equation.lhs, "=", equation.rhs), PROVED
    )
    evidence.say("the closed form", covariance, PROVED)
    hessian = sp.ImmutableMatrix([[1, 1], [1, 4]])
    preconditioner = diagonal(1, sp.Rational(1, 2))
    point = {
        s.lam_l2: sp.Integer(1),
        s.lam: sp.Integer(1),
        s.eta: sp.Integer(1),
        s.b: sp.Integer(1),
    }
    evidence.say("H, with Q = diag(1/√H₁₁, 1/√H₂₂) = diag(1, 1/2) and λ = η = b = 1", hessian)
    found, residual = (
        item.xreplace(point) for item in _residual(covariance, equation, hessian, preconditioner)
    )
    evidence.say("the closed form there, which must be symmetric", found)
    evidence.say("left side minus right side", residual)
    diagonal_h = diagonal(_h[0], _h[2])
    _, commuting = _residual(covariance, equation, diagonal_h, PRECONDITIONER)
    repaired = bool(commuting.is_zero_matrix)
    evidence.say("the same for diagonal H, any λ", commuting, PROVED)
    unknown = s.M if equation.has(s.M) else s.M_l2
    a, c, e = sp.symbols("m_11 m_12 m_22", real=True)
    guess = sp.ImmutableMatrix([[a, c], [c, e]])
    system = matrix_value(
        equation, {s.H: hessian, s.Q: preconditioner, unknown: guess}, 2
    ).xreplace(point)
    solution = sp.solve(list(system), [a, c, e], dict=True)
    if solution:
        evidence.say("the equation's own solution", guess.xreplace(solution[0]))
    ok = bool(residual.is_zero_matrix)
    return judge(printed=ok, repaired=repaired, otherwise="missing-hypothesis"), (
        "it solves the equation for matrices that do not commute"
        if ok
        else f"at H = {text(hessian)} the residual is {text(residual)}; it vanishes where QH = HQ"
    )


@check("lem5-mean")
def stationary_mean(
    evidence: Evidence,
    mean: sp.Expr = _MEAN["printed"].expr,
    corrected: sp.Expr = _MEAN["corrected"].expr,
) -> Finding:
    """Put the mean into the drift −QH(x − x*) − λx."""
    star = sp.ImmutableMatrix(sp.symbols("x_1 x_2", real=True))
    values = {s.H: HESSIAN, s.Q: PRECONDITIONER, s.x_star: star}
    product = PRECONDITIONER * HESSIAN

    def drift(expr: sp.Expr) -> sp.Matrix:
        point = matrix_value(expr, values, 2)
        found = (-product * (point - star) - s.lam * point).applyfunc(once.cancel)
        return sp.ImmutableMatrix(found)

    found, right = drift(mean), drift(corrected)
    evidence.say("the mean as given", mean)
    evidence.say("the drift −QH(x − x*) − λx there, which must vanish", found)
    evidence.say("at (QH + λI)⁻¹QHx* it is", right)
    ok = bool(found.is_zero_matrix)
    return judge(printed=ok, repaired=bool(right.is_zero_matrix), otherwise="false-as-printed"), (
        "the drift vanishes there"
        if ok
        else f"the drift at x* is −λx* = {text(found)}; it vanishes at {text(corrected)}"
    )


def drift_is_stable(hessian: sp.Matrix, preconditioner: sp.Matrix, lam: sp.Expr) -> sp.Matrix:
    """Return QH + λI, of which the paper asks that it has no negative eigenvalue."""
    return preconditioner * hessian + lam * sp.eye(2)


def _symmetric_examples() -> list[tuple[sp.Matrix, sp.Expr]]:
    return [
        (sp.ImmutableMatrix([[1, 2], [2, 1]]), sp.Integer(2)),
        (sp.ImmutableMatrix([[1, sp.Rational(1, 2)], [sp.Rational(1, 2), 1]]), sp.Integer(1)),
        (sp.ImmutableMatrix([[1, 1], [1, 1]]), sp.Integer(1)),
    ]


@check("lem5-indefinite", EXACT)
def indefinite_hessian(
    evidence: Evidence,
    hypothesis: Callable[[sp.Matrix, sp.Matrix, sp.Expr], sp.Matrix] = drift_is_stable,
    covariance: sp.Expr = _COVARIANCE,
) -> Finding:
    """Find an H that meets the hypothesis and makes M no covariance."""
    identity = sp.ImmutableMatrix(sp.eye(2))
    if covariance.is_ZeroMatrix:
        return "false-as-printed", "M is 0: no covariance"
    evidence.say("with H₁₁ = H₂₂ = 1 the matrix Q is the identity; b = 2, η = 4")
    point = {s.eta: sp.Integer(4), s.b: sp.Integer(2)}
    worst: tuple[sp.Matrix, sp.Expr, sp.Expr] | None = None
    for hessian, lam in _symmetric_examples():
        asked = hypothesis(hessian, identity, lam)
        if any(root < 0 for root in asked.eigenvals()):
            evidence.say(f"excluded by the hypothesis: H (λ = {lam})", hessian)
            continue
        found = matrix_value(covariance, {s.H: hessian, s.Q: identity}, 2).xreplace(
            {**point, s.lam: lam}
        )
        least = min(found.eigenvals(), key=lambda root: root.evalf())
        evidence.say(f"H (λ = {lam})", hessian)
        evidence.say(
            "eigenvalues of what the hypothesis asks for", sp.Matrix([list(asked.eigenvals())])
        )
        evidence.say("M", sp.ImmutableMatrix(found))
        evidence.say("its least eigenvalue", Relation(least, "<" if least < 0 else "≥", 0))
        if least < 0 and worst is None:
            worst = (hessian, lam, least)
    root = sp.Symbol("s_i", positive=True)
    share = root / (root + s.lam)
    evidence.say(
        "M = (η/2b)Q^{1/2}(S + λI)⁻¹S·Q^{1/2} with S = Q^{1/2}HQ^{1/2}: an eigenvalue s_i of S "
        "goes with",
        Relation(share, ">", 0),
        PROVED,
    )
    return judge(
        printed=worst is None, repaired=bool(share.is_positive), otherwise="false-as-printed"
    ), (
        "M has no negative eigenvalue where the hypothesis holds"
        if worst is None
        else f"at H = {text(worst[0])}, λ = {text(worst[1])}: QH + λI has positive eigenvalues "
        "and M "
        f"has the eigenvalue {text(worst[2])}; H ⪰ 0 is needed"
    )
