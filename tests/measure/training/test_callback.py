"""Spectra are measured while Lightning and Hugging Face's Trainer train, which do not notice."""

from __future__ import annotations

import os

import pytest

if os.environ.get("ADAMW_BOUNDS_REQUIRE_TORCH"):
    import torch
else:
    torch = pytest.importorskip("torch")

import copy
import importlib
import json
import pickle
import random
import re
import subprocess
import sys
import textwrap
import warnings
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
from torch import nn
from torch.nn import functional as F  # noqa: N812
from torch.utils.data import DataLoader, Dataset, IterableDataset, TensorDataset

from adamw_bounds.errors import InputError, RunError
from adamw_bounds.measure import Problem, SpectrumCallback, measure
from adamw_bounds.spectra import load_spectrum

README = Path(__file__).resolve().parents[3] / "README.md"

#: The frameworks' own; none is about what is measured.
pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::FutureWarning"),
    pytest.mark.filterwarnings("ignore:.*does not have many workers.*"),
    pytest.mark.filterwarnings("ignore:.*number of training batches.*"),
    pytest.mark.filterwarnings("ignore:.*LeafSpec.*is deprecated.*"),
    pytest.mark.filterwarnings("ignore:.*already exists and is not empty.*"),
    pytest.mark.filterwarnings("ignore:.*logger is not configured.*"),
    pytest.mark.filterwarnings("ignore:.*pin_memory.*"),
    pytest.mark.filterwarnings("ignore:.*your dataloader is not resumable.*"),
]

#: A chunk that is given makes the bits the same each time.
FEW: dict[str, Any] = {
    "probes": 2,
    "steps": 3,
    "exact_below": 0,
    "gradient_samples": 0,
    "chunk": 1,
}


def required(*names: str) -> Any:
    """Import the first module there is; none is a failure where the extras are required."""
    for name in names[:-1]:
        try:
            return importlib.import_module(name)
        except ImportError:
            continue
    if os.environ.get("ADAMW_BOUNDS_REQUIRE_TORCH"):
        return importlib.import_module(names[-1])
    return pytest.importorskip(names[-1])


@pytest.fixture
def lightning() -> Any:
    return required("lightning.pytorch", "pytorch_lightning")


@pytest.fixture
def transformers(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    required("accelerate")
    return required("transformers")


def pairs(count: int = 24, *, seed: int = 1, dtype: Any = torch.float32) -> TensorDataset:
    generator = torch.Generator().manual_seed(seed)
    x = torch.randn(count, 5, generator=generator, dtype=dtype)
    return TensorDataset(x, torch.randint(0, 3, (count,), generator=generator))


def numbers(folder: Path) -> list[int]:
    assert all(re.fullmatch(r"spectrum-\d{8}\.npz", path.name) for path in folder.iterdir())
    return sorted(int(path.stem[-8:]) for path in folder.iterdir())


def same(one: nn.Module, other: nn.Module) -> bool:
    first, second = one.state_dict(), other.state_dict()
    return first.keys() == second.keys() and all(torch.equal(first[k], second[k]) for k in first)


# Lightning


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


def test_lightning_trains_as_without(lightning: Any, tmp_path: Path) -> None:
    """Weights, buffers, what the module kept and logged, and random states: to the bit."""
    trainer = {"accumulate_grad_batches": 2}
    plain, before = fit(lightning, [], trainer=trainer)
    drawn = states()
    callback = SpectrumCallback(tmp_path / "run", every=4, samples=10, **FEW)
    module, after = fit(lightning, [callback], trainer=trainer)
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
    assert numbers(callback.folder) == [0, 4, 6]
    assert callback.files == sorted(callback.folder.iterdir())


def test_a_file_of_lightning_says_where_training_was(lightning: Any, tmp_path: Path) -> None:
    callback = SpectrumCallback(tmp_path, every=2, at_start=False, samples=10, **FEW)
    module, _ = fit(lightning, [callback], trainer={"accumulate_grad_batches": 2, "max_steps": 5})
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


def test_the_spectrum_is_that_of_the_model_then(lightning: Any, tmp_path: Path) -> None:
    """Of given batches, in eval mode: as measured by hand on the trained module."""
    batches = list(DataLoader(pairs(9, seed=5), batch_size=4))
    callback = SpectrumCallback(
        tmp_path, every=100, data=batches, at_start=False, gradient_samples=0
    )
    module, _ = fit(lightning, [callback])
    spectrum = load_spectrum(tmp_path / "spectrum-00000012.npz")
    by_hand = Problem.supervised(module, nn.CrossEntropyLoss(), batches)
    expected = measure(by_hand).spectrum
    assert expected.kind == spectrum.kind == "exact"
    np.testing.assert_allclose(spectrum.eigenvalues, expected.eigenvalues, atol=1e-12)
    assert spectrum.meta.extra["measured_samples"] == 9


@pytest.mark.filterwarnings("ignore:c∞ and c₂ are the largest of 8 of 24 samples")
@pytest.mark.parametrize("precision", ["bf16-mixed", "64-true"])
def test_lightning_in_other_precisions(lightning: Any, tmp_path: Path, precision: str) -> None:
    """Mixed precision does not reach the measurement; a float64 model gets float64 inputs."""
    options = {"trainer": {"precision": precision, "max_steps": 2}}
    plain, _ = fit(lightning, [], **options)
    callback = SpectrumCallback(tmp_path / "run", every=1, on_error="raise", samples=8)
    module, _ = fit(lightning, [callback], **options)
    assert same(module, plain)
    begun = load_spectrum(callback.files[0])
    full = SpectrumCallback(tmp_path / "full", every=9, at_end=False, samples=8)
    fit(lightning, [full], trainer={"max_steps": 1})
    np.testing.assert_allclose(
        begun.eigenvalues, load_spectrum(full.files[0]).eigenvalues, atol=1e-12
    )


def test_a_resumed_run_goes_on_with_its_numbers(lightning: Any, tmp_path: Path) -> None:
    callback = SpectrumCallback(tmp_path / "run", every=3, samples=6, **FEW)
    options = {"max_epochs": -1, "max_steps": 4, "default_root_dir": str(tmp_path)}
    _, trainer = fit(lightning, [callback], trainer=options)
    trainer.save_checkpoint(tmp_path / "last.ckpt")
    assert numbers(callback.folder) == [0, 3, 4]
    options["max_steps"] = 7
    again = SpectrumCallback(tmp_path / "run", every=3, samples=6, at_start=False, **FEW)
    fit(lightning, [again], trainer=options, ckpt_path=str(tmp_path / "last.ckpt"))
    assert [path.name[-7:-4] for path in again.files] == ["006", "007"]
    assert numbers(again.folder) == [0, 3, 4, 6, 7]


def test_a_module_that_optimises_by_hand(lightning: Any, tmp_path: Path) -> None:
    callback = SpectrumCallback(tmp_path / "a", every=3)
    with pytest.raises(RunError, match=r"optimises by hand .* give the callback problem"):
        fit(lightning, [callback], lit_module(lightning, automatic=False))
    batches = list(DataLoader(pairs(8), batch_size=4))

    def problem(module: Any) -> Problem:
        return Problem.supervised(module, nn.CrossEntropyLoss(), batches, rho=0.25)

    callback = SpectrumCallback(tmp_path / "b", every=5, problem=problem, **FEW)
    fit(lightning, [callback], lit_module(lightning, automatic=False))
    assert numbers(tmp_path / "b") == [0, 5, 10, 12]
    meta = load_spectrum(callback.files[-1]).meta
    assert (meta.rho, meta.samples, meta.optimizer) == (0.25, 8, "AdamW")


def test_a_module_that_cannot_be_copied(lightning: Any, tmp_path: Path) -> None:
    module = lit_module(lightning)
    module.held = module.two(torch.zeros(1, 4))  # a tensor with a graph
    callback = SpectrumCallback(tmp_path, every=3)
    with pytest.raises(RunError, match="cannot be copied to be measured: RuntimeError: Only"):
        fit(lightning, [callback], module)


@pytest.mark.parametrize("name", ["FSDPStrategy", "DeepSpeedStrategy", "ModelParallelStrategy"])
def test_sharded_strategies_are_refused(lightning: Any, tmp_path: Path, name: str) -> None:
    strategy = getattr(lightning.strategies, name)
    trainer = SimpleNamespace(strategy=strategy.__new__(strategy))
    callback = SpectrumCallback(tmp_path)
    with pytest.raises(RunError, match=f"{name} shares the model out over processes"):
        callback.setup(trainer, None, "fit")
    callback.setup(trainer, None, "test")
    replicas = lightning.strategies.DDPStrategy
    callback.setup(SimpleNamespace(strategy=replicas.__new__(replicas)), None, "fit")


# Hugging Face


def texts(count: int = 24) -> list[dict[str, Any]]:
    generator = torch.Generator().manual_seed(4)
    rows = torch.randint(0, 9, (count, 5), generator=generator)
    return [{"input_ids": row, "labels": row} for row in rows]


def train(
    transformers: Any, folder: Path, callbacks: Any, data: Any = None, **options: Any
) -> tuple[Any, Any]:
    resume = options.pop("resume", None)
    settings = {
        "output_dir": str(folder),
        "use_cpu": True,
        "max_steps": 6,
        "per_device_train_batch_size": 2,
        "gradient_accumulation_steps": 2,
        "report_to": [],
        "save_strategy": "no",
        "learning_rate": 1e-2,
        "disable_tqdm": True,
        "seed": 3,
    }
    arguments = transformers.TrainingArguments(**{**settings, **options})
    torch.manual_seed(0)
    config = transformers.GPT2Config(
        vocab_size=9,
        n_positions=5,
        n_embd=4,
        n_layer=1,
        n_head=2,
        bos_token_id=0,
        eos_token_id=0,
    )
    model = transformers.GPT2LMHeadModel(config)
    model.loss_type = "ForCausalLM"
    trainer = transformers.Trainer(
        model=model, args=arguments, train_dataset=data or texts(), callbacks=callbacks
    )
    trainer.train(resume_from_checkpoint=resume)
    return model, trainer


def test_hugging_face_trains_as_without(transformers: Any, tmp_path: Path) -> None:
    plain, before = train(transformers, tmp_path, [])
    drawn = states()
    callback = SpectrumCallback(tmp_path / "run", every=4, samples=6, **FEW)
    model, after = train(transformers, tmp_path, [callback])
    assert states() == drawn
    assert same(model, plain)
    assert str(before.optimizer.state_dict()) == str(after.optimizer.state_dict())
    assert [part.training for part in model.modules()] == [p.training for p in plain.modules()]
    assert numbers(callback.folder) == [0, 4, 6]
    metas = [load_spectrum(path).meta for path in callback.files]
    assert [meta.extra["training_step"] for meta in metas] == [0, 4, 6]
    assert [meta.extra["epoch"] for meta in metas] == pytest.approx([0, 4 / 6, 1])
    # A linear schedule over 6 steps: of the step to come at the start, then of the last made.
    assert [meta.eta for meta in metas] == pytest.approx([1e-2, 1e-2 * 3 / 6, 1e-2 / 6])
    last = metas[-1]
    assert (last.model, last.optimizer) == ("GPT2LMHeadModel", "AdamW")
    assert (last.batch_size, last.samples, last.extra["measured_samples"]) == (4, 24, 6)
    assert (last.lam, last.extra["adam_eps"]) == (0, 1e-8)


def test_hugging_face_in_mixed_precision(transformers: Any, tmp_path: Path) -> None:
    """Accelerate runs the model under autocast; the spectrum is that without it."""
    plain, _ = train(transformers, tmp_path, [], bf16=True, max_steps=2)
    mixed = SpectrumCallback(tmp_path / "a", every=9, samples=6, **FEW)
    model, _ = train(transformers, tmp_path, [mixed], bf16=True, max_steps=2)
    assert same(model, plain)
    full = SpectrumCallback(tmp_path / "b", every=9, samples=6, at_end=False, **FEW)
    train(transformers, tmp_path, [full], max_steps=2)
    one, other = (load_spectrum(callback.files[0]) for callback in (mixed, full))
    np.testing.assert_array_equal(one.nodes, other.nodes)
    assert "forward" in model.__dict__  # Accelerate's own is there again


def test_hugging_face_resumed(transformers: Any, tmp_path: Path) -> None:
    first = SpectrumCallback(tmp_path / "run", every=3, samples=4, **FEW)
    saving = {"save_strategy": "steps", "save_steps": 4}
    train(transformers, tmp_path / "out", [first], max_steps=4, **saving)
    assert numbers(first.folder) == [0, 3, 4]
    again = SpectrumCallback(tmp_path / "run", every=3, samples=4, at_start=False, **FEW)
    resume = str(tmp_path / "out" / "checkpoint-4")
    train(transformers, tmp_path / "out", [again], max_steps=7, resume=resume, **saving)
    assert [path.name[-7:-4] for path in again.files] == ["006", "007"]


def test_the_last_step_is_measured_before_the_best_weights_come_back(
    transformers: Any, tmp_path: Path
) -> None:
    callback = SpectrumCallback(tmp_path / "run", every=100, samples=4, **FEW)
    arguments = SimpleNamespace(
        load_best_model_at_end=True, gradient_accumulation_steps=1, world_size=1
    )
    state = SimpleNamespace(global_step=0, max_steps=2, epoch=0.0, best_model_checkpoint="best")
    torch.manual_seed(0)
    model = transformers.GPT2LMHeadModel(
        transformers.GPT2Config(vocab_size=9, n_positions=5, n_embd=4, n_layer=1, n_head=2)
    )
    model.loss_type = "ForCausalLM"
    more = {
        "model": model,
        "optimizer": torch.optim.AdamW(model.parameters()),
        "train_dataloader": DataLoader(texts(), batch_size=2),
    }
    trainer = transformers.Trainer(model, transformers.TrainingArguments(str(tmp_path / "out")))

    def call(self: Any, hook: str) -> None:
        """As the Trainer does, whose loss the callback looks for."""
        getattr(callback, hook)(arguments, state, None, **more)

    call(trainer, "on_train_begin")
    for step in (1, 2):
        state.global_step = step
        call(trainer, "on_step_begin")
        call(trainer, "on_step_end")
    call(trainer, "on_train_end")
    assert numbers(callback.folder) == [0, 2]
    assert len(callback.files) == 2


@pytest.mark.parametrize("way", ["fsdp", "deepspeed"])
def test_sharded_training_arguments_are_refused(tmp_path: Path, way: str) -> None:
    callback = SpectrumCallback(tmp_path)
    with pytest.raises(RunError, match=f"{way} shares the model out"):
        callback.on_init_end(SimpleNamespace(**{way: "on"}), None, None)
    callback.on_init_end(SimpleNamespace(fsdp=False, deepspeed=None), None, None)


def test_hugging_face_without_its_base_class(
    lightning: Any, transformers: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where the callback is made before Transformers has loaded the class."""
    base = transformers.TrainerCallback
    with monkeypatch.context() as patch:
        patch.delitem(sys.modules, "transformers.trainer_callback")
        callback = SpectrumCallback(tmp_path / "run", every=1, samples=4, at_end=False, **FEW)
    assert not isinstance(callback, base)
    train(transformers, tmp_path, [callback], max_steps=2)
    assert numbers(callback.folder) == [0, 1, 2]
    with pytest.raises(AttributeError, match="'SpectrumCallback' object has no attribute 'of'"):
        _ = callback.of


# Both, and neither


def test_it_is_a_callback_of_both(lightning: Any, transformers: Any, tmp_path: Path) -> None:
    bases = lightning.Callback, transformers.TrainerCallback  # which loads the second
    callback = SpectrumCallback(tmp_path, every=7, probes=3)
    assert all(isinstance(callback, base) for base in bases)
    assert isinstance(callback, SpectrumCallback)
    assert type(callback) is type(SpectrumCallback(tmp_path))
    assert (type(callback).__name__, type(callback).__module__) == (
        "SpectrumCallback",
        "adamw_bounds.measure.training.callback",
    )
    for other in (pickle.loads(pickle.dumps(callback)), copy.deepcopy(callback)):
        assert type(other) is type(callback)
        assert (other.folder, other.every) == (tmp_path, 7)
        assert other.__dict__ == callback.__dict__

    class Mine(SpectrumCallback):
        pass

    assert isinstance(Mine(tmp_path), lightning.Callback)
    assert Mine(tmp_path).state_key.endswith(".Mine")


def test_no_framework_is_loaded_for_another(
    lightning: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "transformers.trainer_callback", raising=False)
    callback = SpectrumCallback(tmp_path)
    assert isinstance(callback, lightning.Callback)
    assert "transformers.trainer_callback" not in sys.modules


def test_without_a_framework_it_is_a_plain_class(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    homes = ("lightning.pytorch", "pytorch_lightning", "transformers")
    for name in {name for name in sys.modules if name.startswith(homes)} | {*homes}:
        monkeypatch.setitem(sys.modules, name, None)
    callback = SpectrumCallback(tmp_path)
    assert type(callback) is SpectrumCallback
    assert {cls.__module__.split(".")[0] for cls in SpectrumCallback.__mro__} == {
        *("adamw_bounds", "builtins")
    }


def test_wrong_arguments_are_named_at_once(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError) as caught:
        SpectrumCallback(
            tmp_path / "file",
            every=0,
            problem=3,
            data=iter([]),
            samples=True,
            on_error="cry",
            checkpoint="there",
            probes=0,
            stepps=3,
        )
    assert {fault.name for fault in caught.value.faults} == {
        *("folder", "every", "problem", "data", "samples", "on_error", "checkpoint"),
        *("probes", "stepps"),
    }
    with pytest.raises(InputError, match="folder must be a path"):
        SpectrumCallback(None)
    with pytest.raises(InputError, match="goes with the default problem"):
        SpectrumCallback(tmp_path, problem=Problem.lightning, data=[])
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


# What can go wrong while training runs


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


def supervised(module: Any) -> Problem:
    return Problem.supervised(module, nn.CrossEntropyLoss(), [pairs(6).tensors])


def failing_at(step: int, error: BaseException) -> Any:
    """A problem whose loss fails at one step of training."""
    done = []

    def problem(module: Any) -> Problem:
        done.append(1)

        def loss(model: Any, batch: Any) -> Any:
            if len(done) == step + 2:  # one to prepare, one before the first step
                raise error
            return F.cross_entropy(model(batch[0]), batch[1])

        return Problem(model=module, loss=loss, data=[pairs(6).tensors])

    return problem


def test_a_measurement_that_fails_is_told_and_training_goes_on(tmp_path: Path) -> None:
    callback = SpectrumCallback(
        tmp_path, every=1, problem=failing_at(2, ValueError("no luck")), **FEW
    )
    with pytest.warns(RuntimeWarning, match=r"no spectrum at step 2: .*no luck; training goes on"):
        model = Loop().fit(callback)
    assert numbers(tmp_path) == [0, 1, 3, 4]
    idle = SpectrumCallback(tmp_path / "none", problem=supervised, at_start=False, at_end=False)
    plain = Loop().fit(idle)
    assert same(model, plain)


def test_a_measurement_that_fails_stops_training_where_it_shall(tmp_path: Path) -> None:
    problem = failing_at(2, ValueError("no luck"))
    callback = SpectrumCallback(tmp_path, every=1, problem=problem, on_error="raise", **FEW)
    loop = Loop()
    with pytest.raises(RunError, match=r"no spectrum at step 2: .*no luck$") as caught:
        loop.fit(callback)
    assert caught.value.code == "problem-failed"
    assert loop.global_step == 2
    assert numbers(tmp_path) == [0, 1]


def test_an_interrupt_is_no_failed_measurement(tmp_path: Path) -> None:
    callback = SpectrumCallback(
        tmp_path, every=1, problem=failing_at(2, KeyboardInterrupt()), **FEW
    )
    with pytest.raises(KeyboardInterrupt):
        Loop().fit(callback)
    assert numbers(tmp_path) == [0, 1]


def test_a_disk_that_is_full_later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    callback = SpectrumCallback(tmp_path / "run", every=2, problem=supervised, **FEW)
    loop = Loop()

    def refuse(self: Any, path: Any) -> None:
        raise RunError(f"cannot write {path}: No space left on device")

    monkeypatch.setattr("adamw_bounds.measure.results.Measurement.save", refuse)
    with pytest.warns(RuntimeWarning, match="No space left on device; training goes on"):
        loop.fit(callback)
    assert loop.global_step == 4
    assert numbers(tmp_path / "run") == []
    assert callback.files == []


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    callback = SpectrumCallback(tmp_path / "file" / "run", problem=supervised)
    with pytest.raises(RunError, match=r"the folder .*run cannot be made: Not a directory"):
        Loop().fit(callback)


@pytest.mark.parametrize(
    ("problem", "sentence"),
    [
        (lambda module: (module, 1), "returns tuple, where a Problem is wanted"),
        (
            lambda module: Problem(model=module, loss=F.mse_loss, data=[1], parameters=["nope"]),
            "the model has no parameter nope",
        ),
    ],
)
def test_a_wrong_problem_is_found_before_training(
    tmp_path: Path, problem: Any, sentence: str
) -> None:
    callback = SpectrumCallback(tmp_path, at_start=False, problem=problem)
    loop = Loop()
    with pytest.raises(RunError, match=sentence):
        loop.fit(callback)
    assert loop.global_step == 0


ROOM: dict[str, Any] = {**FEW, "at_start": False, "every": 100}


@pytest.mark.parametrize(
    ("settings", "error", "sentence"),
    [
        ({"blocks": "nosuch"}, InputError, "finds nothing in the names of the parameters"),
        ({"blocks": "layer", "rho": {"zz": 1}}, InputError, "zz"),
        ({"until_width": 0.1}, RunError, "needs .*--rho"),
        ({"until_width": 0.1, "blocks": "^2", "rho": {}}, RunError, "of block 2"),
        ({"device": "cuda:99"}, RunError, "device cuda:99"),
        ({"matrix": "ggn"}, RunError, "Gauss–Newton"),
    ],
)
def test_wrong_settings_are_found_before_training(
    tmp_path: Path, settings: Any, error: type[Exception], sentence: str
) -> None:
    def problem(module: Any) -> Problem:
        return Problem(model=module, loss=lambda model, batch: 1 / 0, data=[1], parameters="weight")

    class Linear(nn.Linear):
        """Whose initialisation is not known."""

        def reset_parameters(self) -> None:
            nn.init.ones_(self.weight)
            nn.init.zeros_(self.bias)

    model = nn.Sequential(Linear(5, 4), nn.Tanh(), Linear(4, 3))
    callback = SpectrumCallback(tmp_path, problem=problem, **ROOM, **settings)
    loop = Loop(model=model)
    before = states()
    with pytest.raises(error, match=sentence):
        callback.on_train_start(loop, loop.model)
    assert states() == before
    SpectrumCallback(tmp_path, problem=problem, **ROOM).on_train_start(loop, loop.model)
    assert states() == before


def test_a_variance_of_a_block_needs_blocks(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="NAME=ρ is for --blocks"):
        SpectrumCallback(tmp_path, rho={"zz": 1})
    SpectrumCallback(tmp_path, rho={"": 1})
    SpectrumCallback(tmp_path, rho={"zz": 1}, blocks="layer")


def test_the_width_is_that_at_the_rate_of_the_last_step(tmp_path: Path) -> None:
    """A schedule that begins and ends at 0 has a rate in between."""
    loop = Loop()
    (group,) = loop.optimizers[0].param_groups
    rates = iter([0.02, 0.01, 0.005, 0.0])
    group["lr"] = 0.0
    callback = SpectrumCallback(
        tmp_path, problem=supervised, until_width=9.0, rho=0.1, on_error="raise", **ROOM
    )
    callback.on_train_start(loop, loop.model)
    for rate in rates:
        callback.on_before_optimizer_step(loop, loop.model, loop.optimizers[0])
        loop.global_step += 1
        group["lr"] = rate
    with pytest.warns(UserWarning, match=r"\(at ρ = 0.1, η = 0.005,"):
        callback.on_train_end(loop, loop.model)
    assert group["lr"] == 0.0
    assert load_spectrum(callback.files[-1]).meta.eta == 0.005


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


@pytest.mark.parametrize(
    "state",
    [lambda: torch.autocast("cpu", dtype=torch.bfloat16), torch.inference_mode, torch.no_grad],
    ids=["autocast", "inference", "no-grad"],
)
def test_a_hook_that_is_called_in_another_state(tmp_path: Path, state: Any) -> None:
    plain = SpectrumCallback(tmp_path / "a", every=9, problem=supervised, **FEW)
    loop = Loop()
    plain.on_train_start(loop, loop.model)
    callback = SpectrumCallback(tmp_path / "b", every=9, problem=supervised, **FEW)
    with state():
        before = torch.is_autocast_enabled("cpu"), torch.is_inference_mode_enabled()
        before = *before, torch.is_grad_enabled()
        callback.on_train_start(loop, loop.model)
        assert before[:2] == (torch.is_autocast_enabled("cpu"), torch.is_inference_mode_enabled())
        assert before[2] == torch.is_grad_enabled()
    one, other = (load_spectrum(found.files[0]) for found in (plain, callback))
    np.testing.assert_array_equal(one.nodes, other.nodes)


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


def test_a_sharded_model_is_refused_by_its_parameters(tmp_path: Path) -> None:
    """What `fully_shard` makes of a model, in a group of one process."""
    from torch.distributed.fsdp import fully_shard

    loop = Loop()
    torch.distributed.init_process_group(
        "gloo", init_method=f"file://{tmp_path}/meet", rank=0, world_size=1
    )
    try:
        mesh = torch.distributed.init_device_mesh("cpu", (1,))
        fully_shard(loop.model, mesh=mesh)
        with pytest.raises(RunError, match=r"a device mesh .* none holds all of it to measure"):
            SpectrumCallback(tmp_path, problem=supervised).on_train_start(loop, loop.model)
    finally:
        torch.distributed.destroy_process_group()


def test_processes_that_cannot_wait_are_refused(tmp_path: Path) -> None:
    loop = Loop()
    loop.world_size = 2
    with pytest.raises(RunError, match=r"without torch\.distributed"):
        loop.fit(SpectrumCallback(tmp_path, problem=supervised))


# Two processes that hold one model each

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
def test_the_first_of_two_replicas_measures_and_the_other_waits(
    lightning: Any, tmp_path: Path
) -> None:
    (tmp_path / "script.py").write_text(REPLICAS)
    command = [sys.executable, "-m", "torch.distributed.run", "--standalone"]
    command += ["--nproc-per-node", "2", str(tmp_path / "script.py"), str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=150, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    first, other = (json.loads((tmp_path / f"{rank}.json").read_text()) for rank in (0, 1))
    assert first["same"] is other["same"] is True
    assert first["files"] == [f"spectrum-0000000{step}.npz" for step in (0, 2, 3)]
    assert other["files"] == []
    assert numbers(tmp_path / "run") == [0, 2, 3]
    meta = load_spectrum(tmp_path / "run" / "spectrum-00000002.npz").meta
    assert meta.batch_size == 8  # of both processes
    reason = "no spectrum at step 2: ValueError: only the first process can know"
    assert first["error"] == reason
    assert other["error"] == (
        "no spectrum at step 2: the first process failed: ValueError: only the first process can "
        "know"
    )


# README's scripts


@pytest.mark.slow
@pytest.mark.parametrize("name", ["train_lightning", "train_transformers"])
def test_the_script_in_readme_runs(
    lightning: Any, transformers: Any, name: str, tmp_path: Path
) -> None:
    (source,) = re.findall(
        rf"^```py\n# {name}\.py\n(.*?)^```$", README.read_text("utf-8"), re.M | re.S
    )
    (tmp_path / f"{name}.py").write_text(textwrap.dedent(source), encoding="utf-8")
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "HF_HUB_OFFLINE": "1"}
    done = subprocess.run(
        [sys.executable, f"{name}.py"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert "no spectrum" not in done.stderr
    assert numbers(tmp_path / "spectra") == [0, 50, 100]
