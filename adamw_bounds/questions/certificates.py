"""What a trace certifies of the run that was made, and what in it breaks hypotheses.

A trace is what `adamw_bounds.measure.Recorder` wrote. Pairs of independent batches come first,
with a t-interval, which is approximate; then the form that holds with a given probability, where a
bound of one sample's deviation is known; then what the run's own average of gradients says; beside
it the bound for constant decay with the decay that was measured.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from adamw_bounds.engine.results import Condition, Result
from adamw_bounds.engine.rows import figure, numbers
from adamw_bounds.errors import BoundsError, Fault, InputError
from adamw_bounds.kernels.calls import evaluate, find
from adamw_bounds.numbers import show_value
from adamw_bounds.optimizers import ADAMW
from adamw_bounds.questions.run_inputs import most

if TYPE_CHECKING:
    from adamw_bounds.runs.description import Description
    from adamw_bounds.traces import Trace

__all__ = ["DEVIATION", "Evidence", "evidence_of"]

_MEASURED: Final = "gradient-norm-squared-measured"
_PAIRS: Final = "here-pair-certificate"
_AVERAGE: Final = "here-ema-certificate"
_DECAY: Final = "here-constant-decay"
_SCORE: Final = "xie2024-lemma-3-8"
#: The key of a run file that bounds how far one sample's gradient lies from the mean.
DEVIATION: Final = "sample_deviation"
#: Twice the share of ‖∇F‖² that the noise may take, fixed before any run.
_SHARE: Final = 0.2
_LEVEL: Final = 0.95


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a trace says.

    Attributes
    ----------
    rows : tuple of Result
        What is certified of the run that was made.
    broken : tuple of Condition
        Hypotheses of the theorems that the trace contradicts.
    notes : tuple of (str, str)
        Code and sentence of what a reader must know.
    point : mapping
        Norms of the parameters, and what the pairs say of gradient and noise: for figures.
    """

    rows: tuple[Result, ...]
    broken: tuple[Condition, ...]
    notes: tuple[tuple[str, str], ...]
    point: Mapping[str, float]


def evidence_of(run: Description, trace: Trace) -> Evidence:
    """Return what a trace says of a run.

    Raises
    ------
    InputError
        If it is the trace of another run.
    """
    from adamw_bounds.traces import caveats

    faults = list(_others(run, trace))
    if faults:
        raise InputError(faults)
    notes = list(caveats(trace))
    rows: list[Result] = []
    for certificate in (_from_pairs, _from_every_pair, _from_average, _score):
        rows += certificate(run, trace, notes)
    return Evidence(tuple(rows), tuple(_broken(run, trace)), tuple(notes), _point(trace))


# --- Whether it is this run's ---------------------------------------------------------------------


def _others(run: Description, trace: Trace) -> Iterator[Fault]:
    """Yield a fault for each thing in which the trace is of another run."""
    head = trace.head
    named = str(head.get("optimizer") or "")
    if named and run.optimizer and named.lower() != run.optimizer.lower():
        yield _fault(f"is of {named}, and the run is of {run.optimizer}")
    groups = [group for group in head.get("groups") or () if isinstance(group, Mapping)]
    for theirs in ("weight_decay", "betas", "eps"):
        known = [_value(group.get(theirs)) for group in groups if group.get(theirs) is not None]
        own = [_value(group.settings.get(theirs)) for group in run.groups]
        own = [value for value in own if value is not None]
        strange = [value for value in own if known and not any(_alike(value, one) for one in known)]
        if strange:
            yield _fault(
                f"is of a run with {theirs} = {_said(known[0])}, and this one has "
                f"{_said(strange[0])}"
            )
    for name, value in (("dim", head.get("dim")), ("batch_size", head.get("batch_size"))):
        own_number = most(run.problem.get(name))
        if value is not None and own_number is not None and float(value) != own_number:
            yield _fault(f"is of a run with {name} = {value}, and this one has {own_number:g}")


def _fault(text: str) -> Fault:
    return Fault("trace", None, text, option="trace")


def _value(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return tuple(most(item) for item in value)
    return most(value)


def _alike(one: Any, other: Any) -> bool:
    if isinstance(one, tuple) and isinstance(other, tuple):
        return all(map(_alike, one, other))
    return math.isclose(one, other, rel_tol=1e-6)


def _said(value: Any) -> str:
    return f"({', '.join(map(_said, value))})" if isinstance(value, tuple) else f"{value:g}"


# --- Hypotheses that it contradicts ---------------------------------------------------------------

#: What each flag of a line breaks: a hypothesis of every convergence theorem.
_FLAGGED: Final = {
    "rescaled": ("no-clipping", "the gradient is taken as it is, not clipped"),
    "skipped-steps": ("no-skipped-steps", "no step is left out, as by a gradient scaler"),
    "not-finite": ("finite-gradients", "every gradient is finite"),
}


def _broken(run: Description, trace: Trace) -> Iterator[Condition]:
    for flag, (name, text) in _FLAGGED.items():
        steps = trace.flags.get(flag, [])
        if steps:
            count = float(len(steps))
            said = f"{text}: it was at {len(steps)} of {len(trace.steps)} recorded steps"
            yield Condition(name, count, 0.0, False, None, said.replace("it was", "else"))
    if trace.head.get("training_sampling") == "without-replacement":
        text = "batches are drawn independently, not from a shuffled pass over the data"
        yield Condition("independent-batches", None, None, False, None, text)
    largest = _largest(trace, "gradient_inf")
    bound = most(run.problem.get("c_inf"))
    if largest is not None and bound is not None and largest > bound:
        margin = None if bound == 0 else largest / bound
        text = "‖g‖∞ ≤ c∞ at every recorded step"
        yield Condition(
            "gradient-bound",
            largest,
            bound,
            False,
            margin,
            text,
            f"--c-inf of {largest:.4g} or more",
        )


def _largest(trace: Trace, name: str) -> float | None:
    values = [value for value in trace.columns[name].tolist() if math.isfinite(value)]
    return max(values, default=None)


def _mean(trace: Trace, name: str) -> float | None:
    values = [value for value in trace.columns[name].tolist() if math.isfinite(value)]
    return math.fsum(values) / len(values) if values else None


# --- What is certified ----------------------------------------------------------------------------


def _row(
    statement: str, value: float | None, case: str, *notes: str, variant: str = "sharp", **more: Any
) -> Result:
    return figure(
        value,
        statement=statement,
        optimizer=ADAMW.key,
        schedule=None,
        variant=variant,
        quantity=more.pop("quantity", _MEASURED),
        case=case,
        notes=notes,
        audit=(),
        **more,
    )


def _from_pairs(run: Description, trace: Trace, notes: list[tuple[str, str]]) -> Iterator[Result]:
    """Yield the mean of ‖∇F‖² over the run, from pairs, with its t-interval."""
    from adamw_bounds.traces import squared_gradient

    try:
        found = squared_gradient(trace, level=_LEVEL)
    except BoundsError as error:
        notes.append((error.code, f"{error.message[:1].upper()}{error.message[1:]}"))
        return
    said = [f"approximate {_LEVEL:.0%} t-interval of {found.count} pairs"]
    if found.is_few:
        said.append("fewer than 30 pairs: the interval may be too narrow")
    if not found.is_told_from_zero:
        said.append("not told from 0")
    else:
        said.append(f"root mean square at most {show_value(math.sqrt(max(0.0, found.upper)))}")
    yield _row(
        _PAIRS,
        found.mean,
        "t-interval",
        *said,
        variant="approximate",
        lower=found.lower,
        upper=found.upper,
        stderr=found.stderr,
    )


def _from_every_pair(
    run: Description, trace: Trace, notes: list[tuple[str, str]]
) -> Iterator[Result]:
    """Yield the bound with a given probability, of the recorded steps."""
    deviation = most(run.problem.get(DEVIATION))
    size = (trace.head.get("probe") or {}).get("batch_size")
    pairs = trace.lists["pairs"]
    if deviation is None or size is None or not pairs or any(len(row) != 1 for row in pairs):
        return
    count = len(pairs)
    proxy = deviation / math.sqrt(float(size))
    tau = most(run.problem.get("tau")) or 1 - _LEVEL
    squares = math.fsum(float(row[0]) for row in trace.lists["pair_squares"])
    log = _log(
        _PAIRS,
        None,
        pair_mean=max(0.0, math.fsum(float(row[0]) for row in pairs) / count),
        iterations=count,
        noise_proxy=proxy,
        square_sum=squares,
        # The order of ς²V, told before the run.
        mixture_scale=proxy**4 * count if proxy > 0 else 1.0,
        certificate_share=_SHARE,
        tau=tau,
    )
    value, log10 = numbers(log)
    which = "every step" if trace.head.get("every") == 1 else f"the {count} recorded steps"
    yield _row(
        _PAIRS,
        value,
        "with-probability",
        f"with probability at least {1 - tau:g}, of {which}",
        f"if no sample's gradient is further than {deviation:g} from ∇F",
        log10=log10,
    )


def _from_average(run: Description, trace: Trace, notes: list[tuple[str, str]]) -> Iterator[Result]:
    """Yield what the optimizer's own average of gradients says, on average over runs."""
    betas = run.base.settings.get("betas")
    product, steps = _mean(trace, "momentum_dot_gradient"), len(trace.steps)
    if product is None or betas is None or run.is_l2:
        return
    if trace.head.get("training_sampling") != "with-replacement" or set(trace.flags) & {
        *_FLAGGED
    }:  # its products are those of training's own batches
        return
    sigma, batch, smooth = (
        most(run.problem.get(name)) for name in ("sigma", "batch_size", "smoothness")
    )
    moves = [value for value in trace.columns["update_l2"].tolist() if math.isfinite(value)]
    if sigma is None or batch is None or smooth is None or not moves:
        notes.append(
            (
                "average-missing",
                "With sigma, batch_size and smoothness the run's own average of gradients bounds "
                "it too",
            )
        )
        return
    moved = math.sqrt(math.fsum(move * move for move in moves) / len(moves))
    total = most(run.problem.get("iterations")) or float(trace.steps[-1]) + 1
    log = _log(
        _AVERAGE,
        None,
        ema_mean=max(0.0, product),
        ema_weight=1 - float(most(betas[0]) or 0.0),
        batch_noise=sigma / math.sqrt(batch),
        gradient_change=smooth * moved,
        iterations=total,
    )
    value, log10 = numbers(log)
    yield _row(
        _AVERAGE,
        value,
        "on-average",
        "on average over runs, not of this one alone",
        f"products and steps of {steps} recorded steps stand for all: an estimate",
        log10=log10,
    )


def _score(run: Description, trace: Trace, notes: list[tuple[str, str]]) -> Iterator[Result]:
    """Yield the bracket of the KKT score, on average over the run."""
    from adamw_bounds.traces import kkt_bracket

    try:
        low, high = kkt_bracket(trace, level=_LEVEL)
    except BoundsError:
        return
    said = [f"{low.mean:.4g} ≤ K ≤ {high.mean:.4g} on average, ends with their {_LEVEL:.0%} errors"]
    if low.lower <= 0:
        said.append("noise floor: K is not told from 0")
    yield _row(
        _SCORE,
        None,
        "bracket",
        *said,
        variant="approximate",
        quantity="kkt-score",
        lower=low.lower,
        upper=high.upper,
    )


def with_measured_decay(run: Description, trace: Trace, inputs: Mapping[str, Any]) -> Result | None:
    """Return the bound for constant decay with λ²‖x‖²_v as the run had it, beside the others."""
    from adamw_bounds.questions.guarantee import QUESTION, guarantee
    from adamw_bounds.questions.run_inputs import accepted, taken

    measured = _mean(trace, "decay_squared")
    c_inf, eps = most(inputs.get("c_inf")), most(inputs.get("adam_eps"))
    if not measured or c_inf is None or not eps:
        return None
    given = taken(inputs, accepted(QUESTION))
    # Σ_g τ_gλ_g²R2_g² stands times c2 where λ²‖x‖²_v stands: v ≤ c2 is what it forgets.
    given["group_decay"] = measured / (c_inf + eps)
    try:
        (row,) = guarantee(_DECAY, schedule=run.schedule or "constant", **given).select(
            statement=_DECAY
        )
    except (BoundsError, ValueError):
        return None
    return replace(
        row,
        quantity=_MEASURED,
        case="measured-decay",
        notes=(
            "NOT A BOUND: λ²‖x‖²_v is that of this run's recorded steps, an estimate of its mean",
            *row.notes,
        ),
    )


def _log(statement: str, case: str | None, **inputs: float) -> float:
    kernel = find(statement, _MEASURED, "sharp", case=case)
    assert kernel is not None  # encoded
    return float(evaluate(kernel, {name: inputs[name] for name in kernel.inputs}).log)


def _point(trace: Trace) -> dict[str, float]:
    """Return norms of the parameters, and the noise and gradient that the pairs tell."""
    from adamw_bounds.traces import noise_squared, squared_gradient

    found: dict[str, float] = {}
    lengths = [value for value in trace.columns["x_l2"].tolist() if math.isfinite(value)]
    if lengths:
        found["x_norm"] = lengths[-1]
    largest = _largest(trace, "x_inf")
    if largest is not None:
        found["x_inf_norm"] = largest
    size = (trace.head.get("probe") or {}).get("batch_size")
    try:
        gradient, noise = squared_gradient(trace), noise_squared(trace)
    except BoundsError:
        return found
    if size is not None and gradient.mean > 0 and noise.mean > 0:
        found["gradient_norm"] = math.sqrt(gradient.mean)
        found["sigma"] = math.sqrt(noise.mean * float(size))
    return found
