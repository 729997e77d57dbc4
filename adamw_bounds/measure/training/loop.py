"""`SpectrumRecorder`: spectra in a training loop of one's own."""

from __future__ import annotations

import copy
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np

from adamw_bounds.errors import Fault, RunError
from adamw_bounds.measure._torch import torch
from adamw_bounds.measure.problem import Problem
from adamw_bounds.measure.training.observer import Observer, Training, rates_of

__all__ = ["SpectrumRecorder", "innermost", "problem_of", "processes", "unwrapped"]


class SpectrumRecorder(Observer):
    """Measure the Hessian spectrum every N optimizer steps of a training loop.

    Use it as a context around the loop, and call `step` after each batch or each optimizer step::

        with SpectrumRecorder("spectra", model, optimizer, loader, loss=criterion) as spectra:
            for x, y in loader:
                criterion(model(x), y).backward()
                optimizer.step()
                optimizer.zero_grad()
                spectra.step()

    Each measurement is a file ``spectrum-00000500.npz``, numbered by the optimizer step after
    which it was made. Training does not notice: weights come out the same to the bit.

    Parameters
    ----------
    folder : path-like
        Where the files go; made when training starts.
    model : torch.nn.Module
        The model that is trained. What DDP, ``torch.compile``, Accelerate or Fabric has wrapped
        is measured without them, and without mixed precision.
    optimizer : torch.optim.Optimizer
        Its steps are counted where they are made: `step` may be called after each batch while
        gradients are accumulated, and a step that a gradient scaler leaves out does not count.
    loader : DataLoader
        The training loader, of which samples are drawn as its sampler draws them. It is not read.
    loss : callable, optional
        A loss of ``(output, target)`` for batches ``(*inputs, target)``: a module, or a function of
        ``torch.nn.functional``. Any other function is called as ``loss(model, batch)``. By default
        the ``.loss`` that the model returns. Give the loss of a whole batch, not that divided by
        `accumulate`.
    every : int
        Optimizer steps ≥ 1 between two measurements.
    problem : callable, optional
        A function of the model that returns the `Problem` to measure, with data and loss of its
        own.
    data : iterable, optional
        Batches to measure on instead of those drawn from `loader`.
    samples : int
        How many samples ≥ 1 are drawn.
    accumulate : int, optional
        Batches of the loader ≥ 1 whose gradients one optimizer step takes, in one process. Where
        it is not given, it is 1 if ``backward()`` is seen to run once for each step; otherwise
        the file records no batch size.
    averaged : torch.nn.Module or mapping, optional
        A model, or a state dictionary that is kept up to date, whose weights are measured in
        place of the model's: a moving average of them.
    first_step : int
        Optimizer steps ≥ 0 that were made before, where a run is resumed.
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
    Where several processes hold one model each (DDP), make the recorder in each of them, and call
    `step` in each: the first measures and the others wait. A model of which no process holds all
    (FSDP, DeepSpeed) is refused when training starts.
    """

    def __init__(
        self,
        folder: str | os.PathLike[str],
        model: Any,
        optimizer: Any,
        loader: Any,
        *,
        loss: Any = None,
        every: int = 1000,
        problem: Callable[[Any], Problem] | None = None,
        data: Iterable[Any] | None = None,
        samples: int = 1024,
        accumulate: int | None = None,
        averaged: Any = None,
        first_step: int = 0,
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
            faults=_faults(model, optimizer, loss, problem, accumulate, averaged, first_step),
        )
        self.model, self.optimizer, self.loader = model, innermost(optimizer), loader
        self.loss, self.accumulate, self.averaged = loss, accumulate, averaged
        self.steps = int(first_step)
        self._epoch: float | None = None
        self._handles: list[Any] = []
        self._is_running = self._counts_calls = False
        self._backwards, self._seen_backwards = 0, Counter[int]()

    def __enter__(self) -> SpectrumRecorder:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            self.stop()
        else:
            self._leave()

    def start(self) -> None:
        """Prepare, and measure the model as training finds it.

        Raises
        ------
        RunError
            If it is seen that a measurement must fail.
        """
        self._backwards, self._seen_backwards = 0, Counter()
        self._begin(self._now())
        self._is_running = True
        self._watch()

    def step(self, *, epoch: float | None = None) -> None:
        """Measure when N more optimizer steps are done.

        Parameters
        ----------
        epoch : float, optional
            To be recorded.

        Raises
        ------
        RunError
            If the recorder was not started.
        """
        self._check_running("step")
        if self._counts_calls:
            self._note()
        self._epoch = self._epoch if epoch is None else float(epoch)
        if self._is_due(self.steps):
            self._measure_now()

    def measure(self) -> Path | None:
        """Measure now, whether a measurement is due or not.

        Returns
        -------
        Path or None
            The file, None where the measurement failed or another process made it.

        Raises
        ------
        RunError
            If the recorder was not started.
        """
        self._check_running("measure")
        before = len(self.files)
        self._measure_now()
        return self.files[-1] if len(self.files) > before else None

    def stop(self) -> None:
        """Measure the model as training leaves it."""
        self._check_running("stop")
        try:
            self._unwatch()
            self._end(self._now())
        finally:
            self._leave()

    def _check_running(self, name: str) -> None:
        if not self._is_running:
            raise RunError(
                f"{name}() was called, but the recorder is not running: use it as a context, or "
                "call start() first",
                code="not-started",
            )

    def _leave(self) -> None:
        self._is_running = False
        self._unwatch()
        self._close()

    def _measure_now(self) -> None:
        self._unwatch()  # what is measured shall know of no hook
        try:
            self._measure(self._now())
        finally:
            self._watch()

    # What is counted while training runs.

    def _watch(self) -> None:
        hook = getattr(self.optimizer, "register_step_post_hook", None)
        self._counts_calls = hook is None
        if hook is not None:
            self._handles.append(hook(lambda *given: self._note()))
        for group in getattr(self.optimizer, "param_groups", ()):
            for value in group["params"]:
                if value.requires_grad and value.is_leaf:
                    self._handles.append(
                        value.register_post_accumulate_grad_hook(self._note_backward)
                    )
                    return

    def _unwatch(self) -> None:
        for handle in self._handles:
            handle.remove()
        self._handles = []

    def _note(self) -> None:
        """Count a step of the optimizer, and note its learning rates and its backward passes."""
        self.steps += 1
        self._rates = rates_of(self.optimizer)
        self._seen_backwards[self._backwards] += 1
        self._backwards = 0

    def _note_backward(self, value: Any) -> None:
        self._backwards += 1

    # Where training stands.

    def _now(self) -> Training:
        count = processes()
        accumulated, notes = self._accumulated()
        return Training(
            model=self._weights(),
            optimizer=self.optimizer,
            loader=self.loader,
            step=self.steps,
            epoch=self._epoch,
            accumulated=None if accumulated is None else accumulated * count,
            processes=count,
            build=self._build,
            shielded=self._shielded,
            notes=notes,
            recorded={} if self.averaged is None else {"weights": "averaged"},
        )

    def _build(self, model: Any, batches: Iterable[Any]) -> Problem:
        return problem_of(model, self.loss, batches)

    def _shielded(self, problem: Problem) -> Problem:
        """Say whose parameters the optimizer holds, where those of a copy are measured."""
        if self.averaged is None or problem.trained_model is not None:
            return problem
        return replace(problem, trained_model=unwrapped(self.model))

    def _weights(self) -> Any:
        """Return the model that is measured."""
        model = unwrapped(self.model)
        if self.averaged is None:
            return model
        held = self.averaged
        if isinstance(held, torch.nn.Module):
            held = unwrapped(held).state_dict()
        model = copy.deepcopy(model)
        own = {**dict(model.named_parameters()), **dict(model.named_buffers())}
        missing = [name for name, _ in model.named_parameters() if name not in held]
        if missing:
            raise RunError(
                f"the averaged weights have no parameter {', '.join(missing)}", code="bad-problem"
            )
        with torch.no_grad():
            for name, value in own.items():
                if name in held:
                    value.copy_(held[name])
        return model

    def _accumulated(self) -> tuple[int | None, list[tuple[str, str]]]:
        """Return how many batches one step takes in this process, None where it is not known."""
        seen = self._seen_backwards.most_common(1)
        ran = seen[0][0] if seen else None
        if self.accumulate is not None:
            if ran in {None, self.accumulate}:
                return int(self.accumulate), []
            return int(self.accumulate), [
                (
                    "accumulate",
                    f"accumulate = {self.accumulate} was given, but backward() ran {ran} times "
                    "for one optimizer step: the batch size that the file records follows what "
                    "was given.",
                )
            ]
        if ran in {None, 1}:
            return ran, []
        return None, [
            (
                "accumulate",
                f"backward() ran {ran} times for one optimizer step: give accumulate, the batches "
                "whose gradients one step takes. The file records no batch size, and η/b needs it.",
            )
        ]


def _faults(
    model: Any,
    optimizer: Any,
    loss: Any,
    problem: Any,
    accumulate: Any,
    averaged: Any,
    first_step: Any,
) -> Iterator[Fault]:
    def fault(name: str, value: Any, allowed: str) -> Fault:
        return Fault(name, value, allowed, option=name)

    def is_whole(value: Any, least: int) -> bool:
        whole = isinstance(value, int | np.integer) and not isinstance(value, bool)
        return whole and value >= least

    if not isinstance(model, torch.nn.Module):
        yield fault("model", type(model).__name__, "must be a torch.nn.Module")
    if not hasattr(optimizer, "step") or not hasattr(optimizer, "param_groups"):
        yield fault("optimizer", type(optimizer).__name__, "must be a torch optimizer")
    if loss is not None and not callable(loss):
        yield fault(
            "loss",
            type(loss).__name__,
            "must be a function loss(model, batch) or a loss module of (output, target)",
        )
    if loss is not None and problem is not None:
        yield fault("loss", None, "goes with the default problem: your problem has its own")
    if accumulate is not None and not is_whole(accumulate, 1):
        yield fault("accumulate", accumulate, "must be an integer ≥ 1")
    if not is_whole(first_step, 0):
        yield fault("first_step", first_step, "must be an integer ≥ 0")
    if averaged is not None and not isinstance(averaged, torch.nn.Module | Mapping):
        yield fault(
            "averaged", type(averaged).__name__, "must be a torch.nn.Module or a state dictionary"
        )


def problem_of(model: Any, loss: Any, batches: Iterable[Any]) -> Problem:
    """Return the problem of a loss as a training loop has it, None for that of the model."""
    if loss is None:
        return Problem.hugging_face(model, batches)
    if getattr(loss, "__module__", "") == "torch.nn.functional":
        return Problem.supervised(model, loss, batches)
    return Problem(model=model, loss=loss, data=batches)


def unwrapped(model: Any) -> Any:
    """Return the model that DDP, torch.compile, Fabric or an average has wrapped."""
    wrappers = (
        torch.nn.DataParallel,
        torch.nn.parallel.DistributedDataParallel,
        torch.optim.swa_utils.AveragedModel,
    )
    while True:
        if isinstance(model, wrappers) or type(model).__name__ == "_FabricModule":
            model = model.module
        elif "_orig_mod" in getattr(model, "_modules", {}):
            model = model._orig_mod
        else:
            return model


def innermost(optimizer: Any) -> Any:
    """Return the optimizer that Accelerate or Fabric wraps."""
    while hasattr(optimizer, "optimizer"):
        optimizer = optimizer.optimizer
    return optimizer


def processes() -> int:
    """Return how many processes train."""
    distributed = torch.distributed
    if distributed.is_available() and distributed.is_initialized():
        return int(distributed.get_world_size())
    return 1
