"""What Theorem 2's own method gives under a constant decay, with the growth of v_k kept."""

from __future__ import annotations

from typing import Any

import sympy as sp

from adamw_bounds.theory import symbols as s
from adamw_bounds.theory.audit.evidence import Evidence, Finding, Measured, Relation, check
from adamw_bounds.theory.audit.tools import equation, same, zero
from adamw_bounds.theory.papers.here import symbols as h
from adamw_bounds.theory.papers.here.audit.tools import judged, part
from adamw_bounds.theory.papers.here.held_decay import REGULARISED_DECAY
from adamw_bounds.theory.papers.zhou2024.audit.proof import bracket_is_kept, descent, mean
from adamw_bounds.theory.papers.zhou2024.nonconvex import THEOREM_2
from adamw_bounds.theory.statements import Variant

_SQUARE = "gradient-norm-squared"
#: ΣE⟨x²_{k+1}, λ_{k+1}v_{k+1} − λ_kv_k⟩, which Theorem 2's hypothesis makes at most 0.
_growth = sp.Symbol("W", real=True)
#: The sharp bound at p = 1, with all of the first error, for the paper's update, a constant η and
#: one group of parameters.
_THEIRS = {
    h.p_any: sp.Integer(1),
    h.C_any: sp.Integer(1),
    h.c2_any: s.c2,
    h.c2_rates: s.c2,
    h.S_any: s.c2 * s.sigma**2 / (s.c1 * s.b),
    h.gap0_any: h.gap0,
    h.rate_sum: s.eta * s.T,
}


@check("lambda-const")
def measured_growth(
    evidence: Evidence,
    guarantee: Variant = THEOREM_2.formula(_SQUARE).variants["explicit"],
    bound: Variant = REGULARISED_DECAY.formula(_SQUARE).variants["sharp"],
    simulated: tuple[Measured, ...] = (),
) -> Finding:
    """Keep what the hypothesis on λ_kv_k drops, and follow it through the proof's sum."""
    x, before, after, v, w = sp.symbols("x lambda_0 lambda_1 v_0 v_1", real=True)
    loss = sp.Symbol("F", real=True)
    step = (loss + after * w * x**2 / 2) - (loss + before * v * x**2 / 2)
    evidence.say(
        "F_{k+1} − F_k at x_{k+1}, in one coordinate, is ½x²(λ_{k+1}v_{k+1} − λ_kv_k)",
        equation(step, x**2 * (after * w - before * v) / 2),
    )
    evidence.follow(descent)
    kept = bool(evidence.follow(bracket_is_kept) >= sp.Rational(1, 4))
    proved = mean()
    labels = ("gap", "initial-noise", "noise-floor")
    evidence.say(
        "nothing else in the proof asks how λ_kv_k moves: half of W, the sum over the steps of "
        "E⟨x²_{k+1}, λ_{k+1}v_{k+1} − λ_kv_k⟩, stands beside Δ₀, and the mean is at most",
        sp.Add(*proved._replace(gap=proved.gap.xreplace({h.gap0: h.gap0 + _growth / 2}))),
    )
    more = sp.expand(proved.gap.xreplace({h.gap0: _growth / 2}))
    evidence.say("so that W adds", more)
    good = same(step, x**2 * (after * w - before * v) / 2) and kept
    for label, wanted in zip(labels, proved, strict=True):
        good = _agree(evidence, f"{label} of Theorem 2", part(guarantee, label), wanted) and good
        at_one = part(bound, label).xreplace(_THEIRS)
        good = _agree(evidence, f"{label} with a constant λ, at p = 1", at_one, wanted) and good
    at_one = part(bound, "drift").xreplace(_THEIRS)
    constant = more.xreplace({_growth: s.lam * h.drift})
    good = _agree(evidence, "W = λV for a constant λ, V measured", at_one, constant) and good
    evidence.measured(simulated)
    good = good and all(item.keeps for item in simulated)
    return judged(
        good,
        "the growth of λ_kv_k adds c2·W/(ηT) to Theorem 2's bound, and nothing else changes; "
        "W is λV for a constant λ",
        "the bound under a constant decay is not Theorem 2's with what the growth of v_k adds",
    )


def _agree(evidence: Evidence, what: str, given: Any, wanted: Any) -> bool:
    fits = same(given, wanted) if wanted != 0 else zero(given)
    evidence.say(
        f"{what}: the catalog's, and the proof's", Relation(given, "=" if fits else "≠", wanted)
    )
    return fits
