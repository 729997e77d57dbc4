"""``adamw-bounds noise-scale``: from which batch size on a larger one buys little."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adamw_bounds.cli.asking import options_of
from adamw_bounds.cli.run import Request, command
from adamw_bounds.cli.tables import figures

if TYPE_CHECKING:
    from adamw_bounds.report import Report


def _options() -> tuple[str, ...]:
    return (*options_of("noise_scale")(), "trace")


@command(
    "noise-scale",
    options=_options,
    example=(
        "adamw-bounds noise-scale --batch-small 8 --norm-squared-small 2.0 \\\n"
        "    --batch-big 64 --norm-squared-big 0.6 --batch-size 256"
    ),
)
def answer(request: Request) -> Report:
    """Show from which batch size on a larger one helps little.

    That size is the gradient noise scale, from a model of SGD on a quadratic. It follows from
    --sigma and --gradient-norm; or from the mean squared norms of gradients at two batch sizes; or,
    weighted by the Hessian, from --noise-curvature and --gradient-curvature. --hessian-trace and
    --coupling give the batch size at which the best learning rate of a sign update peaks. --trace
    takes pairs of batches that were recorded along a run.
    """
    from adamw_bounds.questions.noise_scale import noise_scale

    return figures(request, noise_scale(**request.inputs), title="The gradient noise scale")
