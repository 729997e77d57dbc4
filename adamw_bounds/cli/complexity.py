"""``adamw-bounds complexity``: how many steps a theorem asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adamw_bounds.cli.asking import changes_of, options_of
from adamw_bounds.cli.options import SELECTORS
from adamw_bounds.cli.run import Request, command, report_of

if TYPE_CHECKING:
    from adamw_bounds.report import Report


@command(
    "complexity",
    options=options_of("complexity", *SELECTORS, "sensitivity"),
    changes=changes_of("complexity"),
    example=(
        "adamw-bounds complexity --theorem 2 --c-inf 5 --delta 1e-4 --epsilon 0.1 \\\n"
        "    --batch-size 32 --sigma 0.5 --smoothness 2 --gap 1.5"
    ),
)
def answer(request: Request) -> Report:
    """Count the iterations T and gradients b·T that a theorem needs.

    Theorems 2, 3 and 4 and Corollary 2: as printed, as corrected, and with the constants of the
    proof, side by side.
    """
    from adamw_bounds.cli.tables import doubts
    from adamw_bounds.questions.complexity import complexity

    found = complexity(**request.inputs)
    return report_of(
        request,
        found,
        title="Iterations T and stochastic gradient complexity b·T",
        pivot="variant",
        footnotes=("notes",),
        after=doubts(found.results),
    )
