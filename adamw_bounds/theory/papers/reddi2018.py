"""Reddi, Kale and Kumar 2018: Adam on gradients that are rare and large keeps a regret.

The losses are f_t(x) = Cx at every n-th step and −x else, on [−1, 1]: their sum over a period falls
towards x = −1, and Adam stays near x = 1, since its squares have forgotten the last large gradient.
The paper's β1 and β2 are PyTorch's; the regret is against the best fixed point, which is −1.
"""

from __future__ import annotations

import math
from typing import Any

import sympy as sp

from adamw_bounds.theory import symbols as s
from adamw_bounds.theory.audit.evidence import EXACT, Evidence, Finding, Relation, check
from adamw_bounds.theory.audit.notation import text
from adamw_bounds.theory.audit.tools import equation
from adamw_bounds.theory.special import OuterRoot
from adamw_bounds.theory.statements import (
    Claim,
    Condition,
    Formula,
    Note,
    Paper,
    Rows,
    Source,
    Statement,
    Variant,
)
from adamw_bounds.theory.units import NONE

__all__ = ["PAPER"]

C = s.given(
    "rare_slope",
    "C",
    "C",
    "slope of the rare losses; the others have the slope −1",
    "> 0",
    NONE,
)
forgets = s.short(
    "reddi_forgets",
    r"\ln\tfrac1{\beta_2'}",
    "ln(1/β2′)",
    "how much the squares forget in a step; β2′ is PyTorch's β2",
    NONE,
    sp.log(1 / (1 - s.beta2)),
)
#: 1 − β1′/√β2′ in PyTorch's β, without the cancellation where both are next to 1.
lead = s.short(
    "reddi_lead",
    r"1-\tfrac{\beta_1'}{\sqrt{\beta_2'}}",
    "1 − β1′/√β2′",
    "how much faster the momentum forgets than the root of the squares",
    NONE,
    (s.beta1 * (2 - s.beta1) - s.beta2)
    / (sp.sqrt(1 - s.beta2) * (sp.sqrt(1 - s.beta2) + 1 - s.beta1)),
)

QUANTITY = "regret"
_LOWER = Note(
    "a lower bound of the regret: Adam does not come nearer to the best point",
    quantities=(QUANTITY,),
)

_REGRET_1 = Variant(
    given=2 * (C - 2) * s.T / 3,
    exists=sp.Gt(C, 2),
    missing_text="no number for C ≤ 2: then x = 1 is best",
)
_BETA2 = Variant(given=C**2 / (1 + C**2), exists=_REGRET_1.exists)
#: The two sides that the printed proof compares at step 3t + 1, for every t ≥ 0.
_t = sp.Symbol("t", nonnegative=True, integer=True)
SIDES = (1 / sp.sqrt(3 * _t + 3), 1 / sp.sqrt(2 * (3 * _t + 1)))

_REGRET_2 = Variant(given=s.T / C)
#: From here on β2′^N(2N)² ≤ 1, and N√(1−β2′)(1−β1′/√β2′) ≥ 4.
_LONG = 2 / forgets * OuterRoot(sp.Max(1, sp.log(4 / forgets), evaluate=False))
_STEEP = 4 / (sp.sqrt(s.beta2) * lead)
_faster = sp.Gt(s.beta1 * (2 - s.beta1), s.beta2)
#: So that the rounding of floats adds no period where a bound of N is whole: β = (0, 0.5).
_ROUNDING = 1 - sp.Rational(1, 10**12)
_PERIOD = Variant(
    given=2 * sp.ceiling(_ROUNDING * sp.Max(_LONG, _STEEP, evaluate=False)),
    why="the least even C = 2N that meets both conditions, but for a relative 10⁻¹²",
    exists=_faster,
    missing_text="no period: β1′ is not below √β2′",
)


def _source(where: str) -> Source:
    return Source(
        "S. J. Reddi, S. Kale, S. Kumar, On the Convergence of Adam and Beyond, International "
        "Conference on Learning Representations, 2018",
        where,
        "",
        "",
        "arXiv:1904.09237",
    )


_REGRET = r"\sum_{t\le T}f_t(x_t)-\min_{|u|\le1}\sum_{t\le T}f_t(u)"
_NOT_A_RUN = "The losses are chosen against the settings; it says nothing of another problem."

THEOREM_1 = Statement(
    id="reddi2018-theorem-1",
    name="Theorem 1 of Reddi et al.",
    title="Adam without momentum keeps a regret on a period of three",
    assumptions=(
        "On [−1, 1]: f_t(x) = Cx for t = 1, 4, 7, …, and −x else; C > 2; x_1 = 1.",
        "Adam without momentum and bias correction, clipped to [−1, 1]: "
        "x_{t+1} = x_t − α_t g_t/√v_t, v_t = β2′v_{t−1} + (1 − β2′)g_t², v_0 = 0.",
        "β2′ = 1/(1 + C²) in PyTorch's β; α_t = α/√t with α < √(1 − β2′). T is a multiple of 3.",
    ),
    formulas=(
        Formula(QUANTITY, _REGRET, {"explicit": _REGRET_1}, "constant", "adam"),
        Formula("beta2", r"\beta_2", {"explicit": _BETA2}, "constant", "adam"),
    ),
    conditions=(
        Condition(
            "rare-slope",
            sp.Integer(2),
            C,
            ("explicit",),
            "C > 2",
            why="only then is −1 the best point",
            remedy="a larger C",
            for_=(QUANTITY,),
            carrier="beta2",
        ),
    ),
    source=_source("Theorem 1"),
    remarks=(
        _NOT_A_RUN,
        "x_{3k+1} = 1 for every k: the two small steps of a period undo the large one. AMSGrad, "
        "whose squares do not forget, reaches −1.",
        "The paper's proof has 1/√(3t+3) ≥ 1/√(2(3t+1)), which is wrong at t = 0; there the exact "
        "v does it. See the claim reddi-step.",
    ),
    notes=(_LOWER,),
    optimizers=("adam",),
    measure="regret",
)

THEOREM_2 = Statement(
    id="reddi2018-theorem-2",
    name="Theorem 2 of Reddi et al.",
    title="Adam with momentum keeps a regret where large gradients are rare enough",
    assumptions=(
        "On [−1, 1]: f_t(x) = Cx once in C steps, and −x else; C = 2N is an even whole number.",
        "Adam with β1′ < √β2′ in PyTorch's β, clipped to [−1, 1], α_t = α/√t.",
        "β2′^N(2N)² ≤ 1, N√(1 − β2′)(1 − β1′/√β2′) ≥ 4, and T ≥ 4C.",
    ),
    formulas=(
        Formula(QUANTITY, _REGRET, {"explicit": _REGRET_2}, "constant", "adam"),
        Formula("rare-period", "C", {"explicit": _PERIOD}, "constant", "adam"),
    ),
    conditions=(
        Condition(
            "squares-forget",
            2 * sp.log(sp.Max(C, 1)),
            C / 2 * forgets,
            ("explicit",),
            "β2′^N(2N)² ≤ 1, as 2 ln C ≤ (C/2) ln(1/β2′)",
            why="the squares must have forgotten the last large gradient",
            remedy="a longer period C",
            for_=(QUANTITY,),
            carrier="rare-period",
        ),
        Condition(
            "small-steps-add-up",
            sp.Integer(4),
            C / 2 * sp.sqrt(s.beta2) * lead,
            ("explicit",),
            "N√(1 − β2′)(1 − β1′/√β2′) ≥ 4",
            why="the small steps of a period must undo the large one",
            remedy="a longer period C",
            for_=(QUANTITY,),
            carrier="rare-period",
        ),
        Condition(
            "enough-periods",
            4 * C,
            s.T,
            ("explicit",),
            "T ≥ 4C",
            why="the regret of the first periods must have been made up for",
            remedy="more steps",
            for_=(QUANTITY,),
            carrier="rare-period",
        ),
    ),
    source=_source("Theorem 2"),
    remarks=(
        _NOT_A_RUN,
        "The period is long where β2′ is near 1: gradients as rare as once in 42620 steps for "
        "β = (0.9, 0.999).",
    ),
    notes=(_LOWER,),
    optimizers=("adam",),
    measure="regret",
)

# --- claims -------------------------------------------------------------------------------------
_CLAIMS = (
    Claim(
        "reddi-step",
        (THEOREM_1.id,),
        "false-as-printed",
        "the proof uses 1/√(3t+3) ≥ 1/√(2(3t+1)) for every t ≥ 0",
        "it is false at t = 0; there the exact squares give what is needed, so the theorem stands",
        # The bound of the theorem is right.
        rows=(Rows(()),),
    ),
    Claim(
        "reddi-regret",
        (THEOREM_1.id,),
        "holds",
        "every period starts at x = 1 and leaves a regret of at least 2C − 4",
    ),
    Claim(
        "reddi-period",
        (THEOREM_2.id,),
        "holds",
        "from the larger of the two bounds of N on, both conditions of the theorem hold",
    ),
)


def _period_returns(evidence: Evidence) -> bool:
    """Prove that x_{3k+1} = 1 for every k, with exact squares at k = 0."""
    c = sp.Symbol("c", positive=True)  # C²; α/√(1−β2′) is the first step down
    first = (1 + 2 * c) / (1 + c)
    second = 1 + first / (1 + c)
    ups = 1 / sp.sqrt(2 * first) + 1 / sp.sqrt(3 * second)
    evidence.say("at t = 0, over the step down, the two steps up are, with c = C² > 4", ups)
    # 1/√(2·first) ≥ 1/2, and 3·second ≤ 4 from where 3·first ≤ 1 + c on.
    rest = sp.Poly(sp.expand((1 + c) ** 2 - 3 * (1 + 2 * c)), c)
    root = max(sp.real_roots(rest))
    far = bool(root < 5) and sp.simplify(2 - first) == 1 / (1 + c)
    evidence.say("each is at least 1/2 where (1 + c)² ≥ 3(1 + 2c): from c equal to", root)
    # Below that both squares are monotone in c: their largest values at the ends.
    worst = 1 / sp.sqrt(2 * first.subs(c, 5)) + 1 / sp.sqrt(3 * second.subs(c, 4))
    evidence.say("and for 4 ≤ c ≤ 5 their sum is at least", sp.Float(worst.evalf(), 6))
    return far and bool(worst > 1)


@check("reddi-step", EXACT)
def step_of_the_proof(evidence: Evidence, sides: tuple[Any, ...] = SIDES) -> Finding:
    """Compare the two sides at t = 0, 1, 2, …, and repair t = 0."""
    left, right = sides
    wrong: list[Any] = []
    for t in range(6):
        one, other = (sp.sympify(side).subs(_t, t) for side in sides)
        holds = bool(one >= other)
        evidence.say(f"t = {t}", Relation(one, "≥" if holds else "<", other))
        if not holds:
            wrong.append((t, one, other))
    ratio = sp.simplify(right**2 / left**2) if left != 0 else sp.oo
    evidence.say("right over left, squared", ratio)
    if not wrong:
        return "holds", f"it holds; right over left, squared, is {text(ratio)}"
    stands = _period_returns(evidence)
    t, one, other = wrong[0]
    places = ", ".join(str(item[0]) for item in wrong)
    return "false-as-printed", (
        f"false at t = {places}: {text(one)} < {text(other)}; right over left, squared, is "
        f"{text(ratio)}; " + ("the theorem stands" if stands else "the theorem falls with it")
    )


@check("reddi-regret")
def regret_of_a_period(
    evidence: Evidence, regret: Variant = _REGRET_1, beta2: Variant = _BETA2
) -> Finding:
    """Bound the squares after the large gradient, and add up a period's losses."""
    kept = 1 - beta2.given  # PyTorch's β2
    stays = sp.simplify(kept * C**2 + (1 - kept))
    evidence.say("after a small gradient the square is at most β2′C² + 1 − β2′", stays)
    small = sp.simplify(2 * (1 - kept) - stays) == 0
    after = sp.factor(sp.simplify(stays - (kept * 2 + (1 - kept))))
    small = small and sp.simplify(after - (C**2 - 2) / (1 + C**2)) == 0
    evidence.say("after the next one it is no larger: by this, as the first is below 2", after)
    evidence.say(
        "the step down is at most α/√((3t+1)(1 − β2′)), below 1, as C² stands in the square"
    )
    evidence.say(
        "so each step up is at least that over √2, but for the index: as 3t+3 ≤ 2(3t+1) from t = 1 "
        "on, both make up for it; t = 0 by the exact squares"
    )
    returns = _period_returns(evidence)
    mine = C - 1 - 1
    best = -C + 1 + 1
    total = s.T / 3 * (mine - best)
    evidence.say("a period costs at least this at x = 1 and below", mine)
    evidence.say("and this at x = −1", best)
    left = sp.simplify(sp.expand(total - regret.given))
    evidence.say("the regret, and the bound", equation(total, regret.given))
    if small and returns and left == 0:
        return "holds", "every period starts at 1 and leaves 2C − 4"
    return "unsupported", "the period and the bound do not fit"


@check("reddi-period")
def least_period(evidence: Evidence, period: Variant = _PERIOD) -> Finding:
    """Put the period into both conditions, at points, with one less as well."""
    golden = {
        ("0", "1/2"): 16,
        ("9/10", "19/20"): 482,
        ("9/10", "49/50"): 1440,
        ("9/10", "99/100"): 3214,
        ("9/10", "999/1000"): 42620,
    }
    found = []
    sound = True
    for (one, two), known in golden.items():
        b1, b2 = sp.Rational(one), sp.Rational(two)
        at = s.expand(period.given).xreplace({s.beta1: 1 - b1, s.beta2: 1 - b2})
        value = at.replace(sp.ceiling, lambda inner: sp.Integer(math.ceil(inner.evalf(30))))
        size = sp.nsimplify(value.evalf(30), rational=True)
        evidence.say(f"β = ({one}, {two}): C is", size)

        def meets(N: Any, b1: Any = b1, b2: Any = b2) -> bool:
            first = bool(b2**N * (2 * N) ** 2 <= 1)
            second = bool((N * sp.sqrt(1 - b2) * (1 - b1 / sp.sqrt(b2))).evalf(30) >= 4)
            return first and second

        half = size / 2
        whole = bool(half.is_Integer and half > 1)
        sound = sound and whole and meets(half) and not meets(half - 1) and size == known
        found.append(str(size))
    if sound:
        return "holds", f"C = {', '.join(found)} meet both conditions, and no smaller C does"
    return "unsupported", f"C = {', '.join(found)}: not the least that meet both conditions"


PAPER = Paper(
    key="reddi2018",
    authors=("Reddi, Sashank J.", "Kale, Satyen", "Kumar, Sanjiv"),
    title="On the Convergence of Adam and Beyond",
    venue="International Conference on Learning Representations",
    year=2018,
    statements=(THEOREM_1, THEOREM_2),
    claims=_CLAIMS,
    symbols=(C, forgets, lead),
    arxiv="1904.09237",
    bibtex=r"""@inproceedings{reddi2018,
  author = {Reddi, Sashank J. and Kale, Satyen and Kumar, Sanjiv},
  title = {On the Convergence of {Adam} and Beyond},
  booktitle = {International Conference on Learning Representations},
  year = {2018},
  eprint = {1904.09237},
  archiveprefix = {arXiv},
}
""",
    place=77,
)
