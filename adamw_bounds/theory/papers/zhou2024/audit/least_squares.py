"""Claims about Theorem 1: one-dimensional least squares."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import mpmath
import sympy as sp

from adamw_bounds.theory.audit import once
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
from adamw_bounds.theory.audit.tools import decimal, quotient, same, unit_or_fault, zero
from adamw_bounds.theory.papers.zhou2024 import symbols as s
from adamw_bounds.theory.papers.zhou2024.least_squares import THEOREM_1
from adamw_bounds.theory.statements import Condition, Statement, Variant

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
    found = once.powsimp(above / below)
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


#: The supplement's choice for AdamW, with the horizon k: λ and η.
LAMBDA = s.k ** (_half + s.alpha) / sp.sqrt(s.delta)
ETA = sp.Rational(3, 2) * sp.sqrt(s.delta) * s.k ** (-1 - s.alpha)


def chain(evidence: Evidence) -> tuple[sp.Expr, sp.Expr]:
    """Return the two terms of the supplement's chain for AdamW at its η and λ.

    x_{k+1} = (1−ηλ)x_k − ηm_k/v_k, |m_k/v_k| ≤ τ/√δ, and Σ(1−ηλ)^j ≤ 1/(ηλ).
    """
    general = (
        (1 - s.eta * s.lam) ** s.k * s.Lambda,
        s.eta * s.tau_gradient / sp.sqrt(s.delta) / (s.eta * s.lam),
    )
    evidence.say(
        "x_{k+1} = (1−ηλ)x_k − ηm_k/v_k with |m_k/v_k| ≤ τ/√δ and Σ(1−ηλ)^j ≤ 1/(ηλ): |x_k| is at "
        "most",
        sp.Add(*general),
    )
    chosen = {s.lam: LAMBDA, s.eta: ETA}
    first, second = (once.powsimp(once.simplify(term.xreplace(chosen))) for term in general)
    evidence.say("at λ = k^{1/2+α}/√δ, η = (3/2)√δ·k^{−1−α}", sp.Add(first, second))
    return first, second


@check("thm1-l2", EXACT)
def norms_of_products(
    evidence: Evidence,
    l2: Variant = _printed(THEOREM_1, "l2-adam"),
    matrix: Callable[[Any, Any], sp.Matrix] = companion,
) -> Finding:
    """Hold products of iteration matrices against the products of their spectral radii."""
    horizon = 4
    beta1 = 1 / sp.sqrt(s.k)
    evidence.say("the chain of the supplement takes β1 = η/v = 1/√k, so that b_j = 1 − β1", beta1)
    contraction = _part(l2, "contraction")
    evidence.say("first term of the bound", contraction)
    # A product of k radii √b: b is the first term without Λ, to the power 2/k.
    radius = ((contraction / s.Lambda) ** (2 / s.k)).xreplace({s.k: sp.Integer(horizon)})
    product_of_radii = once.simplify(radius)
    evidence.say(f"the b whose k radii √b make it, at k = {horizon}", product_of_radii)
    sums = s.tau_gradient * beta1**2 * 2 / beta1
    evidence.say(
        "the sum of the radii, Σ(√b)^j = (1 + √b)/β1 ≤ 2/β1, gives its second term",
        Relation(sums, "=" if same(sums, _part(l2, "noise")) else "≠", _part(l2, "noise")),
    )
    expected = (1 - beta1).xreplace({s.k: sp.Integer(horizon)})
    from_chain = same(product_of_radii, expected) and same(sums, _part(l2, "noise"))
    c, b = sp.Symbol("c", real=True), sp.Symbol("b_1", positive=True)
    general = matrix(c, b)
    evidence.say("A(c, b) with c² ≤ 4b, so that both eigenvalues have the modulus √b", general)
    values = {c: sp.Integer(1), b: expected}
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
    largest = max((sp.Abs(root) for root in product.eigenvals()), key=lambda root: root.evalf())
    evidence.say("the product of the two", product)
    evidence.say(
        "its spectral radius beside the product of the two radii, which the chain takes for a "
        "bound",
        Relation(once.simplify(largest), ">" if largest > values[b] else "≤", values[b]),
    )
    if not from_chain:
        return "unsupported", (
            "radii do not make this bound: its first term is a product of k radii with b = "
            f"{text(product_of_radii)} at k = {horizon}, its second is "
            f"{text(quotient(_part(l2, 'noise'), sums))} times their sum"
        )
    if not broken and not bool(largest > values[b]):
        return "holds", "the norm of each matrix is its spectral radius"
    return "unsupported", (
        f"the bound is a product of radii √b, b = 1 − 1/√k; but ‖A‖² = {text(norm)} > b = "
        f"{text(expected)}, and a product of two has the spectral radius {float(largest):.4g}"
    )


@check("thm1-small-k", EXACT)
def small_horizons(
    evidence: Evidence,
    condition: Condition = next(item for item in THEOREM_1.conditions if item.name == "decay-step"),
    adamw: Variant = _printed(THEOREM_1, "adamw"),
) -> Finding:
    """Find the k at which the factors of the chain are negative, and refute the bound at k = 1."""
    decay, most = condition.lhs, condition.rhs
    real = sp.Symbol("k", positive=True)
    slope = sp.diff(decay.xreplace({s.k: real}), real)
    evidence.say("ηλ of the supplement's choice, which must be at most 1", Relation(decay, "≤", 1))
    evidence.say("it falls with k", Relation(slope, "<", 0))
    if not slope.is_negative or not most.is_number:
        return None, f"ηλ = {text(decay)} does not fall with k to a number such as {text(most)}"
    values = [sp.sympify(decay.xreplace({s.k: sp.Integer(k)})) for k in range(1, 10)]
    failing = [k for k, value in enumerate(values, 1) if value > most]
    for k, value in enumerate(values[:3], 1):
        evidence.say(f"at k = {k}", Relation(value, ">" if value > most else "≤", most))
    if not failing:
        return "holds", "ηλ ≤ 1 at every k ≥ 1"
    contraction, noise = _part(adamw, "contraction"), _part(adamw, "noise")
    lowest = abs(1 - values[0]) * s.Lambda - values[0] * s.tau_gradient
    evidence.say("the bound at k = 1", (contraction + noise).xreplace({s.k: sp.Integer(1)}))
    evidence.say(
        "the update itself: |x₁| ≥ |1 − ηλ|·|x₀| − ηλ·τ, as |m/v| ≤ τ/√δ and η = ηλ·√δ at k = 1",
        lowest,
    )
    point = {s.Lambda: sp.Integer(8), s.tau_gradient: sp.Integer(1)}
    at_least = lowest.xreplace(point)
    at_most = (contraction + noise).xreplace({s.k: sp.Integer(1), **point})
    if not at_most.is_number:
        return None, f"at k = 1 the bound is {text(at_most)}: no number"
    refuted = bool(at_least > at_most)
    evidence.say(
        "from |x₀| = 8 with gradients of size at most 1",
        Relation(at_least, ">" if refuted else "≤", at_most),
    )
    # Where the factors are not negative the printed bound is Bernoulli's inequality away.
    first, second = chain(evidence)
    shares = [
        once.simplify((term / s.Lambda).xreplace({s.k: sp.Integer(3)}))
        for term in (first, contraction)
    ]
    enough = all(share.is_number for share in shares) and bool(shares[0] <= shares[1])
    evidence.say("first term at k = 3 over Λ, of the chain", shares[0])
    evidence.say("so the chain implies the bound there", Relation(shares[0], "≤", shares[1]))
    u = sp.Symbol("u", nonnegative=True)
    base = ((contraction / s.Lambda) ** (1 / s.k)).xreplace({s.k: 1 / u**2})
    gap = once.powdenest(base, force=True) - (1 - sp.Rational(3, 2) * u)
    bernoulli = gap.free_symbols <= {u} and all(
        zero(item.subs(u, 0)) for item in (gap, sp.diff(gap, u))
    )
    curve = sp.diff(gap, u, 2)
    evidence.say(
        "for k ≥ 3, with u = 1/√k: f(u) = (1−u)^{3/2} − (1 − 3u/2) has f(0) = f′(0) = 0 and f″ > "
        "0, "
        "so that the chain's (1 − ηλ)^k is at most the printed (1 − u)^{3k/2}",
        Relation(curve, ">", 0),
    )
    repaired = enough and bernoulli and same(noise, second) and same(decay, ETA * LAMBDA)
    reached = ", ".join(
        text(decimal(share, 4)) if share.is_number else text(share) for share in shares
    )
    return judge(printed=not refuted, repaired=repaired, otherwise="missing-hypothesis"), (
        f"ηλ = {text(decay)} exceeds {text(most)} at k = {', '.join(map(str, failing))}; at k = 1 "
        f"the bound says {text(at_most)} where |x₁| ≥ {text(at_least)}; at k = 3 its first term "
        f"follows from the chain's ({reached})"
    )


def _error_at_one(horizon: int) -> Any:
    """Return |x − 1| after AdamW with the supplement's step on ½(x − 1)² from x = −1/4."""
    with mpmath.workdps(30):
        delta, alpha = mpmath.mpf(1), mpmath.mpf(1) / 2
        lam = horizon ** (mpmath.mpf(1) / 2 + alpha) / mpmath.sqrt(delta)
        eta = mpmath.mpf(3) / 2 * mpmath.sqrt(delta) / horizon ** (1 + alpha)
        beta1 = beta2 = mpmath.mpf(1) / 10
        x = -mpmath.mpf(1) / 4
        g = x - 1
        m, n = g, g * g
        for _ in range(horizon):
            g = x - 1
            m, n = (1 - beta1) * m + beta1 * g, (1 - beta2) * n + beta2 * g * g
            x -= eta * m / mpmath.sqrt(n + delta) + eta * lam * x
        return abs(x - 1)


@check("thm1-origin", EXACT)
def decay_pulls_to_the_origin(
    evidence: Evidence,
    adamw: Variant = _printed(THEOREM_1, "adamw"),
    simulated: tuple[Measured, ...] = (),
) -> Finding:
    """Hold the bound, which is one of |x_k| whatever E ξ is, against a minimum that is not 0."""
    chain(evidence)
    contraction, noise = _part(adamw, "contraction"), _part(adamw, "noise")
    evidence.say("E ξ does not enter; the bound as given", contraction + noise)
    horizon = sp.Integer(25)
    start = sp.Rational(1, 4)
    at = {s.k: horizon, s.alpha: _half, s.delta: sp.Integer(1)}
    eta = ETA.xreplace(at)
    evidence.say(
        "ξ = a = 1 without noise, so that x* = 1; x₀ = −1/4, δ = 1, α = 1/2, k = 25: while x_k is "
        "within 1/4 of 0 no gradient exceeds τ = 5/4, and η is",
        eta,
    )
    size = (contraction + noise).xreplace({**at, s.Lambda: start + eta, s.tau_gradient: 1 + start})
    bound = (contraction + noise).xreplace(
        {**at, s.Lambda: 1 + start + eta, s.tau_gradient: 1 + start}
    )
    evidence.say("the bound of |x_k| then", decimal(size))
    evidence.say("the bound of the error |x_k − x*|, as the theorem has it", decimal(bound))
    beyond = bool(size.is_number and (1 - size).evalf(30) > bound.evalf(30))
    evidence.say(
        "but the error is at least 1 − |x_k|",
        Relation(decimal(1 - size), ">" if beyond else "≤", decimal(bound)),
    )
    if not beyond:
        evidence.measured(simulated)
        told = f"at k = 25 it leaves the error within {text(decimal(bound))}"
        if not simulated:
            return None, f"only --simulate can tell: {told}"
        evidence.method = SIMULATED
        if any(item.breaks for item in simulated):
            return "unsupported", f"with E ξ = 1 the measured error stays above the bound; {told}"
        return "holds", f"with E ξ = 1 the measured error stays within the bound; {told}"
    for length in (25, 250, 2500):
        evidence.say(
            f"|x_k − x*| of that run at k = {length}, β1 = β2 = 1/10, in 30 digits",
            sp.Float(str(_error_at_one(length)), 6),
            EVALUATED,
        )
    evidence.measured(simulated)
    return "unsupported", (
        "its proof bounds |x_k| whatever E ξ is: with E ξ = 1 the error at k = 25 is at least "
        f"{text(decimal(1 - size))} where the bound says {text(decimal(bound))}; it tends to 1"
    )


_NO_UNIT = "a number, k and α have no unit"


@check(
    "thm1-units",
    unmoved={
        "adamw.*: factor": _NO_UNIT,
        "adamw.*: sign": _NO_UNIT,
        "adamw.*: power of k": _NO_UNIT,
        "adamw.*: power of alpha": _NO_UNIT,
    },
)
def units_of_the_bound(
    evidence: Evidence,
    adamw: Variant = _printed(THEOREM_1, "adamw"),
    general: sp.Expr = (1 - s.eta * s.lam) ** s.k * s.Lambda
    + s.tau_gradient / (s.lam * sp.sqrt(s.delta)),
    repaired: Variant = THEOREM_1.formula("distance", optimizer="adamw").variants["explicit"],
) -> Finding:
    """Add the units of the two terms."""
    length = s.info(s.Lambda).unit
    terms = {part.label: part.expr for part in adamw.parts}
    found = {label: unit_or_fault(term) for label, term in terms.items()}
    for label, term in terms.items():
        evidence.say(f"{label}: unit {found[label]}", term)
    general_unit = unit_or_fault(general)
    evidence.say(f"the chain for any η and λ, which has the unit {general_unit}", general)
    chosen = {s.lam: LAMBDA, s.eta: ETA}
    made = s.expand(general.xreplace(chosen))
    fits = same(made, repaired.expr)
    evidence.say(
        "at λ = k^{1/2+α}/√δ, beside the explicit form",
        Relation(made, "=" if fits else "≠", repaired.expr),
    )
    verdict = judge(
        printed=all(unit == length for unit in found.values()),
        repaired=general_unit == length and fits,
        otherwise="missing-hypothesis",
    )
    told = " and ".join(str(unit) for unit in found.values())
    if verdict == "holds":
        return verdict, f"both terms have the unit {length} of a distance"
    return verdict, (
        f"terms of the units {told} are added, a distance is {length}; τ/(λ√δ) is a length, and "
        "λ = k^{1/2+α}/√δ, which makes it the printed term, is left out"
    )


@check("thm1-decay-order")
def order_of_the_decay(
    evidence: Evidence, adamw: Variant = _printed(THEOREM_1, "adamw")
) -> Finding:
    """Hold the λ that the noise term needs against the λ = O(√k) of the statement."""
    noise = _part(adamw, "noise")
    if noise == 0:
        return None, "there is no second term"
    needed = once.powsimp(s.tau_gradient / (noise * sp.sqrt(s.delta)))
    evidence.say("the chain's second term is τ/(λ√δ); the printed one is", noise)
    evidence.say("so it takes λ =", needed)
    growth = once.powsimp(needed / sp.sqrt(s.k))
    power = once.simplify(s.k * sp.diff(growth, s.k) / growth)
    evidence.say("λ/√k", growth)
    evidence.say("it grows with this power of k", power)
    if power.is_nonpositive:
        return "holds", f"λ/√k = {text(growth)} does not grow"
    if not power.is_positive:
        return None, f"λ/√k = {text(growth)}: whether that grows depends on α"
    return "unsupported", (
        f"the second term takes λ = {text(needed)}, which is not O(√k) for α > 0; "
        "with λ of order √k the chain gives τ/√k"
    )
