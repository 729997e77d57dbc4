"""``adamw-bounds rescale``: settings for another batch size."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adamw_bounds.cli.asking import changes_of, options_of
from adamw_bounds.cli.run import Request, command
from adamw_bounds.cli.tables import figures

if TYPE_CHECKING:
    from adamw_bounds.report import Report


@command(
    "rescale",
    options=options_of("rescale"),
    changes=changes_of("rescale"),
    example=(
        "adamw-bounds rescale --batch-size 512 --to 4096 --lr 3e-4 --betas 0.9 0.95 \\\n"
        "    --adam-eps 1e-8 --weight-decay 0.1"
    ),
)
def answer(request: Request) -> Report:
    """Give AdamW's settings for another batch size.

    The square-root rule: it keeps the run, counted in samples, while the noise of a batch outweighs
    the gradient in every parameter. --gradient-norm and --sigma check that as far as two numbers
    can. Rows of betas and adam-eps are PyTorch's; half-life is β to the power of the ratio.
    """
    from adamw_bounds.questions.rescale import rescale

    return figures(request, rescale(**request.inputs), title="Settings for another batch size")
