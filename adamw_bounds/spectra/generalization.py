"""Corollary 3 on a measured spectrum: err and Φ of AdamW, Adam and ℓ2-Adam."""

from __future__ import annotations

import math
import os
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Context, Decimal, localcontext
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from adamw_bounds.bounds.results import Answer, Condition, Note, Result
from adamw_bounds.errors import Fault, InputError
from adamw_bounds.spectra import _formulas, _inputs
from adamw_bounds.spectra.library import resolve_spectrum, source_name
from adamw_bounds.spectra.spectrum import Spectrum

__all__ = ["OPTIMIZERS", "generalization"]

OPTIMIZERS = ("adamw", "adam", "l2-adam")
_NAMES = {"adamw": "AdamW", "adam": "Adam", "l2-adam": "ℓ2-Adam"}
_SOURCE = (
    "Corollary 3 (with c0 of Theorem 6), Section 5, Zhou et al. 2024, IEEE TPAMI 46(9), "
    "doi:10.1109/TPAMI.2024.3382294"
)
#: Claims about the statement that do not hold as the paper has them, by quantity.
_AUDIT = {
    "err": ("cor3-lambda", "cor3-rho", "cor3-scale"),
    "err-per-parameter": ("cor3-lambda", "cor3-rho", "cor3-scale"),
    "kl": ("lem5-mean",),
    "c0": ("thm6-c0",),
    "phi": ("thm6-c0", "thm6-loss-range", "lem5-mean"),
}
#: Enough digits for d = 1e12 beside the last digit of a float, and no limit that a float reaches.
_CONTEXT = Context(prec=50, Emax=10**8, Emin=-(10**8))
#: Sums above it leave the fast path, far from the end of a float's range.
_LARGE = 1e290

Float64Array = npt.NDArray[np.float64]


def generalization(
    spectrum: Spectrum | str | os.PathLike[str],
    *,
    optimizer: str = "all",
    variant: str = "all",
    floor: float | str | None = None,
    **inputs: Any,
) -> Answer:
    """Evaluate err, KL, c0 and Φ of Corollary 3 on the spectrum of a Hessian.

    err = Σ h(x_i) over the singular values σ_i, h(x) = log x + 1/x, x_i = a(√σ_i + λ) for AdamW
    (Adam: λ = 0) and a(√σ_i + λ/√σ_i) for ℓ2-Adam, a = 2ρb/η; the generalization gap is at most
    Φ = √(8/n)·(err + c0)^½ with probability 1 − τ. F is in nats.

    Parameters
    ----------
    spectrum : Spectrum or path-like
        The spectrum, a file of one, or ``shipped:NAME``. Negative eigenvalues enter as |σ|.
    optimizer : str
        ``adamw``, ``adam``, ``l2-adam`` or ``all``.
    variant : str
        ``printed`` (c0 as Theorem 6 prints it), ``corrected`` (c0 as the KL divergence gives it)
        or ``all``. err is the same in both.
    floor : float, optional
        Singular values below it are raised to it, ≥ 0. Default: d·ε_machine(dtype)·max|σ|.
    **inputs
        ``eta`` η > 0, ``lam`` λ ≥ 0 (AdamW; default 0), ``lam_l2`` (ℓ2-Adam; default `lam`),
        ``batch_size`` b ≥ 1, ``samples`` n ≥ 1, ``rho`` ρ > 0, ``tau`` in (0, 1) (default 0.05),
        ``x_star_norm`` ‖x*‖₂ ≥ 0 (default 0), ``dim`` d ≥ 1: numbers or their texts. What is not
        given is taken from the spectrum's meta.

    Returns
    -------
    Answer
        Rows of ``corollary-3``: ``err``, ``err-per-parameter``, ``kl`` (corrected), ``c0``,
        ``phi`` for each optimizer and variant, ``case`` the spectrum's label. For a quadrature
        ``stderr`` is the scatter over probes. ``extra`` holds the shares and the floor's effect.

    Raises
    ------
    InputError
        If an input is missing or out of its domain: all at once.
    RunError
        If the file is no spectrum.

    Notes
    -----
    Source: Corollary 3 and Theorem 6 of Zhou et al. 2024, doi:10.1109/TPAMI.2024.3382294.
    """
    faults = _inputs.chosen("optimizer", optimizer, ("all", *OPTIMIZERS))
    if variant in {"explicit", "explicit-large-step"}:
        faults.append(
            Fault(
                "variant",
                variant,
                "must be printed, corrected or all here: Corollary 3 has no O() constant to "
                "make explicit",
            )
        )
    else:
        faults += _inputs.chosen("variant", variant, ("all", "printed", "corrected"))
    found = resolve_spectrum(spectrum)
    given = {**inputs, "floor": floor}
    values, from_file = _inputs.collect(given, found.meta, found.dim, faults)
    warnings: list[Note] = []
    found = _with_dim(found, values["dim"], warnings)
    default_floor = values["floor"] is None
    if default_floor:
        values["floor"] = found.default_floor()
    if values["floor"] == 0 and found.min_singular_value == 0:
        raise InputError(
            [Fault("floor", 0.0, "must be > 0: the spectrum has singular values that are 0")]
        )
    optimizers = OPTIMIZERS if optimizer == "all" else (optimizer,)
    variants = ("printed", "corrected") if variant == "all" else (variant,)
    with localcontext(_CONTEXT), np.errstate(all="ignore"):
        tallies, raised = _tally(found, optimizers, values)
        results = [
            result
            for name in optimizers
            for kind in variants
            for result in _rows(found.label, name, kind, values, tallies[name])
        ]
    warnings += _warnings(found, values, tallies, results, raised, default_floor, from_file)
    return Answer(
        command="generalization",
        inputs=MappingProxyType(
            {"spectrum": source_name(spectrum), **_ordered(values, optimizers)}
        ),
        results=tuple(results),
        warnings=tuple(warnings),
        extra=MappingProxyType(_extra(found, values, tallies, raised, from_file)),
    )


def _ordered(values: dict[str, Any], optimizers: Sequence[str]) -> dict[str, Any]:
    names = ["eta", "lam", "lam_l2", "batch_size", "samples", "rho", "tau"]
    names += ["x_star_norm", "dim", "floor"]
    if "l2-adam" not in optimizers:
        names.remove("lam_l2")
    return {name: values[name] for name in names}


def _with_dim(spectrum: Spectrum, dim: int, warnings: list[Note]) -> Spectrum:
    """Apply a dimension that was given, unless all eigenvalues are there to be counted."""
    if dim == spectrum.dim:
        return spectrum
    if spectrum.kind == "exact":
        raise InputError(
            [Fault("dim", dim, f"must be {spectrum.dim}, the number of eigenvalues in the file")]
        )
    if spectrum.dim is not None:
        warnings.append(
            Note("dim", f"d = {dim} as given is used; the spectrum file says {spectrum.dim}.")
        )
    return spectrum.with_dim(dim)


# Sums over the spectrum


@dataclass
class _Partial:
    """A sum in the making: floats, and exact numbers where a float would not do."""

    floats: list[float]
    large: list[Decimal]

    def total(self) -> Decimal:
        return Decimal(math.fsum(self.floats)) + sum(self.large, Decimal(0))


class _Tally(NamedTuple):
    """Sums of one optimizer: err of each probe, and its mean at floors a decade to both sides."""

    errs: tuple[Decimal, ...]
    floor_down: Decimal
    floor_up: Decimal
    share_above_one: float

    @property
    def err(self) -> Decimal:
        return sum(self.errs, Decimal(0)) / len(self.errs)


class _Cut(NamedTuple):
    """A chunk as one floor sees it: what stands above (None: all of it), how much lies below."""

    floor: float
    above: Float64Array | None
    mass_below: float


def _lam(optimizer: str, values: dict[str, Any]) -> float:
    lams = {"adamw": values["lam"], "adam": 0.0, "l2-adam": values["lam_l2"]}
    return float(lams[optimizer])


def _tally(
    spectrum: Spectrum, optimizers: Sequence[str], values: dict[str, Any]
) -> tuple[dict[str, _Tally], float]:
    """Sum h(x_i) for each optimizer at the floor and a decade to both sides, in one pass.

    Each summand is computed once, at the lowest floor; where a higher floor cuts a value off, h at
    that floor stands in its place.

    Returns
    -------
    tallies : dict
        Sums by optimizer.
    raised : float
        Share of singular values below the floor.
    """
    floor = values["floor"]
    # A floor at the very end of a float's range has no decade below it.
    floors = (floor * 0.1 or floor, floor, floor * 10.0)
    lams = {name: _lam(name, values) for name in optimizers}
    h_at = {
        name: [float(_formulas.summands(name, np.array(f), lams[name], values)[0]) for f in floors]
        for name in optimizers
    }
    x_at = {
        name: float(_formulas.log_x(name, np.array(floor), lams[name], values))
        for name in optimizers
    }
    partials = {
        name: [[_Partial([], []) for _ in range(spectrum.probes)] for _ in floors]
        for name in optimizers
    }
    above_one: dict[str, list[float]] = {name: [] for name in optimizers}
    raised: list[float] = []
    for probe, signed, weights in spectrum.chunks():
        sigma = np.abs(signed)
        cuts = [_cut(sigma, weights, f) for f in floors]
        raised.append(cuts[1].mass_below)
        if cuts[0].above is not None:
            sigma = np.maximum(sigma, floors[0])
        for name in optimizers:
            summands, logs = _formulas.summands(name, sigma, lams[name], values)
            if weights is not None:
                summands *= weights
            for place, cut in enumerate(cuts):
                # The values below the lowest floor were raised to it above.
                kept = cut.above if place > 0 else None
                if kept is None:
                    total = float(summands.sum())
                else:
                    total = float((summands * kept).sum()) + cut.mass_below * h_at[name][place]
                if total < _LARGE:  # false for infinities and for what is no number
                    partials[name][place][probe].floats.append(total)
                else:
                    raw = np.maximum(sigma, cut.floor)
                    log_x = _formulas.log_x(name, raw, lams[name], values)
                    partials[name][place][probe].large.append(_large_sum(log_x, weights))
            more = logs > 0
            if cuts[1].above is not None:
                more &= cuts[1].above > 0
                if x_at[name] > 0:
                    above_one[name].append(cuts[1].mass_below)
            above_one[name].append(
                float(np.count_nonzero(more) if weights is None else weights[more].sum())
            )

    exact = spectrum.kind == "exact"
    factor = Decimal(1 if exact else values["dim"])
    mass = values["dim"] if exact else spectrum.probes
    tallies = {}
    for name in optimizers:
        errs = [[factor * part.total() for part in probes] for probes in partials[name]]
        means = [sum(parts, Decimal(0)) / len(parts) for parts in errs]
        tallies[name] = _Tally(
            errs=tuple(errs[1]),
            floor_down=means[0],
            floor_up=means[2],
            share_above_one=min(1.0, math.fsum(above_one[name]) / mass),
        )
    return tallies, min(1.0, math.fsum(raised) / mass)


def _cut(sigma: Float64Array, weights: Float64Array | None, floor: float) -> _Cut:
    """Split a chunk at a floor."""
    below = sigma < floor
    count = np.count_nonzero(below)
    if count == 0:
        return _Cut(floor, None, 0.0)
    mass = float(count) if weights is None else float(weights[below].sum())
    return _Cut(floor, np.asarray(~below, dtype=np.float64), mass)


def _large_sum(log_x: Float64Array, weights: Float64Array | None) -> Decimal:
    """Return Σ w(log x + 1/x) where 1/x may exceed a float: summed relative to its largest."""
    least = float(log_x.min())
    inverse = np.exp(least - log_x)
    if weights is not None:
        inverse, log_x = inverse * weights, log_x * weights
    return (-Decimal(least)).exp() * Decimal(float(inverse.sum())) + Decimal(float(log_x.sum()))


# Rows


def _number(value: Decimal) -> tuple[float | None, float | None]:
    """Return the value (None beyond a float) and its log10 (None where it has none)."""
    plain = float(value)
    log10 = float(value.log10()) if value > 0 else None
    return (plain if math.isfinite(plain) else None), log10


def _stderr(values: Sequence[Decimal]) -> Decimal | None:
    """Return the standard error of the mean over probes; None for fewer than two."""
    count = len(values)
    if count < 2:
        return None
    mean = sum(values, Decimal(0)) / count
    spread = sum(((value - mean) ** 2 for value in values), Decimal(0))
    return (spread / (count * (count - 1))).sqrt()


def _rows(
    label: str, optimizer: str, variant: str, values: dict[str, Any], tally: _Tally
) -> list[Result]:
    """Return the rows of one optimizer in one variant."""
    dim, samples = Decimal(values["dim"]), Decimal(values["samples"])
    rho, norm = Decimal(values["rho"]), Decimal(values["x_star_norm"])
    # h ≥ 1, so err ≥ d: what rounding takes away below it is put back. KL ≥ 0 follows.
    err, scatter = max(tally.err, dim), _stderr(tally.errs)
    c0 = _formulas.c0(
        variant, x_star_norm=norm, rho=rho, dim=dim, samples=samples, tau=Decimal(values["tau"])
    )
    phi = _formulas.phi(err, c0, samples)

    def row(quantity: str, value: Decimal, stderr: Decimal | None = None, **more: Any) -> Result:
        number, log10 = _number(value)
        return Result(
            statement="corollary-3",
            optimizer=optimizer,
            schedule=None,
            variant=variant,
            quantity=quantity,
            value=number,
            log10=log10,
            case=label,
            stderr=None if stderr is None else _number(stderr)[0],
            audit=_audit(quantity, variant),
            source=_SOURCE,
            **more,
        )

    rows = [
        row("err", err, scatter),
        row("err-per-parameter", err / dim, None if scatter is None else scatter / dim),
    ]
    if variant == "corrected":
        divergence = _formulas.kl(err, x_star_norm=norm, rho=rho, dim=dim)
        rows.append(row("kl", divergence, None if scatter is None else scatter / 2))
    conditions = (_condition(values),) if variant == "printed" else ()
    notes = []
    if conditions and not conditions[0].met:
        notes.append(
            f"Not implied by the KL bound: ‖x*‖² exceeds dρ by a factor of "
            f"{conditions[0].margin:.4g}, so the printed c0 is too small."
        )
    rows.append(row("c0", c0, conditions=conditions, notes=tuple(notes)))
    if phi >= 1:
        notes.append("Vacuous: a gap of a loss in [0, 1] is never above 1.")
    slope = None if scatter is None else 4 / samples * scatter / phi  # dΦ/d err = (4/n)/Φ
    rows.append(row("phi", phi, slope, conditions=conditions, notes=tuple(notes)))
    return rows


def _audit(quantity: str, variant: str) -> tuple[str, ...]:
    claims = _AUDIT[quantity]
    return claims if variant == "printed" else tuple(item for item in claims if item != "thm6-c0")


def _condition(values: dict[str, Any]) -> Condition:
    """Return the condition under which the printed c0 is at least the right one."""
    norm, rho, dim = (Decimal(values[name]) for name in ("x_star_norm", "rho", "dim"))
    margin = norm * norm / (dim * rho)
    met = margin <= 1
    lhs, rhs = float(norm * norm), float(dim * rho)
    return Condition(
        name="printed-c0",
        lhs=lhs,
        rhs=rhs,
        met=met,
        margin=float(margin),
        text="‖x*‖² ≤ dρ",
        remedy="" if met else f"ρ ≥ {float(norm * norm / dim):.4g}, or the corrected c0",
    )


# What a reader must know


def _percent(share: float) -> str:
    """Write a share so that neither 0 % nor 100 % is said where it is not so."""
    if 0 < share < 1e-4:
        return "<0.01 %"
    if 0.9999 < share < 1:
        return ">99.99 %"
    return f"{100 * share:.4g} %"


def _figure(value: Decimal) -> str:
    plain = float(value)
    return f"{plain:.5g}" if math.isfinite(plain) else f"{value:.4e}"


def _join(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _warnings(
    spectrum: Spectrum,
    values: dict[str, Any],
    tallies: dict[str, _Tally],
    results: Sequence[Result],
    raised: float,
    default_floor: bool,
    from_file: Sequence[str],
) -> list[Note]:
    notes = [
        _floor_note(spectrum, values, tallies, raised, default_floor),
        Note(
            "loss-range",
            "Φ bounds the gap of a loss in [0, 1] (the PAC-Bayes lemma's hypothesis), with ρ "
            "fixed before the data"
            + (f"; this spectrum's loss is {spectrum.meta.loss}." if spectrum.meta.loss else "."),
        ),
    ]
    if any(_lam(name, values) > 0 for name in tallies):
        notes.append(
            Note(
                "mean",
                "The posterior is centred at x* as in the paper's Lemma 5; for λ > 0 the "
                "stationary mean is another point, pulled towards 0.",
            )
        )
    if "x_star_norm" not in from_file and values["x_star_norm"] == 0:
        notes.append(Note("x-star-norm", "‖x*‖₂ is taken as 0; trained parameters are not 0."))
    bounds = [row for row in results if row.quantity == "phi"]
    vacuous = [row for row in bounds if row.log10 is not None and row.log10 >= 0]
    if vacuous:
        which = (
            "every Φ here"
            if len(vacuous) == len(bounds)
            else "Φ of "
            + _join([f"{_NAMES[str(row.optimizer)]} ({row.variant})" for row in vacuous])
        )
        notes.append(
            Note(
                "vacuous",
                f"Vacuous: {which} is at least 1, which says nothing about the gap of a loss in "
                "[0, 1].",
            )
        )
    condition = _condition(values)
    if any(row.variant == "printed" for row in results) and not condition.met:
        notes.append(
            Note(
                "printed-c0",
                f"The printed c0 gives no bound here: ‖x*‖² = {condition.lhs:.4g} exceeds dρ = "
                f"{condition.rhs:.4g}, where it is smaller than the c0 that the KL divergence "
                "gives.",
            )
        )
    if spectrum.share_negative > 0:
        count = spectrum.count(spectrum.share_negative)
        notes.append(
            Note(
                "negative-eigenvalues",
                f"{count:.6g} of {values['dim']} eigenvalues are negative "
                f"({_percent(spectrum.share_negative)}, least {spectrum.extremes[0]:.4g}); the "
                "bound takes |σ|, though its posterior needs a Hessian without them.",
            )
        )
    notes.append(_regime_note(spectrum, values, tallies))
    if spectrum.meta.optimizer and len(tallies) > 1:
        notes.append(
            Note(
                "one-spectrum",
                f"The spectrum is that of a network trained with {spectrum.meta.optimizer}; every "
                "optimizer's formula is evaluated on it.",
            )
        )
    if spectrum.kind == "quadrature":
        bars = (
            f"stderr is the scatter over {spectrum.probes} probes alone"
            if spectrum.probes > 1
            else "one probe gives no stderr"
        )
        notes.append(
            Note(
                "quadrature",
                f"Estimated from {spectrum.probes} × {spectrum.steps} quadrature nodes: {bars}; "
                "the error of the quadrature itself, mostly near σ = 0, is not in it and may be "
                "far larger.",
            )
        )
    return notes


def _floor_note(
    spectrum: Spectrum,
    values: dict[str, Any],
    tallies: dict[str, _Tally],
    raised: float,
    default: bool,
) -> Note:
    """Say what the floor is, what it touches and how much hangs on it."""
    floor, dim = values["floor"], Decimal(values["dim"])
    origin = "by default d·ε_machine·max|σ| of " + spectrum.dtype if default else "as given"
    count = spectrum.count(raised)
    text = (
        f"Floor {floor:.4g} ({origin}; a choice): {count:.6g} of {values['dim']} singular values "
        "are raised to it. "
    )
    if floor == 0:
        return Note("floor", text + "At 0 there is no decade to move it by.")
    moves = [
        f"{_NAMES[name]} {_figure(tally.floor_down / dim)}, {_figure(tally.err / dim)}, "
        f"{_figure(tally.floor_up / dim)}"
        for name, tally in tallies.items()
    ]
    text += (
        "err per parameter with the floor a decade lower, as it is, a decade higher: "
        + "; ".join(moves)
        + "."
    )
    decided = [
        _NAMES[name]
        for name, tally in tallies.items()
        if max(abs(tally.floor_down - tally.err), abs(tally.floor_up - tally.err)) > tally.err / 10
    ]
    if decided:
        text += (
            f" err of {_join(decided)} moves by more than 10 %: it is a figure of the floor as "
            "much as of the spectrum."
        )
    if raised > 0.5:
        text += " More than half of the spectrum lies below the floor: the answer is mostly its."
    return Note("floor", text)


def _regime_note(spectrum: Spectrum, values: dict[str, Any], tallies: dict[str, _Tally]) -> Note:
    """Say how far the spectrum is in the regime of the paper's comparison."""
    above = ", ".join(
        f"{_percent(tally.share_above_one)} ({_NAMES[name]})" for name, tally in tallies.items()
    )
    text = (
        f"σ_i < 1 for {_percent(spectrum.share_below_one)} of the spectrum, x_i > 1 for {above}. "
    )
    # Adam's x_i are the least: where they are above 1, those of the others are, at any λ.
    adam = tallies.get("adam")
    if spectrum.share_below_one == 1 and adam is not None and adam.share_above_one == 1:
        text += (
            "With all σ_i < 1 and all x_i > 1 at λ = 0, any λ > 0 raises err: the bound then "
            "ranks Adam ≤ AdamW ≤ ℓ2-Adam (equal λ)."
        )
    else:
        text += (
            "The paper's argument that ℓ2-Adam's err is larger than AdamW's needs σ_i < 1 and "
            "x_i > 1 for most i, and equal λ."
        )
    if values["lam"] != values["lam_l2"] and {"adamw", "l2-adam"} <= set(tallies):
        text += f" Here λ is {values['lam']:g} for AdamW and {values['lam_l2']:g} for ℓ2-Adam."
    return Note("regime", text)


def _extra(
    spectrum: Spectrum,
    values: dict[str, Any],
    tallies: dict[str, _Tally],
    raised: float,
    from_file: Sequence[str],
) -> dict[str, Any]:
    """Return the same facts as numbers, for programs and drawings."""
    dim = Decimal(values["dim"])
    with localcontext(_CONTEXT):
        return {
            "label": spectrum.label,
            "kind": spectrum.kind,
            "from_file": tuple(from_file),
            "share_sigma_below_one": spectrum.share_below_one,
            "share_negative": spectrum.share_negative,
            "share_x_above_one": {name: tally.share_above_one for name, tally in tallies.items()},
            "floor": {
                "value": values["floor"],
                "raised": spectrum.count(raised),
                "share_raised": raised,
                "err_per_parameter": {
                    name: tuple(
                        _number(part / dim)[0]
                        for part in (tally.floor_down, tally.err, tally.floor_up)
                    )
                    for name, tally in tallies.items()
                },
            },
        }
