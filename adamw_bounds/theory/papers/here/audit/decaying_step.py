"""The decaying step, from the master inequality: its sums, its regimes, and its shortest run."""

from __future__ import annotations

from typing import Any

import mpmath
import sympy as sp

from adamw_bounds.theory import symbols as s
from adamw_bounds.theory.audit.evidence import EVALUATED, Evidence, Finding, Relation, check
from adamw_bounds.theory.papers.here import symbols as h
from adamw_bounds.theory.papers.here.audit.tools import (
    BOUND,
    CONDITION,
    RUN,
    WEIGHT,
    judged,
    number,
    part,
    vanishes,
)
from adamw_bounds.theory.papers.here.decaying import DECAYING
from adamw_bounds.theory.statements import Condition, Variant

_SQUARE = "gradient-norm-squared"
_UNIFORM = DECAYING.formula(_SQUARE, case=None).variants["sharp"]
_DRAWN = DECAYING.formula(_SQUARE, case="weighted-output").variants["sharp"]


def _run_holds(evidence: Evidence, weight: Any, condition: Condition, eta: Any, beta1: Any) -> bool:
    """With p = 1 no weight exceeds r/2, and the condition holds for every β."""
    alpha, r = s.beta1, h.r_here
    kept = 1 - alpha
    known = {h.young_split: kept / h.theta**2 - 1, h.master_split: 0, s.eta: r * alpha}
    after = weight.xreplace({**known, h.step_weight: r / 2})
    evidence.say("the weight before a step, where it is r/2 after it", s.expand(after))
    good = vanishes(after - r / 2)
    left = (condition.lhs - condition.rhs).xreplace(
        {**known, h.step_weight: r / 2, h.reference_ratio: s.lam}
    )
    z = s.L / (s.L + s.lam * s.c1)
    # α + z²(1−α)² − 1 ≤ 0, as z ≤ 1: (1−α)² ≤ 1 − α.
    evidence.say("the condition's left side less 1", alpha + z**2 * (1 - alpha) ** 2 - 1)
    good = vanishes(left - (alpha + z**2 * (1 - alpha) ** 2 - 1)) and good
    # The schedule that is printed: g_k's weight is β_k, and η_k = rβ_{k+1}.
    for gamma, step in ((sp.Rational(5, 2), 3), (sp.Rational(5, 2), 40), (sp.Rational(1, 3), 9)):
        point = {**RUN, s.lam: sp.Rational(1, 3), s.gamma_given: gamma, s.k: step}
        pairs = (
            (beta1, sp.Min(1, gamma / sp.sqrt(step))),
            (eta, r * sp.Min(1, gamma / sp.sqrt(step + 1))),
        )
        for found, expected in pairs:
            good = good and bool(abs(number(found, point) - number(expected, point)) < 1e-24)
    return good


def _sums(gamma: sp.Expr, count: int) -> tuple[sp.Float, sp.Float, sp.Float]:
    """Return Σ_{k<T} β_k², Σ_{k≤T} β_k and Tβ_T, with β_k = min(1, γ/√k), in 40 digits."""
    with mpmath.workdps(40):
        scale = mpmath.mpf(int(gamma.p)) / int(gamma.q)
        weights = [min(mpmath.mpf(1), scale / mpmath.sqrt(k)) for k in range(1, count + 1)]
        squares = mpmath.fsum(weight**2 for weight in weights[:-1])
        found = (squares, mpmath.fsum(weights), count * weights[-1])
        return tuple(sp.Float(item, 35) for item in found)


def _squares(gamma: sp.Expr, count: int) -> sp.Expr:
    """Return the integral's bound of Σ_{k<T} β_k²."""
    x = sp.Symbol("x", positive=True)
    until, steps = max(sp.Integer(1), gamma**2), sp.Integer(count - 1)
    least = min(sp.Integer(1), gamma**2)
    if steps <= until:
        return least * steps
    return least * (until + sp.integrate(until / x, (x, until, steps)))


def _weights(gamma: sp.Expr, count: int) -> sp.Expr:
    """Return the integral's bound of Σ_{k≤T} β_k: without f(0), with f(T)."""
    x = sp.Symbol("x", positive=True)
    until, steps = max(sp.Integer(1), gamma**2), sp.Integer(count)
    least = min(sp.Integer(1), gamma)
    if steps <= until:
        return least * steps
    beyond = sp.integrate(sp.sqrt(until / x), (x, until, steps))
    return least * (until + beyond - 1 + sp.sqrt(until / steps))


@check("here-decaying-bound", EVALUATED)
def decaying_bound(
    evidence: Evidence,
    uniform: Variant = _UNIFORM,
    drawn: Variant = _DRAWN,
    eta: Any = DECAYING.formula("eta-k").variants["sharp"].expr,
    beta1: Any = DECAYING.formula("beta1-k").variants["sharp"].expr,
    weight: Any = WEIGHT,
    condition: Condition = CONDITION,
    master: Variant = BOUND,
) -> Finding:
    """Bound the sums of β and β² by integrals, and put them into the master inequality."""
    good = _run_holds(evidence, s.expand(sp.sympify(weight)), condition, eta, beta1)
    total, squares = sp.symbols("B Q", positive=True)
    known = {
        h.reference_gap: h.gap0,
        h.noise_weight: h.r_here / 2 * (1 + squares),
        h.decay_left: 0,
        h.reference_growth: 0,
    }
    derived = s.c2 / (h.r_here * total) * master.expr.xreplace(known)
    evidence.say("the master inequality over Ση_k = rB, where Q bounds Σβ_k²", s.expand(derived))
    good = vanishes(derived - (h.A_here + h.S * (1 + squares)) / total) and good
    if not good:
        return judged(good, "", "the schedule or the master inequality does not give the bound")
    for gamma, count in (
        (sp.Rational(1, 3), 1),
        (sp.Rational(1, 3), 2),
        (sp.Rational(1, 3), 60),
        (sp.Integer(1), 30),
        (sp.Rational(5, 2), 4),
        (sp.Rational(5, 2), 7),
        (sp.Rational(5, 2), 90),
        (sp.Integer(3), 9),
        (sp.Integer(3), 10),
        (sp.Integer(3), 11),
    ):
        point = {**RUN, s.lam: sp.Rational(1, 3), s.gamma_given: gamma, s.T: count}
        exact, of_weights, last = _sums(gamma, count)
        q, b = _squares(gamma, count), _weights(gamma, count)
        good = good and bool(
            exact.evalf(30) <= q.evalf(30) * (1 + 1e-25) and b.evalf(30) <= of_weights * (1 + 1e-25)
        )
        for variant, divisor in ((uniform, last), (drawn, b)):
            for label, above in (
                ("gap", h.A_here),
                ("initial-noise", h.S),
                ("noise-floor", h.S * q),
            ):
                expected = number(above, point) / divisor.evalf(30)
                good = good and bool(abs(number(part(variant, label), point) - expected) < 1e-20)
        evidence.say(
            f"γ = {gamma}, T = {count}: Σβ_k² and its bound",
            Relation(exact.evalf(12), "≤", q.evalf(12)),
        )
    return judged(
        good,
        "both means are what the master inequality gives, with both sums bounded by integrals",
        "a mean, a sum or the schedule is not what the proof gives",
    )


@check("here-decaying-count", EVALUATED)
def decaying_count(
    evidence: Evidence,
    iterations: Variant = DECAYING.formula("iterations").variants["sharp"],
    complexity: Variant = DECAYING.formula("gradient-complexity").variants["sharp"],
    gamma: Any = DECAYING.formula("gamma").variants["sharp"].expr,
    for_steps: Any = s.info(h.gamma_here).definition,
    guarantee: Variant = _UNIFORM,
) -> Finding:
    """Put T and γ into the guarantee: it is ε², and no γ beside it is better."""
    good = True
    for epsilon, sigma in (("1/10", "3/2"), ("1/100", "1/5"), ("1/1000", "3/2")):
        point = {**RUN, s.lam: sp.Rational(1, 7), s.sigma: sp.Rational(sigma)}
        point |= {s.eps: sp.Rational(epsilon)}
        steps, scale = number(iterations.expr, point), number(gamma, point)
        square = point[s.eps] ** 2
        at = [
            number(guarantee.expr, {**point, s.gamma_given: scale * factor, s.T: steps})
            for factor in (1, sp.Rational(99, 100), sp.Rational(101, 100))
        ]
        evidence.say("the bound after T steps", Relation(at[0], "≤", square))
        # T is from ln T, the bound has ln(T−1): they differ by less than 1/T.
        good = good and bool(at[0] <= square and at[0] > square * (1 - 2 / steps))
        good = good and bool(min(at[1:]) > at[0])
        own = number(for_steps, {**point, s.T: steps})
        evidence.say("γ for ε, and γ for T steps", Relation(scale, "→", own))
        good = good and bool(abs(own / scale - 1) < 1e-20)
        good = good and bool(abs(number(complexity.expr, point) / steps / 32 - 1) < 1e-25)
    # Little noise: β never falls, and A/T + S is ε² exactly.
    for sigma in ("0", "1/10"):
        point = {**RUN, s.lam: 0, s.sigma: sp.Rational(sigma), s.eps: sp.Rational(1, 3)}
        steps, scale = number(iterations.expr, point), number(gamma, point)
        at = number(guarantee.expr, {**point, s.gamma_given: scale, s.T: steps})
        evidence.say(
            "the bound after T steps without a falling β", Relation(at, "=", sp.Rational(1, 9))
        )
        good = good and bool(scale**2 >= steps and abs(at * 9 - 1) < 1e-24)
        good = good and bool(abs(number(complexity.expr, point) / steps / 32 - 1) < 1e-25)
    return judged(
        good,
        "T and γ bring the bound to ε²; another γ makes it larger",
        "T or γ is not what the bound asks for",
    )
