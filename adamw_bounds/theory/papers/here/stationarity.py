"""Bounds on the mean squared gradient: constant step, any schedule, PyTorch's update, decay."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import sympy as sp

from adamw_bounds.theory import symbols as s
from adamw_bounds.theory.papers.here import symbols as h
from adamw_bounds.theory.papers.here.source import here
from adamw_bounds.theory.papers.zhou2024.readings import (
    FALLING_DECAY,
    NEEDS_GAP,
    WHY_L2,
    X0_NORM,
    constant_decay_holds,
    readings,
)
from adamw_bounds.theory.special import (
    BestMomentum,
    BestRest,
    BiasSum,
    LargestStep,
    YoungWeight,
)
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

__all__ = [
    "CONSTANT_DECAY",
    "CONSTANT_STEP",
    "DRAWN",
    "ESTIMATES",
    "LARGEST_STEP",
    "MONOTONE",
    "OF_A_RUN",
    "ONE_RATE",
    "PYTORCH",
    "RADIUS_TAKEN",
    "SCHEDULE",
    "SCHEDULE_CONDITION",
    "V_PAPER",
    "eta_max",
    "left_of_decay",
    "smooth",
]

_BOUND = "gradient-norm-squared"
_COUNTS = ("iterations", "gradient-complexity")
_SQUARED = s.info(s.eps).unit ** 2
_one = sp.Integer(1)
smooth = (
    "F is L-smooth along the segments between iterates, and F ≥ F*.",
    "E[g_k | past] = ∇F(x_k) and E‖g_k − ∇F(x_k)‖² ≤ σ²/b. Sampling without replacement and "
    "clipping break the first.",
    "The learning rates are fixed before the run: ReduceLROnPlateau and steps that a GradScaler "
    "skips are not covered. β1 is constant: OneCycleLR, which moves it, is not covered.",
)
V_PAPER = "‖g_k‖∞ ≤ c∞, so that √δ ≤ v_k ≤ √(c∞² + δ); nothing else of v_k, so every β2."
_v_torch = (
    "‖g_k‖∞ ≤ c∞, so that ε ≤ v_k ≤ c∞ + ε; nothing else of v_k, so every β2, and amsgrad too. "
    "ε = 0 leaves no such bound."
)
MONOTONE = "0 ≤ λ_{k+1}v_{k+1} ≤ λ_k v_k in every coordinate, and λ_k ≤ λ."


#: Which update the run makes, and which learning rates: what tells the statements apart.
_papers = sp.Eq(s.pytorch_update, 0)
_pytorchs = sp.Gt(s.pytorch_update, 0)
_varies = sp.Eq(s.constant_rate, 0)


def _bound(c2: sp.Expr, gap: sp.Expr, noise: sp.Expr, start: sp.Expr, p: sp.Expr) -> Variant:
    """Return (1) of the proofs, for the sum of the learning rates."""
    total = h.rate_sum
    return Variant(
        (
            Part("gap", (Monomial(2, c2 * gap / total),)),
            Part("initial-noise", (Monomial(noise * start * s.eta / (p * s.beta1 * total)),)),
            Part("noise-floor", (Monomial(noise * s.beta1 / p),)),
        ),
        "sum",
        why="(1) of the proofs, with the best p that the step allows",
        settings={"z": h.z, "p": p},
    )


def left_of_decay(split: sp.Expr, error: sp.Expr) -> sp.Expr:
    """Return (1 + 1/s) times the error; without one s is 0, and so is what is left."""
    return sp.Piecewise((sp.Integer(0), sp.Eq(error, 0)), ((1 + 1 / split) * error, True))


LARGEST_STEP = "the largest learning rate that the proof allows at this β1"


def eta_max(limit: sp.Expr, schedule: str | None = None, **more: Any) -> Formula:
    """Return the largest learning rate at the β1 that was given, a condition's own limit."""
    variant = Variant(given=limit, why=LARGEST_STEP, **more)
    return Formula("eta-max", r"\eta", {"sharp": variant}, schedule, unit=s.info(s.eta).unit)


#: What is known of one run only is no bound of a mean over all runs.
ESTIMATES = tuple(
    Note(
        f"{name} was given: it must bound the mean over all runs; measured on one run it makes the "
        "number an estimate, not a bound",
        given=option,
        when=sp.Gt(s.lam, 0),
    )
    for name, option in (
        ("R2", "x_norm"),
        ("Σ_g τ_gλ_g²R2_g²", "group_decay"),
        ("φ", "v_spread"),
        ("V", "drift"),
    )
)
PYTORCHS = "PyTorch's own update: bias correction, zero start, ε outside the root"
#: What a run in PyTorch is told beside its number: whose update, and what it must not do.
OF_A_RUN = (
    Note(
        f"{PYTORCHS} (--update paper takes the paper's)",
        when=_pytorchs,
        questions="runs",
    ),
    Note(PYTORCHS, when=_pytorchs, questions="others"),
    Note(
        "assumed: minibatches drawn independently (a shuffled pass over the data is not), no "
        "clipping, learning rates fixed before the run (no ReduceLROnPlateau), a constant β1 "
        "(OneCycleLR moves it)",
        when=_pytorchs,
    ),
)

# --- Constant step, the paper's update ------------------------------------------------------------
_ratio = s.c2 / s.c1
_gap_ratio = s.L * h.gap0 / s.eps**2
_noise_ratio = s.sigma**2 / (s.b * s.eps**2)


class _Shortest:
    """The shortest run that (2) of the proofs allows: its settings, and its length."""

    def __init__(self, c2: sp.Expr, gap: sp.Expr, decay: sp.Expr, starts: int) -> None:
        self.ratio = c2 / s.c1
        self.gap = s.L * gap / s.eps**2
        arguments = (2 * self.ratio * self.gap, self.ratio * _noise_ratio, decay)
        self.beta1 = BestMomentum(*arguments, sp.Integer(starts))
        rest = BestRest(*arguments, self.beta1, sp.Integer(starts))
        self.p = 1 + (1 - rest) * (1 - self.beta1)
        self.z = LargestStep(decay, self.beta1, rest)
        self.start = BiasSum(self.beta1) if starts else 1 - self.beta1**2
        #: The share of ε² that the noise floor leaves.
        self.left = 1 - self.beta1 * self.ratio * _noise_ratio / self.p

    @property
    def eta(self) -> sp.Expr:
        """The learning rate."""
        return self.z * self.beta1 * s.c1 / s.L

    def parts(self, factor: sp.Expr) -> tuple[Part, ...]:
        """Return the parts of T, times a factor."""
        # What explains a large T is called by the names of the settings, not by how they are found.
        left = 1 - s.beta1 * h.S / (h.p_any * s.eps**2)
        step, start = 1 / (self.z * self.beta1), self.start / (self.p * self.beta1)
        bias = (2 * factor, self.ratio, self.gap)
        variance = (factor, self.ratio, _noise_ratio)
        return (
            Part(
                "bias",
                (
                    Monomial(
                        *bias,
                        step,
                        1 / self.left,
                        labels=(*bias, 1 / (h.z * s.beta1), 1 / left),
                    ),
                ),
            ),
            Part(
                "variance",
                (
                    Monomial(
                        *variance,
                        start,
                        1 / self.left,
                        labels=(*variance, h.C_paper / (h.p_any * s.beta1), 1 / left),
                    ),
                ),
            ),
        )

    def decided(self, c2: sp.Expr, gap: sp.Expr, noise: sp.Expr) -> sp.Expr:
        """Return T at a given η and β1, of the paper's start and of the decay that falls.

        At β1 = 1 the step is the largest, which need not be a float: T is then a closed form.
        """

        def at(eta: sp.Expr, p: sp.Expr, beta1: sp.Expr) -> tuple[sp.Expr, sp.Expr]:
            left = s.eps**2 - noise * beta1 / p
            start = noise * (1 - beta1**2) / (p * beta1)
            return (2 * c2 * gap / eta + start) / left, sp.Gt(left, 0)

        free = YoungWeight(s.eta * s.L / (s.beta1 * s.c1), s.lam * s.eta, s.beta1, sp.Integer(0))
        full, below = sp.Eq(s.beta1, 1), sp.Lt(s.beta1, 1)
        at_once, fits_at_once = at(s.c1 / (s.L + s.lam * s.c1), _one, _one)
        slowly, fits_slowly = at(s.eta, free, s.beta1)
        return sp.Piecewise(
            (at_once, sp.And(full, fits_at_once)),
            (slowly, sp.And(below, fits_slowly)),
            (sp.oo, True),
        )

    @property
    def settings(self) -> dict[str, sp.Expr]:
        """What is chosen, by the names that rows show."""
        return {"eta": self.eta, "beta1": self.beta1, "z": self.z, "p": self.p}


_shortest = _Shortest(s.c2, h.gap0, s.lam * s.c1 / s.L, 0)


def _count(factor: sp.Expr) -> Variant:
    return Variant(
        _shortest.parts(factor),
        "sum",
        why=_WHY_COUNT,
        settings=_shortest.settings,
        decided=_shortest.decided(s.c2, h.gap0, h.S),
    )


_WHY_COUNT = "the shortest run that the proof allows: β1, η and p are chosen for it"
_step_condition = Condition(
    "sharp-step",
    s.lam * s.eta + h.z * s.beta1 + h.z**2 * h.theta**2,
    _one,
    ("sharp",),
    "λη + zβ1 + z²(1−β1)² ≤ 1, where z = ηL/(β1√δ)",
    limit_of="eta",
    limit=2
    * s.beta1
    * s.c1
    / (
        s.beta1 * (s.L + s.lam * s.c1)
        + sp.sqrt(s.beta1**2 * (s.L + s.lam * s.c1) ** 2 + 4 * (h.theta * s.L) ** 2)
    ),
    why="(c) of the proofs: the momentum's error is only absorbed when the step is small beside β1",
    remedy="at this β1",
    for_=(_BOUND,),
    carrier="eta-max",
)
SCHEDULE_CONDITION = Condition(
    "lambda-schedule",
    _one,
    (1 + s.beta2 * s.c_inf**2 / s.delta) ** sp.Rational(-1, 2),
    ("sharp",),
    "λ_{k+1}/λ_k ≤ (1+q)^(−1/2)",
    why="λ_{k+1}v_{k+1} ≤ λ_k v_k; a constant λ > 0 has the ratio 1",
    remedy="a λ_k that falls by (1+q)^(−1/2) a step, or no weight decay",
    for_=(_BOUND,),
    when=constant_decay_holds,
    fails_unknown=True,
)
#: What is proved of the paper's update with a decay that falls is proved for one learning rate.
ONE_RATE = Condition(
    "one-learning-rate",
    _one,
    s.least_rate,
    ("sharp",),
    "1 ≤ τ_min: every parameter group has the same learning rate",
    why="λ_{k+1}v_{k+1} ≤ λ_kv_k is proved enough for one learning rate",
    remedy="one learning rate; bounds of PyTorch's update (--update pytorch) take several",
    for_=(_BOUND, *_COUNTS),
    carrier="eta-max",
    when=sp.Lt(s.least_rate, 1),
)
_why_regularised = {_WHY_COUNT: f"{_WHY_COUNT}; {WHY_L2}"}

CONSTANT_STEP = Statement(
    id="here-constant-step",
    title="Stationarity of AdamW with a constant step, sharper",
    assumptions=(*smooth, V_PAPER, MONOTONE),
    formulas=(
        Formula(
            "iterations",
            "T",
            {"sharp": _count(_one)},
            "constant",
            counts=("sharp",),
        ),
        Formula(
            "gradient-complexity",
            r"b\,T",
            {"sharp": _count(s.b)},
            "constant",
            counts=("sharp",),
        ),
        Formula(
            "eta-max",
            r"\eta",
            {"sharp": Variant(given=_shortest.eta, why="η of the shortest run")},
            "constant",
            unit=s.info(s.eta).unit,
        ),
        Formula(
            "beta1-max",
            r"\beta_1",
            {"sharp": Variant(given=_shortest.beta1, why="β1 of the shortest run")},
            "constant",
        ),
        Formula(
            _BOUND,
            r"\frac1T\sum_{k<T}\mathbb{E}\|\nabla F_k(x_k)\|_2^2",
            {"sharp": _bound(s.c2, h.gap0, h.S, h.C_paper, h.p_any)},
            "constant",
            unit=_SQUARED,
        ),
    ),
    conditions=(_step_condition, SCHEDULE_CONDITION, ONE_RATE),
    source=here("3 and 4"),
    remarks=(
        "In closed form, λ = 0 and ε² ≤ 0.4935 c2σ²/(c1b): T = (32/(3√3)) c2²LΔσ²/(c1²bε⁴) + "
        "(16/9) c2²σ⁴/(c1²b²ε⁴), with β1 = 3c1bε²/(4c2σ²) and η = (√3/2)β1c1/L.",
    ),
    name="the sharper constant step",
    measure="avg E‖∇F_k‖²",
    in_a_line=(
        "F L-smooth; ‖g‖∞ ≤ c∞; g unbiased, of variance σ²/b; any β2; λ_k v_k does not "
        "increase; constant step"
    ),
    readings=readings(corrected=("sharp",), why=_why_regularised),
    # What the gap's lack voids are the numbers that hold it; settings are a choice.
    notes=(replace(NEEDS_GAP, quantities=(*_COUNTS, _BOUND)), FALLING_DECAY),
    defaults=(
        X0_NORM,
        # As the gap grows, the best β1 and η tend to limits: those of a long run.
        Default(
            s.gap,
            sp.Integer(10) ** 30 * (s.eps**2 + s.sigma**2 / s.b) / s.L,
            quantities=("eta-max", "beta1-max"),
            note="without the initial gap: η and β1 of a long run, whatever the gap is",
        ),
    ),
    stands_for="theorem-2",
    when=_papers,
)

# --- Any schedule ---------------------------------------------------------------------------------
DRAWN = Note(
    "the mean weighs each step with η_k: it bounds an output that is drawn in proportion to η_k, "
    "not the last iterate",
    when=_varies,
    quantities=(_BOUND,),
)
_weighted = r"\textstyle\sum_{k<T}\eta_k\,\mathbb{E}\|\nabla F_k(x_k)\|_2^2\big/\sum_{k<T}\eta_k"

SCHEDULE = Statement(
    id="here-schedule",
    title="Stationarity of AdamW with any schedule of the learning rate",
    assumptions=(*smooth, V_PAPER, MONOTONE),
    formulas=(
        Formula(
            _BOUND,
            _weighted,
            {"sharp": _bound(s.c2, h.gap0, h.S, h.C_paper, h.p_any)},
            unit=_SQUARED,
        ),
        eta_max(_step_condition.limit),
    ),
    conditions=(_step_condition, SCHEDULE_CONDITION, replace(ONE_RATE, for_=(_BOUND,))),
    source=here("3"),
    name="any schedule",
    measure="Σ(η_k/Ση)E‖∇F_k‖²",
    in_a_line=(
        "F L-smooth; ‖g‖∞ ≤ c∞; g unbiased, of variance σ²/b; any β2; λ_k v_k does not "
        "increase; rates fixed before the run"
    ),
    readings=readings(corrected=("sharp",)),
    notes=(NEEDS_GAP, FALLING_DECAY, DRAWN),
    defaults=(X0_NORM,),
    stands_for="theorem-2",
    when=sp.And(_papers, _varies),
)

# --- PyTorch's update -----------------------------------------------------------------------------
_torch_step = Condition(
    "sharp-step",
    h.z * s.beta1 + h.z**2 * h.theta**2,
    _one,
    ("sharp",),
    "zβ1 + z²(1−β1)² ≤ 1, where z = ηL/(β1ε)",
    limit_of="eta",
    limit=2 * s.beta1 * s.c1 / (s.L * (s.beta1 + sp.sqrt(s.beta1**2 + 4 * h.theta**2))),
    why="(c) of the proofs: the momentum's error is only absorbed when the step is small beside β1",
    remedy="at this β1",
    for_=(_BOUND,),
    carrier="eta-max",
)
_torch_bound = _bound(h.c2_torch_rates, s.gap, h.S_torch, h.C_torch, h.p_torch)

PYTORCH = Statement(
    id="here-pytorch",
    title="Stationarity of PyTorch's Adam: bias correction, zero start, ε outside the root",
    assumptions=(*smooth, _v_torch, "λ = 0; a constant λ > 0 is here-constant-decay."),
    formulas=(
        Formula(
            _BOUND,
            _weighted.replace("F_k", "F"),
            {
                "sharp": replace(_torch_bound, exists=sp.Eq(s.lam, 0)),
            },
            unit=_SQUARED,
        ),
        eta_max(_torch_step.limit, exists=sp.Eq(s.lam, 0)),
    ),
    conditions=(_torch_step,),
    source=here("3"),
    remarks=("C(β1), what bias correction adds, is at most 1.715.",),
    name="PyTorch's update",
    measure="Σ(η_k/Ση)E‖∇F‖²",
    in_a_line=(
        "PyTorch's update (bias correction, zero start, ε outside the root); F L-smooth; ‖g‖∞ "
        "≤ c∞; g unbiased, of variance σ²/b; any β2, amsgrad too; λ = 0"
    ),
    readings=readings(corrected=("sharp",)),
    notes=(*OF_A_RUN, DRAWN),
    stands_for="theorem-2",
    when=_pytorchs,
)

# --- Constant decay -------------------------------------------------------------------------------
_more = 1 + h.split
RADIUS_TAKEN = "‖x_k‖₂ ≤ {value}, from the radius bound"

CONSTANT_DECAY = Statement(
    id="here-constant-decay",
    title="Stationarity of AdamW with a constant weight decay and any schedule",
    assumptions=(
        *smooth,
        _v_torch,
        "λ_k = λ is constant, and Ση_kE‖x_k‖²/Ση_k ≤ R2² along the run.",
    ),
    formulas=(
        Formula(
            _BOUND,
            _weighted.replace("F_k", "F"),
            {
                "sharp": Variant(
                    (
                        Part("gap", (Monomial(2, h.c2_rates * s.gap / h.rate_sum),)),
                        Part(
                            "initial-noise",
                            (
                                Monomial(
                                    _more
                                    * h.S_any
                                    * h.C_any
                                    * s.eta
                                    / (h.p_decay * s.beta1 * h.rate_sum)
                                ),
                            ),
                        ),
                        Part("noise-floor", (Monomial(_more * h.S_any * s.beta1 / h.p_decay),)),
                        Part("weight-decay", given=left_of_decay(h.split, h.decay_error)),
                    ),
                    "sum",
                    why="(3) of the proofs, with the best s and p that the step allows",
                    exists=sp.Gt(s.lam, 0),
                    also=(s.lam,),
                    settings={"z": h.z, "p": h.p_decay, "s": h.split},
                )
            },
            unit=_SQUARED,
        ),
        eta_max(_torch_step.limit, exists=sp.Gt(s.lam, 0), also=(s.lam,)),
    ),
    conditions=(
        Condition(
            "sharp-step",
            h.z * s.beta1 + h.z**2 * h.theta**2,
            _one,
            ("sharp",),
            "zβ1 + z²(1−β1)² < 1, where z = ηL/(β1c1)",
            limit_of="eta",
            limit=_torch_step.limit,
            why=_torch_step.why,
            remedy="at this β1",
            for_=(_BOUND,),
            carrier="eta-max",
            when=sp.Gt(s.lam, 0),
        ),
    ),
    source=here("6"),
    remarks=(
        "Parameter groups with learning rates ητ_g and decays λ_g have Σ_g τ_gλ_g²R2_g² for λ²R2² "
        "and c2/τ_min for c2 (--group-decay, --group-lr-ratio).",
        "One run's own ‖x_k‖ in the place of R2 makes it an estimate, not a bound.",
    ),
    name="constant decay",
    measure="Σ(η_k/Ση)E‖∇F‖²",
    in_a_line=(
        "constant λ; root mean square of ‖x_k‖₂ at most R2; F L-smooth; ‖g‖∞ ≤ c∞; g "
        "unbiased, of variance σ²/b; any β2"
    ),
    notes=(*OF_A_RUN, DRAWN, *ESTIMATES[:2]),
    defaults=(
        Default(h.R_2, sp.sqrt(s.d) * s.x_inf_norm, note="‖x_k‖₂ ≤ √d ‖x‖∞ = {value}"),
        Default(
            h.R_2,
            sp.sqrt(s.d) * h.radius,
            when=sp.And(sp.Gt(s.lam, 0), sp.Le(s.lam * s.eta, 1)),
            note=RADIUS_TAKEN,
        ),
    ),
    stands_for="theorem-2",
    when=sp.Gt(s.constant_decay, 0),
)
