"""``adamw-bounds conditions``: the settings that a theorem allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adamw_bounds.cli.options import PYTORCH, SELECTORS
from adamw_bounds.cli.run import Request, command, report_of

if TYPE_CHECKING:
    from adamw_bounds.report import Report


@command(
    "conditions",
    options=(
        *SELECTORS,
        *("c_inf", "smoothness", "sigma", "gap", "mu", "epsilon", "batch_size", "delta"),
        *("eta", "beta1", "beta2", "lam", "lam_l2", "x0_norm", "x_inf_norm", "gamma", "k"),
        *PYTORCH,
    ),
    example=(
        "adamw-bounds conditions --theorem 2 --c-inf 5 --sigma 0.5 --smoothness 2 \\\n"
        "    --epsilon 0.1 --batch-size 32 --lr 1e-3 --betas 0.9 0.999 \\\n"
        "    --adam-eps 1e-8 --weight-decay 0.01"
    ),
)
def answer(request: Request) -> Report:
    """Say which step sizes a theorem allows, and which given settings meet.

    With settings of your own, each condition is met, or missed by a factor, with what would
    meet it.
    """
    from adamw_bounds.bounds.conditions import conditions
    from adamw_bounds.cli.tables import doubts

    found = conditions(**request.inputs)
    return report_of(
        request,
        found,
        title="What the statements allow",
        pivot="variant",
        conditions=True,
        footnotes=("notes",),
        after=doubts(found.results),
    )
