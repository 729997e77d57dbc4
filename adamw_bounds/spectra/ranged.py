"""Corollary 3 over ranges of its inputs: the least and the most that each figure can be.

x_i rises with ρ, b and λ and falls with η, all i together, and h(x) = log x + 1/x falls to x = 1
and rises from there. So err is monotone where all x_i lie on one side of 1, and convex in the
logarithm of the factor a that all x_i share: its largest value stands at a corner. Elsewhere boxes
are halved: where all x_i grow by at most a factor r from one corner to the other, err anywhere
between them is at most d·log r above its value at the first, and at most that below its value at
the other. All else rises or falls with err, ‖x*‖, n and τ.
"""

from __future__ import annotations

import heapq
import itertools
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal, localcontext
from typing import Any, Final, NamedTuple

import numpy as np

from adamw_bounds.engine.golden import golden
from adamw_bounds.engine.results import Answer, Result
from adamw_bounds.engine.uncertain import Apart, Interval
from adamw_bounds.errors import Fault
from adamw_bounds.optimizers import OPTIMIZERS
from adamw_bounds.spectra import _inputs
from adamw_bounds.spectra._bars import bars_of, summed
from adamw_bounds.spectra._bounds import bound
from adamw_bounds.spectra._formulas import STATEMENT, log_x
from adamw_bounds.spectra._rows import percent
from adamw_bounds.spectra._sums import CONTEXT, floor_of, lam_of, tally
from adamw_bounds.spectra.generalization import _condition, _prior, _with_dim
from adamw_bounds.spectra.pac_bayes import pac_bayes
from adamw_bounds.spectra.spectrum import Spectrum

__all__ = ["RANGED", "faults_of", "in_ranges"]

#: The inputs that may be ranges.
RANGED: Final = ("eta", "lam", "lam_l2", "batch_size", "samples", "rho", "tau", "x_star_norm")
#: Those on which err depends.
_SCALE: Final = ("rho", "eta", "batch_size")
#: A box is halved until the figure is known to this share of itself, or so many points are seen.
_ENOUGH: Final = 5e-4
_MOST_POINTS: Final = 240
_MOST_ESTIMATED: Final = 60
#: Halvings of a stretch on which a convex function is least.
_STEPS: Final = 48
_NOT_PROVED: Final = (
    "NOT PROVED: lower and upper are the least and the most that was found; over the range the "
    "number may leave them"
)

_ELSEWHERE: Final = "NOT PROVED over the ranges: at the estimates of the inputs alone"
_ENCLOSED: Final = "lower and upper are an enclosure, wider than the range by {share} of it at most"

Numbers = dict[str, float]
#: A stretch of each input: from the end at which x_i is less to the end at which it is more.
Box = tuple[tuple[float, float], ...]


class _Ends(NamedTuple):
    """What a figure lies between: proved, and found."""

    proved: float
    found: float


def faults_of(apart: Apart) -> list[Fault]:
    """Return what is wrong with ranges here: of what cannot be one, and n from 1 on."""
    faults = []
    for (name, _), item in apart.intervals.items():
        if name not in RANGED:
            allowed = "must be one number: a range of it has no place here"
            faults.append(Fault(name, str(item), allowed))
        elif name == "samples" and item.lower < 2:
            # From 2 on all bounds fall with n, whatever err is.
            faults.append(Fault(name, str(item), "must be >= 2 over a range"))
    return faults


def in_ranges(
    spectrum: Spectrum,
    apart: Apart,
    ask: Callable[[Mapping[str, Any]], Answer],
    *,
    whole: bool,
) -> Answer:
    """Answer with ranges of the inputs.

    Parameters
    ----------
    spectrum : Spectrum
        What was measured.
    apart : Apart
        The inputs, taken apart.
    ask : callable
        Asks at numbers.
    whole : bool
        Whether blocks are left aside.

    """
    intervals = {name: item for (name, _), item in apart.intervals.items()}
    middle = ask(apart.at({}))
    question = _Question(spectrum, dict(apart.values), intervals, middle, whole=whole)
    with localcontext(CONTEXT), np.errstate(all="ignore"):
        results = tuple(question.ranged(row) for row in middle)
    inputs = {**middle.inputs, **intervals}
    if "lam" in intervals and "lam_l2" in inputs and "lam_l2" not in apart.values:
        inputs["lam_l2"] = intervals["lam"]
    return replace(middle, inputs=inputs, results=results)


class _Question:
    """A spectrum with inputs that are known roughly."""

    def __init__(
        self,
        measured: Spectrum,
        given: Mapping[str, Any],
        intervals: Mapping[str, Interval],
        middle: Answer,
        *,
        whole: bool,
    ) -> None:
        spectrum = replace(measured, blocks=()) if measured.blocks and whole else measured
        self.spectrum = _with_dim(spectrum, middle.inputs["dim"], [])
        self.given = given
        self.intervals = intervals
        self.label = str(middle.results[0].case) if middle.results else ""
        self.optimizers = tuple(dict.fromkeys(str(row.optimizer) for row in middle))
        self.bars = bars_of(measured if whole else None, self.parts({}))
        self._seen: dict[Any, tuple[float, float]] = {}
        self._ends: dict[Any, _Ends] = {}

    def parts(self, numbers: Mapping[str, Any]) -> list[_inputs.Piece]:
        """Return the blocks, or the whole, with settings of which some are given here."""
        estimates = {name: item.estimate for name, item in self.intervals.items()}
        given = {**self.given, **estimates, **numbers}
        needed = [name for name in _inputs.NEEDED if name != "lam"]
        asked = _inputs.collect_for(self.spectrum, given, [], needed)
        asked.values["floor_by_default"] = asked.values["floor"] is None
        if asked.values["floor"] is None:
            asked.values["floor"] = self.spectrum.default_floor()
        self.values = asked.values
        return _inputs.pieces(self.spectrum, asked)

    # --- rows ---------------------------------------------------------------------------------

    def ranged(self, row: Result) -> Result:
        """Return a row with what its figure lies between."""
        if row.value is None and row.log10 is None:
            return row
        if row.case != self.label and not str(row.case).startswith(f"{self.label}/"):
            return _at_estimates(row)
        block = str(row.case).removeprefix(f"{self.label}/") if row.case != self.label else ""
        lower, upper = (self.end(row, block, side) for side in (-1, 1))
        notes = row.notes
        if not math.isfinite(lower.proved) or not math.isfinite(upper.proved):
            notes = (_NOT_PROVED, *notes)
            lower, upper = lower._replace(proved=lower.found), upper._replace(proved=upper.found)
        else:
            width = (upper.proved - lower.proved) - (upper.found - lower.found)
            if width > 1e-9 * max(abs(upper.proved), abs(lower.proved)):
                span = max(upper.found - lower.found, width)
                notes = (_ENCLOSED.format(share=percent(width / span)), *notes)
        return replace(
            row,
            lower=_plain(lower.proved),
            upper=_plain(upper.proved),
            notes=notes,
            conditions=tuple(self._worst(item) for item in row.conditions),
        )

    def _worst(self, item: Any) -> Any:
        """Return the condition of the printed c0 where it is furthest from being met."""
        parts = self.parts({"rho": self._at("rho", -1), "x_star_norm": self._at("x_star_norm", 1)})
        prior = _prior(self.spectrum, parts, self.values)
        return _condition(prior, Decimal(self.values["dim"]))

    def _at(self, name: str, side: int) -> Any:
        """Return the upper (1) or the lower end (−1) of an input; what is given where it is one."""
        item = self.intervals.get(name)
        if item is None:
            found = self.values.get(name)
            return found
        number = item.upper if side > 0 else item.lower
        return int(number) if name == "samples" else number

    def end(self, row: Result, block: str, side: int) -> _Ends:
        """Return the most (1) or the least (−1) that a figure can be."""
        optimizer, variant, quantity = str(row.optimizer), row.variant, row.quantity
        values = self.values
        dim = values["dim"]
        if quantity in ("err", "err-per-parameter"):
            if block:
                dim = next(p.values["dim"] for p in self.parts({}) if p.name == block)
            ends = self.excess(optimizer, variant, 0.0, side, block)
            size = dim if quantity == "err-per-parameter" else 1
            return _Ends(*((dim + item) / size for item in ends))
        # What is wanted of n and τ where the figure is largest: few samples, much confidence.
        known = {"dim": dim, "samples": self._at("samples", -side), "tau": self._at("tau", -side)}
        decimals = {name: Decimal(value) for name, value in known.items()}
        if quantity == "c0":
            prior = self._prior_size(side)
            decimals |= {
                "samples": Decimal(self._at("samples", side)),
                "x_star_norm": Decimal(prior).sqrt(),
                "rho": Decimal(1),
                "err": Decimal(dim),
            }
            found = float(bound(STATEMENT, optimizer, variant, decimals)["c0"].value)
            return _Ends(found, found)
        share = 0.5 if quantity in ("phi", "risk-phi") and variant == "printed" else 1.0
        ends = self.excess(optimizer, variant, share, side, block)
        return _Ends(*(self._of_excess(item, quantity, row, decimals, known) for item in ends))

    def _of_excess(
        self,
        excess: float,
        quantity: str,
        row: Result,
        decimals: Mapping[str, Decimal],
        known: Mapping[str, Any],
    ) -> float:
        """Return a figure of err − d + ‖x*‖²/ρ."""
        if not math.isfinite(excess):
            return excess
        risk = self.values["train_risk"]
        if quantity in ("kl", "phi", "risk-phi"):
            # The prior is in the sum already.
            more = {"err": decimals["dim"] + Decimal(excess)}
            more |= {"x_star_norm": Decimal(0), "rho": Decimal(1)}
            found = bound(STATEMENT, str(row.optimizer), row.variant, {**decimals, **more})
            value = found["kl" if quantity == "kl" else "phi"].value
            return math.nan if value is None else float(value) + (risk if "risk" in quantity else 0)
        tight = pac_bayes(
            max(Decimal(excess) / 2, Decimal(0)),
            samples=known["samples"],
            tau=known["tau"],
            train_risk=risk,
        )
        return {
            "pac-bayes-classic": tight.classic,
            "risk-classic": tight.classic + (risk or 0.0),
            "pac-bayes-kl": tight.kl_gap,
            "risk-kl": math.nan if tight.kl_risk is None else tight.kl_risk,
        }[quantity]

    # --- err over a box -----------------------------------------------------------------------

    def _prior_size(self, side: int, rho: float | None = None) -> float:
        """Return ‖x*‖²/ρ: the most (1) or the least (−1), or that at a ρ."""
        at = self._at("rho", -side) if rho is None else rho
        numbers = {"rho": at, "x_star_norm": self._at("x_star_norm", side)}
        parts = self.parts({name: value for name, value in numbers.items() if value is not None})
        prior = _prior(self.spectrum, parts, self.values)
        return float(prior.norm**2 / prior.rho)

    def _names(self, optimizer: str) -> tuple[str, ...]:
        """Return the uncertain inputs that move the x_i of an optimizer."""
        setting = OPTIMIZERS[optimizer].setting
        names = [name for name in _SCALE if name in self.intervals]
        if setting and setting not in self.given:
            setting = "lam"
        if setting in self.intervals:
            names.append(str(setting))
        return tuple(names)

    def _shapes(self, optimizer: str, variant: str, names: Sequence[str]) -> tuple[str, ...]:
        """Return those that move the x_i by unlike factors."""
        decoupled = OPTIMIZERS[optimizer].decays_parameters and optimizer != "adam"
        apart = [name for name in names if name in ("lam", "lam_l2")]
        if decoupled and variant != "printed" and "batch_size" in names:
            apart.append("batch_size")
        return tuple(name for name in names if name in apart)

    def excess(
        self, optimizer: str, variant: str, share: float, side: int, block: str = ""
    ) -> _Ends:
        """Return the most or the least of err − d + share·‖x*‖²/ρ over the ranges."""
        key = (optimizer, variant, share, side, block)
        if key not in self._ends:
            self._ends[key] = _Search(self, optimizer, variant, share, side, block).ends()
        return self._ends[key]

    def at(
        self, optimizer: str, variant: str, numbers: Mapping[str, Any], block: str
    ) -> tuple[float, float]:
        """Return what err − d lies between at numbers for the uncertain inputs."""
        key = (optimizer, variant, block, *sorted(numbers.items()))
        if key not in self._seen:
            self._seen[key] = self._asked(optimizer, variant, numbers, block)
        return self._seen[key]

    def _asked(
        self, optimizer: str, variant: str, numbers: Mapping[str, Any], block: str
    ) -> tuple[float, float]:
        parts = self.parts(numbers)
        if self.bars:
            spans = [
                bar._replace(values=part.values).span(optimizer, variant)
                for bar, part in zip(self.bars, parts, strict=True)
                if not block or part.name == block
            ]
            interval = summed(spans).whole
            return interval.lower, interval.upper
        total = Decimal(0)
        for part in parts:
            if not block or part.name == block:
                sums = tally(part.spectrum, (optimizer,), part.values, (variant,))
                total += sums.of[optimizer, variant].err - part.values["dim"]
        return float(total), float(total)

    def least_value(self, optimizer: str, numbers: Mapping[str, Any]) -> float:
        """Return a singular value that none is below."""
        if self.bars:
            # What was not measured may be as small as the floor lets it.
            return min(floor_of(optimizer, part.values) for part in self.parts(numbers))
        return min(
            max(part.spectrum.min_singular_value, floor_of(optimizer, part.values))
            for part in self.parts(numbers)
        )

    def sides_of_one(
        self, optimizer: str, variant: str, numbers: Mapping[str, Any], block: str
    ) -> tuple[bool, bool]:
        """Say whether all x_i are at least 1, and whether all are at most 1."""
        least, most = math.inf, -math.inf
        for part in self.parts(numbers):
            if block and part.name != block:
                continue
            floor = floor_of(optimizer, part.values)
            exact = part.spectrum.kind == "exact" and not self.bars
            low = max(part.spectrum.min_singular_value if exact else 0.0, floor)
            high = max(part.spectrum.max_singular_value, low) * (1.0 if exact else 2.0)
            lam = lam_of(optimizer, part.values)
            ends = np.array([low, high, min(max(lam, low), high)])
            logs = log_x(optimizer, ends, lam, part.values, variant)
            least, most = min(least, float(logs.min())), max(most, float(logs.max()))
        return least >= 0, most <= 0


class _Search:
    """The search for one end of err − d + share·‖x*‖²/ρ."""

    def __init__(
        self,
        question: _Question,
        optimizer: str,
        variant: str,
        share: float,
        side: int,
        block: str,
    ) -> None:
        self.question, self.optimizer, self.variant = question, optimizer, variant
        self.share, self.side, self.block = share, side, block
        self.names = question._names(optimizer)
        self.shapes = question._shapes(optimizer, variant, self.names)
        parts = [part for part in question.parts({}) if not block or part.name == block]
        self.dim = sum(part.values["dim"] for part in parts)
        prior = question._prior_size(side) if share else 0.0
        self.moved = share > 0 and prior > 0 and "rho" in question.intervals
        self.prior = share * prior

    def value(self, numbers: Mapping[str, Any]) -> float:
        """Return the quantity at a point: the upper or the lower end of what is known of it."""
        pair = self.question.at(self.optimizer, self.variant, numbers, self.block)
        prior = self.prior
        if self.moved:
            prior = self.share * self.question._prior_size(self.side, numbers["rho"])
        return pair[1 if self.side > 0 else 0] + prior

    def ends(self) -> _Ends:
        """Return what is proved, and what was found."""
        box = tuple(self._stretch(name) for name in self.names)
        low, high = (self._point(box, end) for end in (0, 1))
        if not self.names:
            found = self.value({})
            return _Ends(found, found)
        if not self.moved:
            above, _ = self.question.sides_of_one(self.optimizer, self.variant, low, self.block)
            _, below = self.question.sides_of_one(self.optimizer, self.variant, high, self.block)
            if above or below:
                found = self.value(high if above == (self.side > 0) else low)
                return _Ends(found, found)
        if self.side > 0:
            return self._largest(box)
        whole = "batch_size" in self.names
        if not self.shapes and not self.question.bars and not whole:
            return self._least_of_convex(box)
        return self._halved(box, self.names)

    def _stretch(self, name: str) -> tuple[float, float]:
        item = self.question.intervals[name]
        return (item.upper, item.lower) if name == "eta" else (item.lower, item.upper)

    def _point(self, box: Box, end: int) -> Numbers:
        return {name: _number(name, ends[end]) for name, ends in zip(self.names, box, strict=True)}

    def _largest(self, box: Box) -> _Ends:
        """Return the most: at a corner of what only scales the x_i, where err is convex."""
        if not self.shapes:
            found = max(self._at_corners(box, {}))
            return _Ends(found, found)
        own = tuple(ends for name, ends in zip(self.names, box, strict=True) if name in self.shapes)
        return self._halved(own, self.shapes, box)

    def _at_corners(self, box: Box, fixed: Mapping[str, Any]) -> list[float]:
        free = [
            [(name, _number(name, end)) for end in ends]
            for name, ends in zip(self.names, box, strict=True)
            if name not in fixed
        ]
        return [self.value({**fixed, **dict(point)}) for point in itertools.product(*free)]

    def _least_of_convex(self, box: Box) -> _Ends:
        """Return the least over what only scales the x_i: one variable, log a, and convex in it.

        For a given a the prior's part is least at the largest ρ.
        """
        ends = dict(zip(self.names, box, strict=True))
        spans = {name: self._span(name, *ends[name]) for name in self.names}
        whole = sum(spans.values())
        order = sorted(self.names, key=lambda name: name != "rho")

        def point(grown: float) -> Numbers:
            found = {}
            for name in order:
                step = min(grown, spans[name])
                grown -= step
                low, high = ends[name]
                share = step / spans[name] if spans[name] else 0.0
                found[name] = low * (high / low) ** share
            return found

        def at(grown: float) -> float:
            return self.value(point(grown))

        *_, last = itertools.islice(golden(at, 0.0, whole), _STEPS + 1)
        best = min(last.value, at(0.0), at(whole))
        # err − d changes by at most d for each unit of log a.
        return _Ends(best - self.dim * (last.high - last.low), best)

    def _span(self, name: str, low: float, high: float) -> float:
        """Return by how much log x_i grows from one end of an input to the other, at most."""
        if low == high:
            return 0.0
        if name in ("lam", "lam_l2"):
            return self._span_of_decay(low, high)
        grown = abs(math.log(high / low))
        halved = name == "batch_size" and self.variant != "printed"
        return grown / 2 if halved else grown

    def _span_of_decay(self, low: float, high: float) -> float:
        shift = self._shift()
        return math.log((shift + high) / (shift + low)) if shift + low > 0 else math.inf

    def _shift(self) -> float:
        """Return what stands beside λ in the x_i that grows most with it."""
        lam = self.question.intervals
        zero = {name: lam[name].lower for name in self.names if name in ("lam", "lam_l2")}
        least = self.question.least_value(self.optimizer, zero)
        if not OPTIMIZERS[self.optimizer].decays_parameters:
            return least
        batch = self.question._at("batch_size", -1) if self.variant != "printed" else 1
        return math.sqrt(least * batch)

    def _halved(self, box: Box, names: Sequence[str], scaled: Box | None = None) -> _Ends:
        """Return an end by halving boxes until the figure is known well enough.

        `scaled`: the whole box, where all but `names` stand at the corners of it.
        """
        side = self.side

        def seen(one: Box, end: int) -> float:
            fixed = {n: _number(n, ends[end]) for n, ends in zip(names, one, strict=True)}
            if scaled is None:
                return self.value(fixed)
            return max(self._at_corners(scaled, fixed))

        def limit(one: Box) -> tuple[float, float]:
            """Return what a box cannot exceed, and what was found at its corners."""
            spans = [self._span(n, *ends) for n, ends in zip(names, one, strict=True)]
            low, high = seen(one, 0), seen(one, 1)
            slack = self.dim * sum(spans)
            if side > 0:
                return low + slack, max(low, high)
            # The prior's part is least where ρ is largest, which is where the x_i are.
            return high - slack, min(low, high)

        far, found = limit(box)
        heap: list[tuple[float, int, Box]] = [(-side * far, 0, box)]
        most = _MOST_ESTIMATED if self.question.bars else _MOST_POINTS
        for turn in range(1, most):
            far, _, one = heap[0]
            far *= -side
            if abs(far - found) <= _ENOUGH * (abs(found) + 0.01 * self.dim):
                break
            heapq.heappop(heap)
            parts = self._split(one, names)
            if not parts:
                # Two whole numbers with none between them: what was found is all there is.
                heapq.heappush(heap, (-side * limit(one)[1], 2 * turn, one))
                continue
            for place, part in enumerate(parts):
                bounded, here = limit(part)
                found = max(found, here) if side > 0 else min(found, here)
                heapq.heappush(heap, (-side * bounded, 2 * turn + place, part))
        far = -side * heap[0][0]
        return _Ends(max(far, found) if side > 0 else min(far, found), found)

    def _split(self, box: Box, names: Sequence[str]) -> list[Box]:
        spans = [self._span(name, *ends) for name, ends in zip(names, box, strict=True)]
        for place in sorted(range(len(names)), key=lambda number: -spans[number]):
            low, high = box[place]
            if low == high:
                continue
            if names[place] in ("lam", "lam_l2"):
                shift = self._shift()
                middle = math.sqrt((shift + low) * (shift + high)) - shift if low + shift else 0.0
                if not low < middle < high:
                    middle = high * 1e-3 if low == 0 else math.sqrt(low * high)
            else:
                middle = _number(names[place], math.sqrt(low * high))
            if middle in (low, high):
                continue
            return [
                (*box[:place], ends, *box[place + 1 :]) for ends in ((low, middle), (middle, high))
            ]
        return []


def _at_estimates(row: Result) -> Result:
    """Return a row that holds at the estimates alone; its ends are no ends over the ranges."""
    said = _ELSEWHERE
    if row.lower is not None or row.upper is not None:
        ends = [f"{end:.5g}" for end in (row.lower, row.upper) if end is not None]
        what = f"it lies between {' and '.join(ends)}"
        if len(ends) == 1:
            what = f"it is at {'least' if row.lower is not None else 'most'} {ends[0]}"
        said = f"{_ELSEWHERE}, where {what}"
    return replace(row, lower=None, upper=None, notes=(said, *row.notes))


def _number(name: str, value: float) -> float:
    return round(value) if name == "batch_size" else value


def _plain(value: float) -> float | None:
    return value if math.isfinite(value) else None
