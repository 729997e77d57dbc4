"""What a sample is, and whether the loss of a batch is a mean over its samples.

The bounds speak of F = (1/n)·Σ f_i over n samples. A loop over batches sees only the losses of
batches. So samples are drawn over all the data, and the loss of several together is held against
their losses one by one: where it is their mean, F does not depend on how the data is cut.
"""

from __future__ import annotations

import heapq
import math
import time
from collections import Counter
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np

from adamw_bounds.errors import RunError
from adamw_bounds.measure.batches import (
    Part,
    bytes_in,
    cut,
    has_single_values,
    joined,
    moved,
    owned,
    rows_in,
    stacked,
)
from adamw_bounds.measure.checks import LOSS_TOLERANCE
from adamw_bounds.measure.cost import DRAWN
from adamw_bounds.measure.products import Function
from adamw_bounds.measure.weighing import Heard, averages, counted_targets

__all__ = ["Drawn", "Halves", "Makeup", "settle"]

#: Samples whose losses are evaluated together, at most twice as many.
_TOGETHER: Final = 8
#: Batches that are kept, and how many samples of each are tried where those drawn over all the
#: data have unlike shapes.
_WHOLE: Final = 2
_BESIDE: Final = 4
#: Bytes that a batch which is kept may have.
_SMALL: Final = 1 << 25


class Drawn:
    """Samples and batches drawn at random over a pass, whose length is not known before.

    Parameters
    ----------
    seed : int
        Of the draw.
    """

    def __init__(self, seed: int) -> None:
        self._random = np.random.default_rng([seed, 2])
        # Heaps whose first entry is the one to go next: (-number drawn, tie, what). A sample is
        # a row of all those that were drawn of its batch when it was added.
        self._rows: list[tuple[float, int, tuple[Part, int]]] = []
        self._whole: list[tuple[float, int, Any]] = []
        #: First dimension that the tensors of each batch share.
        self.rows: list[int | None] = []
        #: Whether some batch holds values without a dimension beside others.
        self.has_single_values = False

    def add(self, batch: Any, count: int) -> None:
        """Take in a batch as the data gives it."""
        place, many = len(self.rows), rows_in(batch)
        self.rows.append(many)
        self.has_single_values |= has_single_values(batch)
        if many is not None:
            numbers = self._random.random(many)
            rows = [
                int(row)
                for row in np.argsort(numbers)[:DRAWN]
                if self._enters(self._rows, DRAWN, numbers[row])
            ]
            part = cut(batch, many, rows) if rows else None
            if part is not None:
                part = Part(owned(part.batch), part.axes)
                for at, row in enumerate(rows):
                    if self._enters(self._rows, DRAWN, numbers[row]):
                        self._put(self._rows, DRAWN, numbers[row], place * 2**32 + row, (part, at))
        number = float(self._random.random())
        if self._enters(self._whole, _WHOLE, number) and bytes_in(batch) <= _SMALL:
            self._put(self._whole, _WHOLE, number, place, owned(batch))

    @property
    def parts(self) -> list[Part]:
        """The samples, in a random order."""
        return [
            part.row(at) for _, _, (part, at) in sorted(self._rows, key=lambda entry: entry[:2])
        ]

    @property
    def whole(self) -> list[tuple[int, Any]]:
        """The batches that were kept, with their places."""
        return [(place, batch) for _, place, batch in self._whole]

    @staticmethod
    def _enters(heap: list[tuple[float, int, Any]], most: int, number: float) -> bool:
        return len(heap) < most or number < -heap[0][0]

    @staticmethod
    def _put(
        heap: list[tuple[float, int, Any]], most: int, number: float, tie: int, what: Any
    ) -> None:
        (heapq.heappush if len(heap) < most else heapq.heapreplace)(heap, (-number, tie, what))


@dataclass(frozen=True, kw_only=True)
class Makeup:
    """Of what F is made up.

    Attributes
    ----------
    counts : tuple of int
        Samples of each batch.
    weights : tuple of int
        Weights of the batches' means: their samples, or what `samples_in` counts instead.
    means : tuple of float or None
        Weight of a sample on average in each mean over targets; see `averages`.
    splits : bool
        Whether single samples have losses whose mean F is.
    axis : int
        Dimension along which samples lie.
    over : str
        ``samples``; ``targets`` where targets weigh differently or are ignored, and F is their
        weighed mean over all data; ``batches`` where F depends on how the data is cut.
    targets : int or None
        How many targets, tokens for example, are counted, where that is not n.
    tested : bool
        Whether it could be tried out that F depends on the batches.
    """

    counts: tuple[int, ...]
    weights: tuple[int, ...]
    means: tuple[float, ...] | None = None
    splits: bool = True
    axis: int = 0
    over: str = "samples"
    targets: int | None = None
    tested: bool = True


def settle(function: Function, drawn: Drawn) -> tuple[Makeup, bool]:
    """Find out of what F is made up, after a first pass, and let `function` follow it.

    Parameters
    ----------
    function : Function
        F, after a pass.
    drawn : Drawn
        What was drawn in that pass.

    Returns
    -------
    makeup : Makeup
    changed : bool
        Whether F is not what the first pass computed.

    Raises
    ------
    RunError
        If the loss is a sum where a mean was stated or the other way round, or it cannot be known
        what a sample is.
    """
    group = function.group
    told: dict[int, Heard] = {}
    for part in group.each(function.heard):
        told |= part
    function.heard = told
    heard = [told[place] for place in range(len(function.counts))]
    found = group.agree(lambda: _Search(function, drawn, heard).makeup())
    changed = found.means is not None or found.weights != function.weights
    function.counts, function.weights = found.counts, found.weights
    function.means, function.axis = found.means, found.axis
    return found, changed


class Halves:
    """Holds the loss of each batch against the losses of its two halves.

    A few samples do not show what is rare: a mask that leaves out one sample of hundreds, for one.

    Parameters
    ----------
    function : Function
        F, which follows `makeup`.
    makeup : Makeup
        What F is taken to be made up of.

    Attributes
    ----------
    seconds : float
        Time that this took.
    """

    def __init__(self, function: Function, makeup: Makeup) -> None:
        self.function, self.makeup = function, makeup
        self.seconds = 0.0
        self._apart = False

    def look(self, place: int, batch: Any, count: int, loss: float) -> None:
        """Take in a batch, on the device, with its loss."""
        if self._apart or count < 2 or not self.makeup.splits:
            return
        began = time.perf_counter()
        try:
            self._apart = self._is_apart(place, batch, count, loss)
        except Exception as error:  # a model of batches of one size, for example
            # A mean over what is left of a half may be 0/0, where that of the batch is not.
            self._apart = isinstance(error, RunError) and error.code == "not-finite"
        self.seconds += time.perf_counter() - began

    def _is_apart(self, place: int, batch: Any, count: int, loss: float) -> bool:
        function, middle = self.function, count // 2
        terms = []
        for rows in (range(middle), range(middle, count)):
            part = cut(batch, count, rows, axis=function.axis)
            if part is None:
                return False
            value = function.value(place, part.batch, len(rows))
            scale = function.summand(place, part.batch, len(rows)) * len(rows)
            terms.append(float(value.detach()) * scale)
        whole = loss * function.summand(place, batch, count) * count
        return abs(whole - sum(terms)) > _tolerance(function) * max(abs(whole), *map(abs, terms))

    def found(self) -> Makeup:
        """Return what F is made up of, now that all batches were seen."""
        if not any(self.function.group.each(self._apart)):
            return self.makeup
        return replace(self.makeup, splits=False, over="batches", tested=True)


def _tolerance(function: Function) -> float:
    """Return the share by which losses may differ that are the same but for rounding."""
    own = LOSS_TOLERANCE[str(function.precision).removeprefix("torch.")]
    # Models of float64 may well compute their loss in float32.
    return max(own, LOSS_TOLERANCE["float32"])


def _first_parts(batch: Any, count: int, axis: int) -> list[Part]:
    """Return the first samples of a batch, one by one; none where it does not split."""
    parts = [cut(batch, count, [row], axis=axis) for row in range(min(count, _BESIDE))]
    return [part for part in parts if part is not None]


class _Search:
    """Tries what F may be made up of, the likeliest first."""

    def __init__(self, function: Function, drawn: Drawn, heard: list[Heard]) -> None:
        self.function, self.drawn, self.heard = function, drawn, heard
        self.counts = function.counts
        self.is_alone = all(one.alone for one in heard)
        self.tolerance = _tolerance(function)

    def makeup(self) -> Makeup:
        self._refuse_unsaid()
        drawn, counts = self.drawn, self.counts
        given = self.function.problem.samples_in
        rows = tuple(drawn.rows)
        if all(count == 1 for count in counts):
            # Several together show how they weigh, where they can be put together.
            alike = self._along(0, counts, drawn.parts)[0] if rows == counts else None
            return alike or self._of_items()
        if given is not None and rows != counts:
            return self._as_given(rows)
        parts = drawn.parts
        if sum(map(len, self._groups(parts))) < min(_BESIDE, len(parts)):
            # Padding to other lengths in each batch, for example.
            for place, batch in drawn.whole:
                parts += _first_parts(batch, counts[place], 0)
        found, verdict = self._along(0, counts, parts)
        if found is not None:
            return found
        if given is None:
            other = self._otherwise(verdict)
            if other is not None:
                return other
        return self._unsplit(verdict)

    # What may be

    def _of_items(self) -> Makeup:
        """Take each batch for one sample."""
        ones = (1,) * len(self.counts)
        means = self._averages(ones) if self.is_alone else None
        return self._found(ones, ones, means)

    def _along(
        self, axis: int, counts: tuple[int, ...], parts: list[Part]
    ) -> tuple[Makeup | None, str]:
        """Try samples along a dimension: what F is made up of then, and what was seen."""
        means = self._averages(counts)
        if means is not None and self._verdict(parts, means) in {"mean", "both"}:
            return self._found(counts, counts, means, axis=axis), "mean"
        verdict = self._verdict(parts, None)
        is_sum = self.function.is_sum
        if verdict in {"mean", "sum"} and (verdict == "sum") is not is_sum and max(counts) > 1:
            self._refuse(verdict)
        if verdict in {"mean", "sum", "both"}:
            return self._found(counts, counts, None, axis=axis), verdict
        return None, verdict

    def _as_given(self, rows: tuple[int | None, ...]) -> Makeup:
        """Take `samples_in` for what it counts, where that is not the first dimension."""
        function, counts, drawn = self.function, self.counts, self.drawn
        parts = drawn.parts
        if all(row is not None for row in rows) and self._counts_more(parts):
            # It counts what samples hold, tokens for example; n is the number of samples.
            samples = tuple(row for row in rows if row is not None)
            many = sum(counts)
            means = self._averages(samples)
            if means is not None and self._verdict(parts, means) in {"mean", "both"}:
                return self._found(samples, samples, means, targets=many)
            verdict = self._verdict(parts, None, weighed=True)
            if verdict in {"both", "sum" if function.is_sum else "mean"}:
                return self._found(samples, counts, None, targets=many)
            return Makeup(
                counts=samples,
                weights=counts,
                splits=False,
                over="batches",
                targets=many,
                tested=verdict == "apart",
            )
        across = [
            part for place, batch in drawn.whole for part in _first_parts(batch, counts[place], 1)
        ]
        found, verdict = self._along(1, counts, across)
        if found is not None:
            return found
        return self._unsplit(verdict)

    def _otherwise(self, verdict: str) -> Makeup | None:
        """Look for samples elsewhere than along the first dimension, which does not split.

        Raises
        ------
        RunError
            If they seem to be elsewhere, and it cannot be known where.
        """
        function, drawn = self.function, self.drawn
        targets = {one.calls[0].targets for one in self.heard if one.alone}
        if self.is_alone and targets == {1}:
            return self._of_items()
        if self._is_stacked():
            return self._of_items()
        where = ""
        across = self._across()
        if across and self._verdict(across, None) in {"mean", "sum"}:
            where = (
                ": it splits along the second dimension of the tensors, not along the first, which "
                "may be that of time"
            )
        elif drawn.has_single_values:
            where = ": the batches hold single values, as single samples do"
        elif drawn.parts and (
            2 * max(Counter(self.counts).values()) < len(self.counts)
            or any(
                getattr(module, "batch_first", True) is False for module in function.model.modules()
            )
        ):
            # Sequences of unlike length, or tensors whose first dimension is that of time.
            where = ": the loss does not split along the first dimension of the tensors"
        if where:
            raise RunError(
                f"it cannot be known what a sample is{where}. Give the problem samples_in, a "
                "function that returns the number of samples in a batch: lambda batch: 1 for "
                "single samples, lambda batch: batch[0].shape[1] where time comes first",
                code="bad-data",
            )
        return None

    def _unsplit(self, verdict: str) -> Makeup:
        """Return what is left where no loss of a sample is known."""
        counts = self.counts
        means = self._averages(counts) if self.is_alone else None
        if self.is_alone and (means is not None or self._is_even()):
            found = self._found(counts, counts, means)
            return Makeup(
                counts=counts,
                weights=counts,
                means=means,
                splits=False,
                over="batches" if verdict == "apart" else found.over,
                targets=found.targets,
                tested=verdict == "apart",
            )
        return Makeup(
            counts=counts, weights=counts, splits=False, over="batches", tested=verdict == "apart"
        )

    # How it is tried

    def _found(
        self,
        counts: tuple[int, ...],
        weights: tuple[int, ...],
        means: tuple[float, ...] | None,
        *,
        axis: int = 0,
        targets: int | None = None,
    ) -> Makeup:
        if targets is None:
            targets = counted_targets(self.heard)
        return Makeup(
            counts=counts,
            weights=weights,
            means=means,
            axis=axis,
            over="samples" if means is None and weights == counts else "targets",
            targets=None if targets == sum(counts) else targets,
        )

    def _is_even(self) -> bool:
        return all(call.even for one in self.heard for call in one.calls)

    def _averages(self, counts: tuple[int, ...]) -> tuple[float, ...] | None:
        return None if self.function.is_sum else averages(self.heard, counts, self.function.factors)

    def _refuse_unsaid(self) -> None:
        """Refuse what a loss is known not to be without trying it."""
        if self.function.is_sum:
            if self.is_alone and max(self.counts) > 1:
                self._refuse("mean")
        elif all(one.is_sum for one in self.heard) and max(self.counts) > 1:
            self._refuse("sum")

    @staticmethod
    def _refuse(verdict: str) -> None:
        other = {"sum": "mean", "mean": "sum"}[verdict]
        raise RunError(
            f"the loss of a batch is the {verdict} over its samples, but it is stated to be the "
            f"{other}: give the problem reduction='{verdict}'",
            code="bad-reduction",
        )

    def _counts_more(self, parts: list[Part]) -> bool:
        """Tell whether `samples_in` adds up over samples, of which some count several times."""
        held = [self._counted(part.batch) for part in parts]
        if len(held) < 2 or None in held or max(map(float, held)) <= 1:  # type: ignore[arg-type]
            return False
        for places in self._groups(parts):
            whole = self._counted(joined([parts[place] for place in places]))
            if whole != sum(held[place] for place in places):  # type: ignore[misc]
                return False
        return True

    def _counted(self, batch: Any) -> float | None:
        assert self.function.problem.samples_in is not None
        try:
            return float(self.function.problem.samples_in(batch))
        except Exception:  # it may need a whole batch
            return None

    def _verdict(
        self, parts: list[Part], means: tuple[float, ...] | None, *, weighed: bool = False
    ) -> str:
        """Hold the loss of samples together against their losses one by one.

        Returns
        -------
        str
            ``mean`` or ``sum``, of which it is; ``both`` where it may be either; ``apart`` where
            it is none; ``failed`` where it cannot be evaluated.
        """
        groups = self._groups(parts)
        if not groups:
            return "both" if len(parts) == 1 else "failed"
        function = self.function
        before = function.means
        function.means = means
        try:
            return self._seen(parts, groups, weighed)
        except Exception:  # the loss takes no part of a batch
            return "failed"
        finally:
            function.means = before

    def _seen(self, parts: list[Part], groups: list[list[int]], weighed: bool) -> str:
        wanted = [place for places in groups for place in places]
        singly = {place: self._value(parts[place].batch, 1) for place in wanted}
        share = {place: self._counted(parts[place].batch) if weighed else 1.0 for place in wanted}
        is_mean = is_sum = True
        for places in groups:
            together = joined([parts[place] for place in places])
            if together is None:
                return "failed"
            value = self._value(together, len(places))
            if not all(map(math.isfinite, (value, *(singly[place] for place in places)))):
                return "failed"
            added = math.fsum(singly[place] for place in places)
            held = [float(share[place] or 0.0) for place in places]
            mean = math.fsum(h * singly[p] for h, p in zip(held, places, strict=True))
            mean /= math.fsum(held) or 1.0
            largest = max(abs(value), *(abs(singly[place]) for place in places))
            is_mean &= abs(value - mean) <= self.tolerance * largest
            is_sum &= abs(value - added) <= self.tolerance * largest * len(places)
        if is_mean and is_sum:
            return "both"
        return "mean" if is_mean else "sum" if is_sum else "apart"

    def _value(self, batch: Any, count: int) -> float:
        function = self.function
        there = moved(batch, function.device, function.cast)
        return float(function.value(0, there, count).detach())

    def _groups(self, parts: list[Part]) -> list[list[int]]:
        """Return which samples are tried together: those of like shapes, over all the data."""
        alike: dict[Any, list[int]] = {}
        for place, part in enumerate(parts):
            alike.setdefault(part.kind, []).append(place)
        size = min(_TOGETHER, max(2, *self.counts))
        groups: list[list[int]] = []
        for places in alike.values():
            if len(places) > 1:
                many = max(1, len(places) // size)
                groups += [part.tolist() for part in np.array_split(places, many)]
        return groups

    def _across(self) -> list[Part]:
        """Return samples as if they lay along the second dimension."""
        found: list[Part] = []
        for _, batch in self.drawn.whole:
            count = rows_in(batch, 1)
            if count is None or count == 1:
                return []
            found += _first_parts(batch, count, 1)
        return found

    def _is_stacked(self) -> bool:
        """Tell whether what the data gives are single samples that a batch can be made of."""
        items = [batch for _, batch in self.drawn.whole]
        if len(items) < 2:
            return False
        function = self.function
        try:
            both = stacked(items)
            if both is None:
                return False
            value = self._value(both, 2)
            apart = [self._value(item, 1) for item in items]
        except Exception:  # they are batches, which cannot be stacked
            return False
        mean = sum(apart) / 2
        if function.is_sum:
            mean *= 2
        return abs(value - mean) <= self.tolerance * max(abs(value), *map(abs, apart))
