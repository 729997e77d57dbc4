"""The largest learning rate at a given β1: where a condition on the step holds with equality."""

from __future__ import annotations

from typing import Any

import sympy as sp

from adamw_bounds.theory import symbols as s
from adamw_bounds.theory.audit.evidence import EVALUATED, Evidence, Finding, Relation, check
from adamw_bounds.theory.papers.here import symbols as h
from adamw_bounds.theory.papers.here.audit.tools import RUN, judged, number, points
from adamw_bounds.theory.papers.here.held_decay import AMSGRAD, ANCHORED_DECAY, REGULARISED_DECAY
from adamw_bounds.theory.papers.here.polyak_lojasiewicz import DECAYED_LAST_ITERATE, LAST_ITERATE
from adamw_bounds.theory.papers.here.stationarity import CONSTANT_DECAY, PYTORCH, SCHEDULE
from adamw_bounds.theory.statements import Statement

_AT = points(
    (s.beta1, s.lam, s.mu, h.spread),
    ("1/10", "1/3", "1/5", "1/5"),
    ("1/100", "2", "1", "0"),
    ("9/10", "1/50", "2", "3/2"),
    ("1", "0", "1/7", "1/10"),
)


def _largest(statement: Statement) -> Any:
    return statement.formula("eta-max").variants["sharp"].expr


@check("here-largest-step", EVALUATED)
def largest_step(
    evidence: Evidence,
    schedule: Any = _largest(SCHEDULE),
    pytorch: Any = _largest(PYTORCH),
    decay: Any = _largest(CONSTANT_DECAY),
    anchored: Any = _largest(ANCHORED_DECAY),
    regularised: Any = _largest(REGULARISED_DECAY),
    amsgrad: Any = _largest(AMSGRAD),
    last: Any = _largest(LAST_ITERATE),
    decayed_last: Any = _largest(DECAYED_LAST_ITERATE),
) -> Finding:
    """Put it into the statement's own conditions: one is 1, and a larger one misses it."""
    good = True
    found = (
        (SCHEDULE, schedule),
        (PYTORCH, pytorch),
        (CONSTANT_DECAY, decay),
        (ANCHORED_DECAY, anchored),
        (REGULARISED_DECAY, regularised),
        (AMSGRAD, amsgrad),
        (LAST_ITERATE, last),
        (DECAYED_LAST_ITERATE, decayed_last),
    )
    for statement, expr in found:
        conditions = [item for item in statement.conditions if item.carrier == "eta-max"]
        steps = [item for item in conditions if item.name.endswith("-step")]
        for point in _AT:
            known = {**RUN, **point}
            eta = number(expr, known)
            if not 0 < eta < 10**9:
                return judged(False, "", f"η of {statement.id} is not between 0 and ∞")

            def over(factor: Any, item: Any, known: Any = known, eta: Any = eta) -> Any:
                """Return the left side less the right one at a multiple of η."""
                return number(item.lhs - item.rhs, {**known, s.eta: eta * factor})

            for item in steps:
                at = over(1, item)
                good = good and bool(abs(at) < 1e-24)
                good = good and bool(over(sp.Rational(999, 1000), item) < 0)
                good = good and bool(over(sp.Rational(1001, 1000), item) > 0)
            # The others allow it as well.
            rest = [item for item in conditions if item not in steps]
            good = good and all(bool(over(1, item) <= 0) for item in rest)
        evidence.say(f"{statement.id}: η, and the left side less the right", Relation(eta, "→", at))
    return judged(
        good,
        "each condition on the step holds with equality there, and not beyond",
        "the condition on the step does not end there",
    )
