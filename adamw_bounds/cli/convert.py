"""``adamw-bounds convert``: PyTorch's settings to the paper's symbols, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adamw_bounds.cli.options import PYTORCH
from adamw_bounds.cli.run import Request, command, report_of

if TYPE_CHECKING:
    from adamw_bounds.report import Report


@command(
    "convert",
    options=("eta", "beta1", "beta2", "delta", "lam", *PYTORCH),
    example=(
        "adamw-bounds convert --lr 1e-3 --betas 0.9 0.999 --adam-eps 1e-8 --weight-decay 0.01"
    ),
)
def answer(request: Request) -> Report:
    """Convert PyTorch settings to the paper's symbols, and back.

    Each setting is converted from the side on which it is given to the other: η = lr, β = 1 −
    PyTorch's β, δ = adam_eps², λ = weight_decay.
    """
    from adamw_bounds.questions.convert import convert

    return report_of(request, convert(**request.inputs))
