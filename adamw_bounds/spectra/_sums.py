"""Sums of h(x_i) over a spectrum, for several optimizers and floors in one pass.

What is added up is h − 1 ≥ 0, and d is added to the sum in Decimal: KL and Φ take err − d, of
which a float of err keeps few digits where d is large or most x_i are near 1.

Values are worked on by the chunk: some of one large part, or all of many small ones, as thousands
of blocks are, whose settings then go beside the values. A chunk of values above every floor takes
the fast way: one root for all optimizers, and in one part one logarithm for a product of `_GROUP`
values x_i. What lies below a floor is set apart and evaluated at each floor; sums beyond a float
are taken again in Decimal.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from decimal import Context, Decimal
from typing import Any, Final, NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from adamw_bounds.optimizers import OPTIMIZERS as _KINDS
from adamw_bounds.spectra import _formulas
from adamw_bounds.spectra.spectrum import CHUNK, Spectrum

__all__ = [
    "CONTEXT",
    "OPTIMIZERS",
    "Part",
    "Tallies",
    "Tally",
    "added",
    "floor_of",
    "lam_of",
    "needs_floor",
    "settings_of",
    "tallies",
    "tally",
]

Float64Array = npt.NDArray[np.float64]
Indices = npt.NDArray[np.intp]

OPTIMIZERS = tuple(_KINDS)
#: Enough digits for d = 1e12 beside the last digit of a float, and no limit that a float reaches.
CONTEXT: Final = Context(prec=50, Emax=10**8, Emin=-(10**8))
#: Sums above it leave the fast path, far from the end of a float's range.
_LARGE = 1e290
#: Values x_i that are multiplied before the logarithm is taken, and the range that allows it.
_GROUP = 8
_LOG_RANGE = 0.9 * math.log(1e300) / _GROUP
#: A logarithm above it is one of x > 1, however it was rounded.
_ABOVE_ONE = 1e-9
#: A mean h − 1 below this has lost digits where it was taken from the sums of log x and of 1/x.
_LEAST_MEAN = 1e-3


class Part(Protocol):
    """A spectrum, or a block of one, with the settings that hold for it."""

    @property
    def spectrum(self) -> Spectrum:
        """The values."""

    @property
    def values(self) -> Mapping[str, Any]:
        """``eta``, ``rho``, ``batch_size``, ``lam``, ``lam_l2``, ``dim``, ``floor``."""


class _Alone(NamedTuple):
    spectrum: Spectrum
    values: Mapping[str, Any]


class Tally(NamedTuple):
    """Sums of one optimizer.

    Attributes
    ----------
    err : Decimal
        Σh(x_i): of an exact spectrum, or the mean over probes.
    scatter : Decimal or None
        Standard error of the mean over probes; None for fewer than two.
    floor_down, floor_up : Decimal
        err with the floor a decade lower and higher.
    share_above_one : float
        Share of x_i > 1.
    """

    err: Decimal
    scatter: Decimal | None
    floor_down: Decimal
    floor_up: Decimal
    share_above_one: float


class Tallies(NamedTuple):
    """Sums of every optimizer, and shares of the spectrum.

    Attributes
    ----------
    of : dict
        Sums by optimizer and variant.
    share_raised : float
        Share of singular values below the floor.
    share_below_one, share_below_batch : float
        Shares of singular values < 1, and < b.
    share_negative : float
        Share of eigenvalues < 0.
    """

    of: dict[tuple[str, str], Tally]
    share_raised: float
    share_below_one: float
    share_below_batch: float
    share_negative: float


def lam_of(optimizer: str, values: Mapping[str, Any]) -> float:
    """Return the λ of an optimizer."""
    setting = _KINDS[optimizer].setting
    return float(values[setting]) if setting else 0.0


def needs_floor(optimizer: str, values: Mapping[str, Any]) -> bool:
    """Tell whether h(x) is infinite at σ = 0: all but decoupled decay with λ > 0."""
    return not (_KINDS[optimizer].decays_parameters and lam_of(optimizer, values) > 0)


def floor_of(optimizer: str, values: Mapping[str, Any]) -> float:
    """Return the floor of an optimizer: the default one only where h is infinite at σ = 0.

    ``floor_by_default`` of `values` tells that nobody asked for ``floor``, which then holds for
    those alone that need one.
    """
    if values.get("floor_by_default") and not needs_floor(optimizer, values):
        return 0.0
    return float(values["floor"])


def tally(
    spectrum: Spectrum,
    optimizers: Sequence[str],
    values: Mapping[str, Any],
    variants: Sequence[str] = (_formulas.CORRECTED,),
) -> Tallies:
    """Sum h(x_i) for each optimizer at the floor and a decade to both sides, in one pass.

    Parameters
    ----------
    spectrum : Spectrum
        The values; at most a chunk of them is held at a time.
    optimizers : sequence of str
        Which to sum for.
    values : mapping
        ``eta``, ``rho``, ``batch_size``, ``lam``, ``lam_l2``, ``dim``, ``floor``,
        ``floor_by_default``.
    variants : sequence of str
        ``printed``, ``corrected``: which x_i are taken. At b = 1 they are the same.
    """
    return tallies([_Alone(spectrum, values)], optimizers, variants)[0]


def tallies(
    parts: Sequence[Part],
    optimizers: Sequence[str],
    variants: Sequence[str] = (_formulas.CORRECTED,),
) -> list[Tallies]:
    """Sum h(x_i) for each part as `tally` does; like ones together."""
    found: dict[int, Tallies] = {}
    alike: dict[Any, list[int]] = {}
    places: dict[tuple[str, str], list[_Place]] = {}
    for name in optimizers:
        places |= _places(parts, name, _apart(parts[0].values, variants))
    for place, part in enumerate(parts):
        floor = float(part.values["floor"])
        batch_size = part.values["batch_size"]
        kind = (
            part.spectrum.kind,
            floor,
            batch_size,
            *(mine[place][:2] for mine in places.values()),
        )
        alike.setdefault(kind, []).append(place)
    for members in alike.values():
        group = _Group([parts[place] for place in members])
        made = [
            _Run(*run, group, [mine[place] for place in members]) for run, mine in places.items()
        ]
        found |= zip(members, _tallied(group, made, optimizers, variants), strict=True)
    return [found[place] for place in range(len(parts))]


def settings_of(parts: Sequence[Part]) -> dict[str, Any]:
    """Return η, ρ and b: one number for all parts, or an array with one for each."""
    return {
        name: _one_or_all([float(part.values[name]) for part in parts])
        for name in ("eta", "rho", "batch_size")
    }


def _one_or_all(numbers: Sequence[float]) -> Any:
    return numbers[0] if len(set(numbers)) == 1 else np.array(numbers)


def _apart(values: Mapping[str, Any], variants: Sequence[str]) -> Sequence[str]:
    """Return the variants that differ: at b = 1 they are the same."""
    return variants if values["batch_size"] > 1 else variants[:1]


class _Place(NamedTuple):
    """The floors of one optimizer in one part, and where its x_i lie in one variant."""

    floors: tuple[float, float, float]
    in_range: bool
    all_above: bool


def _places(
    parts: Sequence[Part], optimizer: str, variants: Sequence[str]
) -> dict[tuple[str, str], list[_Place]]:
    floors = []
    ends = []
    lams = np.array([lam_of(optimizer, part.values) for part in parts])
    for part, lam in zip(parts, lams.tolist(), strict=True):
        floor = floor_of(optimizer, part.values)
        # A floor at the very end of a float's range has no decade below it.
        floors.append((floor * 0.1 or floor, floor, floor * 10.0))
        # x_i is largest at an end; its least is at an end too, or (ℓ2-Adam) at σ = λ.
        low = floors[-1][2] or part.spectrum.min_singular_value
        ends.append((low, max(part.spectrum.max_singular_value, low), lam or low))
    settings, sigma = settings_of(parts), np.array(ends).T
    found = {}
    for variant in variants:
        logs = _formulas.log_x(optimizer, sigma, lams, settings, variant)
        in_range = np.all(np.abs(logs) < _LOG_RANGE, axis=0).tolist()
        all_above = np.all(logs > _ABOVE_ONE, axis=0).tolist()
        found[optimizer, variant] = [
            _Place(*place) for place in zip(floors, in_range, all_above, strict=True)
        ]
    return found


class _Chunk(NamedTuple):
    """Values of some rows, one row behind the other.

    A row is a probe of a part, or a piece of one; `starts` is where in `values` each begins.
    """

    rows: Indices
    starts: Indices
    values: Float64Array
    weights: Float64Array | None

    @property
    def counts(self) -> Indices:
        """How many values each row has here."""
        counts: Indices = np.diff(self.starts, append=self.values.size)
        return counts

    def sums(self, values: npt.NDArray[Any]) -> Float64Array:
        """Return the sum over each row."""
        if self.rows.size == 1:
            return np.array([float(values.sum())])
        found: Float64Array = np.add.reduceat(values, self.starts, dtype=np.float64)
        return found

    def masses(self, hit: npt.NDArray[np.bool_]) -> Float64Array:
        """Return the mass of each row's values for which `hit` is true."""
        if self.weights is None:
            return self.sums(hit)
        if self.rows.size == 1:
            return np.array([float(self.weights[hit].sum())])
        return self.sums(np.where(hit, self.weights, 0.0))

    def only(self, hit: npt.NDArray[np.bool_]) -> _Chunk:
        """Return those of the values for which `hit` is true."""
        counts = self.sums(hit).astype(np.intp)
        kept = counts > 0
        ends = np.cumsum(counts[kept])
        return _Chunk(
            self.rows[kept],
            ends - counts[kept],
            self.values[hit],
            None if self.weights is None else self.weights[hit],
        )

    def spread(self, of_rows: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """Return for each value what belongs to its row."""
        return np.repeat(of_rows, self.counts)


class _Group:
    """Parts of one kind, whose rows stand one behind the other."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self.parts = parts
        self.probes = [part.spectrum.probes for part in parts]
        #: Of each row its part.
        self.owners = np.repeat(np.arange(len(parts)), self.probes)
        self.is_exact = parts[0].spectrum.kind == "exact"
        self._settings = settings_of(parts)

    def settings(self, chunk: _Chunk) -> dict[str, Any]:
        """Return the settings that the terms take: one for all, else one for each value."""
        return {name: self.of_values(them, chunk) for name, them in self._settings.items()}

    def of_values(self, of_parts: Any, chunk: _Chunk) -> Any:
        """Return a setting as it is for all parts, or as that of the part of each value."""
        if not isinstance(of_parts, np.ndarray):
            return of_parts
        return chunk.spread(of_parts[self.owners[chunk.rows]])

    def chunks(self) -> Iterator[_Chunk]:
        """Yield the values (signed), at most `CHUNK` at a time."""
        held: list[tuple[int, Float64Array, Float64Array | None]] = []
        size = row = 0
        for part, probes in zip(self.parts, self.probes, strict=True):
            for probe, values, weights in part.spectrum.chunks():
                if held and size + values.size > CHUNK:
                    yield _joined(held)
                    held, size = [], 0
                held.append((row + probe, values, weights))
                size += values.size
            row += probes
        if held:
            yield _joined(held)


def _joined(held: Sequence[tuple[int, Float64Array, Float64Array | None]]) -> _Chunk:
    rows = np.array([row for row, _, _ in held])
    if len(held) == 1:
        return _Chunk(rows, np.zeros(1, dtype=np.intp), held[0][1], held[0][2])
    ends = np.cumsum([values.size for _, values, _ in held])
    weights = [shares for _, _, shares in held if shares is not None]
    return _Chunk(
        rows,
        np.concatenate([[0], ends[:-1]]),
        np.concatenate([values for _, values, _ in held]),
        np.concatenate(weights) if weights else None,
    )


def _tallied(
    group: _Group, runs: Sequence[_Run], optimizers: Sequence[str], variants: Sequence[str]
) -> list[Tallies]:
    """Sum over the parts of a group, at the floors of the runs."""
    settings = group.parts[0].values
    floor, batch_size = float(settings["floor"]), settings["batch_size"]
    every = {run.floors for run in runs}
    highest = max((floor, *(floors[2] for floors in every)))
    count = len(group.parts)
    raised, negative = _Shares(group), _Shares(group)
    below = {1: _Shares(group), batch_size: _Shares(group)}
    largest = np.array([part.spectrum.max_singular_value for part in group.parts])
    any_negative = any(part.spectrum.extremes[0] < 0 for part in group.parts)
    roots = _formulas.Roots(CHUNK)
    for signed in group.chunks():
        chunk = signed
        if any_negative:
            negative.add(chunk, chunk.values < 0)
            chunk = chunk._replace(values=np.abs(chunk.values))
        for limit, shares in below.items():
            if (largest >= limit).any():
                shares.add(chunk, chunk.values < limit)
        if float(chunk.values.min()) < highest:
            low = chunk.values < highest
            small = chunk.only(low)
            raised.add(small, small.values < floor)
            for floors in every:
                mine = [run for run in runs if run.floors == floors]
                if floors[2] == 0:
                    for run in mine:
                        run.add((0, 1, 2), small, shown=True)
                    continue
                for place, at in enumerate(floors):
                    lifted = small._replace(values=np.maximum(small.values, at))
                    for run in mine:
                        run.add((place,), lifted, shown=place == 1)
            chunk = chunk.only(~low)
            if chunk.values.size == 0:
                continue
        roots.take(chunk.values)
        for run in runs:
            run.add((0, 1, 2), chunk, shown=True, roots=roots)
    of = {(run.optimizer, run.variant): run.finish() for run in runs}
    apart = _apart(settings, variants)
    kinds = {kind: kind if kind in apart else apart[0] for kind in variants}
    all_raised, all_negative = raised.finish(), negative.finish()
    all_below = {
        limit: np.where(largest < limit, 1.0, shares.finish()).tolist()
        for limit, shares in below.items()
    }
    return [
        Tallies(
            of={
                (name, kind): of[name, taken][place]
                for name in optimizers
                for kind, taken in kinds.items()
            },
            share_raised=float(all_raised[place]),
            share_below_one=all_below[1][place],
            share_below_batch=all_below[batch_size][place],
            share_negative=float(all_negative[place]),
        )
        for place in range(count)
    ]


class _Shares:
    """What part of each spectrum of a group is counted."""

    def __init__(self, group: _Group) -> None:
        self._group = group
        self._masses: list[tuple[Indices, Float64Array]] = []

    def add(self, chunk: _Chunk, hit: npt.NDArray[np.bool_]) -> None:
        """Count those of the values for which `hit` is true."""
        self.add_masses(chunk, chunk.masses(hit))

    def add_masses(self, chunk: _Chunk, masses: Float64Array) -> None:
        """Count as much for each row of a chunk."""
        self._masses.append((self._group.owners[chunk.rows], masses))

    def finish(self) -> Float64Array:
        """Return the share in each part, at most 1."""
        parts = self._group.parts
        found: list[list[float]] = [[] for _ in parts]
        for owners, masses in self._masses:
            for owner, mass in zip(owners.tolist(), masses.tolist(), strict=True):
                found[owner].append(mass)
        sizes = [
            part.values["dim"] if self._group.is_exact else part.spectrum.probes for part in parts
        ]
        return np.array(
            [
                min(1.0, math.fsum(mine) / size) if mine else 0.0
                for mine, size in zip(found, sizes, strict=True)
            ]
        )


def added(parts: Sequence[Tallies], dims: Sequence[int]) -> Tallies:
    """Return the sums over blocks, whose probes are independent of each other's."""
    total = sum(dims)

    def mean(shares: Sequence[float]) -> float:
        return min(1.0, math.fsum(x * dim for x, dim in zip(shares, dims, strict=True)) / total)

    of = {}
    for name in parts[0].of:
        mine = [part.of[name] for part in parts]
        scatters = [item.scatter for item in mine if item.scatter is not None]
        of[name] = Tally(
            err=sum((item.err for item in mine), Decimal(0)),
            scatter=sum((item**2 for item in scatters), Decimal(0)).sqrt() if scatters else None,
            floor_down=sum((item.floor_down for item in mine), Decimal(0)),
            floor_up=sum((item.floor_up for item in mine), Decimal(0)),
            share_above_one=mean([item.share_above_one for item in mine]),
        )
    return Tallies(
        of,
        mean([part.share_raised for part in parts]),
        mean([part.share_below_one for part in parts]),
        mean([part.share_below_batch for part in parts]),
        mean([part.share_negative for part in parts]),
    )


class _Run:
    """The sums of one optimizer, in one variant, in the making, over the parts of a group."""

    def __init__(
        self,
        optimizer: str,
        variant: str,
        group: _Group,
        places: Sequence[_Place],
    ) -> None:
        self.optimizer, self.variant, self.floors = optimizer, variant, places[0].floors
        self._group = group
        self._lam = _one_or_all([lam_of(optimizer, part.values) for part in group.parts])
        self._in_range = places[0].in_range
        self._all_above = all(place.all_above for place in places)
        rows = len(group.owners)
        # Floats, and exact numbers where a float would not do.
        self._floats: list[list[list[float]]] = [[[] for _ in range(rows)] for _ in self.floors]
        self._large: dict[tuple[int, int], Decimal] = {}
        self._above_one = _Shares(group)

    def add(
        self,
        places: tuple[int, ...],
        chunk: _Chunk,
        *,
        shown: bool,
        roots: _formulas.Roots | None = None,
    ) -> None:
        """Add Σ w·(h(x_i) − 1) to the sums at the floors `places`; `shown`: count x_i > 1 too."""
        count = len(chunk.rows)
        totals, above = np.full(count, -1.0), np.zeros(count)
        if roots is not None and chunk.weights is None and self._in_range:
            totals, above = self._fast(chunk, roots)
        # What has lost digits there, or was not taken there, is taken the longer way.
        weak = totals < _LEAST_MEAN * chunk.counts
        if weak.any():
            rest = chunk if weak.all() else chunk.only(chunk.spread(weak))
            excesses, logs = _formulas.excesses(self.optimizer, *self._of(rest), self.variant)
            if rest.weights is not None:
                excesses = excesses * rest.weights
            totals[weak] = rest.sums(excesses)
            if shown:
                above[weak] = rest.masses(logs > 0)
        if shown:
            self._above_one.add_masses(chunk, above)
        # Not so for infinities, and for what is no number.
        small = (totals < _LARGE).tolist()
        rows = chunk.rows.tolist()
        for row, total, is_small in zip(rows, totals.tolist(), small, strict=True):
            if is_small:
                for place in places:
                    self._floats[place][row].append(total)
        if all(small):
            return
        log_x = _formulas.log_x(self.optimizer, *self._of(chunk), self.variant)
        ends = [*chunk.starts.tolist()[1:], chunk.values.size]
        for row, start, end, is_small in zip(rows, chunk.starts.tolist(), ends, small, strict=True):
            if is_small:
                continue
            weights = None if chunk.weights is None else chunk.weights[start:end]
            large = _large_sum(log_x[start:end], weights)
            for place in places:
                self._large[place, row] = self._large.get((place, row), Decimal(0)) + large

    def _of(self, chunk: _Chunk) -> tuple[Float64Array, Any, dict[str, Any]]:
        """Return the values with λ and the other settings that hold for them."""
        lam = self._group.of_values(self._lam, chunk)
        return chunk.values, lam, self._group.settings(chunk)

    def _fast(self, chunk: _Chunk, roots: _formulas.Roots) -> tuple[Float64Array, Float64Array]:
        """Return Σ(log x + 1/x − 1) and the number of x > 1, where no product leaves a float."""
        x = _formulas.x_values(self.optimizer, *self._of(chunk), roots, self.variant)
        counts = chunk.counts.astype(np.float64)
        above = counts if self._all_above else chunk.masses(x > 1)
        if len(chunk.rows) > 1:
            logs = chunk.sums(np.log(x))
        else:
            whole = x.size - x.size % _GROUP
            # Rows are multiplied: neighbours in memory stay neighbours, as vector units like it.
            products = np.multiply.reduce(x[:whole].reshape(_GROUP, -1), axis=0)
            logs = np.array([float(np.log(products, out=products).sum())])
            if whole < x.size:
                logs += float(np.log(x[whole:]).sum())
        return logs + chunk.sums(np.divide(1.0, x, out=x)) - counts, above

    def finish(self) -> list[Tally]:
        """Return the sums of each part."""
        above = self._above_one.finish().tolist()
        middle = self._floats[1]
        # Where nothing lies below a floor, the sum there is that at the middle one.
        moved = [
            [] if floats == middle else [at for at, mine in enumerate(floats) if mine != middle[at]]
            for floats in self._floats
        ]
        apart = {floor: {*moved[floor], *(row for _, row in self._large)} for floor in (0, 2)}
        found, row = [], 0
        for part, probes, share in zip(self._group.parts, self._group.probes, above, strict=True):
            rows = range(row, row + probes)
            row += probes
            dim = part.values["dim"]
            # The weights of a probe sum to 1 only as far as floats do; their own sum is d.
            factor = 1 if self._group.is_exact else Decimal(dim)
            errs = [dim + factor * self._total(1, at) for at in rows]
            err = _mean(errs)
            down, up = (
                err
                if apart[floor].isdisjoint(rows)
                else _mean([dim + factor * self._total(floor, at) for at in rows])
                for floor in (0, 2)
            )
            found.append(Tally(err, _stderr(errs), down, up, min(1.0, share)))
        return found

    def _total(self, floor: int, row: int) -> Decimal:
        total = Decimal(math.fsum(self._floats[floor][row]))
        return total + self._large[floor, row] if (floor, row) in self._large else total


def _large_sum(log_x: Float64Array, weights: Float64Array | None) -> Decimal:
    """Return Σ w(log x + 1/x − 1) where 1/x may exceed a float, relative to the largest."""
    least = float(log_x.min())
    inverse = np.exp(least - log_x)
    if weights is not None:
        inverse, log_x = inverse * weights, log_x * weights
    count = Decimal(log_x.size if weights is None else float(weights.sum()))
    rest = Decimal(float(log_x.sum())) - count
    return (-Decimal(least)).exp() * Decimal(float(inverse.sum())) + rest


def _mean(values: Sequence[Decimal]) -> Decimal:
    return values[0] if len(values) == 1 else sum(values, Decimal(0)) / len(values)


def _stderr(values: Sequence[Decimal]) -> Decimal | None:
    """Return the standard error of the mean over probes; None for fewer than two."""
    count = len(values)
    if count < 2:
        return None
    mean = sum(values, Decimal(0)) / count
    spread = sum(((value - mean) ** 2 for value in values), Decimal(0))
    return (spread / (count * (count - 1))).sqrt()
