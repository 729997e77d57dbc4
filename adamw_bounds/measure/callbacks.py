"""Spectra while a model trains: a callback for Lightning and for Hugging Face's Trainer."""

from __future__ import annotations

import contextlib
import copy
import functools
import importlib
import logging
import os
import random
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import numpy as np

from adamw_bounds.errors import BoundsError, Fault, InputError, RunError
from adamw_bounds.measure._torch import torch
from adamw_bounds.measure.ahead import check_ahead
from adamw_bounds.measure.batches import moved
from adamw_bounds.measure.group import ALONE
from adamw_bounds.measure.guard import Randomness
from adamw_bounds.measure.problem import Problem, _LightningLoss
from adamw_bounds.measure.run import measure
from adamw_bounds.measure.settings import Settings

__all__ = ["SpectrumCallback"]

#: Where the base classes of callbacks are.
_FRAMEWORKS: Final = (
    ("lightning.pytorch.callbacks", "Callback"),
    ("pytorch_lightning.callbacks", "Callback"),
    ("transformers.trainer_callback", "TrainerCallback"),
)
#: Parts of the names of Lightning's strategies under which no process holds the whole model.
_SHARDED: Final = ("FSDP", "DeepSpeed", "ModelParallel")
#: How long the other processes wait for the first to measure.
_PATIENCE: Final = timedelta(days=30)

_log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class _Training:
    """Where a training run stands.

    Attributes
    ----------
    model, optimizer, loader
        The model as it is trained, its optimizer, and what gives its batches.
    step, epoch : int, float
        Optimizer steps and epochs done.
    accumulated : int
        Batches of the loader that one optimizer step takes, over all processes.
    processes : int
        Processes that train.
    build : callable
        Makes a problem of (model, batches).
    """

    model: Any
    optimizer: Any
    loader: Any
    step: int
    epoch: float
    accumulated: int
    processes: int
    build: Callable[[Any, Iterable[Any]], Problem]


@dataclass(frozen=True, kw_only=True)
class _Data:
    """Batches to measure on, a name for them, and the size of the training set if it is known."""

    batches: Iterable[Any]
    name: str = ""
    total: int | None = None


class SpectrumCallback:
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
        without replacement, and kept in memory. The training loader itself is not touched.
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

    def __new__(cls, *args: Any, **named: Any) -> SpectrumCallback:
        """Make an instance that is a callback of each framework that is loaded by now."""
        whole: type[SpectrumCallback] = _combined(cls, _bases())  # type: ignore[arg-type]
        return object.__new__(whole)

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
        faults = list(_faults(folder, every, problem, data, samples, on_error, settings))
        try:
            checked = Settings.checked(**settings)
        except InputError as error:
            faults += error.faults
        if faults:
            raise InputError(faults)
        self.folder = Path(folder)
        self.every, self.samples = int(every), int(samples)
        self.at_start, self.at_end, self.on_error = bool(at_start), bool(at_end), on_error
        self.files: list[Path] = []
        self._problem, self._given = problem, data
        self._settings, self._checked = dict(settings), checked
        self._data: _Data | None = None
        self._together: Any = None
        self._seen = 0
        self._measured: int | None = None
        self._rate: float | None = None
        self._said: set[str] = set()

    def __reduce__(self) -> tuple[Any, ...]:
        # The combined class has no name to be found by; a group of processes does not travel.
        named = next(cls for cls in type(self).__mro__ if "_combines" not in cls.__dict__)
        return _renewed, (named,), {**self.__dict__, "_together": None}

    def __getattr__(self, name: str) -> Any:
        # Transformers loads its base class late: the hooks are there without it.
        if name.startswith("on_"):
            return _nothing
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")

    # Hooks of Lightning.

    def setup(self, trainer: Any, pl_module: Any, stage: str) -> None:
        """Refuse a strategy under which no process holds the whole model."""
        if stage != "fit":
            return
        strategy = type(trainer.strategy)
        if any(part in cls.__name__ for cls in strategy.__mro__ for part in _SHARDED):
            raise _refused(strategy.__name__)

    def on_train_start(self, trainer: Any, pl_module: Any) -> None:
        """Prepare, and measure the model as training finds it."""
        self._begin(_of_lightning(trainer, pl_module))

    def on_before_optimizer_step(self, trainer: Any, pl_module: Any, optimizer: Any) -> None:
        """Note the learning rate of the step."""
        self._rate = _rate(optimizer) if len(trainer.optimizers) == 1 else None

    def on_train_batch_end(
        self, trainer: Any, pl_module: Any, outputs: Any, batch: Any, batch_idx: int
    ) -> None:
        """Measure when N more optimizer steps are done."""
        if self._is_due(trainer.global_step):
            self._measure(_of_lightning(trainer, pl_module))

    # Hooks of Hugging Face's Trainer.

    def on_init_end(self, args: Any, state: Any, control: Any, **more: Any) -> None:
        """Refuse a way of training in which no process holds the whole model."""
        for name in ("fsdp", "deepspeed"):
            if getattr(args, name, None):
                raise _refused(name)

    def on_train_begin(self, args: Any, state: Any, control: Any, **more: Any) -> None:
        """Prepare, and measure the model as training finds it."""
        if self._problem is None and getattr(args, "label_smoothing_factor", 0.0) > 0:
            self._warn(
                "labels",
                "the trainer smooths labels, but the loss that is measured is the model's own: "
                "give the callback problem to measure another",
            )
        self._begin(_of_hugging_face(args, state, more))

    def on_step_begin(self, args: Any, state: Any, control: Any, **more: Any) -> None:
        """Note the learning rate of the step."""
        self._rate = _rate(more.get("optimizer"))

    def on_step_end(self, args: Any, state: Any, control: Any, **more: Any) -> None:
        """Measure when N more optimizer steps are done."""
        due = self._is_due(state.global_step)
        # Where the best weights are loaded at the end, on_train_end comes too late.
        is_last = args.load_best_model_at_end and state.global_step >= state.max_steps
        if due or (self.at_end and is_last):
            self._measure(_of_hugging_face(args, state, more))

    # The one hook that both have.

    def on_train_end(self, *given: Any, **more: Any) -> None:
        """Measure the model as training leaves it."""
        if len(given) == 2:
            training = _of_lightning(*given)
        else:
            args, state = given[:2]
            training = _of_hugging_face(args, state, more)
            if args.load_best_model_at_end and state.best_model_checkpoint is not None:
                self._measured = training.step  # these weights are of another step
        if self.at_end and self._measured != training.step:
            self._measure(training)
        self._data = None
        if self._together is not None:
            torch.distributed.destroy_process_group(self._together)
            self._together = None

    # What they do.

    def _is_due(self, step: int) -> bool:
        due = step // self.every > self._seen // self.every
        self._seen = step
        return due

    def _begin(self, now: _Training) -> None:
        _check_whole(now.model)
        self._seen, self._measured, self._rate, self._said = now.step, None, None, set()
        distributed = torch.distributed
        is_joined = distributed.is_available() and distributed.is_initialized()
        if now.processes > 1 and not is_joined:
            raise RunError(
                "several processes train without torch.distributed: they cannot be told to wait "
                "for a measurement",
                code="no-distributed",
            )
        self._together = None
        if is_joined and distributed.get_world_size() > 1:
            # Of its own, because the group of training gives up after minutes.
            self._together = distributed.new_group(backend="gloo", timeout=_PATIENCE)
        error = self._first(lambda: self._prepare(now))
        if error is not None:
            raise error
        if self.at_start:
            self._measure(now)

    def _prepare(self, now: _Training) -> None:
        """Find what would fail before training has cost anything."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise RunError(
                f"the folder {self.folder} cannot be made: {error.strerror or error}",
                code="write-failed",
            ) from error
        if self._problem is None:
            with _calm(now.model):
                self._data = _data(now, self._given, self.samples, self._checked.seed)
        problem = self._of(now)
        # A schedule may begin at 0: a later step has a learning rate.
        rates = {float(group["lr"]) for group in getattr(problem.optimizer, "param_groups", ())}
        check_ahead(problem, self._checked, eta=1.0 if rates == {0.0} else None)

    def _measure(self, now: _Training) -> None:
        self._measured = now.step
        notes: list[tuple[str, str]] = []
        error = self._first(lambda: notes.extend(self._write(now)))
        for code, note in notes:
            self._warn(code, note)
        if error is None:
            return
        sentence = f"no spectrum at step {now.step}: {_sentence(error)}"
        if self.on_error == "raise":
            raise RunError(sentence, code=getattr(error, "code", "run-failed")) from error
        warnings.warn(f"{sentence}; training goes on", RuntimeWarning, stacklevel=2)

    def _write(self, now: _Training) -> tuple[tuple[str, str], ...]:
        """Measure and write the file; returns what a reader must know of it."""
        path = self.folder / f"spectrum-{now.step:08d}.npz"
        with _calm(now.model):
            problem = self._of(now)
            rate = self._rate if problem.optimizer is now.optimizer else None
            with _at_rate(now.optimizer, rate):
                # Not with the processes of training, which wait.
                found = measure(problem, group=ALONE, **self._settings)
        found.save(path)
        self.files.append(path)
        _log.info("step %d: %s, %.3g s", now.step, path, found.seconds)
        return found.warnings

    def _of(self, now: _Training) -> Problem:
        """Return the problem as training stands."""
        if self._problem is not None:
            given = self._problem(now.model)
            if not isinstance(given, Problem):
                raise RunError(
                    f"the callback's problem returns {type(given).__name__}, where a Problem is "
                    "wanted",
                    code="bad-problem",
                )
        else:
            assert self._data is not None
            given = now.build(now.model, self._data.batches)
            given = replace(
                given,
                population=self._data.total,
                data_name=self._data.name or given.data_name,
            )
        changes: dict[str, Any] = {
            "extra": {**given.extra, "training_step": now.step, "epoch": now.epoch}
        }
        if isinstance(given.loss, _LightningLoss):
            # A step of training may log, count, or append to a list: let it do so elsewhere.
            changes["model"] = _stand_in(given.model)
            changes["loss"] = _Unheard(getattr(given.model, "_trainer", None))
        if given.optimizer is None and isinstance(now.optimizer, torch.optim.Optimizer):
            changes["optimizer"] = now.optimizer
        size = _batch_size(now.loader)
        if given.batch_size is None and size is not None:
            changes["batch_size"] = size * now.accumulated
        return replace(given, **changes)

    def _first(self, work: Callable[[], None]) -> Exception | None:
        """Let the first process work while the others wait; all learn what went wrong."""
        error: BaseException | None = None
        group = self._together
        if group is None or torch.distributed.get_rank() == 0:
            try:
                work()
            except BaseException as caught:
                error = caught
        if group is not None:
            told = [None if error is None else _sentence(error)]
            torch.distributed.broadcast_object_list(told, src=0, group=group)
            if error is None and told[0] is not None:
                error = RunError(f"the first process failed: {told[0]}")
        if error is not None and not isinstance(error, Exception):
            raise error
        return error

    def _warn(self, code: str, sentence: str) -> None:
        """Warn of each kind of thing once a run."""
        if code not in self._said:
            self._said.add(code)
            warnings.warn(sentence, UserWarning, stacklevel=2)


def _faults(
    folder: Any,
    every: Any,
    problem: Any,
    data: Any,
    samples: Any,
    on_error: Any,
    settings: Mapping[str, Any],
) -> Iterator[Fault]:
    def fault(name: str, value: Any, allowed: str) -> Fault:
        return Fault(name, value, allowed, option=name)

    try:
        path = Path(folder)
    except TypeError:
        yield fault("folder", folder, "must be a path")
    else:
        if path.exists() and not path.is_dir():
            yield fault("folder", str(path), "must be a folder, not a file")
    for name, value in (("every", every), ("samples", samples)):
        if isinstance(value, bool) or not isinstance(value, int | np.integer) or value < 1:
            yield fault(name, value, "must be an integer ≥ 1")
    if problem is not None and not callable(problem):
        yield fault("problem", type(problem).__name__, "must be a function of the model")
    if problem is not None and data is not None:
        yield fault("data", None, "goes with the default problem: your problem has its own")
    if data is not None and (
        isinstance(data, str | bytes | Mapping | Iterator) or not isinstance(data, Iterable)
    ):
        yield fault(
            "data",
            type(data).__name__,
            "must be batches that can be walked over again and again: a list or a DataLoader",
        )
    if on_error not in {"warn", "raise"}:
        yield fault("on_error", on_error, "must be warn or raise")
    if settings.get("checkpoint") is not None:
        yield fault(
            "checkpoint", None, "does not go with a callback: training keeps its own checkpoints"
        )


def _bases() -> tuple[type, ...]:
    """Return the callback classes of the loaded frameworks; of the installed, if none is loaded."""
    found = [_base(sys.modules.get(module), name) for module, name in _FRAMEWORKS]
    if not any(found):
        for module, name in _FRAMEWORKS:
            with contextlib.suppress(ImportError):
                found.append(_base(importlib.import_module(module), name))
    return tuple(base for base in found if base is not None)


def _base(module: Any, name: str) -> type | None:
    base = getattr(module, name, None)
    return base if isinstance(base, type) else None


@functools.cache
def _combined(cls: type, bases: tuple[type, ...]) -> type:
    missing = tuple(base for base in bases if not issubclass(cls, base))
    if not missing:
        return cls
    body = {"__module__": cls.__module__, "__qualname__": cls.__qualname__, "__doc__": cls.__doc__}
    return type(cls)(cls.__name__, (cls, *missing), {**body, "_combines": True})


def _renewed(cls: type[SpectrumCallback]) -> SpectrumCallback:
    return cls.__new__(cls)


def _refused(what: str) -> RunError:
    return RunError(
        f"{what} shares the model out over processes, so that none holds all of it to measure: "
        "train with replicas (DDP), or measure a saved model with adamw-bounds spectrum measure",
        code="sharded-model",
    )


def _check_whole(model: Any) -> None:
    """Refuse a model of which this process holds a part only."""
    for module in model.modules():
        if "FullyShardedDataParallel" in type(module).__name__:
            raise _refused("FSDP")
    for value in model.parameters():
        if hasattr(value, "ds_id"):
            raise _refused("DeepSpeed")
        if hasattr(value, "device_mesh"):
            raise _refused("a device mesh (FSDP, tensor parallel)")


def _of_lightning(trainer: Any, module: Any) -> _Training:
    optimizers = trainer.optimizers
    return _Training(
        model=module,
        # Several optimizers have no one learning rate to record.
        optimizer=optimizers[0] if len(optimizers) == 1 else None,
        loader=trainer.train_dataloader,
        step=int(trainer.global_step),
        epoch=int(trainer.current_epoch),
        accumulated=int(trainer.accumulate_grad_batches) * int(trainer.world_size),
        processes=int(trainer.world_size),
        build=_lightning_problem,
    )


def _lightning_problem(module: Any, batches: Iterable[Any]) -> Problem:
    if not getattr(module, "automatic_optimization", True):
        raise RunError(
            "the training_step of a module that optimises by hand changes the weights: give the "
            "callback problem, a function of the module that returns what is measured",
            code="bad-problem",
        )
    return Problem.lightning(module, batches)


def _of_hugging_face(args: Any, state: Any, more: Mapping[str, Any]) -> _Training:
    optimizer: Any = more.get("optimizer")
    while hasattr(optimizer, "optimizer"):  # Accelerate wraps it
        optimizer = optimizer.optimizer
    model = more["model"]
    processes = int(getattr(args, "world_size", 1))
    return _Training(
        model=getattr(model, "_orig_mod", model),  # what torch.compile was given
        optimizer=optimizer,
        loader=more.get("train_dataloader"),
        step=int(state.global_step),
        epoch=float(state.epoch or 0.0),
        accumulated=int(args.gradient_accumulation_steps) * processes,
        processes=processes,
        build=Problem.hugging_face,
    )


def _rate(optimizer: Any) -> float | None:
    """Return the learning rate that all parameter groups share, None where there is no such."""
    rates = {float(group["lr"]) for group in getattr(optimizer, "param_groups", ())}
    rate = rates.pop() if len(rates) == 1 else 0.0
    return rate if rate > 0 else None


@contextlib.contextmanager
def _at_rate(optimizer: Any, rate: float | None) -> Iterator[None]:
    """Let an optimizer state the rate of the last step, where a schedule has set the next one's."""
    groups = [] if rate is None else optimizer.param_groups
    before = [group["lr"] for group in groups]
    try:
        for group in groups:
            group["lr"] = rate
        yield
    finally:
        for group, own in zip(groups, before, strict=True):
            group["lr"] = own


def _batch_size(loader: Any) -> int | None:
    """Return how many samples a full batch of a loader has, None where it does not say."""
    for owner in (loader, getattr(loader, "batch_sampler", None)):
        size = getattr(owner, "batch_size", None)
        if isinstance(size, int) and size >= 1:
            return size
    return None


def _data(now: _Training, given: Iterable[Any] | None, samples: int, seed: int) -> _Data:
    """Return what is measured on: what was given, or samples drawn from the training set."""
    loader = now.loader
    dataset: Any = getattr(loader, "dataset", None)
    is_counted = hasattr(dataset, "__len__") and hasattr(dataset, "__getitem__")
    if given is not None:
        return _Data(batches=given, total=(len(dataset) or None) if is_counted else None)
    size = _batch_size(loader)
    if not isinstance(loader, torch.utils.data.DataLoader) or not is_counted or size is None:
        kind = type(loader if dataset is None else dataset).__name__
        raise RunError(
            f"no fixed part can be drawn from the training data ({kind}) without disturbing "
            "training: give the callback data, batches to measure on",
            code="bad-data",
        )
    total = len(dataset)
    if not total:
        raise RunError("the training data is empty", code="bad-data")
    count = min(samples, total)
    chosen = np.sort(np.random.default_rng([seed, 2]).choice(total, size=count, replace=False))
    collate = loader.collate_fn
    with contextlib.suppress(Exception):  # one that masks at random may keep a state
        collate = copy.deepcopy(collate)
    drawn = torch.utils.data.DataLoader(
        torch.utils.data.Subset(dataset, chosen.tolist()),
        batch_size=min(size, count),
        collate_fn=collate,
    )
    randomness = Randomness(loader)
    try:
        random.seed(seed)
        np.random.seed(seed % 2**32)
        torch.manual_seed(seed)
        batches = list(drawn)
    except Exception as error:
        raise RunError(
            f"the training data failed: {type(error).__name__}: {error}", code="problem-failed"
        ) from error
    finally:
        randomness.restore()
    dtypes = {value.dtype for value in now.model.parameters()}
    if len(dtypes) == 1 and torch.float32 not in dtypes:
        # Trainers hand such a model its inputs in its own type.
        batches = [moved(batch, "cpu", dtypes.copy().pop()) for batch in batches]
    part = "" if count == total else f", {count} of {total} samples"
    return _Data(batches=batches, name=f"{type(dataset).__name__}{part}", total=total)


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
            f"the module cannot be copied to be measured: {_sentence(error)}; give the callback "
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


@contextlib.contextmanager
def _calm(model: Any) -> Iterator[None]:
    """Leave mixed precision, which is no place for second derivatives, for a while."""
    names = model.__dict__
    # Accelerate hides the model's own forward behind one that runs under autocast.
    wrapped = names.get("forward") if "_original_forward" in names else None
    if wrapped is not None:
        model.forward = names["_original_forward"]
    kind = next((value.device.type for value in model.parameters()), "cpu")
    kind = kind if kind != "meta" else "cpu"
    try:
        with torch.inference_mode(False), torch.autocast(kind, enabled=False):
            yield
    finally:
        if wrapped is not None:
            model.forward = wrapped


def _sentence(error: BaseException) -> str:
    if isinstance(error, BoundsError):
        return error.message
    return f"{type(error).__name__}: {error}".removesuffix(": ")
