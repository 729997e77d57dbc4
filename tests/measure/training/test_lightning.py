"""What stands between the data set and training_step in Lightning is in the measured F."""

from __future__ import annotations

import os

import pytest

if os.environ.get("ADAMW_BOUNDS_REQUIRE_TORCH"):
    import torch
else:
    torch = pytest.importorskip("torch")

import importlib
import json
import random
import re
import subprocess
import sys
import warnings
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
from torch import nn
from torch.nn import functional as F  # noqa: N812
from torch.utils.data import (
    BatchSampler,
    DataLoader,
    IterableDataset,
    SubsetRandomSampler,
    TensorDataset,
    WeightedRandomSampler,
)

from adamw_bounds.errors import RunError
from adamw_bounds.measure import Problem, SpectrumCallback, measure
from adamw_bounds.spectra import Spectrum, load_spectrum

pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::FutureWarning"),
    pytest.mark.filterwarnings("ignore:.*does not have many workers.*"),
    pytest.mark.filterwarnings("ignore:.*number of training batches.*"),
    pytest.mark.filterwarnings("ignore:.*LeafSpec.*is deprecated.*"),
    pytest.mark.filterwarnings("ignore:.*requested to overfit.*"),
    pytest.mark.filterwarnings("ignore:.*already exists and is not empty.*"),
    pytest.mark.filterwarnings("ignore:.*logger is not configured.*"),
    pytest.mark.filterwarnings("ignore:.*your dataloader is not resumable.*"),
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


def changing(pl: Any, change: Any) -> Any:
    def on_train_batch_start(self: Any, trainer: Any, module: Any, batch: Any, number: int) -> None:
        change(batch, number)

    return type("Mixing", (pl.Callback,), {"on_train_batch_start": on_train_batch_start})()


def scale(batch: Any, number: int) -> None:
    batch[0].mul_(2)


def put(batch: Any, number: int) -> None:
    batch[0] = batch[0] * 2


def through_numpy(batch: Any, number: int) -> None:
    batch[0].numpy()[:] *= 2


def later(batch: Any, number: int) -> None:
    if number == 2:
        batch[0].mul_(2)


@pytest.mark.parametrize("is_last", [False, True])
@pytest.mark.parametrize("change", [scale, put, through_numpy])
def test_a_callback_that_changes_batches_is_refused_before_a_step(
    pl: Any, tmp_path: Path, change: Any, is_last: bool
) -> None:
    own = SpectrumCallback(tmp_path, **FEW)
    other = changing(pl, change)
    trainer = trainer_with(pl, [other, own] if is_last else [own, other])
    module = net_of(pl)
    before = {name: value.clone() for name, value in module.state_dict().items()}
    with pytest.raises(RunError, match=r"a callback \(Mixing\) changes .* give the callback data"):
        trainer.fit(module, loader(collate_fn=as_lists))
    assert (own.files, [*tmp_path.iterdir()]) == ([], [])
    assert all(torch.equal(value, before[name]) for name, value in module.state_dict().items())
    assert trainer.callbacks == ([other, own] if is_last else [own, other])


def as_lists(samples: Any) -> Any:
    return [torch.stack(column) for column in zip(*samples, strict=True)]


def trainer_with(pl: Any, callbacks: list[Any]) -> Any:
    return pl.Trainer(
        callbacks=callbacks, logger=False, enable_checkpointing=False, accelerator="cpu",
        enable_progress_bar=False, enable_model_summary=False, max_steps=4, max_epochs=-1,
    )  # fmt: skip


def test_a_callback_that_changes_batches_later_stops_the_measurements(
    pl: Any, tmp_path: Path
) -> None:
    own = SpectrumCallback(tmp_path, every=1, **FEW)
    trainer = trainer_with(pl, [changing(pl, later), own])
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        trainer.fit(net_of(pl), loader())
    assert trainer.global_step == 4
    assert [path.name for path in own.files] == [f"spectrum-0000000{n}.npz" for n in range(3)]
    told = [str(one.message) for one in caught if "(Mixing)" in str(one.message)]
    assert "(spectrum-00000000.npz, spectrum-00000001.npz, spectrum-00000002.npz)" in told[0]
    assert [text[:21] for text in told[1:]] == ["no spectrum at step 3", "no spectrum at step 4"]


def test_callbacks_that_only_look_are_let_be(pl: Any, tmp_path: Path) -> None:
    seen: list[float] = []
    own = SpectrumCallback(tmp_path, every=1, **FEW)
    other = changing(pl, lambda batch, number: seen.append(float(batch[0].sum())))
    trainer = trainer_with(pl, [own, other])
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", category=UserWarning)
        trainer.fit(net_of(pl), loader())
    assert (len(seen), len(own.files)) == (4, 5)
    assert trainer.callbacks == [own, other]


def test_a_callback_may_change_what_is_given_as_data(pl: Any, tmp_path: Path) -> None:
    given = [(x, y) for x, y in loader()]
    found = start_of(pl, tmp_path / "a", net_of(pl), loader(), given=given)
    own = SpectrumCallback(
        tmp_path / "b", every=10**6, at_end=False, data=given, gradient_samples=0
    )
    trainer_with(pl, [own, changing(pl, scale)]).fit(net_of(pl), loader())
    np.testing.assert_array_equal(load_spectrum(own.files[0]).eigenvalues, found.eigenvalues)


def test_groups_of_the_optimizer_are_those_of_the_module(pl: Any, tmp_path: Path) -> None:
    """A copy of the module is measured, whose parameters the optimizer does not hold."""

    def configure_optimizers(self: Any) -> Any:
        net = self.net
        groups = [
            {"params": [net[0].weight, net[2].weight], "weight_decay": 0.1},
            {"params": [net[0].bias], "weight_decay": 0.0, "lr": 1e-3},
        ]
        return torch.optim.AdamW(groups, lr=1e-2)

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        found = start_of(
            pl, tmp_path, net_of(pl, configure_optimizers=configure_optimizers), loader()
        )
    groups = found.meta.as_dict()["parameter_groups"]
    told = [(group["parameters"], group["lr"], group["weight_decay"]) for group in groups]
    assert told == [(12 + 9, 1e-2, 0.1), (3, 1e-3, 0.0)]
    assert any(re.search(r"\b3 .*parameters", str(one.message)) for one in caught), [
        str(one.message) for one in caught
    ]


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


# What training notices

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


def steps_in(folder: Path) -> list[int]:
    assert all(re.fullmatch(r"spectrum-\d{8}\.npz", path.name) for path in folder.iterdir())
    return sorted(int(path.stem[-8:]) for path in folder.iterdir())


def same(one: nn.Module, other: nn.Module) -> bool:
    first, second = one.state_dict(), other.state_dict()
    return first.keys() == second.keys() and all(torch.equal(first[k], second[k]) for k in first)


def lit_module(pl: Any, **options: Any) -> Any:
    """A module that notices everything: it draws, counts, logs, and asks its trainer."""

    class Lit(pl.LightningModule):
        def __init__(self, rate: float = 1e-2, automatic: bool = True) -> None:
            super().__init__()
            self.automatic_optimization = automatic
            self.one, self.two = nn.Linear(5, 4), nn.Linear(4, 3)
            self.norm, self.drop = nn.BatchNorm1d(4), nn.Dropout(0.4)
            self.rate, self.losses = rate, []

        def forward(self, x: Any) -> Any:
            return self.two(self.drop(torch.tanh(self.norm(self.one(x)))))

        def training_step(self, batch: Any, batch_idx: int) -> Any:
            loss = F.cross_entropy(self(batch[0]), batch[1])
            self.losses.append(float(loss.detach()))
            self.log("loss", loss, on_step=True, on_epoch=True)
            self.log_dict({"epoch": float(self.trainer.current_epoch)})
            if not self.automatic_optimization:
                self.optimizers().zero_grad()
                self.manual_backward(loss)
                self.optimizers().step()
            return loss

        def configure_optimizers(self) -> Any:
            optimizer = torch.optim.AdamW(self.parameters(), lr=self.rate, betas=(0.8, 0.99))
            schedule = torch.optim.lr_scheduler.ExponentialLR(optimizer, 0.5)
            return [optimizer], [{"scheduler": schedule, "interval": "step"}]

    torch.manual_seed(0)
    return Lit(**options)


def fit(
    pl: Any, callbacks: Any, module: Any = None, data: Any = None, **options: Any
) -> tuple[Any, Any]:
    """Train a module; returns it with its trainer. From the same seed whatever came before."""
    module = lit_module(pl) if module is None else module
    settings = {
        "max_epochs": 2,
        "accelerator": "cpu",
        "logger": False,
        "enable_checkpointing": False,
        "enable_progress_bar": False,
        "enable_model_summary": False,
    }
    trainer = pl.Trainer(callbacks=callbacks, **{**settings, **options.pop("trainer", {})})
    random.seed(3)
    np.random.seed(3)
    torch.manual_seed(3)
    data = data or DataLoader(pairs(), batch_size=4, shuffle=True)
    trainer.fit(module, data, **options)
    return module, trainer


def states() -> list[Any]:
    numpy = np.random.get_state()
    return [random.getstate(), torch.get_rng_state().tolist(), numpy[1].tolist(), numpy[2:]]


def test_lightning_trains_as_without(pl: Any, tmp_path: Path) -> None:
    """Weights, buffers, what the module kept and logged, and random states: to the bit."""
    trainer = {"accumulate_grad_batches": 2}
    plain, before = fit(pl, [], trainer=trainer)
    drawn = states()
    callback = SpectrumCallback(tmp_path / "run", every=4, samples=10, **FEW)
    module, after = fit(pl, [callback], trainer=trainer)
    assert states() == drawn
    assert same(module, plain)
    assert len(plain.losses) == 12
    assert module.losses == plain.losses
    assert after.logged_metrics.keys() >= {"loss_step", "loss_epoch", "epoch"}
    assert after.logged_metrics == before.logged_metrics
    first, second = before.optimizers[0].state_dict(), after.optimizers[0].state_dict()
    assert str(first) == str(second)
    assert [part.training for part in module.modules()] == [p.training for p in plain.modules()]
    # 12 batches are 6 steps; 0 and 6 are start and end.
    assert steps_in(callback.folder) == [0, 4, 6]
    assert callback.files == sorted(callback.folder.iterdir())


def test_a_file_of_lightning_says_where_training_was(pl: Any, tmp_path: Path) -> None:
    callback = SpectrumCallback(tmp_path, every=2, at_start=False, samples=10, **FEW)
    module, _ = fit(pl, [callback], trainer={"accumulate_grad_batches": 2, "max_steps": 5})
    metas = [load_spectrum(path).meta for path in callback.files]
    assert [meta.extra["training_step"] for meta in metas] == [2, 4, 5]
    # That of the last step made: the scheduler has halved it since.
    assert [meta.eta for meta in metas] == pytest.approx([1e-2 / 2, 1e-2 / 8, 1e-2 / 16])
    last = metas[-1]
    assert (last.optimizer, last.lam, last.batch_size) == ("AdamW", 0.01, 8)
    assert last.extra["betas"] == [0.8, 0.99]
    assert last.extra["epoch"] >= 1
    # The bound's n is that of the training set, not of the part that was measured.
    assert (last.samples, last.extra["measured_samples"]) == (24, 10)
    assert last.data == "TensorDataset, 10 of 24 samples"
    assert last.model == "Lit"
    norm = torch.cat([value.detach().flatten() for value in module.parameters()]).norm()
    assert last.x_star_norm == pytest.approx(float(norm), rel=1e-6)


def test_the_spectrum_is_that_of_the_model_then(pl: Any, tmp_path: Path) -> None:
    """Of given batches, in eval mode: as measured by hand on the trained module."""
    batches = list(DataLoader(pairs(9, seed=5), batch_size=4))
    callback = SpectrumCallback(
        tmp_path, every=100, data=batches, at_start=False, gradient_samples=0
    )
    module, _ = fit(pl, [callback])
    spectrum = load_spectrum(tmp_path / "spectrum-00000012.npz")
    by_hand = Problem.supervised(module, nn.CrossEntropyLoss(), batches)
    expected = measure(by_hand).spectrum
    assert expected.kind == spectrum.kind == "exact"
    np.testing.assert_allclose(spectrum.eigenvalues, expected.eigenvalues, atol=1e-12)
    assert spectrum.meta.extra["measured_samples"] == 9


@pytest.mark.filterwarnings("ignore:c∞ and c₂ are the largest of 8 of 24 samples")
@pytest.mark.parametrize("precision", ["bf16-mixed", "64-true"])
def test_lightning_in_other_precisions(pl: Any, tmp_path: Path, precision: str) -> None:
    """Mixed precision does not reach the measurement; a float64 model gets float64 inputs."""
    options = {"trainer": {"precision": precision, "max_steps": 2}}
    plain, _ = fit(pl, [], **options)
    callback = SpectrumCallback(tmp_path / "run", every=1, on_error="raise", samples=8)
    module, _ = fit(pl, [callback], **options)
    assert same(module, plain)
    begun = load_spectrum(callback.files[0])
    full = SpectrumCallback(tmp_path / "full", every=9, at_end=False, samples=8)
    fit(pl, [full], trainer={"max_steps": 1})
    np.testing.assert_allclose(
        begun.eigenvalues, load_spectrum(full.files[0]).eigenvalues, atol=1e-12
    )


def test_a_resumed_run_goes_on_with_its_numbers(pl: Any, tmp_path: Path) -> None:
    callback = SpectrumCallback(tmp_path / "run", every=3, samples=6, **FEW)
    options = {"max_epochs": -1, "max_steps": 4, "default_root_dir": str(tmp_path)}
    _, trainer = fit(pl, [callback], trainer=options)
    trainer.save_checkpoint(tmp_path / "last.ckpt")
    assert steps_in(callback.folder) == [0, 3, 4]
    options["max_steps"] = 7
    again = SpectrumCallback(tmp_path / "run", every=3, samples=6, at_start=False, **FEW)
    fit(pl, [again], trainer=options, ckpt_path=str(tmp_path / "last.ckpt"))
    assert [path.name[-7:-4] for path in again.files] == ["006", "007"]
    assert steps_in(again.folder) == [0, 3, 4, 6, 7]


def test_a_module_that_optimises_by_hand(pl: Any, tmp_path: Path) -> None:
    callback = SpectrumCallback(tmp_path / "a", every=3)
    with pytest.raises(RunError, match=r"optimises by hand .* give the callback problem"):
        fit(pl, [callback], lit_module(pl, automatic=False))
    batches = list(DataLoader(pairs(8), batch_size=4))

    def problem(module: Any) -> Problem:
        return Problem.supervised(module, nn.CrossEntropyLoss(), batches, rho=0.25)

    callback = SpectrumCallback(tmp_path / "b", every=5, problem=problem, **FEW)
    fit(pl, [callback], lit_module(pl, automatic=False))
    assert steps_in(tmp_path / "b") == [0, 5, 10, 12]
    meta = load_spectrum(callback.files[-1]).meta
    assert (meta.rho, meta.samples, meta.optimizer) == (0.25, 8, "AdamW")


def test_a_module_that_cannot_be_copied(pl: Any, tmp_path: Path) -> None:
    module = lit_module(pl)
    module.held = module.two(torch.zeros(1, 4))  # a tensor with a graph
    callback = SpectrumCallback(tmp_path, every=3)
    with pytest.raises(RunError, match="cannot be copied to be measured: RuntimeError: Only"):
        fit(pl, [callback], module)


@pytest.mark.parametrize("name", ["FSDPStrategy", "DeepSpeedStrategy", "ModelParallelStrategy"])
def test_sharded_strategies_are_refused(pl: Any, tmp_path: Path, name: str) -> None:
    strategy = getattr(pl.strategies, name)
    trainer = SimpleNamespace(strategy=strategy.__new__(strategy))
    callback = SpectrumCallback(tmp_path)
    with pytest.raises(RunError, match=f"{name} shares the model out over processes"):
        callback.setup(trainer, None, "fit")
    callback.setup(trainer, None, "test")
    replicas = pl.strategies.DDPStrategy
    callback.setup(SimpleNamespace(strategy=replicas.__new__(replicas)), None, "fit")


REPLICAS = """
import json, os, sys, warnings
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset
warnings.simplefilter("ignore")
try:
    import lightning.pytorch as pl
except ImportError:
    import pytorch_lightning as pl
from adamw_bounds.measure import Problem, SpectrumCallback

folder, torch_threads = sys.argv[1], torch.set_num_threads(1)
rank = int(os.environ["RANK"])


class Lit(pl.LightningModule):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(5, 4), nn.Dropout(0.3), nn.Tanh(), nn.Linear(4, 3))

    def training_step(self, batch, index):
        loss = nn.functional.cross_entropy(self.net(batch[0]), batch[1])
        self.log("loss", loss, sync_dist=True)
        return loss

    def configure_optimizers(self):
        return torch.optim.AdamW(self.parameters(), lr=1e-2)


def run(*callbacks):
    torch.manual_seed(0)
    data = TensorDataset(torch.randn(24, 5), torch.randint(0, 3, (24,)))
    module = Lit()
    trainer = pl.Trainer(
        max_epochs=1, accelerator="cpu", strategy="ddp", devices=2, callbacks=[*callbacks],
        logger=False, enable_checkpointing=False, enable_progress_bar=False,
        enable_model_summary=False,
    )
    trainer.fit(module, DataLoader(data, batch_size=4))
    return [value.tolist() for value in module.state_dict().values()]


few = dict(probes=2, steps=3, exact_below=0, gradient_samples=2)
callback = SpectrumCallback(folder + "/run", every=2, samples=8, **few)
told = {"same": run(callback) == run(), "files": [path.name for path in callback.files]}
calls = []


def problem(module):
    calls.append(1)
    data = [(torch.randn(4, 5), torch.zeros(4, dtype=int))]
    if len(calls) == 3:
        raise ValueError("only the first process can know")
    return Problem.supervised(module.net, nn.CrossEntropyLoss(), data)


try:
    run(SpectrumCallback(folder + "/bad", every=2, problem=problem, on_error="raise", **few))
except Exception as error:
    told["error"] = str(error)
with open(f"{folder}/{rank}.json", "w") as stream:
    json.dump(told, stream)
"""


@pytest.mark.slow
def test_the_first_of_two_replicas_measures_and_the_other_waits(pl: Any, tmp_path: Path) -> None:
    (tmp_path / "script.py").write_text(REPLICAS)
    command = [sys.executable, "-m", "torch.distributed.run", "--standalone"]
    command += ["--nproc-per-node", "2", str(tmp_path / "script.py"), str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=150, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    first, other = (json.loads((tmp_path / f"{rank}.json").read_text()) for rank in (0, 1))
    assert first["same"] is other["same"] is True
    assert first["files"] == [f"spectrum-0000000{step}.npz" for step in (0, 2, 3)]
    assert other["files"] == []
    assert steps_in(tmp_path / "run") == [0, 2, 3]
    meta = load_spectrum(tmp_path / "run" / "spectrum-00000002.npz").meta
    assert meta.batch_size == 8  # of both processes
    reason = "no spectrum at step 2: ValueError: only the first process can know"
    assert first["error"] == reason
    assert other["error"] == (
        "no spectrum at step 2: the first process failed: ValueError: only the first process can "
        "know"
    )
