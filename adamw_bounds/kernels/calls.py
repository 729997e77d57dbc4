"""Calls the generated kernels: numbers or arrays in, natural logarithms out."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, Final, NamedTuple

from adamw_bounds.choice_names import (
    OptimizerName,
    QuantityName,
    ScheduleName,
    StatementName,
    VariantName,
)
from adamw_bounds.kernels import CONDITIONS, KERNELS
from adamw_bounds.kernels.mathematics import Arrays, Decimals, Scalars
from adamw_bounds.kernels.types import ConditionKernel, Kernel

__all__ = [
    "Evaluated",
    "as_floats",
    "backend_for",
    "conditions_of",
    "evaluate",
    "evaluate_condition",
    "evaluate_drivers",
    "evaluate_number",
    "find",
    "log_value",
    "number_over_grid",
    "pieces",
    "within",
]

#: The types of single numbers.
_PLAIN: Final = frozenset((float, int))
#: Points of a piece: half a megabyte an array. In fewer the axes of a grid cost too much.
_PIECE: Final = 1 << 16
_SCALARS: Final = Scalars()
_DECIMALS: Final = Decimals()


class Evaluated(NamedTuple):
    """Natural logarithms of a formula and of its parts, and the formula's sign.

    Where ``number`` is there, that is the formula itself at many points. Where it
    was computed alone, ``log`` is None.
    """

    log: Any
    parts: tuple[Any, ...]
    sign: Any = 1.0
    number: Any = None


def backend_for(values: Iterable[Any]) -> Any:
    """Return the backend that fits: that of arrays where any value is one, that of boxes alike."""
    found: Any = _SCALARS
    for value in values:
        if getattr(value, "ndim", 0):
            return Arrays()
        found = getattr(value, "backend", found)
    return found


def find(
    statement: str,
    quantity: str,
    variant: str,
    *,
    schedule: str | None = None,
    optimizer: str | None = None,
    case: str | None = None,
) -> Kernel | None:
    """Return the kernel of a formula, None where the statement has no such variant."""
    return KERNELS.get((statement, quantity, schedule, optimizer, case, variant))


def as_floats(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Return arguments that numpy takes: a whole number of more digits as the float next to it."""
    return {
        name: float(value) if isinstance(value, int) else value for name, value in arguments.items()
    }


def _call(
    function: Any, names: tuple[str, ...], inputs: Mapping[str, Any], *, in_pieces: bool = False
) -> Any:
    arguments = {name: inputs[name] for name in names}
    if _PLAIN.issuperset(map(type, arguments.values())):
        return function(_SCALARS, **arguments)
    if any(isinstance(value, Decimal) for value in arguments.values()):
        return function(_DECIMALS, **arguments)
    backend = backend_for(arguments.values())
    if isinstance(backend, Arrays):
        with backend.np.errstate(all="ignore"):
            if in_pieces:
                return _in_pieces(function, backend, as_floats(arguments))
            return function(backend, **as_floats(arguments))
    return function(backend, **arguments)


def _in_pieces(function: Any, backend: Arrays, arguments: dict[str, Any]) -> Any:
    """Call a function with so many points at once as a cache holds.

    A formula takes dozens of operations, each of which would go through memory else.
    """
    np = backend.np
    shape = np.broadcast_shapes(*map(np.shape, arguments.values()))
    if math.prod(shape) <= 2 * _PIECE:
        return function(backend, **arguments)
    found: Any = None
    for axis, here in pieces(shape):
        part = {
            name: value[within(value, len(shape), axis, here)] if np.ndim(value) else value
            for name, value in arguments.items()
        }
        found = _joined(np, found, function(backend, **part), shape, axis, here)
    return found


def _joined(
    np: Any, found: Any, result: Any, shape: tuple[int, ...], axis: int, here: tuple[slice, ...]
) -> Any:
    """Return what was found so far with the result of a further piece; None: nothing so far.

    A formula chooses between its cases. So in one piece it may vary along axes along which it is
    the same in another, and what is the same all over one piece may differ from piece to piece.
    """
    if isinstance(result, tuple):
        known = (None,) * len(result) if found is None else found
        pairs = zip(known, result, strict=True)
        return tuple(_joined(np, old, new, shape, axis, here) for old, new in pairs)
    width = min(here[axis].stop, shape[axis]) - here[axis].start
    if _along(np, result, shape, axis) == 1:
        if found is None and width > 1:
            return result
        known = found is not None and _along(np, found, shape, axis) == 1
        if known and np.array_equal(found, result, equal_nan=True):
            return found
    room = (shape[axis], *(1,) * (len(shape) - axis - 1))
    # The axes before have one entry, and stay where a result has them.
    others = np.shape(result)[-len(room) + 1 :] if len(room) > 1 else ()
    before = np.shape(found) if found is not None else ()
    room = np.broadcast_shapes(room, others, before, (1,) * np.ndim(result))
    if found is None or np.shape(found) != room:
        old, found = found, np.empty(room)
        if old is not None:
            found[...] = old
    found[here[len(shape) - found.ndim :]] = result
    return found


def _along(np: Any, value: Any, shape: tuple[int, ...], axis: int) -> int:
    """Return how many entries a result has along an axis of the whole."""
    own = axis - (len(shape) - np.ndim(value))
    return int(value.shape[own]) if own >= 0 else 1


def pieces(shape: tuple[int, ...], most: int = _PIECE) -> Iterator[tuple[int, tuple[slice, ...]]]:
    """Yield an axis and which part of an array of this shape a cache holds, for each part."""
    axis = next((place for place, size in enumerate(shape) if size > 1), len(shape) - 1)
    step = max(1, most // max(1, math.prod(shape[axis + 1 :])))
    for start in range(0, shape[axis], step):
        yield axis, (*(slice(None),) * axis, slice(start, start + step))


def within(value: Any, dimensions: int, axis: int, here: tuple[slice, ...]) -> tuple[slice, ...]:
    """Return which part of an array belongs to a slice of what it is broadcast to."""
    own = axis - (dimensions - value.ndim)
    return here[axis - own :] if own >= 0 and value.shape[own] > 1 else ()


def evaluate(kernel: Kernel, inputs: Mapping[str, Any]) -> Evaluated:
    """Evaluate a kernel.

    Parameters
    ----------
    kernel : Kernel
        From :func:`find`.
    inputs : mapping
        At least the inputs that the kernel names; floats, or arrays that broadcast.

    Returns
    -------
    Evaluated
        Natural logarithms, -inf where a quantity is 0; of a linear kernel the numbers themselves,
        as precise as the inputs. NaN where it is undefined.
    """
    # What is searched for is kept for other rows, whole.
    in_pieces = kernel.with_roots or kernel.settings is None
    return Evaluated(*_call(kernel.function, kernel.inputs, inputs, in_pieces=in_pieces))


def evaluate_number(
    kernel: Kernel, inputs: Mapping[str, Any], *, by_log: bool = False
) -> Evaluated:
    """Evaluate a kernel for its number alone, where a grid makes that cheaper; else as `evaluate`.

    Parameters
    ----------
    kernel, inputs : Kernel, mapping
        As of :func:`evaluate`.
    by_log : bool
        Give the logarithm alone, without those of its parts.
    """
    found = number_over_grid(kernel, inputs, by_log=by_log)
    if found is None:
        return evaluate(kernel, inputs)
    return Evaluated(found, ()) if by_log else Evaluated(None, (), number=found)


def number_over_grid(
    kernel: Kernel, inputs: Mapping[str, Any], *, by_log: bool = False
) -> Any | None:
    """Return a kernel's number, or its logarithm, over a grid; None where that saves nothing.

    See :mod:`adamw_bounds.kernels.products`.
    """
    arguments = {name: inputs[name] for name in kernel.inputs}
    shapes = {value.shape for value in arguments.values() if getattr(value, "ndim", 0)}
    if kernel.linear or kernel.signed or kernel.with_roots or len(shapes) < 2:
        return None
    from adamw_bounds.kernels.products import NoProducts, Products

    backend = Products()
    try:
        with Arrays().np.errstate(all="ignore"):
            log = kernel.function(backend, **as_floats(arguments))[0]
            return backend.number(log, by_log=by_log)
    except NoProducts:
        return None


def evaluate_drivers(kernel: Kernel, inputs: Mapping[str, Any]) -> list[tuple[str, Any, Any]]:
    """Return (part, log of the product, ((factor, its log), ...)) for every product of a count."""
    if kernel.drivers is None:
        return []
    values = _call(kernel.drivers, kernel.driver_inputs, inputs)
    return [
        (label.part, whole, tuple(zip(label.factors, factors, strict=True)))
        for label, (whole, factors) in zip(kernel.driver_labels, values, strict=True)
    ]


def evaluate_condition(
    condition: ConditionKernel, inputs: Mapping[str, Any]
) -> tuple[Any, Any, Any]:
    """Return the natural logarithms of lhs, rhs and of the limit that meets the condition."""
    result: tuple[Any, Any, Any] = _call(
        condition.function, condition.inputs, inputs, in_pieces=True
    )
    return result


def conditions_of(statement: str) -> dict[str, ConditionKernel]:
    """Return the conditions of a statement by name."""
    return {name: kernel for (owner, name), kernel in CONDITIONS.items() if owner == statement}


def log_value(
    statement: StatementName | str,
    quantity: QuantityName | str,
    variant: VariantName | str,
    *,
    schedule: ScheduleName | str | None = None,
    optimizer: OptimizerName | str | None = None,
    case: str | None = None,
    **inputs: Any,
) -> Any:
    """Return the natural logarithm of a formula: the fast path for large grids.

    Inputs are not validated here; arrays broadcast against each other.

    Parameters
    ----------
    statement, quantity, variant : str
        As in the rows of an answer: ``"theorem-2", "iterations", "printed"``.
    schedule, optimizer, case : str, optional
        What else tells the formula apart.
    **inputs : float or ndarray
        Every input that the formula needs, by its name.

    Returns
    -------
    float or ndarray
        Natural logarithm, right to 1e-12; -inf where the quantity is 0.

    Raises
    ------
    LookupError
        If there is no such formula.
    TypeError
        If an input is missing.
    """
    kernel = find(statement, quantity, variant, schedule=schedule, optimizer=optimizer, case=case)
    if kernel is None:
        raise LookupError(f"no kernel for {statement}, {quantity}, {variant}, {schedule}")
    missing = [name for name in kernel.inputs if name not in inputs]
    if missing:
        raise TypeError(f"missing inputs: {', '.join(missing)}")
    return evaluate(kernel, inputs).log
