"""`RecorderCallback` in Lightning and in Hugging Face's Trainer."""

from __future__ import annotations

import os

import pytest

if os.environ.get("ADAMW_BOUNDS_REQUIRE_TORCH"):
    import torch
else:
    torch = pytest.importorskip("torch")

import pickle
from pathlib import Path
from typing import Any

import numpy as np
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

from adamw_bounds.errors import InputError, RunError
from adamw_bounds.measure import RecorderCallback
from adamw_bounds.traces import load_trace

pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::FutureWarning"),
    pytest.mark.filterwarnings("ignore::UserWarning"),
]


def data() -> TensorDataset:
    generator = torch.Generator().manual_seed(1)
    x = torch.randn(40, 5, generator=generator)
    return TensorDataset(x, (x[:, 0] > 0).long())


def test_lightning_with_clipping_and_a_probe(tmp_path: Path) -> None:
    lightning = pytest.importorskip("pytorch_lightning")

    class Net(lightning.LightningModule):  # type: ignore[misc, name-defined]
        def __init__(self) -> None:
            super().__init__()
            torch.manual_seed(0)
            self.net = nn.Linear(5, 2)
            self.losses: list[float] = []

        def training_step(self, batch: Any, batch_idx: int) -> Any:
            loss = nn.functional.cross_entropy(self.net(batch[0]), batch[1])
            self.losses.append(float(loss))
            self.log("loss", loss)
            return loss

        def configure_optimizers(self) -> Any:
            return torch.optim.AdamW(self.parameters(), lr=1e-2)

    def trained(callbacks: list[Any]) -> Any:
        net = Net()
        torch.manual_seed(2)
        lightning.Trainer(
            max_steps=8,
            max_epochs=-1,
            callbacks=callbacks,
            logger=False,
            enable_checkpointing=False,
            enable_progress_bar=False,
            enable_model_summary=False,
            gradient_clip_val=0.05,
            accelerator="cpu",
        ).fit(net, DataLoader(data(), batch_size=8, shuffle=True))
        return net

    path = tmp_path / "run.jsonl"
    callback = RecorderCallback(path, every=2, probe=True)
    net = trained([callback])
    assert len(net.losses) == 8
    trace = load_trace(path)
    assert (trace.steps // 2).tolist() == [0, 1, 2, 3]
    np.testing.assert_allclose(trace.columns["loss"], [net.losses[k] for k in trace.steps])
    assert (trace.columns["gradient_l2"] <= 0.05 * (1 + 1e-4)).all()
    assert (trace.columns["raw_gradient_l2"] > 0.05).all()
    assert trace.flags == {"rescaled": trace.steps.tolist()}
    assert trace.flat("pairs").size == 4
    assert torch.equal(net.net.weight, trained([]).net.weight)
    assert callback.recorder is None


def test_transformers(tmp_path: Path) -> None:
    transformers = pytest.importorskip("transformers")
    config = transformers.GPT2Config(
        vocab_size=20, n_positions=8, n_embd=8, n_layer=1, n_head=2, bos_token_id=0, eos_token_id=0
    )
    torch.manual_seed(0)
    model = transformers.GPT2LMHeadModel(config)
    texts = torch.randint(0, 20, (16, 8))
    callback = RecorderCallback(tmp_path / "run.jsonl", every=1, probe=True)
    transformers.Trainer(
        model=model,
        args=transformers.TrainingArguments(
            str(tmp_path / "out"),
            max_steps=3,
            per_device_train_batch_size=2,
            gradient_accumulation_steps=2,
            save_strategy="no",
            report_to=[],
            use_cpu=True,
            disable_tqdm=True,
        ),
        train_dataset=[{"input_ids": text, "labels": text} for text in texts],
        callbacks=[callback],
    ).train()
    trace = load_trace(tmp_path / "run.jsonl")
    assert trace.steps.tolist() == [0, 1, 2]
    assert trace.head["optimizer"] == "AdamW"
    assert trace.head["batch_size"] == 4
    assert np.isfinite(trace.columns["gradient_l2"]).all()
    assert trace.flat("pairs").size == 3


def test_a_module_of_two_optimizers_is_refused(tmp_path: Path) -> None:
    class Trainer:
        optimizers = (1, 2)

    with pytest.raises(RunError) as caught:
        RecorderCallback(tmp_path / "run.jsonl").on_train_start(Trainer(), None)
    assert caught.value.code == "several-optimizers"


def test_wrong_arguments_are_refused_when_it_is_made(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        RecorderCallback(tmp_path, every=0, loss=2, seed=-1)
    assert {fault.name for fault in caught.value.faults} == {"path", "every", "loss", "seed"}


def test_it_travels_to_another_process(tmp_path: Path) -> None:
    callback = RecorderCallback(tmp_path / "run.jsonl", every=7)
    other = pickle.loads(pickle.dumps(callback))
    assert (other.every, other.path) == (7, tmp_path / "run.jsonl")
