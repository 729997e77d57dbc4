"""Lanczos with full reorthogonalisation, of many start vectors at once: mathematics alone.

What starts, keeps, shares out and ends a run stands in :mod:`adamw_bounds.measure.quadrature`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from adamw_bounds.measure._torch import torch
from adamw_bounds.measure.group import ALONE, Group
from adamw_bounds.measure.products import Operator
from adamw_bounds.measure.wide import norm, wide

__all__ = ["Course", "NotFinite", "gauss", "lanczos", "residuals"]

Float64Array = npt.NDArray[np.float64]

#: Numbers of the basis that one step of the fused sweeps reads: they stay in a core's cache.
_CACHED = 1 << 17

#: Numbers that are taken to float64 at once.
_PART = 1 << 18

#: Share of a squared norm that a second sweep may take away where the rest is not measured anew.
_TAKEN = 1e-4


@dataclass
class Course:
    """The Jacobi matrix of one start vector, as far as it has come.

    Attributes
    ----------
    diagonal, beside : list of float
        α and β, one entry a step; entry i of `beside` couples steps i and i + 1, the last one is
        that of the residual.
    ended : bool
        Whether the Krylov space is invariant: there is no further step.
    apart : list of float
        How far each product was from what a symmetric matrix gives in the space of the earlier
        vectors, ‖VᵀHv − Tv‖: what rounding made of it.
    """

    diagonal: list[float] = field(default_factory=list)
    beside: list[float] = field(default_factory=list)
    ended: bool = False
    apart: list[float] = field(default_factory=list)


class NotFinite(ArithmeticError):  # noqa: N818
    """A product of the matrix is not finite.

    Attributes
    ----------
    row, step : int
        Where: number of the start vector and of the step, from 0.
    """

    def __init__(self, row: int, step: int) -> None:
        super().__init__(f"step {step} of start vector {row}")
        self.row, self.step = row, step


def lanczos(
    operator: Operator,
    vectors: Any,
    courses: Sequence[Course],
    *,
    first: int = 0,
    group: Group = ALONE,
) -> Iterator[int]:
    """Make Lanczos steps, H V = V T + β v eᵀ with T tridiagonal: one of all courses at a time.

    Parameters
    ----------
    operator : Operator
        The symmetric matrix H; called once a step, with all vectors that take it.
    vectors : tensor of shape (starts, steps, d)
        ``vectors[:, 0]`` are the start vectors, of norm 1; the others are written. With a group,
        this process's part of the last axis.
    courses : sequence of Course
        α and β of each start vector, which grow. A course that is ahead of `first` waits.
    first : int
        The step to begin with.
    group : Group
        The processes that share out the coordinates.

    Yields
    ------
    int
        How many courses took the step.

    Raises
    ------
    NotFinite
        If a product is not finite.
    """
    for step in range(first, int(vectors.shape[1])):
        rows = [
            row
            for row, course in enumerate(courses)
            if len(course.diagonal) <= step and not course.ended
        ]
        if rows:
            _step(operator, vectors, courses, rows, step, group)
        yield len(rows)


def _step(
    operator: Operator,
    vectors: Any,
    courses: Sequence[Course],
    rows: Sequence[int],
    step: int,
    group: Group,
) -> None:
    """Make one step; its whole vectors are gone when it is made.

    Several processes meet four times in it, however many courses there are: where the vectors
    come together and where the products are shared out, and in the sum of each sweep's components.
    """
    epsilon = float(torch.finfo(operator.dtype).eps)
    now = vectors[rows, step].to(operator.device)
    following = _products(operator, now, group)
    alphas = [_dot(one, other) for one, other in zip(now, following, strict=True)]
    del now
    spaces = [vectors[row, : step + 1] for row in rows]
    residuals = [product.to(vectors.device) for product in following]
    components, squares = _orthogonalise(spaces, residuals, alphas, group)
    for place, row in enumerate(rows):
        course, residual = courses[row], residuals[place]
        alpha, found = float(components[place, 0]), components[place, 1 : step + 1].clone()
        # The three-term recurrence is part of the first sweep; the second one takes away what
        # rounding left of the first.
        if step:
            found[-1] -= course.beside[-1]
        apart = float(torch.linalg.vector_norm(found))
        beta = math.sqrt(float(squares[place]))
        if not (math.isfinite(alpha) and math.isfinite(beta)):
            raise NotFinite(row, step)
        scale = max(map(abs, (*course.diagonal, *course.beside, alpha, beta)))
        # The Krylov space is invariant: its quadrature is exact.
        ended = beta <= 10 * epsilon * scale
        if not ended and step + 1 < vectors.shape[1]:
            torch.div(residual, beta, out=vectors[row, step + 1])
        course.apart.append(apart)
        course.diagonal.append(alpha)
        course.beside.append(0.0 if ended else beta)
        course.ended = ended


def _products(operator: Operator, now: Any, group: Group) -> Any:
    """Return this process's part of the products with vectors, of which it has its part."""
    if group.size == 1:
        return operator.apply(now)
    in_parts = getattr(operator, "apply_parts", None)
    if in_parts is not None:
        return in_parts(now)
    return operator.apply(group.whole(now, operator.dim))[:, group.part(operator.dim)]


def _orthogonalise(
    spaces: Sequence[Any], residuals: Sequence[Any], alphas: Sequence[Any], group: Group
) -> tuple[Any, Any]:
    """Take the span of each space, shape (s, d), out of its residual, twice, in place.

    Returns, in float64, the sum of each entry of `alphas` with the components that the residual
    had, shape (k, 1 + s), and the square of the norm of what is left, shape (k,).

    The end of the first sweep and the beginning of the second share one pass over the basis,
    whose time is that of reading it.
    """
    firsts = [torch.mv(space, rest) for space, rest in zip(spaces, residuals, strict=True)]
    # Together, what has to be added up over the processes is one message.
    told = group.sum(_stacked(alphas, firsts))
    seconds, squares = [], []
    for row, (space, residual) in enumerate(zip(spaces, residuals, strict=True)):
        first = _as(told[row, 1:], firsts[row])
        second = torch.zeros_like(first)
        width = residual.numel()
        if residual.device.type == "cpu":
            width = max(2048, _CACHED // len(space))
        for start in range(0, residual.numel(), width):
            part = residual[start : start + width]
            block = space[:, start : start + width]
            part.addmv_(block.T, first, alpha=-1)
            second.addmv_(block, part)
        if group.size == 1:
            residual.addmv_(space.T, second, alpha=-1)
        seconds.append(second)
        squares.append(norm(residual).square())
    again = _stacked(squares, seconds)
    if group.size > 1:
        again = group.sum(again)
        for row, (space, residual) in enumerate(zip(spaces, residuals, strict=True)):
            residual.addmv_(space.T, _as(again[row, 1:], residual), alpha=-1)
        # Pythagoras saves a message, unless the second sweep takes away a good part.
        taken = again[:, 1:].square().sum(dim=1)
        near = ~(taken <= _TAKEN * again[:, 0])
        again[:, 0] -= taken
        if bool(near.any()):
            exactly = torch.stack([norm(residual) ** 2 for residual in residuals])
            again[:, 0] = torch.where(near, group.sum(exactly), again[:, 0])
    told[:, 1:] += again[:, 1:]
    return told.cpu(), again[:, 0].cpu()


def _stacked(heads: Sequence[Any], rows: Sequence[Any]) -> Any:
    """Return numbers before rows of them, in float64, shape (k, 1 + s)."""
    found = []
    for head, row in zip(heads, rows, strict=True):
        entries = wide(row)
        found.append(torch.cat([head.reshape(1).to(entries.device), entries]))
    return torch.stack(found)


def _as(values: Any, like: Any) -> Any:
    return values.to(device=like.device, dtype=like.dtype)


def _dot(one: Any, other: Any) -> Any:
    """Return ⟨one, other⟩ in float64, a part at a time: whole it would take twice the memory."""
    parts = zip(one.split(_PART), other.split(_PART), strict=True)
    return torch.stack([torch.dot(wide(a), wide(b)) for a, b in parts]).sum()


def gauss(
    courses: Sequence[Course],
) -> tuple[Float64Array, Float64Array, list[Float64Array]]:
    """Return the Gauss quadrature of each course, from the eigenvalues of its Jacobi matrix.

    Returns
    -------
    nodes, weights : ndarray of shape (courses, steps)
        Padded by weight 0.
    columns : list of ndarray of shape (steps of the course, steps of it)
        Eigenvectors.
    """
    longest = max(len(course.diagonal) for course in courses)
    nodes, weights = np.empty((len(courses), longest)), np.zeros((len(courses), longest))
    columns = []
    for probe, course in enumerate(courses):
        size = len(course.diagonal)
        # eigh reads the lower triangle.
        matrix = np.diag(course.diagonal) + np.diag(course.beside[: size - 1], -1)
        values, vectors = np.linalg.eigh(matrix)
        nodes[probe, :size], nodes[probe, size:] = values, values[-1]
        squares = vectors[0] ** 2
        weights[probe, :size] = squares / squares.sum()
        columns.append(vectors)
    return nodes, weights, columns


def residuals(courses: Sequence[Course]) -> Float64Array:
    """Return the last β of each course, the norm of its residual: 0 where it ended."""
    return np.array([0.0 if course.ended else course.beside[-1] for course in courses])
