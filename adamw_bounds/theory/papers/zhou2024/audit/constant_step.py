"""Claims about Theorem 2 and Corollaries 1 and 2: a constant step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import sympy as sp

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
    decimal,
    linear_root,
    quotient,
    same,
    unit_or_fault,
    zero,
)
from adamw_bounds.theory.papers.arjevani2023 import PAPER as LOWER_BOUNDS
from adamw_bounds.theory.papers.zhou2024 import symbols as s
from adamw_bounds.theory.papers.zhou2024.audit.orders import order
from adamw_bounds.theory.papers.zhou2024.nonconvex import COROLLARY_1, COROLLARY_2, THEOREM_2
from adamw_bounds.theory.statements import Condition, Formula, Statement, Variant

_half = sp.Rational(1, 2)
_Point = Mapping[Any, Any]


def _variants(
    quantity: str, statement: Statement = THEOREM_2, **wanted: Any
) -> Mapping[str, Variant]:
    return statement.formula(quantity, **wanted).variants


def _part(variant: Variant, label: str) -> sp.Expr:
    return next(part.expr for part in variant.parts if part.label == label)


def _alternatives(variant: Variant, label: str) -> list[sp.Expr]:
    part = next(part for part in variant.parts if part.label == label)
    return [item.expr for item in part.alternatives]


def _at(expr: Any, point: _Point) -> sp.Expr:
    """Evaluate exactly; what the point does not name stays."""
    return sp.sympify(s.expand(sp.sympify(expr)).xreplace(dict(point)))


def _needed_steps(guarantee: Variant) -> tuple[sp.Expr, ...]:
    """Return the T at which the first two parts of the guarantee are ε²/3 each."""
    return tuple(
        sp.powsimp(_part(guarantee, label) * s.T / (s.eps**2 / 3))
        for label in ("gap", "initial-noise")
    )


_GUARANTEE = _variants("gradient-norm-squared")["explicit"]
_ITERATIONS = _variants("iterations")
_ETA = _variants("eta-max")
_BETA1 = _variants("beta1-max")


# --- The proof of the guarantee ------------------------------------------------------------------
_z = sp.Symbol("z", nonnegative=True)
_F, _D, _N, _U = sp.symbols("F D N U", nonnegative=True)


def descent(evidence: Evidence) -> tuple[sp.Expr, sp.Expr]:
    """Derive the guarantee from smoothness and the momentum's recursion.

    Returns
    -------
    bracket : sympy expression
        The factor of −(η/2)·E‖u‖²_{1/v} in the drop of F_k + (η/(2c1β1))·E‖m − ∇F‖².
    bound : sympy expression
        What the sum over T steps says of the mean E‖∇F_k(x_k)‖².
    """
    gradient, u = sp.symbols("G u", real=True)
    identity = -s.eta * gradient * u - (-s.eta / 2) * (gradient**2 + u**2 - (u - gradient) ** 2)
    evidence.say(
        "x_{k+1} − x_k = −ηu/v with u = m + λvx; in every coordinate, with G that of ∇F_k, "
        "−ηGu = −(η/2)(G² + u² − (u − G)²)",
        Relation(sp.expand(identity), "=", 0),
    )
    # N = E‖∇F_k‖²_{1/v}, U = E‖u‖²_{1/v}, D = E‖m − ∇F‖²; ‖Δx‖² ≤ (η²/c1)U, ‖Δx‖²_v = η²U.
    moved = s.eta**2 * _U / s.c1
    drop = -(s.eta / 2) * (_N + _U - _D / s.c1) + s.L * moved / 2 + s.lam * s.eta**2 * _U / 2
    evidence.say(
        "λ_{k+1} v_{k+1} ≤ λ_k v_k and L-smoothness: F_{k+1}(x_{k+1}) − F_k(x_k) is at most, with "
        "N = E‖∇F_k‖² and U = E‖u‖², both with the weights 1/v, and D = E‖m − ∇F‖²",
        drop,
    )
    momentum = (
        (1 - s.beta1) * _D
        + (1 - s.beta1) ** 2 / s.beta1 * s.L**2 * moved
        + s.beta1**2 * s.sigma**2 / s.b
    )
    # Young's inequality with weight β/(1−β), so that the old error keeps the factor 1 − β.
    share = s.beta1 / (1 - s.beta1)
    young = (
        sp.simplify((1 - s.beta1) ** 2 * (1 + share) - (1 - s.beta1)),
        sp.simplify((1 - s.beta1) ** 2 * (1 + 1 / share) - (1 - s.beta1) ** 2 / s.beta1),
    )
    evidence.say(
        "m_{k+1} − ∇F_{k+1} = (1−β1)(m_k − ∇F_k) + (1−β1)(∇F_k − ∇F_{k+1}) + β1·noise; squared "
        "with "
        "‖a+b‖² ≤ (1+s)‖a‖² + (1+1/s)‖b‖², s = β1/(1−β1): the factors are 1−β1 and (1−β1)²/β1",
        Relation(sp.Add(*young), "=", 0),
    )
    evidence.say("so D of the next step is at most", momentum)
    weight = s.eta / (2 * s.c1 * s.beta1)
    total = sp.expand(drop + weight * (momentum - _D))
    evidence.say(
        "in F_k + (η/(2c1β1))D the coefficient of D vanishes",
        Relation(sp.simplify(total.coeff(_D)), "=", 0),
    )
    bracket = sp.expand(total.coeff(_U) / (-s.eta / 2))
    evidence.say("and that of U is −(η/2) times", bracket)
    noise = sp.simplify(total.coeff(_N, 0).coeff(_U, 0).coeff(_D, 0))
    evidence.say("what is left each step", noise)
    start = s.gap0 + weight * s.sigma**2 / s.b
    bound = sp.expand((start + s.T * noise) / (s.T * s.eta / (2 * s.c2)))
    evidence.say(
        "sum over T steps with N ≥ ‖∇F_k‖²/c2, D_0 ≤ σ²/b, and divide by Tη/(2c2): the mean "
        "E‖∇F_k(x_k)‖² is at most",
        bound,
    )
    return bracket, bound


def bracket_is_kept(evidence: Evidence, bracket: sp.Expr) -> sp.Expr:
    """Return a lower bound of the bracket under η ≤ β1c1/(2L) and λη ≤ 1/4; it must be ≥ 1/4."""
    scaled = sp.expand(
        bracket.xreplace({s.lam: 1 / (4 * s.eta)}).xreplace({s.eta: _z * s.beta1 * s.c1 / s.L})
    )
    evidence.say("the bracket at λη = 1/4 and η = z·β1·c1/L, with z ≤ 1/2", scaled)
    falls = sp.expand(-sp.diff(scaled, _z))
    evidence.say("it falls with z", Relation(sp.factor(sp.diff(scaled, _z)), "≤", 0))
    worst = sp.expand(scaled.xreplace({_z: _half}))
    evidence.say("so it is least at z = 1/2", worst)
    # worst = 1/2 - beta^2/4, at least 1/4 for beta <= 1.
    least = worst.xreplace({s.beta1: sp.Integer(1)})
    slope = sp.diff(worst, s.beta1)
    ok = _nonnegative(falls) and bool(slope.is_negative)
    evidence.say("which falls with β1 ≤ 1", Relation(worst, "≥", least))
    return least if ok else sp.Integer(-1)


@cache
def least_bracket() -> sp.Expr:
    """Return the least value of the bracket, its derivation left out."""
    unseen = Evidence()
    return bracket_is_kept(unseen, descent(unseen)[0])


def _nonnegative(expr: sp.Expr) -> bool:
    return all(term.is_nonnegative for term in sp.Add.make_args(_squares(expr)))


def _squares(expr: sp.Expr) -> sp.Expr:
    """Write β + 2z(1−β)² and its like as a sum of terms that are visibly non-negative."""
    collected = sp.collect(sp.expand(expr), _z, evaluate=False)
    return sp.Add(*(power * sp.factor(part) for power, part in collected.items()))


@check("thm2-order")
def order_of_the_steps(
    evidence: Evidence,
    iterations: Variant = _ITERATIONS["printed"],
    eta: sp.Expr = _ETA["printed"].expr,
    beta1: sp.Expr = _BETA1["printed"].expr,
    guarantee: Variant = _GUARANTEE,
) -> Finding:
    """Substitute the printed caps into the guarantee and compare with the printed T."""
    caps = {s.eta: eta, s.beta1: beta1}
    evidence.say("guarantee after T steps", guarantee.expr)
    floor = quotient(_part(guarantee, "noise-floor").xreplace(caps), s.eps**2)
    evidence.say("noise floor at the printed caps, over ε²", floor)
    ratios = []
    for label, needed in zip(("bias", "variance"), _needed_steps(guarantee), strict=True):
        with_caps = s.expand(needed.xreplace({s.gap0: s.gap}).xreplace(caps))
        evidence.say(f"T that brings the next term to ε²/3 at the caps ({label})", with_caps)
        merged = order(with_caps.xreplace({s.c_inf**2 + s.delta: s.c2**2}))
        ratios.append(sp.powsimp(merged / _part(iterations, label)))
        evidence.say("over the printed term, c∞ for √(c∞²+δ)", ratios[-1])
    units = [unit_or_fault(_part(iterations, label)) for label in ("bias", "variance")]
    evidence.say(f"units of the two terms of T: {units[0]}, {units[1]}")
    holds = all(ratio.is_number for ratio in ratios) and floor.is_number and floor <= 1
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
    bracket, bound = descent(evidence)
    least = bracket_is_kept(evidence, bracket)
    derived = zero(bound - guarantee.expr)
    evidence.say("the sum minus the guarantee of the catalog", sp.simplify(bound - guarantee.expr))
    cap = s.c1 * s.b * s.eps**2 / (3 * s.c2 * s.sigma**2)
    needed = _needed_steps(guarantee)
    agree = []
    for name, variant, ratio in (
        ("η = rβ1", iterations, s.info(s.r).definition),
        ("η = β1c1/(2L)", large, s.c1 / (2 * s.L)),
    ):
        for label, steps in zip(("bias", "variance"), needed, strict=True):
            # 1/min is a maximum: each alternative of the caps gives one monomial.
            choices = [
                {s.eta: ratio * cap, s.beta1: cap},
                {s.eta: ratio / 2, s.beta1: _half},
                {s.eta: 1 / (4 * s.lam), s.beta1: _half},
            ]
            wanted = [sp.powsimp(steps.xreplace(choice)) for choice in choices]
            if label == "variance":
                wanted = wanted[:2]
            given = _alternatives(variant, label)
            fits = len(given) == len(wanted) and all(
                same(one, other) for one, other in zip(given, wanted, strict=True)
            )
            agree.append(fits)
            for one, other in zip(given, wanted, strict=False):
                evidence.say(
                    f"{name}, {label}: T from the guarantee, and the catalog's monomial",
                    Relation(other, "=" if same(one, other) else "≠", one),
                )
    found = [
        _alternatives(iterations, label)[0].as_coeff_Mul()[0] for label in ("bias", "variance")
    ]
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
    derived = sp.simplify(s.eta**2 * (s.eps**2 / s.c2) / least)
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
    eta = _at(_ETA["printed"].expr, point)
    steps = sp.ceiling(
        max(
            _at(item, point)
            for part in _ITERATIONS["explicit"].parts
            for item in [alternative.expr for alternative in part.alternatives]
        )
    )
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
    broken = inside and bool((length / limit).xreplace({s.eta: eta}) > 1)
    measured_above = any(item.breaks for item in simulated)
    evidence.say(
        "every step has ‖x_k − x_{k+1}‖²_v, beside the bound",
        Relation(length, ">" if broken else "≤", limit),
    )
    evidence.measured(simulated)
    verdict = judge(
        printed=fits and not broken and not measured_above,
        repaired=repaired,
        otherwise="false-as-printed",
    )
    if verdict == "holds":
        return verdict, f"the proof gives {text(derived)}, in the right unit"
    return verdict, (
        f"its unit is {unit}, not {bound.unit}; a run has {text(length)} where the bound says "
        f"{text(limit)}; the proof gives {text(derived)}"
    )


@check("thm2-momentum")
def momentum_error(
    evidence: Evidence,
    printed: sp.Expr = _variants("momentum-error")["printed"].expr,
    explicit: sp.Expr = _variants("momentum-error")["explicit"].expr,
    large: sp.Expr = _variants("momentum-error")["explicit-large-step"].expr,
) -> Finding:
    """Sum the momentum's recursion, with the steps bounded by 4η²ε²/c2."""
    cap = s.c1 * s.b * s.eps**2 / (3 * s.c2 * s.sigma**2)
    moved = _variants("step-norm-squared")["corrected"].expr / s.c1
    start = s.sigma**2 / (s.b * s.beta1 * s.T)
    evidence.say("mean of D from its recursion: D_0/(β1T) + (L²/β1²)·mean‖Δx‖² + β1σ²/b")
    longest = _needed_steps(_GUARANTEE)[1]
    first = sp.simplify(start.xreplace({s.T: longest}))
    evidence.say("first part, at the T of the guarantee", first)
    last = sp.simplify((s.beta1 * s.sigma**2 / s.b).xreplace({s.beta1: cap}))
    evidence.say("last part, β1 at its cap", last)
    agree = []
    for name, ratio, wanted in (
        ("η = rβ1", s.info(s.r).definition, explicit),
        ("η = β1c1/(2L)", s.c1 / (2 * s.L), large),
    ):
        middle = sp.simplify((s.L**2 / s.beta1**2 * moved).xreplace({s.eta: ratio * s.beta1}))
        total = sp.expand(first + middle + last)
        evidence.say(f"middle part with {name}", middle)
        fits = zero(total - wanted)
        agree.append(fits)
        evidence.say("sum, and the catalog's bound", Relation(total, "=" if fits else "≠", wanted))
    u = sp.Symbol("u", positive=True)
    in_u = sp.expand(explicit.xreplace({s.c1: u * s.c2}) / s.eps**2)
    rises = all(term.is_nonnegative for term in sp.Add.make_args(sp.diff(in_u, u)))
    worst = in_u.xreplace({u: sp.Integer(1)})
    limit = sp.simplify(printed / s.eps**2)
    evidence.say("over ε², with u = c1/c2 ≤ 1: rises with u, so it is at most", worst)
    holds = all(agree) and rises and limit.is_number and bool(worst <= limit)
    evidence.say(
        "beside the printed bound over ε²", Relation(worst, "≤" if worst <= limit else ">", limit)
    )
    return ("holds" if holds else "false-as-printed"), (
        f"the proof gives {text(explicit)}, at most {text(worst)}·ε²"
        + ("" if holds else f", which does not give {text(printed)}")
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


def _steps_at(iterations: Variant, point: _Point) -> int:
    values = [_at(item.expr, point) for part in iterations.parts for item in part.alternatives]
    return max(1, int(sp.ceiling(max(values, key=lambda value: value.evalf(30)))))


@check("thm2-coupling", EXACT)
def coupling(
    evidence: Evidence,
    conditions: Sequence[Condition] = tuple(
        item for item in THEOREM_2.conditions if "printed" in item.variants
    ),
    simulated: tuple[Measured, ...] = (),
) -> Finding:
    """Keep η at its cap, let the momentum forget nothing, and bound the gradients of the run."""
    point = huber_point(**_OVERSHOOT)
    cap = _at(_ETA["printed"].expr, point)
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
    at_r = sp.simplify(
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
    steps = _steps_at(_ITERATIONS["explicit"], point)
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
    mean = point[s.c_inf] ** 2 * (1 - within / sp.Integer(steps))
    refuted = bool(mean > point[s.eps] ** 2)
    evidence.say(
        "mean ‖∇F‖² is at least, beside ε²",
        Relation(decimal(mean), ">" if refuted else "≤", point[s.eps] ** 2),
    )
    evidence.measured(simulated)
    return judge(printed=not refuted, repaired=kept, otherwise="missing-hypothesis"), (
        f"η at its cap with β1 = 10⁻⁹ meets every printed condition and has mean ‖∇F‖² ≥ "
        f"{float(mean):.3f} > ε² = {text(point[s.eps] ** 2)} after T; the proof needs η ≤ rβ1"
    )


@check("thm2-smaller-steps", EXACT)
def steps_below_the_caps(
    evidence: Evidence,
    iterations: sp.Expr = _ITERATIONS["explicit"].parts[0].alternatives[0].expr,
    guarantee: Variant = _GUARANTEE,
) -> Finding:
    """Take a step so small that T steps go nowhere."""
    point = huber_point(**_OVERSHOOT)
    needed = _needed_steps(guarantee)
    evidence.say("T that the guarantee needs at η, first part", needed[0], PROVED)
    evidence.say("T as claimed", iterations, PROVED)
    evidence.say("Huber's function without noise, L = b = 1, λ = 0, β1 at its cap, η = 10⁻⁹")
    _state(evidence, point)
    point |= {s.eta: sp.Rational(1, 10**9), s.beta1: sp.Rational(1, 100)}
    room = point[s.gap] / point[s.c_inf] - point[s.c_inf] / (2 * point[s.L])

    def way_of(formula: sp.Expr) -> tuple[sp.Expr, sp.Expr]:
        count = sp.ceiling(_at(formula, point))
        return count, count * point[s.eta] * point[s.c_inf] / _at(s.c1, point)

    steps, way = way_of(iterations)
    stays = bool(way < room)
    evidence.say(
        f"way gone in T = {steps} steps, at most, and the way to where the slope falls below c∞",
        Relation(decimal(way), "<" if stays else "≥", decimal(room)),
    )
    if stays:
        evidence.say(
            "so every gradient is c∞", Relation(point[s.c_inf] ** 2, ">", point[s.eps] ** 2)
        )
    repaired = bool(way_of(needed[0])[1] >= room)
    return judge(printed=not stays, repaired=repaired, otherwise="missing-hypothesis"), (
        "T grows as 1/η, as the guarantee needs"
        if not stays
        else f"at η = 10⁻⁹ every gradient of T = {steps} steps is c∞ > ε: T is for η and β1 at "
        "their "
        f"caps, below them it is {text(needed[0])}"
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
    excess = sp.simplify(growth - 1 - s.beta2 * (g**2 - n) / (n + s.delta))
    evidence.say(
        "v²_{k+1}/v²_k = 1 + β2(g² − n)/(n + δ) ≤ 1 + q, with equality at n = 0, g = c∞",
        Relation(excess, "=", 0),
    )
    q = sp.Symbol("q", nonnegative=True)
    ratio = sp.simplify((schedule.xreplace({s.k: s.k + 1}) / schedule).xreplace({s.q: q}))
    evidence.say("λ_{k+1}/λ_k", ratio)
    slack = q * sp.expand(sp.cancel((1 - sp.expand(ratio**2 * (1 + q))) / q))
    evidence.say("1 − (λ_{k+1}/λ_k)²(1 + q), which must not be negative", slack)
    everywhere = bool(ratio.is_nonnegative) and (slack == 0 or bool(slack.is_nonnegative))
    if everywhere:
        return (
            "holds",
            f"λ_{{k+1}}/λ_k = {text(ratio)} ≥ 0 and the slack is {text(slack)} for every q",
        )
    u = sp.Symbol("u", nonnegative=True)
    within = sp.expand(sp.together((slack / q).xreplace({q: 1 / (1 + u)}) * (1 + u) ** 2))
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
    cap = next(item for item in largest.args if item != 1)
    at_cap = s.info(s.q).definition.xreplace({s.beta2: cap})
    repaired = inside and at_cap == 1
    evidence.say(f"with β2 ≤ {text(cap)}, q is at most", Relation(s.q, "≤", at_cap))
    return judge(printed=False, repaired=repaired, otherwise="missing-hypothesis"), (
        f"λ_k v_k must not grow: {text(slack)} ≥ 0 needs q = β2c∞²/δ ≤ 1; λ_k alternates for "
        f"q > 1, and at q = 10 |λ_10| = {text(after)}·λ"
    )


@check("thm2-gap", EXACT)
def gap_of_the_start(
    evidence: Evidence,
    iterations: Variant = _ITERATIONS["printed"],
    repaired: Variant = _ITERATIONS["corrected"],
) -> Finding:
    """Start at the minimum with λ > 0."""
    bias, right = (_part(item, "bias") for item in (iterations, repaired))
    at_zero = _at(bias, {s.gap: sp.Integer(0)})
    evidence.say("bias of T at Δ = 0", at_zero, PROVED)
    evidence.say("with Δ₀ for Δ", _at(right, {s.gap: sp.Integer(0)}), PROVED)
    x0 = s.x0_norm
    slope = s.lam * s.c1 * x0
    evidence.say("x₀ = x* with ∇F = 0: n_0 = 0, v_0 = √δ, and ∇F_0(x_0) = λ√δx₀", slope, PROVED)
    point = {
        **huber_point(c_inf="1/10", delta="1/100", eps="1/100", sigma="1/1000", gap="0"),
        s.lam: sp.Integer(1),
        x0: sp.Integer(1),
    }
    first = _at(slope, point) ** 2
    length = _at(iterations.expr, point)
    evidence.say(
        "‖∇F_0(x_0)‖² at λ = x₀ = 1, √δ = c∞ = 1/10, beside ε²",
        Relation(first, ">", point[s.eps] ** 2),
    )
    evidence.say("T there, with every constant 1", decimal(length))
    fails = at_zero == 0 and bool(first > point[s.eps] ** 2) and bool(length < 1)
    return judge(
        printed=not fails,
        repaired=_at(right, {s.gap: sp.Integer(0)}) != 0,
        otherwise="missing-hypothesis",
    ), (
        f"at Δ = 0 and λ > 0, T is {float(length):.2g} < 1 while ‖∇F_0(x_0)‖² = {text(first)} > "
        "ε² = "
        f"{text(point[s.eps] ** 2)}"
        if fails
        else "T does not vanish at Δ = 0 and λ > 0"
    )


@check("thm2-c-inf")
def c_inf_for_c2(
    evidence: Evidence,
    iterations: Variant = _ITERATIONS["printed"],
    explicit: Variant = _ITERATIONS["explicit"],
) -> Finding:
    """Let c∞/√δ tend to 0."""
    u = sp.Symbol("u", positive=True)
    limits = []
    for label in ("bias", "variance"):
        proved = _alternatives(explicit, label)[0].xreplace({s.gap0: s.gap})
        claimed = _alternatives(iterations, label)[0].xreplace({s.gap0: s.gap})
        ratio = quotient(proved, claimed)
        in_u = sp.simplify(ratio.xreplace({s.c_inf: u * sp.sqrt(s.delta)}))
        limits.append(sp.limit(in_u, u, 0, "+"))
        evidence.say(f"{label}: T of the proof over the T claimed, with u = c∞/√δ", in_u)
        evidence.say("for u → 0", Relation(in_u, "→", limits[-1]))
    bounded = all(limit.is_finite for limit in limits)
    right = [
        quotient(
            _alternatives(explicit, label)[0].xreplace({s.gap0: s.gap}),
            _alternatives(iterations, label)[0].xreplace({s.gap0: s.gap, s.c_inf: s.c2}),
        )
        for label in ("bias", "variance")
    ]
    evidence.say("with c2 for c∞ the quotient of the bias is", right[0])
    evidence.say("and that of the variance", right[1])
    repaired = all(item.is_number for item in right)
    return judge(printed=bounded, repaired=repaired, otherwise="missing-hypothesis"), (
        "the quotient stays bounded as c∞/√δ → 0"
        if bounded
        else "as c∞/√δ → 0 the T of the proof over the printed T has no bound; it needs c∞ ≥ √δ "
        "or √(c∞²+δ) for c∞"
    )


@check("thm2-limit")
def large_batches(
    evidence: Evidence,
    iterations: Variant = _ITERATIONS["printed"],
    repaired: Variant = _ITERATIONS["explicit"],
) -> Finding:
    """Let b tend to infinity and σ to 0."""
    b = sp.Symbol("b", positive=True)

    def limit(variant: Variant, label: str) -> sp.Expr:
        values = [
            sp.limit(item.xreplace({s.lam: sp.Integer(0), s.b: b}), b, sp.oo)
            for item in _alternatives(variant, label)
        ]
        return sp.Max(*values)

    found = [limit(iterations, label) for label in ("bias", "variance")]
    right = [limit(repaired, label) for label in ("bias", "variance")]
    evidence.say("T for b → ∞ (the same for σ → 0): bias", Relation(s.T, "→", found[0]))
    evidence.say("variance", Relation(s.T, "→", found[1]))
    evidence.say("with β1 ≤ 1/2 in the proof: bias", Relation(s.T, "→", right[0]))
    evidence.say(
        "no T below 1 can do: F = Lx²/2 starts with ‖∇F‖², which may exceed ε²",
        2 * s.L * s.gap,
    )
    vanishes = all(item == 0 for item in found)
    return judge(
        printed=not vanishes,
        repaired=any(item != 0 for item in right),
        otherwise="missing-hypothesis",
    ), (
        f"T tends to 0 as b → ∞; with β1 ≤ 1/2 it tends to {text(right[0])}"
        if vanishes
        else f"T tends to {text(found[0])}, not to 0, as b → ∞"
    )


#: Classes of problems, each within the next, and the lower bound proved for it.
CLASSES: tuple[tuple[str, str | None], ...] = (
    ("per-sample-smooth", None),
    ("mean-squared-smooth", "arjevani2023-mean-squared-smooth"),
    ("smooth", "arjevani2023-smooth"),
)


def _power(exponent: int) -> str:
    return "ε" + str(exponent).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))


@check("thm2-lower", LOOKED_UP)
def lower_bound(
    evidence: Evidence,
    assumption: str = "per-sample-smooth",
    iterations: Variant = _ITERATIONS["corrected"],
) -> Finding:
    """Find the lower bound for the class of problems that Assumption 1 names."""
    known = {item.id: item for item in LOWER_BOUNDS.statements}
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
    lower = known[id_].formulas[0].variants["order"].expr
    power = sp.degree(sp.powsimp(lower * s.eps**10), s.eps) - 10
    ours = sp.degree(sp.powsimp(_part(iterations, "variance") * s.eps**10), s.eps) - 10
    evidence.say(f"the best lower bound that is proved with {assumption}: {id_}", lower)
    evidence.say(
        "powers of ε: of the lower bound, and of Theorem 2",
        Relation(power, "=" if power == ours else "≠", ours),
    )
    if power == ours:
        return "holds", f"with {assumption} the lower bound is of order {_power(power)}, as is T"
    return "unsupported", (
        f"with Assumption 1 only Ω({_power(power)}) is proved, T is of order {_power(ours)}; "
        "with F smooth, which is all that the proof uses, Ω(ε⁻⁴) applies"
    )


@check("asm2-variance")
def variance_of_the_minibatch(
    evidence: Evidence,
    variance: sp.Expr = s.sigma**2,
    beta1: sp.Expr = _BETA1["printed"].expr,
    guarantee: Variant = _GUARANTEE,
) -> Finding:
    """Evaluate the noise floor at the printed cap of β1 for either reading of σ."""
    floor = _part(guarantee, "noise-floor")

    def at_cap(reading: sp.Expr) -> sp.Expr:
        # The guarantee is written with sigma^2/b for the variance of g_k.
        literal = floor.xreplace({s.sigma: sp.sqrt(reading * s.b)})
        return sp.simplify(s.expand(literal.xreplace({s.beta1: beta1})) / s.eps**2)

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


@check("thm2-constant-decay")
def constant_decay(
    evidence: Evidence,
    ratio: sp.Expr = sp.Integer(1),
    condition: Condition = next(
        item for item in THEOREM_2.conditions if item.name == "lambda-schedule"
    ),
    schedule: sp.Expr = _variants("lambda-k")["printed"].expr,
) -> Finding:
    """Hold λ_{k+1}/λ_k = 1, which is what PyTorch does, against the hypothesis."""
    limit = condition.rhs
    evidence.say("λ_{k+1} v_{k+1} ≤ λ_k v_k needs λ_{k+1}/λ_k at most", limit)
    q = s.q
    slack = sp.simplify(limit / ratio)
    at = slack.xreplace({q: sp.Rational(1, 3)})
    holds = slack == 1 or bool((slack - 1).is_nonnegative)
    evidence.say(
        "that over the ratio, which must be at least 1",
        Relation(slack, "≥" if holds else "<", 1),
    )
    evidence.say("at q = 1/3", at, EXACT)
    x = sp.Symbol("q", positive=True)
    index = sp.Symbol("j", integer=True, nonnegative=True)
    term = schedule.xreplace({s.k: index, s.q: x})
    total = sp.simplify(s.lam / (1 - term.xreplace({index: sp.Integer(1)}) / s.lam))
    evidence.say(
        "all the decay that the printed schedule ever does, η·Σλ_k for q < 1", s.eta * total
    )
    if holds:
        return "holds", f"λ_{{k+1}}/λ_k = {text(ratio)} meets the hypothesis"
    return "unsupported", (
        f"constant λ has the ratio {text(ratio)}, the hypothesis asks for at most {text(limit)}; "
        f"the printed schedule decays by {text(s.eta * total)} in all"
    )


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
    iterations: Variant = _ITERATIONS["printed"],
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
            difference = sp.simplify(value - said)
            evidence.say(
                f"{text(symbol)} of the regularised loss, and as claimed",
                Relation(sp.factor(value), "=" if difference == 0 else "≠", sp.factor(said)),
            )
            good = good and difference == 0
        return good

    printed, right = fits(constants), fits(repaired)
    growth = quotient(_part(iterations, "bias").xreplace(dict(repaired)), _part(iterations, "bias"))
    evidence.say("bias of T with the regularised constants over that with the plain ones", growth)
    return judge(printed=printed, repaired=right, otherwise="missing-hypothesis"), (
        "the constants are those of the regularised loss"
        if printed
        else f"T has {text(repaired[s.c_inf])} for c∞, {text(repaired[s.L])} for L and "
        f"{text(repaired[s.gap])} for Δ"
    )


@check("cor1-stationary")
def stationary_points(
    evidence: Evidence,
    hypothesis: sp.Expr = s.rho_prime,
    lowest: sp.Expr = _variants("gradient-norm-min", COROLLARY_1)["corrected"].expr,
    printed: sp.Expr = _variants("gradient-norm", COROLLARY_1)["printed"].expr,
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
    if not same(floor, lowest):
        return "false-as-printed", f"the catalog says {text(lowest)}, the hypothesis {text(floor)}"
    return "unsupported", (
        f"the hypothesis forces ‖∇F‖ ≥ {text(floor)} ({float(value):.1f} at d = 2.2·10⁷, δ = 10⁻⁴, "
        "ρ′ = 1): no stationary point meets it"
    )
