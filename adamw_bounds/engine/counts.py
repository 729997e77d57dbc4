"""Whole numbers of steps: ceil(T), decided exactly where a float of T cannot tell.

A float of T comes from logarithms and is right to about 1e-12 of itself. Where no whole number is
so near, ``ceil`` is sure. Elsewhere the formula is evaluated again in plain decimal arithmetic,
with the inputs that were meant (0.1 is a tenth), until the whole number is certain.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from adamw_bounds.engine.evaluate import call, is_array
from adamw_bounds.engine.rows import numbers
from adamw_bounds.kernels.calls import evaluate
from adamw_bounds.kernels.digits import Wide, evaluate_exactly
from adamw_bounds.kernels.types import Function, Kernel

__all__ = ["AtPoints", "beyond_floats", "ceiling", "whole_steps", "with_settings", "work"]

#: Relative error that a count computed through logarithms can have.
_ROUNDING: Final = 2e-12
#: Up to here every whole number is a float.
_LARGEST_WHOLE: Final = 2**53
#: From here on a count that takes logarithms is rounded up as a float: its digits cost time.
_MOST_WITH_ROOTS: Final = 1e18
#: Digits beside those of the whole number; of a steep formula half of them may be lost.
_DIGITS: Final = 32
_STEEP_DIGITS: Final = 64
#: Digits come in steps of so many.
_STEP: Final = 16
#: Digits that a quick look must have to spare beside the half that may be lost.
_SPARED: Final = 4
#: What is nearer to a whole number than this is that number.
_NEAR: Final = Decimal("1e-24")
#: By how much a setting is moved to see whether the count hangs on its last digits.
_MOVED: Final = 1e-12
#: Error of a plain formula in the widest floats, in their rounding unit.
_WIDE_ROUNDING: Final = 40
_WHOLE: Final = 1e-9
#: Relative rounding that is forgiven where there is no exact formula, and the most of it.
_FORGIVEN: Final = 1e-13
_MOST_FORGIVEN: Final = 1e-6


def whole_steps(kernel: Kernel, inputs: Mapping[str, Any], log: Any) -> Any:
    """Return max(1, ⌈T⌉) for a kernel that counts steps.

    Parameters
    ----------
    kernel : Kernel
        The count.
    inputs : mapping
        What it was evaluated at: floats, ints, fractions (which stay exact), or arrays.
    log : float or ndarray
        The natural logarithm that it gave.

    Returns
    -------
    int, ndarray or None
        An exact int (from 10^18 on, where logarithms are in it, rounded up in the 12th digit);
        None where T exceeds a float or does not exist. For arrays float64: exact up
        to 2^53, beyond that the least float that is not below, and inf where it exceeds one.
    """
    if is_array(log):
        return _array_steps(kernel, inputs, log)
    if math.isnan(log) or log == math.inf:
        return None
    # A stage's accuracy that is the same at all points is that of the first.
    inputs = {
        name: value.at(0, (1,)) if isinstance(value, AtPoints) else value
        for name, value in inputs.items()
    }
    try:
        value = math.exp(log)
    except OverflowError:
        return None
    if kernel.exact is None:
        return _forgiven(value)
    inputs = with_settings(kernel, inputs)
    if kernel.with_roots and value >= _MOST_WITH_ROOTS:
        return math.ceil(Fraction(value) * (1 + Fraction(_ROUNDING)))
    if kernel.steep or abs(value - round(value)) <= _ROUNDING * value:
        return _decided(kernel, inputs, value)
    return max(1, math.ceil(value))


def _decided(kernel: Kernel, inputs: Mapping[str, Any], value: float) -> int:
    """Return the whole number in plain arithmetic; by the float where that has no number."""
    assert kernel.exact is not None
    # In steps, so that counts of about one size share their roots.
    more = math.ceil(math.log10(value) / _STEP) * _STEP if value > 1 else 0
    if kernel.steep:
        # Few digits are cheap, and enough unless a whole number is within what they may have lost.
        digits = _DIGITS + more
        quick = evaluate_exactly(kernel.exact, inputs, digits)
        lost = abs(quick) * Decimal(10) ** (_SPARED - digits // 2)
        if quick.is_finite() and abs(quick - quick.to_integral_value()) > lost:
            return max(1, math.ceil(quick))
    digits = _STEEP_DIGITS if kernel.steep else _DIGITS
    exact = evaluate_exactly(kernel.exact, inputs, digits + more)
    return _forgiven(value) if not exact.is_finite() else max(1, ceiling(exact))


def with_settings(kernel: Kernel, inputs: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the inputs with the settings, as rows show them, where the exact count needs them."""
    assert kernel.exact is not None
    if kernel.settings is None or set(kernel.exact.inputs) <= inputs.keys():
        return inputs
    logs = call(kernel.settings.function, kernel.settings.inputs, inputs)
    chosen = zip(kernel.setting_names, (numbers(log)[0] for log in logs), strict=True)
    known = {name: 0.0 if value is None else value for name, value in chosen}
    return {**known, **inputs}


def ceiling(value: Decimal) -> int:
    """Return the least whole number that is not less, but for rounding in the last digits."""
    nearest = value.to_integral_value()
    return int(nearest) if abs(value - nearest) <= _NEAR else math.ceil(value)


def _forgiven(value: float) -> int:
    """Round up; what rounding alone left above a whole number is that number."""
    nearest = round(value)
    if 0 < value - nearest <= min(_FORGIVEN * value, _MOST_FORGIVEN):
        return max(1, nearest)
    return max(1, math.ceil(value))


def work(steps: Any, batch: Any) -> Any:
    """Return b times the steps: an exact int, or floats where one of them is an array."""
    if is_array(steps) or is_array(batch):
        return steps * (batch if is_array(batch) else float(batch))
    return steps * int(batch)


# --- arrays ---------------------------------------------------------------------------------------


def _array_steps(kernel: Kernel, inputs: Mapping[str, Any], log: Any) -> Any:
    import numpy as np

    with np.errstate(all="ignore"):
        value = np.exp(np.asarray(log, float))
        nearest = np.rint(value)
        excess = value - nearest
        forgiven = np.minimum(_FORGIVEN * value, _MOST_FORGIVEN)
        plain = np.where((excess > 0) & (excess <= forgiven), nearest, np.ceil(value))
        count = np.maximum(1.0, plain)
        unsure = _unsure(kernel, inputs, value)
    places = np.flatnonzero(unsure)
    if kernel.exact is None or not places.size:
        return count
    flat = count.reshape(-1)
    inputs = with_settings(kernel, inputs)
    places = _widely(kernel.exact, inputs, places, flat, value.shape, steep=kernel.steep)
    at = {name: _reader(inputs[name], value.shape) for name in kernel.exact.inputs}
    for place in places.tolist():
        point = {name: read(place) for name, read in at.items()}
        flat[place] = _decided(kernel, point, float(value.flat[place]))
    return flat.reshape(value.shape)


def _reader(values: Any, shape: tuple[int, ...]) -> Callable[[int], Any]:
    """Return a function that gives the value at a place of the flattened shape."""
    import numpy as np

    if isinstance(values, AtPoints):
        return lambda place: values.at(place, shape)
    column = np.broadcast_to(np.asarray(values, float), shape)
    return lambda place: float(column.flat[place])


def _widely(
    exact: Function,
    inputs: Mapping[str, Any],
    places: Any,
    counts: Any,
    shape: tuple[int, ...],
    *,
    steep: tuple[str, ...],
) -> Any:
    """Decide what the widest floats can decide; return the places that are left."""
    import numpy as np

    wide = Wide()
    slack = _WIDE_ROUNDING * wide.epsilon
    with np.errstate(all="ignore"):
        known = {}
        for name in exact.inputs:
            values = inputs[name]
            floats = values.floats if isinstance(values, AtPoints) else np.asarray(values, float)
            known[name] = wide.of(np.broadcast_to(floats, shape).reshape(-1)[places])
        value = exact.function(wide, **known)
        away = np.abs(value - np.rint(value))
        # A small number that comes out whole to the last bit is whole (a cap of 20 steps).
        sure = (away > slack * value) | ((away == 0) & (slack * value < _WHOLE))
        large = value >= _LARGEST_WHOLE
        if steep:
            near = np.flatnonzero(~large)
            there = {name: values[near] for name, values in known.items()}
            middle = exact.function(wide, **there)
            off = np.abs(middle - np.rint(middle))
            for name in steep:
                for factor in (1 - slack, 1 + slack):
                    moved = exact.function(wide, **{**there, name: there[name] * factor})
                    off = off - np.abs(moved - middle)
            sure[near] &= off > 0
        # Beyond 2^53 the nearest whole number that is a float, not below the count.
        nearest = value.astype(float)
        short = nearest < value - slack * value
        least = np.where(short, np.nextafter(nearest, np.inf), nearest)
    sure |= large
    counts[places[sure]] = np.maximum(1, np.where(large, least, np.ceil(value)))[sure]
    return places[~sure]


@dataclass(frozen=True, slots=True)
class AtPoints:
    """An array of which each entry is also known exactly.

    Attributes
    ----------
    floats : ndarray
        The entries.
    at : callable
        ``at(place, shape)`` gives the entry at a place of the flattened array, broadcast to a
        shape, as a fraction.
    """

    floats: Any
    at: Callable[[int, tuple[int, ...]], Any]


def _unsure(kernel: Kernel, inputs: Mapping[str, Any], value: Any) -> Any:
    """Return where a float of the count leaves more than one whole number."""
    import numpy as np

    if kernel.exact is not None and kernel.steep == kernel.exact.inputs:
        return np.isfinite(value)
    near = np.abs(value - np.rint(value)) <= _ROUNDING * value
    if kernel.steep:
        ends = []
        for factor in (1 - _MOVED, 1 + _MOVED):
            moved = {**inputs, "epsilon": np.multiply(inputs["epsilon"], factor)}
            ends.append(np.ceil(np.exp(np.asarray(evaluate(kernel, moved).log, float))))
        near = near | (ends[0] != ends[1])
    return np.isfinite(value) & (near | (value >= _LARGEST_WHOLE))


def beyond_floats(count: Any) -> bool:
    """Whether an array of counts holds some that a float rounds."""
    return is_array(count) and bool(((count >= _LARGEST_WHOLE) & (count < math.inf)).any())
