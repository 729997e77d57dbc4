"""Zero rows of the matrix: parameters that the loss does not feel, a weight of a dark pixel's.

Their eigenvalues are 0 to the last digit, and how many there are can be counted: then neither
chance nor the quadrature, which cannot tell 0 from what lies near it, has a say in them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from adamw_bounds.measure._torch import torch
from adamw_bounds.measure.nulls import Nulls
from adamw_bounds.measure.products import Operator
from adamw_bounds.measure.quadrature import Quadrature, probe_vector
from adamw_bounds.measure.results import Extreme

__all__ = ["beside_zeros", "with_zeros", "zero_rows"]

Float64Array = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]

#: Number of the vector that shows the zero rows; probes have smaller ones.
_WITNESS: Final = 2**31 + 1


def zero_rows(operator: Operator, still: BoolArray, seed: int) -> BoolArray | None:
    """Return which rows of the matrix are zero, None where none is or all are.

    Parameters
    ----------
    operator : Operator
        The matrix; one product is made where it is worth while.
    still : ndarray of bool of shape (d,)
        Where the gradient is exactly 0, without which no row is looked at.
    seed : int
        Of the vector.

    Notes
    -----
    A row's product with a Gaussian vector is 0 with probability 0 unless the row is. The Lanczos
    vectors look once more: see `Quadrature.strays`.
    """
    if not still.any():
        return None
    start = torch.from_numpy(probe_vector(operator.dim, seed, _WITNESS, "gaussian"))
    product = operator.apply(start.to(device=operator.device, dtype=operator.dtype)[None])[0]
    rows: BoolArray = still & (product == 0).cpu().numpy()
    return rows if 0 < rows.sum() < rows.size else None


def with_zeros(found: Quadrature, rows: BoolArray | None, nulls: Nulls | None) -> Quadrature:
    """Return a quadrature of the other directions with these beside it."""
    return replace(
        found,
        zeros=(0 if rows is None else int(rows.sum())) + (0 if nulls is None else nulls.count),
        null_rounding=0.0 if nulls is None else nulls.rounding,
        smallest=_end(found.smallest, rows, nulls, inside=found.smallest.value <= 0),
        largest=_end(found.largest, rows, nulls, inside=found.largest.value >= 0),
    )


def _end(end: Extreme, rows: BoolArray | None, nulls: Nulls | None, *, inside: bool) -> Extreme:
    """Return an extreme eigenvalue, 0 where that lies further out."""
    if inside:
        return end
    vector = None
    if end.vector is not None:
        if rows is not None:
            vector = np.zeros_like(end.vector)
            vector[int(np.argmax(rows))] = 1.0
        elif nulls is not None:
            drawn = nulls.drawn(end.vector.size, 0, _WITNESS)
            vector = (drawn / np.linalg.norm(drawn)).astype(end.vector.dtype)
    return Extreme(0.0, 0.0 if nulls is None else nulls.rounding, vector)


def beside_zeros(arrays: Mapping[str, Any], zeros: int, dim: int) -> dict[str, Any]:
    """Return nodes, weights and known nodes of the rest with the zeros beside them.

    Parameters
    ----------
    arrays : mapping
        ``nodes`` and ``weights`` of shape (probes, steps), ``known`` of that shape or None, and
        what else a spectrum takes.
    zeros : int
        How many eigenvalues are known to be 0.
    dim : int
        d, these among them.
    """
    if not zeros:
        return dict(arrays)
    nodes, weights, known = (arrays[name] for name in ("nodes", "weights", "known"))
    column = np.ones((len(nodes), 1), np.bool_)
    none = np.zeros(nodes.shape, np.bool_)
    return {
        **arrays,
        "nodes": np.hstack([nodes, 0.0 * column]),
        "weights": np.hstack([weights * (1 - zeros / dim), zeros / dim * column]),
        "known": np.hstack([none if known is None else known, column]),
        "apart": np.hstack([none, column]),
    }
