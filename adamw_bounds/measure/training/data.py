"""Batches to measure on, drawn from the training set without touching what training reads."""

from __future__ import annotations

import contextlib
import copy
import random
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from adamw_bounds.errors import RunError
from adamw_bounds.measure._torch import torch
from adamw_bounds.measure.batches import moved
from adamw_bounds.measure.guard import Randomness

__all__ = ["Data", "batch_size", "draw"]


@dataclass(frozen=True, kw_only=True)
class Data:
    """Batches to measure on, a name for them, and the size of the training set if it is known."""

    batches: Iterable[Any]
    name: str = ""
    total: int | None = None


def batch_size(loader: Any) -> int | None:
    """Return how many samples a full batch of a loader has, None where it does not say."""
    for owner in (loader, getattr(loader, "batch_sampler", None)):
        size = getattr(owner, "batch_size", None)
        if isinstance(size, int) and size >= 1:
            return size
    return None


def draw(loader: Any, model: Any, given: Iterable[Any] | None, samples: int, seed: int) -> Data:
    """Return what is measured on: what was given, or samples drawn from the training set."""
    dataset: Any = getattr(loader, "dataset", None)
    is_counted = hasattr(dataset, "__len__") and hasattr(dataset, "__getitem__")
    if given is not None:
        return Data(batches=given, total=(len(dataset) or None) if is_counted else None)
    size = batch_size(loader)
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
    dtypes = {value.dtype for value in model.parameters()}
    if len(dtypes) == 1 and torch.float32 not in dtypes:
        # Trainers hand such a model its inputs in its own type.
        batches = [moved(batch, "cpu", dtypes.copy().pop()) for batch in batches]
    part = "" if count == total else f", {count} of {total} samples"
    return Data(batches=batches, name=f"{type(dataset).__name__}{part}", total=total)
