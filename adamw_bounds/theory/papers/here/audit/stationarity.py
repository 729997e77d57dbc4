"""The bounds on the mean squared gradient, from the master inequality; what they assume of v_k."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import sympy as sp

from adamw_bounds.theory import symbols as s
from adamw_bounds.theory.audit.evidence import (
    EVALUATED,
    Evidence,
    Finding,
    Relation,
    check,
    equation,
)
from adamw_bounds.theory.papers.here import symbols as h
from adamw_bounds.theory.papers.here.audit.tools import (
    BOUND,
    CONDITION,
    RUN,
    WEIGHT,
    judged,
    number,
    opened,
    points,
    vanishes,
)
from adamw_bounds.theory.papers.here.held_decay import AMSGRAD, ANCHORED_DECAY, REGULARISED_DECAY
from adamw_bounds.theory.papers.here.stationarity import (
    CONSTANT_DECAY,
    CONSTANT_STEP,
    PYTORCH,
    SCHEDULE,
    SCHEDULE_CONDITION,
)
from adamw_bounds.theory.special import BestMomentum, BestRest, LargestStep
from adamw_bounds.theory.statements import Condition, Statement, Variant

_SQUARE = "gradient-norm-squared"
_NO = sp.Integer(0)


def _bound_of(statement: Statement) -> Variant:
    return statement.formula(_SQUARE).variants["sharp"]


def _step_of(statement: Statement) -> Condition:
    return next(item for item in statement.conditions if item.name == "sharp-step")


# --- one β1, any schedule -------------------------------------------------------------------------
@dataclass(frozen=True)
class Use:
    """A use of the master inequality with one β1: what is put in for its free quantities.

    Attributes
    ----------
    c2, gap, start : sympy expressions
        The largest entry of v_k, the gap of Φ_0, and C.
    p, split : sympy expressions
        The proof's free weight as it stands in the bound, and s.
    ratio : sympy expression
        ϖ.
    left, growth : sympy expressions
        Ση_kE‖d_k‖²_{1/v_k}/Ση_k, and ΣE⟨ω_{k+1} − ω_k, x²⟩.
    """

    c2: sp.Expr
    gap: sp.Expr
    start: sp.Expr
    p: sp.Expr
    split: sp.Expr = _NO
    ratio: sp.Expr = _NO
    left: sp.Expr = _NO
    growth: sp.Expr = _NO


def _weights_stay_below(evidence: Evidence, weight: Any) -> bool:
    """Run w_k back from w_T = 0 at exact rates: it stays below (1+s)η/(2pβ1), its sum too."""
    beta1, p, split = sp.Rational(1, 5), sp.Rational(3, 2), sp.Rational(1, 3)
    rates = [sp.Rational(item, 7) for item in (3, 7, 1, 5, 7, 7, 2)]
    kept = 1 - p * beta1
    most = (1 + split) * max(rates) / (2 * p * beta1)
    known = {s.beta1: beta1, h.master_split: split, h.young_split: kept / (1 - beta1) ** 2 - 1}

    def before(after: Any, rate: Any) -> Any:
        return number(weight, {**known, s.eta: rate, h.step_weight: after})

    w, weights = sp.Float(0), []
    for rate in reversed(rates):
        w = before(w, rate)
        weights.append(w)
    limit = (1 + split) * sum(rates) / (2 * p * beta1)
    evidence.say("largest weight of a run of seven steps", Relation(max(weights), "≤", most))
    evidence.say("sum of its weights", Relation(sum(weights), "≤", limit))
    # A long run at one rate comes up to the limit: it is no looser than it must be.
    long = sp.Float(0)
    for _ in range(60):
        long = before(long, sp.Integer(1))
        if not abs(long) < 100:
            return False
    near = long / ((1 + split) / (2 * p * beta1))
    return bool(max(weights) <= most and sum(weights) <= limit and 0.999 < near <= 1)


def _derived(use: Use, bound: Variant) -> sp.Expr:
    """Return what the master inequality gives for the mean square, weighted with η_k."""
    share = (1 + use.split) / (2 * use.p * s.beta1)
    known = {
        h.reference_gap: use.gap,
        h.noise_weight: share * (use.start * s.eta + s.beta1**2 * h.rate_sum),
        h.decay_left: use.left * h.rate_sum,
        h.reference_growth: use.growth,
        h.master_split: use.split if use.split != 0 else sp.Symbol("s", positive=True),
    }
    return use.c2 / h.rate_sum * bound.expr.xreplace(known)


def _plain(expr: Any) -> sp.Expr:
    """Open the case that a vanishing error has of its own."""
    expr = s.expand(sp.sympify(expr))
    return expr.xreplace(
        {item: item.args[-1][0] for item in expr.atoms(sp.Piecewise) if _own(item)}
    )


def _own(item: sp.Piecewise) -> bool:
    return item.args[0][0] == 0


def _condition_at(use: Use, condition: Condition, p: Any) -> sp.Expr:
    """Return the master inequality's left side less 1 at w = (1+s)η/(2pβ1) and a given p."""
    kept = 1 - p * s.beta1
    known = {
        h.step_weight: (1 + use.split) * s.eta / (2 * p * s.beta1),
        h.young_split: kept / h.theta**2 - 1,
        h.reference_ratio: use.ratio,
    }
    return (condition.lhs - condition.rhs).xreplace(known)


_RUNS = points(
    (s.beta1, s.eta, s.lam, h.spread, h.group_decay, h.rate_sum),
    ("1/10", "1/500", "1/3", "1/5", "1/100", "2000"),
    ("3/5", "1/50", "0", "2/5", "1/900", "7"),
    ("9/10", "1/100", "2", "1/50", "1/7", "1"),
)


def _best_weight(evidence: Evidence, use: Use, condition: Condition, torch: int) -> bool:
    """Tell whether p meets the condition with equality, and a larger one does not meet it."""
    good = True
    for point in _RUNS:
        known = {**RUN, **point, h.pytorch_update: torch}
        p = number(use.p, known)
        split = number(use.split, known)
        at = [
            number(
                _condition_at(Use(use.c2, _NO, _NO, _NO, split, use.ratio), condition, value), known
            )
            for value in (p, p + (2 - known[s.beta1] - p) / 1000)
        ]
        evidence.say("p, and the condition's left side less 1 there", Relation(p, "→", at[0]))
        good = good and bool(p >= 1 and abs(at[0]) < 1e-9 and at[1] > 0)
    return good


def _check(
    evidence: Evidence,
    use: Use,
    bound: Variant,
    step: Condition,
    master: Variant,
    condition: Condition,
    weight: Any,
    torch: int = 0,
) -> bool:
    if not _weights_stay_below(evidence, weight):
        return False
    derived = _derived(use, master)
    evidence.say("the master inequality with these weights, times c2/Ση_k", _plain(derived))
    if not vanishes(_plain(derived) - _plain(bound.expr)):
        return False
    # At p = 1 and s → 0 the condition is the one that the statement names.
    at_one = _condition_at(Use(use.c2, _NO, _NO, _NO, _NO, use.ratio), condition, sp.Integer(1))
    evidence.say("the master inequality's condition at p = 1 and s → 0", opened(at_one + 1))
    if not vanishes(at_one - (step.lhs - step.rhs)):
        return False
    return _best_weight(evidence, use, condition, torch)


_YES = "the master inequality gives this bound, under this condition, with this p"
_NOT = "the bound, its condition or its p is not what the master inequality gives"


@check("here-schedule-bound")
def any_schedule(
    evidence: Evidence,
    constant: Variant = CONSTANT_STEP.formula(_SQUARE).variants["sharp"],
    schedule: Variant = _bound_of(SCHEDULE),
    step: Condition = _step_of(SCHEDULE),
    start: Any = s.info(h.C_paper).definition,
    decay: Condition = SCHEDULE_CONDITION,
    weight: Any = WEIGHT,
    master: Variant = BOUND,
    condition: Condition = CONDITION,
) -> Finding:
    """ω = λv_k, which does not grow; m_0 = g_0."""
    # w_0 + β1²(w_1 + …) is w_0(1 − β1²) + β1² times the sum of all.
    w0, rest = sp.symbols("w_0 W", positive=True)
    split_off = w0 + s.beta1**2 * rest - (w0 * start + s.beta1**2 * (w0 + rest))
    evidence.say("the noise's weight beside β1² times the sum of all weights", split_off)
    use = Use(s.c2, h.gap0, start, h.p_any, ratio=s.lam)
    good = vanishes(split_off)
    for bound in (constant, schedule):
        good = _check(evidence, use, bound, step, master, condition, weight) and good
    gap = s.gap + s.lam * s.c2 * s.x0_norm**2 / 2
    good = vanishes(gap - h.gap0) and good
    good = _does_not_grow(evidence, decay) and good
    return judged(good, _YES, _NOT)


def _does_not_grow(evidence: Evidence, decay: Condition) -> bool:
    """Hold the condition on λ_{k+1}/λ_k, and a constant λ's ratio, against what v_k can rise."""
    n, q = sp.symbols("n q", nonnegative=True)
    own = {q: s.beta2 * s.c_inf**2 / s.delta}
    after = (1 - s.beta2) * n + s.beta2 * s.c_inf**2 + s.delta
    room = sp.factor(sp.expand(((1 + q) * (n + s.delta)).xreplace(own) - after))
    evidence.say(
        "v²_{k+1} is at most (1+q)v²_k, q = β2c∞²/δ, with equality at n_k = 0: the difference",
        Relation(room, "≥", 0),
    )
    steepest = ((1 + q) ** sp.Rational(-1, 2)).xreplace(own)
    evidence.say("so λ_kv_k does not grow where λ_{k+1}/λ_k is at most", steepest)
    evidence.say("the ratio of a constant λ", Relation(decay.lhs, "=", 1))
    tight = room.xreplace({n: sp.Integer(0)}) == 0 and bool(sp.diff(room, n) != 0)
    return tight and vanishes(decay.rhs - steepest) and vanishes(decay.lhs - 1)


@check("here-pytorch-bound")
def pytorch(
    evidence: Evidence,
    bound: Variant = _bound_of(PYTORCH),
    step: Condition = _step_of(PYTORCH),
    weight: Any = WEIGHT,
    master: Variant = BOUND,
    condition: Condition = CONDITION,
) -> Finding:
    """Momentum from 0, divided by 1 − θ^{k+1}: α_k = β1 + a_{k+1}."""
    theta, k, m, g = sp.symbols("theta k m g", positive=True)
    weight_k = (1 - theta) / (1 - theta ** (k + 1))
    step_of_m = (theta * (1 - theta**k) * m + (1 - theta) * g) / (1 - theta ** (k + 1))
    evidence.say("m̂_k from m̂_{k−1} and g_k", step_of_m)
    good = sp.simplify(step_of_m - ((1 - weight_k) * m + weight_k * g)) == 0
    a = (1 - theta) * theta ** (k + 1) / (1 - theta ** (k + 1))
    good = sp.simplify(weight_k - (1 - theta) - a) == 0 and good
    evidence.say("α_k = β1 + a_{k+1}, with", a)
    # κ falls as α rises: its derivative at a fixed ρ has the sign of −ρ.
    rho, alpha = sp.symbols("rho alpha", positive=True)
    kappa = (1 - alpha) ** 2 * rho / (rho - (1 - alpha) ** 2)
    slope = sp.factor(sp.diff(kappa, alpha))
    evidence.say("Young's factor falls as the weight rises", slope)
    good = (
        sp.simplify(slope + 2 * rho**2 * (1 - alpha) / (rho - (1 - alpha) ** 2) ** 2) == 0 and good
    )
    use = Use(h.c2_torch_rates, s.gap, h.C_torch, h.p_torch)
    good = _check(evidence, use, bound, step, master, condition, weight, 1) and good
    good = vanishes(h.c2_torch - s.c_inf - s.c1) and good
    return judged(good, _YES, _NOT)


def _lambert(beta1: float) -> float:
    """Return C in floats: β1² Σ(σ(n)+d(n))θ^n, a sum of two Lambert series."""
    t = -math.log1p(-beta1)
    dual = 4 * math.pi**2 / t
    sums = math.pi**2 / (6 * t**2) - 1 / (2 * t) + 1 / 24
    sums += (
        dual
        / t
        * sum(n * math.exp(-dual * n) / math.expm1(-dual * n) for n in range(1, 2 + int(40 / dual)))
    )
    divisors = 0.0
    for n in range(1, int(math.sqrt(40 / t)) + 2):
        divisors -= math.exp(-t * n * n) * (1 + math.exp(-t * n)) / math.expm1(-t * n)
    return beta1**2 * (sums + divisors)


@check("here-bias-sum", EVALUATED)
def bias_sum(
    evidence: Evidence, start: Any = s.info(h.C_torch).definition, most: Any = "1.715"
) -> Finding:
    """Sum C(β1) from its terms; bound it on [0, 1] by cells in which a_i and β1 are bounded."""
    limit = sp.Rational(most)
    good = True
    for beta1 in (sp.Rational(1, 10), sp.Rational(1, 2), sp.Rational(99, 100)):
        rate, theta = float(beta1), float(1 - beta1)
        terms = [rate * theta**i / (1 - theta**i) for i in range(1, 700)]
        total = math.fsum(a**2 + 2 * rate * a for a in terms)
        found = number(start, {s.beta1: beta1})
        evidence.say(
            "C, and the sum of 699 of its terms", Relation(found, "→", sp.Float(total, 15))
        )
        good = good and abs(float(found) - total) < 1e-13
    # In a cell [l, r] every a_i is largest at l, and β1 at r: C ≤ (r/l) C(l).
    low, cells, largest = 0.006, 0, 0.0
    while good and low < 1:
        at = _lambert(low)
        if cells % 100 == 0:
            good = abs(float(number(start, {s.beta1: low}, 20)) - at) < 1e-12
        largest = max(largest, at)
        if at >= float(limit) * 0.99999:
            good = False
            break
        low, cells = low * float(limit) / (at * (1 + 1e-12)), cells + 1
    evidence.say(
        f"largest C at the left ends of {cells} cells from 0.006 to 1", sp.Float(str(largest), 10)
    )
    # Below, a_i ≤ θ^{(i+1)/2}/i gives π²/6 + 2β1 ln(2/β1), which rises with β1.
    small = sp.pi**2 / 6 + 2 * s.beta1 * sp.log(2 / s.beta1)
    at = number(small, {s.beta1: sp.Rational(6, 1000)})
    evidence.say("the closed bound at 0.006", Relation(at, "≤", limit))
    good = good and bool(at <= limit)
    return judged(good, f"C(β1) ≤ {most} for every β1", f"C(β1) is not shown to be at most {most}")


# --- constant decay -------------------------------------------------------------------------------
@check("here-decay-bound")
def constant_decay(
    evidence: Evidence,
    bound: Variant = _bound_of(CONSTANT_DECAY),
    step: Condition = _step_of(CONSTANT_DECAY),
    weight: Any = WEIGHT,
    master: Variant = BOUND,
    condition: Condition = CONDITION,
) -> Finding:
    """ω = 0: d_k = λv_kx_k, whose square over v_k is at most λ²c2‖x_k‖²."""
    left = h.c2_any * h.group_decay
    use = Use(h.c2_rates, s.gap, h.C_any, h.p_decay, h.split, left=left)
    evidence.say("‖d_k‖² over v_k is at most c2 times the squares of decay times norm", left)
    good = _check(evidence, use, bound, step, master, condition, weight)
    good = _best_split(evidence, h.split, h.decay_error, h.p_decay, h.split) and good
    return judged(good, _YES, _NOT)


@check("here-groups")
def groups(
    evidence: Evidence,
    top: Any = s.info(h.c2_rates).definition,
    top_torch: Any = s.info(h.c2_torch_rates).definition,
    squares: Any = s.info(h.group_decay).default,
    chi: Any = s.info(h.chi).definition,
) -> Finding:
    """Read a group's step with ητ and λ as one with η, v/τ and τλ: nothing else changes."""
    eta, tau, lam, v, m, x = sp.symbols("eta_ tau_ lambda_ v m x", positive=True)
    step = eta * tau * (m / v + lam * x)
    read = eta * (m / (v / tau) + tau * lam * x)
    evidence.say("the step of a group, and as one of the largest learning rate", step - read)
    good = sp.simplify(step - read) == 0
    # With ω = 0: d = λ'v'x, whose square over v' is what is summed.
    left = sp.simplify((tau * lam * (v / tau) * x) ** 2 / (v / tau))
    evidence.say("‖d_k‖² over v/τ, of one entry", left)
    good = sp.simplify(left - tau * lam**2 * v * x**2) == 0 and good
    # ω = λ'v' is λv, and ω = λv̄ leaves λ(v − v̄)x.
    fixed = sp.Symbol("vbar", positive=True)
    kept = sp.simplify(((tau * lam * (v / tau) - lam * fixed) * x) ** 2 / (v / tau))
    evidence.say("the same beside a fixed v̄", kept)
    good = sp.simplify(kept - tau * lam**2 * (v - fixed) ** 2 * x**2 / v) == 0 and good
    # One group: τ = 1.
    good = vanishes(squares - s.lam**2 * h.R_2**2) and good
    good = vanishes(top * s.least_rate - h.c2_any) and good
    good = vanishes(top_torch * s.least_rate - h.c2_torch) and good
    for torch, c2 in ((0, s.c2), (1, h.c2_torch)):
        known = {**RUN, s.mu: sp.Rational(1, 5), s.least_rate: sp.Rational(2, 7)}
        known[h.pytorch_update] = sp.Integer(torch)
        expected = number(s.mu * s.c1 * s.least_rate / (s.L * c2), known)
        found = number(chi, known)
        evidence.say("χ, and μc1τ_min/(Lc2)", Relation(found, "=", expected))
        good = good and bool(abs(found - expected) < 1e-25)
    return judged(
        good,
        "v/τ lies between c1 and c2/τ_min, where τ is 1 for the largest learning rate",
        "c2, χ or the sum over the groups is not what the reading of a group gives",
    )


@check("here-anchored-bound")
def anchored(
    evidence: Evidence,
    bound: Variant = _bound_of(ANCHORED_DECAY),
    step: Condition = _step_of(ANCHORED_DECAY),
    spread: Any = s.info(h.spread).default,
    weight: Any = WEIGHT,
    master: Variant = BOUND,
    condition: Condition = CONDITION,
) -> Finding:
    """ω = λv̄, which stands still: d_k = λ(v_k − v̄)x_k."""
    left = h.spread**2 * h.c2_any * h.group_decay
    use = Use(
        h.c2_rates,
        h.gap0_any,
        h.C_any,
        h.p_anchored,
        h.split_anchored,
        s.lam * (1 + h.spread),
        left,
    )
    evidence.say("‖d_k‖² over v_k is at most", left)
    good = _check(evidence, use, bound, step, master, condition, weight)
    # Where nothing is known: v̄ = 2c1c2/(c1+c2) is as far from both ends.
    low, high = sp.symbols("c_1 c_2", positive=True)
    anchor = 2 * low * high / (low + high)
    share = (high - low) / (high + low)
    good = sp.simplify(1 - anchor / high - share) == 0 and good
    good = sp.simplify(anchor / low - 1 - share) == 0 and good
    for torch, top in ((0, s.c2), (1, h.c2_torch)):
        known = {**RUN, h.pytorch_update: torch}
        expected = share.xreplace({low: s.c1, high: top})
        found = number(spread, known)
        evidence.say(
            "φ where nothing is known of v_k", Relation(found, "=", number(expected, known))
        )
        good = good and bool(abs(found - number(expected, known)) < 1e-25)
    good = vanishes(s.gap + s.lam * h.c2_any * s.x0_norm**2 / 2 - h.gap0_any) and good
    return judged(good, _YES, _NOT)


def _best_split(evidence: Evidence, split: Any, error: Any, p: Any, symbol: Any) -> bool:
    """No other s near the chosen one gives less."""
    del symbol
    good = True
    for point in _RUNS[:2]:
        known = {**RUN, **point}
        chosen = number(split, known)

        def total(value: Any, known: Any = known) -> Any:
            weight = s.info(p).definition
            at = weight.func(*weight.args[:3], value)
            return number((1 + value) / at * h.noise_any + (1 + 1 / value) * error, known)

        values = [total(chosen * factor) for factor in (1, sp.Rational(9, 10), sp.Rational(11, 10))]
        good = good and bool(values[0] <= min(values[1:]))
        evidence.say(
            "what noise and decay make at s, 0.9 s and 1.1 s", sp.Matrix([values]).as_immutable()
        )
    return good


@check("here-held-bound")
def held(
    evidence: Evidence,
    regularised: Variant = _bound_of(REGULARISED_DECAY),
    amsgrad: Variant = _bound_of(AMSGRAD),
    step: Condition = _step_of(REGULARISED_DECAY),
    amsgrad_step: Condition = _step_of(AMSGRAD),
    weight: Any = WEIGHT,
    master: Variant = BOUND,
    condition: Condition = CONDITION,
) -> Finding:
    """ω = λv_k, which grows by λ(v_{k+1} − v_k)."""
    use = Use(h.c2_rates, h.gap0_any, h.C_any, h.p_any, ratio=s.lam, growth=s.lam * h.drift)
    good = True
    for bound, its in ((regularised, step), (amsgrad, amsgrad_step)):
        good = _check(evidence, use, bound, its, master, condition, weight) and good
    return judged(good, _YES, _NOT)


@check("here-drift", EVALUATED)
def drift(
    evidence: Evidence,
    moving: Any = REGULARISED_DECAY.formula("drift").variants["sharp"].expr,
    rising: Any = AMSGRAD.formula("drift").variants["sharp"].expr,
) -> Finding:
    """Add up what an entry of v_k can rise: its net change, and the largest falls of a step."""
    good = True
    rows = (
        ("1/10", 5, "1/1000"),
        ("1/3", 40, "1/20"),
        ("1/100", 3, "1/2"),
        ("7", 12, "1/1000"),
    )
    for delta, steps, rate in rows:
        beta2, count = sp.Rational(rate), sp.Integer(steps)
        known = {
            **RUN,
            s.delta: sp.Rational(delta),
            s.beta2: beta2,
            s.T: count,
            s.d: 3,
            s.x_inf_norm: sp.Rational(1, 2),
        }
        box = sp.Rational(3, 4)
        root = sp.sqrt(sp.Rational(delta))
        top = sp.sqrt(1 + sp.Rational(delta))
        fall = top - sp.sqrt(1 - beta2 + sp.Rational(delta))
        # c∞ = 1 in RUN. The paper's update: every step may fall as far.
        paper = box * (top - root + (count - 1) * fall)
        found = number(moving, known)
        evidence.say("V, the paper's update", Relation(found, "=", paper.evalf(15)))
        good = good and bool(abs(found - paper.evalf(40)) < 1e-24)
        found = number(rising, known)
        good = good and bool(abs(found - (box * (top - root)).evalf(40)) < 1e-24)
        # PyTorch's: a_k = β2/(1 − (1−β2)^{k+1}); AMSGrad's falls by the correction alone.
        kept = 1 - beta2
        corrections = [1 - kept ** (k + 1) for k in range(steps)]
        falls = [1 - sp.sqrt(1 - beta2 / item) for item in corrections[1:]]
        pairs = pairwise(corrections)
        corrected = [1 - sp.sqrt(before / after) for before, after in pairs]
        torch = {**known, h.pytorch_update: 1}
        early = min(sp.log(count).evalf(30), sp.log(1 / beta2).evalf(30))
        for name, expr, each, limit in (
            ("moving", moving, falls, ((count - 1) * -sp.log(kept) + early) / 2),
            ("AMSGrad", rising, corrected, early / 2),
        ):
            exact = (box * (1 + sum(each))).evalf(30)
            found = number(expr, torch)
            evidence.say(f"V by its own sum, PyTorch, {name}", Relation(exact, "≤", found))
            close = (box * (1 + limit)).evalf(30)
            good = good and bool(exact <= found and abs(found - close) < 1e-24)
    return judged(
        good,
        "V is at most the range of v_k and what its entries can fall, and that sum collapses",
        "V can exceed it, or it is not that sum",
    )


# --- the shortest run -----------------------------------------------------------------------------
@check("here-shortest-run")
def shortest_run(
    evidence: Evidence,
    iterations: Variant = CONSTANT_STEP.formula("iterations").variants["sharp"],
    complexity: Variant = CONSTANT_STEP.formula("gradient-complexity").variants["sharp"],
    eta: Any = CONSTANT_STEP.formula("eta-max").variants["sharp"].expr,
    beta1: Any = CONSTANT_STEP.formula("beta1-max").variants["sharp"].expr,
    guarantee: Variant = CONSTANT_STEP.formula(_SQUARE).variants["sharp"],
    condition: Condition = CONDITION,
) -> Finding:
    """Put the chosen β1, p and z into the guarantee; the search itself is a choice."""
    found = [sorted(s.expand(item).atoms(BestMomentum), key=str) for item in (beta1, eta)]
    count = s.expand(iterations.expr)
    momentum = next(iter(count.atoms(BestMomentum)), None)
    if momentum is None or any(item != [momentum] for item in found):
        return judged(False, "", "η, β1 and T do not take the same β1")
    weight, rest, z = sp.symbols("beta_* rest z", positive=True)

    def named(expr: Any) -> sp.Expr:
        expr = s.expand(sp.sympify(expr)).xreplace({momentum: weight})
        for kind, name in ((BestRest, rest), (LargestStep, z)):
            expr = expr.xreplace(dict.fromkeys(expr.atoms(kind), name))
        return expr

    good = named(beta1) == weight
    rate = named(eta)
    evidence.say("η, with β1 and z for those chosen", rate)
    good = vanishes(rate - z * weight * s.c1 / s.L) and good
    steps = named(count)
    evidence.say("T", steps)
    p = 1 + (1 - rest) * (1 - weight)
    bound = guarantee.expr.xreplace({h.p_any: p, h.rate_sum: s.eta * s.T})
    bound = s.expand(bound).xreplace({s.beta1: weight}).xreplace({s.T: steps})
    bound = bound.xreplace({s.eta: z * weight * s.c1 / s.L})
    good = vanishes(bound - s.eps**2) and good
    evidence.say("the bound after T steps", equation(bound, s.eps**2, holds=good))
    good = vanishes(named(complexity.expr) - s.b * steps) and good
    # z is the largest that the condition allows at this β1 and p.
    for values in (("1/10", "1/2", "0"), ("2/3", "1/5", "3"), ("1/100", "1/1000", "1/7")):
        at, share, decay = map(sp.Rational, values)
        weight_p = 1 + (1 - share) * (1 - at)
        step = LargestStep(decay, at, share).evalf(40)
        use = Use(s.c2, _NO, _NO, _NO, ratio=s.lam)
        known = {**RUN, s.beta1: at, s.lam: decay * 20, s.eta: step * at / 20}
        left = number(_condition_at(use, condition, weight_p), known)
        evidence.say("the condition's left side less 1 at z", left)
        good = good and bool(abs(left) < 1e-25)
    return judged(
        good,
        "after T steps the bound is ε² exactly, at the largest step that the condition allows",
        "T, η and β1 do not belong together",
    )
