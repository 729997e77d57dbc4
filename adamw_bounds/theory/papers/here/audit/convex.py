"""The convex rate of sign descent with weight decay: by induction, and on random problems."""

from __future__ import annotations

import itertools
import math
import random
from typing import Any

import sympy as sp

from adamw_bounds.theory import symbols as s
from adamw_bounds.theory.audit.evidence import Evidence, Finding, Measured, Relation, check
from adamw_bounds.theory.papers.here.audit.tools import judged
from adamw_bounds.theory.papers.here.convex import CONVEX_RATE, FRANK_WOLFE
from adamw_bounds.theory.special import Shrink
from adamw_bounds.theory.statements import Condition, Variant


def _of(quantity: str, schedule: str) -> Variant:
    return CONVEX_RATE.formula(quantity, schedule=schedule).variants["sharp"]


def _whole(bound: Variant) -> sp.Expr:
    return sp.Add(*(part.expr for part in bound.parts))


def _step(before: Any, eta: Any, moved: Any) -> Any:
    """Return what h is at most after a step that moves every parameter by at most η·moved.

    ⟨∇F, λx + sgn ∇F⟩ = K is at least λh for a convex F.
    """
    return (1 - s.lam * eta) * before + s.H * (eta * moved) ** 2 / 2


def _at_infinity(expr: Any) -> Any:
    """Return the limit for T → ∞ of a quotient of polynomials in T."""
    above, below = sp.fraction(sp.cancel(sp.together(expr)))
    above, below = sp.Poly(above, s.T), sp.Poly(below, s.T)
    if above.degree() != below.degree():
        return sp.oo if above.degree() > below.degree() else sp.Integer(0)
    return sp.factor(above.LC() / below.LC())


def _falling(evidence: Evidence, bound: Any, rate: Any) -> str:
    """Return what is wrong with the bound for falling steps; empty where nothing is."""
    start, n = sp.symbols("h_0 n", positive=True)
    reach = 1 + s.lam * s.x0_inf_norm
    eta = rate.xreplace({s.k: s.T})
    first = sp.factor(_step(start, eta.xreplace({s.T: sp.Integer(1)}), reach))
    evidence.say("η_1 = 1/λ forgets the start, and lands in the box: h_1 is at most", first)
    if sp.factor(bound.xreplace({s.T: sp.Integer(1)}) - first) != 0:
        return "the bound on h_1 is another"
    # In the box a step moves a parameter by at most 2η.
    after = _step(bound.xreplace({s.T: s.T - 1}), eta, 2)
    positive = {name: sp.Symbol(f"p_{name}", positive=True) for name in (s.H, s.lam, s.x0_inf_norm)}
    room = sp.factor(((bound - after) * s.T * (s.T + 1)).xreplace({s.T: n + 1}))
    evidence.say(
        "from then on ‖λx + sgn ∇F‖∞ ≤ 2: what the bound at T leaves above a step from the bound "
        "at T − 1, times T(T+1), with T = n + 1",
        Relation(room, "≥", 0),
    )
    if not room.xreplace(positive).is_nonnegative:
        return "a step leads above the bound"
    # T(T+1)h_T grows by no less a step, so that no smaller constant comes of it.
    grows = _at_infinity(s.T * (s.T + 1) * _step(0, eta, 2))
    tends = _at_infinity(s.T * bound)
    evidence.say("for large T it is this over T", tends)
    return "" if sp.factor(grows - tends) == 0 else "its constant is not that of the steps"


def _constant(evidence: Evidence, bound: Any, condition: Condition) -> str:
    """Return what is wrong with the bound for a constant step; empty where nothing is."""
    shrinks = 1 - s.lam * s.eta
    kept = sp.Symbol("q", positive=True)  # (1 − λη)^T
    whole = bound.xreplace({Shrink(s.lam * s.eta, s.T): kept})
    if whole.has(Shrink, s.T):
        return "with a constant step h does not shrink by 1 − λη"
    if sp.expand(whole.xreplace({kept: sp.Integer(1)}) - s.gap) != 0:
        return "with a constant step it does not begin at Δ"
    reach = 1 + sp.Max(1, s.lam * s.x0_inf_norm)
    left = sp.factor(whole - _step(whole.xreplace({kept: kept / shrinks}), s.eta, reach))
    evidence.say(
        "constant η: every ‖x_k‖∞ is at most max(‖x_0‖∞, 1/λ); the bound at T less a step from the "
        "bound at T − 1",
        Relation(left, "=" if left == 0 else "≠", 0),
    )
    if left != 0:
        return "with a constant step the bound is not what a step makes of it"
    evidence.say("a step goes on with what is left of h, so that 1 − λη must not be negative")
    needed = sp.expand(condition.rhs - condition.lhs - shrinks) == 0
    return "" if needed else "the condition is not λη ≤ 1"


Vector = list[float]


def _dot(one: Vector, other: Vector) -> float:
    return math.fsum(a * b for a, b in zip(one, other, strict=True))


def _loss(a: list[Vector], c: Vector, x: Vector) -> float:
    return _dot(x, [_dot(row, x) for row in a]) / 2 - _dot(c, x)


def _gradient(a: list[Vector], c: Vector, x: Vector) -> Vector:
    return [_dot(row, x) - value for row, value in zip(a, c, strict=True)]


def _least(a: list[Vector], c: Vector, edge: float) -> float:
    """Return a number that is never above the least ½⟨x, ax⟩ − ⟨c, x⟩ in a box."""
    x = [0.0] * len(c)
    gap = math.inf
    for _ in range(2000):
        for i, row in enumerate(a):
            slope = _dot(row, x) - c[i] - row[i] * x[i]
            x[i] = min(max(-slope / row[i], -edge), edge)
        slopes = _gradient(a, c, x)
        gap = _dot(slopes, x) + edge * math.fsum(map(abs, slopes))
        if gap < 1e-9:
            break
    # A convex F is nowhere in the box below F(x) less the Frank–Wolfe gap at x.
    return _loss(a, c, x) - gap


def _worst(bound: Any, rate: Any, *, problems: int = 8, steps: int = 60) -> float:
    """Return the largest h_T over its bound, of random quadratics from random starts."""
    rng = random.Random(13)
    names = (s.H, s.lam, s.x0_inf_norm, s.T, s.eta, s.gap)
    shrunk = bound.replace(Shrink, lambda share, count: (1 - share) ** count)
    of_bound = sp.lambdify(names, shrunk, "math")
    of_rate = sp.lambdify((s.lam, s.k, s.eta), rate, "math")
    worst = 0.0
    for _ in range(problems):
        dim = rng.randint(1, 4)
        root = [[rng.gauss(0, 1) for _ in range(dim)] for _ in range(dim)]
        a = [[_dot(one, other) + 0.01 * (one is other) for other in root] for one in root]
        corners = [list(signs) for signs in itertools.product((-1.0, 1.0), repeat=dim)]
        smooth = max(_dot(corner, [_dot(row, corner) for row in a]) for corner in corners)
        target = [2 * rng.gauss(0, 1) for _ in range(dim)]
        c = [_dot(row, target) for row in a]
        lam, far = 10 ** rng.uniform(-0.5, 0.5), 10 ** rng.uniform(-1, 1)
        x = [far * sign for sign in rng.choice(corners)]
        least = _least(a, c, 1 / lam)
        # Outside the box F may be lower than anywhere in it.
        begin, eta = max(0.0, _loss(a, c, x) - least), 0.1 / lam
        for step in range(1, steps + 1):
            now = float(of_rate(lam, step, eta))
            slopes = _gradient(a, c, x)
            x = [
                (1 - lam * now) * value - now * ((slope > 0) - (slope < 0))
                for value, slope in zip(x, slopes, strict=True)
            ]
            gap = _loss(a, c, x) - least
            worst = max(worst, gap / float(of_bound(smooth, lam, far, step, eta, begin)))
    return worst


@check("fw-rate")
def convex_rate(
    evidence: Evidence,
    falling: Variant = _of("box-gap", FRANK_WOLFE),
    constant: Variant = _of("box-gap", "constant"),
    rate: Any = _of("eta-k", FRANK_WOLFE).expr,
    condition: Condition = CONVEX_RATE.conditions[0],
) -> Finding:
    """Go from one step to the next with the bound, and hold random quadratics against it."""
    of_falling, of_constant = _whole(falling), _whole(constant)
    wrong = _falling(evidence, of_falling, rate) or _constant(evidence, of_constant, condition)
    if wrong:
        return "unsupported", wrong
    figures = tuple(
        Measured(f"largest h_T over the bound, {name}", _worst(bound, steps), 0.0, 1.0)
        for name, bound, steps in (
            ("η_k = 2/(λ(k+1))", of_falling, rate),
            ("constant η", of_constant, s.eta),
        )
    )
    evidence.measured(figures)
    return judged(
        all(item.keeps for item in figures),
        "each step keeps the bound, and so do random quadratics",
        "a random quadratic breaks the bound",
    )
