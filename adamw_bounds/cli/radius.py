"""``adamw-bounds radius``: how far AdamW's iterates can go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adamw_bounds.cli.asking import changes_of, options_of
from adamw_bounds.cli.run import Request, command
from adamw_bounds.cli.tables import figures

if TYPE_CHECKING:
    from adamw_bounds.report import Report


@command(
    "radius",
    options=options_of("radius", "force"),
    changes=changes_of("radius"),
    example=(
        "adamw-bounds radius --lr 1e-3 --betas 0.9 0.999 --weight-decay 0.1 --x0-inf-norm 0.5"
    ),
)
def answer(request: Request) -> Report:
    """Show how far constant weight decay lets the parameters go.

    No parameter exceeds the larger of its start and U/λ, where U bounds every update before the
    learning rate. This holds for any gradients while ηλ ≤ 1. With --x-inf-norm of a checkpoint, the
    answer says whether this run can have made it.
    """
    from adamw_bounds.questions.radius import radius

    return figures(request, radius(**request.inputs), title="How far the iterates can go")
