"""Iterations and gradient complexities: Theorems 2, 3 and 4 and Corollary 2."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final, Unpack

from adamw_bounds.bounds import kernels, rows
from adamw_bounds.bounds.choices import (
    LARGE_STEP,
    OPTIMIZERS,
    SCHEDULES,
    VARIANTS,
    choose,
    choose_theorems,
)
from adamw_bounds.bounds.inputs import InputValues, validate
from adamw_bounds.bounds.kernel_types import Kernel
from adamw_bounds.bounds.mathematics import LN10
from adamw_bounds.bounds.question import (
    CONSTANT_DECAY,
    NAMES,
    Question,
    any_positive,
    constant_decay,
    owner,
)
from adamw_bounds.bounds.results import Answer, Result, Term
from adamw_bounds.errors import Fault

__all__ = ["ENTERING", "THEOREMS", "VACUOUS", "complexity", "rows_of"]

#: Theorems that answer with a count, and the schedules that each has.
THEOREMS: Final = {
    "theorem-2": ("constant",),
    "theorem-3": ("decaying",),
    "theorem-4": ("constant", "decaying"),
}
#: More steps than this no one can run.
VACUOUS: Final = 1e15
#: Relative error that a count computed through logarithms can have, and the most that is forgiven.
_ROUNDING: Final = 1e-13
_LARGEST_ROUNDING: Final = 1e-6
_COMMON: Final = ("c_inf", "smoothness", "sigma", "delta", "gap", "epsilon")
#: Inputs that can enter a count.
ENTERING: Final = (
    *_COMMON,
    *("batch_size", "mu", "lam", "lam_l2", "x0_norm", "x_inf_norm"),
)
_QUANTITIES: Final = ("iterations", "gradient-complexity")


def complexity(
    theorem: Any = "all",
    *,
    optimizer: Any = "adamw",
    schedule: Any = "all",
    variant: Any = "all",
    **inputs: Unpack[InputValues],
) -> Answer:
    """Return iterations T and gradient complexity b·T to reach the accuracy ε.

    Parameters
    ----------
    theorem : {2, 3, 4, "all"} or identifier
        Theorem 2 (constant step), 3 (decaying step), 4 (Polyak–Łojasiewicz, in stages). Under
        Theorem 4 ε is the function gap asked for and Δ the gap at the start, ε₀.
    optimizer : {"adamw", "adam", "l2-adam", "all"}
        Adam and ℓ2-Adam by Corollary 2.
    schedule : {"constant", "decaying", "all"}
        Step schedule.
    variant : {"printed", "corrected", "explicit", "all", "explicit-large-step"}
        As the paper prints it, with the misprint repaired (O() constants 1 in both), or with the
        proof's constants: a guarantee.
    **inputs
        c_inf > 0, smoothness > 0, sigma >= 0, delta > 0, gap >= 0, epsilon > 0; batch_size >= 1
        (1), lam >= 0 (0), x0_norm >= 0; mu > 0 for Theorem 4; lam_l2 (lam), x_inf_norm for
        ℓ2-Adam. Floats, or arrays that broadcast.

    Returns
    -------
    Answer
        Rows with value, log10, terms, dominant term; explicit rows with ``count``.

    Raises
    ------
    InputError
        If an input is missing, out of its domain or unknown; all faults are listed.

    Examples
    --------
    >>> from adamw_bounds import complexity
    >>> answer = complexity(2, c_inf=1, smoothness=1, sigma=1, delta=1, gap=1, epsilon=0.1)
    >>> round(answer.one(variant="printed", quantity="iterations").log10, 12)
    4.0
    """
    faults: list[Fault] = []
    if str(theorem).strip().lower() == "corollary-2":
        # Corollary 2 is Theorem 2 for Adam and l2-Adam.
        theorem = "theorem-2"
        optimizer = ("adam", "l2-adam") if optimizer == "adamw" else optimizer
    theorems = choose_theorems(theorem, tuple(THEOREMS), faults, "2, 3, 4")
    optimizers = choose("optimizer", optimizer, OPTIMIZERS, faults)
    schedules = choose("schedule", schedule, SCHEDULES, faults)
    variants = choose("variant", variant, VARIANTS, faults, (LARGE_STEP,))
    pairs = [(t, s) for t in theorems for s in THEOREMS[t] if s in schedules]
    if not faults and not pairs:
        faults.append(
            Fault("schedule", ", ".join(schedules), f"is none that {_names(theorems)} has")
        )
    named = str(theorem).strip().lower() != "all"
    staged = named and "theorem-4" in theorems
    given = validate(inputs, faults, (*_COMMON, *(("mu",) if staged else ())))
    question = Question("complexity", given)
    question.require_regularised(optimizers)
    question.warn_unused(ENTERING)
    if any(constant_decay(inputs, who) for who in optimizers):
        question.warn("constant-weight-decay", CONSTANT_DECAY)
    question.defaults(batch_size=1.0, lam=0.0)
    return question.answer(rows_of(question, pairs, optimizers, variants, named=named))


def _names(theorems: Any) -> str:
    return " or ".join(NAMES[item] for item in theorems)


def rows_of(
    question: Question,
    pairs: list[tuple[str, str]],
    optimizers: tuple[str, ...],
    variants: tuple[str, ...],
    *,
    named: bool,
) -> list[Result]:
    """Return the rows for every theorem and schedule, optimizer and variant."""
    if any(theorem == "theorem-4" for theorem, _ in pairs):
        if "mu" not in question.given:
            question.warn("mu-missing", "Theorem 4 is left out: it needs the PŁ constant, --mu")
            pairs = [pair for pair in pairs if pair[0] != "theorem-4"]
        elif not named:
            question.warn(
                "epsilon-unit",
                "--epsilon means two things here: a gradient norm in Theorems 2 and 3, a function "
                "gap in Theorem 4, where --gap is ε₀; do not compare the counts across them",
            )
    found: list[Result] = []
    for theorem, schedule in pairs:
        for optimizer in optimizers:
            make = _staged if theorem == "theorem-4" else _direct
            for variant in variants:
                found += make(question, theorem, schedule, optimizer, variant)
    if not found:
        raise question.nothing("no statement answers with this choice")
    return found


def _equals_printed(kernel: Kernel, printed: Kernel | None, env: Any, base: Any) -> bool:
    if printed is None:
        return False
    here = kernels.evaluate(kernel, env).log
    there = kernels.evaluate(printed, base).log
    if rows.is_array(here) or rows.is_array(there) or not math.isfinite(here):
        return False
    return bool(here == there)


def _direct(
    question: Question, theorem: str, schedule: str, optimizer: str, variant: str
) -> list[Result]:
    """Return the rows of Theorem 2 or 3."""
    env = question.constants(optimizer, variant)
    if env is None:
        return []
    statement = owner(theorem, optimizer)
    found: list[Result] = []
    for quantity in _QUANTITIES:
        kernel = kernels.find(theorem, quantity, variant, schedule=schedule)
        if kernel is None:
            return []
        printed = kernels.find(theorem, quantity, "printed", schedule=schedule)
        notes = list(question.remarks(optimizer, variant))
        if variant == "corrected" and _equals_printed(
            kernel, printed, env, question.constants(optimizer, "printed")
        ):
            notes.append("equal to the printed form here: nothing to repair")
        elif kernel.why and not (
            optimizer == "l2-adam" and variant == "corrected" and theorem == "theorem-2"
        ):
            notes.append(kernel.why)
        row = rows.result(
            kernel,
            env,
            statement=statement,
            optimizer=optimizer,
            schedule=schedule,
            variant=variant,
            quantity=quantity,
            notes=notes,
            conditions=tuple(
                rows.conditions(
                    theorem, variant, env, schedule=schedule, only=("mu-below-l",)
                ).values()
            ),
        )
        if kernel.bare_log:
            row = _without_logarithm(question, row)
        found.append(_counted(row, found, env["batch_size"]))
    _limits(question, theorem, env, found)
    _say_vacuous(
        question, kernels.find(theorem, "iterations", variant, schedule=schedule), env, found[0]
    )
    return found


def _counted(row: Result, earlier: list[Result], batch: Any) -> Result:
    """Add the whole number of steps (or gradients) to an explicit row."""
    if not row.variant.startswith("explicit") or row.value is None:
        return row
    if row.quantity == "iterations":
        return replace(row, count=_whole(row.value))
    steps = earlier[0].count
    if steps is None:
        return row
    array = rows.is_array(steps) or rows.is_array(batch)
    return replace(row, count=steps * batch if array else steps * int(batch))


def _whole(value: Any) -> Any:
    """Round up to a whole number of steps; what rounding alone left above one is that number."""
    if rows.is_array(value):
        import numpy as np

        nearest = np.rint(value)
        excess = value - nearest
        rounding = np.minimum(_ROUNDING * value, _LARGEST_ROUNDING)
        return np.maximum(
            1.0, np.where((excess > 0) & (excess <= rounding), nearest, np.ceil(value))
        )
    nearest = round(value)
    if 0 < value - nearest <= min(_ROUNDING * value, _LARGEST_ROUNDING):
        return max(1, nearest)
    return max(1, math.ceil(value))


def _without_logarithm(question: Question, row: Result) -> Result:
    """Take back numbers in which log(1/ε) has lost its sense."""
    epsilon = question.given["epsilon"]
    if rows.is_array(epsilon):
        import numpy as np

        bad = epsilon >= 1
        if not bad.any():
            return row
        question.warn("log-epsilon", _LOG_EPSILON)
        shape = np.broadcast_shapes(np.shape(row.value), epsilon.shape)
        keep = np.broadcast_to(~bad, shape)
        nan = np.nan
        return replace(
            row,
            value=np.where(keep, row.value, nan),
            log10=np.where(keep, row.log10, nan),
        )
    if epsilon < 1:
        return row
    question.warn("log-epsilon", _LOG_EPSILON)
    return replace(
        row,
        value=None,
        log10=None,
        terms=tuple(Term(term.label, None) for term in row.terms),
        dominant=None,
        notes=(*row.notes, "no number: log(1/ε) makes no sense for ε ≥ 1"),
    )


_LOG_EPSILON: Final = (
    "Theorem 3's log(1/ε) loses its sense for ε ≥ 1: its printed and corrected forms have no "
    "number there"
)


def _limits(question: Question, theorem: str, env: Mapping[str, Any], found: list[Result]) -> None:
    """Say what a vanishing noise or gap does to the row."""
    for index, row in enumerate(found):
        notes = list(row.notes)
        if not rows.is_array(env["sigma"]) and env["sigma"] == 0:
            if row.variant.startswith("explicit"):
                notes.append("σ = 0: only the noise-free term is left")
            else:
                question.warn(
                    "no-noise",
                    "with σ = 0 the printed and corrected counts are 0: the noise-free term is "
                    "missing in print, see the explicit rows",
                )
        if theorem != "theorem-4" and not rows.is_array(env["gap"]) and env["gap"] == 0:
            notes.append("Δ = 0: the bias term vanishes")
        found[index] = replace(row, notes=tuple(notes))


def _say_vacuous(
    question: Question,
    kernel: Kernel | None,
    env: Mapping[str, Any],
    row: Result,
    total: Any = None,
) -> None:
    """Warn of a T that no one could run, and name the factor that drives it."""
    log10 = row.log10
    if kernel is None or log10 is None or rows.is_array(log10) or log10 <= math.log10(VACUOUS):
        return
    products = [item for item in kernels.evaluate_drivers(kernel, env) if not math.isnan(item[1])]
    driver = ""
    if products:
        _, _, factors = max(products, key=lambda item: item[1])
        name, log = max(factors, key=lambda item: item[1])
        driver = f"; the factor that drives it is {name} = {rows.show(log)}"
    where = f"{NAMES[row.statement]}, {row.schedule} step, {row.variant}"
    question.warn_for(
        str(row.optimizer),
        "vacuous",
        f"{where}: T = {rows.show(log10 * LN10)} steps is vacuous, no one could run it{driver}",
    )


# --- Theorem 4 ---------------------------------------------------------------------------------


_REACHED: Final = "ε ≥ ε₀: the accuracy is reached at the start, no stage is run"


def stage_count(start: float, target: float) -> int:
    """Return K = max(0, ceil(log2(ε₀/ε))), exact also where the quotient is no float."""
    if start <= target:
        return 0
    (above, exponent), (below, other) = math.frexp(start), math.frexp(target)
    return exponent - other + (above > below)


def _staged(
    question: Question, theorem: str, schedule: str, optimizer: str, variant: str
) -> list[Result]:
    """Return the totals of Theorem 4, then its stages."""
    if variant == LARGE_STEP:
        return []
    env = question.constants(optimizer, variant)
    if env is None:
        return []
    explicit = variant == "explicit"
    if explicit and optimizer == "adamw" and any_positive(env["lam"]):
        question.warn(
            "theorem-4-decay",
            "Theorem 4 has no explicit form for AdamW with λ > 0: both printed λ schedules break "
            "λ_{k+1}v_{k+1} ≤ λ_k v_k, and F_k(x*) > F*",
        )
        return []
    env = {**env, "epsilon_gap": env["epsilon"], "stage_start": env["gap"]}
    kernel = kernels.find(theorem, "iterations", variant, schedule=schedule, case="stage")
    if kernel is None:
        return []
    first = kernels.find(theorem, "iterations", variant, schedule=schedule, case="first-stage")
    conditions = tuple(rows.conditions(theorem, variant, env, schedule=schedule).values())
    for condition in conditions:
        if condition.met is False:
            question.warn(
                "mu-above-l",
                "μ exceeds L: no L-smooth loss satisfies PŁ with such a μ, so Theorem 4 "
                "speaks of nothing",
            )
    notes = [*question.remarks(optimizer, variant), *([kernel.why] if kernel.why else [])]
    if optimizer == "l2-adam" and variant != "printed" and any_positive(question.lam_l2):
        notes.append("ε, μ and the gap are those of the regularised loss")
    elif any_positive(env["lam"]) and optimizer == "adamw":
        notes.append("--gap is taken as ε₀ = F_0(x_0) − F(x*)")
    shared: dict[str, Any] = {
        "statement": theorem,
        "optimizer": optimizer,
        "schedule": schedule,
        "variant": variant,
        "conditions": conditions,
    }
    array = any(rows.is_array(value) for value in (env["gap"], env["epsilon"]))
    stages = [] if array else _stages(kernel, first, env)
    total_log, total_parts = (
        _array_total(kernel, first, env) if array else _total(kernel, stages, env)
    )
    reached = () if array or stages else (_REACHED,)
    notes += reached
    iterations = rows.result_of_log(
        total_log, kernel.parts, total_parts, quantity="iterations", notes=notes, **shared
    )
    if explicit and not array:
        iterations = replace(iterations, count=_stage_sum(stages))
    batch = env["batch_size"]
    if explicit:
        shift = _log(batch)
        work = rows.result_of_log(
            total_log + shift,
            kernel.parts,
            tuple(part + shift for part in total_parts),
            quantity="gradient-complexity",
            notes=notes,
            **shared,
        )
        if iterations.count is not None and not rows.is_array(batch):
            work = replace(work, count=iterations.count * int(batch))
    else:
        total = kernels.find(theorem, "gradient-complexity", variant, schedule=schedule)
        assert total is not None  # every printed and corrected total is encoded
        work = rows.result(
            total,
            env,
            quantity="gradient-complexity",
            notes=[
                *question.remarks(optimizer, variant),
                "an order of its own, not b times the row above",
                *([total.why] if total.why else []),
                *reached,
            ],
            **shared,
        )
        if reached:
            nothing = tuple(Term(term.label, None) for term in work.terms)
            work = replace(work, value=0.0, log10=None, terms=nothing, dominant=None)
        if variant == "printed" and schedule == "constant":
            work = replace(
                work, notes=(*work.notes, "the printed total has μ where the printed T_k has μ³")
            )
    listed = [
        rows.result_of_log(
            evaluated.log,
            kernel.parts,
            evaluated.parts,
            quantity="iterations",
            notes=(f"ε_k = {rows.show(_log(stage_env['stage_epsilon']))}",),
            stage=number,
            **shared,
        )
        for number, (stage_env, evaluated) in enumerate(stages, start=1)
    ]
    if explicit:
        listed = [
            row if row.value is None else replace(row, count=_whole(row.value)) for row in listed
        ]
    if stages:
        _say_vacuous(question, kernel, stages[-1][0], iterations)
    found = [iterations, work, *listed]
    _limits(question, theorem, env, found)
    return found


def _log(value: Any) -> Any:
    if rows.is_array(value):
        import numpy as np

        return np.log(value)
    return math.log(value) if value > 0 else -math.inf


def _stage_sum(stages: list[Any]) -> int | None:
    """Return the sum of the rounded-up T_k, None where one exceeds a float."""
    total = 0
    for _, evaluated in stages:
        value = rows.numbers(evaluated.log)[0]
        if value is None:
            return None
        total += _whole(value)
    return total


def _stages(kernel: Kernel, first: Kernel | None, env: Mapping[str, Any]) -> list[Any]:
    """Evaluate every stage: (its inputs, its logarithms)."""
    found = []
    for number in range(1, stage_count(env["gap"], env["epsilon"]) + 1):
        stage_env = {**env, "stage_epsilon": math.ldexp(env["gap"], -number)}
        used = first if number == 1 and first is not None else kernel
        found.append((stage_env, kernels.evaluate(used, stage_env)))
    return found


def _total(
    kernel: Kernel, stages: list[Any], env: Mapping[str, Any]
) -> tuple[Any, tuple[Any, ...]]:
    """Add the stages up in the log domain."""
    backend = kernels.backend_for([entry for _, item in stages for entry in (item.log,)])
    total: Any = -math.inf
    parts: list[Any] = [-math.inf] * len(kernel.parts)
    for _, evaluated in stages:
        total = backend.logaddexp(total, evaluated.log)
        parts = [backend.logaddexp(a, b) for a, b in zip(parts, evaluated.parts, strict=True)]
    return total, tuple(parts)


def _array_total(
    kernel: Kernel, first: Kernel | None, env: Mapping[str, Any]
) -> tuple[Any, tuple[Any, ...]]:
    """Add the stages up where their number differs from point to point."""
    import numpy as np

    start, target = np.broadcast_arrays(
        np.asarray(env["gap"], float), np.asarray(env["epsilon"], float)
    )
    (above, exponent), (below, other) = np.frexp(start), np.frexp(target)
    counts = np.where(start > target, exponent - other + (above > below), 0)
    total: Any = np.full(start.shape, -np.inf)
    parts: list[Any] = [total] * len(kernel.parts)
    for number in range(1, int(counts.max()) + 1):
        stage_env = {**env, "stage_epsilon": np.ldexp(np.asarray(env["gap"], float), -number)}
        used = first if number == 1 and first is not None else kernel
        evaluated = kernels.evaluate(used, stage_env)
        live = counts >= number

        def add(old: Any, new: Any, live: Any = live) -> Any:
            return np.logaddexp(old, np.where(live, new, -np.inf))

        total = add(total, evaluated.log)
        parts = [add(a, b) for a, b in zip(parts, evaluated.parts, strict=True)]
    return total, tuple(parts)
