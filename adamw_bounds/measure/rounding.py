"""What float32 makes of a product, besides what it leaves unsymmetric: seen by one in float64."""

from __future__ import annotations

import copy
import math
from collections.abc import Iterator
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from adamw_bounds.errors import RunError
from adamw_bounds.measure._torch import torch
from adamw_bounds.measure.batches import cut, moved
from adamw_bounds.measure.devices import copied, plain
from adamw_bounds.measure.products import Function, Products, is_out_of_memory
from adamw_bounds.measure.quadrature import probe_vector
from adamw_bounds.measure.wide import has_float64, wide

__all__ = ["in_float64", "symmetric_rounding"]

Float64Array = npt.NDArray[np.float64]

#: Lanczos vectors, and samples of the batch at most: the graph stays small.
_VECTORS: Final = 6
_SAMPLES: Final = 8
#: Number of the first vector; probes have smaller ones.
_START: Final = 2**31 + 3
#: Numbers that are taken to float64 at once.
_PART: Final = 1 << 18
#: Length, as a share of the product's, below which there is no further vector.
_ENDED: Final = 1e-5


def symmetric_rounding(
    function: Function, matrix: str, place: int, batch: Any, count: int, seed: int
) -> tuple[float | None, str]:
    """Return how large the error of products is that is symmetric, beside the one that is not.

    Parameters
    ----------
    function : Function
        F, after a pass.
    matrix : str
        ``hessian`` or ``ggn``.
    place, batch, count
        A batch, its place and its samples: the first few are looked at.
    seed : int
        Of the vectors.

    Returns
    -------
    share : float or None
        ‖(E + Eᵀ)/2‖ over ‖(E − Eᵀ)/2‖ in the space of the first Lanczos vectors, E the products
        less those in float64. None where there is no such product.
    why : str
        Why there is none.

    Notes
    -----
    Rounding that differs from product to product leaves both parts alike. What is rounded once, in
    the pass that all products share, gives the Hessian of another function: it is symmetric, and
    Lanczos does not see it.
    """
    own, inside = function.model_dtype, function.precision
    if inside != own:
        return None, f"the model computes in {plain(inside)} in places whatever it is given"
    if not has_float64(function.device):
        return None, f"{function.device.type} has no float64"
    part = cut(batch, count, range(min(count, _SAMPLES)), axis=function.axis)
    if part is not None:
        batch = part.batch
    try:
        fine = in_float64(function)
        errors = _errors(function, fine, matrix, place, batch, seed)
    except Exception as error:  # models raise what they like
        if is_out_of_memory(error):
            return None, "there is no memory for the model in float64"
        told = error.message if isinstance(error, RunError) else str(error).split("\n")[0]
        return None, f"the loss does not run in float64: {told}"
    same, other = (float(np.linalg.norm(errors + sign * errors.T)) for sign in (1, -1))
    if same == other == 0:
        return 1.0, ""
    share = same / other if other > 0 else math.inf
    return (share, "") if math.isfinite(share) else (None, "its errors are symmetric to the bit")


def in_float64(function: Function) -> Function:
    """Return the same function in float64, of a copy of the model."""
    found = copy.copy(function)
    found.model, found.loss = copied(function.problem, function.device, torch.float64)
    found.parameters = list(function.problem.selected(found.model).values())
    found.cast = found.model_dtype = found.dtype = found.precision = torch.float64
    # Parameters as they are rounded here.
    with torch.no_grad():
        for fine, coarse in zip(found.parameters, function.parameters, strict=True):
            fine.copy_(coarse)
    return found


def _errors(
    coarse: Function, fine: Function, matrix: str, place: int, batch: Any, seed: int
) -> Float64Array:
    """Return ⟨v_i, E v_j⟩, the v_i the first Lanczos vectors, in whose space E matters."""
    steps = min(_VECTORS, coarse.dim)
    vectors = torch.empty(steps, coarse.dim, dtype=coarse.dtype, device=coarse.device)
    vectors[0].copy_(torch.from_numpy(probe_vector(coarse.dim, seed, _START, "rademacher")))
    batches = (batch, moved(batch, fine.device, torch.float64))
    products = [Products(each, matrix=matrix, chunk=1) for each in (coarse, fine)]
    sums = [
        torch.zeros(1, coarse.dim, dtype=each.dtype, device=coarse.device)
        for each in (coarse, fine)
    ]
    apart = torch.empty_like(vectors)
    for step in range(steps):
        for product, of, found in zip(products, batches, sums, strict=True):
            given = vectors[step : step + 1].to(found.dtype)
            product.add_batch(place, of, 1.0, given, found.zero_())
            del given
        rounded, following = sums[0][0], sums[1][0]
        for error, one, other in _parts(apart[step], rounded, following):
            error.copy_(one.double() - other)
        if step + 1 == steps:
            break
        size = float(torch.linalg.vector_norm(following))
        for _ in range(2):
            for row in range(step + 1):
                pairs = list(_parts(vectors[row], following))
                along = sum(torch.dot(one.double(), other) for one, other in pairs)
                for one, other in pairs:
                    other.sub_(along * one.double())
        length = float(torch.linalg.vector_norm(following))
        if not length > _ENDED * size:
            steps = step + 1
            break
        vectors[step + 1].copy_(following / length)
    found = torch.mm(vectors[:steps], apart[:steps].T)
    errors: Float64Array = wide(found).cpu().numpy()
    return errors


def _parts(*vectors: Any) -> Iterator[tuple[Any, ...]]:
    """Cut vectors into parts: in float64 whole ones would take twice the memory of the basis."""
    return zip(*(vector.split(_PART) for vector in vectors), strict=True)
