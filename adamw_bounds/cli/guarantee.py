"""``adamw-bounds guarantee``: what the proof promises at given settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adamw_bounds.cli.asking import changes_of, options_of
from adamw_bounds.cli.options import SELECTORS
from adamw_bounds.cli.run import Request, command, report_of

if TYPE_CHECKING:
    from adamw_bounds.report import Report

_TITLES = {
    "gradient-norm-squared": "Bound on the mean squared gradient norm",
    "function-gap": "Bound on the gap of the last iterate, E F(x_T) − F*",
    "box-gap": "Bound on the gap to the least value in the box, F(x_T) − min F",
    "regret": "Lower bound on the regret",
    "kkt-score-average": "Bound on the mean KKT score, avg E[‖∇F(x_t)‖₁ + λ⟨x_t, ∇F(x_t)⟩]",
    "frank-wolfe-gap-average": "Bound on the mean Frank–Wolfe gap, avg E max_u ⟨∇F(x_t), x_t − u⟩",
}
#: What describes a schedule beside its name.
_OPTIONS = ("warmup", "final", "step_size", "step_factor")


@command(
    "guarantee",
    options=options_of("guarantee", *SELECTORS, "update", *_OPTIONS, "force", "sensitivity"),
    changes=changes_of("guarantee"),
    example=(
        "adamw-bounds guarantee --c-inf 1 --sigma 0.5 --smoothness 1 --gap 1 --delta 1 \\\n"
        "    --lr 1e-3 --betas 0.99 0.999 --batch-size 32 --iterations 100000 --schedule cosine"
    ),
)
def answer(request: Request) -> Report:
    """Bound the mean squared gradient norm after T steps.

    The bound has the constants of the proof. With PyTorch's settings it is about PyTorch's own
    update, with any schedule of the learning rate and a constant weight decay (which needs
    --x-norm, or --dim and --x0-inf-norm). Where a condition of the proof fails there is no bound:
    the error names the condition and what would meet it, and the exit status is 3.
    """
    from adamw_bounds.cli.tables import doubts
    from adamw_bounds.questions.guarantee import guarantee
    from adamw_bounds.report import VALUE, Column

    found = guarantee(**request.inputs)
    quantities = list(dict.fromkeys(row.quantity for row in found))
    labels = dict.fromkeys(term.label for row in found for term in row.terms)

    def several(key: str) -> list[Column]:
        return [Column(key, kind="id")] if len({getattr(row, key) for row in found}) > 1 else []

    return report_of(
        request,
        found,
        title=_TITLES[quantities[0]] if len(quantities) == 1 else "Bounds after T steps",
        columns=(
            Column("statement", kind="id"),
            Column("variant", kind="id", drop=3),
            *several("quantity"),
            *several("case"),
            VALUE,
            *(Column(f"terms.{label}", kind="number", drop=1) for label in labels),
        ),
        group_by=("optimizer", "schedule"),
        conditions=True,
        footnotes=("notes",),
        after=doubts(found.results),
    )
