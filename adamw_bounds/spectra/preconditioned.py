"""What a finished run's own preconditioner Q makes of a curvature matrix H ⪰ 0.

S = Q^½ H Q^½ is measured at random vectors z, for log det, and at Q^½z, for Tr[Q f(S)]; H itself
likewise where the run was ℓ2-Adam's. The formulas are those of ``here-own-preconditioner``.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Final

import numpy as np

from adamw_bounds.errors import InputError
from adamw_bounds.spectra.decays import Decays
from adamw_bounds.spectra.meta import Meta
from adamw_bounds.spectra.spectrum import Spectrum

__all__ = ["PARTS", "PREFIX", "Dead", "Preconditioned", "arrays_of", "from_arrays"]

#: Before the keys of a file.
PREFIX: Final = "preconditioned/"
#: Spectra that may stand there: of S at z and at Q^½z, of H at z and at Q^½z, of W = S + D at z.
PARTS: Final = ("s", "s_trace", "h", "h_trace", "w")
_ARRAYS: Final = ("eigenvalues", "nodes", "weights", "residuals", "known", "apart")
#: Counts, and the least that each may be.
_COUNTS: Final = {"dim": 1, "removed": 0, "steps": 0}
#: Share by which rounding may put a sum of numbers outside their range.
_ROUNDED: Final = 1e-6
_NUMBERS: Final = ("log_det_q", "trace_q", "q_min", "q_median", "q_max")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dead:
    """Coordinates of one parameter whose q is far above the median.

    Attributes
    ----------
    name : str
        The parameter.
    count : int
        How many of its coordinates.
    share : float
        Their share of Tr Q.
    """

    name: str
    count: int
    share: float


@dataclass(frozen=True, kw_only=True, eq=False)
class Preconditioned:
    """Q of a finished run, and the spectra that err with it needs.

    Attributes
    ----------
    kind : str
        Whose it is: ``adam``, or ``amsgrad`` with the largest second moments so far.
    optimizer : str
        The optimizer as the spectrum file names it.
    matrix : str
        What stands for H: ``hessian`` or ``ggn``.
    kappa : float
        κ ≥ 0 that was added to it: H + κI.
    dim : int
        Coordinates that are covered.
    removed : int
        Coordinates whose gradient was always 0 (v̂ = 0): they are left out.
    steps : int
        Optimizer steps that were made.
    eta : float
        Learning rate η that q is measured in: that of most coordinates.
    lam : tuple of float
        Weight decays of the parameter groups, least first; one where all are alike.
    log_det_q, trace_q, q_min, q_median, q_max : float
        Σ log q_i, Σ q_i, and its range.
    log_det_s : float or None
        log det S where all eigenvalues of H are known, which tell it better than those of S.
    s, s_trace, h, h_trace : Spectrum or None
        Of S and of H, at z and at Q^½z. The weights of the latter two are shares of Tr Q, and
        where the spectrum is exact they are one row, of each eigenvalue.
    dead : tuple of Dead
        Nearly dead coordinates, by parameter.
    w : Spectrum or None
        Of W = S + D at z, where the run has several decays, which D has on its diagonal; where
        all eigenvalues are known, of ℓ2-Adam too.
    decays : Decays or None
        What the run's own decays make of the covariance, where no closed form has it: those of
        ℓ2-Adam, and several ones.
    ratio : mapping or None
        Quantiles of b·v̂_i/H_ii by their level, where the diagonal is known; ``trace`` is
        b·Σv̂_i/Tr H.
    x_star_norm : float or None
        ‖x*‖₂ of the coordinates that are covered; None where the file does not say it.
    """

    kind: str
    optimizer: str
    matrix: str
    kappa: float
    dim: int
    removed: int
    steps: int
    eta: float
    lam: tuple[float, ...]
    log_det_q: float
    trace_q: float
    q_min: float
    q_median: float
    q_max: float
    log_det_s: float | None = None
    s: Spectrum | None = None
    s_trace: Spectrum | None = None
    h: Spectrum | None = None
    h_trace: Spectrum | None = None
    w: Spectrum | None = None
    decays: Decays | None = None
    dead: tuple[Dead, ...] = ()
    ratio: Mapping[str, float] | None = None
    versions: Mapping[str, Any] = field(default_factory=dict)
    x_star_norm: float | None = None

    @property
    def is_exact(self) -> bool:
        """Whether all eigenvalues are known."""
        return any(part is not None and part.kind == "exact" for part in (self.s, self.h))

    def least(self) -> float:
        """Return the least eigenvalue of S that κ leaves possible, where H ⪰ 0."""
        return self.kappa * self.q_min

    @property
    def is_l2(self) -> bool:
        """Whether the run's decay is a term of the gradient."""
        return "l2" in self.optimizer

    @property
    def has_several(self) -> bool:
        """Whether the coordinates have several weight decays."""
        return len(self.lam) > 1 or (self.decays is not None and self.decays.differ)

    @property
    def range_of_decays(self) -> tuple[float, float] | None:
        """Least and largest decay in the unit of λ, where `decays` has them."""
        return None if self.decays is None else (self.decays.least, self.decays.largest)

    def negative(self) -> float | None:
        """Return the least eigenvalue of S or H where it is negative beyond rounding, else None."""
        for part in (self.s, self.h):
            if part is None:
                continue
            low = part.extremes[0]
            if low < -part.resolution():
                return low
        return None


def arrays_of(own: Preconditioned) -> dict[str, Any]:
    """Return the keys of a file."""
    told = {item.name: getattr(own, item.name) for item in fields(own) if item.name not in PARTS}
    told["lam"] = list(own.lam)
    told["dead"] = [[item.name, item.count, item.share] for item in own.dead]
    told["ratio"] = None if own.ratio is None else dict(own.ratio)
    told["versions"] = dict(own.versions)
    told["decays"] = None if own.decays is None else asdict(own.decays)
    found: dict[str, Any] = {
        f"{PREFIX}meta": np.array(json.dumps(told, ensure_ascii=False, allow_nan=False))
    }
    for name in PARTS:
        part: Spectrum | None = getattr(own, name)
        if part is None:
            continue
        start = f"{PREFIX}{name}/"
        found |= {
            start + key: value for key in _ARRAYS if (value := getattr(part, key)) is not None
        }
        found[f"{start}meta"] = np.array(
            json.dumps(
                {
                    key: value
                    for key, value in part.meta.as_dict().items()
                    if value is not None and key != "dtype"
                }
                | {"dtype": part.dtype},
                allow_nan=False,
            )
        )
    return found


def from_arrays(arrays: Mapping[str, Any]) -> Preconditioned | None:
    """Read the keys of a file, None where it has none.

    Raises
    ------
    InputError
        If they are not what `arrays_of` writes.
    """
    held = {key[len(PREFIX) :]: value for key, value in arrays.items() if key.startswith(PREFIX)}
    if not held:
        return None
    told = _json(held.pop("meta", None), "meta")
    parts: dict[str, dict[str, Any]] = {}
    for key, value in held.items():
        name, _, last = key.partition("/")
        if name not in PARTS or last not in (*_ARRAYS, "meta"):
            raise InputError(f"{PREFIX}{key:.60} is none of the keys under {PREFIX}")
        parts.setdefault(name, {})[last] = value
    known = {item.name for item in fields(Preconditioned)} - set(PARTS)
    missing = sorted(
        {"kind", "optimizer", "matrix", "kappa", "eta", "lam", *_COUNTS, *_NUMBERS} - told.keys()
    )
    if missing:
        raise InputError(f"{PREFIX}meta lacks {', '.join(missing)}")
    values = {name: value for name, value in told.items() if name in known}
    try:
        for name in ("kappa", "eta", *_NUMBERS):
            values[name] = _number(name, values[name])
        for name, least in _COUNTS.items():
            values[name] = _count(name, values[name], least)
        values["log_det_s"] = (
            None if values.get("log_det_s") is None else _number("log_det_s", values["log_det_s"])
        )
        values["x_star_norm"] = (
            None
            if values.get("x_star_norm") is None
            else _number("x_star_norm", values["x_star_norm"])
        )
        values["lam"] = tuple(_number("lam", item) for item in values["lam"])
        values["dead"] = tuple(
            Dead(name=str(name), count=_count("dead", count, 0), share=_number("dead", share))
            for name, count, share in values.get("dead") or ()
        )
        if values.get("ratio") is not None:
            values["ratio"] = {
                str(level): _number("ratio", item) for level, item in values["ratio"].items()
            }
        if values.get("decays") is not None:
            values["decays"] = Decays.from_mapping(values["decays"])
    except (TypeError, ValueError, KeyError, AttributeError) as error:
        raise InputError(f"{PREFIX}meta holds what is no number: {error}") from error
    dim = values["dim"]
    wrong = [
        name
        for name, fits in (
            ("kind", isinstance(values["kind"], str)),
            ("optimizer", isinstance(values["optimizer"], str)),
            ("matrix", values["matrix"] in ("hessian", "ggn")),
            ("kappa", values["kappa"] >= 0),
            ("eta", values["eta"] > 0),
            ("lam", min(values["lam"], default=-1.0) >= 0),
            ("q_min", 0 < values["q_min"] <= values["q_median"]),
            ("q_max", values["q_median"] <= values["q_max"]),
            *_sums(values),
            ("x_star_norm", values["x_star_norm"] is None or values["x_star_norm"] >= 0),
            ("versions", isinstance(values.get("versions", {}), Mapping)),
        )
        if not fits
    ]
    if wrong:
        raise InputError(f"{PREFIX}meta cannot have these values: {', '.join(wrong)}")
    spectra: dict[str, Any] = {}
    for name, own in parts.items():
        meta = Meta.from_mapping(_json(own.pop("meta", None), f"{name}/meta"))
        try:
            spectra[name] = Spectrum(dim=dim, meta=meta, label=name, **own)
        except InputError as error:
            raise InputError(f"in {PREFIX}{name}, {error.message}") from error
    return Preconditioned(**values, **spectra)


def _number(name: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(name)
    number = float(value)
    if not math.isfinite(number):
        raise ValueError(name)
    return number


def _count(name: str, value: Any, least: int) -> int:
    number = _number(name, value)
    if number != int(number) or number < least:
        raise ValueError(name)
    return int(number)


def _sums(values: Mapping[str, Any]) -> Iterator[tuple[str, bool]]:
    """Yield whether Σ q and Σ log q can be those of d numbers in the range that q has."""
    low, high, dim = values["q_min"], values["q_max"], values["dim"]
    for name, least, most in (
        ("trace_q", dim * low, dim * high),
        ("log_det_q", dim * math.log(max(low, 5e-324)), dim * math.log(max(high, 5e-324))),
    ):
        slack = _ROUNDED * max(abs(least), abs(most), 1.0)
        yield name, least - slack <= values[name] <= most + slack


def _json(value: Any, what: str) -> dict[str, Any]:
    try:
        found = json.loads(value.item())
    except (AttributeError, ValueError, TypeError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise InputError(f"{PREFIX}{what} is no JSON object")
    return found


def names(dead: Sequence[Dead], most: int = 4) -> str:
    """Return ``fc.weight (12 coordinates, 93 % of Tr Q)`` and so on."""
    shown = [f"{item.name} ({item.count}, {100 * item.share:.3g} %)" for item in dead[:most]]
    more = f" and {len(dead) - most} more" if len(dead) > most else ""
    return ", ".join(shown) + more
