"""`SpectrumCallback`: a callback of Lightning and of Hugging Face's Trainer at once."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import Any

from adamw_bounds.measure.problem import Problem
from adamw_bounds.measure.training.changes import Ends
from adamw_bounds.measure.training.frameworks import AnyFramework, bases
from adamw_bounds.measure.training.lightning import check_strategy, of_lightning, starters
from adamw_bounds.measure.training.observer import Observer, rates_of
from adamw_bounds.measure.training.transformers import check_arguments, of_transformers

__all__ = ["SpectrumCallback"]


class SpectrumCallback(Observer, AnyFramework):
    """Measure the Hessian spectrum every N optimizer steps of a training run.

    Give it to Lightning's ``Trainer(callbacks=[…])`` or to Hugging Face's
    ``Trainer(callbacks=[…])``. Each measurement is a file ``spectrum-00000500.npz``, numbered by
    the optimizer step after which it was made; it appears whole or not at all, and replaces one
    of that name. A resumed run goes on with the trainer's own count of steps.

    Training does not notice: modes, gradients, buffers, random states and autocast are as they
    were, and the weights come out the same to the bit. One measurement costs about
    ``(2·probes + 1)·steps`` gradients over its samples.

    Parameters
    ----------
    folder : path-like
        Where the files go; made when training starts.
    every : int
        Optimizer steps ≥ 1 between two measurements. Batches whose gradients are accumulated
        are one step; a module with several optimizers counts the steps of each.
    problem : callable, optional
        A function of the model (the Lightning module) that returns the `Problem` to measure, with
        data of its own. By default `Problem.lightning`, or `Problem.hugging_face`.
    data : iterable, optional
        Batches to measure on, re-iterable; by default `samples` of the training set, drawn once,
        without replacement, and kept in memory. The training set is what the loader's sampler
        draws: a fold of the data set, or samples that are drawn more often than others, whose F
        is the weighted mean. Batch hooks of Lightning are applied. The training loader itself is
        not touched. What cannot be known is refused before training starts.
        A data set or a collate function that draws from random states of its own, other than
        Python's, numpy's and torch's, should not be read twice: give `data` then.
    samples : int
        How many samples ≥ 1 the default data has; all where there are no more. The file says the
        size n of the training set as ``samples`` and this number as ``measured_samples``; σ and
        its error are estimates for all n.
    at_start, at_end : bool
        Whether to measure before the first and after the last step too.
    on_error : str
        What to do where a measurement fails: ``warn`` says why and lets training go on, ``raise``
        stops it. What can be known before training starts always raises.
    **settings
        Fields of `Settings`: ``probes``, ``steps``, ``blocks`` and so on; not ``checkpoint``.

    Attributes
    ----------
    files : list of Path
        What this process has written, in order.

    Raises
    ------
    InputError
        If an argument or a setting is wrong; names all that are.

    Notes
    -----
    Learning rate (that of the last step made), betas, ε and weight decay of the optimizer, the
    number of samples of an optimizer step, ``training_step`` and ``epoch`` are written to the
    file.

    Where several processes hold one model each (DDP), the first measures and the others wait. A
    model of which no process holds all (FSDP, DeepSpeed, tensor parallel) is refused when training
    starts.
    """

    def __init__(
        self,
        folder: str | os.PathLike[str],
        *,
        every: int = 1000,
        problem: Callable[[Any], Problem] | None = None,
        data: Iterable[Any] | None = None,
        samples: int = 1024,
        at_start: bool = True,
        at_end: bool = True,
        on_error: str = "warn",
        **settings: Any,
    ) -> None:
        super().__init__(
            folder,
            every=every,
            problem=problem,
            data=data,
            samples=samples,
            at_start=at_start,
            at_end=at_end,
            on_error=on_error,
            settings=settings,
        )
        self._ends: Ends | None = None

    def _travelling(self) -> dict[str, Any]:
        # A group of processes does not travel.
        return {**self.__dict__, "_together": None, "_drawn": None, "_ends": None}

    # Hooks of Lightning.

    def setup(self, trainer: Any, pl_module: Any, stage: str) -> None:
        """Refuse a strategy under which no process holds the whole model."""
        if stage == "fit":
            check_strategy(trainer.strategy)

    def on_train_start(self, trainer: Any, pl_module: Any) -> None:
        """Prepare, and measure the model as training finds it."""
        self._begin(of_lightning(trainer, pl_module))
        self._watch(trainer)

    def _watch(self, trainer: Any) -> None:
        """Look at batches before and after the callbacks that may change them."""
        base = next((one for one in bases() if hasattr(one, "on_train_batch_start")), None)
        others = starters(trainer, self) if hasattr(trainer, "callbacks") else []
        # Data or a problem that was given states what is trained.
        if base is None or not others or self._given is not None or self._problem is not None:
            return
        self._ends = Ends(base, lambda place: self._not_trained(place, others))
        self._ends.enter(trainer)

    def _unwatch(self, trainer: Any) -> None:
        if self._ends is not None:
            self._ends.leave(trainer)
            self._ends = None

    def _not_trained(self, place: int, others: list[str]) -> None:
        """Refuse what is measured without the change that a callback makes to batch `place`."""
        self._refuse(
            f"a callback ({', '.join(others)}) changes the batches that training_step gets, so "
            "that the loss of those drawn from the training set is not what is trained: give the "
            "callback data, batches as training_step gets them, or change batches in a batch hook "
            "of the module (on_after_batch_transfer)",
            at_once=place == 0,
        )

    def on_exception(self, trainer: Any, pl_module: Any, exception: BaseException) -> None:
        """Leave the trainer as it was."""
        self._unwatch(trainer)

    def on_before_optimizer_step(self, trainer: Any, pl_module: Any, optimizer: Any) -> None:
        """Note the learning rates of the step."""
        self._rates = rates_of(optimizer) if len(trainer.optimizers) == 1 else None

    def on_train_batch_end(
        self, trainer: Any, pl_module: Any, outputs: Any, batch: Any, batch_idx: int
    ) -> None:
        """Measure when N more optimizer steps are done."""
        if self._is_due(trainer.global_step):
            self._measure(of_lightning(trainer, pl_module))

    # Hooks of Hugging Face's Trainer.

    def on_init_end(self, args: Any, state: Any, control: Any, **more: Any) -> None:
        """Refuse a way of training in which no process holds the whole model."""
        check_arguments(args)

    def on_train_begin(self, args: Any, state: Any, control: Any, **more: Any) -> None:
        """Prepare, and measure the model as training finds it."""
        self._begin(of_transformers(args, state, more))

    def on_step_begin(self, args: Any, state: Any, control: Any, **more: Any) -> None:
        """Note the learning rates of the step."""
        self._rates = rates_of(more.get("optimizer"))

    def on_step_end(self, args: Any, state: Any, control: Any, **more: Any) -> None:
        """Measure when N more optimizer steps are done."""
        due = self._is_due(state.global_step)
        # Where the best weights are loaded at the end, on_train_end comes too late.
        is_last = args.load_best_model_at_end and state.global_step >= state.max_steps
        if due or (self.at_end and is_last):
            self._measure(of_transformers(args, state, more))

    # The one hook that both have.

    def on_train_end(self, *given: Any, **more: Any) -> None:
        """Measure the model as training leaves it."""
        if len(given) == 2:
            self._unwatch(given[0])
            training = of_lightning(*given)
        else:
            args, state = given[:2]
            training = of_transformers(args, state, more)
            if args.load_best_model_at_end and state.best_model_checkpoint is not None:
                self._measured = training.step  # these weights are of another step
        self._end(training)
