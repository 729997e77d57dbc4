"""What weight decay does along a run: its time scale, what it forgets, the size it settles at."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, Unpack

from adamw_bounds.choice_names import ScheduleName
from adamw_bounds.engine.ask import ask
from adamw_bounds.engine.decay import DECAY_SUMS
from adamw_bounds.engine.inputs import ALIASES, RunValues
from adamw_bounds.engine.question import Question
from adamw_bounds.engine.results import Answer
from adamw_bounds.engine.schedules import SHAPES
from adamw_bounds.engine.torch_settings import takes_optimizers
from adamw_bounds.errors import Fault

__all__ = ["QUESTION", "timescale"]

QUESTION: Final = Question(
    name="timescale",
    quantities=(
        "timescale-steps",
        "timescale-epochs",
        "timescale-share",
        "initial-share",
        "last-share",
        "effective-updates",
        "equilibrium-rms",
        "equilibrium-max",
        "equilibrium-turn",
        "equilibrium-ratio",
        "timescale-share-fit",
        "lam-fit",
    ),
    papers=("wang2024", "here_scaling", "bergsma2025"),
    closed=True,
    if_given=(
        *("samples", "iterations", "beta1", "dim", "x_norm"),
        *("tokens_per_parameter", "fit_constant", *DECAY_SUMS),
    ),
    schedules="constant",
    unmet="refuse",
    of_a_run=True,
)


@takes_optimizers(decoupled=True)
def timescale(
    *, schedule: ScheduleName | str | Sequence[Any] = "constant", **inputs: Unpack[RunValues]
) -> Answer:
    """Return the time scale of decoupled weight decay, and what it leaves of a run.

    AdamW's parameters are a mean of the start and of its updates: x_T = P x_0 + Σ c_t(−u_t/λ),
    c_t = η_tλ Π_{s>t}(1 − η_sλ), for any gradients.

    Parameters
    ----------
    schedule : str or sequence of float
        ``constant``, ``linear``, ``cosine``, ``inverse-sqrt`` or ``step``; a file of learning
        rates; or the learning rates of all steps.
    **inputs
        eta and lam (or lr and weight_decay); η is the peak. iterations: what is left of the start
        and of the run's last part (last, 0.1). samples with batch_size: epochs. beta1: the size at
        which decay and noise settle, with dim and x_norm the ratio of the measured size to it.
        tokens_per_parameter and fit_constant: a fit, no theorem. Schedule: warmup, final,
        step_size, step_factor.

    Returns
    -------
    Answer
        Rows ``timescale-steps``, ``timescale-epochs``, ``timescale-share`` (of the run),
        ``initial-share``, ``last-share``, ``effective-updates``; ``equilibrium-rms``,
        ``equilibrium-max``, ``equilibrium-turn``, ``equilibrium-ratio`` (diagnostics);
        ``timescale-share-fit``, ``lam-fit`` (a fit).

    Raises
    ------
    InputError
        If an input is missing or wrong.
    """
    given = {ALIASES.get(name, name) for name, value in inputs.items() if value is not None}
    faults = [] if given & {"lam", "weight_decay"} else [Fault("lam", None, "is missing")]
    name = schedule.strip().lower() if isinstance(schedule, str) else ""
    if name in SHAPES and name != "constant" and "iterations" not in given:
        why = "is missing: what a schedule leaves depends on its steps"
        faults.append(Fault("iterations", None, why))
    return ask(QUESTION, inputs, schedule=schedule, faults=faults)
