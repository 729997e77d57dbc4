"""Backends that measure, found through the entry-point group ``adamw_bounds.backends``.

A backend is a function ``backend(spec, settings, progress)``: `spec` is the text that the shell
was given, `settings` a `Settings`, and ``progress(done, total, stage)`` may be called as work gets
done, or is None. It returns a `Measurement`. A package declares one like this::

    [project.entry-points."adamw_bounds.backends"]
    jax = "mypkg.hessians:backend"
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import EntryPoint, entry_points
from typing import TYPE_CHECKING, Any

from adamw_bounds.errors import BoundsError, Fault, InputError, RunError
from adamw_bounds.spelling import one_of

if TYPE_CHECKING:
    from adamw_bounds.measure.results import Measurement
    from adamw_bounds.measure.settings import Settings

__all__ = ["GROUP", "available", "find"]

#: The entry-point group.
GROUP = "adamw_bounds.backends"

#: Called with the work done, the work there is (in the same unit) and what is being done.
Progress = Callable[[float, float, str], None]
Backend = Callable[[str, "Settings", "Progress | None"], "Measurement"]


def _points() -> dict[str, EntryPoint]:
    # Our own stands even where the package runs from its source, without being installed.
    own = EntryPoint("torch", "adamw_bounds.measure.run:backend", GROUP)
    return {own.name: own} | {point.name: point for point in entry_points(group=GROUP)}


def available() -> tuple[str, ...]:
    """Return the names of the backends that are installed."""
    return tuple(sorted(_points()))


def find(name: str = "torch") -> Backend:
    """Load a backend.

    Parameters
    ----------
    name : str
        Its name in the entry-point group.

    Raises
    ------
    InputError
        If there is no backend of that name.
    RunError
        If it cannot be loaded, PyTorch missing for example.
    """
    points = _points()
    if name not in points:
        raise InputError([Fault("backend", name, one_of(name, sorted(points)))])
    try:
        found: Any = points[name].load()
    except BoundsError:
        raise
    except Exception as error:
        raise RunError(
            f"the backend {name} cannot be loaded: {type(error).__name__}: {error}",
            code="backend-failed",
        ) from error
    if not callable(found):
        raise RunError(f"the backend {name} is no function", code="backend-failed")
    loaded: Backend = found
    return loaded
