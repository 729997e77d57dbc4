"""What weight decay leaves of the start and of each update of a run, summed over its schedule.

x_T = P x_0 + Σ c_t(−u_t/λ) with c_t = η_tλ Π_{s>t}(1 − η_sλ) and P = Π(1 − η_tλ). The formulas take
−log P of the whole run and of its last part, and Σ c_t². A constant step has closed forms; every
other schedule is summed step by step.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from adamw_bounds.engine.evaluate import any_true, call, is_array
from adamw_bounds.engine.rates import Rates
from adamw_bounds.engine.schedules import rate_values
from adamw_bounds.errors import Fault
from adamw_bounds.kernels import SYMBOLS
from adamw_bounds.kernels.calls import backend_for
from adamw_bounds.kernels.duals import Undecided

__all__ = ["DECAY_SUMS", "DecaySums", "decay_sums", "enter_decay"]

#: More steps than this are not summed one by one.
_MOST_STEPS: Final = 10**8
_CHUNK: Final = 2**20
_LAST: Final = "last"


class DecaySums(NamedTuple):
    """Sums over a run, by the names of the inputs that they stand for.

    Attributes
    ----------
    decay_sum, decay_sum_last : float
        −Σ log(1 − η_tλ) over all steps, and over the last part of them.
    decay_squares : float
        Σ c_t².
    """

    decay_sum: float
    decay_sum_last: float
    decay_squares: float


DECAY_SUMS: Final = DecaySums._fields


def decay_sums(
    kind: str,
    steps: int,
    pull: float,
    *,
    last: float,
    listed: Sequence[float] | None = None,
    options: Mapping[str, float] | None = None,
) -> DecaySums:
    """Return the sums of a run.

    Parameters
    ----------
    kind : str
        The schedule, a name of :data:`~adamw_bounds.engine.schedules.SHAPES`.
    steps : int
        All steps of the run.
    pull : float
        ηλ at the peak, from 0 to 1.
    last : float
        Share of the steps that the last part has, rounded to whole steps, at least one.
    listed : sequence of float, optional
        The learning rates over the largest, in the place of ``kind``.
    options : mapping, optional
        Of the schedule, see :func:`~adamw_bounds.engine.schedules.rate_share`.

    Examples
    --------
    >>> sums = decay_sums("constant", 100_000, 3e-5, last=0.1)
    >>> round(math.exp(-sums.decay_sum), 4), round(-math.expm1(-sums.decay_sum_last), 3)
    (0.0498, 0.259)
    """
    tail = max(1, round(last * steps))
    if kind == "constant" and listed is None and not (options or {}).get("warmup"):
        return _constant(steps, pull, tail)
    if not isinstance(pull, int | float):
        raise Undecided  # steps are summed one by one for a number, not over a whole range
    import numpy as np

    whole: list[float] = []
    ends: list[float] = []
    squares: list[float] = []
    behind = 0.0
    with np.errstate(divide="ignore"):
        for stop in range(steps, 0, -_CHUNK):
            first = max(0, stop - _CHUNK)
            shares = (
                rate_values(kind, first, stop, steps, **(options or {}))
                if listed is None
                else np.asarray(listed[first:stop], dtype=np.float64)
            )
            pulls = pull * shares
            kept = np.log1p(-pulls)
            later = np.append(np.cumsum(kept[:0:-1])[::-1], 0.0)
            squares.append(float(np.sum((pulls * np.exp(behind + later)) ** 2)))
            whole.append(-float(np.sum(kept)))
            if stop > steps - tail:
                ends.append(-float(np.sum(kept[max(0, steps - tail - first) :])))
            behind -= whole[-1]
    return DecaySums(math.fsum(whole), math.fsum(ends), math.fsum(squares))


def _constant(steps: int, pull: float, tail: int) -> DecaySums:
    m = backend_for((pull,))
    rate = -m.log1p(-pull) if pull < 1 else math.inf
    squares = -pull * m.expm1(-2 * steps * rate) / (2 - pull)
    return DecaySums(steps * rate, tail * rate, squares)


def _default_last() -> float:
    """Return the share that the last part has where none is given."""
    default = SYMBOLS[_LAST].default
    assert default is not None  # the symbol is declared with one
    return float(call(default.function, default.inputs, {}))


def enter_decay(rates: Rates, given: dict[str, Any]) -> list[Fault]:
    """Put the sums of a run among the inputs, where they are known; return what is wrong."""
    eta, steps = given.get("eta"), given.get("iterations")
    lam, last = given.get("lam", 0.0), given.get(_LAST, _default_last())
    if eta is None or steps is None or lam is None or last is None:
        return []
    if not rates.is_constant and any_true(steps > _MOST_STEPS):
        shown = None if is_array(steps) else int(steps)
        most = "must be at most 10⁸ beside a schedule that is summed step by step"
        return [Fault("iterations", shown, most)]
    listed = None
    if rates.listed is not None:
        listed = [rate / eta for rate in rates.listed[: int(steps)]]
    kind = "constant" if rates.is_constant else rates.name

    def one(steps: float, pull: float, last: float, *values: float) -> DecaySums:
        options = dict(zip(rates.options, values, strict=True))
        # Beyond 1 a step is no mean: the condition says so, and no number is shown.
        return decay_sums(
            kind, int(steps), min(1.0, pull), last=last, listed=listed, options=options
        )

    points = (steps, eta * lam, last, *rates.options.values())
    if any(map(is_array, points)):
        import numpy as np

        found = np.vectorize(one, otypes=[float] * len(DECAY_SUMS))(*points)
        given.update(zip(DECAY_SUMS, found, strict=True))
    else:
        given.update(one(*points)._asdict())
    return []
