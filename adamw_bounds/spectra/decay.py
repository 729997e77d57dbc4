"""The weight decay at which Corollary 3's err, or the KL with the right mean, is least."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from adamw_bounds.choice_names import DecayingName
from adamw_bounds.domains import read_number
from adamw_bounds.engine.golden import golden
from adamw_bounds.errors import Fault, InputError
from adamw_bounds.optimizers import DECAYING, OPTIMIZERS
from adamw_bounds.spectra import _formulas
from adamw_bounds.spectra.spectrum import CHUNK, Spectrum
from adamw_bounds.spelling import any_of

__all__ = [
    "DecayOptimum",
    "Minimum",
    "Piece",
    "Portion",
    "gathered",
    "optimal_decay",
    "pooled",
    "search",
]

Float64Array = npt.NDArray[np.float64]

#: Values up to which every one is evaluated at every λ of the search; more are pooled by σ first.
_EXACT = 1 << 15
_POOLS = 2048  # in a decade of σ
#: Points of the search in a decade of λ: a summand's slope, times λ, is smooth in log λ (analytic
#: in a strip of half-width π/2), and changes over a decade, not over a thirtieth of one.
_PER_DECADE = 30
#: The settings of a portion.
_SETTINGS = ("eta", "rho", "batch_size")
#: Singular values, how often each counts, and η, ρ and b: numbers, or one for each value.
Piece = tuple[Float64Array, Float64Array | float, Mapping[str, Any]]
#: λ below the least scale of the problem by this factor acts as 0 does.
_NEGLIGIBLE = 1e-3


@dataclass(frozen=True, slots=True)
class Minimum:
    """A local minimum: λ ≥ 0 and the value there (None beyond a float)."""

    lam: float
    value: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DecayOptimum:
    """Where a bound is least in λ.

    Attributes
    ----------
    optimizer : str
        ``adamw`` or ``l2-adam``.
    target : str
        ``err``, or ``kl``: with the stationary mean in the place of x*.
    minima : tuple of Minimum
        All local minima over λ ≥ 0, in the order of λ.
    criterion : tuple of float
        Both sides of the inequality that makes err fall at λ = 0: AdamW aΣσ_i^{−1/2} < Σ1/σ_i,
        ℓ2-Adam aΣ1/σ_i < Σσ_i^{−3/2}, with a = 2ρ√b/η; as shares of d, and over a where blocks
        have their own.
    cap : float or None
        max(0, η/(2ρ) − √(b·min σ_i)), which λ* of AdamW's err cannot exceed; None for other
        questions.
    """

    optimizer: str
    target: str
    minima: tuple[Minimum, ...]
    criterion: tuple[float, float]
    cap: float | None

    @property
    def best(self) -> Minimum:
        """The least of all; the smaller λ where two are equal."""
        return min(self.minima, key=lambda item: math.inf if item.value is None else item.value)

    @property
    def lam(self) -> float:
        """λ*."""
        return self.best.lam

    @property
    def value(self) -> float | None:
        """Err, or KL, at λ*; None beyond a float."""
        return self.best.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Portion:
    """Singular values that share η, ρ and b: a whole spectrum, or one block of it.

    Attributes
    ----------
    spectrum : Spectrum
        It states its dimension.
    settings : mapping
        ``eta``, ``rho``, ``batch_size``.
    floor : float
        Singular values below it are raised to it.
    """

    spectrum: Spectrum
    settings: Mapping[str, Any]
    floor: float

    @property
    def size(self) -> int:
        """Number of values that are held."""
        spectrum = self.spectrum
        arrays = spectrum.eigenvalues if spectrum.eigenvalues is not None else spectrum.nodes
        return 0 if arrays is None else int(arrays.size)

    @property
    def ends(self) -> tuple[float, float]:
        """Least and largest singular value, floored."""
        spectrum = self.spectrum
        return (
            max(spectrum.min_singular_value, self.floor),
            max(spectrum.max_singular_value, self.floor),
        )

    def walk(self) -> Iterator[tuple[Float64Array, Float64Array | float]]:
        """Yield floored singular values and how often each counts."""
        scale = (self.spectrum.dim or 1) / self.spectrum.probes
        for _, values, weights in self.spectrum.chunks():
            sigma = np.maximum(np.abs(values), self.floor)
            yield sigma, (1.0 if weights is None else weights * scale)


def optimal_decay(
    spectrum: Spectrum,
    optimizer: DecayingName | str,
    *,
    eta: float,
    rho: float,
    batch_size: int = 1,
    floor: float | None = None,
    x_star: npt.ArrayLike | None = None,
) -> DecayOptimum:
    """Find the λ at which Corollary 3's err is least, and every other local minimum.

    Parameters
    ----------
    spectrum : Spectrum
        It states its dimension; blocks in it are not used.
    optimizer : str
        ``adamw`` or ``l2-adam``.
    eta, rho, batch_size : float, float, int
        η > 0, ρ > 0, b ≥ 1.
    floor : float, optional
        Singular values below it are raised to it; by default ``spectrum.default_floor()``.
    x_star : array_like of shape (d,), optional
        x* in the Hessian's eigenbasis, in the order of the spectrum's exact eigenvalues. With
        it the KL divergence is least, whose mean is then ((bH)^½+λ)^{−1}(bH)^½x* (ℓ2-Adam:
        (H+λ)^{−1}Hx*) and not x*.

    Returns
    -------
    DecayOptimum
        λ* and all local minima.

    Raises
    ------
    InputError
        If an argument is wrong, or a singular value is 0 and the floor too.

    Notes
    -----
    AdamW's err has one minimum: its slope is the Laplace transform of (1−s)·Σexp(−a√σ_i·s), whose
    sign changes once. Corollary 3 of Zhou et al. 2024, doi:10.1109/TPAMI.2024.3382294, corrected:
    Q = √b·H^{−1/2}; the derivatives are ours.
    """
    faults: list[Fault] = []
    if optimizer not in DECAYING:
        faults.append(Fault("optimizer", optimizer, f"must be {any_of(DECAYING)}"))
    settings = {
        "eta": read_number("eta", eta, "> 0", faults),
        "rho": read_number("rho", rho, "> 0", faults),
        "batch_size": read_number("batch_size", batch_size, "integer >= 1", faults),
    }
    if floor is not None:
        floor = read_number("floor", floor, ">= 0", faults)
    found = None
    if x_star is not None:
        found = np.abs(np.asarray(x_star, dtype=np.float64))
        if spectrum.eigenvalues is None or found.shape != spectrum.eigenvalues.shape:
            faults.append(
                Fault("x_star", None, "needs one number for each of the exact eigenvalues")
            )
        elif not np.isfinite(found).all():
            faults.append(Fault("x_star", None, "must be finite"))
    if faults:
        raise InputError(faults)
    portion = Portion(
        spectrum=spectrum,
        settings=settings,
        floor=spectrum.default_floor() if floor is None else floor,
    )
    return search([portion], optimizer, found)


def search(
    portions: Sequence[Portion], optimizer: str, x_star: Float64Array | None = None
) -> DecayOptimum:
    """Find the best λ over several portions at once; see `optimal_decay`.

    Raises
    ------
    InputError
        If a singular value is 0, or the settings leave a float's range.
    """
    least = min(portion.ends[0] for portion in portions)
    largest = max(portion.ends[1] for portion in portions)
    if least <= 0:
        raise InputError([Fault("floor", 0.0, "must be > 0 to look for λ*: a singular value is 0")])
    # x = (√(bσ) + λ)/scale for AdamW, (√σ + λ/√σ)/scale for ℓ2-Adam.
    decoupled = OPTIMIZERS[optimizer].decays_parameters
    roots = [math.sqrt(portion.settings["batch_size"]) for portion in portions]
    scales = [
        _formulas.lambda_cap(portion.settings, 0.0) / (1.0 if decoupled else root)
        for portion, root in zip(portions, roots, strict=True)
    ]
    tau = max(scales) ** 2 / 4
    if not (min(scales) > 0 and 0 < tau < math.inf and largest < 1e300):
        raise InputError(
            "η, ρ and b lie so far apart that η/(2ρ) or its square leaves a float's range: no λ* "
            "can be looked for"
        )
    objective = _Objective(portions, optimizer, x_star)
    root = math.sqrt(least)
    cap = None
    if decoupled:
        # All x_i ≥ 1 from here on, so that err rises.
        top = cap = max([0.0, *(_formulas.lambda_cap(p.settings, p.ends[0]) for p in portions)])
        low = _NEGLIGIBLE * min(root * min(roots), *scales)
    else:
        # x ≥ 2√λ/scale ≥ 1 for λ ≥ scale²/4, so that err rises.
        top = tau
        low = _NEGLIGIBLE * min(least, *(min(scale, root) * root for scale in scales))
    if x_star is not None:
        top = _rising_from(objective.slope, max(top, root * max(roots), largest, *scales))
    lams = _stationary(objective.slope, max(low, 1e-300), top)
    values = [objective.value(lam) for lam in lams]
    return DecayOptimum(
        optimizer=optimizer,
        target="err" if x_star is None else "kl",
        minima=tuple(
            Minimum(lam, value if math.isfinite(value) else None)
            for lam, value in zip(lams, values, strict=True)
        ),
        criterion=_criterion(portions, optimizer),
        cap=cap if x_star is None else None,
    )


class _Objective:
    """Err, or 2KL + d, as a function of λ, and its slope; pooled values find, all values decide."""

    def __init__(
        self, portions: Sequence[Portion], optimizer: str, x_star: Float64Array | None
    ) -> None:
        self._optimizer = optimizer
        self._x_star = x_star
        self._portions = portions
        self._large = x_star is None and sum(portion.size for portion in portions) > _EXACT
        self._held = list(gathered(_pools(portions) if self._large else _pieces(portions)))

    @property
    def slope(self) -> _Slope:
        return _Slope(self._pooled_slope, self._full_slope if self._large else None)

    def _pooled_slope(self, lam: float) -> float:
        return math.fsum(
            float(np.sum(self._slopes(sigma, lam, settings, place) * weights))
            for place, (sigma, weights, settings) in enumerate(self._held)
        )

    def _full_slope(self, lam: float) -> float:
        return math.fsum(
            float(np.sum(_formulas.slopes(self._optimizer, sigma, lam, settings) * weights))
            for sigma, weights, settings in gathered(_pieces(self._portions))
        )

    def _slopes(
        self, sigma: Float64Array, lam: float, settings: Mapping[str, Any], place: int
    ) -> Float64Array:
        found = _formulas.slopes(self._optimizer, sigma, lam, settings)
        if self._x_star is not None:
            mine = self._of(place)
            found = found + _formulas.mean_slopes(self._optimizer, sigma, mine, lam, settings)
        return found

    def _of(self, place: int) -> Float64Array:
        """Return the part of x* that belongs to a held chunk: chunks stand in order."""
        assert self._x_star is not None
        start = sum(self._held[i][0].size for i in range(place))
        return self._x_star[start : start + self._held[place][0].size]

    def value(self, lam: float) -> float:
        """Return err, or the KL divergence."""
        parts = []
        if self._large:
            for sigma, weights, settings in gathered(_pieces(self._portions)):
                summands, _ = _formulas.summands(self._optimizer, sigma, lam, settings)
                parts.append(float(np.sum(summands * weights)))
        else:
            for place, (sigma, weights, settings) in enumerate(self._held):
                if self._x_star is None:
                    summands, _ = _formulas.summands(self._optimizer, sigma, lam, settings)
                else:
                    excesses, _ = _formulas.excesses(self._optimizer, sigma, lam, settings)
                    summands = 0.5 * (
                        excesses
                        + _formulas.mean_summands(
                            self._optimizer, sigma, self._of(place), lam, settings
                        )
                    )
                parts.append(float(np.sum(summands * weights)))
        try:
            return math.fsum(parts)
        except (OverflowError, ValueError):
            return math.inf


@dataclass(frozen=True, slots=True)
class _Slope:
    """A slope that is cheap to ask, and the exact one where the cheap one pools values."""

    cheap: Callable[[float], float]
    exact: Callable[[float], float] | None

    def __call__(self, lam: float) -> float:
        return self.cheap(lam)

    def at_zero(self) -> float:
        return (self.exact or self.cheap)(0.0)


def _pieces(portions: Sequence[Portion]) -> Iterator[Piece]:
    """Yield all values with how often each counts and the settings of their portion."""
    for portion in portions:
        for sigma, weights in portion.walk():
            yield sigma, weights, portion.settings


def _pools(portions: Sequence[Portion]) -> Iterator[Piece]:
    """Yield pools of the values of portions with the same settings."""
    alike: dict[tuple[Any, ...], list[Portion]] = {}
    for portion in portions:
        alike.setdefault(tuple(portion.settings[name] for name in _SETTINGS), []).append(portion)
    for members in alike.values():
        yield *pooled(members), members[0].settings


def gathered(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Yield pieces in their order, small ones together with their settings beside the values."""
    held: list[Piece] = []
    size = 0
    for piece in pieces:
        if held and size + piece[0].size > CHUNK:
            yield _joined(held)
            held, size = [], 0
        held.append(piece)
        size += piece[0].size
    if held:
        yield _joined(held)


def _joined(held: Sequence[Piece]) -> Piece:
    if len(held) == 1:
        return held[0]
    sizes = [sigma.size for sigma, _, _ in held]
    settings: dict[str, Any] = {}
    for name in _SETTINGS:
        numbers = [float(them[name]) for _, _, them in held]
        settings[name] = numbers[0] if len(set(numbers)) == 1 else np.repeat(numbers, sizes)
    return (
        np.concatenate([sigma for sigma, _, _ in held]),
        np.concatenate([np.broadcast_to(weights, sigma.shape) for sigma, weights, _ in held]),
        settings,
    )


def pooled(portions: Sequence[Portion]) -> tuple[Float64Array, Float64Array]:
    """Return the means of log σ over narrow pools, and how many values each stands for."""
    ends = [portion.ends for portion in portions]
    low, high = math.log10(min(ends)[0]), math.log10(max(high for _, high in ends))
    count = max(1, math.ceil((high - low) * _POOLS))
    mass, moment = np.zeros(count), np.zeros(count)
    for sigma, weights, _ in gathered(_pieces(portions)):
        logs = np.log10(sigma)
        places = np.clip(((logs - low) * _POOLS).astype(np.int64), 0, count - 1)
        masses = np.broadcast_to(np.asarray(weights, dtype=np.float64), sigma.shape)
        mass += np.bincount(places, weights=masses, minlength=count)
        moment += np.bincount(places, weights=masses * logs, minlength=count)
    kept = mass > 0
    return 10.0 ** (moment[kept] / mass[kept]), mass[kept]


def _criterion(portions: Sequence[Portion], optimizer: str) -> tuple[float, float]:
    """Return both sides of slope(0) < 0; multiplied by a = 2ρ√b/η where there is one a."""
    # At λ = 0 both optimizers have x = a√σ. A factor of 1/√b in AdamW's slope is shared by all.
    inverses = [
        _formulas.lambda_cap(portion.settings, 0.0) / math.sqrt(portion.settings["batch_size"])
        for portion in portions
    ]
    power = -0.5 if OPTIMIZERS[optimizer].decays_parameters else -1.0
    left, right = [], []
    one = len(set(inverses)) == 1
    dim = sum(portion.spectrum.dim or 1 for portion in portions)
    for sigma, weights, settings in gathered(_pieces(portions)):
        part = sigma**power * weights
        inverse = np.ravel(_formulas.lambda_cap(settings, 0.0) / np.sqrt(settings["batch_size"]))
        with np.errstate(over="ignore"):
            left.append(float(np.sum(part)) / (inverses[0] if one else 1.0))
            right.append(float(np.sum(part / np.sqrt(sigma) * (1.0 if one else inverse))))
    return math.fsum(left) / dim, math.fsum(right) / dim


def _rising_from(slope: _Slope, start: float) -> float:
    """Return a λ from which the slope is positive over three decades."""
    lam, since = start, 0
    while since < 3:
        lam *= 10.0
        since = since + 1 if slope(lam) > 0 else 0
        if lam > 1e290:
            raise InputError("no λ beyond which the KL divergence rises was found")
    return lam


def _stationary(slope: _Slope, low: float, top: float) -> list[float]:
    """Return all local minima over [0, top], where the slope at `top` is not negative."""
    start = slope.at_zero()
    minima = [0.0] if start >= 0 else []
    if top <= 0:
        return minima or [0.0]
    if low >= top:
        low = top * _NEGLIGIBLE
    count = max(8, math.ceil(math.log10(top / low) * _PER_DECADE)) + 1
    logs = np.linspace(math.log(low), math.log(top), count)
    lams = np.exp(logs)
    lams[-1] = top
    # λ·slope keeps one size over the decades.
    scaled = np.array([lam * slope(float(lam)) for lam in lams])
    brackets: list[tuple[float, float]] = []
    if start < 0 <= scaled[0]:
        brackets.append((0.0, float(lams[0])))
    for i in range(1, count):
        before, here = scaled[i - 1], scaled[i]
        if before < 0 <= here:
            brackets.append((float(lams[i - 1]), float(lams[i])))
        elif i + 1 < count and before * here > 0 and here * scaled[i + 1] > 0:
            brackets += _double(slope, lams[i - 1 : i + 2], scaled[i - 1 : i + 2])
    if not brackets and not minima:
        # The slope rounds to the same sign up to the end of the interval.
        brackets.append((float(lams[-2]), top))
    return minima + [_root(slope, *bracket) for bracket in sorted(brackets)]


def _double(slope: _Slope, lams: Float64Array, scaled: Float64Array) -> list[tuple[float, float]]:
    """Look for a pair of roots between points of one sign, where |λ·slope| dips."""
    sign = math.copysign(1.0, scaled[1])
    sizes = sign * scaled
    if not (sizes[1] <= sizes[0] and sizes[1] <= sizes[2]):
        return []

    def size(log: float) -> float:
        return sign * math.exp(log) * slope(math.exp(log))

    # The search may stop at the first point below 0.
    sections = itertools.islice(golden(size, math.log(lams[0]), math.log(lams[2])), 61)
    below = next((section for section in sections if section.value < 0), None)
    if below is None:
        return []
    middle = math.exp(below.place)
    # Positive around: the slope falls below 0 and comes back, and the way back is a minimum.
    return [(middle, float(lams[2]))] if sign > 0 else [(float(lams[0]), middle)]


def _root(slope: _Slope, low: float, high: float) -> float:
    """Return where the slope turns positive, by all values where pooled ones found it."""
    lam = _crossing(slope.cheap, low, high)
    if slope.exact is None:
        return lam
    width = 1e-6
    while width < 0.1:
        left, right = lam * (1 - width), lam * (1 + width)
        if slope.exact(left) < 0 <= slope.exact(right):
            return _crossing(slope.exact, left, right)
        width *= 10
    return _crossing(slope.exact, low, high)


def _crossing(function: Callable[[float], float], low: float, high: float) -> float:
    """Return where a function goes from below 0 to above: Illinois, with bisection behind it."""
    at_low, at_high = function(low), function(high)
    if at_low >= 0:
        return low
    if at_high <= 0:
        return high
    side = 0
    for step in range(200):
        middle = low + (high - low) * (at_low / (at_low - at_high))
        # Every third step halves, so that a bad secant cannot hold it up.
        if step % 3 == 2 or not low < middle < high:
            middle = 0.5 * (low + high)
        if high - low <= 1e-14 * high or middle in (low, high):
            break
        found = function(middle)
        if found == 0:
            return middle
        if found < 0:
            low, at_low = middle, found
            at_high *= 0.5 if side < 0 else 1.0
        else:
            high, at_high = middle, found
            at_low *= 0.5 if side > 0 else 1.0
        side = -1 if found < 0 else 1
    return 0.5 * (low + high)
