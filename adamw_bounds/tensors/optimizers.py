"""What a checkpoint says of its optimizer: settings by parameter group."""

from __future__ import annotations

import math
import numbers
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

__all__ = [
    "GroupState",
    "OptimizerState",
    "groups_of",
    "other_update",
    "second_moments_of",
    "state_of",
]

_SETTINGS: Final = ("lr", "weight_decay", "eps", "initial_lr")
#: What PyTorch's own optimizers write into each group; those of Adam's write ``amsgrad`` too.
_OF_PYTORCH: Final = frozenset({"foreach", "differentiable", "capturable", "maximize"})


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupState:
    """One parameter group.

    Attributes
    ----------
    name : str
        Its own name, or what tells it from the others.
    settings : mapping
        ``lr``, ``weight_decay``, ``eps``, ``initial_lr``, where they are finite numbers.
    numbers : tuple of int
        The optimizer's own numbers of its parameters.
    names : tuple of str or None
        Names of these, where they were saved.
    betas : tuple of float or None
        PyTorch's, where they are two finite numbers.
    amsgrad : bool
        Whether it divides by the largest second moment so far.
    """

    name: str
    settings: Mapping[str, float]
    numbers: tuple[int, ...] = ()
    names: tuple[str, ...] | None = None
    betas: tuple[float, float] | None = None
    amsgrad: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Moments:
    """Adam's moments of one parameter.

    Attributes
    ----------
    pair : tuple of ndarray
        ``exp_avg`` and ``exp_avg_sq``.
    betas : tuple of float
        PyTorch's β1 and β2.
    steps : float
        Steps ≥ 1 that were done.
    """

    pair: tuple[Any, Any]
    betas: tuple[float, float]
    steps: float


@dataclass(frozen=True, slots=True, kw_only=True)
class OptimizerState:
    """An optimizer as its ``state_dict`` shows it.

    Attributes
    ----------
    groups : tuple of GroupState
        In the optimizer's order.
    decoupled : bool or None
        Whether the weight decay is AdamW's: False for Adam's, which is another penalty. None where
        the file does not tell.
    adaptive : bool
        Whether it is of Adam's family, by its settings.
    other : str or None
        What of its settings shows that it is neither Adam nor AdamW, but another of that family.
    flags : tuple of str
        ``amsgrad``, ``maximize`` where any group sets them.
    shapes : mapping of int to tuple of int
        Shapes of parameters by number, where the state shows them.
    second_moments : mapping of int to ndarray
        ``exp_avg_sq`` by number.
    largest_moments : mapping of int to ndarray
        ``max_exp_avg_sq`` by number, which amsgrad keeps.
    first_moments : mapping of int to ndarray
        ``exp_avg`` by number.
    steps : mapping of int to float
        Steps done by number.
    """

    groups: tuple[GroupState, ...]
    decoupled: bool | None = None
    adaptive: bool = True
    other: str | None = None
    flags: tuple[str, ...] = ()
    shapes: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    second_moments: Mapping[int, Any] = field(default_factory=dict)
    largest_moments: Mapping[int, Any] = field(default_factory=dict)
    first_moments: Mapping[int, Any] = field(default_factory=dict)
    steps: Mapping[int, float] = field(default_factory=dict)

    @property
    def moments(self) -> tuple[Moments, ...]:
        """Both moments of each parameter of which they, its steps and its β are known."""
        return tuple(
            Moments(
                pair=(self.first_moments[number], self.second_moments[number]),
                betas=group.betas,
                steps=self.steps[number],
            )
            for group in self.groups
            for number in group.numbers
            if group.betas is not None
            and all(0 <= beta < 1 for beta in group.betas)
            and number in self.first_moments
            and number in self.second_moments
            and self.steps.get(number, 0) >= 1
        )


def state_of(found: Mapping[str, Any]) -> OptimizerState:
    """Return what a ``state_dict`` of an optimizer says; tensors in it are arrays already."""
    raw = [dict(group) for group in found["param_groups"] if isinstance(group, Mapping)]
    settings = [
        {key: value for key in _SETTINGS if (value := _number(group.get(key))) is not None}
        for group in raw
    ]
    decays = {
        bool(group["decoupled_weight_decay"])
        for group, own in zip(raw, settings, strict=True)
        if "decoupled_weight_decay" in group and own.get("weight_decay", 0) > 0
    }
    states = {
        int(key): value
        for key, value in found.get("state", {}).items()
        if isinstance(value, Mapping) and str(key).isdigit()
    }
    moments = {key: value["exp_avg_sq"] for key, value in states.items() if "exp_avg_sq" in value}
    first = {key: value["exp_avg"] for key, value in states.items() if "exp_avg" in value}
    return OptimizerState(
        groups=tuple(
            GroupState(
                name=label,
                settings=own,
                numbers=tuple(item for item in group.get("params", ()) if isinstance(item, int)),
                names=_names(group),
                betas=_betas(group.get("betas")),
                amsgrad=group.get("amsgrad") is True,
            )
            for label, group, own in zip(_labels(raw, settings), raw, settings, strict=True)
        ),
        decoupled=decays.pop() if len(decays) == 1 else None,
        adaptive=all("betas" in group for group in raw),
        other=next(filter(None, map(other_update, raw)), None),
        flags=tuple(
            flag
            for flag in ("amsgrad", "maximize")
            if any(group.get(flag) is True for group in raw)
        ),
        shapes={key: tuple(value.shape) for key, value in moments.items()},
        second_moments=moments,
        largest_moments={
            key: value["max_exp_avg_sq"]
            for key, value in states.items()
            if "max_exp_avg_sq" in value
        },
        first_moments=first,
        steps={
            key: number
            for key, value in states.items()
            if (number := _number(value.get("step"))) is not None
        },
    )


def other_update(group: Mapping[str, Any]) -> str | None:
    """Return what of a group's settings shows another update than Adam's or AdamW's.

    Parameters
    ----------
    group : mapping
        The settings of a parameter group.
    """
    if "momentum_decay" in group:
        return "momentum_decay, which is NAdam's"
    if "betas" in group and "amsgrad" not in group and _OF_PYTORCH & group.keys():
        return "no amsgrad, as those of PyTorch's RAdam and SparseAdam"
    for key in ("bias_correction", "correct_bias"):
        if group.get(key) is False:
            return f"{key} off"
    return None


def _number(value: Any) -> float | None:
    if getattr(value, "shape", None) == ():
        value = value.item()
    if isinstance(value, bool) or not isinstance(value, numbers.Real):
        return None
    return float(value) if math.isfinite(value) else None


def _betas(value: Any) -> tuple[float, float] | None:
    if not isinstance(value, list | tuple) or len(value) != 2:
        return None
    first, second = map(_number, value)
    return None if first is None or second is None else (first, second)


def _names(group: Mapping[str, Any]) -> tuple[str, ...] | None:
    given = group.get("param_names")
    if not isinstance(given, Sequence) or len(given) != len(group.get("params", ())):
        return None
    return tuple(map(str, given))


def _labels(raw: Sequence[Mapping[str, Any]], settings: Sequence[Mapping[str, float]]) -> list[str]:
    """Return a name for each group: its own, or what tells it from the others."""
    rates = {own.get("initial_lr", own.get("lr")) for own in settings}
    decays = {own.get("weight_decay") for own in settings}
    labels: list[str] = []
    for place, (group, own) in enumerate(zip(raw, settings, strict=True)):
        parts = []
        rate, decay = own.get("initial_lr", own.get("lr")), own.get("weight_decay")
        if len(rates) > 1 and rate is not None:
            parts.append(f"lr {rate:g}")
        if len(decays) > 1:
            parts.append(f"decay {decay:g}" if decay else "no decay")
        label = str(group.get("name") or ", ".join(parts) or f"group {place}")
        same = sum(other == label or other.startswith(f"{label} (") for other in labels)
        labels.append(f"{label} ({same + 1})" if same else label)
    return labels


def groups_of(
    state: OptimizerState, shapes: Mapping[str, tuple[int, ...]]
) -> Mapping[str, int] | str:
    """Return the number of the group of each parameter, or a phrase that says why it is not known.

    Groups are told by the names that PyTorch saved, else by shapes where no shape is in two groups
    that differ, else by their being alike.

    Parameters
    ----------
    state : OptimizerState
        The optimizer.
    shapes : mapping of str to tuple of int
        Shapes of the parameters by name.
    """
    if not state.groups:
        return "the optimizer has no parameter group"
    if len(state.groups) == 1 and (own := state.groups[0]).names is None:
        if own.numbers and len(own.numbers) != len(shapes):
            return (
                f"the optimizer has {len(own.numbers)} parameters, and there are {len(shapes)} "
                "with a gradient"
            )
        return dict.fromkeys(shapes, 0)
    if all(group.names is not None for group in state.groups):
        return _by_name(state, shapes)
    return _by_shape(state, shapes)


def second_moments_of(
    state: OptimizerState, shapes: Mapping[str, tuple[int, ...]], place: Mapping[str, int]
) -> Mapping[str, tuple[Any, float]] | None:
    """Return v of each parameter and what divides it for v̂, 1 − β2^t; None where unknown.

    Where no names were saved, the parameters of a group are taken to stand in their order in
    `shapes`, if that fits every shape.

    Parameters
    ----------
    state : OptimizerState
        The optimizer.
    shapes : mapping of str to tuple of int
        Shapes of the parameters by name.
    place : mapping of str to int
        The group of each, as `groups_of` finds it.
    """
    if "amsgrad" in state.flags:
        return None  # which divides by another moment
    found: dict[str, tuple[Any, float]] = {}
    for index, group in enumerate(state.groups):
        names = [name for name in shapes if place[name] == index]
        if group.names is not None:
            order = dict(zip(group.names, group.numbers, strict=True))
        elif len(names) == len(group.numbers):
            order = dict(zip(names, group.numbers, strict=True))
        else:
            return None
        for name in names:
            number = order[name]
            moment, steps = state.second_moments.get(number), state.steps.get(number, 0)
            if moment is None or steps < 1 or not group.betas or not 0 <= group.betas[1] < 1:
                return None
            if tuple(moment.shape) != shapes[name]:
                return None
            found[name] = moment, 1 - group.betas[1] ** steps
    return found


def _by_name(
    state: OptimizerState, shapes: Mapping[str, tuple[int, ...]]
) -> Mapping[str, int] | str:
    place = {name: index for index, group in enumerate(state.groups) for name in group.names or ()}
    lost = [name for name in shapes if name not in place]
    if lost:
        return f"the optimizer's groups hold no parameter named {_few(lost)}"
    return {name: place[name] for name in shapes}


def _by_shape(
    state: OptimizerState, shapes: Mapping[str, tuple[int, ...]]
) -> Mapping[str, int] | str:
    known = [number for group in state.groups for number in group.numbers]
    unnamed = (
        "its groups were saved without names of parameters; an optimizer made from "
        "model.named_parameters() saves them"
    )
    if set(known) - state.shapes.keys():
        return unnamed
    if Counter(state.shapes[number] for number in known) != Counter(shapes.values()):
        return "the shapes in the optimizer's state are not those of the parameters"
    place: dict[tuple[int, ...], int] = {}
    for index, group in enumerate(state.groups):
        for number in group.numbers:
            before = place.setdefault(state.shapes[number], index)
            if before != index:
                shown = "×".join(map(str, state.shapes[number])) or "()"
                return f"two of its groups hold a parameter of shape {shown}, and {unnamed}"
    return {name: place[shape] for name, shape in shapes.items()}


def _few(names: Sequence[str], most: int = 3) -> str:
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more
