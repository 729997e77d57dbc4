"""The constants of the bounds: gradients of single samples, norms, the gap."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from adamw_bounds.measure._torch import torch
from adamw_bounds.measure.checks import LOSS_TOLERANCE
from adamw_bounds.measure.products import Function
from adamw_bounds.measure.results import Constants
from adamw_bounds.measure.splitting import Makeup
from adamw_bounds.measure.wide import norm as norm_of
from adamw_bounds.measure.wide import total, wide

__all__ = ["constants"]


@dataclass
class _Seen:
    """Norms of the gradients that were seen, and of which sample or batch each is."""

    places: list[int] = field(default_factory=list)
    largest: list[float] = field(default_factory=list)
    lengths: list[float] = field(default_factory=list)
    #: size·‖g − ∇F‖² for gradients that are means over `size` samples.
    scatter: list[float] = field(default_factory=list)
    losses: list[float] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class _Drawing:
    """Which samples are looked at, and for how much each of them stands.

    Attributes
    ----------
    chosen : array
        Numbers of the samples, in order.
    shares : array
        Their shares in a mean over them: of one draw, as training draws.
    draws : int
        How many draws they are.
    left : float
        Standard error of such a mean in units of that of independent draws; 0 where it is exact.
    inflation : float or None
        What ‖g − ∇F‖² of them falls short of that of all; None where they say nothing.
    total : int
        How many samples there are, of which the data may be a part.
    """

    chosen: Any
    shares: Any
    draws: int
    left: float
    inflation: float | None
    total: int

    @classmethod
    def of(cls, function: Function, sample: int, seed: int) -> _Drawing:
        """Draw at most `sample` samples."""
        held = function.samples
        # Of which the data is a part; what else there is was not seen.
        total = max(held, function.problem.population or 0)
        taken = min(sample, held)
        random = np.random.default_rng([seed, 1])
        chances = function.chances
        if chances is None or total > held:
            chosen = np.sort(random.choice(held, size=taken, replace=False))
            shares = np.full(taken, 1 / taken)
            left, inflation = math.sqrt(max(0.0, 1 - taken / total)), _inflation(held, total)
            if chances is not None:
                # The data are draws themselves, with replacement, as if of endless data.
                left, inflation = 1.0, held / (held - 1) if held > 1 else None
        elif taken == held:
            chosen, shares, left, inflation = np.arange(held), chances, 0.0, 1.0
        else:
            drawn = random.choice(held, size=taken, replace=True, p=chances)
            chosen, times = np.unique(drawn, return_counts=True)
            shares, left, inflation = times / taken, 1.0, 1.0
        return cls(
            chosen=chosen, shares=shares, draws=taken, left=left, inflation=inflation, total=total
        )


def constants(
    function: Function,
    *,
    makeup: Makeup,
    loss: float,
    gradient: Any,
    unused: int,
    sample: int,
    seed: int,
    advance: Callable[[float], None] | None = None,
) -> tuple[Constants, list[tuple[str, str]]]:
    """Measure what the bounds need besides the spectrum.

    Parameters
    ----------
    function : Function
        F, after a first pass.
    makeup : Makeup
        Of what F is made up.
    loss : float
        F(x).
    gradient : tensor of shape (d,)
        ∇F(x).
    unused : int
        Parameters that F leaves out.
    sample : int
        How many single-sample gradients are computed; all of the data where it has no more.
        Where the problem's `population` is larger than the data, σ and its error are estimates
        for that many samples.
    seed : int
        Chooses the samples, without replacement.
    advance : callable, optional
        Called with the number of samples done.

    Returns
    -------
    Constants
    list of (str, str)
        Warnings: code and sentence.
    """
    notes: list[tuple[str, str]] = []
    point = torch.cat([wide(value.detach().reshape(-1)) for value in function.parameters])
    norm = float(norm_of(gradient))
    gap: float | None = loss - function.problem.loss_lower_bound
    if gap is not None and gap < 0:
        notes.append(
            (
                "below-lower-bound",
                f"The loss {loss:.6g} is below its stated lower bound "
                f"{function.problem.loss_lower_bound:g}: no gap is recorded.",
            )
        )
        gap = None
    more: dict[str, Any] = {}
    over = makeup.over
    if sample > 0:
        advance = advance or (lambda done: None)
        drawing = _Drawing.of(function, sample, seed)
        seen, of_samples = _seen(function, makeup, loss, gradient, drawing, advance)
        if makeup.splits and not of_samples:
            over = "batches"
        more = _noise(function, seen, of_samples, drawing, notes)
    if over == "batches":
        notes.append(("depends-on-batches", _depends(function, makeup)))
    return (
        Constants(
            loss=loss,
            gradient_norm=norm,
            x_star_norm=float(torch.linalg.vector_norm(point)),
            x_inf_norm=float(point.abs().max()),
            samples=function.samples,
            loss_over=over,
            targets=makeup.targets,
            unused_parameters=unused,
            gap_upper=gap,
            mu_local=norm**2 / (2 * gap) if gap else None,
            **more,
        ),
        notes,
    )


def _depends(function: Function, makeup: Makeup) -> str:
    sizes = sorted(set(function.counts))
    of = f"{sizes[0]}" if len(sizes) == 1 else f"{sizes[0]} to {sizes[-1]}"
    many = len(function.counts)
    cut = f"{many} batch{'es' if many > 1 else ''} of {of} samples"
    if makeup.tested:
        return (
            "The loss of a batch is not the mean (or sum) over its samples: F itself depends on "
            f"how the data is cut into batches. It is that of {cut}."
        )
    return (
        "The loss could not be evaluated on single samples, so that F may depend on how the data "
        f"is cut into batches. It is that of {cut}."
    )


def _seen(
    function: Function,
    makeup: Makeup,
    loss: float,
    gradient: Any,
    drawing: _Drawing,
    advance: Callable[[float], None],
) -> tuple[_Seen, bool]:
    """Return what was seen of gradients, and whether they are those of single samples."""
    if makeup.splits:
        seen = _of_samples(function, gradient, drawing.chosen, advance)
        if drawing.draws < function.samples or _is_mean(function, seen, loss, drawing.shares):
            return seen, True
    seen = _Seen()
    for place, batch, count in function.batches():
        value = function.value(place, batch)
        _see(function, seen, place, value, gradient, count, function.summand(place, batch, count))
        advance(float(count))
    return _pooled(function.group.each(seen)), False


def _of_samples(
    function: Function, gradient: Any, chosen: Any, advance: Callable[[float], None]
) -> _Seen:
    seen = _Seen()
    firsts = np.cumsum([0, *function.counts])
    for place, batch, count in function.batches():
        first = firsts[place]
        for index in chosen[(chosen >= first) & (chosen < first + count)]:
            part = function.part(batch, count, int(index - first))
            value = function.value(place, part, 1)
            _see(function, seen, int(index), value, gradient, 1, function.summand(place, part, 1))
            advance(1.0)
    return _pooled(function.group.each(seen))


def _is_mean(function: Function, seen: _Seen, loss: float, shares: Any) -> bool:
    """Tell whether the losses of all samples have the mean F: all of them were seen."""
    name = str(function.precision).removeprefix("torch.")
    tolerance = max(LOSS_TOLERANCE[name], LOSS_TOLERANCE["float32"])
    return abs(float(np.dot(shares, seen.losses)) - loss) <= tolerance * max(map(abs, seen.losses))


def _noise(
    function: Function,
    seen: _Seen,
    splits: bool,
    drawing: _Drawing,
    notes: list[tuple[str, str]],
) -> dict[str, Any]:
    total, taken = drawing.total, len(drawing.chosen)
    if function.factors is not None and not splits:
        notes.append(
            (
                "weighted-minibatches",
                "The loss of a batch is not the mean (or sum) over its samples, or a batch cannot "
                "be cut into samples, and training draws some samples more often than others: c∞, "
                "c₂ and σ of such draws are not measured.",
            )
        )
        return {}
    found: dict[str, Any] = {
        "c_inf": max(seen.largest),
        "c_2": max(seen.lengths),
        "c_inf_quantile": _quantile(
            seen.largest, None if function.factors is None else drawing.shares
        ),
        "gradients": len(seen.largest),
        "gradients_of": "samples" if splits else "minibatches",
    }
    if not splits:
        notes.append(
            (
                "minibatch-gradients",
                "The loss of a batch is not the mean (or sum) over its samples, or a batch cannot "
                "be cut into samples: c∞, c₂ and σ are from minibatch gradients, whose c∞ and c₂ "
                "are smaller than those of samples.",
            )
        )
        found |= _from_minibatches(function, seen, total)
        taken = function.samples
    else:
        found |= _deviation(np.array(seen.scatter), drawing)
    if taken < total:
        notes.append(
            (
                "sampled-gradients",
                f"c∞ and c₂ are the largest of {taken} of {total} samples: other samples may "
                "exceed them.",
            )
        )
    return found


def _pooled(parts: list[_Seen]) -> _Seen:
    """Put together what the processes saw, in the order of the data."""
    rows = sorted(
        row
        for part in parts
        for row in zip(
            part.places, part.largest, part.lengths, part.scatter, part.losses, strict=True
        )
    )
    return _Seen(*(list(column) for column in zip(*rows, strict=True)))


def _see(
    function: Function,
    seen: _Seen,
    place: int,
    value: Any,
    gradient: Any,
    size: int,
    scale: float,
) -> None:
    """Record the gradient of the loss of some samples, times `scale`."""
    parts = function.gradients_of(value)
    largest, length, cross = 0.0, 0.0, 0.0
    for part, whole in zip(parts, function.split(gradient), strict=True):
        if part is None:
            continue
        flat = part.detach().to(function.dtype)
        largest = max(largest, float(flat.abs().max()))
        difference = flat * scale - whole
        cross += float(total(difference * difference))
        length += float(total(flat * flat))
    seen.places.append(place)
    seen.losses.append(float(value.detach()) * scale)
    seen.largest.append(largest * scale)
    seen.lengths.append(math.sqrt(length) * scale)
    # Parts that a batch leaves out still differ from the mean.
    cross += sum(
        float(total(whole * whole))
        for part, whole in zip(parts, function.split(gradient), strict=True)
        if part is None
    )
    seen.scatter.append(size * cross)


def _inflation(held: int, total: int) -> float | None:
    """Return what ‖g − ∇F‖² of a part falls short of that of all; None where it says nothing.

    The mean of a part lies nearer to its samples than the mean of all does:
    E Σ_part ‖g − ḡ_part‖²/m = σ²·(m − 1)/m·n/(n − 1) for m of n, drawn without replacement.
    """
    if held == total:
        return 1.0
    return held / (held - 1) * ((total - 1) / total) if held > 1 else None


def _quantile(values: list[float], shares: Any | None) -> float:
    """Return the 0.99 quantile of values that have shares, None for equal ones."""
    if shares is None:
        return float(np.quantile(values, 0.99))
    order = np.argsort(values)
    reached = np.cumsum(np.asarray(shares)[order])
    # One draw lies at or below it with a chance of 0.99 at least, but for rounding.
    place = int(np.searchsorted(reached, 0.99 * (1 - 1e-12)))
    return float(np.array(values)[order[min(place, len(values) - 1)]])


def _deviation(squares: Any, drawing: _Drawing) -> dict[str, float | None]:
    """Return σ and its standard error from ‖g − ∇F‖² of some samples."""
    if drawing.inflation is None:
        return {"sigma": None, "sigma_stderr": None}
    squares = squares * drawing.inflation
    variance = float(np.dot(drawing.shares, squares))
    sigma = math.sqrt(variance)
    if drawing.left == 0:
        return {"sigma": sigma, "sigma_stderr": 0.0}
    if drawing.draws < 2:
        return {"sigma": sigma, "sigma_stderr": None}
    spread = math.sqrt(float(np.dot(drawing.shares, (squares - variance) ** 2)))
    # Of the draws, whose mean is their own: one of them tells nothing.
    error = spread / math.sqrt(drawing.draws - 1) * drawing.left
    # Of a root: half the relative error of the square.
    return {"sigma": sigma, "sigma_stderr": error / (2 * sigma) if sigma > 0 else 0.0}


def _from_minibatches(function: Function, seen: _Seen, population: int) -> dict[str, float | None]:
    """Return σ from minibatches, as if each were drawn from the samples without replacement."""
    total = function.samples
    if len(function.counts) < 2:
        return {"sigma": None, "sigma_stderr": None}
    # E‖g_B − ∇F‖² = (σ²/b)·(n − b)/(n − 1)
    squares = [
        scatter * (total - 1) / (total - count)
        for scatter, count in zip(seen.scatter, function.counts, strict=True)
    ]
    shares = np.full(len(squares), 1 / len(squares))
    drawing = _Drawing(
        chosen=None,
        shares=shares,
        draws=len(squares),
        left=1.0,
        inflation=_inflation(total, population),
        total=population,
    )
    return _deviation(np.array(squares), drawing)
