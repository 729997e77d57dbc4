"""The optimizer as a file records it: its parameter groups, and what is measured of each."""

from __future__ import annotations

import math
import numbers
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, NamedTuple

from adamw_bounds.errors import Fault, InputError
from adamw_bounds.measure._torch import torch
from adamw_bounds.measure.problem import Problem
from adamw_bounds.tensors.optimizers import groups_of, state_of

__all__ = ["Group", "Trainer", "innermost", "plain_state", "trainer_of"]

#: Settings of a group that are recorded, by PyTorch's names, in the order of sentences.
_SETTINGS: Final = ("lr", "weight_decay", "betas", "eps", "initial_lr")
#: Settings that change the update, and what is said of each.
_FLAGS: Final = {
    "amsgrad": "it divides by the largest second moment so far (amsgrad), which is another update "
    "than AdamW's",
    "maximize": "it climbs the loss (maximize), where the bounds are of a descent",
}
#: Wrappers with the update of the optimizer inside them, and where they keep it.
_WRAPPERS: Final = {"AcceleratedOptimizer": "optimizer", "ZeroRedundancyOptimizer": "optim"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A parameter group of the optimizer.

    Attributes
    ----------
    name : str
        Its own name, or what tells it from the others.
    settings : mapping
        ``lr``, ``weight_decay``, ``eps``, ``initial_lr`` (floats) and ``betas`` (a pair); what is
        no such number is missing.
    names : tuple of str or None
        The measured parameters that it holds; None where that cannot be known.
    parameters : int or None
        How many numbers these are.
    others : int
        Numbers in it that are not measured: frozen ones, and those of parameters left out.
    """

    name: str
    settings: Mapping[str, Any]
    names: tuple[str, ...] | None = None
    parameters: int | None = None
    others: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Trainer:
    """An optimizer, seen from the parameters that are measured.

    Attributes
    ----------
    name : str or None
        Its type; ``Adam (l2-Adam)`` or ``AdamW`` where that is what Adam was set to.
    groups : tuple of Group
        All of them, empty ones too.
    left : int or None
        Measured numbers that are in no group; None where that cannot be known.
    flags : tuple of str
        ``amsgrad``, ``maximize`` where they are set in any group.
    """

    name: str | None
    groups: tuple[Group, ...]
    left: int | None
    flags: tuple[str, ...] = ()

    @property
    def held(self) -> tuple[Group, ...]:
        """The groups with measured parameters; all, where it cannot be known."""
        return tuple(group for group in self.groups if group.parameters != 0)

    def common(self, setting: str, names: Sequence[str] | None = None) -> Any:
        """Return a setting where all groups that matter agree on it, else None.

        Parameters
        ----------
        setting : str
            ``lr``, ``weight_decay``, ``betas`` or ``eps``.
        names : sequence of str, optional
            Measured parameters: the setting is theirs. By default it is that of all.
        """
        if names is None:
            matter, whole = self.held, not self.left
        else:
            wanted = set(names)
            matter = tuple(group for group in self.groups if wanted & set(group.names or ()))
            whole = wanted <= {name for group in matter for name in group.names or ()}
        values = [group.settings.get(setting) for group in matter]
        alike = bool(values) and all(value == values[0] for value in values)
        return values[0] if alike and whole else None

    def record(self) -> dict[str, Any]:
        """Return what the file's meta says."""
        rate = self.common("lr")
        betas = self.common("betas")
        differing = [key for key in ("betas", "eps") if self._differs(key)]
        return {
            "optimizer": self.name,
            # A schedule may have ended at 0, which is no learning rate: the groups show it.
            "eta": rate if rate and rate > 0 else None,
            "lam": self.common("weight_decay"),
            "adam_eps": self.common("eps"),
            "betas": None if betas is None else list(betas),
            "parameter_groups": [_recorded(group, differing) for group in self.groups],
            **({"parameters_in_no_group": self.left} if self.left else {}),
            **dict.fromkeys(self.flags, True),
        }

    def _differs(self, setting: str) -> bool:
        values = [group.settings.get(setting) for group in self.held]
        return any(value != values[0] for value in values)

    def notes(self, dim: int) -> Iterator[tuple[str, str]]:
        """Say what a reader must know of the optimizer, `dim` numbers being measured."""
        for setting, what in (("lr", "learning rate"), ("weight_decay", "weight decay")):
            if self._differs(setting):
                parts = [
                    f"{_shown(group.settings.get(setting))} for {_size(group)}"
                    for group in self.held
                ]
                listed = ", ".join(parts[:6]) + (" and more" if len(parts) > 6 else "")
                yield (
                    "parameter-groups",
                    f"The {what} differs between the optimizer's parameter groups: {listed}. The "
                    "file records each; with --blocks group each has a spectrum of its own, of "
                    "which err takes its own.",
                )
        for setting in ("betas", "eps"):
            if self._differs(setting):
                yield (
                    "parameter-groups",
                    f"{setting} differs between the optimizer's parameter groups: the file records "
                    "none for all.",
                )
        if self.groups and all(group.names == () for group in self.groups):
            yield (
                "optimizer-parameters",
                "The optimizer holds none of the measured parameters: its settings are recorded, "
                "but which parameters they are for is not known (trained_model names the model "
                "whose parameters it holds).",
            )
        elif self.left:
            yield (
                "optimizer-parameters",
                f"{self.left} of {dim} measured parameters are in no group of the optimizer, which "
                "does not train them: no λ is theirs.",
            )
        for flag in self.flags:
            yield flag, f"The file's optimizer is {self.name}, and {_FLAGS[flag]}."
        if self.held and {group.settings.get("lr") for group in self.held} == {0.0}:
            yield (
                "learning-rate",
                "The learning rate is 0, as at the end of a schedule or before its first step: the "
                "file records no η, and what needs one will ask for it.",
            )


def trainer_of(problem: Problem) -> Trainer | None:
    """Return what the problem says of its optimizer, None where it says nothing."""
    given = problem.optimizer
    if given is None:
        return None
    if isinstance(given, Mapping):
        raw, name = _of_mapping(given)
        holds = _in_order(problem, given) or [_named(problem, group) for group in raw]
    else:
        inner = innermost(given)
        raw, name = [dict(group) for group in given.param_groups], type(inner).__name__
        holds = _identified(problem, raw)
    settings = [_settings(group) for group in raw]
    sizes = {key: value.numel() for key, value in problem.selected(problem.model).items()}
    counts = [
        hold.size if hold.names is None else sum(sizes[key] for key in hold.names) for hold in holds
    ]
    labels = _labels(raw, settings, counts)
    groups = tuple(
        Group(name=label, settings=own, names=hold.names, parameters=count, others=hold.others)
        for label, own, hold, count in zip(labels, settings, holds, counts, strict=True)
    )
    left = None if None in counts else sum(sizes.values()) - sum(count or 0 for count in counts)
    if all(hold.names == () for hold in holds):
        # None is known to be measured: which group a parameter is in is not known at all.
        left = None
        groups = tuple(replace(group, parameters=None) for group in groups)
    return Trainer(
        name=_kind(name, raw, settings),
        groups=groups,
        left=left,
        flags=tuple(flag for flag in _FLAGS if any(group.get(flag) is True for group in raw)),
    )


def innermost(optimizer: Any) -> Any:
    """Return the optimizer inside wrappers that have its update."""
    while type(optimizer).__name__ in _WRAPPERS:
        optimizer = getattr(optimizer, _WRAPPERS[type(optimizer).__name__])
    return optimizer


class _Hold(NamedTuple):
    """What a group holds: names of measured parameters, or their count, and other numbers."""

    names: tuple[str, ...] | None
    size: int | None = None
    others: int = 0


def _of_mapping(given: Mapping[str, Any]) -> tuple[list[dict[str, Any]], str | None]:
    """Return the groups of settings that were written down, and the optimizer's name.

    ``groups`` (or ``param_groups``, as in an optimizer's state) overrides what stands beside it.
    """
    name = str(given.get("name") or "") or None
    listed = given.get("groups", given.get("param_groups"))
    shared = {
        key: value
        for key, value in given.items()
        if key not in {"name", "groups", "param_groups", "state"}
    }
    if listed is None:
        return [{**shared, "parameters": None}], name
    return [{**shared, **dict(group), "written": True} for group in listed], name


def _named(problem: Problem, group: Mapping[str, Any]) -> _Hold:
    """Return what a group that was written down holds."""
    selected = problem.selected(problem.model)
    if "written" not in group:
        return _Hold(tuple(selected))
    given = group.get("parameters", group.get("params"))
    if isinstance(given, numbers.Integral) and not isinstance(given, bool):
        return _Hold(None, int(given))
    if not isinstance(given, Sequence) or isinstance(given, str):
        return _Hold(None)
    if not all(isinstance(item, str) for item in given):
        return _Hold(None)  # numbers of an optimizer's state, whose order only it knows
    canonical = _canonical(problem.model)
    unknown = [item for item in given if item not in canonical]
    if unknown:
        raise InputError(
            [
                Fault(
                    "optimizer",
                    ", ".join(unknown[:8]),
                    "has a group with names that are no parameters of the model",
                    option="optimizer",
                )
            ]
        )
    names = dict.fromkeys(canonical[item] for item in given)
    return _Hold(tuple(name for name in names if name in selected))


def plain_state(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return a ``state_dict`` with arrays in the place of tensors."""
    return {
        "param_groups": given["param_groups"],
        "state": {
            number: {
                key: value.detach().cpu().float().numpy()
                if isinstance(value, torch.Tensor) and value.dtype == torch.bfloat16
                else value.detach().cpu().numpy()
                if isinstance(value, torch.Tensor)
                else value
                for key, value in own.items()
            }
            for number, own in given["state"].items()
            if isinstance(own, Mapping)
        },
    }


def _in_order(problem: Problem, given: Mapping[str, Any]) -> list[_Hold] | None:
    """Return what each group of a ``state_dict`` holds whose parameters are numbers.

    The shapes of the moments tell where the groups begin. None where they do not.
    """
    listed = given.get("param_groups")
    is_state = isinstance(given.get("state"), Mapping) and "groups" not in given
    if not is_state or not isinstance(listed, Sequence):
        return None
    numbered: list[Any] = [group.get("params") for group in listed if isinstance(group, Mapping)]
    if len(numbered) != len(listed) or not all(
        isinstance(held, Sequence) and all(type(item) is int for item in held) for held in numbered
    ):
        return None
    state, selected = state_of(plain_state(given)), problem.selected(problem.model)
    every = dict(problem.model.named_parameters())
    count = sum(len(held) for held in numbered)
    for names in (list(every), [name for name, value in every.items() if value.requires_grad]):
        if len(names) != count:
            continue
        place = groups_of(state, {name: tuple(every[name].shape) for name in names})
        if isinstance(place, str):
            return None
        held_by = [[name for name in names if place[name] == index] for index in range(len(listed))]
        if [len(held) for held in held_by] != [len(held) for held in numbered]:
            return None
        return [
            _Hold(
                tuple(name for name in held if name in selected),
                others=sum(every[name].numel() for name in held if name not in selected),
            )
            for held in held_by
        ]
    return None


def _canonical(model: Any) -> dict[str, str]:
    """Return the first name of each parameter by any of its names."""
    first = {id(value): name for name, value in model.named_parameters()}
    every = model.named_parameters(remove_duplicate=False)
    return {name: first[id(value)] for name, value in every}


def _identified(problem: Problem, raw: Sequence[Mapping[str, Any]]) -> list[_Hold]:
    """Return what each group of an optimizer holds, by the identity of its tensors."""
    selected = problem.selected(problem.model)
    canonical = _canonical(problem.model)
    owner = problem.model if problem.trained_model is None else problem.trained_model
    known = {
        id(value): canonical[name]
        for name, value in owner.named_parameters(remove_duplicate=False)
        if name in canonical
    }
    holds = []
    for group in raw:
        names: list[str] = []
        others = 0
        # Newer versions of PyTorch keep names, where they were given some.
        written = group.get("param_names") or [None] * len(group["params"])
        for value, own in zip(group["params"], written, strict=False):
            name = known.get(id(value), canonical.get(own))
            if name in selected:
                names.append(name)
            else:
                others += value.numel()
        holds.append(_Hold(tuple(names), others=others))
    shapes = sorted(tuple(value.shape) for group in raw for value in group["params"])
    mine = sorted(tuple(value.shape) for value in selected.values())
    if not any(hold.names for hold in holds) and shapes == mine:
        # The tensors of a copy of the model: how many each group holds is known, not which.
        return [_Hold(None, hold.others) for hold in holds]
    return holds


def _settings(group: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key in _SETTINGS:
        value = group.get(key)
        if key == "betas":
            pair = [_real(item) for item in value] if isinstance(value, tuple | list) else []
            # Some optimizers have three.
            if len(pair) == 2 and None not in pair:
                found[key] = tuple(pair)
        elif (number := _real(value)) is not None:
            found[key] = number
    return found


def _real(value: Any) -> float | None:
    """Return a float, from a tensor or an array of one number too."""
    if isinstance(value, torch.Tensor) or getattr(value, "shape", None) == ():
        value = value.item() if getattr(value, "size", 1) == 1 or value.numel() == 1 else None
    if isinstance(value, bool) or not isinstance(value, numbers.Real):
        return None
    number = float(value)
    return number if math.isfinite(number) else None


def _kind(
    name: str | None, raw: Sequence[Mapping[str, Any]], settings: Sequence[Mapping[str, Any]]
) -> str | None:
    """Return the optimizer's name; Adam's by what it does with the weight decay."""
    decayed = [
        group.get("decoupled_weight_decay", False)
        for group, own in zip(raw, settings, strict=True)
        if own.get("weight_decay")
    ]
    if name != "Adam" or not decayed:
        return name
    return "AdamW" if any(decayed) else "Adam (l2-Adam)"


def _labels(
    raw: Sequence[Mapping[str, Any]],
    settings: Sequence[Mapping[str, Any]],
    counts: Sequence[int | None],
) -> list[str]:
    """Return a name for each group: its own, or what tells it from the others."""
    matter = [own for own, count in zip(settings, counts, strict=True) if count != 0]
    rates = {own.get("initial_lr", own.get("lr")) for own in matter}
    decays = {own.get("weight_decay") for own in matter}
    labels: list[str] = []
    for place, (group, own) in enumerate(zip(raw, settings, strict=True)):
        parts = []
        if len(rates) > 1:
            parts.append(f"lr {_shown(own.get('initial_lr', own.get('lr')))}")
        if len(decays) > 1:
            decay = own.get("weight_decay")
            parts.append("no decay" if not decay else f"decay {decay:g}")
        given = group.get("name")
        label = str(given) if given else ", ".join(parts) or f"group {place}"
        label = label.replace("/", "-")
        same = sum(other == label or other.startswith(f"{label} (") for other in labels)
        labels.append(f"{label} ({same + 1})" if same else label)
    return labels


def _shown(value: Any) -> str:
    return "none" if value is None else f"{value:g}"


def _size(group: Group) -> str:
    if group.parameters is None:
        return group.name
    return f"{group.parameters} parameters ({group.name})"


def _recorded(group: Group, differing: Sequence[str]) -> dict[str, Any]:
    keys = ("lr", "weight_decay", "initial_lr", *differing)
    return {
        "name": group.name,
        "parameters": group.parameters,
        **{key: group.settings[key] for key in keys if key in group.settings},
        **({"not_measured": group.others} if group.others else {}),
    }
