"""What a spectrum file says about how its spectrum was measured."""

from __future__ import annotations

import math
import numbers
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from adamw_bounds.errors import InputError
from adamw_bounds.frozen import Frozen

__all__ = ["Meta"]

_TEXTS = ("model", "data", "loss", "optimizer", "dtype", "method")
_POSITIVE = ("eta", "rho")
_NON_NEGATIVE = (
    "lam",
    "x_star_norm",
    "c_inf",
    "c_2",
    "sigma",
    "smoothness_lower",
    "gap_upper",
    "x_inf_norm",
    "test_accuracy",
)
_COUNTS = ("batch_size", "samples")


@dataclass(frozen=True, kw_only=True)
class Meta:
    """What was measured, and the constants measured with it; None where unknown.

    Symbols are the paper's; units as they are for the loss and parameters that were measured.

    Attributes
    ----------
    model, data, loss, optimizer, method : str or None
        What was measured, and how.
    eta : float or None
        Learning rate η > 0.
    lam : float or None
        Weight decay λ ≥ 0 (decoupled for AdamW, of the ℓ2 term for ℓ2-Adam).
    batch_size, samples : int or None
        Minibatch size b ≥ 1 and number of training samples n ≥ 1.
    rho : float or None
        Prior variance ρ > 0.
    x_star_norm, x_inf_norm : float or None
        ‖x*‖₂ and ‖x*‖∞ of the trained parameters.
    seed, versions : object
        Anything that JSON can hold.
    dtype : str or None
        Floating type in which the Hessian was computed, ``float32`` for example.
    c_inf, c_2, sigma, smoothness_lower, gap_upper : float or None
        Measured c∞, ℓ2 bound of the gradient, σ, a lower estimate of L, an upper bound of Δ.
    test_accuracy : float or None
        Accuracy on held-out data, as it was recorded.
    extra : mapping
        Every other name in the file. Of a measurement, among others: ``loss_over`` (``samples``;
        ``targets`` where the loss is a mean over targets that weigh differently or are ignored,
        over all the data as if in one batch; ``batches`` where it depends on how the data is cut),
        ``targets`` (how many of them count, where that is known and not the number of samples) and
        ``batches_measured`` (where it depends on them: pairs of samples in a batch and number of
        such batches).
    """

    model: str | None = None
    data: str | None = None
    loss: str | None = None
    optimizer: str | None = None
    eta: float | None = None
    lam: float | None = None
    batch_size: int | None = None
    samples: int | None = None
    rho: float | None = None
    x_star_norm: float | None = None
    seed: Any = None
    dtype: str | None = None
    method: str | None = None
    versions: Any = None
    c_inf: float | None = None
    c_2: float | None = None
    sigma: float | None = None
    smoothness_lower: float | None = None
    gap_upper: float | None = None
    x_inf_norm: float | None = None
    test_accuracy: float | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in _TEXTS:
            value = getattr(self, name)
            if not isinstance(value, str | None):
                raise InputError(f"{name} in meta must be a text, not {value!r}")
        for name in (*_POSITIVE, *_NON_NEGATIVE, *_COUNTS):
            value = getattr(self, name)
            if value is not None:
                object.__setattr__(self, name, _checked(name, value))
        object.__setattr__(self, "extra", Frozen(dict(self.extra)))

    @classmethod
    def from_mapping(cls, values: Mapping[str, Any]) -> Meta:
        """Build from the names and values of a file; unknown names go to `extra`.

        Raises
        ------
        InputError
            If a value is of the wrong kind or out of its domain.
        """
        known = {item.name for item in fields(cls)} - {"extra"}
        return cls(
            **{name: value for name, value in values.items() if name in known},
            extra={name: value for name, value in values.items() if name not in known},
        )

    def as_dict(self) -> dict[str, Any]:
        """Return names and values, null where unknown, as a file holds them."""
        known = {item.name: getattr(self, item.name) for item in fields(self)}
        del known["extra"]
        return {**known, **self.extra}


def _checked(name: str, value: Any) -> float | int:
    """Return the number, or say what is wrong with it."""
    counts = name in _COUNTS
    if isinstance(value, bool) or not isinstance(value, numbers.Real):
        raise InputError(f"{name} in meta must be a number, not {value!r}")
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise InputError(f"{name} in meta must be finite, not {value!r:.40}")
    if counts and (number < 1 or number != int(number)):
        raise InputError(f"{name} in meta must be an integer ≥ 1, not {value!r}")
    if number < 0 or (number == 0 and name in _POSITIVE):
        raise InputError(
            f"{name} in meta must be {'>' if name in _POSITIVE else '≥'} 0, not {value!r}"
        )
    return int(number) if counts else number
