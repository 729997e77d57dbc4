"""Rows that spectra and matrices share: a bound with all that follows from its err, and λ*."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final

from adamw_bounds.engine.results import Condition, Note, Result
from adamw_bounds.engine.rows import figure
from adamw_bounds.optimizers import OPTIMIZERS
from adamw_bounds.spectra._bounds import CLASSIC, RADIUS, statement_of
from adamw_bounds.spectra._bounds import bound as asked
from adamw_bounds.spectra._formulas import CORRECTED, STATEMENT
from adamw_bounds.spectra.decay import DecayOptimum
from adamw_bounds.spectra.pac_bayes import PacBayes, pac_bayes
from adamw_bounds.spectra.spectrum import MACHINE_EPSILON, Spectrum

__all__ = [
    "NAMES",
    "VACUOUS",
    "Bound",
    "bound_rows",
    "decay_notes",
    "decay_rows",
    "gauss_newton",
    "join",
    "left_out",
    "number",
    "pac_bayes_note",
    "percent",
    "sentences",
    "subsample",
]

NAMES = {key: item.text for key, item in OPTIMIZERS.items()}
VACUOUS = "Vacuous: a gap of a loss in [0, 1] is never above 1."


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """An err and what it takes to make bounds of it.

    Attributes
    ----------
    statement, label, optimizer, variant : str
        As in the rows.
    err : Decimal
        err.
    scatter : Decimal or None
        Its standard error.
    norm, rho : Decimal
        The posterior mean's norm, and the prior variance.
    values : mapping
        ``dim``, ``samples``, ``tau``, ``train_risk``.
    why : str
        How this reading of err differs from the other, and why; empty where it does not.
    settled : tuple of str
        Claims about the statement that these figures do not rest on.
    """

    statement: str
    label: str
    optimizer: str
    variant: str
    err: Decimal
    scatter: Decimal | None
    norm: Decimal
    rho: Decimal
    values: Mapping[str, Any]
    why: str = ""
    settled: tuple[str, ...] = ()

    def row(self, quantity: str, value: Decimal | None, **more: Any) -> Result:
        """Return the row of a number, with what the catalog knows of its statement."""
        plain, log10 = (None, None) if value is None else number(value)
        made = figure(
            plain,
            statement=self.statement,
            optimizer=self.optimizer,
            schedule=None,
            variant=self.variant,
            quantity=quantity,
            case=self.label,
            log10=log10,
            **more,
        )
        return replace(made, audit=tuple(item for item in made.audit if item not in self.settled))


def sentences(*texts: str) -> tuple[str, ...]:
    """Return what is not empty, each with a capital letter and a full stop."""
    return tuple(f"{text[0].upper()}{text[1:]}." for text in texts if text)


#: Where a float of a number has the digits of its logarithm: away from 1, and from its own ends.
_LEAST_PLAIN: Final = 1e-300
_NEAR_ONE: Final = 0.9


def number(value: Decimal) -> tuple[float | None, float | None]:
    """Return the value (None beyond a float) and its log10 (None where it has none)."""
    plain = float(value)
    near_one = _NEAR_ONE <= plain <= 1 / _NEAR_ONE
    if not value > 0:
        log10 = None
    elif _LEAST_PLAIN < plain < 1 / _LEAST_PLAIN and not near_one:
        log10 = math.log10(plain)  # a decimal takes long
    else:
        log10 = float(value.log10())
    return (plain if math.isfinite(plain) else None), log10


def percent(share: float) -> str:
    """Write a share so that neither 0 % nor 100 % is said where it is not so."""
    if 0 < share < 1e-4:
        return "<0.01 %"
    if 0.9999 < share < 1:
        return ">99.99 %"
    return f"{100 * share:.4g} %"


def join(parts: Sequence[str]) -> str:
    """Return 'a, b and c'."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def left_out(spectrum: Spectrum, what: str) -> list[Note]:
    """Say how many parameters of the model are not in the file; nothing where all are.

    Parameters
    ----------
    spectrum : Spectrum
        The spectrum.
    what : str
        What is then not of the whole model.
    """
    left = spectrum.meta.extra.get("parameters_left_out")
    if not isinstance(left, int) or left <= 0:
        return []
    return [
        Note(
            "left-out",
            f"{left} parameters of the model were not measured: {what} are of the "
            f"{spectrum.dim} in the file, not of the whole model.",
        )
    ]


def subsample(spectrum: Spectrum) -> list[Note]:
    """Say that fewer samples were measured than n; nothing where the file does not say so."""
    measured, samples = spectrum.meta.extra.get("measured_samples"), spectrum.meta.samples
    if not isinstance(measured, int) or samples is None or measured >= samples:
        return []
    return [
        Note(
            "subsample",
            f"{spectrum.label} was measured on {measured} of {samples} training samples: its loss "
            f"and its Hessian are theirs, n = {samples} is that of all.",
        )
    ]


def gauss_newton(spectrum: Spectrum, what: str) -> list[Note]:
    """Say that a spectrum is not the Hessian's; nothing where the file does not say so.

    Parameters
    ----------
    spectrum : Spectrum
        The spectrum.
    what : str
        What is then not of the Hessian.
    """
    parts = [spectrum, *(block.spectrum for block in spectrum.blocks)]
    said = [part for part in parts if part.meta.extra.get("matrix") == "ggn"]
    if not said:
        return []
    return [
        Note(
            "gauss-newton",
            f"{spectrum.label} is the spectrum of the Gauss–Newton matrix, NOT OF THE HESSIAN: "
            f"{what}.",
            "voids",
            "NOT OF THE HESSIAN: of the Gauss–Newton matrix",
        ),
        *_indefinite(spectrum, said),
    ]


def _indefinite(whole: Spectrum, said: Sequence[Spectrum]) -> list[Note]:
    """Say that a Gauss–Newton matrix has eigenvalues below 0 that rounding does not explain."""
    # Products with a block are rounded as those with all of the matrix.
    room = [_room(whole), *(_room(part, whole.max_singular_value) for part in said)]
    rounding = max(room)
    worst = min(said, key=lambda part: part.extremes[0])
    if worst.extremes[0] >= -rounding:
        return []
    name = worst.label if worst is whole else f"block {worst.label} of {whole.label}"
    share = worst.shares(lambda values: values < -rounding)
    return [
        Note(
            "not-semidefinite",
            f"A Gauss–Newton matrix has no eigenvalue below 0, but {percent(share)} of those of "
            f"{name} are, the least {worst.extremes[0]:.4g}, where rounding explains "
            f"{-rounding:.2g}: the loss is not convex in the model's outputs, or the file is of "
            "another matrix, or damaged.",
        )
    ]


def _room(spectrum: Spectrum, size: float = 0.0) -> float:
    """Return how far rounding may have put an eigenvalue below 0.

    Parameters
    ----------
    spectrum : Spectrum
        A spectrum, or that of a block.
    size : float
        Largest singular value of the whole.
    """
    steps = (spectrum.dim or 1) if spectrum.kind == "exact" else spectrum.steps or 1
    unit = MACHINE_EPSILON[spectrum.dtype] * max(spectrum.max_singular_value, size)
    return steps * unit + (spectrum.node_rounding or 0.0)


def bound_rows(bound: Bound, condition: Condition | None) -> list[Result]:
    """Return err, KL, c0, Φ and the tighter bounds; to be called in the context of `_sums`."""
    values = bound.values
    err, scatter, dim = bound.err, bound.scatter, Decimal(values["dim"])
    known = {name: Decimal(values[name]) for name in ("dim", "samples", "tau")}
    known |= {"err": err, "x_star_norm": bound.norm, "rho": bound.rho}
    found = asked(bound.statement, bound.optimizer, bound.variant, known)

    def row(quantity: str, value: Decimal | None, stderr: Decimal | None, **more: Any) -> Result:
        made = bound.row(quantity, value, **more)
        return made if stderr is None else replace(made, stderr=number(stderr)[0])

    why = sentences(bound.why)
    rows = [
        row("err", err, scatter, notes=why),
        row("err-per-parameter", err / dim, scatter and scatter / dim, notes=why),
    ]
    divergence = found.get("kl")
    if divergence is not None:
        rows.append(row("kl", divergence.value, scatter and scatter / 2))
    conditions = (condition,) if condition is not None else ()
    notes = []
    if condition is not None and not condition.met:
        notes.append(
            f"Not implied by the KL bound: ‖x*‖² exceeds dρ by a factor of "
            f"{condition.margin:.4g}, so the printed c0 is too small."
        )
    rows.append(row("c0", found["c0"].value, None, conditions=conditions, notes=tuple(notes)))
    phi = found["phi"].value
    if phi is None:
        # As printed, Theorem 7's err may be below −c0: then there is no root.
        notes.append("No number: err + c0 is negative.")
        return [*rows, row("phi", None, None, conditions=conditions, notes=tuple(notes))]
    if phi >= 1:
        notes.append(VACUOUS)
    if divergence is None:
        # What is wrong with err is wrong with all that is made of it.
        notes += why
    slope = scatter and 4 / known["samples"] * scatter / phi  # dΦ/d err = (4/n)/Φ
    rows.append(row("phi", phi, slope, conditions=conditions, notes=tuple(notes)))
    if divergence is None:
        return rows
    return rows + _tighter(rows[-1], phi, slope, divergence.value, scatter and scatter / 2, values)


def _tighter(
    phi_row: Result,
    phi: Decimal,
    phi_error: Decimal | None,
    divergence: Decimal,
    scatter: Decimal | None,
    values: Mapping[str, Any],
) -> list[Result]:
    """Return the classic bound and PAC-Bayes-kl of the same KL; with a training risk, the risks."""
    risk = values["train_risk"]

    def at(kl: Decimal) -> PacBayes:
        return pac_bayes(
            max(kl, Decimal(0)), samples=values["samples"], tau=values["tau"], train_risk=risk
        )

    found = at(divergence)
    errors: tuple[float | None, float | None] = (None, None)
    if scatter is not None:
        ends = at(divergence - scatter), at(divergence + scatter)
        errors = (
            0.5 * (ends[1].classic - ends[0].classic),
            0.5 * (ends[1].kl_gap - ends[0].kl_gap),
        )
    plain_error = None if phi_error is None else float(phi_error)
    any_risk = "Whatever the training risk is: the largest gap over all of them."
    made: list[tuple[str, str, Any, float | None, str]] = [
        (statement_of(CLASSIC), CLASSIC, found.classic, errors[0], ""),
        (
            statement_of(RADIUS),
            "pac-bayes-kl",
            found.kl_gap,
            errors[1],
            any_risk if risk is None else f"At a training risk of {risk:g}.",
        ),
    ]
    if risk is not None:
        whole = "The bound of the risk itself."
        classic, small = (item[0] for item in made)
        made += [
            (phi_row.statement, "risk-phi", risk + float(phi), plain_error, whole),
            (classic, "risk-classic", risk + found.classic, errors[0], whole),
            (small, "risk-kl", found.kl_risk, errors[1], whole),
        ]
    rows = []
    for statement, quantity, value, error, note in made:
        notes = [note] if note else []
        # A gap cannot exceed 1 − training risk, nor a risk 1: a bound that does not stay below
        # that says nothing. Next to it, only the rounding of the last digits would tell.
        limit = 1.0 if risk is None or quantity.startswith("risk") else 1.0 - risk
        if value >= limit:
            notes.append("Vacuous: a loss in [0, 1] allows no more anyway.")
        elif value > 0.99 * limit:
            notes.append("All but vacuous: a loss in [0, 1] allows hardly more.")
        row = figure(
            value,
            statement=statement,
            optimizer=phi_row.optimizer,
            schedule=None,
            variant=phi_row.variant,
            quantity=quantity,
            case=phi_row.case,
            stderr=error,
            notes=tuple(notes),
        )
        rows.append(replace(row, audit=phi_row.audit) if quantity == "risk-phi" else row)
    return rows


def pac_bayes_note(results: Sequence[Result], risk: float | None) -> list[Note]:
    """Say how the tighter bounds stand to Φ, and which of them say something."""
    tight = [row for row in results if row.quantity == "pac-bayes-kl"]
    if not tight:
        return []
    useful = [row for row in tight if not any("acuous" in note for note in row.notes)]
    text = (
        "pac-bayes-classic and pac-bayes-kl bound the same gap from the same KL, with other "
        "lemmas than the paper's: the classic one is at least 4√2 times smaller than Φ."
    )
    if not useful:
        text += " They are vacuous too: at this KL no lemma helps."
    elif len(useful) < len(tight):
        names = join([NAMES[str(row.optimizer)] for row in useful])
        text += f" pac-bayes-kl is below its limit for {names} only."
    if risk is None:
        text += " With --train-risk they bound the risk itself, and pac-bayes-kl is smaller."
    return [Note("pac-bayes", text, "method")]


def decay_rows(label: str, optimum: DecayOptimum) -> list[Result]:
    """Return λ*, the bound there, and every other local minimum."""
    target = optimum.target
    tail = "" if target == "err" else "-kl"

    def row(quantity: str, value: float | None, **more: Any) -> Result:
        made = figure(
            value,
            statement=STATEMENT,
            optimizer=optimum.optimizer,
            schedule=None,
            variant=CORRECTED,
            quantity=quantity,
            case=label,
            **more,
        )
        return replace(made, source=f"minimised numerically: {made.source}")

    conditions: tuple[Condition, ...] = ()
    if target == "err":
        left, right = optimum.criterion
        decoupled = OPTIMIZERS[optimum.optimizer].decays_parameters
        text = "aΣσ_i^{−1/2} ≤ Σ1/σ_i" if decoupled else "aΣ1/σ_i ≤ Σσ_i^{−3/2}"
        text += " (a = 2ρ√b/η; each over d)"
        conditions = (_met("lambda-positive", left, right, text),)
        if optimum.cap is not None:
            text = "λ* ≤ max(0, η/(2ρ) − √(b·min σ_i))"
            conditions += (_met("lambda-cap", optimum.lam, optimum.cap, text),)
    rows = [
        row(f"lambda-star{tail}", optimum.lam, conditions=conditions),
        row(f"{target}-at-lambda-star", optimum.value),
    ]
    if len(optimum.minima) > 1:
        for stage, minimum in enumerate(optimum.minima, start=1):
            rows += [
                row(f"lambda-minimum{tail}", minimum.lam, stage=stage),
                row(f"{target}-at-lambda-minimum", minimum.value, stage=stage),
            ]
    return rows


def _met(name: str, left: float, right: float, text: str) -> Condition:
    margin = left / right if right > 0 else math.inf if left > 0 else 1.0
    return Condition(name=name, lhs=left, rhs=right, met=left <= right, margin=margin, text=text)


def decay_notes(optimum: DecayOptimum, lam: float | None, value: Decimal) -> list[Note]:
    """Say what the paper says of λ, and what its formula gives; no `lam`: blocks have several."""
    name, best = NAMES[optimum.optimizer], optimum.value
    what = (
        "err (corrected)"
        if optimum.target == "err"
        else "the KL divergence with the stationary mean"
    )
    if optimum.lam == 0:
        found = f"{what} of {name} is least at λ = 0: here any decay raises it"
    else:
        found = f"{what} of {name} is least at λ* = {optimum.lam:.4g}"
        if optimum.cap is not None:
            found += f" (at most η/(2ρ) − √(b·min σ_i) = {optimum.cap:.4g})"
    if best is not None and best > 0:
        change = float(value / Decimal(best)) - 1
        where = "at the λ of each block" if lam is None else f"at λ = {lam:g}"
        found += f"; {where} it is {percent(max(0.0, change))} above that"
    text = found + "."
    if len(optimum.minima) > 1:
        places = join([f"{item.lam:.4g}" for item in optimum.minima])
        text += f" It has {len(optimum.minima)} local minima, at λ = {places}."
    notes = [Note("lambda-star", text, "finding")]
    if optimum.cap is not None:
        said = (
            "The paper's discussion says that a proper λ > 0 lowers AdamW's bound; the formula "
            "says so exactly where (2ρ√b/η)Σσ_i^{−1/2} < Σ1/σ_i, which "
            + ("holds here." if optimum.lam > 0 else "does not hold here.")
        )
        notes.append(Note("lambda-star-discussion", said, "method"))
    return notes
