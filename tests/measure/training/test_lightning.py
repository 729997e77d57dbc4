"""What stands between the data set and training_step in Lightning is in the measured F."""

from __future__ import annotations

import os

import pytest

if os.environ.get("ADAMW_BOUNDS_REQUIRE_TORCH"):
    import torch
else:
    torch = pytest.importorskip("torch")

import importlib
import random
import warnings
from pathlib import Path
from typing import Any

import numpy as np
from torch import nn
from torch.utils.data import (
    BatchSampler,
    DataLoader,
    IterableDataset,
    SubsetRandomSampler,
    TensorDataset,
    WeightedRandomSampler,
)

from adamw_bounds.errors import RunError
from adamw_bounds.measure import SpectrumCallback
from adamw_bounds.spectra import Spectrum, load_spectrum

pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::FutureWarning"),
    pytest.mark.filterwarnings("ignore:.*does not have many workers.*"),
    pytest.mark.filterwarnings("ignore:.*number of training batches.*"),
    pytest.mark.filterwarnings("ignore:.*LeafSpec.*is deprecated.*"),
    pytest.mark.filterwarnings("ignore:.*requested to overfit.*"),
    pytest.mark.filterwarnings("ignore:You have overridden"),
    pytest.mark.filterwarnings("ignore:You are using the `dataloader_iter`"),
    pytest.mark.filterwarnings("ignore:Found `dataloader_iter`"),
]

COUNT = 20


@pytest.fixture(scope="module")
def pl() -> Any:
    for name in ("lightning.pytorch", "pytorch_lightning"):
        try:
            return importlib.import_module(name)
        except ImportError:
            continue
    if os.environ.get("ADAMW_BOUNDS_REQUIRE_TORCH"):
        raise ImportError("no Lightning")
    return pytest.importorskip("pytorch_lightning")


def numbers() -> tuple[Any, Any]:
    generator = torch.Generator().manual_seed(3)
    x = torch.randn(COUNT, 4, generator=generator)
    return x + torch.arange(COUNT)[:, None] / 10, torch.randint(0, 3, (COUNT,), generator=generator)


def net_of(pl: Any, **hooks: Any) -> Any:
    def training_step(self: Any, batch: Any, index: int) -> Any:
        return nn.functional.cross_entropy(self.net(batch[0]), batch[1])

    def configure_optimizers(self: Any) -> Any:
        return torch.optim.AdamW(self.parameters(), lr=1e-2)

    body = {"training_step": training_step, "configure_optimizers": configure_optimizers, **hooks}
    torch.manual_seed(5)
    module = type("Net", (pl.LightningModule,), body)()
    module.net = nn.Sequential(nn.Linear(4, 3), nn.Tanh(), nn.Linear(3, 3))
    return module


def start_of(
    pl: Any, folder: Path, module: Any, data: Any, *, given: Any = None, **options: Any
) -> Spectrum:
    """Measure the model before the first step."""
    callback = SpectrumCallback(
        folder, every=10**6, at_end=False, data=given, gradient_samples=0, on_error="raise"
    )
    options = {"max_steps": 1, "max_epochs": -1, **options}
    trainer = pl.Trainer(
        callbacks=[callback], logger=False, enable_checkpointing=False, accelerator="cpu",
        enable_progress_bar=False, enable_model_summary=False, **options,
    )  # fmt: skip
    if isinstance(data, pl.LightningDataModule):
        trainer.fit(module, datamodule=data)
    else:
        trainer.fit(module, data)
    (path,) = callback.files
    return load_spectrum(path)


@pytest.fixture
def check(dense_hessian: Any) -> Any:
    """Compare with the mean over given samples: value, n, and dense spectrum."""

    def compare(found: Spectrum, module: Any, x: Any, y: Any, weights: Any = None) -> None:
        net = module.net.double()
        chances = torch.ones(len(y)) if weights is None else torch.tensor(weights)
        chances = chances.double() / chances.sum()

        def loss(forward: Any) -> Any:
            return chances @ nn.functional.cross_entropy(forward(x.double()), y, reduction="none")

        expected = dense_hessian(net, [name for name, _ in net.named_parameters()], loss)
        assert found.meta.samples == len(y)
        np.testing.assert_allclose(found.eigenvalues, np.linalg.eigvalsh(expected), atol=1e-6)
        value = float(loss(net).detach())
        assert found.meta.as_dict()["loss_value"] == pytest.approx(value, rel=1e-6)

    return compare


def fresh(pl: Any) -> Any:
    """The module as training finds it: `start_of` takes one step."""
    return net_of(pl)


def loader(**options: Any) -> DataLoader:
    return DataLoader(TensorDataset(*numbers()), **{"batch_size": 4, **options})


SAMPLERS = {
    "subset": lambda: loader(sampler=SubsetRandomSampler(range(8))),
    "batches": lambda: DataLoader(
        TensorDataset(*numbers()),
        batch_sampler=BatchSampler(SubsetRandomSampler(range(8)), 3, True),
    ),
    "a list": lambda: loader(sampler=list(range(8))),
    "zero weights": lambda: loader(
        sampler=WeightedRandomSampler([2.0] * 8 + [0.0] * (COUNT - 8), 50)
    ),
}


@pytest.mark.parametrize("kind", SAMPLERS)
def test_samplers(pl: Any, tmp_path: Path, check: Any, kind: str) -> None:
    found = start_of(pl, tmp_path, net_of(pl), SAMPLERS[kind]())
    check(found, fresh(pl), *(part[:8] for part in numbers()))


def test_unequal_weights(pl: Any, tmp_path: Path, check: Any) -> None:
    weights = [1.0, 3.0] * (COUNT // 2)
    data = loader(sampler=WeightedRandomSampler(weights, 50))
    with pytest.warns(UserWarning, match="some of its 20 samples more often"):
        found = start_of(pl, tmp_path, net_of(pl), data)
    check(found, fresh(pl), *numbers(), weights)
    assert found.meta.extra["sampling"] == "weighted"
    assert found.meta.sigma is None


@pytest.mark.parametrize(
    "options",
    [
        {"limit_train_batches": 2},
        {"limit_train_batches": 0.4},
        {"overfit_batches": 2},
        {"overfit_batches": 0.4},
    ],
)
@pytest.mark.parametrize("shuffle", [False, True])
def test_a_part_of_each_epoch(
    pl: Any, tmp_path: Path, check: Any, options: Any, shuffle: bool
) -> None:
    """The first batches in order; all samples have their turn where they are shuffled."""
    found = start_of(pl, tmp_path, net_of(pl), loader(shuffle=shuffle), **options)
    count = 8 if not shuffle or "overfit_batches" in options else COUNT
    check(found, fresh(pl), *(part[:count] for part in numbers()))


def test_clipping_and_accumulation_leave_the_loss_alone(
    pl: Any, tmp_path: Path, check: Any
) -> None:
    options = {"gradient_clip_val": 1e-3, "accumulate_grad_batches": 4}
    found = start_of(pl, tmp_path, net_of(pl), loader(shuffle=True), **options)
    check(found, fresh(pl), *numbers())
    assert found.meta.batch_size == 16


def scaled(self: Any, batch: Any, dataloader_idx: int) -> Any:
    return [batch[0] * 2, batch[1]]


def shifted(self: Any, batch: Any, device: Any, dataloader_idx: int) -> Any:
    return [part.to(device) for part in (batch[0] + 1, batch[1])]


def flipped(self: Any, batch: Any, dataloader_idx: int) -> Any:
    assert self.trainer.training
    batch[0].neg_()
    return batch


HOOKS = {
    "on_before_batch_transfer": scaled,
    "transfer_batch_to_device": shifted,
    "on_after_batch_transfer": flipped,
}


@pytest.mark.parametrize("where", ["module", "data"])
def test_batch_hooks(pl: Any, tmp_path: Path, check: Any, where: str) -> None:
    class Data(pl.LightningDataModule):
        def train_dataloader(self) -> Any:
            return loader(shuffle=True)

    if where == "data":
        for name, hook in HOOKS.items():
            setattr(Data, name, hook)
        found = start_of(pl, tmp_path, net_of(pl), Data())
    else:
        found = start_of(pl, tmp_path, net_of(pl, **HOOKS), Data())
    x, y = numbers()
    check(found, fresh(pl), -(2 * x + 1), y)


def test_a_step_that_begins_by_changing_the_batch(pl: Any, tmp_path: Path, check: Any) -> None:
    def doubled(self: Any, batch: Any, batch_idx: int) -> None:
        batch[0].mul_(2)

    found = start_of(pl, tmp_path, net_of(pl, on_train_batch_start=doubled), loader())
    x, y = numbers()
    check(found, fresh(pl), 2 * x, y)


def test_a_compiled_module(pl: Any, tmp_path: Path, check: Any) -> None:
    compiled = torch.compile(net_of(pl), backend="aot_eager")
    check(start_of(pl, tmp_path, compiled, loader()), fresh(pl), *numbers())


def test_a_hook_that_draws(pl: Any, tmp_path: Path, check: Any) -> None:
    """One draw is measured, the same each time; training draws what it would without."""
    seen: list[Any] = []

    def noisy(self: Any, batch: Any, dataloader_idx: int) -> Any:
        self.calls.append(1)
        batch = [batch[0] + torch.randn(()) + random.random(), batch[1]]
        seen.append(batch[0][0, 0].item())
        return batch

    def fitted(folder: Path, *callbacks: Any) -> Any:
        module = net_of(pl, on_after_batch_transfer=noisy)
        module.calls = []
        torch.manual_seed(0)
        random.seed(0)
        pl.Trainer(
            callbacks=[*callbacks], max_epochs=1, logger=False, enable_checkpointing=False,
            accelerator="cpu", enable_progress_bar=False, enable_model_summary=False,
        ).fit(module, loader(shuffle=True))  # fmt: skip
        assert len(module.calls) == 5
        return module

    plain = fitted(tmp_path)
    callback = SpectrumCallback(tmp_path, every=3, gradient_samples=0, on_error="raise")
    with pytest.warns(UserWarning, match="The batch hooks of training draw at random") as said:
        module = fitted(tmp_path, callback)
    assert len([one for one in said if "batch hooks" in str(one.message)]) == 1
    for one, other in zip(module.parameters(), plain.parameters(), strict=True):
        assert torch.equal(one, other)
    # Five drawn once, two to compare, five trained; the first run trained five.
    assert len(seen) == 5 + 7 + 5
    assert {load_spectrum(path).meta.extra["augmentation"] for path in callback.files} == {
        "one draw"
    }


def test_a_hook_that_is_trained_is_refused(pl: Any, tmp_path: Path) -> None:
    def learnt(self: Any, batch: Any, dataloader_idx: int) -> Any:
        return [batch[0] * self.net[0].weight[0, 0], batch[1]]

    with pytest.raises(RunError, match="computes with the model's parameters"):
        start_of(pl, tmp_path, net_of(pl, on_after_batch_transfer=learnt), loader())


class Stream(IterableDataset):
    def __iter__(self) -> Any:
        return iter(TensorDataset(*numbers()))


class Alternating(torch.utils.data.Sampler):
    epoch = 0

    def __iter__(self) -> Any:
        self.epoch += 1
        return iter(range(self.epoch % 2, COUNT, 2))

    def __len__(self) -> int:
        return COUNT // 2


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (lambda: DataLoader(Stream(), batch_size=4), r"\(Stream\)"),
        (lambda: [loader(), loader()], r"\(list\)"),
        (lambda: {"a": loader(), "b": loader()}, r"\(dict\)"),
        (lambda: loader(sampler=Alternating()), "Alternating draws other samples in each epoch"),
    ],
)
def test_what_cannot_be_had_is_refused_before_training(
    pl: Any, tmp_path: Path, data: Any, sentence: str
) -> None:
    trained: list[int] = []

    def on_train_batch_start(self: Any, batch: Any, index: int) -> None:
        trained.append(index)

    module = net_of(pl, on_train_batch_start=on_train_batch_start)
    with pytest.raises(RunError, match=f"{sentence}.* give data, batches of the training set"):
        start_of(pl, tmp_path, module, data())
    assert trained == []


def of_its_number(self: Any, batch: Any, batch_idx: int) -> Any:
    loss = nn.functional.cross_entropy(self.net(batch[0]), batch[1])
    return loss if batch_idx % 2 == 0 else 2 * loss


def of_an_iterator(self: Any, dataloader_iter: Any) -> Any:
    batch, _, _ = next(dataloader_iter)
    return nn.functional.cross_entropy(self.net(batch[0]), batch[1])


@pytest.mark.parametrize("step", [of_its_number, of_an_iterator])
def test_a_step_that_is_no_function_of_the_batch_is_refused(
    pl: Any, tmp_path: Path, step: Any
) -> None:
    with pytest.raises(RunError, match=r"(batch_idx|dataloader_iter).* give the callback problem"):
        start_of(pl, tmp_path, net_of(pl, training_step=step), loader())


def test_a_step_that_draws_and_knows_its_number(pl: Any, tmp_path: Path, check: Any) -> None:
    """Neither is taken for the other."""

    def step(self: Any, batch: Any, batch_idx: int) -> Any:
        assert batch_idx >= 0
        noise = 1e-9 * torch.randn(())
        return nn.functional.cross_entropy(self.net(batch[0] + noise), batch[1])

    found = start_of(pl, tmp_path, net_of(pl, training_step=step), loader(batch_size=COUNT))
    check(found, fresh(pl), *numbers())


def test_a_combined_loader_is_refused(pl: Any, tmp_path: Path) -> None:
    combined = importlib.import_module(f"{pl.__name__}.utilities").CombinedLoader
    with pytest.raises(RunError, match="give data, batches of the training set"):
        start_of(pl, tmp_path, net_of(pl), combined([loader(), loader()], "min_size"))


def test_the_way_out_of_a_stream(pl: Any, tmp_path: Path, check: Any) -> None:
    x, y = numbers()
    data = DataLoader(Stream(), batch_size=4)
    found = start_of(pl, tmp_path, net_of(pl), data, given=[(x, y)])
    check(found, fresh(pl), x, y)


def test_a_loader_that_is_reloaded(pl: Any, tmp_path: Path, check: Any) -> None:
    """Each epoch has data of its own: what is measured is that of the epoch."""
    x, y = numbers()

    class Data(pl.LightningDataModule):
        def train_dataloader(self) -> Any:
            count = 8 + 4 * self.trainer.current_epoch
            return DataLoader(TensorDataset(x[:count], y[:count]), batch_size=4)

    callback = SpectrumCallback(tmp_path, every=1, gradient_samples=0, on_error="raise")
    module = net_of(pl)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pl.Trainer(
            callbacks=[callback], max_epochs=2, reload_dataloaders_every_n_epochs=1, logger=False,
            accelerator="cpu", enable_checkpointing=False, enable_progress_bar=False,
            enable_model_summary=False,
        ).fit(module, datamodule=Data())  # fmt: skip
    found = [load_spectrum(path) for path in callback.files]
    assert [one.meta.samples for one in found] == [8, 8, 8, 12, 12, 12]
    check(found[-1], module, x[:12], y[:12])
