"""The derivatives that autograd gives, beside differences of losses and of gradients.

Autograd can be wrong in silence: a checkpoint that hides what it computes, an autograd function
that keeps a detached result, a straight-through estimator. A few samples of the first batch, in
float64 on twins of the parameters, show it.
"""

from __future__ import annotations

import contextlib
import functools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from adamw_bounds.errors import RunError
from adamw_bounds.measure._torch import torch
from adamw_bounds.measure.batches import cut, moved
from adamw_bounds.measure.checks import LOSS_TOLERANCE, culprits
from adamw_bounds.measure.chunking import free_memory
from adamw_bounds.measure.cost import COMPARED
from adamw_bounds.measure.graph import Graph, plain
from adamw_bounds.measure.products import Function
from adamw_bounds.measure.state import Randomness, named
from adamw_bounds.measure.twice import twice
from adamw_bounds.measure.twins import twins, widened
from adamw_bounds.measure.wide import norm, total

__all__ = ["check_derivatives", "check_training"]

Notes = list[tuple[str, str]]
#: One value, or None, for each parameter that is measured.
Parts = Sequence[Any]

#: Steps of the differences, in units of each parameter's own size: so small that rarely a kink
#: lies within, and far above what float64 rounds. One for each attempt.
_STEPS: Final = (1e-7, 1e-7, 1e-9)
#: Where later attempts are made, in the same units beside the parameters: where those lie on a
#: kink, as biases of 0 do, their neighbours do not.
_ASIDE: Final = 1e-3
#: The step in float32, where gradients are too rough for differences and only losses are compared.
_COARSE_STEP: Final = 1e-2
#: Share by which a derivative and a difference may differ.
_TOLERANCE: Final = {"float64": 1e-3, "float32": 0.1}
#: The same in units of the difference between two steps, which shows kinks and rounding.
_UNSTEADY: Final = 10.0
#: Roundings of a gradient that its difference may show.
_ROUNDINGS: Final = 100.0
#: Share by which two first derivatives of one point may differ.
_SAME: Final = 1e-3


@dataclass
class _Verdict:
    """What one attempt finds: numbers of parameters, and the sentence's figures.

    Attributes
    ----------
    hidden, wrong, doubtful, flat : set of int
        Parameters whose gradient ``torch.autograd.grad`` does not see; whose product differs from
        the difference of gradients; for which the difference is too rough to tell; in which the
        loss is linear.
    slopes : (float, float) or None
        Change of the loss along the direction, by the loss and by the gradient, where they differ.
    apart : float
        Largest share by which a product differs from a difference.
    """

    hidden: set[int] = field(default_factory=set)
    wrong: set[int] = field(default_factory=set)
    doubtful: set[int] = field(default_factory=set)
    flat: set[int] = field(default_factory=set)
    slopes: tuple[float, float] | None = None
    apart: float = 0.0


class _UnfitError(Exception):
    """The loss cannot be computed in this way."""


def check_derivatives(function: Function, batch: Any, count: int, matrix: str) -> Notes:
    """Compare gradient and product of some samples with differences.

    The gradient is that of ``backward()``, as training takes it. The parameters are those of
    twins, in float64 where the model computes in it; the model itself is left alone.

    Parameters
    ----------
    function : Function
        F, after a pass.
    batch : any
        Its first batch, of `count` samples.
    count : int
        Its number of samples.
    matrix : str
        ``hessian`` or ``ggn``.

    Returns
    -------
    list of (str, str)
        Code and sentence of what could not be compared, and of parameters in which F is linear.

    Raises
    ------
    RunError
        If autograd does not see a gradient that ``backward()`` gives, if that is no gradient of
        the loss, or if the product is not the derivative of the gradient.
    """
    size = sum(value.numel() for value in function.model.parameters())
    # Twins, their gradients, and the product's two ways.
    if 8 * (size + 6 * function.dim) > free_memory(function.device) / 2:
        return [_unchecked("there is no room for a copy of the model in float64")]
    before = Randomness(function.problem.data)
    try:
        for samples in (_few(function, batch, count), batch):
            for dtype in (torch.float64, None):
                if samples is None:
                    continue
                try:
                    return _checked(function, samples, matrix, dtype)
                except _UnfitError:
                    before.restore()
    finally:
        before.restore()
    return [_unchecked("the loss cannot be computed with other tensors as parameters")]


def _few(function: Function, batch: Any, count: int) -> Any | None:
    if count <= COMPARED:
        return None
    found = cut(batch, count, range(COMPARED), axis=function.axis)
    return None if found is None else found.batch


def _unchecked(why: str) -> tuple[str, str]:
    return (
        "derivatives-unchecked",
        f"Autograd's derivatives were not compared with differences: {why}.",
    )


def _checked(function: Function, batch: Any, matrix: str, dtype: Any) -> Notes:
    """Make attempts until one finds nothing; what two of them find is wrong."""
    notes: Notes = []
    with _Point.of(function, batch, dtype) as point:
        first: _Verdict | None = None
        for attempt, step in enumerate(_STEPS if point.is_fine else (_COARSE_STEP,) * 2):
            found = point.verdict(step, matrix, aside=attempt > 0)
            if found.hidden:
                raise _hidden(function, found.hidden)
            if first is not None:
                found.wrong &= first.wrong
                found.slopes = found.slopes and first.slopes
                if found.slopes:
                    raise _no_gradient(function, found.slopes)
                if found.wrong:
                    raise _wrong(function, found.wrong, found.apart)
            first = first or found
            if not (found.wrong or found.slopes or found.doubtful):
                break
        function.detached = point.detached(function.unused)
    if first and first.flat:
        notes.append(
            (
                "linear-parameters",
                f"The loss is linear in {function.share(first.flat)}: their rows of the matrix "
                "are zero.",
            )
        )
    if function.detached:
        notes.append(
            (
                "detached-parameters",
                f"The loss changes with {function.share(function.detached)}, but backward() gives "
                "them no gradient: their values are detached or computed without gradients, or "
                "they lie in a re-entrant checkpoint none of whose inputs needs a gradient. "
                "Training leaves them as they are, and their rows of the matrix are taken for "
                "zero.",
            )
        )
    if not point.is_fine:
        notes.append(
            _unchecked(
                f"the loss cannot be computed in float64, and in {plain(point.dtype)} second "
                "derivatives are too rough for that"
            )
        )
    return notes


class _Point:
    """Twins of the parameters, and what the loss of some samples is about them.

    Attributes
    ----------
    dtype : torch.dtype
        Least precise type in which the loss is computed on the twins.
    is_fine : bool
        Whether that is float64.
    """

    def __init__(self, function: Function, batch: Any, parameters: list[Any]) -> None:
        self.function, self.batch, self.parameters = function, batch, parameters
        self.base = [value.detach().clone() for value in parameters]
        self.generator = torch.Generator("cpu").manual_seed(0)
        self.sizes = _sizes(self.base)
        value = self.loss()
        types = Graph.behind([value]).types
        self.value = float(value.detach())
        self.dtype = max(types, key=lambda kind: torch.finfo(kind).eps)
        self.is_fine = self.dtype == torch.float64

    @classmethod
    @contextlib.contextmanager
    def of(cls, function: Function, batch: Any, dtype: Any) -> Iterator[_Point]:
        """Put the twins in place, in `dtype` or their own type."""
        criterion = getattr(function.loss, "criterion", None)
        modules = [
            part for part in (function.model, criterion) if isinstance(part, torch.nn.Module)
        ]
        with _fit():
            own = float(function.loss(function.model, batch).detach())
        with contextlib.ExitStack() as stack:
            with _fit():
                made = stack.enter_context(twins(modules, dtype))
            if dtype is not None:
                stack.enter_context(widened())
                batch = moved(batch, function.device, dtype)
            point = cls(function, batch, [made[id(value)] for value in function.parameters])
            name = plain(function.precision)
            tolerance = 10 * max(LOSS_TOLERANCE[name], LOSS_TOLERANCE[plain(point.dtype)])
            if not abs(own - point.value) <= tolerance * max(abs(own), abs(point.value), 1e-3):
                raise _UnfitError
            if plain(point.dtype) not in _TOLERANCE:
                raise _UnfitError
            yield point

    def loss(self) -> Any:
        """Return the loss, a scalar that depends on a twin."""
        with _fit():
            found = self.function.loss(self.function.model, self.batch)
            if not found.requires_grad or not math.isfinite(float(found.detach())):
                raise _UnfitError
            return found.reshape(())

    def move(self, step: float, direction: Parts) -> None:
        """Set the parameters beside the base."""
        with torch.no_grad():
            for value, base, part in zip(self.parameters, self.base, direction, strict=True):
                value.copy_(base + step * part)

    def backward(self, value: Any, of: Any = None, *, retain: bool = False) -> list[Any]:
        """Return what ``backward()`` leaves in ``.grad``."""
        for parameter in self.parameters:
            parameter.grad = None
        with _fit():
            value.backward(of, retain_graph=retain)
        return [
            None if value.grad is None else value.grad.to_dense().detach().clone()
            for value in self.parameters
        ]

    def drawn(self) -> list[Any]:
        """Return a random vector in units of each parameter's size."""
        return [
            size
            * torch.randn(
                base.shape, generator=self.generator, dtype=torch.float64, device="cpu"
            ).to(base)
            for base, size in zip(self.base, self.sizes, strict=True)
        ]

    def detached(self, unused: Sequence[int]) -> tuple[int, ...]:
        """Return which of the parameters without a gradient the loss changes with."""
        if not unused:
            return ()
        at = float(self.loss().detach())

        def change_with(places: Sequence[int]) -> bool:
            with torch.no_grad():
                for place in places:
                    value, base = self.parameters[place], self.base[place]
                    part = torch.randn(
                        base.shape, generator=self.generator, dtype=torch.float64, device="cpu"
                    )
                    value.copy_(base + _ASIDE * self.sizes[place] * part.to(base))
            found = abs(float(self.loss().detach()) - at)
            with torch.no_grad():
                for place in places:
                    self.parameters[place].copy_(self.base[place])
            return found > 10 * LOSS_TOLERANCE[plain(self.dtype)] * max(abs(at), 1e-3)

        if not change_with(unused):
            return ()
        return tuple(place for place in unused if change_with([place]))

    def verdict(self, step: float, matrix: str, *, aside: bool) -> _Verdict:
        """Compare derivatives with differences at the base, or beside it."""
        if aside:
            self.move(_ASIDE, self.drawn())
            self.base = [value.detach().clone() for value in self.parameters]
        self.move(0.0, self.base)
        found = _Verdict()
        curved = self.is_fine and matrix == "hessian"
        product: Parts = ()
        # As the measurement's products are made; the differences below are of PyTorch's gradients.
        with twice(self.function.quick):
            value = self.loss()
            with _fit():
                first = torch.autograd.grad(
                    value,
                    self.parameters,
                    create_graph=curved,
                    retain_graph=True,
                    allow_unused=True,
                )
            gradient = self.backward(value, retain=curved)
            seen = [None if part is None else part.detach() for part in first]
            # A bias that a normalisation takes away again has a gradient of rounding alone.
            eps = float(torch.finfo(self.dtype).eps)
            noise = _ROUNDINGS * eps * math.hypot(*map(_norm, gradient))
            for place, (one, other) in enumerate(zip(seen, gradient, strict=True)):
                if _norm(_less(one, other)) > max(_SAME * max(_norm(one), _norm(other)), noise):
                    found.hidden.add(place)
            if found.hidden:
                return found
            # Along the gradient's own signs every part of the slope counts. What has no gradient,
            # the row of padding for one, is not trained: it stays.
            direction = [
                torch.zeros_like(part) if slope is None else part.abs() * torch.sign(slope)
                for part, slope in zip(self.drawn(), gradient, strict=True)
            ]
            if curved:
                product = self.product(first, direction)
            elif self.is_fine:
                product = self.pushed(direction)
        wanted = float(
            sum(
                total(part * slope)
                for part, slope in zip(direction, gradient, strict=True)
                if slope is not None
            )
        )
        at = float(value.detach())
        del value, first, seen  # and their graphs, beside which others are made

        @functools.cache
        def nearer() -> tuple[float, Parts]:
            """Return a second difference, which shows kinks, where the first disagrees."""
            return self.change(step, direction, matrix)

        slope, changes = self.change(2 * step, direction, matrix)
        tolerance = _TOLERANCE[plain(self.dtype)]
        rounding = _ROUNDINGS * eps / step
        explained = max(tolerance * max(abs(wanted), abs(slope)), rounding * abs(at))
        if abs(wanted - slope) > explained and (
            abs(wanted - slope) > _UNSTEADY * abs(nearer()[0] - slope)
        ):
            found.slopes = (slope, wanted)
        floor = rounding * math.hypot(*map(_norm, gradient))
        for place, (part, two) in enumerate(zip(product, changes, strict=False)):
            apart, size = _norm(_less(part, two)), max(_norm(part), _norm(two))
            if apart > max(tolerance * size, floor):
                if apart > _UNSTEADY * _norm(_less(nearer()[1][place], two)):
                    found.wrong.add(place)
                    found.apart = max(found.apart, apart / size)
                else:
                    found.doubtful.add(place)
            elif _norm(part) == 0 and _norm(gradient[place]) > 0:
                found.flat.add(place)
        self.move(0.0, self.base)
        return found

    def product(self, first: Parts, direction: Parts) -> Parts:
        """Return the product at the base, as autograd gives it, of a gradient with a graph."""
        with _fit():
            curved = [
                place for place, part in enumerate(first) if part is not None and part.requires_grad
            ]
            if not curved:
                return [None] * len(first)
            return tuple(
                torch.autograd.grad(
                    [first[place] for place in curved],
                    self.parameters,
                    [direction[place] for place in curved],
                    allow_unused=True,
                )
            )

    def pushed(self, direction: Parts) -> Parts:
        """Return the product of the Gauss–Newton matrix, by twice the derivative of Jᵀ."""
        output = self.output()
        dummy = torch.zeros_like(output).requires_grad_()
        pulled = torch.autograd.grad(
            output, self.parameters, dummy, create_graph=True, allow_unused=True
        )
        there = [place for place, part in enumerate(pulled) if part is not None]
        (change,) = torch.autograd.grad(
            [pulled[place] for place in there], dummy, [direction[place] for place in there]
        )
        return self.pulled(change)

    def pulled(self, change: Any) -> Parts:
        """Return Jᵀ H_L of a change of the output at the base."""
        output = self.output()
        inner = output.detach().requires_grad_()
        value = self.function.loss.of_output(inner, self.batch)  # type: ignore[attr-defined]
        (slope,) = torch.autograd.grad(value, inner, create_graph=True)
        if not slope.requires_grad:
            return [None] * len(self.parameters)
        (curved,) = torch.autograd.grad(slope, inner, change)
        return self.backward(output, curved)

    def output(self) -> Any:
        """Return the model's output."""
        return self.function.loss.output(  # type: ignore[attr-defined]
            self.function.model, self.batch
        )

    def change(self, step: float, direction: Parts, matrix: str) -> tuple[float, Parts]:
        """Return central differences: of the loss, and of the gradient, along a direction."""
        ends = []
        for sign in (1.0, -1.0):
            self.move(sign * step, direction)
            value = self.loss()
            if matrix == "ggn":
                with torch.no_grad(), _fit():
                    ends.append((float(value.detach()), [self.output().detach()]))
            else:
                ends.append((float(value.detach()), self.backward(value)))
        (up, after), (down, before) = ends
        parts = [_less(one, other, 2 * step) for one, other in zip(after, before, strict=True)]
        if matrix == "ggn":
            self.move(0.0, self.base)
            with _fit():
                parts = list(self.pulled(parts[0]))
        return (up - down) / (2 * step), parts


def check_training(function: Function, batch: Any) -> None:
    """See whether parameters that the loss leaves out in eval mode enter it in train mode.

    Raises
    ------
    RunError
        If some do: an auxiliary loss that is not measured.
    """
    left = {
        name: value
        for name, value in function.model.named_parameters()
        if value.requires_grad and id(value) not in function.graph.leaves
    }
    if not left or function.model.training:
        return
    modes = [(module, module.training) for module in function.model.modules()]
    before = Randomness(function.problem.data)
    try:
        with twins([function.model]) as made, _fit():
            function.model.train()
            leaves = Graph.behind([function.loss(function.model, batch)]).leaves
            found = [name for name, value in left.items() if id(made[id(value)]) in leaves]
    except _UnfitError:
        return
    finally:
        for module, mode in modes:
            module.training = mode
        before.restore()
    if found:
        many = sum(left[name].numel() for name in found)
        raise RunError(
            f"{named(found)} ({many} parameters) enter the loss in train mode, but not in eval "
            "mode, in which it is measured: an auxiliary loss that exists only in train mode "
            "would be left out. Give a loss that computes it in eval mode too, or freeze these "
            "parameters (requires_grad_(False)) to measure the loss without it",
            code="train-mode-loss",
        )


@contextlib.contextmanager
def _fit() -> Iterator[None]:
    """Take whatever the model's code raises for a sign that it cannot be computed in this way."""
    try:
        yield
    except _UnfitError:
        raise
    except Exception as error:
        raise _UnfitError from error


def _sizes(values: Parts) -> list[float]:
    """Return the root mean square of each parameter, the median one for those that are 0."""
    found = [_norm(value) / math.sqrt(max(value.numel(), 1)) for value in values]
    there = sorted(size for size in found if size > 0)
    middle = there[len(there) // 2] if there else 1.0
    return [size or middle for size in found]


def _norm(part: Any) -> float:
    return 0.0 if part is None else float(norm(part))


def _less(one: Any, other: Any, over: float = 1.0) -> Any:
    """Return (one − other)/over, where None is 0."""
    if one is None and other is None:
        return None
    if one is None:
        return other / -over
    return (one if other is None else one - other) / over


def _hidden(function: Function, places: set[int]) -> RunError:
    way = (
        "the model uses re-entrant checkpointing, which hides what it computes; pass "
        "use_reentrant=False to torch.utils.checkpoint"
        if function.graph.has_reentrant
        else f"an autograd function that calls backward() itself does that; {culprits(function)}"
    )
    return RunError(
        f"backward() gives {function.share(places)} a gradient that torch.autograd.grad does "
        f"not see, so that their rows of the matrix would be wrong: {way}",
        code="hidden-gradient",
    )


def _no_gradient(function: Function, slopes: tuple[float, float]) -> RunError:
    return RunError(
        f"the gradient that backward() gives is not that of the loss: along one direction the "
        f"loss changes by {slopes[0]:.6g}, its gradient says {slopes[1]:.6g}. Detached values, "
        "straight-through estimators, gradient reversal and hooks that change gradients do that; "
        f"a second derivative of such a loss means nothing. {culprits(function, whole=True)}",
        code="no-gradient",
    )


def _wrong(function: Function, places: set[int], apart: float) -> RunError:
    return RunError(
        f"the second derivative that autograd gives differs from the change of the gradient by "
        f"{100 * apart:.3g} % for {function.share(places)}: {culprits(function)}",
        code="wrong-second-derivative",
    )
