"""`Recorder`: a few numbers of each recorded step of any training loop, in a file of JSON lines."""

from __future__ import annotations

import json
import math
import os
import warnings
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Final

import numpy as np

from adamw_bounds._version import __version__
from adamw_bounds.errors import BoundsError, Fault, InputError, RunError
from adamw_bounds.measure._torch import torch
from adamw_bounds.measure.recording import scalars
from adamw_bounds.measure.recording.micro import MicroBatches
from adamw_bounds.measure.recording.probe import Probe
from adamw_bounds.measure.recording.replicas import Replicas, after_backward
from adamw_bounds.measure.training.loop import innermost, problem_of, processes, unwrapped
from adamw_bounds.measure.training.observer import refused, sentence_of
from adamw_bounds.measure.training.sampling import batch_size, replacement, sampling_of
from adamw_bounds.traces.files import FORMAT, head_and_lines

__all__ = ["Recorder", "check"]

#: How far two norms of one gradient may lie apart by rounding.
_ROUNDING: Final = 1e-3
#: Apart from all else that a seed decides.
_STREAM: Final = 4


class Recorder:
    """Write a few numbers of some optimizer steps to a file, from any training loop.

    It hangs on the optimizer, so that no loop has to call it::

        recorder = Recorder(optimizer, "run.jsonl", every=100)

    One step is recorded in each block of `every` steps, drawn at random within the block. A line
    is written whole and flushed at once. A run that is resumed goes on in the same file.

    Parameters
    ----------
    optimizer : torch.optim.Optimizer
        For torch's Adam and AdamW also the denominator √v̂ + ε, the update and the decay's drift
        are recorded; for any other the gradient and the parameters.
    path : path-like
        The file.
    every : int
        Steps ≥ 1 of a block. A recorded step costs up to about one more step, and two gradients
        where there is a probe: 100 keeps a run with a probe within 5 %, 25 one without.
    probe : DataLoader or True, optional
        Draws two more batches at each recorded step, with replacement from what this loader
        draws, and never trains on them. Their gradients tell ‖∇F‖² without bias, for every
        optimizer and sampler; each pair costs two gradients. Needs `model`, and `loss` as
        `SpectrumRecorder` takes it. True stands for `loader`. Training does not notice.
    model : torch.nn.Module, optional
        The model that is trained.
    loss : callable, optional
        A loss of ``(output, target)``, or a function ``loss(model, batch)``; without it the model
        must return its loss.
    loader : DataLoader, optional
        The training loader. It tells the batch size, the number of samples, and whether batches
        are drawn with replacement. With `accumulate` > 1, and a loader that draws with
        replacement, the inner products of the batches of a step are recorded too.
    accumulate : int
        Batches ≥ 1 whose gradients one optimizer step takes; each adds a share of 1/accumulate.
    scaler : torch.amp.GradScaler, optional
        The scaler of mixed precision, so that its scale is not taken for clipping.
    first_step : int, optional
        Optimizer steps ≥ 0 that were made before; by default what Adam's state says, else 0.
    seed : int
        Decides which steps are recorded, and what is drawn.

    Attributes
    ----------
    steps : int
        Optimizer steps done.

    Raises
    ------
    InputError
        If an argument is wrong; names all that are.
    RunError
        If the model is shared out over processes, or the data cannot be drawn from.

    Notes
    -----
    With DDP make the recorder in each process; the first one writes. Where `loader` draws with
    replacement, each process with a seed of its own, and `model` is given, the inner products of
    the gradients that the processes have before they are averaged are recorded too.

    The gradient of a line is what the optimizer takes; ``raw_gradient_l2`` is its norm as
    ``backward()`` left it, and the flag ``rescaled`` says that the two differ, as they do where
    gradients are clipped.
    Where recording fails, it warns and ends, and training goes on.
    """

    def __init__(
        self,
        optimizer: Any,
        path: str | os.PathLike[str],
        *,
        every: int = 100,
        probe: Any = None,
        model: Any = None,
        loss: Any = None,
        loader: Any = None,
        accumulate: int = 1,
        scaler: Any = None,
        first_step: int | None = None,
        seed: int = 0,
    ) -> None:
        wrong = [
            *_faults(
                path=path,
                every=every,
                loss=loss,
                seed=seed,
                model=model,
                accumulate=accumulate,
                first_step=first_step,
            )
        ]
        if not hasattr(innermost(optimizer), "register_step_pre_hook"):
            wrong.append(_fault("optimizer", type(optimizer).__name__, "must be a torch optimizer"))
        probe = None if probe is False else probe
        if loader is not None and not hasattr(loader, "__iter__"):
            wrong.append(_fault("loader", type(loader).__name__, "must be a DataLoader"))
        if probe is not None and probe is not True and not hasattr(probe, "__iter__"):
            wrong.append(_fault("probe", type(probe).__name__, "must be a DataLoader, or True"))
        if probe is True and loader is None:
            wrong.append(_fault("loader", None, "is missing: probe=True draws from what it draws"))
        if probe is not None and model is None:
            what = "is missing: a probe evaluates it on batches of its own"
            wrong.append(_fault("model", None, what))
        if wrong:
            raise InputError(wrong)
        self.optimizer, self.path = innermost(optimizer), Path(path)
        self.every, self.seed, self.accumulate = int(every), int(seed), int(accumulate)
        self.steps = 0 if first_step is None else int(first_step)
        _check_whole(self.optimizer)
        self._first, self._scaler, self._processes = first_step, scaler, processes()
        probe = loader if probe is True else probe
        self._loader = loader if loader is not None else probe
        self._norms = None if model is None else _batch_norms(unwrapped(model))
        self._probe = self._probe_of(probe, model, loss)
        self._micro = self._micro_of(loader)
        self._replicas = self._replicas_of(loader)
        self._file: IO[str] | None = None
        self._line: dict[str, Any] | None = None
        self._loss: float | None = None
        self._scale: float | None = None
        self._raw: dict[int, Any] = {}
        self._handles: list[Any] = []
        self._watched: list[Any] = []
        self._begun = self._is_in_pass = False
        self._factor = 1.0
        self._block, self._place = -1, 0
        self._writes = not _is_joined() or torch.distributed.get_rank() == 0
        hook = self.optimizer.register_step_pre_hook
        self._handles = [
            hook(self._coming),
            self.optimizer.register_step_post_hook(lambda *given: self._guarded(self._after)),
        ]
        if self._is_due(self.steps):
            self._watch()

    def __enter__(self) -> Recorder:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def note(self, *, loss: Any, made: bool = False) -> None:
        """Add a loss to the line of its step, if that step is recorded.

        Parameters
        ----------
        loss : float or tensor
            Of one number.
        made : bool
            Whether its step was made already: by default it is the loss of the step that comes.
        """
        if made and self._line is not None:
            self._line["loss"] = _number(loss)
            if self._replicas is None:
                self._guarded(self._flush)
        elif not made and self._is_due(self.steps):
            self._loss = _number(loss)

    def close(self) -> None:
        """Write what is left, and let go of the optimizer and the file."""
        self._guarded(lambda: self._flush(wait=True))
        self._leave()

    def _leave(self) -> None:
        self._unwatch()
        for handle in self._handles:
            handle.remove()
        self._handles = []
        if self._file is not None:
            self._file.close()
            self._file = None
        self._line = None

    def _guarded(self, work: Any) -> None:
        """Let training go on where recording fails."""
        try:
            work()
        except (BoundsError, OSError, RuntimeError, ValueError) as error:
            self._line = None
            self._leave()
            warnings.warn(
                f"nothing more is recorded in {self.path}: {sentence_of(error)}; training goes on",
                RuntimeWarning,
                stacklevel=3,
            )

    # Which steps are recorded.

    def _is_due(self, step: int) -> bool:
        if not self._writes and self._replicas is None:
            return False
        block, place = divmod(step, self.every)
        if block != self._block:
            # Kept for the block: to draw costs as much as a step of a tiny model.
            generator = np.random.default_rng([self.seed, _STREAM, block])
            self._block, self._place = block, int(generator.integers(self.every))
        return place == self._place

    # What the optimizer's steps call.

    def _coming(self, optimizer: Any, args: Any, named: Any) -> Any:
        """Read the gradients now, or after the closure that computes them."""
        closure = named.get("closure", args[1] if len(args) > 1 else None)
        if not callable(closure):
            self._guarded(self._before)
            return None
        left = [self._before]  # some optimizers call it several times in one step

        def read_after() -> Any:
            found = closure()
            if left:
                self._guarded(left.pop())
            return found

        if "closure" in named:
            return args, {**named, "closure": read_after}
        return (args[0], read_after, *args[2:]), named

    def _before(self) -> None:
        if getattr(self.optimizer, "grad_scale", None) is not None:
            raise RunError(
                "a fused optimizer takes the scale of mixed precision out of its gradients inside "
                "its step, where they cannot be read: make it with fused=False",
                code="fused-scale",
            )
        if not self._begun:
            self._begin()
        self._flush()
        if not self._is_due(self.steps) or not self._writes:
            return
        found = scalars.of_step(self.optimizer)
        line: dict[str, Any] = {"step": self.steps, "loss": self._loss, **found.line}
        self._loss = None
        line["raw_gradient_l2"] = raw = self._raw_norm()
        flags = [*found.flags, *self._scaler_flags()]
        if raw is not None and math.isfinite(found.squares):
            used = math.sqrt(found.squares)
            if abs(raw - used) > _ROUNDING * max(raw, used):
                flags.append("rescaled")
        self._factor = 1.0 / self._unscaled()
        if self._micro is not None:
            line |= self._micro.products(self._factor)
        if self._replicas is not None:
            self._replicas.keep()
        if self._probe is not None:
            line |= self._probe.pair(self.steps, self.optimizer.param_groups)
        self._line = {**line, "flags": flags}

    def _after(self) -> None:
        self.steps += 1
        if self._line is not None and self._line["loss"] is not None and self._replicas is None:
            self._flush()
        self._unwatch()
        if self._is_due(self.steps):
            self._watch()

    def _begin(self) -> None:
        """Open the file when the first step comes: state may be loaded meanwhile."""
        self._begun = True
        if self._first is None:
            self.steps = self._steps_of_state()
        if self._writes:
            self._open()

    def _steps_of_state(self) -> int:
        if not scalars.is_adam(self.optimizer):
            return self.steps
        known = [state["step"] for state in self.optimizer.state.values() if "step" in state]
        return max((int(step) for step in known), default=self.steps)

    def _flush(self, *, wait: bool = False) -> None:
        if self._line is None or self._file is None:
            return
        line, self._line = self._line, None
        if self._replicas is not None:
            more = self._replicas.products(line["step"], self._factor, wait=wait)
            line["flags"] += more.pop("flags", [])
            if "pairs" not in line:
                line |= more
        self._file.write(_text(line))
        self._file.flush()

    # Gradients as backward() leaves them.

    def _watch(self) -> None:
        self._raw = {}
        if self._micro is not None:
            self._micro.begin()
        if self._replicas is not None:
            self._replicas.begin()
        for group in self.optimizer.param_groups:
            for value in group["params"]:
                if value.requires_grad and value.is_leaf:
                    self._watched.append(value.register_post_accumulate_grad_hook(self._arrived))

    def _unwatch(self) -> None:
        for handle in self._watched:
            handle.remove()
        self._watched = []
        self._raw = {}

    def _arrived(self, value: Any) -> None:
        if value.grad is None or value.grad.is_sparse:
            return
        if _is_joined() and self._processes > 1:
            self._arrived_here(value)
            return
        # The last of a step's passes stands.
        self._raw[id(value)] = scalars.squared(value.grad)
        if self._micro is not None:
            self._micro.arrived(value)

    def _arrived_here(self, value: Any) -> None:
        """Take a gradient of this process, which is not averaged yet."""
        if not self._is_in_pass:
            self._is_in_pass = after_backward(self._passed, self._averaged)
        if self._replicas is not None:
            self._replicas.arrived(value)

    def _passed(self) -> None:
        self._is_in_pass = False
        if self._replicas is not None:
            self._guarded(lambda: self._replicas.tell(self.steps))

    def _averaged(self) -> None:
        if self._writes and self._handles:
            self._guarded(self._read_average)

    def _read_average(self) -> None:
        values = [value for group in self.optimizer.param_groups for value in group["params"]]
        known = [v for v in values if v.grad is not None and not v.grad.is_sparse]
        with torch.no_grad():
            self._raw = {id(value): scalars.squared(value.grad) for value in known}
        if self._replicas is not None:
            self._replicas.agreed([value.grad for value in known])

    def _raw_norm(self) -> float | None:
        held = [value for group in self.optimizer.param_groups for value in group["params"]]
        wanted = [value for value in held if value.grad is not None]
        if not wanted or any(id(value) not in self._raw for value in wanted):
            return None
        (numbers,) = scalars.fetched([part for value in wanted for part in self._raw[id(value)]])
        norm = math.sqrt(math.fsum(numbers)) / self._unscaled()
        return norm if math.isfinite(norm) else None

    def _unscaled(self) -> float:
        """Return the factor of a gradient scaler."""
        return 1.0 if self._scaler is None else float(self._scaler.get_scale())

    def _scaler_flags(self) -> list[str]:
        if self._scaler is None:
            return []
        before, self._scale = self._scale, self._unscaled()
        # Its scale falls where a step had a gradient that was not finite, and only there.
        return ["skipped-steps"] if before is not None and self._scale < before else []

    # What is asked for once.

    def _probe_of(self, probe: Any, model: Any, loss: Any) -> Probe | None:
        if probe is None:
            return None
        plain = unwrapped(model)
        if self._norms == "synchronised" and self._processes > 1:
            raise RunError(
                "the probe is evaluated by one process alone, but SyncBatchNorm waits for all: "
                "record without probe",
                code="sync-batch-norm",
            )
        problem = problem_of(plain, loss, [])
        return Probe(probe, plain, problem.loss, self.seed, processes=self._processes)

    def _micro_of(self, loader: Any) -> MicroBatches | None:
        if loader is None or self.accumulate == 1 or self._processes > 1:
            return None
        return MicroBatches(self.accumulate) if replacement(loader) else None

    def _replicas_of(self, loader: Any) -> Replicas | None:
        if loader is None or not _is_joined() or self._processes == 1 or not replacement(loader):
            return None
        if self._norms not in {"none", "of-batch"}:
            return None  # batches that share statistics, as they may in an unknown model
        return Replicas(str(self.path), loader, self._processes)

    def _head(self) -> dict[str, Any]:
        groups = self.optimizer.param_groups
        size = None if self._loader is None else batch_size(self._loader)
        return {
            "format": FORMAT,
            "adamw_bounds": __version__,
            "torch": torch.__version__,
            "optimizer": type(self.optimizer).__name__,
            "groups": [_group(self.optimizer, group) for group in groups],
            "dim": sum(value.numel() for group in groups for value in group["params"]),
            "every": self.every,
            "processes": self._processes,
            "seed": self.seed,
            "first_step": self.steps,
            "batch_size": None if size is None else size * self.accumulate * self._processes,
            "accumulate": self.accumulate,
            "samples": self._samples(),
            "training_sampling": self._sampling(),
            "batch_norm": self._norms,
            "probe": None if self._probe is None else {"batch_size": self._probe.batch_size},
            **(scalars.start(self.optimizer) if self.steps == 0 else {}),
        }

    def _samples(self) -> int | None:
        if self._probe is not None:
            return len(self._probe.sampling.keys)
        try:
            return len(sampling_of(self._loader, processes=self._processes).keys)
        except (RunError, AttributeError, TypeError):
            return None

    def _sampling(self) -> str | None:
        found = None if self._loader is None else replacement(self._loader)
        return {True: "with-replacement", False: "without-replacement", None: None}[found]

    def _open(self) -> None:
        head = self._head()
        if self.path.exists() and self.path.stat().st_size:
            self._resume(head)
            return
        self._file = self.path.open("w", encoding="utf-8")
        self._file.write(_text(head))
        self._file.flush()

    def _resume(self, head: Mapping[str, Any]) -> None:
        """Go on in a file of the same run, from the step that training stands at."""
        written, lines, _ = head_and_lines(self.path)
        for name in ("optimizer", "dim", "every", "seed"):
            if written.get(name) != head[name]:
                raise RunError(
                    f"{self.path} is the trace of another run: its {name} is {written.get(name)}, "
                    f"this one's is {head[name]}; give another path",
                    code="other-run",
                )
        kept = [line for _, line in lines if line.get("step", self.steps) < self.steps]
        if self.steps == 0 and kept == [] and written.get("first_step") == 0:
            written = dict(head)
        text = "".join(map(_text, (written, *kept)))
        beside = self.path.with_name(f".{self.path.name}.new")
        beside.write_text(text, encoding="utf-8")
        os.replace(beside, self.path)
        self._file = self.path.open("a", encoding="utf-8")


def _number(loss: Any) -> float | None:
    value = float(loss.detach()) if isinstance(loss, torch.Tensor) else float(loss)
    return value if math.isfinite(value) else None


def _text(line: Mapping[str, Any]) -> str:
    return json.dumps(line, ensure_ascii=False, allow_nan=False) + "\n"


def _group(optimizer: Any, group: Mapping[str, Any]) -> dict[str, Any]:
    betas = group.get("betas")
    known = {
        name: float(group[name])
        for name in ("lr", "initial_lr", "eps", "weight_decay", "momentum")
        if isinstance(group.get(name), int | float)
    }
    if isinstance(betas, tuple | list) and len(betas) == 2:
        known["betas"] = [float(beta) for beta in betas]  # type: ignore[assignment]
    return {
        "name": group.get("name"),
        "parameters": sum(value.numel() for value in group["params"]),
        **known,
        "amsgrad": bool(group.get("amsgrad")),
        "decoupled": scalars.is_decoupled(optimizer, group),
    }


def _batch_norms(model: Any) -> str | None:
    """Say whether the loss of a sample depends on its batch, or on those of other processes."""
    kinds = torch.nn.modules.batchnorm
    held = [part for part in model.modules() if isinstance(part, kinds._BatchNorm)]
    if any(isinstance(part, torch.nn.SyncBatchNorm) for part in held):
        return "synchronised"
    return "of-batch" if held else "none"


def _is_joined() -> bool:
    distributed = torch.distributed
    return bool(distributed.is_available() and distributed.is_initialized())


def _check_whole(optimizer: Any) -> None:
    for group in optimizer.param_groups:
        for value in group["params"]:
            if hasattr(value, "ds_id"):
                raise refused("DeepSpeed")
            if hasattr(value, "device_mesh") or hasattr(value, "_is_flat_param"):
                raise refused("FSDP or tensor parallelism")


def check(path: Any, *, every: Any = 1, loss: Any = None, seed: Any = 0) -> None:
    """Refuse arguments of a recorder that is made later.

    Raises
    ------
    InputError
        If one is wrong; names all that are.
    """
    wrong = [*_faults(path=path, every=every, loss=loss, seed=seed)]
    if wrong:
        raise InputError(wrong)


def _faults(
    *,
    path: Any,
    every: Any,
    loss: Any,
    seed: Any,
    model: Any = None,
    accumulate: Any = 1,
    first_step: Any = None,
) -> Iterator[Fault]:
    try:
        folder = Path(path).resolve().parent
    except TypeError:
        yield _fault("path", path, "must be a path")
    else:
        if Path(path).is_dir():
            yield _fault("path", str(path), "must be a file, not a folder")
        elif not folder.is_dir():
            yield _fault("path", str(path), f"must lie in a folder that exists, {folder} does not")
    whole: Iterable[tuple[str, Any, int]] = (
        ("every", every, 1),
        ("accumulate", accumulate, 1),
        ("seed", seed, 0),
        *((("first_step", first_step, 0),) if first_step is not None else ()),
    )
    for name, value, least in whole:
        is_whole = isinstance(value, int | np.integer) and not isinstance(value, bool)
        if not is_whole or value < least:
            yield _fault(name, value, f"must be an integer ≥ {least}")
    if model is not None and not isinstance(model, torch.nn.Module):
        yield _fault("model", type(model).__name__, "must be a torch.nn.Module")
    if loss is not None and not callable(loss):
        yield _fault(
            "loss",
            type(loss).__name__,
            "must be a function loss(model, batch) or a loss module of (output, target)",
        )


def _fault(name: str, value: Any, allowed: str) -> Fault:
    return Fault(name, value, allowed, option=name)
