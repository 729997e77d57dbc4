"""The last iterate under the Polyak–Łojasiewicz condition: no stages, no draw, no logarithm."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import sympy as sp

from adamw_bounds.theory import symbols as s
from adamw_bounds.theory.papers.here import symbols as h
from adamw_bounds.theory.papers.here.source import here
from adamw_bounds.theory.papers.here.stationarity import (
    ESTIMATES,
    OF_A_RUN,
    RADIUS_TAKEN,
    eta_max,
    smooth,
)
from adamw_bounds.theory.papers.zhou2024.readings import readings
from adamw_bounds.theory.special import Rate, Shrink, Spare, UpToPole
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
from adamw_bounds.theory.units import NONE

__all__ = ["DECAYED_LAST_ITERATE", "LAST_ITERATE", "OWN"]

_GAP = "function-gap"
_half = sp.Rational(1, 2)
_one = sp.Integer(1)


_contraction = h.z * h.chi * s.beta1
#: 1 − zχ, with one division: it is 0 where it should be, and next to 0 beside the largest step.
_unshrunk = 1 - s.eta * s.mu * s.least_rate / (s.beta1 * h.c2_any)
_apart = Spare(_unshrunk)


def _below_one(z: sp.Expr) -> sp.Expr:
    return _apart if z == h.z else 1 - z * h.chi


def _floor(z: sp.Expr) -> sp.Expr:
    """Return f, the noise floor at full weight."""
    return h.c2_rates * s.sigma**2 / (2 * s.mu * s.c1 * s.b * _below_one(z))


def _start(z: sp.Expr) -> sp.Expr:
    """Return W, the momentum's error at the start, in units of the loss."""
    return z * s.sigma**2 / (2 * s.b * s.L * _below_one(z))


# --- the guarantee at given settings --------------------------------------------------------------
#: What bias correction makes of the first error: the closed bound of the proofs.
_first = sp.Piecewise(
    (
        1
        + h.theta**3 * (sp.pi**2 / 6 - 1) / Spare(1 - _contraction)
        + 2 * h.theta**2 / ((2 - s.beta1) * _apart),
        sp.Gt(h.pytorch_update, 0),
    ),
    (_one, True),
)
_shrunk = Shrink(_contraction, s.T)
_guarantee = Variant(
    (
        Part("gap", (Monomial(_shrunk, s.gap),)),
        Part("initial-noise", given=UpToPole(_shrunk * _first * _start(h.z), _apart)),
        Part("noise-floor", given=UpToPole(_floor(h.z) * s.beta1, _apart)),
    ),
    "sum",
    why="section 7 of the proofs: (1−h)^T(Δ+W) + fβ1, where h = μη/c2",
    exists=sp.Eq(s.lam, 0),
    settings={"z": h.z},
    also=(s.L,),  # in the conditions alone: it drops out of the bound
)

# --- the shortest run, constant step --------------------------------------------------------------
z_last = s.short(
    "z_last", r"z_*", "z*", "largest z for every weight", NONE, 2 / (h.chi + sp.sqrt(h.chi**2 + 4))
)
floor_last = s.short(
    "floor_last", "f", "f", "noise floor at full weight", s.LOSS, _floor(z_last), ">= 0"
)
start_last = s.short(
    "start_last", "W", "W", "momentum's error at the start", s.LOSS, _start(z_last), ">= 0"
)
floor_full = s.short(
    "floor_full", "f_1", "f₁", "noise floor at β1 = z = 1", s.LOSS, _floor(_one), ">= 0"
)
start_full = s.short(
    "start_full", "W_1", "W₁", "first error at β1 = z = 1", s.LOSS, _start(_one), ">= 0"
)
#: What the floor leaves of ε: at least half of it.
_left = sp.Max(s.eps_gap / 2, s.eps_gap - floor_last)
_weight = sp.Min(1, s.eps_gap / (2 * floor_last))


def _run(above: sp.Expr, left: sp.Expr, rate: sp.Expr) -> sp.Expr:
    """Return log(above/left)/-log(1 - h), at least 1; above - left keeps its digits."""
    return sp.Max(1, sp.log(1 + sp.Max(0, above - left) / left) / Rate(rate))


_momentum_run = _run(s.gap + start_last, _left, z_last * h.chi * _weight)
#: At full weight the step may be larger, z = 1: better where there is little noise.
_gradient_run = _run(s.gap + start_full, s.eps_gap - floor_full, h.chi)
_noise_free = _run(s.gap, s.eps_gap, h.chi)
_may_be_full = sp.And(sp.Lt(h.chi, 1), sp.Lt(floor_full, s.eps_gap))
_constant = sp.Piecewise(
    (_noise_free, sp.Eq(s.sigma, 0)),
    (sp.Min(_momentum_run, _gradient_run, evaluate=False), _may_be_full),
    (_momentum_run, True),
)


def _chosen(full: sp.Expr, momentum: sp.Expr) -> sp.Expr:
    """Return a setting of the run that is taken: of full weight, or with momentum."""
    return sp.Piecewise(
        (full, sp.Eq(s.sigma, 0)),
        (full, sp.And(_may_be_full, sp.Le(_gradient_run, _momentum_run))),
        (momentum, True),
    )


_chosen_weight = _chosen(_one, _weight)
_chosen_z = _chosen(_one, z_last)
_constant_settings = {
    "eta": _chosen_z * _chosen_weight * s.c1 / s.L,
    "beta1": _chosen_weight,
    "z": _chosen_z,
}

_WHY_FALLING = "section 7 of the proofs: β_k = 2/((k+k0)zχ), η_k = zβ_kc1/L"

# --- the shortest run, decreasing step ------------------------------------------------------------
z_falling = s.short(
    "z_falling",
    "z",
    "z",
    "the z of the decreasing step",
    NONE,
    sp.Piecewise((z_last, sp.Le(2 * h.chi**2, 1)), (1 / (2 * h.chi), True)),
)
k0 = s.short(
    "k0",
    "k_0",
    "k0",
    "where the decreasing step begins",
    NONE,
    sp.Piecewise((2 / (z_last * h.chi) - 1, sp.Le(2 * h.chi**2, 1)), (3, True)),
)
noise_falling = s.short(
    "noise_falling",
    "B",
    "B",
    "noise of the decreasing step",
    s.LOSS,
    s.sigma**2 / (2 * s.b * s.L * z_falling * (1 - z_falling * h.chi) * h.chi**2),
    ">= 0",
)
# T solves ε T² + slope T = excess: n − k0 of the proofs, without the difference of large numbers.
slope = s.short(
    "pl_slope",
    "a",
    "a",
    "linear term of the equation for T, decreasing step",
    s.LOSS,
    s.eps_gap * (2 * k0 - 1) - 4 * noise_falling,
    "real",
)
excess = s.short(
    "pl_excess",
    "e",
    "e",
    "right side of the equation for T, decreasing step",
    s.LOSS,
    k0 * (k0 - 1) * (s.gap + _start(z_falling) - s.eps_gap),
    "real",
)
discriminant = s.short(
    "pl_discriminant",
    "D",
    "D",
    "discriminant of the equation for T, decreasing step",
    s.LOSS**2,
    slope**2 + 4 * s.eps_gap * excess,
    "real",
)
#: β1 varies: PyTorch's bias correction is then another.
_papers_own = sp.And(sp.Eq(s.lam, 0), sp.Eq(h.pytorch_update, 0))
_begun = k0 / (s.T + k0)
_falling_guarantee = Variant(
    (
        Part("gap", given=_begun * (k0 - 1) * s.gap / (s.T + k0 - 1)),
        Part("initial-noise", given=_begun * (k0 - 1) * _start(z_falling) / (s.T + k0 - 1)),
        Part(
            "noise-floor",
            given=4 * noise_falling * s.T / ((s.T + k0) * (s.T + k0 - 1)),
        ),
    ),
    "sum",
    why=_WHY_FALLING,
    exists=_papers_own,
    settings={"z": z_falling, "k0": k0},
)
_root = sp.sqrt(discriminant)
_falling = sp.Piecewise(
    (_one, sp.Lt(discriminant, 0)),
    (sp.Max(1, 2 * excess / (slope + _root)), sp.Gt(slope, 0)),
    (sp.Max(1, (_root - slope) / (2 * s.eps_gap)), True),
)
# --- with a constant decay ------------------------------------------------------------------------
decay_floor = s.short(
    "decay_floor",
    r"\tfrac{\lambda^2c_2^2R_2^2}{2\mu}",
    "λ²c2²R2²/(2μ)",
    "what a constant decay adds to the last iterate's gap at least",
    s.LOSS,
    h.decay_error / (2 * s.mu),
    ">= 0",
)
noise_last = s.short(
    "noise_last",
    r"(1-h)^TCW+f\beta_1",
    "(1−h)^T·CW+fβ1",
    "what the noise adds to the last iterate's gap, but for the factor 1+s",
    s.LOSS,
    _shrunk * _first * _start(h.z) + _floor(h.z) * s.beta1,
    ">= 0",
)
#: From this s on, a larger one saves nothing that a float would show.
_MOST = sp.Integer(2) ** 200
#: How many times the step's condition has room for the momentum's error, less 1.
_spare = Spare(((1 - h.z * s.beta1) * _unshrunk - (h.z * h.theta) ** 2) / (h.z * h.theta) ** 2)
split_last = s.short(
    "split_last",
    "s",
    "s",
    "split of the constant decay's error, the best that the step allows",
    NONE,
    sp.Min(
        sp.sqrt(decay_floor / noise_last),
        sp.Piecewise(
            (_MOST, sp.And(sp.Eq(s.beta1, 1), sp.Eq(Spare(h.z - 1), 0))),
            (sp.Integer(0), sp.Eq(s.beta1, 1)),
            (_spare, True),
        ),
        _MOST,
    ),
    ">= 0",
)
_decayed_guarantee = Variant(
    (
        Part("gap", (Monomial(_shrunk, s.gap),)),
        Part(
            "initial-noise",
            given=(1 + split_last) * UpToPole(_shrunk * _first * _start(h.z), _apart),
        ),
        Part("noise-floor", given=(1 + split_last) * UpToPole(_floor(h.z) * s.beta1, _apart)),
        Part(
            "weight-decay",
            given=sp.Piecewise(
                (sp.Integer(0), sp.Eq(h.group_decay, 0)),
                ((1 + 1 / split_last) * decay_floor, True),
            ),
        ),
    ),
    "sum",
    why="section 7 of the proofs, with the best s that the step allows",
    exists=sp.Gt(s.lam, 0),
    settings={"z": h.z, "s": split_last},
    also=(s.L, s.lam),
)

#: The symbols that are declared here.
OWN = (
    decay_floor,
    noise_last,
    split_last,
    z_last,
    floor_last,
    start_last,
    floor_full,
    start_full,
    z_falling,
    k0,
    noise_falling,
    slope,
    excess,
    discriminant,
)

#: Where zβ1 + z²(1−β1)²/(1−zχ) is 1.
_largest = (
    2
    * s.beta1
    * s.c1
    / (s.L * (s.beta1 + h.chi + sp.sqrt((s.beta1 - h.chi) ** 2 + 4 * h.theta**2)))
)
_WHY_CONSTANT = "section 7 of the proofs: β1 = min(1, ε/(2f)), or 1 with the larger step"


def _counts(
    schedule: str, steps: sp.Expr, why: str, settings: dict[str, sp.Expr], exists: Any
) -> tuple[Formula, Formula]:
    def of(quantity: str, latex: str, count: sp.Expr) -> Formula:
        variant = Variant(given=count, why=why, settings=settings, exists=exists)
        return Formula(quantity, latex, {"sharp": variant}, schedule, counts=("sharp",))

    return of("iterations", "T", steps), of("gradient-complexity", r"b\,T", s.b * steps)


_mu_below_l = Condition(
    "mu-smoothness",
    s.mu,
    s.L,
    ("sharp",),
    "μ ≤ L",
    limit_of="mu",
    why="an L-smooth loss with the PŁ condition has μ ≤ L",
    for_=(_GAP,),
    code="mu-above-l",
    warning="μ exceeds L: no L-smooth loss satisfies PŁ with such a μ, so the bound on "
    "the last iterate speaks of nothing",
)
_rate_below_one = Condition(
    "pl-rate",
    h.z * h.chi,
    _one,
    ("sharp",),
    "zχ = ημ/(β1c2) < 1",
    why="the momentum's error falls by 1 − β1 a step, the gap by h, which must be less",
    limit_of="eta",
    limit=s.beta1 * h.c2_rates / s.mu,
    remedy="at this β1",
    for_=(_GAP,),
    carrier="eta-max",
    schedule="constant",
)

LAST_ITERATE = Statement(
    id="here-pl-last-iterate",
    target=s.eps_gap,
    title="The last iterate under the Polyak–Łojasiewicz condition",
    assumptions=(
        *smooth,
        "‖∇F‖² ≥ 2μ(F − F*) at the iterates, and λ = 0.",
        "‖g_k‖∞ ≤ c∞, so that c1 ≤ v_k ≤ c2; nothing else of v_k, so every β2. "
        "PyTorch's ε = 0 leaves no such bound.",
    ),
    formulas=(
        *_counts("constant", _constant, _WHY_CONSTANT, _constant_settings, sp.Eq(s.lam, 0)),
        *_counts("decaying", _falling, _WHY_FALLING, {"z": z_falling, "k0": k0}, _papers_own),
        Formula(
            _GAP,
            r"\mathbb{E}F(x_T)-F_*",
            {"sharp": _guarantee},
            "constant",
            unit=s.LOSS,
        ),
        Formula(
            _GAP,
            r"\mathbb{E}F(x_T)-F_*",
            {"sharp": _falling_guarantee},
            "decaying",
            unit=s.LOSS,
        ),
        eta_max(_largest, "constant", exists=sp.Eq(s.lam, 0)),
    ),
    conditions=(
        replace(_mu_below_l, for_=("iterations", "gradient-complexity", _GAP)),
        Condition(
            "pl-step",
            h.z * s.beta1 + h.z**2 * h.theta**2 + h.z * h.chi,
            1 + h.z**2 * h.chi * s.beta1,
            ("sharp",),
            "zβ1 + z²(1−β1)²/(1−zχ) ≤ 1, where z = ηL/(β1c1)",
            why="the momentum's error is only absorbed when the step is small beside β1",
            limit_of="eta",
            limit=_largest,
            remedy="at this β1",
            for_=(_GAP,),
            carrier="eta-max",
            schedule="constant",
        ),
        _rate_below_one,
    ),
    source=here("7"),
    remarks=(
        "Whole runs: nothing restarts, nothing is drawn, and the last iterate is what is bounded.",
        "The decreasing step is for the paper's update: β1 varies, so bias correction is another.",
    ),
    name="the last iterate",
    measure="E F(x_T) − F*",
    in_a_line=(
        "F L-smooth, 2μ(F − F*) ≤ ‖∇F‖²; ‖g‖∞ ≤ c∞; g unbiased, of variance σ²/b; any β2; λ = "
        "0; the last iterate"
    ),
    notes=(
        *OF_A_RUN,
        Note(
            "ε is a gap of the loss",
            quantities=("iterations",),
        ),
        Note(
            "ε ≥ Δ: the start is as near already; T is of a run that is made all the same",
            when=sp.Ge(s.eps_gap, s.gap),
            quantities=("iterations", "gradient-complexity"),
        ),
    ),
    readings=readings(corrected=("sharp",)),
    defaults=(Default(s.eps_gap, s.eps),),
    stands_for="theorem-4",
)

DECAYED_LAST_ITERATE = Statement(
    id="here-pl-decay",
    title="The last iterate under the Polyak–Łojasiewicz condition and a constant weight decay",
    assumptions=(
        *smooth,
        "‖∇F‖² ≥ 2μ(F − F*) at the iterates; λ_k = λ is constant.",
        "E‖x_k‖² ≤ R2² for every k < T.",
        "‖g_k‖∞ ≤ c∞, so that c1 ≤ v_k ≤ c2; nothing else of v_k, so every β2. "
        "PyTorch's ε = 0 leaves no such bound.",
    ),
    formulas=(
        Formula(
            _GAP,
            r"\mathbb{E}F(x_T)-F_*",
            {"sharp": _decayed_guarantee},
            "constant",
            unit=s.LOSS,
        ),
        eta_max(_largest, "constant", exists=sp.Gt(s.lam, 0), also=(s.lam,)),
    ),
    conditions=(
        _mu_below_l,
        Condition(
            "pl-step",
            h.z * s.beta1 + h.z**2 * h.theta**2 + h.z * h.chi,
            1 + h.z**2 * h.chi * s.beta1,
            ("sharp",),
            "zβ1 + z²(1−β1)²/(1−zχ) < 1, where z = ηL/(β1c1)",
            why="the momentum's error is only absorbed when the step is small beside β1",
            limit_of="eta",
            limit=_largest,
            remedy="at this β1",
            for_=(_GAP,),
            carrier="eta-max",
            schedule="constant",
            when=sp.Gt(s.lam, 0),
        ),
        _rate_below_one,
    ),
    source=here("7"),
    remarks=(
        "Parameter groups with learning rates ητ_g and decays λ_g have Σ_g τ_gλ_g²R2_g² for λ²R2² "
        "and c2/τ_min for c2 (--group-decay, --group-lr-ratio).",
        "At every β1, z = 2/(χ+√(χ²+4(1+s))) leaves the decay's error the split s.",
    ),
    name="the last iterate with decay",
    measure="E F(x_T) − F*",
    in_a_line=(
        "constant λ; E‖x_k‖² ≤ R2²; F L-smooth, 2μ(F − F*) ≤ ‖∇F‖²; ‖g‖∞ ≤ c∞; g unbiased, of "
        "variance σ²/b; any β2; the last iterate"
    ),
    notes=(*OF_A_RUN, *ESTIMATES[:2]),
    defaults=(
        Default(h.R_2, sp.sqrt(s.d) * s.x_inf_norm, note="‖x_k‖₂ ≤ √d ‖x‖∞ = {value}"),
        Default(
            h.R_2,
            sp.sqrt(s.d) * h.radius,
            when=sp.And(sp.Gt(s.lam, 0), sp.Le(s.lam * s.eta, 1)),
            note=RADIUS_TAKEN,
        ),
    ),
    stands_for="theorem-4",
    when=sp.Gt(s.constant_decay, 0),
)
