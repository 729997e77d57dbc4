"""Theorem 4: AdamW in stages under the Polyak–Łojasiewicz condition."""

from __future__ import annotations

from dataclasses import replace

import sympy as sp

from adamw_bounds.theory.papers.zhou2024 import symbols as s
from adamw_bounds.theory.papers.zhou2024.citation import zhou2024
from adamw_bounds.theory.papers.zhou2024.nonconvex import printed_ratio, ratio
from adamw_bounds.theory.papers.zhou2024.readings import (
    CONSTANT_DECAY,
    CONSTANT_STEP,
    COUNTS,
    NO_NOISE,
    readings,
    unbounded,
)
from adamw_bounds.theory.special import LogRoot
from adamw_bounds.theory.statements import (
    Condition,
    Default,
    Formula,
    Monomial,
    Note,
    Part,
    Staged,
    Statement,
    Variant,
)

__all__ = ["THEOREM_4"]

_five_halves = sp.Rational(5, 2)
_three_halves = sp.Rational(3, 2)
condition_number = s.L / s.mu
stage_noise = s.sigma**2 / (s.b * s.mu * s.eps_k)
total_noise = s.sigma**2 / (s.mu * s.eps_gap)
_epsilon_noise = s.sigma**2 / (s.b * s.mu * s.eps_gap)

#: c2 sigma^2/(c1 b mu eps_k): above 4/3 the cap on beta is below 1/2.
_level = ratio * stage_noise
_capped = sp.Lt(_level, sp.Rational(4, 3))

_beta_stage = 2 * s.c1 * s.b * s.mu * s.eps_k / (3 * s.c2 * s.sigma**2)
_eta_printed = (
    s.delta ** sp.Rational(5, 4)
    * s.mu
    * s.b
    * s.eps_k
    / (12 * (s.c_inf**2 + s.delta) ** sp.Rational(3, 4) * s.sigma**2 * s.L)
)
_beta_printed = (
    sp.sqrt(s.delta) * s.mu * s.b * s.eps_k / (6 * sp.sqrt(s.c_inf**2 + s.delta) * s.sigma**2)
)

_bias_printed = Part(
    "bias", (Monomial(printed_ratio**_five_halves, condition_number, stage_noise),)
)
_stage_bias = Part(
    "bias",
    (
        Monomial(18, ratio**_five_halves, condition_number, stage_noise),
        Monomial(24, ratio**_three_halves, condition_number),
    ),
)
_later = Variant(
    (
        _stage_bias,
        Part("variance", (Monomial(15, ratio, stage_noise), Monomial(20))),
    ),
    why="the proof's constants for λ = 0, all of (x, m, n) carried on from the drawn index, "
    "β ≤ 1/2",
)
_first = Variant(
    (
        _stage_bias,
        Part(
            "variance",
            given=sp.Piecewise(
                (sp.Integer(20), _capped),
                (sp.Rational(9, 4) * ratio**2 * stage_noise**2, True),
            ),
        ),
    ),
    why="stage 1 starts from m_0 = g_0, whose error is σ²/b",
)

# Decaying step inside a stage.
_A_k = 4 * s.c2**_three_halves * s.L * s.eps_k / s.c1**_three_halves
_S_k = s.c2 * s.sigma**2 / (2 * s.c1 * s.b)
_P_root = sp.sqrt(ratio**_five_halves * condition_number * stage_noise / 2)
_flat_root = 2 * ratio**_three_halves * condition_number
_is_flat = sp.Ge(_A_k, _S_k)
_decaying_later = Variant(
    (
        Part(
            "bias",
            (
                Monomial(sp.Rational(1, 2), ratio**_five_halves, condition_number, stage_noise),
                Monomial(4, ratio**3, condition_number**2),
            ),
        ),
    ),
    "none",
    sp.Piecewise(
        (LogRoot(3, _flat_root, 2), _is_flat),
        (LogRoot(1 + 2 * sp.sqrt(_S_k / _A_k), _P_root, 2), True),
    ),
    why="solves for the smallest T_k, with γ_k = min(1, √(A_k/S_k)); "
    "the parts are its leading orders, without the logarithm",
)
_decaying_first = Variant(
    _decaying_later.parts,
    "none",
    sp.Piecewise(
        (LogRoot(1, _flat_root, 3), _is_flat), (LogRoot(1, _P_root, 2 + _S_k / _A_k), True)
    ),
    why="stage 1 starts from m_0 = g_0, whose error is σ²/b",
)

_stage_decaying_printed = Variant(
    (Part("bias", (Monomial(printed_ratio**_five_halves, condition_number, _epsilon_noise),)),),
)
_stage_log = sp.log(s.eps_0 / s.eps_k)
_total_log = sp.log(s.eps_0 / s.eps_gap)
_total_bias = Part("bias", (Monomial(printed_ratio**_five_halves, condition_number, total_noise),))
_total_constant = Variant(
    (
        _total_bias,
        Part("variance", (Monomial(printed_ratio**2, total_noise),)),
    )
)

_i_step = 1 / sp.sqrt(s.k + 1)
_gamma_printed = (
    (s.c_inf**2 + s.delta) ** sp.Rational(1, 8)
    * sp.sqrt(s.L * s.b * s.eps_k)
    / (s.delta ** sp.Rational(1, 8) * s.sigma)
)

#: The stages, each to half of what is left.
_STAGES = Staged(start=s.eps_0, target=s.eps_gap, stage=s.eps_k, first_case="first-stage")
#: For AdamW with λ > 0 there is no explicit form; a long and a short way to say so.
_no_decay = {
    "exists": sp.Eq(s.lam, 0),
    "missing_code": "theorem-4-decay",
    "missing_warning": "Theorem 4 has no explicit form for AdamW with λ > 0",
}
_no_decay_count = {
    **_no_decay,
    "missing_warning": "Theorem 4 has no explicit form for AdamW with λ > 0: both printed λ "
    "schedules break λ_{k+1}v_{k+1} ≤ λ_k v_k, and F_k(x*) > F*",
}

#: λ counted over all steps keeps λ_k v_k from growing, within a stage and across.
_running = Variant(
    given=s.lam * (1 - s.q) ** s.all_steps,
    why="counted over all steps: constant inside a stage, or restarted at each, λ_k v_k grows",
)


def _decays(latex: str, schedule: str, index: sp.Symbol) -> Formula:
    """Return the λ schedule of one setting; the explicit form has λ = 0."""
    return Formula(
        "lambda-k",
        latex,
        {"printed": Variant(given=s.lam * (1 - s.q) ** index), "corrected": _running},
        schedule,
        case="stage",
        unit=s.info(s.lam).unit,
        numeric=False,
        signed=True,
    )


THEOREM_4 = Statement(
    id="theorem-4",
    title="Function gap of AdamW in stages under the PŁ condition",
    assumptions=(
        "F is L-smooth, the stochastic gradient as in Theorem 2, and 2μ(F(x) − F*) ≤ ‖∇F(x)‖².",
        "K = ⌈log₂(ε₀/ε)⌉ stages, stage k to accuracy ε_k = ε₀/2^k, where ε₀ = F_0(x_0) − F(x*).",
        "Explicit form: λ = 0, and x, m, n all carried on from the same drawn index.",
    ),
    formulas=(
        Formula(
            "iterations",
            "T_k",
            {
                "printed": Variant(
                    (
                        _bias_printed,
                        Part(
                            "variance",
                            (Monomial(printed_ratio**2, s.sigma**2 / (s.mu**3 * s.b * s.eps_k)),),
                        ),
                    )
                ),
                "corrected": Variant(
                    (
                        _bias_printed,
                        Part("variance", (Monomial(printed_ratio**2, stage_noise),)),
                    ),
                    why="μ³ is a misprint for μ: with it T_k has a unit, and the printed "
                    "total has μ",
                ),
                "explicit": replace(_later, **_no_decay_count),
            },
            "constant",
            case="stage",
            counts=("explicit",),
            staged=_STAGES,
        ),
        Formula(
            "iterations",
            "T_1",
            {"explicit": replace(_first, **_no_decay_count)},
            "constant",
            case="first-stage",
            counts=("explicit",),
        ),
        Formula(
            "gradient-complexity",
            r"b\sum_k T_k",
            {"printed": _total_constant, "corrected": _total_constant},
            "constant",
        ),
        Formula(
            "iterations",
            "T_k",
            {
                "printed": _stage_decaying_printed,
                "corrected": Variant(
                    (
                        Part(
                            "bias",
                            (Monomial(*_bias_printed.alternatives[0].factors, _stage_log**2),),
                        ),
                    ),
                    why="ε_k for ε, and the log² that the proof drops",
                ),
                "explicit": replace(_decaying_later, **_no_decay_count),
            },
            "decaying",
            case="stage",
            counts=("explicit",),
            staged=_STAGES,
        ),
        Formula(
            "iterations",
            "T_1",
            {"explicit": replace(_decaying_first, **_no_decay_count)},
            "decaying",
            case="first-stage",
            counts=("explicit",),
        ),
        Formula(
            "gradient-complexity",
            r"b\sum_k T_k",
            {
                "printed": Variant((_total_bias,)),
                "corrected": Variant(
                    (
                        Part(
                            "bias", (Monomial(*_total_bias.alternatives[0].factors, _total_log**2),)
                        ),
                    ),
                    why="the supplement's sum of k 2^k is not O(2^K): a log² stays",
                    exists=sp.Gt(s.eps_0, s.eps_gap),
                    missing_text="no stage is run",
                ),
            },
            "decaying",
        ),
        Formula(
            "eta-max",
            r"\eta_k",
            {
                "printed": (_eta_variant := Variant(given=_eta_printed)),
                "corrected": _eta_variant,
                "explicit": Variant(
                    given=sp.Min(s.r / 2, s.r * _beta_stage),
                    why="r β_k, four times the printed cap",
                    **_no_decay,
                ),
            },
            "constant",
            case="stage",
            unit=s.info(s.eta).unit,
        ),
        Formula(
            "beta1-max",
            r"\beta_{1k}",
            {
                "printed": Variant(given=_beta_printed),
                "corrected": Variant(given=sp.Min(1, _beta_printed), why="a weight is at most 1"),
                "explicit": Variant(
                    given=sp.Min(sp.Rational(1, 2), _beta_stage),
                    why="four times the printed cap, and at most 1/2",
                    **_no_decay,
                ),
            },
            "constant",
            case="stage",
        ),
        Formula(
            "gamma",
            r"\gamma",
            {
                "printed": Variant(given=sp.Max(1, _gamma_printed)),
                "corrected": Variant(
                    given=sp.Min(1, _gamma_printed),
                    why="min, not max: with γ = 1 late stages need T_k of order ε_k^−2",
                ),
                "explicit": Variant(
                    given=sp.Min(1, sp.sqrt(_A_k / _S_k)),
                    why="min(1, √(A_k/S_k))",
                    **_no_decay,
                ),
            },
            "decaying",
            case="stage",
        ),
        Formula(
            "eta-k",
            r"\eta_{k_i}",
            {
                "printed": (_eta_i := Variant(given=s.gamma_given * s.r * _i_step)),
                "corrected": _eta_i,
                "explicit": replace(_eta_i, **_no_decay),
            },
            "decaying",
            case="stage",
            unit=s.info(s.eta).unit,
        ),
        Formula(
            "beta1-k",
            r"\beta_{1k_i}",
            {
                "printed": (_beta_i := Variant(given=s.gamma_given * _i_step)),
                "corrected": _beta_i,
                "explicit": Variant(
                    given=s.gamma_given / sp.sqrt(s.k),
                    why="the weight that forms m_{k_i}",
                    **_no_decay,
                ),
            },
            "decaying",
            case="stage",
        ),
        _decays(r"\lambda_k", "constant", s.stage),
        _decays(r"\lambda_{k_i}", "decaying", s.stage_step),
    ),
    conditions=(
        Condition(
            "mu-below-l",
            s.mu,
            s.L,
            ("printed", "corrected", "explicit"),
            "μ ≤ L",
            limit_of="mu",
            why="an L-smooth loss with the PŁ condition has μ ≤ L",
            for_=COUNTS,
            code="mu-above-l",
            warning="μ exceeds L: no L-smooth loss satisfies PŁ with such a μ, so Theorem 4 "
            "speaks of nothing",
        ),
        Condition(
            "eta-stage",
            s.eta,
            _eta_printed,
            ("printed", "corrected"),
            "η ≤ δ^1.25 μbε_k/(12(c∞²+δ)^0.75 σ²L)",
            schedule="constant",
            limit_of="eta",
            carrier="eta-max",
        ),
        Condition(
            "beta1-stage",
            s.beta1,
            _beta_printed,
            ("printed", "corrected"),
            "β1 ≤ δ^0.5 μbε_k/(6(c∞²+δ)^0.5 σ²)",
            schedule="constant",
            limit_of="beta1",
            carrier="beta1-max",
        ),
        Condition(
            "eta-stage-coupling",
            s.eta,
            s.r * s.beta1,
            ("explicit",),
            "η ≤ r β1",
            schedule="constant",
            limit_of="eta",
            carrier="eta-max",
            remedy="at this β1",
        ),
        Condition(
            "beta1-stage-explicit",
            s.beta1,
            sp.Min(sp.Rational(1, 2), _beta_stage),
            ("explicit",),
            "β1 ≤ min(1/2, 2√δ bμε_k/(3√(c∞²+δ) σ²))",
            schedule="constant",
            limit_of="beta1",
            carrier="beta1-max",
        ),
    ),
    source=zhou2024("Theorem 4, Section 4.4, Eq. (6)", "G.6, pp. 13–16"),
    remarks=(
        "Both printed λ schedules break λ_{k+1}v_{k+1} ≤ λ_k v_k within a stage or across "
        "stages, and "
        "F_k(x*) > F* for λ > 0: for AdamW with λ > 0 there is no explicit form.",
        "As μ ≤ L and c2 ≥ c1 the second term of the printed maximum never dominates.",
    ),
    name="Theorem 4",
    measure="F(x) − F*",
    in_a_line=(
        "F L-smooth, 2μ(F − F*) ≤ ‖∇F‖²; ‖g‖∞ ≤ c∞; g unbiased, of variance σ²/b; λ = 0; in "
        "stages, each started from an iterate drawn from the last"
    ),
    readings=readings(
        notes=(
            Note(
                "ε, μ and the gap are those of the regularised loss",
                when=sp.Gt(s.lam_l2, 0),
                quantities=("iterations",),
            ),
        )
    ),
    notes=(
        CONSTANT_DECAY,
        CONSTANT_STEP,
        *NO_NOISE,
        Note(
            "--gap is taken as ε₀ = F_0(x_0) − F(x*)",
            when=sp.Gt(s.lam, 0),
            quantities=("iterations",),
            optimizers=("adamw",),
        ),
        Note(
            "an order of its own, not b times the row above",
            quantities=("gradient-complexity",),
            variants=("printed", "corrected"),
            own=True,
        ),
        Note(
            "the printed total has μ where the printed T_k has μ³",
            quantities=("gradient-complexity",),
            variants=("printed",),
            schedules=("constant",),
        ),
        Note(
            "--epsilon means two things here: a gradient norm in Theorems 2 and 3, a function gap "
            "in Theorem 4, where --gap is ε₀; do not compare the counts across them",
            quantities=COUNTS,
            code="epsilon-unit",
            beside=True,
        ),
        unbounded("eta-max", variants=("printed", "corrected")),
        unbounded("beta1-max", variants=("printed",)),
        unbounded("gamma", variants=("printed", "corrected")),
    ),
    defaults=(
        # ε and Δ go by these names here, where they are function gaps.
        Default(s.eps_gap, s.eps),
        Default(s.eps_0, s.gap),
        Default(s.gamma_given, quantity="gamma", quantities=("eta-k", "beta1-k")),
    ),
)
