"""The proof that Theorems 2, 3 and 4 share, step by step, and what it needs of T.

Nothing here reads a formula of the catalog: the checks compare the catalog with it.
"""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

import sympy as sp

from adamw_bounds.theory.audit import once
from adamw_bounds.theory.audit.evidence import Evidence, Relation
from adamw_bounds.theory.audit.tools import equation
from adamw_bounds.theory.papers.zhou2024 import symbols as s

__all__ = [
    "STEP_RATIOS",
    "Mean",
    "Needs",
    "beta1_cap",
    "bracket_is_kept",
    "decaying",
    "decaying_mean",
    "descent",
    "explicit_terms",
    "least_bracket",
    "mean",
    "needs",
]

_half = sp.Rational(1, 2)
_third = sp.Rational(1, 3)
_z = sp.Symbol("z", nonnegative=True)
_F, _D, _N, _U = sp.symbols("F D N U", nonnegative=True)
#: E‖m_0 − ∇F(x_0)‖² at the start of a run.
start_error = sp.Symbol("D_0", nonnegative=True)

#: η over β1: of the paper, and the largest that the proof allows.
STEP_RATIOS = {"η = rβ1": s.info(s.r).definition, "η = β1c1/(2L)": s.c1 / (2 * s.L)}


class Mean(NamedTuple):
    """What the mean squared gradient of T steps is at most, in three parts."""

    gap: sp.Expr
    start: sp.Expr
    floor: sp.Expr


class Needs(NamedTuple):
    """T at which the gap's part, and that of the first momentum's error, is a third of a target."""

    bias: sp.Expr
    variance: sp.Expr


def descent(evidence: Evidence) -> tuple[sp.Expr, Mean]:
    """Derive the guarantee from smoothness and the momentum's recursion.

    Returns
    -------
    bracket : sympy expression
        The factor of −(η/2)·E‖u‖²_{1/v} in the drop of F_k + (η/(2c1β1))·E‖m − ∇F‖².
    bound : Mean
        What the sum over T steps says of the mean E‖∇F_k(x_k)‖², from the gap Δ₀ and the error
        D_0 of the first momentum.
    """
    gradient, u = sp.symbols("G u", real=True)
    product = -s.eta * gradient * u
    squares = -(s.eta / 2) * (gradient**2 + u**2 - (u - gradient) ** 2)
    evidence.say(
        "x_{k+1} − x_k = −ηu/v with u = m + λvx; in every coordinate, with G that of ∇F_k, "
        "−ηGu = −(η/2)(G² + u² − (u − G)²)",
        equation(product, squares),
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
    evidence.say(
        "m_{k+1} − ∇F_{k+1} = (1−β1)(m_k − ∇F_k) + (1−β1)(∇F_k − ∇F_{k+1}) + β1·noise; squared "
        "with "
        "‖a+b‖² ≤ (1+s)‖a‖² + (1+1/s)‖b‖², s = β1/(1−β1): the factors are 1−β1 and (1−β1)²/β1",
        equation((1 - s.beta1) ** 2 * (1 + share), 1 - s.beta1),
    )
    evidence.say(
        "and the other",
        equation((1 - s.beta1) ** 2 * (1 + 1 / share), (1 - s.beta1) ** 2 / s.beta1),
    )
    evidence.say("so D of the next step is at most", momentum)
    weight = s.eta / (2 * s.c1 * s.beta1)
    total = sp.expand(drop + weight * (momentum - _D))
    evidence.say(
        "in F_k + (η/(2c1β1))D the coefficient of D vanishes: what the step adds, and what the "
        "momentum takes",
        equation(sp.expand(drop).coeff(_D), weight - weight * sp.expand(momentum).coeff(_D)),
    )
    bracket = sp.expand(total.coeff(_U) / (-s.eta / 2))
    evidence.say("and that of U is −(η/2) times", bracket)
    noise = once.simplify(total.coeff(_N, 0).coeff(_U, 0).coeff(_D, 0))
    evidence.say("what is left each step", noise)
    gained = s.T * s.eta / (2 * s.c2)
    bound = Mean(
        once.simplify(s.gap0 / gained),
        once.simplify(weight * start_error / gained),
        once.simplify(s.T * noise / gained),
    )
    evidence.say(
        "sum over T steps with N ≥ ‖∇F_k‖²/c2 and divide by Tη/(2c2): from the error D_0 of the "
        "first momentum, the mean E‖∇F_k(x_k)‖² is at most",
        sp.Add(*bound),
    )
    return bracket, bound


def bracket_is_kept(evidence: Evidence) -> sp.Expr:
    """Return a lower bound of the bracket under η ≤ β1c1/(2L) and λη ≤ 1/4; it must be ≥ 1/4."""
    bracket, _ = Evidence().follow(descent)
    scaled = sp.expand(
        bracket.xreplace({s.lam: 1 / (4 * s.eta)}).xreplace({s.eta: _z * s.beta1 * s.c1 / s.L})
    )
    evidence.say("the bracket at λη = 1/4 and η = z·β1·c1/L, with z ≤ 1/2", scaled)
    falls = sp.expand(-sp.diff(scaled, _z))
    evidence.say("it falls with z", Relation(once.factor(sp.diff(scaled, _z)), "≤", 0))
    worst = sp.expand(scaled.xreplace({_z: _half}))
    evidence.say("so it is least at z = 1/2", worst)
    # worst = 1/2 - beta^2/4, at least 1/4 for beta <= 1.
    least = worst.xreplace({s.beta1: sp.Integer(1)})
    slope = sp.diff(worst, s.beta1)
    ok = _nonnegative(falls) and bool(slope.is_negative)
    evidence.say("which falls with β1 ≤ 1", Relation(worst, "≥", least))
    return least if ok else sp.Integer(-1)


def _nonnegative(expr: sp.Expr) -> bool:
    return all(term.is_nonnegative for term in sp.Add.make_args(_squares(expr)))


def _squares(expr: sp.Expr) -> sp.Expr:
    """Write β + 2z(1−β)² and its like as a sum of terms that are visibly non-negative."""
    collected = sp.collect(sp.expand(expr), _z, evaluate=False)
    return sp.Add(*(power * once.factor(part) for power, part in collected.items()))


def least_bracket() -> sp.Expr:
    """Return the least value of the bracket, its derivation left out."""
    return Evidence().follow(bracket_is_kept)


def mean(start: Any = None) -> Mean:
    """Return what the mean squared gradient is at most, its derivation left out.

    Parameters
    ----------
    start : sympy expression, optional
        D_0; σ²/b, the error of the first momentum m_0 = g_0, where it is not given.
    """
    _, bound = Evidence().follow(descent)
    value = s.sigma**2 / s.b if start is None else sp.sympify(start)
    return Mean(*(part.xreplace({start_error: value}) for part in bound))


def beta1_cap(target: Any = None) -> sp.Expr:
    """Return the β1 at which the noise floor is a third of the target, ε² where none is given."""
    target = s.eps**2 if target is None else target
    return once.powsimp(target * _third / (mean().floor / s.beta1))


def needs(*, target: Any = None, gap: Any = None, start: Any = None) -> Needs:
    """Return the T that the mean needs at η and β1, a third of the target for each part.

    Parameters
    ----------
    target : sympy expression, optional
        ε² where it is not given.
    gap, start : sympy expression, optional
        Δ₀ and σ²/b where they are not given.
    """
    target = s.eps**2 if target is None else target
    bound = mean(start)
    first = bound.gap if gap is None else bound.gap.xreplace({s.gap0: gap})
    return Needs(*(once.powsimp(part * s.T / (target * _third)) for part in (first, bound.start)))


@cache
def explicit_terms(step: str) -> dict[str, tuple[sp.Expr, ...]]:
    """Return Theorem 2's T, every minimum of the caps inverted: its terms by label.

    Parameters
    ----------
    step : str
        One of :data:`STEP_RATIOS`.
    """
    ratio, cap = STEP_RATIOS[step], beta1_cap()
    # 1/min is a maximum: each alternative of the caps gives one monomial.
    choices = (
        {s.eta: ratio * cap, s.beta1: cap},
        {s.eta: ratio * _half, s.beta1: _half},
        {s.eta: 1 / (4 * s.lam), s.beta1: _half},
    )
    bias, variance = needs()
    return {
        "bias": tuple(once.powsimp(bias.xreplace(choice)) for choice in choices),
        "variance": tuple(once.powsimp(variance.xreplace(choice)) for choice in choices[:2]),
    }


# --- A decaying step -----------------------------------------------------------------------------
#: The regimes of γ and T, and the output that is drawn in proportion to η_k.
REGIMES = ("γ > 1, T < γ²", "γ > 1, T ≥ γ²", "γ ≤ 1", "drawn ∝ η_k, γ ≤ 1")
#: Σβ² over the T steps.
_squares_sum = sp.Symbol("B_2", nonnegative=True)
_x = sp.Symbol("x", positive=True)


def decaying(evidence: Evidence) -> dict[str, Mean]:
    """Derive what T steps of size η_k = r_λ β_{k+1} give, with β_j = min(1, γ/√j).

    Returns
    -------
    dict
        Regime to the three parts of the mean, in A, S, γ and T; D_0 = σ²/b.
    """
    bound = mean()
    gained = s.T * s.eta / (2 * s.c2)
    rate = {s.eta: s.r_lam * s.beta1}
    total = (
        s.gap0
        + once.simplify((bound.start * gained).xreplace(rate))
        + once.simplify((bound.floor * gained / s.T).xreplace(rate) / s.beta1**2) * _squares_sum
    )
    evidence.say(
        "η_k = r_λβ_{k+1}: the weight η/(2c1β1) = r_λ/(2c1) is the same at every step, so that "
        "the steps add up; with B_2 = Σβ², Ση_k E‖∇F_k(x_k)‖² is at most 2c2 times",
        total,
    )
    over = sp.expand(2 * s.c2 * total / s.r_lam)
    names = {s.A: 2 * s.c2 * s.gap0 / s.r_lam, s.S: s.c2 * s.sigma**2 / (s.c1 * s.b)}
    evidence.say(
        "over r_λ: A + S(1 + B_2), with A = 2c2Δ₀/r_λ and S = c2σ²/(c1b)",
        equation(over, names[s.A] + names[s.S] * (1 + _squares_sum)),
    )
    sums = _sums(evidence)
    found = {}
    for regime, (least, squares) in sums.items():
        # Each η_k is at least r_λ·least/T; drawn in proportion to η_k, least is their sum.
        parts = Mean(*(once.simplify(item / least) for item in (s.A, s.S, s.S * squares)))
        found[regime] = parts
        evidence.say(f"{regime}: the mean is at most", sp.Add(*parts))
    return found


def _sums(evidence: Evidence) -> dict[str, tuple[sp.Expr, sp.Expr]]:
    """Return T·min β_j (or Σβ_j) from below and Σβ_j² from above, by regime."""
    g, count = s.gamma_given, s.T
    tail = sp.integrate(g**2 / _x, (_x, 1, count))
    flat = sp.integrate(sp.Integer(1), (_x, 0, g**2)) + sp.integrate(g**2 / _x, (_x, g**2, count))
    lengths = sp.integrate(g / sp.sqrt(_x), (_x, 1, count + 1))
    for rule, falls in (("γ²/x", g**2 / _x), ("γ/√x", g / sp.sqrt(_x))):
        evidence.say(
            f"{rule} falls, so that a sum lies between its integrals",
            Relation(sp.diff(falls, _x), "<", 0),
        )
    evidence.say("γ ≤ 1: Σγ²/j is at most its first term and the integral from 1", g**2 + tail)
    evidence.say(
        "γ > 1: Σmin(1, γ²/j) is at most the integral of min(1, γ²/x) from 0, for T ≥ γ²",
        sp.expand_log(flat, force=True),
    )
    evidence.say("Σγ/√j is at least the integral from 1 to T + 1", once.simplify(lengths))
    slow = g * sp.sqrt(count)
    one_log = g**2 * (1 + sp.log(count))
    return {
        REGIMES[0]: (count, count),
        REGIMES[1]: (slow, g**2 * (1 + sp.log(count / g**2))),
        REGIMES[2]: (slow, one_log),
        REGIMES[3]: (once.simplify(lengths), one_log),
    }


def decaying_mean(regime: str) -> Mean:
    """Return what the mean is at most in one of :data:`REGIMES`, its derivation left out."""
    return Evidence().follow(decaying)[regime]
