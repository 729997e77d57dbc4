"""The whole matrix of a small problem, column by column, and its eigenvalues."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from adamw_bounds.errors import RunError
from adamw_bounds.measure._torch import torch
from adamw_bounds.measure.cost import BLOCK
from adamw_bounds.measure.group import ALONE, Group
from adamw_bounds.measure.products import Operator
from adamw_bounds.measure.results import Extreme

__all__ = ["Exact", "dense", "exact"]

#: Share of ‖H‖ by which a matrix may fail to be symmetric: far more than float32 rounds, far less
#: than a wrong derivative makes. Types that round more may fail by `_ROUNDINGS` times ε_machine.
_TOLERANCE = 0.05
_ROUNDINGS = 32


@dataclass(frozen=True, kw_only=True)
class Exact:
    """What dense assembly found.

    Attributes
    ----------
    eigenvalues : ndarray of shape (d,)
        Ascending.
    largest, smallest : Extreme
        Its ends, with the rounding that the solver may leave.
    asymmetry : float
        ‖H − Hᵀ‖/‖H‖ (Frobenius) before the mean of both was taken.
    seconds : float
        Time of everything.
    """

    eigenvalues: npt.NDArray[np.float64]
    largest: Extreme
    smallest: Extreme
    asymmetry: float
    seconds: float


def dense(operator: Operator, group: Group = ALONE) -> npt.NDArray[np.float64]:
    """Return the whole matrix, shape (d, d), from products with the columns of the identity.

    The processes of `group` share the columns out; the operator needs none of the others.
    """
    size = operator.dim
    matrix = np.zeros((size, size))
    block = max(1, min(size, BLOCK // size))
    mine = group.part(size)
    for start in range(mine.start, mine.stop, block):
        end = min(start + block, mine.stop)
        columns: Any = torch.zeros(
            (end - start, size), dtype=operator.dtype, device=operator.device
        )
        columns[:, start:end].fill_diagonal_(1.0)
        matrix[start:end] = operator.apply(columns).cpu().numpy()
    if group.size > 1:
        group.sum(torch.from_numpy(matrix))
    return matrix


def exact(operator: Operator, group: Group = ALONE, *, vectors: bool = False) -> Exact:
    """Return all eigenvalues of a small symmetric matrix; see `dense` for `group`.

    With `vectors` the ends have their eigenvectors.

    Raises
    ------
    RunError
        If it is far from symmetric: then a second derivative is wrong.
    """
    began = time.perf_counter()
    matrix = dense(operator, group)
    norm = float(np.linalg.norm(matrix))
    apart = float(np.linalg.norm(matrix - matrix.T))
    asymmetry = apart / norm if norm > 0 else 0.0
    # Products may be computed in a less precise type than that of the vectors.
    epsilon = float(torch.finfo(getattr(operator, "precision", operator.dtype)).eps)
    if asymmetry > max(_TOLERANCE, _ROUNDINGS * epsilon):
        raise RunError(
            f"the matrix is not symmetric (‖H − Hᵀ‖ = {asymmetry:.3g}·‖H‖)", code="not-symmetric"
        )
    whole = (matrix + matrix.T) / 2
    ends: tuple[Any, Any] = (None, None)
    if vectors:
        found, columns = np.linalg.eigh(whole)
        values = np.asarray(found, dtype=np.float64)
        ends = (columns[:, 0].copy(), columns[:, -1].copy())
    else:
        values = np.asarray(np.linalg.eigvalsh(whole), dtype=np.float64)
    # Backward stable: each value is that of a matrix this near.
    rounding = operator.dim * epsilon * float(np.abs(values).max())
    return Exact(
        eigenvalues=values,
        largest=Extreme(float(values[-1]), rounding, ends[1]),
        smallest=Extreme(float(values[0]), rounding, ends[0]),
        asymmetry=asymmetry,
        seconds=time.perf_counter() - began,
    )
