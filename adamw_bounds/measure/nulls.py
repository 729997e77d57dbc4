"""Directions of the parameters that the loss does not feel, though no single parameter is one.

Where F does not change along x + t·v, whatever x, the derivative of F along v is 0 everywhere, and
so is that of its gradient: v is a null vector of the Hessian, and one of the Gauss–Newton matrix
where the model's output does not change, or the loss does not feel how.

* A weight that multiplies data alone: combinations of its inputs, the bias's 1 among them, that
  are 0 in all the data (`adamw_bounds.measure.inputs`), for each of its outputs.
* A shift common to all rows, or to all columns, of a weight: softmax does not feel it in the last
  layer, nor layer normalisation in what it reads. Tried for every parameter.

What is proposed so is tried by two products in float64 with random vectors of all of the space.
They are 0 up to rounding, and say how far from 0 the eigenvalues may be: that stands in the file.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from adamw_bounds.errors import RunError
from adamw_bounds.measure._torch import torch
from adamw_bounds.measure.cost import MOST_TRIED
from adamw_bounds.measure.inputs import Layer, Relations
from adamw_bounds.measure.products import Operator, Products, is_out_of_memory
from adamw_bounds.measure.quadrature import probe_vector
from adamw_bounds.measure.rounding import in_float64
from adamw_bounds.measure.wide import has_float64, norm, wide

__all__ = ["Nulls", "Projected", "proposed", "proved"]

Float64Array = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]

#: Share of all parameters from which they are worth their products.
_WORTH: Final = 1e-3
#: Numbers of the random vectors; probes have smaller ones.
_WITNESSES: Final = (2**31 + 4, 2**31 + 5)
_SIZE: Final = 2**31 + 6
#: Chance that a null vector that is none is taken for one within the bound that is recorded.
_DOUBT: Final = 1e-3
#: Size of the matrix in the space beyond which it is no null space, as a share of ‖H‖ (Frobenius).
_NULL: Final = 1e-10
#: Kinds of directions up to which each is tried by itself where all together are refused.
_ALONE: Final = 8
#: Roundings of the largest product that a product may have in the space.
_STRAY: Final = 1e4


@dataclass(frozen=True, kw_only=True, eq=False)
class _Part:
    """Null directions of a weight, seen as a matrix, and of the bias beside it, its last column.

    Attributes
    ----------
    start, rows, columns : int
        Place of the weight and its shape.
    bias : int or None
        Place of the bias; None where it is left alone.
    right : ndarray of shape (columns, k) or (columns + 1, k), or None
        Orthonormal columns n: every matrix with rows ∝ nᵀ is null.
    inverse : bool
        Whether `right` spans what is beside them instead, which is smaller.
    left : ndarray of shape (rows,) or None
        A unit vector: every matrix with columns ∝ it is null.
    inputs, shifts : int
        How many directions that are, of either kind.
    """

    start: int
    rows: int
    columns: int
    bias: int | None
    right: Float64Array | None
    left: Float64Array | None
    inverse: bool = False
    inputs: int = 0
    shifts: int = 0

    @property
    def many(self) -> int:
        """How many directions that are."""
        return self.inputs + self.shifts

    def take(self, vectors: Any) -> Any:
        """Take these directions out of vectors (m, d), in place; return the squares taken."""
        m, end = len(vectors), self.start + self.rows * self.columns
        weight = vectors[:, self.start : end].view(m, self.rows, self.columns)
        bias = None if self.bias is None else vectors[:, self.bias : self.bias + self.rows]
        taken = torch.zeros(m, dtype=vectors.dtype, device=vectors.device)
        if self.right is not None:
            right = torch.from_numpy(self.right).to(taken)
            for row in range(m):
                pair = weight[row], None if bias is None else bias[row]
                taken[row] = self._take(right, *pair)
        if self.left is not None:
            left = torch.from_numpy(self.left).to(taken)
            mean = left @ weight
            weight -= left[:, None] * mean[:, None]
            taken += mean.square().sum(1)
            if bias is not None:
                shift = bias @ left
                bias -= shift[:, None] * left
                taken += shift.square()
        return taken

    def _take(self, right: Any, weight: Any, bias: Any) -> Any:
        """Take out the combinations of columns, in place; return the squares taken."""
        inner = right[: self.columns]
        along = weight @ inner
        if bias is not None:
            along += bias[:, None] * right[self.columns]
        if not self.inverse:
            weight.addmm_(along, inner.T, alpha=-1)
            if bias is not None:
                bias -= along @ right[self.columns]
            return along.square().sum()
        kept = along @ inner.T
        taken = (weight - kept).square().sum()
        weight.copy_(kept)
        if bias is not None:
            kept = along @ right[self.columns]
            taken += (bias - kept).square().sum()
            bias.copy_(kept)
        return taken


@dataclass(frozen=True, kw_only=True, eq=False)
class Nulls:
    """A null space of the matrix.

    Attributes
    ----------
    parts : tuple
        Its parts, which are orthogonal to each other.
    alive : ndarray of bool of shape (d,) or None
        Where a row of the matrix is not zero; the null space has no part elsewhere.
    rounding : float
        How far from 0 its eigenvalues may be, and how far it moves the others.
    products : int
        Products that this took.
    """

    parts: tuple[_Part, ...]
    alive: BoolArray | None
    rounding: float = 0.0
    products: int = 0

    @property
    def count(self) -> int:
        """Its dimension."""
        return sum(part.many for part in self.parts)

    @property
    def inputs(self) -> int:
        """How many are since inputs depend on each other."""
        return sum(part.inputs for part in self.parts)

    @property
    def shifts(self) -> int:
        """How many are since a shift is not felt."""
        return sum(part.shifts for part in self.parts)

    def take(self, vectors: Any) -> Any:
        """Project vectors (m, d) beside the space, in place; return the lengths of what went."""
        taken = [part.take(vectors) for part in self.parts]
        return torch.stack(taken).sum(0).sqrt()

    def without(self, vector: Float64Array) -> Float64Array:
        """Return a vector (d,) less its part in the space."""
        found = torch.from_numpy(vector[None].copy())
        self.take(found)
        kept: Float64Array = found[0].numpy()
        return kept

    def drawn(self, dim: int, seed: int, number: int) -> Float64Array:
        """Return a Gaussian vector of the space, whose entries along a basis have variance 1."""
        whole = probe_vector(dim, seed, number, "gaussian")
        # Its length is that of d such entries.
        whole *= math.sqrt(np.random.default_rng([seed, number, 1]).chisquare(dim))
        if self.alive is not None:
            whole *= self.alive
        return whole - self.without(whole)


class Projected:
    """An operator beside a null space, whose products rounding gives no part in it."""

    def __init__(self, operator: Operator, nulls: Nulls) -> None:
        self.dim, self.dtype, self.device = operator.dim, operator.dtype, operator.device
        self._operator, self._nulls = operator, nulls
        self._most, self._taken = 0.0, 0.0

    @property
    def strays(self) -> bool:
        """Whether a product had a part in it that rounding does not explain."""
        return self._taken > _STRAY * float(torch.finfo(self.dtype).eps) * self._most

    def apply(self, vectors: Any) -> Any:
        """Return the products with `vectors` of shape (k, d), in the same shape."""
        found = self._operator.apply(vectors)
        size = max(float(torch.linalg.vector_norm(one)) for one in found)
        taken = float(self._nulls.take(found).max())
        self._most, self._taken = max(self._most, size), max(self._taken, taken)
        return found


def proposed(
    gradient: Mapping[str, Any],
    inputs: Mapping[str, Layer],
    zero: BoolArray | None = None,
) -> Nulls | None:
    """Return what may be a null space; None where that is nothing, or too little.

    Parameters
    ----------
    gradient : mapping
        The gradient of F by parameter, in their order and in their shapes.
    inputs : mapping
        Layers whose inputs are data, by their weights.
    zero : ndarray of bool of shape (d,), optional
        Zero rows of the matrix, which are counted already.
    """
    places, dim = {}, 0
    for name, part in gradient.items():
        places[name] = dim
        dim += part.numel()
    if dim > MOST_TRIED:
        return None
    parts: list[_Part] = []
    done: set[str] = set()
    for name, part in gradient.items():
        if name not in inputs or part.dim() < 2:
            continue
        bias = inputs[name].bias
        bias = bias if bias in gradient else None
        found = _of_inputs(
            part.flatten(1),
            None if bias is None else gradient[bias],
            inputs[name].relations,
            (places[name], None if bias is None else places[bias]),
            zero,
        )
        if found is not None:
            parts.append(found)
            done |= {name} if found.bias is None or bias is None else {name, bias}
    for name, part in gradient.items():
        if name not in done and part.dim():
            matrix = part.reshape(len(part), -1)
            parts += _shifts(matrix, places[name], zero)
    nulls = Nulls(parts=tuple(parts), alive=None if zero is None else ~zero)
    return nulls if nulls.count >= max(1, _WORTH * dim) else None


def _small(value: Any, whole: Any) -> bool:
    """Tell whether what is left of a gradient is rounding."""
    limit = math.sqrt(float(torch.finfo(whole.dtype).eps))
    return 0 < float(norm(whole)) < math.inf and float(norm(value)) <= limit * float(norm(whole))


def _of_inputs(
    weight: Any,
    bias: Any | None,
    relations: Relations,
    places: tuple[int, int | None],
    zero: BoolArray | None,
) -> _Part | None:
    """Return the directions of a layer whose inputs are data; None where there is none."""
    rows, columns = weight.shape
    matrix = weight if bias is None else torch.cat([weight, bias[:, None]], dim=1)
    alive = _alive(zero, places, rows, columns)
    if alive is None:
        return None
    used = np.zeros(relations.width, np.bool_)
    used[: matrix.shape[1]] = alive[1]
    right, beside = (basis[: matrix.shape[1]] for basis in relations.basis(used))
    many, inverse = right.shape[1], right.shape[1] > beside.shape[1]
    along = wide(matrix) @ torch.from_numpy(right).to(wide(matrix))
    if not many or not _small(along, matrix):
        return None
    left = _even(alive[0]) if rows > 1 and _small(matrix.sum(0), matrix) else None
    # A shift may be felt in the weight and not in the bias, or the other way round.
    if left is not None and bias is not None and not _small(bias.sum(), bias):
        left = None
    return _Part(
        start=places[0],
        rows=rows,
        columns=columns,
        bias=places[1],
        right=np.ascontiguousarray(beside if inverse else right),
        inverse=inverse,
        left=left,
        inputs=int(alive[0].sum()) * many,
        shifts=0 if left is None else int(alive[1].sum()) - many,
    )


def _shifts(matrix: Any, start: int, zero: BoolArray | None) -> list[_Part]:
    """Return the shifts of a parameter that the loss does not seem to feel."""
    rows, columns = matrix.shape
    alive = _alive(zero, (start, None), rows, columns)
    if alive is None:
        return []
    left = _even(alive[0]) if _small(matrix.sum(0), matrix) else None
    right = _even(alive[1]) if columns > 1 and _small(matrix.sum(1), matrix) else None
    if left is None and right is None:
        return []
    live = [int(one.sum()) for one in alive]
    many = (right is not None) * live[0] + (left is not None) * live[1]
    many -= left is not None and right is not None
    column = None if right is None else right[:, None]
    return [
        _Part(
            start=start,
            rows=rows,
            columns=columns,
            bias=None,
            right=column,
            left=left,
            shifts=many,
        )
    ]


def _alive(
    zero: BoolArray | None, places: tuple[int, int | None], rows: int, columns: int
) -> tuple[BoolArray, BoolArray] | None:
    """Return which rows and columns of a matrix are not zero rows of the Hessian's.

    None where these are no whole rows and columns.
    """
    start, bias = places
    if zero is None:
        return np.ones(rows, np.bool_), np.ones(columns + (bias is not None), np.bool_)
    dead = zero[start : start + rows * columns].reshape(rows, columns)
    if bias is not None:
        dead = np.hstack([dead, zero[bias : bias + rows, None]])
    live_rows, live_columns = ~np.all(dead, axis=1), ~np.all(dead, axis=0)
    if dead[np.ix_(live_rows, live_columns)].any():
        return None
    return live_rows, live_columns


def _even(alive: BoolArray) -> Float64Array | None:
    """Return the unit vector with equal entries where it has any; None where they are few."""
    many = int(alive.sum())
    return alive / math.sqrt(many) if many > 1 else None


def proved(nulls: Nulls, operator: Products, seed: int) -> Nulls | None:
    """Return what of a proposed space is one, with how far from 0 its eigenvalues may be.

    Parameters
    ----------
    nulls : Nulls
        What was proposed.
    operator : Products
        The matrix.
    seed : int
        Of the vectors.

    Notes
    -----
    With V a basis of the space and z Gaussian, ‖HVz‖ is at least ‖HV‖ times a normal number's
    size: two of them bound ‖HV‖ but for a chance of `_DOUBT`. Less its part in the space, H has
    the space for a null space, and moves by 2‖HV‖ at most.
    """
    if not has_float64(operator.device):
        return None
    group = operator.function.group
    fine = operator if operator.dtype == torch.float64 else _fine(operator)
    if not all(group.each(fine is not None)):
        return None
    assert fine is not None
    try:
        return _tried(nulls, fine, seed)
    except (RunError, RuntimeError, MemoryError) as error:
        out = is_out_of_memory(error) or getattr(error, "code", "") == "out-of-memory"
        if out and group.size == 1:
            return None
        raise


def _fine(operator: Products) -> Products | None:
    """Return the operator in float64; None where the loss does not run there."""
    try:
        function = in_float64(operator.function)
        fine = Products(function, matrix=operator.matrix, chunk=1, memory=operator.memory)
        found = function.trial_batch()
        if found is not None:
            place, batch, _ = found
            one = torch.zeros(1, fine.dim, dtype=fine.dtype, device=fine.device)
            fine.add_batch(place, batch, 1.0, one, torch.zeros_like(one))
    except Exception:  # models raise what they like
        return None
    return fine


def _tried(nulls: Nulls, operator: Operator, seed: int) -> Nulls | None:
    dim = operator.dim
    size = _length(operator, probe_vector(dim, seed, _SIZE, "gaussian"))
    limit = _NULL * size * math.sqrt(dim)
    bound, spent = _moved(nulls, operator, seed), 1 + len(_WITNESSES)
    if bound <= limit:
        return replace(nulls, rounding=bound, products=spent)
    if not 1 < len(nulls.parts) <= _ALONE:
        return None
    bounds = [_moved(replace(nulls, parts=(part,)), operator, seed) for part in nulls.parts]
    good = [place for place, each in enumerate(bounds) if each <= limit]
    kept = replace(
        nulls,
        parts=tuple(nulls.parts[place] for place in good),
        rounding=math.hypot(*(bounds[place] for place in good)),
        products=spent + len(_WITNESSES) * len(bounds),
    )
    return kept if kept.count >= max(1, _WORTH * dim) else None


def _moved(nulls: Nulls, operator: Operator, seed: int) -> float:
    """Return the most that an eigenvalue moves where the space is taken for a null space."""
    drawn = (nulls.drawn(operator.dim, seed, number) for number in _WITNESSES)
    least = -2.0 * math.log1p(-_DOUBT)  # of χ² with two degrees of freedom
    return 2.0 * math.hypot(*(_length(operator, one) for one in drawn)) / math.sqrt(least)


def _length(operator: Operator, vector: Float64Array) -> float:
    """Return the length of a product."""
    given = torch.from_numpy(vector).to(device=operator.device, dtype=operator.dtype)
    return float(norm(operator.apply(given[None])))
