"""Claims about the update itself: Equation (2) and the minimisation of Section 4.2."""

from __future__ import annotations

import sympy as sp

from adamw_bounds.theory.audit.evidence import Evidence, Finding, Relation, check, judge
from adamw_bounds.theory.audit.notation import text
from adamw_bounds.theory.audit.tools import linear_root, zero
from adamw_bounds.theory.papers.zhou2024 import symbols as s

m, m_before, g = sp.symbols("m_k m_{k-1} g_k", real=True)
x, x_k, slope, level = sp.symbols("x x_k g F", real=True)
v = sp.Symbol("v", positive=True)

#: Right-hand side of the momentum's update, as printed and as it is meant.
MOMENTUM_PRINTED = (1 - s.beta1) * m + s.beta1 * g
MOMENTUM_REPAIRED = (1 - s.beta1) * m_before + s.beta1 * g

#: What Section 4.2 minimises, in one coordinate with v = v_k, and what it says the minimiser is.
PROXIMAL_PRINTED = level + slope * (x - x_k) + s.lam * v * x**2 / 2
PROXIMAL_REPAIRED = PROXIMAL_PRINTED + v * (x - x_k) ** 2 / (2 * s.eta)
PROXIMAL_STEP = (x_k - s.eta * slope / v) / (1 + s.lam * s.eta)


def adamw_step(
    x_now: sp.Expr, m_now: sp.Expr, n_now: sp.Expr, *, eta: sp.Expr, lam: sp.Expr, delta: sp.Expr
) -> sp.Expr:
    """Return x_{k+1} of Equation (2) in one coordinate."""
    return x_now - eta * m_now / sp.sqrt(n_now + delta) - eta * lam * x_now


@check("eq2-index")
def index_of_the_momentum(
    evidence: Evidence, right: sp.Expr = MOMENTUM_PRINTED, repaired: sp.Expr = MOMENTUM_REPAIRED
) -> Finding:
    """Solve the printed update for m_k: it must remember m_{k−1}."""
    found = linear_root(m - right, m)
    evidence.say("the update as given", Relation(m, "=", right))
    evidence.say("solved for m_k", Relation(m, "=", found))
    meant = linear_root(m - repaired, m)
    evidence.say("with m_{k−1} on the right", Relation(m, "=", meant))
    remembers = m_before in found.free_symbols
    verdict = judge(
        printed=remembers, repaired=m_before in meant.free_symbols, otherwise="misprint"
    )
    return verdict, (
        "m_k depends on m_{k−1}"
        if remembers
        else f"solved for m_k it says m_k = {text(found)}: no momentum; the right-hand side has "
        f"m_{{k−1}}"
    )


@check("prox-term")
def minimiser(
    evidence: Evidence,
    objective: sp.Expr = PROXIMAL_PRINTED,
    step: sp.Expr = PROXIMAL_STEP,
    repaired: sp.Expr = PROXIMAL_REPAIRED,
) -> Finding:
    """Minimise, with and without the proximal term, and compare with the step."""

    def least(function: sp.Expr) -> sp.Expr:
        point = linear_root(sp.diff(function, x), x)
        evidence.say("minimise, one coordinate, v = v_k", function)
        evidence.say("its second derivative is positive", Relation(sp.diff(function, x, 2), ">", 0))
        evidence.say("the minimiser", Relation(x, "=", point))
        return point

    evidence.say("the step that the paper displays", step)
    found = least(objective)
    printed = zero(found - step)
    if printed:
        return "holds", f"the minimiser is {text(step)}"
    difference = sp.simplify(least(repaired) - step)
    evidence.say("the last minimiser, with (1/2η)‖x − x_k‖²_v, minus the step", difference)
    return judge(printed=False, repaired=difference == 0, otherwise="misprint"), (
        f"the displayed minimum is at {text(found)}; with (1/2η)‖x − x_k‖²_v it is the step"
    )
