"""``adamw-bounds rescale``: settings for another batch size."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from adamw_bounds.cli.asking import changes_of, options_of
from adamw_bounds.cli.run import Request, command
from adamw_bounds.cli.tables import figures

if TYPE_CHECKING:
    from adamw_bounds.report import Report


def _changes() -> Mapping[str, Mapping[str, Any]]:
    return {
        **changes_of("rescale")(),
        "grads": {
            "panel": "The run",
            "help": "gradient of a batch: .npy, .npz, .safetensors or a PyTorch checkpoint; give "
            "two or more, of independent batches at the same parameters",
            "many": True,
        },
        "trace": {"help": "trace of the run (.jsonl), with pairs of batches"},
    }


@command(
    "rescale",
    options=options_of("rescale", "grads", "grads_batch_size", "trace", "state"),
    changes=_changes,
    example=(
        "adamw-bounds rescale --batch-size 512 --to 4096 --lr 3e-4 --betas 0.9 0.95 \\\n"
        "    --adam-eps 1e-8 --weight-decay 0.1"
    ),
)
def answer(request: Request) -> Report:
    """Convert AdamW's settings to another batch size.

    This is the square-root rule. It keeps the run, counted in samples, while the noise of a batch
    outweighs the gradient in every parameter. --grads of two batches, a --trace or a --state check
    that; --gradient-norm and --sigma check it as far as two numbers can. The rows of betas and
    adam-eps are PyTorch's; half-life is β to the power of the ratio.
    """
    from adamw_bounds.questions.rescale import rescale

    return figures(request, rescale(**request.inputs), title="Settings for another batch size")
