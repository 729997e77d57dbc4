"""What is trained in Hugging Face's Trainer: where a run stands, and the loss of the Trainer."""

from __future__ import annotations

import contextlib
import copy
import inspect
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from adamw_bounds.errors import Fault, InputError, RunError
from adamw_bounds.measure._torch import torch
from adamw_bounds.measure.batches import count_samples, moved, unweighed
from adamw_bounds.measure.problem import Problem
from adamw_bounds.measure.state import Randomness, untouched
from adamw_bounds.measure.training.observer import Training, refused
from adamw_bounds.spelling import all_of

__all__ = ["check_arguments", "check_own_loss", "of_transformers"]

#: What makes the trained loss of compute_loss's; one's own may make anything.
_STEPS: Final = (
    "training_step",
    "get_batch_samples",
    "_prepare_inputs",
    "_prepare_input",
    "compute_loss_context_manager",
)
#: A label that enters no loss.
_IGNORED: Final = -100
_WAY_OUT: Final = "give the callback problem, a function of the model that returns what is measured"


def check_arguments(args: Any) -> None:
    """Refuse a way of training in which no process holds the whole model."""
    for name in ("fsdp", "deepspeed"):
        if getattr(args, name, None):
            raise refused(name)


def check_own_loss() -> None:
    """Refuse a Trainer, of which a hook is called, that trains another loss than its model's.

    Raises
    ------
    InputError
        If it does.
    """
    trainer = _trainer()
    if trainer is None:
        return
    own = [
        name
        for name in ("compute_loss_func", "label_smoother")
        if getattr(trainer, name, None) is not None
    ]
    if not _is_default(trainer, "compute_loss"):
        own.insert(0, "compute_loss")
    if own:
        what = f"is missing: {type(trainer).__name__} has its own {all_of(own)}"
        allowed = f"{what}, and a probe needs what is trained as a function loss(model, batch)"
        raise InputError([Fault("loss", None, allowed, option="loss")])


def of_transformers(args: Any, state: Any, more: Mapping[str, Any]) -> Training:
    """Return where a run of the Trainer stands."""
    optimizer: Any = more.get("optimizer")
    while hasattr(optimizer, "optimizer"):  # Accelerate wraps it
        optimizer = optimizer.optimizer
    model = more["model"]
    processes = int(getattr(args, "world_size", 1))
    trainer = _trainer()

    notes: list[tuple[str, str]] = []

    def build(model: Any, batches: Iterable[Any]) -> Problem:
        return _problem(trainer, model, batches, notes)

    return Training(
        model=getattr(model, "_orig_mod", model),  # what torch.compile was given
        optimizer=optimizer,
        loader=more.get("train_dataloader"),
        step=int(state.global_step),
        epoch=float(state.epoch or 0.0),
        accumulated=int(args.gradient_accumulation_steps) * processes,
        processes=processes,
        build=build,
        notes=notes,
    )


def _trainer() -> Any:
    """Return the Trainer that calls a hook, None where there is no such.

    A hook is given the model, but not the Trainer, whose loss is what is trained.
    """
    frame = inspect.currentframe()
    while frame is not None:
        caller = frame.f_locals.get("self")
        if hasattr(caller, "callback_handler") and hasattr(caller, "compute_loss"):
            return caller
        frame = frame.f_back
    return None


def _problem(
    trainer: Any, model: Any, batches: Iterable[Any], notes: list[tuple[str, str]]
) -> Problem:
    """Return the problem whose loss is the Trainer's."""
    if trainer is None:
        raise RunError(
            "the Trainer that calls the callback is not found, so that its loss cannot be known: "
            f"{_WAY_OUT}",
            code="bad-problem",
        )
    name = type(trainer).__name__
    own = [step for step in _STEPS if not _is_default(trainer, step)]
    if own:
        raise RunError(
            f"{name} has its own {', '.join(own)}, so that the loss that is trained cannot be "
            f"known: {_WAY_OUT}",
            code="bad-problem",
        )
    loss = _TrainerLoss(trainer, batches)
    loss.check_accumulation(model)
    function = getattr(trainer, "compute_loss_func", None)
    if not _is_default(trainer, "compute_loss"):
        said = f"{name}.compute_loss"
    elif function is not None:
        said = getattr(function, "__name__", type(function).__name__)
    else:
        share = loss.count_what_enters(model)
        if abs(share - 1) > 0.01:
            notes.append(
                (
                    "trainer-scale",
                    "The Trainer divides the loss by all labels, also by the first of each text, "
                    f"which enters no loss. It trains {share:.6g} times the mean over tokens that "
                    "is measured here.",
                )
            )
        if getattr(trainer, "label_smoother", None) is None:
            return Problem.hugging_face(model, batches)
        said = f"{type(model).__name__}, labels smoothed by {trainer.label_smoother.epsilon:g}"
    return Problem(model=model, loss=loss, data=batches, loss_name=said)


def _is_default(trainer: Any, name: str) -> bool:
    """Tell whether a method is that of Transformers, or there is none."""
    if name in vars(trainer):  # put over the method; a wrapper says that it is of Transformers
        return False
    home = getattr(getattr(trainer, name, None), "__module__", None) or "transformers"
    return home.split(".")[0] == "transformers"


class _TrainerLoss:
    """``compute_loss`` of a Trainer, which leaves no trace in it.

    In training, the number of labels in all batches of a step is given to the loss, which may
    divide a sum over labels by it. Here each batch is given its share, by its samples, of the
    labels in all batches. The mean over all batches is then the sum over all labels divided by
    their number, however the data is cut into batches.
    """

    def __init__(self, trainer: Any, batches: Iterable[Any]) -> None:
        self.trainer = copy.copy(trainer)
        for key, value in vars(trainer).items():
            vars(self.trainer)[key] = _apart(value)
        self.trainer.log = _nothing
        self.batches = batches
        self.accepts = bool(getattr(trainer, "model_accepts_loss_kwargs", False))
        self.function = getattr(trainer, "compute_loss_func", None)
        taken = inspect.signature(trainer.compute_loss).parameters
        self.takes_items = "num_items_in_batch" in taken or any(
            one.kind is inspect.Parameter.VAR_KEYWORD for one in taken.values()
        )
        self.is_shifted = bool(getattr(trainer, "_loss_shifts_labels", False))
        self.per_sample = self._per_sample(self.is_shifted)

    def __call__(self, model: Any, batch: Any) -> Any:
        """Return the loss of a batch as a part of all."""
        return self.of(model, batch, 1.0)

    def of(self, model: Any, batch: Any, factor: float) -> Any:
        """Return the loss of a batch if the data had `factor` times as many labels."""
        inputs = {**batch}
        items: Any = None
        if self.per_sample is not None:
            share = self.per_sample * factor * count_samples(batch, None)
            items = torch.tensor(share, device=next(iter(model.parameters())).device)
        more = {"num_items_in_batch": items} if self.takes_items else {}
        return self.trainer.compute_loss(model, inputs, **more)

    def _per_sample(self, is_shifted: bool) -> float | None:
        """Return the number of labels for each sample that the Trainer counts, over all."""
        if not (self.accepts or self.function is not None) or not self.takes_items:
            return None
        labels, samples = 0.0, 0.0
        randomness = Randomness(self.batches)  # a loader that was given may shuffle
        try:
            for held in self.batches:
                batch, factor = unweighed(held)
                given = _labels(batch, is_shifted)
                if given is None:
                    return None
                labels += factor * given
                samples += factor * count_samples(batch, None)
        finally:
            randomness.restore()
        return labels * self._devices / samples if labels else None

    @property
    def _devices(self) -> int:
        """Return what the Trainer multiplies a loss with that is divided by all labels."""
        args = self.trainer.args
        is_averaged = getattr(args, "average_tokens_across_devices", False)
        return int(getattr(args, "world_size", 1)) if is_averaged else 1

    @contextlib.contextmanager
    def _first(self, model: Any) -> Iterator[Any]:
        """Give the first batch; neither the model nor any random state is touched."""
        with untouched(model, self.batches), torch.no_grad():
            yield moved(
                unweighed(next(iter(self.batches)))[0], next(iter(model.parameters())).device
            )

    def count_what_enters(self, model: Any) -> float:
        """Count the labels that enter a loss of Transformers' own.

        The Trainer may count the first label of each text too, which no token predicts. Returns
        how many times the mean over labels it then trains.
        """
        if self.per_sample is None:
            return 1.0
        with self._first(model) as batch:
            of_trainer = float(self.of(model, batch, 1.0))
            counted, self.per_sample = self.per_sample, None
            mean = float(self.of(model, batch, 1.0))
            self.per_sample = counted
            entering = of_trainer / mean * counted * count_samples(batch, None) if mean else 0.0
            entering /= self._devices
            other = _labels(batch, not self.is_shifted)
        if other is None or abs(entering / other - 1) > 1e-3:
            return 1.0
        entered = self._per_sample(not self.is_shifted)
        if entered is None:
            return 1.0
        self.per_sample = entered
        return entered / counted

    def check_accumulation(self, model: Any) -> None:
        """Refuse a loss that grows with the number of batches that one step takes.

        Raises
        ------
        RunError
            If it does.
        """
        steps = int(self.trainer.args.gradient_accumulation_steps)
        if steps == 1:
            return
        with self._first(model) as batch:
            once, twice = (float(self.of(model, batch, factor)) for factor in (1.0, 2.0))
        # The loss is s/items + m: the first part is divided by all labels of a step.
        divided, mean = 2 * (once - twice), 2 * twice - once
        stated = getattr(self.trainer, "loss_is_scaled_for_ga", None)
        is_scaled = (
            self.function is not None or (self.accepts and self.per_sample is not None)
            if stated is None
            else bool(stated)
        )
        wrong = mean if is_scaled else divided
        if abs(wrong) <= 1e-4 * abs(once):
            return
        said, name = ("not divided", "False") if is_scaled else ("divided twice", "True")
        raise RunError(
            f"the loss of {type(self.trainer).__name__} is {said} by the "
            f"{steps} batches whose gradients one step takes, so that their number changes what is "
            f"trained: set loss_is_scaled_for_ga = {name} on the Trainer, train with "
            "gradient_accumulation_steps=1, or give the callback problem, a function of the model "
            "that returns what is measured",
            code="bad-problem",
        )


def _labels(batch: Any, is_shifted: bool) -> int | None:
    """Return how many labels of a batch the Trainer counts, None where it counts none."""
    try:
        if "labels" not in batch:
            return None
        if "shift_labels" in batch:
            labels = batch["shift_labels"]
        else:
            labels = batch["labels"][..., 1:] if is_shifted else batch["labels"]
        return int(labels.ne(_IGNORED).sum())
    except (TypeError, AttributeError):
        return None


def _apart(value: Any, depth: int = 3) -> Any:
    """Return a copy of containers, with what they contain."""
    if depth and type(value) in {list, set}:
        return type(value)(_apart(one, depth - 1) for one in value)
    if depth and isinstance(value, dict):
        apart = copy.copy(value)
        for key, one in value.items():
            apart[key] = _apart(one, depth - 1)
        return apart
    return copy.copy(value) if type(value).__name__ in {"TrainerState", "TrainerControl"} else value


def _nothing(*args: Any, **named: Any) -> None:
    """Do nothing."""
