"""Models as Lightning and Transformers make them, measured outside their trainers."""

from __future__ import annotations

import os

import pytest

if os.environ.get("ADAMW_BOUNDS_REQUIRE_TORCH"):
    import torch
else:
    torch = pytest.importorskip("torch")

import importlib
from typing import Any

import numpy as np
from torch import nn
from torch.func import functional_call, grad, vmap
from torch.nn import functional as F  # noqa: N812

from adamw_bounds.errors import RunError
from adamw_bounds.measure import Problem, measure

#: The frameworks' own, on import and on use.
pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::FutureWarning"),
    pytest.mark.filterwarnings("ignore:.*LeafSpec.*is deprecated.*"),
]


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


def tiny_gpt2(attention: str = "sdpa") -> Any:
    """Embeddings are tied to the last layer; dropout is on in train mode."""
    transformers = required("transformers")
    torch.manual_seed(0)
    config = transformers.GPT2Config(
        vocab_size=7,
        n_positions=4,
        n_embd=4,
        n_layer=1,
        n_head=2,
        n_inner=4,
        bos_token_id=0,
        eos_token_id=0,
        loss_type="ForCausalLM",
        attn_implementation=attention,
        initializer_range=0.3,
    )
    return transformers.GPT2LMHeadModel(config)


def token_batches() -> list[dict[str, Any]]:
    """Two batches of 3 and 2 texts; the padding counts neither as input nor as label."""
    generator = torch.Generator().manual_seed(2)
    ids = torch.randint(0, 7, (5, 4), generator=generator)
    mask = torch.ones_like(ids)
    mask[1, 3] = 0
    labels = ids.masked_fill(mask == 0, -100)
    parts = zip(ids.split(3), mask.split(3), labels.split(3), strict=True)
    return [
        {"input_ids": one, "attention_mask": seen, "labels": wanted} for one, seen, wanted in parts
    ]


def next_token_loss(model: Any, batch: Any) -> Any:
    """GPT-2's loss, in the type of the model: Transformers' own rounds it to float32."""
    logits = model(input_ids=batch["input_ids"], attention_mask=batch["attention_mask"]).logits
    return F.cross_entropy(logits[:, :-1].flatten(0, 1), batch["labels"][:, 1:].flatten())


def labels_in(batch: Any) -> int:
    """How many labels the loss of a language model is the mean over."""
    return int((batch["labels"][:, 1:] != -100).sum())


def by_differences(model: Any, loss: Any, batches: list[Any]) -> np.ndarray:
    """The Hessian by central differences of the gradient, right to about 1e-9."""
    every = dict(model.named_parameters())
    sizes = [value.numel() for value in every.values()]
    total = sum(map(labels_in, batches))
    point = torch.cat([value.detach().flatten() for value in every.values()])

    def value(flat: Any, batch: Any) -> Any:
        parts = zip(every.items(), flat.split(sizes), strict=True)
        new = {name: part.view(own.shape) for (name, own), part in parts}
        return loss(lambda **inputs: functional_call(model, new, (), inputs), batch)

    step = 1e-5
    moves = step * torch.eye(len(point), dtype=point.dtype)
    rows = torch.zeros_like(moves)
    for batch in batches:
        slopes = vmap(grad(value), in_dims=(0, None), chunk_size=64)
        change = slopes(point + moves, batch) - slopes(point - moves, batch)
        rows += labels_in(batch) / total * change / (2 * step)
    return rows.numpy()


@pytest.fixture(scope="module")
def gpt2_spectrum() -> np.ndarray:
    """Eigenvalues of the tiny GPT-2 in float64, with attention written out."""
    model = tiny_gpt2("eager").double().eval()
    hessian = by_differences(model, next_token_loss, token_batches())
    assert np.abs(hessian - hessian.T).max() < 1e-8
    return np.linalg.eigvalsh((hessian + hessian.T) / 2)


def test_gpt2_against_its_dense_hessian(gpt2_spectrum: np.ndarray) -> None:
    """The kernel of attention, which has no second derivative, is replaced; in train mode."""
    model = tiny_gpt2().double().train()
    assert model.config._attn_implementation == "sdpa"
    problem = Problem(model=model, loss=next_token_loss, data=token_batches())
    found = measure(problem)
    assert found.spectrum.kind == "exact"
    assert model.training
    # Tied: wte is counted once.
    assert found.spectrum.dim == len(gpt2_spectrum)
    assert found.spectrum.dim == sum(value.numel() for value in model.parameters())
    assert model.lm_head.weight is model.transformer.wte.weight
    np.testing.assert_allclose(found.spectrum.eigenvalues, gpt2_spectrum, atol=2e-8)
    assert np.abs(gpt2_spectrum).max() > 0.5


def test_the_loss_that_gpt2_returns(gpt2_spectrum: np.ndarray) -> None:
    """Right to float32: Transformers computes the loss in it."""
    found = measure(Problem.hugging_face(tiny_gpt2(), token_batches(), batch_size=3))
    assert found.spectrum.meta.model == "GPT2LMHeadModel"
    size = np.abs(gpt2_spectrum).max()
    np.testing.assert_allclose(found.spectrum.eigenvalues, gpt2_spectrum, atol=2e-6 * size)


def test_gpt2_by_lanczos(gpt2_spectrum: np.ndarray) -> None:
    """The matrix that the model's own loss has in float32, through vectorised products too."""
    for chunk in (1, 3):
        problem = Problem.hugging_face(tiny_gpt2(), token_batches())
        found = measure(problem, exact_below=0, probes=3, steps=40, chunk=chunk, gradient_samples=0)
        size = np.abs(gpt2_spectrum).max()
        assert found.largest.value == pytest.approx(gpt2_spectrum[-1], abs=1e-4 * size)
        assert found.smallest.value == pytest.approx(gpt2_spectrum[0], abs=1e-4 * size)


def test_a_classifier_of_transformers() -> None:
    transformers = required("transformers")
    torch.manual_seed(0)
    config = transformers.BertConfig(
        vocab_size=9,
        hidden_size=4,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=5,
        max_position_embeddings=6,
        num_labels=3,
    )
    model = transformers.BertForSequenceClassification(config)
    generator = torch.Generator().manual_seed(1)
    ids = torch.randint(0, 9, (6, 5), generator=generator)
    y = torch.randint(0, 3, (6,), generator=generator)
    batches = [
        {"input_ids": ids[part], "labels": y[part]} for part in (slice(0, 4), slice(4, None))
    ]

    def loss(net: Any, batch: Any) -> Any:
        return F.cross_entropy(net(input_ids=batch["input_ids"]).logits, batch["labels"])

    expected = measure(Problem(model=model, loss=loss, data=batches)).spectrum.eigenvalues
    found = measure(Problem.hugging_face(model, batches)).spectrum.eigenvalues
    np.testing.assert_allclose(found, expected, atol=2e-6 * np.abs(expected).max())
    plain = [(batch["input_ids"],) for batch in batches]
    with pytest.raises(RunError, match=r"without a loss: the batches must hold its labels"):
        measure(Problem.hugging_face(model, plain))


def lit_module(*, index: bool = True, logs: bool = True) -> Any:
    pl = required("lightning.pytorch", "pytorch_lightning")

    class Lit(pl.LightningModule):
        def __init__(self) -> None:
            super().__init__()
            self.net = nn.Sequential(nn.Linear(5, 4), nn.Dropout(0.5), nn.Tanh(), nn.Linear(4, 3))

        def forward(self, x: Any) -> Any:
            return self.net(x)

        def _step(self, batch: Any) -> dict[str, Any]:
            loss = F.cross_entropy(self(batch[0]), batch[1])
            if logs:
                self.log("loss", loss, prog_bar=True)
                self.log_dict({"rate": 0.1})
            return {"loss": loss, "other": 3}

        if index:

            def training_step(self, batch: Any, batch_idx: int) -> Any:
                return self._step(batch)

        else:

            def training_step(self, batch: Any) -> Any:
                return self._step(batch)

    torch.manual_seed(0)
    return Lit()


def pairs() -> list[Any]:
    generator = torch.Generator().manual_seed(1)
    x, y = torch.randn(9, 5, generator=generator), torch.randint(0, 3, (9,), generator=generator)
    return list(zip(x.split(4), y.split(4), strict=True))


@pytest.mark.filterwarnings("ignore:You are trying to `self.log:UserWarning")
@pytest.mark.parametrize("index", [True, False], ids=["with-index", "without-index"])
def test_a_lightning_module_outside_a_trainer(index: bool) -> None:
    """What training_step logs goes nowhere, with a warning of Lightning's at most."""
    module = lit_module(index=index)
    expected = measure(Problem.supervised(module, nn.CrossEntropyLoss(), pairs())).spectrum
    found = measure(Problem.lightning(module, pairs())).spectrum
    np.testing.assert_array_equal(found.eigenvalues, expected.eigenvalues)
    assert (found.meta.model, found.meta.loss) == ("Lit", "Lit.training_step, mean")
    assert module.training


def test_a_lightning_module_that_needs_its_trainer() -> None:
    module = lit_module(logs=False)
    step = type(module).training_step
    type(module).training_step = lambda self, batch, index: (
        step(self, batch, index)["loss"] * (self.trainer.current_epoch + 1)
    )
    with pytest.raises(RunError, match=r"the loss failed on batch 0: .* not attached to a"):
        measure(Problem.lightning(module, pairs()))


def test_a_model_on_several_devices_is_refused() -> None:
    model = nn.Sequential(nn.Linear(5, 4), nn.Tanh(), nn.Linear(4, 3, device="meta"))
    problem = Problem(model=model, loss=nn.CrossEntropyLoss(), data=pairs())
    with pytest.raises(RunError, match=r"of several devices \(cpu, meta\): .* on one device"):
        measure(problem)


def test_a_model_without_values_is_refused() -> None:
    model = nn.Linear(5, 3, device="meta")
    with pytest.raises(RunError, match="parameter weight has no values: it is on the meta device"):
        measure(Problem(model=model, loss=nn.CrossEntropyLoss(), data=pairs()))
