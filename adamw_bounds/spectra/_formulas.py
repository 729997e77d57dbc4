"""Calls the generated kernels of Corollary 3.

Arrays (one entry for each singular value) are float64; scalars of a whole spectrum are
`decimal.Decimal`, whose range and precision leave no overflow and no cancellation to handle.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from adamw_bounds.bounds.kernel_types import Kernel
from adamw_bounds.bounds.kernels import find
from adamw_bounds.bounds.mathematics import Arrays

__all__ = ["c0", "kl", "log_x", "phi", "summands"]

FloatArray = npt.NDArray[np.float64]

_STATEMENT: Final = "corollary-3"
_ARRAYS: Final = Arrays()


class _Decimals:
    """What the linear kernels call, for Decimal."""

    @staticmethod
    def log(x: Decimal) -> Decimal:
        return x.ln()

    @staticmethod
    def sqrt(x: Decimal | int) -> Decimal:
        return Decimal(x).sqrt()


def _kernel(quantity: str, variant: str, optimizer: str | None = None) -> Kernel:
    # Adam is AdamW without decay.
    kernel = find(
        _STATEMENT, quantity, variant, optimizer="adamw" if optimizer == "adam" else optimizer
    )
    assert kernel is not None  # every one of them is encoded
    return kernel


def _arguments(
    optimizer: str, sigma: FloatArray, lam: float, settings: Mapping[str, Any]
) -> dict[str, Any]:
    return {
        "singular_value": sigma,
        "lam_l2" if optimizer == "l2-adam" else "lam": lam,
        **{name: settings[name] for name in ("eta", "rho", "batch_size")},
    }


def summands(
    optimizer: str, sigma: FloatArray, lam: float, settings: Mapping[str, Any]
) -> tuple[FloatArray, FloatArray]:
    """Return h(x_i) and log x_i for each singular value; h is not finite beyond a float."""
    function = _kernel("err-summand", "printed", optimizer).function
    with np.errstate(all="ignore"):
        whole, (log, _) = function(_ARRAYS, **_arguments(optimizer, sigma, lam, settings))
    return whole, log


def log_x(optimizer: str, sigma: FloatArray, lam: float, settings: Mapping[str, Any]) -> FloatArray:
    """Return log x_i, also where x_i itself would leave the range of a float."""
    function = _kernel("x", "printed", optimizer).function
    with np.errstate(all="ignore"):
        result: FloatArray = function(_ARRAYS, **_arguments(optimizer, sigma, lam, settings))[0]
    return result


def c0(variant: str, **values: Decimal) -> Decimal:
    """Return c0 from ``x_star_norm, rho, dim, samples, tau``: as printed, or as the KL gives it."""
    result: Decimal = _kernel("c0", variant).function(_Decimals, **values)[0]
    return result


def phi(err: Decimal, c0: Decimal, samples: Decimal) -> Decimal:
    """Return Φ; err ≥ d keeps err + c0 above 0."""
    result: Decimal = _kernel("phi", "printed").function(
        _Decimals, err=err, c0=c0, samples=samples
    )[0]
    return result


def kl(err: Decimal, **values: Decimal) -> Decimal:
    """Return KL(N(x*, M) ‖ N(0, ρI)) in nats from ``x_star_norm, rho, dim``."""
    result: Decimal = _kernel("kl", "corrected").function(_Decimals, err=err, **values)[0]
    return result
