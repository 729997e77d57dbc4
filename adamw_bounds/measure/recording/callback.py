"""`RecorderCallback`: `Recorder` in Lightning and in Hugging Face's Trainer."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from adamw_bounds.errors import RunError
from adamw_bounds.measure.recording.recorder import Recorder, check
from adamw_bounds.measure.training.frameworks import AnyFramework
from adamw_bounds.measure.training.lightning import check_strategy, step_loss
from adamw_bounds.measure.training.transformers import check_arguments, check_own_loss

__all__ = ["RecorderCallback"]


class RecorderCallback(AnyFramework):
    """Write a few numbers of some optimizer steps to a file, as `Recorder` does.

    Give it to Lightning's ``Trainer(callbacks=[…])`` or to Hugging Face's
    ``Trainer(callbacks=[…])``.

    Parameters
    ----------
    path : path-like
        The file.
    every : int
        Optimizer steps ≥ 1 of a block, of which one is recorded.
    probe : DataLoader or True, optional
        As `Recorder` takes it. True draws from what the training loader draws from.
    loss : callable, optional
        ``loss(model, batch)``, of the Lightning module or the model. By default what is trained:
        ``training_step`` of the module, on a copy that shares its parameters, or the ``.loss``
        that a model of Hugging Face's returns.
    seed : int
        Decides which steps are recorded, and what is drawn.

    Attributes
    ----------
    recorder : Recorder or None
        That of the run that is trained now.

    Raises
    ------
    InputError
        If an argument is wrong; names all that are.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        every: int = 100,
        probe: Any = None,
        loss: Any = None,
        seed: int = 0,
    ) -> None:
        check(path, every=every, loss=loss, seed=seed)
        self.path, self.every, self.probe, self.loss, self.seed = path, every, probe, loss, seed
        self.recorder: Recorder | None = None

    def _travelling(self) -> dict[str, Any]:
        return {**self.__dict__, "recorder": None}

    def _start(self, optimizer: Any, model: Any, **more: Any) -> None:
        parts = {"model": model, "loss": self.loss, "seed": self.seed, **more}
        self.recorder = Recorder(optimizer, self.path, every=self.every, probe=self.probe, **parts)

    def _close(self) -> None:
        if self.recorder is not None:
            self.recorder.close()
            self.recorder = None

    # Hooks of Lightning.

    def setup(self, trainer: Any, pl_module: Any, stage: str) -> None:
        """Refuse a strategy under which no process holds the whole model."""
        if stage == "fit":
            check_strategy(trainer.strategy)

    def on_train_start(self, trainer: Any, pl_module: Any) -> None:
        """Hang on the optimizer."""
        if len(trainer.optimizers) != 1:
            raise RunError(
                f"the module has {len(trainer.optimizers)} optimizers: make a Recorder for each "
                "in configure_optimizers, with a file of its own",
                code="several-optimizers",
            )
        own = {}
        if self.loss is None and self.probe is not None:
            own["loss"] = step_loss(trainer, pl_module)
        self._start(
            trainer.optimizers[0],
            pl_module,
            **own,
            loader=trainer.train_dataloader,
            accumulate=int(trainer.accumulate_grad_batches),
            scaler=getattr(trainer.precision_plugin, "scaler", None),
        )

    def on_train_batch_end(
        self, trainer: Any, pl_module: Any, outputs: Any, batch: Any, batch_idx: int
    ) -> None:
        """Add the loss of the step."""
        loss = outputs.get("loss") if isinstance(outputs, Mapping) else outputs
        if loss is not None and self.recorder is not None:
            self.recorder.note(loss=loss, made=True)

    def on_exception(self, trainer: Any, pl_module: Any, exception: BaseException) -> None:
        """Let go of the optimizer."""
        self._close()

    # Hooks of Hugging Face's Trainer.

    def on_init_end(self, args: Any, state: Any, control: Any, **more: Any) -> None:
        """Refuse a way of training in which no process holds the whole model."""
        check_arguments(args)

    def on_train_begin(self, args: Any, state: Any, control: Any, **more: Any) -> None:
        """Hang on the optimizer."""
        if self.loss is None and self.probe is not None:
            check_own_loss()
        self._start(
            more["optimizer"],
            more["model"],
            loader=more.get("train_dataloader"),
            accumulate=int(args.gradient_accumulation_steps),
            first_step=int(state.global_step),
        )

    # The one hook that both have.

    def on_train_end(self, *given: Any, **more: Any) -> None:
        """Write what is left, and let go of the optimizer."""
        self._close()
