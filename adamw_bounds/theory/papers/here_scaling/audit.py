"""Checks of what is derived here: importing this registers them."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import sympy as sp

from adamw_bounds.theory import symbols as s
from adamw_bounds.theory.audit.evidence import Evidence, Finding, Relation, check
from adamw_bounds.theory.papers.here import symbols as h
from adamw_bounds.theory.papers.here.audit.tools import judged, number, vanishes
from adamw_bounds.theory.papers.here_scaling.equilibrium import EQUILIBRIUM
from adamw_bounds.theory.papers.here_scaling.radius import RADIUS
from adamw_bounds.theory.papers.here_scaling.rescaling import RESCALING
from adamw_bounds.theory.papers.here_scaling.stability import EDGE
from adamw_bounds.theory.statements import Condition, Statement


def _formula(statement: Statement, quantity: str, case: str | None = None) -> Any:
    (variant,) = statement.formula(quantity, case=case).variants.values()
    return variant.expr


def _near(found: Any, expected: Any) -> bool:
    """Tell whether two numbers agree to 22 digits."""
    return bool(abs(found - expected) <= sp.Float("1e-22") * max(1, abs(expected)))


# --- radius -----------------------------------------------------------------------------------
_RATES = (("1/10", "1/1000"), ("1/2", "1/3"), ("9/10", "1/5"), ("1/20", "1/20"))


def _at(beta1: Any, beta2: Any, **more: Any) -> dict[Any, Any]:
    known: dict[Any, Any] = {s.beta1: beta1, s.beta2: beta2}
    known |= {s.eta: sp.Rational(1, 7), s.lam: sp.Rational(3, 5), s.x0_inf_norm: sp.Rational(1, 9)}
    known |= {s.c_inf: sp.Rational(3, 2), s.delta: sp.Rational(1, 10**12)}
    return known | {s.SYMBOLS[name].symbol: sp.sympify(value) for name, value in more.items()}


def _ratio_squared(beta1: str, beta2: str, count: int, *, corrected: bool = True) -> sp.Rational:
    """Return the largest m²/n of ``count`` steps: Σa_j²/b_j, which g_j ∝ a_j/b_j attains."""
    one, other = Fraction(beta1), Fraction(beta2)
    weights = [(one * (1 - one) ** j, other * (1 - other) ** j) for j in range(count)]
    zero = Fraction(0)
    m = sum((a * (a / b) for a, b in weights), zero)
    n = sum((b * (a / b) ** 2 for a, b in weights), zero)
    largest = m**2 / n
    if corrected:
        one = sum((a for a, _ in weights), zero)
        largest *= sum((b for _, b in weights), zero) / one**2
    return sp.Rational(largest.numerator, largest.denominator)


@check("here-radius-bound")
def radius(
    evidence: Evidence,
    largest: Any = _formula(RADIUS, "update-ratio"),
    held: Any = _formula(RADIUS, "radius"),
    of_decay: Any = _formula(RADIUS, "decay-radius"),
    step: Any = _formula(RADIUS, "largest-step"),
    bounded: Any = s.info(h.radius).definition,
    ratio: Any = s.info(h.update_ratio).definition,
    condition: Condition = RADIUS.conditions[0],
) -> Finding:
    """Cauchy and Schwarz on m and n: Σa_j²/b_j over every step, and the step as a mean."""
    p, q = sp.symbols("p q", positive=True)
    # Of t steps the sum is β1²/(β2(1−r)) times (1−q)(1−p²/q)/(1−p)², p = (1−β1)^t, q = (1−β2)^t.
    left = (1 - p) ** 2 - (1 - q) * (1 - p**2 / q)
    evidence.say("(1−p)² − (1−q)(1−p²/q), never negative", sp.factor(left))
    good = sp.expand(left - (q - p) ** 2 / q) == 0
    r = (1 - s.beta1) ** 2 / (1 - s.beta2)
    limit = s.beta1**2 / (s.beta2 * (1 - r))
    evidence.say("so the supremum of m̂²/v̂ is", limit)
    good = vanishes(sp.sympify(largest) ** 2 - limit) and good
    for rates in _RATES:
        beta1, beta2 = map(sp.Rational, rates)
        known = _at(beta1, beta2)
        top_of_40 = _ratio_squared(*rates, 40)
        found = number(largest, known)
        top = sp.sqrt(limit.subs({s.beta1: beta1, s.beta2: beta2})).evalf(30)
        good = _near(found, top) and good
        for count in (1, 2, 7):
            good = bool(_ratio_squared(*rates, count) <= top**2 + sp.Float("1e-25")) and good
        evidence.say(
            "attained in 40 steps, and U²",
            Relation(top_of_40.evalf(8), "≤", (top**2).evalf(8)),
        )
        for start in (sp.Rational(1, 9), sp.Integer(90)):
            known = _at(beta1, beta2, x0_inf_norm=start)
            decay, eta = known[s.lam], known[s.eta]
            radius_there = max(start.evalf(30), top / decay)
            good = _near(number(held, known), radius_there) and good
            good = _near(number(of_decay, known), top / decay) and good
            # Of x_{k+1} − x_k = −η(u + λx), each at its largest.
            good = _near(number(step, known), eta * (top + decay * radius_there)) and good
            # Bounded gradients hold an update too, by c∞/c1.
            for delta in (sp.Rational(1, 10**12), sp.Integer(4)):
                known[s.delta] = delta
                cap = min(top, (sp.Rational(3, 2) / sp.sqrt(delta)).evalf(30))
                good = _near(number(ratio, known), cap) and good
                good = _near(number(bounded, known), max(start.evalf(30), cap / decay)) and good
    evidence.say("the radius at ‖x₀‖∞ = 90", number(held, known))
    # No memory in n beyond that of m: only c∞/c1 is left.
    short = number(ratio, _at(sp.Rational(1, 10), sp.Rational(1, 2), delta="1/100"))
    good = _near(short, sp.Integer(15)) and good
    # |x_{k+1}| ≤ (1−ηλ)R + ηλ U/λ: a mean where ηλ ≤ 1.
    good = vanishes(condition.lhs - s.lam * s.eta) and vanishes(condition.rhs - 1) and good
    evidence.say("a step is a mean of x and −u/λ where", Relation(s.lam * s.eta, "≤", 1))
    return judged(
        good,
        "m̂/√v̂ is at most U, and each step is a mean of x_k and of what is at most U/λ",
        "U, the radius or its condition is not what the proof gives",
    )


@check("here-update-rises")
def rises(
    evidence: Evidence,
    corrected: Any = _formula(RADIUS, "update-ratio", "first-steps"),
    uncorrected: Any = _formula(RADIUS, "update-ratio", "first-steps-uncorrected"),
    held: Any = _formula(RADIUS, "radius", "first-steps"),
) -> Finding:
    """Write the sum of t steps in hyperbolic sines, whose ratio is monotone."""
    good = evidence.follow(_hyperbolic)
    for rates in (*_RATES, ("1/10", "1/2"), ("1/5", "9/25"), ("1", "1/3")):
        beta1, beta2 = map(sp.Rational, rates)
        before = sp.Integer(0)
        for count in (1, 2, 7):
            known = _at(beta1, beta2, iterations=count)
            now = sp.sqrt(_ratio_squared(*rates, count)).evalf(40)
            good = _near(number(corrected, known), now) and bool(now >= before) and good
            alone = sp.sqrt(_ratio_squared(*rates, count, corrected=False)).evalf(40)
            good = _near(number(uncorrected, known), alone) and good
            for start in (sp.Rational(1, 9), sp.Integer(10**6)):
                known[s.x0_inf_norm] = start
                wanted = max(start.evalf(40), now / known[s.lam])
                good = _near(number(held, known), wanted) and good
            before = now - sp.Float("1e-35")
        evidence.say("largest m̂/√v̂ of 7 steps", now.evalf(8))
    return judged(
        good,
        "the largest of t steps is a sum of powers that rises with t",
        "the sums are not those of the weights",
    )


def _hyperbolic(evidence: Evidence) -> bool:
    """Show that (1−q)(1−p²/q)/(1−p)² moves towards 1 with t, p and q being powers of t."""
    # p = e^(−2xt) and q = e^(−2(x+y)t): with P = e^(xt) and Q = e^(yt) all is rational.
    x, y, t, z = sp.symbols("x y t z", positive=True)
    up, across = sp.symbols("P Q", positive=True)
    p, q = up**-2, (up * across) ** -2
    share = (1 - q) * (1 - p**2 / q) / (1 - p) ** 2
    rest = ((across - 1 / across) / (up - 1 / up)) ** 2
    shown = 1 - sp.sinh(y * t) ** 2 / sp.sinh(x * t) ** 2
    evidence.say("(1−q)(1−p²/q)/(1−p)² with p = e^(−2xt), q = e^(−2(x+y)t)", shown)
    good = sp.expand(sp.numer(sp.together(share - (1 - rest)))) == 0
    # sinh(yt)/sinh(xt) falls with t where |y| < x and rises where |y| > x, as z coth z rises in z;
    # 1/(1−r), r = e^(2(y−x)), has that sign too.
    slope = sp.diff(z * sp.cosh(z) / sp.sinh(z), z) * sp.sinh(z) ** 2
    wanted = sp.sinh(z) * sp.cosh(z) - z
    evidence.say("sinh² z times the slope of z coth z, positive for z > 0", wanted)
    left = sp.expand(sp.expand(slope - wanted).rewrite(sp.exp))
    return bool(good and sp.simplify(left) == 0)


# --- stability --------------------------------------------------------------------------------
@check("here-edge-decay")
def edge(
    evidence: Evidence,
    threshold: Any = _formula(EDGE, "edge-threshold"),
    ratio: Any = _formula(EDGE, "edge-ratio"),
    lower: Any = _formula(EDGE, "stable-negative-curvature"),
) -> Finding:
    """Jury's conditions on the characteristic polynomial of one mode."""
    z, curvature = sp.Symbol("z"), sp.Symbol("s_mode", real=True)
    keep, left = 1 - s.beta1, 1 - s.eta * s.lam
    # (x, m) → ((1 − ηλ)x − ηm⁺, m⁺), m⁺ = (1 − β1)m + β1 s x.
    step = sp.Matrix(
        [[left - s.eta * s.beta1 * curvature, -s.eta * keep], [s.beta1 * curvature, keep]]
    )
    polynomial = sp.expand((z * sp.eye(2) - step).det())
    evidence.say("characteristic polynomial of a mode", polynomial)
    # |z| < 1 exactly where p(1) > 0, p(−1) > 0 and |p(0)| < 1.
    at_one, at_minus_one = (sp.expand(polynomial.subs(z, at)) for at in (1, -1))
    good = sp.diff(at_one, curvature).is_positive and sp.diff(at_minus_one, curvature).is_negative
    (low,), (high,) = (sp.solve(item, curvature) for item in (at_one, at_minus_one))
    evidence.say("p(1) rises in s and is 0 at", low)
    evidence.say("p(−1) falls in s and is 0 at", sp.factor(high))
    good = vanishes(sp.sympify(threshold) - high) and good
    good = vanishes(sp.sympify(ratio) * high - s.sharpness) and good
    good = vanishes(sp.sympify(lower) + low) and good
    # In size below 1 for every β1 in (0, 1] and every ηλ in (0, 2).
    good = sp.expand(polynomial.subs(z, 0) - keep * left) == 0 and good
    evidence.say("p(0), below 1 in size for ηλ in (0, 2)", keep * left)
    return judged(
        bool(good),
        "Jury's conditions are −λ < s and s < (2 − β1)(2 − ηλ)/(β1η), for ηλ < 2",
        "the ends are not those of Jury's conditions",
    )


# --- equilibrium ------------------------------------------------------------------------------
@check("here-equilibrium-size")
def equilibrium(
    evidence: Evidence,
    size: Any = _formula(EQUILIBRIUM, "equilibrium-rms"),
    largest: Any = _formula(EQUILIBRIUM, "equilibrium-max"),
    turn: Any = _formula(EQUILIBRIUM, "equilibrium-turn"),
    ratio: Any = _formula(EQUILIBRIUM, "equilibrium-ratio"),
) -> Finding:
    """Hold the figures against the stationary variances of x and u."""
    square, moved, flow = evidence.follow(_stationary)
    good = flow == 1 and vanishes(sp.sympify(size) ** 2 - square)
    good = good and vanishes(sp.sympify(turn) ** 2 - moved)
    point = {s.eta: sp.Rational(1, 100), s.lam: sp.Rational(1, 2), s.beta1: sp.Rational(1, 10)}
    there: Mapping[Any, Any] = {**point, s.d: sp.Integer(1000), s.x_norm: sp.Rational(7, 2)}
    rms = sp.sqrt(square.subs(point)).evalf(40)
    for formula, wanted in (
        (size, rms),
        (turn, sp.sqrt(moved.subs(point)).evalf(40)),
        # d Gaussian entries: the largest is about √(2 ln d) of their deviations.
        (largest, sp.sqrt(2 * sp.log(1000)).evalf(40) * rms),
        (ratio, sp.Rational(7, 2) / sp.sqrt(1000).evalf(40) / rms),
    ):
        good = _near(number(formula, there), wanted) and good
    evidence.say("size at η = 1/100, λ = 1/2, β1 = 1/10", rms.evalf(8))
    return judged(
        bool(good),
        "the stationary variance and the turn a step are those of the two recursions",
        "the stationary variance or the turn is another one",
    )


def _stationary(evidence: Evidence) -> tuple[Any, Any, Any]:
    """Return E x², E(x⁺ − x)²/E x², and E x² over η/(2λ) as ηλ → 0; the noise has variance 1."""
    x_x, x_u, u_u = sp.symbols("E_xx E_xu E_uu")
    keep, left = 1 - s.beta1, 1 - s.eta * s.lam
    # u⁺ = (1−β1)u + β1ξ and x⁺ = (1−ηλ)x − ηu⁺.
    next_u_u = keep**2 * u_u + s.beta1**2
    next_x_u = left * keep * x_u - s.eta * next_u_u
    next_x_x = left**2 * x_x - 2 * s.eta * left * keep * x_u + s.eta**2 * next_u_u
    found = sp.solve([next_u_u - u_u, next_x_u - x_u, next_x_x - x_x], [x_x, x_u, u_u], dict=True)[
        0
    ]
    square = sp.factor(found[x_x])
    evidence.say("E x²", square)
    moved = sp.factor(2 * (1 - (left * x_x - s.eta * keep * x_u) / x_x).subs(found))
    evidence.say("E(x⁺ − x)²/E x²", moved)
    flow = sp.limit(sp.cancel(square * 2 * s.lam / s.eta), s.lam, 0, "+")
    evidence.say("E x² over η/(2λ), as ηλ → 0", flow)
    return square, moved, flow


# --- another batch size -----------------------------------------------------------------------
@check("here-rescaled-decay")
def rescaled(
    evidence: Evidence,
    lam: Any = _formula(RESCALING, "lam"),
    first: Any = _formula(RESCALING, "betas-1", "half-life"),
    second: Any = _formula(RESCALING, "betas-2", "half-life"),
) -> Finding:
    """Count what is lost a sample, at η' = √κ η."""
    eta = sp.sqrt(s.to / s.b) * s.eta
    lost = sp.simplify((eta * sp.sympify(lam) / s.to) / (s.eta * s.lam / s.b))
    evidence.say("ηλ a sample, new over old", lost)
    size = sp.simplify((eta / s.eta) * (s.lam / sp.sympify(lam))) if lam != 0 else sp.Integer(0)
    evidence.say("η/λ, new over old", size)
    good = lost == 1 and size == 1
    for weight, formula in ((s.beta1, first), (s.beta2, second)):
        for rate, old, new in (("1/10", 8, 64), ("1/1000", 512, 64), ("2/3", 5, 7)):
            known = {weight: sp.Rational(rate), s.b: sp.Integer(old), s.to: sp.Integer(new)}
            kept = number(formula, known)
            wanted = (1 - sp.Rational(rate)).evalf(40) ** (sp.Rational(new, old)).evalf(40)
            good = _near(kept, wanted) and good
        evidence.say(
            "β at the last batch, and the same memory a sample", Relation(kept, "=", wanted)
        )
    return judged(
        bool(good),
        "the decay a sample, the equilibrium and the half-lives in samples are kept",
        "something is not kept a sample",
    )
