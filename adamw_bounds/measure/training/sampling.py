"""Which samples training draws, and how often: what a loader's sampler says.

The function that is trained is a mean over what the sampler draws, not over the data set. A
sampler that is known tells it. Any other is copied, and the copy is run for a few epochs: where
each epoch draws the same samples, however ordered, they are the training set.
"""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

import numpy as np

from adamw_bounds.errors import RunError
from adamw_bounds.measure._torch import torch
from adamw_bounds.measure.state import Randomness

__all__ = ["Sampling", "batch_size", "generator_of", "replacement", "sampling_of"]

#: Epochs for which a copy of an unknown sampler is run.
_EPOCHS: Final = 3
#: A sampler that draws more than this many times the data set in an epoch is taken for endless.
_ENDLESS: Final = 4
#: What such a sampler may draw in any case.
_SPARE: Final = 100_000
#: Accelerate's samplers of batches around another.
_ACCELERATE: Final = frozenset({"BatchSamplerShard", "SkipBatchSampler"})


@dataclass(frozen=True, kw_only=True)
class Sampling:
    """What training draws.

    Attributes
    ----------
    keys : sequence
        Each sample of the training set once, as the data set knows it.
    weights : array, optional
        How often training draws each of them, up to a factor; None where all are alike.
    size : int
        Samples of the largest batch.
    in_lists : bool
        Whether the data set is asked for lists of keys.
    """

    keys: Sequence[Any]
    weights: np.ndarray[Any, Any] | None = None
    size: int = 1
    in_lists: bool = False


def batch_size(loader: Any) -> int | None:
    """Return how many samples a full batch of one process has, None where it does not say."""
    loader = _own(loader)
    sampler = getattr(loader, "batch_sampler", None)
    if sampler is None and _runs_as(getattr(loader, "sampler", None), "BatchSampler"):
        sampler = loader.sampler
    parts = 1
    while sampler is not None and type(sampler).__name__ in _ACCELERATE:
        if getattr(sampler, "split_batches", False):
            parts *= int(sampler.num_processes)
        sampler = sampler.batch_sampler
    if sampler is None or not hasattr(sampler, "__iter__"):
        size = getattr(loader, "batch_size", None)
    elif _runs_as(sampler, "BatchSampler"):
        size = sampler.batch_size
    else:
        # A number that a sampler of one's own calls batch_size may count tokens.
        size = _one_size(sampler)
    if isinstance(size, bool) or not isinstance(size, int) or size < 1:
        return None
    return size // parts


def _one_size(batches: Any) -> int | None:
    """Return the size that all batches of a fixed list have, but for a smaller last one."""
    if not isinstance(batches, list | tuple) or not batches:
        return None
    sizes = [len(batch) for batch in batches]
    return sizes[0] if set(sizes[:-1]) <= {sizes[0]} and sizes[-1] <= sizes[0] else None


def sampling_of(loader: Any, *, limit: int | None = None, processes: int = 1) -> Sampling:
    """Return what training draws from the data set of a loader.

    Parameters
    ----------
    loader : DataLoader
        Of a data set with ``__getitem__``. It is not read, and keeps its state.
    limit : int, optional
        Batches of an epoch after which each process stops.
    processes : int
        Processes that train, among which a sampler may share the samples out.

    Raises
    ------
    RunError
        If it cannot be known.
    """
    loader = _own(loader)
    batches, in_lists = loader.batch_sampler, False
    if batches is None:
        batches, in_lists = loader.sampler, True
        if not _runs_as(batches, "BatchSampler"):
            raise _unknown("with batch_size=None each of its items is a batch of unknown size")
    shares = 1
    while type(batches).__name__ in _ACCELERATE:
        if hasattr(batches, "num_processes"):
            _check_shares("sampler", batches.num_processes, processes)
            shares = 1 if batches.split_batches else processes
        batches = batches.batch_sampler
    randomness = Randomness(loader)
    try:
        if _runs_as(batches, "BatchSampler"):
            size = int(batches.batch_size)
            drops = bool(batches.drop_last)
            epoch = _Epoch(loader.dataset, limit, processes, shares, size, drops)
            keys, weights = epoch.of(batches.sampler)
        else:
            most = None if limit is None else limit * shares
            keys, weights, size = _of_batches(batches, loader.dataset, most)
    except RunError:
        raise
    except Exception as error:
        reason = f"{type(error).__name__}: {error}".removesuffix(": ")
        raise _unknown(f"its sampler failed: {reason}") from error
    finally:
        randomness.restore()
    if not len(keys):
        raise RunError("the training data is empty", code="bad-data")
    return Sampling(keys=keys, weights=weights, size=size, in_lists=in_lists)


def replacement(loader: Any) -> bool | None:
    """Tell whether a loader draws each batch anew, with replacement; None where it is not known.

    A stream may be anything; a fixed order and a shuffled one are both without replacement.
    """
    inner = _innermost(loader)
    if inner is None:
        return None
    if _runs_as(inner, "RandomSampler") or _runs_as(inner, "WeightedRandomSampler"):
        return bool(inner.replacement)
    known = ("SequentialSampler", "SubsetRandomSampler", "DistributedSampler")
    return False if any(_runs_as(inner, name) for name in known) else None


def generator_of(loader: Any) -> Any:
    """Return the generator that a loader draws with, None for that of torch."""
    return getattr(_innermost(loader), "generator", None)


def _innermost(loader: Any) -> Any:
    """Return the sampler of single samples, None where there is none."""
    sampler: Any = getattr(_own(loader), "batch_sampler", None)
    while type(sampler).__name__ in _ACCELERATE:
        sampler = sampler.batch_sampler
    return sampler.sampler if _runs_as(sampler, "BatchSampler") else None


_Drawn = tuple[Sequence[Any], np.ndarray[Any, Any] | None]


@dataclass
class _Epoch:
    """What one epoch takes of a sampler of single samples."""

    dataset: Any
    limit: int | None
    processes: int
    shares: int
    size: int
    drops: bool

    def of(self, sampler: Any) -> _Drawn:
        """Return the samples that a sampler draws, and their weights."""
        if _runs_as(sampler, "RandomSampler") or type(sampler).__name__ == "SeedableRandomSampler":
            return range(len(sampler.data_source)), None
        if _runs_as(sampler, "SubsetRandomSampler"):
            return _counted(_listed(sampler.indices))
        if _runs_as(sampler, "WeightedRandomSampler"):
            return _weighted(sampler)
        if _runs_as(sampler, "SequentialSampler"):
            return self.kept(range(len(sampler.data_source)))
        if isinstance(sampler, list | tuple | range | np.ndarray | torch.Tensor):
            return self.kept(_listed(sampler))
        distributed = torch.utils.data.distributed.DistributedSampler
        wraps = type(sampler).__name__ == "DistributedSamplerWrapper"  # Lightning's
        if isinstance(sampler, distributed) and (wraps or _runs_as(sampler, "DistributedSampler")):
            return self.of_shares(sampler, wraps=wraps)
        return self.of_epochs(sampler)

    def of_shares(self, sampler: Any, *, wraps: bool) -> _Drawn:
        """Return what all processes together draw."""
        _check_shares("DistributedSampler", sampler.num_replicas, self.processes)
        self.shares = self.processes
        if wraps:
            return self.of(sampler.dataset._sampler)
        count = len(sampler.dataset)
        if sampler.shuffle or not count:
            return range(count), None
        # As many for each: the first samples twice, or without the last.
        return self.kept(np.resize(np.arange(count), sampler.total_size).tolist())

    def kept(self, keys: Sequence[Any]) -> _Drawn:
        """Return what an epoch takes of samples in a fixed order."""
        return _counted(keys[: self.length(len(keys))])

    def length(self, count: int) -> int:
        """Return how many of `count` samples an epoch takes."""
        whole = self.size * self.shares
        taken = count // whole * whole if self.drops else count
        return taken if self.limit is None else min(taken, self.limit * whole)

    def of_epochs(self, sampler: Any) -> _Drawn:
        """Return what a sampler draws that is not known, by what it draws in a few epochs."""
        most = _ENDLESS * _length(self.dataset) + _SPARE
        epochs = [list(islice(epoch, most + 1)) for epoch in _runs(sampler, self.dataset)]
        name = type(sampler).__name__
        if any(len(epoch) > most for epoch in epochs):
            raise _unknown(f"its sampler {name} does not end")
        if all(epoch == epochs[0] for epoch in epochs):
            return self.kept(epochs[0])
        # What drop_last leaves out of shuffled samples is another part of a batch each time.
        if self.limit is not None:
            most = (self.limit + self.drops) * self.size * self.shares
            epochs = [
                epoch[: self.length(len(epoch))] if len(epoch) >= most else epoch
                for epoch in epochs
            ]
        return _alike(epochs, f"its sampler {name}")


def _of_batches(batches: Any, dataset: Any, limit: int | None) -> tuple[Any, Any, int]:
    """Return what a sampler of batches draws, by what it draws in a few epochs."""
    most = _ENDLESS * _length(dataset) + _SPARE
    name = type(batches).__name__
    epochs: list[list[Any]] = []
    size = 1
    for epoch in _runs(batches, dataset):
        drawn: list[Any] = []
        for batch in islice(epoch, limit):
            drawn += list(batch)
            size = max(size, len(batch))
            if len(drawn) > most:
                raise _unknown(f"its batch sampler {name} does not end")
        epochs.append(drawn)
    return *_alike(epochs, f"its batch sampler {name}"), size


def _runs(sampler: Any, dataset: Any) -> Iterator[Iterator[Any]]:
    """Run a copy of a sampler for a few epochs; a list says the same each time."""
    fixed = isinstance(sampler, list | tuple)
    if not fixed:
        known = {id(one): one for one in (dataset, *_data_sets(sampler))}
        try:
            sampler = copy.deepcopy(sampler, known)
        except Exception as error:
            raise _unknown(f"its sampler {type(sampler).__name__} cannot be copied") from error
    for epoch in range(1 if fixed else _EPOCHS):
        if callable(getattr(sampler, "set_epoch", None)):
            sampler.set_epoch(epoch)
        yield iter(sampler)


def _data_sets(sampler: Any, depth: int = 3) -> Iterator[Any]:
    """Yield the data sets that a sampler holds, which are not copied."""
    for held in getattr(sampler, "__dict__", {}).values():
        if isinstance(held, torch.utils.data.Dataset):
            yield held
        elif depth and isinstance(held, torch.utils.data.Sampler):
            yield from _data_sets(held, depth - 1)


def _alike(epochs: list[list[Any]], what: str) -> _Drawn:
    """Return what each epoch draws, where all draw the same."""
    counts = [_count(epoch) for epoch in epochs]
    if any(other != counts[0] for other in counts):
        raise _unknown(f"{what} draws other samples in each epoch")
    return _counted(epochs[0])


def _weighted(sampler: Any) -> _Drawn:
    weights = sampler.weights.detach().cpu().double().numpy()
    keys = np.flatnonzero(weights > 0).tolist()
    weights = weights[weights > 0]
    if not len(keys) or np.all(weights == weights[0]):
        return keys, None
    if sampler.replacement:
        return keys, weights
    if sampler.num_samples >= len(keys):
        return keys, None
    raise _unknown(
        "its WeightedRandomSampler draws a part of the samples without replacement, whose chances "
        "have no closed form"
    )


def _count(keys: Iterable[Any]) -> Counter[Any]:
    try:
        return Counter(keys)
    except TypeError:
        raise _unknown("its sampler draws keys that cannot be compared") from None


def _counted(keys: Sequence[Any]) -> _Drawn:
    """Return each key once, with how often it is there where that differs."""
    if isinstance(keys, range):
        return keys, None
    counts = _count(keys)
    often = np.array(list(counts.values()), dtype=float)
    return list(counts), None if np.all(often == often[:1]) else often


def _listed(keys: Any) -> list[Any]:
    """Return the keys of an array or a list, as Python's numbers where they are numbers."""
    return list(keys.tolist() if hasattr(keys, "tolist") else keys)


def _length(dataset: Any) -> int:
    try:
        return len(dataset)
    except TypeError:
        return 0


def _runs_as(sampler: Any, name: str) -> bool:
    """Tell whether a sampler draws as torch's of that name does."""
    data = torch.utils.data
    known = getattr(data, name, None) or data.distributed.DistributedSampler
    return isinstance(sampler, known) and type(sampler).__iter__ is known.__iter__


def _own(loader: Any) -> Any:
    """Return the loader that Lightning's Fabric wraps."""
    return getattr(loader, "_dataloader", loader)


def _check_shares(what: str, shares: int, processes: int) -> None:
    if shares != processes:
        raise _unknown(
            f"its {what} shares the samples out among {shares} processes, but {processes} train"
        )


def _unknown(why: str) -> RunError:
    return RunError(
        f"the samples that training draws from its loader cannot be known, because {why}: give "
        "data, batches of the training set to measure on",
        code="unknown-sampling",
    )
