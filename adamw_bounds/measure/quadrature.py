"""Gauss quadratures of random probes, by Lanczos: what starts a run, keeps it, and ends it.

A run can be kept and gone on with, to the bit, and be shared out to several processes: by
coordinates, each of which holds its part of every Lanczos vector, or by probes.
"""

from __future__ import annotations

import enum
import math
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from adamw_bounds.errors import BoundsError, RunError
from adamw_bounds.measure._torch import torch
from adamw_bounds.measure.basis import room_for
from adamw_bounds.measure.group import ALONE, Group
from adamw_bounds.measure.lanczos import Course, NotFinite, gauss, lanczos, residuals
from adamw_bounds.measure.products import Operator
from adamw_bounds.measure.results import Extreme
from adamw_bounds.measure.wide import wide
from adamw_bounds.spectra import Spectrum
from adamw_bounds.spectra.brackets import support_bounds

__all__ = [
    "Choice",
    "Keeper",
    "Look",
    "Quadrature",
    "probe_vector",
    "quadrature",
    "steps_that_show",
    "sure",
]

Float64Array = npt.NDArray[np.float64]

#: A Ritz pair is an eigenpair where its residual is below this many roundings of the largest one,
_FOUND: Final = 10
#: no other node lies within this many such residuals,
_APART: Final = 1e3
#: and the vectors of two probes have this cosine at least.
_ALIKE: Final = 1 - 1e-6
#: Share within which the masses of two probes are one.
_SAME: Final = 1e-4
#: A twelfth of the products shows which eigenvalues are simple, where there are as many as this,
_SHARE: Final = 12
_LEAST_SHOWN: Final = 120
#: by a start of this number (probes have smaller ones); what it shows is wrong with this chance.
_FRESH: Final = 2**31 + 2
_DOUBT: Final = 1e-6
#: Numbers that are taken to float64 at once.
_PART = 1 << 18
#: Numbers that stand for a vector, and those of it that are added up in one of them at once.
_SKETCH: Final = 1024
_SKETCHED: Final = 16 * _SKETCH


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
    known : ndarray of bool of shape (probes, steps) or None
        Nodes that are simple eigenvalues, found by every probe with the same vector, or shown by a
        fresh start: see `adamw_bounds.spectra.Spectrum`. None where there is none.
    asymmetry : float or None
        ‖VᵀHV − T‖ below the diagonal in the Frobenius norm, the largest of any probe: what rounding
        made of a symmetric matrix. None where an earlier run did not keep it.
    zeros : int
        Eigenvalues that are known to be 0, of which the probes know nothing: those of zero rows
        and of a null space.
    null_rounding : float
        How far from 0 those of the null space may be, and how far all others are moved.
    strays : bool
        Whether a Lanczos vector has a part where `scale` is 0: the matrix has no zero row there.
    stopped : bool
        Whether `enough` ended the run before all steps were made.
    made : int
        Steps that were made for this, over all probes; the rest were kept from an earlier run.
    distribution : str
        Of the entries of its probes.
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
    known: npt.NDArray[np.bool_] | None
    asymmetry: float | None
    seconds: float
    orthogonalisation: float
    zeros: int = 0
    null_rounding: float = 0.0
    strays: bool = False
    stopped: bool = False
    made: int = 0
    distribution: str = "rademacher"


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


class Space(Protocol):
    """A null space of the operator: see `adamw_bounds.measure.nulls`."""

    @property
    def count(self) -> int:
        """Its dimension."""

    def without(self, vector: Float64Array) -> Float64Array:
        """Return a vector (d,) less its part in the space."""


class Choice(enum.Enum):
    """What the other half of the products is spent on."""

    STEPS = enum.auto()
    #: More steps, the last of them by a fresh start that shows which eigenvalues are simple.
    SIMPLE = enum.auto()
    PROBE = enum.auto()


class Look(NamedTuple):
    """The rule of one probe as it is on its way: nodes and weights of shape (1, steps).

    Attributes
    ----------
    nodes, weights, residuals : ndarray
        As in `Quadrature`.
    known : ndarray of bool
        Nodes that are eigenvalues, of any multiplicity.
    """

    nodes: Float64Array
    weights: Float64Array
    residuals: Float64Array
    known: npt.NDArray[np.bool_]

    @classmethod
    def of(cls, course: Course, limit: float) -> Look:
        """Look at a course, whose pairs of less than this residual are eigenpairs."""
        nodes, weights, columns = gauss([course])
        places = _converged(course, nodes[0], weights[0], columns[0], limit)
        known = np.zeros(nodes.shape, np.bool_)
        known[0, places] = True
        return cls(nodes, weights, residuals([course]), known)


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


def sure(
    drawn: Callable[[str, Keeper | None], Quadrature],
    distribution: str,
    keeper: Keeper | None,
    dim: int,
) -> Quadrature:
    """Return probes that have a part in every eigenvector, where their Krylov spaces ended.

    A space that has ended is taken to have every eigenvalue. It has with probability 1 after a
    Gaussian start, but one of entries ±1 is beside (e₁ − e₂)/√2 every other time, at any d. Where
    such a space ended before it was the whole one, all are drawn anew.

    Parameters
    ----------
    drawn : callable
        Takes the distribution and the keeper, and measures.
    distribution : str
        ``rademacher`` or ``gaussian``.
    keeper : Keeper or None
        Where the run is kept; what is drawn anew is short, and is not.
    dim : int
        The dimension that the probes have a part in.
    """
    found = drawn(distribution, keeper)
    ended = zip(found.residuals, found.steps, strict=True)
    if distribution == "gaussian" or all(left > 0 or steps >= dim for left, steps in ended):
        return replace(found, distribution=distribution)
    again = drawn("gaussian", None)
    return replace(
        again,
        distribution="gaussian",
        made=found.made + again.made,
        strays=found.strays or again.strays,
        seconds=found.seconds + again.seconds,
        orthogonalisation=found.orthogonalisation + again.orthogonalisation,
    )


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
    choose: Callable[[Look, Look], Choice] | None = None,
    resumed: Callable[[int], None] | None = None,
    scale: npt.NDArray[np.floating[Any]] | None = None,
    nulls: Space | None = None,
    vectors: bool = False,
    abreast: int | None = None,
) -> Quadrature:
    """Measure Gauss quadratures of random probes.

    Parameters
    ----------
    operator : Operator
        The symmetric matrix; called once a step with the probes that advance together.
    probes, steps : int
        Probes ≥ 1 and steps ≥ 1 of each; min(steps, d) are made.
    seed : int
        Seed of the probes.
    distribution : str
        ``rademacher`` or ``gaussian``.
    basis : str
        Where the vectors are kept: ``device``, ``host``, ``disk``, or ``auto`` for the first of
        them that has room. It takes k·steps·d numbers for k probes that advance together, shared
        out to the processes.
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
    choose : callable, optional
        With one probe: asked once, after half of the steps, with what was found and what had been
        found at half as many: what the other half is spent on.
    resumed : callable, optional
        Called with the number of steps that are not made, because `keeper` has them.
    scale : ndarray of shape (d,), optional
        What the entries of each probe are multiplied by before its norm is made 1; 0 where a row
        of the matrix is zero.
    nulls : Space, optional
        A null space of the operator, beside which the probes are drawn.
    vectors : bool
        Whether the extremes have their vectors.
    abreast : int, optional
        Probes of a process that advance together; the next ones begin in their room when they are
        done. By default all, and always where a `keeper` or `enough` looks at all of them.

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
    free = operator.dim - _left_out(scale, nulls)
    if choose is not None and probes == 1 and steps >= 2 * free:
        # One probe cannot make as many.
        probes, choose = steps // free, None
    if choose is not None and probes == 1 and steps > 1:
        return _chosen(
            operator,
            steps // 2,
            seed=seed,
            distribution=distribution,
            basis=basis,
            group=group,
            keeper=keeper,
            enough=enough,
            every=every,
            choose=choose,
            resumed=resumed,
            scale=scale,
            nulls=nulls,
            with_vectors=vectors,
        )
    steps = min(steps, free)
    apart = group if split == "probes" else ALONE
    together = group if split == "data" else ALONE
    mine = range(probes)[apart.part(probes)]
    dim = operator.dim
    size = len(range(dim)[together.part(dim)])
    found = _Found(apart)
    if abreast is None or keeper is not None or enough is not None:
        abreast = len(mine)
    abreast = max(1, min(abreast, len(mine)))
    with room_for((min(abreast, len(mine)), steps, size), operator, basis) as kept:
        for turn in range(0, max(len(mine), 1), abreast):
            now = mine[turn : turn + abreast]
            run = _Run(operator, kept[: len(now)], now, together, keeper, scale, nulls)
            run.begin(seed, distribution)
            first = 0
            if abreast >= len(mine):
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
            found.add(run)
            del run
    del kept  # what is left takes whole vectors of its own
    return found.quadrature(operator, began, stopped=stopped, vectors=vectors)


def _left_out(scale: npt.NDArray[np.floating[Any]] | None, nulls: Space | None) -> int:
    """Return the dimension of the space in which no probe has a part: none makes more steps."""
    zeros = 0 if scale is None else int(np.count_nonzero(scale == 0))
    return zeros + (0 if nulls is None else nulls.count)


def _chosen(
    operator: Operator,
    half: int,
    *,
    seed: int,
    distribution: str,
    basis: str,
    group: Group,
    keeper: Keeper | None,
    enough: Callable[[Float64Array, Float64Array, Float64Array], bool] | None,
    every: int,
    choose: Callable[[Look, Look], Choice],
    resumed: Callable[[int], None] | None,
    scale: npt.NDArray[np.floating[Any]] | None,
    nulls: Space | None,
    with_vectors: bool,
) -> Quadrature:
    """Make `half` steps of one probe, then as many again, or those of a second one."""
    began = time.perf_counter()
    known = None
    size = len(range(operator.dim)[group.part(operator.dim)])
    with room_for((1, 2 * half, size), operator, basis) as vectors:
        first = vectors[:, : min(2 * half, operator.dim - _left_out(scale, nulls))]
        run = _Run(operator, first, range(1), group, keeper, scale, nulls)
        run.begin(seed, distribution)
        if resumed is not None:
            resumed(run.first_step)
        try:
            stopped = run.go(min(run.first_step, half), half, ALONE, enough, every)
            if not stopped:
                course = _cut(run.courses[0], half)
                choice = Choice.PROBE
                if not course.ended:
                    limit = _found_limit(operator)
                    choice = choose(
                        Look.of(course, limit), Look.of(_cut(course, max(1, half // 2)), limit)
                    )
                if choice is Choice.PROBE:
                    earlier = run
                    both = vectors.view(2, half, size)
                    run = _Run(operator, both, range(2), group, keeper, scale, nulls)
                    run.follow(earlier)
                    run.begin(seed, distribution, first=1)
                    stopped = run.go(0, half, ALONE, enough, every)
                else:
                    extra = steps_that_show(2 * half) if choice is Choice.SIMPLE else 0
                    last = run.limit - max(0, extra - max(0, 2 * half - run.limit))
                    stopped = run.go(max(run.first_step, half), last, ALONE, enough, every)
                    if extra and not stopped:
                        known = _simple(run, extra, seed=seed, basis=basis)
        except KeyboardInterrupt:
            if group.size == 1:
                run.keep()
            raise
        run.keep()
        found = _Found(ALONE)
        found.add(run)
        made = found.quadrature(operator, began, stopped=stopped, vectors=with_vectors)
        return made if known is None else replace(made, known=known)


def steps_that_show(products: int) -> int:
    """Return how many of the products show which eigenvalues are simple; 0 where too few are."""
    return products // _SHARE if products >= _LEAST_SHOWN else 0


def _found_limit(operator: Operator | _Clocked) -> float:
    """Return the residual, in units of the largest value, up to which a pair is an eigenpair."""
    return _FOUND * float(torch.finfo(operator.dtype).eps)


def _simple(run: _Run, steps: int, *, seed: int, basis: str) -> npt.NDArray[np.bool_] | None:
    """Return which nodes of a single probe are simple eigenvalues; shape (1, steps).

    A probe has one vector of each eigenvalue, whatever its multiplicity. A fresh start in the
    space beside the eigenvectors found bounds all eigenvalues there: what was found beyond is
    there once. A run that is taken up again makes none of its steps where it had made them all.
    """
    operator, course = run.operator, run.courses[0]
    look = Look.of(course, _found_limit(run.operator))
    places = np.flatnonzero(look.known[0])
    left = operator.dim - _left_out(run.scale, run.nulls) - places.size
    if not places.size or left < 1:
        return None
    fresh = _fresh(run, places, min(steps, left), seed=seed, basis=basis)
    if fresh is None:
        return None
    nodes, weights, _ = gauss([fresh])
    support = support_bounds(
        Spectrum(
            dim=left,
            nodes=nodes,
            weights=weights,
            residuals=residuals([fresh]),
            dtype=str(operator.dtype).removeprefix("torch."),
        ),
        failure=_DOUBT,
        size=float(np.abs(look.nodes).max()),
    )
    values = look.nodes[0][places]
    beyond = (values < support.lower) | (values > support.upper)
    if support.assumed or not beyond.any():
        return None
    mask = np.zeros(look.nodes.shape, np.bool_)
    mask[0, places[beyond]] = True
    return mask


def _fresh(
    run: _Run, places: npt.NDArray[np.int_], steps: int, *, seed: int, basis: str
) -> Course | None:
    """Return the course of a fresh start beside the Ritz vectors at these places.

    None where a product is not finite. Its end is kept, its vectors are not: what was cut short
    begins anew.
    """
    operator, group, course = run.operator, run.group, run.courses[0]
    keeper = run.keeper
    # Another length of the probe has other Ritz vectors.
    number = _FRESH + len(course.diagonal)
    if keeper is not None:
        held = group.agree(lambda: (keeper.read(number) or (None,))[0])
        if held is not None and (held.ended or len(held.diagonal) == steps):
            return held
        run.keep()
    _, _, columns = gauss([course])
    vectors = run.vectors[0, : len(course.diagonal)]
    rest = _Rest(operator, vectors, columns[0][:, places], group)
    start = run.drawn(probe_vector(operator.dim, seed, _FRESH, "gaussian"))
    first = rest.without(torch.from_numpy(start).to(device=operator.device, dtype=operator.dtype))
    first /= torch.linalg.vector_norm(first)
    fresh = Course()
    with room_for((1, steps, vectors.shape[1]), operator, basis) as room:
        room[0, 0].copy_(first[run.part])
        try:
            for made in lanczos(rest, room, [fresh], group=group):
                run.made += made
                if fresh.ended:
                    break
        except NotFinite:
            return None
    if keeper is not None:
        group.agree(lambda: keeper.commit({number: fresh}))
    return fresh


class _Rest:
    """An operator in the space beside some Ritz vectors, columns of Vᵀ·`columns`.

    Each process has its part of V, and all get whole vectors.
    """

    def __init__(
        self, operator: _Clocked, vectors: Any, columns: Float64Array, group: Group
    ) -> None:
        self.dim, self.dtype, self.device = operator.dim, operator.dtype, operator.device
        self._operator, self._vectors, self._group = operator, vectors, group
        self._part = group.part(operator.dim)
        weights = torch.from_numpy(np.ascontiguousarray(columns))
        self._columns = weights.to(device=vectors.device, dtype=vectors.dtype)

    def without(self, vector: Any) -> Any:
        """Return a vector (d,) less its part along the Ritz vectors."""
        own = vector[self._part]
        near = own.to(device=self._vectors.device, dtype=self._vectors.dtype)
        sums = self._group.sum(torch.mv(self._vectors, near))
        parts = torch.mv(self._columns.T, sums)
        taken = torch.mv(self._vectors.T, torch.mv(self._columns, parts))
        left = own - taken.to(device=vector.device, dtype=vector.dtype)
        return self._group.whole(left, self.dim)

    def apply(self, vectors: Any) -> Any:
        """Return the products."""
        inner = torch.stack([self.without(vector) for vector in vectors])
        return torch.stack([self.without(vector) for vector in self._operator.apply(inner)])


class _Found:
    """What the probes of a process have found, whose vectors may be gone.

    Parameters
    ----------
    apart : Group
        The processes that share out the probes.
    """

    def __init__(self, apart: Group) -> None:
        self.apart, self.group = apart, ALONE
        self.courses: list[Course] = []
        self.ends: dict[bool, tuple[float, Any]] = {}
        self.made, self.spent, self.strays, self.zeros = 0, 0.0, False, 0
        #: Eigenpairs of each probe.
        self.pairs: list[_Pairs] = []

    def add(self, run: _Run) -> None:
        """Take what is needed of some probes and of their vectors."""
        self.group = run.group
        self.made += run.made
        self.spent += run.spent
        if not run.courses:
            return
        self.strays |= run.strays()
        self.zeros = 0 if run.scale is None else int(np.count_nonzero(run.scale == 0))
        nodes, weights, columns = gauss(run.courses)
        for largest in (False, True):
            value, row, place = _extreme(nodes, columns, largest=largest)
            held = self.ends.get(largest)
            if held is None or (value > held[0] if largest else value < held[0]):
                self.ends[largest] = value, run.ritz(row, columns[row][:, place])
        for row in range(len(run.courses)):
            self.pairs.append(_eigenpairs(run, row, (nodes[row], weights[row], columns[row])))
        self.courses += run.courses

    def quadrature(
        self, operator: Operator, began: float, *, stopped: bool, vectors: bool
    ) -> Quadrature:
        """Put together what the probes of all processes found; called by all of them."""
        own = self._ends(operator, vectors=vectors)
        ends = [end for found in self.apart.each(own) for end in found]
        courses = [course for found in self.apart.each(self.courses) for course in found]
        made = sum(self.apart.each(self.made))
        strays = any(self.apart.each(any(self.group.each(self.strays))))
        nodes, weights, _ = gauss(courses)
        return Quadrature(
            nodes=nodes,
            weights=weights,
            residuals=residuals(courses),
            smallest=min(ends, key=lambda end: end.value),
            largest=max(ends, key=lambda end: end.value),
            steps=tuple(len(course.diagonal) for course in courses),
            known=self._known(nodes, weights, operator.dim),
            asymmetry=_asymmetry(courses),
            seconds=time.perf_counter() - began,
            orthogonalisation=self.spent,
            strays=strays,
            stopped=stopped,
            made=made,
        )

    def _ends(self, operator: Operator, *, vectors: bool) -> list[Extreme]:
        """Return the extreme Ritz values of this process's probes, with measured residuals.

        With `vectors`, their vectors too.
        """
        if not self.ends:
            return []
        # Whole vectors are large: four of them are held here, and no more.
        units = torch.empty((2, operator.dim), dtype=operator.dtype, device=operator.device)
        values = []
        for place, largest in enumerate((False, True)):
            value, vector = self.ends.pop(largest)
            units[place] = self.group.whole(vector, operator.dim)
            values.append(value)
            del vector
        units /= torch.linalg.vector_norm(units, dim=1, keepdim=True)
        applied = operator.apply(units)
        return [
            Extreme(
                value,
                _distance(applied[place], units[place], value),
                units[place].cpu().numpy().copy() if vectors else None,
            )
            for place, value in enumerate(values)
        ]

    def _known(
        self, nodes: Float64Array, weights: Float64Array, dim: int
    ) -> npt.NDArray[np.bool_] | None:
        """Return which nodes of each probe are eigenvalues that all probes found alike.

        Starts of entries ±1 may all have one direction in an eigenspace on few coordinates: then
        their parts in it are as long, too. An eigenvector of one coordinate has 1/d in each.
        """
        pairs = [one for found in self.apart.each(self.pairs) for one in found]
        if len(pairs) < 2:
            return None
        mates = [pairs[0].mates(one) for one in pairs]
        alike = np.all([mate >= 0 for mate in mates], axis=0)
        masses = np.array([row[mate] for row, mate in zip(weights, mates, strict=True)])
        differ = np.ptp(masses, axis=0) > _SAME * masses.max(axis=0)
        alike &= differ | (np.abs(masses[0] * (dim - self.zeros) - 1) <= _SAME)
        mask = np.zeros(nodes.shape, np.bool_)
        for row, mate in enumerate(mates):
            mask[row, mate[alike]] = True
        return mask if mask.any() else None


def _extreme(
    nodes: Float64Array, columns: list[Float64Array], *, largest: bool
) -> tuple[float, int, int]:
    """Return an extreme Ritz value, the number of its course and its place there."""
    place = [len(column) - 1 if largest else 0 for column in columns]
    found = [nodes[row, index] for row, index in enumerate(place)]
    row = int(np.argmax(found) if largest else np.argmin(found))
    return float(found[row]), row, place[row]


class _Clocked:
    """An operator, and the time that its products take."""

    def __init__(self, operator: Operator) -> None:
        self.dim, self.dtype, self.device = operator.dim, operator.dtype, operator.device
        self.apply = self._clocked(operator.apply)
        if hasattr(operator, "apply_parts"):
            self.apply_parts = self._clocked(operator.apply_parts)
        self.not_finite = getattr(operator, "not_finite", None)
        self.seconds = 0.0

    def _clocked(self, products: Callable[[Any], Any]) -> Callable[[Any], Any]:
        def clocked(vectors: Any) -> Any:
            clock = time.perf_counter()
            try:
                return products(vectors)
            finally:
                self.seconds += time.perf_counter() - clock

        return clocked


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
    scale : ndarray of shape (d,), optional
        What the entries of each probe are multiplied by.
    nulls : Space, optional
        Beside which the probes are drawn.
    """

    def __init__(
        self,
        operator: Operator,
        vectors: Any,
        probes: Sequence[int],
        group: Group,
        keeper: Keeper | None,
        scale: npt.NDArray[np.floating[Any]] | None = None,
        nulls: Space | None = None,
    ) -> None:
        self.scale, self.nulls = scale, nulls
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

    def follow(self, earlier: _Run) -> None:
        """Take over the first probe of another run, whose vectors lie where this one's do."""
        course = _cut(earlier.courses[0], self.limit)
        self.courses[0], self.kept[0] = course, earlier.kept[0]
        self.starts[0] = self.limit
        self.operator.seconds, self.spent, self.made = (
            earlier.operator.seconds,
            earlier.spent,
            earlier.made,
        )

    def begin(self, seed: int, distribution: str, first: int = 0) -> None:
        """Draw the probes from the number `first` on, or take up what is kept of them."""
        for row, probe in enumerate(self.probes):
            if row < first:
                continue
            if self.keeper is not None and self._take_up(row, probe):
                continue
            start = self.drawn(probe_vector(self.operator.dim, seed, probe, distribution))
            self.vectors[row, 0].copy_(torch.from_numpy(start[self.part]))

    def drawn(self, start: Float64Array) -> Float64Array:
        """Return a start vector in the space that is measured, of norm 1."""
        if self.scale is None and self.nulls is None:
            return start
        if self.scale is not None:
            start = start * self.scale
        if self.nulls is not None:
            start = self.nulls.without(start)
        found: Float64Array = start / np.linalg.norm(start)
        return found

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
            course = Course(
                course.diagonal[: self.limit],
                course.beside[: self.limit],
                ended,
                course.apart[: self.limit],
            )
            self.starts[row] = self.limit
        elif course.ended:
            self.starts[row] = self.limit
        else:
            # The last vector of a shorter run was not made: its last step is made again.
            done = min(len(course.diagonal), count - 1)
            course = Course(course.diagonal[:done], course.beside[:done], apart=course.apart[:done])
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
                self.operator.not_finite
                or f"a product of the matrix is not finite (step {step + 1} of probe "
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

    def strays(self) -> bool:
        """Tell whether a vector has a part where no probe has one."""
        if self.scale is None:
            return False
        places = np.flatnonzero(self.scale[self.part] == 0)
        if not places.size:
            return False
        still = torch.from_numpy(places).to(self.vectors.device)
        return any(
            bool(self.vectors[row, place].index_select(0, still).any())
            for row, course in enumerate(self.courses)
            for place in range(min(len(course.diagonal), self.limit))
        )

    def ritz(self, row: int, column: Float64Array) -> Any:
        """Return this process's part of a Ritz vector."""
        kept = self.vectors[row, : len(column)]
        weights = torch.from_numpy(np.ascontiguousarray(column))
        return torch.mv(kept.T, weights.to(device=kept.device, dtype=kept.dtype))

    def sketch(self, row: int, columns: Float64Array) -> Float64Array:
        """Return sketches of Ritz vectors, shape (vectors, m): distances of them are theirs.

        Each entry, with a random sign, is added to one of m places. The square of a distance is
        kept within its √(2/m), 4 %, and the same map serves all probes, so that their vectors
        need not be there at once.
        """
        many = columns.shape[1]
        found = np.zeros((_SKETCH, many))
        if not many:
            return found.T
        kept = self.vectors[row, : len(columns)]
        weights = torch.from_numpy(np.ascontiguousarray(columns))
        weights = weights.to(device=kept.device, dtype=kept.dtype)
        rng = np.random.default_rng([_SKETCH, self.group.rank])
        for part in kept.split(_SKETCHED, dim=1):
            entries = wide(part.T @ weights).cpu().numpy()
            order = rng.permutation(len(entries))
            entries = entries[order] * (2.0 * rng.integers(0, 2, len(entries))[:, None] - 1.0)
            for start in range(0, len(entries), _SKETCH):
                piece = entries[start : start + _SKETCH]
                found[: len(piece)] += piece
        return np.ascontiguousarray(self.group.sum(torch.from_numpy(found)).numpy().T)


class _Pairs(NamedTuple):
    """Ritz pairs of one probe that are eigenpairs.

    Attributes
    ----------
    values : ndarray of shape (pairs,)
        Eigenvalues, ascending.
    places : ndarray of int
        Their places among the probe's nodes.
    sketches : ndarray of shape (pairs, m)
        Of their vectors, see `_Run.sketch`.
    near : float
        How far apart the values of two probes may be that are one eigenvalue.
    """

    values: Float64Array
    places: npt.NDArray[np.int_]
    sketches: Float64Array
    near: float

    def mates(self, other: _Pairs) -> npt.NDArray[np.int_]:
        """Return the place of the same eigenpair in another probe, −1 where it has none.

        The vector that a probe finds of an eigenvalue of several dimensions is its own projection,
        another one for each probe: where all find the same, the eigenvalue is simple.
        """
        found = np.full(self.values.size, -1)
        for index, value in enumerate(self.values):
            near = np.flatnonzero(np.abs(other.values - value) <= self.near)
            if near.size != 1:
                continue
            one, mate = self.sketches[index], other.sketches[near[0]]
            apart = min(float(np.sum((one - mate) ** 2)), float(np.sum((one + mate) ** 2)))
            if apart <= 2 * (1 - _ALIKE):
                found[index] = other.places[near[0]]
        return found


def _eigenpairs(run: _Run, row: int, rule: tuple[Float64Array, Float64Array, Any]) -> _Pairs:
    """Return the Ritz pairs of a probe that have converged, and lie apart from others.

    A Ritz pair of residual r is within r of an eigenvalue.
    """
    nodes, weights, columns = rule
    relative = _found_limit(run.operator)
    places = _converged(run.courses[row], nodes, weights, columns, relative)
    sketches = run.sketch(row, columns[:, places])
    near = _APART * relative * float(np.abs(nodes).max()) / 4
    return _Pairs(nodes[places], places, sketches, near)


def _converged(
    course: Course,
    nodes: Float64Array,
    weights: Float64Array,
    columns: Float64Array,
    relative: float,
) -> npt.NDArray[np.int_]:
    """Return which nodes are eigenvalues, and lie apart from others."""
    count = len(columns)
    limit = relative * float(np.abs(nodes).max())
    left = 0.0 if course.ended else course.beside[count - 1]
    gaps = np.diff(nodes[:count], prepend=-math.inf, append=math.inf)
    found = left * np.abs(columns[-1]) <= limit
    found &= np.minimum(gaps[:-1], gaps[1:]) >= _APART * limit
    found &= weights[:count] > 0
    return np.flatnonzero(found)


def _cut(course: Course, steps: int) -> Course:
    """Return the first steps of a course; those that a signal cut short are no steps."""
    done = min(len(course.diagonal), len(course.beside))
    if done <= steps and len(course.diagonal) == done and len(course.apart) <= done:
        return course
    kept = min(done, steps)
    return Course(course.diagonal[:kept], course.beside[:kept], apart=course.apart[:kept])


def _asymmetry(courses: Sequence[Course]) -> float | None:
    """Return the Frobenius norm of what is not symmetric, the largest of any course."""
    if any(len(course.apart) != len(course.diagonal) for course in courses):
        return None
    return max(math.sqrt(math.fsum(value * value for value in course.apart)) for course in courses)


def _distance(applied: Any, unit: Any, value: float) -> float:
    """Return ‖applied − value·unit‖ in float64, a part at a time."""
    parts = zip(applied.split(_PART), unit.split(_PART), strict=True)
    squares = (torch.sum((wide(a) - value * wide(b)) ** 2) for a, b in parts)
    return math.sqrt(float(sum(squares)))
