"""What Theorems 2, 3 and 4 share beside their formulas: optimizers, decay, limits, defaults."""

from __future__ import annotations

import sympy as sp

from adamw_bounds.theory.papers.zhou2024 import symbols as s
from adamw_bounds.theory.statements import Default, Note, Reading

__all__ = [
    "CONSTANT_DECAY",
    "CONSTANT_STEP",
    "COUNTS",
    "EXPLICIT",
    "FALLING_DECAY",
    "NEEDS_GAP",
    "NO_NOISE",
    "WHY_L2",
    "X0_NORM",
    "constant_decay_holds",
    "papers_update",
    "readings",
    "unbounded",
]

#: Quantities that are counts, and the readings whose constants are the proof's.
COUNTS = ("iterations", "gradient-complexity")
EXPLICIT = ("explicit", "explicit-large-step")
_ORDERS = ("printed", "corrected")

#: AdamW's constants, and those of F + (lam_l2/2)||x||^2, which l2-Adam minimises without decay.
_REGULARISED = {
    s.lam: 0,
    s.c_inf: s.c_inf_l2,
    s.L: s.L_l2,
    s.gap: s.gap_l2,
    s.gap0: s.gap_l2,
    s.c2: s.c2_l2,
}
#: Without decay the gap is that of the loss.
_UNDECAYED = {s.lam: 0, s.gap0: s.gap}
_decayed = sp.Gt(s.lam_l2, 0)
WHY_L2 = "the constants are those of the regularised loss: c∞+λ‖x‖∞, L+λ, Δ+(λ/2)‖x₀‖²"


def readings(
    statement: str = "",
    corrected: tuple[str, ...] = ("corrected", *EXPLICIT),
    why: dict[str, str] | None = None,
    notes: tuple[Note, ...] = (),
) -> tuple[Reading, ...]:
    """Return how Adam and ℓ2-Adam read a theorem about AdamW.

    Parameters
    ----------
    statement : str
        The statement that says so: Corollary 2 for Theorem 2.
    corrected : tuple of str
        The variants that ℓ2-Adam reads with the constants of the regularised loss; as printed it
        keeps those of the loss.
    why : dict
        What replaces the ``why`` of ℓ2-Adam's corrected variants.
    notes : tuple of Note
        What ℓ2-Adam's corrected rows say besides.
    """
    unneeded = sp.Eq(s.lam_l2, 0)
    return (
        Reading("adam", _UNDECAYED, statement=statement, notes=(Note("Adam: λ = 0", own=True),)),
        Reading(
            "l2-adam",
            _UNDECAYED,
            variants=("printed",),
            statement=statement,
            notes=(
                Note(
                    "as printed: the constants of the unregularised loss", when=_decayed, own=True
                ),
            ),
        ),
        Reading(
            "l2-adam",
            _REGULARISED,
            variants=corrected,
            statement=statement,
            notes=(
                Note(
                    "constants of the regularised loss: c∞+λ‖x‖∞, L+λ, Δ+(λ/2)‖x₀‖²; ε is the "
                    "gradient norm of that loss",
                    when=_decayed,
                    own=True,
                ),
                *notes,
            ),
            defaults=(
                Default(s.x_inf_norm, sp.Integer(0), when=unneeded),
                Default(s.x0_norm, sp.Integer(0), when=unneeded),
            ),
            why=why or {},
        ),
    )


#: The guarantees are of Algorithm 1, not of the update that PyTorch runs, and of one learning rate.
papers_update = sp.And(sp.Eq(s.pytorch_update, 0), sp.Eq(s.least_rate, 1))
constant_decay_holds = sp.And(sp.Gt(s.lam, 0), sp.Gt(s.constant_decay, 0))
CONSTANT_DECAY = Note(
    "PyTorch holds the weight decay constant, λ_{k+1}/λ_k = 1; every convergence theorem of the "
    "paper needs λ_{k+1}v_{k+1} ≤ λ_k v_k, so none covers a constant λ > 0 (what is "
    "proved here does: see guarantee)",
    when=constant_decay_holds,
    optimizers=("adamw",),
    code="constant-weight-decay",
)

#: Which decay a guarantee with λ > 0 is of.
FALLING_DECAY = Note(
    "holds for λ_k = λ(1+q)^(−k/2), which no β2 makes alternate",
    when=sp.Gt(s.lam, 0),
    quantities=("gradient-norm-squared",),
    optimizers=("adamw",),
    own=True,
)

#: What a table of caps says to who gives one η where the theorem has a schedule.
CONSTANT_STEP = Note(
    "a constant η is not the schedule of a decaying step: there Theorems 3 and 4 ask for the η_k "
    "that --k shows",
    quantities=("gamma", "eta-k", "beta1-k"),
    schedules=("decaying",),
    code="constant-step",
    given="eta",
)

#: AdamW's gap is that of the regularised loss.
X0_NORM = Default(s.x0_norm, sp.Integer(0), optimizers=("adamw",))
NEEDS_GAP = Note(
    "NOT A GUARANTEE: λ > 0 adds (λ/2)√(c∞²+δ)‖x₀‖² to the gap, and --x0-norm is missing; it was "
    "taken as 0",
    when=sp.Gt(s.lam, 0),
    optimizers=("adamw",),
    code="x0-norm-missing",
    voids=True,
    missing="x0_norm",
)

NO_NOISE = (
    Note(
        "σ = 0: only the noise-free term is left",
        when=sp.Eq(s.sigma, 0),
        quantities=COUNTS,
        variants=EXPLICIT,
    ),
    Note(
        "with σ = 0 the printed and corrected counts are 0: the noise-free term is missing in "
        "print, see the explicit rows",
        when=sp.Eq(s.sigma, 0),
        quantities=COUNTS,
        variants=_ORDERS,
        code="no-noise",
    ),
)


def unbounded(*quantities: str, variants: tuple[str, ...], gap: sp.Symbol | None = None) -> Note:
    """Return the note of a cap that the want of noise leaves without a bound.

    ``gap`` is what else must not vanish: 0/0 is no bound either, and does not count.
    """
    when = sp.Eq(s.sigma, 0)
    return Note(
        "without bound: σ = 0",
        when=when if gap is None else sp.And(when, sp.Gt(gap, 0)),
        quantities=quantities,
        variants=variants,
    )
