"""The F that is measured is the mean over what a loader's sampler draws."""

from __future__ import annotations

import os

import pytest

if os.environ.get("ADAMW_BOUNDS_REQUIRE_TORCH"):
    import torch
else:
    torch = pytest.importorskip("torch")

import random
from collections import Counter
from collections.abc import Iterator
from typing import Any

import numpy as np
from torch import nn
from torch.utils.data import (
    BatchSampler,
    DataLoader,
    Dataset,
    DistributedSampler,
    RandomSampler,
    Sampler,
    SequentialSampler,
    Subset,
    SubsetRandomSampler,
    TensorDataset,
    WeightedRandomSampler,
)

from adamw_bounds.errors import RunError
from adamw_bounds.measure import Problem, measure
from adamw_bounds.measure.training.data import draw
from adamw_bounds.measure.training.sampling import batch_size, sampling_of

COUNT = 12


class Halves(Sampler):
    """Each sample of the first half in an order of its own state, the others never."""

    def __init__(self) -> None:
        self.generator = np.random.default_rng(0)

    def __iter__(self) -> Iterator[int]:
        return iter(self.generator.permutation(COUNT // 2).tolist())

    def __len__(self) -> int:
        return COUNT // 2


class Growing(Sampler):
    """Another part in each epoch."""

    epoch = 0

    def set_epoch(self, epoch: int) -> None:
        self.epoch = epoch

    def __iter__(self) -> Iterator[int]:
        return iter(range(4 + self.epoch))


class Endless(Sampler):
    def __iter__(self) -> Iterator[int]:
        while True:
            yield from torch.randperm(COUNT).tolist()


class Failing(Sampler):
    def __iter__(self) -> Iterator[int]:
        raise ValueError("no luck")


class Buckets(Sampler):
    """Batches of unequal sizes, in another order each time."""

    batch_size = 4096  # tokens

    def __iter__(self) -> Iterator[list[int]]:
        batches = [[0, 1, 2], [3], [4, 5]]
        return iter([batches[place] for place in torch.randperm(3).tolist()])


class Mirrored(RandomSampler):
    """Whose class is known, but not what it draws."""

    def __iter__(self) -> Iterator[int]:
        return iter([0, 0, 1])


class Rows(Dataset):
    """A data set that is asked for lists."""

    def __init__(self) -> None:
        self.x, self.y = numbers()

    def __getitem__(self, index: Any) -> Any:
        return self.x[index], self.y[index]


def numbers() -> tuple[Any, Any]:
    generator = torch.Generator().manual_seed(2)
    x = torch.randn(COUNT, 4, generator=generator)
    x[COUNT // 2 :] += 3
    return x, torch.randint(0, 3, (COUNT,), generator=generator)


DATA = TensorDataset(*numbers())
ALL = dict.fromkeys(range(COUNT), 1)
FIRST = dict.fromkeys(range(6), 1)
PULL = [*range(1, COUNT), 0]


def loader(**options: Any) -> DataLoader:
    return DataLoader(DATA, **options)


def shares(shuffle: bool = False, replicas: int = 5, **options: Any) -> DistributedSampler:
    return DistributedSampler(DATA, num_replicas=replicas, rank=0, shuffle=shuffle, **options)


#: What an epoch draws, for each kind of loader; options of `sampling_of`.
KINDS: dict[str, tuple[DataLoader, dict[str, int], dict[int, float]]] = {
    "sequential": (loader(batch_size=5), {}, ALL),
    "sequential, last dropped": (
        loader(batch_size=5, drop_last=True),
        {},
        dict.fromkeys(range(10), 1),
    ),
    "sequential, limited": (loader(batch_size=3), {"limit": 2}, FIRST),
    "shuffled": (loader(batch_size=5, shuffle=True, drop_last=True), {"limit": 1}, ALL),
    "with replacement": (loader(sampler=RandomSampler(DATA, True, 4)), {}, ALL),
    "of a smaller set": (loader(sampler=RandomSampler(range(6))), {}, FIRST),
    "subset": (loader(sampler=SubsetRandomSampler(range(6))), {}, FIRST),
    "subset, twice": (loader(sampler=SubsetRandomSampler([0, 0, 3])), {}, {0: 2, 3: 1}),
    "weights of a half": (
        loader(sampler=WeightedRandomSampler([0.5] * 6 + [0] * 6, 20)),
        {},
        FIRST,
    ),
    "weights": (loader(sampler=WeightedRandomSampler(PULL, 20)), {}, dict(enumerate(PULL[:11]))),
    "weights without replacement": (
        loader(sampler=WeightedRandomSampler(range(1, 13), 12, replacement=False)),
        {},
        ALL,
    ),
    "batches of a subset": (
        loader(batch_sampler=BatchSampler(SubsetRandomSampler(range(6)), 4, True)),
        {},
        FIRST,
    ),
    "a list of batches": (loader(batch_sampler=[[0, 1, 2], [3, 4, 5]]), {}, FIRST),
    "a list of batches, limited": (
        loader(batch_sampler=[[0, 1, 2], [3, 4, 5], [6]]),
        {"limit": 2},
        FIRST,
    ),
    "a list": (loader(sampler=[5, 4, 3, 2, 1, 0]), {}, FIRST),
    "unknown batches": (loader(batch_sampler=Buckets()), {}, FIRST),
    "unknown": (loader(sampler=Halves(), batch_size=4, drop_last=True), {}, FIRST),
    "unknown, limited to all": (
        loader(sampler=Halves(), batch_size=4, drop_last=True),
        {"limit": 1},
        FIRST,
    ),
    "unknown of a known class": (loader(sampler=Mirrored(DATA)), {}, {0: 2, 1: 1}),
    "lists of a data set": (
        DataLoader(Rows(), sampler=BatchSampler(SubsetRandomSampler(range(6)), 4, False),
                   batch_size=None),
        {},
        FIRST,
    ),
    "shares": (loader(sampler=shares(True)), {"processes": 5}, ALL),
    "shares in order": (
        loader(sampler=shares()),
        {"processes": 5},
        {**ALL, 0: 2, 1: 2, 2: 2},
    ),
    "shares in order, limited": (
        loader(sampler=shares(replicas=2), batch_size=3),
        {"processes": 2, "limit": 1},
        FIRST,
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_what_training_draws(kind: str) -> None:
    given, options, expected = KINDS[kind]
    found = sampling_of(given, **options)
    weights = np.ones(len(found.keys)) if found.weights is None else found.weights
    assert Counter(found.keys) == Counter(list(expected))
    shares = {key: value / sum(expected.values()) for key, value in expected.items()}
    assert dict(zip(found.keys, weights / weights.sum(), strict=True)) == pytest.approx(shares)


@pytest.mark.parametrize("kind", KINDS)
def test_the_measured_function_is_that_of_what_is_drawn(kind: str, dense_hessian: Any) -> None:
    """Value and spectrum, against Σ p_i ℓ_i and its dense Hessian."""
    given, options, expected = KINDS[kind]
    x, y = numbers()
    torch.manual_seed(0)
    model = nn.Sequential(nn.Linear(4, 3), nn.Tanh(), nn.Linear(3, 3)).double()
    names = [name for name, _ in model.named_parameters()]
    chances = torch.zeros(COUNT, dtype=torch.float64)
    chances[list(expected)] = torch.tensor([float(value) for value in expected.values()]).double()
    chances /= chances.sum()

    def loss(forward: Any, shares: Any = chances) -> Any:
        return shares @ nn.functional.cross_entropy(forward(x.double()), y, reduction="none")

    data = draw(given, model, None, 1024, 0, **options)
    problem = Problem.supervised(model, nn.CrossEntropyLoss(), list(data.batches))
    found = measure(problem)
    meta = found.spectrum.meta
    assert found.constants.loss == pytest.approx(float(loss(model).detach()), rel=1e-12)
    assert (data.total, meta.samples) == (len(expected), len(expected))
    np.testing.assert_allclose(
        found.spectrum.eigenvalues,
        np.linalg.eigvalsh(dense_hessian(model, names, loss)),
        atol=1e-12,
    )
    assert ("weighted-sampling" in dict(data.notes)) is (len(set(expected.values())) > 1)
    deviation, largest = of_one_draw(model, chances, loss)
    assert found.constants.sigma == pytest.approx(deviation, rel=1e-12)
    assert found.constants.sigma_stderr == 0
    assert found.constants.c_inf == pytest.approx(largest, rel=1e-12)


def of_one_draw(model: nn.Module, chances: Any, loss: Any) -> tuple[float, float]:
    """Return σ and c∞ of one draw: of the summands whose mean by `chances` the loss is."""
    drawn = [int(place) for place in torch.nonzero(chances)]
    own = [torch.zeros_like(chances).scatter(0, torch.tensor([place]), 1.0) for place in drawn]
    parameters = list(model.parameters())

    def slope(shares: Any) -> Any:
        parts = torch.autograd.grad(loss(model, shares), parameters)
        return torch.cat([part.reshape(-1) for part in parts])

    rows = torch.stack([slope(one) for one in own])
    variance = chances[drawn] @ ((rows - slope(chances)) ** 2).sum(1)
    return float(variance.sqrt()), float(rows.abs().max())


@pytest.mark.parametrize(
    ("given", "options", "sentence"),
    [
        (loader(sampler=Growing()), {}, "Growing draws other samples in each epoch"),
        (loader(sampler=Endless()), {}, "Endless does not end"),
        (loader(sampler=Failing()), {}, "ValueError: no luck"),
        (loader(sampler=Halves(), batch_size=2), {"limit": 1}, "Halves draws other samples"),
        (loader(batch_sampler=Buckets()), {"limit": 1}, "Buckets draws other samples"),
        (loader(batch_sampler=BatchSampler(Endless(), 3, False)), {}, "Endless does not end"),
        (loader(batch_size=None), {}, "batch of unknown size"),
        (loader(sampler=shares(True)), {}, "among 5 processes, but 1 train"),
        (
            loader(sampler=WeightedRandomSampler(range(1, 13), 5, replacement=False)),
            {},
            "without replacement",
        ),
    ],
)
def test_what_cannot_be_known_is_refused(given: Any, options: Any, sentence: str) -> None:
    with pytest.raises(RunError, match=sentence) as caught:
        sampling_of(given, **options)
    assert caught.value.code == "unknown-sampling"
    assert "give data" in caught.value.message


@pytest.mark.parametrize("kind", KINDS)
def test_training_does_not_notice(kind: str) -> None:
    """Neither a sampler's own state nor any random state moves."""
    given, options, _ = KINDS[kind]
    samplers = [given.sampler, given.batch_sampler]
    samplers += [getattr(sampler, "sampler", None) for sampler in samplers]

    def state() -> list[Any]:
        own = [getattr(one, "generator", None) for one in samplers if one is not None]
        return [
            torch.get_rng_state().tolist(),
            random.getstate(),
            np.random.get_state()[1].tolist(),
            [str(one.bit_generator.state) for one in own if isinstance(one, np.random.Generator)],
        ]

    model = nn.Linear(1, 1)
    before = state()
    draw(given, model, None, 4, 0, **options)
    assert state() == before


@pytest.mark.parametrize(
    "sampler",
    [WeightedRandomSampler(PULL, 20), WeightedRandomSampler([2.0] * 6 + [1.0] * 6, 20)],
    ids=["each its own", "two kinds"],
)
@pytest.mark.parametrize("kind", ["weights", "ignored", "sum"])
def test_targets_that_weigh_differently_are_weighed_as_they_are_drawn(
    sampler: Any, kind: str, dense_hessian: Any
) -> None:
    """Class weights of a loss and weights of a sampler: F = Σ p w ℓ / Σ p w."""
    x, y = numbers()
    torch.manual_seed(0)
    model = nn.Sequential(nn.Linear(4, 3), nn.Tanh(), nn.Linear(3, 3)).double()
    names = [name for name, _ in model.named_parameters()]
    chances = sampler.weights.double()
    chances /= chances.sum()
    weight = torch.tensor([0.1, 1.0, 5.0]).double()
    criterion: Any = {
        "weights": nn.CrossEntropyLoss(weight=weight),
        "ignored": nn.CrossEntropyLoss(ignore_index=1),
        "sum": nn.CrossEntropyLoss(weight=weight, reduction="sum"),
    }[kind]
    counts = {"weights": weight[y], "ignored": (y != 1).double(), "sum": torch.ones(len(y))}[kind]
    counts = counts.double() / (chances @ counts.double())

    def loss(forward: Any, shares: Any = chances) -> Any:
        values = forward(x.double())
        losses = nn.functional.cross_entropy(
            values, y, reduction="none", ignore_index=criterion.ignore_index
        )
        if kind == "sum":
            losses = losses * weight[y]
        return (shares * counts) @ losses

    data = draw(
        DataLoader(TensorDataset(x, y), batch_size=4, sampler=sampler), model, None, 1024, 0
    )
    found = measure(Problem.supervised(model, criterion, data.batches))
    assert found.constants.loss == pytest.approx(float(loss(model).detach()), rel=1e-12)
    np.testing.assert_allclose(
        found.spectrum.eigenvalues,
        np.linalg.eigvalsh(dense_hessian(model, names, loss)),
        atol=1e-12,
    )
    deviation, largest = of_one_draw(model, chances, loss)
    assert found.constants.sigma == pytest.approx(deviation, rel=1e-12)
    assert found.constants.c_inf == pytest.approx(largest, rel=1e-12)


@pytest.mark.parametrize("samples", [1024, 8], ids=["all", "a part"])
def test_sigma_of_unequal_weights_lies_within_its_error(samples: int) -> None:
    """Estimates from gradients of a part: of draws, with replacement."""
    x, y = numbers()
    torch.manual_seed(0)
    model = nn.Linear(4, 3).double()
    chances = torch.tensor(PULL).double()
    chances /= chances.sum()
    criterion = nn.CrossEntropyLoss(reduction="none")
    right, _ = of_one_draw(
        model, chances, lambda forward, shares: shares @ criterion(forward(x.double()), y)
    )
    given = DataLoader(TensorDataset(x, y), batch_size=4, sampler=WeightedRandomSampler(PULL, 20))
    squares, errors = [], []
    for seed in range(60):
        data = draw(given, model, None, samples, seed)
        problem = Problem(
            model=model, loss=nn.CrossEntropyLoss(), data=data.batches, population=data.total
        )
        found = measure(problem, gradient_samples=8, seed=seed, probes=1, steps=1).constants
        squares.append(found.sigma**2)
        errors.append((2 * found.sigma * found.sigma_stderr) ** 2)
        assert found.c_inf is not None
    mean = float(np.mean(squares))
    assert mean == pytest.approx(right**2, abs=4 * float(np.std(squares)) / np.sqrt(60))
    # What the file calls its error is how far seeds differ.
    assert float(np.mean(errors)) == pytest.approx(float(np.var(squares)), rel=0.6)


def test_many_samples_of_unequal_weights_are_drawn_by_them() -> None:
    weights = [1.0] * 5 + [3.0] * 5
    given = DataLoader(
        TensorDataset(torch.arange(10.0)), sampler=WeightedRandomSampler(weights, 10)
    )
    counts = Counter(
        float(value)
        for seed in range(300)
        for (batch,), _ in draw(given, nn.Linear(1, 1), None, 8, seed).batches
        for value in batch
    )
    rare = sum(counts[float(key)] for key in range(5)) / sum(counts.values())
    assert rare == pytest.approx(1 / 4, abs=3 * np.sqrt(3 / 16 / 2400))


def test_the_size_of_a_batch() -> None:
    assert batch_size(loader(batch_size=5)) == 5
    assert batch_size(loader(batch_sampler=BatchSampler(SequentialSampler(DATA), 4, True))) == 4
    assert batch_size(loader(batch_sampler=[[0, 1, 2], [3, 4, 5], [6]])) == 3
    assert batch_size(loader(batch_sampler=[[0, 1, 2], [3], [4, 5]])) is None
    assert batch_size(loader(batch_sampler=Buckets())) is None
    rows = BatchSampler(range(6), 2, False)
    assert batch_size(DataLoader(Rows(), sampler=rows, batch_size=None)) == 2
    assert batch_size(loader(batch_size=None)) is None
    assert batch_size([1]) is None


def test_folds_of_a_data_set() -> None:
    """Each training fold is measured, and nothing of the fold that is left out."""
    folds = np.array_split(np.random.default_rng(1).permutation(COUNT), 3)
    for fold in folds:
        rest = sorted(set(range(COUNT)) - set(fold.tolist()))
        by_sampler = draw(
            loader(batch_size=COUNT, sampler=SubsetRandomSampler(rest)),
            nn.Linear(1, 1),
            None,
            1024,
            0,
        )
        by_subset = draw(
            DataLoader(Subset(DATA, rest), batch_size=COUNT), nn.Linear(1, 1), None, 1024, 0
        )
        (one,), (other,) = by_sampler.batches, by_subset.batches
        assert all(torch.equal(first, second) for first, second in zip(one, other, strict=True))
