"""Batches to measure on, drawn as training draws them, without touching what training reads."""

from __future__ import annotations

import contextlib
import copy
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any, Final

import numpy as np

from adamw_bounds.errors import RunError
from adamw_bounds.measure._torch import torch
from adamw_bounds.measure.batches import Weighed, moved, owned, unweighed
from adamw_bounds.measure.batches import _leaves as leaves
from adamw_bounds.measure.state import Randomness, seed_torch
from adamw_bounds.measure.training.sampling import Sampling, sampling_of

__all__ = ["Data", "draw", "read", "seeded"]

_ONE_DRAW: Final = (
    "The batch hooks of training draw at random. One draw of them is measured, and stays the same "
    "in all measurements; training sees another in each epoch."
)

Notes = list[tuple[str, str]]
#: What becomes of a batch between the loader and the loss.
Received = Callable[[Any], Any]


@dataclass(frozen=True, kw_only=True)
class Data:
    """Batches to measure on.

    Attributes
    ----------
    batches : iterable
        They, `Weighed` where training draws some samples more often.
    name : str
        Their name, empty for that of their type.
    total : int, optional
        Size of the training set, where it is known.
    notes : list
        Code and sentence of what a reader must know of them.
    recorded : mapping
        What a file says of them.
    """

    batches: Iterable[Any]
    name: str = ""
    total: int | None = None
    notes: Notes = field(default_factory=list)
    recorded: dict[str, Any] = field(default_factory=dict)


def draw(
    loader: Any,
    model: Any,
    given: Iterable[Any] | None,
    samples: int,
    seed: int,
    *,
    limit: int | None = None,
    processes: int = 1,
    received: Received | None = None,
) -> Data:
    """Return what is measured on: what was given, or samples of the training set.

    Parameters
    ----------
    loader, model
        Those of training.
    given : iterable, optional
        Batches to measure on.
    samples : int
        How many to draw.
    seed : int
        Decides which are drawn, and what is drawn at random in reading them.
    limit : int, optional
        Batches of an epoch after which training stops it.
    processes : int
        Processes that train.
    received : callable, optional
        What training makes of a batch before its loss.

    Raises
    ------
    RunError
        If what training draws cannot be known, or the data fails.
    """
    if given is not None:
        total = None
        with contextlib.suppress(RunError, AttributeError, TypeError):
            total = len(sampling_of(loader, limit=limit, processes=processes).keys)
        return Data(batches=given, total=total)
    loader = getattr(loader, "_dataloader", loader)  # Lightning's Fabric wraps it
    dataset: Any = getattr(loader, "dataset", None)
    data = torch.utils.data
    if (
        not isinstance(loader, data.DataLoader)
        or isinstance(dataset, data.IterableDataset)
        or not hasattr(dataset, "__getitem__")
    ):
        kind = type(loader if dataset is None else dataset).__name__
        raise RunError(
            f"no fixed part can be drawn from the training data ({kind}) without disturbing "
            "training: give data, batches of the training set to measure on",
            code="bad-data",
        )
    sampling = sampling_of(loader, limit=limit, processes=processes)
    total = len(sampling.keys)
    notes: Notes = []
    recorded: dict[str, Any] = {}
    chosen, weights = _chosen(sampling, samples, seed)
    if sampling.weights is not None:
        recorded["sampling"] = "weighted"
        notes.append(
            (
                "weighted-sampling",
                f"Training draws some of its {total} samples more often than others. The F that "
                "is measured is the weighted mean that is trained. The generalization bounds "
                "take F for a plain mean over the training set, which this is not. σ and c∞ are "
                "those of one draw.",
            )
        )
    with seeded(loader, seed):
        batches = [*read(loader, chosen, weights, sampling)]
        if received is not None and batches:
            once, again = copy.deepcopy(batches[0]), copy.deepcopy(batches[0])
            batches = [_after(received, batch) for batch in batches]
            torch.manual_seed(seed)
            once = _after(received, once)
            torch.manual_seed(seed + 1)
            if not _same(once, _after(received, again)):
                recorded["augmentation"] = "one draw"
                notes.append(("random-batches", _ONE_DRAW))
    dtypes = {value.dtype for value in model.parameters()}
    # Trainers hand a model its inputs in its own type.
    dtype = dtypes.pop() if len(dtypes) == 1 else torch.float32
    batches = [moved(batch, "cpu", None if dtype == torch.float32 else dtype) for batch in batches]
    part = "" if len(chosen) == total else f", {len(chosen)} of {total} samples"
    return Data(
        batches=batches,
        name=f"{type(dataset).__name__}{part}",
        total=total,
        notes=notes,
        recorded=recorded,
    )


def _chosen(
    sampling: Sampling, samples: int, seed: int
) -> tuple[list[Any], np.ndarray[Any, Any] | None]:
    """Return the keys that are read, and their weights where they stand for unequal parts."""
    total = len(sampling.keys)
    generator = np.random.default_rng([seed, 2])
    if sampling.weights is None:
        places = generator.choice(total, size=min(samples, total), replace=False)
        return [sampling.keys[place] for place in np.sort(places)], None
    if total <= samples:
        return list(sampling.keys), sampling.weights
    # As training draws them, so that their plain mean has the mean that is trained.
    chances = sampling.weights / sampling.weights.sum()
    places = generator.choice(total, size=samples, replace=True, p=chances)
    return [sampling.keys[place] for place in np.sort(places)], np.ones(samples)


def read(
    loader: Any, keys: Sequence[Any], weights: np.ndarray[Any, Any] | None, sampling: Sampling
) -> Iterator[Any]:
    """Read batches of samples of one weight each."""
    collate = loader.collate_fn
    with contextlib.suppress(Exception):  # one that masks at random may keep a state
        collate = copy.deepcopy(collate)
    groups: dict[float, list[Any]] = {}
    for place, key in enumerate(keys):
        groups.setdefault(1.0 if weights is None else float(weights[place]), []).append(key)
    mean = 1.0 if weights is None else float(weights.mean())
    for weight, members in groups.items():
        batches = [
            members[start : start + sampling.size]
            for start in range(0, len(members), sampling.size)
        ]
        reader = torch.utils.data.DataLoader(
            loader.dataset,
            collate_fn=collate,
            **(
                {"sampler": batches, "batch_size": None}
                if sampling.in_lists
                else {"batch_sampler": batches}
            ),
        )
        for read in reader:
            batch = _kept(read)
            yield batch if weights is None else Weighed(batch, weight / mean)


def _kept(batch: Any) -> Any:
    """Return a copy of a batch: a collate function may fill the same memory for its next one.

    Raises
    ------
    RunError
        If it holds what cannot be copied.
    """
    try:
        return owned(batch)
    except Exception as error:
        raise RunError(
            f"a batch of type {type(batch).__name__} cannot be kept, because it cannot be copied "
            f"({type(error).__name__}: {error}): give data, batches of the training set to "
            "measure on",
            code="bad-data",
        ) from error


def _after(received: Received, batch: Any) -> Any:
    """Return what training makes of a batch, on the CPU, where batches are kept."""
    found = received(unweighed(batch)[0])
    if any(isinstance(leaf, torch.Tensor) and leaf.requires_grad for leaf in leaves(found)):
        raise RunError(
            "a batch hook of training computes with the model's parameters, so that the loss of "
            "its batches alone is not what is trained: compute it in training_step",
            code="bad-problem",
        )
    found = _kept(moved(found, "cpu"))
    return batch._replace(batch=found) if isinstance(batch, Weighed) else found


def _same(one: Any, other: Any) -> bool:
    """Tell whether two batches hold the same numbers."""
    pairs = zip_longest(leaves(one), leaves(other))
    return all(
        torch.equal(first, second)
        for first, second in pairs
        if isinstance(first, torch.Tensor) and isinstance(second, torch.Tensor)
    )


@contextlib.contextmanager
def seeded(loader: Any, seed: int) -> Iterator[None]:
    """Let what is drawn at random depend on the seed alone; training finds its own state again."""
    randomness = Randomness(loader)
    try:
        random.seed(seed)
        np.random.seed(seed % 2**32)
        seed_torch(seed)
        yield
    except RunError:
        raise
    except Exception as error:
        raise RunError(
            f"the training data failed: {type(error).__name__}: {error}", code="problem-failed"
        ) from error
    finally:
        randomness.restore()
