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
    """Solve the printed update for m_k: it must be a mean of m_{k−1} and g_k."""

    def solved(update: sp.Expr) -> sp.Expr | None:
        try:
            return linear_root(m - update, m)
        except ValueError:
            return None

    def is_mean(value: sp.Expr | None) -> bool:
        """Tell whether it moves from m_{k−1} towards g_k by the share β1, and keeps a constant."""
        return value is not None and zero(value - m_before - s.beta1 * (g - m_before))

    found, meant = solved(right), solved(repaired)
    evidence.say("the update as given", Relation(m, "=", right))
    evidence.say("solved for m_k", None if found is None else Relation(m, "=", found))
    evidence.say("with m_{k−1} on the right", None if meant is None else Relation(m, "=", meant))
    evidence.say(
        "a mean that forgets keeps a constant gradient as it is, and moves towards a new one by "
        "the share β1",
        Relation(m - m_before, "=", s.beta1 * (g - m_before)),
    )
    verdict = judge(printed=is_mean(found), repaired=is_mean(meant), otherwise="misprint")
    if verdict == "holds":
        return verdict, "m_k moves from m_{k−1} towards g_k by the share β1"
    told = "nothing of m_k" if found is None else f"m_k = {text(found)}"
    remembers = found is not None and m_before in found.free_symbols
    return verdict, (
        f"solved for m_k it says {told}: {'no mean' if remembers else 'no momentum'}; the "
        f"right-hand side has m_{{k−1}}"
    )


_SAME_MINIMUM = "a positive factor leaves the minimum where it is"


@check(
    "prox-term",
    unmoved={
        f"{name}: {kind}": _SAME_MINIMUM
        for name in ("objective", "repaired")
        for kind in ("factor", "power of v", "power of eta", "power of lam")
    },
)
def minimiser(
    evidence: Evidence,
    objective: sp.Expr = PROXIMAL_PRINTED,
    step: sp.Expr = PROXIMAL_STEP,
    repaired: sp.Expr = PROXIMAL_REPAIRED,
) -> Finding:
    """Minimise, with and without the proximal term, and compare with the step."""
    decay = sp.Symbol("lambda", positive=True)

    def least(function: sp.Expr) -> sp.Expr | None:
        evidence.say("minimise, one coordinate, v = v_k", function)
        curve = sp.diff(function, x, 2).xreplace({s.lam: decay})
        convex = bool(curve.is_positive) and not curve.has(x)
        evidence.say(
            "its second derivative", Relation(sp.diff(function, x, 2), ">" if convex else "≤", 0)
        )
        if not convex:
            return None
        point = linear_root(sp.diff(function, x), x)
        evidence.say("the minimiser", Relation(x, "=", point))
        return point

    evidence.say("the step that the paper displays", step)
    found = least(objective)
    if found is not None and zero(found - step):
        return "holds", f"the minimiser is {text(step)}"
    right = least(repaired)
    fits = right is not None and zero(right - step)
    evidence.say(
        "the last minimiser, with (1/2η)‖x − x_k‖²_v, beside the step",
        None if right is None else Relation(right, "=" if fits else "≠", step),
    )
    told = "has no place" if found is None else f"is at {text(found)}"
    return judge(printed=False, repaired=fits, otherwise="misprint"), (
        f"the displayed minimum {told}; with (1/2η)‖x − x_k‖²_v it is the step"
    )
