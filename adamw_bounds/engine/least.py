"""The least count at which a bound reaches a target, at the best of the bound's own free settings.

A bound that falls with the number of steps N often holds for any step size and any averaging
weight. The question "how many steps for this accuracy?" then means: the least N for which *some*
settings bring the bound down to the target. Nothing here knows what is bounded: a bound is a
function of N and of its settings, and gives natural logarithms.

The search works in the logarithm of N and in the logarithms (or logits) of the settings. There a
sum of products of powers is convex: a coarse grid finds its valleys, small stencils with Newton's
steps find their bottoms, and Newton's method in log N comes from the left without passing the
root. A bound that is not convex cannot mislead it: each step in N stays between a count that is
too small and one that suffices.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from typing import Any, Final, NamedTuple

__all__ = [
    "FRACTION",
    "LOG_COUNT_MAX",
    "POSITIVE",
    "UP_TO_ONE",
    "Axis",
    "Least",
    "Lowest",
    "least_count",
    "lowest",
]

#: No larger count is looked for: its inverse and its root are still floats.
LOG_COUNT_MAX: Final = 690.0
#: As many valleys of the coarse grid are followed to their bottoms.
_VALLEYS: Final = 4
#: Points of the coarse grid, all axes together, and its spacing where they allow it.
_POINTS: Final = 4000
_SPACING: Final = 8.0
#: So many settings make the coarse grid so coarse that it is laid once more: about the settings
#: whose coordinates are at most this.
_MANY: Final = 3
_NEAR: Final = 40.0
#: How often lines through the bottom that was found are looked along then, and at how many points.
_ROUNDS: Final = 2
_LINE_POINTS: Final = 801
#: Points of the finer grid about each valley.
_FINER_POINTS: Final = 600
#: How far along its directions a stencil looks, in its widths: a factor of 4 from one to the next.
_LEAPS: Final = (2.0, 8.0, 32.0, 128.0, 512.0, 2048.0, 8192.0)
#: Values of a stencil that differ by less than this, in their logarithms, count as one.
_FLAT: Final = 1e-13
#: A logarithm of a count that moves by less than this has arrived.
_STILL: Final = 2e-14
#: A bound that falls by less than this, from half of the largest log N on, has reached its floor.
_LEVEL: Final = 1e-6
_MOST_STENCILS: Final = 200
_MOST_COUNTS: Final = 100
#: Up to here whole numbers are told apart; a root is right to 1e-12.
_WHOLE: Final = 1e11


class Axis(NamedTuple):
    """The coordinate in which a setting is searched.

    Attributes
    ----------
    low, high : float
        The ends of the search, in the coordinate.
    value : callable
        The setting that belongs to a coordinate.
    """

    low: float
    high: float
    value: Callable[[Any], Any]


def _positive(coordinate: Any) -> Any:
    import numpy as np

    return np.exp(coordinate)


def _fraction(coordinate: Any) -> Any:
    import numpy as np

    return 1.0 / (1.0 + np.exp(-coordinate))


#: A positive number, by its logarithm.
POSITIVE: Final = Axis(-345.0, 345.0, _positive)
#: A number between 0 and 1, by its logit: as near to 1 as a float comes, much nearer to 0.
FRACTION: Final = Axis(-690.0, 36.0, _fraction)
#: The same with 1 itself, which is what the last logit gives in floats.
UP_TO_ONE: Final = Axis(-690.0, 40.0, _fraction)


class Lowest(NamedTuple):
    """The least value of a function of the settings, one entry a problem.

    Attributes
    ----------
    log : ndarray
        Natural logarithm of the least value.
    coordinates : ndarray
        Where it is reached: problems by settings, in the axes' coordinates.
    """

    log: Any
    coordinates: Any


class Least(NamedTuple):
    """The least count, one entry a problem.

    Attributes
    ----------
    log_count : ndarray
        Natural logarithm of the least real N >= 1 that suffices; NaN where none does.
    count : ndarray
        The least whole N that suffices; NaN where none does.
    settings : tuple of ndarray
        Settings with which ``count`` suffices; where no count does, those of the floor.
    log_floor : ndarray
        Natural logarithm of the infimum of the bound over N and the settings; -inf where it still
        falls at the largest N.
    """

    log_count: Any
    count: Any
    settings: tuple[Any, ...]
    log_floor: Any


def lowest(function: Callable[[tuple[Any, ...]], Any], axes: Sequence[Axis]) -> Lowest:
    """Minimise a function of a few settings, each over its whole axis.

    Parameters
    ----------
    function : callable
        Takes an array for each setting: problems (or one row for all of them) by points. Returns
        natural logarithms, problems by points; NaN where the function is not defined.
    axes : sequence of Axis
        One for each setting.

    Returns
    -------
    Lowest
        The least value, right to 1e-12, and where it is reached.
    """
    import numpy as np

    with np.errstate(all="ignore"):
        if not axes:
            alone = np.zeros((1, 1, 0))
            return Lowest(_evaluate(function, axes, alone)[:, 0], alone[0])
        found = _follow(function, axes, *_valleys(function, axes))
        if len(axes) < _MANY:
            return found
        # A grid over many whole axes steps over a valley of ordinary size.
        near = [
            axis._replace(low=max(axis.low, -_NEAR), high=min(axis.high, _NEAR)) for axis in axes
        ]
        found = _lower(found, _follow(function, axes, *_valleys(function, near)))
        # Where a setting hardly matters a valley is flat: another may begin elsewhere on its line.
        for _ in range(_ROUNDS):
            found = _lower(found, _follow(function, axes, *_lines(function, axes, found)))
        return found


def _lower(one: Lowest, other: Lowest) -> Lowest:
    import numpy as np

    lower = other.log < one.log
    return Lowest(
        np.where(lower, other.log, one.log),
        np.where(lower[:, None], other.coordinates, one.coordinates),
    )


def least_count(
    bound: Callable[[Any, tuple[Any, ...]], Any], axes: Sequence[Axis], log_target: Any
) -> Least:
    """Find the least N at which the best settings bring a bound down to a target.

    All problems are searched at once: each array that the bound makes takes 30 kB a problem.

    Parameters
    ----------
    bound : callable
        ``bound(log_count, settings)`` takes the natural logarithm of N (problems by one) and an
        array for each setting (problems, or one row for all of them, by points). It returns
        natural logarithms, problems by points; NaN where the bound is not defined. In N it must
        fall from some N on, and may rise only before.
    axes : sequence of Axis
        One for each free setting; none where the bound has none.
    log_target : array_like
        Natural logarithm of the target, one entry a problem.

    Returns
    -------
    Least
        Counts, settings and floors. ``log_count`` is right to 1e-12 times the inverse of the slope
        of the bound there; ``count`` is exact below 1e11, but for the rounding of the bound.

    Examples
    --------
    >>> import numpy as np
    >>> found = least_count(lambda n, _: np.log(2.0) - 0.5 * n, (), np.log(0.1))
    >>> float(found.count[0])
    400.0
    """
    import numpy as np

    target = np.atleast_1d(np.asarray(log_target, float))

    def best(log_count: Any, near: Any = None) -> Lowest:
        """Return the least bound over the target: from the whole axes, or from near places."""

        def of(settings: tuple[Any, ...]) -> Any:
            return bound(log_count[:, None], settings)

        if near is None or not axes:
            found = lowest(of, axes)
        else:
            found = _follow(of, axes, near[:, None], np.full(len(axes), 2.0))
        return Lowest(np.broadcast_to(found.log, target.shape) - target, found.coordinates)

    def slope(log_count: Any, coordinates: Any) -> Any:
        """Return d log(bound)/d log N; the best settings' own change adds nothing to it."""
        settings = _values(axes, coordinates[:, None, :])
        ends = [bound(log_count[:, None] + step, settings)[:, 0] for step in (-1e-5, 1e-5)]
        return (ends[1] - ends[0]) / 2e-5

    with np.errstate(all="ignore"):
        ends = np.full(target.shape, LOG_COUNT_MAX)
        floor = best(ends)
        start = best(np.zeros(target.shape))
        none, at_once = ~(floor.log <= 0), start.log <= 0
        settled = none | at_once
        log_count, found = _root(best, slope, start, ends, settled, follow=True)
        there = best(log_count)
        # In another valley it is lower, or settings that were not yet the best hid the root.
        astray = (there.log < found.log - 1e-11) | (np.abs(found.log) > 1e-11)
        if np.any(astray & ~settled):
            log_count, there = _root(best, slope, start, ends, settled, follow=False)
        count, coordinates = _whole(best, log_count, there.coordinates)
        falling = best(ends / 2, floor.coordinates).log - floor.log > _LEVEL
        nothing = np.where(none, np.nan, 0.0)
        return Least(
            log_count + nothing,
            count + nothing,
            _values(axes, np.where(none[:, None], floor.coordinates, coordinates)),
            np.where(falling, -np.inf, floor.log + target),
        )


def _root(
    best: Callable[..., Lowest],
    slope: Callable[[Any, Any], Any],
    start: Lowest,
    ends: Any,
    settled: Any,
    *,
    follow: bool,
) -> tuple[Any, Lowest]:
    """Return log N where the least value meets the target, from 0 on; 0 where that is settled.

    With ``follow`` the best settings are followed from one N to the next; without, they are looked
    for over the whole axes each time.
    """
    import numpy as np

    low, high = np.zeros(ends.shape), np.where(settled, 0.0, ends)
    here, found = low, start
    for _ in range(_MOST_COUNTS):
        step = here - found.log / slope(here, found.coordinates)
        inside = (step >= low) & (step <= high)
        moved = np.where(inside, step, (low + high) / 2)
        arrived = (high - low <= _STILL * np.maximum(1.0, high)) | (
            inside & (np.abs(step - here) <= _STILL * np.maximum(1.0, here))
        )
        here = np.where(arrived, here, moved)
        if np.all(arrived):
            break
        found = best(here, found.coordinates if follow else None)
        low = np.where(found.log > 0, here, low)
        high = np.where(found.log <= 0, here, high)
    return here, found


def _whole(best: Callable[..., Lowest], log_count: Any, near: Any) -> tuple[Any, Any]:
    """Return the least whole count at or next to a root, and the coordinates that it takes."""
    import numpy as np

    real = np.exp(log_count)
    count = np.where(real < _WHOLE, np.ceil(real * (1 - 1e-12)), np.ceil(real))
    found = best(np.log(count), near)
    missed = (found.log > 0) & (real < _WHOLE)
    if np.any(missed):
        count = count + missed
        found = best(np.log(count), near)
    return count, found.coordinates


def _values(axes: Sequence[Axis], coordinates: Any) -> tuple[Any, ...]:
    return tuple(axis.value(coordinates[..., place]) for place, axis in enumerate(axes))


def _valleys(function: Callable[[tuple[Any, ...]], Any], axes: Sequence[Axis]) -> tuple[Any, Any]:
    """Return points near the bottoms of the deepest valleys: of the whole axes, then more finely.

    Returns
    -------
    ndarray, ndarray
        Coordinates, problems by valleys by settings; how far apart the finer points stand.
    """
    import numpy as np

    most = int(_POINTS ** (1 / len(axes)))
    sizes = [min(most, int((axis.high - axis.low) / _SPACING) + 1) for axis in axes]
    ends = np.array([[axis.low, axis.high] for axis in axes])
    spacings = (ends[:, 1] - ends[:, 0]) / (np.array(sizes) - 1)
    centres = _minima(function, axes, np.mean(ends, axis=1)[None, None], spacings, sizes)
    most = int(_FINER_POINTS ** (1 / len(axes)))
    sizes = [min(most, 2 * int(spacing) + 1) for spacing in spacings]
    spacings = 2 * spacings / (np.array(sizes) - 1)
    return _minima(function, axes, centres, spacings, sizes), spacings


def _lines(
    function: Callable[[tuple[Any, ...]], Any], axes: Sequence[Axis], found: Lowest
) -> tuple[Any, Any]:
    """Return the lowest points of the lines through a bottom, one an axis, and their spacing."""
    import numpy as np

    starts, spacings = [], []
    for place, axis in enumerate(axes):
        sizes = [1] * len(axes)
        sizes[place] = _LINE_POINTS
        steps = np.zeros(len(axes))
        steps[place] = spacing = (axis.high - axis.low) / (_LINE_POINTS - 1)
        centres = found.coordinates[:, None].copy()
        centres[..., place] = (axis.low + axis.high) / 2
        starts.append(_minima(function, axes, centres, steps, sizes))
        spacings.append(spacing)
    return np.concatenate(starts, axis=1), np.array(spacings)


def _minima(
    function: Callable[[tuple[Any, ...]], Any],
    axes: Sequence[Axis],
    centres: Any,
    spacings: Any,
    sizes: Sequence[int],
) -> Any:
    """Return the lowest points, of a grid about each centre, that no neighbour undercuts."""
    import numpy as np

    dims = len(axes)
    ticks = [np.arange(size) - (size - 1) / 2 for size in sizes]
    offsets = np.stack(np.meshgrid(*ticks, indexing="ij"), axis=-1).reshape(-1, dims) * spacings
    points = (centres[:, :, None] + offsets).reshape(len(centres), -1, dims)
    points = np.clip(points, [axis.low for axis in axes], [axis.high for axis in axes])
    logs = _evaluate(function, axes, points)
    grid = logs.reshape(len(logs), centres.shape[1], *sizes)
    around = np.pad(grid, [(0, 0), (0, 0), *[(1, 1)] * dims], constant_values=np.inf)
    nearby = grid
    for shift in itertools.product((0, 1, 2), repeat=dims):
        window = tuple(slice(by, by + size) for by, size in zip(shift, sizes, strict=True))
        nearby = np.minimum(nearby, around[(slice(None), slice(None), *window)])
    kept = np.where(grid <= nearby, grid, np.inf).reshape(len(grid), -1)
    most = max(1, min(_VALLEYS, int(np.max(np.sum(kept < np.inf, axis=1)))))
    chosen = np.argsort(kept, axis=1)[:, :most]
    points = np.broadcast_to(points, (len(chosen), *points.shape[1:]))
    return np.take_along_axis(points, chosen[..., None], 1)


def _evaluate(function: Callable[[tuple[Any, ...]], Any], axes: Sequence[Axis], points: Any) -> Any:
    """Return the function at points (problems by points by settings); inf where undefined."""
    import numpy as np

    logs = np.asarray(function(_values(axes, points)), float)
    if logs.ndim < 2:
        logs = np.broadcast_to(logs, points.shape[:-1])
    return np.where(np.isnan(logs), np.inf, logs)


def _follow(
    function: Callable[[tuple[Any, ...]], Any], axes: Sequence[Axis], centres: Any, spacings: Any
) -> Lowest:
    """Go from each valley of the grid to its bottom, and keep the lowest bottom of each problem.

    A stencil of 3 points an axis moves to its lowest point, or shrinks about it. Where the parabola
    through it has a bottom within reach, the next stencil stands there; a leap that does not pay is
    taken back and shortens the reach. Along narrow valleys, which lean between the axes, far points
    in the parabola's own directions are tried as well.
    """
    import numpy as np

    dims = len(axes)
    offsets = np.array(list(itertools.product((-1.0, 0.0, 1.0), repeat=dims)))
    size, middle = len(offsets), len(offsets) // 2
    low = np.array([axis.low for axis in axes])
    high = np.array([axis.high for axis in axes])
    width = np.broadcast_to(0.5, centres.shape[:2])
    bottom = centres
    level, reach = np.full((1, 1), np.inf), np.ones((1, 1))
    far = np.zeros((1, 1, 0, dims))
    leaps = np.array([sign * leap for leap in _LEAPS for sign in (-1, 1)])[:, None]
    for _ in range(_MOST_STENCILS):
        points = centres[:, :, None] + width[..., None, None] * spacings * offsets
        if far.size:
            points = np.concatenate([np.broadcast_to(points, (*far.shape[:2], size, dims)), far], 2)
        points = np.clip(points, low, high)
        logs = _evaluate(function, axes, points.reshape(len(points), -1, dims))
        logs = logs.reshape(len(logs), *points.shape[1:3])
        at, value = np.argmin(logs, axis=-1), np.min(logs, axis=-1)
        better = value < level
        gain = level - value
        where = np.take_along_axis(points, at[..., None, None], 2)[:, :, 0]
        bottom = np.where(better[..., None], where, bottom)
        level = np.where(better, value, level)
        stencil = logs[..., :size]
        spread = np.max(stencil, axis=-1) - np.min(stencil, axis=-1)
        flat = spread <= _FLAT * np.maximum(1.0, np.abs(value))
        small = width * np.max(spacings)
        if np.all(flat | (small < 1e-12) | (level == np.inf)):
            break
        step, directions = _parabola(stencil, dims)
        length = np.max(np.abs(step), axis=-1)  # NaN where it has no bottom
        reach = np.where(better, np.minimum(4 * reach, 256.0), np.maximum(reach / 16, 1.0))
        near = (better & (at < size) & (length <= reach))[..., None]
        guess = centres + np.where(near, step, 0.0) * width[..., None] * spacings
        scales = width[..., None, None, None] * spacings * leaps
        far = bottom[:, :, None, None] + directions[..., None, :] * scales
        far = far.reshape(*far.shape[:2], -1, dims)
        centres = np.where(near, np.clip(guess, low, high), bottom)
        # One parabola leaves an error of the order of its stencil's width squared.
        shrink = np.where(near[..., 0], np.clip(small, 1 / 64, 1 / 4), 1 / 4)
        # A leap that gains next to nothing says that the stencil is too wide to see the slope.
        idle = (at >= size) & (gain < spread / 16)
        width = np.where((at == middle) | ~better | idle, width * shrink, width)
    deepest = np.argmin(level, axis=1)
    return Lowest(
        np.take_along_axis(level, deepest[:, None], 1)[:, 0],
        np.take_along_axis(bottom, deepest[:, None, None], 1)[:, 0],
    )


def _parabola(logs: Any, dims: int) -> tuple[Any, Any]:
    """Return the bottom of the parabola through a stencil, and its directions, in widths.

    The bottom is NaN where the parabola has none.
    """
    import numpy as np

    middle = (1,) * dims
    values = logs.reshape(*logs.shape[:2], *(3,) * dims)

    def at(*moved: tuple[int, int]) -> Any:
        index = list(middle)
        for place, by in moved:
            index[place] += by
        return values[(slice(None), slice(None), *index)]

    gradient = np.stack([(at((i, 1)) - at((i, -1))) / 2 for i in range(dims)], axis=-1)
    hessian = np.empty((*logs.shape[:2], dims, dims))
    for i, j in itertools.combinations_with_replacement(range(dims), 2):
        if i == j:
            hessian[..., i, i] = at((i, 1)) + at((i, -1)) - 2 * at()
        else:
            corners = at((i, 1), (j, 1)) - at((i, 1), (j, -1))
            corners = corners - at((i, -1), (j, 1)) + at((i, -1), (j, -1))
            hessian[..., i, j] = hessian[..., j, i] = corners / 4
    finite = np.all(np.isfinite(hessian), axis=(-1, -2)) & np.all(np.isfinite(gradient), axis=-1)
    hessian = np.where(finite[..., None, None], hessian, np.eye(dims))
    curvatures, vectors = np.linalg.eigh(hessian)
    solid = finite & (np.min(curvatures, axis=-1) > 0)
    along = np.einsum("...ij,...i->...j", vectors, gradient) / curvatures
    step = -np.einsum("...ij,...j->...i", vectors, along)
    return np.where(solid[..., None], step, np.nan), np.swapaxes(vectors, -1, -2)
