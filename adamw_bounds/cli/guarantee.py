"""``adamw-bounds guarantee``: what the proof promises at given settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adamw_bounds.cli.asking import changes_of, options_of
from adamw_bounds.cli.options import SELECTORS
from adamw_bounds.cli.run import Request, command, report_of

if TYPE_CHECKING:
    from adamw_bounds.report import Report


@command(
    "guarantee",
    options=options_of("guarantee", *SELECTORS, "force"),
    changes=changes_of("guarantee"),
    example=(
        "adamw-bounds guarantee --c-inf 1 --sigma 0.5 --smoothness 1 --gap 1 --delta 1 \\\n"
        "    --eta 1e-3 --beta1 0.01 --beta2 0.001 --batch-size 32 --iterations 100000"
    ),
)
def answer(request: Request) -> Report:
    """Bound the mean squared gradient norm after T steps, as the proof does.

    Explicit constants. Where a condition of the proof fails there is no bound: the answer names
    the condition and what would meet it, and the exit status is 3.
    """
    from adamw_bounds.cli.tables import doubts
    from adamw_bounds.questions.guarantee import guarantee
    from adamw_bounds.report import VALUE, Column

    found = guarantee(**request.inputs)
    return report_of(
        request,
        found,
        title="Bound on the mean squared gradient norm, avg E‖∇F_k(x_k)‖²",
        columns=(
            Column("optimizer", kind="id"),
            Column("schedule", kind="id"),
            Column("case", drop=2),
            VALUE,
            *(
                Column(f"terms.{label}", kind="number", drop=1)
                for label in ("gap", "initial-noise", "noise-floor")
            ),
        ),
        conditions=True,
        footnotes=("notes",),
        after=doubts(found.results),
    )
