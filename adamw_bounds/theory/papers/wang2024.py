"""Wang and Aitchison 2024: the parameters as an average of updates, and its time scale."""

from __future__ import annotations

from typing import Any

import sympy as sp

from adamw_bounds.theory import symbols as s
from adamw_bounds.theory.audit.evidence import Evidence, Finding, check
from adamw_bounds.theory.audit.tools import same
from adamw_bounds.theory.statements import (
    Claim,
    Condition,
    Formula,
    Paper,
    Source,
    Statement,
    Variant,
)
from adamw_bounds.theory.units import NONE

__all__ = ["PAPER"]

decay_sum = s.given(
    "decay_sum",
    r"D",
    "D",
    "−Σ log(1 − η_tλ) over the run",
    ">= 0",
    NONE,
    is_input=False,
)
decay_sum_last = s.given(
    "decay_sum_last",
    r"D_q",
    "D_q",
    "−Σ log(1 − η_tλ) over the last part of the run",
    ">= 0",
    NONE,
    is_input=False,
)
decay_squares = s.given(
    "decay_squares",
    r"\textstyle\sum_t c_t^2",
    "Σc_t²",
    "squares of the weights c_t = η_tλ Π_{s>t}(1 − η_sλ), summed over the run",
    "> 0",
    NONE,
    is_input=False,
)
last = s.given(
    "last",
    "q",
    "q",
    "which last part of the run is looked at",
    "(0, 1]",
    NONE,
    default=sp.Rational(1, 10),
)

_decays = sp.Gt(s.lam, 0)
_NONE_DECAYS = "λ = 0: nothing decays, so there is no time scale"
_STEPS = 1 / (s.eta * s.lam)
_EPOCHS = s.b / (s.eta * s.lam * s.n)
_SHARE = 1 / (s.eta * s.lam * s.T)
_INITIAL = sp.exp(-decay_sum)
_LAST = 1 - sp.exp(-decay_sum_last)
_EFFECTIVE = (1 - sp.exp(-decay_sum)) ** 2 / decay_squares


def _scale(expr: Any) -> dict[Any, Variant]:
    return {"explicit": Variant(given=expr, exists=_decays, missing_text=_NONE_DECAYS)}


EMA = Statement(
    id="wang2024-ema",
    name="the time scale of Wang and Aitchison",
    title="AdamW's parameters as an average of its updates",
    assumptions=(
        "The decay is decoupled and held constant, 0 ≤ η_tλ ≤ 1 at every step: "
        "x_{t+1} = (1 − η_tλ)x_t − η_t u_t.",
        "η is the peak of the schedule; a time scale is that at the peak.",
    ),
    formulas=(
        Formula("timescale-steps", r"\tau_{\mathrm{iter}}", _scale(_STEPS)),
        Formula("timescale-epochs", r"\tau_{\mathrm{epoch}}", _scale(_EPOCHS)),
        Formula("timescale-share", r"\tau", _scale(_SHARE)),
        Formula(
            "initial-share",
            r"\textstyle\prod_t(1-\eta_t\lambda)",
            {"explicit": Variant(given=_INITIAL, also=(s.T,))},
        ),
        Formula(
            "last-share",
            r"\textstyle\sum_{t\ge(1-q)T}c_t",
            {"explicit": Variant(given=_LAST, also=(s.T, last))},
        ),
        Formula(
            "effective-updates",
            r"\left(\textstyle\sum_tc_t\right)^2/\textstyle\sum_tc_t^2",
            {
                "explicit": Variant(
                    given=_EFFECTIVE,
                    also=(s.T,),
                    exists=sp.Gt(decay_sum, 0),
                    missing_text="ηλ is 0: nothing decays, so no updates are averaged",
                )
            },
        ),
    ),
    conditions=(
        Condition(
            "decay-step",
            s.lam * s.eta,
            sp.Integer(1),
            ("explicit",),
            "λη ≤ 1",
            limit_of="lam",
            limit=1 / s.eta,
            why="a step is then a mean of x_t and −u_t/λ",
            for_=("initial-share", "last-share", "effective-updates"),
        ),
    ),
    source=Source(
        "X. Wang and L. Aitchison, How to set AdamW's weight decay as you scale model and dataset "
        "size, 2024",
        "the exponential moving average of AdamW's updates",
        "",
        "the identity is derived here for any schedule",
        "arXiv:2405.13698",
    ),
    remarks=(
        "x_T = P x_0 + Σ c_t(−u_t/λ), c_t = η_tλ Π_{s>t}(1 − η_sλ), P = Π(1 − η_tλ), P + Σc_t = 1: "
        "an identity, for any gradients.",
        "That the best time scale in epochs changes little with model and data size is an "
        "observation of the paper, no theorem.",
    ),
    measure="steps",
)

_CLAIMS = (
    Claim(
        "ema-identity",
        (EMA.id,),
        "holds",
        "AdamW's parameters are a mean of the start and of its updates over −λ, with weights c_t",
    ),
    Claim(
        "ema-timescale",
        (EMA.id,),
        "holds",
        "with a constant step the weights c_t fall by 1/e in 1/(ηλ) steps as ηλ → 0",
    ),
)


@check("ema-identity")
def identity(
    evidence: Evidence,
    initial: Any = _INITIAL,
    last_share: Any = _LAST,
    effective: Any = _EFFECTIVE,
) -> Finding:
    """Run four steps with symbols; read the weights off."""
    count = 4
    z = sp.symbols(f"z_0:{count}", positive=True)
    updates = sp.symbols(f"u_0:{count}")
    start = sp.Symbol("x_0")
    x: Any = start
    for rate, update in zip(z, updates, strict=True):
        x = sp.expand((1 - rate) * x + rate * update)
    evidence.say("x_4 with z_t = η_tλ and u_t for −u_t/λ", x)
    left = sp.factor(x.coeff(start))
    weights = [sp.factor(x.coeff(item)) for item in updates]
    evidence.say("what is left of the start", left)
    evidence.say("the weights", sp.Tuple(*weights))
    if sp.expand(left + sum(weights) - 1) != 0:
        return "false-as-printed", "the weights do not add up to 1"
    known = {
        decay_sum: -sum(sp.log(1 - item) for item in z),
        decay_sum_last: -sum(sp.log(1 - item) for item in z[2:]),
        decay_squares: sum(item**2 for item in weights),
    }
    point = {item: sp.Rational(2 * place + 1, 11) for place, item in enumerate(z)}
    wanted = (left, sum(weights[2:]), sum(weights) ** 2 / sum(item**2 for item in weights))
    for name, found, expected in zip(
        ("the start's share", "the last two steps' share", "the effective number"),
        (initial, last_share, effective),
        wanted,
        strict=True,
    ):
        value = sp.sympify(found).xreplace(known).xreplace(point)
        exact = expected.xreplace(point)
        evidence.say(f"{name} at numbers", exact)
        if not abs((value - exact).evalf(30)) < 1e-25:
            return "false-as-printed", f"{name} is not what the weights give"
    return "holds", "P and the sums of weights are those of the recursion"


@check("ema-timescale")
def timescale(
    evidence: Evidence,
    steps: Any = _STEPS,
    epochs: Any = _EPOCHS,
    share: Any = _SHARE,
) -> Finding:
    """Let the decay of a step go to 0 at a fixed number of time scales."""
    z, past = sp.symbols("z r", positive=True)
    kept = sp.limit(past / z * sp.log(1 - z), z, 0, "+")
    evidence.say("log of the weight that is left after r/(ηλ) steps, as ηλ → 0", kept)
    if kept != -past:
        return "false-as-printed", "the weights do not fall like e^(−r)"
    expected = 1 / (s.eta * s.lam)
    if not same(steps, expected):
        return "false-as-printed", "the time scale is not 1/(ηλ)"
    # An epoch has n/b steps, the run T of them.
    evidence.say("in epochs", expected * s.b / s.n)
    if not same(epochs, expected * s.b / s.n) or not same(share, expected / s.T):
        return "false-as-printed", "epochs or the share of the run are counted otherwise"
    return "holds", "after 1/(ηλ) steps a weight has fallen to 1/e"


PAPER = Paper(
    key="wang2024",
    authors=("Wang, Xi", "Aitchison, Laurence"),
    title="How to set AdamW's weight decay as you scale model and dataset size",
    venue="arXiv 2405.13698",
    year=2024,
    statements=(EMA,),
    claims=_CLAIMS,
    symbols=(decay_sum, decay_sum_last, decay_squares, last),
    arxiv="2405.13698",
    bibtex=r"""@misc{wang2024,
  author = {Wang, Xi and Aitchison, Laurence},
  title = {How to set {AdamW}'s weight decay as you scale model and dataset size},
  year = {2024},
  eprint = {2405.13698},
  archiveprefix = {arXiv},
}
""",
    place=114,
)
