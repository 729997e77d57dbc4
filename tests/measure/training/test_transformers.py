"""The F that is measured is the one that Hugging Face's Trainer trains."""

from __future__ import annotations

import os

import pytest

if os.environ.get("ADAMW_BOUNDS_REQUIRE_TORCH"):
    import torch
else:
    torch = pytest.importorskip("torch")

import functools
import importlib
import random
import re
import sys
import warnings
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
from torch import nn
from torch.nn import functional as F  # noqa: N812
from torch.utils.data import (
    DataLoader,
    SubsetRandomSampler,
)

from adamw_bounds.errors import RunError
from adamw_bounds.measure import Problem, SpectrumCallback
from adamw_bounds.spectra import Spectrum, load_spectrum

pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::FutureWarning"),
    pytest.mark.filterwarnings("ignore:.*pin_memory.*"),
    pytest.mark.filterwarnings("ignore:.*LeafSpec.*is deprecated.*"),
]

COUNT, CLASSES, WIDTH = 20, 3, 4


@pytest.fixture(scope="module")
def hf() -> Any:
    for name in ("accelerate", "transformers"):
        if os.environ.get("ADAMW_BOUNDS_REQUIRE_TORCH"):
            importlib.import_module(name)
        else:
            pytest.importorskip(name)
    return importlib.import_module("transformers")


@pytest.fixture
def lightning() -> Any:
    """Another framework, whose callbacks are there before Transformers'."""
    for name in ("lightning.pytorch", "pytorch_lightning"):
        try:
            return importlib.import_module(name)
        except ImportError:
            continue
    return pytest.skip("Lightning is not installed")


def rows() -> list[dict[str, Any]]:
    generator = torch.Generator().manual_seed(3)
    x = torch.randn(COUNT, WIDTH, generator=generator)
    y = torch.randint(0, CLASSES, (COUNT,), generator=generator)
    return [{"x": one, "labels": int(label)} for one, label in zip(x, y, strict=True)]


def numbers() -> tuple[Any, Any]:
    data = rows()
    x = torch.stack([row["x"] for row in data]).double()
    return x, torch.tensor([row["labels"] for row in data])


def tiny(hf: Any, *, keywords: bool = True) -> Any:
    """A classifier; `keywords`: whether its forward takes any, as most of Transformers' do."""

    class Config(hf.PretrainedConfig):
        model_type = "tiny"

    class Tiny(hf.PreTrainedModel):
        config_class = Config

        def __init__(self, config: Any) -> None:
            super().__init__(config)
            self.net = nn.Sequential(nn.Linear(WIDTH, 3), nn.Tanh(), nn.Linear(3, CLASSES))
            self.drop = nn.Dropout(0.3)

        if keywords:

            def forward(self, x: Any, labels: Any = None, **more: Any) -> Any:
                return self.answer(x, labels, more.get("num_items_in_batch"))

        else:

            def forward(self, x: Any, labels: Any = None) -> Any:  # type: ignore[misc]
                return self.answer(x, labels, None)

        def answer(self, x: Any, labels: Any, items: Any) -> Any:
            logits = self.drop(self.net(x))
            found = {"logits": logits}
            if labels is not None:
                losses = F.cross_entropy(logits, labels, reduction="none")
                found = {"loss": losses.mean() if items is None else losses.sum() / items, **found}
            return found

    torch.manual_seed(5)
    return Tiny(Config())


def start_of(
    hf: Any,
    folder: Path,
    *,
    model: Any = None,
    kind: type | None = None,
    data: Any = None,
    arguments: Any = None,
    **options: Any,
) -> tuple[Spectrum, Any]:
    """Measure the model before the first step; returns the spectrum and the Trainer."""
    callback = SpectrumCallback(
        folder / "spectra", every=10**6, at_end=False, gradient_samples=0, on_error="raise"
    )
    settings = {
        "output_dir": str(folder), "use_cpu": True, "max_steps": 1, "report_to": [],
        "per_device_train_batch_size": 8, "save_strategy": "no", "disable_tqdm": True,
    }  # fmt: skip
    trainer = (kind or hf.Trainer)(
        model=tiny(hf) if model is None else model,
        args=hf.TrainingArguments(**{**settings, **(arguments or {})}),
        train_dataset=rows() if data is None else data,
        callbacks=[callback],
        **options,
    )
    trainer.train()
    (path,) = callback.files
    return load_spectrum(path), trainer


@pytest.fixture
def check(hf: Any, dense_hessian: Any) -> Any:
    """Compare with a loss of (logits, labels) of the data in one batch."""

    def compare(found: Spectrum, loss: Any, count: int = COUNT) -> None:
        model = tiny(hf).double()
        net = model.net
        x, y = (part[:count] for part in numbers())

        def value(forward: Any) -> Any:
            return loss(forward(x), y)

        expected = dense_hessian(net, [name for name, _ in net.named_parameters()], value)
        assert found.meta.samples == count
        np.testing.assert_allclose(found.eigenvalues, np.linalg.eigvalsh(expected), atol=2e-6)
        number = float(value(net).detach())
        assert found.meta.as_dict()["loss_value"] == pytest.approx(number, rel=1e-6)

    return compare


@pytest.mark.parametrize("keywords", [True, False])
def test_the_models_own_loss(hf: Any, tmp_path: Path, check: Any, keywords: bool) -> None:
    """20 samples are two batches of 8 and one of 4."""
    found, _ = start_of(hf, tmp_path, model=tiny(hf, keywords=keywords))
    check(found, F.cross_entropy)


#: Transformers' losses of texts and of smoothed labels take sums in float32, which is said.
IN_FLOAT32 = pytest.mark.filterwarnings("ignore:.*computes in float32 in places:UserWarning")


@IN_FLOAT32
@pytest.mark.parametrize("keywords", [True, False])
@pytest.mark.parametrize("factor", [0.1, 0.7])
def test_smoothed_labels(
    hf: Any, tmp_path: Path, check: Any, factor: float, keywords: bool
) -> None:
    found, _ = start_of(
        hf,
        tmp_path,
        model=tiny(hf, keywords=keywords),
        arguments={"label_smoothing_factor": factor},
    )
    check(found, lambda logits, y: F.cross_entropy(logits, y, label_smoothing=factor))
    assert f"smoothed by {factor:g}" in found.meta.loss
    assert found.dtype == "float32"


def squares(logits: Any, labels: Any) -> Any:
    return ((logits - F.one_hot(labels, CLASSES)) ** 2).sum(1)


def test_a_function_of_the_loss(hf: Any, tmp_path: Path, check: Any) -> None:
    def brier(outputs: Any, labels: Any, num_items_in_batch: Any = None) -> Any:
        return squares(outputs["logits"], labels).sum() / num_items_in_batch

    found, _ = start_of(
        hf, tmp_path, compute_loss_func=brier, arguments={"gradient_accumulation_steps": 2}
    )
    check(found, lambda logits, y: squares(logits, y).mean())
    assert (found.meta.loss, found.meta.batch_size) == ("brier, mean", 16)


def own_trainer(hf: Any, **names: Any) -> type:
    class Mine(hf.Trainer):
        """Keeps what it computes, and logs it."""

        seen: list[float]

        def __init__(self, *args: Any, **more: Any) -> None:
            super().__init__(*args, **more)
            self.seen = []

        def compute_loss(
            self, model: Any, inputs: Any, return_outputs: bool = False, **more: Any
        ) -> Any:
            labels = inputs.pop("labels")
            loss = squares(model(**inputs)["logits"], labels).mean()
            self.seen.append(float(loss.detach()))
            self.log({"own": self.seen[-1]})
            return loss

    for name, value in names.items():
        setattr(Mine, name, value)
    return Mine


def test_a_trainer_of_ones_own(hf: Any, tmp_path: Path, check: Any) -> None:
    """Its loss is measured, and what it keeps and logs is training's alone."""
    found, trainer = start_of(hf, tmp_path, kind=own_trainer(hf))
    check(found, lambda logits, y: squares(logits, y).mean())
    assert found.meta.loss == "Mine.compute_loss, mean"
    assert len(trainer.seen) == 1
    assert sum("own" in entry for entry in trainer.state.log_history) == 1


def test_a_method_that_was_replaced(hf: Any, tmp_path: Path, check: Any) -> None:
    class Late(hf.Trainer):
        def __init__(self, *args: Any, **more: Any) -> None:
            super().__init__(*args, **more)
            self.compute_loss = self.other  # type: ignore[method-assign]

        def other(self, model: Any, inputs: Any, *args: Any, **more: Any) -> Any:
            return squares(model(x=inputs["x"])["logits"], inputs["labels"]).mean()

    found, _ = start_of(hf, tmp_path, kind=Late)
    check(found, lambda logits, y: squares(logits, y).mean())


def test_a_mean_that_is_added_up_is_refused(hf: Any, tmp_path: Path, check: Any) -> None:
    """The Trainer takes the loss of such a model for one that is divided by all labels."""
    two = {"gradient_accumulation_steps": 2}
    with pytest.raises(RunError, match=r"is not divided by the 2 batches .* = False"):
        start_of(hf, tmp_path, kind=own_trainer(hf), arguments=two)
    found, _ = start_of(
        hf, tmp_path, kind=own_trainer(hf, loss_is_scaled_for_ga=False), arguments=two
    )
    check(found, lambda logits, y: squares(logits, y).mean())
    plain, _ = start_of(
        hf, tmp_path / "b", kind=own_trainer(hf), model=tiny(hf, keywords=False), arguments=two
    )
    check(plain, lambda logits, y: squares(logits, y).mean())


def test_a_sum_that_is_divided_twice_is_refused(hf: Any, tmp_path: Path) -> None:
    kind = type("Twice", (hf.Trainer,), {"loss_is_scaled_for_ga": False})
    with pytest.raises(RunError, match=r"is divided twice by the 2 batches .* = True"):
        start_of(hf, tmp_path, kind=kind, arguments={"gradient_accumulation_steps": 2})


def test_a_step_of_ones_own_is_refused(hf: Any, tmp_path: Path) -> None:
    trained: list[int] = []

    def training_step(self: Any, *args: Any, **more: Any) -> Any:
        trained.append(1)
        return 3 * super(type(self), self).training_step(*args, **more)

    kind = own_trainer(hf, training_step=training_step)
    with pytest.raises(RunError, match=r"Mine has its own training_step.* give the callback prob"):
        start_of(hf, tmp_path, kind=kind)
    assert trained == []


def test_a_step_that_was_put_over_that_of_the_trainer_is_refused(hf: Any, tmp_path: Path) -> None:
    def over(self: Any, *args: Any, **more: Any) -> None:
        hf.Trainer.__init__(self, *args, **more)
        own = self.training_step
        self.training_step = functools.wraps(own)(lambda *a, **m: 3 * own(*a, **m))

    with pytest.raises(RunError, match=r"Mine has its own training_step"):
        start_of(hf, tmp_path, kind=own_trainer(hf, __init__=over))


def test_a_hook_without_a_trainer_is_refused(hf: Any, tmp_path: Path) -> None:
    model = tiny(hf)
    callback = SpectrumCallback(tmp_path, at_start=False)
    args = SimpleNamespace(gradient_accumulation_steps=1, world_size=1)
    state = SimpleNamespace(global_step=0, epoch=0.0)
    more = {"model": model, "train_dataloader": DataLoader(rows(), batch_size=4)}
    with pytest.raises(RunError, match="the Trainer that calls the callback is not found"):
        callback.on_train_begin(args, state, None, **more)


def test_samplers_of_the_trainer(hf: Any, tmp_path: Path, check: Any) -> None:
    def sampler(self: Any, *args: Any) -> Any:
        return SubsetRandomSampler(range(9))

    kind = type("Fold", (hf.Trainer,), {"_get_train_sampler": sampler})
    found, _ = start_of(hf, tmp_path, kind=kind)
    check(found, F.cross_entropy, 9)


def test_columns_and_collators(hf: Any, tmp_path: Path, check: Any) -> None:
    """A column that the model does not know is left out; the collator is the Trainer's."""

    def doubled(features: Any) -> Any:
        return {
            "x": 2 * torch.stack([row["x"] for row in features]),
            "labels": torch.tensor([row["labels"] for row in features]),
        }

    class Halved(torch.utils.data.Dataset):
        def __len__(self) -> int:
            return COUNT

        def __getitem__(self, index: int) -> Any:
            row = rows()[index]
            return {"x": row["x"] / 2, "labels": row["labels"], "text": f"row {index}"}

    found, _ = start_of(hf, tmp_path, data=Halved(), data_collator=doubled)
    check(found, F.cross_entropy)


# Texts of unequal lengths


def texts() -> list[dict[str, Any]]:
    generator = torch.Generator().manual_seed(4)
    lengths = [2, 5, 3, 2, 4, 2]
    return [
        {"input_ids": torch.randint(1, 7, (length,), generator=generator)} for length in lengths
    ]


def padded(features: Any) -> Any:
    size = max(len(row["input_ids"]) for row in features)
    ids = torch.zeros(len(features), size, dtype=torch.long)
    labels = torch.full((len(features), size), -100)
    for place, row in enumerate(features):
        ids[place, : len(row["input_ids"])] = row["input_ids"]
        labels[place, : len(row["input_ids"])] = row["input_ids"]
    return {"input_ids": ids, "labels": labels, "attention_mask": (labels != -100).long()}


def gpt2(hf: Any, shifts: bool = True) -> Any:
    torch.manual_seed(0)
    model = hf.GPT2LMHeadModel(
        hf.GPT2Config(
            vocab_size=7, n_positions=5, n_embd=4, n_layer=1, n_head=2, n_inner=4, bos_token_id=0,
            eos_token_id=0, attn_implementation="eager", initializer_range=0.3,
        )
    )  # fmt: skip
    if shifts:
        model.loss_type = "ForCausalLM"
    return model


@pytest.fixture(scope="module")
def by_tokens(hf: Any) -> dict[str, Any]:
    """Value and Hessian, by differences of float64 gradients, of the mean over all tokens."""
    model = gpt2(hf).double().eval()
    batch = padded(texts())
    parameters = list(model.parameters())

    def loss(smoothing: float) -> Any:
        logits = model(input_ids=batch["input_ids"], attention_mask=batch["attention_mask"]).logits
        return F.cross_entropy(
            logits[:, :-1].flatten(0, 1), batch["labels"][:, 1:].flatten(),
            label_smoothing=smoothing,
        )  # fmt: skip

    flat = torch.cat([value.detach().flatten() for value in parameters])

    def slope(at: Any, smoothing: float) -> Any:
        torch.nn.utils.vector_to_parameters(at, parameters)
        found = torch.autograd.grad(loss(smoothing), parameters)
        return torch.cat([part.flatten() for part in found])

    step, found = 1e-5, {}
    for smoothing in (0.0, 0.3):
        lines = []
        for place in range(len(flat)):
            move = torch.zeros_like(flat)
            move[place] = step
            lines.append((slope(flat + move, smoothing) - slope(flat - move, smoothing)) / 2 / step)
        torch.nn.utils.vector_to_parameters(flat, parameters)
        hessian = torch.stack(lines)
        values = torch.linalg.eigvalsh((hessian + hessian.T) / 2).numpy()
        found[f"{smoothing:g}"] = (float(loss(smoothing).detach()), values)
    return found


def summed(outputs: Any, labels: Any, num_items_in_batch: Any = None) -> Any:
    logits = outputs["logits"][:, :-1].flatten(0, 1)
    return F.cross_entropy(logits, labels[:, 1:].flatten(), reduction="sum") / num_items_in_batch


@pytest.mark.parametrize("way", ["plain", "function", "smoothed"])
@pytest.mark.parametrize("size", [4, 6])
@pytest.mark.parametrize("shifts", [True, False])
def test_a_mean_over_tokens_does_not_depend_on_the_batches(
    hf: Any, tmp_path: Path, by_tokens: Any, way: str, size: int, shifts: bool
) -> None:
    """`shifts`: whether the Trainer knows that the first label of a text enters no loss."""
    options: dict[str, Any] = {"arguments": {"per_device_train_batch_size": size}}
    if way == "function":
        options["compute_loss_func"] = summed
    elif way == "smoothed":
        options["arguments"]["label_smoothing_factor"] = 0.3
    model = gpt2(hf, shifts)
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        found, trainer = start_of(
            hf, tmp_path, model=model, data=texts(), data_collator=padded, **options
        )
    value, eigenvalues = by_tokens["0.3" if way == "smoothed" else "0"]
    known = getattr(trainer, "_loss_shifts_labels", False)
    assert known <= shifts  # older Trainers know it of no model
    tokens = sum(len(row["input_ids"]) for row in texts())
    # A function of one's own divides by what the Trainer counts.
    scale = (tokens - 6) / tokens if way == "function" and not known else 1
    told = [str(one.message) for one in said if "It trains 0.666667 times" in str(one.message)]
    assert len(told) == (not known and way != "function")
    assert found.meta.samples == 6
    assert found.meta.as_dict()["loss_value"] == pytest.approx(scale * value, rel=1e-6)
    size_of = np.abs(eigenvalues).max()
    np.testing.assert_allclose(found.eigenvalues, scale * eigenvalues, atol=5e-6 * size_of)


@IN_FLOAT32
def test_texts_grouped_by_length(hf: Any, tmp_path: Path) -> None:
    """All of them are drawn, whatever the order."""
    grouped = (
        {"train_sampling_strategy": "group_by_length"}
        if hasattr(hf.TrainingArguments, "train_sampling_strategy")
        else {"group_by_length": True}
    )
    arguments = {"per_device_train_batch_size": 2, **grouped}
    found, trainer = start_of(
        hf, tmp_path, model=gpt2(hf), data=texts(), data_collator=padded, arguments=arguments
    )
    sampler = trainer.get_train_dataloader().batch_sampler
    while not hasattr(sampler, "sampler"):
        sampler = sampler.batch_sampler
    assert "LengthGrouped" in type(sampler.sampler).__name__
    assert found.meta.samples == 6
    assert found.dtype == "float32"


def test_training_comes_out_the_same_with_a_loss_of_ones_own(hf: Any, tmp_path: Path) -> None:
    def trained(*callbacks: Any) -> Any:
        torch.manual_seed(7)
        settings = {
            "output_dir": str(tmp_path), "use_cpu": True, "max_steps": 4, "report_to": [],
            "per_device_train_batch_size": 4, "save_strategy": "no", "disable_tqdm": True,
            "logging_strategy": "no",
        }  # fmt: skip
        trainer = own_trainer(hf)(
            model=tiny(hf), args=hf.TrainingArguments(**settings), train_dataset=rows(),
            callbacks=[*callbacks],
        )  # fmt: skip
        trainer.train()
        return trainer

    plain = trained()
    callback = SpectrumCallback(tmp_path / "run", every=2, gradient_samples=0, on_error="raise")
    seen = trained(callback)
    assert len(callback.files) == 3
    assert seen.seen == plain.seen
    for one, other in zip(seen.model.parameters(), plain.model.parameters(), strict=True):
        assert torch.equal(one, other)


def test_a_problem_of_ones_own_asks_for_no_trainer(hf: Any, tmp_path: Path) -> None:
    def problem(model: Any) -> Problem:
        x, y = numbers()
        return Problem.supervised(model.net, nn.CrossEntropyLoss(), [(x.float(), y)])

    callback = SpectrumCallback(
        tmp_path / "run", every=9, at_end=False, problem=problem, gradient_samples=0
    )
    kind = own_trainer(hf, training_step=lambda self, *args, **more: torch.zeros(()))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        kind(
            model=tiny(hf),
            args=hf.TrainingArguments(
                output_dir=str(tmp_path), use_cpu=True, max_steps=1, report_to=[],
                save_strategy="no", disable_tqdm=True,
            ),
            train_dataset=rows(),
            callbacks=[callback],
        ).train()  # fmt: skip
    assert len(callback.files) == 1


# What training notices

#: A chunk that is given makes the bits the same each time.
FEW: dict[str, Any] = {
    "probes": 2,
    "steps": 3,
    "exact_below": 0,
    "gradient_samples": 0,
    "chunk": 1,
}


def steps_in(folder: Path) -> list[int]:
    assert all(re.fullmatch(r"spectrum-\d{8}\.npz", path.name) for path in folder.iterdir())
    return sorted(int(path.stem[-8:]) for path in folder.iterdir())


def same(one: nn.Module, other: nn.Module) -> bool:
    first, second = one.state_dict(), other.state_dict()
    return first.keys() == second.keys() and all(torch.equal(first[k], second[k]) for k in first)


def states() -> list[Any]:
    numpy = np.random.get_state()
    return [random.getstate(), torch.get_rng_state().tolist(), numpy[1].tolist(), numpy[2:]]


def token_rows(count: int = 24) -> list[dict[str, Any]]:
    generator = torch.Generator().manual_seed(4)
    rows = torch.randint(0, 9, (count, 5), generator=generator)
    return [{"input_ids": row, "labels": row} for row in rows]


def train(
    hf: Any, folder: Path, callbacks: Any, data: Any = None, **options: Any
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
    arguments = hf.TrainingArguments(**{**settings, **options})
    torch.manual_seed(0)
    config = hf.GPT2Config(
        vocab_size=9,
        n_positions=5,
        n_embd=4,
        n_layer=1,
        n_head=2,
        bos_token_id=0,
        eos_token_id=0,
    )
    model = hf.GPT2LMHeadModel(config)
    model.loss_type = "ForCausalLM"
    trainer = hf.Trainer(
        model=model, args=arguments, train_dataset=data or token_rows(), callbacks=callbacks
    )
    trainer.train(resume_from_checkpoint=resume)
    return model, trainer


def test_hugging_face_trains_as_without(hf: Any, tmp_path: Path) -> None:
    plain, before = train(hf, tmp_path, [])
    drawn = states()
    callback = SpectrumCallback(tmp_path / "run", every=4, samples=6, **FEW)
    model, after = train(hf, tmp_path, [callback])
    assert states() == drawn
    assert same(model, plain)
    assert str(before.optimizer.state_dict()) == str(after.optimizer.state_dict())
    assert [part.training for part in model.modules()] == [p.training for p in plain.modules()]
    assert steps_in(callback.folder) == [0, 4, 6]
    metas = [load_spectrum(path).meta for path in callback.files]
    assert [meta.extra["training_step"] for meta in metas] == [0, 4, 6]
    assert [meta.extra["epoch"] for meta in metas] == pytest.approx([0, 4 / 6, 1])
    # A linear schedule over 6 steps: of the step to come at the start, then of the last made.
    assert [meta.eta for meta in metas] == pytest.approx([1e-2, 1e-2 * 3 / 6, 1e-2 / 6])
    last = metas[-1]
    assert (last.model, last.optimizer) == ("GPT2LMHeadModel", "AdamW")
    assert (last.batch_size, last.samples, last.extra["measured_samples"]) == (4, 24, 6)
    assert (last.lam, last.extra["adam_eps"]) == (0, 1e-8)


def test_hugging_face_in_mixed_precision(hf: Any, tmp_path: Path) -> None:
    """Accelerate runs the model under autocast; the spectrum is that without it."""
    plain, _ = train(hf, tmp_path, [], bf16=True, max_steps=2)
    mixed = SpectrumCallback(tmp_path / "a", every=9, samples=6, **FEW)
    model, _ = train(hf, tmp_path, [mixed], bf16=True, max_steps=2)
    assert same(model, plain)
    full = SpectrumCallback(tmp_path / "b", every=9, samples=6, at_end=False, **FEW)
    train(hf, tmp_path, [full], max_steps=2)
    one, other = (load_spectrum(callback.files[0]) for callback in (mixed, full))
    np.testing.assert_array_equal(one.nodes, other.nodes)
    assert "forward" in model.__dict__  # Accelerate's own is there again


def test_hugging_face_resumed(hf: Any, tmp_path: Path) -> None:
    first = SpectrumCallback(tmp_path / "run", every=3, samples=4, **FEW)
    saving = {"save_strategy": "steps", "save_steps": 4}
    train(hf, tmp_path / "out", [first], max_steps=4, **saving)
    assert steps_in(first.folder) == [0, 3, 4]
    again = SpectrumCallback(tmp_path / "run", every=3, samples=4, at_start=False, **FEW)
    resume = str(tmp_path / "out" / "checkpoint-4")
    train(hf, tmp_path / "out", [again], max_steps=7, resume=resume, **saving)
    assert [path.name[-7:-4] for path in again.files] == ["006", "007"]


def test_the_last_step_is_measured_before_the_best_weights_come_back(
    hf: Any, tmp_path: Path
) -> None:
    callback = SpectrumCallback(tmp_path / "run", every=100, samples=4, **FEW)
    arguments = SimpleNamespace(
        load_best_model_at_end=True, gradient_accumulation_steps=1, world_size=1
    )
    state = SimpleNamespace(global_step=0, max_steps=2, epoch=0.0, best_model_checkpoint="best")
    torch.manual_seed(0)
    model = hf.GPT2LMHeadModel(
        hf.GPT2Config(vocab_size=9, n_positions=5, n_embd=4, n_layer=1, n_head=2)
    )
    model.loss_type = "ForCausalLM"
    more = {
        "model": model,
        "optimizer": torch.optim.AdamW(model.parameters()),
        "train_dataloader": DataLoader(token_rows(), batch_size=2),
    }
    trainer = hf.Trainer(model, hf.TrainingArguments(str(tmp_path / "out")))

    def call(self: Any, hook: str) -> None:
        """As the Trainer does, whose loss the callback looks for."""
        getattr(callback, hook)(arguments, state, None, **more)

    call(trainer, "on_train_begin")
    for step in (1, 2):
        state.global_step = step
        call(trainer, "on_step_begin")
        call(trainer, "on_step_end")
    call(trainer, "on_train_end")
    assert steps_in(callback.folder) == [0, 2]
    assert len(callback.files) == 2


@pytest.mark.parametrize("way", ["fsdp", "deepspeed"])
def test_sharded_training_arguments_are_refused(tmp_path: Path, way: str) -> None:
    callback = SpectrumCallback(tmp_path)
    with pytest.raises(RunError, match=f"{way} shares the model out"):
        callback.on_init_end(SimpleNamespace(**{way: "on"}), None, None)
    callback.on_init_end(SimpleNamespace(fsdp=False, deepspeed=None), None, None)


def test_hugging_face_without_its_base_class(
    lightning: Any, hf: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where the callback is made before Transformers has loaded the class."""
    base = hf.TrainerCallback
    with monkeypatch.context() as patch:
        patch.delitem(sys.modules, "transformers.trainer_callback")
        callback = SpectrumCallback(tmp_path / "run", every=1, samples=4, at_end=False, **FEW)
    assert not isinstance(callback, base)
    train(hf, tmp_path, [callback], max_steps=2)
    assert steps_in(callback.folder) == [0, 1, 2]
    with pytest.raises(AttributeError, match="'SpectrumCallback' object has no attribute 'of'"):
        _ = callback.of
