"""Claims about Theorem 4: stages under the Polyak–Łojasiewicz condition."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any, NamedTuple

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
from adamw_bounds.theory.audit.tools import (
    linear_root,
    positive_number,
    quotient,
    same,
    unit_or_fault,
    zero,
)
from adamw_bounds.theory.papers.zhou2024 import symbols as s
from adamw_bounds.theory.papers.zhou2024.audit.orders import order
from adamw_bounds.theory.papers.zhou2024.audit.proof import (
    REGIMES,
    beta1_cap,
    decaying,
    decaying_mean,
    descent,
    least_bracket,
    needs,
)
from adamw_bounds.theory.papers.zhou2024.polyak_lojasiewicz import THEOREM_4
from adamw_bounds.theory.special import LogRoot
from adamw_bounds.theory.statements import Condition, Variant
from adamw_bounds.theory.units import Unit

_STAGE = THEOREM_4.formula("iterations", schedule="constant", case="stage")
_STAGE_DECAYING = THEOREM_4.formula("iterations", schedule="decaying", case="stage")
_FIRST = THEOREM_4.formula("iterations", schedule="constant", case="first-stage")
_FIRST_DECAYING = THEOREM_4.formula("iterations", schedule="decaying", case="first-stage")
_TOTAL = THEOREM_4.formula("gradient-complexity", schedule="constant")
_TOTAL_DECAYING = THEOREM_4.formula("gradient-complexity", schedule="decaying")
_GAMMA = THEOREM_4.formula("gamma").variants
_LABELS = ("bias", "variance")
_half = sp.Rational(1, 2)


def _part(variant: Variant, label: str) -> sp.Expr:
    return next(part.expr for part in variant.parts if part.label == label)


# --- What the proof needs of a stage -------------------------------------------------------------
#: Stage k starts from the gap ε_{k−1} = 2ε_k; PŁ turns ‖∇F‖² ≤ 2με_k into a gap of ε_k.
_START = 2 * s.eps_k
_TARGET = 2 * s.mu * s.eps_k
_BEFORE = 2 * _TARGET
_u = sp.Symbol("u", positive=True)


def _say_stage(evidence: Evidence) -> None:
    evidence.say(
        "λ = 0; PŁ, 2μ(F − F*) ≤ ‖∇F‖²: a stage ends with its gap at ε_k when the mean ‖∇F‖² is "
        "at most",
        _TARGET,
    )
    evidence.say("it starts from the gap of the stage before", _START)


class Constant(NamedTuple):
    """T of a stage with a constant step, by term: at the cap of β, and at β = 1/2."""

    cap: sp.Expr
    bias: tuple[sp.Expr, sp.Expr]
    variance: tuple[sp.Expr, sp.Expr]
    first: tuple[sp.Expr, sp.Expr]


def constant_stage(evidence: Evidence) -> Constant:
    """Derive what a stage of the constant step needs of T."""
    _say_stage(evidence)
    cap = beta1_cap(_TARGET)
    evidence.say("β at which the noise floor is a third of that", cap)
    share = sp.expand(
        (s.c1 / s.c2 * (sp.Rational(2, 3) + s.c1 / s.c2)).xreplace({s.c1: _u * s.c2}) / _u
    )
    carried = share.xreplace({_u: sp.Integer(1)}) * s.c1 / s.c2 * _BEFORE
    evidence.say(
        "the stage before leaves the momentum the mean error (c1/c2)(2/3 + c1/c2)·2με_{k−1} "
        "(thm2-momentum), which is at most",
        carried,
    )
    steps = []
    for name, start in (("later stages", carried), ("stage 1, D_0 = σ²/b", None)):
        bias, variance = needs(target=_TARGET, gap=_START, start=start)
        terms = []
        for beta in (cap, _half):
            at = {s.eta: s.info(s.r).definition * beta, s.beta1: beta}
            terms.append(tuple(once.powsimp(item.xreplace(at)) for item in (bias, variance)))
            evidence.say(f"{name}, β = {text(beta)}: T for the gap", terms[-1][0])
            evidence.say("and for the momentum's error", terms[-1][1])
        steps.append(terms)
    (later_cap, later_half), (first_cap, first_half) = steps
    return Constant(
        cap,
        (later_cap[0], later_half[0]),
        (later_cap[1], later_half[1]),
        (first_cap[1], first_half[1]),
    )


class Decaying(NamedTuple):
    """A stage of the decaying step: γ², and α, β, κ of √(T+1) ≥ α + β(κ + log T)."""

    balance: sp.Expr
    later: tuple[sp.Expr, sp.Expr, sp.Expr]
    later_flat: tuple[sp.Expr, sp.Expr, sp.Expr]
    first: tuple[sp.Expr, sp.Expr, sp.Expr]
    first_flat: tuple[sp.Expr, sp.Expr, sp.Expr]


def _carried_error(evidence: Evidence) -> sp.Expr:
    """Return the mean error of the momentum over 2με, drawn in proportion to η_k."""
    r = s.info(s.r).definition
    # W is what stands in the bracket of the sum: Ση‖∇F‖²/c2 ≤ 2W, ΣηU ≤ 2W/bracket.
    moves = 2 / least_bracket()
    share = sp.expand((2 * s.c1 + moves * s.L**2 * r**2 / s.c1) / (2 * s.c2))
    evidence.say(
        "the recursion of D summed, Σβ_{k+1}D_k ≤ D_0 + (σ²/b)Σβ² + L²Σ‖Δx‖²/β, with ‖Δx‖²/β ≤ "
        "(r/c1)ηU; drawn in proportion to η_k the mean of D over that of ‖∇F‖² is at most",
        share,
    )
    in_u = sp.expand(once.powsimp(share.xreplace({s.c1: _u * s.c2})) / _u)
    largest = in_u.xreplace({_u: sp.Integer(1)})
    evidence.say("over u = c1/c2 ≤ 1, with which it rises", in_u)
    return largest * s.c1 / s.c2


def decaying_stage(evidence: Evidence) -> Decaying:
    """Derive what a stage of the decaying step needs of T."""
    _say_stage(evidence)
    written = {
        s.A: s.info(s.A).definition.xreplace({s.r_lam: s.info(s.r).definition, s.gap0: _START}),
        s.S: s.info(s.S).definition,
    }
    gap, start, floor = decaying_mean(REGIMES[3])
    outer = 2 * s.gamma_given * (sp.sqrt(s.T + 1) - 1)
    evidence.say(
        "Theorem 3's guarantee, drawn in proportion to η_k, times 2γ(√(T+1) − 1)",
        once.simplify((gap + start + floor) * outer),
    )
    A, S = (once.powsimp(written[name]) for name in (s.A, s.S))
    evidence.say("A, from a gap of 2ε_k (λ = 0)", A)
    evidence.say("S", S)
    balance = once.powsimp(A / S)
    evidence.say("γ² = A/S makes A/γ and Sγ equal; where A ≥ S, γ = 1", balance)
    root = once.powsimp(sp.sqrt(A * S) / (2 * _TARGET))
    flat = once.powsimp(A / (2 * _TARGET))
    evidence.say("A/(2γ·2με_k), that is β, for γ² = A/S", root)
    evidence.say("and for γ = 1, where Sγ is no larger", flat)
    carried = once.powsimp(
        S * s.b / s.sigma**2 * _carried_error(evidence) * _BEFORE / (2 * _TARGET)
    )
    evidence.say("the error that the stage before leaves adds to the right side, times γ", carried)
    below = once.powsimp(carried * sp.sqrt(S / A))
    evidence.say("with γ² = A/S it adds to α", below)
    one = sp.Integer(1)
    return Decaying(
        balance,
        (one + below, root, one + 1),
        (one + carried, flat, one + 1),
        (one, root, 2 + once.powsimp(S / A)),
        (one, flat, one + 2),
    )


@check("thm4-constant")
def constant_stages(
    evidence: Evidence,
    later: Variant = _STAGE.variants["explicit"],
    first: Variant = _FIRST.variants["explicit"],
    eta: Variant = THEOREM_4.formula("eta-max").variants["explicit"],
    beta1: Variant = THEOREM_4.formula("beta1-max").variants["explicit"],
) -> Finding:
    """Take Theorem 2's guarantee through the stages and compare T_k term by term."""
    evidence.follow(descent)
    proved = evidence.follow(constant_stage)
    wrong: list[str] = []

    def hold(name: str, given: Any, wanted: Any, *, fits: bool | None = None) -> None:
        good = same(given, wanted) if fits is None else fits
        if not good:
            wrong.append(name)
        evidence.say(
            f"{name}: the catalog's, and the proof's", Relation(given, "=" if good else "≠", wanted)
        )

    ratio = s.info(s.r).definition
    weight = sp.Min(_half, proved.cap)
    hold("β_k", beta1.expr, weight, fits=_same_least(beta1.expr, weight))
    step = sp.Min(ratio * _half, ratio * proved.cap)
    hold("η_k = rβ_k", eta.expr, step, fits=_same_least(eta.expr, step))
    for name, variant, label, terms in (
        ("T_k, the gap", later, "bias", proved.bias),
        ("T_k, the momentum's error", later, "variance", proved.variance),
        ("T_1, the gap", first, "bias", proved.bias),
    ):
        given = _terms(variant, label)
        if len(given) != len(terms):
            wrong.append(name)
        for one, other in zip(given, terms, strict=False):
            hold(name, one, other)
    cases = _part(first, "variance")
    if isinstance(cases, sp.Piecewise) and len(cases.args) == 2:
        (capped, when), (rest, _) = cases.args
        hold("T_1, its momentum's error at the cap", rest, proved.first[0])
        level = when.lhs / when.rhs
        hold("where β_1 is 1/2: this below 1", level, once.powsimp(_half / proved.cap))
        most = once.powsimp(proved.first[1] * once.powsimp(proved.cap / _half))
        enough = bool(most.is_number and most <= capped)
        evidence.say("there T must be less than", most)
        hold(
            "T_1 there: as long as a later stage",
            capped,
            proved.variance[1],
            fits=enough and same(capped, proved.variance[1]),
        )
    else:
        wrong.append("T_1")
    return ("holds" if not wrong else "false-as-printed"), (
        f"the proof gives every constant of T_k and T_1: {_numbers(later)}"
        if not wrong
        else f"the proof gives another {', '.join(dict.fromkeys(wrong))}"
    )


def _same_least(given: sp.Expr, wanted: sp.Expr) -> bool:
    """Tell whether two minima have the same sides."""
    return (
        isinstance(given, sp.Min)
        and len(given.args) == len(wanted.args)
        and all(
            any(same(s.expand(one), s.expand(other)) for one in given.args) for other in wanted.args
        )
    )


def _terms(variant: Variant, label: str) -> list[sp.Expr]:
    part = next(part for part in variant.parts if part.label == label)
    return [part.expr] if part.given is not None else [item.expr for item in part.alternatives]


def _numbers(variant: Variant) -> str:
    return ", ".join(
        text(term.as_coeff_Mul()[0]) for label in _LABELS for term in _terms(variant, label)
    )


@check("thm4-decaying")
def decaying_stages(
    evidence: Evidence,
    later: Variant = _STAGE_DECAYING.variants["explicit"],
    first: Variant = _FIRST_DECAYING.variants["explicit"],
    gamma: Variant = _GAMMA["explicit"],
    eta: Variant = THEOREM_4.formula("eta-k").variants["explicit"],
    beta1: Variant = THEOREM_4.formula("beta1-k").variants["explicit"],
) -> Finding:
    """Take Theorem 3's guarantee through the stages and compare T_k term by term."""
    evidence.follow(descent)
    evidence.follow(decaying)
    proved = evidence.follow(decaying_stage)
    wrong: list[str] = []

    def hold(name: str, given: Any, wanted: Any, *, fits: bool | None = None) -> None:
        good = same(given, wanted) if fits is None else fits
        if not good:
            wrong.append(name)
        evidence.say(
            f"{name}: the catalog's, and the proof's", Relation(given, "=" if good else "≠", wanted)
        )

    scale = sp.Min(1, sp.sqrt(proved.balance))
    hold("γ_k", gamma.expr, scale, fits=_same_least(gamma.expr, scale))
    hold("β", beta1.expr, s.gamma_given / sp.sqrt(s.k))
    hold("η = rβ of the next step", eta.expr, s.r * beta1.expr.xreplace({s.k: s.k + 1}))
    for name, variant, rest, flat in (
        ("T_k", later, proved.later, proved.later_flat),
        ("T_1", first, proved.first, proved.first_flat),
    ):
        cases = variant.expr
        roots = [value for value, _ in cases.args] if isinstance(cases, sp.Piecewise) else []
        if len(roots) != 2 or not all(isinstance(root, LogRoot) for root in roots):
            wrong.append(name)
            continue
        when = cases.args[0][1]
        hold(f"{name}: γ = 1 where this is at least 1", when.lhs / when.rhs, proved.balance)
        for case, root, numbers in (("γ = 1", roots[0], flat), ("γ < 1", roots[1], rest)):
            for letter, one, other in zip("αβκ", root.args, numbers, strict=True):
                hold(f"{letter} of {name}, {case}", one, other)
        given = _terms(variant, "bias")
        for one, other in zip(given, (rest[1] ** 2, flat[1] ** 2), strict=True):
            hold(f"leading order of {name}", one, other)
    return ("holds" if not wrong else "false-as-printed"), (
        "the proof gives every constant of √(T+1) ≥ α + β(κ + log T), in all stages"
        if not wrong
        else f"the proof gives another {', '.join(dict.fromkeys(wrong))}"
    )


@check("thm4-mu3")
def power_of_mu(
    evidence: Evidence,
    printed: Variant = _STAGE.variants["printed"],
    corrected: Variant = _STAGE.variants["corrected"],
    total: Variant = _TOTAL.variants["printed"],
) -> Finding:
    """Compute the unit of the second term, and compare with the printed total."""
    whole = _part(total, "variance")
    found = []
    for name, variant in (("as given", printed), ("corrected", corrected)):
        part = _part(variant, "variance")
        unit = unit_or_fault(part) if part != 0 else "0"
        over = quotient((s.b * part).xreplace({s.eps_k: s.eps_gap}), whole) if whole else sp.nan
        found.append((unit, over))
        evidence.say(f"{name}: second term of T_k, unit {unit}", part)
        evidence.say("b times it at ε_k = ε, over the printed total", over)

    def fits(unit: Unit | str, over: sp.Expr) -> bool:
        return not isinstance(unit, str) and unit.is_none and over == 1

    unit, over = found[0]
    return judge(printed=fits(unit, over), repaired=fits(*found[1]), otherwise="misprint"), (
        "it is a count and agrees with the total"
        if fits(unit, over)
        else f"its unit is {unit}; it differs from the printed total by {text(over)}"
    )


_AN_ORDER = "an order: a number in front of it is no part of the claim"
_n = sp.Symbol("n", positive=True)


def _share_of_need(claimed: sp.Expr) -> tuple[sp.Expr, sp.Expr]:
    """Return T as claimed over β², and the limit of β(3 + log T)/√T for ε_k = ε_0·exp(−n)."""
    root = Evidence().follow(decaying_stage).later[1]
    over = quotient(claimed, order(root) ** 2)
    if over == 0:
        return over, sp.oo
    falling = over.xreplace({s.eps_k: s.eps_0 * sp.exp(-_n)})
    growth = sp.expand(sp.expand_log(sp.log(falling), force=True)).replace(
        lambda item: isinstance(item, sp.log) and item.args[0] == sp.exp(_n), lambda _: _n
    )
    # T/β² is a constant times n^power·exp(rate·n), and log T is n and less.
    rate = growth.coeff(_n)
    power = growth.coeff(sp.log(_n))
    rest = sp.exp(once.simplify(growth - rate * _n - power * sp.log(_n)))
    if rate > 0 or (rate == 0 and power > 2):
        return over, sp.Integer(0)
    if rate == 0 and power == 2:
        return over, once.powsimp(1 / sp.sqrt(rest))
    return over, sp.oo


@check("thm4-log", unmoved={"corrected.bias: factor": _AN_ORDER})
def logarithm(
    evidence: Evidence,
    stage: Variant = _STAGE_DECAYING.variants["printed"],
    corrected: Variant = _STAGE_DECAYING.variants["corrected"],
) -> Finding:
    """Put the claimed T_k into the condition of the proof and let ε_k tend to 0."""
    proved = evidence.follow(decaying_stage)
    evidence.say("√(T+1) must be at least 1 + β(3 + log T), β =", proved.later[1])
    found = []
    for name, variant in (("as given", stage), ("corrected", corrected)):
        # That T_k has ε for ε_k is another matter: thm4-index.
        claimed = order(_part(variant, "bias")).xreplace({s.eps_gap: s.eps_k})
        over, limit = _share_of_need(claimed)
        evidence.say(f"T_k {name} over β², c∞ for c2", over)
        evidence.say("β(3 + log T)/√T there tends, for ε_k → 0, to", limit)
        found.append((over, limit))
    (over, limit), (right, _) = found
    log = sp.log(s.eps_0 / s.eps_k)
    repaired = positive_number(once.powsimp(right / log**2))
    ok = bool(limit.is_finite) and not over.could_extract_minus_sign()
    return judge(printed=ok, repaired=repaired, otherwise="false-as-printed"), (
        f"T_k is {text(over)}·β², which meets the condition of the proof up to {text(limit)}"
        if ok
        else f"T_k is {text(over)}·β²: the condition √T ≥ β(3 + log T) misses by a factor that "
        "grows as log(ε_0/ε_k); with log² it stays bounded"
    )


@check("thm4-gamma", unmoved={"corrected side 2: factor": _AN_ORDER})
def scale_of_the_steps(
    evidence: Evidence,
    gamma: sp.Expr = _GAMMA["printed"].expr,
    corrected: sp.Expr = _GAMMA["corrected"].expr,
) -> Finding:
    """Follow γ and T_k as ε_k tends to 0."""
    proved = evidence.follow(decaying_stage)
    balance = proved.balance

    def growth(scale: sp.Expr) -> tuple[sp.Expr, sp.Expr, sp.Expr]:
        """Return γ in late stages, T_k·ε_k there for ε_k → 0, and A/S over its square."""
        evidence.say("γ", scale)
        bound = next((item for item in scale.args if item.is_number), sp.nan)
        inner = next((item for item in scale.args if not item.is_number), sp.nan)
        if not isinstance(scale, sp.Max | sp.Min) or sp.nan in (bound, inner):
            return scale, sp.oo, sp.nan
        over = quotient(balance, inner**2)
        over = -over if inner.could_extract_minus_sign() else over
        evidence.say("A/S, which balances the two terms, over its second side squared", over)
        small = once.limit(s.expand(inner), s.eps_k, 0, "+")
        evidence.say("its second side for ε_k → 0", Relation(inner, "→", small))
        rises = isinstance(scale, sp.Max) and bool(bound > 0)
        late = bound if rises else inner
        evidence.say("so in late stages γ is", late)
        root = proved.later[1] * sp.sqrt(balance) / late + proved.later[1] * late / sp.sqrt(balance)
        evidence.say("√T_k without its logarithm, [A/γ + Sγ]/(4με_k)", root)
        per = once.limit(once.simplify(s.expand(root**2 * s.eps_k)), s.eps_k, 0, "+")
        evidence.say("T_k·ε_k for ε_k → 0, which is finite where T_k is of order 1/ε_k", per)
        return late, per, over

    late, per, over = growth(gamma)
    _, right, right_over = growth(corrected)
    ok = per.is_finite is True and positive_number(over)
    repaired = (
        right.is_finite is True
        and positive_number(right_over)
        and isinstance(corrected, sp.Min)
        and 1 in corrected.args
    )
    return judge(printed=ok, repaired=repaired, otherwise="false-as-printed"), (
        f"T_k is of order 1/ε_k; A/S is {text(over)} times γ²"
        if ok
        else f"in late stages γ = {text(late)} and T_k·ε_k has no bound: T_k is of order ε_k⁻²; "
        f"with min it is of order ε_k⁻¹ (A/S is {text(over)} times the square of what stands "
        "beside 1)"
    )


_SCHEDULES = tuple(
    THEOREM_4.formula("lambda-k", schedule=name).variants["printed"].expr
    for name in ("constant", "decaying")
)
_RUNNING = THEOREM_4.formula("lambda-k", schedule="constant").variants["corrected"].expr


@check("thm4-schedule", EXACT)
def stage_schedules(
    evidence: Evidence,
    schedules: tuple[sp.Expr, ...] = _SCHEDULES,
    repaired: sp.Expr = _RUNNING,
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

    def broken(schedule: sp.Expr) -> tuple[list[str], list[sp.Expr]]:
        evidence.say("λ_k, k the stage, i the step within it, t the step over all", schedule)
        values = []
        places = [(stage, inner) for stage in range(1, 3) for inner in range(3)]
        for step, (stage, inner) in enumerate(places):
            at = {s.stage: stage, s.stage_step: inner, s.all_steps: step, s.q: q, s.lam: 3}
            exact = {key: sp.sympify(value) for key, value in at.items()}
            values.append(sp.sympify(schedule.xreplace(exact)) / at[s.lam])
        evidence.say("λ_k/λ over two stages of three steps", sp.Matrix([values]))
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
        return list(dict.fromkeys(bad)), values

    found = [broken(schedule) for schedule in schedules]
    right, values = broken(repaired)
    # It starts from λ, falls as q asks and no faster, and has no other number in it.
    keeps = (
        not right
        and values[0] == 1
        and same(repaired.xreplace({s.all_steps: s.all_steps + 1}), repaired * (1 - s.q))
    )
    evidence.say("counted over all steps the product never grows" if not right else "it grows too")
    ok = not any(bad for bad, _ in found)
    return judge(printed=ok, repaired=keeps, otherwise="missing-hypothesis"), (
        "λ_k v_k never grows"
        if ok
        else "λ_k v_k grows "
        + " and ".join(
            f"{', '.join(bad)} ({name}, from {text(values[0])}·λ to {text(values[-1])}·λ)"
            for (bad, values), name in zip(found, ("constant", "decaying"), strict=False)
            if bad
        )
        + "; counted over all steps it does not"
    )


@check("thm4-bias")
def minimum_of_the_surrogate(
    evidence: Evidence,
    decay: sp.Expr = s.lam_k,
    gap: sp.Expr = s.info(s.gap0).definition,
) -> Finding:
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
    deeper = once.factor(surrogate.xreplace({x: star}) - surrogate.xreplace({x: least}))
    evidence.say("F_k(x*) − min F_k", deeper)
    ok = rise == 0 and once.simplify(least - star) == 0
    start = s.gap + rise.xreplace({v: s.c2, star: s.x0_norm, s.lam_k: s.lam})
    counted = ok or zero(gap - start)
    evidence.say(
        "Δ₀ of the catalog counts it at x₀, with v ≤ c2",
        Relation(gap, "=" if counted else "≠", start),
    )
    right = counted and rise.xreplace({s.lam_k: sp.Integer(0)}) == 0
    return judge(printed=ok, repaired=right, otherwise="missing-hypothesis"), (
        "without decay F_k = F"
        if ok
        else f"F_k(x*) − F* = {text(rise)} and ∇F_k(x*) = {text(slope)}: zero only for λ_k = 0"
    )


@check(
    "thm4-sum",
    unmoved={"corrected.*: factor": _AN_ORDER},
)
def sum_over_stages(
    evidence: Evidence,
    weight: Callable[[Any], Any] = lambda k: k,
    stage: Variant = _STAGE_DECAYING.variants["corrected"],
    total: Variant = _TOTAL_DECAYING.variants["printed"],
    corrected: Variant = _TOTAL_DECAYING.variants["corrected"],
) -> Finding:
    """Sum the stages in closed form and divide by what the total has."""
    k, last = (
        sp.Symbol("k", integer=True, positive=True),
        sp.Symbol("K", integer=True, positive=True),
    )
    growing = sp.expand(once.summation(weight(k) * 2**k, (k, 1, last)))
    evidence.say("the supplement's sum over the stages", growing)
    recursion = sp.expand(growing - 2 * growing.xreplace({last: last - 1}))
    evidence.say("S_K − 2S_{K−1}, which the supplement takes for a constant", recursion)
    per = sp.expand(once.powsimp(sp.expand(growing / 2**last)))
    t = sp.Symbol("t", positive=True)
    limit = once.limit(per.xreplace({last: t}), t, sp.oo)
    evidence.say("over 2^K", Relation(per, "→", limit))
    if limit.is_finite:
        return "holds", f"the sum over 2^K tends to {text(limit)}"
    one = sp.expand_log(
        (s.b * _part(stage, "bias")).xreplace({s.eps_k: s.eps_0 / 2**k}), force=True
    )
    evidence.say("b·T_k of the corrected stage, ε_k = ε_0/2^k", one)
    share = once.powsimp(one / 2**k)
    whole = sp.expand_log(once.summation(once.powsimp(share) * 2**k, (k, 1, last)), force=True)
    evidence.say("summed over the stages", whole)

    def leading(expr: sp.Expr, power: int) -> sp.Expr:
        """Return the limit of the sum over a total and K^power, at ε = ε_0/2^K."""
        at = sp.expand_log(expr.xreplace({s.eps_gap: s.eps_0 / 2**last}), force=True)
        if at == 0:
            return sp.nan
        ratio = sp.expand(once.powsimp(sp.expand(whole / at))) / last**power
        return once.simplify(once.limit(sp.expand(ratio).xreplace({last: t}), t, sp.oo))

    printed, right = leading(_part(total, "bias"), 2), leading(_part(corrected, "bias"), 0)
    evidence.say("over the printed total and K², for K → ∞", printed)
    evidence.say("over the corrected total, for K → ∞", right)
    return ("false-as-printed" if positive_number(right) else "unsupported"), (
        f"the supplement's sum is {text(growing)}, over 2^K without bound; the stages add up to "
        f"{text(printed)}·K² printed totals, K = log₂(ε_0/ε), and to {text(right)} with log²"
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
    inside = once.powsimp(
        once.powdenest(
            (second / first).xreplace({s.c1: u * s.c2, condition.lhs: w * condition.rhs}),
            force=True,
        )
    )
    evidence.say(
        "second term of the constant total over the first, c2 for c∞",
        once.powsimp(second / first),
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
    total: Variant = _TOTAL_DECAYING.variants["printed"],
) -> Finding:
    """Tell whether T_k depends on its stage."""
    given, meant, whole = (_part(item, "bias") for item in (stage, corrected, total))
    ok = s.eps_k in given.free_symbols
    evidence.say("T_k as given", given)
    evidence.say("T_k with ε_k (and the logarithm)", meant)
    log = sp.log(s.eps_0 / s.eps_k)
    # Up to the logarithm it is what is printed, with the accuracy of the stage.
    over = quotient(meant, log**2 * _LAST.xreplace({s.eps_gap: s.eps_k}))
    evidence.say("over the total of one stage at ε_k, times log²", over)
    share = quotient(s.b * given, whole) if whole != 0 else sp.nan
    evidence.say("b·T_k over the total", share)
    if not ok:
        evidence.say(
            "as every stage had the same T_k, K stages would cost K times the printed total"
        )
    return judge(printed=ok, repaired=over == 1, otherwise="misprint"), (
        f"T_k has ε_k; b·T_k over the printed total is {text(share)}"
        if ok
        else "T_k has ε, the accuracy of the last stage, for ε_k: b·T_k of one stage is already "
        f"{'' if share == 1 else text(share) + ' times '}the printed total"
    )


#: The proof's T of the last stage without its logarithm and its number, as the O() writes it.
_LAST = (
    (s.c_inf / sp.sqrt(s.delta)) ** sp.Rational(5, 2)
    * s.L
    * s.sigma**2
    / (s.mu**2 * s.b * s.eps_gap)
)
