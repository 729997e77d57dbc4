"""What is trained in Hugging Face's Trainer: where a run stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from adamw_bounds.measure.problem import Problem
from adamw_bounds.measure.training.observer import Training, refused

__all__ = ["check_arguments", "of_transformers"]


def check_arguments(args: Any) -> None:
    """Refuse a way of training in which no process holds the whole model."""
    for name in ("fsdp", "deepspeed"):
        if getattr(args, name, None):
            raise refused(name)


def of_transformers(args: Any, state: Any, more: Mapping[str, Any]) -> Training:
    """Return where a run of the Trainer stands."""
    optimizer: Any = more.get("optimizer")
    while hasattr(optimizer, "optimizer"):  # Accelerate wraps it
        optimizer = optimizer.optimizer
    model = more["model"]
    processes = int(getattr(args, "world_size", 1))
    return Training(
        model=getattr(model, "_orig_mod", model),  # what torch.compile was given
        optimizer=optimizer,
        loader=more.get("train_dataloader"),
        step=int(state.global_step),
        epoch=float(state.epoch or 0.0),
        accumulated=int(args.gradient_accumulation_steps) * processes,
        processes=processes,
        build=Problem.hugging_face,
    )
