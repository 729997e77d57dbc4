"""``adamw-bounds rate``: Theorem 1."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adamw_bounds.cli.asking import changes_of, options_of
from adamw_bounds.cli.run import Request, command, report_of

if TYPE_CHECKING:
    from adamw_bounds.report import Report


@command(
    "rate",
    options=options_of("rate", "optimizer", "variant", "sensitivity"),
    changes=changes_of("rate"),
    example=("adamw-bounds rate --k 1000 --alpha 0.5 --distance-bound 1 --grad-norm-bound 1"),
)
def answer(request: Request) -> Report:
    """Bound the distance to the minimum at iteration k (Theorem 1).

    Theorem 1 is about least squares in one dimension.
    """
    from adamw_bounds.cli.tables import doubts
    from adamw_bounds.questions.rate import rate
    from adamw_bounds.report import VALUE, Column

    found = rate(**request.inputs)
    return report_of(
        request,
        found,
        title="Theorem 1: bound on the distance E‖x_k − x*‖₂",
        columns=(
            Column("optimizer", kind="id"),
            Column("variant", kind="id"),
            VALUE,
            *(
                Column(f"terms.{label}", kind="number", drop=1)
                for label in ("contraction", "noise")
            ),
        ),
        conditions=True,
        footnotes=("notes",),
        after=doubts(found.results),
    )
