"""The question of ``simulate``: validate, plan, refuse what is too long, run, compare."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, Unpack

import numpy as np

from adamw_bounds.choice_names import (
    CaseName,
    OptimizerName,
    ScheduleName,
    StatementName,
    VariantName,
)
from adamw_bounds.engine.choices import choose
from adamw_bounds.engine.inputs import InputValues, validate
from adamw_bounds.engine.results import Answer
from adamw_bounds.engine.torch_settings import is_optimizer
from adamw_bounds.errors import Fault, InputError
from adamw_bounds.frozen import Frozen
from adamw_bounds.kernels import STATEMENTS
from adamw_bounds.optimizers import OPTIMIZERS
from adamw_bounds.simulate.others import OTHER_CASES, WITHOUT_NOISE
from adamw_bounds.simulate.plans import make
from adamw_bounds.simulate.refusals import (
    check_bound,
    chosen_case,
    name_unwanted,
    too_long,
    whole_number,
)
from adamw_bounds.simulate.runs import RUNNERS, Work
from adamw_bounds.spelling import meant, one_of

__all__ = ["MAX_STEPS", "run"]

#: No more steps than this are run unless asked for.
MAX_STEPS: Final = 2_000_000
_THEOREMS: Final = (
    *("theorem-1", "theorem-2", "theorem-3", "theorem-4", "lemma-5"),
    *OTHER_CASES,
)
_SCHEDULES: Final = ("constant", "decaying")
_LARGE_STEP: Final = "explicit-large-step"
#: Numbers a step moves in the default questions (seeds times d), to which max_steps refers.
_NUMBERS_A_STEP: Final = 1024
_SEEDS: Final = {
    "theorem-1": 1024,
    "theorem-2": 128,
    "theorem-3": 128,
    "theorem-4": 128,
    "lemma-5": 512,
    **{name: 1 if name in WITHOUT_NOISE else 128 for name in OTHER_CASES},
}
#: Called with the steps done since the last call and the steps in all.
Reporter = Callable[[int, int], None]


def run(
    theorem: StatementName | str | int = 2,
    *,
    case: CaseName | str | None = None,
    optimizer: OptimizerName | str | Sequence[str] | None = None,
    schedule: ScheduleName | str | Sequence[str] = "all",
    variant: VariantName | str = "explicit",
    seed: Any = 0,
    seeds: Any = None,
    max_steps: Any = MAX_STEPS,
    progress: Reporter | None = None,
    **inputs: Unpack[InputValues],
) -> Answer:
    """Run the paper's updates where all constants are known, and hold the bounds against the run.

    Parameters
    ----------
    theorem : {1, 2, 3, 4, "lemma-5"} or identifier
        Theorem 1: least squares in one dimension, distance at the horizons k/100, k/10, k.
        Theorems 2 and 3: a rotated nonconvex loss; Theorem 4: a PŁ loss, stage by stage.
        Lemma 5: a quadratic at rest, for b = 1, 16 and 256. By identifier: ``sign-descent-decay``
        and ``lion-decay`` on the rotated loss; ``reddi2018-theorem-1`` and ``-2``, Adam on rare
        gradients; ``amsgradw`` on (w − 1)²/2.
    case : str, optional
        Theorem 1: ``origin``, ``off-origin`` (E ξ = 1). Theorem 2: ``rotated``, ``uncoupled``
        (β1 = 1e-6 with η at its printed cap, beside the coupled choice), ``small-gradient`` (the
        loss times 2⁻⁶). Theorem 3: ``rotated``. Theorem 4: ``polyak-lojasiewicz``. Lemma 5:
        ``quadratic``.
    optimizer : {"adamw", "adam", "l2-adam"}, optional
        Whose updates, AdamW's by default; a statement of another paper has its own. Theorem 1 has
        no ℓ2-Adam; Theorem 4 needs λ = 0.
    schedule : {"constant", "decaying", "all"}
        Theorem 4's step inside a stage.
    variant : {"explicit", "explicit-large-step"}
        Theorem 2's step size.
    seed : int
        Seed >= 0 of all randomness.
    seeds : int, optional
        Number of independent runs >= 2: 128 (Theorem 1: 1024).
    max_steps : int
        A question that needs more steps is refused.
    progress : callable, optional
        Called with the steps done since the last call, and the steps in all.
    **inputs
        epsilon > 0 (Theorem 4: function gap), sigma >= 0, batch_size >= 1, dim >= 1, delta > 0
        (c∞²), lam >= 0, beta2 in (0, 1); iterations to run another T (Theorems 2, 3) and with it
        gamma (Theorem 3); lam_l2, x_inf_norm for ℓ2-Adam; k, alpha, beta1 for Theorem 1. The
        problem fixes c∞, L, Δ, μ. Signs: eta (the best for T), beta1, beta2 (Lion), iterations.
        Rare gradients: rare_slope (of Theorem 2: the least period), iterations. AMSGradW: eta.

    Returns
    -------
    Answer
        Rows of variant ``measured`` with ``stderr`` and conditions that hold them against the
        rows of variant ``explicit`` (guaranteed) and ``printed`` beside them; the settings used.
        ``extra["trajectories"]``: the measured means along each run, and the guarantee after each
        number of steps; `adamw_bounds.plot` draws them.

    Raises
    ------
    InputError
        If anything is wrong, or the run needs more than ``max_steps`` steps; the message says what
        would make it feasible.
    NoBoundError
        Theorem 4 with λ > 0: it has no explicit form.
    RunError
        If an iterate is no finite number.

    Examples
    --------
    >>> from adamw_bounds.simulate import run
    >>> answer = run(2, epsilon=1, seeds=4)
    >>> row = answer.one(quantity="gradient-norm-squared", variant="measured")
    >>> row.value < answer.one(quantity="gradient-norm-squared", variant="explicit").value
    True
    """
    faults: list[Fault] = []
    name = _theorem(theorem, faults)
    known = tuple(OPTIMIZERS)
    if is_optimizer(optimizer):
        what = "must be a name: the theorem chooses the steps, no optimizer's settings enter"
        faults.append(Fault("optimizer", type(optimizer).__name__, what, option="optimizer"))
        optimizer = None
    if name is not None and name in OTHER_CASES:
        known = STATEMENTS[name].optimizers
    chosen = choose("optimizer", known[0] if optimizer is None else optimizer, known, faults)
    if len(chosen) > 1:
        faults.append(Fault("optimizer", optimizer, one_of(optimizer, known)))
    schedules = choose("schedule", schedule, _SCHEDULES, faults)
    numbers = {
        "seed": whole_number("seed", seed, 0, faults),
        "seeds": whole_number("seeds", seeds, 2, faults),
        "max_steps": whole_number("max_steps", max_steps, 1, faults),
    }
    picked = chosen_case(name, case, faults)
    if variant not in ("explicit", _LARGE_STEP) or (variant == _LARGE_STEP and name != "theorem-2"):
        allowed = f"explicit or {_LARGE_STEP}" if name in (None, "theorem-2") else "explicit"
        faults.append(Fault("variant", variant, f"must be {allowed}: what is run"))
    if name in WITHOUT_NOISE and seeds is not None:
        faults.append(Fault("seeds", seeds, f"is no input of {name}: its run has no noise"))
    if name is not None:
        name_unwanted(name, chosen, schedules, inputs, faults)
    given = validate(inputs, faults)
    assert name is not None
    who = chosen[0]
    check_bound(name, given)
    plan = make(name, picked, who, schedules, variant, given)
    if not plan.parts:
        raise InputError(
            [
                Fault(
                    "epsilon",
                    plan.constants["epsilon"],
                    f"must be below ε₀ = {plan.constants['gap']:.4g}, the gap at the start",
                )
            ]
        )
    limit = numbers["max_steps"] or MAX_STEPS
    if plan.steps > limit:
        raise too_long(plan, limit, (name, picked, who, schedules, variant), given)
    count = numbers["seeds"] or _SEEDS[name]
    size = int(plan.constants.get("dim", 1))
    most = int(limit * _NUMBERS_A_STEP / (plan.steps * size))
    if count > max(most, 2):
        raise InputError(
            [
                Fault(
                    "seeds",
                    count,
                    f"times {int(plan.steps)} steps of {size} coordinates is more work than "
                    f"--max-steps {limit} of {_NUMBERS_A_STEP} numbers each; feasible with "
                    f"--seeds at most {max(most, 2)}",
                )
            ],
            code="too-many-steps",
        )
    total = int(plan.steps)
    work = Work(
        plan,
        seeds=count,
        rng=np.random.default_rng(numbers["seed"]),
        progress=None if progress is None else (lambda done: progress(done, total)),
        large=variant == _LARGE_STEP,
    )
    found = RUNNERS[name](work)
    shown: dict[str, Any] = {
        "theorem": name,
        "optimizer": who,
        "schedule": "all" if len(schedules) > 1 else schedules[0],
        "variant": variant,
        **plan.constants,
    }
    if "iterations" in given:
        shown["iterations"] = given["iterations"]
    if "gamma" in given:
        shown["gamma"] = given["gamma"]
    for key in ("batch_size", "dim", "k", "iterations"):
        if key in shown:
            shown[key] = int(shown[key])
    shown |= {
        "case": picked,
        "seed": numbers["seed"],
        "seeds": work.seeds,
        "max_steps": limit,
    }
    extra = {"trajectories": tuple(work.trajectories)}
    return Answer("simulate", shown, tuple(found), tuple(work.warnings), Frozen(extra))


def _theorem(given: Any, faults: list[Fault]) -> str | None:
    """Return the one theorem that is run: ``2``, ``"2"`` and ``"theorem-2"`` are understood."""
    word = str(given).strip().lower()
    full = f"theorem-{word}" if word.isdigit() else word
    full = meant(full, _THEOREMS) or full
    if full in _THEOREMS:
        return full
    if word == "all" or isinstance(given, list | tuple) or "," in word:
        faults.append(Fault("theorem", given, "must be one statement: there is one run at a time"))
        return None
    names = ("1", "2", "3", "4", "lemma-5", *OTHER_CASES)
    faults.append(Fault("theorem", given, one_of(given, names, also=_THEOREMS)))
    return None
