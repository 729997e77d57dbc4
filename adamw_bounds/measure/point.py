"""A point of a problem: its parameters, and the gradient of F over all of the data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from adamw_bounds.errors import Fault, InputError, RunError
from adamw_bounds.measure._torch import torch
from adamw_bounds.measure.devices import copied
from adamw_bounds.measure.optimizer import trainer_of
from adamw_bounds.measure.problem import Problem, load_problem
from adamw_bounds.measure.products import Function
from adamw_bounds.measure.state import numerics, untouched

__all__ = ["MOST", "Point", "point_of"]

#: Means of gradients that are kept at most, each as large as the model.
MOST: Final = 8
#: The type of the optimizer whose weight decay draws the box.
_DECOUPLED: Final = "AdamW"


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """Parameters and gradient by name, as numpy arrays, and what the optimizer says.

    Attributes
    ----------
    parameters : mapping of str to array
        Those that are measured.
    gradients : sequence of mapping of str to array
        One of all the data, or several of independent batches; 0 where F leaves a parameter out.
    groups : tuple of mapping
        Of the optimizer, where the problem names one: ``name``, ``params`` (names),
        ``weight_decay`` and ``eps``.
    """

    parameters: Mapping[str, Any]
    gradients: Sequence[Mapping[str, Any]]
    groups: tuple[Mapping[str, Any], ...] = ()


def point_of(
    problem: Problem | str,
    *,
    decay_given: bool = False,
    batches: int | None = None,
    seed: int = 0,
) -> Point:
    """Return the point at which a problem stands; a ``module:function`` runs the user's code.

    It is computed in float64 where the model allows it, in eval mode, and the model is left as it
    was.

    Parameters
    ----------
    problem : Problem or str
        The problem, or what `load_problem` takes.
    decay_given : bool
        Whether one weight decay was given for all parameters.
    batches : int, optional
        Draw so many ≥ 2 batches of the data, with replacement and each as often as its samples ask
        for, so that their gradients are independent and unbiased; `MOST` means of these are kept.
        By default the gradient is that of all the data.
    seed : int
        Of the draw.

    Raises
    ------
    InputError
        If the optimizer is not AdamW, or which parameters its groups hold is not known, and no
        weight decay was given.
    RunError
        If the problem cannot be loaded, or its gradient is not finite.
    """
    if isinstance(problem, str):
        problem = load_problem(problem)
    own = next(iter(problem.selected(problem.model).values()))
    with untouched(problem.model, problem.data), numerics(problem.model):
        try:
            copy = copied(problem, own.device, torch.float64)
            found = _measured(problem, *copy, torch.float64, batches, seed)
        except RunError as error:
            if error.code not in {"problem-failed", "bad-problem"}:
                raise
            found = _measured(problem, problem.model, problem.loss, None, batches, seed)
    return Point(parameters=found[0], gradients=found[1], groups=_groups(problem, decay_given))


def _measured(
    problem: Problem, model: Any, loss: Any, cast: Any, batches: int | None, seed: int
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    function = Function(problem, model, loss, cast=cast)
    names = list(problem.selected(model))

    def plain(tensors: Any) -> dict[str, Any]:
        arrays = (tensor.detach().double().cpu().numpy() for tensor in tensors)
        return dict(zip(names, arrays, strict=True))

    found = [function.gradient()[1]] if batches is None else _drawn(function, batches, seed)
    return plain(function.parameters), [plain(function.split(gradient)) for gradient in found]


def _drawn(function: Function, batches: int, seed: int) -> list[Any]:
    """Return means of the gradients of batches that are drawn independently.

    A batch that is drawn with chance p has the gradient weight·∇loss/p on average that of all.
    """
    for _ in function.batches():  # tells how many there are, and of what size
        pass
    shares = np.array(function.counts, dtype=float)
    if function.factors is not None:
        shares *= np.array(function.factors)
    shares /= shares.sum()
    drawn = np.random.default_rng(seed).choice(len(shares), size=batches, p=shares)
    kept = min(batches, MOST)
    sizes = np.bincount(np.arange(batches) % kept, minlength=kept)
    sums = [
        torch.zeros(function.dim, dtype=function.dtype, device=function.device) for _ in range(kept)
    ]
    wanted = set(drawn.tolist())
    for place, batch, count in function.batches():
        if place not in wanted:
            continue
        weight = function.weight(place, count) / (function.total * shares[place])
        gradients = function.gradients_of(function.value(place, batch))
        for turn in np.flatnonzero(drawn == place):
            own = turn % kept
            for view, part in zip(function.split(sums[own]), gradients, strict=True):
                if part is not None:
                    view.add_(part, alpha=float(weight / sizes[own]))
    return sums


def _groups(problem: Problem, decay_given: bool) -> tuple[Mapping[str, Any], ...]:
    """Return the groups of the optimizer; one where all are alike."""
    trainer = trainer_of(problem)
    if trainer is None:
        return ()
    if trainer.name != _DECOUPLED and not decay_given:
        what = (
            f"must be given: the problem's optimizer is {trainer.name or 'not named'}, and only "
            "AdamW's own weight decay is taken from it"
        )
        raise InputError([Fault("weight_decay", None, what)])
    everything = tuple(problem.selected(problem.model))
    found = [_written(group.name, group.settings, group.names) for group in trainer.held]
    alike = {(group.get("weight_decay"), group.get("eps")) for group in found}
    if len(alike) == 1 and (
        trainer.left is None or any(group["params"] is None for group in found)
    ):
        return ({**found[0], "params": everything},)
    held = [name for group in found for name in group["params"] or ()]
    left = [name for name in everything if name not in held]
    if not left:
        return tuple(found)
    if decay_given and len({group.get("eps") for group in found}) <= 1:
        return tuple({**group, "params": everything} for group in found[:1])
    what = (
        f"must be given: {len(left)} of {len(everything)} parameters are in no group of the "
        f"optimizer that is known to hold them ({left[0]})"
    )
    raise InputError([Fault("adam_eps" if decay_given else "weight_decay", None, what)])


def _written(name: str, settings: Mapping[str, Any], names: Any) -> dict[str, Any]:
    kept = {key: settings[key] for key in ("weight_decay", "eps") if key in settings}
    return {"name": name, "params": names, **kept}
