"""Sign descent and Lion with decoupled weight decay: explicit rates, proved in this project.

Both move every parameter by the same amount, against the sign of a momentum, and are what AdamW
would be if m/√n were ±1. With weight decay they solve a problem with bounds on the parameters,
|x_i| ≤ 1/λ, and what they bring down is its KKT score K(x) = ‖∇F(x)‖₁ + λ⟨x, ∇F(x)⟩.
"""

from __future__ import annotations

from typing import Any

import sympy as sp

from adamw_bounds.theory import symbols as s
from adamw_bounds.theory.audit.evidence import EXACT, Evidence, Finding, Relation, check, equation
from adamw_bounds.theory.audit.notation import text
from adamw_bounds.theory.audit.tools import at_primes
from adamw_bounds.theory.papers.here.source import here
from adamw_bounds.theory.special import LeastCount
from adamw_bounds.theory.statements import (
    Best,
    Claim,
    Condition,
    Default,
    Formula,
    Note,
    Paper,
    Part,
    Rows,
    Statement,
    Variant,
)
from adamw_bounds.theory.units import NONE

__all__ = ["PAPER"]

_decays = sp.Gt(s.lam, 0)
reach = s.short(
    "sign_reach",
    "s",
    "s",
    "largest entry of λx + sgn m: 2 with weight decay, 1 without",
    NONE,
    sp.Piecewise((sp.Integer(2), _decays), (sp.Integer(1), True)),
)

momentum = s.given(
    "momentum_entry",
    "|m_k|",
    "|m_k|",
    "size of an entry of the momentum",
    "> 0",
    s.GRADIENT,
    is_input=False,
)
surprise = s.given(
    "momentum_surprise",
    "w_k",
    "w_k",
    "average of (m_{k−1} − g_k)² with the weights of the momentum",
    ">= 0",
    s.GRADIENT**2,
    is_input=False,
)

QUANTITY = "kkt-score-average"
_AVERAGE = (
    r"\frac1T\sum_{t<T}\mathbb{E}\left[\|\nabla F(x_t)\|_1"
    r"+\lambda\langle x_t,\nabla F(x_t)\rangle\right]"
)
_GAP, _STEP, _FLOOR, _ONCE = "gap", "step", "noise-floor", "initial-noise"


def _bound(lag: Any, floor: Any, once: Any) -> Variant:
    """Return the bound from how far the momentum lags, and the noise that stays and fades in it.

    ``lag``: the gradients that the momentum is behind by, in steps. ``floor``, ``once``: standard
    deviations of the momentum's noise in multiples of the gradient's.
    """
    noise = 2 * s.S / sp.sqrt(s.b)
    return Variant(
        (
            Part(_GAP, given=s.gap / (s.eta * s.T)),
            Part(_STEP, given=s.H * s.eta * reach * (reach / 2 + 2 * lag)),
            Part(_FLOOR, given=noise * floor),
            Part(_ONCE, given=noise * once / s.T),
        ),
        combine="sum",
    )


_SIGN_LAG = (1 - s.beta1) / s.beta1
_SIGN = _bound(_SIGN_LAG, sp.sqrt(s.beta1 / (2 - s.beta1)), 1 / s.beta1)
_LION_LAG = (1 - s.beta1) / s.beta2
_LION = _bound(
    _LION_LAG,
    sp.sqrt(s.beta1**2 + (1 - s.beta1) ** 2 * s.beta2 / (2 - s.beta2)),
    _LION_LAG,
)


def _formulas(optimizer: str, bound: Variant, over: tuple[Any, ...], lag: Any) -> tuple[Any, ...]:
    """Return a bound, the counts at its best settings, and the best step of given weights."""
    best = Best(QUANTITY, over, s.eps, s.T)
    names = ", ".join(s.info(item).text for item in over)
    why = f"the least T whose bound is at most ε, at the best {names} where not given"
    least = LeastCount(bound.expr, best.target, best.count, *over)

    def counted(quantity: str, latex: str, count: Any) -> Formula:
        return Formula(
            quantity,
            latex,
            {"explicit": Variant(given=count, why=why)},
            "constant",
            optimizer,
            counts=("explicit",),
            best=best,
        )

    step = sp.sqrt(s.gap / (s.H * reach * (reach / 2 + 2 * lag) * s.T))
    return (
        Formula(QUANTITY, _AVERAGE, {"explicit": bound}, "constant", optimizer, unit=s.GRADIENT),
        counted("iterations", "T", least),
        counted("gradient-complexity", r"b\,T", s.b * least),
        Formula(
            "eta", r"\eta", {"explicit": Variant(given=step)}, "constant", optimizer, unit=s.STEP
        ),
        Formula(
            "eta-max",
            r"\eta",
            {
                "explicit": Variant(
                    (Part("eta-max", given=1 / s.lam),),
                    exists=_decays,
                    missing_text="any η: there is no weight decay",
                )
            },
            "constant",
            optimizer,
            unit=s.STEP,
        ),
    )


def _conditions() -> tuple[Condition, ...]:
    return (
        Condition(
            "lambda-eta",
            s.lam * s.eta,
            sp.Integer(1),
            ("explicit",),
            "λη ≤ 1",
            limit_of="eta",
            limit=1 / s.lam,
            why="a step must not leave the box |x_i| ≤ 1/λ",
            for_=(QUANTITY,),
            carrier="eta-max",
            when=_decays,
        ),
        Condition(
            "start-in-box",
            s.lam * s.x0_inf_norm,
            sp.Integer(1),
            ("explicit",),
            "λ‖x₀‖∞ ≤ 1",
            limit_of="x0_inf_norm",
            limit=1 / s.lam,
            why="the run must start in the box |x_i| ≤ 1/λ, which it then never leaves",
            for_=(QUANTITY,),
            carrier="eta-max",
            when=_decays,
        ),
    )


def _notes(bound: Variant) -> tuple[Note, ...]:
    counts = ("iterations", "gradient-complexity")
    return (
        Note(
            "a model of AdamW, its update replaced by signs: not a bound for AdamW itself",
            quantities=(QUANTITY, *counts),
        ),
        Note("λ = 0: K is ‖∇F‖₁", when=sp.Eq(s.lam, 0), quantities=(QUANTITY,)),
        Note(
            "it needs a start with λ‖x₀‖∞ ≤ 1, which the counts do not check",
            when=_decays,
            quantities=counts,
        ),
        Note(
            "no better than the start if F is as smooth everywhere: there ‖∇F‖₁ ≤ √(2HΔ)",
            when=sp.Ge(bound.expr, reach * sp.sqrt(2 * s.H * s.gap), evaluate=False),
            quantities=(QUANTITY,),
        ),
    )


_SMOOTH = (
    "‖∇F(x) − ∇F(y)‖₁ ≤ H‖x − y‖∞ (in the box |x_i| ≤ 1/λ, where λ > 0), and F ≥ F*. "
    "For a Hessian A, H is at most Σ|A_ij|; an ℓ2 constant L gives H ≤ dL."
)
_NOISE = (
    "Given the past the gradient g_t has the mean ∇F(x_t), and its entry i has a variance of at "
    "most σ_i²/b; S = Σσ_i, at most √d·σ."
)
_BOX = "λ ≥ 0 is constant, λη ≤ 1 and λ‖x_0‖∞ ≤ 1; then λ‖x_t‖∞ ≤ 1 for every t."
_REMARKS = (
    "K ≥ 0 in the box, and K = 0 is the KKT condition of min F subject to |x_i| ≤ 1/λ; "
    "K/λ is the Frank–Wolfe gap.",
    "Any norm: with the norm's own linear minimiser in the place of −sgn, K = ‖∇F‖_* + λ⟨x, ∇F⟩, "
    "H the smoothness from ‖·‖ to ‖·‖_*, and ϱσ for S, where ϱ = sup ‖·‖_*/‖·‖₂: √d for the max "
    "norm, √min(m, n) for the spectral norm of an m × n matrix.",
    "The smallest steps alone do not help: for a constant η the bound keeps the term of the step.",
)
_DEFAULTS = (
    Default(s.x0_inf_norm, sp.Integer(0), when=sp.Eq(s.lam, 0)),
    # In one dimension they are one; and where nothing is given, H itself is asked for.
    Default(s.H, s.L, when=sp.Eq(s.d, 1)),
    Default(s.H, s.d * s.L, note="H is not given: d·L is taken, which is never below it"),
)

_LIMIT = Variant(
    given=4 * (reach * s.H * s.gap * s.S**2 / (s.b * s.T)) ** sp.Rational(1, 4),
    why="what the bound tends to at its best η and β1, as T grows: for reading, no bound itself",
)
#: |m|/√v of Adam with one weight for both averages and no ε: v = m² + (1 − β1)w.
_UPDATE = Variant(
    given=(1 + (1 - s.beta1) * surprise / momentum**2) ** sp.Rational(-1, 2),
    why="for Adam with β2 = β1, without bias correction and ε: why signs are a model of it",
)

SIGN_DESCENT = Statement(
    id="sign-descent-decay",
    name="the rate of sign descent with weight decay",
    title="Sign descent with momentum and decoupled weight decay: a model of AdamW",
    assumptions=(
        _SMOOTH,
        _NOISE,
        "x_{t+1} = (1 − λη)x_t − η sgn(m_t), m_t = (1 − β1)m_{t−1} + β1 g_t, m_0 = g_0.",
        _BOX,
    ),
    formulas=(
        *_formulas("sign-descent", _SIGN, (s.eta, s.beta1), _SIGN_LAG),
        Formula(
            "kkt-score-limit",
            r"\min_{\eta,\beta_1}\frac1T\sum_{t<T}\mathbb{E}K(x_t)",
            {"explicit": _LIMIT},
            "constant",
            "sign-descent",
            unit=s.GRADIENT,
            numeric=False,
        ),
        Formula(
            "update-size",
            r"|m_k|/\sqrt{v_k}",
            {"explicit": _UPDATE},
            "constant",
            "sign-descent",
            numeric=False,
        ),
    ),
    conditions=_conditions(),
    source=here("9"),
    remarks=(
        *_REMARKS,
        "At the best η and β1 and for large T with λ > 0 the bound tends to "
        "2√(4√2)·(HΔS²/(bT))^(1/4), which is 4.757·(HΔS²/(bT))^(1/4); without noise and momentum "
        "it is 2√(2HΔ/T).",
    ),
    notes=_notes(_SIGN),
    defaults=_DEFAULTS,
    optimizers=("sign-descent",),
    measure="avg E K(x_t)",
)

LION = Statement(
    id="lion-decay",
    name="the rate of Lion",
    title="Lion with decoupled weight decay",
    assumptions=(
        _SMOOTH,
        _NOISE,
        "x_{t+1} = (1 − λη)x_t − η sgn(c_t), c_t = (1 − β1)m_{t−1} + β1 g_t, "
        "m_t = (1 − β2)m_{t−1} + β2 g_t, m_{−1} = g_0. Lion's published code starts at m_{−1} = 0.",
        _BOX,
    ),
    formulas=_formulas("lion", _LION, (s.eta, s.beta1, s.beta2), _LION_LAG),
    conditions=_conditions(),
    source=here("9"),
    remarks=_REMARKS,
    notes=tuple(note for note in _notes(_LION) if "model of AdamW" not in note.text),
    defaults=_DEFAULTS,
    optimizers=("lion",),
    measure="avg E K(x_t)",
)

# --- claims -------------------------------------------------------------------------------------
_CLAIMS = (
    Claim(
        "sign-identity",
        (SIGN_DESCENT.id,),
        "holds",
        "for β2 = β1 Adam's update is the sign of m, shrunk by how the gradients surprise m",
    ),
    Claim(
        "sign-rate",
        (SIGN_DESCENT.id,),
        "holds",
        "the descent of one step and the momentum's error add up to the bound",
    ),
    Claim(
        "lion-rate",
        (LION.id,),
        "holds",
        "the descent of one step and the error of Lion's two averages add up to the bound",
    ),
    Claim(
        "sign-best",
        (SIGN_DESCENT.id,),
        "holds",
        "at the best η and β1 the bound tends to 4·(sHΔS²/(bT))^(1/4) as T grows",
    ),
    Claim(
        "lion-const",
        (LION.id,),
        "false-as-printed",
        "Lion converges at constant settings",
        "on x²/2 without noise or weight decay it has an exact cycle of two points for every η, "
        "x = ±η/2: at a constant η something proportional to η stays",
        # No row says that it converges: the bound has such a floor.
        rows=(Rows(()),),
    ),
)

_theta, _phi, _q, _t, _n = sp.symbols("theta phi q t n", positive=True)


def _verdict(difference: Any, *, sound: bool) -> Finding:
    if sound and difference == 0:
        return "holds", "the steps of the proof hold, and add up to the bound"
    if sound:
        return "unsupported", "the steps of the proof do not add up to the bound"
    return "unsupported", "a step of the proof fails"


def _difference(made: Any, bound: Variant) -> Any:
    """Return what a derived bound is above the one that is stated, with s as it stands."""
    return sp.factor(sp.simplify(made - sp.Add(*(part.given for part in bound.parts))))


def _descent(evidence: Evidence) -> Any:
    """Return what one step leaves of the mean of K, but for the momentum's error."""
    evidence.say(
        "one step moves every parameter by at most this, as λ‖x‖∞ ≤ 1 where λ > 0", s.eta * reach
    )
    once = s.gap / (s.eta * s.T) + s.H * (s.eta * reach) ** 2 / (2 * s.eta)
    evidence.say(
        "⟨∇F, sgn m⟩ ≥ ‖∇F‖₁ − 2‖m − ∇F‖₁, so F falls by at least ηK − 2η‖m − ∇F‖₁ − H(ηs)²/2: "
        "the mean of K is at most this and twice the mean of ‖m − ∇F‖₁",
        once,
    )
    return once


def _average(keeps: Any) -> tuple[Any, Any, bool]:
    """Return sums of an exponential average that keeps a share: lag, its variance, and a check.

    The gradients' changes are in it with the weights keeps, keeps², …; the noise, once it has
    forgotten its start, with the variance q = keeps² q + (1 − keeps)².
    """
    lag = keeps / (1 - keeps)
    variance = (1 - keeps) / (1 + keeps)
    sound = sp.simplify(keeps * (1 + lag) - lag) == 0
    still = keeps**2 * variance + (1 - keeps) ** 2 - variance
    return lag, variance, bool(sound and sp.simplify(still) == 0)


@check("sign-identity")
def adam_with_one_weight(evidence: Evidence, update: Variant = _UPDATE) -> Finding:
    """Do one step of m, v and w, and see that v − m² − (1 − β1)w only shrinks."""
    m, v, w, g = sp.symbols("m v w g", real=True)
    keeps = 1 - s.beta1

    def average(old: Any, new: Any) -> Any:
        return keeps * old + s.beta1 * new

    def gap(m: Any, v: Any, w: Any) -> Any:
        return v - m**2 - keeps * w

    after = gap(average(m, g), average(v, g**2), average(w, (m - g) ** 2))
    rest = sp.expand(after - keeps * gap(m, v, w))
    evidence.say(
        "v − m² − (1 − β1)w after a step, and 1 − β1 times what it was",
        equation(after, keeps * gap(m, v, w), holds=rest == 0),
    )
    evidence.say("it starts at 0, so v is always", momentum**2 + keeps * surprise)
    made = momentum / sp.sqrt(momentum**2 + keeps * surprise)
    ratio = sp.simplify(s.expand(update.given) ** 2 / made**2)
    positive = _positive(update.given)
    evidence.say(
        "the stated |m|/√v over it, squared", Relation(ratio, "=" if ratio == 1 else "≠", 1)
    )
    if rest == 0 and ratio == 1 and positive:
        return (
            "holds",
            "v = m² + (1 − β1)w for ever, so |m|/√v is at most 1, and 1 without surprise",
        )
    return "unsupported", "the averages do not give that"


@check("sign-rate")
def rate_of_sign_descent(evidence: Evidence, bound: Variant = _SIGN) -> Finding:
    """Sum one step over the run, with the momentum's error unrolled."""
    made = _descent(evidence)
    keeps = 1 - s.beta1
    lag, variance, sound = _average(keeps)
    evidence.say("the gradients' changes, at most Hηs each, are in the error so often", lag)
    evidence.say("the noise in the momentum has this variance once it forgot its start", variance)
    rest = sp.expand((sp.sqrt(_q) + _theta**_t) ** 2 - (_q + (1 - _q) * _theta ** (2 * _t)))
    evidence.say(
        "after t steps it is q + (1 − q)θ^(2t), at most (√q + θ^t)²: the difference",
        Relation(sp.factor(rest), "≥", 0),
    )
    sound = sound and sp.expand(rest - 2 * sp.sqrt(_q) * _theta**_t - _q * _theta ** (2 * _t)) == 0
    once = 1 / (1 - keeps)
    evidence.say("Σθ^t is at most", once)
    noise = s.S / sp.sqrt(s.b)
    made += 2 * (s.H * s.eta * reach * lag + noise * (sp.sqrt(variance) + once / s.T))
    left = _difference(made, bound)
    evidence.say("all of it, and the bound", Relation(made, "=" if left == 0 else "≠", bound.expr))
    return _verdict(left, sound=sound)


@check("lion-rate")
def rate_of_lion(evidence: Evidence, bound: Variant = _LION) -> Finding:
    """Sum one step over the run, with the errors of both averages unrolled."""
    made = _descent(evidence)
    share, keeps = 1 - s.beta1, 1 - s.beta2
    lag, variance, sound = _average(keeps)
    evidence.say(
        "c_t − ∇F(x_t) is (1 − β1)(m_{t−1} − ∇F(x_t)) + β1·noise: the gradients' changes are in it "
        "so often, one more than in m_{t−1} − ∇F(x_{t−1})",
        share * (lag + 1),
    )
    stays = s.beta1**2 + share**2 * variance
    evidence.say("its noise has this variance, A², once it forgot its start", stays)
    # std_t² = A² + (1−β1)²(1−q)φ^(2t−2); it is to be at most (A + (1−β1)φ^t)².
    q = (1 - _phi) / (1 + _phi)
    ratio = sp.factor((1 - q) / _phi - _phi)
    sound = sound and sp.simplify(ratio - (2 + _phi) * q) == 0
    evidence.say(
        "before, its standard deviation is at most A + (1 − β1)φ^t: with y = φ^t ≤ φ that says "
        "y((1 − q)/φ² − 1) ≤ 2A/(1 − β1), and at y = φ the left side is (2 + φ)q",
        ratio,
    )
    room = sp.factor(sp.together(4 - (2 + _phi) ** 2 * q))
    top = sp.Poly(sp.numer(room) * sp.denom(room), _phi)
    positive = all(value >= 0 for value in top.all_coeffs())
    evidence.say(
        "A ≥ (1 − β1)√q, so (2 + φ)√q ≤ 2 is enough: 4 − (2 + φ)²q", Relation(room, "≥", 0)
    )
    evidence.say("at t = 0, where c_0 = g_0, the deviation is 1, at most β1 + (1 − β1)")
    sound = sound and positive
    once = share / (1 - keeps)
    evidence.say("(1 − β1)Σφ^t is at most", once)
    noise = s.S / sp.sqrt(s.b)
    made += 2 * (s.H * s.eta * reach * share * (lag + 1) + noise * (sp.sqrt(stays) + once / s.T))
    left = _difference(made, bound)
    evidence.say("all of it, and the bound", Relation(made, "=" if left == 0 else "≠", bound.expr))
    return _verdict(left, sound=sound)


@check(
    "sign-best",
    unmoved={
        "bound.initial-noise: *": "it fades faster than the bound, like √(1/T)",
    },
)
def best_settings(evidence: Evidence, bound: Variant = _SIGN, limit: Variant = _LIMIT) -> Finding:
    """Put η ~ T^(−3/4) and β1 ~ T^(−1/2) into the bound, and minimise what stays."""
    small, step, weight = sp.symbols("tau u w", positive=True)  # T = τ^(−4), η = uτ³, β1 = wτ²
    scaled = {s.T: small**-4, s.eta: step * small**3, s.beta1: weight * small**2}
    total = sp.Integer(0)
    for part in bound.parts:
        leading = sp.limit(sp.simplify(part.given.xreplace(scaled) / small), small, 0)
        evidence.say(f"{part.label}, over T^(−1/4), tends to", leading)
        total += leading
    evidence.say("with η = u T^(−3/4) and β1 = w T^(−1/2) the bound is T^(−1/4) times", total)
    rate = limit.given.xreplace({s.T: sp.Integer(1)})
    # A/u + Bu/w + C√w ≥ 2√(2√(AB) C), with equality at one place.
    first = sp.simplify(total.coeff(step, -1))
    pull = sp.simplify(total.coeff(step, 1) * weight)
    noise = sp.simplify((total - first / step - pull * step / weight) / sp.sqrt(weight))
    if any(item.has(weight, step) or not _positive(item) for item in (first, pull, noise)):
        return "unsupported", "the bound has not the shape A/u + Bu/w + C√w"
    least = 2 * sp.sqrt(2 * sp.sqrt(first * pull) * noise)
    evidence.say("its least value, by the inequality of the means, twice", least)
    # Where both are positive the fourth powers decide.
    equal = _positive(rate) and sp.simplify(sp.expand(least**4 / rate**4)) == 1
    evidence.say("it is the constant", Relation(least, "=" if equal else "≠", rate))
    if equal:
        return "holds", f"the least constant is {text(rate.xreplace({reach: sp.Integer(2)}))}"
    return "unsupported", f"the least constant is {text(least)}"


def _positive(expr: Any) -> bool:
    """Tell whether an expression is above 0, at a point of unlike rationals."""
    return bool(at_primes(s.expand(expr)) > 0)


def lion_step(x: Any, m: Any, eta: Any, beta1: Any, beta2: Any) -> tuple[Any, Any]:
    """Do one step of Lion on x²/2, whose gradient is x, without weight decay."""
    c = (1 - beta1) * m + beta1 * x
    return x - eta * sp.sign(c), (1 - beta2) * m + beta2 * x


@check(
    "lion-const",
    EXACT,
    unmoved={
        "bound.gap: *": "of a run without an end: Δ/(ηT) is 0",
        "bound.initial-noise: *": "of a run without an end, and without noise",
        "bound.noise-floor: *": "the run has no noise",
    },
)
def lion_at_constant_settings(
    evidence: Evidence, bound: Variant = _LION, update: Any = lion_step
) -> Finding:
    """Run Lion on x²/2 from x = η/2, m = −η/398 with β = (0.9, 0.99), in rationals."""
    eta = sp.Integer(1)
    beta1, beta2 = sp.Rational(1, 10), sp.Rational(1, 100)
    start = (eta / 2, -eta / 398)
    place = start
    for _ in range(2):
        place = update(*place, eta, beta1, beta2)
        evidence.say(f"x and m after a step: {text(place[0])} and {text(place[1])}")
    cycles = place == start
    score = abs(start[0])
    stays = sum(
        (sp.limit(s.expand(part.given), s.T, sp.oo) for part in bound.parts), sp.Integer(0)
    ).xreplace({s.S: 0, s.lam: sp.Integer(0), s.eta: eta, s.beta1: beta1, s.beta2: beta2})
    stays = sp.simplify(stays.xreplace({s.H: sp.Integer(1)}))
    evidence.say("on the cycle K is always, in units of η", score)
    evidence.say("the bound, as T grows, with H = 1 and no noise, in units of η", stays)
    if not cycles:
        return "holds", f"it does not come back to its start: it reaches {text(place[0])}"
    if not stays.is_number or stays < score:
        return "unsupported", f"a run stays at K = η/2, above what the bound allows, {text(stays)}"
    return "false-as-printed", (
        f"x = η/2, m = −η/398 comes back after two steps: K stays η/2, and the bound's floor is "
        f"{text(stays)}η"
    )


PAPER = Paper(
    key="sign_descent",
    authors=("adamw-bounds contributors",),
    title="Explicit rates of sign descent and Lion with decoupled weight decay",
    venue="adamw-bounds, guide/proofs.md, Section 9",
    year=2026,
    statements=(SIGN_DESCENT, LION),
    claims=_CLAIMS,
    symbols=(reach, momentum, surprise),
    bibtex=r"""@misc{adamwboundssigns,
  author = {{The adamw-bounds contributors}},
  title = {Explicit rates of sign descent and {Lion} with decoupled weight decay},
  howpublished = {adamw-bounds, guide/proofs.md, Section 9},
  year = {2026},
}
""",
    place=75,
)
