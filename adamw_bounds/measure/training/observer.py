"""What measures while a model trains: when, under which name, and what to do where it fails."""

from __future__ import annotations

import contextlib
import logging
import os
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import numpy as np

from adamw_bounds.errors import BoundsError, Fault, InputError, RunError
from adamw_bounds.measure._torch import torch
from adamw_bounds.measure.group import ALONE
from adamw_bounds.measure.preflight import check_ahead
from adamw_bounds.measure.problem import Problem
from adamw_bounds.measure.run import measure
from adamw_bounds.measure.settings import Settings
from adamw_bounds.measure.training.data import Data, draw
from adamw_bounds.measure.training.sampling import batch_size

__all__ = ["Observer", "Training", "as_is", "calm", "rates_of", "refused", "sentence_of"]

#: How long the other processes wait for the first to measure.
_PATIENCE: Final = timedelta(days=30)
#: What the files say, and nobody in training has to act on: a model has unused words or positions.
_QUIET: Final = frozenset({"null-directions", "zero-rows"})

_log = logging.getLogger(__name__)


def as_is(problem: Problem) -> Problem:
    """Return the problem that was given."""
    return problem


def _nothing(problem: Problem) -> None:
    """Refuse nothing."""


@dataclass(frozen=True, kw_only=True)
class Training:
    """Where a training run stands.

    Attributes
    ----------
    model, optimizer, loader
        The model as it is trained, its optimizer, and what gives its batches.
    step, epoch : int, float or None
        Optimizer steps and epochs done.
    accumulated : int or None
        Batches of the loader that one optimizer step takes, over all processes; None where it is
        not known.
    processes : int
        Processes that train.
    build : callable
        Makes a problem of (model, batches).
    shielded : callable
        Returns a problem whose measurement leaves no trace in training.
    check : callable
        Refuses a problem that is not what is trained.
    limit : int, optional
        Batches of an epoch after which training stops it.
    received : callable, optional
        What training makes of a batch between its loader and its loss.
    notes : list
        What a reader must know of the problem that is built: code and sentence.
    recorded : mapping
        What else the file says.
    """

    model: Any
    optimizer: Any
    loader: Any
    step: int
    epoch: float | None
    accumulated: int | None
    processes: int
    build: Callable[[Any, Iterable[Any]], Problem]
    shielded: Callable[[Problem], Problem] = as_is
    check: Callable[[Problem], None] = _nothing
    limit: int | None = None
    received: Callable[[Any], Any] | None = None
    notes: list[tuple[str, str]] = field(default_factory=list)
    recorded: Mapping[str, Any] = field(default_factory=dict)


class Observer:
    """Measures every N optimizer steps, into files that are numbered by the step.

    Whoever derives from it says where training stands: `begin` before the first step, `measure`
    after a step that `is_due`, `end` after the last.
    """

    def __init__(
        self,
        folder: str | os.PathLike[str],
        *,
        every: int,
        problem: Callable[[Any], Problem] | None,
        data: Iterable[Any] | None,
        samples: int,
        at_start: bool,
        at_end: bool,
        on_error: str,
        settings: Mapping[str, Any],
        faults: Iterable[Fault] = (),
    ) -> None:
        wrong = [*faults, *_faults(folder, every, problem, data, samples, on_error, settings)]
        try:
            checked = Settings.checked(**settings)
        except InputError as error:
            wrong += error.faults
        if wrong:
            raise InputError(wrong)
        self.folder = Path(folder)
        self.every, self.samples = int(every), int(samples)
        self.at_start, self.at_end, self.on_error = bool(at_start), bool(at_end), on_error
        self.files: list[Path] = []
        self._problem, self._given = problem, data
        self._settings, self._checked = dict(settings), checked
        self._data: Data | None = None
        self._drawn: Any = None
        self._together: Any = None
        self._seen = 0
        self._measured: int | None = None
        self._rates: list[float] | None = None
        self._said: set[str] = set()
        self._refusal: RunError | None = None
        self._files_before = 0

    def _is_due(self, step: int) -> bool:
        due = step // self.every > self._seen // self.every
        self._seen = step
        return due

    def _begin(self, now: Training) -> None:
        _check_whole(now.model)
        self._seen, self._measured, self._rates, self._said = now.step, None, None, set()
        self._refusal, self._files_before = None, len(self.files)
        self._data = self._drawn = None
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
            self._close()
            raise error
        if self.at_start:
            self._measure(now)

    def _prepare(self, now: Training) -> None:
        """Find what would fail before training has cost anything."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise RunError(
                f"the folder {self.folder} cannot be made: {error.strerror or error}",
                code="write-failed",
            ) from error
        self._draw(now)
        problem = self._of(now)
        # A schedule may begin at 0: a later step has a learning rate.
        rates = rates_of(problem.optimizer)
        eta = 1.0 if rates and not any(rates) else None
        check_ahead(problem, self._checked, eta=eta, begun=False)
        if self._problem is None:
            with calm(now.model):
                now.check(problem)

    def _draw(self, now: Training) -> None:
        """Draw what is measured, again where training goes on with another loader."""
        if self._problem is not None or (self._data is not None and self._drawn is now.loader):
            return
        with calm(now.model):
            self._data = draw(
                now.loader,
                now.model,
                self._given,
                self.samples,
                self._checked.seed,
                limit=now.limit,
                processes=now.processes,
                received=now.received,
            )
        self._drawn = now.loader

    def _measure(self, now: Training) -> None:
        self._measured = now.step
        notes: list[tuple[str, str]] = []

        def write() -> None:
            if self._refusal is not None:
                raise self._refusal
            notes.extend(self._write(now))

        error = self._first(write)
        for code, note in notes:
            if code not in _QUIET:
                self._warn(code, note)
        if error is None:
            return
        sentence = f"no spectrum at step {now.step}: {sentence_of(error)}"
        if self.on_error == "raise":
            raise RunError(sentence, code=getattr(error, "code", "run-failed")) from error
        warnings.warn(f"{sentence}; training goes on", RuntimeWarning, stacklevel=2)

    def _refuse(self, sentence: str, *, at_once: bool) -> None:
        """Measure no more, because it is seen that what is measured is not what is trained.

        Raises
        ------
        RunError
            If that is seen at once: no step was made, and the file of before is taken away.
        """
        if self._refusal is not None:
            return
        self._refusal = RunError(sentence, code="bad-problem")
        if at_once:
            for path in self.files[self._files_before :]:
                path.unlink(missing_ok=True)
            del self.files[self._files_before :]
            raise self._refusal
        written = ", ".join(path.name for path in self.files[self._files_before :])
        wrong = f"; what was measured before ({written}) is without that change" if written else ""
        warnings.warn(f"{sentence}{wrong}", RuntimeWarning, stacklevel=2)

    def _end(self, now: Training) -> None:
        if self.at_end and self._measured != now.step:
            self._measure(now)
        self._close()

    def _close(self) -> None:
        self._data = self._drawn = None
        if self._together is not None:
            torch.distributed.destroy_process_group(self._together)
            self._together = None

    def _write(self, now: Training) -> tuple[tuple[str, str], ...]:
        """Measure and write the file; returns what a reader must know of it."""
        path = self.folder / f"spectrum-{now.step:08d}.npz"
        self._draw(now)
        notes = [] if self._data is None else self._data.notes
        coming = rates_of(now.optimizer)
        # A problem of one's own may read the rates while it is made, into a mapping.
        with calm(now.model), _at_rates(now.optimizer, self._rates):
            problem = _with_last(self._of(now), coming, self._rates)
            # Not with the processes of training, which wait.
            found = measure(problem, group=ALONE, **_at_hand(problem, self._settings))
        found.save(path)
        self.files.append(path)
        _log.info("step %d: %s, %.3g s", now.step, path, found.seconds)
        # Before the first step nobody knows how many batches it takes.
        known = [note for note in found.warnings if note[0] != "batch-size" or now.accumulated]
        return (*notes, *now.notes, *known)

    def _of(self, now: Training) -> Problem:
        """Return the problem as training stands."""
        if self._problem is not None:
            given = self._problem(now.model)
            if not isinstance(given, Problem):
                raise RunError(
                    f"the function problem returns {type(given).__name__}, where a Problem is "
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
        more: dict[str, Any] = {"training_step": now.step, **now.recorded}
        if now.epoch is not None:
            more["epoch"] = now.epoch
        if self._data is not None:
            more |= self._data.recorded
        changes: dict[str, Any] = {"extra": {**given.extra, **more}}
        if given.optimizer is None and isinstance(now.optimizer, torch.optim.Optimizer):
            changes["optimizer"] = now.optimizer
        size = batch_size(now.loader)
        if given.batch_size is None and size is not None and now.accumulated is not None:
            changes["batch_size"] = size * now.accumulated
        return now.shielded(replace(given, **changes))

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
            told = [None if error is None else sentence_of(error)]
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
            "checkpoint", None, "does not go with training, which keeps checkpoints of its own"
        )


def refused(what: str) -> RunError:
    """Return the error of a model of which no process holds all."""
    return RunError(
        f"{what} shares the model out over processes, so that none holds all of it to measure: "
        "train with replicas (DDP), or measure a saved model with adamw-bounds spectrum measure",
        code="sharded-model",
    )


def _check_whole(model: Any) -> None:
    """Refuse a model of which this process holds a part only."""
    for module in model.modules():
        if "FullyShardedDataParallel" in type(module).__name__:
            raise refused("FSDP")
    for value in model.parameters():
        if hasattr(value, "ds_id"):
            raise refused("DeepSpeed")
        if hasattr(value, "device_mesh"):
            raise refused("a device mesh (FSDP, tensor parallel)")


def _at_hand(problem: Problem, settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return the settings; before the first step there is no preconditioner to measure with."""
    state = getattr(problem.optimizer, "state", None)
    if state is None or len(state) or settings.get("optimizer_state") is not None:
        return dict(settings)
    left = {"preconditioner", "own_matrix", "kappa"}
    return {name: value for name, value in settings.items() if name not in left}


def rates_of(optimizer: Any) -> list[float]:
    """Return the learning rate of each parameter group of an optimizer, [] where it has none."""
    return [float(group["lr"]) for group in getattr(optimizer, "param_groups", ())]


@contextlib.contextmanager
def _at_rates(optimizer: Any, rates: list[float] | None) -> Iterator[None]:
    """Let an optimizer state the rates of the last step, where a schedule has set the next ones."""
    groups = [] if optimizer is None else getattr(optimizer, "param_groups", [])
    if not rates or len(rates) != len(groups) or not any(rates):
        yield
        return
    before = [group["lr"] for group in groups]
    try:
        for group, rate in zip(groups, rates, strict=True):
            group["lr"] = rate
        yield
    finally:
        for group, own in zip(groups, before, strict=True):
            group["lr"] = own


def _with_last(problem: Problem, coming: list[float], last: list[float] | None) -> Problem:
    """Return the problem with the rates of the last step where a mapping states the next ones.

    A schedule that was asked, ``get_last_lr()`` for example, says what it has set for the next.
    """
    given = problem.optimizer
    if not isinstance(given, Mapping) or not last or len(last) != len(coming) or not any(last):
        return problem
    before: dict[float, set[float]] = {}
    for following, own in zip(coming, last, strict=True):
        before.setdefault(following, set()).add(own)

    def stated(settings: Mapping[str, Any]) -> dict[str, Any]:
        try:
            rate = float(settings["lr"])
        except (KeyError, TypeError, ValueError):
            return dict(settings)
        known = before.get(rate, set())
        if rate in last or len(known) != 1:
            return dict(settings)
        return {**settings, "lr": next(iter(known))}

    changed = stated(given)
    if isinstance(given.get("groups"), list | tuple):
        changed["groups"] = [
            stated(group) if isinstance(group, Mapping) else group for group in given["groups"]
        ]
    return replace(problem, optimizer=changed)


@contextlib.contextmanager
def calm(model: Any) -> Iterator[None]:
    """Leave mixed precision and compiled code, which have no second derivatives, for a while."""
    names = model.__dict__
    # Accelerate hides the model's own forward behind one that runs under autocast.
    wrapped = names.get("forward") if "_original_forward" in names else None
    if wrapped is not None:
        model.forward = names["_original_forward"]
    compiled = [
        (part, part._compiled_call_impl)
        for part in model.modules()
        if getattr(part, "_compiled_call_impl", None) is not None
    ]
    for part, _ in compiled:
        part._compiled_call_impl = None
    # Nothing is compiled where the compiler was never loaded; stances are of torch 2.6.
    loaded = "torch._dynamo" in sys.modules
    stance = getattr(torch.compiler, "set_stance", None) if loaded else None
    kind = next((value.device.type for value in model.parameters()), "cpu")
    kind = kind if kind != "meta" else "cpu"
    try:
        with (
            torch.inference_mode(False),
            torch.autocast(kind, enabled=False),
            stance("force_eager") if stance is not None else contextlib.nullcontext(),
        ):
            yield
    finally:
        for part, call in compiled:
            part._compiled_call_impl = call
        if wrapped is not None:
            model.forward = wrapped


def sentence_of(error: BaseException) -> str:
    """Return what an error says, in one sentence."""
    if isinstance(error, BoundsError):
        return error.message
    return f"{type(error).__name__}: {error}".removesuffix(": ")
