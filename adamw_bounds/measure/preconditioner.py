"""Q of a finished run from the state of its optimizer: q = (η_i/η)/(√v̂ + ε), as PyTorch divides.

The state is that of a live optimizer, of its ``state_dict``, or of a checkpoint file.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple, NoReturn

import numpy as np
import numpy.typing as npt

from adamw_bounds.errors import RunError
from adamw_bounds.measure._torch import torch
from adamw_bounds.measure.optimizer import innermost, plain_state
from adamw_bounds.measure.problem import Problem
from adamw_bounds.spectra.preconditioned import Dead
from adamw_bounds.tensors import load_tensors
from adamw_bounds.tensors.optimizers import (
    OptimizerState,
    groups_of,
    other_update,
    state_of,
)

__all__ = ["NO_STEPS", "OwnQ", "preconditioner_of"]

Float64Array = npt.NDArray[np.float64]

#: q above this many medians is that of a nearly dead coordinate.
_DEAD: Final = 1e3
_CODE: Final = "no-preconditioner"
#: Where the optimizer is right and has not begun.
NO_STEPS: Final = "no-steps"
_READ: Final = "Adam's and AdamW's is read"
#: Optimizers with Adam's name in theirs, and another update.
_OTHERS: Final = frozenset({"nadam", "nadamw", "radam", "adamax", "sparseadam"})


class _Moment(NamedTuple):
    """What divides the step of one parameter: v of shape as it is, and how it is used."""

    second: Any  # None: its gradient never came
    steps: float
    beta2: float
    eps: float
    rate: float
    decay: float


@dataclass(frozen=True, kw_only=True, eq=False)
class OwnQ:
    """The preconditioner over the measured coordinates.

    Attributes
    ----------
    q : ndarray of shape (kept,)
        Of the coordinates that are kept.
    kept : ndarray of int or None
        Their places among all measured ones; None where all are kept.
    second : ndarray of shape (kept,)
        v̂.
    removed, steps : int
        Coordinates whose v̂ is 0, and optimizer steps that were made.
    kind : str
        ``adam`` or ``amsgrad``.
    eta : float
        The learning rate that most coordinates have.
    lam : tuple of float
        Weight decays of the groups.
    decay, rate : ndarray of shape (kept,)
        Weight decay, and learning rate over `eta`, of each coordinate.
    dead : tuple of Dead
        Nearly dead coordinates by parameter.
    is_l2 : bool or None
        Whether the weight decay is a term of the gradient, and no AdamW's. None where there is
        none, or the state does not tell.
    """

    q: Float64Array
    kept: npt.NDArray[np.int64] | None
    second: Float64Array
    removed: int
    steps: int
    kind: str
    eta: float
    lam: tuple[float, ...]
    decay: Float64Array
    rate: Float64Array
    dead: tuple[Dead, ...]
    is_l2: bool | None = None


def preconditioner_of(problem: Problem, file: str | None = None) -> OwnQ:
    """Return Q of the problem's optimizer, or of a checkpoint.

    Parameters
    ----------
    problem : Problem
        What is measured. Its optimizer may be a live one, or the ``state_dict`` of one.
    file : str, optional
        A checkpoint, as ``torch.save`` writes it of the state of model and optimizer.

    Raises
    ------
    RunError
        If there is no state of Adam's, or it is not that of the problem's model.
    """
    found = _moments(problem, file)
    moments, kind = found.moments, found.kind
    lost = [name for name in problem.selected(problem.model) if name not in moments]
    if lost:
        _refuse(
            f"the optimizer holds no parameter {_few(lost)}: which it does not train has no step "
            "size (leave it out with the problem's parameters)"
        )
    sizes = {name: value.numel() for name, value in problem.selected(problem.model).items()}
    moments = {name: moments[name] for name in sizes}
    if all(moment.second is None for moment in moments.values()):
        _refuse("the optimizer has no state: it has made no step yet", NO_STEPS)
    for name, moment in moments.items():
        shape = tuple(dict(problem.selected(problem.model))[name].shape)
        if moment.second is not None and tuple(moment.second.shape) != shape:
            _refuse(
                f"exp_avg_sq of {name} has the shape {tuple(moment.second.shape)}, and the "
                f"parameter {shape}: it is the state of another model"
            )
    rates: Counter[float] = Counter()
    for name, moment in moments.items():
        rates[moment.rate] += sizes[name]
    eta = rates.most_common(1)[0][0]
    if not eta > 0:
        _refuse("the optimizer's learning rate is 0, and so is every step: Q has no size")
    parts = [_of(name, moment, eta, sizes[name]) for name, moment in moments.items()]
    q, second = (np.concatenate([part[place] for part in parts]) for place in range(2))
    many = [sizes[name] for name in moments]
    decay = np.repeat([moment.decay for moment in moments.values()], many)
    rate = np.repeat([moment.rate / eta for moment in moments.values()], many)
    kept = np.flatnonzero(second > 0)
    if not kept.size:
        _refuse("every second moment in the optimizer's state is 0: no gradient was seen")
    dead = _dead(list(sizes), [part[0] for part in parts], second, q, kept)
    return OwnQ(
        q=q[kept],
        kept=None if kept.size == q.size else kept,
        second=second[kept],
        removed=int(q.size - kept.size),
        steps=int(max(moment.steps for moment in moments.values())),
        kind=kind,
        eta=eta,
        lam=tuple(sorted({moment.decay for moment in moments.values()})),
        decay=decay[kept],
        rate=rate[kept],
        dead=dead,
        is_l2=found.is_l2,
    )


def _of(name: str, moment: _Moment, eta: float, size: int) -> tuple[Float64Array, Float64Array]:
    """Return q and v̂ of a parameter, flat; where no gradient came both are 0."""
    if moment.second is None:
        return np.zeros(size), np.zeros(size)
    second = np.asarray(moment.second, dtype=np.float64).reshape(-1)
    if not np.isfinite(second).all() or (second < 0).any():
        _refuse(f"exp_avg_sq of {name} holds numbers that are negative or not finite")
    if not moment.steps >= 1:
        _refuse(f"the optimizer's state of {name} does not say how many steps were made")
    gathered = -math.expm1(moment.steps * math.log(moment.beta2)) if moment.beta2 else 1.0
    corrected = second / gathered
    with np.errstate(divide="ignore"):
        q = np.where(second > 0, moment.rate / eta / (np.sqrt(corrected) + moment.eps), 0.0)
    if not np.isfinite(q).all():
        _refuse(f"1/(√v̂ + ε) of {name} is beyond a float")
    if moment.rate == 0:
        _refuse(f"the learning rate of {name} is 0, where others have {eta:g}: it does not move")
    return q, corrected


def _dead(
    named: Sequence[str],
    parts: Sequence[Float64Array],
    second: Float64Array,
    q: Float64Array,
    kept: npt.NDArray[np.int64],
) -> tuple[Dead, ...]:
    limit, total = _DEAD * float(np.median(q[kept])), float(q[kept].sum())
    found, start = [], 0
    for name, part in zip(named, parts, strict=True):
        above = part > limit
        if above.any():
            share = float(part[above].sum()) / total
            found.append(Dead(name=name, count=int(above.sum()), share=share))
        start += part.size
    return tuple(sorted(found, key=lambda item: -item.share))


class _Found(NamedTuple):
    """What a state holds: moments by name, ``adam`` or ``amsgrad``, and whose the decay is."""

    moments: dict[str, _Moment]
    kind: str
    is_l2: bool | None


def _moments(problem: Problem, file: str | None) -> _Found:
    """Return what divides the step of each parameter that the optimizer holds, by name."""
    if file is not None:
        return _of_file(problem, file)
    given = problem.optimizer
    if given is None:
        _refuse(
            "the problem states no optimizer: return it with the model, or name a checkpoint of "
            "both (--optimizer-state)"
        )
    if isinstance(given, Mapping):
        if not isinstance(given.get("state"), Mapping) or "param_groups" not in given:
            _refuse(
                "the problem's optimizer is a mapping of settings: its state is wanted, the "
                "optimizer itself or its state_dict()"
            )
        name = str(given.get("name") or "Adam")
        if "adam" not in name.lower() or name.lower() in _OTHERS:
            _refuse(f"the optimizer is {name}: {_READ}, and no other's")
        return _of_state(problem, state_of(plain_state(given)), "the problem's optimizer")
    return _of_live(problem, innermost(given))


def _of_live(problem: Problem, optimizer: Any) -> _Found:
    """Read a live optimizer, whose tensors tell which parameter is which."""
    name = type(optimizer).__name__
    if not isinstance(optimizer, torch.optim.Adam | torch.optim.AdamW) and name not in {
        "Adam",
        "AdamW",
    }:
        _refuse(f"the optimizer is {name}: {_READ}, and no other's")
    owner = problem.model if problem.trained_model is None else problem.trained_model
    first = {id(value): key for key, value in problem.model.named_parameters()}
    canonical = {
        key: first[id(value)]
        for key, value in problem.model.named_parameters(remove_duplicate=False)
    }
    known = {
        id(value): canonical[key]
        for key, value in owner.named_parameters(remove_duplicate=False)
        if key in canonical
    }
    found: dict[str, _Moment] = {}
    kinds, decays = set(), set()
    is_adamw = isinstance(optimizer, torch.optim.AdamW) or name == "AdamW"
    for group in optimizer.param_groups:
        if (other := other_update(group)) is not None:
            _refuse(f"the optimizer is {name} with {other}: {_READ}")
        if _real(group.get("weight_decay", 0.0)):
            decays.add(bool(group.get("decoupled_weight_decay", is_adamw)))
        amsgrad = bool(group.get("amsgrad", False))
        key = "max_exp_avg_sq" if amsgrad else "exp_avg_sq"
        written = group.get("param_names") or [None] * len(group["params"])
        for value, own in zip(group["params"], written, strict=True):
            place = known.get(id(value), canonical.get(own))
            if place is None:
                continue
            state = optimizer.state.get(value, {})
            second = state.get(key)
            if state and second is None:
                _refuse(f"the optimizer's state of {place} has no {key}: {_READ}")
            kinds.add(amsgrad)
            found[place] = _Moment(
                None if second is None else second.detach().double().cpu().numpy(),
                _real(state.get("step", 0)),
                _real(group["betas"][1]),
                _real(group["eps"]),
                _rate(group),
                _real(group.get("weight_decay", 0.0)),
            )
    if not found:
        _refuse(
            "the optimizer holds none of the model's parameters: it is that of another model "
            "(trained_model names the one whose parameters it holds)"
        )
    return _Found(found, _kind(kinds), None if not decays else not any(decays))


def _of_file(problem: Problem, file: str) -> _Found:
    """Read a checkpoint, whose model must be the problem's."""
    saved = load_tensors(file)
    if saved.optimizer is None:
        _refuse(f"{file} holds no state of an optimizer")
    if saved.arrays:
        _check_model(problem, saved.arrays, file)
    return _of_state(problem, saved.optimizer, file)


def _check_model(problem: Problem, arrays: Mapping[str, Any], file: str) -> None:
    """Refuse a checkpoint whose parameters are not those that are measured."""
    from adamw_bounds.tensors.matching import matched

    ours = problem.selected(problem.model)
    every = dict(problem.model.state_dict())
    pairs, _ = matched(every, arrays)
    lost = [name for name in ours if name not in pairs]
    if lost:
        _refuse(f"{file} is a checkpoint of another model: it has no parameter {_few(lost)}")
    for name, value in ours.items():
        held = np.asarray(arrays[pairs[name]])
        if tuple(held.shape) != tuple(value.shape):
            _refuse(
                f"{file} is a checkpoint of another model: {name} has the shape "
                f"{tuple(held.shape)} there and {tuple(value.shape)} here"
            )
        mine = value.detach().double().cpu().numpy()
        apart = float(np.abs(mine - held.astype(np.float64)).max(initial=0.0))
        size = float(np.abs(mine).max(initial=0.0))
        if apart > 1e-2 * size:
            _refuse(
                f"{name} has other values in {file} than in the problem's model: load the "
                "checkpoint into the model that the problem returns"
            )


def _of_state(problem: Problem, state: OptimizerState, where: str) -> _Found:
    """Read a ``state_dict``: its parameters are numbers, in the order of their groups."""
    if not state.adaptive:
        _refuse(f"{where} has no betas: it is no state of Adam's ({_READ})")
    if state.other is not None:
        _refuse(f"{where} has settings of another optimizer ({state.other}): {_READ}")
    if not state.second_moments:
        why = "it has made no step yet" if not state.steps else f"no exp_avg_sq is in it; {_READ}"
        _refuse(f"{where} has no state to read Q from: {why}")
    order = _order(problem, state, where)
    found, kinds = {}, set()
    for name, (number, index) in order.items():
        group = state.groups[index]
        if group.betas is None or "eps" not in group.settings or "lr" not in group.settings:
            _refuse(f"{where} does not say betas, eps and lr of its group {group.name}")
        held = state.largest_moments if group.amsgrad else state.second_moments
        if number not in held and (number in state.second_moments or number in state.steps):
            key = "max_exp_avg_sq" if group.amsgrad else "exp_avg_sq"
            _refuse(f"{where} has no {key} of {name}: {_READ}")
        kinds.add(group.amsgrad)
        rate = group.settings["lr"] or group.settings.get("initial_lr", 0.0)
        found[name] = _Moment(
            held.get(number),
            state.steps.get(number, 0.0),
            group.betas[1],
            group.settings["eps"],
            rate,
            group.settings.get("weight_decay", 0.0),
        )
    return _Found(found, _kind(kinds), None if state.decoupled is None else not state.decoupled)


def _order(problem: Problem, state: OptimizerState, where: str) -> dict[str, tuple[int, int]]:
    """Return number and group of each parameter by name."""
    if all(group.names is not None for group in state.groups):
        canonical = {
            name: name for name, _ in problem.model.named_parameters(remove_duplicate=False)
        }
        return {
            name: (number, index)
            for index, group in enumerate(state.groups)
            for name, number in zip(group.names or (), group.numbers, strict=True)
            if name in canonical
        }
    every = dict(problem.model.named_parameters())
    count = sum(len(group.numbers) for group in state.groups)
    for names in (list(every), [name for name, value in every.items() if value.requires_grad]):
        if len(names) != count:
            continue
        shapes = {name: tuple(every[name].shape) for name in names}
        place = groups_of(state, shapes)
        if isinstance(place, str):
            _refuse(f"which parameter {where} speaks of is not known: {place}")
        found: dict[str, tuple[int, int]] = {}
        for index, group in enumerate(state.groups):
            own = [name for name in names if place[name] == index]
            if len(own) != len(group.numbers):
                break
            found |= {
                name: (number, index) for name, number in zip(own, group.numbers, strict=True)
            }
        if len(found) == count:
            return found
    _refuse(
        f"{where} holds {count} parameters, and the model {len(every)}: it is that of another model"
    )


def _kind(found: set[bool]) -> str:
    if len(found) > 1:
        _refuse("amsgrad is set for some parameter groups and not for others")
    return "amsgrad" if True in found else "adam"


def _rate(group: Mapping[str, Any]) -> float:
    """Return the learning rate; where a schedule has ended at 0 that which it began with."""
    return _real(group["lr"]) or _real(group.get("initial_lr", 0.0))


def _real(value: Any) -> float:
    return float(value.item() if isinstance(value, torch.Tensor) else value)


def _few(items: Sequence[str], most: int = 3) -> str:
    more = f" and {len(items) - most} more" if len(items) > most else ""
    return ", ".join(items[:most]) + more


def _refuse(what: str, code: str = _CODE) -> NoReturn:
    raise RunError(f"--preconditioner: {what}", code=code)
