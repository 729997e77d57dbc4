"""Claims about Theorem 3: a decaying step."""

from __future__ import annotations

from typing import Any

import sympy as sp

from adamw_bounds.theory.audit.evidence import (
    EXACT,
    Evidence,
    Finding,
    Relation,
    check,
    judge,
)
from adamw_bounds.theory.audit.notation import text
from adamw_bounds.theory.audit.tools import quotient, same, scaled, unit_or_fault, zero
from adamw_bounds.theory.papers.zhou2024 import symbols as s
from adamw_bounds.theory.papers.zhou2024.audit.orders import order
from adamw_bounds.theory.papers.zhou2024.audit.updates import adamw_step
from adamw_bounds.theory.papers.zhou2024.nonconvex import THEOREM_2, THEOREM_3
from adamw_bounds.theory.statements import Formula, Variant

_COMPLEXITY = THEOREM_3.formula("gradient-complexity")
_CONSTANT = THEOREM_2.formula("gradient-complexity")
_GAMMA = THEOREM_3.formula("gamma").variants
_LABELS = ("bias", "variance")
_log = sp.log(1 / s.eps)
#: Stands for the logarithm as the pure number that it is meant to be.
ell = sp.Symbol("ell", positive=True)

#: The factors by which, after Theorem 3, a decaying step improves the two terms.
FACTOR_1 = (
    s.c_inf ** sp.Rational(5, 4)
    * sp.sqrt(s.L * s.gap)
    * s.sigma
    / (s.delta ** sp.Rational(5, 8) * _log)
)
FACTOR_2 = s.c_inf**2 * s.sigma**2 / (sp.sqrt(s.delta) * _log)


def _part(variant: Variant, label: str) -> sp.Expr:
    return next(part.expr for part in variant.parts if part.label == label)


@check("thm3-units")
def units_of_the_complexity(
    evidence: Evidence, formula: Formula = _COMPLEXITY, reading: str = "printed"
) -> Finding:
    """Compute the units of the two terms."""
    found = {}
    for name in dict.fromkeys((reading, "corrected")):
        variant = formula.variants[name]
        for label in _LABELS:
            found[name, label] = unit_or_fault(_part(variant, label), bare_log=True)
            evidence.say(f"{name}, {label}: unit {found[name, label]}", _part(variant, label))

    def count(name: str) -> bool:
        return all(
            not isinstance(unit := found[name, label], str) and unit.is_none for label in _LABELS
        )

    return judge(
        printed=count(reading), repaired=count("corrected"), otherwise="false-as-printed"
    ), (
        "both terms are pure numbers"
        if count(reading)
        else f"its terms have the units {found[reading, 'bias']} and "
        f"{found[reading, 'variance']}: no count"
    )


def steps_of_the_proof(evidence: Evidence) -> dict[str, sp.Expr]:
    """Solve the guarantee's leading term for T: the largest step sizes γ = √(A/S) and γ = 1.

    Returns
    -------
    dict
        T of ``bias`` and ``variance``, with ``ℓ`` for log T.
    """
    guarantee = THEOREM_3.formula("gradient-norm-squared", case=None).variants["explicit"]
    floor = next(part.expr for part in guarantee.parts if part.label == "noise-floor")
    root = sp.Symbol("y", positive=True)
    found = {}
    for label, gamma, case in (("bias", sp.sqrt(s.A / s.S), 1), ("variance", sp.Integer(1), 2)):
        branch = floor.args[case][0]
        evidence.say(f"{label}: noise of the guarantee, γ = {text(gamma)}", branch)
        leading = sp.expand(sp.expand_log(branch, force=True)).coeff(sp.log(s.T)) * ell
        needed = sp.powsimp(sp.simplify(leading.xreplace({s.gamma_given: gamma}) * sp.sqrt(s.T)))
        evidence.say("√T, with ℓ = log T, must be at least", needed / s.eps**2)
        (solved,) = sp.solve(root - needed / s.eps**2, root)
        found[label] = sp.powsimp(
            (solved**2)
            .xreplace({s.A: s.info(s.A).definition, s.S: s.info(s.S).definition})
            .xreplace({s.r_lam: s.info(s.r).definition})
        )
        evidence.say("so T, squared as a whole, with A and S written out (λ = 0)", found[label])
    return found


@check("thm3-square")
def square_of_the_root(
    evidence: Evidence,
    complexity: Variant = _COMPLEXITY.variants["printed"],
    corrected: Variant = _COMPLEXITY.variants["corrected"],
    constant: Variant = _CONSTANT.variants["corrected"],
) -> Finding:
    """Derive T from the guarantee and compare with both forms and with Theorem 2."""
    proof = steps_of_the_proof(evidence)

    def ratios(variant: Variant) -> dict[str, sp.Expr]:
        return {
            label: sp.powsimp(
                order(s.b * proof[label]) / order(_part(variant, label)).xreplace({_log: ell})
            )
            for label in _LABELS
        }

    found, right = ratios(complexity), ratios(corrected)
    for label in _LABELS:
        evidence.say(f"{label}: b·T of the proof over the complexity as given", found[label])
        evidence.say("over the corrected complexity", right[label])
    times = {label: quotient(_part(corrected, label), _part(constant, label)) for label in _LABELS}
    for label in _LABELS:
        evidence.say(
            f"{label}: corrected complexity over Theorem 2's",
            Relation(times[label], "=" if same(times[label], _log**2) else "≠", _log**2),
        )
    ok = all(ratio.is_number for ratio in found.values())
    repaired = all(ratio.is_number for ratio in right.values()) and all(
        same(ratio, _log**2) for ratio in times.values()
    )
    return judge(printed=ok, repaired=repaired, otherwise="false-as-printed"), (
        "it is the square of the proof's √T, up to a number"
        if ok
        else "the proof's √T squared is larger than the printed form by "
        f"{text(found['bias'])} and {text(found['variance'])} (ℓ: the logarithm); squared it is "
        "Theorem 2 times log²(1/ε)"
        if repaired
        else "neither form is the square of the proof's √T that Theorem 2 times log² is"
    )


@check("thm3-scaling")
def scaling(
    evidence: Evidence,
    complexity: Variant = _COMPLEXITY.variants["printed"],
    corrected: Variant = _COMPLEXITY.variants["corrected"],
) -> Finding:
    """Scale loss and parameters: F → sF, x → tx."""
    loss, param = sp.symbols("s t", positive=True)
    x, m = sp.symbols("x m", real=True)
    n = sp.Symbol("n", nonnegative=True)
    step = adamw_step(x, m, n, eta=s.eta, lam=s.lam, delta=s.delta)
    gradient = loss / param
    moved = adamw_step(
        param * x,
        gradient * m,
        gradient**2 * n,
        eta=param * s.eta,
        lam=s.lam / param,
        delta=gradient**2 * s.delta,
    )
    evidence.say("a step of AdamW", step)
    difference = sp.simplify(
        sp.expand(moved - param * step).xreplace(
            {sp.sqrt(gradient**2 * (n + s.delta)): gradient * sp.sqrt(n + s.delta)}
        )
    )
    evidence.say(
        "after F → sF, x → tx (m by s/t; n and δ by s²/t²; η by t; λ by 1/t): the new step minus "
        "t times the old",
        sp.simplify(difference),
    )
    invariant = zero(difference)

    def factors(variant: Variant) -> list[sp.Expr]:
        return [
            quotient(
                scaled(_part(variant, label).xreplace({_log: ell}), loss, param),
                _part(variant, label).xreplace({_log: ell}),
            )
            for label in _LABELS
        ]

    found, right = factors(complexity), factors(corrected)
    evidence.say("factors of the complexity as given, its logarithm kept", found[0])
    evidence.say("and", found[1])
    evidence.say("factors of the corrected complexity", right[0])
    evidence.say("and", right[1])
    ok = invariant and found == [1, 1]
    return judge(
        printed=ok, repaired=invariant and right == [1, 1], otherwise="false-as-printed"
    ), (
        "iterates and complexity are both invariant"
        if ok
        else f"the iterates scale exactly, the complexity changes by {text(found[0])}"
    )


@check("thm3-gamma", EXACT)
def weights_above_one(
    evidence: Evidence,
    weight: sp.Expr = THEOREM_3.formula("beta1-k").variants["printed"].expr,
    repaired: sp.Expr = THEOREM_3.formula("beta1-k").variants["corrected"].expr,
    gamma: sp.Expr = _GAMMA["printed"].expr,
) -> Finding:
    """Evaluate β_{1k} at γ > 1."""
    evidence.say("β_{1k}", weight)
    point = {
        s.c_inf: sp.Integer(1),
        s.L: sp.Integer(16),
        s.gap: sp.Integer(1),
        s.delta: sp.Integer(1),
        s.sigma: sp.Integer(1),
        s.b: sp.Integer(1),
        s.lam: sp.Integer(0),
    }
    at = sp.simplify(s.expand(gamma).xreplace(point))
    evidence.say("γ at c∞ = δ = σ = Δ = 1, L = 16", Relation(s.gamma_given, "=", at))
    at_most = sp.Max(1, weight) == 1
    found = weight.xreplace({s.gamma_given: at, s.k: sp.Integer(2)})
    exceeds = bool(found > 1)
    evidence.say("β_{1k} there at k = 2", Relation(found, ">" if exceeds else "≤", 1))
    fixed = sp.Max(1, repaired) == 1
    evidence.say("min(1, ·) is at most 1", Relation(repaired, "≤", 1))
    return judge(printed=at_most and not exceeds, repaired=fixed, otherwise="missing-hypothesis"), (
        f"at γ = {text(at)}, k = 2 it is {text(found)} > 1; it exceeds 1 while k + 1 < γ²"
        if exceeds
        else "it never exceeds 1"
    )


@check("thm3-gamma-batch")
def batch_in_gamma(
    evidence: Evidence,
    gamma: sp.Expr = _GAMMA["printed"].expr,
    corrected: sp.Expr = _GAMMA["corrected"].expr,
) -> Finding:
    """Compare the scale with √(A/S), which balances the two terms of the guarantee."""
    balance = (s.info(s.A).definition / s.info(s.S).definition).xreplace(
        {s.r_lam: s.info(s.r).definition}
    )
    evidence.say("A/S, the γ² that balances gap and noise (λ = 0)", sp.powsimp(balance))

    def ratio(scale: sp.Expr) -> sp.Expr:
        inner = next(item for item in scale.args if item != 1)
        return sp.powsimp(order(balance) / order(inner) ** 2)

    found, right = ratio(gamma), ratio(corrected)
    evidence.say("over γ² as given, c∞ for √(c∞²+δ)", found)
    evidence.say("over γ² with √b", right)
    ok = bool(found.is_number)
    return judge(printed=ok, repaired=bool(right.is_number), otherwise="misprint"), (
        f"A/S is {text(found)} times γ²"
        + ("" if ok else ": √b is lost (the proof sets b = 1; Theorem 4's γ has it)")
    )


def _improvement(
    evidence: Evidence,
    label: str,
    factor: sp.Expr,
    printed: tuple[Variant, Variant],
    corrected: tuple[Variant, Variant],
) -> Finding:
    """Divide Theorem 2's term by Theorem 3's and compare with the printed factor."""
    of_printed = quotient(*(_part(item, label) for item in printed))
    of_corrected = quotient(*(_part(item, label) for item in corrected))
    evidence.say("the factor as given", factor)
    evidence.say("Theorem 2's term over Theorem 3's, as printed", of_printed)
    evidence.say("and with the corrected forms", of_corrected)
    over = quotient(factor, of_printed)
    evidence.say("the factor over the quotient of the printed forms", over)
    if same(factor, of_corrected):
        return "holds", f"the quotient of the corrected forms is {text(of_corrected)}"
    if over == 1:
        return "false-as-printed", (
            "it is the quotient of the printed forms; that of the corrected ones is "
            f"{text(of_corrected)}"
        )
    return "misprint", (
        f"it is {text(over)} times the quotient {text(of_printed)} of the printed forms; "
        f"that of the corrected ones is {text(of_corrected)}"
    )


_PRINTED = (_CONSTANT.variants["printed"], _COMPLEXITY.variants["printed"])
_CORRECTED = (_CONSTANT.variants["corrected"], _COMPLEXITY.variants["corrected"])


@check("thm3-factor1")
def first_factor(
    evidence: Evidence,
    factor: sp.Expr = FACTOR_1,
    printed: tuple[Variant, Variant] = _PRINTED,
    corrected: tuple[Variant, Variant] = _CORRECTED,
) -> Finding:
    """Compare the first improvement factor with the quotient of the first terms."""
    return _improvement(evidence, "bias", factor, printed, corrected)


@check("thm3-factor2")
def second_factor(
    evidence: Evidence,
    factor: sp.Expr = FACTOR_2,
    printed: tuple[Variant, Variant] = _PRINTED,
    corrected: tuple[Variant, Variant] = _CORRECTED,
) -> Finding:
    """Compare the second improvement factor with the quotient of the second terms."""
    return _improvement(evidence, "variance", factor, printed, corrected)


@check("thm3-lambert")
def smallest_steps(
    evidence: Evidence,
    argument: sp.Expr = s.info(s.L_c).definition,
    guarantee: Variant = THEOREM_3.formula("gradient-norm-squared", case=None).variants["explicit"],
) -> Finding:
    """Show that T = (w t/p)² with t − log t = L_c makes the guarantee ε², for γ = 1 and γ > 1."""
    t = sp.Symbol("t", positive=True)
    differences: list[Any] = []
    for name, gamma, branch in (("γ = 1", sp.Integer(1), 2), ("γ > 1", s.gamma_given, 1)):
        known = {s.gamma_auto: gamma}
        p, w = (s.info(symbol).definition.xreplace(known) for symbol in (s.p, s.w))
        l_c = argument.xreplace({s.p: p, s.w: w}).xreplace(known)
        root = w * t / p
        total = sum(
            part.expr.args[-1][0] if part.label != "noise-floor" else part.expr.args[branch][0]
            for part in guarantee.parts
        ).xreplace({s.gamma_given: gamma})
        evidence.say(f"{name}: the guarantee", total)
        y = sp.Symbol("y", positive=True)
        at_root = sp.expand_log(total.xreplace({s.T: y**2}).subs(y, root), force=True)
        slack = sp.expand_log((at_root - s.eps**2) * gamma * root, force=True)
        # log t is what the equation t − log t = L_c says.
        closed = slack.subs(sp.log(t), t - sp.expand_log(l_c, force=True))
        differences.append(sp.simplify(sp.expand(closed)))
        evidence.say("at √T = wt/p with log t = t − L_c, minus ε², times γ√T", differences[-1])
    form = sp.Symbol("x", positive=True)
    lambert = -sp.LambertW(-sp.exp(-form), -1)
    # W e^W = −e^{−x} ⇔ log t = t − x for t = −W.
    evidence.say("t = −W₋₁(−exp(−L_c)) solves t − log t = L_c, as W·exp(W) = −exp(−L_c)", lambert)
    point = sp.Rational(5, 2)
    value = lambert.xreplace({form: point}).evalf(40)
    evidence.say(
        "t − log t − L_c at L_c = 5/2, in 40 digits",
        sp.Float((value - sp.log(value) - point).evalf(40), 3),
    )
    holds = all(item == 0 for item in differences)
    return ("holds" if holds else "false-as-printed"), (
        "at T = (wt/p)² with t − log t = L_c the guarantee is ε² exactly, for γ = 1 and γ > 1"
        if holds
        else "the root does not solve the guarantee's equation"
    )
