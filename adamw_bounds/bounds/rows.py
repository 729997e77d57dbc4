"""From logarithms to results: numbers, terms, dominant term, notes, conditions."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

from adamw_bounds.bounds._kernels import STATEMENTS
from adamw_bounds.bounds.kernel_types import ConditionKernel, Kernel
from adamw_bounds.bounds.kernels import conditions_of, evaluate, evaluate_condition
from adamw_bounds.bounds.mathematics import LN10
from adamw_bounds.bounds.results import Condition, Result, Term

__all__ = ["conditions", "dominant", "is_array", "numbers", "result", "show"]

_DIGITS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_PLAIN_LOW, _PLAIN_HIGH = -4, 6
#: To how much of a natural logarithm two sides of a condition are told apart.
_ROUNDING = 1e-12


def is_array(value: Any) -> bool:
    """Whether a value is an array with at least one axis."""
    return bool(getattr(value, "ndim", 0))


def show(log: float) -> str:
    """Return a number for a sentence from its natural logarithm: 0.25, 4.7×10¹⁰."""
    if math.isnan(log):
        return "undefined"
    if math.isinf(log):
        return "unbounded" if log > 0 else "0"
    exponent = math.floor(log / LN10)
    if _PLAIN_LOW <= exponent < _PLAIN_HIGH:
        return f"{float(f'{math.exp(log):.4g}'):.10g}"  # 25000, not 2.5e+04
    mantissa = f"{math.exp(log - exponent * LN10):.3g}"
    if mantissa == "10":
        mantissa, exponent = "1", exponent + 1
    return f"{mantissa}×10{str(exponent).translate(_DIGITS)}"


def _show_below(log: float) -> str:
    """Return a number for "at most": rounded down, so that what is shown does meet the limit."""
    if math.isinf(log) or math.isnan(log):
        return show(log)
    exponent = math.floor(log / LN10)
    unit = 1e3 if _PLAIN_LOW <= exponent < _PLAIN_HIGH else 1e2  # the digits that show() keeps
    mantissa = math.floor(math.exp(log - exponent * LN10) * unit * (1 + _ROUNDING)) / unit
    return show(math.log(mantissa) + exponent * LN10)


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


def dominant(labels: tuple[str, ...], logs: tuple[Any, ...]) -> Any:
    """Return the label of the largest part (an array of labels for arrays)."""
    if not labels:
        return None
    if any(is_array(log) for log in logs):
        import numpy as np

        best = np.broadcast_arrays(*logs)[0]
        codes = np.zeros(best.shape, dtype=np.int8)
        with np.errstate(all="ignore"):
            for code, log in enumerate(logs[1:], start=1):
                codes[np.broadcast_to(log > best, codes.shape)] = code
                best = np.fmax(best, log)
        return np.asarray(labels)[codes]
    ranked = [(log, label) for label, log in zip(labels, logs, strict=True) if not math.isnan(log)]
    if not ranked or max(ranked)[0] == -math.inf:
        return None
    return max(ranked, key=lambda pair: pair[0])[1]


def result(
    kernel: Kernel,
    inputs: Mapping[str, Any],
    *,
    statement: str,
    optimizer: str | None,
    schedule: str | None,
    variant: str,
    quantity: str,
    notes: Iterable[str] = (),
    conditions: tuple[Condition, ...] = (),
    **more: Any,
) -> Result:
    """Evaluate a kernel and return its row."""
    logs = evaluate(kernel, inputs)
    return result_of_log(
        logs.log,
        kernel.parts,
        logs.parts,
        statement=statement,
        optimizer=optimizer,
        schedule=schedule,
        variant=variant,
        quantity=quantity,
        notes=notes,
        conditions=conditions,
        **more,
    )


def result_of_log(
    log: Any,
    labels: tuple[str, ...],
    parts: tuple[Any, ...],
    *,
    statement: str,
    optimizer: str | None,
    schedule: str | None,
    variant: str,
    quantity: str,
    notes: Iterable[str] = (),
    conditions: tuple[Condition, ...] = (),
    **more: Any,
) -> Result:
    """Return a row from the logarithms of the whole and of its parts."""
    value, log10 = numbers(log)
    info = STATEMENTS[statement]
    return Result(
        statement=statement,
        optimizer=optimizer,
        schedule=schedule,
        variant=variant,
        quantity=quantity,
        value=value,
        log10=log10,
        terms=tuple(
            Term(label, numbers(part)[1]) for label, part in zip(labels, parts, strict=True)
        ),
        dominant=dominant(labels, parts),
        conditions=conditions,
        audit=info.doubts,
        notes=tuple(notes),
        source=info.source,
        **more,
    )


def conditions(
    statement: str,
    variant: str,
    inputs: Mapping[str, Any],
    *,
    schedule: str | None = None,
    only: Iterable[str] | None = None,
    skip: Iterable[str] = (),
) -> dict[str, Condition]:
    """Evaluate the hypotheses of a statement that the inputs allow to evaluate."""
    wanted = None if only is None else set(only)
    left_out = set(skip)
    found: dict[str, Condition] = {}
    for name, kernel in conditions_of(statement).items():
        if variant not in kernel.variants or name in left_out:
            continue
        if wanted is not None and name not in wanted:
            continue
        if kernel.schedule is not None and schedule is not None and kernel.schedule != schedule:
            continue
        if all(item in inputs for item in kernel.inputs):
            found[name] = _condition(name, kernel, inputs)
    return found


def _condition(name: str, kernel: ConditionKernel, inputs: Mapping[str, Any]) -> Condition:
    lhs, rhs, limit = evaluate_condition(kernel, inputs)
    margin = lhs - rhs
    if is_array(margin):
        import numpy as np

        with np.errstate(all="ignore"):
            rounding = _ROUNDING * np.maximum(1.0, np.abs(lhs))
            margin = np.where((margin > 0) & (margin <= rounding), 0.0, margin)
            return Condition(
                name, np.exp(lhs), np.exp(rhs), margin <= 0, np.exp(margin), kernel.text
            )
    if 0 < margin <= _ROUNDING * max(1.0, abs(lhs)):
        # A setting at its very limit, read from an earlier answer, is not missed by a rounding.
        margin = 0.0
    met = bool(margin <= 0)
    remedy = ""
    if not met:
        remedy = kernel.remedy
        if kernel.limit_of:
            most = f"--{kernel.limit_of.replace('_', '-')} at most {_show_below(limit)}"
            remedy = f"{most} {kernel.remedy}".strip()
    return Condition(
        name, numbers(lhs)[0], numbers(rhs)[0], met, numbers(margin)[0], kernel.text, remedy
    )
