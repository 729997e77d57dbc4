"""Corollary 3 on a measured spectrum: err and Φ of AdamW, Adam and ℓ2-Adam."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal, localcontext
from typing import Any, NamedTuple

import numpy as np

from adamw_bounds.choice_names import HasGroups, OptimizerName, SpectrumVariantName
from adamw_bounds.engine.results import Answer, Condition, Note, Result
from adamw_bounds.engine.rows import figure
from adamw_bounds.engine.torch_settings import takes_optimizers
from adamw_bounds.engine.uncertain import take_apart
from adamw_bounds.errors import Fault, InputError
from adamw_bounds.frozen import Frozen
from adamw_bounds.kernels import STATEMENTS
from adamw_bounds.numbers import written
from adamw_bounds.optimizers import ADAM, ADAMW, DECAYING, L2_ADAM
from adamw_bounds.spectra import _inputs
from adamw_bounds.spectra._bars import Bar, Span, bars_of, summed
from adamw_bounds.spectra._formulas import CORRECTED, STATEMENT, log_x, why
from adamw_bounds.spectra._rows import NAMES as _NAMES
from adamw_bounds.spectra._rows import (
    Bound,
    bound_rows,
    decay_notes,
    decay_rows,
    gauss_newton,
    join,
    left_out,
    number,
    pac_bayes_note,
    percent,
    sentences,
    subsample,
)
from adamw_bounds.spectra._sums import (
    CONTEXT,
    OPTIMIZERS,
    Tallies,
    Tally,
    added,
    floor_of,
    lam_of,
    needs_floor,
    settings_of,
)
from adamw_bounds.spectra._sums import tallies as tallies_of
from adamw_bounds.spectra.brackets import bound_brackets
from adamw_bounds.spectra.decay import DecayOptimum, Portion, search
from adamw_bounds.spectra.merge import unverified
from adamw_bounds.spectra.own import Norm, norm_of, own_notes, own_rows
from adamw_bounds.spectra.resolve import resolve_spectrum, source_name
from adamw_bounds.spectra.spectrum import Spectrum
from adamw_bounds.spectra.training import Setting, adam_settings
from adamw_bounds.spelling import some_of

__all__ = ["OPTIMIZERS", "generalization"]

#: Probes of entries ±1 that all miss an eigenvector less often than error bars may fail.
_SURE_SIGNS = 5
_VARIANTS = ("printed", CORRECTED)
#: Names of losses in nats, their letters alone, in small ones.
_IN_NATS = ("crossentropy", "nll", "loglikelihood", "logloss", "nats")
#: What is said of each block.
_OF_BLOCKS = ("err", "err-per-parameter")
#: η²x_i/(2ρ), a step of the drift along an eigenvector, from which it is no small one.
_LARGE_STEP = 0.1


@takes_optimizers(wanted=("eta", "lam"), chooses=True, symbols=True)
def generalization(
    spectrum: Spectrum | str | os.PathLike[str],
    *,
    optimizer: OptimizerName | str | HasGroups = "all",
    variant: SpectrumVariantName | str = "all",
    floor: float | str | None = None,
    train_risk: float | str | None = None,
    optimize_lambda: bool = False,
    sensitivity: bool = False,
    whole: bool = False,
    progress: Callable[[int, int], object] | None = None,
    **inputs: Any,
) -> Answer:
    """Evaluate err, KL, c0 and Φ of Corollary 3 on the spectrum of a Hessian.

    err = Σ h(x_i) over the singular values σ_i, h(x) = log x + 1/x, x_i = a(√σ_i + λ/√b) for AdamW
    (Adam: λ = 0) and a(√σ_i + λ/√σ_i) for ℓ2-Adam, a = 2ρ√b/η; the generalization gap is at most
    Φ = √(8/n)·(err + c0)^½ with probability 1 − τ. F is in nats. The paper prints a(√σ_i + λ) and
    a(√σ_i + λ/√σ_i) with a = 2ρb/η, which is the same at b = 1 and wrong beyond: n_t averages
    squares of minibatch gradients, so that Q is √b·diag(H_ii^{−1/2}).

    Parameters
    ----------
    spectrum : Spectrum or path-like
        The spectrum, a file of one, or ``shipped:NAME``. Negative eigenvalues enter as |σ|.
    optimizer : str or torch.optim.Optimizer
        ``adamw``, ``adam``, ``l2-adam`` or ``all``. An optimizer object also says η and λ.
    variant : str
        ``printed`` (the paper's x_i, and c0 as Theorem 6 prints it), ``corrected`` (the x_i at
        batch size b, and c0 as the KL divergence gives it) or ``all``. λ* is of the corrected err.
    floor : float, optional
        Singular values below it are raised to it, ≥ 0. Default: none where err is finite at
        σ = 0 (AdamW with λ > 0), else d·2⁻⁵²·max|σ|, what float64 resolves. Where the spectrum
        itself resolves less, `lower` and `upper` hold the answers from all that is unresolved at
        the floor to all of it at the spectrum's own resolution.
    train_risk : float, optional
        Mean loss of the posterior on the training samples, in [0, 1]: adds bounds of the risk.
    optimize_lambda : bool
        Add λ* of AdamW and of ℓ2-Adam, and every local minimum.
    sensitivity : bool
        Add to each row its elasticities: by how many per cent it changes for one of an input.
    whole : bool
        Use the whole spectrum even where the file has blocks. Else err is that of the
        block-diagonal Hessian, each block with its own ρ_ℓ; `rho` fills in where one is missing.
    progress : callable, optional
        Called with what is done and with all that is to be done, as the error bars of one estimated
        block after the other are found, which takes a good part of a second each.
    **inputs
        ``eta`` η > 0, ``lam`` λ ≥ 0 (AdamW), ``lam_l2`` (ℓ2-Adam; default `lam`),
        ``batch_size`` b ≥ 1, ``samples`` n ≥ 1, ``rho`` ρ > 0, ``tau`` in (0, 1) (default 0.05),
        ``x_star_norm`` ‖x*‖₂ ≥ 0 (default 0), ``dim`` d ≥ 1: numbers or their texts, but for
        `dim` also ranges such as ``"0.5..2"``, over all of which `lower` and `upper` hold. What is
        not given is taken from the spectrum's meta, and must be given where it does not say it. η
        and λ of a file whose parameter groups differ are those of each block that has its own, else
        those that more than half of the parameters share, which rows then say.

    Returns
    -------
    Answer
        Rows of ``corollary-3``: ``err``, ``err-per-parameter``, ``kl`` (corrected), ``c0``,
        ``phi`` for each optimizer and variant, ``case`` the spectrum's label; from the same KL,
        the gaps ``pac-bayes-classic`` and ``pac-bayes-kl``, with `train_risk` the risks
        ``risk-phi``, ``risk-classic``, ``risk-kl``; with `optimize_lambda` ``lambda-star`` and
        ``err-at-lambda-star``, where there are several minima ``lambda-minimum`` and
        ``err-at-lambda-minimum`` by ``stage``. Blocks have rows of err, ``case`` LABEL/NAME.
        For a quadrature ``stderr`` is the scatter over probes. ``extra`` holds the shares, the
        floor's effect and the minima.

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
    optimizer = str(optimizer)  # of an object its settings were taken
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
    asked_with = {**inputs, "floor": floor, "train_risk": train_risk}
    apart = take_apart({name: it for name, it in asked_with.items() if it is not None}, faults)
    if apart.intervals:
        from adamw_bounds.spectra.ranged import faults_of, in_ranges

        if optimize_lambda:
            faults.append(Fault("optimize_lambda", None, "cannot stand beside a range of an input"))
        faults += faults_of(apart)
        if faults:
            raise InputError(faults)
        kept: dict[str, Any] = {"optimizer": optimizer, "variant": variant, "whole": whole}
        kept["sensitivity"] = sensitivity
        return in_ranges(
            resolve_spectrum(spectrum),
            apart,
            lambda values: generalization(spectrum, **kept, **values),
            whole=whole,
        )
    found = measured = resolve_spectrum(spectrum)
    if found.blocks and whole:
        found = replace(found, blocks=())
    given = {**inputs, "floor": floor, "train_risk": train_risk}
    optimizers = OPTIMIZERS if optimizer == "all" else (optimizer,)
    decays = _inputs.needs_decay(optimizers, given)
    needed = [name for name in _inputs.NEEDED if name != "lam" or decays]
    asked = _inputs.collect_for(found, given, faults, needed)
    values, from_file = asked.values, asked.from_file
    warnings: list[Note] = []
    found = _with_dim(found, values["dim"], warnings)
    values["floor_by_default"] = values["floor"] is None
    if values["floor_by_default"]:
        values["floor"] = found.default_floor()
    variants = _VARIANTS if variant == "all" else (variant,)
    shown = variants[-1]
    # λ* is held against the corrected err, whichever is asked for.
    wanted = tuple(kind for kind in _VARIANTS if kind in variants or optimize_lambda)
    parts = _inputs.pieces(found, asked)
    _check_floor(parts, optimizers)
    with localcontext(CONTEXT), np.errstate(all="ignore"):
        sums = tallies_of(parts, optimizers, wanted)
        tallies = added(sums, [part.values["dim"] for part in parts]) if found.blocks else sums[0]
        prior = _prior(found, parts, values)
        results = [
            result
            for name in optimizers
            for kind in variants
            for result in _rows(found.label, name, kind, values, tallies.of[name, kind], prior)
        ]
        told = _Told(parts, len(optimizers) * len(variants), progress)
        bars = bars_of(measured if whole else None, parts, told.one)
        spans = {
            (name, kind): [told.after(bar, bar.span(name, kind)) for bar in bars]
            for name in optimizers
            for kind in variants
        }
        if bars:
            results = _with_bars(results, spans, values, prior)
        results = _with_settings(results, asked.said)
        if found.blocks:
            results += _block_rows(found.label, parts, sums, spans, asked.own, shown)
        if sensitivity:
            from adamw_bounds.spectra.sensitivity import with_elasticities

            results = with_elasticities(
                results,
                parts,
                found.label,
                values,
                float(prior.norm**2 / prior.rho),
                one_decay=inputs.get("lam_l2") is None,
            )
    own, whose = _own_rows(measured, optimizers, variants, asked)
    results += own
    optima: dict[str, DecayOptimum] = {}
    if optimize_lambda:
        portions = [
            Portion(spectrum=part.spectrum, settings=part.values, floor=values["floor"])
            for part in parts
        ]
        for name in optimizers:
            if name in DECAYING:
                optima[name] = search(portions, name)
                results += decay_rows(found.label, optima[name])
    of_floor = _of_floor(bars, {name: spans[name, shown] for name in optimizers})
    warnings += _warnings(found, parts, asked, tallies, results, prior, of_floor, shown)
    warnings += _quadrature_notes(found, parts, bars)
    warnings += unverified(found)
    warnings += gauss_newton(
        measured, "Corollary 3 is of the Hessian's singular values, and err here of another matrix"
    )
    if measured.preconditioned is not None:
        warnings += own_notes(measured.preconditioned, own, values, whose)
    for name, optimum in optima.items():
        warnings += decay_notes(optimum, _one_decay(name, parts), tallies.of[name, CORRECTED].err)
    return Answer(
        command="generalization",
        inputs=Frozen(
            {
                "spectrum": source_name(spectrum),
                **_ordered(values, optimizers),
                "floor": values["floor"] if _floored(parts, optimizers) else 0.0,
            }
        ),
        results=tuple(results),
        warnings=tuple(warnings),
        extra=Frozen(
            {
                **_extra(found, values, tallies, from_file, of_floor, shown),
                "lambda": Frozen(optima),
                "blocks": tuple(block.name for block in found.blocks),
            }
        ),
    )


class _Told:
    """How many error bars have been found, for whoever wants to know."""

    def __init__(
        self,
        parts: Sequence[_inputs.Piece],
        spans: int,
        progress: Callable[[int, int], object] | None,
    ) -> None:
        self._done = 0
        self._all = sum(part.spectrum.kind != "exact" for part in parts) * (1 + spans)
        self._progress = progress

    def one(self) -> None:
        """Count one more."""
        self._done += 1
        if self._progress is not None:
            self._progress(self._done, self._all)

    def after(self, bar: Bar, span: Span) -> Span:
        """Count the span of a bar, if it took its time."""
        if bar.enclosure is not None:
            self.one()
        return span


def _own_rows(
    spectrum: Spectrum,
    optimizers: Sequence[str],
    variants: Sequence[str],
    asked: _inputs.Collected,
) -> tuple[list[Result], Norm]:
    """Return the rows with the run's own preconditioner, where the file has it, and their ‖x*‖."""
    own, values = spectrum.preconditioned, asked.values
    # Blocks may have an η and a ρ of their own, where Q's rows need one of each.
    needed = ("eta", "rho", "batch_size")
    if own is None or CORRECTED not in variants or any(values[name] is None for name in needed):
        return [], Norm(Decimal(0))
    norm = norm_of(own, values["x_star_norm"], given="x_star_norm" not in asked.from_file)
    return own_rows(own, optimizers, values, norm, Decimal(values["rho"])), norm


def _ordered(values: dict[str, Any], optimizers: Sequence[str]) -> dict[str, Any]:
    names = ["eta", "lam", "lam_l2", "batch_size", "samples", "rho", "tau"]
    names += ["x_star_norm", "dim", "floor"]
    if L2_ADAM.key not in optimizers:
        names.remove("lam_l2")
    if values["lam"] is None and not {ADAMW.key, ADAM.key} & set(optimizers):
        names.remove("lam")
    if values["train_risk"] is not None:
        names.append("train_risk")
    return {name: values[name] for name in names}


def _check_floor(parts: Sequence[_inputs.Piece], optimizers: Sequence[str]) -> None:
    """Refuse a floor of 0 where a singular value is 0 and h is infinite there."""
    if any(
        floor_of(name, part.values) == 0
        and needs_floor(name, part.values)
        and part.spectrum.min_singular_value == 0
        for part in parts
        for name in optimizers
    ):
        by_default = all(part.values["floor_by_default"] for part in parts)
        raise InputError([_inputs.no_floor(by_default=by_default)])


def _prior(spectrum: Spectrum, parts: Sequence[_inputs.Piece], values: dict[str, Any]) -> _Prior:
    """Return what KL and c0 need of the prior."""
    if not spectrum.blocks:
        return _Prior(Decimal(values["x_star_norm"]), Decimal(values["rho"]), True)
    norms = [part.values["x_star_norm"] for part in parts]
    if None not in norms:
        size = sum(
            (Decimal(norm) ** 2 / Decimal(part.values["rho"]))
            for norm, part in zip(norms, parts, strict=True)
        )
        return _Prior(Decimal(size).sqrt(), Decimal(1), True, True)
    least = min(part.values["rho"] for part in parts)
    return _Prior(Decimal(values["x_star_norm"]), Decimal(least), False)


class _Prior(NamedTuple):
    """‖x*‖ and ρ whose ‖x*‖²/ρ is that of the KL.

    `known`: not merely bounded by it; `summed`: ρ is 1, and ‖x*‖² the sum of ‖x*_ℓ‖²/ρ_ℓ.
    """

    norm: Decimal
    rho: Decimal
    known: bool
    summed: bool = False


def _whole(spectrum: Spectrum, dim: int) -> str:
    """Say why a list of eigenvalues does not go with another dimension."""
    text = f"must be {spectrum.dim}, the number of eigenvalues in the file"
    if spectrum.dim is not None and dim > spectrum.dim:
        text += (
            "; err needs all d of them, and the largest ones alone do not tell it: save all, or "
            "the nodes and weights of a quadrature"
        )
    return text


def _with_dim(spectrum: Spectrum, dim: int, warnings: list[Note]) -> Spectrum:
    """Apply a dimension that was given, unless all eigenvalues are there to be counted."""
    if dim == spectrum.dim:
        return spectrum
    if spectrum.kind == "exact":
        raise InputError([Fault("dim", dim, _whole(spectrum, dim))])
    if spectrum.dim is not None:
        warnings.append(
            Note("dim", f"d = {dim} as given is used; the spectrum file says {spectrum.dim}.")
        )
    return spectrum.with_dim(dim)


# Rows


def _rows(
    label: str,
    optimizer: str,
    variant: str,
    values: dict[str, Any],
    sums: Tally,
    prior: _Prior,
) -> list[Result]:
    """Return the rows of one optimizer in one variant."""
    dim = Decimal(values["dim"])
    bound = Bound(
        statement=STATEMENT,
        label=label,
        optimizer=optimizer,
        variant=variant,
        err=sums.err,
        scatter=sums.scatter,
        norm=prior.norm,
        rho=prior.rho,
        values=values,
        why=why(variant, optimizer, values["batch_size"]),
    )
    condition = _condition(prior, dim) if variant == "printed" else None
    return bound_rows(bound, condition)


def _of_floor(
    bars: Sequence[Bar], spans: Mapping[str, Sequence[Span]]
) -> tuple[float, dict[str, float]]:
    """Return the coarsest resolution, and the floor's part of the width by optimizer."""
    if not bars:
        return 0.0, {}
    parts = {name: summed(found).share for name, found in spans.items()}
    return max(bar.resolution for bar in bars), parts


def _with_bars(
    results: Sequence[Result],
    spans: Mapping[tuple[str, str], Sequence[Span]],
    values: dict[str, Any],
    prior: _Prior,
) -> list[Result]:
    """Put lower and upper beside each figure that rises with err."""
    found = {
        (name, variant): bound_brackets(
            summed(parts).whole, values, variant=variant, norm=prior.norm, rho=prior.rho
        )
        for (name, variant), parts in spans.items()
    }
    barred = []
    for row in results:
        bracket = found[str(row.optimizer), row.variant].get(row.quantity)
        if bracket is None or row.value is None:
            barred.append(row)
            continue
        # The sums of the row and of the bracket may differ in their last digits.
        lower, upper = min(bracket.lower, row.value), max(bracket.upper, row.value)
        barred.append(replace(row, lower=lower, upper=upper if math.isfinite(upper) else None))
    return barred


def _with_settings(results: Sequence[Result], said: Mapping[str, Setting]) -> list[Result]:
    """Say on each row whose λ or η is not that of all parameters that it is not."""
    marked = []
    for row in results:
        notes = [
            setting.brief
            for name, setting in said.items()
            if row.quantity != "c0" and (name != "lam" or row.optimizer != ADAM.key)
        ]
        marked.append(replace(row, notes=(*row.notes, *notes)) if notes else row)
    return marked


def _one_decay(optimizer: str, parts: Sequence[_inputs.Piece]) -> float | None:
    """Return the λ of an optimizer, None where blocks have several."""
    found = {lam_of(optimizer, part.values) for part in parts}
    return found.pop() if len(found) == 1 else None


def _quadrature_notes(
    spectrum: Spectrum, parts: Sequence[_inputs.Piece], bars: Sequence[Bar]
) -> list[Note]:
    """Say what was estimated, and what the error bars hold."""
    if not bars:
        return []
    estimated = [part.spectrum for part in parts if part.spectrum.kind != "exact"]
    coarse = [bar for bar in bars if bar.enclosure is None and bar.resolution > 0]
    notes = []
    if coarse:
        worst = max(coarse, key=lambda bar: bar.resolution)
        notes.append(
            Note(
                "resolution",
                f"lower and upper hold what rounding leaves open: eigenvalues in "
                f"{worst.spectrum.dtype} may be off by d·ε_machine·max|σ| = "
                f"{worst.resolution:.4g}"
                f"{', that of the coarsest block' if len(parts) > 1 else ''}.",
                "method",
            )
        )
    if not estimated:
        return notes
    probes = min(part.probes for part in estimated)
    steps = max(part.depth or 0 for part in estimated)
    scatter = (
        f"stderr is the scatter over {probes} probes alone"
        if probes > 1
        else "one probe gives no stderr"
    )
    source = f"Estimated from {probes} × {steps} quadrature nodes"
    # A sentence for each block would be a page: the least certain one stands for all.
    widest = max(
        (bar.enclosure for bar in bars if bar.enclosure is not None),
        key=lambda item: (item.support.assumed, item.support.upper - item.support.lower),
    )
    text = widest.describe()
    if spectrum.blocks:
        source += f" in each of {len(estimated)} of the {len(parts)} blocks, at most"
        text += " Support and rounding are said of the block with the widest support."
    notes.append(Note("quadrature", f"{source}: {scatter}; {text}", "method"))
    signs = [
        part.probes
        for part in estimated
        if part.meta.extra.get("distribution", spectrum.meta.extra.get("distribution"))
        == "rademacher"
    ]
    if signs and min(signs) < _SURE_SIGNS:
        few = min(signs)
        notes.append(
            Note(
                "few-sign-probes",
                f"{written(few)} {'probe has' if few == 1 else 'probes have'} entries ±1. Such "
                "starts miss an eigenvector that lies on a few coordinates, (e₁ − e₂)/√2 for "
                f"example, with a probability of up to {0.5**few:.3g}, and the level of the error "
                "bars does not count that. --distribution gaussian misses none.",
            )
        )
    return notes


def _block_rows(
    label: str,
    parts: Sequence[_inputs.Piece],
    sums: Sequence[Tallies],
    spans: Mapping[tuple[str, str], Sequence[Span]],
    own: Collection[str],
    variant: str,
) -> list[Result]:
    """Return err of each block; with error bars where it was estimated."""
    rows = []
    signs = {name: sign for name, sign in (("eta", "η"), ("lam", "λ")) if name in own}
    shown = [key for key in sums[0].of if key[1] == variant]
    batch_size = parts[0].values["batch_size"]
    # What all blocks share is asked once.
    said = {key: sentences(why(variant, key[0], batch_size)) for key in shown}
    source = STATEMENTS[STATEMENT].source
    audit = {name: STATEMENTS[STATEMENT].doubts_of(name, variant) for name in _OF_BLOCKS}
    for place, (part, tallies) in enumerate(zip(parts, sums, strict=True)):
        dim = part.values["dim"]
        barred = part.spectrum.kind != "exact" or part.spectrum.dtype != "float64"
        settings, case = _settings_of(part.values, signs), f"{label}/{part.name}"
        for key in shown:
            mine = tallies.of[key]
            for quantity, factor in zip(_OF_BLOCKS, (Decimal(1), 1 / Decimal(dim)), strict=True):
                value, log10 = number(mine.err * factor)
                scatter = None if mine.scatter is None else mine.scatter * factor
                lower = upper = None
                if barred and value is not None:
                    bracket = spans[key][place].whole
                    bracket = bracket.shifted(float(dim)).scaled(float(factor))
                    lower, upper = min(bracket.lower, value), max(bracket.upper, value)
                rows.append(
                    figure(
                        value,
                        statement=STATEMENT,
                        optimizer=key[0],
                        schedule=None,
                        variant=variant,
                        quantity=quantity,
                        log10=log10,
                        case=case,
                        lower=lower,
                        upper=upper if upper is not None and math.isfinite(upper) else None,
                        stderr=None if scatter is None else number(scatter)[0],
                        notes=(settings, *said[key]),
                        audit=audit[quantity],
                        source=source,
                    )
                )
    return rows


def _settings_of(values: Mapping[str, Any], signs: Mapping[str, str]) -> str:
    """Return ``ρ = 0.01, λ = 0.1, d = 42.``, with the symbols of `signs`."""
    shown = {"rho": "ρ", **signs}
    parts = [f"{sign} = {values[name]:.4g}" for name, sign in shown.items()]
    return f"{', '.join(parts)}, d = {values['dim']}."


def _condition(prior: _Prior, dim: Decimal) -> Condition:
    """Return the condition under which the printed c0 is at least the right one."""
    norm, rho = prior.norm, prior.rho
    margin = norm * norm / (dim * rho)
    met = margin <= 1
    larger = f"ρ ≥ {float(norm * norm / dim):.4g}"
    if prior.summed:
        larger = f"each ρ_ℓ {float(margin):.4g} times as large"
    return Condition(
        name="printed-c0",
        lhs=float(norm * norm),
        rhs=float(dim * rho),
        met=met,
        margin=float(margin),
        text="Σ‖x*_ℓ‖²/ρ_ℓ ≤ d" if prior.summed else "‖x*‖² ≤ dρ",
        remedy="" if met else f"{larger}, or the corrected c0",
    )


# What a reader must know


def _of(sums: Tallies, variant: str) -> dict[str, Tally]:
    """Return the sums in one variant, by optimizer."""
    return {name: tally for (name, kind), tally in sums.of.items() if kind == variant}


def _batch_note(values: dict[str, Any], sums: Tallies, variant: str) -> list[Note]:
    """Say which x_i are taken, and how far the paper's are from them; at b = 1 they agree."""
    size, dim = values["batch_size"], Decimal(values["dim"])
    if size == 1:
        return []
    if variant == "printed":
        text = (
            f"err is as printed: its Q = diag(H_ii^{{−1/2}}) is right only at b = 1, and here b is "
            f"{size}. --variant corrected takes √b times that"
        )
    else:
        text = (
            f"err (corrected) is that of b = {size}: n_t averages squares of gradients of "
            "minibatches, so Q = √b·diag(H_ii^{−1/2}). The paper's Q leaves √b out"
        )
        both = [
            f"{_figure(sums.of[name, 'printed'].err / dim)} and {_figure(tally.err / dim)} "
            f"({_NAMES[name]})"
            for name, tally in _of(sums, variant).items()
            if (name, "printed") in sums.of
        ]
        if both:
            text += f". As printed and as corrected err per parameter is {', '.join(both)}"
    return [Note("batch-size", text + ".", "method")]


def _nats_note(spectrum: Spectrum) -> list[Note]:
    """Say that F must be in nats, where the file does not name a loss that is."""
    loss = spectrum.meta.loss
    letters = "".join(filter(str.isalpha, (loss or "").lower()))
    if any(name in letters for name in _IN_NATS):
        return []
    what = f"this spectrum's loss is {loss}" if loss else "the file does not say which loss it is"
    return [
        Note(
            "loss-unit",
            f"Section 5 takes F in nats, a negative log-likelihood; {what}. A loss c times as "
            "large has a Hessian c times and noise c² times as large, and no figure here is then "
            "right.",
        )
    ]


def _step_note(parts: Sequence[_inputs.Piece], optimizers: Collection[str]) -> list[Note]:
    """Say where x_i is not far below 2ρ/η², as the posterior of small steps needs it."""
    worst: dict[str, float] = {}
    for name in optimizers:
        ends, taken = [], []
        for part in parts:
            least = max(part.spectrum.min_singular_value, floor_of(name, part.values))
            if least > 0 or not needs_floor(name, part.values):
                ends.append((least, max(part.spectrum.max_singular_value, least)))
                taken.append(part)
        if taken:
            settings = settings_of(taken)
            lams = np.array([lam_of(name, part.values) for part in taken])
            logs = log_x(name, np.array(ends).T, lams, settings).max(axis=0)
            steps = logs + 2 * np.log(settings["eta"]) - np.log(2 * settings["rho"])
            worst[name] = math.exp(min(float(steps.max()), 700.0))
    large = {name: step for name, step in worst.items() if step > _LARGE_STEP}
    if not large:
        return []
    shown = join([f"{step:.3g} ({_NAMES[name]})" for name, step in large.items()])
    return [
        Note(
            "step-size",
            f"The largest η²x_i/(2ρ) is {shown}: the posterior is the limit of small steps, which "
            "needs it far below 1. Where it is not, h(x_i) is not that of a run.",
            "method",
        )
    ]


def _figure(value: Decimal) -> str:
    plain = float(value)
    return f"{plain:.5g}" if math.isfinite(plain) else f"{value:.4e}"


def _warnings(
    spectrum: Spectrum,
    parts: Sequence[_inputs.Piece],
    asked: _inputs.Collected,
    sums: Tallies,
    results: Sequence[Result],
    prior: _Prior,
    of_floor: tuple[float, Mapping[str, float]],
    variant: str,
) -> list[Note]:
    tallies = _of(sums, variant)
    values, from_file = asked.values, asked.from_file
    notes = [
        *_run_notes(spectrum, asked),
        *_batch_note(values, sums, variant),
        _floor_note(spectrum, parts, values, sums, of_floor, variant),
        Note(
            "loss-range",
            "Φ bounds the gap of a loss in [0, 1] (the PAC-Bayes lemma's hypothesis), with ρ "
            "fixed before the data"
            + (f"; this spectrum's loss is {spectrum.meta.loss}." if spectrum.meta.loss else "."),
            "method",
        ),
        *_nats_note(spectrum),
    ]
    if any(lam_of(name, part.values) > 0 for name in tallies for part in parts):
        notes.append(
            Note(
                "mean",
                "The posterior is centred at x* as in the paper's Lemma 5; for λ > 0 the "
                "stationary mean is another point, pulled towards 0.",
                "method",
            )
        )
    if spectrum.blocks:
        notes.append(_blocks_note(spectrum, asked, prior))
    notes += left_out(spectrum, "the bounds")
    notes += subsample(spectrum)
    if "x_star_norm" not in from_file and values["x_star_norm"] == 0 and prior.norm == 0:
        notes.append(Note("x-star-norm", "‖x*‖₂ is taken as 0; trained parameters are not 0."))
    bounds = [row for row in results if row.quantity == "phi"]
    vacuous = [row for row in bounds if row.log10 is not None and row.log10 >= 0]
    if vacuous:
        which = (
            "every Φ here"
            if len(vacuous) == len(bounds)
            else "Φ of "
            + join([f"{_NAMES[str(row.optimizer)]} ({row.variant})" for row in vacuous])
        )
        notes.append(
            Note(
                "vacuous",
                f"Vacuous: {which} is at least 1, which says nothing about the gap of a loss in "
                "[0, 1].",
                "vacuous",
            )
        )
    with localcontext(CONTEXT):
        condition = _condition(prior, Decimal(values["dim"]))
    sizes = ("Σ‖x*_ℓ‖²/ρ_ℓ", "d") if prior.summed else ("‖x*‖²", "dρ")
    if any(row.variant == "printed" for row in results) and not condition.met:
        notes.append(
            Note(
                "printed-c0",
                f"The printed c0 gives no bound here: {sizes[0]} = {condition.lhs:.4g} exceeds "
                f"{sizes[1]} = {condition.rhs:.4g}, where it is smaller than the c0 that the KL "
                "divergence gives.",
            )
        )
    notes += pac_bayes_note(results, values["train_risk"])
    if sums.share_negative > 0:
        count = spectrum.count(sums.share_negative)
        notes.append(
            Note(
                "negative-eigenvalues",
                f"{written(count)} of {written(values['dim'])} eigenvalues are negative "
                f"({percent(sums.share_negative)}, least {spectrum.extremes[0]:.4g}); the "
                "bound takes |σ|, though its posterior needs a Hessian without them.",
                "method",
            )
        )
    notes.append(_regime_note(values, sums, variant))
    notes += _step_note(parts, tallies)
    if spectrum.meta.optimizer and len(tallies) > 1:
        notes.append(
            Note(
                "one-spectrum",
                f"The spectrum is that of a network trained with {spectrum.meta.optimizer}; every "
                "optimizer's formula is evaluated on it.",
                "method",
            )
        )
    return notes


def _floored(parts: Sequence[_inputs.Piece], optimizers: Collection[str]) -> list[str]:
    """Return the optimizers whose err has a floor somewhere: all, if one was asked for."""
    return [
        name
        for name in optimizers
        if any(
            needs_floor(name, part.values) or not part.values["floor_by_default"] for part in parts
        )
    ]


def _floor_note(
    spectrum: Spectrum,
    parts: Sequence[_inputs.Piece],
    values: dict[str, Any],
    sums: Tallies,
    of_floor: tuple[float, Mapping[str, float]],
    variant: str,
) -> Note:
    """Say what the floor is, what it touches and how much hangs on it."""
    tallies, raised = _of(sums, variant), sums.share_raised
    floor, dim = values["floor"], Decimal(values["dim"])
    floored = _floored(parts, tallies)
    free = join([_NAMES[name] for name in tallies if name not in floored] or [""])
    if not floored:
        text = f"No floor: err of {free} is finite at σ = 0, as λ > 0."
        return Note("floor", text, "method")
    tallies = {name: tallies[name] for name in floored}
    origin = "as given"
    if values["floor_by_default"]:
        origin = "by default d·2⁻⁵²·max|σ|, float64's resolution of the spectrum"
    count = spectrum.count(raised)
    text = (
        f"The floor of σ is {floor:.4g} ({origin}). It is a choice, and raises {written(count)} of "
        f"{written(values['dim'])} singular values. "
    )
    if free:
        text += f"{free} needs none: its err is finite at σ = 0, as λ > 0. "
    if floor == 0:
        return Note("floor", text + "At 0 there is no decade to move it by.", "method")
    moves = [
        f"{_figure(tally.floor_down / dim)}, {_figure(tally.err / dim)} and "
        f"{_figure(tally.floor_up / dim)} ({_NAMES[name]})"
        for name, tally in tallies.items()
    ]
    text += (
        "With the floor a decade lower, as it is, and a decade higher, err per parameter is "
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
            f" err of {join(decided)} moves by more than 10 %: it depends on the floor as much as "
            "on the spectrum."
        )
    if raised > 0.5:
        text += (
            " More than half of the spectrum lies below the floor: the answer depends mostly on it."
        )
    resolution, shares = of_floor
    if shares and floor < resolution:
        widths = join([f"{percent(shares[name])} ({_NAMES[name]})" for name in floored])
        text += (
            f" The spectrum resolves |σ| down to {resolution:.4g}. lower and upper hold the "
            "answers from all that is unresolved at the floor to all of it there; the floor's "
            f"part of their distance is {widths}."
        )
    wide = any(share > 0.5 for share in shares.values())
    return Note("floor", text, "answer" if decided or raised > 0.5 or wide else "method")


def _blocks_note(spectrum: Spectrum, asked: _inputs.Collected, prior: _Prior) -> Note:
    """Say that err is a sum over blocks, and where their ρ, η, λ and ‖x*‖ come from."""
    values, from_file = asked.values, asked.from_file
    own = sum(block.rho is not None for block in spectrum.blocks)
    count = len(spectrum.blocks)
    text = f"err is summed over the {count} diagonal blocks of the file, "
    source = "of the file" if "rho" in from_file else "as given"
    if own == 0:
        text += f"ρ = {values['rho']:g} {source} for each, as none has its own"
    else:
        text += "each with its own ρ"
        if own < count:
            text += f" ({own} of them; ρ = {values['rho']:g} {source} for the rest)"
    text += _own_settings(spectrum, asked)
    # The blocks may be all that the file has.
    one = "one ρ, η and λ for all" if asked.own else "one ρ for all"
    whole = one if spectrum.made_of_blocks else "the whole spectrum"
    text += f"; what couples the blocks is left out (--whole takes {whole})."
    if own == count and values["rho"] is not None:
        text += f" ρ = {values['rho']:g} {source} is not used: every block has its own."
    if not prior.known:
        text += (
            " The file does not say ‖x*‖ of every block: KL and c0 take ‖x*‖² over the least ρ, "
            "which is at least the right sum."
        )
    elif values["x_star_norm"] != 0 and "x_star_norm" not in from_file:
        text += f" ‖x*‖₂ = {values['x_star_norm']:g} as given is not used: every block has its own."
    return Note("blocks", text, "method")


def _own_settings(spectrum: Spectrum, asked: _inputs.Collected) -> str:
    """Say of which blocks η and λ are their own, and what the others take."""
    text = ""
    for name, sign in (("eta", "η"), ("lam", "λ")):
        has = [getattr(block.spectrum.meta, name) is not None for block in spectrum.blocks]
        if not any(has):
            continue
        if name not in asked.own:
            own = {getattr(block.spectrum.meta, name) for block in spectrum.blocks}
            if own != {asked.values[name]}:
                text += f"; {sign} = {asked.values[name]:g} for all, though the blocks have others"
        elif all(has):
            text += f"; each with its own {sign}"
        else:
            lack = [
                block.name for block, mine in zip(spectrum.blocks, has, strict=True) if not mine
            ]
            value = asked.values[name]
            rest = "" if value is None else f", {sign} = {value:g} for the rest: {some_of(lack)}"
            text += f"; with its own {sign} for {sum(has)} of them{rest}"
    return text


def _run_notes(spectrum: Spectrum, asked: _inputs.Collected) -> list[Note]:
    """Say which settings the file gave, and which of them are not those of all parameters."""
    signs = {
        **{"eta": "η", "lam": "λ", "batch_size": "b", "samples": "n", "rho": "ρ"},
        "x_star_norm": "‖x*‖₂",
    }
    values = {sign: asked.values[name] for name, sign in signs.items() if name in asked.from_file}
    notes = []
    if values:
        shown = ", ".join(f"{sign} = {written(value)}" for sign, value in values.items())
        notes.append(Note("from-file", f"As the file records them: {shown}.", "method"))
    for name, setting in asked.said.items():
        has = any(getattr(block.spectrum.meta, name) is not None for block in spectrum.blocks)
        own = ", but for blocks that have their own" if has else ""
        notes.append(
            Note(
                "run-settings",
                f"{signs[name]} = {setting.note}{own}. err with each group's own may be far from "
                "it: a file measured with --blocks group has what it takes.",
            )
        )
    other = adam_settings(spectrum.meta)[1]
    if other:
        notes.append(Note("run-optimizer", f"In {spectrum.label}, {other}."))
    return notes


def _regime_note(values: dict[str, Any], sums: Tallies, variant: str) -> Note:
    """Say how far the spectrum is in the regime of the paper's comparison."""
    tallies, size = _of(sums, variant), values["batch_size"]
    # Where x of ℓ2-Adam is larger than AdamW's: σ < b, as printed σ < 1.
    printed = variant == "printed"
    limit = "1" if printed or size == 1 else f"b = {size}"
    share = sums.share_below_one if printed else sums.share_below_batch
    above = ", ".join(
        f"{percent(tally.share_above_one)} ({_NAMES[name]})" for name, tally in tallies.items()
    )
    text = f"σ_i < {limit} for {percent(share)} of the spectrum, x_i > 1 for {above}. "
    # Adam's x_i are the least: where they are above 1, those of the others are, at any λ.
    adam = tallies.get(ADAM.key)
    if share == 1 and adam is not None and adam.share_above_one == 1:
        text += (
            f"With all σ_i < {limit} and all x_i > 1 at λ = 0, any λ > 0 raises err: the bound "
            "then ranks Adam ≤ AdamW ≤ ℓ2-Adam (equal λ)."
        )
    else:
        text += (
            f"The paper's argument that ℓ2-Adam's err is larger than AdamW's needs σ_i < {limit} "
            "and x_i > 1 for most i, and equal λ."
        )
    if values["lam"] != values["lam_l2"] and set(DECAYING) <= set(tallies):
        text += (
            f" Here λ is {_shown(values['lam'])} for AdamW and {_shown(values['lam_l2'])} for "
            "ℓ2-Adam."
        )
    return Note("regime", text, "method")


def _shown(value: float | None) -> str:
    return "that of each block" if value is None else f"{value:g}"


def _extra(
    spectrum: Spectrum,
    values: dict[str, Any],
    sums: Tallies,
    from_file: Sequence[str],
    of_floor: tuple[float, Mapping[str, float]],
    variant: str,
) -> dict[str, Any]:
    """Return the same facts as numbers, for programs and drawings."""
    tallies, raised = _of(sums, variant), sums.share_raised
    dim = Decimal(values["dim"])
    with localcontext(CONTEXT):
        return {
            "label": spectrum.label,
            "kind": spectrum.kind,
            "from_file": tuple(from_file),
            "variant": variant,
            "share_sigma_below_one": sums.share_below_one,
            "share_sigma_below_batch": sums.share_below_batch,
            "share_negative": sums.share_negative,
            "share_x_above_one": {name: tally.share_above_one for name, tally in tallies.items()},
            "floor": {
                "value": values["floor"],
                "by_default": values["floor_by_default"],
                "resolution": of_floor[0],
                "share_of_width": dict(of_floor[1]),
                "raised": spectrum.count(raised),
                "share_raised": raised,
                "err_per_parameter": {
                    name: tuple(
                        number(part / dim)[0]
                        for part in (tally.floor_down, tally.err, tally.floor_up)
                    )
                    for name, tally in tallies.items()
                },
            },
        }
