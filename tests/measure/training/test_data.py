"""Batches to measure on are drawn once, and leave the training loader alone."""

from __future__ import annotations

import os

import pytest

if os.environ.get("ADAMW_BOUNDS_REQUIRE_TORCH"):
    import torch
else:
    torch = pytest.importorskip("torch")

import random
import re
import warnings
from pathlib import Path
from typing import Any

import numpy as np
from torch import nn
from torch.nn import functional as F  # noqa: N812
from torch.utils.data import DataLoader, Dataset, IterableDataset, TensorDataset

from adamw_bounds.errors import RunError
from adamw_bounds.measure import SpectrumCallback
from adamw_bounds.spectra import load_spectrum

#: A chunk that is given makes the bits the same each time.
FEW: dict[str, Any] = {
    "probes": 2,
    "steps": 3,
    "exact_below": 0,
    "gradient_samples": 0,
    "chunk": 1,
}


def pairs(count: int = 24, *, seed: int = 1, dtype: Any = torch.float32) -> TensorDataset:
    generator = torch.Generator().manual_seed(seed)
    x = torch.randn(count, 5, generator=generator, dtype=dtype)
    return TensorDataset(x, torch.randint(0, 3, (count,), generator=generator))


def numbers(folder: Path) -> list[int]:
    assert all(re.fullmatch(r"spectrum-\d{8}\.npz", path.name) for path in folder.iterdir())
    return sorted(int(path.stem[-8:]) for path in folder.iterdir())


def states() -> list[Any]:
    numpy = np.random.get_state()
    return [random.getstate(), torch.get_rng_state().tolist(), numpy[1].tolist(), numpy[2:]]


class Loop:
    """The least that trains: calls the hooks as Lightning does, without it."""

    optimizers: list[Any]

    def __init__(self, loader: Any = None, model: Any = None) -> None:
        torch.manual_seed(0)
        self.model = model or nn.Sequential(nn.Linear(5, 4), nn.Tanh(), nn.Linear(4, 3))
        self.train_dataloader = DataLoader(pairs(), batch_size=4) if loader is None else loader
        self.optimizers = [torch.optim.AdamW(self.model.parameters(), lr=1e-2)]
        self.global_step = self.current_epoch = 0
        self.accumulate_grad_batches = self.world_size = 1

    def fit(self, callback: Any, steps: int = 4) -> nn.Module:
        callback.on_train_start(self, self.model)
        for batch, (x, y) in enumerate(self.train_dataloader):
            if batch == steps:
                break
            self.optimizers[0].zero_grad()
            F.cross_entropy(self.model(x), y).backward()
            callback.on_before_optimizer_step(self, self.model, self.optimizers[0])
            self.optimizers[0].step()
            self.global_step += 1
            callback.on_train_batch_end(self, self.model, None, (x, y), batch)
        callback.on_train_end(self, self.model)
        return self.model


@pytest.mark.parametrize("samples", [10, 24])
def test_sigma_of_a_part_of_the_training_set_has_an_error(tmp_path: Path, samples: int) -> None:
    class Module(nn.Linear):
        def training_step(self, batch: Any, index: int) -> Any:
            return F.cross_entropy(self(batch[0]), batch[1])

    settings = {**FEW, "gradient_samples": 256}
    callback = SpectrumCallback(tmp_path, samples=samples, **settings)
    loop = Loop(model=Module(5, 3))
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        callback.on_train_start(loop, loop.model)
    meta = load_spectrum(callback.files[0]).meta
    assert (meta.samples, meta.extra["measured_samples"]) == (24, samples)
    assert meta.sigma > 0
    told = [str(one.message) for one in caught if "c∞" in str(one.message)]
    if samples == 24:
        assert meta.extra["sigma_stderr"] == 0
        assert told == []
    else:
        assert 0 < meta.extra["sigma_stderr"] < meta.sigma
        assert len(told) == 1
        assert "10 of 24 samples" in told[0]


def test_a_collate_function_may_fill_the_same_memory_again(tmp_path: Path) -> None:
    """Ring buffers: training uses each batch before the next is read, a measurement keeps all."""
    held = torch.empty(4, 5), torch.empty(4, dtype=torch.int64)

    def filled(samples: list[Any]) -> Any:
        for row, (x, y) in enumerate(samples):
            held[0][row], held[1][row] = x, y
        return held

    class Module(nn.Linear):
        def training_step(self, batch: Any, index: int) -> Any:
            return F.cross_entropy(self(batch[0]), batch[1])

    figures = []
    for number, collate in enumerate((None, filled)):
        loader = DataLoader(pairs(), batch_size=4, collate_fn=collate)
        callback = SpectrumCallback(tmp_path / str(number), gradient_samples=256)
        loop = Loop(loader, Module(5, 3))
        callback.on_train_start(loop, loop.model)
        found = load_spectrum(callback.files[0])
        figures.append([*found.eigenvalues, found.meta.as_dict()["loss_value"], found.meta.c_inf])
    np.testing.assert_array_equal(*figures)


class Stream(IterableDataset):
    def __iter__(self) -> Any:
        return iter(pairs())


class Failing(Dataset):
    def __len__(self) -> int:
        return 6

    def __getitem__(self, index: int) -> Any:
        raise OSError("lost")


@pytest.mark.filterwarnings("ignore:The problem does not say the minibatch size")
@pytest.mark.parametrize(
    ("loader", "sentence"),
    [
        (DataLoader(Stream(), batch_size=4), r"\(Stream\) without disturbing training"),
        ([pairs().tensors], r"\(list\) without disturbing training"),
        ({"a": DataLoader(pairs()), "b": DataLoader(pairs())}, r"\(dict\) without"),
        (DataLoader(Failing(), batch_size=2), "the training data failed: OSError: lost"),
        (DataLoader([], batch_size=2), "the training data is empty"),
    ],
)
def test_data_of_which_no_part_can_be_drawn(tmp_path: Path, loader: Any, sentence: str) -> None:
    class Module(nn.Linear):
        def training_step(self, batch: Any, index: int) -> Any:
            return F.cross_entropy(self(batch[0]), batch[1])

    callback = SpectrumCallback(tmp_path, at_start=False)
    with pytest.raises(RunError, match=sentence):
        callback.on_train_start(Loop(loader, Module(5, 3)), Module(5, 3))
    given = SpectrumCallback(tmp_path, data=[pairs(6).tensors], **FEW)
    given.on_train_start(Loop(loader, Module(5, 3)), Module(5, 3))
    assert numbers(tmp_path) == [0]


def test_the_drawn_part_is_drawn_once_and_leaves_the_loader_alone(tmp_path: Path) -> None:
    """Augmentation draws from torch; the loader's generator, and the collator's, stay as is."""
    reads: list[int] = []

    class Noisy(Dataset):
        def __len__(self) -> int:
            return 50

        def __getitem__(self, index: int) -> Any:
            reads.append(index)
            return torch.randn(5), index % 3

    class Masking:
        def __init__(self) -> None:
            self.generator = np.random.default_rng(0)

        def __call__(self, rows: Any) -> Any:
            x = torch.stack([row[0] for row in rows])
            keep = torch.from_numpy(self.generator.random(x.shape) > 0.2)
            return x * keep, torch.tensor([row[1] for row in rows])

    class Module(nn.Linear):
        def training_step(self, batch: Any, index: int) -> Any:
            return F.cross_entropy(self(batch[0]), batch[1])

    generator = torch.Generator().manual_seed(1)
    masking = Masking()
    loader = DataLoader(
        Noisy(), batch_size=8, shuffle=True, generator=generator, collate_fn=masking
    )
    before = states(), generator.get_state().tolist(), masking.generator.bit_generator.state
    callback = SpectrumCallback(tmp_path, every=1, samples=20, **FEW)
    loop = Loop(loader, Module(5, 3))
    before = states(), *before[1:]
    callback.on_train_start(loop, loop.model)
    loop.global_step = 1
    callback.on_train_batch_end(loop, loop.model, None, None, 0)
    after = states(), generator.get_state().tolist(), masking.generator.bit_generator.state
    assert after == before
    assert len(reads) == len(set(reads)) == 20
    one, two = (load_spectrum(path) for path in callback.files)
    np.testing.assert_array_equal(one.nodes, two.nodes)  # the same weights and data
