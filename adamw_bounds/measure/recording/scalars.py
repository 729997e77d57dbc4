"""The numbers of one optimizer step, read from its parameters just before it is made.

Everything is computed in passes over pieces of a parameter that fit a processor's cache. The sums
of pieces are fetched from the device once and added exactly.
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
    "squared",
    "start",
    "summed",
]

#: Numbers of a piece: some pieces of this size fit the cache of one processor.
_PIECE: Final = 1 << 17
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
    total, most = [], []
    with torch.no_grad():
        for group in optimizer.param_groups:
            for value in group["params"]:
                if value.numel():
                    plain = _plain(value)
                    total.append(summed(plain * plain))
                    most.append(plain.abs().max().to(total[-1].dtype))
    squared, largest = fetched([*total, *most], len(total))
    return {
        "x0_l2": _finite(math.sqrt(math.fsum(squared))),
        "x0_inf": _finite(max(largest, default=0.0)),
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
    names: list[tuple[int, str]] = []
    kept: list[Any] = []
    missing = False
    with torch.no_grad():
        for place, group in enumerate(optimizer.param_groups):
            for value in group["params"]:
                if value.grad is None:
                    missing = missing or value.requires_grad
                    continue
                for found in _of_parameter(optimizer, group, value):
                    for name, number in found.items():
                        names.append((place, name))
                        kept.append(number)
    (numbers,) = fetched(kept)
    groups: list[dict[str, list[float]]] = [{} for _ in optimizer.param_groups]
    for (place, name), number in zip(names, numbers, strict=True):
        groups[place].setdefault(name, []).append(number)
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


def _of_parameter(optimizer: Any, group: Mapping[str, Any], value: Any) -> Iterator[dict[str, Any]]:
    """Yield the numbers of each piece of a parameter."""
    gradient = value.grad.coalesce().to_dense() if value.grad.is_sparse else value.grad
    state = optimizer.state.get(value, {}) if is_adam(optimizer) else {}
    adam = _Adam.of(optimizer, group, state) if is_adam(optimizer) else None
    held = [state.get(name) for name in ("exp_avg", "exp_avg_sq", "max_exp_avg_sq")]
    own = pieces(value)
    cut = [[None] * len(own) if tensor is None else pieces(tensor) for tensor in (gradient, *held)]
    room = [torch.empty_like(own[0]) for _ in range(4)] if own else []
    for x, g, m, s, most in zip(own, *cut, strict=True):
        free = [scratch[: x.numel()] for scratch in room]
        found = {
            "gradient_l1": torch.abs(g, out=free[0]).sum(),
            "gradient_squared": g @ g,
            "gradient_inf": _largest(g),
            "x_squared": x @ x,
            "x_inf": _largest(x),
            "x_dot_gradient": x @ g,
        }
        yield found if adam is None else {**found, **adam.numbers(x, g, m, s, most, free)}


def _largest(tensor: Any) -> Any:
    least, most = torch.aminmax(tensor)
    return torch.maximum(-least, most)


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
    def of(cls, optimizer: Any, group: Mapping[str, Any], state: Mapping[str, Any]) -> _Adam:
        first, second = (float(beta) for beta in group["betas"])
        return cls(
            rate=float(group["lr"]),
            decay=float(group["weight_decay"]),
            first=first,
            second=second,
            eps=float(group["eps"]),
            steps=float(state.get("step", 0)),
            decoupled=is_decoupled(optimizer, group),
            amsgrad=bool(group.get("amsgrad")),
            sign=-1.0 if group.get("maximize") else 1.0,
        )

    def numbers(
        self, x: Any, g: Any, m: Any, s: Any, most: Any, free: Sequence[Any]
    ) -> dict[str, Any]:
        """Return what the second moments say of a piece: x_k, g_k, the state before; and memory."""
        v, weighed, update, old = free
        taken = g if self.sign > 0 else -g
        if self.decay and not self.decoupled:
            taken = torch.add(taken, x, alpha=self.decay)
        torch.mul(taken, taken, out=v).mul_(1 - self.second)
        if s is not None:
            v.add_(s, alpha=self.second)
        if self.amsgrad and most is not None:
            torch.maximum(most, v, out=v)
        self._rooted(v, self.steps + 1)
        torch.mul(x, x, out=weighed)
        torch.mul(taken, 1 - self.first, out=update)
        if m is not None:
            update.add_(m, alpha=self.first)
        update.div_(v).div_(1 - self.first ** (self.steps + 1))
        decay = self.decay if self.decoupled else 0.0
        if decay:
            update.add_(x, alpha=decay)
        xv = weighed @ v
        least, largest = torch.aminmax(v)
        found = {
            "denominator_least": least,
            "denominator_most": largest,
            "x_v_squared": xv,
            "decay_squared": decay**2 * xv,
            "update_squared": self.rate**2 * (update @ update),
        }
        if s is not None and self.steps:
            self._rooted(old.copy_(most if self.amsgrad and most is not None else s), self.steps)
            change = v.sub_(old)
            found["decay_drift"] = decay * (weighed @ change)
            found["denominator_change"] = _largest(change.div_(old))
            along = self.sign * (m @ g)
            found["momentum_dot_gradient"] = along / (1 - self.first**self.steps)
        return found

    def _rooted(self, squares: Any, steps: float) -> None:
        """Make √v̂ + ε of the second moments after some steps, in their place."""
        squares.div_(1 - self.second**steps).sqrt_().add_(self.eps)


def pieces(tensor: Any) -> list[Any]:
    """Return a tensor as flat pieces that fit a cache."""
    flat = _plain(tensor).reshape(-1)
    return list(flat.split(_PIECE)) if flat.numel() else []


def _plain(tensor: Any) -> Any:
    """Return a tensor in a type whose squares neither overflow early nor vanish early."""
    tensor = tensor.detach()
    if tensor.is_complex():
        tensor = torch.view_as_real(tensor)
    return tensor if tensor.dtype in {torch.float32, torch.float64} else tensor.float()


def squared(tensor: Any) -> Any:
    """Return ‖tensor‖₂²."""
    flat = _plain(tensor).reshape(-1)
    return flat @ flat


def summed(tensor: Any) -> Any:
    """Return a sum in float64, where the device has it."""
    return tensor.sum() if tensor.device.type == "mps" else tensor.sum(dtype=torch.float64)


def fetched(numbers: Sequence[Any], *cuts: int) -> list[list[float]]:
    """Return scalars that lie on devices as floats, one transfer a device."""
    by_device: dict[Any, list[int]] = {}
    for place, number in enumerate(numbers):
        by_device.setdefault(number.device, []).append(place)
    found = [0.0] * len(numbers)
    for device, places in by_device.items():
        wide = torch.float32 if device.type == "mps" else torch.float64
        together = torch.stack([numbers[place].to(wide) for place in places])
        for place, number in zip(places, together.tolist(), strict=True):
            found[place] = number
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
