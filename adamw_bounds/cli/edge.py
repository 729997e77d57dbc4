"""``adamw-bounds edge``: how far a run is from the edge of stability."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adamw_bounds.cli.asking import changes_of, options_of
from adamw_bounds.cli.run import Request, command
from adamw_bounds.cli.tables import figures

if TYPE_CHECKING:
    from adamw_bounds.report import Report


@command(
    "edge",
    options=options_of("edge", "eigenvalues"),
    changes=changes_of("edge"),
    example="adamw-bounds edge --lr 1e-3 --betas 0.9 0.999 --weight-decay 0.1 --sharpness 9000",
)
def answer(request: Request) -> Report:
    """Show up to which curvature AdamW is stable, and how near a run is to it.

    --sharpness is the largest eigenvalue of the Hessian between two factors (√v̂+ε)^(-1/2), with v̂
    from the optimizer's state. With all --eigenvalues, the unstable modes at both ends are counted
    too, among them s < −λ. Full-batch training drives the ratio to about 1: this was observed; it
    is no theorem.
    """
    from adamw_bounds.questions.edge import edge

    return figures(request, edge(**request.inputs), title="The edge of stability")
