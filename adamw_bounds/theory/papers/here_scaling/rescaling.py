"""Weight decay, and the exact memories, at another batch size."""

from __future__ import annotations

import sympy as sp

from adamw_bounds.theory import symbols as s
from adamw_bounds.theory.papers.here_scaling.source import here
from adamw_bounds.theory.papers.malladi2022 import NOISE_DOMINATED, noise_dominated
from adamw_bounds.theory.special import Shrink
from adamw_bounds.theory.statements import Formula, Note, Statement, Variant

__all__ = ["RESCALING"]

_ratio = s.to / s.b
_lam = sp.sqrt(_ratio) * s.lam
_QUANTITIES = ("lam", "betas-1", "betas-2")

RESCALING = Statement(
    id="here-square-root-decay",
    name="the square-root rule for weight decay",
    title="Weight decay at another batch size, and β with the same half-life in samples",
    assumptions=(
        "As for the square-root rule of Malladi et al.: noise outweighs the gradient in every "
        "parameter, at both batch sizes, and η goes to √κ η.",
        "The decay is decoupled: x loses ηλx a step.",
    ),
    formulas=(
        Formula("lam", r"\lambda'", {"explicit": Variant(given=_lam)}, unit=s.PARAM**-1),
        *(
            Formula(
                f"betas-{place}",
                rf"(1-\beta_{place})^\kappa",
                {
                    "explicit": Variant(
                        given=Shrink(weight, _ratio),
                        why="the same half-life in samples, exactly; about 1 − κβ for a small κβ",
                    )
                },
                case="half-life",
            )
            for place, weight in ((1, s.beta1), (2, s.beta2))
        ),
    ),
    conditions=(noise_dominated("explicit", _QUANTITIES),),
    source=here("4"),
    remarks=(
        "With η → √κ η and λ → √κ λ both ηλ a sample and the size √(η/(2λ)) of the equilibrium "
        "stay. λ left alone changes both.",
    ),
    notes=(Note(NOISE_DOMINATED, quantities=_QUANTITIES),),
    measure="settings",
)
