"""How a spectrum is measured: every setting, checked at once. Loads no torch."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from typing import Any, Final

from adamw_bounds.errors import Fault, InputError

__all__ = ["BASES", "DISTRIBUTIONS", "DTYPES", "MATRICES", "Settings"]

#: Floating types in which products are computed; ``auto`` is float64 for an exact spectrum and
#: the model's own otherwise.
DTYPES: Final = ("auto", "float64", "float32", "bfloat16")
#: Distributions of a probe's entries.
DISTRIBUTIONS: Final = ("rademacher", "gaussian")
#: Matrices whose spectrum is measured.
MATRICES: Final = ("hessian", "ggn")
#: Where Lanczos vectors are kept.
BASES: Final = ("auto", "device", "host", "disk")

_CHOICES: Final = {
    "dtype": DTYPES,
    "distribution": DISTRIBUTIONS,
    "matrix": MATRICES,
    "basis": BASES,
}
#: Least value of each whole number.
_LEAST: Final = {
    "probes": 1,
    "steps": 1,
    "seed": 0,
    "exact_below": 0,
    "chunk": 1,
    "gradient_samples": 0,
}
_WHOLE = re.compile(r"[+-]?\d{1,18}")
_DEVICE = re.compile(r"auto|cpu|mps|(cuda|xpu)(:\d{1,3})?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How a spectrum is measured.

    Attributes
    ----------
    probes : int
        Random probes ≥ 1 of Lanczos quadrature; all advance together.
    steps : int
        Lanczos steps ≥ 1 of a probe; d steps at most are made.
    seed : int
        Seed ≥ 0 of probes, of the samples drawn and of the data's order. Probe j of a seed is
        the same vector whatever the number of probes.
    device : str
        ``auto`` (the model's own where it lies on an accelerator, else CUDA where there is one,
        else the CPU), ``cpu``, ``cuda``, ``cuda:1``.
    dtype : str
        Type of the products, one of `DTYPES`. They are accumulated in float32 at least.
    matrix : str
        ``hessian``, or ``ggn`` for the Gauss–Newton matrix.
    distribution : str
        ``rademacher`` (entries ±1) or ``gaussian``.
    exact_below : int
        Up to this d the whole matrix is computed, in float64, and its eigenvalues are exact.
    basis : str
        Where Lanczos vectors are kept, one of `BASES`: ``auto`` takes the first of device, host
        and disk that has room.
    chunk : int or None
        Probes whose products are computed by one vectorised call; None is 1 for probes, and as
        many as fit 64 for an exact spectrum. Results differ by rounding only.
    gradient_samples : int
        Single-sample gradients from which σ, c∞ and c2 are taken; all samples where there are no
        more. 0 measures none of the three.
    """

    probes: int = 10
    steps: int = 100
    seed: int = 0
    device: str = "auto"
    dtype: str = "auto"
    matrix: str = "hessian"
    distribution: str = "rademacher"
    exact_below: int = 5000
    basis: str = "auto"
    chunk: int | None = None
    gradient_samples: int = 256

    @classmethod
    def checked(cls, **given: Any) -> Settings:
        """Build from numbers or texts; None stands for the default.

        Raises
        ------
        InputError
            If a value is wrong; names all that are.
        """
        faults: list[Fault] = []
        values: dict[str, Any] = {}
        known = {item.name for item in fields(cls)}
        for name, value in given.items():
            if name not in known:
                faults.append(Fault(name, None, "is no setting of a measurement"))
            elif value is not None:
                values[name] = _checked(name, value, faults)
        if faults:
            raise InputError(faults)
        return cls(**values)


def _checked(name: str, value: Any, faults: list[Fault]) -> Any:
    if name in _LEAST:
        least = _LEAST[name]
        number = _whole(value)
        if number is None or number < least:
            faults.append(Fault(name, value, f"must be an integer ≥ {least}"))
        return number
    text = str(value).removeprefix("torch.")
    if name == "device":
        if not _DEVICE.fullmatch(text):
            faults.append(Fault(name, value, "must be auto, cpu, cuda or one device, cuda:1"))
    elif text not in _CHOICES[name]:
        faults.append(Fault(name, value, f"must be one of {', '.join(_CHOICES[name])}"))
    return text


def _whole(value: Any) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        return int(value) if _WHOLE.fullmatch(value.strip()) else None
    try:
        return int(value) if int(value) == value and abs(value) < 10**18 else None
    except (TypeError, ValueError, OverflowError):
        return None
