"""The last iterate under PŁ: one step of the master inequality's proof, iterated."""

from __future__ import annotations

from typing import Any

import sympy as sp

from adamw_bounds.theory import symbols as s
from adamw_bounds.theory.audit.evidence import EVALUATED, Evidence, Finding, Relation, check
from adamw_bounds.theory.papers.here import polyak_lojasiewicz as pl
from adamw_bounds.theory.papers.here import symbols as h
from adamw_bounds.theory.papers.here.audit.tools import (
    CONDITION,
    RUN,
    WEIGHT,
    judged,
    number,
    opened,
    part,
    points,
    vanishes,
)
from adamw_bounds.theory.special import Shrink
from adamw_bounds.theory.statements import Condition, Part, Statement, Variant

_GAP = "function-gap"
_PLAIN, _DECAYED = pl.LAST_ITERATE, pl.DECAYED_LAST_ITERATE


def _bound_of(statement: Statement) -> Variant:
    return statement.formula(_GAP, schedule="constant").variants["sharp"]


def _condition_of(statement: Statement, name: str) -> Condition:
    return next(item for item in statement.conditions if item.name == name)


_RATE = h.z * h.chi * s.beta1
_split = sp.Symbol("s", positive=True)


def _contracts(
    evidence: Evidence, weight: Any, condition: Condition, step: Condition, rate: Condition
) -> bool:
    """Find the weight that stands still while the gap falls by 1 − h, and what allows it."""
    still = (1 + _split) * s.eta / (2 * (s.beta1 - _RATE))
    known = {h.young_split: (1 - s.beta1) / h.theta**2 - 1, h.master_split: _split}
    after = weight.xreplace({**known, h.step_weight: still})
    evidence.say("the weight for which w(1−h) is what a step asks for", still)
    good = vanishes(after - still * (1 - _RATE))
    left = (condition.rhs - condition.lhs).xreplace(
        {**known, h.step_weight: still, h.reference_ratio: 0}
    )
    shown = 1 - h.z * s.beta1 - (1 + _split) * h.z**2 * h.theta**2 / (1 - h.z * h.chi)
    evidence.say("what the condition leaves", shown)
    good = vanishes(left - shown) and good
    # The statement's form is multiplied by 1 − zχ, at s → 0.
    whole = (1 - h.z * h.chi) * shown.subs(_split, 0)
    good = vanishes(step.rhs - step.lhs - whole) and good
    return vanishes(rate.rhs - rate.lhs - (1 - h.z * h.chi)) and good


def _noise(evidence: Evidence) -> tuple[sp.Expr, sp.Expr]:
    """Return wν and wα²ν/h: what the noise adds at first, and in the end."""
    still = (1 + _split) * s.eta / (2 * (s.beta1 - _RATE))
    nu = s.sigma**2 / (s.b * s.c1)
    first, floor = still * nu, still * s.beta1**2 * nu / _RATE
    evidence.say("wν and wα²ν/h", sp.Matrix([[opened(first), opened(floor)]]).as_immutable())
    return first, floor


_HELD = points(
    (s.beta1, s.eta, s.mu, s.T),
    ("1/10", "1/2500", "1/5", 50),
    ("1/3", "1/500", "1/2", 7),
    ("9/10", "1/40", "9/5", 3),
)


def _start_of_pytorch(evidence: Evidence, variant: Variant, first: Any) -> bool:
    """Hold the closed Ĉ against its sum, at exact numbers."""
    good = True
    for point in _HELD:
        known = {**RUN, **point, h.pytorch_update: 1, s.lam: 0}
        rate, beta1 = number(_RATE, known), known[s.beta1]
        theta = 1 - beta1
        total = sp.Float(1, 30)
        for i in range(2, int(known[s.T]) + 2):
            a = beta1 * theta**i / (1 - theta**i)
            total += ((a**2 + 2 * beta1 * a) * (1 - rate) ** (1 - i)).evalf(30)
        shrunk = number(Shrink(_RATE, s.T), known)
        at = number(first.subs(_split, 0), known)
        found = number(part(variant, "initial-noise"), known) / at / shrunk
        closed = 1 + theta**2 / (1 - rate) * (
            (sp.pi**2 / 6 - 1) * theta + 2 * (1 - rate) / ((2 - beta1) * (1 - rate / beta1))
        )
        evidence.say("Ĉ by its own sum, and its bound", Relation(total, "≤", found))
        good = good and bool(total <= found and abs(found - closed.evalf(40)) < 1e-20)
    return good


def _mu_is_at_most_l(evidence: Evidence, curvature: Condition) -> bool:
    """Bound ‖∇F‖² over the gap from both sides: 2μ by PŁ, 2L by a step of 1/L."""
    square, gap, length = sp.symbols("N gap t", positive=True)
    drop = length * square - s.L * length**2 * square / 2
    (best,) = sp.solve(sp.diff(drop, length), length)
    most = sp.solve(sp.Eq(drop.xreplace({length: best}), gap), square)[0]
    evidence.say("a step of length t along −∇F lowers F by at least, with N = ‖∇F‖²", drop)
    evidence.say("which cannot exceed the gap, so that N over the gap is at most", most / gap)
    least = 2 * s.mu
    evidence.say("and PŁ says that it is at least", least)
    wanted = sp.expand((least - most / gap) / 2)
    evidence.say("so that this is at most 0", wanted)
    return vanishes(curvature.lhs - curvature.rhs - wanted)


@check("here-last-iterate")
def last_iterate(
    evidence: Evidence,
    bound: Variant = _bound_of(_PLAIN),
    step: Condition = _condition_of(_PLAIN, "pl-step"),
    rate: Condition = _condition_of(_PLAIN, "pl-rate"),
    curvature: Condition = _condition_of(_PLAIN, "mu-smoothness"),
    weight: Any = WEIGHT,
    condition: Condition = CONDITION,
) -> Finding:
    """G = gap + w·error² falls by 1 − h a step, but for the noise."""
    weight = s.expand(sp.sympify(weight))
    good = _mu_is_at_most_l(evidence, curvature)
    good = _contracts(evidence, weight, condition, step, rate) and good
    first, floor = (item.subs(_split, 0) for item in _noise(evidence))
    shrunk = Shrink(_RATE, s.T)
    derived = {"gap": shrunk * s.gap, "initial-noise": shrunk * first, "noise-floor": floor}
    for torch in (0, 1):
        for label, expected in derived.items():
            if torch and label == "initial-noise":
                continue
            case = {h.pytorch_update: sp.Integer(torch)}
            found = s.expand(part(bound, label)).xreplace(case)
            good = vanishes(found - s.expand(expected).xreplace(case)) and good
    good = _start_of_pytorch(evidence, bound, first) and good
    return judged(
        good,
        "the gap and the weighted error fall together, and the noise adds what the bound says",
        "the bound or its conditions are not what one step gives",
    )


@check("here-last-decay")
def decayed(
    evidence: Evidence,
    bound: Variant = _bound_of(_DECAYED),
    step: Condition = _condition_of(_DECAYED, "pl-step"),
    rate: Condition = _condition_of(_DECAYED, "pl-rate"),
    split: Any = s.info(pl.split_last).definition,
    weight: Any = WEIGHT,
    condition: Condition = CONDITION,
) -> Finding:
    """Take d_k = λv_kx_k along, at the best s that the step allows."""
    weight = s.expand(sp.sympify(weight))
    good = _contracts(evidence, weight, condition, step, rate)
    first, floor = _noise(evidence)
    # A step gains η(1+1/s)λ²c2R2²/2, over h = ημ/c2.
    gain = s.eta * (1 + 1 / _split) * h.c2_any * h.group_decay / 2 / _RATE
    evidence.say("what the decay adds in the end", opened(gain))
    shrunk = Shrink(_RATE, s.T)
    for point in _HELD:
        for decay in ("1/1000000", "1/100", "3"):
            known = {**RUN, **point, s.lam: 1, h.group_decay: sp.Rational(decay)}
            chosen = number(split, known)
            here = {**known, _split: chosen}
            parts = {
                "gap": shrunk * s.gap,
                "initial-noise": shrunk * first,
                "noise-floor": floor,
                "weight-decay": gain,
            }
            for label, expected in parts.items():
                found = number(part(bound, label).xreplace({pl.split_last: _split}), here)
                want = number(expected, here)
                good = good and bool(abs(found - want) <= 1e-20 * abs(want))

            def total(value: Any, known: Any = known) -> Any:
                return number(shrunk * first + floor + gain, {**known, _split: value})

            left = (1 - h.z * s.beta1) * (1 - h.z * h.chi) / (h.z * h.theta) ** 2
            most = number(left, known) - 1
            good = good and bool(0 < chosen <= most * (1 + sp.Float("1e-25", 30)))
            near = [
                total(min(chosen * factor, most))
                for factor in (sp.Rational(9, 10), sp.Rational(11, 10))
            ]
            good = good and bool(total(chosen) <= min(near) * (1 + sp.Float("1e-25", 30)))
        evidence.say("s, and the largest that the step allows", Relation(chosen, "≤", most))
    good = _start_of_pytorch(evidence, _at_no_decay(bound), first) and good
    return judged(
        good,
        "noise and decay share the step by s; the best s is taken",
        "the bound, its conditions or s are not what one step gives",
    )


def _at_no_decay(bound: Variant) -> Variant:
    """Return the formula at s = 0, where it is that without decay."""
    return Variant(
        tuple(
            Part(item.label, given=item.expr.xreplace({pl.split_last: sp.Integer(0)}))
            for item in bound.parts
            if item.label != "weight-decay"
        ),
        "sum",
    )


_STEP = _condition_of(_PLAIN, "pl-step")
_ASKED = points(
    (s.eps_gap, s.sigma, s.mu),
    ("1/10", "3/2", "1/5"),
    ("1/1000", "1/7", "1"),
    ("1/2", "1/50", "3/2"),
    ("1/3", "0", "1/2"),
)


@check("here-last-count", EVALUATED)
def last_count(
    evidence: Evidence,
    iterations: Any = _PLAIN.formula("iterations", schedule="constant").variants["sharp"].expr,
    complexity: Any = _PLAIN.formula("gradient-complexity", schedule="constant")
    .variants["sharp"]
    .expr,
    bound: Variant = _bound_of(_PLAIN),
) -> Finding:
    """Put T and the two choices of β1 and z into the bound; the better of them is ε."""
    good = True
    for point in _ASKED:
        known = {**RUN, **point, s.lam: 0}
        steps = number(iterations, known)
        chi = number(h.chi, known)
        z = 2 / (chi + sp.sqrt(chi**2 + 4))
        noise = s.c2 * s.sigma**2 / (2 * s.mu * s.c1 * s.b)
        floor = number(noise, known) / (1 - z * chi)
        choices = [
            (z, min(sp.Integer(1), known[s.eps_gap] / (2 * floor)) if floor else sp.Integer(1))
        ]
        if number(noise, known) / (1 - chi) < known[s.eps_gap]:
            choices.append((sp.Integer(1), sp.Integer(1)))
        found = []
        for share, beta1 in choices:
            run = {**known, s.beta1: beta1, s.T: steps, s.eta: share * beta1 / 20}
            allowed = number(_STEP.rhs - _STEP.lhs, run)
            good = good and bool(allowed > -1e-24)
            found.append(number(bound.expr, run))
        evidence.say("the bound after T steps, and ε", Relation(min(found), "→", known[s.eps_gap]))
        good = good and bool(abs(min(found) / known[s.eps_gap] - 1) < 1e-18)
        good = good and bool(abs(number(complexity, known) / steps / 32 - 1) < 1e-22)
    return judged(
        good,
        "after T steps the bound is ε, at the better of two choices",
        "the bound is not ε after T steps",
    )


@check("here-falling-count", EVALUATED)
def falling_count(
    evidence: Evidence,
    iterations: Any = _PLAIN.formula("iterations", schedule="decaying").variants["sharp"].expr,
    complexity: Any = _PLAIN.formula("gradient-complexity", schedule="decaying")
    .variants["sharp"]
    .expr,
    bound: Variant = _PLAIN.formula(_GAP, schedule="decaying").variants["sharp"],
    weight: Any = WEIGHT,
) -> Finding:
    """Multiply one step's inequality by (k+k0)(k+k0+1), add up, and solve for T."""
    good = True
    k, k0, noise = sp.symbols("k k_0 B", positive=True)
    rate = 2 / (k + k0 + 1)
    factor = (k + k0) * (k + k0 + 1)
    evidence.say("(1−h_k)(k+k0)(k+k0+1)", sp.factor(sp.simplify((1 - rate) * factor)))
    good = sp.simplify((1 - rate) * factor - (k + k0 - 1) * (k + k0)) == 0
    added = noise * rate**2 * factor
    evidence.say("what the noise adds, at most 4B", sp.simplify(added))
    good = sp.simplify(4 * noise - added - 4 * noise / (k + k0 + 1)) == 0 and good
    # wα²ν is B h_k², with α = h_k/(zχ) and the weight that stands still.
    still = s.eta / (2 * (s.beta1 - _RATE))
    after = s.expand(sp.sympify(weight)).xreplace(
        {
            h.young_split: (1 - s.beta1) / h.theta**2 - 1,
            h.master_split: 0,
            h.step_weight: still,
        }
    )
    good = vanishes(after - still * (1 - _RATE)) and good
    own = s.sigma**2 / (2 * s.b * s.L * h.z * (1 - h.z * h.chi) * h.chi**2)
    good = vanishes(still * s.beta1**2 * s.sigma**2 / (s.b * s.c1) - own * _RATE**2) and good
    evidence.say("B", own)
    for point in _ASKED[:3]:
        known = {**RUN, **point, s.lam: 0}
        steps, chi = number(iterations, known), number(h.chi, known)
        z = 2 / (chi + sp.sqrt(chi**2 + 4)) if 2 * chi**2 <= 1 else 1 / (2 * chi)
        first = 2 / (z * chi) - 1
        unit = known[s.sigma] ** 2 / (2 * 32 * known[s.L])
        b = unit / (z * (1 - z * chi) * chi**2)
        start = known[s.gap] + z * unit / (1 - z * chi)
        at = (first * (first - 1) * start + 4 * b * steps) / ((steps + first) * (steps + first - 1))
        evidence.say(
            "the bound after T steps, and ε", Relation(at.evalf(15), "→", known[s.eps_gap])
        )
        good = good and bool(abs(at.evalf(30) / known[s.eps_gap] - 1) < 1e-18)
        for label, above in (
            ("gap", first * (first - 1) * known[s.gap]),
            ("initial-noise", first * (first - 1) * (start - known[s.gap])),
            ("noise-floor", 4 * b * steps),
        ):
            share = above / ((steps + first) * (steps + first - 1))
            found = number(part(bound, label), {**known, s.T: steps})
            good = good and bool(abs(found - share.evalf(30)) <= 1e-18 * share.evalf(30))
        good = good and bool(abs(number(complexity, known) / steps / 32 - 1) < 1e-22)
    return judged(
        good,
        "after T steps of the decreasing step the bound is ε",
        "the bound of the decreasing step is not ε after T steps",
    )
