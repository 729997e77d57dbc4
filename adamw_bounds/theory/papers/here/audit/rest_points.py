"""Where AdamW rests with ε > 0, derived from its update."""

from __future__ import annotations

from typing import Any

import sympy as sp

from adamw_bounds.theory import symbols as s
from adamw_bounds.theory.audit.evidence import Evidence, Finding, Relation, check
from adamw_bounds.theory.papers.here.audit.tools import judged
from adamw_bounds.theory.papers.here.rest_points import (
    INSIDE,
    OUTSIDE,
    REST_POINTS,
    parameter_size,
)
from adamw_bounds.theory.papers.xie2024 import gradient_entry, parameter_entry
from adamw_bounds.theory.papers.zhuang2022 import eps_outside
from adamw_bounds.theory.statements import Variant


def _of(quantity: str, case: str) -> Variant:
    return REST_POINTS.formula(quantity, case=case).variants["sharp"]


def _is_zero(expr: Any) -> bool:
    """Whether an expression in positive numbers vanishes."""
    names = {item: sp.Symbol(f"p_{item}", positive=True) for item in expr.free_symbols}
    expr = expr.xreplace(names)
    # Algebraic functions and logarithms of few numbers: 60 digits at three points leave no doubt.
    points = (
        {name: sp.Rational(3 + 2 * i, 7 + i + k) for i, name in enumerate(names.values())}
        for k in (0, 5, 11)
    )
    return all(abs(expr.xreplace(point).evalf(60, chop=False)) < 1e-50 for point in points)


def _holds(
    evidence: Evidence,
    divisor: Any,
    rest: Any,
    floor: Any,
    residual: Any,
    barrier: Any,
) -> str:
    """Return what is wrong with the formulas of one update; empty where nothing is."""
    a, lam = gradient_entry, s.lam
    # x = (1 − ηλ)x − ηu with u = sgn(∂)a/divisor, so λx = −u.
    evidence.say("x does not move: λ|x_i| is", a / divisor)
    if not _is_zero(lam * rest - a / divisor):
        return "the rest point is not where x does not move"
    if not _is_zero(residual - a - lam * divisor * parameter_entry):
        return "the residual is not ∂ + λ(√v̂+ε)x"
    share = a * (1 - lam * rest)
    evidence.say("an entry's share of K there", sp.simplify(share))
    if not _is_zero(share - floor):
        return "the floor is not K at the rest point"
    # ∇F + ∇Φ = 0 there, with x_i against ∂_i: Φ′(|x_i|) = |∂_i|.
    slope = sp.diff(barrier, parameter_size).subs(parameter_size, rest)
    if not _is_zero(slope - a) or barrier.subs(parameter_size, 0) != 0:
        return "the rest point is not stationary for F + Φ"
    evidence.say("Φ′ there", Relation(sp.simplify(slope), "=", a))
    return ""


@check("here-rest-points")
def rest_points(
    evidence: Evidence,
    rest_outside: Variant = _of("rest-point", OUTSIDE),
    floor_outside: Variant = _of("kkt-floor-summand", OUTSIDE),
    residual_outside: Variant = _of("residual-entry", OUTSIDE),
    barrier_outside: Variant = _of("barrier", OUTSIDE),
    most_outside: Variant = _of("kkt-floor", OUTSIDE),
    rest_inside: Variant = _of("rest-point", INSIDE),
    floor_inside: Variant = _of("kkt-floor-summand", INSIDE),
    residual_inside: Variant = _of("residual-entry", INSIDE),
    barrier_inside: Variant = _of("barrier", INSIDE),
    most_inside: Variant = _of("kkt-floor", INSIDE),
) -> Finding:
    """Solve the update for a point that it leaves where it is, and maximise its share of K."""
    a, eps = gradient_entry, eps_outside
    wrong = _holds(
        evidence,
        a + eps,
        rest_outside.expr,
        floor_outside.expr,
        residual_outside.expr,
        barrier_outside.expr,
    ) or _holds(
        evidence,
        sp.sqrt(a**2 + s.delta),
        rest_inside.expr,
        floor_inside.expr,
        residual_inside.expr,
        barrier_inside.expr,
    )
    if wrong:
        return "unsupported", wrong
    # Outside the share grows with a, up to ε.
    t, e = sp.symbols("t e", positive=True)
    at = floor_outside.expr.xreplace({a: t, eps: e})
    rises = sp.factor(sp.diff(at, t))
    top = sp.limit(at, t, sp.oo)
    evidence.say("outside, its slope in |∂_i|", rises)
    evidence.say("outside, its limit", Relation(top, "=", e))
    first = rises.is_positive and top == e and _is_zero(most_outside.expr - s.d * eps)
    # Inside, with c = λ|x_i| = sin θ, the share is √δ c√((1−c)/(1+c)).
    c = sp.Symbol("c", positive=True)
    share = floor_inside.expr.xreplace({a: c * sp.sqrt(s.delta) / sp.sqrt(1 - c**2)})
    golden = (sp.sqrt(5) - 1) / 2
    form = c * sp.sqrt((1 - c) / (1 + c))
    same = all(
        abs((share / sp.sqrt(s.delta) - form).subs({s.delta: 2, c: point}).evalf(30)) < 1e-25
        for point in (sp.Rational(1, 7), sp.Rational(1, 2), sp.Rational(9, 10))
    )
    evidence.say("inside, the share over √δ with c = λ|x_i|", form)
    # The square of c√((1−c)/(1+c)) has its one critical point in (0, 1) where c² + c = 1.
    critical = sp.factor(sp.numer(sp.together(sp.diff(form**2, c))))
    evidence.say("inside, where its slope vanishes", Relation(critical, "=", 0))
    only = [root for root in sp.roots(critical, c) if 0 < root < 1]
    largest = form.subs(c, golden) * sp.sqrt(s.delta) * s.d
    second = same and only == [golden] and _is_zero(most_inside.expr - largest)
    return judged(
        bool(first and second),
        "x rests where ∇(F + Φ) = 0, with K = Σ K_i of at most dε, or 0.30028 d√δ",
        "the largest K is not that of the rest points",
    )


@check("kkt-eps")
def reaches_a_kkt_point(
    evidence: Evidence,
    rest_outside: Variant = _of("rest-point", OUTSIDE),
    floor_outside: Variant = _of("kkt-floor-summand", OUTSIDE),
    rest_inside: Variant = _of("rest-point", INSIDE),
    floor_inside: Variant = _of("kkt-floor-summand", INSIDE),
    epsilon: str = "positive",
) -> Finding:
    """Run AdamW on F(x) = −ax, whose gradient is known, to its limit, and look at K there."""
    a, lam, eta, left = (sp.Symbol(name, positive=True) for name in ("a", "lam", "eta", "q"))
    own = {gradient_entry: a, s.lam: lam}
    if epsilon == "zero":
        evidence.say("ε = 0")
    shares = []
    for case, constant, divisor, rest, floor in (
        (OUTSIDE, eps_outside, lambda e: a + e, rest_outside, floor_outside),
        (INSIDE, s.delta, lambda e: sp.sqrt(a**2 + e), rest_inside, floor_inside),
    ):
        e = sp.Symbol("e", positive=True) if epsilon == "positive" else sp.Integer(0)
        # m̂ = −a and v̂ = a² from the first step on: x' = (1 − ηλ)x + ηu.
        u = a / divisor(e)
        x = sp.Symbol("x", real=True)
        (limit,) = sp.solve((1 - eta * lam) * x + eta * u - x, x)
        # The distance to it shrinks by the factor 1 − ηλ a step.
        shrinks = sp.expand((1 - eta * lam) * (limit + left) + eta * u - limit)
        if sp.simplify(shrinks - (1 - eta * lam) * left) != 0:
            return "unsupported", "the run does not come to that point"
        evidence.say(f"{case}, on F(x) = −ax: m̂ = −a and v̂ = a², and x comes to", limit)
        share = sp.simplify(a * (1 - lam * limit))
        at = {**own, constant: e}
        if not _is_zero(rest.expr.xreplace(at) - limit):
            return "unsupported", "the rest point is another"
        if not _is_zero(floor.expr.xreplace(at) - share):
            return "unsupported", "K there is another"
        evidence.say("there K = a − λax is", share)
        shares.append(share)
    evidence.say("the KKT point of the box is x = 1/λ, where K = 0")
    if all(share == 0 for share in shares):
        return "holds", "the limit is the KKT point x = 1/λ"
    if any(share == 0 for share in shares):
        return "unsupported", "one update reaches it, the other does not"
    return "false-as-printed", (
        "on F(x) = −ax AdamW comes to x = a/(λ(a + ε)) < 1/λ, where K = aε/(a + ε) > 0"
    )
