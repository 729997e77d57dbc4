"""err with the run's own preconditioner: rows that stand beside those of Corollary 3."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal, localcontext
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from adamw_bounds.engine.ask import ask
from adamw_bounds.engine.question import Question
from adamw_bounds.engine.results import Note, Result
from adamw_bounds.kernels.calls import evaluate, find
from adamw_bounds.kernels.mathematics import Arrays
from adamw_bounds.optimizers import ADAMW, L2_ADAM, OPTIMIZERS
from adamw_bounds.spectra._rows import Bound, bound_rows, join, percent
from adamw_bounds.spectra._sums import CONTEXT, lam_of
from adamw_bounds.spectra.brackets import (
    Alternating,
    Bracket,
    Enclosure,
    Functional,
    bound_brackets,
    combine,
    enclose,
    lower_end,
    weighed_bracket,
)
from adamw_bounds.spectra.decays import Decays, top_of, trace_ends
from adamw_bounds.spectra.preconditioned import Preconditioned, names
from adamw_bounds.spectra.spectrum import Spectrum

__all__ = ["CASE", "CASES", "DECAYS", "STATEMENT", "Norm", "norm_of", "own_notes", "own_rows"]

Float64Array = npt.NDArray[np.float64]

STATEMENT: Final = "here-own-preconditioner"
#: The case of the rows.
CASE: Final = "own-preconditioner"
#: That of the rows with the run's own decays, where it has several.
DECAYS: Final = "own-decays"
CASES: Final = (CASE, DECAYS)
_CORRECTED: Final = "corrected"
_ARRAYS: Final = Arrays()
_ERR: Final = {
    quantity: Question(name="generalization", quantities=(quantity,), optimizers="all")
    for quantity in ("err-own", "err-own-lower", "err-own-upper")
}
#: Share that chance may take of each end.
_TAIL: Final = 0.025
#: Share of err from which rounding is shown.
_SHOWN: Final = 1e-6
_ONE_FOR_ALL: Final = "NOT A BOUND of the run: one λ is taken for its several decays."
#: b·v̂/H_ii further than this factor from 1 is no Fisher matrix at hand.
_FAR: Final = 2.0


class Norm(NamedTuple):
    """‖x*‖ of KL and c0.

    Attributes
    ----------
    value : Decimal
        ‖x*‖.
    beside : int
        Dead coordinates, left out of d, that it may count.
    given : bool
        Whether it was given, and is not the file's.
    """

    value: Decimal
    beside: int = 0
    given: bool = False


def norm_of(own: Preconditioned, whole: Any, *, given: bool) -> Norm:
    """Return ‖x*‖ of the coordinates that are covered, where the file says it.

    Parameters
    ----------
    own : Preconditioned
        Q and its spectra.
    whole : number
        ‖x*‖ of the run: the file's, or what was given in its place.
    given : bool
        Whether it was given. Then it is taken as it is.
    """
    if own.x_star_norm is not None and not given:
        return Norm(Decimal(own.x_star_norm))
    value = Decimal(whole)
    return Norm(value, own.removed if value > 0 else 0, given)


class _Found(NamedTuple):
    """err − d of one optimizer with its error bars; no bracket where there is no number."""

    bracket: Bracket | None
    why: str = ""
    note: str = ""


def own_rows(
    own: Preconditioned,
    optimizers: Sequence[str],
    values: Mapping[str, Any],
    norm: Norm,
    rho: Decimal,
) -> list[Result]:
    """Return err, KL, c0, Φ and the tighter bounds with the run's own Q.

    Parameters
    ----------
    own : Preconditioned
        Q and its spectra.
    optimizers : sequence of str
        Whose err; left out where the spectra that it takes were not measured.
    values : mapping
        The settings, as `generalization` collected them.
    norm : Norm
        ‖x*‖ of KL and c0.
    rho : Decimal
        Their ρ.
    """
    settings = {**values, "dim": own.dim}
    note = f"Q is the run's own: {_said(own)}"
    rows: list[Result] = []
    for name in optimizers:
        found = _excess(own, name, settings)
        if found is not None:
            made = _rows_of(found, CASE, name, settings, norm, rho, note)
            if own.has_several and lam_of(name, settings) > 0:
                made = [replace(row, notes=(*row.notes, _ONE_FOR_ALL)) for row in made]
            rows += made
    mine = L2_ADAM.key if own.is_l2 else ADAMW.key
    if own.decays is not None and own.decays.differ and mine in optimizers:
        found = _with_decays(own, own.decays, mine, settings)
        if found is not None:
            told = f"{note} Its decays are {_range(own.decays)}, each on its own coordinates."
            rows += _rows_of(found, DECAYS, mine, settings, norm, rho, told)
    return rows


def _range(decays: Decays) -> str:
    return f"{decays.least:g} to {decays.largest:g}"


def _rows_of(
    found: _Found,
    case: str,
    name: str,
    settings: Mapping[str, Any],
    norm: Norm,
    rho: Decimal,
    note: str,
) -> list[Result]:
    """Return the rows of one optimizer's err − d."""
    if found.bracket is None:
        return _without(name, found.why, note, case)
    bracket = found.bracket
    with localcontext(CONTEXT):
        bound = Bound(
            statement=STATEMENT,
            label=case,
            optimizer=name,
            variant=_CORRECTED,
            err=Decimal(bracket.estimate) + int(settings["dim"]),
            scatter=None if bracket.stderr is None else Decimal(bracket.stderr),
            norm=norm.value,
            rho=rho,
            values=settings,
        )
        made = bound_rows(bound, None)
    bars = bound_brackets(bracket, settings, norm=norm.value, rho=rho)
    notes = (note, *((found.note,) if found.note else ()))
    rows = []
    for row in made:
        item = row
        if row.quantity in {"err", "err-per-parameter"}:
            item = replace(item, notes=(*notes, *item.notes))
        elif row.quantity == "kl" and norm.beside:
            item = replace(item, notes=(*item.notes, _beside(norm)))
        bar = bars.get(row.quantity)
        if bar is not None and bar.width > 0 and item.value is not None:
            item = replace(
                item,
                lower=min(bar.lower, item.value),
                upper=max(bar.upper, item.value) if math.isfinite(bar.upper) else None,
            )
        rows.append(item)
    return rows


def _beside(norm: Norm) -> str:
    may = "may count" if norm.given else "counts"
    return f"An upper end: ‖x*‖² {may} {norm.beside} dead coordinates that d leaves out."


def _said(own: Preconditioned) -> str:
    of = "Gauss–Newton matrix" if own.matrix == "ggn" else "Hessian"
    matrix = f"{of} + {own.kappa:.4g}·I" if own.kappa > 0 else of
    left = f", without {own.removed} dead coordinates" if own.removed else ""
    return f"1/(√v̂ + ε) after {own.steps} steps, on the {matrix}, d = {own.dim}{left}."


def _without(optimizer: str, why: str, note: str, case: str) -> list[Result]:
    return [
        Result(
            statement=STATEMENT,
            optimizer=optimizer,
            schedule=None,
            variant=_CORRECTED,
            quantity=quantity,
            value=None,
            log10=None,
            case=case,
            notes=(why, note),
        )
        for quantity in ("err", "err-per-parameter")
    ]


def _excess(own: Preconditioned, optimizer: str, values: Mapping[str, Any]) -> _Found | None:
    """Return err − d; None where the file does not have what it takes."""
    lam = lam_of(optimizer, values)
    refused = _refused(own)
    if refused is not None:
        return refused
    if lam == 0:
        # S(S+0)^{-1} = I for all of them.
        none, trace = _known(0.0), _known(own.trace_q)
        found = _sum(own, ADAMW.key, values, none, trace)
        part = own.s or own.h
        if part is not None and part.kind == "exact" and part.extremes[0] <= 0:
            why = "S is singular, where no stationary law is left: this is the limit κ → 0."
            return found._replace(note=why)
        return found
    if OPTIMIZERS[optimizer].decays_loss:
        if own.h is None or own.h_trace is None:
            return None
        found = _l2(own, values, lam)
        decays = own.decays
        if decays is None or decays.differ or not math.isclose(lam, decays.least, rel_tol=1e-9):
            return found
        exact = _solution(own, decays, optimizer, values)
        if exact is None or found.bracket is None:
            return found
        ends = [(end + own.dim) / own.dim for end in (found.bracket.lower, found.bracket.upper)]
        told = (
            f"Without it, what is proved at any λ encloses err per parameter: {ends[0]:.4g} to "
            f"{ends[1]:.4g}."
        )
        return exact._replace(note=f"{exact.note} {told}")
    if own.s is None or own.s_trace is None:
        return None
    log = _log_sum(own, own.s, optimizer, lam, own.least())
    if math.isinf(log.estimate):
        return _Found(
            None,
            f"Infinite: S is singular, and λ = {lam:g} > 0 leaves no width there. Measure with "
            "--kappa > 0.",
        )
    return _sum(own, optimizer, values, log, _trace(own, own.s, own.s_trace, optimizer, lam))


def _refused(own: Preconditioned) -> _Found | None:
    """Say that there is no stationary law; None where there is one."""
    negative = own.negative()
    if negative is None:
        return None
    return _Found(
        None,
        f"No number: the matrix has negative eigenvalues (least of S or H {negative:.4g}), and "
        "there the run has no stationary law. Measure with --own-matrix ggn, or a larger --kappa.",
    )


def _with_decays(
    own: Preconditioned, decays: Decays, optimizer: str, values: Mapping[str, Any]
) -> _Found | None:
    """Return err − d with the run's several decays; None where the file does not have it."""
    refused = _refused(own)
    if refused is not None:
        return refused
    exact = _solution(own, decays, optimizer, values)
    if exact is not None:
        return exact
    if decays.trace_least is None or decays.trace_most is None or own.s is None or own.w is None:
        return None
    # det N ≥ det S/det W, and N has at most the trace that the least decay leaves.
    log = max(_log_det(own, own.w).upper - _log_det(own, own.s).lower, 0.0)
    shares = float(own.dim)
    if decays.least > 0 and not own.is_l2:
        shares = min(shares, _shares(own, own.s, ADAMW.key, decays.least).upper)
    elif decays.least > 0 and own.h is not None:
        shares = min(shares, _shares(own, own.h, L2_ADAM.key, decays.least).upper)
    least = _err(
        L2_ADAM.key,
        values,
        "err-own-lower",
        log_det_q=own.log_det_q,
        share_sum=shares,
        trace_own=decays.trace_least,
    )
    if not math.isfinite(log):
        return _Found(None, "Infinite: S may be singular. Measure with --kappa > 0.")
    most = _err(
        L2_ADAM.key,
        values,
        "err-own-upper",
        log_det_q=own.log_det_q,
        log_ratio=log,
        trace_most=decays.trace_most,
    )
    low, top = float(least) - own.dim, float(most) - own.dim
    return _Found(
        replace(_known(top), lower=low, quadrature=(low, top), limits=(low, top)),
        note="An upper bound: the decays and S do not commute, and err lies between lower and "
        "this.",
    )


def _log_det(own: Preconditioned, part: Spectrum) -> Bracket:
    """Return log det of S or of W."""

    def function(eigenvalues: Float64Array) -> Float64Array:
        with np.errstate(divide="ignore"):
            return np.log(np.maximum(np.asarray(eigenvalues, dtype=np.float64), 0.0))

    less = Alternating(function=lambda values: -function(values), sign=-1)
    functional = Functional(
        function=function,
        turning_points=(0.0,),
        alternating=_alternating(own, less),
        is_smooth=True,
    )
    return _enclosed(own, part).bracket(functional).scaled(float(own.dim))


def _solution(
    own: Preconditioned, decays: Decays, optimizer: str, values: Mapping[str, Any]
) -> _Found | None:
    """Return err − d by the solution of Lyapunov's equation; None where it is not in the file."""
    if decays.log_det is None or decays.trace is None:
        return None
    err = _err(
        ADAMW.key,
        values,
        "err-own",
        log_det_q=own.log_det_q,
        log_ratio=-decays.log_det,
        trace_own=decays.trace,
    )
    value = float(err) - own.dim
    # What does not show needs no bars.
    off = decays.rounding if decays.rounding > _SHOWN * float(abs(err)) else 0.0
    low, top = value - off, value + off
    return _Found(
        replace(_known(value), lower=low, upper=top, quadrature=(low, top), limits=(low, top)),
        note="Exact, by the solution of Lyapunov's equation with the run's own decays.",
    )


def _l2(own: Preconditioned, values: Mapping[str, Any], lam: float) -> _Found:
    """Return what the lower and the upper bound of ℓ2-Adam's err enclose."""
    optimizer = L2_ADAM.key
    assert own.h is not None
    assert own.h_trace is not None
    log = _log_sum(own, own.h, optimizer, lam, own.kappa)
    shares = _shares(own, own.h, optimizer, lam)
    trace = _trace(own, own.h, own.h_trace, optimizer, lam)
    least = _err(
        optimizer,
        values,
        "err-own-lower",
        log_det_q=own.log_det_q,
        share_sum=min(shares.upper, float(own.dim)),
        trace_own=max(trace.lower, 0.0),
    )
    most = Decimal(math.inf)
    if math.isfinite(log.upper):
        most = _err(
            optimizer,
            values,
            "err-own-upper",
            log_det_q=own.log_det_q,
            log_ratio=log.upper,
            trace_most=_most(own, lam),
        )
    if not most.is_finite():
        return _Found(
            None, f"Infinite: H is singular, and λ = {lam:g} > 0. Measure with --kappa > 0."
        )
    low, top = float(least) - own.dim, float(most) - own.dim
    return _Found(
        replace(_known(top), lower=low, quadrature=(low, top), limits=(low, top)),
        note="An upper bound: Q and H do not commute, and err lies between lower and this.",
    )


def _sum(
    own: Preconditioned,
    optimizer: str,
    values: Mapping[str, Any],
    log: Bracket,
    trace: Bracket,
) -> _Found:
    """Put log-determinant and trace together: the kernel is linear in both."""

    def at(log_ratio: float, trace_own: float) -> Decimal:
        return _err(
            optimizer,
            values,
            "err-own",
            log_det_q=own.log_det_q,
            log_ratio=log_ratio,
            trace_own=trace_own,
        )

    with localcontext(CONTEXT):
        base = at(0.0, 0.0)
        slope = float(at(0.0, 1.0) - base)
        parts = [log, trace.scaled(slope)]
        return _Found(combine(parts).shifted(float(base - own.dim)))


def _err(optimizer: str, values: Mapping[str, Any], quantity: str, **sums: float) -> Decimal:
    known = {name: Decimal(values[name]) for name in ("eta", "rho", "batch_size", "dim")}
    known |= {name: Decimal(value) for name, value in sums.items()}
    with localcontext(CONTEXT):
        (row,) = ask(
            _ERR[quantity],
            {},
            theorem=STATEMENT,
            optimizer=optimizer,
            variant=_CORRECTED,
            known=known,
        )
        value: Decimal = row.value
        return value


def _known(value: float) -> Bracket:
    return Bracket(
        lower=value,
        estimate=value,
        upper=value,
        quadrature=(value, value),
        scatter=None,
        freedom=None,
        level=0.95,
        assumed=False,
        limits=(value, value),
        spent=0.05,
    )


def _function(quantity: str, optimizer: str, lam: float) -> Any:
    """Return a summand as a function of an array of eigenvalues."""
    kernel = find(STATEMENT, quantity, _CORRECTED, optimizer=optimizer)
    assert kernel is not None
    decay = OPTIMIZERS[optimizer].setting or "lam"
    name = next(item for item in kernel.inputs if item != decay)

    def function(eigenvalues: Float64Array) -> Float64Array:
        at = np.maximum(np.asarray(eigenvalues, dtype=np.float64), 0.0)
        with np.errstate(all="ignore"):
            found = kernel.function(_ARRAYS, **{name: at, decay: lam})[0]
        return np.asarray(found, dtype=np.float64)

    return function


def _log_sum(
    own: Preconditioned, part: Spectrum, optimizer: str, lam: float, least: float
) -> Bracket:
    """Return Σ log(1 + λ/s) over the eigenvalues, of which none is below `least`."""
    function = _function("own-log-summand", optimizer, lam)
    if part.eigenvalues is not None:
        values = np.maximum(np.asarray(part.eigenvalues, dtype=np.float64), least)
        total = float(function(values).sum())
        if part is own.s and own.log_det_s is not None and least > 0:
            # log det S is that of H and of Q: rounding at the size of S takes its least ones.
            total += float(np.log(values).sum()) - own.log_det_s
        return _known(total)
    functional = Functional(
        function=function,
        turning_points=(0.0,),
        alternating=_alternating(own, Alternating(function=function)),
        is_smooth=True,
    )
    return _enclosed(own, part).bracket(functional).scaled(float(own.dim))


def _rising(own: Preconditioned, function: Any) -> Functional:
    """Return s/(s + λ) as a functional: it is 1 − λ/(s + λ), whose derivatives alternate."""
    less = Alternating(function=lambda values: -function(values), sign=-1)
    return Functional(
        function=function,
        turning_points=(0.0,),
        alternating=_alternating(own, less),
        is_smooth=True,
    )


def _alternating(own: Preconditioned, part: Alternating) -> tuple[Alternating, ...]:
    """Return the part where no eigenvalue can be below 0, at which it ends."""
    return (part,) if own.matrix == "ggn" else ()


def _shares(own: Preconditioned, part: Spectrum, optimizer: str, lam: float) -> Bracket:
    """Return Σ s/(s + λ) over the eigenvalues."""
    function = _function("own-share", optimizer, lam)
    if part.eigenvalues is not None:
        return _known(float(function(np.asarray(part.eigenvalues)).sum()))
    return _enclosed(own, part).bracket(_rising(own, function)).scaled(float(own.dim))


def _trace(
    own: Preconditioned, part: Spectrum, traced: Spectrum, optimizer: str, lam: float
) -> Bracket:
    """Return Tr[Q s/(s + λ)], of the probes Q^½z."""
    function = _function("own-share", optimizer, lam)
    assert traced.nodes is not None
    assert traced.weights is not None
    if part.kind == "exact":
        shares = np.asarray(traced.weights[0], dtype=np.float64)
        values = function(np.asarray(traced.nodes[0]))
        return _known(own.trace_q * float((shares * values).sum() / shares.sum()))
    ends = _enclosed(own, part).support
    low, high = lower_end(traced, ends.lower), traced.extremes[1]
    found = weighed_bracket(traced, _rising(own, function), support=(low, max(ends.upper, high)))
    return found.scaled(own.trace_q)


def _enclosed(own: Preconditioned, part: Spectrum) -> Enclosure:
    """Enclose a quadrature; a Gauss–Newton matrix has no eigenvalue below what κ leaves."""
    if own.matrix != "ggn":
        return enclose(part)
    least = own.kappa if part is own.h else own.least()
    if part is own.w and own.decays is not None:
        decays = own.decays
        least += decays.least * own.q_min if own.is_l2 else decays.least
    return enclose(part, support=(lower_end(part, least), None))


#: The exponential of more exceeds a float.
_LARGEST_LOG: Final = 709.0


def _most(own: Preconditioned, lam: float) -> float:
    """Return what bounds the trace of ℓ2-Adam's covariance over η/(2b): the less of two."""
    assert own.h is not None
    known = {
        "lam_l2": lam,
        "trace_q": own.trace_q,
        "trace_s": math.inf if own.s is None else trace_ends(own.s, _TAIL)[1],
        "sigma_max": top_of(own.h),
    }
    found = []
    for quantity in ("own-trace-by-size", "own-trace-by-balance"):
        kernel = find(STATEMENT, quantity, _CORRECTED, optimizer=L2_ADAM.key)
        assert kernel is not None
        value = float(evaluate(kernel, known).log)
        # One of them gives its logarithm: it is infinite without decay.
        if not kernel.linear:
            value = math.inf if value > _LARGEST_LOG else math.exp(value)
        found.append(value)
    return min(found)


def own_notes(
    own: Preconditioned, rows: Sequence[Result], values: Mapping[str, Any], norm: Norm
) -> list[Note]:
    """Say on what these rows rest, and what of it fails."""
    if not rows:
        return []
    text = (
        f"{CASE}: err with the run's own Q = 1/(√v̂ + ε) in the place of √b·diag(H_ii^{{−1/2}}), "
        f"q from {own.q_min:.4g} to {own.q_max:.4g}, median {own.q_median:.4g}; {_said(own)} "
        "The place of κ moves it: it is a choice, as the floor is."
    )
    notes = [Note("own-preconditioner", text, "method")]
    if norm.beside:
        left = f"the {norm.beside} dead coordinates that d leaves out"
        ends = f"KL, c0 and Φ of {CASE} are upper ends, as ‖x*‖²/(2ρ) is too large"
        text = (
            f"‖x*‖₂ = {norm.value:.4g} as given is taken with the run's own Q too. If it counts "
            f"{left}, {ends}."
            if norm.given
            else f"The file's ‖x*‖₂ = {norm.value:.4g} counts {left}: {ends}. A file measured "
            "anew says ‖x*‖₂ without them."
        )
        notes.append(Note("own-norm", text))
    if own.dead:
        share = sum(item.share for item in own.dead)
        notes.append(
            Note(
                "nearly-dead",
                f"Coordinates with q above 1000 times the median have {percent(share)} of Tr Q: "
                f"{names(own.dead)}. They hardly move, and the trace in err depends mostly on "
                "them."
                if share > 0.5
                else f"Coordinates with q above 1000 times the median have {percent(share)} of "
                f"Tr Q: {names(own.dead)}.",
                "answer" if share > 0.5 else "method",
            )
        )
    if own.ratio:
        middle = own.ratio.get("0.5", own.ratio.get("trace"))
        what = "; ".join(
            f"{'b·Σv̂/Tr H' if level == 'trace' else f'quantile {level}'} {value:.3g}"
            for level, value in own.ratio.items()
        )
        far = middle is not None and not 1 / _FAR <= middle <= _FAR
        notes.append(
            Note(
                "noise-covariance",
                f"b·v̂_i/H_ii, which is 1 where the noise of a sample has the covariance H: {what}."
                + (" That hypothesis of Section 5 fails here." if far else ""),
                "answer" if far else "method",
            )
        )
    if own.has_several:
        has = any(row.case == DECAYS for row in rows)
        notes.append(
            Note(
                "own-decay",
                "The run's parameter groups have the weight decays "
                f"{join([f'{item:g}' for item in own.lam])}; the rows of {CASE} take one λ for "
                f"all{f', and those of {DECAYS} each its own' if has else ''}.",
            )
        )
    if values["eta"] != own.eta:
        notes.append(
            Note(
                "own-eta",
                f"η = {values['eta']:g} is not the run's {own.eta:g}, at which its Q was made.",
            )
        )
    return notes
