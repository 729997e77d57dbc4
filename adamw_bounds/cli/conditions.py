"""``adamw-bounds conditions``: the settings that a theorem allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adamw_bounds.cli.asking import changes_of, options_of
from adamw_bounds.cli.options import SELECTORS
from adamw_bounds.cli.run import Request, command, report_of

if TYPE_CHECKING:
    from adamw_bounds.report import Report


def _status(report: Report) -> int:
    """Return 3 where a condition is missed and that was asked; a range must meet it everywhere."""
    if not report.inputs.get("strict"):
        return 0
    listed = (item for row in report.rows for item in row.get("conditions") or ())
    return 0 if all(item["met"] for item in listed) else 3


@command(
    "conditions",
    options=options_of(
        "conditions",
        *(*SELECTORS, "update", "warmup", "final", "step_size", "step_factor", "strict"),
    ),
    status=_status,
    changes=changes_of("conditions"),
    example=(
        "adamw-bounds conditions --theorem 2 --c-inf 5 --sigma 0.5 --smoothness 2 \\\n"
        "    --epsilon 0.1 --batch-size 32 --lr 1e-3 --betas 0.9 0.999 \\\n"
        "    --adam-eps 1e-8 --weight-decay 0.01"
    ),
)
def answer(request: Request) -> Report:
    """Show which step sizes a theorem allows, and whether yours meet them.

    Give settings of your own to see which conditions they meet, by what factor they miss the
    others, and what would meet those. With PyTorch's settings there are rows for the paper's update
    and for PyTorch's own, where the weight decay is constant; each row says which it is. With
    --strict the exit status is 3 where a condition is missed, and 0 otherwise.
    """
    from adamw_bounds.cli.tables import doubts
    from adamw_bounds.questions.conditions import conditions

    inputs = dict(request.inputs)
    strict = inputs.pop("strict", False)
    found = conditions(**inputs)
    more = {"inputs": {**found.inputs, "strict": True}} if strict else {}
    return report_of(
        request,
        found,
        **more,
        title="What the statements allow",
        pivot="variant",
        conditions=True,
        footnotes=("notes",),
        after=doubts(found.results),
    )
