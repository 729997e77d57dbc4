"""Theorem 1: AdamW and ℓ2-Adam on a one-dimensional least-squares problem."""

from __future__ import annotations

import sympy as sp

from adamw_bounds.theory.papers.zhou2024 import symbols as s
from adamw_bounds.theory.papers.zhou2024.citation import zhou2024
from adamw_bounds.theory.statements import Condition, Formula, Note, Part, Statement, Variant

__all__ = ["THEOREM_1"]

_root = 1 / sp.sqrt(s.k)
_half = sp.Rational(1, 2)
#: eta * lambda for lambda = k^(1/2+alpha)/sqrt(delta) and eta = (3/2) sqrt(delta) k^(-1-alpha).
_decay = sp.Rational(3, 2) * _root

_adamw_noise = Part("noise", given=s.tau_gradient / s.k ** (_half + s.alpha))
_adamw = Variant(
    (Part("contraction", given=(1 - _root) ** (3 * s.k / 2) * s.Lambda), _adamw_noise), "sum"
)
_l2 = Variant(
    (
        Part("contraction", given=(1 - _root) ** (s.k / 2) * s.Lambda),
        Part("noise", given=2 * s.tau_gradient / s.k**_half),
    ),
    "sum",
)

THEOREM_1 = Statement(
    id="theorem-1",
    title="Distance to the minimum on one-dimensional least squares",
    assumptions=(
        "F(x) = E ½(ax − ξ)² with ξ ~ N(0, 1), so that x* = 0: the point to which weight "
        "decay pulls.",
        "Λ = η₀ + Δ with Δ ≥ E‖x₀ − x*‖, and E‖g_k‖ ≤ τ.",
        "Horizon k fixed beforehand: λ = k^(1/2+α)/√δ and η = (3/2)√δ k^(−1−α), with α > 0 free.",
    ),
    formulas=(
        Formula(
            "distance",
            r"\mathbb{E}\|x_k-x_*\|_2",
            {
                "printed": _adamw,
                "corrected": _adamw,
                "explicit": Variant(
                    (
                        Part("contraction", given=(1 - _decay) ** s.k * s.Lambda),
                        _adamw_noise,
                    ),
                    "sum",
                    why="the supplement's chain before its last step: (1 − ηλ)^k with ηλ = "
                    "3/(2√k), never larger than the printed bound",
                ),
            },
            optimizer="adamw",
        ),
        Formula(
            "distance",
            r"\mathbb{E}\|x_k-x_*\|_2",
            {"printed": _l2, "corrected": _l2},
            optimizer="l2-adam",
        ),
    ),
    conditions=(
        Condition(
            "decay-step",
            _decay,
            sp.Integer(1),
            ("corrected", "explicit"),
            "ηλ = 3/(2√k) ≤ 1, so k ≥ 3",
            why="the chain of the proof multiplies factors 1 − ηλ, which must not be negative",
            for_=("distance",),
            carrier="distance",
            optimizers=("adamw",),
            code="small-k",
            warning="AdamW's bound of Theorem 1 is not implied at k = 1 and 2: the proof needs "
            "ηλ = 3/(2√k) ≤ 1, so k ≥ 3",
        ),
    ),
    source=zhou2024("Theorem 1, Section 4.1, Eq. (3)", "G.1, pp. 5–8"),
    remarks=(
        "x* = 0 is where decay pulls: with E ξ = 1 AdamW's error tends to 1, not to 0.",
        "The rate of ℓ2-Adam rests on bounding a product of matrices by their spectral "
        "radii, which "
        "does not hold in general.",
        "The two optimizers are given different step sizes, and Λ (a length) is added to a "
        "gradient.",
    ),
    optimizers=("adamw", "l2-adam"),
    name="Theorem 1",
    measure="E‖x_k − x*‖",
    notes=(
        Note(
            "not supported by its proof: spectral radii do not bound the product",
            optimizers=("l2-adam",),
        ),
        Note(
            "Theorem 1 is about a minimum at 0, where weight decay pulls: it says nothing of "
            "others",
            code="theorem-1-origin",
            kind="method",
        ),
    ),
)
