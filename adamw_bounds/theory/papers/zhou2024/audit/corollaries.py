"""Claims about Corollaries 1 and 2: the gradient of the loss itself, and the other optimizers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sympy as sp

from adamw_bounds.theory.audit import once
from adamw_bounds.theory.audit.evidence import (
    EXACT,
    Evidence,
    Finding,
    Relation,
    check,
    judge,
)
from adamw_bounds.theory.audit.notation import text
from adamw_bounds.theory.audit.tools import decimal, linear_root, same, zero
from adamw_bounds.theory.papers.zhou2024 import symbols as s
from adamw_bounds.theory.papers.zhou2024.audit.proof import (
    bracket_is_kept,
    descent,
    explicit_terms,
)
from adamw_bounds.theory.papers.zhou2024.nonconvex import COROLLARY_1, COROLLARY_2, THEOREM_2
from adamw_bounds.theory.statements import Variant

# --- Corollary 1: from the surrogate to the loss --------------------------------------------------
_OF_LOSS = COROLLARY_1.formula("gradient-norm").variants
_point = sp.Symbol("x", real=True)
_loss = sp.Function("F")
_slope = sp.diff(_loss(_point), _point)
_gradient = sp.Symbol("G", real=True)


@check("cor1-stationary")
def stationary_points(
    evidence: Evidence,
    hypothesis: sp.Expr = s.rho_prime,
    lowest: sp.Expr = COROLLARY_1.formula("gradient-norm-min").variants["corrected"].expr,
    printed: sp.Expr = _OF_LOSS["printed"].expr,
) -> Finding:
    """Combine v ≥ √δ with ‖v‖ ≤ ρ′‖∇F‖.

    ``hypothesis`` is the ρ′ for which ‖v_k‖ ≤ ρ′‖∇F(x_k)‖ is asked; infinity for no hypothesis.
    """
    gradient = sp.Symbol("G", positive=True)
    solved = linear_root(
        gradient - (s.surrogate_gradient + s.lam_k * s.rho_prime * s.x_inf_norm * gradient),
        gradient,
    )
    evidence.say(
        "‖∇F‖ ≤ ‖∇F_k‖ + λ_kρ′‖x‖∞‖∇F‖ solved: the corollary's algebra is right",
        Relation(solved, "=" if zero(solved - printed) else "≠", printed),
    )
    evidence.say(
        "v_k ≥ √δ in every coordinate",
        Relation(sp.Symbol("norm_v", positive=True), "≥", sp.sqrt(s.d * s.delta)),
    )
    if hypothesis == 0:
        return "unsupported", "no v_k ≥ √δ has ‖v_k‖ ≤ 0"
    floor = sp.sqrt(s.d * s.delta) / hypothesis
    evidence.say("so the hypothesis forces ‖∇F(x_k)‖ to be at least", floor)
    if floor == 0:
        return "holds", "without the hypothesis ‖∇F‖ may be as small as ‖∇F_k‖ + λ_k c2 ‖x‖ lets it"
    numbers = {
        s.d: sp.Integer(22_000_000),
        s.delta: sp.Rational(1, 10**4),
        s.rho_prime: sp.Integer(1),
    }
    value = floor.xreplace(numbers)
    evidence.say("at d = 2.2·10⁷ (ViT-small), δ = 10⁻⁴, ρ′ = 1", decimal(value, 4), EXACT)
    if not zero(solved - printed):
        return "false-as-printed", (
            f"the hypothesis gives ‖∇F‖ ≤ {text(solved)}, the corollary says {text(printed)}"
        )
    if not same(floor, lowest):
        return "false-as-printed", f"the catalog says {text(lowest)}, the hypothesis {text(floor)}"
    return "unsupported", (
        f"the hypothesis forces ‖∇F‖ ≥ {text(floor)} ({float(value):.1f} at d = 2.2·10⁷, δ = 10⁻⁴, "
        "ρ′ = 1): no stationary point meets it"
    )


@check("cor1-explicit")
def without_a_hypothesis(
    evidence: Evidence,
    bound: Variant = _OF_LOSS["explicit"],
    largest: sp.Expr = s.info(s.c2).definition,
) -> Finding:
    """Take the decay's part from the surrogate's gradient: no more is known of v_k than c2."""
    v, n = sp.symbols("v n", nonnegative=True)
    surrogate = sp.diff(_loss(_point) + s.lam_k * v * _point**2 / 2, _point)
    evidence.say(
        "in each coordinate ∇F_k is, with G that of ∇F", surrogate.xreplace({_slope: _gradient})
    )
    removed = zero(surrogate - _slope - s.lam_k * v * _point)
    kept = (1 - s.beta2) * s.c_inf**2 + s.beta2 * s.c_inf**2
    evidence.say(
        "n_k is a mean of squares of entries of g, each at most c∞²: if n_{k−1} is at most that, "
        "n_k is at most",
        sp.expand(kept),
    )
    most = sp.sqrt(n + s.delta).xreplace({n: sp.expand(kept)})
    fits = same(most, largest)
    evidence.say("so v_k ≤ c2", Relation(most, "=" if fits else "≠", largest))
    a, b = sp.symbols("a_1:3", real=True), sp.symbols("b_1:3", real=True)
    inner = sum(one * other for one, other in zip(a, b, strict=True))
    squares = sum(item**2 for item in a) * sum(item**2 for item in b) - inner**2
    evidence.say(
        "Cauchy and Schwarz, so that ‖a − b‖ ≤ ‖a‖ + ‖b‖: for each two coordinates "
        "‖a‖²‖b‖² − ⟨a,b⟩² is a square",
        Relation(once.factor(squares), "≥", 0),
    )
    derived = s.surrogate_gradient + s.lam_k * largest * s.x_norm
    evidence.say("‖∇F‖ ≤ ‖∇F_k‖ + λ_k‖v_k x_k‖, which is at most", derived)
    attained = (s.surrogate_gradient - s.lam_k * v * _point).xreplace({v: most, _point: -s.x_norm})
    evidence.say(
        "one coordinate where every |g| was c∞, and x_k = −‖x_k‖ against ∇F_k > 0: ∇F is", attained
    )
    agrees = same(bound.expr, derived) and same(attained, derived)
    evidence.say(
        "the catalog's", Relation(bound.expr, "=" if same(bound.expr, derived) else "≠", derived)
    )
    if removed and fits and agrees:
        return "holds", f"‖∇F‖ ≤ {text(bound.expr)}, and one coordinate can have equality"
    return "false-as-printed", f"the proof gives {text(derived)}, with v_k at most {text(most)}"


# --- Corollary 2: Adam and ℓ2-Adam ----------------------------------------------------------------

_PLAIN = {s.c_inf: s.c_inf, s.L: s.L, s.gap: s.gap}
_L2 = {
    s.c_inf: COROLLARY_2.formula("c-inf").variants["corrected"].expr,
    s.L: COROLLARY_2.formula("smoothness").variants["corrected"].expr,
    s.gap: COROLLARY_2.formula("gap").variants["corrected"].expr,
}


@check("cor2-constants")
def regularised_constants(
    evidence: Evidence,
    constants: Mapping[Any, sp.Expr] = _PLAIN,
    repaired: Mapping[Any, sp.Expr] = _L2,
) -> Finding:
    """Compute the constants of ½Lx² + ½λx² on |x| ≤ X and compare."""
    x = sp.Symbol("x", positive=True)
    loss = s.L * x**2 / 2
    full = loss + s.lam_l2 * x**2 / 2
    # On |x| ≤ X slopes are largest at X, and the gap is that of the start.
    own = {s.c_inf: sp.diff(loss, x), s.L: sp.diff(loss, x, 2), s.gap: loss}
    new = {s.c_inf: sp.diff(full, x), s.L: sp.diff(full, x, 2), s.gap: full}
    evidence.say("example: F = ½Lx², started at X = ‖x‖∞ = ‖x₀‖; ℓ2-Adam minimises", full)

    def fits(claimed: Mapping[Any, sp.Expr]) -> bool:
        good = True
        for symbol, value in new.items():
            said = claimed[symbol].xreplace({s.x_inf_norm: x, s.x0_norm: x})
            said = said.xreplace(own) if symbol is not s.L else said
            difference = once.simplify(value - said)
            evidence.say(
                f"{text(symbol)} of the regularised loss, and as claimed",
                Relation(once.factor(value), "=" if difference == 0 else "≠", once.factor(said)),
            )
            good = good and difference == 0
        return good

    printed, right = fits(constants), fits(repaired)
    return judge(printed=printed, repaired=right, otherwise="missing-hypothesis"), (
        "the constants are those of the regularised loss"
        if printed
        else "T needs "
        + ", ".join(
            f"{text(repaired[symbol])} for {text(symbol)}, not {text(constants[symbol])}"
            for symbol in new
        )
    )


#: The optimizers of Corollary 2: how Theorem 2 is read for each.
_READINGS: Mapping[str, Mapping[Any, Any]] = {
    item.optimizer: {symbol: sp.sympify(value) for symbol, value in item.substitute.items()}
    for item in THEOREM_2.readings
    if not item.variants or "explicit" in item.variants
}


def _explicit(quantity: str, optimizer: str) -> Variant:
    return COROLLARY_2.formula(quantity, optimizer=optimizer).variants["explicit"]


def _own_constants(evidence: Evidence) -> dict[str, dict[Any, sp.Expr]]:
    """Return Theorem 2's constants for each optimizer, from the loss that it minimises."""
    regularised = _loss(_point) + s.lam_l2 * _point**2 / 2
    slope, curve = sp.diff(regularised, _point), sp.diff(regularised, _point, 2)
    evidence.say(
        "Adam has no decay: F_k is F, and Δ₀ is Δ. ℓ2-Adam is Adam on the regularised loss, whose "
        "gradient in each coordinate is, with G that of ∇F",
        slope.xreplace({_slope: _gradient}),
    )
    noisy = sp.Symbol("g", real=True)
    evidence.say(
        "the decay is no noise: a minibatch's gradient departs from it as from ∇F, by",
        (noisy + s.lam_l2 * _point) - (_gradient + s.lam_l2 * _point),
    )
    largest = slope.xreplace({_slope: s.c_inf, _point: s.x_inf_norm})
    steepest = curve.xreplace({sp.diff(_slope, _point): s.L})
    evidence.say("an entry of it is at most", largest)
    evidence.say("and its smoothness", steepest)
    gap = s.gap + s.lam_l2 * s.x0_norm**2 / 2
    evidence.say("its minimum is at least F*, so that its gap is at most", gap)
    none = sp.Integer(0)
    return {
        "adam": {s.lam: none, s.gap0: s.gap},
        "l2-adam": {
            s.lam: none,
            s.c_inf: largest,
            s.c2: sp.sqrt(largest**2 + s.delta),
            s.L: steepest,
            s.gap: gap,
            s.gap0: gap,
        },
    }


@check("cor2-explicit", unmoved={"readings*lam?: *": "0 times anything is 0"})
def other_optimizers(
    evidence: Evidence,
    adam: Variant = _explicit("iterations", "adam"),
    l2: Variant = _explicit("iterations", "l2-adam"),
    adam_work: Variant = _explicit("gradient-complexity", "adam"),
    l2_work: Variant = _explicit("gradient-complexity", "l2-adam"),
    readings: Mapping[str, Mapping[Any, Any]] = _READINGS,
) -> Finding:
    """Run Theorem 2's proof without decay, with the constants of the loss that is minimised."""
    least = bracket_is_kept(Evidence())
    bracket, _ = Evidence().follow(descent)
    evidence.say(
        "without decay the bracket of Theorem 2's proof has no λη, so that no step is kept below "
        "1/(4λ)",
        bracket.xreplace({s.lam: sp.Integer(0)}),
    )
    own = evidence.follow(_own_constants)
    differing: list[str] = []
    for name, count, work in (("adam", adam, adam_work), ("l2-adam", l2, l2_work)):
        for symbol, wanted in own[name].items():
            read = s.expand(sp.sympify(readings[name].get(symbol, symbol)))
            fits = same(read, wanted)
            if not fits:
                differing.append(f"{text(symbol)} of {name}")
            evidence.say(
                f"{name}: {text(symbol)} as the answers take it, and of the loss",
                Relation(read, "=" if fits else "≠", wanted),
            )
        for label, terms in explicit_terms("η = rβ1").items():
            proved = [term.xreplace(own[name]) for term in terms]
            proved = [term for term in proved if term != 0]
            for quantity, variant, factor in (("T", count, sp.Integer(1)), ("b·T", work, s.b)):
                given = _terms(variant, label)
                fits = len(given) == len(proved)
                for one, term in zip(given, proved, strict=False):
                    agree = same(s.expand(one), s.expand(factor * term))
                    fits = fits and agree
                    evidence.say(
                        f"{name}, {label} of {quantity}: the catalog's, and the proof's",
                        Relation(one, "=" if agree else "≠", factor * term),
                    )
                if not fits:
                    differing.append(f"{label} of {name}'s {quantity}")
    if not differing and least >= sp.Rational(1, 4):
        return "holds", (
            "Theorem 2's proof without decay gives both counts term by term, Adam's with the loss "
            "as it is, ℓ2-Adam's with c∞+λ‖x‖∞, L+λ and Δ+(λ/2)‖x₀‖²"
        )
    return "false-as-printed", f"the proof gives another {', '.join(differing)}"


def _terms(variant: Variant, label: str) -> list[sp.Expr]:
    part = next(part for part in variant.parts if part.label == label)
    return [part.expr] if part.given is not None else [item.expr for item in part.alternatives]
