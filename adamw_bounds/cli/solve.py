"""``adamw-bounds solve``: the value of one input at which a bound meets a target."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adamw_bounds.cli.asking import choices_of, options_of
from adamw_bounds.cli.options import COUNTERPARTS, SELECTORS
from adamw_bounds.cli.run import Request, command, report_of
from adamw_bounds.errors import Fault, InputError

if TYPE_CHECKING:
    from adamw_bounds.report import Report

_OPTIONS = (
    *("for_", "reach", "minimize", "over", *SELECTORS, "update", "force"),
    *("spectrum", "rho", "samples", "tau", "x_star_norm", "floor", "train_risk", "whole"),
)


@command(
    "solve",
    options=options_of("solve", *_OPTIONS),
    changes=choices_of("solve"),
    example=(
        "adamw-bounds solve --for epsilon --theorem 2 --iterations 1e9 --c-inf 5 --delta 1e-4 \\\n"
        "    --batch-size 32 --sigma 0.5 --smoothness 2 --gap 1.5"
    ),
)
def answer(request: Request) -> Report:
    """Find the ε, b, δ, η or other input at which a bound meets a target.

    Each row says on which side of the value the bound meets the target, in which direction the
    bound moves with the input, and why. Where no value meets the target, the row says what the
    bound stays above.
    """
    from adamw_bounds.cli.tables import doubts
    from adamw_bounds.questions.solve import solve
    from adamw_bounds.questions.sought import input_named
    from adamw_bounds.report import VALUE, Column

    inputs = dict(request.inputs)
    sought = inputs.pop("for_", None)
    for name in (sought, *inputs.get("over", ())):
        # What a file says of an input that is looked for does not count.
        known = input_named(str(name))
        for theirs in {
            known,
            *(one for pair in COUNTERPARTS if known in pair[:2] for one in pair[:2]),
        }:
            if theirs not in request.line:
                inputs.pop(theirs, None)
    several_files = inputs.get("spectrum")
    if isinstance(several_files, list):
        first, *more = several_files
        if more:
            raise InputError([Fault("spectrum", more[0], "must be one file here")])
        inputs["spectrum"] = first
    found = solve(sought, **inputs)
    least = inputs.get("minimize")
    title = f"{sought} for {found.inputs.get('reach') or 'the steps that are given'}"
    if least is not None:
        over = found.inputs["over"].replace("_", "-").replace(",", ", ")
        title = f"{least} at its least over {over}"
    chosen = list(dict.fromkeys(name for row in found for name in row.settings)) if least else []

    def several(key: str) -> list[Column]:
        return [Column(key, kind="id")] if len({getattr(row, key) for row in found}) > 1 else []

    return report_of(
        request,
        found,
        title=title,
        columns=(
            Column("statement", kind="id"),
            *several("schedule"),
            Column("variant", kind="id"),
            *several("update"),
            *([] if least else [Column("case", kind="id")]),
            VALUE,
            *(
                Column(f"settings.{name}", title=name.replace("_", "-"), kind="number")
                for name in chosen
            ),
            *(
                Column(end, kind="number", drop=10)
                for end in ("lower", "upper")
                if any(getattr(row, end) is not None for row in found)
            ),
            *([Column("floor", kind="number")] if any(row.floor for row in found) else ()),
        ),
        group_by=("optimizer",),
        conditions=True,
        footnotes=("notes",),
        after=doubts(found.results),
    )
