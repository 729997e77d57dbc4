"""Gauss quadratures of random probes, by Lanczos: what starts a run, keeps it, and ends it.

A run can be kept and gone on with, to the bit, and be shared out to several processes: by
coordinates, each of which holds its part of every Lanczos vector, or by probes.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from adamw_bounds.errors import BoundsError, RunError
from adamw_bounds.measure._torch import torch
from adamw_bounds.measure.basis import room_for
from adamw_bounds.measure.group import ALONE, Group
from adamw_bounds.measure.lanczos import Course, NotFinite, gauss, lanczos, residuals
from adamw_bounds.measure.products import Operator
from adamw_bounds.measure.results import Extreme

__all__ = ["Keeper", "Quadrature", "probe_vector", "quadrature"]

Float64Array = npt.NDArray[np.float64]

#: Numbers that are taken to float64 at once.
_PART = 1 << 22


@dataclass(frozen=True, kw_only=True)
class Quadrature:
    """What Lanczos found.

    Attributes
    ----------
    nodes, weights : ndarray of shape (probes, steps)
        Gauss quadrature of each probe, nodes ascending. A probe whose Krylov space ended early
        has fewer nodes; the rest have weight 0 and repeat its last node.
    residuals : ndarray of shape (probes,)
        The last off-diagonal entry of each probe's Jacobi matrix, ‖Hv − …‖ of its last vector; 0
        where its Krylov space ended.
    largest, smallest : Extreme
        Extreme Ritz values over all probes, with measured residuals.
    steps : tuple of int
        Steps that each probe took.
    stopped : bool
        Whether `enough` ended the run before all steps were made.
    made : int
        Steps that were made for this, over all probes; the rest were kept from an earlier run.
    seconds : float
        Time of everything.
    orthogonalisation : float
        Time of reorthogonalisation.
    """

    nodes: Float64Array
    weights: Float64Array
    residuals: Float64Array
    largest: Extreme
    smallest: Extreme
    steps: tuple[int, ...]
    seconds: float
    orthogonalisation: float
    stopped: bool = False
    made: int = 0


class Keeper(Protocol):
    """Keeps the courses of probes and their vectors beyond the end of the process."""

    def read(self, probe: int) -> tuple[Course, Sequence[Any]] | None:
        """Return what is kept of a probe, its course and its vectors (d,), or None."""

    def is_due(self) -> bool:
        """Tell whether it is time to keep what was done."""

    def append(self, probe: int, first: int, vectors: Iterator[Any]) -> None:
        """Keep vectors of a probe, numbers `first` and on. They count once they are committed."""

    def commit(self, courses: dict[int, Course]) -> None:
        """Make what was appended count, all at once."""


def probe_vector(dim: int, seed: int, probe: int, distribution: str) -> Float64Array:
    """Return a random vector of norm 1 that depends on its arguments alone.

    Parameters
    ----------
    dim : int
        d ≥ 1.
    seed, probe : int
        Seed ≥ 0 of the run and number of the probe.
    distribution : str
        ``rademacher`` or ``gaussian``.
    """
    rng = np.random.default_rng([seed, probe])
    if distribution == "rademacher":
        signs = rng.integers(0, 2, size=dim, dtype=np.int8)
        vector = 2.0 * signs - 1.0
    else:
        vector = rng.standard_normal(dim)
    found: Float64Array = vector / np.linalg.norm(vector)
    return found


def quadrature(
    operator: Operator,
    *,
    probes: int,
    steps: int,
    seed: int = 0,
    distribution: str = "rademacher",
    basis: str = "auto",
    group: Group = ALONE,
    split: str = "data",
    keeper: Keeper | None = None,
    enough: Callable[[Float64Array, Float64Array, Float64Array], bool] | None = None,
    every: int = 10,
    resumed: Callable[[int], None] | None = None,
) -> Quadrature:
    """Measure Gauss quadratures of random probes.

    Parameters
    ----------
    operator : Operator
        The symmetric matrix; called once a step with all probes that are not done.
    probes, steps : int
        Probes ≥ 1 and steps ≥ 1 of each; min(steps, d) are made.
    seed : int
        Seed of the probes.
    distribution : str
        ``rademacher`` or ``gaussian``.
    basis : str
        Where the vectors are kept: ``device``, ``host``, ``disk``, or ``auto`` for the first of
        them that has room. It takes probes·steps·d numbers, shared out to the processes.
    group : Group
        The processes that work together.
    split : str
        ``data``: all processes call the operator, with the same vectors, and each keeps its part
        of their coordinates. ``probes``: each has its own probes, and an operator that needs no
        other process.
    keeper : Keeper, optional
        Where the run is kept from time to time, and taken up from.
    enough : callable, optional
        Called every `every` steps with nodes, weights and residuals as in `Quadrature`; True
        ends the run.
    resumed : callable, optional
        Called with the number of steps that are not made, because `keeper` has them.

    Returns
    -------
    Quadrature

    Raises
    ------
    RunError
        If the basis fits nowhere.
    KeyboardInterrupt
        As it came, once what was done has been kept.
    """
    began = time.perf_counter()
    steps = min(steps, operator.dim)
    apart = group if split == "probes" else ALONE
    together = group if split == "data" else ALONE
    mine = range(probes)[apart.part(probes)]
    dim = operator.dim
    size = len(range(dim)[together.part(dim)])
    with room_for((len(mine), steps, size), operator, basis) as vectors:
        run = _Run(operator, vectors, mine, together, keeper)
        run.begin(seed, distribution)
        first = min(apart.each(run.first_step))
        if resumed is not None:
            resumed(first)
        try:
            stopped = run.go(first, steps, apart, enough, every)
        except KeyboardInterrupt:
            if together.size == 1:  # what others hold can only be had from all of them
                run.keep()
            raise
        run.keep()
        ends = [end for found in apart.each(run.ends()) for end in found]
        courses = [course for found in apart.each(run.courses) for course in found]
        made = sum(apart.each(run.made))
    nodes, weights, _ = gauss(courses)
    return Quadrature(
        nodes=nodes,
        weights=weights,
        residuals=residuals(courses),
        smallest=min(ends, key=lambda end: end.value),
        largest=max(ends, key=lambda end: end.value),
        steps=tuple(len(course.diagonal) for course in courses),
        seconds=time.perf_counter() - began,
        orthogonalisation=run.spent,
        stopped=stopped,
        made=made,
    )


class _Clocked:
    """An operator, and the time that its products take."""

    def __init__(self, operator: Operator) -> None:
        self.dim, self.dtype, self.device = operator.dim, operator.dtype, operator.device
        self._apply = operator.apply
        self.seconds = 0.0

    def apply(self, vectors: Any) -> Any:
        """Return the products."""
        clock = time.perf_counter()
        try:
            return self._apply(vectors)
        finally:
            self.seconds += time.perf_counter() - clock


class _Run:
    """The probes of one process, on their way.

    Parameters
    ----------
    operator : Operator
        The matrix.
    vectors : tensor of shape (probes of this process, steps, d of this process)
        Room for the Lanczos vectors.
    probes : sequence of int
        The numbers of its probes.
    group : Group
        The processes that share out coordinates.
    keeper : Keeper or None
        Where the run is kept.
    """

    def __init__(
        self,
        operator: Operator,
        vectors: Any,
        probes: Sequence[int],
        group: Group,
        keeper: Keeper | None,
    ) -> None:
        self.operator, self.vectors = _Clocked(operator), vectors
        self.probes, self.group = probes, group
        self.keeper = keeper
        self.part = group.part(operator.dim)
        self.limit = int(vectors.shape[1])
        self.courses = [Course([], []) for _ in probes]
        self.kept = [0 for _ in probes]  # vectors of each probe that the keeper has
        self.starts = [0 for _ in probes]
        self.done = 0  # steps that were made whole, by all probes that are not ahead
        self.spent = 0.0
        self.made = 0

    @property
    def first_step(self) -> int:
        """The first step that is left to do for some probe."""
        return min(self.starts, default=self.limit)

    def begin(self, seed: int, distribution: str) -> None:
        """Draw the probes, or take up what is kept of them."""
        for row, probe in enumerate(self.probes):
            if self.keeper is not None and self._take_up(row, probe):
                continue
            start = probe_vector(self.operator.dim, seed, probe, distribution)
            self.vectors[row, 0].copy_(torch.from_numpy(start[self.part]))

    def _take_up(self, row: int, probe: int) -> bool:
        keeper = self.keeper
        assert keeper is not None
        kept: Sequence[Any] = ()

        def read() -> tuple[Course, int] | None:
            nonlocal kept
            found = keeper.read(probe)
            if found is None:
                return None
            course, kept = found
            return course, len(kept)

        told = self.group.agree(read)
        if told is None:
            return False
        course, count = told
        vector: Any = None

        def load() -> None:
            nonlocal vector
            vector = kept[place]

        for place in range(min(count, self.limit)):
            self.group.agree(load)
            self.vectors[row, place].copy_(self.group.spread(vector, self.operator)[self.part])
        if len(course.diagonal) >= self.limit:
            ended = course.ended and len(course.diagonal) == self.limit
            course = Course(course.diagonal[: self.limit], course.beside[: self.limit], ended)
            self.starts[row] = self.limit
        elif course.ended:
            self.starts[row] = self.limit
        else:
            # The last vector of a shorter run was not made: its last step is made again.
            done = min(len(course.diagonal), count - 1)
            course = Course(course.diagonal[:done], course.beside[:done])
            self.starts[row] = done
        self.courses[row], self.kept[row] = course, count
        return True

    def go(
        self,
        first: int,
        steps: int,
        apart: Group,
        enough: Callable[[Float64Array, Float64Array, Float64Array], bool] | None,
        every: int,
    ) -> bool:
        """Make the steps; return whether `enough` ended them."""
        self.done = first
        going = lanczos(self.operator, self.vectors, self.courses, first=first, group=self.group)
        for step in range(first, steps):
            # Before the step: a run that had enough, taken up again, has enough at once.
            if enough is not None and step > 0 and step % every == 0:
                courses = [
                    _cut(course, step) for found in apart.each(self.courses) for course in found
                ]
                nodes, weights, _ = gauss(courses)
                if enough(nodes, weights, residuals(courses)):
                    return True
            if enough is None and all(course.ended for course in self.courses):
                break
            self._step(step, going)
            self.done = step + 1
            if self.keeper is not None and self.group.agree(self.keeper.is_due):
                self.keep()
        return False

    def _step(self, step: int, going: Iterator[int]) -> None:
        clock, applying = time.perf_counter(), self.operator.seconds
        try:
            self.made += next(going)
        except NotFinite as error:
            raise RunError(
                f"a product of the matrix is not finite (step {step + 1} of probe "
                f"{self.probes[error.row]})",
                code="not-finite",
            ) from None
        self.spent += time.perf_counter() - clock - (self.operator.seconds - applying)

    def keep(self) -> None:
        """Have the keeper keep all that is done."""
        keeper = self.keeper
        if keeper is None:
            return
        # A step that was interrupted is made again by all probes: the same vectors in one call
        # give the same bits.
        courses = [
            _cut(course, max(start, self.done))
            for course, start in zip(self.courses, self.starts, strict=True)
        ]
        refusal: BoundsError | None = None
        for row, probe in enumerate(self.probes):
            course, first = courses[row], self.kept[row]
            done = len(course.diagonal)
            count = done if course.ended or done >= self.limit else done + 1
            if count <= first:
                continue
            vectors = (
                self.group.whole(self.vectors[row, place], self.operator.dim)
                for place in range(first, count)
            )
            if self.group.is_first and refusal is None:
                try:
                    keeper.append(probe, first, vectors)
                except BoundsError as error:
                    refusal = error
            for _ in vectors:
                pass  # each process's part is asked for, whoever writes
            self.kept[row] = count

        def commit() -> None:
            if refusal is not None:
                raise refusal
            keeper.commit(dict(zip(self.probes, courses, strict=True)))

        self.group.agree(commit)

    def ends(self) -> list[Extreme]:
        """Return the extreme Ritz values of this process's probes, with measured residuals."""
        if not self.courses:
            return []
        nodes, _, columns = gauss(self.courses)
        # Whole vectors are large: four of them are held here, and no more.
        dim, dtype, device = self.operator.dim, self.operator.dtype, self.operator.device
        units = torch.empty((2, dim), dtype=dtype, device=device)
        values = []
        for place, largest in enumerate((False, True)):
            value, vector = self._end(nodes, columns, largest=largest)
            units[place] = self.group.whole(vector, dim)
            values.append(value)
            del vector
        units /= torch.linalg.vector_norm(units, dim=1, keepdim=True)
        applied = self.operator.apply(units)
        return [
            Extreme(value, _distance(applied[place], units[place], value))
            for place, value in enumerate(values)
        ]

    def _end(
        self, nodes: Float64Array, columns: list[Float64Array], *, largest: bool
    ) -> tuple[float, Any]:
        """Return an extreme Ritz value and this process's part of its vector."""
        place = [len(column) - 1 if largest else 0 for column in columns]
        found = [nodes[row, index] for row, index in enumerate(place)]
        row = int(np.argmax(found) if largest else np.argmin(found))
        column = torch.from_numpy(np.ascontiguousarray(columns[row][:, place[row]]))
        kept = self.vectors[row, : len(columns[row])]
        return float(found[row]), torch.mv(kept.T, column.to(device=kept.device, dtype=kept.dtype))


def _cut(course: Course, steps: int) -> Course:
    """Return the first steps of a course; those that a signal cut short are no steps."""
    done = min(len(course.diagonal), len(course.beside))
    if done <= steps and len(course.diagonal) == done:
        return course
    kept = min(done, steps)
    return Course(course.diagonal[:kept], course.beside[:kept])


def _distance(applied: Any, unit: Any, value: float) -> float:
    """Return ‖applied − value·unit‖ in float64, a part at a time."""
    parts = zip(applied.split(_PART), unit.split(_PART), strict=True)
    squares = (torch.sum((a.double() - value * b.double()) ** 2) for a, b in parts)
    return math.sqrt(float(sum(squares)))
