"""The numbers of one optimizer step, read from its parameters just before it is made.

Everything is computed in passes over pieces of parameters; small parameters are put together, since
a call costs more than they do. What the pieces give is fetched from the device once, and added
exactly.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Final

from adamw_bounds.measure._torch import torch

__all__ = [
    "Step",
    "fetched",
    "is_adam",
    "is_decoupled",
    "of_step",
    "pieces",
    "product",
    "squared",
    "start",
]

#: Numbers of a piece: a call costs little beside a pass, and pieces fit a cache.
_PIECE: Final = 1 << 18
#: Parameters with fewer numbers are put together.
_SMALL: Final = 1 << 15
_SUMS: Final = (
    "gradient_l1",
    "gradient_squared",
    "x_squared",
    "x_dot_gradient",
    "momentum_dot_gradient",
    "x_v_squared",
    "decay_squared",
    "decay_drift",
    "update_squared",
)
_MOST: Final = ("gradient_inf", "x_inf", "denominator_most", "denominator_change")
_LEAST: Final = ("denominator_least",)


def is_adam(optimizer: Any) -> bool:
    """Tell whether the state of an optimizer is that of torch's Adam or AdamW."""
    return type(optimizer) in {torch.optim.Adam, torch.optim.AdamW}


def is_decoupled(optimizer: Any, group: Mapping[str, Any]) -> bool:
    """Tell whether a group's weight decay is apart from its gradient."""
    return isinstance(optimizer, torch.optim.AdamW) or bool(group.get("decoupled_weight_decay"))


def start(optimizer: Any) -> dict[str, float | None]:
    """Return the norms of the parameters, as training finds them."""
    total, ends = [], []
    with torch.no_grad():
        for group in optimizer.param_groups:
            for value in group["params"]:
                for x in pieces(value):
                    total.append(product(x, x))
                    ends += torch.aminmax(x)
    squares, extremes = fetched([*total, *ends], len(total))
    return {
        "x0_l2": _root(_finite(_total(squares))),
        "x0_inf": _finite(_extreme([abs(end) for end in extremes], max)) if ends else 0.0,
    }


@dataclass
class Step:
    """Numbers of a step: of all parameters, and of each group.

    Attributes
    ----------
    line : dict
        Numbers by their names in the file; None where one is not finite.
    squares : float
        ‖g‖₂² of the gradient that the optimizer takes.
    flags : list of str
        What is to be said of the step.
    """

    line: dict[str, Any]
    squares: float
    flags: list[str] = field(default_factory=list)


def of_step(optimizer: Any) -> Step:
    """Return the numbers of the step that an optimizer is about to make.

    The gradient is the one that it takes: after clipping, and after a scaler's unscaling. For
    Adam and AdamW the next denominator √v̂ + ε, the update and the decay's drift
    Σ λ x²(v_k − v_{k−1}) are computed as the optimizer will compute them.
    """
    names: list[tuple[int, str, float]] = []
    kept: list[Any] = []
    parts: list[_Part] = []
    missing = False
    with torch.no_grad():
        counts = _counts(optimizer)
        for place, group in enumerate(optimizer.param_groups):
            for value in group["params"]:
                if value.grad is None:
                    missing = missing or value.requires_grad
                else:
                    parts.append(_Part.of(optimizer, place, value, counts))
        rooms: dict[Any, Any] = {}
        for part in _joined(parts):
            group = optimizer.param_groups[part.place]
            for name, factor, number in _of_part(optimizer, group, part, rooms):
                names.append((part.place, name, factor))
                kept.append(number)
    (numbers,) = fetched(kept)
    groups: list[dict[str, list[float]]] = [{} for _ in optimizer.param_groups]
    for (place, name, factor), number in zip(names, numbers, strict=True):
        groups[place].setdefault(name, []).append(factor * number)
    return _together(optimizer, groups, missing=missing)


def _together(
    optimizer: Any, groups: Sequence[Mapping[str, list[float]]], *, missing: bool
) -> Step:
    def every(name: str) -> list[float]:
        return [number for group in groups for number in group.get(name, ())]

    whole: dict[str, float | None] = {}
    for name in _SUMS:
        numbers = every(name)
        whole[name] = _finite(_total(numbers)) if numbers else None
    for name in _MOST:
        whole[name] = _finite(_extreme(every(name), max))
    for name in _LEAST:
        whole[name] = _finite(_extreme(every(name), min))
    squares = whole.pop("gradient_squared")
    line: dict[str, Any] = {
        "gradient_l2": _root(squares),
        "x_l2": _root(whole.pop("x_squared")),
        "update_l2": _root(whole.pop("update_squared")),
        **whole,
        "rates": [_rate(group) for group in optimizer.param_groups],
        "group_gradient_l1": [_finite(_total(group.get("gradient_l1", ()))) for group in groups],
        "group_x_dot_gradient": [
            _finite(_total(group.get("x_dot_gradient", ()))) for group in groups
        ],
        "group_x_inf": [_finite(_extreme(group.get("x_inf", ()), max)) for group in groups],
    }
    flags = []
    if every("gradient_inf") and whole["gradient_inf"] is None:
        flags.append("not-finite")
    if missing:
        flags.append("no-gradient")
    return Step(line, math.nan if squares is None else squares, flags)


def _rate(group: Mapping[str, Any]) -> float | None:
    return _finite(float(group["lr"])) if "lr" in group else None


def _counts(optimizer: Any) -> dict[Any, float]:
    """Return how many steps each parameter has made, by one transfer where devices count them."""
    if not is_adam(optimizer):
        return {}
    known = [(value, state["step"]) for value, state in optimizer.state.items() if "step" in state]
    held = [count for _, count in known if isinstance(count, torch.Tensor)]
    found = iter(fetched(held)[0])
    return {
        value: next(found) if isinstance(count, torch.Tensor) else float(count)
        for value, count in known
    }


@dataclass(frozen=True)
class _Part:
    """Numbers of one parameter group that are treated alike, as flat tensors.

    Attributes
    ----------
    place : int
        The group's.
    steps : float
        Steps that were made.
    columns : tuple
        Parameters, gradients, and both or three moments of Adam; None where there is none.
    """

    place: int
    steps: float
    columns: tuple[Any, ...]

    @classmethod
    def of(cls, optimizer: Any, place: int, value: Any, counts: Mapping[Any, float]) -> _Part:
        gradient = value.grad.coalesce().to_dense() if value.grad.is_sparse else value.grad
        state = optimizer.state.get(value, {}) if is_adam(optimizer) else {}
        held = [state.get(name) for name in ("exp_avg", "exp_avg_sq", "max_exp_avg_sq")]
        columns = tuple(None if one is None else _flat(one) for one in (value, gradient, *held))
        return cls(place, counts.get(value, 0.0), columns)

    @property
    def size(self) -> int:
        return int(self.columns[0].numel())

    @property
    def kind(self) -> tuple[Any, ...]:
        """What parts must share to be put together."""
        alike = tuple(None if one is None else (one.dtype, one.device) for one in self.columns)
        return self.place, self.steps, alike


def _joined(parts: Sequence[_Part]) -> Iterator[_Part]:
    """Yield parts of the size of a piece at most: large ones cut, small ones put together."""
    small: dict[tuple[Any, ...], list[_Part]] = {}
    for part in parts:
        if part.size >= min(_SMALL, _PIECE):
            for first in range(0, part.size, _PIECE):
                columns = (_cut(one, first) for one in part.columns)
                yield _Part(part.place, part.steps, tuple(columns))
        elif part.size:
            waiting = small.setdefault(part.kind, [])
            if sum(one.size for one in waiting) + part.size > _PIECE:
                yield _one(waiting)
                waiting.clear()
            waiting.append(part)
    for waiting in small.values():
        yield _one(waiting)


def _cut(column: Any, first: int) -> Any:
    return None if column is None else column[first : first + _PIECE]


def _one(parts: Sequence[_Part]) -> _Part:
    if len(parts) == 1:
        return parts[0]
    columns = zip(*(part.columns for part in parts), strict=True)
    joined = (None if column[0] is None else torch.cat(column) for column in columns)
    return _Part(parts[0].place, parts[0].steps, tuple(joined))


_Numbers = Iterator[tuple[str, float, Any]]


def _of_part(
    optimizer: Any, group: Mapping[str, Any], part: _Part, rooms: dict[Any, Any]
) -> _Numbers:
    """Yield name, factor and value of each number of a part, which is no larger than a piece."""
    columns: list[Any] = [None if one is None else _plain(one) for one in part.columns]
    x, g, m, s, most = columns
    kind = (x.dtype, x.device)
    if kind not in rooms or rooms[kind][0].numel() < part.size:
        rooms[kind] = [torch.empty_like(x) for _ in range(4)]
    free = [room[: part.size] for room in rooms[kind]]
    squares, weighed, *more = free
    yield "gradient_l1", 1.0, torch.abs(g, out=squares).sum()
    yield "x_dot_gradient", 1.0, torch.mul(x, g, out=squares).sum()
    yield "gradient_squared", 1.0, torch.mul(g, g, out=squares).sum()
    yield "x_squared", 1.0, torch.mul(x, x, out=weighed).sum()
    yield from _range("gradient_inf", g)
    yield from _range("x_inf", x)
    if is_adam(optimizer):
        adam = _Adam.of(optimizer, group, part.steps)
        yield from adam.numbers(x, g, m, s, most, squares, weighed, more)


def _range(name: str, tensor: Any) -> _Numbers:
    """Yield both ends of a piece, of which the larger absolute value is wanted."""
    least, most = torch.aminmax(tensor)
    yield name, -1.0, least
    yield name, 1.0, most


@dataclass(frozen=True)
class _Adam:
    """Adam's update of a parameter group, at the step that comes."""

    rate: float
    decay: float
    first: float
    second: float
    eps: float
    steps: float
    decoupled: bool
    amsgrad: bool
    sign: float

    @classmethod
    def of(cls, optimizer: Any, group: Mapping[str, Any], steps: float) -> _Adam:
        first, second = (float(beta) for beta in group["betas"])
        return cls(
            rate=float(group["lr"]),
            decay=float(group["weight_decay"]),
            first=first,
            second=second,
            eps=float(group["eps"]),
            steps=steps,
            decoupled=is_decoupled(optimizer, group),
            amsgrad=bool(group.get("amsgrad")),
            sign=-1.0 if group.get("maximize") else 1.0,
        )

    def numbers(
        self, x: Any, g: Any, m: Any, s: Any, most: Any, v: Any, weighed: Any, free: Sequence[Any]
    ) -> _Numbers:
        """Yield what the second moments say of a piece: x_k, g_k, and the state before.

        `v` holds g², which it loses, and `weighed` x².
        """
        update, other = free
        taken = g if self.sign > 0 else -g
        if self.decay and not self.decoupled:
            taken = torch.add(taken, x, alpha=self.decay)
            torch.mul(taken, taken, out=v)
        v.mul_(1 - self.second)
        if s is not None:
            v.add_(s, alpha=self.second)
        if self.amsgrad and most is not None:
            torch.maximum(most, v, out=v)
        self._rooted(v, v, self.steps + 1)
        averaged = taken if m is None else torch.lerp(m, taken, 1 - self.first, out=update)
        bias = 1 - self.first ** (self.steps + 1)
        if m is None:
            bias /= 1 - self.first
        decay = self.decay if self.decoupled else 0.0
        if decay:
            torch.mul(x, decay * bias, out=other).addcdiv_(averaged, v)
        else:
            torch.div(averaged, v, out=other)
        least, largest = torch.aminmax(v)
        yield "denominator_least", 1.0, least
        yield "denominator_most", 1.0, largest
        yield "update_squared", (self.rate / bias) ** 2, other.mul_(other).sum()
        xv = torch.mul(weighed, v, out=other).sum()
        yield "x_v_squared", 1.0, xv
        yield "decay_squared", decay**2, xv
        if s is None or not self.steps:
            return
        old = self._rooted(most if self.amsgrad and most is not None else s, update, self.steps)
        change = v.sub_(old)
        yield "decay_drift", decay, weighed.mul_(change).sum()
        yield from _range("denominator_change", change.div_(old))
        factor = self.sign / (1 - self.first**self.steps)
        yield "momentum_dot_gradient", factor, torch.mul(m, g, out=other).sum()

    def _rooted(self, squares: Any, out: Any, steps: float) -> Any:
        """Make √v̂ + ε of the second moments after some steps."""
        torch.sqrt(squares, out=out)
        # One pass for the factor and ε.
        eps = torch.full((), self.eps, dtype=out.dtype, device=out.device)
        return torch.add(eps, out, alpha=1 / math.sqrt(1 - self.second**steps), out=out)


def pieces(tensor: Any) -> Iterator[Any]:
    """Yield a tensor as flat pieces, in a type that can be summed."""
    flat = _flat(tensor)
    for first in range(0, flat.numel(), _PIECE):
        yield _plain(_cut(flat, first))


def _flat(tensor: Any) -> Any:
    tensor = tensor.detach()
    return (torch.view_as_real(tensor) if tensor.is_complex() else tensor).reshape(-1)


def _plain(tensor: Any) -> Any:
    """Return a tensor in a type whose squares neither overflow early nor vanish early."""
    return tensor if tensor.dtype in {torch.float32, torch.float64} else tensor.float()


def product(one: Any, other: Any) -> Any:
    """Return ⟨one, other⟩ of two pieces, which torch adds in pairs, and a dot product in rows."""
    return (one * other).sum()


def squared(tensor: Any) -> list[Any]:
    """Return ‖tensor‖₂² in parts."""
    return [product(piece, piece) for piece in pieces(tensor)]


def fetched(numbers: Sequence[Any], *cuts: int) -> list[list[float]]:
    """Return scalars that lie on devices as floats, one transfer a device and type."""
    alike: dict[tuple[Any, Any], list[int]] = {}
    for place, number in enumerate(numbers):
        alike.setdefault((number.device, number.dtype), []).append(place)
    found = [0.0] * len(numbers)
    for places in alike.values():
        stacked = torch.stack([numbers[place] for place in places])
        for place, number in zip(places, stacked.tolist(), strict=True):
            found[place] = float(number)
    edges = [0, *cuts, len(found)]
    return [found[first:last] for first, last in pairwise(edges)]


def _total(numbers: Sequence[float]) -> float:
    return math.fsum(numbers) if all(map(math.isfinite, numbers)) else math.nan


def _extreme(numbers: Sequence[float], which: Any) -> float:
    if not numbers or not all(map(math.isfinite, numbers)):
        return math.nan
    return float(which(numbers))


def _finite(number: float) -> float | None:
    return number if math.isfinite(number) else None


def _root(number: float | None) -> float | None:
    return None if number is None else math.sqrt(number)
