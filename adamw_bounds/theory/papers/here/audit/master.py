"""The master inequality, from one step of the run."""

from __future__ import annotations

from typing import Any

import sympy as sp

from adamw_bounds.theory import symbols as s
from adamw_bounds.theory.audit.evidence import Evidence, Finding, check
from adamw_bounds.theory.audit.tools import zero
from adamw_bounds.theory.papers.here import symbols as h
from adamw_bounds.theory.papers.here.audit.tools import BOUND, CONDITION, WEIGHT, judged, vanishes
from adamw_bounds.theory.statements import Condition, Variant


@check("here-one-step")
def one_step(
    evidence: Evidence,
    weight: Any = WEIGHT,
    condition: Condition = CONDITION,
    bound: Variant = BOUND,
) -> Finding:
    """Add w times the momentum's error to the loss, and collect what one step leaves."""
    a, e, d, t = sp.symbols("a e d t", positive=True)
    u = a + e + d
    evidence.say(
        "2⟨∇Φ, u⟩ = ‖∇Φ‖² + ‖u‖² − ‖e+d‖², as u = ∇Φ + e + d",
        2 * a * u - a**2 - u**2 + (e + d) ** 2,
    )
    steps = [zero(2 * a * u - a**2 - u**2 + (e + d) ** 2)]
    young = (1 + t) * e**2 + (1 + 1 / t) * d**2 - (e + d) ** 2
    evidence.say("Young: what is given away is a square", sp.factor(young))
    steps.append(zero(young - (sp.sqrt(t) * e - d / sp.sqrt(t)) ** 2))

    # Coefficients of N(∇Φ), of N(u), of P, of N(d) and of ν in F + wP after a step, less before.
    eta, w = s.eta, h.step_weight
    slope = s.L / s.c1
    kept = h.theta**2 * (1 + h.young_split)
    moved = h.theta**2 * (1 + 1 / h.young_split) * slope**2 * eta**2
    of_step = -eta / 2 + eta**2 * (slope + h.reference_ratio) / 2 + w * moved
    of_error = (1 + h.master_split) * eta / 2 + w * kept
    evidence.say("factor of the momentum's error after a step", of_error)
    steps.append(vanishes(of_error - weight))
    evidence.say("factor of the step's own square", of_step)
    steps.append(vanishes(of_step + eta * (condition.rhs - condition.lhs) / 2))

    # Three steps, added up; the last weight is 0.
    rates = sp.symbols("eta_0:3", positive=True)
    alphas = sp.symbols("alpha_1:3", positive=True)
    weights = [*sp.symbols("w_0:3", positive=True)]
    left = sp.symbols("D_0:3", positive=True)
    growth = sp.symbols("G_1:3", real=True)
    nu = s.sigma**2 / (s.b * s.c1)
    total = h.reference_gap + weights[0] * nu
    total += sum(w * a**2 * nu for w, a in zip(weights[1:], alphas, strict=True))
    total += sum(
        (1 + 1 / h.master_split) * r * item / 2 for r, item in zip(rates, left, strict=True)
    )
    total += sum(growth) / 2
    known = {
        h.noise_weight: weights[0]
        + sum(w * a**2 for w, a in zip(weights[1:], alphas, strict=True)),
        h.decay_left: sum(r * item for r, item in zip(rates, left, strict=True)),
        h.reference_growth: sum(growth),
    }
    evidence.say("twice the sum of three steps' inequalities", 2 * total)
    steps.append(vanishes(2 * total - bound.expr.xreplace(known)))
    return judged(
        all(steps),
        "one step leaves the weighted squares of the gradient, and the noise; the rest cancels",
        "the weight, the condition or the sum is not what one step of the run gives",
    )
