"""Theorems 6 and 7 on a Hessian as a matrix, and Corollary 3's approximation beside them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal, localcontext
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from adamw_bounds.choice_names import HasGroups, OptimizerName, SpectrumVariantName
from adamw_bounds.domains import NotInDomain, whole_items
from adamw_bounds.engine.results import Answer, Note, Result
from adamw_bounds.engine.rows import figure
from adamw_bounds.engine.torch_settings import takes_optimizers
from adamw_bounds.errors import Fault, InputError
from adamw_bounds.frozen import Frozen
from adamw_bounds.numbers import written
from adamw_bounds.optimizers import ADAMW, DECAYING
from adamw_bounds.optimizers import OPTIMIZERS as KINDS
from adamw_bounds.spectra import _formulas, _inputs
from adamw_bounds.spectra._bounds import err_of_moments, statement_for
from adamw_bounds.spectra._rows import (
    NAMES,
    Bound,
    bound_rows,
    decay_notes,
    decay_rows,
    join,
    number,
)
from adamw_bounds.spectra._sums import CONTEXT, OPTIMIZERS, lam_of
from adamw_bounds.spectra.decay import optimal_decay
from adamw_bounds.spectra.generalization import generalization
from adamw_bounds.spectra.meta import Meta
from adamw_bounds.spectra.posterior import (
    RESIDUAL_LIMIT,
    Curvature,
    Posterior,
    curvature,
    posterior,
    read_matrix,
    read_vector,
    with_floor,
)
from adamw_bounds.spectra.spectrum import Spectrum

__all__ = ["hessian_generalization"]

#: What the paper claims of a posterior centred at x*: not of one at the stationary mean.
_OF_THE_MEAN = ("lem5-mean",)
Source = str | os.PathLike[str] | npt.ArrayLike


class _Exact(NamedTuple):
    """What a posterior makes of err."""

    posterior: Posterior
    log_det: Decimal
    trace: Decimal
    err: Decimal


@takes_optimizers(wanted=("eta", "lam"), chooses=True, symbols=True)
def hessian_generalization(
    hessian: Source,
    *,
    q: Source | None = None,
    x_star: Source | None = None,
    absolute: bool = False,
    optimizer: OptimizerName | str | HasGroups = "all",
    variant: SpectrumVariantName | str = "all",
    floor: float | str | None = None,
    train_risk: float | str | None = None,
    optimize_lambda: bool = False,
    label: str | None = None,
    **inputs: Any,
) -> Answer:
    """Evaluate Theorems 6 and 7 exactly on a Hessian, and Corollary 3 beside them.

    The posterior is N(mean, M) with the stationary covariance M of each optimizer, which for
    ℓ2-Adam solves a Lyapunov equation; err = −log det M′ + Tr M′/a + d·log a with a = 2ρb/η and
    M = η/(2b)·M′, and 2KL = err + ‖mean‖²/ρ − d.

    Parameters
    ----------
    hessian : array_like of shape (d, d) or path-like
        H in nats (d up to a few thousand), or an ``.npy`` file of it.
    q : array_like of shape (d,) or path-like, optional
        Diagonal of Q > 0; by default √b·H_ii^{−1/2}, as printed H_ii^{−1/2}.
    x_star : array_like of shape (d,) or path-like, optional
        The minimum x*. With it, KL and Φ take the stationary mean, (QH+λI)^{−1}QHx* for AdamW and
        (H+λI)^{−1}Hx* for ℓ2-Adam.
    absolute : bool
        Take |H| where H is indefinite.
    optimizer, variant, floor, train_risk, optimize_lambda
        As in `generalization`. ``printed`` gives err as Theorems 6 and 7 print it, with η/(2b)
        counted twice and AdamW's determinant in Theorem 7; ``all`` leaves that out.
    label : str, optional
        Name in the answer; by default the file's.
    **inputs
        As in `generalization`; there is no file to take them from.

    Returns
    -------
    Answer
        Rows of ``theorem-6`` (AdamW, Adam) and ``theorem-7`` (ℓ2-Adam): ``err``,
        ``err-per-parameter``, ``kl``, ``c0``, ``phi``, ``residual``, ``mean-residual``, with the
        tighter bounds; those of ``corollary-3`` with `case` "LABEL, Q ~ H^(-1/2)", and
        ``err-difference``, ``kl-difference``: Corollary 3 less the exact figure. With `x_star` and
        `optimize_lambda`, ``lambda-star-kl`` and ``kl-at-lambda-star``.

    Raises
    ------
    InputError
        If an input is missing or wrong.
    RunError
        If a file is no matrix, or a solve leaves a residual above 1e-8.
    NoBoundError
        If H is indefinite and `absolute` is false.

    Notes
    -----
    Source: Lemma 5, Theorems 6 and 7 of Zhou et al. 2024, corrected,
    doi:10.1109/TPAMI.2024.3382294.
    """
    optimizer = str(optimizer)  # of an object its settings were taken
    faults = _inputs.chosen("optimizer", optimizer, ("all", *OPTIMIZERS))
    faults += _inputs.chosen("variant", variant, ("all", "printed", "corrected"))
    if x_star is not None and inputs.get("x_star_norm") is not None:
        faults.append(
            Fault(
                "x_star_norm", inputs["x_star_norm"], "cannot stand beside --x-star, which has it"
            )
        )
    matrix = _array(hessian, "Hessian")
    point = None if x_star is None else _vector(x_star, "x*", matrix.shape[0])
    given = {**inputs, "floor": floor, "train_risk": train_risk}
    chosen = OPTIMIZERS if optimizer == "all" else (optimizer,)
    needed = [
        name for name in _inputs.NEEDED if name != "lam" or _inputs.needs_decay(chosen, given)
    ]
    values = _inputs.collect(given, Meta(), matrix.shape[0], faults, needed).values
    if values["dim"] != matrix.shape[0]:
        raise InputError(
            [Fault("dim", values["dim"], f"must be {matrix.shape[0]}, the rows of the Hessian")]
        )
    if point is not None:
        values["x_star_norm"] = float(np.linalg.norm(point))
    found = curvature(
        matrix,
        q=None if q is None else _array(q, "Q"),
        absolute=absolute,
        floor=values["floor"],
        batch_size=1 if variant == "printed" else values["batch_size"],
    )
    default_floor = values["floor"] is None
    values["floor"] = found.floor
    name = label if label is not None else _label(hessian)
    optimizers = OPTIMIZERS if optimizer == "all" else (optimizer,)
    spectrum = Spectrum(
        eigenvalues=found.original if found.absolute else np.maximum(found.original, 0.0),
        dtype=found.dtype,
        label=f"{name}, Q ~ H^(-1/2)",
    )
    near = generalization(
        spectrum,
        optimizer=optimizer,
        variant=variant,
        floor=found.floor,
        train_risk=values["train_risk"],
        optimize_lambda=optimize_lambda,
        **{key: values[key] for key in _inputs.NEEDED if key != "dim"},
        **{key: values[key] for key in ("lam_l2", "tau", "x_star_norm")},
    )
    exact, rows = _exact_rows(found, optimizers, variant, values, point, name)
    rows += near.results
    if variant != "printed":
        rows += _differences(near, rows, exact)
    moves = _moves(found, exact, optimizers, values)
    notes = _notes(found, exact, moves, values, point is not None, default_floor)
    notes += [
        note for note in near.warnings if note.code not in {"negative-eigenvalues", "one-spectrum"}
    ]
    optima = {}
    if optimize_lambda and point is not None:
        component = found.eigenvectors.T @ point
        # The spectrum is in the order of the eigenvectors.
        for item in (part for part in optimizers if part in DECAYING):
            optimum = optimal_decay(
                spectrum,
                item,
                eta=values["eta"],
                rho=values["rho"],
                batch_size=values["batch_size"],
                floor=found.floor,
                x_star=component,
            )
            optima[item] = optimum
            rows += decay_rows(spectrum.label, optimum)
            at = _kl_in_eigenbasis(found, component, item, values)
            notes += decay_notes(optimum, lam_of(item, values), at)
    return Answer(
        command="generalization",
        inputs=Frozen(
            {
                "hessian": _source(hessian),
                "q": None if q is None else _source(q),
                "x_star": None if x_star is None else _source(x_star),
                "absolute": absolute,
                **{key: value for key, value in near.inputs.items() if key != "spectrum"},
            }
        ),
        results=tuple(rows),
        warnings=tuple(notes),
        extra=Frozen(
            {
                "label": name,
                "posteriors": Frozen({key: item.posterior for key, item in exact.items()}),
                "curvature": found,
                "floor_err_per_parameter": Frozen(moves),
                "lambda": near.extra["lambda"],
                "lambda_kl": Frozen(optima),
            }
        ),
    )


def _is_path(source: Source) -> bool:
    return isinstance(source, str | os.PathLike)


def _array(source: Source, what: str) -> npt.NDArray[Any]:
    if _is_path(source):
        path = os.fspath(source)  # type: ignore[arg-type]
        return read_matrix(path) if what == "Hessian" else read_vector(path, what)
    values = np.asarray(source)
    try:
        if values.dtype.kind in "fiu":
            whole_items(source)  # it would lose a mask, and a truth value in a list
    except NotInDomain as error:
        raise InputError(f"{what} {error}") from error
    if what == "Hessian" and (values.ndim != 2 or values.shape[0] != values.shape[1]):
        raise InputError(f"the Hessian must be a square matrix, not of shape {values.shape}")
    return values


def _vector(source: Source, what: str, dim: int) -> npt.NDArray[np.float64]:
    values = _array(source, what)
    if values.shape != (dim,):
        raise InputError(
            f"{what} must hold {dim} numbers, one for each row of the Hessian, not an array of "
            f"shape {values.shape}"
        )
    if values.dtype.kind not in "fiu":
        raise InputError(f"{what} must hold real numbers, not {values.dtype.name}")
    floats = np.asarray(values, dtype=np.float64)
    if not np.isfinite(floats).all():
        raise InputError(
            f"{what} must be finite, but entry {int(np.argmin(np.isfinite(floats)))} is not"
        )
    return floats


def _source(source: Source) -> str:
    return os.fspath(source) if _is_path(source) else "array"  # type: ignore[arg-type]


def _label(source: Source) -> str:
    return Path(_source(source)).stem if _is_path(source) else "Hessian"


# Theorems 6 and 7


def _err(
    optimizer: str, solved: Posterior, values: dict[str, Any], variant: str, log_det: float
) -> _Exact:
    """Return err from M′, with log-determinant and trace of M/ρ = M′/a."""
    dim = Decimal(values["dim"])
    a = 2 * Decimal(values["rho"]) * Decimal(values["batch_size"]) / Decimal(values["eta"])
    scaled, trace = Decimal(log_det) - dim * a.ln(), Decimal(solved.trace) / a
    known = {name: Decimal(values[name]) for name in ("eta", "rho", "batch_size", "dim")}
    known |= {"log_det": scaled, "trace": trace}
    err = err_of_moments(statement_for(optimizer), optimizer, variant, known)
    return _Exact(solved, scaled, trace, err)


def _exact_rows(
    found: Curvature,
    optimizers: Sequence[str],
    variant: str,
    values: dict[str, Any],
    point: npt.NDArray[np.float64] | None,
    label: str,
) -> tuple[dict[str, _Exact], list[Result]]:
    """Return the exact figures and their rows."""
    kind = "printed" if variant == "printed" else "corrected"
    exact: dict[str, _Exact] = {}
    rows: list[Result] = []
    for name in optimizers:
        lam = lam_of(name, values)
        solved = posterior(found, name, lam, x_star=point)
        statement = statement_for(name)
        log_det = solved.log_det
        printed_notes = []
        if kind == "printed":
            printed_notes.append("As printed: η/(2b) is counted twice.")
            if KINDS[name].decays_loss:
                # Theorem 7 prints AdamW's determinant, at the one λ that the paper has.
                log_det = posterior(found, ADAMW.key, lam, keep_covariance=False).log_det
                printed_notes.append("The determinant is AdamW's, as printed.")
        with localcontext(CONTEXT):
            exact[name] = _err(name, solved, values, kind, log_det)
            norm = values["x_star_norm"]
            if kind == "corrected" and solved.mean is not None:
                norm = float(np.linalg.norm(solved.mean))
            bound = Bound(
                statement=statement,
                label=label,
                optimizer=name,
                variant=kind,
                err=exact[name].err,
                scatter=None,
                norm=Decimal(norm),
                rho=Decimal(values["rho"]),
                values=values,
                settled=_OF_THE_MEAN if solved.mean is not None or lam == 0 else (),
            )
            made = bound_rows(bound, None)
        rows += [
            replace(row, notes=(*printed_notes, *row.notes))
            if row.quantity.startswith("err")
            else row
            for row in made
        ]
        rows += _residual_rows(solved, label, statement)
    return exact, rows


def _residual_rows(solved: Posterior, label: str, statement: str) -> list[Result]:
    found = [("residual", solved.residual, "of the covariance's equation")]
    if solved.mean_residual is not None:
        found.append(("mean-residual", solved.mean_residual, "of the mean's equation"))
    return [
        figure(
            value,
            statement=statement,
            optimizer=solved.optimizer,
            schedule=None,
            variant="corrected",
            quantity=quantity,
            case=label,
            notes=(f"Relative residual {what}; refused above {RESIDUAL_LIMIT:g}.",),
        )
        for quantity, value, what in found
    ]


def _differences(near: Answer, rows: Sequence[Result], exact: dict[str, _Exact]) -> list[Result]:
    """Return Corollary 3 less the exact figure, for err and KL."""
    made = []
    for name in exact:
        for quantity in ("err", "kl"):
            approximate = near.one(quantity=quantity, optimizer=name, variant="corrected")
            (right,) = [
                row
                for row in rows
                if (row.statement, row.quantity, row.optimizer, row.variant)
                == (statement_for(name), quantity, name, "corrected")
            ]
            if approximate.value is None or right.value is None:
                continue
            difference = approximate.value - right.value
            share = difference / right.value if right.value else float("nan")
            value, log10 = number(Decimal(difference))
            made.append(
                replace(
                    approximate,
                    quantity=f"{quantity}-difference",
                    value=value,
                    log10=log10,
                    notes=(f"Corollary 3 less {statement_for(name)}: {share:+.3%} of it.",),
                    conditions=(),
                )
            )
    return made


# What a reader must know


def _moves(
    found: Curvature, exact: dict[str, _Exact], optimizers: Sequence[str], values: dict[str, Any]
) -> dict[str, tuple[float, float, float]]:
    """Return err per parameter (corrected) with the floor a decade lower, as it is, and higher."""
    moves = {name: [0.0, 0.0, 0.0] for name in optimizers}
    floors = (found.floor * 0.1 or found.floor, found.floor, found.floor * 10.0)
    for place, floor in enumerate(floors):
        other = with_floor(found, floor)
        for name in optimizers:
            if place == 1 or other.matrix is found.matrix:
                solved = exact[name].posterior
            else:
                solved = posterior(other, name, lam_of(name, values), keep_covariance=False)
            with localcontext(CONTEXT):
                err = _err(name, solved, values, "corrected", solved.log_det).err
            moves[name][place] = float(err / values["dim"])
    return {name: (low, middle, high) for name, (low, middle, high) in moves.items()}


def _q_text(found: Curvature) -> str:
    """Return what Q is."""
    if found.q_given:
        return "as given"
    own = "diag(H_ii^{−1/2})"
    return own if found.batch_size == 1 else f"√b·{own}, b = {found.batch_size}"


def _notes(
    found: Curvature,
    exact: dict[str, _Exact],
    moves: dict[str, tuple[float, float, float]],
    values: dict[str, Any],
    mean_known: bool,
    default_floor: bool,
) -> list[Note]:
    least, largest = float(found.original[0]), float(found.original[-1])
    text = (
        f"H has eigenvalues from {least:.4g} to {largest:.4g} ({found.dtype}); it is symmetric to "
        f"{found.asymmetry:.2g} of its largest entry. Q is " + _q_text(found) + "."
    )
    notes = [Note("hessian", text, "method")]
    if found.absolute:
        count = int(np.count_nonzero(found.original < 0))
        notes.append(
            Note(
                "absolute",
                f"|H| stands in the place of H: {count} of {found.dim} eigenvalues are negative "
                f"(least {least:.4g}). Lemma 5 says nothing of such a point: these are figures of "
                "|H|, not of H.",
            )
        )
    origin = f"by default d·ε_machine·max|σ| of {found.dtype}" if default_floor else "as given"
    shown = "; ".join(
        f"{NAMES[name]} " + ", ".join(f"{part:.5g}" for part in parts)
        for name, parts in moves.items()
    )
    text = (
        f"Floor {found.floor:.4g} ({origin}; a choice): {written(found.raised)} of "
        f"{written(found.dim)} eigenvalues of H are raised to it. Exact err per parameter with the "
        f"floor a decade lower, as it is, a decade higher: {shown}."
    )
    decided = [
        NAMES[name]
        for name, (low, middle, high) in moves.items()
        if max(abs(low - middle), abs(high - middle)) > middle / 10
    ]
    if decided:
        text += f" err of {join(decided)} moves by more than 10 %: it is a figure of the floor."
    notes.append(Note("exact-floor", text, "answer" if decided else "method"))
    if mean_known:
        kept = [
            f"{NAMES[name]} {np.linalg.norm(item.posterior.mean):.4g}"
            for name, item in exact.items()
            if item.posterior.mean is not None
        ]
        notes.append(
            Note(
                "stationary-mean",
                f"Theorems 6 and 7 are evaluated at the stationary mean; ‖x*‖ = "
                f"{values['x_star_norm']:.4g}, ‖mean‖: {', '.join(kept)}.",
                "method",
            )
        )
    elif any(item.posterior.lam > 0 for item in exact.values()):
        notes.append(
            Note(
                "stationary-mean",
                "Without --x-star the stationary mean is not known: Theorems 6 and 7 are evaluated "
                "with ‖x*‖ in its place, as the paper does.",
                "method",
            )
        )
    worst = max(item.posterior.residual for item in exact.values())
    notes.append(
        Note(
            "residual",
            f"The largest residual of a covariance's equation is {worst:.2g}.",
            "method",
        )
    )
    return notes


def _kl_in_eigenbasis(
    found: Curvature, component: npt.NDArray[np.float64], optimizer: str, values: dict[str, Any]
) -> Decimal:
    """Return the KL of Corollary 3 with the stationary mean at the λ given."""
    lam = lam_of(optimizer, values)
    sigma = found.eigenvalues
    err, _ = _formulas.summands(optimizer, sigma, lam, values)
    mean = _formulas.mean_summands(optimizer, sigma, np.abs(component), lam, values)
    return Decimal(0.5 * float(np.sum(err - 1 + mean)))
