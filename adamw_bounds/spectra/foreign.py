"""Nodes and weights under the names of other packages: PyHessian, hessian-eigenthings and others.

Their functions return arrays, which people save as they like: what counts is the names. A density
that was smoothed onto a grid has lost the nodes, and is refused.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final

import numpy as np

from adamw_bounds.spelling import all_of

__all__ = ["NAMES", "GridError", "WrongDimError", "check_no_grid", "named", "rule_in"]

#: Names of nodes and of their weights, the project's own first.
_PAIRS: Final = (
    ("nodes", "weights"),
    ("eigenvalues", "weights"),
    ("density_eigen", "density_weight"),
    ("raw_eigenvalues", "raw_weights"),
)
#: All of these names.
NAMES: Final = frozenset(name for pair in _PAIRS for name in pair)
#: Names by which a smoothed density shows.
_GRIDS: Final = frozenset({"grid", "grids", "density", "densities", "spectral_density"})
#: Nodes from which evenly spaced ones are those of a grid: Lanczos gives none.
_MANY: Final = 64
#: Part of their distance by which they may differ: rounding of float32 on a wide grid.
_EVEN: Final = 1e-3


class GridError(ValueError):
    """Values of a smoothed density; a phrase that follows the name of the file."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"is a density on a grid ({what}): smoothed, it has lost the nodes and weights that "
            "err is computed from. Save those instead, by the names nodes and weights (PyHessian's "
            "density() returns them, and density_generate makes the grid; hessian-eigenthings has "
            "them as raw_eigenvalues and raw_weights)"
        )


class WrongDimError(ValueError):
    """A dimension that is no whole number; a phrase that follows the name of the file."""


def named(names: Collection[str]) -> tuple[str, str] | None:
    """Return under which names nodes and weights stand, None where they do not.

    Raises
    ------
    GridError
        If a smoothed density stands there in their place.
    """
    for pair in _PAIRS:
        if all(name in names for name in pair):
            return pair
    if grids := sorted(_GRIDS.intersection(names)):
        raise GridError(f"it holds {all_of(grids)}")
    return None


def check_no_grid(nodes: Any) -> None:
    """Refuse nodes that are evenly spaced.

    Raises
    ------
    GridError
        If they are.
    """
    rows = np.atleast_2d(np.asarray(nodes))
    if rows.ndim != 2 or rows.shape[1] < _MANY or rows.dtype.kind != "f":
        return
    steps = np.diff(np.sort(rows, axis=1), axis=1)
    mean = steps.mean()
    if np.isfinite(mean) and mean > 0 and bool((np.abs(steps - mean) <= _EVEN * mean).all()):
        raise GridError(f"its {rows.shape[1]} nodes are evenly spaced")


def rule_in(arrays: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return nodes, weights and, where it is stated, dim; None where there is no such pair.

    Raises
    ------
    GridError
        If they are those of a grid.
    WrongDimError
        If dim is no whole number.
    """
    found = named(arrays)
    if found is None:
        return None
    nodes, weights = (arrays[name] for name in found)
    check_no_grid(nodes)
    rule = {"nodes": nodes, "weights": weights}
    if arrays.get("dim") is not None:
        dim = np.asarray(arrays["dim"])
        if dim.size != 1 or dim.dtype.kind not in "iuf" or dim.item() != np.round(dim.item()):
            raise WrongDimError(f"is no spectrum: dim in it is no whole number, but {dim!s:.40}")
        rule["dim"] = int(dim.item())
    return rule
