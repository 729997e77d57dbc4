"""Theorems 2 and 3 and Corollaries 1 and 2: smooth nonconvex losses."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import sympy as sp

from adamw_bounds.theory.papers.zhou2024 import symbols as s
from adamw_bounds.theory.papers.zhou2024.citation import zhou2024
from adamw_bounds.theory.papers.zhou2024.readings import (
    CONSTANT_DECAY,
    CONSTANT_STEP,
    COUNTS,
    EXPLICIT,
    FALLING_DECAY,
    NEEDS_GAP,
    NO_NOISE,
    WHY_L2,
    X0_NORM,
    constant_decay_holds,
    papers_update,
    readings,
    unbounded,
)
from adamw_bounds.theory.special import Crest, OuterRoot
from adamw_bounds.theory.statements import (
    Condition,
    Default,
    Formula,
    Monomial,
    Note,
    Part,
    Statement,
    Variant,
)

__all__ = ["COROLLARY_1", "COROLLARY_2", "REGULARISED", "THEOREM_2", "THEOREM_3"]

_half = sp.Rational(1, 2)
_smooth = (
    "F is L-smooth (the paper asks it of every sample: more than the proof uses).",
    "E[g_k | past] = ∇F(x_k), ‖g_k‖∞ ≤ c∞ and E‖g_k − ∇F(x_k)‖² ≤ σ²/b; the paper prints σ² for "
    "the minibatch and then uses σ²/b.",
)

# --- Pieces that several formulas share ---------------------------------------------------------
#: Noise over accuracy and curvature times gap over accuracy, both without a unit.
noise_ratio = s.sigma**2 / (s.b * s.eps**2)
gap_ratio = s.L * s.gap / s.eps**2
gap0_ratio = s.L * s.gap0 / s.eps**2
printed_ratio = s.c_inf / sp.sqrt(s.delta)
ratio = s.c2 / s.c1

#: The cap of beta1 that makes the noise floor of the guarantee eps^2/3.
beta1_cap = s.c1 * s.b * s.eps**2 / (3 * s.c2 * s.sigma**2)
r_large = s.c1 / (2 * s.L)


def _beta1_explicit() -> sp.Expr:
    return sp.Min(_half, beta1_cap)


def _eta_explicit(step_ratio: sp.Expr) -> sp.Expr:
    """Return min(step_ratio * min(1/2, cap), 1/(4 lambda))."""
    return sp.Min(step_ratio / 2, step_ratio * beta1_cap, 1 / (4 * s.lam))


def _order(power: sp.Rational, gap_part: sp.Expr) -> tuple[Part, Part]:
    return (
        Part("bias", (Monomial(printed_ratio**power, gap_part, noise_ratio),)),
        Part("variance", (Monomial(printed_ratio**2, noise_ratio**2),)),
    )


def _times(parts: tuple[Part, ...], factor: sp.Expr) -> tuple[Part, ...]:
    return tuple(
        Part(part.label, tuple(Monomial(factor, *item.factors) for item in part.alternatives))
        for part in parts
    )


_five_halves = sp.Rational(5, 2)
_printed_2 = _order(_five_halves, gap_ratio)
_corrected_2 = _order(_five_halves, gap0_ratio)


def _explicit_2(power: sp.Rational) -> tuple[Part, Part]:
    """Return T >= max(6 c2 gap0/(eta eps^2), 3 c2 sigma^2/(c1 beta1 b eps^2)), every min inverted.

    ``power`` is that of c2/c1 in the bias: 5/2 for eta = r beta1, 2 for the larger step.
    """
    return (
        Part(
            "bias",
            (
                Monomial(36, ratio**power, gap0_ratio, noise_ratio),
                Monomial(24, ratio ** (power - 1), gap0_ratio),
                Monomial(24, s.c2 * s.lam * s.gap0 / s.eps**2),
            ),
        ),
        Part(
            "variance",
            (Monomial(9, ratio**2, noise_ratio**2), Monomial(6, ratio, noise_ratio)),
        ),
    )


_explicit_parts = _explicit_2(_five_halves)
_large_parts = _explicit_2(sp.Integer(2))

_WHY_GAP0 = "Δ is the gap of the regularised loss, Δ₀ = Δ + (λ/2)√(c∞²+δ)‖x₀‖²"
_WHYEXPLICIT = (
    "the proof's constants 36 and 9, √(c∞²+δ) for c∞, the coupling η ≤ r β1, β1 ≤ 1/2 "
    "(hence a noise-free term) and λη ≤ 1/4"
)
_WHY_LARGE = "the proof also allows η = β1 √δ/(2L): better by √(c2/c1)"

_iterations_2 = {
    "printed": Variant(_printed_2),
    "corrected": Variant(_corrected_2, why=_WHY_GAP0),
    "explicit": Variant(_explicit_parts, why=_WHYEXPLICIT),
    "explicit-large-step": Variant(_large_parts, why=_WHY_LARGE),
}


def _complexity(variants: dict[str, Variant]) -> dict[str, Variant]:
    """Return b times the iterations."""
    return {
        name: replace(
            variant,
            parts=_times(variant.parts, s.b),
            given=None if variant.given is None else s.b * variant.given,
        )
        for name, variant in variants.items()
    }


# The guarantee for every step size: supplement G.2 with D_0 = sigma^2/b.
_guarantee = Variant(
    (
        Part("gap", (Monomial(2, s.c2 * s.gap0 / (s.eta * s.T)),)),
        Part("initial-noise", (Monomial(s.c2 * s.sigma**2 / (s.c1 * s.beta1 * s.b * s.T)),)),
        Part("noise-floor", (Monomial(s.c2 * s.beta1 * s.sigma**2 / (s.c1 * s.b)),)),
    ),
    "sum",
    why="from the supplement's Eq. (18), with Δ₀ for Δ",
)

_schedule_printed = Variant(given=s.lam * (1 - s.q) ** s.k)
_schedule_explicit = Variant(
    given=s.lam * (1 + s.q) ** (-s.k / 2),
    why="keeps λ_k v_k from growing for every β2, not only for q ≤ 1",
)
_lambda_k = Formula(
    "lambda-k",
    r"\lambda_k",
    {"printed": _schedule_printed, "corrected": _schedule_printed, "explicit": _schedule_explicit},
    unit=s.info(s.lam).unit,
    signed=True,
)
_beta2_printed = Variant(given=sp.Integer(1))
_beta2 = Formula(
    "beta2-max",
    r"\beta_2",
    {
        "printed": _beta2_printed,
        "corrected": Variant(
            given=sp.Piecewise(
                (sp.Integer(1), sp.Eq(s.lam, 0)), (sp.Min(1, s.delta / s.c_inf**2), True)
            ),
            why="λ(1 − q)^k needs q = β2 c∞²/δ ≤ 1 (only where λ > 0)",
            why_when=sp.Gt(s.lam, 0),
        ),
        "explicit": _beta2_printed,
    },
)
_coupling_text = "η ≤ β1 √δ/(2L)"
coupling = Condition(
    "eta-coupling",
    s.eta,
    s.beta1 * r_large,
    ("explicit", "explicit-large-step"),
    _coupling_text,
    limit_of="eta",
    why="the momentum's error is only absorbed when the step is small beside β1",
    remedy="at this β1",
    for_=("gradient-norm-squared",),
    carrier="eta-max",
)
decay_step = Condition(
    "lambda-eta",
    s.lam * s.eta,
    sp.Rational(1, 4),
    ("explicit", "explicit-large-step"),
    "λη ≤ 1/4",
    limit_of="lam",
    limit=1 / (4 * s.eta),
    why="the decay of one step must leave the descent term positive",
    for_=("gradient-norm-squared",),
    carrier="lambda-k",
)
schedule_ratio = Condition(
    "lambda-schedule",
    sp.Integer(1),
    (1 + s.q) ** (-_half),
    ("corrected", *EXPLICIT),
    "λ_{k+1}/λ_k ≤ (1+q)^(−1/2)",
    why="λ_{k+1}v_{k+1} ≤ λ_k v_k; a constant λ > 0 has the ratio 1",
    remedy="a λ_k that falls by (1+q)^(−1/2) a step, or no weight decay",
    for_=("gradient-norm-squared",),
    carrier="lambda-k",
    when=constant_decay_holds,
    fails_unknown=True,
    code=CONSTANT_DECAY.code,
    warning=CONSTANT_DECAY.text,
)
printed_schedule = Condition(
    "lambda-schedule-printed",
    s.q,
    sp.Integer(1),
    ("corrected",),
    "q = β2 c∞²/δ ≤ 1",
    limit_of="beta2",
    limit=s.delta / s.c_inf**2,
    why="for q > 1 the printed λ(1 − q)^k alternates in sign, for q > 2 it diverges",
    carrier="beta2-max",
    # A constant decay is judged by its ratio, the theorem's own schedule by its q.
    when=sp.And(sp.Gt(s.lam, 0), sp.Eq(s.constant_decay, 0)),
)
r_steps = Condition(
    "eta-coupling-printed",
    s.eta,
    s.r * s.beta1,
    ("corrected",),
    "η ≤ r β1 = δ^0.75 β1/(2(c∞²+δ)^0.25 L)",
    limit_of="eta",
    why="the supplement's proof needs it; the paper's statement leaves it out",
    remedy="at this β1",
    carrier="eta-max",
)

#: What Theorems 2 and 3 say of the decay and of a vanishing gap.
_decay_notes = (
    CONSTANT_DECAY,
    NEEDS_GAP,
    FALLING_DECAY,
    Note(
        "λ = 0: any β2 in (0, 1)",
        when=sp.Eq(s.lam, 0),
        quantities=("beta2-max",),
        own=True,
    ),
    Note(
        "q = {q} > 1: λ(1 − q)^k alternates in sign",
        when=sp.And(sp.Gt(s.lam, 0), sp.Gt(s.q, 1)),
        quantities=("lambda-k",),
        variants=("printed", "corrected"),
        values={"q": s.q},
    ),
    Note(
        "negative; log10 is that of |λ_k|",
        when=sp.And(sp.Gt(s.lam, 0), sp.Gt(s.q, 1), sp.Eq(sp.Mod(s.k, 2), 1)),
        quantities=("lambda-k",),
        variants=("printed", "corrected"),
    ),
)
_no_gap = (
    Note(
        "Δ = 0: the bias term vanishes",
        when=sp.Eq(s.gap, 0),
        quantities=COUNTS,
        variants=("printed",),
    ),
    Note(
        "Δ = 0: the bias term vanishes",
        when=sp.Eq(s.gap0, 0),
        quantities=COUNTS,
        variants=("corrected", *EXPLICIT),
    ),
)

#: In what the counts and the guarantees rise and fall.
_HARD = (s.sigma, s.gap, s.c_inf, s.lam, s.x0_norm)
_STEPS: dict[str, Any] = {"rises": (*_HARD, s.L), "falls": (s.eps, s.b)}
_WORK: dict[str, Any] = {"rises": (*_HARD, s.L), "falls": (s.eps,)}

THEOREM_2 = Statement(
    id="theorem-2",
    title="Stationarity of AdamW with a constant step",
    assumptions=(*_smooth, "0 ≤ λ_{k+1}v_{k+1} ≤ λ_k v_k in every coordinate."),
    formulas=(
        Formula("iterations", "T", _iterations_2, "constant", counts=EXPLICIT, **_STEPS),
        Formula(
            "gradient-complexity",
            r"b\,T",
            _complexity(_iterations_2),
            "constant",
            counts=EXPLICIT,
            **_WORK,
        ),
        Formula(
            "eta-max",
            r"\eta",
            {
                "printed": (
                    _eta_printed := Variant(
                        given=s.delta ** sp.Rational(5, 4)
                        * s.b
                        * s.eps**2
                        / (6 * (s.c_inf**2 + s.delta) ** sp.Rational(3, 4) * s.sigma**2 * s.L)
                    )
                ),
                "corrected": _eta_printed,
                "explicit": Variant(
                    given=_eta_explicit(s.r), why="r β1 with β1 ≤ 1/2, and λη ≤ 1/4"
                ),
                "explicit-large-step": Variant(given=_eta_explicit(r_large), why=_WHY_LARGE),
            },
            "constant",
            unit=s.info(s.eta).unit,
        ),
        Formula(
            "beta1-max",
            r"\beta_1",
            {
                "printed": (
                    _beta1_printed := Variant(
                        given=sp.sqrt(s.delta)
                        * s.b
                        * s.eps**2
                        / (3 * sp.sqrt(s.c_inf**2 + s.delta) * s.sigma**2)
                    )
                ),
                "corrected": Variant(given=sp.Min(1, beta1_cap), why="a weight is at most 1"),
                "explicit": (
                    _beta1_capped := Variant(
                        given=_beta1_explicit(),
                        why="the last two inequalities of (5) need β1 ≤ 1/2",
                    )
                ),
                "explicit-large-step": _beta1_capped,
            },
            "constant",
        ),
        _beta2,
        _lambda_k,
        Formula(
            "gradient-norm-squared",
            r"\frac1T\sum_{k<T}\mathbb{E}\|\nabla F_k(x_k)\|_2^2",
            {"explicit": _guarantee},
            "constant",
            unit=s.info(s.eps).unit ** 2,
            rises=_HARD,
            falls=(s.T, s.eta, s.b),
        ),
        Formula(
            "step-norm-squared",
            r"\frac1T\sum_{k<T}\mathbb{E}\|x_k-x_{k+1}\|_{v_k}^2",
            {
                "printed": Variant(given=s.eta**2 * s.eps**2 / 4),
                "corrected": (
                    _moves := Variant(
                        given=4 * s.eta**2 * s.eps**2 / s.c2,
                        why="the printed bound has another unit; the proof gives 4η²ε²/c2",
                    )
                ),
                "explicit": _moves,
            },
            "constant",
            unit=s.info(s.eta).unit ** 2 * s.info(s.c2).unit,
        ),
        Formula(
            "momentum-error",
            r"\frac1T\sum_{k<T}\mathbb{E}\|m_k-\nabla F(x_k)\|_2^2",
            {
                "printed": (_eight := Variant(given=8 * s.eps**2)),
                "corrected": _eight,
                "explicit": Variant(
                    given=(s.c1 / s.c2) * (sp.Rational(2, 3) + s.c1 / s.c2) * s.eps**2,
                    why="what the proof's sum gives, at most (5/3)ε²",
                ),
                "explicit-large-step": Variant(
                    given=sp.Rational(5, 3) * (s.c1 / s.c2) * s.eps**2, why=_WHY_LARGE
                ),
            },
            "constant",
            unit=s.info(s.eps).unit ** 2,
        ),
    ),
    conditions=(
        Condition(
            "eta",
            s.eta,
            _eta_printed.given,
            ("printed", "corrected"),
            "η ≤ δ^1.25 b ε²/(6(c∞²+δ)^0.75 σ²L)",
            limit_of="eta",
            carrier="eta-max",
        ),
        Condition(
            "beta1",
            s.beta1,
            _beta1_printed.given,
            ("printed", "corrected", *EXPLICIT),
            "β1 ≤ δ^0.5 b ε²/(3(c∞²+δ)^0.5 σ²)",
            limit_of="beta1",
            why="makes the noise floor at most ε²/3",
            carrier="beta1-max",
        ),
        r_steps,
        coupling,
        Condition(
            "beta1-weight",
            s.beta1,
            _half,
            EXPLICIT,
            "β1 ≤ 1/2",
            limit_of="beta1",
            why="needed by the bounds on the steps and on the momentum; the gradient bound "
            "needs only β1 ≤ 1",
            carrier="beta1-max",
        ),
        decay_step,
        printed_schedule,
        schedule_ratio,
    ),
    source=zhou2024("Theorem 2, Section 4.3, Eq. (5)", "G.2, pp. 8–10"),
    remarks=(
        "Constant λ > 0, which is what PyTorch does, violates λ_{k+1}v_{k+1} ≤ λ_k v_k: no "
        "statement of "
        "the paper covers it. With ‖x_k‖ ≤ R it costs an additive c2 λ β2 c∞² R²/(2 η c1).",
        "σ² can be as large as d c∞², so a bound free of d compares other constants.",
    ),
    name="Theorem 2",
    measure="avg E‖∇F_k‖²",
    in_a_line=(
        "F L-smooth; ‖g‖∞ ≤ c∞; g unbiased, of variance σ²/b; λ_k v_k does not increase; "
        "constant step"
    ),
    readings=readings("corollary-2", why={_WHY_GAP0: ""}),
    notes=(
        *_decay_notes,
        *NO_NOISE,
        *_no_gap,
        unbounded("eta-max", variants=("printed", "corrected")),
        unbounded("beta1-max", variants=("printed",)),
        Note(
            "above 1: no weight; a cap at 1 is missing in print",
            when=sp.Gt(_beta1_printed.given, 1),
            quantities=("beta1-max",),
            variants=("printed",),
        ),
    ),
    defaults=(X0_NORM,),
    when=papers_update,
)

# --- Theorem 3 ------------------------------------------------------------------------------------
_log = sp.log(1 / s.eps)
_gamma_printed = (
    s.c_inf ** sp.Rational(1, 4) * sp.sqrt(s.L * s.gap) / (s.delta ** sp.Rational(1, 8) * s.sigma)
)
_gamma_corrected = (
    s.c_inf ** sp.Rational(1, 4)
    * sp.sqrt(s.L * s.gap0 * s.b)
    / (s.delta ** sp.Rational(1, 8) * s.sigma)
)

_printed_3_complexity = (
    Part(
        "bias",
        (
            Monomial(
                printed_ratio ** sp.Rational(5, 4),
                sp.sqrt(s.L * s.gap) / s.eps,
                s.sigma / s.eps,
                s.eps**-2,
                _log,
            ),
        ),
    ),
    Part("variance", (Monomial(printed_ratio, s.sigma**2 / s.eps**2, s.eps**-2, _log),)),
)
_WHY_3 = (
    "the proof needs √T ≥ C log(1/ε)/ε² but squares only ε²: C and the logarithm must be "
    "squared too, "
    "which gives Theorem 2 times log²(1/ε)"
)
_WHY_3EXPLICIT = (
    "the smallest T at which the guarantee of the decaying step is ε², for this gap and every "
    "smaller one, with β ≤ 1; "
    "the parts are its leading orders, without the logarithm"
)

# Smallest T >= gamma^2 with [A + S(1 + gamma^2 (1 + log(T/gamma^2)))]/(gamma sqrt T) <=
# eps^2, or, where there is one, the smallest T <= gamma^2 with (A + S(1 + T))/T <= eps^2.
_decaying_root = sp.Piecewise(
    (sp.Integer(1), sp.Le(s.L_c, 1)), ((s.w * OuterRoot(s.L_c) / s.p) ** 2, True)
)
_flat = (s.A + s.S) / sp.Max(0, s.eps**2 - s.S)
_regimes_3 = sp.Piecewise(
    (_flat, sp.And(sp.Lt(s.S, s.eps**2), sp.Le(_flat, s.gamma_auto**2))),
    (sp.Max(s.gamma_auto**2, _decaying_root), True),
)
# A gap is known as an upper bound, so that T must not fall as it grows. For eps^2/3 < S < eps^2/2
# it would, by a step at most, since gamma grows with the gap: there the largest T is kept.
_noise = s.S / s.eps**2
_share = Crest(_noise)
_crest = (2 * _noise * OuterRoot(1 + _share / 2 + sp.log(2 * _noise))) ** 2 / _share
_explicit_3 = sp.Piecewise(
    (
        sp.Max(_regimes_3, _crest),
        sp.And(sp.Gt(3 * s.S, s.eps**2), sp.Lt(2 * s.S, s.eps**2), sp.Ge(s.A * _share, s.S)),
    ),
    (_regimes_3, True),
)
_explicit_3_parts = (
    Part(
        "bias",
        (
            Monomial(4, ratio**_five_halves, gap0_ratio, noise_ratio),
            Monomial(8, ratio, s.c2 * s.lam * s.gap0 / s.eps**2, noise_ratio),
        ),
    ),
    Part("variance", (Monomial(ratio**2, noise_ratio**2),)),
)

_log_of_epsilon = Variant(
    bare_log=True,
    exists=sp.Lt(s.eps, 1),
    missing_text="no number: log(1/ε) makes no sense for ε ≥ 1",
    missing_code="log-epsilon",
    missing_warning="Theorem 3's log(1/ε) loses its sense for ε ≥ 1: its printed and corrected "
    "forms have no number there",
)
_iterations_3 = {
    "printed": replace(_log_of_epsilon, parts=_times(_printed_3_complexity, 1 / s.b)),
    "corrected": replace(_log_of_epsilon, parts=_times(_corrected_2, _log**2), why=_WHY_3),
    "explicit": Variant(_explicit_3_parts, "none", _explicit_3, why=_WHY_3EXPLICIT),
}
_complexity_3 = _complexity(_iterations_3)
_complexity_3["printed"] = replace(_log_of_epsilon, parts=_printed_3_complexity)

# The guarantee: three regimes of gamma and T, continuous from one to the next. The sum of
# min(1, gamma^2/j) is at most its integral from 0, gamma^2 (1 + log(T/gamma^2)).
_g = s.gamma_given
_flat_regime = sp.And(sp.Gt(_g, 1), sp.Lt(s.T, _g**2))
_steps = _g * sp.sqrt(s.T)
_decaying_guarantee = Variant(
    (
        Part("gap", given=sp.Piecewise((s.A / s.T, _flat_regime), (s.A / _steps, True))),
        Part("initial-noise", given=sp.Piecewise((s.S / s.T, _flat_regime), (s.S / _steps, True))),
        Part(
            "noise-floor",
            given=sp.Piecewise(
                (s.S, _flat_regime),
                (s.S * _g * (1 + sp.log(s.T / _g**2)) / sp.sqrt(s.T), sp.Gt(_g, 1)),
                (s.S * _g * (1 + sp.log(s.T)) / sp.sqrt(s.T), True),
            ),
        ),
    ),
    "sum",
    why="from the supplement's Eq. (21), with β = min(1, γ/√(k+1)) and Δ₀ for Δ",
)
_weighted = 2 * _g * (sp.sqrt(s.T + 1) - 1)
_weighted_guarantee = Variant(
    (
        Part("gap", given=s.A / _weighted),
        Part("initial-noise", given=s.S / _weighted),
        Part("noise-floor", given=s.S * _g**2 * (1 + sp.log(s.T)) / _weighted),
    ),
    "sum",
    why="the output drawn in proportion to η_k, for γ ≤ 1",
    exists=sp.Le(_g, 1),
)

_step_k = 1 / sp.sqrt(s.k + 1)

THEOREM_3 = Statement(
    id="theorem-3",
    title="Stationarity of AdamW with a decaying step",
    assumptions=(*_smooth, "0 ≤ λ_{k+1}v_{k+1} ≤ λ_k v_k in every coordinate."),
    formulas=(
        Formula("iterations", "T", _iterations_3, "decaying", counts=EXPLICIT, **_STEPS),
        Formula("gradient-complexity", r"b\,T", _complexity_3, "decaying", counts=EXPLICIT),
        Formula(
            "gamma",
            r"\gamma",
            {
                "printed": Variant(given=sp.Max(1, _gamma_printed)),
                "corrected": Variant(
                    given=sp.Max(1, _gamma_corrected), why="with √b, which is lost in print, and Δ₀"
                ),
                "explicit": Variant(
                    given=s.gamma_auto, why="√(A/S): twice the printed scale, with √b"
                ),
            },
            "decaying",
        ),
        Formula(
            "eta-k",
            r"\eta_k",
            {
                "printed": Variant(given=s.gamma_given * s.r * _step_k),
                "corrected": Variant(
                    given=s.r * sp.Min(1, s.gamma_given * _step_k), why="η_k = r β_k with β_k ≤ 1"
                ),
                "explicit": Variant(
                    given=s.r_lam * sp.Min(1, s.gamma_given * _step_k),
                    why="η_k = r_λ β_{k+1} with β ≤ 1 and λη ≤ 1/4",
                ),
            },
            "decaying",
            unit=s.info(s.eta).unit,
        ),
        Formula(
            "beta1-k",
            r"\beta_{1k}",
            {
                "printed": Variant(given=s.gamma_given * _step_k),
                "corrected": (
                    _weight := Variant(
                        given=sp.Min(1, s.gamma_given * _step_k), why="a weight is at most 1"
                    )
                ),
                "explicit": Variant(
                    given=sp.Min(1, s.gamma_given / sp.sqrt(s.k)),
                    why="the weight that forms m_k, with η_k = r_λ β_{k+1}; at most 1",
                ),
            },
            "decaying",
        ),
        _beta2,
        _lambda_k,
        Formula(
            "gradient-norm-squared",
            r"\frac1T\sum_{k<T}\mathbb{E}\|\nabla F_k(x_k)\|_2^2",
            {"explicit": _decaying_guarantee},
            "decaying",
            unit=s.info(s.eps).unit ** 2,
            rises=(*_HARD, s.L),
            falls=(s.b,),
        ),
        Formula(
            "gradient-norm-squared",
            r"\sum_{k<T}\frac{\eta_k}{\sum_j\eta_j}\mathbb{E}\|\nabla F_k(x_k)\|_2^2",
            {"explicit": _weighted_guarantee},
            "decaying",
            case="weighted-output",
            unit=s.info(s.eps).unit ** 2,
        ),
    ),
    conditions=(
        Condition(
            "beta1-weight",
            s.gamma_given * _step_k,
            sp.Integer(1),
            ("printed",),
            "β_{1k} = γ/√(k+1) ≤ 1",
            limit_of="gamma",
            limit=sp.sqrt(s.k + 1),
            why="a weight; with the printed γ > 1 it fails for k + 1 < γ²",
            carrier="beta1-k",
            at={s.k: 1},
        ),
        printed_schedule,
        schedule_ratio,
    ),
    source=zhou2024("Theorem 3, Section 4.3", "G.5, pp. 10–13"),
    remarks=(
        "The printed complexity has a unit, so it is no count: scaling loss and parameters "
        "changes it "
        "while the iterates stay the same.",
        "log(1/ε) is kept in the corrected form as the paper writes it; it stands for half "
        "of log T.",
        "After the repair a decaying step is never better than a constant one in these bounds.",
    ),
    name="Theorem 3",
    measure="avg E‖∇F_k‖²",
    in_a_line=(
        "F L-smooth; ‖g‖∞ ≤ c∞; g unbiased, of variance σ²/b; λ_k v_k does not increase; "
        "steps ∝ 1/√(k+1)"
    ),
    readings=readings(),
    notes=(
        *_decay_notes,
        *NO_NOISE,
        *_no_gap,
        CONSTANT_STEP,
        Note(
            "steps η_k = r_λ β, where r_λ = min(r, 1/(4λ))",
            when=sp.Gt(s.lam, 0),
            quantities=("gradient-norm-squared",),
            optimizers=("adamw",),
            own=True,
        ),
        unbounded("gamma", variants=("printed",), gap=s.gap),
        unbounded("gamma", variants=("corrected", "explicit"), gap=s.gap0),
    ),
    defaults=(
        X0_NORM,
        Default(s.gamma_given, quantity="gamma", quantities=("eta-k", "beta1-k")),
        Default(
            s.gamma_given,
            quantity="gamma",
            note="γ = {value}, the statement's own",
            quantities=("gradient-norm-squared",),
        ),
    ),
    when=papers_update,
)

COROLLARY_1 = Statement(
    id="corollary-1",
    title="From the surrogate's gradient to that of the loss",
    assumptions=(
        "‖v_k‖₂ ≤ ρ′‖∇F(x_k)‖₂ and λ_k ρ′‖x_k‖∞ < 1.",
        "Since v_k ≥ √δ in every coordinate, the first forces ‖∇F(x_k)‖₂ ≥ √(dδ)/ρ′.",
    ),
    formulas=(
        Formula(
            "gradient-norm",
            r"\|\nabla F(x_k)\|_2",
            {
                "printed": (
                    _cor1 := Variant(
                        given=s.surrogate_gradient / (1 - s.lam_k * s.rho_prime * s.x_inf_norm)
                    )
                ),
                "corrected": _cor1,
                "explicit": Variant(
                    given=s.surrogate_gradient + s.lam_k * s.c2 * s.x_norm,
                    why="needs no hypothesis on v_k",
                ),
            },
            unit=s.info(s.eps).unit,
            numeric=False,
        ),
        Formula(
            "gradient-norm-min",
            r"\|\nabla F(x_k)\|_2",
            {
                "corrected": Variant(
                    given=sp.sqrt(s.d * s.delta) / s.rho_prime,
                    why="the hypothesis holds only at gradients at least this large",
                )
            },
            unit=s.info(s.eps).unit,
            numeric=False,
        ),
    ),
    source=zhou2024("Corollary 1, Section 4.3", "G.3, p. 10"),
    name="Corollary 1",
)

# --- Corollary 2 ----------------------------------------------------------------------------------
#: The constants of F + (lam_l2/2)||x||^2, which l2-Adam minimises without decay.
REGULARISED = {
    s.c_inf: s.c_inf_l2,
    s.L: s.L_l2,
    s.gap: s.gap_l2,
    s.gap0: s.gap_l2,
    s.c2: s.c2_l2,
}
#: Adam has no decay, so that the gap is that of the loss.
UNDECAYED = {s.gap0: s.gap}


def _read_as(variant: Variant, constants: dict[sp.Symbol, sp.Symbol], why: str) -> Variant:
    """Return a variant with other constants and lam = 0: products with lam in them vanish."""
    parts = tuple(
        Part(
            part.label,
            tuple(
                Monomial(*(factor.xreplace(constants) for factor in item.factors))
                for item in part.alternatives
                if not item.expr.has(s.lam)
            ),
        )
        for part in variant.parts
    )
    return Variant(parts, variant.combine, why=why)


def _corollary_2(quantity: str, latex: str, variants: dict[str, Variant]) -> tuple[Formula, ...]:
    """Return Theorem 2's count for Adam and for l2-Adam."""
    printed, explicit = variants["printed"], variants["explicit"]
    return (
        Formula(
            quantity,
            latex,
            {
                "printed": printed,
                "corrected": printed,
                "explicit": _read_as(explicit, UNDECAYED, _WHYEXPLICIT),
            },
            "constant",
            "adam",
            shown_of="theorem-2",
        ),
        Formula(
            quantity,
            latex,
            {
                "printed": printed,
                "corrected": _read_as(printed, REGULARISED, WHY_L2),
                "explicit": _read_as(explicit, REGULARISED, WHY_L2),
            },
            "constant",
            "l2-adam",
            shown_of="theorem-2",
        ),
    )


COROLLARY_2 = Statement(
    id="corollary-2",
    title="Adam and ℓ2-Adam have Theorem 2's complexity",
    assumptions=(
        *_smooth,
        "Adam: λ = 0, any β2.",
        "ℓ2-Adam: constant λ, and every constant that of F + (λ/2)‖x‖².",
    ),
    formulas=(
        *_corollary_2("iterations", "T", _iterations_2),
        *_corollary_2("gradient-complexity", r"b\,T", _complexity(_iterations_2)),
        *(
            Formula(
                name,
                s.info(symbol).latex,
                {"corrected": Variant(given=s.info(symbol).definition, why=WHY_L2)},
                optimizer="l2-adam",
                unit=s.info(symbol).unit,
            )
            for name, symbol in (("c-inf", s.c_inf_l2), ("smoothness", s.L_l2), ("gap", s.gap_l2))
        ),
    ),
    source=zhou2024("Corollary 2, Section 4.3", "G.4, p. 10"),
    optimizers=("adam", "l2-adam"),
    name="Corollary 2",
    measure="avg E‖∇F_k‖²",
)
