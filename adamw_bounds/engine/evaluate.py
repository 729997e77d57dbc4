"""Truth values, and single calls of generated functions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from adamw_bounds.engine.pointwise import Mixed, is_pointwise
from adamw_bounds.kernels.calls import as_floats, backend_for
from adamw_bounds.kernels.mathematics import Arrays
from adamw_bounds.kernels.types import Function

__all__ = ["all_true", "any_true", "call", "is_array", "truth"]


def is_array(value: Any) -> bool:
    """Whether a value is an array with at least one axis."""
    return bool(getattr(value, "ndim", 0))


def any_true(value: Any) -> bool:
    """Whether a truth value, or any entry of an array of them, is true.

    Raises
    ------
    Mixed
        If points are asked together and differ, see :mod:`adamw_bounds.engine.pointwise`.
    """
    if not is_array(value):
        return bool(value)
    found = bool(value.any())
    if found and is_pointwise() and not value.all():
        raise Mixed(value)
    return found


def all_true(value: Any) -> bool:
    """Whether a truth value, or every entry of an array of them, is true.

    Raises
    ------
    Mixed
        As `any_true`.
    """
    if not is_array(value):
        return bool(value)
    found = bool(value.all())
    if not found and is_pointwise() and value.any():
        raise Mixed(value)
    return found


def call(function: Any, names: Iterable[str], inputs: Mapping[str, Any]) -> Any:
    """Call a generated function with the inputs that it names."""
    arguments = {name: inputs[name] for name in names}
    backend = backend_for(arguments.values())
    if isinstance(backend, Arrays):
        with backend.np.errstate(all="ignore"):
            return function(backend, **as_floats(arguments))
    return function(backend, **arguments)


def truth(what: Function | None, inputs: Mapping[str, Any]) -> Any:
    """Evaluate a generated truth value; what is None is true."""
    return True if what is None else call(what.function, what.inputs, inputs)
