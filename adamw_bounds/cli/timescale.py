"""``adamw-bounds timescale``: what weight decay does along a run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adamw_bounds.cli.asking import changes_of, options_of
from adamw_bounds.cli.run import Request, command
from adamw_bounds.cli.tables import figures

if TYPE_CHECKING:
    from adamw_bounds.report import Report

#: What describes a schedule beside its name.
_OPTIONS = ("warmup", "final", "step_size", "step_factor")


@command(
    "timescale",
    options=options_of("timescale", "schedule", *_OPTIONS),
    changes=changes_of("timescale"),
    example=(
        "adamw-bounds timescale --lr 3e-4 --weight-decay 0.1 --iterations 100000 \\\n"
        "    --schedule cosine --final 0.1 --batch-size 512 --samples 1281167"
    ),
)
def answer(request: Request) -> Report:
    """Show what weight decay does along a run: what it forgets and what it averages.

    AdamW's parameters are an average of the start and of its updates, whatever the gradients are.
    With --iterations: how much of the start is left, how much the last part of the run weighs, and
    how many updates are averaged. With --betas: the size at which decay and noise would settle, a
    diagnostic. With --tokens-per-parameter and --fit-constant: a fit, which is no theorem.
    """
    from adamw_bounds.questions.timescale import timescale

    return figures(request, timescale(**request.inputs), title="What weight decay does")
