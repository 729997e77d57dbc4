"""Claims about Theorem 1: one-dimensional least squares."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import mpmath
import sympy as sp

from adamw_bounds.theory.audit.evidence import (
    EVALUATED,
    EXACT,
    SIMULATED,
    Evidence,
    Finding,
    Measured,
    Relation,
    check,
    judge,
)
from adamw_bounds.theory.audit.notation import text
from adamw_bounds.theory.audit.tools import same, unit_or_fault, zero
from adamw_bounds.theory.papers.zhou2024 import symbols as s
from adamw_bounds.theory.papers.zhou2024.least_squares import THEOREM_1
from adamw_bounds.theory.statements import Statement, Variant

_half = sp.Rational(1, 2)


def _printed(statement: Statement, optimizer: str) -> Variant:
    return statement.formula("distance", optimizer=optimizer).variants["printed"]


def _part(variant: Variant, label: str) -> sp.Expr:
    return next(part.expr for part in variant.parts if part.label == label)


@check("thm1-ratio")
def ratio_of_the_second_terms(
    evidence: Evidence,
    adamw: Variant = _printed(THEOREM_1, "adamw"),
    l2: Variant = _printed(THEOREM_1, "l2-adam"),
    factor: sp.Expr = 2 * s.k**s.alpha,
) -> Finding:
    """Divide the second terms."""
    above, below = _part(l2, "noise"), _part(adamw, "noise")
    found = sp.powsimp(above / below)
    evidence.say("second term of ℓ2-Adam's bound", above)
    evidence.say("second term of AdamW's bound", below)
    evidence.say("their quotient", Relation(above / below, "=", found))
    agrees = same(found, factor)
    return ("holds" if agrees else "false-as-printed"), (
        f"the quotient is {text(found)}" + ("" if agrees else f", not {text(factor)}")
    )


def companion(trace: sp.Expr, product: sp.Expr) -> sp.Matrix:
    """Return the iteration matrix of the supplement's chain, by its trace and determinant."""
    return sp.ImmutableMatrix([[trace, -product], [1, 0]])


@check("thm1-l2", EXACT)
def norms_of_products(
    evidence: Evidence, matrix: Callable[[Any, Any], sp.Matrix] = companion
) -> Finding:
    """Hold products of iteration matrices against the products of their spectral radii."""
    c, b = sp.Symbol("c", real=True), sp.Symbol("b_1", positive=True)
    general = matrix(c, b)
    evidence.say("A(c, b) with c² ≤ 4b, so that both eigenvalues have the modulus √b", general)
    values = {c: sp.Integer(1), b: _half}
    one, other = (
        sp.ImmutableMatrix(general.xreplace({**values, c: sp.Integer(sign)})) for sign in (1, -1)
    )
    evidence.say("two of them, c = 1 and c = −1, b = 1/2: c² = 1 ≤ 4b = 2", one)
    norm = max((one.T * one).eigenvals(), key=lambda root: root.evalf())
    broken = bool(norm > values[b])
    evidence.say(
        "largest eigenvalue of AᵀA, which is ‖A‖², beside b",
        Relation(norm, ">" if broken else "≤", values[b]),
    )
    product = one * other
    radius = max((sp.Abs(root) for root in product.eigenvals()), key=lambda root: root.evalf())
    evidence.say("the product of the two", product)
    evidence.say(
        "its spectral radius beside the product of the two radii, which the chain takes for a "
        "bound",
        Relation(sp.simplify(radius), ">" if radius > values[b] else "≤", values[b]),
    )
    if not broken and not bool(radius > values[b]):
        return "holds", "the norm of each matrix is its spectral radius"
    return "unsupported", (
        f"‖A‖² = {text(norm)} > b = 1/2, and a product of two has the spectral radius "
        f"{float(radius):.4g}, not at most 1/2"
    )


@check("thm1-small-k", EXACT)
def small_horizons(evidence: Evidence, statement: Statement = THEOREM_1) -> Finding:
    """Find the k at which the factors of the chain are negative, and refute the bound at k = 1."""
    condition = next(item for item in statement.conditions if item.name == "decay-step")
    decay = condition.lhs
    real = sp.Symbol("k", positive=True)
    slope = sp.diff(decay.xreplace({s.k: real}), real)
    evidence.say("ηλ of the supplement's choice, which must be at most 1", Relation(decay, "≤", 1))
    evidence.say("it falls with k", Relation(slope, "<", 0))
    values = [sp.sympify(decay.xreplace({s.k: sp.Integer(k)})) for k in range(1, 10)]
    failing = [k for k, value in enumerate(values, 1) if value > 1]
    for k, value in enumerate(values[:3], 1):
        evidence.say(f"at k = {k}", Relation(value, ">" if value > 1 else "≤", 1))
    if not slope.is_negative:
        return None, "ηλ does not fall with k"
    if not failing:
        return "holds", "ηλ ≤ 1 at every k ≥ 1"
    printed = _printed(statement, "adamw").expr.xreplace({s.k: sp.Integer(1)})
    lowest = abs(1 - values[0]) * s.Lambda - values[0] * s.tau_gradient
    evidence.say("the printed bound at k = 1", printed)
    evidence.say(
        "the update itself: |x₁| ≥ |1 − ηλ|·|x₀| − ηλ·τ, as |m/v| ≤ τ/√δ and η = ηλ·√δ at k = 1",
        lowest,
    )
    point = {s.Lambda: sp.Integer(8), s.tau_gradient: sp.Integer(1)}
    at_least, at_most = lowest.xreplace(point), printed.xreplace(point)
    refuted = bool(at_least > at_most)
    evidence.say(
        "from |x₀| = 8 with gradients of size at most 1",
        Relation(at_least, ">" if refuted else "≤", at_most),
    )
    # Where the factors are not negative the printed bound is Bernoulli's inequality away.
    u = sp.Symbol("u", nonnegative=True)
    gap = (1 - u) ** sp.Rational(3, 2) - (1 - sp.Rational(3, 2) * u)
    repaired = zero(gap.subs(u, 0)) and zero(sp.diff(gap, u).subs(u, 0))
    evidence.say(
        "for k ≥ 3, with u = 1/√k: f(u) = (1−u)^{3/2} − (1 − 3u/2) has f(0) = f′(0) = 0 and f″ > "
        "0, "
        "so that the chain's (1 − ηλ)^k is at most the printed (1 − u)^{3k/2}",
        Relation(sp.diff(gap, u, 2), ">", 0),
    )
    return judge(printed=not refuted, repaired=repaired, otherwise="missing-hypothesis"), (
        f"ηλ = {text(decay)} exceeds 1 at k = {', '.join(map(str, failing))}; at k = 1 the bound "
        f"says {text(at_most)} where |x₁| ≥ {text(at_least)}"
    )


def _limit(expr: sp.Expr) -> sp.Expr:
    """Return the limit for k → ∞; powers through the logarithm, which sympy's limits prefer."""
    t = sp.Symbol("t", positive=True)
    total: sp.Expr = sp.Integer(0)
    for term in sp.Add.make_args(expr):
        exponent = sp.expand_log(sp.log(term), force=True).xreplace({s.k: t**2})
        total += sp.exp(sp.limit(sp.powdenest(exponent, force=True), t, sp.oo))
    return total


def _error_at_one(horizon: int) -> Any:
    """Return |x − 1| after AdamW with the supplement's step on ½(x − 1)² from x = 0."""
    with mpmath.workdps(30):
        delta, alpha = mpmath.mpf(1), mpmath.mpf(1) / 2
        lam = horizon ** (mpmath.mpf(1) / 2 + alpha) / mpmath.sqrt(delta)
        eta = mpmath.mpf(3) / 2 * mpmath.sqrt(delta) / horizon ** (1 + alpha)
        beta1 = beta2 = mpmath.mpf(1) / 10
        x, g = mpmath.mpf(0), mpmath.mpf(-1)
        m, n = g, g * g
        for _ in range(horizon):
            g = x - 1
            m, n = (1 - beta1) * m + beta1 * g, (1 - beta2) * n + beta2 * g * g
            x -= eta * m / mpmath.sqrt(n + delta) + eta * lam * x
        return abs(x - 1)


@check("thm1-origin")
def decay_pulls_to_the_origin(
    evidence: Evidence,
    adamw: Variant = _printed(THEOREM_1, "adamw"),
    simulated: tuple[Measured, ...] = (),
) -> Finding:
    """Show that the printed bound, which holds for |x_k| whatever E ξ is, drives x_k to 0."""
    evidence.say(
        "the chain unrolls x_{k+1} = (1−ηλ)x_k − ηm_k/v_k and bounds |m_k| by τ: it bounds E|x_k|, "
        "whatever E ξ is",
        adamw.expr,
    )
    limit = _limit(adamw.expr)
    evidence.say("its limit for k → ∞", Relation(adamw.expr, "→", limit))
    if limit != 0:
        evidence.measured(simulated)
        if not simulated:
            return None, "only --simulate can tell: the bound does not tend to 0"
        evidence.method = SIMULATED
        if any(item.breaks for item in simulated):
            return "unsupported", "with E ξ = 1 the measured error stays above the bound"
        return "holds", "with E ξ = 1 the measured error stays within the bound"
    evidence.say(
        "so x_k → 0 for every E ξ, and where x* = 1 the error tends to 1: the minimum of the "
        "theorem's problem lies where decay pulls"
    )
    for horizon in (10, 100, 1000):
        evidence.say(
            f"|x_k − x*| at k = {horizon} without noise, ξ = a = 1, x₀ = 0, δ = 1, α = 1/2, "
            "β1 = β2 = 1/10, in 30 digits",
            sp.Float(str(_error_at_one(horizon)), 6),
            EVALUATED,
        )
    evidence.measured(simulated)
    return "unsupported", (
        "the bound holds for |x_k| whatever E ξ is and tends to 0: with E ξ = 1 the error tends "
        "to 1"
    )


@check("thm1-units")
def units_of_the_bound(
    evidence: Evidence,
    bound: sp.Expr = _printed(THEOREM_1, "adamw").expr,
    general: sp.Expr = (1 - s.eta * s.lam) ** s.k * s.Lambda
    + s.tau_gradient / (s.lam * sp.sqrt(s.delta)),
) -> Finding:
    """Add the units of the two terms."""
    found = unit_or_fault(bound)
    evidence.say(f"the bound; its units: {found}", bound)
    length = s.info(s.Lambda).unit
    general_unit = unit_or_fault(general)
    evidence.say(f"the chain for any η and λ, which has the unit {general_unit}", general)
    chosen = {
        s.lam: s.k ** (_half + s.alpha) / sp.sqrt(s.delta),
        s.eta: sp.Rational(3, 2) * sp.sqrt(s.delta) * s.k ** (-1 - s.alpha),
    }
    noise = sp.powsimp((s.tau_gradient / (s.lam * sp.sqrt(s.delta))).xreplace(chosen))
    evidence.say("its noise term at λ = k^{1/2+α}/√δ", noise)
    repaired = general_unit == length and same(noise, s.tau_gradient / s.k ** (_half + s.alpha))
    verdict = judge(printed=found == length, repaired=repaired, otherwise="missing-hypothesis")
    if verdict == "holds":
        return verdict, f"the bound has the unit {length} of a distance"
    return verdict, (
        "a length Λ is added to a gradient τ; τ/(λ√δ) is a length, and λ = k^{1/2+α}/√δ, which "
        "makes it the printed term, is left out"
    )


@check("thm1-decay-order")
def order_of_the_decay(
    evidence: Evidence, adamw: Variant = _printed(THEOREM_1, "adamw")
) -> Finding:
    """Hold the λ that the noise term needs against the λ = O(√k) of the statement."""
    noise = _part(adamw, "noise")
    needed = sp.powsimp(s.tau_gradient / (noise * sp.sqrt(s.delta)))
    evidence.say("the chain's second term is τ/(λ√δ); the printed one is", noise)
    evidence.say("so it takes λ =", needed)
    growth = sp.powsimp(needed / sp.sqrt(s.k))
    t = sp.Symbol("t", positive=True)
    limit = sp.limit(growth.xreplace({s.k: t}), t, sp.oo)
    evidence.say("λ/√k for k → ∞", Relation(growth, "→", limit))
    if limit.is_finite:
        return "holds", f"λ/√k tends to {text(limit)}"
    return "unsupported", (
        f"the second term takes λ = {text(needed)}, which is not O(√k) for α > 0; "
        "with λ of order √k the chain gives τ/√k"
    )
