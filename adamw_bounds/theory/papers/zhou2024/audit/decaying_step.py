"""Claims about Theorem 3: a decaying step."""

from __future__ import annotations

from functools import cache
from typing import Any

import sympy as sp

from adamw_bounds.theory.audit import once
from adamw_bounds.theory.audit.evidence import (
    EXACT,
    Evidence,
    Finding,
    Relation,
    check,
    equation,
    judge,
)
from adamw_bounds.theory.audit.notation import text
from adamw_bounds.theory.audit.tools import (
    positive_number,
    quotient,
    same,
    scaled,
    unit_or_fault,
    zero,
)
from adamw_bounds.theory.papers.zhou2024 import symbols as s
from adamw_bounds.theory.papers.zhou2024.audit.orders import order
from adamw_bounds.theory.papers.zhou2024.audit.proof import (
    REGIMES,
    bracket_is_kept,
    decaying,
    decaying_mean,
    descent,
)
from adamw_bounds.theory.papers.zhou2024.audit.updates import adamw_step
from adamw_bounds.theory.papers.zhou2024.nonconvex import THEOREM_2, THEOREM_3
from adamw_bounds.theory.special import Crest, OuterRoot
from adamw_bounds.theory.statements import Variant
from adamw_bounds.theory.units import Unit

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


_NO_UNIT = "a number has no unit"
_AN_ORDER = "an order: a number in front of it is no part of the claim"


@check(
    "thm3-units",
    unmoved={
        **{
            f"{name}.*: {kind}": _NO_UNIT
            for name in ("printed", "corrected")
            for kind in ("factor", "sign")
        },
        "corrected.*: power of batch_size": "b has no unit",
    },
)
def units_of_the_complexity(
    evidence: Evidence,
    printed: Variant = _COMPLEXITY.variants["printed"],
    corrected: Variant = _COMPLEXITY.variants["corrected"],
) -> Finding:
    """Compute the units of the two terms."""

    def units(name: str, variant: Variant) -> list[Unit | str]:
        found = []
        for label in _LABELS:
            term = _part(variant, label)
            unit = unit_or_fault(term, bare_log=True) if term != 0 else "0"
            evidence.say(f"{name}, {label}: unit {unit}", term)
            found.append(unit)
        return found

    def count(found: list[Unit | str]) -> bool:
        return all(not isinstance(unit, str) and unit.is_none for unit in found)

    given, right = units("as given", printed), units("corrected", corrected)
    return judge(printed=count(given), repaired=count(right), otherwise="false-as-printed"), (
        "both terms are pure numbers"
        if count(given)
        else f"its terms have the units {given[0]} and {given[1]}: no count"
    )


def steps_of_the_proof(evidence: Evidence) -> dict[str, sp.Expr]:
    """Solve the guarantee's leading term for T: the largest step sizes γ = √(A/S) and γ = 1.

    The guarantee is that of :func:`decaying_mean`, with which thm3-guarantee compares the
    catalog's.

    Returns
    -------
    dict
        T of ``bias`` and ``variance``, with ``ℓ`` for log T.
    """
    found = {}
    for label, gamma, case in (
        ("bias", sp.sqrt(s.A / s.S), "γ > 1, T ≥ γ²"),
        ("variance", sp.Integer(1), "γ ≤ 1"),
    ):
        branch = decaying_mean(case).floor
        evidence.say(f"{label}: noise of the guarantee, γ = {text(gamma)}", branch)
        leading = sp.expand(sp.expand_log(branch, force=True)).coeff(sp.log(s.T)) * ell
        needed = once.powsimp(
            once.simplify(leading.xreplace({s.gamma_given: gamma}) * sp.sqrt(s.T))
        )
        evidence.say("√T, with ℓ = log T, must be at least", needed / s.eps**2)
        found[label] = once.powsimp(
            ((needed / s.eps**2) ** 2)
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
    proof = evidence.follow(steps_of_the_proof)

    def ratios(variant: Variant) -> dict[str, sp.Expr]:
        return {
            label: once.powsimp(
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


_SCALES = "a number in front does not change how it scales"


@check(
    "thm3-scaling",
    unmoved={
        "*: factor": _SCALES,
        "*: sign": _SCALES,
        "corrected.*: power of batch_size": "b stays as it is when the loss is scaled",
    },
)
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
    difference = once.simplify(
        sp.expand(moved - param * step).xreplace(
            {sp.sqrt(gradient**2 * (n + s.delta)): gradient * sp.sqrt(n + s.delta)}
        )
    )
    evidence.say(
        "after F → sF, x → tx (m by s/t; n and δ by s²/t²; η by t; λ by 1/t): the new step, and t "
        "times the old",
        equation(moved, param * step, holds=zero(difference)),
    )
    invariant = zero(difference)

    def factors(variant: Variant) -> list[sp.Expr]:
        terms = [_part(variant, label).xreplace({_log: ell}) for label in _LABELS]
        return [
            quotient(scaled(term, loss, param), term) if term != 0 else sp.Integer(0)
            for term in terms
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
        else f"the iterates scale exactly, the two terms of the complexity change by "
        f"{text(found[0])} and {text(found[1])}"
    )


@check("thm3-gamma", EXACT, unmoved={"gamma side 1: *": "the other side is larger there"})
def weights_above_one(
    evidence: Evidence,
    weight: sp.Expr = THEOREM_3.formula("beta1-k").variants["printed"].expr,
    repaired: sp.Expr = THEOREM_3.formula("beta1-k").variants["corrected"].expr,
    gamma: sp.Expr = _GAMMA["printed"].expr,
) -> Finding:
    """Evaluate β_{1k} at γ > 1."""
    evidence.say("β_{1k}", weight)
    point = {
        s.c_inf: sp.Integer(16),
        s.L: sp.Integer(64),
        s.gap: sp.Integer(4),
        s.delta: sp.Integer(256),
        s.sigma: sp.Integer(2),
        s.b: sp.Integer(3),
        s.lam: sp.Integer(0),
    }
    at = once.simplify(s.expand(gamma).xreplace(point))
    evidence.say("γ at c∞ = 16, δ = 256, σ = 2, Δ = 4, L = 64", Relation(s.gamma_given, "=", at))
    at_most = sp.Max(1, weight) == 1
    found = weight.xreplace({s.gamma_given: at, s.k: sp.Integer(2)})
    exceeds = bool((found - 1).is_positive)
    evidence.say("β_{1k} there at k = 2", Relation(found, ">" if exceeds else "≤", 1))
    plain = THEOREM_3_WEIGHT
    fixed = repaired == sp.Min(1, plain)
    evidence.say(
        "min(1, ·) is at most 1", Relation(repaired, "=" if fixed else "≠", sp.Min(1, plain))
    )
    printed = at_most and weight == sp.Min(1, plain)
    return judge(printed=printed, repaired=fixed, otherwise="missing-hypothesis"), (
        f"at γ = {text(at)}, k = 2 it is {text(found)} > 1; it exceeds 1 while k + 1 < γ²"
        if exceeds
        else f"at γ = {text(at)}, k = 2 it is {text(found)}"
    )


#: β_{1k} without a cap.
THEOREM_3_WEIGHT = s.gamma_given / sp.sqrt(s.k + 1)
_BALANCE = "two terms are balanced up to a number"


@check("thm3-gamma-batch", unmoved={"corrected side 2: factor": _BALANCE})
def batch_in_gamma(
    evidence: Evidence,
    gamma: sp.Expr = _GAMMA["printed"].expr,
    corrected: sp.Expr = _GAMMA["corrected"].expr,
) -> Finding:
    """Compare the scale with √(A/S), which balances the two terms of the guarantee."""
    balance = (s.info(s.A).definition / s.info(s.S).definition).xreplace(
        {s.r_lam: s.info(s.r).definition}
    )
    evidence.say("A/S, the γ² that balances gap and noise (λ = 0)", once.powsimp(balance))

    def ratio(scale: sp.Expr) -> sp.Expr:
        """Return A/S over γ², where γ is above 1; no number where it is no maximum with 1."""
        inner = [item for item in scale.args if item != 1] if isinstance(scale, sp.Max) else []
        if len(inner) != 1 or inner[0].could_extract_minus_sign():
            return sp.nan
        return once.powsimp(order(balance) / order(inner[0]) ** 2)

    found, right = ratio(gamma), ratio(corrected)
    evidence.say("over γ² as given, c∞ for √(c∞²+δ)", found)
    evidence.say("over γ² with √b", right)
    ok = positive_number(found)
    return judge(printed=ok, repaired=positive_number(right), otherwise="misprint"), (
        f"A/S is {text(found)} times γ² for γ = {text(gamma)}"
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
    over = quotient(factor, of_printed) if of_printed != 0 else sp.nan
    evidence.say("the factor over the quotient of the printed forms", over)
    # thm3-square: the corrected complexity is Theorem 2's times log².
    if not same(of_corrected, _log**-2):
        return "unsupported", (
            f"the corrected forms have the quotient {text(of_corrected)}, not 1/log²"
        )
    if same(factor, of_corrected):
        return "holds", f"the quotient of the corrected forms is {text(of_corrected)}"
    if over == 1:
        return "false-as-printed", (
            f"it is the quotient of the printed forms, {text(of_printed)}; that of the corrected "
            f"ones is {text(of_corrected)}"
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


_EXPLICIT = THEOREM_3.formula("gradient-norm-squared", case=None).variants["explicit"]
_PARTS = ("gap", "initial-noise", "noise-floor")


@check("thm3-guarantee")
def decaying_guarantee(
    evidence: Evidence,
    guarantee: Variant = _EXPLICIT,
    weighted: Variant = THEOREM_3.formula("gradient-norm-squared", case="weighted-output").variants[
        "explicit"
    ],
    eta: Variant = THEOREM_3.formula("eta-k").variants["explicit"],
    beta1: Variant = THEOREM_3.formula("beta1-k").variants["explicit"],
    gap: sp.Expr = s.info(s.A).definition,
    noise: sp.Expr = s.info(s.S).definition,
) -> Finding:
    """Sum the proof's steps of η_k = r_λ β_{k+1}, regime by regime, and compare."""
    evidence.follow(descent)
    kept = bool(evidence.follow(bracket_is_kept) >= sp.Rational(1, 4))
    evidence.say("η_k of the catalog", eta.expr)
    evidence.say("the weight that forms m_k", beta1.expr)
    coupled = zero(eta.expr - s.r_lam * beta1.expr.xreplace({s.k: s.k + 1}))
    weight = beta1.expr == sp.Min(1, s.gamma_given / sp.sqrt(s.k))
    evidence.say(
        "η_k and r_λβ_{k+1}",
        Relation(eta.expr, "=" if coupled else "≠", s.r_lam * beta1.expr.xreplace({s.k: s.k + 1})),
    )
    proved = evidence.follow(decaying)
    names = zero(gap - 2 * s.c2 * s.gap0 / s.r_lam) and zero(
        noise - s.c2 * s.sigma**2 / (s.c1 * s.b)
    )
    evidence.say("A of the catalog", gap)
    evidence.say("S of the catalog", noise)
    differing: list[str] = []
    for place, regime in enumerate(REGIMES):
        variant = weighted if place == 3 else guarantee
        for label, wanted in zip(_PARTS, proved[regime], strict=True):
            given = _regime(_part(variant, label), place)
            fits = _same_logs(given, wanted)
            if not fits:
                differing.append(f"{regime}, {label}")
            evidence.say(
                f"{regime}, {label}: the catalog's, and the proof's",
                Relation(given, "=" if fits else "≠", wanted),
            )
    # From one regime to the next the guarantee does not jump.
    edges = evidence.follow(_no_jumps)
    holds = kept and coupled and weight and names and not differing and edges
    return ("holds" if holds else "false-as-printed"), (
        "the proof's steps add up to it in every regime of γ and T, and drawn in proportion to η_k"
        if holds
        else "the proof's steps do not add up to it: "
        + (", ".join(differing) or "its steps or its A and S are others")
    )


@cache
def _same_logs(one: sp.Expr, other: sp.Expr) -> bool:
    return same(sp.expand_log(one, force=True), sp.expand_log(other, force=True))


def _no_jumps(evidence: Evidence) -> bool:
    """Hold the regimes against each other where they meet."""
    proved = Evidence().follow(decaying)
    even = True
    for one, other, at in (
        (0, 1, {s.T: s.gamma_given**2}),
        (1, 2, {s.gamma_given: sp.Integer(1)}),
    ):
        left, right = (sp.Add(*proved[REGIMES[place]]).xreplace(at) for place in (one, other))
        meet = zero(left - right)
        even = even and meet
        evidence.say(
            f"{REGIMES[one]} and {REGIMES[other]} where they meet",
            Relation(once.simplify(left), "=" if meet else "≠", once.simplify(right)),
        )
    return even


def _regime(expr: sp.Expr, place: int) -> sp.Expr:
    """Return the case of a part that stands for one of REGIMES."""
    if not isinstance(expr, sp.Piecewise):
        return expr
    # Two cases: T < γ² and the rest; three: the rest parted at γ = 1.
    return expr.args[min(place, len(expr.args) - 1)][0]


@check(
    "thm3-lambert",
    unmoved={
        "guarantee.noise-floor case 3: power of gamma": "T takes γ ≥ 1: that case is read at 1",
    },
)
def smallest_steps(
    evidence: Evidence,
    iterations: Variant = THEOREM_3.formula("iterations").variants["explicit"],
    argument: sp.Expr = s.info(s.L_c).definition,
    slope: sp.Expr = s.info(s.p).definition,
    share: sp.Expr = s.info(s.w).definition,
    scale: sp.Expr = s.info(s.gamma_auto).definition,
    guarantee: Variant = _EXPLICIT,
) -> Finding:
    """Show that the explicit T makes the guarantee ε², in every regime of γ ≥ 1 and T."""
    t, y = sp.symbols("t y", positive=True)
    # t stands for the root of t − log t = L_c.
    given = _with_root(iterations.expr, t)
    evidence.say("T, with t − log t = L_c", given)
    shape = _regimes_of_steps(given)
    if shape is None:
        return "false-as-printed", "T is not the flat regime's, or the larger of γ² and the root"
    flat, floor, root = shape
    differences: list[Any] = []
    level = _total(guarantee, 0)
    evidence.say("γ > 1, T < γ²: the guarantee", level)
    there = level.xreplace({s.T: _without_cap(flat)})
    differences.append(once.simplify(there - s.eps**2))
    evidence.say("at T of the flat regime", equation(there, s.eps**2, holds=differences[-1] == 0))
    evidence.say("else T is at least γ², where that regime ends", floor)
    differences.append(once.simplify(floor - s.gamma_auto**2))
    for name, gamma, place in (("γ = 1", sp.Integer(1), 2), ("γ > 1", s.gamma_given, 1)):
        known = {s.gamma_auto: gamma}
        p, w = (item.xreplace(known) for item in (slope, share))
        l_c = argument.xreplace({s.p: p, s.w: w}).xreplace(known)
        steps = root.xreplace({s.p: p, s.w: w}).xreplace(known)
        total = _total(guarantee, place).xreplace({s.gamma_given: gamma})
        evidence.say(f"{name}: the guarantee", total)
        way = sp.sqrt(steps)
        at_root = sp.expand_log(total.xreplace({s.T: y**2}).subs(y, way), force=True)
        slack = sp.expand_log((at_root - s.eps**2) * gamma * way, force=True)
        # log t is what the equation t − log t = L_c says.
        closed = slack.subs(sp.log(t), t - sp.expand_log(l_c, force=True))
        differences.append(once.simplify(sp.expand(closed)))
        evidence.say(
            "at T of the root with log t = t − L_c, minus ε², times γ√T",
            equation(closed, 0, holds=differences[-1] == 0),
        )
    chosen = scale == sp.Max(1, sp.sqrt(s.A / s.S))
    evidence.say("γ that T takes", scale)
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
    leading = _leading_terms(evidence, iterations)
    crest = _is_crest(evidence, iterations.expr, guarantee)
    holds = all(item == 0 for item in differences) and chosen and leading and crest
    return ("holds" if holds else "false-as-printed"), (
        "at T = (wt/p)² with t − log t = L_c, and at the flat regime's, the guarantee is ε² "
        "exactly, for γ = 1 and γ > 1"
        if holds
        else "the explicit T does not solve the guarantee's equation"
    )


@cache
def _with_root(steps: sp.Expr, t: sp.Symbol) -> sp.Expr:
    """Return T with a symbol for each root of t − log t."""
    return steps.replace(OuterRoot, lambda _: t)


def _regimes_of_steps(given: sp.Expr) -> tuple[sp.Expr, sp.Expr, sp.Expr] | None:
    """Return T of the flat regime, the least T of the other and the root there."""
    if not isinstance(given, sp.Piecewise) or len(given.args) != 2:
        return None
    (flat, _), (rest, _) = given.args
    if isinstance(flat, sp.Max) and rest in flat.args and isinstance(rest, sp.Piecewise):
        # T may be longer than it must be, the largest of all smaller gaps.
        (flat, _), (rest, _) = rest.args
    if not isinstance(rest, sp.Max) or len(rest.args) != 2:
        return None
    floor = next((item for item in rest.args if not item.has(sp.Piecewise)), None)
    cases = next((item for item in rest.args if isinstance(item, sp.Piecewise)), None)
    if floor is None or cases is None or len(cases.args) != 2:
        return None
    # Where L_c ≤ 1 every T ≥ 1 will do.
    (least, when), (root, _) = cases.args
    return (flat, floor, root) if least == 1 and when == sp.Le(s.L_c, 1) else None


#: s, the noise over ε²; u = S/A = 1/γ²; x = Tu.
_s, _u, _x = sp.symbols("s u x", positive=True)


def _is_crest(evidence: Evidence, given: sp.Expr, guarantee: Variant) -> bool:
    """Show that the other side of T's first case is the largest T of all smaller gaps."""
    (first, when), _ = given.args
    sides = first.args if isinstance(first, sp.Max) else ()
    share = Crest(s.S / s.eps**2)
    found = [side for side in sides if side.has(share)]
    roots = [item for side in found for item in side.atoms(OuterRoot) if item.has(share)]
    if len(roots) != 1 or found[0].atoms(Crest) != {share}:
        return False
    t = sp.Symbol("t", positive=True)
    steps = found[0].xreplace({roots[0]: t, share: _u})
    told = roots[0].args[0].xreplace({share: _u})
    evidence.say("T that covers smaller gaps, with u for S/A and t − log t = L", steps)
    evidence.say("L", told)
    slack, reached = _reaches(steps, told, t, _total(guarantee, 1))
    evidence.say(
        "the guarantee there, minus ε², times √T, at the gap A = S/u, γ² = A/S",
        equation(slack, 0, holds=reached == 0),
    )
    # s(2 + u + log x) = √x is that equation, x = Tu; the slope of log T = log x − log u in u.
    level = _s * (2 + _u + sp.log(_x)) - sp.sqrt(_x)
    slope = -sp.diff(level, _u) / sp.diff(level, _x) / _x - 1 / _u
    top = {_s: sp.exp(_u / 2) / (2 * (1 + _u)), _x: sp.exp(_u)}
    flat = [once.simplify(item.xreplace(top)) for item in (level, slope)]
    evidence.say(
        "the slope of log T in u where x = e^u, that is 2s(1 + u) = e^(u/2)",
        equation(slope.xreplace(top), 0, holds=flat[1] == 0),
    )
    floor = s.eps**2
    asked = {sp.Gt(s.S, floor / 3), sp.Lt(s.S, floor / 2), sp.Le(s.S, s.A * share)}
    good = reached == 0 and flat == [0, 0] and set(when.args) == asked
    return _tops(evidence) and good


@cache
def _reaches(
    steps: sp.Expr, told: sp.Expr, t: sp.Symbol, total: sp.Expr
) -> tuple[sp.Expr, sp.Expr]:
    """Return the guarantee at T steps minus ε², at the gap S/u, as log t = t − L says; simpler."""
    if steps == 0:
        return sp.oo, sp.oo
    way = sp.sqrt(steps)
    y = sp.Symbol("y", positive=True)
    at = total.xreplace({s.A: s.S / _u, s.gamma_given: 1 / sp.sqrt(_u)}).xreplace({s.T: y**2})
    slack = sp.expand_log((sp.expand_log(at, force=True).subs(y, way) - s.eps**2) * way, force=True)
    slack = sp.expand_log(slack, force=True).subs(sp.log(t), t - sp.expand_log(told, force=True))
    return slack, once.simplify(sp.expand(slack))


def _tops(evidence: Evidence) -> bool:
    """Hold T at u* against T beside it, at noises between 1/3 and 1/2."""
    good = True
    for noise in (sp.Rational(7, 20), sp.Rational(21, 50), sp.Rational(47, 100)):

        def steps(u: Any, noise: Any = noise) -> Any:
            return ((2 * noise * OuterRoot(1 + u / 2 + sp.log(2 * noise))) ** 2 / u).evalf(30)

        top = Crest(noise).evalf(30)
        below = [steps(top * factor) for factor in (sp.Rational(49, 50), sp.Rational(51, 50))]
        # u ≤ 1 as γ ≥ 1: at u* = 1 there is no smaller gap.
        good = good and all(item < steps(top) for item in below[: 1 if top >= 1 else 2])
        evidence.say(f"s = {noise}: u*, and T there", Relation(top, "→", steps(top)))
    return good


def _without_cap(flat: sp.Expr) -> sp.Expr:
    """Return T of the flat regime where S < ε², which it is asked for."""
    return flat.replace(sp.Max, lambda *sides: next(item for item in sides if item != 0))


def _total(guarantee: Variant, place: int) -> sp.Expr:
    return sp.Add(*(_regime(_part(guarantee, label), place) for label in _PARTS))


def _leading_terms(evidence: Evidence, iterations: Variant) -> bool:
    """Compare the parts of T with the proof's T for small ε, without its logarithm."""
    proof = evidence.follow(steps_of_the_proof)
    small = {label: once.powsimp(term / ell**2) for label, term in proof.items()}
    slow = s.c2 * s.gap0 * 8 * s.lam * s.info(s.S).definition / s.eps**4
    wanted = {"bias": (small["bias"], slow), "variance": (small["variance"],)}
    fits = True
    for label, terms in wanted.items():
        part = next(part for part in iterations.parts if part.label == label)
        given = [item.expr for item in part.alternatives]
        agree = len(given) == len(terms) and all(map(same, given, terms))
        fits = fits and agree
        for one, other in zip(given, terms, strict=False):
            evidence.say(
                f"{label}: leading term of T, and the proof's without ℓ²",
                Relation(one, "=" if same(one, other) else "≠", other),
            )
    return fits
