"""Lanczos with full reorthogonalisation, as mathematics: H V = V T + β v eᵀ."""

from __future__ import annotations

import math
import os
from typing import Any

import numpy as np
import pytest

if os.environ.get("ADAMW_BOUNDS_REQUIRE_TORCH"):
    import torch
else:
    torch = pytest.importorskip("torch")

from adamw_bounds.measure.lanczos import Course, NotFinite, gauss, lanczos, residuals
from adamw_bounds.measure.products import Matvec


def symmetric(dim: int) -> np.ndarray:
    full = np.random.default_rng(dim).standard_normal((dim, dim))
    return (full + full.T) / 2


def room(full: np.ndarray, steps: int, starts: int) -> Any:
    vectors = torch.zeros((starts, steps, len(full)), dtype=torch.float64)
    drawn = np.random.default_rng(1).standard_normal((starts, len(full)))
    vectors[:, 0] = torch.from_numpy(drawn / np.linalg.norm(drawn, axis=1, keepdims=True))
    return vectors


def operator(full: np.ndarray) -> Matvec:
    return Matvec(lambda columns: full @ columns, len(full))


def test_the_relation_holds() -> None:
    full, steps = symmetric(30), 8
    vectors, courses = room(full, steps, 2), [Course(), Course()]
    assert list(lanczos(operator(full), vectors, courses)) == [2] * steps
    for basis, course in zip(vectors.numpy(), courses, strict=True):
        np.testing.assert_allclose(basis @ basis.T, np.eye(steps), atol=1e-14)
        jacobi = np.diag(course.diagonal)
        jacobi += np.diag(course.beside[:-1], 1) + np.diag(course.beside[:-1], -1)
        left = full @ basis.T - basis.T @ jacobi
        np.testing.assert_allclose(left[:, :-1], 0, atol=1e-13)
        assert np.linalg.norm(left[:, -1]) == pytest.approx(course.beside[-1], rel=1e-12)
    assert residuals(courses).tolist() == [course.beside[-1] for course in courses]


def test_its_quadrature_is_that_of_the_start_vector() -> None:
    full, steps = symmetric(20), 5
    vectors, courses = room(full, steps, 1), [Course()]
    start = vectors[0, 0].numpy().copy()
    for _ in lanczos(operator(full), vectors, courses):
        pass
    (nodes,), (weights,), (columns,) = gauss(courses)
    for power in range(2 * steps):
        wanted = start @ np.linalg.matrix_power(full, power) @ start
        assert weights @ nodes**power == pytest.approx(wanted, rel=1e-11)
    np.testing.assert_allclose(columns[0] ** 2, weights, rtol=1e-12)


def test_each_step_is_asked_for_and_a_course_ahead_waits() -> None:
    full = symmetric(12)
    vectors, courses = room(full, 6, 2), [Course(), Course()]
    for _ in lanczos(operator(full), vectors, courses):
        pass
    again, short = room(full, 6, 2), [Course(), Course()]
    going = lanczos(operator(full), again, short)
    assert (next(going), len(short[0].diagonal)) == (2, 1)
    # The first is taken up from the end of the whole run, the second from its first step.
    again[0] = vectors[0]
    short[0] = Course(
        list(courses[0].diagonal), list(courses[0].beside), apart=list(courses[0].apart)
    )
    assert list(lanczos(operator(full), again, short, first=1)) == [1] * 5
    assert short[0] == courses[0]
    np.testing.assert_allclose(short[1].diagonal, courses[1].diagonal, rtol=1e-12)


def test_an_invariant_space_ends_a_course() -> None:
    full = np.diag([1.0, 1.0, 3.0, 3.0])
    vectors, courses = room(full, 4, 1), [Course()]
    assert list(lanczos(operator(full), vectors, courses)) == [1, 1, 0, 0]
    assert courses[0].ended
    assert residuals(courses).tolist() == [0.0]
    np.testing.assert_allclose(gauss(courses)[0], [[1, 3]], rtol=1e-14)


def test_where_a_product_is_not_finite() -> None:
    full = symmetric(6)
    calls = iter((full, full * math.nan))
    broken = Matvec(lambda columns: next(calls) @ columns, 6)
    vectors, courses = room(full, 4, 2), [Course(), Course()]
    going = lanczos(broken, vectors, courses)
    assert next(going) == 2
    with pytest.raises(NotFinite) as caught:
        next(going)
    assert (caught.value.row, caught.value.step) == (0, 1)
