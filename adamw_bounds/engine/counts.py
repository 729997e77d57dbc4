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
from adamw_bounds.kernels.calls import evaluate, pieces, within
from adamw_bounds.kernels.digits import Fine, Wide, evaluate_exactly
from adamw_bounds.kernels.types import Function, Kernel

__all__ = ["AtPoints", "beyond_floats", "ceiling", "whole_steps", "with_settings", "work"]

#: Relative error that a count computed through logarithms can have.
_ROUNDING: Final = 2e-12
#: Points that are decided at once, of which a wide float takes 16 bytes.
_PIECE: Final = 1 << 14
#: Arrays are small, and places few, where there are so many times as many points.
_FEW: Final = 4
#: From so many points on arrays are quicker than many digits.
_FEW_POINTS: Final = 16
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


def whole_steps(kernel: Kernel, inputs: Mapping[str, Any], log: Any, value: Any = None) -> Any:
    """Return max(1, ⌈T⌉) for a kernel that counts steps.

    Parameters
    ----------
    kernel : Kernel
        The count.
    inputs : mapping
        What it was evaluated at: floats, ints, fractions (which stay exact), or arrays.
    log : float or ndarray
        The natural logarithm that it gave.
    value : ndarray, optional
        Its exponential, where arrays of it are there already.

    Returns
    -------
    int, ndarray or None
        An exact int (from 10^18 on, where logarithms are in it, rounded up in the 12th digit);
        None where T exceeds a float or does not exist. For arrays float64: exact up
        to 2^53, beyond that the least float that is not below (from 10^18 on, with logarithms, as
        above), and inf where it exceeds one.
    """
    if is_array(log):
        return _array_steps(kernel, inputs, log, value)
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
        import numpy as np

        with np.errstate(over="ignore"):  # infinite, where a float is exceeded
            return np.multiply(steps, batch if is_array(batch) else float(batch))
    return steps * int(batch)


# --- arrays ---------------------------------------------------------------------------------------


def _array_steps(kernel: Kernel, inputs: Mapping[str, Any], log: Any, value: Any) -> Any:
    import numpy as np

    with np.errstate(all="ignore"):
        value = np.asarray(np.exp(log) if value is None else value, float)
        # Where all points are of one case, an input that others need may have an axis more.
        known = (np.shape(_floats(inputs[name])) for name in kernel.inputs)
        value = np.broadcast_to(value, np.broadcast_shapes(value.shape, *known))
        count = np.empty(value.shape)
        whole = _WholeSteps(kernel, inputs, value.shape)
        for axis, here in pieces(value.shape, _PIECE):
            count[here] = whole.at(value[here], axis, here)
        whole.finish(count.reshape(-1), value)
    return count


class _WholeSteps:
    """Whole numbers of steps at the points of an array, a piece of it at a time."""

    def __init__(self, kernel: Kernel, inputs: Mapping[str, Any], shape: tuple[int, ...]) -> None:
        self.kernel = kernel
        self.inputs = inputs
        self.shape = shape
        self._of_exact: dict[str, Any] = {}
        self._wide: dict[str, Any] = {}
        self._left: list[Any] = []

    def at(self, value: Any, axis: int, here: tuple[slice, ...]) -> Any:
        """Return max(1, ⌈T⌉) at a piece, where T comes to about ``value``."""
        import numpy as np

        nearest = np.rint(value)
        excess = value - nearest
        forgiven = np.minimum(_FORGIVEN * value, _MOST_FORGIVEN)
        plain = np.where((excess > 0) & (excess <= forgiven), nearest, np.ceil(value))
        count = np.maximum(1.0, plain)
        if self.kernel.exact is None:
            return count

        def part(values: Any) -> Any:
            return (
                values[within(values, len(self.shape), axis, here)] if np.ndim(values) else values
            )

        unsure = _unsure(self.kernel, self.inputs, value, part)
        if self.kernel.with_roots:
            far = value >= _MOST_WITH_ROOTS
            unsure &= ~far
            np.copyto(count, np.nextafter(value * (1 + _ROUNDING), np.inf), where=far)
        places = np.flatnonzero(unsure)
        if not places.size:
            return count
        flat = count.reshape(-1)
        places = self._widely(self.kernel.exact, places, flat, value.shape, part)
        if places.size:
            # All axes before this one have one entry.
            first = here[axis].start * math.prod(self.shape[axis + 1 :])
            self._left.append(first + places)
        return count

    def finish(self, counts: Any, value: Any) -> None:
        """Decide what the widest floats could not, in flat ``counts``."""
        import numpy as np

        kernel = self.kernel
        if not self._left or kernel.exact is None:
            return
        places = np.concatenate(self._left)
        inputs = self._exactly()
        if len(places) > _FEW_POINTS and not (kernel.with_roots or kernel.steep):
            fine = Fine()
            known = {}
            for name, values in inputs.items():
                column = np.broadcast_to(np.asarray(_floats(values), float), self.shape)
                known[name] = fine.of(column[np.unravel_index(places, self.shape)])
            sure, whole = fine.whole(kernel.exact.function(fine, **known))
            counts[places[sure]] = np.maximum(1, whole[sure])
            places = places[~sure]
        at = {name: _reader(item, self.shape) for name, item in inputs.items()}
        for place in places.tolist():
            point = {name: read(place) for name, read in at.items()}
            counts[place] = _decided(kernel, point, float(value.flat[place]))

    def _exactly(self) -> dict[str, Any]:
        """Return the inputs of the exact formula; those that are few are read here, once."""
        import numpy as np

        exact = self.kernel.exact
        if exact is not None and not self._of_exact:
            known = with_settings(self.kernel, self.inputs)
            self._of_exact = {name: known[name] for name in exact.inputs}
            for name, value in self._of_exact.items():
                if np.size(_floats(value)) * _FEW <= math.prod(self.shape):
                    self._wide[name] = Wide().of(_floats(value))
        return self._of_exact

    def _widely(
        self,
        exact: Function,
        places: Any,
        counts: Any,
        shape: tuple[int, ...],
        part: Callable[[Any], Any],
    ) -> Any:
        """Decide what the widest floats can decide; return the places that are left."""
        import numpy as np

        inputs = self._exactly()
        wide = Wide()
        of_axes = len(self._wide) == len(inputs) and not self.kernel.steep
        if of_axes and places.size * _FEW > math.prod(shape):
            # Over a grid factors are computed once a value of an axis, not once a point.
            found = exact.function(wide, **{name: part(self._wide[name]) for name in inputs})
            value = np.broadcast_to(found, shape).reshape(-1)[places]
            sure, whole = _whole_of(value, wide.epsilon)
        else:
            known = {}
            for name, floats in inputs.items():
                taken = part(self._wide.get(name, _floats(floats)))
                if np.ndim(taken):
                    taken = np.broadcast_to(taken, shape).reshape(-1)[places]
                known[name] = taken if name in self._wide else wide.of(taken)
            value = np.broadcast_to(exact.function(wide, **known), places.shape)
            sure, whole = _whole_of(value, wide.epsilon)
            near = np.flatnonzero(value < _LARGEST_WHOLE) if self.kernel.steep else ()
            if len(near):
                there = {name: x[near] if np.ndim(x) else x for name, x in known.items()}
                sure[near] &= _steady(exact, there, self.kernel.steep)
        counts[places[sure]] = whole[sure]
        return places[~sure]


def _whole_of(value: Any, epsilon: float) -> tuple[Any, Any]:
    """Return where the widest floats of a count decide it, and what it is there."""
    import numpy as np

    slack = _WIDE_ROUNDING * epsilon
    # From 2^53 on the least float that is not below the count.
    least = value * (1 - np.longdouble(slack))
    count = least.astype(float)
    short = np.flatnonzero(count < least)
    count[short] = np.nextafter(count[short], np.inf)
    sure = count >= _LARGEST_WHOLE
    small = np.flatnonzero(~sure)
    near = value[small]
    away = np.abs(near - np.rint(near))
    # A small number that comes out whole to the last bit is whole (a cap of 20 steps).
    sure[small] = (away > slack * near) | ((away == 0) & (slack * near < _WHOLE))
    count[small] = np.maximum(1, np.ceil(near))
    return sure, count


def _steady(exact: Function, inputs: Mapping[str, Any], steep: tuple[str, ...]) -> Any:
    """Return where a steep count stays below a whole number as its inputs move by a rounding."""
    import numpy as np

    slack = _WIDE_ROUNDING * Wide().epsilon
    middle = exact.function(Wide(), **inputs)
    off = np.abs(middle - np.rint(middle))
    for name in steep:
        for factor in (1 - slack, 1 + slack):
            moved = exact.function(Wide(), **{**inputs, name: inputs[name] * factor})
            off = off - np.abs(moved - middle)
    return off > 0


def _floats(values: Any) -> Any:
    return values.floats if isinstance(values, AtPoints) else values


def _reader(values: Any, shape: tuple[int, ...]) -> Callable[[int], Any]:
    """Return a function that gives the value at a place of the flattened shape."""
    import numpy as np

    if isinstance(values, AtPoints):
        return lambda place: values.at(place, shape)
    column = np.broadcast_to(np.asarray(values, float), shape)
    return lambda place: float(column.flat[place])


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


def _unsure(
    kernel: Kernel, inputs: Mapping[str, Any], value: Any, part: Callable[[Any], Any]
) -> Any:
    """Return where a float of the count leaves more than one whole number."""
    import numpy as np

    if kernel.exact is not None and kernel.steep == kernel.exact.inputs:
        return np.isfinite(value)
    near = np.abs(value - np.rint(value)) <= _ROUNDING * value
    if kernel.steep:
        ends = []
        for factor in (1 - _MOVED, 1 + _MOVED):
            moved = {name: part(item) for name, item in inputs.items()}
            moved["epsilon"] = np.multiply(moved["epsilon"], factor)
            ends.append(np.ceil(np.exp(np.asarray(evaluate(kernel, moved).log, float))))
        near = near | (ends[0] != ends[1])
    return np.isfinite(value) & (near | (value >= _LARGEST_WHOLE))


def beyond_floats(count: Any) -> bool:
    """Whether an array of counts holds some that a float rounds."""
    return is_array(count) and bool(((count >= _LARGEST_WHOLE) & (count < math.inf)).any())
