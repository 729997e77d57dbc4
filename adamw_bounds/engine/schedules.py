"""Sums of learning rates: all that a bound needs to know of a schedule beside its peak.

Every schedule rises linearly over its warm-up, from 0, and then follows its shape; k and T of a
shape count from the end of the warm-up. Sums are closed forms, so a million steps cost nothing.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

__all__ = ["SHAPES", "rate_share", "rate_values", "root_sum"]

#: B_{2j}/(2j)!: Euler and Maclaurin.
_EULER_MACLAURIN: Final = (1 / 12, -1 / 720, 1 / 30240, -1 / 1209600)
#: From here on that expansion has all the digits of a float.
_FAR: Final = 40


def _correction(x: float) -> float:
    """Return Σ_{k≥0} (x+k)^(-1/2) less its integral, for a large x."""
    total, factor, power = 0.5 / math.sqrt(x), 0.5, x**-1.5
    for place, coefficient in enumerate(_EULER_MACLAURIN):
        total += coefficient * factor * power
        factor *= (2 * place + 1.5) * (2 * place + 2.5)  # of the next odd derivative
        power /= x * x
    return total


def root_sum(scale: float, steps: float) -> float:
    """Return Σ_{k<steps} √(scale/(scale + k)).

    Parameters
    ----------
    scale : float
        At least 1.
    steps : float
        A whole number.
    """
    # The first terms one by one, until the expansion of Euler and Maclaurin has all digits.
    first = int(min(steps, max(0.0, math.ceil(_FAR - scale))))
    total = math.fsum(1 / math.sqrt(scale + k) for k in range(first))
    start, end = scale + first, scale + steps
    if steps > first:
        total += 2 * (steps - first) / (math.sqrt(end) + math.sqrt(start))
        total += _correction(start) - _correction(end)
    return math.sqrt(scale) * total


def _constant(steps: float, **_: float) -> float:
    return steps


def _linear(steps: float, *, final: float, **_: float) -> float:
    return steps - (1 - final) * (steps - 1) / 2


def _cosine(steps: float, *, final: float, **_: float) -> float:
    # Σ_{k<T} cos(πk/T) = 1.
    return steps * final + (1 - final) * (steps + 1) / 2


def _inverse_root(steps: float, *, warmup: float, **_: float) -> float:
    return root_sum(max(1.0, warmup), steps)


def _step(steps: float, *, step_size: float, step_factor: float, **_: float) -> float:
    whole, rest = divmod(steps, step_size)
    if step_factor == 1:
        return steps
    kept = math.pow(step_factor, whole)
    return step_size * (1 - kept) / (1 - step_factor) + rest * kept


#: Every shape: the sum of its learning rates over a number of steps, the peak being 1.
SHAPES: Final[Mapping[str, Callable[..., float]]] = MappingProxyType(
    {
        "constant": _constant,
        "linear": _linear,
        "cosine": _cosine,
        "inverse-sqrt": _inverse_root,
        "step": _step,
    }
)


def rate_share(
    kind: str,
    steps: float,
    *,
    warmup: float = 0.0,
    final: float = 0.0,
    step_size: float = 1.0,
    step_factor: float = 0.1,
) -> float:
    """Return the sum of the learning rates over the peak.

    Parameters
    ----------
    kind : str
        A name of :data:`SHAPES`. ``linear``: η(1 − (1−final)k/T). ``cosine``:
        η(final + (1−final)(1 + cos(πk/T))/2). ``inverse-sqrt``: η√(N/(N+k)) after N = ``warmup``
        steps, N at least 1. ``step``: η·step_factor^⌊k/step_size⌋.
    steps : float
        All steps, those of the warm-up too.
    warmup : float
        Steps with η k/warmup, k = 0 … warmup − 1; fewer than ``steps``.
    final : float
        Share of the peak at the end.
    step_size, step_factor : float
        Of ``step``.

    Examples
    --------
    >>> rate_share("cosine", 4)
    2.5
    """
    rest = steps - warmup
    rising = (warmup - 1) / 2 if warmup else 0.0
    options: dict[str, Any] = {"final": final, "warmup": warmup}
    options |= {"step_size": step_size, "step_factor": step_factor}
    return rising + SHAPES[kind](rest, **options)


def rate_values(
    kind: str,
    first: int,
    stop: int,
    steps: int,
    *,
    warmup: float = 0.0,
    final: float = 0.0,
    step_size: float = 1.0,
    step_factor: float = 0.1,
) -> Any:
    """Return the learning rates of the steps from ``first`` up to ``stop``, over the peak.

    Parameters
    ----------
    kind, steps, warmup, final, step_size, step_factor
        See :func:`rate_share`.
    first, stop : int
        Which steps, counted from 0.

    Returns
    -------
    ndarray of float64
    """
    import numpy as np

    place = np.arange(first, stop, dtype=np.float64)
    k, rest = place - warmup, steps - warmup
    if kind == "constant":
        shape = np.ones_like(k)
    elif kind == "linear":
        shape = 1 - (1 - final) * k / rest
    elif kind == "cosine":
        # 1 + cos is a square: it keeps its digits where it is near 0.
        shape = final + (1 - final) * np.cos(np.pi * k / (2 * rest)) ** 2
    elif kind == "inverse-sqrt":
        scale = max(1.0, warmup)
        shape = np.sqrt(scale / np.maximum(scale + k, scale))
    else:
        shape = step_factor ** np.floor(np.maximum(k, 0.0) / step_size)
    return shape if not warmup else np.where(k < 0, place / warmup, shape)
