"""What is trained in Lightning: where a run stands, and its loss without a trace in training."""

from __future__ import annotations

import copy
import inspect
import math
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any, Final

from adamw_bounds.errors import RunError
from adamw_bounds.measure._torch import torch
from adamw_bounds.measure.batches import moved, unweighed
from adamw_bounds.measure.problem import Problem, _LightningLoss
from adamw_bounds.measure.state import Randomness, untouched
from adamw_bounds.measure.training.observer import Training, refused, sentence_of

__all__ = ["check_strategy", "of_lightning", "overrides", "starters", "step_loss"]

#: What is called on a batch, in this order.
_HOOKS: Final = (
    "on_before_batch_transfer",
    "transfer_batch_to_device",
    "on_after_batch_transfer",
)
#: What Lightning compiles of a module that torch.compile was given.
_COMPILED: Final = (
    *("forward", "training_step", "validation_step", "test_step", "predict_step"),
    "_compiler_ctx",
)
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
        check=_check_number,
        limit=_limit(trainer),
        received=_received(trainer, module),
    )


def _limit(trainer: Any) -> int | None:
    """Return after how many batches an epoch ends: limit_train_batches and overfit_batches."""
    batches = getattr(trainer, "num_training_batches", math.inf)
    return int(batches) if math.isfinite(batches) else None


def _received(trainer: Any, module: Any) -> Callable[[Any], Any] | None:
    """Return what Lightning makes of a batch before training_step, None where it makes nothing.

    A hook of the data module comes before the module's. Hooks are called on copies, in the modes
    of training, as if by the trainer. The module's on_train_batch_start may change a batch too.
    """
    owners = (getattr(trainer, "datamodule", None), module)
    hooks = {name: next((o for o in owners if overrides(o, name)), None) for name in _HOOKS}
    starts = overrides(module, "on_train_batch_start")
    converts = overrides(getattr(trainer, "precision_plugin", None), "convert_input")
    if not any(hooks.values()) and not starts and not converts:
        return None
    held = getattr(trainer.train_dataloader, "dataset", None)
    copies: dict[int, Any] = {}

    def copied(owner: Any) -> Any:
        if id(owner) not in copies:
            if owner is module:
                copies[id(owner)] = stand_in = _stand_in(module)
                stand_in.trainer = _Deaf(trainer)
            else:
                copies[id(owner)] = _copied_data(owner, trainer, held)
        return copies[id(owner)]

    def receive(batch: Any) -> Any:
        batch = trainer.precision_plugin.convert_input(batch)
        device = getattr(trainer.strategy, "root_device", None)
        with torch.enable_grad():
            for name, owner in hooks.items():
                if owner is None:
                    batch = moved(batch, device) if name == _HOOKS[1] else batch
                    continue
                more = (device, 0) if name == _HOOKS[1] else (0,)
                batch = getattr(copied(owner), name)(batch, *more)
            if starts:
                copied(module).on_train_batch_start(batch, 0)
        return batch

    return receive


def starters(trainer: Any, own: Any) -> list[str]:
    """Name the callbacks beside `own` that are handed each batch before it is trained on."""
    return [
        type(one).__name__
        for one in trainer.callbacks
        if one is not own and overrides(one, "on_train_batch_start")
    ]


def overrides(owner: Any, name: str) -> bool:
    """Tell whether a hook is the user's own, not Lightning's."""
    home = getattr(getattr(type(owner), name, None), "__module__", "lightning")
    return home.split(".")[0] not in {"lightning", "pytorch_lightning"}


def _copied_data(data: Any, trainer: Any, held: Any) -> Any:
    """Return a copy of a data module, whose data sets are not copied."""
    kept = {id(one): one for one in (trainer, held) if one is not None}
    for one in vars(data).values():
        if isinstance(one, torch.utils.data.Dataset | torch.utils.data.DataLoader):
            kept[id(one)] = one
    try:
        return copy.deepcopy(data, kept)
    except Exception as error:
        raise RunError(
            f"the data module cannot be copied to make batches of: {sentence_of(error)}; give the "
            "callback data, batches as training_step gets them",
            code="bad-problem",
        ) from error


def _problem(module: Any, batches: Iterable[Any]) -> Problem:
    if not getattr(module, "automatic_optimization", True):
        raise RunError(
            "the training_step of a module that optimises by hand changes the weights: give the "
            "callback problem, a function of the module that returns what is measured",
            code="bad-problem",
        )
    if "dataloader_iter" in inspect.signature(module.training_step).parameters:
        raise RunError(
            "training_step reads its batches itself (dataloader_iter): give the callback problem, "
            "a function of the module that returns what is measured",
            code="bad-problem",
        )
    return Problem.lightning(module, batches)


def step_loss(trainer: Any, module: Any) -> Callable[[Any, Any], Any]:
    """Return ``training_step`` as a function of a module and a batch that leaves no trace.

    Its gradient is that of the module's own parameters: a copy shares them, and what the step
    logs, counts or keeps goes to the copy.

    Raises
    ------
    RunError
        If ``training_step`` does more than compute a loss.
    """
    _problem(module, [])
    receive, step = _received(trainer, module), _Unheard(trainer)

    def loss(model: Any, batch: Any) -> Any:
        stand_in = _stand_in(model, {id(value): value for value in model.parameters()})
        return step(stand_in, batch if receive is None else receive(batch))

    return loss


def _check_number(problem: Problem) -> None:
    """Refuse a training_step whose loss depends on the number of its batch.

    Raises
    ------
    RunError
        If it does.
    """
    step, model = problem.loss, problem.model
    if not isinstance(step, _Unheard):
        return
    losses = []
    randomness = Randomness(problem.data)
    with untouched(model, problem.data), torch.no_grad():
        batch, _ = unweighed(next(iter(problem.data), None))
        for number in (0, 1, 10):
            randomness.restore()
            try:
                place = next(iter(model.parameters())).device
                losses.append(step.of(model, moved(batch, place), number))
            except Exception:
                return  # what fails is said where it is measured
    if not all(isinstance(loss, torch.Tensor) and loss.numel() == 1 for loss in losses):
        return
    first, *others = (float(loss) for loss in losses)
    if any(abs(other - first) > 1e-3 * abs(first) for other in others):
        raise RunError(
            "the loss of training_step depends on batch_idx, so that it is no function of the data "
            "alone: give the callback problem, a function of the module that returns what is "
            "measured",
            code="bad-problem",
        )


def _shielded(problem: Problem) -> Problem:
    """Let a step of training log, count, or append to a list elsewhere."""
    if not isinstance(problem.loss, _LightningLoss):
        return problem
    loss = _Unheard(getattr(problem.model, "_trainer", None))
    # The optimizer holds the parameters of the module, not those of the copy.
    owner = problem.model if problem.trained_model is None else problem.trained_model
    return replace(problem, model=_stand_in(problem.model), loss=loss, trained_model=owner)


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


def _stand_in(module: Any, shared: dict[int, Any] | None = None) -> Any:
    """Return a copy of a Lightning module whose training_step leaves no trace in training."""
    try:
        copied = copy.deepcopy(module, shared)
    except Exception as error:
        raise RunError(
            f"the module cannot be copied to be measured: {sentence_of(error)}; give the callback "
            "problem, a function of the module that returns what is measured",
            code="bad-problem",
        ) from error
    for part in copied.modules():
        if hasattr(part, "training_step"):
            part.log = part.log_dict = _nothing
            if getattr(part, "_compiler_ctx", None) is not None:
                # torch.compile left functions of the module itself in these places.
                for name in _COMPILED:
                    vars(part).pop(name, None)
    return copied


class _Unheard(_LightningLoss):
    """``training_step`` of a module that can ask its trainer; a copy loses it."""

    def __init__(self, trainer: Any) -> None:
        self._trainer = None if trainer is None else _Deaf(trainer)

    def __call__(self, model: Any, batch: Any) -> Any:
        return self.of(model, batch, 0)

    def of(self, model: Any, batch: Any, number: int) -> Any:
        """Return the loss of a batch with a number."""
        if self._trainer is not None and model._trainer is None:
            model.trainer = self._trainer
        return self.of_number(model, batch, number)
