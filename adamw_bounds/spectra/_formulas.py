"""Calls the generated kernels of Section 5 and of the PAC-Bayes bounds.

Arrays (one entry for each singular value) are float64; scalars of a whole spectrum are
`decimal.Decimal`, whose range and precision leave no overflow and no cancellation to handle.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from adamw_bounds.engine.evaluate import truth
from adamw_bounds.kernels.calls import find
from adamw_bounds.kernels.mathematics import Arrays
from adamw_bounds.kernels.types import Kernel
from adamw_bounds.optimizers import ADAMW, OPTIMIZERS

__all__ = [
    "CORRECTED",
    "STATEMENT",
    "Roots",
    "excesses",
    "lambda_cap",
    "log_x",
    "mean_slopes",
    "mean_summands",
    "reading_of",
    "slopes",
    "summands",
    "why",
    "x_values",
]

FloatArray = npt.NDArray[np.float64]

STATEMENT: Final = "corollary-3"
#: The reading that holds at every batch size; at b = 1 it is the printed one.
CORRECTED: Final = "corrected"
_ARRAYS: Final = Arrays()
#: Where |log x| is below it, h(x) - 1 is taken from x - 1.
_NEAR: Final = 0.5


class _Lane:
    """An array whose operators write into the buffers of a `Roots`, which take turns."""

    __slots__ = ("_owner", "array")
    __array_ufunc__ = None  # an array of settings on the left leaves the operation to the lane

    def __init__(self, array: FloatArray, owner: Roots) -> None:
        self.array = array
        self._owner = owner

    def _write(self, function: Any, left: Any, right: Any) -> _Lane:
        left = left.array if isinstance(left, _Lane) else left
        right = right.array if isinstance(right, _Lane) else right
        return _Lane(function(left, right, out=self._owner.buffer()), self._owner)

    def __add__(self, other: Any) -> _Lane:
        return self._write(np.add, self, other)

    __radd__ = __add__

    def __mul__(self, other: Any) -> _Lane:
        return self._write(np.multiply, self, other)

    __rmul__ = __mul__

    def __rtruediv__(self, other: Any) -> _Lane:
        return self._write(np.divide, other, self)


class Roots:
    """The backend for chunks of singular values, whose root the optimizers share.

    Everything is written into a few buffers that stay: a new array for every operation would let
    the allocator hand memory back and fault it in again, which costs more than the arithmetic.
    """

    def __init__(self, size: int) -> None:
        self._root, *self._buffers = (np.empty(size) for _ in range(3))
        self._turn = 0
        self._lane = _Lane(self._root, self)

    def take(self, sigma: FloatArray) -> None:
        """Take the next chunk, at most `size` values."""
        self._lane = _Lane(np.sqrt(sigma, out=self._root[: sigma.size]), self)

    def buffer(self) -> FloatArray:
        """Return the buffer that was not written to last."""
        self._turn = 1 - self._turn
        return self._buffers[self._turn][: self._lane.array.size]

    def sqrt(self, value: Any) -> Any:
        """Return the root of a setting, or that of the chunk, which is there already."""
        return self._lane if np.ndim(value) else math.sqrt(value)


def _kernel(quantity: str, variant: str, optimizer: str) -> Kernel:
    # What has no decay is AdamW with λ = 0.
    whose = optimizer if OPTIMIZERS[optimizer].has_decay else ADAMW.key
    kernel = find(STATEMENT, quantity, variant, optimizer=whose)
    assert kernel is not None  # every one of them is encoded
    return kernel


def _arguments(
    optimizer: str, sigma: FloatArray | float, lam: Any, settings: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the inputs of a kernel; a setting may be an array, with an entry for each value."""
    return {
        "singular_value": sigma,
        OPTIMIZERS[optimizer].setting or "lam": lam,
        **{name: _number(settings[name]) for name in ("eta", "rho", "batch_size")},
    }


def _number(setting: Any) -> Any:
    return setting if isinstance(setting, np.ndarray) else float(setting)


def summands(
    optimizer: str,
    sigma: FloatArray,
    lam: float,
    settings: Mapping[str, Any],
    variant: str = CORRECTED,
) -> tuple[FloatArray, FloatArray]:
    """Return h(x_i) and log x_i for each singular value; h is not finite beyond a float."""
    function = _kernel("err-summand", variant, optimizer).function
    with np.errstate(all="ignore"):
        whole, (log, _) = function(_ARRAYS, **_arguments(optimizer, sigma, lam, settings))
    return whole, log


def excesses(
    optimizer: str,
    sigma: FloatArray,
    lam: Any,
    settings: Mapping[str, Any],
    variant: str = CORRECTED,
) -> tuple[FloatArray, FloatArray]:
    """Return h(x_i) - 1 >= 0 and log x_i for each singular value.

    What stands beside d in KL and Φ is Σ(h - 1). Taken from Σh it would lose its digits: near
    x = 1, h - 1 is about (x - 1)²/2. Not finite where h is beyond a float.
    """
    log = log_x(optimizer, sigma, lam, settings, variant)
    function = _kernel("x-plain", variant, optimizer).function
    with np.errstate(all="ignore"):
        away = log + np.expm1(-log)
        step = function(_ARRAYS, **_arguments(optimizer, sigma, lam, settings))[0] - 1
        near = np.log1p(step) - step / (1 + step)
        return np.maximum(np.where(np.abs(log) < _NEAR, near, away), 0.0), log


def x_values(
    optimizer: str,
    sigma: FloatArray,
    lam: Any,
    settings: Mapping[str, Any],
    roots: Roots,
    variant: str = CORRECTED,
) -> FloatArray:
    """Return x_i itself, in a buffer of `roots`, which has taken `sigma`, until its next call."""
    function = _kernel("x-plain", variant, optimizer).function
    result: _Lane = function(roots, **_arguments(optimizer, sigma, lam, settings))[0]
    return result.array


def slopes(
    optimizer: str, sigma: FloatArray, lam: float, settings: Mapping[str, Any]
) -> FloatArray:
    """Return ∂h(x_i)/∂λ for each singular value."""
    function = _kernel("err-slope", "corrected", optimizer).function
    with np.errstate(all="ignore"):
        result: FloatArray = function(_ARRAYS, **_arguments(optimizer, sigma, lam, settings))[0]
    return result


def _of_mean(
    quantity: str,
    optimizer: str,
    sigma: FloatArray,
    x_star: FloatArray,
    lam: float,
    settings: Mapping[str, Any],
) -> FloatArray:
    kernel = _kernel(quantity, "corrected", optimizer)
    arguments = _arguments(optimizer, sigma, lam, settings) | {"x_star_component": x_star}
    with np.errstate(all="ignore"):
        result: FloatArray = kernel.function(
            _ARRAYS, **{name: arguments[name] for name in kernel.inputs}
        )[0]
    return result


def mean_summands(
    optimizer: str,
    sigma: FloatArray,
    x_star: FloatArray,
    lam: float,
    settings: Mapping[str, Any],
) -> FloatArray:
    """Return the stationary mean's square over ρ, along each eigenvector (Q ∝ H^(-1/2))."""
    return _of_mean("mean-summand", optimizer, sigma, x_star, lam, settings)


def mean_slopes(
    optimizer: str,
    sigma: FloatArray,
    x_star: FloatArray,
    lam: float,
    settings: Mapping[str, Any],
) -> FloatArray:
    """Return the derivatives of `mean_summands` in λ."""
    return _of_mean("mean-slope", optimizer, sigma, x_star, lam, settings)


def lambda_cap(settings: Mapping[str, Any], least: float) -> Any:
    """Return η/(2ρ) − √(bσ) at the least singular value: AdamW's best λ is at most it, or 0."""
    function = _kernel("lambda-cap", CORRECTED, ADAMW.key).function
    values = {name: _number(settings[name]) for name in ("eta", "rho", "batch_size")}
    found = function(_ARRAYS, singular_value=least, **values)[0]
    return found if np.ndim(found) else float(found)


def log_x(
    optimizer: str,
    sigma: FloatArray,
    lam: Any,
    settings: Mapping[str, Any],
    variant: str = CORRECTED,
) -> FloatArray:
    """Return log x_i, also where x_i itself would leave the range of a float."""
    function = _kernel("x", variant, optimizer).function
    with np.errstate(all="ignore"):
        result: FloatArray = function(_ARRAYS, **_arguments(optimizer, sigma, lam, settings))[0]
    return result


def reading_of(optimizer: str, variant: str) -> str:
    """Return how a reading of x_i is called, and how it differs from the other."""
    text = _kernel("err-summand", variant, optimizer).why
    return text if text.startswith("as printed") else f"{variant}: {text}"


def why(variant: str, optimizer: str, batch_size: int) -> str:
    """Return how a reading of x_i differs at this batch size; empty where it does not."""
    kernel = _kernel("err-summand", variant, optimizer)
    return kernel.why if truth(kernel.why_when, {"batch_size": batch_size}) else ""
