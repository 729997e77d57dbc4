"""What is trained in Lightning: where a run stands, and its loss without a trace in training."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final

from adamw_bounds.errors import RunError
from adamw_bounds.measure.problem import Problem, _LightningLoss
from adamw_bounds.measure.training.observer import Training, refused, sentence_of

__all__ = ["check_strategy", "of_lightning"]

#: Parts of the names of strategies under which no process holds the whole model.
_SHARDED: Final = ("FSDP", "DeepSpeed", "ModelParallel")


def check_strategy(strategy: Any) -> None:
    """Refuse a strategy under which no process holds the whole model."""
    if any(part in cls.__name__ for cls in type(strategy).__mro__ for part in _SHARDED):
        raise refused(type(strategy).__name__)


def of_lightning(trainer: Any, module: Any) -> Training:
    """Return where a run of Lightning stands."""
    optimizers = trainer.optimizers
    return Training(
        model=module,
        # Several optimizers have no one learning rate to record.
        optimizer=optimizers[0] if len(optimizers) == 1 else None,
        loader=trainer.train_dataloader,
        step=int(trainer.global_step),
        epoch=int(trainer.current_epoch),
        accumulated=int(trainer.accumulate_grad_batches) * int(trainer.world_size),
        processes=int(trainer.world_size),
        build=_problem,
        shielded=_shielded,
    )


def _problem(module: Any, batches: Iterable[Any]) -> Problem:
    if not getattr(module, "automatic_optimization", True):
        raise RunError(
            "the training_step of a module that optimises by hand changes the weights: give the "
            "callback problem, a function of the module that returns what is measured",
            code="bad-problem",
        )
    return Problem.lightning(module, batches)


def _shielded(problem: Problem) -> Problem:
    """Let a step of training log, count, or append to a list elsewhere."""
    if not isinstance(problem.loss, _LightningLoss):
        return problem
    loss = _Unheard(getattr(problem.model, "_trainer", None))
    return replace(problem, model=_stand_in(problem.model), loss=loss)


class _Nothing:
    """Takes every call and every name, and does nothing: a logger for measurements."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __call__(self, *args: Any, **named: Any) -> Any:
        return self


class _Deaf:
    """A trainer that can be asked, but logs nothing."""

    def __init__(self, trainer: Any) -> None:
        self._asked = trainer
        self.logger: Any = _Nothing()
        self.loggers: list[Any] = [self.logger]

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") or name == "_asked":
            raise AttributeError(name)
        return getattr(self._asked, name)


def _nothing(*args: Any, **named: Any) -> None:
    """Do nothing."""


def _stand_in(module: Any) -> Any:
    """Return a copy of a Lightning module whose training_step leaves no trace in training."""
    try:
        copied = copy.deepcopy(module)
    except Exception as error:
        raise RunError(
            f"the module cannot be copied to be measured: {sentence_of(error)}; give the callback "
            "problem, a function of the module that returns what is measured",
            code="bad-problem",
        ) from error
    for part in copied.modules():
        if hasattr(part, "training_step"):
            part.log = part.log_dict = _nothing
    return copied


class _Unheard(_LightningLoss):
    """``training_step`` of a module that can ask its trainer; a copy loses it."""

    def __init__(self, trainer: Any) -> None:
        self._trainer = None if trainer is None else _Deaf(trainer)

    def __call__(self, model: Any, batch: Any) -> Any:
        if self._trainer is not None and model._trainer is None:
            model.trainer = self._trainer
        return super().__call__(model, batch)
