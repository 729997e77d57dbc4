"""Claims about Theorem 2: a constant step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sympy as sp

from adamw_bounds.theory.audit import once
from adamw_bounds.theory.audit.evidence import (
    EXACT,
    LOOKED_UP,
    PROVED,
    Evidence,
    Finding,
    Measured,
    Relation,
    check,
    judge,
)
from adamw_bounds.theory.audit.notation import text
from adamw_bounds.theory.audit.tools import (
    at_primes,
    decimal,
    equation,
    linear_root,
    positive_number,
    quotient,
    same,
    unit_or_fault,
    zero,
)
from adamw_bounds.theory.papers.arjevani2023 import PAPER as LOWER_BOUNDS
from adamw_bounds.theory.papers.zhou2024 import symbols as s
from adamw_bounds.theory.papers.zhou2024.audit.orders import order
from adamw_bounds.theory.papers.zhou2024.audit.proof import (
    STEP_RATIOS,
    beta1_cap,
    bracket_is_kept,
    descent,
    explicit_terms,
    least_bracket,
    mean,
    needs,
)
from adamw_bounds.theory.papers.zhou2024.nonconvex import THEOREM_2
from adamw_bounds.theory.statements import Condition, Formula, Statement, Variant

_half = sp.Rational(1, 2)
_Point = Mapping[Any, Any]


def _variants(
    quantity: str, statement: Statement = THEOREM_2, **wanted: Any
) -> Mapping[str, Variant]:
    return statement.formula(quantity, **wanted).variants


def _part(variant: Variant, label: str) -> sp.Expr:
    return next(part.expr for part in variant.parts if part.label == label)


def _terms(variant: Variant, label: str) -> list[sp.Expr]:
    part = next(part for part in variant.parts if part.label == label)
    return [part.expr] if part.given is not None else [item.expr for item in part.alternatives]


def _leading(variant: Variant, label: str) -> sp.Expr:
    """Return the first alternative of a part: the one of small ε."""
    return next(part for part in variant.parts if part.label == label).alternatives[0].expr


def _at(expr: Any, point: _Point) -> sp.Expr:
    """Evaluate exactly; what the point does not name stays."""
    return sp.sympify(s.expand(sp.sympify(expr)).xreplace(dict(point)))


_LABELS = ("bias", "variance")
_AN_ORDER = "an order: a number in front of it is no part of the claim"
_GUARANTEE = _variants("gradient-norm-squared")["explicit"]
_ITERATIONS = _variants("iterations")
_ETA = _variants("eta-max")
_BETA1 = _variants("beta1-max")


@check("thm2-order", unmoved={"*: factor": _AN_ORDER})
def order_of_the_steps(
    evidence: Evidence,
    iterations: Variant = _ITERATIONS["printed"],
    eta: Variant = _ETA["printed"],
    beta1: Variant = _BETA1["printed"],
    guarantee: Variant = _GUARANTEE,
) -> Finding:
    """Substitute the printed caps into the guarantee and compare with the printed T."""
    caps = {s.eta: eta.expr, s.beta1: beta1.expr}
    if not all(caps.values()):
        return "false-as-printed", "a cap is 0: there is no step"
    evidence.say("guarantee after T steps", guarantee.expr)
    floor = quotient(_part(guarantee, "noise-floor").xreplace(caps), s.eps**2)
    evidence.say("noise floor at the printed caps, over ε²", floor)
    ratios = []
    for label, name in zip(_LABELS, ("gap", "initial-noise"), strict=True):
        needed = once.powsimp(_part(guarantee, name) * s.T / (s.eps**2 / 3))
        with_caps = s.expand(needed.xreplace({s.gap0: s.gap}).xreplace(caps))
        evidence.say(f"T that brings the next term to ε²/3 at the caps ({label})", with_caps)
        merged = order(with_caps.xreplace({s.c_inf**2 + s.delta: s.c2**2}))
        ratios.append(once.powsimp(merged / _part(iterations, label)))
        evidence.say("over the printed term, c∞ for √(c∞²+δ)", ratios[-1])
    units = [unit_or_fault(_part(iterations, label)) for label in _LABELS]
    evidence.say(f"units of the two terms of T: {units[0]}, {units[1]}")
    holds = all(map(positive_number, [*ratios, floor])) and bool(floor <= 1)
    return ("holds" if holds else "false-as-printed"), (
        f"the caps turn the guarantee into {text(ratios[0])} and {text(ratios[1])} times the two "
        f"printed terms; the noise floor is {text(floor)}·ε²"
    )


@check("thm2-explicit")
def explicit_constants(
    evidence: Evidence,
    iterations: Variant = _ITERATIONS["explicit"],
    large: Variant = _ITERATIONS["explicit-large-step"],
    guarantee: Variant = _GUARANTEE,
    constants: tuple[int, int] = (36, 9),
    simulated: tuple[Measured, ...] = (),
) -> Finding:
    """Prove the guarantee, substitute the caps, compare with the explicit T term by term."""
    evidence.follow(descent)
    least = evidence.follow(bracket_is_kept)
    proved = mean()
    evidence.say("with D_0 = σ²/b, that of m_0 = g_0, the mean is at most", sp.Add(*proved))
    derived = True
    for label, part in zip(("gap", "initial-noise", "noise-floor"), proved, strict=True):
        fits = same(_part(guarantee, label), part)
        derived = derived and fits
        evidence.say(
            f"{label} of the catalog's guarantee",
            Relation(_part(guarantee, label), "=" if fits else "≠", part),
        )
    agree = []
    for name, variant in zip(STEP_RATIOS, (iterations, large), strict=True):
        for label, wanted in explicit_terms(name).items():
            given = _terms(variant, label)
            agree.append(len(given) == len(wanted))
            for one, other in zip(given, wanted, strict=False):
                fits = same(one, other)
                agree.append(fits)
                evidence.say(
                    f"{name}, {label}: T from the guarantee, and the catalog's monomial",
                    Relation(other, "=" if fits else "≠", one),
                )
    found = [_terms(iterations, label)[0].as_coeff_Mul()[0] for label in _LABELS]
    numbers = all(one == other for one, other in zip(found, constants, strict=True))
    evidence.measured(simulated)
    holds = derived and bool(least >= sp.Rational(1, 4)) and all(agree) and numbers
    holds = holds and all(item.keeps for item in simulated)
    return ("holds" if holds else "false-as-printed"), (
        f"the proof gives {found[0]} and {found[1]}, and the capped forms term by term"
        if holds
        else f"the catalog's T is not what the proof gives (constants {found[0]} and {found[1]}, "
        f"claimed {constants[0]} and {constants[1]})"
    )


def huber_point(**more: Any) -> dict[Any, Any]:
    """Return settings for Huber's function without noise: its slope is c∞ outside |x| ≤ c∞/L."""
    return {
        s.b: sp.Integer(1),
        s.L: sp.Integer(1),
        s.lam: sp.Integer(0),
        s.x0_norm: sp.Integer(0),
        **{getattr(s, name): sp.sympify(value) for name, value in more.items()},
    }


def _state(evidence: Evidence, point: _Point) -> None:
    given = (s.c_inf, s.delta, s.eps, s.sigma, s.gap)
    told = ", ".join(f"{text(symbol)} = {text(point[symbol])}" for symbol in given)
    evidence.say(f"setting: {told}; so √(c∞²+δ) is", _at(s.c2, point), EXACT)


def _steps_at(point: _Point) -> int:
    """Return Theorem 2's T at a point, as the proof gives it."""
    values = [_at(item, point) for terms in explicit_terms("η = rβ1").values() for item in terms]
    return max(1, int(sp.ceiling(max(values, key=lambda value: value.evalf(30)))))


@check("thm2-steps", EXACT)
def step_lengths(
    evidence: Evidence,
    bound: Formula = THEOREM_2.formula("step-norm-squared"),
    reading: str = "printed",
    simulated: tuple[Measured, ...] = (),
) -> Finding:
    """Compare units, derive the right bound, and run a noise-free example exactly."""
    printed = bound.variants[reading].expr
    unit = unit_or_fault(printed)
    fits = unit == bound.unit
    evidence.say(
        f"the bound has the unit {unit}; ‖x_k − x_{{k+1}}‖²_v has {bound.unit}", printed, PROVED
    )
    least = least_bracket()
    derived = once.simplify(s.eta**2 * (s.eps**2 / s.c2) / least)
    evidence.say(
        f"the bracket of the proof is at least {text(least)}, so the same sum bounds the mean "
        "U = E‖u‖² with the weights 1/v by ε²/(c2·bracket), and E‖x_k − x_{k+1}‖² with the "
        "weights v, "
        "which is η²U, by",
        derived,
        PROVED,
    )
    repaired = same(derived, bound.variants["corrected"].expr)
    point = huber_point(c_inf="3/25", delta="16/625", eps="9/25", sigma="1/2", gap="1")
    evidence.say(
        "Huber's function without noise, L = b = 1, λ = 0, started at the gap Δ: while the run "
        "has not "
        "left the linear part, g = m = c∞ and v = √(c∞²+δ)"
    )
    _state(evidence, point)
    eta = _at(STEP_RATIOS["η = rβ1"] * beta1_cap(), point)
    steps = _steps_at(point)
    v = _at(s.c2, point)
    fall = steps * eta * point[s.c_inf] ** 2 / v
    room = point[s.gap] - point[s.c_inf] ** 2 / (2 * point[s.L])
    inside = bool(fall < room)
    evidence.say(
        f"fall of F over T = {steps} steps at the printed caps, and what is above the round part",
        Relation(decimal(fall), "<" if inside else "≥", room),
    )
    length = s.eta**2 * point[s.c_inf] ** 2 / v
    limit = _at(printed, {key: value for key, value in point.items() if key != s.eta})
    beyond = (length - limit).xreplace({s.eta: eta})
    broken = inside and bool(beyond.is_positive)
    measured_above = any(item.breaks for item in simulated)
    evidence.say(
        "every step has ‖x_k − x_{k+1}‖²_v, beside the bound",
        Relation(length, ">" if broken else "≤", limit),
    )
    evidence.measured(simulated)
    right = repaired and same(derived, printed)
    verdict = judge(
        printed=fits and not broken and not measured_above and right,
        repaired=repaired,
        otherwise="false-as-printed",
    )
    if verdict == "holds":
        return verdict, f"the proof gives {text(derived)}, in the right unit"
    return verdict, (
        f"its unit is {unit}, not {bound.unit}; a run has {text(length)} where the bound says "
        f"{text(limit)}; the proof gives {text(derived)}"
    )


@check("thm2-momentum", unmoved={"printed: factor": "a larger bound is implied as well"})
def momentum_error(
    evidence: Evidence,
    printed: Variant = _variants("momentum-error")["printed"],
    explicit: Variant = _variants("momentum-error")["explicit"],
    large: Variant = _variants("momentum-error")["explicit-large-step"],
) -> Finding:
    """Sum the momentum's recursion, with the steps bounded by 4η²ε²/c2."""
    cap = beta1_cap()
    moved = s.eta**2 * s.eps**2 / (s.c2 * least_bracket() * s.c1)
    start = s.sigma**2 / (s.b * s.beta1 * s.T)
    evidence.say("mean of D from its recursion: D_0/(β1T) + (L²/β1²)·mean‖Δx‖² + β1σ²/b")
    first = once.simplify(start.xreplace({s.T: needs().variance}))
    evidence.say("first part, at the T of the guarantee", first)
    last = once.simplify((s.beta1 * s.sigma**2 / s.b).xreplace({s.beta1: cap}))
    evidence.say("last part, β1 at its cap", last)
    agree, sums = [], []
    for (name, ratio), wanted in zip(STEP_RATIOS.items(), (explicit.expr, large.expr), strict=True):
        middle = once.simplify((s.L**2 / s.beta1**2 * moved).xreplace({s.eta: ratio * s.beta1}))
        total = sp.expand(first + middle + last)
        evidence.say(f"middle part with {name}", middle)
        fits = zero(total - wanted)
        agree.append(fits)
        sums.append(total)
        evidence.say("sum, and the catalog's bound", Relation(total, "=" if fits else "≠", wanted))
    u = sp.Symbol("u", positive=True)
    in_u = sp.expand(sums[0].xreplace({s.c1: u * s.c2}) / s.eps**2)
    rises = all(term.is_nonnegative for term in sp.Add.make_args(sp.diff(in_u, u)))
    worst = in_u.xreplace({u: sp.Integer(1)})
    evidence.say("over ε², with u = c1/c2 ≤ 1: rises with u, so it is at most", worst)
    limit = once.simplify(printed.expr / s.eps**2)
    enough = bool(limit.is_number and worst <= limit)
    evidence.say("beside the printed bound over ε²", Relation(worst, "≤" if enough else ">", limit))
    holds = all(agree) and rises and enough
    if not all(agree):
        return "false-as-printed", f"the proof gives {text(sums[0])} and {text(sums[1])}"
    return ("holds" if holds else "false-as-printed"), (
        f"the proof gives {text(sums[0])}, at most {text(worst)}·ε², "
        + ("within" if holds else "which does not give")
        + f" {text(printed.expr)}"
    )


_OVERSHOOT = {"c_inf": "3/5", "delta": "16/25", "eps": "1/2", "sigma": "1", "gap": "10"}


def _meets(evidence: Evidence, conditions: Sequence[Condition], point: _Point) -> list[str]:
    """Hold settings against conditions; return the names of those that they miss."""
    missed = []
    for condition in conditions:
        lhs, rhs = _at(condition.lhs, point), _at(condition.rhs, point)
        met = bool(lhs <= rhs)
        evidence.say(
            f"{condition.text}: {'met' if met else 'not met'}",
            Relation(decimal(lhs), "≤" if met else ">", decimal(rhs)),
        )
        if not met:
            missed.append(condition.name)
    return missed


@check("thm2-coupling", EXACT)
def coupling(
    evidence: Evidence,
    conditions: tuple[Condition, ...] = tuple(
        item for item in THEOREM_2.conditions if "printed" in item.variants
    ),
    simulated: tuple[Measured, ...] = (),
) -> Finding:
    """Keep η at its cap, let the momentum forget nothing, and bound the gradients of the run."""
    # The caps are those of the proof, which makes the noise floor and the steps small enough.
    caps = {"beta1": beta1_cap(), "eta": STEP_RATIOS["η = rβ1"] * beta1_cap()}
    over = {
        item.name: quotient(item.rhs * getattr(s, item.limit_of), item.lhs * caps[item.limit_of])
        if item.lhs != 0
        else sp.oo
        for item in conditions
        if item.limit_of in caps and "printed" in item.variants
    }
    for name, ratio in over.items():
        evidence.say(f"the cap of {name} over that of the proof", ratio, PROVED)
    point = huber_point(**_OVERSHOOT)
    cap = _at(caps["eta"], point)
    eta = sp.Rational(sp.floor(cap * 10**6), 10**6)
    point |= {s.eta: eta, s.beta1: sp.Rational(1, 10**9)}
    evidence.say(
        "Huber's function without noise, L = b = 1, λ = 0; its slope is c∞ outside |x| ≤ c∞/L"
    )
    _state(evidence, point)
    evidence.say("η just below its cap, and β1 far below its own", Relation(s.eta, "=", eta))
    evidence.say("β1", Relation(s.beta1, "=", point[s.beta1]))
    missed = _meets(evidence, conditions, point)
    kept = bool(least_bracket() >= sp.Rational(1, 4))
    at_r = once.simplify(
        (s.info(s.r).definition / (s.c1 / (2 * s.L))).xreplace({s.c1: sp.Symbol("u") * s.c2})
    )
    if missed:
        evidence.say(
            "with η ≤ rβ1 ≤ β1c1/(2L) the bracket of the proof stays positive", at_r, PROVED
        )
        return ("holds" if kept else "unsupported"), (
            f"the run is excluded by {', '.join(missed)}, and with it the proof's bracket is "
            "positive"
        )
    steps = _steps_at(point)
    slowest = 1 - 2 * steps * point[s.beta1]
    shortest = eta * point[s.c_inf] * slowest / _at(s.c2, point)
    evidence.say(
        f"over T = {steps} steps m stays above c∞(1 − 2Tβ1): every step goes the same way by at "
        "least",
        decimal(shortest),
    )
    width = 2 * point[s.c_inf] / point[s.L]
    within = sp.floor(width / shortest) + 1
    evidence.say("so at most this many of them start where the slope is not ±c∞", within)
    mean_square = point[s.c_inf] ** 2 * (1 - within / sp.Integer(steps))
    refuted = bool(mean_square > point[s.eps] ** 2)
    evidence.say(
        "mean ‖∇F‖² is at least, beside ε²",
        Relation(decimal(mean_square), ">" if refuted else "≤", point[s.eps] ** 2),
    )
    evidence.measured(simulated)
    told = ", ".join(f"{text(ratio)} ({name})" for name, ratio in over.items())
    return judge(printed=not refuted, repaired=kept, otherwise="missing-hypothesis"), (
        f"η at its cap with β1 = 10⁻⁹ meets every printed condition and has mean ‖∇F‖² ≥ "
        f"{float(mean_square):.3f} > ε² = {text(point[s.eps] ** 2)} after T; the proof needs "
        "η ≤ rβ1 "
        + (
            "as well"
            if all(ratio == 1 for ratio in over.values())
            else f"as well, and the caps are {told} times its own"
        )
    )


@check("thm2-smaller-steps", EXACT)
def steps_below_the_caps(
    evidence: Evidence,
    iterations: sp.Expr = _ITERATIONS["explicit"].parts[0].alternatives[0].expr,
    repaired: Variant = _GUARANTEE,
) -> Finding:
    """Take a step so small that T steps go nowhere."""
    needed = once.powsimp(_part(repaired, "gap") * s.T / (s.eps**2 / 3))
    proved = needs().bias
    evidence.say("T that the guarantee needs at η, first part", needed, PROVED)
    grows = same(needed, proved)
    evidence.say("which the proof gives", Relation(proved, "=" if grows else "≠", needed), PROVED)
    evidence.say("T as claimed", iterations, PROVED)
    at_caps = proved.xreplace({s.eta: STEP_RATIOS["η = rβ1"] * beta1_cap()})
    over = quotient(iterations, at_caps)
    evidence.say("over what the proof needs at the caps", over, PROVED)
    point = huber_point(**_OVERSHOOT)
    evidence.say("Huber's function without noise, L = b = 1, λ = 0, β1 at its cap, η = 10⁻⁹")
    _state(evidence, point)
    point |= {s.eta: sp.Rational(1, 10**9), s.beta1: sp.Rational(1, 100)}
    room = point[s.gap] / point[s.c_inf] - point[s.c_inf] / (2 * point[s.L])
    steps = sp.ceiling(_at(iterations, point))
    way = steps * point[s.eta] * point[s.c_inf] / _at(s.c1, point)
    stays = bool(way < room)
    evidence.say(
        f"way gone in T = {steps} steps, at most, and the way to where the slope falls below c∞",
        Relation(decimal(way), "<" if stays else "≥", decimal(room)),
    )
    if stays:
        evidence.say(
            "so every gradient is c∞", Relation(point[s.c_inf] ** 2, ">", point[s.eps] ** 2)
        )
    return judge(
        printed=not stays and same(iterations, proved),
        repaired=grows,
        otherwise="missing-hypothesis",
    ), (
        "T grows as 1/η, as the guarantee needs"
        if not stays
        else f"at η = 10⁻⁹ every gradient of T = {steps} steps is c∞ > ε: T is {text(over)} times "
        f"what η and β1 at their caps need, below them that is {text(needed)}"
    )


def _with_decay(cases: sp.Piecewise) -> sp.Expr:
    """Return the case of λ > 0: without decay nothing depends on β2."""
    return next(value for value, when in cases.args if when == sp.true)


@check("thm2-beta2")
def decay_schedule(
    evidence: Evidence,
    schedule: sp.Expr = _variants("lambda-k")["printed"].expr,
    largest: sp.Expr = _with_decay(_variants("beta2-max")["corrected"].expr),
) -> Finding:
    """Find the q for which λ_{k+1} v_{k+1} ≤ λ_k v_k and λ_k ≥ 0."""
    n, g = sp.symbols("n g", nonnegative=True)
    growth = ((1 - s.beta2) * n + s.beta2 * g**2 + s.delta) / (n + s.delta)
    evidence.say(
        "v²_{k+1}/v²_k = 1 + β2(g² − n)/(n + δ) ≤ 1 + q, with equality at n = 0, g = c∞",
        equation(growth, 1 + s.beta2 * (g**2 - n) / (n + s.delta)),
    )
    q = sp.Symbol("q", nonnegative=True)
    if schedule == 0:
        return "unsupported", "λ_k is 0: no decay"
    ratio = once.simplify((schedule.xreplace({s.k: s.k + 1}) / schedule).xreplace({s.q: q}))
    evidence.say("λ_{k+1}/λ_k", ratio)
    slack = q * sp.expand(once.cancel((1 - sp.expand(ratio**2 * (1 + q))) / q))
    evidence.say("1 − (λ_{k+1}/λ_k)²(1 + q), which must not be negative", slack)
    first = schedule.xreplace({s.k: sp.Integer(0)})
    starts = same(first, s.lam)
    evidence.say("λ_0", Relation(first, "=" if starts else "≠", s.lam))
    if not starts:
        return "unsupported", f"λ_0 is {text(first)}, not λ"
    everywhere = bool(ratio.is_nonnegative) and (slack == 0 or bool(slack.is_nonnegative))
    if everywhere:
        return (
            "holds",
            f"λ_{{k+1}}/λ_k = {text(ratio)} ≥ 0 and the slack is {text(slack)} for every q",
        )
    u = sp.Symbol("u", nonnegative=True)
    within = sp.expand(once.together((slack / q).xreplace({q: 1 / (1 + u)}) * (1 + u) ** 2))
    inside = all(term.is_nonnegative for term in sp.Add.make_args(within))
    evidence.say(
        "at q = 1/(1 + u), u ≥ 0, that is q in (0, 1], the slack over q is, times (1+u)²", within
    )
    for value in (sp.Rational(3, 2), sp.Integer(10)):
        evidence.say(
            f"at q = {value} (β2 = 10⁻³, δ = 10⁻⁴, c∞ = 1 give q = 10)"
            if value == 10
            else f"at q = {value}: λ_k alternates in sign",
            Relation(ratio.xreplace({q: value}), "<", 0),
            EXACT,
        )
    after = sp.Abs(ratio.xreplace({q: sp.Integer(10)})) ** 10
    evidence.say("|λ_10|/λ at q = 10", after, EXACT)
    cap = linear_root(s.info(s.q).definition - 1, s.beta2)
    evidence.say("q = 1 at this β2", cap)
    repaired = inside and largest == sp.Min(1, cap)
    evidence.say(
        "the largest β2 of the catalog", Relation(largest, "=" if repaired else "≠", sp.Min(1, cap))
    )
    return judge(printed=False, repaired=repaired, otherwise="missing-hypothesis"), (
        f"λ_k v_k must not grow: {text(slack)} ≥ 0 needs q = β2c∞²/δ ≤ 1; λ_k alternates for "
        f"q > 1, and at q = 10 |λ_10| = {text(after)}·λ"
    )


@check(
    "thm2-gap",
    EXACT,
    unmoved={"repaired.*: factor": _AN_ORDER},
)
def gap_of_the_start(
    evidence: Evidence,
    iterations: Variant = _ITERATIONS["printed"],
    repaired: Variant = _ITERATIONS["corrected"],
) -> Finding:
    """Start at the minimum with λ > 0."""
    bias, right = (_part(item, "bias") for item in (iterations, repaired))
    proved = order_with_gap(explicit_terms("η = rβ1")["bias"][0])
    over = [quotient(proved, item) if item != 0 else sp.zoo for item in (bias, right)]
    evidence.say("bias of the proof over that of T, c∞ for √(c∞²+δ)", over[0], PROVED)
    evidence.say("and with Δ₀ for Δ", over[1], PROVED)
    fits = positive_number(over[1])
    at_zero = _at(bias, {s.gap: sp.Integer(0)})
    evidence.say("bias of T at Δ = 0", at_zero, PROVED)
    evidence.say("with Δ₀ for Δ", _at(right, {s.gap: sp.Integer(0)}), PROVED)
    x0 = s.x0_norm
    slope = s.lam * s.c1 * x0
    evidence.say("x₀ = x* with ∇F = 0: n_0 = 0, v_0 = √δ, and ∇F_0(x_0) = λ√δx₀", slope, PROVED)
    point = {
        **huber_point(c_inf="1/10", delta="1/100", eps="1/100", sigma="1/1000", gap="0", b="2"),
        s.lam: sp.Integer(1),
        x0: sp.Integer(1),
    }
    first = _at(slope, point) ** 2
    length = _at(sp.Max(at_zero, _part(iterations, "variance")), point)
    evidence.say(
        "‖∇F_0(x_0)‖² at λ = x₀ = 1, √δ = c∞ = 1/10, beside ε²",
        Relation(first, ">", point[s.eps] ** 2),
    )
    evidence.say("T there, with every constant 1", decimal(length))
    fails = at_zero == 0 and bool(first > point[s.eps] ** 2) and bool(length < 1)
    return judge(
        printed=not fails and positive_number(over[0]),
        repaired=fits,
        otherwise="missing-hypothesis",
    ), (
        f"at Δ = 0 and λ > 0, T is {float(length):.2g} < 1 while ‖∇F_0(x_0)‖² = {text(first)} > "
        f"ε² = {text(point[s.eps] ** 2)}; the proof's bias is {text(over[0])} times the printed"
        if fails
        else f"T does not vanish at Δ = 0; the proof's bias is {text(over[0])} times it"
    )


def order_with_gap(expr: sp.Expr) -> sp.Expr:
    """Return a formula as the paper's O() writes it, but for Δ₀."""
    return expr.xreplace({s.c2: s.c_inf, s.c1: sp.sqrt(s.delta)})


@check("thm2-c-inf", unmoved={"iterations.*: factor": _AN_ORDER, "iterations.*: sign": _AN_ORDER})
def c_inf_for_c2(
    evidence: Evidence,
    iterations: Variant = _ITERATIONS["printed"],
    explicit: Variant = _ITERATIONS["explicit"],
) -> Finding:
    """Let c∞/√δ tend to 0."""
    u = sp.Symbol("u", positive=True)
    limits, shown, right = [], [], []
    terms = explicit_terms("η = rβ1")
    for label in _LABELS:
        proved = terms[label][0].xreplace({s.gap0: s.gap})
        claimed = _leading(iterations, label).xreplace({s.gap0: s.gap})
        if claimed == 0:
            return "unsupported", f"the {label} is 0"
        in_u = once.simplify(quotient(proved, claimed).xreplace({s.c_inf: u * sp.sqrt(s.delta)}))
        limits.append(once.limit(in_u, u, 0, "+"))
        shown.append(in_u)
        evidence.say(f"{label}: T of the proof over the T claimed, with u = c∞/√δ", in_u)
        evidence.say("for u → 0", Relation(in_u, "→", limits[-1]))
        fits = same(terms[label][0], _leading(explicit, label))
        ratio = quotient(proved, claimed.xreplace({s.c_inf: s.c2}))
        evidence.say("the explicit form has the proof's" if fits else "the explicit form differs")
        evidence.say("over the claimed with c2 for c∞", ratio)
        right.append(fits and ratio.is_number)
    bounded = all(limit.is_finite for limit in limits)
    return judge(printed=bounded, repaired=all(right), otherwise="missing-hypothesis"), (
        "the quotient stays bounded as c∞/√δ → 0"
        if bounded
        else "as u = c∞/√δ → 0 the T of the proof over the printed T has no bound, it is "
        f"{text(shown[0])} and {text(shown[1])}; it needs c∞ ≥ √δ or √(c∞²+δ) for c∞"
    )


@check("thm2-limit")
def large_batches(
    evidence: Evidence,
    iterations: Variant = _ITERATIONS["printed"],
    repaired: Variant = _ITERATIONS["explicit"],
) -> Finding:
    """Let b tend to infinity and σ to 0."""
    b = sp.Symbol("b", positive=True)

    def limit(terms: Sequence[sp.Expr]) -> sp.Expr:
        return sp.Max(
            *(once.limit(item.xreplace({s.lam: sp.Integer(0), s.b: b}), b, sp.oo) for item in terms)
        )

    proved = explicit_terms("η = rβ1")
    claimed = {label: _terms(iterations, label) for label in _LABELS}
    right = {label: _terms(repaired, label) for label in _LABELS}
    found = [limit(claimed[label]) for label in _LABELS]
    evidence.say("T for b → ∞ (the same for σ → 0): bias", Relation(s.T, "→", found[0]))
    evidence.say("variance", Relation(s.T, "→", found[1]))
    fits = all(
        len(right[label]) == len(proved[label]) and all(map(same, right[label], proved[label]))
        for label in _LABELS
    )
    stays = limit(proved["bias"])
    evidence.say("with β1 ≤ 1/2 in the proof: bias", Relation(s.T, "→", stays))
    evidence.say("the explicit form is the proof's" if fits else "the explicit form is another")
    evidence.say(
        "no T below 1 can do: F = Lx²/2 starts with ‖∇F‖², which may exceed ε²",
        2 * s.L * s.gap,
    )
    over = [
        quotient(order(proved[label][0]), order(claimed[label][0]))
        if claimed[label][0] != 0
        else sp.zoo
        for label in _LABELS
    ]
    for label, ratio in zip(_LABELS, over, strict=True):
        evidence.say(f"{label} of the proof for small ε over the printed", ratio)
    vanishes = all(item == 0 for item in found)
    return judge(
        printed=not vanishes and fits and claimed == right,
        repaired=fits,
        otherwise="missing-hypothesis",
    ), (
        f"its terms, {text(over[0])} and {text(over[1])} of which are the proof's for small ε, "
        f"tend to 0 as b → ∞; with β1 ≤ 1/2 T tends to {text(stays)}"
        if vanishes
        else f"T tends to {text(found[0])}, not to 0, as b → ∞; its terms, {text(over[0])} and "
        f"{text(over[1])} of which are the proof's for small ε"
    )


#: Classes of problems, each within the next, and the lower bound proved for it.
CLASSES: tuple[tuple[str, str | None], ...] = (
    ("per-sample-smooth", None),
    ("mean-squared-smooth", "arjevani2023-mean-squared-smooth"),
    ("smooth", "arjevani2023-smooth"),
)
#: The lower bound of the widest class.
WIDEST = "arjevani2023-smooth"


#: The lower bounds, by the identifiers of their statements.
_LOWER: Mapping[str, Variant] = {
    item.id: item.formulas[0].variants["order"] for item in LOWER_BOUNDS.statements
}


def _power(exponent: int | None) -> str:
    if exponent is None:
        return "0"
    return "ε" + str(exponent).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))


@check(
    "thm2-lower",
    LOOKED_UP,
    unmoved={
        f"{name}: {kind}": "only the power of ε is compared"
        for name in ("iterations.*", "lower*")
        for kind in ("factor", "sign", "power of [!e]*")
    },
)
def lower_bound(
    evidence: Evidence,
    assumption: str = "per-sample-smooth",
    iterations: Variant = _ITERATIONS["corrected"],
    lower: Mapping[str, Variant] = _LOWER,
) -> Finding:
    """Find the lower bound for the class of problems that Assumption 1 names."""
    names = [name for name, _ in CLASSES]
    evidence.say(
        "Assumption 1 asks ‖∇f(x,ξ) − ∇f(y,ξ)‖ ≤ L‖x − y‖ of every sample; squared and averaged "
        "that "
        "is mean-squared smoothness, which by Jensen's inequality gives smoothness of F: "
        + " ⊂ ".join(names)
    )
    # A bound for a class says nothing of a smaller one: take the first class that has one.
    place = names.index(assumption)
    id_ = next(id_ for name, id_ in CLASSES[place:] if id_ is not None)

    def degree(expr: sp.Expr) -> Any:
        return None if expr == 0 else sp.degree(once.powsimp(expr * s.eps**10), s.eps) - 10

    power = degree(lower[id_].expr)
    ours = [degree(_part(iterations, label)) for label in _LABELS]
    evidence.say(f"the best lower bound that is proved with {assumption}: {id_}", lower[id_].expr)
    told = [_power(item) for item in (power, *ours)]
    agrees = power is not None and all(item == power for item in ours)
    evidence.say(f"powers of ε: of the lower bound {told[0]}; of Theorem 2 {told[1]}, {told[2]}")
    if agrees:
        return "holds", f"with {assumption} the lower bound is of order {told[0]}, as is T"
    weaker = _power(degree(lower[WIDEST].expr))
    return "unsupported", (
        f"with Assumption 1 only Ω({told[0]}) is proved, T is of order {told[1]} and {told[2]}; "
        f"with F smooth, which is all that the proof uses, Ω({weaker}) applies"
    )


@check("asm2-variance")
def variance_of_the_minibatch(
    evidence: Evidence,
    variance: sp.Expr = s.sigma**2,
    beta1: Variant = _BETA1["printed"],
    guarantee: Variant = _GUARANTEE,
) -> Finding:
    """Evaluate the noise floor at the printed cap of β1 for either reading of σ."""
    floor = _part(guarantee, "noise-floor")

    def at_cap(reading: sp.Expr) -> sp.Expr:
        # The guarantee is written with sigma^2/b for the variance of g_k.
        literal = floor.xreplace({s.sigma: sp.sqrt(reading * s.b)})
        return once.simplify(s.expand(literal.xreplace({s.beta1: beta1.expr})) / s.eps**2)

    found, right = at_cap(variance), at_cap(s.sigma**2 / s.b)
    evidence.say("variance of g_k as read", variance)
    evidence.say("noise floor over ε² at the printed cap of β1", found)
    evidence.say("with σ²/b for it", right)
    holds = found.is_number and bool(found <= 1)
    return judge(
        printed=holds, repaired=bool(right.is_number and right <= 1), otherwise="misprint"
    ), (
        f"the noise floor at the cap is {text(found)}·ε²"
        if holds
        else f"read literally the noise floor at the printed cap is {text(found)}·ε², above ε² for "
        f"b > 3; with σ²/b it is {text(right)}·ε²"
    )


#: What q = β2c∞²/δ may be: 10 at the paper's own δ, 10¹³ at PyTorch's.
_QS = (sp.Rational(1, 3), *(sp.Integer(10) ** power for power in range(-6, 14)))


@check("thm2-constant-decay", EXACT)
def constant_decay(
    evidence: Evidence,
    condition: Condition = next(
        item for item in THEOREM_2.conditions if item.name == "lambda-schedule"
    ),
    ratio: sp.Expr | None = None,
    schedule: sp.Expr = _variants("lambda-k")["printed"].expr,
) -> Finding:
    """Hold λ_{k+1}/λ_k = 1, which is what PyTorch does, against the hypothesis."""
    limit = condition.rhs
    ratio = condition.lhs if ratio is None else ratio
    evidence.say("λ_{k+1} v_{k+1} ≤ λ_k v_k needs λ_{k+1}/λ_k at most", limit, PROVED)
    failing = []
    for q in _QS:
        one, other = (at_primes(item, {s.q: q}) for item in (ratio, limit))
        if one > other:
            failing.append(q)
        if q in (_QS[0], 10) or failing == [q]:
            sign: Any = ">" if one > other else "≤"
            evidence.say(f"at q = {q}: the ratio and its limit", Relation(one, sign, other))
    evidence.say(f"held at q = 1/3 and at every power of 10 from 10⁻⁶ to 10¹³: {len(_QS)} numbers")
    x = sp.Symbol("q", positive=True)
    slack = once.simplify((limit / ratio).xreplace({s.q: x}) - 1) if ratio != 0 else sp.oo
    proved = slack == 0 or bool(slack.is_nonnegative)
    evidence.say("the limit over the ratio, less 1", slack, PROVED)
    index = sp.Symbol("j", integer=True, nonnegative=True)
    term = schedule.xreplace({s.k: index, s.q: x})
    share = once.simplify(term.xreplace({index: index + 1}) / term) if term != 0 else sp.Integer(0)
    geometric = not share.has(index)
    first = term.xreplace({index: sp.Integer(0)})
    total = once.simplify(first / (1 - share)) if geometric else None
    spent = "a sum that is not geometric" if total is None else text(s.eta * total)
    evidence.say(
        "all the decay that the printed schedule ever does, η·Σλ_k for q < 1",
        None if total is None else s.eta * total,
        PROVED,
    )
    if not failing:
        return "holds", f"λ_{{k+1}}/λ_k = {text(ratio)} is at most {text(limit)}" + (
            "" if proved else f" at all {len(_QS)} values of q that were tried"
        )
    return "unsupported", (
        f"constant λ has the ratio {text(ratio)}, the hypothesis asks for at most {text(limit)}, "
        f"which is less at q = {failing[0]}; the printed schedule decays by {spent} in all"
    )
