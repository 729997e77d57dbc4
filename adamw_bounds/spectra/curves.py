"""What pictures of err are drawn from: err against λ, and err by decade of σ."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from adamw_bounds.domains import NotInDomain, number_in, read_number
from adamw_bounds.errors import Fault, InputError
from adamw_bounds.frozen import Frozen
from adamw_bounds.optimizers import ADAMW, DECAYING
from adamw_bounds.optimizers import OPTIMIZERS as KINDS
from adamw_bounds.spectra import _formulas, _inputs
from adamw_bounds.spectra._bars import Bar, Span, bars_of, summed
from adamw_bounds.spectra._sums import OPTIMIZERS, floor_of, lam_of, needs_floor
from adamw_bounds.spectra.decay import Piece, Portion, gathered, pooled, search
from adamw_bounds.spectra.shapes import least_drawn
from adamw_bounds.spectra.spectrum import Spectrum

__all__ = [
    "Decades",
    "LambdaCurve",
    "err_by_decade",
    "lambda_curve",
    "lambda_curves",
    "training_step",
]

Float64Array = npt.NDArray[np.float64]

_NEEDED = ("eta", "batch_size", "rho", "dim")
#: Values up to which every one is evaluated at every λ; more are pooled by σ.
_EXACT = 1 << 15
_PER_DECADE = 24
#: λ at which err is bracketed, at most.
_BRACKETS = 60
#: λ below which err stays within this share of its value at λ = 0 are not drawn.
_FLAT = 5e-3


class Band(NamedTuple):
    """What err per parameter lies between.

    Attributes
    ----------
    lam : tuple of float
        λ > 0, ascending, some of those of the curve.
    lower, upper : tuple of float
        The ends at each λ by itself; an upper end may be infinite.
    level : float
        With which probability each interval holds.
    is_assumed : bool
        Whether it rests on an assumption about the ends of the spectrum.
    """

    lam: tuple[float, ...]
    lower: tuple[float, ...]
    upper: tuple[float, ...]
    level: float
    is_assumed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LambdaCurve:
    """err per parameter of Corollary 3 (corrected) against the weight decay λ.

    Attributes
    ----------
    label, optimizer : str
        The spectrum's label, ``adamw`` or ``l2-adam``.
    lam : tuple of float
        λ > 0, ascending.
    err : tuple of float
        err/d at each λ; infinite beyond a float.
    at_zero : float
        err/d at λ = 0, which is Adam's.
    lam_star, at_star : float or None
        The λ ≥ 0 of least err, and err/d there; None where it was not asked for.
    lam_used, at_used : float or None
        The λ that was given or that the file records, and err/d there; None where there is none.
    settings : mapping
        ``eta``, ``batch_size``, ``rho`` (of each block, where there are some), ``dim``,
        ``floor`` as they were used.
    band : Band or None
        What err/d lies between; None where all eigenvalues are known.
    variant : str
        Which reading of the corollary it is of.
    """

    label: str
    optimizer: str
    lam: tuple[float, ...]
    err: tuple[float, ...]
    at_zero: float
    lam_star: float | None
    at_star: float | None
    lam_used: float | None
    at_used: float | None
    settings: Mapping[str, Any]
    band: Band | None = None
    variant: str = _formulas.CORRECTED


@dataclass(frozen=True, slots=True, kw_only=True)
class Decades:
    """What each decade of σ contributes to err per parameter.

    Attributes
    ----------
    label, optimizer : str
        The spectrum's label, ``adamw``, ``adam`` or ``l2-adam``.
    lam : float or None
        The λ ≥ 0 of the optimizer; None where blocks have several.
    first : int
        Interval i is 10^(first + i) ≤ σ < 10^(first + i + 1).
    err : tuple of float
        (1/d)Σ h(x_i) over the interval; infinite beyond a float.
    share : tuple of float
        Share of the singular values in it: the least that err can be there, as h ≥ 1.
    at_floor : (float, float)
        The same two for the singular values that are raised to the floor.
    settings : mapping
        ``eta``, ``batch_size``, ``rho`` (of each block, where there are some), ``dim``,
        ``floor`` as they were used.
    variant : str
        Which reading of the corollary it is of.
    known : (float, float) or None
        What err per parameter lies between; None where all eigenvalues are known.
    """

    label: str
    optimizer: str
    lam: float | None
    first: int
    err: tuple[float, ...]
    share: tuple[float, ...]
    at_floor: tuple[float, float]
    settings: Mapping[str, Any]
    variant: str = _formulas.CORRECTED
    known: tuple[float, float] | None = None

    @property
    def total(self) -> float:
        """Err per parameter."""
        return math.fsum((*self.err, self.at_floor[0]))


# err


class _Question(NamedTuple):
    """A spectrum with everything that its err takes."""

    spectrum: Spectrum
    portions: Sequence[Portion]
    values: dict[str, Any]
    lam: dict[str, float | None]
    bars: Callable[[], Sequence[Bar]]

    @property
    def settings(self) -> Mapping[str, Any]:
        names = ("eta", "batch_size", "rho", "dim", "floor")
        settings = {name: self.values[name] for name in names}
        for name in ("rho", "eta") if self.spectrum.blocks else ():
            if name == "rho" or settings[name] is None:
                settings[name] = Frozen(
                    {
                        block.name: portion.settings[name]
                        for block, portion in zip(self.spectrum.blocks, self.portions, strict=True)
                    }
                )
        return Frozen(settings)


def _question(
    spectrum: Spectrum,
    optimizer: str,
    allowed: tuple[str, ...],
    floor: float | str | None,
    inputs: Mapping[str, Any],
    *,
    whole: bool,
    decay: bool = True,
) -> _Question:
    """Check what is given, and fill the rest from the spectrum; `decay`: a λ is needed."""
    faults = _inputs.chosen("optimizer", optimizer, allowed)
    given = {**inputs, "floor": floor}
    measured = spectrum
    if whole and spectrum.blocks:
        spectrum = replace(spectrum, blocks=())
    needed = [*_NEEDED, *(["lam"] if decay and _inputs.needs_decay((optimizer,), given) else [])]
    found = _inputs.collect_for(spectrum, given, faults, needed)
    values = found.values
    if spectrum.kind == "exact" and values["dim"] != spectrum.dim:
        raise InputError(
            [Fault("dim", values["dim"], f"must be {spectrum.dim}, the number of eigenvalues")]
        )
    if values["dim"] != spectrum.dim:
        spectrum = spectrum.with_dim(values["dim"])
    values["floor_by_default"] = values["floor"] is None
    if values["floor_by_default"]:
        values["floor"] = spectrum.default_floor()
    parts = _inputs.pieces(spectrum, found)
    # A curve over λ begins with Adam's err, at λ = 0.
    if any(
        values["floor"] == 0
        and part.spectrum.min_singular_value == 0
        and (not decay or needs_floor(optimizer, part.values))
        for part in parts
    ):
        raise InputError([_inputs.no_floor(by_default=values["floor_by_default"])])
    settings = [part.values for part in parts]
    return _Question(
        spectrum,
        [
            Portion(spectrum=part.spectrum, settings=part.values, floor=values["floor"])
            for part in parts
        ],
        values,
        {
            name: _one([item[kind.setting] if kind.setting else 0.0 for item in settings])
            for name, kind in KINDS.items()
        },
        lambda: bars_of(measured if whole else None, parts),
    )


def _one(values: Sequence[float | None]) -> float | None:
    """Return the value that all blocks share; None where they differ, or none is known."""
    first = values[0]
    return None if first is None or any(value != first for value in values) else float(first)


def err_by_decade(
    spectrum: Spectrum,
    *,
    optimizer: str = ADAMW.key,
    variant: str = _formulas.CORRECTED,
    floor: float | str | None = None,
    whole: bool = False,
    **inputs: Any,
) -> Decades:
    """Return what each decade of σ contributes to err per parameter (Corollary 3).

    Parameters
    ----------
    spectrum : Spectrum
        The spectrum. Negative eigenvalues enter as |σ|.
    optimizer : str
        ``adamw``, ``adam`` or ``l2-adam``.
    variant : str
        ``printed`` or ``corrected``: which x_i are taken.
    floor : float, optional
        Singular values below it, ≥ 0, are raised to it and counted apart. Default: none where
        err is finite at σ = 0 (AdamW with λ > 0), else d·2⁻⁵²·max|σ|.
    whole : bool
        Take the whole spectrum even where the file has blocks, as in `generalization`.
    **inputs
        ``eta``, ``lam``, ``lam_l2``, ``batch_size``, ``rho``, ``dim`` as in `generalization`;
        what is not given is taken from the spectrum's meta.

    Returns
    -------
    Decades

    Raises
    ------
    InputError
        If an input is missing or out of its domain: all at once.
    """
    asked = _question(spectrum, optimizer, OPTIMIZERS, floor, inputs, whole=whole)
    found, values = asked.spectrum, asked.values
    low = max(floor_of(optimizer, portion.settings) for portion in asked.portions)
    top = max(found.max_singular_value, low)
    bottom = least_drawn(found, low)
    # Of a spectrum of zeros there is no decade.
    first = math.floor(math.log10(top if bottom is None else bottom)) if top > 0 else 0
    count = 0 if bottom is None else math.floor(math.log10(top)) - first + 1
    # The last place is for what is raised to the floor.
    errs: list[list[float]] = [[] for _ in range(count + 1)]
    shares: list[list[float]] = [[] for _ in range(count + 1)]
    for portion in asked.portions:
        exact = portion.spectrum.kind == "exact"
        each = 1.0 if exact else (portion.spectrum.dim or 1) / portion.spectrum.probes
        lam = lam_of(optimizer, portion.settings)
        for _, signed, weights in portion.spectrum.chunks():
            sigma = np.abs(signed)
            raised = (sigma < low) | (sigma == 0)
            sigma = np.maximum(sigma, floor_of(optimizer, portion.settings))
            counts = np.full_like(sigma, each) if weights is None else weights * each
            places = np.full(sigma.shape, count)
            decades = np.floor(np.log10(sigma[~raised])).astype(np.int64)
            places[~raised] = np.clip(decades - first, 0, count - 1)
            summands, _ = _formulas.summands(optimizer, sigma, lam, portion.settings, variant)
            with np.errstate(all="ignore"):
                parts = np.bincount(places, weights=summands * counts, minlength=count + 1)
            masses = np.bincount(places, weights=counts, minlength=count + 1)
            for place in range(count + 1):
                errs[place].append(float(parts[place]))
                shares[place].append(float(masses[place]))
    dim = float(values["dim"])
    total = [_total(parts) / dim for parts in errs]
    share = [min(1.0, math.fsum(parts) / dim) for parts in shares]
    known = None
    if bars := asked.bars():
        held = summed([bar.span(optimizer, variant) for bar in bars]).whole
        known = (1.0 + max(0.0, held.lower) / dim, 1.0 + held.upper / dim)
    return Decades(
        label=found.label,
        optimizer=optimizer,
        lam=asked.lam[optimizer],
        first=first,
        err=tuple(total[:-1]),
        share=tuple(share[:-1]),
        at_floor=(total[-1], share[-1]),
        settings=asked.settings,
        variant=variant,
        known=known,
    )


def training_step(spectrum: Spectrum, name: str = "") -> int | None:
    """Return the training step at which a spectrum was measured; None where nothing says it.

    Parameters
    ----------
    spectrum : Spectrum
        What a callback of training wrote says ``training_step``.
    name : str
        The file's name, whose last number is taken where the file itself says nothing.
    """
    said = spectrum.meta.extra.get("training_step")
    if isinstance(said, int) and not isinstance(said, bool) and said >= 0:
        return said
    numbers = re.findall(r"\d+", name)
    return int(numbers[-1]) if numbers else None


def _total(parts: Iterable[float]) -> float:
    """Add; infinite beyond a float."""
    try:
        return math.fsum(parts)
    except OverflowError:
        return math.inf


def lambda_curve(
    spectrum: Spectrum,
    *,
    optimizer: str = ADAMW.key,
    lams: Sequence[float] | Float64Array | None = None,
    lam_star: float | None = None,
    floor: float | str | None = None,
    whole: bool = False,
    **inputs: Any,
) -> LambdaCurve:
    """Return err per parameter (Corollary 3, corrected) against the weight decay λ.

    Parameters
    ----------
    spectrum : Spectrum
        The spectrum. Negative eigenvalues enter as |σ|.
    optimizer : str
        ``adamw`` or ``l2-adam``.
    lams : sequence of float, optional
        λ > 0. By default 24 a decade, from where err begins to move away from its value at λ = 0
        to beyond the λ that was used, `lam_star` and the AdamW λ at which every x_i > 1.
    lam_star : float, optional
        The λ ≥ 0 of least err, to be marked.
    floor : float, optional
        Singular values below it, ≥ 0, are raised to it. Default: d·2⁻⁵²·max|σ|, for every λ of
        the curve, which begins at λ = 0; `at_used` of AdamW has none, as in `generalization`.
    whole : bool
        Take the whole spectrum even where the file has blocks, as in `generalization`.
    **inputs
        ``eta``, ``lam``, ``lam_l2``, ``batch_size``, ``rho``, ``dim`` as in `generalization`;
        what is not given is taken from the spectrum's meta.

    Returns
    -------
    LambdaCurve
        Beyond 32,768 values the spectrum is pooled by σ, which moves err by less than
        one part in 10⁶.

    Raises
    ------
    InputError
        If an input is missing or out of its domain: all at once.
    """
    faults: list[Fault] = []
    if lam_star is not None:
        lam_star = read_number("lam_star", lam_star, ">= 0", faults)
    if lams is not None:
        try:
            lams = np.atleast_1d(number_in(lams, "> 0"))
        except NotInDomain as error:
            faults.append(Fault("lams", None, str(error)))
    if faults:
        raise InputError(faults)
    prepared = _Prepared.of(spectrum, optimizer, floor, inputs, whole=whole)
    return prepared.curve(prepared.grid(lam_star) if lams is None else lams, lam_star)


class _Prepared(NamedTuple):
    """A question whose err can be asked for at any λ."""

    asked: _Question
    optimizer: str
    held: Sequence[Piece]

    @classmethod
    def of(
        cls,
        spectrum: Spectrum,
        optimizer: str,
        floor: float | str | None,
        inputs: Mapping[str, Any],
        *,
        whole: bool,
    ) -> _Prepared:
        """Check the inputs, and pool the spectrum where it is large."""
        asked = _question(spectrum, optimizer, DECAYING, floor, inputs, whole=whole, decay=False)
        pieces = ((*_held(portion), portion.settings) for portion in asked.portions)
        return cls(asked, optimizer, list(gathered(pieces)))

    def err(self, lam: float, *, as_run: bool = False) -> float:
        """Return err per parameter; infinite beyond a float.

        A curve has one floor for every λ, so that it goes on from Adam's err at λ = 0; `as_run`
        takes the floor of `generalization`, none for AdamW with λ > 0.
        """
        with np.errstate(all="ignore"):
            total = sum(
                # No dot product: the threads of a BLAS are in each other's way on a busy machine.
                float(
                    np.sum(
                        _formulas.summands(
                            self.optimizer,
                            self._floored(sigma, lam if as_run else 0.0),
                            lam,
                            settings,
                        )[0]
                        * counts
                    )
                )
                for sigma, counts, settings in self.held
            )
        # h ≥ 1, and so is its mean: what rounding takes away below it is put back.
        return max(1.0, total / float(self.asked.values["dim"]))

    def _floored(self, sigma: Float64Array, lam: float) -> Float64Array:
        # There is one floor for all blocks.
        at = {**self.asked.portions[0].settings, KINDS[self.optimizer].setting: lam}
        return np.maximum(sigma, floor_of(self.optimizer, at))

    @property
    def used(self) -> float | None:
        """The λ that was given or that the file records."""
        return self.asked.lam[self.optimizer]

    def grid(self, lam_star: float | None) -> Float64Array:
        """Return the λ over which there is something to see."""
        at_zero = self.err(0.0)
        # No x_i of AdamW is below 1 beyond it.
        one = max(float(np.max(_formulas.lambda_cap(settings, 0.0))) for *_, settings in self.held)
        least = min(float(self._floored(sigma, 0.0).min()) for sigma, _, _ in self.held)
        largest = max(float(sigma.max()) for sigma, _, _ in self.held)
        marked = [lam for lam in (self.used, lam_star) if lam]
        # AdamW's λ is seen beside √(bσ), ℓ2-Adam's beside σ.
        size = self.asked.values["batch_size"]
        roots = (math.sqrt(size * least), math.sqrt(size * largest))
        ends = (least, largest, *roots, one, *marked)
        low = min(ends) * 1e-3
        for lam in _spaced(low, max(ends) * 1e2, 3):
            if not abs(self.err(lam) - at_zero) <= _FLAT * at_zero:
                break
            low = float(lam)
        low = min([low, *(lam / 10 for lam in marked)])
        return _spaced(low, max([1e3 * low, one, *(30 * lam for lam in marked)]))

    def curve(self, lams: Sequence[float] | Float64Array, lam_star: float | None) -> LambdaCurve:
        """Return the curve over given λ."""
        places = np.sort(np.asarray(lams, dtype=np.float64)).tolist()
        used = self.used
        return LambdaCurve(
            label=self.asked.spectrum.label,
            optimizer=self.optimizer,
            lam=tuple(places),
            err=tuple(self.err(lam) for lam in places),
            at_zero=self.err(0.0),
            lam_star=lam_star,
            at_star=None if lam_star is None else self.err(lam_star),
            lam_used=used,
            at_used=None if used is None else self.err(used, as_run=True),
            settings=self.asked.settings,
            band=self._band(places),
        )

    def _band(self, lams: Sequence[float]) -> Band | None:
        """Return what err per parameter lies between, at some of these λ."""
        bars = self.asked.bars()
        if not bars:
            return None
        # Of many values each bracket is a pass over them.
        size = sum(item.size for item in self.asked.portions)
        count = max(9, min(_BRACKETS, _BRACKETS * _EXACT // max(size, 1)))
        every = max(1, math.ceil(len(lams) / count))
        kept = sorted({*lams[::every], lams[-1]})
        dim = float(self.asked.values["dim"])
        found = [summed([self._span(bar, lam) for bar in bars]).whole for lam in kept]
        return Band(
            tuple(kept),
            tuple(1.0 + max(0.0, one.lower) / dim for one in found),
            tuple(1.0 + one.upper / dim for one in found),
            found[0].level,
            any(one.assumed for one in found),
        )

    def _span(self, bar: Bar, lam: float) -> Span:
        """Return the brackets of a part, with the floor of the curve and with the resolution."""
        key = KINDS[self.optimizer].setting
        floor = floor_of(self.optimizer, {**bar.values, key: 0.0})
        at = bar._replace(values={**bar.values, key: lam})
        floored, resolved = (
            at.excess(self.optimizer, _formulas.CORRECTED, one)
            for one in (floor, max(floor, bar.resolution))
        )
        return Span(floored, resolved)


def lambda_curves(
    cases: Sequence[tuple[Spectrum, str]],
    *,
    optimum: bool = True,
    floor: float | str | None = None,
    whole: bool = False,
    span: tuple[float | None, float | None] = (None, None),
    **inputs: Any,
) -> tuple[LambdaCurve, ...]:
    """Return err per parameter against λ of several spectra and optimizers, over the same λ.

    Parameters
    ----------
    cases : sequence of (Spectrum, str)
        Spectra, each with ``adamw`` or ``l2-adam``.
    optimum : bool
        Whether λ* is looked for, as `optimal_decay` does.
    floor, whole : float, bool
        As in `lambda_curve`.
    span : (float or None, float or None)
        The first and the last λ > 0.
    **inputs
        As in `lambda_curve`, for all cases.

    Returns
    -------
    tuple of LambdaCurve

    Raises
    ------
    InputError
        If an input is missing or out of its domain: all at once.
    """
    faults: list[Fault] = []
    prepared: list[_Prepared] = []
    for spectrum, optimizer in cases:
        try:
            prepared.append(_Prepared.of(spectrum, optimizer, floor, inputs, whole=whole))
        except InputError as error:
            if not error.faults:
                raise
            faults += [fault for fault in error.faults if fault not in faults]
    if faults:
        raise InputError(faults)
    stars = [
        search(item.asked.portions, item.optimizer).lam if optimum else None for item in prepared
    ]
    grids = [item.grid(star) for item, star in zip(prepared, stars, strict=True)]
    low, high = float(min(map(np.min, grids))), float(max(map(np.max, grids)))
    first, last = span
    low = first or min(low, (last or high) / 10)
    high = last or max(high, 10 * low)
    shared = _spaced(low, high)
    return tuple(item.curve(shared, star) for item, star in zip(prepared, stars, strict=True))


def _spaced(low: float, high: float, per_decade: int = _PER_DECADE) -> Float64Array:
    """Return λ evenly spaced in their logarithm, at most 400."""
    count = min(400, max(2, math.ceil(per_decade * math.log10(high / low)) + 1))
    return np.geomspace(low, high, count)


def _held(portion: Portion) -> tuple[Float64Array, Float64Array]:
    """Return singular values and how often each counts; pooled ones are not below the floor."""
    if portion.size > _EXACT:
        return pooled([portion])
    parts = list(replace(portion, floor=0.0).walk())
    return (
        np.concatenate([sigma for sigma, _ in parts]),
        np.concatenate([np.broadcast_to(counts, sigma.shape) for sigma, counts in parts]),
    )
