"""Means over targets that weigh differently: class weights, ignored targets, tokens.

PyTorch divides the sum over a batch by the weight of that batch, so that the mean of such losses
over batches depends on how the data is cut. Here calls of ``cross_entropy`` and ``nll_loss`` are
listened to while a loss is evaluated, whoever makes them, and what they return is divided by the
average weight of a sample over all the data instead: the loss is then a mean over samples.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from adamw_bounds.errors import RunError
from adamw_bounds.measure._torch import torch

__all__ = ["Call", "Heard", "Listener", "averages", "counted_targets"]

_functional = torch.nn.functional
#: What takes (input, target, weight, ignore_index) and divides by the weight of the targets.
_MEANS = (_functional.cross_entropy, _functional.nll_loss)


class Call(NamedTuple):
    """A mean over targets.

    Attributes
    ----------
    weight : float
        What the sum over the targets is divided by.
    targets : int
        How many targets count: those that are not ignored.
    even : bool
        Whether every target counts, and weighs as much as any other.
    """

    weight: float
    targets: int
    even: bool


class Heard(NamedTuple):
    """What was heard while the loss of a batch was evaluated.

    Attributes
    ----------
    calls : tuple of Call
        Means over targets, in the order in which they were taken.
    alone : bool
        Whether the loss is the only one of them.
    is_sum : bool
        Whether the loss is what a function of ``torch.nn.functional`` returned that was asked for
        a sum.
    """

    calls: tuple[Call, ...]
    alone: bool
    is_sum: bool


class Listener(torch.overrides.TorchFunctionMode):  # type: ignore[misc]
    """Listens to a loss while it is evaluated, and weighs its means anew where it is told how.

    Parameters
    ----------
    means : sequence of float, optional
        The weight of a sample, on average over all data, for each call; None to listen only.
    count : int
        Samples ≥ 1 of the batch.
    """

    def __init__(self, means: Sequence[float] | None = None, count: int = 1) -> None:
        super().__init__()
        self.means, self.count = means, count
        self._calls: list[Call] = []
        self._results: list[Any] = []
        self._sums: list[Any] = []

    def __torch_function__(
        self, func: Any, types: Any, args: Any = (), kwargs: Mapping[str, Any] | None = None
    ) -> Any:
        """Call the function; see the class for what is changed."""
        named = dict(kwargs or {})
        if func not in _MEANS:
            found = func(*args, **named)
            if named.get("reduction") == "sum":
                self._sums.append(found)
            return found
        given = _bound(func, args, named)
        if given["reduction"] != "mean":
            found = func(**given)
            if given["reduction"] == "sum":
                self._sums.append(found)
            return found
        call = _call(given)
        # The mean over no target is 0/0; their sum is 0.
        found = func(**given) if call.weight else func(**{**given, "reduction": "sum"})
        if self.means is not None:
            place = len(self._calls)
            if place >= len(self.means):
                raise RunError(
                    "the loss takes more means over targets than it did before",
                    code="not-deterministic",
                )
            found = found * (call.weight / (self.count * self.means[place]))
        self._calls.append(call)
        self._results.append(found)
        return found

    def told(self, loss: Any) -> Heard:
        """Return what was heard of a loss, given what its function returned."""
        return Heard(
            tuple(self._calls),
            len(self._results) == 1 and loss is self._results[0],
            any(loss is found for found in self._sums),
        )


@functools.cache
def _signature(func: Callable[..., Any]) -> inspect.Signature:
    return inspect.signature(func)


def _bound(func: Callable[..., Any], args: Any, named: Mapping[str, Any]) -> dict[str, Any]:
    """Return all arguments by name, the deprecated ones read as `reduction`."""
    bound = _signature(func).bind(*args, **named)
    bound.apply_defaults()
    given = dict(bound.arguments)
    average, reduce = given.pop("size_average"), given.pop("reduce")
    if average is not None or reduce is not None:
        given["reduction"] = torch.nn._reduction.legacy_get_string(
            average, reduce, emit_warning=False
        )
    return given


def _call(given: Mapping[str, Any]) -> Call:
    """Return what the mean of such arguments divides by."""
    values, target, weight = given["input"], given["target"], given["weight"]
    if target.is_floating_point():
        # Probabilities: the mean is over samples and places, whatever the weights.
        many = values.numel() // values.shape[min(values.dim() - 1, 1)]
        return Call(float(many), many, True)
    counts = target != given["ignore_index"]
    many = int(counts.sum())
    every = many == target.numel()
    if weight is None:
        return Call(float(many), many, every)
    weights = weight.detach()[target[counts]]
    if not many:
        return Call(0.0, 0, False)
    even = every and bool(weights.min() == weights.max())
    return Call(float(weights.sum(dtype=torch.float64)), many, even)


def averages(
    heard: Sequence[Heard], counts: Sequence[int], factors: Sequence[float] | None = None
) -> tuple[float, ...] | None:
    """Return the weight that a sample has on average, for each call.

    None where weighing changes nothing, every batch's samples weigh the same, or where batches
    differ in their calls, so that these cannot be told apart.

    Parameters
    ----------
    heard : sequence of Heard
        What was heard of each batch.
    counts : sequence of int
        Samples of each batch.
    factors : sequence of float, optional
        How often the samples of each batch are drawn, where that differs.

    Raises
    ------
    RunError
        If the targets of all the data weigh nothing.
    """
    many = {len(one.calls) for one in heard}
    if len(many) != 1 or many == {0}:
        return None
    columns = list(zip(*(one.calls for one in heard), strict=True))
    if all(_is_even(column, counts) for column in columns):
        return None
    often = factors or (1.0,) * len(counts)
    totals = [
        sum(factor * call.weight for factor, call in zip(often, column, strict=True))
        for column in columns
    ]
    if any(total == 0 for total in totals):
        raise RunError(
            "every target of the data is ignored by the loss, or weighs 0: there is no loss to "
            "measure",
            code="bad-data",
        )
    drawn = sum(factor * count for factor, count in zip(often, counts, strict=True))
    return tuple(total / drawn for total in totals)


def _is_even(column: Sequence[Call], counts: Sequence[int]) -> bool:
    return all(call.even for call in column) and all(
        call.weight * counts[0] == column[0].weight * count
        for call, count in zip(column, counts, strict=True)
    )


def counted_targets(heard: Sequence[Heard]) -> int | None:
    """Return how many targets count where the loss is one mean over them, else None."""
    if all(one.alone for one in heard):
        return sum(one.calls[0].targets for one in heard)
    return None
