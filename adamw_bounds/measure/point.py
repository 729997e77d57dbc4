"""A point of a problem: its parameters, and the gradient of F over all of the data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from adamw_bounds.errors import Fault, InputError, RunError
from adamw_bounds.measure._torch import torch
from adamw_bounds.measure.devices import copied
from adamw_bounds.measure.optimizer import trainer_of
from adamw_bounds.measure.problem import Problem, load_problem
from adamw_bounds.measure.products import Function
from adamw_bounds.measure.state import numerics, untouched

__all__ = ["Point", "point_of"]

#: The type of the optimizer whose weight decay draws the box.
_DECOUPLED: Final = "AdamW"


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """Parameters and gradient by name, as numpy arrays, and what the optimizer says.

    Attributes
    ----------
    parameters, gradients : mapping of str to array
        Of the parameters that are measured; 0 where F leaves one out.
    settings : mapping
        ``weight_decay`` and ``adam_eps``, where the problem names its optimizer.
    """

    parameters: Mapping[str, Any]
    gradients: Mapping[str, Any]
    settings: Mapping[str, float]


def point_of(problem: Problem | str, *, decay_given: bool = False) -> Point:
    """Return the point at which a problem stands; a ``module:function`` runs the user's code.

    It is computed in float64 where the model allows it, in eval mode, and the model is left as it
    was.

    Parameters
    ----------
    problem : Problem or str
        The problem, or what `load_problem` takes.
    decay_given : bool
        Whether one weight decay was given for all parameters.

    Raises
    ------
    InputError
        If parameter groups have different weight decays, or the optimizer is not AdamW, and no
        weight decay was given.
    RunError
        If the problem cannot be loaded, or its gradient is not finite.
    """
    if isinstance(problem, str):
        problem = load_problem(problem)
    own = next(iter(problem.selected(problem.model).values()))
    with untouched(problem.model, problem.data), numerics(problem.model):
        try:
            found = _measured(problem, *copied(problem, own.device, torch.float64), torch.float64)
        except RunError as error:
            if error.code not in {"problem-failed", "bad-problem"}:
                raise
            found = _measured(problem, problem.model, problem.loss, None)
    return Point(parameters=found[0], gradients=found[1], settings=_settings(problem, decay_given))


def _measured(
    problem: Problem, model: Any, loss: Any, cast: Any
) -> tuple[dict[str, Any], dict[str, Any]]:
    function = Function(problem, model, loss, cast=cast)
    _, gradient, _ = function.gradient()
    names = list(problem.selected(model))

    def plain(tensors: Any) -> dict[str, Any]:
        arrays = (tensor.detach().double().cpu().numpy() for tensor in tensors)
        return dict(zip(names, arrays, strict=True))

    return plain(function.parameters), plain(function.split(gradient))


def _settings(problem: Problem, decay_given: bool) -> dict[str, float]:
    trainer = trainer_of(problem)
    if trainer is None:
        return {}
    found: dict[str, float] = {}
    if trainer.name != _DECOUPLED and not decay_given:
        what = (
            f"must be given: the problem's optimizer is {trainer.name or 'not named'}, and only "
            "AdamW's own weight decay is taken from it"
        )
        raise InputError([Fault("weight_decay", None, what)])
    for name, setting in (("weight_decay", "weight_decay"), ("adam_eps", "eps")):
        values = {
            float(group.settings[setting]) for group in trainer.held if setting in group.settings
        }
        if len(values) == 1:
            found[name] = values.pop()
        elif len(values) > 1 and not (decay_given and name == "weight_decay"):
            listed = ", ".join(f"{value:g}" for value in sorted(values))
            what = (
                f"must be given: the optimizer's parameter groups differ in it ({listed}), and the "
                "answer takes one number for all"
            )
            raise InputError([Fault(name, None, what)])
    return found
