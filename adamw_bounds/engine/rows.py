"""From logarithms to results: numbers, terms, dominant term, counts, conditions."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import Any

from adamw_bounds.engine.evaluate import any_true, is_array, truth
from adamw_bounds.engine.pointwise import is_lean
from adamw_bounds.engine.results import Condition, Result, Term
from adamw_bounds.kernels import STATEMENTS
from adamw_bounds.kernels.calls import Evaluated, evaluate_condition, pieces, within
from adamw_bounds.kernels.mathematics import LN10
from adamw_bounds.kernels.types import ConditionKernel, Kernel
from adamw_bounds.numbers import show_below

__all__ = [
    "condition",
    "dominant",
    "figure",
    "numbers",
    "result",
    "unmet",
    "where_live",
    "without_number",
]

#: To how much of a natural logarithm two sides of a condition are told apart.
_ROUNDING = 1e-12


def numbers(log: Any) -> tuple[Any, Any]:
    """Return (value, log10) of a natural logarithm.

    Value is None where a float cannot hold it or it does not exist, log10 None where the value is
    0 or does not exist; in arrays inf, NaN and -inf stand there.
    """
    if is_array(log):
        import numpy as np

        with np.errstate(all="ignore"):
            return np.exp(log), log / LN10
    log = float(log)
    if math.isnan(log) or log == math.inf:
        return None, None
    if log == -math.inf:
        return 0.0, None
    try:
        value: float | None = math.exp(log)
    except OverflowError:
        value = None
    # Below the least float the logarithm alone tells it, as beyond the largest.
    return value or None, log / LN10


def plain(value: Any) -> tuple[Any, Any]:
    """Return (value, log10) of a number itself; None where it does not exist, or is not > 0."""
    if is_array(value):
        import numpy as np

        with np.errstate(all="ignore"):
            return value, np.log10(value)
    if value != value or value in (math.inf, -math.inf):  # noqa: PLR0124
        return None, None
    if not value > 0:
        return value, None
    return value, float(value.log10()) if isinstance(value, Decimal) else math.log10(value)


def dominant(labels: tuple[str, ...], logs: tuple[Any, ...]) -> Any:
    """Return the label of the largest part (an array of labels for arrays)."""
    if not labels:
        return None
    if any(is_array(log) for log in logs):
        import numpy as np

        shape = np.broadcast_shapes(*map(np.shape, logs))
        names = np.asarray(labels)
        found = np.empty(shape, names.dtype)
        with np.errstate(all="ignore"):
            for axis, here in pieces(shape):
                best, *others = (
                    log[within(log, len(shape), axis, here)] if np.ndim(log) else log
                    for log in logs
                )
                codes = np.zeros(found[here].shape, dtype=np.int8)
                for code, log in enumerate(others, start=1):
                    np.copyto(codes, np.int8(code), where=log > best)
                    best = np.fmax(best, log)
                np.take(names, codes, out=found[here], mode="clip")
        return found
    ranked = [(log, label) for label, log in zip(labels, logs, strict=True) if not math.isnan(log)]
    if not ranked or max(ranked)[0] == -math.inf:
        return None
    return max(ranked, key=lambda pair: pair[0])[1]


def result(
    evaluated: Evaluated,
    kernel: Kernel,
    *,
    optimizer: str | None,
    notes: Iterable[str] = (),
    quantity: str | None = None,
    **more: Any,
) -> Result:
    """Return the row of an evaluated kernel; a linear one's value is as precise as its inputs.

    Where ``evaluated`` holds an array of the numbers besides the logarithms, that is the value.
    """
    if evaluated.log is None or (is_lean() and is_array(evaluated.log)):
        return _lean(evaluated, kernel, optimizer, notes, quantity, more)
    if evaluated.number is None:
        value, log10 = (plain if kernel.linear else numbers)(evaluated.log)
    else:
        value, log10 = evaluated.number, evaluated.log / LN10
    more.setdefault("schedule", kernel.schedule)
    if kernel.signed and value is not None:
        value = value * evaluated.sign + 0.0  # no -0.0
    info = STATEMENTS[kernel.statement]
    return Result(
        statement=kernel.statement,
        optimizer=optimizer,
        variant=kernel.variant,
        quantity=kernel.quantity if quantity is None else quantity,
        value=value,
        log10=log10,
        terms=tuple(
            Term(label, part / LN10 if is_array(part) else numbers(part)[1])
            for label, part in zip(kernel.parts, evaluated.parts, strict=True)
        ),
        dominant=dominant(kernel.parts, evaluated.parts),
        audit=_doubts(kernel.statement, kernel.quantity, kernel.variant),
        notes=tuple(notes),
        source=info.source,
        **more,
    )


@cache
def _doubts(statement: str, quantity: str, variant: str) -> tuple[str, ...]:
    return STATEMENTS[statement].doubts_of(quantity, variant)


def _lean(
    evaluated: Evaluated,
    kernel: Kernel,
    optimizer: str | None,
    notes: Iterable[str],
    quantity: str | None,
    more: Mapping[str, Any],
) -> Result:
    """Return a row with its logarithm alone, or its number where that has none."""
    by_log = not (kernel.linear or kernel.signed) and evaluated.number is None
    value = evaluated.number
    if value is None and not by_log:
        log = evaluated.log
        value = log if kernel.linear else numbers(log)[0] * evaluated.sign + 0.0
    return Result(
        statement=kernel.statement,
        optimizer=optimizer,
        variant=kernel.variant,
        quantity=kernel.quantity if quantity is None else quantity,
        value=value,
        log10=evaluated.log * (1 / LN10) if by_log else None,
        notes=tuple(notes),
        source=STATEMENTS[kernel.statement].source,
        **{"schedule": kernel.schedule, **more},
    )


def figure(value: float | None, *, statement: str, **more: Any) -> Result:
    """Return the row of one number that no kernel gave, with what is known of its statement.

    Parameters
    ----------
    value : float or None
        The number; None where it is none that a float holds.
    statement : str
        The statement that it is about.
    **more
        The row's other fields. ``log10`` for one that only its logarithm tells.
    """
    info = STATEMENTS[statement]
    if value is not None and not math.isfinite(value):
        value = None
    more.setdefault("log10", math.log10(value) if value is not None and value > 0 else None)
    if "audit" not in more:
        more["audit"] = info.doubts_of(more["quantity"], more["variant"])
    more.setdefault("source", info.source)
    return Result(
        statement=statement,
        value=value,
        **more,
    )


def without_number(row: Result, exists: Any) -> Result:
    """Take the numbers back where they do not exist: all of them, or those of some points."""
    if not is_array(exists):
        return replace(
            row,
            value=None,
            log10=None,
            terms=tuple(Term(term.label, None) for term in row.terms),
            dominant=None,
        )
    import numpy as np

    shape = np.broadcast_shapes(np.shape(row.value), exists.shape)
    keep = np.broadcast_to(exists, shape)

    def kept(values: Any) -> Any:
        return None if values is None else np.where(keep, values, np.nan)

    return replace(
        row,
        value=kept(row.value),
        log10=kept(row.log10),
        terms=tuple(Term(term.label, kept(term.log10)) for term in row.terms),
        count=kept(row.count),
    )


def condition(kernel: ConditionKernel, inputs: Mapping[str, Any]) -> Condition | None:
    """Evaluate a hypothesis; None where it does not apply.

    For arrays it counts as met at the points where it does not apply.
    """
    applies = truth(kernel.when, inputs)
    if not any_true(applies):
        return None
    lhs, rhs, limit = evaluate_condition(kernel, inputs)
    if is_array(lhs) or is_array(rhs) or is_array(applies):
        return _array_condition(kernel, lhs, rhs, limit, applies)
    margin = _margin(lhs, rhs)
    met = margin <= 0
    return Condition(
        kernel.name,
        numbers(lhs)[0],
        numbers(rhs)[0],
        met,
        numbers(margin)[0],
        kernel.text,
        "" if met else _remedy(kernel, limit),
    )


def _margin(lhs: float, rhs: float) -> float:
    """Return log(lhs/rhs): 0 where both are 0 or unbounded, and at the very limit.

    A setting at its limit, read from an earlier answer, is not missed by a rounding.
    """
    if lhs == rhs:
        return 0.0
    margin = lhs - rhs
    near = 0 < margin <= _ROUNDING * max(1.0, abs(lhs)) and math.isfinite(lhs)
    return 0.0 if near else margin


def _array_condition(
    kernel: ConditionKernel, lhs: Any, rhs: Any, limit: Any, applies: Any
) -> Condition:
    """Return the same for arrays; where a condition does not apply it is met and has no sides.

    Where a number is below the least float, NaN stands for it, as None does at a single point.
    """
    import numpy as np

    with np.errstate(all="ignore"):
        lhs, rhs, applies = np.broadcast_arrays(lhs, rhs, applies)
        margin = lhs - rhs
        rounding = _ROUNDING * np.maximum(1.0, np.abs(lhs))
        near = (margin > 0) & (margin <= rounding) & np.isfinite(lhs)
        margin = np.where((lhs == rhs) | near, 0.0, margin)
        met = (margin <= 0) | ~applies
        missed = ~met
        remedy = ""
        if missed.any():
            # One value that serves every point: the least of their limits.
            limits = np.broadcast_to(limit, missed.shape)[missed]
            limits = limits[~np.isnan(limits)]
            remedy = _remedy(kernel, float(limits.min())) if limits.size else kernel.remedy

        def shown(log: Any) -> Any:
            found = np.exp(log)
            return np.where(applies & ((found > 0) | (log == -math.inf)), found, np.nan)

        return Condition(
            kernel.name, shown(lhs), shown(rhs), met, shown(margin), kernel.text, remedy
        )


def _remedy(kernel: ConditionKernel, limit: float) -> str:
    if not kernel.limit_of:
        return kernel.remedy
    most = f"--{kernel.limit_of.replace('_', '-')} at most {show_below(limit)}"
    return f"{most} {kernel.remedy}".strip()


def unmet(item: Condition) -> bool:
    """Whether a condition fails, at any point."""
    return not bool(item.met.all()) if is_array(item.met) else not item.met


def where_live(row: Result, live: Any) -> Result:
    """Keep the numbers of the points at which a stage is run."""
    if not is_array(live) or live.all():
        return row
    return without_number(row, live)
