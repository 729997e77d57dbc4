"""Claims about Theorem 4: stages under the Polyak–Łojasiewicz condition."""

from __future__ import annotations

import itertools
from collections.abc import Callable
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
from adamw_bounds.theory.audit.tools import linear_root, quotient, same, unit_or_fault
from adamw_bounds.theory.papers.zhou2024 import symbols as s
from adamw_bounds.theory.papers.zhou2024.audit.orders import order
from adamw_bounds.theory.papers.zhou2024.nonconvex import THEOREM_3
from adamw_bounds.theory.papers.zhou2024.polyak_lojasiewicz import THEOREM_4
from adamw_bounds.theory.statements import Condition, Formula, Variant

_STAGE = THEOREM_4.formula("iterations", schedule="constant", case="stage")
_STAGE_DECAYING = THEOREM_4.formula("iterations", schedule="decaying", case="stage")
_TOTAL = THEOREM_4.formula("gradient-complexity", schedule="constant")
_TOTAL_DECAYING = THEOREM_4.formula("gradient-complexity", schedule="decaying")
_GAMMA = THEOREM_4.formula("gamma").variants


def _part(variant: Variant, label: str) -> sp.Expr:
    return next(part.expr for part in variant.parts if part.label == label)


@check("thm4-mu3")
def power_of_mu(evidence: Evidence, formula: Formula = _STAGE, reading: str = "printed") -> Finding:
    """Compute the unit of the second term, and compare with the printed total."""
    total = _part(_TOTAL.variants["printed"], "variance")
    found = {}
    for name in dict.fromkeys((reading, "corrected")):
        part = _part(formula.variants[name], "variance")
        unit = unit_or_fault(part)
        over = quotient((s.b * part).xreplace({s.eps_k: s.eps_gap}), total)
        found[name] = (unit, over)
        evidence.say(f"{name}: second term of T_k, unit {unit}", part)
        evidence.say("b times it at ε_k = ε, over the printed total", over)

    def fits(name: str) -> bool:
        unit, over = found[name]
        return not isinstance(unit, str) and unit.is_none and over == 1

    unit, over = found[reading]
    return judge(printed=fits(reading), repaired=fits("corrected"), otherwise="misprint"), (
        "it is a count and agrees with the total"
        if fits(reading)
        else f"its unit is {unit}; it differs from the printed total by {text(over)}"
    )


def stage_guarantee(evidence: Evidence) -> tuple[sp.Expr, sp.Expr]:
    """Specialise Theorem 3's weighted guarantee to a stage.

    Returns
    -------
    gap, noise : sympy expressions
        A_k and S_k: with steps of scale γ the mean squared gradient of a stage is at most
        [A_k + S_k(… + γ²(1 + log T))]/(γ(√(T+1) − 1)).
    """
    weighted = THEOREM_3.formula("gradient-norm-squared", case="weighted-output").variants[
        "explicit"
    ]
    outer = s.gamma_given * (sp.sqrt(s.T + 1) - 1)
    start = {
        s.A: s.info(s.A).definition.xreplace({s.r_lam: s.info(s.r).definition, s.gap0: 2 * s.eps_k})
    }
    gap = sp.powsimp((_part(weighted, "gap") * outer).xreplace(start))
    noise = sp.powsimp(
        sp.simplify(
            _part(weighted, "noise-floor") * outer / (s.gamma_given**2 * (1 + sp.log(s.T)))
        ).xreplace({s.S: s.info(s.S).definition})
    )
    evidence.say("A_k: Theorem 3's weighted guarantee from a gap of 2ε_k (λ = 0)", gap)
    evidence.say("S_k", noise)
    return gap, noise


@check("thm4-log")
def logarithm(
    evidence: Evidence,
    stage: Variant = _STAGE_DECAYING.variants["printed"],
    corrected: Variant = _STAGE_DECAYING.variants["corrected"],
) -> Finding:
    """Put the claimed T_k into the condition of the proof and let ε_k tend to 0."""
    gap, noise = stage_guarantee(evidence)
    scale = sp.powsimp(sp.sqrt(gap * noise) / (2 * s.mu * s.eps_k))
    explicit = _STAGE_DECAYING.variants["explicit"].expr.args[1][0]
    evidence.say(
        "with γ_k = √(A_k/S_k) the stage ends with its gap at ε_k when √(T+1) is at least 1 + "
        "β(3 + log T), β =",
        Relation(scale, "=" if same(scale, explicit.args[1]) else "≠", explicit.args[1]),
    )
    derived = same(scale, explicit.args[1])
    # ε_k = ε_0 exp(−n): everything else is held.
    n, power = sp.Symbol("n", positive=True), sp.Symbol("C", positive=True)
    beta = power * sp.exp(n / 2)

    def limit(variant: Variant) -> sp.Expr:
        claimed = order(_part(variant, "bias")).xreplace({s.eps_gap: s.eps_k})
        extra = quotient(claimed, order(scale) ** 2)
        # extra is a number times a power of log(ε_0/ε_k) = n.
        growth = extra.xreplace({sp.log(s.eps_0 / s.eps_k): n}).replace(
            lambda item: isinstance(item, sp.log), lambda item: n
        )
        steps = growth * beta**2
        need = beta * (3 + sp.expand_log(sp.log(steps), force=True))
        ratio = sp.simplify(sp.expand(need / sp.sqrt(steps)))
        found = sp.limit(ratio, n, sp.oo)
        evidence.say(
            "β(3 + log T)/√T at the T claimed, for ε_k = ε_0·exp(−n), C the rest",
            Relation(ratio, "→", found),
        )
        return found

    found, right = limit(stage), limit(corrected)
    ok = derived and bool(found.is_finite)
    return judge(
        printed=ok, repaired=derived and bool(right.is_finite), otherwise="false-as-printed"
    ), (
        f"the condition of the proof is met up to the factor {text(found)}"
        if ok
        else "at the printed T_k the condition √T ≥ β(3 + log T) misses by a factor that grows as "
        "log(ε_0/ε_k); with log² it stays bounded"
    )


@check("thm4-gamma")
def scale_of_the_steps(
    evidence: Evidence,
    gamma: sp.Expr = _GAMMA["printed"].expr,
    corrected: sp.Expr = _GAMMA["corrected"].expr,
) -> Finding:
    """Follow γ and T_k as ε_k tends to 0."""
    gap, noise = stage_guarantee(evidence)

    def growth(scale: sp.Expr) -> tuple[sp.Expr, sp.Expr]:
        inner = next(item for item in scale.args if item != 1)
        small = sp.limit(s.expand(inner), s.eps_k, 0, "+")
        late = inner if isinstance(scale, sp.Min) else sp.Max(1, small)
        evidence.say("γ", scale)
        evidence.say("its second argument for ε_k → 0", Relation(inner, "→", small))
        evidence.say("so in late stages γ is", late)
        root = (gap / late + noise * late) / (2 * s.mu * s.eps_k)
        evidence.say("√T_k without its logarithm, [A_k/γ + S_kγ]/(2με_k)", root)
        per = sp.limit(sp.simplify(s.expand(root**2 * s.eps_k)), s.eps_k, 0, "+")
        evidence.say("T_k·ε_k for ε_k → 0, which is finite where T_k is of order 1/ε_k", per)
        return late, per

    (late, per), (_, right) = growth(gamma), growth(corrected)
    ok = per.is_finite is True
    return judge(printed=ok, repaired=right.is_finite is True, otherwise="false-as-printed"), (
        "T_k is of order 1/ε_k"
        if ok
        else f"in late stages γ = {text(late)} and T_k·ε_k has no bound: T_k is of order ε_k⁻²; "
        "with min "
        "it is of order ε_k⁻¹"
    )


Schedule = Callable[[int, int, int], sp.Expr]
_q = sp.Symbol("q", positive=True)


def constant_in_a_stage(stage: int, inner: int, step: int) -> sp.Expr:
    """λ of the k-th stage, as the constant setting prints it."""
    del inner, step
    return s.lam * (1 - s.q) ** stage


def restarted(stage: int, inner: int, step: int) -> sp.Expr:
    """λ at the i-th step of a stage, as the decaying setting prints it."""
    del stage, step
    return s.lam * (1 - s.q) ** inner


def running(stage: int, inner: int, step: int) -> sp.Expr:
    """λ counted over all steps."""
    del stage, inner
    return s.lam * (1 - s.q) ** step


@check("thm4-schedule", EXACT)
def stage_schedules(
    evidence: Evidence,
    schedules: tuple[Schedule, ...] = (constant_in_a_stage, restarted),
    repaired: Schedule = running,
) -> Finding:
    """Run two stages of three steps, and hold λ_{k+1} v_{k+1} against λ_k v_k."""
    beta2, delta = sp.Rational(1, 2), sp.Integer(1)
    q = beta2 / delta
    # Gradients 0, 1, 1, …: v grows; c∞ = 1.
    gradients = [0, *([1] * 5)]
    n, squares = sp.Integer(gradients[0]) ** 2, []
    for gradient in gradients:
        n = (1 - beta2) * n + beta2 * gradient**2
        squares.append(n + delta)
    evidence.say(
        "gradients 0, 1, 1, 1, 1, 1 with β2 = 1/2, δ = c∞ = 1, so q = 1/2: v²", sp.Matrix([squares])
    )

    def broken(schedule: Schedule) -> list[str]:
        places = [(stage, inner, 3 * stage + inner) for stage in range(2) for inner in range(3)]
        values = [schedule(*place).xreplace({s.q: q}) / s.lam for place in places]
        evidence.say(f"{schedule.__doc__} λ_k/λ", sp.Matrix([values]))
        bad = []
        for place, (now, after) in enumerate(itertools.pairwise(values)):
            left, right = after**2 * squares[place + 1], now**2 * squares[place]
            if left > right:
                inside = places[place][0] == places[place + 1][0]
                bad.append("inside a stage" if inside else "across stages")
                evidence.say(
                    f"(λv)² grows {bad[-1]}, step {place} to {place + 1}",
                    Relation(left, ">", right),
                )
        return list(dict.fromkeys(bad))

    found = [broken(schedule) for schedule in schedules]
    right = broken(repaired)
    evidence.say("counted over all steps the product never grows" if not right else "it grows too")
    ok = not any(found)
    return judge(printed=ok, repaired=not right, otherwise="missing-hypothesis"), (
        "λ_k v_k never grows"
        if ok
        else "λ_k v_k grows "
        + " and ".join(
            f"{', '.join(item)} ({name})"
            for item, name in zip(found, ("constant", "decaying"), strict=False)
            if item
        )
        + "; counted over all steps it does not"
    )


@check("thm4-bias")
def minimum_of_the_surrogate(evidence: Evidence, decay: sp.Expr = s.lam_k) -> Finding:
    """Minimise F_k for F = ½μ(x − x*)²."""
    x = sp.Symbol("x", real=True)
    star, v = sp.symbols("x_* v", positive=True)
    loss = s.mu * (x - star) ** 2 / 2
    surrogate = loss + decay * v * x**2 / 2
    evidence.say("F_k of F = ½μ(x − x*)²", surrogate)
    rise = surrogate.xreplace({x: star}) - loss.xreplace({x: star})
    evidence.say("F_k(x*) − F*", rise)
    least = linear_root(sp.diff(surrogate, x), x)
    evidence.say("F_k is least at", least)
    slope = sp.diff(surrogate, x).xreplace({x: star})
    evidence.say("∇F_k(x*)", slope)
    deeper = sp.factor(surrogate.xreplace({x: star}) - surrogate.xreplace({x: least}))
    evidence.say("F_k(x*) − min F_k", deeper)
    ok = rise == 0 and sp.simplify(least - star) == 0
    right = rise.xreplace({s.lam_k: sp.Integer(0)}) == 0
    return judge(printed=ok, repaired=right, otherwise="missing-hypothesis"), (
        "without decay F_k = F"
        if ok
        else f"F_k(x*) − F* = {text(rise)} and ∇F_k(x*) = {text(slope)}: zero only for λ_k = 0"
    )


@check("thm4-sum")
def sum_over_stages(evidence: Evidence, weight: Callable[[Any], Any] = lambda k: k) -> Finding:
    """Sum the stages in closed form and divide by 2^K."""
    k, last = (
        sp.Symbol("k", integer=True, positive=True),
        sp.Symbol("K", integer=True, positive=True),
    )
    total = sp.expand(sp.summation(weight(k) * 2**k, (k, 1, last)))
    evidence.say("sum over the stages", total)
    closed = (last - 1) * 2 ** (last + 1) + 2
    is_closed = sp.expand(total - closed) == 0
    evidence.say("minus (K − 1)·2^{K+1} + 2", sp.expand(total - closed))
    recursion = sp.expand(total - 2 * total.xreplace({last: last - 1}))
    evidence.say("S_K − 2S_{K−1}, which the supplement takes for a constant", recursion)
    per = sp.expand(sp.powsimp(sp.expand(total / 2**last)))
    t = sp.Symbol("t", positive=True)
    limit = sp.limit(per.xreplace({last: t}), t, sp.oo)
    evidence.say("over 2^K", Relation(per, "→", limit))
    if limit.is_finite:
        return "holds", f"the sum over 2^K tends to {text(limit)}"
    return ("false-as-printed" if is_closed else "unsupported"), (
        f"the sum is {text(total)}, over 2^K without bound: a log(ε_0/ε) stays"
    )


@check("thm4-decaying-better")
def which_step_is_better(
    evidence: Evidence,
    constant: Variant = _TOTAL.variants["corrected"],
    decaying: Variant = _TOTAL_DECAYING.variants["corrected"],
    condition: Condition = THEOREM_4.conditions[0],
) -> Finding:
    """Compare the terms of the constant total, then the decaying total with them."""
    # In the paper's O() c∞ stands for c2, and c1 ≤ c2.
    back = {s.c_inf: s.c2, s.delta: s.c1**2}
    first, second = (_part(constant, label).xreplace(back) for label in ("bias", "variance"))
    u, w = sp.symbols("u w", positive=True)
    inside = sp.powsimp(
        sp.powdenest(
            (second / first).xreplace({s.c1: u * s.c2, condition.lhs: w * condition.rhs}),
            force=True,
        )
    )
    evidence.say(
        "second term of the constant total over the first, c2 for c∞", sp.powsimp(second / first)
    )
    evidence.say("with u = c1/c2 ≤ 1 and w = μ/L ≤ 1", inside)
    powers = inside.as_powers_dict()
    dominated = all(base in (u, w) and power >= 0 for base, power in powers.items() if base != 1)
    over = quotient(_part(decaying, "bias").xreplace(back), first)
    evidence.say("decaying total over the constant one's first term", over)
    gains = not dominated
    if gains:
        return "holds", f"the second term can dominate: over the first it is {text(inside)}"
    return "unsupported", (
        f"the second term never dominates (over the first it is {text(inside)} ≤ 1, u = c1/c2, "
        f"w = μ/L), and the decaying total is {text(over)} times the first"
    )


@check("thm4-index")
def accuracy_of_a_stage(
    evidence: Evidence,
    stage: Variant = _STAGE_DECAYING.variants["printed"],
    corrected: Variant = _STAGE_DECAYING.variants["corrected"],
) -> Finding:
    """Tell whether T_k depends on its stage."""
    ok = s.eps_k in stage.expr.free_symbols
    evidence.say("T_k as given", stage.expr)
    evidence.say("T_k with ε_k (and the logarithm)", corrected.expr)
    total = quotient(s.b * _part(stage, "bias"), _part(_TOTAL_DECAYING.variants["printed"], "bias"))
    evidence.say("b·T_k over the total", total)
    if not ok:
        evidence.say(
            "as every stage had the same T_k, K stages would cost K times the printed total"
        )
    return judge(
        printed=ok, repaired=s.eps_k in corrected.expr.free_symbols, otherwise="misprint"
    ), (
        "T_k has ε_k"
        if ok
        else "T_k has ε, the accuracy of the last stage, for ε_k: b·T_k of one stage is already "
        f"{'' if total == 1 else text(total) + ' times '}the printed total"
    )
